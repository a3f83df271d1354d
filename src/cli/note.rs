//! `cuttings note`: remarks on articles and on words in them.

use super::curate::{self, RulingOptions};
use super::opened::{self, Opened};
use super::{CommandResult, Failure, Global};
use crate::db::Reader;
use crate::model::{Ruling, Sha256, Span};
use crate::ops::permalink::{self, Words};

/// Write a remark on an article, or on words in it
///
/// A remark is a ruling: it stands with who wrote it and when, and `cuttings undo` takes it back. One on words keeps
/// them, so that it never moves to others: where they are gone it stays on record, and `cuttings query notes` says
/// so. `cuttings show` shows the remarks of an article.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings note add 12#char=120,143 'said otherwise in March'
  cuttings note add 12 'compare with the draft' --by ana
  cuttings note add \"$(cuttings cite 12 --words 'no tolls' --permalink)\" 'check'
  cuttings query notes state='words gone'

Exit codes: 0 done; 66 the article is not there, or the words are gone; 75 the archive is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Write a remark
    Add {
        /// An article by its number or SHA-256, words in it such as 12#char=120,143, or a permalink
        #[arg(value_name = "PLACE")]
        place: String,
        /// The remark
        text: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

/// Adds a remark to an article or to words in it. Fails where the words are not there any more.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let Verb::Add { place, text, ruling } = args.verb;
    // Before the archive is locked: finding words again may take a while. The article's SHA-256 is that of the text in
    // which they were found, should another one come in meanwhile.
    let (opened, on_words) = {
        let reader = Reader::of(global.open_to_read()?)?;
        let opened = opened::open(&reader, &place)?;
        let on_words = opened.words.map(|words| span(&reader, &opened, words)).transpose()?;
        (opened, on_words)
    };
    ruling.rule(global, "note", |archive| {
        let (article, span) = match on_words {
            Some((article, span)) => (article, Some(span)),
            None => (curate::article(archive, opened.article.0)?, None),
        };
        Ok(vec![Ruling::Remark { article, span, words: text }])
    })
}

/// Words with the article that has them.
fn span(reader: &Reader, opened: &Opened, words: Words) -> Result<(Sha256, Span), Failure> {
    let missing = || opened::no_such_words(opened.article, words);
    let permalink = permalink::of_words(reader, opened.article, words)?.ok_or_else(missing)?;
    let article = permalink.article;
    let quoted = permalink.place.and_then(|place| place.quoted).ok_or_else(missing)?;
    let Words { field, start_char, end_char } = words;
    Ok((article, Span { field, start_char, end_char, surface_form: quoted.exact }))
}
