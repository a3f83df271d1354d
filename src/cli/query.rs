//! `cuttings query`: canned reports and read-only SQL.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PossibleValuesParser;

use super::drawing::{self, Way};
use super::paragraph::{Marks, wrapped};
use super::rows::RowArgs;
use super::terminal::print;
use super::wording::nearest;
use super::{CommandResult, ExitCode, Failure, Global, definition, dialect, terminal, whom};
use crate::answer::reports::{TIMEOUT, reports};
use crate::db::{self, Reader, sql_text};
use crate::model::{Column, Flow, RowSink, Value};
use crate::output::{self, plot, safe};
use crate::report::{self, Broken, Origin, ParameterKind, Report, duckdb};

/// Run a report or your own read-only SQL
///
/// A report is a question that many ask; `cuttings query --list` shows them with what they take.
/// Your own SQL may read everything in the archive and change nothing. Parameters are written
/// name=value or, for reports, --name value; `cuttings help people` says what the report people takes.
/// In your own SQL they stand as :name; a value that is written as SQLite would write a number
/// (5, -1, 0.25) is a number, everything else is text.
///
/// Your own reports are .sql files in the folder `reports` beside the config file, with a header
/// like those of the canned ones (see one with --show-sql).
#[derive(Clone, Debug, clap::Args)]
#[command(mut_arg("format", |format| format.value_parser(formats())), after_help = "Examples:
  cuttings query people since=2024 limit=10     # or --since 2024 --limit 10
  cuttings query mentions name='Winston Peters' --output peters.csv
  cuttings query --sql 'SELECT * FROM co_mentions WHERE name = :name' name='Winston Peters' | less
  cuttings query timeline name='Winston Peters' --plot
  cuttings query network -o network.html
  cuttings query timeline per=week --show-sql | sqlite3 -readonly archive.db
  cuttings query people --show-sql --dialect duckdb | duckdb     # in a folder of Parquet

Exit codes: 0 done, also where nothing was found; 65 the SQL was refused, or a name means several; 124 it took too
long.")]
pub struct Args {
    /// The report, then its parameters as name=value; without any, the list of reports
    #[arg(value_name = "REPORT [NAME=VALUE]")]
    pub words: Vec<String>,
    /// List the reports and what they take
    #[arg(long, conflicts_with_all = ["sql", "file", "show_sql", "output"])]
    pub list: bool,
    /// Run this SQL
    // It may begin with a comment: `-- …`.
    #[arg(long, value_name = "SQL", conflicts_with = "file", allow_hyphen_values = true)]
    pub sql: Option<String>,
    /// Run the SQL in this file, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Count or show a story once, however many near-duplicates of it there are; the same as once=yes
    #[arg(long, conflicts_with_all = ["sql", "file", "list"])]
    pub once: bool,
    /// Print the SQL with its parameters filled in, ready for the sqlite3 shell, and do not run it
    #[arg(long)]
    pub show_sql: bool,
    /// Print it for the sqlite3 shell, or for DuckDB in a folder that `cuttings export parquet` wrote
    #[arg(long, value_enum, value_name = "DIALECT", default_value_t, requires = "show_sql")]
    pub dialect: Dialect,
    /// Draw the report with block characters, as wide as the window, instead of printing its rows
    ///
    /// For reports that have a plot; with --format svg or html, or an output file that ends so, the
    /// same becomes a picture in a file.
    #[arg(long, conflicts_with_all = ["list", "show_sql", "format", "output"])]
    pub plot: bool,
    /// Stop after this many seconds of work
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub timeout: u64,
    #[command(flatten)]
    pub rows: RowArgs,
}

/// Whose SQL is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Dialect {
    #[default]
    Sqlite,
    Duckdb,
}

/// What is to be run.
struct Question {
    sql: String,
    values: Vec<(String, Value)>,
    /// The report that it is: for people who may open the result in a spreadsheet.
    report: Option<Report>,
}

/// Prints the rows of a report or of SQL. Fails where there is no such report, a parameter does not fit it, the SQL
/// would write, or the time is up.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let has_own_sql = args.sql.is_some() || args.file.is_some();
    let way = drawing::way(&args.rows, args.plot, global)?;
    if args.list || (!has_own_sql && args.words.is_empty()) {
        return match way {
            Some(_) => Err(drawing::refusal("the list of reports", &known_reports())),
            None => list(&args, global),
        };
    }
    if way.is_some() && has_own_sql {
        return Err(drawing::refusal("the rows of your own SQL", &known_reports()));
    }
    let mut question = if has_own_sql { own_sql(&args)? } else { canned(&args, global)? };
    if let (Some(_), Some(report @ Report { plot: None, .. })) = (way, &question.report) {
        let what = format!("the rows of report `{}`", report.name);
        return Err(drawing::refusal(&what, &known_reports()));
    }
    if args.show_sql {
        // The archive knows how a topic is written; nothing else in the SQL depends on it.
        if question.takes_topic() {
            question.settle_topics(&Reader::of(global.open_to_read()?)?)?;
        }
        db::check_parameters(&question.sql, &question.values)?;
        let sql = sql_text::for_shell(&question.sql, &question.values);
        match args.dialect {
            Dialect::Sqlite => print(&sql)?,
            Dialect::Duckdb => {
                let statement = duckdb::statement(&sql).map_err(|reason| {
                    let message = format!("this cannot be asked of exported tables: {reason}");
                    Failure::new(ExitCode::BadData, message)
                })?;
                print(&format!("{}\n{statement}", duckdb::TABLES))?;
            }
        }
        return Ok(ExitCode::Done);
    }
    let rows = ask(global, question, args.timeout, &args.rows, way)?;
    if rows == 0 && args.rows.is_terminal() && !global.quiet {
        terminal::say(&format!("no rows{}", asked_for(&args)));
    }
    Ok(ExitCode::Done)
}

impl Question {
    /// Whether it asks for a topic.
    fn takes_topic(&self) -> bool {
        let Some(report) = &self.report else { return false };
        let is_given = |name: &str| {
            self.values.iter().any(|(known, value)| known == name && *value != Value::Null)
        };
        let mut topics =
            report.parameters.iter().filter(|known| known.kind == ParameterKind::Topic);
        topics.any(|topic| is_given(&topic.name))
    }

    /// Topics as they are in use, in the place of those that were typed.
    fn settle_topics(&mut self, reader: &Reader) -> Result<(), Failure> {
        match &self.report {
            Some(report) => Ok(whom::with_topics_in_use(reader, report, &mut self.values)?),
            None => Ok(()),
        }
    }
}

fn ask(
    global: &Global,
    mut question: Question,
    timeout: u64,
    rows: &RowArgs,
    way: Option<Way>,
) -> Result<u64, Failure> {
    let reader = Reader::of(global.open_to_read()?)?;
    question.settle_topics(&reader)?;
    let time_limit = Duration::from_secs(timeout);
    if let Some(report) = &question.report {
        whom::tell(&reader, report, &question.values, global.quiet)?;
    }
    let run =
        |sink: &mut dyn RowSink| reader.run(&question.sql, &question.values, time_limit, sink);
    let count = match (way, &question.report) {
        (Some(way), Some(report)) => {
            drawing::draw(way, report, &question.values, rows, &reader, run)?
        }
        _ => rows.print(global, reader.path(), question.report.is_some(), run)?,
    };
    if let Some(report) = question.report.as_ref().filter(|_| count == 0 && !global.quiet)
        && let Some(nearest) = whom::nearest_to_part(&reader, report, &question.values)?
    {
        terminal::say(&nearest);
    }
    Ok(count)
}

/// What `--format` takes here: rows in every format, and pictures.
fn formats() -> PossibleValuesParser {
    let rows = output::FORMATS.iter().map(|format| format.name);
    PossibleValuesParser::new(rows.chain(plot::FORMATS.iter().map(|format| format.name)))
}

/// Answers with a canned report, for the commands that are one.
pub(super) fn answer(
    global: &Global,
    name: &str,
    values: &[(String, String)],
    rows: &RowArgs,
) -> CommandResult {
    let question = question(name, values)?;
    ask(global, question, TIMEOUT, rows, None)?;
    Ok(ExitCode::Done)
}

/// A canned report with its parameters.
fn question(name: &str, values: &[(String, String)]) -> Result<Question, Failure> {
    let (reports, _) = report::all(None);
    let report = reports.iter().find(|report| report.name == name);
    let report = report.ok_or_else(|| unknown_report(name, &reports, &[]))?;
    let values = report
        .values(values, &whom::given())
        .map_err(|message| Failure::new(ExitCode::Usage, message))?;
    Ok(Question { sql: report.sql.clone(), values, report: Some(report.clone()) })
}

/// The SQL of `--sql` or `--file`, and the parameters beside it.
fn own_sql(args: &Args) -> Result<Question, Failure> {
    let sql = match (&args.sql, &args.file) {
        (Some(sql), _) => sql.clone(),
        (None, Some(path)) => read_sql(path)?,
        (None, None) => String::new(),
    };
    let values = pairs(&args.words)?
        .into_iter()
        .map(|(name, text)| (name, db::value_of_text(&text)))
        .collect();
    Ok(Question { sql: sql.trim_start_matches('\u{feff}').to_owned(), values, report: None })
}

/// The report that the first word names, with the parameters after it.
fn canned(args: &Args, global: &Global) -> Result<Question, Failure> {
    let mut rest = args.words.clone();
    // What is given as an option may stand before it: `query --since 2024 people`.
    let Some(name) = rest.iter().position(|word| !word.contains('=')).map(|at| rest.remove(at))
    else {
        return Err(Failure::new(ExitCode::Usage, "no report is named")
            .hint("see them all with `cuttings query --list`"));
    };
    let (reports, broken) = reports()?;
    let Some(report) = reports.iter().find(|report| report.name == name) else {
        return Err(unknown_report(&name, &reports, &broken));
    };
    if !global.quiet {
        warn(broken.iter().filter(|broken| is_file_of(&broken.path, &name)));
    }
    let mut given = pairs(&rest)?;
    if args.once {
        given.push(("once".to_owned(), "yes".to_owned()));
    }
    with_values(report, given)
}

/// A report, canned or the user's own, with the values of its parameters, topics as they are in use. Fails where there is
/// no such report, or it does not take these values.
pub(super) fn report_asked(
    reader: &Reader,
    name: &str,
    given: Vec<(String, String)>,
) -> Result<(Report, Vec<(String, Value)>), Failure> {
    let (reports, broken) = reports()?;
    let report = reports.iter().find(|report| report.name == name);
    let report = report.ok_or_else(|| unknown_report(name, &reports, &broken))?;
    let mut question = with_values(report, given)?;
    question.settle_topics(reader)?;
    Ok((report.clone(), question.values))
}

/// A report with what was typed for its parameters.
fn with_values(report: &Report, mut given: Vec<(String, String)>) -> Result<Question, Failure> {
    // `ingested-since` is the parameter `ingested_since`.
    for (name, _) in &mut given {
        let known = report.parameters.iter().find(|known| dialect::is_same(&known.name, name));
        *name = known.map_or_else(|| name.clone(), |known| known.name.clone());
    }
    let values = report.values(&given, &whom::given()).map_err(|message| {
        let unknown = given
            .iter()
            .map(|(name, _)| name)
            .find(|name| !report.parameters.iter().any(|parameter| parameter.name == **name));
        let failure = Failure::new(ExitCode::Usage, message);
        failure.hint(match unknown {
            Some(name) => instead_of(report, name),
            None => parameters_of(report),
        })
    })?;
    Ok(Question { sql: report.sql.clone(), values, report: Some(report.clone()) })
}

/// Every report there is, for what must go on where the config file is at fault: whoever needs that
/// says so.
pub(super) fn known_reports() -> Vec<Report> {
    reports().map_or_else(|_| report::all(None).0, |(reports, _)| reports)
}

/// The parameters of the report that stands in what was typed; none if none does.
pub(super) fn parameter_names(typed: &[OsString]) -> Vec<String> {
    let reports = known_reports();
    let named = |report: &&Report| typed.iter().skip(1).any(|word| word == report.name.as_str());
    let report = reports.iter().find(named);
    report.map_or_else(Vec::new, |report| {
        report.parameters.iter().map(|parameter| parameter.name.clone()).collect()
    })
}

/// What a report answers and takes, for `help`; `None` if there is no such report. Fails where the folder of people's
/// own reports cannot be read.
pub(super) fn about(name: &str) -> Result<Option<String>, Failure> {
    let (reports, _) = reports()?;
    let report = reports.iter().find(|report| report.name == name);
    Ok(report.map(|report| {
        let about = if report.description.is_empty() { &report.title } else { &report.description };
        let width = output::terminal_width().map_or(100, |width| width.min(100));
        let about = wrapped(&safe::for_terminal(about), width, "", Marks::Bold);
        let draws = match report.plot {
            Some(_) => "\n\nIt draws: with `--plot` in the terminal, with `-o x.svg` or `-o x.html` into a file.",
            None => "",
        };
        format!(
            "{about}\n\n{}{draws}\n\nOptions and output as `cuttings query --help` has them.\n",
            parameters_of(report)
        )
    }))
}

/// Every report with what it takes.
fn list(args: &Args, global: &Global) -> CommandResult {
    let (reports, broken) = reports()?;
    if args.rows.format(global).is_some_and(|format| format.name == "json") {
        let described: Vec<serde_json::Value> = reports.iter().map(described).collect();
        let text = serde_json::to_string_pretty(&described).map_err(io::Error::from)?;
        print(&format!("{text}\n"))?;
    } else if args.rows.format(global).is_none() {
        print(&reports.iter().map(listed).collect::<String>())?;
    } else {
        let columns = ["name", "title", "parameters", "origin"];
        let columns = columns.map(|name| Column { name: name.to_owned() });
        // Never the archive; there need be none.
        args.rows.print(global, Path::new(""), true, |sink| {
            let mut rows = 0;
            let mut flow = sink.columns(&columns);
            for report in &reports {
                if flow == Flow::Stop {
                    break;
                }
                let usages: Vec<String> =
                    report.parameters.iter().map(report::Parameter::usage).collect();
                let texts =
                    [report.name.clone(), report.title.clone(), usages.join(" "), origin(report)];
                flow = sink.row(&texts.map(Value::Text));
                rows += 1;
            }
            Ok(rows)
        })?;
    }
    if !global.quiet {
        warn(broken.iter());
    }
    Ok(ExitCode::Done)
}

/// A report for people: its name, what it answers, what it takes.
fn listed(report: &Report) -> String {
    let terminal = output::terminal_width();
    let paragraph = |text: &str| match terminal {
        Some(width) => wrapped(&safe::for_terminal(text), width.min(100), "    ", Marks::Bold),
        None => format!("    {text}"),
    };
    let usages: Vec<String> = report.parameters.iter().map(report::Parameter::usage).collect();
    let about = if report.description.is_empty() { &report.title } else { &report.description };
    let mut lines = vec![report.name.clone(), paragraph(about), paragraph(&usages.join(" "))];
    lines.retain(|line| !line.trim().is_empty());
    format!("{}\n", lines.join("\n"))
}

fn described(report: &Report) -> serde_json::Value {
    let parameters: Vec<serde_json::Value> = report
        .parameters
        .iter()
        .map(|parameter| {
            serde_json::json!({
                "name": parameter.name,
                "description": parameter.description,
                "default": parameter.default,
                "required": parameter.is_required,
            })
        })
        .collect();
    serde_json::json!({
        "name": report.name,
        "title": report.title,
        "description": report.description,
        "parameters": parameters,
        "plot": report.plot.as_ref().map(ToString::to_string),
        "origin": origin(report),
    })
}

fn origin(report: &Report) -> String {
    match &report.origin {
        Origin::Canned => "canned".to_owned(),
        Origin::Own(path) => path.display().to_string(),
    }
}

fn unknown_report(name: &str, reports: &[Report], broken: &[Broken]) -> Failure {
    if let Some(broken) = broken.iter().find(|broken| is_file_of(&broken.path, name)) {
        let message = format!("report `{name}` in `{}`: {}", broken.path.display(), broken.reason);
        return Failure::new(ExitCode::BadData, message);
    }
    let first = name.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    let failure = Failure::new(ExitCode::Usage, format!("there is no report `{name}`"));
    if matches!(first.as_str(), "SELECT" | "WITH" | "VALUES" | "PRAGMA" | "EXPLAIN") {
        return failure.hint("to run SQL, write `cuttings query --sql 'SELECT …'`");
    }
    match nearest(name, reports.iter().map(|report| report.name.as_str())) {
        Some(nearest) => failure
            .hint(format!("did you mean `{nearest}`? `cuttings query --list` shows them all")),
        None => failure.hint("see them all with `cuttings query --list`"),
    }
}

/// What was meant by a name that is no parameter of the report.
fn instead_of(report: &Report, name: &str) -> String {
    let names = report.parameters.iter().map(|parameter| parameter.name.as_str());
    let definition = definition();
    let query = definition.find_subcommand("query");
    let is_option = query
        .is_some_and(|query| query.get_arguments().any(|option| option.get_long() == Some(name)));
    match nearest(name, names) {
        Some(nearest) => format!("did you mean `{nearest}=`? {}", parameters_of(report)),
        None if is_option => format!("it is an option: `--{name}`"),
        None => parameters_of(report),
    }
}

fn parameters_of(report: &Report) -> String {
    if report.parameters.is_empty() {
        return format!("report `{}` takes no parameters", report.name);
    }
    let mut text = format!("report `{}` takes:", report.name);
    for parameter in &report.parameters {
        text.push_str(&format!("\n  {:<22}  {}", parameter.usage(), parameter.description));
    }
    text
}

/// `name=value` as typed; a sign before the name is no part of it.
fn pairs(words: &[String]) -> Result<Vec<(String, String)>, Failure> {
    words
        .iter()
        .map(|word| match word.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                let name = name.trim().trim_start_matches([':', '@', '$']);
                Ok((name.to_owned(), value.to_owned()))
            }
            _ => Err(Failure::new(ExitCode::Usage, format!("`{word}` is not a parameter"))
                .hint("parameters are written name=value")),
        })
        .collect()
}

/// Reads no more than a statement may be long, so that `--file /dev/zero` ends; `db` says what is
/// wrong with one that is too long.
fn read_sql(path: &Path) -> Result<String, Failure> {
    let failed = |error: io::Error| Failure::cannot_read(path, &error);
    const MOST: u64 = 1_000_000;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(MOST).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        File::open(path)
            .and_then(|file| file.take(MOST).read_to_end(&mut bytes))
            .map_err(failed)?;
    }
    if bytes.len() as u64 == MOST {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(ExitCode::BadData, format!("`{}` is not text in UTF-8", path.display()))
    })
}

fn is_file_of(path: &Path, name: &str) -> bool {
    path.file_stem().is_some_and(|stem| stem == name)
}

fn warn<'a>(broken: impl Iterator<Item = &'a Broken>) {
    for broken in broken {
        tell!("warning: report `{}` is left out: {}", broken.path.display(), broken.reason);
    }
}

/// What narrowed the question, for the notice that it has no answer.
fn asked_for(args: &Args) -> String {
    let narrowing: Vec<&str> =
        args.words.iter().filter(|word| word.contains('=')).map(String::as_str).collect();
    match narrowing.is_empty() {
        true => String::new(),
        false => format!(" for {}", narrowing.join(" ")),
    }
}
