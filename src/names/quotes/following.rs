//! Who does the saying, where the speaker comes after the verb: `said Peters`, `according to a spokesman
//! for Peters`.
//!
//! What must stay true: nothing is read beyond a quotation mark or the end of the sentence.

use super::lists::Part;
use super::reading::Reading;
use super::strangers;
use super::subjects::{
    LONGEST_NOUN, Subject, Who, holds_office, is_noun, modifiers, modifying_mention,
};
use crate::model::EntityKind;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::Class;

/// The longest speaker after a verb, in tokens.
const LONGEST_AFTER: usize = 16;

/// The subject that begins after a verb or `according to`, not reaching over `ceiling`.
pub fn after(reading: &Reading, from: usize, ceiling: usize) -> Option<Subject> {
    let passage = reading.passage;
    let end = ceiling.min(from + LONGEST_AFTER);
    let mut found: Option<Subject> = None;
    let mut at = from;
    let mut begin = None;
    while at < end && !reading.is_quoted(at) {
        if let Some(mention) = reading.owner(at) {
            let named = reading.named[mention];
            let possessive = passage.is_possessive(named.end);
            let modifies = possessive
                || named.kind != EntityKind::Person
                    && (goes_on(reading, named.end) || is_one_of(reading, begin, named.end))
                || passage.is_joining_hyphen(named.end);
            begin = begin.or(Some(at));
            if !modifies {
                let subject = Subject::new(Who::Named(mention), named.first, named.end);
                return Some(behind_or(reading, subject, ceiling));
            }
            at = named.end + usize::from(possessive || passage.is_joining_hyphen(named.end));
            continue;
        }
        let token = &passage.tokens[at];
        if begin.is_none() && reading.is(at, Part::PRONOUN) {
            return Some(Subject::new(Who::Pronoun(at), at, at + 1));
        }
        // `reconnaît pourtant un agent`
        let adverb = !reading.is_english()
            && reading.is(at, Part::ADVERB)
            && !reading.is(at, Part::DETERMINER | Part::PREPOSITION);
        if begin.is_none() && (joins_pronoun(reading, at) || adverb) {
            at += 1;
            continue;
        }
        if reading.is_mark(at, &[',']) {
            return with_name_after_comma(reading, found, at, ceiling);
        }
        if token.shape == Shape::Mark && !token.is_hyphen() && !token.is_mark('.')
            || token.is_mark('.') && !is_shortened(reading, at)
        {
            break;
        }
        // `der` is an article and a relative pronoun, and after a verb it is an article.
        let conjunction = reading.is_english() && reading.is(at, Part::CONJUNCTION);
        let article = reading.is(at, Part::DETERMINER) && begin.is_none() && !conjunction;
        if !article && reading.is(at, Part::PREPOSITION | Part::CONJUNCTION) {
            break;
        }
        let first = *begin.get_or_insert(at);
        let who =
            if reading.is(at, Part::SPOKESPERSON) || passage.is(at, Class::ROLE | Class::TITLE) {
                Some(Who::Role(at))
            } else if reading.is(at, Part::DOCUMENT) {
                Some(Who::Document(at, modifying_mention(reading, first, at)))
            } else if reading.is(at, Part::INSTITUTION) {
                Some(Who::Institution(at))
            } else {
                None
            };
        if let Some(who) = who {
            found = Some(Subject::new(who, first, at + 1));
        } else if is_strange_name(reading, first, at)
            || found.is_none()
                && passage.is_lower(at)
                && passage.is_lower(first)
                && strangers::is_person(reading, at)
            || found.is_none_or(|own| own.who == Who::Other)
                && token.is_word()
                && first < at
                && reading.is(first, Part::DETERMINER)
                && is_noun(reading, at)
        {
            found = Some(Subject::new(Who::Other, first, at + 1));
        }
        at += 1;
    }
    let subject = found?;
    let modifier = modifying_mention(reading, subject.first, subject.end - 1);
    let subject = match subject.who {
        Who::Role(role) if reading.is(role, Part::SPOKESPERSON) && modifier.is_some() => {
            Subject { who: modifier.map_or(Who::Other, Who::Spokesperson), ..subject }
        }
        _ => subject,
    };
    if let Some(named) = held_office(reading, &subject, ceiling) {
        return Some(named);
    }
    let after_comma = next_comma(reading, subject.end, ceiling)
        .filter(|_| reading.is(subject.end, Part::PREPOSITION))
        .and_then(|comma| name_after(reading, comma));
    Some(after_comma.unwrap_or_else(|| behind_or(reading, subject, ceiling)))
}

/// `a Downing Street source`: an article for one, and a noun that belongs to it.
fn is_one_of(reading: &Reading, begin: Option<usize>, noun: usize) -> bool {
    let other = Part::PREPOSITION
        | Part::ADVERB
        | Part::SAYS
        | Part::SAYING
        | Part::BE
        | Part::CONJUNCTION
        | Part::TIME;
    begin.is_some_and(|first| reading.is_any(first, &["a", "an", "one", "another"]))
        && reading.passage.is_lower(noun)
        && reading.passage.follows_closely(noun)
        && !reading.is(noun, other)
        && is_noun(reading, noun)
}

/// `dit-il`, `a-t-elle`: what joins a pronoun to its verb.
fn joins_pronoun(reading: &Reading, at: usize) -> bool {
    let tokens = &reading.passage.tokens;
    let hyphen = |at: usize| tokens.get(at).is_some_and(|token| token.is_hyphen());
    hyphen(at) && tokens[at].gap == Gap::None
        || reading.is_any(at, &["t"]) && at > 0 && hyphen(at - 1) && hyphen(at + 1)
}

/// Whether only hyphens and a `t` stand between a verb that ends before `end` and its pronoun: `corrige-t-il`.
pub(super) fn is_joined_pronoun(reading: &Reading, end: usize, pronoun: usize) -> bool {
    end < pronoun && (end..pronoun).all(|at| joins_pronoun(reading, at))
}

/// The full stop of `Mr.`, `M.` or `Dr.`.
fn is_shortened(reading: &Reading, at: usize) -> bool {
    let passage = reading.passage;
    let before = at.saturating_sub(1);
    let initial = passage.tokens[before].shape == Shape::Initial;
    passage.tokens[at].gap == Gap::None && (passage.is(before, Class::HONORIFIC) || initial)
}

/// `said Thorwald`, whom the recogniser does not know for a name: capitals directly after the verb.
fn is_strange_name(reading: &Reading, first: usize, at: usize) -> bool {
    let passage = reading.passage;
    (first..=at).all(|at| {
        passage.is_capitalised(at)
            && !passage.is(at, Class::CALENDAR | Class::FUNCTION)
            && !reading.is(at, Part::TIME | Part::DETERMINER)
    })
}

/// `said Mayor of Lima Ana Roa`: the name after the office that was read.
fn held_office(reading: &Reading, subject: &Subject, ceiling: usize) -> Option<Subject> {
    if !matches!(subject.who, Who::Role(_)) || !reading.is_any(subject.end, &["of", "for", "to"]) {
        return None;
    }
    let mention = (subject.end + 1..ceiling.min(subject.end + LONGEST_NOUN))
        .take_while(|&at| !reading.is_quoted(at) && !reading.is_mark(at, &[',', '.']))
        .filter_map(|at| reading.owner(at))
        .find(|&own| reading.is_kind(own, EntityKind::Person))?;
    holds_office(
        reading,
        mention,
        modifiers(reading, reading.named[mention].first, subject.end + 1),
        subject.end,
    )
    .then(|| {
        let named = reading.named[mention];
        Subject {
            reach: subject.first,
            ..Subject::new(Who::Named(mention), named.first, named.end)
        }
    })
}

/// Whether a word that belongs to the same phrase follows a mention: `China’s`, `NATO chief`.
fn goes_on(reading: &Reading, at: usize) -> bool {
    let passage = reading.passage;
    let noun = reading.is(at, Part::DOCUMENT | Part::INSTITUTION | Part::SPOKESPERSON)
        || passage.is(at, Class::TITLE | Class::ROLE | Class::TITLE_MODIFIER)
            && !reading.is(at, Part::DETERMINER);
    noun && passage.follows_closely(at)
        || reading.owner(at).is_some() && passage.follows_closely(at)
}

/// `said a spokesman for the ministry`: who stands behind the words just read.
fn behind_or(reading: &Reading, subject: Subject, ceiling: usize) -> Subject {
    let preposition = subject.end;
    if preposition >= ceiling || !reading.is(preposition, Part::PREPOSITION) {
        return subject;
    }
    let spokesperson =
        matches!(subject.who, Who::Role(role) if reading.is(role, Part::SPOKESPERSON));
    let document = matches!(subject.who, Who::Document(_, None));
    if !spokesperson && !document {
        return subject;
    }
    let behind = (preposition + 1..ceiling.min(preposition + LONGEST_NOUN))
        .take_while(|&at| !reading.is_quoted(at) && !reading.is_mark(at, &[',', '.']))
        .filter_map(|at| reading.owner(at))
        .find(|&own| !reading.is_kind(own, EntityKind::Place));
    let Some(mention) = behind else {
        return if spokesperson { Subject { who: Who::Other, ..subject } } else { subject };
    };
    let end = reading.named[mention].end;
    let organisation = reading.is_kind(mention, EntityKind::Organisation);
    let who = match subject.who {
        Who::Document(at, _) => Who::Document(at, Some(mention)),
        _ if organisation => Who::Spokesperson(mention),
        _ => Who::Other,
    };
    Subject { who, end, ..subject }
}

/// `said the minister, Ana Roa`.
fn with_name_after_comma(
    reading: &Reading,
    found: Option<Subject>,
    comma: usize,
    ceiling: usize,
) -> Option<Subject> {
    let subject = found?;
    match subject.who {
        Who::Role(_) | Who::Other | Who::Spokesperson(_) if comma + 1 < ceiling => {
            Some(name_after(reading, comma).unwrap_or(subject))
        }
        _ => Some(subject),
    }
}

/// The person whose name is all that stands between the comma and the next mark.
fn name_after(reading: &Reading, comma: usize) -> Option<Subject> {
    let mention = reading.owner(comma + 1)?;
    let named = reading.named[mention];
    let alone = reading.passage.tokens.get(named.end).is_none_or(|next| {
        next.shape == Shape::Mark
            || reading.is_any(named.end, &["said", "who", "in", "at", "on", "told", "as"])
    });
    (reading.is_kind(mention, EntityKind::Person) && alone)
        .then(|| Subject::new(Who::Named(mention), named.first, named.end))
}

fn next_comma(reading: &Reading, from: usize, ceiling: usize) -> Option<usize> {
    (from..ceiling.min(from + LONGEST_AFTER))
        .take_while(|&at| !reading.is_quoted(at) && !reading.is_mark(at, &['.', ';', ':']))
        .find(|&at| reading.is_mark(at, &[',']))
}
