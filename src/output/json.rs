//! One JSON array of objects, an object a line, written as the rows come.

use std::io::{self, Write};

use super::jsonl::object;
use super::{Options, Printer, unique_names};
use crate::model::{Column, Value};

/// A printer of one JSON array of objects.
pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Json { to, options, names: Vec::new(), is_empty: true })
}

struct Json<'w> {
    to: &'w mut dyn Write,
    options: Options,
    names: Vec<String>,
    is_empty: bool,
}

impl Printer for Json<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        self.names = unique_names(columns);
        self.to.write_all(b"[")
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.to.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        self.to.write_all(object(&self.names, values, self.options)?.as_bytes())
    }

    fn end(&mut self) -> io::Result<()> {
        self.to.write_all(if self.is_empty { b"]\n" } else { b"\n]\n" })?;
        self.to.flush()
    }
}
