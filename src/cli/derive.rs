//! `cuttings derive`: everything that `ingest` finds, as a filter; nothing is stored.

use std::collections::HashSet;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::db::{Archive, Erased};
use crate::format;
use crate::model::{Problem, ProblemOutcome};
use crate::ops::derive::Deriver;
use crate::ops::filter::{self, AskedRecord, DerivedBy, DerivedLine, Tally};
use crate::ops::{inputs, seed};

/// Write everything that `ingest` would find in records, storing nothing
///
/// Without PATH, standard input has one record a line. A line with `bytes` (base64), or with `text` and the `format` to
/// read it as, is a file: `name` says what it is called, and `publisher`, `published`, `url` and `language` what is known
/// of it. Any other line is read as `ingest` reads JSON Lines, by the names of its fields. `id` may be any JSON and stands
/// in every line that comes of it. Files and folders that are named are read as `ingest` reads them.
///
/// Each capture gives one line: its row, its `article_spans`, `problems` and `notices`, and its `articles`, each with
/// `field_origins`, `article_authors`, `article_captions`, `mentions`, `quotes`, `roles` and the numbers by which
/// near-duplicates are found. Lists have the names of the tables of an archive and their rows those of its columns
/// (`cuttings schema`); whom a row means is said by kind, key and name, where the archive has a number. A record that
/// cannot be taken gives a line with its problem, and the others go on. What rests on several articles is not in it:
/// near-duplicates, stories, revisions, and which of several heads of one text an archive keeps.
///
/// Names are known by the catalogue that comes with the program, or with --archive by that of an archive and its
/// rulings; what was erased there is refused. It is only read, and CUTTINGS_ARCHIVE is not asked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings derive < records.jsonl > derived.jsonl
  cuttings derive ~/clips | jq -r '.articles[].mentions[].name' | sort | uniq -c
  cuttings derive --archive archive.db crawl.warc.gz

Exit codes: 0 done; 3 some records were refused, and are listed; 65 the file is no archive; 66 an input
or the archive is not there.")]
pub struct Args {
    /// Files and folders (with all that is in them); none: records on standard input, `-`: one file there
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read every input as this format, instead of looking at it
    #[arg(long, value_name = "NAME", value_parser = super::format_names(), requires = "paths")]
    format: Option<String>,
    #[command(flatten)]
    map: super::Map,
}

/// Answers every record with what is derived of it, and says at the end how many there were. Fails where the archive
/// cannot be read, or the output not be written.
pub fn run(global: &Global, args: Args) -> CommandResult {
    super::usage::stray_column(&args.paths, &args.map.columns)?;
    if args.paths.is_empty() && !args.map.columns.is_empty() {
        return Err(Failure::new(ExitCode::Usage, "--map applies to files, not to records")
            .hint("name a file, or `-` for one on standard input"));
    }
    let takes_input =
        args.paths.is_empty() || args.paths.iter().any(|path| path.as_os_str() == "-");
    if takes_input && io::stdin().is_terminal() {
        terminal::say("reading from the terminal; end with Ctrl-D");
    }
    let terms = terms(global.archive.as_deref())?;
    let own_files: HashSet<(u64, u64)> = global
        .archive
        .iter()
        .flat_map(|archive| Archive::own_files(archive))
        .filter_map(|path| path.metadata().ok())
        .map(|metadata| (metadata.dev(), metadata.ino()))
        .collect();
    let format = args.format.as_deref().and_then(format::by_name);
    let cutting = args.map.cutting();
    let asked: Box<dyn Iterator<Item = AskedRecord>> = match args.paths.is_empty() {
        true => Box::new(filter::of_lines(inputs::lines_of_standard_input())),
        false => {
            let is_excluded = Box::new(move |dev, ino| own_files.contains(&(dev, ino)));
            let options = inputs::Options { format, cutting: cutting.clone(), is_excluded };
            let items = inputs::records(&args.paths, options);
            Box::new(filter::of_items(items, format.is_some()))
        }
    };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let derived = filter::filter(&terms, asked, |answer| take(answer, &mut out));
    let tally = match derived.and_then(|tally| out.flush().map(|()| tally)) {
        Err(error) if Failure::is_broken_pipe(&error) => return Ok(ExitCode::Done),
        outcome => outcome?,
    };
    drop(out);
    if let Some(complaint) = cutting.complaint().filter(|_| tally.captures > 0) {
        return Err(Failure::new(ExitCode::Usage, complaint));
    }
    let is_there = |path: &PathBuf| path.as_os_str() == "-" || path.symlink_metadata().is_ok();
    let code = match tally.refused {
        0 => ExitCode::Done,
        // Nothing but missing paths is a mistake in the command rather than in the inputs.
        _ if !args.paths.is_empty() && !args.paths.iter().any(is_there) => ExitCode::NoInput,
        _ => ExitCode::Partly,
    };
    summarise(global, tally, code)
}

/// By what names are known: of an archive its catalogue, rulings and erasures, all of one moment.
fn terms(archive: Option<&Path>) -> Result<DerivedBy, Failure> {
    let Some(path) = archive else {
        return Ok(DerivedBy {
            deriver: Deriver::new(&seed::embedded(), &[]),
            erased: Erased::default(),
        });
    };
    let archive = Archive::open_to_read(path)?;
    Ok(archive.at_one_moment(|| {
        Ok(DerivedBy {
            deriver: Deriver::new(&archive.catalogue()?, &archive.decisions()?),
            erased: archive.erased()?,
        })
    })?)
}

/// Prints a line, and says what was refused. What was derived before stands first, also where both streams go to one
/// place.
fn take(answer: &DerivedLine, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&answer.line)?;
    let is_told =
        |problem: &&Problem| problem.outcome == ProblemOutcome::Refused || terminal::is_watched();
    for Problem { uri, record, reason, .. } in answer.problems.iter().filter(is_told) {
        out.flush()?;
        let place = inputs::path_of(uri);
        terminal::say(&match record {
            Some(record) => format!("{place}:{record}: {reason}"),
            None => format!("{place}: {reason}"),
        });
    }
    Ok(())
}

/// Says what came in and what came of it.
fn summarise(global: &Global, tally: Tally, code: ExitCode) -> CommandResult {
    if !global.quiet {
        let Tally { records, captures, with_articles, without, articles, .. } = tally;
        let again = match tally.again {
            0 => String::new(),
            again => format!(", {again} only seen again"),
        };
        tell!(
            "{}, {}: {} in {with_articles} of them, {without} without{again}; {} ({} refused, {} skipped)",
            counted(records, "record"),
            counted(captures, "capture"),
            counted(articles, "article"),
            counted(tally.refused + tally.skipped, "problem"),
            tally.refused,
            tally.skipped,
        );
    }
    if global.json {
        let mut summary = json!({ "schema": 1, "command": "derive", "exit": code as u8 });
        terminal::extend(&mut summary, tally);
        terminal::print_json(&summary)?;
    }
    Ok(code)
}
