//! Parse, run, print the error, exit.

use std::process::ExitCode;

use clap::Parser;
use cuttings::cli::{self, Cli};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(code) => ExitCode::from(code as u8),
        Err(failure) => {
            cli::say(&failure.to_string());
            ExitCode::from(failure.code as u8)
        }
    }
}
