//! Puts together what came in of what is watched, and says what is to be recorded as told.
//!
//! A watch is told of articles that came in since it was last told, but the same text once. It is asked from a day
//! earlier on: an import carries the time of its beginning, and a ruling makes an article of yesterday one that names
//! somebody watched; what was told already is known by its SHA-256. What must stay true: whatever is shown is among the
//! items that are to be recorded, and nothing else is; a watch of which not all is shown is asked from the same time on
//! again; which copy stands for a story is decided as in a review.

mod matching;
mod revision;
mod rows;
mod silence;
mod story;
mod words;

use std::collections::HashSet;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::db::{Error, Reader, Result};
use crate::export::citation;
use crate::model::{
    ExportedTime, News, PrintedArticle, Sha256, Sought, Value, Watch, WatchId, WatchNews,
    Withdrawal,
};
use crate::text::fingerprint;
use matching::{New, Recent, Target};

/// How much earlier than when it was last told a watch is asked.
const LOOK_BACK: TimeDelta = TimeDelta::hours(24);

/// A watch, and of one of a report what to run.
#[derive(Clone, Debug)]
pub struct AskedWatch {
    pub watch: Watch,
    pub report: Option<ReportAsked>,
}

/// A report with the values of its parameters.
#[derive(Clone, Debug)]
pub struct ReportAsked {
    pub sql: String,
    pub values: Vec<(String, Value)>,
}

/// From when on something is news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Whatever was not told yet.
    LastTold,
    /// What came in since, whether or not it was told. Rows of reports that were not told before.
    Instant(DateTime<Utc>),
    /// The same, but every row of a report: what a watch would find.
    Trial(DateTime<Utc>),
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub watches: Vec<AskedWatch>,
    pub since: Since,
    pub now: DateTime<Utc>,
    /// Most stories, and most rows, of each watch.
    pub limit: usize,
}

/// The news, and what is to be recorded once they were told.
#[derive(Clone, Debug)]
pub struct Composed {
    pub news: News,
    pub items: Vec<(WatchId, Vec<Sha256>)>,
    /// Watches of which everything is shown.
    pub complete: Vec<WatchId>,
    /// Whether there is anything to tell: something of a watch, or a source that fell silent or fails since last time.
    pub is_new: bool,
}

/// Puts the news together. Fails where the archive cannot be read.
pub fn compose(reader: &Reader, wanted: &Wanted) -> Result<Composed> {
    let targets = targets(reader, wanted)?;
    let recent = Recent::read(reader, &targets)?;
    let mut composed = Composed {
        news: News {
            title: format!("News, {}", day_of(wanted.now)),
            made_at: instant(wanted.now),
            since: since_in_words(reader, wanted)?,
            watches: Vec::new(),
            quiet: Vec::new(),
            silent: Vec::new(),
            failing: Vec::new(),
        },
        items: Vec::new(),
        complete: Vec::new(),
        is_new: false,
    };
    for target in &targets {
        let (found, items) = of_watch(reader, &recent, target, wanted)?;
        let watch = target.watch.watch_id;
        if found.left_out == 0 && found.rows.as_ref().is_none_or(|rows| rows.left_out == 0) {
            composed.complete.push(watch);
        }
        composed.items.push((watch, items));
        composed.is_new |= is_something(&found);
        match is_something(&found) || found.copies_of_told > 0 {
            true => composed.news.watches.push(found),
            false => composed.news.quiet.push(found.name),
        }
    }
    composed.is_new |= sources(reader, wanted, &mut composed.news)?;
    Ok(composed)
}

/// What answers a watch already when it is added, and is not to be told. Fails where the archive cannot be read.
pub fn known(reader: &Reader, asked: &AskedWatch) -> Result<Vec<Sha256>> {
    if let Some(report) = &asked.report {
        return rows::digests(reader, report);
    }
    let added = parsed(reader, &asked.watch.added_at)?;
    let target = Target::of(reader, asked, instant(added - LOOK_BACK))?;
    let recent = Recent::read(reader, std::slice::from_ref(&target))?;
    let articles = recent.matching(reader, &target)?.into_iter().map(|arrival| arrival.sha256);
    let withdrawn = recent.withdrawn(reader, &target)?;
    let withdrawn = withdrawn.iter().map(|one| withdrawal_item(one.sha256, &one.status));
    Ok(articles.chain(withdrawn).collect())
}

fn targets<'w>(reader: &Reader, wanted: &'w Wanted) -> Result<Vec<Target<'w>>> {
    let mut targets = Vec::with_capacity(wanted.watches.len());
    for asked in &wanted.watches {
        let since = match wanted.since {
            Since::LastTold => parsed(reader, last_told(&asked.watch))? - LOOK_BACK,
            Since::Instant(since) | Since::Trial(since) => since,
        };
        targets.push(Target::of(reader, asked, instant(since))?);
    }
    Ok(targets)
}

/// Up to when a watch was told of everything: never yet, since it began.
fn last_told(watch: &Watch) -> &str {
    watch.told_until.as_ref().unwrap_or(&watch.added_at)
}

/// What one watch found, and what is recorded of it once it is told.
fn of_watch(
    reader: &Reader,
    recent: &Recent,
    target: &Target<'_>,
    wanted: &Wanted,
) -> Result<(WatchNews, Vec<Sha256>)> {
    let mut found = WatchNews {
        name: target.watch.name.clone(),
        about: about(target.watch, target.whom.as_ref().map(|whom| whom.name.as_str())),
        stories: Vec::new(),
        left_out: 0,
        copies_of_told: 0,
        roles: Vec::new(),
        withdrawals: Vec::new(),
        rows: None,
    };
    if let Some(report) = target.report {
        let (shown, items) = rows::of(reader, target.watch, report, wanted)?;
        found.rows = Some(shown).filter(|shown| !shown.rows.is_empty());
        return Ok((found, items));
    }
    let New { articles, revised, copies, withdrawn, left_out } =
        matching::new(reader, recent, target, &wanted.since)?;
    let mut groups = story::groups(reader, articles, &revised)?;
    found.left_out = groups.len().saturating_sub(wanted.limit) + left_out;
    groups.truncate(wanted.limit);
    let mut items: Vec<Sha256> = groups.iter().flat_map(story::Group::items).collect();
    items.extend(copies.iter().map(|copy| copy.sha256));
    found.copies_of_told = copies.len();
    found.roles = words::roles(reader, target, &groups)?;
    found.stories = story::stories(reader, target, groups)?;
    items.extend(withdrawn.iter().map(|one| withdrawal_item(one.sha256, &one.status)));
    found.withdrawals = withdrawals(reader, &withdrawn)?;
    Ok((found, items))
}

fn is_something(found: &WatchNews) -> bool {
    !(found.stories.is_empty()
        && found.roles.is_empty()
        && found.withdrawals.is_empty()
        && found.rows.is_none())
}

/// What a watch looks for, in words; `name` is how somebody is called by now.
pub fn about(watch: &Watch, name: Option<&str>) -> String {
    let mut about = match &watch.sought {
        Sought::Entity(named) => {
            format!("{} {}", named.kind.as_str(), name.unwrap_or(&named.name))
        }
        Sought::Search { words } => words.clone(),
        Sought::Report { report, parameters } => {
            let given = parameters.iter().map(|(name, value)| format!(" {name}={value}"));
            format!("report {report}{}", given.collect::<String>())
        }
    };
    if let Some(topic) = &watch.topic {
        about.push_str(&format!(", topic {topic}"));
    }
    about
}

fn withdrawals(reader: &Reader, found: &[crate::db::TakenBack]) -> Result<Vec<Withdrawal>> {
    let mut withdrawals = Vec::with_capacity(found.len());
    for one in found {
        let Some(head) = reader.head_of(one.article)? else { continue };
        let title = story::title(reader, &head)?;
        withdrawals.push(Withdrawal {
            article_id: one.article,
            title,
            publisher: head.publisher.clone(),
            day: citation::day(&head.published),
            status: one.status.clone(),
        });
    }
    Ok(withdrawals)
}

/// By what it is known that a withdrawal was told.
fn withdrawal_item(article: Sha256, status: &str) -> Sha256 {
    fingerprint::sha256(format!("{status} {article}").as_bytes())
}

/// Sources that fell silent and feeds that fail; whether one does since the last telling.
fn sources(reader: &Reader, wanted: &Wanted, news: &mut News) -> Result<bool> {
    let last = match wanted.since {
        Since::LastTold => {
            let told = wanted.watches.iter().map(|asked| last_told(&asked.watch)).max();
            told.map(|told| parsed(reader, told)).transpose()?.unwrap_or(wanted.now)
        }
        Since::Instant(since) | Since::Trial(since) => since,
    };
    let mut is_new = false;
    for (silent, since) in silence::silent(reader, wanted.now)? {
        is_new |= since >= last;
        news.silent.push(silent);
    }
    let day = TimeDelta::hours(24);
    news.failing = reader.failing_feeds(&instant(wanted.now - day))?;
    for feed in &news.failing {
        is_new |= parsed(reader, &feed.failing_since)? + day >= last
            && parsed(reader, &feed.failing_since)? + day <= wanted.now;
    }
    Ok(is_new)
}

/// `since 30 November 2026, 07:00 UTC`: of several watches the earliest.
fn since_in_words(reader: &Reader, wanted: &Wanted) -> Result<String> {
    let since = match wanted.since {
        Since::Instant(since) | Since::Trial(since) => since,
        Since::LastTold => {
            let told = wanted.watches.iter().map(|asked| last_told(&asked.watch)).min();
            told.map(|told| parsed(reader, told)).transpose()?.unwrap_or(wanted.now)
        }
    };
    Ok(format!("since {}, {} UTC", day_of(since), since.format("%H:%M")))
}

fn day_of(at: DateTime<Utc>) -> String {
    let value = Some(at.date_naive().to_string());
    citation::day(&ExportedTime { value, ..ExportedTime::default() })
}

/// As archives write it.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An instant of the archive.
fn parsed(reader: &Reader, text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|error| Error::Damaged {
        path: reader.path().to_owned(),
        reason: format!("`{text}` is no instant: {error}"),
    })
}

/// The numbers of stories among some heads, each once.
fn stories_of<'h>(heads: impl Iterator<Item = &'h PrintedArticle>) -> Vec<i64> {
    let stories: HashSet<i64> = heads.filter_map(|head| head.story).collect();
    let mut stories: Vec<i64> = stories.into_iter().collect();
    stories.sort_unstable();
    stories
}
