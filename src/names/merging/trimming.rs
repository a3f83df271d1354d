//! Where a tagged name begins and ends, and what was tagged and names nobody.
//!
//! The guidelines are those of the training data: no title, no `The` of a newspaper, no `-based`, no
//! demonym, no party and state of a member of parliament. All of it is about how names are written.

use std::collections::HashSet;

use super::edges;
use crate::model::EntityKind;
use crate::names::lists;
use crate::names::organisations;
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// Words of a rank that stand between an institution and the title: `Senate Majority Leader`.
const RANKS: [&str; 8] =
    ["majority", "minority", "deputy", "assistant", "vice", "acting", "former", "chief"];

/// Of a state or its bodies, in capitals out of respect: `Federal funds`.
const ADJECTIVES: [&str; 6] =
    ["federal", "congressional", "presidential", "parliamentary", "senatorial", "gubernatorial"];

/// What may be said of a body before its name, at the head of a sentence with a capital: `Former Home Office minister`.
const ADJECTIVES_OF_BODIES: [&str; 9] = [
    "former",
    "ex",
    "embattled",
    "disgraced",
    "collapsed",
    "troubled",
    "defunct",
    "rival",
    "scandal-hit",
];

/// Storms are christened like people.
const STORMS: [&str; 5] = ["hurricane", "typhoon", "cyclone", "storm", "hurricanes"];

/// What was tagged, each name with its own words only, in order, without what names nobody.
pub(super) fn trimmed(
    passage: &Passage,
    surnames: &FoldMap<()>,
    tagged: Vec<Proposal>,
) -> Vec<Proposal> {
    let storms = storms(passage);
    let named: HashSet<&str> =
        tagged.iter().map(|name| passage.span(name.first, name.end)).collect();
    let mut names = Vec::with_capacity(tagged.len());
    for name in &tagged {
        for part in columns(passage, surnames, name) {
            match conjuncts(passage, &named, &part) {
                Some(both) => names.extend(both),
                None => names.push(part),
            }
        }
    }
    names.retain_mut(|name| {
        *name = bare(passage, surnames, *name);
        name.first < name.end
            && !is_demonym(passage, name)
            && !is_ticker(passage, name)
            && !is_title(passage, name)
            && !is_constituency(passage, name)
            && !is_initials(passage, name)
            && !is_ordinary(passage, name)
            && !(name.end == name.first + 1
                && storms.contains_key(&passage.tokens[name.first].fold))
    });
    names
}

/// The parts of a name that ran on into the next column of a table, or over a comma that was lost: a
/// wide gap, but after an initial whose full stop was. What a part is, the catalogue says if it can.
/// An organisation's own commas may be the ones lost: it is parted only from its acronym and from what
/// the catalogue knows.
fn columns(passage: &Passage, surnames: &FoldMap<()>, name: &Proposal) -> Vec<Proposal> {
    let breaks = |at: &usize| {
        let before = &passage.tokens[*at - 1];
        passage.tokens[*at].gap == Gap::Wide
            && !before.is_mark('.')
            && before.shape != Shape::Initial
            && !passage.is(*at - 1, Class::ABBREVIATION)
    };
    let known = |first: usize, end: usize| {
        passage.matches_of(first, end).find(|found| !found.demonym).map(|found| found.kind)
    };
    let mut parts = Vec::new();
    let mut first = name.first;
    for end in (name.first + 1..name.end).filter(breaks).chain([name.end]) {
        let kind = known(first, end).unwrap_or(name.kind);
        parts.push(Proposal { first, end, kind, ..*name });
        first = end;
    }
    let whole = match (name.kind, parts.as_slice()) {
        (_, [_]) => true,
        // `Kurt  Campbell`: one space too many.
        (EntityKind::Person, [one, other]) => {
            let (given, surname) = (&passage.tokens[one.first], &passage.tokens[other.first]);
            one.end == one.first + 1
                && other.end == other.first + 1
                && given.fold != surname.fold
                && !surnames.contains_key(&given.fold)
                && passage.is(one.first, Class::GIVEN)
        }
        (EntityKind::Organisation, parts) => !parts.iter().any(|part| {
            let capitals = passage.tokens[part.first].shape == Shape::Upper;
            known(part.first, part.end).is_some() || capitals && part.end == part.first + 1
        }),
        _ => false,
    };
    if whole {
        return vec![*name];
    }
    let says = |part: &Proposal| {
        (part.first..part.end).any(|at| {
            let token = &passage.tokens[at];
            token.end_char - token.start_char > 1
                && token.is_capitalised()
                && !passage.is(at, Class::FUNCTION | Class::COMPANY)
        }) && !passage.is(part.end - 1, Class::FUNCTION)
    };
    // One word more in a line with a person is as likely a place or a trade.
    let stands = |part: &Proposal| {
        name.kind != EntityKind::Person
            || part.first == name.first
            || part.end > part.first + 1
            || known(part.first, part.end).is_some()
    };
    parts.into_iter().filter(|part| says(part) && stands(part)).collect()
}

/// `African Union and ASEAN`: two names, where each is one by itself elsewhere or in the catalogue
/// and both together are none.
fn conjuncts(passage: &Passage, named: &HashSet<&str>, name: &Proposal) -> Option<[Proposal; 2]> {
    let known = |first: usize, end: usize| passage.matches_of(first, end).next().is_some();
    let and =
        (name.first + 1..name.end.saturating_sub(1)).find(|&at| passage.is_word(at, "and"))?;
    let alone =
        |first: usize, end: usize| known(first, end) || named.contains(passage.span(first, end));
    let right = if passage.is_word(and + 1, "the") { and + 2 } else { and + 1 };
    (name.kind != EntityKind::Person
        && right < name.end
        && !known(name.first, name.end)
        && alone(name.first, and)
        && alone(right, name.end))
    .then_some([Proposal { end: and, ..*name }, Proposal { first: right, ..*name }])
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
    let several_words = || {
        name.end > name.first + 1
            && passage.matches_of(name.first, name.end).any(|found| found.demonym)
    };
    (name.kind != EntityKind::Person || passage.word(name.end - 1).ends_with('s'))
        && (one_word() || several_words())
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
    office
        || alone
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

/// Last words of the people that were tagged with more than one.
pub(super) fn surnames(passage: &Passage, tagged: &[Proposal]) -> FoldMap<()> {
    let people = tagged.iter().filter(|name| name.kind == EntityKind::Person);
    people
        .filter(|name| name.end - name.first >= 2)
        .map(|name| (passage.tokens[name.end - 1].fold, ()))
        .collect()
}

/// Where a name ends before the goals or the minute behind it: `Port Ellis 2 (`, `(Moss 80)`.
fn without_score(passage: &Passage, name: &Proposal) -> usize {
    let last = name.end - 1;
    let is_number = passage.tokens[last].shape == Shape::Number && name.end >= name.first + 2;
    let bracket = passage.is_mark(name.end, '(') || passage.is_mark(name.end, ')');
    if name.kind != EntityKind::Organisation && is_number && bracket { last } else { name.end }
}

/// A tagged name without what is no part of it: titles before a person, `The` before a newspaper,
/// `Secretary of` or `Members of` before a department, `Majority` of a leader after a parliament, `-based` after a
/// place. And where a place of the catalogue runs into the surname of somebody (`in New York Peters
/// said`), the place ends before it.
fn bare(passage: &Passage, surnames: &FoldMap<()>, mut name: Proposal) -> Proposal {
    name = edges::person_by_letters_behind(passage, name);
    name.end = without_score(passage, &name);
    if name.kind == EntityKind::Person {
        name = edges::of_person(passage, surnames, name);
        let place = |end: usize| {
            let found = passage.matches_of(name.first, end).next();
            found.is_some_and(|found| found.kind == EntityKind::Place && !found.demonym)
        };
        if name.end < name.first + 2 && place(name.end) && passage.is(name.end, Class::HONORIFIC) {
            name.kind = EntityKind::Place;
        }
        return name;
    }
    if passage.is(name.end, Class::TITLE)
        && name.end > name.first + 1
        && RANKS.iter().any(|rank| passage.is_word(name.end - 1, rank))
    {
        name.end -= 1;
    }
    let of = name.first + 1;
    let office = passage.is(name.first, Class::TITLE | Class::ROLE)
        || passage.is_word(name.first, "members");
    if office && passage.is_word(of, "of") && of < name.end {
        name.first = if passage.is_word(of + 1, "the") { of + 2 } else { of + 1 };
        // `Secretary of State`: an office, no name.
        if name.end < name.first + 2 {
            name.end = name.first;
        }
        return name;
    }
    // `Banco Atlántico del Sur`, tagged as a place.
    let foreign = name.end >= name.first + 2 && lists::is_foreign_head(passage.word(name.first));
    if foreign && passage.matches_of(name.first, name.end).next().is_none() {
        name.kind = EntityKind::Organisation;
    }
    let is_adjective = ADJECTIVES_OF_BODIES.iter().any(|word| passage.is_word(name.first, word));
    if name.kind == EntityKind::Organisation && is_adjective && name.end >= name.first + 2 {
        name.first += 1;
    }
    match name.kind {
        EntityKind::Organisation
            if name.end - name.first >= 2 && passage.is_word(name.first, "the") =>
        {
            name.first += 1;
        }
        EntityKind::Place
            if name.end - name.first >= 2
                && surnames.contains_key(&passage.tokens[name.end - 1].fold)
                && passage
                    .matches_of(name.first, name.end - 1)
                    .any(|found| found.kind == EntityKind::Place) =>
        {
            name.end -= 1;
        }
        _ => {
            let tail = name.end.saturating_sub(2);
            let joined = tail > name.first
                && passage.tokens[tail].is_hyphen()
                && passage.is_lower(tail + 1)
                && !passage.is_capitalised(tail + 1);
            if joined {
                name.end = tail;
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Catalogue, Rule};
    use crate::names::lexicon::Lexicon;

    #[test]
    fn two_names_with_and_between_are_two_where_each_is_one_elsewhere() {
        let lexicon = Lexicon::new(&Catalogue::default());
        let text = "Tzelko Board and Harbour Council agreed. Harbour Council met Tzelko Board.";
        let passage = Passage::new(text, &lexicon);
        let name = |first, end| Proposal {
            first,
            end,
            kind: EntityKind::Organisation,
            rule: Rule::FullName,
            confidence: 0.9,
            entry: None,
        };
        let spans = |tagged: Vec<Proposal>| -> Vec<&str> {
            let names = trimmed(&passage, &surnames(&passage, &tagged), tagged);
            names.iter().map(|name| passage.span(name.first, name.end)).collect()
        };
        assert_eq!(
            spans(vec![name(0, 5), name(7, 9), name(10, 12)]),
            ["Tzelko Board", "Harbour Council", "Harbour Council", "Tzelko Board"]
        );
        assert_eq!(spans(vec![name(0, 5)]), ["Tzelko Board and Harbour Council"]);
    }
}
