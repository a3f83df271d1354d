//! Pages: those of entries that were only summaries, and one that somebody named.
//!
//! What must stay true: a page is asked for by itself only where robots.txt lets us (RFC 9309), which is read once a host
//! and run; pages of one host are asked for one after another, with a pause between them.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::answers::{self, host_of, stored};
use super::record::record;
use super::{Event, Terms, hosts, said_of, store};
use crate::db::{self, Archive, PageFetched, WantedPage};
use crate::format;
use crate::model::{Counts, Hints};
use crate::net::robots::{self, Robots};
use crate::net::{Accept, Answer, Client, Error, Request};
use crate::ops::inputs::{Content, Item};

/// Pages of one run, and of one host in it.
const MOST: usize = 400;
const MOST_OF_HOST: usize = 40;

/// Between two pages of a host, unless robots.txt asks for more.
const PAUSE: Duration = Duration::from_secs(1);

/// How often a page is tried that cannot be fetched, and how long after the first try; each further one takes twice as
/// long.
const MOST_TRIES: u32 = 6;
const FIRST_WAIT: TimeDelta = TimeDelta::hours(1);

/// What became of one page.
struct Tried {
    page: WantedPage,
    result: Result<Answer, Denied>,
}

/// Why there is no answer.
enum Denied {
    Robots,
    Error(Error),
}

/// Fetches the pages that are due.
pub(super) fn fetch_wanted(
    archive: &mut Archive,
    terms: &Terms,
    counts: &mut Counts,
    events: &mut dyn FnMut(Event),
) -> db::Result<()> {
    let now = stored(terms.now);
    let feeds = archive.feeds()?;
    let paused = archive.host_pauses(&now)?;
    let mut pages = archive.wanted_pages(&now)?;
    pages.retain(|page| !paused.contains_key(&host(page)));
    pages.truncate(MOST);
    for tried in ask(terms, pages) {
        if (terms.stop)() {
            return Ok(());
        }
        let feed = feeds.iter().find(|(feed, _)| feed.feed_id == tried.page.feed_id);
        let hints = feed.map(|(feed, _)| said_of(feed));
        let (item, noted, pause) = taken(tried, terms, hints.unwrap_or_default());
        store(archive, terms, vec![item], counts, &mut |event| events(Event::Ingest(event)))?;
        if !(terms.stop)() {
            let pause: Vec<(String, String)> =
                pause.into_iter().map(|(host, until)| (host, stored(until))).collect();
            archive.note_pages(&[noted], &pause, &now)?;
        }
    }
    Ok(())
}

/// Fetches one page that somebody named, without asking robots.txt: that is for programs that go from page to page. A
/// feed is taken in entry by entry, as a feed that is subscribed to. Fails where the archive cannot be read or
/// written; what a server does wrong is in the answer.
pub fn fetch_page(
    archive: &mut Archive,
    terms: &Terms,
    url: &Url,
    hints: &Hints,
    counts: &mut Counts,
    events: &mut dyn FnMut(Event),
) -> db::Result<()> {
    let login = terms.logins.of(url.as_str());
    let request = Request { login, ..Request::new(url.as_str(), Accept::Page) };
    let contents = match terms.client.get(&request) {
        Ok(answer) if answer.status == 200 => contents(&answer, terms),
        Ok(answer) => vec![Content::Refused(answers::reason(answer.status))],
        Err(error) => vec![Content::Refused(error.to_string())],
    };
    let named = |content| Item::of_named_address(url.to_string(), content, hints.clone());
    let items = contents.into_iter().map(named).collect();
    store(archive, terms, items, counts, &mut |event| events(Event::Ingest(event)))
}

/// The captures in what was answered.
fn contents(answer: &Answer, terms: &Terms) -> Vec<Content> {
    let is_feed = format::detect(&answer.body, None)
        .is_ok_and(|format| ["feed", "json-feed"].contains(&format.name));
    if is_feed {
        return match answers::parts(answer) {
            Ok(parts) => parts
                .entries
                .into_iter()
                .map(|entry| Content::Record { bytes: entry.bytes, format: entry.format })
                .collect(),
            Err(refusal) => vec![Content::Refused(refusal.0)],
        };
    }
    vec![page(answer, terms)]
}

fn page(answer: &Answer, terms: &Terms) -> Content {
    let bytes = record(&answer.url, terms.now, answer.fields.content_type.as_deref(), &answer.body);
    match format::by_name("warc") {
        Some(format) => Content::Record { bytes, format },
        None => Content::Refused("this program has no reader of web archives".to_owned()),
    }
}

fn host(page: &WantedPage) -> String {
    Url::parse(&page.url).map(|url| host_of(&url)).unwrap_or_default()
}

fn ask(terms: &Terms, pages: Vec<WantedPage>) -> std::sync::mpsc::Receiver<Tried> {
    let (client, logins) = (Arc::clone(&terms.client), Arc::clone(&terms.logins));
    let (stop, now) = (Arc::clone(&terms.stop), terms.now);
    hosts::work(hosts::by_host(pages, host), move |_, mut pages, sender: &SyncSender<Tried>| {
        pages.truncate(MOST_OF_HOST);
        let mut known: Option<Result<Robots, Unknown>> = None;
        let mut last: Option<Instant> = None;
        for page in pages {
            // Of what is no address the client says so.
            let url = Url::parse(&page.url).ok();
            let rules = known.get_or_insert_with(|| robots_of(&client, &page.url));
            let (is_allowed, pause) = match rules {
                Ok(rules) => (
                    url.is_none_or(|url| rules.allows(&url)),
                    rules.delay().map_or(PAUSE, |delay| delay.max(PAUSE)),
                ),
                // What it would say is not known, so nothing is asked for. Each page is tried again later.
                Err(unknown) => {
                    let result = Result::clone(unknown).map_err(Denied::Error);
                    let is_paused = is_pause(&result, now);
                    if sender.send(Tried { page, result }).is_err() || is_paused {
                        return;
                    }
                    continue;
                }
            };
            if is_allowed && let Some(last) = last {
                thread::sleep(pause.saturating_sub(last.elapsed()));
            }
            if stop() {
                return;
            }
            let result = match is_allowed {
                false => Err(Denied::Robots),
                true => {
                    last = Some(Instant::now());
                    let login = logins.of(&page.url);
                    let request = Request { login, ..Request::new(&page.url, Accept::Page) };
                    client.get(&request).map_err(Denied::Error)
                }
            };
            let is_paused = is_pause(&result, now);
            if sender.send(Tried { page, result }).is_err() || is_paused {
                return;
            }
        }
    })
}

/// What came in place of a host's robots.txt, as of a page that cannot be fetched now.
type Unknown = Box<Result<Answer, Error>>;

/// What a host lets programs fetch.
fn robots_of(client: &Client, page: &str) -> Result<Robots, Unknown> {
    let at = Url::parse(page).ok().and_then(|url| robots::address(&url));
    let at = at.map_or_else(|| page.to_owned(), String::from);
    let answer = client.get(&Request::new(&at, Accept::Text));
    let answer = answer.map_err(|error| Box::new(Err(error)))?;
    Robots::of_answer(answer.status, &answer.body).ok_or_else(|| Box::new(Ok(answer)))
}

/// Whether the host wants to be left alone.
fn is_pause(result: &Result<Answer, Denied>, now: DateTime<Utc>) -> bool {
    result.as_ref().is_ok_and(|answer| answers::pause(answer, now).is_some())
}

type Pause = Option<(String, DateTime<Utc>)>;

/// What is stored of a try, and whether there is another.
fn taken(tried: Tried, terms: &Terms, hints: Hints) -> (Item, PageFetched, Pause) {
    let Tried { page: WantedPage { url, try_count, .. }, result } = tried;
    let try_count = try_count.saturating_add(1);
    let mut pause = None;
    let (content, reason, is_final) = match result {
        Ok(answer) if answer.status == 200 => (page(&answer, terms), None, true),
        Ok(answer) => {
            pause = answers::pause(&answer, terms.now);
            let is_final = matches!(answer.status, 401 | 402 | 403 | 404 | 410 | 451);
            let reason = answers::reason(answer.status);
            (Content::Refused(reason.clone()), Some(reason), is_final)
        }
        Err(Denied::Robots) => {
            let reason = "its robots.txt does not let programs fetch it".to_owned();
            (Content::Refused(reason.clone()), Some(reason), true)
        }
        Err(Denied::Error(error)) => {
            let reason = error.to_string();
            (Content::Refused(reason.clone()), Some(reason), false)
        }
    };
    let wait = FIRST_WAIT * 2_i32.saturating_pow(try_count.saturating_sub(1).min(MOST_TRIES));
    let next = (!is_final && try_count < MOST_TRIES).then(|| {
        let next = terms.now + wait;
        stored(pause.as_ref().map_or(next, |(_, until)| next.max(*until)))
    });
    let noted = PageFetched { url: url.clone(), next_try_at: next, try_count, reason };
    (Item::of_address(url, content, hints), noted, pause)
}
