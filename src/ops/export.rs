//! Hands a set of an archive to an exporter, stream by stream.
//!
//! What must stay true: the exporter gets the streams that its format names, in that order, and a writing that fails or a stop
//! ends the reading at once.

use std::io;

use crate::db::{self, ExportSet};
use crate::export::{Exporter, Format, Place, Setting, Stream};
use crate::model::{ExportedTable, Flow, TableSink, Value};

/// Why an export ended early.
#[derive(Debug)]
pub enum Failed {
    Archive(db::Error),
    Write(io::Error),
    /// Somebody asked.
    Stopped,
}

impl From<db::Error> for Failed {
    fn from(error: db::Error) -> Self {
        Self::Archive(error)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// Writes a set; what was left out, in sentences for people. Fails where the archive cannot be read or the place not be
/// written to, and where somebody asks to stop.
pub fn export<'w>(
    set: &ExportSet,
    format: &Format,
    place: Place<'w>,
    setting: &'w Setting,
    is_asked_to_stop: &'w dyn Fn() -> bool,
) -> Result<Vec<String>, Failed> {
    let exporter = format.exporter(place, setting)?;
    let mut run = Run { exporter, is_asked_to_stop, is_stopped: false, error: None };
    for stream in format.streams {
        match stream {
            Stream::Articles | Stream::Received => {
                let with_captures = *stream == Stream::Received;
                set.articles(with_captures, |article| run.go_on(|to| to.article(article)))?;
                if with_captures && run.is_whole() {
                    set.other_captures(|capture| run.go_on(|to| to.capture(capture)))?;
                }
            }
            Stream::Entities => set.entities(|entity| run.go_on(|to| to.entity(entity)))?,
            Stream::CoMentions => {
                set.co_mentions(setting.least, |link| run.go_on(|to| to.co_mention(link)))?;
            }
            Stream::Tables => set.tables(&mut run)?,
        }
        if run.is_stopped {
            return Err(Failed::Stopped);
        }
        if let Some(error) = run.error.take() {
            return Err(error.into());
        }
    }
    Ok(run.exporter.end()?)
}

/// An exporter with what became of it.
struct Run<'w> {
    exporter: Box<dyn Exporter + 'w>,
    is_asked_to_stop: &'w dyn Fn() -> bool,
    is_stopped: bool,
    error: Option<io::Error>,
}

impl<'w> Run<'w> {
    fn go_on(&mut self, write: impl FnOnce(&mut (dyn Exporter + 'w)) -> io::Result<()>) -> Flow {
        if (self.is_asked_to_stop)() {
            self.is_stopped = true;
        } else {
            self.error = write(self.exporter.as_mut()).err();
        }
        if self.is_whole() { Flow::Continue } else { Flow::Stop }
    }

    fn is_whole(&self) -> bool {
        !self.is_stopped && self.error.is_none()
    }
}

impl TableSink for Run<'_> {
    fn table(&mut self, table: &ExportedTable) -> Flow {
        self.go_on(|to| to.table(table))
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        self.go_on(|to| to.row(values))
    }
}
