//! NITF 3.x, the News Industry Text Format: one article a file, or the text inside a NewsML item.
//!
//! Published is `date.issue`, then `date.release`, then the day of the paper (`pubdata`), then the
//! date in the dateline. The identifier is `du-key`, which stays the same through updates, else
//! `doc-id`.

use roxmltree::Node;

use super::item::{Items, NewsItem, Status, instant};
use super::{content, topics, xml};
use crate::format::{Format, Framing, Refusal};
use crate::model::{Field, Notice, Reading};

pub const FORMAT: Format = Format {
    name: "nitf",
    version: 8,
    media_type: "application/nitf+xml",
    extensions: &["nitf"],
    summary: "NITF 3.x: an article as agencies and papers' archives send it",
    framing: Framing::Whole,
    sniff: |prefix| xml::root_name(prefix).as_deref() == Some("nitf"),
    read,
};

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let xml = xml::Xml::new(bytes);
    let tree = xml.tree()?;
    let root = tree.root_element();
    if !xml::is(root, "nitf") {
        return Err(Refusal(format!("not NITF: its root is `{}`", root.tag_name().name())));
    }
    let mut items = Items::new(xml.decoded.text.len());
    let mut item = NewsItem::default();
    fill(root, &mut item);
    if let Some(notice) = notice_of_another(root, &item) {
        items.notify(notice);
    }
    items.take(item, xml.range(root), "nitf:body.content");
    Ok(items.finish(&xml.decoded))
}

/// Says of an item what NITF says of it.
pub fn fill(nitf: Node, item: &mut NewsItem) {
    if let Some(body) = xml::child(nitf, "body") {
        if let Some(head) = xml::child(body, "body.head") {
            from_body_head(head, item);
        }
        if item.body.is_empty() {
            item.body = xml::child(body, "body.content").map(text).unwrap_or_default();
        }
    }
    // Pictures may stand in the head or at the end of the body, too.
    if let Some(body) = xml::child(nitf, "body") {
        content::captions(body, &mut item.facts, "nitf:media-caption");
    }
    if let Some(head) = xml::child(nitf, "head") {
        from_head(head, item);
    }
    for name in ["baselang", "lang"] {
        item.set(Field::Language, xml::attribute(nitf, name), "nitf:baselang");
    }
}

/// The text. Papers' archives print its start twice: in a block `lead_paragraph`, and again in the one
/// that is called `full_text`.
fn text(content: Node) -> String {
    let is_full = |node: &Node| xml::attribute(*node, "class").as_deref() == Some("full_text");
    content::text(xml::children(content, "block").find(is_full).unwrap_or(content))
}

fn from_body_head(head: Node, item: &mut NewsItem) {
    if let Some(lines) = xml::child(head, "hedline") {
        let headline = xml::child(lines, "hl1").and_then(xml::words);
        item.set(Field::Headline, headline, "nitf:hl1");
    }
    let summary = xml::child(head, "abstract").and_then(xml::words);
    item.set(Field::Standfirst, summary, "nitf:abstract");
    let under = xml::path(head, &["hedline", "hl2"]).and_then(xml::words);
    item.set(Field::Standfirst, under, "nitf:hl2");
    from_bylines(head, item);
    if let Some(dateline) = xml::child(head, "dateline") {
        item.set_dateline(dateline_words(dateline), "nitf:dateline");
    }
    let distributor = xml::child(head, "distributor").and_then(xml::words);
    item.set(Field::Publisher, distributor, "nitf:distributor");
    let date = xml::path(head, &["dateline", "story.date"]).and_then(|n| xml::attribute(n, "norm"));
    item.set_published(&[(issued(head), "nitf:date.issue"), (date, "nitf:story.date")]);
}

/// `By<person>Ann Ng</person><byttl>Lagoon Wire</byttl>`, or the line as printed. Several bylines are
/// one after the other.
fn from_bylines(head: Node, item: &mut NewsItem) {
    let mut authors = Vec::new();
    let mut lines = Vec::new();
    for byline in xml::children(head, "byline") {
        // Archives print a byline once more, turned for their index: `Ng, Ann`.
        if xml::attribute(byline, "class").is_some_and(|class| class.starts_with("normalized")) {
            continue;
        }
        let people = byline.descendants().filter(|node| xml::is(*node, "person"));
        for person in people.filter_map(xml::words) {
            for author in crate::text::bylines::authors(&person) {
                if !authors.contains(&author) {
                    authors.push(author);
                }
            }
        }
        lines.extend(xml::spaced_words(byline));
    }
    item.facts.say_authors(authors, "nitf:person");
    item.set_byline((!lines.is_empty()).then(|| lines.join("; ")), "nitf:byline");
}

/// Its words without the date that stands there for machines alone.
fn dateline_words(dateline: Node) -> Option<String> {
    let texts = dateline
        .descendants()
        .filter(Node::is_text)
        .filter(|text| {
            let is_machine_made = text.parent().is_some_and(|parent| {
                xml::is(parent, "story.date")
                    && text.text().is_some_and(|date| instant(date).is_some())
            });
            !is_machine_made
        })
        .filter_map(|text| text.text());
    xml::said(&texts.collect::<String>()).filter(|words| words != ",")
}

/// `date.issue` of the document that a part belongs to.
fn issued(part: Node) -> Option<String> {
    let nitf = part.ancestors().find(|node| xml::is(*node, "nitf"))?;
    let data = xml::path(nitf, &["head", "docdata"])?;
    let of = |name| xml::child(data, name).and_then(|date| xml::attribute(date, "norm"));
    of("date.issue").or_else(|| of("date.release")).or_else(|| {
        xml::path(nitf, &["head", "pubdata"]).and_then(|n| xml::attribute(n, "date.publication"))
    })
}

fn from_head(head: Node, item: &mut NewsItem) {
    if let Some(data) = xml::child(head, "docdata") {
        from_docdata(data, item);
    }
    let pubdata = xml::child(head, "pubdata");
    let of_pubdata = |name| pubdata.and_then(|node| xml::attribute(node, name));
    item.set_published(&[
        (issued(head), "nitf:date.issue"),
        (of_pubdata("date.publication"), "nitf:pubdata"),
    ]);
    item.set(Field::Section, of_pubdata("position.section"), "nitf:position.section");
    item.set(Field::Section, subject(head), "nitf:tobject.subject");
    item.set(Field::Publisher, of_pubdata("name"), "nitf:pubdata");
    let data = xml::child(head, "docdata");
    let holder = data
        .and_then(|data| xml::child(data, "doc.copyright"))
        .and_then(|copyright| xml::attribute(copyright, "holder"));
    item.set(Field::Publisher, holder, "nitf:doc.copyright");
    let source = data
        .and_then(|data| xml::child(data, "doc-id"))
        .and_then(|id| xml::attribute(id, "regsrc"));
    item.set(Field::Publisher, source, "nitf:regsrc");
    item.set(Field::Headline, xml::child(head, "title").and_then(xml::words), "nitf:title");
    let address = of_pubdata("ex-ref");
    item.set(Field::Url, super::item::web_address(address), "nitf:ex-ref");
}

fn from_docdata(data: Node, item: &mut NewsItem) {
    if item.status == Status::Usable
        && let Some(word) = xml::attribute(data, "management-status")
    {
        item.status = Status::from_word(&word);
    }
    if let Some(key) = xml::child(data, "du-key") {
        item.set(Field::Identifier, xml::attribute(key, "key"), "nitf:du-key");
        if let Some(version) = xml::attribute(key, "version").and_then(|text| text.parse().ok()) {
            item.version.get_or_insert(version);
        }
    }
    let id = xml::child(data, "doc-id").and_then(|id| xml::attribute(id, "id-string"));
    item.set(Field::Identifier, id, "nitf:doc-id");
    if item.embargo.is_none() && item.status == Status::Embargoed {
        item.embargo = xml::child(data, "date.release").and_then(|n| xml::attribute(n, "norm"));
    }
}

/// The first subject that has a name, else what its number stands for.
fn subject(head: Node) -> Option<String> {
    let object = xml::child(head, "tobject")?;
    let named = xml::children(object, "tobject.subject").find_map(|subject| {
        xml::attribute(subject, "tobject.subject.type")
            .or_else(|| xml::attribute(subject, "tobject.subject.matter"))
    });
    // `News` says nothing.
    let kind = || xml::attribute(object, "tobject.type").filter(|kind| kind != "News");
    let number = || {
        xml::children(object, "tobject.subject")
            .find_map(|subject| topics::root(&xml::attribute(subject, "tobject.subject.refnum")?))
    };
    named.or_else(kind).or_else(|| number().map(str::to_owned))
}

/// A document may say of another one that it is canceled.
fn notice_of_another(nitf: Node, item: &NewsItem) -> Option<Notice> {
    let data = xml::path(nitf, &["head", "docdata"])?;
    let identifier = xml::attribute(data, "management-doc-idref")?;
    let Status::Gone(status) = Status::from_word(&xml::attribute(data, "management-idref-status")?)
    else {
        return None;
    };
    (item.facts.head.identifier.as_ref() != Some(&identifier)).then_some(Notice {
        identifier,
        version: None,
        status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PublicationStatus;

    const STORY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-3.dtd">
<nitf baselang="en-NZ" version="-//IPTC//DTD NITF 3.3//EN">
 <head><title>BC-Tolls</title>
  <tobject tobject.type="News"><tobject.subject tobject.subject.refnum="04000000"/></tobject>
  <docdata management-status="usable"><date.issue norm="20240318T091500+1300"/>
   <doc-id id-string="LW.115.2" regsrc="LW"/><du-key key="LW-TOLLS" version="2"/>
   <doc.copyright holder="Lagoon Wire" year="2024"/></docdata>
  <pubdata date.publication="20240319"/></head>
 <body><body.head><hedline><hl1>Tolls to rise</hl1></hedline>
   <byline>By<person>Ann Ng</person><byttl>Harbour Reporter</byttl></byline>
   <dateline><location>SUVA</location>, <story.date norm="20240318">20240318</story.date></dateline></body.head>
  <body.content><p lede="true">The board said <person>Cy Roe</person> was to blame.</p>
   <media media-type="image"><media-caption>A boat.</media-caption></media><p>It rains.</p></body.content></body>
</nitf>
"#;

    #[test]
    fn a_story_is_read_whole() {
        let reading = read(STORY.as_bytes()).unwrap();
        let draft = &reading.drafts[0];
        let head = &draft.head;
        assert_eq!(head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(head.byline.as_deref(), Some("By Ann Ng Harbour Reporter"));
        assert_eq!(head.authors, ["Ann Ng"]);
        assert_eq!(head.dateline.as_deref(), Some("SUVA,"));
        assert_eq!(head.publisher.as_deref(), Some("Lagoon Wire"));
        assert_eq!(head.section.as_deref(), Some("economy, business and finance"));
        assert_eq!(head.identifier.as_deref(), Some("LW-TOLLS"));
        assert_eq!(head.published.as_ref().unwrap().iso(), "2024-03-18T09:15:00+13:00");
        assert_eq!(draft.origins.of(Field::Published), Some("nitf:date.issue"));
        assert_eq!(draft.body, "The board said Cy Roe was to blame.\n\nIt rains.");
        assert_eq!(head.language.as_deref(), Some("en"));
    }

    #[test]
    fn what_is_canceled_is_a_notice() {
        let canceled = STORY.replace("\"usable\"", "\"canceled\"");
        let reading = read(canceled.as_bytes()).unwrap();
        assert!(reading.drafts.is_empty() && reading.problems.is_empty());
        let notice = &reading.notices[0];
        assert_eq!((notice.identifier.as_str(), notice.version), ("LW-TOLLS", Some(2)));
        assert_eq!(notice.status, PublicationStatus::Canceled);

        let other = STORY.replace(
            "management-status=\"usable\"",
            "management-doc-idref=\"LW-ICE\" management-idref-status=\"canceled\"",
        );
        let reading = read(other.as_bytes()).unwrap();
        assert_eq!((reading.drafts.len(), reading.notices[0].identifier.as_str()), (1, "LW-ICE"));
    }

    #[test]
    fn other_roots_are_refused() {
        assert!(read(b"<rss/>").unwrap_err().0.contains("its root is `rss`"));
    }
}
