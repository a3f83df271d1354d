//! Everything that is derived, as a filter: records in, one line of JSON a capture out, and nothing is kept.
//!
//! What must stay true: a line holds the rows that `ingest` would store of the capture (`model::DerivedCapture`), by the
//! same steps; it follows from the record, the catalogue and the rulings alone, never from another record; every record
//! is answered, in order, and one that gives no article with a problem; memory does not grow with their number.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::arrival::{Arrival, Step};
use super::derive::Deriver;
use super::head;
use super::inputs::{self, Content, Item};
use crate::db::Erased;
use crate::format::{self, Format};
use crate::model::{DerivedCapture, Hints, Problem, ProblemOutcome, Received, Sha256};
use crate::text::{language, publishers};

/// One capture that is to be derived, or what stands in its place.
pub struct AskedRecord {
    /// The record's own name for itself, as it was written.
    id: Option<Box<RawValue>>,
    /// Whether it is the first of its record.
    begins: bool,
    hints: Hints,
    format_given: bool,
    language: Option<String>,
    item: Item,
}

/// What all captures of a run are derived by.
pub struct DerivedBy {
    pub deriver: Deriver,
    /// What the archive of the catalogue has erased is not derived either.
    pub erased: Erased,
}

/// What became of one capture.
pub struct DerivedLine {
    /// The line, with its line end.
    pub line: Vec<u8>,
    pub problems: Vec<Problem>,
    counts: Tally,
}

/// How many of each there were. `captures` is the sum of `with_articles`, `without` and `again`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Lines of records, or files and what they were cut into.
    pub records: u64,
    pub captures: u64,
    pub with_articles: u64,
    pub without: u64,
    /// Captures of which an export only says that they were seen once more.
    pub again: u64,
    pub articles: u64,
    /// Problems of both kinds; a capture with articles may have some too.
    pub refused: u64,
    pub skipped: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.records += other.records;
        self.captures += other.captures;
        self.with_articles += other.with_articles;
        self.without += other.without;
        self.again += other.again;
        self.articles += other.articles;
        self.refused += other.refused;
        self.skipped += other.skipped;
    }
}

/// A line of output. The names are a contract.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    /// Where the capture stands, as in `sightings.uri`.
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<Sha256>,
    #[serde(flatten)]
    derived: Option<DerivedCapture<'a>>,
    /// Those of an item that is no capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<&'a [Problem]>,
}

/// Derives what is asked, on all cores, and hands the answers over in order. Fails where `take` does.
pub fn filter(
    terms: &DerivedBy,
    asked: impl Iterator<Item = AskedRecord>,
    mut take: impl FnMut(&DerivedLine) -> io::Result<()>,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    for chunk in inputs::chunks_of(asked, |asked| &asked.item) {
        let answers: Vec<io::Result<DerivedLine>> =
            chunk.into_par_iter().map(|asked| answer(terms, asked)).collect();
        for answer in answers {
            let answer = answer?;
            take(&answer)?;
            tally.add(answer.counts);
        }
    }
    Ok(tally)
}

/// Derives one capture. Fails only where the answer is no JSON, which a bug would be.
fn answer(terms: &DerivedBy, asked: AskedRecord) -> io::Result<DerivedLine> {
    let AskedRecord { id, begins, hints, format_given, language, item } = asked;
    let place = item.sighting_uri();
    let Arrival { uri, record, step, .. } = Arrival::of(item, hints, format_given, &terms.erased);
    let counts = Tally { records: begins.into(), captures: 1, ..Tally::default() };
    let empty =
        || Line { id: id.as_deref(), uri: &place, again: None, derived: None, problems: None };
    let none = |outcome, reason: &str| {
        let problems = vec![Problem::new(uri.clone(), record.clone(), outcome, reason)];
        let counts = Tally { without: 1, ..counted(counts, &problems) };
        let line = bytes(&Line { problems: Some(&problems), ..empty() })?;
        Ok(DerivedLine { line, problems, counts })
    };
    match step {
        Step::Problem(outcome, reason) => none(outcome, &reason),
        Step::Again { sha256, sighting } => Ok(DerivedLine {
            line: bytes(&Line { uri: &sighting.uri, again: Some(sha256), ..empty() })?,
            problems: Vec::new(),
            counts: Tally { again: 1, ..counts },
        }),
        Step::Derive(mut source) => {
            source.language = language;
            match terms.deriver.take(*source, &terms.erased) {
                Ok(received) => of_received(&received, empty(), counts),
                Err(reason) => none(ProblemOutcome::Refused, &reason),
            }
        }
    }
}

fn of_received(received: &Received, line: Line<'_>, counts: Tally) -> io::Result<DerivedLine> {
    let derived = received.rows();
    let problems = derived.problems.clone();
    let articles = derived.articles.len() as u64;
    let counts = Tally {
        articles,
        with_articles: u64::from(articles > 0),
        without: u64::from(articles == 0),
        ..counted(counts, &problems)
    };
    let line = bytes(&Line { uri: &received.sighting.uri, derived: Some(derived), ..line })?;
    Ok(DerivedLine { line, problems, counts })
}

fn counted(counts: Tally, problems: &[Problem]) -> Tally {
    let of = |outcome| problems.iter().filter(|problem| problem.outcome == outcome).count() as u64;
    let (refused, skipped) = (of(ProblemOutcome::Refused), of(ProblemOutcome::Skipped));
    Tally { refused, skipped, ..counts }
}

fn bytes(line: &Line<'_>) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Items as `ingest` cuts them out of files.
pub fn of_items(
    items: impl Iterator<Item = Item>,
    format_given: bool,
) -> impl Iterator<Item = AskedRecord> {
    items.map(move |item| AskedRecord {
        id: None,
        begins: true,
        hints: Hints::default(),
        format_given,
        language: None,
        item,
    })
}

/// Records of standard input, each a line. One that brings bytes, or a text with its format, is a file and cut as one;
/// any other is read as `ingest` reads a line of JSON.
pub fn of_lines(lines: impl Iterator<Item = Item>) -> impl Iterator<Item = AskedRecord> {
    lines.flat_map(|mut line| {
        let Record { id, file } = record(&line);
        let (hints, language, format_given, items) = match file {
            Ok(Some(File { bytes, name, format, hints, language })) => {
                let items = inputs::of_bytes(line, name, bytes, format);
                (hints, language, format.is_some(), items)
            }
            Ok(None) => (Hints::default(), None, false, inputs::of_item(line)),
            Err(reason) => {
                line.content = Content::Refused(reason);
                (Hints::default(), None, false, inputs::of_item(line))
            }
        };
        items.enumerate().map(move |(at, item)| AskedRecord {
            id: id.clone(),
            begins: at == 0,
            hints: hints.clone(),
            format_given,
            language: language.clone(),
            item,
        })
    })
}

/// A line, looked at.
struct Record {
    id: Option<Box<RawValue>>,
    /// The file in it; `None`: the line itself is the record. The error is the reason why it can be neither.
    file: Result<Option<File>, String>,
}

/// A file that came within a line, and what is said of it.
struct File {
    bytes: Vec<u8>,
    name: Option<String>,
    format: Option<&'static Format>,
    hints: Hints,
    language: Option<String>,
}

/// What tells one kind of record from the other.
#[derive(Deserialize)]
struct Look<'l> {
    #[serde(borrow)]
    id: Option<&'l RawValue>,
    #[serde(borrow)]
    bytes: Option<&'l RawValue>,
    #[serde(borrow)]
    format: Option<&'l RawValue>,
}

/// A file as a line brings it.
#[derive(Deserialize)]
struct Brought {
    bytes: Option<String>,
    text: Option<String>,
    name: Option<String>,
    format: Option<String>,
    publisher: Option<String>,
    #[serde(alias = "date")]
    published: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

fn record(line: &Item) -> Record {
    // What cannot be read here is read as any line of JSON, whose reader says what is wrong with it.
    let Content::Record { bytes, .. } = &line.content else {
        return Record { id: None, file: Ok(None) };
    };
    let Some((text, look)) = object(bytes) else { return Record { id: None, file: Ok(None) } };
    let is_format = |name: &RawValue| {
        serde_json::from_str::<String>(name.get())
            .is_ok_and(|name| format::by_name(&name).is_some())
    };
    let file = if look.bytes.is_some() || look.format.is_some_and(is_format) {
        serde_json::from_str(text).map_err(|error| in_line(&error)).and_then(file).map(Some)
    } else if bytes.len() > inputs::LONGEST_LINE {
        Err(format!("line longer than {} MiB", inputs::LONGEST_LINE >> 20))
    } else {
        Ok(None)
    };
    Record { id: look.id.map(RawValue::to_owned), file }
}

/// A line that is a JSON object, and what tells its kind.
fn object(line: &[u8]) -> Option<(&str, Look<'_>)> {
    let text = std::str::from_utf8(line).ok()?.trim_start_matches('\u{feff}').trim_start();
    // A list would otherwise be read as the fields in their order.
    text.starts_with('{').then(|| Some((text, serde_json::from_str(text).ok()?))).flatten()
}

/// The error is the reason why it is none.
fn file(brought: Brought) -> Result<File, String> {
    let Brought { bytes, text, name, format, publisher, published, url, language } = brought;
    let bytes = match (bytes, text) {
        (Some(_), Some(_)) => return Err("it has both `bytes` and `text`".to_owned()),
        (Some(bytes), None) => unpacked(&bytes)?,
        (None, Some(text)) => text.into_bytes(),
        (None, None) => return Err("it has a `format` and neither `bytes` nor `text`".to_owned()),
    };
    if bytes.len() > format::compression::LARGEST {
        return Err(format::compression::TOO_LARGE.to_owned());
    }
    let format = match format {
        Some(name) => {
            Some(format::by_name(&name).ok_or_else(|| format!("`format`: there is no `{name}`"))?)
        }
        None => None,
    };
    if let Some(text) = &published {
        head::day(text, None).map_err(|reason| format!("`published`: {reason}"))?;
    }
    if let Some(url) = &url {
        head::address(url).map_err(|reason| format!("`url`: {reason}"))?;
    }
    if let Some(name) = publisher.as_deref().filter(|name| publishers::clean(name).is_empty()) {
        return Err(format!("`publisher`: `{name}` is no name"));
    }
    let language = match language {
        Some(tag) => Some(language::declared(&tag).ok_or_else(|| {
            format!("`language`: `{tag}` is no language; write its code of two letters, such as en")
        })?),
        None => None,
    };
    let hints = Hints { publisher, published, url, ..Hints::default() };
    Ok(File { bytes, name, format, hints, language })
}

/// Bytes in base64, in one line or in many.
fn unpacked(base64: &str) -> Result<Vec<u8>, String> {
    let base64: Vec<u8> = base64.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(base64).map_err(|error| format!("`bytes`: not base64: {error}"))
}

/// What is wrong with a line, with its column; the line number it is reported under is another.
fn in_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    format!("{message} (column {})", error.column())
}
