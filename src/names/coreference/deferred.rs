//! Names that wait until all full names are known: a fuller one may explain them.

use std::collections::HashSet;

use super::{Form, Found, Identity, Linker, folds, push_once, short_rule};
use crate::model::{EntityKind, Rule};
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::tokens::Gap;
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
            one_word() || passage.is(proposal.first, Class::PARTICLE)
        }
        (Rule::FullName, EntityKind::Organisation) => {
            one_word() || stems.contains(&folds(passage, proposal.first, proposal.end))
        }
        _ => false,
    }
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
        if passage.is(name.end - 1, Class::HEAD) && words.len() <= MOST_WORDS {
            stems.extend((1..words.len().saturating_sub(1)).map(|from| words[from..].to_vec()));
        }
    }
    stems
}

impl Linker<'_, '_> {
    /// Names that may be short forms of a fuller one: after a title, or of one word. Without a fuller
    /// name they are all that is known of someone.
    pub(super) fn deferred(&mut self, chosen: &[Proposal]) {
        for proposal in chosen {
            if !is_deferred(self.passage, proposal, &self.stems) {
                continue;
            }
            let words = folds(self.passage, proposal.first, proposal.end);
            let Some(sentence) = self.passage.sentence_of(proposal.first) else { continue };
            let forms: &[Form] = match (proposal.kind, proposal.rule) {
                (EntityKind::Person, Rule::Title) => &[Form::Surname],
                (EntityKind::Person, _) => &[Form::Surname, Form::Given],
                _ => {
                    &[Form::BracketAcronym, Form::Acronym, Form::Shorter, Form::Repeat, Form::Head]
                }
            };
            let called = forms.iter().find_map(|&form| {
                let mut groups = self.groups_called(&words, &[form]);
                if form == Form::Head {
                    groups = self.last_named(&groups, proposal.first);
                }
                (!groups.is_empty()).then_some((form, groups))
            });
            // `Young people cheered` after `Anna Young`.
            if called.is_some()
                && proposal.rule != Rule::Title
                && self.reads_as_ordinary(sentence, proposal.first, proposal.end)
            {
                continue;
            }
            let (group, rule) = match called {
                Some((form, groups)) => match self.pick(&groups, sentence, proposal.first) {
                    Some(group) => (group, short_rule(form, proposal.rule == Rule::Title)),
                    // Someone of several, and nobody can tell who.
                    None => continue,
                },
                None if proposal.rule != Rule::Title => {
                    let proposal = &self.looked_up(self.passage, proposal);
                    let group = self.group_of(self.passage, proposal);
                    self.groups[group].fulls.push(proposal.first);
                    self.short_forms_of(group);
                    (group, self.full_rule(proposal, group))
                }
                None => {
                    let entry = self
                        .directory
                        .find(EntityKind::Person, self.passage.span(proposal.first, proposal.end));
                    let identity = match entry {
                        Some(entry) => Identity::Entry(entry),
                        None => Identity::Words(EntityKind::Person, words.clone()),
                    };
                    let group = self.named(identity, EntityKind::Person, entry);
                    if self.groups[group].form.is_empty() {
                        self.groups[group].form =
                            self.passage.span(proposal.first, proposal.end).to_owned();
                    }
                    (group, Rule::Title)
                }
            };
            self.found.push(Found {
                first: proposal.first,
                end: proposal.end,
                rule,
                group,
                confidence: proposal.confidence,
                antecedent: None,
            });
        }
        // A surname may be repeated without the title that first came with it.
        let alone: Vec<(usize, usize, usize)> = self
            .found
            .iter()
            .filter(|found| found.rule == Rule::Title)
            .map(|found| (found.first, found.end, found.group))
            .collect();
        for (first, end, group) in alone {
            self.groups[group].fulls.push(first);
            self.add_short(folds(self.passage, first, end), group, Form::Surname);
        }
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

    /// That one of `groups` which was named in full last before token `index`, if any was.
    fn last_named(&self, groups: &[usize], index: usize) -> Vec<usize> {
        let last = |&group: &usize| {
            let fulls = &self.groups[group].fulls;
            let before = fulls.partition_point(|&token| token < index);
            before.checked_sub(1).map(|at| (fulls[at], group))
        };
        groups.iter().filter_map(last).max().map(|(_, group)| group).into_iter().collect()
    }
}
