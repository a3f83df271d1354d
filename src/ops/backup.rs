//! Copies an archive while others use it, and proves the copy.

use std::path::Path;

use super::verify::{self, Depth, Verdict};
use crate::db::{self, Archive, Error, Share};

/// Copies `archive` to `target`, which must not exist. The copy has its name only after every check,
/// down to the SHA-256 of every capture and article, has passed on it.
pub fn backup(archive: &Archive, target: &Path) -> db::Result<Verdict> {
    archive.copy_to(target, |copy| {
        let copied = Archive::open_to_read(copy)?;
        let verdict = verify::verify(&copied, Depth::Data(Share::ALL), false)?;
        match verdict.findings.first() {
            None => Ok(verdict),
            Some(finding) => Err(Error::Damaged {
                path: archive.path().to_owned(),
                reason: format!("its copy fails the check of {}: {}", finding.check, finding.detail),
            }),
        }
    })
}
