//! The chosen parts of a page as the blocks of an article's body.

use super::outline::{Node, Outline};
use super::runs::{self, Run};
use super::selection::Selection;
use crate::format::markup::elements::ElementKind;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    Heading,
    Item,
    Cell,
}

/// One block of the body, and what stands between it and the one before.
#[derive(Debug)]
pub struct PageBlock {
    pub kind: BlockKind,
    pub text: String,
    pub separator: &'static str,
    /// Index of the element around its block.
    pub around: usize,
    pub is_prose: bool,
    pub length: usize,
    pub linked: usize,
}

/// The blocks in the subtrees `roots`, in the page's order.
pub fn blocks(
    outline: &Outline,
    runs: &[Run],
    selection: &Selection,
    roots: &[usize],
) -> Vec<PageBlock> {
    let mut blocks: Vec<PageBlock> = Vec::new();
    let mut last: Option<&Run> = None;
    let mut behind = 0;
    let mut is_behind_text = false;
    for root in roots {
        let Some(end) = outline.get(*root).map(|node| node.end) else { continue };
        let from = runs.partition_point(|run| run.node < *root);
        let to = runs.partition_point(|run| run.node < end);
        for place in from..to {
            let Some(run) = runs.get(place) else { break };
            let is_of_header = !run.is_prose && selection.is_in_header(run);
            let is_subheading = is_behind_text && is_over_prose(outline, runs, selection, place);
            if run.node < behind
                || selection.is_aside(run.node)
                || is_list_of_links(outline, run)
                || (is_of_header && !is_subheading && !runs::ends_as_sentence(&run.text))
            {
                continue;
            }
            behind = run.node + 1;
            is_behind_text |= run.is_prose && !selection.is_in_header(run);
            let text = without_link_lines(run);
            if text.is_empty() {
                continue;
            }
            let separator = last.map_or("\n\n", |last| separator(outline, last, run));
            blocks.push(PageBlock {
                kind: kind(outline, run),
                text,
                around: outline.get(run.block).map_or(0, |node| node.parent),
                separator,
                is_prose: run.is_prose,
                length: run.length,
                linked: run.linked,
            });
            last = Some(run);
        }
    }
    blocks
}

/// Whether a run is a heading over paragraphs. Those are often labelled like the headline.
fn is_over_prose(outline: &Outline, runs: &[Run], selection: &Selection, place: usize) -> bool {
    let is_heading = runs
        .get(place)
        .is_some_and(|run| run.linked == 0 && outline.is_within(run.block, 2, Node::is_heading));
    let shown = runs.iter().skip(place + 1).take(4).filter(|run| !selection.is_aside(run.node));
    is_heading && shown.take(1).any(|next| next.is_prose)
}

/// The blocks as one text.
pub fn joined(blocks: &[PageBlock]) -> String {
    let mut body = String::new();
    for block in blocks {
        if !body.is_empty() {
            body.push_str(block.separator);
        }
        body.push_str(&block.text);
    }
    body
}

/// A run's text without the lines that are links to other articles.
fn without_link_lines(run: &Run) -> String {
    if run.lines.len() < 2 || run.linked == 0 {
        return run.text.clone();
    }
    let lines = run.text.split('\n').zip(&run.lines);
    let kept: Vec<&str> = lines
        .filter(|(line, (length, linked))| {
            *length < 12 || linked * 10 < length * 7 || runs::ends_as_sentence(line)
        })
        .map(|(line, _)| line)
        .collect();
    kept.join("\n").trim().to_owned()
}

/// A run in a list or block whose text is nearly all links, as lists of other articles are.
fn is_list_of_links(outline: &Outline, run: &Run) -> bool {
    if run.is_prose || is_in_data_table(outline, run) {
        return false;
    }
    if run.linked * 10 >= run.length * 9
        && (run.length > 20 || !outline.is(run.block, |node| node.tag == ElementKind::Paragraph))
    {
        return true;
    }
    use ElementKind as E;
    outline.is_within(run.block, 3, |node| {
        matches!(node.tag, E::List | E::Table | E::Section | E::Division | E::Rows)
            && node.linked * 10 > node.length * 6
    })
}

/// Whether a run is a cell of a table of facts, whose rows have three cells or more.
fn is_in_data_table(outline: &Outline, run: &Run) -> bool {
    let Some(cell) = outline.get(run.block).filter(|node| node.tag == ElementKind::Cell) else {
        return false;
    };
    let is_filled = |cell: &usize| outline.is(*cell, |cell| cell.length > 0);
    outline.is(cell.parent, |row| row.tag == ElementKind::Row)
        && outline.children(cell.parent).filter(is_filled).count() > 2
}

fn kind(outline: &Outline, run: &Run) -> BlockKind {
    let mut around = outline.around(run.block).take(3);
    around
        .find_map(|outer| match outline.get(outer)?.tag {
            ElementKind::Heading(_) => Some(BlockKind::Heading),
            ElementKind::Item | ElementKind::Term | ElementKind::Description => {
                Some(BlockKind::Item)
            }
            ElementKind::Cell => Some(BlockKind::Cell),
            ElementKind::Paragraph | ElementKind::Quote => Some(BlockKind::Paragraph),
            _ => None,
        })
        .unwrap_or(BlockKind::Paragraph)
}

/// How far around a run its list and table are looked for.
const REACH: usize = 32;

/// What stands between two runs: items of a list and rows of a table are lines, all else paragraphs.
fn separator(outline: &Outline, last: &Run, run: &Run) -> &'static str {
    let around = |run: &Run, tag: ElementKind| {
        let mut around = outline.around(run.block).take(REACH);
        around.find(|&outer| outline.is(outer, |node| node.tag == tag))
    };
    let is_cell = |run: &Run| outline.is(run.block, |node| node.tag == ElementKind::Cell);
    let shares = |tag: ElementKind| matches!((around(last, tag), around(run, tag)), (Some(one), Some(other)) if one == other);
    if is_cell(last) && is_cell(run) && last.block != run.block {
        if shares(ElementKind::Row) {
            return " | ";
        }
        if shares(ElementKind::Table) {
            return "\n";
        }
    }
    let items = (kind(outline, last), kind(outline, run));
    if items == (BlockKind::Item, BlockKind::Item) && shares(ElementKind::List) {
        return "\n";
    }
    "\n\n"
}
