//! The command line: one file per command, each `Args` and `run`.
//!
//! A command is thin: it turns what was typed into the options of one operation, calls it, and
//! prints what came back. Data goes to standard output, everything else to standard error.

#[macro_use]
mod terminal;

mod article;
mod articles;
mod backup;
mod canned;
mod catalogue;
mod cite;
mod completions;
mod curate;
mod decisions;
mod demo;
mod derive;
mod dialect;
mod diff;
mod dossier;
mod drawing;
mod entity;
mod export;
mod extract;
mod failure;
mod feed;
mod fetch;
mod files;
mod forget;
mod help;
mod ingest;
mod init;
mod man;
mod mcp;
mod mention;
mod merge;
mod news;
mod note;
mod opened;
mod organisation;
mod page;
mod paragraph;
mod person;
mod place;
mod query;
mod quote;
mod read;
mod rebuild;
mod restore;
mod review;
mod rows;
mod rule;
mod schema;
mod search;
mod seed;
mod selection;
mod serve;
mod show;
mod signals;
mod status;
mod undo;
mod usage;
mod verify;
mod watch;
mod watched;
mod web;
mod whom;
mod wording;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use serde_json::json;

pub use failure::{CommandResult, ExitCode, Failure};
pub use help::TOPICS;

use crate::clock;
use crate::config::{ArchivePath, Config};
use crate::db::{self, Archive};
use crate::format::Cutting;
use crate::format::FORMATS;
use crate::model::Counts;
use crate::model::Field;
use crate::ops;

/// Keep press cuttings in one SQLite file and know who is in them
#[derive(Debug, Parser)]
#[command(
    name = "cuttings", version, propagate_version = true, max_term_width = 100,
    help_template = TOP_HELP, after_long_help = AFTER_LONG_HELP, disable_help_subcommand = true,
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes, before or after its name.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The archive file [default: $CUTTINGS_ARCHIVE, else the config file's, else the data folder's]
    #[arg(long, global = true, value_name = "PATH")]
    pub archive: Option<PathBuf>,
    /// Print errors only, and of a locked archive not even that
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// End with one summary object as JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,
}

/// Makes the list of commands: a file each, with `Args` and `run`. A new command is a line in it, one in
/// `TOP_HELP` and one among the modules above: those that a macro declared, `cargo fmt` would not find.
macro_rules! commands {
    ($($variant:ident $module:ident;)*) => {
        // One is made in the life of the program.
        #[allow(clippy::large_enum_variant)]
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($variant($module::Args),)*
        }

        impl Command {
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($module),)*
                }
            }

            fn run(self, global: &Global) -> CommandResult {
                match self {
                    $(Self::$variant(args) => $module::run(global, args),)*
                }
            }
        }
    };
}

commands! {
    Demo demo;
    Init init;
    Ingest ingest;
    Feed feed;
    Fetch fetch;
    Read read;
    Search search;
    Show show;
    Diff diff;
    Cite cite;
    Dossier dossier;
    Query query;
    Review review;
    Export export;
    Schema schema;
    Serve serve;
    Mcp mcp;
    Status status;
    Watch watch;
    News news;
    Person person;
    Organisation organisation;
    Place place;
    Mention mention;
    Quote quote;
    Note note;
    Article article;
    Rule rule;
    Decisions decisions;
    Catalogue catalogue;
    Undo undo;
    Verify verify;
    Backup backup;
    Restore restore;
    Merge merge;
    Forget forget;
    Seed seed;
    Rebuild rebuild;
    Derive derive;
    Extract extract;
    Completions completions;
    Help help;
    Man man;
}

/// What was typed, carried out; the exit code. Whatever fails is said here and nowhere else.
pub fn main(typed: Vec<OsString>) -> ExitCode {
    let (typed, parsed) = parsed(typed);
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&error, &typed),
    };
    let is_quiet = cli.global.quiet;
    match run(cli) {
        Ok(code) => code,
        Err(failure) => {
            // Who imports every hour has nothing to do about the hour that another import took.
            if !(is_quiet && failure.is_locked) {
                terminal::say(&failure.to_string());
            }
            failure.code
        }
    }
}

/// What was typed as it is parsed: `--since 2024` and `since=2024` are the same.
pub fn rewritten(all: &clap::Command, typed: Vec<OsString>) -> Vec<OsString> {
    dialect::rewritten(all, typed, query::known_reports)
}

/// What was typed, in the form that is parsed, and parsed. Both need the definition of all commands, which is made once:
/// making it takes longer than opening an archive.
fn parsed(typed: Vec<OsString>) -> (Vec<OsString>, Result<Cli, clap::Error>) {
    let all = definition();
    let typed = rewritten(&all, typed);
    let parsed = all.try_get_matches_from(&typed).and_then(|mut matches| {
        Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut definition()))
    });
    (typed, parsed)
}

/// Help, the version, where to start, or what is wrong with what was typed.
fn not_parsed(error: &clap::Error, typed: &[OsString]) -> ExitCode {
    let definition = definition();
    let is_alone = dialect::command(&definition, typed).len() == 1;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return match terminal::print(&error.to_string()) {
                Ok(()) => ExitCode::Done,
                Err(failure) => failure.code,
            };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand
            if is_alone =>
        {
            terminal::say(help::START.trim_end());
            return ExitCode::Usage;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal::say(error.to_string().trim_end());
            return ExitCode::Usage;
        }
        _ => {}
    }
    let failure = usage::failure(error, &definition, typed);
    if typed.iter().take_while(|word| *word != "--").any(|word| word == "--json") {
        tell_failure(None, &failure);
    }
    terminal::say(&failure.to_string());
    failure.code
}

/// Ends a command that was asked for JSON and failed.
fn tell_failure(command: Option<&str>, failure: &Failure) {
    let mut summary = json!({
        "schema": 1, "command": command, "exit": failure.code as u8,
        "error": failure.message, "hint": failure.hint,
    });
    if let Some(details) = &failure.details {
        terminal::extend(&mut summary, details);
    }
    let _ = terminal::print_json(&summary);
}

/// Runs one command; what it says on standard output on failure, too, if it is asked for JSON.
pub fn run(cli: Cli) -> CommandResult {
    let Cli { global, command } = cli;
    let name = command.name();
    let outcome = match clock::check() {
        Ok(()) => command.run(&global),
        Err(reason) => Err(Failure::new(ExitCode::Configuration, reason)),
    };
    if let (true, Err(failure)) = (global.json, &outcome) {
        tell_failure(Some(name), failure);
    }
    outcome
}

/// The definition of the whole command line, for help, man page and completions.
pub fn definition() -> clap::Command {
    Cli::command()
}

/// Records what a command other than `ingest` wrote, so that `query runs` tells the archive's whole story.
fn record_run(
    archive: &mut Archive,
    command: &str,
    started_at: &str,
    code: ExitCode,
) -> Result<(), Failure> {
    let run = archive.start_run(command, started_at)?;
    let finished_at = clock::rfc3339(clock::now());
    Ok(archive.finish_run(run, Counts::default(), i64::from(code as u8), &finished_at)?)
}

/// A topic as it is stored. Fails where nothing in it is a letter or a digit.
fn topic_words(typed: &str) -> Result<String, Failure> {
    let topic = crate::text::normalise::comparable(typed);
    match topic.chars().any(char::is_alphanumeric) {
        true => Ok(topic),
        false => Err(Failure::new(ExitCode::Usage, format!("`{topic}` is no topic"))),
    }
}

/// The formats that `--format` of `ingest` and `read` takes.
fn format_names() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| format.name))
}

/// Which column of a table, or field of a JSON record, is what.
#[derive(Clone, Debug, clap::Args)]
pub struct Map {
    /// In tables and JSON, take this column or field for headline, standfirst, byline, authors, dateline,
    /// publisher, url, published, modified, section, identifier, language, kind, topics or body; of JSON,
    /// dots lead inwards: body=data.text, headline=titles.0
    #[arg(long = "map", value_name = "FIELD=COLUMN", value_delimiter = ',', value_parser = column)]
    pub columns: Vec<(String, String)>,
}

impl Map {
    /// As tables are cut.
    pub fn cutting(&self) -> Cutting {
        Cutting::new(self.columns.clone())
    }
}

/// `headline=Titel`: a field of ours and the column that it is.
fn column(text: &str) -> Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("write it as FIELD=COLUMN")?;
    let is_field = Field::ALL.iter().any(|known| known.as_str() == field);
    if !is_field {
        let fields = Field::ALL.map(Field::as_str).join(", ");
        return Err(format!("`{field}` is no field; fields are {fields}"));
    }
    if column.trim().is_empty() {
        return Err("write it as FIELD=COLUMN".to_owned());
    }
    Ok((field.to_owned(), column.to_owned()))
}

/// How long a command that writes waits for another.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Wait {
    /// Wait this long for another writer, then give up with exit code 75
    #[arg(long, value_name = "SECONDS", default_value_t = db::DEFAULT_WAIT.as_secs())]
    pub wait: u64,
}

impl Wait {
    /// How long to wait.
    pub fn duration(self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

impl Global {
    /// The archive that this invocation is about. Fails where the config file cannot be read, or there is no
    /// data folder.
    pub fn archive_path(&self) -> Result<ArchivePath, Failure> {
        Ok(Config::load()?.archive_path(self.archive.as_deref())?)
    }

    /// Opens the archive for reading; the default one is made if it is not there yet. Fails where it cannot
    /// be opened.
    pub fn open_to_read(&self) -> Result<Archive, Failure> {
        let path = self.archive_path()?;
        if let ArchivePath::Default(_) = &path
            && !path.path().exists()
        {
            self.open_to_write("init", Wait { wait: db::DEFAULT_WAIT.as_secs() })?.close()?;
        }
        Ok(Archive::open_to_read(path.path())?)
    }

    /// Opens the archive for writing, with its starter knowledge loaded; the default one is made if it is not
    /// there yet. `command` is told to others who wait for us. Fails where it cannot be opened, or another
    /// writer keeps it too long.
    pub fn open_to_write(&self, command: &str, wait: Wait) -> Result<Archive, Failure> {
        let purpose = format!("{command} since {}", clock::rfc3339(clock::now()));
        let mut archive = match self.archive_path()? {
            ArchivePath::Named(path) => Archive::open_to_write(&path, wait.duration(), &purpose)?,
            ArchivePath::Default(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(|error| {
                        failure::cannot_write(folder, &error)
                            .hint("name an archive with `--archive PATH`")
                    })?;
                }
                let (archive, made) =
                    Archive::create(&path, None, true, wait.duration(), &purpose)?;
                if made && !self.quiet {
                    tell!("made archive `{}`", path.display());
                }
                archive
            }
        };
        // Missing only where an `init` was interrupted, or has just begun in this very call.
        if archive.catalogue_sha256()?.is_none() {
            ops::seed::load(&mut archive)?;
        }
        archive.complete(ops::derive::STEPS)?;
        Ok(archive)
    }
}

const TOP_HELP: &str = "\
{about}

Usage: cuttings [OPTIONS] <COMMAND>

Start    demo         Make a sample archive and be shown around in it
         init         Create an archive
         ingest       Add articles from files, folders or standard input
         read         Show what a reader makes of a file, storing nothing
Watch    feed         Say which feeds are fetched
         fetch        Take in what is new in the feeds
         watch        Say of whom or what to be told when something comes in
         news         Tell what came in of what is watched, each story once
Find     search       Search the full text
         show         Show one article: text with names marked, and where it came from
         diff         Show what changed between two texts of an article
         cite         Cite an article, or words in it
         query        Run a canned report or your own read-only SQL
         schema       Explain the tables, views and columns
         serve        Show the archive in a browser
         mcp          Let an assistant ask the archive, over the Model Context Protocol
Share    dossier      Make one page about a person, an organisation or a place
         review       Make a press review of chosen articles, as a page, Markdown or mail
         export       Write articles, names and networks for other tools
Rule     person       Look at people, and rule who is who
         organisation Look at organisations, and rule which is which
         place        Look at places, and rule which is which
         mention      Correct one mention: say whom it means, or that it names nobody
         quote        Correct one quotation: say who said it, or that it is no quotation
         article      Correct articles, tag them, and hide those not worth showing
         rule         Tag articles with a topic by themselves
         note         Write a remark on an article, or on words in it
         decisions    List what was ruled: who, when, why, and whether it still holds
         undo         Take decisions back
         catalogue    Write the catalogue to a file for review, and take entries of your own from one
Keep     status       Say what is there, and when it was last added to
         verify       Check the archive against its promises
         backup       Copy the archive safely while it is in use
         restore      Put a backup in the place of the archive
         merge        Take what other archives hold into one
         forget       Erase articles for good, and refuse them when they come again
         seed         Load the starter knowledge of this program's version
         rebuild      Make everything derived anew from what was received
Filter   derive       Write everything that `ingest` would find in records, storing nothing
         extract      Mark names in JSON lines, without an archive
Learn    help         Explain a command, a report or a topic
Shell    completions  Print completions for a shell
         man          Print the manual page

{options}

  cuttings ingest ~/clips
  cuttings search harbour bridge --since 2024
  cuttings query people since=2024 -o people.csv

`cuttings help <COMMAND>` for more; topics: `cuttings help search`, dates, names, sql, fetching, cron,
assistants{after-help}";

const AFTER_LONG_HELP: &str = "\
Environment:
  CUTTINGS_ARCHIVE  the archive, unless --archive says otherwise
  CUTTINGS_CONFIG   the config file [default: ~/.config/cuttings/config.toml]
  CUTTINGS_NOW      an RFC 3339 instant that stands for now, for tests

Exit status:
  0    done; also: nothing new, nothing found
  1    any other failure
  2    wrong usage
  3    done in part: some inputs were refused, and listed
  4    `verify` found damage
  65   bad data: SQL refused, not an archive or a newer one, a name that means several
  66   what was named is not there: an input, the archive, an article, a person
  74   disk full or another input/output error
  75   the archive is locked: the next run will do it (silent with --quiet)
  77   no permission
  78   the configuration is at fault
  124  a query ran past its time limit
  130  stopped by SIGINT
  143  stopped by SIGTERM";
