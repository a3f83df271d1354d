//! The archive file, and the only SQL in the program.
//!
//! One file per noun, each query beside the one function that runs it, values always bound. Nothing
//! outside this folder names rusqlite or refinery; what leaves it is `model` types and `Error`.

mod connect;
mod error;
mod query;
mod query_clock;
mod query_guard;
pub mod schema;
mod search;
mod show;
pub mod sql_text;

pub use connect::{Access, Archive};
pub use error::{Error, Result};
pub use query::{Reader, value_of_text};
pub use search::{Search, WordsError, plain_words};
pub use show::SHORTEST_PREFIX;
