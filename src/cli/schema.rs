//! `cuttings schema`: what the tables and columns mean.

use super::terminal::print;
use super::{CommandResult, ExitCode, Global};
use crate::db;

/// Explain the tables and columns
///
/// The archive is one SQLite file that every SQLite tool reads; this is the description of what
/// stands in it, with examples for the sqlite3 shell. No archive is needed.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings schema | less
  cuttings schema --sql | sqlite3 empty.db
  cuttings query --sql 'PRAGMA table_info(articles)'

Exit codes: 0 done; 2 wrong usage.")]
pub struct Args {
    /// Print the statements that make the schema
    #[arg(long)]
    pub sql: bool,
}

/// Prints the data dictionary, or the statements that make the schema. Fails where standard output cannot be written.
pub fn run(global: &Global, args: Args) -> CommandResult {
    if args.sql {
        let statements = db::schema::create_statements()?;
        print(&statements.iter().map(|statement| format!("{statement};\n\n")).collect::<String>())?;
    } else if global.json {
        let tables =
            serde_json::to_string_pretty(&db::schema::tables()?).map_err(std::io::Error::from)?;
        print(&format!("{tables}\n"))?;
    } else {
        print(include_str!("../../migrations/SCHEMA.md"))?;
    }
    Ok(ExitCode::Done)
}
