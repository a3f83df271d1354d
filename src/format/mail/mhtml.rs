//! A page that a browser saved with its pictures into one file (RFC 2557).
//!
//! The text of the capture is the header, one field a line, a blank line, and the page's HTML as
//! it was; the page itself is read as any other. Pictures and styles are left out. What must stay
//! true: the address is the page's own, not that of a frame inside it.

use super::parts::{self, Entity};
use super::{charset, envelope, sniff};
use crate::format::article::regions::{self, Cover};
use crate::format::html::{self, PageContext};
use crate::format::{Format, Framing, Refusal, markup};
use crate::model::{Reading, RegionRole};
use crate::text::decode::Decoded;
use crate::text::wide;

pub const FORMAT: Format = Format {
    name: "mhtml",
    version: 8,
    media_type: "multipart/related",
    extensions: &["mht", "mhtml"],
    summary: "a web page saved by a browser with its pictures in one file",
    framing: Framing::Whole,
    sniff: sniff::is_saved_page,
    read,
};

/// Reads the page that the file is about.
///
/// # Errors
/// Where no part of the file is a page, or the page holds no article.
pub fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    if let Some(narrow) = wide::to_utf_8(bytes) {
        return read(narrow.as_bytes());
    }
    let root = parts::message(bytes);
    let page = page(&root).ok_or_else(|| Refusal("no page in it".to_owned()))?;
    let envelope = envelope::envelope(&root.fields);
    let url = [
        root.fields.get("Snapshot-Content-Location"),
        page.fields.get("Content-Location"),
        root.fields.get("Content-Location"),
    ]
    .into_iter()
    .flatten()
    .find(|url| url.starts_with("http"));
    let (content, _) = page.bytes();
    let label =
        page.attribute("charset").map(str::to_owned).or_else(|| markup::charset::in_page(&content));
    let decoded = charset::decode(&content, label.as_deref());
    let known = PageContext { url, captured: envelope.captured.as_ref() };
    let (facts, body) = html::page(&decoded.text, &known)?;
    let header: usize = root
        .fields
        .lines
        .iter()
        .map(|(name, value)| name.len() + ": ".len() + value.len() + 1)
        .sum::<usize>()
        + 1;
    let mut cover = Cover::new(header + decoded.text.len());
    cover.mark(header, RegionRole::Metadata);
    cover.leave_out();
    cover.mark(header + decoded.text.len(), RegionRole::Record);
    cover.article(facts, body);
    let mut warnings = decoded.warnings;
    warnings.extend(envelope.warnings);
    let mut reading =
        cover.finish(&Decoded { text: String::new(), encoding: decoded.encoding, warnings });
    reading.captured = envelope.captured;
    Ok(regions::explained(reading, |_| "no article text found".to_owned()))
}

/// The part that is the page: the one that `start` names, else the first page there is.
fn page<'e, 'm>(root: &'e Entity<'m>) -> Option<&'e Entity<'m>> {
    let start = root.attribute("start").map(|start| start.trim_matches(['<', '>', ' ']));
    let named = root.children.iter().find(|child| {
        let identifier = child.fields.get("Content-ID").map(|id| id.trim_matches(['<', '>', ' ']));
        start.is_some() && identifier == start && child.is("text", "html")
    });
    named.or_else(|| first_page(root))
}

fn first_page<'e, 'm>(entity: &'e Entity<'m>) -> Option<&'e Entity<'m>> {
    if entity.is("text", "html") || entity.is("application", "xhtml+xml") {
        return Some(entity);
    }
    entity.children.iter().find_map(first_page)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://lagoon.example/tolls\r\nSubject: Tolls\r\nDate: Mon, 4 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b\"\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://lagoon.example/tolls\r\n\r\n<html><body><article><h1>Tolls</h1><p>The harbour board of Port Lagoon said on Monday that the tolls for all la=\r\nrge ships would rise from July on, and that ferries were spared.</p><p>Ships of more than forty metres pay twice as much, the board said in a note to the town.</p></article></body></html>\r\n--b--\r\n";

    #[test]
    fn the_page_is_read_and_the_rest_is_not() {
        let reading = read(SAVED.as_bytes()).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        assert!(reading.drafts[0].body.contains("large ships would rise"));
        assert_eq!(reading.captured.unwrap().value, "2024-03-04T10:00:00");
        assert_eq!(reading.regions.last().map(|region| region.end), Some(reading.text_bytes));
    }

    #[test]
    fn a_file_without_a_page_is_refused() {
        assert!(read(b"MIME-Version: 1.0\n\nno page").is_err());
    }
}
