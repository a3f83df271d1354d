//! `cuttings person`: look at people, and rule on them.

use super::{CommandResult, Global, entity};
use crate::model::EntityKind;

/// Look at people, and rule who is who
///
/// Every ruling is kept with who made it, when and why, holds through rebuilds and new recognisers,
/// and is taken back with `cuttings undo`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings person show 'Winston Peters'
  cuttings person merge 'Winston R. Peters' 'Winston Peters' --because 'same man' --dry-run
  cuttings person alias 'Winston Peters' Winnie

Exit codes: 0 done, also where a ruling held already; 65 a name means several; 66 nobody has it; 75 the archive is
locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: entity::Verb,
}

/// Lists or shows people, or rules on them. Fails where a name means none of them or several.
pub fn run(global: &Global, args: Args) -> CommandResult {
    entity::run(global, EntityKind::Person, "person", args.verb)
}
