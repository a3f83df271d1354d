//! Posts of social media that a page embeds: the words, and under them `— Peters (@peters) March 4, 2025`,
//! or the name and `@peters` above them and the time below.
//!
//! What must stay true: a handle alone is no post; a signature ends its paragraph, but for a date.

use super::lists::Part;
use super::reading::Reading;
use super::{Spoken, labelled};
use crate::model::EntityKind;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::Class;

/// How many tokens a name or a handle may have.
const LONGEST_NAME: usize = 8;
const LONGEST_HANDLE: usize = 8;
/// How many lines a post may have.
const MOST_LINES: usize = 8;

/// The words of the posts in a text, outside of the stretches that were `taken` before.
pub fn posts(reading: &Reading, taken: &[(usize, usize)]) -> Vec<Spoken> {
    let mut found: Vec<Spoken> = Vec::new();
    for number in 0..reading.paragraphs.len() {
        let own = signed(reading, number).or_else(|| headed(reading, number)).unwrap_or_default();
        for spoken in own {
            let free = found.last().is_none_or(|last| last.end <= spoken.first)
                && !overlaps(taken, spoken.first, spoken.end);
            if free && spoken.first < spoken.end {
                found.push(spoken);
            }
        }
    }
    found
}

fn overlaps(taken: &[(usize, usize)], first: usize, end: usize) -> bool {
    let next = taken.partition_point(|stretch| stretch.1 <= first);
    taken.get(next).is_some_and(|stretch| stretch.0 < end)
}

/// `Safety first. — Peters (@peters) March 4, 2025`, in one paragraph or with the words above.
fn signed(reading: &Reading, number: usize) -> Option<Vec<Spoken>> {
    let paragraph = &reading.paragraphs[number];
    let lowest = paragraph.first.max(paragraph.end.saturating_sub(4 * LONGEST_NAME));
    let dash = (lowest..paragraph.end).rev().find(|&at| is_dash(reading, at, paragraph.first))?;
    let open = (dash + 1..paragraph.end.min(dash + 1 + LONGEST_NAME))
        .find(|&at| reading.is_mark(at, &['(']) && is_handle(reading, at + 1))?;
    let close = (open + 2..paragraph.end.min(open + 2 + LONGEST_HANDLE))
        .find(|&at| reading.is_mark(at, &[')']))?;
    if open == dash + 1 || !is_date(reading, close + 1, paragraph.end) {
        return None;
    }
    let said = labelled(reading, speaker(reading, dash + 1, open), dash + 1, open);
    let lines = if dash > paragraph.first {
        vec![(paragraph.first, dash)]
    } else {
        lines_above(reading, number)
    };
    // Words in marks have a speaker by other rules.
    let marked = lines.iter().any(|&(first, _)| reading.is_quoted(first));
    (!marked).then(|| spoken(reading, &lines, said))
}

/// The dash before a signature: at the head of its paragraph, or after a space.
fn is_dash(reading: &Reading, at: usize, first: usize) -> bool {
    let token = &reading.passage.tokens[at];
    reading.is_mark(at, &['—', '–'])
        || reading.is_mark(at, &['-']) && (at == first || token.gap != Gap::None)
}

/// `@peters`, and the addresses of other networks: one token or two.
fn is_handle(reading: &Reading, at: usize) -> bool {
    let tokens = &reading.passage.tokens;
    let next = || tokens.get(at + 1).filter(|next| next.gap == Gap::None);
    let whole = tokens.get(at).is_some_and(|token| token.shape == Shape::Address);
    whole && reading.passage.word(at).starts_with('@')
        || reading.is_mark(at, &['@'])
            && next().is_some_and(|next| next.shape != Shape::Mark || next.is_mark('_'))
}

/// Nothing, or what may be a day and a time: `March 4, 2025`, `4 mars 2025 at 10:12`.
fn is_date(reading: &Reading, first: usize, end: usize) -> bool {
    let numbers = |at: usize| reading.passage.tokens[at].shape == Shape::Number;
    first >= end
        || end - first <= 16
            && (first..end.min(first + 4)).any(|at| {
                numbers(at)
                    || reading.passage.is(at, Class::CALENDAR)
                    || reading.is_mark(at, &['·'])
            })
            && !reading.is_mark(end - 1, &['?', '!'])
            && !(first..end).any(|at| reading.is(at, Part::SAYS | Part::BE))
}

/// The person or organisation whose name tokens `first..end` are.
fn speaker(reading: &Reading, first: usize, end: usize) -> Option<usize> {
    let mention = (first..end).find_map(|at| reading.owner(at))?;
    let named = reading.named[mention];
    (named.first >= first && named.end <= end && named.kind != EntityKind::Place).then_some(mention)
}

/// The lines of the block above paragraph `number`, as tokens: back to a blank line.
fn lines_above(reading: &Reading, number: usize) -> Vec<(usize, usize)> {
    let Some(mut first) = number.checked_sub(1) else { return Vec::new() };
    let gap = |number: usize| reading.passage.tokens[reading.paragraphs[number].first].gap;
    while first > 0 && gap(first) == Gap::Line && number - first <= MOST_LINES {
        first -= 1;
    }
    // A text whose every paragraph is a line tells not where a block begins.
    if number - first > MOST_LINES || first == 0 && gap(0) != Gap::Blank && number > 1 {
        first = number - 1;
    }
    let line = |number: usize| (reading.paragraphs[number].first, reading.paragraphs[number].end);
    // `Peters wrote on Monday:` leads to the post.
    (first..number).map(line).filter(|&(_, end)| !reading.is_mark(end - 1, &[':'])).collect()
}

/// `Peters`, `@peters`, the words, `9:58 PM · Jun 5, 2025`: each a line.
fn headed(reading: &Reading, number: usize) -> Option<Vec<Spoken>> {
    let handle = &reading.paragraphs[number];
    let name = &reading.paragraphs[number.checked_sub(1)?];
    let short = name.end - name.first <= LONGEST_NAME && reading.passage.is_capitalised(name.first);
    let alone = is_handle(reading, handle.first) && handle.end - handle.first <= LONGEST_HANDLE / 2;
    if !short || !alone || reading.is_mark(name.end - 1, &['.', ':', '?', '!']) {
        return None;
    }
    let from = number + 1;
    let time = (from..reading.paragraphs.len().min(from + MOST_LINES)).find(|&line| {
        is_time(reading, reading.paragraphs[line].first, reading.paragraphs[line].end)
    })?;
    let mention = speaker(reading, name.first, name.end);
    let said = labelled(reading, mention, name.first, name.end);
    let lines: Vec<(usize, usize)> =
        reading.paragraphs[from..time].iter().map(|line| (line.first, line.end)).collect();
    Some(spoken(reading, &lines, said))
}

/// `9:58 PM · Jun 5, 2025`.
fn is_time(reading: &Reading, first: usize, end: usize) -> bool {
    let dot = (first..end).any(|at| reading.is_mark(at, &['·']));
    let number =
        reading.passage.tokens[first..end].iter().any(|token| token.shape == Shape::Number);
    end - first <= 20 && dot && number
}

/// The lines as one speaker's words.
fn spoken(reading: &Reading, lines: &[(usize, usize)], said: super::Said) -> Vec<Spoken> {
    let without_links = |&(first, last): &(usize, usize)| {
        let mut end = last;
        while end > first
            && reading.passage.tokens[end - 1].shape == Shape::Address
            && !is_handle(reading, end - 1)
        {
            end -= 1;
        }
        // `pic.twitter.com/…`: the address begins after the full stop.
        let picture = end < last && end >= first + 2 && reading.is_any(end - 2, &["pic"]);
        (first, if picture { end - 2 } else { end })
    };
    let lines = lines.iter().map(without_links).filter(|(first, end)| first < end);
    lines
        .enumerate()
        .map(|(at, (first, end))| {
            let said = if at == 0 { said } else { said.continued(0.9) };
            Spoken { first, end, said }
        })
        .collect()
}
