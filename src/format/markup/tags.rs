//! Tags, comments and the words between them, of HTML and XML as they are found.
//!
//! The rules are those of the HTML tokenizer (WHATWG HTML, 13.2.5) as far as they matter for
//! words, with XML's CDATA and DOCTYPE. What must stay true: every byte is in exactly one token,
//! nothing is an error, and the time is linear in the text whatever stands in it: a search that
//! came to the end of the text without finding anything is not made again.

use std::borrow::Cow;

use super::entities;

/// Which language the text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// CDATA is words with a strange mark before them.
    Html,
    /// CDATA is words in which no markup is read.
    Xml,
}

/// One piece of a text: its place in bytes, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkupToken<'t> {
    pub start: usize,
    pub end: usize,
    pub kind: TokenKind<'t>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind<'t> {
    /// Words in which entities stand for characters.
    Words(&'t str),
    /// Words that mean what they say: the inside of CDATA.
    Data(&'t str),
    Open(MarkupTag<'t>),
    /// The name alone, as it stands.
    Close(&'t str),
    /// `<!DOCTYPE …>` and the like, whole.
    Declaration(&'t str),
    /// A comment or a processing instruction.
    Aside,
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkupTag<'t> {
    /// As it stands: a prefix is part of it.
    pub name: &'t str,
    attributes: &'t str,
    /// Ended by `/>`.
    pub is_empty: bool,
}

impl<'t> MarkupTag<'t> {
    /// The value of the attribute of that name, whatever the case of either, entities resolved.
    pub fn attribute(&self, name: &str) -> Option<Cow<'t, str>> {
        let (_, value) = self.attributes().find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        Some(entities::decode(value))
    }

    /// Names and values as they stand, in their order.
    pub fn attributes(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
                // A stray `=` is a name of its own.
                .map_or(rest.len(), |end| end.max(1));
            let (name, after) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
            let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
                rest = after;
                return Some((name, ""));
            };
            let value = value.trim_ascii_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let value = value.get(1..).unwrap_or_default();
                    value.split_once(quote).unwrap_or((value, ""))
                }
                _ => value
                    .split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }
}

/// The tokens of a text.
pub struct Tokens<'t> {
    text: &'t str,
    position: usize,
    syntax: Syntax,
    /// A quotation mark in a tag was not closed: from there on none is trusted.
    has_bad_quotes: bool,
    /// No tag, comment or CDATA ends after the present position.
    has_no_tag_end: bool,
    has_no_comment_end: bool,
    /// A declaration was not closed as it should be: from there on the first `>` closes it.
    has_bad_declaration: bool,
}

const CDATA: &str = "<![CDATA[";

impl<'t> Tokens<'t> {
    /// The tokens of a text in HTML's or XML's syntax.
    pub fn new(text: &'t str, syntax: Syntax) -> Self {
        Self {
            text,
            position: 0,
            syntax,
            has_bad_quotes: false,
            has_no_tag_end: false,
            has_no_comment_end: false,
            has_bad_declaration: false,
        }
    }

    /// Passes over everything up to the tag that closes the element of that name, or to the end.
    pub fn pass_to_close(&mut self, name: &str) {
        let rest = self.rest();
        let mut from = 0;
        let end = loop {
            let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) else {
                break rest.len();
            };
            let place = from + found;
            let closing = rest.get(place + 2..).unwrap_or_default();
            if closing.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                break place;
            }
            from = place + 2;
        };
        self.position += end;
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// Where the tag at the start of `rest` ends, the `>` included.
    fn tag_end(&mut self, rest: &str) -> Option<usize> {
        if self.has_no_tag_end {
            return None;
        }
        if !self.has_bad_quotes {
            match quoted_end(rest, self.syntax) {
                Quoted::To(end) => return Some(end),
                Quoted::HoldsTag => {}
                Quoted::Open => self.has_bad_quotes = true,
            }
        }
        let end = rest.find('>').map(|end| end + 1);
        self.has_no_tag_end = end.is_none();
        end
    }

    /// What the `<` at the start of `rest` opens, and its length. `None` where it is a character.
    fn markup(&mut self, rest: &'t str) -> Option<(usize, TokenKind<'t>)> {
        let inside = rest.get(1..)?;
        let first = inside.chars().next()?;
        if first == '!' {
            return self.declaration(rest);
        }
        if first == '?' {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            return Some((end, TokenKind::Aside));
        }
        let name = inside.strip_prefix('/').unwrap_or(inside);
        let is_close = name.len() < inside.len();
        let is_name = |c: char| {
            c.is_ascii_alphabetic()
                || (self.syntax == Syntax::Xml
                    && (c == '_' || (!c.is_ascii() && c.is_alphabetic())))
        };
        if !name.starts_with(is_name) {
            return None;
        }
        let name_end = name
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<' | '=' | '"'))
            .unwrap_or(name.len());
        let (name, attributes) = name.split_at_checked(name_end)?;
        let Some(end) = self.tag_end(rest) else {
            // Cut in the middle of a tag; prose in which a bracket is never closed stays.
            let before_next = attributes.split('<').next().unwrap_or_default();
            let is_tag = before_next.contains('=') || is_close;
            return is_tag.then_some((rest.len(), TokenKind::Aside));
        };
        if is_close {
            return Some((end, TokenKind::Close(name)));
        }
        let attributes = attributes.get(..end.checked_sub(2 + name.len())?)?;
        let is_empty = attributes.ends_with('/');
        Some((end, TokenKind::Open(MarkupTag { name, attributes, is_empty })))
    }

    /// What starts with `<!`.
    fn declaration(&mut self, rest: &'t str) -> Option<(usize, TokenKind<'t>)> {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = if self.has_no_comment_end { None } else { comment.find("-->") };
            self.has_no_comment_end = end.is_none();
            if let Some(end) = end {
                return Some((end + 7, TokenKind::Aside));
            }
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            return Some((end, TokenKind::Aside));
        }
        if let Some(data) = rest.strip_prefix(CDATA) {
            if self.syntax == Syntax::Html {
                return Some((CDATA.len(), TokenKind::Aside));
            }
            let end = data.find("]]>");
            let whole = end.map_or(rest.len(), |end| CDATA.len() + end + 3);
            return Some((whole, TokenKind::Data(data.get(..end.unwrap_or(data.len()))?)));
        }
        let whole = if self.has_bad_declaration { None } else { declaration_end(rest) };
        self.has_bad_declaration = whole.is_none();
        let end = whole.or_else(|| Some(rest.find('>')? + 1)).unwrap_or(rest.len());
        Some((end, TokenKind::Declaration(rest.get(..end)?)))
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = MarkupToken<'t>;

    fn next(&mut self) -> Option<MarkupToken<'t>> {
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let start = self.position;
        let (length, kind) = match rest.find('<') {
            Some(0) => self.markup(rest).unwrap_or((1, TokenKind::Words("<"))),
            open => {
                let words = rest.get(..open.unwrap_or(rest.len()))?;
                (words.len(), TokenKind::Words(words))
            }
        };
        self.position += length;
        Some(MarkupToken { start, end: self.position, kind })
    }
}

/// What the quotation marks of a tag come to.
enum Quoted {
    /// Each is closed, and there the tag ends.
    To(usize),
    /// One is not closed before the next tag, which XML forbids in a value.
    HoldsTag,
    /// One is never closed.
    Open,
}

/// Where a tag ends by its quotation marks.
fn quoted_end(tag: &str, syntax: Syntax) -> Quoted {
    let mut quote = None;
    let mut before = b' ';
    for (place, &byte) in tag.as_bytes().iter().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) if byte == b'<' && syntax == Syntax::Xml => return Quoted::HoldsTag,
            Some(_) => {}
            // Only after `=`: an apostrophe elsewhere is dirt.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte == b'>' => return Quoted::To(place + 1),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    Quoted::Open
}

/// Where a DOCTYPE or another declaration ends: after the first `>` that stands neither in
/// quotation marks nor, where there is an internal subset, in its square brackets.
fn declaration_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut is_inside = false;
    for (place, &byte) in rest.as_bytes().iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => is_inside = true,
            (None, b']') => is_inside = false,
            (None, b'>') if !is_inside => return Some(place + 1),
            _ => {}
        }
    }
    None
}
