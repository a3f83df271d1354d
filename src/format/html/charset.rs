//! A page's bytes to text, by what is declared of its character set.
//!
//! Order of belief: a byte order mark, then bytes that are valid UTF-8 with characters of several bytes
//! (no other text looks like that), then what the server declared, then what the page itself declares
//! in its first bytes, then what `text::decode` sees.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use crate::text::decode::{self, Decoded};

/// How far into the page a declaration is looked for. The standard says 1024 bytes; pages do not know.
const PRESCAN: usize = 4096;

/// Decodes a page. `declared` is a media type's `charset`, if somebody sent one.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let decoded = decode::decode(bytes);
    let is_sure = Encoding::for_bom(bytes).is_some()
        || decoded.encoding.starts_with("utf-16")
        || std::str::from_utf8(bytes).is_ok();
    if is_sure {
        return decoded;
    }
    let Some(encoding) =
        declared.and_then(|label| known(label.as_bytes())).or_else(|| in_page(bytes))
    else {
        return decoded;
    };
    let (text, is_malformed) = encoding.decode_without_bom_handling(bytes);
    // A declaration that the bytes belie, and a guess without faults: the guess.
    if is_malformed && (encoding == UTF_8 || !decoded.text.contains('\u{fffd}')) {
        return decoded;
    }
    let mut warnings = Vec::new();
    if is_malformed {
        let replaced = text.chars().filter(|&c| c == '\u{fffd}').count();
        warnings
            .push(format!("{replaced} places not valid {} and replaced by U+FFFD", name(encoding)));
    }
    warnings.extend(decoded.warnings.iter().filter(|warning| warning.contains("NUL")).cloned());
    Decoded { text: text.into_owned(), encoding: name(encoding), warnings }
}

/// The character set that the page declares: `<meta charset>`, `<meta http-equiv>`, an XML declaration.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let mut at = 0;
    while let Some(place) = find(start.get(at..)?, b"charset") {
        at += place + b"charset".len();
        if let Some(encoding) = value(start.get(at..)?).and_then(known) {
            return Some(encoding);
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

/// A page that says in ASCII that it is UTF-16 is not.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(match encoding {
        _ if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        _ if encoding == X_USER_DEFINED => WINDOWS_1252,
        _ => encoding,
    })
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

/// The lower-case name, as `text::decode` gives it.
fn name(encoding: &'static Encoding) -> &'static str {
    NAMES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(encoding.name()))
        .copied()
        .unwrap_or("replacement")
}

/// Every encoding of the Encoding Standard that a page can declare.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "utf-8", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258", "windows-874", "iso-8859-2", "iso-8859-3", "iso-8859-4",
    "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-8-i", "iso-8859-10", "iso-8859-13",
    "iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "ibm866", "macintosh", "x-mac-cyrillic",
    "gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr",
];

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
