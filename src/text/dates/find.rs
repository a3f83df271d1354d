//! The first full date in a line of running text.

use std::ops::Range;

use super::vocabulary::{fold, month, weekday};
use super::{LONGEST, published};
use crate::model::{Precision, Published};

/// How much of a line is looked at, in bytes.
const LONGEST_LINE: usize = 2000;
/// More years than this are a table.
const MOST_YEARS: usize = 16;
/// The most words of a date: `Mon, Mar. 18, 2024 | 9:15 a. m. EST` and some between.
const MOST_WORDS: usize = 13;

/// The first date of a line that names day and year, with all that belongs to it (weekday, time,
/// zone), and at which bytes it stands: `Published 18 March 2024, 10:15 GMT | Updated …`. Also one
/// whose day and month may be the other way round. A year has four figures here, and figures alone
/// are no date: in running text they are prices and numbers of things.
pub fn find(text: &str) -> Option<(Range<usize>, Published)> {
    let line = text.get(..text.floor_char_boundary(LONGEST_LINE)).unwrap_or(text);
    let words = words(line);
    let years: Vec<usize> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| holds_year(line.get((*word).clone()).unwrap_or_default()))
        .map(|(place, _)| place)
        .take(MOST_YEARS)
        .collect();
    let mut tried = 0;
    for year in years {
        for first in year.saturating_sub(MOST_WORDS - 1).max(tried)..=year {
            if let Some(found) = date_from(line, &words, first, year) {
                return Some(found);
            }
        }
        tried = year;
    }
    None
}

/// The longest date from word `first` that holds word `year`.
fn date_from(
    line: &str,
    words: &[Range<usize>],
    first: usize,
    year: usize,
) -> Option<(Range<usize>, Published)> {
    let start = words.get(first)?.start;
    let is_start = may_start(line.get(words.get(first)?.clone())?);
    if !is_start {
        return None;
    }
    for last in (year..words.len().min(first + MOST_WORDS)).rev() {
        let mut end = words.get(last)?.end;
        // The stop of the sentence, but not that of `a.m.`
        if line.get(start..end).is_some_and(|date| date.ends_with('.') && !date.ends_with("m.")) {
            end -= 1;
        }
        let Some(date) = line.get(start..end).filter(|date| date.len() <= LONGEST) else {
            continue;
        };
        if date.bytes().all(|byte| byte.is_ascii_digit()) || !may_end(line, words.get(last)?) {
            continue;
        }
        if let Some(read) = published(date)
            && (read.precision >= Precision::Day || read.precision == Precision::Ambiguous)
        {
            return Some((start..end, read));
        }
    }
    None
}

/// The words of a line without the marks around them; a full stop may belong to a word and stays.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut open = None;
    for (place, letter) in line.char_indices().chain([(line.len(), ' ')]) {
        let is_between = letter.is_whitespace() || matches!(letter, '|' | '•' | '·');
        match open {
            None if !is_between => open = Some(place),
            Some(start) if is_between => {
                words.extend(bare(line, start..place));
                open = None;
            }
            _ => {}
        }
    }
    words
}

fn bare(line: &str, word: Range<usize>) -> Option<Range<usize>> {
    let whole = line.get(word.clone())?;
    let rest = whole.trim_start_matches(['(', '[', '"', '“', '*', '_', ',']);
    let start = word.start + (whole.len() - rest.len());
    let rest = rest.trim_end_matches([',', ';', ')', ']', '"', '”', '*', '_', ':']);
    (!rest.is_empty()).then(|| start..start + rest.len())
}

/// Whether a word holds a year: four figures that are no part of a longer number.
fn holds_year(word: &str) -> bool {
    word.len() <= 40
        && word
            .split(|c: char| !c.is_ascii_digit())
            .any(|digits| digits.len() == 4 && ("1400"..="2999").contains(&digits))
}

/// Whether a date may start with a word: figures, a month or a day of the week.
fn may_start(word: &str) -> bool {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let word = fold(word).replace('.', "");
    word.len() >= 3 && (month(&word).is_some() || weekday(&word).is_some() || word == "mar")
}

/// Whether a date may end with a word; a dash, a preposition or a weekday is the sentence's.
fn may_end(line: &str, word: &Range<usize>) -> bool {
    let Some(word) = line.get(word.clone()) else { return false };
    let word = fold(word).replace('.', "");
    word.contains(|c: char| c.is_ascii_digit())
        || month(&word).is_some()
        || super::vocabulary::HOUR_WORDS.contains(&word.as_str())
        || matches!(word.as_str(), "am" | "pm" | "m" | "noon" | "midnight" | "time")
        || super::zones::offset(&word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_full_date_of_a_line_is_found() {
        for (line, found) in [
            (
                "Published 18 March 2024, 10:15 GMT | Updated 19 March 2024",
                Some(("18 March 2024, 10:15 GMT", "2024-03-18T10:15Z")),
            ),
            ("By Ann Ng, March 4, 2024.", Some(("March 4, 2024", "2024-03-04"))),
            ("(Mon, 18 Mar 2024)", Some(("Mon, 18 Mar 2024", "2024-03-18"))),
            ("March 18, 2024 2 min read", Some(("March 18, 2024", "2024-03-18"))),
            (
                "Updated at 5:12 PM EDT, March 4, 2024",
                Some(("5:12 PM EDT, March 4, 2024", "2024-03-04T17:12-04:00")),
            ),
            (
                "Publié le 18 mars 2024 à 9h15 - Mis à jour",
                Some(("18 mars 2024 à 9h15", "2024-03-18T09:15")),
            ),
            (
                "Veröffentlicht am 18. März 2024 um 9:15 Uhr von Ann",
                Some(("18. März 2024 um 9:15 Uhr", "2024-03-18T09:15")),
            ),
            ("Posted 03/04/2024 by Ann", Some(("03/04/2024", "2024"))),
            (
                "Posted on 2024-03-18T09:15:30Z by Ann",
                Some(("2024-03-18T09:15:30Z", "2024-03-18T09:15:30Z")),
            ),
            (
                "In 2024 ministers met; on 18 March 2024 they parted",
                Some(("18 March 2024", "2024-03-18")),
            ),
            ("Votes of 1,234 in 2023 and 18/03/2024", Some(("18/03/2024", "2024-03-18"))),
            ("Prices rose in March 2024", None),
            ("Order 20240318 came", None),
            ("https://lagoon.example/2024/03/18/tolls", None),
            ("18 March", None),
            ("", None),
            ("–2024–", None),
        ] {
            let read = find(line);
            let read = read.as_ref().map(|(range, date)| (&line[range.clone()], date.iso()));
            let read = read.as_ref().map(|(words, iso)| (*words, iso.as_str()));
            assert_eq!(read, found, "{line:?}");
        }
    }
}
