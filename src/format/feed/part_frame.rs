//! What stands around an entry that stands alone: the elements it was in, and what lasts of what the feed says.
//!
//! What must stay true: names mean what they meant (namespaces, language, base of addresses), and nothing in it
//! changes because the feed was made again.

use super::elements;
use super::tree::{FeedElement, Tree};
use crate::format::markup::tags::MarkupTag;

/// The frame of one feed's parts.
pub struct PartFrame<'t> {
    document: &'t str,
    tree: &'t Tree<'t>,
    /// The place of the element that speaks of all entries, and the places of its elements that are kept.
    channel: usize,
    lasting: Vec<usize>,
}

impl<'t> PartFrame<'t> {
    /// Parts are in UTF-8, whatever the feed was in.
    pub const DECLARATION: &'static str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

    /// The frame of a feed whose elements around the entries are `tree`.
    pub fn new(document: &'t str, tree: &'t Tree<'t>) -> Self {
        let (channel, lasting) = (elements::channel_place(tree), elements::lasting(tree));
        Self { document, tree, channel, lasting }
    }

    /// A feed with that entry alone, which stood in the elements at the places `around`.
    pub fn around(&self, entry: &str, around: &[usize]) -> String {
        let mut feed = String::from(Self::DECLARATION);
        let elements = || around.iter().filter_map(|&place| Some((place, self.element(place)?)));
        for (place, element) in elements() {
            open(&mut feed, &element.tag, is_lasting);
            if place == self.channel {
                self.speak(&mut feed);
            } else if place == 0 && !around.contains(&self.channel) {
                self.stand_beside(&mut feed);
            }
        }
        feed.push_str(entry);
        for (_, element) in elements().collect::<Vec<_>>().into_iter().rev() {
            close(&mut feed, &element.tag);
        }
        feed
    }

    fn element(&self, place: usize) -> Option<&FeedElement<'t>> {
        self.tree.elements.get(place)
    }

    /// RDF has its channel beside the entries.
    fn stand_beside(&self, feed: &mut String) {
        let Some(channel) = self.element(self.channel) else { return };
        open(feed, &channel.tag, is_lasting);
        self.speak(feed);
        close(feed, &channel.tag);
    }

    /// What the feed says of all its entries.
    fn speak(&self, feed: &mut String) {
        for element in self.lasting.iter().filter_map(|&place| self.element(place)) {
            open(feed, &element.tag, |_| true);
            feed.push_str(self.document.get(element.inside.clone()).unwrap_or_default());
            close(feed, &element.tag);
        }
    }
}

/// Whether an attribute of the feed's outer elements means something to what is in them.
fn is_lasting(name: &str) -> bool {
    name.starts_with("xmlns") || name.starts_with("xml:") || name == "version"
}

/// Writes a tag that opens an element. What is no attribute in XML is left out.
fn open(feed: &mut String, tag: &MarkupTag, is_kept: impl Fn(&str) -> bool) {
    feed.push('<');
    feed.push_str(tag.name);
    let is_name = |name: &str| {
        name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
    };
    for (name, value) in tag.attributes().filter(|(name, _)| is_name(name) && is_kept(name)) {
        let value = value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
        feed.push_str(&format!(" {name}=\"{value}\""));
    }
    feed.push('>');
}

fn close(feed: &mut String, tag: &MarkupTag) {
    feed.push_str(&format!("</{}>", tag.name));
}
