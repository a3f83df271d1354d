//! Bytes to drafts: one file per input format.
//!
//! A reader is a function from the bytes of one capture to a `Reading`. It does not touch files,
//! the clock or the archive, and it never fails on a part of a capture: what it cannot place is
//! residue. `FORMATS` is the list; detection sniffs the bytes first and asks the name last.
//!
//! Adding a format: one file here, one line in `FORMATS`, one case under `tests/corpus/`.

pub mod arc;
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
pub mod pdf;
pub mod regions;
pub mod rtf;
pub mod tar;
pub mod text;
pub mod wacz;
pub mod warc;
pub mod zip;

use std::panic::{AssertUnwindSafe, catch_unwind};

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

/// What somebody said about how to cut a file.
#[derive(Clone, Debug, Default)]
pub struct Cutting {
    /// Name of the field that a column is, and the column's own name, for tables.
    pub columns: Vec<(String, String)>,
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
