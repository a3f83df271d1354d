//! Dates for machines: ISO 8601 in both its forms, and Unix time.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};

use super::moment::{Clock, Moment, clock, number};
use super::zones::offset;

/// Years that eight figures alone may stand for; others are a number.
const YEARS_OF_FIGURES: std::ops::RangeInclusive<i32> = 1700..=2100;

/// A number alone: a year, a day or time without separators, or Unix time in seconds, milliseconds
/// or microseconds, told apart by length.
pub fn from_digits(text: &str) -> Option<Moment> {
    let number = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.bytes().all(|b| b.is_ascii_digit()) { whole } else { text }
    });
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let whole = number == text && number == digits;
    match digits.len() {
        4 if whole => Some(Moment { year: part(0, 4)? as i32, ..Moment::default() }),
        8 if whole => civil(digits, None),
        14 if whole => civil(digits.get(..8)?, Some(clock(digits.get(8..)?)?)),
        9..=10 => unix(number.parse().ok()?),
        // Milliseconds of 1976 look like a day and time of 2024; programs write the latter.
        12 if whole && of_our_time(digits).is_some() => of_our_time(digits),
        12..=13 => unix(number.parse::<i64>().ok()?.div_euclid(1000)),
        15..=16 => unix(number.parse::<i64>().ok()?.div_euclid(1_000_000)),
        _ => None,
    }
}

/// `202403180915` where it is a minute of the years in which there were computers.
fn of_our_time(digits: &str) -> Option<Moment> {
    let time = clock(digits.get(8..)?).filter(|&(hour, minute, _)| hour < 24 && minute < 60)?;
    civil(digits.get(..8)?, Some(time)).filter(|moment| (1970..=2100).contains(&moment.year))
}

/// `20240318` where there is such a day.
fn civil(digits: &str, time: Option<Clock>) -> Option<Moment> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(number);
    let year = part(0, 4)? as i32;
    let (month, day) = (part(4, 6)?, part(6, 8)?);
    NaiveDate::from_ymd_opt(year, month, day)
        .filter(|_| digits.len() == 8 && YEARS_OF_FIGURES.contains(&year))
        .map(|_| Moment { year, month: Some(month), day: Some(day), time, ..Moment::default() })
}

fn unix(seconds: i64) -> Option<Moment> {
    let instant = DateTime::from_timestamp(seconds, 0)?;
    Some(Moment {
        year: instant.year(),
        month: Some(instant.month()),
        day: Some(instant.day()),
        time: Some((instant.hour(), instant.minute(), Some(instant.second()))),
        offset_minutes: Some(0),
        is_ambiguous: false,
    })
}

/// `2024`, `2024-03`, `2024-03-18`, `2024-03-18T09:15:30.25+13:00`, a space for the `T`,
/// `20240318T091530Z`, and with the name of a zone behind it as Java writes it, `[Europe/Paris]`.
pub fn from_iso(text: &str) -> Option<Moment> {
    let text = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((text, zone)) if zone.contains('/') || offset(zone).is_some() => text,
        Some(_) => return None,
        None => text,
    };
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(place) => (text.get(..place)?, text.get(place + 1..)?.trim()),
        None => (text, ""),
    };
    let mut moment = year_first(date).or_else(|| civil(date, None)).or_else(|| with_zone(date))?;
    if rest.is_empty() {
        return (text.len() == date.len()).then_some(moment);
    }
    moment.day?;
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
        .unwrap_or(rest.len());
    moment.time = Some(clock(rest.get(..end)?)?);
    let zone = rest.get(end..)?.trim();
    if !zone.is_empty() {
        moment.offset_minutes = offset(zone)?;
    }
    Some(moment)
}

/// `2024-03-18Z`, `2024-03-18+01:00`, as XML Schema has it; a day has no offset here.
fn with_zone(date: &str) -> Option<Moment> {
    let (day, zone) = (date.get(..10)?, date.get(10..)?);
    offset(zone)?;
    year_first(day).filter(|moment| moment.day.is_some())
}

/// `2024-03-18` and `2024-03`, or with slashes or full stops.
pub fn year_first(date: &str) -> Option<Moment> {
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = date.split(separator);
    let year = parts.next().filter(|year| year.len() == 4).and_then(number)?;
    let month = parts.next().filter(|month| month.len() <= 2).and_then(number)?;
    let day = match parts.next() {
        Some(day) => Some(number(day).filter(|_| day.len() <= 2)?),
        None if separator == '-' => None,
        None => return None,
    };
    parts.next().is_none().then_some(Moment {
        year: year as i32,
        month: Some(month),
        day,
        ..Moment::default()
    })
}
