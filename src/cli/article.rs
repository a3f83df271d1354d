//! `cuttings article`: what an article's head says, the reader's own topics, and articles that
//! reports leave out.

use super::articles::Articles;
use super::curate::RulingOptions;
use super::{CommandResult, ExitCode, Failure, Global, terminal, topic_words};
use crate::db::Archive;
use crate::model::{Field, Head, Ruling, Sha256};
use crate::ops::head;
use crate::text::publishers::Publishers;

/// Correct articles, tag them, and hide those not worth showing
///
/// Topics are for reports to choose by: `cuttings query articles topic=aukus`; capitals make no
/// difference. A hidden article is left out of searches and reports and stays in the archive; to erase
/// one for good, see `cuttings forget`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings article set 12 headline='Tolls to rise' published=2024-03-18 publisher=RNZ
  cuttings article set 12 byline=          # takes it away
  cuttings article tag 12 aukus
  cuttings article tag 12 13 14 --topic aukus
  cuttings article tag --search 'submarine pact' --topic aukus
  cuttings query articles publisher=RNZ --format tsv | cuttings article tag - --topic radio
  cuttings article hide 13 14 --because spam

Exit codes: 0 done, also where a ruling held already; 66 the article is not there; 75 the archive is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Say what its head says, whatever its reader found
    ///
    /// Fields are headline, standfirst, byline, authors (with semicolons between them), dateline,
    /// publisher, url, published, section, language and kind (article, digest or summary). An empty value
    /// takes the field away. Each field is a ruling of its own, on this article alone, also where its
    /// capture holds others.
    Set {
        #[command(flatten)]
        articles: Articles,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Say what they are about
    Tag {
        #[command(flatten)]
        articles: Articles,
        /// The topic; without it the last word is
        #[arg(long)]
        topic: Option<String>,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Take a topic away
    Untag {
        #[command(flatten)]
        articles: Articles,
        /// The topic; without it the last word is
        #[arg(long)]
        topic: Option<String>,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Leave articles out of searches and reports
    Hide {
        #[command(flatten)]
        articles: Articles,
        #[command(flatten)]
        ruling: RulingOptions,
    },
    /// Show hidden articles again
    Unhide {
        #[command(flatten)]
        articles: Articles,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

/// Rules on the articles named, and says what changed. Fails where one of them is not there, and then nothing is
/// ruled.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Set { articles, ruling } => set(global, articles, &ruling),
        Verb::Tag { mut articles, topic, ruling } => {
            let topic = topic_of(&mut articles, topic)?;
            let tag = |article| Ruling::Tag { article, topic: topic.clone() };
            on_each(global, articles, &ruling, tag)
        }
        Verb::Untag { mut articles, topic, ruling } => {
            let topic = topic_of(&mut articles, topic)?;
            let untag = |article| Ruling::Untag { article, topic: topic.clone() };
            on_each(global, articles, &ruling, untag)
        }
        Verb::Hide { articles, ruling } => {
            on_each(global, articles, &ruling, |article| Ruling::Hide { article })
        }
        Verb::Unhide { articles, ruling } => {
            on_each(global, articles, &ruling, |article| Ruling::Unhide { article })
        }
    }
}

fn on_each(
    global: &Global,
    articles: Articles,
    options: &RulingOptions,
    ruling: impl Fn(Sha256) -> Ruling,
) -> CommandResult {
    let articles = articles.chosen()?;
    options.rule(global, "article", |archive| {
        let each = articles.in_archive(archive)?.into_iter();
        Ok(each.map(ruling).collect())
    })
}

/// The topic, as it was given or as the last of the articles' words.
fn topic_of(articles: &mut Articles, topic: Option<String>) -> Result<String, Failure> {
    let topic = match topic {
        Some(topic) => topic,
        // `article tag 12 aukus`
        None => {
            let last = articles.articles.pop().unwrap_or_default();
            if last.is_empty() || last == "-" || last.parse::<i64>().is_ok() {
                let hint = format!("say it with `--topic {last}`");
                return Err(Failure::new(ExitCode::Usage, "there is no topic").hint(
                    match last.as_str() {
                        "" | "-" => "say it with `--topic WORDS`".to_owned(),
                        _ => hint,
                    },
                ));
            }
            last
        }
    };
    topic_words(&topic)
}

fn set(global: &Global, mut articles: Articles, options: &RulingOptions) -> CommandResult {
    let words = std::mem::take(&mut articles.articles);
    let (given, numbers): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| word.contains('='));
    articles.articles = numbers;
    if given.is_empty() {
        return Err(Failure::new(ExitCode::Usage, "nothing to set")
            .hint("write it as FIELD=VALUE, such as publisher=RNZ"));
    }
    let given = given.iter().map(|word| field(word)).collect::<Result<Vec<_>, _>>()?;
    let articles = articles.chosen()?;
    options.rule(global, "article", |archive| {
        let publishers = Publishers::new(&archive.catalogue()?.publishers);
        let mut values = Vec::with_capacity(given.len());
        for (field, value) in &given {
            let value = head::checked(*field, value, &publishers)
                .map_err(|reason| Failure::new(ExitCode::Usage, reason))?;
            values.push((*field, value));
        }
        let mut rulings = Vec::new();
        for article in articles.in_archive(archive)? {
            for (field, value) in &values {
                if options.dry_run && !global.json {
                    tell(archive, article, *field, value)?;
                }
                rulings.push(Ruling::Set { article, field: *field, value: value.clone() });
            }
        }
        Ok(rulings)
    })
}

/// `publisher=RNZ`: a field that may be set, and what it is to say.
fn field(word: &str) -> Result<(Field, String), Failure> {
    let (name, value) = word.split_once('=').unwrap_or((word, ""));
    let field = Field::SETTABLE.into_iter().find(|field| field.as_str() == name);
    let field = field.ok_or_else(|| {
        let fields = Field::SETTABLE.map(Field::as_str).join(", ");
        Failure::new(ExitCode::Usage, format!("`{name}` is no field that can be set"))
            .hint(format!("fields are {fields}"))
    })?;
    Ok((field, value.to_owned()))
}

/// `article 12: publisher: Reuters → RNZ`.
fn tell(archive: &Archive, article: Sha256, field: Field, value: &str) -> Result<(), Failure> {
    let Some((id, head)) = archive.head(article)? else { return Ok(()) };
    let or_nothing = |text: String| if text.is_empty() { "nothing".to_owned() } else { text };
    terminal::print(&format!(
        "article {}: {}: {} → {}\n",
        id.0,
        field.as_str(),
        or_nothing(said(&head, field)),
        or_nothing(value.to_owned())
    ))
}

fn said(head: &Head, field: Field) -> String {
    let text = match field {
        Field::Headline => head.headline.clone(),
        Field::Standfirst => head.standfirst.clone(),
        Field::Byline => head.byline.clone(),
        Field::Authors => Some(head.authors.join("; ")),
        Field::Dateline => head.dateline.clone(),
        Field::Publisher => head.publisher.clone(),
        Field::Url => head.url.clone(),
        Field::Published => head.published.as_ref().map(|published| published.iso()),
        Field::Section => head.section.clone(),
        Field::Language => head.language.clone(),
        Field::Kind => Some(head.kind.as_str().to_owned()),
        Field::Modified | Field::Identifier | Field::Body | Field::Captions | Field::Topics => None,
    };
    text.unwrap_or_default()
}
