//! `cuttings watch`: of whom or what somebody wants to be told.

mod add;

use chrono::TimeDelta;
use serde_json::json;

use super::rows::RowArgs;
use super::wording::counted;
use super::{
    CommandResult, ExitCode, Failure, Global, Wait, curate, record_run, search, terminal, watched,
};
use crate::clock;
use crate::db::{Archive, Reader};
use crate::model::{Column, Flow, Sought, Value, Watch};
use crate::ops::news::{self, Since, Wanted};
use crate::output::document::news as document;

/// Say of whom or what to be told when something comes in
///
/// A watch of a person, an organisation or a place finds every article that names them, in any form of the name. One of
/// a search finds what has its words, in the language of `cuttings search`; one of a report, rows that were not there
/// before. `cuttings news` tells what they found. A watch is kept in the archive with who added it and when; one that is
/// removed stays on record.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings watch add --person 'Winston Peters'
  cuttings watch add bridge --search 'harbour bridge OR tolls' --topic transport
  cuttings watch add --report new-names since=-7d
  cuttings watch test 'Winston Peters' --days 60
  cuttings watch list

Exit codes: 0 done; 1 a watch has that name already; 65 a name means several; 66 there is no such watch or name; 75 the
archive is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Begin a watch
    Add(add::Add),
    /// List the watches
    List {
        #[command(flatten)]
        rows: RowArgs,
    },
    /// Show one: what it looks for, who added it, and what it has told
    Show {
        /// Its name
        name: String,
    },
    /// Tell nothing of it until it is resumed; what comes in meanwhile is told then
    Pause {
        /// Its name
        name: String,
        #[command(flatten)]
        wait: Wait,
    },
    /// Go on with one that was paused
    Resume {
        /// Its name
        name: String,
        #[command(flatten)]
        wait: Wait,
    },
    /// End it; it stays on record
    Remove {
        /// Its name
        name: String,
        /// Who decides [default: $USER]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        wait: Wait,
    },
    /// Say what it would have found in the last days, and record nothing
    Test {
        /// Its name
        name: String,
        /// How many days
        #[arg(long, value_name = "NUMBER", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
        days: u16,
        /// Show no more than this many
        #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
    },
}

/// Carries out one verb on the watches. Fails where there is no such watch, where one to be paused is paused already,
/// and where one to be resumed is not.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Add(add) => add::run(global, add),
        Verb::List { rows } => list(global, &rows),
        Verb::Show { name } => show(global, &name),
        Verb::Pause { name, wait } => {
            let now = clock::rfc3339(clock::now());
            change(global, &name, wait, "paused", |archive, watch| match watch.paused_at {
                Some(_) => Err(Failure::new(
                    ExitCode::Failure,
                    format!("watch `{}` is paused already", watch.name),
                )),
                None => Ok(archive.pause_watch(watch.watch_id, Some(&now))?),
            })
        }
        Verb::Resume { name, wait } => {
            change(global, &name, wait, "resumed", |archive, watch| match watch.paused_at {
                None => Err(Failure::new(
                    ExitCode::Failure,
                    format!("watch `{}` is not paused", watch.name),
                )),
                Some(_) => Ok(archive.pause_watch(watch.watch_id, None)?),
            })
        }
        Verb::Remove { name, by, wait } => {
            let by = curate::who(by.as_deref())?;
            let now = clock::rfc3339(clock::now());
            change(global, &name, wait, "removed", |archive, watch| {
                Ok(archive.remove_watch(watch.watch_id, &now, &by)?)
            })
        }
        Verb::Test { name, days, limit } => test(global, &name, days, limit),
    }
}

/// Changes one watch and says so.
fn change(
    global: &Global,
    name: &str,
    wait: Wait,
    verb: &str,
    change: impl FnOnce(&mut Archive, &Watch) -> Result<(), Failure>,
) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("watch", wait)?;
    let watch = watched::find(&archive, name)?;
    change(&mut archive, &watch)?;
    record_run(&mut archive, "watch", &started_at, ExitCode::Done)?;
    archive.close()?;
    told(global, verb, &watch.name, &about(&watch))
}

/// What is said of a change.
fn told(global: &Global, verb: &str, name: &str, about: &str) -> CommandResult {
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "watch", "exit": 0, "done": verb, "name": name, "about": about,
        }))?;
    } else if !global.quiet && terminal::is_watched() {
        tell!("{verb} watch `{name}`: {about}");
    }
    Ok(ExitCode::Done)
}

fn about(watch: &Watch) -> String {
    news::about(watch, None)
}

fn list(global: &Global, rows: &RowArgs) -> CommandResult {
    let archive = global.open_to_read()?;
    let watches = archive.watches()?;
    let mut lines = Vec::with_capacity(watches.len());
    for watch in &watches {
        let history = archive.watch_history(watch.watch_id)?;
        let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        lines.push([
            Value::Text(watch.name.clone()),
            Value::Text(about(watch)),
            Value::Text(watch.added_at.clone()),
            Value::Text(watch.added_by.clone()),
            text(&watch.paused_at),
            text(&watch.told_until),
            Value::Integer(i64::try_from(history.items).unwrap_or(i64::MAX)),
        ]);
    }
    let path = archive.path().to_owned();
    archive.close()?;
    let columns = ["name", "about", "added_at", "added_by", "paused_at", "told_until", "told"];
    let columns = columns.map(|name| Column { name: name.to_owned() });
    rows.print(global, &path, true, |sink| {
        let mut flow = sink.columns(&columns);
        let mut count = 0;
        for line in &lines {
            if flow == Flow::Stop {
                break;
            }
            flow = sink.row(line);
            count += 1;
        }
        Ok(count)
    })?;
    if watches.is_empty() && rows.is_terminal() && !global.quiet {
        terminal::say(NOTHING_WATCHED);
    }
    Ok(ExitCode::Done)
}

/// What is said where there is no watch.
pub(super) const NOTHING_WATCHED: &str =
    "nothing is watched: begin with `cuttings watch add --person NAME`";

fn show(global: &Global, name: &str) -> CommandResult {
    let archive = global.open_to_read()?;
    let watch = watched::find(&archive, name)?;
    let history = archive.watch_history(watch.watch_id)?;
    archive.close()?;
    if global.json {
        let (kind, words, parameters) = match &watch.sought {
            Sought::Entity(named) => (named.kind.as_str(), &named.name, None),
            Sought::Search { words } => ("search", words, None),
            Sought::Report { report, parameters } => ("report", report, Some(parameters)),
        };
        return terminal::print_json(&json!({
            "schema": 1, "command": "watch", "exit": 0, "name": watch.name, "about": about(&watch),
            "kind": kind, "sought": words, "parameters": parameters, "topic": watch.topic,
            "added_at": watch.added_at, "added_by": watch.added_by, "paused_at": watch.paused_at,
            "told_until": watch.told_until, "told": history.items, "tellings": history.tellings,
            "last_told_at": history.last_told_at,
        }))
        .map(|()| ExitCode::Done);
    }
    let mut lines = vec![
        ("watch", watch.name.clone()),
        ("looks for", about(&watch)),
        ("added", format!("{} by {}", watch.added_at, watch.added_by)),
    ];
    lines.extend(watch.paused_at.as_ref().map(|at| ("paused", at.clone())));
    lines.push((
        "told",
        match &history.last_told_at {
            Some(at) => format!(
                "{} in {}, the last {at}",
                counted(history.items, "item"),
                counted(history.tellings, "telling")
            ),
            None => "nothing yet".to_owned(),
        },
    ));
    let page: String = lines.iter().map(|(what, said)| format!("{what:<10} {said}\n")).collect();
    terminal::print(&terminal::shown(&page))?;
    Ok(ExitCode::Done)
}

fn test(global: &Global, name: &str, days: u16, limit: u32) -> CommandResult {
    let archive = search::searchable(global)?;
    let watch = watched::find(&archive, name)?;
    let reader = Reader::to_search(archive)?;
    let now = clock::now();
    let wanted = Wanted {
        watches: vec![watched::asked(&reader, watch)?],
        since: Since::Trial(now - TimeDelta::days(days.into())),
        now,
        limit: limit as usize,
    };
    let mut found = news::compose(&reader, &wanted)?.news;
    // It is asked of the watch alone.
    found.silent.clear();
    found.failing.clear();
    if global.json {
        terminal::print_json(&document::json(&found))?;
    } else {
        terminal::print(&terminal::shown(&document::plain(&found)?))?;
    }
    Ok(ExitCode::Done)
}
