//! An HTTP answer as a web archive keeps it: its head, and its body as it came over the wire.
//!
//! What must stay true: a body is read if anybody could read it. Recorders keep the fields of the
//! head and change the body, servers count their chunks wrongly, and connections break off.
//! Sources: RFC 9110 (fields, content codings), RFC 9112 (chunks).

use std::borrow::Cow;
use std::io;

use flate2::read::{DeflateDecoder, MultiGzDecoder as GzDecoder, ZlibDecoder};

use super::header::{Header, LONGEST, fields};
use crate::format::compression::{self, Compression, read_all};
use crate::format::markup::charset;

/// The head of an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: Option<u16>,
    fields: Vec<(String, String)>,
    /// Length of the head in bytes, the blank line behind it included.
    pub length: usize,
}

/// The body of an answer as its page was before it was sent.
#[derive(Debug, PartialEq, Eq)]
pub struct HttpBody<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub warnings: Vec<String>,
}

/// The head of the HTTP answer in a block, if it holds one.
pub fn answer(header: &Header, block: &[u8]) -> Option<HttpAnswer> {
    let is_declared =
        bare_type(header.get("Content-Type").unwrap_or_default()) == "application/http";
    let is_answer = is_declared && header.kind() == "response";
    if !block.starts_with(b"HTTP/") && !is_answer {
        return None;
    }
    let start = block.get(..LONGEST).unwrap_or(block);
    let (mut lines, mut length) = (Vec::new(), 0);
    for line in start.split_inclusive(|&byte| byte == b'\n') {
        let bare = line.trim_ascii_end();
        // Without a status line there may be no head at all.
        if lines.is_empty() && !bare.starts_with(b"HTTP/") {
            return Some(HttpAnswer { status: None, fields: Vec::new(), length: 0 });
        }
        length += line.len();
        if bare.is_empty() {
            break;
        }
        lines.push(bare);
    }
    let status = lines.first().map(|line| String::from_utf8_lossy(line)).and_then(|line| {
        line.split_ascii_whitespace().nth(1).and_then(|status| status.parse().ok())
    });
    Some(HttpAnswer { status, fields: fields(lines.get(1..).unwrap_or_default()), length })
}

impl HttpAnswer {
    fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// `text/html`, lower case; empty if it does not say. `header` is the record's, whose word ARC
    /// gives for the page itself.
    pub fn media_type(&self, header: &Header) -> String {
        let of_record = header.get("Content-Type").map(bare_type).unwrap_or_default();
        match self.get("Content-Type") {
            Some(value) => bare_type(value),
            None if of_record == "application/http" => String::new(),
            None => of_record,
        }
    }

    /// The character set that it declares.
    pub fn charset(&self) -> Option<&str> {
        charset::of_media_type(self.get("Content-Type")?)
    }

    /// Undoes chunks and content codings. The error is the reason why that cannot be done.
    pub fn body<'a>(&self, body: &'a [u8]) -> Result<HttpBody<'a>, String> {
        let mut body = HttpBody { bytes: Cow::Borrowed(body), warnings: Vec::new() };
        let is_chunked = self.get("Transfer-Encoding").is_some_and(|value| {
            value.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("chunked"))
        });
        if is_chunked && let Some((bytes, is_right)) = without_chunks(&body.bytes) {
            body.bytes = Cow::Owned(bytes);
            if !is_right {
                body.warnings.push("the page came in chunks whose lengths are wrong".to_owned());
            }
        }
        for coding in self.get("Content-Encoding").unwrap_or_default().rsplit(',') {
            uncoded(&mut body, &coding.trim().to_ascii_lowercase())?;
        }
        Ok(body)
    }
}

/// A media type without its parameters, lower case.
pub fn bare_type(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Joins chunks, and says whether their lengths were right. `None` if there are none: a recorder
/// joined them and left the head as it was.
fn without_chunks(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (mut joined, mut rest) = (Vec::new(), body);
    while let Some((length, chunk)) = chunk(rest) {
        if length == 0 {
            return Some((joined, true));
        }
        let taken = chunk.get(..length).unwrap_or(chunk);
        joined.extend_from_slice(taken);
        let behind = chunk.get(length..).unwrap_or_default();
        rest = match behind {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            [] => return Some((joined, false)),
            wrong => {
                joined.extend_from_slice(wrong);
                return Some((joined, false));
            }
        };
    }
    if rest.len() == body.len() {
        return None;
    }
    joined.extend_from_slice(rest);
    Some((joined, false))
}

/// The length that a chunk announces, and what follows that line.
fn chunk(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(100).position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let digits = line.split(';').next()?.trim();
    Some((usize::from_str_radix(digits, 16).ok()?, bytes.get(end + 1..)?))
}

/// Undoes one content coding.
fn uncoded(body: &mut HttpBody, coding: &str) -> Result<(), String> {
    let packed: &[u8] = &body.bytes;
    let length = packed.len() as u64;
    let stream = compression::of(packed);
    let unpacked = match coding {
        "gzip" | "x-gzip" if stream == Some(Compression::Gzip) => {
            read_all(GzDecoder::new(packed), length)
        }
        "zstd" if stream == Some(Compression::Zstandard) => {
            compression::unpacked(Compression::Zstandard, Box::new(packed))
                .map_err(|error| (Vec::new(), error))
                .and_then(|reader| read_all(reader, length))
        }
        "deflate" => deflated(packed),
        "br" => read_all(brotli::Decompressor::new(packed, 4096), length),
        _ => return Ok(()),
    };
    match unpacked {
        Ok(bytes) => body.bytes = Cow::Owned(bytes),
        // The recorder unpacked it and left the head as it was.
        Err((_, error)) if error.kind() != io::ErrorKind::Other && is_text(packed) => {}
        Err((bytes, error)) if bytes.is_empty() => {
            return Err(format!(
                "the page is packed as `{coding}` and cannot be unpacked: {error}"
            ));
        }
        Err((bytes, _)) => {
            body.bytes = Cow::Owned(bytes);
            body.warnings.push("the page is damaged or cut off; it is read so far".to_owned());
        }
    }
    Ok(())
}

/// Servers mean either by `deflate`: the stream in its zlib envelope, as RFC 9110 wants, or bare.
fn deflated(packed: &[u8]) -> Result<Vec<u8>, (Vec<u8>, io::Error)> {
    let length = packed.len() as u64;
    match read_all(ZlibDecoder::new(packed), length) {
        Err((bytes, error)) if bytes.is_empty() && error.kind() != io::ErrorKind::Other => {
            read_all(DeflateDecoder::new(packed), length)
        }
        unpacked => unpacked,
    }
}

/// Whether bytes read as text that was never packed.
fn is_text(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    let controls = start.iter().filter(|&&byte| byte < 0x20 && !byte.is_ascii_whitespace()).count();
    let is_utf_8 = match std::str::from_utf8(start) {
        Ok(_) => true,
        // A character cut by the end of what is looked at.
        Err(error) => error.error_len().is_none(),
    };
    controls == 0 && (is_utf_8 || start.trim_ascii_start().starts_with(b"<"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const PAGE: &[u8] = b"<p>The harbour board said no on Monday.</p>";

    fn response() -> Header {
        Header::new(vec![("WARC-Type".to_owned(), "response".to_owned())], 0)
    }

    fn body(head: &str, body: &[u8]) -> Result<(Vec<u8>, usize), String> {
        let block = [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n", body].concat();
        let answer = answer(&response(), &block).unwrap();
        let body = answer.body(&block[answer.length..])?;
        Ok((body.bytes.into_owned(), body.warnings.len()))
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Default::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        brotli::CompressorWriter::new(&mut packed, 4096, 5, 22).write_all(bytes).unwrap();
        packed
    }

    #[test]
    fn heads_are_read_as_they_come() {
        for (block, status, length) in [
            ("HTTP/1.1 200 OK\r\nA: b\r\n\r\ntext", Some(200), 25),
            ("HTTP/1.1 404\n\ntext", Some(404), 14),
            ("HTTP/1.1 200 OK\r\nA: b", Some(200), 21),
            ("HTTP/1.1\r\n\r\n", None, 12),
        ] {
            let answer = answer(&response(), block.as_bytes()).unwrap();
            assert_eq!((answer.status, answer.length), (status, length), "{block}");
        }
        assert_eq!(answer(&response(), b"<p>"), None);
    }

    #[test]
    fn bodies_are_unpacked_whatever_was_done_to_them() {
        let zlib = zlib(PAGE);
        let raw_deflate = &zlib[2..zlib.len() - 4];
        let zstandard = zstd::encode_all(PAGE, 3).unwrap();
        for (head, packed) in [
            ("", PAGE),
            ("Content-Encoding: gzip\r\n", &gzip(PAGE)),
            ("content-encoding: GZIP\r\n", PAGE),
            ("Content-Encoding: deflate\r\n", &zlib),
            ("Content-Encoding: deflate\r\n", raw_deflate),
            ("Content-Encoding: br\r\n", &brotli(PAGE)),
            ("Content-Encoding: br\r\n", PAGE),
            ("Content-Encoding: zstd\r\n", &zstandard),
            ("Content-Encoding: deflate, gzip\r\n", &gzip(&zlib)),
            ("Content-Encoding: identity\r\n", PAGE),
        ] {
            assert_eq!(body(head, packed), Ok((PAGE.to_vec(), 0)), "{head}");
        }
    }

    #[test]
    fn chunks_are_joined_also_where_they_are_wrong() {
        const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";
        for (chunks, text, warnings) in [
            ("4\r\nThe \r\n5;x=y\r\nboard\r\n0\r\n\r\n", "The board", 0),
            ("4\nThe \n5\nboard\n0\n\n", "The board", 0),
            ("<p>not chunked", "<p>not chunked", 0),
            ("4\r\nThe \r\n9\r\nboard\r\n", "The board\r\n", 1),
            ("2\r\nThe board", "The board", 1),
            ("4\r\nThe \r\nboard said", "The board said", 1),
            ("fffffffffffffff\r\nThe", "The", 1),
        ] {
            assert_eq!(
                body(CHUNKED, chunks.as_bytes()),
                Ok((text.as_bytes().to_vec(), warnings)),
                "{chunks}"
            );
        }
    }

    #[test]
    fn a_body_that_ends_early_is_kept_so_far_and_a_bomb_is_not() {
        let long: Vec<u8> = (0..30_000).flat_map(|n: u32| n.to_string().into_bytes()).collect();
        let packed = gzip(&long);
        let (bytes, warnings) =
            body("Content-Encoding: gzip\r\n", &packed[..packed.len() / 2]).unwrap();
        assert!(warnings == 1 && long.starts_with(&bytes) && bytes.len() > 1000);
        let zeros = vec![0; 40 << 20];
        for (head, packed) in [("br", brotli(&zeros)), ("deflate", zlib(&zeros))] {
            let read = body(&format!("Content-Encoding: {head}\r\n"), &packed);
            assert!(read.unwrap_err().contains("200 times"));
        }
        assert!(body("Content-Encoding: br\r\n", b"\x01\xff\x00\x13").is_err());
    }

    #[test]
    fn parameters_of_a_type() {
        assert_eq!(bare_type("Text/HTML ; charset=x"), "text/html");
    }
}
