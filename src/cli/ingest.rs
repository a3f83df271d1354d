//! `cuttings ingest`: articles from files, folders and standard input.

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::rebuild::tell_kept;
use super::signals::Stop;
use super::{CommandResult, ExitCode, Failure, Global, Wait, terminal};
use crate::clock;
use crate::db::Archive;
use crate::format;
use crate::model::{Counts, DayOrder, Hints, Outcome};
use crate::ops::derive::Deriver;
use crate::ops::ingest::{Event, Ingested, Run, ShouldStop, ingest};
use crate::ops::inputs;
use crate::ops::rebuild::Kept;
use crate::text::dates;

/// Add articles from files, folders or standard input
///
/// Stores every capture by the SHA-256 of its bytes and every article by that of its text, with
/// the people, organisations and places in it. What is there already stays as it is: the same
/// command again changes nothing. A record that cannot be taken is listed as
/// `path:record: reason`, here and in `cuttings query problems`, and does not stop the others; the
/// exit code is then 3. In a folder it is listed once, so that a scheduled import stays quiet; a file
/// that you name is refused each time. With --json there is a line for each record: what became of it,
/// the article it gave, or the reason why it gave none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings ingest ~/clips
  cuttings ingest --publisher POLITICO --published 2024-04-05 story.txt
  pbpaste | cuttings ingest -
  cuttings ingest --quiet --wait 0 /var/spool/clips     # for cron")]
pub struct Args {
    /// Files and folders (with all that is in them); `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Who published it, whatever the text says
    #[arg(long, value_name = "NAME", help_heading = "Facts about the inputs")]
    publisher: Option<String>,
    /// When it was published, whatever the text says
    #[arg(long, value_name = "DATE", help_heading = "Facts about the inputs")]
    published: Option<String>,
    /// Where it was published
    #[arg(long, value_name = "URL", help_heading = "Facts about the inputs")]
    url: Option<String>,
    /// Read 03/04/2024 as the third of April
    #[arg(long, conflicts_with = "monthfirst", help_heading = "Facts about the inputs")]
    dayfirst: bool,
    /// Read 03/04/2024 as the fourth of March
    #[arg(long, help_heading = "Facts about the inputs")]
    monthfirst: bool,
    /// Read every input as this format, instead of looking at it
    #[arg(long, value_name = "NAME", value_parser = super::format_names(), help_heading = "Facts about the inputs")]
    format: Option<String>,
    #[command(flatten)]
    map: super::Map,
    #[command(flatten)]
    wait: Wait,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    super::usage::stray_column(&args.paths, &args.map.columns)?;
    let format = args.format.as_deref().and_then(format::by_name);
    let date_order = match (args.dayfirst, args.monthfirst) {
        (true, _) => Some(DayOrder::DayFirst),
        (_, true) => Some(DayOrder::MonthFirst),
        _ => None,
    };
    let hints =
        Hints { publisher: args.publisher, published: args.published, url: args.url, date_order };
    if let Some(text) = hints.published.as_deref()
        && dates::published(text).is_none()
    {
        return Err(Failure::new(ExitCode::Usage, format!("`{text}` is not a date"))
            .hint("write it as 2024-03-18, or with time and offset as 2024-03-18T09:15+13:00"));
    }
    // Nothing but missing paths is a mistake in the command rather than in the inputs.
    let is_there = |path: &PathBuf| path.as_os_str() == "-" || path.symlink_metadata().is_ok();
    if let Some(path) = args.paths.first().filter(|_| !args.paths.iter().any(is_there)) {
        return Err(Failure::new(
            ExitCode::NoInput,
            format!("cannot read `{}`: no such file or folder", path.display()),
        ));
    }
    if args.paths.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal() {
        terminal::say("reading from the terminal; end with Ctrl-D");
    }
    let stop = Stop::listen()?;
    let mut archive = global.open_to_write("ingest", args.wait)?;
    let seen_at = clock::rfc3339(clock::now());
    let run = Run { id: archive.start_run("ingest", &seen_at)?, seen_at, hints, format_given: format.is_some() };
    let own_files: HashSet<(u64, u64)> = Archive::own_files(archive.path())
        .iter()
        .filter_map(|path| path.metadata().ok())
        .map(|metadata| (metadata.dev(), metadata.ino()))
        .collect();
    let options =
        inputs::Options { format, cutting: args.map.cutting(), is_excluded: Box::new(move |dev, ino| own_files.contains(&(dev, ino))) };
    let items = inputs::records(&args.paths, options);
    let deriver = Arc::new(Deriver::new(&archive.catalogue()?, &archive.decisions()?));
    let bar = progress(global);
    let asked = stop.clone();
    let should_stop: ShouldStop = Arc::new(move || asked.is_asked());
    let mut shown = Shown { kept: Vec::new(), printed: Ok(()) };
    let Ingested { counts, outcome } = ingest(
        &mut archive,
        &deriver,
        items,
        &run,
        &mut |event| show(event, &bar, global, &mut shown),
        &should_stop,
    );
    bar.finish_and_clear();
    let damage = tell_kept(&shown.kept);
    let outcome = outcome.map_err(Failure::from).map(|()| match stop.exit_code() {
        Some(code) => code,
        None if damage != ExitCode::Done => damage,
        None if counts.refused > 0 => ExitCode::Partly,
        None => ExitCode::Done,
    });
    let code = outcome.as_ref().map_or_else(|failure| failure.code, |code| *code);
    let ended = archive
        .finish_run(run.id, counts, i64::from(code as u8), &clock::rfc3339(clock::now()))
        .and_then(|()| archive.close());
    let outcome = match (outcome, ended, shown.printed) {
        (Ok(_), Err(error), _) => Err(error.into()),
        (Ok(_), Ok(()), Err(failure)) => Err(failure),
        (outcome, ..) => outcome,
    };
    summarise(global, counts, outcome)
}

fn progress(global: &Global) -> ProgressBar {
    if global.quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} read, {per_sec}, {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// What was shown of a run while it went on.
struct Shown {
    kept: Vec<Kept>,
    /// The first line that could not be printed fails the command, once everything is stored.
    printed: Result<(), Failure>,
}

fn show(event: Event, bar: &ProgressBar, global: &Global, shown: &mut Shown) {
    let is_watched = terminal::is_watched() && !global.quiet;
    match event {
        Event::Committed(counts) => bar.set_position(counts.seen()),
        Event::Ended(ended) => {
            if global.json && shown.printed.is_ok() {
                shown.printed = terminal::print_json(&ended);
            }
            let Some(reason) = &ended.reason else { return };
            if ended.outcome == Outcome::Refused || is_watched {
                let place = inputs::path_of(&ended.uri);
                let line = match &ended.record {
                    Some(record) => format!("{place}:{record}: {reason}"),
                    None => format!("{place}: {reason}"),
                };
                bar.suspend(|| terminal::say(&line));
            }
        }
        Event::Warning(uri, warning) if is_watched => {
            bar.suspend(|| terminal::say(&format!("{}: {warning}", inputs::path_of(&uri))));
        }
        Event::Warning(..) => {}
        Event::Kept(capture) => shown.kept.push(capture),
    }
}

fn summarise(global: &Global, counts: Counts, outcome: CommandResult) -> CommandResult {
    let numbers = json!({
        "seen": counts.seen(), "stored": counts.stored, "duplicate": counts.duplicate,
        "revised": counts.revised, "refused": counts.refused, "skipped": counts.skipped,
    });
    match outcome {
        Ok(code) if global.json => {
            let mut summary = json!({ "schema": 1, "command": "ingest", "exit": code as u8 });
            terminal::extend(&mut summary, numbers);
            terminal::print_json(&summary)?;
            Ok(code)
        }
        Ok(code) => {
            if terminal::is_watched() && !global.quiet {
                tell!(
                    "{} seen: {} stored, {} duplicate, {} revised, {} refused, {} skipped",
                    counts.seen(), counts.stored, counts.duplicate, counts.revised, counts.refused, counts.skipped
                );
            }
            Ok(code)
        }
        Err(failure) => Err(failure.details(numbers)),
    }
}
