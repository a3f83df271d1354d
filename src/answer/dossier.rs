//! A dossier: reports are asked what they say of somebody, and `ops` puts the page together.

use std::cell::RefCell;

use super::Failed;
use super::reports::answer_canned;
use crate::clock;
use crate::db::{self, About, Archive, ExportSet, Meaning, Reader};
use crate::model::{
    Basis, Chosen, Column, Companion, CompanionsFound, Dossier, DossierAsked, DossierFacts,
    EntityKind, Flow, RoleFound, RowSink, RulingSaid, Value,
};
use crate::ops::dossier::{self as composed, compose};

/// Most titles, and most companions of each kind, that a page has room for.
const MOST_ROLES: usize = 30;
const MOST_COMPANIONS: usize = 15;

/// Whether a curator's own remarks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    Shown,
    LeftOut,
}

/// Asks reports what they say, and has the page put together. Fails where the archive cannot be read, or changes meanwhile.
pub fn dossier(
    reader: &Reader,
    one: &Meaning,
    asked: &DossierAsked,
    notes: Notes,
) -> Result<Dossier, Failed> {
    let about = About { kind: one.kind, id: one.id, asked };
    let subject = reader.subject(one.kind, one.id)?.ok_or(Failed::Changed)?;
    let (roles, roles_left_out) = match one.kind {
        EntityKind::Person => roles(reader, about)?,
        _ => (Vec::new(), 0),
    };
    let facts = DossierFacts {
        made_on: clock::now().date_naive().to_string(),
        rulings: rulings(reader, about)?,
        notes: match notes {
            Notes::Shown => {
                Some(Archive::open_to_read(reader.path())?.entity(one.kind, one.id)?.notes)
            }
            Notes::LeftOut => None,
        },
        roles,
        roles_left_out,
        companions: companions(reader, about)?,
    };
    let archive = Archive::open_to_read(reader.path())?;
    let set = |ids| ExportSet::of(archive, &Chosen::These(ids));
    compose(reader, about, subject, facts, set).map_err(|failed| match failed {
        composed::NoDossier::Archive(error) => error.into(),
        composed::NoDossier::Changed => Failed::Changed,
    })
}

/// What a report says, given as much of what was asked as it takes.
fn ask(
    reader: &Reader,
    about: About<'_>,
    report: &str,
    take: impl FnMut(&Row<'_>),
) -> Result<(), Failed> {
    let number = format!("#{}", about.id);
    let mut given =
        vec![("name", number.as_str()), ("kind", about.kind.as_str()), ("limit", "1000000")];
    // What was ruled holds whenever articles were published.
    if report != "decisions" {
        given.extend(about.asked.since.as_deref().map(|since| ("since", since)));
        given.extend(about.asked.until.as_deref().map(|until| ("until", until)));
        given.extend(about.asked.once.then_some(("once", "yes")));
    }
    let given: Vec<(String, String)> =
        given.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut sink = Each { columns: Vec::new(), lacks: RefCell::default(), take };
    answer_canned(reader, report, &given, &mut sink)?;
    match sink.lacks.into_inner() {
        None => Ok(()),
        Some(lack) => Err(db::Error::Bug(format!("the report `{report}` has {lack}")).into()),
    }
}

/// Hands each row on, its cells by the names of their columns.
struct Each<F: FnMut(&Row<'_>)> {
    columns: Vec<Column>,
    /// What a row should have and has not: a column, or anything but NULL in one.
    lacks: RefCell<Option<String>>,
    take: F,
}

struct Row<'r> {
    columns: &'r [Column],
    lacks: &'r RefCell<Option<String>>,
    values: &'r [Value],
}

impl<F: FnMut(&Row<'_>)> RowSink for Each<F> {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        self.columns = columns.to_vec();
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        (self.take)(&Row { columns: &self.columns, lacks: &self.lacks, values });
        Flow::Continue
    }
}

impl Row<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        let at = self.columns.iter().position(|column| column.name == name);
        if at.is_none() {
            self.lacks.borrow_mut().get_or_insert_with(|| format!("no column `{name}`"));
        }
        self.values.get(at?)
    }

    /// `None` where it is NULL.
    fn text(&self, name: &str) -> Option<String> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// `None` where it is NULL.
    fn number(&self, name: &str) -> Option<i64> {
        match self.value(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// Of a column that is never NULL.
    fn text_of(&self, name: &str) -> String {
        self.text(name).unwrap_or_else(|| self.nothing(name))
    }

    /// The same.
    fn number_of(&self, name: &str) -> i64 {
        self.number(name).unwrap_or_else(|| self.nothing(name))
    }

    fn count_of(&self, name: &str) -> u64 {
        u64::try_from(self.number_of(name)).unwrap_or_else(|_| self.nothing(name))
    }

    /// Remembers that a column has nothing where it should, for `ask` to fail with.
    fn nothing<T: Default>(&self, name: &str) -> T {
        let mut lacks = self.lacks.borrow_mut();
        lacks.get_or_insert_with(|| format!("a row with nothing in its column `{name}`"));
        T::default()
    }
}

fn roles(reader: &Reader, about: About<'_>) -> Result<(Vec<RoleFound>, u64), Failed> {
    let (mut found, mut left_out) = (Vec::new(), 0);
    ask(reader, about, "roles", |row| {
        if found.len() == MOST_ROLES {
            left_out += 1;
            return;
        }
        found.push(RoleFound {
            title: row.text_of("title"),
            held_in: row.text("held_in"),
            articles: row.count_of("articles"),
            publishers: row.count_of("publishers"),
            first_on: row.text("first_on"),
            last_on: row.text("last_on"),
        });
    })?;
    Ok((found, left_out))
}

fn companions(reader: &Reader, about: About<'_>) -> Result<Vec<CompanionsFound>, Failed> {
    let mut found =
        EntityKind::ALL.map(|kind| CompanionsFound { kind, rows: Vec::new(), left_out: 0 });
    ask(reader, about, "co-mentions", |row| {
        let kind = row.text_of("kind");
        let of_kind = found.iter_mut().find(|of_kind| of_kind.kind.as_str() == kind);
        let Some(of_kind) = of_kind else { return };
        if of_kind.rows.len() == MOST_COMPANIONS {
            of_kind.left_out += 1;
            return;
        }
        let companion = Companion {
            name: row.text_of("name"),
            basis: Basis::by_name(&row.text_of("origin")),
            articles: row.count_of("articles"),
            first_on: row.text("first_on"),
            last_on: row.text("last_on"),
            // Found with the others.
            words: 0,
        };
        of_kind.rows.push((companion, row.number_of("last_article_id")));
    })?;
    Ok(found.into_iter().filter(|of_kind| !of_kind.rows.is_empty()).collect())
}

/// Rulings on who it is. A remark is not one: that is private.
fn rulings(reader: &Reader, about: About<'_>) -> Result<Vec<RulingSaid>, Failed> {
    let mut found = Vec::new();
    ask(reader, about, "decisions", |row| {
        let act = row.text_of("act");
        if act == "note" || act == "remark" {
            return;
        }
        found.push(RulingSaid {
            decision: row.number_of("decision_id"),
            day: row.text_of("decided_at").chars().take(10).collect(),
            by: row.text_of("decided_by"),
            act,
            name: row.text_of("name"),
            what: row.text("what"),
            article: row.number("article_id"),
            reason: row.text("reason"),
            state: row.text_of("state"),
        });
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a row of two columns lacks, having been asked for its name and its number of articles.
    fn lacking(columns: [&str; 2], values: [Value; 2]) -> Option<String> {
        let mut sink = Each {
            columns: Vec::new(),
            lacks: RefCell::default(),
            take: |row: &Row<'_>| {
                let _ = (row.text_of("name"), row.count_of("articles"));
            },
        };
        sink.columns(&columns.map(|name| Column { name: name.to_owned() }));
        sink.row(&values);
        sink.lacks.into_inner()
    }

    #[test]
    fn a_row_without_what_it_needs_is_no_row_with_empty_cells() {
        let text = |text: &str| Value::Text(text.to_owned());
        let columns = ["name", "articles"];
        let nothing = |column| Some(format!("a row with nothing in its column `{column}`"));
        assert_eq!(lacking(columns, [Value::Null, Value::Integer(1)]), nothing("name"));
        assert_eq!(lacking(columns, [text("Ana Roa"), Value::Null]), nothing("articles"));
        assert_eq!(lacking(columns, [text("Ana Roa"), Value::Integer(-1)]), nothing("articles"));
        assert_eq!(
            lacking(["name", "first_on"], [text("Ana Roa"), Value::Null]),
            Some("no column `articles`".to_owned())
        );
        assert_eq!(lacking(columns, [text("Ana Roa"), Value::Integer(1)]), None);
    }
}
