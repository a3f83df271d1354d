//! The sentence around words, for showing them in their place.
//!
//! A sentence that is cut a little too short does no harm here, so this knows no languages: a sentence ends at a mark that
//! ends one, before a space and what can begin one, unless the word before the mark is as short as an abbreviation or an
//! initial. What must stay true: the words are in the passage whole, and a passage has an end.

/// Most characters before and behind the words.
const MOST: usize = 240;

/// Where a passage stands in a text, in code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub start: usize,
    pub end: usize,
    /// Whether the sentence begins before it, and ends behind it.
    pub is_cut: (bool, bool),
}

/// The sentence, or sentences, in which the characters from `start` to `end` stand.
pub fn around(text: &[char], start: usize, end: usize) -> Excerpt {
    let end = end.clamp(start.min(text.len()), text.len());
    let start = start.min(end);
    let first = start.saturating_sub(MOST);
    let last = text.len().min(end + MOST);
    let begins = (first..=start).rev().find(|at| begins_at(text, *at));
    let ends = (end..=last).find(|at| begins_at(text, *at) || *at == text.len());
    let space = |at: &usize| text.get(*at).is_some_and(|character| character.is_whitespace());
    // Not in the middle of a word.
    let from = begins.unwrap_or_else(|| (first..start).find(space).unwrap_or(first));
    let to = ends.unwrap_or_else(|| (end..last).rev().find(space).unwrap_or(last));
    let from = (from..start).find(|at| !space(at)).unwrap_or(start);
    let to = (end..to).rev().find(|at| !space(at)).map_or(end, |at| at + 1);
    Excerpt { start: from, end: to, is_cut: (begins.is_none(), ends.is_none()) }
}

/// Whether a sentence can begin at a character.
fn begins_at(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| text.get(before)) else { return true };
    if *before == '\n' {
        return true;
    }
    let starts = text.get(at).is_some_and(|next| {
        next.is_uppercase()
            || next.is_numeric()
            || "“‘\"'«„([".contains(*next)
            || !(next.is_lowercase() || next.is_whitespace() || next.is_ascii_punctuation())
    });
    if !before.is_whitespace() || !starts {
        return false;
    }
    let said = text[..at].iter().rposition(|character| !character.is_whitespace());
    let Some(mut mark) = said else { return true };
    while mark > 0 && "”’\"'»)]".contains(text[mark]) {
        mark -= 1;
    }
    match text[mark] {
        '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' => true,
        '.' => {
            let word = text[..mark].iter().rev().take_while(|c| c.is_alphanumeric() || **c == '.');
            let word: Vec<char> = word.copied().collect();
            // `Mr.`, `Gen.`, `U.S.`, `J.`; a number and a word in small letters end sentences.
            word.len() > 3 && !word.contains(&'.')
                || word.last().is_some_and(|first| first.is_lowercase() || first.is_numeric())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let start = text[..text.find(words).unwrap()].chars().count();
        let passage = around(&characters, start, start + words.chars().count());
        let cut = |is_cut| if is_cut { "…" } else { "" };
        let inside: String = characters[passage.start..passage.end].iter().collect();
        format!("{}{inside}{}", cut(passage.is_cut.0), cut(passage.is_cut.1))
    }

    #[test]
    fn words_are_shown_in_their_sentence() {
        let text = "The port is closed. Mr. Peters of the U.S. Navy said so! “It will not open,” he said.\n\nNo more.";
        for (words, expected) in [
            ("port", "The port is closed."),
            ("Peters", "Mr. Peters of the U.S. Navy said so!"),
            ("It will not", "“It will not open,” he said."),
            ("more", "No more."),
            ("closed. Mr", "The port is closed. Mr. Peters of the U.S. Navy said so!"),
        ] {
            assert_eq!(shown(text, words), expected, "{words}");
        }
        assert_eq!(
            shown("東京で会談した。林氏は帰国した。", "林"),
            "東京で会談した。林氏は帰国した。"
        );
    }

    #[test]
    fn a_sentence_without_an_end_is_cut_between_words() {
        let text = format!("{}Peters {}", "word ".repeat(500), "word ".repeat(500));
        let passage = shown(&text, "Peters");
        assert!(passage.starts_with("…word ") && passage.ends_with(" word…"), "{passage}");
        assert!(passage.chars().count() < 2 * MOST + 20, "{passage}");
    }

    proptest::proptest! {
        #[test]
        fn the_words_are_in_the_passage(text in "\\PC{0,60}|[A-Za-z.!? \n]{0,600}", start in 0_usize..700, length in 0_usize..50) {
            let text: Vec<char> = text.chars().collect();
            let passage = around(&text, start, start + length);
            let (start, end) = (start.min(text.len()), (start + length).min(text.len()));
            proptest::prop_assert!(passage.start <= start && passage.end >= end && passage.end <= text.len());
            proptest::prop_assert!(start - passage.start <= MOST && passage.end - end <= MOST);
        }
    }
}
