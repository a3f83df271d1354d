//! What the rest of an article shows about a word.
//!
//! A name at the start of a sentence looks like any word there; if the same word stands capitalised
//! inside another sentence, and never in lower case, it is a name. One pass over the article counts
//! such sightings by word.

use crate::model::EntityKind;
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::sentences::Capitals;
use crate::names::tokens::Shape;
use crate::names::words::{Class, FoldMap};

/// Kinds of sighting that are counted.
const KINDS: usize = 11;

/// Counts, each 0 to 3.
pub type Counts = [u8; KINDS];

#[derive(Default)]
pub struct Evidence {
    words: FoldMap<Counts>,
}

impl Evidence {
    pub fn new(passage: &Passage, chosen: &[Proposal]) -> Self {
        let mut words: FoldMap<Counts> = FoldMap::default();
        // Words that are capitalised somewhere.
        for (index, token) in passage.tokens.iter().enumerate() {
            if token.is_capitalised() && token.fold != 0 {
                let counts = words.entry(token.fold).or_default();
                let seen =
                    |counts: &mut Counts, kind: usize| counts[kind] = (counts[kind] + 1).min(3);
                let lower_before = index > 0 && passage.tokens[index - 1].shape == Shape::Lower;
                if lower_before {
                    seen(counts, 0);
                }
                if index > 0
                    && passage.is(index - 1, Class::GIVEN)
                    && passage.is_capitalised(index - 1)
                {
                    seen(counts, 2);
                }
                if index > 0 && passage.is(index - 1, Class::TITLE | Class::HONORIFIC | Class::ROLE)
                    || index > 1
                        && passage.is_mark(index - 1, '.')
                        && passage.is(index - 2, Class::HONORIFIC)
                {
                    seen(counts, 3);
                }
                if passage.is(index + 1, Class::SAYING)
                    || index > 0 && passage.is(index - 1, Class::SAYING)
                {
                    seen(counts, 4);
                }
                if lower_before
                    && ["in", "at", "from", "near"].contains(&passage.word(index - 1))
                    && !passage.is_capitalised(index + 1)
                {
                    seen(counts, 5);
                }
                if lower_before
                    && ["the", "The"].contains(&passage.word(index - 1))
                    && !passage.is_capitalised(index + 1)
                {
                    seen(counts, 6);
                }
                if index > 0 && passage.is_mark(index - 1, '(') && passage.is_mark(index + 1, ')') {
                    seen(counts, 7);
                }
            }
        }
        // Most small words are capitalised nowhere: a bit for each word says so without a search.
        let mut maybe = [0_u64; 128];
        let place = |fold: u64| ((fold >> 26) as usize % 128, 1 << ((fold >> 20) % 64));
        for &fold in words.keys() {
            let (at, bit) = place(fold);
            maybe[at] |= bit;
        }
        for sentence in
            passage.sentences.iter().filter(|sentence| sentence.capitals == Capitals::Names)
        {
            for token in &passage.tokens[sentence.first..sentence.end] {
                let (at, bit) = place(token.fold);
                if token.shape == Shape::Lower
                    && maybe[at] & bit != 0
                    && let Some(counts) = words.get_mut(&token.fold)
                {
                    counts[1] = (counts[1] + 1).min(3);
                }
            }
        }
        for proposal in chosen.iter().filter(|proposal| proposal.end - proposal.first >= 2) {
            let kind = match proposal.kind {
                EntityKind::Person => 8,
                EntityKind::Organisation => 9,
                EntityKind::Place => 10,
            };
            let positions = match proposal.kind {
                EntityKind::Person => proposal.end - 1..proposal.end,
                _ => proposal.first..proposal.end,
            };
            for token in &passage.tokens[positions] {
                if let Some(counts) = words.get_mut(&token.fold) {
                    counts[kind] = (counts[kind] + 1).min(3);
                }
            }
        }
        Self { words }
    }

    pub fn of(&self, fold: u64) -> Counts {
        self.words.get(&fold).copied().unwrap_or_default()
    }
}
