//! Texts of tags as plain words: entities resolved, tags taken off, white space single.

use crate::format::markup;
use crate::text::normalise;

/// A text as plain words in one line.
pub fn plain(text: &str) -> String {
    let has_markup = text.contains('&') || (text.contains('<') && text.contains('>'));
    if !has_markup {
        return visible(&normalise::comparable(text));
    }
    // Some tags are escaped twice.
    let once = markup::text_of(text);
    let resolved = if once.contains("&#") || once.contains("&amp;") || once.contains("&quot;") {
        markup::text_of(&once)
    } else {
        once
    };
    visible(&normalise::comparable(&normalise::stored(&resolved)))
}

/// Without characters that are not seen.
fn visible(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}' | '\0');
    if text.contains(hidden) {
        return text.replace(hidden, "").trim().to_owned();
    }
    text.to_owned()
}

/// A name as plain words; `None` if it says nothing.
pub fn name(text: &str) -> Option<String> {
    let name = plain(text);
    let is_empty = name.is_empty()
        || ["null", "undefined", "none", "n/a", "default"]
            .iter()
            .any(|word| name.eq_ignore_ascii_case(word));
    (!is_empty).then_some(name)
}

/// Letters and figures alone, in lower case: what two printings of one text share.
pub fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The share of the words of the shorter text that the other has too, 0 to 1.
pub fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() {
        return 0.0;
    }
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared as f64 / long.len().min(short.len() * 2) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_plain() {
        for (text, plain_text) in [
            ("  Harbour \n shut ", "Harbour shut"),
            ("Harbour &amp; sea", "Harbour & sea"),
            ("It&amp;#39;s shut", "It's shut"),
            ("<em>Harbour</em> shut", "Harbour shut"),
            ("Harbour\u{200b} shut", "Harbour shut"),
        ] {
            assert_eq!(plain(text), plain_text, "{text:?}");
        }
        assert_eq!(name("undefined"), None);
    }
}
