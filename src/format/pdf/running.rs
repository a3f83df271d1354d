//! What is printed at the head and foot of pages: running heads, page numbers.
//!
//! What must stay true: a line is taken off a page only near its edge, and only where it comes
//! again on other pages, is a page number, or is the paper's name or day beside one.

use std::collections::HashMap;

use super::layout::{TextPiece, rows};
use crate::format::article::{date_lines, residue};
use crate::format::documents::properties::Properties;
use crate::model::RegionRole;
use crate::text::dates;

/// How many rows from the edge of a page are looked at.
const ROWS: usize = 3;
/// The zone at the edge, as a part of the page's height.
const EDGE: f32 = 0.12;

/// Rows of more pieces are no heads.
const MOST_PIECES: usize = 40;

/// A page: the pieces that run as the text does, and where it ends.
pub struct RunningPage {
    pub pieces: Vec<TextPiece>,
    pub bottom: f32,
    pub height: f32,
}

/// Takes running heads and page numbers off the pages; their words in order. What they say of the
/// issue goes into `properties`.
pub fn take_off(pages: &mut [RunningPage], properties: &mut Properties) -> Vec<String> {
    let edges: Vec<Vec<Vec<TextPiece>>> = pages.iter().map(edge_rows).collect();
    let mut counts: HashMap<(String, u32), usize> = HashMap::new();
    for rows in &edges {
        for row in rows {
            *counts.entry(kind(row)).or_default() += 1;
        }
    }
    // The same on a third of the pages: left and right pages may differ, and a chapter change.
    let enough = (pages.len() / 3).max(2);
    let mut taken = Vec::new();
    for (page, rows) in pages.iter_mut().zip(edges) {
        for row in rows {
            if row.len() > MOST_PIECES {
                continue;
            }
            let line = words(&row);
            let comes_again = counts.get(&kind(&row)).is_some_and(|count| *count >= enough);
            if !comes_again && !is_page_number(&line) && !is_head_of_a_paper(&row) {
                continue;
            }
            for part in row.iter().flat_map(|piece| parts(&piece.text)) {
                if date_lines::date_line(part).is_some() {
                    properties.issued(part, "pdf:page/date");
                } else if residue::is_masthead(part) {
                    properties.publisher(part, "pdf:page/head");
                }
            }
            page.pieces.retain(|piece| !row.contains(piece));
            taken.push(line);
        }
    }
    taken
}

/// The rows near the upper and the lower edge.
fn edge_rows(page: &RunningPage) -> Vec<Vec<TextPiece>> {
    let top = page.bottom + page.height * (1.0 - EDGE);
    let foot = page.bottom + page.height * EDGE;
    let rows = rows(page.pieces.clone());
    let is_near =
        |row: &&Vec<TextPiece>| row.first().is_some_and(|piece| piece.y >= top || piece.y <= foot);
    let count = rows.len();
    rows.iter()
        .enumerate()
        .filter(|(place, _)| *place < ROWS || *place + ROWS >= count)
        .map(|(_, row)| row)
        .filter(is_near)
        .cloned()
        .collect()
}

fn words(row: &[TextPiece]) -> String {
    let words: Vec<&str> = row.iter().map(|piece| piece.text.as_str()).collect();
    words.join("   ")
}

/// A row as it comes again: a title may have the words of the running heads, but not their size.
fn kind(row: &[TextPiece]) -> (String, u32) {
    let size = row.iter().map(|piece| piece.size).fold(0.0, f32::max);
    (pattern(&words(row)), (size * 2.0).round().clamp(0.0, 20_000.0) as u32)
}

/// A line as it comes again: numbers do not count, nor does case.
fn pattern(line: &str) -> String {
    let mut pattern = String::new();
    for character in line.chars().flat_map(char::to_lowercase) {
        if character.is_alphabetic() {
            pattern.push(character);
        } else if character.is_ascii_digit() && !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

/// `3`, `- 3 -`, `Page 3 of 7`, `3 / 7`, `A3`.
fn is_page_number(line: &str) -> bool {
    let words: Vec<String> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_number = |word: &String| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
        (1..=4).contains(&digits.len())
            && word.len() - digits.len() <= 1
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    (1..=4).contains(&words.len())
        && words.iter().any(is_number)
        && words.iter().all(|word| {
            is_number(word)
                || matches!(word.as_str(), "page" | "p" | "of" | "seite" | "von" | "pagina" | "de")
        })
}

/// The paper's name, the day, the section and the page in one row: far from each other, or with signs between.
fn is_head_of_a_paper(row: &[TextPiece]) -> bool {
    let gaps = row.windows(2).filter(|pair| match pair {
        [left, right] => right.x0 - left.x1 > 2.0 * left.size,
        _ => false,
    });
    let parts: Vec<&str> = row.iter().flat_map(|piece| parts(&piece.text)).collect();
    let count = parts.iter().filter(|part| is_part_of_head(part)).count();
    let is_parted = gaps.count() + 1 == row.len() && row.len() >= 2 && count * 2 > parts.len();
    let is_in_one = parts.len() >= 2
        && count == parts.len()
        && parts.iter().any(|part| is_page_number(part) || date_lines::date_line(part).is_some());
    is_parted || is_in_one
}

fn is_part_of_head(part: &str) -> bool {
    is_page_number(part)
        || date_lines::date_line(part).is_some()
        || residue::is_masthead(part)
        || residue::is_section(part)
        || residue::role(part) == Some(RegionRole::Furniture)
}

/// What a piece of a running head says, cut at its signs and between its day and its page: `Tuesday 4 March 2025  7`.
fn parts(piece: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let pieces = piece.split(['|', '•', '·', '\t']).flat_map(|part| part.split("  "));
    for part in pieces.map(str::trim).filter(|part| !part.is_empty()) {
        match dates::find(part) {
            Some((range, _)) if range.len() < part.len() => {
                let sides =
                    [part.get(..range.start), part.get(range.clone()), part.get(range.end..)];
                let is_mark =
                    |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '/');
                let sides = sides.into_iter().flatten().map(|side| side.trim_matches(is_mark));
                parts.extend(sides.filter(|side| !side.is_empty()));
            }
            _ => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x0: f32, y: f32) -> TextPiece {
        let x1 = x0 + text.len() as f32 * 5.0;
        TextPiece { text: text.to_owned(), x0, x1, y, size: 10.0, is_bold: false }
    }

    #[test]
    fn page_numbers_are_told() {
        for (line, expected) in [
            ("3", true),
            ("- 3 -", true),
            ("Page 3 of 7", true),
            ("A3", true),
            ("3 ships", false),
            ("Page", false),
            ("20240304", false),
        ] {
            assert_eq!(is_page_number(line), expected, "{line}");
        }
    }

    #[test]
    fn a_head_of_one_page_is_told_by_its_parts() {
        let row = |pieces: &[(&str, f32)]| -> Vec<TextPiece> {
            pieces.iter().map(|&(text, x0)| piece(text, x0, 800.0)).collect()
        };
        for (pieces, expected) in [
            (&[("The Lagoon Post", 40.0), ("Tuesday 4 March 2025  7", 400.0)][..], true),
            (&[("Press release", 40.0), ("Page 1", 500.0)], true),
            (&[("The Lagoon Post | 4 March 2025 | A7", 40.0)], true),
            (&[("12 Lagoon Times, Monday, March 3, 2025", 40.0)], true),
            (&[("Tolls to rise", 40.0), ("in the spring of 2025", 400.0)], false),
            (&[("The Lagoon Post", 40.0)], false),
        ] {
            assert_eq!(is_head_of_a_paper(&row(pieces)), expected, "{pieces:?}");
        }
    }

    #[test]
    fn heads_that_come_again_are_taken_and_say_their_day() {
        let mut pages: Vec<RunningPage> = (1..=3)
            .map(|number| RunningPage {
                pieces: vec![
                    piece("THE LAGOON TIMES", 50.0, 760.0),
                    piece("Monday, March 4, 2024", 250.0, 760.0),
                    piece(&format!("A{number}"), 500.0, 760.0),
                    piece(
                        &format!("Words of page {number} only, number {}", "x".repeat(number)),
                        50.0,
                        740.0,
                    ),
                    piece("Text.", 50.0, 400.0),
                    piece(&number.to_string(), 300.0, 30.0),
                ],
                bottom: 0.0,
                height: 792.0,
            })
            .collect();
        let mut properties = Properties::default();
        let taken = take_off(&mut pages, &mut properties);
        assert_eq!(taken.len(), 6);
        assert!(pages.iter().all(|page| page.pieces.len() == 2));
        let mut draft = crate::model::Draft::default();
        properties.fill(&mut draft);
        assert_eq!(draft.head.published.map(|p| p.value).as_deref(), Some("2024-03-04"));
        assert_eq!(draft.head.publisher.as_deref(), Some("THE LAGOON TIMES"));
    }
}
