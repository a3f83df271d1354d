//! The trained models: one file of numbers for each language, used where it lies.
//!
//! The weights of a feature are a row of signed bytes, one for each label; a feature finds its row by
//! the upper bits of its hash, and two features may share a row (Weinberger et al. 2009). With the
//! weights the file holds what is known of single words and of names (`knowledge`). Numbers
//! are little-endian; `FORMAT` is raised when the layout changes, `features::VERSION` when the
//! templates do: a model of another version is refused, never misread. A model is read when the first
//! text of its language comes.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::chain::{Chain, Scores, Transitions};
use super::features;
use super::knowledge::Knowledge;
use super::labels::{LABELS, LANES};

const MAGIC: &[u8; 8] = b"cuttings";
const FORMAT: u32 = 2;

/// Rows lie close, and are fetched as if they were `LANES` wide: so much follows the last one.
const BEHIND_ROWS: usize = LANES - LABELS;

/// A model that comes with the program.
struct Embedded {
    bytes: &'static [u8],
    model: OnceLock<Model>,
}

static ENGLISH: Embedded = Embedded::new(include_bytes!("../../../models/names-en.bin"));
static GERMAN: Embedded = Embedded::new(include_bytes!("../../../models/names-de.bin"));
static PORTUGUESE: Embedded = Embedded::new(include_bytes!("../../../models/names-pt.bin"));

impl Embedded {
    const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, model: OnceLock::new() }
    }

    fn get(&'static self) -> &'static Model {
        self.model.get_or_init(|| {
            // A test reads it; a build that ships another one does not get that far.
            Model::read(Cow::Borrowed(self.bytes))
                .unwrap_or_else(|error| panic!("embedded model: {error}"))
        })
    }
}

/// Why a file is no model that can be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("not a model of names")]
    NotAModel,
    #[error("a model for another version of the program (layout {format}, features {features})")]
    OtherVersion { format: u32, features: u32 },
    #[error("a model that was trained beside another model for English")]
    OtherKnowledge,
    #[error("the model is damaged or cut short")]
    Damaged,
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
    /// The model for English that comes with the program; read on first use.
    pub fn embedded() -> &'static Self {
        ENGLISH.get()
    }

    /// The model that comes with the program for another language, by its ISO 639-1 code; read on first use.
    pub fn of_language(language: &str) -> Option<&'static Self> {
        match language {
            "de" => Some(GERMAN.get()),
            "pt" => Some(PORTUGUESE.get()),
            _ => None,
        }
    }

    /// The languages whose models were read so far.
    #[cfg(test)]
    pub fn read_so_far() -> Vec<&'static str> {
        let models = [("de", &GERMAN), ("en", &ENGLISH), ("pt", &PORTUGUESE)];
        let read = models.into_iter().filter(|(_, embedded)| embedded.model.get().is_some());
        read.map(|(language, _)| language).collect()
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
        for row in rows {
            bytes.extend(row[..LABELS].iter().map(|weight| *weight as u8));
        }
        bytes.extend([0; BEHIND_ROWS]);
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
        reader.take((LABELS << bits) + BEHIND_ROWS)?;
        let knowledge_at = reader.at;
        let (knowledge, _) = Knowledge::read(bytes.clone(), knowledge_at)?;
        let settings = Settings { none, agreement, unit, transitions, calibration };
        let chain = Chain::new(&settings.transitions);
        Ok(Self { version, settings, knowledge, chain, bytes, rows, bits })
    }

    /// Of which language it is, by its version.
    pub fn language(&self) -> &str {
        self.version.split('-').nth(1).unwrap_or_default()
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
        let at = self.model.rows + LABELS * (feature >> (64 - self.model.bits)) as usize;
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

/// Numbers one after the other.
pub(super) struct Reader<'b> {
    pub bytes: &'b [u8],
    pub at: usize,
}

impl<'b> Reader<'b> {
    /// The next bytes. Fails, as all of these do, where there are not so many.
    pub fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let end = self.at.checked_add(count).ok_or(ModelError::Damaged)?;
        let taken = self.bytes.get(self.at..end).ok_or(ModelError::Damaged)?;
        self.at = end;
        Ok(taken)
    }

    /// The next number of four bytes. Fails as `take` does.
    pub fn u32(&mut self) -> Result<u32, ModelError> {
        self.take(4)?.try_into().map(u32::from_le_bytes).map_err(|_| ModelError::Damaged)
    }

    /// The next number of two bytes. Fails as `take` does.
    pub fn u16(&mut self) -> Result<u16, ModelError> {
        self.take(2)?.try_into().map(u16::from_le_bytes).map_err(|_| ModelError::Damaged)
    }

    /// The next weight. Fails as `take` does, and where it is not finite.
    pub fn f32(&mut self) -> Result<f32, ModelError> {
        let number =
            self.take(4)?.try_into().map(f32::from_le_bytes).map_err(|_| ModelError::Damaged)?;
        if number.is_finite() { Ok(number) } else { Err(ModelError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_models_are_whole_and_small() {
        let model = Model::embedded();
        // The recogniser's number counts the model and all that works on what it tags.
        let number = |version: &str| version.strip_prefix("names-en-")?.parse::<u32>().ok();
        let (own, whole) = (number(&model.version), number(crate::names::Recogniser::VERSION));
        assert!(own.is_some() && own <= whole, "{own:?} {whole:?}");
        for (embedded, most) in
            [(&ENGLISH, 6_500_000), (&GERMAN, 4_000_000), (&PORTUGUESE, 4_000_000)]
        {
            assert!(embedded.bytes.len() <= most, "{} bytes", embedded.bytes.len());
            assert!(Model::read(Cow::Borrowed(embedded.bytes)).is_ok());
        }
    }

    #[test]
    fn what_is_no_model_is_refused() {
        assert!(matches!(Model::read(Cow::Borrowed(b"PK")), Err(ModelError::NotAModel)));
        let mut other = ENGLISH.bytes.to_vec();
        other[8] = 99;
        assert!(matches!(
            Model::read(Cow::Owned(other)),
            Err(ModelError::OtherVersion { format: 99, .. })
        ));
        for bytes in [ENGLISH.bytes, GERMAN.bytes] {
            for length in [8, 40, 1000, bytes.len() - 1] {
                let cut = bytes[..length].to_vec();
                assert!(
                    matches!(Model::read(Cow::Owned(cut)), Err(ModelError::Damaged)),
                    "{length}"
                );
            }
        }
        // As if the model for English had been trained anew and this one had not.
        let mut beside = GERMAN.bytes.to_vec();
        let digest = Model::embedded().knowledge.digest().to_le_bytes();
        let at = beside.windows(8).position(|eight| eight == digest).unwrap();
        beside[at] ^= 1;
        assert!(matches!(Model::read(Cow::Owned(beside)), Err(ModelError::OtherKnowledge)));
    }
}
