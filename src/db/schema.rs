//! The schema as this program makes it, read from a database that holds nothing else.

use std::path::Path;

use super::migrate::fresh;
use super::{Error, Result};
use crate::model::DescribedTable;

/// A table or a view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TableShape {
    pub name: String,
    pub is_view: bool,
    /// It is the program's own, and not meant to be asked.
    pub is_internal: bool,
    /// What stands in it; empty where its name says it.
    pub about: String,
    pub columns: Vec<String>,
}

/// Every statement that makes the schema, in the order in which they must run.
pub fn create_statements() -> Result<Vec<String>> {
    fresh()
        .and_then(|connection| {
            let mut statement = connection.prepare(
                "SELECT sql
                 FROM sqlite_schema
                 WHERE sql IS NOT NULL AND tbl_name NOT GLOB 'articles_fts_*'
                 ORDER BY rowid",
            )?;
            statement.query_map([], |row| row.get(0))?.collect()
        })
        .map_err(|error| Error::from_sqlite(Path::new(":memory:"), error))
}

/// Every table and view with its columns; the tables that FTS5 keeps for itself are left out.
pub fn tables() -> Result<Vec<TableShape>> {
    fresh()
        .and_then(|connection| {
            let mut statement = connection.prepare(
                "SELECT name, type = 'view'
                 FROM sqlite_schema
                 WHERE type IN ('table', 'view') AND name NOT GLOB 'articles_fts_*' AND name NOT GLOB 'sqlite_*'
                 ORDER BY rowid",
            )?;
            let found: Vec<(String, bool)> =
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
            let mut columns = connection.prepare(
                // Hidden 1 is what a virtual table keeps for itself; 2 and 3 are generated columns.
                "SELECT name FROM pragma_table_xinfo(:table) WHERE hidden <> 1 ORDER BY cid",
            )?;
            found
                .into_iter()
                .map(|(name, is_view)| {
                    let columns = columns
                        .query_map([&name], |row| row.get(0))?
                        .collect::<rusqlite::Result<_>>()?;
                    let about = about(&name);
                    let is_internal = about.starts_with("Internal");
                    Ok(TableShape { name, is_view, is_internal, about, columns })
                })
                .collect()
        })
        .map_err(|error| Error::from_sqlite(Path::new(":memory:"), error))
}

/// Tables that the full-text index, the migrations and SQLite keep for themselves.
const KEPT: [&str; 6] = [
    "articles_fts_config",
    "articles_fts_data",
    "articles_fts_docsize",
    "articles_fts_idx",
    "refinery_schema_history",
    "sqlite_stat1",
];

/// Every table and view with what the data dictionary says of it and of its columns; those that are kept for
/// something else are internal.
pub fn described() -> Result<Vec<DescribedTable>> {
    let described = |table: TableShape| {
        let known: Vec<(&str, &str)> = section(&table.name)
            .lines()
            .take_while(|line| !line.starts_with('#'))
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
            .map(|(name, about)| (name, about.trim_end_matches(" |")))
            .collect();
        let about_column = |name: &str| {
            known.iter().find(|(known, _)| *known == name).map_or("", |(_, about)| about)
        };
        let columns = table.columns.iter();
        let columns = columns.map(|name| (name.clone(), about_column(name).to_owned())).collect();
        DescribedTable {
            name: table.name,
            is_internal: table.is_internal,
            about: table.about,
            columns,
        }
    };
    let kept = KEPT.iter().map(|name| DescribedTable {
        name: (*name).to_owned(),
        is_internal: true,
        about: String::new(),
        columns: Vec::new(),
    });
    Ok(tables()?.into_iter().map(described).chain(kept).collect())
}

/// What the data dictionary says of a table, and all behind it.
fn section(table: &str) -> &'static str {
    const DICTIONARY: &str = include_str!("../../migrations/SCHEMA.md");
    let heading = format!("### `{table}`\n");
    DICTIONARY.split_once(&heading).map_or("", |(_, section)| section)
}

/// What the data dictionary says of a table before its columns.
fn about(table: &str) -> String {
    let section = section(table);
    let paragraphs = section.lines().take_while(|line| !line.starts_with(['|', '#']));
    paragraphs.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
