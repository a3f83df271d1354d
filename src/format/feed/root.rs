//! What the first element of a file says about it.

use crate::format::markup::tags::{MarkupTag, Syntax, TokenKind, Tokens};

/// Families of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// RSS 0.90 to 2.0, RDF or not.
    Rss,
    Atom,
}

/// The first element of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'t> {
    Feed(Root),
    /// A list of subscriptions.
    Opml,
    Other(&'t str),
}

/// What stands before the first element, and which it is.
#[derive(Clone, Copy, Debug)]
pub struct RootElement<'t> {
    pub first: First<'t>,
    /// Where the first element starts.
    pub start: usize,
    /// The document type declares something itself.
    pub has_own_declarations: bool,
    /// Whether nobody would take the file for anything else.
    pub is_plain: bool,
}

/// What a server's own messages before a feed come to, in bytes; more is prose.
const MOST_DIRT: usize = 512;

/// Finds the first element. A page of messages before an XML declaration is passed over.
pub fn find(text: &str) -> Option<RootElement<'_>> {
    let found = first(text, 0)?;
    if let First::Other(_) = found.first {
        let end = text.floor_char_boundary(found.start + 8 * MOST_DIRT);
        let declaration = text.get(found.start..end)?.find("<?xml").map(|at| found.start + at);
        let again = declaration.and_then(|start| first(text, start));
        return again.filter(|again| !matches!(again.first, First::Other(_))).or(Some(found));
    }
    Some(found)
}

fn first(text: &str, from: usize) -> Option<RootElement<'_>> {
    let (mut dirt, mut has_own_declarations) = (0, false);
    let mut tokens = Tokens::new(text.get(from..)?, Syntax::Xml);
    let (start, tag) = loop {
        let token = tokens.next()?;
        match token.kind {
            TokenKind::Open(tag) => break (from + token.start, tag),
            TokenKind::Declaration(words) => has_own_declarations |= words.contains('['),
            TokenKind::Words(words) | TokenKind::Data(words) => {
                dirt += words.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            }
            TokenKind::Close(_) | TokenKind::Aside => {}
        }
    };
    let (prefix, local) = tag.name.split_once(':').unwrap_or(("", tag.name));
    let first = match local.to_ascii_lowercase().as_str() {
        "rss" | "channel" => First::Feed(Root::Rss),
        "rdf" if is_rss(text) => First::Feed(Root::Rss),
        "feed" => First::Feed(Root::Atom),
        // RFC 4287, 2: an entry may be a document of its own.
        "entry" if is_marked(&tag) && text.to_ascii_lowercase().contains("atom") => {
            First::Feed(Root::Atom)
        }
        "opml" => First::Opml,
        _ => First::Other(tag.name),
    };
    let leads_on = tokens.next_tag_is(&["channel", "item", "entry", "title", "head", "body"]);
    let is_marked = !prefix.is_empty() || is_marked(&tag) || leads_on;
    // Prose may quote a tag; what follows it there is no feed.
    let is_plain = !matches!(first, First::Other(_))
        && is_marked
        && (dirt == 0 || (dirt <= MOST_DIRT && leads_on));
    Some(RootElement { first, start, has_own_declarations, is_plain })
}

/// RDF is used for many things.
fn is_rss(text: &str) -> bool {
    let start = text.get(..text.floor_char_boundary(64 * 1024)).unwrap_or(text);
    ["purl.org/rss", "purl.org/net/rss", "netscape.com/rdf", "<item", "<channel"]
        .iter()
        .any(|sign| start.contains(sign))
}

fn is_marked(tag: &MarkupTag) -> bool {
    tag.attributes().any(|(name, _)| name.starts_with("xmlns") || name == "version")
}

impl<'t> Tokens<'t> {
    /// Whether the next tag opens one of these elements.
    fn next_tag_is(&mut self, names: &[&str]) -> bool {
        let next = self.find_map(|token| match token.kind {
            TokenKind::Open(tag) => Some(tag.name),
            TokenKind::Close(name) => Some(name),
            _ => None,
        });
        next.is_some_and(|next| names.iter().any(|name| name.eq_ignore_ascii_case(next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_tells() {
        for (text, first, is_plain) in [
            ("<rss version='2.0'>", Some(First::Feed(Root::Rss)), true),
            (
                "\u{feff}\n\n<?xml version='1.0'?>\n<!-- a --><rss><channel>",
                Some(First::Feed(Root::Rss)),
                true,
            ),
            (
                "<!DOCTYPE rss [<!ENTITY a \"<b>\">]><rss version='0.91'>",
                Some(First::Feed(Root::Rss)),
                true,
            ),
            ("<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">", Some(First::Feed(Root::Rss)), true),
            (
                "<rdf:RDF xmlns:foaf=\"http://xmlns.com/foaf/0.1/\">",
                Some(First::Other("rdf:RDF")),
                false,
            ),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", Some(First::Feed(Root::Atom)), true),
            ("<atom:feed>", Some(First::Feed(Root::Atom)), true),
            (
                "<br />\n<b>Warning</b>: no\n<?xml version='1.0'?><rss version='2.0'>",
                Some(First::Feed(Root::Rss)),
                true,
            ),
            ("<opml version='2.0'><head>", Some(First::Opml), true),
            ("<html><body><rss version='2.0'>", Some(First::Other("html")), false),
            ("Put <feed> into it.", Some(First::Feed(Root::Atom)), false),
            ("No tags.", None, false),
        ] {
            let found = find(text);
            assert_eq!(found.map(|found| found.first), first, "{text}");
            assert_eq!(found.is_some_and(|found| found.is_plain), is_plain, "{text}");
        }
    }
}
