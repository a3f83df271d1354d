//! Speakers that a name and a mark tell: `Peters: “…”`, `Peters – “…”`, `“…” – Captain Peters`.
//!
//! What must stay true: the name is all that stands there, but for what the speaker is (`Peters, 34,
//! farmer: “…”`); a place says nothing, and a newspaper in a list of headlines quotes somebody else.

use super::lists::Part;
use super::marks::InMarks;
use super::reading::{Frame, Reading};
use super::subjects::Who;
use super::{Said, labelled, strangers, subjects};
use crate::model::EntityKind;

/// How many tokens a label may be long with what it tells of the speaker.
const LONGEST_LABEL: usize = 16;
/// The longest name of a newspaper, with its colon.
const LONGEST_PAPER: usize = 7;
/// The longest words for somebody without a name.
const LONGEST_UNNAMED: usize = 5;
/// How many words a quotation has at least that brackets give to somebody.
const FEWEST_WORDS: usize = 3;
/// How many paragraphs a newspaper must label for a list of headlines.
const FEWEST_OF_DIGEST: usize = 2;

/// `Peters: “…”`.
pub fn before(reading: &Reading, frame: &Frame, quotation: &InMarks) -> Option<Said> {
    let colon = quotation.open.checked_sub(1).filter(|&colon| colon > frame.first)?;
    if !reading.is_mark(colon, &[':']) {
        return None;
    }
    let first = after_label(reading, frame.first, colon);
    alone(reading, first, colon)
        .or_else(|| described(reading, first, colon))
        .or_else(|| unnamed_label(reading, frame, first, colon))
        .or_else(|| strange(reading, frame.first, first, colon))
}

/// `Peters – “Never again.”`: a whole sentence after the dash.
pub fn before_dash(reading: &Reading, frame: &Frame, quotation: &InMarks) -> Option<Said> {
    let dash = quotation.open.checked_sub(1).filter(|&dash| dash > frame.first)?;
    let whole = reading.starts_sentence(quotation)
        && reading.ends_sentence(quotation)
        && reading.words(quotation) >= 2;
    if !whole || !reading.is_mark(dash, &['–', '—', '-']) {
        return None;
    }
    let person = reading.owner(dash - 1)?;
    if !reading.is_kind(person, EntityKind::Person) {
        return None;
    }
    alone(reading, frame.first, dash)
}

/// `“…” – Captain Peters`: a name and nothing else stands under the words.
pub fn after(reading: &Reading, frame: &Frame, quotation: &InMarks) -> Option<Said> {
    if quotation.open != frame.first || !reading.is_mark(quotation.after, &['–', '—', '-']) {
        return None;
    }
    let lowest = quotation.after + 1;
    if let Some(stranger) = unnamed(reading, lowest, frame.end) {
        return Some(stranger);
    }
    let mention =
        (lowest..frame.end.min(lowest + LONGEST_LABEL)).find_map(|at| reading.owner(at))?;
    let subject = subjects::ending_with(reading, mention, quotation.after + 1)?;
    let alone = subject.reach == quotation.after + 1 && ends_signature(reading, subject.end, frame);
    if !alone || !reading.is_kind(mention, EntityKind::Person) {
        return None;
    }
    Some(labelled(reading, Some(mention), subject.first, subject.end))
}

/// `“…” (Ana Roa, a farmer)`, `“…” (a former board member)`: who spoke, in brackets.
pub fn in_brackets(reading: &Reading, frame: &Frame, quotation: &InMarks) -> Option<Said> {
    let first = quotation.after + 1;
    if !reading.is_mark(quotation.after, &['(']) || reading.words(quotation) < FEWEST_WORDS {
        return None;
    }
    let close =
        (first..frame.end.min(first + LONGEST_LABEL)).find(|&at| reading.is_mark(at, &[')']))?;
    let ends = |end: usize| end == close || reading.is_mark(end, &[',']);
    let person = reading.owner(first).filter(|&own| reading.is_kind(own, EntityKind::Person));
    if let Some(person) = person.filter(|&own| ends(reading.named[own].end)) {
        let named = reading.named[person];
        return Some(labelled(reading, Some(person), named.first, named.end));
    }
    let stranger = strangers::phrase(reading, first, close)?;
    ends(stranger.end).then(|| labelled(reading, None, stranger.first, stranger.end))
}

/// The words for somebody without a name that stand alone from `first` to a comma or to `end`: `anonymous jockey`.
fn unnamed(reading: &Reading, first: usize, end: usize) -> Option<Said> {
    let passage = reading.passage;
    let close = (first..end.min(first + LONGEST_UNNAMED))
        .find(|&at| reading.is_mark(at, &[',', '.', '(']))
        .unwrap_or(end);
    let plain = |at: usize| {
        passage.tokens[at].is_word() && reading.owner(at).is_none() && !reading.is_quoted(at)
    };
    let small = (first + 1..close).all(|at| passage.is_lower(at));
    let stands = close > first
        && close - first <= LONGEST_UNNAMED
        && (first..close).all(plain)
        && small
        && strangers::is_person(reading, close - 1);
    stands.then(|| labelled(reading, None, first, close))
}

/// Whether several paragraphs begin with an organisation and a colon: a press review.
pub fn is_digest(reading: &Reading) -> bool {
    let labels = reading.paragraphs.iter().filter(|paragraph| {
        let colon = (paragraph.first..paragraph.end.min(paragraph.first + LONGEST_PAPER))
            .find(|&at| reading.is_mark(at, &[':']));
        let last = colon.and_then(|colon| colon.checked_sub(1));
        last.and_then(|last| reading.owner(last))
            .is_some_and(|mention| reading.is_kind(mention, EntityKind::Organisation))
    });
    labels.take(FEWEST_OF_DIGEST).count() == FEWEST_OF_DIGEST
}

/// The name that is all that stands before the mark; of `Peters to Hale:` it is the first.
fn alone(reading: &Reading, first: usize, mark: usize) -> Option<Said> {
    let mention = reading.owner(mark.checked_sub(1)?)?;
    let subject = subjects::ending_with(reading, mention, first)?;
    let speaker = match subject.who {
        Who::Named(speaker) | Who::Spokesperson(speaker) | Who::Document(_, Some(speaker)) => {
            speaker
        }
        _ => return None,
    };
    let named = reading.named[speaker];
    let stands = subject.reach == first && named.kind != EntityKind::Place;
    stands.then(|| labelled(reading, Some(speaker), named.first, named.end))
}

/// `Peters, 34, farmer:`, `Peters (Labour):`: a person, and what they are.
fn described(reading: &Reading, first: usize, colon: usize) -> Option<Said> {
    let mention = (first..colon.min(first + LONGEST_LABEL)).find_map(|at| reading.owner(at))?;
    let named = reading.named[mention];
    let subject = subjects::ending_with(reading, mention, first)?;
    let apposed = reading.is_mark(named.end, &[',', '('])
        && colon - first <= LONGEST_LABEL
        && (named.end..colon).all(|at| {
            !reading.is_quoted(at)
                && !reading.is(at, Part::SAYS | Part::SAYING | Part::DESCRIBES | Part::BE)
                && !reading.is_mark(at, &[';', '.', '?', '!'])
        });
    let person = named.kind == EntityKind::Person && subject.reach == first;
    (person && apposed).then(|| labelled(reading, Some(mention), named.first, named.end))
}

/// `Prosecutor: “…”`, `Ward clerk, who asked not to be named: “…”`: at the head of a paragraph.
fn unnamed_label(reading: &Reading, frame: &Frame, first: usize, colon: usize) -> Option<Said> {
    let opens = reading.paragraphs[frame.paragraph].first == first;
    let close = (first..colon).find(|&at| reading.is_mark(at, &[','])).unwrap_or(colon);
    let rest = close == colon || reading.is(close + 1, Part::RELATIVE);
    let whole = opens && rest && reading.passage.is_capitalised(first);
    whole.then(|| unnamed(reading, first, close)).flatten()
}

/// `The Observer: Peters: “…”`, where the recogniser does not know `Peters` for a name.
fn strange(reading: &Reading, frame: usize, first: usize, colon: usize) -> Option<Said> {
    let capitals = (first..colon).all(|at| reading.passage.is_capitalised(at));
    let name = first > frame && first < colon && colon - first <= 3 && capitals;
    name.then(|| labelled(reading, None, first, colon))
}

/// After another label: `The Observer: Peters: “…”`.
fn after_label(reading: &Reading, first: usize, colon: usize) -> usize {
    let lowest = first.max(colon.saturating_sub(LONGEST_LABEL));
    let other = (lowest..colon).rev().find(|&at| reading.is_mark(at, &[':']));
    other.map_or(first, |other| other + 1)
}

/// A signature ends with the sentence, or goes on with what the speaker is: `– Peters, farmer`.
fn ends_signature(reading: &Reading, end: usize, frame: &Frame) -> bool {
    end == frame.end
        || frame.end - end <= LONGEST_LABEL
            && reading.is_mark(end, &[',', '('])
            && !(end..frame.end).any(|at| {
                // `– Peters, after being sacked`
                let being = reading.is_any(at, &["being"]);
                reading.is_quoted(at)
                    || reading.is(at, Part::SAYS | Part::SAYING | Part::BE) && !being
            })
}
