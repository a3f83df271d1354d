//! `cuttings` keeps press cuttings in one SQLite file and knows who is in them.
#![forbid(unsafe_code)]

pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod format;
pub mod model;
pub mod names;
pub mod ops;
pub mod output;
pub mod report;
pub mod text;
