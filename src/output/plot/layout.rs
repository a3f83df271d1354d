//! Places for the names of a network: near where they are linked, apart where they are not.
//!
//! Stress majorisation (Gansner, Koren and North, 2004): every two should stand as far apart as the way
//! between them along the links is long, near ones above all. Then boxes of the size of each name are moved
//! apart until none lies upon another. What must stay true: the same links give the same places, whatever
//! order they come in. So it begins on a spiral in the order of weight, runs a fixed number of times, and
//! uses only operations whose results IEEE 754 fixes to the last digit (no sine, no power).

use super::linked::Linked;

/// A place in the drawing, in its own units.
pub(super) type Point = (f64, f64);

/// How often every place is improved, and boxes are moved apart.
const IMPROVED: usize = 400;
const MOVED: usize = 800;

/// Places in a frame of this width and height, each box, of half its width and height, within it.
pub(super) fn places(linked: &Linked, boxes: &[Point], width: f64, height: f64) -> Vec<Point> {
    let distances = distances(linked);
    let mut places = spiral(linked.nodes.len());
    improve(&mut places, &distances);
    turn(&mut places, width < height);
    fit(&mut places, boxes, width, height);
    move_apart(&mut places, boxes, width, height);
    places
}

/// The length of the shortest way between each two: a link is from 1, the strongest, to 1.8 long. What
/// is not linked at all keeps out of the way, and does not run away.
fn distances(linked: &Linked) -> Vec<Vec<f64>> {
    let count = linked.nodes.len();
    let most = linked.links.first().map_or(1.0, |link| link.value).max(f64::MIN_POSITIVE);
    let mut distances = vec![vec![f64::INFINITY; count]; count];
    for (at, row) in distances.iter_mut().enumerate() {
        row[at] = 0.0;
    }
    for link in &linked.links {
        let length = 1.0 + 0.8 * (1.0 - (link.value / most).sqrt());
        distances[link.one][link.other] = length;
        distances[link.other][link.one] = length;
    }
    for by in 0..count {
        let over = distances[by].clone();
        for row in &mut distances {
            let to = row[by];
            for (distance, rest) in row.iter_mut().zip(&over) {
                *distance = distance.min(to + rest);
            }
        }
    }
    let longest = distances.iter().flatten().copied().filter(|d| d.is_finite()).fold(1.0, f64::max);
    for distance in distances.iter_mut().flatten().filter(|distance| distance.is_infinite()) {
        *distance = longest * 0.8;
    }
    distances
}

/// The heaviest in the middle, each next one a golden angle further round.
fn spiral(count: usize) -> Vec<Point> {
    const TURN: Point = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_8);
    let mut direction: Point = (1.0, 0.0);
    (0..count)
        .map(|at| {
            let far = (at as f64).sqrt() * 0.5;
            let place = (direction.0 * far, direction.1 * far);
            direction = (
                direction.0 * TURN.0 - direction.1 * TURN.1,
                direction.0 * TURN.1 + direction.1 * TURN.0,
            );
            place
        })
        .collect()
}

fn improve(places: &mut [Point], distances: &[Vec<f64>]) {
    for _ in 0..IMPROVED {
        for one in 0..places.len() {
            let (mut x, mut y, mut weights) = (0.0, 0.0, 0.0);
            let here = places[one];
            for (other, there) in places.iter().enumerate() {
                if other == one {
                    continue;
                }
                let wanted = distances[one][other];
                let weight = 1.0 / (wanted * wanted);
                let (dx, dy) = (here.0 - there.0, here.1 - there.1);
                let between = (dx * dx + dy * dy).sqrt().max(1e-9);
                x += weight * (there.0 + wanted * dx / between);
                y += weight * (there.1 + wanted * dy / between);
                weights += weight;
            }
            if weights > 0.0 {
                places[one] = (x / weights, y / weights);
            }
        }
    }
}

/// Turns the whole so that it is longest where the frame is.
fn turn(places: &mut [Point], is_upright: bool) {
    let count = places.len().max(1) as f64;
    let middle = (
        places.iter().map(|place| place.0).sum::<f64>() / count,
        places.iter().map(|place| place.1).sum::<f64>() / count,
    );
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for place in places.iter_mut() {
        *place = (place.0 - middle.0, place.1 - middle.1);
        xx += place.0 * place.0;
        xy += place.0 * place.1;
        yy += place.1 * place.1;
    }
    // The direction of most spread: an eigenvector of [[xx, xy], [xy, yy]].
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    let (dx, dy) = if half >= 0.0 { (half + root, xy) } else { (xy, root - half) };
    let length = (dx * dx + dy * dy).sqrt();
    let (dx, dy) = if length > 1e-9 { (dx / length, dy / length) } else { (1.0, 0.0) };
    for place in places.iter_mut() {
        let (along, across) = (place.0 * dx + place.1 * dy, place.1 * dx - place.0 * dy);
        *place = if is_upright { (across, along) } else { (along, across) };
    }
}

/// Stretches the whole over the frame, one direction up to about twice as much as the other.
fn fit(places: &mut [Point], boxes: &[Point], width: f64, height: f64) {
    let spread = |values: &mut dyn Iterator<Item = f64>| {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            least = least.min(value);
            most = most.max(value);
        }
        (least, (most - least).max(1e-9))
    };
    let widest = boxes.iter().map(|half| half.0).fold(0.0, f64::max);
    let highest = boxes.iter().map(|half| half.1).fold(0.0, f64::max);
    let (left, wide) = spread(&mut places.iter().map(|place| place.0));
    let (top, high) = spread(&mut places.iter().map(|place| place.1));
    let mut scale_x = (width - 2.0 * widest).max(1.0) / wide;
    let mut scale_y = (height - 2.0 * highest).max(1.0) / high;
    scale_x = scale_x.min(scale_y * 2.2);
    scale_y = scale_y.min(scale_x * 2.2);
    for place in places.iter_mut() {
        place.0 = (place.0 - left - wide / 2.0) * scale_x + width / 2.0;
        place.1 = (place.1 - top - high / 2.0) * scale_y + height / 2.0;
    }
}

/// Moves boxes that lie upon one another apart, each pair by half its overlap in the direction in which
/// that is less of them; the heavier of the two moves less.
fn move_apart(places: &mut [Point], boxes: &[Point], width: f64, height: f64) {
    for _ in 0..MOVED {
        let mut is_moved = false;
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let (dx, dy) = (places[other].0 - places[one].0, places[other].1 - places[one].1);
                let over_x = boxes[one].0 + boxes[other].0 - dx.abs();
                let over_y = boxes[one].1 + boxes[other].1 - dy.abs();
                if over_x <= 0.0 || over_y <= 0.0 {
                    continue;
                }
                is_moved = true;
                // Measured by the boxes: names are wide and low, and would all be moved up and down.
                if over_x * (boxes[one].1 + boxes[other].1)
                    < over_y * (boxes[one].0 + boxes[other].0)
                {
                    let by = over_x.copysign(dx) * 0.55;
                    places[one].0 -= by * 0.7;
                    places[other].0 += by * 1.3;
                } else {
                    let by = over_y.copysign(dy) * 0.55;
                    places[one].1 -= by * 0.7;
                    places[other].1 += by * 1.3;
                }
            }
        }
        for (place, half) in places.iter_mut().zip(boxes) {
            place.0 = place.0.clamp(half.0, (width - half.0).max(half.0));
            place.1 = place.1.clamp(half.1, (height - half.1).max(half.1));
        }
        if !is_moved {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::linked::{Link, Node};
    use super::*;

    fn ring(count: usize) -> Linked {
        Linked {
            nodes: (0..count).map(|at| Node { name: at.to_string(), weight: 1.0 }).collect(),
            links: (0..count)
                .map(|at| {
                    let next = (at + 1) % count;
                    Link { one: at.min(next), other: at.max(next), value: 1.0 }
                })
                .collect(),
            value: "articles".to_owned(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_is_linked_is_near_and_nothing_lies_upon_another() {
        let linked = ring(12);
        let boxes = vec![(30.0, 12.0); 12];
        let places = places(&linked, &boxes, 600.0, 500.0);
        let between = |one: usize, other: usize| {
            let (dx, dy) = (places[one].0 - places[other].0, places[one].1 - places[other].1);
            (dx * dx + dy * dy).sqrt()
        };
        for at in 0..12 {
            assert!(between(at, (at + 1) % 12) < between(at, (at + 6) % 12), "{places:?}");
            assert!(
                (30.0..=570.0).contains(&places[at].0) && (12.0..=488.0).contains(&places[at].1)
            );
            for other in at + 1..12 {
                let (dx, dy) = (places[at].0 - places[other].0, places[at].1 - places[other].1);
                assert!(dx.abs() >= 59.9 || dy.abs() >= 23.9, "{at} and {other}: {places:?}");
            }
        }
    }

    #[test]
    fn any_number_has_places() {
        for count in [0, 1, 2, 100] {
            let linked = Linked { links: Vec::new(), ..ring(count.max(1)) };
            let linked = Linked { nodes: linked.nodes[..count].to_vec(), ..linked };
            let places = places(&linked, &vec![(10.0, 10.0); count], 300.0, 300.0);
            assert!(places.iter().all(|(x, y)| x.is_finite() && y.is_finite()), "{places:?}");
        }
    }
}
