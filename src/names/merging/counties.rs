//! Counties, parishes and townships, which are called like people: `Clay, Howell and Grayson Counties`.
//!
//! What must stay true: only a list that says what it is of counts, and a name of several words stays what it was.

use crate::model::{EntityKind, Rule};
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::tokens::{Gap, Shape};

/// What such a list is of.
const KINDS: [&str; 6] =
    ["counties", "parishes", "townships", "boroughs", "municipalities", "precincts"];

/// The most words between `counties` and the first of them: `the following counties in Missouri are:`.
const MOST_BETWEEN: usize = 12;

/// The fewest in a list behind the word: behind one or two stands whoever speaks for them.
const FEWEST: usize = 3;

/// Makes places of the names in lists of counties.
pub(super) fn as_places(passage: &Passage, names: &mut [Proposal]) {
    for at in 0..passage.tokens.len() {
        if !KINDS.iter().any(|kind| passage.is_word(at, kind)) {
            continue;
        }
        let Some(sentence) = passage.sentence_of(at) else { continue };
        if passage.is_capitalised(at) || passage.is_capitalised(at.saturating_sub(1)) {
            let first = start_of_list(passage, sentence.first, at);
            mark(passage, names, first, at);
        }
        let begins = (at + 1..sentence.end.min(at + MOST_BETWEEN)).find(|&word| {
            passage.tokens[word].shape == Shape::Capital && follows_introduction(passage, word)
        });
        if let Some(first) = begins {
            let (end, count) = end_of_list(passage, first, sentence.end);
            if count >= FEWEST {
                mark(passage, names, first, end);
            }
        }
    }
}

/// Whether what stands before a word leads on to a list.
fn follows_introduction(passage: &Passage, word: usize) -> bool {
    let before = word - 1;
    passage.is_mark(before, ':')
        || ["of", "are", "include", "includes", "including", "in", "with"]
            .contains(&passage.word(before))
        || KINDS.iter().any(|kind| passage.is_word(before, kind))
}

/// Whether a token is one of a list: a name, a comma, `and`.
fn is_listed(passage: &Passage, at: usize) -> bool {
    passage.tokens[at].shape == Shape::Capital
        || passage.is_mark(at, ',')
        || at > 0 && passage.is_mark(at, '.') && passage.is_word(at - 1, "st")
        || passage.word(at) == "and"
        || passage.tokens[at].is_hyphen()
}

fn start_of_list(passage: &Passage, from: usize, kind: usize) -> usize {
    let outside = (from..kind).rev().find(|&at| !is_listed(passage, at));
    outside.map_or(from, |at| at + 1)
}

/// Where a list ends, and how many stand in it.
fn end_of_list(passage: &Passage, first: usize, to: usize) -> (usize, usize) {
    let end = (first..to).find(|&at| !is_listed(passage, at)).unwrap_or(to);
    let is_mark = |at: &usize| passage.is_mark(*at, ',') || passage.tokens[*at].gap == Gap::Wide;
    (end, 1 + (first + 1..end).filter(is_mark).count())
}

fn mark(passage: &Passage, names: &mut [Proposal], first: usize, end: usize) {
    let from = names.partition_point(|name| name.first < first);
    for name in names[from..].iter_mut().take_while(|name| name.end <= end) {
        let is_one_word = name.end == name.first + 1;
        let is_county = name.kind != EntityKind::Place
            && is_one_word
            && passage.tokens[name.first].shape == Shape::Capital;
        if is_county {
            (name.kind, name.rule, name.entry) = (EntityKind::Place, Rule::FullName, None);
        }
    }
}
