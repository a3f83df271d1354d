//! `cuttings demo`: a sample archive, and a guided tour of it.
//!
//! What the tour shows is what the commands print: each is parsed and run as if it had been typed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::failure::{cannot_write, shell_word};
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::ops::samples::SAMPLES;

/// Make a sample archive and be shown around in it
///
/// Writes the sample articles that the program ships with into a new folder, puts them into an archive
/// beside them, and runs six commands on it, each with a line that says what it shows. The folder may
/// be deleted afterwards. In one that `demo` made before, nothing is written over; any other folder
/// that has something in it is left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings demo
  cuttings demo /tmp/look
  cuttings demo --json ~/try-cuttings

Exit codes: 0 done; 1 the folder holds something else.")]
pub struct Args {
    /// The folder, to be made
    #[arg(value_name = "FOLDER", default_value = "cuttings-demo")]
    folder: PathBuf,
}

/// By this file a folder is known to be a demo.
const MARK: &str = "about.txt";
const ABOUT: &str = "\
This folder was made by `cuttings demo`. It holds sample articles, written for the purpose, and an
archive made of them. Nothing else uses it: delete it when you have seen enough.
";

/// The commands of the tour, and what each shows.
const TOUR: [(&[&str], &str); 6] = [
    (&["status"], "What is in the archive:"),
    (&["search", "luxon", "wang"], "Articles with these words, in any of their forms:"),
    (&["query", "people", "since=2024", "limit=5"], "Who is in the news of a year, and how often:"),
    (
        &["query", "mentions", "name=Winston Peters", "limit=4"],
        "Every place where somebody is named, under a bare surname too, and by which rule:",
    ),
    (
        &["query", "quotes", "name=Mere Tautahi", "limit=2"],
        "What somebody said, ready to be cited:",
    ),
    (
        &["person", "show", "Winston Peters", "limit=3"],
        "All about one of them (the same for organisations and places):",
    ),
];

/// Makes the sample archive and shows the tour. Fails where an archive is named by option, or the folder is there
/// already and is not a demo.
pub fn run(global: &Global, args: Args) -> CommandResult {
    if global.archive.is_some() {
        return Err(Failure::new(ExitCode::Usage, "the demo has an archive of its own")
            .hint("name its folder: `cuttings demo FOLDER`"));
    }
    let archive = make(&args.folder)?;
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "demo", "exit": 0, "folder": args.folder, "archive": archive,
        }))?;
        return Ok(ExitCode::Done);
    }
    if global.quiet {
        return Ok(ExitCode::Done);
    }
    terminal::print(&format!(
        "`{}` holds {} sample articles and an archive made of them. For all commands:\n\n\
         $ export CUTTINGS_ARCHIVE={}\n",
        args.folder.display(),
        SAMPLES.len(),
        shell_word(&archive)
    ))?;
    for (words, what) in TOUR {
        let typed: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        terminal::print(&format!("\n{what}\n\n$ cuttings {}\n", typed.join(" ")))?;
        type_in(&archive, words)?;
    }
    terminal::print(
        "\nNow try: `cuttings show 21`, one article with everything known of it; `cuttings query`, all\n\
         reports; `cuttings help names`, whom a name means and how to correct it. For articles of your\n\
         own: `unset CUTTINGS_ARCHIVE`, then `cuttings ingest ~/clips`.\n",
    )?;
    Ok(ExitCode::Done)
}

/// Makes the folder with all that belongs in it, as far as it is not there; the path of its archive.
fn make(folder: &Path) -> Result<PathBuf, Failure> {
    let is_demo = fs::read_to_string(folder.join(MARK)).is_ok_and(|text| text == ABOUT);
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.symlink_metadata().is_ok() && !is_demo && !is_empty() {
        return Err(Failure::new(
            ExitCode::Failure,
            format!("`{}` is there already, and no demo", folder.display()),
        )
        .hint("name another folder: `cuttings demo FOLDER`; nothing was changed"));
    }
    let articles = folder.join("articles");
    fs::create_dir_all(&articles).map_err(|error| cannot_write(&articles, &error))?;
    let files = SAMPLES.iter().map(|(name, text)| (articles.join(name), *text));
    for (path, text) in files.chain([(folder.join(MARK), ABOUT)]) {
        if path.symlink_metadata().is_err() {
            fs::write(&path, text).map_err(|error| cannot_write(&path, &error))?;
        }
    }
    let archive = folder.join("archive.db");
    if !archive.exists() {
        type_in(&archive, &["init", "--quiet"])?;
    }
    let articles = articles.to_string_lossy().into_owned();
    type_in(&archive, &["ingest", "--quiet", "--", &articles])?;
    Ok(archive)
}

/// Runs a command on the archive as if it had been typed.
fn type_in(archive: &Path, words: &[&str]) -> Result<(), Failure> {
    let mut typed: Vec<OsString> = ["cuttings".into(), "--archive".into(), archive.into()].into();
    typed.extend(words.iter().map(OsString::from));
    let (_, parsed) = super::parsed(typed);
    let cli = parsed.map_err(|error| Failure::new(ExitCode::Failure, error.to_string()))?;
    match super::run(cli)? {
        ExitCode::Done => Ok(()),
        code => Err(Failure::new(code, format!("`cuttings {}` did not end well", words.join(" ")))),
    }
}

/// A word as it is typed: `name='Winston Peters'`.
fn quoted(word: &str) -> String {
    match word.split_once('=') {
        Some((name, value)) => format!("{name}={}", shell_word(Path::new(value))),
        None => shell_word(Path::new(word)),
    }
}
