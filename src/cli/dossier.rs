//! `cuttings dossier`: one page about a person, an organisation or a place.

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::dialect::SELECTION;
use super::rows::{destination, file_of, unless_broken_pipe};
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, query, selection, terminal, whom};
use crate::clock;
use crate::db::{self, About, ExportSet, Meaning, Reader};
use crate::model::{
    Basis, Chosen, Column, Companion, CompanionsFound, Dossier, DossierAsked, DossierFacts,
    EntityKind, Flow, RoleFound, RowSink, RulingSaid, Value,
};
use crate::ops::dossier::{NoDossier, compose};
use crate::output::document::{FORMATS, Format};
use crate::output::{DestinationError, Listed};

/// Most titles, and most companions of each kind, that a page has room for.
const MOST_ROLES: usize = 30;
const MOST_COMPANIONS: usize = 15;

/// Make one page about a person, an organisation or a place
///
/// Who it is and how that is known, roles, a time line, companions, quotations by them and about them, and the articles as
/// a bibliography. Every claim has a number, and under that number stand at the end of the page: the sentence with the
/// words marked, by which rule they were taken so and how sure, a link to the article's own page, and a permalink that
/// `cuttings show` opens. What somebody ruled, what the catalogue has and what the program took so are told apart.
///
/// HTML is one file without a script that asks nobody for anything: it opens in any browser, light or dark, on a phone,
/// and prints on A4 (for PDF, print it into a file). Hidden articles are left out, as in reports, and your own remarks
/// unless --notes asks for them; the page says how many of each.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings dossier 'Winston Peters' -o peters.html
  cuttings dossier 'Penny Wong' --since 2024 --limit 50 --once -o wong.html
  cuttings dossier Tuvalu kind=place --format markdown | less

Exit codes: 0 done; 65 the name means several, who are listed; 66 nobody has it.")]
pub struct Args {
    /// The name, an alias, a surname that only one has, or a number: '#12'
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Look for the name only among people, organisations or places
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(EntityKind::ALL.map(EntityKind::as_str)), help_heading = SELECTION)]
    pub kind: Option<String>,
    /// Published on this day or later
    #[arg(long, value_name = "DAY", value_parser = selection::first_day, allow_hyphen_values = true, help_heading = SELECTION)]
    pub since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = selection::last_day, allow_hyphen_values = true, help_heading = SELECTION)]
    pub until: Option<String>,
    /// Show no more than this many
    ///
    /// Quotations of each sort, and articles.
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(..=5_000), help_heading = SELECTION)]
    pub limit: u32,
    /// Count or show a story once, however many near-duplicates of it there are; the same as once=yes
    #[arg(long, help_heading = SELECTION)]
    pub once: bool,
    /// Show your own remarks too
    #[arg(long, help_heading = SELECTION)]
    pub notes: bool,
    /// How the page is written [default: as the name of the output file ends, else markdown]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)), help_heading = "Output")]
    pub format: Option<String>,
    /// Write to a file instead of standard output
    ///
    /// The file is complete before it has its name. It must not exist yet.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output", help_heading = "Output")]
    pub force: bool,
}

/// Writes the page. Fails where nobody or several are called so, in an edition without texts, and where the archive
/// changed so that words cannot be found again.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let format = format(global, &args)?;
    let archive = global.open_to_read()?;
    if archive.has_no_texts()? {
        return Err(Failure::new(
            ExitCode::Failure,
            "this is an edition without texts: there are no words to show",
        )
        .hint("`cuttings query` counts who is named in it"));
    }
    let reader = Reader::of(archive)?;
    let kind = args.kind.as_deref().and_then(EntityKind::by_name);
    let one = whom::any(&reader, kind, &args.name, global.quiet)?;
    // Whether it may be written shows before anything is asked.
    let output = file_of(args.output.as_deref());
    let mut destination = destination(output, args.force, reader.path())?;
    let dossier = dossier(global, &args, &reader, &one)?;
    let text = format.dossier(&dossier).map_err(std::io::Error::other)?;
    let text = match output {
        Some(_) => text.into(),
        None => terminal::shown(&text),
    };
    let name = output.map_or_else(|| PathBuf::from("standard output"), Path::to_owned);
    let written = match destination.write_all(text.as_bytes()) {
        Ok(()) => destination.finish(),
        Err(source) => Err(DestinationError::File { path: name, source }),
    };
    written.or_else(unless_broken_pipe)?;
    tell(global, &args, format, &dossier)?;
    Ok(ExitCode::Done)
}

/// How the page is written.
fn format(global: &Global, args: &Args) -> Result<&'static Format, Failure> {
    let output = file_of(args.output.as_deref());
    if output.is_none() && global.json {
        return Err(Failure::new(
            ExitCode::Usage,
            "the summary of --json and the page would both be on standard output",
        )
        .hint("write the page to a file with `-o FILE`"));
    }
    let ending = output.map(|path| path.extension().unwrap_or_default());
    match (&args.format, ending) {
        (Some(name), _) => Format::by_name(name),
        (None, Some(ending)) => Format::by_ending(&ending.to_string_lossy()),
        (None, None) => Format::by_name("markdown"),
    }
    .ok_or_else(|| {
        Failure::new(
            ExitCode::Usage,
            "the name of the output file does not say how the page is written",
        )
        .hint("say it with `--format`, or end the name in .html or .md")
    })
}

fn tell(global: &Global, args: &Args, format: &Format, dossier: &Dossier) -> Result<(), Failure> {
    let left_out = &dossier.left_out;
    if global.json {
        return terminal::print_json(&json!({
            "schema": 1, "command": "dossier", "exit": 0, "number": dossier.subject.id,
            "kind": dossier.subject.kind.as_str(), "name": dossier.subject.name, "articles": dossier.articles,
            "said": dossier.said.total, "about": dossier.about.total, "words": dossier.words.len(),
            "left_out": { "articles": left_out.articles, "hidden": left_out.hidden, "repeats": left_out.repeats,
                "notes": left_out.notes },
            "format": format.name, "output": args.output,
        }));
    }
    if let Some(path) = file_of(args.output.as_deref())
        && terminal::is_watched()
        && !global.quiet
    {
        let articles = counted(dossier.articles, "article");
        tell!("{}, {articles}, written to `{}`", dossier.subject.name, path.display());
    }
    Ok(())
}

/// Asks reports what they say, and has the page put together.
fn dossier(
    global: &Global,
    args: &Args,
    reader: &Reader,
    one: &Meaning,
) -> Result<Dossier, Failure> {
    let asked = DossierAsked {
        since: args.since.clone(),
        until: args.until.clone(),
        once: args.once,
        limit: args.limit as usize,
    };
    let about = About { kind: one.kind, id: one.id, asked: &asked };
    let gone = || {
        Failure::new(ExitCode::Failure, "the archive changed while it was read").hint("try again")
    };
    let subject = reader.subject(one.kind, one.id)?.ok_or_else(gone)?;
    let (roles, roles_left_out) = match one.kind {
        EntityKind::Person => roles(reader, about)?,
        _ => (Vec::new(), 0),
    };
    let facts = DossierFacts {
        made_on: clock::now().date_naive().to_string(),
        rulings: rulings(reader, about)?,
        notes: match args.notes {
            true => Some(global.open_to_read()?.entity(one.kind, one.id)?.notes),
            false => None,
        },
        roles,
        roles_left_out,
        companions: companions(reader, about)?,
    };
    let archive = global.open_to_read()?;
    let set = |ids| ExportSet::of(archive, &Chosen::These(ids));
    compose(reader, about, subject, facts, set).map_err(|failed| match failed {
        NoDossier::Archive(error) => error.into(),
        NoDossier::Changed => gone(),
    })
}

/// What a report says, given as much of what was asked as it takes.
fn ask(
    reader: &Reader,
    about: About<'_>,
    report: &str,
    take: impl FnMut(&Row<'_>),
) -> Result<(), Failure> {
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
    query::answer_to(reader, report, &given, &mut sink)?;
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

fn roles(reader: &Reader, about: About<'_>) -> Result<(Vec<RoleFound>, u64), Failure> {
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

fn companions(reader: &Reader, about: About<'_>) -> Result<Vec<CompanionsFound>, Failure> {
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
fn rulings(reader: &Reader, about: About<'_>) -> Result<Vec<RulingSaid>, Failure> {
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
