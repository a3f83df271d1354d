//! How an article begins, and what is said in it, in so many words.
//!
//! A word is what stands between spaces, and what a reader of a script without spaces would call one (UAX 29): whoever
//! allows ten words allows no more of Chinese than of English. What must stay true: nothing here gives more words of a
//! text than it was allowed.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{ReadQuote, ReviewQuote};
use crate::names::sentence_ends;

/// Something between spaces that has more words than that is cut inside.
const LONGEST: usize = 8;

/// The first words of a text on one line, to the end of a sentence where that is near. `is_whole`: the text ends where
/// this one does.
pub fn first_words(read: &str, is_whole: bool, most: usize) -> String {
    let text = match is_whole {
        true => read,
        // The last word may be half of one.
        false => read.rfind(char::is_whitespace).map_or(read, |end| &read[..end]),
    };
    let end = end_of_words(text, most);
    if is_whole && text[end..].trim().is_empty() {
        return on_one_line(text);
    }
    let taken = &text[..end];
    if taken.trim().is_empty() {
        return String::new();
    }
    let near = sentence_ends(read).into_iter().rfind(|at| *at <= end);
    if let Some(near) = near.and_then(|at| text.get(..at))
        && words(near) * 2 >= words(taken)
    {
        return on_one_line(near);
    }
    format!("{}…", on_one_line(taken).trim_end_matches([',', ';', ':', '.', '–', '—', '-', ' ']))
}

/// Quotations as long as there are words for them, and how many there is no room for. The first is cut rather than
/// left out. Where `counts_speakers`, the names of those who spoke are words too.
pub fn quotations(
    article: i64,
    quotes: &[ReadQuote],
    most: usize,
    counts_speakers: bool,
) -> (Vec<ReviewQuote>, usize) {
    let mut left = most;
    let mut shown = Vec::new();
    for quote in quotes {
        let speaker = match &quote.speaker {
            Some(name) if counts_speakers => words(name),
            _ => 0,
        };
        let count = words(&quote.words);
        let is_whole = quote.words.chars().count() as i64 >= quote.end_char - quote.start_char;
        let text = match (is_whole && count + speaker <= left, shown.is_empty() && speaker < left) {
            (true, _) => on_one_line(&quote.words),
            (false, true) => first_words(&quote.words, is_whole, left - speaker),
            (false, false) => break,
        };
        left = left.saturating_sub(count + speaker);
        shown.push(ReviewQuote {
            words: in_marks(&text),
            speaker: quote.speaker.clone(),
            address: format!("{article}#char={},{}", quote.start_char, quote.end_char),
        });
    }
    let more = quotes.len() - shown.len();
    (shown, more)
}

/// In the text the marks may stand outside of a quotation.
pub fn in_marks(words: &str) -> String {
    match words.starts_with(['"', '“', '„', '«', '‘', '\'']) {
        true => words.to_owned(),
        false => format!("“{words}”"),
    }
}

/// How many words a text has.
fn words(text: &str) -> usize {
    text.split_whitespace().map(words_between_spaces).sum()
}

fn words_between_spaces(piece: &str) -> usize {
    piece.unicode_words().count().max(1)
}

/// Where in a text so many words end, in bytes.
fn end_of_words(text: &str, most: usize) -> usize {
    let (mut left, mut end) = (most, 0);
    for (start, piece) in pieces(text) {
        let count = words_between_spaces(piece);
        if count <= left {
            left -= count;
            end = start + piece.len();
            continue;
        }
        if count > LONGEST {
            let inside = piece.unicode_word_indices().nth(left);
            end = inside.filter(|_| left > 0).map_or(end, |(at, _)| start + at);
        }
        break;
    }
    end
}

/// The pieces of a text that stand between spaces, with where they begin.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_whitespace().map(move |piece| {
        let start = at + text.get(at..).and_then(|rest| rest.find(piece)).unwrap_or_default();
        at = start + piece.len();
        (start, piece)
    })
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_sentence_ends_if_one_is_near() {
        for (text, most, expected) in [
            ("One two. Three four five six.", 3, "One two."),
            ("One two three four. Five.", 3, "One two three…"),
            ("One. Two three four five six seven.", 6, "One. Two three four five six…"),
            ("One two, three", 2, "One two…"),
            ("One two three", 3, "One two three"),
            ("One\n\ntwo   three", 9, "One two three"),
            ("The U.S. said no to Mr. Roe again today.", 6, "The U.S. said no to Mr…"),
            ("One two", 0, ""),
            ("", 5, ""),
            ("one — two — three", 3, "one — two…"),
            ("港口委员会星期一开会讨论新的通行费", 4, "港口委员…"),
        ] {
            assert_eq!(first_words(text, true, most), expected, "{text:?} {most}");
        }
        // What goes on behind the end of what was read.
        assert_eq!(first_words("One two thr", false, 9), "One two…");
        assert_eq!(first_words("One two. Thr", false, 9), "One two.");
    }

    proptest::proptest! {
        #[test]
        fn no_more_words_than_allowed(text in "(\\PC|[ \\n]){0,80}|([a-z]{1,6}[ .,—]){0,30}|[港口委员会 。]{0,30}", most in 0_usize..12) {
            let cut = first_words(&text, true, most);
            let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let kept = cut.strip_suffix('…').filter(|_| !spaced.starts_with(&cut)).unwrap_or(&cut);
            proptest::prop_assert!(spaced.starts_with(kept), "{:?}", cut);
            proptest::prop_assert!(words(kept) <= most, "{:?}", cut);
        }
    }

    #[test]
    fn quotations_are_shown_while_there_are_words() {
        let quote = |words: &str, speaker: Option<&str>| ReadQuote {
            start_char: 5,
            end_char: 5 + words.chars().count() as i64,
            words: words.to_owned(),
            speaker: speaker.map(str::to_owned),
        };
        let quotes = [quote("“No tolls,”", Some("Ana Roe")), quote("“Not this year.”", None)];
        let shown = |most, counts| {
            let (shown, more) = quotations(7, &quotes, most, counts);
            (shown.into_iter().map(|quote| quote.words).collect::<Vec<_>>().join(" "), more)
        };
        assert_eq!(shown(9, false), ("“No tolls,” “Not this year.”".to_owned(), 0));
        assert_eq!(shown(4, false), ("“No tolls,”".to_owned(), 1));
        assert_eq!(shown(1, false), ("“No…".to_owned(), 1));
        assert_eq!(shown(3, true), ("“No…".to_owned(), 1));
        assert_eq!(shown(2, true), (String::new(), 2));
        let bare = [quote("No tolls,", None)];
        assert_eq!(quotations(7, &bare, 9, false).0[0].words, "“No tolls,”");
        assert_eq!(quotations(7, &quotes, 9, false).0[0].address, "7#char=5,16");
    }
}
