//! Dated copies of an archive in a folder, of which the oldest make room for the newest.
//!
//! What must stay true: removed is only what bears the name of a dated copy of this archive, says that
//! it is an archive of ours, is not the archive itself, and is not in use.

use std::cmp::Reverse;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::files::{self, beside, io_error, is_taken, open_no_link, sync_folder};
use super::lock::WriteLock;
use super::{Archive, Error, Result};

/// The copies of one archive in one folder: `NAME-2026-11-29T101500Z.db`.
pub struct Rotation {
    folder: PathBuf,
    archive: PathBuf,
    /// The archive's name without `.db`.
    stem: String,
}

/// Copies that were removed, and those that could not be, with the reason.
pub type Rotated = (Vec<PathBuf>, Vec<(PathBuf, String)>);

impl Rotation {
    /// The copies of an archive in a folder.
    pub fn of(archive: &Archive, folder: &Path) -> Self {
        let name = archive.path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".db").unwrap_or(&name).to_owned();
        Self { folder: folder.to_owned(), archive: archive.path.clone(), stem }
    }

    /// The name of the copy of an instant; the second of the same one has a number.
    pub fn name(&self, stamp: &str, number: u32) -> PathBuf {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        self.folder.join(format!("{}-{stamp}{number}.db", self.stem))
    }

    /// Removes the oldest copies until `keep` are left, of which `newest` is one whatever the clock
    /// said.
    pub fn remove_oldest(&self, newest: &Path, keep: usize) -> Result<Rotated> {
        let io = |error: io::Error| io_error(self.folder.clone(), &error);
        let mut dated = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let Some(date) = path.file_name().and_then(|name| self.date(name.to_str()?)) else {
                continue;
            };
            if path.file_name() != newest.file_name() && self.is_copy(&path).map_err(io)? {
                dated.push((date, path));
            }
        }
        dated.sort_by_key(|(date, _)| Reverse(date.clone()));
        let (mut removed, mut kept) = (Vec::new(), Vec::new());
        for (_, path) in dated.into_iter().skip(keep.saturating_sub(1)) {
            match remove(&path) {
                Ok(()) => removed.push(path),
                Err(error) => kept.push((path, error.to_string())),
            }
        }
        sync_folder(newest).map_err(io)?;
        Ok((removed, kept))
    }

    /// What a name says of when, if it is one of ours: the instant, and the number after it.
    fn date(&self, name: &str) -> Option<(String, u32)> {
        const SHAPE: &[u8] = b"0000-00-00T000000Z";
        let rest = name.strip_prefix(&self.stem)?.strip_prefix('-')?.strip_suffix(".db")?;
        let (stamp, number) = rest.split_at_checked(SHAPE.len())?;
        let fits = stamp.bytes().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            shape => byte == *shape,
        });
        let number = match number {
            "" => 1,
            number => number.strip_prefix('-')?.parse().ok()?,
        };
        fits.then(|| (stamp.to_owned(), number))
    }

    /// Whether a file is an archive, and another one than that which is copied.
    fn is_copy(&self, path: &Path) -> io::Result<bool> {
        let found = fs::symlink_metadata(path)?;
        let archive = fs::metadata(&self.archive)?;
        if !found.is_file() || (found.dev(), found.ino()) == (archive.dev(), archive.ino()) {
            return Ok(false);
        }
        Ok(open_no_link(path, false).and_then(files::header)?.is_ours())
    }
}

/// Removes a copy that nobody writes to.
fn remove(path: &Path) -> Result<()> {
    let io = |error: io::Error| io_error(path.to_owned(), &error);
    let lock = WriteLock::take(path, Duration::ZERO, "backup")?;
    let mut is_used = false;
    for suffix in ["-wal", "-journal"] {
        is_used |= is_taken(&beside(path, suffix)).map_err(io)?;
    }
    if !is_used {
        fs::remove_file(path).map_err(io)?;
    }
    lock.remove().map_err(io)?;
    match is_used {
        true => {
            let holder = "another program that has it open".to_owned();
            Err(Error::Locked { path: path.to_owned(), holder })
        }
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dated_names_of_this_archive_are_copies() {
        let rotation = Rotation {
            folder: "/backups".into(),
            archive: "/srv/clips.db".into(),
            stem: "clips".to_owned(),
        };
        let stamp = "2026-11-29T101500Z";
        assert_eq!(rotation.name(stamp, 1), Path::new("/backups/clips-2026-11-29T101500Z.db"));
        for number in [1, 2, 10] {
            let name = rotation.name(stamp, number);
            let date = rotation.date(name.file_name().unwrap().to_str().unwrap());
            assert_eq!(date, Some((stamp.to_owned(), number)));
        }
        for name in [
            "clips.db",
            "clips-2026-11-29.db",
            "clips-2026-11-29T101500Z.db.lock",
            "clips-2026-11-29T101500Z-old.db",
            "clips-2026-11-29T10150é.db",
            "other-2026-11-29T101500Z.db",
            "clips-x-2026-11-29T101500Z.db",
        ] {
            assert_eq!(rotation.date(name), None, "{name}");
        }
    }
}
