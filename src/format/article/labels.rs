//! Labelled lines at the top of a story (`Date: …`, `Source: …`), and lines that are a date.
//!
//! A label counts only where what follows fits it: `Date: soon` and `Updated: the minister said`
//! stay text.

use crate::model::{Field, Published};
use crate::text::{bylines, dates, language, publishers};

use super::dateline::dateline;
use super::facts::{Facts, Rule};

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
        "source", "publisher", "publication", "published by", "newspaper", "outlet", "site",
    ]),
    (Labelled::Url, &["url", "link", "web", "web address", "permalink", "original"]),
    (Labelled::Authors, &["author", "authors", "byline", "by", "reporter", "writer"]),
    (Labelled::Language, &["language", "lang"]),
    (Labelled::Sender, &["from", "reply-to"]),
    (Labelled::Recipients, &["to", "cc", "bcc"]),
    (Labelled::Section, &["section", "category"]),
    (Labelled::Anything, &["publication-type", "journal-code", "document-type", "classification"]),
    (Labelled::SmallChange, &[
        "tags", "tag", "keywords", "topics", "edition", "page", "word count", "length", "document id",
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
        Labelled::Publisher if value.len() <= 80 && !is_sentence => {
            facts.say(Field::Publisher, value, rule());
        }
        Labelled::Authors
            if value.len() <= 160 && !(is_sentence && bylines::authors(value).is_empty()) =>
        {
            if facts.head.byline.is_none() {
                facts.say(Field::Byline, value, rule());
                facts.say_authors(bylines::authors(value), rule());
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

/// A leading date: the date, and at which byte of the line the rest starts. The rest is empty or a
/// dateline: `date 2024-03-18 (Bloomberg) -- New Zealand …`.
pub fn leading_date(line: &str) -> Option<(Published, usize)> {
    let value = without_label(line);
    let offset = line.len() - value.len();
    let is_labelled = offset > 0;
    let prefix = value.get(..value.floor_char_boundary(120)).unwrap_or(value);
    if let Some(published) = whole_line(prefix).filter(|_| prefix.len() == value.len()) {
        return Some((published, line.len()));
    }
    // Longest first, so that a time is not left behind.
    let ends: Vec<usize> =
        prefix.match_indices(char::is_whitespace).map(|(end, _)| end).take(9).collect();
    for end in ends.into_iter().rev() {
        let (date, rest) = (value.get(..end)?, value.get(end..)?);
        let Some(published) = dates::published(date.trim_end_matches([',', '-', '–', '—', ' ']))
        else {
            continue;
        };
        let story = rest.trim_start();
        let is_before_dateline =
            dateline(story).is_some_and(|found| found.agency.is_some() || is_labelled);
        if published.day().is_some() && (story.is_empty() || is_before_dateline) {
            return Some((published, offset + value.len() - story.len()));
        }
    }
    None
}

/// The date that a whole line is, label and reading time aside. `March 4, 2024 | 9:15 a.m.`
pub fn date_line(line: &str) -> Option<Published> {
    if line.len() > 120 {
        return None;
    }
    whole_line(without_label(line))
}

/// The date of a line that is one. A year alone is too little to say so.
fn whole_line(value: &str) -> Option<Published> {
    use crate::model::Precision;
    date_within(value).filter(|published| published.precision != Precision::Year)
}

/// A date, or the first date among parts of which the others are small change.
fn date_within(value: &str) -> Option<Published> {
    let value = value.trim().trim_end_matches('.');
    if let Some(published) = dates::published(value) {
        return Some(published);
    }
    let parts: Vec<&str> = value
        .split(['|', '•', '·', '/'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let whole = parts.join(" ");
    if let Some(published) = dates::published(&whole) {
        return Some(Published { original: value.to_owned(), ..published });
    }
    let mut found = None;
    for part in parts {
        let part = without_label(part);
        match dates::published(part) {
            Some(published) => {
                found.get_or_insert(published);
            }
            None if is_small_change(part) => {}
            None => return None,
        }
    }
    found
}

/// What stands beside a date: a reading time, a clock time, a name of a publisher in few words.
fn is_small_change(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.ends_with("read")
        || lower.contains("ago")
        || lower.starts_with("updated")
        || dates::published(&format!("{part} 1 January 2000")).is_some()
        || publishers::host(part).is_some()
}

/// The date of a line that says when a story was last changed: `Updated 5:12 PM, March 4, 2024`.
pub fn update_line(line: &str) -> Option<Published> {
    let (label, value) = labelled(line).filter(|_| line.len() <= 120)?;
    let label = label.to_lowercase();
    UPDATE_SIGNS.iter().any(|sign| label.starts_with(sign)).then(|| whole_line(value)).flatten()
}

/// The rule that reads the date of a line: its label as printed, where it has one, else `unlabelled`.
pub fn rule_of_date(line: &str, unlabelled: &'static str) -> Rule {
    match labelled(line) {
        Some((label, _)) => format!("text:label:{label}").into(),
        None => unlabelled.into(),
    }
}

/// Without `Published`, `Updated on` and the like.
fn without_label(line: &str) -> &str {
    labelled(line).map_or(line, |(_, value)| value)
}

/// A line that opens with `Published`, `Updated on` and the like: these words, and the rest.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let lower_start = line.get(..line.floor_char_boundary(32)).unwrap_or(line).to_lowercase();
    LABELS_OF_DATES.iter().filter(|label| lower_start.starts_with(**label)).find_map(|label| {
        let (printed, rest) = line.split_at_checked(label.len())?;
        let value = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
        rest.starts_with([':', ' ', '\t', '\u{a0}']).then_some((printed, value))
    })
}

/// What stands before a date, lower case; longer ones before those that they start with.
#[rustfmt::skip]
const LABELS_OF_DATES: &[&str] = &[
    "first published on", "first published at", "first published", "last updated on",
    "last updated at", "last updated", "last modified on", "last modified", "published on",
    "published at", "published", "posted on", "posted at", "posted", "updated on", "updated at",
    "updated", "released on", "issued on", "date",
    "veröffentlicht am", "veröffentlicht", "zuletzt aktualisiert am", "zuletzt aktualisiert",
    "aktualisiert am", "aktualisiert", "erschienen am", "stand", "publié le", "mis à jour le",
    "modifié le", "publicado el", "actualizado el", "publicado em", "atualizado em", "publicado",
    "actualizado", "pubblicato il", "aggiornato il", "gepubliceerd op", "gepubliceerd",
    "bijgewerkt op", "publicerad", "publicerat", "uppdaterad", "publisert", "oppdatert",
    "offentliggjort", "opdateret", "julkaistu", "päivitetty", "opublikowano", "publikacja",
    "aktualizacja", "publikováno", "aktualizováno",
];

/// How labels of the time of a change start.
#[rustfmt::skip]
const UPDATE_SIGNS: &[&str] = &[
    "last updated", "last modified", "updated", "zuletzt", "aktuali", "mis à jour", "modifié",
    "atualizado", "aggiornato", "bijgewerkt", "uppdaterad", "oppdatert", "opdateret", "päivitetty",
];

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

    #[test]
    fn a_date_may_lead_a_story() {
        for (line, date, rest) in [
            ("date 2024-03-18 (Bloomberg) -- The", "2024-03-18", "(Bloomberg) -- The"),
            ("date 2024-03-18", "2024-03-18", ""),
            ("Date: 2024-03-18T09:15 (Reuters) - The", "2024-03-18T09:15", "(Reuters) - The"),
            ("2024-03-18 WELLINGTON (Reuters) - The", "2024-03-18", "WELLINGTON (Reuters) - The"),
            ("Published on Monday, 18 March 2024", "2024-03-18", ""),
            ("date 18 March 2024 WELLINGTON — The", "2024-03-18", "WELLINGTON — The"),
        ] {
            let (published, at) = leading_date(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((published.iso().as_str(), &line[at..]), (date, rest), "{line}");
        }
        for line in
            ["2024 was a year of votes", "18 March 2024 was a Monday.", "date palms grow here", ""]
        {
            assert_eq!(leading_date(line), None, "{line}");
        }
    }

    #[test]
    fn a_line_may_be_a_date() {
        for (line, date) in [
            ("Friday, January 4, 2019", Some("2019-01-04")),
            ("Published: March 4, 2024 9:15 a.m.", Some("2024-03-04T09:15")),
            ("4 March 2024 - 10:12am", Some("2024-03-04T10:12")),
            ("March 4, 2024 | 3 min read", Some("2024-03-04")),
            ("March 4, 2024 / 5:12 PM", Some("2024-03-04T17:12")),
            ("Updated 5:12 PM EDT, March 4, 2024", Some("2024-03-04T17:12-04:00")),
            ("Last updated at 10:12 on 4 March 2024", Some("2024-03-04T10:12")),
            ("Publié le lundi 4 mars 2024 à 9h15", Some("2024-03-04T09:15")),
            ("Veröffentlicht am 4. März 2024 um 9:15 Uhr", Some("2024-03-04T09:15")),
            ("Stand: 04.03.2024, 9.15 Uhr", Some("2024-03-04T09:15")),
            ("March 2024", Some("2024-03")),
            ("2024", None),
            ("Thursday", None),
            ("March 4, 2024 was a Monday", None),
        ] {
            assert_eq!(date_line(line).map(|p| p.iso()).as_deref(), date, "{line}");
        }
    }

    #[test]
    fn a_line_may_tell_of_a_change() {
        for (line, date) in [
            ("Updated 5:12 PM EDT, March 4, 2024", Some("2024-03-04T17:12-04:00")),
            ("Last updated: 19/03/24 8.05am", Some("2024-03-19T08:05")),
            ("Mis à jour le 4 mars 2024", Some("2024-03-04")),
            ("Aktualisiert am 04.03.2024, 9:15 Uhr", Some("2024-03-04T09:15")),
            ("Published March 4, 2024", None),
            ("Updated the list on March 4, 2024", None),
        ] {
            assert_eq!(update_line(line).map(|p| p.iso()).as_deref(), date, "{line}");
        }
        assert_eq!(
            rule_of_date("Published: March 4, 2024", "text:date-line"),
            "text:label:Published"
        );
        assert_eq!(rule_of_date("March 4, 2024", "text:date-line"), "text:date-line");
    }
}
