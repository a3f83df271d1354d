//! Given names that the program knows by themselves, for telling a person's name from other words with capitals.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::normalise::name_key;

/// `name,mostly`: a given name, and whether mostly a man or a woman has it.
pub const LIST: &str = include_str!("../../seeds/given_names.csv");

/// Keys of the names.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = LIST.lines().skip(1).filter_map(|line| line.split(',').next());
    names.map(name_key).collect()
});

/// Whether a word is a given name; of `Anne-Marie` the first part is asked as well.
pub fn is_known(word: &str) -> bool {
    let known = |word: &str| NAMES.contains(&name_key(word));
    known(word) || word.split_once('-').is_some_and(|(first, _)| known(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_are_known_in_any_case() {
        for (word, expected) in
            [("Aaron", true), ("AARON", true), ("Aaron-Xyz", true), ("Harbour", false), ("", false)]
        {
            assert_eq!(is_known(word), expected, "{word}");
        }
    }
}
