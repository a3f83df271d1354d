//! A date in parts, and whether there is such a day.
//!
//! Every form of date comes down to a `Moment`; only here is it held against the calendar and made
//! a published time.

use chrono::{NaiveDate, NaiveTime};

use crate::model::{Precision, Published};

/// Years that a press cutting can be from. Before 1400 nothing was printed in Europe; after 2999
/// it is a typing mistake.
const YEARS: std::ops::RangeInclusive<i32> = 1400..=2999;

/// Hour, minute and, where given, second; unchecked.
pub type Clock = (u32, u32, Option<u32>);

/// A date in parts, unchecked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    pub year: i32,
    pub month: Option<u32>,
    pub day: Option<u32>,
    pub time: Option<Clock>,
    pub offset_minutes: Option<i16>,
    /// Day and month may be the other way round.
    pub is_ambiguous: bool,
}

impl Moment {
    /// The same as a published time; `None` for a day or time that does not exist.
    pub fn published(self, original: &str) -> Option<Published> {
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
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let (date, time) = match self.time {
            None => return published(date.to_string(), Precision::Day, None),
            // ISO 8601: the end of a day is the start of the next.
            Some((24, 0, second)) if second.unwrap_or(0) == 0 => {
                (date.succ_opt().filter(|next| YEARS.contains(&year_of(*next)))?, (0, 0, second))
            }
            Some(time) => (date, time),
        };
        let (hour, minute, second) = time;
        // A leap second is the last one of its minute.
        let second = second.map(|second| if second == 60 { 59 } else { second });
        NaiveTime::from_hms_opt(hour, minute, second.unwrap_or(0))?;
        match second {
            None => published(
                format!("{date}T{hour:02}:{minute:02}"),
                Precision::Minute,
                self.offset_minutes,
            ),
            Some(second) => published(
                format!("{date}T{hour:02}:{minute:02}:{second:02}"),
                Precision::Second,
                self.offset_minutes,
            ),
        }
    }
}

fn year_of(date: NaiveDate) -> i32 {
    chrono::Datelike::year(&date)
}

/// A number of at most nine digits and nothing else.
pub fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// `09:15`, `09:15:30`, `09:15:30.25`, `0915`, `091530`, `091530.25`.
pub fn clock(text: &str) -> Option<Clock> {
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
    match text.split_once(['.', ',']) {
        Some((whole, fraction)) if whole.len() == 6 && number(fraction).is_some() => clock(whole),
        Some(_) => None,
        None => match text.len() {
            4 => Some((pair(0)?, pair(2)?, None)),
            6 => Some((pair(0)?, pair(2)?, Some(pair(4)?))),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(year: i32, month: u32, day: u32, time: Option<Clock>) -> Moment {
        Moment { year, month: Some(month), day: Some(day), time, ..Moment::default() }
    }

    #[test]
    fn only_days_and_times_of_the_calendar_are_published() {
        for (moment, value) in [
            (moment(2024, 2, 29, None), Some("2024-02-29")),
            (moment(1900, 2, 29, None), None),
            (moment(2023, 2, 31, None), None),
            (moment(1582, 10, 10, None), Some("1582-10-10")),
            (moment(1399, 12, 31, None), None),
            (moment(1400, 1, 1, None), Some("1400-01-01")),
            (moment(2999, 12, 31, None), Some("2999-12-31")),
            (moment(3000, 1, 1, None), None),
            (moment(2024, 13, 1, None), None),
            (moment(2024, 0, 1, None), None),
            (moment(2024, 3, 18, Some((25, 61, None))), None),
            (moment(2024, 3, 18, Some((23, 60, None))), None),
            (moment(2024, 12, 31, Some((24, 0, None))), Some("2025-01-01T00:00")),
            (moment(2024, 3, 18, Some((24, 0, Some(0)))), Some("2024-03-19T00:00:00")),
            (moment(2024, 3, 18, Some((24, 1, None))), None),
            (moment(2999, 12, 31, Some((24, 0, None))), None),
            (moment(2016, 12, 31, Some((23, 59, Some(60)))), Some("2016-12-31T23:59:59")),
            (moment(2016, 12, 31, Some((23, 59, Some(61)))), None),
        ] {
            let read = moment.published("x").map(|published| published.value);
            assert_eq!(read.as_deref(), value, "{moment:?}");
        }
    }

    #[test]
    fn clocks_have_two_figures_a_part() {
        for (text, time) in [
            ("09:15", Some((9, 15, None))),
            ("9:15", Some((9, 15, None))),
            ("09:15:30.25", Some((9, 15, Some(30)))),
            ("0915", Some((9, 15, None))),
            ("091530.25", Some((9, 15, Some(30)))),
            ("9:1", None),
            ("915", None),
            ("0915.3", None),
            ("", None),
        ] {
            assert_eq!(clock(text), time, "{text:?}");
        }
    }
}
