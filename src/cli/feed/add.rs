//! `cuttings feed add`: an address or a list of subscriptions, looked at before it is added.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde_json::json;
use url::Url;

use super::FeedFacts;
use crate::cli::curate::who;
use crate::cli::wording::counted;
use crate::cli::{
    CommandResult, ExitCode, Failure, Global, Wait, ingest, record_run, terminal, web,
};
use crate::clock;
use crate::db::NewFeed;
use crate::format::html::feeds_in_page;
use crate::format::opml;
use crate::net::{Accept, Client, Request};
use crate::ops::fetch::Logins;

/// Longest list of subscriptions that is read, in bytes.
const LONGEST_LIST: u64 = 32 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Addresses of feeds or of pages that name them, and lists of subscriptions (OPML)
    #[arg(required = true, value_name = "URL|FILE")]
    sources: Vec<String>,
    /// What it is called; of one feed only
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[command(flatten)]
    facts: FeedFacts,
    /// Add every feed that a page names
    #[arg(long)]
    every: bool,
    /// Add addresses without looking at what is there
    #[arg(long)]
    unchecked: bool,
    /// Who decides [default: $USER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    wait: Wait,
}

/// A web address as it is kept; refused is what has a password in it.
pub fn address(text: &str) -> Result<String, String> {
    let url = Url::parse(text.trim()).map_err(|error| format!("it is no web address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{}` is not fetched: http or https is wanted", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "a password in an address would stand in the archive; `cuttings help fetching` says where it belongs"
                .to_owned(),
        );
    }
    let mut url = url;
    url.set_fragment(None);
    Ok(url.into())
}

/// Subscribes to what each source turns out to be. One source that fails is a failure; of several, those that fail
/// are told, and the others are added.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let facts = facts(&args)?;
    let by = who(args.by.as_deref())?;
    let mut found: Vec<NewFeed> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    // Before the archive is locked: a server may take its time.
    let web = web::web()?;
    for source in &args.sources {
        match of_source(source, &args, &facts, &web) {
            Ok(feeds) => found.extend(feeds),
            // One that is wrong alone fails as it would by itself.
            Err(failure) if args.sources.len() == 1 => return Err(failure),
            Err(failure) => refused.push(format!("{source}: {}", failure.message)),
        }
    }
    let mut archive = global.open_to_write("feed", args.wait)?;
    let added = archive.add_feeds(&found, &started_at, &by)?;
    let code = if refused.is_empty() { ExitCode::Done } else { ExitCode::Partly };
    record_run(&mut archive, "feed", &started_at, code)?;
    archive.close()?;
    for line in &refused {
        terminal::say(line);
    }
    let new = added.iter().flatten().count();
    let known = added.len() - new;
    if global.json {
        let feeds: Vec<_> = found
            .iter()
            .zip(&added)
            .map(|(feed, id)| json!({ "url": feed.url, "title": feed.title, "feed_id": id }))
            .collect();
        terminal::print_json(&json!({
            "schema": 1, "command": "feed", "exit": code as u8, "verb": "added", "feeds": feeds,
            "added": new, "known": known, "refused": refused,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        for (feed, id) in found.iter().zip(&added).take(20) {
            if let Some(id) = id {
                tell!("feed {}: {}", id.0, feed.title.as_ref().unwrap_or(&feed.url));
            }
        }
        tell!(
            "{} added, {known} known before; fetch them with `cuttings fetch`",
            counted(new, "feed")
        );
    }
    Ok(code)
}

/// What is said of every feed that is added.
fn facts(args: &Args) -> Result<NewFeed, Failure> {
    let FeedFacts { publisher, topics, folder, full_text, interval } = args.facts.clone();
    if let Some(name) = &publisher {
        ingest::check_publisher(name)?;
    }
    if args.title.is_some() && args.sources.len() > 1 {
        return Err(Failure::new(ExitCode::Usage, "--title is for one feed"));
    }
    Ok(NewFeed {
        publisher,
        topics: ingest::topics(&topics)?,
        folder,
        is_full_text: full_text,
        interval_minutes: interval,
        title: args.title.clone(),
        ..NewFeed::default()
    })
}

fn of_source(
    source: &str,
    args: &Args,
    facts: &NewFeed,
    web: &(Client, Logins),
) -> Result<Vec<NewFeed>, Failure> {
    let is_address = ["http://", "https://"]
        .iter()
        .any(|start| source.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start)));
    let path = Path::new(source);
    if !is_address && (path.exists() || source == "-") {
        return of_list(path, facts);
    }
    let url = match is_address {
        true => address(source),
        // `example.org/feed`, as people say it.
        false if is_bare_address(source) => address(&format!("https://{source}")),
        false if source.contains("://") => address(source),
        false => Err("no such file, and no web address".to_owned()),
    };
    let url = url.map_err(|reason| {
        Failure::new(ExitCode::Usage, format!("cannot subscribe to `{source}`: {reason}"))
    })?;
    if args.unchecked {
        return Ok(vec![NewFeed { url, ..facts.clone() }]);
    }
    of_address(&url, args, facts, web)
}

/// Whether it is an address without its scheme, and not the name of a file that is not there.
fn is_bare_address(source: &str) -> bool {
    let is_file = [".opml", ".xml"].iter().any(|ending| source.ends_with(ending));
    source.contains('.')
        && !source.contains("://")
        && !source.contains(' ')
        && !source.starts_with(['.', '/', '~'])
        && (source.contains('/') || !is_file)
}

/// Looks at what is there: a feed, or a page that names some.
fn of_address(
    address: &str,
    args: &Args,
    facts: &NewFeed,
    (client, logins): &(Client, Logins),
) -> Result<Vec<NewFeed>, Failure> {
    let fails = |code, reason: &str| {
        Failure::new(code, format!("cannot subscribe to `{address}`: {reason}"))
    };
    let login = logins.of(address);
    let request = Request { login, ..Request::new(address, Accept::Feed) };
    let answer = client
        .get(&request)
        .map_err(|error| fails(ExitCode::InputOutput, &error.to_string()).hint(UNCHECKED))?;
    if answer.status != 200 {
        let reason = crate::ops::fetch::reason(answer.status);
        return Err(fails(ExitCode::InputOutput, &reason).hint(UNCHECKED));
    }
    match crate::ops::fetch::parts(&answer) {
        Ok(parts) => Ok(vec![NewFeed {
            url: address.to_owned(),
            title: facts.title.clone().or(parts.title),
            site_url: parts.site_url,
            ..facts.clone()
        }]),
        Err(refusal) => {
            let mut named = feeds_in_page(&answer.body, &answer.url);
            if named.is_empty() {
                let reason = format!("{}, and it names no feed", refusal.0);
                return Err(fails(ExitCode::BadData, &reason));
            }
            if named.len() > 1 && !args.every {
                let listed: Vec<String> = named
                    .iter()
                    .take(20)
                    .map(|feed| match &feed.title {
                        Some(title) => format!("  {} ({title})", feed.url),
                        None => format!("  {}", feed.url),
                    })
                    .collect();
                let reason = format!("the page names {}", counted(named.len(), "feed"));
                return Err(fails(ExitCode::BadData, &reason).hint(format!(
                    "add one by its address, or all with `--every`:\n{}",
                    listed.join("\n")
                )));
            }
            let title = if named.len() == 1 { facts.title.clone() } else { None };
            Ok(named
                .drain(..)
                .filter_map(|feed| {
                    let url = self::address(feed.url.as_str()).ok()?;
                    Some(NewFeed {
                        url,
                        title: title.clone().or(feed.title),
                        site_url: Some(address.to_owned()),
                        ..facts.clone()
                    })
                })
                .collect())
        }
    }
}

const UNCHECKED: &str = "to subscribe all the same, add it with `--unchecked`";

/// The feeds of a list of subscriptions.
fn of_list(path: &Path, facts: &NewFeed) -> Result<Vec<NewFeed>, Failure> {
    let mut bytes = Vec::new();
    let read = match path == Path::new("-") {
        true => std::io::stdin().lock().take(LONGEST_LIST).read_to_end(&mut bytes),
        false => std::fs::File::open(path)
            .and_then(|file| file.take(LONGEST_LIST).read_to_end(&mut bytes)),
    };
    read.map_err(|error| Failure::cannot_read(path, &error))?;
    let list = opml::read(&bytes).map_err(|refusal| {
        let message = format!("cannot subscribe to `{}`: {}", path.display(), refusal.0);
        Failure::new(ExitCode::BadData, message)
    })?;
    for problem in &list.problems {
        tell!("{}: {problem}", path.display());
    }
    // Of an address that is named twice the first counts.
    let mut feeds: BTreeMap<String, usize> = BTreeMap::new();
    let mut new = Vec::new();
    for feed in list.feeds {
        let url = match address(&feed.url) {
            Ok(url) => url,
            Err(reason) => {
                tell!("{}: `{}`: {reason}", path.display(), feed.url);
                continue;
            }
        };
        if feeds.insert(url.clone(), new.len()).is_none() {
            new.push(NewFeed {
                url,
                title: feed.title,
                site_url: feed.site_url,
                folder: facts.folder.clone().or(feed.folder),
                ..facts.clone()
            });
        }
    }
    Ok(new)
}
