//! Short forms inside one article: `Peters` after `Winston Peters`, `WTO` after its long form.
//!
//! A short form stands only on evidence: a fuller name in the same article or in its head. Where two
//! people share a surname, `namesakes` tells whom it means. Everyone named in an article is a `Group`; mentions
//! of one group are mentions of one entity.

mod bearers;
mod couples;
mod deferred;
mod gender;
mod grouping;
mod known_as;
mod namesakes;
mod nicknames;
mod scanning;
mod shared_aliases;
mod short_forms;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::offices::OfficeTitle;
use super::passage::{Known, Passage};
use super::proposals::Proposal;
use super::resolve::Directory;
use super::sentences::Sentence;
use super::tokens::{self, Shape};
use super::words::FoldMap;
use crate::model::{EntityKind, EntityName, Mention, Rule};
use namesakes::Shared;

/// A mention whose entity is known as a group.
#[derive(Clone, Copy, Debug)]
pub struct GroupedMention {
    pub first: usize,
    pub end: usize,
    pub rule: Rule,
    pub group: usize,
    pub confidence: f32,
    /// Index of the fuller mention in the list of all.
    pub antecedent: Option<usize>,
}

/// Everyone (or everything) that mentions of one name mean.
#[derive(Clone, Debug)]
pub struct Group {
    pub kind: EntityKind,
    pub entry: Option<u32>,
    /// The fullest form in the article.
    pub form: String,
    /// Other names in full that the text says its bearer goes by.
    also: Vec<String>,
    /// Words in `form`.
    length: usize,
    /// Folds of the titles that stood beside it.
    titles: Vec<u64>,
    /// The same with the word before each: `health minister`.
    offices: Vec<(u64, u64)>,
    /// Folds of the titles that it had before: of a former minister.
    former: Vec<u64>,
    /// The age that stands behind its name.
    age: Option<u32>,
    /// What its bearer is to somebody: the fold of `wife`, `son`.
    kin: Option<u64>,
    /// Where a given name behind such a word stands for it: `her husband Tom`.
    introduced: Option<usize>,
    /// Middle names or initials, by their first letters; two that differ are two people.
    middle: Option<String>,
    suffix: Option<u64>,
    /// The given name of a person, as far as the first word is one.
    given: u64,
    /// The family name, where it comes first.
    family_first: Option<u64>,
    /// First tokens of its full mentions in the body, in order.
    fulls: Vec<usize>,
    is_beside: bool,
    evidence: gender::Evidence,
    /// Whether a name of two words or more stands for it anywhere.
    in_full: bool,
}

/// How a short form is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// The full name again, where capitals alone would not show it.
    Repeat,
    Surname,
    /// `H. Roa` of Hana Roa.
    Initial,
    Given,
    Nickname,
    /// The first word of a name, which may be the given name or the family name; only where it was
    /// taken for a person.
    First,
    BracketAcronym,
    Acronym,
    Shorter,
    /// `Committee`: says what kind of body it is, and only where the model took it for a name.
    Head,
}

/// A sequence of words that may stand for a group.
struct Short {
    words: Vec<u64>,
    group: usize,
    form: Form,
}

/// Names in the article's other texts: in its head, where the body is linked, and in the body, where the
/// head is.
pub struct Beside<'h, 't> {
    pub passage: &'h Passage<'t>,
    pub proposals: &'h [Proposal],
    /// Whether its spelling of a name comes first, as the body's does.
    pub leads: bool,
    /// People of the catalogue that it names by office and surname alone: the words, and who it is.
    pub holders: Vec<(String, EntityName)>,
    /// Place and day from which the article is dated: `CANBERRA, March 4`.
    pub dateline: Option<&'h str>,
}

/// Groups what was chosen and adds the short forms that rest on it. One whose rule needs a fuller mention
/// and that has none rests on what stands beside.
pub fn link<'p, 't>(
    passage: &'p Passage<'t>,
    chosen: &[Proposal],
    beside: Option<&'p Beside<'p, 't>>,
    directory: &'p Directory,
    year: Option<i32>,
) -> (Vec<GroupedMention>, Vec<Group>) {
    let mut linker = Linker {
        passage,
        directory,
        beside,
        year,
        countries: OnceCell::new(),
        offices: OnceCell::new(),
        words: OnceCell::new(),
        behind_misters: OnceCell::new(),
        in_full: OnceCell::new(),
        groups: Vec::new(),
        by_identity: HashMap::new(),
        shorts: Vec::new(),
        by_first: FoldMap::default(),
        by_surname: FoldMap::default(),
        found: Vec::new(),
        shared: Vec::new(),
        coupled: HashSet::new(),
        kin: HashMap::new(),
        placing: (passage.tokens.iter().zip(&passage.known))
            .filter(|(_, known)| known.any(Known::DEMONYM | Known::PLACE))
            .map(|(token, _)| (token.fold, ()))
            .collect(),
        stems: deferred::stems(passage, chosen),
        rivals: grouping::rivals(passage, chosen),
    };
    let leader = beside.filter(|beside| beside.leads);
    if let Some(leader) = leader {
        linker.stems.extend(deferred::stems(leader.passage, leader.proposals));
        linker.names_beside(leader);
    }
    linker.full_names(chosen);
    linker.sort();
    linker.told_by_text(chosen);
    linker.couples();
    linker.known_as(chosen);
    if let (Some(beside), None) = (beside, leader) {
        linker.names_beside(beside);
    }
    linker.kin_by_given_name();
    linker.brackets();
    linker.short_forms();
    linker.deferred(chosen);
    linker.sort();
    linker.scan();
    linker.shared_surnames();
    linker.nicknames();
    linker.antecedents();
    (linker.found, linker.groups)
}

/// The people of the catalogue whom mentions name by a title and a surname alone.
pub fn holders(mentions: &[Mention], directory: &Directory) -> Vec<(String, EntityName)> {
    let titled = mentions.iter().filter(|own| own.rule == Rule::Title);
    let known = titled.filter(|own| directory.find(own.entity.kind, &own.entity.name).is_some());
    let mut holders: Vec<_> =
        known.map(|own| (own.surface_form.clone(), own.entity.clone())).collect();
    holders.sort();
    holders.dedup();
    holders
}

/// People of one name, and groups that one short form may mean, that are still told apart. No real
/// article comes near it; a made-up one must not cost its length squared.
const MOST_OF_ONE_NAME: usize = 32;

#[derive(PartialEq, Eq, Hash)]
enum Identity {
    Entry(u32),
    Words(EntityKind, Vec<u64>),
    /// An organisation by its key, so that its spellings are one.
    Organisation(String),
    /// First and last name of a person, and how many with the same pair differ otherwise.
    Pair(u64, u64, usize),
}

struct Linker<'p, 't> {
    passage: &'p Passage<'t>,
    directory: &'p Directory,
    beside: Option<&'p Beside<'p, 't>>,
    year: Option<i32>,
    countries: OnceCell<HashSet<String>>,
    /// The offices of which the text speaks.
    offices: OnceCell<Vec<OfficeTitle>>,
    /// Folds of all words of the text.
    words: OnceCell<HashSet<u64>>,
    /// Folds of the words behind `Mrs` or `Mr`, and whether it never is `Mr`.
    behind_misters: OnceCell<FoldMap<bool>>,
    /// Entries of the catalogue that the text names by more than one word.
    in_full: OnceCell<HashSet<u32>>,
    groups: Vec<Group>,
    by_identity: HashMap<Identity, usize>,
    shorts: Vec<Short>,
    by_first: FoldMap<Vec<usize>>,
    /// Groups of people by their last names.
    by_surname: FoldMap<Vec<usize>>,
    found: Vec<GroupedMention>,
    /// Surnames that wait until everybody else is known.
    shared: Vec<Shared>,
    /// Given names whose surname stands behind the next person's, by token: `Tom` of `Tom and Ana Roa`.
    coupled: HashSet<usize>,
    /// Given names behind a word of kinship, by token, of people whom the text names in full: `her husband Tom`.
    kin: HashMap<usize, usize>,
    /// Words of the text that the catalogue knows as places or demonyms.
    placing: FoldMap<()>,
    /// Parts of longer names of organisations that are a short form where they stand alone.
    stems: HashSet<Vec<u64>>,
    rivals: HashSet<(u64, u64)>,
}

/// Folds of the words of tokens `first..end`.
fn folds(passage: &Passage, first: usize, end: usize) -> Vec<u64> {
    passage.tokens[first..end]
        .iter()
        .filter(|token| token.fold != 0)
        .map(|token| token.fold)
        .collect()
}

/// The rule that a short form of this make stands by.
fn short_rule(form: Form, titled: bool) -> Rule {
    match form {
        Form::Repeat => Rule::FullName,
        Form::Surname if titled => Rule::TitleSurname,
        Form::Surname | Form::Initial => Rule::SurnameAfterFull,
        Form::Given | Form::First => Rule::GivenName,
        Form::Nickname => Rule::Nickname,
        Form::BracketAcronym => Rule::AcronymInBrackets,
        Form::Acronym => Rule::AcronymOfWords,
        Form::Shorter | Form::Head => Rule::ShortForm,
    }
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

impl Linker<'_, '_> {
    /// `Pacific Islands Forum (PIF)`: the acronym means what stands before it, whatever else it may
    /// mean to the catalogue.
    fn brackets(&mut self) {
        let mut defined = Vec::new();
        for found in &self.found {
            let group = found.group;
            let at = found.end;
            let kind = self.groups[group].kind;
            if kind == EntityKind::Place
                || !self.passage.is_mark(at, '(')
                || !self.passage.is_mark(at + 2, ')')
            {
                continue;
            }
            let Some(acronym) = self.passage.tokens.get(at + 1) else { continue };
            let letters = acronym.end_char - acronym.start_char;
            let shaped = matches!(
                acronym.shape,
                Shape::Upper | Shape::Dotted | Shape::Mixed | Shape::Capital
            ) && (2..=10).contains(&letters);
            let initial = self.passage.word(at + 1).chars().next().map(|c| c.to_ascii_lowercase());
            let long =
                self.passage.word(found.first).chars().next().map(|c| c.to_ascii_lowercase());
            let known = self
                .found
                .binary_search_by_key(&(at + 1), |found| found.first)
                .is_ok_and(|other| self.found[other].group == group);
            let fits = kind == EntityKind::Organisation
                || tokens::fold(&self.initials(found.first, found.end)) == acronym.fold;
            if shaped && fits && !known && initial == long && found.end - found.first > 1 {
                defined.push((acronym.fold, group));
            }
        }
        let mut redefined = FoldMap::<()>::default();
        for (fold, group) in defined {
            // One meaning an article: the first definition stands.
            if redefined.contains_key(&fold) {
                continue;
            }
            redefined.insert(fold, ());
            self.add_short(vec![fold], group, Form::BracketAcronym);
        }
        if redefined.is_empty() {
            return;
        }
        let tokens = &self.passage.tokens;
        let replaced = |first: usize, end: usize| {
            end == first + 1 && redefined.contains_key(&tokens[first].fold)
        };
        for found in self.found.iter().filter(|found| replaced(found.first, found.end)) {
            self.groups[found.group].fulls.retain(|&first| first != found.first);
        }
        self.found.retain(|found| !replaced(found.first, found.end));
    }

    /// The first letters of the words of a name, those behind a hyphen too.
    fn initials(&self, first: usize, end: usize) -> String {
        let words = (first..end).filter(|&at| self.passage.tokens[at].is_word());
        words.filter_map(|at| self.passage.word(at).chars().next()).collect()
    }

    /// Which of several groups a short form at `index` means.
    fn pick(&self, groups: &[usize], sentence: &Sentence, index: usize) -> Option<usize> {
        if groups.len() <= 1 {
            return groups.first().copied();
        }
        if let Some(group) = self.of_office(groups, sentence, index) {
            return Some(group);
        }
        // The last full mention of each before here, by sentence.
        let last = |group: usize| -> Option<usize> {
            let fulls = &self.groups[group].fulls;
            fulls.get(fulls.partition_point(|&token| token < index).checked_sub(1)?).copied()
        };
        let mut named: Vec<(usize, usize)> =
            groups.iter().filter_map(|&group| Some((last(group)?, group))).collect();
        named.sort_unstable();
        let (nearest, group) = named.pop()?;
        let rival = named.pop();
        let sentence_of = |token| self.passage.sentence_of(token).map(|sentence| sentence.first);
        match rival {
            Some((other, _)) if sentence_of(other) == sentence_of(nearest) => None,
            _ => Some(group),
        }
    }

    /// Puts mentions, and the full mentions of each group, in the order of the text.
    fn sort(&mut self) {
        self.found.sort_by_key(|found| found.first);
        for group in &mut self.groups {
            group.fulls.sort_unstable();
        }
    }

    /// Gives every short form the full mention it rests on: the nearest before it, else the first
    /// after it. One that rests on what stands beside has none here.
    fn antecedents(&mut self) {
        let full: Vec<(usize, usize, usize)> = self
            .found
            .iter()
            .enumerate()
            .filter(|(_, found)| {
                !found.rule.needs_antecedent()
                    && (found.end > found.first + 1 || !self.groups[found.group].in_full)
            })
            .map(|(at, found)| (found.group, found.first, at))
            .collect();
        let mut by_group: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for (group, first, at) in full {
            by_group.entry(group).or_default().push((first, at));
        }
        for found in &mut self.found {
            if !found.rule.needs_antecedent() {
                continue;
            }
            let list = by_group.get(&found.group).map(Vec::as_slice).unwrap_or_default();
            let before = list.partition_point(|&(first, _)| first < found.first);
            let nearest =
                before.checked_sub(1).and_then(|at| list.get(at)).or_else(|| list.first());
            found.antecedent = nearest.map(|&(_, at)| at);
        }
    }
}
