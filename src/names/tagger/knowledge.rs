//! What the tagger knows of words and names beside its weights: clusters of words that are used alike, lists of names,
//! and for German which words are nouns of every day.
//!
//! That of English is half of a million entries, and names are much the same everywhere, so the models of other
//! languages use it too: they are trained with it, name it by its digest, and are refused beside another one.

use std::borrow::Cow;

use super::model::{Model, ModelError, Reader};
use super::table::Table;
use crate::names::tokens::Token;

/// Grains of the clusters, finest first.
pub const GRAINS: usize = 4;

/// The clusters of one word, finest first; 0 is none.
pub type Clusters = [u16; GRAINS];

/// What is known of words and names beside the weights.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    bytes: Cow<'static, [u8]>,
    /// Of `Words`, wherever they lie.
    digest: u64,
    words: Words,
    /// The model whose words and names are used, where it is not this one.
    shared: Option<&'static Self>,
    /// Nouns of every day in a language that writes all of them with a capital.
    nouns: Table,
}

/// Clusters of words, and lists of names.
#[derive(Clone, Debug, Default)]
struct Words {
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
        let mut whole = digest(&bytes).to_le_bytes().to_vec();
        whole.extend(OWN.to_le_bytes());
        whole.extend(bytes);
        whole.extend(Table::build(Vec::new()));
        whole
    }

    /// Lays out what a model knows that uses the words and names of `self`: hashes of nouns.
    pub fn build_sharing(&self, nouns: Vec<u64>) -> Vec<u8> {
        let mut bytes = self.digest.to_le_bytes().to_vec();
        bytes.extend(SHARED.to_le_bytes());
        bytes.extend(Table::build(nouns.into_iter().map(|noun| (noun, 0)).collect()));
        bytes
    }

    /// Reads what was laid out. Fails where the bytes end early or are laid out otherwise, and where the words and
    /// names that are shared are not those of the model for English.
    pub fn read(bytes: Cow<'static, [u8]>, from: usize) -> Result<(Self, usize), ModelError> {
        let mut reader = Reader { bytes: &bytes, at: from };
        let digest = u64::from(reader.u32()?) | u64::from(reader.u32()?) << 32;
        let shared = match reader.u32()? {
            OWN => None,
            SHARED => {
                let english = &Model::embedded().knowledge;
                if english.digest != digest {
                    return Err(ModelError::OtherKnowledge);
                }
                Some(english)
            }
            _ => return Err(ModelError::Damaged),
        };
        let (words, end) = match shared {
            None => Words::read(&bytes, reader.at)?,
            Some(_) => (Words::default(), reader.at),
        };
        let (nouns, end) = Table::at(&bytes, end).ok_or(ModelError::Damaged)?;
        Ok((Self { bytes, digest, words, shared, nouns }, end))
    }

    #[cfg(test)]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The clusters of a word, by its fold.
    pub fn clusters(&self, fold: u64) -> Clusters {
        if fold == 0 {
            return Clusters::default();
        }
        let Self { words, bytes, .. } = self.shared.unwrap_or(self);
        let Some(finest) = words.clusters.get(bytes, fold) else { return Clusters::default() };
        let [second, third, fourth] =
            words.coarser.get(usize::from(finest)).copied().unwrap_or_default();
        [finest, second, third, fourth]
    }

    /// The lists that have the name of this key; `None`: no name begins so.
    pub fn lists(&self, key: u64) -> Option<u16> {
        let Self { words, bytes, .. } = self.shared.unwrap_or(self);
        let set = words.names.get(bytes, key)?;
        words.sets.get(usize::from(set)).copied()
    }

    /// Whether the word of this fold is a noun of every day.
    pub fn is_noun(&self, fold: u64) -> bool {
        fold != 0 && self.nouns.get(&self.bytes, fold).is_some()
    }
}

/// Whether words and names follow, or are those of the model for English.
const OWN: u32 = 1;
const SHARED: u32 = 2;

impl Words {
    fn read(bytes: &[u8], from: usize) -> Result<(Self, usize), ModelError> {
        let mut reader = Reader { bytes, at: from };
        let count = reader.u32()? as usize;
        let mut coarser = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            coarser.push([reader.u16()?, reader.u16()?, reader.u16()?]);
        }
        let (clusters, end) = Table::at(bytes, reader.at).ok_or(ModelError::Damaged)?;
        let mut reader = Reader { bytes, at: end };
        let count = reader.u32()? as usize;
        let mut sets = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            sets.push(reader.u16()?);
        }
        let (names, end) = Table::at(bytes, reader.at).ok_or(ModelError::Damaged)?;
        Ok((Self { clusters, coarser, names, sets }, end))
    }
}

/// FNV-1a.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
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
