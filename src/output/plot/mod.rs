//! Reports as pictures: SVG, a page of HTML, and block characters for a terminal.
//!
//! A report's header says what its rows draw (`model::Plot`). `timed` makes numbers over time of them,
//! `linked` names and links; one file a kind draws these (`line`, `stacked`, `multiples`, `network`, the last
//! from places that `layout` finds); `svg` and `html` are the two ways out, `terminal` the third.
//!
//! What must stay true: the same rows give the same bytes on every machine and in any order of rows
//! (nothing random, no clock, no function whose last digit depends on the machine, numbers rounded);
//! no text gets into a picture but through `text::xml`; a picture asks nobody for anything (no script, no
//! link, no font); and memory has an end, because a picture of more rows than `MOST_ROWS` shows nothing.
//!
//! Written by hand and not with a crate: `plotters` (0.3.7, of 2024-09) draws shapes without `<title>`,
//! `<desc>` or classes, so that neither a screen reader nor a dark ground would have anything to go by, and
//! measures text with a font that must be there. `poloto` (19.1) draws curves and bars, no networks;
//! `charming` (0.6) is ECharts, which is a script. What is needed of a layout of graphs is 100 lines.

mod html;
mod layout;
mod line;
mod linked;
mod multiples;
mod network;
mod palette;
mod periods;
mod rows;
mod scale;
mod stacked;
mod svg;
mod terminal;
mod text;
mod timed;

pub use html::figure;
pub use palette::{css as picture_style, page_colours};
pub use rows::{Error, MOST_ROWS, Rows};
pub use terminal::{Terminal, in_blocks};

use self::linked::Linked;
use self::svg::{Frame, Svg};
use self::timed::Timed;
use super::listed::is_listed;
use crate::model::{Plot, PlotKind};

/// A report that is to be drawn: what is said of it, and what its rows draw.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'r> {
    pub title: &'r str,
    pub about: &'r str,
    /// The parameters that it was given, and those with a default.
    pub asked: &'r [(String, String)],
    pub plot: &'r Plot,
}

impl Drawing<'_> {
    /// What one period is, where the report was told: `per=week`.
    fn per(&self) -> Option<&str> {
        self.asked.iter().find(|(name, _)| name == "per").map(|(_, value)| value.as_str())
    }
}

/// A way to write a picture into a file.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub name: &'static str,
    pub about: &'static str,
    /// How names of files in this format end.
    pub endings: &'static [&'static str],
    write: fn(&Drawing<'_>, &Rows) -> Result<String, Error>,
}

is_listed!(Format, FORMATS);

impl Format {
    /// The whole file. Fails where the rows cannot be drawn.
    pub fn written(&self, drawing: &Drawing<'_>, rows: &Rows) -> Result<String, Error> {
        (self.write)(drawing, rows)
    }
}

/// Every format of pictures.
pub const FORMATS: &[Format] = &[
    Format {
        name: "svg",
        about: "a picture, for reports that have a plot; light or dark as its reader has it",
        endings: &["svg"],
        write: svg::file,
    },
    Format {
        name: "html",
        about: "a page with that picture, for wide and narrow screens and paper, and its rows as a table",
        endings: &["html", "htm"],
        write: html::page,
    },
];

/// What the rows are, ready to be drawn in any frame.
enum Picture {
    Timed(PlotKind, Timed),
    Linked(Linked),
}

impl Picture {
    fn new(drawing: &Drawing<'_>, rows: &Rows) -> Result<Self, Error> {
        let plot = drawing.plot;
        Ok(match plot.kind {
            PlotKind::Network => Self::Linked(Linked::new(plot, rows)?),
            kind => Self::Timed(kind, Timed::new(plot, drawing.per(), rows)?),
        })
    }

    /// One drawing of it.
    fn drawn(&self, frame: &'static Frame, title: &str) -> Svg {
        let mut svg = Svg::new(frame, title, &self.said(), &self.axis());
        match self {
            Self::Timed(PlotKind::Stacked, timed) => stacked::draw(&mut svg, timed),
            Self::Timed(PlotKind::Multiples, timed) => multiples::draw(&mut svg, timed),
            Self::Timed(_, timed) => line::draw(&mut svg, timed),
            Self::Linked(linked) => network::draw(&mut svg, linked),
        }
        svg
    }

    /// What the numbers are: `articles per month`.
    fn axis(&self) -> String {
        match self {
            Self::Timed(PlotKind::Multiples, timed) => {
                let most = timed.peak_of_all();
                format!("{}; all on one scale, 0 to {}", timed.axis(), scale::number(most))
            }
            Self::Timed(_, timed) => timed.axis(),
            Self::Linked(linked) => linked.axis(),
        }
    }

    /// What is to be seen, in words.
    fn said(&self) -> String {
        match self {
            Self::Timed(PlotKind::Multiples, timed) => timed.said_of_each(),
            Self::Timed(_, timed) => timed.said(),
            Self::Linked(linked) => linked.said(),
        }
    }

    /// What is not to be seen, in words; a sentence each.
    fn notes(&self) -> &[String] {
        match self {
            Self::Timed(_, timed) => &timed.notes,
            Self::Linked(linked) => &linked.notes,
        }
    }
}
