//! A month of fetching, simulated: our rule for when a feed is asked next against Miniflux's, on the same traces.
//!
//! The traces are made of the days that entries of real feeds have. A feed's own span, from its oldest entry to its
//! newest, is repeated without end: rounded up to whole days, and to whole weeks where it is longer than one, so that
//! the hours at which entries come stay what they are. A feed with a long span gives several traces, which
//! begin at different places in it. What a server holds is the newest entries, as many as the feed had. Each rule subscribes at
//! the first moment of the month, and sees nothing but what it fetches.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use cuttings::format::feed;
use cuttings::ops::schedule::{Rhythm, Said, next_check};
use url::Url;

use crate::corpora::{at_each, corpus, files};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
const MONTH: i64 = 30 * DAY;
/// Fewer days tell nothing of a rhythm.
const FEWEST: usize = 7;
const TRACES_OF_ONE: i64 = 8;
/// A feed that covers less shows no rhythm of a day; what its repetition shows is made up.
const SHORT_SPAN: i64 = 2 * DAY;

/// Entries of a feed in seconds from the start of the month, in their order; some are before it.
struct Trace {
    feed: String,
    /// The same, and where in it this begins.
    name: String,
    entries: Vec<i64>,
    /// How many entries the feed holds.
    length: usize,
    said: Said,
    span: i64,
}

impl Trace {
    /// The entries that the feed holds at a moment.
    fn held(&self, now: i64) -> &[i64] {
        let end = self.entries.partition_point(|entry| *entry <= now);
        &self.entries[end.saturating_sub(self.length)..end]
    }
}

fn instant(second: i64) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2024-03-04T00:00:00Z").unwrap().to_utc()
        + TimeDelta::seconds(second)
}

/// What feeds and servers ask for, each third of them something else.
fn said(place: usize) -> Said {
    match place % 3 {
        0 => Said::default(),
        1 => Said { minutes: Some(60), ..Said::default() },
        _ => Said { max_age: Some(1_800), ..Said::default() },
    }
}

/// The days of the entries of each feed of the corpus, in seconds.
fn days_of_feeds() -> Option<Vec<(String, Vec<i64>)>> {
    let folder = corpus("feeds")?;
    let feeds = files(&folder.join("feeds/feeds"));
    let address = Url::parse("https://lagoon.example/feed").unwrap();
    let days = at_each(&feeds, |_, bytes| {
        let parts = feed::parts(bytes, &address).ok()?;
        let days = parts.entries.iter().filter_map(|part| part.published);
        Some(days.map(|day| day.timestamp()).collect::<BTreeSet<i64>>())
    });
    let mut known = BTreeSet::new();
    let found = days.into_iter().filter_map(|(name, days)| {
        let days = days.filter(|days| days.len() >= FEWEST && known.insert(days.clone()))?;
        Some((name, days.into_iter().collect()))
    });
    Some(found.collect())
}

fn traces() -> Option<Vec<Trace>> {
    let mut traces = Vec::new();
    for (feed, days) in days_of_feeds()? {
        let (first, last) = (days[0], days[days.len() - 1]);
        let start = first.div_euclid(DAY) * DAY;
        let whole_days = ((last - start) / DAY + 1) * DAY;
        let period =
            if whole_days <= WEEK { whole_days } else { (whole_days + WEEK - 1) / WEEK * WEEK };
        let shifts: BTreeSet<i64> =
            (0..TRACES_OF_ONE).map(|place| period / DAY * place / TRACES_OF_ONE * DAY).collect();
        for shift in shifts {
            let repeats = -(2 * MONTH / period + 2)..=(2 * MONTH + shift) / period + 1;
            let mut entries: Vec<i64> = repeats
                .flat_map(|round| days.iter().map(move |day| day - start + round * period - shift))
                .filter(|entry| *entry < 2 * MONTH)
                .collect();
            entries.sort_unstable();
            let said = said(traces.len());
            let name = format!("{feed} {shift}");
            let (length, span) = (days.len(), last - first);
            traces.push(Trace { feed: feed.clone(), name, entries, length, said, span });
        }
    }
    Some(traces)
}

/// When a feed is asked next: a rule, and what it has learnt of one feed.
trait Asking {
    /// `new` are the entries that were fetched at `now` for the first time.
    fn next(&mut self, trace: &Trace, now: i64, new: &[i64]) -> i64;
}

/// Ours, as the fetcher uses it.
#[derive(Default)]
struct Ours {
    known: Option<(Rhythm, i64)>,
}

impl Asking for Ours {
    fn next(&mut self, trace: &Trace, now: i64, new: &[i64]) -> i64 {
        let new: Vec<Option<DateTime<Utc>>> =
            new.iter().map(|entry| Some(instant(*entry))).collect();
        let rhythm = match self.known.take() {
            None => Rhythm::begun(&new, instant(now)),
            // What is known between two checks is what is kept of it.
            Some((known, last)) => {
                let hours = known.hours_as_text();
                let kept = Rhythm::kept(known.entries_a_week, Some(&hours));
                kept.after(instant(last), instant(now), &new)
            }
        };
        let next = next_check(instant(now), &trace.said, &rhythm, None, 0, &trace.name);
        self.known = Some((rhythm, now));
        (next - instant(0)).num_seconds()
    }
}

/// Miniflux's: a week divided by the entries of the last week, times a factor, between 5 minutes and a day, and
/// never sooner than feed and server ask for.
struct Miniflux {
    factor: f64,
    seen: Vec<i64>,
}

impl Asking for Miniflux {
    fn next(&mut self, trace: &Trace, now: i64, new: &[i64]) -> i64 {
        self.seen.extend(new);
        let weekly = self.seen.iter().filter(|entry| **entry > now - WEEK).count();
        let interval = match weekly {
            0 => DAY,
            weekly => (WEEK as f64 / weekly as f64 * self.factor) as i64,
        };
        now + interval.clamp(5 * MINUTE, DAY).max(wait_asked_for(&trace.said))
    }
}

fn wait_asked_for(said: &Said) -> i64 {
    let minutes = said.minutes.map_or(0, |minutes| i64::from(minutes) * MINUTE);
    minutes.max(said.max_age.unwrap_or_default() as i64)
}

/// What became of a month.
#[derive(Default)]
struct Outcome {
    /// When each feed was asked.
    requests: Vec<Vec<i64>>,
    /// Between an entry's appearance and the fetch that sees it, in seconds.
    delays: Vec<i64>,
    /// Entries that were gone before they were seen.
    lost: usize,
}

impl Outcome {
    fn request_count(&self) -> usize {
        self.requests.iter().map(Vec::len).sum()
    }

    fn mean_delay(&self) -> f64 {
        self.delays.iter().sum::<i64>() as f64 / self.delays.len() as f64
    }

    fn median_delay(&self) -> i64 {
        let mut delays = self.delays.clone();
        delays.sort_unstable();
        delays[delays.len() / 2]
    }

    fn row(&self, rule: &str) -> String {
        let minutes = |seconds: f64| seconds / MINUTE as f64;
        format!(
            "{rule:<24} {:>9} {:>11.1} min {:>11.1} min {:>6}",
            self.request_count(),
            minutes(self.mean_delay()),
            minutes(self.median_delay() as f64),
            self.lost
        )
    }
}

/// Fetches every feed for a month.
fn month<A: Asking>(traces: &[&Trace], rule: impl Fn() -> A) -> Outcome {
    let mut outcome = Outcome::default();
    for (place, trace) in traces.iter().enumerate() {
        let mut asking = rule();
        let mut requests = Vec::new();
        // Not all feeds are subscribed to in the same second.
        let mut now = place as i64 * 7_919 % HOUR;
        let mut seen_until = i64::MIN;
        loop {
            let held = trace.held(now);
            let new = &held[held.partition_point(|entry| *entry <= seen_until)..];
            let is_first = requests.is_empty();
            for entry in new.iter().filter(|entry| !is_first && **entry < MONTH) {
                outcome.delays.push(now - entry);
            }
            if !is_first {
                let come =
                    trace.entries.iter().filter(|at| **at > seen_until && **at <= now).count();
                outcome.lost += come - new.len();
            }
            if now >= MONTH {
                break;
            }
            requests.push(now);
            let next = asking.next(trace, now, new);
            seen_until = now;
            now = next;
        }
        outcome.requests.push(requests);
    }
    outcome
}

/// Miniflux's rule with the factor at which its entries wait just longer than in ours: it may ask less for it.
fn miniflux_as_fresh(traces: &[&Trace], ours: &Outcome) -> (f64, Outcome) {
    let of = |factor: f64| month(traces, || Miniflux { factor, seen: Vec::new() });
    let (mut sooner, mut later) = (0.01_f64, 50.0_f64);
    for _ in 0..24 {
        let middle = (sooner * later).sqrt();
        match of(middle).mean_delay() > ours.mean_delay() {
            true => later = middle,
            false => sooner = middle,
        }
    }
    (later, of(later))
}

#[test]
fn a_month_takes_no_more_requests_than_miniflux_s_rule() {
    let Some(traces) = traces() else { return };
    let all: Vec<&Trace> = traces.iter().collect();
    let long: Vec<&Trace> = traces.iter().filter(|trace| trace.span >= SHORT_SPAN).collect();
    for (label, traces) in [("all feeds", &all), ("feeds of two days or more", &long)] {
        let ours = month(traces, Ours::default);
        let own = month(traces, || Miniflux { factor: 1.0, seen: Vec::new() });
        let (factor, scaled) = miniflux_as_fresh(traces, &ours);
        println!("{label}: {} traces, {} entries", traces.len(), ours.delays.len());
        println!(
            "{:<24} {:>9} {:>15} {:>15} {:>6}",
            "rule", "requests", "mean delay", "median delay", "lost"
        );
        println!("{}", ours.row("ours"));
        println!("{}", own.row("Miniflux's"));
        println!("{}", scaled.row(&format!("Miniflux's, times {factor:.3}")));
        let ratio = ours.request_count() as f64 / scaled.request_count() as f64;
        println!("requests of ours to Miniflux's at equal freshness: {ratio:.3}\n");
        assert!(traces.len() >= 50 && ours.delays.len() > 1_000);
        assert!(scaled.mean_delay() >= ours.mean_delay());
        assert!(ratio <= 1.0, "{label}: {ratio}");
        assert!(ours.lost <= scaled.lost, "{label}: {} and {}", ours.lost, scaled.lost);
    }
}

#[test]
fn no_feed_is_asked_more_often_than_allowed() {
    let Some(traces) = traces() else { return };
    let all: Vec<&Trace> = traces.iter().collect();
    let ours = month(&all, Ours::default);
    for (trace, requests) in all.iter().zip(&ours.requests) {
        let shortest = wait_asked_for(&trace.said).max(15 * MINUTE);
        for pair in requests.windows(2) {
            let wait = pair[1] - pair[0];
            assert!((shortest..=DAY).contains(&wait), "{}: {wait}", trace.name);
        }
    }
}

#[test]
fn intervals_come_to_what_a_feed_has() {
    let Some(traces) = traces() else { return };
    let all: Vec<&Trace> = traces.iter().collect();
    let ours = month(&all, Ours::default);
    // By feed, all its traces together: what is asked of one in a busy week comes too late for that week.
    let mut feeds: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (trace, requests) in all.iter().zip(&ours.requests) {
        let (asked, wanted) = feeds.entry(&trace.feed).or_default();
        for week in 2..MONTH / WEEK {
            let count =
                |times: &[i64]| times.iter().filter(|at| **at / WEEK == week && **at >= 0).count();
            *asked += count(requests) as f64;
            // At least one request a day, at most one an hour.
            *wanted += (count(&trace.entries) as f64).clamp(7.0, 168.0);
        }
    }
    for (feed, (asked, wanted)) in &feeds {
        println!("{feed}: {asked} requests, {wanted} expected");
        assert!((0.5..=2.0).contains(&(asked / wanted)), "{feed}: {asked} and {wanted}");
    }
    assert!(feeds.len() >= 10, "{}", feeds.len());
}

/// A feed that had an entry each hour, and has one each day from the month's start on.
#[test]
fn a_feed_that_changes_is_asked_as_it_is_now() {
    let hourly = (-10 * 24..0).map(|hour| hour * HOUR);
    let daily = (0..60).map(|day| day * DAY + 9 * HOUR);
    let entries: Vec<i64> = hourly.chain(daily).collect();
    let trace = Trace {
        feed: "changes".to_owned(),
        name: "changes".to_owned(),
        entries,
        length: 20,
        said: Said::default(),
        span: MONTH,
    };
    let ours = month(&[&trace], Ours::default);
    let weeks: Vec<usize> = (0..4)
        .map(|week| ours.requests[0].iter().filter(|at| **at / WEEK == week).count())
        .collect();
    println!("requests by week: {weeks:?}");
    assert!(weeks[0] > 30 && weeks.is_sorted_by(|one, other| one >= other), "{weeks:?}");
    assert!((7..=15).contains(&weeks[3]), "{weeks:?}");
}
