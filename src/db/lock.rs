//! One writer at a time, said in words.
//!
//! SQLite would keep two writers apart by itself, but silently, and each migration or batch of one
//! could fall between two of the other. The lock is `flock` on `ARCHIVE.lock`: the kernel drops it
//! when the holder dies, so it is never stale. What the file says (who, since when) is for people.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use super::connect::io_error;
use super::{Error, Result};

/// Held from `take` until dropped.
pub(super) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Waits up to `wait` for the lock beside `archive`; `Error::Locked` names its holder. `purpose` is
    /// what others are told meanwhile: `ingest since 10:02`.
    pub(super) fn take(archive: &Path, wait: Duration, purpose: &str) -> Result<Self> {
        let mut name = archive.as_os_str().to_owned();
        name.push(".lock");
        let path = Path::new(&name);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| io_error(path.to_owned(), &error))?;
        let deadline = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let read = file.read_to_string(&mut holder);
                    let holder = match read {
                        Ok(_) if !holder.trim().is_empty() => holder.trim().to_owned(),
                        _ => "another cuttings".to_owned(),
                    };
                    return Err(Error::Locked { path: archive.to_owned(), holder });
                }
                Err(TryLockError::Error(error)) => return Err(io_error(path.to_owned(), &error)),
            }
        }
        // Information only: a lock that cannot say who holds it is a lock all the same.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "process {} ({purpose})", process::id()));
        Ok(Self { _file: file })
    }
}
