//! A table for reading: one line a row, two spaces between columns, numbers to the right.
//!
//! Column widths are those of the first rows; then rows are written as they come, and one that is
//! wider pushes its line out rather than lose text. Only on a terminal is text cut, with `…`: widest
//! columns first, numbers never. (A table crate was tried; it holds all rows before it writes one
//! and measures in 16 bits.)

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Options, Printer, plain, safe};
use crate::model::{Column, Value};

/// Rows that are held back to measure the columns, and the most text they may hold.
const MEASURED_ROWS: usize = 1000;
const MEASURED_BYTES: usize = 4_000_000;

/// No column is cut to less than this.
const NARROWEST: usize = 6;

const BETWEEN: &str = "  ";

pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Table {
        to,
        options,
        columns: Vec::new(),
        held: Vec::new(),
        held_bytes: 0,
        is_measured: false,
    })
}

struct Table<'w> {
    to: &'w mut dyn Write,
    options: Options,
    columns: Vec<Measured>,
    held: Vec<Vec<Cell>>,
    held_bytes: usize,
    is_measured: bool,
}

struct Measured {
    name: String,
    width: usize,
    /// Every value seen while measuring was a number.
    is_number: bool,
}

struct Cell {
    text: String,
    is_number: bool,
}

impl Printer for Table<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        self.columns = columns
            .iter()
            .map(|column| Measured { name: self.line_of(&column.name), width: 0, is_number: true })
            .collect();
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let cells: Vec<Cell> = values
            .iter()
            .map(|value| Cell {
                text: self.line_of(&plain(value)),
                is_number: matches!(value, Value::Integer(_) | Value::Real(_) | Value::Null),
            })
            .collect();
        if self.is_measured {
            return self.write_row(&cells);
        }
        self.held_bytes += cells.iter().map(|cell| cell.text.len()).sum::<usize>();
        self.held.push(cells);
        if self.held.len() >= MEASURED_ROWS || self.held_bytes >= MEASURED_BYTES {
            self.write_held()?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.write_held()?;
        self.to.flush()
    }
}

impl Table<'_> {
    /// Text on one line.
    fn line_of(&self, text: &str) -> String {
        let text = if self.options.safe { safe::for_terminal(text) } else { Cow::Borrowed(text) };
        text.replace(['\n', '\r', '\t'], " ")
    }

    /// Measures, then writes the heading and every row that was held back.
    fn write_held(&mut self) -> io::Result<()> {
        if self.is_measured {
            return Ok(());
        }
        self.is_measured = true;
        let held = std::mem::take(&mut self.held);
        for (position, column) in self.columns.iter_mut().enumerate() {
            let cells = || held.iter().filter_map(|row| row.get(position));
            let widest = cells().map(|cell| cell.text.width()).max().unwrap_or(0);
            column.width = column.name.width().max(widest);
            column.is_number = !held.is_empty() && cells().all(|cell| cell.is_number);
        }
        if let Some(width) = self.options.width {
            self.fit(width);
        }
        let heading: Vec<Cell> = self
            .columns
            .iter()
            .map(|column| Cell { text: column.name.clone(), is_number: column.is_number })
            .collect();
        self.write_row(&heading)?;
        let rules: Vec<String> =
            self.columns.iter().map(|column| "─".repeat(column.width)).collect();
        writeln!(self.to, "{}", rules.join(BETWEEN))?;
        for row in &held {
            self.write_row(row)?;
        }
        Ok(())
    }

    /// Narrows the widest text columns until the table fits, if it can.
    fn fit(&mut self, width: usize) {
        let between = BETWEEN.len() * self.columns.len().saturating_sub(1);
        let total = |columns: &[Measured]| columns.iter().map(|column| column.width).sum::<usize>();
        while total(&self.columns) + between > width {
            let excess = total(&self.columns) + between - width;
            let widths = || {
                self.columns.iter().filter(|column| !column.is_number).map(|column| column.width)
            };
            let Some(widest) = widths().max().filter(|widest| *widest > NARROWEST) else { return };
            // Down to the next widest, all of that width alike.
            let next = widths().filter(|other| *other < widest).max().unwrap_or(0).max(NARROWEST);
            let alike = widths().filter(|other| *other == widest).count();
            let target = next.max(widest.saturating_sub(excess.div_ceil(alike)));
            for column in &mut self.columns {
                if !column.is_number && column.width == widest {
                    column.width = target;
                }
            }
        }
    }

    fn write_row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let mut line = String::new();
        for (position, (cell, column)) in cells.iter().zip(&self.columns).enumerate() {
            if position > 0 {
                line.push_str(BETWEEN);
            }
            let text = match self.options.width {
                Some(_) if !column.is_number => cut(&cell.text, column.width),
                _ => Cow::Borrowed(cell.text.as_str()),
            };
            let padding = " ".repeat(column.width.saturating_sub(text.width()));
            if column.is_number && cell.is_number {
                line.push_str(&padding);
                line.push_str(&text);
            } else {
                line.push_str(&text);
                line.push_str(&padding);
            }
        }
        writeln!(self.to, "{}", line.trim_end())
    }
}

/// The text within so many columns of the terminal; `…` where something is missing.
fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let mut kept = String::new();
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    Cow::Owned(kept)
}
