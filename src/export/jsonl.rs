//! JSON Lines: an article a line, in the fields that `ingest` takes, with the bytes that it rests on.
//!
//! `cuttings_captures` holds the captures, each once in a file: `ingest` elsewhere takes those, reads them again, and
//! comes to the same articles. A line without any is an article by its fields alone; a line whose captures have no bytes
//! says that they stood on a line before. What must stay true: what is written here `format::json` takes back.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, written};
use crate::model::{
    DayOrder, ExportedArticle, ExportedCapture, ExportedSighting, ExportedTime, PathFacts,
};

pub const FORMAT: Format = Format {
    name: "jsonl",
    about: "JSON Lines: an article a line, for `ingest` into another archive",
    holds: Holds::Received,
    form: Form::File,
    endings: &["jsonl", "ndjson"],
    streams: &[Stream::Received],
    make,
};

/// The field with the captures.
pub const CAPTURES: &str = "cuttings_captures";

/// Longer lines `ingest` does not take, in bytes.
const LONGEST_LINE: usize = 16 << 20;

/// A capture whose frame is larger is left out, since it would not fit a line.
const LARGEST: usize = 8 << 20;

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(Jsonl { to: place.stream()?, left_out: 0, too_long: 0 }))
}

struct Jsonl<'w> {
    to: &'w mut (dyn Write + Send),
    /// Captures that are too large for a line.
    left_out: u64,
    /// Articles whose text is too long for a line, and that have no capture to be read from.
    too_long: u64,
}

impl Jsonl<'_> {
    fn captures(&mut self, captures: &[ExportedCapture]) -> Vec<Value> {
        let fitting = captures.iter().filter(|capture| {
            let fits = capture.compressed.as_ref().is_none_or(|frame| frame.len() <= LARGEST);
            self.left_out += u64::from(!fits);
            fits
        });
        fitting.map(described).collect()
    }
}

impl Exporter for Jsonl<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let mut fields = fields(article);
        let captures = self.captures(&article.captures);
        // Of several captures that together are too long for a line, each has its own.
        let length: usize =
            captures.iter().filter_map(|one| one.get("zstd")?.as_str()).map(str::len).sum();
        let (own, others) = match length <= LARGEST || captures.is_empty() {
            true => (captures, Vec::new()),
            false => {
                let mut captures = captures.into_iter();
                (captures.next().into_iter().collect(), captures.collect())
            }
        };
        let carries = !own.is_empty();
        fields.push((CAPTURES, Value::Array(own)));
        let mut object = written::object(fields);
        let mut line = written::json(&object)?;
        if line.len() > LONGEST_LINE {
            self.too_long += u64::from(!carries);
            // It is read from its capture anyway.
            if let (true, Value::Object(fields)) = (carries, &mut object) {
                fields.remove("body");
                line = written::json(&object)?;
            }
        }
        writeln!(self.to, "{line}")?;
        for capture in others {
            writeln!(self.to, "{}", written::json(&json!({ CAPTURES: [capture] }))?)?;
        }
        Ok(())
    }

    fn capture(&mut self, capture: &ExportedCapture) -> io::Result<()> {
        let captures = self.captures(std::slice::from_ref(capture));
        match captures.is_empty() {
            true => Ok(()),
            false => writeln!(self.to, "{}", written::json(&json!({ CAPTURES: captures }))?),
        }
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        let mut left_out = Vec::new();
        if self.left_out > 0 {
            left_out.push(format!(
                "{} captures are too large for a line and left out: `cuttings export warc` has them",
                self.left_out
            ));
        }
        if self.too_long > 0 {
            left_out.push(format!(
                "{} articles are longer than a line that `cuttings ingest` takes",
                self.too_long
            ));
        }
        Ok(left_out)
    }
}

/// An article in the fields that `format::fields` reads.
pub fn fields(article: &ExportedArticle) -> Vec<(&'static str, Value)> {
    let captions: Vec<Value> = article
        .captions
        .iter()
        .map(|one| {
            written::object(vec![("caption", json!(one.caption)), ("credit", json!(one.credit))])
        })
        .collect();
    vec![
        ("sha256", json!(article.sha256)),
        ("kind", json!(article.kind)),
        ("headline", json!(article.headline)),
        ("standfirst", json!(article.standfirst)),
        ("byline", json!(article.byline)),
        ("authors", json!(article.authors)),
        ("dateline", json!(article.dateline)),
        ("publisher", json!(article.publisher)),
        ("published", json!(time(&article.published))),
        ("modified", json!(time(&article.modified))),
        ("url", json!(article.url)),
        ("identifier", json!(article.identifier)),
        ("version", json!(article.version)),
        ("section", json!(article.section)),
        ("language", json!(article.language)),
        ("topics", json!(article.topics)),
        ("captions", json!(captions)),
        ("captured_at", json!(article.captured_at)),
        ("body", json!(article.body)),
    ]
}

/// A time as it is read back: with the offset that it had, and in its own words where it has two readings.
fn time(time: &ExportedTime) -> Option<String> {
    let value = time.value.as_deref()?;
    if time.precision.as_deref() == Some("ambiguous") {
        return time.original.clone();
    }
    Some(match time.offset_minutes.filter(|_| value.contains('T')) {
        Some(0) => format!("{value}Z"),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{value}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        None => value.to_owned(),
    })
}

/// A capture: how it is read, its bytes as a Zstandard frame, and where it was seen.
fn described(capture: &ExportedCapture) -> Value {
    let seen: Vec<Value> = capture.sightings.iter().map(sighting).collect();
    written::object(vec![
        ("sha256", json!(capture.sha256)),
        ("format", json!(capture.format)),
        ("format_given", json!(capture.format_given)),
        ("seen", json!(seen)),
        ("zstd", json!(capture.compressed.as_ref().map(|frame| STANDARD.encode(frame)))),
    ])
}

/// Where a capture was seen, and what was said of it then.
pub fn sighting(seen: &ExportedSighting) -> Value {
    let hints = &seen.hints;
    written::object(vec![
        ("uri", json!(seen.uri)),
        ("at", json!(seen.seen_at)),
        ("publisher", json!(hints.publisher)),
        ("published", json!(hints.published)),
        ("url", json!(hints.url)),
        ("date_order", json!(hints.date_order.map(DayOrder::as_str))),
        ("topics", json!(hints.topics)),
        ("path", if hints.path == PathFacts::default() { Value::Null } else { json!(hints.path) }),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture(frame: usize) -> ExportedCapture {
        ExportedCapture {
            sha256: "a".repeat(64),
            format: "text".to_owned(),
            format_given: false,
            media_type: "text/plain".to_owned(),
            compressed: Some(vec![7; frame]),
            sightings: Vec::new(),
        }
    }

    /// The lines of one article, and what is said of what was left out.
    fn lines(body: usize, frames: &[usize]) -> (Vec<Value>, Vec<String>) {
        let article = ExportedArticle {
            body: "x".repeat(body),
            captures: frames.iter().map(|frame| capture(*frame)).collect(),
            ..ExportedArticle::default()
        };
        let mut written = Vec::new();
        let mut exporter = Box::new(Jsonl { to: &mut written, left_out: 0, too_long: 0 });
        exporter.article(&article).unwrap();
        let said = exporter.end().unwrap();
        let text = String::from_utf8(written).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (lines, said)
    }

    #[test]
    fn no_line_is_longer_than_ingest_takes() {
        let carried = |line: &Value| line[CAPTURES].as_array().map_or(0, Vec::len);
        let (one, said) = lines(LONGEST_LINE, &[100]);
        assert!(
            one[0].get("body").is_none() && carried(&one[0]) == 1 && said.is_empty(),
            "{said:?}"
        );
        let (several, said) = lines(10, &[LARGEST / 2, LARGEST / 2, 100]);
        assert_eq!((several.len(), said.len()), (3, 0));
        assert!(several.iter().all(|line| carried(line) == 1) && several[0].get("body").is_some());
        let (none, said) = lines(10, &[LARGEST + 1]);
        assert!(carried(&none[0]) == 0 && none[0].get("body").is_some());
        assert!(said[0].contains("1 captures are too large"), "{said:?}");
        let (_, said) = lines(LONGEST_LINE, &[LARGEST + 1]);
        assert!(said[1].contains("1 articles are longer"), "{said:?}");
    }

    #[test]
    fn times_are_written_with_the_offset_that_they_had() {
        let of = |value: &str, precision: &str, offset: Option<i64>| {
            time(&ExportedTime {
                value: Some(value.to_owned()),
                precision: Some(precision.to_owned()),
                offset_minutes: offset,
                original: Some("03/04/2024".to_owned()),
            })
        };
        assert_eq!(of("2024-03", "month", None).as_deref(), Some("2024-03"));
        assert_eq!(
            of("2024-03-18T09:30", "minute", Some(-210)).as_deref(),
            Some("2024-03-18T09:30-03:30")
        );
        assert_eq!(of("2024-03-18T09:30", "minute", Some(0)).as_deref(), Some("2024-03-18T09:30Z"));
        assert_eq!(of("2024", "ambiguous", None).as_deref(), Some("03/04/2024"));
        assert_eq!(time(&ExportedTime::default()), None);
    }
}
