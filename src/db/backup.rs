//! A copy of the archive that is whole before it has its name.
//!
//! `VACUUM INTO` reads one consistent state while others write. It goes to a file of its own name
//! beside the target, is checked there, reaches the disk, and only then is renamed: whoever finds
//! the copy finds a complete one. Plain copying of a live archive is neither complete nor safe.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::connect::{DEFAULT_WAIT, absolute, io_error, open};
use super::{Archive, Error, Result};

impl Archive {
    /// Copies the archive to `target`, which must not exist. `prove` is given the complete copy under
    /// its provisional name; if it refuses, there is no copy.
    pub fn copy_to<T>(&self, target: &Path, prove: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
        copy(&self.connection, &self.path, &absolute(target)?, prove)
    }
}

/// Copies `source`, which `connection` has open, to `target`.
pub(super) fn copy<T>(
    connection: &Connection,
    source: &Path,
    target: &Path,
    prove: impl FnOnce(&Path) -> Result<T>,
) -> Result<T> {
    if target.exists() {
        return Err(Error::Exists { path: target.to_owned() });
    }
    let mut provisional = target.as_os_str().to_owned();
    provisional.push(".part");
    let part = Path::new(&provisional);
    let outcome = write(connection, source, part).and_then(|()| prove(part)).and_then(|proof| {
        publish(part, target).map_err(|error| io_error(target.to_owned(), &error))?;
        Ok(proof)
    });
    if outcome.is_err() {
        // What is left of an unfinished copy is of no use; the error that stopped it is the news.
        let _ = fs::remove_file(part);
    }
    outcome
}

/// Writes the copy and lets SQLite check it, the full-text index included.
fn write(connection: &Connection, source: &Path, part: &Path) -> Result<()> {
    let io = |error: io::Error| io_error(part.to_owned(), &error);
    if part.exists() {
        fs::remove_file(part).map_err(io)?;
    }
    // As readable as the archive: SQLite would make it readable to all. VACUUM INTO takes a file that
    // is there and empty.
    let mode = fs::metadata(source).map(|metadata| metadata.permissions().mode() & 0o777).unwrap_or(0o600);
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(part).map_err(io)?;
    fs::set_permissions(part, Permissions::from_mode(mode)).map_err(io)?;
    let name = part.to_str().ok_or_else(|| Error::Io {
        path: part.to_owned(),
        reason: "the name of a copy must be UTF-8".to_owned(),
    })?;
    let sqlite = |error| Error::from_sqlite(part, error);
    connection.execute("VACUUM INTO ?1", [name]).map_err(sqlite)?;
    let copied = open(part, OpenFlags::SQLITE_OPEN_READ_WRITE, DEFAULT_WAIT)?;
    let verdict: String = copied.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(sqlite)?;
    if verdict != "ok" {
        return Err(Error::Damaged { path: source.to_owned(), reason: verdict });
    }
    let has_index: bool = copied
        .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'articles_fts'", [], |row| row.get(0))
        .map_err(sqlite)?;
    if has_index {
        copied
            .execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)", [])
            .map_err(sqlite)?;
    }
    copied.close().map_err(|(_, error)| sqlite(error))
}

/// Gives a finished copy its name, on disk before it is seen.
fn publish(part: &Path, target: &Path) -> io::Result<()> {
    File::open(part)?.sync_all()?;
    fs::rename(part, target)?;
    match target.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
