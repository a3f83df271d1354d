//! Bytes of a page or of an XML document to text, by what is declared of its character set.
//!
//! Order of belief: a byte order mark, then bytes that are valid UTF-8 with characters of several bytes
//! (no other text looks like that), then what the server declared, then what the document itself declares
//! in its first bytes, then what `text::decode` sees.

use crate::text::decode::{self, Decoded};

/// How far into a page a declaration is looked for. The standard says 1024 bytes; pages do not know.
const PREFIX_OF_PAGE: usize = 4096;
/// The same in XML, where there may be dirt before it.
const PREFIX_OF_XML: usize = 1024;

/// Decodes a page. `declared` is a media type's `charset`, if somebody sent one.
pub fn page(bytes: &[u8], declared: Option<&str>) -> Decoded {
    // The tags of a page that is in UTF-16 show it, whatever is declared.
    match declared.and_then(decode::said_in_ascii) {
        Some(label) => decode::decode_declared(bytes, Some(label)),
        None => decode::decode_declared(bytes, in_page(bytes).as_deref()),
    }
}

/// Decodes an XML document.
pub fn xml(bytes: &[u8]) -> Decoded {
    decode::decode_declared(bytes, in_xml(bytes).as_deref())
}

/// The `charset` among the parameters of a media type.
pub fn of_media_type(value: &str) -> Option<&str> {
    value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// The character set that a page declares: `<meta charset>`, `<meta http-equiv>`, an XML declaration.
pub fn in_page(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..PREFIX_OF_PAGE).unwrap_or(bytes);
    let mut at = 0;
    while let Some(place) = find(start.get(at..)?, b"charset") {
        at += place + b"charset".len();
        if let Some(label) = value(start.get(at..)?) {
            return Some(label);
        }
    }
    in_xml(bytes)
}

/// The character set that an XML declaration names.
pub fn in_xml(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..PREFIX_OF_XML).unwrap_or(bytes);
    let rest = start.get(find(start, b"<?xml")?..)?;
    let declaration = rest.get(..find(rest, b">")?)?;
    value(declaration.get(find(declaration, b"encoding")? + b"encoding".len()..)?)
}

/// The value behind an equals sign, without quotation marks, where it is the name of a character set.
fn value(rest: &[u8]) -> Option<String> {
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let is_of_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    let end = rest.iter().position(|byte| !is_of_name(byte)).unwrap_or(rest.len());
    let label = std::str::from_utf8(rest.get(..end)?).ok()?;
    decode::said_in_ascii(label).map(str::to_owned)
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_names_a_character_set_among_its_parameters() {
        let html = "text/html; boundary=x; Charset=\"ISO-8859-1\"";
        assert_eq!(of_media_type(html), Some("ISO-8859-1"));
        assert_eq!(of_media_type("text/html"), None);
    }

    #[test]
    fn a_page_is_believed_where_the_bytes_allow_it() {
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
            let decoded = page(bytes, declared);
            assert_eq!(decoded.encoding, encoding, "{}", decoded.text);
            assert!(decoded.text.ends_with(text), "{} / {text}", decoded.text);
        }
    }

    #[test]
    fn xml_is_believed_where_the_bytes_allow_it() {
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
            let decoded = xml(bytes);
            assert!(decoded.text.ends_with(text), "{}", decoded.text);
            assert_eq!(decoded.encoding, encoding);
        }
    }
}
