//! How many articles of a run lack a day, a headline or a publisher, beside those of the runs before.

use rusqlite::named_params;

use super::{Archive, Error, Result};
use crate::model::RunId;

/// The articles before a run that it is laid beside: enough to know what is usual, and as many however large the
/// archive is.
const BEFORE: i64 = 20_000;

/// Articles of one format and publisher, of one run or of those before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldCounts {
    pub format: String,
    pub publisher: Option<String>,
    /// Whether they came with the run.
    pub is_new: bool,
    pub articles: u64,
    pub without_day: u64,
    pub without_headline: u64,
    pub without_publisher: u64,
}

impl Archive {
    /// The counts of the formats of a run, of it and of the 20,000 articles that came before. Feeds' summaries are
    /// left out: they are short of many things, and rightly so.
    pub fn field_counts(&self, run: RunId) -> Result<Vec<FieldCounts>> {
        let counts = || -> rusqlite::Result<Vec<FieldCounts>> {
            // The articles of a run have the greatest keys; from the end only they are gone through.
            let (last_before, last): (i64, i64) = self.connection.query_row(
                "SELECT ifnull((SELECT article_id FROM articles WHERE run_id < :run ORDER BY article_id DESC LIMIT 1), 0),
                    ifnull(max(article_id), 0) FROM articles",
                named_params! { ":run": run.0 },
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            if last == last_before {
                return Ok(Vec::new());
            }
            self.connection
                .prepare(
                    "SELECT captures.format, publishers.name AS publisher, articles.run_id = :run AS is_new,
                        count(*) AS articles, sum(published_on IS NULL) AS without_day,
                        sum(headline IS NULL) AS without_headline,
                        sum(articles.publisher_id IS NULL) AS without_publisher
                     FROM articles JOIN captures USING (capture_id) LEFT JOIN publishers USING (publisher_id)
                     WHERE articles.article_id > :last_before - :most AND articles.run_id <= :run
                       AND articles.kind <> 'summary'
                       AND captures.format IN (SELECT captures.format FROM articles
                            JOIN captures USING (capture_id)
                            WHERE articles.article_id > :last_before AND articles.run_id = :run)
                     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                )?
                .query_map(named_params! { ":run": run.0, ":last_before": last_before, ":most": BEFORE }, |row| {
                    Ok(FieldCounts {
                        format: row.get("format")?,
                        publisher: row.get("publisher")?,
                        is_new: row.get("is_new")?,
                        articles: row.get("articles")?,
                        without_day: row.get("without_day")?,
                        without_headline: row.get("without_headline")?,
                        without_publisher: row.get("without_publisher")?,
                    })
                })?
                .collect()
        };
        counts().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}
