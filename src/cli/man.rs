//! `cuttings man`: the manual page, from the same definitions as the help.

use super::{CommandResult, ExitCode, Global, definition, terminal};

/// Print the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings man | man -l -
  cuttings man query > cuttings-query.1
  cuttings man dossier | man -l -

Exit codes: 0 done; 2 there is no such command.")]
pub struct Args {
    /// The page of one command, instead of the program's
    command: Option<String>,
}

/// Prints the page of the program or of one command. Fails where there is no such command.
pub fn run(_: &Global, args: Args) -> CommandResult {
    let mut program = definition();
    program.build();
    let page = match &args.command {
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            super::Failure::new(ExitCode::Usage, format!("there is no command `{name}`"))
                .hint("see the commands with `cuttings --help`")
        })?,
        None => program,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    terminal::print(&String::from_utf8_lossy(&text)).map(|()| ExitCode::Done)
}
