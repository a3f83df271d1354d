//! Which publishers usually have something, and have nothing now.
//!
//! Looked at are eight weeks. A publisher is silent where five articles would usually have come since the last one, and
//! the silence is half as long again as the longest one between two of its articles, so that a weekend is none, and it
//! lasts a day at least. What must stay true: a publisher of whom a week or less is known has no usual rhythm; an
//! article that came in long after its day counts on its day, so that taking in a year at once is no rhythm.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{instant, parsed};
use crate::db::{PublisherArrival, Reader, Result};
use crate::model::SilentSource;

/// How far back is looked.
const LOOKED_AT: TimeDelta = TimeDelta::weeks(8);

/// Between the first and the last article of a publisher with a rhythm.
const KNOWN: TimeDelta = TimeDelta::weeks(1);

/// The shortest silence.
const SHORTEST: TimeDelta = TimeDelta::hours(24);

/// How many articles are missed in a silence.
const MISSED: f64 = 5.0;

/// How much longer than any other a silence is.
const LONGER: f64 = 1.5;

/// Longer after its day an article is not of the day on which it came in.
const LATE: TimeDelta = TimeDelta::days(3);

/// The silent publishers, the longest silence first, each with the instant from which on it is one. Fails where the
/// archive cannot be read.
pub fn silent(reader: &Reader, now: DateTime<Utc>) -> Result<Vec<(SilentSource, DateTime<Utc>)>> {
    let first = now - LOOKED_AT;
    let mut of_publisher: BTreeMap<String, Vec<DateTime<Utc>>> = BTreeMap::new();
    for arrival in reader.publisher_arrivals(&instant(first))? {
        let at = came(&arrival, parsed(reader, &arrival.ingested_at)?);
        if at >= first && at <= now {
            of_publisher.entry(arrival.publisher).or_default().push(at);
        }
    }
    let mut found: Vec<_> =
        of_publisher.into_iter().filter_map(|(publisher, came)| of(publisher, came, now)).collect();
    found.sort_by(|(one, _), (other, _)| {
        (&one.last_at, &one.publisher).cmp(&(&other.last_at, &other.publisher))
    });
    Ok(found)
}

/// When an article came: when it was taken in, or the noon of its day where that was long before.
fn came(arrival: &PublisherArrival, ingested_at: DateTime<Utc>) -> DateTime<Utc> {
    let day = arrival.published_on.as_deref();
    let day = day.and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    match day.map(|day| day.and_time(noon).and_utc()) {
        Some(published) if ingested_at - published > LATE => published,
        _ => ingested_at,
    }
}

fn of(
    publisher: String,
    mut came: Vec<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<(SilentSource, DateTime<Utc>)> {
    came.sort_unstable();
    let (first, last) = (*came.first()?, *came.last()?);
    if last - first < KNOWN {
        return None;
    }
    let seconds = |delta: TimeDelta| delta.num_seconds() as f64;
    let longest = came.windows(2).map(|pair| match pair {
        [one, other] => *other - *one,
        _ => TimeDelta::zero(),
    });
    let longest = seconds(longest.max()?);
    // The first one begins the time in which the others came.
    let per_second = (came.len() - 1) as f64 / seconds(last - first);
    let silence = (MISSED / per_second).max(longest * LONGER).max(seconds(SHORTEST));
    // Not to be exceeded where it is exactly as long.
    let since = last + TimeDelta::try_seconds(silence as i64 + 1)?;
    if since > now {
        return None;
    }
    let source = SilentSource {
        publisher,
        usual_per_day: per_second * 86_400.0,
        last_at: instant(last),
        missing: per_second * seconds(now - last),
    };
    Some((source, since))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + chrono::Days::new(day.into());
        day.and_hms_opt(hour, 0, 0).unwrap().and_utc()
    }

    /// Eight on each day but the weekend, for four weeks that begin on a Monday.
    fn weekdays() -> Vec<DateTime<Utc>> {
        let days = (0..26).filter(|day| day % 7 < 5);
        days.flat_map(|day| (8..16).map(move |hour| at(day, hour))).collect()
    }

    fn is_silent(came: &[DateTime<Utc>], now: DateTime<Utc>) -> bool {
        of("The Tide".to_owned(), came.to_vec(), now).is_some()
    }

    #[test]
    fn a_weekend_is_no_silence() {
        // The last one came on a Friday at 15, as every week.
        let came = weekdays();
        assert!(!is_silent(&came, at(27, 12)), "Sunday");
        assert!(!is_silent(&came, at(28, 9)), "Monday morning");
        assert!(is_silent(&came, at(30, 15)), "Wednesday");
        let (source, since) = of("The Tide".to_owned(), came, at(30, 15)).unwrap();
        assert_eq!(source.last_at, "2026-06-26T15:00:00Z");
        assert!((5.0..8.0).contains(&source.usual_per_day), "{source:?}");
        assert!(source.missing > 20.0 && since > at(28, 12) && since < at(30, 15), "{source:?}");
    }

    #[test]
    fn whoever_rarely_has_something_is_not_silent() {
        let weekly: Vec<_> = (0..8).map(|week| at(week * 7, 9)).collect();
        assert!(!is_silent(&weekly, at(56, 9)), "a week later");
        assert!(!is_silent(&weekly, at(70, 9)), "three weeks later");
        assert!(is_silent(&weekly, at(90, 9)), "after five were missed");
    }

    #[test]
    fn one_import_is_no_rhythm() {
        let once = vec![at(0, 9); 400];
        assert!(!is_silent(&once, at(50, 9)));
        let twice: Vec<_> = (0..200).map(|_| at(0, 9)).chain((0..200).map(|_| at(0, 10))).collect();
        assert!(!is_silent(&twice, at(50, 9)));
        assert!(!is_silent(&[], at(50, 9)));
    }

    #[test]
    fn what_came_in_late_counts_on_its_day() {
        let arrival = |published_on: Option<&str>| PublisherArrival {
            publisher: "The Tide".to_owned(),
            ingested_at: "2026-06-20T06:00:00Z".to_owned(),
            published_on: published_on.map(str::to_owned),
        };
        let ingested = at(19, 6);
        assert_eq!(came(&arrival(None), ingested), ingested);
        assert_eq!(came(&arrival(Some("2026-06-19")), ingested), ingested);
        assert_eq!(came(&arrival(Some("2026-06-21")), ingested), ingested);
        assert_eq!(came(&arrival(Some("2026-06-02")), ingested), at(1, 12));
    }
}
