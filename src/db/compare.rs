//! What is derived, row by row beside what it is when it is derived again.
//!
//! What must stay true: every derived table is here, read in the order of its key from both archives, so
//! that memory does not grow with them. Ids of articles and captures are the same in both, because a
//! rebuild keeps them; those of entities need not be, so they are compared by key.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, Rows};

use super::integrity::Found;
use super::{Archive, Error, Result};

/// A derived table: its rows, with the columns of the key first and in the order of the key.
struct Derived {
    table: &'static str,
    keys: usize,
    /// What a row follows from: the column is the first.
    of: Of,
    sql: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Article,
    Capture,
    /// Of all articles together.
    All,
}

const DERIVED: [Derived; 23] = [
    Derived {
        table: "articles",
        keys: 1,
        of: Of::Article,
        sql: "SELECT article_id, articles.sha256, kind, capture_id, part, publishers.name AS publisher, url,
                canonical_url, identifier, version, section, headline, standfirst, byline, dateline, published,
                published_on, published_at, published_offset_minutes, published_precision, published_original,
                modified, modified_offset_minutes, modified_precision, modified_original, captured_at, language,
                reader, recogniser, hint_count, articles.row_sha256, captions, body
              FROM articles LEFT JOIN publishers USING (publisher_id) ORDER BY article_id",
    },
    Derived {
        table: "mentions",
        keys: 3,
        of: Of::Article,
        sql: "SELECT article_id, field, start_char, end_char,
                coalesce(surface_form, people.name, organisations.name, places.name) AS surface_form,
                people.key AS person, organisations.key AS organisation, places.key AS place, rule,
                antecedent_start_char, antecedent_field, confidence
              FROM mentions LEFT JOIN people USING (person_id) LEFT JOIN organisations USING (organisation_id)
              LEFT JOIN places USING (place_id) ORDER BY article_id, field, start_char",
    },
    Derived {
        table: "quotes",
        keys: 3,
        of: Of::Article,
        sql: "SELECT article_id, field, start_char, end_char, speaker_start_char, speaker_end_char,
                mention_start_char, people.key AS person, organisations.key AS organisation, places.key AS place,
                cue_start_char, cue_end_char, rule, confidence, words_sha256, word_count, speaker_gender
              FROM quotes LEFT JOIN people USING (person_id) LEFT JOIN organisations USING (organisation_id)
              LEFT JOIN places USING (place_id) ORDER BY article_id, field, start_char",
    },
    Derived {
        table: "roles",
        keys: 4,
        of: Of::Article,
        sql: "SELECT article_id, field, start_char, person_start_char, end_char, title, people.key AS person,
                organisations.key AS organisation, places.key AS place, rule, confidence
              FROM roles LEFT JOIN people USING (person_id) LEFT JOIN organisations USING (organisation_id) LEFT JOIN places USING (place_id)
              ORDER BY article_id, field, start_char, person_start_char",
    },
    Derived {
        table: "article_people",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, people.key, mention_count, full_form
              FROM article_people LEFT JOIN people USING (person_id) ORDER BY article_id, people.key",
    },
    Derived {
        table: "article_organisations",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, organisations.key, mention_count, full_form
              FROM article_organisations LEFT JOIN organisations USING (organisation_id)
              ORDER BY article_id, organisations.key",
    },
    Derived {
        table: "article_places",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, places.key, mention_count, full_form
              FROM article_places LEFT JOIN places USING (place_id) ORDER BY article_id, places.key",
    },
    Derived {
        table: "article_authors",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, position, article_authors.name, people.key AS person
              FROM article_authors LEFT JOIN people USING (person_id) ORDER BY article_id, position",
    },
    Derived {
        table: "article_captions",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, number, caption, credit FROM article_captions ORDER BY article_id, number",
    },
    Derived {
        table: "field_origins",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, field, rule FROM field_origins ORDER BY article_id, field",
    },
    Derived {
        table: "unfit_decisions",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, decision_id FROM unfit_decisions ORDER BY article_id, decision_id",
    },
    Derived {
        table: "rule_topics",
        keys: 2,
        of: Of::Article,
        sql: "SELECT article_id, rule_id FROM rule_topics ORDER BY article_id, rule_id",
    },
    Derived {
        table: "captures",
        keys: 1,
        of: Of::Capture,
        sql: "SELECT capture_id, format, reader_version, media_type, encoding, text_byte_count
              FROM captures ORDER BY capture_id",
    },
    Derived {
        table: "article_spans",
        keys: 2,
        of: Of::Capture,
        sql: "SELECT capture_id, start_byte, end_byte, role, article_id, part FROM article_spans
              ORDER BY capture_id, start_byte",
    },
    Derived {
        table: "article_urls",
        keys: 3,
        of: Of::Capture,
        sql: "SELECT capture_id, part, canonical_url, article_id, url FROM article_urls
              ORDER BY capture_id, part, canonical_url",
    },
    Derived {
        table: "received_topics",
        keys: 3,
        of: Of::Capture,
        sql: "SELECT capture_id, part, topic, article_id FROM received_topics ORDER BY capture_id, part, topic",
    },
    Derived {
        table: "topic_spellings",
        keys: 1,
        of: Of::All,
        sql: "SELECT spelling, topic FROM topic_spellings ORDER BY spelling",
    },
    Derived {
        table: "notices",
        keys: 2,
        of: Of::Capture,
        sql: "SELECT capture_id, identifier, version, status FROM notices ORDER BY capture_id, identifier",
    },
    Derived {
        table: "problems",
        keys: 3,
        of: Of::Capture,
        // Which record of a file a capture was is not in the capture.
        sql: "SELECT capture_id, uri, reason, outcome FROM problems
              WHERE capture_id IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    },
    Derived {
        table: "stories",
        keys: 1,
        of: Of::All,
        sql: "SELECT article_id, first_article_id FROM stories ORDER BY article_id",
    },
    Derived {
        table: "near_duplicate_sketches",
        keys: 2,
        of: Of::All,
        sql: "SELECT number, article_id FROM near_duplicate_sketches ORDER BY number, article_id",
    },
    Derived {
        table: "entries",
        keys: 2,
        of: Of::All,
        sql: "SELECT 'organisation' AS kind, key, name, origin FROM organisations
              UNION ALL SELECT 'person', key, name, origin FROM people
              UNION ALL SELECT 'place', key, name, origin FROM places ORDER BY 1, 2",
    },
    Derived {
        table: "publishers",
        keys: 1,
        of: Of::All,
        sql: "SELECT name, origin FROM publishers ORDER BY name",
    },
];

/// Of a text that is told more often than an article is compared with others, not every pair is kept; so
/// pairs are compared only where both archives have them, or no article has this many.
const CROWDED: i64 = 64;

const PAIRS: Derived = Derived {
    table: "near_duplicates",
    keys: 2,
    of: Of::All,
    sql: "SELECT article_id, other_article_id, similarity, containment FROM near_duplicates
          ORDER BY article_id, other_article_id",
};

/// What another version of the program derived, and can differ for that reason alone.
#[derive(Debug, Default)]
struct Older {
    captures: BTreeSet<i64>,
    articles: BTreeSet<i64>,
}

impl Archive {
    /// Compares everything derived with what `again` has, a copy that was rebuilt. `formats` are name
    /// and version of this program's readers, `recognisers` its recognisers. Says how many articles were
    /// left out, because another version of the program derived them.
    pub fn compare_derived(
        &self,
        again: &Self,
        formats: &[(&str, u32)],
        recognisers: &[&str],
        found: &mut Found,
    ) -> Result<u64> {
        let sqlite = |error| Error::from_sqlite(&self.path, error);
        let older = older(&self.connection, formats, recognisers).map_err(sqlite)?;
        let is_crowded = is_crowded(&self.connection)
            .and_then(|one| Ok(one || is_crowded(&again.connection)?))
            .map_err(sqlite)?;
        for derived in DERIVED.iter().chain([&PAIRS]) {
            let only_in_both = is_crowded && derived.table == PAIRS.table;
            let outcome = compare(self, again, derived, only_in_both, &older, found);
            if let Err(error) = outcome {
                found.add("derived", format!("{} cannot be compared: {error}", derived.table));
            }
        }
        Ok(older.articles.len() as u64)
    }
}

fn compare(
    stored: &Archive,
    again: &Archive,
    derived: &Derived,
    only_in_both: bool,
    older: &Older,
    found: &mut Found,
) -> rusqlite::Result<()> {
    if derived.of == Of::All && !(older.captures.is_empty() && older.articles.is_empty()) {
        return Ok(());
    }
    let mut stored = stored.connection.prepare(derived.sql)?;
    let names: Vec<String> = stored.column_names().map(str::to_owned).collect();
    let mut again = again.connection.prepare(derived.sql)?;
    let (mut stored, mut again) = (stored.query([])?, again.query([])?);
    let (mut one, mut other) = (next(&mut stored, names.len())?, next(&mut again, names.len())?);
    loop {
        let order = match (&one, &other) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => order(one, other, derived.keys),
        };
        let Some(row) = (if order == Ordering::Greater { &other } else { &one }) else {
            return Ok(());
        };
        let detail = match order {
            Ordering::Equal => difference(&names, one.as_deref(), other.as_deref()),
            _ if only_in_both => None,
            Ordering::Less => Some("the row is not there when it is derived again".to_owned()),
            Ordering::Greater => Some("the row is missing".to_owned()),
        };
        if let Some(detail) = detail.filter(|_| !older.has(derived, &names, row)) {
            found.add("derived", format!("{}: {detail}", place(derived, &names, row)));
        }
        if order != Ordering::Greater {
            one = next(&mut stored, names.len())?;
        }
        if order != Ordering::Less {
            other = next(&mut again, names.len())?;
        }
    }
}

impl Older {
    fn has(&self, derived: &Derived, names: &[String], row: &[Value]) -> bool {
        let Some(Value::Integer(id)) = row.first() else { return false };
        match derived.of {
            Of::Capture => self.captures.contains(id),
            Of::Article if self.articles.contains(id) => true,
            // An article may come from another capture when it is derived again.
            Of::Article => names.iter().zip(row).any(|(name, cell)| {
                name == "capture_id"
                    && matches!(cell, Value::Integer(id) if self.captures.contains(id))
            }),
            Of::All => false,
        }
    }
}

/// Captures that another version of a reader read, and articles whose names another recogniser found. A
/// recogniser that only one of several articles names is no version but a changed cell.
fn older(
    connection: &Connection,
    formats: &[(&str, u32)],
    recognisers: &[&str],
) -> rusqlite::Result<Older> {
    let mut older = Older::default();
    let mut captures =
        connection.prepare("SELECT capture_id, format, reader_version FROM captures")?;
    let mut rows = captures.query([])?;
    while let Some(row) = rows.next()? {
        let (format, version): (String, u32) = (row.get(1)?, row.get(2)?);
        if !formats.contains(&(format.as_str(), version)) {
            older.captures.insert(row.get(0)?);
        }
    }
    let mut articles = connection.prepare_cached(
        "SELECT DISTINCT article_id FROM article_spans
         WHERE capture_id = ?1 AND article_id IS NOT NULL",
    )?;
    for capture in &older.captures {
        for article in articles.query_map([capture], |row| row.get(0))? {
            older.articles.insert(article?);
        }
    }
    let mut articles = connection.prepare(
        "SELECT article_id, recogniser FROM articles
         WHERE recogniser IN (
             SELECT recogniser FROM articles GROUP BY recogniser
             HAVING count(*) > 1 OR count(*) = (SELECT count(*) FROM articles))",
    )?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        if !recognisers.contains(&row.get::<_, String>(1)?.as_str()) {
            older.articles.insert(row.get(0)?);
        }
    }
    Ok(older)
}

fn is_crowded(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare(
            "SELECT 1 FROM (
                 SELECT article_id FROM near_duplicates
                 UNION ALL SELECT other_article_id FROM near_duplicates)
             GROUP BY article_id HAVING count(*) >= ?1",
        )?
        .exists([CROWDED])
}

fn next(rows: &mut Rows<'_>, columns: usize) -> rusqlite::Result<Option<Vec<Value>>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    (0..columns).map(|column| cell(row, column)).collect::<rusqlite::Result<_>>().map(Some)
}

fn cell(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        // A text that is not UTF-8 is equal to none that is.
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::Blob(bytes.to_vec()),
        },
    })
}

/// The order in which SQLite hands out keys.
fn order(one: &[Value], other: &[Value], keys: usize) -> Ordering {
    fn rank(value: &Value) -> (u8, i64, &[u8]) {
        match value {
            Value::Null => (0, 0, &[]),
            Value::Integer(number) => (1, *number, &[]),
            // No key has one.
            Value::Real(_) => (2, 0, &[]),
            Value::Text(text) => (3, 0, text.as_bytes()),
            Value::Blob(bytes) => (4, 0, bytes),
        }
    }
    one.iter().take(keys).map(rank).cmp(other.iter().take(keys).map(rank))
}

/// The first cell that differs.
fn difference(names: &[String], one: Option<&[Value]>, other: Option<&[Value]>) -> Option<String> {
    let cells = one?.iter().zip(other?);
    let (name, (one, other)) = names.iter().zip(cells).find(|(_, (one, other))| one != other)?;
    Some(format!("its {name} is {}, and {} when it is derived again", told(one), told(other)))
}

/// Where a row is: `article 3, mentions, field body, start_char 40`.
fn place(derived: &Derived, names: &[String], row: &[Value]) -> String {
    let mut keys = names.iter().zip(row).take(derived.keys);
    let owner = match derived.of {
        Of::Article => Some("article"),
        Of::Capture => Some("capture"),
        Of::All => None,
    };
    let mut parts = Vec::new();
    if let Some(owner) = owner {
        parts.extend(keys.next().map(|(_, id)| format!("{owner} {}", told(id))));
    }
    parts.push(derived.table.to_owned());
    parts.extend(keys.map(|(name, key)| format!("{name} {}", told(key))));
    parts.join(", ")
}

/// A cell in a sentence.
fn told(value: &Value) -> String {
    const LONGEST: usize = 60;
    match value {
        Value::Null => "empty".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Blob(_) => "not UTF-8".to_owned(),
        Value::Text(text) if text.chars().count() > LONGEST => {
            format!("`{}…`", text.chars().take(LONGEST).collect::<String>())
        }
        Value::Text(text) => format!("`{text}`"),
    }
}
