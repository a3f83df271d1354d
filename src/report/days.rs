//! Days as people type them: a day, a month, a year, an instant, or words such as `yesterday`, `-7d`,
//! `last monday`, `this month`.
//!
//! Each stands for a stretch of days, of which `since` takes the first and `until` the last. Words
//! count from today, which is a day in UTC, as everything in an archive is.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// What `days` takes, for messages: `… wants a day such as …`.
pub const WANTED: &str =
    "a day such as 2024-03-31, a month or a year, or yesterday, -7d, last monday, this month";

/// First and last day of what was typed; `None` where it names no day.
pub fn days(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    calendar(text).or_else(|| instant(text)).or_else(|| relative(text, today))
}

/// `2024-02-29`, `2024-02`, `2024`.
fn calendar(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let is_digits =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match parts.as_slice() {
        [year] if is_digits(year, 4) => year_of(NaiveDate::from_ymd_opt(year.parse().ok()?, 1, 1)?),
        [year, month] if is_digits(year, 4) && is_digits(month, 2) => {
            month_of(NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, 1)?)
        }
        [year, month, day] if is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2) => {
            let day = NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, number(day)?)?;
            Some((day, day))
        }
        _ => None,
    }
}

/// The day that an RFC 3339 instant is written with: `2024-03-31T09:30:00+13:00`.
fn instant(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let day = chrono::DateTime::parse_from_rfc3339(text).ok()?.date_naive();
    Some((day, day))
}

fn relative(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let one = |day: NaiveDate| Some((day, day));
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = text.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["today"] => one(today),
        ["yesterday"] => one(today.pred_opt()?),
        ["this", "week"] => week_of(today),
        ["this", "month"] => month_of(today),
        ["this", "year"] => year_of(today),
        ["last", "week"] => week_of(today.checked_sub_days(Days::new(7))?),
        ["last", "month"] => month_of(today.checked_sub_months(Months::new(1))?),
        ["last", "year"] => year_of(today.checked_sub_months(Months::new(12))?),
        ["last", day] => {
            let day: Weekday = day.parse().ok()?;
            // The one before today, never today itself.
            let ago =
                (today.weekday().num_days_from_monday() + 6 - day.num_days_from_monday()) % 7 + 1;
            one(today.checked_sub_days(Days::new(ago.into()))?)
        }
        [ago] if text.starts_with('-') => one(before(ago, today)?),
        _ => None,
    }
}

/// `7d`, `2w`, `3m` or `1y` before today.
fn before(ago: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (count, unit) = ago.split_at_checked(ago.len().checked_sub(1)?)?;
    let count: u32 = count.parse().ok()?;
    match unit {
        "d" => today.checked_sub_days(Days::new(count.into())),
        "w" => today.checked_sub_days(Days::new(u64::from(count) * 7)),
        "m" => today.checked_sub_months(Months::new(count)),
        "y" => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
        _ => None,
    }
}

/// From its Monday to its Sunday.
fn week_of(day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
    Some((first, first.checked_add_days(Days::new(6))?))
}

fn month_of(day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = day.with_day(1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

fn year_of(day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(day.year(), 1, 1)?, NaiveDate::from_ymd_opt(day.year(), 12, 31)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_years_and_words() {
        // A Sunday.
        let today = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
        for (text, expected) in [
            ("2024", Some("2024-01-01 2024-12-31")),
            ("2024-02", Some("2024-02-01 2024-02-29")),
            ("2023-12", Some("2023-12-01 2023-12-31")),
            ("2024-02-29", Some("2024-02-29 2024-02-29")),
            ("2024-02-29T23:30:00+13:00", Some("2024-02-29 2024-02-29")),
            ("9999-12", Some("9999-12-01 9999-12-31")),
            ("today", Some("2024-03-31 2024-03-31")),
            ("Yesterday", Some("2024-03-30 2024-03-30")),
            ("-7d", Some("2024-03-24 2024-03-24")),
            ("-2w", Some("2024-03-17 2024-03-17")),
            ("-1m", Some("2024-02-29 2024-02-29")),
            ("-1y", Some("2023-03-31 2023-03-31")),
            ("-0d", Some("2024-03-31 2024-03-31")),
            ("last monday", Some("2024-03-25 2024-03-25")),
            ("last-Sunday", Some("2024-03-24 2024-03-24")),
            ("last sat", Some("2024-03-30 2024-03-30")),
            ("this week", Some("2024-03-25 2024-03-31")),
            ("last week", Some("2024-03-18 2024-03-24")),
            ("this month", Some("2024-03-01 2024-03-31")),
            ("last month", Some("2024-02-01 2024-02-29")),
            ("this year", Some("2024-01-01 2024-12-31")),
            ("last year", Some("2023-01-01 2023-12-31")),
            ("2023-02-29", None),
            ("2024-13", None),
            ("24", None),
            ("2024-1-1", None),
            ("+024-01-01", None),
            ("2024-01-01-01", None),
            ("soon", None),
            ("last", None),
            ("last moon", None),
            ("7d", None),
            ("-7", None),
            ("-d", None),
            ("-7é", None),
            ("-99999999999d", None),
            ("-4294967295y", None),
            ("-4294967295d", None),
            ("", None),
        ] {
            let found = days(text, today).map(|(first, last)| format!("{first} {last}"));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
