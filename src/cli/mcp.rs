//! `cuttings mcp`: the archive for an assistant, over standard input and output.

use std::io;

use super::{CommandResult, ExitCode, Failure, Global};
use crate::db::Archive;
use crate::mcp::{self, Setting};

/// Let an assistant ask the archive, over the Model Context Protocol
///
/// It is started by the assistant's program, reads requests from standard input and answers on standard output until the
/// input ends. Everything is read-only: search, articles, dossiers, quotations, reports, SQL that only reads, and a check
/// whether quotations stand in the archive as they are given. `cuttings help assistants` says how programs are told of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings mcp
  cuttings mcp --archive ~/clips/archive.db
  cuttings help assistants

Exit codes: 0 the input has ended; 66 the archive is not there; 74 input or output failed.")]
pub struct Args {}

/// Answers one client, until it closes the connection. Fails where the archive cannot be opened, or standard output takes nothing.
pub fn run(global: &Global, _: Args) -> CommandResult {
    if global.json {
        return Err(Failure::new(ExitCode::Usage, "standard output is for the protocol alone")
            .hint("leave out `--json`"));
    }
    // Whether there is one to ask shows at the start.
    let archive: Archive = global.open_to_read()?;
    let setting = Setting { archive: archive.path().to_owned() };
    drop(archive);
    match mcp::serve(&setting, io::stdin().lock(), io::stdout().lock()) {
        Err(error) if !Failure::is_broken_pipe(&error) => Err(Failure::new(
            ExitCode::InputOutput,
            format!("standard input or output failed: {error}"),
        )),
        // The input has ended, or nobody listens any more.
        _ => Ok(ExitCode::Done),
    }
}
