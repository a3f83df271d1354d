//! Makes everything derived anew from what was received.
//!
//! Run when the catalogue changed, or by hand after an upgrade. One transaction: whoever looks
//! meanwhile sees the archive as it was, and a stop leaves it so. Articles and entities keep their ids.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::derive::{Deriver, Source, decompress, near_duplicates};
use crate::db::{self, Archive, Batch, ChangeCount, Stored, StoredCapture, Writer};
use crate::format::{self, FORMATS};
use crate::model::{Capture, CaptureId, Hints, Received};

/// Captures derived at a time: enough to keep all cores busy, few enough to hold in memory.
pub(super) const CHUNK: usize = 256;

/// What a rebuild is to do besides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Say how the mentions differ from those before.
    pub compare: bool,
    /// Leave the archive as it was.
    pub dry_run: bool,
}

/// Rebuilds the whole archive; `progress` is told how many captures are done, `stop` is asked between
/// chunks. `None`: it was stopped, and nothing changed. Else what changed, where that was asked for.
pub fn rebuild(
    archive: &mut Archive,
    options: Options,
    progress: &mut dyn FnMut(u64),
    stop: &dyn Fn() -> bool,
) -> db::Result<Option<Vec<ChangeCount>>> {
    let deriver = Deriver::new(&archive.catalogue()?, &archive.decisions()?);
    let mut writer = Writer::new(archive, format_names(), near_duplicates);
    let mut batch = writer.begin()?;
    if options.compare {
        batch.remember_mentions(None)?;
    }
    batch.release_all()?;
    let (mut after, mut done) = (CaptureId(0), 0);
    loop {
        let captures = batch.captures_after(after, CHUNK)?;
        let Some(last) = captures.last() else { break };
        after = last.capture_id;
        done += captures.len() as u64;
        restore(&mut batch, &deriver, captures)?;
        progress(done);
        if stop() {
            return Ok(None);
        }
    }
    let mut changes = Vec::new();
    if options.compare {
        batch.settle_now()?;
        changes = batch.change_counts()?;
    }
    if !options.dry_run {
        batch.commit()?;
    }
    Ok(Some(changes))
}

/// Derives released captures again and stores what comes of it.
pub(super) fn restore(
    batch: &mut Batch<'_>,
    deriver: &Deriver,
    captures: Vec<StoredCapture>,
) -> db::Result<()> {
    let derived: Vec<_> =
        captures.into_par_iter().map(|capture| derive_again(deriver, capture)).collect();
    for (received, run, seen_at) in derived.into_iter().flatten() {
        // Released captures have no reading to compete with.
        let _: Stored = batch.store(&received, run, &seen_at)?;
    }
    Ok(())
}

/// Names of all formats, in order of precedence.
pub(super) fn format_names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

/// One derivation for each different set of hints that a capture was seen with, in order of sighting.
fn derive_again(
    deriver: &Deriver,
    stored: StoredCapture,
) -> Vec<(Received, crate::model::RunId, String)> {
    let (Some(format), Some(body)) =
        (format::by_name(&stored.format), decompress(&stored.compressed, stored.byte_count))
    else {
        // Damage, which `verify` names. The capture stays; what was derived from it cannot.
        return Vec::new();
    };
    let mut said: BTreeSet<Hints> = BTreeSet::new();
    let mut derived = Vec::new();
    for seen in stored.sightings {
        if said.insert(seen.sighting.hints.clone()) {
            let capture =
                Capture { sha256: stored.sha256, body: body.clone(), format: format.name };
            let source = Source {
                capture,
                format,
                format_given: stored.format_given,
                record: None,
                sighting: seen.sighting,
            };
            derived.push((deriver.derive(source), seen.run, seen.seen_at));
        }
    }
    derived
}
