//! `cuttings place`: look at places, and rule on them.

use super::{CommandResult, Global, entity};
use crate::model::EntityKind;

/// Look at places, and rule who is who
///
/// Every ruling is kept with who made it, when and why, holds through rebuilds and new recognisers,
/// and is taken back with `cuttings undo`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings place show Wellington
  cuttings place merge Aotearoa 'New Zealand' --because 'two names' --dry-run
  cuttings place alias Wellington Welly

Exit codes: 0 done, also where a ruling held already; 65 a name means several; 66 none has it; 75 the archive is
locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: entity::Verb,
}

/// Lists or shows places, or rules on them. Fails where a name means none of them or several.
pub fn run(global: &Global, args: Args) -> CommandResult {
    entity::run(global, EntityKind::Place, "place", args.verb)
}
