//! What in an archive's schema is not as the migrations made it, and what people added of their own.
//!
//! Tables, views, indexes, triggers and columns of people's own are theirs: they are listed, not found
//! fault with. But a trigger that changes our tables, or keeps our rows out of them without a word, does
//! what no command was asked to do, and is damage.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{migrate, sql_text};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Schema {
    /// Objects of ours that are missing or changed, and triggers that change our tables.
    pub findings: Vec<String>,
    /// Objects of people's own: `table notes`, `column articles.rating`.
    pub foreign: Vec<String>,
}

struct Object {
    kind: String,
    name: String,
    /// The table that an index or a trigger belongs to.
    table: String,
    sql: Option<String>,
}

/// Compares the schema with what the migrations up to `version` make.
pub(super) fn examine(connection: &Connection, version: i64) -> rusqlite::Result<Schema> {
    let ours = migrate::fresh_at(version)?;
    let expected = objects(&ours)?;
    let present = objects(connection)?;
    let mut schema = Schema::default();
    for our in &expected {
        let found = present.iter().find(|one| one.kind == our.kind && one.name == our.name);
        match found {
            None => schema.findings.push(format!("the {} {} is missing", our.kind, our.name)),
            Some(found) if found.sql == our.sql => {}
            Some(found) => match added_columns(connection, &ours, our, found)? {
                Some(columns) => schema
                    .foreign
                    .extend(columns.into_iter().map(|name| format!("column {}.{name}", our.name))),
                None => schema.findings.push(format!(
                    "the {} {} is not as the migrations made it",
                    our.kind, our.name
                )),
            },
        }
    }
    let our_names: BTreeSet<String> = expected
        .iter()
        .filter(|one| one.kind == "table" || one.kind == "view")
        .map(|one| one.name.to_ascii_lowercase())
        .collect();
    for one in present {
        if expected.iter().any(|our| our.kind == one.kind && our.name == one.name)
            || one.name == "refinery_schema_history"
            // What SQLite makes itself for a table belongs to that table.
            || one.name.starts_with("sqlite_")
        {
            continue;
        }
        if let Some(sql) = one.sql.as_deref().filter(|_| one.kind == "trigger") {
            let is_on_ours = our_names.contains(&one.table.to_ascii_lowercase());
            schema.findings.extend(faults(&one, sql, is_on_ours, &our_names));
        }
        schema.foreign.push(format!("{} {}", one.kind, one.name));
    }
    Ok(schema)
}

/// Removes the triggers of people's own; for a copy in which only what is ours is to happen.
pub(super) fn drop_triggers(connection: &Connection) -> rusqlite::Result<()> {
    let ours = objects(&migrate::fresh()?)?;
    for one in objects(connection)?.into_iter().filter(|one| one.kind == "trigger") {
        if !ours.iter().any(|our| our.kind == one.kind && our.name == one.name) {
            let name = one.name.replace('"', "\"\"");
            connection.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
        }
    }
    Ok(())
}

fn objects(connection: &Connection) -> rusqlite::Result<Vec<Object>> {
    connection
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")?
        .query_map([], |row| {
            Ok(Object {
                kind: row.get(0)?,
                name: row.get(1)?,
                table: row.get(2)?,
                sql: row.get(3)?,
            })
        })?
        .collect()
}

/// What is wrong with a trigger of somebody else's.
fn faults(
    trigger: &Object,
    sql: &str,
    is_on_ours: bool,
    our_names: &BTreeSet<String>,
) -> Vec<String> {
    let mut faults: Vec<String> = sql_text::written_by_trigger(sql)
        .into_iter()
        .filter(|(_, table)| our_names.contains(&table.to_ascii_lowercase()))
        .map(|(verb, table)| {
            format!("the trigger {}, which is not ours, does {verb} on {table}", trigger.name)
        })
        .collect();
    if is_on_ours && sql_text::ignores(sql) {
        faults.push(format!(
            "the trigger {}, which is not ours, keeps rows out of {} without a word",
            trigger.name, trigger.table
        ));
    }
    faults
}

/// The columns that `ALTER TABLE … ADD COLUMN` added to a table of ours; `None` where it differs in
/// another way.
fn added_columns(
    connection: &Connection,
    ours: &Connection,
    our: &Object,
    found: &Object,
) -> rusqlite::Result<Option<Vec<String>>> {
    let (Some(expected), Some(sql)) = (&our.sql, &found.sql) else { return Ok(None) };
    // SQLite writes the new column behind the last one and touches nothing else.
    let Some(added) = sql.len().checked_sub(expected.len()) else { return Ok(None) };
    let is_insertion = (0..=expected.len()).any(|at| {
        expected.get(..at).is_some_and(|start| sql.starts_with(start))
            && sql.get(at + added..) == expected.get(at..)
            && sql.get(at..).is_some_and(|rest| rest.starts_with(','))
    });
    let (columns, known) = (columns(connection, &our.name)?, columns(ours, &our.name)?);
    if our.kind != "table" || !is_insertion || columns.len() <= known.len() {
        return Ok(None);
    }
    Ok(columns.strip_prefix(known.as_slice()).map(<[String]>::to_vec))
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_xinfo(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}
