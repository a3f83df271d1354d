//! Opening an archive: what a file must be, how a connection is set, in what order.
//!
//! # Order
//! Look at the path without opening it (opening a FIFO would hang, opening our own file beside a
//! live connection would drop its locks) → for writing, take the lock → open through SQLite, never
//! creating → `application_id` → schema version → tables and views are those of that version →
//! migrate (writers) → settings of the connection. Nothing is written before the file is known to be
//! ours, and a new one is made empty and private before SQLite sees it.
//!
//! # Settings
//! | setting | value | why |
//! |---|---|---|
//! | `busy_timeout` | `--wait`, 30 s | readers and the shell hold locks for moments |
//! | transactions | IMMEDIATE | a deferred one that upgrades fails at once, whatever the timeout |
//! | `synchronous` | FULL | what was reported as stored survives power loss |
//! | `journal_mode` | WAL, else TRUNCATE, as chosen at `init` | readers never block a scheduled ingest; respected ever after, because on network file systems WAL does not work. DELETE, SQLite's own choice, lost stored articles in a power cut |
//! | `journal_size_limit` | 64 MiB | a long batch must not leave a large WAL behind |
//! | `foreign_keys`, `recursive_triggers` | on | the second keeps the full-text index whole under REPLACE |
//! | `trusted_schema` off, defensive, no double-quoted strings, `cell_size_check` | | a hostile file runs no functions from its schema |
//! | `mmap_size` | 0 | no gain was measured, and an I/O error would be a signal |
//! | `ENABLE_QPSG` | on for writers and `verify` | a statement keeps its plan whatever its values, and is prepared once |
//! | `cache_size` | 32 MB for writers | 2 MB costs half as much again |
//! | `hard_heap_limit` | 512 MiB for readers | a hostile file does not eat the machine |

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::files::{APPLICATION_ID, io_error};
use super::lock::WriteLock;
use super::{Error, Result, catalogue, edition, files, migrate, restore, shape};

/// A page of a new archive. The usual text and capture fill larger pages better: with SQLite's own 4,096 bytes an
/// archive is larger by a twentieth.
const PAGE_BYTES: i64 = 16384;

/// How long a writer waits for another, unless told otherwise.
pub const DEFAULT_WAIT: Duration = Duration::from_secs(30);

/// Memory of all of SQLite in a process that reads.
const READING_BYTES: i64 = 512 * 1024 * 1024;

/// Longest value or row, in bytes: several times the longest article, and far below SQLite's own 1 GB,
/// which an expression in a hostile schema could make for every row.
const LONGEST_VALUE: i32 = 256 * 1024 * 1024;

/// Steps of SQLite between two looks at whether to stop: a few milliseconds of work.
const OPERATIONS_BETWEEN_LOOKS: i32 = 10_000;

/// How an archive keeps its journal; chosen once, at `init`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalMode {
    /// Write-ahead log: readers and one writer at the same time, on a local disk.
    Wal,
    /// Rollback journal: for network file systems, and where readers may not write the folder.
    Truncate,
}

impl JournalMode {
    /// As in `PRAGMA journal_mode`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wal => "wal",
            Self::Truncate => "truncate",
        }
    }

    /// What suits the file system that `path` lies on: WAL needs shared memory, which network and
    /// most FUSE file systems do not have.
    pub(super) fn for_file_system(path: &Path) -> Self {
        const NETWORK: [u32; 5] = [0x6969, 0xfe53_4d42, 0xff53_4d42, 0x517b, 0x6573_5546]; // NFS, SMB2, CIFS, SMB, FUSE
        match rustix::fs::statfs(files::folder_of(path)) {
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
        let (archive, found) = Self::open_any_schema(path)?;
        if found < migrate::KNOWN_VERSION {
            return Err(Error::Older { path: archive.path, found, known: migrate::KNOWN_VERSION });
        }
        Ok(archive)
    }

    /// Has statements keep their plans, whatever their values: for one that is asked for each row.
    pub fn keep_plans(&self) -> Result<()> {
        keep_plans(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The same for whoever looks up captures by their SHA-256, which lie at random places of an index: its pages stay in
    /// memory up to 40,000 captures or so.
    pub fn expect_lookups(&self) -> Result<()> {
        self.keep_plans()?;
        self.connection
            .pragma_update(None, "cache_size", -6_000)
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Opens an archive for copying, also one of an older schema. Fails where the file is not an archive.
    pub fn open_to_copy(path: &Path) -> Result<Self> {
        Ok(Self::open_any_schema(path)?.0)
    }

    /// Opens an archive read-only, and says its schema.
    fn open_any_schema(path: &Path) -> Result<(Self, i64)> {
        let path = absolute(path)?;
        expect_file(&path)?;
        let connection = open_ours(&path, DEFAULT_WAIT)?;
        connection
            .pragma_update(None, "hard_heap_limit", READING_BYTES)
            .map_err(|error| Error::from_sqlite(&path, error))?;
        let found = migrate::applied_version(&connection, &path)?;
        shape::check(&connection, &path, found)?;
        Ok((Self::new(connection, path), found))
    }

    /// Opens an archive to check it: whatever its schema, and nothing is migrated. For writing where that
    /// is permitted, because only so the full-text index can be checked.
    pub fn open_to_check(path: &Path, wait: Duration) -> Result<Self> {
        let path = absolute(path)?;
        expect_file(&path)?;
        let reader = open_ours(&path, wait)?;
        let found = migrate::applied_version(&reader, &path)?;
        shape::check(&reader, &path, found)?;
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
        drop(open_ours(&path, wait)?);
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
        restore::expect_finished(&path)?;
        match fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() => return Err(not_a_file(path, &metadata)),
            Ok(metadata) if metadata.len() > 0 && !may_exist => {
                let probe = open_ours(&path, wait)?;
                if migrate::applied_version(&probe, &path)? > 0
                    && catalogue::loaded(&probe)
                        .map_err(|error| Error::from_sqlite(&path, error))?
                        .is_some()
                {
                    return Err(Error::Exists { path });
                }
            }
            Ok(metadata) if metadata.len() > 0 => {
                drop(open_ours(&path, wait)?);
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
            // SQLite would make a file that all may read, and make it where a link points to.
            if !path.exists() {
                files::create_new(&path).map_err(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => Error::Foreign {
                        path: path.clone(),
                        reason: "it is a symbolic link to a file that is not there".to_owned(),
                    },
                    _ => io_error(path.clone(), &error),
                })?;
            }
            let connection = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait)?;
            // Identity before anything else: stopped at any later point, the file is ours to finish.
            // One transaction writes the first page; the journal mode follows outside of it.
            connection
                .pragma_update(None, "page_size", PAGE_BYTES)
                .and_then(|()| connection.pragma_update(None, "application_id", APPLICATION_ID))
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
        let found = migrate::applied_version(&connection, &path)?;
        shape::check(&connection, &path, found)?;
        if edition::is_edition(&connection).map_err(|error| Error::from_sqlite(&path, error))? {
            return Err(Error::Edition { path });
        }
        migrate::run(&mut connection, &path)?;
        Ok(Self { connection, path, _lock: Some(lock) })
    }

    /// The file of the archive.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Changes how the archive keeps its journal. Nobody else may have it open.
    pub fn set_journal_mode(&self, mode: JournalMode) -> Result<()> {
        self.connection
            .pragma_update(None, "journal_mode", mode.as_str())
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Ends what SQLite is doing, with `Error::Stopped`, as soon as `is_asked` says so.
    pub fn stop_when(&mut self, is_asked: impl FnMut() -> bool + Send + 'static) -> Result<()> {
        self.connection
            .progress_handler(OPERATIONS_BETWEEN_LOOKS, Some(is_asked))
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The same after some time.
    pub fn stop_after(&mut self, limit: Duration) -> Result<()> {
        let deadline = Instant::now() + limit;
        self.stop_when(move || Instant::now() >= deadline)
    }

    /// Writes the log back into the archive file and closes it, so that an error in the last step
    /// is reported and not lost in a destructor.
    pub fn close(self) -> Result<()> {
        let Self { connection, path, _lock } = self;
        // Without waiting: a shell that somebody left open would keep us, and with us the lock, for the
        // whole of `--wait`. Busy only means that a reader still needs the log; its last user writes
        // it back.
        connection
            .busy_timeout(Duration::ZERO)
            .and_then(|()| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
            .map_err(|error| Error::from_sqlite(&path, error))?;
        connection.close().map_err(|(_, error)| Error::from_sqlite(&path, error))
    }

    /// The files of an archive, which nothing but SQLite may open.
    pub fn own_files(path: &Path) -> Vec<PathBuf> {
        ["", "-wal", "-shm", "-journal", ".lock"]
            .into_iter()
            .map(|suffix| files::beside(path, suffix))
            .collect()
    }
}

/// Makes a path absolute, because SQLite takes a relative one that begins with `file:` for a URI. Fails where it is
/// empty, or the folder we are in is gone.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| io_error(path.to_owned(), &error))
}

/// Fails where a path is not a regular file with something in it, or a restore was stopped half-way there. Opens nothing.
pub(super) fn expect_file(path: &Path) -> Result<()> {
    restore::expect_finished(path)?;
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

/// What is said of a path that is a folder, a device or a pipe.
pub(super) fn not_a_file(path: PathBuf, metadata: &fs::Metadata) -> Error {
    let reason = if metadata.is_dir() { "it is a folder" } else { "it is not a regular file" };
    Error::NotAnArchive { path, reason: reason.to_owned() }
}

/// Opens `path`, which must be absolute, with everything set that both readers and writers want.
pub(super) fn open(path: &Path, flags: OpenFlags, wait: Duration) -> Result<Connection> {
    let set = |connection: &Connection| -> rusqlite::Result<()> {
        connection.busy_timeout(wait)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
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

/// Without it some statements are prepared again for each value, which took 8 % of an ingest.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ())
}

/// Sets what a connection needs before it writes.
pub(super) fn set_for_writing(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    keep_plans(connection)?;
    // A file says only whether it has a log. Without one SQLite would delete its journal to commit, and
    // nothing makes that last: after a power cut the journal is back and undoes what was reported as
    // stored. Cutting the journal to nothing is synced.
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    match mode.as_str() {
        "wal" => Ok(()),
        _ => connection.pragma_update(None, "journal_mode", JournalMode::Truncate.as_str()),
    }
}

/// Opens a database of ours read-only. A program that was killed in its transaction leaves a journal
/// that the next to open must roll back, which takes permission to write; without this, nothing could
/// ever open such an archive again.
fn open_ours(path: &Path, wait: Duration) -> Result<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, wait)?;
    match application_id(&connection) {
        Err(error)
            if error.sqlite_extended_error_code()
                == Some(rusqlite::ffi::SQLITE_READONLY_ROLLBACK) => {}
        id => return expect_id(id, path).map(|()| connection),
    }
    drop(connection);
    // Somebody else's database is not ours to roll back. Its header says whose it is in the middle of a
    // transaction too, when SQLite would call the file damaged. No connection of ours is open on it,
    // whose locks would go with this handle.
    let header = fs::File::open(path).and_then(files::header);
    if !header.map_err(|error| io_error(path.to_owned(), &error))?.is_ours() {
        return Err(of_another_application(path));
    }
    let writer = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait)?;
    check_identity(&writer, path)?;
    writer.close().map_err(|(_, error)| Error::from_sqlite(path, error))?;
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, wait)?;
    check_identity(&connection, path)?;
    Ok(connection)
}

fn application_id(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// Refuses a database that is not ours, before anything else is asked of it.
pub(super) fn check_identity(connection: &Connection, path: &Path) -> Result<()> {
    expect_id(application_id(connection), path)
}

fn expect_id(id: rusqlite::Result<i32>, path: &Path) -> Result<()> {
    if id.map_err(|error| Error::from_sqlite(path, error))? == APPLICATION_ID {
        return Ok(());
    }
    Err(of_another_application(path))
}

/// What is said of another program's database.
pub(super) fn of_another_application(path: &Path) -> Error {
    let reason = "it is a database of another application".to_owned();
    Error::NotAnArchive { path: path.to_owned(), reason }
}
