//! The commands `person`, `organisation` and `place`: one set of verbs for three kinds.

use super::curate::{self, RulingOptions};
use super::page::{self, Selection};
use super::rows::RowArgs;
use super::{CommandResult, ExitCode, Failure, Global, query};
use crate::db::{Archive, FoundEntity};
use crate::model::{Act, EntityKind, EntityName, Ruling};
use crate::names::entity_named;

#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List the most frequent ones
    List {
        #[command(flatten)]
        rows: RowArgs,
    },
    /// Show one: roles, recent articles, companions and quotes
    Show {
        /// The name, an alias, a surname that only one has, or a number: '#12'
        name: String,
        #[command(flatten)]
        selection: Selection,
    },
    /// Rule that one is the same as another, whose name stands
    Merge {
        /// The one that is another: its whole name, an alias, or a number: '#12'
        name: String,
        /// The other, whose name stands
        into: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that in some articles the name means somebody else
    Split {
        /// The whole name, an alias, or a number: '#12'
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
        /// The whole name, an alias, or a number: '#12'
        name: String,
        /// How it is called from now on
        new_name: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Add a name that denotes it too
    Alias {
        /// The whole name, an alias, or a number: '#12'
        name: String,
        /// The name that denotes it too
        alias: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that two are not the same, however much they look it
    Distinct {
        /// The whole name, an alias, or a number: '#12'
        name: String,
        /// The one that it is not
        other: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Stop treating this as a name, everywhere
    Ignore {
        /// The whole name, an alias, or a number: '#12'
        name: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Write a remark
    Note {
        /// The whole name, an alias, or a number: '#12'
        name: String,
        /// The remark
        text: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

/// Carries out a verb on entities of one kind.
pub fn run(global: &Global, kind: EntityKind, command: &str, verb: Verb) -> CommandResult {
    let ruling = |act, found: FoundEntity| Ruling { entity: Some(found.entity), ..Ruling::of(act) };
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
        Verb::Show { name, selection } => page::show(global, kind, &name, &selection),
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
