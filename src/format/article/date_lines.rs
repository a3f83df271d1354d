//! Lines over a story that say when: `Published 4 March 2024, updated 5 March 2024`, `Tuesday, March 4, 2024 — 5 min
//! read`, `4 March 2024 | Lagoon News`.
//!
//! A line is cut at its signs and labels into parts, and each is asked what it is: a date, a time of day, a paper, or
//! what papers print beside them. What must stay true: a line with one part of another kind is text, and a
//! date of a change is never taken for that of publication where both are said.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dateline::dateline;
use super::facts::Rule;
use super::residue;
use super::residue::words::EDITIONS;
use crate::model::{DayOrder, Precision, Published};
use crate::text::{bylines, dates, publishers};

mod small;
mod words;

pub use small::{is_count_of_comments, is_duration, is_page, is_reading_time};

use small::{
    first_of_two_days, is_ago, is_capitalised, is_clock, is_day_without_year, is_paper,
    is_relative, with_clock, without_source,
};
use words::{LABELS, Label};

/// Longer lines are text, in bytes.
const LONGEST: usize = 180;

/// A place behind a paper is no shorter, in bytes: `The` is the start of a text.
const SHORTEST_PLACE: usize = 4;

/// What a line says that holds nothing but dates and what stands beside them.
#[derive(Clone, Debug, Default)]
pub struct DateLine<'l> {
    /// When it was published, and the label before it as printed.
    pub published: Option<(Published, Option<&'l str>)>,
    /// The same of its last change.
    pub modified: Option<(Published, Option<&'l str>)>,
    /// Whether the label says that it is the day of the first publication, so that another day beside it is not.
    pub is_first: bool,
    /// Whether its label says as of when it is, so that another day may be that of publication.
    pub is_state: bool,
    /// The paper or agency beside it.
    pub paper: Option<&'l str>,
    /// Who wrote it, behind the date: `Posted on 4 March 2024 by Ann Ng`.
    pub byline: Option<&'l str>,
    /// What may be a place or a person before a date and nothing else: `Suva, 4 March 2024`.
    pub opening: Option<&'l str>,
}

impl DateLine<'_> {
    fn has_date(&self) -> bool {
        self.published.is_some() || self.modified.is_some()
    }
}

/// Reads a line that is dates and what stands beside them, with at least one date.
pub fn read(line: &str) -> Option<DateLine<'_>> {
    // Most lines have no figure in them.
    if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    beside(line).filter(DateLine::has_date)
}

/// The same of what stands behind a name in an author line, where there need be no date.
pub fn beside(line: &str) -> Option<DateLine<'_>> {
    if line.len() > LONGEST {
        return None;
    }
    let mut reader = Reader::default();
    for part in parts(line) {
        reader.take(part)?;
    }
    reader.finish()
}

/// The date of a line that is one, be it of publication or of a change, but not with a name before it.
pub fn date_line(line: &str) -> Option<Published> {
    let found = read(line).filter(|found| found.opening.is_none() && found.byline.is_none())?;
    found.published.or(found.modified).map(|(published, _)| published)
}

/// The date of a line that says when a story was last changed and nothing else.
pub fn update_line(line: &str) -> Option<Published> {
    let found = read(line).filter(|found| found.published.is_none() && found.opening.is_none())?;
    found.modified.map(|(published, _)| published)
}

/// The label that a line opens with, as printed.
pub fn label_of(line: &str) -> Option<&str> {
    labelled(line).map(|(_, printed, _)| printed)
}

/// Whether a line is such a label and nothing else: its date stands in the next line.
pub fn is_label(line: &str) -> bool {
    labelled(line).is_some_and(|(_, _, value)| value.is_empty())
}

/// Whether a line is a day without its year: `Thursday 29 February`.
pub fn is_day(line: &str) -> bool {
    line.bytes().any(|byte| byte.is_ascii_digit()) && is_day_without_year(line)
}

/// The rule that read a date: its label as printed, where it has one, else `unlabelled`.
pub fn rule_of(label: Option<&str>, unlabelled: &'static str) -> Rule {
    match label {
        Some(label) => format!("text:label:{label}").into(),
        None => unlabelled.into(),
    }
}

/// Whether a line tells of a change without a day, or how long ago it was: `Updated 3h ago`, `Updated at 04.15 BST`,
/// `2 hours ago`.
pub fn is_time_without_day(line: &str) -> bool {
    if line.len() > 60 {
        return false;
    }
    let line = line.trim_matches(|c: char| matches!(c, '(' | ')' | '*' | ' ' | '.'));
    let is_time = |part: &str| match labelled(part) {
        Some((_, _, value)) => is_clock(value) || is_ago(value) || is_relative(value),
        None => is_ago(part),
    };
    let parts = parts(line);
    !parts.is_empty() && parts.iter().all(|part| is_time(part))
}

/// A leading date: the date, and at which byte of the line the rest starts. The rest is empty or a dateline:
/// `date 2024-03-18 (Bloomberg) -- New Zealand …`.
pub fn leading_date(line: &str) -> Option<(Published, usize)> {
    if let Some(published) = date_line(line) {
        return Some((published, line.len()));
    }
    let value = labelled(line).map_or(line, |(_, _, value)| value);
    let offset = line.len() - value.len();
    let is_labelled = offset > 0;
    let prefix = value.get(..value.floor_char_boundary(120)).unwrap_or(value);
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
        if published.day().is_some() && is_before_dateline {
            return Some((published, offset + value.len() - story.len()));
        }
    }
    None
}

/// A line that opens with `Published`, `Updated on` and the like: what that says, these words, and the rest.
fn labelled(line: &str) -> Option<(Label, &str, &str)> {
    // Asked at every word: most open with no letter that a label opens with.
    static BY_LETTER: LazyLock<HashMap<char, Vec<(&str, Label)>>> = LazyLock::new(|| {
        let mut by_letter: HashMap<char, Vec<(&str, Label)>> = HashMap::new();
        for &(words, label) in LABELS {
            by_letter.entry(words.chars().next().unwrap_or(' ')).or_default().push((words, label));
        }
        by_letter
    });
    let first = line.chars().next()?.to_lowercase().next()?;
    let labels = BY_LETTER.get(&first)?;
    let start = line.get(..line.floor_char_boundary(40)).unwrap_or(line).to_lowercase();
    let found = labels.iter().filter(|(words, _)| start.starts_with(words));
    let found = found.filter_map(|&(words, label)| {
        let (printed, rest) = line.split_at_checked(words.len())?;
        let value = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
        let is_whole = rest.is_empty() || rest.starts_with([':', ' ', '\t', '\u{a0}', '\u{202f}']);
        is_whole.then_some((label, printed, value))
    });
    found.max_by_key(|(_, printed, _)| printed.len())
}

/// The parts of a line between its signs, and before a label within them.
fn parts(line: &str) -> Vec<&str> {
    let line = line.trim().trim_end_matches('.');
    let pieces = line
        .split(['|', '•', '·', '∙', '⋅', ';', '—', '(', ')', '[', ']', '\t'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" / "));
    pieces.flat_map(before_labels).map(bare).filter(|part| !part.is_empty()).collect()
}

/// A part cut before each label in it: `Published 4 March, updated 5 March 2024`.
fn before_labels(part: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    // `published` of `First published` starts no part of its own.
    let mut last = labelled(part.trim_start())
        .map_or(0, |(_, printed, _)| part.len() - part.trim_start().len() + printed.len());
    for (place, _) in part.match_indices(' ') {
        let rest = part.get(place + 1..).unwrap_or_default();
        if let Some((label, printed, _)) = labelled(rest)
            && label.may_stand_within
            && place + 1 >= last
        {
            cuts.push(place + 1);
            last = place + 1 + printed.len();
        }
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in cuts.into_iter().chain([part.len()]) {
        pieces.extend(part.get(start..end));
        start = end;
    }
    pieces
}

/// A part without the marks around it and the `and` behind it.
fn bare(part: &str) -> &str {
    let mut part = part.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '-' | '–' | '*' | '_' | '/' | '→' | '\u{feff}')
    });
    for word in [" and", " und", " et", " y", " e", " en", " &"] {
        part = part.strip_suffix(word).unwrap_or(part);
    }
    part.trim_end_matches([',', ' '])
}

/// What has been read of a line so far.
#[derive(Default)]
struct Reader<'l> {
    dates: Vec<Dated<'l>>,
    /// The label that waits for its date, and a day without its year: `Published 4 March, updated 5 March 2024`.
    label: Option<(Label, &'l str)>,
    without_year: Option<(&'l str, Option<(Label, &'l str)>)>,
    clock: Option<&'l str>,
    paper: Option<&'l str>,
    byline: Option<&'l str>,
    opening: Option<&'l str>,
    has_page: bool,
}

/// A date with its label as printed.
struct Dated<'l> {
    published: Published,
    label: Option<(Label, &'l str)>,
}

impl<'l> Reader<'l> {
    /// Takes a part; `None` if it is nothing that stands beside a date.
    fn take(&mut self, part: &'l str) -> Option<()> {
        let mut value = part;
        if let Some((label, printed, rest)) = labelled(part) {
            self.label = Some((label, printed));
            value = bare(rest);
        }
        let is_of_another_day = |value: &str| is_relative(value) && !is_day_without_year(value);
        if value.is_empty() || is_ago(value) || self.label.is_some() && is_of_another_day(value) {
            return Some(());
        }
        let value = without_source(value);
        if is_clock(value) {
            return self.take_clock(value);
        }
        if let Some(published) = self.whole(value) {
            return self.take_date(published);
        }
        if let Some((range, published)) = dates::find(value) {
            let published = self.read_again(published);
            let mut before = bare(value.get(..range.start)?);
            // `Herald Sun, 4 March 2024` is no Sunday.
            let day = published.original.split([' ', ',']).next().unwrap_or_default();
            let with_day = value.get(..range.start + day.len()).map(bare).unwrap_or_default();
            if !before.is_empty() && is_paper(with_day) {
                before = with_day;
            }
            let after = bare(value.get(range.end..)?);
            if !before.is_empty() && !self.take_small(before) {
                let may_open = self.dates.is_empty()
                    && self.label.is_none()
                    && (after.is_empty() || is_page(after));
                self.opening = Some(before).filter(|words| may_open && is_capitalised(words));
                self.opening?;
            }
            self.take_date(published)?;
            return if after.is_empty() { Some(()) } else { self.take(after) };
        }
        if !self.dates.is_empty() && self.byline.is_none() && bylines::is_byline(value) {
            self.byline = Some(value);
            return Some(());
        }
        if self.label.is_some() && is_day_without_year(value) {
            self.without_year = Some((value, self.label.take()));
            return Some(());
        }
        if self.take_small(value) {
            return Some(());
        }
        // `Madrid - 4 JUN 2024 - 05:30 CEST`
        if self.dates.is_empty()
            && self.label.is_none()
            && self.opening.is_none()
            && is_capitalised(value)
            && !bylines::is_byline(value)
        {
            self.opening = Some(value);
            return Some(());
        }
        // `4 March 2024 | PTI | Suva`
        let is_place = value.len() >= SHORTEST_PLACE && is_capitalised(value);
        let is_in_capitals = !value.chars().any(char::is_lowercase);
        if !self.dates.is_empty() && (self.paper.is_some() || is_in_capitals) && is_place {
            return Some(());
        }
        // `Lagoon News, London`: the parts of one part.
        let (one, rest) = value.split_once(", ")?;
        self.take_small(bare(one)).then_some(())?;
        self.take(bare(rest))
    }

    /// The whole of a part as a date; a year alone is too little. An issue of two days is of the first.
    fn whole(&self, value: &str) -> Option<Published> {
        let published = dates::published_as(value, self.order()).or_else(|| {
            let first = dates::published(&first_of_two_days(value)?)?;
            Some(Published { original: value.to_owned(), ..first })
        })?;
        (published.precision != Precision::Year).then_some(published)
    }

    /// A date whose day and month may be the other way round, as the language of its label writes it.
    fn read_again(&self, published: Published) -> Published {
        match (published.precision, self.order()) {
            (Precision::Ambiguous, Some(order)) => {
                dates::published_as(&published.original, Some(order)).unwrap_or(published)
            }
            _ => published,
        }
    }

    fn order(&self) -> Option<DayOrder> {
        let (label, _) = self.label.as_ref()?;
        (!label.is_english).then_some(DayOrder::DayFirst)
    }

    fn take_date(&mut self, published: Published) -> Option<()> {
        let label = self.label.take();
        let published = match self.clock.take() {
            Some(clock) => with_clock(&published, clock).unwrap_or(published),
            None => published,
        };
        self.dates.push(Dated { published, label });
        Some(())
    }

    /// A time of day belongs to the day before it, or to the one that follows.
    fn take_clock(&mut self, clock: &'l str) -> Option<()> {
        let is_of_last = self.label.is_none();
        match self
            .dates
            .last_mut()
            .filter(|last| is_of_last && last.published.precision == Precision::Day)
        {
            Some(last) => {
                if let Some(timed) = with_clock(&last.published, clock) {
                    last.published = timed;
                }
            }
            None => self.clock = Some(clock),
        }
        Some(())
    }

    /// What papers print beside a date. False if it is nothing of this.
    fn take_small(&mut self, part: &'l str) -> bool {
        if is_paper(part) {
            self.paper.get_or_insert(part);
            return true;
        }
        self.has_page |= is_page(part);
        is_reading_time(part)
            || is_page(part)
            || dates::is_zone(part)
            || bylines::is_post(part)
            || publishers::host(part).is_some()
            || {
                let lower = part.to_lowercase();
                residue::is_section(part)
                    || EDITIONS.contains(&lower.as_str())
                    || residue::is_button(&lower)
                    || is_count_of_comments(&lower)
            }
    }

    fn finish(mut self) -> Option<DateLine<'l>> {
        if let Some((day, label)) = self.without_year.take() {
            let year = self.dates.first()?.published.value.get(..4)?.to_owned();
            let published = dates::published(&format!("{day} {year}"))?;
            let published = Published { original: day.to_owned(), ..published };
            self.dates.insert(0, Dated { published, label });
        }
        // Only a paper has pages: `Der Strand, 4.3.2024, Seite 19`.
        if self.has_page && self.paper.is_none() {
            self.paper = self.opening.take();
        }
        let mut line = DateLine {
            paper: self.paper,
            byline: self.byline,
            opening: self.opening,
            ..DateLine::default()
        };
        let is_of_change =
            |dated: &Dated| dated.label.as_ref().is_some_and(|(label, _)| label.is_of_change);
        let has_publication = self.dates.iter().any(|dated| {
            !is_of_change(dated) && !dated.label.as_ref().is_some_and(|(label, _)| label.is_state)
        });
        for dated in self.dates {
            let printed = dated.label.as_ref().map(|(_, printed)| *printed);
            let said = |slot: &mut Option<(Published, Option<&'l str>)>, published| {
                slot.get_or_insert((published, printed));
            };
            let is_state = dated.label.as_ref().is_some_and(|(label, _)| label.is_state);
            let is_first = dated.label.as_ref().is_some_and(|(label, _)| label.is_first);
            if is_of_change(&dated) || is_state && has_publication {
                said(&mut line.modified, dated.published);
            } else if is_first && !line.is_first {
                // What stood there before was the day of a change.
                if let Some(before) = line.published.replace((dated.published, printed)) {
                    line.modified.get_or_insert(before);
                }
                line.is_first = true;
            } else {
                line.is_state = is_state && line.published.is_none();
                said(&mut line.published, dated.published);
            }
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests;
