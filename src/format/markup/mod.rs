//! Markup to words: what every reader of HTML and its like shares, and the words of a small piece of HTML.
//!
//! `charset` decodes, `elements` is the one table of elements, `tags` tells tags from words, `flow` makes lines and paragraphs,
//! `guard` makes a page safe to parse. Programs put a story's body into JSON and feeds as a fragment of HTML that
//! is nothing but the story, so taking off the tags is enough. There is no tree: tags are met one after the other,
//! so that neither depth nor disorder matters and the time is linear. What must stay true: words are lost only
//! where the fragment itself says that they are not text (scripts, styles, forms) or not running text (captions).

pub mod charset;
pub mod elements;
mod entities;
pub mod flow;
pub mod guard;
pub mod tags;

use std::borrow::Cow;

use elements::{ElementKind, Gap, MarkupOf};
use flow::WordFlow;
use tags::{Syntax, TokenKind, Tokens};

/// Whether a text is HTML rather than prose that mentions a tag: an element of HTML is opened in
/// it and closed again, or it has line breaks, or all that is so after it was escaped once more.
pub fn is_html(text: &str) -> bool {
    if !text.contains('<') {
        let start = text.trim_start().get(..4).unwrap_or_default();
        return start == "&lt;" && text.contains("&gt;") && is_html(&entities::decode_closed(text));
    }
    let mut opened: Vec<&str> = Vec::new();
    for token in Tokens::new(text, Syntax::Html) {
        match token.kind {
            TokenKind::Open(tag) => match ElementKind::of(tag.name) {
                ElementKind::Break | ElementKind::Image => return true,
                ElementKind::Other => {}
                _ if !opened.contains(&tag.name) => opened.push(tag.name),
                _ => {}
            },
            TokenKind::Close(name) if opened.iter().any(|open| open.eq_ignore_ascii_case(name)) => {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// The text between the tags: paragraphs apart by a blank line, the items of a list and the rows
/// of a table each on a line, captions, scripts and forms left out. A fragment that was escaped
/// twice is read twice. Where no tag makes lines, the blank lines of the text itself count.
pub fn text_of(html: &str) -> String {
    let has_lines = has_lines(html);
    let mut text = flow(html, has_lines);
    if !html.contains('<') && is_html(&text) {
        text = flow(&text, self::has_lines(&text));
    }
    match entities::decode_closed(&text) {
        Cow::Owned(decoded) => decoded,
        Cow::Borrowed(_) => text,
    }
}

/// What stands under the pictures of a fragment, one line each, in their order.
pub fn captions_of(html: &str) -> Vec<String> {
    if !html.contains("caption") {
        return Vec::new();
    }
    if !html.contains('<') {
        return match entities::decode_closed(html) {
            Cow::Owned(decoded) if decoded.contains('<') => captions_of(&decoded),
            _ => Vec::new(),
        };
    }
    let mut captions = Vec::new();
    // The caption that is open: its element, where its inside starts, how many of its name are open.
    let mut open: Option<(&str, usize, usize)> = None;
    for token in Tokens::new(html, Syntax::Html) {
        match (token.kind, &mut open) {
            (TokenKind::Open(tag), None)
                if !tag.is_empty
                    && (ElementKind::of(tag.name) == ElementKind::Caption || is_caption(&tag)) =>
            {
                open = Some((tag.name, token.end, 1));
            }
            (TokenKind::Open(tag), Some((name, _, depth)))
                if tag.name.eq_ignore_ascii_case(name) =>
            {
                *depth += usize::from(!tag.is_empty);
            }
            (TokenKind::Close(closed), Some((name, inside, depth)))
                if closed.eq_ignore_ascii_case(name) =>
            {
                *depth -= 1;
                if *depth == 0 {
                    let words = text_of(html.get(*inside..token.start).unwrap_or_default());
                    if !words.is_empty() {
                        captions.push(words);
                    }
                    open = None;
                }
            }
            _ => {}
        }
    }
    captions
}

/// A single field (a title, a name) with its character references resolved, once.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    entities::decode(text)
}

/// Elements whose inside is not markup.
const RAW: &[&str] = &["script", "style"];
/// The class that WordPress gives a caption where it writes no `figcaption`.
const CAPTION_CLASS: &str = "wp-caption-text";

fn is_named(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn has_lines(html: &str) -> bool {
    let makes_lines = |name| ElementKind::of(name).gap(MarkupOf::Field) >= Gap::Line;
    Tokens::new(html, Syntax::Html)
        .any(|token| matches!(token.kind, TokenKind::Open(tag) if makes_lines(tag.name)))
}

/// An element that is being left out, and how many of its name are open.
struct Dropped<'t> {
    name: &'t str,
    depth: usize,
    /// Where its inside starts, to be read after all if it is never closed.
    inside: usize,
    lists: usize,
}

fn flow(html: &str, has_lines: bool) -> String {
    let mut flow = WordFlow::new(MarkupOf::Field, has_lines);
    let mut never_closed: Vec<&str> = Vec::new();
    let mut from = 0;
    // A further round for each name that was opened and never closed: there are few names.
    while let Some(dropped) = pass(html, from, &mut flow, &never_closed) {
        never_closed.push(dropped.name);
        flow.lists = dropped.lists;
        from = dropped.inside;
    }
    flow.finish()
}

/// Writes the words of `html` from a place on. Gives the element that was left out to the end.
fn pass<'t>(html: &'t str, from: usize, flow: &mut WordFlow, kept: &[&str]) -> Option<Dropped<'t>> {
    let mut dropped: Option<Dropped> = None;
    let mut tokens = Tokens::new(html.get(from..).unwrap_or_default(), Syntax::Html);
    while let Some(token) = tokens.next() {
        if let Some(outer) = &mut dropped {
            match token.kind {
                TokenKind::Open(tag) if tag.name.eq_ignore_ascii_case(outer.name) => {
                    outer.depth += usize::from(!tag.is_empty);
                }
                TokenKind::Close(name) if name.eq_ignore_ascii_case(outer.name) => outer.depth -= 1,
                TokenKind::Open(tag) if is_named(RAW, tag.name) => tokens.pass_to_close(tag.name),
                _ => {}
            }
            if outer.depth == 0 {
                dropped = None;
            }
            continue;
        }
        match token.kind {
            TokenKind::Words(words) => flow.words(&entities::decode(words)),
            TokenKind::Data(words) => flow.words(words),
            TokenKind::Open(tag) if is_named(RAW, tag.name) && !tag.is_empty => {
                tokens.pass_to_close(tag.name);
            }
            TokenKind::Open(tag) => {
                let element = ElementKind::of(tag.name);
                flow.tag(element, true);
                let is_left_out = element.is_left_out(MarkupOf::Field) || is_caption(&tag);
                let has_inside = !tag.is_empty && !element.is_empty();
                if is_left_out && has_inside && !is_named(kept, tag.name) {
                    let inside = from + token.end;
                    dropped = Some(Dropped { name: tag.name, depth: 1, inside, lists: flow.lists });
                }
            }
            TokenKind::Close(name) => flow.tag(ElementKind::of(name), false),
            TokenKind::Declaration(_) | TokenKind::Aside => {}
        }
    }
    dropped
}

fn is_caption(tag: &tags::MarkupTag) -> bool {
    tag.attribute("class")
        .is_some_and(|class| class.split_ascii_whitespace().any(|class| class == CAPTION_CLASS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay() {
        for (html, text) in [
            (
                "<p>The <a href=\"x\">minister</a> said\n no.</p><p>Twice.</p>",
                "The minister said no.\n\nTwice.",
            ),
            ("<div><ul><li>One</li><li>Two &amp; three</li></ul></div>", "One\nTwo & three"),
            ("<ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p></li></ul>", "One\nInner\nTwo"),
            ("<p>a<br/>b</p><script>alert('</p>')</script><p>c</p>", "a\nb\n\nc"),
            ("a<br>\n<br />b<BR>c", "a\n\nb\nc"),
            ("<p>&pound;5 &#8211; &#x2014; &unknown; &</p>", "£5 – — &unknown; &"),
            ("<p>1 < 2 and 3", "1 < 2 and 3"),
            ("<p>a<!-- <p>b --> c</p>", "a c"),
            ("<p>a<!-- b> c", "a c"),
            ("<p><strong>No</strong>.</p>", "No."),
            ("<p>One</p><p>&nbsp;</p><p>\u{200b}</p><p>5&nbsp;km&nbsp;</p>", "One\n\n5\u{a0}km"),
            ("<a title=\"a > b\">No</a> <img alt='>' src=x>more", "No more"),
            ("<p title=\"cut>One</p><p class='x'>Two</p>", "One\n\nTwo"),
            ("One <a href=\"https://lagoon.exam", "One"),
            ("<table><tr><td>A</td><td>1</td></tr><tr><td>B</td></tr></table>", "A 1\nB"),
            ("<p>a<noscript><img src=x>No script</noscript>b</p>", "ab"),
            ("<p>a</p><svg><title>x</title><path d=''/></svg><p>b</p>", "a\n\nb"),
            ("<p>a<button>Share it</p><p>with all", "aShare it\n\nwith all"),
            ("<p>a<iframe src=x>b</p><p>c</p>", "ab\n\nc"),
            ("<figure><img><figcaption>A boat</figcaption></figure><p>b</p>", "b"),
            ("<p class=\"wp-caption-text\">A boat</p><p>b</p>", "b"),
            ("<![CDATA[<p>No.</p>]]>", "No."),
            ("&lt;p&gt;Port &amp;amp; quay&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "Port & quay\n\nTwo"),
            ("<p>It&amp;#8217;s</p>", "It’s"),
            ("<p>Use &lt;b&gt; with care</p>", "Use <b> with care"),
            ("One\nline\n\nTwo <b>bold</b>", "One line\n\nTwo bold"),
            ("<pre>One\n  two\n\nthree</pre>", "One\ntwo\n\nthree"),
            ("<style>p { a: b }", ""),
            ("", ""),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn prose_is_no_html() {
        for text in ["The minister said no.", "<3 from </all> of us", "", "1 < 2 > 0", "<Ann Ng>"] {
            assert!(!is_html(text), "{text}");
        }
        for html in ["<p>No</p>", "a <P>b</p>", "a<br>b", "&lt;p&gt;No&lt;/p&gt;", "<img src=x> b"]
        {
            assert!(is_html(html), "{html}");
        }
    }

    #[test]
    fn time_and_depth_do_not_grow_with_disorder() {
        for piece in [
            "<div>",
            "<a b=\"",
            "<a b='>\"",
            "<!--",
            "<![CDATA[",
            "</",
            "<",
            "<svg><button>",
            "&amp",
            "<script",
            "<noscript>",
            "<select><rt><rp>",
            "<a ",
            "&#",
            "<!x \"",
            "<?",
            "<ul>",
            "<a",
            "<!x [>",
        ] {
            let started = std::time::Instant::now();
            let html = piece.repeat(10_000);
            text_of(&html);
            is_html(&html);
            assert!(started.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
