//! Articles that are stored and not in the full-text index yet, within one transaction.
//!
//! FTS5 writes out what it holds in memory at every savepoint, and SQLite opens one for each statement that fires
//! triggers. So an article that goes into the index at once makes a segment of its own, to be merged again and again.
//! A row in `index_waits` keeps the trigger of `articles` from indexing; at the end of a batch its articles go in
//! together. Must stay true: nobody else ever sees that row, because it is gone before the transaction ends; and an
//! article is in the index before its row changes or goes, since the triggers for that take its old text out.

use std::collections::BTreeSet;

use rusqlite::{Connection, named_params};

use crate::model::ArticleId;

/// What a transaction has still to index.
#[derive(Default)]
pub(super) struct Unindexed {
    /// Whether the trigger waits.
    is_held: bool,
    articles: BTreeSet<ArticleId>,
}

impl Unindexed {
    /// Keeps the next new article out of the index for now.
    pub fn hold(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if !self.is_held {
            connection.execute("INSERT INTO index_waits (waits) VALUES (1)", [])?;
            self.is_held = true;
        }
        Ok(())
    }

    /// Takes an article that was stored while the trigger waited.
    pub fn add(&mut self, article: ArticleId) {
        self.articles.insert(article);
    }

    /// Whether an article waits to be indexed.
    pub fn has(&self, article: ArticleId) -> bool {
        self.articles.contains(&article)
    }

    /// Indexes all that wait.
    pub fn index(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if !self.is_held {
            return Ok(());
        }
        let ids: Vec<String> = self.articles.iter().map(|article| article.0.to_string()).collect();
        connection
            .prepare_cached(
                "INSERT INTO articles_fts (rowid, headline, standfirst, byline, body, captions)
                 SELECT article_id, headline, standfirst, byline, body, captions FROM articles
                 WHERE article_id IN (SELECT value FROM json_each(:articles)) ORDER BY article_id",
            )?
            .execute(named_params! { ":articles": format!("[{}]", ids.join(",")) })?;
        connection.execute("DELETE FROM index_waits", [])?;
        self.articles.clear();
        self.is_held = false;
        Ok(())
    }

    /// Forgets what a savepoint took back.
    pub fn undo(&mut self) {
        self.articles.clear();
        self.is_held = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::migrate;

    fn store(connection: &Connection, article: i64) {
        let sql = format!(
            "INSERT INTO articles (article_id, sha256, kind, capture_id, part, reader, run_id, ingested_at, row_sha256, body)
             VALUES ({article}, printf('%064x', {article}), 'article', 1, 0, 'text-1', 1, '2026-01-02T03:04:05Z',
                printf('%064x', 1), 'The harbour board of Tarrow voted on day {article}.')"
        );
        connection.execute_batch(&sql).unwrap();
        // As each statement with triggers has one.
        connection.execute_batch("SAVEPOINT one; RELEASE one").unwrap();
    }

    fn archive() -> Connection {
        let connection = migrate::fresh_at(i64::MAX).unwrap();
        connection.execute_batch("BEGIN").unwrap();
        connection
    }

    fn number(connection: &Connection, sql: &str) -> i64 {
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    const FOUND: &str = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'harbour'";
    const SEGMENTS: &str = "SELECT count(DISTINCT segid) FROM articles_fts_idx";

    #[test]
    fn a_batch_makes_one_segment() {
        let connection = archive();
        let mut unindexed = Unindexed::default();
        for article in 1..=60 {
            unindexed.hold(&connection).unwrap();
            store(&connection, article);
            unindexed.add(ArticleId(article));
        }
        assert_eq!(number(&connection, FOUND), 0);
        unindexed.index(&connection).unwrap();
        connection.execute_batch("COMMIT").unwrap();
        assert_eq!((number(&connection, FOUND), number(&connection, SEGMENTS)), (60, 1));
        assert_eq!(number(&connection, "SELECT count(*) FROM index_waits"), 0);
        // And at once, one for each until they are merged.
        let connection = archive();
        (1..=60).for_each(|article| store(&connection, article));
        connection.execute_batch("COMMIT").unwrap();
        assert_eq!(number(&connection, FOUND), 60);
        assert!(number(&connection, SEGMENTS) > 1);
    }

    #[test]
    fn what_is_indexed_can_change_and_go() {
        let connection = archive();
        let mut unindexed = Unindexed::default();
        unindexed.hold(&connection).unwrap();
        store(&connection, 1);
        unindexed.add(ArticleId(1));
        assert!(unindexed.has(ArticleId(1)));
        unindexed.index(&connection).unwrap();
        assert!(!unindexed.has(ArticleId(1)));
        connection
            .execute_batch("UPDATE articles SET body = 'The ferry sank.'; UPDATE articles SET reader = 'text-2'")
            .unwrap();
        assert_eq!(number(&connection, FOUND), 0);
        connection.execute_batch("DELETE FROM articles").unwrap();
        connection
            .execute_batch("COMMIT; INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
            .unwrap();
    }
}
