//! `cuttings extract`: texts in, spans of names out: `derive`'s names and nothing else. No archive is touched.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::model::Catalogue;
use crate::names::tagger::model::Model;
use crate::ops;
use crate::ops::derive::Deriver;
use crate::ops::inputs::LONGEST_LINE;
use crate::ops::names_in_text::{self, Found, Span};

/// Find the names in JSON lines, without an archive
///
/// Reads one object a line, `{"id": …, "text": …}` (other fields are passed over), and writes one
/// line for each, in the same order: `{"id": …, "spans": [{"start", "end", "kind", "surface",
/// "name", "field", "rule", "antecedent", "confidence"}]}`. Offsets count Unicode code points of the text
/// as given, from 0, end exclusive. A line that cannot be read is reported on standard error and
/// passed over; the exit status is then 3.
///
/// It is the mentions that `derive` writes of the same text as a plain file, and no more: left out are the articles with
/// their heads, authors, quotations and roles, and names that stand where an article has no mentions: in author lines,
/// datelines, credits and what is not of the article. A name that cannot be placed in the text as given is reported.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings extract articles.jsonl > spans.jsonl
  zstdcat releases.jsonl.zst | cuttings extract
  cuttings extract --no-lexicon < articles.jsonl

Exit codes: 0 done; 3 some records were refused, and are listed; 65 the model that was given cannot be
used.")]
pub struct Args {
    /// Files of JSON lines; `-` or none is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Recognise without the catalogue that comes with the program
    #[arg(long)]
    no_lexicon: bool,
    /// A model of names in place of the one that comes with the program
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

/// Text read before it is handed to all cores; bounds memory, and large enough that the cores are
/// busy nearly always.
const CHUNK_BYTES: usize = 4 << 20;

#[derive(Deserialize)]
struct Document<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
    text: std::borrow::Cow<'l, str>,
}

#[derive(Serialize)]
struct Spans<'l> {
    id: Option<&'l RawValue>,
    spans: Vec<Span>,
}

/// Answers each line of the inputs with one line. A line that cannot be read is told on standard error and counted,
/// and the exit status says that a part is missing. Fails where a file or the model cannot be read.
pub fn run(_: &Global, args: Args) -> CommandResult {
    let catalogue = if args.no_lexicon { Catalogue::default() } else { ops::seed::embedded() };
    let mut deriver = Deriver::new(&catalogue, &[]);
    if let Some(path) = &args.model {
        let bytes = std::fs::read(path).map_err(|error| Failure::cannot_read(path, &error))?;
        let model = Model::read(Cow::Owned(bytes)).map_err(|error| {
            Failure::new(ExitCode::BadData, format!("cannot use `{}`: {error}", path.display()))
        })?;
        deriver = deriver.with_model(model);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut refused = 0;
    let standard_input = [PathBuf::from("-")];
    let files = if args.files.is_empty() { &standard_input[..] } else { &args.files };
    for path in files {
        let (name, mut input): (String, Box<dyn BufRead>) = if path.as_os_str() == "-" {
            ("stdin".to_owned(), Box::new(BufReader::with_capacity(1 << 16, io::stdin())))
        } else {
            let file = File::open(path).map_err(|error| Failure::cannot_read(path, &error))?;
            (path.display().to_string(), Box::new(BufReader::with_capacity(1 << 16, file)))
        };
        match filter(&deriver, &name, &mut input, &mut out) {
            Ok(count) => refused += count,
            Err(error) if Failure::is_broken_pipe(&error) => return Ok(ExitCode::Done),
            Err(error) => return Err(Failure::cannot_read(path, &error)),
        }
    }
    match out.flush() {
        Err(error) if !Failure::is_broken_pipe(&error) => Err(error.into()),
        _ if refused > 0 => Ok(ExitCode::Partly),
        _ => Ok(ExitCode::Done),
    }
}

/// Reads to the end, a chunk at a time; gives how many lines were refused.
fn filter(
    deriver: &Deriver,
    name: &str,
    mut input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<u64> {
    let mut refused = 0;
    let mut line_number = 0_u64;
    loop {
        // A line that is too long is `None`: passed over as it comes, never held.
        let mut lines: Vec<Option<Vec<u8>>> = Vec::new();
        let mut bytes = 0;
        while bytes < CHUNK_BYTES {
            let mut line = Vec::new();
            let read = (&mut input).take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            bytes += read;
            if read > LONGEST_LINE && line.last() != Some(&b'\n') {
                input.skip_until(b'\n')?;
                lines.push(None);
            } else {
                lines.push(Some(line));
            }
        }
        if lines.is_empty() {
            return Ok(refused);
        }
        let answers: Vec<Option<Result<Answer, String>>> = lines
            .par_iter()
            .map(|line| match line {
                Some(line) => answer(deriver, line),
                None => Some(Err(format!("line longer than {} MiB", LONGEST_LINE >> 20))),
            })
            .collect();
        for answer in answers {
            line_number += 1;
            match answer {
                None => {}
                Some(Ok(answer)) => {
                    out.write_all(&answer.line)?;
                    if let Some(warning) = answer.warning {
                        terminal::say(&format!("{name}:{line_number}: {warning}"));
                    }
                }
                Some(Err(reason)) => {
                    refused += 1;
                    terminal::say(&format!("{name}:{line_number}: {reason}"));
                }
            }
        }
        // Whoever reads the other end sees each chunk as it is done.
        out.flush()?;
    }
}

/// A line of output, and what there is to say of it.
struct Answer {
    line: Vec<u8>,
    warning: Option<String>,
}

/// One line in, one line out; `None` for a blank line.
fn answer(deriver: &Deriver, line: &[u8]) -> Option<Result<Answer, String>> {
    let line = match std::str::from_utf8(line) {
        Ok(line) => line.trim_start_matches('\u{feff}').trim(),
        Err(_) => return Some(Err("not UTF-8".to_owned())),
    };
    if line.is_empty() {
        return None;
    }
    // A list would otherwise be read as the fields in their order.
    if !line.starts_with('{') {
        return Some(Err("not a JSON object".to_owned()));
    }
    let document: Document = match serde_json::from_str(line) {
        Ok(document) => document,
        Err(error) => return Some(Err(reason(&error))),
    };
    let Found { spans, lost } = match names_in_text::spans(deriver, &document.text) {
        Ok(found) => found,
        Err(reason) => return Some(Err(reason)),
    };
    let warning = (lost > 0)
        .then(|| format!("{} cannot be placed in the text as given", counted(lost as u64, "name")));
    let mut line = match serde_json::to_vec(&Spans { id: document.id, spans }) {
        Ok(line) => line,
        Err(error) => return Some(Err(error.to_string())),
    };
    line.push(b'\n');
    Some(Ok(Answer { line, warning }))
}

/// What is wrong with a line, with its column; the line number it is reported under is another.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    format!("{message} (column {})", error.column())
}
