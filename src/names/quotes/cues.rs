//! The words of saying in a sentence, each with its subject.

use super::lists::Part;
use super::marks::InMarks;
use super::reading::{Frame, Reading};
use super::subjects::{self, Subject, Who};
use super::{following, phrases, unlisted};
use crate::names::tokens::Gap;

/// How far behind a quotation its verb may be.
const FARTHEST: usize = 40;
/// How many words may follow the verb where a full stop stands before the speaker.
const SHORTEST: usize = 8;

/// Words of saying: tokens `first..end`.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    pub first: usize,
    pub end: usize,
    pub subject: Option<Subject>,
    /// `adding`: the subject is the one of the verb before.
    pub follows: bool,
    /// `who said`: says something about the name before, not what the sentence is about.
    pub relative: bool,
    /// `called`: what it takes is a word for a thing.
    pub describes: bool,
    says: bool,
}

impl Cue {
    /// Words of saying with their speaker, who need not speak of what was named before.
    pub fn with_subject(first: usize, end: usize, subject: Option<Subject>) -> Self {
        let (follows, relative, describes) = (false, false, false);
        Self { first, end, subject, follows, relative, describes, says: true }
    }

    /// Whether a whole sentence may be said with it.
    pub fn speaks(&self) -> bool {
        self.says
    }
}

/// The cues outside the marks, in order.
pub fn cues(reading: &Reading, frame: &Frame) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut floor = frame.first;
    for at in frame.first..frame.end {
        if reading.is_quoted(at) {
            floor = at + 1;
        } else if let Some(end) = phrases::leading(reading, at, floor, frame) {
            cues.extend(phrases::cue(reading, at, end, frame));
        } else if let Some(cue) = phrases::in_words_of(reading, at, frame) {
            cues.push(cue);
        } else if let Some(by) = described_by(reading, at, frame.end) {
            let subject = following::after(reading, by + 1, frame.end);
            cues.push(Cue {
                describes: true,
                says: false,
                ..Cue::with_subject(at, at + 1, subject)
            });
        } else if is_verb(reading, at, floor) {
            cues.push(cue(reading, at, floor, frame));
        } else if at == floor && floor > frame.first {
            cues.extend(unlisted::cue(reading, floor, frame));
        }
    }
    cues
}

/// `was described by critics as …`: where the `by` stands.
fn described_by(reading: &Reading, at: usize, end: usize) -> Option<usize> {
    let passive = at > 0 && reading.is(at - 1, Part::BE | Part::ADVERB);
    if !passive || !reading.is(at, Part::DESCRIBES) {
        return None;
    }
    (at + 1..end.min(at + 3)).find(|&by| reading.is_any(by, &["by"]))
}

fn is_verb(reading: &Reading, at: usize, floor: usize) -> bool {
    let verb = Part::SAYS | Part::SAYING | Part::DESCRIBES;
    if !reading.is(at, verb) && !phrases::is_put_it(reading, at)
        || !reading.passage.is_lower(at)
        || reading.owner(at).is_some()
    {
        return false;
    }
    let mut before = at;
    while before > floor && reading.is(before - 1, Part::ADVERB) {
        before -= 1;
    }
    let Some(before) = before.checked_sub(1).filter(|&before| before >= floor) else { return true };
    // `was told`, `to say`, `a claim`: nobody's saying.
    let passive = reading.is(before, Part::BE) || reading.is(at - 1, Part::BE);
    let noun = reading.is(before, Part::DETERMINER);
    let base = reading.is(at, Part::BASE)
        && goes_on_from(reading, at, floor).is_none()
        && reading.is_any(
            before,
            &["to", "will", "would", "could", "should", "may", "might", "must", "can", "not"],
        );
    // An article of German is a relative pronoun too: `Peters, der sagte`.
    let noun = noun && (reading.is_english() || !reading.is(before, Part::RELATIVE));
    !passive && !noun && !base
}

/// `went on to say`, `used to say`: from where on.
fn goes_on_from(reading: &Reading, at: usize, floor: usize) -> Option<usize> {
    let to = at.checked_sub(1).filter(|&to| to > floor && reading.is_any(to, &["to"]))?;
    if reading.is_any(to - 1, &["used"]) {
        return Some(to - 1);
    }
    let goes = to.checked_sub(2).filter(|&goes| goes >= floor)?;
    let goes_on = reading.is_any(to - 1, &["on"]) && reading.is_any(goes, &["went", "goes", "go"]);
    goes_on.then_some(goes)
}

fn cue(reading: &Reading, at: usize, floor: usize, frame: &Frame) -> Cue {
    let participle = reading.is(at, Part::SAYING);
    let says = reading.is(at, Part::SAYS);
    let verb = goes_on_from(reading, at, floor).unwrap_or(at);
    let quoted = participle && at > floor && reading.is_any(at - 1, &["as"]);
    let subject = if quoted {
        // `The paper quoted Peters as saying`.
        subjects::before(reading, at - 1, floor)
    } else if participle {
        None
    } else {
        subject(reading, verb, floor, frame)
    };
    // `Peters called it a gamble and said`: one subject, two verbs.
    let joined = subject.is_none()
        && at > floor
        && (reading.is_any(at - 1, &["and", "but", "then"])
            || !reading.is_english() && reading.is(at - 1, Part::CONJUNCTION));
    let put_it = phrases::is_put_it(reading, at);
    Cue {
        first: verb,
        end: at + 1 + usize::from(put_it),
        subject,
        follows: participle && subject.is_none() || joined,
        relative: subjects::is_relative(reading, verb, floor),
        describes: reading.is(at, Part::DESCRIBES),
        says: says || put_it,
    }
}

/// The subject before the verb, or after it where the verb follows a quotation or a comma.
fn subject(reading: &Reading, at: usize, floor: usize, frame: &Frame) -> Option<Subject> {
    let stray =
        |at: usize| reading.is_mark(at, &[',', '–', '—', '-', '.']) || reading.is(at, Part::ADVERB);
    let inverted = floor > frame.first && (floor..at).all(stray);
    let before = || {
        subjects::before(reading, at, floor)
            .filter(|subject| !matches!(subject.who, Who::Pronoun(own) if own + 1 < floor))
    };
    let after = || following::after(reading, at + 1, frame.end);
    if inverted {
        return after();
    }
    // `“…”, dit-il`, `comme l’a dit Peters`: the speaker comes after the verb.
    let hyphen = reading.passage.tokens.get(at + 1).is_some_and(|next| next.is_hyphen());
    if hyphen && !reading.is_english() {
        return after();
    }
    let comma = at > floor
        && (reading.is_mark(at - 1, &[','])
            || !reading.is_english() && reading.is_any(at - 1, &["como", "come", "comme"]));
    before().or_else(|| if comma { after() } else { None })
}

/// Whether a speaker follows although the quotation ended with its sentence: `“We go.” Peters said.`,
/// but not `“We go.” Peters said that they had left.`
pub fn names_speaker(reading: &Reading, quotation: &InMarks, end: usize) -> bool {
    let from = quotation.after;
    let verb = (from..end.min(from + FARTHEST))
        .take_while(|&at| !ends_clause(reading, at))
        .find(|&at| reading.is(at, Part::SAYS) && is_verb(reading, at, from));
    let Some(verb) = verb else { return false };
    let close = (verb + 1..end.min(verb + SHORTEST))
        .find(|&at| ends_clause(reading, at) || reading.is_mark(at, &[',']))
        .or(Some(end).filter(|&end| end < verb + SHORTEST));
    let Some(close) = close else { return false };
    let says_what = (verb + 1..close)
        .any(|at| reading.is_any(at, &["that"]) || reading.is(at, Part::BE))
        || reading.is_quoted(close) && close < end
        || takes_object(reading, verb + 1, close) && !reading.is_any(verb, TELLING);
    !says_what && subjects::before(reading, verb, from).is_some_and(|subject| subject.reach == from)
}

/// Verbs whose object is whom it is said to.
const TELLING: &[&str] = &["told", "tells", "asked", "asks", "informed", "warned", "assured"];

fn takes_object(reading: &Reading, at: usize, close: usize) -> bool {
    at < close
        && (reading.is(at, Part::DETERMINER)
            || reading.owner(at).is_some()
            || reading.is_any(at, &["he", "she", "it", "they", "there"]))
}

/// A full stop that belongs to no initial or title, a colon, another quotation.
fn ends_clause(reading: &Reading, at: usize) -> bool {
    let tokens = &reading.passage.tokens;
    let short = at > 0
        && tokens[at].is_mark('.')
        && tokens[at].gap == Gap::None
        && tokens[at - 1].end - tokens[at - 1].start <= 4
        && reading.passage.is_capitalised(at - 1);
    reading.is_quoted(at) || !short && reading.is_mark(at, &['.', ':', ';', '?', '!'])
}
