//! Several archives become one: a team's files, a year's parts, what a job wrote in pieces.
//!
//! What others received and decided comes in, each thing known again by its own name: a capture by its SHA-256, a ruling
//! by what stands in it, an entry by its kind and key. Then what is new is derived, by the steps of an import and of a
//! ruling; so the archive says what one would that had taken in everything from the beginning.
//!
//! What must stay true: the others are only read, each as it is at one moment. Erasure comes first, in transactions of
//! its own: what was forgotten in one is forgotten here, and comes in from nowhere. All else is one transaction: whoever
//! looks meanwhile sees the archive as it was, and a stop leaves it so.

mod catalogue;
mod rulings;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use self::catalogue::Differing;
pub use self::rulings::Conflict;
use self::rulings::{United, conflicts, united};
use super::curate::scope;
use super::derive::{Deriver, STEPS};
use super::forget::{ErasedAgain, erased_there, forget_again};
use super::ingest::{is_read_so, outranking};
use super::rebuild::{Again, CHUNK, Kept, derive_ahead, format_names, renew, store_over};
use crate::db::{
    self, Archive, Batch, CatalogueChange, Erased, Erasure, Placed, Stored, StoredCapture,
    StoredSighting, WatchedChange, Writer,
};
use crate::format;
use crate::model::{
    CaptureId, Catalogue, Counts, Decision, DecisionId, Outcome, Received, Ruling, RunId, Sha256,
};
use crate::names::rulings::judged;

/// How it is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The instant for the row in `runs`, RFC 3339.
    pub started_at: &'a str,
    /// Only say what would come in.
    pub dry_run: bool,
}

/// A capture of another archive that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    pub archive: PathBuf,
    pub sha256: Sha256,
    pub reason: String,
}

/// What came in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Merged {
    /// Articles that are new and the like; of captures that were here already, one duplicate each.
    #[serde(flatten)]
    pub counts: Counts,
    /// Rulings that are new.
    pub decisions: usize,
    /// The first ruling that was here and has another number now, because one that came in was made before it.
    pub renumbered_from: Option<DecisionId>,
    pub conflicts: Vec<Conflict>,
    /// Entries of the catalogue that are new or say more.
    pub catalogue: CatalogueChange,
    /// What stands otherwise in another archive's catalogue.
    pub differing: Vec<Differing>,
    pub watched: WatchedChange,
    /// What was forgotten elsewhere and went here.
    pub erased: ErasedAgain,
    /// Whether pages of the file may still hold it, because somebody reads the archive: `Archive::finish_erasure` is due.
    pub is_erasure_unfinished: bool,
    /// Captures that were forgotten somewhere, and did not come in.
    pub refused: Vec<LeftOut>,
    /// Captures that are damaged there, and did not come in.
    pub damaged: Vec<LeftOut>,
    /// Captures here that could not be derived again; what they gave stands.
    pub kept: Vec<Kept>,
    /// `None` after a rehearsal.
    #[serde(skip)]
    pub run: Option<RunId>,
}

/// Why nothing came in.
#[derive(Debug, thiserror::Error)]
pub enum NotMerged {
    /// Two of the paths lead to one file.
    #[error("`{}` is named twice", .0.display())]
    Twice(PathBuf),
    #[error("`{}` does not have the starter knowledge of `{}`", .0.display(), .1.display())]
    OtherStarterKnowledge(PathBuf, PathBuf),
    /// One of the others cannot be read as it must be.
    #[error("{0}")]
    Other(db::Error),
    /// The archive that takes in.
    #[error(transparent)]
    Archive(#[from] db::Error),
}

/// Takes over what other archives have. `progress` is told how many captures are done, `stop` is asked between chunks;
/// `None`: it was stopped, and nothing but erasures came in. Fails where two paths lead to one archive, where one of
/// the others is of another schema, is an edition without texts, has rulings that another program changed, or was given
/// other starter knowledge; then nothing is changed.
pub fn merge(
    archive: &mut Archive,
    paths: &[PathBuf],
    options: Options<'_>,
    progress: &mut dyn FnMut(u64),
    stop: &dyn Fn() -> bool,
) -> Result<Option<Merged>, NotMerged> {
    expect_distinct(archive.path(), paths)?;
    let others = paths.iter().map(|path| open(path)).collect::<Result<Vec<_>, _>>();
    let others = others.map_err(NotMerged::Other)?;
    for (other, path) in others.iter().zip(paths) {
        let theirs = other.catalogue_sha256().map_err(NotMerged::Other)?;
        if theirs.is_some() && theirs != archive.catalogue_sha256()? {
            return Err(NotMerged::OtherStarterKnowledge(path.clone(), archive.path().to_owned()));
        }
    }
    let own = archive.listed_catalogue()?;
    let mut catalogues = Vec::new();
    for other in &others {
        let theirs = other.listed_catalogue().map_err(NotMerged::Other)?;
        // Of one that is the same nothing is taken over.
        if theirs != own {
            expect_unchanged(other, other.changed_entries()).map_err(NotMerged::Other)?;
            catalogues.push(theirs);
        }
    }
    let mut erasures: Vec<Erasure> = Vec::new();
    for other in &others {
        erasures.extend(other.erasures().map_err(NotMerged::Other)?);
    }
    let mut merged = Merged::default();
    if options.dry_run {
        merged.erased = erased_there(archive, &erasures)?;
    } else {
        merged.erased = forget_again(archive, &erasures)?;
        // Also where nothing went now: an erasure before may have been stopped.
        merged.is_erasure_unfinished = !archive.finish_erasure()?;
    }
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    let mut erased = batch.erased()?;
    // In a rehearsal they have no tombstones here.
    erased.extend(&erasures);
    let run = batch.start_run("merge", options.started_at)?;
    let merging = Merging { paths, others: &others, erased: &erased, run };
    let lesson = catalogue::lesson(&own, &catalogues, &mut merged.differing);
    let deriver = merging.take_decided(&mut batch, &lesson, &mut merged)?;
    let is_through = merging.take_received(&mut batch, &deriver, &mut merged, progress, stop)?;
    if !is_through {
        return Ok(None);
    }
    for other in &others {
        for problem in other.problems_without_capture()? {
            batch.problem(run, &problem)?;
        }
    }
    if options.dry_run {
        batch.settle_now()?;
        return Ok(Some(merged));
    }
    batch.commit()?;
    merged.run = Some(run);
    Ok(Some(merged))
}

/// Fails where two of the paths are one file, by whatever name; nothing is opened for it.
fn expect_distinct(archive: &Path, paths: &[PathBuf]) -> Result<(), NotMerged> {
    let mut seen = BTreeSet::new();
    for path in std::iter::once(archive).chain(paths.iter().map(PathBuf::as_path)) {
        // What is not there is told when it is opened.
        let Ok(file) = fs::metadata(path) else { continue };
        if !seen.insert((file.dev(), file.ino())) {
            return Err(NotMerged::Twice(path.to_owned()));
        }
    }
    Ok(())
}

/// Another archive, as it is at this moment.
fn open(path: &Path) -> db::Result<Archive> {
    let other = Archive::open_to_read(path)?;
    if other.has_no_texts()? {
        return Err(db::Error::Edition { path: path.to_owned() });
    }
    other.stay_at_this_moment()?;
    expect_unchanged(&other, other.changed_rows())?;
    Ok(other)
}

/// Fails where another program changed rows that would be taken over.
fn expect_unchanged(other: &Archive, changed: db::Result<Vec<String>>) -> db::Result<()> {
    match changed?.into_iter().next() {
        Some(reason) => Err(db::Error::Damaged { path: other.path().to_owned(), reason }),
        None => Ok(()),
    }
}

/// The others, and what all of them go by.
struct Merging<'a> {
    paths: &'a [PathBuf],
    others: &'a [Archive],
    erased: &'a Erased,
    run: RunId,
}

impl Merging<'_> {
    /// Takes over rulings, entries of the catalogue, and what is watched; derives again what that reaches. Says what new
    /// captures are to be derived by.
    fn take_decided(
        &self,
        batch: &mut Batch<'_>,
        lesson: &Catalogue,
        merged: &mut Merged,
    ) -> db::Result<Deriver> {
        let before = batch.decisions()?;
        let mut theirs = Vec::with_capacity(self.others.len());
        for other in self.others {
            theirs.push(self.still_to_be_said(other.decisions()?));
        }
        let archives: Vec<&[Decision]> =
            std::iter::once(before.as_slice()).chain(theirs.iter().map(Vec::as_slice)).collect();
        let all = united(&archives);
        let new: Vec<&United<'_>> = all.iter().filter(|one| !one.archives.contains(&0)).collect();
        merged.decisions = new.len();
        merged.conflicts = conflicts(&all);
        let is_taught = *lesson != Catalogue::default();
        // As the entries are called before they are ruled on anew.
        let reached: Vec<Ruling> = new
            .iter()
            .map(|one| {
                one.undone.and_then(|undone| all.get(undone)).unwrap_or(one).decision.ruling.clone()
            })
            .collect();
        let scope = scope(batch, reached.iter(), &[])?;
        let mut to_renew = batch.captures_in(&scope)?;
        if !new.is_empty() {
            let order: Vec<Placed<'_>> = all.iter().map(placed).collect();
            let numbers = batch.place_decisions(&order)?;
            merged.renumbered_from = order.iter().zip(&numbers).find_map(|pair| match pair {
                (Placed::Here(id), number) if id != number => Some(*id),
                _ => None,
            });
        }
        let decisions = batch.decisions()?;
        if is_taught {
            // A name that is new may stand in any text.
            merged.catalogue = batch.load_catalogue(lesson, None, &judged(&decisions))?;
            to_renew = batch.captures_with_articles()?;
        }
        if !scope.is_empty() || merged.renumbered_from.is_some() || is_taught {
            batch.set_judged(&judged(&decisions))?;
        }
        let deriver = Deriver::new(&batch.catalogue()?, &decisions);
        merged.kept = renew(batch, &deriver, &to_renew)?;
        for other in self.others {
            batch.take_watched(other, &mut merged.watched)?;
        }
        Ok(deriver)
    }

    /// Rulings of another archive but those on what was erased: their words must not come by this way.
    fn still_to_be_said(&self, decisions: Vec<Decision>) -> Vec<Decision> {
        let mut gone = BTreeSet::new();
        for Decision { id, ruling, .. } in &decisions {
            let is_erased = |article| self.erased.article(article).is_some();
            if ruling.article().is_some_and(is_erased)
                || ruling.undone().is_some_and(|undone| gone.contains(&undone))
            {
                gone.insert(*id);
            }
        }
        decisions.into_iter().filter(|decision| !gone.contains(&decision.id)).collect()
    }

    /// Takes over captures and where they were seen, and derives what is new; false: it was stopped.
    fn take_received(
        &self,
        batch: &mut Batch<'_>,
        deriver: &Deriver,
        merged: &mut Merged,
        progress: &mut dyn FnMut(u64),
        stop: &dyn Fn() -> bool,
    ) -> db::Result<bool> {
        let mut done = 0;
        for (other, path) in self.others.iter().zip(self.paths) {
            let mut after = CaptureId(0);
            let merging = RefCell::new((&mut *merged, HashMap::new()));
            let next = |batch: &mut Batch<'_>| {
                let stored = other.captures_after(after, CHUNK)?;
                let Some(last) = stored.last() else { return Ok(None) };
                after = last.capture_id;
                let (merged, sightings) = &mut *merging.borrow_mut();
                let mut new = Vec::new();
                for one in stored {
                    let seen = one.sightings.clone();
                    if let Some(one) = self.to_derive(batch, other, path, one, merged)? {
                        sightings.insert(one.sha256, seen);
                        new.push(one);
                    }
                }
                Ok(Some(new))
            };
            let is_through = derive_ahead(batch, deriver, self.erased, next, |batch, again| {
                let (merged, sightings) = &mut *merging.borrow_mut();
                done += (again.derived.len() + again.kept.len()) as u64;
                self.store(batch, deriver, again, path, sightings, merged)?;
                progress(done);
                Ok(!stop())
            })?;
            if !is_through {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What of a capture is to be derived; `None`: nothing is new, or it is left out.
    fn to_derive(
        &self,
        batch: &mut Batch<'_>,
        other: &Archive,
        path: &Path,
        mut stored: StoredCapture,
        merged: &mut Merged,
    ) -> db::Result<Option<StoredCapture>> {
        let mut is_erased = self.erased.capture(stored.sha256);
        if !self.erased.has_no_articles() {
            for text in other.texts_of(stored.capture_id)? {
                is_erased = is_erased.or_else(|| self.erased.article(text));
            }
        }
        let changed = "another program changed its row, or where it was seen";
        let changed = stored.is_changed.then(|| changed.to_owned());
        let left_out = |reason| LeftOut { archive: path.to_owned(), sha256: stored.sha256, reason };
        let left_out = match (is_erased, changed) {
            (Some(reason), _) => Some((&mut merged.refused, left_out(reason))),
            (None, Some(reason)) => Some((&mut merged.damaged, left_out(reason))),
            (None, None) => None,
        };
        if let Some((list, one)) = left_out {
            list.push(one);
            merged.counts.add_one(Outcome::Refused);
            return Ok(None);
        }
        let Some(known) = batch.find_capture(stored.sha256)? else { return Ok(Some(stored)) };
        let unseen = self.see(batch, known.capture_id, &stored.sightings)?;
        let is_another = match format::by_name(&stored.format) {
            Some(format) => {
                let stays = outranking(&known, format, stored.format_given);
                let is_another = !is_read_so(&known, format, stored.format_given);
                if let Some(stays) = stays.filter(|_| is_another) {
                    stays.name.clone_into(&mut stored.format);
                    stored.format_given = known.format_given;
                }
                is_another && stays.is_none()
            }
            // It stays as it is read here.
            None => {
                known.format.clone_into(&mut stored.format);
                stored.format_given = known.format_given;
                false
            }
        };
        if !is_another {
            stored.sightings = unseen;
        }
        if stored.sightings.is_empty() {
            merged.counts.add_one(Outcome::Duplicate);
            return Ok(None);
        }
        Ok(Some(stored))
    }

    /// Notes where and when a capture was seen, and when its articles came in. Says of which places something new is
    /// said of it.
    fn see(
        &self,
        batch: &mut Batch<'_>,
        capture: CaptureId,
        sightings: &[StoredSighting],
    ) -> db::Result<Vec<StoredSighting>> {
        let mut unseen = Vec::new();
        for seen in sightings {
            let StoredSighting { sighting, seen_at, .. } = seen;
            let is_new = batch.see_first(capture, sighting, self.run, seen_at)?;
            if is_new && !sighting.hints.is_empty() {
                unseen.push(seen.clone());
            }
        }
        for article in batch.articles_of(capture)? {
            batch.came_in(article)?;
        }
        Ok(unseen)
    }

    /// Stores captures as they were derived, each with all places where it was seen.
    fn store(
        &self,
        batch: &mut Batch<'_>,
        deriver: &Deriver,
        again: Again,
        path: &Path,
        sightings: &mut HashMap<Sha256, Vec<StoredSighting>>,
        merged: &mut Merged,
    ) -> db::Result<()> {
        for Kept { sha256, reason, .. } in again.kept {
            merged.counts.add_one(Outcome::Refused);
            merged.damaged.push(LeftOut { archive: path.to_owned(), sha256, reason });
        }
        for readings in again.derived {
            for (place, (received, _, seen_at)) in readings.iter().enumerate() {
                let stored = store_over(
                    batch,
                    || Ok(deriver),
                    received,
                    self.run,
                    seen_at,
                    |kept| {
                        merged.kept.push(kept);
                    },
                )?;
                if place == 0 {
                    count(&mut merged.counts, &stored, received);
                }
                let sha256 = received.capture.sha256;
                let Some(seen) = sightings.remove(&sha256) else { continue };
                // Of most captures all is said when they are stored.
                if !(seen.len() == 1 && is_all_new(&stored))
                    && let Some(known) = batch.find_capture(sha256)?
                {
                    self.see(batch, known.capture_id, &seen)?;
                }
            }
        }
        Ok(())
    }
}

fn placed<'a>(one: &United<'a>) -> Placed<'a> {
    match one.archives.contains(&0) {
        true => Placed::Here(one.decision.id),
        false => Placed::New(one.decision, one.undone),
    }
}

/// Whether nothing of a capture was here before.
fn is_all_new(stored: &Stored) -> bool {
    match stored {
        Stored::New { articles, was_known } => {
            !was_known && articles.iter().all(|(_, outcome)| *outcome != Outcome::Duplicate)
        }
        Stored::Known(_) | Stored::Superseded(_) => false,
    }
}

/// Counts what a capture gave, as an import would.
fn count(counts: &mut Counts, stored: &Stored, received: &Received) {
    match stored {
        Stored::New { articles, .. } => {
            articles.iter().for_each(|(_, outcome)| counts.add_one(*outcome));
            // They are told in the archive that met them first.
            received.problems().iter().for_each(|_| counts.add_one(Outcome::Skipped));
        }
        Stored::Known(_) | Stored::Superseded(_) => counts.add_one(Outcome::Duplicate),
    }
}
