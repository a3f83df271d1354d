//! Text of two or four bytes a character: UTF-16 and UTF-32, with a byte order mark or without.
//!
//! Kept apart because such text shows in its bytes what it is, whatever is declared, and because nothing
//! that looks for ASCII finds it: detection and the cutting of lines ask here first. What must stay true:
//! every byte becomes a character or U+FFFD.

use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};

/// How much of the bytes is looked at.
const PREFIX: usize = 64 * 1024;

/// A way to write text in two or four bytes a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wide {
    Utf16(&'static Encoding),
    Utf32 { is_little: bool },
}

impl Wide {
    /// As in `Decoded::encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf16(encoding) if encoding == UTF_16BE => "utf-16be",
            Self::Utf16(_) => "utf-16le",
            Self::Utf32 { is_little: true } => "utf-32le",
            Self::Utf32 { is_little: false } => "utf-32be",
        }
    }
}

/// Which of them bytes are in, and how many bytes their byte order mark takes; `None` where they are
/// something else.
pub fn of(bytes: &[u8]) -> Option<(Wide, usize)> {
    let utf_32 = |is_little| Wide::Utf32 { is_little };
    if bytes.starts_with(b"\xff\xfe\0\0") && is_utf_32(bytes, true) {
        // Else the mark of UTF-16 and a NUL.
        return Some((utf_32(true), 4));
    }
    for (mark, wide) in [
        (&b"\0\0\xfe\xff"[..], utf_32(false)),
        (b"\xff\xfe", Wide::Utf16(UTF_16LE)),
        (b"\xfe\xff", Wide::Utf16(UTF_16BE)),
    ] {
        if bytes.starts_with(mark) {
            return Some((wide, mark.len()));
        }
    }
    let prefix = bytes.get(..PREFIX).unwrap_or(bytes);
    // Most text has none, and looking for one is many times faster than counting.
    if !prefix.contains(&0) {
        return None;
    }
    let utf_32 = [true, false].into_iter().find(|&is_little| is_utf_32(prefix, is_little));
    match utf_32 {
        Some(is_little) => Some((Wide::Utf32 { is_little }, 0)),
        None => utf_16_without_mark(prefix).map(|encoding| (Wide::Utf16(encoding), 0)),
    }
}

/// Which byte order bytes would have as UTF-16 without a byte order mark: text in a European language
/// has a NUL in every other byte, and XML of any language begins with its ASCII (XML 1.0, appendix F).
fn utf_16_without_mark(prefix: &[u8]) -> Option<&'static Encoding> {
    if prefix.starts_with(b"<\0?\0") {
        return Some(UTF_16LE);
    }
    if prefix.starts_with(b"\0<\0?") {
        return Some(UTF_16BE);
    }
    let (mut even, mut odd) = (0, 0);
    for (place, &byte) in prefix.iter().enumerate() {
        match (byte, place % 2) {
            (0, 0) => even += 1,
            (0, _) => odd += 1,
            _ => {}
        }
    }
    // 30 %: below it a file with stray NULs, above it two bytes a letter. NULs on both sides are
    // no text in either order.
    if (even + odd) * 10 < prefix.len() * 3 {
        None
    } else if odd > even * 9 {
        Some(UTF_16LE)
    } else if even > odd * 9 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether nearly every four bytes are a character that texts have. Numbers of four bytes are mostly
/// none: below 32 they are control characters, and above 1,114,111 nothing.
fn is_utf_32(bytes: &[u8], is_little: bool) -> bool {
    let prefix = bytes.get(..PREFIX).unwrap_or(bytes);
    let (mut right, mut wrong) = (0usize, 0usize);
    for unit in prefix.as_chunks::<4>().0 {
        match character(*unit, is_little) {
            Some('\t' | '\n' | '\r') => right += 1,
            Some(character) if !character.is_control() => right += 1,
            _ => wrong += 1,
        }
    }
    right >= 2 && wrong * 20 < right
}

fn character(unit: [u8; 4], is_little: bool) -> Option<char> {
    char::from_u32(if is_little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) })
}

/// Bytes of which `of` said what they are, as UTF-8 without the byte order mark. `None` where they are
/// not wide. Warnings are not given: whoever reads the capture decodes it itself.
pub fn to_utf_8(bytes: &[u8]) -> Option<String> {
    let (wide, mark) = of(bytes)?;
    let mut text = String::new();
    Narrower::new(wide).push(bytes.get(mark..).unwrap_or_default(), true, &mut text);
    Some(text)
}

/// Decodes a stream of such bytes piece by piece.
pub struct Narrower {
    wide: Wide,
    /// Of UTF-16.
    decoder: Option<Decoder>,
    /// Of UTF-32, the bytes of a character that is not whole yet.
    rest: Vec<u8>,
}

impl Narrower {
    /// For a stream whose byte order mark was taken off.
    pub fn new(wide: Wide) -> Self {
        let decoder = match wide {
            Wide::Utf16(encoding) => Some(encoding.new_decoder_without_bom_handling()),
            Wide::Utf32 { .. } => None,
        };
        Self { wide, decoder, rest: Vec::new() }
    }

    /// Adds the characters of the next bytes to `text`.
    pub fn push(&mut self, bytes: &[u8], is_last: bool, text: &mut String) {
        if let Some(decoder) = &mut self.decoder {
            // At most three bytes of UTF-8 for two of UTF-16, and what a stray surrogate leaves.
            text.reserve(bytes.len() * 3 / 2 + 16);
            let mut rest = bytes;
            loop {
                let (result, read, _) = decoder.decode_to_string(rest, text, is_last);
                rest = rest.get(read..).unwrap_or_default();
                match result {
                    encoding_rs::CoderResult::InputEmpty => return,
                    encoding_rs::CoderResult::OutputFull => text.reserve(rest.len() * 3 + 16),
                }
            }
        }
        let is_little = self.wide == Wide::Utf32 { is_little: true };
        self.rest.extend_from_slice(bytes);
        let (units, over) = self.rest.as_chunks::<4>();
        text.extend(units.iter().map(|&unit| character(unit, is_little).unwrap_or('\u{fffd}')));
        let over = over.to_vec();
        self.rest = over;
        if is_last && !self.rest.is_empty() {
            self.rest.clear();
            text.push('\u{fffd}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text in every wide form, the marks included where asked for.
    fn forms(text: &str, has_mark: bool) -> Vec<(&'static str, Vec<u8>)> {
        let text = if has_mark { format!("\u{feff}{text}") } else { text.to_owned() };
        let units = || text.encode_utf16();
        let characters = || text.chars().map(u32::from);
        vec![
            ("utf-16le", units().flat_map(u16::to_le_bytes).collect()),
            ("utf-16be", units().flat_map(u16::to_be_bytes).collect()),
            ("utf-32le", characters().flat_map(u32::to_le_bytes).collect()),
            ("utf-32be", characters().flat_map(u32::to_be_bytes).collect()),
        ]
    }

    #[test]
    fn every_form_is_told_and_read_in_pieces() {
        let text = "The board said “no” 😀 in May.\n";
        for has_mark in [true, false] {
            for (name, bytes) in forms(text, has_mark) {
                let (wide, mark) = of(&bytes).unwrap_or_else(|| panic!("{name}"));
                assert_eq!(wide.name(), name);
                assert_eq!(mark > 0, has_mark, "{name}");
                assert_eq!(to_utf_8(&bytes).as_deref(), Some(text), "{name}");
                for size in 1..9 {
                    let mut narrower = Narrower::new(wide);
                    let mut read = String::new();
                    for piece in bytes[mark..].chunks(size) {
                        narrower.push(piece, false, &mut read);
                    }
                    narrower.push(&[], true, &mut read);
                    assert_eq!(read, text, "{name} {size}");
                }
            }
        }
    }

    #[test]
    fn other_bytes_are_none_of_them() {
        for bytes in [
            &b""[..],
            b"The board said no.",
            b"a\0\0\0",
            "\u{feff}no".as_bytes(),
            b"\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0",
        ] {
            assert_eq!(of(bytes), None, "{bytes:?}");
        }
        // The mark of UTF-16 before a NUL is not that of UTF-32.
        assert_eq!(of(b"\xff\xfe\0\0h\0i\0").map(|(wide, _)| wide.name()), Some("utf-16le"));
        assert_eq!(
            of("\0<\0?\u{4}1\u{4}2".as_bytes()).map(|(wide, _)| wide.name()),
            Some("utf-16be")
        );
    }

    #[test]
    fn what_is_cut_off_is_a_replacement_character() {
        for (name, bytes) in forms("The board", false) {
            let cut = &bytes[..bytes.len() - 1];
            assert_eq!(to_utf_8(cut).as_deref(), Some("The boar\u{fffd}"), "{name}");
        }
        assert_eq!(
            to_utf_8(b"\0\0\xfe\xff\0\0\0n\0\x11\0\0\0\0\0o").as_deref(),
            Some("n\u{fffd}o")
        );
    }
}
