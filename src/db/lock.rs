//! One writer at a time, said in words.
//!
//! SQLite would keep two writers apart by itself, but silently, and each migration or batch of one
//! could fall between two of the other. The lock is `flock` on `ARCHIVE.lock`: the kernel drops it
//! when the holder dies, so it is never stale. What the file says (who, since when) is for people.
//!
//! What must stay true: a file that we did not write is never emptied. Whoever may make files in the
//! archive's folder could put a link to something of ours at the lock's name.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;

use super::files::{beside, create_new, io_error, open_no_link};
use super::{Error, Result};

/// Longest text that is read of a lock file. What we write is far shorter.
const LONGEST: u64 = 1_000;

/// Held from `take` until dropped.
pub(super) struct WriteLock {
    _file: File,
    path: PathBuf,
}

impl WriteLock {
    /// Waits up to `wait` for the lock beside `archive`; `Error::Locked` names its holder. `purpose` is
    /// what others are told meanwhile: `ingest since 10:02`.
    pub(super) fn take(archive: &Path, wait: Duration, purpose: &str) -> Result<Self> {
        let path = beside(archive, ".lock");
        let io = |error: io::Error| io_error(path.clone(), &error);
        let mut file = open(&path, archive)?;
        let deadline = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => {
                    // Who it is would be good to know; that it is held is what matters.
                    let holder = match read(&mut file).map(|text| text.trim().to_owned()) {
                        Ok(text) if !text.is_empty() => text,
                        _ => "another cuttings".to_owned(),
                    };
                    return Err(Error::Locked { path: archive.to_owned(), holder });
                }
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
        }
        if !is_ours(&read(&mut file).map_err(io)?) {
            let reason = "it holds something that this program did not write".to_owned();
            return Err(Error::Foreign { path, reason });
        }
        // Information only: a lock that cannot say who holds it, as on a full disk, is a lock all the same.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "process {} ({purpose})", process::id()));
        Ok(Self { _file: file, path })
    }

    /// Takes the lock file away, for an archive that is about to be removed.
    pub(super) fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Opens the lock file, which is made if it is not there.
fn open(path: &Path, archive: &Path) -> Result<File> {
    let io = |error: io::Error| io_error(path.to_owned(), &error);
    match create_new(path) {
        Ok(file) => {
            // Whoever may write the archive may hold its lock, as with SQLite's own files beside it.
            if let Ok(archive) = fs::metadata(archive) {
                file.set_permissions(Permissions::from_mode(archive.mode() & 0o666)).map_err(io)?;
            }
            return Ok(file);
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(io(error)),
    }
    let foreign =
        |reason: &str| Error::Foreign { path: path.to_owned(), reason: reason.to_owned() };
    let file = open_no_link(path, true).map_err(|error| match error.raw_os_error() {
        Some(code) if code == Errno::LOOP.raw_os_error() => foreign("it is a symbolic link"),
        _ => io(error),
    })?;
    let found = file.metadata().map_err(io)?;
    if !found.is_file() {
        return Err(foreign("it is not a regular file"));
    }
    if found.nlink() > 1 {
        return Err(foreign("the file has another name too"));
    }
    let us = rustix::process::geteuid();
    let is_shared =
        |archive: fs::Metadata| archive.uid() == found.uid() || archive.mode() & 0o022 != 0;
    if found.uid() != us.as_raw() && !us.is_root() && !fs::metadata(archive).is_ok_and(is_shared) {
        return Err(foreign("it belongs to somebody else"));
    }
    Ok(file)
}

fn read(file: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Empty, or `process 17 (ingest since 10:02)`, or its beginning where a full disk cut it.
fn is_ours(text: &str) -> bool {
    let line = text.strip_suffix('\n').unwrap_or(text);
    let number = line.strip_prefix("process ").map(|rest| rest.split(' ').next().unwrap_or(rest));
    let is_number = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    !line.contains('\n') && number.map_or("process ".starts_with(line), is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_write_is_ours() {
        for (text, expected) in [
            ("", true),
            ("process 17 (ingest since 2026-01-02T03:04:05Z)\n", true),
            ("process 17", true),
            ("proc", true),
            ("process of making cheese\n", false),
            ("process 17 (x)\nand my shopping list\n", false),
            ("my notes\n", false),
        ] {
            assert_eq!(is_ours(text), expected, "{text:?}");
        }
    }
}
