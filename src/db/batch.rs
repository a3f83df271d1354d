//! One transaction of arrivals: what makes an ingest all there or not at all.
//!
//! A batch is one transaction: text, mentions, search index and provenance of an article appear
//! together. A record that SQLite may not take is tried in a savepoint (`Batch::attempt`) and undone alone.
//!
//! Must stay true: what is stored is a function of the set of inputs, never of their order. Which head
//! an article keeps, `Candidate::outranks` decides; which reading a capture keeps, `compete`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, TransactionBehavior, named_params};

use super::articles::{self, Arrival};
use super::captures::{self, KnownCapture, StoredCapture};
use super::entities::{self, EntityCache};
use super::folded::{self, Fold};
use super::near::{self, Nearness};
use super::rule_topics::RulesAtWork;
use super::totals::{self, Totals};
use super::unindexed::Unindexed;
use super::{Archive, Error, Result, mentions, runs, topics, urls};
use crate::model::{
    ArticleId, Candidate, CaptureId, EntityId, EntityKind, Outcome, Problem, Received, Recognised,
    RunId, Sha256, Sighting,
};

/// Writes arrivals into an archive, batch by batch. Keeps what is worth keeping between batches.
pub struct Writer<'a> {
    archive: &'a mut Archive,
    entities: EntityCache,
    /// Names of formats, the one that wins where two readings of one capture compete first.
    formats: Vec<&'static str>,
    steps: Steps,
}

/// What the program does with texts and the archive rests on: pure functions, handed over because they stand in layers
/// above this one.
#[derive(Clone, Copy)]
pub struct Steps {
    /// What is a near-duplicate.
    pub nearness: Nearness,
    /// How names are compared.
    pub fold: Fold,
}

/// An open transaction.
pub struct Batch<'w> {
    pub(super) transaction: Transaction<'w>,
    pub(super) path: &'w std::path::Path,
    pub(super) entities: &'w mut EntityCache,
    formats: &'w [&'static str],
    steps: Steps,
    near: near::Waiting,
    unindexed: Unindexed,
    totals: Totals,
    /// Whether everything was taken back: articles have no names then, and are looked up among near-duplicates again.
    is_bare: bool,
    /// Articles that were released and not derived again yet. Their rows stay: what people hang on them
    /// (tables of their own that refer to an article) must not go with a row that comes back.
    pub(super) stale: BTreeSet<ArticleId>,
    /// Entities that lost mentions, to be put in order before the commit.
    pub(super) unsettled: BTreeSet<(EntityKind, EntityId)>,
    /// Whether the topics in use may have changed.
    pub(super) has_new_topics: bool,
    /// What rules have still to be asked.
    pub(super) rules: RulesAtWork,
    /// Whether an article lost its row or its head, and with it perhaps its publisher its last article.
    pub(super) has_replaced: bool,
}

/// What became of one capture.
#[derive(Debug)]
pub enum Stored {
    /// Its articles, in order of part, and whether the capture itself was there already.
    New { articles: Vec<(ArticleId, Outcome)>, was_known: bool },
    /// It is known by a reading that this one yields to.
    Known(KnownCapture),
    /// It is known by a reading that this one supersedes. Nothing was stored:
    /// it, and all that share an article with it, are to be released and stored again.
    Superseded(CaptureId),
}

impl Archive {
    /// Makes what only the program can make and an archive lacks: names that are not folded, all of them in
    /// one that was just migrated and those that another program put in; sketches that its schema did not have.
    pub fn complete(&mut self, steps: Steps) -> Result<()> {
        let mut complete = || -> rusqlite::Result<()> {
            if folded::is_filled(&self.connection)? && near::is_filled(&self.connection)? {
                return Ok(());
            }
            let transaction = self.connection.transaction()?;
            folded::fill(&transaction, steps.fold)?;
            near::fill(&transaction, steps.nearness)?;
            transaction.commit()
        };
        complete().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

impl<'a> Writer<'a> {
    /// `formats` are the names of all formats, in order of precedence.
    pub fn new(archive: &'a mut Archive, formats: Vec<&'static str>, steps: Steps) -> Self {
        Self { archive, entities: EntityCache::default(), formats, steps }
    }

    /// Opens a transaction. Dropped without `commit`, it never was.
    pub fn begin(&mut self) -> Result<Batch<'_>> {
        let Archive { connection, path, .. } = &mut *self.archive;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| Error::from_sqlite(path, error))?;
        let rules =
            RulesAtWork::begin(&transaction).map_err(|error| Error::from_sqlite(path, error))?;
        // Ids that a transaction which was rolled back had given out must not be found again.
        self.entities.begin();
        Ok(Batch {
            transaction,
            path,
            entities: &mut self.entities,
            formats: &self.formats,
            steps: self.steps,
            near: near::Waiting::default(),
            unindexed: Unindexed::default(),
            totals: Totals::default(),
            is_bare: false,
            stale: BTreeSet::new(),
            unsettled: BTreeSet::new(),
            has_new_topics: false,
            rules,
            has_replaced: false,
        })
    }

    /// The archive, between batches.
    pub fn archive(&mut self) -> &mut Archive {
        self.archive
    }
}

/// The articles that these captures hold.
fn articles_of(
    connection: &Connection,
    captures: &BTreeSet<CaptureId>,
) -> rusqlite::Result<BTreeSet<ArticleId>> {
    let mut articles = BTreeSet::new();
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT article_id FROM article_spans
         WHERE capture_id = :capture AND article_id IS NOT NULL",
    )?;
    for capture in captures {
        let rows =
            statement.query_map(named_params! { ":capture": capture.0 }, |row| row.get(0))?;
        for article in rows {
            articles.insert(ArticleId(article?));
        }
    }
    Ok(articles)
}

/// Deletes the rows of a table that belong to nothing that is kept; all of them at once where nothing is.
fn delete_but(
    connection: &Connection,
    table: &str,
    key: &str,
    is_nothing_kept: bool,
) -> rusqlite::Result<()> {
    let kept = if key == "article_id" { "kept_articles" } else { "kept_captures" };
    // A problem without a capture was never derived from one.
    let which = match (table, is_nothing_kept) {
        ("problems", _) => {
            format!("WHERE {key} IS NOT NULL AND {key} NOT IN (SELECT id FROM {kept})")
        }
        (_, true) => String::new(),
        (_, false) => format!("WHERE {key} NOT IN (SELECT id FROM {kept})"),
    };
    connection.execute(&format!("DELETE FROM {table} {which}"), []).map(|_| ())
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
        self.unindexed.index(&self.transaction)?;
        self.near.flush(&self.transaction, self.steps.nearness)?;
        let stale = std::mem::take(&mut self.stale);
        if !stale.is_empty() {
            self.near.forget(&self.transaction, self.steps.nearness, &stale)?;
        }
        for article in stale {
            mentions::remove(&self.transaction, &mut self.totals, article)?;
            articles::delete(&self.transaction, article)?;
        }
        self.totals.apply(&self.transaction)?;
        self.near.settle(&self.transaction)?;
        self.rules.settle(&self.transaction)?;
        if std::mem::take(&mut self.has_new_topics) {
            topics::settle(&self.transaction)?;
        }
        if self.has_replaced {
            self.entities.clear();
            for (kind, id) in std::mem::take(&mut self.unsettled) {
                entities::settle(&self.transaction, kind, id)?;
            }
            articles::remove_unused_publishers(&self.transaction)?;
        }
        folded::fill(&self.transaction, self.steps.fold)
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
        // What is stored before stays, whatever becomes of this.
        self.unindexed.index(&self.transaction).map_err(sqlite)?;
        self.totals.apply(&self.transaction).map_err(sqlite)?;
        self.transaction.execute_batch("SAVEPOINT record").map_err(sqlite)?;
        let outcome = work(self);
        if outcome.is_err() {
            self.entities.clear();
            self.unindexed.undo();
            self.totals.undo();
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

    /// The articles that a capture holds, in order of part.
    pub fn articles_of(&self, capture: CaptureId) -> Result<Vec<ArticleId>> {
        captures::articles(&self.transaction, capture)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Records of a capture that gave no article.
    pub fn problems_of(&self, capture: CaptureId) -> Result<Vec<Problem>> {
        runs::problems(&self.transaction, capture)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Records an input that could not even be captured. Says whether it is new.
    pub fn problem(&mut self, run: RunId, problem: &Problem) -> Result<bool> {
        runs::insert_problem(&self.transaction, run, problem, None)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// A capture and every one that shares an article with it, directly or through others: those that
    /// must be read again together, so that the best head of a common text is found again.
    pub fn sharing_articles_with(&self, capture: CaptureId) -> Result<Vec<StoredCapture>> {
        let read = || -> rusqlite::Result<Vec<StoredCapture>> {
            let connection = &self.transaction;
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
            let mut stored = Vec::new();
            for capture in shared {
                let filter = "WHERE capture_id = :bound LIMIT :limit";
                stored.extend(captures::read_stored(connection, filter, capture, 1)?);
            }
            Ok(stored)
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// The captures that hold an article.
    pub fn captures_with_articles(&self) -> Result<BTreeSet<CaptureId>> {
        let read = || -> rusqlite::Result<BTreeSet<CaptureId>> {
            self.transaction
                .prepare("SELECT capture_id FROM article_spans WHERE article_id IS NOT NULL")?
                .query_map([], |row| row.get(0).map(CaptureId))?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Takes back all that was derived from these captures. An article that one of `kept` holds as well
    /// stays as it is.
    pub fn release(
        &mut self,
        released: &BTreeSet<CaptureId>,
        kept: &BTreeSet<CaptureId>,
    ) -> Result<()> {
        let release = |batch: &mut Self| -> rusqlite::Result<()> {
            batch.has_new_topics = true;
            let connection = &batch.transaction;
            let kept = articles_of(connection, kept)?;
            for capture in released {
                let articles: Vec<ArticleId> = connection
                    .prepare_cached("SELECT article_id FROM articles WHERE capture_id = :capture")?
                    .query_map(named_params! { ":capture": capture.0 }, |row| {
                        row.get(0).map(ArticleId)
                    })?
                    .collect::<rusqlite::Result<_>>()?;
                for article in articles.into_iter().filter(|article| !kept.contains(article)) {
                    batch.has_replaced = true;
                    batch.unsettled.extend(mentions::named(connection, article)?);
                    batch.stale.insert(article);
                }
                for table in
                    ["article_spans", "article_urls", "received_topics", "problems", "notices"]
                {
                    connection
                        .prepare_cached(&format!(
                            "DELETE FROM {table} WHERE capture_id = :capture"
                        ))?
                        .execute(named_params! { ":capture": capture.0 })?;
                }
            }
            Ok(())
        };
        release(self).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Takes back everything derived from every capture but `kept`; names of automatic entries are found
    /// anew, and so are near-duplicates.
    pub fn release_all(&mut self, kept: &BTreeSet<CaptureId>) -> Result<()> {
        self.entities.clear();
        let release = |batch: &mut Self| -> rusqlite::Result<()> {
            let connection = &batch.transaction;
            batch.has_replaced = true;
            batch.unsettled.extend(entities::automatic(connection)?);
            let kept_articles = articles_of(connection, kept)?;
            connection.execute_batch(
                "CREATE TEMP TABLE kept_captures (id INTEGER PRIMARY KEY);
                 CREATE TEMP TABLE kept_articles (id INTEGER PRIMARY KEY)",
            )?;
            for capture in kept {
                connection.execute("INSERT INTO kept_captures VALUES (?1)", [capture.0])?;
            }
            for article in &kept_articles {
                connection.execute("INSERT INTO kept_articles VALUES (?1)", [article.0])?;
            }
            let mut statement = connection.prepare("SELECT article_id FROM articles")?;
            for article in statement.query_map([], |row| row.get(0).map(ArticleId))? {
                batch.stale.insert(article?);
            }
            batch.stale.retain(|article| !kept_articles.contains(article));
            for table in [
                "quotes",
                "roles",
                "unfit_decisions",
                "mentions",
                "article_people",
                "article_organisations",
                "article_places",
                "article_authors",
                "field_origins",
            ] {
                delete_but(connection, table, "article_id", kept_articles.is_empty())?;
            }
            batch.totals.undo();
            connection.execute_batch(totals::RECOUNT)?;
            batch.rules.touch_all();
            batch.has_new_topics = true;
            for table in ["article_spans", "article_urls", "received_topics", "notices", "problems"]
            {
                delete_but(connection, table, "capture_id", kept.is_empty())?;
            }
            // What is not kept is named by the texts that name it now.
            if kept_articles.is_empty() {
                for table in ["people", "organisations", "places"] {
                    connection.execute(
                        &format!("UPDATE {table} SET name = '' WHERE origin = 'automatic'"),
                        [],
                    )?;
                }
            }
            batch.is_bare = true;
            near::clear(connection)?;
            for &article in &kept_articles {
                let body: String = connection.query_row(
                    "SELECT body FROM articles WHERE article_id = ?1",
                    [article.0],
                    |row| row.get(0),
                )?;
                let nearness = batch.steps.nearness;
                batch.near.add(connection, nearness, article, &(nearness.sketch)(&body))?;
            }
            connection.execute_batch("DROP TABLE kept_captures; DROP TABLE kept_articles")
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
            return Ok(Stored::Known(known.clone()));
        }
        if known.is_some() && competition.is_none() {
            // Refused before; perhaps another reader makes something of it.
            captures::update_reading(&self.transaction, capture, received)?;
        }
        let mut articles = Vec::new();
        if let Ok(recognised) = &received.reading {
            articles = self.store_articles(recognised, &Arrival { capture, run, seen_at })?;
            if competition.is_none() {
                let ids: Vec<ArticleId> = articles.iter().map(|(id, _)| *id).collect();
                captures::insert_spans(&self.transaction, capture, recognised, &ids)?;
                captures::insert_notices(&self.transaction, capture, &recognised.notices)?;
            }
        }
        for problem in received.problems() {
            runs::insert_problem(&self.transaction, run, &problem, Some(capture))?;
        }
        Ok(Stored::New { articles, was_known: known.is_some() })
    }

    fn store_articles(
        &mut self,
        recognised: &Recognised,
        arrival: &Arrival<'_>,
    ) -> rusqlite::Result<Vec<(ArticleId, Outcome)>> {
        let mut articles = Vec::with_capacity(recognised.articles.len());
        for candidate in &recognised.articles {
            let (id, outcome) = self.store_article(candidate, arrival)?;
            urls::insert(&self.transaction, candidate, id, arrival.capture)?;
            self.has_new_topics |=
                topics::insert(&self.transaction, candidate, id, arrival.capture)?;
            articles.push((id, outcome));
        }
        Ok(articles)
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
        match &found {
            Some((id, _)) if self.unindexed.has(*id) => self.unindexed.index(connection)?,
            Some(_) => {}
            None => self.unindexed.hold(connection)?,
        }
        let id = match &found {
            Some((id, stored))
                if is_stale && !self.is_bare && articles::is_same(stored, candidate) =>
            {
                *id
            }
            _ => articles::upsert(connection, candidate, publisher, arrival)?,
        };
        if found.is_none() {
            self.unindexed.add(id);
        }
        if found.is_some() && !is_stale {
            self.has_replaced = true;
            self.unsettled.extend(mentions::named(connection, id)?);
        }
        self.rules.touch(id);
        let has_no_rows = found.is_none() || (is_stale && self.is_bare);
        mentions::write(connection, self.entities, &mut self.totals, id, candidate, has_no_rows)?;
        match found.is_none() || self.is_bare {
            true => self.near.add(connection, self.steps.nearness, id, &candidate.sketch)?,
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
