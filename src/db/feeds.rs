//! Feeds that are subscribed to, and how far each was read.
//!
//! What must stay true: a feed's row is sealed by whoever changes it, in the same transaction; how far a feed was read is
//! noted only when what came from it is in the archive, so that a stop in between costs a second look and no entry.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::row_hashes::FEEDS;
use super::{Archive, Error, Result};
use crate::model::{Feed, FeedId, FeedState};

/// A feed that is to be subscribed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeed {
    pub url: String,
    pub title: Option<String>,
    pub site_url: Option<String>,
    pub folder: Option<String>,
    pub publisher: Option<String>,
    pub topics: Vec<String>,
    pub is_full_text: bool,
    pub interval_minutes: Option<u32>,
}

/// What a fetch of a feed came to.
#[derive(Clone, Debug)]
pub struct FeedFetched {
    /// As it is from now on: under another address, or paused, where the answer said so.
    pub feed: Feed,
    pub state: FeedState,
    /// Pages of entries that were only summaries.
    pub wanted: Vec<PageAddress>,
}

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAddress {
    pub url: String,
    /// As pages are known by; see `text::urls`.
    pub canonical_url: String,
}

/// A page that is to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPage {
    pub url: String,
    pub feed_id: FeedId,
    pub try_count: u32,
}

/// What a try to fetch a page came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFetched {
    pub url: String,
    /// `None`: nothing is to be done any more.
    pub next_try_at: Option<String>,
    pub try_count: u32,
    pub reason: Option<String>,
}

impl Archive {
    /// Every feed with how far it was read, in the order in which they were added.
    pub fn feeds(&self) -> Result<Vec<(Feed, FeedState)>> {
        read(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Subscribes to feeds, due at once; `None` for each whose address is there already. Fails where SQLite does.
    pub fn add_feeds(
        &mut self,
        feeds: &[NewFeed],
        added_at: &str,
        added_by: &str,
    ) -> Result<Vec<Option<FeedId>>> {
        self.in_transaction(|transaction| {
            feeds.iter().map(|feed| insert(transaction, feed, added_at, added_by)).collect()
        })
    }

    /// Makes a feed's row what a person says now. Fails where another feed has its address.
    pub fn change_feed(&mut self, feed: &Feed) -> Result<()> {
        self.in_transaction(|transaction| update(transaction, feed))
    }

    /// Makes feeds due at once and read as a whole, as if they had never been fetched.
    pub fn forget_how_far(&mut self, feeds: &[FeedId], now: &str) -> Result<()> {
        self.in_transaction(|transaction| {
            for feed in feeds {
                transaction.execute(
                    "UPDATE feed_states SET next_check_at = :now, etag = NULL, last_modified = NULL,
                        body_sha256 = NULL WHERE feed_id = :feed",
                    named_params! { ":now": now, ":feed": feed.0 },
                )?;
            }
            Ok(())
        })
    }

    /// Makes a feed due. Fails where SQLite does.
    pub fn make_due(&mut self, feed: FeedId, now: &str) -> Result<()> {
        self.in_transaction(|transaction| {
            transaction
                .execute(
                    "UPDATE feed_states SET next_check_at = :now WHERE feed_id = :feed",
                    named_params! { ":now": now, ":feed": feed.0 },
                )
                .map(|_| ())
        })
    }

    /// Ends a subscription. What came from it stays.
    pub fn remove_feed(&mut self, feed: FeedId) -> Result<()> {
        self.in_transaction(|transaction| {
            transaction
                .execute(
                    "DELETE FROM feeds WHERE feed_id = :feed",
                    named_params! { ":feed": feed.0 },
                )
                .map(|_| ())
        })
    }

    /// Notes what fetches came to: how far each feed was read, which pages are wanted, and which hosts want to be left
    /// alone until when.
    pub fn note_fetched(
        &mut self,
        fetched: &[FeedFetched],
        pauses: &[(String, String)],
        now: &str,
    ) -> Result<()> {
        self.in_transaction(|transaction| {
            for FeedFetched { feed, state, wanted } in fetched {
                // Most fetches change nothing of what a person said.
                if one(transaction, feed.feed_id)?.as_ref() != Some(feed) {
                    update(transaction, feed)?;
                }
                set_state(transaction, feed.feed_id, state)?;
                for page in wanted {
                    want(transaction, page, feed.feed_id, now)?;
                }
            }
            pause_hosts(transaction, pauses, now)
        })
    }

    /// Notes what tries to fetch pages came to.
    pub fn note_pages(
        &mut self,
        fetched: &[PageFetched],
        pauses: &[(String, String)],
        now: &str,
    ) -> Result<()> {
        self.in_transaction(|transaction| {
            for page in fetched {
                transaction
                    .prepare_cached(
                        "UPDATE wanted_pages SET next_try_at = :next, try_count = :tries, reason = :reason
                         WHERE url = :url",
                    )?
                    .execute(named_params! {
                        ":next": page.next_try_at, ":tries": page.try_count,
                        ":reason": page.reason, ":url": page.url,
                    })?;
            }
            pause_hosts(transaction, pauses, now)
        })
    }

    /// Hosts that are to be left alone at this instant, and until when.
    pub fn host_pauses(&self, now: &str) -> Result<HashMap<String, String>> {
        let read = || -> rusqlite::Result<HashMap<String, String>> {
            self.connection
                .prepare("SELECT host, until_at FROM host_pauses WHERE until_at > :now")?
                .query_map(named_params! { ":now": now }, |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Pages that are due, the longest wanted first; none of feeds that are paused.
    pub fn wanted_pages(&self, now: &str) -> Result<Vec<WantedPage>> {
        let read = || -> rusqlite::Result<Vec<WantedPage>> {
            self.connection
                .prepare(
                    "SELECT wanted_pages.url, feed_id, try_count
                     FROM wanted_pages JOIN feeds USING (feed_id)
                     WHERE next_try_at <= :now AND paused_at IS NULL AND is_full_text = 1
                     ORDER BY next_try_at, wanted_at, wanted_pages.url",
                )?
                .query_map(named_params! { ":now": now }, |row| {
                    Ok(WantedPage {
                        url: row.get(0)?,
                        feed_id: FeedId(row.get(1)?),
                        try_count: row.get(2)?,
                    })
                })?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    fn in_transaction<T>(
        &mut self,
        run: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let Self { connection, path, .. } = self;
        let all = || -> rusqlite::Result<T> {
            let transaction = connection.transaction()?;
            let value = run(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        all().map_err(|error| Error::from_sqlite(path, error))
    }
}

fn read(connection: &Connection) -> rusqlite::Result<Vec<(Feed, FeedState)>> {
    connection
        .prepare("SELECT * FROM feeds JOIN feed_states USING (feed_id) ORDER BY feed_id")?
        .query_map([], |row| Ok((feed(row)?, state(row)?)))?
        .collect()
}

fn one(connection: &Connection, feed_id: FeedId) -> rusqlite::Result<Option<Feed>> {
    connection
        .prepare_cached("SELECT * FROM feeds WHERE feed_id = :feed")?
        .query_row(named_params! { ":feed": feed_id.0 }, feed)
        .optional()
}

fn feed(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let topics: String = row.get("topics")?;
    let topics = serde_json::from_str(&topics)
        .map_err(|_| rusqlite::Error::InvalidColumnName(format!("topics: {topics}")))?;
    Ok(Feed {
        feed_id: FeedId(row.get("feed_id")?),
        url: row.get("url")?,
        title: row.get("title")?,
        site_url: row.get("site_url")?,
        folder: row.get("folder")?,
        publisher: row.get("publisher")?,
        topics,
        is_full_text: row.get("is_full_text")?,
        interval_minutes: row.get("interval_minutes")?,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
        paused_at: row.get("paused_at")?,
        paused_because: row.get("paused_because")?,
    })
}

fn state(row: &Row<'_>) -> rusqlite::Result<FeedState> {
    Ok(FeedState {
        next_check_at: row.get("next_check_at")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        body_sha256: row.get("body_sha256")?,
        checked_at: row.get("checked_at")?,
        succeeded_at: row.get("succeeded_at")?,
        new_at: row.get("new_at")?,
        status: row.get("status")?,
        error: row.get("error")?,
        error_count: row.get("error_count")?,
        failing_since: row.get("failing_since")?,
        moved_to: row.get("moved_to")?,
        moved_count: row.get("moved_count")?,
        entries_a_week: row.get("entries_a_week")?,
        entries_by_hour: row.get("entries_by_hour")?,
        check_count: row.get("check_count")?,
        unchanged_count: row.get("unchanged_count")?,
        new_entry_count: row.get("new_entry_count")?,
    })
}

fn insert(
    connection: &Connection,
    feed: &NewFeed,
    added_at: &str,
    added_by: &str,
) -> rusqlite::Result<Option<FeedId>> {
    let inserted = connection
        .prepare_cached(
            "INSERT INTO feeds (url, title, site_url, folder, publisher, topics, is_full_text,
                interval_minutes, added_at, added_by)
             VALUES (:url, :title, :site_url, :folder, :publisher, :topics, :is_full_text,
                :interval_minutes, :added_at, :added_by)
             ON CONFLICT (url) DO NOTHING RETURNING feed_id",
        )?
        .query_row(
            named_params! {
                ":url": feed.url, ":title": feed.title, ":site_url": feed.site_url,
                ":folder": feed.folder, ":publisher": feed.publisher, ":topics": topics(&feed.topics),
                ":is_full_text": feed.is_full_text, ":interval_minutes": feed.interval_minutes,
                ":added_at": added_at, ":added_by": added_by,
            },
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = inserted else { return Ok(None) };
    FEEDS.seal(connection, id)?;
    let state = FeedState { next_check_at: added_at.to_owned(), ..FeedState::default() };
    set_state(connection, FeedId(id), &state)?;
    Ok(Some(FeedId(id)))
}

fn update(connection: &Connection, feed: &Feed) -> rusqlite::Result<()> {
    // A row that another program changed must not come out of it sound.
    let is_right = FEEDS.is_right(connection, feed.feed_id.0)?;
    connection
        .prepare_cached(
            "UPDATE feeds SET url = :url, title = :title, site_url = :site_url, folder = :folder,
                publisher = :publisher, topics = :topics, is_full_text = :is_full_text,
                interval_minutes = :interval_minutes, paused_at = :paused_at, paused_because = :paused_because
             WHERE feed_id = :feed",
        )?
        .execute(named_params! {
            ":url": feed.url, ":title": feed.title, ":site_url": feed.site_url,
            ":folder": feed.folder, ":publisher": feed.publisher, ":topics": topics(&feed.topics),
            ":is_full_text": feed.is_full_text, ":interval_minutes": feed.interval_minutes,
            ":paused_at": feed.paused_at, ":paused_because": feed.paused_because,
            ":feed": feed.feed_id.0,
        })?;
    if is_right { FEEDS.seal(connection, feed.feed_id.0) } else { Ok(()) }
}

fn topics(topics: &[String]) -> String {
    serde_json::Value::from(topics).to_string()
}

fn set_state(connection: &Connection, feed: FeedId, state: &FeedState) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO feed_states (feed_id, next_check_at, etag, last_modified, body_sha256, checked_at,
                succeeded_at, new_at, status, error, error_count, failing_since, moved_to, moved_count,
                entries_a_week, entries_by_hour, check_count, unchanged_count, new_entry_count)
             VALUES (:feed, :next_check_at, :etag, :last_modified, :body_sha256, :checked_at,
                :succeeded_at, :new_at, :status, :error, :error_count, :failing_since, :moved_to, :moved_count,
                :entries_a_week, :entries_by_hour, :check_count, :unchanged_count, :new_entry_count)
             ON CONFLICT (feed_id) DO UPDATE SET next_check_at = excluded.next_check_at, etag = excluded.etag,
                last_modified = excluded.last_modified, body_sha256 = excluded.body_sha256,
                checked_at = excluded.checked_at, succeeded_at = excluded.succeeded_at, new_at = excluded.new_at,
                status = excluded.status, error = excluded.error, error_count = excluded.error_count,
                failing_since = excluded.failing_since, moved_to = excluded.moved_to,
                moved_count = excluded.moved_count, entries_a_week = excluded.entries_a_week,
                entries_by_hour = excluded.entries_by_hour,
                check_count = excluded.check_count, unchanged_count = excluded.unchanged_count,
                new_entry_count = excluded.new_entry_count",
        )?
        .execute(named_params! {
            ":feed": feed.0,
            ":next_check_at": state.next_check_at,
            ":etag": state.etag,
            ":last_modified": state.last_modified,
            ":body_sha256": state.body_sha256,
            ":checked_at": state.checked_at,
            ":succeeded_at": state.succeeded_at,
            ":new_at": state.new_at,
            ":status": state.status,
            ":error": state.error,
            ":error_count": state.error_count,
            ":failing_since": state.failing_since,
            ":moved_to": state.moved_to,
            ":moved_count": state.moved_count,
            ":entries_a_week": state.entries_a_week,
            ":entries_by_hour": state.entries_by_hour,
            ":check_count": state.check_count,
            ":unchanged_count": state.unchanged_count,
            ":new_entry_count": state.new_entry_count,
        })
        .map(|_| ())
}

/// Notes that a page is wanted; one that was asked for before, or is here, is not wanted again.
fn want(
    connection: &Connection,
    page: &PageAddress,
    feed: FeedId,
    now: &str,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO wanted_pages (url, feed_id, wanted_at, next_try_at)
             SELECT :url, :feed, :now, :now
             WHERE NOT EXISTS (SELECT 1 FROM article_urls WHERE canonical_url = :canonical)
             ON CONFLICT (url) DO NOTHING",
        )?
        .execute(named_params! {
            ":url": page.url, ":canonical": page.canonical_url, ":feed": feed.0, ":now": now,
        })
        .map(|_| ())
}

/// A pause that is over goes; a longer one than was known stands.
fn pause_hosts(
    connection: &Connection,
    pauses: &[(String, String)],
    now: &str,
) -> rusqlite::Result<()> {
    connection
        .execute("DELETE FROM host_pauses WHERE until_at <= :now", named_params! { ":now": now })?;
    for (host, until) in pauses {
        connection
            .prepare_cached(
                "INSERT INTO host_pauses (host, until_at) VALUES (:host, :until)
                 ON CONFLICT (host) DO UPDATE SET until_at = max(until_at, excluded.until_at)",
            )?
            .execute(named_params! { ":host": host, ":until": until })?;
    }
    Ok(())
}
