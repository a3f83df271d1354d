//! `cuttings search`: full-text search.

use std::io::{self, Write};
use std::time::Duration;

use super::paragraph::{CLOSE, Marks, OPEN, wrapped};
use super::rows::{RowArgs, print_with};
use super::selection::Selection;
use super::{CommandResult, ExitCode, Failure, Global, terminal};
use crate::db::{self, Archive, Expression, Lack, Order, Reader, Search, Shown, Spelt, WordsError};
use crate::model::{Column, Flow, RowSink, Value};
use crate::output::{self, Destination, safe};

/// Search the full text
///
/// Finds the articles in which all the words occur, in any of their forms (bridge finds bridges), with
/// or without accents and apostrophes. Words in quotes are a phrase, a star stands for any ending, `NOT
/// tuna` leaves a word out, `luxon OR wong` takes either, `peters NEAR forum` wants them close together,
/// `headline:tolls` looks in one field; `cuttings help search` has more. Nothing that is typed is a syntax
/// error; --fts takes FTS5's own language instead. --person finds who is named in an article in any form
/// of the name. Where thousands of articles answer, the newest are shown, not the best. Days may be typed as
/// 2024-03-31, 2024-03, 2024, today, yesterday, -7d, -2w, -3m, -1y, 'last monday', 'this week', 'last month',
/// counted in UTC; an article of which only the month or year is known is found where that overlaps.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings search harbour bridge
  cuttings search '\"harbour bridge\" suva' --since 2024 --newest
  cuttings search moon landing --person JFK --order oldest
  cuttings search --fts 'peters NEAR forum NOT tuna' --format csv

Exit codes: 0 done, also where nothing was found; 65 a name means several; 124 the search took too long.")]
pub struct Args {
    /// The words; none are needed where somebody is named
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Take the words as an FTS5 expression
    #[arg(long, help_heading = "Selection")]
    pub fts: bool,
    #[command(flatten)]
    pub selection: Selection,
    /// Show no more than this many
    #[arg(long, value_name = "NUMBER", default_value_t = 20, help_heading = "Selection")]
    pub limit: u32,
    /// What comes first: rank (the best), newest or oldest
    #[arg(long, value_name = "ORDER", value_parser = ["rank", "newest", "oldest"], hide_possible_values = true, help_heading = "Selection")]
    pub order: Option<String>,
    /// The newest first; the same as --order newest
    #[arg(long, conflicts_with = "order", help_heading = "Selection")]
    pub newest: bool,
    /// Stop after this many seconds of work
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub timeout: u64,
    #[command(flatten)]
    pub rows: RowArgs,
}

/// Prints the articles that have the words. Fails where `--fts` is no expression of FTS5, or the time is up.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let typed = args.words.join(" ");
    let reader = Reader::to_search(searchable(global)?)?;
    let spelt = spelt(&args, &typed, &reader)?;
    let is_listing = args.rows.format(global).is_none() && args.rows.file().is_none();
    let marks = if is_listing {
        (OPEN.to_string(), CLOSE.to_string())
    } else {
        ("**".to_owned(), "**".to_owned())
    };
    let named = args.selection.named(&reader, global.quiet)?;
    let search = Search {
        expression: spelt.as_ref().map(|spelt| spelt.expression.clone()),
        named,
        only: args.selection.only(&reader, global.quiet)?,
        limit: args.limit,
        order: match args.order.as_deref() {
            Some("rank") => Order::Rank,
            Some("oldest") => Order::Oldest,
            Some(_) => Order::Newest,
            None if args.newest => Order::Newest,
            None => Order::Best,
        },
        marks,
    };
    let time_limit = Duration::from_secs(args.timeout);
    let mut shown = Shown { count: 0, is_newest_for_best: false };
    let mut run = |sink: &mut dyn RowSink| {
        shown = reader.search(&search, time_limit, sink)?;
        Ok(shown.count)
    };
    let found = if is_listing {
        list(&args, run)
    } else {
        args.rows.print(global, reader.path(), true, &mut run).map(Some)
    };
    let hits = found.map_err(|failure| match failure.code {
        ExitCode::BadData if args.fts => {
            failure.hint("without --fts every word is searched for as it stands")
        }
        _ => failure,
    })?;
    if global.quiet {
        return Ok(ExitCode::Done);
    }
    if hits == Some(0) && search.named.is_some() {
        for said in nothing_found(&args, typed.trim(), spelt.as_ref(), &reader)? {
            terminal::say(&said);
        }
    } else if shown.is_newest_for_best && hits.is_some_and(|hits| hits > 0) {
        terminal::say(
            "too many articles have these words to rank them: the newest first; --order rank ranks them all",
        );
    }
    Ok(ExitCode::Done)
}

/// The archive, opened for reading. Fails where it has no texts to search.
pub(super) fn searchable(global: &Global) -> Result<Archive, Failure> {
    let archive = global.open_to_read()?;
    if archive.has_no_texts()? {
        let name = archive.path().display();
        let message = format!("`{name}` is an edition without texts: there is no text to search");
        return Err(Failure::new(ExitCode::Failure, message)
            .hint("ask for names, places and days: `cuttings query articles person=NAME`"));
    }
    Ok(archive)
}

/// The words in the spellings that the archive has; `None` where none are asked for.
fn spelt(args: &Args, typed: &str, reader: &Reader) -> Result<Option<Spelt>, Failure> {
    if args.fts && !typed.trim().is_empty() && !typed.contains('\0') {
        return Ok(Some(Spelt { expression: Expression::verbatim(typed), lacks: Vec::new() }));
    }
    match reader.spelt(typed)? {
        Ok(spelt) => Ok(Some(spelt)),
        Err(WordsError::Nothing) if args.selection.names_somebody() => Ok(None),
        Err(error) => Err(not_words(&error)),
    }
}

/// What is wrong with words that cannot be searched for.
pub(super) fn not_words(error: &WordsError) -> Failure {
    let failure = Failure::new(ExitCode::Usage, error.to_string());
    match error {
        WordsError::Nothing => failure.hint("give some words: `cuttings search harbour bridge`"),
        WordsError::TooMany => failure,
        WordsError::OnlyLeftOut | WordsError::LeftOutAlternative | WordsError::NearOthers => {
            failure.hint("see `cuttings help search`")
        }
    }
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

/// Articles without the filters that are counted; beyond that there are many.
const MOST_COUNTED: u32 = 1_000;

/// What is said where nothing was found: which words nothing has, or what narrowed the search.
fn nothing_found(
    args: &Args,
    typed: &str,
    spelt: Option<&Spelt>,
    reader: &Reader,
) -> Result<Vec<String>, Failure> {
    let lacks = spelt.map_or(&[][..], |spelt| &spelt.lacks);
    if !lacks.is_empty() {
        return Ok(lacks.iter().map(lacking).collect());
    }
    let narrowing = args.selection.typed();
    let found =
        if typed.is_empty() { "no article found" } else { &format!("nothing found for {typed}") };
    let Some(spelt) = spelt.filter(|_| !narrowing.is_empty()) else {
        return Ok(vec![match narrowing.is_empty() {
            true => format!("{found}{}", other_words(args)),
            false => format!("{found} with {narrowing}"),
        }]);
    };
    let others = reader.answering(&spelt.expression, MOST_COUNTED + 1)?;
    Ok(vec![match others {
        0 => format!("{found}{}", other_words(args)),
        _ if others > MOST_COUNTED.into() => format!(
            "{found} with {narrowing}: leave that out to search everything, more than {MOST_COUNTED} articles have it"
        ),
        _ => format!(
            "{found} with {narrowing}: leave that out to search everything, {}",
            match others {
                1 => "1 article has it".to_owned(),
                _ => format!("{others} articles have it"),
            }
        ),
    }])
}

/// What is said of words that no article has.
pub(super) fn lacking(lack: &Lack) -> String {
    match lack {
        Lack::Nowhere { typed, nearest: Some(nearest) } => {
            format!("no `{typed}` in the archive; did you mean `{nearest}`?")
        }
        Lack::Nowhere { typed, nearest: None } => format!("no `{typed}` in the archive"),
        Lack::NotThere { typed, field } => {
            let field = field.as_str();
            format!("no `{typed}` in any {field}; articles have it elsewhere: leave out `{field}:`")
        }
        Lack::Apart { typed } => {
            format!(
                "no article has `{typed}` side by side; without quotes the words may stand apart"
            )
        }
    }
}

/// How else to look for what no article has.
fn other_words(args: &Args) -> &'static str {
    match args.words.join(" ").split_whitespace().nth(1).is_some() && !args.fts {
        true => ": all the words must occur in one article, try fewer of them",
        false => ": try another form of the word, or its beginning with a star",
    }
}
