//! Papers that a text quotes without saying who wrote them: `They found a note. “Leave it,” it says.`
//!
//! What must stay true: these are the text's words for what speaks; who stands behind it, nobody can tell by them.

use super::lists::Part;
use super::reading::Reading;
use crate::names::words::Class;

/// The only paper of which the sentence before `frame` speaks, with its article, as a span of characters.
pub fn before(reading: &Reading, frame: usize) -> Option<(usize, usize)> {
    let own = reading.frames[frame];
    let last = reading
        .frames
        .get(frame.checked_sub(1)?)
        .filter(|last| last.paragraph == own.paragraph && last.quotations.0 == last.quotations.1)?;
    let is_paper = |&at: &usize| {
        let next = at + 1;
        let goes_on = reading.is(next, Part::DOCUMENT) || reading.passage.is_possessive(next);
        reading.is(at, Part::DOCUMENT) && reading.owner(at).is_none() && !goes_on
    };
    let mut papers = (last.first..last.end).filter(is_paper);
    let (noun, None) = (papers.next()?, papers.next()) else { return None };
    let article = (last.first.max(noun.saturating_sub(LONGEST))..noun)
        .rev()
        .take_while(|&at| reading.passage.is_lower(at) || at == last.first)
        .take_while(|&at| !reading.is(at, Part::PREPOSITION | Part::BE | Part::CONJUNCTION))
        .find(|&at| reading.is(at, Part::DETERMINER) && reading.passage.is(at, Class::FUNCTION))?;
    reading.span(article, noun + 1)
}

/// How many words before the noun may be of its phrase: `a long ransom note`.
const LONGEST: usize = 4;
