//! What was tagged and names nobody: titles, peoples, laws, constituencies, storms, words of everyday.
//!
//! What must stay true: all of it is about how names are written, none about a name.

use super::things::Things;
use crate::model::EntityKind;
use crate::names::lists;
use crate::names::organisations;
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// Of a state or its bodies, in capitals out of respect: `Federal funds`.
const ADJECTIVES: [&str; 6] =
    ["federal", "congressional", "presidential", "parliamentary", "senatorial", "gubernatorial"];

/// Storms are christened like people.
const STORMS: [&str; 5] = ["hurricane", "typhoon", "cyclone", "storm", "hurricanes"];

/// What a law or a plan is called that bears the names of those who moved it.
const LAWS: &[&str] = &[
    "act",
    "agreement",
    "amendment",
    "amendments",
    "bill",
    "bills",
    "compromise",
    "deal",
    "initiative",
    "language",
    "law",
    "laws",
    "legislation",
    "letter",
    "measure",
    "plan",
    "proposal",
    "provision",
    "resolution",
    "substitute",
];

/// Bodies of which a state has one: `the Senate` says which.
const OF_A_STATE: [&str; 6] =
    ["assembly", "cabinet", "congress", "parliament", "senate", "treasury"];

/// What names nobody in a text.
pub(super) struct Nobody {
    storms: FoldMap<()>,
    /// Words of the bodies of several words.
    of_bodies: FoldMap<()>,
    things: Things,
}

impl Nobody {
    pub(super) fn of(passage: &Passage, tagged: &[Proposal]) -> Self {
        let bodies = tagged.iter().filter(|name| name.kind == EntityKind::Organisation);
        let whole = bodies.filter(|name| name.end >= name.first + 2);
        let words = whole.flat_map(|name| name.first..name.end);
        Self {
            storms: storms(passage),
            of_bodies: words.map(|at| (passage.tokens[at].fold, ())).collect(),
            things: Things::of(passage, tagged),
        }
    }

    pub(super) fn is(&self, passage: &Passage, name: &Proposal) -> bool {
        is_demonym(passage, name)
            || is_ticker(passage, name)
            || is_title(passage, name)
            || is_constituency(passage, name)
            || is_initials(passage, name)
            || is_no_word_of_a_name(passage, name)
            || is_ordinary(passage, name)
            || is_abbreviated_state(passage, name)
            || is_of_a_law(passage, name)
            || self.is_bare_head(passage, name)
            || is_citation(passage, name)
            || is_programme(passage, name)
            || self.things.is(passage, name)
            || name.end == name.first + 1
                && self.storms.contains_key(&passage.tokens[name.first].fold)
    }

    /// `the Center`, `a Court`: a body of some kind, where no body of the article is one, so that nobody knows which.
    fn is_bare_head(&self, passage: &Passage, name: &Proposal) -> bool {
        let at = name.first;
        name.kind == EntityKind::Organisation
            && name.end == at + 1
            && passage.tokens[at].shape == Shape::Capital
            && passage.is(at, Class::COMMON)
            && passage.is(at, Class::HEAD | Class::HEAD_WITH_OF)
            && !OF_A_STATE.iter().any(|word| passage.is_word(at, word))
            && !passage.is_known(at, Known::ORGANISATION)
            && !self.of_bodies.contains_key(&passage.tokens[at].fold)
    }
}

/// `Sen. Roa (D-Conn.)`, `Ft. Ellis, Mont`: a state cut short is no person.
fn is_abbreviated_state(passage: &Passage, name: &Proposal) -> bool {
    name.kind == EntityKind::Person
        && name.end - name.first <= 2
        && passage.is(name.first, Class::STATE)
        && passage.is(name.first, Class::ABBREVIATION)
        && (name.end == name.first + 1 || passage.is_mark(name.first + 1, '.'))
}

/// `the Roa-Tane amendment`: surnames of those who moved it, and nobody is called so.
fn is_of_a_law(passage: &Passage, name: &Proposal) -> bool {
    let hyphen = |at: usize| passage.is_joining_hyphen(at);
    let surname =
        |at: usize| passage.tokens[at].shape == Shape::Capital && !passage.is(at, Class::GIVEN);
    // `the Roa Tane bill`, its hyphen lost.
    let lost = name.kind == EntityKind::Person
        && name.end == name.first + 2
        && surname(name.first)
        && surname(name.first + 1);
    let pair = name.kind == EntityKind::Person
        && name.end >= name.first + 3
        && (name.end - name.first) % 2 == 1
        && (name.first..name.end).skip(1).step_by(2).all(hyphen)
        && (name.first..name.end).step_by(2).all(|at| passage.tokens[at].shape == Shape::Capital);
    let law = |at: usize| LAWS.iter().any(|law| passage.word(at).eq_ignore_ascii_case(law));
    let behind = |steps: usize| law(name.end + steps) && passage.follows_closely(name.end);
    let the = name.first > 0
        && ["the", "a", "this"].iter().any(|word| passage.is_word(name.first - 1, word));
    pair && (the && !passage.is_possessive(name.end) || behind(0) || behind(1))
        || lost && the && behind(0)
}

/// Series and papers that a reference in a law or a judgment cuts short, behind their initials.
const CITED: [&str; 8] = ["con", "doc", "j", "law", "res", "rep", "rev", "supp"];

/// `S. Res. 12`, `12 Yale L. Rev. 34`: a document, cut short.
fn is_citation(passage: &Passage, name: &Proposal) -> bool {
    let last = (name.first..name.end).rev().find(|&at| passage.tokens[at].is_word());
    let initials = |at: usize| {
        matches!(passage.tokens[at].shape, Shape::Initial | Shape::Dotted | Shape::Mark)
    };
    name.kind != EntityKind::Place
        && last.is_some_and(|last| {
            last > name.first
                && (name.first..last).all(initials)
                && CITED.iter().any(|word| passage.is_word(last, word))
        })
}

/// What somebody does, and not who.
const PROGRAMMES: [&str; 8] =
    ["act", "deal", "initiative", "initiatives", "program", "programme", "programs", "project"];

/// `the Citizens Tide Program`, `the Quay Project`: what bodies do, named like a body. Some are bodies all the same
/// (`World Food Programme`): those that the catalogue has.
fn is_programme(passage: &Passage, name: &Proposal) -> bool {
    let last = name.end - 1;
    name.kind == EntityKind::Organisation
        && name.end >= name.first + 2
        && PROGRAMMES.iter().any(|word| passage.is_word(last, word))
        && passage.matches_of(name.first, name.end).next().is_none()
}

/// `(NYSE: HALE)`: the sign of a share, and no name of anyone. `(PHOTO: AFP)` is a credit.
fn is_ticker(passage: &Passage, name: &Proposal) -> bool {
    let capitals =
        |index: usize| passage.tokens.get(index).is_some_and(|token| token.shape == Shape::Upper);
    name.end == name.first + 1
        && name.first >= 3
        && capitals(name.first)
        && passage.is_mark(name.first - 1, ':')
        && capitals(name.first - 2)
        && !passage.is(name.first - 2, Class::COMMON)
        && passage.is_mark(name.first - 3, '(')
        && passage.is_mark(name.end, ')')
}

/// `Chinese`, `Tuvaluans`, `New Yorkers`: of a people, and no name of anyone. One that is no plural
/// may be a person's name.
fn is_demonym(passage: &Passage, name: &Proposal) -> bool {
    let named = Known::PERSON | Known::ORGANISATION | Known::PLACE;
    let one_word = || {
        name.end == name.first + 1
            && passage.is_known(name.first, Known::DEMONYM)
            && !passage.is_known(name.first, named)
    };
    // `Melbournians`, `South Dakotans`: of places that no list has.
    let last = passage.word(name.end - 1);
    let ends_so = last.len() > 6
        && (last.ends_with("ians") || last.ends_with("eans") || last.ends_with("otans"))
        && passage.tokens[name.end - 1].shape == Shape::Capital;
    if ends_so && !passage.is(name.end - 1, Class::SURNAME) && name.kind != EntityKind::Place {
        return true;
    }
    // `African Americans`
    let of_peoples = || {
        name.end > name.first + 1
            && passage.word(name.end - 1).ends_with('s')
            && (name.first..name.end).all(|at| {
                passage.is_known(at, Known::DEMONYM)
                    || passage.tokens[at].is_hyphen()
                    || passage.is_word(at, "and")
            })
    };
    let several_words = || {
        name.end > name.first + 1
            && passage.matches_of(name.first, name.end).any(|found| found.demonym)
    };
    (name.kind != EntityKind::Person || passage.word(name.end - 1).ends_with('s'))
        && (one_word() || several_words() || of_peoples())
}

/// `Sen.`, `the Chairman`: a title and nothing else. `Queen` may be a band.
fn is_title(passage: &Passage, name: &Proposal) -> bool {
    let cut_short = |at: usize| {
        passage.is(at, Class::HONORIFIC)
            && passage.is(at, Class::ABBREVIATION)
            && passage.tokens[at].shape != Shape::Upper
    };
    let office = passage.is_word(name.first, "the")
        && (name.first + 1..name.end).all(|at| passage.is(at, Class::TITLE));
    // `Mr Speaker`: who it is, the title does not say.
    let alone = name.kind == EntityKind::Person
        && name.end == name.first + 1
        && passage.is(name.first, Class::TITLE)
        && !passage.is(name.first, Class::GIVEN | Class::SURNAME);
    // `Goalkeeper: …`, `Aides said`: what somebody is, with the capital of the sentence.
    let role = || {
        name.kind == EntityKind::Person
            && name.end == name.first + 1
            && passage.is(name.first, Class::ROLE)
            && !passage.is(name.first, Class::GIVEN | Class::SURNAME)
            && passage
                .sentence_of(name.first)
                .is_some_and(|own| passage.starts_clause(own, name.first))
    };
    office
        || alone
        || role()
        || (name.first..name.end).all(|at| cut_short(at) || passage.tokens[at].fold == 0)
}

/// `D-Conn.`, `R Colo`, `D.-W.Va`: the party and the state of a member of a parliament.
fn is_constituency(passage: &Passage, name: &Proposal) -> bool {
    let text = passage.span(name.first, name.end);
    let Some(rest) = text.strip_prefix(['D', 'R', 'I', 'L']) else { return false };
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let state = rest.trim_start_matches(['-', '–', '—', ' ']);
    if state.len() == rest.len() {
        return false;
    }
    let state = state.trim_end_matches('.');
    let last = if passage.is_mark(name.end - 1, '.') { name.end - 2 } else { name.end - 1 };
    let one_word = !state.contains(char::is_whitespace);
    one_word
        && (state.len() <= 2
            || state.contains('.')
            || passage.is(last, Class::STATE)
            || passage.is_known(last, Known::PLACE))
}

/// What was cut off from a name, or stands for somebody of whom there are many: `Jr Ret`, `Sec`, `a Marine`.
const LEFT_OVER: [&str; 9] =
    ["asst", "atty", "dep", "feds", "marine", "ret", "retd", "sec", "secy"];

/// `Jr  Ret`, `Sec`, `D-Palmview`, `Fortunately`: no word of it is a name.
fn is_no_word_of_a_name(passage: &Passage, name: &Proposal) -> bool {
    let is_left_over = |at: usize| {
        passage.tokens[at].fold == 0
            || passage.is(at, Class::NAME_SUFFIX)
            || LEFT_OVER.iter().any(|word| passage.is_word(at, word))
    };
    // `(D-Palmview)`: of a party, and from there.
    let is_home = || {
        let opens = name.first.checked_sub(1).is_some_and(|at| passage.is_mark(at, '('));
        opens
            && name.end >= name.first + 3
            && ["D", "R", "I"].contains(&passage.word(name.first))
            && passage.tokens[name.first + 1].is_hyphen()
    };
    // At the head of a sentence, by its capital alone.
    let is_adverb = || {
        let word = passage.word(name.first);
        name.end == name.first + 1
            && word.len() > 5
            && word.ends_with("ly")
            && passage.is(name.first, Class::COMMON)
            && !passage.is(name.first, Class::GIVEN | Class::SURNAME)
            && passage.known[name.first] == Known::default()
            && passage
                .sentence_of(name.first)
                .is_some_and(|own| passage.starts_clause(own, name.first))
    };
    // `NC`, `TX`: the state behind a town, in a column.
    let is_state = || {
        name.end == name.first + 1
            && passage.tokens[name.first].shape == Shape::Upper
            && passage.word(name.first).len() == 2
            && passage.is(name.first, Class::STATE)
    };
    // `Roth IRAs`
    let is_several = || {
        let letters = passage.word(name.end - 1).strip_suffix('s').unwrap_or_default();
        letters.len() >= 2 && letters.chars().all(|letter| letter.is_ascii_uppercase())
    };
    name.kind == EntityKind::Person
        && ((name.first..name.end).all(is_left_over) || is_home() || is_state() || is_several())
        || name.kind != EntityKind::Place && is_adverb()
}

/// `U S`, `D C`: a person has a word as well.
fn is_initials(passage: &Passage, name: &Proposal) -> bool {
    name.kind == EntityKind::Person
        && name.end > name.first + 1
        && passage.tokens[name.first..name.end]
            .iter()
            .all(|token| token.fold == 0 || token.shape == Shape::Initial)
}

/// A word of everyday with a capital: `Federal funds`, `the Spending Bill`, `the Farm Bill`.
fn is_ordinary(passage: &Passage, name: &Proposal) -> bool {
    let last = name.end - 1;
    let adjective =
        || name.end == name.first + 1 && ADJECTIVES.iter().any(|word| passage.is_word(last, word));
    let law = || {
        let joined = name.first > 0
            && name.end == name.first + 1
            && passage.is_capitalised(name.first - 1)
            && passage.tokens[name.first].gap == Gap::Space
            && !passage.is(name.first - 1, Class::TITLE | Class::HONORIFIC | Class::FUNCTION);
        passage.is_word(last, "bill") && (joined || name.end > name.first + 1)
    };
    let letters = || name.end == name.first + 1 && lists::is_no_firm(passage.word(last));
    let expression = || {
        name.kind == EntityKind::Organisation
            && organisations::is_excluded(passage, name.first, name.end)
    };
    adjective() || law() || letters() || expression()
}

/// Names of storms: `Katrina` after `Hurricane Katrina`.
fn storms(passage: &Passage) -> FoldMap<()> {
    let storm = |at: &usize| {
        passage.is_capitalised(*at)
            && STORMS.iter().any(|word| passage.is_word(*at, word))
            && passage.tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Space)
            && passage.is_capitalised(at + 1)
    };
    let words = (0..passage.tokens.len()).filter(storm);
    words.map(|at| (passage.tokens[at + 1].fold, ())).collect()
}
