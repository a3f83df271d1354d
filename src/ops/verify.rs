//! Checks an archive against its promises, down to the last byte if asked.

use serde::Serialize;

use super::derive;
use crate::db::{self, Archive, Finding, Share};
use crate::text::fingerprint;

/// How deep to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Structure: pages, schema, references, places of mentions, byte accounts.
    Rows,
    /// The same, and every stored byte of a share of the rows against its SHA-256.
    Data(Share),
}

/// What was looked at, and what was found.
#[derive(Debug, Serialize)]
pub struct Verdict {
    pub findings: Vec<Finding>,
    pub captures_read: u64,
    pub articles_read: u64,
    /// Whether the full-text index could be checked; that takes permission to write.
    pub search_index_checked: bool,
}

/// Verifies an archive. `writable` says that it is open for writing, which the check of the full-text
/// index needs.
pub fn verify(archive: &Archive, depth: Depth, writable: bool) -> db::Result<Verdict> {
    let mut verdict = Verdict {
        findings: archive.check()?,
        captures_read: 0,
        articles_read: 0,
        search_index_checked: writable,
    };
    if writable {
        verdict.findings.extend(archive.check_search_index());
    }
    if let Depth::Data(share) = depth {
        let outcome = read_data(archive, share, &mut verdict);
        if let Err(error) = outcome {
            // Rows that cannot be read are damage, and the rest of the findings still counts.
            verdict.findings.push(Finding {
                check: "data",
                detail: format!("cannot be read to its end: {error}"),
            });
        }
    }
    Ok(verdict)
}

fn read_data(archive: &Archive, share: Share, verdict: &mut Verdict) -> db::Result<()> {
    let Verdict { findings, captures_read, articles_read, .. } = verdict;
    archive.for_each_capture(share, |id, name, byte_count, compressed| {
        *captures_read += 1;
        let outcome = match name {
            Some(name) => derive::received(compressed, byte_count, name).map(|_| ()),
            None => Err("its SHA-256 cannot be read".to_owned()),
        };
        if let Err(reason) = outcome {
            let detail = format!("capture {id}: {reason}");
            findings.push(Finding { check: "captures as received", detail });
        }
    })?;
    archive.for_each_article(share, |id, candidate| {
        *articles_read += 1;
        let detail = match candidate {
            Ok(candidate) => {
                let row = fingerprint::row_sha256(
                    &candidate.draft,
                    candidate.capture_sha256,
                    candidate.hint_count,
                );
                let text = fingerprint::article_sha256(&candidate.draft.body);
                if text != candidate.sha256 {
                    "its text is not that of its SHA-256".to_owned()
                } else if row != candidate.row_sha256 {
                    "a field of its head was changed".to_owned()
                } else {
                    return;
                }
            }
            Err(reason) => format!("its row cannot be read: {reason}"),
        };
        findings.push(Finding {
            check: "articles as stored",
            detail: format!("article {}: {detail}", id.0),
        });
    })
}

/// One digest of what the archive says: equal for two archives of the same inputs, whatever their order.
pub fn digest(archive: &Archive) -> db::Result<crate::model::Sha256> {
    use sha2::Digest;
    let mut hasher = sha2::Sha256::new();
    archive.for_each_fact(|bytes| hasher.update(bytes))?;
    Ok(crate::model::Sha256(hasher.finalize().into()))
}
