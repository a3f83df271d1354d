//! `cuttings review`: a press review of chosen articles, one entry a story.

mod chosen;

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::rows::{file_of, unless_broken_pipe};
use super::selection::Selection;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, terminal, whom};
use crate::clock;
use crate::db::{self, Reader};
use crate::export::citation;
use crate::model::{ExportedTime, Review};
use crate::ops::review::{self, Group, ReviewOrder, Summary, Wanted};
use crate::output::document::mail::{Envelope, Mailbox};
use crate::output::document::review as document;
use crate::output::{Destination, DestinationError};

/// Make a press review of chosen articles
///
/// One entry a story: its headline, publisher, day, authors and link, how it begins, and who else has it. The articles
/// are those that a search finds, in the language of `cuttings search`, or those that are named one by one. Of several
/// copies of a story that of the publishers under --prefer is taken, else the earliest, else the longest. A copy of an
/// agency's text is labelled with the agency, where its dateline or author line, or that of another copy, says so.
///
/// With --no-text nothing of the articles is in it but headline, publisher, day, link and as many words as --words
/// allows. Remarks of your own are in it only with --notes. Where no article is found the review says so, and the exit
/// code is 0. `mail` is a message with a plain and an HTML part for `sendmail -t`, which adds a sender where --from
/// does not name one.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings review --since yesterday -o today.html
  cuttings review 'harbour OR bridge' --since -7d --prefer Reuters --summary quotes
  cuttings review --article 21 --article 17 --no-text --words 15 --title 'Two to read'
  cuttings review --since yesterday --format mail --to press@example.org | sendmail -t

Exit codes: 0 done, also where no article is found; 65 a name means several; 66 an article is not there.")]
pub struct Args {
    /// The words that the articles have; none are needed where they are chosen otherwise
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub selection: Selection,
    /// This article, by number, SHA-256 or permalink; several times: in this order
    #[arg(long = "article", value_name = "ARTICLE", help_heading = "Selection")]
    pub articles: Vec<String>,
    /// The articles that a file names, one a line, in this order; - is standard input
    #[arg(long = "articles", value_name = "FILE", help_heading = "Selection")]
    pub list: Option<PathBuf>,
    /// Show every copy of a story
    #[arg(long, conflicts_with = "once", help_heading = "Selection")]
    pub every_copy: bool,
    /// Take the copy of this publisher; several, also with commas: the first that has one
    #[arg(long, value_name = "PUBLISHER", help_heading = "Selection")]
    pub prefer: Vec<String>,
    /// Show no more than this many
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Selection")]
    pub limit: u32,
    /// What comes first: newest, oldest, rank (the best), publisher, or given (as they were named)
    /// [default: given where articles are named, else newest]
    #[arg(long, value_name = "ORDER", value_parser = ["newest", "oldest", "rank", "publisher", "given"],
        hide_possible_values = true, help_heading = "Content")]
    pub order: Option<String>,
    /// Put the entries under headings: none, day or publisher
    #[arg(long, value_name = "GROUP", value_parser = ["none", "day", "publisher"], default_value = "none",
        hide_possible_values = true, help_heading = "Content")]
    pub group: String,
    /// What is told of each: lines (how it begins), quotes (who said what) or none
    #[arg(long, value_name = "SUMMARY", value_parser = ["lines", "quotes", "none"], default_value = "lines",
        hide_possible_values = true, help_heading = "Content")]
    pub summary: String,
    /// At most this many words of each text [default: 60, with --no-text 0]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16), help_heading = "Content")]
    pub words: Option<u16>,
    /// Copy nothing but headline, publisher, day, link and the words that --words allows
    #[arg(long, help_heading = "Content")]
    pub no_text: bool,
    /// Show your own remarks too
    #[arg(long, help_heading = "Content")]
    pub notes: bool,
    /// What it is called [default: Press review, and the day]
    #[arg(long, value_name = "TEXT", help_heading = "Content")]
    pub title: Option<String>,
    /// A paragraph before the entries
    #[arg(long, value_name = "TEXT", help_heading = "Content")]
    pub intro: Option<String>,
    /// Who gets the message; several times: all of them
    #[arg(long, value_name = "ADDRESS", value_parser = Mailbox::parse, help_heading = "Mail")]
    pub to: Vec<Mailbox>,
    /// Who sends the message [default: sendmail says]
    #[arg(long, value_name = "ADDRESS", value_parser = Mailbox::parse, help_heading = "Mail")]
    pub from: Option<Mailbox>,
    /// The subject of the message [default: the title]
    #[arg(long, value_name = "TEXT", help_heading = "Mail")]
    pub subject: Option<String>,
    /// Stop after this many seconds of work
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub timeout: u64,
    /// How it is written: html, markdown or mail [default: as the name of the output file ends, else markdown]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(["html", "markdown", "mail"]),
        hide_possible_values = true, help_heading = "Output")]
    pub format: Option<String>,
    /// Write to a file instead of standard output
    ///
    /// The file is complete before it has its name. It must not exist yet.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output", help_heading = "Output")]
    pub force: bool,
    /// Write nothing at all where no article is found
    #[arg(long, help_heading = "Output")]
    pub unless_empty: bool,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Html,
    Markdown,
    Mail,
}

impl Format {
    const ALL: [(Self, &'static str, &'static [&'static str]); 3] = [
        (Self::Html, "html", &["html", "htm"]),
        (Self::Markdown, "markdown", &["md", "markdown"]),
        (Self::Mail, "mail", &["eml"]),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }

    /// What was asked for, or what the name of the file says.
    fn of(args: &Args) -> Result<Self, Failure> {
        if let Some(asked) = &args.format {
            let found = Self::ALL.iter().find(|(_, name, _)| name == asked);
            return Ok(found.map_or(Self::Markdown, |(format, ..)| *format));
        }
        let Some(path) = file_of(args.output.as_deref()) else {
            return Ok(Self::Markdown);
        };
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let found = Self::ALL.iter().find(|(_, _, endings)| endings.contains(&ending.as_str()));
        found.map(|(format, ..)| *format).ok_or_else(|| {
            Failure::new(
                ExitCode::Usage,
                format!("`{}` does not say how a review is written", path.display()),
            )
            .hint("end its name in .html, .md or .eml, or say it with `--format`")
        })
    }
}

/// Writes the review of the chosen articles. Fails before anything is read where format, file and options do not go
/// together.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let format = Format::of(&args)?;
    let output = file_of(args.output.as_deref());
    check(global, &args, format, output)?;
    let chosen = chosen::chosen(global, &args)?;
    let wanted = wanted(global, &args, &chosen)?;
    let reader = chosen.reader;
    let review = review::compose(&reader, wanted)?;
    let stories = review.entries().count();
    if stories == 0 && !global.quiet {
        terminal::say(&chosen.nothing_found);
    }
    if review.left_out > 0 && !global.quiet {
        terminal::say(&format!(
            "{} left out: --limit shows more",
            counted(review.left_out, "story")
        ));
    }
    let is_written = stories > 0 || !args.unless_empty;
    if is_written {
        write(&reader, &review, &args, format, output)?;
    }
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "review", "exit": 0, "format": format.name(),
            "output": output.filter(|_| is_written), "stories": stories, "left_out": review.left_out,
        }))?;
    } else if let Some(path) = output.filter(|_| is_written)
        && terminal::is_watched()
        && !global.quiet
    {
        tell!("{} written to `{}`", counted(stories, "story"), path.display());
    }
    Ok(ExitCode::Done)
}

/// Refuses what does not go together.
fn check(
    global: &Global,
    args: &Args,
    format: Format,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let usage = |message: &str| Failure::new(ExitCode::Usage, message);
    let is_named = !args.articles.is_empty() || args.list.is_some();
    let is_searched = !args.query.is_empty() || args.selection.is_given();
    match (is_named, is_searched) {
        (false, false) => {
            return Err(usage("which articles?").hint(
                "give words, --since yesterday, --topic TOPIC or the like, or name them with --article",
            ));
        }
        (true, true) => {
            return Err(usage("articles are either named or searched for")
                .hint("leave out --article and --articles, or everything else that chooses"));
        }
        _ => {}
    }
    if args.order.as_deref() == Some("given") && !is_named {
        return Err(
            usage("nothing gives an order").hint("name the articles: `--article 21 --article 17`")
        );
    }
    if args.order.as_deref() == Some("rank") && args.query.is_empty() {
        return Err(usage("there are no words to rank by"));
    }
    if format == Format::Mail && args.to.is_empty() {
        return Err(
            usage("the message goes to nobody").hint("say to whom: `--to press@example.org`")
        );
    }
    if format != Format::Mail
        && (!args.to.is_empty() || args.from.is_some() || args.subject.is_some())
    {
        return Err(
            usage("--to, --from and --subject are for a message").hint("add `--format mail`")
        );
    }
    if global.json && output.is_none() {
        return Err(usage("the summary of --json and the review would both be on standard output")
            .hint("write the review to a file with `-o FILE`"));
    }
    Ok(())
}

fn wanted(
    global: &Global,
    args: &Args,
    chosen: &chosen::ReviewArticles,
) -> Result<Wanted, Failure> {
    let today = clock::now().date_naive().to_string();
    let made_on = citation::day(&ExportedTime { value: Some(today), ..ExportedTime::default() });
    let mut prefer = Vec::new();
    for typed in &args.prefer {
        // `The Sun, Malaysia` may be one; `The Tide, Reuters` are two.
        let is_one = !typed.contains(',')
            || !chosen.reader.publishers_called(&whom::asked(typed))?.is_empty();
        let names: Vec<&str> = if is_one { vec![typed] } else { typed.split(',').collect() };
        for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
            prefer.extend(preferred(&chosen.reader, name, global.quiet)?);
        }
    }
    Ok(Wanted {
        articles: chosen.articles.clone(),
        order: match args.order.as_deref() {
            Some("newest") => ReviewOrder::Newest,
            Some("oldest") => ReviewOrder::Oldest,
            Some("publisher") => ReviewOrder::Publisher,
            Some(_) => ReviewOrder::Given,
            None if chosen.is_named => ReviewOrder::Given,
            None => ReviewOrder::Newest,
        },
        group: match args.group.as_str() {
            "day" => Group::Day,
            "publisher" => Group::Publisher,
            _ => Group::None,
        },
        is_every_copy: args.every_copy,
        prefer,
        summary: match args.summary.as_str() {
            "quotes" => Summary::Quotes,
            "none" => Summary::Nothing,
            _ => Summary::Lines,
        },
        words: args.words.map_or(if args.no_text { 0 } else { 60 }, usize::from),
        is_without_text: args.no_text,
        has_notes: args.notes,
        limit: args.limit as usize,
        title: args.title.clone().unwrap_or_else(|| format!("Press review, {made_on}")),
        intro: args.intro.clone(),
        made_on,
        asked: chosen.asked.clone(),
    })
}

/// The publisher that a name means; `None`, said so: nobody.
fn preferred(reader: &Reader, name: &str, is_quiet: bool) -> Result<Option<String>, Failure> {
    if let Some(said) = whom::publisher_said(reader, name)?.filter(|_| !is_quiet) {
        terminal::say(&said);
    }
    let called = reader.publishers_called(&whom::asked(name))?;
    Ok(called.into_iter().next())
}

fn write(
    reader: &Reader,
    review: &Review,
    args: &Args,
    format: Format,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let text = match format {
        Format::Html => document::html(review)?,
        Format::Markdown => document::markdown(review)?,
        Format::Mail => {
            let envelope = Envelope {
                to: args.to.clone(),
                from: args.from.clone(),
                subject: args.subject.clone().unwrap_or_else(|| review.title.clone()),
                sent_at: clock::now().timestamp(),
            };
            envelope.message(&document::plain(review)?, &document::html(review)?)?
        }
    };
    let text = match output {
        Some(_) => text.into(),
        None => terminal::shown(&text),
    };
    let mut destination = match output {
        Some(path) => {
            let archive =
                std::fs::canonicalize(reader.path()).unwrap_or_else(|_| reader.path().to_owned());
            Destination::file(path, args.force, &db::Archive::own_files(&archive))?
        }
        None => Destination::stdout(),
    };
    let name = output.map_or_else(|| PathBuf::from("standard output"), Path::to_owned);
    let written = std::io::Write::write_all(&mut destination, text.as_bytes())
        .map_err(|source| DestinationError::File { path: name, source })
        .and_then(|()| destination.finish());
    Ok(written.or_else(unless_broken_pipe)?)
}
