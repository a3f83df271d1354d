//! What somebody reads and looks for, taken over from another archive: feeds, watches with what they told, rules.
//!
//! A row is known again by what was said and when, never by its number. What was ended in one archive is ended; a feed
//! that both have stays as it is here. What must stay true: what was told in either archive is not told again.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params, params_from_iter};
use serde::Serialize;

use super::row_hashes::{FEEDS, RULES, TELLINGS, WATCHES};
use super::{Archive, Batch, Error, Result};
use crate::model::RuleId;

/// How much of it is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WatchedChange {
    pub feeds: u64,
    pub watches: u64,
    pub rules: u64,
    /// Watches and rules that were ended elsewhere.
    pub ended: u64,
    /// Watches whose name another one has here: as they are called there and here.
    pub renamed: Vec<(String, String)>,
    /// Addresses of feeds that are subscribed to in another way there; they stay as they are here.
    pub differing_feeds: Vec<String>,
}

/// What a person says of a feed.
const FEED: &str = "url, title, site_url, folder, publisher, topics, is_full_text, interval_minutes, added_at, added_by,
    paused_at, paused_because";
/// What of it is a choice: the rest is its publisher's, or differs whenever two people subscribe.
const FEED_CHOSEN: &str =
    "folder, publisher, topics, is_full_text, interval_minutes, paused_at IS NULL";
const FEED_STATE: &str = "next_check_at, etag, last_modified, body_sha256, checked_at, succeeded_at, new_at, status, error,
    error_count, failing_since, moved_to, moved_count, entries_a_week, entries_by_hour, check_count, unchanged_count,
    new_entry_count";
const WANTED_PAGE: &str = "url, wanted_at, next_try_at, try_count, reason";
/// What makes a watch what it is.
const WATCH: &str = "kind, key, entity_name, words, parameters, topic, added_at, added_by";
/// What a watch looks for, and that it is in force.
const SOUGHT: &str = "kind, key, words, parameters, topic, removed_at";
/// What makes a rule what it is.
const RULE: &str = "topic, kind, key, entity_name, words, is_over_all, added_at, added_by";

impl Batch<'_> {
    /// Takes over what is subscribed to, watched and tagged in another archive. Which articles the rules tag is settled
    /// before the commit.
    pub fn take_watched(&mut self, from: &Archive, change: &mut WatchedChange) -> Result<()> {
        let path = self.path;
        let sqlite = |error| Error::from_sqlite(path, error);
        let transaction = &self.transaction;
        take_feeds(transaction, &from.connection, change).map_err(sqlite)?;
        take_watches(transaction, &from.connection, change).map_err(sqlite)?;
        let (new, ended) = take_rules(transaction, &from.connection).map_err(sqlite)?;
        change.rules += new.len() as u64;
        self.has_new_topics |= !new.is_empty();
        new.into_iter().for_each(|rule| self.rules.add(rule));
        for (rule, at, by) in ended {
            change.ended += u64::from(self.remove_rule(rule, &at, &by)?);
        }
        Ok(())
    }
}

fn take_feeds(
    into: &Connection,
    from: &Connection,
    change: &mut WatchedChange,
) -> rusqlite::Result<()> {
    for (feed, cells) in rows(from, &format!("SELECT feed_id, {FEED} FROM feeds ORDER BY feed_id"))?
    {
        let chosen = format!("SELECT {FEED_CHOSEN} FROM feeds WHERE url = ?1");
        let url = cells.first().cloned().unwrap_or(Value::Null);
        let own = one(into, &chosen, [url.clone()])?;
        if let Some(own) = own {
            if one(from, &chosen, [url.clone()])? != Some(own)
                && let Value::Text(url) = url
            {
                change.differing_feeds.push(url);
            }
            continue;
        }
        let new = insert(into, "feeds", FEED, &cells)?;
        FEEDS.seal(into, new)?;
        change.feeds += 1;
        let of_feed = |columns: &str, table: &str| {
            format!("SELECT feed_id, {columns} FROM {table} WHERE feed_id = {feed}")
        };
        for (table, columns) in [("feed_states", FEED_STATE), ("wanted_pages", WANTED_PAGE)] {
            for (_, mut cells) in rows(from, &of_feed(columns, table))? {
                cells.push(Value::Integer(new));
                // A page that another feed named too is wanted once.
                insert_new(into, table, &format!("{columns}, feed_id"), &cells)?;
            }
        }
    }
    for (_, cells) in rows(from, "SELECT 0, host, until_at FROM host_pauses")? {
        into.prepare_cached(
            "INSERT INTO host_pauses (host, until_at) VALUES (?1, ?2)
             ON CONFLICT (host) DO UPDATE SET until_at = max(until_at, excluded.until_at)",
        )?
        .execute(params_from_iter(cells))?;
    }
    Ok(())
}

fn take_watches(
    into: &Connection,
    from: &Connection,
    change: &mut WatchedChange,
) -> rusqlite::Result<()> {
    // What was told is in the hash of both; a row that another program changed must not come out of it sound.
    let guarded = [&WATCHES, &TELLINGS];
    let wrong = guarded.map(|guarded| guarded.wrong(into));
    for (theirs, cells) in
        rows(from, &format!("SELECT watch_id, {WATCH} FROM watches ORDER BY watch_id"))?
    {
        let known = same_row(into, "watches", "watch_id", WATCH, &cells)?;
        let own =
            match known.map_or_else(|| watch_alike(into, from, theirs), |own| Ok(Some(own)))? {
                Some(own) => own,
                None => {
                    change.watches += 1;
                    new_watch(into, from, theirs, &cells, change)?
                }
            };
        change.ended += end_watch(into, from, theirs, own)?;
        take_told(into, from, theirs, own)?;
    }
    for (guarded, wrong) in guarded.into_iter().zip(wrong) {
        guarded.seal_all_but(into, &wrong?)?;
    }
    Ok(())
}

/// The watch in force here that looks for what one in force there does: of the two, one is enough.
fn watch_alike(into: &Connection, from: &Connection, theirs: i64) -> rusqlite::Result<Option<i64>> {
    let sought =
        format!("SELECT 0, {SOUGHT} FROM watches WHERE watch_id = {theirs} AND removed_at IS NULL");
    match rows(from, &sought)?.pop() {
        Some((_, cells)) => same_row(into, "watches", "watch_id", SOUGHT, &cells),
        None => Ok(None),
    }
}

/// Adds a watch, under another name where one in force has its own.
fn new_watch(
    into: &Connection,
    from: &Connection,
    theirs: i64,
    cells: &[Value],
    change: &mut WatchedChange,
) -> rusqlite::Result<i64> {
    let (name, paused_at, is_in_force): (String, Option<String>, bool) = from.query_row(
        "SELECT name, paused_at, removed_at IS NULL FROM watches WHERE watch_id = ?1",
        [theirs],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let is_taken = |name: &str| {
        into.prepare_cached("SELECT 1 FROM watches WHERE name = ?1 AND removed_at IS NULL")?
            .exists([name])
    };
    let mut free = name.clone();
    for number in 2.. {
        if !is_in_force || !is_taken(&free)? {
            break;
        }
        free = format!("{name} ({number})");
    }
    let mut cells = cells.to_vec();
    cells.extend([Value::Text(free.clone()), paused_at.map_or(Value::Null, Value::Text)]);
    if !is_in_force {
        // Ended as it is added, so that its name is free.
        cells.extend(ending(from, "watches", "watch_id", theirs)?);
    }
    let ended = if is_in_force { "" } else { ", removed_at, removed_by" };
    let own = insert(into, "watches", &format!("{WATCH}, name, paused_at{ended}"), &cells)?;
    if free != name {
        change.renamed.push((name, free));
    }
    Ok(own)
}

/// Ends a watch that was ended there; whether it was in force.
fn end_watch(into: &Connection, from: &Connection, theirs: i64, own: i64) -> rusqlite::Result<u64> {
    let [at, by] = ending(from, "watches", "watch_id", theirs)?;
    let ended = into.execute(
        "UPDATE watches SET removed_at = ?2, removed_by = ?3
         WHERE watch_id = ?1 AND removed_at IS NULL AND ?2 IS NOT NULL",
        rusqlite::params![own, at, by],
    )?;
    Ok(ended as u64)
}

/// What a watch was told of there, and up to when: the earlier instant of two, since what came after it was perhaps not
/// looked at there.
fn take_told(into: &Connection, from: &Connection, theirs: i64, own: i64) -> rusqlite::Result<()> {
    let told = format!(
        "SELECT watch_id, item_sha256, told_at, told_to FROM told_items LEFT JOIN tellings USING (telling_id)
         WHERE watch_id = {theirs} ORDER BY item_sha256"
    );
    for (_, mut cells) in rows(from, &told)? {
        let telling = match cells.split_off(1) {
            at if at.first() == Some(&Value::Null) => Value::Null,
            telling => {
                Value::Integer(match same_row(into, "tellings", "telling_id", TELLING, &telling)? {
                    Some(known) => known,
                    None => insert(into, "tellings", TELLING, &telling)?,
                })
            }
        };
        cells.extend([Value::Integer(own), telling]);
        insert_new(into, "told_items", "item_sha256, watch_id, telling_id", &cells)?;
    }
    let until: Option<String> = from
        .query_row("SELECT told_until FROM watch_marks WHERE watch_id = ?1", [theirs], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(until) = until {
        into.execute(
            "INSERT INTO watch_marks (watch_id, told_until) VALUES (:watch, :until)
             ON CONFLICT (watch_id) DO UPDATE SET told_until = min(told_until, excluded.told_until)",
            named_params! { ":watch": own, ":until": until },
        )?;
    }
    Ok(())
}

const TELLING: &str = "told_at, told_to";

/// A rule that was taken back, when and by whom.
type Ended = (RuleId, String, String);

/// The rules that are new, and those that are in force here and were taken back there.
fn take_rules(into: &Connection, from: &Connection) -> rusqlite::Result<(Vec<RuleId>, Vec<Ended>)> {
    let (mut new, mut ended) = (Vec::new(), Vec::new());
    for (theirs, cells) in
        rows(from, &format!("SELECT rule_id, {RULE} FROM rules ORDER BY rule_id"))?
    {
        let end = ending(from, "rules", "rule_id", theirs)?;
        match (same_row(into, "rules", "rule_id", RULE, &cells)?, &end) {
            (Some(own), [Value::Text(at), Value::Text(by)]) => {
                ended.push((RuleId(own), at.clone(), by.clone()));
            }
            (Some(_), _) => {}
            (None, end) => {
                let columns = format!("{RULE}, removed_at, removed_by");
                let own = insert(into, "rules", &columns, &[&cells, &end[..]].concat())?;
                RULES.seal(into, own)?;
                if end.first() == Some(&Value::Null) {
                    new.push(RuleId(own));
                }
            }
        }
    }
    Ok((new, ended))
}

/// When and by whom a row was ended; NULL: it is in force.
fn ending(from: &Connection, table: &str, key: &str, row: i64) -> rusqlite::Result<[Value; 2]> {
    from.query_row(
        &format!("SELECT removed_at, removed_by FROM {table} WHERE {key} = ?1"),
        [row],
        |row| Ok([row.get(0)?, row.get(1)?]),
    )
}

/// The rows of a question, each as its key, which comes first, and its other cells.
fn rows(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<(i64, Vec<Value>)>> {
    let mut statement = connection.prepare(sql)?;
    let count = statement.column_count();
    statement
        .query_map([], |row| {
            let cells =
                (1..count).map(|column| row.get(column)).collect::<rusqlite::Result<_>>()?;
            Ok((row.get(0)?, cells))
        })?
        .collect()
}

/// The cells of the one row that a question finds.
fn one(
    connection: &Connection,
    sql: &str,
    values: [Value; 1],
) -> rusqlite::Result<Option<Vec<Value>>> {
    let mut statement = connection.prepare_cached(sql)?;
    let count = statement.column_count();
    statement
        .query_row(params_from_iter(values), |row| {
            (0..count).map(|column| row.get(column)).collect()
        })
        .optional()
}

/// The key of the first row with these cells, NULL among them.
fn same_row(
    connection: &Connection,
    table: &str,
    key: &str,
    columns: &str,
    cells: &[Value],
) -> rusqlite::Result<Option<i64>> {
    let marks = marks(cells.len());
    connection
        .prepare_cached(&format!(
            "SELECT {key} FROM {table} WHERE ({columns}) IS ({marks}) ORDER BY {key} LIMIT 1"
        ))?
        .query_row(params_from_iter(cells), |row| row.get(0))
        .optional()
}

fn insert(
    connection: &Connection,
    table: &str,
    columns: &str,
    cells: &[Value],
) -> rusqlite::Result<i64> {
    let marks = marks(cells.len());
    connection
        .prepare_cached(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?
        .execute(params_from_iter(cells))?;
    Ok(connection.last_insert_rowid())
}

/// The same where no row of that key is there.
fn insert_new(
    connection: &Connection,
    table: &str,
    columns: &str,
    cells: &[Value],
) -> rusqlite::Result<()> {
    let marks = marks(cells.len());
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        ))?
        .execute(params_from_iter(cells))?;
    Ok(())
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
