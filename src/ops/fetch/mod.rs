//! Fetches what is subscribed to, and pages.
//!
//! `hosts` asks many hosts at once, `answers` says what an answer comes to, `pages` fetches the pages of entries that were
//! only summaries, `record` makes a capture of a page, `logins` knows the passwords. Each entry of a feed is a capture of
//! its own (`format::feed::parts`), because a feed that is stored whole whenever it changes says the same over and over.
//!
//! What must stay true: how far a feed was read is noted after its entries are on disk, never before; whatever cannot be
//! fetched is a refused input like any other, told once and kept with its reason; a host has one connection at a time.

mod answers;
mod hosts;
mod logins;
mod pages;
mod record;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use chrono::{DateTime, Utc};
use url::Url;

use super::derive::LazyDeriver;
use super::ingest::{self, Ingested, Run, ShouldStop, ingest};
use super::inputs::{Content, Item};
use crate::db::{self, Archive, FeedFetched};
use crate::model::{Counts, Feed, FeedId, FeedState, Hints, Outcome};
use crate::net::{Accept, Client, Request};
use answers::{Asked, Told, host_of, stored};

pub use answers::{parts, reason};
pub use logins::Logins;
pub use pages::fetch_page;

/// Bytes of entries that are waited for before they are taken in together; an ingest of few costs nearly what one of
/// many does.
const AT_ONCE: usize = 4 << 20;

/// What every fetch of a run has in common.
pub struct Terms {
    pub client: Arc<Client>,
    pub logins: Arc<Logins>,
    pub deriver: Arc<LazyDeriver>,
    pub run: Run,
    pub now: DateTime<Utc>,
    pub stop: ShouldStop,
}

/// What happens while it runs.
#[derive(Clone, Debug)]
pub enum Event {
    Ingest(ingest::Event),
    Feed(FeedEnded),
}

/// What became of one feed, told when it is on disk.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FeedEnded {
    pub feed_id: FeedId,
    pub feed: String,
    pub outcome: FeedOutcome,
    pub status: Option<u16>,
    /// Entries that the archive did not have.
    pub new_entries: u32,
    pub next_check_at: String,
    pub reason: Option<String>,
}

/// How a fetch of a feed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedOutcome {
    /// It was read.
    Read,
    /// It says what it said before.
    Unchanged,
    Failed,
    /// Its publisher says that it is no more.
    Gone,
    /// Its host wants to be left alone.
    Left,
}

impl FeedOutcome {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
            Self::Gone => "gone",
            Self::Left => "left",
        }
    }
}

/// How far it came, whatever stopped it.
#[derive(Debug)]
pub struct Fetched {
    /// Entries and pages.
    pub counts: Counts,
    pub feeds: BTreeMap<&'static str, u64>,
    pub outcome: db::Result<()>,
}

/// What came of one feed on its way to the archive.
enum Heard {
    Asked(Box<Asked>),
    /// Not asked, because its host wants to be left alone until then.
    Left(Box<(Feed, FeedState)>, String),
}

/// Fetches `feeds`, and then the pages that are wanted. What was taken before a stop is kept.
pub fn fetch(
    archive: &mut Archive,
    terms: &Terms,
    feeds: Vec<(Feed, FeedState)>,
    events: &mut dyn FnMut(Event),
) -> Fetched {
    let mut fetched =
        Fetched { counts: Counts::default(), feeds: BTreeMap::new(), outcome: Ok(()) };
    fetched.outcome =
        fetch_feeds(archive, terms, feeds, &mut fetched.counts, &mut fetched.feeds, events)
            .and_then(|()| pages::fetch_wanted(archive, terms, &mut fetched.counts, events));
    fetched
}

fn fetch_feeds(
    archive: &mut Archive,
    terms: &Terms,
    feeds: Vec<(Feed, FeedState)>,
    counts: &mut Counts,
    outcomes: &mut BTreeMap<&'static str, u64>,
    events: &mut dyn FnMut(Event),
) -> db::Result<()> {
    let mut addresses: HashMap<String, FeedId> =
        archive.feeds()?.into_iter().map(|(feed, _)| (feed.url, feed.feed_id)).collect();
    let heard = ask(terms, feeds, archive.host_pauses(&stored(terms.now))?);
    let mut taken: Vec<Told> = Vec::new();
    let mut bytes = 0;
    let mut take = |taken: &mut Vec<Told>| {
        take_in(archive, terms, std::mem::take(taken), counts, outcomes, events)
    };
    for heard in heard {
        if (terms.stop)() {
            break;
        }
        match heard {
            Heard::Left(feed, until) => {
                let (feed, mut state) = *feed;
                state.next_check_at = state.next_check_at.max(until);
                taken.push(Told::left(feed, state));
            }
            Heard::Asked(asked) => {
                let mut told = answers::told(*asked, terms.now);
                answers::stay_apart(&mut told, &mut addresses, terms.now);
                bytes += told.entries.iter().map(|entry| entry.bytes.len()).sum::<usize>();
                taken.push(told);
            }
        }
        if bytes >= AT_ONCE {
            take(&mut taken)?;
            bytes = 0;
        }
    }
    take(&mut taken)
}

/// Asks for feeds, and sends what was heard.
fn ask(
    terms: &Terms,
    feeds: Vec<(Feed, FeedState)>,
    paused: HashMap<String, String>,
) -> std::sync::mpsc::Receiver<Heard> {
    let hosts = hosts::by_host(feeds, |(feed, _)| match Url::parse(&feed.url) {
        Ok(url) => host_of(&url),
        Err(_) => String::new(),
    });
    let (client, logins) = (Arc::clone(&terms.client), Arc::clone(&terms.logins));
    let (stop, now) = (Arc::clone(&terms.stop), terms.now);
    hosts::work(hosts, move |host, feeds, sender: &SyncSender<Heard>| {
        let mut paused_until = paused.get(host).cloned();
        for (feed, state) in feeds {
            if stop() {
                return;
            }
            let heard = match &paused_until {
                Some(until) => Heard::Left(Box::new((feed, state)), until.clone()),
                None => {
                    let asked = ask_one(&client, &logins, feed, state);
                    if let Ok(answer) = &asked.answer
                        && let Some((of, until)) = answers::pause(answer, now)
                        && of == host
                    {
                        paused_until = Some(stored(until));
                    }
                    Heard::Asked(Box::new(asked))
                }
            };
            if sender.send(heard).is_err() {
                return;
            }
        }
    })
}

fn ask_one(client: &Client, logins: &Logins, feed: Feed, state: FeedState) -> Asked {
    let answer = client.get(&Request {
        etag: state.etag.as_deref(),
        last_modified: state.last_modified.as_deref(),
        login: logins.of(&feed.url),
        ..Request::new(&feed.url, Accept::Feed)
    });
    Asked { feed, state, answer }
}

/// Takes in what feeds brought, and then notes how far they were read.
fn take_in(
    archive: &mut Archive,
    terms: &Terms,
    taken: Vec<Told>,
    counts: &mut Counts,
    outcomes: &mut BTreeMap<&'static str, u64>,
    events: &mut dyn FnMut(Event),
) -> db::Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    let (mut items, mut fetched, mut pauses) = (Vec::new(), Vec::new(), Vec::new());
    for told in taken {
        let ended = told.ended();
        let hints = said_of(&told.feed);
        let uri = told.asked_at.clone();
        for warning in told.warnings {
            events(Event::Ingest(ingest::Event::Warning(uri.clone(), warning)));
        }
        if let Some(reason) = told.refused {
            let content = Content::Refused(reason);
            items.push(Item::of_address(uri.clone(), content, Hints::default()));
        }
        items.extend(told.entries.into_iter().map(|entry| {
            let content = Content::Record { bytes: entry.bytes, format: entry.format };
            Item::of_address(uri.clone(), content, hints.clone())
        }));
        pauses.extend(told.pause.map(|(host, until)| (host, stored(until))));
        let Told { feed, state, wanted, check, .. } = told;
        fetched.push((FeedFetched { feed, state, wanted }, check, ended));
    }
    let mut new: HashMap<String, u32> = HashMap::new();
    let outcome = store(archive, terms, items, counts, &mut |event| {
        if let ingest::Event::Ended(one) = &event
            && matches!(one.outcome, Outcome::Stored | Outcome::Revised)
        {
            *new.entry(one.uri.clone()).or_default() += 1;
        }
        events(Event::Ingest(event));
    });
    outcome?;
    // After a stop some of the entries may not be here.
    if (terms.stop)() {
        return Ok(());
    }
    for (one, check, ended) in &mut fetched {
        ended.new_entries = new.get(&ended.feed).copied().unwrap_or(0);
        if let Some(check) = check {
            answers::settle(&one.feed, &mut one.state, check, ended.new_entries, terms.now);
            ended.next_check_at.clone_from(&one.state.next_check_at);
        }
    }
    let (fetched, ended): (Vec<_>, Vec<_>) =
        fetched.into_iter().map(|(fetched, _, ended)| (fetched, ended)).unzip();
    archive.note_fetched(&fetched, &pauses, &stored(terms.now))?;
    for ended in ended {
        *outcomes.entry(ended.outcome.as_str()).or_default() += 1;
        events(Event::Feed(ended));
    }
    Ok(())
}

/// What a person says of everything that comes from a feed.
fn said_of(feed: &Feed) -> Hints {
    Hints { publisher: feed.publisher.clone(), topics: feed.topics.clone(), ..Hints::default() }
}

/// Takes inputs into the archive as `ingest` does.
fn store(
    archive: &mut Archive,
    terms: &Terms,
    items: Vec<Item>,
    counts: &mut Counts,
    events: &mut dyn FnMut(ingest::Event),
) -> db::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let Ingested { counts: of_these, outcome } =
        ingest(archive, &terms.deriver, items.into_iter(), &terms.run, events, &terms.stop);
    counts.add(of_these);
    outcome
}
