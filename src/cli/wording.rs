//! How messages are put: counted nouns, and the known word that is nearest to a misspelt one.

use std::fmt::Display;

/// A number with its noun: `1 article`, `2 articles`, `3 people`.
pub fn counted<N: Display + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    match (number == N::from(1), noun) {
        (true, _) => format!("{number} {noun}"),
        (false, "person") => format!("{number} people"),
        (false, "watch") => format!("{number} watches"),
        (false, _) => match noun.strip_suffix('y') {
            Some(stem) => format!("{number} {stem}ies"),
            None => format!("{number} {noun}s"),
        },
    }
}

/// Least likeness of a word that was meant.
const ALIKE: f64 = 0.6;

/// Of the words that there are, the one that was most likely meant; `None` if none is near.
pub fn nearest<'w>(typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let typed = typed.to_lowercase();
    let likeness = |word: &str| match word.starts_with(&typed) && typed.len() > 2 {
        true => 0.99,
        false => strsim::normalized_damerau_levenshtein(&typed, word),
    };
    known
        .into_iter()
        .map(|word| (likeness(word), word))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.1.cmp(one.1)))
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_agree() {
        for (number, noun, expected) in [
            (0, "article", "0 articles"),
            (1, "article", "1 article"),
            (2, "article", "2 articles"),
            (1, "person", "1 person"),
            (2, "person", "2 people"),
            (2, "copy", "2 copies"),
            (2, "watch", "2 watches"),
        ] {
            assert_eq!(counted(number, noun), expected);
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        let known = ["people", "places", "quotes", "quotes-across", "limit"];
        for (typed, expected) in [
            ("peple", Some("people")),
            ("Quote", Some("quotes")),
            ("lmit", Some("limit")),
            ("place", Some("places")),
            ("banana", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }
}
