//! Files that this program makes beside an archive.
//!
//! An archive holds private remarks, so what is made is readable to its owner only. What must stay
//! true: no file of somebody else's is opened for writing, emptied, replaced or removed, whatever
//! stands at the name that we would like to have, a symbolic link included.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, OFlags, RenameFlags};
use rustix::io::Errno;

use super::Error;

/// `application_id` of every archive: "CUTT".
pub const APPLICATION_ID: i32 = 0x4355_5454;

/// Read and write for the owner; the umask may take more away.
pub(super) const PRIVATE: u32 = 0o600;

/// `a.db` and `-wal` are `a.db-wal`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The folder that a path lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether anything has this name, a dangling link included.
pub(super) fn is_taken(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The first hundred bytes of a file, which are the header of a database.
pub(super) struct Header(Vec<u8>);

/// Whether a file begins as an archive of ours does. No connection of this process may be open on it: its
/// locks would go when the file is closed.
pub fn is_archive(path: &Path) -> io::Result<bool> {
    File::open(path).and_then(header).map(|header| header.is_ours())
}

/// Reads the header from a file that no connection of this process is open on: closing a second handle
/// would drop SQLite's locks.
pub(super) fn header(file: File) -> io::Result<Header> {
    let mut start = Vec::new();
    file.take(100).read_to_end(&mut start)?;
    Ok(Header(start))
}

impl Header {
    /// Whether the file has no byte.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is the start of a database of SQLite.
    pub(super) fn is_database(&self) -> bool {
        self.0.len() == 100 && self.0.starts_with(b"SQLite format 3\0")
    }

    /// Whether it is of a database of this program.
    pub(super) fn is_ours(&self) -> bool {
        self.is_database() && self.0[68..72] == APPLICATION_ID.to_be_bytes()
    }

    /// Whether the database keeps a write-ahead log.
    pub(super) fn has_log(&self) -> bool {
        self.is_database() && self.0[18] == 2
    }
}

/// Opens a file to read, or to write too, unless it is a link. A FIFO is not waited for.
pub(super) fn open_no_link(path: &Path, for_writing: bool) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(for_writing)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
        .open(path)
}

/// Makes an empty file of a name that nothing has.
pub(super) fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(PRIVATE)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
}

/// Gives a file another name, which nothing may have. `AlreadyExists` if something has.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A file system or kernel without it: linking does not replace either.
        Err(Errno::INVAL | Errno::NOSYS) => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        outcome => Ok(outcome?),
    }
}

/// Names in a folder survive a power cut only once the folder itself is on disk.
pub(super) fn sync_folder(of: &Path) -> io::Result<()> {
    File::open(folder_of(of))?.sync_all()
}

/// The error that a system call ended with, by what it means for the file at `path`.
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
