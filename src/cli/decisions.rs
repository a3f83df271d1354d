//! `cuttings decisions`: what was ruled, and rulings from and for elsewhere.

use super::curate::{self, RulingOptions};
use super::files::{self, ExportOptions, ImportOptions};
use super::rows::RowArgs;
use super::{CommandResult, Global, query, record_run};
use crate::clock;
use crate::ops::curate::rule;
use crate::ops::exchange::{self, DecisionRow};

/// List what was ruled: who, when, why, and whether it still holds
///
/// `export` writes the rulings in force for a spreadsheet or a repository, `import` makes those of a
/// file that are not in force yet, under the names and dates that stand there.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, after_help = "Examples:
  cuttings decisions
  cuttings decisions export -o rulings.toml
  cuttings decisions import rulings.toml --dry-run
  cuttings query decisions act=merge")]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    rows: RowArgs,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Write the rulings in force, for review or for another archive
    Export {
        #[command(flatten)]
        options: ExportOptions,
    },
    /// Make the rulings of a file that are not in force yet
    Import {
        #[command(flatten)]
        file: ImportOptions,
        #[command(flatten)]
        ruling: RulingOptions,
    },
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        None => query::answer(global, "decisions", &[], &args.rows),
        Some(Verb::Export { options }) => {
            let archive = global.open_to_read()?;
            let rows = exchange::decision_rows(&archive.decisions()?);
            let path = archive.path().to_owned();
            archive.close()?;
            options.print(&path, &rows)
        }
        Some(Verb::Import { file, ruling }) => {
            let started_at = clock::rfc3339(clock::now());
            let importer = ruling.curator()?;
            let (mut made, mut refused) =
                files::read(&file.file, |row: DecisionRow| row.ruling(&importer))?;
            let mut archive = global.open_to_write("decisions", ruling.wait)?;
            let decisions = archive.decisions()?;
            let in_force: Vec<_> = exchange::in_force(&decisions);
            made.retain(|(ruling, _)| !in_force.contains(&ruling));
            // Their words must not come back by this way.
            let erased = archive.erased()?;
            made.retain(|(ruling, _)| {
                let Some((article, reason)) =
                    ruling.article.and_then(|article| Some((article, erased.article(article)?)))
                else {
                    return true;
                };
                refused.push(format!("{}: article {article} was {reason}", file.file.display()));
                false
            });
            let ruled = rule(&mut archive, &made, ruling.dry_run)?;
            let code = files::told(&refused);
            if !ruling.dry_run {
                record_run(&mut archive, "decisions", &started_at, code)?;
            }
            archive.close()?;
            curate::tell(global, "decisions", &ruled, ruling.dry_run)?;
            Ok(code)
        }
    }
}
