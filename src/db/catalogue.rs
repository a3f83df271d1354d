//! The catalogue: publishers, people, organisations and places known before reading.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::entities::{self, EntityRow, Tables, tables};
use super::row_hashes::{self, Wrong};
use super::{Archive, Batch, Error, Result, decisions, settings};
use crate::model::{Catalogue, EntityId, EntityKind, Entry, Judged, Office, PublisherEntry};

const CATALOGUE_SETTING: &str = "catalogue_sha256";

/// What loading a catalogue changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct CatalogueChange {
    pub people: u64,
    pub organisations: u64,
    pub places: u64,
    pub publishers: u64,
}

impl Archive {
    /// Digest of the catalogue that was last loaded whole; `None` before the first time.
    pub fn catalogue_sha256(&self) -> Result<Option<String>> {
        loaded(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The archive's catalogue, in its stable order.
    pub fn catalogue(&self) -> Result<Catalogue> {
        read(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Whether another program changed an entry or a publisher that a catalogue has, as their hashes tell.
    pub fn is_changed_elsewhere(&self, catalogue: &Catalogue) -> Result<bool> {
        let read = || -> rusqlite::Result<bool> {
            let wrong = row_hashes::wrong_in_catalogue(&self.connection)?;
            for Entry { kind, key, .. } in &catalogue.entries {
                if is_wrong(&self.connection, &wrong, tables(*kind).table, "key", key)? {
                    return Ok(true);
                }
            }
            for PublisherEntry { name, .. } in &catalogue.publishers {
                if is_wrong(&self.connection, &wrong, "publishers", "name", name)? {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

/// Digest of the catalogue that was last loaded whole.
pub(super) fn loaded(connection: &Connection) -> rusqlite::Result<Option<String>> {
    settings::get(connection, CATALOGUE_SETTING)
}

impl Batch<'_> {
    /// The catalogue as it is now, changed by what was ruled.
    pub fn catalogue(&self) -> Result<Catalogue> {
        read(&self.transaction).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Adds and updates entries by kind and key. An automatic entry of the same key becomes a catalogue
    /// entry and keeps its mentions. Entries that the catalogue does not have are left alone, and what is
    /// ruled (`judged`) outranks the lists. `sha256` is the name of the shipped list, where it is that.
    /// Says how many rows were added or changed.
    pub fn load_catalogue(
        &mut self,
        catalogue: &Catalogue,
        sha256: Option<&str>,
        judged: &BTreeMap<(EntityKind, String), Judged>,
    ) -> Result<CatalogueChange> {
        self.entities.clear();
        self.has_replaced = true;
        let (change, released) = load(&self.transaction, catalogue, sha256, judged)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        self.unsettled.extend(released);
        Ok(change)
    }
}

/// What was changed, and which entries are automatic again.
fn load(
    connection: &Connection,
    catalogue: &Catalogue,
    sha256: Option<&str>,
    judged: &BTreeMap<(EntityKind, String), Judged>,
) -> rusqlite::Result<(CatalogueChange, Vec<(EntityKind, EntityId)>)> {
    let mut change = CatalogueChange::default();
    // What another program changed is put right where the lists say what it should be.
    let wrong = row_hashes::wrong_in_catalogue(connection)?;
    // The lists are compared with what lists said before, then ruled on anew.
    let mut released = decisions::set_judged(connection, &BTreeMap::new())?;
    let known: HashMap<(EntityKind, String), Entry> = read_entries(connection, &AS_RULED)?
        .into_iter()
        .map(|entry| ((entry.kind, entry.key.clone()), entry))
        .collect();
    for entry in &catalogue.entries {
        if known.get(&(entry.kind, entry.key.clone())) == Some(entry)
            && !is_wrong(connection, &wrong, tables(entry.kind).table, "key", &entry.key)?
        {
            continue;
        }
        upsert_entry(connection, entry)?;
        match entry.kind {
            EntityKind::Person => change.people += 1,
            EntityKind::Organisation => change.organisations += 1,
            EntityKind::Place => change.places += 1,
        }
    }
    let known = read_publishers(connection)?;
    for publisher in &catalogue.publishers {
        if !known.contains(publisher)
            || is_wrong(connection, &wrong, "publishers", "name", &publisher.name)?
        {
            upsert_publisher(connection, publisher)?;
            change.publishers += 1;
        }
    }
    released.extend(decisions::set_judged(connection, judged)?);
    if let Some(sha256) = sha256 {
        settings::set(connection, CATALOGUE_SETTING, sha256)?;
    }
    Ok((change, released))
}

/// Whether the row of that key has a hash that is not that of its cells.
fn is_wrong(
    connection: &Connection,
    wrong: &Wrong,
    table: &'static str,
    column: &str,
    key: &str,
) -> rusqlite::Result<bool> {
    if wrong.is_empty() {
        return Ok(false);
    }
    let row = connection
        .prepare_cached(&format!(
            "SELECT rowid FROM {table} WHERE {column} = :key AND origin = 'catalogue'"
        ))?
        .query_row(named_params! { ":key": key }, |row| row.get(0))
        .optional()?;
    Ok(row.is_some_and(|row| wrong.contains(&(table, row))))
}

/// The whole catalogue, with its aliases.
pub(super) fn read(connection: &Connection) -> rusqlite::Result<Catalogue> {
    let entries = read_entries(connection, &AS_RULED)?;
    Ok(Catalogue { entries, publishers: read_publishers(connection)? })
}

/// What the lists say, without what was ruled.
pub(super) fn read_listed(connection: &Connection) -> rusqlite::Result<Catalogue> {
    let entries = read_entries(connection, &AS_LISTED)?;
    Ok(Catalogue { entries, publishers: read_publishers(connection)? })
}

/// Which rows are entries, in SQL.
struct View {
    name: &'static str,
    entries: &'static str,
    aliases: &'static str,
    /// Whose the offices of a person are.
    holder: &'static str,
}

const AS_RULED: View = View {
    name: "name",
    entries: "origin = 'catalogue' AND merged_into_id IS NULL",
    aliases: "TRUE",
    holder: "coalesce(merged_into_id, person_id)",
};

const AS_LISTED: View = View {
    name: "coalesce(former_name, name)",
    entries: "origin = 'catalogue' AND decision_id IS NULL",
    aliases: "decision_id IS NULL",
    holder: "person_id",
};

fn upsert_entry(connection: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let tables = tables(entry.kind);
    let (table, id) = (tables.table, tables.id);
    let former: Option<EntityRow> = entities::find(connection, entry.kind, &entry.key)?;
    if let Some(row) = &former
        && *row.name != *entry.name
    {
        entities::rename(connection, entry.kind, row, &entry.name)?;
    }
    let row: i64 = connection
        .prepare_cached(&format!(
            "INSERT INTO {table} (key, name, sort_name, description, country, wikidata_id, origin)
             VALUES (:key, :name, :sort_name, :description, :country, :wikidata_id, 'catalogue')
             ON CONFLICT (key) DO UPDATE SET name = excluded.name, sort_name = excluded.sort_name,
                description = excluded.description, country = excluded.country,
                wikidata_id = excluded.wikidata_id, origin = 'catalogue'
             RETURNING {id}"
        ))?
        .query_row(
            named_params! {
                ":key": entry.key, ":name": entry.name, ":sort_name": entry.sort_name,
                ":description": entry.description, ":country": entry.country,
                ":wikidata_id": entry.wikidata_id,
            },
            |row| row.get(0),
        )?;
    connection
        .prepare_cached(&format!("DELETE FROM aliases WHERE {id} = :row"))?
        .execute(named_params! { ":row": row })?;
    let mut insert = connection.prepare_cached(&format!(
        "INSERT INTO aliases (name, kind, {id}) VALUES (:name, :kind, :row)"
    ))?;
    for (kind, names) in [("alias", &entry.aliases), ("demonym", &entry.demonyms)] {
        for name in names {
            insert.execute(named_params! { ":name": name, ":kind": kind, ":row": row })?;
        }
    }
    if entry.kind == EntityKind::Person {
        write_offices(connection, row, &entry.offices)?;
    }
    row_hashes::seal_entry(connection, table, row)
}

fn write_offices(connection: &Connection, person: i64, offices: &[Office]) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM offices WHERE person_id = :person")?
        .execute(named_params! { ":person": person })?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO offices (person_id, position, office, from_year, until_year)
         VALUES (:person, :position, :office, :from_year, :until_year)",
    )?;
    for (position, Office { office, from_year, until_year }) in (1..).zip(offices) {
        insert.execute(named_params! {
            ":person": person, ":position": position, ":office": office, ":from_year": from_year,
            ":until_year": until_year,
        })?;
    }
    Ok(())
}

/// What people of the catalogue were, by the ids of their rows: their own terms first, then those of whoever was
/// merged into them.
fn read_offices(
    connection: &Connection,
    holder: &str,
) -> rusqlite::Result<HashMap<i64, Vec<Office>>> {
    let mut offices: HashMap<i64, Vec<Office>> = HashMap::new();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {holder} AS holder, office, from_year, until_year
         FROM offices JOIN people USING (person_id)
         ORDER BY holder, person_id <> holder, person_id, position"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        offices.entry(row.get("holder")?).or_default().push(Office {
            office: row.get("office")?,
            from_year: row.get("from_year")?,
            until_year: row.get("until_year")?,
        });
    }
    Ok(offices)
}

fn upsert_publisher(connection: &Connection, publisher: &PublisherEntry) -> rusqlite::Result<()> {
    let row: i64 = connection
        .prepare_cached(
            "INSERT INTO publishers (name, country, origin) VALUES (:name, :country, 'catalogue')
             ON CONFLICT (name) DO UPDATE SET country = excluded.country, origin = 'catalogue'
             RETURNING publisher_id",
        )?
        .query_row(
            named_params! { ":name": publisher.name, ":country": publisher.country },
            |row| row.get(0),
        )?;
    for sql in [
        "DELETE FROM aliases WHERE publisher_id = :row",
        "DELETE FROM publisher_domains WHERE publisher_id = :row",
    ] {
        connection.prepare_cached(sql)?.execute(named_params! { ":row": row })?;
    }
    for alias in &publisher.aliases {
        connection
            .prepare_cached(
                "INSERT INTO aliases (name, kind, publisher_id) VALUES (:name, 'alias', :row)",
            )?
            .execute(named_params! { ":name": alias, ":row": row })?;
    }
    let mut former_owners = BTreeSet::new();
    for domain in &publisher.domains {
        former_owners.extend(
            connection
                .prepare_cached(
                    "SELECT publisher_id FROM publisher_domains WHERE domain = :domain",
                )?
                .query_row(named_params! { ":domain": domain }, |row| row.get::<_, i64>(0))
                .optional()?,
        );
        connection
            .prepare_cached(
                "INSERT INTO publisher_domains (domain, publisher_id) VALUES (:domain, :row)
                 ON CONFLICT (domain) DO UPDATE SET publisher_id = excluded.publisher_id",
            )?
            .execute(named_params! { ":domain": domain, ":row": row })?;
    }
    former_owners.remove(&row);
    for publisher in former_owners {
        row_hashes::seal_entry(connection, "publishers", publisher)?;
    }
    row_hashes::seal_entry(connection, "publishers", row)
}

fn read_entries(connection: &Connection, view: &View) -> rusqlite::Result<Vec<Entry>> {
    let View { name, entries: of_catalogue, aliases, holder } = view;
    let mut entries = Vec::new();
    for kind in EntityKind::ALL {
        let tables = tables(kind);
        let (table, id) = (tables.table, tables.id);
        let silent = silent_names(connection, kind)?;
        let mut names: HashMap<i64, [Vec<String>; 2]> = HashMap::new();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {id} AS id, name, kind FROM aliases WHERE {id} IS NOT NULL AND {aliases} ORDER BY alias_id"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // By position: looked up by its name a cell costs as much again as it takes to read.
            let is_demonym = row.get_ref(2)?.as_str()? == "demonym";
            names.entry(row.get(0)?).or_default()[usize::from(is_demonym)].push(row.get(1)?);
        }
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {id} AS id, key, {name} AS name, sort_name, description, country, wikidata_id
             FROM {table} WHERE {of_catalogue} ORDER BY key"
        ))?;
        let mut offices = match kind {
            EntityKind::Person => read_offices(connection, holder)?,
            EntityKind::Organisation | EntityKind::Place => HashMap::new(),
        };
        let entry = |row: &Row<'_>| -> rusqlite::Result<Entry> {
            let id = row.get("id")?;
            let [aliases, demonyms] = names.remove(&id).unwrap_or_default();
            let name: String = row.get("name")?;
            let own = std::iter::once(&name).chain(&aliases);
            Ok(Entry {
                kind,
                key: row.get("key")?,
                silent: own.filter(|name| silent.contains(*name)).cloned().collect(),
                name,
                sort_name: row.get("sort_name")?,
                aliases,
                demonyms,
                description: row.get("description")?,
                country: row.get("country")?,
                wikidata_id: row.get("wikidata_id")?,
                offices: offices.remove(&id).unwrap_or_default(),
            })
        };
        for entry in statement.query_map([], entry)? {
            entries.push(entry?);
        }
    }
    Ok(entries)
}

/// Names that only identify: those of automatic entries that were ruled on, unless somebody said in so many
/// words that they denote one (`alias`, `rename`).
fn silent_names(connection: &Connection, kind: EntityKind) -> rusqlite::Result<BTreeSet<String>> {
    let Tables { table, .. } = tables(kind);
    connection
        .prepare_cached(&format!(
            "WITH ruled AS (SELECT key, name FROM {table} WHERE decision_id IS NOT NULL)
             SELECT name FROM ruled
             UNION SELECT ruling.name FROM decisions_in_force AS ruling JOIN ruled USING (key)
                WHERE ruling.kind = :kind
             EXCEPT
             SELECT value FROM decisions_in_force WHERE act IN ('alias', 'rename') AND kind = :kind"
        ))?
        .query_map(named_params! { ":kind": kind.as_str() }, |row| row.get(0))?
        .collect()
}

fn read_publishers(connection: &Connection) -> rusqlite::Result<Vec<PublisherEntry>> {
    // All at once: no index finds the domains of one publisher.
    let mut aliases = texts_of_publishers(
        connection,
        "SELECT publisher_id, name FROM aliases WHERE publisher_id IS NOT NULL ORDER BY alias_id",
    )?;
    let mut domains = texts_of_publishers(
        connection,
        "SELECT publisher_id, domain FROM publisher_domains ORDER BY domain",
    )?;
    let mut statement =
        connection.prepare_cached("SELECT publisher_id, name, country FROM publishers WHERE origin = 'catalogue' ORDER BY name")?;
    let publishers = statement.query_map([], |row| {
        let id = row.get("publisher_id")?;
        Ok(PublisherEntry {
            name: row.get("name")?,
            aliases: aliases.remove(&id).unwrap_or_default(),
            domains: domains.remove(&id).unwrap_or_default(),
            country: row.get("country")?,
        })
    })?;
    publishers.collect()
}

/// The texts that a statement has beside the ids of publishers, those of one together and in its order.
fn texts_of_publishers(
    connection: &Connection,
    sql: &str,
) -> rusqlite::Result<HashMap<i64, Vec<String>>> {
    let mut texts: HashMap<i64, Vec<String>> = HashMap::new();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        texts.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(texts)
}
