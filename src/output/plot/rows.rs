//! The rows of a report, all of them, and what is wrong with those that cannot be drawn.
//!
//! What must stay true: memory has an end, and what is no number is never taken for one.

use crate::model::{Column, Flow, RowSink, Value};
use crate::output::plain;

/// More rows are no picture.
pub const MOST_ROWS: usize = 5_000;
/// Most bytes of text in them.
const MOST_BYTES: usize = 8_000_000;
/// Most periods from the first to the last: five years of days.
pub(super) const MOST_PERIODS: usize = 2_000;
/// Most small pictures side by side.
pub(super) const MOST_PANELS: usize = 60;

/// Why rows cannot be drawn.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the rows have no column `{wanted}` to draw, only {}", .known.join(", "))]
    NoColumn { wanted: String, known: Vec<String> },
    #[error("row {row} has {found} in the column `{column}`, and only numbers from 0 can be drawn")]
    NoNumber { row: usize, column: String, found: String },
    #[error(
        "there are more than {MOST_ROWS} rows, or 8 MB of text, and nobody could read a picture of them"
    )]
    TooManyRows,
    #[error("from {first} to {last} there are more than {MOST_PERIODS} times a {step}")]
    TooManyPeriods { first: String, last: String, step: &'static str },
    #[error("there are {0} names, and at most {MOST_PANELS} are drawn side by side")]
    TooManyNames(usize),
    #[error("{0}")]
    Template(String),
}

/// The rows of a report, all of them, as far as a picture may go.
#[derive(Debug, Default)]
pub struct Rows {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Value>>,
    bytes: usize,
    is_too_many: bool,
}

impl RowSink for Rows {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        self.columns = columns.to_vec();
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        self.bytes += values
            .iter()
            .map(|value| match value {
                Value::Text(text) => text.len(),
                // Printed as hex.
                Value::Blob(bytes) => 2 * bytes.len(),
                Value::Null | Value::Integer(_) | Value::Real(_) => 8,
            })
            .sum::<usize>();
        if self.rows.len() == MOST_ROWS || self.bytes > MOST_BYTES {
            self.is_too_many = true;
            return Flow::Stop;
        }
        self.rows.push(values.to_vec());
        Flow::Continue
    }
}

impl Rows {
    /// The place of a column by its name; fails where there is none.
    pub(super) fn column(&self, wanted: &str) -> Result<usize, Error> {
        let found = self.columns.iter().position(|column| column.name == wanted);
        found.ok_or_else(|| Error::NoColumn {
            wanted: wanted.to_owned(),
            known: self.columns.iter().map(|column| column.name.clone()).collect(),
        })
    }

    /// Fails where there are more rows than can be drawn.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_too_many { Err(Error::TooManyRows) } else { Ok(()) }
    }

    /// A cell as a number; fails where it is none, or below 0.
    pub(super) fn number(&self, row: usize, column: usize) -> Result<f64, Error> {
        let value = self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Value::Null);
        let found = match value {
            Value::Integer(number) if *number >= 0 => return Ok(*number as f64),
            Value::Real(number) if number.is_finite() && *number >= 0.0 => return Ok(*number),
            Value::Null => "nothing".to_owned(),
            value => format!("`{}`", super::text::shortened(&plain(value), 1.0, 40.0)),
        };
        let column =
            self.columns.get(column).map_or_else(String::new, |column| column.name.clone());
        Err(Error::NoNumber { row: row + 1, column, found })
    }

    /// A name; of none, `no publisher`.
    pub(super) fn name(&self, row: usize, column: usize) -> String {
        let value = self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Value::Null);
        match value {
            Value::Null => format!("no {}", self.columns.get(column).map_or("name", |c| &c.name)),
            value => plain(value).into_owned(),
        }
    }
}
