//! Opening an archive: what a file must be, how a connection is set, in what order.
//!
//! # Order
//! Look at the path without opening it (opening a FIFO would hang, opening our own file beside a
//! live connection would drop its locks) → for writing, take the lock → open through SQLite, never
//! creating → `application_id` → schema version → migrate (writers) → settings of the connection.
//! Nothing is written before the file is known to be ours.
//!
//! # Settings
//! | setting | value | why |
//! |---|---|---|
//! | `busy_timeout` | `--wait`, 30 s | readers and the shell hold locks for moments |
//! | transactions | IMMEDIATE | a deferred one that upgrades fails at once, whatever the timeout |
//! | `synchronous` | FULL | what was reported as stored survives power loss |
//! | `journal_mode` | WAL, else as chosen at `init` | readers never block a scheduled ingest; respected ever after, because on network file systems WAL does not work |
//! | `journal_size_limit` | 64 MiB | a long batch must not leave a large WAL behind |
//! | `foreign_keys`, `recursive_triggers` | on | the second keeps the full-text index whole under REPLACE |
//! | `trusted_schema` off, defensive, no double-quoted strings, `cell_size_check` | | a hostile file runs no functions from its schema |
//! | `mmap_size` | 0 | no gain was measured, and an I/O error would be a signal |
//! | `cache_size` | 64 MB for writers | 2 MB costs half as much again |

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::lock::WriteLock;
use super::{Error, Result, migrate};

/// `application_id` of every archive: "CUTT".
pub const APPLICATION_ID: i32 = 0x4355_5454;

/// How long a writer waits for another, unless told otherwise.
pub const DEFAULT_WAIT: Duration = Duration::from_secs(30);

/// How an archive keeps its journal; chosen once, at `init`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalMode {
    /// Write-ahead log: readers and one writer at the same time, on a local disk.
    Wal,
    /// Rollback journal: for network file systems, and where readers may not write the folder.
    Truncate,
}

impl JournalMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wal => "wal",
            Self::Truncate => "truncate",
        }
    }

    /// What suits the file system that `path` lies on: WAL needs shared memory, which network and
    /// most FUSE file systems do not have.
    fn for_file_system(path: &Path) -> Self {
        const NETWORK: [u32; 5] = [0x6969, 0xfe53_4d42, 0xff53_4d42, 0x517b, 0x6573_5546]; // NFS, SMB2, CIFS, SMB, FUSE
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match rustix::fs::statfs(folder) {
            Ok(status) if NETWORK.contains(&(status.f_type as u32)) => Self::Truncate,
            _ => Self::Wal,
        }
    }
}

/// An open archive.
pub struct Archive {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// Held by writers for as long as they are open.
    _lock: Option<WriteLock>,
}

impl Archive {
    /// Opens an archive for reading. Nothing is migrated: an older schema is an error.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        let path = absolute(path)?;
        expect_file(&path)?;
        let connection = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, DEFAULT_WAIT)?;
        check_identity(&connection, &path)?;
        let (found, known) =
            (migrate::applied_version(&connection, &path)?, migrate::known_version());
        if found < known {
            return Err(Error::Older { path, found, known });
        }
        Ok(Self::new(connection, path))
    }

    /// Opens an archive to check it: whatever its schema, and nothing is migrated. For writing where that
    /// is permitted, because only so the full-text index can be checked.
    pub fn open_to_check(path: &Path, wait: Duration) -> Result<Self> {
        let path = absolute(path)?;
        expect_file(&path)?;
        let reader = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, wait)?;
        check_identity(&reader, &path)?;
        migrate::applied_version(&reader, &path)?;
        // SQLite opens for reading what may not be written.
        let connection = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait).unwrap_or(reader);
        Ok(Self::new(connection, path))
    }

    /// An archive without the lock of writers.
    pub(super) fn new(connection: Connection, path: PathBuf) -> Self {
        Self { connection, path, _lock: None }
    }

    /// Opens an archive for writing, alone among writers of this program, and brings its schema up
    /// to date. `command` is what the lock file says about us to others who wait.
    pub fn open_to_write(path: &Path, wait: Duration, purpose: &str) -> Result<Self> {
        let path = absolute(path)?;
        expect_file(&path)?;
        // Identity first, without the lock: no lock file is left beside somebody else's database.
        let probe = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, wait)?;
        check_identity(&probe, &path)?;
        drop(probe);
        let lock = WriteLock::take(&path, wait, purpose)?;
        Self::open_locked(path, lock, wait)
    }

    /// Makes a new archive, or finishes one whose making was interrupted. An existing archive is
    /// opened as it is when `may_exist`, refused otherwise. Says whether it was made.
    pub fn create(
        path: &Path,
        journal_mode: Option<JournalMode>,
        may_exist: bool,
        wait: Duration,
        purpose: &str,
    ) -> Result<(Self, bool)> {
        let path = absolute(path)?;
        match fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() => return Err(not_a_file(path, &metadata)),
            Ok(metadata) if metadata.len() > 0 && !may_exist => {
                let probe = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, wait)?;
                check_identity(&probe, &path)?;
                if migrate::applied_version(&probe, &path)? > 0 {
                    return Err(Error::Exists { path });
                }
            }
            Ok(metadata) if metadata.len() > 0 => {
                let probe = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, wait)?;
                check_identity(&probe, &path)?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io_error(path, &error)),
        }
        let lock = WriteLock::take(&path, wait, purpose)?;
        // Somebody else may have made it while we waited for the lock.
        let is_new = fs::metadata(&path).map_or(true, |metadata| metadata.len() == 0);
        if is_new {
            let mode = journal_mode.unwrap_or_else(|| JournalMode::for_file_system(&path));
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            let connection = open(&path, flags, wait)?;
            // Identity before anything else: stopped at any later point, the file is ours to finish.
            // One transaction writes the first page; the journal mode follows outside of it.
            connection
                .pragma_update(None, "application_id", APPLICATION_ID)
                .and_then(|()| connection.pragma_update(None, "journal_mode", mode.as_str()))
                .map_err(|error| Error::from_sqlite(&path, error))?;
        }
        Ok((Self::open_locked(path, lock, wait)?, is_new))
    }

    fn open_locked(path: PathBuf, lock: WriteLock, wait: Duration) -> Result<Self> {
        let mut connection = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait)?;
        check_identity(&connection, &path)?;
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        set_for_writing(&connection).map_err(|error| Error::from_sqlite(&path, error))?;
        migrate::run(&mut connection, &path)?;
        Ok(Self { connection, path, _lock: Some(lock) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the log back into the archive file and closes it, so that an error in the last step
    /// is reported and not lost in a destructor.
    pub fn close(self) -> Result<()> {
        let Self { connection, path, _lock } = self;
        // Busy only means that a reader still needs the log; its last user writes it back.
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|error| Error::from_sqlite(&path, error))?;
        connection.close().map_err(|(_, error)| Error::from_sqlite(&path, error))
    }

    /// The files of an archive, which nothing but SQLite may open.
    pub fn own_files(path: &Path) -> Vec<PathBuf> {
        ["", "-wal", "-shm", "-journal", ".lock"]
            .into_iter()
            .map(|suffix| {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                name.into()
            })
            .collect()
    }
}

/// Makes a path absolute, because SQLite takes a relative one that begins with `file:` for a URI.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| io_error(path.to_owned(), &error))
}

/// Refuses a path that is no regular file, without opening it.
pub(super) fn expect_file(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(not_a_file(path.to_owned(), &metadata)),
        Ok(metadata) if metadata.len() == 0 => {
            Err(Error::NotAnArchive { path: path.to_owned(), reason: "it is empty".to_owned() })
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Error::Missing { path: path.to_owned() })
        }
        Err(error) => Err(io_error(path.to_owned(), &error)),
    }
}

fn not_a_file(path: PathBuf, metadata: &fs::Metadata) -> Error {
    let reason = if metadata.is_dir() { "it is a folder" } else { "it is not a regular file" };
    Error::NotAnArchive { path, reason: reason.to_owned() }
}

pub(super) fn io_error(path: PathBuf, error: &io::Error) -> Error {
    let reason = error.to_string();
    match error.kind() {
        io::ErrorKind::PermissionDenied => Error::Permission { path, reason },
        io::ErrorKind::NotFound => Error::Missing { path },
        io::ErrorKind::StorageFull => Error::Full { path },
        io::ErrorKind::ReadOnlyFilesystem => Error::Permission { path, reason },
        _ => Error::Io { path, reason },
    }
}

/// Opens `path`, which must be absolute, with everything set that both readers and writers want.
pub(super) fn open(path: &Path, flags: OpenFlags, wait: Duration) -> Result<Connection> {
    let set = |connection: &Connection| -> rusqlite::Result<()> {
        connection.busy_timeout(wait)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "mmap_size", 0)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(())
    };
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .and_then(|connection| set(&connection).map(|()| connection))
        .map_err(|error| Error::from_sqlite(path, error))
}

pub(super) fn set_for_writing(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.pragma_update(None, "cache_size", -64_000)?;
    connection.pragma_update(None, "temp_store", "memory")
}

/// Refuses a database that is not ours, before anything else is asked of it.
pub(super) fn check_identity(connection: &Connection, path: &Path) -> Result<()> {
    let id: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| Error::from_sqlite(path, error))?;
    if id == APPLICATION_ID {
        return Ok(());
    }
    Err(Error::NotAnArchive {
        path: path.to_owned(),
        reason: "it is a database of another application".to_owned(),
    })
}
