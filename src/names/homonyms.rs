//! A name of the catalogue that an article gives to somebody else.
//!
//! The catalogue's Tomas Halden is of Norway; an article about `Australia's transport minister, Tomas
//! Halden` is about another man. Only an office that people hold in their own country says so: an
//! ambassador, a coach or a scholar may be anywhere. What must stay true: without such an office in
//! the article itself a name keeps its meaning, and the namesake of one country is one entity in all
//! articles.

use std::collections::{BTreeMap, BTreeSet};

use super::resolve::Directory;
use crate::model::{EntityKind, EntityName, Mention, Role, RoleRule, Rule};
use crate::text::normalise::name_key;

/// Words of the offices that are held at home.
const OFFICES: [&str; 12] = [
    "minister",
    "president",
    "premier",
    "chancellor",
    "senator",
    "mp",
    "lawmaker",
    "congressman",
    "congresswoman",
    "mayor",
    "judge",
    "justice",
];

/// Titles that have such a word in them and are held abroad, or by a body of many countries.
const ABROAD: [&str; 5] = ["ambassador", "envoy", "consul", "counterpart", "representative"];

/// How sure a title and its country must be to tell two people apart.
const SURE: f64 = 0.7;

/// Gives mentions of a person of the catalogue to a namesake, where the article says by an office that
/// it is one.
pub fn part(mentions: &mut [Mention], roles: &[Role], directory: &Directory) {
    // By key of the person: the places in which the article lets them hold office.
    let mut held: BTreeMap<String, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for role in roles {
        let stands = matches!(role.rule, RoleRule::Before | RoleRule::Apposition)
            && role.confidence >= SURE
            && is_held_at_home(&role.title);
        let place = role.held_in.as_ref().filter(|held| held.kind == EntityKind::Place);
        let (true, Some(place)) = (stands, place) else { continue };
        let Some(country) = directory.country(place) else { continue };
        let at = mentions.binary_search_by_key(&role.person_mention, |mention| mention.start_char);
        if let Ok(at) = at {
            let person = mentions[at].entity.key.clone();
            held.entry(person).or_default().insert((country, place.name.as_str()));
        }
    }
    for (key, held) in held {
        let person = EntityName { kind: EntityKind::Person, key, name: String::new() };
        let Some(own) = directory.country(&person) else { continue };
        let mut places = held.iter();
        let (Some((_, place)), true) =
            (places.next(), held.iter().all(|(country, _)| *country != own))
        else {
            continue;
        };
        // Offices in two countries say nothing: one of them was read wrongly.
        if places.any(|(_, other)| other != place) {
            continue;
        }
        for mention in mentions.iter_mut() {
            if mention.entity.kind == EntityKind::Person && mention.entity.key == person.key {
                let name = format!("{} ({place})", mention.entity.name);
                let key = name_key(&name);
                mention.entity = EntityName { kind: EntityKind::Person, key, name };
                if matches!(mention.rule, Rule::CatalogueName | Rule::CatalogueAlias) {
                    mention.rule = Rule::FullName;
                }
            }
        }
    }
}

fn is_held_at_home(title: &str) -> bool {
    let has = |words: &[&str]| {
        title
            .split_whitespace()
            .any(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
    };
    has(&OFFICES) && !has(&ABROAD)
}

#[cfg(test)]
mod tests {
    use super::super::Recogniser;
    use crate::model::{Catalogue, EntityKind, Entry, Head};
    use crate::text::normalise::name_key;

    fn entry(kind: EntityKind, name: &str, demonym: &[&str], country: &str) -> Entry {
        Entry {
            kind,
            key: name_key(name),
            name: name.to_owned(),
            sort_name: None,
            aliases: Vec::new(),
            demonyms: demonym.iter().map(|&demonym| demonym.to_owned()).collect(),
            description: None,
            country: Some(country.to_owned()),
            wikidata_id: None,
        }
    }

    #[test]
    fn an_office_in_another_country_is_a_namesake_s() {
        let mut entries = vec![
            entry(EntityKind::Person, "Tomas Halden", &[], "NO"),
            entry(EntityKind::Place, "Norway", &["Norwegian"], "NO"),
            entry(EntityKind::Place, "Australia", &["Australian"], "AU"),
        ];
        entries.sort();
        let recogniser = Recogniser::new(&Catalogue { entries, publishers: Vec::new() });
        for (text, who) in [
            ("Tomas Halden spoke on Monday.", "Tomas Halden"),
            ("Norway’s transport minister, Tomas Halden, spoke. Halden left.", "Tomas Halden"),
            ("Norwegian President Tomas Halden spoke. Halden left.", "Tomas Halden"),
            (
                "Tomas Halden, Australia’s transport minister, spoke. Halden left.",
                "Tomas Halden (Australia)",
            ),
            ("Australian Senator Tomas Halden spoke. Halden left.", "Tomas Halden (Australia)"),
            // Held abroad, or not in the country’s name.
            ("Australia’s ambassador, Tomas Halden, spoke.", "Tomas Halden"),
            ("Australian coach Tomas Halden spoke.", "Tomas Halden"),
            ("Former Australian minister Tomas Halden spoke.", "Tomas Halden (Australia)"),
            // Both: one was read wrongly.
            (
                "Norwegian President Tomas Halden met Australia’s president. Australian President Tomas \
                 Halden spoke.",
                "Tomas Halden",
            ),
        ] {
            let mentions = recogniser.mentions(&Head::default(), text);
            let people: Vec<&str> = mentions
                .iter()
                .filter(|mention| mention.entity.kind == EntityKind::Person)
                .map(|mention| mention.entity.name.as_str())
                .collect();
            assert!(
                !people.is_empty() && people.iter().all(|name| *name == who),
                "{text}: {people:?}"
            );
        }
    }
}
