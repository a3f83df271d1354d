//! What deriving anew changed: mentions, quotes and roles before and after, side by side.

use std::collections::BTreeSet;

use rusqlite::{Row, named_params};

use super::{Batch, Error, Result};
use crate::model::CaptureId;

/// One mention or quote that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// `gained`, `lost`, `moved` (other ends), `retyped` (another kind) or `resolved` (somebody else).
    pub change: String,
    pub article_id: i64,
    pub field: String,
    pub start_char: i64,
    pub publisher: Option<String>,
    pub rule: String,
    /// The words of the mention or the quote.
    pub surface_form: String,
    pub former_kind: Option<String>,
    pub former_name: Option<String>,
    pub kind: Option<String>,
    pub name: Option<String>,
}

/// How many mentions, quotes or roles changed in one way.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ChangeCount {
    /// `mention`, `quote` or `role`.
    pub what: String,
    pub change: String,
    pub publisher: Option<String>,
    pub rule: String,
    pub count: i64,
    /// The words of the first of them.
    pub example: String,
}

/// Mentions, quotes and roles with kind, key and name of whom they mean: the speaker of a quote, the
/// holder of a role and where it is held. `of_start` tells roles apart that share their words.
const FACTS: &str = "
    SELECT 'mention' AS what, mentions.article_id, field, start_char, 0 AS of_start, end_char, rule,
        coalesce(surface_form, people.name, organisations.name, places.name) AS surface_form,
        CASE WHEN people.key IS NOT NULL THEN 'person' WHEN organisations.key IS NOT NULL THEN 'organisation' ELSE 'place' END AS kind,
        coalesce(people.key, organisations.key, places.key) AS key,
        coalesce(people.name, organisations.name, places.name) AS name
    FROM mentions
    LEFT JOIN people USING (person_id)
    LEFT JOIN organisations USING (organisation_id)
    LEFT JOIN places USING (place_id)
    WHERE mentions.article_id IN (SELECT article_id FROM compared)
    UNION ALL
    SELECT 'quote', quotes.article_id, quotes.field, quotes.start_char, 0, quotes.end_char, quotes.rule, NULL,
        CASE WHEN people.key IS NOT NULL THEN 'person' WHEN organisations.key IS NOT NULL THEN 'organisation' WHEN places.key IS NOT NULL THEN 'place' END,
        coalesce(people.key, organisations.key, places.key),
        coalesce(people.name, organisations.name, places.name)
    FROM quotes
    LEFT JOIN people ON people.person_id = quotes.person_id
    LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
    LEFT JOIN places ON places.place_id = quotes.place_id
    WHERE quotes.article_id IN (SELECT article_id FROM compared)
    UNION ALL
    SELECT 'role', roles.article_id, roles.field, roles.start_char, roles.person_start_char, roles.end_char, roles.rule, NULL,
        'person',
        people.key || ifnull(' of ' || coalesce(organisations.key, places.key), ''),
        people.name || ifnull(' of ' || coalesce(organisations.name, places.name), '')
    FROM roles
    LEFT JOIN people ON people.person_id = roles.person_id
    LEFT JOIN organisations ON organisations.organisation_id = roles.organisation_id
    LEFT JOIN places ON places.place_id = roles.place_id
    WHERE roles.article_id IN (SELECT article_id FROM compared)";

/// Columns of a table of facts. Its key is also how those that overlap are found.
const COLUMNS: &str =
    "(what TEXT, article_id INTEGER, field TEXT, start_char INTEGER, of_start INTEGER,
    end_char INTEGER, rule TEXT, surface_form TEXT, kind TEXT, key TEXT, name TEXT,
    PRIMARY KEY (what, article_id, field, start_char, of_start)) WITHOUT ROWID";

/// Facts before and after that are not the same. Moved: one of the same kind overlaps where it was; no
/// fact is longer than `longest`, so that only its neighbours are looked at.
const CHANGES: &str = "WITH pairs AS (
        SELECT latter.what, latter.article_id, latter.field, latter.start_char, latter.end_char, latter.rule,
            latter.surface_form, former.start_char AS former_start, former.end_char AS former_end,
            former.kind AS former_kind, former.key AS former_key, former.name AS former_name,
            latter.kind, latter.key, latter.name, false AS is_lost
        FROM latter JOIN longest USING (what)
        LEFT JOIN former ON former.what = latter.what AND former.article_id = latter.article_id
            AND former.field = latter.field
            AND former.start_char BETWEEN latter.start_char - length AND latter.end_char - 1
            AND former.end_char > latter.start_char
            AND (former.of_start = latter.of_start OR latter.what <> 'role')
        UNION ALL
        SELECT former.what, former.article_id, former.field, former.start_char, former.end_char, former.rule,
            former.surface_form, former.start_char, former.end_char,
            former.kind, former.key, former.name, NULL, NULL, NULL, true
        FROM former JOIN longest USING (what) WHERE NOT EXISTS (
            SELECT 1 FROM latter WHERE latter.what = former.what AND latter.article_id = former.article_id
                AND latter.field = former.field
                AND latter.start_char BETWEEN former.start_char - length AND former.end_char - 1
                AND latter.end_char > former.start_char
                AND (former.of_start = latter.of_start OR latter.what <> 'role'))
    )
    SELECT what,
        CASE
            WHEN former_start IS NULL THEN 'gained'
            WHEN is_lost THEN 'lost'
            WHEN what = 'mention' AND former_kind <> pairs.kind THEN 'retyped'
            WHEN former_start <> start_char OR former_end <> end_char THEN 'moved'
            ELSE 'resolved' END AS change,
        pairs.article_id, pairs.field, start_char, end_char, publishers.name AS publisher, rule, surface_form,
        former_kind, former_name, pairs.kind AS kind, pairs.name AS name
    FROM pairs LEFT JOIN articles USING (article_id) LEFT JOIN publishers USING (publisher_id)
    WHERE is_lost OR former_start IS NULL OR former_kind IS NOT pairs.kind OR former_key IS NOT pairs.key
        OR former_start <> start_char OR former_end <> end_char";

/// The changes counted, and the words of the first of each sort.
const COUNTS: &str = "SELECT what, change, publisher, counted.rule, count,
        coalesce(surface_form, CASE field WHEN 'body' THEN substr(body, start_char + 1, end_char - start_char) END, '') AS example
    FROM (SELECT what, change, publisher, rule, count(*) AS count,
            min(printf('%020d %020d', article_id, start_char)), article_id, field, start_char, end_char, surface_form
          FROM changes GROUP BY what, change, publisher, rule) AS counted
    LEFT JOIN articles USING (article_id)
    ORDER BY count DESC, what, change, publisher, counted.rule";

/// Mentions or quotes among the changes, in order of article and place, with their words.
const LISTED: &str = "SELECT changes.*, coalesce(changes.surface_form, substr(
        CASE field
            WHEN 'body' THEN body
            WHEN 'headline' THEN headline
            WHEN 'standfirst' THEN standfirst
            ELSE (SELECT caption FROM article_captions
                WHERE article_captions.article_id = changes.article_id AND 'caption-' || number = field)
        END, start_char + 1, end_char - start_char), '') AS words
    FROM changes LEFT JOIN articles USING (article_id)
    WHERE what IN ('mention', 'quote')
    ORDER BY article_id, field, start_char";

/// Mentions and quotes that are not as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub mentions: Vec<Change>,
    pub quotes: Vec<Change>,
}

impl Batch<'_> {
    /// Copies mentions, quotes and roles of these captures' articles aside, or all of them, to be compared
    /// with later.
    pub fn remember_mentions(&mut self, captures: Option<&BTreeSet<CaptureId>>) -> Result<()> {
        let remember = || -> rusqlite::Result<()> {
            let connection = &self.transaction;
            connection.execute_batch(&format!(
                "CREATE TEMP TABLE compared (article_id INTEGER PRIMARY KEY);
                 CREATE TEMP TABLE former {COLUMNS}"
            ))?;
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
            connection.execute(&format!("INSERT INTO former {FACTS}"), [])?;
            Ok(())
        };
        remember().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Mentions and quotes that are not as they were when they were remembered, in order of article and
    /// place; forgets what was remembered.
    pub fn changes(&mut self) -> Result<Changes> {
        let found = self.compare(LISTED, |row| {
            let what: String = row.get("what")?;
            let change = Change {
                change: row.get("change")?,
                article_id: row.get("article_id")?,
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                publisher: row.get("publisher")?,
                rule: row.get("rule")?,
                surface_form: row.get("words")?,
                former_kind: row.get("former_kind")?,
                former_name: row.get("former_name")?,
                kind: row.get("kind")?,
                name: row.get("name")?,
            };
            Ok((what == "quote", change))
        })?;
        let (quotes, mentions): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(is_quote, _)| *is_quote);
        let changes = |found: Vec<(bool, Change)>| found.into_iter().map(|(_, one)| one).collect();
        Ok(Changes { mentions: changes(mentions), quotes: changes(quotes) })
    }

    /// Everything that is not as it was, counted by what changed, publisher and rule; forgets what was
    /// remembered.
    pub fn change_counts(&mut self) -> Result<Vec<ChangeCount>> {
        self.compare(COUNTS, |row| {
            Ok(ChangeCount {
                what: row.get("what")?,
                change: row.get("change")?,
                publisher: row.get("publisher")?,
                rule: row.get("rule")?,
                count: row.get("count")?,
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
                "CREATE TEMP TABLE latter {COLUMNS};
                 INSERT INTO latter {FACTS};
                 CREATE TEMP TABLE longest AS SELECT what, max(end_char - start_char) AS length FROM (
                    SELECT what, start_char, end_char FROM former
                    UNION ALL SELECT what, start_char, end_char FROM latter) GROUP BY what;
                 CREATE TEMP TABLE changes AS {CHANGES}"
            ))?;
            let found = connection.prepare(sql)?.query_map([], read)?.collect();
            connection.execute_batch(
                "DROP TABLE changes; DROP TABLE longest; DROP TABLE latter; DROP TABLE former; DROP TABLE compared",
            )?;
            found
        };
        compare().map_err(|error| Error::from_sqlite(self.path, error))
    }
}
