//! `cuttings rebuild`: everything derived, made anew.

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::rows::RowArgs;
use super::signals::Stop;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, record_run, terminal};
use crate::db::{Archive, ChangeCount};
use crate::model::{Column, Flow, Value};
use crate::ops::rebuild::{Kept, Options, Rebuilt};
use crate::{clock, ops};

/// Make everything derived anew from what was received
///
/// Reads every capture again with this program's readers, recognises names with this program's
/// recogniser and the archive's catalogue, and stores the result in place of the old. It is one
/// transaction: a stop leaves the archive as it was. What people ruled holds; a ruling on a mention
/// that is not recognised any more is kept and listed by `cuttings decisions`. A capture that cannot be
/// read any more (damaged, or of a format that this program does not know) keeps its articles as they
/// are and is named; the exit code is then 4.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings rebuild
  cuttings backup before.db && cuttings rebuild
  cuttings rebuild --compare --dry-run --format csv

Exit codes: 0 done; 4 what rests on damaged captures stays as it was, and is listed; 75 the archive is locked.")]
pub struct Args {
    /// Print how many mentions, quotes and roles are gained, lost, moved, retyped or mean somebody else,
    /// by publisher and rule
    #[arg(long)]
    compare: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    wait: Wait,
    #[command(flatten)]
    rows: RowArgs,
}

/// Derives everything again, and with `--compare` prints what changed. What a damaged capture gave stays, and is told
/// by the exit status. Fails where the archive cannot be read or written, or something holds it.
pub fn run(global: &Global, args: Args) -> CommandResult {
    if args.rows.is_given() && !args.compare {
        return Err(Failure::new(
            ExitCode::Usage,
            "without `--compare` there are no rows to write",
        )
        .hint("`cuttings rebuild --compare --dry-run` prints what would change"));
    }
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("rebuild", args.wait)?;
    let options = Options { compare: args.compare, dry_run: args.dry_run, learn: None };
    let (code, Rebuilt { changes, kept, .. }) = rebuild(global, &mut archive, options)?;
    if !args.dry_run {
        record_run(&mut archive, "rebuild", &started_at, code)?;
    }
    let holdings = archive.holdings()?;
    let path = archive.path().to_owned();
    archive.close()?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "rebuild", "exit": code as u8, "dry_run": args.dry_run,
            "holdings": holdings, "changes": changes, "kept": kept,
        }))?;
        return Ok(code);
    }
    if args.compare {
        args.rows.print(global, &path, true, |sink| {
            let columns = ["what", "change", "publisher", "rule", "count", "example"];
            let columns = columns.map(|name| Column { name: name.to_owned() });
            let mut flow = sink.columns(&columns);
            for change in &changes {
                if flow == Flow::Stop {
                    break;
                }
                flow = sink.row(&cells(change));
            }
            Ok(changes.len() as u64)
        })?;
    }
    if terminal::is_watched() && !global.quiet && !args.dry_run {
        tell!(
            "rebuilt {} with {}",
            counted(holdings.articles, "article"),
            counted(holdings.mentions, "mention")
        );
    }
    Ok(code)
}

fn cells(change: &ChangeCount) -> [Value; 6] {
    let publisher = change.publisher.clone().map_or(Value::Null, Value::Text);
    [
        Value::Text(change.what.clone()),
        Value::Text(change.change.clone()),
        publisher,
        Value::Text(change.rule.clone()),
        Value::Integer(change.count),
        Value::Text(change.example.clone()),
    ]
}

/// Rebuilds under a progress bar, and says what could not be made anew. The code tells whether there was
/// such a thing, or a signal stopped it. Fails where the archive does.
pub(super) fn rebuild(
    global: &Global,
    archive: &mut Archive,
    options: Options<'_>,
) -> Result<(ExitCode, Rebuilt), Failure> {
    let stop = Stop::listen()?;
    let bar = if global.quiet {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(archive.capture_count()?)
    };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} capture {pos} of {len}, {eta} left") {
        bar.set_style(style);
    }
    let progress = &mut |captures| bar.set_position(captures);
    let rebuilt = ops::rebuild::rebuild(archive, options, progress, &|| stop.is_asked())?;
    bar.finish_and_clear();
    Ok(match (rebuilt, stop.exit_code()) {
        (Some(rebuilt), _) => (tell_kept(&rebuilt.kept), rebuilt),
        (None, code) => (code.unwrap_or(ExitCode::Done), Rebuilt::default()),
    })
}

/// Names the captures that could not be derived again.
pub(super) fn tell_kept(kept: &[Kept]) -> ExitCode {
    for Kept { capture_id, sha256, reason } in kept {
        let name: String = sha256.to_string().chars().take(12).collect();
        terminal::say(&format!(
            "capture {} ({name}): {reason}; its articles stay as they were",
            capture_id.0
        ));
    }
    if kept.is_empty() { ExitCode::Done } else { ExitCode::Damage }
}
