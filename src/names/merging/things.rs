//! What was tagged as an organisation and is a thing: a law, a report, a budget, a programme, a military operation,
//! a measure that letters stand for.
//!
//! What must stay true: a name of the catalogue is none, and all of it is about how things are named, none about a
//! name.

use crate::model::EntityKind;
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::{Class, FoldMap};

use super::bodies;

/// What a parliament passes or is given. What stands before it is its subject: `the Labor Appropriations bill`.
const PAPERS: [&str; 21] = [
    "act",
    "amendment",
    "amendments",
    "appropriations",
    "authorization",
    "bill",
    "bills",
    "budget",
    "charter",
    "code",
    "conference",
    "hearing",
    "hearings",
    "law",
    "legislation",
    "measure",
    "report",
    "request",
    "resolution",
    "statute",
    "title",
];

/// What letters stand for beside what `Class::OTHER_TAIL` has: what people are paid, drive or are asked to keep.
const MEASURES: [&str; 22] = [
    "allowance",
    "assistance",
    "benefit",
    "benefits",
    "certificate",
    "credit",
    "credits",
    "fee",
    "guidance",
    "insurance",
    "loan",
    "loans",
    "payment",
    "payments",
    "procedure",
    "programs",
    "regulation",
    "regulations",
    "rules",
    "standard",
    "standards",
    "vehicle",
];

/// Letters of laws, of benefits and of illnesses that texts do not explain, because everybody knows them.
const LAWS: [&str; 16] = [
    "ADHD", "CAFE", "CERCLA", "CHIP", "COBRA", "DACA", "ERISA", "FICA", "FISA", "FMLA", "FOIA",
    "HIPAA", "NEPA", "PTSD", "SCHIP", "VAWA",
];

/// Adjectives of bodies, which name none: `the Texas Congressional delegation`.
const ADJECTIVES: [&str; 6] =
    ["congressional", "federal", "gubernatorial", "parliamentary", "presidential", "senatorial"];

/// Houses of a parliament, which a hyphen or a wide gap puts side by side.
const HOUSES: [&str; 4] = ["house", "senate", "congress", "administration"];

/// Which letters stand for a thing in a text.
pub(super) struct Things {
    letters: FoldMap<()>,
}

impl Things {
    /// `tagged`: all that was tagged in the text, in order.
    pub(super) fn of(passage: &Passage, tagged: &[Proposal]) -> Self {
        let mut letters = FoldMap::default();
        for at in 1..passage.tokens.len() {
            if let Some(short) = letters_of_thing(passage, tagged, at) {
                letters.insert(passage.tokens[short].fold, ());
            }
        }
        Self { letters }
    }

    /// Whether a tagged organisation is a thing.
    pub(super) fn is(&self, passage: &Passage, name: &Proposal) -> bool {
        name.kind == EntityKind::Organisation
            && passage.matches_of(name.first, name.end).next().is_none()
            && (self.is_letters(passage, name)
                || is_several(passage, name)
                || is_paper(passage, name)
                || is_adjective(passage, name)
                || is_houses(passage, name)
                || is_operation(passage, name)
                || is_plural_of_state(passage, name))
    }

    fn is_letters(&self, passage: &Passage, name: &Proposal) -> bool {
        let is_law = || LAWS.contains(&passage.word(name.first));
        name.end == name.first + 1
            && (is_law() || self.letters.contains_key(&passage.tokens[name.first].fold))
            && !passage.is_known(name.first, Known::ORGANISATION)
    }
}

/// The letters beside a bracket at `at` that stand for words which were not tagged, and whose last one says
/// that they are a thing: `Animal Terrorism Act (ATA)`, `CERB (Canada Emergency Response Benefit)`.
fn letters_of_thing(passage: &Passage, tagged: &[Proposal], at: usize) -> Option<usize> {
    let is_upper =
        |at: usize| passage.tokens.get(at).is_some_and(|token| token.shape == Shape::Upper);
    let is_wide = |at: usize| passage.tokens.get(at).is_some_and(|token| token.gap == Gap::Wide);
    let (short, end) = if passage.is_mark(at, '(') {
        if is_upper(at + 1) && passage.is_mark(at + 2, ')') {
            (at + 1, at)
        } else if is_upper(at - 1) {
            let closed = (at + 1..at + 10).find(|&at| passage.is_mark(at, ')'))?;
            (at - 1, closed)
        } else {
            return None;
        }
    } else if is_wide(at) && is_upper(at) && is_wide(at + 1) {
        // Brackets became spaces, as in the press releases of some offices.
        (at, at)
    } else {
        return None;
    };
    let last = end.checked_sub(1)?;
    let is_thing = (passage.is(last, Class::OTHER_TAIL)
        || MEASURES.iter().any(|word| passage.is_word(last, word)))
        && !passage.is(last, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY)
        && passage.is_capitalised(last);
    if !is_thing || !stands_for(passage, short, end) {
        return None;
    }
    let from = tagged.partition_point(|name| name.end <= last);
    let is_tagged = tagged
        .get(from)
        .is_some_and(|name| name.first <= last && name.kind == EntityKind::Organisation);
    (!is_tagged).then_some(short)
}

/// Whether the words that end at `end` begin with these letters.
fn stands_for(passage: &Passage, short: usize, end: usize) -> bool {
    let mut at = end;
    for letter in passage.word(short).chars().rev() {
        let mut word = at.checked_sub(1);
        // `of`, `and` and hyphens count for nothing.
        while let Some(skipped) = word.filter(|&word| !passage.is_capitalised(word)) {
            let is_small =
                passage.is(skipped, Class::FUNCTION) || passage.tokens[skipped].is_hyphen();
            word = skipped.checked_sub(1).filter(|_| is_small);
        }
        let Some(word) = word else { return false };
        let begins = passage.word(word).chars().next();
        if !begins.is_some_and(|own| own.eq_ignore_ascii_case(&letter)) {
            return false;
        }
        at = word;
    }
    true
}

/// `FFVs`, `FY05`: several of a kind, a year of a budget.
fn is_several(passage: &Passage, name: &Proposal) -> bool {
    let word = passage.word(name.first);
    let letters = word.strip_suffix('s').unwrap_or_default();
    let many = letters.len() >= 2 && letters.chars().all(|letter| letter.is_ascii_uppercase());
    let year = word
        .strip_prefix("FY")
        .is_some_and(|year| !year.is_empty() && year.chars().all(|digit| digit.is_ascii_digit()));
    name.end == name.first + 1 && (many || year)
}

/// `Justice Appropriations Conference Report`, `Transportation and Housing` of a bill: a paper, or what it is about.
fn is_paper(passage: &Passage, name: &Proposal) -> bool {
    let paper = |at: usize| PAPERS.iter().any(|word| passage.is_word(at, word));
    let last = name.end - 1;
    if name.end < name.first + 2 {
        return false;
    }
    // `Weather Report` may be anything.
    let is_itself = name.end >= name.first + 3
        && paper(last)
        && !["appropriations", "conference", "code", "charter", "title"]
            .iter()
            .any(|word| passage.is_word(last, word));
    let behind = |at: usize| paper(at) && passage.follows_closely(at);
    // `the Judiciary Committee report` is the committee's.
    let is_subject = behind(name.end)
        && !passage.is(last, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY)
        && !passage.is_known(last, Known::ORGANISATION)
        && passage.tokens[last].shape == Shape::Capital;
    let has_of = (name.first..name.end).any(|at| {
        passage.is_lower(at) && passage.is(at, Class::FUNCTION) && !passage.is_word(at, "and")
    });
    is_itself && !has_of || is_subject
}

/// `the Texas Congressional delegation`, `a Roman Catholic bishop`: of whom something is, and no body.
fn is_adjective(passage: &Passage, name: &Proposal) -> bool {
    let last = name.end - 1;
    name.end >= name.first + 2
        && (ADJECTIVES.iter().any(|word| passage.is_word(last, word))
            || (name.first..name.end)
                .all(|at| passage.is(at, Class::PEOPLES) || passage.tokens[at].is_hyphen()))
}

/// `House-Senate`, `House  Senate`: two bodies side by side.
fn is_houses(passage: &Passage, name: &Proposal) -> bool {
    name.end >= name.first + 2
        && (name.first..name.end).all(|at| {
            passage.tokens[at].is_hyphen() || HOUSES.iter().any(|word| passage.is_word(at, word))
        })
}

/// `Operation Enduring Freedom`: what an army does, where no word of its own says that it is a body.
fn is_operation(passage: &Passage, name: &Proposal) -> bool {
    let of_war = [
        "dawn", "eagle", "endeavor", "fist", "freedom", "fury", "resolve", "sentinel", "shield",
        "storm", "sword", "thunder",
    ];
    name.end >= name.first + 3
        && passage.is_word(name.first, "operation")
        && of_war.iter().any(|word| passage.is_word(name.end - 1, word))
        && !bodies::is_body(passage, name.first, name.end)
}

/// `Administrations`, `the Bush Administrations`: bodies of several times.
fn is_plural_of_state(passage: &Passage, name: &Proposal) -> bool {
    let last = name.end - 1;
    passage.is_word(last, "administrations")
        || name.end == name.first + 1 && passage.is_word(last, "congresses")
}
