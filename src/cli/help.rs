//! `cuttings help`: commands, reports and topics.
//!
//! A topic is one file in `help/` and one line in `TOPICS`. Every example in one, a line that begins
//! with two spaces and `cuttings`, is run by a test on the sample archive.

use std::ffi::OsString;

use super::wording::nearest;
use super::{CommandResult, ExitCode, Failure, Global, definition, query, terminal};

/// Explain a command, a report or a topic
///
/// Topics are search, dates, names, sql, fetching, cron and assistants. Without a word, the list of commands.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings help ingest
  cuttings help person merge
  cuttings help quotes        # a report: what it answers, and what it takes
  cuttings help dates

Exit codes: 0 done; 2 there is no such help.")]
pub struct Args {
    /// A command, a report or a topic
    #[arg(value_name = "WORD")]
    words: Vec<String>,
}

/// What is explained beside the commands: name, what it is about, text.
pub const TOPICS: [(&str, &str, &str); 7] = [
    ("search", "words, phrases and how to narrow a search", include_str!("help/search.txt")),
    ("dates", "how days are written, and articles without one", include_str!("help/dates.txt")),
    ("names", "whom a name means, and how to correct it", include_str!("help/names.txt")),
    ("sql", "your own questions, here and in sqlite3", include_str!("help/sql.txt")),
    (
        "fetching",
        "what is fetched, how often, and with which password",
        include_str!("help/fetching.txt"),
    ),
    ("cron", "importing on a schedule, and the alarm", include_str!("help/cron.txt")),
    (
        "assistants",
        "how an assistant's program is told of the archive",
        include_str!("help/assistants.txt"),
    ),
];

/// What `cuttings` alone prints.
pub const START: &str = "\
cuttings keeps press cuttings in one SQLite file and knows who is in them.

  cuttings demo            make a sample archive and be shown around in it
  cuttings ingest ~/clips  take in your own: files, folders, or `-` for what is piped in
  cuttings help            all commands, and topics: search, dates, names, sql, cron
";

/// Prints the page of a command, a report or a topic. Fails where nothing has that name.
pub fn run(_: &Global, args: Args) -> CommandResult {
    let typed = args.words.join(" ");
    let topic = topic(&typed);
    let text = match (command(&args.words), topic) {
        (Some(page), None) => page,
        (Some(page), Some(topic)) => format!("{page}\n{topic}"),
        (None, Some(topic)) => topic.to_owned(),
        (None, None) => query::about(&typed)?.ok_or_else(|| unknown(&typed))?,
    };
    terminal::print(&text).map(|()| ExitCode::Done)
}

fn topic(name: &str) -> Option<&'static str> {
    TOPICS.iter().find(|(topic, ..)| *topic == name).map(|(.., text)| *text)
}

/// The whole help of a command, as `--help` after it prints it; `None` if there is no such command.
fn command(words: &[String]) -> Option<String> {
    let mut command = definition();
    for word in words {
        command = command.find_subcommand(word)?.clone();
    }
    let program = std::iter::once("cuttings").chain(words.iter().map(String::as_str));
    let line = program.chain(["--help"]).map(OsString::from);
    definition().try_get_matches_from(line).err().map(|help| help.to_string())
}

fn unknown(typed: &str) -> Failure {
    let failure = Failure::new(ExitCode::Usage, format!("there is no help about `{typed}`"));
    let definition = definition();
    let commands = definition.get_subcommands().map(|command| command.get_name());
    let topics = TOPICS.iter().map(|(name, ..)| *name);
    let reports = crate::report::REPORTS.iter().map(|(name, _)| *name);
    match nearest(typed, commands.chain(topics).chain(reports)) {
        Some(nearest) => failure.hint(format!("did you mean `cuttings help {nearest}`?")),
        None => failure.hint("see what there is with `cuttings help`"),
    }
}

/// Where a word that is no command belongs, if it is a report or a topic.
pub fn place_of(typed: &str) -> Option<String> {
    let is_report = crate::report::REPORTS.iter().any(|(name, _)| *name == typed);
    let reports = crate::report::REPORTS.iter().map(|(name, _)| *name);
    match (is_report, topic(typed), nearest(typed, reports)) {
        (true, ..) => Some(format!("it is a report: `cuttings query {typed}`")),
        (_, Some(_), _) => Some(format!("it is a topic: `cuttings help {typed}`")),
        (.., Some(report)) => Some(format!("did you mean the report `cuttings query {report}`?")),
        _ => None,
    }
}
