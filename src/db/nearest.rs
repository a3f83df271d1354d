//! What is spelt most like a word or a name that nothing has.
//!
//! Only ever proposed, never taken. All names are gone through, which is done only where a name means
//! nobody.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use crate::model::EntityKind;

/// A name that is nearly the one asked for, with whom it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub kind: EntityKind,
    pub name: String,
    /// In how many articles it is named.
    pub articles: u64,
}

/// How many are proposed.
const PROPOSED: usize = 3;

/// Names looked at closer.
const LIKELY: usize = 30;

/// How many letters may be wrong in a word of so many.
fn tolerance(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    }
}

/// How far `one` is from `other`, in letters that are wrong, missing, too many or in each other's place;
/// `None` where that is too far to be meant.
pub fn distance(one: &str, other: &str) -> Option<usize> {
    within(tolerance(one.chars().count()), one, other)
}

/// How far two words are apart, where that is not more than `most`.
pub(super) fn within(most: usize, one: &str, other: &str) -> Option<usize> {
    if one.chars().count().abs_diff(other.chars().count()) > most {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|distance| *distance <= most)
}

/// How far a folded name is from what was asked, whole or, for a single word, any word of it. A name that
/// shares the last word is farther than any that is misspelt.
fn name_distance(asked: &str, name: &str) -> Option<usize> {
    if let Some(whole) = distance(asked, name) {
        return Some(2 * whole);
    }
    match asked.rsplit_once(' ') {
        None => {
            name.split(' ').filter_map(|word| distance(asked, word)).min().map(|word| 2 * word + 1)
        }
        Some((_, last)) => {
            let of_name = name.rsplit(' ').next().unwrap_or_default();
            (last.len() > 2 && last == of_name).then_some(usize::MAX)
        }
    }
}

/// The names nearest to `asked`, nearest first, and none that is a letter farther than those.
fn likely(connection: &Connection, asked: &str) -> rusqlite::Result<BTreeMap<usize, Vec<String>>> {
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    if asked.is_empty() {
        return Ok(found);
    }
    let mut statement =
        connection.prepare("SELECT folded, name FROM folded_names WHERE folded IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let folded = row.get_ref(0)?.as_str()?;
        if let Some(distance) = name_distance(asked, folded) {
            found.entry(distance).or_default().push(row.get(1)?);
        }
    }
    if let Some(&nearest) = found.keys().next() {
        found.retain(|distance, _| *distance < nearest.saturating_add(2));
    }
    Ok(found)
}

/// Whom the nearest names mean: the nearest first, then the most named.
pub(super) fn names(
    connection: &Connection,
    kind: Option<EntityKind>,
    asked: &str,
) -> rusqlite::Result<Vec<Near>> {
    let mut statement = connection.prepare(
        "SELECT kind, coalesce(people.name, organisations.name, places.name),
            CASE kind
                WHEN 'person' THEN (SELECT count(*) FROM article_people WHERE person_id = entity_id)
                WHEN 'organisation' THEN (SELECT count(*) FROM article_organisations WHERE organisation_id = entity_id)
                ELSE (SELECT count(*) FROM article_places WHERE place_id = entity_id)
            END
         FROM (SELECT DISTINCT kind, entity_id FROM names WHERE name = :name AND (:kind IS NULL OR kind = :kind))
         LEFT JOIN people ON kind = 'person' AND people.person_id = entity_id
         LEFT JOIN organisations ON kind = 'organisation' AND organisations.organisation_id = entity_id
         LEFT JOIN places ON kind = 'place' AND places.place_id = entity_id",
    )?;
    let mut nearest: Vec<Near> = Vec::new();
    for names in likely(connection, asked)?.into_values() {
        let mut alike: Vec<Near> = Vec::new();
        for name in names.into_iter().take(LIKELY) {
            let mut rows = statement
                .query(named_params! { ":name": name, ":kind": kind.map(EntityKind::as_str) })?;
            while let Some(row) = rows.next()? {
                let kind: String = row.get(0)?;
                let Some(kind) = EntityKind::by_name(&kind) else { continue };
                alike.push(Near { kind, name: row.get(1)?, articles: row.get(2)? });
            }
        }
        alike.sort_by(|one, other| {
            other.articles.cmp(&one.articles).then_with(|| one.name.cmp(&other.name))
        });
        for near in alike {
            if !nearest.contains(&near) {
                nearest.push(near);
            }
        }
        if nearest.len() >= PROPOSED {
            break;
        }
    }
    // Who is in no article is proposed only where there is nobody else.
    if nearest.iter().any(|near| near.articles > 0) {
        nearest.retain(|near| near.articles > 0);
    }
    nearest.truncate(PROPOSED);
    Ok(nearest)
}

/// The publishers with the nearest names.
pub(super) fn publishers(connection: &Connection, asked: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT name FROM publishers WHERE name = :name
         UNION
         SELECT publishers.name FROM aliases JOIN publishers USING (publisher_id) WHERE aliases.name = :name",
    )?;
    let mut nearest: Vec<String> = Vec::new();
    for name in likely(connection, asked)?.into_values().flatten() {
        for found in statement.query_map(named_params! { ":name": name }, |row| row.get(0))? {
            let found: String = found?;
            if !nearest.contains(&found) {
                nearest.push(found);
            }
        }
        if nearest.len() >= PROPOSED {
            break;
        }
    }
    nearest.truncate(PROPOSED);
    Ok(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_what_a_slip_of_the_finger_makes() {
        for (asked, name, expected) in [
            ("jacinda arden", "jacinda ardern", Some(2)),
            ("ardren", "jacinda ardern", Some(3)),
            ("ardern", "ardern", Some(0)),
            ("suba", "suva", Some(2)),
            ("jacinda kate ardern", "jacinda ardern", Some(usize::MAX)),
            ("un", "eu", None),
            ("xi", "xi jinping", Some(1)),
            ("harbour", "winston peters", None),
            ("", "suva", None),
        ] {
            assert_eq!(name_distance(asked, name), expected, "{asked} / {name}");
        }
    }
}
