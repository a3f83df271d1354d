//! Archives of their own: some of the articles, or everything but the texts.
//!
//! SQLite writes them, so they are made by `ops::smaller` and not by an exporter; here is what is said of them.

use std::io;

use super::{Exporter, Form, Format, Holds, Place, Setting};

pub const FORMAT: Format = Format {
    name: "archive",
    about: "An archive of these articles, as if no others had come in",
    holds: Holds::Received,
    form: Form::Archive,
    endings: &["db"],
    streams: &[],
    make: no_exporter,
};

pub const NO_TEXT: Format = Format {
    name: "no-text",
    about: "An archive without texts: names, places, counts and days, for reports and SQL",
    holds: Holds::Names,
    form: Form::Archive,
    endings: &["no-text.db"],
    streams: &[],
    make: no_exporter,
};

fn no_exporter<'w>(_: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Err(io::Error::other("an archive is not written as a stream"))
}
