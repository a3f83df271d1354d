//! Full names of people by rule: given names, titles, initials, particles, and the words around.
//!
//! A wrong person in the archive is worse than a missing one, so a run of capitalised words that no
//! list knows is a person only where the text says so: a title or role before it, a verb of saying or
//! an apposition after it. Surnames alone are left to `coreference.rs`.

mod several;

use super::bylines;
use super::lists;
use super::passage::{Known, Passage};
use super::proposals::{ACCEPTED, Proposal};
use super::sentences::{Capitals, Sentence};
use super::titles::{self, Strength};
use super::tokens::{Gap, Shape};
use super::words::Class;
use crate::model::{EntityKind, Rule};
use several::Several;

/// A name as it may stand at a token: its parts and where it ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// First tokens of the parts; a hyphenated surname is one part, particles are none.
    starts: [usize; MOST_PARTS],
    count: usize,
    /// The token after it.
    pub end: usize,
}

/// More parts than any name in a newspaper; a longer run is a list or a headline.
const MOST_PARTS: usize = 6;

impl Parts {
    fn push(&mut self, start: usize) -> bool {
        if self.count == MOST_PARTS {
            return false;
        }
        self.starts[self.count] = start;
        self.count += 1;
        true
    }
}

/// Proposes people.
pub fn propose(passage: &Passage, proposals: &mut Vec<Proposal>) {
    for sentence in &passage.sentences {
        if sentence.starts_line && bylines::propose_line(passage, sentence, proposals) {
            continue;
        }
        let from = proposals.len();
        let mut index = sentence.first;
        while index < sentence.end {
            match name_at(passage, sentence, index) {
                Some(proposal) => {
                    index = proposal.end;
                    proposals.push(proposal);
                }
                None => index += 1,
            }
        }
        strengthen_lists(passage, &mut proposals[from..]);
    }
}

/// The confidence from which a run may be made a person by the names around it.
const WEAK: f32 = 0.35;

/// In a list of people a name that no list knows is a person too: `Ana Roa, Xyq Zzyz and Tom Tane`.
fn strengthen_lists(passage: &Passage, proposals: &mut [Proposal]) {
    let linked = |one: &Proposal, other: &Proposal| {
        let between = one.end..other.first;
        (1..=2).contains(&between.len())
            && between.into_iter().all(|at| passage.is_mark(at, ',') || passage.word(at) == "and")
    };
    for forward in [true, false] {
        for step in 1..proposals.len() {
            let (one, other) = (step - 1, step);
            let (from, to) = if forward {
                (one, other)
            } else {
                (proposals.len() - step, proposals.len() - step - 1)
            };
            if proposals[from].confidence >= ACCEPTED
                && proposals[from].rule == Rule::FullName
                && proposals[to].confidence < ACCEPTED
                && linked(&proposals[from.min(to)], &proposals[from.max(to)])
            {
                proposals[to].confidence = 0.55;
            }
        }
    }
}

/// The name that begins at `index`, if the evidence for one suffices.
fn name_at(passage: &Passage, sentence: &Sentence, index: usize) -> Option<Proposal> {
    let token = &passage.tokens[index];
    if !token.is_capitalised() || index > sentence.first && passage.is_joining_hyphen(index - 1) {
        return None;
    }
    let parts = parts_at(passage, sentence, index)?;
    let title = titles::before(passage, sentence, index);
    let confidence = if parts.count == 1 {
        let title = title?;
        single(passage, sentence, index, parts.end, title.strength)?
    } else {
        Several::new(passage, sentence, index, &parts, title.map(|title| title.strength))
            .confidence()?
    };
    if confidence < if parts.count == 1 { ACCEPTED } else { WEAK } {
        return None;
    }
    let rule = if parts.count == 1 { Rule::Title } else { Rule::FullName };
    Some(Proposal {
        first: index,
        end: parts.end,
        kind: EntityKind::Person,
        rule,
        confidence,
        entry: None,
    })
}

/// The longest run from `index` that has the form of a name.
fn parts_at(passage: &Passage, sentence: &Sentence, index: usize) -> Option<Parts> {
    let mut parts = Parts { end: index, ..Parts::default() };
    let mut given = false;
    let mut at = index;
    while at < sentence.end {
        if parts.count > 0 {
            let gap = passage.tokens[at].gap;
            let after_initial = passage.tokens[at - 1].shape == Shape::Initial;
            let joined = match gap {
                Gap::Space | Gap::Line => true,
                Gap::Wide => after_initial,
                Gap::None => passage.is_mark(at - 1, '.'),
                Gap::Blank => false,
            };
            if !joined {
                break;
            }
        }
        at = nickname_end(passage, sentence, at, parts.count);
        let start = particles_end(passage, sentence, at, parts.count > 0);
        // `Laura Capps Melissa Wagoner`: two people, the comma lost.
        let next_person = parts.count >= 2
            && passage.is(start, Class::GIVEN)
            && !passage.is(start, Class::COMMON | Class::SURNAME)
            && passage.is_capitalised(start + 1)
            && passage.follows_closely(start + 1)
            && passage.is(parts.starts[parts.count - 1], Class::SURNAME)
            && !passage.is(parts.starts[parts.count - 1], Class::GIVEN);
        if next_person {
            break;
        }
        if !is_part(passage, sentence, start, parts.count, given) {
            // `Senator John Tower`, `actor Tyrone Power said`: an ordinary word may end a name.
            let ends = parts.count > 0 && given && is_ordinary_surname(passage, sentence, start);
            if ends && parts.push(start) {
                parts.end = start + 1;
            }
            break;
        }
        if !parts.push(start) {
            break;
        }
        given |= passage.is(start, Class::GIVEN) || is_initial(passage, start);
        at = part_end(passage, sentence, start);
        parts.end = at;
    }
    // A name does not end in an initial.
    while parts.count > 0 && is_initial(passage, parts.starts[parts.count - 1]) {
        parts.end = parts.starts[parts.count - 1];
        parts.count -= 1;
    }
    if parts.count == 0 {
        return None;
    }
    parts.end = suffix_end(passage, sentence, parts.end);
    Some(parts)
}

/// Past a nickname: `Richard “Tex” Roa`.
fn nickname_end(passage: &Passage, sentence: &Sentence, at: usize, count: usize) -> usize {
    let quoted = count > 0
        && at + 3 < sentence.end
        && passage.tokens[at].is_quote()
        && passage.is_capitalised(at + 1)
        && passage.tokens[at + 1].gap == Gap::None
        && passage.tokens[at + 2].is_quote()
        && passage.tokens[at + 2].gap == Gap::None
        && passage.is_capitalised(at + 3)
        && passage.follows_closely(at + 3);
    if quoted { at + 3 } else { at }
}

/// Whether an ordinary word stands where a surname would, and nothing capitalised after it.
fn is_ordinary_surname(passage: &Passage, sentence: &Sentence, index: usize) -> bool {
    index < sentence.end
        && passage.tokens[index].shape == Shape::Capital
        && sentence.capitals == Capitals::Names
        && passage.follows_closely(index)
        && passage.known[index] == Known::default()
        && passage.is(index, Class::COMMON)
        && !passage.is(
            index,
            Class::FUNCTION
                | Class::HEAD
                | Class::TITLE
                | Class::ROLE
                | Class::CALENDAR
                | Class::COMPANY
                | Class::OTHER_TAIL
                | Class::PLACE_TAIL
                | Class::NAME_SUFFIX
                | Class::STATE
                | Class::PARTICLE
                | Class::HONORIFIC,
        )
        && !(passage.is_capitalised(index + 1) && passage.follows_closely(index + 1))
}

/// Past lower-case particles, if a capitalised word follows them.
fn particles_end(passage: &Passage, sentence: &Sentence, at: usize, inside: bool) -> usize {
    if !inside {
        return at;
    }
    let mut end = at;
    while end < sentence.end
        && end < at + 3
        && passage.is_lower(end)
        && passage.is(end, Class::PARTICLE)
    {
        end += 1;
        if passage.is_joining_hyphen(end) {
            end += 1;
        } else if end < sentence.end && !passage.follows_closely(end) {
            return at;
        }
    }
    let named = end > at
        && end < sentence.end
        && passage.is_capitalised(end)
        && !passage.is(end, Class::FUNCTION | Class::CALENDAR)
        && !passage.is_known(end, Known::PLACE | Known::ORGANISATION);
    if named { end } else { at }
}

fn is_initial(passage: &Passage, index: usize) -> bool {
    let Some(token) = passage.tokens.get(index) else { return false };
    match token.shape {
        // `A` and `I` are words unless a full stop says otherwise.
        Shape::Initial => {
            !(passage.is_word(index, "I") || passage.is_word(index, "A"))
                || passage.is_mark(index + 1, '.')
        }
        Shape::Dotted => {
            token.end_char - token.start_char <= 6
                && passage.known[index] == Known::default()
                && !passage.is(index, Class::NOT_ACRONYM)
        }
        _ => false,
    }
}

/// Where the part that begins at `start` ends: over its hyphenated rest, or the stop of an initial.
fn part_end(passage: &Passage, sentence: &Sentence, start: usize) -> usize {
    let mut end = start + 1;
    if passage.tokens[start].shape == Shape::Initial {
        let stop =
            end < sentence.end && passage.is_mark(end, '.') && passage.tokens[end].gap == Gap::None;
        return if stop { end + 1 } else { end };
    }
    while end + 1 < sentence.end && passage.is_joining_hyphen(end) {
        // `al-Assad` has its particle in front; a lower-case second half is Korean: `Jae-in`.
        let next = end + 1;
        let short = passage.tokens[next].end - passage.tokens[next].start <= 5;
        let after_family = start > sentence.first && passage.is(start - 1, Class::FAMILY_FIRST);
        if passage.is_lower(next) && !(short && after_family) {
            break;
        }
        end += 2;
    }
    end
}

/// Past `Jr.` and its like.
fn suffix_end(passage: &Passage, sentence: &Sentence, end: usize) -> usize {
    let comma = passage.is_mark(end, ',') && passage.tokens[end].gap == Gap::None;
    let suffix = end + usize::from(comma);
    if suffix >= sentence.end
        || !passage.is_capitalised(suffix)
        || !passage.is(suffix, Class::NAME_SUFFIX)
    {
        return end;
    }
    let stop = passage.is_mark(suffix + 1, '.') && passage.tokens[suffix + 1].gap == Gap::None;
    suffix + 1 + usize::from(stop)
}

/// Whether the word at `index` may be part number `position` of a name.
fn is_part(
    passage: &Passage,
    sentence: &Sentence,
    index: usize,
    position: usize,
    after_given: bool,
) -> bool {
    let Some(token) = passage.tokens.get(index).filter(|_| index < sentence.end) else {
        return false;
    };
    let class = passage.classes[index];
    if position == 0 && lists::is_rank(passage.word(index)) {
        return false;
    }
    if is_initial(passage, index) {
        // `U S` is a country whose full stops were lost.
        return !(passage.is_word(index, "U") && passage.is_word(index + 1, "S")
            || passage.is_word(index, "D") && passage.is_word(index + 1, "C"))
            && index + 1 < sentence.end;
    }
    let is_written_so = match token.shape {
        Shape::Capital => true,
        // `EPAs`, `FMs`: a plural of capitals.
        Shape::Mixed => !passage.word(index).chars().take(2).all(char::is_uppercase),
        // `Antonio GUTERRES`.
        Shape::Upper => {
            (sentence.capitals == Capitals::All || after_given)
                && token.end - token.start >= 3
                && !is_of_letters_behind(passage, index, position)
        }
        _ => false,
    };
    // `D Vt`: party and state, without the stops and brackets; `U S Sen`.
    let follows_initial = position > 0 && is_initial(passage, index - 1);
    if !is_written_so || follows_initial && class.any(Class::STATE | Class::HONORIFIC) {
        return false;
    }
    if position == 0 && token.shape == Shape::Capital && titles::follows_mister(passage, index) {
        return !class.any(Class::TITLE | Class::ROLE | Class::HEAD | Class::FUNCTION)
            && !passage.is(index + 1, Class::TITLE);
    }
    // `De Bruyne`, `El Sisi`.
    let next_close = passage.is_capitalised(index + 1) && passage.follows_closely(index + 1);
    if class.any(Class::PARTICLE)
        && token.shape == Shape::Capital
        && (next_close || passage.is_joining_hyphen(index + 1))
    {
        return !class.any(Class::FUNCTION | Class::HONORIFIC);
    }
    // `Park Joo-ho`: a word that is a place in other company.
    if position == 0
        && class.any(Class::FAMILY_FIRST)
        && passage.is_capitalised(index + 1)
        && passage.is_joining_hyphen(index + 2)
    {
        return true;
    }
    let is_surname = position > 0 && after_given && class.any(Class::SURNAME);
    may_be_of_a_name(class, position == 0, is_surname)
        && is_of_a_person(class, passage.known[index], is_surname)
}

/// Letters of an honour or an office behind a name: `Ann Roa OBE`, and what no list has, `Tom Roa KPM`. A surname in
/// capitals is longer or follows the given name.
fn is_of_letters_behind(passage: &Passage, index: usize, position: usize) -> bool {
    let token = &passage.tokens[index];
    let short = token.end_char - token.start_char <= 4;
    lists::is_post_nominal(passage.word(index))
        || position >= 2 && short && passage.tokens[index - 1].shape != Shape::Upper
}

/// Whether the classes of a word let it be part of a name: its first, or the surname behind a given name.
fn may_be_of_a_name(class: Class, is_first: bool, is_surname: bool) -> bool {
    let is_of_organisation = class.any(Class::HEAD | Class::COMPANY)
        && (!is_surname || class.any(Class::HEAD))
        || class.any(Class::CALENDAR) && !class.any(Class::GIVEN);
    let other = Class::FUNCTION
        | Class::OTHER_TAIL
        | Class::PLACE_TAIL
        | Class::HONORIFIC
        | Class::TITLE
        | Class::ROLE
        | Class::NAME_SUFFIX
        | Class::CALENDAR;
    let is_given = is_first
        && class.any(Class::GIVEN)
        && !class.any(Class::TITLE | Class::ROLE | Class::FUNCTION | Class::HONORIFIC);
    let is_other = class.any(other) && !is_surname && !is_given;
    let is_common = class.any(Class::COMMON)
        && (!class.any(Class::GIVEN | Class::SURNAME) || is_first && !class.any(Class::GIVEN));
    !is_of_organisation && !is_other && !is_common
}

/// Whether the lexicon lets a word be part of a person's name.
fn is_of_a_person(class: Class, known: Known, is_surname: bool) -> bool {
    if known.any(Known::PERSON) {
        return true;
    }
    let is_of_another = known.any(Known::LONG) && known.any(Known::PLACE | Known::ORGANISATION)
        || known.any(Known::ORGANISATION) && !class.any(Class::GIVEN | Class::SURNAME);
    !is_of_another && (is_surname || !known.any(Known::DEMONYM))
}

/// How sure a single word after a title is a person.
fn single(
    passage: &Passage,
    sentence: &Sentence,
    index: usize,
    end: usize,
    strength: Strength,
) -> Option<f32> {
    let class = passage.classes[index];
    let known = passage.known[index];
    if known.any(Known::ORGANISATION | Known::DEMONYM)
        || known.any(Known::PLACE) && strength != Strength::Honorific
        || class.any(Class::COMMON)
            && !(strength == Strength::Honorific && class.any(Class::SURNAME))
            && !(titles::follows_mister(passage, index)
                && !class.any(Class::TITLE | Class::ROLE | Class::HEAD)
                && !passage.is(index + 1, Class::TITLE))
        || class.any(Class::FUNCTION | Class::CALENDAR)
        || sentence.capitals == Capitals::All
    {
        return None;
    }
    // `President Obama Way`, `Professor Quirrell's`: what follows may make it another name.
    let more = passage.is_capitalised(end)
        && passage.follows_closely(end)
        && end < sentence.end
        && sentence.capitals == Capitals::Names
        && !passage.is(end, Class::FUNCTION | Class::CALENDAR | Class::TITLE | Class::ROLE);
    if more {
        return None;
    }
    let listed = class.any(Class::SURNAME | Class::GIVEN);
    Some(match strength {
        Strength::Honorific => 0.92,
        Strength::Office if listed => 0.75,
        Strength::Office => 0.65,
        Strength::Role if listed => 0.6,
        Strength::Role => 0.45,
    })
}
