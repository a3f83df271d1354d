//! The running text of NITF's `body.content` and of XHTML.
//!
//! What must stay true: paragraphs stay apart, the row of a table is one line, marks on people and
//! places inside a sentence leave their words, and what belongs to a picture or a film (captions,
//! credits, players) is no text of the article.

use roxmltree::Node;

use super::xml;
use crate::format::article::facts::Facts;
use crate::format::markup;
use crate::format::markup::elements::{ElementKind, Gap, MarkupOf};
use crate::format::markup::flow::WordFlow;

/// Deeper elements lose their paragraphs, not their words.
const DEEPEST: usize = 200;

/// The paragraphs below an element, a blank line between them.
pub fn text(node: Node) -> String {
    let mut flow = WordFlow::new(MarkupOf::Wire, true);
    write(node, 0, &mut flow);
    flow.finish()
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

fn write(node: Node, depth: usize, flow: &mut WordFlow) {
    if let Some(words) = node.text().filter(|_| node.is_text()) {
        match is_set_in_lines(words) && !flow.is_as_typed() {
            true => write_lines(words, flow),
            false => flow.words(words),
        }
    }
    let element = ElementKind::of_news(node.tag_name().name());
    if !node.is_element() || depth > 0 && element.is_left_out(MarkupOf::Wire) {
        return;
    }
    if depth > DEEPEST {
        let texts = node.descendants().filter(Node::is_text);
        texts.filter_map(|text| text.text()).for_each(|words| flow.words(words));
        return;
    }
    flow.tag(element, true);
    for child in node.children() {
        write(child, depth + 1, flow);
    }
    if !element.is_empty() {
        flow.tag(element, false);
    }
}

/// Lines of a wire, where a paragraph opens with spaces or stands behind a blank line.
fn write_lines(text: &str, flow: &mut WordFlow) {
    for line in text.lines() {
        let opens = line.trim().is_empty() || line.starts_with("  ");
        flow.widen(if opens { Gap::Paragraph } else { Gap::Space });
        flow.words(line);
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
            ("<a><ul><li>One</li><li><p>Two</p></li></ul>end</a>", "One\nTwo\n\nend"),
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
