//! Factiva: articles one after the other, each closed by its accession number.
//!
//! Two layouts, also mixed: plain, in which headline, byline, `350 words`, date, paper, its code,
//! language and copyright are lines of their own above the text; and with tags (`HD`, `WC`, `PD`,
//! `LP`, `TD`) at the start of lines. Either ends with `Document LAGT000020240318ek3i0001a`.

use std::ops::Range;

use super::document::{self, ExportDocument};
use super::{Export, announced};
use crate::format::article::lines::Line;
use crate::format::{Format, Framing};
use crate::model::{Field, RecordProblem, RegionRole};
use crate::text::bylines;

pub const FORMAT: Format = Format {
    name: "factiva",
    version: 8,
    media_type: "text/plain",
    extensions: &["txt"],
    summary: "Factiva: the text of articles, with or without field tags",
    framing: Framing::Whole,
    sniff: |prefix| super::sniff(prefix, is),
    read: |bytes| super::read(bytes, "factiva"),
};

/// Tags above the text, in the order in which they are printed, and the field that each is.
const HEAD: &[(&str, Option<Field>)] = &[
    ("SE", Some(Field::Section)),
    ("CLM", None),
    ("HD", Some(Field::Headline)),
    ("BY", Some(Field::Byline)),
    ("CR", None),
    ("WC", None),
    ("PD", Some(Field::Published)),
    ("ET", None),
    ("SN", Some(Field::Publisher)),
    ("SC", None),
    ("ED", None),
    ("PG", None),
    ("VOL", None),
    ("LA", Some(Field::Language)),
    ("CY", None),
];

/// Tags of the text itself.
const TEXT: &[&str] = &["LP", "TD"];

/// Tags below the text.
const FOOT: &[&str] =
    &["ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN", "DLN", "NT"];

/// Whether the start of a text is an export of Factiva: an accession number's line, or the tags of a
/// head under each other.
pub(super) fn is(start: &str) -> bool {
    let mut counts = false;
    let mut tags = 0;
    for line in start.lines() {
        let words = line.trim();
        counts |= document::is_word_count(words);
        if accession(words).is_some() && counts {
            return true;
        }
        match tag(line).map(|(tag, _)| tag) {
            Some("HD") => tags = 1,
            Some("WC" | "PD" | "SN" | "SC" | "LA") if tags > 0 => tags += 1,
            _ => {}
        }
        if tags >= 4 {
            return true;
        }
    }
    false
}

/// The documents of a Factiva export.
pub(super) fn cut<'t>(text: &'t str, lines: &[Line<'t>]) -> Export<'t> {
    let mut documents: Vec<ExportDocument> = Vec::new();
    let mut problems = Vec::new();
    let mut titles = Vec::new();
    let mut start = 0;
    for (place, line) in lines.iter().enumerate() {
        let Some(number) = accession(without_tag(text, line)) else { continue };
        let range = start..place + 1;
        start = place + 1;
        let name = format!("document {}", documents.len() + 1);
        let head = Head::find(text, lines, &range);
        if documents.is_empty() {
            let first = head.as_ref().map_or(range.start, Head::first);
            titles = contents(lines.get(range.start..first).unwrap_or_default());
        }
        let mut document = ExportDocument::new(name);
        match head {
            Some(Head::Tags(first)) => tagged(text, lines, first..range.end, &mut document),
            Some(Head::Plain(plain)) => plain.read(lines, range.end, &mut document),
            None => {
                let end = range.end - 1;
                document.extend_text(lines.get(range.start..end).unwrap_or_default());
                document.mark(line, RegionRole::Metadata);
            }
        }
        document.set(Field::Identifier, number, "factiva:accession number");
        documents.push(document);
    }
    // What stands behind the last number may be an article that was cut off.
    let rest = start..lines.len();
    if Head::find(text, lines, &rest).is_some() {
        problems.push(RecordProblem::refused(
            format!("document {}", documents.len() + 1),
            "the file ends before its accession number",
        ));
    }
    problems.extend(announced::missing_titles(&titles, &document::headlines(&documents)));
    Export { database: FORMAT.name, documents, problems }
}

/// The accession number of a line that is one: the paper's code, the day, and letters and digits.
fn accession(words: &str) -> Option<&str> {
    let (label, number) = words.split_once(' ')?;
    let number = number.trim();
    let is_number = matches!(label, "Document" | "Dokument" | "Documento")
        && (20..=32).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8
        && number.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    is_number.then_some(number)
}

/// The tag that a line starts with, and how many bytes lie before its value. A tag stands alone or has
/// a tab or two spaces behind it, so that `IN THE BAY` is none.
fn tag(line: &str) -> Option<(&'static str, usize)> {
    let line = line.trim_end();
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let name = line.get(..end)?;
    let rest = line.get(end..)?;
    let is_apart = rest.is_empty()
        || rest.starts_with(['\t', '\u{a0}'])
        || rest.starts_with("  ")
        || rest.starts_with(" \t");
    let known = HEAD.iter().map(|(tag, _)| *tag).chain(TEXT.iter().chain(FOOT).copied());
    let tag = known.into_iter().find(|tag| *tag == name).filter(|_| is_apart)?;
    Some((tag, line.len() - rest.trim_start().len()))
}

/// A line as it stands in the text, with the white space at its start.
fn raw<'t>(text: &'t str, line: &Line) -> &'t str {
    text.get(line.start..line.end).unwrap_or_default()
}

/// The words of a line without the tag before them.
fn without_tag<'t>(text: &'t str, line: &Line<'t>) -> &'t str {
    match tag(raw(text, line)) {
        Some(("AN", value)) => raw(text, line).get(value..).unwrap_or_default().trim(),
        _ => line.words,
    }
}

/// The titles of a table of contents: `Tolls to rise in spring......... 2`.
fn contents(lines: &[Line]) -> Vec<String> {
    let Some(start) = lines.iter().position(|line| {
        matches!(line.words.to_lowercase().as_str(), "contents" | "table of contents" | "headlines")
    }) else {
        return Vec::new();
    };
    let entries = lines.iter().skip(start + 1).filter_map(|line| {
        let title = line.words.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_entry = title.len() < line.words.len()
            && (title.ends_with(['.', '\t']) || title.ends_with("  ") || title.ends_with(". "));
        let title = title.trim_end_matches(['.', ' ', '\t', '…']);
        (is_entry && !title.is_empty()).then(|| title.to_owned())
    });
    entries.collect()
}

/// How the head of a document is laid out.
enum Head {
    /// The place of its first tag.
    Tags(usize),
    Plain(Plain),
}

/// Where the parts of a plain head stand.
struct Plain {
    first: usize,
    count: usize,
    text: usize,
}

/// A plain head has no more lines above and below its number of words.
const MOST_LINES_ABOVE: usize = 8;
const MOST_LINES_BELOW: usize = 14;

impl Head {
    fn find(text: &str, lines: &[Line], range: &Range<usize>) -> Option<Self> {
        let slice = lines.get(range.clone())?;
        let tag_of = |line: &Line| tag(raw(text, line)).map(|(tag, _)| tag);
        let count = slice.iter().position(|line| document::is_word_count(line.words));
        // One tag alone may be a word of the text.
        let headline = slice
            .iter()
            .take(count.unwrap_or(slice.len()))
            .position(|line| matches!(tag_of(line), Some("HD" | "SE" | "CLM")));
        if let Some(place) = headline {
            let others = slice.iter().skip(place).take(MOST_LINES_BELOW * 2);
            let count =
                others.filter(|line| matches!(tag_of(line), Some("WC" | "PD" | "SN"))).count();
            if count >= 2 {
                return Some(Self::Tags(range.start + place));
            }
        }
        let count = count?;
        Some(Self::Plain(Plain::around(lines, range, range.start + count)))
    }

    fn first(&self) -> usize {
        match self {
            Self::Tags(first) => *first,
            Self::Plain(plain) => plain.first,
        }
    }
}

impl Plain {
    fn around(lines: &[Line], range: &Range<usize>, count: usize) -> Self {
        let words = |place: usize| lines.get(place).map_or("", |line| line.words);
        // The lines that stand together above it; where that is the byline alone, those above too.
        let mut first = group_above(lines, range.start, count);
        let is_byline_alone = first + 1 == count || words(first + 1).is_empty();
        if is_byline_alone && is_author_line(words(first)) {
            first = group_above(lines, range.start, first);
        }
        // Date, time, paper, code, pages, language, copyright: each short. The text starts behind the
        // copyright, else behind the language.
        let mut text = count + 1;
        for place in count + 1..range.end.min(count + 1 + MOST_LINES_BELOW) {
            let line = words(place);
            if document::is_copyright(line) {
                text = place + 1;
                break;
            }
            let is_of_head = line.len() <= 90 && !line.ends_with('.');
            if !line.is_empty() && !is_of_head {
                break;
            }
            if is_language(line) || document::printed_date(line).is_some() {
                text = place + 1;
            }
        }
        while document::is_copyright(words(text)) {
            text += 1;
        }
        Self { first, count, text: text.min(range.end) }
    }

    fn read<'t>(&self, lines: &[Line<'t>], end: usize, document: &mut ExportDocument<'t>) {
        let above: Vec<&Line> = lines
            .get(self.first..self.count)
            .unwrap_or_default()
            .iter()
            .filter(|line| !line.is_blank())
            .collect();
        let roles = above_roles(&above);
        let headline: Vec<&str> = above
            .iter()
            .zip(&roles)
            .filter(|(_, role)| **role == RegionRole::Headline)
            .map(|(line, _)| line.words)
            .collect();
        document.set(Field::Headline, &headline.join(" "), "factiva:headline");
        for (line, role) in above.iter().zip(roles) {
            match role {
                RegionRole::Byline => document.set(Field::Byline, line.words, "factiva:byline"),
                RegionRole::Metadata => document.set(Field::Section, line.words, "factiva:section"),
                _ => {}
            }
            document.mark(line, role);
        }
        for line in lines.get(self.count..self.text).unwrap_or_default() {
            if line.is_blank() {
                continue;
            }
            let role = if document::is_copyright(line.words) {
                RegionRole::Copyright
            } else {
                self.below(line.words, document);
                RegionRole::Metadata
            };
            document.mark(line, role);
        }
        let Some(number) = end.checked_sub(1) else { return };
        document.extend_text(lines.get(self.text..number).unwrap_or_default());
        if let Some(line) = lines.get(number) {
            document.mark(line, RegionRole::Metadata);
        }
    }

    /// Takes a line between the number of words and the text: the date first, then the paper.
    fn below(&self, words: &str, document: &mut ExportDocument) {
        if document::is_word_count(words) {
            return;
        }
        if document.facts.head.published.is_none() {
            document.set(Field::Published, words, "factiva:date");
        } else if is_language(words) {
            document.set(Field::Language, words, "factiva:language");
        } else if document.facts.head.publisher.is_none() && !is_time(words) {
            document.set(Field::Publisher, words, "factiva:source");
        }
    }
}

/// The first of the lines that stand together above `end`, blank lines next to it aside.
fn group_above(lines: &[Line], start: usize, end: usize) -> usize {
    let words = |place: usize| lines.get(place).map_or("", |line| line.words);
    let mut first = end;
    for place in (start..end).rev().take(MOST_LINES_ABOVE * 2) {
        let is_gap = words(place).is_empty() || document::is_page_mark(words(place));
        if is_gap && first < end || end - place > MOST_LINES_ABOVE {
            break;
        }
        if !is_gap {
            first = place;
        }
    }
    first
}

fn is_author_line(words: &str) -> bool {
    bylines::is_byline(words) || bylines::is_name(words) || bylines::is_bare_byline(words)
}

/// What the lines above the number of words are: a section may stand first, a byline last.
fn above_roles(above: &[&Line]) -> Vec<RegionRole> {
    let mut roles = vec![RegionRole::Headline; above.len()];
    if above.len() > 1
        && let (Some(last), Some(role)) = (above.last(), roles.last_mut())
        && is_author_line(last.words)
    {
        *role = RegionRole::Byline;
    }
    let headlines = roles.iter().filter(|role| **role == RegionRole::Headline).count();
    if headlines > 1
        && let (Some(first), Some(second)) = (above.first(), above.get(1))
        && first.words.len() <= 30
        && first.words.split_whitespace().count() <= 3
        && second.words.split_whitespace().count() > 3
        && let Some(role) = roles.first_mut()
    {
        *role = RegionRole::Metadata;
    }
    roles
}

fn is_time(words: &str) -> bool {
    words.len() <= 12 && words.contains(':') && words.starts_with(|c: char| c.is_ascii_digit())
}

fn is_language(words: &str) -> bool {
    words.len() <= 20 && document::is_language(words)
}

/// Reads a document with tags. A value goes on over the lines without a tag below it.
fn tagged<'t>(
    text: &'t str,
    lines: &[Line<'t>],
    range: Range<usize>,
    document: &mut ExportDocument<'t>,
) {
    let start = range.start;
    let head_end = (start..range.end)
        .find(|&place| {
            lines
                .get(place)
                .and_then(|line| tag(raw(text, line)))
                .is_some_and(|(tag, _)| TEXT.contains(&tag))
        })
        .unwrap_or(range.end);
    let mut field = None;
    let mut values: Vec<(Field, String)> = Vec::new();
    for line in lines.get(start..head_end).unwrap_or_default() {
        let words = match tag(raw(text, line)) {
            Some((name, value)) => {
                field = HEAD.iter().find(|(tag, _)| *tag == name).and_then(|(_, field)| *field);
                if let Some(field) = field {
                    values.push((field, String::new()));
                }
                raw(text, line).get(value..).unwrap_or_default()
            }
            None => line.words,
        };
        if let (Some(_), Some((_, value))) = (field, values.last_mut()) {
            value.push(' ');
            value.push_str(words.trim());
        }
        document.mark(line, role(field, line));
    }
    for (field, value) in values {
        document.set(field, value.trim(), &format!("factiva:{}", field.as_str()));
    }
    // The foot starts at the first tag from which on every tag is one of the foot's.
    let mut foot = range.end;
    for place in (head_end..range.end).rev() {
        match lines.get(place).and_then(|line| tag(raw(text, line))) {
            Some((tag, _)) if FOOT.contains(&tag) => foot = place,
            Some(_) => break,
            None => {}
        }
    }
    for line in lines.get(head_end..foot).unwrap_or_default() {
        match tag(raw(text, line)).filter(|(name, _)| TEXT.contains(name)) {
            Some((_, value)) => document.extend_text_behind(line, value),
            None => document.extend_text(std::slice::from_ref(line)),
        }
    }
    let foot = lines.get(foot..range.end).unwrap_or_default();
    for line in foot {
        document.mark(line, RegionRole::Metadata);
    }
    captions(text, foot, document);
}

/// Takes what stands under the tag `ART`, for artwork: a paragraph for each picture.
fn captions(text: &str, foot: &[Line], document: &mut ExportDocument) {
    let mut caption = String::new();
    let mut is_caption = false;
    for line in foot {
        let tagged = tag(raw(text, line));
        if tagged.is_some() || line.is_blank() {
            document.set_caption(&std::mem::take(&mut caption), "factiva:ART");
        }
        let words = match tagged {
            Some((name, value)) => {
                is_caption = name == "ART";
                raw(text, line).get(value..).unwrap_or_default()
            }
            None => line.words,
        };
        if is_caption {
            caption.push(' ');
            caption.push_str(words.trim());
        }
    }
    document.set_caption(&caption, "factiva:ART");
}

fn role(field: Option<Field>, line: &Line) -> RegionRole {
    match field {
        _ if line.is_blank() => RegionRole::Furniture,
        Some(Field::Headline) => RegionRole::Headline,
        Some(Field::Byline) => RegionRole::Byline,
        _ if document::is_copyright(line.words) => RegionRole::Copyright,
        _ => RegionRole::Metadata,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "\
Business
Tolls to rise in spring, board says
By Ann Ng
40 words
18 March 2024
09:15
The Lagoon Times
LAGT
5
English
Copyright 2024 Lagoon Ltd. All Rights Reserved.

The board will raise its tolls.

LENGTH: that was the question, the chair said.

HD

Crews said no.

Document LAGT000020240318ek3i0001a

Ice melts
3 words
19 March 2024
The Lagoon Times
LAGT
English
(c) 2024 Lagoon Ltd.

Ice melts, she said.

Document LAGT000020240319ek3j0002b
";

    const TAGGED: &str = "\
HD\tTolls to rise
\tin spring
BY\tAnn Ng
WC\t40 words
PD\t18 March 2024
SN\tThe Lagoon Times
SC\tLAGT
LA\tEnglish
CY\tCopyright 2024 Lagoon Ltd.
LP\tThe board will raise its tolls.
TD\tCrews said no.

IN THE BAY it rained.
NS\tc13 : Tolls
RE\tpacisz : Pacific
AN\tDocument LAGT000020240318ek3i0001a
";

    #[test]
    fn plain_documents_are_read() {
        let (format, reading) = super::super::read_text(PLAIN).unwrap();
        assert_eq!(format.name, "factiva");
        assert_eq!(reading.drafts.len(), 2, "{reading:#?}");
        let draft = &reading.drafts[0];
        let head = &draft.head;
        assert_eq!(head.headline.as_deref(), Some("Tolls to rise in spring, board says"));
        assert_eq!(head.section.as_deref(), Some("Business"));
        assert_eq!(head.byline.as_deref(), Some("By Ann Ng"));
        assert_eq!(head.published.as_ref().unwrap().iso(), "2024-03-18");
        assert_eq!(head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(head.language.as_deref(), Some("en"));
        assert_eq!(head.identifier.as_deref(), Some("LAGT000020240318ek3i0001a"));
        assert_eq!(
            draft.body,
            "The board will raise its tolls.\n\nLENGTH: that was the question, the chair said.\n\nHD\n\nCrews said no."
        );
        assert_eq!(reading.drafts[1].head.headline.as_deref(), Some("Ice melts"));
        assert_eq!(reading.drafts[1].body, "Ice melts, she said.");
    }

    #[test]
    fn tagged_documents_are_read() {
        let (_, reading) = super::super::read_text(TAGGED).unwrap();
        let draft = &reading.drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise in spring"));
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(draft.head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(draft.head.identifier.as_deref(), Some("LAGT000020240318ek3i0001a"));
        assert!(draft.body.starts_with("The board will raise its tolls."), "{}", draft.body);
        assert!(draft.body.ends_with("IN THE BAY it rained."), "{}", draft.body);
        assert!(!draft.body.contains("TD"), "{}", draft.body);
    }

    #[test]
    fn what_is_announced_and_missing_is_told() {
        let text = format!(
            "Table of contents\nTolls to rise in spring, board says......... 1\nIce melts..... 2\nBoats idle .... 3\n\n{PLAIN}"
        );
        let (_, reading) = super::super::read_text(&text).unwrap();
        assert_eq!(reading.drafts.len(), 2);
        assert_eq!(reading.problems[0].record.as_deref(), Some("document 3 of 3"));
    }

    #[test]
    fn accession_numbers_are_told_from_words() {
        for (words, number) in [
            ("Document LAGT000020240318ek3i0001a", Some("LAGT000020240318ek3i0001a")),
            ("Document J000000020240318ek3i0001a", Some("J000000020240318ek3i0001a")),
            ("Document 12", None),
            ("Document security and internationalisation", None),
            ("Document Internationalisations", None),
        ] {
            assert_eq!(accession(words), number, "{words}");
        }
    }
}
