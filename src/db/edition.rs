//! An edition without texts: who is named where, how often and by whom it was published, and no words of the articles.
//!
//! It has the schema of every archive, so that reports, Datasette and people's own SQL work on it. Rows are
//! written one by one into a new file, by the list in `columns`, which says of every column what becomes of it. Copying
//! the archive and deleting what must not leave was not done: SQLite leaves the bytes of what was deleted in the
//! rest of a page, and tables and columns of people's own would leave as well.
//!
//! # What must stay true
//! 1. The list names every column of the schema, or the table as one that is left out; `tests/it/editions.rs` compares
//!    the two.
//! 2. A cell that comes from a text is shorter than 40 bytes, so that no stretch of 40 bytes of a body or a capture
//!    is in the file. Names that the catalogue's lists have are kept whole, and so are headlines and words of
//!    quotations where they were asked for.
//! 3. What was equal stays equal, and what was different stays different, where a report or a view compares it.
//! 4. An edition says that it is one (`SETTING`), and nothing writes to it any more.

mod columns;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, named_params, params_from_iter};
use sha2::{Digest, Sha256 as Hasher};

use columns::Treatment::{
    BeforeQuoting, Blanked, Body, Dropped, Hashed, Headline, Kept, MadeAnew, Name, NoBytes,
    Shortened, Value as RulingValue,
};

use super::connect::JournalMode;
use super::folded::{self, Fold};
use super::{Archive, DEFAULT_WAIT, Error, ExportSet, Result, row_hashes, settings, totals};
use crate::model::Sha256;

pub use columns::{COLUMNS, Columns, FILLED_BY_THEMSELVES, LEFT_OUT, Treatment};

/// The setting that says which edition an archive is.
const SETTING: &str = "edition";

/// Its value in an edition without texts.
const NO_TEXT: &str = "no-text";

/// Longest cell that is kept as it is where it may come from a text, in bytes. With what a neighbouring cell may
/// begin with it stays under 40.
const LONGEST: usize = 36;

/// How much is kept of a longer one, in bytes, before the mark and eight digits of its SHA-256.
const BEGINNING: usize = 24;

/// What an edition keeps of the words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptWords {
    pub headlines: bool,
    /// So many words of each quotation.
    pub of_quotes: usize,
}

impl Archive {
    /// Whether it is an edition without texts.
    pub fn has_no_texts(&self) -> Result<bool> {
        is_edition(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Writes the archive without a free page, and without what deleted rows left in pages, into `folder`; says where.
    pub fn write_compact(self, folder: &Path) -> Result<PathBuf> {
        let path = folder.join("compact.db");
        let name = path.to_str().ok_or_else(|| Error::Io {
            path: path.clone(),
            reason: "the name of the temporary folder must be UTF-8".to_owned(),
        })?;
        let written = self.connection.execute("VACUUM INTO ?1", [name]);
        written.map_err(|error| Error::from_sqlite(&path, error))?;
        self.close()?;
        Ok(path)
    }
}

impl ExportSet {
    /// Writes an edition without texts of the whole archive, whatever is in the set, into an empty folder, and says
    /// where it is. Ends with `Error::Stopped` soon after `is_asked` says so.
    pub fn write_edition(
        &self,
        folder: &Path,
        words: KeptWords,
        fold: Fold,
        is_asked: impl FnMut() -> bool + Send + 'static,
    ) -> Result<PathBuf> {
        let path = folder.join("filled.db");
        let mode = Some(JournalMode::Truncate);
        let (mut edition, _) = Archive::create(&path, mode, false, DEFAULT_WAIT, "export")?;
        edition.stop_when(is_asked)?;
        fill(&self.connection, &mut edition.connection, words, fold)
            .map_err(|error| Error::from_sqlite(&self.path, error))?;
        edition.write_compact(folder)
    }
}

/// Whether this is an edition without texts; `false` too where nothing is there yet.
pub(super) fn is_edition(connection: &Connection) -> rusqlite::Result<bool> {
    let has_settings = connection
        .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'settings'")?
        .exists([])?;
    Ok(has_settings && settings::get(connection, SETTING)?.as_deref() == Some(NO_TEXT))
}

fn fill(
    from: &Connection,
    to: &mut Connection,
    words: KeptWords,
    fold: Fold,
) -> rusqlite::Result<()> {
    let writer = Editor { listed: listed_names(from)?, words };
    // Rows come table by table, each before some that it refers to; the whole is checked below.
    to.pragma_update(None, "foreign_keys", false)?;
    let transaction = to.transaction()?;
    for columns in COLUMNS {
        copy(from, &transaction, columns, &writer)?;
    }
    transaction.execute_batch(
        "UPDATE articles SET captions = (
            SELECT group_concat(coalesce(caption || char(10) || credit, caption, credit), char(10))
            FROM (SELECT caption, credit FROM article_captions
                WHERE article_captions.article_id = articles.article_id ORDER BY number))
         WHERE article_id IN (SELECT article_id FROM article_captions)",
    )?;
    transaction.execute_batch(totals::RECOUNT)?;
    folded::fill(&transaction, fold)?;
    for guarded in row_hashes::ALL {
        guarded.seal_all(&transaction)?;
    }
    settings::set(&transaction, SETTING, NO_TEXT)?;
    transaction.commit()
}

/// Copies a table, each cell as the list says.
fn copy(
    from: &Connection,
    to: &Connection,
    columns: &Columns,
    editor: &Editor,
) -> rusqlite::Result<()> {
    let Columns { table, numbers, texts } = columns;
    let names: Vec<&str> =
        numbers.iter().copied().chain(texts.iter().map(|(name, ..)| *name)).collect();
    let places: Vec<&str> = names.iter().map(|_| "?").collect();
    let mut insert = to.prepare(&format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    ))?;
    let mut select = from.prepare(&format!("SELECT {} FROM {table}", names.join(", ")))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let mut cells: Vec<Value> = Vec::with_capacity(names.len());
        for at in 0..numbers.len() {
            cells.push(row.get(at)?);
        }
        for (at, (name, treatment, _)) in texts.iter().enumerate() {
            let cell = row.get_ref(numbers.len() + at)?;
            cells.push(match treatment {
                Headline => editor.headline(from, cell)?,
                Body => editor.body(from, row.get("article_id")?, cell)?,
                RulingValue => editor.ruled(&row.get::<_, String>("act")?, cell)?,
                _ => editor.cell(*treatment, name, cell)?,
            });
        }
        insert.execute(params_from_iter(cells))?;
    }
    Ok(())
}

/// Every name that the lists of the catalogue give, and its key: not those that rulings gave.
fn listed_names(connection: &Connection) -> rusqlite::Result<HashSet<String>> {
    let mut listed = HashSet::new();
    for sql in [
        "SELECT key FROM people WHERE origin = 'catalogue' AND decision_id IS NULL",
        "SELECT key FROM organisations WHERE origin = 'catalogue' AND decision_id IS NULL",
        "SELECT key FROM places WHERE origin = 'catalogue' AND decision_id IS NULL",
        "SELECT coalesce(former_name, name) FROM people WHERE origin = 'catalogue' AND decision_id IS NULL",
        "SELECT coalesce(former_name, name) FROM organisations WHERE origin = 'catalogue' AND decision_id IS NULL",
        "SELECT coalesce(former_name, name) FROM places WHERE origin = 'catalogue' AND decision_id IS NULL",
        "SELECT sort_name FROM people WHERE sort_name IS NOT NULL",
        "SELECT sort_name FROM organisations WHERE sort_name IS NOT NULL",
        "SELECT sort_name FROM places WHERE sort_name IS NOT NULL",
        "SELECT name FROM publishers WHERE origin = 'catalogue'",
        "SELECT name FROM aliases WHERE decision_id IS NULL",
    ] {
        let mut statement = connection.prepare(sql)?;
        for name in statement.query_map([], |row| row.get(0))? {
            listed.insert(name?);
        }
    }
    Ok(listed)
}

/// Makes the cells of an edition.
struct Editor {
    listed: HashSet<String>,
    words: KeptWords,
}

impl Editor {
    fn cell(
        &self,
        treatment: Treatment,
        column: &str,
        cell: ValueRef<'_>,
    ) -> rusqlite::Result<Value> {
        let text = match cell {
            ValueRef::Null => return Ok(Value::Null),
            ValueRef::Text(_) => cell.as_str()?,
            ValueRef::Blob(_) if treatment == NoBytes => return Ok(Value::Blob(Vec::new())),
            _ => return Err(rusqlite::Error::InvalidColumnName(column.to_owned())),
        };
        Ok(match treatment {
            Kept => Value::Text(text.to_owned()),
            Name if self.listed.contains(text) => Value::Text(text.to_owned()),
            Name | Shortened => Value::Text(shortened(text)),
            BeforeQuoting => Value::Text(match text.split_once('`') {
                Some((before, _)) => cut(before, text),
                None => shortened(text),
            }),
            Hashed => Value::Text(format!("sha256:{}", hash(text))),
            Blanked => Value::Text(String::new()),
            Dropped | MadeAnew => Value::Null,
            // They need more than the cell, or hold bytes.
            Headline | Body | RulingValue | NoBytes => {
                return Err(rusqlite::Error::InvalidColumnName(column.to_owned()));
            }
        })
    }

    fn headline(&self, from: &Connection, cell: ValueRef<'_>) -> rusqlite::Result<Value> {
        let ValueRef::Text(_) = cell else { return Ok(Value::Null) };
        let headline = cell.as_str()?;
        if self.words.headlines {
            return Ok(Value::Text(headline.to_owned()));
        }
        let first: i64 = from
            .prepare_cached("SELECT min(article_id) FROM articles WHERE headline = :headline")?
            .query_row(named_params! { ":headline": headline }, |row| row.get(0))?;
        Ok(Value::Text(format!("[article {first}]")))
    }

    /// The words that are kept of quotations, at their places; blanks where other text was, and nothing behind the
    /// last of them.
    fn body(&self, from: &Connection, article: i64, cell: ValueRef<'_>) -> rusqlite::Result<Value> {
        if self.words.of_quotes == 0 {
            return Ok(Value::Text(String::new()));
        }
        let text: Vec<char> = cell.as_str()?.chars().collect();
        let mut body: Vec<char> = Vec::new();
        let mut quotes = from.prepare_cached(
            "SELECT start_char, end_char FROM quotes
             WHERE article_id = :article AND field = 'body' ORDER BY start_char",
        )?;
        let mut rows = quotes.query(named_params! { ":article": article })?;
        while let Some(row) = rows.next()? {
            let (start, end): (usize, usize) = (row.get(0)?, row.get(1)?);
            // A place outside the text, which `verify` finds, has no words.
            let quote = text.get(start..end).unwrap_or_default();
            let kept = first_words(quote, self.words.of_quotes);
            if body.len() > start || kept == 0 {
                continue;
            }
            body.resize(start, ' ');
            body.extend(quote.iter().take(kept));
            if kept < quote.len() {
                body.push('…');
            }
        }
        Ok(Value::Text(body.into_iter().collect()))
    }

    fn ruled(&self, act: &str, cell: ValueRef<'_>) -> rusqlite::Result<Value> {
        let treatment = match act {
            "rename" | "alias" => Name,
            "tag" | "untag" => Shortened,
            _ => Blanked,
        };
        self.cell(treatment, "value", cell)
    }
}

/// How many characters the first so many words take.
fn first_words(text: &[char], words: usize) -> usize {
    let (mut seen, mut is_in_word) = (0, false);
    for (at, character) in text.iter().enumerate() {
        let begins = !character.is_whitespace() && !is_in_word;
        if begins {
            if seen == words {
                let kept = text.get(..at).unwrap_or_default();
                return kept
                    .iter()
                    .rposition(|one| !one.is_whitespace())
                    .map_or(0, |last| last + 1);
            }
            seen += 1;
        }
        is_in_word = !character.is_whitespace();
    }
    text.len()
}

/// A text that is short enough to be kept.
fn shortened(text: &str) -> String {
    if text.len() <= LONGEST { text.to_owned() } else { cut(text, text) }
}

/// The beginning of a text, and a mark by which it is told from others.
fn cut(beginning: &str, whole: &str) -> String {
    let end = beginning.floor_char_boundary(BEGINNING);
    let kept = beginning.get(..end).unwrap_or_default().trim_end();
    let hash = hash(whole);
    format!("{kept}…{}", hash.get(..8).unwrap_or_default())
}

fn hash(text: &str) -> String {
    Sha256(Hasher::digest(text.as_bytes()).into()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_short_and_tells_texts_apart() {
        let long = "Te Aka Whai Ora, the Māori Health Authority";
        for text in [long, &format!("{long}."), &"ā".repeat(30), &"x".repeat(4_000)] {
            let cut = shortened(text);
            assert!(cut.len() <= LONGEST && cut.contains('…'), "{cut}");
            assert_eq!(cut, shortened(text));
        }
        assert_ne!(shortened(long), shortened(&format!("{long}.")));
        assert_eq!(shortened("Ministry of Health"), "Ministry of Health");
    }

    #[test]
    fn words_are_counted_from_the_first() {
        let kept = |text: &str, words| {
            let text: Vec<char> = text.chars().collect();
            text[..first_words(&text, words)].iter().collect::<String>()
        };
        assert_eq!(kept("We will not go, she said", 3), "We will not");
        assert_eq!(kept("We  will\nnot", 2), "We  will");
        assert_eq!(kept("We will", 2), "We will");
        assert_eq!(kept("We will", 9), "We will");
        assert_eq!(kept("", 2), "");
    }
}
