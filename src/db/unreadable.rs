//! Texts that are not UTF-8: any program can put one into a column (`CAST(x'ff' AS TEXT)`), and a row
//! with one cannot be read.
//!
//! What must stay true: such a row is named, by table, key and column; whatever reads a table fails on
//! it, and the bare error of a conversion says nothing of where to look.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::connect::{DEFAULT_WAIT, open};
use super::migrate;

/// Every text of our tables that is not UTF-8: `people 12: its name is not UTF-8`.
pub(super) fn find(connection: &Connection, mut found: impl FnMut(String)) -> rusqlite::Result<()> {
    for (table, keys, texts) in text_columns()? {
        let columns: Vec<String> =
            keys.iter().chain(&texts).map(|name| format!("\"{name}\"")).collect();
        let sql = format!("SELECT {} FROM \"{table}\"", columns.join(", "));
        // A table that is missing is the schema's finding.
        let Ok(mut statement) = connection.prepare(&sql) else { continue };
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (index, column) in texts.iter().enumerate() {
                if let ValueRef::Text(bytes) = row.get_ref(keys.len() + index)?
                    && std::str::from_utf8(bytes).is_err()
                {
                    let mut key = Vec::new();
                    for index in 0..keys.len() {
                        key.push(match row.get_ref(index)? {
                            ValueRef::Integer(number) => number.to_string(),
                            ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                            _ => "?".to_owned(),
                        });
                    }
                    found(format!("{table} {}: its {column} is not UTF-8", key.join(", ")));
                }
            }
        }
    }
    Ok(())
}

/// Why rows of an archive cannot be read, if that is the reason. Looked up only after it went wrong, with
/// a connection of its own.
pub(super) fn reason(path: &Path) -> Option<String> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, DEFAULT_WAIT).ok()?;
    let mut first = None;
    // What cannot be looked up leaves the error as it was.
    find(&connection, |reason| {
        first.get_or_insert(reason);
    })
    .ok()?;
    first
}

/// Table, key columns and columns of text.
type TextColumns = (String, Vec<String>, Vec<String>);

fn text_columns() -> rusqlite::Result<Vec<TextColumns>> {
    let ours = migrate::fresh()?;
    let mut tables = ours.prepare(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT GLOB 'articles_fts*' AND name NOT GLOB 'sqlite_*'
         ORDER BY rowid",
    )?;
    let mut columns =
        ours.prepare("SELECT name, pk, type = 'TEXT' FROM pragma_table_info(?1) ORDER BY cid")?;
    let mut found = Vec::new();
    for table in tables.query_map([], |row| row.get::<_, String>(0))? {
        let table = table?;
        let (mut keys, mut texts) = (Vec::new(), Vec::new());
        let mut rows = columns.query([&table])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if row.get::<_, i64>(1)? > 0 {
                keys.push(name.clone());
            }
            if row.get(2)? {
                texts.push(name);
            }
        }
        drop(rows);
        if !texts.is_empty() {
            found.push((table, keys, texts));
        }
    }
    Ok(found)
}
