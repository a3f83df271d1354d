//! Words out of markup, with the gaps that its elements make between them.
//!
//! What must stay true: paragraphs are apart by a blank line, the items of a list and the rows of a table each
//! stand on a line, and white space in runs is one space.

use super::elements::{ElementKind, Gap, MarkupOf};

/// Words as they come, and the gap that the next of them closes.
pub struct WordFlow {
    of: MarkupOf,
    text: String,
    gap: Gap,
    /// Whether a line break, not a block, made the gap: two of them are a paragraph's end.
    is_break: bool,
    /// Whether elements make the lines; otherwise the blank lines of the text itself do.
    has_lines: bool,
    is_as_typed: bool,
    pub(super) lists: usize,
}

impl WordFlow {
    /// A text in which nothing has been written.
    pub fn new(of: MarkupOf, has_lines: bool) -> Self {
        Self {
            of,
            text: String::new(),
            gap: Gap::None,
            is_break: false,
            has_lines,
            is_as_typed: false,
            lists: 0,
        }
    }

    /// Makes the next break at least as wide as this.
    pub fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// A line break that the text itself asks for.
    fn line_break(&mut self) {
        let gap = if self.is_break && self.gap == Gap::Line { Gap::Paragraph } else { Gap::Line };
        self.is_break = true;
        self.widen(gap);
    }

    /// An element starts or ends.
    pub fn tag(&mut self, element: ElementKind, is_open: bool) {
        match element {
            ElementKind::Break => self.line_break(),
            ElementKind::List => {
                self.lists = self.lists.saturating_sub(usize::from(!is_open));
                self.widen(if self.lists == 0 { Gap::Paragraph } else { Gap::Line });
                self.lists += usize::from(is_open);
            }
            // A paragraph inside an item of a list does not part it from the next item.
            ElementKind::Paragraph if self.lists > 0 => self.widen(Gap::Line),
            element => self.widen(element.gap(self.of)),
        }
        if element == ElementKind::Preformatted {
            self.is_as_typed = is_open;
        }
    }

    /// Whether it is inside of preformatted text, where lines are as they stand.
    pub fn is_as_typed(&self) -> bool {
        self.is_as_typed
    }

    /// Adds characters as HTML means them: white space in runs is one space.
    pub fn words(&mut self, words: &str) {
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let is_space = first.is_ascii_whitespace();
            let end =
                rest.find(|c: char| c.is_ascii_whitespace() != is_space).unwrap_or(rest.len());
            let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if is_space {
                self.space(piece)
            } else {
                self.word(piece)
            }
            rest = after;
        }
    }

    fn space(&mut self, space: &str) {
        self.widen(Gap::Space);
        let lines = space.bytes().filter(|&byte| byte == b'\n').count();
        if self.is_as_typed {
            (0..lines.min(2)).for_each(|_| self.line_break());
        } else if !self.has_lines && lines > 1 {
            self.widen(Gap::Paragraph);
        }
    }

    fn word(&mut self, word: &str) {
        let word = match word.strip_suffix("]]>") {
            Some(before) => before,
            None => word,
        };
        let is_start = self.text.is_empty() || self.gap >= Gap::Line;
        let word = if is_start { word.trim_start_matches(is_blank) } else { word };
        if word.is_empty() {
            return;
        }
        if self.gap >= Gap::Line {
            let kept = self.text.trim_end_matches(is_blank).len();
            self.text.truncate(kept);
        }
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.text.push_str(word);
        self.gap = Gap::None;
        self.is_break = false;
    }

    /// The text as it was written.
    pub fn finish(mut self) -> String {
        let kept = self.text.trim_end_matches(is_blank).len();
        self.text.truncate(kept);
        self.text
    }
}

/// What fills an empty paragraph: no-break spaces and characters without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}
