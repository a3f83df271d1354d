//! `cuttings catalogue`: the people, organisations and places that are known before reading.

use serde_json::json;

use super::files::{self, ExportOptions, ImportOptions};
use super::rebuild::rebuild;
use super::wording::counted;
use super::{CommandResult, ExitCode, Global, Wait, record_run, terminal};
use crate::clock;
use crate::ops::exchange::{self, CatalogueRow};
use crate::ops::rebuild::Options;

/// Write the catalogue to a file for review, and take entries of your own from one
///
/// A row has kind, name, sort_name, aliases, demonyms, description, country, wikidata_id and offices;
/// several names in one field stand apart by `; `. Offices are such as `Defence Minister of Fiji
/// 2019-2022; Treasurer of Fiji since 2022`: by them a title and a surname are known on an article's
/// day. After an import everything derived is made anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings catalogue export -o catalogue.csv
  cuttings catalogue import ministers.csv --dry-run
  cuttings catalogue import ministers.csv

Exit codes: 0 done; 3 some entries were not taken in, and are listed; 66 the file is not there; 75 the archive
is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Write people, organisations and places with their aliases
    Export {
        #[command(flatten)]
        options: ExportOptions,
    },
    /// Add the entries of a file, and update those that are there
    Import {
        #[command(flatten)]
        file: ImportOptions,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        wait: Wait,
    },
}

/// Prints the entries, or takes over entries and recognises names again. A row that is not an entry is told and left
/// out, and the exit status says so. Fails where the archive or the file cannot be read, or something holds the
/// archive.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Export { options } => {
            let archive = global.open_to_read()?;
            let rows = exchange::entry_rows(&archive.catalogue()?);
            let path = archive.path().to_owned();
            archive.close()?;
            options.print(&path, &rows)
        }
        Verb::Import { file, dry_run, wait } => {
            let started_at = clock::rfc3339(clock::now());
            let (entries, refused) = files::read(&file.file, CatalogueRow::entry)?;
            let mut archive = global.open_to_write("catalogue", wait)?;
            let entries = entries.into_iter().map(|entry| entry.row).collect();
            let lesson = exchange::lesson(entries);
            let options = Options { learn: Some(&lesson), dry_run, compare: dry_run };
            let (code, rebuilt) = rebuild(global, &mut archive, options)?;
            let change = rebuilt.learned;
            let code = if code == ExitCode::Done { files::told(&refused) } else { code };
            if !dry_run {
                record_run(&mut archive, "catalogue", &started_at, code)?;
            }
            archive.close()?;
            if global.json {
                terminal::print_json(&json!({
                    "schema": 1, "command": "catalogue", "exit": code as u8, "dry_run": dry_run,
                    "changed": change, "changes": rebuilt.changes, "refused": refused,
                    "kept": rebuilt.kept,
                }))?;
                return Ok(code);
            }
            let verb = if dry_run { "would change" } else { "changed" };
            let entries = format!(
                "{verb} {}, {} and {}",
                counted(change.people, "person"),
                counted(change.organisations, "organisation"),
                counted(change.places, "place")
            );
            if dry_run {
                terminal::print(&format!("{entries}\n"))?;
                for one in &rebuilt.changes {
                    terminal::print(&format!(
                        "{} {}: {} ({}, as {})\n",
                        one.count, one.what, one.change, one.rule, one.example
                    ))?;
                }
            } else if terminal::is_watched() && !global.quiet {
                terminal::say(&entries);
            }
            Ok(code)
        }
    }
}
