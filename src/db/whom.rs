//! Whom a name means: the one rule of every command, in the SQL that reports share.
//!
//! What must stay true: the same text decides here and in the reports (`report/shared/whom.sql`), so
//! that no command takes a name for somebody else than a report does.

use rusqlite::{Connection, named_params};

use super::nearest::{self, Near};
use super::{Archive, Error, Reader, Result};
use crate::model::EntityKind;

const WHOM: &str = include_str!("../report/shared/whom.sql");
const PUBLISHER: &str = include_str!("../report/shared/publisher.sql");

/// A name as it was typed, and as names are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedName {
    pub typed: String,
    pub folded: String,
}

/// How closely a name fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is a name or an alias as it stands, or but for capitals, accents and apostrophes.
    Whole,
    /// It is what belongs to a place: `Fijian`.
    Demonym,
    /// It is the end of a name, a surname, or other whole words of it, or the letters they begin with.
    Short,
}

/// Somebody whom a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub kind: EntityKind,
    pub id: i64,
    pub name: String,
    /// In how many articles it is named.
    pub articles: u64,
}

/// Whom a name may mean, all that fit it equally well: the most named first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub fit: Fit,
    pub meanings: Vec<Meaning>,
}

/// Most meanings that are handed on.
const MOST: i64 = 50;

fn called(
    connection: &Connection,
    kind: Option<EntityKind>,
    asked: &AskedName,
) -> rusqlite::Result<Option<Called>> {
    let sql = format!(
        "WITH {WHOM}
         SELECT called.step, called.kind, called.entity_id, coalesce(people.name, organisations.name, places.name),
            CASE called.kind
                WHEN 'person' THEN (SELECT count(*) FROM article_people WHERE person_id = called.entity_id)
                WHEN 'organisation' THEN (SELECT count(*) FROM article_organisations WHERE organisation_id = called.entity_id)
                ELSE (SELECT count(*) FROM article_places WHERE place_id = called.entity_id)
            END
         FROM called
         LEFT JOIN people ON called.kind = 'person' AND people.person_id = called.entity_id
         LEFT JOIN organisations ON called.kind = 'organisation' AND organisations.organisation_id = called.entity_id
         LEFT JOIN places ON called.kind = 'place' AND places.place_id = called.entity_id
         WHERE called.step = (SELECT min(step) FROM called)
         ORDER BY 5 DESC, 4, 2, 3
         LIMIT :most"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(named_params! {
        ":name": asked.typed, ":name_folded": asked.folded, ":kind": kind.map(EntityKind::as_str), ":most": MOST,
    })?;
    let mut found: Option<Called> = None;
    while let Some(row) = rows.next()? {
        let fit = match row.get(0)? {
            4 | 8 => Fit::Demonym,
            0..=8 => Fit::Whole,
            _ => Fit::Short,
        };
        let kind: String = row.get(1)?;
        let Some(kind) = EntityKind::by_name(&kind) else { continue };
        let meaning = Meaning { kind, id: row.get(2)?, name: row.get(3)?, articles: row.get(4)? };
        found.get_or_insert(Called { fit, meanings: Vec::new() }).meanings.push(meaning);
    }
    Ok(found)
}

/// People whose surname a name is, the most named first: a name that also stands alone may be short for one.
fn fuller(connection: &Connection, asked: &AskedName) -> rusqlite::Result<Vec<Meaning>> {
    let meaning = |row: &rusqlite::Row<'_>| {
        Ok(Meaning {
            kind: EntityKind::Person,
            id: row.get(0)?,
            name: row.get(1)?,
            articles: row.get(2)?,
        })
    };
    connection
        .prepare(
            "SELECT people.person_id, people.name, count(*)
             FROM folded_names
             CROSS JOIN people ON people.name = folded_names.name
             CROSS JOIN article_people ON article_people.person_id = people.person_id
             WHERE substr(folded_names.folded, -1 - length(:folded)) = ' ' || :folded
             GROUP BY people.person_id ORDER BY 3 DESC, 2 LIMIT 3",
        )?
        .query_map(named_params! { ":folded": asked.folded }, meaning)?
        .collect()
}

/// The names of the publishers that a name means.
fn publishers(connection: &Connection, asked: &AskedName) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "WITH {PUBLISHER}
         SELECT name FROM publishers_called JOIN publishers USING (publisher_id)
         WHERE step = (SELECT min(step) FROM publishers_called) GROUP BY publisher_id ORDER BY name LIMIT :most"
    );
    connection
        .prepare(&sql)?
        .query_map(
            named_params! { ":publisher": asked.typed, ":publisher_folded": asked.folded, ":most": MOST },
            |row| row.get(0),
        )?
        .collect()
}

impl Archive {
    /// Whom a name means, of one kind or of any; `None`: nobody.
    pub fn whom(&self, kind: Option<EntityKind>, asked: &AskedName) -> Result<Option<Called>> {
        called(&self.connection, kind, asked).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The names that are spelt most like one that nobody has.
    pub fn nearest_names(&self, kind: Option<EntityKind>, asked: &AskedName) -> Result<Vec<Near>> {
        nearest::names(&self.connection, kind, &asked.folded)
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

impl Reader {
    /// Whom a name means, of one kind or of any; `None`: nobody.
    pub fn whom(&self, kind: Option<EntityKind>, asked: &AskedName) -> Result<Option<Called>> {
        called(self.connection(), kind, asked)
            .map_err(|error| Error::from_sqlite(self.path(), error))
    }

    /// The names that are spelt most like one that nobody has.
    pub fn nearest_names(&self, kind: Option<EntityKind>, asked: &AskedName) -> Result<Vec<Near>> {
        nearest::names(self.connection(), kind, &asked.folded)
            .map_err(|error| Error::from_sqlite(self.path(), error))
    }

    /// People who are named in an article and have this for their surname, at most three.
    pub fn fuller_names(&self, asked: &AskedName) -> Result<Vec<Meaning>> {
        fuller(self.connection(), asked).map_err(|error| Error::from_sqlite(self.path(), error))
    }

    /// The publishers that a name means.
    pub fn publishers_called(&self, asked: &AskedName) -> Result<Vec<String>> {
        publishers(self.connection(), asked).map_err(|error| Error::from_sqlite(self.path(), error))
    }

    /// The publisher who has a name or an alias whole; `None` also where several have.
    pub fn publisher_named(&self, asked: &AskedName) -> Result<Option<String>> {
        let sql = format!(
            "WITH {PUBLISHER}
             SELECT name FROM publishers_called JOIN publishers USING (publisher_id)
             WHERE step < 3 AND step = (SELECT min(step) FROM publishers_called) LIMIT 2"
        );
        let read = || -> rusqlite::Result<Vec<String>> {
            self.connection()
                .prepare(&sql)?
                .query_map(
                    named_params! { ":publisher": asked.typed, ":publisher_folded": asked.folded },
                    |row| row.get(0),
                )?
                .collect()
        };
        let found = read().map_err(|error| Error::from_sqlite(self.path(), error))?;
        Ok(<[String; 1]>::try_from(found).ok().map(|[one]| one))
    }

    /// The names of publishers that are spelt most like one that none has.
    pub fn nearest_publishers(&self, asked: &AskedName) -> Result<Vec<String>> {
        nearest::publishers(self.connection(), &asked.folded)
            .map_err(|error| Error::from_sqlite(self.path(), error))
    }

    /// Every topic that an article has.
    pub fn topics(&self) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.connection()
                .prepare("SELECT DISTINCT topic FROM article_topics ORDER BY topic")?
                .query_map([], |row| row.get(0))?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(self.path(), error))
    }
}
