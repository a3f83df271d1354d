//! Which records of a web archive hold text: decided on the head and the first bytes alone, so that a
//! film is never read and a picture never stored.

use super::header::Header;
use super::http;

/// What becomes of a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Take,
    /// Holds no text, and rightly so: what it is, in the singular.
    Pass(String),
    /// A page or a text that is none of an article's, and why: told under its own name.
    Skip(String),
    Refuse(String),
    /// Says that an earlier record was seen again.
    Revisit,
}

/// Types of record that never hold a text of their own.
const PASSED_KINDS: &[(&str, &str)] = &[
    ("request", "request"),
    ("metadata", "metadata record"),
    ("warcinfo", "warcinfo record"),
    ("continuation", "continuation of a record"),
];

/// Addresses under which crawlers keep their own notes: Wget's log, a crawl's pictures and texts of a
/// page that is there itself.
const NOTES: &[&str] = &[
    "metadata:",
    "urn:pageinfo:",
    "urn:text:",
    "urn:textfromwarc:",
    "urn:thumbnail:",
    "urn:view:",
    "urn:fullpage:",
];

/// How media types begin that hold no text for readers.
const PASSED_TYPES: &[&str] = &[
    "image/",
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/vtt",
    "text/event-stream",
    "application/dash+xml",
    "application/font",
    "application/manifest+json",
    "application/mpegurl",
    "application/ocsp-response",
    "application/opensearchdescription+xml",
    "application/vnd.apple.mpegurl",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/x-font",
    "application/x-mpegurl",
    "application/x-protobuf",
    "application/x-shockwave-flash",
];

/// First bytes of what is no text, whatever its declared type.
const PASSED_BYTES: &[&[u8]] = &[
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"wOFF",
    b"wOF2",
    b"\x00\x01\x00\x00\x00",
    b"\x00\x00\x01\x00",
    b"OTTO",
    b"OggS",
    b"ID3",
    b"\x1a\x45\xdf\xa3",
    b"\x7fELF",
];

/// What becomes of the record with that head. `block` is its block or the start of it.
pub fn verdict(header: &Header, block: &[u8]) -> Verdict {
    let kind = header.kind();
    match kind.as_str() {
        "response" | "resource" | "conversion" => {}
        "revisit" => return revisit(header, block),
        "" => return Verdict::Refuse("the record does not say what type it is of".to_owned()),
        kind => {
            let known = PASSED_KINDS.iter().find(|(name, _)| *name == kind);
            let reason = known.map(|(_, reason)| (*reason).to_owned());
            return Verdict::Pass(reason.unwrap_or_else(|| format!("record of type `{kind}`")));
        }
    }
    if header.get("WARC-Segment-Number").is_some() {
        return Verdict::Refuse(
            "the record is in several segments, which are not joined".to_owned(),
        );
    }
    match address(header) {
        Some(reason) => Verdict::Pass(reason),
        None => content(header, block),
    }
}

/// An error page with the bytes of another page is no second place of that page. Status 304 says that the
/// page is what it was.
fn revisit(header: &Header, block: &[u8]) -> Verdict {
    match http::answer(header, block).and_then(|answer| answer.status) {
        Some(status) if status >= 400 => Verdict::Pass(format!("answer with status {status}")),
        _ => Verdict::Revisit,
    }
}

/// Why a record is passed over for its address.
fn address(header: &Header) -> Option<String> {
    let target = header.target().unwrap_or_default().to_ascii_lowercase();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if target.starts_with("dns:") || header.get("Content-Type") == Some("text/dns") {
        Some("dns answer".to_owned())
    } else if path.starts_with("http") && path.ends_with("/robots.txt") {
        Some("robots.txt".to_owned())
    } else if NOTES.iter().any(|note| target.starts_with(note)) {
        Some("note of the crawler".to_owned())
    } else {
        None
    }
}

/// Media types of what people read.
const READ: &[&str] = &["text/html", "application/xhtml+xml", "text/plain"];

/// What becomes of a record for what it holds.
fn content(header: &Header, block: &[u8]) -> Verdict {
    let answer = http::answer(header, block);
    let (payload, media) = match &answer {
        Some(answer) => {
            let media = answer.media_type(header);
            match answer.status {
                Some(300..=399) => return Verdict::Pass("redirect".to_owned()),
                Some(status) if !(200..=203).contains(&status) => {
                    let reason = format!("answer with status {status}");
                    return match READ.contains(&media.as_str()) {
                        true => Verdict::Skip(reason),
                        false => Verdict::Pass(reason),
                    };
                }
                _ => {}
            }
            (block.get(answer.length..).unwrap_or_default(), media)
        }
        None => (block, http::bare_type(header.get("Content-Type").unwrap_or_default())),
    };
    if payload.iter().all(u8::is_ascii_whitespace) {
        return match READ.contains(&media.as_str()) {
            true => Verdict::Skip("a page without content".to_owned()),
            false => Verdict::Pass("record without content".to_owned()),
        };
    }
    if PASSED_TYPES.iter().any(|passed| media.starts_with(passed)) || media.contains("javascript") {
        return Verdict::Pass(media);
    }
    match PASSED_BYTES.iter().any(|magic| payload.starts_with(magic)) {
        true => Verdict::Pass("binary file".to_owned()),
        false => Verdict::Take,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(kind: &str, target: &str, media: &str) -> Header {
        let fields = [("WARC-Type", kind), ("WARC-Target-URI", target), ("Content-Type", media)];
        Header::new(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(), 0)
    }

    #[test]
    fn records_with_text_are_taken_and_others_named() {
        const PAGE: &str = "https://lagoon.example/tolls";
        const HTTP: &str = "application/http; msgtype=response";
        for (kind, target, media, block, expected) in [
            ("response", PAGE, HTTP, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", ""),
            ("response", PAGE, HTTP, "HTTP/1.0 200\r\n\r\ntext", ""),
            ("response", PAGE, HTTP, "HTTP/1.1 301 Moved\r\n\r\n<p>", "redirect"),
            ("response", PAGE, HTTP, "HTTP/1.1 404 No\r\n\r\n<p>", "answer with status 404"),
            ("response", PAGE, HTTP, "HTTP/1.1 204 No\r\n\r\n", "answer with status 204"),
            ("response", PAGE, HTTP, "HTTP/1.1 200 OK\r\n\r\n", "record without content"),
            ("response", PAGE, HTTP, "HTTP/1.1 200 OK\nContent-Type: Image/PNG\n\nx", "image/png"),
            (
                "response",
                PAGE,
                HTTP,
                "HTTP/2 200\r\ncontent-type: application/javascript; charset=utf-8\r\n\r\nx",
                "application/javascript",
            ),
            ("response", PAGE, HTTP, "HTTP/1.1 200 OK\r\n\r\nGIF89a", "binary file"),
            ("response", "https://lagoon.example/robots.txt?x", HTTP, "x", "robots.txt"),
            ("response", "dns:lagoon.example", "text/dns", "x", "dns answer"),
            ("resource", "metadata://lagoon.example/log", "text/plain", "x", "note of the crawler"),
            ("resource", PAGE, "text/plain", "text", ""),
            ("resource", PAGE, "font/woff2", "x", "font/woff2"),
            ("conversion", PAGE, "text/plain", "text", ""),
            ("request", PAGE, "application/http; msgtype=request", "GET /", "request"),
            ("warcinfo", "", "application/warc-fields", "software: x", "warcinfo record"),
            ("new", "", "", "x", "record of type `new`"),
        ] {
            let found = verdict(&header(kind, target, media), block.as_bytes());
            let expected = match expected {
                "" => Verdict::Take,
                reason => Verdict::Pass(reason.to_owned()),
            };
            assert_eq!(found, expected, "{kind} {block}");
        }
        for (block, reason) in [
            ("HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<p>", "answer with status 404"),
            ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n \n", "a page without content"),
        ] {
            let found = verdict(&header("response", PAGE, HTTP), block.as_bytes());
            assert_eq!(found, Verdict::Skip(reason.to_owned()));
        }
        for (block, expected) in [
            ("", Verdict::Revisit),
            ("HTTP/1.1 200 OK\r\n\r\n", Verdict::Revisit),
            ("HTTP/1.1 304 Not Modified\r\n\r\n", Verdict::Revisit),
            ("HTTP/1.1 404 No\r\n\r\n", Verdict::Pass("answer with status 404".to_owned())),
        ] {
            assert_eq!(verdict(&header("revisit", PAGE, HTTP), block.as_bytes()), expected);
        }
        assert!(matches!(verdict(&Header::default(), b"x"), Verdict::Refuse(_)));
    }
}
