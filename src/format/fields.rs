//! What programs and people call the parts of an article, in JSON and in front matter.
//!
//! | part | fields, the first that says something wins | who writes it so |
//! |---|---|---|
//! | headline | `headline`, `title` | ours; all, front matter |
//! | standfirst | `standfirst`, `subtitle`; `description`, `excerpt`, `meta_description` unless the body opens with it | ours; news-please, trafilatura, newspaper4k |
//! | byline | `byline`, `author` (a text) | ours; trafilatura |
//! | authors | `authors`, `author`, `byline` | ours, newspaper4k, news-please; trafilatura (`A; B`), schema.org |
//! | dateline | `dateline` | ours |
//! | publisher | `publisher`, `meta_site_name`, `sitename`, `site_name`, `source-hostname`, `source` (no address), `site`, `publication`, `links.organisations`, `hostname`, `source_domain` | ours; newspaper4k; trafilatura; press releases; GOV.UK; news-please |
//! | url | `url`, `canonical_link`, `canonical`, `link`, `source` and `source_url` (an address), `base_path` | all; newspaper4k; trafilatura; GOV.UK |
//! | published | `published`, `date_publish`, `publish_date`, `date_published`, `published_at`, `publishedAt`, `datePublished`, `first_published_at`, `public_updated_at`, `pubdate`, `pubDate`, `date` | ours; news-please; newspaper4k; feeds; APIs; schema.org; GOV.UK; trafilatura |
//! | modified | `modified`, `date_modify`, `date_modified`, `dateModified`, `updated`, `updated_at`, `updatedAt`, `lastmod`, `last_modified`, `last_modified_at`, `public_updated_at` unless it is when it was published | ours; news-please; feeds; schema.org; APIs; front matter (Hugo, Jekyll); GOV.UK |
//! | section | `section`, `category`, `articleSection`, `article_section` (of a list the first) | ours; front matter, APIs; schema.org |
//! | identifier | `identifier`, `guid`, `uuid`, `uri`, `content_id`, `id` (no number of under five figures: those count rows) | ours; feeds; ninjs; GOV.UK; APIs |
//! | language | `language`, `lang`, `meta_lang`, `locale`, `inLanguage` | ours, trafilatura, news-please; newspaper4k; GOV.UK; schema.org |
//! | kind | `kind` | ours |
//! | captions | `captions`, `caption`, `image_caption`, `photo_caption`: a text, a line for each picture, or a list of texts or of objects with `caption` and `credit` | ours |
//! | topics | `topics`; a publisher's `keywords` and `tags` are not the reader's own, and are taken where somebody maps them | ours |
//! | body | `body`, `text`, `maintext`, `raw_text`, `content`, `articleBody`, `article_text`, `full_text`, `details.body` | ours; trafilatura, newspaper4k; news-please; schema.org; GOV.UK (HTML) |
//!
//! `null`, an empty text and Python's `"None"` say nothing. Names are looked up as they stand here, and
//! in lower case, as front matter gives them. What must stay true: the rule of a field names the one
//! that gave it.

use serde_json::{Map, Value};

use super::article::facts::Facts;
use super::markup;
use crate::model::{ArticleKind, Field, Published};
use crate::text::{bylines, dates, language, normalise, publishers};

type Fields = Map<String, Value>;

const HEADLINE: &[&str] = &["headline", "title"];
const STANDFIRST: &[&str] =
    &["standfirst", "subtitle", "description", "excerpt", "meta_description"];
const BYLINE: &[&str] = &["byline", "author"];
const AUTHORS: &[&str] = &["authors", "author", "byline"];
const PUBLISHER: &[&str] = &[
    "publisher",
    "meta_site_name",
    "sitename",
    "site_name",
    "source-hostname",
    "source",
    "site",
    "publication",
];
const HOST: &[&str] = &["hostname", "source_domain"];
const URL: &[&str] = &["url", "canonical_link", "canonical", "link", "source", "source_url"];
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "published", "date_publish", "publish_date", "date_published", "published_at", "publishedAt",
    "datePublished", "first_published_at", "public_updated_at", "pubdate", "pubDate", "date",
];
#[rustfmt::skip]
const MODIFIED: &[&str] = &[
    "modified", "date_modify", "date_modified", "dateModified", "updated", "updated_at", "updatedAt",
    "lastmod", "last_modified", "last_modified_at", "public_updated_at",
];
const SECTION: &[&str] = &["section", "category", "articleSection", "article_section"];
const IDENTIFIER: &[&str] = &["identifier", "guid", "uuid", "uri", "content_id", "id"];
const LANGUAGE: &[&str] = &["language", "lang", "meta_lang", "locale", "inLanguage"];
const BODY: &[&str] = &[
    "body",
    "text",
    "maintext",
    "raw_text",
    "content",
    "articleBody",
    "article_text",
    "full_text",
];

const CAPTIONS: &[&str] = &["captions", "caption", "image_caption", "photo_caption"];
/// What an object in a list of captions calls its two parts.
const CAPTION: &[&str] = &["caption", "text", "description"];
const CREDIT: &[&str] = &["credit", "byline", "photographer"];

/// The longest name of a section, in bytes.
const LONGEST_SECTION: usize = 200;
/// The longest identifier, in bytes.
const LONGEST_IDENTIFIER: usize = 1000;
/// Numbers below this count the rows of a file and name no article.
const LEAST_NUMBER_OF_ARTICLE: u64 = 10_000;

/// The fields that a part of an article is looked for in, the first that says something wins.
pub fn names(part: Field) -> &'static [&'static str] {
    match part {
        Field::Headline => HEADLINE,
        Field::Standfirst => STANDFIRST,
        Field::Byline => BYLINE,
        Field::Authors => AUTHORS,
        Field::Dateline => &["dateline"],
        Field::Publisher => PUBLISHER,
        Field::Url => URL,
        Field::Published => PUBLISHED,
        Field::Modified => MODIFIED,
        Field::Section => SECTION,
        Field::Identifier => IDENTIFIER,
        Field::Language => LANGUAGE,
        Field::Body => BODY,
        Field::Captions => CAPTIONS,
        Field::Kind => &["kind"],
        Field::Topics => &["topics"],
    }
}

/// Whether a second field of that name makes a record ambiguous rather than untidy.
pub fn must_be_single(name: &str) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    is("id") || URL.iter().any(|known| is(known)) || PUBLISHED.iter().any(|known| is(known))
}

/// The head as far as the fields tell it. `place` is what the rules start with, `json`.
pub fn head(fields: &Fields, place: &str) -> Facts {
    let rule = |name: &str| format!("{place}:{name}");
    let mut facts = Facts::default();
    facts.head.kind =
        text(fields, "kind").and_then(|kind| ArticleKind::from_name(&kind)).unwrap_or_default();
    let texts = [
        (Field::Headline, first(fields, HEADLINE)),
        (Field::Standfirst, first(fields, STANDFIRST)),
        (Field::Byline, first(fields, BYLINE)),
        (Field::Dateline, first(fields, &["dateline"])),
        (Field::Publisher, publisher(fields)),
        (Field::Url, url(fields)),
        (Field::Section, section(fields)),
        (Field::Identifier, identifier(fields)),
        (Field::Language, declared_language(fields)),
    ];
    for (field, found) in texts {
        if let Some((name, text)) = found {
            facts.say(field, text, rule(name));
        }
    }
    if let Some((name, authors)) = authors(fields) {
        facts.say_authors(authors, rule(name));
    }
    captions(fields, place, &mut facts);
    let published = time(fields, PUBLISHED);
    let modified = time(fields, MODIFIED);
    if let Some((name, modified)) = modified
        && published.as_ref().is_none_or(|(published, _)| *published != name)
    {
        facts.say_modified(modified, rule(name));
    }
    if let Some((name, published)) = published {
        facts.say_published(published, rule(name));
    }
    facts.topics = topics(fields);
    facts
}

/// Adds the captions that stand in a body's own markup.
pub fn captions_of_body(fields: &Fields, name: &str, facts: &mut Facts) {
    let html = get(fields, name).or_else(|| fields.get("details")?.get("body"));
    for caption in markup::captions_of(html.and_then(Value::as_str).unwrap_or_default()) {
        facts.say_caption(Some(&caption), None, "html:figcaption");
    }
}

/// The longest topic, in bytes; what is longer is a text.
const LONGEST_TOPIC: usize = 200;

/// `sea; ships`, or a list; without semicolons, commas part them.
fn topics(fields: &Fields) -> Vec<String> {
    let texts: Vec<&str> = match get(fields, "topics") {
        Some(Value::String(text)) if text.contains([';', '\n']) => {
            text.split([';', '\n']).collect()
        }
        Some(Value::String(text)) => text.split(',').collect(),
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_topic =
        |text: &String| text.len() <= LONGEST_TOPIC && text.chars().any(char::is_alphanumeric);
    texts.into_iter().filter_map(one_line).filter(is_topic).collect()
}

/// The text and the name of the field that holds it, or the reason why there is none.
pub fn body(fields: &Fields) -> Result<(&'static str, String), String> {
    let plain = BODY.iter().find_map(|name| match get(fields, name)? {
        Value::String(text) if says_something(text) => Some((*name, text.clone())),
        // Paragraphs one by one.
        Value::Array(items) => {
            let paragraphs: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            let text = paragraphs.join("\n\n");
            (paragraphs.len() == items.len() && says_something(&text)).then_some((*name, text))
        }
        _ => None,
    });
    let found = plain.or_else(|| {
        let text = fields.get("details")?.get("body")?.as_str()?;
        says_something(text).then(|| ("details.body", text.to_owned()))
    });
    match found {
        Some((name, text)) if markup::is_html(&text) => Ok((name, markup::text_of(&text))),
        Some(found) => Ok(found),
        None if BODY.iter().any(|name| get(fields, name).is_some()) => Err("no text".to_owned()),
        None => Err(format!("no text: none of the fields `{}`, `details.body`", BODY.join("`, `"))),
    }
}

/// Drops what the body says already: the start of a story is often put into `description` too.
pub fn tidy(facts: &mut Facts, body: &str) {
    let Some(standfirst) = &facts.head.standfirst else { return };
    let wanted = squeezed(standfirst);
    let wanted = wanted.trim_end_matches(['.', '…', ' ']);
    // Enough of the body to hold it, whatever white space is in it.
    let limit = body.floor_char_boundary(standfirst.len() * 2 + 200);
    let opening = squeezed(body.get(..limit).unwrap_or(body));
    if opening.contains(wanted) || Some(standfirst) == facts.head.headline.as_ref() {
        facts.forget(Field::Standfirst);
    }
}

fn squeezed(text: &str) -> String {
    normalise::comparable(text).replace(['“', '”'], "\"").replace(['‘', '’'], "'").to_lowercase()
}

fn says_something(text: &str) -> bool {
    !matches!(text.trim(), "" | "None" | "null" | "N/A")
}

/// What is found, and in which field.
type Found<T> = Option<(&'static str, T)>;

fn get<'f>(fields: &'f Fields, name: &str) -> Option<&'f Value> {
    fields.get(name).or_else(|| fields.get(&name.to_ascii_lowercase()))
}

/// A field that is a text and says something, in one line.
fn text(fields: &Fields, name: &str) -> Option<String> {
    one_line(get(fields, name)?.as_str()?)
}

fn one_line(text: &str) -> Option<String> {
    let text = normalise::comparable(text).replace('\0', "\u{fffd}");
    says_something(&text).then_some(text)
}

/// The first field of those names of which something can be made.
fn find<T>(names: &[&'static str], read: impl Fn(&str) -> Option<T>) -> Found<T> {
    names.iter().find_map(|name| Some((*name, read(name)?)))
}

fn first(fields: &Fields, names: &[&'static str]) -> Found<String> {
    find(names, |name| text(fields, name))
}

fn authors(fields: &Fields) -> Found<Vec<String>> {
    find(AUTHORS, |name| {
        let items: Vec<&Value> = match get(fields, name)? {
            Value::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        let mut found: Vec<String> = Vec::new();
        for item in items {
            // schema.org: `{"@type": "Person", "name": "…"}`
            let line = item.as_str().or_else(|| item.get("name").and_then(Value::as_str));
            let names = match line {
                Some(line) if name == "byline" => bylines::authors(line),
                Some(line) => bylines::authors_of_field(line),
                None => Vec::new(),
            };
            for author in names {
                if !found.contains(&author) {
                    found.push(author);
                }
            }
        }
        (!found.is_empty()).then_some(found)
    })
}

fn publisher(fields: &Fields) -> Found<String> {
    let named = find(PUBLISHER, |name| {
        // schema.org: `{"@type": "Organization", "name": "…"}`
        let nested = get(fields, name).and_then(|value| value.get("name")).and_then(Value::as_str);
        nested
            .map(normalise::comparable)
            .or_else(|| text(fields, name))
            .filter(|name| !name.contains("://"))
    });
    let organisation = || {
        let organisation = fields.get("links")?.get("organisations")?.get(0)?;
        let title = normalise::comparable(organisation.get("title")?.as_str()?);
        Some(("links.organisations", title))
    };
    named.or_else(organisation).or_else(|| {
        let (name, host) = first(fields, HOST)?;
        publishers::host(&host)?;
        Some((name, host.strip_prefix("www.").map_or(host.clone(), str::to_owned)))
    })
}

fn url(fields: &Fields) -> Found<String> {
    let is_address = |text: &String| text.contains("://") && !text.contains(char::is_whitespace);
    find(URL, |name| text(fields, name).filter(is_address)).or_else(|| {
        // GOV.UK content items know their path alone.
        let path = text(fields, "base_path").filter(|path| path.starts_with('/'))?;
        Some(("base_path", format!("https://www.gov.uk{path}")))
    })
}

/// What stands under the pictures, by the first field that says something.
fn captions(fields: &Fields, place: &str, facts: &mut Facts) {
    for name in CAPTIONS {
        let items = match get(fields, name) {
            Some(Value::Array(items)) => items.clone(),
            Some(one) => vec![one.clone()],
            None => continue,
        };
        for item in items {
            let rule = || format!("{place}:{name}");
            match &item {
                Value::String(text) => {
                    let plain =
                        if markup::is_html(text) { markup::text_of(text) } else { text.clone() };
                    for line in plain.lines().filter(|line| says_something(line)) {
                        facts.say_caption(Some(line), None, rule());
                    }
                }
                Value::Object(item) => {
                    let of = |names| first(item, names).map(|(_, text)| text);
                    facts.say_caption(of(CAPTION).as_deref(), of(CREDIT).as_deref(), rule());
                }
                _ => {}
            }
        }
        if !facts.captions.is_empty() {
            return;
        }
    }
}

fn section(fields: &Fields) -> Found<String> {
    find(SECTION, |name| {
        let value = get(fields, name)?;
        let text = value.as_str().or_else(|| value.get(0)?.as_str())?;
        one_line(text).filter(|text| text.len() <= LONGEST_SECTION)
    })
}

fn identifier(fields: &Fields) -> Found<String> {
    find(IDENTIFIER, |name| {
        let text = match get(fields, name)? {
            Value::String(text) => one_line(text)?,
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let is_row = text.parse::<f64>().is_ok()
            && text.parse::<u64>().map_or(true, |number| number < LEAST_NUMBER_OF_ARTICLE);
        (!is_row && text.len() <= LONGEST_IDENTIFIER).then_some(text)
    })
}

fn declared_language(fields: &Fields) -> Found<String> {
    find(LANGUAGE, |name| language::declared(&text(fields, name)?))
}

fn time(fields: &Fields, names: &[&'static str]) -> Found<Published> {
    find(names, |name| match get(fields, name)? {
        Value::String(text) => dates::published(text),
        Value::Number(number) => dates::published(&number.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(json: &str) -> Facts {
        let value: Value = serde_json::from_str(json).unwrap();
        head(value.as_object().unwrap(), "json")
    }

    #[test]
    fn each_part_tells_the_field_that_gave_it() {
        let facts = facts(
            r#"{"title": "Tolls rise", "author": "Ng, Ann; Roe, Cy", "date_publish": "2024-03-18",
                "dateModified": "2024-03-19T09:15Z", "category": ["Business", "Ports"], "id": "x-1",
                "url": "https://lagoon.example/a", "lang": "en-NZ", "publisher": {"name": "Lagoon Times"},
                "description": "None"}"#,
        );
        let said: Vec<String> = facts
            .origins
            .iter()
            .map(|(field, rule)| format!("{} {rule}", field.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                "headline json:title",
                "byline json:author",
                "authors json:author",
                "publisher json:publisher",
                "url json:url",
                "published json:date_publish",
                "modified json:dateModified",
                "section json:category",
                "identifier json:id",
                "language json:lang",
            ]
        );
        assert_eq!(facts.head.authors, ["Ann Ng", "Cy Roe"]);
        assert_eq!(facts.head.section.as_deref(), Some("Business"));
    }

    #[test]
    fn identifiers_are_names_and_no_counts_of_rows() {
        for (json, identifier) in [
            (r#"{"id": 7}"#, None),
            (r#"{"id": "0007"}"#, None),
            (r#"{"id": 1.5}"#, None),
            (r#"{"id": 204518}"#, Some("204518")),
            (r#"{"id": "tolls-7"}"#, Some("tolls-7")),
            (r#"{"id": null, "guid": "urn:lagoon:7"}"#, Some("urn:lagoon:7")),
            (r#"{"id": "None"}"#, None),
        ] {
            assert_eq!(facts(json).head.identifier.as_deref(), identifier, "{json}");
        }
    }

    #[test]
    fn the_time_of_an_update_is_no_second_time_of_publication() {
        let times = |json| {
            let head = facts(json).head;
            (head.published.map(|time| time.value), head.modified.map(|time| time.value))
        };
        let day = |day: &str| Some(format!("2024-03-{day}"));
        let both = r#"{"first_published_at": "2024-03-18", "public_updated_at": "2024-03-19"}"#;
        assert_eq!(times(both), (day("18"), day("19")));
        assert_eq!(times(r#"{"public_updated_at": "2024-03-19"}"#), (day("19"), None));
        assert_eq!(times(r#"{"lastmod": "2024-03-19"}"#), (None, day("19")));
    }
}
