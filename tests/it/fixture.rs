//! A small archive written by hand: what the tests of reports and queries ask about.
//!
//! Made from the migration's SQL and plain INSERTs, so that these tests hold the schema against its
//! description and not against the code that fills it.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const SCHEMA: &str = concat!(
    include_str!("../../migrations/V1__archive.sql"),
    include_str!("../../migrations/V2__quotes_roles_decisions.sql"),
    include_str!("../../migrations/V3__forms_of_news.sql"),
    include_str!("../../migrations/V4__nothing_lost.sql"),
    include_str!("../../migrations/V5__every_name_found.sql"),
    include_str!("../../migrations/V6__ask_and_see.sql"),
    include_str!("../../migrations/V7__fast_and_flat.sql"),
    include_str!("../../migrations/V8__near_and_counted.sql"),
    include_str!("../../migrations/V9__offices.sql"),
    include_str!("../../migrations/V10__watch.sql")
);
/// What the migrations leave behind: the schema is that of version 10.
const HISTORY: &str = "CREATE TABLE refinery_schema_history (version INTEGER PRIMARY KEY, name TEXT, applied_on TEXT, checksum TEXT);
    INSERT INTO refinery_schema_history VALUES (1, 'archive', '2024-01-01T00:00:00Z', '1'),
        (2, 'quotes_roles_decisions', '2024-01-01T00:00:00Z', '1'),
        (3, 'forms_of_news', '2024-01-01T00:00:00Z', '1'),
        (4, 'nothing_lost', '2024-01-01T00:00:00Z', '1'),
        (5, 'every_name_found', '2024-01-01T00:00:00Z', '1'),
        (6, 'ask_and_see', '2024-01-01T00:00:00Z', '1'),
        (7, 'fast_and_flat', '2024-01-01T00:00:00Z', '1'),
        (8, 'near_and_counted', '2024-01-01T00:00:00Z', '1'),
        (9, 'offices', '2024-01-01T00:00:00Z', '1'),
        (10, 'watch', '2024-01-01T00:00:00Z', '1');";
/// What the program counts while it stores.
const TOTALS: &str = "DELETE FROM name_totals;
    INSERT INTO name_totals (kind, entity_id, articles, mentions)
    SELECT 'person', person_id, count(*), sum(mention_count) FROM article_people GROUP BY 2
    UNION ALL SELECT 'organisation', organisation_id, count(*), sum(mention_count) FROM article_organisations GROUP BY 2
    UNION ALL SELECT 'place', place_id, count(*), sum(mention_count) FROM article_places GROUP BY 2;";
const ROWS: &str = include_str!("fixture.sql");

/// An archive in a folder of its own.
pub struct Fixture {
    pub folder: TempDir,
    pub archive: PathBuf,
}

impl Fixture {
    pub fn empty() -> Self {
        Self::with("")
    }

    pub fn filled() -> Self {
        Self::with(ROWS)
    }

    /// With rows of the test's own.
    pub fn with(rows: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("archive.db");
        let connection = Connection::open(&archive).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA application_id = 0x43555454; PRAGMA user_version = 10; PRAGMA foreign_keys = off; BEGIN; {SCHEMA} {HISTORY} {rows} {TOTALS} COMMIT;"
            ))
            .unwrap();
        connection.close().unwrap();
        Self { folder, archive }
    }

    /// Runs the program on it. The user's own settings do not reach in.
    pub fn cuttings(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("cuttings").unwrap();
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("CUTTINGS_ARCHIVE", &self.archive)
            .current_dir(self.folder.path())
            .args(arguments);
        command
    }

    /// Standard output of a run that must end with 0.
    pub fn printed(&self, arguments: &[&str]) -> String {
        let output = self.cuttings(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// The files beside the archive and its bytes: what no question may change.
    pub fn state(&self) -> (Vec<String>, String) {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        (names, digest(&self.archive))
    }
}

fn digest(path: &Path) -> String {
    Sha256::digest(std::fs::read(path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}
