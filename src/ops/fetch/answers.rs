//! What an answer to a request for a feed comes to: entries to take in, how far the feed is read now, and when it is asked
//! again. Pure.
//!
//! What must stay true: what a server says goes before what we would do; an error takes nothing from what was known
//! before, so that the next success goes on from there.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use url::Url;

use super::{FeedEnded, FeedOutcome};
use crate::db::PageAddress;
use crate::format::Refusal;
use crate::format::feed::{self, FeedPart, FeedParts};
use crate::model::{Feed, FeedId, FeedState};
use crate::net::{Answer, Error, said};
use crate::ops::schedule::{self, Rhythm, Said};
use crate::text::{fingerprint, urls};

/// Fetches in a row that must agree on where a feed has moved before its address is changed.
const AGREEING: u32 = 3;

/// How long a host is left alone that asks for it without saying how long.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// A feed that was asked for.
#[derive(Debug)]
pub struct Asked {
    pub feed: Feed,
    pub state: FeedState,
    pub answer: Result<Answer, Error>,
}

/// What became of it.
#[derive(Debug)]
pub struct Told {
    /// Where it was asked for: the address under which its captures were seen.
    pub asked_at: String,
    pub outcome: FeedOutcome,
    pub feed: Feed,
    pub state: FeedState,
    pub entries: Vec<FeedPart>,
    pub wanted: Vec<PageAddress>,
    /// What was odd and did not stop the reading.
    pub warnings: Vec<String>,
    /// Why there is nothing, where there should be.
    pub refused: Option<String>,
    /// The host that is to be left alone, and until when.
    pub pause: Option<(String, DateTime<Utc>)>,
    /// What a success says of the next check; `None` where that is known already.
    pub check: Option<Check>,
}

/// What the next check of a feed rests on, beside how many of its entries turn out to be new.
#[derive(Debug)]
pub struct Check {
    said: Said,
    /// When it was asked with success before.
    last: Option<DateTime<Utc>>,
    /// Of each entry, in the order of the feed; none where it was not read.
    days: Vec<Option<DateTime<Utc>>>,
}

/// Host and port, as requests are counted by.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// An instant as the archive stores it.
pub fn stored(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Reads an answer. `now` is when it was asked for.
pub fn told(asked: Asked, now: DateTime<Utc>) -> Told {
    let Asked { mut feed, mut state, answer } = asked;
    let asked_at = feed.url.clone();
    state.check_count = state.check_count.saturating_add(1);
    state.checked_at = Some(stored(now));
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            state.status = None;
            return failed(feed, state, error.to_string(), now, None);
        }
    };
    state.status = Some(answer.status);
    let read = match answer.status {
        304 => None,
        200 => {
            let sha256 = fingerprint::sha256(&answer.body).to_string();
            match state.body_sha256.as_ref() == Some(&sha256) {
                true => None,
                false => match parts(&answer) {
                    Ok(parts) => Some((sha256, parts)),
                    Err(refusal) => return failed(feed, state, refusal.0, now, None),
                },
            }
        }
        410 => {
            feed.paused_at = Some(stored(now));
            feed.paused_because = Some("gone".to_owned());
            let reason = "410 Gone: its publisher says that it is no more; it is paused";
            return failed(feed, state, reason.to_owned(), now, None);
        }
        status @ (429 | 503) => {
            let pause = pause(&answer, now);
            return failed(feed, state, reason(status), now, pause);
        }
        status => return failed(feed, state, reason(status), now, None),
    };
    let last = state.succeeded_at.as_deref().and_then(instant);
    succeeded(&mut state, &answer, now);
    move_for_good(&mut feed, &mut state, &asked_at, &answer);
    let outcome = if read.is_some() { FeedOutcome::Read } else { FeedOutcome::Unchanged };
    let mut told = Told { asked_at, outcome, ..Told::left(feed, state) };
    let mut feed_minutes = None;
    match read {
        None => told.state.unchanged_count = told.state.unchanged_count.saturating_add(1),
        Some((sha256, parts)) => {
            told.state.body_sha256 = Some(sha256);
            feed_minutes = parts.update_minutes;
            take(&mut told, parts);
        }
    }
    let fresh =
        said::fresh_for(&answer.fields, now).and_then(|fresh| fresh.num_seconds().try_into().ok());
    told.check = Some(Check {
        said: Said { minutes: feed_minutes, max_age: fresh, expires: None },
        last,
        days: told.entries.iter().map(|entry| entry.published).collect(),
    });
    told
}

/// Takes a feed apart that a server sent. Refused is what is none.
pub fn parts(answer: &Answer) -> Result<FeedParts, Refusal> {
    let bytes = feed::as_served(&answer.body, answer.fields.content_type.as_deref());
    feed::parts(&bytes, &answer.url)
}

/// Takes what is in the feed.
fn take(told: &mut Told, parts: FeedParts) {
    let FeedParts { title, site_url, entries, warnings, .. } = parts;
    if told.feed.title.is_none() {
        told.feed.title = title;
    }
    if told.feed.site_url.is_none() {
        told.feed.site_url = site_url;
    }
    if told.feed.is_full_text {
        told.wanted = entries.iter().filter(|entry| entry.is_summary()).filter_map(page).collect();
    }
    told.entries = entries;
    told.warnings = warnings;
}

fn page(entry: &FeedPart) -> Option<PageAddress> {
    let url = entry.url.clone()?;
    let canonical_url = urls::canonical(&url)?;
    Some(PageAddress { url, canonical_url })
}

/// What every success says of a feed.
fn succeeded(state: &mut FeedState, answer: &Answer, now: DateTime<Utc>) {
    state.succeeded_at = Some(stored(now));
    state.error = None;
    state.error_count = 0;
    state.failing_since = None;
    // An answer without a body may leave out what stays as it was.
    if answer.status == 200 || answer.fields.etag.is_some() {
        state.etag.clone_from(&answer.fields.etag);
    }
    if answer.status == 200 || answer.fields.last_modified.is_some() {
        state.last_modified.clone_from(&answer.fields.last_modified);
    }
}

/// Changes the address of a feed that has moved for good. Believed is what several fetches in a row say: a wrong
/// redirect of an hour, as networks with a login page make them, would lose the feed.
fn move_for_good(feed: &mut Feed, state: &mut FeedState, asked: &str, answer: &Answer) {
    let Some(to) = answer.moved_to().map(Url::to_string).filter(|to| to != asked) else {
        state.moved_to = None;
        state.moved_count = 0;
        return;
    };
    match state.moved_to.as_ref() == Some(&to) {
        true => state.moved_count = state.moved_count.saturating_add(1),
        false => state.moved_count = 1,
    }
    state.moved_to = Some(to);
    if state.moved_count >= AGREEING
        && let Some(to) = state.moved_to.take()
    {
        feed.url = to;
        state.moved_count = 0;
    }
}

fn failed(
    feed: Feed,
    mut state: FeedState,
    reason: String,
    now: DateTime<Utc>,
    pause: Option<(String, DateTime<Utc>)>,
) -> Told {
    state.error_count = state.error_count.saturating_add(1);
    state.error = Some(reason.clone());
    state.failing_since.get_or_insert_with(|| stored(now));
    let next = next_check(&feed, &state, &Said::default(), now);
    state.next_check_at = match &pause {
        Some((_, until)) => next.max(stored(*until)),
        None => next,
    };
    let outcome = if feed.paused_at.is_some() { FeedOutcome::Gone } else { FeedOutcome::Failed };
    Told { refused: Some(reason), pause, outcome, ..Told::left(feed, state) }
}

impl Told {
    /// Of a feed that was not asked.
    pub fn left(feed: Feed, state: FeedState) -> Self {
        Self {
            asked_at: feed.url.clone(),
            outcome: FeedOutcome::Left,
            feed,
            state,
            entries: Vec::new(),
            wanted: Vec::new(),
            warnings: Vec::new(),
            refused: None,
            pause: None,
            check: None,
        }
    }

    /// As it is told; how many entries were new is not known yet.
    pub fn ended(&self) -> FeedEnded {
        FeedEnded {
            feed_id: self.feed.feed_id,
            feed: self.asked_at.clone(),
            outcome: self.outcome,
            status: self.state.status.filter(|_| self.outcome != FeedOutcome::Left),
            new_entries: 0,
            next_check_at: self.state.next_check_at.clone(),
            reason: self.refused.clone(),
        }
    }
}

/// A feed that has moved to where another one is fetched from is paused: it would bring the same twice. Where it moves,
/// the address is its own from then on, also for feeds that move in the same run.
pub fn stay_apart(told: &mut Told, addresses: &mut HashMap<String, FeedId>, now: DateTime<Utc>) {
    if told.feed.url == told.asked_at {
        return;
    }
    let own = told.feed.feed_id;
    let other = *addresses.entry(told.feed.url.clone()).or_insert(own);
    if other != own {
        let because = format!("moved to {}, which is feed {}", told.feed.url, other.0);
        told.feed.url.clone_from(&told.asked_at);
        told.feed.paused_at = Some(stored(now));
        told.feed.paused_because = Some(because);
    }
}

fn next_check(feed: &Feed, state: &FeedState, said: &Said, now: DateTime<Utc>) -> String {
    let own = feed.interval_minutes;
    let rhythm = rhythm(state).unwrap_or_default();
    stored(schedule::next_check(now, said, &rhythm, own, state.error_count, &feed.url))
}

/// The rhythm that is known of a feed.
fn rhythm(state: &FeedState) -> Option<Rhythm> {
    Some(Rhythm::kept(state.entries_a_week?, state.entries_by_hour.as_deref()))
}

/// Says of a feed what it is now that `new` of its entries turned out to be new, and when it is asked next.
pub fn settle(feed: &Feed, state: &mut FeedState, check: &Check, new: u32, now: DateTime<Utc>) {
    if new > 0 {
        state.new_at = Some(stored(now));
        state.new_entry_count = state.new_entry_count.saturating_add(new);
    }
    let rhythm = match (rhythm(state), check.last) {
        (Some(known), Some(last)) => known.after(last, now, &newest(&check.days, new)),
        _ => Rhythm::begun(&check.days, now),
    };
    state.entries_a_week = Some(rhythm.entries_a_week);
    state.entries_by_hour = Some(rhythm.hours_as_text());
    state.next_check_at = next_check(feed, state, &check.said, now);
}

/// So many days of entries: those without one, in the order of the feed, and the newest.
fn newest(days: &[Option<DateTime<Utc>>], count: u32) -> Vec<Option<DateTime<Utc>>> {
    let mut days = days.to_vec();
    days.sort_by_key(|day| (day.is_some(), std::cmp::Reverse(*day)));
    days.truncate(count as usize);
    days
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.to_utc())
}

/// `404 Not Found`
pub fn reason(status: u16) -> String {
    let words = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        410 => "Gone",
        418 => "I'm a teapot",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return format!("the server answered {status}"),
    };
    format!("the server answered {status} {words}")
}

/// How long a host is left alone that answered so, where it asks for it.
pub fn pause(answer: &Answer, now: DateTime<Utc>) -> Option<(String, DateTime<Utc>)> {
    if !matches!(answer.status, 429 | 503) {
        return None;
    }
    let wait = said::retry_after(&answer.fields, now).unwrap_or(PAUSE);
    Some((host_of(&answer.url), now + wait))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{Fields, Hop};

    const NOW: &str = "2026-01-02T03:00:00Z";
    const FEED: &str = "<rss version='2.0'><channel><title>The Tide</title><link>https://tide.example/</link>\
        <item><title>Tolls rise</title><link>/tolls</link><description>The council voted on Monday to raise the tolls.</description></item>\
        </channel></rss>";

    fn now() -> DateTime<Utc> {
        NOW.parse().unwrap()
    }

    fn feed() -> Feed {
        Feed {
            feed_id: FeedId(1),
            url: "https://tide.example/feed".to_owned(),
            title: None,
            site_url: None,
            folder: None,
            publisher: None,
            topics: Vec::new(),
            is_full_text: true,
            interval_minutes: None,
            added_at: NOW.to_owned(),
            added_by: "ana".to_owned(),
            paused_at: None,
            paused_because: None,
        }
    }

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            url: Url::parse("https://tide.example/feed").unwrap(),
            status,
            hops: Vec::new(),
            fields: Fields::default(),
            body: body.as_bytes().to_vec(),
        }
    }

    fn heard(feed: Feed, state: FeedState, answer: Answer) -> Told {
        let mut told = told(Asked { feed, state, answer: Ok(answer) }, now());
        if let Some(check) = told.check.take() {
            let new = told.entries.len() as u32;
            settle(&told.feed, &mut told.state, &check, new, now());
        }
        told
    }

    #[test]
    fn a_feed_is_read_once_and_its_pages_are_wanted() {
        let first = heard(feed(), FeedState::default(), answer(200, FEED));
        assert_eq!(first.outcome, FeedOutcome::Read);
        assert_eq!(first.entries.len(), 1);
        assert_eq!(first.feed.title.as_deref(), Some("The Tide"));
        assert_eq!(first.wanted.first().unwrap().url, "https://tide.example/tolls");
        let again = heard(first.feed, first.state, answer(200, FEED));
        assert_eq!((again.outcome, again.entries.len()), (FeedOutcome::Unchanged, 0));
        assert_eq!((again.state.check_count, again.state.unchanged_count), (2, 1));
        let mut not_full = feed();
        not_full.is_full_text = false;
        assert!(heard(not_full, FeedState::default(), answer(200, FEED)).wanted.is_empty());
    }

    #[test]
    fn validators_are_kept_as_they_came_and_an_error_takes_none_away() {
        let mut first = answer(200, FEED);
        first.fields.etag = Some("W/\"a b\"".to_owned());
        first.fields.last_modified = Some("yesterday, about noon".to_owned());
        let first = heard(feed(), FeedState::default(), first);
        let none = heard(first.feed.clone(), first.state.clone(), answer(304, ""));
        let failed = heard(none.feed, none.state, answer(500, ""));
        assert_eq!(failed.state.etag.as_deref(), Some("W/\"a b\""));
        assert_eq!(failed.state.last_modified.as_deref(), Some("yesterday, about noon"));
        assert_eq!(
            failed.refused.as_deref(),
            Some("the server answered 500 Internal Server Error")
        );
        assert_eq!(failed.state.body_sha256, first.state.body_sha256);
        // A whole answer without them takes them away.
        let bare = heard(failed.feed, failed.state, answer(200, &FEED.replace("Monday", "Friday")));
        assert_eq!((bare.state.etag, bare.state.last_modified), (None, None));
        assert_eq!((bare.state.error_count, bare.state.failing_since), (0, None));
    }

    fn moved(mut told: Told, status: u16, to: &str) -> Told {
        let mut answer = answer(304, "");
        let url = |text: &str| Url::parse(text).unwrap();
        answer.hops = vec![Hop { status, from: url(&told.feed.url), to: url(to) }];
        answer.url = url(to);
        told = heard(told.feed, told.state, answer);
        told
    }

    #[test]
    fn a_move_is_believed_when_three_fetches_agree() {
        let there = "https://tide.example/new";
        let mut told = heard(feed(), FeedState::default(), answer(200, FEED));
        for status in [301, 308] {
            told = moved(told, status, there);
            assert_eq!(told.feed.url, "https://tide.example/feed");
        }
        told = moved(told, 302, there);
        assert_eq!((told.state.moved_to.as_deref(), told.state.moved_count), (None, 0));
        for (to, count) in [(there, 1), ("https://tide.example/other", 1), (there, 1), (there, 2)] {
            told = moved(told, 301, to);
            assert_eq!(told.state.moved_count, count);
        }
        told = moved(told, 301, there);
        assert_eq!((told.feed.url.as_str(), told.state.moved_to), (there, None));
    }

    #[test]
    fn a_feed_is_asked_as_often_as_it_has_something_new() {
        let next = |told: &Told| instant(&told.state.next_check_at).unwrap() - now();
        let first = heard(feed(), FeedState::default(), answer(200, FEED));
        assert!(first.state.entries_a_week.is_some() && first.state.entries_by_hour.is_some());
        let mut said = answer(304, "");
        said.fields.cache_control = Some("max-age=36000".to_owned());
        let told = heard(first.feed.clone(), first.state.clone(), said);
        assert!(next(&told) >= TimeDelta::hours(10), "{}", next(&told));
        let mut own = first.feed.clone();
        own.interval_minutes = Some(30);
        let told = heard(own, first.state.clone(), answer(304, ""));
        assert!((30..=33).contains(&next(&told).num_minutes()), "{}", next(&told));
        // A month without anything new.
        let mut quiet = first.state;
        quiet.succeeded_at = Some("2025-12-03T03:00:00Z".to_owned());
        let told = heard(first.feed, quiet, answer(304, ""));
        assert!(next(&told) >= TimeDelta::hours(21), "{}", next(&told));
    }

    #[test]
    fn a_feed_never_moves_to_where_another_one_is() {
        let there = "https://tide.example/new";
        let mut told = heard(feed(), FeedState::default(), answer(200, FEED));
        for _ in 0..3 {
            told = moved(told, 301, there);
        }
        let mut addresses = HashMap::from([(there.to_owned(), FeedId(7))]);
        told.asked_at = "https://tide.example/feed".to_owned();
        stay_apart(&mut told, &mut addresses, now());
        assert_eq!(told.feed.url, "https://tide.example/feed");
        assert_eq!(
            told.feed.paused_because.as_deref(),
            Some("moved to https://tide.example/new, which is feed 7")
        );
    }

    #[test]
    fn servers_say_when_they_want_to_be_left_alone() {
        for (status, retry_after, until) in [
            (429, Some("7200"), "2026-01-02T05:00:00Z"),
            (503, Some("Fri, 02 Jan 2026 09:00:00 GMT"), "2026-01-02T09:00:00Z"),
            (429, None, "2026-01-02T04:00:00Z"),
            (503, Some("soon"), "2026-01-02T04:00:00Z"),
            (429, Some("99999999"), "2026-01-04T03:00:00Z"),
        ] {
            let mut answer = answer(status, "");
            answer.fields.retry_after = retry_after.map(str::to_owned);
            let told = heard(feed(), FeedState::default(), answer);
            let (host, wait) = told.pause.unwrap();
            assert_eq!((host.as_str(), stored(wait).as_str()), ("tide.example", until), "{status}");
            assert!(told.state.next_check_at.as_str() >= until);
            assert_eq!((told.outcome, told.state.error_count), (FeedOutcome::Failed, 1));
        }
    }

    #[test]
    fn what_is_gone_is_paused_and_what_is_no_feed_fails() {
        let gone = heard(feed(), FeedState::default(), answer(410, ""));
        assert_eq!(gone.outcome, FeedOutcome::Gone);
        assert_eq!(gone.feed.paused_because.as_deref(), Some("gone"));
        let page = "<!doctype html><html><body><p>Please log in.</p></body></html>";
        let page = heard(feed(), FeedState::default(), answer(200, page));
        assert_eq!(page.outcome, FeedOutcome::Failed);
        assert_eq!(page.refused.as_deref(), Some("no feed but a web page"));
        assert_eq!(page.state.status, Some(200));
        let worse = heard(page.feed, page.state, answer(404, ""));
        assert_eq!((worse.state.error_count, worse.state.failing_since.as_deref()), (2, Some(NOW)));
        assert_eq!(worse.state.succeeded_at, None);
    }
}
