//! `cuttings mention`: rule on one mention.

use super::curate::{self, RulingOptions};
use super::{CommandResult, ExitCode, Failure, Global};
use crate::db::Archive;
use crate::model::{ArticleId, EntityKind, EntityName, MentionField, Ruling, Sha256, Span};
use crate::names::entity_named;

/// Correct one mention: say whom it means, or that it names nobody
///
/// A mention is named by its article and the place of one of its characters, as `query mentions` and
/// the table `mentions` give it; one that is not in the body, by its field too. Short forms that rest on it
/// go with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings mention reject 12 340 --because 'a street'
  cuttings mention reassign 12 340 person 'Gareth Peters'
  cuttings mention reject 12 0 --field headline

Exit codes: 0 done, also where a ruling held already; 65 a name means several; 66 no mention begins there; 75 the
archive is locked.")]
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
        place: Place,
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
        place: Place,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

/// Which of an article's texts a mention is in.
#[derive(Debug, clap::Args)]
struct Place {
    /// Where the mention stands: body, headline, standfirst, caption-1, caption-2 …
    #[arg(long, value_name = "FIELD", default_value = "body", value_parser = field)]
    field: MentionField,
}

fn field(name: &str) -> Result<MentionField, String> {
    MentionField::by_name(name).ok_or_else(|| {
        "fields with mentions are body, headline, standfirst and caption-1, caption-2 …".to_owned()
    })
}

/// Rules on the mention that stands at a place of an article. Fails where no name stands there, or the one whom it is
/// to mean is not known.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Reject { article, at, place, ruling } => ruling.rule(global, "mention", |archive| {
            let (article, span) = found(archive, article, place.field, at)?;
            Ok(vec![Ruling::Reject { article, span }])
        }),
        Verb::Reassign { article, at, kind, name, place, ruling } => {
            ruling.rule(global, "mention", |archive| {
                let entity = named(archive, &kind, &name)?;
                let (article, span) = found(archive, article, place.field, at)?;
                Ok(vec![Ruling::Reassign { article, span, entity }])
            })
        }
    }
}

/// Whom a name means: somebody who is known, or else somebody new. Fails where it means several.
pub fn named(archive: &Archive, kind: &str, name: &str) -> Result<EntityName, Failure> {
    let kind = EntityKind::by_name(kind)
        .ok_or_else(|| Failure::new(ExitCode::Usage, "there is no such kind"))?;
    match curate::known_entity(archive, kind, name)? {
        Some(known) => Ok(known.entity),
        None => entity_named(kind, name)
            .ok_or_else(|| Failure::new(ExitCode::Usage, format!("`{name}` is no name"))),
    }
}

/// The mention at a place, with the article that has it.
fn found(
    archive: &Archive,
    article: i64,
    field: MentionField,
    at: usize,
) -> Result<(Sha256, Span), Failure> {
    let sha256 = curate::article(archive, article)?;
    let found = archive.mention_at(ArticleId(article), field, at)?;
    let span = found.ok_or_else(|| {
        let place = match field {
            MentionField::Body => String::new(),
            field => format!(" of its {field}"),
        };
        Failure::new(ExitCode::NoInput, format!("article {article} has no mention at {at}{place}"))
            .hint(format!("see them with `cuttings show {article}`"))
    })?;
    Ok((sha256, span))
}
