//! Newsletters: where one text holds several articles, and where each of them starts.
//!
//! Several independent signs open an article: a headline over an author line, over a dateline that
//! leaves no doubt, in a labelled head, with a number and a web address, or after a rule or a
//! `Read here` that ended the one before. What must stay true: two articles at least, or the text
//! is one; subheadings, an author line in the middle or links to other pieces do not divide it.

mod contents;
mod masthead;

use std::ops::Range;

use super::dateline::dateline;
use super::is_title;
use super::lines::Line;
use super::residue::words::{GREETINGS, NAMES_OF_NEWSLETTERS};
use super::sections::{Section, bare_title, between, enumerated, gap_free, is_paragraph};
use super::{date_lines, labels, residue, titles};
use crate::text::{bylines, papers};

pub use masthead::{Masthead, day_of_title};

/// How the lines of a text divide: in order, without gap. One `Article` for a text that is no newsletter.
pub fn sections(lines: &[Line]) -> Vec<Section> {
    let text = Outline::new(lines);
    let starts = text.starts();
    let Some(&first) = starts.first().filter(|_| starts.len() >= 2) else {
        return vec![Section::article(0..lines.len(), ())];
    };
    let mut found = Vec::new();
    if text.has_words_of_its_own(0, first) {
        found.push(Section::digest(0..text.without_section_name(0, first)));
    }
    for Range { start, end } in between(&starts, lines.len()) {
        let is_last = end == lines.len();
        let end = if is_last { end } else { text.without_section_name(start, end) };
        let is_digest = start == 0 && text.opens_a_newsletter(start, end);
        found.push(match is_digest {
            true => Section::digest(start..end),
            false => Section::article(start..end, ()),
        });
    }
    gap_free(found, lines.len())
}

/// Whether a line over a text is a headline rather than a greeting or a newsletter's name.
pub fn is_plain_headline(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    line.split_whitespace().count() >= FEWEST_WORDS_INSIDE
        && !GREETINGS.iter().any(|greeting| lower.starts_with(greeting))
        && !words.any(|word| NAMES_OF_NEWSLETTERS.contains(&word))
}

/// Fewer words over an author line are rather a crosshead (`Analysis`) than a headline.
const FEWEST_WORDS: usize = 3;
/// The same in the middle of running text, with nothing that ended an article before it.
const FEWEST_WORDS_INSIDE: usize = 4;
/// Fewer bytes behind a dateline are no story: `(ANSA). All rights reserved`.
const SHORTEST_LEDE: usize = 30;
/// The lines that are not blank, with what each may be.
struct Outline<'a, 't> {
    lines: &'a [Line<'t>],
    /// Places of the lines with words.
    worded: Vec<usize>,
    marks: Vec<Mark>,
}

/// What a line may be in a newsletter.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    is_title: bool,
    /// It ends as a sentence does, and is a headline if it is signed.
    may_be_title: bool,
    is_byline: bool,
    is_date: bool,
    has_dateline: bool,
    has_agency: bool,
    is_link: bool,
    is_rule: bool,
    is_residue: bool,
    is_labelled: bool,
    is_paper: bool,
    is_enumerated: bool,
    has_address: bool,
    is_paragraph: bool,
}

impl<'a, 't> Outline<'a, 't> {
    fn new(lines: &'a [Line<'t>]) -> Self {
        let worded: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.is_blank())
            .map(|(place, _)| place)
            .collect();
        let marks = worded.iter().filter_map(|&place| lines.get(place)).map(mark).collect();
        Self { lines, worded, marks }
    }

    fn mark(&self, at: usize) -> Mark {
        self.marks.get(at).copied().unwrap_or_default()
    }

    fn words(&self, at: usize) -> &'t str {
        self.worded.get(at).and_then(|&place| self.lines.get(place)).map_or("", |line| line.words)
    }

    /// Lines where an article starts, in order; fewer than two if it is no newsletter.
    fn starts(&self) -> Vec<usize> {
        let mut starts = self.signed();
        let listed = self.listed();
        if starts.len() < 2 || listed.len() > starts.len() {
            let by_links = self.after_links();
            let others = if listed.len() >= 2 { listed } else { by_links };
            starts.extend(others);
            starts.sort_unstable();
            starts.dedup();
        } else {
            // Some items of a newsletter have an author line, others only their `Read here`.
            starts.extend(self.after_links());
            starts.sort_unstable();
            starts.dedup();
        }
        if starts.len() >= 2 {
            let unsigned = self.unsigned(&starts);
            starts.extend(self.last_unsigned(&starts).filter(|_| unsigned.is_empty()));
            starts.extend(unsigned);
            starts.sort_unstable();
            starts.dedup();
        }
        if starts.len() < 2 {
            starts = self.of_contents();
        }
        if starts.len() < 2 {
            starts = self.between_rules();
        }
        starts.retain(|&at| at < self.worded.len());
        self.join_heads(&mut starts);
        starts
            .into_iter()
            .filter_map(|at| self.worded.get(at).copied())
            .map(|place| self.with_what_precedes(place))
            .collect()
    }

    /// A paper's name over a headline is no item of its own: a start counts only where more than a head stands between
    /// it and the one before.
    fn join_heads(&self, starts: &mut Vec<usize>) {
        let is_of_head = |at: usize| {
            let mark = self.mark(at);
            let is_sign = mark.is_byline || mark.is_date || residue::is_section(self.words(at));
            is_sign || mark.is_title && !mark.is_paragraph && !mark.has_dateline
        };
        starts.dedup_by(|next, before| (*before..*next).all(is_of_head));
    }

    /// The start of the file belongs to its first line.
    fn with_what_precedes(&self, place: usize) -> usize {
        if self.worded.first() == Some(&place) { 0 } else { place }
    }

    fn counts(&self, at: usize) -> usize {
        bare_title(self.words(at)).0.split_whitespace().count()
    }

    /// Whether what stands before a line ended an article, or nothing stands there.
    fn is_after_end(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let mark = self.mark(before);
        mark.is_link || mark.is_rule || mark.is_residue || self.gap_before(at) > 2
    }

    /// Headlines over an author line or a certain dateline, and labelled heads.
    fn signed(&self) -> Vec<usize> {
        let mut starts = Vec::new();
        let mut at = 0;
        while at < self.marks.len() {
            let mark = self.mark(at);
            if mark.is_labelled {
                let end = (at..self.marks.len())
                    .find(|&next| !self.mark(next).is_labelled)
                    .unwrap_or(self.marks.len());
                if (at..end).any(|place| labels::is_title(self.words(place))) {
                    starts.push(at);
                }
                at = end;
                continue;
            }
            let is_after_end = self.is_after_end(at);
            let fewest = if is_after_end { FEWEST_WORDS } else { FEWEST_WORDS_INSIDE };
            let may_be_title = mark.is_title || is_after_end && mark.may_be_title;
            let is_headline =
                may_be_title && self.counts(at) >= fewest && self.is_signed(at, is_after_end);
            if is_headline || mark.has_agency && self.is_unclaimed(at, starts.last().copied()) {
                starts.push(at);
            }
            at += 1;
        }
        starts
    }

    /// Whether a dateline with an agency opens a story of its own: at the top, or behind the text
    /// of the story before it. Otherwise it is the one that its headline was waiting for.
    fn is_unclaimed(&self, at: usize, last_start: Option<usize>) -> bool {
        match last_start {
            None => (0..at).all(|line| self.mark(line).is_residue),
            Some(start) => {
                // A long headline and a standfirst over the author line are of the head.
                let is_sign = |line: &usize| self.mark(*line).is_byline || self.mark(*line).is_date;
                let head = (start..at).rev().find(is_sign).unwrap_or(start);
                (start..at).any(|line| self.mark(line).has_agency)
                    || (head + 1..at).any(|line| self.mark(line).is_paragraph)
            }
        }
    }

    /// Whether an author line or a dateline follows a headline, be it behind a date or a
    /// standfirst.
    fn is_signed(&self, at: usize, is_after_end: bool) -> bool {
        // An address or the paper's name may stand between a headline and what signs it.
        let next = self.mark(at + 1);
        let at = if next.is_link && next.has_address || next.is_paper { at + 1 } else { at };
        let one = self.mark(at + 1);
        let two = self.mark(at + 2);
        one.is_byline
            || one.has_dateline
            || (one.is_date && (two.is_byline || two.has_dateline))
            || (is_after_end && one.is_paragraph && two.is_byline)
            || (is_after_end
                && one.is_title
                && two.is_byline
                && self.words(at + 1).len() > self.words(at).len())
    }

    /// Headlines without an author line, parted from what is before as all signed ones are: by a rule or by more than
    /// one blank line.
    fn unsigned(&self, starts: &[usize]) -> Vec<usize> {
        let is_under_rule = |at: usize| at > 0 && self.mark(at - 1).is_rule;
        let is_under_gap = |at: usize| self.gap_before(at) > 2;
        let signed = starts.get(1..).unwrap_or_default();
        let is_parted: &dyn Fn(usize) -> bool = if signed.iter().all(|&at| is_under_rule(at)) {
            &is_under_rule
        } else if signed.iter().all(|&at| is_under_gap(at)) {
            &is_under_gap
        } else {
            return Vec::new();
        };
        let first = starts.first().copied().unwrap_or_default();
        let is_item = |at: usize| is_parted(at) && self.is_plain_item(at);
        (first + 1..self.marks.len()).filter(|&at| is_item(at)).collect()
    }

    /// How many lines lie between a line and the one with words before it, and one.
    fn gap_before(&self, at: usize) -> usize {
        let before = at.checked_sub(1).and_then(|before| self.worded.get(before));
        match (before, self.worded.get(at)) {
            (Some(one), Some(other)) => other - one,
            _ => 1,
        }
    }

    /// Numbered or bulleted headlines, each with a web address and words.
    fn listed(&self) -> Vec<usize> {
        let items: Vec<usize> = (0..self.marks.len())
            .filter(|&at| {
                let mark = self.mark(at);
                mark.is_enumerated
                    && self.counts(at) >= FEWEST_WORDS
                    && is_title(bare_title(self.words(at)).0)
            })
            .collect();
        let complete: Vec<usize> = items
            .iter()
            .enumerate()
            .filter(|&(place, &at)| {
                let end = items.get(place + 1).copied().unwrap_or(self.marks.len());
                let has_address = (at..end).any(|line| self.mark(line).has_address);
                has_address && (at + 1..end).any(|line| self.mark(line).is_paragraph)
            })
            .map(|(_, &at)| at)
            .collect();
        if complete.len() >= 2 { complete } else { Vec::new() }
    }

    /// Headlines of items that each end with a `Read here` or a web address.
    fn after_links(&self) -> Vec<usize> {
        let mut starts = Vec::new();
        let mut from = 0;
        for at in 0..self.marks.len() {
            // An address right under the headline ends nothing.
            let is_under_title = at > from
                && self.mark(at - 1).is_title
                && self.mark(at + 1).is_paragraph
                && !self.mark(at + 1).is_title;
            let ends = self.mark(at).is_link && !is_under_title;
            if !ends {
                continue;
            }
            let titles: Vec<usize> = (from..at)
                .filter(|&line| self.mark(line).is_title && self.counts(line) >= FEWEST_WORDS)
                .filter(|&line| {
                    let body = if self.mark(line + 1).is_link || self.mark(line + 1).is_date {
                        line + 2
                    } else {
                        line + 1
                    };
                    body < at && self.mark(body).is_paragraph
                })
                .collect();
            // Before the first item stand the masthead and the newsletter's own words, which may
            // look like an item; after that the first headline opens it.
            let start = if from == 0 { titles.last() } else { titles.first() };
            // An item opens where the one before ended, a section's name aside.
            if let Some(&start) = start
                && (from == 0 || (from..start).all(|line| !self.mark(line).is_paragraph))
            {
                starts.push(start);
            }
            from = at + 1;
        }
        // The last item may have no link.
        let last = (from..self.marks.len()).find(|&at| !self.mark(at).is_residue);
        if let Some(last) = last.filter(|&at| starts.len() >= 2 && self.is_plain_item(at)) {
            starts.push(last);
        }
        if starts.len() >= 2 { starts } else { Vec::new() }
    }

    /// Whether a line is a headline over a paragraph, and no boilerplate's.
    fn is_plain_item(&self, at: usize) -> bool {
        let next = self.mark(at + 1);
        self.mark(at).is_title
            && self.counts(at) >= FEWEST_WORDS
            && !residue::is_boilerplate(self.words(at))
            && (next.is_paragraph && !next.is_residue
                || next.is_title && self.mark(at + 2).is_paragraph)
    }

    /// The one headline without an author line in the text of the last signed item, where no item before has any.
    fn last_unsigned(&self, starts: &[usize]) -> Option<usize> {
        let (&last, before) = starts.split_last()?;
        let is_inside = |at: usize| {
            self.is_plain_item(at)
                && self.counts(at) > FEWEST_WORDS_INSIDE
                && at.checked_sub(1).is_some_and(|before| self.mark(before).is_paragraph)
        };
        let first = before.first().copied()?;
        // Two stories that somebody pasted are no newsletter.
        if first == 0 && before.len() < 2 {
            return None;
        }
        let has_subheadings =
            (first + 1..last).any(|at| is_inside(at) && starts.binary_search(&at).is_err());
        let mut inside = (last + 2..self.marks.len()).filter(|&at| is_inside(at));
        let found = inside.next()?;
        (!has_subheadings && inside.next().is_none()).then_some(found)
    }

    /// Headlines right after rules, if all between rules is a headline with words under it, a
    /// masthead and a footer aside.
    fn between_rules(&self) -> Vec<usize> {
        let rules: Vec<usize> = (0..self.marks.len()).filter(|&at| self.mark(at).is_rule).collect();
        let mut blocks = Vec::new();
        let mut from = 0;
        for end in rules.into_iter().chain([self.marks.len()]) {
            if end > from {
                blocks.push((from, end));
            }
            from = end + 1;
        }
        let is_item = |&(from, end): &(usize, usize)| {
            self.mark(from).is_title
                && self.counts(from) >= FEWEST_WORDS
                && !residue::is_boilerplate(self.words(from))
                && (from + 1..end).any(|line| self.mark(line).is_paragraph)
        };
        let last = blocks.len().saturating_sub(1);
        let mut starts = Vec::new();
        for (place, block) in blocks.iter().enumerate() {
            let has_words = (block.0..block.1)
                .any(|line| self.mark(line).is_paragraph && !self.mark(line).is_residue);
            if is_item(block) {
                starts.push(block.0);
            } else if has_words && place != 0 && place != last {
                return Vec::new();
            }
        }
        // A headline under a rule under a headline (`Title` and `=====`) is a heading, not an item.
        if starts.len() >= 2 { starts } else { Vec::new() }
    }

    /// Whether the lines before the first article say something, beyond a name and a date.
    fn has_words_of_its_own(&self, start: usize, end: usize) -> bool {
        self.within(start, end).any(|at| self.mark(at).is_paragraph && !self.mark(at).is_residue)
    }

    fn within(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let from = self.worded.partition_point(|&place| place < start);
        let to = self.worded.partition_point(|&place| place < end);
        from..to
    }

    /// Whether the first headline is the newsletter's name: it says so, or a greeting follows it.
    fn opens_a_newsletter(&self, start: usize, end: usize) -> bool {
        let mut lines = self.within(start, end);
        let Some(title) = lines.next() else { return false };
        let lower = self.words(title).to_lowercase();
        let is_named = self.counts(title) <= 6
            && lower
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| NAMES_OF_NEWSLETTERS.contains(&word));
        is_named
            || lines.take(3).any(|line| {
                let lower = self
                    .words(line)
                    .get(..24.min(self.words(line).len()))
                    .unwrap_or_default()
                    .to_lowercase();
                GREETINGS.iter().any(|greeting| lower.starts_with(greeting))
            })
    }

    /// The end of an article without what stands over the next one's headline: a section's name,
    /// `Behind the news`. A headline of the story's own would have text under it.
    fn without_section_name(&self, start: usize, end: usize) -> usize {
        let mut kept = end;
        for at in self.within(start, end).rev().take(3) {
            let Some(&place) = self.worded.get(at) else { break };
            let words = self.words(at);
            let is_name =
                residue::is_section(words) || self.mark(at).is_title && self.counts(at) <= 5;
            if !is_name || place == start || self.mark(at).is_residue || self.mark(at).is_paragraph
            {
                break;
            }
            kept = place;
        }
        kept
    }
}

fn mark(line: &Line) -> Mark {
    let words = line.words;
    // Long lines are paragraphs and nothing else; only they may open with a dateline.
    let dateline = dateline(words);
    let has_dateline = dateline.as_ref().is_some_and(|found| found.is_certain);
    let has_agency = dateline.is_some_and(|found| {
        let rest = words.len() - found.story;
        found.is_certain && found.agency.is_some() && (rest == 0 || rest >= SHORTEST_LEDE)
    });
    if words.len() > 600 {
        return Mark { is_paragraph: true, has_dateline, has_agency, ..Mark::default() };
    }
    let role = residue::role(words);
    let address = bare_title(words).1;
    let is_labelled = line.heading == 0 && labels::is_labelled(words);
    let is_date = date_lines::date_line(words).is_some();
    let is_byline = bylines::is_byline(words);
    let is_link = residue::read_link(words).is_some();
    let is_enumerated = enumerated(words).is_some();
    let is_paper = line.heading == 0 && papers::is_known(words);
    let is_plain = role.is_none() && !is_labelled && !is_date && !is_byline && !is_paper;
    let is_title = is_plain
        && !has_dateline
        && (line.heading > 0 || is_title(bare_title(words).0))
        && !residue::is_section(words);
    let may_be_title =
        is_plain && !has_dateline && !residue::is_section(words) && titles::may_be_title(words);
    Mark {
        is_title,
        may_be_title,
        is_byline,
        is_date,
        has_dateline,
        has_agency,
        is_link,
        is_rule: residue::is_rule(words)
            && words.chars().filter(|c| !c.is_whitespace()).count() >= 3,
        is_residue: role.is_some(),
        is_labelled,
        is_paper,
        is_enumerated,
        has_address: address.is_some() || residue::read_link(words).flatten().is_some(),
        is_paragraph: is_plain && line.heading == 0 && is_paragraph(words),
    }
}

#[cfg(test)]
mod tests;
