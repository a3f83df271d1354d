//! Items of a newsletter that its own contents announce, or that it counts.
//!
//! What must stay true: an explainer in numbered parts, or an article with a list of its parts, is one article.

use std::collections::HashMap;

use super::Outline;
use crate::format::article::residue::words::{
    CONTENTS_OF_NEWSLETTERS, GREETINGS, NAMES_OF_NEWSLETTERS,
};
use crate::format::article::sections::{bare_title, enumerated};
use crate::text::normalise;

/// A longer line is no title in a list, in bytes.
const LONGEST_TITLE: usize = 140;
/// How many lines from its top on show that a text is a newsletter.
const LINES_AT_TOP: usize = 6;

impl Outline<'_, '_> {
    /// Where the items start that the contents at the top announce, else the numbered ones.
    pub(super) fn of_contents(&self) -> Vec<usize> {
        let has_contents = self.has_contents();
        if !has_contents && !self.greets() && !self.is_named() {
            return Vec::new();
        }
        let announced = if has_contents { self.announced() } else { Vec::new() };
        if announced.len() >= 2 { announced } else { self.counted() }
    }

    /// Whether a line says that the contents of a newsletter follow: `In this email`.
    fn has_contents(&self) -> bool {
        (0..self.marks.len()).any(|at| {
            let words = self.words(at);
            words.len() <= 60 && {
                let lower = words.to_lowercase();
                let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
                CONTENTS_OF_NEWSLETTERS.contains(&lower)
            }
        })
    }

    /// Whether it opens as a letter does, with no author line above.
    fn greets(&self) -> bool {
        let top = 0..LINES_AT_TOP.min(self.marks.len());
        let is_greeting = |at: usize| {
            let words = self.words(at);
            let start = words.get(..words.floor_char_boundary(24)).unwrap_or(words).to_lowercase();
            GREETINGS.iter().any(|greeting| start.starts_with(greeting))
        };
        top.clone().any(is_greeting) && !top.clone().any(|at| self.mark(at).is_byline)
    }

    /// Whether its first line is the name of a newsletter, by its words, and a date or an item follows.
    fn is_named(&self) -> bool {
        let first = self.words(0).to_lowercase();
        let is_name = first.split_whitespace().count() <= 6
            && first
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| NAMES_OF_NEWSLETTERS.contains(&word));
        is_name && (self.mark(1).is_date || self.mark(1).is_enumerated)
    }

    /// Titles that stand in a list and once more, over a paragraph.
    fn announced(&self) -> Vec<usize> {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for at in 0..self.marks.len() {
            let words = self.words(at);
            if words.len() <= LONGEST_TITLE && !self.mark(at).is_paragraph {
                let key = normalise::name_key(bare_title(words).0);
                if !key.is_empty() {
                    places.entry(key).or_default().push(at);
                }
            }
        }
        let mut starts: Vec<usize> = places
            .into_values()
            .filter_map(|places| match places.as_slice() {
                [listed, start] if !self.mark(listed + 1).is_paragraph => Some(*start),
                _ => None,
            })
            .filter(|&start| self.is_over_paragraph(start))
            .collect();
        starts.sort_unstable();
        starts
    }

    /// Numbered titles over paragraphs, if their numbers follow each other from 1.
    fn counted(&self) -> Vec<usize> {
        let mut starts = Vec::new();
        for at in 0..self.marks.len() {
            let words = self.words(at);
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let number: Option<usize> = words.get(..digits).and_then(|number| number.parse().ok());
            let is_title = enumerated(words).is_some()
                && words.len() <= LONGEST_TITLE
                && !self.mark(at).is_paragraph
                && !words.ends_with('?')
                && self.is_over_paragraph(at);
            if is_title && number == Some(starts.len() + 1) {
                starts.push(at);
            }
        }
        starts
    }

    fn is_over_paragraph(&self, at: usize) -> bool {
        let is_paragraph = |at: usize| self.mark(at).is_paragraph && !self.mark(at).is_residue;
        is_paragraph(at + 1) || self.mark(at + 1).has_address && is_paragraph(at + 2)
    }
}
