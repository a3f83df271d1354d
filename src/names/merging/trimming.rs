//! Where a tagged name begins and ends.
//!
//! The guidelines are those of the training data: no title, no `The` of a newspaper, no `-based`, no
//! demonym, no party and state of a member of parliament. All of it is about how names are written.

use std::collections::HashSet;

use super::bodies;
use super::edges;
use super::nobody::Nobody;
use crate::model::EntityKind;
use crate::names::lists;
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// Words of a rank that stand between an institution and the title: `Senate Majority Leader`.
const RANKS: [&str; 8] =
    ["majority", "minority", "deputy", "assistant", "vice", "acting", "former", "chief"];

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

/// Words before the name of a person or a place that make a place of it.
const FORTS: [&str; 5] = ["fort", "ft", "camp", "mount", "mt"];

/// Fewer wide gaps than these say nothing of how a text was made.
const FEW_GAPS: usize = 4;

/// What was tagged, each name with its own words only, in order, without what names nobody.
pub(super) fn trimmed(
    passage: &Passage,
    surnames: &FoldMap<()>,
    nobody: &Nobody,
    tagged: Vec<Proposal>,
) -> Vec<Proposal> {
    let is_lossy = has_lost_marks(passage);
    let named: HashSet<&str> =
        tagged.iter().map(|name| passage.span(name.first, name.end)).collect();
    let in_full = last_words(passage, &tagged, |name| passage.is(name.first, Class::GIVEN));
    let mut names = Vec::with_capacity(tagged.len());
    for name in &tagged {
        for part in columns(passage, surnames, name, is_lossy) {
            match conjuncts(passage, &named, &part).or_else(|| two_people(passage, &in_full, &part))
            {
                Some(both) => names.extend(both),
                None => names.push(part),
            }
        }
    }
    names.retain_mut(|name| {
        *name = bare(passage, surnames, *name);
        name.first < name.end && !nobody.is(passage, name)
    });
    names
}

/// Whether a text came with spaces in place of its commas and full stops: then a wide gap is one of them.
fn has_lost_marks(passage: &Passage) -> bool {
    let wide = passage.tokens.iter().filter(|token| token.gap == Gap::Wide).count();
    let marks = passage.tokens.iter().filter(|token| token.is_mark(',') || token.is_mark('.'));
    wide >= FEW_GAPS && wide > marks.count()
}

/// The parts of a name that ran on into the next column of a table, or over a comma that was lost: a
/// wide gap, but after an initial whose full stop was. What a part is, the catalogue says if it can.
/// An organisation's own commas may be the ones lost: it is parted only from its acronym and from what
/// the catalogue knows.
fn columns(
    passage: &Passage,
    surnames: &FoldMap<()>,
    name: &Proposal,
    is_lossy: bool,
) -> Vec<Proposal> {
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
        (EntityKind::Person, [one, other]) if !is_lossy => {
            let (given, surname) = (&passage.tokens[one.first], &passage.tokens[other.first]);
            one.end == one.first + 1
                && other.end == other.first + 1
                && given.fold != surname.fold
                && !surnames.contains_key(&given.fold)
                && passage.is(one.first, Class::GIVEN)
        }
        (EntityKind::Organisation, parts) => {
            let is_own = |part: &Proposal| {
                let capitals = passage.tokens[part.first].shape == Shape::Upper;
                known(part.first, part.end).is_some() || capitals && part.end == part.first + 1
            };
            // `Ellis Volunteer Fire Department  Ellis`: whole before the gap.
            let is_whole = |pair: &[Proposal]| match pair {
                [one, other] => {
                    is_lossy
                        && passage.is(one.end - 1, Class::HEAD | Class::COMPANY)
                        && passage.is_capitalised(other.first)
                }
                _ => false,
            };
            !parts.iter().any(is_own) && !parts.windows(2).any(is_whole)
        }
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
    // `Appropriations Committee and the Judiciary Committee`, `the Administration and VA`: each says what it is.
    let (last, end) = (and - 1, name.end - 1);
    let is_head = |at: usize| passage.is(at, Class::HEAD) && !passage.is(at, Class::COMPANY);
    let same_head = is_head(last) && passage.tokens[last].fold == passage.tokens[end].fold;
    let each_headed = right == and + 2
        && (name.first..and).any(|at| passage.is(at, Class::HEAD_WITH_OF))
        && (is_head(end) || (right..end).any(|at| passage.is(at, Class::HEAD_WITH_OF)))
        && end > right
        && !(right..end).any(|at| passage.word(at) == "at");
    let letters = right == end && passage.tokens[end].shape == Shape::Upper && is_head(last);
    let each = same_head || each_headed || letters;
    (name.kind != EntityKind::Person
        && right < name.end
        && !known(name.first, name.end)
        && (each || alone(name.first, and) && alone(right, name.end)))
    .then_some([Proposal { end: and, ..*name }, Proposal { first: right, ..*name }])
}

/// `Ana Roa Tom Tane`: two people whose comma was lost. A word that is a given name and no surname begins the next
/// one where a surname that is no given name stands before it.
fn two_people(passage: &Passage, in_full: &FoldMap<()>, name: &Proposal) -> Option<[Proposal; 2]> {
    let is_name = |at: usize| passage.tokens[at].shape == Shape::Capital;
    let listed = |at: usize| in_full.contains_key(&passage.tokens[at].fold);
    let is_surname = |at: usize| is_name(at) && listed(at) && !passage.is(at, Class::GIVEN);
    // `the Roa Tane bill`: two surnames of people whom the text names in full, their given names first.
    if name.kind == EntityKind::Person
        && name.end == name.first + 2
        && passage.tokens[name.first].fold != passage.tokens[name.first + 1].fold
        && is_surname(name.first)
        && is_surname(name.first + 1)
    {
        let next = name.first + 1;
        return Some([Proposal { end: next, ..*name }, Proposal { first: next, ..*name }]);
    }
    let next = name.first + 2;
    let given = |at: usize| passage.is(at, Class::GIVEN) && !passage.is(at, Class::SURNAME);
    let is_two = name.kind == EntityKind::Person
        && name.end >= name.first + 4
        && (name.first..name.end).all(is_name)
        && passage.is(name.first, Class::GIVEN)
        && !passage.is(next - 1, Class::GIVEN)
        && given(next)
        && !passage.is(next + 1, Class::GIVEN)
        && passage.matches_of(name.first, name.end).next().is_none();
    is_two.then_some([Proposal { end: next, ..*name }, Proposal { first: next, ..*name }])
}

/// Last words of the people that were tagged with more than one.
pub(super) fn surnames(passage: &Passage, tagged: &[Proposal]) -> FoldMap<()> {
    last_words(passage, tagged, |_| true)
}

/// The same of those people alone for whom `counts` holds.
fn last_words(
    passage: &Passage,
    tagged: &[Proposal],
    counts: impl Fn(&Proposal) -> bool,
) -> FoldMap<()> {
    let people = tagged.iter().filter(|name| name.kind == EntityKind::Person);
    people
        .filter(|name| name.end - name.first >= 2 && counts(name))
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
        let is_fort = FORTS.iter().any(|word| passage.is_word(name.first, word));
        if name.end >= name.first + 2 && (is_fort || passage.word(name.end - 1) == "AFB") {
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
    // `Tide Council This`: a sentence begins, its full stop lost.
    if name.end >= name.first + 3
        && passage.is(name.end - 1, Class::FUNCTION)
        && passage.tokens[name.end - 1].shape == Shape::Capital
        && passage.matches_of(name.first, name.end).next().is_none()
    {
        name.end -= 1;
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
    if name.kind == EntityKind::Organisation {
        name = bodies::of_organisation(passage, name);
        if name.first >= name.end {
            return name;
        }
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
            let (surnames, nobody) = (surnames(&passage, &tagged), Nobody::of(&passage, &tagged));
            let names = trimmed(&passage, &surnames, &nobody, tagged);
            names.iter().map(|name| passage.span(name.first, name.end)).collect()
        };
        assert_eq!(
            spans(vec![name(0, 5), name(7, 9), name(10, 12)]),
            ["Tzelko Board", "Harbour Council", "Harbour Council", "Tzelko Board"]
        );
        assert_eq!(spans(vec![name(0, 5)]), ["Tzelko Board and Harbour Council"]);
    }
}
