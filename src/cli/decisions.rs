//! `cuttings decisions`: what was ruled.

use super::rows::RowArgs;
use super::{CommandResult, Global, query};

/// List what was ruled: who, when, why, and whether it still holds
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings decisions
  cuttings decisions --format csv
  cuttings query decisions act=merge")]
pub struct Args {
    #[command(flatten)]
    rows: RowArgs,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    query::answer(global, "decisions", &[], &args.rows)
}
