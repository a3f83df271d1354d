//! One record to drafts: what the server did is undone, and the reader of the page's own format reads
//! it.
//!
//! The text of such a capture is the record's head and the answer's head, which are metadata, and
//! behind them the page as it was before it was packed. A page that is no article is no failure of the
//! record, since a crawl holds many, but says why it is none; a document that is damaged is refused. What must stay true: of an address, the record's word stands only where
//! the page does not give its own.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::cutter::ArchiveShape;
use super::header::Header;
use super::http;
use crate::format::article::regions::{self, Cover};
use crate::format::markup::charset;
use crate::format::{self, Framing, Refusal, documents, html, text};
use crate::model::{ArticleKind, Field, Published, Reading, Region, RegionRole};
use crate::text::dates;
use crate::text::decode::{self, Decoded};

/// Media types of pages, and of texts that need no markup to be text.
const PAGES: &[&str] = &["text/html", "application/xhtml+xml"];
const TEXTS: &[&str] =
    &["", "text/plain", "text/markdown", "text/x-markdown", "text/x-web-markdown"];

/// What a record holds.
struct Payload<'a> {
    /// Length of the heads in the capture, in bytes.
    head: usize,
    media_type: String,
    charset: Option<String>,
    bytes: Cow<'a, [u8]>,
    warnings: Vec<String>,
}

/// Reads one record of that shape. Fails where the record holds no page or text, and says what it holds.
pub fn read_as(shape: &ArchiveShape, record: &[u8]) -> Result<Reading, Refusal> {
    let header = (shape.head)(record)
        .ok_or_else(|| Refusal(format!("this is no record of {}", shape.format.name)))?;
    let payload = payload(&header, record).map_err(Refusal)?;
    let head = decode::decode(record.get(..payload.head).unwrap_or_default());
    let captured = header.get("WARC-Date").and_then(dates::published);
    let reading = match read_payload(&payload, &header, captured.as_ref())? {
        Ok(reading) => reading,
        Err(reason) => regions::explained(nothing(&payload), |_| reason),
    };
    let mut reading = behind(&head, reading);
    reading.captured = captured;
    reading.warnings.extend(payload.warnings);
    if let Some(truncated) = header.get("WARC-Truncated") {
        reading.warnings.push(format!("the recorder cut the record off ({truncated})"));
    }
    if let [draft] = reading.drafts.as_mut_slice()
        && draft.head.kind == ArticleKind::Article
        && draft.head.url.is_none()
        && let Some(target) = header.target()
    {
        draft.head.url = Some(target.to_owned());
        draft.origins.set(Field::Url, shape.url_origin);
    }
    Ok(reading)
}

fn payload<'a>(header: &Header, record: &'a [u8]) -> Result<Payload<'a>, String> {
    let block = record.get(header.length..).unwrap_or_default();
    let mut warnings = Vec::new();
    let announced = header.content_length();
    if announced.is_some_and(|announced| announced != block.len() as u64) {
        warnings.push("the length that the record announces is wrong".to_owned());
    }
    let Some(answer) = http::answer(header, block) else {
        let media_type = header.get("Content-Type").unwrap_or_default();
        return Ok(Payload {
            head: header.length,
            media_type: http::bare_type(media_type),
            charset: charset::of_media_type(media_type).map(str::to_owned),
            bytes: Cow::Borrowed(block),
            warnings,
        });
    };
    let body = answer.body(block.get(answer.length..).unwrap_or_default())?;
    warnings.extend(body.warnings);
    Ok(Payload {
        head: header.length + answer.length,
        media_type: answer.media_type(header),
        charset: answer.charset().map(str::to_owned),
        bytes: body.bytes,
        warnings,
    })
}

/// Reads a page as what it is. The inner error is the reason why nothing in it is an article.
///
/// # Errors
/// It is a document that cannot be read.
fn read_payload(
    payload: &Payload,
    header: &Header,
    captured: Option<&Published>,
) -> Result<Result<Reading, String>, Refusal> {
    let media_type = payload.media_type.as_str();
    let found = format::detect(&payload.bytes, None);
    let is_page = match &found {
        Ok(found) if found.name == html::FORMAT.name => true,
        Ok(found) => found.name == text::FORMAT.name && PAGES.contains(&media_type),
        Err(_) => false,
    };
    if is_page {
        return Ok(read_page(payload, header, captured));
    }
    let format = match found {
        Ok(format) => format,
        Err(refusal) => return Ok(Err(refusal.0)),
    };
    if !matches!(format.framing, Framing::Whole) {
        return Ok(Err(format!("a {} within a web archive is not opened", format.name)));
    }
    if format.name == text::FORMAT.name && !TEXTS.contains(&media_type) {
        return Ok(Err(format!("text of type `{media_type}`")));
    }
    match (format.read)(&in_declared_charset(payload)) {
        Err(refusal) if documents::is_document(format) => Err(refusal),
        outcome => Ok(outcome.map_err(|refusal| refusal.0)),
    }
}

fn read_page(
    payload: &Payload,
    header: &Header,
    captured: Option<&Published>,
) -> Result<Reading, String> {
    let decoded = charset::page(&payload.bytes, payload.charset.as_deref());
    let known = html::PageContext { url: header.target(), captured };
    let (facts, body) = html::page(&decoded.text, &known).map_err(|refusal| refusal.0)?;
    let mut cover = Cover::new(decoded.text.len());
    cover.mark(decoded.text.len(), RegionRole::Record);
    cover.article(facts, body);
    Ok(regions::explained(cover.finish(&decoded), |_| "no article text found".to_owned()))
}

/// Text in the character set that the server declared, where that is not UTF-8 anyway; readers of
/// files must guess where a server knew.
fn in_declared_charset<'a>(payload: &'a Payload) -> Cow<'a, [u8]> {
    let encoding = payload.charset.as_deref().and_then(|name| Encoding::for_label(name.as_bytes()));
    match encoding {
        Some(encoding)
            if payload.media_type == "text/plain"
                && std::str::from_utf8(&payload.bytes).is_err() =>
        {
            match encoding.decode(&payload.bytes) {
                (text, _, false) => Cow::Owned(text.into_owned().into_bytes()),
                _ => Cow::Borrowed(&payload.bytes),
            }
        }
        _ => Cow::Borrowed(&payload.bytes),
    }
}

/// The reading of a page in which nothing is an article.
fn nothing(payload: &Payload) -> Reading {
    let decoded = charset::page(&payload.bytes, payload.charset.as_deref());
    let decoded = Decoded { warnings: Vec::new(), ..decoded };
    Cover::new(decoded.text.len()).finish(&decoded)
}

/// A reading with the heads before it. They belong to the article if there is just one.
fn behind(head: &Decoded, mut reading: Reading) -> Reading {
    let length = head.text.len();
    for region in &mut reading.regions {
        region.start += length;
        region.end += length;
    }
    reading.text_bytes += length;
    let part = match reading.drafts.as_slice() {
        [draft] => Some(draft.part),
        _ => None,
    };
    let of_heads = Region { start: 0, end: length, part, role: RegionRole::Metadata };
    reading.regions.insert(0, of_heads);
    reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::warc::FORMAT;

    fn record(fields: &str, block: &[u8]) -> Vec<u8> {
        let length = block.len();
        let head = format!(
            "WARC/1.0\r\n{fields}WARC-Date: 2031-05-06T07:08:09Z\r\nContent-Length: {length}\r\n\r\n"
        );
        [head.as_bytes(), block].concat()
    }

    fn response(head: &str, body: &str) -> Vec<u8> {
        let fields = "WARC-Type: response\r\nWARC-Target-URI: <https://lagoon.example/tolls>\r\nContent-Type: application/http; msgtype=response\r\n";
        record(fields, format!("HTTP/1.1 200 OK\r\n{head}\r\n{body}").as_bytes())
    }

    /// Regions leave no gap; what they cover.
    fn regions(reading: &Reading) -> Vec<(RegionRole, Option<u32>)> {
        let mut position = 0;
        for region in &reading.regions {
            assert_eq!(region.start, position);
            position = region.end;
        }
        assert_eq!(position, reading.text_bytes);
        reading.regions.iter().map(|region| (region.role, region.part)).collect()
    }

    #[test]
    fn a_text_has_the_address_and_the_time_of_its_record() {
        let bytes = response(
            "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n",
            "28\r\nThe harbour board said no on Monday. It \r\n12\r\nwill meet in June.\r\n0\r\n\r\n",
        );
        let reading = (FORMAT.read)(&bytes).unwrap();
        let draft = &reading.drafts[0];
        assert_eq!(draft.body, "The harbour board said no on Monday. It will meet in June.");
        assert_eq!(draft.head.url.as_deref(), Some("https://lagoon.example/tolls"));
        assert_eq!(draft.origins.of(Field::Url), Some("warc:WARC-Target-URI"));
        let captured = reading.captured.as_ref().unwrap();
        assert_eq!(captured.iso(), "2031-05-06T07:08:09Z");
        let expected = [(RegionRole::Metadata, Some(0)), (RegionRole::Body, Some(0))];
        assert_eq!(regions(&reading), expected);
        assert_eq!(reading.warnings, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_article_is_no_failure() {
        for (head, body, warning) in [
            ("Content-Type: application/json\r\n", "{\"a\": 1}", "no text: none of the fields"),
            ("Content-Type: application/x-tide\r\n", "low high", "text of type"),
            // What an input says of itself is told without its control characters.
            ("Content-Type: application/x\0-tide\r\n", "low high", "application/x -tide"),
            ("Content-Type: text/html\r\n", "<p>Menu</p>", "no article text found"),
            ("Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n", "2\r\nThe", "in chunks"),
        ] {
            let reading = (FORMAT.read)(&response(head, body)).unwrap();
            regions(&reading);
            let reasons = reading.problems.iter().map(|problem| &problem.reason);
            let told: Vec<&String> = reading.warnings.iter().chain(reasons).collect();
            assert!(told.iter().any(|one| one.contains(warning)), "{told:?}");
        }
        let pdf = response("Content-Type: application/pdf\r\n", "%PDF-1.7");
        assert!((FORMAT.read)(&pdf).unwrap_err().0.contains("damaged"));
        assert!((FORMAT.read)(b"WARC/1.0 was a format").is_err());
        let broken = response("Content-Encoding: br\r\n", "\u{1}\u{13}\u{0}\u{1f}");
        assert!((FORMAT.read)(&broken).unwrap_err().0.contains("packed as `br`"));
    }

    #[test]
    fn a_server_s_word_on_the_character_set_stands() {
        let mut bytes = response("Content-Type: text/plain; charset=koi8-r\r\n", "");
        bytes.extend(encoding_rs::KOI8_R.encode("Совет гавани сказал нет.").0.iter());
        let reading = (FORMAT.read)(&bytes).unwrap();
        assert_eq!(reading.drafts[0].body, "Совет гавани сказал нет.");
        regions(&reading);
    }
}
