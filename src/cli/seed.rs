//! `cuttings seed`: brings an archive's catalogue up to the program's.

use serde_json::json;

use super::rebuild::rebuild;
use crate::ops::rebuild::Options;
use super::{CommandResult, ExitCode, Global, Wait, record_run, terminal};
use crate::{clock, ops};

/// Load the starter knowledge of this program's version
///
/// Adds and updates the publishers, people, organisations and places that the program ships with.
/// Entries of your own stay. Where that changed the catalogue, everything derived is made anew, so
/// that articles already stored know the new names as well.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings seed
  cuttings seed --archive clips.db")]
pub struct Args {
    #[command(flatten)]
    wait: Wait,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("seed", args.wait)?;
    let change = ops::seed::load(&mut archive)?;
    let code = match change {
        Some(_) => rebuild(global, &mut archive, Options::default())?.0,
        None => ExitCode::Done,
    };
    if change.is_some() {
        record_run(&mut archive, "seed", &started_at, code)?;
    }
    archive.close()?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "seed", "exit": code as u8, "changed": change.unwrap_or_default(),
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        match change {
            Some(change) => eprintln!(
                "changed {} people, {} organisations, {} places and {} publishers",
                change.people, change.organisations, change.places, change.publishers
            ),
            None => eprintln!("nothing to change: the archive has this version's knowledge"),
        }
    }
    Ok(code)
}
