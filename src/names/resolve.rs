//! Whom a name means: the catalogue's entry of that name, or an entity named by the text itself.
//!
//! Resolution is a function of the name and the catalogue, never of other articles. A name that two
//! entries of one kind share, and that is the main name of neither, means neither. Where no name is
//! the same letter by letter, an organisation is looked up by what is left without spelling, legal form
//! and country (`keys`), and a person without middle initials. Who is named by office and family name alone,
//! `offices` says.

use std::collections::{HashMap, HashSet};

use super::keys::{organisation_key, with_country};
use super::offices::Offices;
use super::tokens;
use super::words::{self, Class};
use crate::model::{Catalogue, EntityKind, EntityName, Entry, Rule};
use crate::text::normalise::name_key;

/// Entries by the key of their names and aliases.
#[derive(Default)]
pub struct Directory {
    entries: Vec<EntityName>,
    /// Sort names of people, by entry: `Peters, Winston` says which part is the surname.
    sort_names: Vec<Option<String>>,
    /// Keys of the main names, by entry.
    keys: Vec<String>,
    /// ISO 3166-1 codes, by kind and key.
    countries: [HashMap<String, String>; 3],
    by_key: [HashMap<String, Named>; 3],
    /// Entries that share an alias, by kind and key of it.
    sharing: [HashMap<String, Vec<u32>>; 3],
    /// Folds of the words that tell an entry from others: of its name and description.
    telling: HashMap<u32, Vec<u64>>,
    /// Organisations by the keys of `keys`.
    by_broad_key: HashMap<String, Named>,
    /// Keys of the organisations.
    organisations: HashSet<String>,
    offices: Offices,
    /// People by first and last name, with the initials between them that a name or alias has.
    by_pair: HashMap<String, Vec<(u32, String)>>,
    /// Keys of family names of people.
    surnames: HashSet<String>,
}

/// What a key names. Main names outrank aliases.
#[derive(Clone, Copy)]
enum Named {
    Name(u32),
    Alias(u32),
    Several,
}

impl Directory {
    /// The names of a catalogue, made ready to be looked up.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut directory = Self::default();
        for (index, entry) in catalogue.entries.iter().enumerate() {
            let index = index as u32;
            directory.entries.push(EntityName {
                kind: entry.kind,
                key: entry.key.clone(),
                name: entry.name.clone(),
            });
            directory.sort_names.push(entry.sort_name.clone());
            if let Some(country) = &entry.country {
                directory.countries[slot(entry.kind)].insert(entry.key.clone(), country.clone());
            }
            let key = name_key(&entry.name);
            directory.keys.push(key.clone());
            let by_key = &mut directory.by_key[slot(entry.kind)];
            by_key
                .entry(key)
                .and_modify(|named| {
                    *named = match *named {
                        Named::Name(_) => Named::Several,
                        _ => Named::Name(index),
                    }
                })
                .or_insert(Named::Name(index));
            let sharing = &mut directory.sharing[slot(entry.kind)];
            for alias in &entry.aliases {
                by_key
                    .entry(name_key(alias))
                    .and_modify(|named| {
                        if let Named::Alias(other) = *named
                            && other != index
                        {
                            sharing.insert(name_key(alias), vec![other]);
                            *named = Named::Several;
                        }
                        if let (Named::Several, Some(list)) =
                            (*named, sharing.get_mut(&name_key(alias)))
                        {
                            list.push(index);
                        }
                    })
                    .or_insert(Named::Alias(index));
            }
            match entry.kind {
                EntityKind::Organisation => directory.add_organisation(index, entry),
                EntityKind::Person => directory.add_person(index, entry),
                EntityKind::Place => {}
            }
        }
        directory.tell_apart(catalogue);
        directory
    }

    /// Keeps the words of entries that share an alias.
    fn tell_apart(&mut self, catalogue: &Catalogue) {
        for &index in self.sharing.iter().flat_map(HashMap::values).flatten() {
            let Some(entry) = catalogue.entries.get(index as usize) else { continue };
            let text =
                format!("{} {}", entry.name, entry.description.as_deref().unwrap_or_default());
            let words = tokens::tokenise(&text);
            let folds = words
                .iter()
                .map(|token| token.fold)
                .filter(|&fold| fold != 0 && !words::class(fold).any(Class::FUNCTION));
            self.telling.insert(index, folds.collect());
        }
    }

    /// The entries that share this alias; none where one has it alone.
    pub fn sharing(&self, kind: EntityKind, surface: &str) -> &[u32] {
        if self.sharing[slot(kind)].is_empty() {
            return &[];
        }
        self.sharing[slot(kind)].get(&name_key(surface)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Folds of the words of an entry that shares an alias.
    pub fn telling(&self, entry: u32) -> &[u64] {
        self.telling.get(&entry).map(Vec::as_slice).unwrap_or_default()
    }

    fn add_organisation(&mut self, index: u32, entry: &Entry) {
        self.organisations.insert(entry.key.clone());
        let country = entry.country.as_deref().unwrap_or_default();
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let key = organisation_key(name);
            for key in with_country(&key, country).into_iter().chain([key]) {
                self.by_broad_key
                    .entry(key)
                    .and_modify(|named| {
                        if matches!(*named, Named::Alias(other) if other != index) {
                            *named = Named::Several;
                        }
                    })
                    .or_insert(Named::Alias(index));
            }
        }
    }

    fn add_person(&mut self, index: u32, entry: &Entry) {
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let key = name_key(name);
            if let Some((pair, initials)) = pair_of(&key) {
                self.by_pair.entry(pair).or_default().push((index, initials));
            }
        }
        let Some(surname) = self.surname(index).map(name_key) else { return };
        self.surnames.insert(surname.clone());
        self.offices.add(index, &surname, entry);
    }

    /// Who held which office, and when.
    pub fn offices(&self) -> &Offices {
        &self.offices
    }

    /// The entry that `surface` names, and none if several might be meant.
    pub fn find(&self, kind: EntityKind, surface: &str) -> Option<u32> {
        let own = self.by_key[slot(kind)].get(&name_key(surface));
        let broad = || self.by_broad_key.get(&organisation_key(surface));
        match own.or_else(|| (kind == EntityKind::Organisation).then(broad).flatten())? {
            Named::Name(entry) | Named::Alias(entry) => Some(*entry),
            Named::Several => None,
        }
    }

    /// The one person whose first and last name these are, with one initial between them that no known
    /// name of that person contradicts: `Mary L. Tzelko` for Mary Tzelko.
    pub fn find_by_initials(&self, surface: &str) -> Option<u32> {
        let key = name_key(surface);
        let (pair, initials) = pair_of(&key)?;
        let initial_only = initials.len() + pair.len() + 1 == key.len() && !initials.is_empty();
        let known = self.by_pair.get(&pair).filter(|_| initial_only)?;
        let (entry, _) = known.first()?;
        let one_person = known.iter().all(|(other, _)| other == entry);
        let mut middles = known.iter().map(|(_, own)| own).filter(|own| !own.is_empty()).peekable();
        let agrees = middles.peek().is_none() || middles.any(|own| *own == initials);
        (one_person && agrees).then_some(*entry)
    }

    /// The rule by which `surface` names an entry.
    pub fn rule(&self, entry: u32, kind: EntityKind, surface: &str) -> Rule {
        let listed = || self.by_key[slot(kind)].contains_key(&name_key(surface));
        let spelled_otherwise = || {
            self.find(kind, surface) == Some(entry) || self.find_by_initials(surface) == Some(entry)
        };
        if self.is_main_name(entry, surface) {
            Rule::CatalogueName
        } else if !listed() && spelled_otherwise() {
            Rule::FullName
        } else {
            Rule::CatalogueAlias
        }
    }

    /// The entity of someone whom the catalogue does not know, from the fullest form in the article.
    /// Its key is never that of an entry that the name does not mean.
    pub fn automatic(&self, kind: EntityKind, form: &str) -> EntityName {
        let mut entity = automatic(kind, form);
        if kind == EntityKind::Organisation && self.organisations.contains(&entity.key) {
            entity.key = name_key(&entity.name);
        }
        entity
    }

    /// The country of an entry, or in which it lies.
    pub fn country(&self, entity: &EntityName) -> Option<&str> {
        self.countries[slot(entity.kind)].get(&entity.key).map(String::as_str)
    }

    /// The catalogue entry with this index.
    pub fn entity(&self, entry: u32) -> Option<&EntityName> {
        self.entries.get(entry as usize)
    }

    /// The family name of a person of the catalogue, as its sort name has it.
    pub fn surname(&self, entry: u32) -> Option<&str> {
        let sort_name = self.sort_names.get(entry as usize)?.as_deref()?;
        let (surname, _) = sort_name.split_once(',')?;
        Some(surname.trim())
    }

    /// Whether somebody of the catalogue has this family name.
    pub fn has_surname(&self, name: &str) -> bool {
        self.surnames.contains(&name_key(name))
    }

    /// Whether `surface` is the entry's main name.
    pub fn is_main_name(&self, entry: u32, surface: &str) -> bool {
        self.entity(entry).is_some_and(|entity| {
            entity.name == surface || self.keys[entry as usize] == name_key(surface)
        })
    }
}

fn slot(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organisation => 1,
        EntityKind::Place => 2,
    }
}

/// First and last name out of the key of a person's name, and the initials of what stands between.
fn pair_of(key: &str) -> Option<(String, String)> {
    let (first, rest) = key.split_once(' ')?;
    let (middle, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
    let initials = middle.split(' ').filter_map(|word| word.chars().next()).collect();
    Some((format!("{first} {last}"), initials))
}

/// The name under which an entity is kept that no catalogue has.
pub(super) fn automatic(kind: EntityKind, form: &str) -> EntityName {
    // Of no width: soft hyphens and where a line may break.
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let form: String = form.chars().filter(seen).collect();
    let name = mixed_case(kind, &form.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut key = match kind {
        EntityKind::Organisation => organisation_key(&name),
        _ => name_key(&name),
    };
    if key.is_empty() {
        key.clone_from(&name);
    }
    EntityName { kind, key, name }
}

/// A name printed all in capitals, as it is written elsewhere: `KATHLEEN O'NEILL-VAN DER BERG` as
/// `Kathleen O'Neill-van der Berg`. A name with a small letter in it, and an acronym, stay.
pub fn mixed_case(kind: EntityKind, name: &str) -> String {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let several_words = name.contains(' ');
    if letters().any(|c| c.is_lowercase()) {
        // `Antonio GUTERRES`: one word in capitals in the name of a person.
        if kind != EntityKind::Person || !several_words {
            return name.to_owned();
        }
        let words: Vec<String> = name
            .split(' ')
            .map(|word| {
                let shouted = word.chars().count() >= 3
                    && !word.contains('.')
                    && word.chars().all(|c| !c.is_lowercase())
                    && !words::class(tokens::fold(word)).any(Class::NAME_SUFFIX);
                if shouted { capitalised(word) } else { word.to_owned() }
            })
            .collect();
        return words.join(" ");
    }
    if !several_words && (kind != EntityKind::Person || letters().count() < 3) {
        return name.to_owned();
    }
    let words: Vec<String> = name
        .split(' ')
        .enumerate()
        .map(|(position, word)| {
            let class = words::class(tokens::fold(word));
            if word.contains('.') || class.any(Class::NAME_SUFFIX) && word.starts_with('I') {
                word.to_owned()
            } else if position > 0
                && (kind == EntityKind::Person && class.any(Class::PARTICLE)
                    || kind != EntityKind::Person && class.any(Class::FUNCTION))
            {
                word.to_lowercase()
            } else {
                capitalised(word)
            }
        })
        .collect();
    words.join(" ")
}

/// One word with a capital first, after a hyphen, after an apostrophe and after `Mc`.
fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut start = true;
    let mut letters_in_part = 0;
    let mut written = 0;
    let is_long = word.chars().nth(3).is_some();
    for character in word.chars() {
        let from = out.len();
        if start {
            out.extend(character.to_uppercase());
        } else {
            out.extend(character.to_lowercase());
        }
        // Counted here, or each apostrophe counts all letters before it: `O'O'O'…`.
        written += out[from..].chars().count();
        letters_in_part = if character.is_alphabetic() { letters_in_part + 1 } else { 0 };
        let apostrophe = matches!(character, '\'' | '’' | '\u{2bc}');
        start = !character.is_alphanumeric() && (!apostrophe || written <= 2)
            || letters_in_part == 2 && out.ends_with("Mc") && is_long;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_mixed_case() {
        for (kind, printed, expected) in [
            (EntityKind::Person, "KATHLEEN BENOZA", "Kathleen Benoza"),
            (EntityKind::Person, "SEAN O'NEILL", "Sean O'Neill"),
            (EntityKind::Person, "MIRA RAPP-HOOPER", "Mira Rapp-Hooper"),
            (EntityKind::Person, "ANNA VAN DER BERG", "Anna van der Berg"),
            (EntityKind::Person, "ROB MCDONALD", "Rob McDonald"),
            (EntityKind::Person, "J. K. ROA III", "J. K. Roa III"),
            (EntityKind::Person, "Antonio GUTERRES", "Antonio Guterres"),
            (EntityKind::Person, "Winston Peters", "Winston Peters"),
            (EntityKind::Organisation, "AUKUS", "AUKUS"),
            (EntityKind::Organisation, "MINISTRY OF DEFENCE", "Ministry of Defence"),
        ] {
            assert_eq!(mixed_case(kind, printed), expected);
        }
    }

    #[test]
    fn a_shared_alias_means_nobody() {
        let person = |name: &str, alias: &str| Entry {
            kind: EntityKind::Person,
            key: name_key(name),
            name: name.to_owned(),
            sort_name: None,
            aliases: vec![alias.to_owned()],
            demonyms: Vec::new(),
            description: None,
            country: None,
            wikidata_id: None,
            offices: Vec::new(),
            silent: Vec::new(),
        };
        let directory = Directory::new(&Catalogue {
            entries: vec![person("Ana Roa", "Roa"), person("Tom Roa", "Roa")],
            publishers: Vec::new(),
        });
        assert_eq!(directory.find(EntityKind::Person, "Roa"), None);
        assert_eq!(directory.find(EntityKind::Person, "ANA ROA"), Some(0));
        assert_eq!(directory.find(EntityKind::Organisation, "Ana Roa"), None);
    }

    fn entry(kind: EntityKind, name: &str, country: &str, aliases: &[&str]) -> Entry {
        Entry {
            kind,
            key: name_key(name),
            name: name.to_owned(),
            sort_name: None,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            demonyms: Vec::new(),
            description: None,
            country: (!country.is_empty()).then(|| country.to_owned()),
            wikidata_id: None,
            offices: Vec::new(),
            silent: Vec::new(),
        }
    }

    fn directory(entries: Vec<Entry>) -> Directory {
        Directory::new(&Catalogue { entries, publishers: Vec::new() })
    }

    #[test]
    fn an_organisation_is_found_in_other_spellings() {
        let organisation = EntityKind::Organisation;
        let directory = directory(vec![
            entry(organisation, "Department of Reefs", "US", &[]),
            entry(organisation, "United Kingdom Reef Office", "GB", &[]),
            entry(organisation, "Department of Trade", "IE", &[]),
            entry(organisation, "Tzelko Holdings Ltd", "", &[]),
            entry(organisation, "Dunmore Labour Party", "", &[]),
            entry(organisation, "Ministry of Defence", "GB", &[]),
            entry(organisation, "Ministry of Defense", "CL", &[]),
        ]);
        for (surface, expected) in [
            ("U.S. Department of Reefs", Some(0)),
            ("United States Department of Reefs", Some(0)),
            ("Department of Reefs", Some(0)),
            ("UK Department of Reefs", None),
            ("UK Reef Office", Some(1)),
            ("Reef Office", None),
            ("US Department of Trade", None),
            ("Tzelko Holdings", Some(3)),
            ("Tzelko Holdings plc", Some(3)),
            ("Dunmore Labor Party", Some(4)),
            ("Ministry of Defence", Some(5)),
            ("Ministry of Defense", Some(6)),
            ("UK Ministry of Defence", Some(5)),
        ] {
            assert_eq!(directory.find(organisation, surface), expected, "{surface}");
        }
    }

    #[test]
    fn a_middle_initial_is_no_other_person() {
        let person = EntityKind::Person;
        let directory = directory(vec![
            entry(person, "Mary Tzelko", "", &[]),
            entry(person, "Tom Hale", "", &["Tom Quincy Hale"]),
            entry(person, "Ana Roa", "", &[]),
            entry(person, "Ana Maria Roa", "", &[]),
        ]);
        for (surface, expected) in [
            ("Mary L. Tzelko", Some(0)),
            ("Mary L Tzelko", Some(0)),
            ("Mary Louise Tzelko", None),
            ("Tom Q. Hale", Some(1)),
            ("Tom R. Hale", None),
            ("Ana M. Roa", None),
            ("Mary Tzelko", None),
            ("М. L. Tzelko", None),
        ] {
            assert_eq!(directory.find_by_initials(surface), expected, "{surface}");
        }
        assert_eq!(directory.rule(0, person, "Mary L. Tzelko"), Rule::FullName);
        assert_eq!(directory.rule(1, person, "Tom Quincy Hale"), Rule::CatalogueAlias);
        assert_eq!(directory.rule(0, person, "MARY TZELKO"), Rule::CatalogueName);
    }

    #[test]
    fn automatic_entries_have_the_key_of_their_own_name() {
        let organisation = EntityKind::Organisation;
        let directory = directory(vec![
            entry(organisation, "Labor Party", "AU", &[]),
            entry(organisation, "Old Labour", "GB", &["Labour Party"]),
            entry(organisation, "New Labour", "NZ", &["Labour Party"]),
        ]);
        let key = |kind, name: &str| directory.automatic(kind, name).key;
        assert_eq!(key(organisation, "Tzelko Holdings Ltd"), "tzelko holdings");
        assert_eq!(key(organisation, "United States Reef Office"), "us reef office");
        // Nobody can tell which, and it is not the Australian one.
        assert_eq!(directory.find(organisation, "Labour Party"), None);
        assert_eq!(key(organisation, "Labour Party"), "labour party");
        assert_ne!(key(EntityKind::Person, "Mary L. Roa"), key(EntityKind::Person, "Mary Roa"));
    }
}
