//! `cuttings seed`: brings an archive's catalogue up to the program's.

use serde_json::json;

use super::rebuild::rebuild;
use super::wording::counted;
use super::{CommandResult, ExitCode, Global, Wait, record_run, terminal};
use crate::ops::rebuild::{Options, Rebuilt};
use crate::{clock, ops};

/// Load the starter knowledge of this program's version
///
/// Adds and updates the publishers, people, organisations and places that the program ships with.
/// Entries of your own stay. Where that changed the catalogue, everything derived is made anew, so
/// that articles already stored know the new names as well.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings seed
  cuttings seed --archive clips.db
  cuttings seed --quiet --wait 300

Exit codes: 0 done; 4 what rests on damaged captures stays as it was, and is listed; 75 the archive is locked.")]
pub struct Args {
    #[command(flatten)]
    wait: Wait,
}

/// Takes over what this version's lists have and the archive's do not, and recognises names again where that changes
/// anything. Fails where the archive is in use.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("seed", args.wait)?;
    let lesson = ops::seed::lesson(&archive)?;
    let options = Options { learn: lesson.as_ref(), ..Options::default() };
    let (code, rebuilt) = match lesson {
        Some(_) => rebuild(global, &mut archive, options)?,
        None => (ExitCode::Done, Rebuilt::default()),
    };
    if lesson.is_some() {
        record_run(&mut archive, "seed", &started_at, code)?;
    }
    archive.close()?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "seed", "exit": code as u8, "changed": rebuilt.learned,
            "kept": rebuilt.kept,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        let change = rebuilt.learned;
        match lesson {
            Some(_) => tell!(
                "changed {}, {}, {} and {}",
                counted(change.people, "person"),
                counted(change.organisations, "organisation"),
                counted(change.places, "place"),
                counted(change.publishers, "publisher")
            ),
            None => tell!("nothing to change: the archive has this version's knowledge"),
        }
    }
    Ok(code)
}
