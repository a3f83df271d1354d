//! What a file says it holds, against what is in it.

use std::collections::BTreeSet;

use crate::format::article::lines::Line;
use crate::model::RecordProblem;
use crate::text::normalise;

/// The most numbers of missing documents that are named one by one; more in a row are named from
/// first to last.
const MOST_NAMED: u32 = 20;

/// Longer tables of contents are none: databases give out 500 documents at once.
const MOST_TITLES: usize = 2_000;

/// The documents of `1..=total`, or of the stretch of it that the file says it was cut to, that are
/// not there.
pub fn missing(first: u32, last: u32, total: u32, found: &BTreeSet<u32>) -> Vec<RecordProblem> {
    let mut problems = Vec::new();
    let mut next = first;
    let ends = found.range(first..=last.max(first)).copied().chain([last.saturating_add(1)]);
    for number in ends {
        match number.saturating_sub(next) {
            0 => {}
            count if count <= MOST_NAMED => {
                problems
                    .extend((next..number).map(|gone| gap(&format!("document {gone} of {total}"))));
            }
            _ => problems.push(gap(&format!("documents {next} to {} of {total}", number - 1))),
        }
        next = next.max(number.saturating_add(1));
    }
    problems
}

/// The titles of a numbered list: `1. Tolls to rise........ 1`.
pub fn numbered(lines: &[Line]) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for line in lines {
        let Some((number, title)) = line.words.split_once(". ") else { continue };
        if number.parse() == Ok(titles.len() + 1) {
            let title = title.trim_end_matches(|c: char| c.is_ascii_digit());
            titles.push(title.trim_end_matches(['.', ' ', '\t']).to_owned());
        }
    }
    titles
}

/// The titles of a table of contents under which no document stands. Titles there may be shortened.
pub fn missing_titles(titles: &[String], found: &[Option<&str>]) -> Vec<RecordProblem> {
    if titles.len() > MOST_TITLES {
        return Vec::new();
    }
    let mut left: Vec<String> = found.iter().flatten().map(|title| key(title)).collect();
    let mut problems = Vec::new();
    for (place, title) in titles.iter().enumerate() {
        let wanted = key(title);
        let is_it = |other: &String| {
            !other.is_empty() && (other.starts_with(&wanted) || wanted.starts_with(other.as_str()))
        };
        match left.iter().position(is_it) {
            Some(place) => drop(left.swap_remove(place)),
            None => problems.push(gap(&format!("document {} of {}", place + 1, titles.len()))),
        }
    }
    // More documents without a title than titles without a document tell nothing.
    let untitled = found.len().saturating_sub(titles.len().saturating_sub(problems.len()));
    if problems.len() <= untitled { Vec::new() } else { problems }
}

fn key(title: &str) -> String {
    normalise::name_key(title.trim_end_matches(['.', '…', ' ']))
}

fn gap(record: &str) -> RecordProblem {
    RecordProblem::refused(record, "not in the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_named() {
        for (first, last, found, names) in [
            (1, 3, vec![1, 2, 3], vec![]),
            (1, 4, vec![1, 3], vec!["document 2 of 100", "document 4 of 100"]),
            (1, 100, vec![60, 61], vec!["documents 1 to 59 of 100", "documents 62 to 100 of 100"]),
            (5, 6, vec![], vec!["document 5 of 100", "document 6 of 100"]),
            (1, 2, vec![7], vec!["document 1 of 100", "document 2 of 100"]),
            (9, 2, vec![7], vec![]),
        ] {
            let problems = missing(first, last, 100, &found.into_iter().collect());
            let records: Vec<&str> = problems
                .iter()
                .map(|problem| problem.record.as_deref().unwrap_or_default())
                .collect();
            assert_eq!(records, names);
        }
    }

    #[test]
    fn titles_are_found_shortened_or_not() {
        let titles = ["Tolls to rise", "Ice melts in...", "Boats idle"].map(str::to_owned);
        let found = [Some("Tolls to Rise"), Some("Ice melts in the bay")];
        let problems = missing_titles(&titles, &found);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].record.as_deref(), Some("document 3 of 3"));
        assert!(missing_titles(&titles, &[found[0], found[1], None]).is_empty());
        assert!(missing_titles(&titles, &[None, None, None]).is_empty());
    }
}
