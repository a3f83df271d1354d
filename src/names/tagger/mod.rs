//! The trained recogniser: names that no list knows, from how they are written and used.
//!
//! A linear chain over the tokens that may be part of a name (`features::segments`): each token's
//! `features` add up weights of the `model`, `chain` finds the best sequence of `labels`. What the
//! lexicon and the rules propose goes in as evidence, not as fact, so does what the rest of the
//! article shows (`evidence`). Before the best sequence is taken, occurrences of one word lend each
//! other their scores: a party that is plain in one sentence is seen in the others too.
//!
//! What must stay true: the same text, catalogue and model give the same names; training sees a text
//! through `sample`, which is the code that recognises it.

pub mod chain;
mod evidence;
mod features;
pub mod knowledge;
pub mod labels;
pub mod model;
#[cfg(test)]
mod properties;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Recogniser;
use super::passage::Passage;
use super::proposals::Proposal;
use super::titles;
use super::tokens::Shape;
use super::tongues;
use super::words::{self, FoldMap};
use crate::model::{EntityKind, Rule};

use chain::Scores;
pub use features::FeatureSource;
use features::Features;
use knowledge::Knowledge;
use labels::{LABELS, Place};
use model::Model;

/// Scores of other occurrences count up to this much, and up to this many occurrences.
const MOST_AGREEMENT: f32 = 4.0;
const MOST_WITNESSES: f32 = 3.0;

/// As many features as a token has, or nearly.
const MOST_FEATURES: usize = 256;

/// A name that the chain found: tokens `first..end`, and the chain's own probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaggedName {
    pub first: usize,
    pub end: usize,
    pub kind: EntityKind,
    pub probability: f32,
}

/// What the chain says of a passage.
pub struct Tagging {
    /// The names, in order.
    pub names: Vec<TaggedName>,
    /// By token: the probability that it is part of a name; 0 where nobody proposed one.
    pub named: Vec<f32>,
}

/// Runs the chain over a passage. `rules`: what the lexicon and the rules chose.
pub fn tag(model: &Model, passage: &Passage, rules: &[Proposal]) -> Tagging {
    let segments = features::segments(passage);
    let features = Features::new(passage, &segments, rules, &model.knowledge);
    // All features of a token first, then their weights: the processor fetches many at once where nothing else is
    // between them.
    let mut seen = Vec::with_capacity(MOST_FEATURES);
    let mut scores: Vec<Vec<Scores>> = segments
        .iter()
        .map(|segment| {
            segment
                .clone()
                .map(|index| {
                    seen.clear();
                    features.of(segment, index, |_, feature| seen.push(feature));
                    let mut sum = model.sum();
                    seen.iter().for_each(|&feature| sum.add(feature));
                    sum.scores()
                })
                .collect()
        })
        .collect();
    agree(passage, &segments, &mut scores, model.settings.agreement);
    let mut tagging = Tagging { names: Vec::new(), named: vec![0.0; passage.tokens.len()] };
    for (segment, scores) in segments.iter().zip(&scores) {
        let labels = model.chain.best(scores);
        let rule = rules.get(rules.partition_point(|rule| rule.end <= segment.start));
        if labels.iter().all(|&label| usize::from(label) == labels::NONE)
            && rule.is_none_or(|rule| rule.first >= segment.end)
        {
            continue;
        }
        let sums = model.chain.sums(scores);
        let (mut first, mut probability) = (segment.start, 1.0_f32);
        for (at, &label) in labels.iter().enumerate() {
            let marginals = sums.marginals(at);
            tagging.named[segment.start + at] = 1.0 - marginals[labels::NONE];
            let label = usize::from(label);
            let Some((kind, place)) = labels::meaning(label) else { continue };
            if matches!(place, Place::First | Place::Alone) {
                (first, probability) = (segment.start + at, 1.0);
            }
            probability = probability.min(marginals[label]);
            if matches!(place, Place::Last | Place::Alone) {
                let end = segment.start + at + 1;
                tagging.names.push(TaggedName { first, end, kind, probability });
            }
        }
    }
    tagging
}

/// Adds to each capitalised word what its other occurrences score, kind by kind.
fn agree(passage: &Passage, segments: &[Range<usize>], scores: &mut [Vec<Scores>], weight: f32) {
    fn lean(scores: &Scores) -> [f32; 3] {
        EntityKind::ALL.map(|kind| {
            let own = &scores[labels::of_kind(kind)];
            let greatest = own.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f32 = own.iter().map(|score| (score - greatest).exp()).sum();
            (greatest + sum.ln() - scores[labels::NONE]).clamp(-MOST_AGREEMENT, MOST_AGREEMENT)
        })
    }
    let counts = |index: usize| {
        let token = &passage.tokens[index];
        let written = token.is_capitalised() && token.shape != Shape::Initial;
        (written && token.fold != 0).then_some(token.fold)
    };
    let mut witnesses: FoldMap<(f32, [f32; 3])> = FoldMap::default();
    for (segment, scores) in segments.iter().zip(scores.iter()) {
        for (index, scores) in segment.clone().zip(scores) {
            let Some(fold) = counts(index) else { continue };
            let (count, sum) = witnesses.entry(fold).or_default();
            *count += 1.0;
            for (sum, lean) in sum.iter_mut().zip(lean(scores)) {
                *sum += lean;
            }
        }
    }
    for (segment, scores) in segments.iter().zip(scores.iter_mut()) {
        for (index, scores) in segment.clone().zip(scores) {
            let Some((count, sum)) = counts(index).and_then(|fold| witnesses.get(&fold)) else {
                continue;
            };
            let others = count - 1.0;
            if others < 0.5 {
                continue;
            }
            let own = lean(scores);
            for ((kind, sum), own) in EntityKind::ALL.into_iter().zip(sum).zip(own) {
                let lent = weight * others.min(MOST_WITNESSES) * (sum - own) / others;
                for score in &mut scores[labels::of_kind(kind)] {
                    *score += lent;
                }
            }
        }
    }
}

/// What was tagged, as proposals.
pub(super) fn proposals(model: &Model, passage: &Passage, tagged: &[TaggedName]) -> Vec<Proposal> {
    tagged
        .iter()
        .map(|name| {
            let titled = name.kind == EntityKind::Person
                && name.end == name.first + 1
                && passage.sentence_of(name.first).is_some_and(|sentence| {
                    titles::before(passage, sentence, name.first).is_some()
                });
            Proposal {
                first: name.first,
                end: name.end,
                kind: name.kind,
                rule: if titled { Rule::Title } else { Rule::FullName },
                confidence: model.calibrated(name.probability),
                entry: None,
            }
        })
        .collect()
}

/// A text as the trainer sees it.
pub struct Sample {
    /// Code points of each token, end exclusive.
    pub tokens: Vec<(u32, u32)>,
    /// Stretches of tokens that may hold names.
    pub segments: Vec<Range<usize>>,
    /// By segment and token: the features, each with what it draws on.
    pub features: Vec<Vec<Vec<(FeatureSource, u64)>>>,
}

/// Prepares a text for training. `language`: where it is not English.
pub fn sample(
    recogniser: &Recogniser,
    knowledge: &Knowledge,
    language: Option<&str>,
    text: &str,
) -> Sample {
    let (passage, rules) = prepared(recogniser, knowledge, language, text);
    let segments = features::segments(&passage);
    let maker = Features::new(&passage, &segments, &rules, knowledge);
    let of_token = |segment: &Range<usize>, index: usize| {
        let mut features = Vec::with_capacity(MOST_FEATURES);
        maker.of(segment, index, |source, feature| features.push((source, feature)));
        features
    };
    let features = segments
        .iter()
        .map(|segment| segment.clone().map(|index| of_token(segment, index)).collect())
        .collect();
    let tokens = passage.tokens.iter().map(|token| (token.start_char, token.end_char)).collect();
    Sample { tokens, segments, features }
}

/// What the chain alone finds in a text: code points, kind, and its probability.
pub fn found(
    recogniser: &Recogniser,
    model: &Model,
    language: Option<&str>,
    text: &str,
) -> Vec<((u32, u32, EntityKind), f32)> {
    let (passage, rules) = prepared(recogniser, &model.knowledge, language, text);
    tag(model, &passage, &rules)
        .names
        .iter()
        .map(|name| {
            let start = passage.tokens[name.first].start_char;
            let end = passage.tokens[name.end - 1].end_char;
            ((start, end, name.kind), name.probability)
        })
        .collect()
}

/// A text and what the rules say of it, as the chain sees it.
fn prepared<'t>(
    recogniser: &Recogniser,
    knowledge: &Knowledge,
    language: Option<&str>,
    text: &'t str,
) -> (Passage<'t>, Vec<Proposal>) {
    let passage = Passage::new(text, &recogniser.lexicon);
    let rules = super::by_rules(&passage);
    match language {
        None => (passage, rules),
        Some(language) => {
            tongues::prepared(&passage, language, &recogniser.directory, rules, knowledge)
        }
    }
}

/// The hash by which a word is looked up in `Knowledge`.
pub fn word_key(word: &str) -> u64 {
    super::tokens::fold(word)
}

/// Whether a text can hold this word as one token: no other is ever looked up in `Knowledge`.
pub fn is_one_token(word: &str) -> bool {
    let mut letters = word.chars();
    let capital: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    [word, &capital, &word.to_uppercase()].into_iter().any(|word| {
        let tokens = super::tokens::tokenise(word);
        matches!(tokens[..], [token] if token.fold != 0)
    })
}

/// Whether every word is an ordinary one (`Target`, `General Staff`): of no use in a gazetteer.
pub fn is_ordinary(name: &str) -> bool {
    name.split_whitespace().all(|word| {
        words::class(super::tokens::fold(word)).any(words::Class::COMMON | words::Class::FUNCTION)
    })
}

const _: () = assert!(LABELS <= labels::LANES);
