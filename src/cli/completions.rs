//! `cuttings completions`: tab completion, from the same definitions as the help.

use clap_complete::Shell;

use super::{CommandResult, ExitCode, Global, definition, terminal};

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings completions bash > ~/.local/share/bash-completion/completions/cuttings
  cuttings completions zsh > ~/.zfunc/_cuttings
  cuttings completions fish > ~/.config/fish/completions/cuttings.fish

Exit codes: 0 done; 2 there is no such shell.")]
pub struct Args {
    /// The shell that is to complete
    shell: Shell,
}

/// Prints the script for one shell. Fails where standard output cannot be written.
pub fn run(_: &Global, args: Args) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut definition(), "cuttings", &mut script);
    terminal::print(&String::from_utf8_lossy(&script)).map(|()| ExitCode::Done)
}
