//! Dates inside running text.
//!
//! `text::dates` reads a text that is a date and nothing else, and finds the first in a line that has
//! its year in four figures; a page's lines have several, each with its label, and years of two
//! figures. Here every stretch that may be one is cut out: around a year, or a date in figures, with
//! the time of day after it. What must stay true: without a reason for one order, `03/04/2024` stays
//! ambiguous.

use std::ops::Range;

use crate::model::{DayOrder, Precision, Published};
use crate::text::dates;

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 600;

/// Words that a date in words has before its year at most: `Thursday the 5th of March`.
const MOST_BEFORE: usize = 6;

/// Words of a time of day after a date at most: `| 9:15 a.m. EST`.
const MOST_AFTER: usize = 5;

/// A date cut out of a text.
#[derive(Clone, Debug)]
pub struct PrintedDate {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub published: Published,
}

/// The dates of a line that name a day, in its order.
pub fn in_line(line: &str, order: Option<DayOrder>) -> Vec<PrintedDate> {
    let mut found: Vec<PrintedDate> = Vec::new();
    if line.len() > LONGEST {
        return found;
    }
    let words = words_of(line);
    let mut place = 0;
    while place < words.len() {
        let after = found.last().map_or(0, |found| found.range.end);
        match at(line, &words, place, after, order) {
            Some((date, next)) => {
                found.push(date);
                place = next.max(place + 1);
            }
            None => place += 1,
        }
    }
    if found.is_empty() {
        found.extend(east_asian(line));
    }
    found
}

/// The whole of a text as a date, or the first date in it.
pub fn of(text: &str, order: Option<DayOrder>) -> Option<Published> {
    let text = text.trim();
    let whole = dates::published_as(text, order).filter(|date| date.precision >= Precision::Day);
    whole.or_else(|| in_line(text, order).into_iter().next().map(|found| found.published))
}

/// Whether the figures of a text show which order its dates have: `18/03/2024`.
pub fn order_shown(line: &str) -> Option<DayOrder> {
    words_of(line).iter().find_map(|range| match figures(line.get(range.clone())?)? {
        (_, _, '.') => None,
        (13..=31, 1..=12, _) => Some(DayOrder::DayFirst),
        (1..=12, 13..=31, _) => Some(DayOrder::MonthFirst),
        _ => None,
    })
}

/// The words of a line, without the punctuation around them.
fn words_of(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut finish = |from: usize, to: usize| {
        let Some(word) = line.get(from..to) else { return };
        let inner = word.trim_start_matches(OPENING);
        let from = from + word.len() - inner.len();
        // A full stop belongs to `18.` and `a.m.`, but not behind a bracket.
        let bare = inner.trim_end_matches(|c| CLOSING.contains(&c) || c == '.');
        let is_closed = inner.get(bare.len()..).is_some_and(|end| end.contains(CLOSING));
        let inner = if is_closed { bare } else { inner };
        let (from, inner) = without_label(from, inner);
        if !inner.is_empty() {
            words.push(from..from + inner.len());
        }
    };
    for (place, character) in line.char_indices() {
        let is_space = character.is_whitespace() || matches!(character, '|' | '•' | '·' | '—');
        match (start, is_space) {
            (None, false) => start = Some(place),
            (Some(from), true) => {
                finish(from, place);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        finish(from, line.len());
    }
    words
}

/// A word without the label that ran into its figures: `am09.02.2024`, from elements side by side.
fn without_label(from: usize, word: &str) -> (usize, &str) {
    let label = word.len() - word.trim_start_matches(|c: char| c.is_alphabetic()).len();
    let rest = word.get(label..).unwrap_or_default();
    if label >= 2 && figures(rest).is_some() { (from + label, rest) } else { (from, word) }
}

const OPENING: &[char] =
    &['(', '[', '{', '"', '\'', '“', '„', '«', '–', '-', '/', ':', '>', '@', ','];
const CLOSING: &[char] =
    &[')', ']', '}', '"', '\'', '”', '“', '»', ',', ';', ':', '–', '-', '/', '<'];

/// The date that has its year, or its figures, at this word; and the first word after it.
fn at(
    line: &str,
    words: &[Range<usize>],
    place: usize,
    after: usize,
    order: Option<DayOrder>,
) -> Option<(PrintedDate, usize)> {
    let range = words.get(place)?.clone();
    let word = line.get(range.clone())?;
    if !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if figures(word).is_some() {
        let date = dates::published_as(word.trim_end_matches('.'), order)
            .filter(|date| date.precision >= Precision::Day)?;
        return Some(with_time(line, words, range, place + 1, date));
    }
    if word.contains('T')
        && let Some(date) = day(word)
    {
        return Some((PrintedDate { range, published: date }, place + 1));
    }
    year(word)?;
    let end = range.start + 4;
    // The year ends the date: `18 March 2024`, `March 18, 2024`.
    for before in (1..=MOST_BEFORE.min(place)).rev() {
        let Some(start) = words.get(place - before).map(|word| word.start) else { continue };
        if start >= after
            && let Some(date) = line.get(start..end).and_then(day)
        {
            return Some(with_time(line, words, start..end, place + 1, date));
        }
    }
    // The year opens it: `2024. március 18.`, `2024 March 18`.
    let last = words.get(place + 2)?;
    let date = day(line.get(range.start..last.end)?)?;
    Some(with_time(line, words, range.start..last.end, place + 3, date))
}

/// The date together with the time of day after it, as long as they are read as one.
fn with_time(
    line: &str,
    words: &[Range<usize>],
    range: Range<usize>,
    next: usize,
    date: Published,
) -> (PrintedDate, usize) {
    let alone = PrintedDate { range: range.clone(), published: date.clone() };
    let is_time_near =
        words.get(next..(next + MOST_AFTER).min(words.len())).unwrap_or_default().iter().any(
            |word| {
                line.get(word.clone()).is_some_and(|word| word.bytes().any(|b| b.is_ascii_digit()))
            },
        );
    if !is_time_near {
        return (alone, next);
    }
    for after in (1..=MOST_AFTER).rev() {
        let Some(last) = words.get(next + after - 1) else { continue };
        let Some(time) = line.get(range.end..last.end) else { continue };
        let text = format!("{} {}", date.value, time.trim_start_matches(['.', ',', ' ']));
        if let Some(timed) = dates::published(&text)
            && timed.precision > Precision::Day
            && timed.value.starts_with(&date.value)
        {
            let original = line.get(range.start..last.end).unwrap_or_default().to_owned();
            let published = Published { original, ..timed };
            return (PrintedDate { range: range.start..last.end, published }, next + after);
        }
    }
    (alone, next)
}

/// A text that is a date and names a day.
fn day(text: &str) -> Option<Published> {
    dates::published(text).filter(|date| date.precision >= Precision::Day)
}

/// A year of the web's time.
fn year(word: &str) -> Option<u32> {
    let digits = word.get(..4)?;
    let rest = word.get(4..)?;
    let year: u32 = digits.parse().ok()?;
    let is_end = rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric());
    ((1990..=2099).contains(&year) && is_end && rest.len() <= 2).then_some(year)
}

/// The first two figures of a date in figures, such as `18.03.2024`, `3/4/24` or `2024-03-18`, and what
/// stands between them; `None` for what is no such date.
fn figures(word: &str) -> Option<(u32, u32, char)> {
    let separator = word.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '.' | '/' | '-') {
        return None;
    }
    let mut parts = word.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.any(|rest| !rest.is_empty())
        || [a, b, c].iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let is_date = match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4) => true,
        (1..=2, 1..=2, 2) => separator != '-',
        _ => false,
    };
    is_date.then_some(())?;
    Some((a.parse().ok()?, b.parse().ok()?, separator))
}

/// `2024年3月18日` and `2024년 3월 18일`, with or without spaces.
fn east_asian(line: &str) -> Option<PrintedDate> {
    let mut numbers = Vec::new();
    let mut start = None;
    let mut rest = line.char_indices().peekable();
    while let Some((place, character)) = rest.next() {
        if !character.is_ascii_digit() {
            continue;
        }
        let mut end = place + 1;
        while let Some((next, _)) = rest.next_if(|(_, next)| next.is_ascii_digit()) {
            end = next + 1;
        }
        let unit = line.get(end..)?.trim_start().chars().next()?;
        let number: u32 = line.get(place..end)?.parse().ok()?;
        match (unit, numbers.len()) {
            ('年' | '년', _) => {
                numbers = vec![number];
                start = Some(place);
            }
            ('月' | '월', 1) => numbers.push(number),
            ('日' | '일', 2) => {
                numbers.push(number);
                let end = line.get(end..)?.find(['日', '일'])? + end + '日'.len_utf8();
                let [year, month, day] = numbers.get(..3)? else { return None };
                let plain = format!("{year:04}-{month:02}-{day:02}");
                let range = start?..end;
                let original = line.get(range.clone())?.to_owned();
                let published = Published { original, ..self::day(&plain)? };
                return Some(PrintedDate { range, published });
            }
            _ => numbers.clear(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_cut_out_of_lines() {
        for (line, order, values) in [
            (
                "Published 18 March 2024, updated March 19, 2024",
                None,
                &["2024-03-18", "2024-03-19"][..],
            ),
            ("By Eva Corlett | Mar. 18, 2024 9:15 a.m. EST", None, &["2024-03-18T09:15"]),
            ("Wellington, (18.03.2024). The harbour board", None, &["2024-03-18"]),
            ("in the blog, 8.5.12", None, &["2012-05-08"]),
            ("posted 2024-03-18 by Jane", None, &["2024-03-18"]),
            ("03/04/2024", Some(DayOrder::DayFirst), &["2024-04-03"]),
            ("03/04/2024", Some(DayOrder::MonthFirst), &["2024-03-04"]),
            ("03/04/2024", None, &[]),
            ("2024年3月18日 07時00分", None, &["2024-03-18"]),
            ("2024년 3월 18일", None, &["2024-03-18"]),
            ("Room 2024, call 18 or 19", None, &[]),
            ("version 10.2.24.1", None, &[]),
            ("Erstellt am09.02.2024", None, &["2024-02-09"]),
            ("", None, &[]),
        ] {
            let found = in_line(line, order);
            let found: Vec<&str> = found.iter().map(|date| date.published.value.as_str()).collect();
            assert_eq!(found, values, "{line:?}");
        }
    }

    #[test]
    fn a_page_shows_its_order() {
        assert_eq!(order_shown("seen 18/03/2024"), Some(DayOrder::DayFirst));
        assert_eq!(order_shown("seen 03/18/2024"), Some(DayOrder::MonthFirst));
        assert_eq!(order_shown("seen 03/04/2024 and 18.03.2024"), None);
    }
}
