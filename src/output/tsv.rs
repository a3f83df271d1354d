//! Tab-separated values with a header line. A tab, a line end or a backslash in a value is written
//! `\t`, `\n`, `\r`, `\\`: every row is one line and every tab ends a cell, whatever the text.

use std::borrow::Cow;
use std::io::{self, Write};

use super::csv::cell;
use super::{Options, Printer, plain, unique_names};
use crate::model::{Column, Value};

/// A printer of tab-separated values.
pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Tsv { to, options })
}

struct Tsv<'w> {
    to: &'w mut dyn Write,
    options: Options,
}

impl Tsv<'_> {
    fn line<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
        for (position, text) in cells.enumerate() {
            if position > 0 {
                self.to.write_all(b"\t")?;
            }
            self.to.write_all(escaped(&text).as_bytes())?;
        }
        self.to.write_all(b"\n")
    }
}

impl Printer for Tsv<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let options = self.options;
        let names = unique_names(columns);
        self.line(names.iter().map(|name| cell(Cow::Borrowed(name.as_str()), options)))
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let options = self.options;
        self.line(values.iter().map(|value| match value {
            Value::Text(text) => cell(Cow::Borrowed(text.as_str()), options),
            other => plain(other),
        }))
    }

    fn end(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(['\t', '\n', '\r', '\\']) {
        let text = text.replace('\\', "\\\\").replace('\t', "\\t");
        Cow::Owned(text.replace('\n', "\\n").replace('\r', "\\r"))
    } else {
        Cow::Borrowed(text)
    }
}
