//! Rows to standard output or a file, the same for every command that has rows.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::failure::cannot_write;
use super::{ExitCode, Failure, Global};
use crate::db;
use crate::model::{Column, Flow, RowSink, Value};
use crate::output::{
    self, Destination, DestinationError, FORMATS, Format, Listed, Options, Printer, plot,
};

/// Most rows that go to a terminal: more is no reading. Into a pipe or a file there is no such end.
const TERMINAL_ROWS: u64 = 10_000;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct RowArgs {
    /// How rows are written [default: as the name of the output file ends, else table]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    pub format: Option<String>,
    /// Write to a file instead of standard output
    ///
    /// The file is complete before it has its name. It must not exist yet.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Write control and invisible characters to a terminal as they are
    #[arg(long)]
    pub raw: bool,
    /// Keep spreadsheets from taking text for a formula (csv and tsv)
    ///
    /// Text that begins with = + - @ gets an apostrophe before it. On for reports, off for --sql
    /// and --file.
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub csv_safe: Option<bool>,
}

impl RowArgs {
    /// The format that was asked for; `None` where the command may choose.
    pub fn format(&self, global: &Global) -> Option<&'static Format> {
        match (&self.format, self.ending()) {
            (Some(name), _) => Format::by_name(name),
            (None, Some(ending)) => Format::by_ending(ending),
            (None, None) if global.json => Format::by_name("json"),
            (None, None) => None,
        }
    }

    /// The picture that was asked for, in a command that draws.
    pub fn picture(&self) -> Option<&'static plot::Format> {
        match (&self.format, self.ending()) {
            (Some(name), _) => plot::Format::by_name(name),
            (None, Some(ending)) => plot::Format::by_ending(ending),
            (None, None) => None,
        }
    }

    fn ending(&self) -> Option<&str> {
        self.file()?.extension()?.to_str()
    }

    /// Whether any of these options was given, for commands in which they do not always apply.
    pub fn is_given(&self) -> bool {
        let Self { format, output, force: _, raw, csv_safe } = self;
        format.is_some() || output.is_some() || *raw || csv_safe.is_some()
    }

    /// The file that rows go to; `None`: standard output.
    pub fn file(&self) -> Option<&Path> {
        file_of(self.output.as_deref())
    }

    /// Whether rows go to a terminal.
    pub fn is_terminal(&self) -> bool {
        self.file().is_none() && output::terminal_width().is_some()
    }

    /// Opens the destination, lets `run` send rows, and sees them all the way out. Returns how many. Fails
    /// where the rows cannot be had or written.
    pub fn print(
        &self,
        global: &Global,
        archive: &Path,
        csv_safe: bool,
        run: impl FnOnce(&mut dyn RowSink) -> db::Result<u64>,
    ) -> Result<u64, Failure> {
        let format = match (self.format(global), self.ending()) {
            (Some(format), _) => format,
            (None, None) => &output::TABLE,
            (None, Some(ending)) => return Err(unknown_ending(ending)),
        };
        let is_terminal = self.is_terminal();
        let options = Options {
            width: output::terminal_width().filter(|_| is_terminal),
            safe: is_terminal && !self.raw,
            csv_safe: self.csv_safe.unwrap_or(csv_safe),
        };
        let mut destination = self.destination(archive)?;
        let mut sink = Printing {
            printer: format.printer(&mut destination, options),
            most: is_terminal.then_some(TERMINAL_ROWS),
            rows: 0,
            is_cut: false,
            error: None,
        };
        let result = run(&mut sink);
        if result.is_ok() && sink.error.is_none() {
            sink.error = sink.printer.end().err();
        }
        let (rows, is_cut, error) = (sink.rows, sink.is_cut, sink.error.take());
        drop(sink);
        if let Err(error) = result {
            // What was written until then is kept on a terminal or in a pipe, and no file is made.
            let _ = io::Write::flush(&mut destination);
            return Err(error.into());
        }
        let written = match error {
            Some(source) => {
                Err(DestinationError::File { path: self.name_of_destination(), source })
            }
            None => destination.finish(),
        };
        written.or_else(unless_broken_pipe)?;
        if is_cut && !global.quiet {
            tell!(
                "only the first {TERMINAL_ROWS} rows are shown: for all of them use `--output FILE` or a pipe"
            );
        }
        Ok(rows)
    }

    /// Where the rows go. Fails where a file is there already, or is the archive's.
    pub(super) fn destination(&self, archive: &Path) -> Result<Destination, Failure> {
        destination(self.file(), self.force, archive)
    }

    /// Where the rows go, in words.
    pub(super) fn name_of_destination(&self) -> PathBuf {
        self.file().map_or_else(|| PathBuf::from("standard output"), Path::to_owned)
    }
}

/// The file that `--output` names; `-` is standard output, as elsewhere.
pub(super) fn file_of(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| *path != Path::new("-"))
}

/// Where output goes. Fails where that is the archive, or a file that is there and `force` is not given.
pub(super) fn destination(
    output: Option<&Path>,
    force: bool,
    archive: &Path,
) -> Result<Destination, Failure> {
    let Some(path) = output else { return Ok(Destination::stdout()) };
    // By what it is, not by the name it was given.
    let archive = std::fs::canonicalize(archive).unwrap_or_else(|_| archive.to_owned());
    Ok(Destination::file(path, force, &db::Archive::own_files(&archive))?)
}

/// A table in a file called `.xlsx` would help nobody.
fn unknown_ending(ending: &str) -> Failure {
    if plot::Format::by_ending(ending).is_some() {
        return Failure::new(ExitCode::Usage, format!("these rows cannot be drawn as `.{ending}`"))
            .hint("reports can that have a plot: `cuttings query timeline -o timeline.svg`");
    }
    let endings = FORMATS.iter().flat_map(|format| format.endings);
    let endings: Vec<String> = endings.map(|ending| format!(".{ending}")).collect();
    Failure::new(ExitCode::Usage, format!("`.{ending}` does not say how rows are written"))
        .hint(format!("say it with `--format`, or end the name in {}", endings.join(", ")))
}

/// Lets `write` write to standard output and sees it all the way out. The inner result is that of writing;
/// `None`: the reader closed early. Fails where it cannot be written to.
pub fn print_with<T>(
    write: impl FnOnce(&mut Destination) -> Result<io::Result<T>, db::Error>,
) -> Result<Option<T>, Failure> {
    let mut destination = Destination::stdout();
    let written = match write(&mut destination) {
        Ok(Ok(value)) => destination.finish().map(|()| Some(value)),
        Ok(Err(source)) => {
            Err(DestinationError::File { path: PathBuf::from("standard output"), source })
        }
        Err(error) => {
            let _ = io::Write::flush(&mut destination);
            return Err(error.into());
        }
    };
    Ok(written.or_else(|error| unless_broken_pipe(error).map(|()| None))?)
}

/// Passes an error on, unless a reader closed early (`| head`): then it has what it wanted.
pub(super) fn unless_broken_pipe(error: DestinationError) -> Result<(), DestinationError> {
    match &error {
        DestinationError::File { source, .. } if Failure::is_broken_pipe(source) => Ok(()),
        _ => Err(error),
    }
}

impl From<DestinationError> for Failure {
    fn from(error: DestinationError) -> Self {
        let message = error.to_string();
        match &error {
            DestinationError::Exists(_) => {
                Self::new(ExitCode::Failure, message).hint("replace it with `--force`")
            }
            DestinationError::NotEmpty(_) => Self::new(ExitCode::Failure, message)
                .hint("name a folder that is not there yet, or is empty"),
            DestinationError::IsTheArchive(_) => Self::new(ExitCode::Usage, message),
            DestinationError::File { path, source } => cannot_write(path, source),
        }
    }
}

/// The sink that prints. An error ends it and is looked at afterwards.
struct Printing<'w> {
    printer: Box<dyn Printer + 'w>,
    most: Option<u64>,
    rows: u64,
    is_cut: bool,
    error: Option<io::Error>,
}

impl Printing<'_> {
    fn go_on(&mut self, written: io::Result<()>) -> Flow {
        match written {
            Ok(()) => Flow::Continue,
            Err(error) => {
                self.error = Some(error);
                Flow::Stop
            }
        }
    }
}

impl RowSink for Printing<'_> {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        let written = self.printer.begin(columns);
        self.go_on(written)
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        if self.most == Some(self.rows) {
            self.is_cut = true;
            return Flow::Stop;
        }
        self.rows += 1;
        let written = self.printer.row(values);
        self.go_on(written)
    }
}
