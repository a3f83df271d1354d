//! `cuttings status`: what is there, and whether the scheduled import still runs.

use std::path::PathBuf;

use chrono::{DateTime, Duration, Utc};
use serde_json::json;

use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::clock;
use crate::db::Archive;
use crate::model::{Feed, FeedState};

/// Say what is there, and when it was last added to
///
/// With --max-age it is the alarm that cron does not have: exit code 1 and one line if the last
/// `ingest` or `fetch` that succeeded is older than that, or there never was one; silence otherwise. An import that
/// runs every hour and finds nothing succeeds: --new-articles-within fails unless something came in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings status
  cuttings status --max-age 26h
  cuttings status --new-articles-within 7d

Exit codes: 0 done; 1 an alarm: too long without an import, or without new articles.")]
pub struct Args {
    /// Fail if the last successful import is older: a number and s, m, h or d
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    max_age: Option<Duration>,
    /// Fail if the newest article came in longer ago: a number and s, m, h or d
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    new_articles_within: Option<Duration>,
}

/// Counting takes moments; a file that makes it take longer is not worth the wait.
const TIME_LIMIT: std::time::Duration = std::time::Duration::from_secs(60);

/// Prints what the archive holds and how the last runs ended. Fails where an age was given and the last import or
/// article is older.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let path: PathBuf = global.archive_path()?.path().to_owned();
    let mut archive = Archive::open_to_read(&path)?;
    archive.stop_after(TIME_LIMIT)?;
    let last_success = archive.last_import()?;
    let newest_arrival = archive.newest_arrival()?;
    if let Some(max_age) = args.max_age {
        let ended = last_success.as_ref().and_then(|run| run.finished_at.as_deref());
        expect_fresh(("successful import", "the last successful import ended"), ended, max_age)?;
    }
    if let Some(max_age) = args.new_articles_within {
        let what = ("article", "the newest article came in");
        expect_fresh(what, newest_arrival.as_deref(), max_age)?;
    }
    let is_alarm = args.max_age.is_some() || args.new_articles_within.is_some();
    if is_alarm && !global.json && !terminal::is_watched() {
        return Ok(ExitCode::Done);
    }
    let holdings = archive.holdings()?;
    let has_no_texts = archive.has_no_texts()?;
    let last_run = archive.last_run(None)?;
    let feeds = archive.feeds()?;
    let size = std::fs::metadata(&path).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        Failure::new(ExitCode::InputOutput, message)
    })?;
    let byte_count = size.len();
    if global.json {
        return terminal::print_json(&json!({
            "schema": 1, "command": "status", "exit": 0, "archive": path, "bytes": byte_count,
            "holdings": holdings, "last_run": last_run, "last_success": last_success,
            "newest_arrival": newest_arrival, "has_no_texts": has_no_texts,
            "feeds": FeedCounts::of(&feeds),
        }))
        .map(|()| ExitCode::Done);
    }
    let mut lines = vec![
        ("archive", path.display().to_string()),
        ("size", format!("{:.1} MB, schema {}", byte_count as f64 / 1e6, holdings.schema_version)),
        (
            "articles",
            format!(
                "{} from {} and {}",
                holdings.articles,
                counted(holdings.captures, "capture"),
                counted(holdings.publishers, "publisher")
            ),
        ),
        (
            "mentions",
            format!(
                "{} of {}, {} and {}",
                holdings.mentions,
                counted(holdings.people, "person"),
                counted(holdings.organisations, "organisation"),
                counted(holdings.places, "place")
            ),
        ),
        ("problems", holdings.problems.to_string()),
    ];
    if !feeds.is_empty() {
        lines.push(("feeds", in_words(&feeds)));
    }
    if has_no_texts {
        lines.insert(2, ("edition", "without texts; nothing can be added to it".to_owned()));
    }
    if let (Some(first), Some(last)) = (&holdings.first_published_on, &holdings.last_published_on) {
        lines.push(("published", format!("{first} to {last}")));
    }
    if let Some(run) = last_run {
        let counts = run.counts;
        lines.push(("last run", format!(
            "{} at {}: {}; {} seen, {} stored, {} duplicate, {} revised, {} refused, {} skipped",
            run.command,
            run.started_at,
            run.exit_code.map_or_else(|| "did not end".to_owned(), |code| format!("exit code {code}")),
            counts.seen(), counts.stored, counts.duplicate, counts.revised, counts.refused, counts.skipped
        )));
    }
    if let Some(finished) = last_success.and_then(|run| run.finished_at) {
        lines.push(("last success", finished));
    }
    let text: String =
        lines.into_iter().map(|(label, value)| format!("{label:<13} {value}\n")).collect();
    terminal::print(&text).map(|()| ExitCode::Done)
}

/// How the feeds are.
#[derive(serde::Serialize)]
struct FeedCounts<'a> {
    feeds: usize,
    paused: usize,
    failing: usize,
    /// Of those that are not paused.
    next_check_at: Option<&'a str>,
    last_new_at: Option<&'a str>,
}

impl<'a> FeedCounts<'a> {
    fn of(feeds: &'a [(Feed, FeedState)]) -> Self {
        let active = || feeds.iter().filter(|(feed, _)| feed.paused_at.is_none());
        Self {
            feeds: feeds.len(),
            paused: feeds.len() - active().count(),
            failing: active().filter(|(_, state)| state.error_count > 0).count(),
            next_check_at: active().map(|(_, state)| state.next_check_at.as_str()).min(),
            last_new_at: feeds.iter().filter_map(|(_, state)| state.new_at.as_deref()).max(),
        }
    }
}

fn in_words(feeds: &[(Feed, FeedState)]) -> String {
    let FeedCounts { feeds, paused, failing, next_check_at, last_new_at } = FeedCounts::of(feeds);
    let mut words = vec![feeds.to_string()];
    words.extend((failing > 0).then(|| format!("{failing} cannot be fetched")));
    words.extend((paused > 0).then(|| format!("{paused} paused")));
    words.extend(last_new_at.map(|at| format!("the last new entry {at}")));
    words.extend(next_check_at.map(|at| format!("the next check {at}")));
    words.join(", ")
}

/// Fails unless something happened within this time before now. `what` names it, and says that it
/// did. After now it cannot have been: a clock was wrong, then or now, and says nothing about its age.
fn expect_fresh(
    (thing, happened): (&str, &str),
    at: Option<&str>,
    max_age: Duration,
) -> Result<(), Failure> {
    let fails = |message: String| Failure::new(ExitCode::Failure, message);
    let Some(at) = at else {
        return Err(fails(format!("there was no {thing} yet"))
            .hint("see what happened with `cuttings query runs`"));
    };
    let instant: DateTime<Utc> = DateTime::parse_from_rfc3339(at)
        .map_err(|error| fails(format!("{happened} at no instant: `{at}`: {error}")))?
        .to_utc();
    let age = clock::now() - instant;
    if age < Duration::zero() {
        return Err(fails(format!("{happened} in the future, at {at}"))
            .hint("see whether this machine's clock is right, and `cuttings query runs`"));
    }
    if age > max_age {
        return Err(fails(format!("{happened} at {at}"))
            .hint("see what happened since with `cuttings query runs`"));
    }
    Ok(())
}

/// A length of time: a number and s, m, h or d. The error says so.
pub(super) fn parse_age(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let number: i64 =
        number.parse().map_err(|_| "write a number and s, m, h or d: 26h".to_owned())?;
    let seconds = match unit {
        "s" => Some(number),
        "m" => number.checked_mul(60),
        "h" => number.checked_mul(3_600),
        "d" => number.checked_mul(86_400),
        _ => None,
    };
    seconds
        .filter(|seconds| *seconds >= 0)
        .and_then(Duration::try_seconds)
        .ok_or_else(|| "write a number and s, m, h or d: 26h".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_a_number_and_a_unit() {
        for (text, seconds) in [("90s", 90), ("5m", 300), ("26h", 93_600), ("2d", 172_800)] {
            assert_eq!(parse_age(text).unwrap().num_seconds(), seconds);
        }
        for text in ["", "h", "26", "-1h", "2 weeks", "1é", "99999999999999999999d"] {
            assert!(parse_age(text).is_err(), "{text}");
        }
    }
}
