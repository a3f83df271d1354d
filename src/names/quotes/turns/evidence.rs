//! Whether labels belong to people who talk with each other.
//!
//! A list of winners, ratings of players and a table have labels with names too. What they lack is a
//! speaker who comes again, a question that the next one answers, `I` and `you`.

use super::label::{Label, Whose};
use crate::names::quotes::lists::Part;
use crate::names::quotes::reading::Reading;

/// How many tokens of a turn are looked at for `I` and `you`.
const LOOKED_AT: usize = 60;
/// How many labels are looked at for two parts that come again.
const MOST_PARTS: usize = 8;
/// How many paragraphs a question may be from its answer.
const NEAR: usize = 3;

/// Whether somebody answers somebody.
pub fn is_dialogue(reading: &Reading, labels: &[Label]) -> bool {
    let count = labels.len();
    let known = labels
        .iter()
        .any(|label| matches!(label.whose, Whose::Person(_) | Whose::Question | Whose::Answer))
        || are_parts(labels);
    let Some(first) = labels.first().filter(|_| known && count >= 2) else { return false };
    if labels.iter().all(|label| label.key == first.key) {
        return are_answers(reading, labels);
    }
    let end = |label: &Label| words(reading, label).1;
    let sentences = labels.iter().filter(|label| ends_sentence(reading, end(label))).count();
    let personal = labels.iter().filter(|label| is_personal(reading, label)).count();
    if sentences * 3 < count * 2 {
        return false;
    }
    // Other languages leave `I` out, or hide it in the verb.
    let personal_enough = !reading.is_english() || personal * 4 >= count;
    let asked = labels.windows(2).any(|pair| {
        let question = asks(reading, end(&pair[0])) && !asks(reading, end(&pair[1]));
        question && pair[0].key != pair[1].key && pair[1].paragraph - pair[0].paragraph <= NEAR
    });
    let answers_again =
        labels.windows(3).any(|three| three[0].key == three[2].key && three[1].key != three[0].key);
    asked && personal > 0 || answers_again && personal_enough || personal == count && count >= 2
}

/// `HEARING OFFICER:` and `WITNESS:`, each again: a transcript that names nobody.
fn are_parts(labels: &[Label]) -> bool {
    let is_part = |label: &Label| label.whose == Whose::Part;
    let again = |label: &&Label| labels.iter().filter(|own| own.key == label.key).count() >= 2;
    let mut keys = labels.iter().take(MOST_PARTS).filter(again).map(|label| label.key);
    let first = keys.next();
    labels.iter().all(is_part) && keys.any(|key| Some(key) != first)
}

/// The first words of a turn, as tokens: of a label that stands alone the paragraph after it.
fn words(reading: &Reading, label: &Label) -> (usize, usize) {
    let end = reading.paragraphs[label.paragraph].end;
    match reading.paragraphs.get(label.paragraph + 1) {
        Some(next) if label.words >= end => (next.first, next.end),
        _ => (label.words, end),
    }
}

fn is_personal(reading: &Reading, label: &Label) -> bool {
    let (first, end) = words(reading, label);
    speaks_of_self(reading, first, end)
}

/// Whether labels of one speaker follow questions that have none.
fn are_answers(reading: &Reading, labels: &[Label]) -> bool {
    let answers = labels.iter().filter(|label| {
        let before = label.paragraph.checked_sub(1).and_then(|at| reading.paragraphs.get(at));
        before.is_some_and(|before| asks(reading, before.end))
    });
    answers.count() * 3 >= labels.len() * 2
}

/// Whether the words are in the first or second person.
pub fn speaks_of_self(reading: &Reading, first: usize, end: usize) -> bool {
    // `He said: “I go.”` is somebody else's `I`.
    (first..end.min(first + LOOKED_AT)).filter(|&at| !reading.is_quoted(at)).any(|at| {
        reading.is(at, Part::SPEAKS_OF_SELF)
            || ["I'", "I’", "We'", "We’", "we'", "we’"]
                .iter()
                .any(|own| reading.passage.word(at).starts_with(own))
    })
}

/// Whether the paragraph that ends at `end` ends as sentences do, or is broken off.
pub fn ends_sentence(reading: &Reading, end: usize) -> bool {
    let marks = ['.', '?', '!', '…', '–', '—', '-', ':'];
    last_mark(reading, end).is_some_and(|at| reading.is_mark(at, &marks))
}

fn asks(reading: &Reading, end: usize) -> bool {
    last_mark(reading, end).is_some_and(|at| reading.is_mark(at, &['?']))
}

/// The last token before `end` that closes neither a bracket nor a quotation.
fn last_mark(reading: &Reading, end: usize) -> Option<usize> {
    let lowest = end.saturating_sub(3);
    (lowest..end).rev().find(|&at| {
        !reading.passage.tokens[at].is_quote() && !reading.is_mark(at, &[')', ']', '*'])
    })
}
