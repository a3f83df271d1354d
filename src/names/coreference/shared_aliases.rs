//! An alias that several entries of the catalogue share: `LSE`, `Labour Party`, and a paper that is called by an
//! everyday word, `the Post`. It means the one that the text supports, else none of them.

use std::collections::HashSet;

use super::Linker;
use crate::model::EntityKind;
use crate::names::lexicon::Match;
use crate::names::proposals::Proposal;
use crate::names::words::Class;

impl Linker<'_, '_> {
    /// Whether an alias needs support from the text: the entry that has it alone, or those that share it.
    pub(super) fn claimants(&self, proposal: &Proposal, surface: &str) -> Option<Vec<u32>> {
        let sharing = self.directory.sharing(proposal.kind, surface);
        if !sharing.is_empty() {
            return Some(sharing.to_vec());
        }
        let entry = proposal.entry?;
        let name = &self.directory.entity(entry)?.name;
        // Many papers are a Post or a Times; there is one Guardian.
        let is_word_of_paper = proposal.kind == EntityKind::Organisation
            && self.passage.is(proposal.first, Class::HEAD)
            && name.strip_prefix("The ").is_some_and(|rest| rest == surface && !rest.contains(' '));
        is_word_of_paper.then(|| vec![entry])
    }

    /// The one of several entries that the text supports most: by its name in full, by its country where it names
    /// that of no other, by words of its description.
    pub(super) fn supported(&self, claimants: &[u32]) -> Option<u32> {
        // Gone through once: a text may repeat the alias as often as it likes.
        let in_full = self.in_full.get_or_init(|| {
            let several = |own: &&Match| own.end > own.first + 1 && !own.demonym;
            self.passage.matches.iter().filter(several).map(|own| own.entry).collect()
        });
        let named = |entry: u32| in_full.contains(&entry);
        if let Some(entry) = only(claimants, &named) {
            return Some(entry);
        }
        let country = |entry: u32| {
            let entity = self.directory.entity(entry);
            entity
                .and_then(|entity| self.directory.country(entity))
                .is_some_and(|country| self.countries().contains(country))
        };
        if let Some(entry) = only(claimants, &country) {
            return Some(entry);
        }
        if claimants.len() < 2 {
            return None;
        }
        let words = self.words();
        let own = |entry: u32| -> usize {
            let others = |fold: u64| {
                claimants
                    .iter()
                    .any(|&other| other != entry && self.directory.telling(other).contains(&fold))
            };
            let told: HashSet<u64> = self.directory.telling(entry).iter().copied().collect();
            told.into_iter().filter(|fold| words.contains(fold) && !others(*fold)).count()
        };
        let most = claimants.iter().map(|&entry| own(entry)).max().filter(|&most| most > 0)?;
        only(claimants, &|entry| own(entry) == most)
    }

    /// Folds of all words of the text.
    pub(super) fn words(&self) -> &HashSet<u64> {
        self.words.get_or_init(|| self.passage.tokens.iter().map(|token| token.fold).collect())
    }
}

fn only(entries: &[u32], holds: &dyn Fn(u32) -> bool) -> Option<u32> {
    let mut fitting = entries.iter().copied().filter(|&entry| holds(entry));
    fitting.next().filter(|_| fitting.next().is_none())
}
