//! What is known of the people of a text before it is read for who speaks: who shares a surname, who is a woman or
//! a man.
//!
//! What must stay true: this is evidence for whom a name or a pronoun means, and nothing else.

use std::collections::HashMap;

use super::lists::Part;
use super::reading::Reading;
use crate::model::{EntityKind, Gender};
use crate::names::tokens;

/// Whether one or several people have a surname.
pub struct Bearers<'p> {
    key: &'p str,
    pub several: bool,
}

/// The surnames of those who are named in full.
pub fn bearers<'p>(reading: &Reading<'p>) -> HashMap<u64, Bearers<'p>> {
    let mut bearers: HashMap<u64, Bearers<'p>> = HashMap::new();
    for (mention, named) in reading.mentions.iter().zip(&reading.named) {
        if named.kind != EntityKind::Person || named.end < named.first + 2 {
            continue;
        }
        let key = mention.entity.key.as_str();
        let fold = reading.passage.tokens[named.end - 1].fold;
        let known = bearers.entry(fold).or_insert(Bearers { key, several: false });
        known.several |= known.key != key;
    }
    bearers
}

/// What the article and the lists of given names tell about each person.
pub fn genders<'p>(reading: &Reading<'p>) -> HashMap<&'p str, Gender> {
    let mut genders = HashMap::new();
    for (mention, named) in reading.mentions.iter().zip(&reading.named) {
        if named.kind != EntityKind::Person {
            continue;
        }
        let mut before = named.first.wrapping_sub(1);
        if reading.is_mark(before, &['.']) {
            before = before.wrapping_sub(1);
        }
        let honorific = before < named.first && reading.passage.is_capitalised(before)
            || reading.is(before, Part::SPOKESPERSON);
        let told = honorific.then(|| gender_of(reading, before)).flatten();
        let name = mention.entity.name.as_str();
        let given = || {
            let (given, _) = name.split_once([' ', '-'])?;
            of_part(reading.table.part(tokens::fold(given)))
        };
        if let Some(gender) = told {
            genders.insert(mention.entity.key.as_str(), gender);
        } else if let Some(gender) = given() {
            genders.entry(mention.entity.key.as_str()).or_insert(gender);
        }
    }
    genders
}

/// What the word at a token tells: a pronoun, a title, a given name.
pub fn gender_of(reading: &Reading, at: usize) -> Option<Gender> {
    of_part(reading.part(at))
}

fn of_part(part: Part) -> Option<Gender> {
    if part.any(Part::WOMAN) {
        Some(Gender::Woman)
    } else if part.any(Part::MAN) {
        Some(Gender::Man)
    } else {
        None
    }
}
