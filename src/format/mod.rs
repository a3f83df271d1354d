//! Bytes to drafts: one file per input format.
//!
//! A reader is a function from the bytes of one capture to a `Reading`. It does not touch files,
//! the clock or the archive, and it never fails on a part of a capture: what it cannot place is
//! residue. `FORMATS` is the list; detection sniffs the bytes first and asks the name last.
//!
//! Adding a format: one file here, one line in `FORMATS`, one case under `tests/corpus/`.

mod detect;
mod fields;
pub mod json;
pub mod markdown;
mod markup;
pub mod regions;
pub mod text;

use crate::model::Reading;

pub use detect::{PREFIX, by_name, detect};

/// Every way in, in the order in which they are asked whether bytes are theirs.
pub const FORMATS: &[Format] = &[json::RECORDS, json::LINES, markdown::FORMAT, text::FORMAT];

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

/// How a file divides into captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The file is one capture.
    Whole,
    /// Every line that is not blank is a capture of its own.
    Lines,
}

/// Why a capture cannot be taken: one sentence, lower case, no full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);
