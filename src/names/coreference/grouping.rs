//! Full names to groups: which of them mean the same person or organisation.
//!
//! Two spellings are one person where the first and the last name are the same and no middle name,
//! initial or suffix says otherwise.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::deferred::is_deferred;
use super::gender::{self, Evidence, Note};
use super::{
    Beside, Form, Group, GroupedMention, Identity, Linker, MOST_OF_ONE_NAME, bearers, folds,
    nicknames, push_once,
};
use crate::model::{EntityKind, Rule};
use crate::names::cover;
use crate::names::merging::neighbours;
use crate::names::offices;
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::titles;
use crate::names::tokens;
use crate::names::words::Class;

/// How far around a name another person of that surname is looked for.
const NEAR: usize = 40;

/// First and last word of a name.
fn pair(passage: &Passage, proposal: &Proposal) -> (u64, u64) {
    let words = folds(passage, proposal.first, proposal.end);
    (words.first().copied().unwrap_or_default(), words.last().copied().unwrap_or_default())
}

/// A name as it is spoken: that of a person who is written surname first turned round.
fn in_order<'t>(passage: &Passage<'t>, proposal: &Proposal) -> Cow<'t, str> {
    match given_behind_comma(passage, proposal) {
        Some(given) => Cow::Owned(format!(
            "{} {}",
            passage.span(given, proposal.end),
            passage.span(proposal.first, given - 1)
        )),
        None => Cow::Borrowed(passage.span(proposal.first, proposal.end)),
    }
}

/// Folds of the words of a name in the order in which it is spoken.
fn words_in_order(passage: &Passage, proposal: &Proposal) -> Vec<u64> {
    match given_behind_comma(passage, proposal) {
        Some(given) => {
            let mut words = folds(passage, given, proposal.end);
            words.append(&mut folds(passage, proposal.first, given - 1));
            words
        }
        None => folds(passage, proposal.first, proposal.end),
    }
}

fn given_behind_comma(passage: &Passage, proposal: &Proposal) -> Option<usize> {
    (proposal.kind == EntityKind::Person)
        .then(|| neighbours::given_behind_comma(passage, proposal.first, proposal.end))
        .flatten()
}

/// First and last names that people with different initials between them share.
pub(super) fn rivals(passage: &Passage, chosen: &[Proposal]) -> HashSet<(u64, u64)> {
    let mut initials: HashMap<(u64, u64), u64> = HashMap::new();
    let mut rivals = HashSet::new();
    for name in chosen.iter().filter(|name| name.kind == EntityKind::Person) {
        let words = folds(passage, name.first, name.end);
        if let [first, initial, last] = words[..]
            && *initials.entry((first, last)).or_insert(initial) != initial
        {
            rivals.insert((first, last));
        }
    }
    rivals
}

/// Before the name of a relation of someone who was named before.
const KIN: &[&str] = &[
    "father",
    "mother",
    "son",
    "daughter",
    "brother",
    "sister",
    "cousin",
    "nephew",
    "niece",
    "uncle",
    "aunt",
    "grandson",
    "granddaughter",
    "grandfather",
    "grandmother",
    "twin",
    "namesake",
];

impl Linker<'_, '_> {
    /// Groups everything that is a name in full.
    pub(super) fn full_names(&mut self, chosen: &[Proposal]) {
        // Those of the catalogue first: a middle initial is then a spelling of one of them.
        let (known, unknown): (Vec<Proposal>, Vec<Proposal>) = chosen
            .iter()
            .filter(|proposal| !is_deferred(self.passage, proposal, &self.stems))
            .map(|proposal| self.looked_up(self.passage, proposal))
            .partition(|proposal| proposal.entry.is_some());
        for proposal in known.iter().chain(&unknown) {
            let group = self.group_of(self.passage, proposal);
            let rule = self.full_rule(proposal, group);
            self.groups[group].fulls.push(proposal.first);
            self.found.push(GroupedMention {
                first: proposal.first,
                end: proposal.end,
                rule,
                group,
                confidence: proposal.confidence,
                antecedent: None,
            });
        }
    }

    /// The proposal with the entry of the catalogue that its words name, if they name one. Where two
    /// people of the article differ in their middle initials, neither is taken for the one without.
    pub(super) fn looked_up(&self, passage: &Passage, proposal: &Proposal) -> Proposal {
        let surface = in_order(passage, proposal);
        let by_initials = || {
            let person = proposal.kind == EntityKind::Person;
            let alone = person && !self.rivals.contains(&pair(passage, proposal));
            alone.then(|| self.directory.find_by_initials(&surface)).flatten()
        };
        let entry = match self.claimants(proposal, &surface) {
            Some(claimants) => self.supported(&claimants),
            None => proposal
                .entry
                .or_else(|| self.directory.find(proposal.kind, &surface))
                .or_else(by_initials),
        };
        Proposal { entry, ..*proposal }
    }

    /// The rule of a full name that was looked up.
    pub(super) fn full_rule(&self, proposal: &Proposal, group: usize) -> Rule {
        match (self.groups[group].entry, proposal.entry) {
            (Some(entry), Some(_)) => {
                let surface = self.passage.span(proposal.first, proposal.end);
                self.directory.rule(entry, proposal.kind, surface)
            }
            (Some(_), None) => Rule::FullName,
            (None, _) if proposal.rule == Rule::CatalogueName => Rule::FullName,
            (None, _) => proposal.rule,
        }
    }

    /// Takes in what the text says of the people named in full.
    pub(super) fn told_by_text(&mut self, chosen: &[Proposal]) {
        let mut groups: Vec<(usize, usize)> =
            self.found.iter().map(|found| (found.first, found.group)).collect();
        groups.sort_unstable();
        self.told(&gender::notes(self.passage, chosen), &groups);
    }

    /// Takes in what a text says of people, who are given by their first tokens.
    fn told(&mut self, notes: &[Note], groups: &[(usize, usize)]) {
        for note in notes {
            let Ok(at) = groups.binary_search_by_key(&note.first, |&(first, _)| first) else {
                continue;
            };
            let evidence = &mut self.groups[groups[at].1].evidence;
            match note.is_said {
                true => evidence.say(note.gender),
                false => evidence.hint(note.gender),
            }
        }
    }

    /// Puts the names that stand beside the text into their groups.
    pub(super) fn names_beside(&mut self, beside: &Beside) {
        let mut groups = Vec::new();
        for proposal in beside.proposals {
            if is_deferred(beside.passage, proposal, &self.stems) {
                continue;
            }
            let is_known = |surname: u64| self.by_surname.contains_key(&surname);
            if !beside.leads && cover::begins_with_deed(beside.passage, proposal, is_known) {
                continue;
            }
            let proposal = self.looked_up(beside.passage, proposal);
            let group = self.group_of(beside.passage, &proposal);
            self.groups[group].is_beside = true;
            groups.push((proposal.first, group));
        }
        groups.sort_unstable();
        self.told(&gender::notes(beside.passage, beside.proposals), &groups);
        for (surname, holder) in &beside.holders {
            let Some(entry) = self.directory.find(EntityKind::Person, &holder.name) else {
                continue;
            };
            let group = self.named(Identity::Entry(entry), EntityKind::Person, Some(entry));
            self.groups[group].is_beside = true;
            holder.name.clone_into(&mut self.groups[group].form);
            let words = tokens::tokenise(surname).iter().map(|token| token.fold).collect();
            self.add_short(words, group, Form::Surname);
        }
    }

    /// The group of a full name that was looked up, made where it is the first of its kind.
    pub(super) fn group_of(&mut self, passage: &Passage, proposal: &Proposal) -> usize {
        let surface = in_order(passage, proposal);
        let words = words_in_order(passage, proposal);
        let sentence = (proposal.kind == EntityKind::Person)
            .then(|| passage.sentence_of(proposal.first))
            .flatten();
        let title = sentence.and_then(|own| titles::before(passage, own, proposal.first));
        let beside =
            sentence.and_then(|own| titles::beside(passage, own, proposal.first, proposal.end));
        let several_words = words.len() >= 2;
        let group = if let Some(entry) = proposal.entry {
            self.named(Identity::Entry(entry), proposal.kind, Some(entry))
        } else if proposal.kind == EntityKind::Person && words.len() >= 2 {
            self.person(passage, proposal)
        } else if proposal.kind == EntityKind::Organisation {
            let key = self.directory.automatic(proposal.kind, &surface).key;
            self.named(Identity::Organisation(key), proposal.kind, None)
        } else {
            self.named(Identity::Words(proposal.kind, words.clone()), proposal.kind, None)
        };
        let own = &mut self.groups[group];
        own.in_full |= several_words;
        if let (EntityKind::Person, [given, .., surname]) = (proposal.kind, &words[..]) {
            let list = self.by_surname.entry(*surname).or_default();
            if list.len() < MOST_OF_ONE_NAME {
                push_once(list, group);
            }
            // The name in full outranks the nickname, however many words either has.
            if own.given == 0 || nicknames::of(*given).contains(&own.given) {
                own.given = *given;
                own.length = 0;
            } else if nicknames::of(own.given).contains(given) {
                own.length = own.length.max(words.len());
            }
        }
        if own.entry.is_none() && (words.len() > own.length || own.form.is_empty()) {
            surface.as_ref().clone_into(&mut own.form);
            own.length = words.len();
        } else if own.form.is_empty() {
            surface.as_ref().clone_into(&mut own.form);
        }
        if sentence.is_some() && proposal.kind == EntityKind::Person {
            let kin = gender::kin_beside(passage, proposal.first, proposal.end);
            own.kin = own.kin.or(kin);
            kin.and_then(gender::of_word).into_iter().for_each(|gender| own.evidence.say(gender));
            own.age = own.age.or_else(|| bearers::age_behind(passage, proposal.end));
        }
        for told in [title.map(|title| title.fold), beside].into_iter().flatten() {
            gender::of_word(told).into_iter().for_each(|gender| own.evidence.say(gender));
        }
        if let (EntityKind::Person, [given, _, ..]) = (proposal.kind, &words[..]) {
            own.evidence.called(*given);
        }
        if let (Some(title), Some(sentence)) = (title, sentence) {
            let fold = offices::long_form(title.fold);
            match bearers::is_over(passage, sentence, &title) {
                true => push_once(&mut own.former, fold),
                false => {
                    push_once(&mut own.titles, fold);
                    push_once(&mut own.offices, (title.widened, fold));
                }
            }
        }
        if let Some(fold) = beside {
            push_once(&mut own.titles, offices::long_form(fold));
        }
        group
    }

    /// The group of an identity, made where it is the first with it.
    pub(super) fn named(
        &mut self,
        identity: Identity,
        kind: EntityKind,
        entry: Option<u32>,
    ) -> usize {
        let next = self.groups.len();
        let group = *self.by_identity.entry(identity).or_insert(next);
        if group == next {
            self.groups.push(Group {
                kind,
                entry,
                form: String::new(),
                also: Vec::new(),
                length: 0,
                titles: Vec::new(),
                offices: Vec::new(),
                former: Vec::new(),
                age: None,
                kin: None,
                introduced: None,
                middle: None,
                suffix: None,
                given: 0,
                family_first: None,
                fulls: Vec::new(),
                is_beside: false,
                evidence: Evidence::default(),
                in_full: false,
            });
        }
        group
    }

    /// The group of a person in full: the same first and last name, and no middle name or suffix
    /// that says otherwise.
    pub(super) fn person(&mut self, passage: &Passage, proposal: &Proposal) -> usize {
        let mut end = proposal.end;
        let mut suffix = None;
        while end > proposal.first + 1 {
            let last = end - 1;
            if passage.is(last, Class::NAME_SUFFIX) {
                suffix = Some(passage.tokens[last].fold);
            } else if passage.tokens[last].fold != 0 {
                break;
            }
            end = last;
        }
        let inverted = given_behind_comma(passage, proposal);
        let words = match inverted {
            Some(_) => words_in_order(passage, proposal),
            None => folds(passage, proposal.first, end),
        };
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
            return self.named(Identity::Words(proposal.kind, words), proposal.kind, None);
        };
        let between = match inverted {
            Some(given) => given + 1..end.max(given + 1),
            None => proposal.first + 1..end.saturating_sub(1).max(proposal.first + 1),
        };
        let middle: String = passage.tokens[between]
            .iter()
            .filter(|token| token.is_capitalised())
            .filter_map(|token| token.text(passage.text).chars().next())
            .collect();
        if !middle.is_empty() && suffix.is_none() {
            let short =
                format!("{} {}", passage.word(proposal.first), passage.word(end.saturating_sub(1)));
            let entry = self.directory.find(proposal.kind, &short);
            let known = entry.and_then(|entry| self.by_identity.get(&Identity::Entry(entry)));
            if let Some(&group) = known {
                return group;
            }
        }
        for variant in 0..MOST_OF_ONE_NAME {
            let known = self.by_identity.get(&Identity::Pair(first, last, variant)).copied();
            let Some(group) = known else {
                let identity = Identity::Pair(first, last, variant);
                if let Some(group) = self.nicknamed(passage, proposal, &[first, last], suffix) {
                    self.by_identity.insert(identity, group);
                    return group;
                }
                let group = self.named(identity, proposal.kind, None);
                self.groups[group].suffix = suffix;
                self.groups[group].middle = (!middle.is_empty()).then_some(middle);
                return group;
            };
            let own = &mut self.groups[group];
            let same_middle =
                middle.is_empty() || own.middle.as_ref().is_none_or(|own| *own == middle);
            if own.suffix == suffix && same_middle {
                if own.middle.is_none() && !middle.is_empty() {
                    own.middle = Some(middle);
                }
                return group;
            }
        }
        self.named(Identity::Words(proposal.kind, words), proposal.kind, None)
    }

    /// The one group with this surname whose given name this one is short for, or the other way round.
    /// Two that stand side by side, `James Weller and Jim Weller`, are two people, and so are `his
    /// daughter Charlie Weller` and Charles.
    fn nicknamed(
        &self,
        passage: &Passage,
        proposal: &Proposal,
        &[given, surname]: &[u64; 2],
        suffix: Option<u64>,
    ) -> Option<usize> {
        let list = self.by_surname.get(&surname)?;
        let mut called = list.iter().copied().filter(|&group| {
            let own = &self.groups[group];
            nicknames::same(own.given, given) && own.suffix == suffix
        });
        let (group, None) = (called.next()?, called.next()) else { return None };
        let sentence = passage.sentence_of(proposal.first)?;
        let mut kin = sentence.first.max(proposal.first.saturating_sub(3))..proposal.first;
        if kin.any(|at| KIN.iter().any(|word| passage.is_word(at, word))) {
            return None;
        }
        let near = sentence.first.max(proposal.first.saturating_sub(NEAR))
            ..sentence.end.min(proposal.end + NEAR);
        let other = self.groups[group].given;
        let beside = passage.tokens[near]
            .windows(2)
            .any(|pair| pair[0].fold == other && pair[1].fold == surname);
        (!beside && other != given).then_some(group)
    }

    /// Names whose given name is short for the one that their group goes by.
    pub(super) fn nicknames(&mut self) {
        for found in self.found.iter_mut().filter(|found| found.rule == Rule::FullName) {
            let own = &self.groups[found.group];
            let given = self.passage.tokens[found.first].fold;
            let several = found.end > found.first + 1;
            if own.kind == EntityKind::Person
                && several
                && nicknames::of(own.given).contains(&given)
            {
                found.rule = Rule::Nickname;
            }
        }
    }
}
