//! NewsML-G2: news items alone or many in a message.
//!
//! Published is `contentCreated`, then `firstCreated`, then `versionCreated`: an archive that is sent
//! again years later has its true age only in the first. Modified is `versionCreated` where it
//! differs. The words of the item's own metadata go before those of the NITF inside it. Packages,
//! pictures and films are residue, and content that lies elsewhere (`remoteContent`) is not fetched.

use std::ops::Range;

use roxmltree::Node;

use super::item::{Items, MEDIA, NewsItem, Status, web_address};
use super::{content, nitf, topics, xml};
use crate::format::{Format, Framing, Refusal, markup};
use crate::model::{Field, Reading};
use crate::text::bylines;

pub const FORMAT: Format = Format {
    name: "newsml-g2",
    version: 8,
    media_type: "application/vnd.iptc.g2.newsmessage+xml",
    extensions: &["newsml", "g2"],
    summary: "NewsML-G2: a news item or a message of many",
    framing: Framing::Whole,
    sniff: |prefix| xml::root_name(prefix).is_some_and(|name| ROOTS.contains(&name.as_str())),
    read,
};

const ROOTS: &[&str] = &[
    "newsMessage",
    "newsItem",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
    "itemSet",
];

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let xml = xml::Xml::new(bytes);
    let tree = xml.tree()?;
    let root = tree.root_element();
    if !ROOTS.contains(&root.tag_name().name()) {
        return Err(Refusal(format!("not NewsML-G2: its root is `{}`", root.tag_name().name())));
    }
    let mut items = Items::new(xml.decoded.text.len());
    let mut end = 0;
    let mut taken = Vec::new();
    for node in tree.root().descendants().filter(|node| xml::is(*node, "newsItem")) {
        let range = xml.range(node);
        // An item inside an item belongs to it.
        if range.start < end {
            continue;
        }
        end = range.end;
        taken.push((node, item(node), range));
    }
    hand_over_captions(&mut taken);
    for (_, item, range) in taken {
        items.take(item, range, "newsml-g2:contentSet");
    }
    if items.count() == 0 {
        items.warn("holds no news item");
    }
    Ok(items.finish(&xml.decoded))
}

/// Gives the texts of a message the captions of the pictures that come as items beside them: to the text
/// that links the picture, or that the picture links; where there is only one text, to that.
fn hand_over_captions(taken: &mut [(Node, NewsItem, Range<usize>)]) {
    let (mut texts, mut pictures) = (Vec::new(), Vec::new());
    for (at, (node, item, _)) in taken.iter().enumerate() {
        let linked = Linked { at, name: item.facts.head.identifier.clone(), links: links(*node) };
        let is_usable = item.status == Status::Usable && item.embargo.is_none();
        if !item.is_medium {
            texts.push(linked);
        } else if let Some(words) = picture_words(*node).filter(|_| is_usable) {
            pictures.push((linked, words));
        }
    }
    for (picture, (caption, credit)) in pictures {
        let is_own = |text: &&Linked| text.links_to(&picture) || picture.links_to(text);
        let mut own: Vec<usize> = texts.iter().filter(is_own).map(|text| text.at).collect();
        if let (true, [only]) = (own.is_empty(), texts.as_slice()) {
            own.push(only.at);
        }
        for at in own {
            if let Some((_, text, _)) = taken.get_mut(at) {
                text.facts.say_caption(Some(&caption), credit.as_deref(), "newsml-g2:picture");
            }
        }
    }
}

/// An item of a message, by the names that items have for each other.
struct Linked {
    at: usize,
    name: Option<String>,
    links: Vec<String>,
}

impl Linked {
    fn links_to(&self, other: &Self) -> bool {
        other.name.as_ref().is_some_and(|name| self.links.contains(name))
    }
}

/// Names of other items that an item links.
fn links(node: Node) -> Vec<String> {
    let links =
        xml::child(node, "itemMeta").into_iter().flat_map(|meta| xml::children(meta, "link"));
    links.filter_map(|link| xml::attribute(link, "residref")).collect()
}

/// Caption and credit of an item that is a picture.
fn picture_words(node: Node) -> Option<(String, Option<String>)> {
    let class = xml::path(node, &["itemMeta", "itemClass"]).and_then(code)?;
    if !matches!(class.as_str(), "picture" | "photo" | "graphic") {
        return None;
    }
    let meta = xml::child(node, "contentMeta")?;
    let credit = xml::child(meta, "creditline").or_else(|| xml::child(meta, "by"));
    Some((caption(meta)?, credit.and_then(xml::words)))
}

/// What is said to be a caption in an item's metadata.
fn caption(meta: Node) -> Option<String> {
    let described = xml::children(meta, "description").find(|node| {
        xml::attribute(*node, "role")
            .is_some_and(|role| role.to_ascii_lowercase().ends_with("caption"))
    });
    described.and_then(xml::words)
}

fn item(node: Node) -> NewsItem {
    let mut item = NewsItem::default();
    item.set(Field::Identifier, xml::attribute(node, "guid"), "newsml-g2:guid");
    item.version = xml::attribute(node, "version").and_then(|text| text.parse().ok());
    let item_meta = xml::child(node, "itemMeta");
    let content_meta = xml::child(node, "contentMeta");
    if let Some(meta) = item_meta {
        from_item_meta(meta, &mut item);
    }
    if let Some(meta) = content_meta {
        from_content_meta(meta, &mut item);
    }
    times(item_meta, content_meta, &mut item);
    if let Some(set) = xml::child(node, "contentSet") {
        from_content_set(set, &mut item);
    }
    if let Some(caption) = content_meta.and_then(caption).filter(|_| !item.is_medium) {
        item.facts.say_caption(Some(&caption), None, "newsml-g2:description");
    }
    publisher(node, &mut item);
    let language = node.attributes().find(|attribute| attribute.name() == "lang");
    let language = language.map(|attribute| attribute.value().to_owned());
    item.set(Field::Language, language, "newsml-g2:xml:lang");
    let title = item_meta.and_then(|meta| xml::child(meta, "title")).and_then(xml::words);
    item.set(Field::Headline, title, "newsml-g2:title");
    item
}

fn from_item_meta(meta: Node, item: &mut NewsItem) {
    if let Some(class) = xml::child(meta, "itemClass").and_then(code) {
        item.is_medium = MEDIA.contains(&class.as_str());
    }
    if let Some(status) = xml::child(meta, "pubStatus").and_then(code) {
        item.status = Status::from_word(&status);
    }
    item.embargo = xml::child(meta, "embargoed").and_then(xml::words);
    let own = xml::children(meta, "link").find_map(|link| {
        let rel = xml::attribute(link, "rel")?.to_ascii_lowercase();
        ["canonical", "permalink", "webpage", "ispublishedas"]
            .iter()
            .any(|word| rel.ends_with(word))
            .then(|| web_address(xml::attribute(link, "href")))
            .flatten()
    });
    item.set(Field::Url, own, "newsml-g2:link");
    for name in meta.children().filter(|node| xml::is(*node, "altId")) {
        item.set(Field::Url, web_address(xml::words(name)), "newsml-g2:altId");
    }
}

fn from_content_meta(meta: Node, item: &mut NewsItem) {
    let role = |node: Node| xml::attribute(node, "role").unwrap_or_default().to_ascii_lowercase();
    let lines: Vec<(String, String)> = xml::children(meta, "headline")
        .filter_map(|node| Some((role(node), xml::words(node)?)))
        .collect();
    let is_under = |role: &str| role.contains("sub") || role.contains("deck");
    let main = lines.iter().find(|(role, _)| role.ends_with("main"));
    let main = main.or_else(|| lines.iter().find(|(role, _)| !is_under(role)));
    item.set(Field::Headline, main.map(|(_, words)| words.clone()), "newsml-g2:headline");
    let summary = xml::children(meta, "description").find(|node| role(*node).ends_with("summary"));
    item.set(Field::Standfirst, summary.and_then(xml::words), "newsml-g2:description");
    let under = lines.iter().find(|(role, _)| is_under(role));
    item.set(Field::Standfirst, under.map(|(_, words)| words.clone()), "newsml-g2:headline");
    item.set_byline(xml::child(meta, "by").and_then(xml::words), "newsml-g2:by");
    let creators = xml::children(meta, "creator").filter_map(creator);
    let mut authors: Vec<String> = Vec::new();
    for author in creators.flat_map(|name| bylines::authors(&name)) {
        if !authors.contains(&author) {
            authors.push(author);
        }
    }
    item.facts.say_authors(authors, "newsml-g2:creator");
    item.set_dateline(xml::child(meta, "dateline").and_then(xml::words), "newsml-g2:dateline");
    let place = xml::children(meta, "located").find_map(|place| {
        xml::child(place, "name").and_then(xml::words).or_else(|| xml::attribute(place, "literal"))
    });
    item.located = place.map(|place| (place, "newsml-g2:located"));
    item.set(Field::Section, section(meta), "newsml-g2:subject");
    let language = xml::child(meta, "language").and_then(|node| xml::attribute(node, "tag"));
    item.set(Field::Language, language, "newsml-g2:language");
    for node in xml::children(meta, "altId") {
        item.set(Field::Url, web_address(xml::words(node)), "newsml-g2:altId");
    }
}

/// A creator who is a person rather than a desk or an agency.
fn creator(node: Node) -> Option<String> {
    let kind = xml::attribute(node, "type").unwrap_or_default();
    let role = xml::attribute(node, "role").unwrap_or_default();
    if kind.ends_with("organisation") || role.ends_with("source") {
        return None;
    }
    let name = xml::child(node, "name").and_then(xml::words);
    name.or_else(|| xml::attribute(node, "literal").filter(|name| bylines::is_name(name)))
}

/// The desk, else the first subject of the IPTC's list, else the first that has a name.
fn section(meta: Node) -> Option<String> {
    let name = |node: Node| xml::child(node, "name").and_then(xml::words);
    let scheme = |node: Node| {
        let code = xml::attribute(node, "qcode").unwrap_or_default().to_ascii_lowercase();
        code.split(':').next().unwrap_or_default().to_owned()
    };
    let is_abstract =
        |node: &Node| xml::attribute(*node, "type").is_none_or(|kind| kind.ends_with("abstract"));
    let subjects: Vec<Node> = xml::children(meta, "subject").filter(is_abstract).collect();
    let desk = subjects.iter().copied().find(|node| {
        let scheme = scheme(*node);
        ["department", "desk", "section", "categor"].iter().any(|word| scheme.contains(word))
    });
    desk.and_then(name)
        .or_else(|| {
            let topic = subjects.iter().copied().find(|node| scheme(*node) == "medtop")?;
            name(topic)
        })
        .or_else(|| {
            subjects
                .iter()
                .copied()
                .find_map(|node| topics::root(&xml::attribute(node, "qcode")?).map(str::to_owned))
        })
        .or_else(|| subjects.iter().copied().find_map(name))
}

fn times(item_meta: Option<Node>, content_meta: Option<Node>, item: &mut NewsItem) {
    let of = |meta: Option<Node>, name| xml::child(meta?, name).and_then(xml::words);
    let version = of(item_meta, "versionCreated");
    item.set_published(&[
        (of(content_meta, "contentCreated"), "newsml-g2:contentCreated"),
        (of(item_meta, "firstCreated"), "newsml-g2:firstCreated"),
        (version.clone(), "newsml-g2:versionCreated"),
    ]);
    item.set_modified(version, "newsml-g2:versionCreated");
}

/// The text of the first content that has one: NITF, XHTML, or plain lines.
fn from_content_set(set: Node, item: &mut NewsItem) {
    let mut plain = String::new();
    for node in set.children().filter(Node::is_element) {
        match node.tag_name().name() {
            "inlineXML" => {
                if let Some(inner) = xml::find(node, "nitf") {
                    nitf::fill(inner, item);
                } else if item.body.is_empty() {
                    item.body = content::story(node);
                    content::captions(node, &mut item.facts, "newsml-g2:figcaption");
                }
            }
            "inlineData" if plain.is_empty() => {
                let kind = xml::attribute(node, "contenttype").unwrap_or_default();
                let text = content::mixed(node);
                plain = match markup::is_html(&text) && !kind.ends_with("plain") {
                    true => markup::text_of(&text),
                    false => text,
                };
            }
            _ => {}
        }
    }
    if item.body.trim().is_empty() {
        item.body = plain;
    }
}

/// Who publishes: its name, else what stands for it, else whoever holds the rights.
fn publisher(node: Node, item: &mut NewsItem) {
    let of = |part: &str, name: &str| {
        xml::child(node, part).and_then(|part| xml::child(part, name)).and_then(party)
    };
    let is_host = |name: &String| name.contains('.') && !name.contains(' ');
    let provider = of("itemMeta", "provider");
    let named = provider.clone().filter(|name| !is_host(name));
    item.set(Field::Publisher, named, "newsml-g2:provider");
    item.set(Field::Publisher, of("contentMeta", "infoSource"), "newsml-g2:infoSource");
    item.set(Field::Publisher, of("rightsInfo", "copyrightHolder"), "newsml-g2:copyrightHolder");
    item.set(Field::Publisher, provider, "newsml-g2:provider");
}

/// The name of a party: written out, as a literal, or the code behind the colon.
fn party(node: Node) -> Option<String> {
    xml::child(node, "name")
        .and_then(xml::words)
        .or_else(|| xml::attribute(node, "literal"))
        .or_else(|| {
            let code = code(node)?;
            code.bytes().any(|byte| byte.is_ascii_alphabetic()).then_some(code)
        })
}

/// The code behind the colon of a `qcode`, or the end of a `uri`.
fn code(node: Node) -> Option<String> {
    let code = match xml::attribute(node, "qcode") {
        Some(code) => code.rsplit(':').next().map(str::to_owned),
        None => xml::attribute(node, "uri")?.rsplit(['/', ':', '#']).next().map(str::to_owned),
    };
    code.filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PublicationStatus, RegionRole};

    fn item(status: &str, body: &str) -> String {
        format!(
            r#"<newsItem guid="urn:newsml:lagoon.example:20240318:tolls" version="3" xml:lang="en-NZ">
 <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:LW"><name>Lagoon Wire</name></provider>
  <versionCreated>2024-03-18T11:00:00+13:00</versionCreated><firstCreated>2024-03-18T09:15:00+13:00</firstCreated>
  <pubStatus qcode="stat:{status}"/></itemMeta>
 <contentMeta><subject type="cpnat:person" qcode="p:1"><name>Ann Ng</name></subject>
  <subject type="cpnat:abstract" qcode="medtop:20000523"><name>labour market</name></subject>
  <headline>Tolls to rise</headline><by>By Cy Roe and Ann Ng</by><dateline>SUVA, March 18</dateline></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml">{body}</inlineXML><remoteContent href="http://lagoon.example/a.jpg"/></contentSet>
</newsItem>"#
        )
    }

    const HTML: &str = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><p>The board said no.</p><p>It rains.</p></body></html>";

    #[test]
    fn a_message_gives_an_article_for_each_item() {
        let text = format!(
            "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemSet><packageItem><itemRef residref=\"a\"/></packageItem>{}{}</itemSet></newsMessage>",
            item("usable", HTML),
            item("canceled", HTML)
        );
        let reading = read(text.as_bytes()).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        let draft = &reading.drafts[0];
        assert_eq!(draft.body, "The board said no.\n\nIt rains.");
        assert_eq!(draft.head.authors, ["Cy Roe", "Ann Ng"]);
        assert_eq!(draft.head.section.as_deref(), Some("labour market"));
        assert_eq!(draft.head.dateline.as_deref(), Some("SUVA, March 18"));
        assert_eq!(draft.head.published.as_ref().unwrap().iso(), "2024-03-18T09:15:00+13:00");
        assert_eq!(draft.head.modified.as_ref().unwrap().iso(), "2024-03-18T11:00:00+13:00");
        assert_eq!(draft.head.publisher.as_deref(), Some("Lagoon Wire"));
        let notice = &reading.notices[0];
        assert_eq!((notice.version, notice.status), (Some(3), PublicationStatus::Canceled));
        let record = reading.regions.iter().find(|r| r.role == RegionRole::Record).unwrap();
        assert_eq!(&text[record.start..record.end], item("usable", HTML));
    }

    #[test]
    fn content_may_be_nitf_or_plain_or_missing() {
        let nitf = "<nitf><head><title>x</title></head><body><body.head><abstract>Crews cannot pay</abstract></body.head><body.content><p>No.</p></body.content></body></nitf>";
        let reading = read(item("usable", nitf).as_bytes()).unwrap();
        assert_eq!(reading.drafts[0].head.standfirst.as_deref(), Some("Crews cannot pay"));
        assert_eq!(reading.drafts[0].body, "No.");
        let reading = read(item("usable", "").as_bytes()).unwrap();
        assert_eq!(reading.problems[0].reason, "no text");
        let picture = item("usable", "").replace("ninat:text", "ninat:picture");
        let reading = read(picture.as_bytes()).unwrap();
        assert_eq!(reading.problems[0].reason, "a picture, sound or film");
        assert!(reading.drafts.is_empty());
    }

    #[test]
    fn an_embargo_is_a_warning() {
        let text = item("usable", HTML)
            .replace("<pubStatus", "<embargoed>2024-03-20T12:00:00Z</embargoed><pubStatus");
        let reading = read(text.as_bytes()).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        assert!(reading.warnings[0].ends_with("is embargoed until 2024-03-20T12:00:00Z"));
    }
}
