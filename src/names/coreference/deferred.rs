//! Names that wait until all full names are known: a fuller one may explain them.

use std::collections::HashSet;

use super::short_forms::{is_first_surname, may_be_dropped};
use super::{Form, GroupedMention, Identity, Linker, Shared, folds, push_once};
use crate::model::{EntityKind, EntityName, Rule};
use crate::names::offices::{self, OfficeSetting, OfficeTitle};
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::sentences::Sentence;
use crate::names::titles;
use crate::names::tokens::{self, Gap, Shape};
use crate::names::words::Class;

/// A longer name is cut no further than at its legal form.
const MOST_WORDS: usize = 12;

/// Whether who a proposal means can be told only when all full names are known: a name after a title,
/// one of a single word that is not of the catalogue, one that begins with a particle, `Van der Berg`,
/// and an organisation that has a longer name elsewhere.
pub(super) fn is_deferred(
    passage: &Passage,
    proposal: &Proposal,
    stems: &HashSet<Vec<u64>>,
) -> bool {
    let one_word = || {
        let tokens = &passage.tokens[proposal.first + 1..proposal.end];
        tokens.iter().all(|token| token.gap == Gap::None)
    };
    match (proposal.rule, proposal.kind) {
        (Rule::Title, _) => true,
        (Rule::FullName, EntityKind::Person) => {
            one_word()
                || is_abbreviated(passage, proposal)
                || passage.is(proposal.first, Class::PARTICLE)
                || stems.contains(&folds(passage, proposal.first, proposal.end))
        }
        (Rule::FullName, EntityKind::Organisation) => {
            one_word() || stems.contains(&folds(passage, proposal.first, proposal.end))
        }
        _ => false,
    }
}

/// `H. Roa`, `Hana R.`: one word and an initial.
fn is_abbreviated(passage: &Passage, proposal: &Proposal) -> bool {
    let mut words =
        passage.tokens[proposal.first..proposal.end].iter().filter(|token| token.fold != 0);
    let (Some(one), Some(other), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    one.shape == Shape::Initial || other.shape == Shape::Initial
}

/// The words of each company before its `Inc.` or `Ltd`, and the last words of each body that says
/// what it is: `Judiciary Committee` of `Senate Judiciary Committee`.
pub(super) fn stems(passage: &Passage, chosen: &[Proposal]) -> HashSet<Vec<u64>> {
    let mut stems = HashSet::new();
    for name in chosen.iter().filter(|name| name.kind == EntityKind::Organisation) {
        let mut end = name.end;
        while end > name.first + 1
            && (passage.is(end - 1, Class::COMPANY) || passage.tokens[end - 1].fold == 0)
        {
            end -= 1;
        }
        if end < name.end {
            stems.insert(folds(passage, name.first, end));
        }
        let words = folds(passage, name.first, name.end);
        let droppable = |at: usize| may_be_dropped(passage.classes[at], passage.word(at));
        if end > name.first + 2 && droppable(end - 1) {
            stems.insert(folds(passage, name.first, end - 1));
        }
        if passage.is(name.end - 1, Class::HEAD) && words.len() <= MOST_WORDS {
            stems.extend((1..words.len().saturating_sub(1)).map(|from| words[from..].to_vec()));
        }
    }
    for name in chosen.iter().filter(|name| name.kind == EntityKind::Person) {
        // `García Moreno` of `Carlos García Moreno`.
        let tail = name.end.saturating_sub(2).max(name.first);
        let apart = || passage.tokens[tail + 1..name.end].iter().all(|token| token.gap > Gap::None);
        let capital = || passage.tokens[tail].shape == Shape::Capital;
        // `Joe Roas plan`, where Joe Roa is named as well.
        let mut owner = folds(passage, name.first, name.end);
        if let (2.., Some(last)) = (owner.len(), owner.last_mut()) {
            *last = tokens::fold(&format!("{}s", passage.word(name.end - 1)));
            stems.insert(owner);
        }
        if tail > name.first && is_first_surname(passage.classes[tail]) && capital() && apart() {
            stems.insert(folds(passage, tail, name.end));
        }
    }
    stems
}

/// Titles that go with a given name: `Sir Graham`.
const WITH_GIVEN: &[&str] = &[
    "sir", "dame", "lord", "lady", "prince", "princess", "king", "queen", "emperor", "empress",
    "sheikh", "sheik", "sultan", "emir", "pope", "father", "sister", "brother", "mother",
];

/// Forms of people and of organisations, likelier first.
const OF_TITLED: &[Form] = &[Form::Surname, Form::First];
const OF_ROYALS: &[Form] = &[Form::Given, Form::First, Form::Surname];
const OF_PEOPLE: &[Form] = &[
    Form::Surname,
    Form::Initial,
    Form::Given,
    Form::Nickname,
    Form::First,
    Form::BracketAcronym,
    Form::Acronym,
    Form::Shorter,
];
const OF_ORGANISATIONS: &[Form] =
    &[Form::BracketAcronym, Form::Acronym, Form::Shorter, Form::Repeat, Form::Head, Form::Surname];

/// Words in the names of bodies of which a state has one.
const STATE_BODIES: [&str; 6] =
    ["parliament", "senate", "congress", "commons", "cabinet", "treasury"];

/// The place of a dateline: `CANBERRA` of `CANBERRA, March 4 (Reuters) -`.
fn place_of(dateline: &str) -> Option<&str> {
    let place = dateline.split([',', '-', '–', '—', '(', ':', '/', '|']).next()?.trim();
    (!place.is_empty()).then_some(place)
}

impl Linker<'_, '_> {
    /// Names that may be short forms of a fuller one: after a title, or of one word. Without a fuller
    /// name they are all that is known of someone.
    pub(super) fn deferred(&mut self, chosen: &[Proposal]) {
        let (titled, untitled): (Vec<&Proposal>, Vec<&Proposal>) = chosen
            .iter()
            .filter(|proposal| !self.coupled.contains(&proposal.first))
            .filter(|proposal| is_deferred(self.passage, proposal, &self.stems))
            .partition(|proposal| proposal.rule == Rule::Title);
        // Whoever an office names, `Mr` may mean as well.
        let (misters, officers): (Vec<&Proposal>, Vec<&Proposal>) =
            titled.into_iter().partition(|name| titles::follows_mister(self.passage, name.first));
        self.explain_titled(&officers);
        self.explain_titled(&misters);
        self.explain_all(&untitled);
    }

    /// The same for names after a title. A surname may be repeated without the title that first came with it.
    fn explain_titled(&mut self, proposals: &[&Proposal]) {
        let before = self.found.len();
        self.explain_all(proposals);
        let alone: Vec<(usize, usize, usize)> = self.found[before..]
            .iter()
            .filter(|found| found.rule == Rule::Title)
            .map(|found| (found.first, found.end, found.group))
            .collect();
        for (first, end, group) in alone {
            self.groups[group].fulls.push(first);
            self.add_short(folds(self.passage, first, end), group, Form::Surname);
        }
    }

    fn explain_all(&mut self, proposals: &[&Proposal]) {
        for &&proposal in proposals {
            if let Some(sentence) = self.passage.sentence_of(proposal.first).copied() {
                self.explain(&self.after_monsieur(proposal), &sentence);
            }
        }
    }

    /// `M. Roa` in a text that has a `Mme` is no initial: the surname behind it.
    fn after_monsieur(&self, name: Proposal) -> Proposal {
        let first = name.first + 2;
        match first < name.end && self.is_after_monsieur(first) {
            true => Proposal { first, rule: Rule::Title, ..name },
            false => name,
        }
    }

    /// Takes a deferred name for a short form of a fuller one, else for a name of its own; for nothing
    /// where it is a short form of several.
    fn explain(&mut self, proposal: &Proposal, sentence: &Sentence) {
        let words = folds(self.passage, proposal.first, proposal.end);
        let titled = proposal.rule == Rule::Title;
        if let Some(found) = self.possessive_of(proposal, sentence) {
            self.found.push(found);
            return;
        }
        if let Some(&group) = self.kin.get(&proposal.first).filter(|_| words.len() == 1) {
            self.found.push(GroupedMention {
                first: proposal.first,
                end: proposal.end,
                rule: Rule::GivenName,
                group,
                confidence: proposal.confidence,
                antecedent: None,
            });
            return;
        }
        let called = self.called(proposal, &words);
        let holder = titled.then(|| self.holder(proposal, sentence)).flatten();
        if let Some((entry, most)) = holder
            && self.is_of_nobody_here(called.as_ref(), entry, sentence, proposal.first)
        {
            let surface = self.passage.span(proposal.first, proposal.end);
            let group = self.titled_group(Identity::Entry(entry), Some(entry), surface);
            self.found.push(GroupedMention {
                first: proposal.first,
                end: proposal.end,
                rule: Rule::Title,
                group,
                confidence: proposal.confidence.min(most),
                antecedent: None,
            });
            return;
        }
        let (group, rule) = match called {
            // `Young people cheered` after `Anna Young`.
            Some(_)
                if !titled && self.reads_as_ordinary(sentence, proposal.first, proposal.end) =>
            {
                return;
            }
            Some((Form::Surname, groups)) if self.means_several(&groups) => {
                let rule = super::short_rule(Form::Surname, titled);
                let Proposal { first, end, confidence, .. } = *proposal;
                self.shared.push(Shared { first, end, groups, rule, confidence });
                return;
            }
            Some((Form::Surname, groups))
                if titled && self.is_shared(&groups, sentence, proposal.first) =>
            {
                (self.known_by_title(proposal, words), Rule::Title)
            }
            // `H. Roa`, where Hana and Henry Roa are named.
            Some((Form::Initial, groups)) if groups.len() > 1 => self.placed_by_itself(proposal),
            Some((form, groups)) => match self.pick(&groups, sentence, proposal.first) {
                Some(group) => (group, self.short_rule(form, titled, group, &words)),
                None => return,
            },
            None if titled => (self.known_by_title(proposal, words), Rule::Title),
            None => self.placed_by_itself(proposal),
        };
        self.found.push(GroupedMention {
            first: proposal.first,
            end: proposal.end,
            rule,
            group,
            confidence: proposal.confidence,
            antecedent: None,
        });
    }

    /// Whether nobody whom the article names in full is called so, holds the office and may be meant instead of an
    /// entry of the catalogue: `President Trump` beside Ivanka Trump.
    fn is_of_nobody_here(
        &self,
        called: Option<&(Form, Vec<usize>)>,
        entry: u32,
        sentence: &Sentence,
        at: usize,
    ) -> bool {
        let Some((_, groups)) = called else { return true };
        let is_here = groups.iter().any(|&group| self.groups[group].entry == Some(entry));
        let mister = titles::follows_mister(self.passage, at);
        !is_here && !mister && self.of_office(groups, sentence, at).is_none()
    }

    /// The group of a name that is short for no other, and its rule.
    fn placed_by_itself(&mut self, proposal: &Proposal) -> (usize, Rule) {
        let proposal = &self.looked_up(self.passage, proposal);
        let group = self.group_of(self.passage, proposal);
        self.groups[group].fulls.push(proposal.first);
        self.short_forms_of(group);
        (group, self.full_rule(proposal, group))
    }

    /// The likeliest form of which these words are, and the groups that go by it.
    fn called(&self, proposal: &Proposal, words: &[u64]) -> Option<(Form, Vec<usize>)> {
        let title = proposal.first.checked_sub(1).map(|at| self.passage.word(at));
        let with_given =
            title.is_some_and(|title| WITH_GIVEN.iter().any(|own| own.eq_ignore_ascii_case(title)));
        let forms = match (proposal.kind, proposal.rule) {
            (EntityKind::Person, Rule::Title) if with_given => OF_ROYALS,
            (EntityKind::Person, Rule::Title) => OF_TITLED,
            (EntityKind::Person, _) => OF_PEOPLE,
            _ => OF_ORGANISATIONS,
        };
        forms.iter().find_map(|&form| {
            let mut groups = self.groups_called(words, &[form]);
            if form == Form::Head {
                groups = self.named_before(groups, proposal.first);
            }
            (!groups.is_empty()).then_some((form, groups))
        })
    }

    /// The group of someone of whom a title and a surname are all that is known.
    fn known_by_title(&mut self, proposal: &Proposal, words: Vec<u64>) -> usize {
        let surface = self.passage.span(proposal.first, proposal.end);
        let entry = self.directory.find(EntityKind::Person, surface);
        let identity = match entry {
            Some(entry) => Identity::Entry(entry),
            None => Identity::Words(EntityKind::Person, words),
        };
        self.titled_group(identity, entry, surface)
    }

    fn titled_group(&mut self, identity: Identity, entry: Option<u32>, surface: &str) -> usize {
        let group = self.named(identity, EntityKind::Person, entry);
        if self.groups[group].form.is_empty() {
            surface.clone_into(&mut self.groups[group].form);
        }
        group
    }

    /// Whom of the catalogue a titled surname means by the office before it, or by being the only head of a
    /// government with that surname, and how sure that is.
    fn holder(&self, proposal: &Proposal, sentence: &Sentence) -> Option<(u32, f32)> {
        let passage = self.passage;
        let office = offices::office_at(passage, sentence, proposal.first)?;
        let surname = passage.span(proposal.first, proposal.end);
        let names = |country: &str| self.countries().contains(country);
        let offices = || self.offices_spoken_of();
        let setting = OfficeSetting { year: self.year, names: &names, offices: &offices };
        let known = self.directory.offices();
        if titles::follows_mister(passage, proposal.first) {
            return known.prominent(surname, &setting);
        }
        known.holder(surname, office, &setting)
    }

    /// The offices that the text or what stands beside it speaks of.
    fn offices_spoken_of(&self) -> &[OfficeTitle] {
        self.offices.get_or_init(|| {
            let mut offices = offices::spoken_of(self.passage);
            let beside = self.beside.map(|beside| offices::spoken_of(beside.passage));
            offices.extend(beside.into_iter().flatten());
            offices
        })
    }

    /// The countries that the text names, by their ISO 3166-1 codes: their places and peoples, those of its dateline
    /// and of what stands beside it, and heads of state by office and name.
    pub(super) fn countries(&self) -> &HashSet<String> {
        self.countries.get_or_init(|| {
            let passages = || [self.passage].into_iter().chain(self.beside.map(|own| own.passage));
            let country = |place: &EntityName| self.directory.country(place).map(str::to_owned);
            let mut countries = HashSet::new();
            for passage in passages() {
                // `the United States Senate` is of its country, a company may be anywhere.
                let is_of_state =
                    |at: usize| STATE_BODIES.iter().any(|own| passage.is_word(at, own));
                let places = passage.matches.iter().filter(|own| {
                    own.kind == EntityKind::Place
                        || own.kind == EntityKind::Organisation
                            && (own.first..own.end).any(is_of_state)
                });
                countries
                    .extend(places.filter_map(|own| country(self.directory.entity(own.entry)?)));
            }
            let seat = self.beside.and_then(|own| place_of(own.dateline?));
            let seat = seat.and_then(|name| self.directory.find(EntityKind::Place, name));
            countries.extend(seat.and_then(|entry| country(self.directory.entity(entry)?)));
            let offices = self.directory.offices();
            for passage in passages() {
                let heads = offices.countries_of_heads(passage, self.year);
                countries.extend(heads.map(str::to_owned));
            }
            countries
        })
    }

    /// The same as `possessive_at`, where the words are not a name as they stand.
    fn possessive_of(&self, proposal: &Proposal, sentence: &Sentence) -> Option<GroupedMention> {
        let words = folds(self.passage, proposal.first, proposal.end);
        let forms = &[Form::Surname, Form::Given, Form::Repeat, Form::Acronym, Form::Shorter];
        self.groups_called(&words, forms)
            .is_empty()
            .then(|| self.possessive_at(sentence, proposal.first, proposal.end))
            .flatten()
    }

    /// Groups that may be called by exactly these words.
    fn groups_called(&self, words: &[u64], forms: &[Form]) -> Vec<usize> {
        let mut groups = Vec::new();
        let Some(first) = words.first() else { return groups };
        for &at in self.by_first.get(first).into_iter().flatten() {
            let short = &self.shorts[at];
            if short.words == words && forms.contains(&short.form) {
                push_once(&mut groups, short.group);
            }
        }
        groups
    }

    /// Those of `groups` that were named in full before token `index`.
    fn named_before(&self, mut groups: Vec<usize>, index: usize) -> Vec<usize> {
        let named =
            |group: usize| self.groups[group].fulls.first().is_some_and(|&token| token < index);
        groups.retain(|&group| named(group));
        groups
    }

    /// A surname or full name whose possessive lost its apostrophe: `President Barlows trip`. What it
    /// belongs to must follow; `the Barlows` are a family.
    pub(super) fn possessive_at(
        &self,
        sentence: &Sentence,
        first: usize,
        end: usize,
    ) -> Option<GroupedMention> {
        let passage = self.passage;
        let last = end - 1;
        let stem = passage.word(last).strip_suffix('s').filter(|stem| stem.len() >= 3)?;
        let owned = end < sentence.end
            && passage.is_lower(end)
            && passage.follows_closely(end)
            && passage.is(end, Class::COMMON | Class::TITLE | Class::ROLE)
            && !passage.is(end, Class::FUNCTION | Class::SAYING | Class::PREDICATE);
        let family = first > sentence.first && passage.is_word(first - 1, "the");
        let everyday = passage.is(last, Class::COMMON) && passage.starts_clause(sentence, last);
        let capital = matches!(passage.tokens[last].shape, Shape::Capital | Shape::Mixed);
        if !owned || family || everyday || !capital {
            return None;
        }
        let mut words = folds(passage, first, end);
        *words.last_mut()? = tokens::fold(stem);
        let form = if words.len() == 1 { Form::Surname } else { Form::Repeat };
        let groups = self.groups_called(&words, &[form]);
        let group = self.pick(&groups, sentence, first)?;
        Some(GroupedMention {
            first,
            end,
            rule: Rule::Possessive,
            group,
            confidence: 0.7,
            antecedent: None,
        })
    }
}
