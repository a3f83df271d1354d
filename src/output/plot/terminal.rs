//! Pictures in block characters, as wide as the window.
//!
//! What must stay true: no line is wider than the window, nothing is said by colour alone (letters say it
//! too), and nothing steers the terminal but the colours themselves.

use std::fmt::Write;

use super::linked::{Link, Linked};
use super::periods::{self, Tick};
use super::scale::{self, number};
use super::timed::{Series, Timed};
use super::{Drawing, Error, Picture, Rows, palette, stacked};
use crate::model::PlotKind;
use crate::output::lines::{beginning, broken, width};
use crate::output::safe;

/// What is drawn upon.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// In columns.
    pub width: usize,
    pub has_colour: bool,
}

/// Periods that have a line each; more stand side by side.
const MOST_LINES: usize = 24;
/// Lines of what stands side by side.
const HEIGHT: usize = 10;
/// Most links in a list; the rows have all.
const MOST_LINKS: usize = 40;
/// Narrower is no picture.
const NARROWEST: usize = 40;

const ACROSS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const UP: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The picture of a report's rows. Fails where they cannot be drawn.
pub fn in_blocks(drawing: &Drawing<'_>, rows: &Rows, terminal: Terminal) -> Result<String, Error> {
    let room = Terminal { width: terminal.width.max(NARROWEST), ..terminal };
    let picture = Picture::new(drawing, rows)?;
    let mut out = String::new();
    match &picture {
        Picture::Timed(_, timed) if timed.periods.is_empty() => {}
        Picture::Linked(linked) if linked.links.is_empty() => {}
        Picture::Timed(PlotKind::Stacked, timed) => stack(&mut out, timed, room),
        Picture::Timed(PlotKind::Multiples, timed) => multiples(&mut out, timed, room),
        Picture::Timed(_, timed) => line(&mut out, timed, room),
        Picture::Linked(linked) => links(&mut out, linked, room),
    }
    for note in picture.notes() {
        for line in broken(&shown(note), room.width) {
            let _ = writeln!(out, "{line}");
        }
    }
    Ok(out)
}

/// A name as it may reach a terminal, on one line.
fn shown(text: &str) -> String {
    safe::for_terminal(text).replace(['\n', '\t'], " ")
}

/// The same in so many columns, filled up on the right.
fn padded(text: &str, columns: usize) -> String {
    let text = beginning(text, columns).into_owned();
    let rest = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(rest))
}

fn heading(out: &mut String, timed: &Timed, asked: &Timed) {
    let is_other = (timed.step, timed.span) != (asked.step, asked.span);
    let why =
        if is_other { format!(" ({}s do not fit)", asked.step.as_str()) } else { String::new() };
    let _ = writeln!(out, "{}{why}", timed.axis());
}

/// A bar from the left, in eighths of a column.
fn bar(value: f64, most: f64, columns: usize) -> String {
    let eighths = (value / most.max(f64::MIN_POSITIVE) * (columns * 8) as f64).round() as usize;
    // What there is, is seen.
    let eighths = eighths.max(usize::from(value > 0.0));
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(ACROSS[eighths % 8]);
    }
    bar
}

fn coloured(text: &str, code: u8, terminal: Terminal) -> String {
    match terminal.has_colour && !text.is_empty() {
        true => format!("\u{1b}[38;5;{code}m{text}\u{1b}[39m"),
        false => text.to_owned(),
    }
}

// --- One number a period

fn line(out: &mut String, timed: &Timed, terminal: Terminal) {
    let Some(series) = timed.series.first() else { return };
    if timed.periods.len() <= MOST_LINES {
        heading(out, timed, timed);
        return bars(out, timed, series, terminal);
    }
    let most = number(series.peak().1);
    let fitted = timed.within(terminal.width - width(&most) - 2);
    heading(out, &fitted, timed);
    if let Some(series) = fitted.series.first() {
        if fitted.periods.len() <= MOST_LINES {
            return bars(out, &fitted, series, terminal);
        }
        columns(out, &fitted, series, terminal);
    }
}

/// A line a period.
fn bars(out: &mut String, timed: &Timed, series: &Series, terminal: Terminal) {
    let (_, most) = series.peak();
    let numbers: Vec<String> = series.values.iter().map(|value| number(*value)).collect();
    let widest = numbers.iter().map(|number| width(number)).max().unwrap_or(1);
    let label = timed.periods.first().map_or(0, |day| timed.step.plain(*day).len());
    let room = terminal.width.saturating_sub(label + widest + 3).max(1);
    for ((day, value), number) in timed.periods.iter().zip(&series.values).zip(&numbers) {
        let bar = coloured(&bar(*value, most, room), palette::TERMINAL[0], terminal);
        let between = if bar.is_empty() { "" } else { " " };
        let _ = writeln!(out, "{}  {bar}{between}{number}", timed.step.plain(*day));
    }
}

/// Periods side by side, with a scale to the left and names below.
fn columns(out: &mut String, timed: &Timed, series: &Series, terminal: Terminal) {
    let ticks = scale::ticks(series.peak().1, 4, timed.is_whole());
    let most = ticks.last().copied().unwrap_or(1.0);
    let left = ticks.iter().map(|tick| width(&number(*tick))).max().unwrap_or(1);
    let room = terminal.width.saturating_sub(left + 2).max(1);
    let each = (room / timed.periods.len().max(1)).max(1);
    let filled = if each > 2 { each - 1 } else { each };
    for row in (0..HEIGHT).rev() {
        // The scale stands at the line whose lower edge is nearest to its number.
        let label =
            ticks.iter().find(|tick| (**tick / most * HEIGHT as f64).round() as usize == row + 1);
        let label = label.map_or_else(String::new, |tick| number(*tick));
        let mut line = format!("{label:>left$} ┤");
        let mut blocks = String::new();
        for value in &series.values {
            let eighths = (value / most * (HEIGHT * 8) as f64).round() as usize;
            let eighths = eighths.max(usize::from(*value > 0.0));
            let block = UP[eighths.saturating_sub(row * 8).min(8)];
            blocks.extend(std::iter::repeat_n(block, filled));
            blocks.push_str(&" ".repeat(each - filled));
        }
        line.push_str(&coloured(blocks.trim_end(), palette::TERMINAL[0], terminal));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let _ = writeln!(out, "{:>left$} └{}", "0", "─".repeat(each * timed.periods.len()));
    below(out, timed, each, left + 2, each * timed.periods.len());
    let (peak, value) = series.peak();
    let day = timed.periods.get(peak).map_or_else(String::new, |day| timed.step.when(*day));
    let _ = writeln!(out, "most: {} {day}; {} in all", number(value), number(series.total()));
}

/// Names of periods in one line, and of years in another where they begin.
fn below(out: &mut String, timed: &Timed, each: usize, left: usize, wide: usize) {
    let ticks =
        periods::ticks(timed.step, &timed.periods, each as f64, |label| width(label) as f64 + 1.0);
    let end = left + wide;
    let mut lines = [String::new(), String::new()];
    for Tick { at, label, year } in ticks {
        for (line, text) in lines.iter_mut().zip([Some(label), year]) {
            let Some(text) = text else { continue };
            // The last one may end with the picture.
            let from = (left + at * each).min(end.saturating_sub(width(&text)));
            let used = width(line);
            if used == 0 || from > used {
                line.push_str(&" ".repeat(from.saturating_sub(used)));
                line.push_str(&text);
            }
        }
    }
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "{line}");
    }
}

// --- Several a period

/// A line a period, in it a letter as often as there is of that name.
fn stack(out: &mut String, timed: &Timed, terminal: Terminal) {
    let fitted = timed.within(MOST_LINES);
    heading(out, &fitted, timed);
    let colours = stacked::colours(&fitted);
    let letters: Vec<char> = colours
        .iter()
        .map(|colour| match *colour {
            8 => '·',
            9 => '-',
            colour => char::from(b'A' + u8::try_from(colour).unwrap_or(0)),
        })
        .collect();
    let sums = fitted.sums();
    let most = sums.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let numbers: Vec<String> = sums.iter().map(|sum| number(*sum)).collect();
    let widest = numbers.iter().map(|number| width(number)).max().unwrap_or(1);
    let label = fitted.periods.first().map_or(0, |day| fitted.step.plain(*day).len());
    let room = terminal.width.saturating_sub(label + widest + 3).max(1);
    for (at, day) in fitted.periods.iter().enumerate() {
        let mut line = format!("{}  ", fitted.step.plain(*day));
        let (mut sum, mut used) = (0.0, 0);
        for ((series, letter), colour) in fitted.series.iter().zip(&letters).zip(&colours) {
            sum += series.values[at];
            let end = (sum / most * room as f64).round() as usize;
            let text = letter.to_string().repeat(end.saturating_sub(used));
            used = used.max(end);
            line.push_str(&in_colour(&text, *colour, terminal));
        }
        let between = if used > 0 { " " } else { "" };
        let _ = writeln!(out, "{line}{between}{}", numbers[at]);
    }
    let _ = writeln!(out);
    let names: Vec<String> = fitted.series.iter().map(|series| shown(&series.name)).collect();
    let sums: Vec<String> = fitted.series.iter().map(|series| number(series.total())).collect();
    let widest_sum = sums.iter().map(|sum| width(sum)).max().unwrap_or(1);
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(1);
    let widest = widest.min(terminal.width.saturating_sub(widest_sum + 5));
    for (((letter, colour), name), sum) in letters.iter().zip(&colours).zip(&names).zip(&sums) {
        let letter = in_colour(&letter.to_string(), *colour, terminal);
        let _ = writeln!(out, "{letter}  {}  {sum:>widest_sum$}", padded(name, widest));
    }
}

fn in_colour(text: &str, colour: usize, terminal: Terminal) -> String {
    match palette::TERMINAL.get(colour) {
        Some(code) => coloured(text, *code, terminal),
        None => text.to_owned(),
    }
}

// --- Names side by side

fn multiples(out: &mut String, timed: &Timed, terminal: Terminal) {
    let names: Vec<String> = timed.series.iter().map(|series| shown(&series.name)).collect();
    let widest =
        names.iter().map(|name| width(name)).max().unwrap_or(1).min(terminal.width / 3).max(4);
    let most = number(timed.series.iter().map(Series::total).fold(0.0, f64::max));
    let widest_number = width(&most).max(6);
    let room = terminal.width.saturating_sub(widest + 2 * (widest_number + 2) + 2).max(1);
    let fitted = timed.within(room);
    heading(out, &fitted, timed);
    // More years than columns: the latest that fit.
    let from = fitted.periods.len().saturating_sub(room);
    let count = fitted.periods.len() - from;
    let each = (room / count.max(1)).clamp(1, 8);
    let most = fitted.peak_of_all().max(f64::MIN_POSITIVE);
    let wide = count * each;
    let plain =
        |at: usize| fitted.periods.get(at).map_or_else(String::new, |day| fitted.step.plain(*day));
    let (first, last) = (plain(from), plain(fitted.periods.len() - 1));
    let span = match wide > width(&first) + width(&last) && count > 1 {
        true => format!("{first}{}{last}", " ".repeat(wide - width(&first) - width(&last))),
        false => padded(&first, wide.max(width(&first))),
    };
    let between = width(&span).max(wide);
    let _ = writeln!(
        out,
        "{}  {}  {:>widest_number$}  {:>widest_number$}",
        padded("", widest),
        padded(&span, between),
        "in all",
        "most"
    );
    for (series, name) in fitted.series.iter().zip(&names) {
        let mut spark = String::new();
        for value in series.values.iter().skip(from) {
            let eighths =
                ((value / most * 8.0).round() as usize).clamp(usize::from(*value > 0.0), 8);
            let block = if eighths == 0 { '·' } else { UP[eighths] };
            spark.extend(std::iter::repeat_n(block, each));
        }
        let spark = padded(&spark, between);
        let _ = writeln!(
            out,
            "{}  {}  {:>widest_number$}  {:>widest_number$}",
            padded(name, widest),
            coloured(&spark, palette::TERMINAL[0], terminal),
            number(series.total()),
            number(series.peak().1)
        );
    }
}

// --- Links

/// The strongest links, a line each.
fn links(out: &mut String, linked: &Linked, terminal: Terminal) {
    let _ = writeln!(out, "{} that name both", linked.value);
    let names: Vec<String> = linked.nodes.iter().map(|node| shown(&node.name)).collect();
    let shown = &linked.links[..linked.links.len().min(MOST_LINKS)];
    let widest = |pick: fn(&Link) -> usize| {
        let widths = shown.iter().map(|link| width(&names[pick(link)]));
        widths.max().unwrap_or(1).min(terminal.width / 3)
    };
    let (one, other) = (widest(|link| link.one), widest(|link| link.other));
    let most = shown.first().map_or(1.0, |link| link.value);
    let widest = width(&number(most));
    let room = terminal.width.saturating_sub(one + other + widest + 7).max(1);
    for link in shown {
        let bar = coloured(&bar(link.value, most, room), palette::TERMINAL[0], terminal);
        let (from, to) = (padded(&names[link.one], one), padded(&names[link.other], other));
        let _ = writeln!(out, "{from} ─ {to}  {bar} {}", number(link.value));
    }
    let rest = linked.links.len() - shown.len();
    if rest > 0 {
        let _ = writeln!(out, "and {rest} more; `--format csv` has them all");
    }
}
