//! CSV: a folder with a file for each table that is meant for people.
//!
//! Written by the printer of `output`, so that cells look as they do in `query`: text that a spreadsheet would take
//! for a formula has an apostrophe before it.

use std::io::{self, Write};

use super::{Exporter, Form, Format, Holds, OpenFile, Place, Setting, Stream};
use crate::model::{Column, ExportedTable, Value};
use crate::output::{self, Listed, Options};

pub const FORMAT: Format = Format {
    name: "csv",
    about: "CSV: a file for each table, for spreadsheets",
    holds: Holds::Texts,
    form: Form::Folder,
    endings: &[],
    streams: &[Stream::Tables],
    make,
};

/// Rows, and characters of text in them, that are printed at a time.
const ROWS_AT_ONCE: usize = 1_000;
const TEXT_AT_ONCE: usize = 4_000_000;

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(Csv { open: place.folder()?, file: None, rows: Vec::new(), text: 0 }))
}

struct Csv<'w> {
    open: &'w mut OpenFile<'w>,
    file: Option<Box<dyn Write + Send>>,
    rows: Vec<Vec<Value>>,
    text: usize,
}

impl Csv<'_> {
    fn print(&mut self, columns: Option<&[Column]>) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let options = Options { width: None, safe: false, csv_safe: true };
        let format = output::Format::by_name("csv")
            .ok_or_else(|| io::Error::other("there is no printer of csv"))?;
        let mut printer = format.printer(file, options);
        if let Some(columns) = columns {
            printer.begin(columns)?;
        }
        for row in self.rows.drain(..) {
            printer.row(&row)?;
        }
        self.text = 0;
        printer.end()
    }
}

impl Exporter for Csv<'_> {
    fn table(&mut self, table: &ExportedTable) -> io::Result<()> {
        self.print(None)?;
        self.file = Some((self.open)(&format!("{}.csv", table.name))?);
        let columns: Vec<Column> =
            table.columns.iter().map(|column| Column { name: column.name.clone() }).collect();
        self.print(Some(&columns))
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.text += values.iter().map(super::parquet::size).sum::<usize>();
        self.rows.push(values.to_vec());
        match self.rows.len() >= ROWS_AT_ONCE || self.text >= TEXT_AT_ONCE {
            true => self.print(None),
            false => Ok(()),
        }
    }

    fn end(mut self: Box<Self>) -> io::Result<Vec<String>> {
        self.print(None)?;
        Ok(Vec::new())
    }
}
