//! The page's text in runs: what stands between two ends of blocks, a paragraph as the reader sees it.
//!
//! A paragraph is a run whether its maker wrote `<p>`, a `<div>`, or two line breaks. What must stay
//! true: runs are in the page's order and together are all of its text.

use super::outline::Outline;
use crate::format::markup::elements::ElementKind;

/// A paragraph, heading, list item or cell, or the part of one up to an empty line.
#[derive(Debug)]
pub struct Run {
    /// Index of its first text node.
    pub node: usize,
    /// Index of the nearest block around it.
    pub block: usize,
    /// White space in runs is one space; a line break is a line end.
    pub text: String,
    /// Characters other than white space.
    pub length: usize,
    /// Those of them in links.
    pub linked: usize,
    /// Those of them in bold or the like.
    pub strong: usize,
    /// Whether it starts with a link of a few words, as the teaser of another article does.
    pub starts_linked: bool,
    /// Characters in each of its lines, and those of them in links.
    pub lines: Vec<(usize, usize)>,
    /// Whether it reads like running text: long enough or a sentence, and not mostly links.
    pub is_prose: bool,
}

impl Run {
    /// Characters that stand in no link.
    pub fn own(&self) -> usize {
        self.length.saturating_sub(self.linked)
    }

    fn judge(mut self, tag: ElementKind) -> Self {
        let is_teaser = self.starts_linked && tag == ElementKind::Item;
        let is_heading = matches!(tag, ElementKind::Heading(_)) && self.length < LONGEST_HEADING;
        self.is_prose = !is_teaser
            && !is_heading
            && self.linked * 2 <= self.length
            && (self.own() >= LONG
                || (self.own() >= SENTENCE && ends_as_sentence(&self.text))
                || (self.length >= CJK_SENTENCE
                    && self.text.chars().filter(|c| is_ideograph(*c)).count() >= CJK_SENTENCE));
        self
    }
}

/// Characters of a run that is prose without looking at how it ends.
const LONG: usize = 100;
/// Characters of the shortest run that is a sentence.
const SENTENCE: usize = 30;
/// Characters that no heading has.
const LONGEST_HEADING: usize = 250;
/// Characters of a link that is as long as a headline.
const TITLE: usize = 15;
/// The same in Chinese, Japanese and Korean, which say more with fewer.
const CJK_SENTENCE: usize = 20;

/// Whether a character belongs to a script that puts no spaces between words.
pub fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether a text ends as sentences do, quotation marks and brackets aside.
pub fn ends_as_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '“' | '‘')
    })
    .ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '۔', '؟'])
}

/// Cuts a page into runs.
pub fn runs(outline: &Outline) -> Vec<Run> {
    let mut cutter = Cutter {
        runs: Vec::new(),
        run: None,
        open: Vec::new(),
        links: 0,
        strong: 0,
        preformatted: 0,
    };
    for (index, node) in outline.nodes.iter().enumerate() {
        cutter.leave(outline, index);
        match node.tag {
            ElementKind::Text => cutter.text(&node.text, index, outline),
            ElementKind::Break => cutter.line_break(outline),
            _ => cutter.enter(outline, index),
        }
    }
    cutter.flush(outline);
    cutter.runs
}

struct Cutter {
    runs: Vec<Run>,
    run: Option<Run>,
    open: Vec<usize>,
    links: usize,
    strong: usize,
    preformatted: usize,
}

impl Cutter {
    fn enter(&mut self, outline: &Outline, index: usize) {
        let Some(node) = outline.get(index) else { return };
        if node.is_block {
            self.flush(outline);
        }
        self.count(node.tag, node.labels.is_strong, 1);
        self.open.push(index);
    }

    /// Leaves the elements that end before `index`.
    fn leave(&mut self, outline: &Outline, index: usize) {
        while let Some(node) = self.open.last().and_then(|&last| outline.get(last)) {
            if node.end > index {
                break;
            }
            if node.is_block {
                self.flush(outline);
            }
            self.count(node.tag, node.labels.is_strong, -1);
            self.open.pop();
        }
    }

    fn count(&mut self, tag: ElementKind, is_strong: bool, by: isize) {
        match tag {
            ElementKind::Link => self.links = self.links.saturating_add_signed(by),
            ElementKind::Preformatted => {
                self.preformatted = self.preformatted.saturating_add_signed(by)
            }
            ElementKind::Inline if is_strong => self.strong = self.strong.saturating_add_signed(by),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, index: usize, outline: &Outline) {
        if self.run.is_none() {
            if text.chars().all(is_blank) {
                return;
            }
            let block = outline
                .ancestors(index)
                .find(|&outer| outline.get(outer).is_some_and(|node| node.is_block))
                .unwrap_or(0);
            self.run = Some(Run {
                node: index,
                block,
                text: String::new(),
                length: 0,
                linked: 0,
                strong: 0,
                starts_linked: false,
                lines: vec![(0, 0)],
                is_prose: false,
            });
        }
        let Some(run) = &mut self.run else { return };
        let mut added = 0;
        for character in text.chars() {
            if self.preformatted > 0 && character == '\n' {
                run.text.push('\n');
            } else if is_blank(character) {
                if !run.text.is_empty() && !run.text.ends_with([' ', '\n']) {
                    run.text.push(' ');
                }
            } else if !matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}') {
                run.text.push(character);
                added += 1;
            }
        }
        if let Some((length, linked)) = run.lines.last_mut() {
            *length += added;
            *linked += if self.links > 0 { added } else { 0 };
        }
        run.starts_linked |=
            run.length == run.linked && self.links > 0 && run.length + added >= TITLE;
        run.length += added;
        run.linked += if self.links > 0 { added } else { 0 };
        run.strong += if self.strong > 0 { added } else { 0 };
    }

    /// One break is a line end, two are a paragraph's.
    fn line_break(&mut self, outline: &Outline) {
        let Some(run) = &mut self.run else { return };
        let kept = run.text.trim_end_matches(' ').len();
        run.text.truncate(kept);
        if run.text.ends_with('\n') {
            self.flush(outline);
        } else {
            run.text.push('\n');
            run.lines.push((0, 0));
        }
    }

    fn flush(&mut self, outline: &Outline) {
        let Some(mut run) = self.run.take() else { return };
        let kept = run.text.trim_end().len();
        run.text.truncate(kept);
        if !run.text.is_empty() {
            let tag = outline.get(run.block).map_or(ElementKind::Other, |node| node.tag);
            self.runs.push(run.judge(tag));
        }
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace()
}
