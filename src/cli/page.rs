//! `person show`, and `show` of organisations and places: one page about one of them.
//!
//! Every section is a report's answer about the name, cut to the columns that a page has room for.

use std::io;

use clap::Args;
use serde_json::json;

use super::dialect::SELECTION;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, curate, terminal};
use crate::answer::reports::answer_canned;
use crate::db::{FoundEntity, Reader};
use crate::model::{ArticleId, Column, EntityKind, Flow, RowSink, Value};
use crate::output::{self, Options};
use crate::report;

/// Which articles a page is about, and how much of each section it has.
#[derive(Clone, Debug, Args)]
pub struct PageSelection {
    /// Published on this day or later
    #[arg(long, value_name = "DAY", allow_hyphen_values = true, help_heading = SELECTION)]
    since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DAY", allow_hyphen_values = true, help_heading = SELECTION)]
    until: Option<String>,
    /// Show no more than this many
    #[arg(long, value_name = "NUMBER", default_value_t = 5, help_heading = SELECTION)]
    limit: u32,
}

/// A section: its title, the report, and the columns that are shown of it.
struct Section {
    title: &'static str,
    report: &'static str,
    columns: &'static [&'static str],
}

const ROLES: Section = Section {
    title: "called",
    report: "roles",
    columns: &["title", "held_in", "articles", "first_on", "last_on"],
};
const COMPANIONS: Section = Section {
    title: "named with",
    report: "co-mentions",
    columns: &["name", "kind", "articles", "last_on"],
};
const QUOTES: Section = Section {
    title: "said",
    report: "quotes",
    columns: &["quote", "speaker", "published_on", "publisher", "headline", "article_id"],
};

/// Prints the page of one entity. Fails where the name means nobody or several.
pub(super) fn show(
    global: &Global,
    kind: EntityKind,
    name: &str,
    selection: &PageSelection,
) -> CommandResult {
    let archive = global.open_to_read()?;
    let found = curate::entity(&archive, kind, name)?;
    let about = About { reader: Reader::of(archive)?, found: &found, kind, selection };
    let mut known = json!({
        "schema": 1, "command": format!("{} show", kind.as_str()), "exit": 0,
        "number": found.id, "name": found.entity.name, "description": found.description,
        "aliases": found.aliases, "notes": found.notes, "articles": found.articles,
    });
    let timeline = about.ask("timeline")?;
    let mut text = head(&found, &timeline);
    known["timeline"] = timeline.json();
    let mut sections = vec![&COMPANIONS, &QUOTES];
    if kind == EntityKind::Person {
        sections.insert(0, &ROLES);
    }
    for section in sections {
        let rows = about.ask(section.report)?;
        known[section.report] = rows.json();
        text.push_str(&rows.section(section.title, section.columns)?);
        // After who they are, before with whom: where they were in the news.
        if section.report == if kind == EntityKind::Person { "roles" } else { "co-mentions" } {
            let recent = about.recent_articles()?;
            known["recent_articles"] = recent.json();
            let names: Vec<&str> =
                recent.columns.iter().map(|column| column.name.as_str()).collect();
            text.push_str(&recent.section("recent articles", &names)?);
        }
    }
    match global.json {
        true => terminal::print_json(&known)?,
        false => terminal::print(&terminal::shown(&text))?,
    }
    Ok(ExitCode::Done)
}

/// Whom the page is about.
struct About<'p> {
    reader: Reader,
    found: &'p FoundEntity,
    kind: EntityKind,
    selection: &'p PageSelection,
}

impl About<'_> {
    /// What a report says, given as much of what was asked as it takes.
    fn ask(&self, report: &str) -> Result<Collected, Failure> {
        let mut rows = Collected::default();
        self.ask_into(report, &[], &mut rows)?;
        Ok(rows)
    }

    fn ask_into(
        &self,
        report: &str,
        more: &[(&str, &str)],
        sink: &mut dyn RowSink,
    ) -> Result<(), Failure> {
        let limit = self.selection.limit.to_string();
        // By number: another may have the same name.
        let number = format!("#{}", self.found.id);
        let given = [
            ("name", Some(number.as_str())),
            ("kind", Some(self.kind.as_str())),
            ("since", self.selection.since.as_deref()),
            ("until", self.selection.until.as_deref()),
            ("limit", Some(limit.as_str()).filter(|_| report != "timeline")),
        ];
        let (reports, _) = report::all(None);
        let takes = |name: &str| {
            reports
                .iter()
                .filter(|known| known.name == report)
                .any(|known| known.parameters.iter().any(|parameter| parameter.name == name))
        };
        let is_more = |name: &str| more.iter().any(|(other, _)| *other == name);
        let given = given
            .into_iter()
            .filter(|(name, _)| takes(name) && !is_more(name))
            .filter_map(|(name, value)| Some((name, value?)))
            .chain(more.iter().copied());
        let values: Vec<(String, String)> =
            given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(answer_canned(&self.reader, report, &values, sink).map(|_| ())?)
    }

    /// The newest articles that name them, each once.
    fn recent_articles(&self) -> Result<Collected, Failure> {
        let mut found =
            Articles { ids: Vec::new(), most: self.selection.limit as usize, column: None };
        let many = i64::MAX.to_string();
        self.ask_into("mentions", &[("limit", &many), ("characters", "0")], &mut found)?;
        let names = ["article_id", "published_on", "publisher", "headline"];
        let columns = names.map(|name| Column { name: name.to_owned() }).to_vec();
        let mut rows = Vec::new();
        for id in found.ids {
            let Some(article) = self.reader.article(ArticleId(id))? else { continue };
            let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
            let day = article.published.map(|published| published.chars().take(10).collect());
            let beginning = || article.body.chars().take(80).chain(['…']).collect();
            let headline = article.headline.unwrap_or_else(beginning);
            let row = [text(day), text(article.publisher), Value::Text(headline)];
            rows.push([vec![Value::Integer(id)], row.to_vec()].concat());
        }
        Ok(Collected { columns, rows })
    }
}

/// The first different articles in rows that have an `article_id`.
struct Articles {
    ids: Vec<i64>,
    most: usize,
    column: Option<usize>,
}

impl RowSink for Articles {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        self.column = columns.iter().position(|column| column.name == "article_id");
        if self.most == 0 { Flow::Stop } else { Flow::Continue }
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        if let Some(Value::Integer(id)) = self.column.and_then(|column| values.get(column))
            && !self.ids.contains(id)
        {
            self.ids.push(*id);
        }
        if self.ids.len() < self.most { Flow::Continue } else { Flow::Stop }
    }
}

fn head(found: &FoundEntity, timeline: &Collected) -> String {
    let mut lines = vec![("name", format!("{} (#{})", found.entity.name, found.id))];
    lines.extend(found.description.clone().map(|description| ("about", description)));
    if !found.aliases.is_empty() {
        lines.push(("also called", found.aliases.join("; ")));
    }
    let mut months: Vec<&str> = timeline
        .rows
        .iter()
        .filter_map(|row| match row.first() {
            Some(Value::Text(month)) => Some(month.as_str()),
            _ => None,
        })
        .collect();
    months.sort_unstable();
    lines.push(("named in", counted(found.articles, "article")));
    match (months.first(), months.last()) {
        (Some(first), Some(last)) if first != last => {
            lines.push(("published", format!("{first} to {last}")));
        }
        (Some(month), _) => lines.push(("published", (*month).to_owned())),
        _ => {}
    }
    lines.extend(found.notes.iter().map(|note| ("note", note.clone())));
    lines.into_iter().map(|(label, value)| format!("{label:<13} {value}\n")).collect()
}

/// The rows of a report, few enough to hold.
#[derive(Default)]
struct Collected {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

impl RowSink for Collected {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        self.columns = columns.to_vec();
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        self.rows.push(values.to_vec());
        Flow::Continue
    }
}

impl Collected {
    /// A title and a table of some columns; nothing where there are no rows.
    fn section(&self, title: &str, names: &[&str]) -> io::Result<String> {
        if self.rows.is_empty() {
            return Ok(String::new());
        }
        let places: Vec<usize> = names
            .iter()
            .filter_map(|name| self.columns.iter().position(|column| column.name == *name))
            .collect();
        let columns: Vec<Column> =
            places.iter().filter_map(|place| self.columns.get(*place).cloned()).collect();
        let mut table = Vec::new();
        let width = output::terminal_width();
        let mut printer =
            output::TABLE.printer(&mut table, Options { width, safe: false, csv_safe: false });
        printer.begin(&columns)?;
        for row in &self.rows {
            let cells: Vec<Value> =
                places.iter().filter_map(|place| row.get(*place).cloned()).collect();
            printer.row(&cells)?;
        }
        printer.end()?;
        drop(printer);
        Ok(format!("\n{title}\n{}", String::from_utf8_lossy(&table)))
    }

    /// An object for each row.
    fn json(&self) -> serde_json::Value {
        let value = |value: &Value| match value {
            Value::Null => serde_json::Value::Null,
            Value::Integer(number) => (*number).into(),
            Value::Real(number) => (*number).into(),
            Value::Text(text) => text.clone().into(),
            Value::Blob(bytes) => {
                bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
            }
        };
        let object = |row: &Vec<Value>| -> serde_json::Value {
            let names = self.columns.iter().map(|column| column.name.clone());
            names.zip(row.iter().map(value)).collect::<serde_json::Map<_, _>>().into()
        };
        self.rows.iter().map(object).collect()
    }
}
