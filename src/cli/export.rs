//! `cuttings export`: articles, names and networks for other tools.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::rows::{file_of, unless_broken_pipe};
use super::search::{not_words, searchable};
use super::selection::Selection;
use super::signals::Stop;
use super::terminal::print;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, canned, terminal};
use crate::clock;
use crate::db::{self, ExportSet, KeptWords, Order, Reader, Search, WordsError};
use crate::export::{FORMATS, Form, Format, Holds, Listed, Place, Setting, Stream};
use crate::model::Chosen;
use crate::ops::export::{self, Failed};
use crate::ops::ingest::ShouldStop;
use crate::ops::smaller;
use crate::output::{Destination, DestinationError, FolderDestination};

/// Write articles, names and networks for other tools
///
/// Without a format it lists them. All articles leave, or those that --only finds, in the language of `cuttings
/// search`; hidden articles do not, as in reports. A file that exists is replaced only with --force, and a folder
/// only written where there is none or an empty one: the exit code is 1 otherwise. Either is complete before
/// it has its name. What people ruled leaves by `cuttings decisions export`.
///
/// JSON Lines (jsonl) and WARC hold the bytes as they were received: `cuttings ingest` of them elsewhere comes to the
/// same articles, and what could not be read here is refused there as well, with exit code 3. Of a capture that
/// holds articles outside of the selection only the chosen articles leave, by their text.
///
/// `archive` is an archive like this one, with the chosen articles, the catalogue and the rulings on them, as if no
/// others had ever come in. `no-text` has the same tables without a word of the articles: who is named where, how
/// often, when and in which paper; reports and SQL work on it as before. Headlines and the first words of quotations
/// leave where they are asked for; addresses, paths and identifiers leave as SHA-256. A title or a name that no list
/// of the catalogue has is cut where it is longer than 36 bytes. Nothing can be added to it.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings export jsonl | ssh elsewhere cuttings ingest -
  cuttings export parquet --since 2024 -o tables/
  cuttings export --only 'harbour OR bridge' -o bridge.gexf --least 3
  cuttings export archive --topic sea -o sea.db
  cuttings export no-text --headlines -o shared.no-text.db

Exit codes: 0 done; 65 a name means several; 74 disk full; 124 finding the articles took too long.")]
pub struct Args {
    /// The format [default: as the name of the output file ends]
    #[arg(value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    pub format: Option<String>,
    /// Only articles that a search for these words finds
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, help_heading = "Selection")]
    pub only: Option<String>,
    #[command(flatten)]
    pub selection: Selection,
    /// Hidden articles too; jsonl and warc then hold every capture
    #[arg(long, help_heading = "Selection", conflicts_with_all = ["only", "people", "organisations", "places",
        "since", "until", "ingested_since", "publisher", "topic", "dated", "once"])]
    pub hidden: bool,
    /// In gexf and graphml, join those who are named together in at least this many articles
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    pub least: u32,
    /// In no-text, keep the headlines
    #[arg(long, help_heading = "Selection")]
    pub headlines: bool,
    /// In no-text, keep this many words of each quotation
    #[arg(long, value_name = "NUMBER", default_value_t = 0, help_heading = "Selection")]
    pub quote_words: usize,
    /// Stop after this many seconds of work
    ///
    /// That is the search for the articles; writing them takes as long as it takes.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub timeout: u64,
    /// Write to a file instead of standard output
    ///
    /// Or to a folder, for the formats that are one. It is complete before it has its name, and must not exist
    /// yet; a folder may be there and empty. `-` is standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output", help_heading = "Output")]
    pub force: bool,
}

/// Writes the chosen articles in one format; without format and file, lists the formats. Fails before anything is
/// written where format, file and options do not go together.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let output = file_of(args.output.as_deref());
    let format = match (&args.format, &args.output) {
        (Some(name), _) => Format::by_name(name),
        (None, None) => return list(global),
        (None, Some(path)) => Some(by_path(path)?),
    };
    let Some(format) = format else {
        return Err(Failure::new(ExitCode::Usage, "there is no such format"));
    };
    check(format, output, global, &args)?;
    let chosen = chosen(global, &args)?;
    let stop = Stop::listen()?;
    let set = ExportSet::of(global.open_to_read()?, &chosen)?;
    check_texts(&set, format)?;
    let count = set.count()?;
    let setting = Setting {
        program: format!("cuttings {}", env!("CARGO_PKG_VERSION")),
        made_at: clock::rfc3339(clock::now()),
        schema_version: set.schema_version()?,
        archive: set.path().file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        least: args.least,
        reports: canned::queries(),
        tables: db::schema::described()?,
    };
    let left_out = write(&set, format, output, &args, &setting, &stop)?;
    if !global.quiet {
        for sentence in &left_out {
            terminal::say(&format!("warning: {sentence}"));
        }
    }
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "export", "exit": 0, "format": format.name, "output": output,
            "articles": count, "left_out": left_out,
        }))?;
    } else if let Some(path) = output
        && terminal::is_watched()
        && !global.quiet
    {
        tell!("{} written to `{}`", counted(count, "article"), path.display());
    }
    Ok(ExitCode::Done)
}

/// Refuses what cannot be written where it is to go.
fn check(
    format: &Format,
    output: Option<&Path>,
    global: &Global,
    args: &Args,
) -> Result<(), Failure> {
    let usage = |message: String| Failure::new(ExitCode::Usage, message);
    let name = format.name;
    if format.form == Form::Folder && output.is_none() {
        return Err(usage(format!("`{name}` is a folder of files"))
            .hint(format!("say where: `cuttings export {name} -o folder/`")));
    }
    if format.form == Form::Folder && args.force {
        return Err(usage("a folder is never replaced".to_owned())
            .hint("name a folder that is not there yet, or is empty"));
    }
    if output.is_none() && global.json {
        return Err(usage(
            "the summary of --json and the rows would both be on standard output".to_owned(),
        )
        .hint("write the rows to a file with `-o FILE`"));
    }
    if (args.headlines || args.quote_words > 0)
        && (format.form != Form::Archive || format.holds == Holds::Received)
    {
        return Err(usage(format!(
            "--headlines and --quote-words are for `no-text`, not for `{name}`"
        )));
    }
    let is_packed =
        format.form == Form::Archive || format.endings.iter().any(|ending| ending.ends_with(".gz"));
    if output.is_none() && is_packed && std::io::stdout().is_terminal() {
        return Err(usage(format!("`{name}` is no text for a terminal"))
            .hint("write it to a file with `-o FILE`, or into a pipe"));
    }
    if format.holds == Holds::Nothing
        && (args.only.is_some() || args.selection.is_given() || args.hidden)
    {
        return Err(usage(format!(
            "`{name}` says nothing of articles, so there are none to choose"
        )));
    }
    Ok(())
}

/// The format that a path says.
fn by_path(path: &Path) -> Result<&'static Format, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Format::by_file_name(&name).ok_or_else(|| {
        let endings = FORMATS.iter().flat_map(|format| format.endings);
        let endings: Vec<String> = endings.map(|ending| format!(".{ending}")).collect();
        Failure::new(ExitCode::Usage, format!("`{name}` does not say which format is wanted")).hint(
            format!(
                "name it, as in `cuttings export csv -o folder/`, or end the name in {}",
                endings.join(", ")
            ),
        )
    })
}

/// Which articles leave.
fn chosen(global: &Global, args: &Args) -> Result<Chosen, Failure> {
    if args.only.is_none() && !args.selection.is_given() {
        return Ok(if args.hidden { Chosen::Everything } else { Chosen::Shown });
    }
    let reader = match args.only {
        Some(_) => Reader::to_search(searchable(global)?)?,
        None => Reader::to_search(global.open_to_read()?)?,
    };
    let typed = args.only.as_deref().unwrap_or_default();
    let expression = match reader.spelt(typed)? {
        Ok(spelt) => Some(spelt.expression),
        Err(WordsError::Nothing) if args.only.is_none() => None,
        Err(error) => return Err(not_words(&error)),
    };
    let search = Search {
        expression,
        named: args.selection.named(&reader, global.quiet)?,
        only: args.selection.only(&reader, global.quiet)?,
        limit: u32::MAX,
        // All of them are wanted, so there is nothing to rank.
        order: Order::Oldest,
        marks: (String::new(), String::new()),
    };
    let found = reader.found(&search, Duration::from_secs(args.timeout))?;
    if found.is_empty() && !global.quiet {
        terminal::say("no article is found: what is written is empty");
    }
    Ok(Chosen::These(found))
}

/// Writes it where it is to go, and gives that its name.
fn write(
    set: &ExportSet,
    format: &Format,
    output: Option<&Path>,
    args: &Args,
    setting: &Setting,
    stop: &Stop,
) -> Result<Vec<String>, Failure> {
    let force = args.force;
    let is_asked = || stop.is_asked();
    let path = output.map_or_else(|| PathBuf::from("standard output"), Path::to_owned);
    let failed = |failed: Failed| -> Failure {
        match failed {
            Failed::Archive(error) => stop.failure(error),
            Failed::Write(source) => DestinationError::File { path: path.clone(), source }.into(),
            Failed::Stopped => {
                let code = stop.exit_code().unwrap_or(ExitCode::Interrupted);
                Failure::new(code, format!("stopped; nothing was written to `{}`", path.display()))
            }
        }
    };
    match (format.form, output) {
        (Form::Folder, Some(path)) => {
            let mut folder = FolderDestination::new(path)?;
            let mut open = |name: &str| folder.file(name);
            let written = export::export(set, format, Place::Folder(&mut open), setting, &is_asked);
            let left_out = written.map_err(failed)?;
            folder.finish()?;
            Ok(left_out)
        }
        (_, output) => {
            let mut destination = match output {
                Some(path) => {
                    let archive =
                        std::fs::canonicalize(set.path()).unwrap_or_else(|_| set.path().to_owned());
                    Destination::file(path, force, &db::Archive::own_files(&archive))?
                }
                None => Destination::stdout(),
            };
            let written = match format.form {
                Form::Archive => write_archive(set, format, args, setting, stop, &mut destination),
                _ => {
                    export::export(set, format, Place::Stream(&mut destination), setting, &is_asked)
                }
            };
            match written {
                Ok(left_out) => {
                    destination.finish().or_else(unless_broken_pipe)?;
                    Ok(left_out)
                }
                // A reader that closed early has what it wanted.
                Err(Failed::Write(error))
                    if output.is_none() && Failure::is_broken_pipe(&error) =>
                {
                    Ok(Vec::new())
                }
                Err(error) => Err(failed(error)),
            }
        }
    }
}

/// Makes an archive of the set and writes its bytes.
fn write_archive(
    set: &ExportSet,
    format: &Format,
    args: &Args,
    setting: &Setting,
    stop: &Stop,
    to: &mut Destination,
) -> Result<Vec<String>, Failed> {
    let asked = stop.clone();
    let should_stop: ShouldStop = Arc::new(move || asked.is_asked());
    let made = match format.holds {
        Holds::Received => smaller::archive(set, setting, &should_stop)?,
        _ => {
            let words = KeptWords { headlines: args.headlines, of_quotes: args.quote_words };
            smaller::without_texts(set, words, setting, &should_stop)?
        }
    };
    io::copy(&mut File::open(&made.path)?, to)?;
    Ok(made.left_out)
}

/// Refuses to write texts of an archive that has none.
fn check_texts(set: &ExportSet, format: &Format) -> Result<(), Failure> {
    let needs_texts = format.form == Form::Archive
        || format.streams.contains(&Stream::Received)
        || (format.holds == Holds::Texts && format.streams.contains(&Stream::Articles));
    if needs_texts && set.has_no_texts()? {
        let name = set.path().display();
        return Err(Failure::new(
            ExitCode::Failure,
            format!("`{name}` is an edition without texts: there is no text to write"),
        )
        .hint("`csv`, `parquet` and the networks can be written of it"));
    }
    Ok(())
}

/// Every format: its name, how its files end, what it holds.
fn list(global: &Global) -> CommandResult {
    let endings = |format: &Format| -> String {
        match (format.form, format.endings) {
            (Form::Folder, _) => "a folder".to_owned(),
            (Form::File | Form::Archive, endings) => {
                let endings: Vec<String> =
                    endings.iter().map(|ending| format!(".{ending}")).collect();
                endings.join(" ")
            }
        }
    };
    if global.json {
        let described: Vec<serde_json::Value> = FORMATS
            .iter()
            .map(|format| {
                json!({
                    "name": format.name, "about": format.about, "holds": format.holds.as_str(),
                    "is_folder": format.form == Form::Folder, "endings": format.endings,
                })
            })
            .collect();
        let text = serde_json::to_string_pretty(&described).map_err(std::io::Error::from)?;
        print(&format!("{text}\n"))?;
        return Ok(ExitCode::Done);
    }
    let lines: String = FORMATS
        .iter()
        .map(|format| {
            format!(
                "{}\n    {}\n    {}; {}\n",
                format.name,
                format.about,
                endings(format),
                format.holds.as_str()
            )
        })
        .collect();
    print(&lines)?;
    Ok(ExitCode::Done)
}
