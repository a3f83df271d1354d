//! `cuttings decisions`: what was ruled, and rulings from and for elsewhere.

use std::collections::HashSet;

use super::curate::{self, RulingOptions};
use super::files::{self, ExportOptions, ImportOptions, Taken};
use super::rows::RowArgs;
use super::{CommandResult, Failure, Global, query, record_run, whom};
use crate::clock;
use crate::db::{Archive, Called, Fit};
use crate::model::{Act, EntityKind, EntityName, Ruling};
use crate::ops::curate::rule;
use crate::ops::exchange::{self, DecisionRow};
use crate::ops::head;
use crate::text::normalise;
use crate::text::publishers::Publishers;

/// List what was ruled: who, when, why, and whether it still holds
///
/// `export` writes the rulings in force for a spreadsheet or a repository, `import` makes those of a
/// file that are not in force yet, under the names and dates that stand there.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  cuttings decisions
  cuttings decisions export -o rulings.toml
  cuttings decisions import rulings.toml --dry-run
  cuttings query decisions act=merge

Exit codes: 0 done; 3 some of the decisions were not taken in, and are listed; 66 the file is not there."
)]
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

/// Lists or prints the rulings, or makes those of a file. Rows that do not fit this archive are told and left out,
/// and so are those about what was erased. Fails where the archive or the file cannot be read, or something holds the
/// archive.
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
            let (read, mut refused) =
                files::read(&file.file, |row: DecisionRow| row.ruling(&importer))?;
            let mut archive = global.open_to_write("decisions", ruling.wait)?;
            let decisions = archive.decisions()?;
            let in_force: HashSet<&Ruling> = exchange::in_force(&decisions).into_iter().collect();
            // Their words must not come back by this way.
            let erased = archive.erased()?;
            let mut names = Names::new(&archive)?;
            let mut made = Vec::with_capacity(read.len());
            for Taken { place, row: (ruling, curator) } in read {
                if in_force.contains(&ruling) {
                    continue;
                }
                let gone =
                    ruling.article().and_then(|article| Some((article, erased.article(article)?)));
                let settled = match gone {
                    Some((article, reason)) => Err(format!("article {article} was {reason}")),
                    None => names.settle(ruling)?,
                };
                match settled {
                    Ok(ruling) if in_force.contains(&ruling) => {}
                    Ok(ruling) => made.push((ruling, curator)),
                    Err(reason) => refused.push(format!("{place}: {reason}")),
                }
            }
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

/// Whom the names of imported rulings mean, by the rules of the commands that make such rulings.
struct Names<'a> {
    archive: &'a Archive,
    publishers: Publishers,
    /// Entries that rows before bring about.
    brought: HashSet<(EntityKind, String)>,
}

impl<'a> Names<'a> {
    fn new(archive: &'a Archive) -> Result<Self, Failure> {
        let publishers = Publishers::new(&archive.catalogue()?.publishers);
        Ok(Self { archive, publishers, brought: HashSet::new() })
    }

    /// The ruling, about entries that exist; the inner error says why it cannot be made.
    fn settle(&mut self, ruling: Ruling) -> Result<Result<Ruling, String>, Failure> {
        let (act, mut parts) = (ruling.act(), ruling.parts());
        let may_be_new = [
            matches!(act, Act::Reassign | Act::ReassignQuote | Act::RejectQuote),
            act == Act::Split,
        ];
        for (entity, may_be_new) in
            [&mut parts.entity, &mut parts.other].into_iter().zip(may_be_new)
        {
            let Some(named) = entity else { continue };
            match self.known(named)? {
                Ok(known) => *named = known,
                Err(_) if may_be_new => {
                    self.brought.insert((named.kind, named.key.clone()));
                }
                Err(reason) => return Ok(Err(reason)),
            }
        }
        if let (Some(one), Some(other)) = (&parts.entity, &parts.other)
            && one.key == other.key
        {
            return Ok(Err(format!("both names mean {} already", one.name)));
        }
        parts.value = match (act, parts.field, parts.value) {
            (Act::Set, Some(field), Some(value)) => {
                match head::checked(field, &value, &self.publishers) {
                    Ok(value) => Some(value),
                    Err(reason) => return Ok(Err(reason)),
                }
            }
            (Act::Tag | Act::Untag, _, Some(topic)) => Some(normalise::comparable(&topic)),
            (_, _, value) => value,
        };
        Ok(Ruling::of(act, parts).map_err(|what| format!("{} needs {what}", act.as_str())))
    }

    fn known(&self, named: &EntityName) -> Result<Result<EntityName, String>, Failure> {
        let EntityName { kind, key, name } = named;
        if self.brought.contains(&(*kind, key.clone())) || self.archive.has_entity(*kind, key)? {
            return Ok(Ok(named.clone()));
        }
        // In a file nobody is asked: a surname that one has today may be another's tomorrow.
        let called = self.archive.whom(Some(*kind), &whom::asked(name))?;
        let meanings = match called {
            Some(Called { fit: Fit::Whole, meanings }) => meanings,
            _ => Vec::new(),
        };
        Ok(match meanings.as_slice() {
            [one] => Ok(self.archive.entity(*kind, one.id)?.entity),
            [] => Err(format!("there is no {} `{name}`", kind.as_str())),
            several => Err(format!("`{name}` may mean {}; say which by its key", several.len())),
        })
    }
}
