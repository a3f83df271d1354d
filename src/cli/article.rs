//! `cuttings article`: the reader's own topics and remarks on articles.

use super::curate::{self, RulingOptions};
use super::{CommandResult, Global};
use crate::model::{Act, Ruling};

/// Tag articles with topics of your own, and write remarks on them
///
/// Topics are for reports to choose by: `cuttings query articles topic=aukus`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings article tag 12 aukus
  cuttings article note 12 'compare with the draft'
  cuttings query articles topic=aukus")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Say what it is about
    Tag {
        /// The article's number
        article: i64,
        topic: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Take a topic away
    Untag {
        /// The article's number
        article: i64,
        topic: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Write a remark
    Note {
        /// The article's number
        article: i64,
        text: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    let (act, article, value, options) = match args.verb {
        Verb::Tag { article, topic, ruling } => (Act::Tag, article, topic, ruling),
        Verb::Untag { article, topic, ruling } => (Act::Untag, article, topic, ruling),
        Verb::Note { article, text, ruling } => (Act::Remark, article, text, ruling),
    };
    options.rule(global, "article", |archive| {
        Ok(vec![Ruling {
            act,
            entity: None,
            other: None,
            article: Some(curate::article(archive, article)?),
            span: None,
            value: Some(value),
            undone: None,
        }])
    })
}
