//! Which parts of a message are read, and which are only named.
//!
//! Of two versions of one text the plain one is read, except where it is a stub (`view this in
//! your browser`) or has lost the items that the HTML shows. What must stay true: every part with
//! a file name is read or named, and no message is looked into deeper than `parts::DEEPEST`.

use super::parts::Entity;
use super::plain::LineFlow;
use super::{charset, chrome, html, items, parts, plain};
use crate::format::article::sections::SectionKind;
use crate::format::markup;
use crate::format::page::Block;

/// A text of the message itself.
pub struct MessageBody {
    pub blocks: Vec<Block>,
    pub encoding: &'static str,
}

/// Something that the message carries.
pub struct Enclosed {
    /// Its file name, or what it is.
    pub name: String,
    pub content: EnclosedContent,
}

/// What is in a part that is enclosed.
pub enum EnclosedContent {
    Message(Vec<u8>),
    File(Vec<u8>),
    /// Nothing that anybody reads: pictures, sound, films, parts without a name.
    Silent,
    /// It did not survive the transport.
    Damaged,
}

/// What there is to read.
#[derive(Default)]
pub struct MessageContent {
    pub bodies: Vec<MessageBody>,
    pub enclosed: Vec<Enclosed>,
    pub warnings: Vec<String>,
}

/// Text in plain shorter than this may be a stub, in bytes.
const LONGEST_STUB: usize = 1200;

/// What a message holds. `is_bulk` as its header says.
pub fn content(root: &Entity, is_bulk: bool) -> MessageContent {
    let mut content = MessageContent::default();
    gather(root, is_bulk, &mut content);
    content
}

fn gather(entity: &Entity, is_bulk: bool, content: &mut MessageContent) {
    if entity.is_cut {
        content.warnings.push(format!("more than {} parts: the rest is not read", parts::MOST));
    }
    match (entity.kind.as_str(), entity.subtype.as_str()) {
        ("multipart", "alternative") if !entity.children.is_empty() => {
            alternative(entity, is_bulk, content);
        }
        ("multipart", "related") if !entity.children.is_empty() => {
            let root = root_of_related(entity);
            for (place, child) in entity.children.iter().enumerate() {
                if place == root {
                    gather(child, is_bulk, content);
                } else if !is_picture(child) {
                    enclose(child, content);
                }
            }
        }
        ("multipart", _) if !entity.children.is_empty() => {
            for child in &entity.children {
                gather(child, is_bulk, content);
            }
        }
        _ if entity.is_message() => enclose(entity, content),
        // A multipart whose boundary is nowhere is text that somebody damaged.
        ("text", "plain" | "html" | "") | ("multipart", _)
            if !entity.is_attached() && (entity.name().is_none() || content.bodies.is_empty()) =>
        {
            let body = body(entity, &mut content.warnings);
            content.bodies.push(body);
        }
        _ => enclose(entity, content),
    }
}

/// Which child is the page that the others belong to: the first, except where it says another.
fn root_of_related(entity: &Entity) -> usize {
    let start = entity.attribute("start").map(bare);
    entity
        .children
        .iter()
        .position(|child| start.is_some() && child.fields.get("Content-ID").map(bare) == start)
        .unwrap_or_default()
}

fn bare(identifier: &str) -> &str {
    identifier.trim_matches(['<', '>', ' '])
}

fn is_picture(entity: &Entity) -> bool {
    matches!(entity.kind.as_str(), "image" | "audio" | "video")
        || entity.is("text", "css")
        || entity.is("application", "javascript")
}

/// One of the versions that a part comes in.
fn alternative(entity: &Entity, is_bulk: bool, content: &mut MessageContent) {
    let versions = entity.children.iter().map(|child| {
        let mut version = MessageContent::default();
        gather(child, is_bulk, &mut version);
        (is_of_html(child), version)
    });
    let mut plain: Option<MessageContent> = None;
    let mut html: Option<MessageContent> = None;
    for (is_html, version) in versions {
        content.enclosed.extend(version.enclosed);
        let version = MessageContent { enclosed: Vec::new(), ..version };
        if version.bodies.is_empty() {
            continue;
        }
        let place = if is_html { &mut html } else { &mut plain };
        place.get_or_insert(version);
    }
    let chosen = match (plain, html) {
        (Some(plain), Some(html)) => {
            if is_better(&html, &plain, is_bulk) {
                Some(html)
            } else {
                Some(plain)
            }
        }
        (plain, html) => plain.or(html),
    };
    if let Some(chosen) = chosen {
        content.bodies.extend(chosen.bodies);
        content.warnings.extend(chosen.warnings);
    }
}

fn is_of_html(entity: &Entity) -> bool {
    entity.is("text", "html") || entity.children.iter().any(is_of_html)
}

/// Whether the HTML says what the plain text does not.
fn is_better(html: &MessageContent, plain: &MessageContent, is_bulk: bool) -> bool {
    let (words, page) = (letters(plain), letters(html));
    if page == 0 {
        return false;
    }
    let is_stub = words < LONGEST_STUB && (page > words * 3 || says_that_it_is_a_stub(plain));
    is_stub || words * 10 < page * 3 || count(html, is_bulk) > count(plain, is_bulk)
}

fn letters(content: &MessageContent) -> usize {
    let blocks = content.bodies.iter().flat_map(|body| &body.blocks);
    blocks
        .filter(|block| !block.words.contains("://"))
        .map(|block| block.words.bytes().filter(|byte| !byte.is_ascii_whitespace()).count())
        .sum()
}

fn says_that_it_is_a_stub(content: &MessageContent) -> bool {
    #[rustfmt::skip]
    const SIGNS: &[&str] = &[
        "in your browser", "in a browser", "view it online", "view this email", "view online",
        "support html", "html version", "html-enabled", "html email", "html e-mail", "html format",
        "does not display html", "im browser", "html-version", "dans votre navigateur",
        "en su navegador", "nel browser",
    ];
    content.bodies.iter().flat_map(|body| &body.blocks).any(|block| {
        let lower = block.words.to_lowercase();
        SIGNS.iter().any(|sign| lower.contains(sign))
    })
}

/// How many items a version shows.
fn count(content: &MessageContent, is_bulk: bool) -> usize {
    content
        .bodies
        .iter()
        .filter_map(|body| items::sections(&body.blocks, is_bulk))
        .flatten()
        .filter(|section| matches!(section.kind, SectionKind::Article(_)))
        .count()
}

fn body(entity: &Entity, warnings: &mut Vec<String>) -> MessageBody {
    let (bytes, is_in_order) = entity.bytes();
    if !is_in_order {
        warnings.push("a part is not in the transfer encoding that it declares".to_owned());
    }
    let is_page = entity.is("text", "html");
    let within = if is_page { markup::charset::in_page(&bytes) } else { None };
    let label = entity.attribute("charset").or(within.as_deref());
    let decoded = charset::decode(&bytes, label);
    warnings.extend(decoded.warnings);
    let mut blocks = if is_page {
        let (blocks, is_cut) = html::blocks(&decoded.text);
        if is_cut {
            warnings.push("a page is too long to be read to its end".to_owned());
        }
        blocks
    } else {
        let says = |name: &str, value: &str| {
            entity.attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        let flow = LineFlow {
            is_flowed: says("format", "flowed"),
            is_space_deleted: says("delsp", "yes"),
        };
        plain::blocks(&decoded.text, flow)
    };
    chrome::limit(&mut blocks);
    chrome::mark(&mut blocks);
    MessageBody { blocks, encoding: decoded.encoding }
}

/// Parts that carry nothing to read and are no news to anybody.
const SILENT: &[&str] = &[
    "pgp-signature",
    "pgp-encrypted",
    "pkcs7-signature",
    "x-pkcs7-signature",
    "delivery-status",
    "disposition-notification",
    "feedback-report",
    "rfc822-headers",
    "partial",
    "external-body",
    "calendar",
];

fn enclose(entity: &Entity, content: &mut MessageContent) {
    let name = entity.name();
    if entity.is_message() {
        let (bytes, _) = entity.bytes();
        content.enclosed.push(Enclosed {
            name: name.unwrap_or("a message").to_owned(),
            content: EnclosedContent::Message(bytes.into_owned()),
        });
        return;
    }
    if SILENT.contains(&entity.subtype.as_str()) || name.is_none() && is_picture(entity) {
        return;
    }
    let is_text = entity.is("text", "plain") || entity.is("text", "html");
    let named = match name {
        Some(name) => name.to_owned(),
        None => format!("{}/{} without a name", entity.kind, entity.subtype),
    };
    let is_read = !is_picture(entity) && (is_text || name.is_some());
    let held = match entity.bytes() {
        _ if !is_read => EnclosedContent::Silent,
        (bytes, true) => EnclosedContent::File(bytes.into_owned()),
        (_, false) => EnclosedContent::Damaged,
    };
    content.enclosed.push(Enclosed { name: named, content: held });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::mail::parts;

    fn of(message: &str) -> (Vec<String>, Vec<String>) {
        let root = parts::message(message.as_bytes());
        let content = content(&root, false);
        (
            content
                .bodies
                .iter()
                .flat_map(|body| &body.blocks)
                .map(|block| block.words.clone())
                .collect(),
            content.enclosed.into_iter().map(|enclosed| enclosed.name).collect(),
        )
    }

    fn alternatives(plain: &str, html: &str) -> String {
        format!(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
        )
    }

    #[test]
    fn of_two_versions_the_one_that_says_more_is_read() {
        for (plain, html, read) in [
            ("The board said no.", "<p>The board said <b>no</b>.</p>", "The board said no."),
            (
                "View this email in your browser.",
                "<p>The board said no, and yes.</p>",
                "The board said no, and yes.",
            ),
            ("", "<p>Only here.</p>", "Only here."),
            ("Only here.", "<p><img src=x></p>", "Only here."),
        ] {
            assert_eq!(of(&alternatives(plain, html)).0, [read]);
        }
    }

    #[test]
    fn what_is_attached_is_enclosed() {
        let message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: application/pdf; name=\"report.pdf\"\n\n%PDF\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b\nContent-Type: image/gif\n\nGIF\n--b--\n";
        let (words, enclosed) = of(message);
        assert_eq!(words, ["See below."]);
        assert_eq!(enclosed, ["report.pdf", "a message"]);
    }
}
