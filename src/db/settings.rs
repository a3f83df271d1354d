//! What an archive notes about itself: names and values in `settings`.
//!
//! What must stay true: every row is written here, because `SEAL` is the hash of all the others, by
//! which `verify` finds one that another program changed.

use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256 as Hasher};

use crate::model::Sha256;

/// The setting whose value is the hash of all the others.
const SEAL: &str = "settings_sha256";

/// The value of a setting; `None` if it is not set.
pub(super) fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM settings WHERE name = :name")?
        .query_row(named_params! { ":name": name }, |row| row.get(0))
        .optional()
}

/// Sets a setting, and the seal over all.
pub(super) fn set(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    put(connection, name, value)?;
    put(connection, SEAL, &hash(connection)?)
}

/// Removes a setting, and sets the seal over the others.
pub(super) fn remove(connection: &Connection, name: &str) -> rusqlite::Result<()> {
    connection
        .execute("DELETE FROM settings WHERE name = :name", named_params! { ":name": name })?;
    put(connection, SEAL, &hash(connection)?)
}

/// What is wrong with the settings.
pub(super) fn findings(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let stored = get(connection, SEAL)?;
    Ok(match stored {
        Some(stored) if stored == hash(connection)? => Vec::new(),
        Some(_) => vec!["settings: a row was changed, added or deleted".to_owned()],
        None if is_empty(connection)? => Vec::new(),
        None => vec![format!("settings: the row `{SEAL}` is missing")],
    })
}

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(!connection.prepare("SELECT 1 FROM settings")?.exists([])?)
}

fn put(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO settings (name, value) VALUES (:name, :value)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute(named_params! { ":name": name, ":value": value })?;
    Ok(())
}

fn hash(connection: &Connection) -> rusqlite::Result<String> {
    let mut statement = connection
        .prepare_cached("SELECT name, value FROM settings WHERE name <> :seal ORDER BY name")?;
    let mut rows = statement.query(named_params! { ":seal": SEAL })?;
    let mut hasher = Hasher::new();
    while let Some(row) = rows.next()? {
        for cell in 0..2 {
            let bytes = row.get_ref(cell)?.as_bytes()?;
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
    }
    Ok(Sha256(hasher.finalize().into()).to_string())
}
