//! A table for reading: one line a row, two spaces between columns, numbers to the right.
//!
//! Column widths are those of the first rows; then rows are written as they come, and one that is
//! wider pushes its line out rather than lose text. On a terminal long text is broken within its
//! column; where rows would take more than a few lines each, or the columns are too many, each row is a
//! block of lines instead (`blocks`), and so is every quotation. Nothing is cut but the words around a
//! name, at the ends that are far from it; a column in which no row has anything gives its room to the others,
//! where they need it. (A table crate was tried; it holds all rows before it writes
//! one and measures in 16 bits.)

use std::borrow::Cow;
use std::io::{self, Write};

use super::blocks::{self, Named};
use super::lines::{beginning, broken, end, widest_piece, width};
use super::{Options, Printer, plain, safe};
use crate::model::{Column, Value};

/// Rows that are held back to measure the columns, and the most text they may hold.
const MEASURED_ROWS: usize = 1000;
const MEASURED_BYTES: usize = 4_000_000;

/// No column is narrower than this for its text's sake: a day and a kind stay whole.
const NARROWEST: usize = 12;
/// Words around a name are left so many columns on each side.
const CONTEXT: usize = 16;
/// Most lines of a row in a table.
const LINES: usize = 3;
/// Widest table where there is no terminal to fit.
const WIDEST: usize = 240;

const BETWEEN: &str = "  ";

/// A printer of a table that fits the window.
pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Table {
        to,
        options,
        columns: Vec::new(),
        held: Vec::new(),
        held_bytes: 0,
        is_measured: false,
        layout: Layout::Table,
        rows: 0,
    })
}

struct Table<'w> {
    to: &'w mut dyn Write,
    options: Options,
    columns: Vec<Measured>,
    held: Vec<Vec<Cell>>,
    held_bytes: usize,
    is_measured: bool,
    layout: Layout,
    rows: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Table,
    Blocks,
    Quotations,
}

struct Measured {
    name: String,
    width: usize,
    /// Every value seen while measuring was a number.
    is_number: bool,
    side: Side,
}

/// Where a column stands to a name that is shown in its context.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    None,
    Before,
    After,
}

struct Cell {
    text: String,
    is_number: bool,
}

impl Printer for Table<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let names = columns.iter().map(|column| column.name.as_str());
        let is_in_context = blocks::are_in_context(names.clone());
        if blocks::are_quotations(names) {
            self.layout = Layout::Quotations;
            self.is_measured = true;
        }
        self.columns = columns
            .iter()
            .map(|column| Measured {
                name: self.line_of(&column.name),
                width: 0,
                is_number: true,
                side: match column.name.as_str() {
                    "before" if is_in_context => Side::Before,
                    "after" if is_in_context => Side::After,
                    _ => Side::None,
                },
            })
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
            self.write_held(false)?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.write_held(true)?;
        self.to.flush()
    }
}

impl Table<'_> {
    /// Text on one line.
    fn line_of(&self, text: &str) -> String {
        let text = if self.options.safe { safe::for_terminal(text) } else { Cow::Borrowed(text) };
        text.replace(['\n', '\r', '\t'], " ")
    }

    /// Measures, then writes the heading and every row that was held back: all there are, or the first.
    fn write_held(&mut self, are_all: bool) -> io::Result<()> {
        if self.is_measured {
            return Ok(());
        }
        self.is_measured = true;
        let mut held = std::mem::take(&mut self.held);
        for (position, column) in self.columns.iter_mut().enumerate() {
            let cells = || held.iter().filter_map(|row| row.get(position));
            let widest = cells().map(|cell| width(&cell.text)).max().unwrap_or(0);
            column.width = width(&column.name).max(widest);
            column.is_number = !held.is_empty() && cells().all(|cell| cell.is_number);
        }
        if are_all && self.options.width.is_some_and(|room| self.total() > room) {
            self.leave_out_empty_columns(&mut held);
        }
        let fits = match self.options.width {
            Some(room) => self.fit(room, &held),
            None => self.total() <= WIDEST,
        };
        if !fits {
            self.layout = Layout::Blocks;
            return held.iter().try_for_each(|row| self.write_row(row));
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
        held.iter().try_for_each(|row| self.write_row(row))
    }

    fn leave_out_empty_columns(&mut self, rows: &mut [Vec<Cell>]) {
        let has_text = |at: usize| {
            rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.text.is_empty()))
        };
        let is_kept: Vec<bool> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| column.side != Side::None || has_text(at))
            .collect();
        if !is_kept.contains(&true) {
            return;
        }
        let mut kept = is_kept.iter();
        self.columns.retain(|_| kept.next() == Some(&true));
        for row in rows {
            let mut kept = is_kept.iter();
            row.retain(|_| kept.next() == Some(&true));
        }
    }

    fn total(&self) -> usize {
        let between = BETWEEN.len() * self.columns.len().saturating_sub(1);
        between + self.columns.iter().map(|column| column.width).sum::<usize>()
    }

    /// Narrows the widest columns until the table fits: first the words around a name, then all text,
    /// which is broken into lines. False if rows would take more than a few, or no narrowing is enough.
    fn fit(&mut self, room: usize, held: &[Vec<Cell>]) -> bool {
        let narrowest: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(position, column)| {
                let least = match column.side {
                    Side::None => {
                        let cells = held.iter().filter_map(|row| row.get(position));
                        let pieces = cells.map(|cell| widest_piece(&cell.text));
                        pieces.max().unwrap_or(0).max(NARROWEST)
                    }
                    Side::Before | Side::After => CONTEXT,
                };
                if column.is_number { column.width } else { least.max(width(&column.name)) }
            })
            .collect();
        for column in &mut self.columns {
            if !column.is_number {
                column.width = column.width.min(room);
            }
        }
        for is_context in [true, false] {
            while self.total() > room {
                let widest = self
                    .columns
                    .iter_mut()
                    .zip(&narrowest)
                    .filter(|(column, least)| {
                        column.width > **least && (column.side != Side::None) == is_context
                    })
                    .max_by_key(|(column, _)| column.width);
                let Some((column, _)) = widest else { break };
                column.width -= 1;
            }
        }
        let lines = |row: &Vec<Cell>| {
            row.iter()
                .zip(&self.columns)
                .map(|(cell, column)| {
                    if column.side == Side::None {
                        broken(&cell.text, column.width).len()
                    } else {
                        1
                    }
                })
                .max()
        };
        self.total() <= room && held.iter().filter_map(lines).all(|lines| lines <= LINES)
    }

    fn write_row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.layout == Layout::Table {
            return self.write_lines(cells);
        }
        if self.rows > 0 {
            writeln!(self.to)?;
        }
        self.rows += 1;
        let named: Vec<Named<'_>> = cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, column)| (column.name.as_str(), cell.text.as_str()))
            .collect();
        let room = self.options.width.map_or(blocks::WIDEST, |width| width.min(blocks::WIDEST));
        match self.layout {
            Layout::Quotations => blocks::quotation(self.to, &named, room),
            _ => blocks::block(self.to, &named, room),
        }
    }

    /// A row of the table: one line, or several where text is broken.
    fn write_lines(&mut self, cells: &[Cell]) -> io::Result<()> {
        let is_fitted = self.options.width.is_some();
        let broken: Vec<Vec<Cow<'_, str>>> = cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, column)| match column.side {
                Side::Before if is_fitted => vec![end(&cell.text, column.width)],
                Side::After if is_fitted => vec![beginning(&cell.text, column.width)],
                _ if is_fitted && !column.is_number => broken(&cell.text, column.width),
                _ => vec![Cow::Borrowed(cell.text.as_str())],
            })
            .collect();
        for number in 0..broken.iter().map(Vec::len).max().unwrap_or(1) {
            let mut line = String::new();
            for (position, (lines, column)) in broken.iter().zip(&self.columns).enumerate() {
                if position > 0 {
                    line.push_str(BETWEEN);
                }
                let text = lines.get(number).map_or("", |text| text.as_ref());
                let padding = " ".repeat(column.width.saturating_sub(width(text)));
                let is_right = column.side == Side::Before
                    || (column.is_number && cells.get(position).is_some_and(|cell| cell.is_number));
                match is_right {
                    true => line.extend([padding.as_str(), text]),
                    false => line.extend([text, padding.as_str()]),
                }
            }
            writeln!(self.to, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
