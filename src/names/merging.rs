//! What a model tagged and what the lexicon and the rules propose, made one.
//!
//! The model has seen the proposals as evidence and mostly has the last word. Where it is known to be
//! weak, and the guidelines for what belongs to a name are plain, the rules do. Every remedy here is
//! about how names are written, none about a name.

use super::passage::{Known, Passage};
use super::proposals::{ACCEPTED, Proposal};
use super::tokens::{Gap, Shape};
use super::words::{Class, FoldMap};
use crate::model::{EntityKind, Rule};

/// A name of the catalogue of one word stands from here even where a model saw none.
const SURE_WORD: f32 = 0.85;

/// A person whom the rules are as sure of stands as well: a title, a given name and a surname.
const SURE_PERSON: f32 = 0.8;

/// Both only where the model thinks it this likely that there is a name.
const LIKELY: f32 = 0.2;

/// What a model tagged, put right by what the lexicon and the rules know better.
///
/// - A name that both found keeps the reason that the rules have for it.
/// - An author line is one, whatever the model says.
/// - A title is no part of a name, and a person's name that the rules see whole is not cut in two:
///   where a rule's person covers tagged persons, or is one of them without its title, the rule's
///   span stands. So does a firm written with `&`.
/// - A name of the catalogue of several words stands where the model saw nothing, and one of a single
///   word, or a person whom the rules are sure of, where it nearly saw one. `named`: by token, how
///   likely the model thinks it part of a name.
/// - The agency of a picture's credit stands, the sign of a share does not.
pub fn merge(
    passage: &Passage,
    tagged: Vec<Proposal>,
    rules: &[Proposal],
    named: &[f32],
) -> Vec<Proposal> {
    let mut taken = vec![false; passage.tokens.len()];
    let mut merged: Vec<Proposal> = Vec::with_capacity(tagged.len());
    let overlapping = |rule: &Proposal| {
        let first = tagged.partition_point(|other| other.end <= rule.first);
        let end = tagged.partition_point(|other| other.first < rule.end);
        first..end.max(first)
    };
    for rule in rules {
        let others = &tagged[overlapping(rule)];
        let same = |other: &Proposal| {
            (other.first, other.end, other.kind) == (rule.first, rule.end, rule.kind)
        };
        let mut confidence = others.iter().map(|other| other.confidence).fold(0.0, f32::max);
        let stands = match others {
            [] => {
                let likely = named[rule.first..rule.end].iter().copied().fold(1.0, f32::min);
                confidence = likely.max(ACCEPTED);
                rule.rule == Rule::Byline
                    || rule.rule == Rule::CatalogueName && rule.end - rule.first >= 2
                    || likely >= LIKELY
                        && (rule.rule == Rule::CatalogueName && rule.confidence >= SURE_WORD
                            || rule.kind == EntityKind::Person && rule.confidence >= SURE_PERSON)
            }
            [other] if same(other) => true,
            _ if rule.rule == Rule::Byline => true,
            _ if rule.kind == EntityKind::Person => {
                let alike = |other: &Proposal| other.kind == EntityKind::Person;
                let covers = |other: &Proposal| rule.first <= other.first && other.end <= rule.end;
                others.iter().all(|other| alike(other) && covers(other))
                    && rule.end - rule.first >= 2
                    || matches!(others, [other] if alike(other) && without_title(passage, other) == rule.first && other.end == rule.end)
            }
            _ => {
                rule.kind == EntityKind::Organisation
                    && (rule.first + 1..rule.end - 1).any(|index| passage.is_mark(index, '&'))
            }
        };
        if stands {
            merged.push(Proposal { confidence, ..*rule });
            taken[rule.first..rule.end].fill(true);
        }
    }
    let surnames = surnames(passage, &tagged);
    let names = tagged.iter().map(|name| trimmed(passage, &surnames, *name));
    merged.extend(names.filter(|name| {
        name.first < name.end
            && !taken[name.first..name.end].iter().any(|taken| *taken)
            && !is_demonym(passage, name)
            && !is_ticker(passage, name)
    }));
    merged.sort_by_key(|proposal| proposal.first);
    credits(passage, &mut merged);
    merged
}

/// Longest name of an agency in a credit, in words.
const LONGEST_AGENCY: usize = 4;

/// `(Ana Roa/AP)`, `Photo: Ana Roa/The Herald`: who holds a picture stands after who took it. So little
/// stands around the agency that a model often sees none.
fn credits(passage: &Passage, merged: &mut Vec<Proposal>) {
    let mut agencies = Vec::new();
    for (at, person) in merged.iter().enumerate() {
        let slash = person.end;
        let joined =
            |index: usize| passage.tokens.get(index).is_some_and(|token| token.gap == Gap::None);
        if person.kind != EntityKind::Person
            || !passage.is_mark(slash, '/')
            || !joined(slash)
            || !joined(slash + 1)
        {
            continue;
        }
        let Some(sentence) = passage.sentence_of(slash) else { continue };
        let first = if passage.is_word(slash + 1, "the") { slash + 2 } else { slash + 1 };
        let mut end = first;
        while end < sentence.end
            && passage.is_capitalised(end)
            && (end == slash + 1 || passage.tokens[end].gap == Gap::Space)
        {
            end += 1;
        }
        let closed =
            end >= sentence.end || [')', ']', '.'].iter().any(|&m| passage.is_mark(end, m));
        let free = merged.get(at + 1).is_none_or(|next| next.first >= end);
        if closed
            && free
            && (1..=LONGEST_AGENCY).contains(&(end - first))
            && !passage.is(first, Class::GIVEN | Class::CALENDAR)
        {
            agencies.push(Proposal {
                first,
                end,
                kind: EntityKind::Organisation,
                rule: Rule::FullName,
                confidence: 0.75,
                entry: None,
            });
        }
    }
    merged.extend(agencies);
    merged.sort_by_key(|proposal| proposal.first);
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

/// `Chinese`, `Tuvaluans`: of a people, and no name of anyone.
fn is_demonym(passage: &Passage, name: &Proposal) -> bool {
    let named = Known::PERSON | Known::ORGANISATION | Known::PLACE;
    name.end == name.first + 1
        && passage.is_known(name.first, Known::DEMONYM)
        && !passage.is_known(name.first, named)
        && name.kind != EntityKind::Person
}

/// The first token of a person's name after its titles; the last word is always one of the name.
fn without_title(passage: &Passage, name: &Proposal) -> usize {
    let mut first = name.first;
    while first + 1 < name.end {
        let next = if passage.is_mark(first + 1, '.') { first + 2 } else { first + 1 };
        let title = passage.is(first, Class::HONORIFIC)
            || passage.is(first, Class::TITLE) && !passage.is(first, Class::GIVEN | Class::SURNAME);
        if !title || next >= name.end {
            break;
        }
        first = next;
    }
    // `Foreign Minister Ana Roa`: the words of an office before its noun.
    let office = |at: &usize| {
        passage.is(*at, Class::TITLE | Class::TITLE_MODIFIER)
            && !passage.is(*at, Class::GIVEN | Class::SURNAME)
    };
    let words = (first..name.end.saturating_sub(1)).take_while(office);
    words.filter(|&at| passage.is(at, Class::TITLE)).last().map_or(first, |noun| noun + 1)
}

/// Where a person's name ends at the latest: it does not run on into the next column of a table.
fn end_of_column(passage: &Passage, name: &Proposal) -> usize {
    let next = |at: &usize| passage.tokens[*at].gap == Gap::Wide && !passage.is_mark(*at - 1, '.');
    (name.first + 1..name.end).find(next).unwrap_or(name.end)
}

/// Last words of the people that were tagged with more than one.
fn surnames(passage: &Passage, tagged: &[Proposal]) -> FoldMap<()> {
    let people = tagged.iter().filter(|name| name.kind == EntityKind::Person);
    people
        .filter(|name| name.end - name.first >= 2)
        .map(|name| (passage.tokens[name.end - 1].fold, ()))
        .collect()
}

/// A tagged name without what is no part of it: titles before a person, `The` before a newspaper, `-based` after a place, the next
/// column of a table. And where a place of the catalogue runs into the surname of somebody (`in New
/// York Peters said`), the place ends before it.
fn trimmed(passage: &Passage, surnames: &FoldMap<()>, name: Proposal) -> Proposal {
    match name.kind {
        EntityKind::Person => {
            let name = Proposal { first: without_title(passage, &name), ..name };
            Proposal { end: end_of_column(passage, &name), ..name }
        }
        EntityKind::Place
            if name.end - name.first >= 2
                && surnames.contains_key(&passage.tokens[name.end - 1].fold)
                && passage.matches.iter().any(|found| {
                    (found.first, found.end, found.kind)
                        == (name.first, name.end - 1, EntityKind::Place)
                }) =>
        {
            Proposal { end: name.end - 1, ..name }
        }
        EntityKind::Organisation
            if name.end - name.first >= 2 && passage.is_word(name.first, "the") =>
        {
            Proposal { first: name.first + 1, ..name }
        }
        _ => {
            let tail = name.end.saturating_sub(2);
            let joined = tail > name.first
                && passage.tokens[tail].is_hyphen()
                && passage.is_lower(tail + 1)
                && !passage.is_capitalised(tail + 1);
            if joined { Proposal { end: tail, ..name } } else { name }
        }
    }
}
