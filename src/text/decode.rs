//! Bytes to text.
//!
//! Order of belief: a byte order mark, then UTF-16 and UTF-32 where so many bytes are NUL that it can
//! be nothing else (`text::wide`), then UTF-8 where the bytes are valid, then what a browser would guess.
//! What must stay true: a character that could not be read is never replaced in silence, and nothing is dropped,
//! not even the byte order mark (readers account for it as furniture).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

use super::mojibake;
use super::wide::{self, Narrower, Wide};

/// Text and the character set it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The whole text, a byte order mark included as U+FEFF so that nothing goes missing.
    pub text: String,
    /// Lower case, as `encoding_rs` names it: `utf-8`, `utf-16le`, `windows-1252`.
    pub encoding: &'static str,
    pub warnings: Vec<String>,
}

/// Decodes bytes whose character set nobody declared.
pub fn decode(bytes: &[u8]) -> Decoded {
    let mut decoded = characters(bytes);
    repair(&mut decoded);
    warn_of_nuls(&mut decoded);
    decoded
}

/// Undoes what another program did that took UTF-8 for Windows-1252, and says so.
fn repair(decoded: &mut Decoded) {
    if let Some((text, sequences)) = mojibake::repaired(&decoded.text) {
        let characters = count(sequences, "character");
        decoded
            .warnings
            .push(format!("{characters} of UTF-8 that was once read as windows-1252 repaired"));
        decoded.text = text;
    }
}

/// NULs are replaced where a text is stored.
fn warn_of_nuls(decoded: &mut Decoded) {
    // Asked first, since that is many times faster than counting.
    if decoded.text.as_bytes().contains(&0) {
        let nuls = decoded.text.bytes().filter(|&byte| byte == 0).count();
        decoded.warnings.push(format!("{} replaced by U+FFFD", count(nuls, "NUL character")));
    }
}

/// Decodes bytes of which somebody declared the character set, by a name of the Encoding Standard.
///
/// A declaration is believed where the bytes allow it: a byte order mark says more, and text that is
/// valid UTF-8 or full of NULs is what it looks like. A name that is not known, UTF-8 that is hardly
/// any, and a set that the bytes are not valid in while another fits them are passed over, as if
/// nothing had been declared.
pub fn decode_declared(bytes: &[u8], label: Option<&str>) -> Decoded {
    let encoding = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = encoding.filter(|&encoding| is_believed(encoding, bytes));
    let Some(encoding) = encoding else { return decode(bytes) };
    let mut declared = with(encoding, bytes, Vec::new());
    if !declared.warnings.is_empty() && encoding != UTF_8 {
        let guessed = decode(bytes);
        if !guessed.text.contains('\u{fffd}') {
            return guessed;
        }
    }
    repair(&mut declared);
    warn_of_nuls(&mut declared);
    declared
}

/// What a document says of its own character set, where that can be so: the words were read as ASCII,
/// so it is not UTF-16.
pub fn said_in_ascii(label: &str) -> Option<&str> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    (!is_utf_16(encoding)).then_some(label)
}

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Whether a declaration may be right, by what the bytes show before they are decoded.
fn is_believed(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some()
        || wide::of(bytes).is_some()
        || encoding == REPLACEMENT
        || encoding == X_USER_DEFINED
    {
        return false;
    }
    if encoding == ISO_2022_JP && bytes.contains(&0x1b) {
        return true;
    }
    if is_utf_16(encoding) {
        return bytes.len().is_multiple_of(2);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    encoding != UTF_8 || is_utf_8(bytes, 1)
}

fn characters(bytes: &[u8]) -> Decoded {
    if let Some((wide, mark)) = wide::of(bytes) {
        let warnings = match mark {
            0 => vec![format!("no byte order mark: read as {}", wide.name())],
            _ => Vec::new(),
        };
        let rest = bytes.get(mark..).unwrap_or_default();
        let mut decoded = match wide {
            Wide::Utf16(encoding) => with(encoding, rest, warnings),
            Wide::Utf32 { .. } => utf_32(wide, rest, warnings),
        };
        if mark > 0 {
            decoded.text.insert(0, '\u{feff}');
        }
        return decoded;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), encoding: name(UTF_8), warnings: Vec::new() },
        Err(_) if is_utf_8(bytes, 4) => with(UTF_8, bytes, Vec::new()),
        Err(_) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let encoding = detector.guess(None, Utf8Detection::Deny);
            with(encoding, bytes, vec![format!("not UTF-8: read as {}", name(encoding))])
        }
    }
}

/// Whether bytes that are not valid UTF-8 are still UTF-8 with a few bad places (cut at the end,
/// a pasted quotation mark) rather than another character set: `share` characters of several bytes
/// that are right for every place that is wrong.
fn is_utf_8(bytes: &[u8], share: usize) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right >= wrong.saturating_mul(share)
}

/// Decodes, and warns of what could not be read.
fn with(encoding: &'static Encoding, bytes: &[u8], warnings: Vec<String>) -> Decoded {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let mut decoded = Decoded { text: text.into_owned(), encoding: name(encoding), warnings };
    if malformed {
        warn_of_replaced(&mut decoded);
    }
    decoded
}

/// The same of UTF-32, which `encoding_rs` does not know.
fn utf_32(wide: Wide, bytes: &[u8], warnings: Vec<String>) -> Decoded {
    let mut decoded = Decoded { text: String::new(), encoding: wide.name(), warnings };
    Narrower::new(wide).push(bytes, true, &mut decoded.text);
    // A text that holds U+FFFD itself lost something before it came here.
    if decoded.text.contains('\u{fffd}') {
        warn_of_replaced(&mut decoded);
    }
    decoded
}

fn warn_of_replaced(decoded: &mut Decoded) {
    let replaced = decoded.text.chars().filter(|&c| c == '\u{fffd}').count();
    decoded.warnings.push(format!(
        "{} not valid {} and replaced by U+FFFD",
        count(replaced, "sequence"),
        decoded.encoding
    ));
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The lower-case name. A table, because names are `&'static str`: every encoding that a
/// detector or a byte order mark can yield, `replacement` for what nobody should still send.
fn name(encoding: &'static Encoding) -> &'static str {
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
    "utf-8", "utf-16le", "utf-16be", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
    "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874",
    "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
    "iso-8859-8", "iso-8859-8-i", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15",
    "iso-8859-16", "koi8-r", "koi8-u", "ibm866", "macintosh", "x-mac-cyrillic", "gbk", "gb18030",
    "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "x-user-defined",
];
    NAMES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(encoding.name()))
        .copied()
        .unwrap_or("replacement")
}

/// Without a UTF-8 byte order mark.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str, warnings: &[&str]) {
        let decoded = decode(bytes);
        assert_eq!(decoded.text, text, "{bytes:x?}");
        assert_eq!(decoded.encoding, encoding, "{bytes:x?}");
        assert_eq!(decoded.warnings, warnings, "{bytes:x?}");
    }

    #[test]
    fn every_way_in_is_named_and_nothing_is_replaced_in_silence() {
        check(b"", "", "utf-8", &[]);
        check("Zoë said “no”".as_bytes(), "Zoë said “no”", "utf-8", &[]);
        check(b"\xef\xbb\xbfcaf\xc3\xa9", "\u{feff}café", "utf-8", &[]);
        check(b"\xff\xfeh\0i\0", "\u{feff}hi", "utf-16le", &[]);
        check(b"\xfe\xff\0h\0i", "\u{feff}hi", "utf-16be", &[]);
        check(b"h\0i\0", "hi", "utf-16le", &["no byte order mark: read as utf-16le"]);
        check(b"\0h\0i", "hi", "utf-16be", &["no byte order mark: read as utf-16be"]);
        check(
            b"caf\xe9 \x93yes\x94",
            "café “yes”",
            "windows-1252",
            &["not UTF-8: read as windows-1252"],
        );
        check(b"a\0bcdefgh", "a\0bcdefgh", "utf-8", &["1 NUL character replaced by U+FFFD"]);
        check(
            "«éééé» \u{2014} cut\u{e9}".as_bytes().split_last().unwrap().1,
            "«éééé» — cut\u{fffd}",
            "utf-8",
            &["1 sequence not valid utf-8 and replaced by U+FFFD"],
        );
        check(
            b"\xff\xfeh\0i",
            "\u{feff}h\u{fffd}",
            "utf-16le",
            &["1 sequence not valid utf-16le and replaced by U+FFFD"],
        );
    }

    #[test]
    fn what_is_declared_is_believed_where_the_bytes_allow_it() {
        for (bytes, label, text, encoding) in [
            (&b"\xb1"[..], Some("iso-8859-2"), "ą", "iso-8859-2"),
            (b"caf\xe9 \x93yes\x94", Some(" ISO-8859-1 "), "café “yes”", "windows-1252"),
            ("café".as_bytes(), Some("iso-8859-1"), "café", "utf-8"),
            ("\u{feff}é".as_bytes(), Some("big5"), "\u{feff}é", "utf-8"),
            (b"\xff\xfeh\0", Some("utf-8"), "\u{feff}h", "utf-16le"),
            (b"\x42\x30\x44\x30\x7f\x95\xdd\x52", Some("utf-16le"), "あい长勝", "utf-16le"),
            (b"caf\xe9 au lait", Some("utf-8"), "café au lait", "windows-1252"),
            (b"\x93\xc3\xa9\xc3\xa9", Some("utf-8"), "\u{fffd}éé", "utf-8"),
            (b"\x1b$B$\"\x1b(B", Some("iso-2022-jp"), "あ", "iso-2022-jp"),
            (b"caf\xe9 au lait", Some("no-such-set"), "café au lait", "windows-1252"),
            (b"caf\xe9 au lait", None, "café au lait", "windows-1252"),
        ] {
            let decoded = decode_declared(bytes, label);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding), "{label:?}");
        }
        assert_eq!(said_in_ascii("utf-16"), None);
        assert_eq!(said_in_ascii("latin1"), Some("latin1"));
        let decoded = decode_declared(b"\xa4\xa2\xff\xff\x80", Some("euc-jp"));
        assert_eq!(decoded.warnings.len(), 1, "{decoded:?}");
    }

    #[test]
    fn every_encoding_that_the_detector_knows_has_its_name() {
        for label in
            ["shift_jis", "euc-jp", "euc-kr", "big5", "gbk", "windows-1251", "koi8-u", "iso-8859-2"]
        {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            assert_ne!(name(encoding), "replacement", "{label}");
        }
    }
}
