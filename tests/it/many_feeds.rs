//! Five hundred real feeds from one machine: all fetched in one run, nothing sent again in the next, and memory that does not
//! grow with them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::bounded::taken;
use crate::corpora::{corpus, files};
use crate::subscriptions::{at, cell, workshop};
use crate::web::{Reply, Web};

/// How many there are.
const FEEDS: usize = 500;
/// The most memory that fetching them may take, in bytes.
const MOST_MEMORY: u64 = 200 << 20;

/// The largest feeds of the corpus that are taken whole.
fn feeds() -> Option<Vec<Vec<u8>>> {
    let all: BTreeMap<String, PathBuf> = files(&corpus("feeds")?.join("feeds/feeds"));
    let mut feeds: Vec<Vec<u8>> = Vec::new();
    for path in all.values() {
        let bytes = std::fs::read(path).unwrap();
        let Ok(format) = cuttings::format::detect(&bytes, None) else { continue };
        let is_feed = ["feed", "json-feed"].contains(&format.name);
        if is_feed && format.reading_of(&bytes).is_ok() {
            feeds.push(bytes);
        }
    }
    feeds.sort_by_key(|bytes| std::cmp::Reverse(bytes.len()));
    feeds.truncate(FEEDS);
    assert_eq!(feeds.len(), FEEDS);
    Some(feeds)
}

#[test]
fn five_hundred_feeds_are_fetched_and_not_sent_again() {
    let Some(feeds) = feeds() else { return };
    // Eight hosts, because a host is asked by one connection.
    let feeds = std::sync::Arc::new(feeds);
    let webs: Vec<Web> = (0..8)
        .map(|_| {
            let feeds = std::sync::Arc::clone(&feeds);
            Web::start(move |asked| {
                let Ok(number) = asked.path.trim_matches('/').parse::<usize>() else {
                    return Reply::status(404);
                };
                let tag = format!("\"{number}\"");
                match asked.header("if-none-match") == Some(tag.as_str()) {
                    true => Reply::status(304).header("ETag", tag),
                    false => Reply::ok(feeds[number].clone()).header("ETag", tag),
                }
            })
        })
        .collect();
    let workshop = workshop();
    let urls: Vec<String> =
        (0..FEEDS).map(|number| webs[number % webs.len()].url(&format!("/{number}"))).collect();
    let mut arguments = vec!["feed", "add", "--unchecked", "--by", "ana"];
    arguments.extend(urls.iter().map(String::as_str));
    workshop.run(&arguments).expect(0);
    let first = taken(&workshop, &["fetch", "--archive", "a.db"]);
    let counts = || {
        ["articles", "captures", "sightings", "problems", "mentions"]
            .map(|table| cell(&workshop, &format!("SELECT count(*) FROM {table}")))
    };
    let before = counts();
    let failed = cell(&workshop, "SELECT count(*) FROM feed_states WHERE error IS NOT NULL");
    assert_eq!(failed, "0");
    let second = at(&workshop, "2026-01-05T00:00:00Z", &["fetch", "--all", "--json"]).expect(0);
    let summary: serde_json::Value =
        serde_json::from_str(second.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(summary["feeds"], serde_json::json!({ "unchanged": FEEDS }));
    assert_eq!(summary["seen"], 0);
    assert_eq!(counts(), before);
    println!("{FEEDS} feeds: {before:?}");
    let Some(first) = first else {
        crate::support::skipped!("the system does not tell what a process takes");
        return;
    };
    println!("{:.1} s of CPU, {} MiB at most", first.seconds(), first.memory >> 20);
    assert!(first.memory <= MOST_MEMORY, "{} MiB", first.memory >> 20);
}
