//! A text in lines, each with its place and what can be seen of it at a glance: what every reader hands on.

use crate::model::RegionRole;

/// One line of a text.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// Byte offset of its first character in the text.
    pub start: usize,
    /// Byte offset behind its line end.
    pub end: usize,
    /// Byte offset of `words` in the text.
    pub at: usize,
    /// Its words, without white space around them, heading marks or emphasis over the whole line.
    pub words: &'t str,
    /// Level of a `# heading`, 0 for any other line.
    pub heading: usize,
    /// What it is, where the capture's format settles that: a line of a head, a quotation, a caption.
    pub role: Option<RegionRole>,
    /// Whether a mail program put a `>` before its words.
    pub is_quoted: bool,
}

impl<'t> Line<'t> {
    /// Whether it has no words.
    pub fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// The same with its role settled.
    pub fn settled(self, role: RegionRole) -> Self {
        Self { role: Some(role), ..self }
    }

    /// The same without the `>` that a mail program put before its words, where it has one.
    pub fn unquoted(self) -> Option<Self> {
        let (words, heading) = undressed(trimmed(self.words.strip_prefix('>')?));
        let at = self.at + words.as_ptr().addr().saturating_sub(self.words.as_ptr().addr());
        Some(Self { at, words, heading, is_quoted: true, ..self })
    }

    /// What stands before a byte of the text, and what stands behind it.
    pub fn split_at(self, byte: usize) -> (Self, Self) {
        let (before, behind) = self
            .words
            .split_at_checked(byte.saturating_sub(self.at).min(self.words.len()))
            .unwrap_or((self.words, ""));
        let at = byte + behind.len() - behind.trim_start().len();
        let behind = Self { start: byte, at, words: behind.trim_start(), ..self };
        (Self { end: byte, words: before, ..self }, behind)
    }
}

/// Blank lines after each other that are told apart: more of them say no more.
const MOST_BLANK: usize = 8;
/// Lines of a text that are told apart, so that what is kept about them is bounded. No article has nearly
/// as many.
const MOST_LINES: usize = 1 << 20;

/// The lines of `text` from byte `start` on; line ends are `\n`, `\r\n` and `\r`. What stands beyond
/// `MOST_LINES` is the last line.
pub fn lines(text: &str, start: usize) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = start;
    let mut blank = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let is_last = lines.len() + 1 >= MOST_LINES;
        let length = match rest.find(['\n', '\r']) {
            Some(length) if !is_last => length,
            _ => rest.len(),
        };
        let content = rest.get(..length).unwrap_or_default();
        let line_end = match rest.get(length..).unwrap_or_default().as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        let end = at + length + line_end;
        let (words, heading) = undressed(trimmed(content));
        blank = if words.is_empty() { blank + 1 } else { 0 };
        if blank > MOST_BLANK
            && let Some(last) = lines.last_mut()
        {
            last.end = end;
            at = end;
            continue;
        }
        // `words` is a part of `text`, so that the difference of their addresses is its place.
        let words_at = words.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        lines.push(Line {
            start: at,
            end,
            at: words_at,
            words,
            heading,
            role: None,
            is_quoted: false,
        });
        at = end;
    }
    lines
}

/// Without white space, byte order marks and zero-width spaces at the ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// White space, or a character that shows nothing: a byte order mark, a zero-width space.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\0')
}

/// A line without heading marks and without emphasis that is over all of it; and its level.
fn undressed(words: &str) -> (&str, usize) {
    let level = words.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&level)
        && let Some(title) = words.get(level..)
        && title.starts_with([' ', '\t'])
    {
        let title = trimmed(title.trim_end_matches('#'));
        if !title.is_empty() {
            return (unemphasised(title), level);
        }
    }
    (unemphasised(words), 0)
}

fn unemphasised(words: &str) -> &str {
    for mark in ["**", "__", "*", "_"] {
        if let Some(inner) = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark))
            && inner
                .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '(' | '‘'))
            && !inner.contains(mark)
        {
            return trimmed(inner);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_line_ends_has_few_lines() {
        let text = format!("a\n{}b\n\nc", "\n".repeat(1_000));
        let lines = lines(&text, 0);
        let words: Vec<&str> = lines.iter().map(|line| line.words).collect();
        assert_eq!(words, ["a", "", "", "", "", "", "", "", "", "b", "", "c"]);
        assert!(lines.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(lines.last().map(|line| line.end), Some(text.len()));
    }

    #[test]
    fn what_is_beyond_the_last_line_is_kept_with_it() {
        let text = "a\n".repeat(MOST_LINES + 2);
        let lines = lines(&text, 0);
        assert_eq!(lines.len(), MOST_LINES);
        assert_eq!(lines.last().map(|line| (line.words, line.end)), Some(("a\na\na", text.len())));
    }

    #[test]
    fn lines_cover_the_text_whatever_ends_them() {
        let text = "a\r\n\u{a0} b \rc\n\n# D #\n**E f**\n* * *\n*x* and *y*";
        let lines = lines(text, 0);
        let seen: Vec<(&str, usize)> =
            lines.iter().map(|line| (line.words, line.heading)).collect();
        assert_eq!(
            seen,
            [
                ("a", 0),
                ("b", 0),
                ("c", 0),
                ("", 0),
                ("D", 1),
                ("E f", 0),
                ("* * *", 0),
                ("*x* and *y*", 0)
            ]
        );
        assert_eq!(lines.first().map(|line| line.start), Some(0));
        assert!(lines.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(lines.last().map(|line| line.end), Some(text.len()));
    }
}
