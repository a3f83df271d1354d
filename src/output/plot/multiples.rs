//! A small line over time for each name, side by side and all on one scale, so that they can be compared.

use super::line::{Field, nothing};
use super::scale::number;
use super::svg::{Anchor, Svg};
use super::text::capital;
use super::text::{whole, width};
use super::timed::{Series, Timed};

/// Draws one small line for each name.
pub(super) fn draw(svg: &mut Svg, timed: &Timed) {
    if timed.series.is_empty() {
        return nothing(svg, "There is nothing to draw.");
    }
    let text = svg.frame.text;
    let columns = svg.frame.columns;
    let gap = text * 1.6;
    let wide = (svg.frame.width - gap * (columns - 1) as f64) / columns as f64;
    let plot = text * 5.6;
    // Name, sum and most, the line; below the last of each column its days.
    let high = text * 2.9 + plot + text * 1.4;
    let most = timed.peak_of_all();
    let top = svg.top;
    let count = timed.series.len();
    for (at, series) in timed.series.iter().enumerate() {
        let (row, column) = (at / columns, at % columns);
        let left = column as f64 * (wide + gap);
        let above = top + row as f64 * high;
        svg.name("ink bold", left, above + text, Anchor::Start, &series.name, wide);
        let (peak, value) = series.peak();
        let sum = format!("{} in all", number(series.total()));
        svg.text("soft", left, above + text * 2.25, Anchor::Start, &sum);
        let field = Field {
            left,
            base: above + text * 2.9 + plot,
            width: wide,
            height: plot - text * 1.7,
            most,
        };
        draw_one(svg, timed, series, &field);
        if at + columns >= count {
            ends(svg, timed, &field);
        }
        if value <= 0.0 {
            continue;
        }
        // The most, written where it is.
        let label = number(value);
        let half = width(&label, text) / 2.0;
        let x = x(&field, series, peak).clamp(left + half, left + wide - half);
        svg.text("ink halo", x, field.y(value) - text * 0.5, Anchor::Middle, &label);
    }
    svg.top = top + count.div_ceil(columns) as f64 * high + text;
}

fn x(field: &Field, series: &Series, at: usize) -> f64 {
    match series.values.len() {
        1 => field.left + field.width / 2.0,
        count => field.left + 4.0 + (field.width - 8.0) * at as f64 / (count - 1) as f64,
    }
}

fn draw_one(svg: &mut Svg, timed: &Timed, series: &Series, field: &Field) {
    svg.line("grid base", (field.left, field.base), (field.left + field.width, field.base));
    let points: Vec<(f64, f64)> = series
        .values
        .iter()
        .enumerate()
        .map(|(at, value)| (x(field, series, at), field.y(*value)))
        .collect();
    if points.len() > 1 {
        svg.path("area one", &points, Some(field.base));
        svg.path(if points.len() > 60 { "curve thin" } else { "curve" }, &points, None);
    }
    let half = (field.width - 8.0) / (2 * points.len().max(2) - 2) as f64;
    for (at, (value, point)) in series.values.iter().zip(&points).enumerate() {
        let title = format!("{}, {}", whole(&series.name), timed.mark(at, *value));
        let from = (point.0 - half).max(field.left);
        let to = (point.0 + half).min(field.left + field.width);
        svg.rect("hit", (from, field.base - field.height), (to - from, field.height), &title);
    }
    let (peak, value) = series.peak();
    if let Some(point) = points.get(peak).filter(|_| value > 0.0) {
        let title = format!("{}, most: {}", whole(&series.name), timed.mark(peak, value));
        svg.circle("one node", *point, 3.5, &title);
    }
}

/// The first and the last period, below a panel.
fn ends(svg: &mut Svg, timed: &Timed, field: &Field) {
    let text = svg.frame.text;
    let y = field.base + text * 1.25;
    let name = |day: Option<&chrono::NaiveDate>| day.map(|day| capital(&timed.step.short(*day)));
    let (first, last) = (name(timed.periods.first()), name(timed.periods.last()));
    match (first, last) {
        (Some(first), Some(last)) if timed.periods.len() > 1 => {
            let has_room = width(&first, text) + width(&last, text) + text < field.width;
            svg.text("soft", field.left, y, Anchor::Start, &first);
            if has_room {
                svg.text("soft", field.left + field.width, y, Anchor::End, &last);
            }
        }
        (Some(only), _) => {
            svg.text("soft", field.left + field.width / 2.0, y, Anchor::Middle, &only);
        }
        _ => {}
    }
}
