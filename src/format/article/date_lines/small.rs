//! What papers print beside a date: a time of day, a paper, a page, how long a text takes to read.
//!
//! What must stay true: each part is judged by itself, and a part that may be a word of a sentence does not count.

use super::words::{self, PAGES, TIMES_OF_READING};
use crate::format::article::residue;
use crate::model::{Precision, Published};
use crate::text::agencies::is_agency;
use crate::text::{dates, papers};

/// A day with the time of day that stands apart from it.
pub(super) fn with_clock(day: &Published, clock: &str) -> Option<Published> {
    if day.precision != Precision::Day {
        return None;
    }
    let timed = dates::published(&format!("{} {clock}", day.value))
        .filter(|timed| timed.precision > Precision::Day && timed.value.starts_with(&day.value))?;
    Some(Published { original: format!("{} {clock}", day.original), ..timed })
}

/// The first day of an issue of two: `20./21. Jänner 2024`, `20-21 January 2024`.
pub(super) fn first_of_two_days(part: &str) -> Option<String> {
    let (before, behind) = part.split_once(['/', '–', '-'])?;
    let before = before.trim_end_matches('.');
    let is_day = |c: char| c.is_ascii_digit();
    let has_first = before.ends_with(is_day);
    let rest = behind.trim_start_matches(is_day);
    let has_second = (1..=2).contains(&(behind.len() - rest.len()));
    let is_before_month = rest.trim_start_matches(['.', ',', ' ']).starts_with(char::is_alphabetic);
    (part.len() <= 60 && has_first && has_second && is_before_month)
        .then(|| format!("{before}{rest}"))
}

/// A time of day and nothing else: `9.15am`, `11:02 AM EDT`, `um 9:15 Uhr`.
pub(super) fn is_clock(part: &str) -> bool {
    part.len() <= 30
        && part.bytes().any(|byte| byte.is_ascii_digit())
        && dates::published(part).is_none()
        && dates::published(&format!("1 January 2000 {part}"))
            .is_some_and(|timed| timed.precision > Precision::Day)
}

/// `today at 9:15`, `hier à 06h00`, `Thursday`: a time that means something only against another.
pub(super) fn is_relative(part: &str) -> bool {
    part.len() <= 40 && dates::is_relative(part)
}

/// What follows `Source:` in a part.
pub(super) fn without_source(part: &str) -> &str {
    match part.split_once(':') {
        Some((label, rest)) if words::SOURCES.contains(&label.trim().to_lowercase().as_str()) => {
            rest.trim()
        }
        _ => part,
    }
}

/// `3h ago`, `vor 2 Stunden`, `just now`.
pub(super) fn is_ago(part: &str) -> bool {
    part.len() <= 40 && dates::is_ago(part)
}

pub(super) fn is_day_without_year(part: &str) -> bool {
    part.len() <= 30
        && dates::published(&format!("{part} 2000"))
            .is_some_and(|day| day.precision == Precision::Day)
}

/// Whether a part is the name of a paper or an agency. One that is also a word or a place does not count here.
pub(super) fn is_paper(part: &str) -> bool {
    part.len() <= 50
        && (residue::is_masthead(part)
            || papers::is_known(part)
            || is_agency(part) && residue::agency_line(part).is_some())
}

/// `Page 3`, `p. 12`, `Seite 4`, `A12`, `Section A, Page 22`.
pub fn is_page(part: &str) -> bool {
    let lower = part.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
        !digits.is_empty()
            && digits.len() <= 3
            && word.len() - digits.len() <= 1
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let Some(first) = words.next() else { return false };
    let mut has_number = is_number(first);
    let is_letter_first = has_number && first.starts_with(|c: char| c.is_ascii_lowercase());
    if !(PAGES.contains(&first) || is_letter_first) {
        return false;
    }
    words.all(|word| {
        has_number |= is_number(word);
        is_number(word) || PAGES.contains(&word) || word.len() == 1
    }) && has_number
}

/// `5 min read`, `Lesezeit: 5 Minuten`, `Temps de lecture : 5 min`, `7-minute read`.
pub fn is_reading_time(part: &str) -> bool {
    if part.len() > 48 || !part.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let lower = part.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut says_so = false;
    for word in words {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 3;
        let is_unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        if is_number || matches!(is_unit, "") {
            continue;
        }
        match TIMES_OF_READING.iter().find(|(words, _)| words.contains(&is_unit)) {
            Some((_, is_sign)) => says_so |= is_sign,
            None => return false,
        }
    }
    says_so
}

/// `5 min`, `5 Minuten`, `12:04`: how long something takes and nothing else.
pub fn is_duration(part: &str) -> bool {
    let part = part.trim_matches(['(', ')']);
    if part.len() > 16 {
        return false;
    }
    let lower = part.to_lowercase();
    let mut words = lower.split([' ', '\u{a0}', '-']).filter(|word| !word.is_empty());
    let number = words.next().unwrap_or_default();
    let unit = words.next().map(|word| word.trim_end_matches('.'));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        && number.len() <= 3
        && unit.is_some_and(|unit| words::MINUTES.contains(&unit))
        && words.next().is_none()
}

/// `12 comments`, `Comments 12`, `1,204 shares`.
pub fn is_count_of_comments(lower: &str) -> bool {
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'k'))
    };
    let is_noun = |word: &str| words::COMMENTS.contains(&word);
    let mut words = lower.split_whitespace();
    let (Some(one), Some(other)) = (words.next(), words.next()) else { return false };
    words.next().is_none() && (is_number(one) && is_noun(other) || is_noun(one) && is_number(other))
}

/// One to three words of a name, such as a place's.
pub(super) fn is_capitalised(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=4).contains(&count)
        && words.split_whitespace().all(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            bare.starts_with(char::is_uppercase)
                || matches!(
                    bare,
                    "de" | "la" | "du" | "of" | "am" | "an" | "der" | "del" | "do" | "upon" | "le"
                )
        })
        && !words.contains(|c: char| {
            c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '"' | '“' | '‘')
        })
}
