//! `cuttings organisation`: look at organisations, and rule on them.

use super::{CommandResult, Global, entity};
use crate::model::EntityKind;

/// Look at organisations, and rule who is who
///
/// Every ruling is kept with who made it, when and why, holds through rebuilds and new recognisers,
/// and is taken back with `cuttings undo`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings organisation show 'Ministry of Health'
  cuttings organisation merge 'Health Ministry' 'Ministry of Health' --dry-run
  cuttings organisation alias 'Ministry of Health' MoH")]
pub struct Args {
    #[command(subcommand)]
    verb: entity::Verb,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    entity::run(global, EntityKind::Organisation, "organisation", args.verb)
}
