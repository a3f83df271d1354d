//! What an erasure would take: finding it, and telling it to a person.
//!
//! Nothing is changed here. What must stay true: what is told before is what goes.

use std::collections::BTreeSet;

use rusqlite::named_params;
use serde::Serialize;

use super::show::SHORTEST_PREFIX;
use super::{Batch, Error, Result, captures, entities, migrate};
use crate::model::{ArticleId, CaptureId, EntityKind, Sha256};

/// An article that goes, as a person knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleToErase {
    pub article_id: ArticleId,
    pub sha256: Sha256,
    pub publisher: Option<String>,
    pub published_on: Option<String>,
    pub headline: Option<String>,
}

/// A capture that goes, and where it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaptureToErase {
    pub capture_id: CaptureId,
    pub sha256: Sha256,
    pub format: String,
    pub byte_count: u64,
    pub seen_at: Vec<String>,
}

/// A name that only the erased articles gave: a person, an organisation, a place or a publisher.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GivenName {
    pub kind: &'static str,
    pub name: String,
    #[serde(skip)]
    key: String,
}

/// How many rows hang on the erased articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    pub mentions: u64,
    pub quotes: u64,
    pub roles: u64,
}

/// Row ids as the one parameter of a statement: `IN (SELECT value FROM json_each(:ids))`.
pub(super) fn listed(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}

fn listed_articles(articles: &BTreeSet<ArticleId>) -> String {
    listed(articles.iter().map(|article| article.0))
}

/// The numbers of captures as a JSON array, for `json_each`.
pub(super) fn listed_captures(captures: &BTreeSet<CaptureId>) -> String {
    listed(captures.iter().map(|capture| capture.0))
}

impl Batch<'_> {
    /// Runs a query with one parameter `:given`; the first column of each row.
    fn ids(&self, sql: &str, given: &str) -> Result<BTreeSet<i64>> {
        let read = || -> rusqlite::Result<BTreeSet<i64>> {
            let mut statement = self.transaction.prepare(sql)?;
            statement.query_map(named_params! { ":given": given }, |row| row.get(0))?.collect()
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    fn articles(&self, sql: &str, given: &str) -> Result<BTreeSet<ArticleId>> {
        Ok(self.ids(sql, given)?.into_iter().map(ArticleId).collect())
    }

    fn captures(&self, sql: &str, given: &str) -> Result<BTreeSet<CaptureId>> {
        Ok(self.ids(sql, given)?.into_iter().map(CaptureId).collect())
    }

    /// The articles of a row id or of the beginning of a SHA-256.
    pub fn articles_named(&self, text: &str) -> Result<BTreeSet<ArticleId>> {
        match text.parse::<i64>() {
            Ok(_) => {
                let sql =
                    "SELECT article_id FROM articles WHERE article_id = CAST(:given AS INTEGER)";
                let found = self.articles(sql, text)?;
                if !found.is_empty() {
                    return Ok(found);
                }
            }
            Err(_) if !is_prefix(text) => return Ok(BTreeSet::new()),
            Err(_) => {}
        }
        if !is_prefix(text) {
            return Ok(BTreeSet::new());
        }
        // `g` is what comes after every hexadecimal digit.
        let sql =
            "SELECT article_id FROM articles WHERE sha256 >= :given AND sha256 < :given || 'g'";
        self.articles(sql, &text.to_ascii_lowercase())
    }

    /// The captures whose SHA-256 begins so.
    pub fn captures_named(&self, prefix: &str) -> Result<BTreeSet<CaptureId>> {
        if !is_prefix(prefix) {
            return Ok(BTreeSet::new());
        }
        let sql =
            "SELECT capture_id FROM captures WHERE sha256 >= :given AND sha256 < :given || 'g'";
        self.captures(sql, &prefix.to_ascii_lowercase())
    }

    /// Every text of the page of that canonical address.
    pub fn articles_of_page(&self, canonical_url: &str) -> Result<BTreeSet<ArticleId>> {
        let sql = "SELECT article_id FROM articles WHERE canonical_url = :given
                   UNION SELECT article_id FROM article_urls WHERE canonical_url = :given";
        self.articles(sql, canonical_url)
    }

    /// A publisher's articles before a day, and how many it has without a day; `None` if there is no
    /// such publisher.
    pub fn articles_before(
        &self,
        publisher: &str,
        day: &str,
    ) -> Result<Option<(BTreeSet<ArticleId>, usize)>> {
        let publishers = self.ids(
            "SELECT publisher_id FROM publishers WHERE name = :given
             UNION SELECT publisher_id FROM aliases WHERE name = :given AND publisher_id IS NOT NULL",
            publisher,
        )?;
        if publishers.is_empty() {
            return Ok(None);
        }
        let of = format!("publisher_id IN (SELECT value FROM json_each('{}'))", listed(publishers));
        let sql = format!("SELECT article_id FROM articles WHERE published_on < :given AND {of}");
        let undated = format!(
            "SELECT article_id FROM articles WHERE published_on IS NULL AND :given IS NOT NULL AND {of}"
        );
        Ok(Some((self.articles(&sql, day)?, self.articles(&undated, day)?.len())))
    }

    /// The captures that hold any of these articles.
    pub fn captures_holding(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeSet<CaptureId>> {
        let sql = "SELECT capture_id FROM article_spans
                   WHERE article_id IN (SELECT value FROM json_each(:given))";
        self.captures(sql, &listed_articles(articles))
    }

    /// The articles that these captures hold.
    pub fn articles_held(&self, captures: &BTreeSet<CaptureId>) -> Result<BTreeSet<ArticleId>> {
        let sql = "SELECT article_id FROM article_spans
                   WHERE capture_id IN (SELECT value FROM json_each(:given)) AND article_id IS NOT NULL";
        self.articles(sql, &listed_captures(captures))
    }

    /// Other articles that tell nearly the same as these, or are another text of them.
    pub fn articles_like(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeSet<ArticleId>> {
        let sql = "WITH these (article_id) AS (SELECT value FROM json_each(:given))
                   SELECT other_article_id FROM near_duplicates WHERE article_id IN these
                   UNION SELECT article_id FROM near_duplicates WHERE other_article_id IN these
                   UNION SELECT other_article_id FROM revisions WHERE article_id IN these";
        let found = self.articles(sql, &listed_articles(articles))?;
        Ok(found.difference(articles).copied().collect())
    }

    /// Articles of these that were taken back and not derived again.
    pub fn not_derived(&self, articles: &BTreeSet<ArticleId>) -> BTreeSet<ArticleId> {
        self.stale.intersection(articles).copied().collect()
    }

    /// What is said of articles before they are erased, in order of id.
    pub fn articles_to_erase(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<ArticleToErase>> {
        let read = || -> rusqlite::Result<Vec<ArticleToErase>> {
            self.transaction
                .prepare(
                    "SELECT article_id, sha256, name, published_on, headline
                     FROM articles LEFT JOIN publishers USING (publisher_id)
                     WHERE article_id IN (SELECT value FROM json_each(:articles)) ORDER BY article_id",
                )?
                .query_map(named_params! { ":articles": listed_articles(articles) }, |row| {
                    Ok(ArticleToErase {
                        article_id: ArticleId(row.get(0)?),
                        sha256: captures::sha256(row, "sha256")?,
                        publisher: row.get(2)?,
                        published_on: row.get(3)?,
                        headline: row.get(4)?,
                    })
                })?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// What is said of captures before they are erased, in order of id.
    pub fn captures_to_erase(&self, captures: &BTreeSet<CaptureId>) -> Result<Vec<CaptureToErase>> {
        let read = || -> rusqlite::Result<Vec<CaptureToErase>> {
            let mut seen = self.transaction.prepare(
                "SELECT DISTINCT uri FROM sightings WHERE capture_id = :capture ORDER BY uri",
            )?;
            let mut statement = self.transaction.prepare(
                "SELECT sha256, format, byte_count FROM captures WHERE capture_id = :capture",
            )?;
            let mut found = Vec::new();
            for &capture_id in captures {
                let id = named_params! { ":capture": capture_id.0 };
                let seen_at =
                    seen.query_map(id, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
                found.push(statement.query_row(id, |row| {
                    Ok(CaptureToErase {
                        capture_id,
                        sha256: captures::sha256(row, "sha256")?,
                        format: row.get(1)?,
                        byte_count: row.get(2)?,
                        seen_at,
                    })
                })?);
            }
            Ok(found)
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// How many rows hang on these articles.
    pub fn rows_of(&self, articles: &BTreeSet<ArticleId>) -> Result<RowCounts> {
        let count = |table: &str| {
            self.transaction.query_row(
                &format!(
                    "SELECT count(*) FROM {table} WHERE article_id IN (SELECT value FROM json_each(?1))"
                ),
                [listed_articles(articles)],
                |row| row.get(0),
            )
        };
        let read = || -> rusqlite::Result<RowCounts> {
            Ok(RowCounts {
                mentions: count("mentions")?,
                quotes: count("quotes")?,
                roles: count("roles")?,
            })
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// The entities that these articles name, and their publishers.
    pub fn names_given_by(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<GivenName>> {
        let mut sql =
            "SELECT 'publisher', name, name FROM articles JOIN publishers USING (publisher_id)
             WHERE article_id IN (SELECT value FROM json_each(:articles))"
                .to_owned();
        let of_people = "article_authors";
        for kind in EntityKind::ALL {
            let entities::Tables { table, id, in_articles } = entities::tables(kind);
            let sources = match kind {
                EntityKind::Person => vec![in_articles, of_people],
                _ => vec![in_articles],
            };
            for source in sources {
                sql.push_str(&format!(
                    " UNION SELECT '{}', {table}.name, key FROM {source} JOIN {table} USING ({id})
                      WHERE article_id IN (SELECT value FROM json_each(:articles))",
                    kind.as_str()
                ));
            }
        }
        let read = || -> rusqlite::Result<Vec<GivenName>> {
            self.transaction
                .prepare(&format!("{sql} ORDER BY 1, 2"))?
                .query_map(named_params! { ":articles": listed_articles(articles) }, |row| {
                    let kind: String = row.get(0)?;
                    let kind = EntityKind::by_name(&kind).map_or("publisher", EntityKind::as_str);
                    Ok(GivenName { kind, name: row.get(1)?, key: row.get(2)? })
                })?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Whether the archive still has an entry or publisher with this name.
    pub fn has_name(&self, given: &GivenName) -> Result<bool> {
        let found = match EntityKind::by_name(given.kind) {
            Some(kind) => {
                entities::find(&self.transaction, kind, &given.key).map(|row| row.is_some())
            }
            None => self
                .transaction
                .prepare_cached("SELECT 1 FROM publishers WHERE name = ?1")
                .and_then(|mut statement| statement.exists([&given.name])),
        };
        found.map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Tables of people's own that have rows which refer to what is to go and forbid that it goes, and
    /// how many rows.
    pub fn rows_that_forbid(
        &self,
        articles: &BTreeSet<ArticleId>,
        captures: &BTreeSet<CaptureId>,
    ) -> Result<Vec<(String, u64)>> {
        let read = || -> rusqlite::Result<Vec<(String, u64)>> {
            let connection = &self.transaction;
            let ours: BTreeSet<String> =
                migrate::table_names(&migrate::fresh()?)?.into_iter().collect();
            let references: Vec<(String, String, Option<String>, String)> = connection
                .prepare(
                    "SELECT list.name, reference.\"from\", reference.\"to\", lower(reference.\"table\")
                     FROM pragma_table_list AS list
                     JOIN pragma_foreign_key_list(list.name) AS reference
                     WHERE list.schema = 'main' AND list.type = 'table'
                       AND lower(reference.\"table\") IN ('articles', 'captures')
                       AND reference.on_delete IN ('NO ACTION', 'RESTRICT')",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut forbidding = Vec::new();
            for (table, from, to, of) in references {
                if ours.contains(&table) {
                    continue;
                }
                let (id, ids) = match of.as_str() {
                    "articles" => ("article_id", listed_articles(articles)),
                    _ => ("capture_id", listed_captures(captures)),
                };
                let count = connection.query_row(
                    &format!(
                        "SELECT count(*) FROM {} WHERE {} IN (SELECT {} FROM {of}
                            WHERE {id} IN (SELECT value FROM json_each(?1)))",
                        quoted(&table),
                        quoted(&from),
                        quoted(to.as_deref().unwrap_or(id)),
                    ),
                    [ids],
                    |row| row.get(0),
                )?;
                if count > 0 {
                    forbidding.push((table, count));
                }
            }
            Ok(forbidding)
        };
        read().map_err(|error| Error::from_sqlite(self.path, error))
    }
}

fn is_prefix(text: &str) -> bool {
    (SHORTEST_PREFIX..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
