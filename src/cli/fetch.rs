//! `cuttings fetch`: what is new in the feeds, or a page.

use std::collections::HashSet;
use std::sync::Arc;

use indicatif::ProgressBar;
use serde_json::json;
use url::Url;

use super::rebuild::tell_kept;
use super::signals::Stop;
use super::{CommandResult, ExitCode, Failure, Global, Wait, feed, ingest, terminal, web};
use crate::clock;
use crate::db::{self, Archive};
use crate::model::{Counts, Feed, FeedId, FeedState, Hints};
use crate::ops::derive::LazyDeriver;
use crate::ops::fetch::{self, Event, Fetched, Terms};
use crate::ops::ingest::Run;

/// Take in what is new in the feeds
///
/// Asks every feed that is due, and takes in entries that the archive does not have, with the publisher and the topics
/// that `cuttings feed` says. Each feed is asked as often as it usually has something new, between every 15 minutes and
/// once a day, and never more often than its server allows; so this may run from cron as often as you like. Of a feed
/// with --full-text the page of each summary is fetched too, where its robots.txt lets us. With feeds named, those are
/// asked now, but for hosts that want to be left alone. The address of a page or of another feed is taken in once.
///
/// What cannot be fetched is listed as any refused input, here and in `cuttings query problems`, once: an hourly run
/// stays quiet while a server is down, and `cuttings query feeds` says since when. Addresses of private networks are
/// refused unless the config file allows them; `cuttings help fetching` says how.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings fetch
  cuttings fetch 3 rnz.co.nz
  cuttings fetch https://www.example.org/2024/03/18/tolls --publisher 'The Example'
  cuttings fetch --dry-run
  cuttings fetch --quiet --wait 0     # for cron

Exit codes: 0 done, also where nothing was new; 3 something could not be fetched or taken, and is listed; 66 there is
no such feed; 74 disk full; 75 the archive is locked.")]
pub struct Args {
    /// Feeds by number, address or title, and addresses of pages
    #[arg(value_name = "FEED|URL")]
    what: Vec<String>,
    /// Ask every feed that is not paused, due or not
    #[arg(long, conflicts_with = "what")]
    all: bool,
    /// Say which feeds would be asked, and ask none
    #[arg(long)]
    dry_run: bool,
    /// Who published a page, whatever it says
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// What a page is about; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    #[command(flatten)]
    wait: Wait,
}

/// What is asked.
struct Chosen {
    feeds: Vec<(Feed, FeedState)>,
    pages: Vec<Url>,
}

/// Fetches what is due or named. Where nothing is due it ends without a run in the archive. Fails where a feed or
/// page is named that cannot be asked, or the archive is in use.
pub fn run(global: &Global, args: Args) -> CommandResult {
    if let Some(name) = &args.publisher {
        ingest::check_publisher(name)?;
    }
    let hints = Hints {
        publisher: args.publisher.clone(),
        topics: ingest::topics(&args.topics)?,
        ..Hints::default()
    };
    if args.dry_run {
        return rehearse(global, &args);
    }
    let (client, logins) = web::web()?;
    let stop = Stop::listen()?;
    let mut archive = global.open_to_write("fetch", args.wait)?;
    let now = clock::now();
    let chosen = chosen(&archive, &args, &clock::rfc3339(now))?;
    if !hints.is_empty() && chosen.pages.is_empty() {
        return Err(Failure::new(ExitCode::Usage, "--publisher and --topic are for a page")
            .hint("of a feed they are said with `cuttings feed edit`"));
    }
    if chosen.feeds.is_empty()
        && chosen.pages.is_empty()
        && archive.wanted_pages(&clock::rfc3339(now))?.is_empty()
    {
        // Every few minutes from cron this is all that happens, so it is no run worth a row.
        archive.close()?;
        return summarise(global, &Done::nothing(), Ok(ExitCode::Done));
    }
    let asked = stop.clone();
    let seen_at = clock::rfc3339(now);
    let terms = Terms {
        client: Arc::new(client),
        logins: Arc::new(logins),
        deriver: Arc::new(LazyDeriver::of(&archive)),
        run: Run {
            id: archive.start_run("fetch", &seen_at)?,
            seen_at,
            hints: Hints::default(),
            paths: None,
            format_given: false,
        },
        now,
        stop: Arc::new(move || asked.is_asked()),
    };
    let mut shown = ingest::Shown::default();
    let mut done = Done::nothing();
    let outcome = take(global, &mut archive, &terms, chosen, &hints, &mut done, &mut shown);
    let damage = tell_kept(&shown.kept);
    let outcome = outcome.map_err(Failure::from).map(|()| match stop.exit_code() {
        Some(code) => code,
        None if damage != ExitCode::Done => damage,
        None if done.counts.refused > 0 => ExitCode::Partly,
        None => ExitCode::Done,
    });
    let outcome = ingest::ended(archive, terms.run.id, done.counts, outcome, shown.printed);
    summarise(global, &done, outcome)
}

/// Fetches what is asked for, the feeds first, as far as it is not stopped.
fn take(
    global: &Global,
    archive: &mut Archive,
    terms: &Terms,
    chosen: Chosen,
    hints: &Hints,
    done: &mut Done,
    shown: &mut ingest::Shown,
) -> db::Result<()> {
    let bar = ProgressBar::hidden();
    let mut events = |event| match event {
        Event::Ingest(event) => ingest::show(event, &bar, global, shown),
        Event::Feed(feed) if global.json && shown.printed.is_ok() => {
            shown.printed = terminal::print_json(&feed);
        }
        Event::Feed(_) => {}
    };
    if !chosen.feeds.is_empty() || chosen.pages.is_empty() {
        let Fetched { counts, feeds, outcome } =
            fetch::fetch(archive, terms, chosen.feeds, &mut events);
        done.counts.add(counts);
        done.feeds = feeds;
        outcome?;
    }
    for url in chosen.pages.iter().take_while(|_| !(terms.stop)()) {
        fetch::fetch_page(archive, terms, url, hints, &mut done.counts, &mut events)?;
    }
    Ok(())
}

fn chosen(archive: &Archive, args: &Args, now: &str) -> Result<Chosen, Failure> {
    let mut feeds = archive.feeds()?;
    if args.what.is_empty() {
        feeds.retain(|(feed, state)| {
            feed.paused_at.is_none() && (args.all || state.next_check_at.as_str() <= now)
        });
        return Ok(Chosen { feeds, pages: Vec::new() });
    }
    let mut chosen = Chosen { feeds: Vec::new(), pages: Vec::new() };
    let mut seen: HashSet<FeedId> = HashSet::new();
    for what in &args.what {
        let is_feed = feeds.iter().any(|(feed, _)| feed.url == *what);
        let is_address = what.starts_with("http://") || what.starts_with("https://");
        if is_address && !is_feed {
            let address = feed::address(what).map_err(|reason| {
                Failure::new(ExitCode::Usage, format!("cannot fetch `{what}`: {reason}"))
            })?;
            let url = Url::parse(&address).map_err(|error| {
                Failure::new(ExitCode::Usage, format!("cannot fetch `{what}`: {error}"))
            })?;
            chosen.pages.push(url);
            continue;
        }
        let found = feed::find(feeds.clone(), what)?;
        if seen.insert(found.0.feed_id) {
            chosen.feeds.push(found);
        }
    }
    Ok(chosen)
}

/// Says what would be asked.
fn rehearse(global: &Global, args: &Args) -> CommandResult {
    let archive = global.open_to_read()?;
    let now = clock::rfc3339(clock::now());
    let chosen = chosen(&archive, args, &now)?;
    let pages = archive.wanted_pages(&now)?.len();
    archive.close()?;
    if global.json {
        let feeds: Vec<_> = chosen.feeds.iter().map(|(feed, state)| {
            json!({ "feed_id": feed.feed_id, "feed": feed.url, "next_check_at": state.next_check_at })
        }).collect();
        let asked: Vec<&str> = chosen.pages.iter().map(Url::as_str).collect();
        return terminal::print_json(&json!({
            "schema": 1, "command": "fetch", "exit": 0, "dry_run": true, "feeds": feeds,
            "pages": asked, "wanted_pages": pages,
        }))
        .map(|()| ExitCode::Done);
    }
    let mut text = String::new();
    for (one, _) in &chosen.feeds {
        text.push_str(&format!("feed {} {}\n", one.feed_id.0, feed::name(one)));
    }
    for url in &chosen.pages {
        text.push_str(&format!("page {url}\n"));
    }
    if pages > 0 && args.what.is_empty() {
        text.push_str(&format!("{pages} pages of summaries\n"));
    }
    terminal::print(&terminal::shown(&text)).map(|()| ExitCode::Done)
}

/// What a run came to.
struct Done {
    counts: Counts,
    feeds: std::collections::BTreeMap<&'static str, u64>,
}

impl Done {
    fn nothing() -> Self {
        Self { counts: Counts::default(), feeds: std::collections::BTreeMap::new() }
    }
}

fn summarise(global: &Global, done: &Done, outcome: CommandResult) -> CommandResult {
    let Done { counts, feeds } = done;
    let numbers = json!({
        "feeds": feeds, "seen": counts.seen(), "stored": counts.stored,
        "duplicate": counts.duplicate, "revised": counts.revised, "refused": counts.refused,
        "skipped": counts.skipped,
    });
    match outcome {
        Ok(code) if global.json => {
            let mut summary = json!({ "schema": 1, "command": "fetch", "exit": code as u8 });
            terminal::extend(&mut summary, numbers);
            terminal::print_json(&summary)?;
            Ok(code)
        }
        Ok(code) => {
            if terminal::is_watched() && !global.quiet {
                let feeds: Vec<String> =
                    feeds.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
                let feeds =
                    if feeds.is_empty() { "no feed is due".to_owned() } else { feeds.join(", ") };
                tell!(
                    "feeds: {feeds}; {} stored, {} duplicate, {} revised, {} refused, {} skipped",
                    counts.stored,
                    counts.duplicate,
                    counts.revised,
                    counts.refused,
                    counts.skipped
                );
            }
            Ok(code)
        }
        Err(failure) => Err(failure.details(numbers)),
    }
}
