//! `cuttings backup`: a proven copy of an archive in use.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::failure::shell_word;
use super::signals::Stop;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::{clock, ops};

/// Copy the archive safely while it is in use
///
/// Writes one consistent state to a new file, checks the copy down to the SHA-256 of every capture
/// and article, and only then gives it its name. A file that exists is never overwritten. The copy
/// opens read-only from a folder that cannot be written, and only its owner can read it. In a folder
/// it is named after the archive and the time; --keep then removes the oldest copies named so.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings backup before-the-merge.db
  cuttings backup /backups/ --keep 7     # /backups/archive-2026-11-29T101500Z.db and six before it
  cuttings backup /backups/ --archive /srv/clips/archive.db --json

Exit codes: 0 done; 66 the archive is not there; 74 disk full.")]
pub struct Args {
    /// The new file, or a folder for a file with the date in its name
    #[arg(value_name = "FILE_OR_FOLDER")]
    target: PathBuf,
    /// In a folder, keep this many copies of this archive, and remove older ones
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

/// Copies the archive and checks the copy, every byte of it. Fails where the target is there already, its folder is
/// not, or the copy does not pass; then no copy is left.
pub fn run(global: &Global, args: Args) -> CommandResult {
    if args.target == Path::new("-") {
        return Err(Failure::new(
            ExitCode::Usage,
            "a backup cannot go to standard output: it is checked in its file",
        )
        .hint("name a file or a folder: `cuttings backup copy.db`"));
    }
    let is_folder = is_folder(&args.target);
    if args.keep.is_some() && !is_folder {
        return Err(Failure::new(
            ExitCode::Usage,
            format!("`{}` is not a folder", args.target.display()),
        )
        .hint("--keep needs a folder for its copies: `cuttings backup /backups/ --keep 7`"));
    }
    let folder = if is_folder { Some(args.target.as_path()) } else { args.target.parent() };
    if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
    {
        let message = format!("there is no folder `{}`", folder.display());
        return Err(Failure::new(ExitCode::NoInput, message)
            .hint(format!("make it with `mkdir -p {}`", shell_word(folder))));
    }
    let mut archive = global.open_to_read()?;
    let stop = Stop::listen()?;
    let asked = stop.clone();
    let is_asked = move || asked.is_asked();
    let made = if is_folder {
        let keep = args.keep.map(|keep| keep as usize);
        let stamp = clock::stamp(clock::now());
        ops::backup::backup_into(&mut archive, &args.target, &stamp, keep, is_asked)
    } else {
        ops::backup::backup(&mut archive, &args.target, is_asked)
    };
    let made = made.map_err(|error| stop.failure(error))?;
    for (path, reason) in &made.kept {
        terminal::say(&format!("warning: `{}` was not removed: {reason}", path.display()));
    }
    let verdict = &made.verdict;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "backup", "exit": 0, "target": made.target, "removed": made.removed,
            "captures_read": verdict.captures_read, "articles_read": verdict.articles_read,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        tell!(
            "copied to `{}`: {} and {} read and checked",
            made.target.display(),
            counted(verdict.captures_read, "capture"),
            counted(verdict.articles_read, "article")
        );
        for path in &made.removed {
            tell!("removed `{}`", path.display());
        }
    }
    Ok(ExitCode::Done)
}

/// A folder that is there, or what is written as one: then a missing one is not made into a file.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}
