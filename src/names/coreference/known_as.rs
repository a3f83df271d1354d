//! Names that a text says somebody goes by as well: `Ana Roa, better known as Nita`, `Ana Roa (née Tane)`.
//!
//! What must stay true: the words between the two names say it; that two names stand side by side does not.

use std::collections::HashMap;

use super::{Form, Linker, folds, push_once};
use crate::model::EntityKind;
use crate::names::proposals::Proposal;

/// How many words may stand between the two names: `, who was better known to the world as`.
const BETWEEN: usize = 9;

/// Adverbs before `known as`, and what stands around it.
const PARTS: &[&str] = &[
    "known",
    "as",
    "better",
    "also",
    "formerly",
    "professionally",
    "publicly",
    "widely",
    "popularly",
    "previously",
    "commonly",
    "originally",
    "simply",
    "online",
    "universally",
    "to",
    "fans",
    "friends",
    "the",
    "world",
    "and",
    "who",
    "is",
    "was",
    "born",
    "née",
    "nee",
    "stage",
    "name",
    "under",
    "nicknamed",
    "called",
    "aka",
    "by",
];

impl Linker<'_, '_> {
    /// Joins each pair of such names.
    pub(super) fn known_as(&mut self, chosen: &[Proposal]) {
        let people: Vec<&Proposal> =
            chosen.iter().filter(|name| name.kind == EntityKind::Person).collect();
        let mut joined: HashMap<usize, usize> = HashMap::new();
        for pair in people.windows(2) {
            let [own, other] = pair else { continue };
            if !self.is_said_to_be(own, other) {
                continue;
            }
            let Ok(at) = self.found.binary_search_by_key(&own.first, |found| found.first) else {
                continue;
            };
            let group = self.found[at].group;
            match self.found.binary_search_by_key(&other.first, |found| found.first) {
                Ok(second) => {
                    let other = self.found[second].group;
                    if self.may_be_one(group, other) && !joined.contains_key(&group) {
                        joined.insert(other, group);
                    }
                }
                Err(_) => {
                    let words = folds(self.passage, other.first, other.end);
                    self.add_short(words, group, Form::Nickname);
                }
            }
        }
        if !joined.is_empty() {
            self.join(&joined);
        }
    }

    /// Whether two groups are not known to be different people.
    fn may_be_one(&self, group: usize, other: usize) -> bool {
        let both_known = self.groups[group].entry.is_some() && self.groups[other].entry.is_some();
        group != other && !both_known
    }

    /// Whether the words between two names say that both are of one person.
    fn is_said_to_be(&self, own: &Proposal, other: &Proposal) -> bool {
        let passage = self.passage;
        let between = own.end..other.first;
        if !(1..=BETWEEN).contains(&between.len()) {
            return false;
        }
        let word = |at: usize| passage.word(at).to_lowercase();
        let telling = |at: usize| match word(at).as_str() {
            "as" => between.clone().any(|at| word(at) == "known"),
            "born" => own.end + 1 == at || passage.is_mark(at - 1, ','),
            "née" | "nee" | "aka" | "nicknamed" => true,
            _ => false,
        };
        let last = other.first - 1;
        let allowed = between.clone().all(|at| {
            passage.is_mark(at, ',')
                || passage.is_mark(at, '(')
                || passage.tokens[at].is_quote()
                || PARTS.contains(&word(at).as_str())
        });
        let said = if passage.tokens[last].is_quote() { last - 1 } else { last };
        allowed && said >= own.end && telling(said)
    }

    /// Makes groups one: `joined` has for each the group that it becomes part of, which is part of no other.
    fn join(&mut self, joined: &HashMap<usize, usize>) {
        let meant = |group: usize| joined.get(&group).copied().unwrap_or(group);
        for found in &mut self.found {
            found.group = meant(found.group);
        }
        for known in self.by_identity.values_mut() {
            *known = meant(*known);
        }
        for list in self.by_surname.values_mut() {
            let groups = std::mem::take(list);
            groups.into_iter().for_each(|group| push_once(list, meant(group)));
        }
        let mut pairs: Vec<(usize, usize)> =
            joined.iter().map(|(&other, &group)| (other, group)).collect();
        pairs.sort_unstable();
        for (other, group) in pairs {
            let taken = &mut self.groups[other];
            taken.in_full = false;
            let (entry, mut fulls) = (taken.entry, std::mem::take(&mut taken.fulls));
            let form = std::mem::take(&mut taken.form);
            let own = &mut self.groups[group];
            own.entry = own.entry.or(entry);
            own.fulls.append(&mut fulls);
            own.fulls.sort_unstable();
            own.also.push(form);
        }
    }
}
