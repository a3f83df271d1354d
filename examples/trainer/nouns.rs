//! The German nouns of every day, from the table of the package `german-nouns` (made of the German Wiktionary).
//!
//! German writes every noun with a capital, so that a capital says little; that a word is listed as a noun, and
//! nowhere as a name, says more.

use std::collections::{BTreeSet, HashSet};
use std::error::Error;
use std::path::Path;

use cuttings::names::tagger::{is_one_token, word_key};

/// Columns of forms begin so.
const CASES: [&str; 4] = ["nominativ", "genitiv", "dativ", "akkusativ"];

/// What a word is besides a noun where it is a name, or part of a longer one.
const NAMES: [&str; 6] =
    ["Nachname", "Vorname", "Toponym", "Eigenname", "Straßenname", "Abkürzung"];

/// Hashes of all forms of the nouns that are no names, in order.
pub fn read(path: &Path) -> Result<Vec<u64>, Box<dyn Error>> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    let header = table.headers()?.clone();
    let forms: Vec<usize> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| *name == "lemma" || CASES.iter().any(|case| name.starts_with(case)))
        .map(|(at, _)| at)
        .collect();
    let kind = header.iter().position(|name| name == "pos").ok_or("no column `pos`")?;
    let (mut nouns, mut names) = (BTreeSet::new(), HashSet::new());
    for row in table.records() {
        let row = row?;
        let is_name =
            row.get(kind).unwrap_or_default().split(',').any(|kind| NAMES.contains(&kind));
        let words = forms.iter().filter_map(|&at| row.get(at)).filter(|word| {
            word.chars().next().is_some_and(char::is_uppercase) && is_one_token(word)
        });
        for word in words {
            if is_name {
                names.insert(word_key(word));
            } else {
                nouns.insert(word_key(word));
            }
        }
    }
    Ok(nouns.into_iter().filter(|noun| !names.contains(noun)).collect())
}
