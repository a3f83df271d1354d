//! Words that somebody says stand in a text, compared with those that do.
//!
//! Texts are compared word by word: quotation marks, dashes, commas and what else typography changes is between words; a
//! sign that changes a meaning (`%`, `$`) is a word. What must stay true: a stretch at distance 0 has the same words in the
//! same order, and the nearest stretch is one of those with the fewest words that differ.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// A stretch of a text, in code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub start_char: usize,
    pub end_char: usize,
    /// How many words are others, missing or too many.
    pub distance: usize,
}

/// In what words differ that are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    pub capitals: bool,
    pub marks: bool,
}

/// Most comparisons of two words. A claim of 100 words in a text of 100,000 takes 10 million.
pub const MOST_COMPARED: usize = 40_000_000;

/// A word where it stands.
struct Word {
    start: usize,
    end: usize,
    written: String,
}

/// How many words a text has.
pub fn count_words(text: &str) -> usize {
    words(text).len()
}

/// The stretch of a text that is nearest to some words; `None` where the words are none, or both are too long to be compared.
pub fn nearest(text: &str, wanted: &str) -> Option<Stretch> {
    let (text, wanted) = (words(text), words(wanted));
    if text.is_empty()
        || wanted.is_empty()
        || text.len().saturating_mul(wanted.len()) > MOST_COMPARED
    {
        return None;
    }
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut numbered = |words: &[Word]| -> Vec<usize> {
        words
            .iter()
            .map(|word| {
                let next = numbers.len();
                *numbers.entry(word.written.to_lowercase()).or_insert(next)
            })
            .collect()
    };
    let (of_text, of_wanted) = (numbered(&text), numbered(&wanted));
    let (distance, first, last) = nearest_window(&of_text, &of_wanted)?;
    Some(Stretch { start_char: text.get(first)?.start, end_char: text.get(last)?.end, distance })
}

/// In what two stretches of the same words differ.
pub fn differences(one: &str, other: &str) -> Differences {
    let written =
        |text: &str| -> Vec<String> { words(text).into_iter().map(|word| word.written).collect() };
    let (one_words, other_words) = (written(one), written(other));
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Differences { capitals: one_words != other_words, marks: plain(one) != plain(other) }
}

/// The distance of the nearest window, and its first and last word (Sellers 1980). Of windows as near that is taken which
/// has as many words as are wanted, or most nearly so, and the first of those: where a word is another one, the true one is
/// in the window.
fn nearest_window(text: &[usize], wanted: &[usize]) -> Option<(usize, usize, usize)> {
    // For each beginning of what is wanted: how far it is from the words that end here, and where those begin.
    let mut column: Vec<(usize, usize)> = (0..=wanted.len()).map(|length| (length, 0)).collect();
    let mut best: Option<((usize, usize), usize, usize)> = None;
    for (at, word) in text.iter().enumerate() {
        let mut diagonal = (0, at);
        if let Some(first) = column.first_mut() {
            *first = (0, at + 1);
        }
        let mut above = (0, at + 1);
        for (cell, other) in column.iter_mut().skip(1).zip(wanted) {
            let changed = (diagonal.0 + usize::from(word != other), diagonal.1);
            let left_out = (above.0 + 1, above.1);
            let added = (cell.0 + 1, cell.1);
            diagonal = *cell;
            // A word in the place of another before one that is missing: so the window has the true one.
            *cell = [changed, added, left_out].into_iter().min_by_key(|way| way.0)?;
            above = *cell;
        }
        let (distance, start) = *column.last()?;
        let rank = (distance, (at + 1).saturating_sub(start).abs_diff(wanted.len()));
        if start <= at && best.is_none_or(|(least, ..)| rank < least) {
            best = Some((rank, start, at));
        }
    }
    best.map(|((distance, _), first, last)| (distance, first, last))
}

/// The words of a text: letters and digits, what joins them inside a word or a number, and signs that are no punctuation.
fn words(text: &str) -> Vec<Word> {
    let characters: Vec<char> = text.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let mut begun: Option<Word> = None;
    for (at, character) in characters.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
        let behind = characters.get(at + 1).copied();
        if is_of_word(character) || joins(before, character, behind) {
            let word =
                begun.get_or_insert_with(|| Word { start: at, end: at, written: String::new() });
            word.written.push(if character == '’' { '\'' } else { character });
            word.end = at + 1;
            continue;
        }
        words.extend(begun.take());
        if !character.is_whitespace() && !is_mark(character) {
            words.push(Word { start: at, end: at + 1, written: character.to_string() });
        }
    }
    words.extend(begun);
    for word in &mut words {
        word.written = word.written.nfc().collect();
    }
    words
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character)
}

/// `don’t`, `3.5`, `1,000`.
fn joins(before: Option<char>, character: char, behind: Option<char>) -> bool {
    let both = |is: fn(char) -> bool| before.is_some_and(is) && behind.is_some_and(is);
    match character {
        '\'' | '’' => both(char::is_alphabetic),
        '.' | ',' => both(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// What stands between words and is set in one way here and in another there.
fn is_mark(character: char) -> bool {
    character.is_control()
        || "\"'“”„‟‘’‚‛«»‹›`´.,;:!?…-‐‑‒–—―−()[]{}*_¡¿·•|、。，；：！？「」『』《》\u{ad}\u{200b}\u{200c}\u{200d}\u{feff}"
            .contains(character)
}

/// What stands in quotation marks in a sentence, without the marks; the outermost where they stand in each other.
pub fn quoted_parts(sentence: &str) -> Vec<String> {
    let characters: Vec<char> = sentence.chars().collect();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(opening) = characters.get(at).copied() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
        let end = closing(opening, before)
            .and_then(|closings| end_of(&characters, at + 1, opening, closings));
        match end {
            Some(end) => {
                parts.push(characters.iter().take(end).skip(at + 1).collect());
                at = end + 1;
            }
            None => at += 1,
        }
    }
    parts
}

/// The marks that may end what this one begins.
fn closing(opening: char, before: Option<char>) -> Option<&'static [char]> {
    match opening {
        '“' => Some(&['”']),
        '"' => Some(&['"']),
        '«' => Some(&['»']),
        '„' => Some(&['“', '”']),
        '「' => Some(&['」']),
        // An apostrophe stands behind a letter.
        '‘' if !before.is_some_and(char::is_alphanumeric) => Some(&['’']),
        _ => None,
    }
}

fn end_of(characters: &[char], from: usize, opening: char, closings: &[char]) -> Option<usize> {
    let rest = characters.iter().enumerate().skip(from);
    rest.filter(|(_, character)| closings.contains(character))
        .find(|(at, _)| {
            let is_apostrophe = opening == '‘'
                && characters.get(at + 1).copied().is_some_and(char::is_alphanumeric);
            !is_apostrophe
        })
        .map(|(at, _)| at)
}

/// A quotation cut where words were left out of it: `…`, `...`, in brackets or not.
pub fn pieces(quotation: &str) -> Vec<String> {
    let marked = ["[…]", "[...]", "(…)", "(...)", "...", "…"]
        .iter()
        .fold(quotation.to_owned(), |text, mark| text.replace(mark, "\u{0}"));
    let pieces = marked.split('\u{0}').map(|piece| trimmed(piece).to_owned());
    pieces.filter(|piece| count_words(piece) > 0).collect()
}

/// Without white space and marks at its ends.
pub fn trimmed(words: &str) -> &str {
    let is_around = |character: char| character.is_whitespace() || is_mark(character);
    words.trim_matches(is_around)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(text: &str, wanted: &str) -> Option<(String, usize)> {
        let stretch = nearest(text, wanted)?;
        let characters = text.chars().skip(stretch.start_char);
        Some((characters.take(stretch.end_char - stretch.start_char).collect(), stretch.distance))
    }

    #[test]
    fn the_nearest_words_are_those_with_the_fewest_others() {
        let text = "On Friday Mr Tan said: “We won’t raise the 3.5% levy this year.” He left.";
        for (wanted, expected, distance) in [
            ("We won't raise the 3.5% levy", "We won’t raise the 3.5% levy", 0),
            ("we will raise the 3.5% levy", "We won’t raise the 3.5% levy", 1),
            ("We won't raise the 35% levy", "We won’t raise the 3.5% levy", 1),
            ("We won't raise the levy this year", "We won’t raise the 3.5% levy this year", 2),
            ("raise the 3.5$ levy", "raise the 3.5% levy", 1),
            ("He left", "He left", 0),
            ("raise the 3.5% levy last month", "raise the 3.5% levy this year", 2),
            ("You won't raise", "We won’t raise", 1),
        ] {
            assert_eq!(near(text, wanted), Some((expected.to_owned(), distance)), "{wanted}");
        }
        assert_eq!(near("", "a"), None);
        assert_eq!(near("a", "…"), None);
    }

    #[test]
    fn the_same_words_may_differ_in_capitals_and_marks() {
        let told = |one, other| {
            let found = differences(one, other);
            (found.capitals, found.marks)
        };
        assert_eq!(told("We won’t go", "we won’t  go"), (true, false));
        assert_eq!(told("We won’t, go", "We won’t go"), (false, true));
        assert_eq!(told("We go", "We\ngo"), (false, false));
    }

    #[test]
    fn quotations_are_found_in_a_sentence() {
        for (sentence, expected) in [
            ("“We go,” she said. “Now.”", vec!["We go,", "Now."]),
            ("He called it \"a ‘fine’ day\".", vec!["a ‘fine’ day"]),
            ("‘It’s ours’, he said", vec!["It’s ours"]),
            ("Sie sagte: „Wir gehen“", vec!["Wir gehen"]),
            ("the ministers’ own words", vec![]),
            ("“not closed", vec![]),
        ] {
            assert_eq!(quoted_parts(sentence), expected, "{sentence}");
        }
        assert_eq!(pieces("We […] go, ... now…"), ["We", "go", "now"]);
    }

    proptest! {
        /// A stretch of a text is found in it, and a word that was changed costs one.
        #[test]
        fn a_stretch_is_at_distance_nothing(
            words in proptest::collection::vec("[a-d]{1,2}", 1..30),
            from in 0_usize..30, length in 1_usize..10, changed in 0_usize..10,
        ) {
            let text = words.join(" ");
            let from = from % words.len();
            let mut taken: Vec<String> = words[from..words.len().min(from + length)].to_vec();
            prop_assert_eq!(nearest(&text, &taken.join(", ")).unwrap().distance, 0);
            let changed = changed % taken.len();
            taken[changed] = "z".to_owned();
            prop_assert_eq!(nearest(&text, &taken.join(" ")).unwrap().distance, 1);
        }
    }
}
