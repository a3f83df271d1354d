//! Comma-separated values with a header line, as RFC 4180 has them but for the line end, which is
//! the one of the system's other tools.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Options, Printer, plain, safe, unique_names};
use crate::model::{Column, Value};

/// A printer of comma-separated values (RFC 4180).
pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Csv { writer: csv::Writer::from_writer(to), options })
}

struct Csv<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    options: Options,
}

impl Printer for Csv<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let names = unique_names(columns);
        let options = self.options;
        let names = names.iter().map(|name| cell(Cow::Borrowed(name), options).into_owned());
        self.writer.write_record(names).map_err(io_error)
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        for value in values {
            let text = match value {
                Value::Text(text) => cell(Cow::Borrowed(text), self.options),
                other => plain(other),
            };
            self.writer.write_field(text.as_bytes()).map_err(io_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The error beneath: a pipe that closed early must still be known for one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The text of a cell. A spreadsheet takes `=`, `+`, `-`, `@`, tab and carriage return at the start
/// for a formula; an apostrophe before it makes it text.
pub(super) fn cell(text: Cow<'_, str>, options: Options) -> Cow<'_, str> {
    let text = if options.csv_safe && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    };
    if options.safe { Cow::Owned(safe::for_terminal(&text).into_owned()) } else { text }
}
