//! Character references: `&eacute;`, `&#146;`, `&amp`.
//!
//! The table is HTML's (WHATWG HTML, 13.5), with the old names that need no semicolon, and the
//! numbers 128 to 159 mean windows-1252 as in every browser. What is no reference stays as it is.
//! A name without semicolon that goes on in letters is one only inside a word (`d&eacutecor`), so
//! that addresses keep their `&copy=` and `&section=`.

use std::borrow::Cow;

use web_atoms::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name in the table, its semicolon left out.
const LONGEST_NAME: usize = 31;
/// The longest name that needs no semicolon, and the shortest.
const LONGEST_OLD_NAME: usize = 6;
const SHORTEST_OLD_NAME: usize = 2;

/// A text with its character references resolved, once.
pub fn decode(text: &str) -> Cow<'_, str> {
    resolve(text, |_| true)
}

/// The same for what was escaped once too often: only what has its semicolon is a reference.
pub fn decode_closed(text: &str) -> Cow<'_, str> {
    resolve(text, |reference| reference.ends_with(';'))
}

fn resolve(text: &str, is_meant: fn(&str) -> bool) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        rest = after;
        match reference(after) {
            Some((length, characters)) if after.get(..length).is_some_and(is_meant) => {
                decoded.extend(characters.into_iter().flatten());
                rest = after.get(length..).unwrap_or_default();
            }
            _ => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The reference whose `&` stood just before: its length and what it stands for.
fn reference(after: &str) -> Option<(usize, [Option<char>; 2])> {
    if let Some(number) = after.strip_prefix('#') {
        let (digits, base) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(base)).count();
        let code = digits.get(..count).filter(|digits| !digits.is_empty())?;
        let character = u32::from_str_radix(code, base).map_or('\u{fffd}', character);
        let length = after.len() - digits.len() + count;
        let is_closed = digits.get(count..)?.starts_with(';');
        return Some((length + usize::from(is_closed), [Some(character), None]));
    }
    let letters =
        after.bytes().take(LONGEST_NAME + 1).take_while(u8::is_ascii_alphanumeric).count();
    if after.as_bytes().get(letters) == Some(&b';')
        && let Some(characters) = named(after.get(..=letters)?)
    {
        return Some((letters + 1, characters));
    }
    let next = after.as_bytes().get(letters);
    if next == Some(&b'=') {
        return None;
    }
    (SHORTEST_OLD_NAME..=letters.min(LONGEST_OLD_NAME)).rev().find_map(|length| {
        let characters = named(after.get(..length)?)?;
        let is_letter = characters.iter().flatten().all(|c| c.is_alphabetic());
        (length == letters || is_letter).then_some((length, characters))
    })
}

/// What a name of the table stands for, the semicolon being part of the name where it is needed.
fn named(name: &str) -> Option<[Option<char>; 2]> {
    // Beginnings of names are in the table too, with 0.
    let &(first, second) = NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0)?;
    Some([char::from_u32(first), char::from_u32(second).filter(|&c| c != '\0')])
}

/// The character of that number, as browsers have it.
fn character(code: u32) -> char {
    let old = code
        .checked_sub(0x80)
        .and_then(|place| C1_REPLACEMENTS.get(usize::try_from(place).ok()?).copied().flatten());
    old.or_else(|| char::from_u32(code)).filter(|&c| c != '\0').unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_browsers_do() {
        for (text, expected) in [
            ("Caf&eacute; Zo&euml;", "Café Zoë"),
            ("caf&eacute, d&eacutecor", "café, décor"),
            ("AT&AMP;T, AT&ampT, AT&amp T", "AT&T, AT&ampT, AT& T"),
            ("it&#146;s &#8220;so&#x201D; &#8217", "it’s “so” ’"),
            ("&notin; &not in &notit;", "∉ ¬ in &notit;"),
            ("?a=1&copy=2&section=3&lang;=4", "?a=1&copy=2&section=3⟨=4"),
            ("R&D & Co. &; &# &#x; &unknown;", "R&D & Co. &; &# &#x; &unknown;"),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("&NotEqualTilde;", "≂\u{338}"),
            ("&amp;amp;", "&amp;"),
            ("é&", "é&"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
        assert_eq!(decode_closed("&amp; &amp &#39; &#39"), "& &amp ' &#39");
    }
}
