//! Several numbers a period, one upon the other: bars in colours and patterns, named in the same order.

use super::line::{axis, field, nothing};
use super::palette::REST;
use super::scale::number;
use super::svg::{Anchor, Svg};
use super::text::{shortened, whole, width};
use super::timed::{MOST_STACKED, Timed};

/// No bar is wider: two months are no two walls.
const WIDEST_BAR: f64 = 72.0;

/// The colour of each series; those that are no names of their own have the greys.
pub(super) fn colours(timed: &Timed) -> Vec<usize> {
    let mut rest = REST.into_iter().cycle();
    timed
        .series
        .iter()
        .enumerate()
        .map(|(at, series)| match series.is_rest {
            true => rest.next().unwrap_or(0),
            false => at.min(MOST_STACKED - 1),
        })
        .collect()
}

/// Draws columns over time, one part for each name.
pub(super) fn draw(svg: &mut Svg, timed: &Timed) {
    if timed.periods.is_empty() {
        return nothing(svg, "There is nothing to draw.");
    }
    let colours = colours(timed);
    let text = svg.frame.text;
    let sums = timed.sums();
    let most = sums.iter().copied().fold(0.0, f64::max);
    let side = if svg.frame.has_side { svg.frame.width * 0.25 } else { 0.0 };
    if !svg.frame.has_side {
        names_above(svg, timed, &colours);
    }
    let top = svg.top;
    let field = field(svg, most, timed.is_whole(), side + text * 0.5);
    let between = field.width / timed.periods.len() as f64;
    let bar = (between * 0.78).min(WIDEST_BAR);
    // A thin line of the ground between two parts, where there is room for it.
    let gap = if bar >= 6.0 { 1.0 } else { 0.0 };
    let x = |at: usize| field.left + between * (at as f64 + 0.5);
    for (at, whole_sum) in sums.iter().enumerate() {
        let mut below = 0.0;
        for (series, colour) in timed.series.iter().zip(&colours) {
            let value = series.values[at];
            if value <= 0.0 {
                continue;
            }
            let (from, to) = (field.y(below), field.y(below + value));
            let height = (from - to - gap).max((from - to) / 2.0);
            let title = format!("{}, {}", whole(&series.name), timed.mark(at, value));
            svg.filled(*colour, (x(at) - bar / 2.0, to), (bar, height), &title);
            below += value;
        }
        let sum = number(*whole_sum);
        if width(&sum, text) + text * 0.4 <= between && *whole_sum > 0.0 {
            svg.text("ink", x(at), field.y(*whole_sum) - text * 0.4, Anchor::Middle, &sum);
        }
    }
    axis(svg, &field, timed, between, x);
    if svg.frame.has_side {
        names_beside(svg, timed, &colours, field.left + field.width + text, top + text);
    }
}

/// One line a name, in the order of the stack, with its sum.
fn names_beside(svg: &mut Svg, timed: &Timed, colours: &[usize], left: f64, top: f64) {
    let text = svg.frame.text;
    let (mut y, swatch) = (top, text * 0.85);
    let room = svg.frame.width - left - swatch - text * 0.5;
    for (series, colour) in timed.series.iter().zip(colours).rev() {
        svg.filled(*colour, (left, y), (swatch, swatch), "");
        let sum = number(series.total());
        let beside = left + swatch + text * 0.5;
        svg.name(
            "ink",
            beside,
            y + swatch * 0.92,
            Anchor::Start,
            &series.name,
            room - width(&sum, text) - text,
        );
        svg.text("soft", svg.frame.width, y + swatch * 0.92, Anchor::End, &sum);
        y += text * 1.55;
    }
    svg.top = svg.top.max(y);
}

/// The same in as few lines as they take, the lowest part of the stack first.
fn names_above(svg: &mut Svg, timed: &Timed, colours: &[usize]) {
    let text = svg.frame.text;
    let swatch = text * 0.85;
    let room = svg.frame.width;
    let (mut x, mut y) = (0.0, svg.top);
    for (series, colour) in timed.series.iter().zip(colours) {
        let sum = format!(" {}", number(series.total()));
        let name = shortened(&series.name, text, room * 0.6);
        let wide = swatch + text * 0.4 + width(&name, text) + width(&sum, text);
        if x > 0.0 && x + wide > room {
            x = 0.0;
            y += text * 1.55;
        }
        svg.filled(*colour, (x, y), (swatch, swatch), "");
        svg.text(
            "ink",
            x + swatch + text * 0.4,
            y + swatch * 0.92,
            Anchor::Start,
            &format!("{name}{sum}"),
        );
        x += wide + text * 1.2;
    }
    svg.top = y + text * 1.6;
}
