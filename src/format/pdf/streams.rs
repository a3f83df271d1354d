//! The streams of a PDF, unpacked within bounds.
//!
//! What must stay true: no stream is unpacked without an end in sight, be it by this reader or by
//! the library beneath, which unpacks its own streams whole.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use crate::format::Refusal;

/// The longest stream that is unpacked, in bytes.
pub const LONGEST: u64 = 64 * 1024 * 1024;
/// Streams that unpack to more than `LONGEST` and more than so many times their size are attacks.
const HIGHEST_RATIO: u64 = 200;
/// The longest packed stream in a filter that only the library knows: it unpacks to a thousand times as
/// much, and twice.
const LONGEST_OF_OTHERS: usize = 96 * 1024;
/// Bytes of a zlib checksum and of the line end that some programs count to the stream.
const CHECKSUM: u64 = 8;
/// How much is unpacked of one file for its text, in bytes.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// Fails where a stream of a file unpacks to more than any document's does.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    const KEYWORD: &[u8] = b"stream";
    let mut at = 0;
    while let Some(place) = find(bytes.get(at..).unwrap_or_default(), KEYWORD) {
        let start = at + place + KEYWORD.len();
        let content = bytes.get(start..).unwrap_or_default();
        let line_end = content.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let packed = content.get(line_end..).unwrap_or_default();
        at = start;
        if line_end == 0 || !is_zlib(packed) {
            continue;
        }
        let mut decoder = ZlibDecoder::new(packed);
        let unpacked = std::io::copy(&mut (&mut decoder).take(LONGEST), &mut std::io::sink());
        let taken = decoder.total_in();
        if unpacked.is_ok_and(|unpacked| unpacked >= LONGEST)
            && taken.saturating_mul(HIGHEST_RATIO) < LONGEST
        {
            return Err(Refusal("a stream in it unpacks to more than is read".to_owned()));
        }
        if is_twice_packed(packed) {
            return Err(Refusal("a stream in it is packed twice".to_owned()));
        }
        at += usize::try_from(taken).unwrap_or(0).min(packed.len());
    }
    Ok(())
}

/// Whether bytes start as zlib's do: deflate, and a sum that is a multiple of 31.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Whether a stream holds another one, of more than a few bytes: a few kilobytes packed so unpack to a
/// gigabyte.
fn is_twice_packed(packed: &[u8]) -> bool {
    let mut start = Vec::new();
    let _ = ZlibDecoder::new(packed).take(64 * 1024).read_to_end(&mut start);
    if !is_zlib(&start) {
        return false;
    }
    let unpacked = std::io::copy(
        &mut ZlibDecoder::new(start.as_slice()).take(64 * 1024),
        &mut std::io::sink(),
    );
    // The start of a stream is cut off, so that it ends in an error.
    unpacked.is_ok_and(|unpacked| unpacked == 64 * 1024)
}

/// Whether more than one of these filters makes its data longer.
fn is_packed_twice(filters: &[Filter]) -> bool {
    let unpacks = |filter: &&Filter| {
        matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode)
    };
    filters.iter().filter(unpacks).count() > 1
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == first)?;
        if bytes.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

/// How much may still be unpacked, and what was lost.
pub struct Budget {
    left: usize,
    /// Streams that could not be unpacked to their end.
    pub damaged: usize,
    /// Whether a stream was left out because it, or what came before it, is too large.
    pub is_spent: bool,
}

impl Budget {
    /// The budget of one file.
    pub fn new() -> Self {
        Self { left: MOST_BYTES, damaged: 0, is_spent: false }
    }

    /// The content of a stream; what cannot be unpacked is empty, what is damaged ends there, and both
    /// are remembered.
    pub fn content(&mut self, stream: &Stream) -> Vec<u8> {
        if self.left == 0 {
            self.is_spent = true;
            return Vec::new();
        }
        let filters = stream.filters();
        let has_predictor =
            stream.dict().contains_key("DecodeParms") || stream.dict().contains_key("DP");
        let content = match filters.as_slice() {
            [] => stream.raw_data().into_owned(),
            filters if is_packed_twice(filters) => {
                self.is_spent = true;
                Vec::new()
            }
            [Filter::FlateDecode] if !has_predictor => self.inflated(&stream.raw_data()),
            _ if stream.raw_data().len() <= LONGEST_OF_OTHERS => self.decoded(stream),
            [Filter::Ascii85Decode | Filter::AsciiHexDecode] => self.decoded(stream),
            _ => {
                self.is_spent = true;
                Vec::new()
            }
        };
        self.left = self.left.saturating_sub(content.len().max(64));
        content
    }

    fn decoded(&mut self, stream: &Stream) -> Vec<u8> {
        match stream.decoded_data() {
            Ok(data) => data.into_owned(),
            Err(_) => {
                self.damaged += 1;
                Vec::new()
            }
        }
    }

    fn inflated(&mut self, packed: &[u8]) -> Vec<u8> {
        let limit = LONGEST.min(self.left as u64);
        let mut content = Vec::new();
        let mut decoder = ZlibDecoder::new(packed);
        // An error leaves what was read before it.
        let mut outcome = (&mut decoder).take(limit).read_to_end(&mut content);
        let mut taken = decoder.total_in();
        if content.is_empty() && outcome.is_err() {
            // Some files lack the two bytes of zlib or have others.
            let mut decoder = flate2::read::DeflateDecoder::new(packed);
            outcome = (&mut decoder).take(limit).read_to_end(&mut content);
            taken = decoder.total_in();
        }
        // Many programs write a wrong checksum or none; then all is there.
        let is_cut = content.is_empty() || taken.saturating_add(CHECKSUM) < packed.len() as u64;
        if outcome.is_err() && is_cut {
            self.damaged += 1;
        }
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_stream_without_end_is_refused() {
        let packed = |length: usize| {
            let mut encoder =
                flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&vec![0; length]).unwrap();
            [b"1 0 obj <<>> stream\n".to_vec(), encoder.finish().unwrap()].concat()
        };
        assert!(check(&packed(1024 * 1024)).is_ok());
        assert!(check(&packed(65 * 1024 * 1024)).is_err());
        assert!(check(b"stream stream\n\x78\x9c stream\r\n\x78").is_ok());
    }
}
