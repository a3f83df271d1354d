//! ARC, the format of web archives before WARC: a line with five or ten words, and the answer below.
//!
//! The line is turned into the named fields that WARC gave the same things; from there all is as in
//! `warc`. Source: "Arc File Format", Internet Archive, version reference 1 and 2.

use super::warc::{ArchiveShape, Header, NO_RECORD, cut_stream, read_as};
use super::{Cutting, Format, Framing, Pieces, Source, members};

pub const FORMAT: Format = Format {
    name: "arc",
    version: 8,
    media_type: "application/x-internet-archive",
    extensions: &["arc"],
    summary: "ARC: pages, feeds and texts in a web archive from before WARC",
    framing: Framing::Records(cut),
    sniff: |prefix| prefix.starts_with(b"filedesc://"),
    read: |record| read_as(&SHAPE, record),
};

const SHAPE: ArchiveShape = ArchiveShape {
    format: &FORMAT,
    starts: |bytes| line(bytes).is_some(),
    head,
    has_separator: false,
    url_origin: "arc:URL",
};

/// Longer lines are no head, in bytes.
const LONGEST_LINE: usize = 4 * 1024;

fn cut<'a>(source: Box<dyn Source + 'a>, _: &Cutting) -> Pieces<'a> {
    members::or_nothing(cut_stream(&SHAPE, Box::new(source)), NO_RECORD)
}

/// The words of a record's line that matter.
struct Line<'a> {
    url: &'a str,
    date: &'a str,
    media_type: &'a str,
    length: &'a str,
    /// In bytes, the line end included.
    bytes: usize,
}

/// Reads the line with which a record begins. Addresses may hold blanks, so that words are counted
/// from the end: in version 1 the address stands before four words, in version 2 before nine.
fn line(bytes: &[u8]) -> Option<Line<'_>> {
    // Nearly all that is asked is none, and most of that says so at once.
    bytes.first().filter(|first| first.is_ascii_alphabetic())?;
    let end = bytes.iter().take(LONGEST_LINE).position(|&byte| byte == b'\n')?;
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?.trim_end();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    for behind in [4, 9] {
        let mut words: Vec<&str> = text.rsplitn(behind + 1, ' ').collect();
        words.reverse();
        if let [url, _, date, media_type, .., length] = words.as_slice()
            && url.contains(':')
            && is_number(date)
            && (8..=14).contains(&date.len())
            && is_number(length)
        {
            return Some(Line { url, date, media_type, length, bytes: end + 1 });
        }
    }
    None
}

fn head(bytes: &[u8]) -> Option<Header> {
    let line = line(bytes)?;
    let kind = match line.url.starts_with("filedesc:") {
        true => "warcinfo",
        false => "response",
    };
    let fields = [
        ("WARC-Type", kind.to_owned()),
        ("WARC-Target-URI", line.url.to_owned()),
        ("WARC-Date", iso(line.date)),
        ("Content-Type", line.media_type.to_owned()),
        ("Content-Length", line.length.to_owned()),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Some(Header::new(fields, line.bytes))
}

/// `20140216050221`, in UTC, as ISO 8601; a date without a time of day as far as it goes.
fn iso(date: &str) -> String {
    let part = |from: usize| date.get(from..from + 2);
    let day = match (date.get(..4), part(4), part(6)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => return date.to_owned(),
    };
    match (part(8), part(10), part(12)) {
        (Some(hour), Some(minute), Some(second)) => format!("{day}T{hour}:{minute}:{second}Z"),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::format::PieceContent;

    /// Names and contents of the pieces of a file.
    fn pieces(file: &[u8]) -> Vec<String> {
        cut(Box::new(Cursor::new(file.to_vec())), &Cutting::default())
            .map(|piece| match piece.content {
                PieceContent::Record { bytes, .. } => {
                    let draft = (FORMAT.read)(&bytes).unwrap().drafts.remove(0);
                    format!("{}: {} {}", piece.name, draft.head.url.unwrap(), draft.body)
                }
                PieceContent::Passed(reason) => format!("{}: passed: {reason}", piece.name),
                PieceContent::Refused(reason) => format!("{}: refused: {reason}", piece.name),
                PieceContent::Skipped(reason) => format!("{}: skipped: {reason}", piece.name),
                PieceContent::Again { .. } => format!("{}: again", piece.name),
                PieceContent::Carried(_) => format!("{}: carried", piece.name),
            })
            .collect()
    }

    fn record(line: &str, block: &str) -> String {
        format!("{line} {}\n{block}\n", block.len())
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThe board said no.";

    fn file() -> Vec<String> {
        vec![
            record("filedesc://a.arc 0.0.0.0 20310506070809 text/plain", "1 0 Lagoon\n"),
            record("http://lagoon.example/a b 10.0.0.1 20310506070809 text/plain", PAGE),
            record(
                "http://lagoon.example/c 10.0.0.1 20310506070809 text/plain 200 - - 0 a.arc",
                PAGE,
            ),
            record("dns:lagoon.example 10.0.0.1 20310506070809 text/dns", "20310506070809"),
            record("http://lagoon.example/d 10.0.0.1 20310506070809 text/plain", PAGE),
        ]
    }

    #[test]
    fn both_versions_are_read() {
        let expected = [
            "record 1: passed: warcinfo record",
            "record 2: http://lagoon.example/a b The board said no.",
            "record 3: http://lagoon.example/c The board said no.",
            "record 4: passed: dns answer",
            "record 5: http://lagoon.example/d The board said no.",
        ];
        assert_eq!(pieces(file().concat().as_bytes()), expected);
    }

    #[test]
    fn a_wrong_length_costs_no_other_record() {
        for (right, wrong) in [(" 63\n", " 60\n"), (" 63\n", " 70\n"), (" 63\n", " 9999999999\n")] {
            let mut file = file();
            assert!(file[1].contains(right), "{}", file[1]);
            file[1] = file[1].replacen(right, wrong, 1);
            let found = pieces(file.concat().as_bytes());
            let last = "record 5: http://lagoon.example/d The board said no.";
            assert_eq!(found.last().map(String::as_str), Some(last), "{found:?}");
            assert_eq!(found.len(), 5, "{found:?}");
        }
    }

    #[test]
    fn the_date_of_a_record() {
        assert_eq!(iso("20140216050221"), "2014-02-16T05:02:21Z");
        assert_eq!(iso("20140216"), "2014-02-16");
        assert_eq!(iso("2014"), "2014");
    }
}
