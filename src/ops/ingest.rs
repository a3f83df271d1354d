//! Takes inputs into the archive.
//!
//! Two stages side by side: one thread reads inputs, looks each capture up by its hash, and derives the
//! new ones on all cores; the caller's thread is the one writer. A short queue between them bounds
//! memory whatever the corpus. A batch is committed about every second: what was reported as stored is
//! on disk, and a stop, a kill or a full disk costs at most the open batch, which the next run redoes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::derive::{Deriver, Source, near_duplicates};
use super::inputs::{self, Content, Item};
use super::rebuild::{format_names, restore};
use crate::db::{self, Archive, Batch, KnownCapture, Stored, Writer};
use crate::format::Format;
use crate::model::{
    Capture, Counts, Hints, Problem, ProblemOutcome, Received, RunId, Sha256, Sighting,
};
use crate::text::fingerprint;

/// How long a transaction stays open. Longer ones store a little faster and lose more to a stop.
const BATCH_TIME: Duration = Duration::from_secs(1);

/// What happens while it runs.
#[derive(Clone, Debug)]
pub enum Event {
    /// So many items are through and on disk.
    Committed(Counts),
    Problem(Problem),
    /// Something odd that did not stop the reading: where, and what.
    Warning(String, String),
}

/// What every item of a run has in common.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: RunId,
    /// The instant that captures first seen in this run are seen at, RFC 3339.
    pub seen_at: String,
    pub hints: Hints,
    /// The format that a person named, if one did.
    pub format_given: bool,
}

/// How far it came, whatever stopped it.
#[derive(Debug)]
pub struct Ingested {
    /// Items that are through, all of them on disk.
    pub counts: Counts,
    pub outcome: db::Result<()>,
}

/// One item on its way to the writer.
enum Work {
    /// Nothing new but perhaps the place where it was seen.
    Known {
        capture: KnownCapture,
        sighting: Sighting,
        seen: bool,
    },
    New(Box<Received>),
    Skipped {
        uri: String,
        reason: String,
    },
    /// A capture that came earlier from the same file, in another place.
    Again {
        sha256: Sha256,
        sighting: Sighting,
    },
    Problem(Problem),
}

/// Ingests `items`. `stop` is asked between chunks; what was taken until then is kept.
pub fn ingest(
    archive: &mut Archive,
    deriver: &Deriver,
    items: impl Iterator<Item = Item> + Send,
    run: &Run,
    events: &mut dyn FnMut(Event),
    stop: &(dyn Fn() -> bool + Sync),
) -> Ingested {
    let mut counts = Counts::default();
    let outcome = Archive::open_to_read(archive.path()).and_then(|reader| {
        thread::scope(|scope| {
            let (sender, receiver) = sync_channel(2);
            scope.spawn(move || derive_all(&reader, deriver, items, run, &sender, stop));
            write_all(archive, deriver, receiver, run, &mut counts, events)
        })
    });
    Ingested { counts, outcome }
}

/// The first stage. A closed queue means that the writer gave up, and is no news here.
fn derive_all(
    archive: &Archive,
    deriver: &Deriver,
    items: impl Iterator<Item = Item>,
    run: &Run,
    queue: &SyncSender<db::Result<Vec<Work>>>,
    stop: &dyn Fn() -> bool,
) {
    let mut chunks = inputs::chunks(items);
    while !stop()
        && let Some(chunk) = chunks.next()
    {
        let looked_up: db::Result<Vec<Looked>> =
            chunk.into_iter().map(|item| look_up(archive, item, run)).collect();
        let work = looked_up.map(|chunk| {
            chunk
                .into_par_iter()
                .map(|looked| match looked {
                    Looked::Done(work) => work,
                    Looked::ToDerive(source) => Work::New(Box::new(deriver.derive(source))),
                })
                .collect()
        });
        let failed = work.is_err();
        if queue.send(work).is_err() || failed {
            return;
        }
    }
}

/// An item after the question whether the archive has it.
enum Looked {
    Done(Work),
    ToDerive(Source),
}

fn look_up(archive: &Archive, item: Item, run: &Run) -> db::Result<Looked> {
    let (sighting_uri, record) = (item.sighting_uri(), item.record());
    let Item { uri, content, .. } = item;
    let (bytes, format) = match content {
        Content::Record { bytes, format } => (bytes, format),
        Content::Skipped(reason) => return Ok(Looked::Done(Work::Skipped { uri, reason })),
        Content::Again { sha256 } => {
            let sighting = Sighting { uri: sighting_uri, hints: run.hints.clone() };
            return Ok(Looked::Done(Work::Again { sha256, sighting }));
        }
        Content::Refused(reason) | Content::Missing(reason) => {
            return Ok(Looked::Done(Work::Problem(Problem {
                uri,
                record,
                outcome: ProblemOutcome::Refused,
                reason,
            })));
        }
    };
    let sighting = Sighting { uri: sighting_uri, hints: run.hints.clone() };
    let capture = Capture { sha256: fingerprint::sha256(&bytes), body: bytes, format: format.name };
    if let Some((known, seen)) = archive.find_capture(capture.sha256, &sighting)?
        && is_read_so(&known, format, run.format_given)
        && (seen || sighting.hints.count() == 0)
    {
        return Ok(Looked::Done(Work::Known { capture: known, sighting, seen }));
    }
    Ok(Looked::ToDerive(Source {
        capture,
        format,
        format_given: run.format_given,
        sighting,
        record,
    }))
}

/// Whether the archive has just this reading of a capture, so that there is nothing to derive.
fn is_read_so(known: &KnownCapture, format: &Format, format_given: bool) -> bool {
    known.format == format.name
        && known.format_given == format_given
        && known.reader_version == format.version
}

/// The second stage: the one writer.
fn write_all(
    archive: &mut Archive,
    deriver: &Deriver,
    queue: Receiver<db::Result<Vec<Work>>>,
    run: &Run,
    counts: &mut Counts,
    events: &mut dyn FnMut(Event),
) -> db::Result<()> {
    let mut writer = Writer::new(archive, format_names(), near_duplicates);
    let mut chunks = queue.into_iter().peekable();
    while chunks.peek().is_some() {
        // Kept until it is on disk: should SQLite refuse one record, the others go in without it.
        let mut taken: Vec<Work> = Vec::new();
        let mut write_once = || -> db::Result<(Counts, Vec<Event>)> {
            let mut batch = writer.begin()?;
            let (mut in_batch, mut told) = (Counts::default(), Vec::new());
            let opened = Instant::now();
            while let Some(chunk) = chunks.next_if(|_| opened.elapsed() < BATCH_TIME) {
                let first = taken.len();
                taken.extend(chunk?);
                for work in taken.iter().skip(first) {
                    in_batch.add(write(&mut batch, deriver, work, run, &mut told)?);
                }
            }
            batch.commit()?;
            Ok((in_batch, told))
        };
        let (in_batch, told) = match write_once() {
            Err(db::Error::Sqlite { .. }) => write_one_by_one(&mut writer, deriver, &taken, run)?,
            outcome => outcome?,
        };
        counts.add(in_batch);
        told.into_iter().for_each(&mut *events);
        events(Event::Committed(*counts));
    }
    Ok(())
}

/// Writes a batch that SQLite refused as a whole again, each record in a savepoint of its own. Not done
/// at once, because a savepoint makes the full-text index write out what it holds in memory: with one
/// for each record an ingest took half as long again.
fn write_one_by_one(
    writer: &mut Writer<'_>,
    deriver: &Deriver,
    taken: &[Work],
    run: &Run,
) -> db::Result<(Counts, Vec<Event>)> {
    let mut batch = writer.begin()?;
    let (mut in_batch, mut told) = (Counts::default(), Vec::new());
    for work in taken {
        let mut told_of_it = Vec::new();
        let outcome = batch.attempt(|batch| write(batch, deriver, work, run, &mut told_of_it));
        match (outcome, work) {
            (Err(error @ db::Error::Sqlite { .. }), Work::New(received)) => {
                let problem = Problem {
                    uri: received.sighting.file_uri().to_owned(),
                    record: received.record.clone(),
                    outcome: ProblemOutcome::Refused,
                    reason: format!("cannot be stored: {error}"),
                };
                in_batch.add(write(&mut batch, deriver, &Work::Problem(problem), run, &mut told)?);
            }
            (outcome, _) => {
                in_batch.add(outcome?);
                told.append(&mut told_of_it);
            }
        }
    }
    batch.commit()?;
    Ok((in_batch, told))
}

fn write(
    batch: &mut Batch<'_>,
    deriver: &Deriver,
    work: &Work,
    run: &Run,
    told: &mut Vec<Event>,
) -> db::Result<Counts> {
    match work {
        Work::Skipped { uri, reason } => {
            told.push(Event::Warning(uri.clone(), reason.clone()));
            Ok(Counts { skipped: 1, ..Counts::default() })
        }
        Work::Problem(problem) => {
            if batch.problem(run.id, problem)? {
                told.push(Event::Problem(problem.clone()));
                return Ok(Counts { refused: 1, ..Counts::default() });
            }
            // Told in an earlier run: cron must not send the same letter every hour.
            let reason = format!("passed over, as before: {}", problem.reason);
            told.push(Event::Warning(problem.uri.clone(), reason));
            Ok(Counts { skipped: 1, ..Counts::default() })
        }
        Work::Again { sha256, sighting } => Ok(match batch.find_capture(*sha256)? {
            Some(known) => {
                batch.see(known.capture_id, sighting, run.id, &run.seen_at)?;
                known.as_counts()
            }
            // Its reading failed, or it was never taken.
            None => Counts { skipped: 1, ..Counts::default() },
        }),
        Work::Known { capture, sighting, seen } => {
            if !seen {
                batch.see(capture.capture_id, sighting, run.id, &run.seen_at)?;
            }
            Ok(capture.as_counts())
        }
        Work::New(received) => {
            let counts = match batch.store(received, run.id, &run.seen_at)? {
                Stored::Counted(counts) => counts,
                Stored::Superseded(capture) => {
                    let released = batch.release(capture)?;
                    // The capture at hand first, so that it is read as it is now to be read.
                    let stored = batch.store(received, run.id, &run.seen_at)?;
                    restore(batch, deriver, released)?;
                    match stored {
                        Stored::Counted(counts) => counts,
                        Stored::Superseded(_) => Counts::default(),
                    }
                }
            };
            tell(received, counts, told);
            Ok(counts)
        }
    }
}

/// Tells what could not be taken, once, and what was odd.
fn tell(received: &Received, counts: Counts, told: &mut Vec<Event>) {
    for problem in received.problems() {
        if counts.refused > 0 {
            told.push(Event::Problem(problem));
        } else {
            let reason = format!("passed over, as before: {}", problem.reason);
            told.push(Event::Warning(problem.uri, reason));
        }
    }
    for warning in &received.warnings {
        told.push(Event::Warning(received.sighting.uri.clone(), warning.clone()));
    }
}
