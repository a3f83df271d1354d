//! Rows on their way out: one file per format, each a `Printer`.
//!
//! A printer gets the columns once, then rows one at a time, and writes to whatever it was handed;
//! it knows nothing of archives or queries. What must stay true: memory does not grow with the
//! number of rows, every value is written so that the format's own readers get it back (in the
//! formats made for machines), and nothing that steers a terminal reaches one (`safe`).
//!
//! A new format is one file here and one line in `FORMATS`. Pictures need all rows at once and what a report
//! says that they draw, so they are no printers and have a folder and a list of their own (`plot`). Pages and Markdown that
//! say more than rows have templates (`document`).

mod blocks;
mod csv;
mod destination;
pub mod document;
mod folder;
mod json;
mod jsonl;
mod lines;
pub(crate) mod listed;
mod markdown;
mod markup;
pub mod plot;
pub mod safe;
mod table;
mod tsv;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

pub use destination::{Destination, DestinationError, terminal_width};
pub use folder::FolderDestination;
pub use listed::Listed;
use listed::is_listed;
pub use markup::{web_address, xml};

use crate::model::{Column, Value};

/// How rows are to be written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Fit tables into so many columns: the width of the terminal. `None`: there is none.
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
    /// How names of files in this format end.
    pub endings: &'static [&'static str],
    make: Make,
}

is_listed!(Format, FORMATS);

impl Format {
    /// What prints rows in this format to `to`.
    pub fn printer<'w>(&self, to: &'w mut dyn Write, options: Options) -> Box<dyn Printer + 'w> {
        (self.make)(to, options)
    }
}

/// The usual one.
pub const TABLE: Format = Format {
    name: "table",
    about: "for reading: a line a row, or a block where that is too long",
    endings: &["txt"],
    make: table::printer,
};

/// Every output format.
pub const FORMATS: &[Format] = &[
    TABLE,
    Format {
        name: "csv",
        about: "comma-separated, with a header line",
        endings: &["csv"],
        make: csv::printer,
    },
    Format {
        name: "tsv",
        about: "tab-separated, with a header line; \\t \\n \\\\ as escapes",
        endings: &["tsv", "tab"],
        make: tsv::printer,
    },
    Format { name: "json", about: "one array of objects", endings: &["json"], make: json::printer },
    Format {
        name: "jsonl",
        about: "one object a line",
        endings: &["jsonl", "ndjson"],
        make: jsonl::printer,
    },
    Format {
        name: "markdown",
        about: "a table for documents",
        endings: &["md", "markdown"],
        make: markdown::printer,
    },
];

/// A value as plain text: nothing for NULL, hex for a blob.
pub fn plain(value: &Value) -> Cow<'_, str> {
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
        a|b, "c" \d e        -3       00ff
        [x](y)
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

    /// Whatever an archive holds, nothing that steers a terminal comes out.
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

    const WIDE: Options = Options { width: Some(80), ..TERMINAL };

    /// What stands in the rows is there, whatever the width; no line is wider than the terminal unless
    /// a word is.
    #[test]
    fn a_table_fits_the_terminal_and_loses_nothing() {
        let long = "word ".repeat(40);
        for (text_of, columns) in
            [(long.as_str(), 40), ("東京の夏 👩\u{200d}👧 é", 30), ("short", 30)]
        {
            let row = [vec![text(text_of), Value::Integer(123456), text(&"東京".repeat(20))]];
            let options = Options { width: Some(columns), ..TERMINAL };
            let shown = printed("table", options, &["text", "number", "wide"], &row);
            for line in shown.lines() {
                assert!(lines::width(line) <= columns, "{line}");
            }
            let kept = shown.replace(['\n', ' '], "");
            assert_eq!(kept.matches("word").count(), text_of.matches("word").count(), "{shown}");
            assert_eq!(
                kept.matches("東京").count(),
                20 + text_of.matches("東京").count(),
                "{shown}"
            );
            assert!(kept.contains("123456") && !kept.contains('…'));
        }
        let row = [vec![text(&long), Value::Integer(123456)]];
        let shown = printed("table", PIPE, &["text", "number"], &row);
        assert!(shown.lines().any(|line| line.starts_with(&long)), "{shown}");
    }

    #[test]
    fn rows_that_do_not_fit_become_blocks() {
        let names = ["article_id", "published_on", "headline", "surface_form", "empty"];
        let row = vec![
            Value::Integer(1),
            text("2024-03-18"),
            text(&"long ".repeat(8)),
            text("Peters"),
            Value::Null,
        ];
        insta::assert_snapshot!(printed("table", TERMINAL, &names, &[row.clone(), row]), @r#"
        article_id    1
        published_on  2024-03-18
        headline      long long long long long
                      long long long
        surface_form  Peters

        article_id    1
        published_on  2024-03-18
        headline      long long long long long
                      long long long
        surface_form  Peters
        "#);
        // In a pipe, too, where no line would be read.
        let shown = printed(
            "table",
            PIPE,
            &["n", "text"],
            &[vec![Value::Integer(1), text(&"long ".repeat(80))]],
        );
        assert!(shown.starts_with("n     1\ntext  long long"), "{shown}");
        assert!(shown.lines().all(|line| line.len() <= 100) && shown.matches("long").count() == 80);
    }

    #[test]
    fn a_quotation_is_printed_as_it_is_cited() {
        let names = [
            "article_id",
            "published_on",
            "publisher",
            "speaker",
            "quote",
            "cue",
            "headline",
            "url",
        ];
        let row = |speaker: Value, quote: &str| {
            let url =
                text("https://example.org/2024/03/18/a-visit-to-wellington-and-what-was-said");
            vec![
                Value::Integer(21),
                text("2024-03-18"),
                text("Reuters"),
                speaker,
                text(quote),
                text("said"),
                text("Ministers meet in Wellington"),
                url,
            ]
        };
        let long =
            format!("{}or not at all,", "We will go on talking where we disagree, ".repeat(2));
        let rows = [row(text("Ana Roa"), &long), row(Value::Null, "“No,”")];
        let expected = "\
“We will go on talking where we disagree, We will go on talking where we disagree, or not at all,”
    Ana Roa, 2024-03-18, Reuters
    Ministers meet in Wellington
    https://example.org/2024/03/18/a-visit-to-wellington-and-what-was-said
    article_id 21, cue said

“No,”
    speaker unknown, 2024-03-18, Reuters
    Ministers meet in Wellington
    https://example.org/2024/03/18/a-visit-to-wellington-and-what-was-said
    article_id 21, cue said
";
        assert_eq!(printed("table", PIPE, &names, &rows), expected);
        assert_eq!(
            printed("table", Options { width: Some(200), ..TERMINAL }, &names, &rows),
            expected
        );
        // Wide characters take two columns each.
        let japanese = row(text("林 芳正"), &"会談は率直だった。".repeat(20));
        let shown = printed("table", WIDE, &names, &[japanese]);
        assert!(shown.lines().all(|line| lines::width(line) <= 80), "{shown}");
        assert_eq!(shown.matches("率直").count(), 20);
        // Other formats have the columns as they are.
        assert!(
            printed("csv", PIPE, &names, &rows).starts_with("article_id,published_on,publisher,")
        );
    }

    /// The words next to the name are what is looked at.
    #[test]
    fn words_around_a_name_are_cut_at_their_far_ends() {
        let names = ["article_id", "before", "surface_form", "after", "rule"];
        let row = |before: &str, after: &str| {
            vec![
                Value::Integer(1),
                text(before),
                text("Peters"),
                text(after),
                text("catalogue-name"),
            ]
        };
        let rows = [
            row("said on Monday that Foreign Minister ", " left earlier in the day than planned"),
            row("", " 東京で会談したあとすぐに帰国した"),
        ];
        insta::assert_snapshot!(printed("table", WIDE, &names, &rows), @r#"
        article_id              before  surface_form  after               rule
        ──────────  ──────────────────  ────────────  ──────────────────  ──────────────
                 1  …Foreign Minister   Peters         left earlier in …  catalogue-name
                 1                      Peters         東京で会談したあ…  catalogue-name
        "#);
        // Too narrow for any of it: all of it, in a block.
        let shown = printed("table", TERMINAL, &names, &rows[..1]);
        assert!(shown.contains("text          said on Monday that\n"), "{shown}");
        assert!(
            shown.replace(['\n', ' '], "").contains("ForeignMinisterPetersleftearlier"),
            "{shown}"
        );
        // In a pipe nothing is cut.
        let shown = printed("table", PIPE, &names, &rows[..1]);
        assert!(shown.contains("said on Monday that Foreign Minister   Peters         left earlier in the day than planned"), "{shown}");
    }

    /// Where there is no room for all columns, one without any value takes none; where there is, it stays.
    #[test]
    fn an_empty_column_gives_its_room_away() {
        let names = ["name", "description", "wikidata_id", "articles"];
        let row = |name: &str| vec![text(name), Value::Null, text(""), Value::Integer(2)];
        let rows = [row("Ana Roa"), row("Winston Peters")];
        insta::assert_snapshot!(printed("table", TERMINAL, &names, &rows), @r#"
        name            articles
        ──────────────  ────────
        Ana Roa                2
        Winston Peters         2
        "#);
        let wide = Options { width: Some(60), ..TERMINAL };
        for (options, rows) in [(wide, &rows[..]), (PIPE, &rows[..]), (TERMINAL, &[][..])] {
            let heading = printed("table", options, &names, rows);
            assert!(heading.starts_with("name") && heading.contains("wikidata_id"), "{heading}");
        }
        // More rows than are held: one that comes later may have a value.
        let mut many = vec![row("Ana Roa"); 1_000];
        many.push(vec![text("Ben Tui"), Value::Null, text("Q1"), Value::Integer(1)]);
        assert!(printed("table", TERMINAL, &names, &many).contains("Q1"));
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
