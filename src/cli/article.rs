//! `cuttings article`: the reader's own topics and remarks on articles, and articles that reports leave out.

use super::curate::{self, RulingOptions};
use super::{CommandResult, Global};
use crate::model::{Act, Ruling};

/// Tag articles, write remarks on them, and hide those that are not worth showing
///
/// Topics are for reports to choose by: `cuttings query articles topic=aukus`. A hidden article is left
/// out of searches and reports and stays in the archive; to erase one for good, see `cuttings forget`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings article tag 12 aukus
  cuttings article note 12 'compare with the draft'
  cuttings article hide 13 14 --because spam
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
        /// The remark
        text: String,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Leave articles out of searches and reports
    Hide {
        /// The articles' numbers
        #[arg(required = true)]
        articles: Vec<i64>,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Show hidden articles again
    Unhide {
        /// The articles' numbers
        #[arg(required = true)]
        articles: Vec<i64>,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    let (act, articles, value, options) = match args.verb {
        Verb::Tag { article, topic, ruling } => (Act::Tag, vec![article], Some(topic), ruling),
        Verb::Untag { article, topic, ruling } => (Act::Untag, vec![article], Some(topic), ruling),
        Verb::Note { article, text, ruling } => (Act::Remark, vec![article], Some(text), ruling),
        Verb::Hide { articles, ruling } => (Act::Hide, articles, None, ruling),
        Verb::Unhide { articles, ruling } => (Act::Unhide, articles, None, ruling),
    };
    options.rule(global, "article", |archive| {
        let each = articles.iter().map(|&article| {
            Ok(Ruling {
                act,
                entity: None,
                other: None,
                article: Some(curate::article(archive, article)?),
                span: None,
                value: value.clone(),
                undone: None,
            })
        });
        each.collect()
    })
}
