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

/// How a word was seen.
#[derive(Clone, Copy)]
enum Sighting {
    /// With a capital, after a word in lower case.
    Capitalised,
    Lower,
    AfterGivenName,
    AfterTitle,
    /// Beside a verb of saying.
    BesideSaying,
    /// After `in` or the like, and no name goes on.
    AfterPreposition,
    AfterThe,
    InBrackets,
    /// Last word of a person's name of several words that the rules see.
    EndsPerson,
    InOrganisation,
    InPlace,
}

/// Kinds of sighting.
const KINDS: usize = 11;

/// Sightings of one word by kind, each counted to `MOST`.
pub type Counts = [u8; KINDS];

const MOST: u8 = 3;

/// What the rest of an article says of its words: how often each was taken for what.
#[derive(Default)]
pub struct Evidence {
    words: FoldMap<Counts>,
}

impl Evidence {
    /// The evidence of a passage and of the proposals of the rules.
    pub fn new(passage: &Passage, chosen: &[Proposal]) -> Self {
        let mut words: FoldMap<Counts> = FoldMap::default();
        for (index, token) in passage.tokens.iter().enumerate() {
            if token.is_capitalised() && token.fold != 0 {
                around(passage, index, words.entry(token.fold).or_default());
            }
        }
        in_lower_case(passage, &mut words);
        for proposal in chosen.iter().filter(|proposal| proposal.end - proposal.first >= 2) {
            let (sighting, tokens) = match proposal.kind {
                EntityKind::Person => (Sighting::EndsPerson, proposal.end - 1..proposal.end),
                EntityKind::Organisation => {
                    (Sighting::InOrganisation, proposal.first..proposal.end)
                }
                EntityKind::Place => (Sighting::InPlace, proposal.first..proposal.end),
            };
            for token in &passage.tokens[tokens] {
                if let Some(counts) = words.get_mut(&token.fold) {
                    seen(counts, sighting);
                }
            }
        }
        Self { words }
    }

    /// What is known of a word by its fold.
    pub fn of(&self, fold: u64) -> Counts {
        self.words.get(&fold).copied().unwrap_or_default()
    }
}

fn seen(counts: &mut Counts, sighting: Sighting) {
    let count = &mut counts[sighting as usize];
    *count = (*count + 1).min(MOST);
}

/// What stands around a capitalised word.
fn around(passage: &Passage, index: usize, counts: &mut Counts) {
    let before = index.checked_sub(1);
    let follows = |class: Class| before.is_some_and(|before| passage.is(before, class));
    let follows_word = |words: &[&str]| before.is_some_and(|at| words.contains(&passage.word(at)));
    let lower_before = before.is_some_and(|before| passage.is_lower(before));
    let ends = !passage.is_capitalised(index + 1);
    let abbreviated = before.is_some_and(|before| passage.is_mark(before, '.'))
        && index.checked_sub(2).is_some_and(|at| passage.is(at, Class::HONORIFIC));
    let sightings = [
        (Sighting::Capitalised, lower_before),
        (
            Sighting::AfterGivenName,
            follows(Class::GIVEN) && before.is_some_and(|before| passage.is_capitalised(before)),
        ),
        (
            Sighting::AfterTitle,
            follows(Class::TITLE | Class::HONORIFIC | Class::ROLE) || abbreviated,
        ),
        (Sighting::BesideSaying, passage.is(index + 1, Class::SAYING) || follows(Class::SAYING)),
        (
            Sighting::AfterPreposition,
            lower_before && ends && follows_word(&["in", "at", "from", "near"]),
        ),
        (Sighting::AfterThe, lower_before && ends && follows_word(&["the", "The"])),
        (
            Sighting::InBrackets,
            before.is_some_and(|before| passage.is_mark(before, '('))
                && passage.is_mark(index + 1, ')'),
        ),
    ];
    for (sighting, _) in sightings.into_iter().filter(|(_, holds)| *holds) {
        seen(counts, sighting);
    }
}

/// Counts words that also stand in lower case, where lower case means something.
fn in_lower_case(passage: &Passage, words: &mut FoldMap<Counts>) {
    // Most small words are capitalised nowhere: a bit for each word says so without a search.
    let mut maybe = [0_u64; 128];
    let place = |fold: u64| ((fold >> 26) as usize % 128, 1 << ((fold >> 20) % 64));
    for &fold in words.keys() {
        let (at, bit) = place(fold);
        maybe[at] |= bit;
    }
    let sentences = passage.sentences.iter();
    for sentence in sentences.filter(|sentence| sentence.capitals == Capitals::Names) {
        for token in &passage.tokens[sentence.first..sentence.end] {
            let (at, bit) = place(token.fold);
            if token.shape == Shape::Lower
                && maybe[at] & bit != 0
                && let Some(counts) = words.get_mut(&token.fold)
            {
                seen(counts, Sighting::Lower);
            }
        }
    }
}
