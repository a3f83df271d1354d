//! Whom a name means: the catalogue's entry of that name, or an entity named by the text itself.
//!
//! Resolution is a function of the name and the catalogue, never of other articles. A name that two
//! entries of one kind share, and that is the main name of neither, means neither.

use std::collections::HashMap;

use super::tokens;
use super::words::{self, Class};
use crate::model::{Catalogue, EntityKind, EntityName};
use crate::text::normalise::name_key;

/// Entries by the key of their names and aliases.
#[derive(Default)]
pub struct Directory {
    entries: Vec<EntityName>,
    /// Sort names of people, by entry: `Peters, Winston` says which part is the surname.
    sort_names: Vec<Option<String>>,
    by_key: [HashMap<String, Named>; 3],
}

/// What a key names. Main names outrank aliases.
#[derive(Clone, Copy)]
enum Named {
    Name(u32),
    Alias(u32),
    Several,
}

impl Directory {
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
            let by_key = &mut directory.by_key[slot(entry.kind)];
            by_key
                .entry(name_key(&entry.name))
                .and_modify(|named| {
                    *named = match *named {
                        Named::Name(_) => Named::Several,
                        _ => Named::Name(index),
                    }
                })
                .or_insert(Named::Name(index));
            for alias in &entry.aliases {
                by_key
                    .entry(name_key(alias))
                    .and_modify(|named| {
                        if matches!(*named, Named::Alias(other) if other != index) {
                            *named = Named::Several;
                        }
                    })
                    .or_insert(Named::Alias(index));
            }
        }
        directory
    }

    /// The entry that `surface` names, and none if several might be meant.
    pub fn find(&self, kind: EntityKind, surface: &str) -> Option<u32> {
        match self.by_key[slot(kind)].get(&name_key(surface))? {
            Named::Name(entry) | Named::Alias(entry) => Some(*entry),
            Named::Several => None,
        }
    }

    pub fn entity(&self, entry: u32) -> Option<&EntityName> {
        self.entries.get(entry as usize)
    }

    /// The family name of a person of the catalogue, as its sort name has it.
    pub fn surname(&self, entry: u32) -> Option<&str> {
        let sort_name = self.sort_names.get(entry as usize)?.as_deref()?;
        let (surname, _) = sort_name.split_once(',')?;
        Some(surname.trim())
    }

    /// Whether `surface` is the entry's main name.
    pub fn is_main_name(&self, entry: u32, surface: &str) -> bool {
        self.entity(entry).is_some_and(|entity| {
            entity.name == surface || name_key(&entity.name) == name_key(surface)
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

/// The entity of someone whom the catalogue does not know, from the fullest form in the article.
pub fn automatic(kind: EntityKind, form: &str) -> EntityName {
    let name = mixed_case(kind, &form.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut key = name_key(&name);
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
    for character in word.chars() {
        if start {
            out.extend(character.to_uppercase());
        } else {
            out.extend(character.to_lowercase());
        }
        letters_in_part = if character.is_alphabetic() { letters_in_part + 1 } else { 0 };
        let apostrophe = matches!(character, '\'' | '’' | '\u{2bc}');
        start = !character.is_alphanumeric() && (!apostrophe || out.chars().count() <= 2)
            || letters_in_part == 2 && out.ends_with("Mc") && word.chars().count() > 3;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Entry;

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
        };
        let directory = Directory::new(&Catalogue {
            entries: vec![person("Ana Roa", "Roa"), person("Tom Roa", "Roa")],
            publishers: Vec::new(),
        });
        assert_eq!(directory.find(EntityKind::Person, "Roa"), None);
        assert_eq!(directory.find(EntityKind::Person, "ANA ROA"), Some(0));
        assert_eq!(directory.find(EntityKind::Organisation, "Ana Roa"), None);
    }
}
