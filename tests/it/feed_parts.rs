//! Feeds taken apart, and lists of subscriptions: the articles of the parts are those of the whole feed, for every feed
//! of the corpus.

use std::collections::BTreeMap;

use cuttings::format::{Format, feed, opml};
use cuttings::model::Draft;
use url::Url;

use crate::corpora::{at_each, corpus, files};

/// An address of a feed; no part of the corpus says where it was fetched.
fn address() -> Url {
    Url::parse("https://lagoon.example/feeds/all.xml").unwrap()
}

fn format_of(bytes: &[u8]) -> &'static Format {
    let is_json = (feed::json_feed::FORMAT.sniff)(bytes);
    if is_json { &feed::json_feed::FORMAT } else { &feed::FORMAT }
}

/// What is stored of an article, whatever its place in a capture.
fn alone(drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.into_iter().map(|draft| Draft { part: 0, ..draft }).collect()
}

/// How a feed came apart.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    NoFeed,
    /// The number of its entries.
    Same(usize),
    /// Disorder that is told of.
    Told,
    Differing(String),
}

fn outcome(bytes: &[u8]) -> Outcome {
    let format = format_of(bytes);
    let (whole, parts) = match ((format.read)(bytes), feed::parts(bytes, &address())) {
        (Ok(whole), Ok(parts)) => (whole, parts),
        (Err(one), Err(other)) if one.0 == other.0 => return Outcome::NoFeed,
        (one, other) => return Outcome::Differing(format!("{one:?} {other:?}")),
    };
    let mut drafts = Vec::new();
    for part in &parts.entries {
        let reading = (part.format.read)(&part.bytes).map(|reading| alone(reading.drafts));
        let found = reading.unwrap_or_default();
        let holds = usize::from(part.text != feed::FeedText::Nothing);
        if found.len() != holds || !(part.format.sniff)(&part.bytes) {
            let text = String::from_utf8_lossy(&part.bytes).into_owned();
            return Outcome::Differing(format!("{:?}: {} in {text}", part.text, found.len()));
        }
        drafts.extend(found);
    }
    let whole = alone(whole.drafts);
    if whole == drafts {
        return Outcome::Same(parts.entries.len());
    }
    if parts.warnings.iter().any(|warning| warning.contains("disorder around")) {
        return Outcome::Told;
    }
    let differing = whole.iter().zip(&drafts).find(|(one, other)| one != other);
    Outcome::Differing(format!("{} and {}: {differing:#?}", whole.len(), drafts.len()))
}

#[test]
fn the_parts_of_a_feed_hold_its_articles() {
    let Some(folder) = corpus("feeds") else { return };
    let mut feeds = files(&folder.join("feeds/feeds"));
    feeds.retain(|name, _| !name.ends_with("MANIFEST.json"));
    let outcomes = at_each(&feeds, |_, bytes| outcome(bytes));
    let mut entries = 0;
    let mut differing = BTreeMap::new();
    for (name, outcome) in &outcomes {
        match outcome {
            Outcome::Same(count) => entries += count,
            Outcome::NoFeed => {}
            Outcome::Told | Outcome::Differing(_) => drop(differing.insert(name, outcome)),
        }
    }
    assert!(entries > 1_000, "{entries}");
    println!("{entries} entries of {} feeds apart as together", feeds.len());
    assert!(differing.is_empty(), "{}: {differing:#?}", differing.len());
}

/// A feed in UTF-8 as it would be were it built at another time; `None` where it does not say when it was.
fn built_later(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    // What entries say belongs to them.
    let end = ["<item", "<entry"].iter().filter_map(|tag| text.find(tag)).min()?;
    let (frame, rest) = text.split_at(end);
    let mut frame = frame.to_owned();
    for name in ["lastBuildDate", "pubDate", "updated", "generator", "ttl", "dc:date", "copyright"]
    {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        if let Some((before, after)) = frame.split_once(&open)
            && let Some((_, after)) = after.split_once(&close)
        {
            frame = format!("{before}{open}Another{close}{after}");
        }
    }
    (!text.starts_with(&frame)).then(|| frame + rest)
}

#[test]
fn a_feed_that_is_built_again_has_the_same_parts() {
    let Some(folder) = corpus("feeds") else { return };
    let feeds = files(&folder.join("feeds/feeds"));
    let outcomes = at_each(&feeds, |_, bytes| {
        let later = built_later(bytes)?;
        let of = |bytes: &[u8]| -> Option<Vec<Vec<u8>>> {
            let parts = feed::parts(bytes, &address()).ok()?;
            Some(parts.entries.into_iter().map(|part| part.bytes).collect())
        };
        let (before, after) = (of(bytes)?, of(later.as_bytes())?);
        (!before.is_empty()).then(|| before == after)
    });
    let same = outcomes.values().filter(|outcome| **outcome == Some(true)).count();
    let differing: Vec<_> = outcomes.iter().filter(|(_, same)| **same == Some(false)).collect();
    println!("{same} feeds built again have the same parts");
    assert!(same >= 25 && differing.is_empty(), "{same}; {differing:#?}");
}

#[test]
fn lists_of_subscriptions_are_read() {
    let Some(folder) = corpus("feeds") else { return };
    let mut lists = files(&folder.join("feeds/opml"));
    lists.retain(|name, _| name.ends_with(".opml"));
    let outcomes = at_each(&lists, |_, bytes| {
        let list = opml::read(bytes).map_err(|refusal| refusal.0)?;
        let again = opml::read(opml::write("All", &list.feeds).as_bytes()).unwrap();
        let mut sorted = list.feeds.clone();
        sorted.sort_by(|one, other| folders(one).cmp(&folders(other)));
        assert_eq!(again.feeds, sorted);
        // Every address that stands there is a feed, the same one again, or a problem that is told.
        let named = String::from_utf8_lossy(bytes).to_lowercase().matches("xmlurl=").count();
        Ok::<_, String>((list.feeds.len(), list.problems.len(), named))
    });
    let feeds: usize = outcomes.values().flatten().map(|(feeds, ..)| feeds).sum();
    let refused: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_err()).collect();
    println!("{feeds} feeds in {} lists; refused: {refused:#?}", lists.len());
    for (name, outcome) in &outcomes {
        if let Ok((feeds, problems, named)) = outcome {
            assert!(*feeds + problems > 0 || *named == 0, "{name}: {outcome:?}");
        }
    }
    assert!(feeds > 300, "{feeds}");
}

fn folders(feed: &opml::OpmlFeed) -> Vec<&str> {
    feed.folder.as_deref().map(|folder| folder.split('/').collect()).unwrap_or_default()
}
