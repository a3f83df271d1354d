//! What a curator rules on: an entity with all that is known of it, articles and mentions by their numbers.

use rusqlite::{OptionalExtension, named_params};

use super::entities::tables;
use super::{Archive, Error, Result, captures};
use crate::model::{ArticleId, EntityKind, EntityName, Sha256, Span};

/// An entity that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEntity {
    pub id: i64,
    pub entity: EntityName,
    pub description: Option<String>,
    /// In how many articles it is named.
    pub articles: u64,
    /// Its other names, and the remarks of curators.
    pub aliases: Vec<String>,
    pub notes: Vec<String>,
}

impl Archive {
    /// An entity with its other names and what curators wrote of it.
    pub fn entity(&self, kind: EntityKind, id: i64) -> Result<FoundEntity> {
        self.read_entity(kind, id).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    fn read_entity(&self, kind: EntityKind, row: i64) -> rusqlite::Result<FoundEntity> {
        let tables = tables(kind);
        let (table, id) = (tables.table, tables.id);
        let texts = |sql: &str, value: &dyn rusqlite::ToSql| -> rusqlite::Result<Vec<String>> {
            self.connection.prepare(sql)?.query_map([value], |row| row.get(0))?.collect()
        };
        let (key, name, description, articles): (String, String, Option<String>, u64) =
            self.connection.query_row(
                &format!(
                    "SELECT key, name, description, (SELECT count(*) FROM {} WHERE {id} = :row)
                     FROM {table} WHERE {id} = :row",
                    tables.in_articles
                ),
                named_params! { ":row": row },
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?;
        Ok(FoundEntity {
            id: row,
            description,
            articles,
            aliases: texts(
                &format!(
                    "SELECT name FROM aliases WHERE {id} = ?1 AND kind = 'alias' ORDER BY alias_id"
                ),
                &row,
            )?,
            notes: texts(
                &format!(
                    "SELECT value FROM decisions_in_force
                     WHERE act = 'note' AND kind = '{}' AND key = ?1 ORDER BY decision_id",
                    kind.as_str()
                ),
                &key,
            )?,
            entity: EntityName { kind, key, name },
        })
    }

    /// The SHA-256 of an article, by its number.
    pub fn article_sha256(&self, article: ArticleId) -> Result<Option<Sha256>> {
        self.connection
            .query_row(
                "SELECT sha256 FROM articles WHERE article_id = :article",
                named_params! { ":article": article.0 },
                |row| captures::sha256(row, "sha256"),
            )
            .optional()
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Where the mention of an article stands that covers a character.
    pub fn mention_at(&self, article: ArticleId, at: usize) -> Result<Option<Span>> {
        self.connection
            .query_row(
                "SELECT start_char, end_char, substr(body, start_char + 1, end_char - start_char)
                 FROM mentions JOIN articles USING (article_id)
                 WHERE article_id = :article AND field = 'body' AND start_char <= :at AND end_char > :at",
                named_params! { ":article": article.0, ":at": at },
                |row| {
                    Ok(Span {
                        start_char: row.get(0)?,
                        end_char: row.get(1)?,
                        surface_form: row.get(2)?,
                    })
                },
            )
            .optional()
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }
}
