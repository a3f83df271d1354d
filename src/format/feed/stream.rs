//! From the characters of a feed to its entries, one after the other.
//!
//! Feeds are XML by name and tag soup by nature, so there is no parser that stops at the first
//! error. What must stay true: an entry is everything from its own tag to the tag that closes it,
//! or to the tag that can only stand after it; an entry that the end of the file cuts is told
//! apart; nothing is ever fetched or expanded; depth costs no stack.
//!
//! quick-xml was not taken here: it ends at the first tag that is not well-formed, takes a stray
//! `<` with everything up to the next `>` for a tag, and would have to be started anew at each.

use std::ops::Range;

use super::Root;
use super::tree::Tree;
use super::vocabulary::{Scope, Vocabulary, own};
use crate::format::bounds::MOST_ELEMENTS;
use crate::format::markup::decode_entities;
use crate::format::markup::tags::{MarkupTag, Syntax, TokenKind, Tokens};

/// Elements deeper than this are read as part of the one they are in.
const DEEPEST: usize = 512;

/// What is found in a feed besides its entries.
#[derive(Debug, Default)]
pub struct Findings<'t> {
    /// The elements around the entries.
    pub frame: Tree<'t>,
    /// Where an entry starts that the file does not hold to its end, and its number from 1.
    pub cut: Option<(usize, usize)>,
    /// The feed's own element is never closed.
    pub is_open: bool,
    /// Tags that are not closed, or close nothing.
    pub misplaced_tags: usize,
    /// The document type declares something itself.
    pub has_own_declarations: bool,
    pub is_too_deep: bool,
    pub is_too_wide: bool,
}

/// One whole entry.
pub struct Found<'s, 't> {
    /// Its bytes in the document.
    pub range: Range<usize>,
    pub tree: &'s Tree<'t>,
    /// The elements around the entries, as far as they were read.
    pub frame: &'s Tree<'t>,
    /// The places in `frame` of those that the entry is in, the outermost first.
    pub around: &'s [usize],
}

/// Reads the feed that starts at `start`, and hands each whole entry to `take`.
pub fn read<'t>(
    text: &'t str,
    start: usize,
    root: Root,
    take: impl FnMut(Found<'_, 't>),
) -> Findings<'t> {
    let mut stream = Stream {
        own: own(root),
        offset: start,
        scope: Scope::default(),
        stack: Vec::new(),
        entry: None,
        found: Findings::default(),
        count: 0,
        take,
    };
    for token in Tokens::new(text.get(start..).unwrap_or_default(), Syntax::Xml) {
        let (from, to) = (start + token.start, start + token.end);
        match token.kind {
            TokenKind::Words(words) => stream.words(&decode_entities(words)),
            TokenKind::Data(words) => stream.words(words),
            TokenKind::Open(tag) => stream.open(tag, from, to),
            TokenKind::Close(name) => stream.close(name, from, to),
            TokenKind::Declaration(words) => {
                stream.found.has_own_declarations |= words.contains('[')
            }
            TokenKind::Aside => {}
        }
    }
    stream.finish(text.len())
}

/// An element that is open: its name as it stands, and its place in its tree.
struct Open<'t> {
    name: &'t str,
    vocabulary: Vocabulary,
    place: usize,
}

/// The entry that is open.
struct Entry<'t> {
    tree: Tree<'t>,
    /// What its elements without a prefix belong to.
    own: Vocabulary,
    start: usize,
    /// Its place in the stack of open elements.
    depth: usize,
    /// The places in the frame of what is open around it.
    around: Vec<usize>,
}

struct Stream<'t, F> {
    own: Vocabulary,
    offset: usize,
    scope: Scope<'t>,
    stack: Vec<Open<'t>>,
    entry: Option<Entry<'t>>,
    found: Findings<'t>,
    count: usize,
    take: F,
}

/// Elements whose inside is characters alone, so that another element of the feed ends them.
const LEAVES: &[&str] = &[
    "title",
    "link",
    "guid",
    "id",
    "pubdate",
    "date",
    "author",
    "creator",
    "category",
    "comments",
    "language",
    "published",
    "updated",
];
/// Elements whose inside may be markup; only what no markup has ends them.
const PROSE: &[&str] = &["description", "encoded", "summary"];
/// Names of an entry's own elements that HTML has not.
const NEVER_HTML: &[&str] =
    &["guid", "pubdate", "category", "comments", "description", "enclosure", "encoded", "creator"];
/// The frame of a feed.
const FRAME: &[&str] = &["rss", "rdf", "feed", "channel", "items"];

fn is_named(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl<'t, F: FnMut(Found<'_, 't>)> Stream<'t, F> {
    fn tree(&mut self) -> &mut Tree<'t> {
        match &mut self.entry {
            Some(entry) => &mut entry.tree,
            None => &mut self.found.frame,
        }
    }

    fn words(&mut self, words: &str) {
        let Some(place) = self.stack.last().map(|open| open.place) else { return };
        if let Some(element) = self.tree().elements.get_mut(place) {
            element.text.push_str(words);
        }
    }

    fn open(&mut self, tag: MarkupTag<'t>, from: usize, to: usize) {
        if self.stack.is_empty() && self.offset < from {
            // A second document in one file, or words after the feed's end.
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.found.is_too_deep = true;
            return;
        }
        if self.tree().elements.len() >= MOST_ELEMENTS && !self.is_of_frame(&tag) {
            self.found.is_too_wide = true;
            return;
        }
        self.scope.enter(&tag, self.stack.len() + 1, self.own);
        let (vocabulary, name) = self.scope.resolve(tag.name, self.own);
        let entry_own = self.entry_own(vocabulary, name, tag.name);
        let is_entry = entry_own.is_some();
        let vocabulary = match (&self.entry, entry_own) {
            (None, Some(own)) => own,
            (Some(entry), _) if vocabulary == self.own && !tag.name.contains(':') => entry.own,
            _ => vocabulary,
        };
        if is_entry && !self.is_in_content() {
            self.make_room_for_entry(from);
        } else if let Some(depth) = self.ended_by(vocabulary, name) {
            self.found.misplaced_tags += self.stack.len() - depth;
            self.unwind(depth, from);
        }
        if let Some(own) = entry_own
            && self.entry.is_none()
        {
            let depth = self.stack.len();
            let around = self.stack.iter().map(|open| open.place).collect();
            let entry = Entry { tree: Tree::default(), own, start: from, depth, around };
            self.entry = Some(entry);
            self.count += 1;
        }
        let parent = self.parent();
        let place = self.tree().add(vocabulary, name, tag, parent, to);
        self.stack.push(Open { name: tag.name, vocabulary, place });
        if tag.is_empty {
            self.close_at(self.stack.len() - 1, to, to);
        }
    }

    /// Whether an element is an entry, and of which kind of feed. Feeds mix the kinds: an `item` in Atom
    /// and an `entry` in RSS are entries where nothing but the frame is around them.
    fn entry_own(&self, vocabulary: Vocabulary, name: &str, tag: &str) -> Option<Vocabulary> {
        let kind = match () {
            () if name.eq_ignore_ascii_case("item") => Vocabulary::Rss,
            () if name.eq_ignore_ascii_case("entry") => Vocabulary::Atom,
            () => return None,
        };
        if kind == self.own {
            return (vocabulary == kind).then_some(kind);
        }
        let is_meant = vocabulary == kind || vocabulary == self.own && !tag.contains(':');
        let is_framed = self.entry.is_none()
            && self.stack.last().is_some_and(|open| is_named(FRAME, local(open.name)));
        (is_meant && is_framed).then_some(kind)
    }

    /// Whether a tag opens an entry, which stands in a tree of its own.
    fn is_of_frame(&self, tag: &MarkupTag<'t>) -> bool {
        ["item", "entry"].iter().any(|name| local(tag.name).eq_ignore_ascii_case(name))
    }

    /// The place of the innermost open element in the tree that is being filled.
    fn parent(&self) -> Option<usize> {
        let depth = self.entry.as_ref().map_or(0, |entry| entry.depth);
        self.stack.get(depth..)?.last().map(|open| open.place)
    }

    /// The vocabulary of the entry that is open, or of the feed.
    fn now(&self) -> Vocabulary {
        self.entry.as_ref().map_or(self.own, |entry| entry.own)
    }

    /// Whether what is open is the content of an Atom entry: an entry in it is somebody's words.
    fn is_in_content(&self) -> bool {
        let depth = self.entry.as_ref().map_or(self.stack.len(), |entry| entry.depth);
        self.now() == Vocabulary::Atom
            && self.stack.iter().skip(depth).any(|open| {
                open.vocabulary == Vocabulary::Atom
                    && local(open.name).eq_ignore_ascii_case("content")
            })
    }

    /// Nothing but the frame may be open where an entry starts.
    fn make_room_for_entry(&mut self, from: usize) {
        let frame = self.stack.iter().rposition(|open| is_named(FRAME, local(open.name)));
        let wanted = frame.map_or(1, |place| place + 1);
        if self.stack.len() > wanted {
            self.found.misplaced_tags += self.stack.len() - wanted;
            self.unwind(wanted, from);
        }
    }

    /// The depth at which an element of that name shows that something was not closed: a field of
    /// the entry that cannot hold it, with all the markup in it.
    fn ended_by(&self, vocabulary: Vocabulary, name: &str) -> Option<usize> {
        let depth = self.entry.as_ref()?.depth + 1;
        let open = self.stack.get(depth)?;
        let open_name = local(open.name);
        let is_known = !matches!(vocabulary, Vocabulary::Other | Vocabulary::Xhtml);
        // Atom has authors with names and addresses, and content of any kind.
        let may_end =
            self.now() == Vocabulary::Rss && is_known && open.vocabulary != Vocabulary::Atom;
        let is_no_html = is_named(NEVER_HTML, name);
        let ends_leaf = is_no_html || is_named(LEAVES, name) || is_named(PROSE, name);
        let is_ended = (is_named(LEAVES, open_name) && ends_leaf)
            || (is_named(PROSE, open_name) && is_no_html);
        (may_end && is_ended).then_some(depth)
    }

    fn close(&mut self, name: &str, from: usize, to: usize) {
        match self.stack.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
            Some(place) => {
                self.found.misplaced_tags += self.stack.len() - place - 1;
                self.close_at(place, from, to);
            }
            None if self.found.is_too_deep => {}
            None => self.found.misplaced_tags += 1,
        }
    }

    /// Closes the element at that place of the stack and all in it; its tag is `from..to`.
    fn close_at(&mut self, place: usize, from: usize, to: usize) {
        self.unwind(place + 1, from);
        if self.entry.as_ref().is_some_and(|entry| entry.depth == place) {
            self.unwind_to_end(place, from, to);
        } else {
            self.unwind(place, from);
        }
    }

    /// Closes what is open beyond that depth, without tags of its own.
    fn unwind(&mut self, depth: usize, end: usize) {
        self.unwind_to_end(depth, end, end);
    }

    fn unwind_to_end(&mut self, depth: usize, inside_end: usize, end: usize) {
        while self.stack.len() > depth {
            let Some(open) = self.stack.pop() else { break };
            if let Some(element) = self.tree().elements.get_mut(open.place) {
                element.inside.end = inside_end.max(element.inside.start);
            }
            if self.entry.as_ref().is_some_and(|entry| entry.depth == self.stack.len())
                && let Some(entry) = self.entry.take()
            {
                (self.take)(Found {
                    range: entry.start..end,
                    tree: &entry.tree,
                    frame: &self.found.frame,
                    around: &entry.around,
                });
            }
        }
        self.scope.leave(self.stack.len());
    }

    fn finish(mut self, end: usize) -> Findings<'t> {
        if let Some(entry) = self.entry.take() {
            self.found.cut = Some((entry.start, self.count));
            self.stack.truncate(entry.depth);
        }
        self.found.is_open = !self.stack.is_empty();
        self.unwind(0, end);
        self.found
    }
}
