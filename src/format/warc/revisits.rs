//! Revisits: a record that says that an earlier one was seen again.
//!
//! It names the earlier record by its address and time, or by the digest of its page. What must stay
//! true: only what was given out of the same file can be meant.

use std::collections::HashMap;

use super::header::{self, Header};
use crate::format::PieceContent;
use crate::model::Sha256;
use crate::text::fingerprint;

/// What was given out of a file, by what a revisit names it by. A key is half of a SHA-256, so that an
/// archive of a million pages takes some 100 MB and not its addresses' length.
#[derive(Default)]
pub struct Taken {
    by_digest: HashMap<[u8; 16], Sha256>,
    by_visit: HashMap<[u8; 16], Sha256>,
}

impl Taken {
    /// Notes the payload of a record, for later ones that only refer to it.
    pub fn remember(&mut self, header: &Header, sha256: Sha256) {
        if let Some(digest) = header.get("WARC-Payload-Digest") {
            self.by_digest.entry(key(digest)).or_insert(sha256);
        }
        if let (Some(target), Some(date)) = (header.target(), header.get("WARC-Date")) {
            self.by_visit.entry(key(&format!("{target} {date}"))).or_insert(sha256);
        }
    }

    /// The record of which `header` is a revisit.
    pub fn revisited(&self, header: &Header) -> PieceContent {
        let of_visit = || {
            let target = header.get("WARC-Refers-To-Target-URI").map(header::bare);
            let date = header.get("WARC-Refers-To-Date")?;
            self.by_visit.get(&key(&format!("{} {date}", target.or(header.target())?)))
        };
        let of_digest = || self.by_digest.get(&key(header.get("WARC-Payload-Digest")?));
        match of_visit().or_else(of_digest) {
            Some(&sha256) => PieceContent::Again { sha256 },
            None => PieceContent::Passed(
                "revisit of a record that was not taken from this file".to_owned(),
            ),
        }
    }
}

fn key(text: &str) -> [u8; 16] {
    let Sha256(digest) = fingerprint::sha256(text.as_bytes());
    let mut half = [0; 16];
    half.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    half
}
