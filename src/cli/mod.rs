//! The command line: one file per command, each `Args` and `run`.
//!
//! A command is thin: it turns what was typed into the options of one operation, calls it, and
//! prints what came back. Data goes to standard output, everything else to standard error.

mod failure;
mod paragraph;
mod query;
mod rows;
mod schema;
mod search;
mod show;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use failure::{CommandResult, ExitCode, Failure};

use crate::config::{ArchivePath, Config};

/// Keep press cuttings in one SQLite file and know who is in them
#[derive(Debug, Parser)]
#[command(name = "cuttings", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes, before or after its name.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// The archive file [default: $CUTTINGS_ARCHIVE, else the config file's, else the data folder's]
    #[arg(long, global = true, value_name = "PATH")]
    pub archive: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// End with one summary object as JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,
}

impl Global {
    /// The archive that this invocation is about.
    pub fn archive_path(&self) -> Result<ArchivePath, Failure> {
        Ok(Config::load()?.archive_path(self.archive.as_deref())?)
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Query(query::QueryArgs),
    Schema(schema::SchemaArgs),
}

/// Runs one command.
pub fn run(cli: Cli) -> CommandResult {
    let global = cli.global;
    match cli.command {
        Command::Search(args) => search::run(args, &global),
        Command::Show(args) => show::run(args, &global),
        Command::Query(args) => query::run(args, &global),
        Command::Schema(args) => schema::run(args, &global),
    }
}
