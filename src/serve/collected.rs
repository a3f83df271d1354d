//! Rows of a report as a page holds them: so many, and each value no longer than anybody reads.
//!
//! What must stay true: memory has an end, whatever an archive holds: a headline of 10 MB, or 2,000 columns.

use super::answer::NoPage;
use super::asked::PageAsked;
use crate::answer::reports;
use crate::db::Reader;
use crate::model::{Column, Flow, RowSink, Value};
use crate::output::plot::Rows;
use crate::report::Report;
use crate::text::shortened::shortened;

/// Columns that are shown; more is no reading.
const MOST_COLUMNS: usize = 60;
/// Characters of a value that are shown.
const MOST_CHARACTERS: usize = 600;

/// Rows, the first of those that there are.
#[derive(Debug, Default)]
pub struct Collected {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more.
    pub is_cut: bool,
    /// How many columns are not held.
    pub columns_left_out: usize,
    most: usize,
}

impl Collected {
    /// For so many rows.
    pub fn most(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    /// A value of a row, by the name of its column.
    pub fn value<'r>(&self, row: &'r [Value], name: &str) -> Option<&'r Value> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        row.get(at)
    }

    /// The same as text.
    pub fn text<'r>(&self, row: &'r [Value], name: &str) -> Option<&'r str> {
        match self.value(row, name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The same as a number.
    pub fn number(&self, row: &[Value], name: &str) -> Option<i64> {
        match self.value(row, name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// For a picture.
    pub fn drawn(&self) -> Rows {
        let mut rows = Rows::default();
        rows.columns(&self.columns);
        for row in &self.rows {
            if rows.row(row) == Flow::Stop {
                break;
            }
        }
        rows
    }
}

impl RowSink for Collected {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        self.columns = columns.iter().take(MOST_COLUMNS).cloned().collect();
        self.columns_left_out = columns.len().saturating_sub(MOST_COLUMNS);
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        if self.rows.len() == self.most {
            self.is_cut = true;
            return Flow::Stop;
        }
        self.rows.push(values.iter().take(MOST_COLUMNS).map(held).collect());
        Flow::Continue
    }
}

fn held(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(shortened(text, MOST_CHARACTERS).into_owned()),
        Value::Blob(bytes) => Value::Text(format!("{} bytes", bytes.len())),
        other => other.clone(),
    }
}

/// The rows of a report, asked as it is asked anywhere. Fails where it does not take what is given, or SQLite stops.
pub fn of_report(
    asked: &PageAsked,
    reader: &Reader,
    report: &Report,
    given: &[(String, String)],
    most: usize,
) -> Result<Collected, NoPage> {
    let mut collected = Collected::most(most);
    reports::answer(reader, report, given, asked.time(), &mut collected)?;
    Ok(collected)
}

/// The same of a canned report, by its name. Fails where there is none of that name.
pub fn of_canned(
    asked: &PageAsked,
    reader: &Reader,
    name: &str,
    given: &[(&str, &str)],
    most: usize,
) -> Result<Collected, NoPage> {
    let report = crate::report::canned(name)
        .ok_or_else(|| NoPage::Bug(format!("there is no report `{name}`")))?;
    let limit = (most + 1).to_string();
    let has_limit = report.parameters.iter().any(|known| known.name == "limit");
    let given: Vec<(String, String)> = given
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty())
        .chain(has_limit.then_some(("limit", limit.as_str())))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    of_report(asked, reader, &report, &given, most)
}
