//! Running text for a terminal: names and matches marked, lines broken between words.
//!
//! Marks travel through the text as two private characters, so that what is escaped and measured is
//! the text alone, and become brackets, bold or underline at the very end. Colour is never used:
//! a mark is seen in black and white too.

use unicode_width::UnicodeWidthChar;

/// Begins a mark. From the private planes: no text that is meant to be read has it.
pub const OPEN: char = '\u{f0001}';
/// Ends it.
pub const CLOSE: char = '\u{f0002}';
/// Begins the words that were asked for, around marks or inside one.
pub const OPEN_WORDS: char = '\u{f0003}';
/// Ends them.
pub const CLOSE_WORDS: char = '\u{f0004}';

/// Text in which nothing is taken for a mark that is none.
pub fn unmarked(text: &str) -> String {
    text.replace([OPEN, CLOSE, OPEN_WORDS, CLOSE_WORDS], "\u{fffd}")
}

/// How marks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// `[Winston Peters]`, underlined.
    Underlined,
    /// `[Winston Peters]`.
    Brackets,
    Bold,
    /// `**match**`.
    Stars,
}

impl Marks {
    /// A mention with these marks around it.
    pub fn show(self, text: &str) -> String {
        let (open, close) = match self {
            Self::Underlined => ("[\u{1b}[4m", "\u{1b}[24m]"),
            Self::Brackets => ("[", "]"),
            Self::Bold => ("\u{1b}[1m", "\u{1b}[22m"),
            Self::Stars => ("**", "**"),
        };
        let (open_words, close_words) = match self {
            Self::Underlined | Self::Bold => (">>>\u{1b}[7m", "\u{1b}[27m<<<"),
            Self::Brackets | Self::Stars => (">>>", "<<<"),
        };
        text.replace(OPEN, open)
            .replace(CLOSE, close)
            .replace(OPEN_WORDS, open_words)
            .replace(CLOSE_WORDS, close_words)
    }

    /// Columns that a mark takes at each end.
    fn width(self) -> usize {
        match self {
            Self::Underlined | Self::Brackets => 1,
            Self::Bold => 0,
            Self::Stars => 2,
        }
    }
}

/// Breaks the lines of a text between words. A word that is longer than a line stays whole: broken
/// addresses cannot be copied. Line ends in the text stay.
pub fn wrapped(text: &str, width: usize, indent: &str, marks: Marks) -> String {
    let room = width.saturating_sub(indent.len()).max(20);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.split('\n') {
        let mut used = 0;
        for word in line.split(' ') {
            let length: usize = word
                .chars()
                .map(|c| match c {
                    OPEN | CLOSE => marks.width(),
                    OPEN_WORDS | CLOSE_WORDS => 3,
                    _ => c.width().unwrap_or(0),
                })
                .sum();
            if used > 0 && used + 1 + length > room {
                out.push('\n');
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            if used == 0 && !word.is_empty() {
                out.push_str(indent);
            }
            out.push_str(word);
            used += length;
        }
        out.push('\n');
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        for (text, expected) in [
            ("", ""),
            ("one two three four five six", "  one two three four\n  five six"),
            ("one\n\ntwo", "  one\n\n  two"),
            (
                "https://example.org/a/very/long/address x",
                "  https://example.org/a/very/long/address\n  x",
            ),
            ("東京東京東京 東京東京東京", "  東京東京東京\n  東京東京東京"),
        ] {
            assert_eq!(wrapped(text, 22, "  ", Marks::Bold), expected);
        }
        let marked = format!("one two three {OPEN}four{CLOSE} five");
        assert_eq!(
            Marks::Stars.show(&wrapped(&marked, 20, "", Marks::Stars)),
            "one two three\n**four** five"
        );
    }
}
