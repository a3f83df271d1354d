//! `cuttings search`: full-text search.

use std::io::{self, Write};
use std::time::Duration;

use super::paragraph::{CLOSE, Marks, OPEN, wrapped};
use super::rows::{RowArgs, print_with};
use super::{CommandResult, ExitCode, Failure, Global, terminal, whom};
use crate::db::{self, Only, Reader, Search, Spelt, WordsError};
use crate::model::{Column, Flow, RowSink, Value};
use crate::output::{self, Destination, safe};
use crate::report;

/// Search the full text
///
/// Finds the articles in which all the words occur, in any of their forms (bridge finds bridges), with
/// or without accents and apostrophes. Words in quotes are a phrase, a star stands for any ending.
/// Nothing that is typed is a syntax error; --fts takes FTS5's own language instead, with AND, OR, NOT and
/// NEAR. Days may be typed as 2024-03-31, 2024-03, 2024, today, yesterday, -7d, -2w, -3m, -1y, 'last monday',
/// 'this week', 'last month', counted in UTC; an article of which only the month or year is known is found
/// where that overlaps.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings search harbour bridge
  cuttings search '\"harbour bridge\" suva' --since 2024 --newest
  cuttings search --fts 'peters NEAR forum NOT tuna' --format csv")]
pub struct Args {
    /// The words
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Take the words as an FTS5 expression
    #[arg(long, help_heading = "Selection")]
    pub fts: bool,
    /// Published on this day or later
    #[arg(long, value_name = "DAY", value_parser = first_day, allow_hyphen_values = true, help_heading = "Selection")]
    pub since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = last_day, allow_hyphen_values = true, help_heading = "Selection")]
    pub until: Option<String>,
    /// Stored on this day or later
    #[arg(long, value_name = "DAY", value_parser = first_day, allow_hyphen_values = true, help_heading = "Selection")]
    pub ingested_since: Option<String>,
    /// Published by this publisher
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub publisher: Option<String>,
    /// Tagged with this topic
    #[arg(long, value_name = "TOPIC", help_heading = "Selection")]
    pub topic: Option<String>,
    /// Only articles with, or without, a day
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"], hide_possible_values = true, help_heading = "Selection")]
    pub dated: Option<String>,
    /// Show a story once, however many near-duplicates of it there are
    #[arg(long, help_heading = "Selection")]
    pub once: bool,
    /// Show no more than this many
    #[arg(long, value_name = "NUMBER", default_value_t = 20, help_heading = "Selection")]
    pub limit: u32,
    /// Show the newest first instead of the best
    #[arg(long, help_heading = "Selection")]
    pub newest: bool,
    /// Stop after so many seconds of work
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub timeout: u64,
    #[command(flatten)]
    pub rows: RowArgs,
}

pub fn run(global: &Global, args: Args) -> CommandResult {
    let typed = args.words.join(" ");
    let reader = Reader::to_search(global.open_to_read()?)?;
    let spelt = if args.fts && !typed.trim().is_empty() && !typed.contains('\0') {
        Ok(Spelt { query: typed.clone(), missing: Vec::new() })
    } else {
        reader.spelt(&typed)?
    };
    let Spelt { query, missing } = spelt.map_err(|error| {
        let failure = Failure::new(ExitCode::Usage, error.to_string());
        match error {
            WordsError::Nothing => {
                failure.hint("give some words: `cuttings search harbour bridge`")
            }
            WordsError::TooMany => failure,
        }
    })?;
    let is_listing = args.rows.format(global).is_none() && args.rows.output.is_none();
    let marks = if is_listing {
        (OPEN.to_string(), CLOSE.to_string())
    } else {
        ("**".to_owned(), "**".to_owned())
    };
    for said in [
        args.publisher.as_deref().map(|name| whom::publisher_said(&reader, name)),
        args.topic.as_deref().map(|topic| whom::topic_said(&reader, topic)),
    ] {
        if let Some(said) = said.transpose()?.flatten().filter(|_| !global.quiet) {
            terminal::say(&said);
        }
    }
    let search = Search {
        query,
        only: Only {
            since: args.since.clone(),
            until: args.until.clone(),
            ingested_since: args.ingested_since.clone(),
            publisher: args.publisher.as_deref().map(whom::asked),
            topic: args
                .topic
                .as_deref()
                .map(|topic| whom::topic_in_use(&reader, topic))
                .transpose()?,
            is_dated: args.dated.as_deref().map(|dated| dated == "yes"),
            once: args.once,
        },
        limit: args.limit,
        is_newest_first: args.newest,
        marks,
    };
    let time_limit = Duration::from_secs(args.timeout);
    let found = if is_listing {
        list(&args, |sink| reader.search(&search, time_limit, sink))
    } else {
        args.rows
            .print(global, reader.path(), true, |sink| reader.search(&search, time_limit, sink))
            .map(Some)
    };
    let hits = found.map_err(|failure| match failure.code {
        ExitCode::BadData if args.fts => {
            failure.hint("without --fts every word is searched for as it stands")
        }
        _ => failure,
    })?;
    if hits == Some(0) && !global.quiet {
        for (word, nearest) in &missing {
            terminal::say(&match nearest {
                Some(nearest) => format!("no `{word}` in the archive; did you mean `{nearest}`?"),
                None => format!("no `{word}` in the archive"),
            });
        }
        if missing.is_empty() {
            terminal::say(&format!("nothing found for {}{}", typed.trim(), widen(&args)));
        }
    }
    Ok(ExitCode::Done)
}

/// Two lines a hit, for reading.
fn list(
    args: &Args,
    search: impl FnOnce(&mut dyn RowSink) -> db::Result<u64>,
) -> Result<Option<u64>, Failure> {
    let width = output::terminal_width();
    print_with(|to| {
        let mut listing =
            Listing { to, width, safe: width.is_some() && !args.rows.raw, error: None };
        let hits = search(&mut listing)?;
        match listing.error {
            Some(error) => Ok(Err(error)),
            None => Ok(Ok(hits)),
        }
    })
}

struct Listing<'a> {
    to: &'a mut Destination,
    width: Option<usize>,
    safe: bool,
    error: Option<io::Error>,
}

impl Listing<'_> {
    fn write(&mut self, values: &[Value]) -> io::Result<()> {
        let text = |position: usize| match values.get(position) {
            Some(Value::Text(text)) => text.replace(['\n', '\r', '\t'], " "),
            Some(Value::Integer(number)) => number.to_string(),
            _ => String::new(),
        };
        let shown = |text: &str| {
            if self.safe { safe::for_terminal(text).into_owned() } else { text.to_owned() }
        };
        let head = [text(0), text(1), text(2), text(3)].map(|text| shown(&text));
        let head: Vec<String> = head.into_iter().filter(|text| !text.is_empty()).collect();
        let snippet = shown(&text(4));
        let snippet = match self.width {
            Some(width) => {
                Marks::Bold.show(&wrapped(&snippet, width.min(100), "    ", Marks::Bold))
            }
            None => format!("    {}", Marks::Stars.show(&snippet)),
        };
        writeln!(self.to, "{}\n{snippet}", head.join("  "))
    }
}

impl RowSink for Listing<'_> {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        match self.write(values) {
            Ok(()) => Flow::Continue,
            Err(error) => {
                self.error = Some(error);
                Flow::Stop
            }
        }
    }
}

/// What narrowed the search, and how to find more.
fn widen(args: &Args) -> String {
    let mut narrowing = Vec::new();
    for (option, value) in [
        ("--since", &args.since),
        ("--until", &args.until),
        ("--ingested-since", &args.ingested_since),
        ("--publisher", &args.publisher),
        ("--topic", &args.topic),
        ("--dated", &args.dated),
    ] {
        if let Some(value) = value {
            narrowing.push(format!("{option} {value}"));
        }
    }
    if !narrowing.is_empty() {
        return format!(" with {}: leave that out to search everything", narrowing.join(" "));
    }
    if args.words.join(" ").split_whitespace().nth(1).is_some() && !args.fts {
        return ": all the words must occur in one article, try fewer of them".to_owned();
    }
    ": try another form of the word, or its beginning with a star".to_owned()
}

fn first_day(text: &str) -> Result<String, String> {
    let days = report::days(text, whom::given().today);
    days.map(|(first, _)| first.to_string()).ok_or_else(no_day)
}

fn last_day(text: &str) -> Result<String, String> {
    let days = report::days(text, whom::given().today);
    days.map(|(_, last)| last.to_string()).ok_or_else(no_day)
}

fn no_day() -> String {
    format!("{} is wanted", report::WANTED_DAY)
}
