//! The trained model: one file of numbers, used where it lies.
//!
//! The weights of a feature are a row of signed bytes, one for each label; a feature finds its row by
//! the upper bits of its hash, and two features may share a row (Weinberger et al. 2009). With the
//! weights the file holds what is known of single words (clusters) and of names (gazetteer). Numbers
//! are little-endian; `FORMAT` is raised when the layout changes, `features::VERSION` when the
//! templates do: a model of another version is refused, never misread.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::chain::{Chain, Scores, Transitions};
use super::features;
use super::labels::{LABELS, LANES};
use super::table::Table;
use crate::names::tokens::Token;

const MAGIC: &[u8; 8] = b"cuttings";
const FORMAT: u32 = 1;

static EMBEDDED: &[u8] = include_bytes!("../../../models/names-en.bin");

/// Why a file is no model that can be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("not a model of names")]
    NotAModel,
    #[error("a model for another version of the program (layout {format}, features {features})")]
    OtherVersion { format: u32, features: u32 },
    #[error("the model is damaged or cut short")]
    Damaged,
}

/// Grains of the clusters, finest first.
pub const GRAINS: usize = 4;

/// The clusters of one word, finest first; 0 is none.
pub type Clusters = [u16; GRAINS];

/// What is known of words and names beside the weights.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    bytes: Cow<'static, [u8]>,
    clusters: Table,
    /// Of each finest cluster, the coarser ones.
    coarser: Vec<[u16; GRAINS - 1]>,
    names: Table,
    /// Sets of lists, a bit each, by the value in `names`; the first is empty: the name goes on.
    sets: Vec<u16>,
}

impl Knowledge {
    /// Lays knowledge out. `clusters`: hash of a word and its finest cluster, from 1; `coarser`: by
    /// finest cluster, 0 being none; `names`: hash of the words of a name, by `name_key`, and the
    /// lists that have it, a bit each, none for the beginning of a longer one.
    pub fn build(
        clusters: Vec<(u64, u16)>,
        coarser: &[[u16; GRAINS - 1]],
        names: Vec<(u64, u16)>,
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend((coarser.len() as u32).to_le_bytes());
        for number in coarser.iter().flatten() {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(Table::build(clusters));
        let mut sets = vec![0_u16];
        let names = names
            .into_iter()
            .map(|(key, set)| {
                let at = sets.iter().position(|other| *other == set).unwrap_or_else(|| {
                    sets.push(set);
                    sets.len() - 1
                });
                (key, at as u16)
            })
            .collect();
        bytes.extend((sets.len() as u32).to_le_bytes());
        for set in sets {
            bytes.extend(set.to_le_bytes());
        }
        bytes.extend(Table::build(names));
        bytes
    }

    /// Reads what `build` laid out. Fails where the bytes end early or are laid out otherwise.
    pub fn read(bytes: Cow<'static, [u8]>, from: usize) -> Result<(Self, usize), ModelError> {
        let mut reader = Reader { bytes: &bytes, at: from };
        let count = reader.u32()? as usize;
        let mut coarser = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            coarser.push([reader.u16()?, reader.u16()?, reader.u16()?]);
        }
        let (clusters, end) = Table::at(&bytes, reader.at).ok_or(ModelError::Damaged)?;
        let mut reader = Reader { bytes: &bytes, at: end };
        let count = reader.u32()? as usize;
        let mut sets = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            sets.push(reader.u16()?);
        }
        let (names, end) = Table::at(&bytes, reader.at).ok_or(ModelError::Damaged)?;
        Ok((Self { bytes, clusters, coarser, names, sets }, end))
    }

    /// The clusters of a word, by its fold.
    pub fn clusters(&self, fold: u64) -> Clusters {
        if fold == 0 {
            return Clusters::default();
        }
        let Some(finest) = self.clusters.get(&self.bytes, fold) else { return Clusters::default() };
        let [second, third, fourth] =
            self.coarser.get(usize::from(finest)).copied().unwrap_or_default();
        [finest, second, third, fourth]
    }

    /// The lists that have the name of this key; `None`: no name begins so.
    pub fn lists(&self, key: u64) -> Option<u16> {
        let set = self.names.get(&self.bytes, key)?;
        self.sets.get(usize::from(set)).copied()
    }
}

/// The key of a name that goes on with one more word. The first word follows 0.
pub fn name_key(before: u64, fold: u64) -> u64 {
    let mixed = (before.rotate_left(23) ^ fold).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// The key of a name of a list, and of every beginning of it.
pub fn name_keys(name: &str) -> Vec<u64> {
    let tokens: Vec<Token> = crate::names::tokens::tokenise(name);
    let mut key = 0;
    tokens
        .iter()
        .filter(|token| token.fold != 0)
        .map(|token| {
            key = name_key(key, token.fold);
            key
        })
        .collect()
}

/// Numbers beside the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Added to the score of "no name": below 0 finds more names, above 0 fewer.
    pub none: f32,
    /// How much what the same word was taken for elsewhere in the text counts.
    pub agreement: f32,
    /// What one unit of a weight is worth.
    pub unit: f32,
    pub transitions: Transitions,
    /// Points of a rising line from the chain's own probability to how often it was right.
    pub calibration: Vec<(f32, f32)>,
}

/// A model in use.
#[derive(Clone, Debug)]
pub struct Model {
    /// `names-en-1`, as the trainer was told.
    pub version: String,
    pub settings: Settings,
    pub knowledge: Knowledge,
    pub chain: Chain,
    bytes: Cow<'static, [u8]>,
    /// Where the rows begin, and the upper bits of a hash that choose one.
    rows: usize,
    bits: u32,
}

impl Model {
    /// The model that comes with the program; read on first use.
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            // A test reads it; a build that ships another one does not get that far.
            Model::read(Cow::Borrowed(EMBEDDED))
                .unwrap_or_else(|error| panic!("embedded model: {error}"))
        });
        &MODEL
    }

    /// Lays a model out. `rows`: a power of two of them.
    pub fn build(
        version: &str,
        settings: &Settings,
        rows: &[[i8; LANES]],
        knowledge: &[u8],
    ) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for number in [FORMAT, features::VERSION, version.len() as u32] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(version.as_bytes());
        let transitions = settings.transitions.as_flattened();
        for number in [settings.none, settings.agreement, settings.unit].iter().chain(transitions) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend((settings.calibration.len() as u32).to_le_bytes());
        for number in settings.calibration.iter().flat_map(|point| [point.0, point.1]) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(rows.len().ilog2().to_le_bytes());
        bytes.extend(rows.as_flattened().iter().map(|weight| *weight as u8));
        bytes.extend(knowledge);
        bytes
    }

    /// Reads what `build` laid out. Fails where they are no model, one of another version, or damaged.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes: &bytes, at: 0 };
        if reader.take(MAGIC.len()).ok() != Some(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let (format, features) = (reader.u32()?, reader.u32()?);
        if format != FORMAT || features != features::VERSION {
            return Err(ModelError::OtherVersion { format, features });
        }
        let length = reader.u32()? as usize;
        let version =
            std::str::from_utf8(reader.take(length)?).map_err(|_| ModelError::Damaged)?.to_owned();
        let (none, agreement, unit) = (reader.f32()?, reader.f32()?, reader.f32()?);
        let mut transitions = [[0.0; LABELS]; LABELS];
        for number in transitions.as_flattened_mut() {
            *number = reader.f32()?;
        }
        let mut calibration = Vec::new();
        for _ in 0..reader.u32()? {
            calibration.push((reader.f32()?, reader.f32()?));
        }
        let bits = reader.u32()?;
        if !(1..=24).contains(&bits) {
            return Err(ModelError::Damaged);
        }
        let rows = reader.at;
        reader.take(LANES << bits)?;
        let knowledge_at = reader.at;
        let (knowledge, _) = Knowledge::read(bytes.clone(), knowledge_at)?;
        let settings = Settings { none, agreement, unit, transitions, calibration };
        let chain = Chain::new(&settings.transitions);
        Ok(Self { version, settings, knowledge, chain, bytes, rows, bits })
    }

    /// Starts the sum of a token.
    pub fn sum(&self) -> Sum<'_> {
        Sum { model: self, weights: [0; LANES] }
    }

    /// How often a name of this probability is right.
    pub fn calibrated(&self, probability: f32) -> f32 {
        let points = &self.settings.calibration;
        let after = points.partition_point(|point| point.0 < probability);
        match (after.checked_sub(1).and_then(|before| points.get(before)), points.get(after)) {
            (Some(low), Some(high)) => {
                low.1 + (high.1 - low.1) * (probability - low.0) / (high.0 - low.0).max(1e-6)
            }
            (Some(end), None) | (None, Some(end)) => end.1,
            (None, None) => probability,
        }
    }
}

/// The weights of the features of one token, added up.
pub struct Sum<'m> {
    model: &'m Model,
    /// At most 127 a feature and some 200 features a token.
    weights: [i16; LANES],
}

impl Sum<'_> {
    /// Adds a feature.
    #[inline]
    pub fn add(&mut self, feature: u64) {
        let at = self.model.rows + LANES * (feature >> (64 - self.model.bits)) as usize;
        if let Some(row) = self.model.bytes.get(at..at + LANES) {
            for (sum, weight) in self.weights.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(*weight as i8));
            }
        }
    }

    /// The scores of the labels.
    pub fn scores(&self) -> Scores {
        let mut scores = self.weights.map(|sum| f32::from(sum) * self.model.settings.unit);
        scores[super::labels::NONE] += self.model.settings.none;
        scores
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let end = self.at.checked_add(count).ok_or(ModelError::Damaged)?;
        let taken = self.bytes.get(self.at..end).ok_or(ModelError::Damaged)?;
        self.at = end;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.take(4)?.try_into().map(u32::from_le_bytes).map_err(|_| ModelError::Damaged)
    }

    fn u16(&mut self) -> Result<u16, ModelError> {
        self.take(2)?.try_into().map(u16::from_le_bytes).map_err(|_| ModelError::Damaged)
    }

    fn f32(&mut self) -> Result<f32, ModelError> {
        let number =
            self.take(4)?.try_into().map(f32::from_le_bytes).map_err(|_| ModelError::Damaged)?;
        if number.is_finite() { Ok(number) } else { Err(ModelError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_whole_and_small() {
        let model = Model::embedded();
        // The recogniser's number counts the model and all that works on what it tags.
        let number = |version: &str| version.strip_prefix("names-en-")?.parse::<u32>().ok();
        let (own, whole) = (number(&model.version), number(crate::names::Recogniser::VERSION));
        assert!(own.is_some() && own <= whole, "{own:?} {whole:?}");
        assert!(EMBEDDED.len() <= 6 << 20, "{} bytes", EMBEDDED.len());
    }

    #[test]
    fn what_is_no_model_is_refused() {
        assert!(matches!(Model::read(Cow::Borrowed(b"PK")), Err(ModelError::NotAModel)));
        let mut other = EMBEDDED.to_vec();
        other[8] = 99;
        assert!(matches!(
            Model::read(Cow::Owned(other)),
            Err(ModelError::OtherVersion { format: 99, .. })
        ));
        for length in [8, 40, 1000, EMBEDDED.len() - 1] {
            let cut = EMBEDDED[..length].to_vec();
            assert!(matches!(Model::read(Cow::Owned(cut)), Err(ModelError::Damaged)), "{length}");
        }
    }
}
