//! Weights from marked text: a linear-chain conditional random field, trained by stochastic gradient
//! descent with step sizes of AdaGrad (Duchi, Hazan and Singer 2011).
//!
//! Against learning the training sets by heart: features are left out at random, singly and by what
//! they draw on; the weights of the later half of the rounds are averaged, and so are several runs
//! that differ in their random numbers. Copies of some documents in capitals and in Title Case teach
//! what a headline looks like. Everything random is seeded.

use std::borrow::Cow;
use std::error::Error;

use cuttings::model::EntityKind;
use cuttings::names::Recogniser;
use cuttings::names::tagger::chain::{Chain, Scores, Transitions};
use cuttings::names::tagger::knowledge::Knowledge;
use cuttings::names::tagger::labels::{LABELS, LANES, NONE, Place, label, may_follow};
use cuttings::names::tagger::model::{Model, Settings};
use cuttings::names::tagger::{self, FeatureSource};
use cuttings::ops;
use rayon::prelude::*;

use crate::corpus::{Document, Part, Set};

/// Rows of weights: two to this power; fewer for the languages of which there is less text.
const ROW_BITS: u32 = 18;
const ROW_BITS_OF_OTHERS: u32 = 17;
const RUNS: u64 = 4;
const ROUNDS: usize = 5;
const STEP: f32 = 0.05;
/// A feature is left out this often.
const LEFT_OUT: f32 = 0.2;
/// How often all features of a source are left out: for a token, or (lists) for a stretch.
const SOURCES_LEFT_OUT: [(FeatureSource, f32); 6] = [
    (FeatureSource::Word, 0.5),
    (FeatureSource::Context, 0.3),
    (FeatureSource::Lists, 0.3),
    (FeatureSource::Rules, 0.3),
    (FeatureSource::Clusters, 0.3),
    (FeatureSource::Article, 0.3),
];
/// Chosen on documents for calibration of sets that were trained without.
const NONE_SCORE: f32 = -0.6;
const AGREEMENT: f32 = 0.3;
/// One document in so many is copied in capitals, and one in Title Case.
const COPIED: usize = 20;
/// Names by which one point of the calibration is made.
const CALIBRATION_BIN: usize = 400;
const CALIBRATION_BIN_OF_OTHERS: usize = 50;
/// Weights further from 0 are cut; few are.
const GREATEST_WEIGHT: i8 = 100;

type Row = [f32; LANES];

/// A stretch of tokens to learn from.
struct Stretch {
    labels: Vec<u8>,
    /// By token: the row of each feature, and in the upper bits what it draws on.
    features: Vec<Vec<u32>>,
}

struct Weights {
    rows: Vec<Row>,
    transitions: Transitions,
}

impl Weights {
    fn new(row_bits: u32) -> Self {
        Self { rows: vec![[0.0; LANES]; 1 << row_bits], transitions: [[0.0; LABELS]; LABELS] }
    }

    fn add(&mut self, other: &Self, share: f32) {
        for (own, other) in self.rows.as_flattened_mut().iter_mut().zip(other.rows.as_flattened()) {
            *own += other * share;
        }
        let own = self.transitions.as_flattened_mut();
        for (own, other) in own.iter_mut().zip(other.transitions.as_flattened()) {
            *own += other * share;
        }
    }
}

/// What a model is made for, and with.
pub struct Plan<'k> {
    /// Where it is not English.
    pub language: Option<&'k str>,
    pub version: &'k str,
    pub knowledge: &'k [u8],
}

impl Plan<'_> {
    fn row_bits(&self) -> u32 {
        if self.language.is_none() { ROW_BITS } else { ROW_BITS_OF_OTHERS }
    }

    fn calibration_bin(&self) -> usize {
        if self.language.is_none() { CALIBRATION_BIN } else { CALIBRATION_BIN_OF_OTHERS }
    }
}

/// Trains, calibrates, and lays the model out.
pub fn train(sets: &[Set], plan: &Plan) -> Result<Vec<u8>, Box<dyn Error>> {
    let (words, _) = Knowledge::read(Cow::Owned(plan.knowledge.to_vec()), 0)?;
    let recogniser = Recogniser::new(&ops::seed::embedded());
    let documents = |parts: &[Part]| -> Vec<&Document> {
        sets.iter()
            .flat_map(|set| &set.documents)
            .filter(|document| parts.contains(&document.part))
            .collect()
    };
    let model = |parts: &[Part], calibration: Vec<(f32, f32)>| {
        let stretches = stretches(&recogniser, &words, plan, &documents(parts));
        println!("{} stretches", stretches.len());
        lay_out(&average_of_runs(&stretches, plan.row_bits()), calibration, plan)
    };
    let bytes = model(&[Part::Training], Vec::new());
    let trial = Model::read(Cow::Owned(bytes))?;
    let calibration = calibration(&recogniser, &trial, plan, &documents(&[Part::Calibration]));
    println!("calibration {calibration:?}");
    Ok(model(&[Part::Training, Part::Calibration], calibration))
}

fn stretches(
    recogniser: &Recogniser,
    knowledge: &Knowledge,
    plan: &Plan,
    documents: &[&Document],
) -> Vec<Stretch> {
    let of_document = |(index, document): (usize, &&Document)| {
        let copy = match index % COPIED {
            0 => Some(document.text.to_uppercase()),
            1 => Some(in_title_case(&document.text)),
            _ => None,
        };
        // Where a letter becomes two, the places of the names no longer hold.
        let length = document.text.chars().count();
        let copy = copy.filter(|copy| copy.chars().count() == length);
        let texts = std::iter::once(document.text.clone()).chain(copy);
        texts
            .flat_map(|text| of_text(recogniser, knowledge, plan, &text, document))
            .collect::<Vec<_>>()
    };
    documents.par_iter().enumerate().flat_map_iter(of_document).collect()
}

fn of_text(
    recogniser: &Recogniser,
    knowledge: &Knowledge,
    plan: &Plan,
    text: &str,
    document: &Document,
) -> Vec<Stretch> {
    let sample = tagger::sample(recogniser, knowledge, plan.language, text);
    let mut labels = vec![NONE as u8; sample.tokens.len()];
    for &(start, end, kind) in &document.names {
        let first = sample.tokens.partition_point(|token| token.1 <= start);
        let last = sample.tokens.partition_point(|token| token.0 < end);
        let inside =
            sample.segments.iter().any(|segment| segment.start <= first && last <= segment.end);
        if first >= last
            || !inside
            || labels[first..last].iter().any(|label| usize::from(*label) != NONE)
        {
            continue;
        }
        for (at, own) in labels.iter_mut().enumerate().take(last).skip(first) {
            *own = label(kind, Place::of(at, first, last)) as u8;
        }
    }
    let row = |(source, feature): (FeatureSource, u64)| {
        (source as u32) << ROW_BITS | (feature >> (64 - plan.row_bits())) as u32
    };
    sample
        .segments
        .into_iter()
        .zip(sample.features)
        .map(|(segment, features)| Stretch {
            labels: labels[segment].to_vec(),
            features: features
                .into_iter()
                .map(|token| token.into_iter().map(row).collect())
                .collect(),
        })
        .collect()
}

/// Every word with a capital, as in a headline.
fn in_title_case(text: &str) -> String {
    let mut start = true;
    let mut title = String::with_capacity(text.len());
    for character in text.chars() {
        if start {
            title.extend(character.to_uppercase());
        } else {
            title.push(character);
        }
        start = character.is_whitespace();
    }
    title
}

fn average_of_runs(stretches: &[Stretch], row_bits: u32) -> Weights {
    let runs: Vec<Weights> =
        (0..RUNS).into_par_iter().map(|run| run_of(stretches, row_bits, run)).collect();
    let mut average = Weights::new(row_bits);
    for run in &runs {
        average.add(run, 1.0 / RUNS as f32);
    }
    average
}

/// One run over the stretches.
fn run_of(stretches: &[Stretch], row_bits: u32, seed: u64) -> Weights {
    let mut weights = Weights::new(row_bits);
    let mut average = Weights::new(row_bits);
    let mut squares = vec![[0.01_f32; LANES]; 1 << row_bits];
    let mut transition_squares = [[1.0_f32; LABELS]; LABELS];
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ seed.wrapping_mul(0xd6e8_feb8_6659_fd93));
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    for round in 0..ROUNDS {
        random.shuffle(&mut order);
        for &at in &order {
            let stretch = &stretches[at];
            let kept = keep(&stretch.features, &mut random);
            learn(&mut weights, &mut squares, &mut transition_squares, &stretch.labels, &kept);
        }
        if round >= ROUNDS / 2 {
            average.add(&weights, 1.0 / (ROUNDS - ROUNDS / 2) as f32);
        }
    }
    average
}

/// The rows of the features that are not left out.
fn keep(features: &[Vec<u32>], random: &mut Random) -> Vec<Vec<usize>> {
    let without_lists = random.chance() < SOURCES_LEFT_OUT[2].1;
    features
        .iter()
        .map(|token| {
            let mut without = 0_u8;
            for (source, share) in SOURCES_LEFT_OUT {
                let out = if source == FeatureSource::Lists {
                    without_lists
                } else {
                    random.chance() < share
                };
                without |= u8::from(out) << source as u8;
            }
            token
                .iter()
                .filter(|feature| without >> (**feature >> ROW_BITS) & 1 == 0)
                .filter(|_| random.chance() >= LEFT_OUT)
                .map(|feature| (feature & ((1 << ROW_BITS) - 1)) as usize)
                .collect()
        })
        .collect()
}

/// One step down the gradient of the negative log-likelihood of a stretch.
fn learn(
    weights: &mut Weights,
    squares: &mut [Row],
    transition_squares: &mut Transitions,
    labels: &[u8],
    kept: &[Vec<usize>],
) {
    // What is left stands for all.
    let share = 1.0 / (1.0 - LEFT_OUT);
    let scores: Vec<Scores> = kept
        .iter()
        .map(|token| {
            let mut sum = [0.0; LANES];
            for &row in token {
                for (sum, weight) in sum.iter_mut().zip(&weights.rows[row]) {
                    *sum += weight;
                }
            }
            sum.map(|sum| sum * share)
        })
        .collect();
    let chain = Chain::new(&weights.transitions);
    let sums = chain.sums(&scores);
    for (at, pair) in labels.windows(2).enumerate() {
        let rows = weights.transitions.iter_mut().zip(transition_squares.iter_mut()).enumerate();
        for (before, (weights, squares)) in rows {
            for next in (0..LABELS).filter(|&next| may_follow(before, next)) {
                let right = [before as u8, next as u8] == *pair;
                let gradient = sums.pair(at, before, next) - f32::from(u8::from(right));
                if gradient.abs() > 1e-4 {
                    squares[next] += gradient * gradient;
                    weights[next] -= STEP * gradient / squares[next].sqrt();
                }
            }
        }
    }
    for (at, (token, &right)) in kept.iter().zip(labels).enumerate() {
        let mut gradient = [0.0; LANES];
        gradient[..LABELS].copy_from_slice(&sums.marginals(at));
        gradient[usize::from(right)] -= 1.0;
        let gradient = gradient.map(|value| value * share);
        if gradient.iter().all(|value| value.abs() < 1e-3) {
            continue;
        }
        for &row in token {
            let both = weights.rows[row].iter_mut().zip(&mut squares[row]);
            for ((weight, square), gradient) in both.zip(&gradient) {
                *square += gradient * gradient;
                *weight -= STEP * gradient / square.sqrt();
            }
        }
    }
}

/// Weights to bytes: the unit is such that one weight in 10,000 is cut.
fn lay_out(weights: &Weights, calibration: Vec<(f32, f32)>, plan: &Plan) -> Vec<u8> {
    let mut sizes: Vec<f32> = weights
        .rows
        .as_flattened()
        .iter()
        .map(|weight| weight.abs())
        .filter(|size| *size > 0.0)
        .collect();
    sizes.sort_by(f32::total_cmp);
    let greatest =
        sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 10_000)).copied().unwrap_or(1.0);
    let unit = greatest / f32::from(GREATEST_WEIGHT);
    let limit = f32::from(GREATEST_WEIGHT);
    let rows: Vec<[i8; LANES]> = weights
        .rows
        .iter()
        .map(|row| row.map(|weight| (weight / unit).round().clamp(-limit, limit) as i8))
        .collect();
    let settings = Settings {
        none: NONE_SCORE,
        agreement: AGREEMENT,
        unit,
        transitions: weights.transitions,
        calibration,
    };
    Model::build(plan.version, &settings, &rows, plan.knowledge)
}

/// How often names of a probability are right: isotonic regression by pooling adjacent violators
/// (Barlow et al. 1972) over bins of equal size.
fn calibration(
    recogniser: &Recogniser,
    model: &Model,
    plan: &Plan,
    documents: &[&Document],
) -> Vec<(f32, f32)> {
    let mut found: Vec<(f32, bool)> = documents
        .par_iter()
        .flat_map_iter(|document| {
            let right = |name: &(u32, u32, EntityKind)| document.names.binary_search(name).is_ok();
            tagger::found(recogniser, model, plan.language, &document.text)
                .into_iter()
                .map(move |(name, p)| (p, right(&name)))
        })
        .collect();
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Sum of probabilities, names that were right, names.
    let mut bins: Vec<(f32, f32, f32)> = Vec::new();
    for bin in found.chunks(plan.calibration_bin()) {
        let right = bin.iter().filter(|(_, right)| *right).count() as f32;
        bins.push((bin.iter().map(|(p, _)| p).sum(), right, bin.len() as f32));
        while let [.., before, last] = bins[..] {
            if before.1 / before.2 <= last.1 / last.2 {
                break;
            }
            bins.truncate(bins.len() - 2);
            bins.push((before.0 + last.0, before.1 + last.1, before.2 + last.2));
        }
    }
    // Nothing is quite sure that so few bear out.
    bins.iter().map(|(sum, right, count)| (sum / count, (right + 1.0) / (count + 2.0))).collect()
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 to below 1.
    fn chance(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            list.swap(last, (self.next() % (last as u64 + 1)) as usize);
        }
    }
}
