//! One number a period, as a line over time with the ground below it shaded; the most is written at its
//! place.

use super::periods::{self, Tick};
use super::scale::{self, number};
use super::svg::{Anchor, Svg};
use super::text::width;
use super::timed::Timed;

/// Where numbers over time are drawn: the lower left corner, and how wide and high.
pub(super) struct Field {
    pub(super) left: f64,
    pub(super) base: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// What the top stands for.
    pub(super) most: f64,
}

impl Field {
    /// The height of a value, from the top.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.base - self.height * value / self.most.max(f64::MIN_POSITIVE)
    }
}

/// Draws the scale of the numbers and leaves room for the names of the periods below.
pub(super) fn field(svg: &mut Svg, most: f64, is_whole: bool, right: f64) -> Field {
    let text = svg.frame.text;
    let mut ticks = scale::ticks(most, 4, is_whole);
    // The last round number may be far above anything that is drawn.
    let mut top = ticks.last().copied().unwrap_or(1.0);
    if ticks.len() > 2 && top > most * 1.15 {
        ticks.pop();
        top = most;
    }
    let left =
        ticks.iter().map(|tick| width(&number(*tick), text)).fold(0.0, f64::max) + text * 0.6;
    let above = text * 1.6;
    let field = Field {
        left,
        base: svg.top + above + svg.frame.height,
        width: svg.frame.width - left - right,
        height: svg.frame.height,
        most: top,
    };
    for tick in ticks {
        let y = field.y(tick);
        let class = if tick == 0.0 { "grid base" } else { "grid" };
        svg.line(class, (left, y), (left + field.width, y));
        svg.text("soft", left - text * 0.5, y + text * 0.35, Anchor::End, &number(tick));
    }
    svg.top = field.base + text * 2.9;
    field
}

/// Names the periods below a field; `x` is where each stands.
pub(super) fn axis(
    svg: &mut Svg,
    field: &Field,
    timed: &Timed,
    between: f64,
    x: impl Fn(usize) -> f64,
) {
    let text = svg.frame.text;
    let ticks = periods::ticks(timed.step, &timed.periods, between, |label| {
        width(label, text) + text * 0.8
    });
    for Tick { at, label, year } in ticks {
        let x = x(at);
        svg.line("grid base", (x, field.base), (x, field.base + text * 0.35));
        // Not over the edge of the picture.
        let half =
            width(&label, text).max(year.as_deref().map_or(0.0, |year| width(year, text))) / 2.0;
        let middle = x.clamp(half, (svg.frame.width - half).max(half));
        svg.text("soft", middle, field.base + text * 1.4, Anchor::Middle, &label);
        if let Some(year) = year {
            svg.text("soft", middle, field.base + text * 2.55, Anchor::Middle, &year);
        }
    }
}

/// What a picture without anything in it says.
pub(super) fn nothing(svg: &mut Svg, what: &str) {
    let text = svg.frame.text;
    svg.top += text * 1.5;
    let y = svg.top;
    svg.text("soft", 0.0, y, Anchor::Start, what);
    svg.top += text;
}

/// Draws lines over time.
pub(super) fn draw(svg: &mut Svg, timed: &Timed) {
    let Some(series) = timed.series.first() else {
        return nothing(svg, "There is nothing to draw.");
    };
    let text = svg.frame.text;
    let field = field(svg, series.peak().1, timed.is_whole(), text);
    let count = series.values.len();
    let inset = text * 0.8;
    let between = (field.width - 2.0 * inset) / (count.max(2) - 1) as f64;
    let x = |at: usize| match count {
        1 => field.left + field.width / 2.0,
        _ => field.left + inset + between * at as f64,
    };
    let points: Vec<(f64, f64)> =
        series.values.iter().enumerate().map(|(at, value)| (x(at), field.y(*value))).collect();
    if count > 1 {
        svg.path("area one", &points, Some(field.base));
        svg.path(if between < 4.0 { "curve thin" } else { "curve" }, &points, None);
    }
    let has_dots = between >= text * 0.7;
    for (at, (value, point)) in series.values.iter().zip(&points).enumerate() {
        if has_dots {
            svg.circle("one node", *point, 4.0, &timed.mark(at, *value));
        }
        let half = between.min(field.width) / 2.0;
        svg.rect(
            "hit",
            (point.0 - half, field.base - field.height),
            (2.0 * half, field.height),
            &timed.mark(at, *value),
        );
    }
    let (peak, most) = series.peak();
    let label = format!(
        "{} · {}",
        number(most),
        timed.periods.get(peak).map_or_else(String::new, |day| timed.step.short(*day))
    );
    let half = width(&label, text) / 2.0;
    let middle = x(peak).clamp(field.left + half, (svg.frame.width - half).max(field.left + half));
    svg.text("ink bold halo", middle, field.y(most) - text * 0.6, Anchor::Middle, &label);
    if !has_dots {
        svg.circle("one node", (x(peak), field.y(most)), 4.0, &timed.mark(peak, most));
    }
    axis(svg, &field, timed, between, x);
}
