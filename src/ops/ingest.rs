//! Takes inputs into the archive.
//!
//! Two stages side by side: one thread reads inputs, looks each capture up by its hash, and derives the
//! new ones on all cores; the caller's thread is the one writer. A short queue between them bounds
//! memory whatever the corpus. A batch is committed about every four seconds: what was reported as stored is
//! on disk, and a stop, a kill or a full disk costs at most the open batch, which the next run redoes.
//!
//! What must stay true: each record ends with an outcome, and one that gives no article with a reason.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::arrival::{self, Arrival};
use super::derive::{Deriver, LazyDeriver, STEPS, Source, compress};
use super::inputs::{self, Item, PathReader};
use super::rebuild::{Kept, format_names, store_over};
use crate::db::{self, Archive, Batch, Erased, KnownCapture, Stored, Writer};
use crate::format::{self, FORMATS, Format};
use crate::model::{
    Capture, Counts, Ended, Hints, Outcome, Problem, ProblemOutcome, Received, RunId, Sha256,
    Sighting,
};

/// How long a transaction stays open. Longer ones store faster, for they write a page of an index once where several
/// write it several times, and lose more to a stop.
const BATCH_TIME: Duration = Duration::from_secs(4);

/// How many bytes of captures it takes at most, and one chunk more: they stay in memory until it is on disk.
const BATCH_BYTES: usize = 8 << 20;

/// How often the writer looks whether it is to stop while the first stage works on a long text.
const LOOK: Duration = Duration::from_millis(50);

/// Whether a run is to stop; asked often.
pub type ShouldStop = Arc<dyn Fn() -> bool + Send + Sync>;

/// What happens while it runs.
#[derive(Clone, Debug)]
pub enum Event {
    /// So many items are through and on disk.
    Committed(Counts),
    /// What became of one record, told when it is on disk.
    Ended(Ended),
    /// Something odd that did not stop the reading: where, and what.
    Warning(String, String),
    /// A capture met on the way that could not be read again; what was derived from it stands.
    Kept(Kept),
}

/// What every item of a run has in common.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: RunId,
    /// The instant that captures first seen in this run are seen at, RFC 3339.
    pub seen_at: String,
    pub hints: Hints,
    /// How to read what paths say, where somebody told.
    pub paths: Option<Arc<PathReader>>,
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
struct Work {
    uri: String,
    record: Option<String>,
    /// Whether a person named its file, rather than a folder that it lies in.
    is_named: bool,
    step: Step,
}

enum Step {
    /// Nothing new but perhaps the place where it was seen.
    Known {
        capture: KnownCapture,
        sighting: Sighting,
        seen: bool,
    },
    ToDerive(Box<Source>),
    New(Box<Received>),
    /// A capture that came earlier from the same file, in another place.
    Again {
        sha256: Sha256,
        sighting: Sighting,
    },
    Problem(ProblemOutcome, String),
}

impl Work {
    /// Bytes of its capture, where it has a new one.
    fn bytes(&self) -> usize {
        match &self.step {
            Step::New(received) => received.capture.body.len(),
            _ => 0,
        }
    }

    /// Derives what is to be derived.
    fn derived(mut self, deriver: &Deriver, erased: &Erased) -> Self {
        let Step::ToDerive(mut source) = self.step else { return self };
        self.step = match compress(&source.capture.body) {
            Ok(compressed) => {
                source.compressed = compressed;
                match deriver.take(*source, erased) {
                    Ok(received) => Step::New(Box::new(received)),
                    Err(reason) => Step::Problem(ProblemOutcome::Refused, reason),
                }
            }
            Err(reason) => Step::Problem(ProblemOutcome::Refused, reason),
        };
        self
    }

    /// Gives up what was derived, ten times as much as what it was derived from.
    fn written(&mut self) {
        if let Step::New(received) = &mut self.step
            && let Some(format) = format::by_name(received.capture.format)
        {
            let empty = Capture { body: Vec::new(), ..received.capture };
            self.step = Step::ToDerive(Box::new(Source {
                capture: std::mem::replace(&mut received.capture, empty),
                compressed: Vec::new(),
                format,
                format_given: received.format_given,
                sighting: received.sighting.clone(),
                record: received.record.take(),
                language: None,
            }));
        }
    }
}

/// What both stages go by.
struct Terms {
    deriver: Arc<LazyDeriver>,
    /// What is erased while this runs waits for the lock that the caller holds.
    erased: Erased,
    run: Run,
    stop: ShouldStop,
}

/// Ingests `items`. What was taken before a stop is kept; what is being read then is left to the next
/// run.
pub fn ingest(
    archive: &mut Archive,
    deriver: &Arc<LazyDeriver>,
    items: impl Iterator<Item = Item> + Send + 'static,
    run: &Run,
    events: &mut dyn FnMut(Event),
    stop: &ShouldStop,
) -> Ingested {
    let mut counts = Counts::default();
    let outcome = Archive::open_to_read(archive.path()).and_then(|reader| {
        reader.expect_lookups()?;
        let terms = Arc::new(Terms {
            deriver: Arc::clone(deriver),
            erased: reader.erased()?,
            run: run.clone(),
            stop: Arc::clone(stop),
        });
        let (sender, receiver) = sync_channel(1);
        let first_stage = {
            let terms = Arc::clone(&terms);
            thread::spawn(move || derive_all(&reader, &terms, items, &sender))
        };
        let outcome = write_all(archive, &terms, receiver, &mut counts, events);
        // After a stop it may be in the middle of a long text, and ends with the process.
        if !stop() && first_stage.join().is_err() && outcome.is_ok() {
            return Err(db::Error::Bug("reading the inputs failed".to_owned()));
        }
        outcome
    });
    Ingested { counts, outcome }
}

/// The first stage. A closed queue means that the writer gave up, and is no news here.
fn derive_all(
    archive: &Archive,
    terms: &Terms,
    items: impl Iterator<Item = Item>,
    queue: &SyncSender<db::Result<Vec<Work>>>,
) {
    let Terms { deriver, erased, run, stop } = terms;
    let mut chunks = inputs::chunks(items);
    while !stop()
        && let Some(chunk) = chunks.next()
    {
        // Taking and giving up SQLite's lock for each item would take as long as looking it up.
        let looked_up: db::Result<Vec<Work>> = archive.at_one_moment(|| {
            chunk.into_iter().map(|item| look_up(archive, erased, item, run)).collect()
        });
        let work = looked_up.and_then(|chunk| {
            if !chunk.iter().any(|work| matches!(work.step, Step::ToDerive(_))) {
                return Ok(chunk);
            }
            let deriver = deriver.get()?;
            Ok(chunk.into_par_iter().map(|work| work.derived(deriver, erased)).collect())
        });
        let failed = work.is_err();
        if queue.send(work).is_err() || failed {
            return;
        }
    }
}

/// Asks whether the archive has it.
fn look_up(archive: &Archive, erased: &Erased, item: Item, run: &Run) -> db::Result<Work> {
    let path = run.paths.as_ref().map(|paths| paths.facts(&item)).unwrap_or_default();
    let hints = Hints { path, ..run.hints.clone() };
    let Arrival { uri, record, is_named, step } =
        Arrival::of(item, hints, run.format_given, erased);
    let mut source = match step {
        arrival::Step::Derive(source) => source,
        arrival::Step::Again { sha256, sighting } => {
            let step = Step::Again { sha256, sighting: *sighting };
            return Ok(Work { uri, record, is_named, step });
        }
        arrival::Step::Problem(outcome, reason) => {
            let step = Step::Problem(outcome, reason);
            return Ok(Work { uri, record, is_named, step });
        }
    };
    let Source { capture, format, format_given, sighting, .. } = &mut *source;
    if let Some((known, seen)) = archive.find_capture(capture.sha256, sighting)? {
        if is_read_so(&known, format, *format_given) && (seen || sighting.hints.is_empty()) {
            let step = Step::Known { capture: known, sighting: sighting.clone(), seen };
            return Ok(Work { uri, record, is_named, step });
        }
        // A reading that goes before this one stays, and takes what is said of the capture now.
        if let Some(stays) = outranking(&known, format, *format_given) {
            (*format, *format_given) = (stays, known.format_given);
            capture.format = stays.name;
        }
    }
    Ok(Work { uri, record, is_named, step: Step::ToDerive(source) })
}

/// The format of a capture's reading in the archive, where this program has that reader and it goes before the
/// one at hand: a format that a person named, then the one of higher precedence.
pub(super) fn outranking(
    known: &KnownCapture,
    format: &Format,
    format_given: bool,
) -> Option<&'static Format> {
    let place = |name: &str| FORMATS.iter().position(|format| format.name == name);
    let stays = format::by_name(&known.format)?;
    let is_before = (known.format_given, place(format.name)) > (format_given, place(stays.name));
    (known.is_read && known.reader_version == stays.version && is_before).then_some(stays)
}

/// Whether the archive has just this reading of a capture, so that there is nothing to derive.
pub(super) fn is_read_so(known: &KnownCapture, format: &Format, format_given: bool) -> bool {
    known.format == format.name
        && known.format_given == format_given
        && known.reader_version == format.version
}

/// What a batch came to: told when it is on disk.
#[derive(Default)]
struct Told {
    events: Vec<Event>,
    counts: Counts,
}

impl Told {
    fn ended(&mut self, ended: Ended) {
        self.counts.add_one(ended.outcome);
        self.events.push(Event::Ended(ended));
    }
}

/// The second stage: the one writer.
fn write_all(
    archive: &mut Archive,
    terms: &Terms,
    queue: Receiver<db::Result<Vec<Work>>>,
    counts: &mut Counts,
    events: &mut dyn FnMut(Event),
) -> db::Result<()> {
    let Terms { deriver, erased, run, stop } = terms;
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let next = |until: Option<Instant>| loop {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        match queue.recv_timeout(left.unwrap_or(LOOK).min(LOOK)) {
            Ok(chunk) => return Some(chunk),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if stop() || left == Some(Duration::ZERO) => {
                return None;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    while let Some(first) = next(None) {
        // Kept until it is on disk: should SQLite refuse one record, the others go in without it.
        let mut taken: Vec<Work> = first?;
        let mut write_once = || -> db::Result<Told> {
            let mut batch = writer.begin()?;
            let (mut told, mut written, mut bytes) = (Told::default(), 0, 0);
            let until = Instant::now() + BATCH_TIME;
            loop {
                for work in taken.iter_mut().skip(written) {
                    bytes += work.bytes();
                    write(&mut batch, deriver, work, run, &mut told)?;
                    work.written();
                    if stop() {
                        break;
                    }
                }
                written = taken.len();
                if bytes >= BATCH_BYTES || Instant::now() >= until || stop() {
                    break;
                }
                match next(Some(until)) {
                    Some(chunk) => taken.extend(chunk?),
                    None => break,
                }
            }
            batch.commit()?;
            Ok(told)
        };
        let told = match write_once() {
            Err(db::Error::Sqlite { .. }) => {
                write_one_by_one(&mut writer, deriver, erased, taken, run)?
            }
            outcome => outcome?,
        };
        counts.add(told.counts);
        told.events.into_iter().for_each(&mut *events);
        events(Event::Committed(*counts));
    }
    Ok(())
}

/// Writes a batch that SQLite refused as a whole again, each record in a savepoint of its own. Not done
/// at once, because a savepoint makes the full-text index write out what it holds in memory: with one
/// for each record an ingest took half as long again.
fn write_one_by_one(
    writer: &mut Writer<'_>,
    deriver: &LazyDeriver,
    erased: &Erased,
    taken: Vec<Work>,
    run: &Run,
) -> db::Result<Told> {
    let mut batch = writer.begin()?;
    let mut told = Told::default();
    for work in taken {
        let work = work.derived(deriver.get()?, erased);
        let mut of_it = Told::default();
        match batch.attempt(|batch| write(batch, deriver, &work, run, &mut of_it)) {
            Err(error @ db::Error::Sqlite { .. }) => {
                let reason = format!("cannot be stored: {error}");
                problem(&mut batch, &work, ProblemOutcome::Refused, &reason, run, &mut told)?;
            }
            outcome => {
                outcome?;
                told.counts.add(of_it.counts);
                told.events.append(&mut of_it.events);
            }
        }
    }
    batch.commit()?;
    Ok(told)
}

fn write(
    batch: &mut Batch<'_>,
    deriver: &LazyDeriver,
    work: &Work,
    run: &Run,
    told: &mut Told,
) -> db::Result<()> {
    match &work.step {
        Step::Problem(outcome, reason) => problem(batch, work, *outcome, reason, run, told),
        Step::Again { sha256, sighting } => match batch.find_capture(*sha256)? {
            Some(known) => {
                batch.see(known.capture_id, sighting, run.id, &run.seen_at)?;
                known_again(batch, work, &known, told)
            }
            None => {
                let reason = "the record that it repeats was not taken";
                problem(batch, work, ProblemOutcome::Skipped, reason, run, told)
            }
        },
        Step::Known { capture, sighting, seen } => {
            if !seen {
                batch.see(capture.capture_id, sighting, run.id, &run.seen_at)?;
            }
            known_again(batch, work, capture, told)
        }
        Step::New(received) => new(batch, deriver, work, received, run, told),
        Step::ToDerive(_) => Err(db::Error::Bug(format!("{} was not derived", work.uri))),
    }
}

/// Records an input that gave nothing to store.
fn problem(
    batch: &mut Batch<'_>,
    work: &Work,
    outcome: ProblemOutcome,
    reason: &str,
    run: &Run,
    told: &mut Told,
) -> db::Result<()> {
    let problem = Problem::new(work.uri.clone(), work.record.clone(), outcome, reason);
    let is_new = batch.problem(run.id, &problem)?;
    told.ended(of_problem(problem, is_new || work.is_named));
    Ok(())
}

/// A problem that was told in an earlier run is passed over in a sweep of a folder, since cron must not
/// send the same letter every hour. Of a file that somebody named it is news each time: whoever deletes
/// the file because the command succeeded would lose it.
fn of_problem(problem: Problem, is_news: bool) -> Ended {
    let Problem { uri, record, outcome, reason } = problem;
    let (outcome, reason) = match (outcome, is_news) {
        (ProblemOutcome::Skipped, _) => (Outcome::Skipped, reason),
        (ProblemOutcome::Refused, true) => (Outcome::Refused, reason),
        (ProblemOutcome::Refused, false) => {
            (Outcome::Skipped, format!("already reported: {reason}"))
        }
    };
    Ended { uri, record, outcome, article: None, reason: Some(reason) }
}

/// A capture that the archive has, seen once more.
fn known_again(
    batch: &Batch<'_>,
    work: &Work,
    known: &KnownCapture,
    told: &mut Told,
) -> db::Result<()> {
    let (uri, record) = (&work.uri, &work.record);
    let seen = told.counts.seen();
    for article in batch.articles_of(known.capture_id)? {
        told.ended(Ended {
            uri: uri.clone(),
            record: record.clone(),
            outcome: Outcome::Duplicate,
            article: Some(article),
            reason: None,
        });
    }
    for problem in batch.problems_of(known.capture_id)? {
        told.ended(of_problem(Problem { uri: uri.clone(), ..problem }, work.is_named));
    }
    // Taken by an older program, which did not say why.
    if told.counts.seen() == seen {
        told.ended(Ended {
            uri: uri.clone(),
            record: record.clone(),
            outcome: Outcome::Skipped,
            article: None,
            reason: Some("no article in it".to_owned()),
        });
    }
    Ok(())
}

fn new(
    batch: &mut Batch<'_>,
    deriver: &LazyDeriver,
    work: &Work,
    received: &Received,
    run: &Run,
    told: &mut Told,
) -> db::Result<()> {
    let stored = store_over(
        batch,
        || deriver.get(),
        received,
        run.id,
        &run.seen_at,
        |kept| {
            told.events.push(Event::Kept(kept));
        },
    )?;
    match stored {
        Stored::New { articles, was_known } => {
            for (article, outcome) in articles {
                told.ended(Ended {
                    uri: work.uri.clone(),
                    record: work.record.clone(),
                    outcome,
                    article: Some(article),
                    reason: None,
                });
            }
            for problem in received.problems() {
                told.ended(of_problem(problem, !was_known || work.is_named));
            }
        }
        Stored::Known(known) => known_again(batch, work, &known, told)?,
        // It is kept as it was read before, and `Event::Kept` says why.
        Stored::Superseded(capture) => {
            let known = batch.find_capture(received.capture.sha256)?;
            debug_assert_eq!(known.as_ref().map(|known| known.capture_id), Some(capture));
            if let Some(known) = known {
                known_again(batch, work, &known, told)?;
            }
        }
    }
    for warning in &received.warnings {
        told.events.push(Event::Warning(received.sighting.uri.clone(), warning.clone()));
    }
    Ok(())
}
