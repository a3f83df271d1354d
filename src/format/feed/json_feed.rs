//! JSON Feed 1.0 and 1.1 (jsonfeed.org).
//!
//! `content_html` and `content_text` hold the whole text, `summary` does not. What must stay true:
//! the region of an entry is its object, and a field of the wrong type says nothing instead of
//! stopping the feed.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::elements::MOST_AUTHORS;
use super::entry::{Channel, FeedEntry, Sourced};
use super::{FeedParts, Parts, draft, prose, reading};
use crate::format::markup::captions_of;
use crate::format::{Format, Framing, Refusal, bounds};
use crate::model::{Reading, RecordProblem};
use crate::text::{dates, decode};

pub const FORMAT: Format = Format {
    name: "jsonfeed",
    version: 7,
    media_type: "application/feed+json",
    // Its files are called `.json`, and that name means any JSON: only the bytes tell.
    extensions: &[],
    summary: "JSON Feed: each item with its text, or what the feed says of it",
    framing: Framing::Whole,
    sniff: looks_like,
    read,
};

/// How `version` begins, without the protocol.
const VERSION: &str = "jsonfeed.org/version/";

/// Whether an object starts there whose `version` is that of a feed.
fn looks_like(prefix: &[u8]) -> bool {
    let is_object = prefix
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte))
        .is_some_and(|&byte| byte == b'{');
    if !is_object {
        return false;
    }
    let text = String::from_utf8_lossy(prefix);
    text.match_indices("\"version\"").any(|(place, name)| {
        let after = text.get(place + name.len()..).unwrap_or_default().trim_start();
        let value = after.strip_prefix(':').and_then(|value| value.trim_start().strip_prefix('"'));
        value.and_then(|value| value.split('"').next()).is_some_and(is_version)
    })
}

fn is_version(value: &str) -> bool {
    let value = value.replace("\\/", "/");
    let value = value.trim_start_matches("https:").trim_start_matches("http:");
    value.trim_start_matches('/').trim_start_matches("www.").starts_with(VERSION)
}

/// The feed's own fields; its items stay as they stand, so that each keeps its place.
#[derive(Deserialize)]
struct Document<'t> {
    #[serde(default)]
    version: Value,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    home_page_url: Value,
    #[serde(default)]
    language: Value,
    #[serde(default)]
    authors: Value,
    #[serde(default)]
    author: Value,
    #[serde(borrow, default)]
    items: Vec<&'t RawValue>,
}

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    let text = decoded.text.clone();
    let document = opened(&text)?;
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    let base = text.as_ptr().addr();
    for (place, item) in document.items.iter().enumerate() {
        match serde_json::from_str::<Map<String, Value>>(item.get()) {
            Ok(fields) => {
                // An item is a part of the text, so that the difference of their addresses is its place.
                let start = item.get().as_ptr().addr().saturating_sub(base);
                entries.push((place + 1, start..start + item.get().len(), entry(&fields)));
            }
            Err(_) => problems.push(no_object(place + 1)),
        }
    }
    Ok(reading(decoded, Parts { entries, channel: channel(&document), problems }))
}

fn opened(text: &str) -> Result<Document<'_>, Refusal> {
    let json = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    bounds::json(json)?;
    let document: Document = serde_json::from_str(json)
        .map_err(|error| Refusal(format!("no JSON Feed: {}", error.to_string().to_lowercase())))?;
    if !document.version.as_str().is_some_and(is_version) {
        return Err(Refusal("no JSON Feed: its `version` does not say so".to_owned()));
    }
    bounds::articles(document.items.len())?;
    Ok(document)
}

fn no_object(number: usize) -> RecordProblem {
    RecordProblem::refused(format!("entry {number}"), "not an object")
}

/// Takes a feed apart, as `feed::parts` does with every feed. Fails where it is not JSON of a feed; an entry that cannot be
/// read is a problem of its own.
pub fn parts(bytes: &[u8], feed_url: &Url) -> Result<FeedParts, Refusal> {
    let decoded = decode::decode(bytes);
    let document = opened(&decoded.text)?;
    let channel = channel(&document);
    let mut parts = FeedParts::of(&channel, feed_url);
    parts.warnings.clone_from(&decoded.warnings);
    let frame = frame(&document);
    for (place, item) in document.items.iter().enumerate() {
        match serde_json::from_str::<Map<String, Value>>(item.get()) {
            Ok(fields) => {
                let bytes = format!("{{{frame}\"items\":[{}]}}", item.get()).into_bytes();
                parts.add(bytes, &FORMAT, entry(&fields), &channel, feed_url);
            }
            Err(_) => parts.warn(&no_object(place + 1)),
        }
    }
    Ok(parts)
}

/// The fields of a feed that say something lasting of all its items, each with a comma behind it.
fn frame(document: &Document) -> String {
    let fields = [
        ("version", &document.version),
        ("title", &document.title),
        ("home_page_url", &document.home_page_url),
        ("language", &document.language),
        ("authors", &document.authors),
        ("author", &document.author),
    ];
    let said = fields.into_iter().filter(|(_, value)| !value.is_null());
    said.map(|(name, value)| format!("\"{name}\":{value},")).collect()
}

fn channel(document: &Document) -> Channel {
    let title = line(&document.title).map(|title| Sourced::new(title, "json-feed:title"));
    Channel {
        name: title.as_ref().and_then(draft::plain_name),
        title,
        address: line(&document.home_page_url),
        language: line(&document.language)
            .map(|language| Sourced::new(language, "json-feed:language")),
        authors: authors(Some(&document.authors), Some(&document.author)),
    }
}

fn entry(fields: &Map<String, Value>) -> FeedEntry {
    let rule = |name: &str| format!("json-feed:{name}");
    let found = |name: &str| Some(Sourced::new(line(fields.get(name)?)?, rule(name)));
    let prose = |name: &str, read: fn(&str) -> Option<String>| {
        Some(Sourced::new(read(fields.get(name)?.as_str()?)?, rule(name)))
    };
    let date =
        |name: &str| Some(Sourced::new(dates::published(&line(fields.get(name)?)?)?, rule(name)));
    let unread =
        |name: &str| line(fields.get(name)?).filter(|line| dates::published(line).is_none());
    let identifier = found("id");
    let address_of_id = || {
        identifier
            .clone()
            .filter(|found| found.value.starts_with("http") && !found.value.contains(' '))
    };
    FeedEntry {
        headline: found("title"),
        url: found("url").or_else(address_of_id),
        published: date("date_published").or_else(|| date("date_modified")),
        modified: date("date_modified"),
        unread_date: unread("date_published").or_else(|| unread("date_modified")),
        authors: authors(fields.get("authors"), fields.get("author")),
        section: fields
            .get("tags")
            .and_then(Value::as_array)
            .and_then(|tags| tags.iter().find_map(line))
            .map(|tag| Sourced::new(tag, rule("tags"))),
        language: found("language"),
        full: prose("content_html", prose::html_paragraphs)
            .or_else(|| prose("content_text", prose::plain_paragraphs)),
        summary: prose("summary", prose::plain_paragraphs),
        captions: captions_of(
            fields.get("content_html").and_then(Value::as_str).unwrap_or_default(),
        ),
        identifier,
        ..FeedEntry::default()
    }
}

/// A text or a number in one line.
fn line(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => prose::one_line(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `authors` of 1.1, else `author` of 1.0.
fn authors(several: Option<&Value>, one: Option<&Value>) -> Option<Sourced<Vec<String>>> {
    let named = |value: &Value| line(value.get("name").unwrap_or(value));
    let list = several.and_then(Value::as_array);
    let names: Vec<String> =
        list.into_iter().flatten().filter_map(named).take(MOST_AUTHORS).collect();
    if !names.is_empty() {
        return Some(Sourced::new(names, "json-feed:authors"));
    }
    Some(Sourced::new(vec![named(one?)?], "json-feed:author"))
}
