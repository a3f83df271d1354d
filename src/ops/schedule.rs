//! When a feed is asked next. Pure: what time it is comes from the caller.
//!
//! A feed is asked about as often as it has something new, a week divided by its entries a week, and not at all hours
//! alike: for a given number of requests entries wait least, on the mean, where requests are as dense as the square root
//! of how many entries come. What must stay true: never sooner than after 15 minutes, nor than the
//! feed or its server asks for, up to a day; never later than after a day, unless a person said so; and the same
//! words and the same instant always give the same answer.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::text::fingerprint;

/// Nobody is asked sooner.
const SHORTEST: TimeDelta = TimeDelta::minutes(15);
/// Nothing but a person keeps a feed away for longer.
const LONGEST: TimeDelta = TimeDelta::hours(24);
/// The wait after the first error; each further one doubles it.
const FIRST_BACKOFF: TimeDelta = TimeDelta::minutes(30);
/// How much of a wait chance may add, so that feeds that were added together are not asked together for ever.
const MOST_JITTER: f64 = 0.1;

const WEEK: f64 = 7.0 * DAY;
const DAY: f64 = 86_400.0;
/// Entries older than this say nothing of how often a feed has some now.
const WINDOW: TimeDelta = TimeDelta::days(28);
/// How long, in seconds, an entry counts: after this time it weighs a little more than a third.
const MEMORY: f64 = WEEK;
/// The same for the hour at which it came, which changes less.
const MEMORY_OF_HOURS: f64 = 4.0 * WEEK;
/// A feed whose entries came in less time is taken for one that was filled at once.
const SHORTEST_SPAN: f64 = 3_600.0;
/// What is assumed of a feed of which nothing is known: three and a half a day.
const ENTRIES_OF_UNKNOWN: f64 = 24.0;
/// How many entries, spread evenly over the day, are assumed beside those whose hour is known.
const ENTRIES_AT_ANY_HOUR: f64 = 12.0;
/// An entry may be dated before it comes, for it was written before.
const MOST_ANTEDATED: TimeDelta = TimeDelta::days(1);

/// How long a feed and its server ask to be left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// By the feed: `ttl`, `sy:updatePeriod`.
    pub minutes: Option<u32>,
    /// By the server: `Cache-Control: max-age`, in seconds.
    pub max_age: Option<u64>,
    /// By the server: `Expires`.
    pub expires: Option<DateTime<Utc>>,
}

impl Said {
    /// The longest wait that is asked for, as far as it is granted.
    fn wait(&self, now: DateTime<Utc>) -> TimeDelta {
        let seconds =
            |count: u64| TimeDelta::seconds(count.min(LONGEST.num_seconds().unsigned_abs()) as i64);
        let minutes = self.minutes.map(|minutes| seconds(u64::from(minutes) * 60));
        let expires = self.expires.map(|at| at - now);
        let asked = [minutes, self.max_age.map(seconds), expires].into_iter().flatten();
        asked.max().unwrap_or_default().clamp(TimeDelta::zero(), LONGEST)
    }
}

/// How often a feed has something new, and at which hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Rhythm {
    /// Lately.
    pub entries_a_week: f64,
    /// Entries that came in each hour of the day, in UTC; older ones count less.
    hours: [f64; 24],
}

impl Default for Rhythm {
    /// Of a feed of which nothing is known.
    fn default() -> Self {
        Self { entries_a_week: ENTRIES_OF_UNKNOWN, hours: [0.0; 24] }
    }
}

impl Rhythm {
    /// What the days of a feed's entries say when it is seen for the first time. A feed that holds nothing but
    /// entries of the last four weeks holds only its newest: they count over the time that they cover.
    pub fn begun(days: &[Option<DateTime<Utc>>], now: DateTime<Utc>) -> Self {
        let mut known: Vec<DateTime<Utc>> =
            days.iter().flatten().copied().filter(|day| *day <= now).collect();
        known.sort_unstable();
        let recent: Vec<DateTime<Utc>> =
            known.iter().copied().filter(|day| now - *day <= WINDOW).collect();
        let mut rhythm = Self::default();
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return rhythm };
        // Some programs date every entry with the moment at which the feed was made.
        if known.len() > 1 && first == last {
            return rhythm;
        }
        rhythm.entries_a_week = match recent.first() {
            Some(oldest) if recent.len() == known.len() => {
                let span = seconds(now - *oldest).max(SHORTEST_SPAN);
                (recent.len().saturating_sub(1).max(1)) as f64 * WEEK / span.min(seconds(WINDOW))
            }
            _ => recent.len() as f64 * WEEK / seconds(WINDOW),
        };
        rhythm.count_hours(&recent);
        rhythm
    }

    /// What it is after a check at `now` that found these new entries; the check before was at `last`. Entries
    /// that are dated well before that are old ones that were changed.
    pub fn after(
        &self,
        last: DateTime<Utc>,
        now: DateTime<Utc>,
        new: &[Option<DateTime<Utc>>],
    ) -> Self {
        let elapsed = seconds(now - last).max(0.0);
        let is_new = |day: &DateTime<Utc>| *day > last - MOST_ANTEDATED;
        let count = new.iter().filter(|day| day.as_ref().is_none_or(is_new)).count();
        let weight = (-elapsed / MEMORY).exp();
        // They came half way between the checks, one with the other.
        let added = count as f64 * WEEK / MEMORY * (-elapsed / 2.0 / MEMORY).exp();
        let mut rhythm = self.clone();
        rhythm.entries_a_week = self.entries_a_week * weight + added;
        let weight = (-elapsed / MEMORY_OF_HOURS).exp();
        rhythm.hours.iter_mut().for_each(|count| *count *= weight);
        let known: Vec<DateTime<Utc>> =
            new.iter().flatten().copied().filter(|day| is_new(day) && *day <= now).collect();
        rhythm.count_hours(&known);
        rhythm
    }

    /// The hours as they are kept: 24 numbers in tenths.
    pub fn hours_as_text(&self) -> String {
        let tenths = self.hours.iter().map(|count| format!("{:.0}", count * 10.0));
        tenths.collect::<Vec<_>>().join(" ")
    }

    /// A rhythm that was kept. Without hours, or where they are none, all hours are alike.
    pub fn kept(entries_a_week: f64, hours: Option<&str>) -> Self {
        let read = |text: &str| -> Option<[f64; 24]> {
            let counts: Option<Vec<f64>> = text
                .split(' ')
                .map(|tenths| Some(f64::from(tenths.parse::<u32>().ok()?) / 10.0))
                .collect();
            counts?.try_into().ok()
        };
        let hours = hours.and_then(read).unwrap_or([0.0; 24]);
        let is_number = entries_a_week.is_finite() && entries_a_week >= 0.0;
        Self { entries_a_week: if is_number { entries_a_week } else { ENTRIES_OF_UNKNOWN }, hours }
    }

    /// Midnight is what programs write that know the day alone.
    fn count_hours(&mut self, days: &[DateTime<Utc>]) {
        for day in days.iter().filter(|day| day.time() != NaiveTime::MIN) {
            if let Some(count) = self.hours.get_mut(day.hour() as usize) {
                *count += 1.0;
            }
        }
    }

    /// How dense requests are in each hour of the day, 1 on the mean.
    fn density(&self) -> [f64; 24] {
        // Neighbouring hours share what came, for a few entries say little of one hour.
        const SHARES: [(usize, f64); 5] = [(22, 1.0), (23, 2.0), (0, 3.0), (1, 2.0), (2, 1.0)];
        let smoothed = |hour: usize| -> f64 {
            let share = |(off, share): (usize, f64)| {
                self.hours.get((hour + off) % 24).unwrap_or(&0.0) * share / 9.0
            };
            SHARES.into_iter().map(share).sum()
        };
        let roots: [f64; 24] =
            std::array::from_fn(|hour| (smoothed(hour) + ENTRIES_AT_ANY_HOUR / 24.0).sqrt());
        let mean = roots.iter().sum::<f64>() / 24.0;
        roots.map(|root| root / mean)
    }

    /// After how long it is asked again: in a week as often as it has entries.
    fn wait(&self, now: DateTime<Utc>) -> TimeDelta {
        let interval = WEEK / self.entries_a_week.max(f64::MIN_POSITIVE);
        let density = self.density();
        let (mut at, mut missing) = (seconds_of_day(now), 1.0);
        let end = at + DAY;
        while at < end {
            let hour = (at / 3_600.0).floor();
            let next = (hour + 1.0) * 3_600.0;
            let rate = density.get(hour as usize % 24).unwrap_or(&1.0) / interval;
            if (next - at) * rate >= missing {
                at += missing / rate;
                break;
            }
            missing -= (next - at) * rate;
            at = next;
        }
        TimeDelta::seconds((at - seconds_of_day(now)).round() as i64).clamp(SHORTEST, LONGEST)
    }
}

fn seconds(span: TimeDelta) -> f64 {
    span.num_seconds() as f64
}

fn seconds_of_day(at: DateTime<Utc>) -> f64 {
    f64::from(at.num_seconds_from_midnight())
}

/// When a feed is asked next that was asked at `now`. `own_interval_minutes` is what a person wants in place of its
/// rhythm; `seed` is something that the feed has for itself, such as its address.
pub fn next_check(
    now: DateTime<Utc>,
    said: &Said,
    rhythm: &Rhythm,
    own_interval_minutes: Option<u32>,
    errors_in_row: u32,
    seed: &str,
) -> DateTime<Utc> {
    let asked = said.wait(now).max(SHORTEST).max(backoff(errors_in_row));
    let own = own_interval_minutes.map(|minutes| TimeDelta::minutes(minutes.into()));
    let wait = asked.max(own.unwrap_or_else(|| rhythm.wait(now)));
    let longest = LONGEST.max(own.unwrap_or_default());
    let jitter = TimeDelta::seconds((seconds(wait) * MOST_JITTER * chance(seed, now)) as i64);
    let later = wait + jitter;
    // Where later would be too late, chance takes away, but nothing of what was asked for.
    now + if later <= longest { later } else { (longest - jitter).max(asked) }
}

fn backoff(errors_in_row: u32) -> TimeDelta {
    match errors_in_row.checked_sub(1) {
        None => TimeDelta::zero(),
        Some(doublings) => (FIRST_BACKOFF * (1 << doublings.min(6))).min(LONGEST),
    }
}

/// A number from 0 to 1 that looks like chance and is the same every time.
fn chance(seed: &str, now: DateTime<Utc>) -> f64 {
    let digest = fingerprint::sha256(format!("{seed} {}", now.timestamp()).as_bytes()).to_string();
    let digits = digest.get(..8).unwrap_or_default();
    u32::from_str_radix(digits, 16).map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn noon() -> DateTime<Utc> {
        at("2024-03-18T12:00:00Z")
    }

    fn rhythm(entries_a_week: f64) -> Rhythm {
        Rhythm::kept(entries_a_week, None)
    }

    /// Minutes to the next check, chance left aside: rounded down to what it is added to.
    fn minutes(
        said: &Said,
        rhythm: &Rhythm,
        own: Option<u32>,
        errors: u32,
    ) -> std::ops::RangeInclusive<i64> {
        let waits = (0..50).map(|seed| {
            (next_check(noon(), said, rhythm, own, errors, &seed.to_string()) - noon())
                .num_minutes()
        });
        let waits: Vec<i64> = waits.collect();
        *waits.iter().min().unwrap()..=*waits.iter().max().unwrap()
    }

    #[test]
    fn a_feed_is_asked_as_often_as_it_has_something_new() {
        let nothing = Said::default();
        for (entries_a_week, shortest, longest) in [
            (10_000.0, 15, 17),
            (168.0, 60, 66),
            (42.0, 240, 264),
            (7.0, 1296, 1440),
            (0.0, 1296, 1440),
        ] {
            let found = minutes(&nothing, &rhythm(entries_a_week), None, 0);
            assert!(
                *found.start() >= shortest && *found.end() <= longest,
                "{entries_a_week}: {found:?}"
            );
            assert!(
                found.end() - found.start() >= (longest - shortest) / 2,
                "{entries_a_week}: {found:?}"
            );
        }
    }

    #[test]
    fn the_longest_of_what_is_said_counts_up_to_a_day() {
        let (hourly, expires) = (rhythm(168.0), |text: &str| Some(at(text)));
        for (said, shortest) in [
            (Said { minutes: Some(30), ..Said::default() }, 60),
            (Said { minutes: Some(90), ..Said::default() }, 90),
            (Said { max_age: Some(7_200), minutes: Some(90), ..Said::default() }, 120),
            (
                Said {
                    expires: expires("2024-03-18T15:00:00Z"),
                    max_age: Some(7_200),
                    ..Said::default()
                },
                180,
            ),
            (Said { expires: expires("1970-01-01T00:00:00Z"), ..Said::default() }, 60),
            (Said { expires: expires("2034-01-01T00:00:00Z"), ..Said::default() }, 1440),
            (Said { minutes: Some(u32::MAX), max_age: Some(u64::MAX), ..Said::default() }, 1440),
        ] {
            let found = minutes(&said, &hourly, None, 0);
            assert!(
                *found.start() >= shortest && *found.start() <= shortest + shortest / 20,
                "{said:?}: {found:?}"
            );
            assert!(*found.end() <= 1440, "{said:?}: {found:?}");
        }
    }

    #[test]
    fn a_person_s_interval_stands_in_place_of_the_rhythm() {
        let said = Said { minutes: Some(120), ..Said::default() };
        for (said, own, shortest) in [
            (Said::default(), 30, 30),
            (Said::default(), 10_080, 10_080 - 1_008),
            (said, 30, 120),
            (said, 300, 300),
        ] {
            let found = minutes(&said, &rhythm(168.0), Some(own), 0);
            assert!(
                (shortest..=shortest + shortest / 10).contains(found.start()),
                "{own}: {found:?}"
            );
        }
    }

    #[test]
    fn errors_back_off_to_a_day() {
        for (errors, shortest) in [(1, 30), (2, 60), (3, 120), (6, 960), (7, 1440), (1_000, 1440)] {
            let found = minutes(&Said::default(), &rhythm(10_000.0), None, errors);
            assert!(
                (shortest..=shortest + shortest / 20).contains(found.start()),
                "{errors}: {found:?}"
            );
        }
        assert!(*minutes(&Said::default(), &rhythm(42.0), None, 1).start() >= 240);
    }

    #[test]
    fn the_first_sight_of_a_feed_counts_its_days() {
        let now = noon();
        let hours_ago = |hours: &[i64]| -> Vec<Option<DateTime<Utc>>> {
            hours.iter().map(|hours| Some(now - TimeDelta::hours(*hours))).collect()
        };
        let twenty: Vec<i64> = (1..=20).collect();
        for (days, expected) in [
            (hours_ago(&twenty), 19.0 * 168.0 / 20.0),
            (hours_ago(&[24, 48, 24 * 400]), 0.5),
            (hours_ago(&[24 * 200, 24 * 400]), 0.0),
            (hours_ago(&[0, 0, 0]), ENTRIES_OF_UNKNOWN),
            (hours_ago(&[-5]), ENTRIES_OF_UNKNOWN),
            (vec![None, None], ENTRIES_OF_UNKNOWN),
        ] {
            let found = Rhythm::begun(&days, now).entries_a_week;
            assert!((found - expected).abs() < 1e-9, "{days:?}: {found}");
        }
    }

    #[test]
    fn a_rhythm_follows_what_comes() {
        let hour = TimeDelta::hours(1);
        let mut known = Rhythm::default();
        let mut now = noon();
        for _ in 0..24 * 60 {
            known = known.after(now, now + hour, &[None, Some(now)]);
            now += hour;
        }
        assert!((known.entries_a_week - 336.0).abs() < 5.0, "{known:?}");
        let silent = known.after(now, now + TimeDelta::days(14), &[]);
        assert!((silent.entries_a_week - 336.0 * (-2.0_f64).exp()).abs() < 2.0, "{silent:?}");
        // The same old entries, changed at every fetch.
        let changed = silent.after(now, now + hour, &[Some(now - TimeDelta::days(2)); 20]);
        assert!(changed.entries_a_week < silent.entries_a_week);
    }

    #[test]
    fn requests_are_denser_when_entries_come() {
        let mornings: Vec<Option<DateTime<Utc>>> =
            (0..26).map(|day| Some(at("2024-03-18T08:30:00Z") - TimeDelta::days(day))).collect();
        let known = Rhythm::begun(&mornings, at("2024-03-18T09:00:00Z"));
        let hourly = Rhythm { entries_a_week: 168.0, ..known };
        let wait = |text: &str| hourly.wait(at(text));
        assert!(wait("2024-03-18T08:00:00Z") * 2 < wait("2024-03-18T20:00:00Z"));
        let kept = Rhythm::kept(hourly.entries_a_week, Some(&hourly.hours_as_text()));
        assert_eq!(kept, hourly);
        for broken in ["", "1 2 3", "x"] {
            assert_eq!(Rhythm::kept(168.0, Some(broken)), rhythm(168.0));
        }
        // Where only the day is known, midnight is no hour.
        let days: Vec<Option<DateTime<Utc>>> =
            (0..9).map(|day| Some(at("2024-03-18T00:00:00Z") - TimeDelta::days(day))).collect();
        assert_eq!(Rhythm::begun(&days, noon()).hours, [0.0; 24]);
    }

    /// Checks of one day and one night: as many as the feed has entries.
    #[test]
    fn a_week_has_as_many_requests_as_entries() {
        let known = Rhythm::begun(
            &(0..40)
                .map(|place| Some(noon() - TimeDelta::minutes(613 * place)))
                .collect::<Vec<_>>(),
            noon(),
        );
        for entries_a_week in [20.0, 50.0, 168.0] {
            let rhythm = Rhythm { entries_a_week, ..known.clone() };
            let (mut now, mut count) = (noon(), 0.0);
            while now < noon() + TimeDelta::days(28) {
                now += rhythm.wait(now);
                count += 0.25;
            }
            assert!((count / entries_a_week - 1.0).abs() < 0.05, "{entries_a_week}: {count}");
        }
    }

    proptest! {
        /// Whatever is said, no feed is asked too soon, and without a person's word none too late.
        #[test]
        fn bounds_hold(
            minutes in any::<Option<u32>>(),
            max_age in any::<Option<u64>>(),
            expires in prop::option::of(-4_000_000_000_i64..4_000_000_000),
            entries_a_week in any::<f64>(),
            hours in "[0-9 x]{0,60}",
            errors in any::<u32>(),
            seed in ".{0,8}",
            second in 0..86_400_i64,
        ) {
            let now = at("2024-03-18T00:00:00Z") + TimeDelta::seconds(second);
            let expires = expires.map(|second| now + TimeDelta::seconds(second));
            let said = Said { minutes, max_age, expires };
            let rhythm = Rhythm::kept(entries_a_week, Some(&hours));
            let next = next_check(now, &said, &rhythm, None, errors, &seed);
            prop_assert!(next - now >= SHORTEST && next - now <= LONGEST, "{}", next - now);
            prop_assert!(next - now >= said.wait(now));
            prop_assert_eq!(next, next_check(now, &said, &rhythm, None, errors, &seed));
            let own = next_check(now, &said, &rhythm, Some(u32::MAX), errors, &seed);
            prop_assert!(own - now > LONGEST);
        }
    }
}
