//! The key by which an organisation's name is compared, beyond `name_key`.
//!
//! What is only spelling is taken out: `Defence` and `Defense`, a legal form at the end, the ways to
//! write a country before the name. What must stay true: two keys are the same only where the names
//! are the same body to any reader; letters that only look alike stay apart.

use super::tokens;
use super::words::{self, Class};
use crate::text::normalise::name_key;

/// Spellings of one word; the second stands in keys.
const SPELLINGS: &[(&str, &str)] = &[
    ("defence", "defense"),
    ("labour", "labor"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("centre", "center"),
    ("centres", "centers"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("harbour", "harbor"),
    ("theatre", "theater"),
];

/// Ways to write a country before a name, with its ISO 3166-1 code; the one in keys comes first.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("US", &["us", "united states of america", "united states", "usa"]),
    ("GB", &["uk", "united kingdom"]),
    ("NZ", &["nz", "new zealand"]),
];

/// The key of an organisation: one spelling, no legal form, its country in one way.
pub fn organisation_key(name: &str) -> String {
    let plain = name_key(name);
    let mut kept: Vec<&str> = plain.split(' ').map(spelling).collect();
    while kept.last().is_some_and(|last| is_legal_form(last)) && is_telling(&kept[..kept.len() - 1])
    {
        kept.pop();
    }
    let key = kept.join(" ");
    match country_before(&key) {
        Some((written, rest)) => format!("{written} {rest}"),
        None => key,
    }
}

/// The key with the name of its country before it, where the country is one that names go with.
pub fn with_country(key: &str, code: &str) -> Option<String> {
    let (_, names) = COUNTRIES.iter().find(|(own, _)| *own == code)?;
    let written = names.first()?;
    country_before(key).is_none().then(|| format!("{written} {key}"))
}

/// The country that a key begins with, as keys have it, and what comes after.
fn country_before(key: &str) -> Option<(&'static str, &str)> {
    COUNTRIES.iter().find_map(|(_, names)| {
        let rest = names.iter().find_map(|name| key.strip_prefix(name)?.strip_prefix(' '))?;
        Some((*names.first()?, rest))
    })
}

fn spelling(word: &str) -> &str {
    SPELLINGS.iter().find(|(one, _)| *one == word).map_or(word, |(_, other)| other)
}

fn is_legal_form(word: &str) -> bool {
    words::class(tokens::fold(word)).any(Class::COMPANY)
}

/// Whether these words name a company without its legal form: more than one ordinary word, and not
/// cut off at `&`.
fn is_telling(words: &[&str]) -> bool {
    let ordinary = Class::COMMON | Class::FUNCTION | Class::HEAD | Class::CALENDAR;
    match words {
        [] | [.., "&" | "and"] => false,
        [word] => !words::class(tokens::fold(word)).any(ordinary),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_organisation_share_a_key() {
        for (one, other) in [
            ("Ministry of Defence", "Ministry of Defense"),
            ("Dunmore Labour Party", "Dunmore Labor Party"),
            ("World Reef Organisation", "World Reef Organization"),
            ("Centre for Reef Studies", "Center for Reef Studies"),
            ("Reef Programme", "The Reef Program"),
            ("Tzelko Holdings Ltd", "Tzelko Holdings"),
            ("Tzelko Holdings, Inc.", "Tzelko Holdings plc"),
            ("Tzelko Pty. Ltd.", "Tzelko"),
            ("Tzelko S.A.", "Tzelko GmbH"),
            ("U.S. Department of Reefs", "United States Department of Reefs"),
            ("UK Reef Office", "United Kingdom Reef Office"),
        ] {
            assert_eq!(organisation_key(one), organisation_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn other_organisations_have_another_key() {
        for (one, other) in [
            ("Hale & Co", "Hale"),
            ("Shell plc", "Shell"),
            ("Bank Ltd", "Bank"),
            ("US Reef Office", "UK Reef Office"),
            ("Tzelko Group", "Tzelko"),
            ("British Reef Office", "UK Reef Office"),
            ("Тzelko Ltd", "Tzelko Ltd"),
        ] {
            assert_ne!(organisation_key(one), organisation_key(other), "{one} / {other}");
        }
        assert_eq!(organisation_key("Ltd"), "ltd");
        assert_eq!(organisation_key("United States"), "united states");
    }
}
