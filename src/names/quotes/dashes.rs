//! Speech that a dash opens, as French, Spanish, Portuguese and Italian have it: `— Je pars, dit Peters.`,
//! `—Me voy —dijo Peters—. Nadie llamó.`
//!
//! What must stay true: without words of saying in the same paragraph a dash is a bullet, and nobody speaks.

use super::antecedents::Speaker;
use super::following;
use super::lists::Part;
use super::reading::Reading;
use super::subjects::Who;
use super::{Said, Spoken};
use crate::model::{EntityKind, QuoteRule};
use crate::names::tokens::Gap;

/// How many words may stand between the mark and its verb.
const LONGEST_GAP: usize = 4;

/// The words of all such paragraphs, in order.
pub fn dialogue(reading: &Reading) -> Vec<Spoken> {
    if reading.is_english() {
        return Vec::new();
    }
    (0..reading.paragraphs.len()).flat_map(|number| spoken(reading, number)).collect()
}

fn is_dash(reading: &Reading, at: usize) -> bool {
    reading.is_mark(at, &['—', '–'])
}

/// The words before the incise, and those after it.
fn spoken(reading: &Reading, number: usize) -> Vec<Spoken> {
    let paragraph = &reading.paragraphs[number];
    let (first, end) = (paragraph.first + 1, paragraph.end);
    let marked = (paragraph.first..end).any(|at| reading.is_quoted(at));
    if !is_dash(reading, paragraph.first) || marked || first >= end {
        return Vec::new();
    }
    let Some((mark, verb)) = (first + 1..end).find_map(|at| incise(reading, at, end)) else {
        return Vec::new();
    };
    let said = said(reading, verb, end);
    let mut found = vec![Spoken { first, end: mark, said }];
    if is_dash(reading, mark) {
        let close = (verb + 1..end).find(|&at| is_dash(reading, at));
        let from =
            close.map(|close| close + 1 + usize::from(reading.is_mark(close + 1, &['.', ','])));
        if let Some(from) = from.filter(|&from| from < end) {
            found.push(Spoken { first: from, end, said: said.continued(0.9) });
        }
    }
    found
}

/// ` —dijo`, `, a déclaré`: the mark at `at`, and the verb that follows it.
fn incise(reading: &Reading, at: usize, end: usize) -> Option<(usize, usize)> {
    let tokens = &reading.passage.tokens;
    let dash = is_dash(reading, at) && tokens[at].gap != Gap::None;
    if !dash && !reading.is_mark(at, &[',', '?', '!']) {
        return None;
    }
    let verb = (at + 1..end.min(at + 1 + LONGEST_GAP)).find(|&at| !reading.is(at, Part::ADVERB))?;
    let says = reading.is(verb, Part::SAYS) && reading.passage.is_lower(verb);
    let from = if dash || reading.is_mark(at, &[',']) { at } else { at + 1 };
    says.then_some((from, verb))
}

/// Who speaks, by the words after the verb.
fn said(reading: &Reading, verb: usize, end: usize) -> Said {
    let cue = reading.span(verb, verb + 1);
    let Some(subject) = following::after(reading, verb + 1, end) else { return Said::NOBODY };
    let span = reading.span(subject.first, subject.end);
    let person = match subject.who {
        Who::Named(mention) => Some(mention),
        _ => None,
    };
    let person = person.filter(|&mention| reading.is_kind(mention, EntityKind::Person));
    let (rule, confidence) = match (person, subject.who) {
        (Some(_), _) => (QuoteRule::Name, 0.9),
        (None, Who::Pronoun(_)) => (QuoteRule::Pronoun, 0.5),
        _ => (QuoteRule::Role, 0.5),
    };
    Said { speaker: Speaker { mention: person, rule, confidence }, span, cue }
}
