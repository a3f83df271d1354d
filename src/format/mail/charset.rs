//! A part's bytes as text, in the character set that it declares or, where that is wrong, another.
//!
//! What is declared is believed as long as the bytes agree. `us-ascii` with letters beyond ASCII,
//! UTF-8 that is none and names that nobody knows are guessed at like a text without a declaration,
//! with a warning for the last.

use encoding_rs::Encoding;
use mail_parser::decoders::charsets::map::charset_decoder;

use crate::text::decode::{self, Decoded};

/// Decodes the bytes of a part that declares `label`.
pub fn decode(bytes: &[u8], label: Option<&str>) -> Decoded {
    let label = label.map(|label| label.trim().trim_matches(['"', '\''])).unwrap_or_default();
    if label.is_empty() {
        return decode::decode(bytes);
    }
    // Letters beyond ASCII in what is declared as ASCII are in a set that nobody told.
    if matches!(label.to_ascii_lowercase().as_str(), "us-ascii" | "ascii") {
        return decode::decode(bytes);
    }
    if Encoding::for_label(label.as_bytes()).is_some() {
        return decode::decode_declared(bytes, Some(label));
    }
    // A few that browsers do not know: UTF-7, code page 850.
    if let Some(decoder) = charset_decoder(label.as_bytes()) {
        return Decoded { text: decoder(bytes), encoding: "other", warnings: Vec::new() };
    }
    let mut decoded = decode::decode(bytes);
    let shown: String = label.chars().filter(|c| !c.is_control()).take(40).collect();
    decoded.warnings.insert(0, format!("character set `{shown}` is not known"));
    decoded
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
}
