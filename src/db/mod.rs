//! The archive file, and the only SQL in the program.
//!
//! One file per noun, each query beside the one function that runs it, values always bound. Nothing
//! outside this folder names rusqlite or refinery; what leaves it is `model` types and `Error`.

mod articles;
mod backup;
mod batch;
mod captures;
mod catalogue;
mod connect;
mod digest;
mod entities;
mod error;
mod integrity;
mod lock;
mod mentions;
mod migrate;
mod runs;
mod status;
mod query;
mod query_clock;
mod query_guard;
pub mod sql_text;

pub use batch::{Batch, Stored, Writer};
pub use captures::{KnownCapture, StoredCapture, StoredSighting};
pub use catalogue::CatalogueChange;
pub use connect::{APPLICATION_ID, Archive, DEFAULT_WAIT, JournalMode};
pub use error::{Error, Result};
pub use integrity::{Finding, Share};
pub use status::Holdings;
pub use query::{Reader, value_of_text};
