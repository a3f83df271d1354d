//! Stories: what near-duplicates make of articles.
//!
//! Pairs join articles into stories. A story's first article is the one of the earliest day, then of the
//! smallest SHA-256, so that it does not matter which came in first.
//!
//! Must stay true: a story is what its pairs join, and its first article the first by that rank. A new
//! pair only unites two stories, which asks for their first articles alone; a story that lost an article,
//! or one of whose articles has another head, is gathered again from its pairs.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::model::ArticleId;

/// What a transaction has still to do about stories.
#[derive(Default)]
pub(super) struct Stories {
    /// Articles whose story is to be gathered again.
    touched: BTreeSet<ArticleId>,
    /// What new pairs joined: each article with another one of its story, the last with itself.
    joined: BTreeMap<ArticleId, ArticleId>,
}

impl Stories {
    /// The story of this article is to be gathered again.
    pub fn touch(&mut self, article: ArticleId) {
        self.touched.insert(article);
    }

    /// Two articles are a new pair.
    pub fn join(&mut self, one: ArticleId, other: ArticleId) {
        let (one, other) = (self.last(one), self.last(other));
        self.joined.insert(one.max(other), one.min(other));
    }

    /// The last of those that an article was joined with.
    fn last(&mut self, article: ArticleId) -> ArticleId {
        let mut last = article;
        while let Some(&next) = self.joined.get(&last)
            && next != last
        {
            last = next;
        }
        // The next one to ask has a step to go.
        let mut at = article;
        while let Some(next) = self.joined.insert(at, last)
            && next != last
        {
            at = next;
        }
        last
    }

    /// Articles that are about to be deleted are in no story, and what they joined may fall apart.
    pub fn forget(&mut self, articles: &BTreeSet<ArticleId>) {
        self.touched.extend(std::mem::take(&mut self.joined).into_keys());
        self.touched.retain(|article| !articles.contains(article));
    }

    /// Gives every article whose story may have changed the story it belongs to.
    pub fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut touched = std::mem::take(&mut self.touched);
        while let Some(article) = touched.pop_first() {
            let story = gathered(connection, article)?;
            for member in &story {
                touched.remove(member);
                connection
                    .prepare_cached("DELETE FROM stories WHERE article_id = :article")?
                    .execute(named_params! { ":article": member.0 })?;
            }
            if story.len() < 2 {
                continue;
            }
            let Some(first) = first_of(connection, &story)? else { continue };
            for &member in &story {
                insert(connection, member, first)?;
            }
        }
        let joined: Vec<ArticleId> = self.joined.keys().copied().collect();
        let mut united: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
        for article in joined {
            united.entry(self.last(article)).or_default().push(article);
        }
        self.joined.clear();
        united.into_values().try_for_each(|members| unite(connection, &members))
    }
}

/// Makes one story of those that these articles belong to.
fn unite(connection: &Connection, members: &[ArticleId]) -> rusqlite::Result<()> {
    let mut firsts = BTreeSet::new();
    let mut alone = Vec::new();
    for &member in members {
        let first = first_article(connection, member)?;
        firsts.insert(first.unwrap_or(member));
        alone.extend(first.is_none().then_some(member));
    }
    let Some(first) = first_of(connection, &firsts)? else { return Ok(()) };
    for old in firsts.into_iter().filter(|&old| old != first) {
        connection
            .prepare_cached(
                "UPDATE stories SET first_article_id = :first WHERE first_article_id = :old",
            )?
            .execute(named_params! { ":first": first.0, ":old": old.0 })?;
    }
    alone.into_iter().try_for_each(|member| insert(connection, member, first))
}

fn insert(connection: &Connection, article: ArticleId, first: ArticleId) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO stories (article_id, first_article_id) VALUES (:article, :first)",
        )?
        .execute(named_params! { ":article": article.0, ":first": first.0 })?;
    Ok(())
}

/// The first article of the story that an article is in.
fn first_article(
    connection: &Connection,
    article: ArticleId,
) -> rusqlite::Result<Option<ArticleId>> {
    connection
        .prepare_cached("SELECT first_article_id FROM stories WHERE article_id = :article")?
        .query_row(named_params! { ":article": article.0 }, |row| row.get(0).map(ArticleId))
        .optional()
}

/// The near-duplicates of an article.
pub(super) fn neighbours(
    connection: &Connection,
    article: ArticleId,
) -> rusqlite::Result<Vec<ArticleId>> {
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
fn gathered(connection: &Connection, article: ArticleId) -> rusqlite::Result<BTreeSet<ArticleId>> {
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
