//! Printed dates to published times.
//!
//! Pure and without a clock: a date that is only meant relative to some day ("Thursday",
//! "yesterday") is no date, and whether a date lies in the future is the caller's question. What
//! must stay true: the original stays as it stood, and nothing is claimed that the text does not
//! say; where `03/04/2024` may be read in two ways, only the year is taken.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike};

use crate::model::{Precision, Published};

/// Years that a press cutting can be from. Before 1400 nothing was printed in Europe; after 2999
/// it is a typing mistake.
const YEARS: std::ops::RangeInclusive<i32> = 1400..=2999;

/// The longest text that is looked at, in bytes. The longest real one that was met is RFC 2822
/// with a comment, about 50.
const LONGEST: usize = 100;

/// Reads a date as papers, wires and web pages write it: ISO 8601 and RFC 3339, RFC 2822,
/// `18 March 2024`, `Mon, Mar. 18, 2024 9:15 a.m. EST`, `18.03.2024`, `March 2024`, `2024`, and
/// seconds or milliseconds of Unix time. The whole text must be a date; labels such as
/// `Published:` are the caller's to take off. A weekday is allowed and not checked: papers get the
/// weekday wrong more often than the day.
pub fn published(text: &str) -> Option<Published> {
    let original = text.trim();
    if original.is_empty() || original.len() > LONGEST {
        return None;
    }
    from_digits(original)
        .or_else(|| from_iso(original))
        .or_else(|| from_words(original))?
        .published(original)
}

/// The year of a copyright line: `©2024 Bloomberg L.P.` gives 2024, and so does `Copyright
/// 2019-2024`. The original is the line from the mark to the year.
pub fn copyright_year(line: &str) -> Option<Published> {
    let start = copyright_mark(line)?;
    let rest = line.get(start..)?;
    let mut found = None;
    for (place, _) in rest.match_indices(|c: char| c.is_ascii_digit()).take(40) {
        let before = rest.get(..place).and_then(|text| text.chars().next_back());
        let digits =
            rest.get(place..place + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let after = rest.get(place + 4..).and_then(|text| text.chars().next());
        let alone = |neighbour: Option<char>| !neighbour.is_some_and(|c| c.is_alphanumeric());
        if let Some(year) = digits.and_then(|digits| digits.parse().ok())
            && alone(before)
            && alone(after)
            && (1900..=2999).contains(&year)
        {
            found = Some((place + 4, year));
        }
    }
    let (end, year) = found?;
    Moment { year, ..Moment::default() }.published(rest.get(..end)?.trim())
}

/// Where the copyright mark of a line starts: `©`, `(c)` before a year or a name, `Copyright`.
pub fn copyright_mark(line: &str) -> Option<usize> {
    let sign = line.find('©');
    let word = find_ignoring_case(line, "copyright");
    let letter = find_ignoring_case(line, "(c)").filter(|&place| {
        let rest = line.get(place + 3..).unwrap_or_default().trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit())
            || find_ignoring_case(rest, "copyright") == Some(0)
    });
    [sign, word, letter].into_iter().flatten().min()
}

/// A day that a dateline gives without its year (`March 4`) in a year that something else on the
/// page gives (`©2024`). Alone neither is a day. `None` where together they are none either.
pub fn day_in_year(day: &str, year: &Published) -> Option<Published> {
    let year_digits = year.value.get(..4)?;
    let whole = published(&format!("{} {year_digits}", day.trim().trim_end_matches(',')))?;
    (whole.precision == Precision::Day)
        .then(|| Published { original: format!("{}, {}", day.trim(), year.original), ..whole })
}

/// A date in parts, unchecked.
#[derive(Clone, Copy, Debug, Default)]
struct Moment {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<(u32, u32, Option<u32>)>,
    offset_minutes: Option<i16>,
    is_ambiguous: bool,
}

impl Moment {
    /// The same as a published time; `None` for a day or time that does not exist.
    fn published(self, original: &str) -> Option<Published> {
        if !YEARS.contains(&self.year) {
            return None;
        }
        let published = |value: String, precision, offset_minutes| {
            Some(Published { original: original.to_owned(), value, precision, offset_minutes })
        };
        let year = self.year;
        if self.is_ambiguous {
            return published(format!("{year:04}"), Precision::Ambiguous, None);
        }
        let (month, day) = match (self.month, self.day) {
            (None, None) if self.time.is_none() => {
                return published(format!("{year:04}"), Precision::Year, None);
            }
            (Some(month @ 1..=12), None) if self.time.is_none() => {
                return published(format!("{year:04}-{month:02}"), Precision::Month, None);
            }
            (Some(month), Some(day)) => (month, day),
            _ => return None,
        };
        let date = NaiveDate::from_ymd_opt(year, month, day)?.format("%Y-%m-%d");
        match self.time {
            None => published(date.to_string(), Precision::Day, None),
            Some((hour, minute, None)) => {
                NaiveTime::from_hms_opt(hour, minute, 0)?;
                published(
                    format!("{date}T{hour:02}:{minute:02}"),
                    Precision::Minute,
                    self.offset_minutes,
                )
            }
            Some((hour, minute, Some(second))) => {
                // A leap second is the last one of its minute.
                let second = if second == 60 { 59 } else { second };
                NaiveTime::from_hms_opt(hour, minute, second)?;
                published(
                    format!("{date}T{hour:02}:{minute:02}:{second:02}"),
                    Precision::Second,
                    self.offset_minutes,
                )
            }
        }
    }
}

/// A number alone: a year, a day or time without separators, or Unix time, told apart by length.
fn from_digits(text: &str) -> Option<Moment> {
    let number = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.bytes().all(|b| b.is_ascii_digit()) { whole } else { text }
    });
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let civil = |time| {
        let year = part(0, 4)? as i32;
        let (month, day) = (part(4, 6)?, part(6, 8)?);
        NaiveDate::from_ymd_opt(year, month, day)
            .filter(|_| (1700..=2100).contains(&year))
            .map(|_| Moment { year, month: Some(month), day: Some(day), time, ..Moment::default() })
    };
    let whole = number == text && number == digits;
    match digits.len() {
        4 if whole => Some(Moment { year: part(0, 4)? as i32, ..Moment::default() }),
        8 if whole => civil(None),
        14 if whole => civil(Some((part(8, 10)?, part(10, 12)?, Some(part(12, 14)?)))),
        9..=10 => unix(number.parse().ok()?),
        12..=13 => unix(number.parse::<i64>().ok()?.div_euclid(1000)),
        _ => None,
    }
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

/// `2024`, `2024-03`, `2024-03-18`, `2024-03-18T09:15:30.25+13:00`, a space for the `T`.
fn from_iso(text: &str) -> Option<Moment> {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(place) => (text.get(..place)?, text.get(place + 1..)?.trim()),
        None => (text, ""),
    };
    let mut moment = year_first(date)?;
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

/// `2024-03-18` and `2024-03`, or with slashes or full stops.
fn year_first(date: &str) -> Option<Moment> {
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

/// `09:15`, `09:15:30`, `09:15:30.25`, `0915`, `091530`.
fn clock(text: &str) -> Option<(u32, u32, Option<u32>)> {
    if let Some((hour, rest)) = text.split_once(':') {
        let hour = number(hour).filter(|_| hour.len() <= 2)?;
        let Some((minute, second)) = rest.split_once(':') else {
            return Some((hour, number(rest).filter(|_| rest.len() == 2)?, None));
        };
        let minute = number(minute).filter(|_| minute.len() == 2)?;
        let whole = second.split(['.', ',']).next()?;
        return Some((hour, minute, Some(number(whole).filter(|_| whole.len() == 2)?)));
    }
    let pair = |from: usize| text.get(from..from + 2).and_then(number);
    match text.len() {
        4 => Some((pair(0)?, pair(2)?, None)),
        6 => Some((pair(0)?, pair(2)?, Some(pair(4)?))),
        _ => None,
    }
}

/// Minutes east of UTC of a zone as printed. The outer `None`: not a zone. The inner: a zone that
/// does not say (RFC 3339's `-00:00`, an abbreviation with two meanings).
fn offset(text: &str) -> Option<Option<i16>> {
    if let Some(&(_, minutes)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(minutes);
    }
    let signed = ["GMT", "UTC"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    let (sign, digits) = match signed.chars().next()? {
        '+' => (1, signed.get(1..)?),
        '-' => (-1, signed.get(1..)?),
        '\u{2212}' => (-1, signed.get('\u{2212}'.len_utf8()..)?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (number(hours)?, number(minutes)?),
        Some(_) => return None,
        None if digits.len() <= 2 => (number(digits)?, 0),
        None if digits.len() == 4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        None => return None,
    };
    // The widest offset that was ever in use is under 16 hours.
    if hours > 15 || minutes > 59 {
        return None;
    }
    let minutes = sign * (hours * 60 + minutes) as i16;
    Some((sign > 0 || minutes != 0).then_some(minutes))
}

fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// A date in words and numbers, in any order, every token of it understood.
fn from_words(text: &str) -> Option<Moment> {
    let mut found = Words::default();
    let spaced =
        text.replace(['(', ')', '[', ']', ',', ';', '|', '•', '·', '\u{a0}', '\u{202f}'], " ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    for (place, token) in tokens.iter().enumerate() {
        found.take(token, tokens.get(place + 1).copied())?;
    }
    found.moment()
}

#[derive(Default)]
struct Words {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<(u32, u32, Option<u32>)>,
    has_half: bool,
    zone: Option<Option<i16>>,
    is_ambiguous: bool,
}

impl Words {
    /// Takes one token; `None` if it has no place in a date.
    fn take(&mut self, token: &str, next: Option<&str>) -> Option<()> {
        let word = token.replace('.', "").to_lowercase();
        if matches!(
            word.as_str(),
            "at" | "on"
                | "of"
                | "the"
                | "-"
                | "--"
                | "–"
                | "—"
                | "/"
                | "hrs"
                | "hours"
                | "h"
                | "local"
                | "time"
        ) || WEEKDAYS.contains(&word.as_str())
        {
            return Some(());
        }
        if let Some(month) = month(&word) {
            return set(&mut self.month, month);
        }
        if matches!(word.as_str(), "am" | "pm") {
            return self.half(&word);
        }
        if matches!(word.as_str(), "noon" | "midday" | "midnight") {
            return set(&mut self.time, (if word == "midnight" { 0 } else { 12 }, 0, None));
        }
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            return self.figures(token, next);
        }
        let zone = offset(token).or_else(|| offset(&word.to_uppercase()))?;
        // `+1300 (NZDT)`: the number was clear already.
        self.zone = Some(self.zone.flatten().or(zone));
        Some(())
    }

    fn figures(&mut self, token: &str, next: Option<&str>) -> Option<()> {
        let lower = token.to_lowercase();
        if let Some(day) = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)) {
            return set(&mut self.day, number(day)?);
        }
        // `9.15am`, `9:15a.m.`, `9am`.
        let plain = lower
            .replace("a.m.", "am")
            .replace("p.m.", "pm")
            .replace("a.m", "am")
            .replace("p.m", "pm");
        if let Some(time) = plain.strip_suffix("am").or_else(|| plain.strip_suffix("pm")) {
            let half = plain.get(time.len()..)?;
            self.time_of_day(&time.replace('.', ":"))?;
            return self.half(half);
        }
        if let Some(digits) = plain.strip_suffix('z').filter(|digits| digits.contains(':')) {
            self.zone = Some(Some(0));
            return self.time_of_day(digits);
        }
        if token.contains(':') {
            return match token.find(['+', '-', '\u{2212}']) {
                Some(place) => {
                    self.zone = Some(offset(token.get(place..)?)?);
                    self.time_of_day(token.get(..place)?)
                }
                None => self.time_of_day(token),
            };
        }
        let next_half = next.map(|next| next.replace('.', "").to_lowercase());
        let before_half = matches!(next_half.as_deref(), Some("am" | "pm"));
        if let Some(value) = number(token) {
            if before_half {
                return self.time_of_day(token);
            }
            let before_zone = next.is_some_and(|next| {
                next.eq_ignore_ascii_case("hrs")
                    || next.eq_ignore_ascii_case("hours")
                    || offset(next).is_some()
            });
            return match token.len() {
                4 if before_zone && self.time.is_none() => set(&mut self.time, clock(token)?),
                4 => set(&mut self.year, value),
                1 | 2 => set(&mut self.day, value),
                _ => None,
            };
        }
        let before_zone = next.is_some_and(|next| offset(next).is_some());
        let has_one_stop = token.matches('.').count() == 1 && token.len() <= 5;
        if has_one_stop && (before_half || before_zone || self.year.is_some()) {
            return self.time_of_day(&token.replace('.', ":"));
        }
        self.numeric_date(token.trim_end_matches('.'))
    }

    /// `18.03.2024`, `18/03/2024`, `03/18/2024`, `18-Mar-2024`, `2024-03-18`.
    fn numeric_date(&mut self, token: &str) -> Option<()> {
        if let Some(moment) = year_first(token) {
            set(&mut self.year, moment.year as u32)?;
            set(&mut self.month, moment.month?)?;
            return set(&mut self.day, moment.day?);
        }
        let separator = token.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(separator, '-' | '/' | '.') {
            return None;
        }
        let mut parts = token.split(separator);
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || first.len() > 2 {
            return None;
        }
        set(&mut self.year, number(year)?)?;
        let first = number(first)?;
        if let Some(month) = month(&second.to_lowercase()) {
            set(&mut self.month, month)?;
            return set(&mut self.day, first);
        }
        let second = number(second).filter(|_| second.len() <= 2)?;
        // Full stops are written day first wherever they are written; slashes and hyphens are
        // written both ways, so only an impossible reading decides.
        self.is_ambiguous = separator != '.' && first <= 12 && second <= 12 && first != second;
        let (day, month) = if second > 12 { (second, first) } else { (first, second) };
        if self.is_ambiguous && (first == 0 || second == 0) {
            return None;
        }
        set(&mut self.month, month)?;
        set(&mut self.day, day)
    }

    fn time_of_day(&mut self, text: &str) -> Option<()> {
        let time = match number(text) {
            Some(hour) if text.len() <= 2 => (hour, 0, None),
            _ => clock(text)?,
        };
        set(&mut self.time, time)
    }

    fn half(&mut self, half: &str) -> Option<()> {
        let (hour, minute, second) = self.time?;
        if std::mem::replace(&mut self.has_half, true) || hour == 0 {
            return None;
        }
        let hour = match (half, hour) {
            ("am", 12) => 0,
            ("am", 1..=11) | ("pm", 12..=23) => hour,
            ("pm", 1..=11) => hour + 12,
            _ => return None,
        };
        self.time = Some((hour, minute, second));
        Some(())
    }

    fn moment(self) -> Option<Moment> {
        if self.zone.is_some() && self.time.is_none() {
            return None;
        }
        Some(Moment {
            year: self.year? as i32,
            month: self.month,
            day: self.day,
            time: self.time,
            offset_minutes: self.zone.flatten(),
            is_ambiguous: self.is_ambiguous,
        })
    }
}

/// Fills an empty slot; a second value for the same slot means that the text is no date.
fn set<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

/// The number of an English month, by name or abbreviation, lower case, without full stop.
fn month(word: &str) -> Option<u32> {
    #[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
];
    let place =
        MONTHS.iter().position(|&name| name == word || (word.len() == 3 && name.starts_with(word)));
    place.or((word == "sept").then_some(8)).map(|place| place as u32 + 1)
}

#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun",
];

/// Zone abbreviations and their minutes east of UTC. `None` where one abbreviation stands for
/// several zones, or for one with and without summer time: then the clock time alone is known.
const ZONES: &[(&str, Option<i16>)] = &[
    ("Z", Some(0)),
    ("GMT", Some(0)),
    ("UTC", Some(0)),
    ("UT", Some(0)),
    ("WET", Some(0)),
    ("BST", Some(60)),
    ("WEST", Some(60)),
    ("CET", Some(60)),
    ("WAT", Some(60)),
    ("CEST", Some(120)),
    ("EET", Some(120)),
    ("CAT", Some(120)),
    ("SAST", Some(120)),
    ("EEST", Some(180)),
    ("MSK", Some(180)),
    ("EAT", Some(180)),
    ("PKT", Some(300)),
    ("NPT", Some(345)),
    ("ICT", Some(420)),
    ("WIB", Some(420)),
    ("SGT", Some(480)),
    ("HKT", Some(480)),
    ("PHT", Some(480)),
    ("AWST", Some(480)),
    ("JST", Some(540)),
    ("KST", Some(540)),
    ("ACST", Some(570)),
    ("ACDT", Some(630)),
    ("AEST", Some(600)),
    ("PGT", Some(600)),
    ("AEDT", Some(660)),
    ("FJT", Some(720)),
    ("NZST", Some(720)),
    ("NZDT", Some(780)),
    ("NDT", Some(-150)),
    ("NST", Some(-210)),
    ("EDT", Some(-240)),
    ("EST", Some(-300)),
    ("CDT", Some(-300)),
    ("CST", Some(-360)),
    ("MDT", Some(-360)),
    ("MST", Some(-420)),
    ("PDT", Some(-420)),
    ("PST", Some(-480)),
    ("AKDT", Some(-480)),
    ("AKST", Some(-540)),
    ("HST", Some(-600)),
    ("IST", None),
    ("AST", None),
    ("ADT", None),
    ("GST", None),
    ("ET", None),
    ("CT", None),
    ("MT", None),
    ("PT", None),
    ("AET", None),
    ("NZT", None),
];

/// Where an ASCII word stands in a text, whatever its case. Byte offset.
fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, iso: &str, precision: Precision) {
        let read = published(text).unwrap_or_else(|| panic!("{text:?} is a date"));
        assert_eq!((read.iso().as_str(), read.precision), (iso, precision), "{text:?}");
        assert_eq!(read.original, text.trim());
    }

    #[test]
    fn dates_as_papers_and_programs_write_them() {
        use Precision::*;
        for (text, iso, precision) in [
            ("2024", "2024", Year),
            ("2024-03", "2024-03", Month),
            ("March 2024", "2024-03", Month),
            ("Sept. 2024", "2024-09", Month),
            ("2024-03-18", "2024-03-18", Day),
            (" 2024/03/18 ", "2024-03-18", Day),
            ("20240318", "2024-03-18", Day),
            ("18 March 2024", "2024-03-18", Day),
            ("March 18, 2024", "2024-03-18", Day),
            ("Monday, March 18th, 2024", "2024-03-18", Day),
            ("the 18th of March 2024", "2024-03-18", Day),
            ("18.03.2024", "2024-03-18", Day),
            ("3.4.2024", "2024-04-03", Day),
            ("18/03/2024", "2024-03-18", Day),
            ("03/18/2024", "2024-03-18", Day),
            ("03/03/2024", "2024-03-03", Day),
            ("18-Mar-2024", "2024-03-18", Day),
            ("03/04/2024", "2024", Ambiguous),
            ("03-04-2024 10:00", "2024", Ambiguous),
            ("2019-11-19 13:03:00", "2019-11-19T13:03:00", Second),
            ("2024-03-18T09:15", "2024-03-18T09:15", Minute),
            ("2024-03-18T09:15:30Z", "2024-03-18T09:15:30Z", Second),
            ("2024-03-18t09:15:30.123456+13:00", "2024-03-18T09:15:30+13:00", Second),
            ("2015-03-25T13:23:00.000+00:00", "2015-03-25T13:23:00Z", Second),
            ("2024-03-18T09:15:30-00:00", "2024-03-18T09:15:30", Second),
            ("2024-03-18 09:15:30 +0530", "2024-03-18T09:15:30+05:30", Second),
            ("2024-03-18 09:15 UTC", "2024-03-18T09:15Z", Minute),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", Second),
            ("20240318091530", "2024-03-18T09:15:30", Second),
            ("Mon, 18 Mar 2024 09:15:30 +1300", "2024-03-18T09:15:30+13:00", Second),
            ("Mon, 18 Mar 2024 09:15:30 -0500 (EST)", "2024-03-18T09:15:30-05:00", Second),
            ("Mon, 18 Mar 2024 09:15:30 -0000", "2024-03-18T09:15:30", Second),
            ("Mon Mar 18 09:15:30 NZDT 2024", "2024-03-18T09:15:30+13:00", Second),
            ("Mon, Mar. 18, 2024 9:15 a.m. EST", "2024-03-18T09:15-05:00", Minute),
            ("March 18, 2024 at 12:05 PM ET", "2024-03-18T12:05", Minute),
            ("9:15am, 18 March 2024", "2024-03-18T09:15", Minute),
            ("18 Mar 2024 9.15pm AEDT", "2024-03-18T21:15+11:00", Minute),
            ("Mon 18 Mar 2024 18.45 AEDT", "2024-03-18T18:45+11:00", Minute),
            ("18 March 2024 | 9am", "2024-03-18T09:00", Minute),
            ("0915 GMT, 18 March 2024", "2024-03-18T09:15Z", Minute),
            ("18 March 2024 1815 GMT", "2024-03-18T18:15Z", Minute),
            ("18 Mar 2024, 09:15 IST", "2024-03-18T09:15", Minute),
            ("March 18, 2024 09:15 GMT+13", "2024-03-18T09:15+13:00", Minute),
            ("1710724530", "2024-03-18T01:15:30Z", Second),
            ("1710724530123", "2024-03-18T01:15:30Z", Second),
            ("1710724530.5", "2024-03-18T01:15:30Z", Second),
            ("2038-01-19T03:14:08Z", "2038-01-19T03:14:08Z", Second),
            ("-100000000", "1966-10-31T14:13:20Z", Second),
        ] {
            check(text, iso, precision);
        }
    }

    #[test]
    fn what_is_no_date_stays_none() {
        for text in [
            "",
            " ",
            "Thursday",
            "yesterday",
            "3 hours ago",
            "March 4",
            "Mon, March 18",
            "soon",
            "2024-02-30",
            "1900-02-29",
            "31 February 2024",
            "2024-03-18T25:61",
            "0000-01-01",
            "10000-01-01",
            "1399",
            "3000",
            "2024-13",
            "18/13/2024",
            "00/04/2024",
            "99",
            "12345",
            "Thu, 32 Foo 2024 99:99:99 +9999",
            "Mon, 18 Mar 2024 09:15:30 +9999",
            "AUKUS 2024",
            "In March 2024 ministers met",
            "9:15 a.m.",
            "2024 2025",
            "May",
            "None",
            "2024-03-18T",
            "March 18, 2024 13 am",
            "18 March",
            "18/03/24",
            "٢٠٢٤",
        ] {
            assert_eq!(published(text), None, "{text:?}");
        }
        assert_eq!(published(&"2024 ".repeat(1000)), None);
    }

    #[test]
    fn copyright_lines_give_a_year() {
        for (line, value) in [
            ("©2024 Bloomberg L.P.", Some(("2024", "©2024"))),
            ("Copyright (c) 2019-2024 The Paper", Some(("2024", "Copyright (c) 2019-2024"))),
            ("(c) 2024 The Paper", Some(("2024", "(c) 2024"))),
            (
                "© Thomson Reuters 2024. All rights reserved.",
                Some(("2024", "© Thomson Reuters 2024")),
            ),
            ("All rights reserved", None),
            ("© Bloomberg", None),
            ("(c) the minister said in 2024", None),
            ("© 20245 files", None),
        ] {
            let read = copyright_year(line);
            let read = read.as_ref().map(|p| (p.value.as_str(), p.original.as_str()));
            assert_eq!(read, value, "{line:?}");
        }
    }

    #[test]
    fn a_dateline_day_needs_a_year_from_elsewhere() {
        let year = copyright_year("©2024 Reuters").unwrap();
        let day = day_in_year("March 4", &year).unwrap();
        assert_eq!((day.value.as_str(), day.original.as_str()), ("2024-03-04", "March 4, ©2024"));
        assert_eq!(day_in_year("Oct. 12", &year).unwrap().value, "2024-10-12");
        assert_eq!(day_in_year("Feb. 30", &year), None);
        assert_eq!(day_in_year("Monday", &year), None);
    }
}
