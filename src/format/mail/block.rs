//! A message's words as blocks: paragraphs, headings, links and rules, whatever they came in.
//!
//! Plain text and HTML both become blocks, so that quotes, signatures and the items of a
//! newsletter are found in one way. What must stay true: a block is one line of the capture's
//! text, so that a place in the one is a place in the other.

use crate::format::article::sections::bare_title;
use crate::format::article::{labels, residue};
use crate::model::RegionRole;
use crate::text::normalise;

/// One line of a message's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailBlock {
    /// White space in it is single.
    pub words: String,
    pub look: Look,
    /// Where it leads, if it is a link and nothing else.
    pub address: Option<String>,
    /// Whether it stands apart from what is before it.
    pub has_gap: bool,
    /// What it is, where that is settled and no part of any article.
    pub role: Option<RegionRole>,
}

/// How a block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Text,
    Rule,
    /// Set as a heading; headings of one rank are set alike.
    Title(HeadingStyle),
}

/// How a heading is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeadingStyle {
    /// 1 to 6 for `h1` to `h6`; 1 and 2 for `====` and `----` under it; 0 for none.
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

impl MailBlock {
    /// A block that is no link and of no settled role.
    pub fn new(words: &str, look: Look, has_gap: bool) -> Self {
        Self { words: normalise::comparable(words), look, address: None, has_gap, role: None }
    }

    /// The heading's style, if it is one and belongs to an article.
    pub fn style(&self) -> Option<HeadingStyle> {
        match self.look {
            Look::Title(style) if self.role.is_none() => Some(style),
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

/// Adds the lines of `blocks` to a text; gives the number of each block's line among those added.
pub fn write(blocks: &[MailBlock], text: &mut String) -> Vec<usize> {
    let mut places = Vec::with_capacity(blocks.len());
    let mut count = 0;
    for block in blocks {
        if block.has_gap && count > 0 {
            text.push('\n');
            count += 1;
        }
        places.push(count);
        text.push_str(&block.words);
        if let Some(address) = &block.address
            && !block.words.contains(address.as_str())
        {
            text.push_str(" <");
            text.push_str(address);
            text.push('>');
        }
        text.push('\n');
        count += 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_a_line() {
        let mut link = MailBlock::new("Read more", Look::Text, true);
        link.address = Some("https://lagoon.example/1".to_owned());
        let blocks = [
            MailBlock::new("One\n two", Look::Text, true),
            MailBlock::new("Three", Look::Text, false),
            link,
        ];
        let mut text = String::new();
        assert_eq!(write(&blocks, &mut text), [0, 1, 3]);
        assert_eq!(text, "One two\nThree\n\nRead more <https://lagoon.example/1>\n");
        assert!(blocks[2].is_read_link() && !blocks[2].is_text() && blocks[0].is_text());
    }

    #[test]
    fn titles_lose_their_frames() {
        for (words, title, address) in [
            ("1. Harbour tolls to rise", "Harbour tolls to rise", None),
            ("| Harbour tolls to rise |", "Harbour tolls to rise", None),
            ("* Tolls <https://lagoon.example/1>", "Tolls", Some("https://lagoon.example/1")),
        ] {
            let block = MailBlock::new(words, Look::Text, true);
            let (found, at) = block.title();
            assert_eq!((found, at.as_deref()), (title, address));
        }
    }
}
