//! A page: what every reader that knows paragraphs hands on, whatever they came in.
//!
//! A `Block` is a paragraph, a heading, a link or a rule, and says how it is set; a `Page` is their text, and where
//! each of them stands in it. What must stay true: a place in the text is a place in a block, and the words of a
//! block are in the text as they are in the block.

use std::ops::Range;

use super::article::lines::Line;
use super::article::sections::bare_title;
use super::article::{labels, residue};
use crate::model::RegionRole;
use crate::text::normalise;

/// A paragraph, a heading, a link or a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub words: String,
    pub look: Look,
    /// Where it leads, if it is a link and nothing else.
    pub address: Option<String>,
    /// Whether it stands apart from what is before it.
    pub has_gap: bool,
    /// What it is, where that is settled.
    pub role: Option<RegionRole>,
}

/// How a block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Text,
    Rule,
    /// Set as a heading; headings of one rank are set alike.
    Heading(HeadingStyle),
}

/// How a heading is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeadingStyle {
    /// From 1 on, the highest rank first; 0 for the title of a document and for a heading that has no rank.
    pub level: u8,
    pub is_bold: bool,
    pub is_linked: bool,
    /// Of its letters, in steps that mean nothing but the difference.
    pub size: u16,
    pub list: List,
    /// Whether a picture says it.
    pub is_picture: bool,
}

/// What stands before the words of a heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    #[default]
    None,
    Number,
    Bullet,
    Rule,
}

/// What the styles of a document make of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    look: Look,
    role: Option<RegionRole>,
}

impl Style {
    pub const TEXT: Self = Self { look: Look::Text, role: None };
    /// The line under a title.
    pub const SUBTITLE: Self = Self { look: Look::Text, role: Some(RegionRole::Standfirst) };
    /// What stands under a picture.
    pub const CAPTION: Self = Self { look: Look::Text, role: Some(RegionRole::Caption) };
    /// Running heads, page numbers: of no article.
    pub const FURNITURE: Self = Self { look: Look::Text, role: Some(RegionRole::Furniture) };

    /// A heading of that level from 1 on, or the title (0).
    pub const fn heading(level: u8) -> Self {
        let style = HeadingStyle {
            level,
            is_bold: false,
            is_linked: false,
            size: 0,
            list: List::None,
            is_picture: false,
        };
        Self { look: Look::Heading(style), role: None }
    }
}

impl Block {
    /// A line of words that is no link and of no settled role.
    pub fn new(words: &str, look: Look, has_gap: bool) -> Self {
        Self { words: normalise::comparable(words), look, address: None, has_gap, role: None }
    }

    /// A paragraph of a document; lines within it are separated by `\n`.
    pub fn styled(words: impl Into<String>, Style { look, role }: Style) -> Self {
        Self { words: words.into(), look, address: None, has_gap: true, role }
    }

    /// Gives a paragraph of a document its style.
    pub fn set(&mut self, Style { look, role }: Style) {
        (self.look, self.role) = (look, role);
    }

    /// The style of a paragraph of a document.
    pub fn style(&self) -> Style {
        Style { look: self.look, role: self.role }
    }

    /// How it is set, if it is a heading and belongs to an article.
    pub fn heading(&self) -> Option<HeadingStyle> {
        match self.look {
            Look::Heading(style) if self.role.is_none() => Some(style),
            _ => None,
        }
    }

    /// Whether it is nothing but a link to the whole of a piece: `Read more`, an address alone.
    pub fn is_read_link(&self) -> bool {
        self.read_address().is_some() || residue::read_link(&self.words).is_some()
    }

    /// Where a `Read more` leads.
    pub fn read_address(&self) -> Option<String> {
        if let Some(address) = &self.address {
            return residue::read_link(&self.words).is_some().then(|| address.clone());
        }
        let words = self.words.trim_matches(['<', '>', '(', ')', '[', ']', ' ']);
        if labels::is_url(words) {
            return Some(words.to_owned());
        }
        residue::read_link(&self.words).flatten().map(str::to_owned)
    }

    /// The words of a heading without its number, and where it leads.
    pub fn title(&self) -> (&str, Option<String>) {
        let (words, address) = bare_title(&self.words);
        let words = without_box(words);
        (words, self.address.clone().or_else(|| address.map(str::to_owned)))
    }

    /// Whether it is text of a story rather than a heading, a link or residue.
    pub fn is_text(&self) -> bool {
        self.role.is_none()
            && matches!(self.look, Look::Text)
            && self.address.is_none()
            && !self.is_read_link()
            && residue::role(&self.words).is_none()
    }
}

/// Without the frame that some lists draw about a heading: `| Title |`, `*** Title ***`.
pub fn without_box(words: &str) -> &str {
    words.trim_matches(['|', '*', '=', '#', '+', '>', '<', '~', '_', ' '])
}

/// The text of blocks, and where each of them starts in it.
#[derive(Debug, Default)]
pub struct Page {
    pub text: String,
    /// In bytes: where the words of each block start and end.
    places: Vec<(usize, usize)>,
}

impl Page {
    /// A page of what stands before its blocks.
    pub fn new(text: String) -> Self {
        Self { text, places: Vec::new() }
    }

    /// Adds a block: on a line of its own, behind a blank line where it stands apart.
    pub fn push(&mut self, block: &Block) {
        if !self.places.is_empty() {
            self.text.push_str(if block.has_gap { "\n\n" } else { "\n" });
        }
        let start = self.text.len();
        self.text.push_str(&block.words);
        self.places.push((start, self.text.len()));
        if let Some(address) = &block.address
            && !block.words.contains(address.as_str())
        {
            self.text.push_str(" <");
            self.text.push_str(address);
            self.text.push('>');
        }
    }

    /// Where a block starts; of one behind the last, the end of the text.
    pub fn start(&self, block: usize) -> usize {
        self.places.get(block).map_or(self.text.len(), |(start, _)| *start)
    }

    /// The words of a block.
    pub fn words(&self, block: usize) -> &str {
        let range = self.places.get(block).map(|&(start, end)| start..end);
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// The first block that starts at a byte or behind it.
    pub fn block_from(&self, byte: usize) -> usize {
        self.places.partition_point(|(start, _)| *start < byte)
    }

    /// Those of the page's lines on which blocks stand, with the blank lines behind them.
    pub fn lines_of<'l, 't>(&self, blocks: &Range<usize>, lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
        let line = |block: usize| {
            let start = self.start(block);
            lines.partition_point(|line| line.start < start)
        };
        lines.get(line(blocks.start)..line(blocks.end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::lines;

    #[test]
    fn every_block_has_its_lines() {
        let mut link = Block::new("Read more", Look::Text, true);
        link.address = Some("https://lagoon.example/1".to_owned());
        let blocks = [
            Block::new("One\n two", Look::Text, true),
            Block::new("Three", Look::Text, false),
            Block::styled("Four\nfive", Style::TEXT),
            link,
        ];
        let mut page = Page::new("Head\n\n".to_owned());
        blocks.iter().for_each(|block| page.push(block));
        assert_eq!(
            page.text,
            "Head\n\nOne two\nThree\n\nFour\nfive\n\nRead more <https://lagoon.example/1>"
        );
        let lines = lines::lines(&page.text, 6);
        let own = |block| -> Vec<&str> {
            page.lines_of(&(block..block + 1), &lines).iter().map(|line| line.words).collect()
        };
        assert_eq!(own(0), ["One two"]);
        assert_eq!(own(1), ["Three", ""]);
        assert_eq!(own(2), ["Four", "five", ""]);
        assert_eq!(own(3), ["Read more <https://lagoon.example/1>"]);
        assert_eq!((page.words(2), page.words(4)), ("Four\nfive", ""));
        assert_eq!((page.start(1), page.start(4)), (14, page.text.len()));
        assert_eq!((page.block_from(14), page.block_from(15)), (1, 2));
        assert!(blocks[3].is_read_link() && !blocks[3].is_text() && blocks[0].is_text());
    }

    #[test]
    fn titles_lose_their_frames() {
        for (words, title, address) in [
            ("1. Harbour tolls to rise", "Harbour tolls to rise", None),
            ("| Harbour tolls to rise |", "Harbour tolls to rise", None),
            ("* Tolls <https://lagoon.example/1>", "Tolls", Some("https://lagoon.example/1")),
        ] {
            let block = Block::new(words, Look::Text, true);
            let (found, at) = block.title();
            assert_eq!((found, at.as_deref()), (title, address));
        }
    }
}
