//! Watches of reports: which rows are new.
//!
//! What must stay true: a row is known by all its cells with their types, so that one that changed is a new one; a row
//! that is left out is not recorded, and comes next time.

use std::collections::HashSet;
use std::time::Duration;

use super::{ReportAsked, Since, Wanted, instant};
use crate::db::{Reader, Result};
use crate::model::{Column, Flow, NewsRows, RowSink, Sha256, Value, Watch};
use crate::text::fingerprint;

/// As for a report that somebody asks.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// More rows than that are not looked at.
const MOST_ROWS: usize = 100_000;

/// The digests of all rows that a report has now. Fails where the archive cannot be read, or SQLite stops.
pub fn digests(reader: &Reader, report: &ReportAsked) -> Result<Vec<Sha256>> {
    Ok(asked(reader, report)?.rows.iter().map(|row| digest(row)).collect())
}

/// The rows that a watch was not told of, and their digests. Fails where the archive cannot be read, or SQLite stops.
pub fn of(
    reader: &Reader,
    watch: &Watch,
    report: &ReportAsked,
    wanted: &Wanted,
) -> Result<(NewsRows, Vec<Sha256>)> {
    let found = asked(reader, report)?;
    let mut rows: Vec<(Sha256, Vec<Value>)> =
        found.rows.into_iter().map(|row| (digest(&row), row)).collect();
    let told: HashSet<Sha256> = match wanted.since {
        Since::Trial(_) => HashSet::new(),
        Since::Instant(since) => {
            reader.told_before(watch.watch_id, &instant(since))?.into_iter().collect()
        }
        Since::LastTold => {
            let digests: Vec<Sha256> = rows.iter().map(|(digest, _)| *digest).collect();
            reader.told_of(watch.watch_id, &digests)?.into_iter().collect()
        }
    };
    rows.retain(|(digest, _)| !told.contains(digest));
    let left_out = rows.len().saturating_sub(wanted.limit);
    rows.truncate(wanted.limit);
    let (digests, rows) = rows.into_iter().unzip();
    Ok((NewsRows { columns: found.columns, rows, left_out }, digests))
}

fn asked(reader: &Reader, report: &ReportAsked) -> Result<Collected> {
    let mut collected = Collected::default();
    reader.run(&report.sql, &report.values, TIME_LIMIT, &mut collected)?;
    Ok(collected)
}

#[derive(Default)]
struct Collected {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl RowSink for Collected {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        self.columns = columns.iter().map(|column| column.name.clone()).collect();
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        self.rows.push(values.to_vec());
        if self.rows.len() < MOST_ROWS { Flow::Continue } else { Flow::Stop }
    }
}

fn digest(row: &[Value]) -> Sha256 {
    let mut bytes = Vec::new();
    for value in row {
        let (kind, cell): (u8, Vec<u8>) = match value {
            Value::Null => (b'n', Vec::new()),
            Value::Integer(number) => (b'i', number.to_le_bytes().to_vec()),
            Value::Real(number) => (b'r', number.to_bits().to_le_bytes().to_vec()),
            Value::Text(text) => (b't', text.as_bytes().to_vec()),
            Value::Blob(blob) => (b'b', blob.clone()),
        };
        bytes.push(kind);
        bytes.extend((cell.len() as u64).to_le_bytes());
        bytes.extend(cell);
    }
    fingerprint::sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_only_where_all_their_cells_are() {
        let text = |text: &str| Value::Text(text.to_owned());
        let rows = [
            vec![text("ab"), text("c")],
            vec![text("a"), text("bc")],
            vec![text("1")],
            vec![Value::Integer(1)],
            vec![Value::Real(1.0)],
            vec![Value::Null],
            vec![text("")],
            vec![text(""), Value::Null],
        ];
        let digests: HashSet<Sha256> = rows.iter().map(|row| digest(row)).collect();
        assert_eq!(digests.len(), rows.len());
        assert_eq!(digest(&rows[0]), digest(&rows[0].clone()));
    }
}
