//! `cuttings restore`: a backup in the place of the archive.

use std::path::PathBuf;

use serde_json::json;

use super::signals::Stop;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, terminal};
use crate::db;
use crate::ops::restore::{self, Options};
use crate::{clock, ops};

/// Put a backup in the place of the archive
///
/// Checks the backup down to the SHA-256 of every capture and article, moves the archive that is there
/// aside, with its log and journal, and puts a copy of the backup in its place. Nothing is deleted:
/// what was there is kept as `ARCHIVE.before-restore-DATE.db`. The archive may be damaged, or gone. It
/// is left as it was while another program has it open. What `forget` erased since the backup was made is
/// erased in the copy as well, where the old archive can still be read. A restore that was interrupted is finished by
/// running it again. Never put a backup in place with `cp`: SQLite would replay the old log into it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings restore /backups/clips-2026-11-29T101500Z.db
  cuttings restore clips.db.before-restore-2026-11-29T120000Z.db --archive clips.db
  cuttings restore before-the-merge.db --archive clips.db --wait 300

Exit codes: 0 done; 4 the backup is damaged, and nothing was changed; 66 it is not there; 75 the archive is locked.")]
pub struct Args {
    /// The copy to put in place, as `backup` makes them
    backup: PathBuf,
    /// Also move aside a file that is no database at all
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: Wait,
}

/// Puts the backup in place once its copy was checked. Fails where the backup is damaged or the archive in use, and
/// then the archive is as it was.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let path = global.archive_path()?.path().to_owned();
    let stop = Stop::listen()?;
    let asked = stop.clone();
    let now = || clock::rfc3339(clock::now());
    let purpose = format!("restore since {}", now());
    let options = Options {
        force: args.force,
        wait: args.wait.duration(),
        purpose: &purpose,
        now: &now,
        stamp: &clock::stamp(clock::now()),
    };
    let restored = restore::restore(&args.backup, &path, &options, move || asked.is_asked());
    let ops::restore::Restored { aside, verdict, erased_again, erasures_unread } = match restored {
        Ok(restored) => restored,
        Err(error) => return Err(failure(error, &stop, &args, &path)),
    };
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "restore", "exit": 0, "archive": path, "backup": args.backup,
            "moved_aside": aside,
            "captures_read": verdict.captures_read, "articles_read": verdict.articles_read,
            "erased_again": erased_again, "erasures_unread": erasures_unread,
        }))?;
    } else if !global.quiet {
        let was = aside.map_or("there was no archive before".to_owned(), |aside| {
            format!("what was there is `{}`", aside.display())
        });
        terminal::say(&format!(
            "restored `{}` from `{}`: {} and {} read and checked; {was}",
            path.display(),
            args.backup.display(),
            counted(verdict.captures_read, "capture"),
            counted(verdict.articles_read, "article")
        ));
        if erased_again > 0 {
            terminal::say(&format!("erased again what was erased since: {erased_again}"));
        }
        if let Some(reason) = erasures_unread {
            terminal::say(&format!("warning: what was erased since is not known: {reason}"));
        }
    }
    Ok(ExitCode::Done)
}

fn failure(error: db::Error, stop: &Stop, args: &Args, path: &std::path::Path) -> Failure {
    let hint = match &error {
        db::Error::NotAnArchive { path: refused, reason }
            if !args.force
                && refused.ends_with(path)
                && reason == "it is not a SQLite database" =>
        {
            Some("if it is what is left of the archive, `--force` moves it aside")
        }
        db::Error::Missing { .. } => Some("name a copy that `cuttings backup` made"),
        db::Error::Locked { .. } => Some(
            "nothing was changed; close the programs that have the archive open, such as `sqlite3`, and run it again",
        ),
        _ => None,
    };
    let mut failure = stop.failure(error);
    if let Some(hint) = hint {
        failure = failure.hint(hint);
    }
    failure
}
