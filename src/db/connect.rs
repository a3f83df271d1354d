//! Opening an archive.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// An open archive.
pub struct Archive {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

impl Archive {
    pub fn path(&self) -> &Path {
        &self.path
    }
}
