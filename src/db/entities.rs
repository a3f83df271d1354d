//! People, organisations and places: rows found or made by kind and key.
//!
//! The name of an automatic entry is the greatest of the forms seen, byte by byte: mixed case is
//! greater than capitals, letters with diacritics greater than bare ones, so it is also the best
//! written one, and above all it does not depend on which article came first. A mention stores its
//! surface form only where it differs from the name; when a name changes, so do those columns.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::model::{EntityId, EntityKind, EntityName};

/// The tables and columns of one kind. SQL is built from these constants only.
#[derive(Clone, Copy)]
pub(super) struct Tables {
    pub table: &'static str,
    pub id: &'static str,
    pub in_articles: &'static str,
}

/// The tables of a kind.
pub(super) fn tables(kind: EntityKind) -> Tables {
    match kind {
        EntityKind::Person => {
            Tables { table: "people", id: "person_id", in_articles: "article_people" }
        }
        EntityKind::Organisation => Tables {
            table: "organisations",
            id: "organisation_id",
            in_articles: "article_organisations",
        },
        EntityKind::Place => {
            Tables { table: "places", id: "place_id", in_articles: "article_places" }
        }
    }
}

/// An entity's row as far as storing mentions needs it.
#[derive(Clone, Debug)]
pub(super) struct EntityRow {
    pub id: EntityId,
    pub name: Arc<str>,
    pub automatic: bool,
}

/// Entity rows met lately. Ids that a transaction gave out and rolled back must not be found again:
/// the cache is told where one begins and that it committed.
#[derive(Default)]
pub(super) struct EntityCache {
    /// By key, those of a kind together, so that a name is looked up without a copy of it.
    rows: [HashMap<String, EntityRow>; EntityKind::ALL.len()],
    in_doubt: bool,
}

/// Rows kept before the cache starts anew; about 10 MB.
const CACHE_ROWS: usize = 50_000;

impl EntityCache {
    /// A transaction begins: what one put here that was never committed is forgotten.
    pub(super) fn begin(&mut self) {
        if self.in_doubt {
            self.clear();
        }
        self.in_doubt = true;
    }

    /// The transaction was committed, so that what is here is in the archive.
    pub(super) fn committed(&mut self) {
        self.in_doubt = false;
    }

    /// Forgets every row.
    pub(super) fn clear(&mut self) {
        self.rows.iter_mut().for_each(HashMap::clear);
    }

    /// The row of an entity, made if there is none, renamed if `entity.name` is the better form.
    pub(super) fn row(
        &mut self,
        connection: &Connection,
        entity: &EntityName,
    ) -> rusqlite::Result<EntityRow> {
        let kind = entity.kind as usize;
        let known = self.rows[kind].get_mut(&entity.key);
        if let Some(row) = known {
            if row.automatic && *entity.name > *row.name {
                rename(connection, entity.kind, row, &entity.name)?;
                row.name = entity.name.as_str().into();
            }
            return Ok(row.clone());
        }
        let row = match find(connection, entity.kind, &entity.key)? {
            Some(row) if row.automatic && *entity.name > *row.name => {
                rename(connection, entity.kind, &row, &entity.name)?;
                EntityRow { name: entity.name.as_str().into(), ..row }
            }
            Some(row) => row,
            None => insert(connection, entity)?,
        };
        if self.rows.iter().map(HashMap::len).sum::<usize>() >= CACHE_ROWS {
            self.clear();
        }
        self.rows[kind].insert(entity.key.clone(), row.clone());
        Ok(row)
    }
}

/// The row of a kind and key.
pub(super) fn find(
    connection: &Connection,
    kind: EntityKind,
    key: &str,
) -> rusqlite::Result<Option<EntityRow>> {
    let Tables { table, id, .. } = tables(kind);
    connection
        .prepare_cached(&format!("SELECT {id} AS id, name, origin = 'automatic' AS automatic FROM {table} WHERE key = :key"))?
        .query_row(named_params! { ":key": key }, |row| {
            Ok(EntityRow {
                id: EntityId(row.get("id")?),
                name: row.get_ref("name")?.as_str()?.into(),
                automatic: row.get("automatic")?,
            })
        })
        .optional()
}

fn insert(connection: &Connection, entity: &EntityName) -> rusqlite::Result<EntityRow> {
    let Tables { table, .. } = tables(entity.kind);
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} (key, name, origin) VALUES (:key, :name, 'automatic')"
        ))?
        .execute(named_params! { ":key": entity.key, ":name": entity.name })?;
    let id = EntityId(connection.last_insert_rowid());
    Ok(EntityRow { id, name: entity.name.as_str().into(), automatic: true })
}

/// Gives an entity another name without changing what its mentions say.
pub(super) fn rename(
    connection: &Connection,
    kind: EntityKind,
    row: &EntityRow,
    name: &str,
) -> rusqlite::Result<()> {
    let Tables { table, id, in_articles } = tables(kind);
    let own = format!(
        "{id} = :id AND article_id IN (SELECT article_id FROM {in_articles} WHERE {id} = :id)"
    );
    connection
        .prepare_cached(&format!(
            "UPDATE mentions SET surface_form = :old WHERE surface_form IS NULL AND {own}"
        ))?
        .execute(named_params! { ":old": &*row.name, ":id": row.id.0 })?;
    connection
        .prepare_cached(&format!(
            "UPDATE mentions SET surface_form = NULL WHERE surface_form = :new AND {own}"
        ))?
        .execute(named_params! { ":new": name, ":id": row.id.0 })?;
    connection
        .prepare_cached(&format!("UPDATE {table} SET name = :new WHERE {id} = :id"))?
        .execute(named_params! { ":new": name, ":id": row.id.0 })?;
    Ok(())
}

/// Puts an automatic entry in order after an article lost or changed its mentions: its name is again the
/// greatest of the forms that are left, and without any it goes. A catalogue entry stays as it is.
pub(super) fn settle(
    connection: &Connection,
    kind: EntityKind,
    id: EntityId,
) -> rusqlite::Result<()> {
    let Tables { table, id: column, in_articles } = tables(kind);
    let authored = match kind {
        EntityKind::Person => "UNION ALL SELECT name FROM article_authors WHERE person_id = :id",
        _ => "",
    };
    let found: Option<(String, Option<String>)> = connection
        .prepare_cached(&format!(
            "SELECT name, (SELECT max(form) FROM (
                SELECT full_form AS form FROM {in_articles} WHERE {column} = :id {authored}
                UNION ALL SELECT ruling.name FROM decisions_in_force AS ruling
                    CROSS JOIN articles ON articles.sha256 = ruling.article_sha256
                    CROSS JOIN quotes ON quotes.article_id = articles.article_id AND quotes.{column} = :id
                    WHERE ruling.act = 'reassign-quote' AND ruling.key = {table}.key
                      AND quotes.mention_start_char IS NULL))
             FROM {table} WHERE {column} = :id AND origin = 'automatic'"
        ))?
        .query_row(named_params! { ":id": id.0 }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((name, Some(form))) if name != form => {
            let row = EntityRow { id, name: name.into(), automatic: true };
            rename(connection, kind, &row, &form)
        }
        Some((_, None)) => connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE {column} = :id"))?
            .execute(named_params! { ":id": id.0 })
            .map(|_| ()),
        _ => Ok(()),
    }
}

/// Every automatic entry, to be settled.
pub(super) fn automatic(connection: &Connection) -> rusqlite::Result<Vec<(EntityKind, EntityId)>> {
    let mut entries = Vec::new();
    for kind in EntityKind::ALL {
        let Tables { table, id, .. } = tables(kind);
        let mut statement =
            connection.prepare(&format!("SELECT {id} FROM {table} WHERE origin = 'automatic'"))?;
        for id in statement.query_map([], |row| row.get(0).map(EntityId))? {
            entries.push((kind, id?));
        }
    }
    Ok(entries)
}
