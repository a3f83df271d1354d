//! Near-duplicates, and the stories they make of articles.
//!
//! Articles that share a number of their MinHash bands are compared, and those that are nearly the same
//! text become a pair. Pairs join articles into stories; a story's first article is the one of the
//! earliest day, then of the smallest SHA-256, so that it does not matter which came in first.
//!
//! Must stay true: time and memory are bounded whatever comes in. New bands wait in memory until there
//! are `MOST_WAITING` of them, then go in sorted, which touches each page of the index once; an article
//! is compared with at most `MOST_COMPARED` others, those that share the most bands with it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::model::{ArticleId, Likeness};

/// Compares a text with others; `None` for those that are no near-duplicates.
pub type Compare = fn(&str, &[String]) -> Vec<Option<Likeness>>;

/// Bands that wait, at 16 bytes each.
const MOST_WAITING: usize = 1 << 17;
/// Beyond it an article is one of so many that resemble each other that it is in their story anyway.
const MOST_COMPARED: usize = 64;

/// What a transaction has still to do about near-duplicates.
#[derive(Default)]
pub(super) struct Waiting {
    bands: Vec<(i64, ArticleId)>,
    /// Articles whose story may have changed.
    touched: BTreeSet<ArticleId>,
}

impl Waiting {
    /// Takes a new article's bands.
    pub fn add(
        &mut self,
        connection: &Connection,
        compare: Compare,
        article: ArticleId,
        bands: &[i64],
    ) -> rusqlite::Result<()> {
        self.bands.extend(bands.iter().map(|&band| (band, article)));
        if self.bands.len() < MOST_WAITING { Ok(()) } else { self.flush(connection, compare) }
    }

    /// The article's head is another one now, and with it perhaps the day its story began.
    pub fn touch(&mut self, article: ArticleId) {
        self.touched.insert(article);
    }

    /// Forgets articles that are about to be deleted.
    pub fn forget(
        &mut self,
        connection: &Connection,
        articles: &BTreeSet<ArticleId>,
    ) -> rusqlite::Result<()> {
        for &article in articles {
            self.touched.extend(neighbours(connection, article)?);
        }
        self.touched.retain(|article| !articles.contains(article));
        let ids: Vec<String> = articles.iter().map(|article| article.0.to_string()).collect();
        connection
            .prepare_cached(
                "DELETE FROM near_duplicate_bands
                 WHERE article_id IN (SELECT value FROM json_each(:articles))",
            )?
            .execute(named_params! { ":articles": format!("[{}]", ids.join(",")) })?;
        Ok(())
    }

    /// Finds the near-duplicates of all articles taken so far.
    pub fn flush(&mut self, connection: &Connection, compare: Compare) -> rusqlite::Result<()> {
        let mut bands = std::mem::take(&mut self.bands);
        bands.sort_unstable();
        let mut shared: BTreeMap<ArticleId, BTreeMap<ArticleId, u32>> = BTreeMap::new();
        let mut insert = connection.prepare_cached(
            "INSERT INTO near_duplicate_bands (band, article_id) VALUES (:band, :article)
             ON CONFLICT DO NOTHING",
        )?;
        let mut find = connection.prepare_cached(
            "SELECT article_id FROM near_duplicate_bands WHERE band = :band AND article_id <> :article",
        )?;
        for &(band, article) in &bands {
            // Of each pair the one whose bands go in later asks.
            let mut rows = find.query(named_params! { ":band": band, ":article": article.0 })?;
            while let Some(row) = rows.next()? {
                let other = ArticleId(row.get("article_id")?);
                *shared.entry(article).or_default().entry(other).or_default() += 1;
            }
            insert.execute(named_params! { ":band": band, ":article": article.0 })?;
        }
        for (article, others) in shared {
            let mut others: Vec<(ArticleId, u32)> = others.into_iter().collect();
            others.sort_by_key(|&(other, bands)| (std::cmp::Reverse(bands), other));
            others.truncate(MOST_COMPARED);
            self.compare(connection, compare, article, others)?;
        }
        Ok(())
    }

    fn compare(
        &mut self,
        connection: &Connection,
        compare: Compare,
        article: ArticleId,
        others: Vec<(ArticleId, u32)>,
    ) -> rusqlite::Result<()> {
        let Some(text) = body(connection, article)? else { return Ok(()) };
        let mut texts = Vec::with_capacity(others.len());
        let mut ids = Vec::with_capacity(others.len());
        for (other, _) in others {
            if let Some(text) = body(connection, other)? {
                texts.push(text);
                ids.push(other);
            }
        }
        for (other, likeness) in ids.into_iter().zip(compare(&text, &texts)) {
            let Some(likeness) = likeness else { continue };
            connection
                .prepare_cached(
                    "INSERT INTO near_duplicates (article_id, other_article_id, similarity, containment)
                     VALUES (:one, :other, :similarity, :containment) ON CONFLICT DO NOTHING",
                )?
                .execute(named_params! {
                    ":one": article.0.min(other.0), ":other": article.0.max(other.0),
                    ":similarity": likeness.similarity, ":containment": likeness.containment,
                })?;
            self.touched.extend([article, other]);
        }
        Ok(())
    }

    /// Gives every article whose story may have changed the story it belongs to.
    pub fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut touched = std::mem::take(&mut self.touched);
        while let Some(article) = touched.pop_first() {
            let story = story_of(connection, article)?;
            touched.retain(|other| !story.contains(other));
            for member in &story {
                connection
                    .prepare_cached("DELETE FROM stories WHERE article_id = :article")?
                    .execute(named_params! { ":article": member.0 })?;
            }
            if story.len() < 2 {
                continue;
            }
            let Some(first) = first_of(connection, &story)? else { continue };
            for member in &story {
                connection
                    .prepare_cached(
                        "INSERT INTO stories (article_id, first_article_id) VALUES (:article, :first)",
                    )?
                    .execute(named_params! { ":article": member.0, ":first": first.0 })?;
            }
        }
        Ok(())
    }
}

/// Takes back everything found.
pub(super) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    for table in ["stories", "near_duplicates", "near_duplicate_bands"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}

fn body(connection: &Connection, article: ArticleId) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT body FROM articles WHERE article_id = :article")?
        .query_row(named_params! { ":article": article.0 }, |row| row.get("body"))
        .optional()
}

fn neighbours(connection: &Connection, article: ArticleId) -> rusqlite::Result<Vec<ArticleId>> {
    connection
        .prepare_cached(
            "SELECT other_article_id FROM near_duplicates WHERE article_id = :article
             UNION ALL
             SELECT article_id FROM near_duplicates WHERE other_article_id = :article",
        )?
        .query_map(named_params! { ":article": article.0 }, |row| row.get(0).map(ArticleId))?
        .collect()
}

/// All articles that pairs join to one.
fn story_of(connection: &Connection, article: ArticleId) -> rusqlite::Result<BTreeSet<ArticleId>> {
    let mut story = BTreeSet::from([article]);
    let mut open = vec![article];
    while let Some(article) = open.pop() {
        for neighbour in neighbours(connection, article)? {
            if story.insert(neighbour) {
                open.push(neighbour);
            }
        }
    }
    Ok(story)
}

/// Whether it has no day, its day, its SHA-256: the smaller comes first in a story.
type Rank = (bool, Option<String>, String);

fn first_of(
    connection: &Connection,
    story: &BTreeSet<ArticleId>,
) -> rusqlite::Result<Option<ArticleId>> {
    let mut read = connection.prepare_cached(
        "SELECT published_on IS NULL, published_on, sha256 FROM articles WHERE article_id = :article",
    )?;
    let mut first: Option<(Rank, ArticleId)> = None;
    for &article in story {
        let found = read
            .query_row(named_params! { ":article": article.0 }, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some(rank) = found else { continue };
        if first.as_ref().is_none_or(|(best, _)| rank < *best) {
            first = Some((rank, article));
        }
    }
    Ok(first.map(|(_, article)| article))
}
