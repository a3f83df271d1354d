//! Turns of an interview or a transcript: `PETERS: We go.`, `Q: Why? A: We must.`, without quotation marks.
//!
//! What must stay true: a label alone proves nothing, since `Washington:`, `Note:` and the lines of a
//! table look like one. There must be two speakers who answer each other, and a label is a name that the
//! article has in full, a title with a name, or one that stands there again. Words go on over paragraphs
//! without a label until something else begins; after the last label they must be in the first or second
//! person. Each paragraph is read a bounded number of times.

mod evidence;
mod label;
mod words;

use std::collections::HashMap;

use super::asides;
use super::lists::Part;
use super::reading::Reading;
use super::{QuoteSetting, Said, Spoken, labelled};
use crate::model::{EntityKind, MentionField};
use crate::names::tokens::Shape;
use label::{Label, Whose};

/// How many paragraphs an answer may run over.
const LONGEST_TURN: usize = 12;
/// A line of so few words without a full stop is a heading.
const LONGEST_HEADING: usize = 12;

/// The turns of a text, in order, a stretch of words for each paragraph.
pub fn turns(reading: &Reading, setting: QuoteSetting) -> Vec<Spoken> {
    let labels = label::labels(reading);
    if labels.len() < 2 {
        return Vec::new();
    }
    let labels = qualified(reading, labels);
    if !evidence::is_dialogue(reading, &labels) {
        return Vec::new();
    }
    let interviewee = interviewee(reading, setting)
        .or_else(|| introduced(reading, setting, labels.first().map_or(0, |own| own.paragraph)));
    let mut spoken = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        let next = labels.get(number + 1);
        let said = said(reading, label, interviewee);
        let paragraph = &reading.paragraphs[label.paragraph];
        let begun = label.words < paragraph.end;
        if begun {
            spoken.push(Spoken { first: label.words, end: paragraph.end, said });
        }
        let going_on = going_on(reading, label, next);
        spoken.extend(going_on.enumerate().map(|(at, paragraph)| {
            let said = if begun || at > 0 { said.continued(0.9) } else { said };
            let paragraph = &reading.paragraphs[paragraph];
            Spoken { first: paragraph.first, end: paragraph.end, said }
        }));
    }
    spoken.retain(|own| own.first < own.end);
    spoken
}

/// The labels that stand for a speaker.
fn qualified(reading: &Reading, labels: Vec<Label>) -> Vec<Label> {
    let mut times: HashMap<u64, usize> = HashMap::new();
    for label in &labels {
        *times.entry(label.key).or_default() += 1;
    }
    let people = labels.iter().filter(|label| matches!(label.whose, Whose::Person(_))).count();
    labels
        .into_iter()
        .filter(|label| {
            let again = times.get(&label.key).is_some_and(|&times| times >= 2);
            match label.whose {
                Whose::Person(mention) => {
                    again || label.titled || is_named_in_full(reading, mention)
                }
                Whose::Question | Whose::Answer | Whose::Part => true,
                Whose::Organisation(_) => again,
                Whose::Unknown { ordinary } => {
                    again && (!ordinary || label.capitals && people >= 2)
                }
            }
        })
        .collect()
}

fn is_named_in_full(reading: &Reading, mention: usize) -> bool {
    reading.mentions[mention].entity.name.contains(' ')
}

/// Who speaks in a turn.
fn said(reading: &Reading, label: &Label, interviewee: Option<usize>) -> Said {
    let mention = match label.whose {
        Whose::Person(mention) | Whose::Organisation(mention) => Some(mention),
        Whose::Answer => interviewee,
        Whose::Question | Whose::Part | Whose::Unknown { .. } => None,
    };
    labelled(reading, mention, label.first, label.end)
}

/// The one person of headline or standfirst whom the text names too, but for its authors: who is asked.
fn interviewee(reading: &Reading, setting: QuoteSetting) -> Option<usize> {
    let of = |field: MentionField| {
        let mut keys: Vec<&str> = setting
            .cover
            .iter()
            .filter(|mention| mention.field == field && mention.entity.kind == EntityKind::Person)
            .filter(|mention| !setting.authors.contains(&mention.entity.name))
            .map(|mention| mention.entity.key.as_str())
            .collect();
        keys.sort_unstable();
        keys.dedup();
        match keys.as_slice() {
            [key] => reading
                .mentions
                .iter()
                .position(|own| own.entity.kind == EntityKind::Person && own.entity.key == *key),
            _ => None,
        }
    };
    of(MentionField::Headline).or_else(|| of(MentionField::Standfirst))
}

/// The one person whom the paragraphs before the first turn name, and nobody else: who is introduced is asked.
fn introduced(reading: &Reading, setting: QuoteSetting, first: usize) -> Option<usize> {
    let end = reading.paragraphs.get(first)?.first;
    let mut people = (0..reading.mentions.len()).filter(|&own| {
        reading.is_kind(own, EntityKind::Person)
            && reading.named[own].first < end
            && !setting.authors.contains(&reading.mentions[own].entity.name)
    });
    let one = people.next()?;
    let entity = &reading.mentions[one].entity;
    let alone = people.all(|other| reading.mentions[other].entity == *entity);
    (alone && is_named_in_full(reading, one)).then_some(one)
}

/// The paragraphs after a turn's own in which the same speaker goes on.
fn going_on<'r>(
    reading: &'r Reading,
    label: &'r Label,
    next: Option<&Label>,
) -> impl Iterator<Item = usize> + use<'r> {
    let from = label.paragraph + 1;
    let limit = reading.paragraphs.len().min(from + LONGEST_TURN);
    let to = match next {
        // So far from the next label another text may stand between the two.
        Some(next) if next.paragraph > limit => from,
        // Who is labelled again was interrupted: the paragraph before is somebody else's question.
        Some(next) if next.key == label.key => next.paragraph.saturating_sub(1).max(from),
        Some(next) => next.paragraph,
        None => limit,
    };
    let last = next.is_none();
    (from..to)
        .take_while(move |&number| is_going_on(reading, number, last))
        .filter(|&number| !asides::is_aside(reading, number))
}

/// Whether a paragraph without a label may be the words of whoever spoke before.
fn is_going_on(reading: &Reading, number: usize, last: bool) -> bool {
    if asides::is_aside(reading, number) {
        return !last;
    }
    let paragraph = &reading.paragraphs[number];
    let (first, end) = (paragraph.first, paragraph.end);
    let own = evidence::speaks_of_self(reading, first, end);
    let names_speaker = (first..end.min(first + LONGEST_HEADING)).any(|at| {
        reading.owner(at).is_some_and(|mention| reading.is_kind(mention, EntityKind::Person))
            && (at + 1..end.min(at + 4)).any(|at| reading.is(at, Part::SAYS | Part::BE))
    });
    let heading = !evidence::ends_sentence(reading, end) && end - first <= LONGEST_HEADING;
    if heading || names_speaker && !own {
        return false;
    }
    !last || own && !is_about_the_text(reading, first, end)
}

/// `This interview has been edited`, `Subscribe to our podcast`.
fn is_about_the_text(reading: &Reading, first: usize, end: usize) -> bool {
    (first..end)
        .any(|at| words::holds(words::ABOUT_THE_TEXT, &reading.passage.word(at).to_lowercase()))
        || reading.passage.tokens[first].shape == Shape::Mark && reading.is_mark(first, &['*', '©'])
}
