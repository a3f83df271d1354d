//! Labelled lines at the top of a story: `Date: …`, `Source: …`.
//!
//! A label counts only where what follows fits it: `Date: soon` and `Updated: the minister said`
//! stay text. Lines that are dates and nothing else are `date_lines`'.

use crate::model::{Field, Published};
use crate::text::{bylines, dates, language, publishers};

use super::date_lines;
use super::facts::Facts;

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 400;
/// The longest name of a section, in bytes.
const LONGEST_SECTION: usize = 200;
/// Longer recipients and keywords are text, in bytes.
const LONGEST_SMALL_CHANGE: usize = 200;

/// What a label says that its value is.
#[derive(Clone, Copy)]
enum Labelled {
    Published,
    Modified,
    /// A day that is not the article's own.
    OtherDay,
    Headline,
    Text(Field),
    Publisher,
    Url,
    Authors,
    Language,
    Sender,
    Recipients,
    Section,
    /// Words of a database or a program, of any length.
    Anything,
    /// Keywords, numbers of pages and the like.
    SmallChange,
    Copyright,
}

/// Labels, lower case.
#[rustfmt::skip]
const LABELS: &[(Labelled, &[&str])] = &[
    (Labelled::Published, &[
        "date", "published", "publication date", "date published", "pubdate", "posted", "release date",
        "published on", "publish date", "issued",
    ]),
    (Labelled::Modified, &["updated", "last updated", "modified", "last modified"]),
    (Labelled::OtherDay, &["accessed", "retrieved", "load-date", "load date", "sent"]),
    (Labelled::Headline, &["headline", "title", "subject"]),
    (Labelled::Text(Field::Standfirst), &["standfirst", "subtitle", "subhead", "subheadline", "deck"]),
    (Labelled::Text(Field::Dateline), &["dateline"]),
    (Labelled::Publisher, &[
        "source", "publisher", "publication", "publication title", "published by", "newspaper", "outlet", "site",
    ]),
    (Labelled::Url, &["url", "link", "web", "web address", "permalink", "original"]),
    (Labelled::Authors, &["author", "authors", "byline", "by", "reporter", "writer"]),
    (Labelled::Language, &["language", "lang"]),
    (Labelled::Sender, &["from", "reply-to"]),
    (Labelled::Recipients, &["to", "cc", "bcc"]),
    (Labelled::Section, &["section", "category"]),
    (Labelled::Anything, &["publication-type", "journal-code", "document-type", "document type", "classification", "database", "issn",
        "source type", "place of publication", "country of publication", "language of publication", "publication subject",
        "proquest document id", "accession number",
    ]),
    (Labelled::SmallChange, &[
        "tags", "tag", "keywords", "topic", "topics", "edition", "page", "pages", "first page", "start page", "word count",
        "length", "document id", "volume", "issue",
    ]),
    (Labelled::Copyright, &["copyright"]),
];

/// Takes a labelled line into the head; what the head has already stays. False if the line is
/// none, and then nothing has changed.
pub fn take(line: &str, facts: &mut Facts) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let Some((printed, value)) = line.split_once(':') else { return false };
    let (label, value) = (printed.trim().to_lowercase(), value.trim());
    if value.is_empty() {
        return false;
    }
    let known = LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str()));
    let Some((labelled, _)) = known else { return false };
    let rule = || format!("text:label:{}", printed.trim());
    let is_sentence = ends_as_a_sentence(value);
    match *labelled {
        Labelled::Published => match date_within(value) {
            Some(published) => facts.say_published(published, rule()),
            None if label == "published" && !is_sentence => {
                facts.say(Field::Publisher, value, rule());
            }
            None => return false,
        },
        Labelled::Modified => match date_within(value) {
            Some(modified) => facts.say_modified(modified, rule()),
            None => return false,
        },
        Labelled::OtherDay => return date_within(value).is_some(),
        Labelled::Headline => {
            let signs = ["FW:", "Fw:", "Fwd:", "FWD:", "RE:", "Re:"];
            let title = signs.iter().find_map(|sign| value.strip_prefix(sign)).unwrap_or(value);
            facts.say(Field::Headline, title.trim(), rule());
        }
        Labelled::Text(field) => facts.say(field, value, rule()),
        Labelled::Publisher | Labelled::Url if is_url(value) => {
            facts.say(Field::Url, value, rule());
        }
        Labelled::Publisher if value.eq_ignore_ascii_case("staff") => {}
        Labelled::Publisher if value.len() <= 80 && !is_sentence => {
            facts.say(Field::Publisher, value, rule());
        }
        Labelled::Authors
            if value.len() <= 160
                && !(is_sentence && bylines::authors_of_field(value).is_empty()) =>
        {
            if facts.head.byline.is_none() {
                facts.say(Field::Byline, value, rule());
                facts.say_authors(bylines::authors_of_field(value), rule());
            }
        }
        Labelled::Language => match language::declared(value) {
            Some(code) => facts.say(Field::Language, code, rule()),
            None => return value.split_whitespace().count() <= 2,
        },
        Labelled::Sender => return value.contains('@'),
        Labelled::Section if value.len() <= LONGEST_SECTION && !is_sentence => {
            facts.say(Field::Section, value, rule());
        }
        Labelled::Anything => {}
        Labelled::Recipients | Labelled::SmallChange => {
            return value.len() <= LONGEST_SMALL_CHANGE && !is_sentence;
        }
        Labelled::Copyright => return value.len() <= LONGEST_SMALL_CHANGE,
        Labelled::Publisher | Labelled::Url | Labelled::Authors | Labelled::Section => {
            return false;
        }
    }
    true
}

/// Whether a line opens a labelled head: `Title: …`.
pub fn is_title(line: &str) -> bool {
    line.len() <= LONGEST
        && line.split_once(':').is_some_and(|(label, value)| {
            matches!(label.trim().to_lowercase().as_str(), "headline" | "title")
                && !value.trim().is_empty()
        })
}

/// Whether a line starts with any label that `take` knows.
pub fn is_labelled(line: &str) -> bool {
    take(line, &mut Facts::default())
}

/// The date that a label's value is, be it a year alone.
fn date_within(value: &str) -> Option<Published> {
    let value = value.trim().trim_end_matches('.');
    dates::published(value).or_else(|| date_lines::date_line(value))
}

/// Whether a text is a web address and nothing else.
pub fn is_url(text: &str) -> bool {
    let lower = text.get(..text.floor_char_boundary(8)).unwrap_or(text).to_ascii_lowercase();
    !text.contains(char::is_whitespace)
        && (lower.starts_with("http://")
            || lower.starts_with("https://")
            || lower.starts_with("www."))
        && publishers::host(text).is_some()
}

fn ends_as_a_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '”', '"']) && text.split_whitespace().count() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_lines_fill_the_head() {
        let mut facts = Facts::default();
        for line in [
            "Date: 18 March 2024",
            "SOURCE: The Lagoon Times",
            "Title: Harbour tolls to rise",
            "Author: Ann Ng",
            "URL: https://lagoon.example/tolls",
            "Language: en-NZ",
            "Section: Business",
            "Updated: 19 March 2024",
        ] {
            assert!(take(line, &mut facts), "{line}");
        }
        assert_eq!(facts.origins.of(Field::Published), Some("text:label:Date"));
        assert_eq!(facts.origins.of(Field::Publisher), Some("text:label:SOURCE"));
        let head = facts.head;
        assert_eq!(head.section.as_deref(), Some("Business"));
        assert_eq!(head.modified.map(|p| p.value).as_deref(), Some("2024-03-19"));
        assert_eq!(head.published.map(|p| p.value).as_deref(), Some("2024-03-18"));
        assert_eq!(head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(head.headline.as_deref(), Some("Harbour tolls to rise"));
        assert_eq!(head.authors, ["Ann Ng"]);
        assert_eq!(head.url.as_deref(), Some("https://lagoon.example/tolls"));
        assert_eq!(head.language.as_deref(), Some("en"));
    }

    #[test]
    fn other_lines_with_a_colon_are_text() {
        for line in [
            "Date: soon",
            "Updated: the minister said no.",
            "Note: this is text",
            "Peters: no",
            "Source: the minister, who would not be named, said that no one had asked him.",
            "Link: see below",
            "Date:",
            ":",
            "",
        ] {
            assert!(!take(line, &mut Facts::default()), "{line:?}");
        }
    }
}
