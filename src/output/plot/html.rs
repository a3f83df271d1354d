//! A page: the report's title, what was asked, the picture for wide screens and paper and for narrow ones,
//! and its rows as a table, for those who would rather read or cannot see.
//!
//! One file, as it will be when somebody opens it in ten years: no script, no link, nothing fetched, and a
//! policy in its head that would let nothing of the kind happen, whatever a name holds.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::svg::Frame;
use super::text::{whole, xml};
use super::{Drawing, Error, Picture, Rows, palette};
use crate::model::Value;
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

pub(super) fn page(drawing: &Drawing<'_>, rows: &Rows) -> Result<String, Error> {
    let picture = Picture::new(drawing, rows)?;
    let title = xml(&whole(drawing.title));
    let style = style();
    let policy =
        format!("default-src 'none'; style-src 'sha256-{}'", base64(&Sha256::digest(&style)));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    if !drawing.about.is_empty() {
        let _ = writeln!(page, "<p>{}</p>", xml(drawing.about));
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
    page.push_str("<figure>\n");
    for frame in [&WIDE, &NARROW] {
        page.push_str(&picture.drawn(frame, drawing.title).part());
    }
    let said: String = picture.notes().iter().map(|note| format!(" {}", xml(note))).collect();
    let _ =
        writeln!(page, "<figcaption>Point at a mark for its number.{said}</figcaption>\n</figure>");
    table(&mut page, rows);
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
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

fn style() -> String {
    let mut style = String::from("\n:root { color-scheme: light dark;");
    for (name, light, _) in palette::page_colours() {
        let _ = write!(style, " --{name}: {light};");
    }
    style.push_str(" }\n@media screen and (prefers-color-scheme: dark) { :root {");
    for (name, _, dark) in palette::page_colours() {
        let _ = write!(style, " --{name}: {dark};");
    }
    style.push_str(" } }\n");
    style.push_str(PAGE);
    style.push_str(&palette::css());
    style
}

const PAGE: &str = "\
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 56.25rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
p { margin: 0 0 .75rem; max-width: 42rem; color: var(--soft); }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 1.25rem; font-size: .875rem; }
dl div { display: flex; gap: .4rem; min-width: 0; }
dt { color: var(--soft); white-space: nowrap; }
dd { margin: 0; font-weight: 600; min-width: 0; }
figure { margin: 0 0 2rem; }
figure svg { display: block; width: 100%; height: auto; }
svg.n { display: none; }
figcaption { font-size: .8125rem; color: var(--soft); margin-top: .5rem; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { white-space: nowrap; text-align: start; font-weight: 600; padding-bottom: .25rem; }
th, td { text-align: start; vertical-align: top; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--grid); }
th { color: var(--soft); font-weight: 600; overflow-wrap: break-word; }
th.number, td.number { text-align: end; }
@media screen and (max-width: 43.75rem) {
  main { padding-top: 1rem; }
  svg.w { display: none; }
  svg.n { display: block; }
  table { font-size: .8125rem; }
  th { font-size: .75rem; }
  th, td { padding-inline-end: .5rem; }
}
@page { size: A4; margin: 16mm; }
@media print {
  main { max-width: none; padding: 0; }
  body { font-size: 11pt; }
  figure { break-inside: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
";

/// RFC 4648, for the policy's hash of the style.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let part = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS.get((bits >> shift & 63) as usize).copied().unwrap_or(b'=');
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }
}
