//! The commands `person`, `organisation` and `place`: one set of verbs for three kinds.

use std::io;

use serde_json::json;

use super::curate::{self, RulingOptions};
use super::rows::RowArgs;
use super::{CommandResult, ExitCode, Failure, Global, query, terminal};
use crate::db::{Archive, FoundEntity, Reader};
use crate::model::{Act, Column, EntityKind, EntityName, Flow, RowSink, Ruling, Value};
use crate::names::entity_named;
use crate::output::{self, Options};

/// Rows of each section of `show`.
const FEW: u64 = 10;

#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List the most frequent ones
    List {
        #[command(flatten)]
        rows: RowArgs,
    },
    /// Show one: names, roles, companions, quotes, when it is named
    Show {
        /// The name, an alias, a surname that only one has, or a number: '#12'
        name: String,
    },
    /// Rule that one is the same as another, whose name stands
    Merge {
        /// The one that is no other than …
        name: String,
        /// … this one
        into: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that in some articles the name means somebody else
    Split {
        name: String,
        /// How the other one is called; a remark in brackets tells them apart
        #[arg(long = "as", value_name = "NAME")]
        other: String,
        /// The articles in which it is the other one
        #[arg(long = "article", value_name = "ID", required = true, num_args = 1..)]
        articles: Vec<i64>,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Give it another name; the old one goes on denoting it
    Rename {
        name: String,
        new_name: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Add a name that denotes it too
    Alias {
        name: String,
        alias: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that two are not the same, however much they look it
    Distinct {
        name: String,
        other: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Stop treating this as a name, everywhere
    Ignore {
        name: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Write a remark
    Note {
        name: String,
        text: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

/// Carries out a verb on entities of one kind.
pub fn run(global: &Global, kind: EntityKind, command: &str, verb: Verb) -> CommandResult {
    let ruling = |act, found: FoundEntity| Ruling {
        act,
        entity: Some(found.entity),
        other: None,
        article: None,
        span: None,
        value: None,
        undone: None,
    };
    let find = |archive: &Archive, name: &str| curate::entity(archive, kind, name);
    match verb {
        Verb::List { rows } => {
            let report = match kind {
                EntityKind::Person => "people",
                EntityKind::Organisation => "organisations",
                EntityKind::Place => "places",
            };
            query::answer(global, report, &[], &rows)
        }
        Verb::Show { name } => show(global, kind, &name),
        Verb::Merge { name, into, ruling: options } => options.rule(global, command, |archive| {
            let (from, into) = (find(archive, &name)?, find(archive, &into)?);
            two(&from, &into)?;
            Ok(vec![Ruling { other: Some(into.entity), ..ruling(Act::Merge, from) }])
        }),
        Verb::Split { name, other, articles, ruling: options } => {
            options.rule(global, command, |archive| {
                let from = find(archive, &name)?;
                let known = curate::known_entity(archive, kind, &other)?;
                let other = match known {
                    Some(known) => known.entity,
                    None => named(kind, &other)?,
                };
                if other.key == from.entity.key {
                    return Err(Failure::new(
                        ExitCode::Usage,
                        "both are called the same, so nobody could tell them apart",
                    )
                    .hint("add a remark to the name: --as 'Ana Roa (judge)'"));
                }
                let each = articles.iter().map(|&article| {
                    Ok(Ruling {
                        other: Some(other.clone()),
                        article: Some(curate::article(archive, article)?),
                        ..ruling(Act::Split, from.clone())
                    })
                });
                each.collect()
            })
        }
        Verb::Rename { name, new_name, ruling: options } => {
            options.rule(global, command, |archive| {
                named(kind, &new_name)?;
                Ok(vec![Ruling {
                    value: Some(new_name),
                    ..ruling(Act::Rename, find(archive, &name)?)
                }])
            })
        }
        Verb::Alias { name, alias, ruling: options } => options.rule(global, command, |archive| {
            named(kind, &alias)?;
            Ok(vec![Ruling { value: Some(alias), ..ruling(Act::Alias, find(archive, &name)?) }])
        }),
        Verb::Distinct { name, other, ruling: options } => {
            options.rule(global, command, |archive| {
                let (one, other) = (find(archive, &name)?, find(archive, &other)?);
                two(&one, &other)?;
                Ok(vec![Ruling { other: Some(other.entity), ..ruling(Act::Distinct, one) }])
            })
        }
        Verb::Ignore { name, ruling: options } => options
            .rule(global, command, |archive| Ok(vec![ruling(Act::Ignore, find(archive, &name)?)])),
        Verb::Note { name, text, ruling: options } => options.rule(global, command, |archive| {
            Ok(vec![Ruling { value: Some(text), ..ruling(Act::Note, find(archive, &name)?) }])
        }),
    }
}

/// A name must have a letter or digit in it: the rest is no identity.
fn named(kind: EntityKind, name: &str) -> Result<EntityName, Failure> {
    entity_named(kind, name)
        .ok_or_else(|| Failure::new(ExitCode::Usage, format!("`{name}` is no name")))
}

fn two(one: &FoundEntity, other: &FoundEntity) -> Result<(), Failure> {
    match one.entity.key == other.entity.key {
        true => Err(Failure::new(
            ExitCode::Failure,
            format!("both names mean {} already", one.entity.name),
        )),
        false => Ok(()),
    }
}

/// What is known of one: who it is, then what the reports say of it.
fn show(global: &Global, kind: EntityKind, name: &str) -> CommandResult {
    let archive = global.open_to_read()?;
    let found = curate::entity(&archive, kind, name)?;
    let reader = Reader::of(archive)?;
    // By number: another may have the same name.
    let by_name = ("name".to_owned(), format!("#{}", found.id));
    let of_kind = ("kind".to_owned(), kind.as_str().to_owned());
    let few = ("limit".to_owned(), FEW.to_string());
    let mut sections = vec![
        ("timeline", vec![by_name.clone(), of_kind.clone()]),
        ("co-mentions", vec![by_name.clone(), of_kind.clone(), few.clone()]),
        ("quotes", vec![by_name.clone(), of_kind, few.clone()]),
    ];
    if kind == EntityKind::Person {
        sections.insert(0, ("roles", vec![by_name, few]));
    }
    let mut known = json!({
        "schema": 1, "command": format!("{} show", kind.as_str()), "exit": 0,
        "number": found.id, "name": found.entity.name, "description": found.description,
        "aliases": found.aliases, "notes": found.notes, "articles": found.articles,
    });
    let mut text = head(&found);
    for (report, values) in sections {
        let mut rows = Collected::default();
        query::answer_to(&reader, report, &values, &mut rows)?;
        known[report] = rows.json();
        text.push_str(&format!("\n{report}\n{}", rows.table()?));
    }
    match global.json {
        true => terminal::print_json(&known)?,
        false => terminal::print(&terminal::shown(&text))?,
    }
    Ok(ExitCode::Done)
}

fn head(found: &FoundEntity) -> String {
    let mut lines = vec![("name", format!("{} (#{})", found.entity.name, found.id))];
    lines.extend(found.description.clone().map(|description| ("about", description)));
    if !found.aliases.is_empty() {
        lines.push(("also called", found.aliases.join("; ")));
    }
    lines.push(("articles", found.articles.to_string()));
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
    fn table(&self) -> io::Result<String> {
        let mut table = Vec::new();
        let width = output::terminal_width();
        let mut printer =
            output::TABLE.printer(&mut table, Options { width, safe: false, csv_safe: false });
        printer.begin(&self.columns)?;
        for row in &self.rows {
            printer.row(row)?;
        }
        printer.end()?;
        drop(printer);
        Ok(String::from_utf8_lossy(&table).into_owned())
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
