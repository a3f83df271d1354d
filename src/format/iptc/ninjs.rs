//! ninjs, the IPTC's news in JSON: 1.x with flat fields, 2.x and 3.x with lists of headlines and bodies.
//!
//! The versions differ in names that are told apart by what is there, not by what `standard` says:
//! `byline` or `by`, `body_html` or `bodies`, `versioncreated` or `versionCreated`. A file is one item,
//! an array of items, or an object that holds them in `items` or `item`. Published is
//! `firstPublished`, then `contentCreated`, then `firstCreated`, then `versionCreated`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::item::{Items, MEDIA, NewsItem, Status, web_address};
use super::{content, topics, xml};
use crate::format::article::regions;
use crate::format::{Format, Framing, Refusal, bounds, json, markup};
use crate::model::{Field, Reading};
use crate::text::decode;

pub const FORMAT: Format = Format {
    name: "ninjs",
    version: 8,
    media_type: "application/vnd.iptc.ninjs+json",
    extensions: &["ninjs"],
    summary: "ninjs 1.x to 3.x: agencies' news in JSON, one item or many",
    framing: Framing::Whole,
    sniff,
    read,
};

/// Names of fields that only ninjs has together with `uri` or `guid`, without their upper case.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "bodies", "headlines", "usageterms",
    "copyrightholder", "body_text", "body_html", "body_xhtml", "body_main", "body_richtext",
    "description_text", "renditions", "representationtype", "infosources", "altids",
];

fn sniff(prefix: &[u8]) -> bool {
    if !matches!(
        json::looks_like(prefix),
        Some(json::JsonShape::Records | json::JsonShape::LongLine)
    ) {
        return false;
    }
    let text = String::from_utf8_lossy(prefix);
    let keys = keys(&text);
    let has = |name: &str| keys.iter().any(|(key, _)| key == name);
    let says_so = keys.iter().any(|(key, value)| {
        matches!(key.as_str(), "standard" | "$standard" | "$schema")
            && value.contains("ninjs")
            && !has("properties")
    });
    let signs = SIGNS.iter().filter(|sign| has(sign)).count();
    let is_named = has("uri") || has("guid");
    says_so && is_named || is_named && (signs >= 2 || signs == 1 && has("type"))
}

/// The names of fields of the outermost objects (those in an array or in `items` too), in lower case,
/// each with the start of its value.
fn keys(json: &str) -> Vec<(String, &str)> {
    let mut keys = Vec::new();
    // Objects and arrays that are open: whether each is one whose fields count.
    let mut open: Vec<bool> = Vec::new();
    let mut carries = true;
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                open.push(carries && open.len() < 3);
                carries = byte == b'[' && open.last() == Some(&true);
            }
            b'}' | b']' => {
                open.pop();
                carries = open.last() == Some(&true) && byte == b'}';
            }
            b'"' => {
                let Some(length) = string_length(bytes.get(at + 1..).unwrap_or_default()) else {
                    break;
                };
                let name = json.get(at + 1..at + 1 + length).unwrap_or_default();
                at += length + 1;
                let rest = json.get(at + 1..).unwrap_or_default().trim_start();
                if let Some(value) = rest.strip_prefix(':')
                    && open.last() == Some(&true)
                {
                    let value = value.trim_start();
                    let start = value.get(..value.floor_char_boundary(160)).unwrap_or(value);
                    carries = matches!(name, "items" | "item");
                    keys.push((name.to_ascii_lowercase(), start));
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// How many bytes a JSON string has up to its closing quote.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    bytes.iter().position(|&byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    })
}

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    let text = decoded.text.as_str();
    let trimmed =
        text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').trim_end();
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    bounds::json(trimmed)?;
    let mut items = Items::new(text.len());
    let records = records(text, trimmed)?;
    bounds::articles(records.len())?;
    for range in records {
        let record = text.get(range.clone()).unwrap_or_default();
        match serde_json::from_str::<Map<String, Value>>(record) {
            Ok(fields) => items.take(item(&fields), range, "ninjs:body"),
            Err(_) => items.refuse("not an object", range.end),
        }
    }
    Ok(items.finish(&decoded))
}

/// Where the items stand in the text.
fn records(text: &str, json: &str) -> Result<Vec<Range<usize>>, Refusal> {
    let refuse = |error: serde_json::Error| {
        Refusal(format!("not valid JSON at line {} column {}", error.line(), error.column()))
    };
    // A raw value is a part of `text`, so that the difference of their addresses is its place.
    let place = |value: &str| {
        let start = value.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        start..start + value.len()
    };
    let list = |json: &str| -> Result<Vec<Range<usize>>, serde_json::Error> {
        let values: Vec<&RawValue> = serde_json::from_str(json)?;
        Ok(values.into_iter().map(|value| place(value.get())).collect())
    };
    if json.starts_with('[') {
        return list(json).map_err(refuse);
    }
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(json).map_err(refuse)?;
    let is_item = fields.contains_key("uri") || fields.contains_key("guid");
    let held = ["items", "item"].iter().find_map(|name| fields.get(*name));
    if let Some(held) = held.filter(|_| !is_item) {
        let held = held.get();
        return match held.starts_with('[') {
            true => {
                let offset = place(held).start;
                let values: Vec<&RawValue> = serde_json::from_str(held).map_err(refuse)?;
                let base = held.as_ptr().addr();
                Ok(values
                    .into_iter()
                    .map(|value| {
                        let start = offset + value.get().as_ptr().addr().saturating_sub(base);
                        start..start + value.get().len()
                    })
                    .collect())
            }
            false => Ok(vec![place(held)]),
        };
    }
    Ok(vec![place(json)])
}

fn item(fields: &Map<String, Value>) -> NewsItem {
    let mut item = NewsItem::default();
    let of = |names: &[&str]| names.iter().find_map(|name| word(fields.get(*name)?));
    item.set(Field::Identifier, of(&["uri", "guid"]), "ninjs:uri");
    item.version = of(&["version"]).and_then(|version| version.parse().ok());
    let kind = of(&["type"]).unwrap_or_default();
    item.is_medium = MEDIA.contains(&kind.as_str());
    item.status =
        of(&["pubStatus", "pubstatus"]).map(|word| Status::from_word(&word)).unwrap_or_default();
    item.embargo = of(&["embargoedUntil", "embargoeduntil", "embargoed"]);
    headlines(fields, &mut item);
    item.set_byline(of(&["by", "byline"]), "ninjs:by");
    item.located = of(&["located"]).map(|place| (place, "ninjs:located"));
    item.set_dateline(of(&["dateline"]), "ninjs:dateline");
    item.set(Field::Language, of(&["language"]), "ninjs:language");
    item.set(Field::Section, section(fields), "ninjs:subjects");
    publisher(fields, &mut item);
    let version = of(&["versionCreated", "versioncreated"]);
    item.set_published(&[
        (of(&["firstPublished", "firstpublished"]), "ninjs:firstPublished"),
        (of(&["contentCreated", "contentcreated"]), "ninjs:contentCreated"),
        (of(&["firstCreated", "firstcreated"]), "ninjs:firstCreated"),
        (version.clone(), "ninjs:versionCreated"),
    ]);
    item.set_modified(version, "ninjs:versionCreated");
    item.set(Field::Url, address(fields), "ninjs:altIds");
    item.body = body(fields);
    captions(fields, &mut item);
    if item.body.is_empty() && item.facts.head.headline.is_none() {
        // An event or a topic: neither has a text to lack.
        item.is_medium = true;
    }
    item
}

/// A value that is a word or a number, in one line.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => xml::said(&plain(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Words that may be marked up.
fn plain(text: &str) -> String {
    if markup::is_html(text) { markup::text_of(text) } else { text.to_owned() }
}

/// The objects of a list under one of several names.
fn list<'f>(fields: &'f Map<String, Value>, names: &[&str]) -> Vec<&'f Map<String, Value>> {
    let found = names.iter().find_map(|name| fields.get(*name)?.as_array());
    found.into_iter().flatten().filter_map(Value::as_object).collect()
}

fn of_object(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| word(object.get(*name)?))
}

fn headlines(fields: &Map<String, Value>, item: &mut NewsItem) {
    let lines: Vec<(String, String)> = list(fields, &["headlines"])
        .into_iter()
        .filter_map(|line| {
            let role = of_object(line, &["role"]).unwrap_or_default().to_ascii_lowercase();
            Some((role, of_object(line, &["value"])?))
        })
        .collect();
    let is_under = |role: &str| role.contains("sub") || role.contains("deck");
    let main = lines.iter().find(|(role, _)| role == "main");
    let main = main.or_else(|| lines.iter().find(|(role, _)| !is_under(role)));
    item.set(Field::Headline, main.map(|(_, words)| words.clone()), "ninjs:headlines");
    let flat = ["headline", "headline_main", "headline_simple", "title"];
    let flat = flat.iter().find_map(|name| word(fields.get(*name)?));
    item.set(Field::Headline, flat, "ninjs:headline");
    let under = lines.iter().find(|(role, _)| is_under(role));
    item.set(Field::Standfirst, under.map(|(_, words)| words.clone()), "ninjs:headlines");
    let descriptions: Vec<(String, String)> = list(fields, &["descriptions"])
        .into_iter()
        .filter_map(|line| {
            let role = of_object(line, &["role"]).unwrap_or_default().to_ascii_lowercase();
            Some((role, of_object(line, &["value"])?))
        })
        .collect();
    let summary = descriptions.iter().find(|(role, _)| !role.contains("caption"));
    item.set(Field::Standfirst, summary.map(|(_, words)| words.clone()), "ninjs:descriptions");
    let flat = ["description_text", "description_xhtml", "description_html", "description_summary"];
    let flat = flat.iter().find_map(|name| word(fields.get(*name)?));
    item.set(Field::Standfirst, flat, "ninjs:description");
}

/// The name of the first subject of the IPTC's list, else of the first subject that has one.
fn section(fields: &Map<String, Value>) -> Option<String> {
    let subjects = list(fields, &["subjects", "subject"]);
    let code = |subject: &Map<String, Value>| {
        of_object(subject, &["uri", "literal", "code", "qcode"])
            .and_then(|code| topics::root(code.rsplit('/').next().unwrap_or(&code)))
    };
    let topic = subjects.iter().find(|subject| code(subject).is_some());
    topic
        .and_then(|subject| {
            of_object(subject, &["name"]).or_else(|| code(subject).map(str::to_owned))
        })
        .or_else(|| subjects.iter().find_map(|subject| of_object(subject, &["name"])))
}

fn publisher(fields: &Map<String, Value>, item: &mut NewsItem) {
    let sources = list(fields, &["infoSources", "infosources", "infosource"]);
    let named = sources.iter().find_map(|source| of_object(source, &["name", "literal"]));
    let of = |names: &[&str]| names.iter().find_map(|name| word(fields.get(*name)?));
    item.set(Field::Publisher, of(&["provider"]), "ninjs:provider");
    item.set(Field::Publisher, of(&["source"]), "ninjs:source");
    item.set(Field::Publisher, named, "ninjs:infoSources");
    item.set(
        Field::Publisher,
        of(&["copyrightHolder", "copyrightholder"]),
        "ninjs:copyrightHolder",
    );
}

/// The page where it was published, as far as the item says.
fn address(fields: &Map<String, Value>) -> Option<String> {
    let of_list = list(fields, &["altIds", "altids"])
        .into_iter()
        .find_map(|id| web_address(of_object(id, &["value"])));
    let of_object = || match fields.get("altids").or_else(|| fields.get("altIds"))? {
        Value::Object(ids) => ids.values().find_map(|id| web_address(word(id))),
        _ => None,
    };
    let flat = || ["url", "link"].iter().find_map(|name| web_address(word(fields.get(*name)?)));
    of_list.or_else(of_object).or_else(flat)
}

/// The text: marked up before plain, because plain text often lost its paragraphs.
fn body(fields: &Map<String, Value>) -> String {
    let mut bodies: Vec<(usize, String)> = list(fields, &["bodies"])
        .into_iter()
        .filter_map(|body| {
            let role = of_object(body, &["role"]).unwrap_or_default().to_ascii_lowercase();
            if ["caption", "teaser", "summary", "abstract"].iter().any(|other| role.contains(other))
            {
                return None;
            }
            let kind = of_object(body, &["contentType", "contenttype"]).unwrap_or_default();
            let text = marked(body.get("value")?.as_str()?, &kind);
            (!text.trim().is_empty()).then(|| (rank(&role, &kind, &text), text))
        })
        .collect();
    bodies.sort_by_key(|(rank, _)| *rank);
    if let Some((_, text)) = bodies.into_iter().next() {
        return text;
    }
    const FLAT: &[&str] =
        &["body_html", "body_xhtml", "body_richtext", "body_main", "body_text", "body_nitf"];
    let known =
        FLAT.iter().find_map(|name| fields.get(*name)?.as_str().filter(|t| !t.trim().is_empty()));
    let other = || {
        fields
            .iter()
            .filter(|(name, _)| name.starts_with("body_"))
            .find_map(|(_, value)| value.as_str().filter(|text| !text.trim().is_empty()))
    };
    known.or_else(other).map(|text| marked(text, "")).unwrap_or_default()
}

/// What stands under the pictures that belong to an item: of its `associations` those that are
/// pictures, and of its own texts the one in HTML.
fn captions(fields: &Map<String, Value>, item: &mut NewsItem) {
    let held = match fields.get("associations") {
        Some(Value::Object(named)) => named.values().collect::<Vec<_>>(),
        Some(Value::Array(list)) => list.iter().collect(),
        _ => Vec::new(),
    };
    for picture in held.into_iter().filter_map(Value::as_object) {
        if !matches!(
            of_object(picture, &["type"]).as_deref(),
            Some("picture" | "photo" | "graphic")
        ) {
            continue;
        }
        let described = list(picture, &["descriptions"]);
        let by_role = |line: &&Map<String, Value>| {
            of_object(line, &["role"])
                .is_some_and(|role| role.to_ascii_lowercase().contains("caption"))
        };
        let caption = described.iter().copied().find(by_role).or(described.first().copied());
        let caption = caption.and_then(|line| of_object(line, &["value"])).or_else(|| {
            of_object(picture, &["description_caption", "description_text", "body_text"])
        });
        let credit = of_object(picture, &["creditline", "creditLine", "by", "byline"]);
        item.facts.say_caption(caption.as_deref(), credit.as_deref(), "ninjs:associations");
    }
    let html = list(fields, &["bodies"]).into_iter().filter_map(|body| body.get("value"));
    let html = html.chain(fields.get("body_html")).chain(fields.get("body_xhtml"));
    for caption in html.filter_map(Value::as_str).flat_map(markup::captions_of) {
        item.facts.say_caption(Some(&caption), None, "html:figcaption");
    }
}

fn rank(role: &str, kind: &str, text: &str) -> usize {
    let by_role = usize::from(!matches!(role, "main" | "html" | "text" | "")) * 4;
    let by_kind = match kind {
        _ if text.contains("\n\n") => 0,
        _ if kind.contains("html") || kind.contains("nitf") || kind.contains("xml") => 1,
        _ => 2,
    };
    by_role + by_kind
}

/// The text of a body in HTML, NITF or plain lines.
fn marked(text: &str, kind: &str) -> String {
    let is_nitf = kind.contains("nitf") || text.trim_start().starts_with("<nitf");
    if is_nitf {
        let source = xml::Xml::new(text.as_bytes());
        // What is not well-formed is read below as HTML, which keeps every word.
        if let Ok(tree) = source.tree() {
            return content::story(tree.root_element());
        }
    }
    if is_nitf || kind.contains("html") || markup::is_html(text) {
        markup::text_of(text)
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleKind, PublicationStatus};

    const FLAT: &str = r#"{"uri": "urn:lagoon.example:tolls", "type": "text", "version": "2",
 "versioncreated": "2024-03-18T11:00:00Z", "firstcreated": "2024-03-18T09:15:00Z", "pubstatus": "usable",
 "byline": "By Ann Ng", "located": "SUVA", "headline": "Tolls to rise", "language": "en-NZ",
 "subject": [{"code": "04000000", "name": "economy"}], "source": "Lagoon Wire",
 "body_text": "The board said no. It rains.", "body_xhtml": "<p>The board said no.</p><p>It rains.</p>"}"#;

    const LISTS: &str = r#"{"standard": {"name": "ninjs", "version": "3.1"}, "uri": "urn:lagoon.example:ice",
 "type": "text", "versionCreated": "2024-03-18T11:00:00Z", "pubStatus": "usable", "by": "By Cy Roe",
 "headlines": [{"role": "sub", "value": "It rains"}, {"role": "main", "value": "Ice melts"}],
 "bodies": [{"role": "teaser", "value": "Ice."}, {"role": "main", "contentType": "text/plain", "value": "Ice melts. It rains."},
 {"role": "main", "contentType": "text/html", "value": "<p>Ice melts in the bay.</p><p>It rains.</p>"}],
 "altIds": [{"role": "url", "value": "https://lagoon.example/ice"}], "infoSources": [{"name": "Lagoon Wire"}]}"#;

    #[test]
    fn flat_fields_and_lists_are_read() {
        let reading = read(FLAT.as_bytes()).unwrap();
        let draft = &reading.drafts[0];
        assert_eq!(draft.body, "The board said no.\n\nIt rains.");
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(draft.head.dateline.as_deref(), Some("SUVA"));
        assert_eq!(draft.head.section.as_deref(), Some("economy"));
        assert_eq!(draft.head.publisher.as_deref(), Some("Lagoon Wire"));
        assert_eq!(draft.head.published.as_ref().unwrap().iso(), "2024-03-18T09:15:00Z");
        assert_eq!(draft.head.modified.as_ref().unwrap().iso(), "2024-03-18T11:00:00Z");

        let reading = read(LISTS.as_bytes()).unwrap();
        let draft = &reading.drafts[0];
        assert_eq!(draft.body, "Ice melts in the bay.\n\nIt rains.");
        assert_eq!(draft.head.headline.as_deref(), Some("Ice melts"));
        assert_eq!(draft.head.url.as_deref(), Some("https://lagoon.example/ice"));
    }

    #[test]
    fn many_items_have_their_own_stretches() {
        let canceled = LISTS.replace("usable", "canceled");
        for text in [
            format!("[{FLAT},\n{canceled}, 5]"),
            format!("{{\"total\": 2, \"items\": [{FLAT},\n{canceled}, 5]}}"),
        ] {
            assert!(sniff(text.as_bytes()), "{text}");
            let reading = read(text.as_bytes()).unwrap();
            assert_eq!(reading.drafts.len(), 1);
            assert_eq!(reading.notices[0].status, PublicationStatus::Canceled);
            assert_eq!(reading.problems[0].record.as_deref(), Some("item 3"));
            let region = reading.regions.iter().find(|region| region.part == Some(0)).unwrap();
            assert_eq!(&text[region.start..region.end], FLAT);
        }
    }

    #[test]
    fn a_description_without_a_text_is_a_summary() {
        let text = LISTS.replace("\"bodies\"", "\"texts\"").replace("\"sub\"", "\"deck\"");
        let reading = read(text.as_bytes()).unwrap();
        assert_eq!(reading.drafts[0].head.kind, ArticleKind::Summary);
        assert_eq!(reading.drafts[0].body, "It rains");
    }

    #[test]
    fn other_json_is_not_ninjs() {
        for (text, is) in [
            (FLAT, true),
            (LISTS, true),
            ("{\"url\": \"x\", \"title\": \"No\", \"text\": \"No.\"}", false),
            ("{\"uri\": \"x\", \"text\": \"No.\"}", false),
            ("[{\"guid\": \"x\", \"pubDate\": \"2024\", \"description\": \"No\"}]", false),
            ("{\"a\": {\"uri\": 1, \"bodies\": 2, \"headlines\": 3}}", false),
            ("{\"$schema\": \"x/ninjs.json\", \"properties\": {\"uri\": 1}}", false),
            ("The minister said no.", false),
            ("{\"uri\": \"x", false),
        ] {
            assert_eq!(sniff(text.as_bytes()), is, "{text}");
        }
    }

    #[test]
    fn broken_json_is_refused_with_its_place() {
        assert_eq!(read(b"{\"uri\": }").unwrap_err().0, "not valid JSON at line 1 column 9");
        assert!(read(b" ").unwrap().drafts.is_empty());
    }
}
