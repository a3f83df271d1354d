//! The starter knowledge of `seeds/`, as it is built into the program.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::rebuild::{Lesson, Options, rebuild};
use crate::db::{Archive, CatalogueChange, Result};
use crate::model::{Catalogue, EntityKind, Entry, PublisherEntry};
use crate::text::normalise::name_key;

const PUBLISHERS: &str = include_str!("../../seeds/publishers.csv");
const PEOPLE: &str = include_str!("../../seeds/people.csv");
const ORGANISATIONS: &str = include_str!("../../seeds/organisations.csv");
const PLACES: &str = include_str!("../../seeds/places.csv");

/// One row of `people.csv`, `organisations.csv` or `places.csv`; each has some of these columns.
#[derive(Deserialize)]
struct SeedRow {
    name: String,
    #[serde(default)]
    sort_name: String,
    aliases: String,
    #[serde(default)]
    demonyms: String,
    description: String,
    country: String,
    wikidata_id: String,
    #[serde(default)]
    offices: String,
}

#[derive(Deserialize)]
struct PublisherRow {
    name: String,
    aliases: String,
    domains: String,
    country: String,
}

/// The catalogue that the program ships with. A row that cannot be read is left out; that there is
/// none, a test holds.
pub fn embedded() -> Catalogue {
    let mut entries = Vec::new();
    for (kind, list) in [
        (EntityKind::Person, PEOPLE),
        (EntityKind::Organisation, ORGANISATIONS),
        (EntityKind::Place, PLACES),
    ] {
        entries.extend(rows::<SeedRow>(list).map(|row| Entry {
            kind,
            key: name_key(&row.name),
            sort_name: known(row.sort_name),
            aliases: values(&row.aliases),
            demonyms: values(&row.demonyms),
            description: known(row.description),
            country: known(row.country),
            wikidata_id: known(row.wikidata_id),
            offices: values(&row.offices).iter().filter_map(|office| office.parse().ok()).collect(),
            name: row.name,
            silent: Vec::new(),
        }));
    }
    let mut publishers: Vec<PublisherEntry> = rows::<PublisherRow>(PUBLISHERS)
        .map(|row| PublisherEntry {
            aliases: values(&row.aliases),
            domains: sorted(values(&row.domains)),
            country: known(row.country),
            name: row.name,
        })
        .collect();
    // The order in which an archive hands its catalogue out, so that the two can be compared.
    entries.sort_by(|one, other| (one.kind, &one.key).cmp(&(other.kind, &other.key)));
    publishers.sort_by(|one, other| one.name.cmp(&other.name));
    Catalogue { entries, publishers }
}

/// Name of the shipped catalogue's version: the SHA-256 of its lists.
pub fn embedded_sha256() -> String {
    let mut hasher = Sha256::new();
    for list in [PUBLISHERS, PEOPLE, ORGANISATIONS, PLACES] {
        hasher.update(list.as_bytes());
    }
    crate::model::Sha256(hasher.finalize().into()).to_string()
}

/// What the shipped catalogue has to teach an archive; `None` if the archive has just this version, and no other
/// program changed an entry of it. Fails where the archive cannot be read.
pub fn lesson(archive: &Archive) -> Result<Option<Lesson>> {
    let sha256 = embedded_sha256();
    let catalogue = embedded();
    if archive.catalogue_sha256()?.as_deref() == Some(&sha256)
        && !archive.is_changed_elsewhere(&catalogue)?
    {
        return Ok(None);
    }
    Ok(Some(Lesson { catalogue, sha256: Some(sha256) }))
}

/// Loads the shipped catalogue into an archive that has none yet, and so no articles either. Fails where the archive
/// cannot be read or written.
pub fn load(archive: &mut Archive) -> Result<CatalogueChange> {
    let Some(lesson) = lesson(archive)? else { return Ok(CatalogueChange::default()) };
    let options = Options { learn: Some(&lesson), ..Options::default() };
    let rebuilt = rebuild(archive, options, &mut |_| {}, &|| false)?;
    Ok(rebuilt.map(|rebuilt| rebuilt.learned).unwrap_or_default())
}

fn rows<'a, R: for<'de> Deserialize<'de> + 'a>(list: &'a str) -> impl Iterator<Item = R> + 'a {
    csv::Reader::from_reader(list.as_bytes()).into_deserialize().filter_map(std::result::Result::ok)
}

/// The values in a cell of a list, which `;` parts.
pub(super) fn values(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn sorted(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values
}

/// The value of a cell; `None` where it is empty.
pub(super) fn known(cell: String) -> Option<String> {
    (!cell.is_empty()).then_some(cell)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn every_row_is_read() {
        let catalogue = embedded();
        let lines = |list: &str| csv::Reader::from_reader(list.as_bytes()).into_records().count();
        let count = |kind| catalogue.entries.iter().filter(|entry| entry.kind == kind).count();
        assert_eq!(count(EntityKind::Person), lines(PEOPLE));
        assert_eq!(count(EntityKind::Organisation), lines(ORGANISATIONS));
        assert_eq!(count(EntityKind::Place), lines(PLACES));
        assert_eq!(catalogue.publishers.len(), lines(PUBLISHERS));
        // Of offices too: one that cannot be read is left out as well.
        let listed: Vec<String> =
            rows::<SeedRow>(PEOPLE).flat_map(|row| values(&row.offices)).collect();
        let read = catalogue.entries.iter().flat_map(|entry| &entry.offices);
        assert!(listed.len() > 3000);
        assert_eq!(
            read.map(ToString::to_string).collect::<BTreeSet<_>>(),
            listed.into_iter().collect::<BTreeSet<_>>()
        );
    }

    #[test]
    fn keys_are_unique_and_a_name_means_one_entry_of_its_kind() {
        let mut seen: HashMap<(EntityKind, String), String> = HashMap::new();
        let mut shared = BTreeSet::new();
        for entry in embedded().entries {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let former = seen.insert((entry.kind, name.clone()), entry.name.clone());
                if former.is_some_and(|former| former != entry.name) {
                    shared.insert(name.clone());
                }
            }
        }
        // A text must say which of their owners it means.
        assert_eq!(
            shared.into_iter().collect::<Vec<_>>(),
            ["ABC", "ABC News", "LSE", "Labour Party"]
        );
        let mut keys: Vec<_> =
            embedded().entries.into_iter().map(|entry| (entry.kind, entry.key)).collect();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert!(keys.iter().all(|(_, key)| !key.is_empty()));
    }

    #[test]
    fn publishers_share_no_name_and_no_domain() {
        let mut seen = HashMap::new();
        for publisher in embedded().publishers {
            let names = std::iter::once(&publisher.name)
                .chain(&publisher.aliases)
                .map(|name| ("name", name));
            for word in names.chain(publisher.domains.iter().map(|domain| ("domain", domain))) {
                let former = seen.insert((word.0, word.1.clone()), publisher.name.clone());
                assert!(former.is_none(), "{word:?} is both {former:?} and {}", publisher.name);
            }
        }
    }
}
