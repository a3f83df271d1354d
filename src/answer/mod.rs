//! Questions that commands, pages and assistants put alike: reports with what was typed for them, and dossiers.
//!
//! What must stay true: nothing here prints or knows a command line, so that whoever asks gets the same answer, and has
//! words of their own for what fails.

pub mod dossier;
pub mod reports;
pub mod whom;

use crate::{config, db};

/// Why there is no answer.
#[derive(Debug)]
pub enum Failed {
    Archive(db::Error),
    Configuration(config::Error),
    /// What was asked is nothing that can be: no such report, or not the values it takes.
    Usage(String),
    /// The archive changed while it was read.
    Changed,
}

impl From<db::Error> for Failed {
    fn from(error: db::Error) -> Self {
        Self::Archive(error)
    }
}

impl From<config::Error> for Failed {
    fn from(error: config::Error) -> Self {
        Self::Configuration(error)
    }
}
