//! The least that SQLite needs to write the same rows.
//!
//! Every row of an archive, read into memory first, goes by plain prepared statements into a new file with the same
//! tables, indexes, triggers and settings, committed once a second.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Writes the rows of `archive` into `target`; the time that takes.
pub fn floor(archive: &Path, target: &Path) -> Duration {
    let source = Connection::open(archive).expect("the archive opens");
    let content: Vec<(String, Vec<Vec<Value>>)> =
        tables(&source).iter().map(|table| rows(&source, table)).collect();
    let page_size: i64 =
        source.pragma_query_value(None, "page_size", |row| row.get(0)).expect("a page size");

    let connection = Connection::open(target).expect("a new file opens");
    connection
        .execute_batch(&format!(
            "PRAGMA page_size = {page_size}; PRAGMA journal_mode = wal; PRAGMA foreign_keys = off"
        ))
        .expect("the settings are taken");
    for sql in schema(&source) {
        connection.execute_batch(&sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    connection
        .execute_batch("PRAGMA synchronous = full; PRAGMA cache_size = -64000")
        .expect("the settings are taken");
    let started = Instant::now();
    connection.execute_batch("BEGIN IMMEDIATE").expect("a transaction begins");
    let mut opened = Instant::now();
    for (sql, rows) in &content {
        let mut statement = connection.prepare(sql).expect("an insert is prepared");
        for row in rows {
            statement.execute(params_from_iter(row)).expect("a row goes in");
            if opened.elapsed() > Duration::from_secs(1) {
                connection.execute_batch("COMMIT; BEGIN IMMEDIATE").expect("a batch commits");
                opened = Instant::now();
            }
        }
    }
    connection
        .execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("the last batch commits");
    started.elapsed()
}

/// The tables that are written, parents first. What triggers fill is left to them.
fn tables(source: &Connection) -> Vec<String> {
    source
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'
                AND name NOT LIKE 'articles\\_fts%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'
                AND name NOT LIKE 'refinery%' AND name NOT IN ('name_totals', 'folded_names')
             ORDER BY rowid",
        )
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .expect("the schema is readable")
}

/// What makes an empty archive: tables before what stands on them.
fn schema(source: &Connection) -> Vec<String> {
    source
        .prepare(
            "SELECT sql FROM sqlite_master
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'articles\\_fts\\__%' ESCAPE '\\'
             ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'view' THEN 2 WHEN 'index' THEN 3 ELSE 4 END, rowid",
        )
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .expect("the schema is readable")
}

/// The statement that writes a table's rows, and the rows.
fn rows(source: &Connection, table: &str) -> (String, Vec<Vec<Value>>) {
    // Computed columns are not written.
    let names: Vec<String> = source
        .prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")
        .and_then(|mut statement| statement.query_map([table], |row| row.get(0))?.collect())
        .expect("a table has columns");
    let rows = source
        .prepare(&format!("SELECT {} FROM {table}", names.join(", ")))
        .and_then(|mut statement| {
            statement
                .query_map([], |row| {
                    (0..names.len()).map(|cell| row.get::<_, Value>(cell)).collect()
                })?
                .collect::<rusqlite::Result<Vec<Vec<Value>>>>()
        })
        .expect("rows are readable");
    let marks = vec!["?"; names.len()].join(", ");
    (format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", ")), rows)
}
