//! A parsed page as a flat list of nodes in document order, without what is never shown.
//!
//! The parser's tree is walked once; everything after works on this list, in which a node's subtree is
//! a range and sizes are sums already made. What must stay true: script, style, template, noscript and
//! hidden elements are not in it, so that none of their words can become an article's.

use dom_query::{Document, Element, NodeData, NodeId};

use super::labels::{LabelReader, Labels};
use crate::format::markup::elements::{ElementKind, Role};

/// One element or one stretch of text.
#[derive(Debug)]
pub struct Node {
    pub tag: ElementKind,
    /// Index of the element around it; the first node is its own.
    pub parent: usize,
    /// Index behind the last node of its subtree.
    pub end: usize,
    /// What its class, id, role and the like say that it is.
    pub labels: Labels,
    /// The characters of a text node; empty for an element.
    pub text: String,
    /// Characters other than white space in its subtree.
    pub length: usize,
    /// Those of them that stand in links.
    pub linked: usize,
    /// Whether it is a block or has one inside.
    pub is_block: bool,
}

/// A page's nodes. The first stands for the document and is always there.
#[derive(Debug)]
pub struct Outline {
    pub nodes: Vec<Node>,
}

impl Node {
    /// Whether it is a heading of any rank.
    pub fn is_heading(&self) -> bool {
        matches!(self.tag, ElementKind::Heading(_))
    }
}

impl Outline {
    /// Walks a parsed page.
    pub fn of(document: &Document) -> Self {
        let mut nodes = vec![Node {
            tag: ElementKind::Other,
            parent: 0,
            end: 0,
            labels: Labels::default(),
            text: String::new(),
            length: 0,
            linked: 0,
            is_block: true,
        }];
        let mut reader = LabelReader::default();
        let root = document.root().id;
        let mut parent = 0;
        let mut next = first_child(document, root);
        let mut open: Vec<(NodeId, usize)> = Vec::new();
        loop {
            let Some(id) = next else {
                let Some((id, outer)) = open.pop() else { break };
                close(&mut nodes, parent);
                parent = outer;
                next = next_sibling(document, id);
                continue;
            };
            let added = document.tree.query_node(&id, |node| match &node.data {
                NodeData::Text { contents } => Some(text_node(contents.as_ref(), parent)),
                NodeData::Element(element) => element_node(element, parent, &mut reader),
                _ => None,
            });
            let Some(node) = added.flatten() else {
                next = next_sibling(document, id);
                continue;
            };
            let index = nodes.len();
            let is_text = node.tag == ElementKind::Text;
            nodes.push(node);
            if is_text {
                close(&mut nodes, index);
                next = next_sibling(document, id);
            } else {
                open.push((id, parent));
                parent = index;
                next = first_child(document, id);
            }
        }
        let end = nodes.len();
        if let Some(first) = nodes.first_mut() {
            first.end = end;
        }
        Self { nodes }
    }

    /// The node at a place, in the page's order.
    pub fn get(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// Whether there is a node at a place, and it is of this kind.
    pub fn is(&self, index: usize, kind: impl Fn(&Node) -> bool) -> bool {
        self.get(index).is_some_and(kind)
    }

    /// Index behind the last node of a subtree.
    pub fn end(&self, index: usize) -> usize {
        self.get(index).map_or(0, |node| node.end)
    }

    /// The indexes of an element's children, in order.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end(index);
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.nodes.get(child).map_or(end, |node| node.end.max(child + 1));
                child
            })
        })
    }

    /// A node's index and those of the elements around it, the nearest first.
    pub fn around(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(index).chain(self.ancestors(index))
    }

    /// Whether a node or one of the nearest elements around it, `reach` in all, is of this kind.
    pub fn is_within(&self, index: usize, reach: usize, kind: impl Fn(&Node) -> bool) -> bool {
        self.around(index).take(reach).any(|outer| self.is(outer, &kind))
    }

    /// The indexes of the elements around a node, the nearest first.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            let parent = self.nodes.get(at)?.parent;
            (parent != at).then(|| {
                at = parent;
                parent
            })
        })
    }
}

fn first_child(document: &Document, id: NodeId) -> Option<NodeId> {
    document.tree.query_node(&id, |node| node.first_child).flatten()
}

fn next_sibling(document: &Document, id: NodeId) -> Option<NodeId> {
    document.tree.query_node(&id, |node| node.next_sibling).flatten()
}

/// A node is complete: its range ends here, and its sizes count for the element around it.
fn close(nodes: &mut [Node], index: usize) {
    let end = nodes.len();
    let Some(node) = nodes.get_mut(index) else { return };
    node.end = end;
    if node.tag == ElementKind::Link {
        node.linked = node.length;
    }
    let (parent, length, linked, is_block) = (node.parent, node.length, node.linked, node.is_block);
    if let Some(outer) = nodes.get_mut(parent).filter(|_| parent != index) {
        outer.length += length;
        outer.linked += linked;
        outer.is_block |= is_block;
    }
}

fn text_node(contents: &str, parent: usize) -> Node {
    Node {
        tag: ElementKind::Text,
        parent,
        end: 0,
        labels: Labels::default(),
        text: contents.to_owned(),
        length: contents.chars().filter(|c| !c.is_whitespace()).count(),
        linked: 0,
        is_block: false,
    }
}

fn element_node(element: &Element, parent: usize, reader: &mut LabelReader) -> Option<Node> {
    let tag = ElementKind::of(element.name.local.as_ref());
    if tag.role() == Role::Unseen || is_hidden(element, tag) {
        return None;
    }
    // Classes of the whole page say what kind of page it is, not what the element holds.
    let labels = match tag {
        ElementKind::Html | ElementKind::Body => Labels::default(),
        _ => reader.read(element),
    };
    let is_block = tag.role() == Role::Block;
    Some(Node { tag, parent, end: 0, labels, text: String::new(), length: 0, linked: 0, is_block })
}

/// Whether an element says itself that it is not shown.
fn is_hidden(element: &Element, tag: ElementKind) -> bool {
    element.attrs.iter().any(|attribute| {
        let value: &str = attribute.value.as_ref();
        match attribute.name.local.as_ref() {
            // React streams a part of a page in a hidden element that its program puts into place.
            "hidden" if is_streamed(element) => false,
            "hidden" => !value.eq_ignore_ascii_case("until-found"),
            // A page under a consent dialogue is marked as hidden from screen readers altogether.
            "aria-hidden" => {
                value.eq_ignore_ascii_case("true")
                    && matches!(tag.role(), Role::Inline | Role::Other)
                    && tag != ElementKind::Body
            }
            "style" if value.contains("none") || value.contains("hidden") => {
                let style: String =
                    value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
                style.split(';').any(|rule| {
                    matches!(
                        rule.trim_end_matches("!important"),
                        "display:none" | "visibility:hidden"
                    )
                }) && tag != ElementKind::Body
            }
            _ => false,
        }
    })
}

/// Whether an element's id is one that React gives to parts of a page that come late: `S:1`.
fn is_streamed(element: &Element) -> bool {
    element.attrs.iter().any(|attribute| {
        let value: &str = attribute.value.as_ref();
        &attribute.name.local == "id"
            && value
                .strip_prefix("S:")
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}
