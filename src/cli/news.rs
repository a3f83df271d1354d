//! `cuttings news`: what came in of what is watched.
//!
//! What must stay true: the archive is locked from reading what came in until it is recorded as told, so two runs at
//! once do not both tell it; it is recorded only once it was written or sent completely, so a run that is stopped tells
//! twice rather than never.

mod written;

use std::path::PathBuf;

use chrono::{DateTime, NaiveTime, Utc};
use serde_json::json;

use self::written::{Format, Sender, Sent};
use super::rows::{destination, file_of};
use super::watch::NOTHING_WATCHED;
use super::wording::counted;
use super::{
    CommandResult, ExitCode, Failure, Global, Wait, record_run, search, status, terminal, watched,
};
use crate::clock;
use crate::config::{Config, NewsConfig};
use crate::db::{Archive, Reader, Telling};
use crate::model::{News, Watch};
use crate::ops::news::{self, AskedWatch, Composed, Since, Wanted};
use crate::output::document::mail::Mailbox;
use crate::report;

/// Tell what came in of what is watched, each story once
///
/// For each watch: the stories that came in since it was last told, with the sentences that name who is watched or have
/// the words, quotations by them and about them, new titles, what a new text of an article changed, and what was
/// withdrawn; then publishers that usually have something and have had nothing, and feeds that fail. What was printed or
/// sent completely is recorded, and not told again; with --keep, or --since anything but `last`, nothing is recorded.
/// Where nothing is new nothing is sent, and without a terminal nothing is printed.
///
/// --send hands a message to the command that the config file names under `[news]`, as in `send = ["sendmail", "-t"]`
/// with `to = ["press@example.org"]`; `from` may stand there too, and `format` where the command wants something else
/// than a message. No shell reads it. It has worked where the command ends with exit status 0 within `timeout_seconds`
/// (60 if not said). Else nothing is recorded, what it said is shown, and the exit code is 1.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings news
  cuttings news --send
  cuttings news --since yesterday --format html -o today.html
  cuttings news --watch bridge --keep --format json
  cuttings news --since -7d --format atom -o news.xml --force

Exit codes: 0 done, also where nothing is new; 1 it was not sent; 3 a watch could not be asked, and is named; 66 there is
no such watch; 75 the archive is locked; 78 the config file does not say how to send.")]
pub struct Args {
    /// Tell of this watch only, also where it is paused; several times: of these
    #[arg(long = "watch", value_name = "NAME", help_heading = "Content")]
    watches: Vec<String>,
    /// From when on: last (what was not told yet), a stretch such as 2h, a day such as yesterday or 2024-03-31, or an
    /// instant
    #[arg(long, value_name = "WHEN", default_value = "last", value_parser = since, allow_hyphen_values = true, help_heading = "Content")]
    since: Since,
    /// Show no more than this many
    ///
    /// The limit is on the stories, or rows, of each watch; the others come next time.
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Content")]
    limit: u32,
    /// Record nothing: what is told now will be told again
    #[arg(long, help_heading = "Content")]
    keep: bool,
    /// Hand it to the command that the config file names
    #[arg(long, conflicts_with_all = ["output", "unless_empty"], help_heading = "Mail")]
    send: bool,
    /// Who gets the message; several times: all of them
    #[arg(long, value_name = "ADDRESS", value_parser = Mailbox::parse, help_heading = "Mail")]
    to: Vec<Mailbox>,
    /// Who sends the message [default: sendmail says]
    #[arg(long, value_name = "ADDRESS", value_parser = Mailbox::parse, help_heading = "Mail")]
    from: Option<Mailbox>,
    /// The subject of the message [default: News, the day, and how many stories]
    #[arg(long, value_name = "TEXT", help_heading = "Mail")]
    subject: Option<String>,
    /// How it is written: text, markdown, html, json, atom or mail
    /// [default: as the name of the output file ends, else text]
    #[arg(long, value_name = "FORMAT", value_parser = written::names(), hide_possible_values = true, help_heading = "Output")]
    format: Option<String>,
    /// Write to a file instead of standard output
    ///
    /// The file is complete before it has its name. It must not exist yet.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output", help_heading = "Output")]
    force: bool,
    /// Write nothing at all where nothing is new
    #[arg(long, help_heading = "Output")]
    unless_empty: bool,
    #[command(flatten)]
    wait: Wait,
}

/// `last`, `2h`, `yesterday`, `2024-03-31`.
fn since(text: &str) -> Result<Since, String> {
    if text == "last" {
        return Ok(Since::LastTold);
    }
    let now = clock::now();
    let wanted = || format!("write last, a stretch such as 2h, or {}", report::WANTED_DAY);
    if let Ok(age) = status::parse_age(text) {
        return now.checked_sub_signed(age).map(Since::Instant).ok_or_else(wanted);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Since::Instant(at.to_utc()));
    }
    let (first, _) = report::days(text, now.date_naive()).ok_or_else(wanted)?;
    Ok(Since::Instant(first.and_time(NaiveTime::MIN).and_utc()))
}

/// Tells what is new, and records it as told once it was printed or sent. Fails where settings are missing for what
/// was asked, or the command that sends mail fails; then the same is told again next time.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let config = Config::load()?.news;
    let format = written::format(global, &args, &config)?;
    let sender = args.send.then(|| Sender::of(&config, format)).transpose()?;
    written::check(global, &args, format, &config)?;
    let is_recorded = args.since == Since::LastTold && !args.keep;
    let (archive, reader, watches) = match is_recorded {
        true => {
            let archive = global.open_to_write("news", args.wait)?;
            let watches = chosen(&archive, &args)?;
            let reader = Reader::to_search(Archive::open_to_read(archive.path())?)?;
            (Some(archive), reader, watches)
        }
        false => {
            let archive = search::searchable(global)?;
            let watches = chosen(&archive, &args)?;
            (None, Reader::to_search(archive)?, watches)
        }
    };
    if watches.is_empty() && terminal::is_watched() && !global.quiet {
        terminal::say(NOTHING_WATCHED);
    }
    // After the lock was waited for: what came in until then is told.
    let now = clock::now();
    let (watches, refused) = asked(&reader, watches)?;
    let wanted = Wanted { watches, since: args.since.clone(), now, limit: args.limit as usize };
    let composed = news::compose(&reader, &wanted)?;
    let sent = match &sender {
        Some(sender) => sender.send(&composed, &args, &config, now)?,
        None => print(global, &args, &config, format, &reader, &composed, now)?,
    };
    drop(reader);
    let is_told = matches!(sent, Sent::Completely(_));
    if sender.is_some() && is_told && terminal::is_watched() && !global.quiet && !global.json {
        tell!("{} sent", counted(stories(&composed.news), "story"));
    }
    if let Some(mut archive) = archive {
        if let Some(told) = telling(composed.clone(), &sent, now) {
            archive.record_telling(&told)?;
        }
        let code = if refused { ExitCode::Partly } else { ExitCode::Done };
        record_run(&mut archive, "news", &started_at, code)?;
        archive.close()?;
    }
    let code = if refused { ExitCode::Partly } else { ExitCode::Done };
    summary(global, &args, format, &composed, is_told && is_recorded, code)?;
    Ok(code)
}

/// The watches that are asked: those that are named, else all that are not paused.
fn chosen(archive: &Archive, args: &Args) -> Result<Vec<Watch>, Failure> {
    if args.watches.is_empty() {
        let mut watches = archive.watches()?;
        watches.retain(|watch| watch.paused_at.is_none());
        return Ok(watches);
    }
    let mut chosen: Vec<Watch> = Vec::new();
    for name in &args.watches {
        let watch = watched::find(archive, name)?;
        if !chosen.contains(&watch) {
            chosen.push(watch);
        }
    }
    Ok(chosen)
}

/// The watches as they are asked, and whether one cannot be: its report went, and that is said.
fn asked(reader: &Reader, watches: Vec<Watch>) -> Result<(Vec<AskedWatch>, bool), Failure> {
    let (mut asked, mut refused) = (Vec::with_capacity(watches.len()), false);
    for watch in watches {
        let name = watch.name.clone();
        match watched::asked(reader, watch) {
            Ok(one) => asked.push(one),
            Err(failure) if matches!(failure.code, ExitCode::Usage | ExitCode::BadData) => {
                refused = true;
                tell!("warning: watch `{name}` is left out: {}", failure.message);
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok((asked, refused))
}

/// What is to be recorded; `None`: it was not told.
fn telling(composed: Composed, sent: &Sent, now: DateTime<Utc>) -> Option<Telling> {
    let told_at = clock::rfc3339(now);
    match sent {
        Sent::Completely(to) => Some(Telling {
            told_at,
            told_to: (*to).to_owned(),
            items: composed.items,
            complete: composed.complete,
        }),
        // Nothing was found, and that is known up to now.
        Sent::Nothing if !composed.is_new => Some(Telling {
            told_at,
            told_to: String::new(),
            items: Vec::new(),
            complete: composed.complete,
        }),
        Sent::Nothing | Sent::InPart => None,
    }
}

fn print(
    global: &Global,
    args: &Args,
    config: &NewsConfig,
    format: Format,
    reader: &Reader,
    composed: &Composed,
    now: DateTime<Utc>,
) -> Result<Sent, Failure> {
    let output = file_of(args.output.as_deref());
    let is_read = format.is_for_programs() || output.is_some() || terminal::is_shown();
    if !composed.is_new && (args.unless_empty || !is_read) {
        return Ok(Sent::Nothing);
    }
    let text = written::text(&composed.news, format, args, config, now)?;
    let text = match output {
        Some(_) => text.into(),
        None => terminal::shown(&text),
    };
    let to = destination(output, args.force, reader.path())?;
    let sent = written::write(to, &text, output)?;
    if let (Some(path), true, false) = (output, terminal::is_watched(), global.quiet || global.json)
    {
        tell!("{} written to `{}`", counted(stories(&composed.news), "story"), path.display());
    }
    Ok(sent)
}

fn stories(news: &News) -> usize {
    news.watches.iter().map(|watch| watch.stories.len()).sum()
}

fn summary(
    global: &Global,
    args: &Args,
    format: Format,
    composed: &Composed,
    is_recorded: bool,
    code: ExitCode,
) -> Result<(), Failure> {
    let output = file_of(args.output.as_deref());
    if !global.json || (output.is_none() && !args.send) {
        return Ok(());
    }
    terminal::print_json(&json!({
        "schema": 1, "command": "news", "exit": code as u8, "format": format.name(),
        "output": output.filter(|_| composed.is_new || !args.unless_empty),
        "sent": args.send && composed.is_new, "recorded": is_recorded,
        "watches": composed.news.watches.len(), "stories": stories(&composed.news),
    }))
}
