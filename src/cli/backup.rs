//! `cuttings backup`: a proven copy of an archive in use.

use std::path::PathBuf;

use serde_json::json;

use super::{CommandResult, ExitCode, Global, terminal};
use crate::ops;

/// Copy the archive safely while it is in use
///
/// Writes one consistent state to a new file, checks the copy down to the SHA-256 of every capture and
/// article, and only then gives it its name. A file that exists is never overwritten. The copy opens
/// read-only from a folder that cannot be written.
///
/// Examples:
///   cuttings backup /backups/clips-$(date +%F).db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The new file
    target: PathBuf,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    let archive = global.open_to_read()?;
    let verdict = ops::backup::backup(&archive, &args.target)?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "backup", "exit": 0, "target": args.target,
            "captures_read": verdict.captures_read, "articles_read": verdict.articles_read,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        eprintln!(
            "copied to `{}`: {} captures and {} articles read and checked",
            args.target.display(), verdict.captures_read, verdict.articles_read
        );
    }
    Ok(ExitCode::Done)
}
