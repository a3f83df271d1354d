//! `cuttings serve`: the archive as pages in a browser, for one person on this machine.

use std::io;
use std::process::{Command, Stdio};

use super::signals::Stop;
use super::terminal::print;
use super::{CommandResult, ExitCode, Failure, Global};
use crate::serve::{Server, Settings, Sql, Token};

/// Show the archive in a browser, to one person on this machine
///
/// Pages to search, read, follow people, organisations and places, run reports and see what is to be decided. They need
/// no script and change nothing; where something is to be decided they show the command to type. The address that is
/// printed has a token in it, without which nobody on this machine reads along; every page has an address of its own.
/// It ends with Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings serve --open
  cuttings serve --port 8765 --no-token --archive clips.db
  cuttings serve --sql

Exit codes: 0 ended by Ctrl-C or SIGTERM; 66 there is no archive; 74 the port is taken.")]
pub struct Args {
    /// Listen on this port; 0 takes any that is free
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    port: u16,
    /// Open the first page in the browser
    #[arg(long)]
    open: bool,
    /// Leave the token out: addresses stay the same, and every user of this machine can read the archive
    #[arg(long)]
    no_token: bool,
    /// Have a page for SQL of one's own, as `cuttings query --sql` takes it
    #[arg(long)]
    sql: bool,
}

/// Does what `cuttings serve` is asked to. Fails where the archive cannot be opened, the port is taken, or the system
/// refuses what a server needs.
pub fn run(global: &Global, args: Args) -> CommandResult {
    // What is wrong with the archive is said here, not on the first page.
    let path = global.open_to_read()?.path().to_owned();
    let stop = Stop::listen()?;
    let settings = Settings {
        archive: path,
        port: args.port,
        token: if args.no_token { Token::Without } else { Token::New },
        sql: if args.sql { Sql::Allowed } else { Sql::Refused },
    };
    let server = Server::bind(settings).map_err(|error| cannot_listen(args.port, &error))?;
    let address = server.address();
    print(&format!("{address}\n"))?;
    if args.open {
        open(&address);
    }
    server.run(|| stop.is_asked())?;
    Ok(ExitCode::Done)
}

fn cannot_listen(port: u16, error: &io::Error) -> Failure {
    let message = format!("cannot listen on port {port}: {error}");
    let failure = Failure::new(ExitCode::of(error), message);
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            failure.hint("take another, or any that is free with `--port 0`")
        }
        _ => failure,
    }
}

/// Has the system's own command open the address. Where that fails the address is there to be copied.
fn open(address: &str) {
    let command = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut opener = Command::new(command);
    opener.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = opener.spawn() {
        tell!("cannot open the browser with `{command}`: {error}");
    }
}
