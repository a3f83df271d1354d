//! The tables that are meant for people, each with those of its rows that belong to a set. What somebody reads and looks
//! for (feeds, watches, rules) is about nobody but them, and stays; the topics that rules give are in `article_topics`.
//!
//! What must stay true: they come in the order of `migrations/SCHEMA.md`, with the columns that the schema has; and a row
//! that belongs to no article of the set stays, unless everything was asked for.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, named_params};

use super::ExportSet;
use crate::db::Result;
use crate::model::{ColumnKind, ExportedColumn, ExportedTable, Flow, TableSink, Value};

/// A table that people read, and which of its rows belong to a set of some articles.
struct TableRows {
    name: &'static str,
    /// Columns that the table has not, or has otherwise: name, what it is, SQL.
    own: &'static [(&'static str, ColumnKind, &'static str)],
    /// Columns that mean nothing outside of the archive.
    left_out: &'static [&'static str],
    joins: &'static [&'static str],
    /// Of some articles; `None`: all rows, always.
    of_set: Option<&'static str>,
    order: &'static str,
}

/// Whoever a row of mentions or quotes means, of whatever kind.
const NAMED: &str = "LEFT JOIN people ON people.person_id = this.person_id
    LEFT JOIN organisations ON organisations.organisation_id = this.organisation_id
    LEFT JOIN places ON places.place_id = this.place_id";

const OF_ARTICLES: Option<&str> = Some("this.article_id IN (SELECT article_id FROM temp.chosen)");

/// Every table that is meant for people, in the order of `migrations/SCHEMA.md`.
const TABLES: &[TableRows] = &[
    TableRows {
        name: "publishers",
        own: &[],
        left_out: &["row_sha256"],
        joins: &[],
        of_set: Some("this.publisher_id IN (SELECT publisher_id FROM articles JOIN temp.chosen USING (article_id))"),
        order: "this.publisher_id",
    },
    TableRows {
        name: "articles",
        own: &[],
        left_out: &["row_sha256", "hint_count", "captions"],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id",
    },
    TableRows {
        name: "article_authors",
        own: &[],
        left_out: &[],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.position",
    },
    TableRows {
        name: "article_captions",
        own: &[],
        left_out: &[],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.number",
    },
    TableRows {
        name: "article_topics",
        own: &[
            ("article_id", ColumnKind::Integer, "this.article_id"),
            ("topic", ColumnKind::Text, "this.topic"),
            ("decided_at", ColumnKind::Instant, "this.decided_at"),
            ("decided_by", ColumnKind::Text, "this.decided_by"),
        ],
        left_out: &["article_id", "topic", "decided_at", "decided_by"],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.topic",
    },
    TableRows {
        name: "near_duplicates",
        own: &[],
        left_out: &[],
        joins: &[],
        of_set: Some(
            "this.article_id IN (SELECT article_id FROM temp.chosen) AND this.other_article_id IN (SELECT article_id FROM temp.chosen)",
        ),
        order: "this.article_id, this.other_article_id",
    },
    TableRows {
        name: "people",
        own: &[],
        left_out: &["row_sha256"],
        joins: &[],
        of_set: Some(
            "this.person_id IN (
                SELECT person_id FROM article_people JOIN temp.chosen USING (article_id)
                UNION SELECT person_id FROM article_authors JOIN temp.chosen USING (article_id)
                UNION SELECT person_id FROM quotes JOIN temp.chosen USING (article_id))",
        ),
        order: "this.person_id",
    },
    TableRows {
        name: "organisations",
        own: &[],
        left_out: &["row_sha256"],
        joins: &[],
        of_set: Some(
            "this.organisation_id IN (
                SELECT organisation_id FROM article_organisations JOIN temp.chosen USING (article_id)
                UNION SELECT organisation_id FROM quotes JOIN temp.chosen USING (article_id)
                UNION SELECT organisation_id FROM roles JOIN temp.chosen USING (article_id))",
        ),
        order: "this.organisation_id",
    },
    TableRows {
        name: "places",
        own: &[],
        left_out: &["row_sha256"],
        joins: &[],
        of_set: Some(
            "this.place_id IN (
                SELECT place_id FROM article_places JOIN temp.chosen USING (article_id)
                UNION SELECT place_id FROM quotes JOIN temp.chosen USING (article_id)
                UNION SELECT place_id FROM roles JOIN temp.chosen USING (article_id))",
        ),
        order: "this.place_id",
    },
    TableRows {
        name: "aliases",
        own: &[],
        left_out: &[],
        joins: &[],
        of_set: Some(
            "this.person_id IN (SELECT person_id FROM article_people JOIN temp.chosen USING (article_id))
             OR this.organisation_id IN (SELECT organisation_id FROM article_organisations JOIN temp.chosen USING (article_id))
             OR this.place_id IN (SELECT place_id FROM article_places JOIN temp.chosen USING (article_id))
             OR this.publisher_id IN (SELECT publisher_id FROM articles JOIN temp.chosen USING (article_id))",
        ),
        order: "this.alias_id",
    },
    TableRows {
        name: "offices",
        own: &[],
        left_out: &[],
        joins: &[],
        of_set: Some(
            "this.person_id IN (SELECT person_id FROM article_people JOIN temp.chosen USING (article_id))",
        ),
        order: "this.person_id, this.position",
    },
    TableRows {
        name: "mentions",
        // In the archive it is left out where it is the name itself.
        own: &[(
            "surface_form",
            ColumnKind::Text,
            "coalesce(this.surface_form, people.name, organisations.name, places.name)",
        )],
        left_out: &["surface_form"],
        joins: &[NAMED],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.field, this.start_char",
    },
    TableRows {
        name: "quotes",
        own: &[
            (
                "quote",
                ColumnKind::Text,
                "CASE this.field
                    WHEN 'body' THEN substr(articles.body, this.start_char + 1, this.end_char - this.start_char)
                    WHEN 'headline' THEN substr(articles.headline, this.start_char + 1, this.end_char - this.start_char)
                    WHEN 'standfirst' THEN substr(articles.standfirst, this.start_char + 1, this.end_char - this.start_char)
                END",
            ),
            (
                "speaker",
                ColumnKind::Text,
                "coalesce(people.name, organisations.name, places.name)",
            ),
        ],
        left_out: &[],
        joins: &["JOIN articles ON articles.article_id = this.article_id", NAMED],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.field, this.start_char",
    },
    TableRows {
        name: "roles",
        own: &[],
        left_out: &[],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.field, this.start_char, this.person_start_char",
    },
    TableRows {
        name: "article_people",
        own: &[],
        left_out: &["full_form"],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.person_id",
    },
    TableRows {
        name: "article_organisations",
        own: &[],
        left_out: &["full_form"],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.organisation_id",
    },
    TableRows {
        name: "article_places",
        own: &[],
        left_out: &["full_form"],
        joins: &[],
        of_set: OF_ARTICLES,
        order: "this.article_id, this.place_id",
    },
    TableRows {
        name: "decisions",
        own: &[],
        left_out: &["row_sha256"],
        joins: &[],
        // One on a name belongs to a set in which that is named.
        of_set: Some(
            "this.article_sha256 IN (SELECT sha256 FROM articles JOIN temp.chosen USING (article_id))
             OR (this.article_sha256 IS NULL AND this.key IN (
                SELECT key FROM people JOIN article_people USING (person_id) JOIN temp.chosen USING (article_id) WHERE this.kind = 'person'
                UNION SELECT key FROM organisations JOIN article_organisations USING (organisation_id) JOIN temp.chosen USING (article_id) WHERE this.kind = 'organisation'
                UNION SELECT key FROM places JOIN article_places USING (place_id) JOIN temp.chosen USING (article_id) WHERE this.kind = 'place'))",
        ),
        order: "this.decision_id",
    },
];

impl ExportSet {
    /// The tables that are meant for people, with those of their rows that belong to the set.
    pub fn tables(&self, sink: &mut dyn TableSink) -> Result<()> {
        let is_some = self.checked(|connection| {
            connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM articles WHERE article_id NOT IN (SELECT article_id FROM temp.chosen))",
                [],
                |row| row.get(0),
            )
        })?;
        self.checked(|connection| {
            for table in TABLES {
                let (shape, sql) = table.query(connection, is_some)?;
                if sink.table(&shape) == Flow::Stop {
                    return Ok(());
                }
                let mut statement = connection.prepare(&sql)?;
                let mut rows = statement.query([])?;
                let mut values = Vec::with_capacity(shape.columns.len());
                while let Some(row) = rows.next()? {
                    values.clear();
                    for position in 0..shape.columns.len() {
                        values.push(value(row.get_ref(position)?));
                    }
                    if sink.row(&values) == Flow::Stop {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }
}

impl TableRows {
    /// Its columns, and the statement that gives them.
    fn query(
        &self,
        connection: &Connection,
        is_some: bool,
    ) -> rusqlite::Result<(ExportedTable, String)> {
        let mut statement = connection.prepare_cached(
            "SELECT name, type FROM pragma_table_xinfo(:table) WHERE hidden <> 1 ORDER BY cid",
        )?;
        let mut rows = statement.query(named_params! { ":table": self.name })?;
        let (mut columns, mut terms) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let (name, declared): (String, String) = (row.get("name")?, row.get("type")?);
            if self.left_out.contains(&name.as_str()) {
                continue;
            }
            terms.push(format!("this.\"{name}\""));
            columns.push(ExportedColumn { kind: kind_of(&name, &declared), name });
        }
        for (name, kind, sql) in self.own {
            terms.push((*sql).to_owned());
            columns.push(ExportedColumn { name: (*name).to_owned(), kind: *kind });
        }
        let of_set = self.of_set.filter(|_| is_some).unwrap_or("true");
        let sql = format!(
            "SELECT {} FROM \"{}\" AS this {} WHERE {of_set} ORDER BY {}",
            terms.join(", "),
            self.name,
            self.joins.join(" "),
            self.order
        );
        Ok((ExportedTable { name: self.name, columns }, sql))
    }
}

/// What a column is, by its name and type; `captured_at` may be a day alone.
fn kind_of(name: &str, declared: &str) -> ColumnKind {
    match declared {
        "INTEGER" => ColumnKind::Integer,
        "REAL" => ColumnKind::Real,
        _ if name.ends_with("_on") => ColumnKind::Day,
        _ if name.ends_with("_at") && name != "captured_at" => ColumnKind::Instant,
        _ => ColumnKind::Text,
    }
}

/// Text that is not UTF-8 (put in by another program) leaves with replacement characters.
fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
