//! ProQuest: documents between lines of underscores, each a list of labelled fields.
//!
//! `Title:`, `Author:`, `Publication title:`, `Publication date:` stand above or below `Full text:`,
//! as the reader of the database chose. The text ends where three labelled fields follow each other, so
//! that a paragraph that opens with `Title:` stays one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::document::{self, ExportDocument, Labels};
use super::{Export, announced};
use crate::format::article::labels;
use crate::format::article::lines::Line;
use crate::format::{Format, Framing};
use crate::model::{Field, RegionRole};
use crate::text::bylines;

pub const FORMAT: Format = Format {
    name: "proquest",
    version: 8,
    media_type: "text/plain",
    extensions: &["txt"],
    summary: "ProQuest: the text of articles with their labelled fields",
    framing: Framing::Whole,
    sniff: |prefix| super::sniff(prefix, is),
    read: |bytes| super::read(bytes, "proquest"),
};

const LABELS: Labels = Labels {
    fields: &[
        (Field::Headline, &["title"]),
        (Field::Byline, &["author", "authors"]),
        (Field::Publisher, &["publication title"]),
        (Field::Published, &["publication date"]),
        (Field::Dateline, &["dateline"]),
        (Field::Section, &["section"]),
        (Field::Url, &["document url"]),
        (Field::Identifier, &["proquest document id"]),
        (Field::Language, &["language of publication"]),
        (Field::Standfirst, &["abstract"]),
    ],
    #[rustfmt::skip]
    others: &[
        "alternate title", "publication info", "abstract (english)", "credit", "links", "subject",
        "location", "people", "company / organization", "company/organization", "classification",
        "identifier / keyword", "keywords", "pages", "first page", "start page", "column", "volume",
        "issue", "edition", "number of pages", "publication year", "year", "publication subject",
        "publisher", "place of publication", "country of publication", "issn", "eissn", "isbn",
        "source type", "document type", "document feature", "doi", "accession number", "copyright",
        "last updated", "database", "entry date", "supplement", "updates",
    ],
    is_own: |label| label.starts_with(char::is_uppercase),
};

const TEXT: &[&str] = &["full text", "fulltext", "full text (english)"];

/// What a document without its text says there.
const NOT_THERE: &[&str] =
    &["none available.", "not available.", "none available", "not available"];

/// Fewer underscores are a line that somebody drew.
const SHORTEST_RULE: usize = 20;

/// Whether the start of a text is an export of ProQuest: three of the labels that only it prints.
pub(super) fn is(start: &str) -> bool {
    const OWN: &[&str] = &[
        "publication title",
        "publication date",
        "proquest document id",
        "full text",
        "language of publication",
        "source type",
        "document type",
        "publication subject",
        "place of publication",
        "publication year",
    ];
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut has_rule = false;
    for line in start.lines() {
        let words = line.trim();
        has_rule |= is_rule(words) || number(words).is_some();
        if let Some((label, _)) = document::label(words, OWN)
            && words.starts_with(char::is_uppercase)
        {
            found.insert(label);
        }
        if found.len() >= 3 && (has_rule || found.contains("proquest document id")) {
            return true;
        }
    }
    false
}

/// The documents of a ProQuest export.
pub(super) fn cut<'t>(_: &'t str, lines: &[Line<'t>]) -> Export<'t> {
    let mut documents = Vec::new();
    let mut found = BTreeSet::new();
    let mut total = None;
    let mut start = 0;
    let rules = lines.iter().enumerate().filter(|(_, line)| is_rule(line.words));
    let ends: Vec<usize> = rules.map(|(place, _)| place + 1).chain([lines.len()]).collect();
    let mut titles = Vec::new();
    for end in ends {
        let range = start..end;
        start = end;
        let own = lines.get(range.clone()).unwrap_or_default();
        let numbered = own.iter().find_map(|line| number(line.words));
        if !is_document(own) {
            if documents.is_empty() && numbered.is_none() {
                titles.extend(announced::numbered(own));
            }
            continue;
        }
        let name = match numbered {
            Some((number, of)) => {
                found.insert(number);
                total.get_or_insert(of);
                format!("document {number} of {of}")
            }
            None => format!("document {}", documents.len() + 1),
        };
        documents.push(document(lines, range, name));
    }
    let problems = match total {
        Some(total) => announced::missing(1, total, total, &found),
        None => announced::missing_titles(&titles, &document::headlines(&documents)),
    };
    Export { database: FORMAT.name, documents, problems }
}

fn is_rule(words: &str) -> bool {
    words.len() >= SHORTEST_RULE
        && (words.bytes().all(|byte| byte == b'_') || words.bytes().all(|byte| byte == b'*'))
}

/// `Document 3 of 25`.
fn number(words: &str) -> Option<(u32, u32)> {
    if words.len() > 40 {
        return None;
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    let ["Document" | "Dokument", number, "of" | "von" | "de", total] = parts.as_slice() else {
        return None;
    };
    let (number, total) = (number.parse().ok()?, total.parse().ok()?);
    (1 <= number && number <= total).then_some((number, total))
}

/// Whether lines between rules are a document: a title or a text and one more of its fields.
fn is_document(lines: &[Line]) -> bool {
    let has =
        |wanted: &[&str]| lines.iter().any(|line| document::label(line.words, wanted).is_some());
    has(TEXT) || has(&["publication title", "publication date", "proquest document id"])
}

fn document<'t>(lines: &[Line<'t>], range: Range<usize>, name: String) -> ExportDocument<'t> {
    let mut document = ExportDocument::new(name);
    let own = lines.get(range.clone()).unwrap_or_default();
    let is_text = |line: &Line| document::label(line.words, TEXT).is_some();
    let Some(text) = own.iter().position(is_text).map(|place| range.start + place) else {
        // A text without the label that it has always had: nothing says where it starts.
        own.iter().for_each(|line| take(std::slice::from_ref(line), &mut document));
        return document;
    };
    let blocks = |range| document::blocks(lines, range, |words| LABELS.has(words));
    head(lines, &blocks(range.start..text), &mut document);
    let rest = blocks(text..range.end);
    let is_field = |block: &Range<usize>| {
        lines.get(block.start).is_some_and(|line| {
            LABELS.has(line.words)
                || is_rule(line.words)
                || document::is_copyright(line.words)
                || line.words.starts_with("Illustration")
        })
    };
    let behind = rest.get(1..).unwrap_or_default();
    let foot = document::foot(behind, is_field).unwrap_or(behind.len());
    if let Some(first) = rest.first() {
        text_of(lines, first.clone(), &mut document);
        if let Some(last) = foot.checked_sub(1).and_then(|place| behind.get(place)) {
            extend(lines.get(first.end..last.end).unwrap_or_default(), &mut document);
        }
    }
    for block in behind.get(foot..).unwrap_or_default() {
        fields_of(lines.get(block.clone()).unwrap_or_default(), &mut document);
    }
    document
}

/// The lines of the block that starts with `Full text:`.
fn text_of<'t>(lines: &[Line<'t>], block: Range<usize>, document: &mut ExportDocument<'t>) {
    let Some(line) = lines.get(block.start) else { return };
    let label = line.words.find(':').map_or(0, |place| place + 1);
    let said = line.words.get(label..).unwrap_or_default().trim().to_lowercase();
    if NOT_THERE.contains(&said.as_str()) {
        document.mark(line, RegionRole::Furniture);
    } else {
        let (tag, text) = line.split_at(line.at + label);
        document.mark(&tag, RegionRole::Furniture);
        extend(&[text], document);
    }
    extend(lines.get(block.start + 1..block.end).unwrap_or_default(), document);
}

/// The text goes on over these lines. Who wrote it may stand at the end of one: `… said the board. Credit: By Ann Ng`.
fn extend<'t>(lines: &[Line<'t>], document: &mut ExportDocument<'t>) {
    for line in lines {
        let Some(place) = credit(line.words) else {
            document.extend_text(std::slice::from_ref(line));
            continue;
        };
        let (text, credit) = line.split_at(line.at + place);
        if !text.is_blank() {
            document.extend_text(&[text]);
        }
        let names = credit.words.split_once(':').map_or("", |(_, names)| names.trim());
        if !bylines::authors(names).is_empty() {
            document.set(Field::Byline, names, "proquest:credit");
        }
        document.mark(&credit, RegionRole::Byline);
    }
}

/// A credit is no longer than this, in bytes.
const LONGEST_CREDIT: usize = 160;

/// Where the credit at the end of a line of text starts.
fn credit(words: &str) -> Option<usize> {
    let place = match words.rfind(" Credit:") {
        Some(place) => place + 1,
        None => words.starts_with("Credit:").then_some(0)?,
    };
    let names = words.get(place + "Credit:".len()..)?.trim();
    let is_behind_sentence = words
        .get(..place)?
        .trim_end()
        .chars()
        .next_back()
        .is_none_or(|last| matches!(last, '.' | '!' | '?' | '”' | '"' | '’' | ')'));
    let is_name =
        !names.is_empty() && names.len() <= LONGEST_CREDIT && !names.ends_with(['!', '?']);
    (is_behind_sentence && is_name).then_some(place)
}

fn head<'t>(lines: &[Line<'t>], blocks: &[Range<usize>], document: &mut ExportDocument<'t>) {
    let mut is_behind_number = false;
    for block in blocks {
        let block = lines.get(block.clone()).unwrap_or_default();
        let Some(first) = block.first() else { continue };
        if LABELS.has(first.words) {
            fields_of(block, document);
            continue;
        }
        for line in block {
            if number(line.words).is_some() || is_rule(line.words) {
                is_behind_number |= number(line.words).is_some();
                document.mark(line, RegionRole::Furniture);
            } else if is_behind_number && document.facts.head.headline.is_none() {
                document.set(Field::Headline, line.words, "proquest:headline");
                document.mark(line, RegionRole::Headline);
            } else if LABELS.has(line.words) {
                take(std::slice::from_ref(line), document);
            } else {
                document.mark(line, RegionRole::Furniture);
            }
        }
    }
}

/// Takes a block of fields.
fn fields_of<'t>(block: &[Line<'t>], document: &mut ExportDocument<'t>) {
    LABELS.parts(block).for_each(|part| take(part, document));
}

/// Takes a labelled value, and the lines that it goes on over.
fn take<'t>(part: &[Line<'t>], document: &mut ExportDocument<'t>) {
    let Some((first, more)) = part.split_first() else { return };
    let role = match LABELS.value(part) {
        Some((Some(field), value)) => said(field, &value, document),
        Some(_) if first.words.starts_with("Copyright") => RegionRole::Copyright,
        Some(_) => RegionRole::Metadata,
        None => RegionRole::Furniture,
    };
    document.mark(first, role);
    more.iter().for_each(|line| document.mark(line, RegionRole::Metadata));
}

/// Says a field, and what its line is.
fn said(field: Field, value: &str, document: &mut ExportDocument) -> RegionRole {
    let rule = format!("proquest:{}", field.as_str());
    match field {
        Field::Url if !labels::is_url(value) => {}
        // `The Lagoon Times; Suva` and `The Lagoon Times (Online)`: the place is not its name.
        Field::Publisher => document.set(field, value.split(';').next().unwrap_or(value), &rule),
        _ => document.set(field, value, &rule),
    }
    document::role_of(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "\
____________________________________________________________

Document 1 of 3

Tolls to rise in spring

Author: Ng, Ann

ProQuest document link

Full text: The board will raise its tolls.

Title: that, the chair said, was the question.

Crews said no.

Subject: Tolls; Harbours

Location: Suva

Title: Tolls to rise in spring

Publication title: The Lagoon Times; Suva

Publication date: Mar 18, 2024

Section: Business

Language of publication: English

ProQuest document ID: 2957000001

Document URL: https://www.proquest.example/docview/2957000001

Copyright: Copyright Lagoon Ltd Mar 18, 2024

____________________________________________________________

Document 3 of 3

Title: Ice melts
Author: Cy Roe
Publication title: The Lagoon Times
Publication date: Mar 19, 2024
ProQuest document ID: 2957000003
Full text: Ice melts, she said.
It rains.
Source type: Newspapers
Language of publication: English
Database: Lagoon Newsstream

____________________________________________________________
";

    #[test]
    fn documents_have_their_fields_and_text() {
        let (format, reading) = super::super::read_text(STORY).unwrap();
        assert_eq!(format.name, "proquest");
        assert_eq!(reading.drafts.len(), 2, "{reading:#?}");
        let draft = &reading.drafts[0];
        let head = &draft.head;
        assert_eq!(head.headline.as_deref(), Some("Tolls to rise in spring"));
        assert_eq!(head.authors, ["Ann Ng"]);
        assert_eq!(head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(head.published.as_ref().unwrap().iso(), "2024-03-18");
        assert_eq!(head.section.as_deref(), Some("Business"));
        assert_eq!(head.identifier.as_deref(), Some("2957000001"));
        assert_eq!(
            draft.body,
            "The board will raise its tolls.\n\nTitle: that, the chair said, was the question.\n\nCrews said no."
        );
        assert_eq!(reading.drafts[1].head.headline.as_deref(), Some("Ice melts"));
        assert_eq!(reading.drafts[1].head.identifier.as_deref(), Some("2957000003"));
        assert!(reading.drafts[1].body.starts_with("Ice melts, she said."));
        assert!(!reading.drafts[1].body.contains("Source type"));
        assert_eq!(reading.problems[0].record.as_deref(), Some("document 2 of 3"));
    }

    #[test]
    fn prose_with_labels_is_no_export() {
        for text in [
            "Title: Tolls\nAuthor: Ann Ng\nFull text: No.\n",
            "Publication date: March 2024\n\nThe minister said no.\n",
            "",
        ] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn a_document_without_its_text_is_a_problem() {
        let text = STORY
            .replace("Full text: Ice melts, she said.\nIt rains.", "Full text: Not available.");
        let (_, reading) = super::super::read_text(&text).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        assert!(
            reading
                .problems
                .iter()
                .any(|problem| problem.record.as_deref() == Some("document 3 of 3"))
        );
    }

    #[test]
    fn a_credit_at_the_end_of_the_text_is_an_author_line() {
        for (text, body, authors) in [
            ("Full text: The board said no. Credit: By Ann Ng", "The board said no.", "Ann Ng"),
            (
                "Full text: The board said no.\n\nIt said so twice. Credit: Ann Ng; Lagoon Wire",
                "The board said no.\n\nIt said so twice.",
                "Ann Ng",
            ),
            ("Full text: The board said no. Credit: Staff", "The board said no.", ""),
        ] {
            let export = format!(
                "{0}\n\nDocument 1 of 1\n\nTolls to rise\n\n{text}\n\nTitle: Tolls to rise\n\nPublication title: The Lagoon Times\n\nPublication date: Mar 4, 2024\n\nProQuest document ID: 1\n{0}\n",
                "_".repeat(60)
            );
            let reading = (FORMAT.read)(export.as_bytes()).unwrap();
            assert_eq!(reading.drafts.len(), 1, "{text}: {:?}", reading.problems);
            assert_eq!(reading.drafts[0].body, body);
            assert_eq!(reading.drafts[0].head.authors.join(", "), authors);
        }
    }
}
