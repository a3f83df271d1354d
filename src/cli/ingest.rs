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
use crate::model::{Counts, DayOrder, Hints, Outcome, RunId};
use crate::ops::derive::LazyDeriver;
use crate::ops::drift::{Drift, FEWEST, drift};
use crate::ops::head;
use crate::ops::ingest::{Event, Ingested, Run, ShouldStop, ingest};
use crate::ops::inputs::{self, PathReader, Seen, Template};
use crate::ops::rebuild::Kept;
use crate::text::{normalise, publishers};

/// Add articles from files, folders or standard input
///
/// Stores every capture by the SHA-256 of its bytes and every article by that of its text, with
/// the people, organisations and places in it. What is there already stays as it is: the same
/// command again changes nothing. A record that cannot be taken is listed as
/// `path:record: reason`, here and in `cuttings query problems`, and does not stop the others; the
/// exit code is then 3. In a folder it is listed once, so that a scheduled import stays quiet; a file
/// that you name is refused each time. With --json there is a line for each record: what became of it,
/// the article it gave, or the reason why it gave none. Where articles of a format, or of a publisher in
/// it, lack a day, a headline or a publisher clearly more often than those before, that is said at the end.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings ingest ~/clips
  cuttings ingest --publisher POLITICO --published 2024-04-05 --topic trade story.txt
  cuttings ingest --path '{publisher}/{year}-{month}-{day}*' ~/clips   # RNZ/2024-03-18 tolls.txt
  cuttings ingest --map headline=data.title,body=data.text,topics=keywords records.jsonl
  pbpaste | cuttings ingest -
  cuttings ingest --quiet --wait 0 /var/spool/clips     # for cron

Exit codes: 0 done, also where nothing was new; 3 some inputs were refused, and are listed; 66 an input is not
there; 74 disk full; 75 the archive is locked.")]
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
    /// What it is about; may be given several times
    #[arg(long = "topic", value_name = "TOPIC", help_heading = "Facts about the inputs")]
    topics: Vec<String>,
    /// Take facts from the paths of files, by a template with {publisher}, {section}, {topic}, {year},
    /// {month}, {day}, a star for any characters but / and two for any folders
    ///
    /// It is laid on what stands below the folder that you name, else on the end of the path, and gives way to
    /// what is said outright. Underlines stand for spaces. How many paths it does not fit is said at the end.
    #[arg(long, value_name = "TEMPLATE", help_heading = "Facts about the inputs")]
    path: Option<String>,
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

/// Takes the inputs in. Fails where options contradict each other or none of the paths is there; an input that cannot
/// be read is recorded, and the rest goes on.
pub fn run(global: &Global, args: Args) -> CommandResult {
    super::usage::stray_column(&args.paths, &args.map.columns)?;
    let format = args.format.as_deref().and_then(format::by_name);
    let date_order = match (args.dayfirst, args.monthfirst) {
        (true, _) => Some(DayOrder::DayFirst),
        (_, true) => Some(DayOrder::MonthFirst),
        _ => None,
    };
    let hints = Hints {
        publisher: args.publisher,
        published: args.published,
        url: args.url,
        date_order,
        topics: topics(&args.topics)?,
        ..Hints::default()
    };
    check(&hints)?;
    check_map(&args.map, format)?;
    let template = args.path.as_deref().map(Template::new).transpose().map_err(|reason| {
        Failure::new(ExitCode::Usage, format!("--path: {reason}"))
            .hint("such as --path '{publisher}/{year}-{month}-{day}*'")
    })?;
    let paths = template.map(|template| Arc::new(PathReader::new(template, &args.paths)));
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
    let run = Run {
        id: archive.start_run("ingest", &seen_at)?,
        seen_at,
        hints,
        paths: paths.clone(),
        format_given: format.is_some(),
    };
    let own_files: HashSet<(u64, u64)> = Archive::own_files(archive.path())
        .iter()
        .filter_map(|path| path.metadata().ok())
        .map(|metadata| (metadata.dev(), metadata.ino()))
        .collect();
    let cutting = args.map.cutting();
    let options = inputs::Options {
        format,
        cutting: cutting.clone(),
        is_excluded: Box::new(move |dev, ino| own_files.contains(&(dev, ino))),
    };
    let items = inputs::records(&args.paths, options);
    let deriver = Arc::new(LazyDeriver::of(&archive));
    let bar = progress(global);
    let asked = stop.clone();
    let should_stop: ShouldStop = Arc::new(move || asked.is_asked());
    let mut shown = Shown::default();
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
    let mut outcome = outcome.map_err(Failure::from).map(|()| match stop.exit_code() {
        Some(code) => code,
        None if damage != ExitCode::Done => damage,
        None if counts.refused > 0 => ExitCode::Partly,
        None => ExitCode::Done,
    });
    let mut remarks = Remarks { paths: paths.map(|paths| paths.seen()), drift: Vec::new() };
    // A run that ended early says nothing of its options.
    if matches!(outcome, Ok(ExitCode::Done | ExitCode::Partly)) {
        if counts.stored + counts.revised >= FEWEST {
            match drift(&archive, run.id) {
                Ok(found) => remarks.drift = found,
                Err(error) => outcome = Err(error.into()),
            }
        }
        if let Some(complaint) = cutting.complaint().filter(|_| counts.seen() > 0) {
            outcome = Err(Failure::new(ExitCode::Usage, complaint).hint(
                "what was read is stored as it came; see a file's fields with `cuttings read FILE`",
            ));
        }
    }
    let outcome = ended(archive, run.id, counts, outcome, shown.printed);
    remarks.tell(global);
    summarise(global, counts, &remarks, outcome)
}

/// Closes a run and the archive; the outcome of all of it, the first failure before later ones. Fails where the run did,
/// its end cannot be recorded, or a line could not be printed.
pub(super) fn ended(
    mut archive: Archive,
    run: RunId,
    counts: Counts,
    outcome: CommandResult,
    printed: Result<(), Failure>,
) -> CommandResult {
    let code = outcome.as_ref().map_or_else(|failure| failure.code, |code| *code);
    let finished_at = clock::rfc3339(clock::now());
    let ended = archive
        .finish_run(run, counts, i64::from(code as u8), &finished_at)
        .and_then(|()| archive.close());
    match (outcome, ended, printed) {
        (Ok(_), Err(error), _) => Err(error.into()),
        (Ok(_), Ok(()), Err(failure)) => Err(failure),
        (outcome, ..) => outcome,
    }
}

/// The topics as they are kept: in one line, without repeats, in order. Fails where one has no letter.
pub(super) fn topics(given: &[String]) -> Result<Vec<String>, Failure> {
    let mut topics: Vec<String> = given.iter().map(|topic| normalise::comparable(topic)).collect();
    if let Some(topic) = topics.iter().find(|topic| !topic.chars().any(char::is_alphanumeric)) {
        return Err(Failure::new(ExitCode::Usage, format!("`{topic}` is no topic")));
    }
    topics.sort();
    topics.dedup();
    Ok(topics)
}

/// Every hint must say something, and be read in one way only.
fn check(hints: &Hints) -> Result<(), Failure> {
    let wrong = |reason: String| Failure::new(ExitCode::Usage, reason);
    if let Some(text) = &hints.published {
        head::day(text, hints.date_order).map_err(|reason| {
            wrong(format!("--published: {reason}"))
                .hint("03/04/2024 is the third of April with --dayfirst, the fourth of March with --monthfirst")
        })?;
    }
    if let Some(url) = &hints.url {
        head::address(url).map_err(|reason| wrong(format!("--url: {reason}")))?;
    }
    hints.publisher.as_deref().map_or(Ok(()), check_publisher)
}

/// A publisher must have a name. Fails where nothing of it is left without marks.
pub(super) fn check_publisher(name: &str) -> Result<(), Failure> {
    match publishers::clean(name).is_empty() {
        true => Err(Failure::new(ExitCode::Usage, format!("--publisher: `{name}` is no name"))),
        false => Ok(()),
    }
}

/// A map is for tables and JSON; where the format is named, that is known before anything is read.
fn check_map(map: &super::Map, format: Option<&format::Format>) -> Result<(), Failure> {
    match format {
        Some(format)
            if !map.columns.is_empty() && !["csv", "json", "jsonl"].contains(&format.name) =>
        {
            let reason =
                format!("--map applies to tables and JSON, not to --format {}", format.name);
            Err(Failure::new(ExitCode::Usage, reason))
        }
        _ => Ok(()),
    }
}

/// What there is to say of a run as a whole.
struct Remarks {
    /// On how many paths the template was laid, where there was one.
    paths: Option<Seen>,
    drift: Vec<Drift>,
}

impl Remarks {
    fn tell(&self, global: &Global) {
        if global.quiet {
            return;
        }
        if let Some(Seen { files, unfit, example: Some(example), .. }) = &self.paths {
            terminal::say(&format!(
                "--path does not fit {unfit} of {files} paths, such as `{example}`"
            ));
        }
        for drift in &self.drift {
            terminal::say(&format!("drift: {}", drift.in_words()));
        }
    }
}

fn progress(global: &Global) -> ProgressBar {
    if global.quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {pos} read, {per_sec}, {elapsed} {msg}")
    {
        bar.set_style(style);
    }
    bar
}

/// What was shown of a run while it went on.
pub(super) struct Shown {
    pub kept: Vec<Kept>,
    /// The first line that could not be printed fails the command, once everything is stored.
    pub printed: Result<(), Failure>,
}

impl Default for Shown {
    fn default() -> Self {
        Self { kept: Vec::new(), printed: Ok(()) }
    }
}

/// Shows what happens in a run that takes inputs.
pub(super) fn show(event: Event, bar: &ProgressBar, global: &Global, shown: &mut Shown) {
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

fn summarise(
    global: &Global,
    counts: Counts,
    remarks: &Remarks,
    outcome: CommandResult,
) -> CommandResult {
    let mut numbers = json!({
        "seen": counts.seen(), "stored": counts.stored, "duplicate": counts.duplicate,
        "revised": counts.revised, "refused": counts.refused, "skipped": counts.skipped,
        "drift": remarks.drift,
    });
    if let Some(seen) = &remarks.paths {
        terminal::extend(
            &mut numbers,
            json!({ "paths": { "seen": seen.files, "unfit": seen.unfit, "example": seen.example } }),
        );
    }
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
                    counts.seen(),
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
