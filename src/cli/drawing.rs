//! Reports as pictures: which way was asked for, whether the report draws at all, and where the picture goes.

use std::io::Write;

use super::rows::RowArgs;
use super::{ExitCode, Failure, Global, terminal};
use crate::answer::reports::said_beside;
use crate::config;
use crate::db::{self, Reader};
use crate::model::{RowSink, Value};
use crate::output::plot::{self, Drawing, Rows, Terminal};
use crate::output::{self, DestinationError};
use crate::report::Report;

/// How wide a picture in block characters is where there is no window.
const PIPE: usize = 80;

/// How a report is to be drawn.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// Into a file or a pipe.
    File(&'static plot::Format),
    /// In block characters.
    Blocks,
}

/// What was asked for; `None`: rows. Fails where a picture and JSON are asked for at once.
pub fn way(rows: &RowArgs, in_blocks: bool, global: &Global) -> Result<Option<Way>, Failure> {
    match (in_blocks, rows.picture()) {
        (true, _) if global.json => {
            Err(Failure::new(ExitCode::Usage, "`--plot` and `--json` do not go together"))
        }
        (true, _) => Ok(Some(Way::Blocks)),
        (false, picture) => Ok(picture.map(Way::File)),
    }
}

/// That what was asked cannot be drawn, with what can.
pub fn refusal(what: &str, reports: &[Report]) -> Failure {
    let drawn: Vec<&str> = reports
        .iter()
        .filter(|report| report.plot.is_some())
        .map(|report| report.name.as_str())
        .collect();
    let hint = format!(
        "these can: {}; and a report of your own whose header says what it draws, such as \
         `plot: line articles by period`",
        drawn.join(", ")
    );
    Failure::new(ExitCode::Usage, format!("{what} cannot be drawn")).hint(hint)
}

/// Draws a report's rows. Returns how many there are. Fails where they cannot be drawn or written.
pub fn draw(
    way: Way,
    report: &Report,
    values: &[(String, Value)],
    rows: &RowArgs,
    reader: &Reader,
    run: impl FnOnce(&mut dyn RowSink) -> db::Result<u64>,
) -> Result<u64, Failure> {
    let Some(plot) = &report.plot else {
        return Err(refusal(&format!("the rows of report `{}`", report.name), &[]));
    };
    let asked = said_beside(report, values);
    let drawing = Drawing { title: &report.title, about: &report.description, asked: &asked, plot };
    let mut found = Rows::default();
    match way {
        Way::Blocks => {
            let count = run(&mut found)?;
            let window = output::terminal_width();
            let on = Terminal {
                width: window.unwrap_or(PIPE),
                has_colour: window.is_some() && !config::is_without_colour(),
            };
            terminal::print(&plot::in_blocks(&drawing, &found, on)?)?;
            Ok(count)
        }
        Way::File(format) => {
            // Opened first: whether it may be written shows before anything is asked.
            let mut destination = rows.destination(reader.path())?;
            let count = run(&mut found)?;
            let picture = format.written(&drawing, &found)?;
            let written = match destination.write_all(picture.as_bytes()) {
                Ok(()) => destination.finish(),
                Err(source) => {
                    Err(DestinationError::File { path: rows.name_of_destination(), source })
                }
            };
            written.or_else(super::rows::unless_broken_pipe)?;
            Ok(count)
        }
    }
}

impl From<plot::Error> for Failure {
    fn from(error: plot::Error) -> Self {
        let message = format!("cannot draw this: {error}");
        match error {
            plot::Error::NoColumn { .. } | plot::Error::NoNumber { .. } => {
                Self::new(ExitCode::BadData, message)
            }
            plot::Error::Template(_) => Self::new(ExitCode::Failure, message),
            plot::Error::TooManyRows
            | plot::Error::TooManyPeriods { .. }
            | plot::Error::TooManyNames(_) => Self::new(ExitCode::Usage, message)
                .hint("ask for less, with `since=`, `until=` or `top=`, or for longer periods, as `per=month`"),
        }
    }
}
