//! Tables of articles: one row an article, the first row the names of the columns.
//!
//! `rows` finds the rows and their cells, `cut` makes of each row a capture that stands alone: the
//! header and the row, a table of one. Columns are known by the names that `format::fields` knows, or
//! by the ones that somebody gave for them; the header of a capture has the names given.
//!
//! What must stay true: a row reads the same cut out as in its file; prose with commas is no table,
//! so a file is one only where the first line names a column for the text and one for a part of its
//! head, and nothing else where it has two cells.

mod columns;
mod cut;
mod rows;

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::article::facts::Facts;
use super::article::regions::{self, Cover};
use super::{Format, Framing, Refusal, article, fields};
use crate::model::{Field, Origins, Reading, RecordProblem, RegionRole};
use crate::text::{decode, normalise};
use rows::Table;

pub use rows::opening;

pub const FORMAT: Format = Format {
    name: "csv",
    version: 6,
    media_type: "text/csv",
    extensions: &["csv", "tsv"],
    summary: "CSV and TSV: a table of articles under a header, an article on each row",
    framing: Framing::Records(cut::cut),
    sniff: |prefix| header(prefix).is_some_and(|header| header.is_of_articles()),
    read,
};

/// What is said of a table that ends with its header.
const NO_ROW: &str = "a table without a row under its header";

/// Whether the first bytes of a file that is called a table are one: a first line of names. With no
/// known name among them the rows are refused with a hint which names there are.
pub fn may_be(prefix: &[u8]) -> bool {
    header(prefix).is_some()
}

/// The names in the first line of a table.
struct Header {
    names: Vec<String>,
    /// How many cells the second line has, as far as it is there.
    second: Option<usize>,
}

impl Header {
    /// Two names are told from prose with a comma only where both are known and a row has two cells.
    fn is_of_articles(&self) -> bool {
        let known: Vec<&str> =
            self.names.iter().filter_map(|name| columns::of_column(name)).collect();
        let is_text = |name: &&str| fields::names(Field::Body).contains(name);
        known.iter().any(is_text)
            && known.iter().any(|name| !is_text(name))
            && (self.names.len() > 2 || known.len() == 2)
            && self.second.is_none_or(|second| second == self.names.len())
    }
}

/// Longer cells are no names of columns, in characters and words.
const LONGEST_NAME: usize = 60;
const MOST_WORDS_OF_NAME: usize = 6;

/// The header, where the first line is one: two names or more, short and no sentences.
fn header(prefix: &[u8]) -> Option<Header> {
    let start = prefix.get(..16 * 1024).unwrap_or(prefix);
    let decoded = decode::decode(whole_characters(start)).text;
    let table = Table::new(&decoded)?;
    let mut rows = table.rows();
    let names = rows.next()?.cells;
    let is_name = |name: &String| {
        !name.is_empty()
            && name.chars().count() <= LONGEST_NAME
            && name.split_whitespace().count() <= MOST_WORDS_OF_NAME
            && !name.ends_with(['.', '!', '?', '”'])
    };
    let is_header = names.len() >= 2
        && names.iter().filter(|name| is_name(name)).count() * 10 >= names.len() * 9
        && names.iter().any(|name| name.chars().any(char::is_alphabetic));
    if !is_header {
        return None;
    }
    // The last row may be cut by the end of the prefix.
    let is_cut = start.len() < prefix.len();
    let second = rows.next().filter(|row| !is_cut || row.end < decoded.len());
    Some(Header { names, second: second.map(|row| row.cells.len()) })
}

/// Without a character of UTF-8 that the end of the prefix cut.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => {
            bytes.get(..error.valid_up_to()).unwrap_or(bytes)
        }
        _ => bytes,
    }
}

/// Reads a table: a header and, cut out of its file, one row.
fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    let table = Table::new(&decoded.text).ok_or_else(|| Refusal("no header".to_owned()))?;
    let mut rows = table.rows();
    let header = rows.next().ok_or_else(|| Refusal("no header".to_owned()))?;
    let columns = columns(&header.cells);
    if !columns
        .iter()
        .any(|(name, _)| name.is_some_and(|n| fields::names(Field::Body).contains(&n)))
    {
        return Err(Refusal(without_text(&header.cells)));
    }
    let mut cover = Cover::new(decoded.text.len());
    let mut problems = Vec::new();
    let mut count = 0;
    let mut warnings = repeated(&columns);
    for (number, row) in rows.enumerate() {
        let end = row.end;
        match article(&columns, row) {
            Ok((facts, body)) => {
                cover.mark(end, RegionRole::Record);
                cover.article(facts, body);
                count += 1;
            }
            Err(reason) => {
                cover.mark(end, RegionRole::Furniture);
                cover.leave_out();
                problems.push(RecordProblem::refused(format!("row {}", number + 2), reason));
            }
        }
    }
    if let [only] = problems.as_slice()
        && count == 0
    {
        return Err(Refusal(only.reason.clone()));
    }
    let mut reading = cover.finish(&decoded);
    reading.warnings.append(&mut warnings);
    let reading = Reading { problems, ..reading };
    Ok(regions::explained(reading, |_| NO_ROW.to_owned()))
}

/// The field that each column is, if it is one, and its own name.
type Columns<'t> = Vec<(Option<&'static str>, &'t str)>;

fn columns(names: &[String]) -> Columns<'_> {
    names.iter().map(|name| (columns::of_column(name), name.as_str())).collect()
}

/// Why a table is none of articles.
fn without_text(names: &[String]) -> String {
    let names: Vec<String> =
        names.iter().take(40).map(|name| format!("`{}`", name.escape_debug())).collect();
    format!(
        "no column is known to be the text; the columns are {}; say which with `--map body=NAME`",
        names.join(", ")
    )
}

fn repeated(columns: &Columns) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (field, name) in columns {
        let Some(field) = field else { continue };
        if let Some(earlier) = first.get(field) {
            warnings.push(format!(
                "the column `{name}` is the same field as `{earlier}`; the first that says \
                 something is taken"
            ));
        } else {
            first.insert(field, name);
        }
    }
    warnings
}

/// One article out of a row. The error is the reason why it is none.
fn article(columns: &Columns, row: rows::Row) -> Result<(Facts, String), String> {
    let cells = fitting(row, columns.len())?;
    let mut known: Map<String, Value> = Map::new();
    let mut names: Vec<(&'static str, &str)> = Vec::new();
    for ((field, name), cell) in columns.iter().zip(cells) {
        if let Some(field) = field
            && !cell.trim().is_empty()
            && !known.contains_key(*field)
        {
            known.insert((*field).to_owned(), Value::String(cell));
            names.push((field, name));
        }
    }
    let (name, body) = fields::body(&known).map_err(|_| "no text".to_owned())?;
    let row = known;
    let mut known = fields::head(&row, "csv");
    fields::captions_of_body(&row, name, &mut known);
    let (mut facts, body) = article::record(&normalise::stored(&body), known);
    if body.is_empty() {
        return Err("no text".to_owned());
    }
    fields::tidy(&mut facts, &body);
    name_columns(&mut facts.origins, &names);
    Ok((facts, body))
}

/// Rules name the column as the table calls it.
fn name_columns(origins: &mut Origins, names: &[(&'static str, &str)]) {
    let renamed: Vec<(Field, String)> = origins
        .iter()
        .filter_map(|(part, rule)| {
            let field = rule.strip_prefix("csv:")?;
            let (_, column) = names.iter().find(|(name, _)| *name == field)?;
            Some((part, format!("csv:{column}")))
        })
        .collect();
    for (part, rule) in renamed {
        origins.set(part, rule);
    }
    if let Some((_, column)) =
        names.iter().find(|(name, _)| fields::names(Field::Body).contains(name))
    {
        origins.set(Field::Body, format!("csv:{column}"));
    }
}

/// The cells of a row, as many as the header has. Empty ones more at its end are a typist's, and where
/// quotation marks are words of the text (`"No" say crews`), the line may fit without minding them.
fn fitting(row: rows::Row, count: usize) -> Result<Vec<String>, String> {
    let mut cells = row.cells;
    while cells.len() > count && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    if cells.len() == count {
        return Ok(cells);
    }
    if let Some(plain) = row.plain.filter(|plain| plain.len() == count) {
        return Ok(plain);
    }
    let noun = if cells.len() == 1 { "field" } else { "fields" };
    Err(format!("{} {noun}, the header has {count}", cells.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_is_an_article_under_its_columns() {
        let table = "Title,Author(s),Publication,Publication Date,URL,Section,Article text\n\
            \"Tolls, again, to rise\",Ann Ng,The Lagoon Times,18 March 2024,https://lagoon.example/tolls,Business,\"SUVA (Reuters) - The board said \"\"no\"\".\n\nIt rains.\"\n";
        let reading = read(table.as_bytes()).unwrap();
        let draft = &reading.drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls, again, to rise"));
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(draft.head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(draft.head.published.as_ref().unwrap().iso(), "2024-03-18");
        assert_eq!(draft.head.section.as_deref(), Some("Business"));
        assert_eq!(draft.body, "The board said \"no\".\n\nIt rains.");
        assert_eq!(draft.origins.of(Field::Published), Some("csv:Publication Date"));
        assert_eq!(draft.origins.of(Field::Dateline), Some("text:dateline"));
        assert_eq!(draft.origins.of(Field::Body), Some("csv:Article text"));
        assert_eq!(reading.regions.len(), 1);
        assert_eq!(reading.regions[0].role, RegionRole::Record);
    }

    #[test]
    fn rows_that_are_no_article_say_why() {
        for (table, reason) in [
            ("a,b,c\n1,2,3\n", "the columns are `a`, `b`, `c`; say which with `--map body=NAME`"),
            ("title,date,text\nTolls,2024\n", "2 fields, the header has 3"),
            ("title,date,text\nTolls,2024,\n", "no text"),
        ] {
            let reason_found = read(table.as_bytes()).unwrap_err().0;
            assert!(reason_found.ends_with(reason), "{reason_found}");
        }
        let reading = read(b"title,date,text\nA,2024,One.\nB,2024\nC,2024,Three.,,\n").unwrap();
        assert_eq!((reading.drafts.len(), reading.problems.len()), (2, 1));
        assert_eq!(reading.problems[0].record.as_deref(), Some("row 3"));
    }

    #[test]
    fn tables_are_told_from_prose() {
        for (text, is_certain, may) in [
            ("title,date,text\nTolls,2024,No.\n", true, true),
            ("\u{feff}Headline;Date;Body\r\nTolls;2024;No.\r\n", true, true),
            ("Headline\tDate\tBody\nTolls\t2024\tNo.\n", true, true),
            ("name,price,colour\nKea,5,green\n", false, true),
            ("title,date,text\nTolls\n", false, true),
            (
                "Boats, crews and captains met on Monday, the board said, to talk of tolls.\n",
                false,
                false,
            ),
            ("The minister said no.\nTwice.\n", false, false),
            ("Text, content, articles: all of it was lost, she said.\n", false, false),
            ("title,text\nTolls,No.\n", true, true),
            ("Date;Story\n2024;No.\n", true, true),
            ("headline\ttext\nTolls\tNo.\n", true, true),
            ("title,text\n", true, true),
            ("Title, text and all the rest\nNo.\n", false, true),
            ("Tolls, text\nThe board said no.\n", false, true),
            ("Kopf,Inhalt\nTolls,No.\n", false, true),
            ("", false, false),
        ] {
            assert_eq!((FORMAT.sniff)(text.as_bytes()), is_certain, "{text}");
            assert_eq!(may_be(text.as_bytes()), may, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_table_is_accounted_for(pieces in prop::collection::vec(prop::sample::select(vec![
            "title,date,text", "\n", "\r\n", "\r", ",", ";", "\t", "\"", "\"\"", "a", "é", "2024", "No.",
            "\u{feff}", " ", "sep=;\n", "\0",
        ]), 0..40)) {
            for text in [pieces.concat(), format!("title,date,text\n{}", pieces.concat())] {
                let _ = (FORMAT.sniff)(text.as_bytes());
                let Ok(reading) = read(text.as_bytes()) else { continue };
                let mut position = 0;
                for region in &reading.regions {
                    prop_assert_eq!(region.start, position);
                    position = region.end;
                }
                prop_assert_eq!(position, reading.text_bytes);
                // A line end and a NUL are one character in UTF-16.
                prop_assert_eq!(position, decode::decode(text.as_bytes()).text.len());
            }
        }
    }
}
