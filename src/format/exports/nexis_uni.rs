//! Nexis Uni and Lexis Advance: headline, publication and date one below the other, labels in mixed
//! case, the line `Body`, the text, and `End of Document`; in the languages that the service speaks.
//!
//! Files come with a cover page that lists the documents, or each document alone. Text taken out of
//! their PDF and DOCX files has the head of each page among it, which goes.

use std::ops::Range;

use super::document::{self, ExportDocument, Labels};
use super::{Export, announced};
use crate::format::article::labels;
use crate::format::article::lines::Line;
use crate::model::{Field, RegionRole};

/// Labels above the text.
const HEAD: Labels = Labels {
    fields: &[
        (Field::Section, &["section", "rubrik", "rubrique", "sección"]),
        (Field::Byline, &["byline", "autor", "auteur", "verfasser"]),
        (Field::Standfirst, &["highlight", "highlights", "zusammenfassung", "encadré"]),
        (Field::Dateline, &["dateline"]),
        (Field::Url, &["url"]),
    ],
    others: &["length", "länge", "longueur", "longitud", "link to image", "link zum bild"],
    is_own,
};

/// Labels below the text.
const FOOT: Labels = Labels {
    fields: &[
        (Field::Language, &["language", "sprache", "langue", "idioma"]),
        (Field::Url, &["url"]),
    ],
    #[rustfmt::skip]
    others: &[
        "load-date", "publication-type", "journal code", "subject", "company", "organization",
        "ticker", "industry", "person", "geographic", "correction-date", "update", "ladedatum",
        "publikationstyp", "publikationsart", "zeitungs-code", "journal-code", "thema", "firma", "branche",
        "date-chargement", "date de chargement", "type-publication", "type de publication", "fecha de carga",
        "tipo de publicación",
    ],
    is_own,
};

fn is_own(label: &str) -> bool {
    label.starts_with(char::is_uppercase) && label.len() <= 20
}

/// Lines of the head that lie farther above the text are not the document's.
const LONGEST_HEAD: usize = 60;

/// More blocks under `Graphic` were not met.
const MOST_BLOCKS_OF_GRAPHIC: usize = 5;

/// What ends a document, in lower case.
const ENDS: &[&str] =
    &["end of document", "ende des dokuments", "fin du document", "fin del documento"];
/// The line over the text.
const BODIES: &[&str] = &["Body", "Text", "Corps", "Corps du texte", "Cuerpo"];
/// The label of the length in words, in lower case.
const LENGTHS: &[&str] = &["length", "länge", "longueur", "longitud"];

/// Whether the start of a text is of this layout: a length in words, and behind it the line `Body` or
/// the end of a document.
pub fn is(start: &str) -> bool {
    let mut has_length = false;
    for line in start.lines() {
        let words = line.trim();
        if let Some((_, value)) = document::label(words, LENGTHS)
            && words.get(..1) == Some("L")
        {
            has_length |= document::is_word_count(words.get(value..).unwrap_or_default().trim());
        } else if has_length && (BODIES.contains(&words) || is_end(words)) {
            return true;
        }
    }
    false
}

/// The documents of a Nexis Uni export.
pub fn cut<'t>(lines: &[Line<'t>], database: &'static str) -> Export<'t> {
    let mut documents: Vec<ExportDocument> = Vec::new();
    let mut titles = Vec::new();
    let mut start = 0;
    let mut is_whole = true;
    let ends = lines.iter().enumerate().filter(|(_, line)| is_end(line.words));
    let ends: Vec<usize> = ends.map(|(place, _)| place + 1).chain([lines.len()]).collect();
    for end in ends {
        let range = start..end;
        start = end;
        let Some(place) = Place::find(lines, &range) else { continue };
        if documents.is_empty() {
            titles = announced::numbered(lines.get(range.start..place.first).unwrap_or_default());
        }
        is_whole = lines.get(range.end - 1).is_some_and(|line| is_end(line.words));
        let number = documents.len() + 1;
        documents.push(place.document(lines, range.end, format!("document {number}")));
    }
    let mut problems = announced::missing_titles(&titles, &document::headlines(&documents));
    if let Some(last) = documents.last().filter(|_| !is_whole) {
        problems.push(crate::model::RecordProblem::refused(
            last.name.as_str(),
            "the file ends before `End of Document`",
        ));
    }
    Export { database, documents, problems }
}

fn is_end(words: &str) -> bool {
    words.len() <= 40 && {
        let lower = words.to_lowercase();
        ENDS.iter().any(|end| lower.ends_with(end))
    }
}

/// Where the parts of a document stand: places of lines.
struct Place {
    /// Of the headline.
    first: usize,
    publication: usize,
    date: usize,
    /// Behind the head; the line `Body`, if there is one, belongs to it.
    text: usize,
}

impl Place {
    /// Upwards from the text: labels and copyright, the date, the publication, the headline.
    fn find(lines: &[Line], range: &Range<usize>) -> Option<Self> {
        let words = |place: usize| lines.get(place).map_or("", |line| line.words);
        let is_length = |place: &usize| {
            words(*place).starts_with('L') && document::label(words(*place), LENGTHS).is_some()
        };
        let length = range.clone().find(is_length)?;
        // The head goes on behind the length with its other labels, and ends with `Body`.
        let mut text = length + 1;
        for place in length + 1..range.end.min(length + LONGEST_HEAD) {
            if BODIES.contains(&words(place)) {
                text = place + 1;
                break;
            }
            if HEAD.has(words(place)) {
                text = place + 1;
            }
        }
        let above = |from: usize| {
            (range.start..from)
                .rev()
                .take(LONGEST_HEAD)
                .find(|&place| !words(place).is_empty() && !document::is_page_mark(words(place)))
        };
        let date = (range.start..length).rev().take(LONGEST_HEAD).find(|&place| {
            document::printed_date(words(place)).is_some() && !words(place).contains("Time:")
        })?;
        let publication = above(date)?;
        let last = above(publication)?;
        let mut first = last;
        while first > range.start
            && last - first < 6
            && !words(first - 1).is_empty()
            && !document::is_page_mark(words(first - 1))
            && !is_end(words(first - 1))
        {
            first -= 1;
        }
        Some(Self { first, publication, date, text })
    }

    fn document<'t>(&self, lines: &[Line<'t>], end: usize, name: String) -> ExportDocument<'t> {
        let mut document = ExportDocument::new(name);
        let mut headline = Vec::new();
        for (place, line) in lines.iter().enumerate().take(self.text).skip(self.first) {
            let role = if line.is_blank() || document::is_page_mark(line.words) {
                RegionRole::Furniture
            } else if place < self.publication {
                headline.push(line.words);
                RegionRole::Headline
            } else if place == self.publication {
                document.set(Field::Publisher, line.words, "nexis:publication");
                RegionRole::Metadata
            } else if place == self.date {
                document.set(Field::Published, line.words, "nexis:date");
                RegionRole::Metadata
            } else if document::is_copyright(line.words) {
                RegionRole::Copyright
            } else if let Some((field, value)) = HEAD.find(line.words) {
                set(field, line.words.get(value..).unwrap_or_default(), &mut document)
            } else {
                RegionRole::Metadata
            };
            document.mark(line, role);
        }
        document.set(Field::Headline, &headline.join(" "), "nexis:headline");
        self.text_and_foot(lines, end, &mut document);
        document
    }

    fn text_and_foot<'t>(&self, lines: &[Line<'t>], end: usize, document: &mut ExportDocument<'t>) {
        let title = document.facts.head.headline.clone().unwrap_or_default();
        let is_foot = |words: &str| {
            FOOT.has(words)
                || matches!(words, "Classification" | "Graphic" | "Notes")
                || document::is_copyright(words)
                || is_end(words)
        };
        let blocks = document::blocks(lines, self.text..end, is_foot);
        let is_of_foot =
            |block: &Range<usize>| lines.get(block.start).is_some_and(|line| is_foot(line.words));
        let foot = document::foot(&blocks, is_of_foot).unwrap_or(blocks.len());
        // What was in the picture stands in blocks without a label, under a heading of its own.
        let above =
            blocks.get(foot.saturating_sub(MOST_BLOCKS_OF_GRAPHIC)..foot).unwrap_or_default();
        let graphic = above.iter().position(|block| {
            block.len() == 1
                && lines
                    .get(block.start)
                    .is_some_and(|line| matches!(line.words, "Graphic" | "Notes"))
        });
        let foot = graphic.map_or(foot, |place| foot - above.len() + place);
        let foot = blocks.get(foot).map_or(end, |block| block.start);
        let mut was_page_mark = false;
        for line in lines.get(self.text..foot).unwrap_or_default() {
            if was_page_mark && !title.is_empty() && line.words == title {
                document.mark(line, RegionRole::Furniture);
            } else {
                document.extend_text(std::slice::from_ref(line));
            }
            was_page_mark = document::is_page_mark(line.words) || was_page_mark && line.is_blank();
        }
        if let Some(place) = graphic {
            let heading = above.get(place).and_then(|block| lines.get(block.start));
            if heading.is_some_and(|heading| heading.words == "Graphic") {
                let until = above.iter().skip(place + 1).map(|block| lines.get(block.clone()));
                captions(until.flatten().take_while(|block| !opens_foot(block)), document);
            }
        }
        for line in lines.get(foot..end).unwrap_or_default() {
            let role = match FOOT.find(line.words) {
                Some((field, value)) => {
                    set(field, line.words.get(value..).unwrap_or_default(), document)
                }
                None if document::is_copyright(line.words) => RegionRole::Copyright,
                None => RegionRole::Furniture,
            };
            document.mark(line, role);
        }
    }
}

/// Takes the blocks under `Graphic`: a block for each picture.
fn captions<'b>(blocks: impl Iterator<Item = &'b [Line<'b>]>, document: &mut ExportDocument) {
    for block in blocks {
        let words: Vec<&str> = block.iter().map(|line| line.words).collect();
        document.set_caption(&words.join(" "), "nexis:graphic");
    }
}

/// Whether a block is another part of the foot.
fn opens_foot(block: &[Line]) -> bool {
    block.first().is_some_and(|line| {
        matches!(line.words, "Classification" | "Graphic" | "Notes" | "Load-Date")
            || FOOT.has(line.words)
    })
}

/// Says a field of the head or the foot, and what its line is.
pub fn set(field: Option<Field>, words: &str, document: &mut ExportDocument) -> RegionRole {
    let Some(field) = field else { return RegionRole::Metadata };
    let rule = format!("nexis:{}", field.as_str());
    match field {
        Field::Section => document.set(field, &section(words), &rule),
        Field::Url if !labels::is_url(words.trim()) => {}
        Field::Captions => document.set_caption(words, "nexis:graphic"),
        _ => document.set(field, words, &rule),
    }
    document::role_of(field)
}

/// The name of the section, without page and column: `BUSINESS; Pg. 5` is `BUSINESS`.
fn section(words: &str) -> String {
    let parts = words.split(';').map(str::trim).filter(|part| {
        let lower = part.to_lowercase();
        !part.is_empty()
            && !["pg", "page", "pages", "column", "version", "s.", "seite", "vol", "no."]
                .iter()
                .any(|start| lower.starts_with(start))
    });
    parts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "\
User Name: reader@lagoon.example
Date and Time: Friday, March 22, 2024 9:31:00 AM
Job Number: 00000001

Documents (3)

1. Tolls to rise in spring
Client/Matter: -None-
Search Terms: tolls

2. Ice melts in the bay
Client/Matter: -None-

3. Boats idle
Client/Matter: -None-

Page 1 of 3

Tolls to rise in
spring
The Lagoon Times
March 18, 2024 Monday 9:20 AM GMT

Copyright 2024 Lagoon Ltd All Rights Reserved

Section: BUSINESS; Pg. 5
Length: 40 words
Byline: Ann Ng
Body

The board will raise its tolls, the

Page 2 of 3
Tolls to rise in spring

chair said.

Body

Crews said no.

Load-Date: March 19, 2024

End of Document

Ice melts in the bay
The Lagoon Times
March 19, 2024 Tuesday
Length: 3 words
Body

Ice melts, she said.

Graphic

A boat.

Load-Date: March 20, 2024

End of Document
";

    #[test]
    fn documents_behind_a_cover_are_read() {
        let (_, reading) = super::super::read_text(STORY).unwrap();
        assert_eq!(reading.drafts.len(), 2, "{reading:#?}");
        let draft = &reading.drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise in spring"));
        assert_eq!(draft.head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(draft.head.published.as_ref().unwrap().iso(), "2024-03-18T09:20Z");
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert!(draft.body.ends_with("chair said.\n\nBody\n\nCrews said no."), "{}", draft.body);
        assert!(!draft.body.contains("Page 2"));
        assert_eq!(reading.drafts[1].body, "Ice melts, she said.");
        let records: Vec<&str> =
            reading.problems.iter().filter_map(|p| p.record.as_deref()).collect();
        assert_eq!(records, ["document 3 of 3"]);
    }

    #[test]
    fn a_document_that_is_cut_off_is_told() {
        let cut = STORY.split("Load-Date: March 20").next().unwrap();
        let (_, reading) = super::super::read_text(cut).unwrap();
        assert_eq!(reading.drafts.len(), 2);
        assert!(reading.problems.iter().any(|p| p.reason.contains("End of Document")));
    }

    #[test]
    fn sections_lose_their_pages() {
        for (printed, name) in [
            ("BUSINESS; Pg. 5", "BUSINESS"),
            ("Section A; Column 0; Foreign Desk; Pg. 1", "Section A; Foreign Desk"),
            ("Pg. 5", ""),
        ] {
            assert_eq!(section(printed), name);
        }
    }
}
