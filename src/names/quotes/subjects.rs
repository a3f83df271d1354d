//! Who does the saying: the words before a verb, as a grammar of a few lines sees them (`following` has
//! those after one).
//!
//! Nothing here looks further than the sentence; whom `she` or `the minister` means, `antecedents`
//! tells.

use super::lists::Part;
use super::reading::Reading;
use crate::model::EntityKind;
use crate::names::tokens::Shape;
use crate::names::words::Class;

/// The longest apposition between a subject and its verb, and the longest row of words before a noun.
const LONGEST_APPOSITION: usize = 40;
pub(super) const LONGEST_NOUN: usize = 10;
/// Small words that stand between an article and its noun: `the two boys`.
const COUNTING: &[&str] =
    &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "other", "same"];
/// `the head of the office of the mayor of …`.
const DEEPEST: usize = 4;

/// What kind of words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A mention.
    Named(usize),
    /// `he`, `she`, `it`, `they`.
    Pronoun(usize),
    /// `the minister`: the token of the office.
    Role(usize),
    /// `the ministry`: the token of its kind.
    Institution(usize),
    /// `the statement`, and the mention behind it where the same words say so.
    Document(usize, Option<usize>),
    /// `a spokesman for …`, with the mention spoken for.
    Spokesperson(usize),
    /// `the crowd`: nobody whom we could name.
    Other,
}

/// Words that speak: tokens `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub who: Who,
    pub first: usize,
    pub end: usize,
    /// Where the whole subject begins, with what stands before the name: `an engineer, Ana Roa,`.
    pub reach: usize,
}

impl Subject {
    pub(super) fn new(who: Who, first: usize, end: usize) -> Self {
        Self { who, first, end, reach: first }
    }
}

/// The subject that ends before the verb at `verb`, not reaching over `floor`.
pub fn before(reading: &Reading, verb: usize, floor: usize) -> Option<Subject> {
    let mut end = skip_adverbs(reading, verb, floor);
    if is_relative(reading, verb, floor) {
        return before_relative(reading, end - 1, floor);
    }
    if end > floor && reading.is_mark(end - 1, &[',', '–', '—', '-', ')']) {
        if let Some(subject) = named_between_commas(reading, end, floor) {
            return Some(subject);
        }
        end = before_apposition(reading, end - 1, floor)?;
    }
    noun_phrase(reading, end, floor, 0)
}

/// `who said`, `which also read`.
pub fn is_relative(reading: &Reading, verb: usize, floor: usize) -> bool {
    let end = skip_adverbs(reading, verb, floor);
    end > floor && reading.is(end - 1, Part::RELATIVE)
}

/// The name that a relative clause is about, which begins at `end`.
fn before_relative(reading: &Reading, end: usize, floor: usize) -> Option<Subject> {
    let comma = end > floor && reading.is_mark(end - 1, &[',', '–', '—', '(']);
    let end = end - usize::from(comma);
    let named = |end: usize| {
        let mention = reading.owner(end.checked_sub(1).filter(|&last| last >= floor)?)?;
        let person = reading.is_kind(mention, EntityKind::Person);
        person.then(|| Subject::new(Who::Named(mention), reading.named[mention].first, end))
    };
    let apposed = || named(before_apposition(reading, end, floor)?);
    named(end)
        .or_else(|| if comma { apposed() } else { None })
        .or_else(|| noun_phrase(reading, end, floor, 0))
}

/// The phrase that ends with a mention, as a subject.
pub fn ending_with(reading: &Reading, mention: usize, floor: usize) -> Option<Subject> {
    of_mention(reading, mention, reading.named[mention].end, floor, 0)
}

/// Whether the words that end before `end` are an office with an article, of which nothing else is said.
pub fn is_subject(reading: &Reading, end: usize, floor: usize) -> bool {
    let subject = noun_phrase(reading, end, floor, 0);
    subject.is_some_and(|subject| {
        matches!(subject.who, Who::Role(_)) && subject.first + 1 < subject.end
    })
}

/// The organisation or person among the words before a noun: `a China Daily editorial`.
pub fn named_before_noun(reading: &Reading, noun: usize, floor: usize) -> Option<usize> {
    modifying_mention(reading, modifiers(reading, noun, floor), noun)
}

/// Back over what may stand between a subject and its verb.
fn skip_adverbs(reading: &Reading, verb: usize, floor: usize) -> usize {
    let mut at = verb;
    for _ in 0..LONGEST_NOUN {
        match adverbial(reading, at, floor) {
            0 => break,
            length => at -= length,
        }
    }
    at
}

/// How many tokens before `end` say when or how: `also`, `on Tuesday`, `, however,`, `in a statement`.
fn adverbial(reading: &Reading, end: usize, floor: usize) -> usize {
    let before = |back: usize| end.checked_sub(back).filter(|&at| at >= floor);
    let any =
        |back: usize, words: &[&str]| before(back).is_some_and(|at| reading.is_any(at, words));
    let part = |back: usize, part: Part| before(back).is_some_and(|at| reading.is(at, part));
    let comma = |back: usize| before(back).is_some_and(|at| reading.is_mark(at, &[',']));
    let adverb = |back: usize| before(back).is_some_and(|at| is_adverb(reading, at));
    let day = before(1)
        .is_some_and(|at| reading.passage.is(at, Class::CALENDAR) || reading.is(at, Part::TIME));
    if adverb(1) {
        1
    } else if day && any(2, &["on", "last", "this", "in", "late", "early", "that"]) {
        2
    } else if part(1, Part::DOCUMENT) && part(2, Part::DETERMINER) && any(3, &["in"])
        || comma(1) && adverb(2) && comma(3)
    {
        3
    } else {
        0
    }
}

fn is_adverb(reading: &Reading, at: usize) -> bool {
    let word = reading.passage.word(at);
    reading.is(at, Part::ADVERB) && !reading.passage.is_possessive(at)
        || reading.passage.is_lower(at) && word.ends_with("ly") && word.len() > 4
}

/// `the minister, Ana Roa, said`: nothing but a name between the commas.
fn named_between_commas(reading: &Reading, end: usize, floor: usize) -> Option<Subject> {
    let mention = reading.owner(end.checked_sub(2)?)?;
    let named = reading.named[mention];
    let comma = named.first.checked_sub(1).filter(|&comma| comma > floor)?;
    if !reading.is_kind(mention, EntityKind::Person) || !reading.is_mark(comma, &[',', '–', '—'])
    {
        return None;
    }
    let title = noun_phrase(reading, comma, floor, 0)?;
    match title.who {
        Who::Role(_) | Who::Spokesperson(_) | Who::Other => Some(Subject {
            reach: title.reach,
            ..Subject::new(Who::Named(mention), named.first, named.end)
        }),
        _ => None,
    }
}

/// Where the subject ends whose apposition is closed by the mark at `closing`.
fn before_apposition(reading: &Reading, closing: usize, floor: usize) -> Option<usize> {
    let opening: &[char] = match reading.passage.tokens[closing].mark {
        ')' => &['('],
        ',' => &[','],
        _ => &['–', '—', '-'],
    };
    let lowest = floor.max(closing.saturating_sub(LONGEST_APPOSITION));
    let mut nominal = None;
    for at in (lowest + 1..closing).rev() {
        if reading.is_quoted(at) {
            break;
        }
        if !reading.is_mark(at, opening) {
            continue;
        }
        let person = reading
            .owner(at - 1)
            .is_some_and(|mention| reading.is_kind(mention, EntityKind::Person));
        // `Ana Roa, a lawyer,` but not `Ana Roa, Tom Hale and a lawyer,`.
        if opening != [','] || person && begins_apposition(reading, at + 1) {
            return Some(at);
        }
        if nominal.is_none() && begins_apposition(reading, at + 1) && is_nominal(reading, at - 1) {
            nominal = Some(at);
        }
    }
    nominal
}

fn begins_apposition(reading: &Reading, at: usize) -> bool {
    let passage = reading.passage;
    let word = passage.word(at);
    let place = reading.owner(at).is_some_and(|own| !reading.is_kind(own, EntityKind::Person));
    // In other languages it begins with a noun: `Ana Roa, Sprecherin der Werft,`.
    let noun = !reading.is_english()
        && passage.tokens.get(at).is_some_and(|token| token.is_word())
        && reading.owner(at).is_none();
    noun || reading.is(at, Part::DETERMINER)
        || reading.is_any(at, &["who", "which", "whose", "whom", "both", "currently"])
        || passage.tokens.get(at).is_some_and(|token| token.shape == Shape::Number)
        || passage.is(at, Class::TITLE | Class::ROLE | Class::TITLE_MODIFIER | Class::PEOPLES)
        || place
        || passage.is_lower(at)
            && (word.ends_with("ing") || word.ends_with("ed") || word.contains('-'))
        || reading.is(at, Part::PREPOSITION | Part::ADVERB)
        || passage.is_joining_hyphen(at + 1)
}

/// Whether a subject may end with the token.
fn is_nominal(reading: &Reading, at: usize) -> bool {
    let organisation =
        reading.owner(at).is_some_and(|own| !reading.is_kind(own, EntityKind::Place));
    organisation
        || reading.is(at, Part::DOCUMENT | Part::INSTITUTION | Part::SPOKESPERSON)
        || reading.passage.is(at, Class::TITLE | Class::ROLE)
}

/// The noun phrase that ends at `end`.
fn noun_phrase(reading: &Reading, end: usize, floor: usize, depth: usize) -> Option<Subject> {
    let last = end.checked_sub(1).filter(|&last| last >= floor && !reading.is_quoted(last))?;
    if depth >= DEEPEST {
        return None;
    }
    if let Some(mention) = reading.owner(last) {
        return of_mention(reading, mention, end, floor, depth);
    }
    let passage = reading.passage;
    if reading.is(last, Part::PRONOUN) {
        return Some(Subject::new(Who::Pronoun(last), last, end));
    }
    if !passage.tokens[last].is_word() || passage.is_possessive(last) {
        return None;
    }
    // `Ana Roa QC`.
    let person = last.checked_sub(1).filter(|&at| at >= floor).and_then(|at| reading.owner(at));
    if person.is_some_and(|own| reading.is_kind(own, EntityKind::Person))
        && passage.tokens[last].shape == Shape::Upper
    {
        return noun_phrase(reading, last, floor, depth + 1);
    }
    // `one of the children`.
    if reading.is_any(last, &["one", "some", "many", "most", "both", "all", "others", "several"]) {
        return Some(Subject::new(Who::Other, last, end));
    }
    let head =
        if reading.is(last, Part::SPOKESPERSON) || passage.is(last, Class::ROLE | Class::TITLE) {
            Who::Role(last)
        } else if reading.is(last, Part::DOCUMENT) {
            Who::Document(last, None)
        } else if reading.is(last, Part::INSTITUTION) {
            Who::Institution(last)
        } else {
            Who::Other
        };
    let first = modifiers(reading, last, floor);
    let compared = first > floor && compares(reading, first - 1, floor);
    if let Some(subject) = of_preposition(reading, first, end, floor, depth, None) {
        return Some(subject);
    }
    let modifier = modifying_mention(reading, first, last);
    let who = match head {
        Who::Role(_) if reading.is(last, Part::SPOKESPERSON) => {
            modifier.map_or(head, Who::Spokesperson)
        }
        Who::Document(at, _) => Who::Document(at, modifier),
        // Any other noun must at least have an article or be several, and not be the object of something.
        Who::Other => {
            let article = reading.is(first, Part::DETERMINER) && first < last;
            let several = first <= floor && is_several(reading, last);
            let preposition =
                first > floor && !compared && reading.is(first - 1, Part::PREPOSITION);
            return ((article || several) && !preposition && is_noun(reading, last))
                .then(|| Subject::new(Who::Other, first, end));
        }
        _ => head,
    };
    if first > floor && !compared && reading.is(first - 1, Part::PREPOSITION) {
        return None;
    }
    Some(Subject::new(who, first, end))
}

/// Whether a word may be a noun, as far as the lists of other words tell.
pub(super) fn is_noun(reading: &Reading, at: usize) -> bool {
    // In lists of names `source` is what stands before one.
    let source = reading.is_any(at, &["source", "sources"]);
    let small = reading.passage.is(at, Class::FUNCTION | Class::CALENDAR) && !source;
    let other = Part::ADVERB | Part::CONJUNCTION | Part::PREPOSITION | Part::TIME;
    !small && (reading.is_english() || !reading.is(at, other))
}

/// `campaigners`, `people`: the subject needs no article.
fn is_several(reading: &Reading, at: usize) -> bool {
    let word = reading.passage.word(at);
    let plural = word.ends_with('s') && !word.ends_with("ss") && word.len() > 4;
    reading.is_english()
        && reading.passage.is_lower(at)
        && (plural || reading.is_any(at, &["people", "police", "parents"]))
}

/// `As Peters wrote`, `“…”, as Peters put it`: the preposition opens a clause, and what follows is its
/// subject.
fn compares(reading: &Reading, preposition: usize, floor: usize) -> bool {
    reading.is_any(preposition, &["as", "like"])
        && (preposition <= floor
            || reading.is_mark(preposition - 1, &[',', '–', '—', '-', '(', ';'])
            || reading.is_any(preposition - 1, &["and", "or", "but"]))
}

/// A phrase that ends with a mention.
fn of_mention(
    reading: &Reading,
    mention: usize,
    end: usize,
    floor: usize,
    depth: usize,
) -> Option<Subject> {
    let named = reading.named[mention];
    if named.first < floor {
        return None;
    }
    let person = named.kind == EntityKind::Person;
    let first = modifiers(reading, named.first, floor);
    let subject = Subject { reach: first, ..Subject::new(Who::Named(mention), named.first, end) };
    let Some(preposition) =
        first.checked_sub(1).filter(|&at| at >= floor && reading.is(at, Part::PREPOSITION))
    else {
        return Some(subject);
    };
    if compares(reading, preposition, floor) {
        return Some(Subject { reach: preposition, ..subject });
    }
    // `During the speech Peters said`: two phrases without a comma between them.
    let apart = person && named.first > first && {
        let passage = reading.passage;
        let before = named.first - 1;
        passage.is_lower(before)
            && !passage.is(before, Class::TITLE | Class::ROLE | Class::TITLE_MODIFIER)
    };
    if apart {
        return Some(Subject { reach: named.first, ..subject });
    }
    if holds_office(reading, mention, first, preposition) {
        return Some(Subject { reach: modifiers(reading, preposition - 1, floor), ..subject });
    }
    of_preposition(reading, first, end, floor, depth, Some(mention))
}

/// `Minister of Foreign Affairs Ana Roa`, `Ambassador to Peru Ana Roa`: the office reaches over the
/// preposition. `a deputy of Minister Ana Roa` is somebody else.
pub(super) fn holds_office(
    reading: &Reading,
    mention: usize,
    first: usize,
    preposition: usize,
) -> bool {
    let passage = reading.passage;
    let named = reading.named[mention];
    let office = preposition.checked_sub(1).filter(|&at| passage.is(at, Class::TITLE));
    let between = first < named.first
        && !passage.is(named.first - 1, Class::TITLE | Class::ROLE | Class::HONORIFIC)
        && passage.is_capitalised(named.first - 1);
    named.kind == EntityKind::Person
        && between
        && reading.is_any(preposition, &["of", "for", "to"])
        && office.is_some_and(|at| {
            passage.is_capitalised(at) || reading.owner(named.first - 1).is_some()
        })
}

/// `a spokesman for Peters`, `an editorial published by China Daily`: the phrase before the preposition
/// that stands before `first` is what speaks, `behind` who stands behind it.
fn of_preposition(
    reading: &Reading,
    first: usize,
    end: usize,
    floor: usize,
    depth: usize,
    behind: Option<usize>,
) -> Option<Subject> {
    let preposition = first.checked_sub(1).filter(|&at| at > floor)?;
    if !reading.is(preposition, Part::PREPOSITION) {
        return None;
    }
    let participle = preposition - 1;
    let issued = reading.is_any(
        participle,
        &[
            "published",
            "issued",
            "released",
            "written",
            "seen",
            "obtained",
            "made",
            "posted",
            "signed",
            "sent",
        ],
    );
    let left =
        noun_phrase(reading, if issued { participle } else { preposition }, floor, depth + 1)?;
    let organisation = behind.filter(|&mention| !reading.is_kind(mention, EntityKind::Place));
    let who = match left.who {
        Who::Document(at, None) => Who::Document(at, organisation),
        Who::Role(at) if reading.is(at, Part::SPOKESPERSON) => organisation
            .filter(|&mention| reading.is_kind(mention, EntityKind::Organisation))
            .map_or(Who::Other, Who::Spokesperson),
        // `the head of the institute` is not whoever else is called a head.
        Who::Role(_) if behind.is_some() => Who::Other,
        who => who,
    };
    let span_end = if matches!(who, Who::Named(_)) { left.end } else { end };
    Some(Subject { who, end: span_end, ..left })
}

/// Back over titles, adjectives and articles before the noun at `noun`.
pub(super) fn modifiers(reading: &Reading, noun: usize, floor: usize) -> usize {
    let passage = reading.passage;
    let mut first = noun;
    let mut at = noun;
    // Whether an `and` between two offices was passed.
    let mut listed = false;
    let lowest = floor.max(noun.saturating_sub(LONGEST_NOUN));
    while at > lowest {
        let before = at - 1;
        if reading.is_quoted(before) {
            break;
        }
        if reading.is(before, Part::DETERMINER) {
            return before;
        }
        let token = &passage.tokens[before];
        let stop = passage.is_possessive(before + 1) && reading.owner(before).is_none()
            || reading.is(
                before,
                Part::PREPOSITION | Part::SAYS | Part::SAYING | Part::BE | Part::ADVERB,
            )
            || passage.is(before, Class::CALENDAR)
            || passage.is(before, Class::FUNCTION)
                && !token.is_capitalised()
                && !reading.is_any(before, COUNTING);
        let title = passage.is(
            before,
            Class::TITLE | Class::ROLE | Class::TITLE_MODIFIER | Class::HONORIFIC | Class::PEOPLES,
        );
        let mention = reading.owner(before).map(|own| reading.named[own]);
        let another_person = mention.is_some_and(|own| own.kind == EntityKind::Person)
            && !passage.is_possessive(before + 1);
        if another_person && joins_role(reading, at) {
            // `Peters lawyer Ana Roa`: the name before belongs to the words about the speaker.
            return mention.map_or(first, |own| own.first.max(floor));
        }
        if joins_offices(reading, before, at, listed) {
            listed = true;
            at = before;
            continue;
        }
        if stop && !title || another_person {
            break;
        }
        if let Some(own) = mention {
            // `SkyNews Peters` are two; `NATO chief Peters` are not.
            let adjacent = reading
                .owner(at)
                .is_some_and(|next| reading.named[next].kind == EntityKind::Person);
            if adjacent && own.kind == EntityKind::Organisation || own.first < floor {
                break;
            }
            at = own.first;
            first = at;
            continue;
        }
        let abbreviation =
            token.is_mark('.') && before > floor && passage.is(before - 1, Class::HONORIFIC);
        let joins =
            passage.is_joining_hyphen(before) || abbreviation || passage.is_possessive(before);
        if joins {
            at = before;
            continue;
        }
        if title || token.is_capitalised() && !passage.is(before, Class::FUNCTION) {
            first = before;
        } else if token.shape != Shape::Lower && token.shape != Shape::Number {
            break;
        }
        at = before;
    }
    // Directly behind a quotation the whole row is the subject: `“…,” emergency room doctor Ana Roa said`.
    let comma = at == floor + 1 && reading.is_mark(floor, &[',']);
    let whole = first < noun && (at == floor || comma) && reading.is_quoted(floor.wrapping_sub(1));
    if whole { at } else { first }
}

/// `chairman, chief executive and president Ana Roa`: what stands between two offices of one person.
fn joins_offices(reading: &Reading, before: usize, at: usize, listed: bool) -> bool {
    let office = |at: usize| {
        reading.passage.is(at, Class::TITLE | Class::ROLE) && reading.owner(at).is_none()
    };
    let joins = reading.is_any(before, &["and"]) || listed && reading.is_mark(before, &[',']);
    joins && office(at) && before.checked_sub(1).is_some_and(office)
}

/// Whether a role in small letters stands at `at`, directly before a name.
fn joins_role(reading: &Reading, at: usize) -> bool {
    let person =
        |at| reading.owner(at).is_some_and(|mention| reading.is_kind(mention, EntityKind::Person));
    let role = reading.passage.is_lower(at)
        && reading.passage.is(at, Class::ROLE | Class::TITLE)
        && !reading.passage.is(at, Class::HONORIFIC);
    role && (person(at + 1)
        || person(at + 2) && reading.passage.is(at + 1, Class::ROLE | Class::TITLE))
}

pub(super) fn modifying_mention(reading: &Reading, first: usize, noun: usize) -> Option<usize> {
    (first..noun)
        .rev()
        .filter_map(|at| reading.owner(at))
        .find(|&mention| !reading.is_kind(mention, EntityKind::Place))
}
