//! Patterns over a text that has a byte for each character.
//!
//! Over UTF-8 a class such as `\p{L}` is hundreds of states, and one that may stand forty times is forty times as many:
//! the patterns of datelines took 13 MB, and 14 MB more on each thread to be matched. Here a character is a byte that
//! says what the patterns can tell of it: a letter of ASCII or of a month's name is itself, any other its class. What must
//! stay true: a pattern is written as over UTF-8, and finds the same.

use std::ops::Range;
use std::sync::LazyLock;

use regex::RegexSet;
use regex::bytes::{Regex, RegexBuilder};

const UPPER: u8 = 0x80;
const LETTER: u8 = 0x81;
const MARK: u8 = 0x82;
const DIGIT: u8 = 0x83;
const SPACE: u8 = 0x84;
const OTHER: u8 = 0x85;

/// Characters beyond ASCII that the patterns name, and the byte of each. Two fold to letters of ASCII.
const NAMED: &[(char, u8)] = &[
    ('–', 0x96),
    ('—', 0x97),
    ('―', 0x98),
    ('’', 0x92),
    ('ä', 0xe4),
    ('Ä', 0xc4),
    ('ç', 0xe7),
    ('Ç', 0xc7),
    ('é', 0xe9),
    ('É', 0xc9),
    ('û', 0xfb),
    ('Û', 0xdb),
    ('ſ', b's'),
    ('\u{212a}', b'K'),
];

/// What stands in a pattern, and the bytes that it means. Capitals are beside the letters, because beyond ASCII bytes
/// have no case.
const MEANINGS: &[(&str, &str)] = &[
    (r"\p{Lu}", r"[A-Z\x80\xc4\xc7\xc9\xdb]"),
    (r"\p{L}", r"[A-Za-z\x80\x81\xc4\xc7\xc9\xdb\xe4\xe7\xe9\xfb]"),
    (r"\p{M}", r"\x82"),
    (r"\d", r"[0-9\x83]"),
    (r"\s", r"[\t\n\x0b\x0c\r \x84]"),
    ("–", r"\x96"),
    ("—", r"\x97"),
    ("―", r"\x98"),
    ("’", r"\x92"),
    ("ä", r"[\xe4\xc4]"),
    ("ç", r"[\xe7\xc7]"),
    ("é", r"[\xe9\xc9]"),
    ("û", r"[\xfb\xdb]"),
];

/// Compiles a pattern of our own.
pub fn compile(pattern: &str) -> Regex {
    let meant = MEANINGS
        .iter()
        .fold(pattern.to_owned(), |pattern, (written, bytes)| pattern.replace(written, bytes));
    RegexBuilder::new(&meant).unicode(false).build().expect("a pattern of our own")
}

/// A text as patterns see it.
pub struct Seen<'t> {
    pub text: &'t str,
    bytes: Vec<u8>,
    /// Where each character starts in the text, and where the last one ends.
    places: Vec<usize>,
}

/// A pattern found in a text.
pub struct Found<'t, 's> {
    seen: &'s Seen<'t>,
    captures: regex::bytes::Captures<'s>,
}

impl<'t> Seen<'t> {
    pub fn new(text: &'t str) -> Self {
        let bytes = text.chars().map(byte_of).collect();
        let places = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
        Self { text, bytes, places }
    }

    /// The first place where the text is of this shape.
    pub fn find(&self, shape: &Regex) -> Option<Found<'t, '_>> {
        Some(Found { seen: self, captures: shape.captures(&self.bytes)? })
    }
}

impl<'t> Found<'t, '_> {
    /// Where all of it ends, in bytes of the text.
    pub fn end(&self) -> usize {
        self.captures.get(0).map_or(0, |whole| self.range(whole.range()).end)
    }

    /// All of it.
    pub fn whole(&self) -> &'t str {
        self.captures.get(0).map_or("", |whole| self.text(whole.range()))
    }

    /// A part of it by its name in the pattern.
    pub fn name(&self, name: &str) -> Option<&'t str> {
        self.captures.name(name).map(|part| self.text(part.range()))
    }

    fn text(&self, characters: Range<usize>) -> &'t str {
        self.seen.text.get(self.range(characters)).unwrap_or_default()
    }

    fn range(&self, characters: Range<usize>) -> Range<usize> {
        let place = |character: usize| self.seen.places.get(character).copied().unwrap_or_default();
        place(characters.start)..place(characters.end)
    }
}

/// What patterns can tell of a character.
fn byte_of(character: char) -> u8 {
    if character.is_ascii() {
        return character as u8;
    }
    if let Some((_, byte)) = NAMED.iter().find(|(named, _)| *named == character) {
        return *byte;
    }
    static CLASSES: LazyLock<RegexSet> = LazyLock::new(|| {
        RegexSet::new([r"\p{Lu}", r"\p{L}", r"\p{M}", r"\d", r"\s"]).expect("patterns of our own")
    });
    let classes = CLASSES.matches(character.encode_utf8(&mut [0; 4]));
    let bytes = [UPPER, LETTER, MARK, DIGIT, SPACE];
    classes.iter().next().and_then(|first| bytes.get(first).copied()).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Single characters, with what the patterns are made of: all that most alphabets have, and some of the others.
    #[test]
    fn a_pattern_finds_what_it_finds_over_utf_8() {
        for pattern in [
            r"^\p{Lu}$",
            r"^[\p{L}\p{M}.'’\-]$",
            r"^[\p{L} ]$",
            r"^\p{L}$",
            r"^\d$",
            r"^\s$",
            r"^(?:--+|—|–|―|[-–—])$",
            r"^(?i:s|k|ä|ç|é|û|z)$",
            r"^[0-9 .,&'’/\-]$",
            r"^[\p{Lu}]$",
        ] {
            let (ours, over_utf_8) = (compile(pattern), regex::Regex::new(pattern).unwrap());
            let others = ('\u{3000}'..=char::MAX).step_by(61);
            for character in ('\0'..='\u{2fff}').chain(others) {
                let text = character.to_string();
                let found = Seen::new(&text).find(&ours).map(|found| found.whole());
                let expected = over_utf_8.find(&text).map(|found| found.as_str());
                assert_eq!(found, expected, "{pattern} {character:?}");
            }
        }
    }

    #[test]
    fn parts_are_those_of_the_text() {
        let shape = compile(r"^(?P<place>\p{Lu}[\p{L}\p{M}]+), (?P<day>\d+)(?P<more>x)? — ");
        let seen = Seen::new("SÃO\u{308}ŁÓDŹ, ٤2 — Ola");
        let found = seen.find(&shape).unwrap();
        assert_eq!(
            (found.name("place"), found.name("day"), found.name("more")),
            (Some("SÃO\u{308}ŁÓDŹ"), Some("٤2"), None)
        );
        assert_eq!((found.whole(), &seen.text[found.end()..]), ("SÃO\u{308}ŁÓDŹ, ٤2 — ", "Ola"));
        assert!(Seen::new("são, 4 — ").find(&shape).is_none());
    }
}
