//! `cuttings verify`: the archive against its promises.

use serde_json::json;

use super::{CommandResult, ExitCode, Failure, Global, Wait, terminal};
use crate::db::{self, Archive, Share};
use crate::ops::verify::{self, Depth};

/// Check the archive against its promises
///
/// Reads the whole structure: pages, schema, references, the full-text index, every mention at its place,
/// every byte of every capture accounted for. With --read-data also every stored byte against its SHA-256.
/// One line for each finding on standard output, exit code 4 if there is one. Nothing is changed, unless
/// --repair is given.
///
/// Examples:
///   cuttings verify
///   cuttings verify --read-data=2/7     the second seventh of the data
///   cuttings verify --digest            one line to compare two archives by
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Also hash every stored byte; with N/T only the Nth of T shares of the rows
    #[arg(long, value_name = "N/T", num_args = 0..=1, require_equals = true, default_missing_value = "1/1")]
    read_data: Option<String>,
    /// Print only a digest of what the archive says, the same for the same inputs in any order
    #[arg(long, conflicts_with_all = ["read_data", "repair"])]
    digest: bool,
    /// Build the full-text index anew if it differs from the articles; nothing else is mended
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    wait: Wait,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    if args.digest {
        let digest = verify::digest(&global.open_to_read()?)?;
        return match global.json {
            true => terminal::print_json(&json!({
                "schema": 1, "command": "verify", "exit": 0, "digest": digest,
            })),
            false => terminal::print(&format!("{digest}\n")),
        }
        .map(|()| ExitCode::Done);
    }
    let depth = match args.read_data.as_deref() {
        Some(share) => Depth::Data(parse_share(share)?),
        None => Depth::Rows,
    };
    let (mut archive, writable) = open(global, &args)?;
    if args.repair && !archive.check_search_index().is_empty() {
        archive.rebuild_search_index()?;
        if !global.quiet {
            eprintln!("built the full-text index anew");
        }
    }
    let verdict = verify::verify(&archive, depth, writable)?;
    let code = if verdict.findings.is_empty() { ExitCode::Done } else { ExitCode::Damage };
    if !verdict.search_index_checked && !global.quiet {
        eprintln!("warning: the full-text index was not checked, because that takes permission to write");
    }
    if global.json {
        let mut summary = json!({ "schema": 1, "command": "verify", "exit": code as u8 });
        terminal::extend(&mut summary, &verdict);
        terminal::print_json(&summary)?;
    } else {
        for finding in &verdict.findings {
            terminal::print(&format!("{}: {}\n", finding.check, finding.detail))?;
        }
        if verdict.findings.is_empty() && terminal::is_watched() && !global.quiet {
            eprintln!("no damage found");
        }
    }
    Ok(code)
}

/// For writing if we may, because only then the full-text index can be checked; else for reading.
fn open(global: &Global, args: &Args) -> Result<(Archive, bool), Failure> {
    let path = global.archive_path()?;
    match Archive::open_to_write(path.path(), args.wait.duration(), "verify") {
        Ok(archive) => Ok((archive, true)),
        Err(db::Error::Permission { .. }) if !args.repair => Ok((Archive::open_to_read(path.path())?, false)),
        Err(error) => Err(error.into()),
    }
}

fn parse_share(text: &str) -> Result<Share, Failure> {
    let share = text.split_once('/').and_then(|(number, of)| {
        let (number, of): (u64, u64) = (number.parse().ok()?, of.parse().ok()?);
        (1..=of).contains(&number).then(|| Share { index: number - 1, of })
    });
    share.ok_or_else(|| {
        Failure::new(ExitCode::Usage, format!("`{text}` is not a share of the data"))
            .hint("write N/T with N from 1 to T: `--read-data=1/7`")
    })
}
