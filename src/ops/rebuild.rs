//! Makes everything derived anew from what was received.
//!
//! Run when the catalogue changed, or by hand after an upgrade. One transaction: whoever looks
//! meanwhile sees the archive as it was, and a stop leaves it so. Articles and entities keep their ids.
//!
//! What must stay true: nothing that is derived goes unless something took its place. A capture whose
//! bytes are damaged, whose format is unknown here, or which its reader refuses now keeps all that was
//! derived from it as it is, and is named.

use std::collections::BTreeSet;
use std::thread;

use rayon::prelude::*;

use super::derive::{self, Deriver, STEPS, Source};
use super::inputs::record_of;
use crate::db::{
    self, Archive, Batch, CatalogueChange, ChangeCount, Erased, Stored, StoredCapture, Writer,
};
use crate::format::{self, FORMATS};
use crate::model::{Capture, CaptureId, Catalogue, Hints, Received, RunId, Sha256};
use crate::names::rulings;

/// Captures derived at a time: enough to keep all cores busy, few enough to hold in memory.
pub(super) const CHUNK: usize = 256;

/// What a rebuild is to do besides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Say how mentions, quotes and roles differ from those before.
    pub compare: bool,
    /// Leave the archive as it was.
    pub dry_run: bool,
    /// Entries to add to the catalogue first, in the same transaction: a stop between the two would
    /// leave articles that do not know them.
    pub learn: Option<&'a Lesson>,
}

/// Entries for the catalogue.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub catalogue: Catalogue,
    /// Name of the version, where it is the shipped catalogue.
    pub sha256: Option<String>,
}

/// A capture that could not be derived again; what was derived from it before stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Kept {
    pub capture_id: CaptureId,
    pub sha256: Sha256,
    pub reason: String,
}

/// What a rebuild came to.
#[derive(Clone, Debug, Default)]
pub struct Rebuilt {
    /// How mentions, quotes and roles changed, where that was asked for.
    pub changes: Vec<ChangeCount>,
    /// Entries that were added or changed.
    pub learned: CatalogueChange,
    pub kept: Vec<Kept>,
}

/// Rebuilds the whole archive; `progress` is told how many captures are done, `stop` is asked between chunks. `None`:
/// it was stopped, and nothing changed. Fails where the archive cannot be read or written; it is as it was then.
pub fn rebuild(
    archive: &mut Archive,
    options: Options<'_>,
    progress: &mut dyn FnMut(u64),
    stop: &dyn Fn() -> bool,
) -> db::Result<Option<Rebuilt>> {
    let mut kept = Vec::new();
    loop {
        let known = kept.len();
        match attempt(archive, options, &mut kept, progress, stop)? {
            None => return Ok(None),
            Some(rebuilt) if kept.len() == known => return Ok(Some(Rebuilt { kept, ..rebuilt })),
            // Some could not be derived again: once more, and theirs is not taken away first.
            Some(_) => {}
        }
    }
}

/// Rebuilds all but what is to be kept. If it meets more to keep, it adds that, and changes nothing.
fn attempt(
    archive: &mut Archive,
    options: Options<'_>,
    kept: &mut Vec<Kept>,
    progress: &mut dyn FnMut(u64),
    stop: &dyn Fn() -> bool,
) -> db::Result<Option<Rebuilt>> {
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    let mut rebuilt = Rebuilt::default();
    if options.compare {
        batch.remember_mentions(None)?;
    }
    let decisions = batch.decisions()?;
    if let Some(lesson) = options.learn {
        let judged = rulings::judged(&decisions);
        rebuilt.learned =
            batch.load_catalogue(&lesson.catalogue, lesson.sha256.as_deref(), &judged)?;
    }
    let deriver = Deriver::new(&batch.catalogue()?, &decisions);
    let erased = batch.erased()?;
    let known: BTreeSet<CaptureId> = kept.iter().map(|kept| kept.capture_id).collect();
    // Once released, they hold none.
    let with_articles = batch.captures_with_articles()?;
    batch.release_all(&known)?;
    let (mut after, mut done) = (CaptureId(0), 0);
    let next = |batch: &mut Batch<'_>| {
        let captures = batch.captures_after(after, CHUNK)?;
        let Some(last) = captures.last() else { return Ok(None) };
        after = last.capture_id;
        let unknown = captures.into_iter().filter(|one| !known.contains(&one.capture_id));
        let held = unknown.map(|one| StoredCapture {
            has_articles: with_articles.contains(&one.capture_id),
            ..one
        });
        Ok(Some(held.collect()))
    };
    let is_through = derive_ahead(&mut batch, &deriver, &erased, next, |batch, again| {
        done += (again.derived.len() + again.kept.len()) as u64;
        kept.extend(again.kept);
        if kept.len() == known.len() {
            store(batch, again.derived)?;
        }
        progress(done);
        Ok(!stop())
    })?;
    if !is_through {
        return Ok(None);
    }
    if kept.len() > known.len() {
        return Ok(Some(rebuilt));
    }
    if options.compare {
        batch.settle_now()?;
        rebuilt.changes = batch.change_counts()?;
    }
    if !options.dry_run {
        batch.commit()?;
    }
    Ok(Some(rebuilt))
}

/// Derives captures again, each with those that share an article with it, and says which could not be.
pub(super) fn renew(
    batch: &mut Batch<'_>,
    deriver: &Deriver,
    captures: &BTreeSet<CaptureId>,
) -> db::Result<Vec<Kept>> {
    let (mut done, mut kept) = (BTreeSet::new(), Vec::new());
    let mut captures = captures.iter().copied();
    let next = |batch: &mut Batch<'_>| {
        let mut group = Vec::new();
        for capture in captures.by_ref() {
            if done.contains(&capture) {
                continue;
            }
            let together = batch.sharing_articles_with(capture)?;
            done.extend(together.iter().map(|capture| capture.capture_id));
            group.extend(together);
            if group.len() >= CHUNK {
                break;
            }
        }
        Ok((!group.is_empty()).then_some(group))
    };
    let erased = batch.erased()?;
    derive_ahead(batch, deriver, &erased, next, |batch, again| {
        kept.extend(replace(batch, again, |_| Ok(()))?);
        Ok(true)
    })?;
    Ok(kept)
}

/// Takes back what was derived from captures that share no article with any other, does `between`, and
/// stores what they give now.
fn renew_together(
    batch: &mut Batch<'_>,
    deriver: &Deriver,
    captures: Vec<StoredCapture>,
    between: impl FnOnce(&mut Batch<'_>) -> db::Result<()>,
) -> db::Result<Vec<Kept>> {
    let again = derive_again(deriver, &batch.erased()?, captures);
    replace(batch, again, between)
}

fn replace(
    batch: &mut Batch<'_>,
    again: Again,
    between: impl FnOnce(&mut Batch<'_>) -> db::Result<()>,
) -> db::Result<Vec<Kept>> {
    let keep = again.kept.iter().map(|kept| kept.capture_id).collect();
    batch.release(&again.captures, &keep)?;
    between(batch)?;
    store(batch, again.derived)?;
    Ok(again.kept)
}

/// Stores a reading. Where it takes the place of another one, every capture that shares an article with it is derived
/// again, for which a deriver is asked; those that cannot be, `keep` is told.
pub(super) fn store_over<'d>(
    batch: &mut Batch<'_>,
    deriver: impl FnOnce() -> db::Result<&'d Deriver>,
    received: &Received,
    run: RunId,
    seen_at: &str,
    keep: impl FnMut(Kept),
) -> db::Result<Stored> {
    let capture = match batch.store(received, run, seen_at)? {
        Stored::Superseded(capture) => capture,
        stored => return Ok(stored),
    };
    let mut together = batch.sharing_articles_with(capture)?;
    // What was said of it before holds of its new reading too.
    let own = together.iter_mut().find(|own| own.capture_id == capture);
    if let Some(own) = own.filter(|_| received.reading.is_ok()) {
        received.capture.format.clone_into(&mut own.format);
        own.format_given = received.format_given;
    }
    let mut stored = None;
    let kept = renew_together(batch, deriver()?, together, |batch| {
        // The capture at hand first, so that it is read as it is now to be read.
        stored = Some(batch.store(received, run, seen_at)?);
        Ok(())
    })?;
    kept.into_iter().for_each(keep);
    Ok(stored.unwrap_or(Stored::Superseded(capture)))
}

/// Hands over the captures that `next` gives group by group, derived again; while one group is worked on the next is
/// derived. Says whether it came to the end: `take` ends it by `false`.
pub(super) fn derive_ahead(
    batch: &mut Batch<'_>,
    deriver: &Deriver,
    erased: &Erased,
    mut next: impl FnMut(&mut Batch<'_>) -> db::Result<Option<Vec<StoredCapture>>>,
    mut take: impl FnMut(&mut Batch<'_>, Again) -> db::Result<bool>,
) -> db::Result<bool> {
    thread::scope(|scope| {
        let mut derive = |batch: &mut Batch<'_>| {
            let group = next(batch)?;
            Ok(group.map(|group| scope.spawn(|| derive_again(deriver, erased, group))))
        };
        let mut ahead = derive(batch)?;
        while let Some(derived) = ahead {
            let derived = derived
                .join()
                .map_err(|_| db::Error::Bug("deriving captures again failed".to_owned()))?;
            ahead = derive(batch)?;
            if !take(batch, derived)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// What one capture gives: a reading for each different set of hints, in order of sighting.
pub(super) type Derived = Vec<(Received, RunId, String)>;

fn store(batch: &mut Batch<'_>, derived: Vec<Derived>) -> db::Result<()> {
    for (received, run, seen_at) in derived.into_iter().flatten() {
        // Released captures have no reading to compete with.
        let _: Stored = batch.store(&received, run, &seen_at)?;
    }
    Ok(())
}

/// Captures derived again.
pub(super) struct Again {
    /// All but those in `kept`.
    captures: BTreeSet<CaptureId>,
    pub derived: Vec<Derived>,
    pub kept: Vec<Kept>,
}

/// Names of all formats, in order of precedence.
pub(super) fn format_names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

fn derive_again(deriver: &Deriver, erased: &Erased, captures: Vec<StoredCapture>) -> Again {
    let outcomes: Vec<(CaptureId, Result<Derived, Kept>)> = captures
        .into_par_iter()
        .map(|stored| {
            let (capture_id, sha256) = (stored.capture_id, stored.sha256);
            let derived = derive_one(deriver, erased, stored);
            (capture_id, derived.map_err(|reason| Kept { capture_id, sha256, reason }))
        })
        .collect();
    let mut again = Again { captures: BTreeSet::new(), derived: Vec::new(), kept: Vec::new() };
    for (capture, outcome) in outcomes {
        match outcome {
            Ok(one) => {
                again.captures.insert(capture);
                again.derived.push(one);
            }
            Err(one) => again.kept.push(one),
        }
    }
    again
}

/// The error is why the capture is to be kept as it is.
fn derive_one(
    deriver: &Deriver,
    erased: &Erased,
    stored: StoredCapture,
) -> Result<Derived, String> {
    if stored.is_changed && stored.has_articles {
        return Err("another program changed its row, or where it was seen".to_owned());
    }
    let body = derive::received(&stored.compressed, stored.byte_count, stored.sha256)?;
    let format = format::by_name(&stored.format)
        .ok_or_else(|| format!("this program has no format `{}`", stored.format))?;
    let mut compressed = stored.compressed;
    let mut said: BTreeSet<Hints> = BTreeSet::new();
    let mut derived = Vec::new();
    for seen in stored.sightings {
        if !said.insert(seen.sighting.hints.clone()) {
            continue;
        }
        let source = Source {
            capture: Capture { sha256: stored.sha256, body: body.clone(), format: format.name },
            // For whoever takes it over: here it is stored already.
            compressed: std::mem::take(&mut compressed),
            format,
            format_given: stored.format_given,
            record: record_of(&seen.sighting.uri),
            sighting: seen.sighting,
            language: None,
        };
        let received = deriver.derive(source);
        if let (Err(reason), true) = (&received.reading, stored.has_articles) {
            return Err(format!("its reader refuses it now: {reason}"));
        }
        // An older reader did not find that text in it.
        if let Some(reason) = erased.received(&received) {
            return Err(format!("it holds an article that was {reason}"));
        }
        derived.push((received, seen.run, seen.seen_at));
    }
    if derived.is_empty() && stored.has_articles {
        return Err("where it was seen is not on record".to_owned());
    }
    Ok(derived)
}
