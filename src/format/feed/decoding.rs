//! Bytes of an XML file to text.
//!
//! Order of belief: a byte order mark, then UTF-8 where the bytes are valid (a declaration of
//! another character set is then a template's mistake), then what the XML declaration says, then
//! what `text::decode` makes of undeclared bytes.

use crate::text::decode::{self, Decoded};

/// How far into the bytes a declaration is looked for: there may be dirt before it.
const PREFIX: usize = 1024;

/// The text of a feed.
pub fn decode(bytes: &[u8]) -> Decoded {
    decode::decode_declared(bytes, declared(bytes).and_then(decode::said_in_ascii))
}

/// The character set that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let prefix = bytes.get(..PREFIX).unwrap_or(bytes);
    let start = find(prefix, b"<?xml")?;
    let rest = prefix.get(start..)?;
    let declaration = rest.get(..find(rest, b">")?)?;
    let value = declaration.get(find(declaration, b"encoding")? + b"encoding".len()..)?;
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, label) = value.split_first()?;
    let end = label.iter().position(|byte| byte == quote)?;
    std::str::from_utf8(label.get(..end)?).ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
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
