//! Verbs that no list has, directly after a quotation: `“We go,” grinned Peters`, `“We go,” Peters grinned`.
//!
//! What must stay true: the quotation ends with a pause, its speaker is a person with a name or a pronoun,
//! and nothing but the verb stands between them; otherwise the words go on about something else.

use super::cues::Cue;
use super::following;
use super::lists::Part;
use super::reading::{Frame, Reading};
use super::subjects::{self, Who};
use crate::model::EntityKind;
use crate::names::words::Class;

/// What may follow a verb that belongs to it: `shot back`, `chimed in`.
const PARTICLES: &[&str] = &["back", "in", "out", "up", "on", "off"];

/// Words of saying that begin after the quotation which ends before `from`.
pub fn cue(reading: &Reading, from: usize, frame: &Frame) -> Option<Cue> {
    let last = from.checked_sub(2)?;
    let comma_inside = reading.is_mark(last, &[',']);
    let stop_inside = reading.is_mark(last, &['?', '!', '…', '–', '—']);
    let comma_outside = reading.is_mark(from, &[',', '–', '—']);
    let at = from + usize::from(comma_outside);
    let pauses = comma_inside || stop_inside || comma_outside;
    let verb_first = pauses.then(|| verb_first(reading, at, frame)).flatten();
    let names = comma_inside && reading.is_english();
    verb_first.or_else(|| if names { name_first(reading, at, frame) } else { None })
}

/// `grinned Peters`, `shot back Mayor Ana Roa`, `freut sich Peters`.
fn verb_first(reading: &Reading, at: usize, frame: &Frame) -> Option<Cue> {
    if !may_be_verb(reading, at) {
        return None;
    }
    let particle = reading.is_any(at + 1, PARTICLES) || reading.is_any(at + 1, &["sich"]);
    let end = at + 1 + usize::from(particle);
    let subject = following::after(reading, end, frame.end)?;
    let near = match subject.who {
        Who::Named(mention) => {
            reading.is_kind(mention, EntityKind::Person)
                && (end..subject.first).all(|at| {
                    reading.passage.is_capitalised(at)
                        || reading.is_mark(at, &['.'])
                        || reading.is(at, Part::DETERMINER)
                        || reading.passage.is(at, Class::TITLE | Class::ROLE)
                })
        }
        Who::Pronoun(pronoun) => {
            let near = pronoun == end || following::is_joined_pronoun(reading, end, pronoun);
            near && !reading.is_any(pronoun, &["it", "es", "they"])
        }
        _ => false,
    };
    near.then(|| Cue::with_subject(at, end, Some(subject)))
}

/// `Peters grinned`.
fn name_first(reading: &Reading, at: usize, frame: &Frame) -> Option<Cue> {
    let verb = (at + 1..frame.end.min(at + 8)).find(|&verb| may_be_verb(reading, verb))?;
    let subject = subjects::before(reading, verb, at)?;
    let person = match subject.who {
        Who::Named(mention) => reading.is_kind(mention, EntityKind::Person),
        Who::Pronoun(pronoun) => reading.is_any(pronoun, &["he", "she"]),
        _ => false,
    };
    let near = subject.reach == at && subject.end <= verb;
    (person && near).then(|| Cue::with_subject(verb, verb + 1, Some(subject)))
}

/// A word in small letters with the ending of a verb that nothing else is known of.
fn may_be_verb(reading: &Reading, at: usize) -> bool {
    let other = Part::PREPOSITION
        | Part::DETERMINER
        | Part::BE
        | Part::ADVERB
        | Part::CONJUNCTION
        | Part::PRONOUN
        | Part::TIME
        | Part::THAT
        | Part::NAMES;
    let passage = reading.passage;
    if !passage.is_lower(at)
        || reading.owner(at).is_some()
        || reading.is(at, other)
        || passage.is(at, Class::TITLE | Class::ROLE)
    {
        return false;
    }
    let word = passage.word(at);
    if reading.is_english() {
        let ends = word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss");
        let irregular = ["shot", "hit", "spat", "sang", "swore", "chose", "went", "came", "threw"];
        !passage.is(at, Class::FUNCTION) && word.len() > 3 && ends || irregular.contains(&word)
    } else {
        word.chars().count() > 3
    }
}
