//! Bytes to drafts: one file per input format.
//!
//! A reader is a function from the bytes of one capture to a `Reading`. It does not touch files,
//! the clock or the archive, and it never fails on a part of a capture: what it cannot place is
//! residue. `FORMATS` is the list; detection sniffs the bytes first and asks the name last. What formats
//! share stands beside them: `article` makes articles of a text, `page` is a text in
//! blocks, `markup` makes a text of elements.
//!
//! Adding a format: one file here, one line in `FORMATS`, one case under `tests/corpus/`.

pub mod arc;
pub mod article;
mod bounds;
pub mod carried;
pub mod compression;
pub mod csv;
mod detect;
pub mod documents;
pub mod docx;
pub mod epub;
pub mod exports;
pub mod feed;
mod fields;
pub mod html;
pub mod iptc;
pub mod json;
pub mod mail;
pub mod markdown;
mod markup;
mod members;
pub mod odt;
pub mod opml;
mod page;
pub mod pdf;
pub mod rtf;
pub mod tar;
pub mod text;
pub mod wacz;
pub mod warc;
pub mod zip;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::{Reading, RecordProblem};

pub use detect::{PREFIX, by_name, detect};

/// Every way in, in the order in which they are asked whether bytes are theirs.
pub const FORMATS: &[Format] = &[
    pdf::FORMAT,
    docx::FORMAT,
    odt::FORMAT,
    epub::FORMAT,
    wacz::FORMAT,
    zip::FORMAT,
    rtf::FORMAT,
    warc::FORMAT,
    arc::FORMAT,
    tar::FORMAT,
    feed::json_feed::FORMAT,
    iptc::ninjs::FORMAT,
    json::RECORDS,
    json::LINES,
    mail::mhtml::FORMAT,
    mail::mbox::FORMAT,
    mail::FORMAT,
    iptc::newsml_g2::FORMAT,
    iptc::newsml_1::FORMAT,
    iptc::nitf::FORMAT,
    feed::FORMAT,
    html::FORMAT,
    csv::FORMAT,
    exports::nexis::FORMAT,
    exports::factiva::FORMAT,
    exports::proquest::FORMAT,
    markdown::FORMAT,
    text::FORMAT,
];

/// A format's way in.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// As in `--format` and `captures.format`.
    pub name: &'static str,
    /// Raised whenever the same bytes would read differently; `captures.reader_version`.
    pub version: u32,
    pub media_type: &'static str,
    /// File name extensions, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// One line for the table of formats.
    pub summary: &'static str,
    pub framing: Framing,
    /// Whether the first bytes of a file look like it.
    pub sniff: fn(&[u8]) -> bool,
    pub read: fn(&[u8]) -> Result<Reading, Refusal>,
}

impl Format {
    /// What the reader makes of a capture. A reader that panics is a bug of ours, and a refusal of this one
    /// capture; a reading without an article says why, in the reader's words or at least in these.
    pub fn reading_of(&self, bytes: &[u8]) -> Result<Reading, Refusal> {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.read)(bytes)));
        let mut reading = outcome.unwrap_or_else(|_| {
            Err(Refusal(format!("the reader of {} failed on it; please report this", self.name)))
        })?;
        if reading.drafts.is_empty() && reading.problems.is_empty() {
            let reason = match reading.notices.is_empty() {
                true => "no article in it",
                false => "it only withdraws articles",
            };
            reading.problems.push(RecordProblem::nothing_in_it(reason));
        }
        Ok(reading)
    }
}

/// How a file divides into captures.
#[derive(Clone, Copy, Debug)]
pub enum Framing {
    /// The file is one capture.
    Whole,
    /// Every line that is not blank is a capture of its own.
    Lines,
    /// The file holds records, each a capture of its own; this finds them one after the other, in
    /// memory bounded by one record.
    Records(for<'a> fn(Box<dyn Source + 'a>, &Cutting) -> Pieces<'a>),
}

/// A file, or a stream that is as good as one: a stream that cannot seek was put into a file before.
pub trait Source: std::io::Read + std::io::Seek + Send {}

impl<T: std::io::Read + std::io::Seek + Send> Source for T {}

/// What somebody said about how to cut a file: which column of a table, or field of a JSON record, is what.
#[derive(Clone, Debug, Default)]
pub struct Cutting {
    /// Name of the field that it is, and its own name; of JSON, its path with dots.
    pub columns: Vec<(String, String)>,
    used: Arc<Mutex<Used>>,
}

/// What was met of what was said.
#[derive(Debug, Default)]
struct Used {
    /// Places in `columns`.
    found: BTreeSet<usize>,
    /// What the first table or record has; `None` while there was none.
    names: Option<Vec<String>>,
}

impl Cutting {
    /// What somebody said of the columns of tables or the fields of JSON records.
    pub fn new(columns: Vec<(String, String)>) -> Self {
        Self { columns, used: Arc::default() }
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a column or field was there, or that it was told that it was not.
    fn found(&self, place: usize) {
        self.used().found.insert(place);
    }

    /// Notes a table or record that was met, by the names that it has.
    fn met(&self, names: &[String]) {
        self.used().names.get_or_insert_with(|| names.to_vec());
    }

    /// What of it applied to nothing, when everything was cut.
    pub fn complaint(&self) -> Option<String> {
        if self.columns.is_empty() {
            return None;
        }
        let used = self.used();
        let Some(names) = &used.names else {
            return Some("`--map` applies to tables and JSON, and no input is one".to_owned());
        };
        let is_missing = |place: &usize| !used.found.contains(place);
        let missing = (0..self.columns.len()).filter(is_missing);
        let missing: Vec<String> =
            missing.filter_map(|place| Some(format!("`{}`", self.columns.get(place)?.1))).collect();
        let names: Vec<String> =
            names.iter().take(40).map(|name| format!("`{}`", name.escape_debug())).collect();
        (!missing.is_empty()).then(|| {
            format!(
                "no input has a column or field {}; the first has {}",
                missing.join(" or "),
                names.join(", ")
            )
        })
    }
}

/// The records of a file, in their order there.
pub type Pieces<'a> = Box<dyn Iterator<Item = Piece> + Send + 'a>;

/// One record of a file of records.
#[derive(Debug)]
pub struct Piece {
    /// Which one it is, unique in its file and the same at every reading: `message 3`, `record 12`,
    /// `row 7`, or a path in an archive of files.
    pub name: String,
    pub content: PieceContent,
}

/// What a piece holds. Reasons are one sentence, lower case, no full stop.
#[derive(Debug)]
pub enum PieceContent {
    /// A capture; where no format is given, its bytes and its name tell.
    Record { bytes: Vec<u8>, format: Option<&'static Format> },
    /// Another time and place at which a capture that came earlier in this file was seen.
    Again { sha256: crate::model::Sha256 },
    /// A capture that came with an export of another archive.
    Carried(carried::Carried),
    /// Cannot be taken.
    Refused(String),
    /// Holds no text, and rightly so: a picture, a style sheet, a request. Told with others of its kind.
    Passed(String),
    /// Could hold an article and rightly gives none: an empty page, a table without rows. Told alone.
    Skipped(String),
}

/// Why a capture cannot be taken: one sentence, lower case, no full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);
