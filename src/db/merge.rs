//! What an archive takes over from another one, row by row: all that cannot be derived.
//!
//! What must stay true: rulings are numbered in the order in which they were made, those of other archives among
//! them, and every reference to a number follows it; their words and their instants do not change. A row that another
//! program changed comes neither out of it sound nor over from elsewhere.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use super::row_hashes::{
    self, DECISIONS, ERASURES, FEEDS, PROBLEMS, RULES, SIGHTINGS, TELLINGS, WATCHES,
};
use super::{Archive, Batch, Error, Result, captures, catalogue, decisions, runs};
use crate::model::{
    ArticleId, CaptureId, Catalogue, Decision, DecisionId, Problem, ProblemOutcome, Ruling, RunId,
    Sha256, Sighting,
};

/// A ruling at its place among all.
#[derive(Clone, Copy, Debug)]
pub enum Placed<'a> {
    /// One that is here already.
    Here(DecisionId),
    /// One of another archive, and where in the order stands what it takes back.
    New(&'a Decision, Option<usize>),
}

impl Archive {
    /// Shows the archive as it is now for as long as it is open, whoever writes meanwhile.
    pub fn stay_at_this_moment(&self) -> Result<()> {
        // A transaction begins to read with its first question.
        self.connection
            .execute_batch("BEGIN; SELECT count(*) FROM settings")
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// What in the rows that another archive would take over as they are was changed by another program. Of captures,
    /// which are checked as they are read, nothing, and nothing of the catalogue.
    pub fn changed_rows(&self) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut findings = Vec::new();
            for guarded in [&DECISIONS, &ERASURES, &PROBLEMS, &FEEDS, &WATCHES, &TELLINGS, &RULES] {
                findings.extend(guarded.findings(&self.connection)?);
            }
            Ok(findings)
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The same of the catalogue, which takes longer than all the others.
    pub fn changed_entries(&self) -> Result<Vec<String>> {
        let wrong = row_hashes::wrong_in_catalogue(&self.connection)
            .map_err(|error| Error::from_sqlite(&self.path, error))?;
        let finding =
            |(table, id)| format!("{table} {id}: a cell was changed, or another program wrote it");
        Ok(wrong.into_iter().map(finding).collect())
    }

    /// What the lists of the catalogue say, without what was ruled.
    pub fn listed_catalogue(&self) -> Result<Catalogue> {
        catalogue::read_listed(&self.connection)
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The texts that were found in a capture.
    pub fn texts_of(&self, capture: CaptureId) -> Result<Vec<Sha256>> {
        let read = || -> rusqlite::Result<Vec<Sha256>> {
            self.connection
                .prepare_cached(
                    "SELECT DISTINCT sha256 FROM article_spans JOIN articles USING (article_id)
                     WHERE article_spans.capture_id = :capture",
                )?
                .query_map(named_params! { ":capture": capture.0 }, |row| {
                    captures::sha256(row, "sha256")
                })?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Problems with inputs that could not even be captured.
    pub fn problems_without_capture(&self) -> Result<Vec<Problem>> {
        let read = || -> rusqlite::Result<Vec<Problem>> {
            self.connection
                .prepare(
                    "SELECT uri, record, outcome, reason FROM problems WHERE capture_id IS NULL
                     ORDER BY problem_id",
                )?
                .query_map([], |row| {
                    let outcome: String = row.get("outcome")?;
                    Ok(Problem {
                        uri: row.get("uri")?,
                        record: row.get("record")?,
                        outcome: ProblemOutcome::from_name(&outcome)
                            .ok_or_else(|| rusqlite::Error::InvalidColumnName(outcome))?,
                        reason: row.get("reason")?,
                    })
                })?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

impl Batch<'_> {
    /// Opens a run in this transaction; `Archive::finish_run` closes it.
    pub fn start_run(&mut self, command: &str, started_at: &str) -> Result<RunId> {
        runs::insert(&self.transaction, command, started_at)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Records where a capture was seen, and the earlier instant of two. Says whether that place, or what was said
    /// there, is new.
    pub fn see_first(
        &mut self,
        capture: CaptureId,
        sighting: &Sighting,
        run: RunId,
        seen_at: &str,
    ) -> Result<bool> {
        see_first(&self.transaction, capture, sighting, run, seen_at)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// An article came in when a capture that holds it was first seen, if that is earlier than was known.
    pub fn came_in(&mut self, article: ArticleId) -> Result<()> {
        let changed = came_in(&self.transaction, article)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        if changed {
            // A rule may be of what came in since.
            self.rules.touch(article);
        }
        Ok(())
    }

    /// Puts rulings of other archives among those that are here, and numbers all in this order. Says which number each
    /// has. Fails where another program changed a ruling that would have to be written again.
    pub fn place_decisions(&mut self, order: &[Placed<'_>]) -> Result<Vec<DecisionId>> {
        self.has_new_topics = true;
        let numbers = numbers(order);
        let moved: Vec<(DecisionId, DecisionId)> = order
            .iter()
            .zip(&numbers)
            .filter_map(|(placed, number)| match placed {
                Placed::Here(id) if id != number => Some((*id, *number)),
                _ => None,
            })
            .collect();
        if !moved.is_empty() {
            // The chain is made anew: a row that was changed before must not come out of it sound.
            let findings = DECISIONS.findings(&self.transaction);
            let findings = findings.map_err(|error| Error::from_sqlite(self.path, error))?;
            if let Some(reason) = findings.into_iter().next() {
                return Err(Error::Damaged { path: self.path.to_owned(), reason });
            }
            // So no entry refers to a ruling while their numbers change.
            self.set_judged(&BTreeMap::new())?;
        }
        place(&self.transaction, order, &numbers, &moved)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        Ok(numbers)
    }
}

/// The number that each ruling gets: its own where the ones before it leave that free, else the next.
fn numbers(order: &[Placed<'_>]) -> Vec<DecisionId> {
    let mut last = 0;
    let number = |placed: &Placed<'_>| {
        last = match placed {
            Placed::Here(id) => id.0.max(last + 1),
            Placed::New(..) => last + 1,
        };
        DecisionId(last)
    };
    order.iter().map(number).collect()
}

fn place(
    connection: &Connection,
    order: &[Placed<'_>],
    numbers: &[DecisionId],
    moved: &[(DecisionId, DecisionId)],
) -> rusqlite::Result<()> {
    if !moved.is_empty() {
        renumber(connection, moved)?;
    }
    for (placed, number) in order.iter().zip(numbers) {
        let Placed::New(decision, undone) = placed else { continue };
        let Decision { ruling, decided_at, decided_by, reason, .. } = decision;
        let undoing = undone
            .and_then(|place| numbers.get(place))
            .map(|undone| Ruling::Undo { decision: *undone });
        let ruling = undoing.as_ref().unwrap_or(ruling);
        let reason = reason.as_deref();
        decisions::insert(connection, Some(*number), ruling, decided_at, decided_by, reason)?;
    }
    // One that came between two others is in the hash of the one behind it.
    if moved.is_empty() { Ok(()) } else { DECISIONS.seal_all(connection) }
}

/// Gives rulings other numbers, wherever they are referred to. No entry of the catalogue refers to one.
fn renumber(connection: &Connection, moved: &[(DecisionId, DecisionId)]) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TEMP TABLE moved_decisions (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
         PRAGMA defer_foreign_keys = ON",
    )?;
    for (old, new) in moved {
        connection
            .prepare_cached("INSERT INTO moved_decisions (old, new) VALUES (:old, :new)")?
            .execute(named_params! { ":old": old.0, ":new": new.0 })?;
    }
    connection.execute(
        "UPDATE field_origins SET rule = 'decision:' || moved_decisions.new FROM moved_decisions
         WHERE rule GLOB 'decision:*' AND old = CAST(substr(rule, length('decision:') + 1) AS INTEGER)",
        [],
    )?;
    // Decisions never change in their words, so their guard is out of the way for their numbers alone.
    let guard = decisions::drop_guard(connection)?;
    // By way of negative numbers, so that no two have the same on the way.
    for (table, column) in [
        ("decisions", "decision_id"),
        ("decisions", "undone_decision_id"),
        ("unfit_decisions", "decision_id"),
    ] {
        connection.execute_batch(&format!(
            "UPDATE {table} SET {column} = -moved_decisions.new FROM moved_decisions
             WHERE {column} = moved_decisions.old;
             UPDATE {table} SET {column} = -{column} WHERE {column} < 0"
        ))?;
    }
    decisions::put_guard_back(connection, guard)?;
    connection.execute_batch("DROP TABLE moved_decisions")
}

fn see_first(
    connection: &Connection,
    capture: CaptureId,
    sighting: &Sighting,
    run: RunId,
    seen_at: &str,
) -> rusqlite::Result<bool> {
    let Some((id, known)) = captures::find_sighting(connection, capture, sighting)? else {
        captures::insert_sighting(connection, capture, sighting, run, seen_at)?;
        return Ok(true);
    };
    // A row that another program changed must not come out of it sound.
    if known.as_str() > seen_at && SIGHTINGS.is_right(connection, id)? {
        connection
            .prepare_cached(
                "UPDATE sightings SET seen_at = :at, run_id = :run WHERE sighting_id = :id",
            )?
            .execute(named_params! { ":at": seen_at, ":run": run.0, ":id": id })?;
        SIGHTINGS.seal(connection, id)?;
    }
    Ok(false)
}

/// Whether that changed anything.
fn came_in(connection: &Connection, article: ArticleId) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE articles SET ingested_at = first.seen_at, run_id = first.run_id
             FROM (SELECT seen_at, run_id FROM article_spans JOIN sightings USING (capture_id)
                WHERE article_spans.article_id = :article ORDER BY seen_at, sighting_id LIMIT 1) AS first
             WHERE article_id = :article AND first.seen_at <= ingested_at
                AND (first.seen_at, first.run_id) <> (ingested_at, articles.run_id)",
        )?
        .execute(named_params! { ":article": article.0 })?;
    Ok(changed > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruling_keeps_its_number_where_that_is_free() {
        let decision = Decision {
            id: DecisionId(1),
            ruling: Ruling::Hide { article: Sha256([0; 32]) },
            decided_at: String::new(),
            decided_by: String::new(),
            reason: None,
        };
        let (new, here) = (Placed::New(&decision, None), |id| Placed::Here(DecisionId(id)));
        for (order, expected) in [
            (vec![], vec![]),
            (vec![new, new], vec![1, 2]),
            (vec![here(1), here(2), new], vec![1, 2, 3]),
            (vec![new, here(1), here(2)], vec![1, 2, 3]),
            (vec![here(1), new, here(5), here(6)], vec![1, 2, 5, 6]),
        ] {
            let numbers: Vec<i64> = numbers(&order).into_iter().map(|id| id.0).collect();
            assert_eq!(numbers, expected);
        }
    }
}
