//! `cuttings rebuild`: everything derived, made anew.

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::signals::Stop;
use super::{CommandResult, ExitCode, Failure, Global, Wait, record_run, terminal};
use crate::db::Archive;
use crate::{clock, ops};

/// Make everything derived anew from what was received
///
/// Reads every capture again with this program's readers, recognises names with this program's
/// recogniser and the archive's catalogue, and stores the result in place of the old. It is one
/// transaction: a stop leaves the archive as it was.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings rebuild
  cuttings backup before.db && cuttings rebuild")]
pub struct Args {
    #[command(flatten)]
    wait: Wait,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("rebuild", args.wait)?;
    let code = rebuild(global, &mut archive)?;
    record_run(&mut archive, "rebuild", &started_at, code)?;
    let holdings = archive.holdings()?;
    archive.close()?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "rebuild", "exit": code as u8, "holdings": holdings,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        eprintln!("rebuilt {} articles with {} mentions", holdings.articles, holdings.mentions);
    }
    Ok(code)
}

/// Rebuilds under a progress bar; the code says whether a signal stopped it.
pub(super) fn rebuild(global: &Global, archive: &mut Archive) -> Result<ExitCode, Failure> {
    let stop = Stop::listen()?;
    let bar = if global.quiet { ProgressBar::hidden() } else { ProgressBar::new(archive.capture_count()?) };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} captures, {eta} left") {
        bar.set_style(style);
    }
    let done = ops::rebuild::rebuild(archive, &mut |captures| bar.set_position(captures), &|| stop.is_asked())?;
    bar.finish_and_clear();
    match stop.exit_code() {
        Some(code) if !done => Ok(code),
        _ => Ok(ExitCode::Done),
    }
}
