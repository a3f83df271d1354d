//! Which format bytes are in.
//!
//! The bytes decide; a file's name is asked only where they say nothing, so that the same bytes
//! read the same under any name. What is clearly no text, or a format that has no reader yet, is
//! refused with its name instead of being stored as garbage. Formats look for ASCII, so that text in
//! UTF-16 and UTF-32 is shown to them in UTF-8, here and nowhere else.

use super::{FORMATS, Format, Refusal, csv, json, text};
use crate::text::decode::without_mark;
use crate::text::wide;

/// How many bytes of a capture are enough to tell its format.
pub const PREFIX: usize = 64 * 1024;

/// The format of that name, as in `--format`.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format of a capture, from its first bytes and, where they leave it open, its file name. Fails where
/// they are of no kind that is read: pictures, sound, programs.
pub fn detect(prefix: &[u8], file_name: Option<&str>) -> Result<&'static Format, Refusal> {
    let prefix = prefix.get(..PREFIX).unwrap_or(prefix);
    let narrow = wide::to_utf_8(prefix);
    // As they are first: a tar of texts in UTF-16 looks like one itself.
    let forms = [Some(prefix), narrow.as_deref().map(str::as_bytes)];
    let is_of = |format: &&Format| forms.into_iter().flatten().any(|form| (format.sniff)(form));
    if let Some(format) = FORMATS.iter().find(is_of) {
        return Ok(format);
    }
    let prefix = match &narrow {
        Some(text) => text.as_bytes(),
        None => prefix,
    };
    refuse(prefix)?;
    let extension = file_name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    // A name makes a table of what may be one, so that a header without a known column is told.
    if csv::FORMAT.extensions.contains(&extension.as_str()) && csv::may_be(prefix) {
        return Ok(&csv::FORMAT);
    }
    // A name cannot make prose into records; it decides only how a long first line is framed.
    if json::looks_like(prefix).is_none() {
        return Ok(&text::FORMAT);
    }
    Ok([&json::RECORDS, &json::LINES]
        .into_iter()
        .find(|format| format.extensions.contains(&extension.as_str()))
        .unwrap_or(&json::RECORDS))
}

/// First bytes of formats that are not read, and how to say so.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\xd0\xcf\x11\xe0", "this is an old office document; save it as DOCX or as text"),
    (b"BZh", "bzip2 is not read; unpack it first"),
    (b"\xfd7zXZ\0", "xz is not read; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "7z is not read; unpack it first"),
    (b"\x1f\x8b", "gzip within another file is not read; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard within another file is not read; unpack it first"),
    (b"SQLite format 3\0", "this is an SQLite database"),
    (b"\x89PNG", "this is a picture"),
    (b"\xff\xd8\xff", "this is a picture"),
    (b"GIF8", "this is a picture"),
    (b"\x7fELF", "this is a program"),
];

fn refuse(prefix: &[u8]) -> Result<(), Refusal> {
    let refusal = |reason: &str| Err(Refusal(reason.to_owned()));
    if let Some((_, reason)) = MAGIC.iter().find(|(magic, _)| prefix.starts_with(magic)) {
        return refusal(reason);
    }
    if without_mark(prefix).trim_ascii_start().starts_with(b"<?xml") {
        return refusal("this is XML of a kind that is not read; save it as text");
    }
    if !prefix.is_empty() && prefix.iter().all(|&byte| byte == 0) {
        return refusal(
            "nothing but NUL bytes: a file that was never filled, or an empty tar archive",
        );
    }
    if is_binary(prefix) {
        return refusal("this is binary data, not text");
    }
    Ok(())
}

/// Whether bytes are no text in any character set of one byte a character or several: many control
/// characters.
fn is_binary(prefix: &[u8]) -> bool {
    // Without a branch, and with counts of at most 255 that fit a byte, sixteen bytes are looked at in one step.
    let is_control = |byte: u8| {
        (byte < 0x20)
            & (byte != b'\t')
            & (byte != b'\n')
            & (byte != b'\r')
            & (byte != 0x0c)
            & (byte != 0x1b)
    };
    let count = |few: &[u8]| few.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>();
    let controls: usize = prefix.chunks(255).map(|few| usize::from(count(few))).sum();
    // 5 %: a text with stray control characters has a few, a program or a picture about 12 %.
    controls * 20 > prefix.len() && controls > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: Option<&str>, expected: Result<&str, &str>) {
        let found = detect(bytes, name);
        let found = found.as_ref().map(|format| format.name).map_err(|refusal| refusal.0.as_str());
        match (found, expected) {
            (Err(reason), Err(part)) => assert!(reason.contains(part), "{reason} / {part}"),
            (found, expected) => {
                assert_eq!(found, expected, "{:?} {name:?}", String::from_utf8_lossy(bytes))
            }
        }
    }

    #[test]
    fn bytes_decide_and_names_help() {
        for (bytes, name, format) in [
            (&b""[..], None, "text"),
            (b"The minister said no.", Some("a.json"), "text"),
            (b"{\"text\": \"no\"}", Some("a.txt"), "json"),
            (b"\xef\xbb\xbf {\n \"text\": \"no\"}", None, "json"),
            (b"[{\"text\": \"no\"}]", Some("a.jsonl"), "json"),
            (b"[]", None, "json"),
            (b"{\"text\": \"no\"}\n{\"text\": \"yes\"}\n", Some("a.json"), "jsonl"),
            (b"{\"text\": \"no\"}\r\n\r\n{\"text", None, "jsonl"),
            (b"{\"text\": \"no", Some("a.ndjson"), "jsonl"),
            (b"{\"text\": \"no", Some("a.json"), "json"),
            (b"{\"text\": \"no", None, "json"),
            (b"[Washington, DC] - Today", Some("a.txt"), "text"),
            (b"{{ template }}", None, "text"),
            (b"---\ntitle: No\n---\nNo.", Some("a.txt"), "markdown"),
            (b"+++\ntitle = 'No'\n+++\nNo.", None, "markdown"),
            (b"# No\n\nNo.", Some("a.txt"), "markdown"),
            (b"See [this](https://a.example/b) please", None, "markdown"),
            (b"-------\nNo\n", Some("a.txt"), "text"),
            (b"The minister said no.", Some("a.md"), "text"),
            (b"caf\xe9", Some("a.txt"), "text"),
            (b"h\0i\0 \0t\0h\0e\0r\0e\0", None, "text"),
            (b"Date: 2024-03-18\nFrom: Ann\n\nNo.", None, "text"),
        ] {
            check(bytes, name, Ok(format));
        }
    }

    #[test]
    fn every_form_of_news_is_known_by_its_first_bytes() {
        for (bytes, format) in [
            (&b"%PDF-1.7"[..], "pdf"),
            (b"PK\x03\x04abc", "zip"),
            (b"{\\rtf1 no}", "rtf"),
            (b"  <!DOCTYPE html><html>", "html"),
            (b"<!-- saved --><html>", "html"),
            (b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
            (b"Received: from a.example\nFrom: a@a.example\n\nNo.", "mail"),
            (b"From a@a.example Mon Mar  4 10:00:00 2024\nMessage-ID: <a>\n\nNo.", "mbox"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", "warc"),
        ] {
            check(bytes, Some("a.txt"), Ok(format));
        }
        check(b"Place,Day,Kind\nSuva,Monday,fish\n", Some("a.csv"), Ok("csv"));
        check(b"Place,Day,Kind\nSuva,Monday,fish\n", Some("a.txt"), Ok("text"));
    }

    #[test]
    fn what_has_no_reader_is_named() {
        for (bytes, reason) in [
            (&b"<?xml version='1.0'?><a/>"[..], "XML"),
            (b"BZh91AY", "bzip2"),
            (b"\x00\x01\x02\x03\x04\x05\x06\x07abcdef", "binary"),
            (b"SQLite format 3\0", "SQLite"),
            (&[0; 1024], "nothing but NUL bytes"),
        ] {
            check(bytes, Some("a.txt"), Err(reason));
        }
    }
}
