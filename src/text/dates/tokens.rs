//! A printed date as the words that are read one by one, and what stands beside each.

use super::vocabulary::{BEFORE_CLOCK, HOUR_WORDS, fold};
use super::zones::{IN_WORDS, offset};

/// Folded, the signs between parts as spaces, and what is printed in several words in one.
pub fn spaced(text: &str) -> String {
    let mut folded = fold(text);
    if folded.contains("time") {
        for (words, short) in IN_WORDS {
            if folded.contains(words) {
                folded = folded.replace(words, short);
            }
        }
    }
    for (words, short) in [("a. m.", "am"), ("p. m.", "pm")] {
        if folded.contains(words) {
            folded = folded.replace(words, short);
        }
    }
    let mut spaced = folded.replace(['(', ')', '[', ']', ',', ';', '|', '•', '·'], " ");
    if !spaced.is_ascii() {
        // `2024年3月18日 09時15分`
        spaced = spaced.replace(['年', '月'], "-").replace(['時', '时'], ":");
        spaced = spaced.replace(['日', '分'], " ");
    }
    spaced
}

/// A token without full stops.
pub fn without_stops(token: &str) -> String {
    token.replace('.', "")
}

/// The neighbours of a token, without full stops; empty where there is none.
pub struct Around {
    pub before: String,
    pub after: String,
}

impl Around {
    /// Whether `am` or `pm` follows.
    pub fn is_before_half(&self) -> bool {
        matches!(self.after.as_str(), "am" | "pm")
    }

    /// Whether a word for hour follows: `Uhr`.
    pub fn is_before_hour_word(&self) -> bool {
        HOUR_WORDS.contains(&self.after.as_str())
    }

    /// Whether a time zone follows.
    pub fn is_before_zone(&self) -> bool {
        // `14 to` and `18 ct` are rather days of the week.
        self.after.len() > 2 && offset(&self.after).is_some() || self.after == "z"
    }

    /// Whether a word that announces a clock time stands before it.
    pub fn is_after_clock_word(&self) -> bool {
        BEFORE_CLOCK.contains(&self.before.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_in_several_words_becomes_one() {
        for (text, tokens) in [
            ("Mar 18, 2024 | 9 a. m. Eastern Daylight Time", "mar 18 2024 9 am edt"),
            ("2024年3月18日 09時15分", "2024-3-18 09:15"),
            ("18 Août (2024)", "18 aout 2024"),
        ] {
            let spaced = spaced(text);
            let found: Vec<&str> = spaced.split_whitespace().collect();
            assert_eq!(found.join(" "), tokens);
        }
    }
}
