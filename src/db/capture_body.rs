//! The bytes of one capture, as they were received.

use super::{Reader, Result};
use crate::model::{Sha256, Value};

/// A capture's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureBody {
    pub byte_count: u64,
    /// Zstandard frame of the bytes.
    pub compressed: Vec<u8>,
}

impl Reader {
    /// The bytes of the capture with this SHA-256, if they are not more than `most`. `None`: there is no such capture;
    /// without bytes: it has more.
    pub fn capture_body(&self, sha256: Sha256, most: u64) -> Result<Option<CaptureBody>> {
        let rows = self.rows(
            "SELECT byte_count, CASE WHEN byte_count <= :most THEN body END FROM captures WHERE sha256 = :sha256",
            &[
                ("sha256", Value::Text(sha256.to_string())),
                ("most", Value::Integer(i64::try_from(most).unwrap_or(i64::MAX))),
            ],
        )?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let mut cells = row.into_iter();
        let byte_count = match cells.next() {
            Some(Value::Integer(count)) => u64::try_from(count).unwrap_or(u64::MAX),
            _ => u64::MAX,
        };
        let compressed = match cells.next() {
            Some(Value::Blob(bytes)) => bytes,
            _ => Vec::new(),
        };
        Ok(Some(CaptureBody { byte_count, compressed }))
    }
}
