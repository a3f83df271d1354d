//! A linear chain over labels: the best sequence, and how sure each label is.
//!
//! The standard algorithms of conditional random fields (Lafferty, McCallum and Pereira 2001): Viterbi
//! for the best sequence, forward-backward for marginal probabilities. The sums run on probabilities
//! scaled at each token, not on logarithms, which costs one exponential a label.

use super::labels::{LABELS, LANES, NONE, goes_on, is_open, may_follow};

/// A score for each label; the rows past `LABELS` say nothing.
pub type Scores = [f32; LANES];

/// What each label adds after each other, by the label before; impossible pairs are never read.
pub type Transitions = [[f32; LABELS]; LABELS];

/// Probability of each label of one token.
pub type Marginals = [f32; LABELS];

/// What labels add after each other, made ready for both algorithms.
#[derive(Clone, Debug)]
pub struct Chain {
    transitions: Transitions,
    /// Their exponentials; 0 for impossible pairs.
    factors: Transitions,
}

impl Chain {
    /// Prepares what labels add after each other.
    pub fn new(transitions: &Transitions) -> Self {
        let mut factors = [[0.0; LABELS]; LABELS];
        for (before, row) in factors.iter_mut().enumerate() {
            for label in (0..LABELS).filter(|&label| may_follow(before, label)) {
                row[label] = transitions[before][label].exp();
            }
        }
        Self { transitions: *transitions, factors }
    }

    /// The best sequence of labels. As long as `scores`.
    pub fn best(&self, scores: &[Scores]) -> Vec<u8> {
        best(scores, &self.transitions)
    }

    /// The sums over all sequences.
    pub fn sums<'c>(&'c self, scores: &[Scores]) -> Sums<'c> {
        Sums::new(scores, &self.factors)
    }
}

fn best(scores: &[Scores], transitions: &Transitions) -> Vec<u8> {
    let Some(first) = scores.first() else { return Vec::new() };
    let mut value = [f32::NEG_INFINITY; LABELS];
    for label in (0..LABELS).filter(|&label| !goes_on(label)) {
        value[label] = first[label];
    }
    let mut back = vec![[0_u8; LABELS]; scores.len()];
    for (row, back) in scores.iter().zip(&mut back).skip(1) {
        let mut next = [f32::NEG_INFINITY; LABELS];
        for label in 0..LABELS {
            for before in (0..LABELS).filter(|&before| may_follow(before, label)) {
                let sum = value[before] + transitions[before][label];
                if sum > next[label] {
                    next[label] = sum;
                    back[label] = before as u8;
                }
            }
            next[label] += row[label];
        }
        value = next;
    }
    let mut label = NONE;
    for last in (0..LABELS).filter(|&last| !is_open(last)) {
        if value[last] > value[label] {
            label = last;
        }
    }
    let mut labels = vec![0; scores.len()];
    for (at, back) in labels.iter_mut().zip(&back).rev() {
        *at = label as u8;
        label = usize::from(back[label]);
    }
    labels
}

/// The sums over all sequences, for one sequence of tokens.
pub struct Sums<'c> {
    forward: Vec<Marginals>,
    backward: Vec<Marginals>,
    /// Of each token: the exponential of its scores less the greatest, and that greatest.
    rows: Vec<(Marginals, f32)>,
    /// What each token's forward row was divided by.
    scales: Vec<f32>,
    factors: &'c Transitions,
}

impl<'c> Sums<'c> {
    /// Runs forward and backward.
    fn new(scores: &[Scores], factors: &'c Transitions) -> Self {
        let rows: Vec<(Marginals, f32)> = scores
            .iter()
            .map(|row| {
                let greatest = row[..LABELS].iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let mut exponentials = [0.0; LABELS];
                for (out, score) in exponentials.iter_mut().zip(row) {
                    *out = (score - greatest).exp();
                }
                (exponentials, greatest)
            })
            .collect();
        let mut forward: Vec<Marginals> = Vec::with_capacity(rows.len());
        let mut scales = Vec::with_capacity(rows.len());
        for (row, _) in &rows {
            let mut sums = [0.0; LABELS];
            match forward.last() {
                None => {
                    for label in (0..LABELS).filter(|&label| !goes_on(label)) {
                        sums[label] = row[label];
                    }
                }
                Some(before) => {
                    for (from, factors) in before.iter().zip(factors) {
                        for (sum, factor) in sums.iter_mut().zip(factors) {
                            *sum += from * factor;
                        }
                    }
                    for (sum, own) in sums.iter_mut().zip(row) {
                        *sum *= own;
                    }
                }
            }
            let scale = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            sums.iter_mut().for_each(|sum| *sum /= scale);
            forward.push(sums);
            scales.push(scale);
        }
        let mut backward = vec![[0.0; LABELS]; rows.len()];
        for at in (0..rows.len()).rev() {
            if at + 1 == rows.len() {
                for label in (0..LABELS).filter(|&label| !is_open(label)) {
                    backward[at][label] = 1.0;
                }
                continue;
            }
            let next = backward[at + 1];
            for label in 0..LABELS {
                backward[at][label] = (0..LABELS)
                    .map(|after| factors[label][after] * rows[at + 1].0[after] * next[after])
                    .sum::<f32>()
                    / scales[at + 1];
            }
        }
        Self { forward, backward, rows, scales, factors }
    }

    /// The probability of each label of a token.
    pub fn marginals(&self, token: usize) -> Marginals {
        let marginals: Marginals =
            std::array::from_fn(|label| self.forward[token][label] * self.backward[token][label]);
        let sum = marginals.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        marginals.map(|probability| probability / sum)
    }

    /// The probability that a token has one label and the token after it another.
    pub fn pair(&self, token: usize, label: usize, next: usize) -> f32 {
        let (row, _) = &self.rows[token + 1];
        let last = self.forward.len() - 1;
        let sum: f32 = (0..LABELS).map(|l| self.forward[last][l] * self.backward[last][l]).sum();
        self.forward[token][label]
            * self.factors[label][next]
            * row[next]
            * self.backward[token + 1][next]
            / self.scales[token + 1]
            / sum.max(f32::MIN_POSITIVE)
    }

    /// The logarithm of the sum over all sequences.
    pub fn log_sum(&self) -> f32 {
        let last = self.forward.len() - 1;
        let ends: f32 =
            (0..LABELS).map(|label| self.forward[last][label] * self.backward[last][label]).sum();
        self.scales.iter().map(|scale| scale.ln()).sum::<f32>()
            + self.rows.iter().map(|(_, greatest)| greatest).sum::<f32>()
            + ends.max(f32::MIN_POSITIVE).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every allowed sequence of a length, with its score.
    fn sequences(scores: &[Scores], transitions: &Transitions) -> Vec<(Vec<usize>, f32)> {
        let mut all = vec![(Vec::new(), 0.0)];
        for row in scores {
            let mut longer = Vec::new();
            for (labels, sum) in all {
                for label in 0..LABELS {
                    let step = match labels.last() {
                        None if !goes_on(label) => 0.0,
                        Some(&before) if may_follow(before, label) => transitions[before][label],
                        _ => continue,
                    };
                    let mut labels: Vec<usize> = labels.clone();
                    labels.push(label);
                    longer.push((labels, sum + step + row[label]));
                }
            }
            all = longer;
        }
        all.retain(|(labels, _)| labels.last().is_some_and(|&last| !is_open(last)));
        all
    }

    fn example() -> (Vec<Scores>, Transitions) {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 * 4.0 - 2.0
        };
        let scores = (0..3).map(|_| std::array::from_fn(|_| next())).collect();
        (scores, std::array::from_fn(|_| std::array::from_fn(|_| next())))
    }

    #[test]
    fn best_is_the_best_of_all() {
        let (scores, transitions) = example();
        let all = sequences(&scores, &transitions);
        let (labels, _) = all.iter().max_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
        let found: Vec<usize> =
            Chain::new(&transitions).best(&scores).into_iter().map(usize::from).collect();
        assert_eq!(&found, labels);
        assert!(Chain::new(&transitions).best(&[]).is_empty());
    }

    #[test]
    fn sums_are_those_over_all() {
        let (scores, transitions) = example();
        let all = sequences(&scores, &transitions);
        let total: f32 = all.iter().map(|(_, score)| score.exp()).sum();
        let chain = Chain::new(&transitions);
        let sums = chain.sums(&scores);
        assert!((sums.log_sum() - total.ln()).abs() < 1e-3);
        for label in 0..LABELS {
            let share: f32 = all
                .iter()
                .filter(|(labels, _)| labels[1] == label)
                .map(|(_, score)| score.exp())
                .sum();
            assert!((sums.marginals(1)[label] - share / total).abs() < 1e-4);
            let both: f32 = all
                .iter()
                .filter(|(labels, _)| labels[1] == label && labels[2] == NONE)
                .map(|(_, score)| score.exp())
                .sum();
            assert!((sums.pair(1, label, NONE) - both / total).abs() < 1e-4);
        }
    }
}
