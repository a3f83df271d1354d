//! What feeds and watches keep of an article that is erased: addresses of pages, and that a watch was told of it.
//!
//! A watch says whom it looks for. So that it was told of an article says what stood there, although the article's
//! SHA-256 is no text and stays in `erasures`: the row goes. It is not missed, because the text is refused when it
//! comes again. Must stay true: a row of `watches` or `tellings` whose hash was wrong before stays wrong.

use std::collections::BTreeSet;

use rusqlite::{Connection, named_params};

use super::row_hashes::{Guarded, TELLINGS, WATCHES};
use super::to_erase::listed;
use super::{Batch, Error, Result};
use crate::model::{ArticleId, Sha256};

impl Batch<'_> {
    /// The addresses under which these articles were seen.
    pub fn addresses_of(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeSet<String>> {
        let given = listed(articles.iter().map(|article| article.0));
        texts(
            &self.transaction,
            "WITH these (article_id) AS (SELECT value FROM json_each(:given))
             SELECT url FROM articles WHERE article_id IN these AND url IS NOT NULL
             UNION SELECT canonical_url FROM articles WHERE article_id IN these AND canonical_url IS NOT NULL
             UNION SELECT url FROM article_urls WHERE article_id IN these AND url IS NOT NULL
             UNION SELECT canonical_url FROM article_urls WHERE article_id IN these",
            &given,
        )
        .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// The addresses of pages that are to be fetched, or were.
    pub fn wanted_addresses(&self) -> Result<BTreeSet<String>> {
        texts(&self.transaction, "SELECT url FROM wanted_pages WHERE :given = ''", "")
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Forgets that these pages were wanted.
    pub fn erase_wanted(&mut self, addresses: &BTreeSet<String>) -> Result<()> {
        let erase = || -> rusqlite::Result<()> {
            let mut delete =
                self.transaction.prepare("DELETE FROM wanted_pages WHERE url = :url")?;
            addresses
                .iter()
                .try_for_each(|url| delete.execute(named_params! { ":url": url }).map(|_| ()))
        };
        erase().map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Forgets that watches were told of these articles.
    pub fn erase_told(&mut self, articles: &[Sha256]) -> Result<()> {
        erase_told(&self.transaction, articles)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }
}

fn texts(connection: &Connection, sql: &str, given: &str) -> rusqlite::Result<BTreeSet<String>> {
    connection
        .prepare(sql)?
        .query_map(named_params! { ":given": given }, |row| row.get(0))?
        .collect()
}

fn erase_told(connection: &Connection, articles: &[Sha256]) -> rusqlite::Result<()> {
    let names: Vec<String> = articles.iter().map(|sha256| format!("\"{sha256}\"")).collect();
    let names = format!("[{}]", names.join(","));
    // The hash of a row covers what hangs on it.
    let right = [(&WATCHES, "watch_id", "telling_id IS NULL"), (&TELLINGS, "telling_id", "true")]
        .into_iter()
        .map(|(guarded, key, only)| right_rows(connection, guarded, key, only, &names))
        .collect::<rusqlite::Result<Vec<_>>>()?;
    connection
        .prepare(
            "DELETE FROM told_items WHERE item_sha256 IN (SELECT value FROM json_each(:names))",
        )?
        .execute(named_params! { ":names": names })?;
    for (guarded, rows) in right {
        rows.into_iter().try_for_each(|row| guarded.seal(connection, row))?;
    }
    Ok(())
}

/// The rows on which such items hang, as far as they have the hash of their cells.
fn right_rows(
    connection: &Connection,
    guarded: &'static Guarded,
    key: &str,
    only: &str,
    names: &str,
) -> rusqlite::Result<(&'static Guarded, Vec<i64>)> {
    let rows: Vec<i64> = connection
        .prepare(&format!(
            "SELECT DISTINCT {key} FROM told_items
             WHERE item_sha256 IN (SELECT value FROM json_each(:names)) AND {only} AND {key} IS NOT NULL"
        ))?
        .query_map(named_params! { ":names": names }, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut right = Vec::new();
    for row in rows {
        if guarded.is_right(connection, row)? {
            right.push(row);
        }
    }
    Ok((guarded, right))
}
