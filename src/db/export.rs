//! The way out for other tools: a set of articles and what belongs to them, as streams of plain rows.
//!
//! Which articles are in the set stands in a temporary table, `chosen`, in the order of their captures; every
//! query here joins it. What must stay true: all streams are of one moment, because one transaction holds
//! from the first to the last; an article, a capture or a row is in memory one at a time; and nothing leaves
//! that belongs to no article of the set, unless everything was asked for.

mod articles;
mod tables;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, named_params};

use super::{Archive, Error, Result, captures, catalogue, decisions, edition};
use crate::model::{
    Catalogue, Chosen, CoMention, Decision, EntityKind, ExportedEntity, Flow, Sha256,
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

    /// The file of the archive.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many articles are in it.
    pub fn count(&self) -> Result<u64> {
        self.checked(|connection| {
            connection.query_row("SELECT count(*) FROM temp.chosen", [], |row| row.get(0))
        })
    }

    /// How many articles of it have a topic by a rule.
    pub fn count_tagged_by_rules(&self) -> Result<u64> {
        let sql = "SELECT count(DISTINCT article_id) FROM temp.chosen JOIN rule_topics USING (article_id)";
        self.checked(|connection| connection.query_row(sql, [], |row| row.get(0)))
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

    /// Everybody and everything that is named in the set.
    pub fn entities(&self, mut take: impl FnMut(&ExportedEntity) -> Flow) -> Result<()> {
        self.checked(|connection| {
            for (sql, aliases) in ENTITIES {
                let mut statement = connection.prepare(sql)?;
                let mut aliases = connection.prepare_cached(aliases)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let Some(means) = articles::name(row)? else { continue };
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

    fn checked<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }
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
