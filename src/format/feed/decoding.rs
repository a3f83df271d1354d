//! Bytes of an XML file to text.
//!
//! Order of belief: a byte order mark, then UTF-8 where the bytes are valid (a declaration of
//! another character set is then a template's mistake), then what the XML declaration says, then
//! what `text::decode` makes of undeclared bytes.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::text::decode::{self, Decoded};

/// How far into the bytes a declaration is looked for: there may be dirt before it.
const PREFIX: usize = 1024;

/// The text of a feed.
pub fn decode(bytes: &[u8]) -> Decoded {
    let Some(encoding) = declared(bytes) else { return decode::decode(bytes) };
    if encoding == UTF_8 && std::str::from_utf8(bytes).is_err() && is_mostly_utf_8(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        return Decoded { text, encoding: "utf-8", warnings: vec![replaced("utf-8")] };
    }
    let is_other = ![UTF_8, UTF_16BE, UTF_16LE].contains(&encoding);
    let is_seven_bit = encoding == ISO_2022_JP && bytes.contains(&0x1b);
    let is_believed = is_other
        && Encoding::for_bom(bytes).is_none()
        && decode::utf_16_without_mark(bytes).is_none()
        && (is_seven_bit || std::str::from_utf8(bytes).is_err());
    if !is_believed {
        return decode::decode(bytes);
    }
    let Some(name) = name(encoding) else { return decode::decode(bytes) };
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let warnings = match malformed {
        true => vec![replaced(name)],
        false => Vec::new(),
    };
    Decoded { text: text.into_owned(), encoding: name, warnings }
}

fn replaced(name: &str) -> String {
    format!("some bytes are not valid {name} and replaced by U+FFFD")
}

/// Whether bytes that are declared to be UTF-8 and are not all of it have more characters of
/// several bytes that are right than places that are wrong: entries are pasted from everywhere.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong
}

/// The character set that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let prefix = bytes.get(..PREFIX).unwrap_or(bytes);
    let start = find(prefix, b"<?xml")?;
    let rest = prefix.get(start..)?;
    let declaration = rest.get(..find(rest, b">")?)?;
    let value = declaration.get(find(declaration, b"encoding")? + b"encoding".len()..)?;
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, label) = value.split_first()?;
    let end = label.iter().position(|byte| byte == quote)?;
    Encoding::for_label(label.get(..end)?)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

/// The name in lower case. A table, because names are `&'static str`; `None` for what is no
/// character set of text.
fn name(encoding: &'static Encoding) -> Option<&'static str> {
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "big5", "euc-jp", "euc-kr", "gb18030", "gbk", "ibm866", "iso-2022-jp", "iso-8859-10",
        "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "iso-8859-2", "iso-8859-3",
        "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-8-i",
        "koi8-r", "koi8-u", "macintosh", "shift_jis", "windows-1250", "windows-1251",
        "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
        "windows-1257", "windows-1258", "windows-874", "x-mac-cyrillic",
    ];
    NAMES.iter().find(|known| known.eq_ignore_ascii_case(encoding.name())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_believed_before_declarations() {
        for (bytes, text, encoding) in [
            (&b"<?xml version='1.0' encoding=\"koi8-r\"?>\xf0"[..], "П", "koi8-r"),
            (b"\n<?xml encoding = 'ISO-8859-1'?>\x93caf\xe9\x94", "“café”", "windows-1252"),
            (b"<?xml encoding='iso-8859-1'?>caf\xc3\xa9", "café", "utf-8"),
            (b"\xef\xbb\xbf<?xml encoding='iso-8859-1'?>caf\xc3\xa9", "café", "utf-8"),
            (b"<?xml encoding='utf-8'?>caf\xe9 \x93yes\x94", "café “yes”", "windows-1252"),
            (b"<?xml encoding='utf-8'?>\x93\xc3\xa9\xc3\xa9", "\u{fffd}éé", "utf-8"),
            (b"<?xml encoding='no-such-set'?>caf\xe9 \x93yes\x94", "café “yes”", "windows-1252"),
            (b"<?xml encoding='iso-2022-jp'?>\x1b$B$\"\x1b(B", "あ", "iso-2022-jp"),
            (b"<?xml encoding='euc-jp'?>\xa4\xa2", "あ", "euc-jp"),
        ] {
            let decoded = decode(bytes);
            assert!(decoded.text.ends_with(text), "{}", decoded.text);
            assert_eq!(decoded.encoding, encoding);
        }
    }
}
