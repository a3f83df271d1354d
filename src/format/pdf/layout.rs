//! A page's characters to lines in the order in which they are read.
//!
//! Characters that follow each other become pieces; white space that runs down the page parts
//! columns, and what runs across columns (a headline) parts what is above from what is below (the
//! X-Y cut of Nagy and Seth, 1984, with gutters that a few lines may cross). What must stay true:
//! no character is lost, and a column is read to its foot before the next.

use std::collections::HashSet;

use super::content::Glyph;

/// A stretch of a line without a wide gap.
#[derive(Clone, Debug, PartialEq)]
pub struct TextPiece {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    pub is_bold: bool,
}

/// The lines of one column or of what runs across several, from the top.
pub type TextBlock = Vec<TextPiece>;

/// In sizes of the font: a gap from which on there is a space, or another piece.
const SPACE: f32 = 0.17;
const WIDE_GAP: f32 = 0.6;
/// The narrowest gutter between columns, in sizes of the font.
const GUTTER: f32 = 0.8;
/// Narrower columns are lists of numbers or bullets.
const NARROWEST_COLUMN: f32 = 4.5;
/// A column has at least so many pieces.
const SHORTEST_COLUMN: usize = 3;
const DEEPEST: usize = 24;
/// Pages of more pieces are read from top to bottom.
const MOST_PIECES: usize = 6_000;
/// Pages wider than this are not looked at for gutters, in points.
const WIDEST: usize = 8_000;

/// The pieces of characters that run in one direction.
pub fn pieces(glyphs: &[Glyph], turns: u8) -> Vec<TextPiece> {
    let mut pieces: Vec<TextPiece> = Vec::new();
    let mut seen = HashSet::new();
    for glyph in glyphs.iter().filter(|glyph| glyph.turns == turns) {
        if is_printed_twice(glyph, &mut seen) {
            continue;
        }
        if let Some(piece) = pieces.last_mut()
            && (glyph.y - piece.y).abs() < 0.3 * piece.size
            && (glyph.x0 - piece.x1) < WIDE_GAP * piece.size
            && glyph.x0 > piece.x0
            && (glyph.x0 - piece.x1) > -0.5 * piece.size
        {
            let gap = glyph.x0 - piece.x1;
            if gap > SPACE * piece.size && !piece.text.ends_with(' ') && glyph.text != " " {
                piece.text.push(' ');
            }
            piece.text.push_str(&glyph.text);
            piece.x1 = piece.x1.max(glyph.x1);
            // A piece that starts with a raised figure has the size of its text.
            if glyph.size > piece.size {
                piece.size = glyph.size;
                piece.y = glyph.y;
            }
            piece.is_bold &= glyph.is_bold || glyph.text == " ";
            continue;
        }
        if glyph.text.trim().is_empty() {
            continue;
        }
        pieces.push(TextPiece {
            text: glyph.text.clone(),
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            is_bold: glyph.is_bold,
        });
    }
    for piece in &mut pieces {
        piece.text.truncate(piece.text.trim_end().len());
    }
    with_initials(pieces)
}

/// Some programs print a character twice, hardly shifted, to make it bold or give it a shadow.
fn is_printed_twice(glyph: &Glyph, seen: &mut HashSet<(char, i32, i32, i32)>) -> bool {
    let Some(first) = glyph.text.chars().next().filter(|first| *first != ' ') else { return false };
    let step = (glyph.size * 0.06).max(0.01);
    let size = (glyph.size * 8.0) as i32;
    let (column, row) = ((glyph.x0 / step) as i32, (glyph.y / step) as i32);
    let key = |shift_x: i32, shift_y: i32| {
        (first, size, column.saturating_add(shift_x), row.saturating_add(shift_y))
    };
    let is_again =
        (-1..=1).any(|shift_x| (-1..=1).any(|shift_y| seen.contains(&key(shift_x, shift_y))));
    seen.insert(key(0, 0));
    is_again
}

/// Puts a large initial before the line that it opens, and lines beside it to its left edge.
fn with_initials(mut pieces: Vec<TextPiece>) -> Vec<TextPiece> {
    if pieces.len() > MOST_PIECES {
        return pieces;
    }
    let initials: Vec<usize> = (0..pieces.len())
        .filter(|&place| {
            pieces.get(place).is_some_and(|piece| {
                piece.text.chars().count() == 1 && piece.text.chars().all(char::is_uppercase)
            })
        })
        .collect();
    let mut taken = Vec::new();
    for place in initials {
        let Some(initial) = pieces.get(place).cloned() else { continue };
        let beside = |piece: &TextPiece| {
            initial.size > 1.8 * piece.size
                && piece.x0 >= initial.x1 - 0.2 * piece.size
                && piece.x0 - initial.x1 < 1.5 * piece.size
                && piece.y >= initial.y - 0.3 * piece.size
                && piece.y <= initial.y + initial.size
        };
        let first = pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| beside(piece))
            .max_by(|(_, a), (_, b)| a.y.total_cmp(&b.y))
            .map(|(place, _)| place);
        let Some(first) = first else { continue };
        for (other, piece) in pieces.iter_mut().enumerate() {
            if !beside(piece) {
                continue;
            }
            piece.x0 = initial.x0;
            if other == first {
                piece.text.insert_str(0, &initial.text);
            }
        }
        taken.push(place);
    }
    let mut place = 0;
    pieces.retain(|_| {
        place += 1;
        !taken.contains(&(place - 1))
    });
    pieces
}

/// Pieces that stand on one line, from the top; each line from the left.
pub fn rows(mut pieces: Vec<TextPiece>) -> Vec<Vec<TextPiece>> {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<TextPiece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row)
                if row.first().is_some_and(|first| {
                    (first.y - piece.y).abs() < 0.4 * first.size.min(piece.size)
                }) =>
            {
                row.push(piece);
            }
            _ => rows.push(vec![piece]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// The blocks of a page in the order of reading, each its lines.
pub fn blocks(pieces: Vec<TextPiece>) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    if pieces.len() > MOST_PIECES {
        blocks.push(pieces);
    } else {
        cut(pieces, 0, &mut blocks);
    }
    blocks.into_iter().map(lines).filter(|block| !block.is_empty()).collect()
}

/// The pieces of a column as whole lines.
fn lines(pieces: Vec<TextPiece>) -> TextBlock {
    rows(pieces)
        .into_iter()
        .filter_map(|row| {
            row.into_iter().reduce(|mut line, piece| {
                if piece.x0 - line.x1 > SPACE * line.size.min(piece.size) {
                    line.text.push(' ');
                }
                line.text.push_str(&piece.text);
                line.x1 = line.x1.max(piece.x1);
                line.size = line.size.max(piece.size);
                line.is_bold &= piece.is_bold;
                line
            })
        })
        .collect()
}

/// A strip of white space between columns.
struct Gutter {
    start: f32,
    end: f32,
    /// How many pieces run across it.
    crossing: usize,
}

fn cut(pieces: Vec<TextPiece>, depth: usize, blocks: &mut Vec<Vec<TextPiece>>) {
    let gutter = if depth < DEEPEST { gutter(&pieces) } else { None };
    let Some(gutter) = gutter else {
        blocks.push(pieces);
        return;
    };
    let middle = (gutter.start + gutter.end) / 2.0;
    if gutter.crossing == 0 {
        let (left, right): (Vec<_>, Vec<_>) =
            pieces.into_iter().partition(|piece| piece.x1 <= middle);
        cut(left, depth + 1, blocks);
        cut(right, depth + 1, blocks);
        return;
    }
    // Bands from the top: what runs across, what does not, and so on.
    let mut pieces = pieces;
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut band: Vec<TextPiece> = Vec::new();
    let mut is_crossing = false;
    for piece in pieces {
        let crosses = piece.x0 < middle && piece.x1 > middle;
        if crosses != is_crossing && !band.is_empty() {
            cut(std::mem::take(&mut band), depth + 1, blocks);
        }
        is_crossing = crosses;
        band.push(piece);
    }
    cut(band, depth + 1, blocks);
}

/// The best strip between two columns: the one that the fewest pieces cross, and of these the
/// widest.
fn gutter(pieces: &[TextPiece]) -> Option<Gutter> {
    if pieces.len() < 2 * SHORTEST_COLUMN {
        return None;
    }
    let mut sizes: Vec<f32> = pieces.iter().map(|piece| piece.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let left = pieces.iter().map(|piece| piece.x0).fold(f32::INFINITY, f32::min);
    let right = pieces.iter().map(|piece| piece.x1).fold(f32::NEG_INFINITY, f32::max);
    let width = (right - left).ceil() as usize;
    if width > WIDEST {
        return None;
    }
    // How many pieces cover each point of the width, by where they begin and end.
    let mut changes = vec![0i32; width + 2];
    for piece in pieces {
        let (start, end) = ((piece.x0 - left).ceil() as usize, (piece.x1 - left).floor() as usize);
        if let Some(change) = changes.get_mut(start.min(width)) {
            *change += 1;
        }
        if let Some(change) = changes.get_mut(end.clamp(start, width + 1).min(width + 1)) {
            *change -= 1;
        }
    }
    let mut cover = 0;
    let covers: Vec<i32> = changes
        .iter()
        .map(|change| {
            cover += change;
            cover
        })
        .collect();
    let mut best: Option<Gutter> = None;
    let most = (pieces.len() / 3) as i32;
    let mut start = 0;
    while start < covers.len() {
        let Some(&level) = covers.get(start) else { break };
        let length = covers.iter().skip(start).take_while(|&&other| other == level).count();
        let strip = (left + start as f32, left + (start + length) as f32);
        start += length;
        if level > most || (strip.1 - strip.0) < GUTTER * size {
            continue;
        }
        let crossing = usize::try_from(level).unwrap_or(0);
        let is_better = best.as_ref().is_none_or(|best| {
            (crossing, best.end - best.start) < (best.crossing, strip.1 - strip.0)
        });
        if is_better && parts_columns(pieces, strip, crossing, size) {
            best = Some(Gutter { start: strip.0, end: strip.1, crossing });
        }
    }
    best
}

/// Whether columns of running text stand on both sides, side by side.
fn parts_columns(
    pieces: &[TextPiece],
    (start, end): (f32, f32),
    crossing: usize,
    size: f32,
) -> bool {
    let middle = (start + end) / 2.0;
    let left: Vec<&TextPiece> = pieces.iter().filter(|piece| piece.x1 <= middle).collect();
    let right: Vec<&TextPiece> = pieces.iter().filter(|piece| piece.x0 >= middle).collect();
    let is_column = |side: &[&TextPiece]| {
        let mut widths: Vec<f32> = side.iter().map(|piece| piece.x1 - piece.x0).collect();
        widths.sort_by(f32::total_cmp);
        side.len() >= SHORTEST_COLUMN
            && side.len() > crossing
            && widths.get(widths.len() / 2).is_some_and(|width| *width > NARROWEST_COLUMN * size)
    };
    if !is_column(&left) || !is_column(&right) {
        return false;
    }
    let reach = |side: &[&TextPiece]| {
        side.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), piece| {
            (low.min(piece.y), high.max(piece.y))
        })
    };
    let ((low, high), (other_low, other_high)) = (reach(&left), reach(&right));
    high.min(other_high) - low.max(other_low) > size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x0: f32, x1: f32, y: f32, size: f32) -> TextPiece {
        TextPiece { text: text.to_owned(), x0, x1, y, size, is_bold: false }
    }

    fn words(blocks: &[TextBlock]) -> Vec<Vec<&str>> {
        blocks.iter().map(|block| block.iter().map(|line| line.text.as_str()).collect()).collect()
    }

    #[test]
    fn columns_under_a_headline_are_read_one_after_the_other() {
        let mut pieces = vec![piece("Tolls to rise in spring", 50.0, 400.0, 700.0, 24.0)];
        for row in 0..4 {
            let y = 660.0 - 12.0 * row as f32;
            pieces.push(piece("right", 240.0, 420.0, y, 10.0));
            pieces.push(piece("left", 50.0, 225.0, y, 10.0));
        }
        pieces.push(piece("A foot across both columns", 50.0, 420.0, 560.0, 10.0));
        assert_eq!(
            words(&blocks(pieces)),
            [
                vec!["Tolls to rise in spring"],
                vec!["left"; 4],
                vec!["right"; 4],
                vec!["A foot across both columns"]
            ]
        );
    }

    #[test]
    fn wide_gaps_in_a_few_lines_are_no_gutter() {
        let mut pieces = Vec::new();
        for row in 0..12 {
            let y = 660.0 - 12.0 * row as f32;
            if row % 4 == 0 {
                pieces.push(piece("one", 50.0, 200.0, y, 10.0));
                pieces.push(piece("two", 215.0, 420.0, y, 10.0));
            } else {
                pieces.push(piece("whole line", 50.0, 420.0, y, 10.0));
            }
        }
        assert_eq!(blocks(pieces).len(), 1);
    }

    fn glyphs(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(place, character)| Glyph {
                text: character.to_string(),
                x0: x + place as f32 * size * 0.5,
                x1: x + (place + 1) as f32 * size * 0.5,
                y,
                size,
                is_bold: false,
                turns: 0,
            })
            .collect()
    }

    #[test]
    fn initials_and_double_printing_are_undone() {
        let mut all = glyphs("T", 50.0, 88.0, 30.0);
        all.extend(glyphs("he board", 67.0, 100.0, 10.0));
        all.extend(glyphs("said no", 67.0, 88.0, 10.0));
        all.extend(glyphs("he board", 67.1, 100.1, 10.0));
        let pieces = pieces(&all, 0);
        let seen: Vec<(&str, f32)> =
            pieces.iter().map(|piece| (piece.text.as_str(), piece.x0)).collect();
        assert_eq!(seen, [("The board", 50.0), ("said no", 50.0)]);
    }
}
