//! Lists of names to the keys by which the recogniser looks them up.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use cuttings::names::tagger::is_ordinary;
use cuttings::names::tagger::knowledge::name_keys;

/// The lists, in the order of their bits.
const LISTS: [&str; 6] =
    ["companies", "company_short_names", "bodies", "clubs", "given_names", "surnames"];

/// Names of more words match nothing in practice.
const LONGEST: usize = 8;

/// Every name of the lists and every beginning of one: its key, and the lists that have it whole.
pub fn read(folder: &Path) -> io::Result<Vec<(u64, u16)>> {
    let mut names: HashMap<u64, u16> = HashMap::new();
    for (bit, list) in LISTS.iter().enumerate() {
        for name in fs::read_to_string(folder.join(format!("{list}.txt")))?.lines() {
            let keys = name_keys(name);
            if keys.len() > LONGEST || keys.len() > 1 && is_ordinary(name) {
                continue;
            }
            let Some((&whole, beginnings)) = keys.split_last() else { continue };
            for &beginning in beginnings {
                names.entry(beginning).or_default();
            }
            *names.entry(whole).or_default() |= 1 << bit;
        }
    }
    let mut names: Vec<(u64, u16)> = names.into_iter().collect();
    names.sort_unstable();
    Ok(names)
}
