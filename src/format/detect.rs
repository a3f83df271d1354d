//! Which format bytes are in.
//!
//! The bytes decide; a file's name is asked only where they say nothing, so that the same bytes
//! read the same under any name. What is clearly no text, or a format that has no reader yet, is
//! refused with its name instead of being stored as garbage.

use super::{FORMATS, Format, Refusal, json, text};
use crate::text::decode;

/// How many bytes of a capture are enough to tell its format.
pub const PREFIX: usize = 64 * 1024;

/// The format of that name, as in `--format`.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format of a capture, from its first bytes and, where they leave it open, its file name.
pub fn detect(prefix: &[u8], file_name: Option<&str>) -> Result<&'static Format, Refusal> {
    let prefix = prefix.get(..PREFIX).unwrap_or(prefix);
    refuse(prefix)?;
    if let Some(format) = FORMATS.iter().find(|format| (format.sniff)(prefix)) {
        return Ok(format);
    }
    let extension = file_name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    // A name cannot make prose into records; it decides only how a long first line is framed.
    if json::looks_like(prefix).is_none() {
        return Ok(&text::FORMAT);
    }
    Ok(FORMATS
        .iter()
        .find(|format| format.extensions.contains(&extension.as_str()))
        .unwrap_or(&json::RECORDS))
}

/// Without a UTF-8 byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// First bytes of formats that are not read, and how to say so.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF is not read yet; save it as text"),
    (b"PK\x03\x04", "this is a zip archive (or a document of an office program); save it as text"),
    (b"\xd0\xcf\x11\xe0", "this is an old office document; save it as text"),
    (b"{\\rtf", "RTF is not read yet; save it as text"),
    (b"\x1f\x8b", "gzip is not read yet; unpack it first"),
    (b"BZh", "bzip2 is not read yet; unpack it first"),
    (b"\xfd7zXZ\0", "xz is not read yet; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard is not read yet; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "7z is not read yet; unpack it first"),
    (b"SQLite format 3\0", "this is an SQLite database"),
    (b"\x89PNG", "this is a picture"),
    (b"\xff\xd8\xff", "this is a picture"),
    (b"GIF8", "this is a picture"),
    (b"\x7fELF", "this is a program"),
    (b"WARC/", "WARC is not read yet"),
];

fn refuse(prefix: &[u8]) -> Result<(), Refusal> {
    let refusal = |reason: &str| Err(Refusal(reason.to_owned()));
    if let Some((_, reason)) = MAGIC.iter().find(|(magic, _)| prefix.starts_with(magic)) {
        return refusal(reason);
    }
    let decoded;
    let text = match std::str::from_utf8(prefix) {
        Ok(text) => text,
        Err(_) => {
            let head = prefix.get(..4096).unwrap_or(prefix);
            decoded = decode::decode(head).text;
            &decoded
        }
    };
    if let Some(reason) = markup(text).or_else(|| mail(text)) {
        return refusal(reason);
    }
    if is_binary(prefix) {
        return refusal("this is binary data, not text");
    }
    Ok(())
}

/// HTML and XML by their first tag.
fn markup(text: &str) -> Option<&'static str> {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->")?.1.trim_start();
    }
    let start = rest.get(..rest.floor_char_boundary(2048)).unwrap_or(rest).to_lowercase();
    const HTML: &str = "HTML is not read yet; save it as text";
    if start.starts_with("<?xml")
        || ["<rss", "<feed", "<rdf:rdf", "<opml"].iter().any(|tag| start.starts_with(tag))
    {
        return Some(if ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| start.contains(tag)) {
            "feeds (RSS, Atom) are not read yet"
        } else if start.contains("<html") {
            HTML
        } else {
            "XML is not read yet; save it as text"
        });
    }
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta ",
        "<div",
        "<article",
        "<p>",
        "<script",
        "<title>",
        "<table",
        "<h1",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
    .then_some(HTML)
}

/// A mail message or a mailbox, by headers that only programs write. `From:` and `Date:` alone may
/// be somebody's labels over a story.
fn mail(text: &str) -> Option<&'static str> {
    const MAIL: &str = "mail is not read yet; save its text";
    const MACHINE_MADE: &[&str] = &[
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "content-transfer-encoding",
        "x-mailer",
        "dkim-signature",
    ];
    let text = text.trim_start_matches('\u{feff}');
    let is_mailbox = text.starts_with("From ")
        && text
            .lines()
            .next()
            .is_some_and(|line| line.contains(':') && line.ends_with(|c: char| c.is_ascii_digit()));
    let mut has_machine_made = false;
    for line in text.lines().skip(usize::from(is_mailbox)).take(60) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        match line.split_once(':') {
            Some((name, _))
                if !name.is_empty()
                    && name.len() < 60
                    && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
            {
                has_machine_made |= MACHINE_MADE.contains(&name.to_ascii_lowercase().as_str());
            }
            _ => break,
        }
    }
    has_machine_made.then_some(MAIL)
}

/// Whether bytes are no text in any character set: many control characters, or NULs that are not
/// UTF-16's.
fn is_binary(prefix: &[u8]) -> bool {
    if encoding_rs::Encoding::for_bom(prefix).is_some()
        || decode::utf_16_without_mark(prefix).is_some()
    {
        return false;
    }
    let controls = prefix
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
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
    fn what_has_no_reader_is_named() {
        for (bytes, reason) in [
            (&b"%PDF-1.7"[..], "PDF"),
            (b"PK\x03\x04abc", "zip"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"{\\rtf1 no}", "RTF"),
            (b"  <!DOCTYPE html><html>", "HTML"),
            (b"<!-- saved --><html>", "HTML"),
            (b"<?xml version='1.0'?><rss version='2.0'>", "feeds"),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feeds"),
            (b"<?xml version='1.0'?><a/>", "XML"),
            (b"Received: from a.example\nFrom: a@a.example\n\nNo.", "mail"),
            (b"From a@a.example Mon Mar  4 10:00:00 2024\nMessage-ID: <a>\n\nNo.", "mail"),
            (b"\x00\x01\x02\x03\x04\x05\x06\x07abcdef", "binary"),
            (b"SQLite format 3\0", "SQLite"),
        ] {
            check(bytes, Some("a.txt"), Err(reason));
        }
    }
}
