//! Whether the tables and views that have our names are ours.
//!
//! A file from somebody else can have our `application_id` and a view without an end where we expect
//! `articles`: counting its rows would take for ever. So every opening compares. Columns, indexes and
//! triggers that people add are theirs to add, and `verify` tells of what is missing; refused is only
//! what would make our own statements run something that we did not write.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::{Error, Result, migrate};

/// SHA-256 of the tables and views of the newest schema, as `digest` takes it. To make that schema anew at every
/// opening takes 30 ms; an archive with these and no others has nothing to compare. A test holds it.
const NEWEST: &str = include_str!("shape.sha256");

/// Refuses a database in which a table or view of schema `version` is something else.
pub(super) fn check(connection: &Connection, path: &Path, version: i64) -> Result<()> {
    match difference(connection, version) {
        Ok(None) => Ok(()),
        Ok(Some(reason)) => Err(Error::NotAnArchive { path: path.to_owned(), reason }),
        Err(error) => Err(Error::from_sqlite(path, error)),
    }
}

/// A table or view as `sqlite_schema` has it.
struct Object {
    kind: String,
    name: String,
    sql: String,
}

fn difference(connection: &Connection, version: i64) -> rusqlite::Result<Option<String>> {
    let now = objects(connection)?;
    if version == migrate::KNOWN_VERSION && digest(&now) == NEWEST.trim() {
        return Ok(None);
    }
    let expected = migrate::fresh_at(version)?;
    let mut found: HashMap<String, Object> = HashMap::new();
    for object in now {
        found.insert(object.name.to_ascii_lowercase(), object);
    }
    for ours in objects(&expected)? {
        let Some(now) = found.get(&ours.name.to_ascii_lowercase()) else { continue };
        if now.sql == ours.sql && now.kind == ours.kind {
            continue;
        }
        let (kind, name) = (&ours.kind, &ours.name);
        if now.kind != ours.kind {
            return Ok(Some(format!("its {kind} `{name}` is a {}", now.kind)));
        }
        if kind == "view" {
            let reason = "is not the one that this program made; `cuttings schema --sql` has that";
            return Ok(Some(format!("its view `{name}` {reason}")));
        }
        let (was, is) = (storage(&expected, name)?, storage(connection, name)?);
        if is != was || is.as_deref() == Some("virtual") {
            return Ok(Some(format!("its table `{name}` is not the one that this program made")));
        }
        let (was, is) = (generated(&expected, name)?, generated(connection, name)?);
        if is != was || (!was.is_empty() && !has_columns_added(&ours.sql, &now.sql)) {
            return Ok(Some(format!("its table `{name}` has columns that compute something else")));
        }
    }
    Ok(None)
}

/// Whether a table was made as ours is, but for columns that people added. ADD COLUMN puts each after the
/// last column, before what is said of the whole table, and leaves the rest as it was.
fn has_columns_added(ours: &str, now: &str) -> bool {
    let common = ours.bytes().zip(now.bytes()).take_while(|(one, other)| one == other).count();
    // The first letters of what was added may be those of what stood there: `,` of the next line.
    (0..=common).rev().any(|at| {
        let (Some(before), Some(after)) = (ours.get(..at), ours.get(at..)) else { return false };
        let added = now.get(at..).and_then(|rest| rest.strip_suffix(after));
        // Inside an expression it would be computed.
        let depth = before.matches('(').count().saturating_sub(before.matches(')').count());
        added.is_some_and(|added| added.is_empty() || (depth == 1 && added.starts_with(',')))
    })
}

fn objects(connection: &Connection) -> rusqlite::Result<Vec<Object>> {
    connection
        .prepare(
            "SELECT type, name, ifnull(sql, '') FROM sqlite_schema
             WHERE type IN ('table', 'view') AND name NOT GLOB 'sqlite_*'",
        )?
        .query_map([], |row| Ok(Object { kind: row.get(0)?, name: row.get(1)?, sql: row.get(2)? }))?
        .collect()
}

/// Over the kind, name and SQL of each, in the order of their names. The table of the migrations is not theirs:
/// whoever reads it has looked at it already.
fn digest(objects: &[Object]) -> String {
    let mut objects: Vec<&Object> =
        objects.iter().filter(|object| object.name != "refinery_schema_history").collect();
    objects.sort_by(|one, other| one.name.cmp(&other.name));
    let mut hash = Sha256::new();
    for Object { kind, name, sql } in objects {
        for text in [kind, name, sql] {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Who keeps the rows of a table: SQLite itself, or a module.
fn storage(connection: &Connection, table: &str) -> rusqlite::Result<Option<String>> {
    connection
        .query_row(
            "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE",
            [table],
            |row| row.get(0),
        )
        .optional()
}

/// The columns of a table that are computed when they are read or written.
fn generated(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden IN (2, 3) ORDER BY name")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(sql: &str) -> Option<String> {
        let connection = migrate::fresh_at(i64::MAX).unwrap();
        connection.execute_batch(sql).unwrap();
        difference(&connection, i64::MAX).unwrap()
    }

    #[test]
    fn the_newest_schema_is_known_by_its_digest() {
        let fresh = migrate::fresh_at(i64::MAX).unwrap();
        assert_eq!(digest(&objects(&fresh).unwrap()), NEWEST.trim(), "src/db/shape.sha256");
        // Whatever else is there, by whatever name, is compared.
        for sql in
            ["CREATE TABLE mine (x)", "DROP VIEW names", "ALTER TABLE runs ADD COLUMN mine TEXT"]
        {
            let other = migrate::fresh_at(i64::MAX).unwrap();
            other.execute_batch(sql).unwrap();
            assert_ne!(digest(&objects(&other).unwrap()), NEWEST.trim(), "{sql}");
        }
    }

    #[test]
    fn what_people_add_is_theirs_and_what_stands_in_for_ours_is_refused() {
        for sql in [
            "",
            "CREATE TABLE my_notes (article_id); CREATE VIEW mine AS SELECT 1",
            "DROP INDEX articles_by_day; DROP TRIGGER captures_frozen",
            "CREATE INDEX mine ON articles (headline)",
            "ALTER TABLE articles ADD COLUMN mine TEXT",
            "ALTER TABLE runs ADD COLUMN mine TEXT",
            "DROP VIEW mention_details",
        ] {
            assert_eq!(changed(sql), None, "{sql}");
        }
        let endless =
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n";
        for (sql, reason) in [
            (format!("DROP TABLE problems; CREATE VIEW problems AS {endless}"), "is a view"),
            (format!("DROP TABLE problems; CREATE VIEW PROBLEMS AS {endless}"), "is a view"),
            (
                format!("DROP VIEW mention_details; CREATE VIEW mention_details AS {endless}"),
                "its view `mention_details` is not",
            ),
            (
                "DROP VIEW mention_details; CREATE TABLE mention_details (x)".to_owned(),
                "is a table",
            ),
            (
                "ALTER TABLE articles ADD COLUMN x BLOB AS (zeroblob(1000000000))".to_owned(),
                "compute something else",
            ),
            (
                "DROP TABLE problems; CREATE VIRTUAL TABLE problems USING fts5 (x)".to_owned(),
                "is not the one",
            ),
            (
                "DROP TABLE articles_fts; CREATE VIRTUAL TABLE articles_fts USING fts5 (x)"
                    .to_owned(),
                "is not the one",
            ),
        ] {
            let found = changed(&sql);
            assert!(found.as_ref().is_some_and(|found| found.contains(reason)), "{sql}: {found:?}");
        }
        // The count of a run is ours to compute.
        let runs: String = migrate::fresh_at(i64::MAX)
            .unwrap()
            .query_row("SELECT sql FROM sqlite_schema WHERE name = 'runs'", [], |row| row.get(0))
            .unwrap();
        let other = runs.replace("stored + duplicate", "zeroblob(1000000000) + duplicate");
        assert_ne!(other, runs);
        let found = changed(&format!("PRAGMA foreign_keys = off; DROP TABLE runs; {other}"));
        assert!(found.is_some(), "another sum of a run is taken for ours");
    }
}
