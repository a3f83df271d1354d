//! Row hashes: how a changed cell shows in a table that cannot be made again.
//!
//! Articles, mentions and quotes can be compared with what their captures give when they are read again.
//! Nothing can be compared with a decision, a sighting or a run, so each of their rows carries a SHA-256
//! over its other cells (`row_sha256`). In a chained table the hash also covers that of the row before,
//! and `settings` has the last one, so that a row that was deleted shows as well.
//!
//! What must stay true: whoever writes a row of these tables seals it in the same transaction, and the
//! list of columns here is the whole table but the hash itself.

use std::collections::BTreeSet;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256 as Hasher};

use super::settings;
use crate::model::Sha256;

/// A table whose rows carry a hash.
pub(super) struct Guarded {
    pub table: &'static str,
    key: &'static str,
    /// The cells that are covered; SQL, because an entry's aliases are cells of another table.
    cells: &'static [&'static str],
    /// Cells that a later schema added, by the names of their columns or as SQL: covered where they are not
    /// NULL, so that rows of before keep their hash.
    later: &'static [&'static str],
    /// Which rows carry a hash; the others have none.
    only: &'static str,
    is_chained: bool,
}

/// In `settings` as long as the rows of an archive that was just migrated have no hashes yet.
const MISSING: &str = "row_hashes_missing";

macro_rules! entries {
    ($table:literal, $key:literal, $later:expr) => {
        Guarded {
            table: $table,
            key: $key,
            cells: &[
                $key,
                "key",
                "name",
                "sort_name",
                "description",
                "country",
                "wikidata_id",
                "origin",
                "decision_id",
                "former_name",
                "merged_into_id",
                concat!(
                    "(SELECT json_group_array(json_array(alias_id, kind, name, decision_id)) FROM (
                        SELECT alias_id, kind, name, decision_id FROM aliases WHERE aliases.",
                    $key,
                    " = ",
                    $table,
                    ".",
                    $key,
                    " ORDER BY alias_id))"
                ),
            ],
            later: $later,
            only: "origin = 'catalogue'",
            is_chained: false,
        }
    };
}

/// Bytes as they were received.
pub(super) const CAPTURES: Guarded = Guarded {
    table: "captures",
    key: "capture_id",
    // Its SHA-256 is what it is known by, and the body has that SHA-256 as its own hash.
    cells: &[
        "sha256",
        "format",
        "format_given",
        "reader_version",
        "media_type",
        "encoding",
        "byte_count",
        "text_byte_count",
    ],
    later: &[],
    only: "true",
    is_chained: false,
};

/// Where and when they were seen.
pub(super) const SIGHTINGS: Guarded = Guarded {
    table: "sightings",
    key: "sighting_id",
    cells: &[
        "sighting_id",
        "capture_id",
        "uri",
        "seen_at",
        "run_id",
        "publisher_hint",
        "published_hint",
        "url_hint",
        "date_order_hint",
    ],
    later: &["topics_hint", "path_hint"],
    only: "true",
    is_chained: false,
};

/// Invocations that wrote.
pub(super) const RUNS: Guarded = Guarded {
    table: "runs",
    key: "run_id",
    cells: &[
        "run_id",
        "command",
        "program_version",
        "started_at",
        "finished_at",
        "exit_code",
        "stored",
        "duplicate",
        "revised",
        "refused",
        "skipped",
    ],
    later: &[],
    only: "true",
    is_chained: false,
};

/// Inputs that could not be taken.
pub(super) const PROBLEMS: Guarded = Guarded {
    table: "problems",
    key: "problem_id",
    cells: &["problem_id", "run_id", "uri", "record", "outcome", "reason", "capture_id"],
    later: &[],
    only: "true",
    is_chained: false,
};

/// Rulings of people, each hash over the one before.
pub(super) const DECISIONS: Guarded = Guarded {
    table: "decisions",
    key: "decision_id",
    cells: &[
        "decision_id",
        "decided_at",
        "decided_by",
        "reason",
        "act",
        "kind",
        "key",
        "name",
        "other_key",
        "other_name",
        "article_sha256",
        "field",
        "start_char",
        "end_char",
        "surface_form",
        "value",
        "undone_decision_id",
    ],
    later: &[],
    only: "true",
    is_chained: true,
};

/// What was erased, each hash over the one before.
pub(super) const ERASURES: Guarded = Guarded {
    table: "erasures",
    key: "erasure_id",
    cells: &["erasure_id", "subject", "sha256", "erased_at", "erased_by", "reason", "run_id"],
    later: &[],
    only: "true",
    is_chained: true,
};

/// Feeds that are subscribed to.
pub(super) const FEEDS: Guarded = Guarded {
    table: "feeds",
    key: "feed_id",
    cells: &[
        "feed_id",
        "url",
        "title",
        "site_url",
        "folder",
        "publisher",
        "topics",
        "is_full_text",
        "interval_minutes",
        "added_at",
        "added_by",
        "paused_at",
        "paused_because",
    ],
    later: &[],
    only: "true",
    is_chained: false,
};

/// What is watched, and what was there already when that began.
pub(super) const WATCHES: Guarded = Guarded {
    table: "watches",
    key: "watch_id",
    cells: &[
        "watch_id",
        "name",
        "kind",
        "key",
        "entity_name",
        "words",
        "parameters",
        "topic",
        "added_at",
        "added_by",
        "paused_at",
        "removed_at",
        "removed_by",
        "(SELECT json_group_array(item_sha256) FROM (
            SELECT item_sha256 FROM told_items
            WHERE told_items.watch_id = watches.watch_id AND telling_id IS NULL ORDER BY item_sha256))",
    ],
    later: &[],
    only: "true",
    is_chained: false,
};

/// What was told, and when.
pub(super) const TELLINGS: Guarded = Guarded {
    table: "tellings",
    key: "telling_id",
    cells: &[
        "telling_id",
        "told_at",
        "told_to",
        "(SELECT json_group_array(json_array(watch_id, item_sha256)) FROM (
            SELECT watch_id, item_sha256 FROM told_items
            WHERE told_items.telling_id = tellings.telling_id ORDER BY watch_id, item_sha256))",
    ],
    later: &[],
    only: "true",
    is_chained: false,
};

/// Rules that tag articles.
pub(super) const RULES: Guarded = Guarded {
    table: "rules",
    key: "rule_id",
    cells: &[
        "rule_id",
        "topic",
        "kind",
        "key",
        "entity_name",
        "words",
        "is_over_all",
        "added_at",
        "added_by",
        "removed_at",
        "removed_by",
    ],
    later: &[],
    only: "true",
    is_chained: false,
};

const PUBLISHERS: Guarded = Guarded {
    table: "publishers",
    key: "publisher_id",
    cells: &[
        "publisher_id",
        "name",
        "country",
        "origin",
        "(SELECT json_group_array(json_array(alias_id, kind, name, decision_id)) FROM (
            SELECT alias_id, kind, name, decision_id FROM aliases
            WHERE aliases.publisher_id = publishers.publisher_id ORDER BY alias_id))",
        "(SELECT json_group_array(domain) FROM (
            SELECT domain FROM publisher_domains
            WHERE publisher_domains.publisher_id = publishers.publisher_id ORDER BY domain))",
    ],
    later: &[],
    only: "origin = 'catalogue'",
    is_chained: false,
};

const PEOPLE: Guarded = entries!(
    "people",
    "person_id",
    &["(SELECT nullif(json_group_array(json_array(position, office, from_year, until_year)), '[]') FROM (
        SELECT position, office, from_year, until_year FROM offices
        WHERE offices.person_id = people.person_id ORDER BY position))"]
);
const ORGANISATIONS: Guarded = entries!("organisations", "organisation_id", &[]);
const PLACES: Guarded = entries!("places", "place_id", &[]);

/// Every table whose rows carry a hash.
pub(super) const ALL: [&Guarded; 14] = [
    &CAPTURES,
    &SIGHTINGS,
    &RUNS,
    &PROBLEMS,
    &DECISIONS,
    &ERASURES,
    &FEEDS,
    &WATCHES,
    &TELLINGS,
    &RULES,
    &PUBLISHERS,
    &PEOPLE,
    &ORGANISATIONS,
    &PLACES,
];

/// Key of a row, its hash as it is stored, and as it is to be.
type Difference = (i64, Option<String>, Option<String>);

impl Guarded {
    /// Gives one row the hash that it is to have. Of a chained table it must be the last.
    pub(super) fn seal(&self, connection: &Connection, id: i64) -> rusqlite::Result<()> {
        let Self { table, key, .. } = self;
        let before = match self.is_chained {
            false => None,
            true => connection
                .prepare_cached(&format!(
                    "SELECT row_sha256 FROM {table} WHERE {key} < :id ORDER BY {key} DESC LIMIT 1"
                ))?
                .query_row(named_params! { ":id": id }, |row| row.get::<_, Option<String>>(0))
                .optional()?
                .flatten(),
        };
        let hash = connection
            .prepare_cached(&format!("{} WHERE {key} = :id", self.select()))?
            .query_row(named_params! { ":id": id }, |row| match row.get(2)? {
                true => self.hash_of(row, before.as_deref()).map(Some),
                false => Ok(None),
            })?;
        self.set(connection, id, hash.as_deref())?;
        if self.is_chained { self.note_last(connection) } else { Ok(()) }
    }

    /// Whether a row has the hash of its cells; not for a chained table.
    pub(super) fn is_right(&self, connection: &Connection, id: i64) -> rusqlite::Result<bool> {
        connection
            .prepare_cached(&format!("{} WHERE {} = :id", self.select(), self.key))?
            .query_row(named_params! { ":id": id }, |row| {
                Ok(row.get::<_, Option<String>>(1)? == Some(self.hash_of(row, None)?))
            })
    }

    /// Makes the hash of every row right; those that are so already are not written.
    pub(super) fn seal_all(&self, connection: &Connection) -> rusqlite::Result<()> {
        for (id, _, right) in self.compared(connection, |_, right| right)? {
            self.set(connection, id, right.as_deref())?;
        }
        if self.is_chained { self.note_last(connection) } else { Ok(()) }
    }

    /// The rows whose hash is not that of their cells; not for a chained table.
    pub(super) fn wrong(&self, connection: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
        let rows = self.compared(connection, |stored, _| stored)?;
        Ok(rows.into_iter().map(|(id, ..)| id).collect())
    }

    /// Makes the hash of every row right but of those that were wrong before; not for a chained table.
    pub(super) fn seal_all_but(
        &self,
        connection: &Connection,
        wrong: &BTreeSet<i64>,
    ) -> rusqlite::Result<()> {
        for (id, _, right) in self.compared(connection, |_, right| right)? {
            if !wrong.contains(&id) {
                self.set(connection, id, right.as_deref())?;
            }
        }
        Ok(())
    }

    /// Rows whose hash is not that of their cells, and whether the end of a chain is missing.
    pub(super) fn findings(&self, connection: &Connection) -> rusqlite::Result<Vec<String>> {
        let wrong = self.compared(connection, |stored, _| stored)?;
        let mut findings: Vec<String> = wrong
            .into_iter()
            .map(|(id, stored, right)| {
                let what = match (stored, right) {
                    (None, _) => "it has no row hash: another program wrote it",
                    (Some(_), None) => "it has a row hash and is no entry of the catalogue",
                    (Some(_), Some(_)) => "a cell was changed, or the row before it is gone",
                };
                format!("{} {id}: {what}", self.table)
            })
            .collect();
        if self.is_chained && self.last(connection)? != self.noted_last(connection)? {
            findings
                .push(format!("{}: the last row is not the one that was written last", self.table));
        }
        Ok(findings)
    }

    /// The rows whose hash is not what it is to be. `before` says which of the two a
    /// chained row is to follow: the right one when hashes are made, the stored one when they are
    /// checked, so that one bad row is one finding.
    fn compared(
        &self,
        connection: &Connection,
        before: impl Fn(Option<String>, Option<String>) -> Option<String>,
    ) -> rusqlite::Result<Vec<Difference>> {
        let mut statement =
            connection.prepare(&format!("{} ORDER BY {}", self.select(), self.key))?;
        let mut rows = statement.query([])?;
        let (mut different, mut former) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            let (id, stored): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
            let right = match row.get(2)? {
                true => Some(self.hash_of(row, former.as_deref())?),
                false => None,
            };
            if self.is_chained {
                former = before(stored.clone(), right.clone());
            }
            if stored != right {
                different.push((id, stored, right));
            }
        }
        Ok(different)
    }

    /// Key, stored hash, whether the row is to have one, and the cells.
    fn select(&self) -> String {
        let Self { table, key, cells, later, only, .. } = self;
        let cells = [*cells, *later].concat().join(", ");
        format!("SELECT {key}, row_sha256, {only}, {cells} FROM {table}")
    }

    fn hash_of(&self, row: &rusqlite::Row<'_>, before: Option<&str>) -> rusqlite::Result<String> {
        let count = self.cells.len() + self.later.len();
        let cells = (3..3 + count).map(|cell| row.get_ref(cell));
        Ok(self.hash(&cells.collect::<rusqlite::Result<Vec<_>>>()?, before))
    }

    /// The hash of a row with these cells, in the order of `cells` and `later`: the name of the table, each
    /// cell with its type and length, and in a chained table the hash of the row before.
    pub(super) fn hash(&self, cells: &[ValueRef<'_>], before: Option<&str>) -> String {
        let mut hasher = Hasher::new();
        let mut add = |kind: u8, bytes: &[u8]| {
            hasher.update([kind]);
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        add(b't', self.table.as_bytes());
        for (place, cell) in cells.iter().enumerate() {
            let later = place.checked_sub(self.cells.len()).and_then(|place| self.later.get(place));
            match (later, cell) {
                (Some(_), ValueRef::Null) => continue,
                (Some(name), _) => add(b'c', name.as_bytes()),
                (None, _) => {}
            }
            match *cell {
                ValueRef::Null => add(b'n', b""),
                ValueRef::Integer(number) => add(b'i', &number.to_le_bytes()),
                ValueRef::Real(number) => add(b'r', &number.to_bits().to_le_bytes()),
                ValueRef::Text(bytes) => add(b's', bytes),
                ValueRef::Blob(bytes) => add(b'b', bytes),
            }
        }
        if self.is_chained {
            add(b'h', before.unwrap_or_default().as_bytes());
        }
        Sha256(hasher.finalize().into()).to_string()
    }

    fn set(&self, connection: &Connection, id: i64, hash: Option<&str>) -> rusqlite::Result<()> {
        let Self { table, key, .. } = self;
        connection
            .prepare_cached(&format!("UPDATE {table} SET row_sha256 = :hash WHERE {key} = :id"))?
            .execute(named_params! { ":hash": hash, ":id": id })?;
        Ok(())
    }

    fn last(&self, connection: &Connection) -> rusqlite::Result<Option<String>> {
        let Self { table, key, .. } = self;
        connection
            .prepare_cached(&format!("SELECT row_sha256 FROM {table} ORDER BY {key} DESC LIMIT 1"))?
            .query_row([], |row| row.get(0))
            .optional()
            .map(Option::flatten)
    }

    fn noted_last(&self, connection: &Connection) -> rusqlite::Result<Option<String>> {
        settings::get(connection, &self.last_setting())
    }

    fn note_last(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self.last(connection)? {
            Some(last) => settings::set(connection, &self.last_setting(), &last),
            None => Ok(()),
        }
    }

    fn last_setting(&self) -> String {
        format!("{}_last_sha256", self.table)
    }
}

const CATALOGUE: [&Guarded; 4] = [&PUBLISHERS, &PEOPLE, &ORGANISATIONS, &PLACES];

/// Table and key of rows whose hash is not that of their cells.
pub(super) type Wrong = BTreeSet<(&'static str, i64)>;

/// Entries of the catalogue that another program changed. To be asked before they are changed, so that
/// `seal_catalogue` does not pass over it.
pub(super) fn wrong_in_catalogue(connection: &Connection) -> rusqlite::Result<Wrong> {
    let mut wrong = Wrong::new();
    for guarded in CATALOGUE {
        let rows = guarded.wrong(connection)?;
        wrong.extend(rows.into_iter().map(|id| (guarded.table, id)));
    }
    Ok(wrong)
}

/// Makes the hashes of the catalogue's entries right after some of them changed. Those that were wrong
/// before stay so.
pub(super) fn seal_catalogue(connection: &Connection, wrong: &Wrong) -> rusqlite::Result<()> {
    for guarded in CATALOGUE {
        let own = wrong.iter().filter(|(table, _)| *table == guarded.table).map(|(_, id)| *id);
        guarded.seal_all_but(connection, &own.collect())?;
    }
    Ok(())
}

/// Gives an entry its hash after every cell of it was written.
pub(super) fn seal_entry(connection: &Connection, table: &str, id: i64) -> rusqlite::Result<()> {
    match CATALOGUE.into_iter().find(|guarded| guarded.table == table) {
        Some(guarded) => guarded.seal(connection, id),
        None => Ok(()),
    }
}

/// Gives an archive that was just migrated the hashes that its rows do not have yet, all or nothing.
pub(super) fn seal_migrated(connection: &mut Connection) -> rusqlite::Result<()> {
    if !are_missing(connection)? {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    for guarded in ALL {
        guarded.seal_all(&transaction)?;
    }
    settings::remove(&transaction, MISSING)?;
    transaction.commit()
}

/// Whether a migration was interrupted before the hashes were made.
pub(super) fn are_missing(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(settings::get(connection, MISSING)?.is_some())
}
