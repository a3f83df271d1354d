//! Rows of a search, a report or a statement on their way to an assistant: few, short, and each with its permalink.
//!
//! What must stay true: a row that is left out and a cell that is cut are told.

use serde_json::{Map, Value as Json, json};

use super::answer::{Answer, Trouble};
use super::source::{self, MOST_QUOTED};
use crate::db::Reader;
use crate::model::{ArticleId, Column, Flow, MentionField, RowSink, Value};
use crate::ops::permalink::{self, Words};

/// Most characters of a cell.
const MOST_CELL: usize = 2_000;

/// Most bytes of all rows together, without their permalinks.
const MOST_BYTES: usize = 60_000;

/// Columns that name an article, the best first.
const ARTICLES: [&str; 3] = ["article_id", "last_article_id", "first_article_id"];

/// Takes rows until there are enough.
pub struct Rows {
    most: usize,
    /// As many as were asked for: there may be more.
    full_at: usize,
    columns: Vec<String>,
    rows: Vec<Row>,
    bytes: usize,
    why_cut: Option<&'static str>,
}

struct Row {
    cells: Map<String, Json>,
    /// Where the words stand that the row is about.
    article: Option<i64>,
    words: Option<Words>,
}

impl Rows {
    /// That takes so many rows.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            full_at: usize::MAX,
            columns: Vec::new(),
            rows: Vec::new(),
            bytes: 0,
            why_cut: None,
        }
    }

    /// For a question that itself ends after so many rows and does not say whether there are more.
    pub fn full_at(mut self, rows: usize) -> Self {
        self.full_at = rows;
        self
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows with their permalinks, under `rows`, beside what else is said. Fails where the archive cannot be read.
    pub fn answer(self, reader: &Reader, mut said: Map<String, Json>) -> Result<Answer, Trouble> {
        let mut rows = Vec::with_capacity(self.rows.len());
        for mut row in self.rows {
            if let Some(permalink) = permalink_of(reader, &row)?
                && !row.cells.contains_key("permalink")
            {
                row.cells.insert("permalink".to_owned(), json!(permalink));
            }
            rows.push(Json::Object(row.cells));
        }
        let is_full = rows.len() >= self.full_at;
        said.insert("count".to_owned(), json!(rows.len()));
        said.insert("rows".to_owned(), Json::Array(rows));
        let full = "these are as many rows as `limit` asks for; there may be more";
        let cut = self.why_cut.or(is_full.then_some(full)).map(str::to_owned);
        Ok(Answer::OfArchive { value: Json::Object(said), cut })
    }

    /// The value of a column, by its name.
    fn value<'v>(&self, values: &'v [Value], name: &str) -> Option<&'v Value> {
        let at = self.columns.iter().position(|column| column == name)?;
        values.get(at)
    }

    fn number(&self, values: &[Value], name: &str) -> Option<i64> {
        match self.value(values, name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// The words that a row is about: those between its offsets, or its quotation.
    fn words(&self, values: &[Value]) -> Option<Words> {
        let start_char = usize::try_from(self.number(values, "start_char")?).ok()?;
        let field = match self.value(values, "field") {
            Some(Value::Text(name)) => MentionField::by_name(name)?,
            _ => MentionField::Body,
        };
        let end_char = match (self.number(values, "end_char"), self.value(values, "quote")) {
            (Some(end), _) => usize::try_from(end).ok()?,
            (None, Some(Value::Text(quote))) => start_char + quote.chars().count(),
            _ => return None,
        };
        (start_char < end_char).then_some(Words { field, start_char, end_char })
    }
}

impl RowSink for Rows {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        // Two columns of one name would be one.
        for column in columns {
            let mut name = column.name.clone();
            let mut number = 2;
            while self.columns.contains(&name) {
                name = format!("{}_{number}", column.name);
                number += 1;
            }
            self.columns.push(name);
        }
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        if self.rows.len() == self.most {
            self.why_cut = Some("there are more rows: narrow the question, or raise `limit`");
            return Flow::Stop;
        }
        let mut cells = Map::new();
        let mut cut_cells = Vec::new();
        for (name, value) in self.columns.iter().zip(values) {
            let (cell, is_cut) = cell(value);
            self.bytes += name.len() + cell.to_string().len();
            cells.insert(name.clone(), cell);
            if is_cut {
                cut_cells.push(name.clone());
            }
        }
        if self.bytes > MOST_BYTES && !self.rows.is_empty() {
            self.why_cut = Some("the rows are long: ask for fewer columns, or narrow the question");
            return Flow::Stop;
        }
        if !cut_cells.is_empty() {
            cells.insert("cut_cells".to_owned(), json!(cut_cells));
        }
        let article = ARTICLES.iter().find_map(|name| self.number(values, name));
        let words = self.words(values);
        self.rows.push(Row { cells, article, words });
        Flow::Continue
    }
}

/// A value as JSON, and whether it is not all of it.
fn cell(value: &Value) -> (Json, bool) {
    match value {
        Value::Null => (Json::Null, false),
        Value::Integer(number) => (json!(number), false),
        Value::Real(number) if number.is_finite() => (json!(number), false),
        Value::Real(number) => (json!(number.to_string()), false),
        Value::Text(text) => cut(text),
        Value::Blob(bytes) => {
            let hex: String =
                bytes.iter().take(MOST_CELL / 2).map(|byte| format!("{byte:02x}")).collect();
            (json!(hex), bytes.len() > MOST_CELL / 2)
        }
    }
}

fn cut(text: &str) -> (Json, bool) {
    match text.char_indices().nth(MOST_CELL) {
        Some((end, _)) => (json!(format!("{}…", text.get(..end).unwrap_or_default())), true),
        None => (json!(text), false),
    }
}

fn permalink_of(reader: &Reader, row: &Row) -> Result<Option<String>, Trouble> {
    let Some(article) = row.article.map(ArticleId) else { return Ok(None) };
    if let Some(words) = row.words
        && let Some(permalink) = of_words(reader, article, words)?
    {
        return Ok(Some(permalink));
    }
    Ok(reader.sha256_of(article)?.map(source::of_article))
}

/// The permalink of words, with the words in it where they are few; `None` where the article has no such characters.
/// Fails where the archive cannot be read.
pub fn of_words(
    reader: &Reader,
    article: ArticleId,
    words: Words,
) -> Result<Option<String>, Trouble> {
    let Some(permalink) = permalink::of_words(reader, article, words)? else { return Ok(None) };
    Ok(Some(match words.end_char - words.start_char > MOST_QUOTED {
        true => source::of_stretch(permalink.article, words),
        false => permalink.to_string(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(most: usize, columns: &[&str], rows: &[Vec<Value>]) -> Rows {
        let mut sink = Rows::new(most);
        let columns: Vec<Column> =
            columns.iter().map(|name| Column { name: (*name).to_owned() }).collect();
        sink.columns(&columns);
        for row in rows {
            if sink.row(row) == Flow::Stop {
                break;
            }
        }
        sink
    }

    #[test]
    fn what_is_left_out_is_told() {
        let row = |number| vec![Value::Integer(number)];
        assert_eq!(taken(2, &["n"], &[row(1), row(2)]).why_cut, None);
        let cut = taken(2, &["n"], &[row(1), row(2), row(3)]);
        assert!(cut.rows.len() == 2 && cut.why_cut.is_some());
        let long = || vec![Value::Text("é".repeat(MOST_CELL + 1))];
        let cut = taken(100, &["text"], &vec![long(); 40]);
        assert!(cut.why_cut.is_some() && cut.rows.len() < 20);
        assert_eq!(cut.rows[0].cells["cut_cells"], json!(["text"]));
        let whole = taken(1, &["text"], &[vec![Value::Text("é".repeat(MOST_CELL))]]);
        assert!(!whole.rows[0].cells.contains_key("cut_cells"));
    }

    #[test]
    fn words_of_a_row_are_those_between_its_offsets() {
        let (integer, text) = (Value::Integer, |text: &str| Value::Text(text.to_owned()));
        let words = |columns: &[&str], values: Vec<Value>| {
            let rows = taken(1, columns, &[values]);
            rows.rows[0].words.map(|words| (words.field, words.start_char, words.end_char))
        };
        let body = MentionField::Body;
        assert_eq!(
            words(&["start_char", "quote"], vec![integer(3), text("née")]),
            Some((body, 3, 6))
        );
        assert_eq!(
            words(
                &["start_char", "end_char", "field"],
                vec![integer(3), integer(9), text("headline")]
            ),
            Some((MentionField::Headline, 3, 9))
        );
        assert_eq!(words(&["start_char", "end_char"], vec![integer(-3), integer(9)]), None);
        assert_eq!(words(&["start_char"], vec![integer(3)]), None);
    }
}
