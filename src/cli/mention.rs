//! `cuttings mention`: rule on one mention.

use super::curate::{self, RulingOptions};
use super::{CommandResult, ExitCode, Failure, Global};
use crate::db::Archive;
use crate::model::{Act, ArticleId, EntityKind, EntityName, Ruling};
use crate::names::entity_named;

/// Correct one mention: say whom it means, or that it names nobody
///
/// A mention is named by its article and the place of one of its characters, as `query mentions` and
/// the table `mentions` give it. Short forms that rest on it go with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings mention reject 12 340 --because 'a street'
  cuttings mention reassign 12 340 person 'Gareth Peters'")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Rule whom it means
    Reassign {
        /// The article's number
        article: i64,
        /// `start_char` of the mention, or any character of it
        at: usize,
        /// person, organisation or place
        #[arg(value_parser = ["person", "organisation", "place"])]
        kind: String,
        /// Whom it means: a name that is known, or a new one
        name: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that it names nobody
    Reject {
        /// The article's number
        article: i64,
        /// `start_char` of the mention, or any character of it
        at: usize,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Reject { article, at, ruling } => ruling.rule(global, "mention", |archive| {
            Ok(vec![on(archive, Act::Reject, article, at, None)?])
        }),
        Verb::Reassign { article, at, kind, name, ruling } => {
            ruling.rule(global, "mention", |archive| {
                let kind = EntityKind::by_name(&kind)
                    .ok_or_else(|| Failure::new(ExitCode::Usage, "there is no such kind"))?;
                let entity = match curate::known_entity(archive, kind, &name)? {
                    Some(known) => known.entity,
                    None => entity_named(kind, &name).ok_or_else(|| {
                        Failure::new(ExitCode::Usage, format!("`{name}` is no name"))
                    })?,
                };
                Ok(vec![on(archive, Act::Reassign, article, at, Some(entity))?])
            })
        }
    }
}

fn on(
    archive: &Archive,
    act: Act,
    article: i64,
    at: usize,
    entity: Option<EntityName>,
) -> Result<Ruling, Failure> {
    let sha256 = curate::article(archive, article)?;
    let found = archive.mention_at(ArticleId(article), at)?;
    let span = found.ok_or_else(|| {
        Failure::new(ExitCode::NoInput, format!("article {article} has no mention at {at}"))
            .hint(format!("see them with `cuttings show {article}`"))
    })?;
    Ok(Ruling {
        act,
        entity,
        other: None,
        article: Some(sha256),
        span: Some(span),
        value: None,
        undone: None,
    })
}
