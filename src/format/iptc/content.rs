//! The running text of NITF's `body.content` and of XHTML.
//!
//! What must stay true: paragraphs stay apart, the row of a table is one line, marks on people and
//! places inside a sentence leave their words, and what belongs to a picture or a film (captions,
//! credits, players) is no text of the article.

use roxmltree::Node;

use super::xml;
use crate::format::article::facts::Facts;
use crate::format::markup;

/// Deeper elements lose their paragraphs, not their words.
const DEEPEST: usize = 200;

/// Elements after which a paragraph is over.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "div", "section", "article", "block", "body", "body.content", "bq", "blockquote", "hl2",
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "nitf-table", "pre", "address",
    "main", "aside",
];

/// Elements after which a line is over.
const LINES: &[&str] = &["li", "dt", "dd", "tr", "br", "line"];

/// Elements that hold no text of the article.
#[rustfmt::skip]
const LEFT_OUT: &[&str] = &[
    "head", "script", "style", "title", "media", "media-caption", "media-producer", "figure",
    "figcaption", "caption", "img", "picture", "video", "audio", "object", "iframe", "embed", "form",
    "nav", "svg", "header", "footer", "note", "nitf-table-metadata", "nitf-table-summary", "body.head", "body.end", "tagline",
    "col", "colgroup", "hedline", "byline", "dateline", "datasource",
];

/// The paragraphs below an element, a blank line between them.
pub fn text(node: Node) -> String {
    let mut writer = Writer::default();
    writer.walk(node, 0);
    writer.text.truncate(writer.text.trim_end().len());
    writer.text
}

/// The text below an element that may hold markup, escaped markup, or plain lines.
pub fn mixed(node: Node) -> String {
    if node.children().any(|child| child.is_element()) {
        return text(node);
    }
    let texts = node.children().filter(Node::is_text);
    let plain: String = texts.filter_map(|child| child.text()).collect();
    if markup::is_html(&plain) { markup::text_of(&plain) } else { plain.trim().to_owned() }
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Line ends that come before the next word.
    owed: usize,
    has_space: bool,
}

impl Writer {
    fn walk(&mut self, node: Node, depth: usize) {
        if node.is_text() {
            let text = node.text().unwrap_or_default();
            match is_set_in_lines(text) {
                true => self.wire_lines(text),
                false => self.words(text),
            }
            return;
        }
        if !node.is_element() {
            return;
        }
        let name = node.tag_name().name();
        if depth > 0 && LEFT_OUT.contains(&name) {
            return;
        }
        if depth > DEEPEST {
            for text in node.descendants().filter(Node::is_text) {
                self.words(text.text().unwrap_or_default());
            }
            return;
        }
        if name == "pre" {
            self.end(2);
            self.lines(node);
            self.end(2);
            return;
        }
        let ends = match name {
            _ if BLOCKS.contains(&name) => 2,
            _ if LINES.contains(&name) => 1,
            _ => 0,
        };
        self.end(ends);
        for child in node.children() {
            self.walk(child, depth + 1);
        }
        self.end(ends);
        if matches!(name, "td" | "th") {
            self.has_space = true;
        }
    }

    /// Words as they are set: white space in runs is one space.
    fn words(&mut self, words: &str) {
        if words.starts_with(char::is_whitespace) {
            self.has_space = true;
        }
        for (place, word) in words.split_whitespace().enumerate() {
            self.has_space |= place > 0;
            if !self.text.is_empty() {
                match self.owed {
                    0 if self.has_space => self.text.push(' '),
                    0 => {}
                    1 => self.text.push('\n'),
                    _ => self.text.push_str("\n\n"),
                }
            }
            self.owed = 0;
            self.has_space = false;
            self.text.push_str(word);
        }
        if words.ends_with(char::is_whitespace) {
            self.has_space = true;
        }
    }

    /// Lines that are set as they stand.
    fn lines(&mut self, node: Node) {
        let texts = node.descendants().filter(Node::is_text).filter_map(|text| text.text());
        for line in texts.collect::<String>().lines() {
            match line.trim().is_empty() {
                true => self.end(2),
                false => {
                    self.words(line.trim());
                    self.end(1);
                }
            }
        }
    }

    /// Lines of a wire, where a paragraph opens with spaces or stands behind a blank line.
    fn wire_lines(&mut self, text: &str) {
        for line in text.lines() {
            if line.trim().is_empty() || line.starts_with("  ") {
                self.end(2);
            }
            self.has_space = true;
            self.words(line);
        }
    }

    fn end(&mut self, lines: usize) {
        self.owed = self.owed.max(lines);
    }
}

/// Whether a text inside one element is set in lines as wires are: most lines at the margin and some
/// not. Lines that a program broke are all at the margin or all away from it.
fn is_set_in_lines(text: &str) -> bool {
    let lines = || text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let indented = lines().filter(|line| line.starts_with("  ")).count();
    indented > 0 && lines().count() >= indented + 3
}

/// Adds what stands under the pictures below an element: NITF's `media-caption` with its
/// `media-producer`, XHTML's `figcaption`.
pub fn captions(node: Node, facts: &mut Facts, rule: &'static str) {
    for medium in node.descendants().filter(|node| xml::is(*node, "media")) {
        let producer = xml::child(medium, "media-producer").and_then(xml::words);
        for caption in xml::children(medium, "media-caption") {
            facts.say_caption(Some(&line(caption)), producer.as_deref(), rule);
        }
    }
    for caption in node.descendants().filter(|node| xml::is(*node, "figcaption")) {
        facts.say_caption(Some(&line(caption)), None, rule);
    }
}

/// The words below an element in one line.
fn line(node: Node) -> String {
    text(node).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The running text of a document in XHTML or NITF below `node`; of NITF only its content.
pub fn story(node: Node) -> String {
    for name in ["body.content", "body"] {
        if let Some(body) = xml::find(node, name) {
            return text(body);
        }
    }
    mixed(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_rows_and_lists_keep_their_lines() {
        for (markup, expected) in [
            (
                "<a><p>One <person>Ann Ng</person>,\n two.</p>\n<p>Three.</p></a>",
                "One Ann Ng, two.\n\nThree.",
            ),
            ("<a><p>One<br/>two</p><hl2>Ice</hl2><p>3</p></a>", "One\ntwo\n\nIce\n\n3"),
            (
                "<a><table><tr><th>Boat</th><th>Toll</th></tr><tr><td>Kea</td><td>5</td></tr></table></a>",
                "Boat Toll\nKea 5",
            ),
            ("<a><ul><li>One</li><li><p>Two</p></li></ul>end</a>", "One\n\nTwo\n\nend"),
            (
                "<a><p>One</p><media><media-caption>Ann</media-caption></media><p>Two</p></a>",
                "One\n\nTwo",
            ),
            (
                "<a><p>One</p><figure><img/><figcaption>Ann</figcaption></figure>Two</a>",
                "One\n\nTwo",
            ),
            ("<a><pre>One\n two\n\nthree</pre></a>", "One\ntwo\n\nthree"),
            (
                "<a><p>One\ntwo\nthree\n    Four\nfive\n\nSix</p></a>",
                "One two three\n\nFour five\n\nSix",
            ),
            ("<a><p>One\n    two\n    three\n    four</p></a>", "One two three four"),
            ("<a><p/><p> </p></a>", ""),
            ("<a>plain <b>bo</b>ld</a>", "plain bold"),
        ] {
            let tree = roxmltree::Document::parse(markup).unwrap();
            assert_eq!(text(tree.root_element()), expected, "{markup}");
        }
    }

    #[test]
    fn escaped_markup_and_plain_lines_are_text_too() {
        for (markup, expected) in [
            ("<a>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</a>", "One\n\nTwo"),
            ("<a><![CDATA[One\n\nTwo]]></a>", "One\n\nTwo"),
            ("<a><p>One</p></a>", "One"),
        ] {
            let tree = roxmltree::Document::parse(markup).unwrap();
            assert_eq!(mixed(tree.root_element()), expected, "{markup}");
        }
    }
}
