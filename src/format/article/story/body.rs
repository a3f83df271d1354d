//! The story itself: its paragraphs, and the residue between and under them.
//!
//! What must stay true: white space between two stretches of body is what the text has there, and what
//! stands under a story belongs to it only if it is no residue.

use super::Story;
use crate::format::article::dateline::{Dateline, dateline};
use crate::format::article::is_title;
use crate::format::article::lines::{Line, is_space, trimmed};
use crate::format::article::{date_lines, labels, residue};
use crate::model::{Field, RegionRole};
use crate::text::normalise;

/// A live blog lists no more of its events.
const MOST_LINES_OF_EVENTS: usize = 60;
/// A box has no longer lines, in bytes, and no more of them before and behind one.
const LONGEST_OF_BOX: usize = 160;
const MOST_LINES_OF_BOX: usize = 5;

impl<'t> Story<'_, 't> {
    /// Reads the story from line `place`, inside that line from byte `start` where given.
    pub(super) fn read_body(&mut self, place: usize, start: Option<usize>) {
        let lines = self.lines;
        let last = lines.iter().rposition(|line| !line.is_blank());
        // Start of the open stretch of body, and its end behind its last line with words.
        let mut open: Option<(usize, usize)> = None;
        let mut at = place;
        let mut is_first = true;
        while let Some(line) = lines.get(at) {
            if line.is_blank() {
                at += 1;
            } else if is_first {
                is_first = false;
                open = self.open_story(line, start.filter(|_| at == place).unwrap_or(line.at));
                at += 1;
            } else if let Some(role) = self.role_within(at, last) {
                self.close(open.take());
                at = self.take_residue_within(at, role, last);
            } else {
                if open.is_none() {
                    self.mark_blank(line.start);
                }
                open = Some((open.map_or(line.start, |(start, _)| start), line.end));
                at += 1;
            }
        }
        self.close(open.take());
        if let Some(line) = lines.last() {
            self.mark_blank(line.end);
        }
    }

    /// Takes the dateline off the story's first line, which starts at byte `from`. Gives the stretch of body
    /// in it; a line may hold nothing but the dateline.
    fn open_story(&mut self, line: &Line, from: usize) -> Option<(usize, usize)> {
        let text = self.text;
        let words = text.get(from..line.end).unwrap_or_default();
        let is_open = self.facts.head.dateline.is_none() || self.known.head.dateline.is_some();
        let start = match dateline(words) {
            Some(found) if is_open => {
                self.take_dateline(&found);
                self.mark_blank(line.start);
                let mut story = from + found.story;
                // `(ANSA) - TRIESTE, 14 DIC 2023 -`
                if found.day.is_none()
                    && let Some(place) = text.get(story..line.end).and_then(dateline)
                    && place.agency.is_none()
                    && place.day.is_some()
                {
                    self.day = place.day;
                    story += place.story;
                }
                self.mark(story, RegionRole::Dateline);
                story
            }
            _ => {
                let start = if from > line.at { from } else { line.start };
                self.mark_blank(start);
                start
            }
        };
        if trimmed(text.get(start..line.end).unwrap_or_default()).is_empty() {
            self.mark(line.end, RegionRole::Dateline);
            return None;
        }
        Some((start, line.end))
    }

    /// What a line in or under the story is, if it is not the story's.
    fn role_within(&mut self, at: usize, last: Option<usize>) -> Option<RegionRole> {
        let words = self.lines.get(at)?.words;
        if let Some(role) = residue::role(words) {
            return Some(role);
        }
        if self.is_tail_of_agency(at, last, words)
            || residue::is_contact(words)
            || residue::is_label_of_film(words)
            || self.is_of_sign_up_box(at)
        {
            return Some(RegionRole::Furniture);
        }
        if self.is_said_date(words) || self.is_source_line(at, last) {
            return Some(RegionRole::Metadata);
        }
        self.is_label_of_database(words).then_some(RegionRole::Metadata)
    }

    /// Takes a line that is not the story's, and what it announces; the place after that.
    fn take_residue_within(&mut self, at: usize, role: RegionRole, last: Option<usize>) -> usize {
        let lines = self.lines;
        let Some(line) = lines.get(at) else { return at + 1 };
        if role == RegionRole::Furniture && residue::is_contact(line.words) {
            return self.take_contact(at);
        }
        if residue::is_heading_of_events(line.words) {
            return self.take_events(at);
        }
        self.take_residue(line.words, role);
        if residue::is_heading_of_links(line.words) && self.only_titles_follow(at) {
            for line in lines.iter().skip(at).filter(|line| !line.is_blank()) {
                let role = residue::role(line.words).unwrap_or(RegionRole::Link);
                self.take_residue(line.words, role);
                self.claim(line, role);
            }
            return lines.len();
        }
        self.claim(line, role);
        let mut after = at + 1;
        if role == RegionRole::Link && line.words.ends_with(':') {
            after = self.take_linked_titles(after);
        }
        if Some(after) == last.map(|last| last + 1) && labels::is_url(line.words) {
            self.facts.say(Field::Url, line.words, "text:url");
        }
        after
    }

    /// Takes the headlines that a line such as `Read more:` announces: the next lines up to a blank
    /// one, if no paragraph is among them. The place after them.
    fn take_linked_titles(&mut self, place: usize) -> usize {
        let lines = self.lines;
        let blank = lines.iter().skip(place).take_while(|line| line.is_blank()).count();
        let start = place + blank;
        let block: Vec<&Line> =
            lines.iter().skip(start).take_while(|line| !line.is_blank()).collect();
        let are_titles = block.iter().all(|line| line.words.len() <= 140 && is_title(line.words));
        if !are_titles || blank > 1 || block.is_empty() {
            return place;
        }
        for line in &block {
            self.claim(line, RegionRole::Link);
        }
        start + block.len()
    }

    /// Whether a line stands in a box where readers are to enter their address: one of the lines around it, up to blank
    /// ones, says so, and none is a paragraph.
    fn is_of_sign_up_box(&self, at: usize) -> bool {
        let is_short = |line: &&Line| !line.is_blank() && line.words.len() <= LONGEST_OF_BOX;
        let before = self.lines.iter().take(at).rev().take_while(is_short).take(MOST_LINES_OF_BOX);
        let behind = self.lines.iter().skip(at).take_while(is_short).take(MOST_LINES_OF_BOX);
        let is_whole = |place: Option<usize>| {
            place.and_then(|place| self.lines.get(place)).is_none_or(Line::is_blank)
        };
        let (count_before, count_behind) = (before.clone().count(), behind.clone().count());
        is_whole(at.checked_sub(count_before + 1))
            && is_whole(Some(at + count_behind))
            && before.chain(behind).any(|line| residue::asks_for_address(line.words))
    }

    /// A line in or under the story that says when it was published or changed, by its label.
    fn is_said_date(&mut self, words: &str) -> bool {
        if date_lines::label_of(words).is_none() {
            return false;
        }
        let Some(found) = date_lines::read(words).filter(|found| found.opening.is_none()) else {
            return false;
        };
        if let Some((published, label)) = found.published {
            self.facts.say_published(published, date_lines::rule_of(label, "text:date-line"));
        }
        if let Some((modified, label)) = found.modified {
            let rule = date_lines::rule_of(label, "text:date-line");
            self.updated.get_or_insert((modified.clone(), rule.clone()));
            self.facts.say_modified(modified, rule);
        }
        true
    }

    /// A line under the story that says of which paper and day it is: `The Lagoon Times, 4 March 2024, page 5`.
    fn is_source_line(&mut self, at: usize, last: Option<usize>) -> bool {
        let Some(line) = self.lines.get(at).filter(|_| last.is_some_and(|last| at + 3 > last))
        else {
            return false;
        };
        let Some(found) = date_lines::read(line.words) else { return false };
        let (Some((published, label)), Some(paper)) = (found.published, found.paper) else {
            return false;
        };
        self.facts.say_published(published, date_lines::rule_of(label, "text:source-line"));
        self.agency.get_or_insert((paper, "text:source-line"));
        true
    }

    /// Takes the list of what a live blog tells further down: `Key events`, then how long ago each was, and its title.
    /// The place behind it.
    pub(super) fn take_events(&mut self, at: usize) -> usize {
        let lines = self.lines;
        let start = lines.iter().skip(at + 1).take_while(|line| line.is_blank()).count() + at + 1;
        let block: Vec<&Line> = lines
            .iter()
            .skip(start)
            .take_while(|line| !line.is_blank())
            .take(MOST_LINES_OF_EVENTS)
            .collect();
        let times = block.iter().filter(|line| date_lines::is_time_without_day(line.words)).count();
        let are_short = block.iter().all(|line| line.words.len() <= 140);
        if let Some(heading) = lines.get(at) {
            self.claim(heading, RegionRole::Furniture);
        }
        if times == 0 || times * 3 < block.len() || !are_short {
            return at + 1;
        }
        for line in &block {
            self.claim(line, RegionRole::Furniture);
        }
        start + block.len()
    }

    /// Whether nothing but headlines and residue stands under a heading such as `Most read`.
    fn only_titles_follow(&self, at: usize) -> bool {
        self.lines.iter().skip(at + 1).filter(|line| !line.is_blank()).all(|line| {
            line.words.len() <= 120 && !line.words.ends_with(['.', '”', '"'])
                || residue::role(line.words).is_some()
        })
    }

    /// `LOAD-DATE: March 5, 2024`, as press databases write under a story.
    fn is_label_of_database(&mut self, words: &str) -> bool {
        let is_label = words.split_once(':').is_some_and(|(label, _)| {
            (4..=24).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b' '))
        });
        is_label && labels::take(words, &mut self.facts)
    }

    /// `– Reuters` under the last paragraph: who the story is from.
    fn is_tail_of_agency(&mut self, at: usize, last: Option<usize>, words: &'t str) -> bool {
        let is_near_end = last.is_some_and(|last| at + 4 > last);
        if let Some(agency) = residue::agency_line(words)
            && is_near_end
        {
            self.agency.get_or_insert((agency, "text:agency-line"));
            return true;
        }
        false
    }

    fn take_dateline(&mut self, found: &Dateline<'t>) {
        self.facts.say(Field::Dateline, normalise::comparable(found.printed), "text:dateline");
        // The agency of the dateline is nearer the story than a line on its own.
        self.agency = found.agency.map(|agency| (agency, "text:dateline")).or(self.agency);
        self.day = found.day;
    }

    /// Ends a stretch of body: marks it and adds its text to the body.
    fn close(&mut self, stretch: Option<(usize, usize)>) {
        let Some((start, end)) = stretch else { return };
        let text = self.text;
        let printed = text.get(start..end).unwrap_or_default();
        let words = match self.is_quoted {
            true => normalise::stored(&without_quote_marks(printed)),
            false => normalise::stored(printed),
        };
        let words = words.trim_matches(is_space);
        if let Some(before) = self.body_end
            && !self.body.is_empty()
        {
            let between = text.get(before..start).unwrap_or_default();
            let line_ends = between.matches('\n').count().max(between.matches('\r').count());
            let residue_lines =
                between.split(['\n', '\r']).filter(|line| !trimmed(line).is_empty()).count();
            self.body.push_str(if line_ends > residue_lines { "\n\n" } else { "\n" });
        }
        self.body.push_str(words);
        self.mark(end, RegionRole::Body);
        self.body_end = Some(end);
    }
}

/// Lines without the `>` that a mail program put before each.
fn without_quote_marks(printed: &str) -> String {
    let bare = |line: &str| line.trim_start_matches(['>', ' ', '\t']).to_owned();
    printed.lines().map(bare).collect::<Vec<_>>().join("\n")
}
