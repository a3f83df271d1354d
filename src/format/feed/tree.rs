//! The elements of one entry, or of the frame around the entries.

use std::ops::Range;

use super::vocabulary::Vocabulary;
use crate::format::markup::tags::MarkupTag;

/// One element.
#[derive(Debug)]
pub struct FeedElement<'t> {
    pub vocabulary: Vocabulary,
    /// Without its prefix, as it stands.
    pub name: &'t str,
    pub tag: MarkupTag<'t>,
    parent: Option<usize>,
    /// Its inside, as bytes of the document.
    pub inside: Range<usize>,
    pub has_elements: bool,
    /// Its own characters: references resolved, CDATA as it stands.
    pub text: String,
}

/// Elements in the order of the document; the first is the outermost.
#[derive(Debug, Default)]
pub struct Tree<'t> {
    pub elements: Vec<FeedElement<'t>>,
}

impl<'t> Tree<'t> {
    /// Adds an element and gives its place.
    pub fn add(
        &mut self,
        vocabulary: Vocabulary,
        name: &'t str,
        tag: MarkupTag<'t>,
        parent: Option<usize>,
        inside: usize,
    ) -> usize {
        if let Some(parent) = parent.and_then(|parent| self.elements.get_mut(parent)) {
            parent.has_elements = true;
        }
        self.elements.push(FeedElement {
            vocabulary,
            name,
            tag,
            parent,
            inside: inside..inside,
            has_elements: false,
            text: String::new(),
        });
        self.elements.len() - 1
    }

    /// The elements of that name right inside the element at `parent`.
    pub fn children<'s>(
        &'s self,
        parent: usize,
        vocabulary: Vocabulary,
        name: &'s str,
    ) -> impl Iterator<Item = (usize, &'s FeedElement<'t>)> {
        let elements = self.elements.iter().enumerate().skip(parent + 1);
        elements.filter(move |(_, element)| {
            element.parent == Some(parent)
                && element.vocabulary == vocabulary
                && element.name.eq_ignore_ascii_case(name)
        })
    }

    /// The value of an attribute of the outermost element.
    pub fn attribute(&self, name: &str) -> Option<String> {
        Some(self.elements.first()?.tag.attribute(name)?.into_owned())
    }
}
