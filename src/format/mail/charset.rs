//! A part's bytes as text, in the character set that it declares or, where that is wrong, another.
//!
//! What is declared is believed as long as the bytes agree. `us-ascii` with letters beyond ASCII,
//! UTF-8 that is none and names that nobody knows are guessed at like a text without a declaration,
//! with a warning for the last.

use encoding_rs::{Encoding, UTF_8};
use mail_parser::decoders::charsets::map::charset_decoder;

use crate::text::decode::{self, Decoded};

/// Decodes the bytes of a part that declares `label`.
pub fn decode(bytes: &[u8], label: Option<&str>) -> Decoded {
    let label = label.map(|label| label.trim().trim_matches(['"', '\''])).unwrap_or_default();
    if label.is_empty() {
        return decode::decode(bytes);
    }
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        // A few that browsers do not know: UTF-7, code page 850.
        if let Some(decoder) = charset_decoder(label.as_bytes()) {
            return Decoded { text: decoder(bytes), encoding: "other", warnings: Vec::new() };
        }
        let mut decoded = decode::decode(bytes);
        let shown: String = label.chars().filter(|c| !c.is_control()).take(40).collect();
        decoded.warnings.insert(0, format!("character set `{shown}` is not known"));
        return decoded;
    };
    // ASCII is every set's, and pure UTF-8 beyond it is no accident.
    let is_escaped = name(encoding) == "iso-2022-jp";
    if !is_escaped && encoding != encoding_rs::UTF_16LE && encoding != encoding_rs::UTF_16BE {
        let is_utf_8 = std::str::from_utf8(bytes).is_ok();
        let is_ascii = matches!(label.to_ascii_lowercase().as_str(), "us-ascii" | "ascii");
        if is_ascii || encoding == UTF_8 || bytes.is_ascii() {
            let guessed = decode::decode(bytes);
            let encoding = if is_utf_8 && !is_ascii { name(encoding) } else { guessed.encoding };
            return Decoded { encoding, ..guessed };
        }
    }
    let (text, is_malformed) = encoding.decode_without_bom_handling(bytes);
    let warnings = if is_malformed {
        vec![format!("sequences not valid {} replaced by U+FFFD", name(encoding))]
    } else {
        Vec::new()
    };
    Decoded { text: text.into_owned(), encoding: name(encoding), warnings }
}

/// The character set that a page declares inside itself.
pub fn of_page(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..2048.min(bytes.len())).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("<meta")?;
    let (_, after) = after.split_once("charset=")?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    Encoding::for_label(label.as_bytes()).map(|_| label)
}

/// The lower-case name of an encoding.
fn name(encoding: &'static Encoding) -> &'static str {
    const UPPER: &[(&str, &str)] = &[
        ("UTF-8", "utf-8"),
        ("UTF-16LE", "utf-16le"),
        ("UTF-16BE", "utf-16be"),
        ("ISO-8859-2", "iso-8859-2"),
        ("ISO-8859-3", "iso-8859-3"),
        ("ISO-8859-4", "iso-8859-4"),
        ("ISO-8859-5", "iso-8859-5"),
        ("ISO-8859-6", "iso-8859-6"),
        ("ISO-8859-7", "iso-8859-7"),
        ("ISO-8859-8", "iso-8859-8"),
        ("ISO-8859-8-I", "iso-8859-8-i"),
        ("ISO-8859-10", "iso-8859-10"),
        ("ISO-8859-13", "iso-8859-13"),
        ("ISO-8859-14", "iso-8859-14"),
        ("ISO-8859-15", "iso-8859-15"),
        ("ISO-8859-16", "iso-8859-16"),
        ("KOI8-R", "koi8-r"),
        ("KOI8-U", "koi8-u"),
        ("IBM866", "ibm866"),
        ("GBK", "gbk"),
        ("Big5", "big5"),
        ("EUC-JP", "euc-jp"),
        ("EUC-KR", "euc-kr"),
        ("ISO-2022-JP", "iso-2022-jp"),
        ("Shift_JIS", "shift_jis"),
    ];
    let name = encoding.name();
    UPPER.iter().find(|(upper, _)| *upper == name).map_or(name, |(_, lower)| *lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_is_believed_while_the_bytes_agree() {
        for (bytes, label, text, warnings) in [
            (&b"caf\xe9"[..], Some("iso-8859-1"), "café", 0),
            ("café".as_bytes(), Some("utf-8"), "café", 0),
            ("café".as_bytes(), Some("US-ASCII"), "café", 0),
            ("café".as_bytes(), None, "café", 0),
            (b"\x1b$B$\"\x1b(B", Some("iso-2022-jp"), "あ", 0),
            (b"plain", Some("x-nobody-knows"), "plain", 1),
            (b"+AGE-b", Some("utf-7"), "ab", 0),
            (b"plain", Some(""), "plain", 0),
        ] {
            let decoded = decode(bytes, label);
            assert_eq!(decoded.text, text, "{label:?}");
            assert_eq!(decoded.warnings.len(), warnings, "{label:?}");
        }
    }

    #[test]
    fn a_page_may_say_it_itself() {
        let page = b"<html><meta http-equiv=x content='text/html; charset=ISO-8859-2'>";
        assert_eq!(of_page(page).as_deref(), Some("iso-8859-2"));
        assert_eq!(of_page(b"<html>charset=utf-8"), None);
    }
}
