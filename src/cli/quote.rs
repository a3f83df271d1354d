//! `cuttings quote`: correct one quotation.

use super::curate::{self, RulingOptions};
use super::{CommandResult, ExitCode, Failure, Global, mention};
use crate::db::Archive;
use crate::model::{ArticleId, Ruling, Sha256, Span};
use crate::ops::exchange;

/// Correct one quotation: say who said it, that nobody knows, or that it is no quotation
///
/// A quotation is named by its article and the place of one of its characters, as `show --json` and the
/// table `quotes` give it. The speaker need not be named in the article. Quotations that only go on from
/// it, without words of saying of their own, go with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings quote reassign 12 340 person 'Penny Wong'
  cuttings quote unknown 12 340 --because 'the minister or her deputy'
  cuttings quote reject 12 340 --because 'the title of a book'
  cuttings query --sql 'SELECT start_char, quote, speaker FROM quote_details WHERE article_id = 12'

Exit codes: 0 done, also where a ruling held already; 65 a name means several; 66 no quotation begins there; 75 the
archive is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Rule who said it
    Reassign {
        /// The article's number
        article: i64,
        /// `start_char` of the quotation, or any character of it
        at: usize,
        /// person, organisation or place
        #[arg(value_parser = ["person", "organisation", "place"])]
        kind: String,
        /// Who said it: a name that is known, or a new one
        name: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that nobody knows who said it
    Unknown {
        /// The article's number
        article: i64,
        /// `start_char` of the quotation, or any character of it
        at: usize,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Rule that it is no quotation
    Reject {
        /// The article's number
        article: i64,
        /// `start_char` of the quotation, or any character of it
        at: usize,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

/// Rules on the quotation that begins at a place of an article. Fails where none does, or where it is to have no
/// speaker and has none.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Reject { article, at, ruling } => ruling.rule(global, "quote", |archive| {
            let (article, span) = found(archive, article, at)?;
            Ok(vec![Ruling::RejectQuote { article, span }])
        }),
        Verb::Unknown { article, at, ruling } => ruling.rule(global, "quote", |archive| {
            let (sha256, span) = found(archive, article, at)?;
            if let Some(entity) = archive.speaker(ArticleId(article), &span)? {
                return Ok(vec![Ruling::RejectSpeaker { article: sha256, span, entity }]);
            }
            // Ruled so before, it is no new ruling.
            let decisions = archive.decisions()?;
            let is_it = |ruling: &&Ruling| matches!(ruling, Ruling::RejectSpeaker { article, span: its, .. } if *article == sha256 && *its == span);
            let before = exchange::in_force(&decisions).into_iter().rev().find(is_it);
            before.map(|ruling| vec![ruling.clone()]).ok_or_else(|| {
                let message = format!("nobody is named as the speaker of the quotation at {at}");
                Failure::new(ExitCode::NoInput, message)
            })
        }),
        Verb::Reassign { article, at, kind, name, ruling } => {
            ruling.rule(global, "quote", |archive| {
                let entity = mention::named(archive, &kind, &name)?;
                let (article, span) = found(archive, article, at)?;
                Ok(vec![Ruling::ReassignQuote { article, span, entity }])
            })
        }
    }
}

/// The quotation at a place, with the article that has it.
fn found(archive: &Archive, article: i64, at: usize) -> Result<(Sha256, Span), Failure> {
    let sha256 = curate::article(archive, article)?;
    let span = archive.quote_at(ArticleId(article), at)?.ok_or_else(|| {
        Failure::new(ExitCode::NoInput, format!("article {article} has no quotation at {at}"))
            .hint(format!("see where they are with `cuttings show {article} --json`"))
    })?;
    Ok((sha256, span))
}
