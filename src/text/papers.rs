//! Names of papers and agencies that the program knows by itself, for telling a paper's name from a headline, a place
//! or a person while a text is read. Which publisher a name means is the catalogue's business.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::normalise::name_key;

/// Longer lines are no paper's name, in bytes.
const LONGEST: usize = 60;

/// No name has more words.
const MOST_WORDS: usize = 8;

/// Keys of the names and aliases that come with the program.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut rows =
        csv::Reader::from_reader(include_bytes!("../../seeds/publishers.csv").as_slice());
    // A row that cannot be read names no paper; a test reads them all.
    let rows = rows.records().filter_map(Result::ok);
    let names = rows.flat_map(|row| {
        let aliases = row.get(1).unwrap_or_default().split(';').map(name_key);
        row.get(0).map(name_key).into_iter().chain(aliases).collect::<Vec<_>>()
    });
    names.filter(|key| !key.is_empty()).collect()
});

/// Whether words are the name of a paper or an agency that comes with the program.
pub fn is_known(words: &str) -> bool {
    words.len() <= LONGEST
        && !words.ends_with(['?', '!', ',', '”'])
        && words.split(' ').take(MOST_WORDS + 1).count() <= MOST_WORDS
        && NAMES.contains(&name_key(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_that_come_with_the_program_are_known_in_any_case() {
        let rows =
            csv::Reader::from_reader(include_bytes!("../../seeds/publishers.csv").as_slice())
                .into_records()
                .collect::<Result<Vec<_>, _>>()
                .unwrap();
        assert!(rows.iter().all(|row| is_known(&row[0])));
        for (words, expected) in
            [("DIE WELT", true), ("The Age", true), ("Nobody’s Paper", false), ("", false)]
        {
            assert_eq!(is_known(words), expected, "{words}");
        }
    }
}
