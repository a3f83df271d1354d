//! What follows from a quotation's own words: which they are, how many, and what the text says of the speaker.
//!
//! What must stay true: each text is gone through once, however many quotations it has; and a gender is
//! what the text says at this place (`she said`, `Mr Brandvold said`), never what a name sounds like.

use crate::model::{Gender, Quote};
use crate::text::fingerprint;

/// Characters before a speaker in which a title stands: `Miss` is the longest, and a space.
const LONGEST_TITLE: usize = 6;

/// Fills in what depends on the words of `body`, which the quotes are of.
pub fn complete(body: &str, quotes: &mut [Quote]) {
    let places = Places::new(body, quotes);
    for quote in quotes {
        let words = places.text(quote.start_char, quote.end_char);
        quote.words_sha256 = fingerprint::words_sha256(words);
        quote.word_count = words.split_whitespace().count();
        quote.speaker_gender = quote.speaker_span.and_then(|(start, end)| {
            gender(places.text(start.saturating_sub(LONGEST_TITLE), start), places.text(start, end))
        });
    }
}

/// What a speaker's words say, and the title before them.
fn gender(before: &str, speaker: &str) -> Option<Gender> {
    let of = |word: &str| match word.trim_end_matches('.').to_lowercase().as_str() {
        "she" | "ms" | "mrs" | "miss" => Some(Gender::Woman),
        "he" | "mr" => Some(Gender::Man),
        _ => None,
    };
    let first = speaker.split_whitespace().next().unwrap_or_default();
    // A title is a word of its own, directly before the name, and written as one.
    let title = before.strip_suffix(char::is_whitespace).and_then(|before| {
        let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next()?;
        word.starts_with(char::is_uppercase).then_some(word)
    });
    of(first).or_else(|| title.and_then(of))
}

/// Where in the bytes of a text the characters are that its quotes speak of.
struct Places<'t> {
    text: &'t str,
    /// Character and byte, in their order.
    known: Vec<(usize, usize)>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str, quotes: &[Quote]) -> Self {
        let mut wanted: Vec<usize> = Vec::with_capacity(quotes.len() * 5);
        for quote in quotes {
            wanted.extend([quote.start_char, quote.end_char]);
            if let Some((start, end)) = quote.speaker_span {
                wanted.extend([start.saturating_sub(LONGEST_TITLE), start, end]);
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        let mut known = Vec::with_capacity(wanted.len());
        let mut next = wanted.into_iter().peekable();
        for (at, byte) in ends.enumerate() {
            if next.next_if_eq(&at).is_some() {
                known.push((at, byte));
            }
        }
        Self { text, known }
    }

    /// From one character to another; as far as the text goes.
    fn text(&self, start: usize, end: usize) -> &'t str {
        let byte = |at: usize| match self.known.binary_search_by_key(&at, |known| known.0) {
            Ok(found) => self.known[found].1,
            Err(_) => self.text.len(),
        };
        &self.text[byte(start)..byte(end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_text_says_is_a_gender() {
        for (before, speaker, expected) in [
            ("", "she", Some(Gender::Woman)),
            ("", "He", Some(Gender::Man)),
            (", Mr ", "Brandvold", Some(Gender::Man)),
            ("“ Ms. ", "Halloway", Some(Gender::Woman)),
            ("Mrs ", "Halloway", Some(Gender::Woman)),
            ("Miss\u{a0}", "Halloway", Some(Gender::Woman)),
            ("", "Mr Brandvold", Some(Gender::Man)),
            ("", "Mary", None),
            ("", "the minister", None),
            ("Dr ", "Halloway", None),
            ("items ", "Halloway", None),
            ("to ms ", "Halloway", None),
            ("Farmr ", "Halloway", None),
            ("Mr", "Halloway", None),
            ("", "", None),
        ] {
            assert_eq!(gender(before, speaker), expected, "{before:?} {speaker:?}");
        }
    }
}
