//! Rows on their way out: one file per format, each a `Printer`.
//!
//! A printer gets the columns once, then rows one at a time, and writes to whatever it was handed;
//! it knows nothing of archives or queries. What must stay true: memory does not grow with the
//! number of rows, every value is written so that the format's own readers get it back (in the
//! formats made for machines), and nothing that steers a terminal reaches one (`safe`).
//!
//! A new format is one file here and one line in `FORMATS`.

mod csv;
mod destination;
mod json;
mod jsonl;
mod markdown;
pub mod safe;
mod table;
mod tsv;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

pub use destination::{Destination, DestinationError, terminal_width};

use crate::model::{Column, Value};

/// How rows are to be written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Cut tables to so many columns: the width of the terminal. `None`: nothing is cut.
    pub width: Option<usize>,
    /// Write what could steer a terminal as escapes.
    pub safe: bool,
    /// Keep spreadsheets from taking text for a formula (csv and tsv).
    pub csv_safe: bool,
}

/// Writes rows in one format.
pub trait Printer {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()>;
    fn row(&mut self, values: &[Value]) -> io::Result<()>;
    fn end(&mut self) -> io::Result<()>;
}

type Make = for<'w> fn(&'w mut dyn Write, Options) -> Box<dyn Printer + 'w>;

/// An output format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub name: &'static str,
    pub about: &'static str,
    make: Make,
}

impl Format {
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    pub fn printer<'w>(&self, to: &'w mut dyn Write, options: Options) -> Box<dyn Printer + 'w> {
        (self.make)(to, options)
    }
}

/// Every output format; the first is the usual one.
pub const FORMATS: &[Format] = &[
    Format { name: "table", about: "for reading; one line a row", make: table::printer },
    Format { name: "csv", about: "comma-separated, with a header line", make: csv::printer },
    Format {
        name: "tsv",
        about: "tab-separated, with a header line; \\t \\n \\\\ as escapes",
        make: tsv::printer,
    },
    Format { name: "json", about: "one array of objects", make: json::printer },
    Format { name: "jsonl", about: "one object a line", make: jsonl::printer },
    Format { name: "markdown", about: "a table for documents", make: markdown::printer },
];

/// A value as plain text: nothing for NULL, hex for a blob.
fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Real(number) if number.is_finite() => Cow::Owned(format!("{number:?}")),
        Value::Real(number) if number.is_nan() => Cow::Borrowed(""),
        Value::Real(number) => Cow::Borrowed(if *number > 0.0 { "Inf" } else { "-Inf" }),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Blob(bytes) => Cow::Owned(hex(bytes)),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Column names, each made unique: `name`, `name_2`.
fn unique_names(columns: &[Column]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut names = Vec::with_capacity(columns.len());
    for column in columns {
        let mut name = column.name.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{}_{number}", column.name);
            number += 1;
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a format makes of a few rows.
    pub fn printed(format: &str, options: Options, names: &[&str], rows: &[Vec<Value>]) -> String {
        let columns: Vec<Column> =
            names.iter().map(|name| Column { name: (*name).to_owned() }).collect();
        let mut bytes = Vec::new();
        {
            let mut printer = Format::by_name(format).unwrap().printer(&mut bytes, options);
            printer.begin(&columns).unwrap();
            for row in rows {
                printer.row(row).unwrap();
            }
            printer.end().unwrap();
        }
        String::from_utf8(bytes).unwrap()
    }

    const PIPE: Options = Options { width: None, safe: false, csv_safe: false };
    const TERMINAL: Options = Options { width: Some(40), safe: true, csv_safe: true };

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn rows() -> Vec<Vec<Value>> {
        vec![
            vec![text("Winston Peters"), Value::Integer(12), Value::Real(0.5), Value::Null],
            vec![
                text("a|b, \"c\"\n\\d\te [x](y)"),
                Value::Integer(-3),
                Value::Real(f64::NAN),
                Value::Blob(vec![0, 255]),
            ],
            vec![text("=1+1"), Value::Integer(7), Value::Real(1.0), text("Māori 東京")],
        ]
    }

    fn all(options: Options) -> String {
        let mut together = String::new();
        for format in FORMATS {
            together.push_str(&format!("--- {}\n", format.name));
            together.push_str(&printed(format.name, options, &["name", "n", "r", "name"], &rows()));
        }
        together
    }

    #[test]
    fn every_format_into_a_pipe() {
        insta::assert_snapshot!(all(PIPE), @r#"
        --- table
        name                   n    r  name
        ────────────────────  ──  ───  ──────────
        Winston Peters        12  0.5
        a|b, "c" \d e [x](y)  -3       00ff
        =1+1                   7  1.0  Māori 東京
        --- csv
        name,n,r,name_2
        Winston Peters,12,0.5,
        "a|b, ""c""
        \d	e [x](y)",-3,,00ff
        =1+1,7,1.0,Māori 東京
        --- tsv
        name	n	r	name_2
        Winston Peters	12	0.5	
        a|b, "c"\n\\d\te [x](y)	-3		00ff
        =1+1	7	1.0	Māori 東京
        --- json
        [
        {"name":"Winston Peters","n":12,"r":0.5,"name_2":null},
        {"name":"a|b, \"c\"\n\\d\te [x](y)","n":-3,"r":null,"name_2":"00ff"},
        {"name":"=1+1","n":7,"r":1.0,"name_2":"Māori 東京"}
        ]
        --- jsonl
        {"name":"Winston Peters","n":12,"r":0.5,"name_2":null}
        {"name":"a|b, \"c\"\n\\d\te [x](y)","n":-3,"r":null,"name_2":"00ff"}
        {"name":"=1+1","n":7,"r":1.0,"name_2":"Māori 東京"}
        --- markdown
        | name | n | r | name_2 |
        | --- | --- | --- | --- |
        | Winston Peters | 12 | 0.5 |  |
        | a\|b, "c" \\d e \[x\](y) | -3 |  | 00ff |
        | =1+1 | 7 | 1.0 | Māori 東京 |
        "#);
    }

    #[test]
    fn every_format_onto_a_terminal() {
        insta::assert_snapshot!(all(TERMINAL), @r#"
        --- table
        name                  n    r  name
        ───────────────────  ──  ───  ──────────
        Winston Peters       12  0.5
        a|b, "c" \d e [x](…  -3       00ff
        =1+1                  7  1.0  Māori 東京
        --- csv
        name,n,r,name_2
        Winston Peters,12,0.5,
        "a|b, ""c""
        \d	e [x](y)",-3,,00ff
        '=1+1,7,1.0,Māori 東京
        --- tsv
        name	n	r	name_2
        Winston Peters	12	0.5	
        a|b, "c"\n\\d\te [x](y)	-3		00ff
        '=1+1	7	1.0	Māori 東京
        --- json
        [
        {"name":"Winston Peters","n":12,"r":0.5,"name_2":null},
        {"name":"a|b, \"c\"\n\\d\te [x](y)","n":-3,"r":null,"name_2":"00ff"},
        {"name":"=1+1","n":7,"r":1.0,"name_2":"Māori 東京"}
        ]
        --- jsonl
        {"name":"Winston Peters","n":12,"r":0.5,"name_2":null}
        {"name":"a|b, \"c\"\n\\d\te [x](y)","n":-3,"r":null,"name_2":"00ff"}
        {"name":"=1+1","n":7,"r":1.0,"name_2":"Māori 東京"}
        --- markdown
        | name | n | r | name_2 |
        | --- | --- | --- | --- |
        | Winston Peters | 12 | 0.5 |  |
        | a\|b, "c" \\d e \[x\](y) | -3 |  | 00ff |
        | =1+1 | 7 | 1.0 | Māori 東京 |
        "#);
    }

    #[test]
    fn every_format_without_rows() {
        let mut together = String::new();
        for format in FORMATS {
            together.push_str(&format!("--- {}\n", format.name));
            together.push_str(&printed(format.name, PIPE, &["name", "n"], &[]));
        }
        insta::assert_snapshot!(together, @r#"
        --- table
        name  n
        ────  ─
        --- csv
        name,n
        --- tsv
        name	n
        --- json
        []
        --- jsonl
        --- markdown
        | name | n |
        | --- | --- |
        "#);
    }

    /// T16: whatever an archive holds, nothing that steers a terminal comes out.
    #[test]
    fn nothing_that_steers_a_terminal_comes_out() {
        let poison: String = (0..=0x2100_u32)
            .chain(0xfe00..=0xffff)
            .chain(0xe0000..=0xe00ff)
            .filter_map(char::from_u32)
            .collect();
        for format in FORMATS {
            let name = format!("n{poison}");
            let shown = printed(format.name, TERMINAL, &[&name], &[vec![text(&poison)]]);
            for character in shown.chars().filter(|c| !matches!(c, '\n' | '\t')) {
                assert!(!safe::is_unsafe(character), "{}: {character:?}", format.name);
            }
        }
    }

    #[test]
    fn a_table_is_cut_to_the_terminal_and_nowhere_else() {
        let long = "word ".repeat(40);
        let row = [vec![text(&long), Value::Integer(123456), text("東京".repeat(20).as_str())]];
        let cut = printed("table", TERMINAL, &["text", "number", "wide"], &row);
        for line in cut.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 40, "{line}");
        }
        assert!(cut.contains('…') && cut.contains("123456"), "{cut}");
        assert!(!printed("table", PIPE, &["text", "number", "wide"], &row).contains('…'));
    }

    /// Rows after the first thousand keep the table's columns; nothing is held back for them.
    #[test]
    fn a_long_table_keeps_its_rows() {
        let rows: Vec<_> =
            (0..2500).map(|number| vec![Value::Integer(number), text("x")]).collect();
        let shown = printed("table", PIPE, &["n", "x"], &rows);
        assert_eq!(shown.lines().count(), 2502);
        assert_eq!(shown.lines().last(), Some("2499  x"));
    }

    #[test]
    fn csv_safe_touches_text_only() {
        for (value, expected) in [
            (text("=1"), "'=1"),
            (text("+1"), "'+1"),
            (text("-1"), "'-1"),
            (text("@x"), "'@x"),
            (text("a=1"), "a=1"),
            (Value::Integer(-1), "-1"),
            (Value::Real(-1.5), "-1.5"),
        ] {
            let shown = printed("csv", Options { csv_safe: true, ..PIPE }, &["a"], &[vec![value]]);
            assert_eq!(shown, format!("a\n{expected}\n"));
        }
    }
}
