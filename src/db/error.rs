//! What can go wrong with an archive, sorted by what a person must do about it.

use std::path::PathBuf;

use super::unreadable;

/// What an operation on an archive gives. Each of them fails where SQLite does: the archive is locked or damaged, the disk
/// is full or refuses, a permission is missing. Where one fails for more than that, its own text says so.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed operation on an archive. `cli::failure` gives each its exit code and hint.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot open archive `{}`: there is no such file", .path.display())]
    Missing { path: PathBuf },
    #[error("cannot open archive `{}`: {reason}", .path.display())]
    NotAnArchive { path: PathBuf, reason: String },
    #[error("cannot open archive `{}`: it was made by a newer cuttings (schema {found}; this program knows up to {known})", .path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// An older schema that this connection may not migrate.
    #[error("cannot read archive `{}`: its schema {found} is older than this program's {known}", .path.display())]
    Older { path: PathBuf, found: i64, known: i64 },
    /// An edition without texts, which is not to be gone on with.
    #[error("archive `{}` is an edition without texts, to which nothing can be added", .path.display())]
    Edition { path: PathBuf },
    #[error("`{}` exists already", .path.display())]
    Exists { path: PathBuf },
    /// Something stands at the name of a file that we would make.
    #[error("cannot use `{}`: {reason}", .path.display())]
    Foreign { path: PathBuf, reason: String },
    /// A restore that was stopped between its steps.
    #[error("cannot open archive `{}`: a restore of it was interrupted", .path.display())]
    Restoring { path: PathBuf },
    #[error("archive `{}` is locked by {holder}", .path.display())]
    Locked { path: PathBuf, holder: String },
    #[error("no permission for `{}`: {reason}", .path.display())]
    Permission { path: PathBuf, reason: String },
    #[error("disk full writing `{}`", .path.display())]
    Full { path: PathBuf },
    #[error("cannot read or write `{}`: {reason}", .path.display())]
    Io { path: PathBuf, reason: String },
    /// Damage found while working.
    #[error("archive `{}` is damaged: {reason}", .path.display())]
    Damaged { path: PathBuf, reason: String },
    /// A query that is not a read, not one statement, or not SQL.
    #[error("{0}")]
    Refused(String),
    /// Missing, unknown or doubled parameters of a query.
    #[error("{0}")]
    Parameters(String),
    /// A query that ran past its time.
    #[error("stopped after {seconds} s")]
    TimeLimit { seconds: u64 },
    /// Work that asked for more memory than it may have.
    #[error("stopped: it needs more memory than its limit of {megabytes} MiB")]
    MemoryLimit { megabytes: u64 },
    /// Work that somebody asked to stop.
    #[error("stopped while working on `{}`", .path.display())]
    Stopped { path: PathBuf },
    #[error("cannot migrate archive `{}`: {reason}", .path.display())]
    Migration { path: PathBuf, reason: String },
    /// A fault of this program, not of the archive.
    #[error("{0}; please report this")]
    Bug(String),
    /// Anything else SQLite says.
    #[error("archive `{}`: {source}", .path.display())]
    Sqlite { path: PathBuf, source: rusqlite::Error },
}

/// Whether a value was there and could not be read as what it must be.
fn is_unreadable(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    matches!(error, E::Utf8Error(..) | E::FromSqlConversionFailure(..) | E::InvalidColumnType(..))
}

impl Error {
    /// Sorts an error of SQLite by its code, never by its text.
    pub(super) fn from_sqlite(path: &std::path::Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                Self::Locked { path, holder: "another program".to_owned() }
            }
            Some(Code::DiskFull) => Self::Full { path },
            Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => {
                Self::Permission { path, reason: source.to_string() }
            }
            Some(Code::SystemIoFailure) => Self::Io { path, reason: source.to_string() },
            Some(Code::OperationInterrupted) => Self::Stopped { path },
            Some(Code::DatabaseCorrupt) => Self::Damaged { path, reason: source.to_string() },
            Some(Code::NotADatabase) => {
                Self::NotAnArchive { path, reason: "it is not a SQLite database".to_owned() }
            }
            None if is_unreadable(&source) => match unreadable::reason(&path) {
                Some(reason) => Self::Damaged { path, reason },
                None => Self::Sqlite { path, source },
            },
            _ => Self::Sqlite { path, source },
        }
    }
}
