//! The tree of an XML document, and where its elements stand in the capture.
//!
//! What must stay true: nothing outside the document is read (no external entity is resolved, and
//! entities that multiply are refused by the parser); a range is one of the capture's decoded text,
//! also where the text had to be mended before the parser took it.
//!
//! Two faults are mended because feeds in use have them: control characters that XML forbids, and
//! names of HTML characters (`&nbsp;`) that no DTD at hand declares. Any other fault is refused with
//! its place.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use crate::format::Refusal;
use crate::format::markup::{self, charset};
use crate::text::decode::{self, Decoded};
use crate::text::normalise;

/// A tree takes about 100 bytes a node; no real file that was met had more than 40,000.
const MOST_NODES: u32 = 4_000_000;

/// An XML capture, decoded, and mended where necessary.
pub struct Xml {
    pub decoded: Decoded,
    /// Where the document starts in the decoded text: behind a byte order mark and white space.
    start: usize,
    mended: Option<Mended>,
}

struct Mended {
    text: String,
    /// For each mended place where it ends in `text`, and where in the document it stands for.
    places: Vec<(usize, usize)>,
}

impl Xml {
    /// Decodes a capture: UTF-8 where it is valid, else what the document declares of itself.
    pub fn new(bytes: &[u8]) -> Self {
        let mut decoded = decode::decode(bytes);
        if !decoded.encoding.starts_with("utf-") {
            decoded = charset::xml(bytes);
        }
        let rest = decoded.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let start = decoded.text.len() - rest.len();
        let mended = mend(rest);
        if mended.is_some() {
            decoded.warnings.push(
                "characters that XML does not allow or names of characters that it does not \
                 know were replaced"
                    .to_owned(),
            );
        }
        Self { decoded, start, mended }
    }

    /// The tree. Refused with line and column where the document is not well-formed.
    pub fn tree(&self) -> Result<Document<'_>, Refusal> {
        let text = match &self.mended {
            Some(mended) => mended.text.as_str(),
            None => self.decoded.text.get(self.start..).unwrap_or_default(),
        };
        let options =
            ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, entity_resolver: None };
        Document::parse_with_options(text, options).map_err(|error| {
            let place = error.pos();
            // The parser says the place once more, in its own words.
            let what = error.to_string();
            let what = what.split(" at ").next().unwrap_or(&what).to_owned();
            Refusal(format!("not well-formed XML at {}:{}: {what}", place.row, place.col))
        })
    }

    /// Where an element of the tree stands in the decoded text.
    pub fn range(&self, node: Node) -> Range<usize> {
        let range = node.range();
        self.place(range.start)..self.place(range.end)
    }

    fn place(&self, at: usize) -> usize {
        let mended = self.mended.as_ref().and_then(|mended| {
            let before = mended.places.partition_point(|&(end, _)| end <= at);
            let (end, original) = mended.places.get(before.checked_sub(1)?)?;
            Some(original + (at - end))
        });
        self.start + mended.unwrap_or(at)
    }
}

/// The local name of the first element, from the first bytes of a file. `None` where they are no XML.
pub fn root_name(prefix: &[u8]) -> Option<String> {
    // Most bytes are no XML, and decoding costs more than looking for a bracket.
    if !prefix.contains(&b'<') {
        return None;
    }
    let decoded;
    let text = match std::str::from_utf8(prefix) {
        Ok(text) => text,
        Err(_) => {
            decoded = decode::decode(prefix).text;
            &decoded
        }
    };
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if let Some(instruction) = rest.strip_prefix("<?") {
            rest = instruction.split_once("?>")?.1;
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->")?.1;
        } else if rest.starts_with("<!") {
            // A DTD may stand inside the declaration.
            let end = rest.find(['>', '['])?;
            rest = match rest.as_bytes().get(end) {
                Some(b'[') => rest.get(end..)?.split_once("]")?.1.trim_start().strip_prefix('>')?,
                _ => rest.get(end + 1..)?,
            };
        } else {
            break;
        }
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = name.get(..end)?;
    Some(name.rsplit(':').next().unwrap_or(name).to_owned())
}

/// A document with its forbidden characters and unknown names of characters replaced; `None` where
/// there are none.
fn mend(text: &str) -> Option<Mended> {
    let declares = text.contains("<!ENTITY");
    let mut mended = Mended { text: String::new(), places: Vec::new() };
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        if at < taken {
            continue;
        }
        let (end, replacement) = match character {
            '&' if !declares => match html_character(text.get(at..).unwrap_or_default()) {
                Some((length, character)) => (at + length, character),
                None => continue,
            },
            '\t' | '\n' | '\r' => continue,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => (at + character.len_utf8(), ' '),
            _ => continue,
        };
        mended.text.push_str(text.get(taken..at).unwrap_or_default());
        mended.text.push(replacement);
        mended.places.push((mended.text.len(), end));
        taken = end;
    }
    if mended.places.is_empty() {
        return None;
    }
    mended.text.push_str(text.get(taken..).unwrap_or_default());
    Some(mended)
}

/// The character that `&name;` at the start of a text is in HTML but not in XML, and how long its name
/// is.
fn html_character(text: &str) -> Option<(usize, char)> {
    let length = text.bytes().take(12).position(|byte| byte == b';')? + 1;
    let name = text.get(1..length - 1)?;
    if name.is_empty()
        || !name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
    {
        return None;
    }
    if name == "nbsp" {
        return Some((length, '\u{a0}'));
    }
    let resolved = markup::decode_entities(text.get(..length)?);
    let mut characters = resolved.chars();
    let first = characters.next().filter(|c| !c.is_ascii())?;
    characters.next().is_none().then_some((length, first))
}

/// The first child of that name.
pub fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// The children of that name.
pub fn children<'a, 'i, 'n>(
    node: Node<'a, 'i>,
    name: &'n str,
) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i, 'n> {
    node.children().filter(move |child| is(*child, name))
}

/// The element that is reached by these names one below the other, the first of each.
pub fn path<'a, 'i>(node: Node<'a, 'i>, names: &[&str]) -> Option<Node<'a, 'i>> {
    names.iter().try_fold(node, |node, name| child(node, name))
}

/// The first element of that name anywhere below.
pub fn find<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().skip(1).find(|found| is(*found, name))
}

/// Whether a node is an element of that name, in whatever namespace.
pub fn is(node: Node, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// What an attribute says, if it says something; matched without its namespace.
pub fn attribute(node: Node, name: &str) -> Option<String> {
    let value = node.attributes().find(|attribute| attribute.name() == name)?.value();
    said(value)
}

/// The words below a node in one line, if there are any.
pub fn words(node: Node) -> Option<String> {
    let texts = node.descendants().filter(Node::is_text).filter_map(|text| text.text());
    said(&texts.collect::<String>())
}

/// The words below a node in one line, with a space wherever an element starts or ends: bylines are
/// written `By<person>Ann Ng</person><byttl>Wire</byttl>`.
pub fn spaced_words(node: Node) -> Option<String> {
    let texts: Vec<&str> =
        node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    said(&texts.join(" ")).map(|words| words.replace(" ,", ","))
}

/// A text in one line, if it says something.
pub fn said(text: &str) -> Option<String> {
    let words = normalise::comparable(text).replace('\0', "\u{fffd}");
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_behind_all_that_may_stand_before_it() {
        for (text, name) in [
            ("<nitf>", Some("nitf")),
            (
                "\u{feff} <?xml version='1.0'?>\n<!-- a > b -->\n<ns0:newsMessage a='b'>",
                Some("newsMessage"),
            ),
            ("<!DOCTYPE nitf SYSTEM \"nitf.dtd\"><nitf/>", Some("nitf")),
            ("<!DOCTYPE nitf [ <!ENTITY a 'b'> ]>\n<nitf a='b'>", Some("nitf")),
            ("<?xml version='1.0'", None),
            ("The minister said no.", None),
            ("< nitf>", Some("")),
            ("<", None),
            ("", None),
        ] {
            assert_eq!(root_name(text.as_bytes()).as_deref(), name, "{text:?}");
        }
    }

    #[test]
    fn ranges_are_those_of_the_capture_although_it_was_mended() {
        let text = "\u{feff}\n<a>x&nbsp;\u{1}<b>Ann&mdash;Ng</b><c/></a>";
        let xml = Xml::new(text.as_bytes());
        let tree = xml.tree().unwrap();
        let b = find(tree.root(), "b").unwrap();
        assert_eq!(&text[xml.range(b)], "<b>Ann&mdash;Ng</b>");
        assert_eq!(words(b).as_deref(), Some("Ann—Ng"));
        assert_eq!(&text[xml.range(find(tree.root(), "c").unwrap())], "<c/>");
        assert_eq!(&text[xml.range(tree.root_element())], &text[4..]);
    }

    #[test]
    fn a_declared_character_set_is_believed_where_the_bytes_are_not_utf_8() {
        let xml = Xml::new(b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>\xb1\xea</a>");
        assert_eq!(xml.decoded.encoding, "iso-8859-2");
        assert_eq!(words(xml.tree().unwrap().root_element()).as_deref(), Some("ąę"));
        let xml = Xml::new("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>ą</a>".as_bytes());
        assert_eq!(xml.decoded.encoding, "utf-8");
    }

    #[test]
    fn what_is_not_well_formed_is_refused_with_its_place() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>\
            <!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'>]>\
            <a>&e;&e;&e;&e;&e;&e;&e;&e;</a>";
        let outside = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>";
        for text in ["<a>\n<b></a>", "<a>", "<a b=c/>", "<a>AT&T</a>", bomb, outside] {
            let Err(Refusal(reason)) = Xml::new(text.as_bytes()).tree().map(|_| ()) else {
                panic!("{text}")
            };
            assert!(reason.starts_with("not well-formed XML at "), "{reason}");
            assert!(!reason.ends_with('.'), "{reason}");
        }
    }
}
