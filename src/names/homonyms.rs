//! A name of the catalogue that an article gives to somebody else.
//!
//! The catalogue's Tomas Halden is of Norway; an article about `Australia's transport minister, Tomas
//! Halden` is about another man. Only an office that people hold in their own country says so: an
//! ambassador, a coach or a scholar may be anywhere. What must stay true: without such an office in
//! the article itself a name keeps its meaning, and the namesake of one country is one entity in all
//! articles.

use std::collections::{BTreeMap, BTreeSet};

use super::passage::{Known, Passage};
use super::resolve::Directory;
use super::tokens::{Gap, Token};
use crate::model::{EntityKind, EntityName, Mention, Role, RoleRule, Rule};
use crate::text::normalise::name_key;

/// Words of the offices that are held at home and for the whole country: `Georgia's senator` is of another
/// Georgia.
const OFFICES: [&str; 5] = ["minister", "president", "premier", "chancellor", "mp"];

/// Words beside them that say that it is held elsewhere, or of what it is.
const ABROAD: [&str; 5] = ["ambassador", "envoy", "consul", "counterpart", "representative"];

/// How sure a title and its country must be to tell two people apart.
const SURE: f64 = 0.7;

/// Gives mentions of a person of the catalogue to a namesake, where the body says by an office that it is
/// one: its own `mentions`, and those `around` it in head and captions.
pub fn part(
    passage: &Passage,
    mentions: &mut [Mention],
    around: &mut [Mention],
    roles: &[Role],
    directory: &Directory,
) {
    // By key of the person: the places in which the article lets them hold office.
    let mut held: BTreeMap<String, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for role in roles {
        let stands = matches!(role.rule, RoleRule::Before | RoleRule::Apposition)
            && role.confidence >= SURE
            && is_held_at_home(&role.title)
            && is_of_the_word_before(passage, role);
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
        for mention in mentions.iter_mut().chain(around.iter_mut()) {
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

/// `Australia's president`, `Australian President`: a place further off may be where something happened.
fn is_of_the_word_before(passage: &Passage, role: &Role) -> bool {
    let starts = |token: &Token| (token.start_char as usize).cmp(&role.start_char);
    let Ok(first) = passage.tokens.binary_search_by(starts) else { return false };
    let Some(before) = first.checked_sub(1) else { return false };
    passage.tokens[first].gap == Gap::Space
        && (passage.is_possessive(before) || passage.is_known(before, Known::DEMONYM))
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
            offices: Vec::new(),
            silent: Vec::new(),
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
            ("Australian Premier Tomas Halden spoke. Halden left.", "Tomas Halden (Australia)"),
            ("Back from Australia, President Tomas Halden spoke.", "Tomas Halden"),
            ("Australian Senator Tomas Halden spoke.", "Tomas Halden"),
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
