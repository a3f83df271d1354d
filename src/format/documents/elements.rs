//! XML as office programs write it, element by element.
//!
//! Names are local names: programs differ in their prefixes, never in what is meant. What must
//! stay true: no entity that the document defines is resolved, no document type is read, and a document
//! that breaks off gives what stands before.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::format::{Refusal, markup};

/// Deeper elements were not met outside attacks.
const DEEPEST: usize = 200;

/// A start tag.
pub struct XmlTag<'a>(BytesStart<'a>);

impl XmlTag<'_> {
    /// Its name without a prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute of that local name, unchanged where an `&` in it begins no reference (`a&b`).
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| match attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.to_string(),
            })
    }
}

/// What stands in a document.
pub enum Node<'a> {
    Open(XmlTag<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Shows every node of `xml` to `visit`, in order; an element without content opens and closes.
/// False where the document breaks off.
///
/// # Errors
/// It nests deeper than any document does.
pub fn walk(xml: &str, mut visit: impl FnMut(Node)) -> Result<bool, Refusal> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Refusal("its XML nests deeper than is read".to_owned()));
                }
                visit(Node::Open(XmlTag(tag)));
            }
            Ok(Event::Empty(tag)) => {
                let closing = tag.to_owned();
                visit(Node::Open(XmlTag(tag)));
                visit(Node::Close(closing.local_name().into_inner()));
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                visit(Node::Close(tag.local_name().into_inner()));
            }
            Ok(Event::Text(text)) => visit(Node::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => visit(Node::Text(&text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                match resolved(&reference) {
                    Some(character) => visit(Node::Text(character.encode_utf8(&mut [0; 4]))),
                    // A name that nobody knows stays as it was written.
                    None => visit(Node::Text(&format!("&{};", &*reference.xml10_content()))),
                }
            }
            Ok(Event::Eof) => return Ok(depth == 0),
            Ok(_) => {}
            Err(_) => return Ok(false),
        }
    }
}

/// The same without the elements of these names and whatever is inside of them. Fails where the XML is not
/// well-formed.
pub fn walk_without(
    xml: &str,
    left_out: &[&str],
    mut visit: impl FnMut(Node),
) -> Result<bool, Refusal> {
    let mut open = 0usize;
    walk(xml, |node| match &node {
        Node::Open(tag) if left_out.contains(&tag.name()) => open += 1,
        Node::Close(name) if left_out.contains(name) => open = open.saturating_sub(1),
        _ if open > 0 => {}
        _ => visit(node),
    })
}

/// Shows every element's name and text to `visit`, as far as no element stands inside of it.
///
/// # Errors
/// It nests deeper than any document does.
pub fn values(xml: &str, mut visit: impl FnMut(&str, &str)) -> Result<(), Refusal> {
    let mut value = String::new();
    walk(xml, |node| match node {
        Node::Open(_) => value.clear(),
        Node::Text(text) => value.push_str(text),
        Node::Close(name) => visit(name, &value),
    })?;
    Ok(())
}

/// What a reading says of a document, or a part of one, that `walk` found to break off.
pub fn warnings(what: &str, is_whole: bool) -> Vec<String> {
    match is_whole {
        true => Vec::new(),
        false => vec![format!("{what} breaks off: read as far as it goes")],
    }
}

fn resolved(reference: &quick_xml::events::BytesRef) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    // The entities of HTML too, which XHTML may use; a character is all that one can become.
    let text = format!("&{};", &*reference.xml10_content());
    let text = markup::decode_entities(&text);
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str) -> (String, Result<bool, Refusal>) {
        let mut shown = String::new();
        let end = walk(xml, |node| match node {
            Node::Open(tag) => {
                shown += &format!("<{}{}>", tag.name(), tag.attribute("v").unwrap_or_default());
            }
            Node::Close(name) => shown += &format!("</{name}>"),
            Node::Text(text) => shown += text,
        });
        (shown, end)
    }

    #[test]
    fn nodes_come_in_order_without_prefixes() {
        for (xml, expected, is_whole) in [
            (
                "<w:p a:v='1 &amp; 2'><t>x &lt;&#x79;</t><b/></w:p>",
                "<p1 & 2><t>x <y</t><b></b></p>",
                true,
            ),
            ("<a v='x?b=1&c=2'></a>", "<ax?b=1&c=2></a>", true),
            ("<a><b>x", "<a><b>x", false),
            ("<a><b>x</a>", "<a><b>x</a>", false),
            ("<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a>", "<a>&e;</a>", true),
            ("<a><![CDATA[<x>]]></a>", "<a><x></a>", true),
        ] {
            let (nodes, end) = shown(xml);
            assert_eq!((nodes.as_str(), end), (expected, Ok(is_whole)), "{xml}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(shown(&"<a>".repeat(100_000)).1.is_err());
    }
}
