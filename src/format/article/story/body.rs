//! The story itself: its paragraphs, and the residue between and under them.
//!
//! What must stay true: white space between two stretches of body is what the text has there, and what
//! stands under a story belongs to it only if it is no residue.

use super::Story;
use crate::format::article::dateline::{Dateline, dateline};
use crate::format::article::is_title;
use crate::format::article::lines::{Line, is_space, trimmed};
use crate::format::article::{labels, residue};
use crate::model::{Field, RegionRole};
use crate::text::normalise;

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
                continue;
            }
            let from = start.filter(|_| at == place).unwrap_or(line.at);
            if is_first {
                is_first = false;
                let story = self.text.get(from..line.end).unwrap_or_default();
                let story_start = match dateline(story) {
                    Some(found)
                        if self.facts.head.dateline.is_none()
                            || self.known.head.dateline.is_some() =>
                    {
                        self.take_dateline(&found);
                        self.mark_blank(line.start);
                        self.mark(from + found.story, RegionRole::Dateline);
                        from + found.story
                    }
                    _ => {
                        self.mark_blank(if from > line.at { from } else { line.start });
                        if from > line.at { from } else { line.start }
                    }
                };
                // A line may hold nothing but the dateline.
                if self
                    .text
                    .get(story_start..line.end)
                    .is_some_and(|rest| !trimmed(rest).is_empty())
                {
                    open = Some((story_start, line.end));
                } else {
                    self.mark(line.end, RegionRole::Dateline);
                }
                at += 1;
                continue;
            }
            let role = match residue::role(line.words) {
                Some(role) => Some(role),
                None if self.is_tail_of_agency(at, last, line.words) => Some(RegionRole::Furniture),
                None if residue::is_contact(line.words) => Some(RegionRole::Furniture),
                None if self.is_label_of_database(line.words) => Some(RegionRole::Metadata),
                None => None,
            };
            match role {
                None => {
                    open = match open {
                        Some((start, _)) => Some((start, line.end)),
                        None => {
                            self.mark_blank(line.start);
                            Some((line.start, line.end))
                        }
                    };
                    at += 1;
                }
                Some(role) => {
                    self.close(open.take());
                    if residue::is_contact(line.words) && role == RegionRole::Furniture {
                        at = self.take_contact(at);
                        continue;
                    }
                    self.take_residue(line.words, role);
                    if residue::is_heading_of_links(line.words) && self.only_titles_follow(at) {
                        for line in lines.iter().skip(at).filter(|line| !line.is_blank()) {
                            let role = residue::role(line.words).unwrap_or(RegionRole::Link);
                            self.take_residue(line.words, role);
                            self.claim(line, role);
                        }
                        break;
                    }
                    self.claim(line, role);
                    at += 1;
                    if role == RegionRole::Link && line.words.ends_with(':') {
                        at = self.take_linked_titles(at);
                    }
                    if Some(at) == last.map(|last| last + 1) && labels::is_url(line.words) {
                        self.facts.say(Field::Url, line.words, "text:url");
                    }
                }
            }
        }
        self.close(open.take());
        if let Some(line) = lines.last() {
            self.mark_blank(line.end);
        }
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
        let words = normalise::stored(text.get(start..end).unwrap_or_default());
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
