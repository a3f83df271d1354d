//! What a headline looks like.
//!
//! What must stay true: a line is judged by itself, and no sentence of a story passes for a headline.

use super::date_lines;
use super::residue::words::SALUTATIONS;
use crate::text::bylines;

/// Longer headlines were not met, in bytes and words.
const LONGEST_HEADLINE: usize = 220;
const MOST_WORDS_OF_HEADLINE: usize = 32;

/// What a letter opens with has no more words; `Dear England comes back to the West End` is a headline.
const MOST_WORDS_OF_SALUTATION: usize = 5;

/// Whether a line may be a headline: short, no sentence, no author line.
pub fn is_title(words: &str) -> bool {
    if words.len() > LONGEST_HEADLINE
        || words.ends_with([',', ';', ':'])
        || !words.contains(char::is_alphabetic)
        || date_lines::is_day(words)
    {
        return false;
    }
    let count = words.split_whitespace().count();
    if count > MOST_WORDS_OF_HEADLINE {
        return false;
    }
    let mut characters = words.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    let (first, second) = (characters.next(), characters.next());
    // `iPhone` may open a headline, `the` may not.
    if first.is_some_and(char::is_lowercase) && !second.is_some_and(char::is_uppercase) {
        return false;
    }
    let closing = words.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    if closing.ends_with('.') && !ends_with_abbreviation(closing) && !is_in_capitals(words) {
        return false;
    }
    if count > 12 && holds_a_sentence(words) {
        return false;
    }
    if closing.ends_with(['?', '!']) && (closing.len() < words.len() || count > 20) {
        return false;
    }
    !bylines::is_byline(words) && !opens_a_letter(words) && !is_turn(words)
}

/// `Q: When did you know?`, `P: ¿Cuándo lo supo?`: a question or an answer of an interview.
fn is_turn(words: &str) -> bool {
    words.split_once(':').is_some_and(|(label, said)| {
        label.chars().count() == 1 && label.starts_with(char::is_uppercase) && said.starts_with(' ')
    })
}

/// `Dear Sir`, `Sehr geehrte Damen und Herren`.
fn opens_a_letter(words: &str) -> bool {
    words.split_whitespace().count() <= MOST_WORDS_OF_SALUTATION
        && SALUTATIONS.iter().any(|start| words.starts_with(start))
}

/// A headline that is a sentence is no longer than this, in bytes.
const LONGEST_SENTENCE: usize = 160;

/// Whether a line may be a headline where what follows says so, though it ends as a sentence does or holds one.
pub fn may_be_title(words: &str) -> bool {
    words.len() <= LONGEST_SENTENCE
        && words.split_whitespace().count() <= MOST_WORDS_OF_HEADLINE
        && !words.ends_with([',', ';', ':'])
        && words.contains(char::is_alphabetic)
        && words
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with(|c: char| !c.is_lowercase())
        && !bylines::is_byline(words)
        && !opens_a_letter(words)
        && !is_turn(words)
}

/// Whether a sentence ends inside: a full stop behind a word in lower case.
fn holds_a_sentence(words: &str) -> bool {
    words.match_indices(". ").any(|(place, _)| {
        let before = words.get(..place).unwrap_or_default();
        before.chars().rev().take(4).filter(|c| c.is_lowercase()).count() == 4
    })
}

fn ends_with_abbreviation(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    let inner_stops = last.trim_end_matches('.').contains('.');
    inner_stops && last.len() <= 8
        || matches!(
            last,
            "Jr." | "Sr." | "Inc." | "Corp." | "Co." | "Ltd." | "St." | "..." | "etc."
        )
}

/// Whether a line is set in capitals.
pub fn is_in_capitals(words: &str) -> bool {
    !words.chars().any(char::is_lowercase)
        && words.chars().filter(|c| c.is_uppercase()).count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_an_interview_open_with_no_headline() {
        for (line, expected) in [
            ("Dear Sir", false),
            ("Sehr geehrte Damen und Herren", false),
            ("Q: When did you know?", false),
            ("Thursday 29 February", false),
            ("Dear England comes back to the West End", true),
            ("Cher announces a last tour", true),
            ("Liebe in Zeiten der Flut", true),
        ] {
            assert_eq!(is_title(line), expected, "{line}");
        }
    }
}
