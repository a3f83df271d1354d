//! What a curator rules on: an entity with all that is known of it, articles and mentions by their numbers.

use rusqlite::{OptionalExtension, named_params};

use super::entities::{self, tables};
use super::{Archive, Error, Result, articles, captures};
use crate::model::{ArticleId, EntityKind, EntityName, Head, MentionField, Sha256, Span};

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
    /// Whether there is an entry of that kind and key.
    pub fn has_entity(&self, kind: EntityKind, key: &str) -> Result<bool> {
        entities::find(&self.connection, kind, key)
            .map(|found| found.is_some())
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

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

    /// Where the mention in a field of an article stands that covers a character.
    pub fn mention_at(
        &self,
        article: ArticleId,
        field: MentionField,
        at: usize,
    ) -> Result<Option<Span>> {
        self.connection
            .query_row(
                "SELECT start_char, end_char, coalesce(surface_form, people.name, organisations.name, places.name)
                 FROM mentions
                 LEFT JOIN people USING (person_id)
                 LEFT JOIN organisations USING (organisation_id)
                 LEFT JOIN places USING (place_id)
                 WHERE article_id = :article AND field = :field AND start_char <= :at AND end_char > :at",
                named_params! { ":article": article.0, ":field": field.to_string(), ":at": at },
                |row| {
                    Ok(Span {
                        field,
                        start_char: row.get(0)?,
                        end_char: row.get(1)?,
                        surface_form: row.get(2)?,
                    })
                },
            )
            .optional()
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Where the quotation of an article stands that covers a character.
    pub fn quote_at(&self, article: ArticleId, at: usize) -> Result<Option<Span>> {
        self.connection
            .query_row(
                "SELECT start_char, end_char, substr(body, start_char + 1, end_char - start_char)
                 FROM quotes JOIN articles USING (article_id)
                 WHERE article_id = :article AND field = 'body' AND start_char <= :at AND end_char > :at",
                named_params! { ":article": article.0, ":at": at },
                |row| {
                    Ok(Span {
                        field: MentionField::Body,
                        start_char: row.get(0)?,
                        end_char: row.get(1)?,
                        surface_form: row.get(2)?,
                    })
                },
            )
            .optional()
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Who said the quotation at a place.
    pub fn speaker(&self, article: ArticleId, span: &Span) -> Result<Option<EntityName>> {
        self.connection
            .query_row(
                "SELECT kind, key, name FROM (
                    SELECT 'person' AS kind, people.key, people.name
                    FROM quotes JOIN people ON people.person_id = quotes.person_id
                    WHERE article_id = :article AND field = 'body' AND start_char = :start
                    UNION ALL
                    SELECT 'organisation', organisations.key, organisations.name
                    FROM quotes JOIN organisations ON organisations.organisation_id = quotes.organisation_id
                    WHERE article_id = :article AND field = 'body' AND start_char = :start
                    UNION ALL
                    SELECT 'place', places.key, places.name
                    FROM quotes JOIN places ON places.place_id = quotes.place_id
                    WHERE article_id = :article AND field = 'body' AND start_char = :start)",
                named_params! { ":article": article.0, ":start": span.start_char },
                |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .map(|found| {
                let (kind, key, name) = found?;
                EntityKind::by_name(&kind).map(|kind| EntityName { kind, key, name })
            })
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The articles that a search finds, in FTS5's language, in order of their numbers.
    pub fn articles_with(&self, query: &str) -> Result<Vec<ArticleId>> {
        let found = || -> rusqlite::Result<Vec<ArticleId>> {
            self.connection
                .prepare(
                    "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :query
                        AND rowid NOT IN (SELECT article_id FROM hidden_articles) ORDER BY rowid",
                )?
                .query_map(named_params! { ":query": query }, |row| row.get(0).map(ArticleId))?
                .collect()
        };
        found().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The number of an article, and what its head says.
    pub fn head(&self, article: Sha256) -> Result<Option<(ArticleId, Head)>> {
        let found = articles::find(&self.connection, article)
            .map_err(|error| Error::from_sqlite(&self.path, error))?;
        Ok(found.map(|(id, candidate)| (id, candidate.draft.head)))
    }
}
