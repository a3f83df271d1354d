//! What the words beside a name say that the name alone does not: a peer's territory, a name written surname
//! first, a person who is called like a place, a player in a list of a team.
//!
//! What must stay true: the names stay in order and without overlap, and only their kind and their span change.

use std::collections::HashSet;

use super::edges;
use crate::model::{EntityKind, Rule};
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::Class;

/// Ranks of peers, which have a territory behind them.
const PEERS: [&str; 13] = [
    "lord",
    "lady",
    "baron",
    "baroness",
    "earl",
    "countess",
    "duke",
    "duchess",
    "marquess",
    "marchioness",
    "viscount",
    "viscountess",
    "laird",
];

/// Those of them that stand before the territory alone: `the Earl of Strathmore`.
const OF_TERRITORY: [&str; 8] =
    ["earl", "countess", "duke", "duchess", "marquess", "marchioness", "viscount", "viscountess"];

/// The most tokens of a given name behind a comma.
const MOST_GIVEN: usize = 3;

/// How sure an inverted name is one, which was tagged as two.
const INVERTED: f32 = 0.6;

/// Puts right what the neighbours show.
pub(super) fn weighed(passage: &Passage, mut names: Vec<Proposal>) -> Vec<Proposal> {
    letters_behind(passage, &mut names);
    with_compass(passage, &mut names);
    with_rest_of_list(passage, &mut names);
    peers(passage, &mut names);
    among_people(passage, &mut names);
    players(passage, &mut names);
    inverted(passage, names)
}

/// `Dr Ada Roa FRS`: letters behind a person are no organisation.
fn letters_behind(passage: &Passage, names: &mut Vec<Proposal>) {
    let mut behind_person = None;
    names.retain(|name| {
        let comma = name.first.checked_sub(1).filter(|&before| passage.is_mark(before, ','));
        let follows = [Some(name.first), comma].contains(&behind_person) && behind_person.is_some();
        let is_letters = follows
            && name.end == name.first + 1
            && name.kind != EntityKind::Person
            && edges::is_post_nominal(passage, name.first);
        if name.kind == EntityKind::Person {
            behind_person = Some(name.end);
        }
        !is_letters
    });
}

/// `East Ellis Fire Department`, of which `East` was not tagged: the town is called so.
fn with_compass(passage: &Passage, names: &mut [Proposal]) {
    let mut before_end = 0;
    for name in names {
        let word = name.first.checked_sub(1).filter(|&at| at >= before_end);
        let is_compass = word.is_some_and(|at| {
            ["East", "West", "North", "South"].contains(&passage.word(at))
                && passage.follows_closely(name.first)
                && passage.sentence_of(at).is_some_and(|own| own.end >= name.end)
        });
        if name.kind == EntityKind::Organisation
            && name.rule == Rule::FullName
            && name.entry.is_none()
            && name.end > name.first + 1
            && is_compass
        {
            name.first -= 1;
        }
        before_end = name.end;
    }
}

/// `Subcommittee on Trade, Fisheries | and Ports`, of which the end was not tagged: a list that has a comma has an `and`.
fn with_rest_of_list(passage: &Passage, names: &mut Vec<Proposal>) {
    let mut taken = 0;
    names.retain_mut(|name| {
        if name.first < taken {
            return false;
        }
        let of = (name.first + 1..name.end).find(|&at| {
            passage.is(at - 1, Class::HEAD_WITH_OF) && ["on", "of"].contains(&passage.word(at))
        });
        let is_open = |of: usize| {
            (of + 1..name.end).any(|at| passage.is_mark(at, ','))
                && !(of + 1..name.end).any(|at| passage.word(at) == "and")
        };
        let and = name.end + usize::from(passage.is_mark(name.end, ','));
        let is_list = name.kind == EntityKind::Organisation
            && name.entry.is_none()
            && of.is_some_and(is_open)
            && passage.word(and) == "and"
            && passage.is_capitalised(and + 1)
            && !passage.is(and + 1, Class::HEAD_WITH_OF | Class::GIVEN | Class::HONORIFIC);
        if is_list {
            let mut end = and + 1;
            while passage.tokens.get(end).is_some_and(|token| token.shape == Shape::Capital)
                && passage.follows_closely(end)
            {
                end += 1;
            }
            name.end = end;
        }
        taken = name.end;
        true
    });
}

/// `Lord Roa of St Ives`: a place. `the Earl of Strathmore`: a person.
fn peers(passage: &Passage, names: &mut [Proposal]) {
    for at in 0..names.len() {
        let name = names[at];
        let first = passage.tokens[name.first];
        if name.end >= name.first + 3
            && first.is_capitalised()
            && OF_TERRITORY.iter().any(|rank| passage.is_word(name.first, rank))
            && passage.is_word(name.first + 1, "of")
        {
            names[at].kind = EntityKind::Person;
            names[at].rule = Rule::FullName;
            names[at].entry = None;
            continue;
        }
        // Only the territory was tagged.
        let rank = name.first.checked_sub(2).filter(|&rank| {
            passage.is_word(rank + 1, "of")
                && passage.is_capitalised(rank)
                && OF_TERRITORY.iter().any(|own| passage.is_word(rank, own))
        });
        if let (EntityKind::Place, Some(rank)) = (name.kind, rank)
            && at.checked_sub(1).is_none_or(|before| names[before].end <= rank)
        {
            names[at] = Proposal {
                first: rank,
                kind: EntityKind::Person,
                rule: Rule::FullName,
                entry: None,
                ..name
            };
            continue;
        }
        let Some(before) = at.checked_sub(1).map(|before| names[before]) else { continue };
        let of = name.first.checked_sub(1).filter(|&of| passage.is_word(of, "of"));
        let peer = before.first.checked_sub(1).is_some_and(|title| {
            passage.is_capitalised(title) && PEERS.iter().any(|rank| passage.is_word(title, rank))
        });
        if of == Some(before.end) && peer && name.kind == EntityKind::Person {
            names[at].kind = EntityKind::Place;
            names[at].rule = Rule::FullName;
            names[at].entry = None;
        }
    }
}

/// `Tom Roa, Paris Dakota and Ana Tane`: between two people a given name and one word more are a
/// person, though both may be places.
fn among_people(passage: &Passage, names: &mut [Proposal]) {
    let joined = |one: &Proposal, other: &Proposal| {
        let between = one.end..other.first;
        (1..=2).contains(&between.len())
            && between.into_iter().all(|at| passage.is_mark(at, ',') || passage.word(at) == "and")
    };
    let in_full = |name: &Proposal| name.kind == EntityKind::Person && name.end >= name.first + 2;
    for at in 1..names.len().saturating_sub(1) {
        let [before, name, after] = [names[at - 1], names[at], names[at + 1]];
        if name.kind == EntityKind::Place
            && name.end == name.first + 2
            && passage.is(name.first, Class::GIVEN)
            && passage.matches_of(name.first, name.end).next().is_none()
            && in_full(&before)
            && in_full(&after)
            && joined(&before, &name)
            && joined(&name, &after)
        {
            names[at].kind = EntityKind::Person;
            names[at].rule = Rule::FullName;
        }
    }
}

/// `Skerry Rovers (4-2-3-1): Hart, Hill (Moss 80); Young.`: a list of players by their surnames, whatever else these
/// words name.
fn players(passage: &Passage, names: &mut [Proposal]) {
    let mut lists: Option<Vec<usize>> = None;
    for name in names {
        if name.end > name.first + 1 || name.kind == EntityKind::Person {
            continue;
        }
        let lists = lists.get_or_insert_with(|| line_ups(passage));
        let Some(sentence) = passage.sentence_of(name.first) else { continue };
        let before = lists.partition_point(|&colon| colon < name.first);
        let in_list = before.checked_sub(1).is_some_and(|at| lists[at] >= sentence.first);
        if in_list && passage.tokens[name.first].shape == Shape::Capital {
            *name =
                Proposal { kind: EntityKind::Person, rule: Rule::FullName, entry: None, ..*name };
        }
    }
}

/// The colons behind which a team is listed: after a formation or after `Subs`.
fn line_ups(passage: &Passage) -> Vec<usize> {
    let is_number =
        |at: usize| passage.tokens.get(at).is_some_and(|token| token.shape == Shape::Number);
    let formation = |colon: usize| {
        colon >= 6
            && passage.is_mark(colon - 1, ')')
            && is_number(colon - 2)
            && passage.tokens[colon - 3].is_hyphen()
            && is_number(colon - 4)
            && passage.tokens[colon - 5].is_hyphen()
    };
    let substitutes = |colon: usize| {
        (colon.saturating_sub(3)..colon).any(|at| {
            ["subs", "substitutes", "unused"].iter().any(|word| passage.is_word(at, word))
        })
    };
    (0..passage.tokens.len())
        .filter(|&at| passage.is_mark(at, ':') && (formation(at) || substitutes(at)))
        .collect()
}

/// `Roa, Ana (40 per cent)`: one name, its surname first, in a list that sets what follows each name apart.
fn inverted(passage: &Passage, names: Vec<Proposal>) -> Vec<Proposal> {
    let candidates: Vec<Option<Given>> = names.iter().map(|name| given_of(passage, name)).collect();
    let sure: HashSet<usize> = names
        .iter()
        .zip(&candidates)
        .filter(|(_, given)| given.is_some_and(|given| given.is_sure))
        .filter_map(|(name, _)| passage.sentence_of(name.first).map(|sentence| sentence.first))
        .collect();
    if sure.is_empty() {
        return names;
    }
    let in_list = |name: &Proposal| {
        passage.sentence_of(name.first).is_some_and(|sentence| sure.contains(&sentence.first))
    };
    let mut whole: Vec<Proposal> = Vec::with_capacity(names.len());
    for (name, given) in names.into_iter().zip(candidates) {
        // Behind the comma of an inverted name, and part of it.
        if whole.last().is_some_and(|last| last.end > name.first) {
            continue;
        }
        match given.filter(|_| in_list(&name)) {
            Some(given) => whole.push(Proposal {
                end: given.end,
                rule: Rule::FullName,
                entry: None,
                confidence: name.confidence.max(INVERTED),
                ..name
            }),
            None => whole.push(name),
        }
    }
    whole
}

/// A given name behind a surname and a comma.
#[derive(Clone, Copy)]
struct Given {
    end: usize,
    /// Whether it is known to be one.
    is_sure: bool,
}

fn given_of(passage: &Passage, surname: &Proposal) -> Option<Given> {
    let comma = surname.end;
    let (sentence, first) = (passage.sentence_of(surname.first)?, comma + 1);
    if surname.kind != EntityKind::Person
        || !passage.is_mark(comma, ',')
        || !one_word_with_particles(passage, surname)
        || passage.is(surname.first, Class::GIVEN) && !passage.is(surname.first, Class::SURNAME)
    {
        return None;
    }
    let mut end = first;
    while end < sentence.end.min(first + MOST_GIVEN)
        && passage.is_capitalised(end)
        && passage.follows_closely(end)
        && !passage.is(end, Class::FUNCTION | Class::TITLE | Class::ROLE | Class::HONORIFIC)
    {
        end += if passage.is_mark(end + 1, '.') { 2 } else { 1 };
    }
    // What ends the entry: a bracket, a semicolon, a colon, the line. A comma goes on with a list of names.
    let ends = passage.tokens.get(end).is_none_or(|next| {
        matches!(next.mark, '(' | ';' | ':' | '–' | '—' | '|') || next.gap >= Gap::Line
    });
    // `Senators Roa, Paris (D-Vt.)`: two members, and where the second is from.
    let party = ["D", "R", "I"].contains(&passage.word(end + 1))
        && passage.is_mark(end, '(')
        && passage.tokens.get(end + 2).is_some_and(|mark| mark.shape == Shape::Mark);
    // `Tane, Roa, Ana (…)`: more than one before the comma.
    let listed = surname
        .first
        .checked_sub(1)
        .filter(|&before| before > sentence.first && passage.is_mark(before, ','))
        .is_some_and(|before| !passage.is_mark(before - 1, ')'));
    let is_sure = passage.is(first, Class::GIVEN)
        && !passage.is_known(first, Known::PLACE)
        && (end == first + 1
            || passage.tokens[first + 1].shape == Shape::Initial
            || passage.is(first + 1, Class::GIVEN) && !passage.is(first + 1, Class::SURNAME));
    (end > first && ends && !listed && !party).then_some(Given { end, is_sure })
}

/// Whether all words but one are particles or joined to it: `de Groot`, `Mbeki-Ross`.
fn one_word_with_particles(passage: &Passage, name: &Proposal) -> bool {
    let words = (name.first..name.end).filter(|&at| {
        passage.tokens[at].is_word()
            && !passage.is(at, Class::PARTICLE)
            && !(at > name.first && passage.is_joining_hyphen(at - 1))
    });
    words.count() == 1
}

/// Where the given name of a person begins that is written surname first, `Roa, Ana`: behind the comma.
pub fn given_behind_comma(passage: &Passage, first: usize, end: usize) -> Option<usize> {
    let comma = (first + 1..end.saturating_sub(1)).find(|&at| passage.is_mark(at, ','))?;
    (!passage.is(comma + 1, Class::NAME_SUFFIX)).then_some(comma + 1)
}
