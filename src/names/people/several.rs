//! How sure a run of several capitalised parts is a person: by lists, by how it is written, by what stands around.

use super::{Parts, is_initial};
use crate::names::passage::{Known, Passage};
use crate::names::sentences::{Capitals, Sentence};
use crate::names::titles::{self, Strength};
use crate::names::words::Class;

/// What is known of a run of several parts that may be a person.
pub(super) struct Several<'p, 'a> {
    passage: &'p Passage<'a>,
    sentence: &'p Sentence,
    /// Its first token.
    index: usize,
    parts: &'p Parts,
    title: Option<Strength>,
    /// Classes of its first and its last part.
    first: Class,
    last: Class,
    is_place_first: bool,
    is_place_last: bool,
}

impl<'p, 'a> Several<'p, 'a> {
    /// Looks the parts up.
    pub(super) fn new(
        passage: &'p Passage<'a>,
        sentence: &'p Sentence,
        index: usize,
        parts: &'p Parts,
        title: Option<Strength>,
    ) -> Self {
        let last = parts.starts[parts.count - 1];
        Self {
            passage,
            sentence,
            index,
            parts,
            title,
            first: passage.classes[index],
            last: passage.classes[last],
            is_place_first: passage.is_known(index, Known::PLACE),
            is_place_last: passage.is_known(last, Known::PLACE),
        }
    }

    /// How sure it is a person.
    pub(super) fn confidence(&self) -> Option<f32> {
        if self.is_of_something_else() {
            return None;
        }
        let is_common_first = self.first.any(Class::COMMON);
        if self.sentence.capitals == Capitals::All {
            let is_pair =
                self.first.any(Class::GIVEN) && !is_common_first && self.has_known_surname();
            return (is_pair && !self.is_place_first).then_some(0.6);
        }
        let confidence = self.by_around(self.by_shape(self.by_lists()));
        Some(confidence.clamp(0.0, 0.98))
    }

    fn has_known_surname(&self) -> bool {
        self.last.any(Class::SURNAME) && !self.last.any(Class::COMMON)
    }

    fn has_plain_last(&self) -> bool {
        !self.last.any(Class::COMMON | Class::FUNCTION) && !self.is_place_last
    }

    /// Whether the word before it is one of these.
    fn follows(&self, words: &[&str]) -> bool {
        self.index > self.sentence.first
            && words.iter().any(|word| self.passage.is_word(self.index - 1, word))
    }

    /// Whether what it consists of or stands beside makes it an organisation or a place.
    fn is_of_something_else(&self) -> bool {
        let Self { passage, sentence, index, parts, first, .. } = *self;
        let end = parts.end;
        let goes_on = passage.is_capitalised(end)
            && passage.follows_closely(end)
            && end < sentence.end
            && passage
                .is(end, Class::HEAD | Class::PLACE_TAIL | Class::OTHER_TAIL | Class::COMPANY);
        let is_named = self.is_place_first && self.is_place_last
            || passage.is_known(index, Known::ORGANISATION)
            || self.follows(&["the", "a", "an"]);
        // `Maine Susan Collins` of `Governor of Maine Susan Collins`.
        let is_placed = index > sentence.first
            && ["of", "for", "in"].iter().any(|word| passage.word(index - 1) == *word);
        let opens_with_place = self.is_place_first
            && (is_placed || !first.any(Class::GIVEN))
            && passage.is(parts.starts[1], Class::GIVEN)
            && parts.count > 2;
        goes_on || is_named && self.title.is_none() || opens_with_place
    }

    /// By what the lists of names say of its first and last part.
    fn by_lists(&self) -> f32 {
        let (is_known, is_plain) = (self.has_known_surname(), self.has_plain_last());
        let is_given = self.first.any(Class::GIVEN);
        if is_given && !self.first.any(Class::COMMON) && !self.is_place_first {
            match (is_known, is_plain) {
                (true, _) => 0.95,
                (_, true) => 0.9,
                _ if self.last.any(Class::SURNAME) => 0.75,
                _ => 0.35,
            }
        } else if is_initial(self.passage, self.index) {
            if is_plain { 0.85 } else { 0.55 }
        } else if is_given {
            // `Bill`, `Mark`, `Jordan`: given names that are also words or places.
            match (is_known, is_plain) {
                (true, _) => 0.75,
                (_, true) => 0.6,
                _ => 0.3,
            }
        } else if self.first.any(Class::FAMILY_FIRST) && self.parts.count <= 3 && is_plain {
            0.6
        } else if is_known && !self.is_place_last {
            0.55
        } else {
            0.4
        }
    }

    /// By how it is written, here and elsewhere in the article.
    fn by_shape(&self, mut confidence: f32) -> f32 {
        let Self { passage, sentence, index, parts, first, .. } = *self;
        let is_plain = self.has_plain_last();
        let is_common = first.any(Class::COMMON);
        if sentence.capitals == Capitals::Titles {
            confidence -= 0.1;
        }
        let has_middle_initial = parts.count > 2
            && parts.starts[1..parts.count - 1].iter().any(|&start| is_initial(passage, start));
        if has_middle_initial && is_plain && !is_common && !self.is_place_first {
            confidence = confidence.max(0.8);
        }
        // `Eduard Hitzig … Hitzig found`: the way of the press with people.
        if confidence < 0.6
            && !is_common
            && !self.is_place_first
            && is_plain
            && passage.stands_alone_elsewhere(parts.starts[parts.count - 1])
            && !passage.stands_alone_elsewhere(index)
        {
            confidence += 0.2;
        }
        if joined_arabic(passage, parts) {
            confidence = confidence.max(0.75);
        }
        confidence
    }

    /// By what stands before and behind it.
    fn by_around(&self, mut confidence: f32) -> f32 {
        let Self { passage, sentence, index, parts, first, .. } = *self;
        let is_listed = first.any(Class::GIVEN) && self.has_known_surname();
        if follows_a_name(passage, sentence, index) {
            confidence -= match passage.is(index - 1, Class::PARTICLE) {
                true => 0.5,
                false if is_listed => 0.1,
                false => 0.3,
            };
        }
        if index == sentence.first && first.any(Class::COMMON) {
            confidence -= 0.1;
        }
        if self.is_place_first && !first.any(Class::GIVEN) {
            confidence -= 0.3;
        }
        let has_role = || {
            titles::role_follows(passage, sentence, parts.end)
                || titles::role_precedes(passage, sentence, index)
        };
        confidence += match self.title {
            Some(Strength::Honorific) => 0.4,
            Some(Strength::Office) => 0.3,
            Some(Strength::Role) => 0.25,
            None if has_role() => 0.3,
            None if titles::says(passage, sentence, index, parts.end) => 0.2,
            None => 0.0,
        };
        if self.follows(&["in", "at", "near", "from"]) && !is_listed {
            confidence -= 0.2;
        }
        confidence
    }
}

/// `Muhsin Abdul Hamid`, `Gamal Abdel Nasser`.
fn joined_arabic(passage: &Passage, parts: &Parts) -> bool {
    parts.count >= 3
        && parts.starts[1..parts.count - 1].iter().any(|&start| passage.is(start, Class::JOINING))
}

/// Whether a capitalised word that is neither a title nor known stands directly before: then the
/// name may be the end of a longer one (`San Luis Obispo`).
fn follows_a_name(passage: &Passage, sentence: &Sentence, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|&before| before >= sentence.first) else {
        return false;
    };
    passage.is_capitalised(before)
        && passage.follows_closely(index)
        && passage.known[before] == Known::default()
        && !passage.is(
            before,
            Class::TITLE
                | Class::ROLE
                | Class::HONORIFIC
                | Class::FUNCTION
                | Class::TITLE_MODIFIER
                | Class::CALENDAR,
        )
        && !(passage.starts_clause(sentence, before) && passage.is(before, Class::COMMON))
        && !passage.is(before, Class::COMMON) | passage.is(before, Class::PARTICLE)
}
