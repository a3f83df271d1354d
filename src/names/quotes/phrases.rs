//! Words of saying that are more than one verb: `according to`, `in the words of`, `put it`, `so` of German.
//!
//! What must stay true: a phrase counts only with a speaker behind it; a word that is mostly a preposition
//! (`per`, `para`) only where it opens the sentence.

use super::cues::Cue;
use super::following;
use super::lists::Part;
use super::reading::{Frame, Reading};
use super::subjects::{Subject, Who};

/// Prepositions that name whose view it is, at the head of a sentence: `Per il ministro …`.
const OPENING: &[&str] = &["per", "para", "pour"];

/// Where the phrase that begins at `at` ends; after it the speaker stands.
pub fn leading(reading: &Reading, at: usize, floor: usize, frame: &Frame) -> Option<usize> {
    if !reading.is(at, Part::ACCORDING) {
        return None;
    }
    if !reading.is_english() && at > floor && reading.is(at - 1, Part::DETERMINER) {
        // `il secondo governo`: an adjective.
        return None;
    }
    if reading.is_any(at, &["so"]) {
        return follows_marks(reading, at, floor, frame).then_some(at + 1);
    }
    if reading.is_any(at, OPENING) && at > frame.first {
        return None;
    }
    let phrases = reading.table.phrases.iter();
    let longest = phrases
        .filter(|phrase| phrase.iter().zip(at..).all(|(word, at)| is_word(reading, at, word)))
        .map(|phrase| phrase.len())
        .max()?;
    Some(at + longest)
}

/// The phrase as words of saying, if a speaker stands behind it.
pub fn cue(reading: &Reading, at: usize, end: usize, frame: &Frame) -> Option<Cue> {
    let subject = swallowed(reading, at, end).or_else(|| following::after(reading, end, frame.end));
    let known = subject.is_some_and(|subject| matches!(subject.who, Who::Named(_)));
    // `according to a person in the room` is nobody, and still not whom the sentence named before.
    let counts = reading.is_any(at, &["according"])
        || known
        || subject.is_some() && !reading.is_any(at, OPENING);
    counts.then(|| Cue::with_subject(at, end, subject))
}

/// `Selon Peters`, taken for a name as a whole: the words are the speaker's, but the name is wrong.
fn swallowed(reading: &Reading, at: usize, end: usize) -> Option<Subject> {
    let named = reading.named[reading.owner(at)?];
    (named.end > end).then(|| Subject::new(Who::Other, end, named.end))
}

/// `in Peters’ own words`: where the phrase ends, and whose words they are.
pub fn in_words_of(reading: &Reading, at: usize, frame: &Frame) -> Option<Cue> {
    if !reading.is_any(at, &["in"]) || !reading.is_english() {
        return None;
    }
    let named = reading.named[reading.owner(at + 1)?];
    let own = named.end + usize::from(reading.passage.is_possessive(named.end));
    let words = own + usize::from(reading.is_any(own, &["own"]));
    let stands = own > named.end && words < frame.end && reading.is_any(words, &["words"]);
    let subject = Subject::new(Who::Named(reading.owner(at + 1)?), named.first, named.end);
    stands.then(|| Cue::with_subject(at, words + 1, Some(subject)))
}

/// `put it`, `puts it`.
pub fn is_put_it(reading: &Reading, at: usize) -> bool {
    reading.is_any(at, &["put", "puts"]) && reading.is_any(at + 1, &["it"]) && reading.is_english()
}

/// `„…“, so Peters`.
fn follows_marks(reading: &Reading, at: usize, floor: usize, frame: &Frame) -> bool {
    floor > frame.first
        && (at == floor || at == floor + 1 && reading.is_mark(floor, &[',', '–', '—']))
}

fn is_word(reading: &Reading, at: usize, word: &str) -> bool {
    reading.passage.is_word(at, word)
}
