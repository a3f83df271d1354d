//! Runs and problems: what was done to the archive, when, and what it could not take.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::{Archive, Error, Result};
use crate::model::{CaptureId, Counts, Problem, RunId, RunRecord};

impl Archive {
    /// Opens a run. It stands in `runs` from now on, unfinished until `finish_run`: a run that was
    /// killed is one without an end.
    pub fn start_run(&mut self, command: &str, started_at: &str) -> Result<RunId> {
        self.connection
            .execute(
                "INSERT INTO runs (command, program_version, started_at) VALUES (:command, :version, :started_at)",
                named_params! {
                    ":command": command, ":version": env!("CARGO_PKG_VERSION"), ":started_at": started_at,
                },
            )
            .map_err(|error| Error::from_sqlite(&self.path, error))?;
        Ok(RunId(self.connection.last_insert_rowid()))
    }

    /// Closes a run with its counts and exit code.
    pub fn finish_run(&mut self, run: RunId, counts: Counts, exit_code: i64, finished_at: &str) -> Result<()> {
        self.connection
            .execute(
                "UPDATE runs SET finished_at = :finished_at, exit_code = :exit_code, stored = :stored,
                    duplicate = :duplicate, revised = :revised, refused = :refused, skipped = :skipped
                 WHERE run_id = :run",
                named_params! {
                    ":finished_at": finished_at, ":exit_code": exit_code, ":run": run.0,
                    ":stored": counts.stored, ":duplicate": counts.duplicate, ":revised": counts.revised,
                    ":refused": counts.refused, ":skipped": counts.skipped,
                },
            )
            .map(|_| ())
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The newest run, finished or not; of one command, or of any.
    pub fn last_run(&self, command: Option<&str>) -> Result<Option<RunRecord>> {
        self.read_run("WHERE :command IS NULL OR command = :command", command)
    }

    /// The newest run of a command that ended well enough to count as done: exit 0 or 3.
    pub fn last_success(&self, command: &str) -> Result<Option<RunRecord>> {
        self.read_run("WHERE command = :command AND exit_code IN (0, 3)", Some(command))
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

/// Records a problem; the same one again is no second row. Says whether it is new.
pub(super) fn insert_problem(
    connection: &Connection,
    run: RunId,
    problem: &Problem,
    capture: Option<CaptureId>,
) -> rusqlite::Result<bool> {
    let inserted = connection
        .prepare_cached(
            "INSERT INTO problems (run_id, uri, record, reason, capture_id)
             VALUES (:run, :uri, :record, :reason, :capture) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":run": run.0, ":uri": problem.uri, ":record": problem.record, ":reason": problem.reason,
            ":capture": capture.map(|capture| capture.0),
        })?;
    Ok(inserted > 0)
}
