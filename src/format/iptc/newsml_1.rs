//! NewsML 1.x: news items of nested components.
//!
//! A component that holds a text is an article; components that hold the same text in several
//! formats (`EquivalentsList`) are one. Several texts of one item, each with a headline of its own,
//! are as many articles: the first has the item's identifier, the others that and their number.
//! Published is `FirstCreated`, modified `ThisRevisionCreated` where it differs. The identifier is
//! provider, date and item, as in `PublicIdentifier` without its revision.

use roxmltree::Node;

use super::item::{Items, NewsItem, Status};
use super::{content, nitf, topics, xml};
use crate::format::{Format, Framing, Refusal};
use crate::model::{Field, Reading};

pub const FORMAT: Format = Format {
    name: "newsml",
    version: 8,
    media_type: "text/vnd.iptc.newsml",
    extensions: &["nml"],
    summary: "NewsML 1.x: a package of news items",
    framing: Framing::Whole,
    sniff: |prefix| {
        xml::root_name(prefix).is_some_and(|name| matches!(name.as_str(), "NewsML" | "NewsItem"))
    },
    read,
};

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let xml = xml::Xml::new(bytes);
    let tree = xml.tree()?;
    let root = tree.root_element();
    if !xml::is(root, "NewsML") && !xml::is(root, "NewsItem") {
        return Err(Refusal(format!("not NewsML 1: its root is `{}`", root.tag_name().name())));
    }
    let mut items = Items::new(xml.decoded.text.len());
    let mut end = 0;
    for node in tree.root().descendants().filter(|node| xml::is(*node, "NewsItem")) {
        let range = xml.range(node);
        if range.start < end {
            continue;
        }
        end = range.end;
        let texts = texts(node);
        if texts.len() < 2 {
            let mut item = item(node, texts.first().copied(), 0);
            // Of several articles nobody says which one a picture is of.
            captions(node, &mut item);
            items.take(item, range, "newsml:ContentItem");
            continue;
        }
        for (number, text) in texts.into_iter().enumerate() {
            items.take(item(node, Some(text), number), xml.range(text), "newsml:ContentItem");
        }
    }
    if items.count() == 0 {
        items.warn("holds no news item");
    }
    Ok(items.finish(&xml.decoded))
}

/// Components that lie deeper in each other are not looked for what they have in common.
const MOST_LEVELS: usize = 64;

/// The components of an item that are articles. They do not lie inside each other.
fn texts<'a, 'i>(item: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    let mut found: Vec<Node> = Vec::new();
    for component in item.descendants().filter(|node| xml::is(*node, "NewsComponent")) {
        let holds_text =
            xml::children(component, "ContentItem").any(|content| !body(content).is_empty());
        if !holds_text || is_about_a_medium(component) {
            continue;
        }
        // The same text in another format belongs to the component that lists them.
        let listed = component.ancestors().skip(1).take(MOST_LEVELS).find(|node| {
            xml::is(*node, "NewsComponent")
                && xml::attribute(*node, "EquivalentsList").as_deref() == Some("yes")
        });
        let article = listed.unwrap_or(component);
        let is_known =
            found.last().is_some_and(|known| known.range().contains(&article.range().start));
        if !is_known {
            found.push(article);
        }
    }
    let with_headlines = found.iter().filter(|node| own_headline(**node).is_some()).count();
    if with_headlines < 2 {
        found.truncate(1);
    }
    found
}

fn own_headline(component: Node) -> Option<String> {
    xml::path(component, &["NewsLines", "HeadLine"]).and_then(xml::words)
}

/// Roles of components whose words are about something else in the item. Lower case.
const OTHER_ROLES: &[&str] = &[
    "caption",
    "legend",
    "credit",
    "byline",
    "photo",
    "picture",
    "graphic",
    "thumbnail",
    "preview",
    "quicklook",
    "summary",
    "abstract",
    "headline",
    "keywords",
    "video",
    "audio",
];

fn is_about_a_medium(component: Node) -> bool {
    xml::child(component, "Role")
        .and_then(|role| xml::attribute(role, "FormalName"))
        .is_some_and(|role| OTHER_ROLES.contains(&role.to_ascii_lowercase().as_str()))
}

/// The text of a content item: NITF, XHTML or plain lines. Empty where it is no text.
fn body(content: Node) -> String {
    let Some(data) = xml::child(content, "DataContent") else { return String::new() };
    let medium = formal_name(content, "MediaType").unwrap_or_default().to_ascii_lowercase();
    let is_encoded = xml::child(content, "Encoding").is_some();
    if is_encoded || !matches!(medium.as_str(), "" | "text" | "complexdata") {
        return String::new();
    }
    content::story(data)
}

fn item(node: Node, text: Option<Node>, number: usize) -> NewsItem {
    let mut item = NewsItem::default();
    if let Some(identifier) = identifier(node) {
        let identifier = match number {
            0 => identifier,
            _ => format!("{identifier}#{}", number + 1),
        };
        item.set(Field::Identifier, Some(identifier), "newsml:NewsIdentifier");
    }
    item.version =
        xml::find(node, "RevisionId").and_then(xml::words).and_then(|id| id.parse().ok());
    if let Some(management) = xml::child(node, "NewsManagement") {
        from_management(management, &mut item);
    }
    match text {
        Some(component) => from_component(component, &mut item),
        // A picture, a sound, a list of topics.
        None => item.is_medium = has_other_content(node),
    }
    // What the text does not say, the components about it may.
    let around = text.into_iter().flat_map(|text| text.ancestors().skip(1).take(MOST_LEVELS));
    for component in around.filter(|node| xml::is(*node, "NewsComponent")) {
        from_lines_and_metadata(component, &mut item);
    }
    if let Some(component) = xml::child(node, "NewsComponent") {
        from_lines_and_metadata(component, &mut item);
    }
    let provider = xml::find(node, "ProviderId").and_then(xml::words);
    item.set(Field::Publisher, provider, "newsml:ProviderId");
    let language = node.attributes().find(|attribute| attribute.name() == "lang");
    let language = language.map(|attribute| attribute.value().to_owned());
    item.set(Field::Language, language, "newsml:xml:lang");
    item
}

/// The text of the components that say that they are a picture's caption, and lines that do.
fn captions(node: Node, item: &mut NewsItem) {
    for component in node.descendants().filter(|node| xml::is(*node, "NewsComponent")) {
        let credit = || {
            let around = component.ancestors().take(MOST_LEVELS).take_while(|at| *at != node);
            let components = around.filter(|at| xml::is(*at, "NewsComponent"));
            let about = components.filter(|at| *at == component || is_of_a_picture(*at));
            about.filter_map(|at| xml::path(at, &["NewsLines", "CreditLine"])).find_map(xml::words)
        };
        for caption in caption_lines(component) {
            item.facts.say_caption(
                Some(&caption),
                credit().as_deref(),
                "newsml:NewsLineType/Caption",
            );
        }
        let role = xml::child(component, "Role")
            .and_then(|role| xml::attribute(role, "FormalName"))
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !matches!(role.as_str(), "caption" | "legend") {
            continue;
        }
        let contents = component.descendants().filter(|node| xml::is(*node, "ContentItem"));
        if let Some(words) = contents.map(body).find(|body| !body.is_empty()) {
            item.facts.say_caption(Some(&words), credit().as_deref(), "newsml:Role/Caption");
        }
    }
}

/// Whether a component is a picture with what is said of it: its credit is the picture's.
fn is_of_a_picture(component: Node) -> bool {
    let of_picture = |name: Option<String>| {
        name.is_some_and(|name| {
            matches!(name.to_ascii_lowercase().as_str(), "photo" | "picture" | "graphic")
        })
    };
    let contents = component.descendants().filter(|node| xml::is(*node, "ContentItem"));
    is_about_a_medium(component)
        || contents.take(MOST_LEVELS).any(|content| of_picture(formal_name(content, "MediaType")))
}

/// `NewsLine`s of a component that say that they are captions.
fn caption_lines(component: Node) -> Vec<String> {
    let Some(lines) = xml::child(component, "NewsLines") else { return Vec::new() };
    let is_caption = |line: &Node| {
        formal_name(*line, "NewsLineType")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("caption"))
    };
    let lines = xml::children(lines, "NewsLine").filter(is_caption);
    lines.filter_map(|line| xml::child(line, "NewsLineText").and_then(xml::words)).collect()
}

fn has_other_content(node: Node) -> bool {
    node.descendants().filter(|found| xml::is(*found, "ContentItem")).any(|content| {
        let medium = formal_name(content, "MediaType").unwrap_or_default();
        !medium.is_empty() && !medium.eq_ignore_ascii_case("text")
    }) || xml::find(node, "ContentItem").is_none()
}

fn identifier(node: Node) -> Option<String> {
    let identifier = xml::path(node, &["Identification", "NewsIdentifier"])?;
    let part = |name| xml::child(identifier, name).and_then(xml::words);
    if let (Some(provider), Some(date), Some(id)) =
        (part("ProviderId"), part("DateId"), part("NewsItemId"))
    {
        return Some(format!("urn:newsml:{provider}:{date}:{id}"));
    }
    let public = part("PublicIdentifier")?;
    let (name, revision) = public.rsplit_once(':')?;
    let is_revision =
        revision.trim_end_matches(['N', 'U', 'A']).bytes().all(|b| b.is_ascii_digit());
    Some(if is_revision && name.matches(':').count() >= 4 {
        name.to_owned()
    } else {
        public.clone()
    })
}

fn from_management(management: Node, item: &mut NewsItem) {
    if let Some(status) = formal_name(management, "Status") {
        item.status = Status::from_word(&status);
    }
    if item.status == Status::Embargoed {
        item.embargo =
            xml::path(management, &["StatusWillChange", "DateAndTime"]).and_then(xml::words);
    }
    let of = |name| xml::child(management, name).and_then(xml::words);
    let revised = of("ThisRevisionCreated");
    item.set_published(&[
        (of("FirstCreated"), "newsml:FirstCreated"),
        (revised.clone(), "newsml:ThisRevisionCreated"),
    ]);
    item.set_modified(revised, "newsml:ThisRevisionCreated");
}

/// The text of a component, of its content items or of its equivalents the one with marked
/// paragraphs before the plain one.
fn from_component(component: Node, item: &mut NewsItem) {
    let mut contents: Vec<Node> =
        component.descendants().filter(|node| xml::is(*node, "ContentItem")).collect();
    contents.retain(|content| {
        !content
            .ancestors()
            .take_while(|node| *node != component)
            .any(|node| xml::is(node, "NewsComponent") && is_about_a_medium(node))
            && !body(*content).is_empty()
    });
    from_lines_and_metadata(component, item);
    let marked = contents.iter().find(|content| {
        xml::child(**content, "DataContent")
            .is_some_and(|data| data.children().any(|child| child.is_element()))
    });
    let Some(content) = marked.or(contents.first()).copied() else { return };
    for inside in content.ancestors().skip(1).take_while(|node| *node != component) {
        from_lines_and_metadata(inside, item);
    }
    if let Some(nitf) = xml::find(content, "nitf") {
        nitf::fill(nitf, item);
    }
    if item.body.is_empty() {
        item.body = body(content);
        content::captions(content, &mut item.facts, "newsml:figcaption");
    }
}

fn from_lines_and_metadata(component: Node, item: &mut NewsItem) {
    if let Some(lines) = xml::child(component, "NewsLines") {
        let of = |name| xml::child(lines, name).and_then(xml::words);
        item.set(Field::Headline, of("HeadLine"), "newsml:HeadLine");
        item.set(Field::Standfirst, of("SubHeadLine"), "newsml:SubHeadLine");
        item.set_byline(of("ByLine"), "newsml:ByLine");
        item.set_dateline(of("DateLine"), "newsml:DateLine");
    }
    if let Some(metadata) = xml::child(component, "AdministrativeMetadata") {
        for name in ["Provider", "Source"] {
            let party = xml::path(metadata, &[name, "Party"])
                .and_then(|party| xml::attribute(party, "FormalName"));
            item.set(Field::Publisher, party, "newsml:Party");
        }
    }
    if let Some(metadata) = xml::child(component, "DescriptiveMetadata") {
        item.set(Field::Language, formal_name(metadata, "Language"), "newsml:Language");
        item.set(Field::Section, section(metadata), "newsml:SubjectCode");
        if item.located.is_none() {
            item.located = city(metadata).map(|city| (city, "newsml:Location"));
        }
    }
}

fn section(metadata: Node) -> Option<String> {
    let codes = metadata.descendants().filter(|node| {
        ["Subject", "SubjectMatter", "SubjectDetail"].iter().any(|name| xml::is(*node, name))
    });
    codes
        .filter_map(|node| xml::attribute(node, "FormalName"))
        .find_map(|code| topics::root(&code).map(str::to_owned))
}

/// The place where it was written: of the location that is marked so.
fn city(metadata: Node) -> Option<String> {
    let origin = xml::children(metadata, "Location")
        .find(|node| xml::attribute(*node, "HowPresent").as_deref() == Some("Origin"))?;
    let city = xml::children(origin, "Property")
        .find(|node| xml::attribute(*node, "FormalName").as_deref() == Some("City"))?;
    xml::attribute(city, "Value")
}

fn formal_name(node: Node, name: &str) -> Option<String> {
    xml::child(node, name).and_then(|child| xml::attribute(child, "FormalName"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(headline: &str, text: &str) -> String {
        format!(
            r#"<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine><ByLine>By Ann Ng</ByLine></NewsLines>
 <DescriptiveMetadata><Language FormalName="en"/><SubjectCode><SubjectDetail FormalName="04011002"/></SubjectCode></DescriptiveMetadata>
 <ContentItem><MediaType FormalName="Text"/><DataContent>{text}</DataContent></ContentItem></NewsComponent>"#
        )
    }

    fn document(status: &str, components: &str) -> String {
        format!(
            r#"<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd"><NewsML><NewsEnvelope/><NewsItem xml:lang="en">
<Identification><NewsIdentifier><ProviderId>lagoon.example</ProviderId><DateId>20240318</DateId><NewsItemId>TX-1</NewsItemId>
<RevisionId PreviousRevision="1" Update="N">2</RevisionId><PublicIdentifier>urn:newsml:lagoon.example:20240318:TX-1:2</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20240318T091500+1300</FirstCreated><ThisRevisionCreated>20240318T101500+1300</ThisRevisionCreated><Status FormalName="{status}"/></NewsManagement>
{components}</NewsItem></NewsML>"#
        )
    }

    const NITF: &str = "<nitf><body><body.content><p>SUVA, March 18 (Reuters) - The board said no.</p><p>It rains.</p></body.content></body></nitf>";

    #[test]
    fn a_text_among_components_is_an_article() {
        let nested = format!(
            "<NewsComponent><NewsLines><DateLine>SUVA</DateLine></NewsLines>{}<NewsComponent><Role FormalName=\"Caption\"/>{}</NewsComponent></NewsComponent>",
            component("Tolls to rise", NITF),
            "<ContentItem><MediaType FormalName=\"Text\"/><DataContent>A boat.</DataContent></ContentItem>"
        );
        let reading = read(document("Usable", &nested).as_bytes()).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        let draft = &reading.drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(draft.body, "The board said no.\n\nIt rains.");
        assert_eq!(
            draft.head.identifier.as_deref(),
            Some("urn:newsml:lagoon.example:20240318:TX-1")
        );
        assert_eq!(draft.head.published.as_ref().unwrap().iso(), "2024-03-18T09:15:00+13:00");
        assert_eq!(draft.head.modified.as_ref().unwrap().iso(), "2024-03-18T10:15:00+13:00");
        assert_eq!(draft.head.section.as_deref(), Some("economy, business and finance"));
    }

    #[test]
    fn several_texts_are_several_articles_and_equivalents_one() {
        let two = format!(
            "<NewsComponent>{}{}</NewsComponent>",
            component("Tolls to rise", NITF),
            component("Ice melts", "<p>Ice melts.</p>")
        );
        let reading = read(document("Usable", &two).as_bytes()).unwrap();
        let names: Vec<_> =
            reading.drafts.iter().map(|d| d.head.identifier.clone().unwrap()).collect();
        assert_eq!(names.len(), 2);
        assert_ne!(names[0], names[1]);

        let same = format!(
            "<NewsComponent EquivalentsList=\"yes\">{}{}</NewsComponent>",
            component("Tolls to rise", "The board said no.\nIt rains."),
            component("Tolls to rise", NITF)
        );
        let reading = read(document("Usable", &same).as_bytes()).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        assert_eq!(reading.drafts[0].body, "The board said no.\n\nIt rains.");
    }

    #[test]
    fn withheld_items_are_notices() {
        let text = document("Withheld", &component("Tolls to rise", NITF));
        let reading = read(text.as_bytes()).unwrap();
        assert!(reading.drafts.is_empty());
        assert_eq!(reading.notices[0].identifier, "urn:newsml:lagoon.example:20240318:TX-1");
    }
}
