//! `cuttings verify`: the archive against its promises.

use serde_json::json;

use super::signals::Stop;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, terminal};
use crate::db::{Archive, Share};
use crate::ops::derive::STEPS;
use crate::ops::rules;
use crate::ops::verify::{self, Depth, Verdict};

/// Check the archive against its promises
///
/// Reads the whole structure: pages, schema, references, the full-text index, every mention at its
/// place, every byte of every capture accounted for, and the hash of every row that cannot be made
/// again. With --read-data also every stored byte against its SHA-256. With --derived every capture is
/// read again in a private copy, and what differs from what is stored is named. One line for each
/// finding on standard output, exit code 4 if there is one. Nothing is changed, unless --repair is
/// given: an archive of an older schema is checked in a migrated copy. Tables, views, indexes, triggers
/// and columns of your own are left alone; a trigger of yours that changes the archive's own tables is
/// a finding.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings verify
  cuttings verify --read-data=2/7     # the second seventh of the data
  cuttings verify --derived           # what would a rebuild change?
  cuttings verify --digest            # one line to compare two archives by

Exit codes: 0 sound; 4 damage was found, and is listed; 65 the file is not an archive; 66 it is not there.")]
pub struct Args {
    /// Also hash every stored byte; with N/T only the Nth of T shares of the rows
    #[arg(long, value_name = "N/T", num_args = 0..=1, require_equals = true, default_missing_value = "1/1")]
    read_data: Option<String>,
    /// Also derive everything again from the captures, and compare
    #[arg(long)]
    derived: bool,
    /// Print only a digest of what the archive says, the same for the same inputs in any order
    #[arg(long, conflicts_with_all = ["read_data", "derived", "repair"])]
    digest: bool,
    /// Build the full-text index, the counts of names and the topics that rules give anew where they differ; nothing
    /// else is mended
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    wait: Wait,
}

/// Checks the archive, and tells what is wrong by the exit status for damage. Fails where an edition without texts is
/// to be read deeper than its rows.
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
    let archive = open(global, &args)?;
    if (args.read_data.is_some() || args.derived) && archive.has_no_texts()? {
        let name = archive.path().display();
        let message = format!("`{name}` is an edition without texts: it has no captures to read");
        return Err(Failure::new(ExitCode::Usage, message).hint(
            "verify the archive that it was made from; without options its rows are checked",
        ));
    }
    let mut verdict = verify::verify(&archive, depth, true)?;
    let mut not_compared = None;
    if args.derived {
        let stop = Stop::listen()?;
        match verify::derived(&archive, &|| stop.is_asked())? {
            Some(derived) => {
                verdict.findings.extend(derived.findings);
                not_compared = Some(derived.not_compared);
            }
            None => return Ok(stop.exit_code().unwrap_or(ExitCode::Failure)),
        }
    }
    let code = if verdict.findings.is_empty() { ExitCode::Done } else { ExitCode::Damage };
    if !global.quiet {
        tell(&verdict, not_compared);
    }
    if global.json {
        let mut summary = json!({ "schema": 1, "command": "verify", "exit": code as u8 });
        terminal::extend(&mut summary, &verdict);
        if let Some(not_compared) = not_compared {
            terminal::extend(&mut summary, json!({ "not_compared": not_compared }));
        }
        terminal::print_json(&summary)?;
    } else {
        for finding in &verdict.findings {
            terminal::print(&format!("{}: {}\n", finding.check, finding.detail))?;
        }
        if verdict.findings.is_empty() && terminal::is_watched() && !global.quiet {
            tell!("no damage found");
        }
    }
    Ok(code)
}

/// What a person should know besides the findings.
fn tell(verdict: &Verdict, not_compared: Option<u64>) {
    if let Some(count) = not_compared.filter(|count| *count > 0) {
        terminal::say(&format!(
            "warning: not compared, because another version of this program derived them: {}; `cuttings rebuild` derives them anew",
            counted(count, "article")
        ));
    }
    if !verdict.search_index_checked {
        terminal::say(
            "warning: the full-text index was not checked, because that takes permission to write",
        );
    }
    if verdict.has_no_texts {
        terminal::say(
            "note: an edition without texts: whether each name stands at its place, and what follows from captures, can only be verified in the archive that it was made from",
        );
    }
    if !terminal::is_watched() {
        return;
    }
    if let Some(schema) = verdict.older_schema {
        terminal::say(&format!(
            "note: the archive has schema {schema}, which is older than this program's; its rows were checked in a migrated copy"
        ));
    }
    if !verdict.foreign_objects.is_empty() {
        terminal::say(&format!(
            "note: your own, and left alone: {}",
            verdict.foreign_objects.join(", ")
        ));
    }
}

/// Opens the archive to be checked; with --repair its full-text index, its counts and what its rules say are mended
/// first.
fn open(global: &Global, args: &Args) -> Result<Archive, Failure> {
    let path = global.archive_path()?;
    if !args.repair {
        return Ok(Archive::open_to_check(path.path(), args.wait.duration())?);
    }
    let mut archive = Archive::open_to_write(path.path(), args.wait.duration(), "verify")?;
    archive.complete(STEPS)?;
    if archive.check_search_index()?.is_some_and(|findings| !findings.is_empty()) {
        archive.rebuild_search_index()?;
        if !global.quiet {
            tell!("built the full-text index anew");
        }
    }
    if archive.recount_names()? && !global.quiet {
        tell!("counted anew in how many articles each name stands");
    }
    if rules::ask_anew(&mut archive)? && !global.quiet {
        tell!("asked the rules anew which articles they tag");
    }
    Ok(archive)
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
