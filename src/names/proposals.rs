//! Typed spans that someone proposes, and which of them stand.
//!
//! This is the seam between finding names and knowing who they are. The lexicon and the rules
//! propose, a model tags with their proposals before it, `merging` weighs the two, and what follows
//! (short forms, resolution) works on whatever stands.

use super::passage::Passage;
use super::sentences::Sentence;
use super::titles::{self, Strength};
use super::tokens::Shape;
use super::words::Class;
use crate::model::{EntityKind, Rule};

/// A claim that tokens `first..end` name someone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    pub first: usize,
    pub end: usize,
    pub kind: EntityKind,
    /// `CatalogueName` from the lexicon, `FullName`, `Title` or `Byline` from the rules.
    pub rule: Rule,
    /// 0 to 1; below `ACCEPTED` it falls, and it decides between proposals of one length.
    pub confidence: f32,
    /// The catalogue entry, where the lexicon made it: index in `Catalogue::entries`.
    pub entry: Option<u32>,
}

/// The least confidence with which a proposal stands.
pub const ACCEPTED: f32 = 0.5;

/// A name of the catalogue of one word stands from here even where a model saw none, if that thinks a name `LIKELY`.
pub const SURE_WORD: f32 = 0.85;

/// How likely a model must think that there is a name, for one that it did not tag to stand.
pub const LIKELY: f32 = 0.2;

/// The proposals that stand, in order, without overlap: longer ones first, then surer ones, then
/// those further left.
pub fn choose(mut proposals: Vec<Proposal>, token_count: usize) -> Vec<Proposal> {
    proposals.retain(|p| p.confidence >= ACCEPTED && p.first < p.end && p.end <= token_count);
    proposals.sort_by(|one, other| {
        (other.end - other.first)
            .cmp(&(one.end - one.first))
            .then(other.confidence.total_cmp(&one.confidence))
            .then(one.first.cmp(&other.first))
            .then(one.kind.cmp(&other.kind))
            .then(one.entry.cmp(&other.entry))
    });
    let mut taken = vec![false; token_count];
    let mut chosen: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        let span = &mut taken[proposal.first..proposal.end];
        if span.iter().any(|taken| *taken) {
            continue;
        }
        span.fill(true);
        chosen.push(proposal);
    }
    chosen.sort_by_key(|proposal| proposal.first);
    chosen
}

/// What the catalogue's names propose. Where one stretch is a name of several kinds, the words around
/// it decide which is surest.
pub fn from_lexicon(passage: &Passage, proposals: &mut Vec<Proposal>) {
    for found in passage.matches.iter().filter(|found| !found.demonym) {
        let Some(sentence) = passage.sentence_of(found.first) else { continue };
        let words = found.end - found.first;
        let token = &passage.tokens[found.first];
        let ordinary = words == 1 && passage.is(found.first, Class::COMMON);
        let mut confidence = match (words, ordinary) {
            (2.., _) => 0.95,
            (_, false) => 0.9,
            (_, true) => 0.75,
        };
        // `the 1992 Senate election` is about an election.
        let year =
            found.first > sentence.first && passage.tokens[found.first - 1].shape == Shape::Number;
        let election = ["election", "elections", "special", "federal", "general"]
            .iter()
            .any(|word| passage.word(found.end) == *word);
        if found.kind == EntityKind::Organisation && year && election {
            confidence -= 0.5;
        }
        if words == 1 && !matches!(token.shape, Shape::Upper | Shape::Dotted) {
            confidence += in_context(passage, sentence, found.first, found.kind);
        }
        proposals.push(Proposal {
            first: found.first,
            end: found.end,
            kind: found.kind,
            rule: Rule::CatalogueName,
            confidence,
            entry: Some(found.entry),
        });
    }
}

/// How the words around a name of one word speak for or against its being of this kind.
fn in_context(passage: &Passage, sentence: &Sentence, index: usize, kind: EntityKind) -> f32 {
    let next_capital = passage.is_capitalised(index + 1)
        && passage.follows_closely(index + 1)
        && index + 1 < sentence.end;
    let previous_capital = index > sentence.first
        && passage.is_capitalised(index - 1)
        && passage.follows_closely(index)
        && !passage.is(index - 1, Class::FUNCTION | Class::TITLE | Class::ROLE | Class::HONORIFIC);
    match kind {
        EntityKind::Person => match titles::before(passage, sentence, index) {
            Some(_) => 0.05,
            None if next_capital
                && passage.is(index + 1, Class::PLACE_TAIL | Class::OTHER_TAIL)
                || previous_capital && passage.is(index - 1, Class::GIVEN) =>
            {
                -0.5
            }
            None => -0.01,
        },
        EntityKind::Organisation => {
            let other_name = next_capital
                && passage.is(index + 1, Class::PLACE_TAIL | Class::OTHER_TAIL)
                && !passage.is(index + 1, Class::HEAD);
            let product = next_capital
                && passage.is(index, Class::COMMON)
                && !passage.is(index + 1, Class::TITLE | Class::ROLE | Class::FUNCTION);
            if other_name
                || product
                || titles::before(passage, sentence, index)
                    .is_some_and(|title| title.strength == Strength::Honorific)
            {
                -0.5
            } else {
                -0.02
            }
        }
        EntityKind::Place => match titles::before(passage, sentence, index) {
            Some(title) if title.strength == Strength::Honorific => -0.3,
            _ => 0.0,
        },
    }
}
