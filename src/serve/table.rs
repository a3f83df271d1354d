//! Rows as a table of a page: columns by their names, cells with a link where they name something that has a page.

use super::collected::Collected;
use super::link;
use super::site::Site;
use crate::model::Value;
use crate::output::plain;

/// A table as the template `table.html` shows it.
pub struct Table {
    pub caption: String,
    pub columns: Vec<Head>,
    pub rows: Vec<Vec<Cell>>,
    /// Whether there are more rows.
    pub is_cut: bool,
    /// How many columns are not shown.
    pub columns_left_out: usize,
    /// What is said where there are no rows.
    pub nothing: &'static str,
}

/// The head of a column.
pub struct Head {
    pub name: String,
    pub is_number: bool,
}

/// A value.
pub struct Cell {
    pub text: String,
    pub href: Option<String>,
    /// Whether the link leads to another server.
    pub is_outside: bool,
    /// How it is set: as a number, as a day, which is not broken, or as text.
    pub class: &'static str,
}

impl Table {
    /// All columns of some rows, as a report of that name has them.
    pub fn of(site: &Site, caption: &str, report: &str, found: &Collected) -> Self {
        let all: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
        Self::with(site, caption, report, found, &all)
    }

    /// Some columns of them, in this order.
    pub fn with(
        site: &Site,
        caption: &str,
        report: &str,
        found: &Collected,
        columns: &[&str],
    ) -> Self {
        let rows = found.rows.iter().map(|row| {
            columns
                .iter()
                .map(|name| {
                    let value = found.value(row, name).unwrap_or(&Value::Null);
                    let (href, is_outside) = link::of_cell(site, report, found, row, name);
                    let text = plain(value).into_owned();
                    Cell { class: class_of(value, &text), text, href, is_outside }
                })
                .collect::<Vec<_>>()
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let is_number = |at: usize| {
            let cells = || rows.iter().filter_map(|row| row.get(at));
            cells().any(|cell| cell.class == NUMBER)
                && cells().all(|cell| cell.class == NUMBER || cell.text.is_empty())
        };
        let heads = columns
            .iter()
            .enumerate()
            .map(|(at, name)| Head { name: name.replace('_', " "), is_number: is_number(at) });
        Self {
            caption: caption.to_owned(),
            columns: heads.collect(),
            is_cut: found.is_cut,
            columns_left_out: found.columns_left_out,
            rows,
            nothing: "Nothing.",
        }
    }
}

const NUMBER: &str = "number";

fn class_of(value: &Value, text: &str) -> &'static str {
    let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match value {
        Value::Integer(_) | Value::Real(_) => NUMBER,
        Value::Text(_) if is_day => "day",
        _ => "words",
    }
}
