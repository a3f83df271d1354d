//! What the words between two marks look like: a sentence, a phrase, the title of a book, one word that
//! the writer holds with tongs.

use super::cues::Cue;
use super::lists::Part;
use super::marks::InMarks;
use super::reading::{Frame, Reading};
use crate::names::tokens;
use crate::names::words::Class;

/// What the words between two marks look like.
pub struct QuoteShape {
    pub words: usize,
    /// It begins its sentence, or the part of it after a comma or colon.
    pub begins: bool,
    /// It begins as a sentence does.
    pub sentence: bool,
    /// It ends as a sentence does.
    pub ends: bool,
    /// Each longer word has a capital: the name of a book.
    pub title: bool,
    /// `the so-called “…”`.
    pub names: bool,
    /// The verb directly before it says what somebody thinks of a thing and not how it is called.
    judged: bool,
    lower: bool,
    /// After `was` or `as`.
    predicate: bool,
}

/// Verbs behind which marks hold a name: `called “the beast”`.
const NAMING: &[&str] = &[
    "called",
    "calls",
    "call",
    "calling",
    "labelled",
    "labeled",
    "labels",
    "branded",
    "brands",
    "termed",
    "terms",
    "deemed",
    "nannte",
    "nennt",
    "nannten",
    "bezeichnete",
    "bezeichnet",
    "noemt",
    "noemde",
    "noemden",
    "llamó",
    "llama",
    "chamou",
    "chama",
    "chiamato",
    "chiama",
    "appelle",
];

impl QuoteShape {
    /// The shape of a quotation in its paragraph.
    pub fn new(reading: &Reading, frame: &Frame, quotation: &InMarks) -> Self {
        let open = quotation.open;
        let before = open.checked_sub(1).filter(|&before| before >= frame.first);
        let pause = before.is_some_and(|before| reading.is_mark(before, &[':', ',']));
        let named = (open.saturating_sub(3).max(frame.first)..open)
            .any(|at| reading.is(at, Part::NAMES) && !reading.is_quoted(at));
        Self {
            words: reading.words(quotation),
            begins: before.is_none() || pause,
            sentence: reading.starts_sentence(quotation),
            ends: reading.ends_sentence(quotation),
            title: is_title(reading, quotation),
            names: named && !pause,
            judged: before.is_some_and(|before| {
                reading.is(before, Part::DESCRIBES) && !reading.is_any(before, NAMING)
            }),
            lower: reading.passage.is_lower(reading.first_word(quotation))
                || is_of_nouns(reading, quotation),
            predicate: before.is_some_and(|before| {
                reading.is_any(before, &["was", "is", "were", "are", "be", "as"])
            }),
        }
    }

    /// Whether it may be what directly follows words of saying.
    pub fn fits_introduced(&self, cue: &Cue, quotation: &InMarks) -> bool {
        let judged = self.judged && self.lower && self.words >= 3;
        let describes = cue.describes && (quotation.open > cue.end || judged);
        if self.title && !(self.ends && self.begins) || cue.describes && !describes {
            return false;
        }
        self.words >= 3
            || self.words == 2 && self.lower
            || self.sentence && self.ends
            || describes && self.lower
    }

    /// Whether it may be what words of saying directly follow.
    pub fn fits_followed(&self) -> bool {
        if self.title && !self.begins {
            return false;
        }
        self.words >= 3 || self.sentence && self.begins || self.begins && self.ends
    }

    /// Whether it may be somebody's words further on in a sentence with words of saying. A single word
    /// there is held with tongs, not quoted.
    pub fn fits_far(&self, cue: &Cue, quotation: &InMarks) -> bool {
        if self.title || self.begins && self.sentence && cue.describes {
            return false;
        }
        let direct = cue.describes && quotation.open - cue.end <= 8 && quotation.open > cue.end;
        // A capital inside a sentence is a name's, unless a whole sentence is quoted.
        let named = !(self.lower || self.ends || self.words >= 6);
        let least = if self.predicate || direct { 2 } else { 3 };
        (self.words >= least || direct && self.lower && self.words == 1) && !named
    }
}

/// Whether it may begin with a noun and still be no name, where all nouns have capitals: `„Fass ohne Boden mit Samt“`.
fn is_of_nouns(reading: &Reading, quotation: &InMarks) -> bool {
    let words = quotation.first()..quotation.end;
    reading.table.capitalises_nouns
        && reading.words(quotation) >= 4
        && reading.owner(reading.first_word(quotation)).is_none()
        && words.into_iter().any(|at| reading.passage.is_lower(at))
}

/// Whether every longer word has a capital, and no full stop ends it.
fn is_title(reading: &Reading, quotation: &InMarks) -> bool {
    let passage = reading.passage;
    let last = reading.last(quotation);
    let (mut capitals, mut lower) = (0, 0);
    for at in quotation.first()..quotation.end {
        let token = &passage.tokens[at];
        if token.is_word()
            && token.shape != tokens::Shape::Initial
            && !passage.is(at, Class::FUNCTION)
        {
            if token.is_capitalised() {
                capitals += 1;
            } else {
                lower += 1;
            }
        }
    }
    capitals >= 2 && lower == 0 && !reading.is_mark(last, &['.', '?', '!'])
}
