//! The commands `person`, `organisation` and `place`: one set of verbs for three kinds.

use super::curate::{self, RulingOptions};
use super::page::{self, PageSelection};
use super::rows::RowArgs;
use super::{CommandResult, ExitCode, Failure, Global, query};
use crate::db::{Archive, FoundEntity};
use crate::model::{EntityKind, EntityName, Ruling};
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
        selection: PageSelection,
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

/// Carries out a verb on entities of one kind. Fails where a name means nobody or several, and where a ruling would make
/// two of them indistinguishable.
pub fn run(global: &Global, kind: EntityKind, command: &str, verb: Verb) -> CommandResult {
    let find = |archive: &Archive, name: &str| curate::entity(archive, kind, name);
    let named_by = |archive: &Archive, name: &str| find(archive, name).map(|found| found.entity);
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
            Ok(vec![Ruling::Merge { entity: from.entity, into: into.entity }])
        }),
        Verb::Split { name, other, articles, ruling: options } => {
            options.rule(global, command, |archive| {
                let entity = named_by(archive, &name)?;
                let known = curate::known_entity(archive, kind, &other)?;
                let other = match known {
                    Some(known) => known.entity,
                    None => named(kind, &other)?,
                };
                if other.key == entity.key {
                    return Err(Failure::new(
                        ExitCode::Usage,
                        "both are called the same, so nobody could tell them apart",
                    )
                    .hint("add a remark to the name: --as 'Ana Roa (judge)'"));
                }
                let each = articles.iter().map(|&article| {
                    let article = curate::article(archive, article)?;
                    Ok(Ruling::Split { entity: entity.clone(), other: other.clone(), article })
                });
                each.collect()
            })
        }
        Verb::Rename { name, new_name, ruling: options } => {
            options.rule(global, command, |archive| {
                named(kind, &new_name)?;
                let entity = named_by(archive, &name)?;
                Ok(vec![Ruling::Rename { entity, name: new_name }])
            })
        }
        Verb::Alias { name, alias, ruling: options } => options.rule(global, command, |archive| {
            named(kind, &alias)?;
            Ok(vec![Ruling::Alias { entity: named_by(archive, &name)?, name: alias }])
        }),
        Verb::Distinct { name, other, ruling: options } => {
            options.rule(global, command, |archive| {
                let (one, other) = (find(archive, &name)?, find(archive, &other)?);
                two(&one, &other)?;
                Ok(vec![Ruling::Distinct { entity: one.entity, other: other.entity }])
            })
        }
        Verb::Ignore { name, ruling: options } => options.rule(global, command, |archive| {
            Ok(vec![Ruling::Ignore { entity: named_by(archive, &name)? }])
        }),
        Verb::Note { name, text, ruling: options } => options.rule(global, command, |archive| {
            Ok(vec![Ruling::Note { entity: named_by(archive, &name)?, words: text }])
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
