//! What came in: articles since an instant, which of them answer a watch, and what was told before.
//!
//! What must stay true: the articles that came in are found once, by the index of arrivals; no question of a watch goes
//! through the archive, each through what names its entity, has its words, or was told; hidden articles are left out,
//! as in reports, but for those that their publisher withdrew, which are asked for by themselves.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, named_params};

use super::captures::sha256;
use super::entities::{self, Tables};
use super::search::listed;
use super::{Error, Expression, Reader, Result};
use crate::model::{EntityKind, FailingFeed, Flow, RowSink, Sha256, Value, WatchId};

/// A word in every article is found in a second.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// An article that came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub article: i64,
    pub sha256: Sha256,
    pub ingested_at: String,
    /// The first article of its story; `None`: nobody else has it.
    pub story: Option<i64>,
}

/// An article that its publisher took back.
#[derive(Clone, Debug)]
pub struct TakenBack {
    pub article: i64,
    pub sha256: Sha256,
    /// `withheld` or `canceled`.
    pub status: String,
}

/// Who is watched: every row of whom a ruling says that it is the same.
#[derive(Clone, Debug)]
pub struct Watched {
    pub kind: EntityKind,
    pub ids: Vec<i64>,
    /// The name that stands now.
    pub name: String,
}

/// An article of a publisher, as far as it tells how often one comes.
#[derive(Clone, Debug)]
pub struct PublisherArrival {
    pub publisher: String,
    pub ingested_at: String,
    pub published_on: Option<String>,
}

const ARRIVALS: &str = "
    SELECT articles.article_id, articles.sha256, articles.ingested_at, stories.first_article_id
    FROM articles INDEXED BY articles_by_arrival
    LEFT JOIN stories ON stories.article_id = articles.article_id
    WHERE articles.ingested_at >= :since
      AND articles.article_id NOT IN (SELECT article_id FROM hidden_articles)";

const TAKEN_BACK: &str = "
    SELECT withdrawn.article_id, articles.sha256, max(withdrawn.status)
    FROM withdrawn_articles AS withdrawn
    CROSS JOIN articles ON articles.article_id = withdrawn.article_id
    WHERE :since <= (
        SELECT min(sightings.seen_at)
        FROM notices CROSS JOIN sightings ON sightings.capture_id = notices.capture_id
        WHERE notices.identifier = withdrawn.identifier)
    GROUP BY withdrawn.article_id ORDER BY withdrawn.article_id";

const STORIES_TOLD: &str = "
    SELECT DISTINCT stories.first_article_id
    FROM json_each(:ids) AS asked
    CROSS JOIN stories ON stories.first_article_id = asked.value
    CROSS JOIN articles ON articles.article_id = stories.article_id
    CROSS JOIN told_items ON told_items.watch_id = :watch AND told_items.item_sha256 = articles.sha256";

/// A page whose summary was told.
const SUMMARIES_TOLD: &str = "
    SELECT DISTINCT page.article_id
    FROM json_each(:ids) AS asked
    CROSS JOIN articles AS page ON page.article_id = asked.value
    CROSS JOIN articles AS summary ON summary.canonical_url = page.canonical_url
    CROSS JOIN told_items ON told_items.watch_id = :watch AND told_items.item_sha256 = summary.sha256
    WHERE summary.kind = 'summary' AND page.kind <> 'summary'";

const EARLIER_TEXT: &str = "
    SELECT other.article_id
    FROM revisions
    CROSS JOIN articles AS article ON article.article_id = revisions.article_id
    CROSS JOIN articles AS other ON other.article_id = revisions.other_article_id
    WHERE revisions.article_id = :article
      AND (other.ingested_at, other.article_id) < (article.ingested_at, article.article_id)
    ORDER BY other.ingested_at DESC, other.article_id DESC LIMIT 1";

impl Reader {
    /// The articles that came in at an instant or later, in the order of their numbers, without hidden ones.
    pub fn arrivals(&self, since: &str) -> Result<Vec<Arrival>> {
        let mut found = self.asked(|connection| {
            connection
                .prepare(ARRIVALS)?
                .query_map(named_params! { ":since": since }, |row| {
                    Ok(Arrival {
                        article: row.get(0)?,
                        sha256: sha256(row, "sha256")?,
                        ingested_at: row.get(2)?,
                        story: row.get(3)?,
                    })
                })?
                .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        found.sort_unstable_by_key(|arrival| arrival.article);
        Ok(found)
    }

    /// The articles of which it became known at an instant or later that their publisher took them back.
    pub fn taken_back(&self, since: &str) -> Result<Vec<TakenBack>> {
        self.asked(|connection| {
            connection
                .prepare(TAKEN_BACK)?
                .query_map(named_params! { ":since": since }, |row| {
                    Ok(TakenBack {
                        article: row.get(0)?,
                        sha256: sha256(row, "sha256")?,
                        status: row.get(2)?,
                    })
                })?
                .collect()
        })
    }

    /// Who has a key now, with all who are merged with them; `None`: nobody whom an article names has it.
    pub fn watched(&self, kind: EntityKind, key: &str) -> Result<Option<Watched>> {
        let Tables { table, id, .. } = entities::tables(kind);
        self.asked(|connection| {
            let asked = connection
                .prepare_cached(&format!("SELECT {id} FROM {table} WHERE key = :key"))?
                .query_row(named_params! { ":key": key }, |row| row.get::<_, i64>(0))
                .optional()?;
            let Some(asked) = asked else { return Ok(None) };
            // Whoever it was merged into stands for all; a chain has an end, because a merge into oneself is refused.
            let (stands, name) = connection
                .prepare_cached(&format!(
                    "WITH RECURSIVE up (id, step) AS (
                         SELECT :asked, 0
                         UNION
                         SELECT {table}.merged_into_id, step + 1 FROM up CROSS JOIN {table} ON {table}.{id} = up.id
                         WHERE {table}.merged_into_id IS NOT NULL AND step < 100)
                     SELECT {table}.{id}, {table}.name FROM up CROSS JOIN {table} ON {table}.{id} = up.id
                     ORDER BY step DESC LIMIT 1"
                ))?
                .query_row(named_params! { ":asked": asked }, |row| {
                    Ok((row.get::<_, i64>(0)?, row.get(1)?))
                })?;
            let ids = connection
                .prepare_cached(&format!(
                    "WITH RECURSIVE same (id) AS (
                         SELECT :stands
                         UNION
                         SELECT {table}.{id} FROM same CROSS JOIN {table} ON {table}.merged_into_id = same.id)
                     SELECT id FROM same ORDER BY id"
                ))?
                .query_map(named_params! { ":stands": stands }, |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<i64>>>()?;
            Ok(Some(Watched { kind, ids, name }))
        })
    }

    /// The articles from a number on that name somebody, in order.
    pub fn naming_since(&self, watched: &Watched, first: i64) -> Result<Vec<i64>> {
        let Tables { id, in_articles, .. } = entities::tables(watched.kind);
        self.asked(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT DISTINCT {in_articles}.article_id
                     FROM json_each(:ids) AS asked
                     CROSS JOIN {in_articles} ON {in_articles}.{id} = asked.value
                     WHERE {in_articles}.article_id >= :first ORDER BY 1"
                ))?
                .query_map(
                    named_params! { ":ids": listed(&watched.ids), ":first": first },
                    |row| row.get(0),
                )?
                .collect()
        })
    }

    /// The articles from a number on that have some words, in order.
    pub fn having_since(&self, words: &Expression, first: i64) -> Result<Vec<i64>> {
        let mut found = Numbers(Vec::new());
        self.run(
            "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :query AND rowid >= :first",
            &[
                ("query".to_owned(), Value::Text(words.text())),
                ("first".to_owned(), Value::Integer(first)),
            ],
            TIME_LIMIT,
            &mut found,
        )?;
        found.0.sort_unstable();
        Ok(found.0)
    }

    /// What the articles from a number on are about.
    pub fn topics_since(&self, first: i64) -> Result<Vec<(i64, String)>> {
        self.asked(|connection| {
            connection
                .prepare("SELECT article_id, topic FROM article_topics WHERE article_id >= :first")?
                .query_map(named_params! { ":first": first }, |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// Which of these a watch was told of, or had when it began.
    pub fn told_of(&self, watch: WatchId, items: &[Sha256]) -> Result<Vec<Sha256>> {
        let items: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
        let items = format!("[{}]", items.join(","));
        self.asked(|connection| {
            connection
                .prepare_cached(
                    "SELECT told_items.item_sha256 FROM json_each(:items) AS asked
                     CROSS JOIN told_items ON told_items.watch_id = :watch AND told_items.item_sha256 = asked.value",
                )?
                .query_map(named_params! { ":watch": watch.0, ":items": items }, |row| {
                    sha256(row, "item_sha256")
                })?
                .collect()
        })
    }

    /// What a watch was told of before an instant, or had when it began.
    pub fn told_before(&self, watch: WatchId, before: &str) -> Result<Vec<Sha256>> {
        self.asked(|connection| {
            connection
                .prepare_cached(
                    "SELECT item_sha256 FROM told_items LEFT JOIN tellings USING (telling_id)
                     WHERE watch_id = :watch AND (telling_id IS NULL OR told_at < :before)",
                )?
                .query_map(named_params! { ":watch": watch.0, ":before": before }, |row| {
                    sha256(row, "item_sha256")
                })?
                .collect()
        })
    }

    /// Which of these stories, by their first articles, a watch was told of before.
    pub fn stories_told(&self, watch: WatchId, stories: &[i64]) -> Result<Vec<i64>> {
        self.of_watch(STORIES_TOLD, watch, stories)
    }

    /// Which of these articles are the page of a summary that a watch was told of before.
    pub fn summaries_told(&self, watch: WatchId, articles: &[i64]) -> Result<Vec<i64>> {
        self.of_watch(SUMMARIES_TOLD, watch, articles)
    }

    fn of_watch(&self, sql: &str, watch: WatchId, ids: &[i64]) -> Result<Vec<i64>> {
        self.asked(|connection| {
            connection
                .prepare_cached(sql)?
                .query_map(named_params! { ":watch": watch.0, ":ids": listed(ids) }, |row| {
                    row.get(0)
                })?
                .collect()
        })
    }

    /// The text of an article that was there before it, the last of them.
    pub fn earlier_text(&self, article: i64) -> Result<Option<i64>> {
        self.asked(|connection| {
            connection
                .prepare_cached(EARLIER_TEXT)?
                .query_row(named_params! { ":article": article }, |row| row.get(0))
                .optional()
        })
    }

    /// What came in from publishers at an instant or later.
    pub fn publisher_arrivals(&self, since: &str) -> Result<Vec<PublisherArrival>> {
        self.asked(|connection| {
            connection
                .prepare(
                    "SELECT publishers.name, articles.ingested_at, articles.published_on
                     FROM articles INDEXED BY articles_by_arrival
                     JOIN publishers ON publishers.publisher_id = articles.publisher_id
                     WHERE articles.ingested_at >= :since",
                )?
                .query_map(named_params! { ":since": since }, |row| {
                    Ok(PublisherArrival {
                        publisher: row.get(0)?,
                        ingested_at: row.get(1)?,
                        published_on: row.get(2)?,
                    })
                })?
                .collect()
        })
    }

    /// Feeds that failed three times in a row, or since before an instant. Paused ones are left out.
    pub fn failing_feeds(&self, before: &str) -> Result<Vec<FailingFeed>> {
        self.asked(|connection| {
            connection
                .prepare(
                    "SELECT coalesce(feeds.title, feeds.url), feeds.url, feed_states.error, feed_states.error_count,
                         coalesce(feed_states.failing_since, feed_states.checked_at, feeds.added_at)
                     FROM feed_states JOIN feeds USING (feed_id)
                     WHERE feed_states.error IS NOT NULL AND feeds.paused_at IS NULL
                       AND (feed_states.error_count >= 3 OR feed_states.failing_since <= :before)
                     ORDER BY 1, 2",
                )?
                .query_map(named_params! { ":before": before }, |row| {
                    Ok(FailingFeed {
                        name: row.get(0)?,
                        url: row.get(1)?,
                        error: row.get(2)?,
                        error_count: row.get(3)?,
                        failing_since: row.get(4)?,
                    })
                })?
                .collect()
        })
    }

    /// One of our own questions.
    pub(super) fn asked<T>(
        &self,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        ask(self.connection()).map_err(|error| Error::from_sqlite(self.path(), error))
    }
}

/// Takes the numbers in the first column.
struct Numbers(Vec<i64>);

impl RowSink for Numbers {
    fn columns(&mut self, _: &[crate::model::Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        if let Some(Value::Integer(number)) = values.first() {
            self.0.push(*number);
        }
        Flow::Continue
    }
}
