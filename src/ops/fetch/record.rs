//! A fetched page as a record of a web archive (WARC 1.1, ISO 28500), which is the capture that is kept of it: so its
//! address, the instant at which it was fetched and what the server said of its characters are never apart from it.
//!
//! What must stay true: the body is the one that the server sent, without the coding it travelled in; nothing that was
//! received writes a line into the record's own head.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use url::Url;

use super::answers::stored;

/// The record of a page that was answered with 200. `url` is where it was found in the end.
pub fn record(
    url: &Url,
    fetched_at: DateTime<Utc>,
    content_type: Option<&str>,
    body: &[u8],
) -> Vec<u8> {
    let mut answer = b"HTTP/1.1 200 OK\r\n".to_vec();
    let is_one_line = |text: &&str| text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if let Some(content_type) = content_type.filter(is_one_line) {
        answer.extend_from_slice(format!("Content-Type: {content_type}\r\n").as_bytes());
    }
    answer.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    answer.extend_from_slice(body);
    let date = stored(fetched_at);
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <{}>\r\nWARC-Date: {date}\r\n\
         WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        name_of(url, &date, body),
        answer.len(),
    )
    .into_bytes();
    record.extend_from_slice(&answer);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// A name for the record that its content gives (RFC 9562, version 8: a hash of our own choice).
fn name_of(url: &Url, date: &str, body: &[u8]) -> String {
    let mut hasher = Sha256::new();
    for part in [url.as_str().as_bytes(), date.as_bytes(), body] {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let mut digits: Vec<u8> = hasher.finalize().iter().take(16).copied().collect();
    if let Some(version) = digits.get_mut(6) {
        *version = 0x80 | (*version & 0x0f);
    }
    if let Some(variant) = digits.get_mut(8) {
        *variant = 0x80 | (*variant & 0x3f);
    }
    let hex: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{self, FORMATS};

    #[test]
    fn our_own_reader_reads_it() {
        let url = Url::parse("https://example.org/story?a=1").unwrap();
        let page = "<html><head><title>Tolls rise on the harbour bridge</title></head><body><article><h1>Tolls rise on the harbour bridge</h1>\
            <p>The council voted on Monday to raise the tolls on the harbour bridge by a tenth, after a debate of nine hours.</p>\
            <p>The mayor, Ana Kestrel, said that the money would be spent on repairs of the old bridge and of its ramps.</p></article></body></html>";
        let at: DateTime<Utc> = "2026-01-02T03:04:05Z".parse().unwrap();
        let bytes = record(&url, at, Some("text/html; charset=utf-8\r\nX: y"), page.as_bytes());
        assert_eq!(bytes, record(&url, at, None, page.as_bytes()));
        let format = format::detect(&bytes, None).unwrap();
        assert_eq!(format.name, "warc");
        assert!(FORMATS.iter().any(|known| known.name == format.name));
        let reading = format.reading_of(&bytes).unwrap();
        let head = &reading.drafts.first().unwrap().head;
        assert_eq!(head.headline.as_deref(), Some("Tolls rise on the harbour bridge"));
        assert_eq!(head.url.as_deref(), Some("https://example.org/story?a=1"));
        assert_eq!(reading.captured.unwrap().instant(), Some(at));
    }
}
