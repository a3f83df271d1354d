//! One document of an export: its head and foot as the database prints them, and the lines between.
//!
//! What must stay true: the lines between go through the same reader as any text, so that a dateline
//! or an agency's credit is taken off them here too; each line of the file is in one stretch.

use std::ops::Range;

use super::Export;
use crate::format::article;
use crate::format::article::facts::Facts;
use crate::format::article::lines::Line;
use crate::format::article::regions::{self, Cover};
use crate::model::{Field, Precision, Published, Reading, RecordProblem, RegionRole};
use crate::text::decode::Decoded;
use crate::text::{bylines, dates, language, normalise};

/// A document before its text is read.
pub struct ExportDocument<'t> {
    /// Which one it is: `document 3 of 12`.
    pub name: String,
    pub facts: Facts,
    /// Its lines in order: those that the database prints with what they are, and those of the text.
    lines: Vec<Line<'t>>,
}

impl<'t> ExportDocument<'t> {
    /// A document of which nothing has been said yet; `name` tells it in problems.
    pub fn new(name: String) -> Self {
        Self { name, facts: Facts::default(), lines: Vec::new() }
    }

    /// Says what the next line is, where it does not belong to the text.
    pub fn mark(&mut self, line: &Line<'t>, role: RegionRole) {
        self.lines.push(line.settled(role));
    }

    /// The text goes on over these lines, heads of pages among them aside.
    pub fn extend_text(&mut self, lines: &[Line<'t>]) {
        for line in lines {
            match is_page_mark(line.words) {
                true => self.mark(line, RegionRole::Furniture),
                false => self.lines.push(*line),
            }
        }
    }

    /// The text goes on behind a tag or label, that many bytes from the line's start.
    pub fn extend_text_behind(&mut self, line: &Line<'t>, tag: usize) {
        let (tag, text) = line.split_at(line.start + tag);
        self.mark(&tag, RegionRole::Furniture);
        self.lines.push(text);
    }

    /// Says a field of words, if nothing said it before.
    pub fn set(&mut self, field: Field, value: &str, rule: &str) {
        let value = normalise::comparable(value).replace('\0', "\u{fffd}");
        if value.is_empty() {
            return;
        }
        let rule = rule.to_owned();
        match field {
            Field::Byline => {
                if self.facts.head.byline.is_none() {
                    self.set_authors(&value, rule.clone());
                }
                self.facts.say(field, value, rule);
            }
            Field::Authors => self.set_authors(&value, rule),
            Field::Language => {
                if let Some(code) = language_code(&value) {
                    self.facts.say(field, code, rule);
                }
            }
            Field::Published => {
                if let Some(published) = printed_date(&value) {
                    self.facts.say_published(published, rule);
                }
            }
            Field::Modified | Field::Body => {}
            _ => self.facts.say(field, value, rule),
        }
    }

    /// Says what a database prints of pictures. Many only say that there were some: `Photos`, `Picture 1, no
    /// caption`.
    pub fn set_caption(&mut self, words: &str, rule: &str) {
        let says_something = words.split_whitespace().count() > 2
            && !words.to_ascii_lowercase().contains("no caption");
        if says_something {
            self.facts.say_caption(Some(words), None, rule.to_owned());
        }
    }

    fn set_authors(&mut self, line: &str, rule: String) {
        // Databases print `Ng, Ann; Roe, Cy`.
        let turned = line.split(';').map(turned).collect::<Vec<_>>().join("; ");
        self.facts.say_authors(bylines::authors(&turned), rule);
    }

    /// Puts the document into the reading. The error is the reason why it is no article.
    fn take(self, text: &str, cover: &mut Cover, body_rule: String) -> Result<(), RecordProblem> {
        // The database says which of its words are the standfirst; the text has none to look for.
        let mut parsed = article::parse_without_standfirst(text, &self.lines, self.facts);
        parsed.facts.origins.set(Field::Body, body_rule);
        match parsed.put(cover) {
            true => Ok(()),
            false => Err(RecordProblem::refused(self.name, "no text")),
        }
    }
}

/// The headlines of documents, to be compared with those that the file announces.
pub fn headlines<'d>(documents: &'d [ExportDocument]) -> Vec<Option<&'d str>> {
    documents.iter().map(|document| document.facts.head.headline.as_deref()).collect()
}

/// What the line of a field is.
pub fn role_of(field: Field) -> RegionRole {
    match field {
        Field::Headline => RegionRole::Headline,
        Field::Standfirst => RegionRole::Standfirst,
        Field::Byline => RegionRole::Byline,
        Field::Dateline => RegionRole::Dateline,
        _ => RegionRole::Metadata,
    }
}

/// The labels that a layout prints before its values, in lower case.
pub struct Labels {
    pub fields: &'static [(Field, &'static [&'static str])],
    /// Those that say no field.
    pub others: &'static [&'static str],
    /// Whether a label is printed as the database prints its own.
    pub is_own: fn(&str) -> bool,
}

impl Labels {
    /// The field that the label of a line says, if any, and where its value starts, in bytes.
    pub fn find(&self, words: &str) -> Option<(Option<Field>, usize)> {
        let (label, _) = words.split_once(':').filter(|(label, _)| (self.is_own)(label))?;
        let lower = label.trim_end().to_lowercase();
        let found = self.fields.iter().find(|(_, labels)| labels.contains(&lower.as_str()));
        let field = found.map(|(field, _)| *field);
        (field.is_some() || self.others.contains(&lower.as_str()))
            .then_some((field, label.len() + 1))
    }

    /// Whether one of the labels stands for this field.
    pub fn has(&self, words: &str) -> bool {
        self.find(words).is_some()
    }

    /// A block in parts: a labelled line, and those without a label that go on with its value.
    pub fn parts<'b, 't>(&self, block: &'b [Line<'t>]) -> impl Iterator<Item = &'b [Line<'t>]> {
        block.chunk_by(|_, next| !self.has(next.words))
    }

    /// What a part says, and its value.
    pub fn value(&self, part: &[Line]) -> Option<(Option<Field>, String)> {
        let (first, more) = part.split_first()?;
        let (field, start) = self.find(first.words)?;
        let words = first.words.get(start..).into_iter().chain(more.iter().map(|line| line.words));
        Some((field, words.collect::<Vec<_>>().join(" ").trim().to_owned()))
    }
}

/// `Ng, Ann` as `Ann Ng`. A name without a comma, or with a post behind it, stays.
fn turned(name: &str) -> String {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [family, given]
            if family.split_whitespace().count() == 1
                && (1..=2).contains(&given.split_whitespace().count())
                && bylines::is_name(&format!("{given} {family}"))
                && !bylines::is_name(family) =>
        {
            format!("{given} {family}")
        }
        _ => name.trim().to_owned(),
    }
}

/// The reading of a whole export.
pub fn reading(decoded: &Decoded, export: Export) -> Reading {
    let mut cover = Cover::new(decoded.text.len());
    let mut problems = Vec::new();
    for document in export.documents {
        let rule = format!("{}:body", export.database);
        if let Err(problem) = document.take(&decoded.text, &mut cover, rule) {
            problems.push(problem);
        }
    }
    problems.extend(export.problems);
    let reading = Reading { problems, ..cover.finish(decoded) };
    regions::explained(reading, |_| format!("no document of {} in it", export.database))
}

/// Names of languages as databases print them, in lower case.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("english", "en"), ("anglais", "en"), ("englisch", "en"), ("german", "de"), ("deutsch", "de"),
    ("allemand", "de"), ("french", "fr"), ("français", "fr"), ("französisch", "fr"), ("spanish", "es"),
    ("español", "es"), ("italian", "it"), ("italiano", "it"), ("portuguese", "pt"), ("português", "pt"),
    ("dutch", "nl"), ("nederlands", "nl"), ("swedish", "sv"), ("danish", "da"), ("norwegian", "no"),
    ("finnish", "fi"), ("polish", "pl"), ("czech", "cs"), ("russian", "ru"), ("ukrainian", "uk"),
    ("turkish", "tr"), ("greek", "el"), ("arabic", "ar"), ("hebrew", "he"), ("chinese", "zh"),
    ("japanese", "ja"), ("korean", "ko"), ("indonesian", "id"), ("malay", "ms"), ("vietnamese", "vi"),
];

/// The code of a language by name (`ENGLISH`, `English; French`) or by tag.
fn language_code(text: &str) -> Option<String> {
    let first = text.split([';', ',', '/']).next().unwrap_or(text).trim().to_lowercase();
    let named = LANGUAGES.iter().find(|(name, _)| *name == first);
    named.map(|(_, code)| (*code).to_owned()).or_else(|| language::declared(&first))
}

/// Whether a whole line is the name of a language.
pub fn is_language(words: &str) -> bool {
    let lower = words.to_lowercase();
    LANGUAGES.iter().any(|(name, _)| *name == lower)
}

/// Whether a line is a copyright line or the one after it.
pub fn is_copyright(words: &str) -> bool {
    let start = words.get(..words.floor_char_boundary(40)).unwrap_or(words).to_lowercase();
    start.starts_with("copyright")
        || start.starts_with('©')
        || start.starts_with("(c) ")
        || start.starts_with("all rights reserved")
        || (start.starts_with("alle rechte vorbehalten")
            || start.starts_with("tous droits réservés"))
}

/// Whether a line is of the form `label: value` with one of these labels, whatever their case. Gives
/// the label and the byte where the value starts.
pub fn label<'l>(words: &str, labels: &[&'l str]) -> Option<(&'l str, usize)> {
    let (found, _) = words.split_once(':')?;
    let found = found.trim_end();
    if found.len() > 40 {
        return None;
    }
    let lower = found.to_lowercase();
    let label = labels.iter().find(|label| **label == lower)?;
    Some((label, words.find(':')? + 1))
}

/// Blocks of lines with blank lines between them, or that open with a line of the database's own: text
/// out of DOCX and PDF has no blank lines. Each from its first line to behind its last.
pub fn blocks(
    lines: &[Line],
    range: Range<usize>,
    opens: impl Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut may_go_on = false;
    for place in range {
        let Some(line) = lines.get(place).filter(|line| !line.is_blank()) else {
            may_go_on = false;
            continue;
        };
        may_go_on &= !opens(line.words);
        match blocks.last_mut().filter(|_| may_go_on) {
            Some(block) => block.end = place + 1,
            None => blocks.push(place..place + 1),
        }
        may_go_on = true;
    }
    blocks
}

/// The place of the first of `blocks` from which on three blocks, or all that are left, belong to the
/// foot of a document. One alone may be the article's own words.
pub fn foot(blocks: &[Range<usize>], is_of_foot: impl Fn(&Range<usize>) -> bool) -> Option<usize> {
    let of_foot: Vec<bool> = blocks.iter().map(is_of_foot).collect();
    (0..of_foot.len()).find(|&place| {
        of_foot
            .get(place..(place + 3).min(of_foot.len()))
            .is_some_and(|run| run.iter().all(|is| *is))
    })
}

/// Whether a line is the head or foot of a page.
pub fn is_page_mark(words: &str) -> bool {
    let lower = words.get(..words.floor_char_boundary(60)).unwrap_or(words).to_lowercase();
    let Some(rest) = lower.strip_prefix("page ").or_else(|| lower.strip_prefix("seite ")) else {
        return false;
    };
    let mut parts = rest.split_whitespace();
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_number(parts.next())
        && matches!(parts.next(), Some("of" | "von" | "sur"))
        && is_number(parts.next())
        && parts.next().is_none_or(|part| part.starts_with('©'))
}

/// A whole line that is a number of words: `624 words`, `1,024 words`.
pub fn is_word_count(words: &str) -> bool {
    words.len() <= 24
        && words.split_once(' ').is_some_and(|(number, noun)| {
            number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
                && matches!(
                    noun,
                    "words" | "word" | "Wörter" | "mots" | "palabras" | "woorden" | "parole"
                )
        })
}

/// The longest line that is a date with the edition behind it, in bytes and words.
const LONGEST_DATE: usize = 120;
const MOST_WORDS_OF_DATE: usize = 10;

/// The date that a line opens with, and what edition it was may stand behind it: `March 18, 2024 Monday
/// Final Edition`, `Monday 18 March 2024`.
pub fn printed_date(line: &str) -> Option<Published> {
    if line.len() > LONGEST_DATE || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let spaces = line.match_indices(char::is_whitespace).map(|(place, _)| place);
    let ends: Vec<usize> = spaces.chain([line.len()]).take(MOST_WORDS_OF_DATE).collect();
    ends.into_iter().rev().find_map(|end| {
        let date = line.get(..end)?.trim_end_matches([',', ';', '-', '–', '(', ' ']);
        dates::published(date).filter(|published| published.precision > Precision::Year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::lines;

    #[test]
    fn names_of_databases_are_turned() {
        for (printed, name) in [
            ("Ng, Ann", "Ann Ng"),
            ("Ann Ng", "Ann Ng"),
            ("Ng, Ann, Political Editor", "Ng, Ann, Political Editor"),
            ("Ann Ng, Cy Roe", "Ann Ng, Cy Roe"),
        ] {
            assert_eq!(turned(printed), name, "{printed}");
        }
    }

    #[test]
    fn lines_of_databases_are_known() {
        assert!(is_page_mark("Page 2 of 3") && !is_page_mark("Page 2 of the paper"));
        assert!(is_page_mark("Page 12 of 30 © 2024 Factiva, Inc. All rights reserved."));
        assert!(is_word_count("1,024 words") && !is_word_count("in other words"));
        assert!(is_copyright("Copyright 2024 Lagoon") && !is_copyright("The Copyright Act"));
        assert_eq!(label("LENGTH: 624 words", &["length"]), Some(("length", 7)));
        assert_eq!(label("Lengthy: no", &["length"]), None);
        assert_eq!(language_code("ENGLISH").as_deref(), Some("en"));
        assert_eq!(language_code("Klingon"), None);
    }

    #[test]
    fn a_foot_is_several_blocks_together() {
        let text = "One.\n\nLENGTH: none\n\nTwo.\n\nLENGTH: 3\n\nLANGUAGE: X\n";
        let lines = lines::lines(text, 0);
        let blocks = blocks(&lines, 0..lines.len(), |_| false);
        let is_foot = |block: &Range<usize>| {
            label(lines[block.start].words, &["length", "language"]).is_some()
        };
        assert_eq!(blocks.len(), 5);
        assert_eq!(foot(&blocks, is_foot), Some(3));
    }
}
