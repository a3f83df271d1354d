//! Rows on their way from a query to a printer: neither SQL nor a file format.

use serde::Serialize;

/// One value of a result row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    /// Shown as lower-case hex.
    Blob(Vec<u8>),
}

/// A result column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub name: String,
}
