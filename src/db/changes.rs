//! What deriving anew changed: mentions before and after, side by side.

use std::collections::BTreeSet;

use rusqlite::{Row, named_params};

use super::{Batch, Error, Result};
use crate::model::CaptureId;

/// One mention that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// `gained`, `lost`, `moved` (other ends), `retyped` (another kind) or `resolved` (somebody else).
    pub change: String,
    pub article_id: i64,
    pub field: String,
    pub start_char: i64,
    pub publisher: Option<String>,
    pub rule: String,
    pub surface_form: String,
    pub former_kind: Option<String>,
    pub former_name: Option<String>,
    pub kind: Option<String>,
    pub name: Option<String>,
}

/// How many mentions changed in one way.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ChangeCount {
    pub change: String,
    pub publisher: Option<String>,
    pub rule: String,
    pub mentions: i64,
    pub example: String,
}

/// A mention with kind, key and name, whatever its kind.
const MENTIONS: &str = "SELECT mentions.article_id, field, start_char, end_char, rule,
        coalesce(surface_form, people.name, organisations.name, places.name) AS surface_form,
        CASE WHEN people.key IS NOT NULL THEN 'person' WHEN organisations.key IS NOT NULL THEN 'organisation' ELSE 'place' END AS kind,
        coalesce(people.key, organisations.key, places.key) AS key,
        coalesce(people.name, organisations.name, places.name) AS name
    FROM mentions
    LEFT JOIN people USING (person_id)
    LEFT JOIN organisations USING (organisation_id)
    LEFT JOIN places USING (place_id)";

/// Mentions before and after that are not the same. Moved: one of the same kind overlaps where it was.
const CHANGES: &str = "WITH pairs AS (
        SELECT latter.article_id, latter.field, latter.start_char, latter.rule, latter.surface_form,
            former.kind AS former_kind, former.key AS former_key, former.name AS former_name,
            former.end_char AS former_end, former.start_char AS former_start,
            latter.kind, latter.key, latter.name, latter.end_char
        FROM latter LEFT JOIN former ON former.article_id = latter.article_id AND former.field = latter.field
            AND former.start_char < latter.end_char AND former.end_char > latter.start_char
        UNION ALL
        SELECT former.article_id, former.field, former.start_char, former.rule, former.surface_form,
            former.kind, former.key, former.name, former.end_char, former.start_char,
            NULL, NULL, NULL, NULL
        FROM former WHERE NOT EXISTS (
            SELECT 1 FROM latter WHERE latter.article_id = former.article_id AND latter.field = former.field
                AND former.start_char < latter.end_char AND former.end_char > latter.start_char)
    )
    SELECT CASE
            WHEN former_kind IS NULL THEN 'gained'
            WHEN pairs.kind IS NULL THEN 'lost'
            WHEN former_kind <> pairs.kind THEN 'retyped'
            WHEN former_start <> start_char OR former_end <> end_char THEN 'moved'
            ELSE 'resolved' END AS change,
        pairs.article_id, pairs.field, start_char, publishers.name AS publisher, rule, surface_form,
        former_kind, former_name, pairs.kind AS kind, pairs.name AS name
    FROM pairs LEFT JOIN articles USING (article_id) LEFT JOIN publishers USING (publisher_id)
    WHERE former_kind IS NOT pairs.kind OR former_key IS NOT pairs.key
        OR former_start <> start_char OR former_end <> end_char";

impl Batch<'_> {
    /// Copies the mentions of these captures' articles aside, or all of them, to be compared with later.
    pub fn remember_mentions(&mut self, captures: Option<&BTreeSet<CaptureId>>) -> Result<()> {
        let remember = || -> rusqlite::Result<()> {
            let connection = &self.transaction;
            connection.execute_batch(
                "CREATE TEMP TABLE compared (article_id INTEGER PRIMARY KEY);
                 CREATE TEMP TABLE former (article_id INTEGER, field TEXT, start_char INTEGER, end_char INTEGER, rule TEXT,
                    surface_form TEXT, kind TEXT, key TEXT, name TEXT, PRIMARY KEY (article_id, field, start_char)) WITHOUT ROWID",
            )?;
            match captures {
                None => {
                    connection
                        .execute("INSERT INTO compared SELECT article_id FROM articles", [])?;
                }
                Some(captures) => {
                    for capture in captures {
                        connection
                            .prepare_cached(
                                "INSERT OR IGNORE INTO compared SELECT article_id FROM article_spans
                                 WHERE capture_id = :capture AND article_id IS NOT NULL",
                            )?
                            .execute(named_params! { ":capture": capture.0 })?;
                    }
                }
            }
            connection.execute(
                &format!("INSERT INTO former {MENTIONS} WHERE article_id IN (SELECT article_id FROM compared)"),
                [],
            )?;
            Ok(())
        };
        remember().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// What is not as it was when the mentions were remembered, in order of article and place; forgets
    /// what was remembered.
    pub fn changes(&mut self) -> Result<Vec<Change>> {
        self.compare("SELECT * FROM changes ORDER BY article_id, field, start_char", |row| {
            Ok(Change {
                change: row.get("change")?,
                article_id: row.get("article_id")?,
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                publisher: row.get("publisher")?,
                rule: row.get("rule")?,
                surface_form: row.get("surface_form")?,
                former_kind: row.get("former_kind")?,
                former_name: row.get("former_name")?,
                kind: row.get("kind")?,
                name: row.get("name")?,
            })
        })
    }

    /// The same, counted by what changed, publisher and rule.
    pub fn change_counts(&mut self) -> Result<Vec<ChangeCount>> {
        let sql = "SELECT change, publisher, rule, count(*) AS mentions, min(surface_form) AS example
             FROM changes GROUP BY change, publisher, rule ORDER BY mentions DESC, change, publisher, rule";
        self.compare(sql, |row| {
            Ok(ChangeCount {
                change: row.get("change")?,
                publisher: row.get("publisher")?,
                rule: row.get("rule")?,
                mentions: row.get("mentions")?,
                example: row.get("example")?,
            })
        })
    }

    fn compare<T>(
        &mut self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let compare = || -> rusqlite::Result<Vec<T>> {
            let connection = &self.transaction;
            connection.execute_batch(&format!(
                "CREATE TEMP TABLE latter AS {MENTIONS} WHERE article_id IN (SELECT article_id FROM compared);
                 CREATE INDEX temp.latter_by_place ON latter (article_id, field, start_char);
                 CREATE TEMP TABLE changes AS {CHANGES}"
            ))?;
            let found = connection.prepare(sql)?.query_map([], read)?.collect();
            connection.execute_batch(
                "DROP TABLE changes; DROP TABLE latter; DROP TABLE former; DROP TABLE compared",
            )?;
            found
        };
        compare().map_err(|error| Error::from_sqlite(self.path, error))
    }
}
