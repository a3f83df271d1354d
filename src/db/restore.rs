//! Putting a copy in an archive's place, with what was there moved aside.
//!
//! # Order
//! The new file is made in `ARCHIVE.restoring/`, whole and on disk. Then, with the writers' lock held
//! and SQLite's own lock on the old file: a mark, a second name for the old file, its journal and log
//! moved to that name, and the new file renamed over the old name. SQLite would replay a log of the
//! old file into the new one, so the log goes first; in between, the old file lacks what is in its log.
//! That is what the mark is for: while it is there, this program opens nothing under that name and
//! says how to finish. A restore that is run again finds the mark and goes on where the last one ended.
//!
//! # What must stay true
//! Nothing is deleted but our own unfinished work. A kill at any point leaves the old file or the new
//! one under the name (where a file system has no second names: or the mark). Nobody who has the old
//! file open is cut off from it: then there is no restore.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::connect::{absolute, not_a_file, of_another_application};
use super::files::{
    self, beside, create_new, io_error, is_taken, open_no_link, rename_new, sync_folder,
};
use super::lock::WriteLock;
use super::{Error, JournalMode, Result, backup};

/// What an archive has beside it that belongs to this very file.
const SIDE_FILES: [&str; 3] = ["-shm", "-wal", "-journal"];

/// The new file, in the folder of the work.
const NEW: &str = "new.db";

/// What stands in that folder but for the mark: beginnings of names.
const WORK: [&str; 2] = [NEW, backup::PREFIX];

/// Holds the name to which the old file is moved.
const MARK: &str = "moving";

/// A restore on its way, alone among writers of this program. Dropped before `finish`, it leaves the
/// archive as it was.
pub struct Restore {
    archive: PathBuf,
    work: PathBuf,
    wait: Duration,
    found: Option<Found>,
    /// The name that an interrupted restore was moving the old file to.
    resumed: Option<PathBuf>,
    _lock: WriteLock,
}

/// The old file.
struct Found {
    mode: u32,
    owner: (u32, u32),
    inode: (u64, u64),
    journal_mode: Option<JournalMode>,
}

impl Restore {
    /// Looks whether what is at `archive` may be replaced, and prepares to. What is no database at all
    /// is replaced only if `force`d, a database of another application never.
    pub fn begin(
        archive: &Path,
        backup: &Path,
        force: bool,
        wait: Duration,
        purpose: &str,
    ) -> Result<Self> {
        let archive = absolute(archive)?;
        // Before the lock: no lock file is left beside somebody else's database.
        let found = look(&archive, force)?;
        let backup = fs::metadata(backup).map_err(|error| io_error(backup.to_owned(), &error))?;
        if found.is_some_and(|found| found.inode == (backup.dev(), backup.ino())) {
            return Err(Error::Refused("the backup is the archive itself".to_owned()));
        }
        let lock = WriteLock::take(&archive, wait, purpose)?;
        let found = look(&archive, force)?;
        if found.is_some() {
            drop(shut_out(&archive, wait)?);
        }
        let work = work_of(&archive);
        let resumed = prepare(&work)?.map(|name| archive.with_file_name(name));
        Ok(Self { archive, work, wait, found, resumed, _lock: lock })
    }

    /// Where the new file is to be made.
    pub fn new_file(&self) -> PathBuf {
        self.work.join(NEW)
    }

    /// How the new file is to keep its journal: as the old one did.
    pub fn journal_mode(&self) -> JournalMode {
        self.found
            .as_ref()
            .and_then(|found| found.journal_mode)
            .unwrap_or_else(|| JournalMode::for_file_system(&self.archive))
    }

    /// Puts the new file in place. Says where the old one is, if there was one. `stamp` is a part of
    /// its name.
    pub fn finish(mut self, stamp: &str) -> Result<Option<PathBuf>> {
        let archive = self.archive.clone();
        let io = |error: io::Error| io_error(archive.clone(), &error);
        self.make_ready().map_err(io)?;
        let shut_out = match self.found {
            Some(_) => Some(shut_out(&archive, self.wait)?),
            None => None,
        };
        let aside = self.aside(stamp).map_err(io)?;
        self.mark(&aside).map_err(io)?;
        let is_moved = self.replace(&aside).map_err(io)?;
        drop(shut_out);
        // In place: what is left is to take our own mark away.
        clear(&self.work)?;
        fs::remove_file(self.work.join(MARK)).map_err(io)?;
        fs::remove_dir(&self.work).map_err(io)?;
        sync_folder(&archive).map_err(io)?;
        Ok(is_moved.then_some(aside))
    }

    /// The new file on disk, for whoever could use the old one.
    fn make_ready(&self) -> io::Result<()> {
        for suffix in SIDE_FILES {
            let side = beside(&self.new_file(), suffix);
            if fs::symlink_metadata(side).is_ok_and(|side| side.len() > 0) {
                return Err(io::Error::other("the new file is not whole without its log"));
            }
        }
        let new = File::open(self.new_file())?;
        if let Some(found) = &self.found {
            new.set_permissions(Permissions::from_mode(found.mode))?;
            let made = new.metadata()?;
            if (made.uid(), made.gid()) != found.owner {
                // Only root can give files away. Somebody else's restore is theirs, as a new file is.
                let _ = fchown(&new, Some(found.owner.0), Some(found.owner.1));
            }
        }
        new.sync_all()?;
        sync_folder(&self.new_file())
    }

    /// A name for the old file that nothing has, nor any file that would belong to it. The name of an
    /// interrupted restore is taken up where that had begun to move this very file.
    fn aside(&self, stamp: &str) -> io::Result<PathBuf> {
        if let Some(name) = &self.resumed {
            let is_at_name = inode(name)?;
            let is_at_archive = inode(&self.archive)?;
            if is_at_name.is_none() || is_at_archive.is_none() || is_at_name == is_at_archive {
                return Ok(name.clone());
            }
        }
        for number in 1.. {
            let number = if number == 1 { String::new() } else { format!(".{number}") };
            let name = beside(&self.archive, &format!(".before-restore-{stamp}{number}.db"));
            let mut is_free = !is_taken(&name)?;
            for suffix in SIDE_FILES {
                is_free &= !is_taken(&beside(&name, suffix))?;
            }
            if is_free {
                return Ok(name);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn mark(&mut self, aside: &Path) -> io::Result<()> {
        let name = aside.file_name().unwrap_or_default();
        let mark = self.work.join(MARK);
        // Another mark, if there is one, is of a restore that was done but for its removal.
        if is_taken(&mark)? {
            fs::remove_file(&mark)?;
        }
        let mut file = create_new(&mark)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        sync_folder(&mark)?;
        sync_folder(&self.work)?;
        self.resumed = Some(aside.to_owned());
        Ok(())
    }

    /// The renames. Says whether an old file was moved aside.
    fn replace(&self, aside: &Path) -> io::Result<bool> {
        let mut is_moved = is_taken(aside)?;
        if is_taken(&self.archive)? && !is_moved {
            is_moved = true;
            match fs::hard_link(&self.archive, aside) {
                // A file system without second names.
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    rename_new(&self.archive, aside)?;
                }
                outcome => outcome?,
            }
        }
        for suffix in SIDE_FILES {
            let from = beside(&self.archive, suffix);
            if !is_taken(&from)? {
                continue;
            }
            is_moved = true;
            for number in 1.. {
                // A second one is there if somebody opened the file after an interrupted restore.
                let number = if number == 1 { String::new() } else { format!(".{number}") };
                match rename_new(&from, &beside(aside, &format!("{suffix}{number}"))) {
                    Ok(()) => break,
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(error),
                }
            }
        }
        sync_folder(&self.archive)?;
        fs::rename(self.new_file(), &self.archive)?;
        sync_folder(&self.archive)?;
        Ok(is_moved)
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        // With a mark, the folder is what says how to go on. What cannot be removed does no harm:
        // the next restore tries again.
        if self.resumed.is_none() && clear(&self.work).is_ok() {
            let _ = fs::remove_dir(&self.work);
        }
    }
}

/// Refuses an archive whose restore was stopped after its mark.
pub(super) fn expect_finished(archive: &Path) -> Result<()> {
    match is_taken(&work_of(archive).join(MARK)) {
        Ok(true) => Err(Error::Restoring { path: archive.to_owned() }),
        // What stands in the way of looking is not a restore of ours.
        _ => Ok(()),
    }
}

fn work_of(archive: &Path) -> PathBuf {
    beside(archive, ".restoring")
}

/// Makes the folder of the work. One that is left of an interrupted restore is emptied; the name in
/// its mark is given.
fn prepare(work: &Path) -> Result<Option<OsString>> {
    let io = |error: io::Error| io_error(work.to_owned(), &error);
    match DirBuilder::new().mode(0o700).create(work) {
        Ok(()) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(io(error)),
    }
    let found = fs::symlink_metadata(work).map_err(io)?;
    let us = rustix::process::geteuid();
    if !found.is_dir() || (found.uid() != us.as_raw() && !us.is_root()) {
        let reason = "a restore needs a folder of that name for itself".to_owned();
        return Err(Error::Foreign { path: work.to_owned(), reason });
    }
    clear(work)?;
    let mut name = Vec::new();
    match open_no_link(&work.join(MARK), false) {
        Ok(file) => file.take(4_096).read_to_end(&mut name).map_err(io)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    // Cut by a full disk: nothing was moved yet.
    let is_whole = name.ends_with(b".db") && !name.contains(&b'/');
    Ok(is_whole.then(|| OsString::from_vec(name)))
}

/// Removes what a restore makes in its folder, but for the mark. Anything else is not ours, and an error.
fn clear(work: &Path) -> Result<()> {
    let io = |error: io::Error| io_error(work.to_owned(), &error);
    for entry in fs::read_dir(work).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        let starts = |start: &&str| name.as_bytes().starts_with(start.as_bytes());
        if WORK.iter().any(starts) && entry.file_type().map_err(io)?.is_file() {
            fs::remove_file(entry.path()).map_err(io)?;
        } else if name.as_bytes() != MARK.as_bytes() {
            let reason = "it holds something that this program did not make".to_owned();
            return Err(Error::Foreign { path: work.to_owned(), reason });
        }
    }
    Ok(())
}

/// Looks at what is to be replaced, without SQLite: it may be too damaged for that.
fn look(path: &Path, force: bool) -> Result<Option<Found>> {
    let io = |error: io::Error| io_error(path.to_owned(), &error);
    let refused = |reason: &str| {
        Err(Error::NotAnArchive { path: path.to_owned(), reason: reason.to_owned() })
    };
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    if metadata.is_symlink() {
        return refused("it is a symbolic link, and a restore replaces a file: name that");
    }
    if !metadata.is_file() {
        return Err(not_a_file(path.to_owned(), &metadata));
    }
    let header = open_no_link(path, false).and_then(files::header).map_err(io)?;
    if header.is_database() && !header.is_ours() {
        return Err(of_another_application(path));
    }
    if !header.is_database() && !header.is_empty() && !force {
        return refused("it is not a SQLite database");
    }
    Ok(Some(Found {
        mode: metadata.mode() & 0o777,
        owner: (metadata.uid(), metadata.gid()),
        inode: (metadata.dev(), metadata.ino()),
        journal_mode: header.is_database().then(|| match header.has_log() {
            true => JournalMode::Wal,
            false => JournalMode::Truncate,
        }),
    }))
}

/// Keeps SQLite's other users out of a file, by the bytes that it locks itself. Whoever reads or writes
/// it, and in WAL mode whoever has it open, is waited for; a new file under that name would take their
/// log from them. Held until dropped.
fn shut_out(path: &Path, wait: Duration) -> Result<File> {
    let io = |error: io::Error| io_error(path.to_owned(), &error);
    let file = open_no_link(path, true).map_err(io)?;
    let deadline = Instant::now() + wait;
    loop {
        match rustix::fs::fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(Errno::ACCESS | Errno::AGAIN) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(20));
            }
            Err(Errno::ACCESS | Errno::AGAIN) => {
                let holder = "another program that has it open".to_owned();
                return Err(Error::Locked { path: path.to_owned(), holder });
            }
            Err(error) => return Err(io(error.into())),
        }
    }
}

fn inode(path: &Path) -> io::Result<Option<(u64, u64)>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some((found.dev(), found.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
