//! Lawful erasure: how rows go, what is kept in their place, and how they leave the file itself.
//!
//! What stays of an erased capture or article is its SHA-256 with day, name and reason (`erasures`), so
//! that it is refused when it comes again.
//!
//! What must stay true: the rows, the words in decisions and the tombstones change in one transaction,
//! and that transaction sets a mark. As long as the mark is there, free pages and the log may still
//! hold what was erased: `finish_erasure` overwrites them and takes the mark away, and can be run again
//! at any time.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, named_params};

use super::row_hashes::{DECISIONS, ERASURES};
use super::to_erase::{listed, listed_captures};
use super::{Archive, Batch, Error, Result, captures, decisions, runs, settings};
use crate::model::{CaptureId, DecisionId, Received, RunId, Sha256};

/// In `settings` from the erasure of rows until no page of the archive's files holds them.
const UNFINISHED: &str = "erasure_unfinished";

/// What stands in a decision where the words about an erased article stood.
const WORDS: &str = "[erased]";

/// What was erased, each with its day.
#[derive(Clone, Debug, Default)]
pub struct Erased {
    captures: HashMap<Sha256, String>,
    articles: HashMap<Sha256, String>,
}

impl Erased {
    /// Why a capture of these bytes is refused, if it is.
    pub fn capture(&self, sha256: Sha256) -> Option<String> {
        self.captures.get(&sha256).map(|day| format!("erased on {day}"))
    }

    /// Why the article of that text is refused, if it is.
    pub fn article(&self, sha256: Sha256) -> Option<String> {
        self.articles.get(&sha256).map(|day| format!("erased on {day}"))
    }

    /// Whether no article was erased.
    pub fn has_no_articles(&self) -> bool {
        self.articles.is_empty()
    }

    /// Adds tombstones.
    pub fn extend(&mut self, erasures: &[Erasure]) {
        for Erasure { is_capture, sha256, eraser } in erasures {
            let of = if *is_capture { &mut self.captures } else { &mut self.articles };
            let day = eraser.erased_at.get(..10).unwrap_or(&eraser.erased_at);
            of.entry(*sha256).or_insert_with(|| day.to_owned());
        }
    }

    /// Why a capture is refused whose bytes are new: it holds a text that was erased.
    pub fn received(&self, received: &Received) -> Option<String> {
        let articles = received.reading.iter().flat_map(|recognised| &recognised.articles);
        articles.into_iter().find_map(|article| self.article(article.sha256))
    }
}

/// One tombstone.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Whether it is of a capture's bytes, rather than of an article's text.
    pub is_capture: bool,
    pub sha256: Sha256,
    pub eraser: Eraser,
}

/// Who had it erased, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eraser {
    pub erased_by: String,
    /// RFC 3339, UTC.
    pub erased_at: String,
    pub reason: String,
}

impl Archive {
    /// Everything that was erased.
    pub fn erased(&self) -> Result<Erased> {
        read(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Every tombstone, in the order in which they were put.
    pub fn erasures(&self) -> Result<Vec<Erasure>> {
        let read = || -> rusqlite::Result<Vec<Erasure>> {
            self.connection
                .prepare(
                    "SELECT subject = 'capture' AS is_capture, sha256, erased_by, erased_at, reason
                     FROM erasures ORDER BY erasure_id",
                )?
                .query_map([], |row| {
                    Ok(Erasure {
                        is_capture: row.get("is_capture")?,
                        sha256: captures::sha256(row, "sha256")?,
                        eraser: Eraser {
                            erased_by: row.get("erased_by")?,
                            erased_at: row.get("erased_at")?,
                            reason: row.get("reason")?,
                        },
                    })
                })?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Has SQLite overwrite with zeros what it deletes, from now on.
    pub fn delete_securely(&self) -> Result<()> {
        self.connection
            .pragma_update(None, "secure_delete", true)
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Whether rows were erased that may still stand in free pages or in the log.
    pub fn has_unfinished_erasure(&self) -> Result<bool> {
        settings::get(&self.connection, UNFINISHED)
            .map(|mark| mark.is_some())
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Writes the archive's files anew without anything that was deleted. False: somebody else reads the
    /// archive, and what they read cannot go yet.
    pub fn finish_erasure(&self) -> Result<bool> {
        if !self.has_unfinished_erasure()? {
            return Ok(true);
        }
        self.delete_securely()?;
        let finish = || -> rusqlite::Result<bool> {
            let connection = &self.connection;
            // Before the work, because a reader who keeps the log from being emptied makes it useless.
            if !empty_log(connection)? {
                return Ok(false);
            }
            // The copy that VACUUM makes is as large as the archive: on disk, not in memory.
            connection.pragma_update(None, "temp_store", "default")?;
            connection.execute_batch("VACUUM")?;
            connection.pragma_update(None, "temp_store", "memory")?;
            if !empty_log(connection)? {
                return Ok(false);
            }
            let transaction = connection.unchecked_transaction()?;
            settings::remove(&transaction, UNFINISHED)?;
            transaction.commit()?;
            Ok(true)
        };
        match finish().map_err(|error| Error::from_sqlite(&self.path, error)) {
            Err(Error::Locked { .. }) => Ok(false),
            outcome => outcome,
        }
    }
}

/// Writes the log back and cuts it to nothing; false if a reader still needs it.
fn empty_log(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        row.get::<_, i64>(0).map(|is_busy| is_busy == 0)
    })
}

fn read(connection: &Connection) -> rusqlite::Result<Erased> {
    let mut erased = Erased::default();
    let mut statement =
        connection.prepare("SELECT subject, sha256, substr(erased_at, 1, 10) FROM erasures")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sha256 = captures::sha256(row, "sha256")?;
        let subject: String = row.get(0)?;
        let of = if subject == "capture" { &mut erased.captures } else { &mut erased.articles };
        of.insert(sha256, row.get(2)?);
    }
    Ok(erased)
}

impl Batch<'_> {
    /// Everything that was erased.
    pub fn erased(&self) -> Result<Erased> {
        read(&self.transaction).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Replaces the words in decisions about these articles, and in those that took one of them back.
    /// Says which decisions that are.
    pub fn redact_decisions(&mut self, articles: &[Sha256]) -> Result<Vec<DecisionId>> {
        let decisions = decisions_about(&self.transaction, articles)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        if decisions.is_empty() {
            return Ok(Vec::new());
        }
        // The chain is made anew below: a row that was changed before must not come out of it sound.
        let findings = DECISIONS.findings(&self.transaction);
        let findings = findings.map_err(|error| Error::from_sqlite(self.path, error))?;
        if let Some(reason) = findings.into_iter().next() {
            return Err(Error::Damaged { path: self.path.to_owned(), reason });
        }
        self.has_new_topics = true;
        redact(&self.transaction, &decisions)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        Ok(decisions.into_iter().map(DecisionId).collect())
    }

    /// Deletes captures that hold no article any more, with where they were seen.
    pub fn erase_captures(&mut self, captures: &BTreeSet<CaptureId>) -> Result<()> {
        self.has_new_topics = true;
        erase_captures(&self.transaction, captures)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Puts tombstones in the place of what was erased, as a run of its own, and takes the words of
    /// what was deleted out of the full-text index.
    pub fn record_erasure(
        &mut self,
        articles: &[Sha256],
        captures: &[Sha256],
        eraser: &Eraser,
    ) -> Result<RunId> {
        let subjects = articles.iter().map(|sha256| ("article", sha256));
        let subjects = subjects.chain(captures.iter().map(|sha256| ("capture", sha256)));
        record_erasure(&self.transaction, subjects, eraser)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }
}

fn decisions_about(connection: &Connection, articles: &[Sha256]) -> rusqlite::Result<Vec<i64>> {
    let articles: Vec<String> = articles.iter().map(|sha256| format!("\"{sha256}\"")).collect();
    connection
        .prepare(
            "WITH about AS (SELECT decision_id FROM decisions
                WHERE article_sha256 IN (SELECT value FROM json_each(:articles)))
             SELECT decision_id FROM about
             UNION SELECT decision_id FROM decisions WHERE undone_decision_id IN about ORDER BY 1",
        )?
        .query_map(named_params! { ":articles": format!("[{}]", articles.join(",")) }, |row| {
            row.get(0)
        })?
        .collect()
}

fn redact(connection: &Connection, decisions: &[i64]) -> rusqlite::Result<()> {
    // Their words never change but here.
    let guard = decisions::drop_guard(connection)?;
    let columns = ["reason", "key", "name", "other_key", "other_name", "surface_form", "value"];
    let set = columns.map(|column| format!("{column} = iif({column} IS NULL, NULL, :words)"));
    connection
        .prepare(&format!(
            "UPDATE decisions SET {}
             WHERE decision_id IN (SELECT value FROM json_each(:decisions))",
            set.join(", ")
        ))?
        .execute(named_params! {
            ":words": WORDS, ":decisions": listed(decisions.iter().copied()),
        })?;
    decisions::put_guard_back(connection, guard)?;
    DECISIONS.seal_all(connection)
}

fn erase_captures(connection: &Connection, captures: &BTreeSet<CaptureId>) -> rusqlite::Result<()> {
    let captures = listed_captures(captures);
    let files: Vec<String> = connection
        .prepare(
            "SELECT DISTINCT substr(uri, 1, ifnull(nullif(instr(uri, '#'), 0) - 1, length(uri)))
             FROM sightings WHERE capture_id IN (SELECT value FROM json_each(?1))",
        )?
        .query_map([&captures], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    connection.execute(
        "DELETE FROM captures WHERE capture_id IN (SELECT value FROM json_each(?1))",
        [&captures],
    )?;
    // A file of which nothing is left must not be named by what it could not give.
    let mut delete = connection.prepare(
        "DELETE FROM problems WHERE uri = :file AND capture_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM sightings
                WHERE uri = :file OR substr(uri, 1, length(:file) + 1) = :file || '#')",
    )?;
    for file in files {
        delete.execute(named_params! { ":file": file })?;
    }
    Ok(())
}

fn record_erasure<'a>(
    connection: &Connection,
    subjects: impl Iterator<Item = (&'static str, &'a Sha256)>,
    eraser: &Eraser,
) -> rusqlite::Result<RunId> {
    let Eraser { erased_by, erased_at, reason } = eraser;
    let run = runs::insert(connection, "forget", erased_at)?;
    let mut insert = connection.prepare(
        "INSERT INTO erasures (subject, sha256, erased_at, erased_by, reason, run_id)
         VALUES (:subject, :sha256, :erased_at, :erased_by, :reason, :run) ON CONFLICT DO NOTHING",
    )?;
    for (subject, sha256) in subjects {
        let inserted = insert.execute(named_params! {
            ":subject": subject, ":sha256": sha256.to_string(), ":erased_at": erased_at,
            ":erased_by": erased_by, ":reason": reason, ":run": run.0,
        })?;
        if inserted > 0 {
            ERASURES.seal(connection, connection.last_insert_rowid())?;
        }
    }
    // Deleting from the index only adds that a word is gone, and so keeps the word.
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')", [])?;
    // Samples of indexed cells, where somebody had them taken.
    let has_samples =
        connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'")?.exists([])?;
    if has_samples {
        connection.execute("DELETE FROM sqlite_stat4", [])?;
    }
    settings::set(connection, UNFINISHED, "yes")?;
    Ok(run)
}
