//! Runs and problems: what was done to the archive, when, and what it could not take.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::row_hashes::{PROBLEMS, RUNS};
use super::{Archive, Error, Result};
use crate::model::{CaptureId, Counts, Problem, ProblemOutcome, RunId, RunRecord};

impl Archive {
    /// Opens a run. It stands in `runs` from now on, unfinished until `finish_run`: a run that was
    /// killed is one without an end.
    pub fn start_run(&mut self, command: &str, started_at: &str) -> Result<RunId> {
        let Self { connection, path, .. } = self;
        let mut start = || -> rusqlite::Result<RunId> {
            let transaction = connection.transaction()?;
            let run = insert(&transaction, command, started_at)?;
            transaction.commit()?;
            Ok(run)
        };
        start().map_err(|error| Error::from_sqlite(path, error))
    }

    /// Closes a run with its counts and exit code.
    pub fn finish_run(
        &mut self,
        run: RunId,
        counts: Counts,
        exit_code: i64,
        finished_at: &str,
    ) -> Result<()> {
        let Self { connection, path, .. } = self;
        let mut finish = || -> rusqlite::Result<()> {
            let transaction = connection.transaction()?;
            transaction.execute(
                "UPDATE runs SET finished_at = :finished_at, exit_code = :exit_code, stored = :stored,
                    duplicate = :duplicate, revised = :revised, refused = :refused, skipped = :skipped
                 WHERE run_id = :run",
                named_params! {
                    ":finished_at": finished_at, ":exit_code": exit_code, ":run": run.0,
                    ":stored": counts.stored, ":duplicate": counts.duplicate, ":revised": counts.revised,
                    ":refused": counts.refused, ":skipped": counts.skipped,
                },
            )?;
            RUNS.seal(&transaction, run.0)?;
            transaction.commit()
        };
        finish().map_err(|error| Error::from_sqlite(path, error))
    }

    /// The newest run, finished or not; of one command, or of any.
    pub fn last_run(&self, command: Option<&str>) -> Result<Option<RunRecord>> {
        self.read_run("WHERE :command IS NULL OR command = :command", command)
    }

    /// The newest run that brought in what there was and ended well enough to count as done: exit 0 or 3.
    pub fn last_import(&self) -> Result<Option<RunRecord>> {
        self.read_run(
            "WHERE command IN ('ingest', 'fetch') AND exit_code IN (0, 3) AND :command IS NULL",
            None,
        )
    }

    /// When the newest article came in; `None` where there is none.
    pub fn newest_arrival(&self) -> Result<Option<String>> {
        self.connection
            .query_row("SELECT max(ingested_at) FROM articles", [], |row| row.get(0))
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    fn read_run(&self, filter: &str, command: Option<&str>) -> Result<Option<RunRecord>> {
        let sql = format!(
            "SELECT run_id, command, started_at, finished_at, exit_code, stored, duplicate, revised, refused, skipped
             FROM runs {filter} ORDER BY run_id DESC LIMIT 1"
        );
        self.connection
            .query_row(&sql, named_params! { ":command": command }, |row| {
                Ok(RunRecord {
                    run_id: RunId(row.get("run_id")?),
                    command: row.get("command")?,
                    started_at: row.get("started_at")?,
                    finished_at: row.get("finished_at")?,
                    exit_code: row.get("exit_code")?,
                    counts: Counts {
                        stored: row.get("stored")?,
                        duplicate: row.get("duplicate")?,
                        revised: row.get("revised")?,
                        refused: row.get("refused")?,
                        skipped: row.get("skipped")?,
                    },
                })
            })
            .optional()
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

/// Opens a run in a transaction of the caller's.
pub(super) fn insert(
    connection: &Connection,
    command: &str,
    started_at: &str,
) -> rusqlite::Result<RunId> {
    connection.execute(
        "INSERT INTO runs (command, program_version, started_at) VALUES (:command, :version, :started_at)",
        named_params! {
            ":command": command, ":version": env!("CARGO_PKG_VERSION"), ":started_at": started_at,
        },
    )?;
    let run = connection.last_insert_rowid();
    RUNS.seal(connection, run)?;
    Ok(RunId(run))
}

/// Records a problem; the same one again is no second row. Says whether it is new.
pub(super) fn insert_problem(
    connection: &Connection,
    run: RunId,
    problem: &Problem,
    capture: Option<CaptureId>,
) -> rusqlite::Result<bool> {
    let inserted = connection
        .prepare_cached(
            "INSERT INTO problems (run_id, uri, record, outcome, reason, capture_id)
             VALUES (:run, :uri, :record, :outcome, :reason, :capture) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":run": run.0, ":uri": problem.uri, ":record": problem.record,
            ":outcome": problem.outcome.as_str(), ":reason": problem.reason,
            ":capture": capture.map(|capture| capture.0),
        })?;
    if inserted > 0 {
        PROBLEMS.seal(connection, connection.last_insert_rowid())?;
    }
    Ok(inserted > 0)
}

/// What a capture gave no article for, in the order in which it was found.
pub(super) fn problems(
    connection: &Connection,
    capture: CaptureId,
) -> rusqlite::Result<Vec<Problem>> {
    connection
        .prepare_cached(
            "SELECT uri, record, outcome, reason FROM problems WHERE capture_id = :capture
             ORDER BY problem_id",
        )?
        .query_map(named_params! { ":capture": capture.0 }, |row| {
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
}
