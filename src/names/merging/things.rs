//! What was tagged as an organisation and is a thing: a law, a report, a budget, a programme, a military operation,
//! a measure that letters stand for.
//!
//! What must stay true: a name of the catalogue is none, and all of it is about how things are named, none about a
//! name.

use crate::model::EntityKind;
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{self, Gap, Shape};
use crate::names::words::{self, Class, FoldMap};

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
                || is_part_of_paper(passage, name)
                || is_portfolio(passage, name)
                || is_people(passage, name)
                || is_addressed(passage, name)
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

/// The letters beside a bracket at `at` that stand for words which were not tagged, and whose last one is an ordinary
/// word and no kind of body: `Animal Terrorism Act (ATA)`, `CERB (Canada Emergency Response Benefit)`.
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
    // `solid oxide fuel cell (SOFC)`: nobody who is called so.
    if is_spelled_small(passage, short, end) {
        return Some(short);
    }
    let is_plural = passage.word(last).ends_with('s') && passage.word(last).len() > 4;
    let is_thing = (is_plural
        || passage.is(last, Class::COMMON | Class::OTHER_TAIL | Class::TITLE))
        && !passage.is(last, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY)
        && passage.is_capitalised(last);
    // `Civics and Innovators (CI)` is a party: with small words between, the last one must say what it is.
    let says_what = passage.is(last, Class::OTHER_TAIL | Class::TITLE);
    if !is_thing || !stands_for(passage, short, end, says_what) {
        return None;
    }
    let from = tagged.partition_point(|name| name.end <= last);
    let is_tagged = tagged
        .get(from)
        .is_some_and(|name| name.first <= last && name.kind == EntityKind::Organisation);
    (!is_tagged).then_some(short)
}

/// Whether the words that end at `end` begin with these letters and are all in small letters.
fn is_spelled_small(passage: &Passage, short: usize, end: usize) -> bool {
    let letters = passage.word(short);
    let Some(first) = end.checked_sub(letters.chars().count()) else { return false };
    letters.len() >= 3
        && letters.chars().zip(first..end).all(|(letter, at)| {
            let begins = passage.word(at).chars().next();
            passage.is_lower(at) && begins.is_some_and(|own| own.eq_ignore_ascii_case(&letter))
        })
}

/// Whether the words that end at `end` begin with these letters. `of` and `and` between them count for nothing, where
/// they may stand there.
fn stands_for(passage: &Passage, short: usize, end: usize, with_small: bool) -> bool {
    let mut at = end;
    for letter in passage.word(short).chars().rev() {
        let mut word = at.checked_sub(1);
        while let Some(skipped) = word.filter(|&word| !passage.is_capitalised(word)) {
            let is_small = with_small && passage.is(skipped, Class::FUNCTION)
                || passage.tokens[skipped].is_hyphen();
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
    year || name.end == name.first + 1 && (many || is_plural_at_start(passage, name))
}

/// `Workers had to wait`: the capital is the sentence's.
fn is_plural_at_start(passage: &Passage, name: &Proposal) -> bool {
    let at = name.first;
    let singular = passage.word(at).strip_suffix('s').map(|word| words::class(tokens::fold(word)));
    (passage.is(at, Class::HEAD) || singular.is_some_and(|class| class.any(Class::HEAD)))
        && passage.is(at, Class::COMMON)
        && passage.tokens[at].shape == Shape::Capital
        && passage.word(at).ends_with('s')
        && (passage.is_lower(at + 1) && passage.sentence_of(at).is_some_and(|own| own.first == at)
            || passage.tokens[at].gap == Gap::Wide)
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

/// The most words between a name and what it is a part of.
const MOST_OF_A_TITLE: usize = 6;

/// `Nunn-Lugar Cooperative | Threat Reduction Program`: the first words of what a programme or a law is called.
fn is_part_of_paper(passage: &Passage, name: &Proposal) -> bool {
    let last = name.end - 1;
    let goes_on = |at: &usize| {
        passage.tokens.get(*at).is_some_and(|token| {
            token.shape == Shape::Capital || matches!(token.text(passage.text), "and" | "of")
        }) && passage.follows_closely(*at)
    };
    let run = (name.end..name.end + MOST_OF_A_TITLE).take_while(goes_on).last();
    let ends_so = |at: usize| {
        ["act", "bill", "initiative", "program", "programme", "treaty"]
            .iter()
            .any(|word| passage.is_word(at, word))
    };
    name.end >= name.first + 2
        && run.is_some_and(|end| end > name.end && ends_so(end))
        && !passage.is(last, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY)
        && passage.tokens[last].shape == Shape::Capital
}

/// `Coordinator for International Energy Affairs`: what an office is for, and no body.
fn is_portfolio(passage: &Passage, name: &Proposal) -> bool {
    let says_what = |at: usize| {
        passage.is(at, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY)
            || passage.is_known(at, Known::ORGANISATION)
            || passage.tokens[at].shape == Shape::Upper
    };
    let before = |steps: usize| name.first.checked_sub(steps);
    let offices = ["coordinator", "secretary", "minister", "commissioner", "undersecretary"];
    let is_office = |steps: usize| {
        before(steps).is_some_and(|at| offices.iter().any(|office| passage.is_word(at, office)))
    };
    // `Assistant Secretary of Defense for Health Affairs`
    let is_for = before(1).is_some_and(|at| passage.word(at) == "for");
    let of = |steps: usize| before(steps).is_some_and(|at| passage.word(at) == "of");
    let is_department =
        is_for && (is_office(2) || is_office(4) && of(3)) && name.end > name.first + 1;
    // `the Secretary of Defense`
    let is_whole = of(1) && is_office(2);
    (is_department || is_whole) && !says_what(name.end - 1)
}

/// `Asian Americans and Pacific Islanders`, `Iraqi Refugees`: people of a kind. `New York Islanders` play.
fn is_people(passage: &Passage, name: &Proposal) -> bool {
    let last = name.end - 1;
    let of_people = |at: usize| {
        passage.is(at, Class::PEOPLES)
            || passage.is_known(at, Known::DEMONYM)
            || passage.is_word(at, "native")
            || passage.is_word(at, "all")
    };
    let many = ["americans", "guardsmen", "immigrants", "islanders", "refugees"]
        .iter()
        .any(|word| passage.is_word(last, word));
    name.end >= name.first + 2 && many && of_people(name.first)
}

/// `Honorable Conrad Roa`, `Sen Roa`: somebody with a title.
fn is_addressed(passage: &Passage, name: &Proposal) -> bool {
    name.end >= name.first + 2
        && ["honorable", "honourable", "mr", "mrs", "ms", "sen", "senators", "rep"]
            .iter()
            .any(|title| passage.is_word(name.first, title))
        && !bodies::is_body(passage, name.first, name.end)
}
