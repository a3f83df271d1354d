//! Bringing a schema up to date, all or nothing.
//!
//! refinery keeps the history. Its grouped mode is used, because its default commits a migration and
//! the row that says so apart, and a stop between the two leaves an archive that can never be opened
//! again. Foreign keys are off while it runs (inside its transaction they cannot be switched, and a
//! table rebuild would cascade into every child table) and checked afterwards. An archive with
//! articles in it is copied aside first.
//!
//! Must stay true: the caller holds the write lock, and a released migration never changes a byte.

use std::path::{Path, PathBuf};

use refinery::Runner;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::files::{beside, io_error, is_taken};
use super::{Error, Result, backup, row_hashes};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The newest schema this program knows. A test holds it against the migrations: to ask them costs a regular expression
/// and a hash over each, which was a third of what `query` did before its first row.
pub(super) const KNOWN_VERSION: i64 = 10;

/// The schema of an archive: 0 where none was applied. A newer one than we know is an error, and so
/// is a history that refinery would panic on.
pub(super) fn applied_version(connection: &Connection, path: &Path) -> Result<i64> {
    let found = read_history(connection, path)?;
    // A later program may keep its history elsewhere; the number in the header is SQLite's own.
    let stamped: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| Error::from_sqlite(path, error))?;
    let newest = found.max(stamped);
    if newest > KNOWN_VERSION {
        return Err(Error::Newer { path: path.to_owned(), found: newest, known: KNOWN_VERSION });
    }
    Ok(found)
}

/// Applies what is pending.
pub(super) fn run(connection: &mut Connection, path: &Path) -> Result<()> {
    applied_version(connection, path)?;
    run_with(connection, path, embedded::migrations::runner())?;
    row_hashes::seal_migrated(connection).map_err(|error| Error::from_sqlite(path, error))
}

/// Applies what is pending to a private copy, of which no further copy is needed.
pub(super) fn run_on_copy(connection: &mut Connection, path: &Path) -> Result<()> {
    let sqlite = |error| Error::from_sqlite(path, error);
    let runner = embedded::migrations::runner();
    if read_history(connection, path)? < newest(&runner) {
        connection.pragma_update(None, "foreign_keys", false).map_err(sqlite)?;
        runner.set_grouped(true).run(connection).map_err(|error| failure(&error, path))?;
        connection.pragma_update(None, "foreign_keys", true).map_err(sqlite)?;
    }
    row_hashes::seal_migrated(connection).map_err(sqlite)
}

fn run_with(connection: &mut Connection, path: &Path, runner: Runner) -> Result<()> {
    let sqlite = |error| Error::from_sqlite(path, error);
    let found = read_history(connection, path)?;
    let known = newest(&runner);
    if found < known {
        let own_columns = own_columns(connection, &runner, found).map_err(sqlite)?;
        if !own_columns.is_empty() {
            let reason = format!(
                "tables are made anew, and columns of your own would be lost: {}; move them to a table of your own and drop them",
                own_columns.join(", ")
            );
            return Err(Error::Migration { path: path.to_owned(), reason });
        }
        let copy = if found > 0 { Some(copy_aside(connection, path, found)?) } else { None };
        let before = row_counts(connection).map_err(sqlite)?;
        let own = own_objects(connection, &runner, found).map_err(sqlite)?;
        connection.pragma_update(None, "foreign_keys", false).map_err(sqlite)?;
        let outcome = runner.set_grouped(true).run(connection);
        connection.pragma_update(None, "foreign_keys", true).map_err(sqlite)?;
        outcome.map_err(|error| failure(&error, path))?;
        put_back(connection, &own).map_err(sqlite)?;
        check(connection, &before, path, copy.as_deref())?;
    }
    // In step with the history even where a stop fell between the two.
    let version: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sqlite)?;
    if version != known {
        connection.pragma_update(None, "user_version", known).map_err(sqlite)?;
    }
    Ok(())
}

/// An empty archive in memory.
pub(super) fn fresh() -> rusqlite::Result<Connection> {
    fresh_of(&embedded::migrations::runner(), i64::MAX)
}

/// An empty archive in memory, of an older schema.
pub(super) fn fresh_at(version: i64) -> rusqlite::Result<Connection> {
    fresh_of(&embedded::migrations::runner(), version)
}

fn fresh_of(runner: &Runner, version: i64) -> rusqlite::Result<Connection> {
    let fresh = Connection::open_in_memory()?;
    fresh.pragma_update(None, "foreign_keys", false)?;
    // The runner has them by the names of their files: V10 before V2.
    let mut migrations: Vec<_> = runner.get_migrations().iter().collect();
    migrations.sort_by_key(|migration| migration.version());
    for migration in migrations {
        if i64::from(migration.version()) <= version {
            fresh.execute_batch(migration.sql().unwrap_or_default())?;
        }
    }
    Ok(fresh)
}

/// Name and SQL of the triggers and indexes that people made themselves: they go with a table that a
/// migration makes anew, and are not ours to lose.
fn own_objects(
    connection: &Connection,
    runner: &Runner,
    version: i64,
) -> rusqlite::Result<Vec<(String, String)>> {
    let objects = |connection: &Connection| -> rusqlite::Result<Vec<(String, String)>> {
        connection
            .prepare(
                "SELECT name, sql FROM sqlite_master
                 WHERE type IN ('trigger', 'index') AND sql IS NOT NULL ORDER BY rowid",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    let ours = objects(&fresh_of(runner, version)?)?;
    let mut found = objects(connection)?;
    found.retain(|(name, _)| ours.iter().all(|(our, _)| our != name));
    Ok(found)
}

/// The columns that people added to tables of ours: `articles.rating`. No migration knows where they go.
fn own_columns(
    connection: &Connection,
    runner: &Runner,
    version: i64,
) -> rusqlite::Result<Vec<String>> {
    let ours = fresh_of(runner, version)?;
    let columns = |connection: &Connection, table: &str| -> rusqlite::Result<Vec<String>> {
        connection
            .prepare("SELECT name FROM pragma_table_xinfo(?1)")?
            .query_map([table], |row| row.get(0))?
            .collect()
    };
    let mut own = Vec::new();
    for table in table_names(&ours)? {
        let known = columns(&ours, &table)?;
        let found = columns(connection, &table)?;
        let added = found.into_iter().filter(|name| !known.contains(name));
        own.extend(added.map(|name| format!("`{table}.{name}`")));
    }
    Ok(own)
}

fn put_back(connection: &Connection, own: &[(String, String)]) -> rusqlite::Result<()> {
    for (name, sql) in own {
        let is_there = connection
            .prepare("SELECT 1 FROM sqlite_master WHERE name = :name")?
            .exists(named_params! { ":name": name })?;
        if !is_there {
            connection.execute_batch(sql)?;
        }
    }
    Ok(())
}

fn newest(runner: &Runner) -> i64 {
    runner
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

/// Reads refinery's table ourselves, because refinery panics on a row it cannot parse.
fn read_history(connection: &Connection, path: &Path) -> Result<i64> {
    let sqlite = |error| Error::from_sqlite(path, error);
    let exists: bool = connection
        .query_row(
            "SELECT count(*) FROM sqlite_master WHERE name = 'refinery_schema_history'",
            [],
            |row| row.get(0),
        )
        .map_err(sqlite)?;
    if !exists {
        return Ok(0);
    }
    let unreadable: Option<String> = connection
        .query_row(
            "SELECT quote(applied_on) || ' ' || quote(checksum) FROM refinery_schema_history
             WHERE typeof(version) <> 'integer' OR typeof(name) <> 'text'
                OR applied_on NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*[Z0-9]'
                OR checksum GLOB '*[^0-9]*' OR length(checksum) NOT BETWEEN 1 AND 20
                OR (length(checksum) = 20 AND checksum > '18446744073709551615')",
            [],
            |row| row.get(0),
        )
        .optional()
        .map_err(sqlite)?;
    if let Some(row) = unreadable {
        return Err(Error::Damaged {
            path: path.to_owned(),
            reason: format!("refinery_schema_history holds a row that is not a migration's: {row}"),
        });
    }
    connection
        .query_row("SELECT ifnull(max(version), 0) FROM refinery_schema_history", [], |row| {
            row.get(0)
        })
        .map_err(sqlite)
}

/// A copy that can be put back, made by SQLite itself: `ARCHIVE.pre-v2.db`. One that is there already
/// may be of an attempt that did not succeed; it is taken only if it is this archive to the last row,
/// and otherwise left alone: `ARCHIVE.pre-v2.2.db`.
fn copy_aside(connection: &Connection, path: &Path, version: i64) -> Result<PathBuf> {
    let names = || {
        (1..).map(|number| match number {
            1 => beside(path, &format!(".pre-v{}.db", version + 1)),
            number => beside(path, &format!(".pre-v{}.{number}.db", version + 1)),
        })
    };
    for name in names() {
        if !is_taken(&name).map_err(|error| io_error(name.clone(), &error))? {
            break;
        }
        if backup::is_copy(connection, &name) {
            return Ok(name);
        }
    }
    backup::copy(connection, path, path)?.publish(names())
}

/// Every table, the users' own included.
pub(super) fn table_names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Rows of every table; a migration may add rows, never lose them.
fn row_counts(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    table_names(connection)?
        .into_iter()
        .map(|name| {
            let quoted = name.replace('"', "\"\"");
            let count =
                connection.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| {
                    row.get(0)
                })?;
            Ok((name, count))
        })
        .collect()
}

fn check(
    connection: &Connection,
    before: &[(String, i64)],
    path: &Path,
    copy: Option<&Path>,
) -> Result<()> {
    let sqlite = |error| Error::from_sqlite(path, error);
    let put_back = copy
        .map_or(String::new(), |copy| format!("; the archive as it was is `{}`", copy.display()));
    let orphans: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
        .map_err(sqlite)?;
    if orphans > 0 {
        let reason = format!("{orphans} rows refer to rows that are gone{put_back}");
        return Err(Error::Migration { path: path.to_owned(), reason });
    }
    let after = row_counts(connection).map_err(sqlite)?;
    for (table, count) in before {
        if let Some((_, now)) = after.iter().find(|(name, _)| name == table)
            && now < count
        {
            let reason = format!("table {table} had {count} rows and has {now}{put_back}");
            return Err(Error::Migration { path: path.to_owned(), reason });
        }
    }
    Ok(())
}

/// What SQLite said, where it is in the chain: refinery's own words name only the step. A full disk is
/// a full disk here too.
fn failure(error: &refinery::Error, path: &Path) -> Error {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    let mut reason = error.to_string();
    while let Some(link) = cause {
        if let Some(sqlite) = link.downcast_ref::<rusqlite::Error>() {
            reason = sqlite.to_string();
            if let Some(code) = sqlite.sqlite_error() {
                let same = rusqlite::Error::SqliteFailure(*code, Some(reason.clone()));
                match Error::from_sqlite(path, same) {
                    Error::Sqlite { .. } => {}
                    sorted => return sorted,
                }
            }
        }
        cause = link.source();
    }
    Error::Migration { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use refinery::Migration;

    fn runner(migrations: &[(&str, &str)]) -> Runner {
        let migrations: Vec<Migration> =
            migrations.iter().map(|(name, sql)| Migration::unapplied(name, sql).unwrap()).collect();
        Runner::new(&migrations)
    }

    const FIRST: (&str, &str) = (
        "V1__a",
        "CREATE TABLE parents (id INTEGER PRIMARY KEY);
         CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents ON DELETE CASCADE);",
    );

    fn archive() -> (tempfile::TempDir, PathBuf, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut connection = Connection::open(&path).unwrap();
        run_with(&mut connection, &path, runner(&[FIRST])).unwrap();
        connection
            .execute_batch("INSERT INTO parents VALUES (1); INSERT INTO children VALUES (1, 1), (2, 1); CREATE TABLE mine (x); INSERT INTO mine VALUES (7)")
            .unwrap();
        (folder, path, connection)
    }

    #[test]
    fn a_table_rebuild_keeps_its_children_and_leaves_a_copy_aside() {
        let (_folder, path, mut connection) = archive();
        connection
            .execute_batch(
                "CREATE INDEX mine_too ON parents (id);
                 CREATE TRIGGER told AFTER INSERT ON parents BEGIN INSERT INTO mine VALUES (new.id); END;",
            )
            .unwrap();
        let rebuild = (
            "V2__rebuild",
            "CREATE TABLE new (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO new (id) SELECT id FROM parents;
             DROP TABLE parents; ALTER TABLE new RENAME TO parents;",
        );
        run_with(&mut connection, &path, runner(&[FIRST, rebuild])).unwrap();
        let count = |table: &str| -> i64 {
            connection
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
                .unwrap()
        };
        assert_eq!((count("children"), count("mine")), (2, 1));
        // What people hung on the table that was made anew is there again.
        assert_eq!(count("sqlite_master WHERE name IN ('mine_too', 'told')"), 2);
        let version: i64 =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, 2);
        let copy = path.with_file_name("a.db.pre-v2.db");
        let old: i64 = Connection::open(copy)
            .unwrap()
            .query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))
            .unwrap();
        assert_eq!(old, 1);
    }

    #[test]
    fn a_column_of_ones_own_is_named_before_it_is_lost() {
        let (_folder, path, mut connection) = archive();
        connection.execute_batch("ALTER TABLE parents ADD COLUMN rating").unwrap();
        let rebuild = (
            "V2__rebuild",
            "CREATE TABLE new (id INTEGER PRIMARY KEY); INSERT INTO new SELECT id FROM parents;
             DROP TABLE parents; ALTER TABLE new RENAME TO parents;",
        );
        let error = run_with(&mut connection, &path, runner(&[FIRST, rebuild])).unwrap_err();
        assert!(error.to_string().contains("`parents.rating`"), "{error}");
        assert_eq!(read_history(&connection, &path).unwrap(), 1);
        connection.execute_batch("ALTER TABLE parents DROP COLUMN rating").unwrap();
        run_with(&mut connection, &path, runner(&[FIRST, rebuild])).unwrap();
    }

    #[test]
    fn a_migration_that_loses_rows_is_an_error_that_names_the_copy() {
        let (_folder, path, mut connection) = archive();
        let careless = ("V2__careless", "DELETE FROM children WHERE id = 1;");
        let error = run_with(&mut connection, &path, runner(&[FIRST, careless])).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("table children had 2 rows and has 1") && text.contains("pre-v2.db"),
            "{text}"
        );
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let (_folder, path, mut connection) = archive();
        let broken = ("V2__broken", "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);");
        let error = run_with(&mut connection, &path, runner(&[FIRST, broken])).unwrap_err();
        assert!(error.to_string().contains("no such table: nowhere"), "{error}");
        assert_eq!(read_history(&connection, &path).unwrap(), 1);
        let half: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'half'", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(half, 0);
    }

    #[test]
    fn a_damaged_history_is_named() {
        let (_folder, path, connection) = archive();
        connection
            .execute("UPDATE refinery_schema_history SET applied_on = '2024-01-01 10:00:00'", [])
            .unwrap();
        let error = read_history(&connection, &path).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }

    #[test]
    fn the_embedded_migrations_are_numbered_without_a_gap() {
        let runner = embedded::migrations::runner();
        let mut versions: Vec<i32> =
            runner.get_migrations().iter().map(|migration| migration.version()).collect();
        // The runner has them by the names of their files.
        versions.sort_unstable();
        assert_eq!(versions, (1..=KNOWN_VERSION as i32).collect::<Vec<_>>());
    }
}
