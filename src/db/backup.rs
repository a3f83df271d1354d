//! A copy of the archive that is whole before it has its name.
//!
//! `VACUUM INTO` reads one consistent state while others write. It goes to a file with a random name
//! beside the target, is checked there, reaches the disk, and only then gets its name, which nothing
//! may have: whoever finds the copy finds a complete one. Plain copying of a live archive is neither
//! complete nor safe.
//!
//! What must stay true: an unfinished copy goes away with its `Copy`. Only a kill leaves one, and the
//! next copy into that folder removes it a day later.

use std::fs::{self, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::connect::{DEFAULT_WAIT, absolute, check_identity, expect_file, open};
use super::files::{PRIVATE, beside, folder_of, io_error, open_no_link, sync_folder};
use super::{Archive, Error, Result, migrate};

/// How the random name of an unfinished copy begins.
pub(super) const PREFIX: &str = ".cuttings-";
const SUFFIX: &str = ".part";
/// What SQLite puts beside it.
const JOURNAL: &str = "-journal";

/// How long the unfinished copy of a killed process is left alone.
const ABANDONED_AFTER: Duration = Duration::from_secs(86_400);

/// A finished copy that has no name yet. Dropped, it is gone.
pub struct Copy {
    file: NamedTempFile,
}

impl Copy {
    /// Where it is until it has its name.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Gives it the first of these names that nothing has, and says which. It is on disk before it is
    /// seen there. Fails where all of them are taken.
    pub fn publish(self, names: impl IntoIterator<Item = PathBuf>) -> Result<PathBuf> {
        let Self { mut file } = self;
        let mut taken = None;
        file.as_file().sync_all().map_err(|error| io_error(file.path().to_owned(), &error))?;
        for name in names {
            match file.persist_noclobber(&name) {
                Ok(_) => {
                    sync_folder(&name).map_err(|error| io_error(name.clone(), &error))?;
                    return Ok(name);
                }
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                    file = error.file;
                    taken = Some(name);
                }
                Err(error) => return Err(io_error(name, &error.error)),
            }
        }
        Err(Error::Exists { path: taken.unwrap_or_default() })
    }
}

impl Archive {
    /// Copies the archive into the folder of `target`, and lets SQLite check the copy. Ends with
    /// `Error::Stopped` soon after `is_asked` says so.
    pub fn copy_beside(
        &mut self,
        target: &Path,
        is_asked: impl FnMut() -> bool + Clone + Send + 'static,
    ) -> Result<Copy> {
        self.stop_when(is_asked.clone())?;
        copy_while(&self.connection, &self.path, &absolute(target)?, is_asked)
    }
}

/// Copies `source`, which `connection` has open, into the folder of `target`.
pub(super) fn copy(connection: &Connection, source: &Path, target: &Path) -> Result<Copy> {
    copy_while(connection, source, target, || false)
}

fn copy_while(
    connection: &Connection,
    source: &Path,
    target: &Path,
    is_asked: impl FnMut() -> bool + Send + 'static,
) -> Result<Copy> {
    let folder = folder_of(target);
    let io = |error: io::Error| io_error(folder.to_owned(), &error);
    remove_abandoned(folder).map_err(io)?;
    // VACUUM INTO takes a file that is there and empty; one that it made itself all could read.
    let file = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .permissions(Permissions::from_mode(PRIVATE))
        .tempfile_in(folder)
        .map_err(io)?;
    let outcome = fill(connection, source, target, file.path(), is_asked);
    if outcome.is_err() {
        // SQLite makes one for a copy larger than its cache, and leaves it where it could not finish.
        let _ = fs::remove_file(beside(file.path(), JOURNAL));
    }
    outcome.map(|()| Copy { file })
}

/// Copies `source` into an empty file, and checks the copy.
fn fill(
    connection: &Connection,
    source: &Path,
    target: &Path,
    file: &Path,
    is_asked: impl FnMut() -> bool + Send + 'static,
) -> Result<()> {
    let name = file.to_str().ok_or_else(|| Error::Io {
        path: target.to_owned(),
        reason: "the name of a copy must be UTF-8".to_owned(),
    })?;
    let sqlite = |error| Error::from_sqlite(target, error);
    connection.execute("VACUUM INTO ?1", [name]).map_err(sqlite)?;
    let mut copied = open(file, OpenFlags::SQLITE_OPEN_READ_WRITE, DEFAULT_WAIT)?;
    copied.progress_handler(10_000, Some(is_asked)).map_err(sqlite)?;
    let verdict = integrity(&copied).map_err(sqlite)?;
    if verdict != "ok" {
        return Err(Error::Damaged { path: source.to_owned(), reason: verdict });
    }
    let has_index: bool = copied
        .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'articles_fts'", [], |row| {
            row.get(0)
        })
        .map_err(sqlite)?;
    if has_index {
        copied
            .execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)",
                [],
            )
            .map_err(sqlite)?;
    }
    copied.close().map_err(|(_, error)| sqlite(error))
}

fn integrity(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
}

/// Whether a file is a whole archive with the very rows of the one that `connection` has open. What
/// cannot be read to its end is not.
pub(super) fn is_copy(connection: &Connection, path: &Path) -> bool {
    let same = || -> Result<bool> {
        expect_file(path)?;
        if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
            return Ok(false);
        }
        let other = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, Duration::ZERO)?;
        check_identity(&other, path)?;
        let sqlite = |error| Error::from_sqlite(path, error);
        Ok(integrity(&other).map_err(sqlite)? == "ok"
            && migrate::table_names(connection).map_err(sqlite)?
                == migrate::table_names(&other).map_err(sqlite)?
            && migrate::table_names(connection)
                .and_then(|names| {
                    names.iter().try_fold(true, |same, name| {
                        Ok(same && are_same_rows(connection, &other, name)?)
                    })
                })
                .map_err(sqlite)?)
    };
    same().unwrap_or(false)
}

/// Compares a table of two databases row by row. VACUUM keeps the order of rows.
fn are_same_rows(one: &Connection, other: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""));
    let (mut one, mut other) = (one.prepare(&sql)?, other.prepare(&sql)?);
    if !one.column_names().eq(other.column_names()) {
        return Ok(false);
    }
    let columns = one.column_count();
    let (mut rows, mut other_rows) = (one.raw_query(), other.raw_query());
    loop {
        match (rows.next()?, other_rows.next()?) {
            (None, None) => return Ok(true),
            (Some(row), Some(other)) => {
                for column in 0..columns {
                    if row.get_ref(column)? != other.get_ref(column)? {
                        return Ok(false);
                    }
                }
            }
            _ => return Ok(false),
        }
    }
}

/// Removes unfinished copies that killed processes of ours left in a folder.
fn remove_abandoned(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_named_so = name.to_str().is_some_and(|name| {
            let name = name.strip_suffix(JOURNAL).unwrap_or(name);
            let middle = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
            middle.is_some_and(|middle| {
                middle.len() == 6 && middle.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
        });
        if is_named_so && is_abandoned(&entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether a file is ours, old, and nothing but a beginning of a database or of a journal. One that cannot be looked
/// at is somebody else's.
fn is_abandoned(path: &Path) -> bool {
    let looked_at = || -> io::Result<bool> {
        let mut file = open_no_link(path, false)?;
        let found = file.metadata()?;
        let mut start = Vec::new();
        file.by_ref().take(16).read_to_end(&mut start)?;
        // A file from the future counts as new, and stays.
        let age = SystemTime::now().duration_since(found.modified()?).unwrap_or_default();
        Ok(found.is_file()
            && found.nlink() == 1
            && found.uid() == rustix::process::geteuid().as_raw()
            && age > ABANDONED_AFTER
            && (start == b"SQLite format 3\0"
                || start.starts_with(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
                || start.iter().all(|byte| *byte == 0)))
    };
    looked_at().unwrap_or(false)
}
