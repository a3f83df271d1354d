//! From a capture to everything derived from it: read, complete with what a person said, recognise.
//!
//! The one place where readers, text and names meet. Ingest, rebuild and the filter come through here, so a
//! rebuilt archive says what a fresh one would, and `derive` prints what either stores.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::OnceLock;

use chrono::SecondsFormat;
use rayon::prelude::*;
use zstd::bulk::{Compressor, Decompressor};

use super::head;
use crate::db::{self, Archive, Erased, Nearness, Steps};
use crate::format::Format;
use crate::format::compression::LARGEST;
use crate::model::{
    Candidate, Capture, Catalogue, Decision, Draft, EntityKind, EntityName, Hints, Likeness,
    Reading, Received, Recognised, Sha256, Sighting,
};
use crate::names::rulings::Rulings;
use crate::names::tagger::model::Model;
use crate::names::{Recogniser, said};
use crate::text::publishers::Publishers;
use crate::text::{fingerprint, near, normalise, urls};

/// Zstandard level of stored captures: 10 MB of text in a tenth of a second, a third of the size.
const COMPRESSION_LEVEL: i32 = 3;

/// Everything that derivation rests on besides the capture: a catalogue, made ready.
pub struct Deriver {
    recogniser: Recogniser,
    publishers: Publishers,
    rulings: Rulings,
    /// Catalogue people by the key of each of their names.
    people: HashMap<String, EntityName>,
}

/// A capture to derive from, and where it was seen.
pub struct Source {
    pub capture: Capture,
    /// Zstandard frame of its bytes.
    pub compressed: Vec<u8>,
    pub format: &'static Format,
    /// Whether a person named the format.
    pub format_given: bool,
    pub sighting: Sighting,
    /// Which record of its file it is.
    pub record: Option<String>,
    /// The language that is said of it, by its code; an archive has no place for that, so only the filter says it.
    pub language: Option<String>,
}

impl Deriver {
    /// A deriver that knows a catalogue and the rulings in force.
    pub fn new(catalogue: &Catalogue, decisions: &[Decision]) -> Self {
        let mut people = HashMap::new();
        for entry in catalogue.entries.iter().filter(|entry| entry.kind == EntityKind::Person) {
            let entity =
                EntityName { kind: entry.kind, key: entry.key.clone(), name: entry.name.clone() };
            for alias in &entry.aliases {
                people.entry(normalise::name_key(alias)).or_insert_with(|| entity.clone());
            }
            people.insert(entry.key.clone(), entity);
        }
        Self {
            recogniser: Recogniser::new(catalogue),
            publishers: Publishers::new(&catalogue.publishers),
            rulings: Rulings::new(decisions),
            people,
        }
    }

    /// The same with another model of names, for texts of its language.
    pub fn with_model(self, model: Model) -> Self {
        Self { recogniser: self.recogniser.with_model(model), ..self }
    }

    /// Reads a capture whose bytes are new and recognises who is in it. The error is the reason why it is not taken:
    /// it holds a text that was erased.
    pub fn take(&self, source: Source, erased: &Erased) -> Result<Received, String> {
        let received = self.derive(source);
        // Its bytes hold what was erased, so they are not kept either.
        match erased.received(&received) {
            Some(reason) => Err(reason),
            None => Ok(received),
        }
    }

    /// Reads a capture and recognises who is in it.
    pub fn derive(&self, source: Source) -> Received {
        let Source { capture, compressed, format, format_given, sighting, record, language } =
            source;
        let mut warnings = Vec::new();
        let reading = format.reading_of(&capture.body).map_err(|refusal| refusal.0);
        let reading = reading.and_then(|mut reading| {
            warnings = std::mem::take(&mut reading.warnings);
            if let Some(language) = &language {
                reading.drafts.iter_mut().for_each(|draft| head::say_language(draft, language));
            }
            let recognise = || self.recognise(reading, &capture, format, &sighting.hints);
            // A panic there is a bug of ours, and a problem of this one capture.
            catch_unwind(AssertUnwindSafe(recognise))
                .map_err(|_| "recognising its names failed; please report this".to_owned())
        });
        Received {
            capture,
            format_given,
            compressed,
            media_type: format.media_type,
            reader_version: format.version,
            sighting,
            record,
            reading,
            warnings,
        }
    }

    fn recognise(
        &self,
        reading: Reading,
        capture: &Capture,
        format: &Format,
        hints: &Hints,
    ) -> Recognised {
        let captured_at = reading.captured.as_ref().map(|captured| match captured.instant() {
            Some(instant) => instant.to_rfc3339_opts(SecondsFormat::Secs, true),
            None => captured.value.clone(),
        });
        Recognised {
            encoding: reading.encoding,
            text_bytes: reading.text_bytes,
            regions: reading.regions,
            problems: reading.problems,
            notices: reading.notices,
            articles: reading
                .drafts
                .into_iter()
                .map(|draft| self.candidate(draft, capture, format, hints, captured_at.as_deref()))
                .collect(),
        }
    }

    fn candidate(
        &self,
        mut draft: Draft,
        capture: &Capture,
        format: &Format,
        hints: &Hints,
        captured_at: Option<&str>,
    ) -> Candidate {
        let sha256 = fingerprint::article_sha256(&draft.body);
        let ruled = self.rulings.set(sha256);
        let mut unfit = head::complete(&mut draft, hints, ruled, &self.publishers);
        let hint_count = hints.count();
        let mut recognised = self.recogniser.recognise(&draft.head, &draft.captions, &draft.body);
        unfit.extend(self.rulings.apply(sha256, &mut recognised));
        said::complete(&draft.body, &mut recognised.quotes);
        Candidate {
            sha256,
            capture_sha256: capture.sha256,
            row_sha256: fingerprint::row_sha256(&draft, capture.sha256, hint_count),
            hint_count,
            canonical_url: draft.head.url.as_deref().and_then(urls::canonical),
            captured_at: captured_at.map(str::to_owned),
            sketch: near::sketch(&draft.body),
            authors: draft.head.authors.iter().map(|author| self.author(author)).collect(),
            mentions: recognised.mentions,
            quotes: recognised.quotes,
            roles: recognised.roles,
            unfit,
            topics: topics(hints, &draft),
            recogniser: recognised.recogniser.to_owned(),
            reader: format!("{}-{}", format.name, format.version),
            draft,
        }
    }

    fn author(&self, name: &str) -> EntityName {
        let key = normalise::name_key(name);
        let known = self.people.get(&key).cloned();
        self.rulings.merged(known.unwrap_or_else(|| EntityName {
            kind: EntityKind::Person,
            key,
            name: name.to_owned(),
        }))
    }
}

/// The deriver of an archive, made when the first capture asks for it: that takes longer than to find that the archive
/// has all of a thousand files. Whoever uses it holds the lock of writers and adds nothing to the catalogue, so it is the
/// same whenever it is made.
pub struct LazyDeriver {
    archive: PathBuf,
    made: OnceLock<Deriver>,
}

impl LazyDeriver {
    /// Of an archive that is open for writing.
    pub fn of(archive: &Archive) -> Self {
        Self { archive: archive.path().to_owned(), made: OnceLock::new() }
    }

    /// The deriver. Fails where the catalogue and the rulings cannot be read.
    pub fn get(&self) -> db::Result<&Deriver> {
        if let Some(made) = self.made.get() {
            return Ok(made);
        }
        let archive = Archive::open_to_read(&self.archive)?;
        let deriver = Deriver::new(&archive.catalogue()?, &archive.decisions()?);
        Ok(self.made.get_or_init(|| deriver))
    }
}

impl From<Deriver> for LazyDeriver {
    /// One that is made already.
    fn from(deriver: Deriver) -> Self {
        Self { archive: PathBuf::new(), made: deriver.into() }
    }
}

/// What came with an article as its topics, whoever said so.
fn topics(hints: &Hints, draft: &Draft) -> Vec<String> {
    let all = [&hints.topics, &hints.path.topics, &draft.topics].into_iter().flatten();
    let mut topics: Vec<String> = all.cloned().collect();
    topics.sort();
    topics.dedup();
    topics
}

/// What the archive rests on and may not use itself.
pub const STEPS: Steps = Steps {
    nearness: Nearness { sketch: near::sketch, shared: near::SHARED, compare: near_duplicates },
    fold: normalise::name_key,
};

/// Which of `pairs` of texts are near-duplicates. The shingles of each text are made once.
fn near_duplicates(texts: &[String], pairs: &[(usize, usize)]) -> Vec<Option<Likeness>> {
    let shingles: Vec<_> = texts.par_iter().map(|text| near::Shingles::new(text)).collect();
    pairs
        .par_iter()
        .map(|&(one, other)| near::near_duplicate(shingles.get(one)?, shingles.get(other)?))
        .collect()
}

/// A Zstandard frame of `bytes`. The error is the reason why they cannot be stored.
pub fn compress(bytes: &[u8]) -> Result<Vec<u8>, String> {
    // Making a compressor takes longer than compressing a short text.
    thread_local! {
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    let compressed = COMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(compressor) => compressor.compress(bytes),
        None => kept.insert(Compressor::new(COMPRESSION_LEVEL)?).compress(bytes),
    });
    compressed.map_err(|error| format!("its bytes cannot be compressed: {error}"))
}

/// The bytes of a stored capture. The error is the reason why they are not those that were received.
pub fn received(compressed: &[u8], byte_count: u64, sha256: Sha256) -> Result<Vec<u8>, String> {
    // The stated size is what is asked of the memory: it may be damaged, or a lie.
    let size = usize::try_from(byte_count).ok().filter(|&size| size <= LARGEST);
    let size = size.ok_or_else(|| format!("a capture cannot have {byte_count} bytes"))?;
    thread_local! {
        static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    }
    let bytes = DECOMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(decompressor) => decompressor.decompress(compressed, size),
        None => kept.insert(Decompressor::new()?).decompress(compressed, size),
    });
    let bytes = bytes.map_err(|error| format!("its bytes cannot be unpacked: {error}"))?;
    if bytes.len() != size {
        return Err(format!("it has {} bytes instead of {size}", bytes.len()));
    }
    if fingerprint::sha256(&bytes) != sha256 {
        return Err("its bytes are not those of its SHA-256".to_owned());
    }
    Ok(bytes)
}
