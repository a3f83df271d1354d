//! What was tagged as a person, and the words around show to be something else: a firm, a shop, a label, a law.
//!
//! What must stay true: somebody whom the text names in full, or with a title, stays a person.

use std::collections::HashSet;

use crate::model::{EntityKind, Rule};
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::titles;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// What a charity or a firm keeps: `the Sue Ryder shop`.
const SHOPS: [&str; 7] = ["shop", "shops", "store", "stores", "branch", "outlet", "hospice"];

/// Schools and the like that bear somebody's name behind their own word: `Collège René Cassin`.
const SCHOOLS: [&str; 11] = [
    "collège",
    "lycée",
    "école",
    "colegio",
    "escuela",
    "liceo",
    "scuola",
    "istituto",
    "colégio",
    "escola",
    "gymnasium",
];

/// What firms are, as it stands before the name of one: `a supplier, Quay Polymers`.
const FIRMS: [&str; 20] = [
    "rival",
    "supplier",
    "firm",
    "company",
    "maker",
    "manufacturer",
    "retailer",
    "contractor",
    "subsidiary",
    "press",
    "publisher",
    "chain",
    "start-up",
    "startup",
    "empresa",
    "fornecedora",
    "fabricante",
    "société",
    "entreprise",
    "azienda",
];

/// The most particles of a surname.
const MOST_PARTICLES: usize = 3;

/// How sure it is that what stands behind `Mrs` is a surname, where nothing was tagged.
const BEHIND_MISTER: f32 = 0.7;

/// Puts the kinds right, and leaves out what names nobody.
pub(super) fn told_by_words(passage: &Passage, mut names: Vec<Proposal>) -> Vec<Proposal> {
    let surnames = surnames(passage, &names);
    firms_of_people(passage, &mut names);
    schools(passage, &mut names);
    firms_by_trade(passage, &mut names);
    apposed_firms(passage, &mut names);
    towns(passage, &mut names);
    let firms = firms(passage, &names, &surnames);
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        if firms.contains(&words(passage, name)) && !is_titled(passage, name) {
            as_organisation(name);
        }
    }
    let people: HashSet<usize> = names
        .iter()
        .filter(|name| name.kind == EntityKind::Person && name.end >= name.first + 2)
        .map(|name| name.first)
        .collect();
    after_misters(passage, &mut names);
    let whole: HashSet<usize> = names
        .iter()
        .filter(|name| name.kind == EntityKind::Person && name.end >= name.first + 2)
        .map(|name| name.end)
        .collect();
    names.retain(|name| !is_of_a_thing(passage, name));
    names.retain(|name| {
        let is_known = surnames.contains_key(&passage.tokens[name.first].fold);
        let is_alone = name.kind == EntityKind::Person && name.end == name.first + 1;
        !is_alone
            || is_known
            || !(is_label(passage, name, &people)
                || is_law(passage, name)
                || is_home(passage, name, &whole))
    });
    names
}

/// Last words of the people of several.
fn surnames(passage: &Passage, names: &[Proposal]) -> FoldMap<()> {
    let whole = names.iter().filter(|name| name.kind == EntityKind::Person);
    let whole = whole.filter(|name| name.end >= name.first + 2);
    whole.map(|name| (passage.tokens[name.end - 1].fold, ())).collect()
}

fn words(passage: &Passage, name: &Proposal) -> Vec<u64> {
    passage.tokens[name.first..name.end].iter().map(|token| token.fold).collect()
}

fn as_organisation(name: &mut Proposal) {
    (name.kind, name.rule, name.entry) = (EntityKind::Organisation, Rule::FullName, None);
}

fn is_titled(passage: &Passage, name: &Proposal) -> bool {
    passage
        .sentence_of(name.first)
        .is_some_and(|sentence| titles::before(passage, sentence, name.first).is_some())
}

/// `analyst Ana Roa of Peel Hunt`: nobody is of a person.
fn firms_of_people(passage: &Passage, names: &mut [Proposal]) {
    let in_full = |name: &Proposal| {
        name.kind == EntityKind::Person
            && name.end >= name.first + 2
            && name.rule == Rule::FullName
            && name.entry.is_none()
    };
    for at in 1..names.len() {
        let [person, name] = [names[at - 1], names[at]];
        let joined = name.first == person.end + 1
            && ["of", "at"].iter().any(|word| passage.word(person.end) == *word);
        let possessive = passage.is_possessive(name.end);
        if joined && in_full(&person) && in_full(&name) && name.end == name.first + 2 && !possessive
        {
            as_organisation(&mut names[at]);
        }
    }
}

/// What firms make or sell, as their names end, and nobody's does.
const TRADES: [&str; 12] = [
    "airlines",
    "airways",
    "aviation",
    "composites",
    "foods",
    "labs",
    "logistics",
    "motors",
    "optics",
    "pharma",
    "robotics",
    "yachts",
];

/// `Ana Optics`, tagged as a person.
fn firms_by_trade(passage: &Passage, names: &mut [Proposal]) {
    let is_firm = |name: &&mut Proposal| {
        name.kind == EntityKind::Person
            && name.entry.is_none()
            && name.end > name.first + 1
            && TRADES.iter().any(|trade| passage.is_word(name.end - 1, trade))
    };
    names.iter_mut().filter(is_firm).for_each(as_organisation);
}

/// `a rival, Quay Polymers,`: what is made or sold in the plural, behind the word for a firm, is no surname.
fn apposed_firms(passage: &Passage, names: &mut [Proposal]) {
    let is_firm = |name: &Proposal| {
        let noun = name.first.checked_sub(2);
        let last = passage.word(name.end - 1);
        name.kind == EntityKind::Person
            && name.entry.is_none()
            && name.end == name.first + 2
            && passage.is_mark(name.first - 1, ',')
            && noun.is_some_and(|at| FIRMS.contains(&passage.word(at)))
            && last.ends_with('s')
            && !last.ends_with("ss")
            && !passage.is(name.end - 1, Class::SURNAME | Class::GIVEN)
            && !passage.is(name.first, Class::GIVEN)
    };
    names.iter_mut().filter(|name| name.first >= 2 && is_firm(name)).for_each(as_organisation);
}

/// `Jackson, Miss. - A fire`: the town of a state, which is cut short.
fn towns(passage: &Passage, names: &mut [Proposal]) {
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        let state = name.end + 1;
        let opens = passage.sentence_of(name.first).is_some_and(|own| own.first == name.first);
        let is_state = opens
            && passage.is_mark(name.end, ',')
            && passage.is(state, Class::STATE)
            && passage.is_capitalised(state)
            && passage.is_mark(state + 1, '.');
        let is_dateline = ['-', '–', '—', '('].iter().any(|&mark| passage.is_mark(state + 2, mark));
        let is_hyphen = passage.tokens.get(state + 2).is_some_and(|token| token.is_hyphen());
        if name.end == name.first + 1 && is_state && (is_dateline || is_hyphen) {
            (name.kind, name.rule, name.entry) = (EntityKind::Place, Rule::FullName, None);
        }
    }
}

/// `Mrs Ana Roa of Barry`: where she lives. Nobody is of a person.
fn is_home(passage: &Passage, name: &Proposal, whole: &HashSet<usize>) -> bool {
    let of = name.first.checked_sub(1).filter(|&of| passage.word(of) == "of");
    of.is_some_and(|of| whole.contains(&of))
        && !passage.is_possessive(name.end)
        && !(passage.is_capitalised(name.end) && passage.follows_closely(name.end))
}

/// `Mrs von der Leyen`: what stands behind `Mrs` is a surname, with its particles, whether it was tagged or not.
fn after_misters(passage: &Passage, names: &mut Vec<Proposal>) {
    let mut added = Vec::new();
    for sentence in &passage.sentences {
        for first in sentence.first + 1..sentence.end {
            if !passage.is(first, Class::PARTICLE) || !titles::follows_mister(passage, first) {
                continue;
            }
            let highest = sentence.end.min(first + MOST_PARTICLES + 1);
            let particle = |at: &usize| passage.is(*at, Class::PARTICLE);
            let Some(last) = (first + 1..highest).find(|at| !particle(at)) else { continue };
            let joined = (first + 1..=last).all(|at| passage.tokens[at].gap == Gap::Space);
            let is_name = passage.tokens[last].shape == Shape::Capital
                && !passage.is(last, Class::FUNCTION | Class::CALENDAR)
                && !(passage.is_capitalised(last + 1) && passage.follows_closely(last + 1));
            if joined && is_name {
                added.push((first, last + 1));
            }
        }
    }
    for (first, end) in added {
        let at = names.partition_point(|name| name.end <= first);
        match names.get_mut(at).filter(|name| name.first < end) {
            Some(name) if name.first == first && name.end == end => {
                (name.kind, name.rule) = (EntityKind::Person, Rule::Title);
            }
            Some(_) => {}
            None => names.insert(
                at,
                Proposal {
                    first,
                    end,
                    kind: EntityKind::Person,
                    rule: Rule::Title,
                    confidence: BEHIND_MISTER,
                    entry: None,
                },
            ),
        }
    }
}

/// `Collège René Cassin`: the school, and not who it is called after.
fn schools(passage: &Passage, names: &mut [Proposal]) {
    for at in 0..names.len() {
        let name = names[at];
        let Some(school) = name.first.checked_sub(1) else { continue };
        let free = at == 0 || names[at - 1].end <= school;
        let is_school = SCHOOLS.contains(&passage.word(school).to_lowercase().as_str());
        if name.kind == EntityKind::Person
            && free
            && is_school
            && passage.is_capitalised(school)
            && passage.tokens[name.first].gap == Gap::Space
        {
            as_organisation(&mut names[at]);
            names[at].first = school;
        }
    }
}

/// `a Ford spokesman`, `Ford's chief engineer`: it has people who speak and work for it.
fn has_staff(passage: &Passage, name: &Proposal) -> bool {
    let first = name.end + usize::from(passage.is_possessive(name.end));
    let staff = |at: usize| passage.is_lower(at) && passage.is(at, Class::ROLE | Class::TITLE);
    staff(first) || passage.is_lower(first) && staff(first + 1)
}

/// The words of names that were tagged as people and are firms: they keep shops, or are an organisation with a staff
/// elsewhere in the text, and nobody in it is called so in full.
fn firms(passage: &Passage, names: &[Proposal], surnames: &FoldMap<()>) -> HashSet<Vec<u64>> {
    let shop = |name: &&Proposal| {
        let the = name.first.checked_sub(1).is_some_and(|at| passage.is_word(at, "the"));
        let opens =
            passage.sentence_of(name.first).is_some_and(|sentence| sentence.first == name.first);
        let noun = SHOPS.iter().any(|word| passage.word(name.end) == *word);
        noun && (the || opens) && passage.follows_closely(name.end)
    };
    let one_word = |name: &&Proposal| {
        name.end == name.first + 1 && !surnames.contains_key(&passage.tokens[name.first].fold)
    };
    let of = |kind: EntityKind| names.iter().filter(move |name| name.kind == kind);
    let titled: HashSet<u64> = of(EntityKind::Person)
        .filter(|name| is_titled(passage, name))
        .map(|name| passage.tokens[name.first].fold)
        .collect();
    let elsewhere = of(EntityKind::Organisation)
        .filter(one_word)
        .filter(|name| has_staff(passage, name))
        .filter(|name| !titled.contains(&passage.tokens[name.first].fold));
    let shops = of(EntityKind::Person).filter(shop);
    elsewhere.chain(shops).map(|name| words(passage, name)).collect()
}

/// `Denton: Owen Rudge (Ind)`: what stands before the colon says for where or in what place.
fn is_label(passage: &Passage, name: &Proposal, people: &HashSet<usize>) -> bool {
    passage.is_mark(name.end, ':') && people.contains(&(name.end + 1)) && !is_titled(passage, name)
}

/// The most words between a name and the thing that bears it.
const MOST_OF_A_THING: usize = 6;

/// `the Ana Roa Dam`, `the Roa Clean Harbour Act`: a thing that bears somebody's name, and nobody who does anything.
fn is_of_a_thing(passage: &Passage, name: &Proposal) -> bool {
    let the = name.first.checked_sub(1).is_some_and(|at| passage.is_word(at, "the"));
    let is_thing = |at: usize| {
        passage.is(at, Class::OTHER_TAIL | Class::PLACE_TAIL) || passage.is_word(at, "dam")
    };
    let run = (name.end..name.end + MOST_OF_A_THING).take_while(|&at| {
        passage.tokens.get(at).is_some_and(|token| token.shape == Shape::Capital)
            && passage.follows_closely(at)
    });
    let last = run.last();
    name.kind == EntityKind::Person
        && name.rule == Rule::FullName
        && the
        && last.is_some_and(|last| is_thing(last) && !passage.is(last, Class::HEAD))
}

/// `Megan's Law`: the given name of whom nobody speaks.
fn is_law(passage: &Passage, name: &Proposal) -> bool {
    passage.is(name.first, Class::GIVEN)
        && passage.is_possessive(name.end)
        && ["Law", "Act", "Bill", "Rule"].contains(&passage.word(name.end + 1))
}
