//! A page's bytes to text, by what is declared of its character set.
//!
//! Order of belief: a byte order mark, then bytes that are valid UTF-8 with characters of several bytes
//! (no other text looks like that), then what the server declared, then what the page itself declares
//! in its first bytes, then what `text::decode` sees.

use crate::text::decode::{self, Decoded};

/// How far into the page a declaration is looked for. The standard says 1024 bytes; pages do not know.
const PRESCAN: usize = 4096;

/// Decodes a page. `declared` is a media type's `charset`, if somebody sent one.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    // The tags of a page that is in UTF-16 show it, whatever is declared.
    match declared.and_then(decode::said_in_ascii) {
        Some(label) => decode::decode_declared(bytes, Some(label)),
        None => decode::decode_declared(bytes, in_page(bytes).as_deref()),
    }
}

/// The character set that the page declares: `<meta charset>`, `<meta http-equiv>`, an XML declaration.
fn in_page(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let mut at = 0;
    while let Some(place) = find(start.get(at..)?, b"charset") {
        at += place + b"charset".len();
        if let Some(label) = value(start.get(at..)?).and_then(known) {
            return Some(label);
        }
    }
    let place = find(&start, b"encoding").filter(|_| start.starts_with(b"<?xml"))?;
    value(start.get(place + b"encoding".len()..)?).and_then(known)
}

/// The value behind an equals sign, without quotation marks.
fn value(rest: &[u8]) -> Option<&[u8]> {
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest
        .iter()
        .position(|byte| {
            !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
        })
        .unwrap_or(rest.len());
    rest.get(..end)
}

fn known(label: &[u8]) -> Option<String> {
    decode::said_in_ascii(std::str::from_utf8(label).ok()?).map(str::to_owned)
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_is_believed_where_the_bytes_allow_it() {
        for (bytes, declared, encoding, text) in [
            (&b"<meta charset=iso-8859-2>\xb1"[..], None, "iso-8859-2", "ą"),
            (
                b"<meta http-equiv=content-type content='text/html; charset=windows-1251'>\xef",
                None,
                "windows-1251",
                "п",
            ),
            (b"<?xml version='1.0' encoding='iso-8859-7'?>\xe1", None, "iso-8859-7", "α"),
            (b"<meta charset=iso-8859-2>\xb1", Some("windows-1252"), "windows-1252", "±"),
            ("<meta charset=iso-8859-1>é".as_bytes(), Some("latin1"), "utf-8", "é"),
            (b"<meta charset=utf-8>caf\xe9 au lait", None, "windows-1252", "é au lait"),
            (b"<meta charset=nonsense>caf\xe9", None, "windows-1252", "é"),
            ("\u{feff}<meta charset=big5>é".as_bytes(), None, "utf-8", "é"),
            (b"\xff\xfe<\0p\0>\0\xe9\0", Some("utf-8"), "utf-16le", "é"),
        ] {
            let decoded = decode(bytes, declared);
            assert_eq!(decoded.encoding, encoding, "{}", decoded.text);
            assert!(decoded.text.ends_with(text), "{} / {text}", decoded.text);
        }
    }
}
