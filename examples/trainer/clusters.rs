//! Words that are used alike: spherical k-means over word vectors (Dhillon and Modha 2001).
//!
//! The finest clusters are those of the commonest words, to which the rarer ones are then assigned;
//! the coarser ones are clusters of the finer one's centres. The first centres are spread evenly over
//! the words, so that a run can be repeated.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use cuttings::names::tagger::knowledge::GRAINS;
use cuttings::names::tagger::word_key;
use rayon::prelude::*;
use serde::Deserialize;

/// Words that get a cluster, commonest first.
const WORDS: usize = 200_000;

/// Words that the centres are made from.
const COMMONEST: usize = 60_000;

/// Clusters at each grain, finest first.
const SIZES: [usize; GRAINS] = [2048, 512, 128, 32];

const ROUNDS: usize = 12;

#[derive(Deserialize)]
struct Vectors {
    dimensions: usize,
    words: Vec<String>,
    /// By word; past the dimensions stand the length and the place of the word.
    vectors: HashMap<String, Vec<f32>>,
}

/// The clusters of words.
pub struct Clusters {
    /// Word and finest cluster, from 1.
    words: Vec<(String, u16)>,
    /// By finest cluster: the coarser ones. The first is none.
    coarser: Vec<[u16; GRAINS - 1]>,
}

impl Clusters {
    /// Hash of each word and its cluster; of words with one hash the commonest counts.
    pub fn by_key(&self) -> Vec<(u64, u16)> {
        self.words.iter().map(|(word, cluster)| (word_key(word), *cluster)).collect()
    }

    pub fn coarser(&self) -> &[[u16; GRAINS - 1]] {
        &self.coarser
    }

    fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut text = String::new();
        for coarser in &self.coarser {
            writeln!(text, "{}\t{}\t{}", coarser[0], coarser[1], coarser[2])?;
        }
        writeln!(text)?;
        for (word, cluster) in &self.words {
            writeln!(text, "{word}\t{cluster}")?;
        }
        Ok(fs::write(path, text)?)
    }

    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(path)?;
        let (coarser, words) = text.split_once("\n\n").ok_or("no clusters")?;
        let coarser = coarser
            .lines()
            .map(|line| {
                let numbers: Vec<u16> =
                    line.split('\t').map(str::parse).collect::<Result<_, _>>()?;
                Ok(numbers.try_into().map_err(|_| "a line of three numbers")?)
            })
            .collect::<Result<_, Box<dyn Error>>>()?;
        let words = words
            .lines()
            .map(|line| {
                let (word, cluster) = line.split_once('\t').ok_or("word and cluster")?;
                Ok((word.to_owned(), cluster.parse()?))
            })
            .collect::<Result<_, Box<dyn Error>>>()?;
        Ok(Self { words, coarser })
    }
}

/// The clusters kept at `kept`, or made from the vectors and then kept there.
pub fn load_or_make(vectors: &Path, kept: Option<&Path>) -> Result<Clusters, Box<dyn Error>> {
    if let Some(kept) = kept.filter(|kept| kept.exists()) {
        return Clusters::read(kept);
    }
    let clusters = make(vectors)?;
    if let Some(kept) = kept {
        clusters.write(kept)?;
    }
    Ok(clusters)
}

fn make(path: &Path) -> Result<Clusters, Box<dyn Error>> {
    let mut file: Vectors = serde_json::from_slice(&fs::read(path)?)?;
    file.words.truncate(WORDS);
    let points: Vec<Vec<f32>> = file
        .words
        .iter()
        .map(|word| {
            let vector = file.vectors.get(word).ok_or_else(|| format!("no vector of `{word}`"))?;
            Ok(unit(vector.get(..file.dimensions).ok_or("a short vector")?.to_vec()))
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    let commonest = &points[..COMMONEST.min(points.len())];
    let centres = k_means(commonest, &vec![1.0; commonest.len()], SIZES[0]);
    let nearest_centre: Vec<usize> =
        points.par_iter().map(|point| nearest(&centres, point)).collect();
    let mut sizes = vec![0.0; centres.len()];
    for &centre in &nearest_centre[..commonest.len()] {
        sizes[centre] += 1.0;
    }
    let mut coarser = vec![[0; GRAINS - 1]; centres.len() + 1];
    for (grain, &size) in SIZES[1..].iter().enumerate() {
        let coarse = k_means(&centres, &sizes, size);
        for (at, centre) in centres.iter().enumerate() {
            coarser[at + 1][grain] = nearest(&coarse, centre) as u16 + 1;
        }
    }
    let words = file
        .words
        .into_iter()
        .zip(nearest_centre)
        .map(|(word, at)| (word, at as u16 + 1))
        .collect();
    Ok(Clusters { words, coarser })
}

/// `count` centres of weighted points, all of length 1.
fn k_means(points: &[Vec<f32>], weights: &[f32], count: usize) -> Vec<Vec<f32>> {
    let mut centres: Vec<Vec<f32>> = (0..count as u64)
        .map(|at| points[(at * 2_654_435_761 % points.len() as u64) as usize].clone())
        .collect();
    for _ in 0..ROUNDS {
        let assigned: Vec<usize> =
            points.par_iter().map(|point| nearest(&centres, point)).collect();
        let mut sums = vec![vec![0.0; points[0].len()]; count];
        for ((point, &centre), weight) in points.iter().zip(&assigned).zip(weights) {
            for (sum, value) in sums[centre].iter_mut().zip(point) {
                *sum += value * weight;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            if sum.iter().any(|value| *value != 0.0) {
                *centre = unit(sum);
            }
        }
    }
    centres
}

fn nearest(centres: &[Vec<f32>], point: &[f32]) -> usize {
    let likeness = |centre: &Vec<f32>| {
        let mut sums = [0.0_f32; 4];
        for (one, other) in centre.chunks_exact(4).zip(point.chunks_exact(4)) {
            for (sum, (one, other)) in sums.iter_mut().zip(one.iter().zip(other)) {
                *sum += one * other;
            }
        }
        sums.iter().sum::<f32>()
    };
    let mut best = (0, f32::MIN);
    for (at, centre) in centres.iter().enumerate() {
        let likeness = likeness(centre);
        if likeness > best.1 {
            best = (at, likeness);
        }
    }
    best.0
}

fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length =
        vector.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|value| *value /= length);
    vector
}
