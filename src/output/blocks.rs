//! Rows as blocks of lines, for what does not fit a line: nothing is cut, long text is broken.
//!
//! A quotation has a form of its own, the one in which it is cited: the words, then who said them,
//! the day, the publisher, the headline and the address. It is known by its columns, so that one of
//! your own SQL has it too.

use std::io::{self, Write};

use super::lines::{broken, width};

/// A name and a text; text is on one line.
pub(super) type Named<'t> = (&'t str, &'t str);

/// Widest block: longer lines are hard to read.
pub(super) const WIDEST: usize = 100;

const INDENT: usize = 4;

/// Whether rows with these columns are quotations.
pub(super) fn are_quotations<'n>(mut names: impl Iterator<Item = &'n str> + Clone) -> bool {
    names.clone().any(|name| name == "speaker") && names.any(|name| name == "quote")
}

/// Whether rows with these columns show a name between the words around it.
pub(super) fn are_in_context<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    ["before", "surface_form", "after"]
        .iter()
        .all(|wanted| names.clone().any(|name| name == *wanted))
}

/// A line for each cell that has a value, the names to the left. The words around a name are one
/// text again.
pub(super) fn block(to: &mut dyn Write, cells: &[Named<'_>], room: usize) -> io::Result<()> {
    let text_of =
        |wanted: &str| cells.iter().find(|(name, _)| *name == wanted).map(|(_, text)| *text);
    let context = are_in_context(cells.iter().map(|(name, _)| *name)).then(|| {
        ["before", "surface_form", "after"].map(|name| text_of(name).unwrap_or_default()).concat()
    });
    let mut lines: Vec<Named<'_>> = Vec::with_capacity(cells.len());
    for (name, text) in cells {
        match (&context, *name) {
            (Some(_), "before") => {}
            (Some(context), "after") => lines.push(("text", context.trim())),
            _ => lines.push((name, text)),
        }
    }
    let names = cells.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let room = room.saturating_sub(names + 2).max(20);
    for (name, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        let padding = " ".repeat(names - width(name).min(names));
        let mut label = format!("{name}{padding}");
        for line in broken(text, room) {
            writeln!(to, "{}", format!("{label}  {line}").trim_end())?;
            label = " ".repeat(names);
        }
    }
    Ok(())
}

/// The words, then where they are from.
pub(super) fn quotation(to: &mut dyn Write, cells: &[Named<'_>], room: usize) -> io::Result<()> {
    let mut rest: Vec<Named<'_>> =
        cells.iter().filter(|(_, text)| !text.is_empty()).copied().collect();
    let mut take = |wanted: &[&str]| {
        let at = rest.iter().position(|(name, _)| wanted.contains(name))?;
        Some(rest.remove(at).1)
    };
    let quote = take(&["quote"]).unwrap_or_default();
    let speaker = take(&["speaker"]).unwrap_or("speaker unknown");
    let source = [take(&["published_on", "first_on"]), take(&["publisher"])];
    let source: Vec<&str> = [Some(speaker)].into_iter().chain(source).flatten().collect();
    let (headline, url) = (take(&["headline"]), take(&["url"]));
    let words = quote.trim_start_matches(['“', '"']).trim_end_matches(['”', '"']);
    for line in broken(&format!("“{words}”"), room) {
        writeln!(to, "{line}")?;
    }
    let rest: Vec<String> = rest.iter().map(|(name, text)| format!("{name} {text}")).collect();
    let lines = [Some(source.join(", ")), headline.map(str::to_owned), url.map(str::to_owned)];
    let lines = lines.into_iter().flatten().chain([rest.join(", ")]);
    for text in lines.filter(|text| !text.is_empty()) {
        for line in broken(&text, room.saturating_sub(INDENT)) {
            writeln!(to, "{}{line}", " ".repeat(INDENT))?;
        }
    }
    Ok(())
}
