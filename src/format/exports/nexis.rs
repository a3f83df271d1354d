//! LexisNexis: the text files of its older service; `nexis_uni` has the layout of the newer one.
//!
//! Each document opens with `3 of 12 DOCUMENTS`, then publication, date with edition, headline, and
//! labels in capitals (`BYLINE:`, `SECTION:`, `LENGTH:`). The text starts behind the last of them. It
//! ends with labels again (`LOAD-DATE:`, `LANGUAGE:`) and the copyright line.

use std::collections::BTreeSet;
use std::ops::Range;

use super::document::{self, ExportDocument, Labels};
use super::nexis_uni::{self, set};
use super::{Export, announced};
use crate::format::article::lines::Line;
use crate::format::{Format, Framing};
use crate::model::{Field, RegionRole};

pub const FORMAT: Format = Format {
    name: "nexis",
    version: 8,
    media_type: "text/plain",
    extensions: &["txt"],
    summary: "Nexis: the text of articles as LexisNexis, Nexis Uni and Lexis Advance give them out",
    framing: Framing::Whole,
    sniff: |prefix| super::sniff(prefix, is),
    read: |bytes| super::read(bytes, "nexis"),
};

/// Labels above the text. Capitals alone are the database's; `Section:` may be anybody's.
const HEAD: Labels = Labels {
    fields: &[
        (Field::Headline, &["headline"]),
        (Field::Byline, &["byline", "autor", "auteur"]),
        (Field::Section, &["section", "rubrik", "rubrique"]),
        (Field::Standfirst, &["highlight"]),
        (Field::Dateline, &["dateline", "ort"]),
        (Field::Url, &["url"]),
    ],
    #[rustfmt::skip]
    others: &[
        "length", "länge", "longueur", "lengte", "show", "anchors", "guests", "series", "type",
        "edition",
    ],
    is_own: is_in_capitals,
};

/// Labels below the text.
const FOOT: Labels = Labels {
    fields: &[
        (Field::Language, &["language", "sprache", "langue"]),
        (Field::Url, &["url"]),
        (Field::Identifier, &["acc-no"]),
        (Field::Captions, &["graphic", "grafik", "graphique"]),
    ],
    #[rustfmt::skip]
    others: &[
        "load-date", "update", "date-chargement", "publication-type", "type-publication",
        "document-type", "journal-code", "subject", "organization", "company", "ticker", "industry",
        "person", "geographic", "city", "state", "country", "distribution", "notes",
        "correction-date", "correction", "transcript", "category", "name", "classification",
    ],
    is_own: is_in_capitals,
};

fn is_in_capitals(label: &str) -> bool {
    !label.is_empty() && label.len() <= 20 && !label.chars().any(char::is_lowercase)
}

/// Whether the start of a text is an export of either layout.
pub(super) fn is(start: &str) -> bool {
    let mut has_number = false;
    for line in start.lines() {
        let words = line.trim();
        has_number |= number(words).is_some();
        if has_number && HEAD.has(words) {
            return true;
        }
    }
    nexis_uni::is(start)
}

/// The documents of a Nexis export of the old form.
pub(super) fn cut<'t>(_: &'t str, lines: &[Line<'t>]) -> Export<'t> {
    let mut starts: Vec<(usize, u32, u32)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some((number, total)) = number(line.words) else { continue };
        // The same words inside an article count neither on nor up to the same total.
        let goes_on = starts.last().is_none_or(|&(_, last, all)| number > last && total == all);
        if goes_on {
            starts.push((place, number, total));
        }
    }
    let Some(&(first, _, total)) = starts.first() else {
        return nexis_uni::cut(lines, FORMAT.name);
    };
    let mut found = BTreeSet::new();
    let mut documents = Vec::new();
    for (place, &(start, number, total)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(lines.len(), |next| next.0);
        found.insert(number);
        documents.push(document(lines, start..end, format!("document {number} of {total}")));
    }
    let (from, to) = selected(lines.get(..first).unwrap_or_default(), total).unwrap_or((1, total));
    let problems = announced::missing(from, to, total, &found);
    Export { database: FORMAT.name, documents, problems }
}

/// `3 of 12 DOCUMENTS`, also in the languages of its other editions.
fn number(words: &str) -> Option<(u32, u32)> {
    if words.len() > 60 {
        return None;
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (number, total) = match parts.as_slice() {
        [number, "of", total, "DOCUMENTS" | "DOCUMENT"]
        | [number, "von", total, "DOKUMENTEN" | "DOKUMENTE" | "DOKUMENT"]
        | [number, "de", total, "DOCUMENTS" | "DOCUMENT" | "DOCUMENTOS"]
        | [number, "van", total, "DOCUMENTEN"]
        | ["Dokument", number, "von", total]
        | ["Document", number, "de", total]
        | ["Document", number, "van", total] => (number, total),
        _ => return None,
    };
    let (number, total) = (number.parse().ok()?, total.parse().ok()?);
    (1 <= number && number <= total).then_some((number, total))
}

/// Which of the documents of a search were asked for: `Download Request: Selected Items: 1-10`.
fn selected(lines: &[Line], total: u32) -> Option<(u32, u32)> {
    let line = lines.iter().find(|line| line.words.contains("Selected Items:"))?;
    let range = line.words.rsplit(':').next()?.trim();
    let (from, to) = range.split_once('-')?;
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (1 <= from && from <= to && to <= total).then_some((from, to))
}

fn document<'t>(lines: &[Line<'t>], range: Range<usize>, name: String) -> ExportDocument<'t> {
    let mut document = ExportDocument::new(name);
    if let Some(separator) = lines.get(range.start) {
        document.mark(separator, RegionRole::Furniture);
    }
    let blocks = document::blocks(lines, range.start + 1..range.end, |words| FOOT.has(words));
    let text = head(lines, &blocks, &mut document);
    let rest = blocks.get(text..).unwrap_or_default();
    let foot = document::foot(rest, |block| {
        lines.get(block.start).is_some_and(|line| is_of_foot(line.words))
    });
    let foot = foot.unwrap_or(rest.len());
    if let (Some(first), Some(last)) = (rest.first(), foot.checked_sub(1).and_then(|n| rest.get(n)))
    {
        document.extend_text(lines.get(first.start..last.end).unwrap_or_default());
    }
    for block in rest.get(foot..).unwrap_or_default() {
        self::foot(lines.get(block.clone()).unwrap_or_default(), &mut document);
    }
    document
}

fn is_of_foot(words: &str) -> bool {
    FOOT.has(words) || document::is_copyright(words)
}

/// Reads the head; the number of the block where the text starts.
fn head<'t>(
    lines: &[Line<'t>],
    blocks: &[Range<usize>],
    document: &mut ExportDocument<'t>,
) -> usize {
    let has_labels =
        blocks.iter().any(|block| lines.get(block.start).is_some_and(|line| HEAD.has(line.words)));
    let mut was_labelled = false;
    for (number, block) in blocks.iter().enumerate() {
        let block = lines.get(block.clone()).unwrap_or_default();
        let Some(first) = block.first() else { continue };
        if let Some(rest) = first.words.strip_prefix("BODY:") {
            let label = first.at - first.start + first.words.len() - rest.len();
            document.extend_text_behind(first, label);
            document.extend_text(block.get(1..).unwrap_or_default());
            return number + 1;
        }
        if HEAD.has(first.words) {
            labelled(block, document);
            was_labelled = true;
        } else if document::is_copyright(first.words) && document.facts.head.headline.is_none() {
            block.iter().for_each(|line| document.mark(line, RegionRole::Copyright));
        } else if was_labelled || !has_labels && document.facts.head.headline.is_some() {
            return number;
        } else {
            unlabelled(block, document);
        }
    }
    blocks.len()
}

/// A block above the labels: publication and date, one or both, or the headline.
fn unlabelled<'t>(block: &[Line<'t>], document: &mut ExportDocument<'t>) {
    let mut lines = block.iter();
    if document.facts.head.published.is_none() {
        for line in lines.by_ref() {
            if document::printed_date(line.words).is_some() {
                document.set(Field::Published, line.words, "nexis:date");
                document.mark(line, RegionRole::Metadata);
                // Editions and corrections stand under the date.
                for line in lines.by_ref() {
                    document.mark(line, RegionRole::Metadata);
                }
                return;
            }
            if document.facts.head.publisher.is_none() {
                document.set(Field::Publisher, line.words, "nexis:publication");
                document.mark(line, RegionRole::Metadata);
            } else if block.len() > 1 {
                document.mark(line, RegionRole::Metadata);
            } else {
                headline(std::slice::from_ref(line), document);
            }
        }
        return;
    }
    headline(block, document);
}

fn headline<'t>(block: &[Line<'t>], document: &mut ExportDocument<'t>) {
    let words: Vec<&str> = block.iter().map(|line| line.words).collect();
    let words = words.join(" ");
    let role = if document.facts.head.headline.is_none() {
        document.set(Field::Headline, &words, "nexis:headline");
        RegionRole::Headline
    } else {
        document.set(Field::Standfirst, &words, "nexis:headline");
        RegionRole::Standfirst
    };
    block.iter().for_each(|line| document.mark(line, role));
}

/// Takes a block of labels, one below the other.
fn labelled<'t>(block: &[Line<'t>], document: &mut ExportDocument<'t>) {
    for part in HEAD.parts(block) {
        let Some((field, value)) = HEAD.value(part) else { continue };
        let role = set(field, &value, document);
        part.iter().for_each(|line| document.mark(line, role));
    }
}

fn foot<'t>(block: &[Line<'t>], document: &mut ExportDocument<'t>) {
    let is_copyright = block.first().is_some_and(|line| document::is_copyright(line.words));
    let role = if is_copyright { RegionRole::Copyright } else { RegionRole::Metadata };
    for part in FOOT.parts(block) {
        // Only captions go on over the lines below.
        let first = part.get(..1).unwrap_or_default();
        match FOOT.value(part) {
            Some((Some(Field::Captions), value)) => {
                document.set_caption(&value, "nexis:graphic");
            }
            Some((field, _)) => {
                let value = FOOT.value(first).map(|(_, value)| value).unwrap_or_default();
                set(field, &value, document);
            }
            None => {}
        }
        part.iter().for_each(|line| document.mark(line, role));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "\
                               1 of 3 DOCUMENTS


                               The Lagoon Times

                         March 18, 2024 Monday
                              Final Edition

Tolls to rise in
spring; Crews cannot pay

BYLINE: Ann Ng

SECTION: BUSINESS; Pg. 5

LENGTH: 40 words

DATELINE: SUVA

The board will raise its tolls.

LENGTH: that, the chair said, was the question.

BODY

Crews said no.

LOAD-DATE: March 19, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                    Copyright 2024 Lagoon Ltd
                       All Rights Reserved

                               3 of 3 DOCUMENTS

Copyright 2024 Lagoon Ltd
All Rights Reserved

The Lagoon Times

March 19, 2024 Tuesday

Ice melts

LENGTH: 3 words

Ice melts, she said.

LANGUAGE: ENGLISH
";

    #[test]
    fn documents_have_their_head_text_and_foot() {
        let (format, reading) = super::super::read_text(STORY).unwrap();
        assert_eq!(format.name, "nexis");
        assert_eq!(reading.drafts.len(), 2);
        let draft = &reading.drafts[0];
        let head = &draft.head;
        assert_eq!(head.headline.as_deref(), Some("Tolls to rise in spring; Crews cannot pay"));
        assert_eq!(head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(head.published.as_ref().unwrap().iso(), "2024-03-18");
        assert_eq!(head.authors, ["Ann Ng"]);
        assert_eq!(head.section.as_deref(), Some("BUSINESS"));
        assert_eq!(head.dateline.as_deref(), Some("SUVA"));
        assert_eq!(head.language.as_deref(), Some("en"));
        assert_eq!(
            draft.body,
            "The board will raise its tolls.\n\nLENGTH: that, the chair said, was the question.\n\nBODY\n\nCrews said no."
        );
        assert_eq!(reading.drafts[1].body, "Ice melts, she said.");
        assert_eq!(reading.drafts[1].head.headline.as_deref(), Some("Ice melts"));
        assert_eq!(reading.problems.len(), 1);
        assert_eq!(reading.problems[0].record.as_deref(), Some("document 2 of 3"));
    }

    #[test]
    fn prose_about_documents_is_no_export() {
        for text in [
            "The court saw 3 of 12 DOCUMENTS on Monday.\n\nLENGTH: 3 words\n",
            "BYLINE: Ann Ng\n\nLENGTH: 3 words\n\nNo.\n\nLOAD-DATE: March 19, 2024\n",
            "The minister said no.",
            "",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}
