//! `cuttings init`: a new archive with its starter knowledge.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use super::failure::cannot_write;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, record_run, terminal};
use crate::config::ArchivePath;
use crate::db::{Archive, JournalMode};
use crate::{clock, ops};

/// Create an archive
///
/// Makes the archive file with its tables and loads the starter knowledge: publishers, people,
/// organisations and places. An archive that is there already is left as it is, with exit code 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings init clips.db
  cuttings init --journal-mode truncate /mnt/share/clips.db
  cuttings init --archive /srv/clips/archive.db

Exit codes: 0 done; 1 the archive is there already; 65 the file is something else; 77 no permission.")]
pub struct Args {
    /// Where to make it [default: the archive that other commands would use]
    path: Option<PathBuf>,
    /// How it keeps its journal [default: wal; truncate on a network file system]
    #[arg(long, value_name = "MODE")]
    journal_mode: Option<Journal>,
    #[command(flatten)]
    wait: Wait,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Journal {
    /// Readers and a writer at the same time; a local disk only
    Wal,
    /// For network file systems, and for readers who may not write the folder
    Truncate,
}

/// Makes the archive and its folders. Fails where it is named twice, is there already, or cannot be written.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let named = args.path.map(ArchivePath::Named);
    let path = match (named, &global.archive) {
        (Some(_), Some(_)) => {
            return Err(Failure::new(ExitCode::Usage, "the archive is named twice")
                .hint("give the path once: `cuttings init PATH`"));
        }
        (Some(path), None) => path,
        (None, _) => global.archive_path()?,
    };
    let path = path.path();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    }
    let mode = args.journal_mode.map(|journal| match journal {
        Journal::Wal => JournalMode::Wal,
        Journal::Truncate => JournalMode::Truncate,
    });
    let started_at = clock::rfc3339(clock::now());
    let purpose = format!("init since {started_at}");
    let (mut archive, _) = Archive::create(path, mode, false, args.wait.duration(), &purpose)?;
    let loaded = ops::seed::load(&mut archive)?;
    record_run(&mut archive, "init", &started_at, ExitCode::Done)?;
    archive.close()?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "init", "exit": 0, "archive": path, "loaded": loaded,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        tell!(
            "made archive `{}`, which knows {}, {}, {} and {}",
            path.display(),
            counted(loaded.people, "person"),
            counted(loaded.organisations, "organisation"),
            counted(loaded.places, "place"),
            counted(loaded.publishers, "publisher")
        );
    }
    Ok(ExitCode::Done)
}
