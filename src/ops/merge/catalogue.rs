//! The catalogues of several archives as one.
//!
//! No instant is known of an entry. So names are added up, and of two values the one here stands, or, where only other
//! archives have the entry, the lesser one: which of them is named first does not matter. What stood otherwise is
//! listed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Catalogue, Entry, PublisherEntry};

/// A value that another archive has otherwise, and that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// `person`, `organisation`, `place` or `publisher`.
    pub kind: String,
    pub name: String,
    /// `description`, `country` …
    pub field: &'static str,
    pub stands: String,
    pub is_left_out: String,
}

/// What has to be added to a catalogue, or changed in it, so that it has what the others have.
pub(super) fn lesson(
    own: &Catalogue,
    others: &[Catalogue],
    differing: &mut Vec<Differing>,
) -> Catalogue {
    Catalogue {
        entries: entries(&own.entries, others, differing),
        publishers: publishers(&own.publishers, others, differing),
    }
}

fn entries(own: &[Entry], others: &[Catalogue], differing: &mut Vec<Differing>) -> Vec<Entry> {
    let known: BTreeMap<_, &Entry> =
        own.iter().map(|entry| ((entry.kind, entry.key.as_str()), entry)).collect();
    let mut theirs: Vec<&Entry> = others.iter().flat_map(|other| &other.entries).collect();
    theirs.sort();
    let mut all: BTreeMap<_, Entry> = BTreeMap::new();
    for entry in theirs {
        let key = (entry.kind, entry.key.as_str());
        let own = known.get(&key);
        if own.is_some_and(|own| is_same(own, entry)) {
            continue;
        }
        let one = all.entry(key).or_insert_with(|| (*own.unwrap_or(&entry)).clone());
        add(one, entry, differing);
    }
    all.retain(|key, one| !known.get(key).is_some_and(|own| is_same(own, one)));
    all.into_values().collect()
}

fn publishers(
    own: &[PublisherEntry],
    others: &[Catalogue],
    differing: &mut Vec<Differing>,
) -> Vec<PublisherEntry> {
    let known: BTreeMap<&str, &PublisherEntry> =
        own.iter().map(|one| (one.name.as_str(), one)).collect();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for one in own {
        owners.extend(one.domains.iter().map(|domain| (domain.as_str(), one.name.as_str())));
    }
    let mut theirs: Vec<&PublisherEntry> =
        others.iter().flat_map(|other| &other.publishers).collect();
    theirs.sort();
    let mut all: BTreeMap<&str, PublisherEntry> = BTreeMap::new();
    for publisher in theirs {
        let name = publisher.name.as_str();
        let own = known.get(name);
        if own == Some(&publisher) {
            continue;
        }
        let one = all.entry(name).or_insert_with(|| match own {
            Some(own) => (*own).clone(),
            None => PublisherEntry { domains: Vec::new(), ..publisher.clone() },
        });
        add_publisher(one, publisher, &mut owners, differing);
    }
    all.retain(|name, one| known.get(name).is_none_or(|own| *own != one));
    all.into_values().collect()
}

/// Whether two entries say the same; which names are not looked for follows from rulings.
fn is_same(one: &Entry, other: &Entry) -> bool {
    let plain = |entry: &Entry| Entry { silent: Vec::new(), ..entry.clone() };
    plain(one) == plain(other)
}

/// Adds what another entry of the same key has.
fn add(one: &mut Entry, other: &Entry, differing: &mut Vec<Differing>) {
    let (kind, name) = (one.kind.as_str(), one.name.clone());
    let mut differs = |field, stands: &str, is_left_out: &str| {
        differing.push(Differing::new(kind, &name, field, stands, is_left_out));
    };
    if one.name != other.name {
        differs("name", &one.name, &other.name);
    }
    for (field, own, theirs) in [
        ("sort_name", &mut one.sort_name, &other.sort_name),
        ("description", &mut one.description, &other.description),
        ("country", &mut one.country, &other.country),
        ("wikidata_id", &mut one.wikidata_id, &other.wikidata_id),
    ] {
        if let Some((stands, is_left_out)) = fill(own, theirs) {
            differs(field, &stands, &is_left_out);
        }
    }
    extend(&mut one.aliases, &other.aliases);
    extend(&mut one.demonyms, &other.demonyms);
    extend(&mut one.offices, &other.offices);
}

fn add_publisher<'o>(
    one: &mut PublisherEntry,
    other: &'o PublisherEntry,
    owners: &mut BTreeMap<&'o str, &'o str>,
    differing: &mut Vec<Differing>,
) {
    if let Some((stands, is_left_out)) = fill(&mut one.country, &other.country) {
        differing.push(Differing::new("publisher", &one.name, "country", &stands, &is_left_out));
    }
    extend(&mut one.aliases, &other.aliases);
    for domain in &other.domains {
        let owner = owners.entry(domain).or_insert(&other.name);
        if *owner == one.name {
            extend(&mut one.domains, std::slice::from_ref(domain));
        } else {
            // A domain belongs to one publisher.
            let stands = format!("{domain} is of {owner}");
            differing.push(Differing::new("publisher", &one.name, "domain", &stands, domain));
        }
    }
    one.domains.sort();
}

/// Takes a value where there is none; the two where they differ.
fn fill(own: &mut Option<String>, theirs: &Option<String>) -> Option<(String, String)> {
    match (&*own, theirs) {
        (Some(own), Some(theirs)) if own != theirs => Some((own.clone(), theirs.clone())),
        (None, Some(_)) => {
            own.clone_from(theirs);
            None
        }
        _ => None,
    }
}

/// Adds what is not there yet.
fn extend<T: Clone + PartialEq>(own: &mut Vec<T>, theirs: &[T]) {
    for one in theirs {
        if !own.contains(one) {
            own.push(one.clone());
        }
    }
}

impl Differing {
    fn new(kind: &str, name: &str, field: &'static str, stands: &str, is_left_out: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            field,
            stands: stands.to_owned(),
            is_left_out: is_left_out.to_owned(),
        }
    }
}
