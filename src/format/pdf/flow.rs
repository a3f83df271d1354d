//! Lines to paragraphs: what belongs together across lines, columns and pages.
//!
//! A paragraph ends where the next line is set in, where the leading grows, where the type changes,
//! or where the first word below would have had room above. What must stay true: hyphens that only
//! the line's end made are undone, and others stay.

use std::collections::{BTreeMap, HashSet};

use super::hyphens;
use super::layout::{TextBlock, TextPiece};
use crate::format::article::{date_lines, residue};
use crate::format::page::{Block, Style};

/// From so many times the size of running text on, a line is a heading.
const HEADING: f32 = 1.2;
/// Longer paragraphs in large type are no headings, in bytes.
const LONGEST_HEADING: usize = 250;
/// Lines whose sizes differ less belong to one text.
const SAME_SIZE: f32 = 1.12;
/// From so many times the usual leading on there is a gap between paragraphs.
const GAP: f32 = 1.35;
/// Where paragraphs are parted otherwise, a line that ends one fills less of its column.
const MUCH_ROOM: f32 = 0.6;
/// A first line is set in by at least so much, in sizes of the font.
const INDENTATION: f32 = 0.7;

/// A paragraph being put together.
struct Flow {
    text: String,
    size: f32,
    is_bold: bool,
    /// Its last line filled its column, so that the next column may go on with it.
    is_full: bool,
}

/// The paragraphs of all blocks of a document, in order.
/// On a page of a paper large headings behind text open stories, whatever their size.
pub fn paragraphs(blocks: &[TextBlock], is_paper: bool) -> Vec<Block> {
    let body = body_size(blocks);
    let words = words(blocks);
    let mut flows: Vec<Flow> = Vec::new();
    let measures: Vec<Measure> = blocks.iter().map(Measure::of).collect();
    let is_set_in = are_set_in(blocks, &measures);
    for (block, measure) in blocks.iter().zip(&measures) {
        let mut before: Option<&TextPiece> = None;
        for line in block {
            let opens = match before {
                Some(before) => measure.opens_paragraph(before, line, body),
                None => {
                    !flows.last().is_some_and(|flow| goes_on(flow, line, measure, body, is_set_in))
                }
            };
            match flows.last_mut().filter(|_| !opens) {
                Some(flow) => append(&mut flow.text, &line.text, &words),
                None => flows.push(Flow {
                    text: line.text.clone(),
                    size: line.size,
                    is_bold: line.is_bold,
                    is_full: false,
                }),
            }
            if let Some(flow) = flows.last_mut() {
                flow.is_full = measure.is_full(line);
            }
            before = Some(line);
        }
    }
    let levels = levels(&flows, body);
    let stories = if is_paper { stories(&flows, body) } else { Vec::new() };
    let mut paragraphs: Vec<Block> =
        flows.into_iter().map(|flow| styled(flow, body, &levels)).collect();
    for story in stories {
        if let Some(paragraph) = paragraphs.get_mut(story) {
            paragraph.set(Style::heading(1));
        }
    }
    paragraphs
}

/// The size in which most characters are set, in points.
fn body_size(blocks: &[TextBlock]) -> f32 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for line in blocks.iter().flatten() {
        *counts.entry(rounded(line.size)).or_default() += line.text.len();
    }
    let most = counts.into_iter().max_by_key(|&(_, count)| count);
    most.map_or(10.0, |(size, _)| size as f32 / 2.0)
}

/// In half points.
fn rounded(size: f32) -> u32 {
    (size * 2.0).round().clamp(1.0, 20_000.0) as u32
}

/// Every word that stands whole in a line, in lower case.
fn words(blocks: &[TextBlock]) -> HashSet<String> {
    blocks
        .iter()
        .flatten()
        .flat_map(|line| line.text.split_whitespace())
        .map(bare)
        .filter(|word| !word.is_empty() && !word.ends_with('-'))
        .collect()
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_lowercase()
}

/// What is usual in a block.
struct Measure {
    left: f32,
    right: f32,
    leading: f32,
    /// Gaps or indentations part the paragraphs, so that short lines need not.
    is_parted: bool,
}

impl Measure {
    fn of(block: &TextBlock) -> Self {
        let left = block.iter().map(|line| line.x0).fold(f32::INFINITY, f32::min);
        let right = right_edge(block, left);
        let mut steps: Vec<f32> = block
            .windows(2)
            .filter_map(|pair| match pair {
                [above, below] if is_same_size(above.size, below.size) => Some(above.y - below.y),
                _ => None,
            })
            .filter(|step| *step > 0.0)
            .collect();
        steps.sort_by(f32::total_cmp);
        // Paragraphs may be short and the gaps between them many: the lower third is leading.
        let leading = steps.get(steps.len() / 3).copied().unwrap_or(f32::INFINITY);
        let is_parted = block.windows(2).any(|pair| match pair {
            [above, below] => {
                let step = above.y - below.y;
                is_same_size(above.size, below.size)
                    && (step > leading * GAP && step < leading * 4.0
                        || (INDENTATION..5.0).contains(&((below.x0 - left) / below.size)))
            }
            _ => false,
        });
        Self { left, right, leading, is_parted }
    }

    fn opens_paragraph(&self, above: &TextPiece, line: &TextPiece, body: f32) -> bool {
        if !is_same_size(above.size, line.size) {
            return true;
        }
        let step = above.y - line.y;
        let is_large = line.size > body * HEADING;
        // Where every line is a paragraph of its own, and for headings, the type says what leading is.
        let leading = match is_large {
            true => line.size * 1.25,
            false => self.leading.min(line.size * 1.8),
        };
        if step > leading * GAP || step < -line.size {
            return true;
        }
        if is_large {
            return false;
        }
        if above.is_bold != line.is_bold && (above.is_bold || self.is_short(above, line)) {
            return true;
        }
        let is_set_in = line.x0 > self.left + INDENTATION * line.size
            && above.x0 <= self.left + 0.4 * line.size;
        if is_set_in && line.x0 < self.left + 5.0 * line.size {
            return true;
        }
        !ends_in_hyphen(&above.text)
            && self.is_short(above, line)
            && (!self.is_parted || above.x1 < self.left + MUCH_ROOM * (self.right - self.left))
    }

    /// Whether the first word of `line` would have had room at the end of the line above.
    fn is_short(&self, above: &TextPiece, line: &TextPiece) -> bool {
        let characters = line.text.chars().count().max(1) as f32;
        let first = line.text.split_whitespace().next().unwrap_or_default().chars().count();
        let word = (line.x1 - line.x0) / characters * (first as f32 + 1.0);
        above.x1 + word + 0.5 * line.size < self.right
    }

    fn is_full(&self, line: &TextPiece) -> bool {
        line.x1 > self.right - 2.0 * line.size
    }

    fn is_set_in(&self, line: &TextPiece) -> bool {
        line.x0 > self.left + INDENTATION * line.size
    }
}

/// Of this many lines of a block, one may stand out beyond its right edge.
const LINES_TO_ONE_OUT: usize = 8;
/// What stands out does so by more than this part of the width.
const STANDS_OUT: f32 = 0.1;

/// Where the lines of a block end that fill it. A running head set at the right margin, or a line that was joined from
/// both sides, is not the text's measure.
fn right_edge(block: &TextBlock, left: f32) -> f32 {
    let mut ends: Vec<f32> = block.iter().map(|line| line.x1).collect();
    ends.sort_by(|a, b| b.total_cmp(a));
    let mut right = ends.first().copied().unwrap_or(f32::NEG_INFINITY);
    for pair in ends.windows(2).take(block.len() / LINES_TO_ONE_OUT) {
        if let [out, next] = pair
            && out - next > STANDS_OUT * (out - left)
        {
            right = *next;
        }
    }
    right
}

fn is_same_size(one: f32, other: f32) -> bool {
    one.max(other) <= one.min(other) * SAME_SIZE
}

/// Whether the document sets the first lines of its paragraphs in.
fn are_set_in(blocks: &[TextBlock], measures: &[Measure]) -> bool {
    let columns = || blocks.iter().zip(measures).filter(|(block, _)| block.len() >= 4);
    let set_in = columns()
        .filter(|(block, measure)| {
            let count = block.iter().filter(|line| measure.is_set_in(line)).count();
            count > 0 && count * 2 < block.len()
        })
        .count();
    set_in * 2 > columns().count()
}

/// Whether the first line of a column goes on with the paragraph before.
fn goes_on(flow: &Flow, line: &TextPiece, measure: &Measure, body: f32, are_set_in: bool) -> bool {
    let closing = flow.text.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    let is_open = !closing.ends_with(['.', '!', '?', ':']);
    is_same_size(flow.size, line.size)
        && line.size <= body * HEADING
        && flow.is_bold == line.is_bold
        && flow.is_full
        && ((is_open || are_set_in) && flow.text.len() > 20 && !measure.is_set_in(line)
            || ends_in_hyphen(&flow.text))
}

fn ends_in_hyphen(text: &str) -> bool {
    text.ends_with(['-', '\u{ad}', '‐'])
        && text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
}

/// Adds a line to a paragraph, and undoes the hyphen that parted a word between them.
fn append(text: &mut String, line: &str, words: &HashSet<String>) {
    if text.ends_with('\u{ad}') {
        text.pop();
    } else if ends_in_hyphen(text) {
        let first = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let second = line.split_whitespace().next().unwrap_or_default();
        let kept = bare(&format!("{first}{second}"));
        let stem = first.trim_end_matches(['-', '‐']);
        let joined = bare(&format!("{stem}{second}"));
        let is_made = second.starts_with(char::is_lowercase)
            && (words.contains(&joined)
                || !words.contains(&kept) && !hyphens::is_of_word(&bare(stem), &bare(second)));
        if is_made {
            text.pop();
        }
    } else if !text.ends_with(['—', '/']) && !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

/// A story's headline is at least this many times as large as running text, and at least this part of the page's largest.
const HEADLINE: f32 = 1.6;
const OF_LARGEST: f32 = 0.55;
/// It has as many words, and as much text before it, in bytes.
const FEWEST_WORDS: usize = 4;
const SHORTEST_STORY: usize = 240;

/// The headings on a page of a paper that open another story, though they are smaller than the first.
fn stories(flows: &[Flow], body: f32) -> Vec<usize> {
    let headings = || flows.iter().enumerate().filter(|(_, flow)| is_heading(flow, body));
    let largest = headings().map(|(_, flow)| flow.size).fold(0.0, f32::max);
    // How much text stands before each of them.
    let mut before = vec![0];
    for flow in flows {
        let own = if is_heading(flow, body) { 0 } else { flow.text.len() };
        before.push(before.last().copied().unwrap_or(0) + own);
    }
    let text_between = |from: usize, to: usize| -> usize {
        let at = |place: usize| before.get(place).copied().unwrap_or(0);
        at(to).saturating_sub(at(from))
    };
    let mut last = headings().next().map_or(0, |(place, _)| place);
    let mut stories = Vec::new();
    for (place, flow) in headings().skip(1) {
        let is_large = flow.size >= body * HEADLINE && flow.size >= largest * OF_LARGEST;
        let is_long = flow.text.split_whitespace().count() >= FEWEST_WORDS;
        if is_large
            && is_long
            && text_between(last, place) >= SHORTEST_STORY
            && text_between(place, flows.len()) >= SHORTEST_STORY
        {
            stories.push(place);
            last = place;
        }
    }
    stories
}

/// The sizes of headings, the largest first.
fn levels(flows: &[Flow], body: f32) -> Vec<u32> {
    let mut levels: Vec<u32> =
        flows.iter().filter(|flow| is_heading(flow, body)).map(|flow| rounded(flow.size)).collect();
    levels.sort_unstable_by(|a, b| b.cmp(a));
    levels.dedup();
    levels
}

fn is_heading(flow: &Flow, body: f32) -> bool {
    flow.size >= body * HEADING
        && flow.text.len() <= LONGEST_HEADING
        && flow.text.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && date_lines::date_line(&flow.text).is_none()
        && residue::role(&flow.text).is_none()
        && !is_kind_of_document(&flow.text)
        && !residue::is_masthead(&flow.text)
        && !residue::is_section(&flow.text)
        && !crate::text::bylines::is_byline(&flow.text)
}

/// `PRESS RELEASE` over a press release.
fn is_kind_of_document(text: &str) -> bool {
    let lower = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ["release", "statement", "advisory", "newsletter", "bulletin", "communiqué", "pressemitteilung"]
        .iter()
        .any(|word| lower.ends_with(word))
        && lower.split_whitespace().count() <= 3
}

fn styled(flow: Flow, body: f32, levels: &[u32]) -> Block {
    let text = flow.text.replace('\u{ad}', "");
    let style = if is_heading(&flow, body) {
        let level = levels.iter().position(|level| *level == rounded(flow.size)).unwrap_or(0);
        Style::heading(u8::try_from(level + 1).unwrap_or(u8::MAX))
    } else {
        Style::TEXT
    };
    Block::styled(text, style)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x0: f32, x1: f32, y: f32, size: f32) -> TextPiece {
        TextPiece { text: text.to_owned(), x0, x1, y, size, is_bold: false }
    }

    #[test]
    fn hyphens_of_line_ends_are_undone_and_others_stay() {
        let words: HashSet<String> =
            ["harbour", "well-known"].into_iter().map(str::to_owned).collect();
        for (text, next, expected) in [
            ("the har-", "bour is", "the harbour is"),
            ("a well-", "known port", "a well-known port"),
            ("the Indo-", "Pacific", "the Indo-Pacific"),
            ("a state-of-the-", "art port", "a state-of-the-art port"),
            ("in 2020-", "2024", "in 2020- 2024"),
            ("the break\u{ad}", "water", "the breakwater"),
            ("no—", "never", "no—never"),
            ("one", "two", "one two"),
        ] {
            let mut joined = text.to_owned();
            append(&mut joined, next, &words);
            assert_eq!(joined, expected);
        }
    }

    #[test]
    fn paragraphs_end_at_indentations_gaps_and_short_lines() {
        let block = vec![
            line("Tolls to rise", 50.0, 200.0, 740.0, 20.0),
            line("in spring", 50.0, 150.0, 718.0, 20.0),
            line("By Ann Ng", 50.0, 110.0, 696.0, 10.0),
            line("The board will raise its tolls in", 50.0, 250.0, 680.0, 10.0),
            line("spring, it said.", 50.0, 130.0, 668.0, 10.0),
            line("It gave no reason for it, and the", 60.0, 250.0, 656.0, 10.0),
            line("chair of the board left for the", 50.0, 250.0, 644.0, 10.0),
            line("capital of the other island.", 50.0, 250.0, 632.0, 10.0),
            line("Ships will pay more for every day", 50.0, 250.0, 610.0, 10.0),
        ];
        let next = vec![line("that they lie in the harbour.", 300.0, 480.0, 740.0, 10.0)];
        let found: Vec<(String, Style)> = paragraphs(&[block, next], false)
            .into_iter()
            .map(|paragraph| (paragraph.words.clone(), paragraph.style()))
            .collect();
        let expected = [
            ("Tolls to rise in spring", Style::heading(1)),
            ("By Ann Ng", Style::TEXT),
            ("The board will raise its tolls in spring, it said.", Style::TEXT),
            (
                "It gave no reason for it, and the chair of the board left for the capital of the other island.",
                Style::TEXT,
            ),
            ("Ships will pay more for every day that they lie in the harbour.", Style::TEXT),
        ];
        let expected: Vec<(String, Style)> =
            expected.iter().map(|&(text, style)| (text.to_owned(), style)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_smaller_headline_on_a_page_of_a_paper_opens_a_story() {
        let text = |y: f32| -> Vec<TextPiece> {
            let row = |row: u8| {
                let words = "The board will raise its tolls in the spring of next year, it said.";
                line(words, 50.0, 400.0, y - 12.0 * f32::from(row), 10.0)
            };
            (0..5).map(row).collect()
        };
        let mut block = vec![line("Tolls to rise in spring", 50.0, 300.0, 740.0, 28.0)];
        block.extend(text(700.0));
        block.push(line("Ice shuts three harbours", 50.0, 250.0, 600.0, 18.0));
        block.extend(text(570.0));
        for (is_paper, levels) in [(true, [1, 1]), (false, [1, 2])] {
            let found: Vec<u8> = paragraphs(std::slice::from_ref(&block), is_paper)
                .into_iter()
                .filter_map(|paragraph| Some(paragraph.heading()?.level))
                .collect();
            assert_eq!(found, levels);
        }
    }
}
