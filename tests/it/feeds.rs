//! Feeds of parsers' own tests, good and malformed: all go through, no entry is lost, and the fields that are
//! stored are those that gofeed's tests expect.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cuttings::format::{Format, feed};
use cuttings::model::{Draft, Published, Reading};
use roxmltree::{Document, ParsingOptions};
use serde_json::Value;

use crate::accounting;
use crate::corpora::{
    at_each, corpus, expect_differences, files, format_of, json, letters, string,
};

/// No feed of the corpus is large enough to take longer, unoptimised and beside other tests.
const LONGEST: Duration = Duration::from_secs(10);

/// Where what is stored differs from what gofeed expects: file, field, and why that is right.
const GOFEED_DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "/atom03_feed_entry_title_base64_escaped_markup.xml",
        "title",
        "base64, which Atom 1.0 gave up for text, is not decoded",
    ),
    (
        "/atom03_feed_entry_title_html_escaped_markup.xml",
        "title",
        "a headline is text; gofeed keeps its markup",
    ),
    ("/dublincore_item_multiple_values.xml", "authors", "gofeed keeps the first of two creators"),
    ("/entry_title_xml_base.xml", "title", "a headline is text; gofeed keeps its markup"),
    ("/feed_item_description_-_rdf_item_description.xml", "guid", ABOUT),
    ("/feed_item_description_-_rdf_item_description.xml", "link", ABOUT),
    ("/feed_item_link_-_rdf_item_link.xml", "guid", ABOUT),
    (
        "/issue_275_channel_item_extensions.xml",
        "authors",
        "gofeed leaves `itunes:author` to its extensions",
    ),
    ("/rdf_item_description_cdata_escaped_markup.xml", "guid", ABOUT),
    ("/rdf_item_description_cdata_escaped_markup.xml", "link", ABOUT),
    ("/rdf_item_links.xml", "guid", ABOUT),
    ("/rdf_item_links.xml", "link", "the first of several links; gofeed takes the last"),
    ("/rdf_item_title.xml", "guid", ABOUT),
    ("/rdf_item_title.xml", "link", ABOUT),
    ("/rdf_item_title_cdata_naked_markup.xml", "guid", ABOUT),
    ("/rdf_item_title_cdata_naked_markup.xml", "link", ABOUT),
    (
        "/rdf_item_title_cdata_naked_markup.xml",
        "title",
        "a headline is text; gofeed keeps its markup",
    ),
    (
        "/rss_channel_item_author_cdata_escaped_markup.xml",
        "authors",
        "a name is text; gofeed keeps its markup",
    ),
    (
        "/rss_channel_item_author_cdata_naked_markup.xml",
        "authors",
        "a name is text; gofeed keeps its markup",
    ),
    ("/rss_channel_item_links.xml", "link", "the first of several links; gofeed takes the last"),
];

/// RSS 1.0, section 5.5.
const ABOUT: &str =
    "`rdf:about` of an item names it and is its address; gofeed does not look at it";

/// What is named like a list of subscriptions and is not even XML.
const NO_LISTS: &[&str] = &["opml/opml_api/tests/samples/invalid_xml.opml"];

/// What gofeed's tests hold a feed against stands beside it, in JSON.
const GOFEED: &str = "gofeed/";

fn feeds() -> Option<BTreeMap<String, PathBuf>> {
    let mut feeds = files(&corpus("feeds")?.join("feeds/feeds"));
    feeds.retain(|name, _| !name.ends_with("MANIFEST.json"));
    Some(feeds)
}

/// The feed format that takes a file by its first bytes.
fn feed_format(bytes: &[u8]) -> Option<&'static Format> {
    [&feed::json_feed::FORMAT, &feed::FORMAT].into_iter().find(|format| (format.sniff)(bytes))
}

#[test]
fn every_feed_goes_through() {
    let Some(feeds) = feeds() else { return };
    let outcomes = at_each(&feeds, |name, bytes| {
        let start = Instant::now();
        // A feed's name makes it one in the program too (`--format feed`), whatever its bytes look like.
        accounting::check_file(&feed::FORMAT, bytes, name);
        let format = format_of(name, bytes);
        if let Ok(format) = format {
            accounting::check_file(format, bytes, name);
        }
        assert!(start.elapsed() < LONGEST, "{name}: {:?}", start.elapsed());
        format.map_or_else(|refusal| refusal.0, |format| format.name.to_owned())
    });
    let mut counts = BTreeMap::new();
    for format in outcomes.values() {
        *counts.entry(format).or_insert(0) += 1;
    }
    println!("feeds by what they are taken for: {counts:#?}");
}

#[test]
fn lists_of_subscriptions_are_refused_with_their_name() {
    let Some(folder) = corpus("feeds") else { return };
    let mut lists = files(&folder.join("feeds/opml"));
    lists.retain(|name, _| name.ends_with(".opml") && !NO_LISTS.contains(&name.as_str()));
    let outcomes = at_each(&lists, |name, bytes| {
        let format = format_of(name, bytes).ok()?;
        Some((format.name, (format.read)(bytes).err()?.0))
    });
    let is_list = |outcome: &Option<(&str, String)>| {
        outcome
            .as_ref()
            .is_some_and(|(format, reason)| *format == "feed" && reason.contains("OPML"))
    };
    let others: Vec<_> = outcomes.iter().filter(|(_, outcome)| !is_list(outcome)).collect();
    println!(
        "lists of subscriptions refused: {} of {}",
        outcomes.len() - others.len(),
        outcomes.len()
    );
    assert!(others.is_empty(), "{others:#?}");
}

/// The entries of a well-formed feed in UTF-8: elements of that name where an entry may stand.
fn entries(bytes: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(bytes).ok()?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let lower = |node: roxmltree::Node<'_, '_>| node.tag_name().name().to_ascii_lowercase();
    let document = Document::parse_with_options(text, options).ok()?;
    let is_entry = |node: &roxmltree::Node<'_, '_>| {
        let parent = node.parent_element().map(lower).unwrap_or_default();
        match lower(*node).as_str() {
            "item" => ["channel", "rdf", "rss", "feed"].contains(&parent.as_str()),
            // One entry may stand alone in its file (RFC 4287, section 2).
            "entry" => ["feed", "channel", ""].contains(&parent.as_str()),
            _ => false,
        }
    };
    Some(document.descendants().filter(is_entry).count())
}

/// Entries of which nothing is stored, each with its reason: `entry 3`, `entries 2 to 4`.
fn without_article(reading: &Reading) -> usize {
    let count = |record: &str| {
        let numbers: Vec<usize> = record.split(' ').filter_map(|word| word.parse().ok()).collect();
        match numbers.as_slice() {
            [first, last] => last - first + 1,
            numbers => numbers.len(),
        }
    };
    reading.problems.iter().filter_map(|problem| problem.record.as_deref()).map(count).sum()
}

#[test]
fn no_entry_of_a_well_formed_feed_is_lost() {
    let Some(feeds) = feeds() else { return };
    let counts = at_each(&feeds, |_, bytes| {
        let expected = entries(bytes)?;
        let reading = (feed_format(bytes)?.read)(bytes).ok()?;
        Some((expected, reading.drafts.len() + without_article(&reading)))
    });
    let counted: Vec<(&String, (usize, usize))> =
        counts.iter().filter_map(|(name, count)| Some((name, (*count)?))).collect();
    let all: usize = counted.iter().map(|(_, (expected, _))| expected).sum();
    println!("{all} entries in {} well-formed feeds", counted.len());
    assert!(counted.len() > 1_000);
    let differing: Vec<_> =
        counted.iter().filter(|(_, (expected, found))| expected != found).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

/// A feed with some words put into each entry: gofeed's tests have few texts, and an entry without one is
/// not stored.
fn with_words(text: &str) -> String {
    text.replace("</item>", "<description>Some words.</description></item>")
        .replace("</entry>", "<summary>Some words.</summary></entry>")
}

/// A value that gofeed writes as a string, or as an object with it.
fn words(value: &Value) -> String {
    let inner = ["value", "name", "href"].into_iter().find_map(|key| string(value, key));
    value.as_str().or(inner).unwrap_or_default().to_owned()
}

/// The address that gofeed expects: its own field, or the first that names no other relation.
fn link(item: &Value) -> String {
    let links = item["links"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_alternate = |link: &&Value| matches!(string(link, "rel"), None | Some("alternate"));
    let found = links.iter().find(is_alternate).or(links.first()).map(words);
    string(item, "link").map(str::to_owned).or(found).unwrap_or_default()
}

/// The people that gofeed expects.
fn authors(item: &Value) -> String {
    let several = item["authors"].as_array().cloned();
    let all = several.unwrap_or_else(|| vec![item["author"].clone()]);
    let named = |author: &Value| {
        let name = words(author);
        name.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ")
    };
    all.iter().map(named).collect::<Vec<_>>().join(" ")
}

/// The day that gofeed expects, in UTC.
fn day(item: &Value) -> String {
    let keys = ["publishedParsed", "pubDateParsed", "updatedParsed"];
    let time = keys.into_iter().find_map(|key| string(item, key)).unwrap_or_default();
    time.get(..10).unwrap_or(time).to_owned()
}

fn stored_day(published: Option<&Published>) -> String {
    let Some(published) = published else { return String::new() };
    match published.instant() {
        Some(instant) => instant.format("%Y-%m-%d").to_string(),
        None => published.value.get(..10).unwrap_or(&published.value).to_owned(),
    }
}

/// The fields of an entry that differ, each with both its values.
fn differing(item: &Value, draft: &Draft) -> Vec<(&'static str, String)> {
    let head = &draft.head;
    let or_empty = |field: &Option<String>| field.clone().unwrap_or_default();
    let guid = if item["guid"].is_null() { &item["id"] } else { &item["guid"] };
    // A name that is made for an entry that has none.
    let own = head.identifier.clone().filter(|identifier| !identifier.starts_with("sha256:"));
    let people = head.byline.clone().unwrap_or_else(|| head.authors.join(" "));
    let address = |text: &str| text.trim_end_matches('/').to_owned();
    [
        ("title", letters(&words(&item["title"])), letters(&or_empty(&head.headline))),
        ("link", address(&link(item)), address(&or_empty(&head.url))),
        ("guid", words(guid), or_empty(&own)),
        ("published", day(item), stored_day(head.published.as_ref())),
        ("authors", letters(&authors(item)), letters(&people)),
    ]
    .into_iter()
    .filter(|(_, expected, stored)| expected != stored)
    .map(|(field, expected, stored)| (field, format!("expected {expected:?}, stored {stored:?}")))
    .collect()
}

#[test]
fn the_fields_that_gofeed_expects_are_stored() {
    let Some(mut feeds) = feeds() else { return };
    let truths: BTreeMap<String, PathBuf> = feeds
        .iter()
        .filter(|(name, _)| name.ends_with(".json"))
        .map(|(n, p)| (n.clone(), p.clone()))
        .collect();
    let truth_of = |name: &str| {
        let (stem, extension) = name.rsplit_once('.')?;
        let ending = if extension == "json" { "_expected.json" } else { ".json" };
        truths.get(&format!("{stem}{ending}"))
    };
    feeds.retain(|name, _| name.starts_with(GOFEED) && truth_of(name).is_some());
    let outcomes = at_each(&feeds, |name, bytes| {
        let truth = json(truth_of(name).unwrap());
        let items = truth["items"].as_array().or(truth["entries"].as_array());
        let items = items.cloned().unwrap_or_default();
        let format = feed_format(bytes).unwrap_or(&feed::FORMAT);
        let text = with_words(&String::from_utf8_lossy(bytes));
        let drafts =
            (format.read)(text.as_bytes()).map(|reading| reading.drafts).unwrap_or_default();
        let mut differences: Vec<(&'static str, String)> =
            items.iter().zip(&drafts).flat_map(|(item, draft)| differing(item, draft)).collect();
        if items.len() != drafts.len() {
            differences
                .push(("entries", format!("expected {}, stored {}", items.len(), drafts.len())));
        }
        (items.len(), differences)
    });
    let items: usize = outcomes.values().map(|(items, _)| items).sum();
    let differences: Vec<(String, &str, String)> = outcomes
        .into_iter()
        .flat_map(|(name, (_, found))| {
            found.into_iter().map(move |(field, words)| (name.clone(), field, words))
        })
        .collect();
    println!(
        "{items} entries in {} feeds of gofeed; {} fields differ, explained",
        feeds.len(),
        differences.len()
    );
    expect_differences(&differences, GOFEED_DIFFERENCES);
}
