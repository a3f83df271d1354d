//! `cuttings undo`: take decisions back.

use super::curate::RulingOptions;
use super::{CommandResult, ExitCode, Failure, Global};
use crate::model::{DecisionId, Ruling};

/// Take decisions back
///
/// The archive then says what it said before. The decision stays on record, and so does who took it
/// back; to make it hold again, decide again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings undo 3 --because 'they are brothers'
  cuttings undo 3 --dry-run
  cuttings undo 3 4 5 --because 'mistakes of mine' --by ana

Exit codes: 0 done; 1 it was taken back already; 66 there is no such decision; 75 the archive is locked.")]
pub struct Args {
    /// Numbers of the decisions, as `cuttings decisions` lists them
    #[arg(required = true)]
    decisions: Vec<i64>,
    #[command(flatten)]
    ruling: RulingOptions,
}

/// Takes the decisions back, all or none. Fails where one is not there, was taken back already, or itself took one
/// back.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let wanted = args.decisions;
    args.ruling.rule(global, "undo", |archive| {
        let made = archive.decisions()?;
        let undone: Vec<DecisionId> = made.iter().filter_map(|made| made.ruling.undone()).collect();
        let each = wanted.iter().map(|&id| {
            let refused =
                |why: &str| Failure::new(ExitCode::Failure, format!("decision {id} {why}"));
            let decision =
                made.iter().find(|decision| decision.id == DecisionId(id)).ok_or_else(|| {
                    Failure::new(ExitCode::NoInput, format!("there is no decision {id}"))
                        .hint("see them with `cuttings decisions`")
                })?;
            if decision.ruling.undone().is_some() {
                return Err(refused("took another one back")
                    .hint("to make that one hold again, decide it again"));
            }
            if undone.contains(&decision.id) {
                return Err(refused("was taken back already"));
            }
            Ok(Ruling::Undo { decision: decision.id })
        });
        each.collect()
    })
}
