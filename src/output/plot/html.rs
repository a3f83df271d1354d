//! A page: the report's title, what was asked, the picture for wide screens and paper and for narrow ones,
//! and its rows as a table, for those who would rather read or cannot see.
//!
//! One file, as it will be when somebody opens it in ten years; its head and style are those of every document
//! (`output::document`).

use std::fmt::Write;

use askama::Template;

use super::svg::Frame;
use super::text::{whole, xml};
use super::{Drawing, Error, Picture, Rows};
use crate::model::Value;
use crate::output::document::Page;
use crate::output::plain;

/// Screens of a desk, and paper: there it is drawn smaller by a quarter.
const WIDE: Frame = Frame {
    id: "w",
    width: 900.0,
    text: 14.0,
    height: 340.0,
    columns: 4,
    has_side: true,
    network: (760.0, 160.0),
};

/// A telephone's screen.
const NARROW: Frame = Frame {
    id: "n",
    width: 356.0,
    text: 11.0,
    height: 220.0,
    columns: 2,
    has_side: false,
    network: (900.0, 104.0),
};

/// What stands in the page; each text in it has been escaped.
#[derive(Template)]
#[template(path = "plot.html")]
struct PlotPage {
    page: Page,
    content: String,
}

/// A whole page with the picture and its rows as a table.
pub(super) fn page(drawing: &Drawing<'_>, rows: &Rows) -> Result<String, Error> {
    let picture = Picture::new(drawing, rows)?;
    let mut page = String::new();
    if !drawing.about.is_empty() {
        let _ = writeln!(page, "<p class=\"lead\">{}</p>", xml(drawing.about));
    }
    if !drawing.asked.is_empty() {
        page.push_str("<dl>\n");
        for (name, value) in drawing.asked {
            let _ = writeln!(
                page,
                "<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>",
                xml(&name.replace('_', "-")),
                xml(&whole(value))
            );
        }
        page.push_str("</dl>\n");
    }
    page.push_str(&drawn(&picture, drawing.title));
    table(&mut page, rows);
    let page = PlotPage { page: Page::new(&whole(drawing.title)), content: page };
    page.render().map_err(|error| Error::Template(error.to_string()))
}

/// The picture alone, for a page that says the rest: markup, in which every text has been escaped. Fails
/// where the rows cannot be drawn.
pub fn figure(drawing: &Drawing<'_>, rows: &Rows) -> Result<String, Error> {
    Ok(drawn(&Picture::new(drawing, rows)?, drawing.title))
}

/// For wide screens and paper, and for narrow ones; the style shows one of them.
fn drawn(picture: &Picture, title: &str) -> String {
    let mut figure = String::from("<figure>\n");
    for frame in [&WIDE, &NARROW] {
        figure.push_str(&picture.drawn(frame, title).part());
    }
    let said: String = picture.notes().iter().map(|note| format!(" {}", xml(note))).collect();
    let _ = writeln!(
        figure,
        "<figcaption>Point at a mark for its number.{said}</figcaption>\n</figure>"
    );
    figure
}

/// The rows as they are.
fn table(page: &mut String, rows: &Rows) {
    let count = rows.rows.len();
    let noun = if count == 1 { "row" } else { "rows" };
    let _ = write!(page, "<table>\n<caption>The numbers: {count} {noun}</caption>\n<thead><tr>");
    let numbers: Vec<bool> = (0..rows.columns.len())
        .map(|at| {
            rows.rows
                .iter()
                .all(|row| matches!(row.get(at), Some(Value::Integer(_) | Value::Real(_))))
        })
        .collect();
    let class = |at: usize| if numbers.get(at) == Some(&true) { " class=\"number\"" } else { "" };
    for (at, column) in rows.columns.iter().enumerate() {
        let _ = write!(page, "<th scope=\"col\"{}>{}</th>", class(at), heading(&column.name));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &rows.rows {
        page.push_str("<tr>");
        for (at, value) in row.iter().enumerate() {
            let direction = if matches!(value, Value::Text(_)) { " dir=\"auto\"" } else { "" };
            let _ = write!(page, "<td{}{direction}>{}</td>", class(at), xml(&plain(value)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

/// A column's name, which may be broken where its words end.
fn heading(name: &str) -> String {
    xml(name).replace('_', "_<wbr>")
}
