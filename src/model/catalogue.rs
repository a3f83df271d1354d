//! What is known before reading: the catalogue of publishers, people, organisations and places.

use std::fmt;
use std::str::FromStr;

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
    /// Of people: what they were, and when.
    pub offices: Vec<Office>,
    /// Those of `name` and `aliases` that denote it and are not looked for in texts: the names of automatic
    /// entries that a ruling merged or split. The recogniser finds such a name by itself, and only it can
    /// tell whether `Ford` is the man or the firm.
    pub silent: Vec<String>,
}

/// An office that somebody held, for one term.
///
/// As text `Treasurer of Australia 2019-2022`, `… since 2022`, `… until 1993`, `… 2023` for a single year, or
/// without years where nobody says when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Office {
    /// `Treasurer of Australia`.
    pub office: String,
    /// The first year of the term, where it is known.
    pub from_year: Option<i32>,
    /// Its last year; `None` where it goes on or nobody says.
    pub until_year: Option<i32>,
}

impl Office {
    /// Whether it was held in that year, as far as is known.
    pub fn is_held_in(&self, year: i32) -> bool {
        self.from_year.is_none_or(|from| from <= year)
            && self.until_year.is_none_or(|until| year <= until)
    }
}

impl fmt::Display for Office {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.office)?;
        match (self.from_year, self.until_year) {
            (Some(from), Some(until)) if from == until => write!(out, " {from}"),
            (Some(from), Some(until)) => write!(out, " {from}-{until}"),
            (Some(from), None) => write!(out, " since {from}"),
            (None, Some(until)) => write!(out, " until {until}"),
            (None, None) => Ok(()),
        }
    }
}

impl FromStr for Office {
    type Err = String;

    /// Fails with the reason where a term ends before it begins or where years stand without an office.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (office, last) = text.rsplit_once(' ').unwrap_or(("", text));
        let year = |part: &str| {
            let is_year = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            is_year.then(|| part.parse::<i32>().ok()).flatten()
        };
        let (office, from_year, until_year) = match (year(last), last.split_once('-')) {
            (Some(own), _) => match office.rsplit_once(' ').unwrap_or(("", office)) {
                (office, "since") => (office, Some(own), None),
                (office, "until") => (office, None, Some(own)),
                _ => (office, Some(own), Some(own)),
            },
            (None, Some((from, until))) if year(from).is_some() && year(until).is_some() => {
                (office, year(from), year(until))
            }
            _ => (text, None, None),
        };
        if office.is_empty() {
            return Err(format!("`{text}` names no office"));
        }
        if until_year.is_some_and(|until| from_year.is_some_and(|from| until < from)) {
            return Err(format!("`{text}` ends before it begins"));
        }
        Ok(Self { office: office.to_owned(), from_year, until_year })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_read_as_it_is_written() {
        for text in [
            "Treasurer of Australia 2019-2022",
            "Foreign Minister of Japan since 2025",
            "Vice President of the United States until 1993",
            "Deputy Prime Minister of New Zealand 2023",
            "Leader of the Opposition",
        ] {
            let office: Office = text.parse().expect(text);
            assert_eq!(office.to_string(), text);
        }
        let term: Office = "Treasurer of Australia 2019-2022".parse().expect("an office");
        assert_eq!((term.from_year, term.until_year), (Some(2019), Some(2022)));
        assert!(term.is_held_in(2022) && !term.is_held_in(2023));
        assert_eq!("2019-2022".parse::<Office>(), Err("`2019-2022` names no office".to_owned()));
        assert!("Treasurer 2022-2019".parse::<Office>().is_err_and(|why| why.contains("before")));
        assert!("since 2019".parse::<Office>().is_err());
    }
}
