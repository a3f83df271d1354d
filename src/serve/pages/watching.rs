//! What is watched and which feeds are fetched, with the commands that change it.

use askama::Template;

use super::Frame;
use crate::db::{Reader, WatchHistory};
use crate::model::{Sought, Watch};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::of_canned;
use crate::serve::site::{Site, encoded};
use crate::serve::table::Table;
use crate::serve::{command, link};

/// Feeds that are shown; the report has all of them.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "watching.html")]
struct Watching<'p> {
    page: Frame<'p>,
    watches: Vec<Shown>,
    feeds: Table,
    news: Option<String>,
}

struct Shown {
    watch: Watch,
    /// What it looks for: in words, and where that is shown.
    sought: String,
    href: String,
    history: WatchHistory,
    /// What pauses it, or lets it go on.
    command: Option<String>,
}

/// Fails where the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let site = &asked.site;
    let archive = asked.archive()?;
    let mut watches = Vec::new();
    for watch in archive.watches()? {
        let history = archive.watch_history(watch.watch_id)?;
        watches.push(shown(site, watch, history));
    }
    let found = of_canned(asked, &Reader::of(archive)?, "feeds", &[], SHOWN)?;
    let feeds = Table::of(site, "Feeds that are fetched", "feeds", &found);
    let news = command::line(site, &["news"]);
    let page = Frame::of(site, "Watching");
    Ok(Answer::Page(Watching { page, watches, feeds, news }.render()?))
}

fn shown(site: &Site, watch: Watch, history: WatchHistory) -> Shown {
    let topic = watch.topic.clone().unwrap_or_default();
    let (sought, href) = match &watch.sought {
        Sought::Entity(named) => {
            let words = format!("articles that name {}", named.name);
            (words, link::entity(site, named.kind, &named.name))
        }
        Sought::Search { words } => {
            let href = site.href("search", &[("q", words), ("topic", &topic), ("order", "newest")]);
            (format!("articles with {words}"), href)
        }
        Sought::Report { report, parameters } => {
            let pairs: Vec<(&str, &str)> =
                parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let path = format!("report/{}", encoded(report));
            (format!("new rows of the report {report}"), site.href(&path, &pairs))
        }
    };
    let verb = if watch.paused_at.is_some() { "resume" } else { "pause" };
    let command = command::line(site, &["watch", verb, &watch.name]);
    Shown { watch, sought, href, history, command }
}
