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

/// Takes rows one at a time: what stands between a query and a printer, so that neither knows the
/// other. A sink that fails keeps its error and stops.
pub trait RowSink {
    /// Called once, before any row.
    fn columns(&mut self, columns: &[Column]) -> Flow;
    fn row(&mut self, values: &[Value]) -> Flow;
}

/// Whether more rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Continue,
    Stop,
}
