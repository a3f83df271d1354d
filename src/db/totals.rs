//! In how many articles everybody is named, kept counted within one transaction.
//!
//! A trigger that counts makes SQLite copy each page that a row touches, in case the row must be taken back: a tenth
//! of the writer's time. So what articles gain and lose adds up here and goes into `name_totals` once for each name, in
//! order of its key. Must stay true: whoever stores or removes rows of `article_people` and its like tells it here, and
//! it is applied before the transaction ends. `verify` counts again.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use crate::model::{EntityId, EntityKind};

/// Every total counted anew.
pub(super) const RECOUNT: &str = "DELETE FROM name_totals;
    INSERT INTO name_totals (kind, entity_id, articles, mentions)
    SELECT 'person', person_id, count(*), sum(mention_count) FROM article_people GROUP BY person_id
    UNION ALL
    SELECT 'organisation', organisation_id, count(*), sum(mention_count) FROM article_organisations GROUP BY organisation_id
    UNION ALL
    SELECT 'place', place_id, count(*), sum(mention_count) FROM article_places GROUP BY place_id";

/// Names held before they are applied; about 10 MB.
const MOST: usize = 100_000;

/// What the totals have still to gain or lose.
#[derive(Default)]
pub(super) struct Totals {
    /// Articles and mentions.
    changes: BTreeMap<(EntityKind, EntityId), (i64, i64)>,
}

impl Totals {
    /// Counts one more article, which names somebody `mentions` times.
    pub fn gain(
        &mut self,
        connection: &Connection,
        entity: (EntityKind, EntityId),
        mentions: i64,
    ) -> rusqlite::Result<()> {
        self.change(connection, entity, 1, mentions)
    }

    /// Counts one article less, which named somebody `mentions` times.
    pub fn lose(
        &mut self,
        connection: &Connection,
        entity: (EntityKind, EntityId),
        mentions: i64,
    ) -> rusqlite::Result<()> {
        self.change(connection, entity, -1, -mentions)
    }

    fn change(
        &mut self,
        connection: &Connection,
        entity: (EntityKind, EntityId),
        articles: i64,
        mentions: i64,
    ) -> rusqlite::Result<()> {
        let change = self.changes.entry(entity).or_default();
        change.0 += articles;
        change.1 += mentions;
        if self.changes.len() < MOST { Ok(()) } else { self.apply(connection) }
    }

    /// Forgets what is not applied, because it was taken back.
    pub fn undo(&mut self) {
        self.changes.clear();
    }

    /// Makes the totals what they are now.
    pub fn apply(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        for ((kind, id), (articles, mentions)) in std::mem::take(&mut self.changes) {
            if (articles, mentions) == (0, 0) {
                continue;
            }
            let change = named_params! {
                ":kind": kind.as_str(), ":id": id.0, ":articles": articles, ":mentions": mentions,
            };
            if articles > 0 {
                connection
                    .prepare_cached(
                        "INSERT INTO name_totals (kind, entity_id, articles, mentions)
                         VALUES (:kind, :id, :articles, :mentions)
                         ON CONFLICT (kind, entity_id) DO UPDATE SET
                            articles = articles + excluded.articles, mentions = mentions + excluded.mentions",
                    )?
                    .execute(change)?;
                continue;
            }
            let is_gone = connection
                .prepare_cached(
                    "DELETE FROM name_totals
                     WHERE kind = :kind AND entity_id = :id AND articles <= -:articles",
                )?
                .execute(&change[..3])?
                > 0;
            if !is_gone {
                connection
                    .prepare_cached(
                        "UPDATE name_totals SET articles = articles + :articles, mentions = mentions + :mentions
                         WHERE kind = :kind AND entity_id = :id",
                    )?
                    .execute(change)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_what_is_counted_anew() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE article_people (article_id INTEGER, person_id INTEGER, mention_count INTEGER);
                 CREATE TABLE article_organisations (article_id INTEGER, organisation_id INTEGER, mention_count INTEGER);
                 CREATE TABLE article_places (article_id INTEGER, place_id INTEGER, mention_count INTEGER);
                 CREATE TABLE name_totals (kind TEXT, entity_id INTEGER, articles INTEGER CHECK (articles > 0),
                    mentions INTEGER, PRIMARY KEY (kind, entity_id)) STRICT, WITHOUT ROWID",
            )
            .unwrap();
        let of = |table: &str| -> Vec<(String, i64, i64, i64)> {
            let sql =
                format!("SELECT kind, entity_id, articles, mentions FROM {table} ORDER BY 1, 2");
            let mut select = connection.prepare(&sql).unwrap();
            select
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                .unwrap()
                .collect::<rusqlite::Result<_>>()
                .unwrap()
        };
        let mut totals = Totals::default();
        let person = |id: i64| (EntityKind::Person, EntityId(id));
        totals.gain(&connection, person(1), 3).unwrap();
        totals.gain(&connection, person(1), 2).unwrap();
        totals.gain(&connection, person(2), 1).unwrap();
        totals.gain(&connection, (EntityKind::Place, EntityId(1)), 4).unwrap();
        totals.apply(&connection).unwrap();
        // One fewer; the last one; the same article with another count; what is taken back.
        totals.lose(&connection, person(1), 2).unwrap();
        totals.lose(&connection, person(2), 1).unwrap();
        totals.lose(&connection, (EntityKind::Place, EntityId(1)), 4).unwrap();
        totals.gain(&connection, (EntityKind::Place, EntityId(1)), 1).unwrap();
        totals.apply(&connection).unwrap();
        totals.gain(&connection, person(9), 1).unwrap();
        totals.undo();
        totals.apply(&connection).unwrap();
        let kept = of("name_totals");
        assert_eq!(kept, [("person".into(), 1, 1, 3), ("place".into(), 1, 1, 1)]);
        connection
            .execute_batch("INSERT INTO article_people VALUES (7, 1, 3); INSERT INTO article_places VALUES (7, 1, 1)")
            .unwrap();
        connection.execute_batch(RECOUNT).unwrap();
        assert_eq!(of("name_totals"), kept);
    }
}
