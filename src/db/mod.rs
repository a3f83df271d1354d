//! The archive file, and the only SQL in the program.
//!
//! One file per noun, each query beside the one function that runs it, values always bound. Nothing
//! outside this folder names rusqlite or refinery; what leaves it is `model` types and `Error`.

mod articles;
mod backup;
mod batch;
mod captures;
mod catalogue;
mod changes;
mod compare;
mod connect;
mod decisions;
mod digest;
mod entities;
mod erasures;
mod error;
mod files;
mod foreign;
mod found;
mod integrity;
mod lock;
mod mentions;
mod migrate;
mod near;
mod private_copy;
mod query;
mod query_clock;
mod query_guard;
mod restore;
mod rotate;
mod row_hashes;
mod runs;
pub mod schema;
mod search;
mod settings;
mod shape;
mod show;
mod spans;
pub mod sql_text;
mod status;
mod stories;
mod to_erase;
mod unreadable;
mod urls;

pub use backup::Copy;
pub use batch::{Batch, Stored, Writer};
pub use captures::{KnownCapture, StoredCapture, StoredSighting};
pub use catalogue::CatalogueChange;
pub use changes::{Change, ChangeCount};
pub use connect::{APPLICATION_ID, Archive, DEFAULT_WAIT, JournalMode};
pub use decisions::Scope;
pub use erasures::{Erased, Eraser, Erasure};
pub use error::{Error, Result};
pub use files::is_archive;
pub use found::FoundEntity;
pub use integrity::{Finding, Found, Share, StoredArticle};
pub use near::Compare;
pub use query::{Reader, check_parameters, value_of_text};
pub use restore::Restore;
pub use rotate::Rotation;
pub use search::{Search, WordsError, plain_words};
pub use show::SHORTEST_PREFIX;
pub use status::Holdings;
pub use to_erase::{ArticleToErase, CaptureToErase, GivenName, RowCounts};
