//! An item on its way to be derived: where it was seen, what was said of it, and what it is derived from.
//!
//! What must stay true: `ingest`, which stores what comes of it, and `filter`, which prints it, both come through here
//! and through `Deriver::take`, so that the one says what the other has.

use super::derive::Source;
use super::inputs::{Content, Item};
use crate::db::Erased;
use crate::model::{Capture, Hints, ProblemOutcome, Sha256, Sighting};
use crate::text::fingerprint;

/// An item, and what is to be done about it.
pub struct Arrival {
    /// The file, as in `Problem::uri`.
    pub uri: String,
    pub record: Option<String>,
    /// Whether a person named its file, rather than a folder that it lies in.
    pub is_named: bool,
    pub step: Step,
}

/// What is to be done about an item.
pub enum Step {
    Derive(Box<Source>),
    /// A capture that came earlier from the same file, in another place.
    Again {
        sha256: Sha256,
        sighting: Box<Sighting>,
    },
    Problem(ProblemOutcome, String),
}

impl Arrival {
    /// `hints` are what is said of the item here; `format_given` says that its format is part of that.
    pub fn of(item: Item, hints: Hints, format_given: bool, erased: &Erased) -> Self {
        let own = Sighting { uri: item.sighting_uri(), hints };
        let record = item.record();
        let Item { uri, content, is_named, elsewhere, .. } = item;
        // Of a capture in an export it is said there; here somebody named at most the export's own.
        let format_given =
            elsewhere.as_ref().map_or(format_given, |elsewhere| elsewhere.format_given);
        let sighting = match elsewhere.and_then(|elsewhere| elsewhere.sighting) {
            Some(seen) => Sighting { uri: seen.uri, hints: seen.hints.under(&own.hints) },
            None => own,
        };
        let step = match content {
            Content::Record { bytes, format } => {
                let capture = Capture {
                    sha256: fingerprint::sha256(&bytes),
                    body: bytes,
                    format: format.name,
                };
                match erased.capture(capture.sha256) {
                    Some(reason) => Step::Problem(ProblemOutcome::Refused, reason),
                    None => Step::Derive(Box::new(Source {
                        capture,
                        compressed: Vec::new(),
                        format,
                        format_given,
                        sighting,
                        record: record.clone(),
                        language: None,
                    })),
                }
            }
            Content::Again { sha256 } => match erased.capture(sha256) {
                Some(reason) => Step::Problem(ProblemOutcome::Refused, reason),
                None => Step::Again { sha256, sighting: Box::new(sighting) },
            },
            Content::Skipped(reason) => Step::Problem(ProblemOutcome::Skipped, reason),
            Content::Refused(reason) | Content::Missing(reason) => {
                Step::Problem(ProblemOutcome::Refused, reason)
            }
        };
        Self { uri, record, is_named, step }
    }
}
