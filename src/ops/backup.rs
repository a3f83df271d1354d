//! Copies an archive while others use it, and proves the copy.

use std::path::{Path, PathBuf};

use super::verify::{self, Depth, Verdict};
use crate::db::{self, Archive, Copy, Error, Rotation, Share};

/// A copy that was made.
#[derive(Debug)]
pub struct MadeBackup {
    pub target: PathBuf,
    pub verdict: Verdict,
    /// Older copies that were removed to make room, and those that could not be, with the reason.
    pub removed: Vec<PathBuf>,
    pub kept: Vec<(PathBuf, String)>,
}

/// Copies `archive` to `target`, which must not exist. The copy has its name only after every check,
/// down to the SHA-256 of every capture and article, has passed on it. `is_asked` ends it early, with
/// nothing left behind, and that is a failure too.
pub fn backup(
    archive: &mut Archive,
    target: &Path,
    is_asked: impl FnMut() -> bool + Clone + Send + 'static,
) -> db::Result<MadeBackup> {
    let (copy, verdict) = proven(archive, target, is_asked)?;
    let target = copy.publish([target.to_owned()])?;
    Ok(MadeBackup { target, verdict, removed: Vec::new(), kept: Vec::new() })
}

/// Copies `archive` into a folder, under a name with the date (`stamp`), and removes the oldest copies made so, but
/// for the newest `keep` of them. They go only once the new one is proven and has its name. Fails where the folder
/// cannot be written or the copy is not sound; no older copy is removed then.
pub fn backup_into(
    archive: &mut Archive,
    folder: &Path,
    stamp: &str,
    keep: Option<usize>,
    is_asked: impl FnMut() -> bool + Clone + Send + 'static,
) -> db::Result<MadeBackup> {
    let rotation = Rotation::of(archive, folder);
    let (copy, verdict) = proven(archive, &rotation.name(stamp, 1), is_asked)?;
    let target = copy.publish((1..=1_000).map(|number| rotation.name(stamp, number)))?;
    let (removed, kept) = match keep {
        Some(keep) => rotation.remove_oldest(&target, keep)?,
        None => Default::default(),
    };
    Ok(MadeBackup { target, verdict, removed, kept })
}

/// A copy beside `target` that passed every check.
fn proven(
    archive: &mut Archive,
    target: &Path,
    mut is_asked: impl FnMut() -> bool + Clone + Send + 'static,
) -> db::Result<(Copy, Verdict)> {
    let copy = archive.copy_beside(target, is_asked.clone())?;
    let mut copied = Archive::open_to_read(copy.path())?;
    copied.stop_when(is_asked.clone())?;
    let verdict = verify::verify(&copied, Depth::Data(Share::ALL), false)?;
    if is_asked() {
        return Err(Error::Stopped { path: target.to_owned() });
    }
    expect_sound(&verdict, archive.path())?;
    Ok((copy, verdict))
}

/// Refuses a copy with findings; the error names what it was copied from.
pub(super) fn expect_sound(verdict: &Verdict, source: &Path) -> db::Result<()> {
    match verdict.findings.first() {
        None => Ok(()),
        Some(finding) => Err(Error::Damaged {
            path: source.to_owned(),
            reason: format!("its copy fails the check of {}: {}", finding.check, finding.detail),
        }),
    }
}
