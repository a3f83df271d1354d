//! Characters by the names of their glyphs, and by the encodings that PDF has for simple fonts.
//!
//! After the Adobe Glyph List and ISO 32000-1 annex D. Of the some 4000 names of the list nearly
//! all are a letter and an accent, which Unicode can put together.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization;

/// A table from bytes to characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Standard,
    WinAnsi,
    MacRoman,
}

impl Base {
    /// The encoding of that name.
    pub fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"StandardEncoding" => Some(Self::Standard),
            _ => None,
        }
    }

    /// The character of a byte, empty where it has none.
    pub fn character(self, byte: u8) -> String {
        if byte < 0x20 {
            return String::new();
        }
        match self {
            Self::WinAnsi => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned(),
            Self::MacRoman => MACINTOSH.decode_without_bom_handling(&[byte]).0.into_owned(),
            Self::Standard => match byte {
                b'\'' => "’".to_owned(),
                b'`' => "‘".to_owned(),
                0x20..=0x7e => char::from(byte).to_string(),
                _ => STANDARD
                    .iter()
                    .find(|(code, _)| *code == byte)
                    .map(|(_, character)| (*character).to_owned())
                    .unwrap_or_default(),
            },
        }
    }
}

#[rustfmt::skip]
const STANDARD: &[(u8, &str)] = &[
    (0xa1, "¡"), (0xa2, "¢"), (0xa3, "£"), (0xa4, "⁄"), (0xa5, "¥"), (0xa6, "ƒ"), (0xa7, "§"),
    (0xa8, "¤"), (0xa9, "'"), (0xaa, "“"), (0xab, "«"), (0xac, "‹"), (0xad, "›"), (0xae, "fi"),
    (0xaf, "fl"), (0xb1, "–"), (0xb2, "†"), (0xb3, "‡"), (0xb4, "·"), (0xb6, "¶"), (0xb7, "•"),
    (0xb8, "‚"), (0xb9, "„"), (0xba, "”"), (0xbb, "»"), (0xbc, "…"), (0xbd, "‰"), (0xbf, "¿"),
    (0xc1, "`"), (0xc2, "´"), (0xc3, "ˆ"), (0xc4, "˜"), (0xc5, "¯"), (0xc8, "¨"), (0xca, "˚"),
    (0xcb, "¸"), (0xd0, "—"), (0xe1, "Æ"), (0xe3, "ª"), (0xe8, "Ł"), (0xe9, "Ø"), (0xea, "Œ"),
    (0xeb, "º"), (0xf1, "æ"), (0xf5, "ı"), (0xf8, "ł"), (0xf9, "ø"), (0xfa, "œ"), (0xfb, "ß"),
];

/// The characters that a glyph's name stands for: `eacute`, `f_i`, `uni20AC`, `a.sc`. `None` for
/// names that only the font's maker knows.
pub fn named(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|name| !name.is_empty() && name.len() <= 64)?;
    if name.contains('_') {
        return name.split('_').map(single).collect();
    }
    single(name)
}

fn single(name: &str) -> Option<String> {
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return only.is_ascii_alphabetic().then(|| only.to_string());
    }
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    if let Some(digits) = name.strip_prefix("uni").filter(|digits| digits.len() % 4 == 0) {
        let codes = (0..digits.len() / 4).map(|place| digits.get(place * 4..place * 4 + 4));
        return codes.map(|code| from_hexadecimal(code?)).collect();
    }
    if let Some(character) = name
        .strip_prefix('u')
        .filter(|digits| (4..=6).contains(&digits.len()))
        .and_then(from_hexadecimal)
    {
        return Some(character.to_string());
    }
    if let Some(number) = name.strip_prefix("afii").and_then(|number| number.parse().ok()) {
        return cyrillic(number).map(|character| character.to_string());
    }
    let plain = ["oldstyle", "small", "inferior", "superior"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending));
    if let Some(plain) = plain {
        return single(plain);
    }
    accented(name)
}

fn from_hexadecimal(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?).filter(|character| *character != '\0')
}

/// `Ccaron`: a letter and an accent.
fn accented(name: &str) -> Option<String> {
    let (ending, mark) = ACCENTS.iter().find(|(ending, _)| name.ends_with(ending))?;
    let letter = name.strip_suffix(ending)?;
    let mut characters = letter.chars();
    match (characters.next(), characters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => {
            Some([letter, *mark].into_iter().nfc().collect())
        }
        _ => None,
    }
}

/// The letters of Russian, which the list numbers with Ё after Е.
fn cyrillic(number: u32) -> Option<char> {
    let (first, start) = match number {
        10017..=10049 => (10017, 0x410),
        10065..=10097 => (10065, 0x430),
        _ => return None,
    };
    match number - first {
        place @ 0..=5 => char::from_u32(start + place),
        6 => Some(if start == 0x410 { 'Ё' } else { 'ё' }),
        place => char::from_u32(start + place - 1),
    }
}

#[rustfmt::skip]
const ACCENTS: &[(&str, char)] = &[
    ("hungarumlaut", '\u{30b}'), ("commaaccent", '\u{327}'), ("dotaccent", '\u{307}'),
    ("circumflex", '\u{302}'), ("dieresis", '\u{308}'), ("cedilla", '\u{327}'),
    ("ogonek", '\u{328}'), ("macron", '\u{304}'), ("acute", '\u{301}'), ("grave", '\u{300}'),
    ("tilde", '\u{303}'), ("caron", '\u{30c}'), ("breve", '\u{306}'), ("ring", '\u{30a}'),
];

#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("space", " "), ("nbspace", " "), ("nonbreakingspace", " "), ("exclam", "!"), ("quotedbl", "\""),
    ("numbersign", "#"), ("dollar", "$"), ("percent", "%"), ("ampersand", "&"), ("quotesingle", "'"),
    ("parenleft", "("), ("parenright", ")"), ("asterisk", "*"), ("plus", "+"), ("comma", ","),
    ("hyphen", "-"), ("sfthyphen", "\u{ad}"), ("softhyphen", "\u{ad}"), ("minus", "−"),
    ("period", "."), ("slash", "/"), ("zero", "0"), ("one", "1"), ("two", "2"), ("three", "3"),
    ("four", "4"), ("five", "5"), ("six", "6"), ("seven", "7"), ("eight", "8"), ("nine", "9"),
    ("colon", ":"), ("semicolon", ";"), ("less", "<"), ("equal", "="), ("greater", ">"),
    ("question", "?"), ("at", "@"), ("bracketleft", "["), ("backslash", "\\"),
    ("bracketright", "]"), ("asciicircum", "^"), ("underscore", "_"), ("grave", "`"),
    ("braceleft", "{"), ("bar", "|"), ("braceright", "}"), ("asciitilde", "~"),
    ("exclamdown", "¡"), ("cent", "¢"), ("sterling", "£"), ("currency", "¤"), ("yen", "¥"),
    ("brokenbar", "¦"), ("section", "§"), ("dieresis", "¨"), ("copyright", "©"),
    ("ordfeminine", "ª"), ("guillemotleft", "«"), ("guillemotright", "»"), ("logicalnot", "¬"),
    ("registered", "®"), ("degree", "°"), ("plusminus", "±"), ("acute", "´"), ("mu", "µ"),
    ("paragraph", "¶"), ("periodcentered", "·"), ("cedilla", "¸"), ("ordmasculine", "º"),
    ("onequarter", "¼"), ("onehalf", "½"), ("threequarters", "¾"), ("questiondown", "¿"),
    ("AE", "Æ"), ("ae", "æ"), ("OE", "Œ"), ("oe", "œ"), ("Oslash", "Ø"), ("oslash", "ø"),
    ("Eth", "Ð"), ("eth", "ð"), ("Thorn", "Þ"), ("thorn", "þ"), ("germandbls", "ß"),
    ("Lslash", "Ł"), ("lslash", "ł"), ("Dcroat", "Đ"), ("dcroat", "đ"), ("dotlessi", "ı"),
    ("multiply", "×"), ("divide", "÷"), ("florin", "ƒ"), ("fraction", "⁄"), ("Euro", "€"),
    ("quoteleft", "‘"), ("quoteright", "’"), ("quotesinglbase", "‚"), ("quotedblleft", "“"),
    ("quotedblright", "”"), ("quotedblbase", "„"), ("guilsinglleft", "‹"), ("guilsinglright", "›"),
    ("endash", "–"), ("emdash", "—"), ("dagger", "†"), ("daggerdbl", "‡"), ("bullet", "•"),
    ("ellipsis", "…"), ("perthousand", "‰"), ("trademark", "™"), ("circumflex", "ˆ"),
    ("tilde", "˜"), ("macron", "¯"), ("breve", "˘"), ("dotaccent", "˙"), ("ring", "˚"),
    ("hungarumlaut", "˝"), ("ogonek", "˛"), ("caron", "ˇ"), ("fi", "fi"), ("fl", "fl"),
    ("ff", "ff"), ("ffi", "ffi"), ("ffl", "ffl"), ("Alpha", "Α"), ("Beta", "Β"), ("Gamma", "Γ"),
    ("Delta", "Δ"), ("Omega", "Ω"), ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"),
    ("omega", "ω"), ("pi", "π"), ("sigma", "σ"), ("lambda", "λ"), ("theta", "θ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_encodings_give_characters() {
        for (name, expected) in [
            ("A", Some("A")),
            ("eacute", Some("é")),
            ("Ccaron", Some("Č")),
            ("f_f_i", Some("ffi")),
            ("a.sc", Some("a")),
            ("oneoldstyle", Some("1")),
            ("uni20AC0041", Some("€A")),
            ("u1F600", Some("😀")),
            ("afii10017", Some("А")),
            ("afii10071", Some("ё")),
            ("afii10097", Some("я")),
            ("g17", None),
            (".notdef", None),
        ] {
            assert_eq!(named(name).as_deref(), expected, "{name}");
        }
        for (base, byte, expected) in [
            (Base::WinAnsi, 0x93, "“"),
            (Base::MacRoman, 0xd2, "“"),
            (Base::Standard, 0xaa, "“"),
            (Base::Standard, b'\'', "’"),
            (Base::WinAnsi, 0x01, ""),
        ] {
            assert_eq!(base.character(byte), expected);
        }
    }
}
