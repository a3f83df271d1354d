//! `cuttings read`: what the readers make of inputs, without an archive.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::format::{self, Refusal};
use crate::model::{Caption, Draft, ProblemOutcome, Reading};
use crate::ops::inputs::{self, Content, Item};
use crate::ops::seed;
use crate::text::publishers::Publishers;

/// Show how inputs are read, as one JSON line an article, and store nothing
///
/// The way to see what `ingest` would take: headline, authors, dateline, publisher, date, body
/// and captions of every article in the files and folders named. What gives no article is listed on standard error
/// with the reason; if some of it was refused, the exit status is 3.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings read cutting.txt
  cuttings read ~/cuttings | jq -r .headline
  pbpaste | cuttings read -

Exit codes: 0 done; 3 some inputs were refused, and are listed; 66 an input is not there.")]
pub struct Args {
    /// Files and folders (with all that is in them); `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read every input as this format, instead of looking at it
    #[arg(long, value_name = "NAME", value_parser = super::format_names())]
    format: Option<String>,
    #[command(flatten)]
    map: super::Map,
}

/// One line of output. The names are a contract.
#[derive(Serialize)]
struct Line<'a> {
    path: String,
    part: u32,
    kind: &'static str,
    headline: Option<&'a str>,
    standfirst: Option<&'a str>,
    byline: Option<&'a str>,
    authors: &'a [String],
    dateline: Option<&'a str>,
    publisher: Option<String>,
    url: Option<&'a str>,
    published: Option<String>,
    published_on: Option<String>,
    published_precision: Option<&'static str>,
    published_original: Option<&'a str>,
    language: Option<&'a str>,
    body: &'a str,
    captions: &'a [Caption],
}

/// Prints what each input gives. An input that cannot be read is told, and the rest goes on. Fails where the output
/// cannot be written, or no table has the columns of `--map`.
pub fn run(_: &Global, args: Args) -> CommandResult {
    super::usage::stray_column(&args.paths, &args.map.columns)?;
    let format = args.format.as_deref().and_then(format::by_name);
    if args.paths.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal() {
        terminal::say("reading from the terminal; end with Ctrl-D");
    }
    let publishers = Publishers::new(&seed::embedded().publishers);
    let cutting = args.map.cutting();
    let options =
        inputs::Options { format, cutting: cutting.clone(), is_excluded: Box::new(|_, _| false) };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut seen = Seen::default();
    for chunk in inputs::chunks(inputs::records(&args.paths, options)) {
        let read: Vec<_> = chunk.into_par_iter().map(|item| (read(&item), item)).collect();
        for (reading, item) in read {
            match show(&item, reading, &publishers, &mut out, &mut seen) {
                Err(error) if Failure::is_broken_pipe(&error) => return Ok(ExitCode::Done),
                result => result?,
            }
        }
    }
    match out.flush() {
        Err(error) if Failure::is_broken_pipe(&error) => {}
        result => result?,
    }
    if let Some(complaint) = cutting.complaint().filter(|_| seen.others > 0) {
        return Err(Failure::new(ExitCode::Usage, complaint));
    }
    // Nothing but missing paths is a mistake in the command rather than in the inputs.
    if seen.missing > 0 && seen.others == 0 {
        return Ok(ExitCode::NoInput);
    }
    Ok(if seen.refused + seen.missing > 0 { ExitCode::Partly } else { ExitCode::Done })
}

#[derive(Default)]
struct Seen {
    refused: u64,
    missing: u64,
    others: u64,
}

/// What the reader makes of a record; `None` for what is no record.
fn read(item: &Item) -> Option<Result<Reading, Refusal>> {
    match &item.content {
        Content::Record { bytes, format } => Some(format.reading_of(bytes)),
        _ => None,
    }
}

fn show(
    item: &Item,
    reading: Option<Result<Reading, Refusal>>,
    publishers: &Publishers,
    out: &mut impl Write,
    seen: &mut Seen,
) -> io::Result<()> {
    let reading = match (&item.content, reading) {
        (Content::Missing(reason), _) => {
            seen.missing += 1;
            return complain(item, reason, out);
        }
        (Content::Refused(reason), _) => {
            seen.refused += 1;
            seen.others += 1;
            return complain(item, reason, out);
        }
        (Content::Skipped(reason), _) => {
            seen.others += 1;
            return complain(item, reason, out);
        }
        (_, None) => return Ok(()),
        (_, Some(reading)) => reading,
    };
    seen.others += 1;
    match reading {
        Ok(reading) => {
            for warning in &reading.warnings {
                warn(item, warning);
            }
            for problem in &reading.problems {
                seen.refused += u64::from(problem.outcome == ProblemOutcome::Refused);
                let reason = match &problem.record {
                    Some(record) => format!("{record}: {}", problem.reason),
                    None => problem.reason.clone(),
                };
                complain(item, &reason, out)?;
            }
            for draft in &reading.drafts {
                serde_json::to_writer(&mut *out, &line(item, draft, publishers))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        Err(refusal) => {
            seen.refused += 1;
            complain(item, &refusal.0, out)
        }
    }
}

fn line<'a>(item: &Item, draft: &'a Draft, publishers: &Publishers) -> Line<'a> {
    let head = &draft.head;
    let published = head.published.as_ref();
    let by_name = head.publisher.as_deref().and_then(|name| publishers.canonical(name));
    let by_address =
        || head.url.as_deref().and_then(|url| publishers.of_url(url)).map(str::to_owned);
    Line {
        path: item.path.to_string_lossy().into_owned(),
        part: draft.part,
        kind: head.kind.as_str(),
        headline: head.headline.as_deref(),
        standfirst: head.standfirst.as_deref(),
        byline: head.byline.as_deref(),
        authors: &head.authors,
        dateline: head.dateline.as_deref(),
        publisher: by_name.or_else(by_address),
        url: head.url.as_deref(),
        published: published.map(|published| published.iso()),
        published_on: published.and_then(|published| published.day()).map(|day| day.to_string()),
        published_precision: published.map(|published| published.precision.as_str()),
        published_original: published.map(|published| published.original.as_str()),
        language: head.language.as_deref(),
        body: &draft.body,
        captions: &draft.captions,
    }
}

/// Says on standard error what could not be taken. What was read before stands first, also where
/// both streams go to one place.
fn complain(item: &Item, reason: &str, out: &mut impl Write) -> io::Result<()> {
    out.flush()?;
    warn(item, reason);
    Ok(())
}

fn warn(item: &Item, reason: &str) {
    let path = item.path.display();
    terminal::say(&match item.record() {
        Some(record) => format!("{path}:{record}: {reason}"),
        None => format!("{path}: {reason}"),
    });
}
