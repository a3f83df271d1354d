//! Finds words again in a text that may have changed since they were quoted.
//!
//! The words must stand there to the letter; only white space may differ, because paragraphs are cut anew. What stood
//! before and behind them decides between several places, and if it cannot, all are named and none is chosen: words
//! that are near enough are not the words. The selectors are those of the W3C Web Annotation Data Model
//! (text position and text quote).

use crate::model::{Place, Quoted};

/// How many characters before and behind the words a permalink carries.
pub const CONTEXT_CHARS: usize = 32;

/// Where words stand in a text, in code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchored {
    /// Where they stood.
    InPlace { start_char: usize, end_char: usize },
    /// Elsewhere.
    Moved { start_char: usize, end_char: usize },
    /// At several places, and nothing tells which is meant: the first character of each.
    Several(Vec<usize>),
    /// Nowhere.
    Gone,
}

/// The characters from `start_char` to `end_char` with what stands around them; `None` if the text ends before.
pub fn quoted(text: &str, start_char: usize, end_char: usize) -> Option<Quoted> {
    let characters: Vec<char> = text.chars().collect();
    let exact = characters.get(start_char..end_char)?;
    let before = &characters[start_char.saturating_sub(CONTEXT_CHARS)..start_char];
    let behind = &characters[end_char..characters.len().min(end_char + CONTEXT_CHARS)];
    Some(Quoted {
        prefix: before.iter().collect(),
        exact: exact.iter().collect(),
        suffix: behind.iter().collect(),
    })
}

/// Every place where words stand in a text, white space aside: the first code point of each and the one after its last.
pub fn places(text: &str, words: &str) -> Vec<(usize, usize)> {
    let text = Spaced::of(text);
    let words = Spaced::of(words.trim());
    text.places(&words.characters)
        .into_iter()
        .map(|at| text.span(at, words.characters.len()))
        .collect()
}

/// Where the words of a place stand in a text.
pub fn find(text: &str, place: &Place) -> Anchored {
    let (start_char, end_char) = (place.start_char, place.end_char);
    let Some(wanted) = &place.quoted else {
        // Nothing says which words are meant: the place itself is all there is.
        return match text.chars().count() >= end_char {
            true => Anchored::InPlace { start_char, end_char },
            false => Anchored::Gone,
        };
    };
    if quoted(text, start_char, end_char).is_some_and(|found| found.exact == wanted.exact) {
        return Anchored::InPlace { start_char, end_char };
    }
    let text = Spaced::of(text);
    let exact = Spaced::of(&wanted.exact).characters;
    let found = text.places(&exact);
    let alike = |at: usize| text.context(at, exact.len(), wanted);
    let most = found.iter().map(|at| alike(*at)).max();
    let best: Vec<usize> = found.iter().copied().filter(|at| Some(alike(*at)) == most).collect();
    match best.as_slice() {
        [] => Anchored::Gone,
        [at] => {
            let (start_char, end_char) = text.span(*at, exact.len());
            Anchored::Moved { start_char, end_char }
        }
        several => Anchored::Several(several.iter().map(|at| text.starts[*at]).collect()),
    }
}

/// A text in which any white space is one space, and where each of its characters stood.
struct Spaced {
    characters: Vec<char>,
    /// The code point at which each character begins.
    starts: Vec<usize>,
}

impl Spaced {
    fn of(text: &str) -> Self {
        let (mut characters, mut starts) = (Vec::new(), Vec::new());
        for (at, character) in text.chars().enumerate() {
            let character = if character.is_whitespace() { ' ' } else { character };
            if character != ' ' || characters.last() != Some(&' ') {
                characters.push(character);
                starts.push(at);
            }
        }
        Self { characters, starts }
    }

    /// Where the characters of some words begin, overlapping or not.
    fn places(&self, words: &[char]) -> Vec<usize> {
        if words.is_empty() {
            return Vec::new();
        }
        let windows = self.characters.windows(words.len()).enumerate();
        windows.filter(|(_, window)| *window == words).map(|(at, _)| at).collect()
    }

    /// The code points of so many characters from one on. White space at the end is taken as one character.
    fn span(&self, at: usize, length: usize) -> (usize, usize) {
        (self.starts[at], self.starts[at + length - 1] + 1)
    }

    /// How many characters before and behind a place are those that stood there, counted from the place outwards.
    fn context(&self, at: usize, length: usize, wanted: &Quoted) -> usize {
        let (prefix, suffix) =
            (Self::of(&wanted.prefix).characters, Self::of(&wanted.suffix).characters);
        let before = self.characters[..at].iter().rev().zip(prefix.iter().rev());
        let behind = self.characters[at + length..].iter().zip(&suffix);
        before.take_while(|(one, other)| one == other).count()
            + behind.take_while(|(one, other)| one == other).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::MentionField;

    fn place_of(text: &str, start_char: usize, end_char: usize) -> Place {
        let quoted = quoted(text, start_char, end_char);
        Place { field: MentionField::Body, start_char, end_char, quoted }
    }

    /// The place of words that stand once in a text.
    fn place(text: &str, words: &str) -> Place {
        let [(start, end)] = places(text, words)[..] else { panic!("{words:?} in {text:?}") };
        place_of(text, start, end)
    }

    #[test]
    fn words_move_with_their_text() {
        let old = "The port is closed. “We shall not move,” Ms Wong said.";
        let place = place(old, "We shall not move");
        assert_eq!(find(old, &place), Anchored::InPlace { start_char: 21, end_char: 38 });
        let new = "CORRECTED The port is open.\n\n“We shall\nnot move,” Ms Wong said.";
        assert_eq!(find(new, &place), Anchored::Moved { start_char: 30, end_char: 47 });
        assert_eq!(find("“We shall move,” Ms Wong said.", &place), Anchored::Gone);
        assert_eq!(find("", &place), Anchored::Gone);
    }

    #[test]
    fn what_stands_around_words_decides_between_places_and_a_tie_is_not_decided() {
        let old = "Mr Tan said no. Ms Wong said no. Nobody left.";
        let place = place_of(old, 24, 31);
        assert_eq!(place.quoted.as_ref().unwrap().exact, "said no");
        let new = "On Friday Mr Tan said no. Ms Wong said no. Nobody left.";
        assert_eq!(find(new, &place), Anchored::Moved { start_char: 34, end_char: 41 });
        assert_eq!(find("x said no. x said no. x", &place), Anchored::Several(vec![2, 13]));
    }

    #[test]
    fn without_words_a_place_is_only_a_place() {
        let place = Place { quoted: None, ..place_of("abcdef", 1, 4) };
        assert_eq!(find("uvwxyz", &place), Anchored::InPlace { start_char: 1, end_char: 4 });
        assert_eq!(find("uvw", &place), Anchored::Gone);
    }

    proptest! {
        /// Words that stand once are found again behind anything that is put before them, and never elsewhere.
        #[test]
        fn words_are_found_where_they_are_or_not_at_all(
            text in "[a-c “”é𝄞\n]{1,60}",
            put_before in "[a-d é\n]{0,20}",
            from in 0_usize..60,
            length in 1_usize..20,
        ) {
            let count = text.chars().count();
            let (start, end) = (from % count, (from % count + length).min(count));
            let place = place_of(&text, start, end);
            prop_assert_eq!(find(&text, &place), Anchored::InPlace { start_char: start, end_char: end });
            let changed = format!("{put_before}{text}");
            let exact = place.quoted.as_ref().unwrap().exact.clone();
            let spaced = |text: &str| Spaced::of(text).characters;
            match find(&changed, &place) {
                Anchored::InPlace { start_char, end_char } | Anchored::Moved { start_char, end_char } => {
                    let found = quoted(&changed, start_char, end_char).unwrap().exact;
                    prop_assert_eq!(spaced(&found), spaced(&exact));
                }
                Anchored::Several(starts) => prop_assert!(starts.len() > 1),
                Anchored::Gone => prop_assert!(false, "{exact:?} is gone"),
            }
        }
    }
}
