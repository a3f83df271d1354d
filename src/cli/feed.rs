//! `cuttings feed`: what is subscribed to.

mod add;

pub use add::address;

use serde_json::json;

use super::rows::{RowArgs, destination, file_of, unless_broken_pipe};
use super::wording::{counted, nearest};
use super::{CommandResult, ExitCode, Failure, Global, Wait, query, record_run, terminal};
use crate::clock;
use crate::format::opml::{self, OpmlFeed};
use crate::model::{Feed, FeedId, FeedState};
use crate::output::DestinationError;

/// Say which feeds are fetched
///
/// `add` takes the address of a feed, of a page that names its feeds, or a list of subscriptions (OPML). What comes from
/// a feed is taken in by `cuttings fetch`, which asks each feed as often as it has something new. A publisher and topics
/// that you name here are those of everything that comes from it. Passwords do not belong in addresses: `cuttings help
/// feeds` says where they are kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings feed add https://www.example.org/news --topic aukus
  cuttings feed add subscriptions.opml
  cuttings feed edit 3 --full-text --interval 2h
  cuttings feed pause 3 --because 'on holiday'
  cuttings feed export -o subscriptions.opml

Exit codes: 0 done; 3 some feeds were not added, and are listed; 65 a name means several; 66 there is no such feed;
74 it cannot be fetched; 75 the archive is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Subscribe to feeds
    Add(add::Args),
    /// List the feeds, with when each was last fetched
    List {
        #[command(flatten)]
        rows: RowArgs,
    },
    /// Show all that is known of one feed
    Show {
        /// Its number, address, title, or a part of them that only one has
        feed: String,
    },
    /// Change what is said of a feed
    Edit {
        /// Its number, address, title, or a part of them that only one has
        feed: String,
        /// Fetch it from another address
        #[arg(long, value_name = "URL", value_parser = add::address)]
        url: Option<String>,
        /// What it is called
        #[arg(long, value_name = "TEXT")]
        title: Option<String>,
        #[command(flatten)]
        facts: FeedFacts,
        /// Take its topics away; others may be given at once
        #[arg(long)]
        no_topics: bool,
        /// Take its publisher away
        #[arg(long, conflicts_with = "publisher")]
        no_publisher: bool,
        /// Do not fetch the pages of summaries any more
        #[arg(long, conflicts_with = "full_text")]
        no_full_text: bool,
        /// Fetch it as often as it has something new
        #[arg(long, conflicts_with = "interval")]
        no_interval: bool,
        #[command(flatten)]
        wait: Wait,
    },
    /// Stop fetching a feed, until `resume`
    Pause {
        /// Its number, address, title, or a part of them that only one has
        feed: String,
        /// Say why; it is kept on record
        #[arg(long, value_name = "REASON")]
        because: Option<String>,
        #[command(flatten)]
        wait: Wait,
    },
    /// Fetch a paused feed again
    Resume {
        /// Its number, address, title, or a part of them that only one has
        feed: String,
        #[command(flatten)]
        wait: Wait,
    },
    /// End a subscription; the articles stay
    Remove {
        /// Its number, address, title, or a part of them that only one has
        feed: String,
        #[command(flatten)]
        wait: Wait,
    },
    /// Write the feeds as a list of subscriptions (OPML)
    Export {
        /// Write to a file instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<std::path::PathBuf>,
        /// Replace the output file if it exists
        #[arg(long, requires = "output")]
        force: bool,
    },
}

/// What a person says of everything that comes from a feed.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct FeedFacts {
    /// Who publishes everything that comes from it
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// What everything that comes from it is about; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// The group that it is in; folders in folders with / between them
    #[arg(long, value_name = "NAME")]
    folder: Option<String>,
    /// Fetch the page of an entry that is only a summary, where its robots.txt lets us
    #[arg(long)]
    full_text: bool,
    /// How often it is fetched: a number and m, h or d, from 15m [default: as often as it has something new]
    #[arg(long, value_name = "TIME", value_parser = interval)]
    interval: Option<u32>,
}

fn interval(text: &str) -> Result<u32, String> {
    let minutes = super::status::parse_age(text)?.num_minutes();
    match u32::try_from(minutes) {
        Ok(minutes) if (15..=60 * 24 * 366).contains(&minutes) => Ok(minutes),
        _ => Err("at least 15m is wanted, and at most a year".to_owned()),
    }
}

/// Carries out one verb on the subscriptions. Fails where no feed, or more than one, is meant by what was typed.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Add(args) => add::run(global, args),
        Verb::List { rows } => query::answer(global, "feeds", &[], &rows),
        Verb::Show { feed } => {
            let archive = global.open_to_read()?;
            let (feed, state) = find(archive.feeds()?, &feed)?;
            archive.close()?;
            show(global, &feed, &state)
        }
        Verb::Edit {
            feed: named,
            url,
            title,
            facts,
            no_topics,
            no_publisher,
            no_full_text,
            no_interval,
            wait,
        } => change(global, &named, wait, |feed, others| {
            let before = (feed.url.clone(), feed.is_full_text);
            if let Some(url) = url {
                if let Some(other) = others.iter().find(|(other, _)| other.url == url) {
                    return Err(Failure::new(
                        ExitCode::Failure,
                        format!("feed {} is fetched from there already", other.0.feed_id.0),
                    ));
                }
                feed.url = url;
            }
            feed.title = title.or(feed.title.take());
            if no_topics {
                feed.topics.clear();
            }
            if !facts.topics.is_empty() {
                feed.topics.extend(super::ingest::topics(&facts.topics)?);
                feed.topics.sort();
                feed.topics.dedup();
            }
            if let Some(name) = &facts.publisher {
                super::ingest::check_publisher(name)?;
            }
            feed.publisher = facts.publisher.or(feed.publisher.take().filter(|_| !no_publisher));
            feed.folder = facts.folder.or(feed.folder.take());
            feed.is_full_text = (feed.is_full_text || facts.full_text) && !no_full_text;
            feed.interval_minutes =
                facts.interval.or(feed.interval_minutes.filter(|_| !no_interval));
            // Its pages are known again only where it is read as a whole.
            let is_read_anew = before.0 != feed.url || (!before.1 && feed.is_full_text);
            Ok(if is_read_anew { Due::Anew } else { Due::AsBefore })
        }),
        Verb::Pause { feed: named, because, wait } => change(global, &named, wait, |feed, _| {
            feed.paused_at.get_or_insert_with(|| clock::rfc3339(clock::now()));
            feed.paused_because = because.or(feed.paused_because.take());
            Ok(Due::AsBefore)
        }),
        Verb::Resume { feed: named, wait } => change(global, &named, wait, |feed, _| {
            feed.paused_at = None;
            feed.paused_because = None;
            Ok(Due::Now)
        }),
        Verb::Remove { feed: named, wait } => {
            let started_at = clock::rfc3339(clock::now());
            let mut archive = global.open_to_write("feed", wait)?;
            let (feed, _) = find(archive.feeds()?, &named)?;
            archive.remove_feed(feed.feed_id)?;
            record_run(&mut archive, "feed", &started_at, ExitCode::Done)?;
            archive.close()?;
            tell(global, &feed, "removed")
        }
        Verb::Export { output, force } => export(global, output.as_deref(), force),
    }
}

/// When a feed is fetched next after a change.
enum Due {
    AsBefore,
    Now,
    /// At once, and as if it had never been fetched.
    Anew,
}

fn change(
    global: &Global,
    named: &str,
    wait: Wait,
    change: impl FnOnce(&mut Feed, &[(Feed, FeedState)]) -> Result<Due, Failure>,
) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("feed", wait)?;
    let feeds = archive.feeds()?;
    let (mut feed, mut state) = find(feeds.clone(), named)?;
    let others: Vec<_> =
        feeds.into_iter().filter(|(other, _)| other.feed_id != feed.feed_id).collect();
    match change(&mut feed, &others)? {
        Due::AsBefore => archive.change_feed(&feed)?,
        Due::Now => {
            state.next_check_at.clone_from(&started_at);
            archive.change_feed(&feed)?;
            archive.make_due(feed.feed_id, &started_at)?;
        }
        Due::Anew => {
            archive.change_feed(&feed)?;
            archive.forget_how_far(&[feed.feed_id], &started_at)?;
        }
    }
    record_run(&mut archive, "feed", &started_at, ExitCode::Done)?;
    archive.close()?;
    tell(global, &feed, "changed")
}

/// The feed that a person means: by number, address or title, else by a part of them that one alone has. Fails where there is
/// none, or several.
pub fn find(feeds: Vec<(Feed, FeedState)>, named: &str) -> Result<(Feed, FeedState), Failure> {
    let number = named.strip_prefix('#').unwrap_or(named).parse().ok().map(FeedId);
    let wanted = named.trim().to_lowercase();
    let is_whole = |feed: &Feed| {
        Some(feed.feed_id) == number
            || feed.url == named.trim()
            || feed.title.as_ref().is_some_and(|title| title.to_lowercase() == wanted)
    };
    let is_part = |feed: &Feed| {
        let parts = [Some(&feed.url), feed.title.as_ref()];
        !wanted.is_empty()
            && parts.into_iter().flatten().any(|part| part.to_lowercase().contains(&wanted))
    };
    let whole: Vec<usize> = places(&feeds, is_whole);
    let found = if whole.is_empty() { places(&feeds, is_part) } else { whole };
    match found.as_slice() {
        [one] => {
            let one = feeds.into_iter().nth(*one);
            one.ok_or_else(|| Failure::new(ExitCode::Failure, "the feed is gone"))
        }
        [] => {
            let names =
                feeds.iter().flat_map(|(feed, _)| [Some(feed.url.as_str()), feed.title.as_deref()]);
            let failure = Failure::new(ExitCode::NoInput, format!("there is no feed `{named}`"));
            Err(match nearest(named, names.flatten()) {
                Some(near) => failure.hint(format!("the nearest is `{near}`")),
                None => failure.hint("see them with `cuttings feed list`"),
            })
        }
        several => {
            let listed: Vec<String> = several
                .iter()
                .filter_map(|at| feeds.get(*at))
                .take(10)
                .map(|(feed, _)| format!("  {} {}", feed.feed_id.0, name(feed)))
                .collect();
            Err(Failure::new(
                ExitCode::BadData,
                format!("`{named}` may mean {}", counted(several.len(), "feed")),
            )
            .hint(format!("name one by its number:\n{}", listed.join("\n"))))
        }
    }
}

fn places(feeds: &[(Feed, FeedState)], is_meant: impl Fn(&Feed) -> bool) -> Vec<usize> {
    let meant = feeds.iter().enumerate().filter(|(_, (feed, _))| is_meant(feed));
    meant.map(|(place, _)| place).collect()
}

/// What a feed is called.
pub(super) fn name(feed: &Feed) -> &str {
    feed.title.as_deref().unwrap_or(&feed.url)
}

fn tell(global: &Global, feed: &Feed, verb: &str) -> CommandResult {
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "feed", "exit": 0, "verb": verb, "feed": feed,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        tell!("{verb} feed {}: {}", feed.feed_id.0, name(feed));
    }
    Ok(ExitCode::Done)
}

fn show(global: &Global, feed: &Feed, state: &FeedState) -> CommandResult {
    if global.json {
        let summary = json!({
            "schema": 1, "command": "feed", "exit": 0, "feed": feed, "state": state,
        });
        return terminal::print_json(&summary).map(|()| ExitCode::Done);
    }
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let number = |number: u32| Some(number.to_string());
    let lines = [
        ("feed", number(u32::try_from(feed.feed_id.0).unwrap_or(u32::MAX))),
        ("address", Some(feed.url.clone())),
        ("title", feed.title.clone()),
        ("page", feed.site_url.clone()),
        ("folder", feed.folder.clone()),
        ("publisher", feed.publisher.clone()),
        ("topics", Some(feed.topics.join(", ")).filter(|topics| !topics.is_empty())),
        ("full text", Some(yes_no(feed.is_full_text))),
        ("interval", feed.interval_minutes.map(|minutes| counted(minutes, "minute"))),
        ("added", Some(format!("{} by {}", feed.added_at, feed.added_by))),
        (
            "paused",
            feed.paused_at.clone().map(|at| match &feed.paused_because {
                Some(because) => format!("{at}: {because}"),
                None => at,
            }),
        ),
        ("next check", Some(state.next_check_at.clone()).filter(|_| feed.paused_at.is_none())),
        ("last check", state.checked_at.clone()),
        ("last success", state.succeeded_at.clone()),
        ("last new entry", state.new_at.clone()),
        ("usual", state.entries_a_week.map(|entries| format!("{entries:.1} entries a week"))),
        ("checks", number(state.check_count)),
        ("unchanged", number(state.unchanged_count)),
        ("new entries", number(state.new_entry_count)),
        ("errors", number(state.error_count).filter(|_| state.error_count > 0)),
        ("last error", state.error.clone()),
        ("failing since", state.failing_since.clone()),
        ("moving to", state.moved_to.clone()),
    ];
    let text: String = lines
        .into_iter()
        .filter_map(|(label, value)| Some(format!("{label:<14} {}\n", value?)))
        .collect();
    terminal::print(&terminal::shown(&text)).map(|()| ExitCode::Done)
}

fn export(global: &Global, output: Option<&std::path::Path>, force: bool) -> CommandResult {
    let archive = global.open_to_read()?;
    let feeds: Vec<OpmlFeed> = archive
        .feeds()?
        .into_iter()
        .map(|(feed, _)| OpmlFeed {
            url: feed.url,
            title: feed.title,
            site_url: feed.site_url,
            folder: feed.folder,
        })
        .collect();
    let path = archive.path().to_owned();
    archive.close()?;
    let text = opml::write("Feeds of cuttings", &feeds);
    let output = file_of(output);
    let mut destination = destination(output, force, &path)?;
    let written = std::io::Write::write_all(&mut destination, text.as_bytes())
        .map_err(|source| DestinationError::File {
            path: output.map_or_else(|| "standard output".into(), std::path::Path::to_owned),
            source,
        })
        .and_then(|()| destination.finish());
    written.or_else(unless_broken_pipe)?;
    if global.json && output.is_some() {
        terminal::print_json(&json!({
            "schema": 1, "command": "feed", "exit": 0, "output": output, "feeds": feeds.len(),
        }))?;
    }
    Ok(ExitCode::Done)
}
