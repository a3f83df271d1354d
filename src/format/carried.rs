//! Captures that an export carries: bytes as another archive received them, and what was said of them there.
//!
//! `export jsonl` puts them in a field of a line, `export warc` describes each in a record before it. They are taken for
//! what they were, in the format that they were read as there. What must stay true: bytes are taken only if they have the
//! SHA-256 that is said of them, and nothing that is said is taken that `ingest` would not take from a person.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::compression::{self, Compression};
use super::{Format, by_name};
use crate::model::{DayOrder, Hints, PathFacts, Sha256, Sighting};
use crate::text::{dates, fingerprint};

/// The field of a line that holds captures.
const FIELD: &str = "cuttings_captures";

/// Type of the record of a web archive that describes the next one.
pub const DESCRIPTION: &str = "application/vnd.cuttings.capture+json";

/// A capture that came with an export.
#[derive(Clone, Debug)]
pub struct Carried {
    pub sha256: Sha256,
    /// `None`: they came before.
    pub bytes: Option<Vec<u8>>,
    pub format: &'static Format,
    /// Whether a person named the format there.
    pub format_given: bool,
    pub seen: Vec<Sighting>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "cuttings_captures")]
    captures: Option<Vec<Described>>,
}

#[derive(Deserialize)]
struct Described {
    sha256: String,
    format: String,
    #[serde(default)]
    format_given: bool,
    #[serde(default)]
    seen: Vec<Seen>,
    zstd: Option<String>,
}

#[derive(Deserialize)]
struct Seen {
    uri: String,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    date_order: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    path: PathFacts,
}

/// The captures that a line of JSON carries; `None`: it carries none, and is an article by its fields.
pub fn of_line(line: &[u8]) -> Option<Result<Vec<Carried>, String>> {
    let quoted = format!("\"{FIELD}\"");
    let has_field = line.windows(quoted.len()).any(|window| window == quoted.as_bytes());
    if !has_field {
        return None;
    }
    match serde_json::from_slice::<Line>(line) {
        Ok(Line { captures: Some(captures) }) if !captures.is_empty() => {
            Some(captures.into_iter().map(Described::with_own_bytes).collect())
        }
        Ok(_) => None,
        Err(error) => {
            Some(Err(format!("`{FIELD}` is not as `cuttings export` writes it: {error}")))
        }
    }
}

/// What a record of a web archive says of the one behind it; the error: it is not as we write it.
pub fn of_description(block: &[u8]) -> Result<Carried, String> {
    let described: Described = serde_json::from_slice(block).map_err(|error| {
        format!("the description of a capture is not as `cuttings export` writes it: {error}")
    })?;
    described.carried()
}

impl Described {
    fn with_own_bytes(self) -> Result<Carried, String> {
        let frame = self.zstd.clone();
        let carried = self.carried()?;
        let Some(frame) = frame else { return Ok(carried) };
        let frame = STANDARD
            .decode(frame)
            .map_err(|error| format!("the bytes of a capture are not base64: {error}"))?;
        let bytes = unpacked(&frame)?;
        if fingerprint::sha256(&bytes) != carried.sha256 {
            return Err("the bytes of a capture are not those of its SHA-256".to_owned());
        }
        Ok(Carried { bytes: Some(bytes), ..carried })
    }

    fn carried(self) -> Result<Carried, String> {
        let sha256 = Sha256::from_hex(&self.sha256)
            .ok_or_else(|| "the SHA-256 of a capture is not 64 hexadecimal digits".to_owned())?;
        let format = by_name(&self.format).ok_or_else(|| {
            format!(
                "a capture is in the format `{}`, which this program does not read",
                self.format
            )
        })?;
        let seen = self.seen.into_iter().map(Seen::sighting).collect::<Result<_, _>>()?;
        Ok(Carried { sha256, bytes: None, format, format_given: self.format_given, seen })
    }
}

impl Seen {
    fn sighting(self) -> Result<Sighting, String> {
        if self.uri.is_empty() || self.uri.contains(char::is_control) {
            return Err("where a capture was seen is no address".to_owned());
        }
        if let Some(text) = &self.published
            && dates::published(text).is_none()
        {
            return Err(format!(
                "`{text}` was said to be when a capture was published, and is no time"
            ));
        }
        let date_order = match &self.date_order {
            None => None,
            Some(name) => Some(
                DayOrder::from_name(name)
                    .ok_or_else(|| format!("`{name}` is no order of day and month"))?,
            ),
        };
        let mut topics = self.topics;
        topics.sort();
        topics.dedup();
        let hints = Hints {
            publisher: self.publisher,
            published: self.published,
            url: self.url,
            date_order,
            topics,
            path: self.path,
        };
        Ok(Sighting { uri: self.uri, hints })
    }
}

/// What a Zstandard frame holds, no more than a capture may be.
fn unpacked(frame: &[u8]) -> Result<Vec<u8>, String> {
    let cannot =
        |error: std::io::Error| format!("the bytes of a capture cannot be unpacked: {error}");
    let source: Box<dyn Read + Send + '_> = Box::new(frame);
    let reader = compression::unpacked(Compression::Zstandard, source).map_err(cannot)?;
    compression::read_all(reader, frame.len() as u64).map_err(|(_, error)| cannot(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(capture: &str) -> String {
        format!("{{\"body\": \"x\", \"cuttings_captures\": [{capture}]}}")
    }

    #[test]
    fn what_is_not_as_we_write_it_is_refused_with_the_reason() {
        let sha256 = "a".repeat(64);
        let head = format!("\"sha256\": \"{sha256}\", \"format\": \"text\"");
        for (capture, reason) in [
            ("{\"sha256\": \"aa\", \"format\": \"text\"}".to_owned(), "64 hexadecimal"),
            (format!("{{\"sha256\": \"{sha256}\", \"format\": \"wax\"}}"), "format `wax`"),
            (format!("{{{head}, \"zstd\": \"*\"}}"), "not base64"),
            (format!("{{{head}, \"zstd\": \"AAAA\"}}"), "cannot be unpacked"),
            (
                format!("{{{head}, \"seen\": [{{\"uri\": \"x\", \"published\": \"soon\"}}]}}"),
                "`soon`",
            ),
            (
                format!("{{{head}, \"seen\": [{{\"uri\": \"x\", \"date_order\": \"odd\"}}]}}"),
                "`odd`",
            ),
            (format!("{{{head}, \"seen\": [{{\"uri\": \"a\\nb\"}}]}}"), "no address"),
            ("1".to_owned(), "not as `cuttings export` writes it"),
        ] {
            let error = of_line(line(&capture).as_bytes()).unwrap().unwrap_err();
            assert!(error.contains(reason), "{capture}: {error}");
        }
    }

    #[test]
    fn only_a_field_of_its_own_carries_captures() {
        for text in [
            "{\"body\": \"x\"}",
            "{\"body\": \"\\\"cuttings_captures\\\"\"}",
            "{\"a\": {\"cuttings_captures\": []}}",
        ] {
            assert!(of_line(text.as_bytes()).is_none(), "{text}");
        }
        let earlier = format!("{{\"sha256\": \"{}\", \"format\": \"text\"}}", "a".repeat(64));
        let carried = of_line(line(&earlier).as_bytes()).unwrap().unwrap();
        assert!(carried[0].bytes.is_none() && carried[0].seen.is_empty());
    }
}
