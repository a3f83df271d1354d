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
