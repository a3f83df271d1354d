//! Finds the records of a web archive, one after the other.
//!
//! A record says how long it is. Where that is wrong, or garbage lies between two records, the next
//! place is looked for where a line begins as a record does. A record whose length is wrong is kept
//! if the separator behind it shows where it ends, and refused otherwise.

use std::io::Read;

use super::header::{self, Header};
use super::revisits::Taken;
use super::selection::{self, Verdict};
use super::window::Window;
use crate::format::carried::{self, Carried};
use crate::format::compression::{LARGEST, TOO_LARGE};
use crate::format::{Format, Piece, PieceContent};
use crate::text::fingerprint;

/// What a kind of web archive looks like.
pub struct ArchiveShape {
    pub format: &'static Format,
    /// Whether a record begins here.
    pub starts: fn(&[u8]) -> bool,
    /// The head of the record that begins here; `None` if it has no end.
    pub head: fn(&[u8]) -> Option<Header>,
    /// Whether a blank line stands behind every record.
    pub has_separator: bool,
    /// Rule under which the address of a page is its article's.
    pub url_origin: &'static str,
}

/// How far behind a record one looks for the start of the next, in bytes; the head of an ARC record
/// is a line with an address in it.
const AHEAD: usize = 8 * 1024;
/// How much is searched at a time for where a record begins, in bytes.
const SEARCHED: usize = 1024 * 1024;

/// The records of a stream.
pub fn cut_stream<'a>(
    shape: &'static ArchiveShape,
    source: Box<dyn Read + Send + 'a>,
) -> impl Iterator<Item = Piece> + Send + 'a {
    Cutter {
        shape,
        window: Window::new(source),
        number: 0,
        taken: Taken::default(),
        announced: None,
    }
}

struct Cutter<'a> {
    shape: &'static ArchiveShape,
    window: Window<'a>,
    number: u64,
    taken: Taken,
    /// What the record before said of this one: see `carried`.
    announced: Option<Carried>,
}

impl Iterator for Cutter<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        self.skip_line_ends();
        let shape = self.shape;
        let start = self.window.peek(header::LONGEST);
        if start.is_empty() {
            let offset = self.window.offset;
            return self.window.take_fault().map(|reason| refused_at(offset, reason));
        }
        if !(shape.starts)(start) {
            return Some(self.garbage());
        }
        let header = (shape.head)(start);
        self.number += 1;
        let content = match header {
            Some(header) => self.record(&header),
            None => {
                let fault = self.window.fault().map(ToString::to_string);
                let reason = || "the head of the record has no end".to_owned();
                self.damaged(1, fault.unwrap_or_else(reason))
            }
        };
        Some(Piece { name: format!("record {}", self.number), content })
    }
}

impl Cutter<'_> {
    fn skip_line_ends(&mut self) {
        loop {
            let bytes = self.window.peek(1);
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if blank == 0 {
                return;
            }
            self.window.consume(blank);
        }
    }

    /// The record that begins here.
    fn record(&mut self, header: &Header) -> PieceContent {
        let Some(length) = header.content_length() else {
            return match self.ends_at_separator(header) {
                Some(end) => self.give(header, end),
                None => self.damaged(header.length, "the record has no length".to_owned()),
            };
        };
        let Some(length) = usize::try_from(length).ok().filter(|&length| length <= LARGEST) else {
            return self.too_large(header, length);
        };
        let end = header.length + length;
        let bytes = self.window.peek(end + AHEAD);
        let is_whole = bytes.len() >= end;
        if is_whole && is_end(self.shape, bytes, end) {
            return self.give(header, end);
        }
        if let Some(end) = self.ends_at_separator(header) {
            return self.give(header, end);
        }
        // Nothing behind it begins as a record does, so nothing speaks against its length.
        if is_whole && self.find_record(header.length, LARGEST).is_none() {
            return self.give(header, end);
        }
        let there = self.window.peek(end).len().saturating_sub(header.length);
        let reason = match self.window.fault() {
            Some(fault) => fault.to_string(),
            None if is_whole => "the length of the record is wrong".to_owned(),
            None => format!("the record is cut off: {there} of {length} bytes are there"),
        };
        self.damaged(header.length, reason)
    }

    /// The content of a record of `end` bytes, head and block.
    fn give(&mut self, header: &Header, end: usize) -> PieceContent {
        // A checksum is compared only behind what it is of.
        let is_last = self.window.peek(end + AHEAD).iter().skip(end).all(u8::is_ascii_whitespace);
        let is_damaged = is_last && is_damage(self.window.fault());
        let bytes = self.window.peek(end);
        let record = bytes.get(..end).unwrap_or_default();
        let block = record.get(header.length..).unwrap_or_default();
        let announced = self.announced.take();
        let carried = announced.and_then(|announced| as_announced(announced, record, block));
        let content = match selection::verdict(header, block) {
            _ if carried.is_some() && !is_damaged => carried
                .map_or_else(|| PieceContent::Passed("record".to_owned()), PieceContent::Carried),
            Verdict::Pass(reason) if header.get("Content-Type") == Some(carried::DESCRIPTION) => {
                match carried::of_description(block) {
                    Ok(announced) => {
                        self.announced = Some(announced);
                        PieceContent::Passed(reason)
                    }
                    Err(reason) => PieceContent::Refused(reason),
                }
            }
            Verdict::Pass(reason) => PieceContent::Passed(reason),
            Verdict::Skip(reason) => PieceContent::Skipped(reason),
            Verdict::Refuse(reason) => PieceContent::Refused(reason),
            Verdict::Revisit => self.taken.revisited(header),
            Verdict::Take if is_damaged => {
                PieceContent::Refused(self.window.take_fault().unwrap_or_default())
            }
            Verdict::Take => {
                let bytes = record.to_vec();
                self.taken.remember(header, fingerprint::sha256(&bytes));
                PieceContent::Record { bytes, format: Some(self.shape.format) }
            }
        };
        self.window.consume(end);
        content
    }

    /// Where a record ends whose length is wrong or missing: before the separator that stands before
    /// the next record.
    fn ends_at_separator(&mut self, header: &Header) -> Option<usize> {
        let next = self.find_record(header.length, LARGEST)?;
        let record = self.window.peek(next).get(..next)?;
        let end = record.trim_ascii_end().len().max(header.length);
        let line_ends = record.iter().skip(end).filter(|&&byte| byte == b'\n').count();
        (line_ends > usize::from(self.shape.has_separator)).then_some(end)
    }

    /// Where the next record begins, `from` bytes or more from here, if that is within `limit` bytes.
    fn find_record(&mut self, from: usize, limit: usize) -> Option<usize> {
        let (shape, mut searched) = (self.shape, from);
        loop {
            let wanted = searched + SEARCHED;
            let bytes = self.window.peek(wanted);
            let found = find(shape, bytes.get(searched.saturating_sub(1)..).unwrap_or_default());
            if let Some(at) = found {
                return Some(searched.saturating_sub(1) + at);
            }
            if bytes.len() < wanted || bytes.len() > limit {
                return None;
            }
            searched = bytes.len().saturating_sub(AHEAD).max(searched + 1);
        }
    }

    /// Refuses what is here, and goes to the next record `from` bytes or more from here.
    fn damaged(&mut self, from: usize, reason: String) -> PieceContent {
        self.window.consume(from);
        self.resume();
        PieceContent::Refused(reason)
    }

    /// Goes to where the next record begins, to a fault or to the end; a fault that ends what was
    /// damaged anyway is not told again. Gives the bytes passed over.
    fn resume(&mut self) -> (u64, Option<String>) {
        let before = self.window.offset;
        loop {
            if let Some(at) = self.find_record(0, SEARCHED) {
                self.window.consume(at);
                return (self.window.offset - before, None);
            }
            let there = self.window.peek(SEARCHED).len();
            if there < SEARCHED {
                self.window.consume(there);
                return (self.window.offset - before, self.window.take_fault());
            }
            self.window.consume(there - AHEAD);
        }
    }

    /// Bytes between two records that are none.
    fn garbage(&mut self) -> Piece {
        let offset = self.window.offset;
        let (count, fault) = self.resume();
        refused_at(offset, fault.unwrap_or_else(|| format!("{count} bytes that are no record")))
    }

    /// A record that is not read into memory. Should another begin within it, its length is wrong:
    /// not a whole film is to be lost for one false digit, nor all that comes behind it.
    fn too_large(&mut self, header: &Header, length: u64) -> PieceContent {
        let block = self.window.peek(header::LONGEST + header.length);
        let content = match selection::verdict(header, block.get(header.length..).unwrap_or(&[])) {
            Verdict::Pass(reason) => PieceContent::Passed(reason),
            Verdict::Skip(reason) => PieceContent::Skipped(reason),
            Verdict::Revisit => self.taken.revisited(header),
            Verdict::Refuse(reason) => PieceContent::Refused(reason),
            Verdict::Take => PieceContent::Refused(TOO_LARGE.to_owned()),
        };
        self.window.consume(header.length);
        let mut left = length;
        while left > 0 {
            let step = usize::try_from(left).unwrap_or(SEARCHED).min(SEARCHED);
            let bytes = self.window.peek(step + AHEAD);
            if let Some(at) = find(self.shape, bytes).filter(|&at| at < step) {
                self.window.consume(at);
                return PieceContent::Refused("the length of the record is wrong".to_owned());
            }
            if bytes.len() < step {
                let there = bytes.len();
                self.window.consume(there);
                let cut = || format!("the record is cut off: {left} of {length} bytes are missing");
                return PieceContent::Refused(self.window.take_fault().unwrap_or_else(cut));
            }
            self.window.consume(step);
            left -= step as u64;
        }
        content
    }
}

/// The capture that was announced, if this is the one: its bytes are the record's block, or the record itself where
/// it came as one.
fn as_announced(announced: Carried, record: &[u8], block: &[u8]) -> Option<Carried> {
    let is = |bytes: &[u8]| fingerprint::sha256(bytes) == announced.sha256;
    let bytes = match (is(block), is(record)) {
        (true, _) => block,
        (false, true) => record,
        (false, false) => return None,
    };
    Some(Carried { bytes: Some(bytes.to_vec()), ..announced })
}

fn refused_at(offset: u64, reason: String) -> Piece {
    Piece { name: format!("byte {offset}"), content: PieceContent::Refused(reason) }
}

/// Whether the bytes before a fault may be wrong, and not only end there.
fn is_damage(fault: Option<&std::io::Error>) -> bool {
    fault.is_some_and(|fault| fault.kind() == std::io::ErrorKind::InvalidData)
}

/// Where in `bytes`, behind a line end, a record begins.
fn find(shape: &ArchiveShape, bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|&byte| byte == b'\n') {
        from += at + 1;
        if (shape.starts)(bytes.get(from..)?) {
            return Some(from);
        }
    }
    None
}

/// Whether what follows the first `end` bytes is what follows a record.
fn is_end(shape: &ArchiveShape, bytes: &[u8], end: usize) -> bool {
    let rest = bytes.get(end..).unwrap_or_default();
    if shape.has_separator && (rest.starts_with(b"\r\n\r\n") || rest.starts_with(b"\n\n")) {
        return true;
    }
    let next = rest.trim_ascii_start();
    next.is_empty() || (shape.starts)(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::warc::SHAPE;

    fn record(fields: &str, block: &str) -> String {
        let length = block.len();
        format!("WARC/1.1\r\n{fields}Content-Length: {length}\r\n\r\n{block}\r\n\r\n")
    }

    fn text(block: &str) -> String {
        record("WARC-Type: resource\r\nContent-Type: text/plain\r\n", block)
    }

    /// Name of each piece, and the block of what is given out or the reason.
    fn pieces(file: &[u8]) -> Vec<String> {
        cut_stream(&SHAPE, Box::new(std::io::Cursor::new(file.to_vec())))
            .map(|piece| {
                let content = match piece.content {
                    PieceContent::Record { bytes, .. } => {
                        let text = String::from_utf8_lossy(&bytes).into_owned();
                        text.split_once("\r\n\r\n").unwrap().1.to_owned()
                    }
                    PieceContent::Again { sha256 } => format!("again: {sha256}"),
                    PieceContent::Carried(carried) => format!("carried: {}", carried.sha256),
                    PieceContent::Passed(reason) => format!("passed: {reason}"),
                    PieceContent::Refused(reason) => format!("refused: {reason}"),
                    PieceContent::Skipped(reason) => format!("skipped: {reason}"),
                };
                format!("{}: {content}", piece.name)
            })
            .collect()
    }

    #[test]
    fn damage_costs_the_record_that_has_it() {
        let (one, three) = (text("one"), text("three"));
        let long = "two ".repeat(10);
        let two = text(&long);
        let longer = two.replace("Content-Length: 40", "Content-Length: 4000");
        let shorter = two.replace("Content-Length: 40", "Content-Length: 20");
        let huge = two.replace("Content-Length: 40", "Content-Length: 40000000000");
        let none = two.replace("Content-Length: 40", "Length: 40");
        let unnamed = two.replace("WARC-Type: resource\r\n", "");
        let kept = format!("record 2: {}", long.trim_end());
        for (damaged, expected) in [
            (&two, format!("record 2: {long}")),
            (&longer, kept.clone()),
            (&shorter, kept.clone()),
            (&none, kept),
            (&huge, "record 2: refused: the length of the record is wrong".to_owned()),
            (&unnamed, "record 2: refused: the record does not say what type it is of".to_owned()),
        ] {
            let file = [one.as_str(), damaged, &three].concat();
            let expected = ["record 1: one".to_owned(), expected, "record 3: three".to_owned()];
            assert_eq!(pieces(file.as_bytes()), expected, "{damaged}");
        }
        let between = [one.as_str(), "x\ny\r\n", &three].concat();
        let garbage = format!("byte {}: refused: 5 bytes that are no record", one.len());
        assert_eq!(pieces(between.as_bytes()), ["record 1: one", &garbage, "record 2: three"]);
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let file = [text("one"), text("two and three")].concat();
        assert_eq!(
            pieces(&file.as_bytes()[..file.len() - 10]),
            ["record 1: one", "record 2: refused: the record is cut off: 7 of 13 bytes are there"]
        );
        let in_head = file.len() - 40;
        assert_eq!(
            pieces(&file.as_bytes()[..in_head]),
            ["record 1: one", "record 2: refused: the head of the record has no end"]
        );
        assert_eq!(pieces(b"").len(), 0);
        assert_eq!(pieces(b"\r\n\r\n").len(), 0);
    }

    #[test]
    fn a_revisit_names_what_was_seen_before() {
        let page = record(
            "WARC-Type: resource\r\nContent-Type: text/plain\r\nWARC-Payload-Digest: sha1:A\r\nWARC-Target-URI: <https://lagoon.example/a>\r\nWARC-Date: 2031-01-01T00:00:00Z\r\n",
            "one",
        );
        let of_digest = record("WARC-Type: revisit\r\nWARC-Payload-Digest: sha1:A\r\n", "");
        let of_visit = record(
            "WARC-Type: revisit\r\nWARC-Target-URI: https://lagoon.example/b\r\nWARC-Refers-To-Target-URI: https://lagoon.example/a\r\nWARC-Refers-To-Date: 2031-01-01T00:00:00Z\r\n",
            "",
        );
        let of_another = record("WARC-Type: revisit\r\nWARC-Payload-Digest: sha1:B\r\n", "");
        let sha256 = fingerprint::sha256(page.strip_suffix("\r\n\r\n").unwrap().as_bytes());
        let again = format!("again: {sha256}");
        let passed = "passed: revisit of a record that was not taken from this file";
        let found = pieces([page, of_digest, of_visit, of_another].concat().as_bytes());
        let expected = [
            "record 1: one".to_owned(),
            format!("record 2: {again}"),
            format!("record 3: {again}"),
            format!("record 4: {passed}"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_large_record_is_passed_over_without_being_read() {
        let film = "x".repeat(LARGEST + 1);
        let large = record("WARC-Type: resource\r\nContent-Type: video/mp4\r\n", &film);
        let file = [text("one"), large, text(&film), text("two")].concat();
        assert_eq!(
            pieces(file.as_bytes()),
            [
                "record 1: one",
                "record 2: passed: video/mp4",
                "record 3: refused: larger than 32 MiB",
                "record 4: two"
            ]
        );
    }
}
