//! One transaction of arrivals: what makes an ingest all there or not at all.
//!
//! A batch is one transaction: text, mentions, search index and provenance of an article appear
//! together. A record that SQLite may not take is tried in a savepoint (`Batch::attempt`) and undone alone.
//!
//! Must stay true: what is stored is a function of the set of inputs, never of their order. Which head
//! an article keeps, `Candidate::outranks` decides; which reading a capture keeps, `compete`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::{Transaction, TransactionBehavior, named_params};

use super::articles::{self, Arrival};
use super::captures::{self, KnownCapture, StoredCapture};
use super::entities::{self, EntityCache};
use super::near::{self, Compare};
use super::{Archive, Error, Result, mentions, runs, urls};
use crate::model::{
    ArticleId, Candidate, CaptureId, Counts, EntityId, EntityKind, Outcome, Problem,
    ProblemOutcome, Received, Recognised, RunId, Sha256, Sighting,
};

/// Writes arrivals into an archive, batch by batch. Keeps what is worth keeping between batches.
pub struct Writer<'a> {
    archive: &'a mut Archive,
    entities: EntityCache,
    /// Names of formats, the one that wins where two readings of one capture compete first.
    formats: Vec<&'static str>,
    compare: Compare,
}

/// An open transaction.
pub struct Batch<'w> {
    pub(super) transaction: Transaction<'w>,
    pub(super) path: &'w std::path::Path,
    pub(super) entities: &'w mut EntityCache,
    formats: &'w [&'static str],
    compare: Compare,
    near: near::Waiting,
    /// Whether every article is to be looked up among near-duplicates again, not only new ones.
    has_no_bands: bool,
    /// Articles that were released and not derived again yet. Their rows stay: what people hang on them
    /// (tables of their own that refer to an article) must not go with a row that comes back.
    stale: BTreeSet<ArticleId>,
    /// Entities that lost mentions, to be put in order before the commit.
    pub(super) unsettled: BTreeSet<(EntityKind, EntityId)>,
    /// Whether an article lost its row or its head, and with it perhaps its publisher its last article.
    pub(super) has_replaced: bool,
}

/// What became of one capture.
#[derive(Debug)]
pub enum Stored {
    Counted(Counts),
    /// It is known by a reading that this one supersedes. Nothing was stored: `Batch::release` it,
    /// read again what that returns, and store all of it.
    Superseded(CaptureId),
}

impl<'a> Writer<'a> {
    /// `formats` are the names of all formats, in order of precedence; `compare` says what is a
    /// near-duplicate.
    pub fn new(archive: &'a mut Archive, formats: Vec<&'static str>, compare: Compare) -> Self {
        Self { archive, entities: EntityCache::default(), formats, compare }
    }

    /// Opens a transaction. Dropped without `commit`, it never was.
    pub fn begin(&mut self) -> Result<Batch<'_>> {
        let Archive { connection, path, .. } = &mut *self.archive;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| Error::from_sqlite(path, error))?;
        // Ids that a transaction which was rolled back had given out must not be found again.
        self.entities.begin();
        Ok(Batch {
            transaction,
            path,
            entities: &mut self.entities,
            formats: &self.formats,
            compare: self.compare,
            near: near::Waiting::default(),
            has_no_bands: false,
            stale: BTreeSet::new(),
            unsettled: BTreeSet::new(),
            has_replaced: false,
        })
    }

    /// The archive, between batches.
    pub fn archive(&mut self) -> &mut Archive {
        self.archive
    }
}

impl Batch<'_> {
    /// Makes everything stored since `Writer::begin` last.
    pub fn commit(mut self) -> Result<()> {
        let path = self.path;
        let sqlite = |error| Error::from_sqlite(path, error);
        self.settle().map_err(sqlite)?;
        self.transaction.commit().map_err(sqlite)?;
        self.entities.committed();
        Ok(())
    }

    /// Puts everything in order that `commit` would, so that the archive can be looked at before.
    pub fn settle_now(&mut self) -> Result<()> {
        self.settle().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Leaves no trace of what was replaced: names of automatic entries are again those of the articles
    /// that are there, and entries that none names are gone.
    fn settle(&mut self) -> rusqlite::Result<()> {
        self.near.flush(&self.transaction, self.compare)?;
        let stale = std::mem::take(&mut self.stale);
        if !stale.is_empty() {
            self.near.forget(&self.transaction, &stale)?;
        }
        for article in stale {
            articles::delete(&self.transaction, article)?;
        }
        self.near.settle(&self.transaction)?;
        if !self.has_replaced {
            return Ok(());
        }
        self.entities.clear();
        for (kind, id) in std::mem::take(&mut self.unsettled) {
            entities::settle(&self.transaction, kind, id)?;
        }
        articles::remove_unused_publishers(&self.transaction)
    }

    /// Stores a capture with its articles and mentions.
    pub fn store(&mut self, received: &Received, run: RunId, seen_at: &str) -> Result<Stored> {
        self.store_capture(received, run, seen_at)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Does `work` in a savepoint: if it fails, the batch is as if it had not been tried. What `work` fails
    /// with is passed on.
    pub fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let path = self.path;
        let sqlite = |error| Error::from_sqlite(path, error);
        self.transaction.execute_batch("SAVEPOINT record").map_err(sqlite)?;
        let outcome = work(self);
        if outcome.is_err() {
            self.entities.clear();
            // After a full disk SQLite has rolled the whole transaction back: then the first error tells.
            if self.transaction.execute_batch("ROLLBACK TO record").is_err() {
                return outcome;
            }
        }
        self.transaction.execute_batch("RELEASE record").map_err(sqlite)?;
        outcome
    }

    /// What is known of the capture of that name.
    pub fn find_capture(&self, sha256: Sha256) -> Result<Option<KnownCapture>> {
        captures::find(&self.transaction, sha256)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Records one more place where a capture was seen.
    pub fn see(
        &mut self,
        capture: CaptureId,
        sighting: &Sighting,
        run: RunId,
        seen_at: &str,
    ) -> Result<()> {
        captures::insert_sighting(&self.transaction, capture, sighting, run, seen_at)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Records an input that could not even be captured. Says whether it is new.
    pub fn problem(&mut self, run: RunId, problem: &Problem) -> Result<bool> {
        runs::insert_problem(&self.transaction, run, problem, None)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Takes back all that was derived from a capture, and from every capture that shares an article
    /// with it, and hands those captures out to be read again.
    pub fn release(&mut self, capture: CaptureId) -> Result<Vec<StoredCapture>> {
        let release = |batch: &mut Self| -> rusqlite::Result<Vec<StoredCapture>> {
            let connection = &batch.transaction;
            let shared: Vec<i64> = connection
                .prepare_cached(
                    "WITH RECURSIVE shared (capture_id) AS (
                         SELECT :capture
                         UNION
                         SELECT other.capture_id FROM shared
                         JOIN article_spans AS one ON one.capture_id = shared.capture_id
                         JOIN article_spans AS other ON other.article_id = one.article_id
                     )
                     SELECT capture_id FROM shared ORDER BY capture_id",
                )?
                .query_map(named_params! { ":capture": capture.0 }, |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut released = Vec::new();
            for capture in shared {
                released.extend(captures::read_stored(
                    connection,
                    "WHERE capture_id = :bound LIMIT :limit",
                    capture,
                    1,
                )?);
                let articles: Vec<ArticleId> = connection
                    .prepare_cached("SELECT article_id FROM articles WHERE capture_id = :capture")?
                    .query_map(named_params! { ":capture": capture }, |row| {
                        row.get(0).map(ArticleId)
                    })?
                    .collect::<rusqlite::Result<_>>()?;
                for article in articles {
                    batch.has_replaced = true;
                    batch.unsettled.extend(mentions::remove(connection, article)?);
                    batch.stale.insert(article);
                }
                connection
                    .prepare_cached("DELETE FROM article_spans WHERE capture_id = :capture")?
                    .execute(named_params! { ":capture": capture })?;
                for table in ["article_urls", "problems", "notices"] {
                    connection
                        .prepare_cached(&format!(
                            "DELETE FROM {table} WHERE capture_id = :capture"
                        ))?
                        .execute(named_params! { ":capture": capture })?;
                }
            }
            Ok(released)
        };
        release(self).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Takes back everything derived from every capture; names of automatic entries are found anew.
    pub fn release_all(&mut self) -> Result<()> {
        self.entities.clear();
        let release = |batch: &mut Self| -> rusqlite::Result<()> {
            let connection = &batch.transaction;
            batch.has_replaced = true;
            batch.unsettled.extend(entities::automatic(connection)?);
            let mut statement = connection.prepare("SELECT article_id FROM articles")?;
            for article in statement.query_map([], |row| row.get(0).map(ArticleId))? {
                batch.stale.insert(article?);
            }
            for sql in [
                "DELETE FROM quotes",
                "DELETE FROM roles",
                "DELETE FROM unfit_decisions",
                "DELETE FROM mentions",
                "DELETE FROM article_people",
                "DELETE FROM article_organisations",
                "DELETE FROM article_places",
                "DELETE FROM article_authors",
                "DELETE FROM article_spans",
                "DELETE FROM field_origins",
                "DELETE FROM article_urls",
                "DELETE FROM notices",
                "DELETE FROM problems WHERE capture_id IS NOT NULL",
                "UPDATE people SET name = '' WHERE origin = 'automatic'",
                "UPDATE organisations SET name = '' WHERE origin = 'automatic'",
                "UPDATE places SET name = '' WHERE origin = 'automatic'",
            ] {
                connection.execute(sql, [])?;
            }
            batch.has_no_bands = true;
            near::clear(connection)
        };
        release(self).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Up to `limit` captures after `after`, to be read again.
    pub fn captures_after(&self, after: CaptureId, limit: usize) -> Result<Vec<StoredCapture>> {
        captures::read_stored(
            &self.transaction,
            "WHERE capture_id > :bound ORDER BY capture_id LIMIT :limit",
            after.0,
            limit,
        )
        .map_err(|error| Error::from_sqlite(self.path, error))
    }

    fn store_capture(
        &mut self,
        received: &Received,
        run: RunId,
        seen_at: &str,
    ) -> rusqlite::Result<Stored> {
        let known = captures::find(&self.transaction, received.capture.sha256)?;
        let competition =
            known.as_ref().filter(|known| known.is_read).map(|known| self.compete(received, known));
        if let (Some(Ordering::Greater), Some(known)) = (competition, &known) {
            return Ok(Stored::Superseded(known.capture_id));
        }
        let capture = match &known {
            Some(known) => known.capture_id,
            None => captures::insert(&self.transaction, received)?,
        };
        captures::insert_sighting(&self.transaction, capture, &received.sighting, run, seen_at)?;
        if let (Some(Ordering::Less), Some(known)) = (competition, &known) {
            return Ok(Stored::Counted(known.as_counts()));
        }
        if known.is_some() && competition.is_none() {
            // Refused before; perhaps another reader makes something of it.
            captures::update_reading(&self.transaction, capture, received)?;
        }
        let counts = match &received.reading {
            Err(_) => Counts { refused: 1, ..Counts::default() },
            Ok(recognised) => {
                let (ids, counts) =
                    self.store_articles(recognised, &Arrival { capture, run, seen_at })?;
                if competition.is_none() {
                    captures::insert_spans(&self.transaction, capture, recognised, &ids)?;
                    captures::insert_notices(&self.transaction, capture, &recognised.notices)?;
                }
                counts
            }
        };
        for problem in received.problems() {
            runs::insert_problem(&self.transaction, run, &problem, Some(capture))?;
        }
        // A problem is told once; the same bytes again are passed over.
        Ok(Stored::Counted(match known {
            Some(_) => Counts { refused: 0, skipped: counts.skipped + counts.refused, ..counts },
            None => counts,
        }))
    }

    fn store_articles(
        &mut self,
        recognised: &Recognised,
        arrival: &Arrival<'_>,
    ) -> rusqlite::Result<(Vec<ArticleId>, Counts)> {
        let mut counts = Counts::default();
        let mut ids = Vec::with_capacity(recognised.articles.len());
        for candidate in &recognised.articles {
            let (id, outcome) = self.store_article(candidate, arrival)?;
            urls::insert(&self.transaction, candidate, id, arrival.capture)?;
            ids.push(id);
            match outcome {
                Outcome::Stored => counts.stored += 1,
                Outcome::Duplicate => counts.duplicate += 1,
                Outcome::Revised => counts.revised += 1,
            }
        }
        for problem in &recognised.problems {
            match problem.outcome {
                ProblemOutcome::Refused => counts.refused += 1,
                ProblemOutcome::Skipped => counts.skipped += 1,
            }
        }
        Ok((ids, counts))
    }

    fn store_article(
        &mut self,
        candidate: &Candidate,
        arrival: &Arrival<'_>,
    ) -> rusqlite::Result<(ArticleId, Outcome)> {
        let connection = &self.transaction;
        let found = articles::find(connection, candidate.sha256)?;
        let is_stale = found.as_ref().is_some_and(|(id, _)| self.stale.remove(id));
        if let Some((id, stored)) = &found
            && !is_stale
            && !candidate.outranks(stored)
        {
            return Ok((*id, Outcome::Duplicate));
        }
        let publisher = match &candidate.draft.head.publisher {
            Some(name) => Some(articles::publisher(connection, name)?),
            None => None,
        };
        let id = articles::upsert(connection, candidate, publisher, arrival)?;
        if found.is_some() && !is_stale {
            self.has_replaced = true;
            self.unsettled.extend(mentions::remove(connection, id)?);
        }
        mentions::insert(connection, self.entities, id, candidate)?;
        match found.is_none() || self.has_no_bands {
            true => self.near.add(connection, self.compare, id, &candidate.bands)?,
            false => self.near.touch(id),
        }
        let outcome = match found {
            Some(_) => Outcome::Duplicate,
            None if articles::has_revision(connection, id, candidate)? => Outcome::Revised,
            None => Outcome::Stored,
        };
        Ok((id, outcome))
    }

    /// Whether a reading takes the place of the one the archive has (`Greater`), adds to it (`Equal`)
    /// or yields: a format that a person named wins over one that was guessed, then the format of
    /// higher precedence, then another version of the same reader, newer or older: the program at
    /// hand decides what it can derive.
    fn compete(&self, received: &Received, known: &KnownCapture) -> Ordering {
        let rank = |format: &str| {
            self.formats.iter().position(|name| *name == format).unwrap_or(usize::MAX)
        };
        received
            .format_given
            .cmp(&known.format_given)
            .then_with(|| rank(&known.format).cmp(&rank(received.capture.format)))
            .then_with(|| match received.reader_version == known.reader_version {
                true => Ordering::Equal,
                false => Ordering::Greater,
            })
    }
}
