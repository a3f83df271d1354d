//! Puts a backup in the place of an archive, once it is proven.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::backup::expect_sound;
use super::derive::STEPS;
use super::forget::forget_again;
use super::verify::{self, Depth, Verdict};
use crate::db::{self, Archive, Error, Restore, Share};
use crate::model::Counts;

/// How to go about it.
pub struct Options<'a> {
    /// Replace a file that is no database any more, too.
    pub force: bool,
    /// How long to wait for others who have the archive open.
    pub wait: Duration,
    /// What others are told meanwhile.
    pub purpose: &'a str,
    /// The time in words, for the row in `runs`.
    pub now: &'a dyn Fn() -> String,
    /// The time as a part of the name under which the old file stays.
    pub stamp: &'a str,
}

/// What was done.
#[derive(Debug)]
pub struct Restored {
    /// Where the old file is; `None` if there was none.
    pub aside: Option<PathBuf>,
    pub verdict: Verdict,
    /// Articles and captures of the backup that were erased since, and now are here too.
    pub erased_again: usize,
    /// Why it is not known what was erased since, if the old file cannot be read.
    pub erasures_unread: Option<String>,
}

/// Copies `backup` beside `archive`, brings the copy up to date, checks it down to the SHA-256 of every capture and
/// article, and only then puts it in place. Until then the archive is as it was. What was erased in the archive since
/// the backup was made is erased in the copy as well. Fails where the backup is not sound, or something holds the
/// archive; both are as they were then.
pub fn restore(
    backup: &Path,
    archive: &Path,
    options: &Options<'_>,
    mut is_asked: impl FnMut() -> bool + Clone + Send + 'static,
) -> db::Result<Restored> {
    let started_at = (options.now)();
    let mut source = Archive::open_to_copy(backup)?;
    if source.has_no_texts()? {
        return Err(Error::Edition { path: backup.to_owned() });
    }
    let (erasures, erasures_unread) = match Archive::open_to_read(archive) {
        Ok(old) => (old.erasures()?, None),
        Err(Error::Missing { .. }) => (Vec::new(), None),
        // It may be damaged: that is what backups are for.
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    let restore = Restore::begin(archive, backup, options.force, options.wait, options.purpose)?;
    let path = restore.new_file();
    source.copy_beside(&path, is_asked.clone())?.publish([path.clone()])?;
    let mut new = Archive::open_to_write(&path, options.wait, options.purpose)?;
    // An older backup is of this schema now, and may lack what only the program can make.
    new.complete(STEPS)?;
    new.stop_when(is_asked.clone())?;
    let verdict = verify::verify(&new, Depth::Data(Share::ALL), true)?;
    if is_asked() {
        return Err(Error::Stopped { path: archive.to_owned() });
    }
    expect_sound(&verdict, backup)?;
    let erased_again = forget_again(&mut new, &erasures)?.there;
    new.finish_erasure()?;
    if erased_again > 0 {
        expect_sound(&verify::verify(&new, Depth::Data(Share::ALL), true)?, backup)?;
    }
    let run = new.start_run("restore", &started_at)?;
    new.finish_run(run, Counts::default(), 0, &(options.now)())?;
    new.close()?;
    // On a connection that did nothing else: the full-text index keeps statements open, and a change
    // of the journal waits for every one.
    let new = Archive::open_to_write(&path, options.wait, options.purpose)?;
    new.set_journal_mode(restore.journal_mode())?;
    new.close()?;
    let aside = restore.finish(options.stamp)?;
    Ok(Restored { aside, verdict, erased_again, erasures_unread })
}
