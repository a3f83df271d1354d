//! Hand what was typed to the command line, exit as it says.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cuttings::cli::main(std::env::args_os().collect()) as u8)
}
