//! News as an Atom feed (RFC 4287), for a feed reader of one's own.
//!
//! What must stay true: a story is one entry, whichever watches found it, under its permalink, so that a reader shows it
//! once for as long as its text is the same; what is no story (roles, withdrawals, rows, sources) is one entry more; the
//! same news give the same bytes; what stands in `updated` is a whole instant, whatever is known of the day.

use std::collections::HashMap;
use std::io;

use askama::Template;
use chrono::{DateTime, NaiveDate, SecondsFormat};

use super::shown::{Shown, Story, Watch};
use crate::model::{News, NewsStory};
use crate::output::document::Address;
use crate::output::document::review::rendered;

#[derive(Template)]
#[template(path = "news.atom")]
struct Atom<'n> {
    feed: Feed<'n>,
}

#[derive(Template)]
#[template(path = "news-story.html")]
struct StoryContent<'n> {
    story: &'n Story<'n>,
}

#[derive(Template)]
#[template(path = "news-rest.html")]
struct RestContent<'n> {
    shown: &'n Shown<'n>,
}

struct Feed<'n> {
    title: &'static str,
    id: &'n str,
    updated: &'n str,
    entries: Vec<Entry<'n>>,
}

struct Entry<'n> {
    title: String,
    id: String,
    updated: String,
    /// `None`: the day is not known whole.
    published: Option<String>,
    publisher: Option<&'n str>,
    link: Option<Address>,
    /// The names of all watches that found it.
    watches: Vec<&'n str>,
    content: String,
}

/// The same each day, as readers of feeds expect.
const TITLE: &str = "News of what is watched";

/// The feed, under an identifier that must be the same each time (`tag:example.org,2026:news`). Fails where its
/// template does, which is a bug.
pub fn atom(news: &News, feed_id: &str) -> io::Result<String> {
    let shown = Shown::of(news)?;
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for watch in &shown.watches {
        for story in &watch.stories {
            let permalink = story.story.permalink.as_str();
            let known = places.get(permalink).and_then(|place| entries.get_mut(*place));
            if let Some(known) = known {
                known.watches.push(&watch.watch.name);
                continue;
            }
            places.insert(permalink, entries.len());
            entries.push(entry(story, &watch.watch.name, news)?);
        }
    }
    entries.extend(rest(&shown, feed_id)?);
    let feed = Feed { title: TITLE, id: feed_id, updated: &news.made_at, entries };
    rendered(&Atom { feed })
}

fn entry<'n>(story: &Story<'n>, watch: &'n str, news: &News) -> io::Result<Entry<'n>> {
    let published = instant(story.story);
    Ok(Entry {
        title: story.title.clone(),
        id: story.story.permalink.clone(),
        updated: published.clone().unwrap_or_else(|| news.made_at.clone()),
        published,
        publisher: story.story.publisher.as_deref(),
        link: story.link.clone(),
        watches: vec![watch],
        content: rendered(&StoryContent { story })?,
    })
}

/// What is told besides stories, each time an entry of its own.
fn rest<'n>(shown: &Shown<'n>, feed_id: &str) -> io::Result<Option<Entry<'n>>> {
    let watches: Vec<&Watch<'_>> = shown.watches.iter().filter(|watch| watch.has_more()).collect();
    if watches.is_empty() && !shown.has_sources() {
        return Ok(None);
    }
    let made_at = shown.news.made_at.as_str();
    Ok(Some(Entry {
        title: format!("{}: besides stories", shown.news.title),
        id: format!("{feed_id}#{made_at}"),
        updated: made_at.to_owned(),
        published: None,
        publisher: None,
        link: None,
        watches: watches.iter().map(|watch| watch.watch.name.as_str()).collect(),
        content: rendered(&RestContent { shown })?,
    }))
}

/// When a story is from, as RFC 3339: of a day its beginning.
fn instant(story: &NewsStory) -> Option<String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(&story.dated) {
        return Some(at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
    let day = NaiveDate::parse_from_str(&story.dated, "%Y-%m-%d").ok()?;
    Some(format!("{day}T00:00:00Z"))
}
