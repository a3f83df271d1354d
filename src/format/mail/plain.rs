//! A `text/plain` part as blocks.
//!
//! Lines that a mail program broke are joined again: by the marks of `format=flowed` (RFC 3676)
//! where the part has them, else where a line is as long as its neighbours and the next word would
//! not have fitted. What must stay true: lines that somebody broke on purpose (headings, lists,
//! addresses, verse) stay apart, and no word is lost.

use super::chrome::MOST_BLOCKS;
use crate::format::article::is_title;
use crate::format::article::sections::bare_title;
use crate::format::article::{forwarded, labels, lines, residue};
use crate::format::page::{self, Block, HeadingStyle, List, Look};
use crate::model::RegionRole;

/// How the part says that its lines are to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineFlow {
    pub is_flowed: bool,
    /// The space at the end of a flowed line is not part of the text.
    pub is_space_deleted: bool,
}

/// Lines longer than this were broken by nobody, in characters.
const WIDEST: usize = 100;
/// Text broken narrower than this is verse or a table.
const NARROWEST: usize = 45;
/// Lines that are told apart: twenty for each block that is read.
const MOST_ROWS: usize = 20 * MOST_BLOCKS;
/// A longer line is no heading, in bytes.
const LONGEST_TITLE: usize = 140;

/// The blocks of a text.
pub fn blocks(text: &str, flow: LineFlow) -> Vec<Block> {
    let rows = rows(text, flow);
    let width = width(&rows);
    let mut blocks: Vec<Block> = Vec::new();
    let mut has_gap = true;
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        if row.words.is_empty() {
            has_gap = true;
            at += 1;
            continue;
        }
        if blocks.len() >= MOST_BLOCKS {
            let rest: Vec<&str> = rows.iter().skip(at).map(|row| row.words.as_str()).collect();
            let mut block = Block::new(&rest.join(" "), Look::Text, true);
            block.role = Some(RegionRole::Furniture);
            blocks.push(block);
            break;
        }
        let mut joined = row.words.clone();
        let mut count = 1;
        while let (Some(last), Some(next)) = (rows.get(at + count - 1), rows.get(at + count)) {
            if row.is_quoted || !goes_on(last, next, width) {
                break;
            }
            joined.push(' ');
            joined.push_str(&next.words);
            count += 1;
        }
        let next = rows.get(at + count);
        let look = look(&joined, has_gap, next, blocks.last());
        let mut block = Block::new(&joined, look, has_gap);
        if row.is_quoted {
            block.role = Some(RegionRole::Furniture);
        }
        blocks.push(block);
        has_gap = false;
        at += count;
    }
    blocks
}

/// A line as it was written.
struct Row {
    /// Without white space at its ends.
    words: String,
    indent: usize,
    length: usize,
    is_quoted: bool,
}

fn rows(text: &str, flow: LineFlow) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut is_open = false;
    let mut from = 0;
    for line in text.split('\n') {
        if rows.len() >= MOST_ROWS {
            // Nobody's words from here on; what is read ends much earlier.
            let words = text.get(from..).unwrap_or_default().to_owned();
            rows.push(Row { words, indent: 0, length: WIDEST * 2, is_quoted: true });
            break;
        }
        from += line.len() + 1;
        let line = line.trim_end_matches('\r');
        let is_quoted = is_quote(line);
        let mut line = line;
        if flow.is_flowed {
            line = line.strip_prefix(' ').unwrap_or(line);
            let is_signature = line == "-- ";
            let is_soft = line.ends_with(' ') && !is_signature && !is_quoted;
            let content = if is_soft && flow.is_space_deleted {
                line.get(..line.len() - 1).unwrap_or(line)
            } else {
                line
            };
            if is_open
                && !is_signature
                && !is_quoted
                && let Some(last) = rows.last_mut()
            {
                last.words.push_str(content);
                last.length = WIDEST * 2;
                is_open = is_soft;
                continue;
            }
            is_open = is_soft;
            line = content;
        }
        let indent = line.len() - line.trim_start().len();
        rows.push(Row {
            words: line.to_owned(),
            indent,
            length: line.trim_end().chars().count(),
            is_quoted,
        });
    }
    for row in &mut rows {
        row.words = lines::trimmed(&row.words).to_owned();
    }
    rows
}

/// `> no`, `Ann> no`, `| no`: somebody else's words.
fn is_quote(line: &str) -> bool {
    let line = line.trim_start();
    let Some((before, after)) = line.split_once('>') else { return false };
    let is_initials = before.len() <= 4 && before.chars().all(|c| c.is_ascii_uppercase());
    is_initials && !after.starts_with('>') | before.is_empty()
}

/// Fewer lines that break off within a sentence do not show how wide a text was set.
const FEWEST_BROKEN: usize = 3;
/// The width that RFC 3676 advises, and most programs keep to.
const USUAL_WIDTH: usize = 72;

/// How wide the text was set: as wide as the lines that break off within a sentence go.
fn width(rows: &[Row]) -> usize {
    let mut lengths: Vec<usize> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [one, next]
                if next.words.starts_with(char::is_lowercase)
                    && (NARROWEST..=WIDEST).contains(&one.length)
                    && !one.words.contains("://")
                    && !next.words.contains("://") =>
            {
                Some(one.length)
            }
            _ => None,
        })
        .collect();
    lengths.sort_unstable();
    if lengths.len() < FEWEST_BROKEN {
        return USUAL_WIDTH;
    }
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(USUAL_WIDTH)
}

/// Whether a program broke the line between two rows.
fn goes_on(row: &Row, next: &Row, width: usize) -> bool {
    if next.words.is_empty() || next.is_quoted || row.length > WIDEST {
        return false;
    }
    if is_apart(&row.words) || is_apart(&next.words) || bare_title(&next.words).0 != next.words {
        return false;
    }
    // A first line may be indented, and what hangs under a bullet is.
    let is_level = row.indent.abs_diff(next.indent) <= 1
        || row.indent > next.indent && row.indent <= 8
        || next.indent > row.indent && next.indent <= row.indent + 6;
    if !is_level {
        return false;
    }
    let first = next.words.split_whitespace().next().unwrap_or_default().chars().count();
    let would_not_fit = row.length + 1 + first > width.saturating_sub(1);
    let is_within = next.words.starts_with(char::is_lowercase)
        && !row.words.ends_with(['.', '!', '?', ':', ';'])
        && row.length * 3 > width * 2;
    row.length >= NARROWEST.min(width) / 2 && (would_not_fit || is_within)
}

/// Whether a line stands alone: a rule, an address, a labelled line, a box.
fn is_apart(words: &str) -> bool {
    residue::is_rule(words)
        || labels::is_url(words.trim_matches(['<', '>', '(', ')', '[', ']']))
        || words.starts_with('|') && words.ends_with('|')
        || residue::read_link(words).is_some()
        || forwarded::is_field(words)
}

fn look(words: &str, has_gap: bool, next: Option<&Row>, before: Option<&Block>) -> Look {
    if residue::is_rule(words) && words.chars().filter(|c| !c.is_whitespace()).count() >= 3
        || is_labelled_rule(words)
    {
        return Look::Rule;
    }
    let is_after_rule = before.is_some_and(|block| block.look == Look::Rule);
    let underline = next.map(|row| row.words.as_str()).filter(|words| {
        words.len() >= 3 && words.chars().all(|c| matches!(c, '=' | '-' | '~' | '*' | '_'))
    });
    let (title, _) = bare_title(words);
    let list = match words.chars().next() {
        Some(c) if title.len() < words.len() && c.is_ascii_digit() => List::Number,
        _ if title.len() < words.len() && !words.starts_with(title) => List::Bullet,
        _ if is_after_rule => List::Rule,
        _ => List::None,
    };
    let bare = page::without_box(title);
    let may_be_title = words.len() <= LONGEST_TITLE
        && (has_gap || is_after_rule || list == List::Number)
        && !labels::is_url(words)
        && residue::read_link(words).is_none()
        && !forwarded::is_field(words)
        && bare.contains(char::is_alphabetic)
        && is_title(bare);
    if !may_be_title {
        return Look::Text;
    }
    let is_in_capitals = !bare.chars().any(char::is_lowercase);
    let level = match underline.map(|rule| rule.starts_with('=')) {
        Some(true) => 1,
        Some(false) => 2,
        None => 0,
    };
    Look::Heading(HeadingStyle { level, is_bold: is_in_capitals, list, ..HeadingStyle::default() })
}

/// `------ADVERTISEMENT------`, `+-----+`: a rule with a word in it.
fn is_labelled_rule(words: &str) -> bool {
    let marks = words.chars().filter(|c| "-=*_#~+<>".contains(*c)).count();
    let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
    marks >= 10 && letters <= 24 && marks > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        blocks(text, LineFlow::default()).into_iter().map(|block| block.words).collect()
    }

    #[test]
    fn broken_lines_are_joined_and_others_are_not() {
        let text = "Harbour tolls to rise\n\nThe harbour board of Port Lagoon said on Monday that it would raise\nits tolls for every ship above forty metres from the first of July on,\nand that ferries were spared.\n\n* Ferries pay nothing\n* Yachts pay half\n\nAnn Ng\nHarbour Street 4\nPort Lagoon\nhttps://lagoon.example/tolls\n";
        assert_eq!(
            words(text),
            [
                "Harbour tolls to rise",
                "The harbour board of Port Lagoon said on Monday that it would raise its tolls for every ship above forty metres from the first of July on, and that ferries were spared.",
                "* Ferries pay nothing",
                "* Yachts pay half",
                "Ann Ng",
                "Harbour Street 4",
                "Port Lagoon",
                "https://lagoon.example/tolls",
            ]
        );
    }

    #[test]
    fn flowed_lines_say_where_they_go_on() {
        let flow = LineFlow { is_flowed: true, is_space_deleted: false };
        let found = blocks("The board \nsaid no.\nTwice.\n\n-- \nAnn", flow);
        let words: Vec<&str> = found.iter().map(|block| block.words.as_str()).collect();
        assert_eq!(words, ["The board said no.", "Twice.", "--", "Ann"]);
        let flow = LineFlow { is_flowed: true, is_space_deleted: true };
        assert_eq!(blocks("The har \nbour.", flow)[0].words, "The harbour.");
    }

    #[test]
    fn quotes_are_nobodys() {
        let found = blocks("> The board said no.\n>> Why?\nAN> So.\nIt did.", LineFlow::default());
        let roles: Vec<bool> = found.iter().map(|block| block.role.is_some()).collect();
        assert_eq!(roles, [true, true, true, false]);
    }

    #[test]
    fn headings_show_how_they_are_set() {
        let text = "FERRIES\n\n1. Tolls to rise\n\nThe board said so.\n-----\nYachts pay\n=====\n";
        let found = blocks(text, LineFlow::default());
        let styles: Vec<Option<HeadingStyle>> = found.iter().map(Block::heading).collect();
        assert_eq!(
            styles,
            [
                Some(HeadingStyle { is_bold: true, ..HeadingStyle::default() }),
                Some(HeadingStyle { list: List::Number, ..HeadingStyle::default() }),
                None,
                None,
                Some(HeadingStyle { level: 1, list: List::Rule, ..HeadingStyle::default() }),
                None,
            ]
        );
    }
}
