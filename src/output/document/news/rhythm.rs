//! How often somebody publishes, and since when nothing comes: `usually 40 a day`, `Tuesday 24 November`.
//!
//! What must stay true: a number that was rounded says `about`; no number is told with more digits than it is worth.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

/// Within so many hours of now the time of day matters.
const HOURS_THAT_MATTER: i64 = 48;

/// `40 a day`, `about 3 a week`, `about 2 a month`; of what is no number, nothing.
pub(super) fn usual(per_day: f64) -> Option<String> {
    const DAYS: [(f64, &str); 4] = [(1.0, "day"), (7.0, "week"), (30.0, "month"), (365.0, "year")];
    if !(per_day.is_finite() && per_day > 0.0) {
        return None;
    }
    let (count, unit) =
        DAYS.iter().map(|(days, unit)| (per_day * days, unit)).find(|(count, _)| *count >= 0.95)?;
    Some(format!("{} a {unit}", rounded(count)))
}

/// How many would have come by now: `about 280`; nothing where it is fewer than one.
pub(super) fn missing(count: f64) -> Option<String> {
    (count.is_finite() && count >= 0.95).then(|| rounded(count))
}

/// Two digits of a number: `7`, `about 3`, `about 280`.
fn rounded(count: f64) -> String {
    let mut unit = 1.0;
    while count / unit >= 100.0 {
        unit *= 10.0;
    }
    let shown = (count / unit).round() * unit;
    let is_exact = (shown - count).abs() < 0.05;
    format!("{}{shown:.0}", if is_exact { "" } else { "about " })
}

/// An instant in words: `Tuesday 24 November`, with the year where it is another one than that of `now`, and with the
/// time of day where it is near. What is no instant is shown as it is.
pub(super) fn since(instant: &str, now: &str) -> String {
    let Some(at) = parsed(instant) else { return instant.to_owned() };
    let now = parsed(now);
    let mut said = at.format("%A %-d %B").to_string();
    if now.is_none_or(|now| now.year() != at.year()) {
        said.push_str(&at.format(" %Y").to_string());
    }
    if now.is_some_and(|now| (now - at).abs() < TimeDelta::hours(HOURS_THAT_MATTER)) {
        said.push_str(&at.format(", %H:%M UTC").to_string());
    }
    said
}

fn parsed(instant: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(instant).ok().map(|instant| instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rhythms_are_in_the_unit_that_fits_them() {
        for (per_day, said) in [
            (40.0, Some("40 a day")),
            (39.7, Some("about 40 a day")),
            (143.2, Some("about 140 a day")),
            (1.0, Some("1 a day")),
            (0.97, Some("1 a day")),
            (0.4, Some("about 3 a week")),
            (3.0 / 7.0, Some("3 a week")),
            (1.0 / 7.0, Some("1 a week")),
            (0.1, Some("3 a month")),
            (0.02, Some("about 7 a year")),
            (0.001, None),
            (0.0, None),
            (-3.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(usual(per_day).as_deref(), said, "{per_day}");
        }
        assert_eq!(missing(281.3).as_deref(), Some("about 280"));
        assert_eq!(missing(0.4), None);
        assert_eq!(missing(f64::NAN), None);
        assert_eq!(rounded(1e15), "1000000000000000");
    }

    #[test]
    fn instants_are_told_as_people_tell_them() {
        let now = "2026-12-01T07:00:00Z";
        for (instant, said) in [
            ("2026-11-24T10:00:00Z", "Tuesday 24 November"),
            ("2026-11-30T23:30:00+13:00", "Monday 30 November, 10:30 UTC"),
            ("2025-12-31T10:00:00Z", "Wednesday 31 December 2025"),
            ("soon", "soon"),
        ] {
            assert_eq!(since(instant, now), said);
        }
        assert_eq!(since("2026-11-24T10:00:00Z", "now"), "Tuesday 24 November 2026");
    }
}
