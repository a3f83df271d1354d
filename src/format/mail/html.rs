//! A `text/html` part as blocks.
//!
//! Mail is set with tables, fonts and line breaks rather than with headings and paragraphs, so a
//! block is what stands between two breaks, and a heading is what is set as one: in `h1` to `h6`,
//! bold, larger, or wholly a link. What must stay true: the tree is walked without recursion, and
//! words that nobody sees (scripts, styles, hidden preheaders) belong to no article.

use std::rc::Rc;

use dom_query::{Document, NodeRef};

use crate::format::article::{labels, residue};
use crate::format::markup::elements::{ElementKind, Gap, MarkupOf};
use crate::format::markup::guard;
use crate::format::page::{Block, HeadingStyle, Look};
use crate::model::RegionRole;

/// HTML beyond this is not read, in bytes: the parser needs many times as much memory.
pub const LONGEST: usize = 2 << 20;
/// Longer blocks are paragraphs however they are set, in bytes.
const LONGEST_TITLE: usize = 200;
/// A picture's text of fewer words is a name or a button.
const FEWEST_WORDS_OF_PICTURE: usize = 3;

/// The blocks of a page; and whether it was too long to be read to its end.
pub fn blocks(html: &str) -> (Vec<Block>, bool) {
    let end = html.floor_char_boundary(LONGEST);
    let page = html.get(..end).unwrap_or_default();
    let document = Document::from(guard::parsable(page).as_ref());
    let mut walk = Walk::default();
    walk.all(document.root());
    walk.end_block(true);
    (walk.blocks, end < html.len())
}

/// What is open about the text being read.
#[derive(Clone, Default)]
struct Setting {
    level: u8,
    is_bold: bool,
    size: u16,
    is_hidden: bool,
    is_caption: bool,
    /// Shared, because thousands of words may stand in one long link.
    address: Option<Rc<str>>,
}

/// Words set in one way.
struct Run {
    words: String,
    setting: Setting,
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    /// Whether a break wider than a line's end came since the last block.
    has_gap: bool,
    breaks: usize,
}

impl Walk {
    /// Walks the tree below `root` in document order.
    fn all(&mut self, root: NodeRef) {
        let mut settings: Vec<Setting> = vec![Setting::default()];
        let mut next = root.first_child();
        // The ancestors of `next` below `root`, with the names they were entered by.
        let mut open: Vec<(NodeRef, ElementKind)> = Vec::new();
        loop {
            let Some(node) = next else {
                let Some((node, element)) = open.pop() else { break };
                settings.pop();
                self.leave(element);
                next = node.next_sibling();
                continue;
            };
            let setting = settings.last().cloned().unwrap_or_default();
            if node.is_text() {
                self.text(&node.text(), setting);
                next = node.next_sibling();
                continue;
            }
            let name = node.node_name().filter(|_| node.is_element()).unwrap_or_default();
            let element = ElementKind::of(&name);
            if name.is_empty() || element.is_left_out(MarkupOf::Mail) {
                next = node.next_sibling();
                continue;
            }
            let setting = within(setting, element, &name, &node);
            self.enter(element, &node, &setting);
            settings.push(setting);
            next = node.first_child();
            open.push((node, element));
        }
    }

    fn text(&mut self, words: &str, setting: Setting) {
        if words.trim().is_empty() && self.runs.is_empty() {
            return;
        }
        self.runs.push(Run { words: words.to_owned(), setting });
    }

    fn enter(&mut self, element: ElementKind, node: &NodeRef, setting: &Setting) {
        match element {
            ElementKind::Break => {
                self.breaks += 1;
                let is_wide = self.breaks > 1;
                self.end_block(is_wide);
            }
            ElementKind::Rule => {
                self.end_block(true);
                self.push(Block::new("----------", Look::Rule, true));
            }
            ElementKind::Image => self.picture(node, setting),
            element => self.leave(element),
        }
    }

    /// What stands before an element's start or end is a block of its own, where the element makes one.
    fn leave(&mut self, element: ElementKind) {
        match element.gap(MarkupOf::Mail) {
            Gap::Line if element != ElementKind::Break => self.end_block(false),
            Gap::Paragraph if element != ElementKind::Rule => self.end_block(true),
            _ => {}
        }
    }

    /// What a picture says, where it stands in for a heading.
    fn picture(&mut self, node: &NodeRef, setting: &Setting) {
        let Some(alt) = node.attr("alt") else { return };
        let count = alt.split_whitespace().count();
        if count < FEWEST_WORDS_OF_PICTURE || alt.len() > LONGEST_TITLE || setting.is_hidden {
            return;
        }
        self.end_block(true);
        let style = HeadingStyle {
            level: setting.level,
            is_linked: setting.address.is_some(),
            is_picture: true,
            ..HeadingStyle::default()
        };
        let mut block = Block::new(&alt, Look::Heading(style), true);
        block.address = setting.address.as_deref().map(str::to_owned);
        self.push(block);
        self.has_gap = true;
    }

    /// Makes a block of what was read since the last.
    fn end_block(&mut self, has_gap: bool) {
        let runs = std::mem::take(&mut self.runs);
        let trailing = trailing_link(&runs);
        let (body, link) = runs.split_at(trailing);
        for part in [body, link] {
            if let Some(block) = block(part, self.has_gap) {
                self.push(block);
                self.has_gap = false;
                self.breaks = 0;
            }
        }
        self.has_gap |= has_gap;
        if has_gap {
            self.breaks = 0;
        }
    }

    fn push(&mut self, block: Block) {
        if !block.words.is_empty() {
            self.blocks.push(block);
        }
    }
}

/// How text inside an element is set.
fn within(mut setting: Setting, element: ElementKind, name: &str, node: &NodeRef) -> Setting {
    match element {
        ElementKind::Caption => setting.is_caption = true,
        ElementKind::Heading(level) => setting.level = level,
        ElementKind::Link => {
            setting.address = node
                .attr("href")
                .map(|href| href.split_whitespace().collect::<String>())
                .filter(|href| labels::is_url(href) && href.len() <= 4096)
                .map(Rc::from);
        }
        _ => {}
    }
    match name {
        "b" | "strong" => setting.is_bold = true,
        "big" => setting.size += 1,
        "small" => setting.size = setting.size.saturating_sub(1),
        "font" => {
            if let Some(size) = node.attr("size").and_then(|size| size_of_font(&size)) {
                setting.size = size;
            }
        }
        _ => {}
    }
    if let Some(style) = node.attr("style") {
        let style: String =
            style.to_ascii_lowercase().split_ascii_whitespace().collect::<Vec<_>>().join("");
        setting.is_hidden |=
            ["display:none", "mso-hide:all", "visibility:hidden", "font-size:0", "max-height:0"]
                .iter()
                .any(|sign| {
                    style.match_indices(sign).any(|(place, _)| {
                        let after = style.get(place + sign.len()..).unwrap_or_default();
                        !after.starts_with(['.', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
                    })
                });
        if let Some(size) = size_of_style(&style) {
            setting.size = size;
        }
        if let Some((_, weight)) = style.split_once("font-weight:") {
            setting.is_bold =
                ["bold", "600", "700", "800", "900"].iter().any(|bold| weight.starts_with(bold));
        }
    }
    setting.is_hidden |= node.has_attr("hidden");
    setting
}

/// `+1` and `4` of a `font`; 3 is the size of running text.
fn size_of_font(value: &str) -> Option<u16> {
    let value = value.trim();
    match value.strip_prefix(['+', '-']) {
        Some(step) => {
            let step: u16 = step.parse().ok().filter(|&step| step <= 7)?;
            Some(if value.starts_with('+') { 3 + step } else { 3u16.saturating_sub(step) })
        }
        None => value.parse().ok().filter(|&size| size <= 7),
    }
}

/// The size that a style sets, in points or pixels.
fn size_of_style(style: &str) -> Option<u16> {
    let (_, rest) = style.split_once("font-size:")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let unit = rest.get(digits..)?;
    let size = rest.get(..digits)?.parse().ok().filter(|&size| size <= 400)?;
    (unit.starts_with("px") || unit.starts_with("pt") || unit.starts_with('.')).then_some(size)
}

/// From which run on a block is a `Read more`; its whole length if none ends it.
fn trailing_link(runs: &[Run]) -> usize {
    let end = runs.iter().rposition(|run| !run.words.trim().is_empty()).map_or(0, |last| last + 1);
    let Some(address) = end
        .checked_sub(1)
        .and_then(|last| runs.get(last))
        .and_then(|run| run.setting.address.as_ref())
    else {
        return runs.len();
    };
    let start = runs
        .iter()
        .take(end)
        .rposition(|run| run.setting.address.as_ref() != Some(address))
        .map_or(0, |before| before + 1);
    let words: String =
        runs.iter().skip(start).take(end - start).map(|run| run.words.as_str()).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if start > 0 && residue::read_link(&words).is_some() { start } else { runs.len() }
}

/// The block that runs of words are, if there is a word in them.
fn block(runs: &[Run], has_gap: bool) -> Option<Block> {
    let joined: String = runs.iter().map(|run| run.words.as_str()).collect();
    let mut block = Block::new(&joined, Look::Text, has_gap);
    if !block.words.contains(|c: char| c.is_alphanumeric()) {
        let is_rule = residue::is_rule(&block.words) && block.words.chars().count() >= 5;
        if is_rule {
            block.look = Look::Rule;
        }
        return is_rule.then_some(block);
    }
    // Bars and arrows between links.
    let words = block.words.trim_matches(['|', '»', '›', '→', '·', ' ', '\u{a0}']);
    block.words = words.to_owned();
    let letters = |wanted: &dyn Fn(&Setting) -> bool| -> usize {
        runs.iter()
            .filter(|run| wanted(&run.setting))
            .map(|run| run.words.chars().filter(|c| c.is_alphanumeric()).count())
            .sum()
    };
    let all = letters(&|_| true);
    let is_nearly_all = |count: usize| count * 10 >= all * 9;
    if is_nearly_all(letters(&|setting| setting.is_hidden)) {
        block.role = Some(RegionRole::Furniture);
        return Some(block);
    }
    if runs.iter().any(|run| run.setting.is_caption) {
        block.role = Some(RegionRole::Caption);
        return Some(block);
    }
    let first = runs.iter().find_map(|run| run.setting.address.as_ref());
    let is_linked = is_nearly_all(letters(&|setting| setting.address.is_some()));
    if is_linked
        && runs
            .iter()
            .any(|run| run.setting.address.is_some() && run.setting.address.as_ref() != first)
    {
        // A row of links to different places.
        block.role = Some(RegionRole::Link);
        return Some(block);
    }
    if is_linked {
        block.address = first.map(|address| address.to_string());
    }
    let level = runs.iter().map(|run| run.setting.level).max().unwrap_or_default();
    let is_bold = is_nearly_all(letters(&|setting| setting.is_bold));
    let size = runs
        .iter()
        .filter(|run| !run.words.trim().is_empty())
        .map(|run| run.setting.size)
        .max()
        .unwrap_or_default();
    let is_set_apart = level > 0 || is_bold || is_linked || size >= LARGE;
    if is_set_apart
        && block.words.len() <= LONGEST_TITLE
        && block.words.contains(char::is_alphabetic)
        && residue::read_link(&block.words).is_none()
    {
        block.look = Look::Heading(HeadingStyle {
            level,
            is_bold,
            is_linked,
            size,
            ..HeadingStyle::default()
        });
    }
    Some(block)
}

/// Running text is not set in letters so large, in pixels.
const LARGE: u16 = 18;

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> Vec<(String, bool, Option<String>, bool)> {
        blocks(html)
            .0
            .into_iter()
            .map(|block| {
                let is_title = block.heading().is_some();
                (block.words, is_title, block.address, block.role.is_some())
            })
            .collect()
    }

    fn plain(words: &str) -> (String, bool, Option<String>, bool) {
        (words.to_owned(), false, None, false)
    }

    #[test]
    fn what_is_set_as_a_heading_is_one() {
        let html = "<html><head><title>no</title></head><body><table><tr><td>\
            <h2><a href='https://lagoon.example/1'>Tolls to rise</a></h2>\
            <p>The board said so on <b>Monday</b>. <a href='https://lagoon.example/1'>Read more</a></p>\
            <font size=4><b>Ferries late</b></font><br>Fog was\n the reason.<br><br>Ships waited.\
            <script>no()</script><style>p{}</style></td></tr></table></body></html>";
        let link = Some("https://lagoon.example/1".to_owned());
        assert_eq!(
            seen(html),
            [
                ("Tolls to rise".to_owned(), true, link.clone(), false),
                plain("The board said so on Monday."),
                ("Read more".to_owned(), false, link, false),
                ("Ferries late".to_owned(), true, None, false),
                plain("Fog was the reason."),
                plain("Ships waited."),
            ]
        );
    }

    #[test]
    fn what_is_hidden_is_nobodys() {
        let html = "<div style='display: none; max-height:0px'>Preheader words</div><p style='font-size:0.9em'>Seen</p>";
        assert_eq!(seen(html), [("Preheader words".to_owned(), false, None, true), plain("Seen")]);
    }

    #[test]
    fn what_stands_under_a_picture_is_a_caption() {
        let html =
            "<figure><img src=a><figcaption>The <b>old</b> quay.</figcaption></figure><p>So.</p>";
        assert_eq!(seen(html), [("The old quay.".to_owned(), false, None, true), plain("So.")]);
        assert_eq!(blocks(html).0[0].role, Some(RegionRole::Caption));
    }

    #[test]
    fn depth_does_not_matter() {
        for levels in [300, 30_000] {
            let html = format!("{}deep", "<div><b>".repeat(levels));
            let (blocks, is_cut) = blocks(&html);
            assert_eq!((blocks.len(), is_cut), (1, false));
        }
    }

    #[test]
    fn pictures_may_stand_in_for_headings() {
        let html = "<a href='https://a.example/1'><img alt='Tolls to rise in July'></a><p>So.</p>";
        assert!(seen(html)[0].1);
        assert_eq!(seen("<img alt='logo'><p>So.</p>").len(), 1);
    }
}
