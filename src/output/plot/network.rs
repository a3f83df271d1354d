//! Names and the links between them: circles whose area is how often a name is named, lines whose width is
//! how often two are named together. A name that would lie upon another is left out; the rows have all.

use super::layout::{self, Point};
use super::line::nothing;
use super::linked::Linked;
use super::scale::number;
use super::svg::{Anchor, BOLD, Svg};
use super::text::{shortened, whole, width};

/// So many names are in bold.
const HEAVIEST: usize = 5;

/// Draws names and the links between them.
pub(super) fn draw(svg: &mut Svg, linked: &Linked) {
    if linked.nodes.is_empty() {
        return nothing(svg, "There is nothing to draw.");
    }
    let text = svg.frame.text;
    let (high, widest_name) = svg.frame.network;
    // Few names need no wall.
    let high = high.min(text * 10.0 + text * 3.0 * linked.nodes.len() as f64);
    let top = svg.top;
    let radii = radii(linked, text);
    // In bold: the heaviest.
    let size = |at: usize| if at < HEAVIEST { text * BOLD } else { text };
    let names: Vec<String> = linked
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| shortened(&node.name, size(at), widest_name))
        .collect();
    // A name stands below its circle: the box of both.
    let boxes: Vec<Point> = radii
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(at, (radius, name))| {
            (radius.max(width(name, size(at)) / 2.0) + text * 0.25, radius + text * 0.75)
        })
        .collect();
    let places = layout::places(linked, &boxes, svg.frame.width, high);
    // Only as high as it came to be.
    let edge = |sign: f64| places.iter().zip(&boxes).map(move |((_, y), half)| sign * y + half.1);
    let above = edge(-1.0).fold(f64::NEG_INFINITY, f64::max);
    let high = edge(1.0).fold(0.0, f64::max) + above + text * 0.5;
    // The middle of a circle is above that of its box.
    let middle = |at: usize| {
        let (x, y) = places[at];
        (x, top + y + above - text * 0.55)
    };
    let most = linked.links.first().map_or(1.0, |link| link.value);
    for link in linked.links.iter().rev() {
        let title = format!(
            "{} and {}: {} {}",
            whole(&linked.nodes[link.one].name),
            whole(&linked.nodes[link.other].name),
            number(link.value),
            linked.value
        );
        let share = link.value / most.max(f64::MIN_POSITIVE);
        svg.link(middle(link.one), middle(link.other), (text * 0.36 * share).max(0.7), &title);
    }
    for (at, (node, radius)) in linked.nodes.iter().zip(&radii).enumerate() {
        let title = format!("{}: {} {}", whole(&node.name), number(node.weight), linked.value);
        svg.circle("one node", middle(at), *radius, &title);
    }
    let circles: Vec<(Point, Point)> = radii
        .iter()
        .enumerate()
        .map(|(at, radius)| {
            let (x, y) = middle(at);
            ((x - radius, y - radius), (x + radius, y + radius))
        })
        .collect();
    let mut taken: Vec<(Point, Point)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        // Below its circle, where its box has room; else above it or beside it, where nothing else is.
        let ((x, y), radius) = (middle(at), radii[at]);
        let (half, aside) = (width(name, size(at)) / 2.0, radius + text * 0.35);
        let candidates = [
            (x, y + radius + text * 0.95),
            (x, y - radius - text * 0.35),
            (x + aside + half, y + text * 0.35),
            (x - aside - half, y + text * 0.35),
        ];
        let found = candidates.into_iter().enumerate().find_map(|(number, (x, baseline))| {
            let place = ((x - half, baseline - text * 0.8), (x + half, baseline + text * 0.2));
            let is_inside = place.0.0 >= 0.0 && place.1.0 <= svg.frame.width && place.0.1 >= top;
            let is_free = !taken.iter().any(|other| is_upon(&place, other))
                && (number == 0 || !circles.iter().any(|circle| is_upon(&place, circle)));
            (is_inside && is_free).then_some((x, baseline, place))
        });
        let Some((x, baseline, place)) = found else { continue };
        taken.push(place);
        let class = if at < HEAVIEST { "ink bold halo" } else { "ink halo" };
        svg.name(class, x, baseline, Anchor::Middle, &linked.nodes[at].name, widest_name);
    }
    svg.top = top + high + text * 0.5;
    let hidden = linked.nodes.len() - taken.len();
    if hidden > 0 {
        let noun = if hidden == 1 { "name has" } else { "names have" };
        let said = format!("{hidden} {noun} no room; the rows have them all.");
        let y = svg.top + text;
        svg.text("soft", 0.0, y, Anchor::Start, &said);
        svg.top += text * 1.5;
    }
}

/// Areas as the weights are; the least can still be seen.
fn radii(linked: &Linked, text: f64) -> Vec<f64> {
    let most = linked.nodes.first().map_or(1.0, |node| node.weight).max(f64::MIN_POSITIVE);
    linked
        .nodes
        .iter()
        .map(|node| ((node.weight / most).sqrt() * text * 1.5).max(text * 0.24))
        .collect()
}

fn is_upon(one: &(Point, Point), other: &(Point, Point)) -> bool {
    one.0.0 < other.1.0 && other.0.0 < one.1.0 && one.0.1 < other.1.1 && other.0.1 < one.1.1
}
