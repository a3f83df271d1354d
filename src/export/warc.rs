//! WARC 1.1: captures as records of a web archive, for pywb, warcio and every tool that reads those.
//!
//! Before each capture stands a metadata record that says how `ingest` reads it and where it was seen, so that it is taken
//! back for what it was, and not only for a page at an address; an article whose captures hold more than the set
//! is a record of its own, as a line of `jsonl`. A capture that was a record of a web archive leaves as it came. Every record
//! is packed by itself. What must stay true: lengths and digests are those of the bytes, and nothing that was received
//! writes a line into a head.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, jsonl, written};
use crate::model::{ExportedArticle, ExportedCapture};

pub const FORMAT: Format = Format {
    name: "warc",
    about: "WARC 1.1, gzip by record: every capture as it was received",
    holds: Holds::Received,
    form: Form::File,
    endings: &["warc.gz"],
    streams: &[Stream::Received],
    make,
};

/// Type of the record that says what the next one is.
pub const DESCRIPTION: &str = "application/vnd.cuttings.capture+json";

fn make<'w>(place: Place<'w>, setting: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    let mut warc = Warc { to: place.stream()?, setting, written: 0 };
    let about = format!(
        "software: {}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
        written::one_line(&setting.program)
    );
    let head = Head {
        kind: "warcinfo",
        date: &setting.made_at,
        target: None,
        refers_to: None,
        content_type: "application/warc-fields",
        name: record_id("warcinfo", &setting.made_at),
    };
    warc.record(&head, about.as_bytes())?;
    Ok(Box::new(warc))
}

struct Warc<'w> {
    to: &'w mut (dyn Write + Send),
    setting: &'w Setting,
    /// Captures.
    written: u64,
}

/// What a record says of itself.
struct Head<'a> {
    kind: &'a str,
    date: &'a str,
    target: Option<&'a str>,
    refers_to: Option<&'a str>,
    content_type: &'a str,
    name: String,
}

impl Warc<'_> {
    fn record(&mut self, head: &Head, block: &[u8]) -> io::Result<()> {
        let mut lines = format!(
            "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Record-ID: <{}>\r\nWARC-Date: {}\r\n",
            head.kind, head.name, head.date
        );
        if let Some(target) = head.target {
            lines.push_str(&format!("WARC-Target-URI: {target}\r\n"));
        }
        if let Some(name) = head.refers_to {
            lines.push_str(&format!("WARC-Concurrent-To: <{name}>\r\n"));
        }
        let digest = base32(&Sha256::digest(block));
        lines.push_str(&format!("WARC-Block-Digest: sha256:{digest}\r\n"));
        if head.kind == "resource" {
            lines.push_str(&format!("WARC-Payload-Digest: sha256:{digest}\r\n"));
        }
        lines.push_str(&format!(
            "Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
            head.content_type,
            block.len()
        ));
        self.packed(&[lines.as_bytes(), block])
    }

    /// One record as a gzip member of its own.
    fn packed(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        let mut packed = GzEncoder::new(&mut *self.to, Compression::default());
        for part in parts {
            packed.write_all(part)?;
        }
        packed.write_all(b"\r\n\r\n")?;
        packed.finish().map(|_| ())
    }

    /// Bytes with a record before them that says what they are.
    fn described(
        &mut self,
        what: &Value,
        date: &str,
        address: Option<&str>,
        content_type: &str,
        bytes: &[u8],
    ) -> io::Result<()> {
        let sha256 = what.get("sha256").and_then(Value::as_str).unwrap_or_default();
        let urn = format!("urn:sha256:{sha256}");
        let target = address.and_then(written::web_address).unwrap_or(&urn);
        let name = record_id("resource", sha256);
        let description = Head {
            kind: "metadata",
            date,
            target: Some(target),
            refers_to: Some(&name),
            content_type: DESCRIPTION,
            name: record_id("metadata", sha256),
        };
        self.record(&description, written::json(what)?.as_bytes())?;
        self.written += 1;
        if is_record(bytes) {
            return self.packed(&[bytes]);
        }
        let head = Head {
            kind: "resource",
            date,
            target: Some(target),
            refers_to: None,
            content_type,
            name,
        };
        self.record(&head, bytes)
    }

    fn received(&mut self, capture: &ExportedCapture, address: Option<&str>) -> io::Result<()> {
        let Some(frame) = &capture.compressed else { return Ok(()) };
        let bytes = zstd::decode_all(frame.as_slice()).map_err(|error| {
            io::Error::other(format!(
                "the bytes of capture {} cannot be unpacked: {error}",
                capture.sha256
            ))
        })?;
        let seen: Vec<Value> = capture.sightings.iter().map(jsonl::sighting).collect();
        let what = written::object(vec![
            ("sha256", json!(capture.sha256)),
            ("format", json!(capture.format)),
            ("format_given", json!(capture.format_given)),
            ("seen", json!(seen)),
        ]);
        let first = capture.sightings.iter().map(|seen| seen.seen_at.as_str()).min();
        let date = first.filter(|date| is_instant(date)).unwrap_or(&self.setting.made_at);
        self.described(&what, date, address, &media_type(&capture.media_type), &bytes)
    }
}

impl Exporter for Warc<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        for capture in &article.captures {
            self.received(capture, article.url.as_deref())?;
        }
        if !article.captures.is_empty() {
            return Ok(());
        }
        let line = written::json(&written::object(jsonl::fields(article)))?;
        let sha256: String =
            Sha256::digest(&line).iter().map(|byte| format!("{byte:02x}")).collect();
        let what =
            json!({ "sha256": sha256, "format": "jsonl", "format_given": false, "seen": [] });
        let date = Some(article.ingested_at.as_str()).filter(|date| is_instant(date));
        let date = date.unwrap_or(&self.setting.made_at).to_owned();
        self.described(
            &what,
            &date,
            article.url.as_deref(),
            "application/x-ndjson",
            line.as_bytes(),
        )
    }

    fn capture(&mut self, capture: &ExportedCapture) -> io::Result<()> {
        self.received(capture, None)
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// A media type, if it is one; anything else would be a line of the head.
fn media_type(text: &str) -> String {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_plain && text.contains('/') {
        text.to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}

fn is_instant(text: &str) -> bool {
    text.len() >= 20
        && text.ends_with('Z')
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"-T:.Z".contains(&byte))
}

/// Whether bytes are a whole record of a web archive, its length right: then they leave as they came.
fn is_record(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let Some(Ok(head)) = bytes.get(..end).map(std::str::from_utf8) else { return false };
    let is_versioned = head.starts_with("WARC/1.");
    let length = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    is_versioned && length == Some(bytes.len() - end - 4)
}

/// The same name for the same thing in every export: a UUID of version 8, made of a hash.
fn record_id(kind: &str, what: &str) -> String {
    let mut bytes: [u8; 32] = Sha256::digest(format!("{kind} {what}")).into();
    let [_, _, _, _, _, _, seventh, _, ninth, ..] = &mut bytes;
    *seventh = (*seventh & 0x0f) | 0x80;
    *ninth = (*ninth & 0x3f) | 0x80;
    let hex: String = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

/// As RFC 4648 has it, with `=` at the end: what tools of web archives compare digests in.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let mut number = [0; 8];
        if let Some(place) = number.get_mut(3..3 + five.len()) {
            place.copy_from_slice(five);
        }
        let number = u64::from_be_bytes(number);
        let letters = (five.len() * 8).div_ceil(5);
        for at in 0..8 {
            let index = (number >> (35 - 5 * at)) & 31;
            let letter = LETTERS.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or(b'A');
            text.push(if at < letters { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_as_rfc_4648_has_it() {
        for (text, expected) in [
            ("", ""),
            ("f", "MY======"),
            ("fo", "MZXQ===="),
            ("foo", "MZXW6==="),
            ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI======"),
        ] {
            assert_eq!(base32(text.as_bytes()), expected);
        }
    }

    #[test]
    fn only_a_whole_record_leaves_as_it_came() {
        assert!(is_record(b"WARC/1.0\r\nContent-Length: 3\r\n\r\nabc"));
        assert!(!is_record(b"WARC/1.0\r\nContent-Length: 4\r\n\r\nabc"));
        assert!(!is_record(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
        assert!(!is_record(b"WARC/1.0"));
    }
}
