//! `cuttings cite`: an article as a citation, and a permalink of it or of words in it.

use serde_json::json;

use super::opened::{self, Opened};
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::db::{ExportSet, Reader};
use crate::export::{Form, Format, Holds, Place, Setting, citation};
use crate::model::{Chosen, ExportedArticle, Flow, MentionField, Permalink};
use crate::ops::export::{self, Failed};
use crate::ops::permalink::{self, Words};
use crate::text::anchor;

/// Cite an article, or words in it
///
/// Prints a line for a text or a bibliography, and below it a permalink: `cuttings show` opens it here and in any
/// archive that has the article, also where the text has changed since, if the words are still in it. Styles are
/// text (plain words), bibtex, csl-json, ris, and those of the Citation Style Language such as apa, chicago, mla,
/// harvard and ieee; `--styles` lists them all.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings cite 17
  cuttings cite 17#char=120,143 --style chicago
  cuttings cite 17 --words 'no tolls this year' --style apa
  cuttings cite 17 --style bibtex >> sources.bib

Exit codes: 0 done; 2 the words stand at several places; 66 the article is not there, or has not the words.")]
pub struct Args {
    /// An article by its number or SHA-256, words in it such as 17#char=120,143, or a permalink
    #[arg(value_name = "PLACE", required_unless_present = "styles")]
    pub place: Option<String>,
    /// The words that are cited, as they stand in its text
    #[arg(long, value_name = "TEXT")]
    pub words: Option<String>,
    /// How it is written: text, apa, chicago, bibtex, csl-json, …
    #[arg(long, value_name = "STYLE", default_value = "text")]
    pub style: String,
    /// Print the permalink alone
    #[arg(long)]
    pub permalink: bool,
    /// List the styles
    #[arg(long, exclusive = true)]
    pub styles: bool,
}

/// Prints the citation and the permalink; without a place, the names of all styles. Fails where the article has no
/// such words, or there is no such style.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let Some(place) = &args.place else {
        let mut styles: Vec<&str> = formats().map(|format| format.name).collect();
        styles.push("text");
        styles.extend(citation::styles());
        styles.sort_unstable();
        terminal::print(&format!("{}\n", styles.join("\n")))?;
        return Ok(ExitCode::Done);
    };
    let reader = Reader::of(global.open_to_read()?)?;
    let mut opened = opened::open(&reader, place)?;
    if let Some(words) = &args.words {
        opened.words = Some(stand_at(&reader, &opened, words)?);
    }
    let whole = Words { field: MentionField::Body, start_char: 0, end_char: 0 };
    let missing = || opened::no_such_words(opened.article, opened.words.unwrap_or(whole));
    let permalink = permalink::of_words(&reader, opened.article, opened.words.unwrap_or(whole))?;
    let mut permalink = permalink.ok_or_else(missing)?;
    if opened.words.is_none() {
        permalink.place = None;
    }
    drop(reader);
    let set = ExportSet::of(global.open_to_read()?, &Chosen::These(vec![opened.article.0]))?;
    let cited = cited(&set, &args.style, &permalink)?;
    if global.json {
        let words = opened.words.map(|words| {
            json!({ "field": words.field.to_string(), "start_char": words.start_char, "end_char": words.end_char,
                "exact": exact(&permalink) })
        });
        terminal::print_json(&json!({
            "schema": 1, "command": "cite", "exit": 0, "article_id": opened.article.0, "style": args.style,
            "citation": cited, "permalink": permalink.to_string(), "words": words,
        }))?;
    } else if args.permalink {
        terminal::print(&format!("{permalink}\n"))?;
    } else {
        terminal::print(&format!("{}\n", cited.trim_end()))?;
        // A record goes into a file of records, and has the permalink in it.
        if format(&args.style).is_none() {
            terminal::print(&format!("{permalink}\n"))?;
        }
    }
    Ok(ExitCode::Done)
}

/// The formats of bibliographies.
fn formats() -> impl Iterator<Item = &'static Format> {
    crate::export::FORMATS
        .iter()
        .filter(|format| format.holds == Holds::Heads && format.form == Form::File)
}

fn format(style: &str) -> Option<&'static Format> {
    formats().find(|format| format.name == style)
}

fn exact(permalink: &Permalink) -> Option<&str> {
    permalink.place.as_ref()?.quoted.as_ref().map(|quoted| quoted.exact.as_str())
}

/// Where the words stand, if at one place alone.
fn stand_at(reader: &Reader, opened: &Opened, words: &str) -> Result<Words, Failure> {
    let text = reader.text_of(opened.article, MentionField::Body)?;
    let places = text.map(|(_, text)| anchor::places(&text, words)).unwrap_or_default();
    match places[..] {
        [(start_char, end_char)] => Ok(Words { field: MentionField::Body, start_char, end_char }),
        [] => Err(Failure::new(
            ExitCode::NoInput,
            format!("article {} does not have the words “{words}”", opened.article.0),
        )),
        ref several => {
            let places: Vec<String> = several
                .iter()
                .map(|(start, end)| format!("{}#char={start},{end}", opened.article.0))
                .collect();
            Err(Failure::new(
                ExitCode::Usage,
                format!(
                    "the words stand at {} places of article {}",
                    several.len(),
                    opened.article.0
                ),
            )
            .hint(format!("say which: {}", places.join(", "))))
        }
    }
}

/// The article in a style, with the words before it where the style is for running text.
fn cited(set: &ExportSet, style: &str, permalink: &Permalink) -> Result<String, Failure> {
    if let Some(format) = format(style) {
        return record(set, format);
    }
    let mut article: Option<ExportedArticle> = None;
    set.articles(false, |found| {
        article = Some(found.clone());
        Flow::Stop
    })?;
    let article = article.ok_or_else(|| Failure::new(ExitCode::NoInput, "the article is gone"))?;
    if style == "text" {
        let plain = citation::plain(&article);
        return Ok(match exact(permalink) {
            Some(words) => {
                format!("“{}”: {plain}", words.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            None => plain,
        });
    }
    let line = citation::styled(&article, style).map_err(std::io::Error::from)?;
    line.ok_or_else(|| {
        Failure::new(ExitCode::Usage, format!("there is no style `{style}`"))
            .hint("`cuttings cite --styles` lists them")
    })
}

/// The article as one record of a bibliography.
fn record(set: &ExportSet, format: &Format) -> Result<String, Failure> {
    let mut written = Vec::new();
    let setting = Setting::default();
    let done = export::export(set, format, Place::Stream(&mut written), &setting, &|| false);
    done.map_err(|failed| match failed {
        Failed::Archive(error) => error.into(),
        Failed::Write(error) => Failure::from(error),
        Failed::Stopped => Failure::new(ExitCode::Interrupted, "stopped"),
    })?;
    Ok(String::from_utf8_lossy(&written).into_owned())
}
