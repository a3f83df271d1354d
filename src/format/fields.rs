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
//! | language | `language`, `lang`, `meta_lang`, `locale` | ours, trafilatura, news-please; newspaper4k; GOV.UK |
//! | kind | `kind` | ours |
//! | body | `body`, `text`, `maintext`, `raw_text`, `content`, `articleBody`, `article_text`, `full_text`, `details.body` | ours; trafilatura, newspaper4k; news-please; schema.org; GOV.UK (HTML) |
//!
//! Tables made by hand or by databases have these for columns too, and `COLUMNS` beside them
//! (`Publication Date`, `Newspaper`, `Article text`). There case, spaces and punctuation do not count.
//! Of a table's row alone are read:
//!
//! | part | fields |
//! |---|---|
//! | section | `section`, `category` |
//! | modified | `modified`, `date_modify`, `dateModified`, `updated`, `updated_at` |
//! | identifier | `identifier`, `guid`, `accession_number`, `document_id` |
//!
//! `null`, an empty text and Python's `"None"` say nothing.

use serde_json::{Map, Value};

use super::markup;
use crate::model::{ArticleKind, Field, Head, Origins, Published};
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
const LANGUAGE: &[&str] = &["language", "lang", "meta_lang", "locale"];
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

const SECTION: &[&str] = &["section", "category"];
const MODIFIED: &[&str] = &["modified", "date_modify", "dateModified", "updated", "updated_at"];
const IDENTIFIER: &[&str] = &["identifier", "guid", "accession_number", "document_id"];

/// What columns of tables are called beside the names above, in lower case and letters and digits
/// alone, and the field that each is.
const COLUMNS: &[(&str, &str)] = &[
    ("articletitle", "headline"),
    ("heading", "headline"),
    ("storytitle", "headline"),
    ("abstract", "standfirst"),
    ("deck", "standfirst"),
    ("summary", "standfirst"),
    ("subheadline", "standfirst"),
    ("teaser", "standfirst"),
    ("authorname", "authors"),
    ("authornames", "authors"),
    ("journalist", "authors"),
    ("reporter", "authors"),
    ("writer", "authors"),
    ("media", "publisher"),
    ("medium", "publisher"),
    ("newspaper", "publisher"),
    ("outlet", "publisher"),
    ("mediaoutlet", "publisher"),
    ("publicationname", "publisher"),
    ("publicationtitle", "publisher"),
    ("sourcename", "publisher"),
    ("sourcetitle", "publisher"),
    ("articleurl", "url"),
    ("documenturl", "url"),
    ("permalink", "url"),
    ("webaddress", "url"),
    ("weburl", "url"),
    ("dateofpublication", "published"),
    ("datetime", "published"),
    ("publicationdate", "published"),
    ("publicationdatetime", "published"),
    ("publisheddate", "published"),
    ("publishedon", "published"),
    ("articlelanguage", "language"),
    ("languageofpublication", "language"),
    ("article", "body"),
    ("articlecontent", "body"),
    ("bodytext", "body"),
    ("contents", "body"),
    ("fullarticle", "body"),
    ("plaintext", "body"),
    ("story", "body"),
    ("storytext", "body"),
    ("newsdesk", "section"),
    ("rubric", "section"),
    ("lastmodified", "modified"),
    ("lastupdated", "modified"),
    ("articleid", "identifier"),
    ("proquestdocumentid", "identifier"),
];

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
    }
}

/// The field that a table's column is by its name: `Publication Date` is `published`.
pub fn of_column(column: &str) -> Option<&'static str> {
    let wanted = letters(column);
    if wanted.is_empty() {
        return None;
    }
    let listed = Field::ALL.into_iter().flat_map(names).find(|name| letters(name) == wanted);
    listed
        .copied()
        .or_else(|| COLUMNS.iter().find(|(column, _)| *column == wanted).map(|(_, field)| *field))
}

/// The letters and digits of a name, in lower case.
pub fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The head of a table's row: `head`, and what only tables are read for.
pub fn head_of_row(fields: &Fields) -> Head {
    Head {
        section: first(fields, SECTION),
        modified: MODIFIED.iter().find_map(|name| published(fields.get(*name)?)),
        identifier: first(fields, IDENTIFIER),
        ..head(fields)
    }
}

/// Whether a head says anything for a part. Of the body it says nothing.
pub fn says(head: &Head, part: Field) -> bool {
    match part {
        Field::Headline => head.headline.is_some(),
        Field::Standfirst => head.standfirst.is_some(),
        Field::Byline => head.byline.is_some(),
        Field::Authors => !head.authors.is_empty(),
        Field::Dateline => head.dateline.is_some(),
        Field::Publisher => head.publisher.is_some(),
        Field::Url => head.url.is_some(),
        Field::Published => head.published.is_some(),
        Field::Modified => head.modified.is_some(),
        Field::Section => head.section.is_some(),
        Field::Identifier => head.identifier.is_some(),
        Field::Language => head.language.is_some(),
        Field::Body => false,
    }
}

/// What a head says without a rule was found in the text itself; a rule for what it does not say goes.
pub fn note_text(origins: &mut Origins, head: &Head) {
    for part in Field::ALL.into_iter().filter(|part| *part != Field::Body) {
        match says(head, part) {
            true if origins.of(part).is_none() => {
                origins.set(part, format!("text:{}", part.as_str()));
            }
            true => {}
            false => origins.remove(part),
        }
    }
}

/// Whether a second field of that name makes a record ambiguous rather than untidy.
pub fn must_be_single(name: &str) -> bool {
    name == "id" || URL.contains(&name) || PUBLISHED.contains(&name)
}

/// The head as far as the fields tell it.
pub fn head(fields: &Fields) -> Head {
    let byline = first(fields, BYLINE);
    Head {
        kind: text(fields, "kind")
            .and_then(|kind| ArticleKind::from_name(&kind))
            .unwrap_or_default(),
        headline: first(fields, HEADLINE),
        standfirst: first(fields, STANDFIRST),
        authors: authors(fields),
        byline,
        dateline: first(fields, &["dateline"]),
        publisher: publisher(fields),
        url: url(fields),
        published: PUBLISHED.iter().find_map(|name| published(fields.get(*name)?)),
        language: LANGUAGE.iter().find_map(|name| language::declared(&text(fields, name)?)),
        ..Head::default()
    }
}

/// The text, or the reason why there is none.
pub fn body(fields: &Fields) -> Result<String, String> {
    let plain = BODY.iter().find_map(|name| match fields.get(*name)? {
        Value::String(text) if says_something(text) => Some(text.clone()),
        // Paragraphs one by one.
        Value::Array(items) => {
            let paragraphs: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            let text = paragraphs.join("\n\n");
            (paragraphs.len() == items.len() && says_something(&text)).then_some(text)
        }
        _ => None,
    });
    let found = plain.or_else(|| {
        fields
            .get("details")?
            .get("body")?
            .as_str()
            .filter(|text| says_something(text))
            .map(str::to_owned)
    });
    match found {
        Some(text) if markup::is_html(&text) => Ok(markup::text_of(&text)),
        Some(text) => Ok(text),
        None if BODY.iter().any(|name| fields.contains_key(*name)) => Err("no text".to_owned()),
        None => Err(format!("no text: none of the fields `{}`, `details.body`", BODY.join("`, `"))),
    }
}

/// Drops what the body says already: the start of a story is often put into `description` too.
pub fn tidy(mut head: Head, body: &str) -> Head {
    if let Some(standfirst) = &head.standfirst {
        let wanted = squeezed(standfirst);
        let wanted = wanted.trim_end_matches(['.', '…', ' ']);
        // Enough of the body to hold it, whatever white space is in it.
        let limit = body.floor_char_boundary(standfirst.len() * 2 + 200);
        let opening = squeezed(body.get(..limit).unwrap_or(body));
        if opening.contains(wanted) || Some(standfirst) == head.headline.as_ref() {
            head.standfirst = None;
        }
    }
    head
}

fn squeezed(text: &str) -> String {
    normalise::comparable(text).replace(['“', '”'], "\"").replace(['‘', '’'], "'").to_lowercase()
}

fn says_something(text: &str) -> bool {
    !matches!(text.trim(), "" | "None" | "null" | "N/A")
}

/// A field that is a text and says something, in one line.
fn text(fields: &Fields, name: &str) -> Option<String> {
    let text = normalise::comparable(fields.get(name)?.as_str()?).replace('\0', "\u{fffd}");
    says_something(&text).then_some(text)
}

fn first(fields: &Fields, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(fields, name))
}

fn authors(fields: &Fields) -> Vec<String> {
    for name in AUTHORS {
        let mut found: Vec<String> = Vec::new();
        let items: Vec<&Value> = match fields.get(*name) {
            Some(Value::Array(items)) => items.iter().collect(),
            Some(one) => vec![one],
            None => continue,
        };
        for item in items {
            // schema.org: `{"@type": "Person", "name": "…"}`
            let line = item.as_str().or_else(|| item.get("name").and_then(Value::as_str));
            for author in line.map(bylines::authors).unwrap_or_default() {
                if !found.contains(&author) {
                    found.push(author);
                }
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn publisher(fields: &Fields) -> Option<String> {
    let named = PUBLISHER.iter().find_map(|name| {
        // schema.org: `{"@type": "Organization", "name": "…"}`
        let nested = fields
            .get(*name)
            .and_then(|value| value.get("name"))
            .and_then(Value::as_str)
            .map(normalise::comparable);
        nested.or_else(|| text(fields, name)).filter(|name| !name.contains("://"))
    });
    let organisation = || {
        let organisation = fields.get("links")?.get("organisations")?.get(0)?;
        organisation.get("title")?.as_str().map(normalise::comparable)
    };
    named.or_else(organisation).or_else(|| {
        let host = first(fields, HOST)?;
        publishers::host(&host)?;
        Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
    })
}

fn url(fields: &Fields) -> Option<String> {
    let is_address = |text: &String| text.contains("://") && !text.contains(char::is_whitespace);
    URL.iter().find_map(|name| text(fields, name).filter(is_address)).or_else(|| {
        // GOV.UK content items know their path alone.
        let path = text(fields, "base_path").filter(|path| path.starts_with('/'))?;
        Some(format!("https://www.gov.uk{path}"))
    })
}

fn published(value: &Value) -> Option<Published> {
    match value {
        Value::String(text) => dates::published(text),
        Value::Number(number) => dates::published(&number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_whatever_their_case_and_punctuation() {
        for (column, field) in [
            ("Title", Some("title")),
            ("HEADLINE ", Some("headline")),
            ("Author(s)", Some("authors")),
            ("Publication Date", Some("published")),
            ("Date-Published", Some("date_published")),
            ("Article text", Some("article_text")),
            ("Full Text", Some("full_text")),
            ("Newspaper", Some("publisher")),
            ("Price", None),
            ("", None),
            ("?", None),
        ] {
            assert_eq!(of_column(column), field, "{column}");
        }
    }

    #[test]
    fn every_column_leads_to_a_field_that_is_read() {
        for (column, field) in COLUMNS {
            assert_eq!(letters(column), *column);
            assert!(Field::ALL.into_iter().any(|part| names(part).contains(field)), "{field}");
        }
    }
}
