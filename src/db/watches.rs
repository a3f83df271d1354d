//! Watches: what somebody wants to be told of, and what they were told.
//!
//! What must stay true: no row of `watches` is ever deleted; a watch and a telling are sealed in the transaction that
//! writes them, with the items that their hashes cover; names are unique among the watches in force; what was told and
//! up to when is one transaction, so that nothing is told that is not recorded and nothing recorded that was not told.

use std::collections::BTreeMap;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::row_hashes::{TELLINGS, WATCHES};
use super::{Archive, Error, Result};
use crate::model::{EntityKind, EntityName, Sha256, Sought, Watch, WatchId};

/// A watch before it has a number.
#[derive(Clone, Debug)]
pub struct NewWatch {
    pub name: String,
    pub sought: Sought,
    pub topic: Option<String>,
    pub added_at: String,
    pub added_by: String,
}

/// What was told at one time.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    pub told_at: String,
    /// `standard output`, `file` or `command`.
    pub told_to: String,
    /// What each watch was told of; a telling of nothing has no row.
    pub items: Vec<(WatchId, Vec<Sha256>)>,
    /// Watches that have now been told of all that came in until then.
    pub complete: Vec<WatchId>,
}

/// What a watch has told so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchHistory {
    pub items: u64,
    pub tellings: u64,
    pub last_told_at: Option<String>,
}

const COLUMNS: &str = "SELECT watches.watch_id, name, kind, key, entity_name, words, parameters, topic, added_at, added_by,
        paused_at, told_until
    FROM watches LEFT JOIN watch_marks ON watch_marks.watch_id = watches.watch_id
    WHERE removed_at IS NULL";

impl Archive {
    /// The watches in force, by name, paused ones too.
    pub fn watches(&self) -> Result<Vec<Watch>> {
        in_force(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The watch in force with this name.
    pub fn watch(&self, name: &str) -> Result<Option<Watch>> {
        self.connection
            .prepare(&format!("{COLUMNS} AND name = :name"))
            .and_then(|mut statement| {
                statement.query_row(named_params! { ":name": name }, watch_of).optional()
            })
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// What a watch has told.
    pub fn watch_history(&self, watch: WatchId) -> Result<WatchHistory> {
        self.connection
            .query_row(
                "SELECT count(*), count(DISTINCT telling_id), max(told_at)
                 FROM told_items JOIN tellings USING (telling_id) WHERE watch_id = :watch",
                named_params! { ":watch": watch.0 },
                |row| {
                    Ok(WatchHistory {
                        items: row.get(0)?,
                        tellings: row.get(1)?,
                        last_told_at: row.get(2)?,
                    })
                },
            )
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Adds a watch; `known` is what is there already and is not to be told. Fails where a watch in force has its name.
    pub fn add_watch(&mut self, watch: &NewWatch, known: &[Sha256]) -> Result<WatchId> {
        let Self { connection, path, .. } = self;
        let mut add = || -> rusqlite::Result<WatchId> {
            let transaction = connection.transaction()?;
            let id = insert(&transaction, watch)?;
            for item in known {
                insert_item(&transaction, id, item, None)?;
            }
            WATCHES.seal(&transaction, id.0)?;
            transaction.commit()?;
            Ok(id)
        };
        add().map_err(|error| Error::from_sqlite(path, error))
    }

    /// Pauses a watch at an instant, or lets it go on.
    pub fn pause_watch(&mut self, watch: WatchId, paused_at: Option<&str>) -> Result<()> {
        self.change_watch(
            "UPDATE watches SET paused_at = :at WHERE watch_id = :watch AND :by IS NULL",
            watch,
            paused_at,
            None,
        )
    }

    /// Ends a watch; its row stays, and its name is free again.
    pub fn remove_watch(
        &mut self,
        watch: WatchId,
        removed_at: &str,
        removed_by: &str,
    ) -> Result<()> {
        self.change_watch(
            "UPDATE watches SET removed_at = :at, removed_by = :by WHERE watch_id = :watch",
            watch,
            Some(removed_at),
            Some(removed_by),
        )
    }

    fn change_watch(
        &mut self,
        sql: &str,
        watch: WatchId,
        at: Option<&str>,
        by: Option<&str>,
    ) -> Result<()> {
        let Self { connection, path, .. } = self;
        let mut change = || -> rusqlite::Result<()> {
            let transaction = connection.transaction()?;
            transaction.execute(sql, named_params! { ":watch": watch.0, ":at": at, ":by": by })?;
            WATCHES.seal(&transaction, watch.0)?;
            transaction.commit()
        };
        change().map_err(|error| Error::from_sqlite(path, error))
    }

    /// Records what was told.
    pub fn record_telling(&mut self, telling: &Telling) -> Result<()> {
        let Self { connection, path, .. } = self;
        let mut record = || -> rusqlite::Result<()> {
            let transaction = connection.transaction()?;
            if telling.items.iter().any(|(_, items)| !items.is_empty()) {
                insert_telling(&transaction, telling)?;
            }
            for watch in &telling.complete {
                transaction
                    .prepare_cached(
                        "INSERT INTO watch_marks (watch_id, told_until) VALUES (:watch, :until)
                         ON CONFLICT (watch_id) DO UPDATE SET told_until = excluded.told_until",
                    )?
                    .execute(named_params! { ":watch": watch.0, ":until": telling.told_at })?;
            }
            transaction.commit()
        };
        record().map_err(|error| Error::from_sqlite(path, error))
    }
}

fn in_force(connection: &Connection) -> rusqlite::Result<Vec<Watch>> {
    connection.prepare(&format!("{COLUMNS} ORDER BY name"))?.query_map([], watch_of)?.collect()
}

fn insert(connection: &Connection, watch: &NewWatch) -> rusqlite::Result<WatchId> {
    let (kind, entity, words, parameters) = match &watch.sought {
        Sought::Entity(named) => (named.kind.as_str(), Some(named), None, None),
        Sought::Search { words } => ("search", None, Some(words), None),
        Sought::Report { report, parameters } => {
            let parameters = serde_json::to_string(parameters)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
            ("report", None, Some(report), Some(parameters))
        }
    };
    connection.execute(
        "INSERT INTO watches (name, kind, key, entity_name, words, parameters, topic, added_at, added_by)
         VALUES (:name, :kind, :key, :entity_name, :words, :parameters, :topic, :added_at, :added_by)",
        named_params! {
            ":name": watch.name, ":kind": kind, ":key": entity.map(|entity| &entity.key),
            ":entity_name": entity.map(|entity| &entity.name), ":words": words,
            ":parameters": parameters, ":topic": watch.topic, ":added_at": watch.added_at,
            ":added_by": watch.added_by,
        },
    )?;
    Ok(WatchId(connection.last_insert_rowid()))
}

fn insert_telling(connection: &Connection, telling: &Telling) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO tellings (told_at, told_to) VALUES (:at, :to)",
        named_params! { ":at": telling.told_at, ":to": telling.told_to },
    )?;
    let id = connection.last_insert_rowid();
    for (watch, items) in &telling.items {
        for item in items {
            insert_item(connection, *watch, item, Some(id))?;
        }
    }
    TELLINGS.seal(connection, id)
}

fn insert_item(
    connection: &Connection,
    watch: WatchId,
    item: &Sha256,
    telling: Option<i64>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO told_items (watch_id, item_sha256, telling_id) VALUES (:watch, :item, :telling)
             ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":watch": watch.0, ":item": item.to_string(), ":telling": telling,
        })?;
    Ok(())
}

fn watch_of(row: &Row<'_>) -> rusqlite::Result<Watch> {
    let kind: String = row.get("kind")?;
    let words = |row: &Row<'_>| row.get::<_, String>("words");
    let sought = match kind.as_str() {
        "search" => Sought::Search { words: words(row)? },
        "report" => Sought::Report { report: words(row)?, parameters: parameters(row)? },
        _ => Sought::Entity(EntityName {
            kind: EntityKind::by_name(&kind)
                .ok_or_else(|| rusqlite::Error::InvalidColumnName(kind.clone()))?,
            key: row.get("key")?,
            name: row.get("entity_name")?,
        }),
    };
    Ok(Watch {
        watch_id: WatchId(row.get("watch_id")?),
        name: row.get("name")?,
        sought,
        topic: row.get("topic")?,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
        paused_at: row.get("paused_at")?,
        told_until: row.get("told_until")?,
    })
}

fn parameters(row: &Row<'_>) -> rusqlite::Result<BTreeMap<String, String>> {
    let Some(text) = row.get::<_, Option<String>>("parameters")? else {
        return Ok(BTreeMap::new());
    };
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(6, Type::Text, error.into()))
}
