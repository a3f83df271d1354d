//! An edition without texts: who is named where, how often and by whom it was published, and no words of the articles.
//!
//! It has the schema of every archive, so that reports, Datasette and people's own SQL work on it. Rows are
//! written one by one into a new file, by the list below, which says of every column what becomes of it. Copying
//! the archive and deleting what must not leave was not done: SQLite leaves the bytes of what was deleted in the
//! rest of a page, and tables and columns of people's own would leave as well.
//!
//! # What must stay true
//! 1. The list names every column of the schema; `tests/it/editions.rs` compares the two.
//! 2. A cell that comes from a text is shorter than 40 bytes, so that no stretch of 40 bytes of a body or a capture
//!    is in the file. Names that the catalogue's lists have are kept whole, and so are headlines and words of
//!    quotations where they were asked for.
//! 3. What was equal stays equal, and what was different stays different, where a report or a view compares it.
//! 4. An edition says that it is one (`SETTING`), and nothing writes to it any more.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, named_params, params_from_iter};
use sha2::{Digest, Sha256 as Hasher};

use super::connect::JournalMode;
use super::folded::{self, Fold};
use super::{Archive, DEFAULT_WAIT, Error, ExportSet, Result, row_hashes, settings, totals};
use crate::model::Sha256;

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

/// What becomes of a column in an edition without texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// As it is: numbers, days, words of the program, hashes.
    Kept,
    /// A name: whole where the catalogue's lists have it, else like `Shortened`.
    Name,
    /// Up to 36 bytes as it is; of a longer one the beginning and eight digits of its SHA-256.
    Shortened,
    /// What stands before the first backtick, shortened; behind it reasons quote what they are about.
    BeforeQuoting,
    /// `sha256:` and the SHA-256 of what stands there.
    Hashed,
    /// An empty text; NULL stays NULL.
    Blanked,
    /// NULL.
    Dropped,
    /// Made anew from the other cells of the edition.
    MadeAnew,
    /// The headline where asked for, else `[article 12]` by the first article that has the same one.
    Headline,
    /// Nothing but as many words of each quotation as were asked for, each at its place.
    Body,
    /// No bytes.
    NoBytes,
    /// The value of a ruling: a name or a topic, and blank where it is a remark or a field's text.
    Value,
}

/// Every column of a table, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    pub table: &'static str,
    /// Columns that hold numbers.
    pub numbers: &'static [&'static str],
    /// Columns that hold text or bytes, what becomes of them, and why.
    pub texts: &'static [(&'static str, Treatment, &'static str)],
}

/// Tables that the program and SQLite fill from what the edition holds.
pub const FILLED_BY_THEMSELVES: &[&str] = &[
    "articles_fts",
    "articles_fts_config",
    "articles_fts_data",
    "articles_fts_docsize",
    "articles_fts_idx",
    "folded_names",
    "name_totals",
    "refinery_schema_history",
    "settings",
];

use Treatment::{
    BeforeQuoting, Blanked, Body, Dropped, Hashed, Headline, Kept, MadeAnew, Name, NoBytes,
    Shortened, Value as RulingValue,
};

const OURS: &str = "a word of the program, not of a text";
const TIME: &str = "a day or an instant";
const HASH: &str = "a hash: whoever has the text can compare";
const OF_EDITION: &str = "the hash of the row, as it is in the edition";
const CAN_BE_LONG: &str = "short as a rule; a long one would be words of a text";
const ADDRESS: &str =
    "stands in captures, and says what was read; whoever has the address can compare";
const PRIVATE: &str = "a path of somebody's machine";
const WORDS: &str = "words of a text";
const PERSONAL: &str = "words of the person who ruled";
const NAMES: &str = "names are what an edition is for";
const LISTED: &str = "comes from the lists of the catalogue, not from a text";

macro_rules! entities {
    ($table:literal, $id:literal) => {
        Columns {
            table: $table,
            numbers: &[$id, "decision_id", "merged_into_id"],
            texts: &[
                ("key", Name, NAMES),
                ("name", Name, NAMES),
                ("sort_name", Name, NAMES),
                ("description", Kept, LISTED),
                ("country", Kept, LISTED),
                ("wikidata_id", Kept, LISTED),
                ("origin", Kept, OURS),
                ("former_name", Name, NAMES),
                ("row_sha256", MadeAnew, OF_EDITION),
            ],
        }
    };
}

macro_rules! in_articles {
    ($table:literal, $id:literal) => {
        Columns {
            table: $table,
            numbers: &["article_id", $id, "mention_count"],
            texts: &[("full_form", Name, NAMES)],
        }
    };
}

/// Every table that is copied, in the order of `migrations/SCHEMA.md`.
pub const COLUMNS: &[Columns] = &[
    Columns {
        table: "runs",
        numbers: &["run_id", "exit_code", "stored", "duplicate", "revised", "refused", "skipped"],
        texts: &[
            ("command", Kept, OURS),
            ("program_version", Kept, OURS),
            ("started_at", Kept, TIME),
            ("finished_at", Kept, TIME),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "captures",
        numbers: &["capture_id", "format_given", "reader_version", "byte_count", "text_byte_count"],
        texts: &[
            ("sha256", Kept, HASH),
            ("format", Kept, OURS),
            ("media_type", Shortened, CAN_BE_LONG),
            ("encoding", Shortened, CAN_BE_LONG),
            ("row_sha256", MadeAnew, OF_EDITION),
            ("body", NoBytes, "the capture itself"),
        ],
    },
    Columns {
        table: "sightings",
        numbers: &["sighting_id", "capture_id", "run_id"],
        texts: &[
            ("uri", Hashed, PRIVATE),
            ("seen_at", Kept, TIME),
            ("publisher_hint", Name, NAMES),
            ("published_hint", Shortened, CAN_BE_LONG),
            ("url_hint", Hashed, ADDRESS),
            ("date_order_hint", Kept, OURS),
            ("row_sha256", MadeAnew, OF_EDITION),
            ("topics_hint", Hashed, "the topics themselves are in received_topics"),
            ("path_hint", Hashed, PRIVATE),
        ],
    },
    Columns {
        table: "problems",
        numbers: &["problem_id", "run_id", "capture_id"],
        texts: &[
            ("uri", Hashed, PRIVATE),
            ("record", Hashed, PRIVATE),
            ("outcome", Kept, OURS),
            ("reason", BeforeQuoting, "quotes what was read"),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "erasures",
        numbers: &["erasure_id", "run_id"],
        texts: &[
            ("subject", Kept, OURS),
            ("sha256", Kept, HASH),
            ("erased_at", Kept, TIME),
            ("erased_by", Shortened, CAN_BE_LONG),
            ("reason", Blanked, PERSONAL),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "publishers",
        numbers: &["publisher_id"],
        texts: &[
            ("name", Name, NAMES),
            ("country", Kept, LISTED),
            ("origin", Kept, OURS),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "publisher_domains",
        numbers: &["publisher_id"],
        texts: &[("domain", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "articles",
        numbers: &[
            "article_id",
            "capture_id",
            "part",
            "publisher_id",
            "version",
            "published_offset_minutes",
            "modified_offset_minutes",
            "hint_count",
            "run_id",
        ],
        texts: &[
            ("sha256", Kept, HASH),
            ("kind", Kept, OURS),
            ("url", Hashed, ADDRESS),
            ("canonical_url", Hashed, ADDRESS),
            ("identifier", Shortened, CAN_BE_LONG),
            ("section", Shortened, CAN_BE_LONG),
            ("headline", Headline, "leaves where it is asked for"),
            ("standfirst", Dropped, WORDS),
            ("byline", Dropped, "its names are in article_authors"),
            ("dateline", Dropped, WORDS),
            ("published", Kept, TIME),
            ("published_on", Kept, TIME),
            ("published_at", Kept, TIME),
            ("published_precision", Kept, OURS),
            ("published_original", Shortened, CAN_BE_LONG),
            ("modified", Kept, TIME),
            ("modified_precision", Kept, OURS),
            ("modified_original", Shortened, CAN_BE_LONG),
            ("captured_at", Kept, TIME),
            ("language", Kept, OURS),
            ("reader", Kept, OURS),
            ("ingested_at", Kept, TIME),
            ("row_sha256", Kept, "the hash of the row with its text: whoever has that can compare"),
            ("body", Body, "words of quotations leave where they are asked for"),
            ("captions", MadeAnew, "what is left of article_captions"),
        ],
    },
    Columns {
        table: "article_spans",
        numbers: &["capture_id", "start_byte", "end_byte", "article_id", "part"],
        texts: &[("role", Kept, OURS)],
    },
    Columns {
        table: "field_origins",
        numbers: &["article_id"],
        texts: &[("field", Kept, OURS), ("rule", Kept, OURS)],
    },
    Columns {
        table: "article_urls",
        numbers: &["capture_id", "part", "article_id"],
        texts: &[("canonical_url", Hashed, ADDRESS), ("url", Hashed, ADDRESS)],
    },
    Columns {
        table: "notices",
        numbers: &["capture_id", "version"],
        texts: &[("identifier", Shortened, CAN_BE_LONG), ("status", Kept, OURS)],
    },
    Columns {
        table: "article_captions",
        numbers: &["article_id", "number"],
        texts: &[("caption", Blanked, WORDS), ("credit", Blanked, WORDS)],
    },
    Columns {
        table: "article_authors",
        numbers: &["article_id", "position", "person_id"],
        texts: &[("name", Name, NAMES)],
    },
    Columns {
        table: "received_topics",
        numbers: &["capture_id", "part", "article_id"],
        texts: &[("topic", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "topic_spellings",
        numbers: &[],
        texts: &[("spelling", Shortened, CAN_BE_LONG), ("topic", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "near_duplicates",
        numbers: &["article_id", "other_article_id", "similarity", "containment"],
        texts: &[],
    },
    Columns { table: "near_duplicate_sketches", numbers: &["number", "article_id"], texts: &[] },
    Columns { table: "texts_without_sketch", numbers: &["article_id"], texts: &[] },
    Columns { table: "index_waits", numbers: &["waits"], texts: &[] },
    Columns { table: "stories", numbers: &["article_id", "first_article_id"], texts: &[] },
    entities!("people", "person_id"),
    entities!("organisations", "organisation_id"),
    entities!("places", "place_id"),
    Columns {
        table: "aliases",
        numbers: &[
            "alias_id",
            "person_id",
            "organisation_id",
            "place_id",
            "publisher_id",
            "decision_id",
        ],
        texts: &[("name", Name, NAMES), ("kind", Kept, OURS)],
    },
    Columns {
        table: "mentions",
        numbers: &[
            "article_id",
            "start_char",
            "end_char",
            "person_id",
            "organisation_id",
            "place_id",
            "antecedent_start_char",
            "confidence",
        ],
        texts: &[
            ("field", Kept, OURS),
            ("surface_form", Name, NAMES),
            ("rule", Kept, OURS),
            ("antecedent_field", Kept, OURS),
            ("recogniser", Kept, OURS),
        ],
    },
    in_articles!("article_people", "person_id"),
    in_articles!("article_organisations", "organisation_id"),
    in_articles!("article_places", "place_id"),
    Columns {
        table: "quotes",
        numbers: &[
            "article_id",
            "start_char",
            "end_char",
            "speaker_start_char",
            "speaker_end_char",
            "mention_start_char",
            "person_id",
            "organisation_id",
            "place_id",
            "cue_start_char",
            "cue_end_char",
            "confidence",
            "word_count",
        ],
        texts: &[
            ("field", Kept, OURS),
            ("rule", Kept, OURS),
            ("words_sha256", Kept, HASH),
            ("speaker_gender", Kept, OURS),
            ("recogniser", Kept, OURS),
        ],
    },
    Columns {
        table: "roles",
        numbers: &[
            "article_id",
            "start_char",
            "end_char",
            "person_start_char",
            "organisation_id",
            "place_id",
            "confidence",
            "person_id",
        ],
        texts: &[
            ("field", Kept, OURS),
            ("rule", Kept, OURS),
            ("recogniser", Kept, OURS),
            ("title", Shortened, "reports count roles by their title"),
        ],
    },
    Columns {
        table: "decisions",
        numbers: &["decision_id", "start_char", "end_char", "undone_decision_id"],
        texts: &[
            ("decided_at", Kept, TIME),
            ("decided_by", Shortened, CAN_BE_LONG),
            ("reason", Dropped, PERSONAL),
            ("act", Kept, OURS),
            ("kind", Kept, OURS),
            ("key", Name, NAMES),
            ("name", Name, NAMES),
            ("other_key", Name, NAMES),
            ("other_name", Name, NAMES),
            ("article_sha256", Kept, HASH),
            ("field", Kept, OURS),
            ("surface_form", Shortened, CAN_BE_LONG),
            ("value", RulingValue, "a name or a topic; otherwise words of the person who ruled"),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns { table: "unfit_decisions", numbers: &["decision_id", "article_id"], texts: &[] },
];

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
