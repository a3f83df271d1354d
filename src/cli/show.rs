//! `cuttings show`: one article, who is in it, and where it came from.

use std::fmt::Write as _;
use std::io;

use super::opened::{self, Opened};
use super::paragraph::{CLOSE, CLOSE_WORDS, Marks, OPEN, OPEN_WORDS, unmarked, wrapped};
use super::terminal::print;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global};
use crate::db::{Reader, SHORTEST_PREFIX};
use crate::model::{
    ArticleDetails, ArticleId, CaptionDetails, Column, MentionDetails, RemarkDetails, Value,
};
use crate::ops::permalink::Words;
use crate::output::{self, Options, safe};

/// Widest text on a terminal: longer lines are hard to read.
const WIDEST: usize = 100;

/// Show one article
///
/// Its head, its text with the names marked, who is named in it and why each is taken to be who it
/// is, who is quoted, and where the text came from. Under `at` stands where a mention begins, and before a
/// quotation where that does: what `mention` and `quote` take after the article's number. Words that were asked for
/// stand between >>> and <<<; a permalink (see `cuttings cite`) opens them also where the archive has another text of
/// the article by now, and says so. Nothing is changed.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings show 17
  cuttings show 17 --marks | less
  cuttings show 17#char=120,143
  cuttings show 3f9a01 --json

Exit codes: 0 done; 65 it means several; 66 there is no such article, or the words are gone.")]
pub struct Args {
    /// Its number, the beginning of the SHA-256 of the article or of its capture, words in it, or a permalink
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// Mark the names in brackets also where the output is no terminal
    #[arg(long)]
    pub marks: bool,
    /// Write control and invisible characters to a terminal as they are
    #[arg(long)]
    pub raw: bool,
}

/// Prints one article. Fails where what was typed names none or several.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let archive = global.open_to_read()?;
    let has_no_texts = archive.has_no_texts()?;
    let reader = Reader::of(archive)?;
    let Opened { article, words } = opened::open(&reader, &args.article)?;
    let details = reader.article(article)?.ok_or_else(|| missing(&args.article))?;
    let width = output::terminal_width();
    let is_safe = width.is_some() && !args.raw;
    if global.json {
        let text = serde_json::to_string_pretty(&Shown {
            details: &details,
            words: words.map(Into::into),
            has_no_texts,
        });
        let text = text.map_err(io::Error::from)?;
        let text = if is_safe { safe::for_terminal_in_json(&text).into_owned() } else { text };
        print(&format!("{text}\n"))?;
        return Ok(ExitCode::Done);
    }
    let page = Page {
        width: width.map(|width| width.min(WIDEST)),
        is_safe,
        is_marked: args.marks || width.is_some(),
        words,
        has_no_texts,
    };
    print(&page.of(&details)?)?;
    Ok(ExitCode::Done)
}

/// What `--json` prints.
#[derive(serde::Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    details: &'a ArticleDetails,
    /// The words that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<ShownWords>,
    /// It is of an edition without texts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    has_no_texts: bool,
}

#[derive(serde::Serialize)]
struct ShownWords {
    field: String,
    start_char: usize,
    end_char: usize,
}

impl From<Words> for ShownWords {
    fn from(Words { field, start_char, end_char }: Words) -> Self {
        Self { field: field.to_string(), start_char, end_char }
    }
}

/// The article that a number, address or hash names. Fails if there is no such article.
pub(super) fn find(reader: &Reader, text: &str) -> Result<ArticleId, Failure> {
    let found = reader.find_articles(text)?;
    match found.as_slice() {
        [] => Err(missing(text)),
        [one] => Ok(*one),
        several => {
            let numbers: Vec<String> =
                several.iter().map(|article| article.0.to_string()).collect();
            Err(Failure::new(ExitCode::Usage, format!("`{text}` names several articles"))
                .hint(format!("name one by its number: {}", numbers.join(", "))))
        }
    }
}

/// That there is no such article.
pub(super) fn missing(text: &str) -> Failure {
    let failure = Failure::new(ExitCode::NoInput, format!("there is no article `{text}`"));
    if text.len() < SHORTEST_PREFIX && !text.bytes().all(|byte| byte.is_ascii_digit()) {
        failure.hint(format!("give a number, or at least {SHORTEST_PREFIX} digits of a SHA-256"))
    } else {
        failure.hint("find articles with `cuttings search WORDS` or `cuttings query articles`")
    }
}

/// How the article is laid out.
struct Page {
    /// Of the terminal; `None`: nothing is wrapped.
    width: Option<usize>,
    is_safe: bool,
    is_marked: bool,
    /// The words that were asked for.
    words: Option<Words>,
    /// It is of an edition without texts.
    has_no_texts: bool,
}

impl Page {
    fn of(&self, article: &ArticleDetails) -> Result<String, Failure> {
        let mut page = String::new();
        self.head(&mut page, article);
        page.push('\n');
        match self.has_no_texts {
            true => self.paragraph(
                &mut page,
                "(an edition without texts: no text of the article is in it)",
            ),
            false => {
                self.paragraph(&mut page, &self.marked("body", &article.body, &article.mentions))
            }
        }
        self.captions(&mut page, article);
        self.names(&mut page, &article.mentions)?;
        self.quotes(&mut page, article);
        self.provenance(&mut page, article);
        Ok(page)
    }

    fn head(&self, page: &mut String, article: &ArticleDetails) {
        let head = [
            ("headline", &article.headline),
            ("standfirst", &article.standfirst),
            ("byline", &article.byline),
        ];
        for (field, text) in head {
            if let Some(text) = text {
                self.paragraph(page, &self.marked(field, text, &article.mentions));
            }
        }
        let mut line: Vec<&str> = Vec::new();
        line.extend(article.publisher.as_deref());
        line.extend(article.section.as_deref());
        line.extend(article.published.as_deref());
        line.extend(article.url.as_deref());
        if !line.is_empty() {
            self.paragraph(page, &unmarked(&line.join("  ")));
        }
        if let Some(dateline) = &article.dateline {
            self.paragraph(page, &unmarked(dateline));
        }
    }

    /// What stands under the pictures, and who took them.
    fn captions(&self, page: &mut String, article: &ArticleDetails) {
        if !article.captions.is_empty() {
            page.push('\n');
        }
        for CaptionDetails { number, caption, credit } in &article.captions {
            let mut line = format!("caption {number}: ");
            if let Some(caption) = caption {
                line.push_str(&self.marked(
                    &format!("caption-{number}"),
                    caption,
                    &article.mentions,
                ));
            }
            if let Some(credit) = credit {
                let gap = if caption.is_some() { " " } else { "" };
                line.push_str(&format!("{gap}[{}]", unmarked(credit)));
            }
            self.paragraph(page, &line);
        }
    }

    /// The text of a field with the names marked. A mention that lies outside the text or across another
    /// one, which `verify` would find, is left unmarked.
    fn marked(&self, field: &str, text: &str, mentions: &[MentionDetails]) -> String {
        let text = unmarked(text);
        let words = self.words.filter(|words| words.field.to_string() == field);
        if !self.is_marked && words.is_none() {
            return text;
        }
        let mentions = if self.is_marked { mentions } else { &[] };
        let mut marked = String::with_capacity(text.len() + mentions.len() * 8);
        let mut mentions = mentions.iter().filter(|mention| mention.field == field).peekable();
        let mut end: Option<i64> = None;
        let length = text.chars().count() as i64;
        for (position, character) in (0_i64..).zip(text.chars()) {
            if end == Some(position) {
                marked.push(CLOSE);
                end = None;
            }
            if words.is_some_and(|words| words.end_char as i64 == position) {
                marked.push(CLOSE_WORDS);
            }
            if words.is_some_and(|words| words.start_char as i64 == position) {
                marked.push(OPEN_WORDS);
            }
            while let Some(mention) = mentions.next_if(|mention| mention.start_char <= position) {
                let fits = mention.start_char == position
                    && mention.end_char > position
                    && mention.end_char <= length;
                if fits && end.is_none() {
                    marked.push(OPEN);
                    end = Some(mention.end_char);
                }
            }
            marked.push(character);
        }
        if end.is_some() {
            marked.push(CLOSE);
        }
        if words.is_some_and(|words| words.end_char as i64 == length) {
            marked.push(CLOSE_WORDS);
        }
        marked
    }

    /// Who is named, in the order of the text, and where: as `cuttings mention` takes it after the
    /// article's number.
    fn names(&self, page: &mut String, mentions: &[MentionDetails]) -> Result<(), Failure> {
        let mut names: Vec<(&MentionDetails, Vec<String>)> = Vec::new();
        for mention in mentions {
            let place = match mention.field.as_str() {
                "body" => mention.start_char.to_string(),
                field => format!("{} --field {field}", mention.start_char),
            };
            match names
                .iter_mut()
                .find(|(first, _)| first.kind == mention.kind && first.name == mention.name)
            {
                Some((_, places)) => places.push(place),
                None => names.push((mention, vec![place])),
            }
        }
        if names.is_empty() {
            return Ok(());
        }
        page.push('\n');
        let mut table = Vec::new();
        {
            let options = Options { width: self.width, safe: self.is_safe, csv_safe: false };
            let mut printer = output::TABLE.printer(&mut table, options);
            printer.begin(
                &["named", "kind", "times", "first as", "rule", "at"]
                    .map(|name| Column { name: name.to_owned() }),
            )?;
            for (first, places) in names {
                let text = |text: &String| Value::Text(text.clone());
                printer.row(&[
                    text(&first.name),
                    text(&first.kind),
                    Value::Integer(places.len() as i64),
                    text(&first.surface_form),
                    text(&first.rule),
                    Value::Text(places.join(", ")),
                ])?;
            }
            printer.end()?;
        }
        page.push_str(&String::from_utf8_lossy(&table));
        Ok(())
    }

    /// Who said what and where, as `cuttings quote` takes it, and the reader's own topics and remarks.
    fn quotes(&self, page: &mut String, article: &ArticleDetails) {
        let mut lines: Vec<String> = Vec::new();
        for quote in &article.quotes {
            // Where nobody can tell who that is, the words of the text stand for the speaker.
            let speaker = quote.speaker.as_ref().or(quote.speaker_words.as_ref());
            let speaker =
                speaker.map_or_else(|| "nobody named".to_owned(), |words| words.replace('\n', " "));
            lines.push(format!("at {}  {speaker}: “{}”", quote.start_char, quote.quote));
        }
        if !article.topics.is_empty() {
            lines.push(format!("topics: {}", article.topics.join(", ")));
        }
        for RemarkDetails { remark, field, start_char, words, .. } in &article.remarks {
            lines.push(match (field, start_char, words) {
                (Some(field), Some(start), Some(words)) => {
                    let field =
                        if field == "body" { String::new() } else { format!(" of the {field}") };
                    format!("remark at {start}{field}, “{}”: {remark}", words.replace('\n', " "))
                }
                _ => format!("remark: {remark}"),
            });
        }
        if !lines.is_empty() {
            page.push('\n');
        }
        for line in lines {
            self.paragraph(page, &unmarked(&line));
        }
    }

    fn provenance(&self, page: &mut String, article: &ArticleDetails) {
        let mut lines = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "article {}  sha256 {}", article.article_id, article.sha256);
        if article.status != "usable" {
            let by = match article.status.as_str() {
                "replaced" => "by the article itself",
                "hidden" => "by a person",
                _ => "by its publisher",
            };
            let _ = writeln!(lines, "{} {by}: not in reports and searches", article.status);
        }
        let _ = write!(lines, "read by {} on {}", article.reader, article.ingested_at);
        if !article.recogniser.is_empty() {
            let _ = write!(lines, "; names by {}", article.recogniser);
        }
        lines.push('\n');
        if let (Some(original), Some(precision)) =
            (&article.published_original, &article.published_precision)
        {
            let _ = writeln!(lines, "day as it stands there: {original} ({precision})");
        }
        for (name, time) in [("modified", &article.modified), ("fetched", &article.captured_at)] {
            if let Some(time) = time {
                let _ = writeln!(lines, "{name} {time}");
            }
        }
        for url in &article.other_urls {
            let _ = writeln!(lines, "also at {url}");
        }
        let origins: Vec<String> = article
            .origins
            .iter()
            .map(|origin| format!("{} {}", origin.field, origin.rule))
            .collect();
        if !origins.is_empty() {
            let _ = writeln!(lines, "found by: {}", origins.join(", "));
        }
        for capture in &article.captures {
            let _ = writeln!(
                lines,
                "capture {}  {}, {}, {}",
                capture.sha256,
                capture.format,
                capture.media_type,
                counted(capture.byte_count, "byte")
            );
            for sighting in &capture.sightings {
                let _ = writeln!(
                    lines,
                    "  seen {}  {} (run {})",
                    sighting.seen_at, sighting.uri, sighting.run_id
                );
            }
        }
        for revision in &article.revisions {
            let published = revision.published.as_deref().unwrap_or("undated");
            let headline = revision.headline.as_deref().unwrap_or_default();
            let _ = writeln!(
                lines,
                "other text: article {}  {published}  {headline} (same {})",
                revision.article_id, revision.reason
            );
        }
        for near in &article.near_duplicates {
            let published = near.published.as_deref().unwrap_or("undated");
            let publisher = near.publisher.as_deref().unwrap_or("no publisher");
            let headline = near.headline.as_deref().unwrap_or_default();
            let _ = writeln!(
                lines,
                "nearly the same: article {}  {published}  {publisher}  {headline} ({:.0} % shared)",
                near.article_id,
                near.similarity * 100.0
            );
        }
        page.push('\n');
        page.push_str(&self.shown(&lines));
    }

    fn paragraph(&self, page: &mut String, text: &str) {
        let marks = if self.width.is_some() { Marks::Underlined } else { Marks::Brackets };
        let text = self.shown(text);
        let text = match self.width {
            Some(width) => wrapped(&text, width, "", marks),
            None => text,
        };
        page.push_str(&marks.show(&text));
        page.push('\n');
    }

    fn shown(&self, text: &str) -> String {
        if self.is_safe { safe::for_terminal(text).into_owned() } else { text.to_owned() }
    }
}
