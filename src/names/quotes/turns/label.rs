//! What may be a label at the head of a paragraph, and whose it is.
//!
//! A label is short, begins with a capital, and ends with a colon that words follow. `Q.` and `A.` have a
//! full stop. Whether it is one, the whole text must tell.

use std::collections::HashMap;

use super::words;
use crate::model::EntityKind;
use crate::names::quotes::reading::Reading;
use crate::names::tokens::{self, Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// The longest label, in tokens.
const LONGEST: usize = 16;
/// The longest part of it that is the name.
const LONGEST_NAME: usize = 8;

/// The head of a paragraph, up to a colon.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub paragraph: usize,
    /// The words that name the speaker: tokens `first..end`.
    pub first: usize,
    pub end: usize,
    /// Where the speaker's words begin.
    pub words: usize,
    pub whose: Whose,
    /// The same for the same speaker.
    pub key: u64,
    /// Whether a title stands before the name.
    pub titled: bool,
    /// Whether it is in capitals.
    pub capitals: bool,
}

/// Whose words follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A mention of a person.
    Person(usize),
    Organisation(usize),
    /// `Q`.
    Question,
    /// `A`.
    Answer,
    /// `Moderator`, `Unidentified male`: somebody who is there by office.
    Part,
    /// Somebody of whom only the label tells; `ordinary` where its words are of every day.
    Unknown {
        ordinary: bool,
    },
}

/// Everything that looks like a label, in order.
pub fn labels(reading: &Reading) -> Vec<Label> {
    let mut found: Vec<Label> =
        (0..reading.paragraphs.len()).filter_map(|paragraph| label(reading, paragraph)).collect();
    if found.iter().any(|label| matches!(label.whose, Whose::Unknown { .. })) {
        give_initials(reading, &mut found);
    }
    found
}

fn label(reading: &Reading, paragraph: usize) -> Option<Label> {
    let first = skip_time(reading, paragraph);
    let end = reading.paragraphs[paragraph].end;
    let passage = reading.passage;
    if !passage.is_capitalised(first) || first >= end {
        return None;
    }
    let (mark, words) = ending(reading, first, end)?;
    // What is quoted has a speaker by other rules.
    if passage.tokens.get(words).is_some_and(|token| words < end && token.is_quote())
        || passage.is_mark(words, '„')
    {
        return None;
    }
    let name_end =
        (first..mark).find(|&at| reading.is_mark(at, &[',', '(', '[', '/'])).unwrap_or(mark);
    let whose = whose(reading, first, name_end)?;
    let key = match whose {
        Whose::Person(mention) | Whose::Organisation(mention) => {
            tokens::fold(&reading.mentions[mention].entity.key)
        }
        _ => tokens::fold(passage.span(first, name_end)),
    };
    let titled = match whose {
        Whose::Person(mention) => reading.named[mention].first > first,
        _ => false,
    };
    let capitals = passage.tokens[first..name_end]
        .iter()
        .all(|token| !matches!(token.shape, Shape::Lower | Shape::Capital));
    Some(Label { paragraph, first, end: name_end, words, whose, key, titled, capitals })
}

/// `[00:12:03]`, `(10:05)` or a dash before the label.
fn skip_time(reading: &Reading, paragraph: usize) -> usize {
    let first = reading.paragraphs[paragraph].first;
    // Asterisks are how some texts have bold letters.
    let mut first = first;
    while reading.is_mark(first, &['-', '–', '—', '•', '*']) {
        first += 1;
    }
    if !reading.is_mark(first, &['[', '(']) {
        return first;
    }
    let close = (first + 1..first + 9).find(|&at| reading.is_mark(at, &[']', ')']));
    match close {
        Some(close)
            if (first + 1..close).all(|at| {
                let token = &reading.passage.tokens[at];
                matches!(token.shape, Shape::Number | Shape::Mark)
            }) =>
        {
            close + 1
        }
        _ => first,
    }
}

/// The colon of a label, and where words begin behind it.
fn ending(reading: &Reading, first: usize, end: usize) -> Option<(usize, usize)> {
    let tokens = &reading.passage.tokens;
    let letter = reading.is_any(first, &["Q", "A"]) && tokens[first].shape == Shape::Initial;
    if letter && reading.is_mark(first + 1, &['.', ')']) && first + 2 < end {
        return Some((first + 1, first + 2));
    }
    if letter && first + 1 < end && tokens[first + 1].gap == Gap::Wide {
        return Some((first + 1, first + 1));
    }
    let colon = (first + 1..end.min(first + LONGEST)).find(|&at| reading.is_mark(at, &[':']))?;
    let parts_words =
        colon + 1 >= end || tokens[colon + 1].gap != Gap::None || tokens[colon + 1].is_mark('*');
    let runs_on = (first..colon).any(|at| {
        reading.is_quoted(at)
            || reading.is_mark(at, &['?', '!', ';', '…'])
            || reading.is_mark(at, &['.'])
                && tokens[at - 1].end - tokens[at - 1].start > 4
                && !reading.passage.is(at - 1, Class::HONORIFIC | Class::TITLE)
    });
    let mut words = colon + 1;
    while words < end && reading.is_mark(words, &['*']) {
        words += 1;
    }
    (parts_words && !runs_on).then_some((colon, words))
}

/// Whose label tokens `first..end` are, if they can be one.
fn whose(reading: &Reading, first: usize, end: usize) -> Option<Whose> {
    let passage = reading.passage;
    if end - first > LONGEST_NAME {
        return None;
    }
    let words = passage.span(first, end);
    let of_language = (!reading.is_english()).then(|| letter(words)).flatten();
    if let Some(part) = of_language.or_else(|| part(words)) {
        return Some(part);
    }
    let name_like = (first..end).all(|at| {
        let token = &passage.tokens[at];
        token.is_capitalised()
            || token.is_hyphen()
            || token.shape == Shape::Number && at > first
            || token.is_mark('.') && at > first
            || passage.is(at, Class::PARTICLE | Class::TITLE | Class::ROLE)
    });
    let mention = reading.owner(end - 1);
    if let Some(mention) = mention {
        let named = reading.named[mention];
        let before = (first..named.first).all(|at| {
            passage.is(at, Class::TITLE | Class::ROLE | Class::HONORIFIC | Class::TITLE_MODIFIER)
                || reading.is_mark(at, &['.', '-'])
                || passage.tokens[at].shape == Shape::Upper && reading.owner(at).is_none()
                || reading
                    .owner(at)
                    .is_some_and(|own| reading.is_kind(own, EntityKind::Organisation))
        });
        let whole = named.end == end && named.first >= first && before;
        return match named.kind {
            EntityKind::Person if whole => Some(Whose::Person(mention)),
            EntityKind::Organisation if whole && named.first == first => {
                Some(Whose::Organisation(mention))
            }
            _ => None,
        };
    }
    let inside = (first..end).any(|at| reading.owner(at).is_some());
    let listed = (first..end).any(|at| passage.is(at, Class::CALENDAR));
    let function =
        passage.is(first, Class::FUNCTION) && passage.tokens[first].shape != Shape::Upper;
    if !name_like
        || inside
        || listed
        || function
        || words::holds(words::NEVER, &words.to_lowercase())
    {
        return None;
    }
    let ordinary = (first..end)
        .filter(|&at| passage.tokens[at].is_word())
        .all(|at| passage.is(at, Class::COMMON | Class::FUNCTION | Class::ROLE | Class::TITLE));
    Some(Whose::Unknown { ordinary })
}

/// `JR:`, where one person of the text has these initials.
fn give_initials(reading: &Reading, found: &mut [Label]) {
    let mut bearers: FoldMap<Option<usize>> = FoldMap::default();
    let mut keys: HashMap<u64, &str> = HashMap::new();
    for (number, mention) in reading.mentions.iter().enumerate() {
        if mention.entity.kind != EntityKind::Person || !mention.entity.name.contains(' ') {
            continue;
        }
        let fold = tokens::fold(&initials(&mention.entity.name));
        let key = mention.entity.key.as_str();
        let another = *keys.entry(fold).or_insert(key) != key;
        let known = bearers.entry(fold).or_insert(Some(number));
        if another {
            *known = None;
        }
    }
    for label in found {
        let (Whose::Unknown { .. }, true) = (label.whose, label.capitals) else { continue };
        let words = reading.passage.span(label.first, label.end);
        let letters: String = words.chars().filter(|letter| letter.is_alphabetic()).collect();
        let bearer = bearers.get(&tokens::fold(&letters)).copied().flatten();
        if let Some(mention) = bearer.filter(|_| letters.chars().count() <= 4) {
            label.whose = Whose::Person(mention);
            label.key = tokens::fold(&reading.mentions[mention].entity.key);
        }
    }
}

fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|part| part.chars().next()).collect()
}

/// `P:` and `R:` of other languages. In English they may be anybody's initials.
fn letter(words: &str) -> Option<Whose> {
    match words.trim_end_matches('.') {
        "P" | "D" | "F" | "V" => Some(Whose::Question),
        "R" => Some(Whose::Answer),
        _ => None,
    }
}

/// Whose a label is that says no name.
fn part(words: &str) -> Option<Whose> {
    let words = words.to_lowercase();
    let words = words.trim_end_matches('.');
    if words::holds(words::QUESTIONS, words) {
        Some(Whose::Question)
    } else if words::holds(words::ANSWERS, words) {
        Some(Whose::Answer)
    } else {
        words::holds(words::PARTS, words).then_some(Whose::Part)
    }
}
