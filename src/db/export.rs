//! The way out for other tools: a set of articles and what belongs to them, as streams of plain rows.
//!
//! Which articles are in the set stands in a temporary table, `chosen`, in the order of their captures; every
//! query here joins it. What must stay true: all streams are of one moment, because one transaction holds
//! from the first to the last; an article, a capture or a row is in memory one at a time; and nothing leaves
//! that belongs to no article of the set, unless everything was asked for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, Row, named_params};

use super::{Archive, Error, Result, captures, catalogue, decisions, edition};
use crate::model::{
    CaptureId, Catalogue, Chosen, CoMention, ColumnKind, Decision, EntityKind, ExportedArticle,
    ExportedCaption, ExportedCapture, ExportedColumn, ExportedEntity, ExportedMention,
    ExportedName, ExportedQuote, ExportedRole, ExportedSighting, ExportedTable, ExportedTime, Flow,
    Sha256, TableSink, Value,
};

/// A set, held at one moment of the archive.
pub struct ExportSet {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    is_everything: bool,
}

/// Which captures have left with an article, so that each leaves once.
const TEMPORARY: &str = "
    PRAGMA temp_store = file;
    BEGIN;
    CREATE TEMP TABLE chosen (position INTEGER PRIMARY KEY, article_id INTEGER NOT NULL UNIQUE);
    CREATE TEMP TABLE carried (capture_id INTEGER PRIMARY KEY);";

const CHOOSE_SHOWN: &str = "
    INSERT INTO temp.chosen (article_id)
    SELECT article_id FROM articles
    WHERE article_id NOT IN (SELECT article_id FROM hidden_articles)
    ORDER BY capture_id, part, article_id";

const CHOOSE_EVERYTHING: &str = "
    INSERT INTO temp.chosen (article_id)
    SELECT article_id FROM articles ORDER BY capture_id, part, article_id";

/// Those that somebody erased since they were chosen are not there any more.
const CHOOSE_THESE: &str = "
    INSERT INTO temp.chosen (article_id)
    SELECT article_id FROM articles
    WHERE article_id IN (SELECT value FROM json_each(:ids))
    ORDER BY capture_id, part, article_id";

const ARTICLE: &str = "
    SELECT
        articles.article_id, articles.sha256, articles.kind, publishers.name AS publisher, articles.url,
        articles.identifier, articles.version, articles.section, articles.headline, articles.standfirst,
        articles.byline, articles.dateline, articles.published, articles.published_precision,
        articles.published_offset_minutes, articles.published_original, articles.published_on, articles.published_at,
        articles.modified, articles.modified_precision, articles.modified_offset_minutes, articles.modified_original,
        articles.captured_at, articles.language, articles.ingested_at, captures.sha256 AS capture_sha256,
        captures.media_type, articles.body
    FROM temp.chosen
    CROSS JOIN articles ON articles.article_id = chosen.article_id
    CROSS JOIN captures ON captures.capture_id = articles.capture_id
    LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
    ORDER BY chosen.position";

const MENTIONS: &str = "
    SELECT
        mentions.field, mentions.start_char, mentions.end_char, mentions.rule, mentions.confidence,
        coalesce(mentions.surface_form, people.name, organisations.name, places.name) AS surface_form,
        CASE WHEN mentions.person_id IS NOT NULL THEN 'person' WHEN mentions.organisation_id IS NOT NULL THEN 'organisation'
            ELSE 'place' END AS kind,
        coalesce(people.key, organisations.key, places.key) AS key,
        coalesce(people.name, organisations.name, places.name) AS name,
        coalesce(people.wikidata_id, organisations.wikidata_id, places.wikidata_id) AS wikidata_id
    FROM mentions
    LEFT JOIN people ON people.person_id = mentions.person_id
    LEFT JOIN organisations ON organisations.organisation_id = mentions.organisation_id
    LEFT JOIN places ON places.place_id = mentions.place_id
    WHERE mentions.article_id = :article
    ORDER BY mentions.field, mentions.start_char";

const QUOTES: &str = "
    SELECT
        quotes.field, quotes.start_char, quotes.end_char, quotes.mention_start_char, quotes.rule, quotes.confidence,
        CASE WHEN quotes.person_id IS NOT NULL THEN 'person' WHEN quotes.organisation_id IS NOT NULL THEN 'organisation'
            WHEN quotes.place_id IS NOT NULL THEN 'place' END AS kind,
        coalesce(people.key, organisations.key, places.key) AS key,
        coalesce(people.name, organisations.name, places.name) AS name,
        coalesce(people.wikidata_id, organisations.wikidata_id, places.wikidata_id) AS wikidata_id
    FROM quotes
    LEFT JOIN people ON people.person_id = quotes.person_id
    LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
    LEFT JOIN places ON places.place_id = quotes.place_id
    WHERE quotes.article_id = :article
    ORDER BY quotes.field, quotes.start_char";

const ROLES: &str = "
    SELECT field, start_char, end_char, person_start_char FROM roles
    WHERE article_id = :article ORDER BY field, start_char, person_start_char";

const CAPTIONS: &str = "
    SELECT number, caption, credit FROM article_captions WHERE article_id = :article ORDER BY number";

const AUTHORS: &str = "
    SELECT name FROM article_authors WHERE article_id = :article ORDER BY position";

const TOPICS: &str = "
    SELECT topic FROM article_topics WHERE article_id = :article ORDER BY topic";

/// The captures of an article that hold nothing outside the set; the one that it was read from first.
const CAPTURES_OF: &str = "
    SELECT
        captures.capture_id, captures.sha256, captures.format, captures.format_given, captures.media_type,
        EXISTS (SELECT 1 FROM temp.carried WHERE carried.capture_id = captures.capture_id) AS is_carried
    FROM (SELECT DISTINCT capture_id FROM article_spans WHERE article_id = :article) AS of_article
    CROSS JOIN captures ON captures.capture_id = of_article.capture_id
    WHERE NOT EXISTS (
        SELECT 1 FROM article_spans
        WHERE article_spans.capture_id = captures.capture_id AND article_spans.article_id IS NOT NULL
          AND article_spans.article_id NOT IN (SELECT article_id FROM temp.chosen))
    ORDER BY captures.capture_id <> (SELECT capture_id FROM articles WHERE article_id = :article), captures.capture_id";

const OTHER_CAPTURES: &str = "
    SELECT capture_id, sha256, format, format_given, media_type, 0 AS is_carried
    FROM captures
    WHERE capture_id NOT IN (SELECT capture_id FROM temp.carried)
    ORDER BY capture_id";

/// One text for each kind of entity.
macro_rules! entities {
    ($kind:literal, $table:literal, $id:literal, $summary:literal) => {
        concat!(
            "SELECT '",
            $kind,
            "' AS kind, entities.",
            $id,
            " AS id, key, name, sort_name, description, country, wikidata_id, origin,
                counted.articles, counted.mentions
            FROM (
                SELECT ",
            $id,
            ", count(*) AS articles, sum(mention_count) AS mentions
                FROM temp.chosen CROSS JOIN ",
            $summary,
            " AS summary ON summary.article_id = chosen.article_id
                GROUP BY ",
            $id,
            ") AS counted
            CROSS JOIN ",
            $table,
            " AS entities ON entities.",
            $id,
            " = counted.",
            $id,
            " ORDER BY entities.key"
        )
    };
}

const ENTITIES: [(&str, &str); 3] = [
    (
        entities!("person", "people", "person_id", "article_people"),
        "SELECT name FROM aliases WHERE person_id = :id AND kind = 'alias' ORDER BY name",
    ),
    (
        entities!("organisation", "organisations", "organisation_id", "article_organisations"),
        "SELECT name FROM aliases WHERE organisation_id = :id AND kind = 'alias' ORDER BY name",
    ),
    (
        entities!("place", "places", "place_id", "article_places"),
        "SELECT name FROM aliases WHERE place_id = :id AND kind = 'alias' ORDER BY name",
    ),
];

/// Who is named in which article, as one number for kind and id; only who is named in enough articles for a
/// link, so that what is joined with itself stays small.
const NAMED: &str = "
    DROP TABLE IF EXISTS temp.named;
    CREATE TEMP TABLE named (article_id INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (article_id, entity))
        WITHOUT ROWID;";

const FILL_NAMED: [&str; 3] = [
    "INSERT INTO temp.named SELECT chosen.article_id, person_id * 3
     FROM temp.chosen CROSS JOIN article_people ON article_people.article_id = chosen.article_id",
    "INSERT INTO temp.named SELECT chosen.article_id, organisation_id * 3 + 1
     FROM temp.chosen CROSS JOIN article_organisations ON article_organisations.article_id = chosen.article_id",
    "INSERT INTO temp.named SELECT chosen.article_id, place_id * 3 + 2
     FROM temp.chosen CROSS JOIN article_places ON article_places.article_id = chosen.article_id",
];

const THIN_OUT: &str = "
    DELETE FROM temp.named WHERE entity IN (
        SELECT entity FROM temp.named GROUP BY entity HAVING count(*) < :least)";

const CO_MENTIONS: &str = "
    SELECT one.entity AS one, other.entity AS other, count(*) AS articles
    FROM temp.named AS one
    CROSS JOIN temp.named AS other ON other.article_id = one.article_id AND other.entity > one.entity
    GROUP BY one.entity, other.entity
    HAVING count(*) >= :least
    ORDER BY one.entity, other.entity";

/// A table that people read, and which of its rows belong to a set of some articles.
struct TableRows {
    name: &'static str,
    /// Columns that the table has not, or has otherwise: name, what it is, SQL.
    own: &'static [(&'static str, ColumnKind, &'static str)],
    /// Columns that mean nothing outside of the archive.
    left_out: &'static [&'static str],
    joins: &'static str,
    /// Of some articles; `None`: all rows, always.
    of_set: Option<&'static str>,
    order: &'static str,
}

const OF_ARTICLES: Option<&str> = Some("this.article_id IN (SELECT article_id FROM temp.chosen)");

/// Every table that is meant for people, in the order of `migrations/SCHEMA.md`.
const TABLES: &[TableRows] = &[
    TableRows {
        name: "publishers",
        own: &[],
        left_out: &["row_sha256"],
        joins: "",
        of_set: Some("this.publisher_id IN (SELECT publisher_id FROM articles JOIN temp.chosen USING (article_id))"),
        order: "this.publisher_id",
    },
    TableRows {
        name: "articles",
        own: &[],
        left_out: &["row_sha256", "hint_count", "captions"],
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id",
    },
    TableRows {
        name: "article_authors",
        own: &[],
        left_out: &[],
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.position",
    },
    TableRows {
        name: "article_captions",
        own: &[],
        left_out: &[],
        joins: "",
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
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.topic",
    },
    TableRows {
        name: "near_duplicates",
        own: &[],
        left_out: &[],
        joins: "",
        of_set: Some(
            "this.article_id IN (SELECT article_id FROM temp.chosen) AND this.other_article_id IN (SELECT article_id FROM temp.chosen)",
        ),
        order: "this.article_id, this.other_article_id",
    },
    TableRows {
        name: "people",
        own: &[],
        left_out: &["row_sha256"],
        joins: "",
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
        joins: "",
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
        joins: "",
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
        joins: "",
        of_set: Some(
            "this.person_id IN (SELECT person_id FROM article_people JOIN temp.chosen USING (article_id))
             OR this.organisation_id IN (SELECT organisation_id FROM article_organisations JOIN temp.chosen USING (article_id))
             OR this.place_id IN (SELECT place_id FROM article_places JOIN temp.chosen USING (article_id))
             OR this.publisher_id IN (SELECT publisher_id FROM articles JOIN temp.chosen USING (article_id))",
        ),
        order: "this.alias_id",
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
        joins: "
            LEFT JOIN people ON people.person_id = this.person_id
            LEFT JOIN organisations ON organisations.organisation_id = this.organisation_id
            LEFT JOIN places ON places.place_id = this.place_id",
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
        joins: "
            JOIN articles ON articles.article_id = this.article_id
            LEFT JOIN people ON people.person_id = this.person_id
            LEFT JOIN organisations ON organisations.organisation_id = this.organisation_id
            LEFT JOIN places ON places.place_id = this.place_id",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.field, this.start_char",
    },
    TableRows {
        name: "roles",
        own: &[],
        left_out: &[],
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.field, this.start_char, this.person_start_char",
    },
    TableRows {
        name: "article_people",
        own: &[],
        left_out: &["full_form"],
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.person_id",
    },
    TableRows {
        name: "article_organisations",
        own: &[],
        left_out: &["full_form"],
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.organisation_id",
    },
    TableRows {
        name: "article_places",
        own: &[],
        left_out: &["full_form"],
        joins: "",
        of_set: OF_ARTICLES,
        order: "this.article_id, this.place_id",
    },
    TableRows {
        name: "decisions",
        own: &[],
        left_out: &["row_sha256"],
        joins: "",
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
    /// Holds a set of an archive that was opened for reading.
    pub fn of(archive: Archive, chosen: &Chosen) -> Result<Self> {
        let Archive { connection, path, .. } = archive;
        let choose = || -> rusqlite::Result<()> {
            connection.execute_batch(TEMPORARY)?;
            match chosen {
                Chosen::Shown => connection.execute(CHOOSE_SHOWN, [])?,
                Chosen::Everything => connection.execute(CHOOSE_EVERYTHING, [])?,
                Chosen::These(ids) => connection
                    .execute(CHOOSE_THESE, named_params! { ":ids": super::search::listed(ids) })?,
            };
            Ok(())
        };
        choose().map_err(|error| Error::from_sqlite(&path, error))?;
        let is_everything = *chosen == Chosen::Everything;
        Ok(Self { connection, path, is_everything })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many articles are in it.
    pub fn count(&self) -> Result<u64> {
        self.checked(|connection| {
            connection.query_row("SELECT count(*) FROM temp.chosen", [], |row| row.get(0))
        })
    }

    /// Whether every article of the archive is in it.
    pub fn is_whole(&self) -> Result<bool> {
        let sql = "SELECT (SELECT count(*) FROM temp.chosen) = (SELECT count(*) FROM articles)";
        self.checked(|connection| connection.query_row(sql, [], |row| row.get(0)))
    }

    /// Whether the archive is an edition without texts.
    pub fn has_no_texts(&self) -> Result<bool> {
        self.checked(edition::is_edition)
    }

    /// What the lists of the catalogue say, without what was ruled, and the name of their version.
    pub fn listed(&self) -> Result<(Catalogue, Option<String>)> {
        self.checked(|connection| {
            Ok((catalogue::read_listed(connection)?, catalogue::loaded(connection)?))
        })
    }

    /// Every ruling of the archive, whatever is in the set.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.checked(decisions::read)
    }

    /// The names of the articles of the set.
    pub fn article_names(&self) -> Result<BTreeSet<Sha256>> {
        self.checked(|connection| {
            connection
                .prepare("SELECT sha256 FROM temp.chosen JOIN articles USING (article_id)")?
                .query_map([], |row| captures::sha256(row, "sha256"))?
                .collect()
        })
    }

    /// The version of the archive's schema.
    pub fn schema_version(&self) -> Result<i64> {
        self.checked(|connection| {
            connection.pragma_query_value(None, "user_version", |row| row.get(0))
        })
    }

    /// Every article of the set, those of one capture one after the other; with their captures where those
    /// are wanted, each of which leaves with the first article that rests on it.
    pub fn articles(
        &self,
        with_captures: bool,
        mut take: impl FnMut(&ExportedArticle) -> Flow,
    ) -> Result<()> {
        self.checked(|connection| {
            let mut statement = connection.prepare(ARTICLE)?;
            let mut parts = Parts::of(connection)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut article = head(row)?;
                parts.fill(&mut article)?;
                if with_captures {
                    article.captures = captures_of(connection, article.article_id)?;
                }
                if take(&article) == Flow::Stop {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Where everything leaves, the captures that did not leave with an article.
    pub fn other_captures(&self, mut take: impl FnMut(&ExportedCapture) -> Flow) -> Result<()> {
        if !self.is_everything {
            return Ok(());
        }
        self.checked(|connection| {
            let mut statement = connection.prepare(OTHER_CAPTURES)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if take(&capture(connection, row)?) == Flow::Stop {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Everybody and everything that is named in the set.
    pub fn entities(&self, mut take: impl FnMut(&ExportedEntity) -> Flow) -> Result<()> {
        self.checked(|connection| {
            for (sql, aliases) in ENTITIES {
                let mut statement = connection.prepare(sql)?;
                let mut aliases = connection.prepare_cached(aliases)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let Some(means) = name(row)? else { continue };
                    let id: i64 = row.get("id")?;
                    let entity = ExportedEntity {
                        id,
                        means,
                        sort_name: row.get("sort_name")?,
                        description: row.get("description")?,
                        country: row.get("country")?,
                        origin: row.get("origin")?,
                        aliases: aliases
                            .query_map(named_params! { ":id": id }, |row| row.get(0))?
                            .collect::<rusqlite::Result<_>>()?,
                        articles: row.get("articles")?,
                        mentions: row.get("mentions")?,
                    };
                    if take(&entity) == Flow::Stop {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }

    /// Pairs that are named in the same articles, in `least` of them or more.
    pub fn co_mentions(&self, least: u32, mut take: impl FnMut(&CoMention) -> Flow) -> Result<()> {
        self.checked(|connection| {
            connection.execute_batch(NAMED)?;
            for fill in FILL_NAMED {
                connection.execute(fill, [])?;
            }
            connection.execute(THIN_OUT, named_params! { ":least": least })?;
            let mut statement = connection.prepare(CO_MENTIONS)?;
            let mut rows = statement.query(named_params! { ":least": least })?;
            while let Some(row) = rows.next()? {
                let link = CoMention {
                    one: entity_of_number(row.get("one")?),
                    other: entity_of_number(row.get("other")?),
                    articles: row.get("articles")?,
                };
                if take(&link) == Flow::Stop {
                    break;
                }
            }
            Ok(())
        })
    }

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

    fn checked<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
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
            self.joins,
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

fn head(row: &Row<'_>) -> rusqlite::Result<ExportedArticle> {
    Ok(ExportedArticle {
        article_id: row.get("article_id")?,
        sha256: row.get("sha256")?,
        kind: row.get("kind")?,
        publisher: row.get("publisher")?,
        url: row.get("url")?,
        identifier: row.get("identifier")?,
        version: row.get("version")?,
        section: row.get("section")?,
        headline: row.get("headline")?,
        standfirst: row.get("standfirst")?,
        byline: row.get("byline")?,
        dateline: row.get("dateline")?,
        published: ExportedTime {
            value: row.get("published")?,
            precision: row.get("published_precision")?,
            offset_minutes: row.get("published_offset_minutes")?,
            original: row.get("published_original")?,
        },
        published_on: row.get("published_on")?,
        published_at: row.get("published_at")?,
        modified: ExportedTime {
            value: row.get("modified")?,
            precision: row.get("modified_precision")?,
            offset_minutes: row.get("modified_offset_minutes")?,
            original: row.get("modified_original")?,
        },
        captured_at: row.get("captured_at")?,
        language: row.get("language")?,
        ingested_at: row.get("ingested_at")?,
        capture_sha256: row.get("capture_sha256")?,
        media_type: row.get("media_type")?,
        body: row.get("body")?,
        ..ExportedArticle::default()
    })
}

/// The questions about one article, prepared once.
struct Parts<'c> {
    authors: CachedStatement<'c>,
    topics: CachedStatement<'c>,
    captions: CachedStatement<'c>,
    mentions: CachedStatement<'c>,
    quotes: CachedStatement<'c>,
    roles: CachedStatement<'c>,
}

impl<'c> Parts<'c> {
    fn of(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            authors: connection.prepare_cached(AUTHORS)?,
            topics: connection.prepare_cached(TOPICS)?,
            captions: connection.prepare_cached(CAPTIONS)?,
            mentions: connection.prepare_cached(MENTIONS)?,
            quotes: connection.prepare_cached(QUOTES)?,
            roles: connection.prepare_cached(ROLES)?,
        })
    }

    fn fill(&mut self, article: &mut ExportedArticle) -> rusqlite::Result<()> {
        let of = article.article_id;
        article.authors = each(&mut self.authors, of, |row| row.get(0))?;
        article.topics = each(&mut self.topics, of, |row| row.get(0))?;
        article.captions = each(&mut self.captions, of, |row| {
            Ok(ExportedCaption {
                number: row.get("number")?,
                caption: row.get("caption")?,
                credit: row.get("credit")?,
            })
        })?;
        let mentions = each(&mut self.mentions, of, |row| {
            let Some(means) = name(row)? else { return Ok(None) };
            Ok(Some(ExportedMention {
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                end_char: row.get("end_char")?,
                surface_form: row.get("surface_form")?,
                means,
                rule: row.get("rule")?,
                confidence: row.get("confidence")?,
            }))
        })?;
        article.mentions = mentions.into_iter().flatten().collect();
        article.quotes = each(&mut self.quotes, of, |row| {
            Ok(ExportedQuote {
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                end_char: row.get("end_char")?,
                speaker: name(row)?,
                mention_start_char: row.get("mention_start_char")?,
                rule: row.get("rule")?,
                confidence: row.get("confidence")?,
            })
        })?;
        article.roles = each(&mut self.roles, of, |row| {
            Ok(ExportedRole {
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                end_char: row.get("end_char")?,
                person_start_char: row.get("person_start_char")?,
            })
        })?;
        Ok(())
    }
}

fn each<T>(
    statement: &mut CachedStatement<'_>,
    article: i64,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    statement.query_map(named_params! { ":article": article }, read)?.collect()
}

/// Whom a row is about; `None` where it is about nobody.
fn name(row: &Row<'_>) -> rusqlite::Result<Option<ExportedName>> {
    let kind: Option<String> = row.get("kind")?;
    let Some(kind) = kind.as_deref().and_then(EntityKind::by_name) else { return Ok(None) };
    Ok(Some(ExportedName {
        kind,
        key: row.get("key")?,
        name: row.get("name")?,
        wikidata_id: row.get("wikidata_id")?,
    }))
}

fn captures_of(connection: &Connection, article: i64) -> rusqlite::Result<Vec<ExportedCapture>> {
    let mut statement = connection.prepare_cached(CAPTURES_OF)?;
    let mut rows = statement.query(named_params! { ":article": article })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(capture(connection, row)?);
    }
    Ok(found)
}

/// One capture; its bytes only if they did not leave before, and they have left then.
fn capture(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<ExportedCapture> {
    let id: i64 = row.get("capture_id")?;
    let is_carried: bool = row.get("is_carried")?;
    let compressed = match is_carried {
        true => None,
        false => {
            connection
                .prepare_cached("INSERT INTO temp.carried (capture_id) VALUES (:id)")?
                .execute(named_params! { ":id": id })?;
            let mut body =
                connection.prepare_cached("SELECT body FROM captures WHERE capture_id = :id")?;
            Some(body.query_row(named_params! { ":id": id }, |row| row.get(0))?)
        }
    };
    let (sightings, _) = captures::sightings(connection, CaptureId(id))?;
    Ok(ExportedCapture {
        sha256: row.get("sha256")?,
        format: row.get("format")?,
        format_given: row.get("format_given")?,
        media_type: row.get("media_type")?,
        compressed,
        sightings: sightings
            .into_iter()
            .map(|seen| ExportedSighting {
                uri: seen.sighting.uri,
                seen_at: seen.seen_at,
                hints: seen.sighting.hints,
            })
            .collect(),
    })
}

/// See `FILL_NAMED`.
fn entity_of_number(number: i64) -> (EntityKind, i64) {
    let kind = match number.rem_euclid(3) {
        0 => EntityKind::Person,
        1 => EntityKind::Organisation,
        _ => EntityKind::Place,
    };
    (kind, number.div_euclid(3))
}
