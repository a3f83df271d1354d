//! What is known before reading: the catalogue of publishers, people, organisations and places.

use serde::Serialize;

use super::EntityKind;

/// A person, organisation or place of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entry {
    pub kind: EntityKind,
    /// Identity across archives; see `EntityName::key`.
    pub key: String,
    pub name: String,
    /// The form to sort by, `Peters, Winston`.
    pub sort_name: Option<String>,
    pub aliases: Vec<String>,
    /// Of places: what belongs to it (`Chinese`). Never a mention of it.
    pub demonyms: Vec<String>,
    pub description: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub wikidata_id: Option<String>,
    /// Those of `name` and `aliases` that denote it and are not looked for in texts: the names of automatic
    /// entries that a ruling merged or split. The recogniser finds such a name by itself, and only it can
    /// tell whether `Ford` is the man or the firm.
    pub silent: Vec<String>,
}

/// A publisher of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PublisherEntry {
    pub name: String,
    /// Other names and agency tags of the same publisher.
    pub aliases: Vec<String>,
    /// Host names without `www.`.
    pub domains: Vec<String>,
    pub country: Option<String>,
}

/// All of it, in a stable order: by kind and key, publishers by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Catalogue {
    pub entries: Vec<Entry>,
    pub publishers: Vec<PublisherEntry>,
}
