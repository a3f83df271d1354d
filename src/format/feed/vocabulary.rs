//! Which vocabulary an element's name belongs to.
//!
//! Namespaces (Namespaces in XML 1.0) with the forgiveness that feeds need: a prefix that nobody
//! declared means what everybody means by it, one vocabulary has several addresses, and whatever
//! address a feed gives its own elements, they are the feed's own.

use super::Root;
use crate::format::markup::tags::MarkupTag;

/// The vocabularies that feeds are written in, as far as they say something about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    /// RSS of every version.
    Rss,
    Atom,
    DublinCore,
    DublinCoreTerms,
    Content,
    Media,
    Itunes,
    FeedBurner,
    Xhtml,
    Rdf,
    Other,
}

use Vocabulary as V;

impl Vocabulary {
    /// The prefix that it commonly has; the first part of a rule's name.
    pub fn label(self) -> &'static str {
        match self {
            V::Rss => "rss",
            V::Atom => "atom",
            V::DublinCore => "dc",
            V::DublinCoreTerms => "dcterms",
            V::Content => "content",
            V::Media => "media",
            V::Itunes => "itunes",
            V::FeedBurner => "feedburner",
            V::Xhtml => "xhtml",
            V::Rdf => "rdf",
            V::Other => "other",
        }
    }
}

/// Parts of addresses, lower case; the first that an address contains tells.
const ADDRESSES: &[(&str, Vocabulary)] = &[
    ("purl.org/rss/1.0/modules/content", V::Content),
    ("purl.org/rss/1.0/modules/", V::Other),
    ("purl.org/rss/", V::Rss),
    ("purl.org/net/rss", V::Rss),
    ("my.netscape.com/rdf", V::Rss),
    ("channel.netscape.com/rdf", V::Rss),
    ("backend.userland.com/rss", V::Rss),
    ("blogs.law.harvard.edu/tech/rss", V::Rss),
    ("cyber.law.harvard.edu/rss", V::Rss),
    ("purl.org/dc/elements", V::DublinCore),
    ("purl.org/dc/terms", V::DublinCoreTerms),
    ("w3.org/2005/atom", V::Atom),
    ("purl.org/atom/ns", V::Atom),
    ("search.yahoo.com/mrss", V::Media),
    ("itunes.com/dtds/podcast", V::Itunes),
    ("rssnamespace.org/feedburner", V::FeedBurner),
    ("w3.org/1999/xhtml", V::Xhtml),
    ("22-rdf-syntax-ns", V::Rdf),
];

/// What prefixes mean where nobody declares them.
const PREFIXES: &[(&str, Vocabulary)] = &[
    ("content", V::Content),
    ("dc", V::DublinCore),
    ("dcterms", V::DublinCoreTerms),
    ("atom", V::Atom),
    ("atom10", V::Atom),
    ("a10", V::Atom),
    ("media", V::Media),
    ("itunes", V::Itunes),
    ("feedburner", V::FeedBurner),
    ("xhtml", V::Xhtml),
    ("rdf", V::Rdf),
    ("rss", V::Rss),
];

/// More declarations than that at a time are no feed's.
const MOST_DECLARATIONS: usize = 256;

/// Elements down to this depth are the feed's frame: root and channel.
const FRAME: usize = 2;

/// The declarations in force.
#[derive(Default)]
pub struct Scope<'t> {
    /// Depth of the element that declares, prefix, meaning.
    declared: Vec<(usize, &'t str, Vocabulary)>,
}

impl<'t> Scope<'t> {
    /// An element of that depth was opened: what it declares is in force.
    pub fn enter(&mut self, tag: &MarkupTag<'t>, depth: usize, own: Vocabulary) {
        for (name, address) in tag.attributes() {
            let Some(rest) = name.strip_prefix("xmlns") else { continue };
            if self.declared.len() >= MOST_DECLARATIONS {
                return;
            }
            let address = address.to_ascii_lowercase();
            let known = ADDRESSES.iter().find(|(part, _)| address.contains(part)).map(|(_, v)| *v);
            match rest.strip_prefix(':') {
                Some(prefix) => {
                    let meant = known.or_else(|| by_prefix(prefix)).unwrap_or(V::Other);
                    self.declared.push((depth, prefix, meant));
                }
                None if rest.is_empty() => {
                    let meant = if depth <= FRAME { own } else { known.unwrap_or(V::Other) };
                    self.declared.push((depth, "", meant));
                }
                None => {}
            }
        }
    }

    /// Everything deeper than that depth is closed.
    pub fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(declared, ..)| *declared > depth) {
            self.declared.pop();
        }
    }

    /// The vocabulary of a name, and the name without its prefix.
    pub fn resolve(&self, name: &'t str, own: Vocabulary) -> (Vocabulary, &'t str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.declared.iter().rev().find(|(_, found, _)| *found == prefix);
        let vocabulary = match declared {
            Some((.., vocabulary)) => *vocabulary,
            None if prefix.is_empty() => own,
            None => by_prefix(prefix).unwrap_or(V::Other),
        };
        (vocabulary, local)
    }
}

/// The vocabulary of a feed's own elements.
pub fn own(root: Root) -> Vocabulary {
    match root {
        Root::Atom => V::Atom,
        Root::Rss => V::Rss,
    }
}

fn by_prefix(prefix: &str) -> Option<Vocabulary> {
    PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix)).map(|(_, v)| *v)
}
