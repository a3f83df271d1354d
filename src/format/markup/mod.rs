//! The words of a small piece of HTML inside a field.
//!
//! Programs put a story's body into JSON and feeds as a fragment of HTML that is nothing but the
//! story, so taking off the tags is enough; whole pages are not read here. There is no tree: tags
//! are met one after the other, so that neither depth nor disorder matters and the time is linear.
//! What must stay true: words are lost only where the fragment itself says that they are none
//! (scripts, styles, forms) or no running text (captions).

mod entities;
pub(super) mod tags;

use std::borrow::Cow;

use tags::{Kind, Syntax, Tokens};

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
            Kind::Open(tag) if is_named(BREAKS, tag.name) => return true,
            Kind::Open(tag) if tag.name.eq_ignore_ascii_case("img") => return true,
            Kind::Open(tag) if !opened.contains(&tag.name) && is_element(tag.name) => {
                opened.push(tag.name);
            }
            Kind::Close(name) if opened.iter().any(|open| open.eq_ignore_ascii_case(name)) => {
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
            (Kind::Open(tag), None)
                if !tag.is_empty
                    && (tag.name.eq_ignore_ascii_case("figcaption") || is_caption(&tag)) =>
            {
                open = Some((tag.name, token.end, 1));
            }
            (Kind::Open(tag), Some((name, _, depth))) if tag.name.eq_ignore_ascii_case(name) => {
                *depth += usize::from(!tag.is_empty);
            }
            (Kind::Close(closed), Some((name, inside, depth)))
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

/// Elements whose inside is not markup. Lower case, as all lists here.
const RAW: &[&str] = &["script", "style"];
/// Elements whose words are not the story's.
#[rustfmt::skip]
const DROPPED: &[&str] = &[
    "template", "noscript", "svg", "select", "button", "audio", "video", "object", "canvas", "map",
    "datalist", "figcaption", "rt", "rp", "iframe", "noembed", "noframes", "textarea", "title",
];
/// The class that WordPress gives a caption where it writes no `figcaption`.
const CAPTION_CLASS: &str = "wp-caption-text";
const BREAKS: &[&str] = &["br"];
/// Elements that start and end a paragraph.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "section", "article",
    "figure", "header", "footer", "hr", "main", "aside", "nav", "address", "pre", "form",
    "fieldset", "details", "summary", "center", "caption", "hgroup", "dl",
];
/// Lists: a paragraph, unless inside another list.
const LISTS: &[&str] = &["ul", "ol", "menu", "dir"];
const LINES: &[&str] = &["li", "tr", "dt", "dd", "option", "legend", "thead", "tbody", "tfoot"];
const CELLS: &[&str] = &["td", "th"];
/// Elements within a line, as far as they are not named above.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "html", "body", "head", "i", "img", "ins", "kbd", "label", "mark", "picture", "q", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

fn is_named(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_element(name: &str) -> bool {
    [INLINE, BLOCKS, LISTS, LINES, CELLS, BREAKS, RAW, DROPPED]
        .iter()
        .any(|names| is_named(names, name))
}

fn makes_lines(name: &str) -> bool {
    [BREAKS, BLOCKS, LISTS, LINES].iter().any(|names| is_named(names, name))
}

fn has_lines(html: &str) -> bool {
    Tokens::new(html, Syntax::Html)
        .any(|token| matches!(token.kind, Kind::Open(tag) if makes_lines(tag.name)))
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
    let mut flow = Flow::new(html.len(), has_lines);
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
fn pass<'t>(html: &'t str, from: usize, flow: &mut Flow, kept: &[&str]) -> Option<Dropped<'t>> {
    let mut dropped: Option<Dropped> = None;
    let mut tokens = Tokens::new(html.get(from..).unwrap_or_default(), Syntax::Html);
    while let Some(token) = tokens.next() {
        if let Some(outer) = &mut dropped {
            match token.kind {
                Kind::Open(tag) if tag.name.eq_ignore_ascii_case(outer.name) => {
                    outer.depth += usize::from(!tag.is_empty);
                }
                Kind::Close(name) if name.eq_ignore_ascii_case(outer.name) => outer.depth -= 1,
                Kind::Open(tag) if is_named(RAW, tag.name) => tokens.pass_to_close(tag.name),
                _ => {}
            }
            if outer.depth == 0 {
                dropped = None;
            }
            continue;
        }
        match token.kind {
            Kind::Words(words) => flow.words(&entities::decode(words)),
            Kind::Data(words) => flow.words(words),
            Kind::Open(tag) if is_named(RAW, tag.name) && !tag.is_empty => {
                tokens.pass_to_close(tag.name);
            }
            Kind::Open(tag) => {
                let is_dropped = is_named(DROPPED, tag.name) || is_caption(&tag);
                flow.tag(tag.name, true);
                if is_dropped && !tag.is_empty && !is_named(kept, tag.name) {
                    let inside = from + token.end;
                    dropped = Some(Dropped { name: tag.name, depth: 1, inside, lists: flow.lists });
                }
            }
            Kind::Close(name) => flow.tag(name, false),
            Kind::Declaration(_) | Kind::Aside => {}
        }
    }
    dropped
}

fn is_caption(tag: &tags::Tag) -> bool {
    tag.attribute("class")
        .is_some_and(|class| class.split_ascii_whitespace().any(|class| class == CAPTION_CLASS))
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

/// Words as they come, and the gap that the next of them closes.
struct Flow {
    text: String,
    gap: Gap,
    /// Whether a line break, not a block, made the gap: two of them are a paragraph's end.
    is_break: bool,
    has_lines: bool,
    is_as_typed: bool,
    lists: usize,
}

impl Flow {
    fn new(capacity: usize, has_lines: bool) -> Self {
        Self {
            text: String::with_capacity(capacity),
            gap: Gap::None,
            is_break: false,
            has_lines,
            is_as_typed: false,
            lists: 0,
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// A line break that the text itself asks for.
    fn line_break(&mut self) {
        let gap = if self.is_break && self.gap == Gap::Line { Gap::Paragraph } else { Gap::Line };
        self.is_break = true;
        self.widen(gap);
    }

    fn tag(&mut self, name: &str, is_open: bool) {
        if is_named(BREAKS, name) {
            self.line_break();
        } else if is_named(LISTS, name) {
            self.lists = self.lists.saturating_sub(usize::from(!is_open));
            self.widen(if self.lists == 0 { Gap::Paragraph } else { Gap::Line });
            self.lists += usize::from(is_open);
        } else if is_named(BLOCKS, name) {
            // A paragraph inside an item of a list does not part it from the next item.
            let is_item = self.lists > 0 && name.eq_ignore_ascii_case("p");
            self.widen(if is_item { Gap::Line } else { Gap::Paragraph });
            if name.eq_ignore_ascii_case("pre") {
                self.is_as_typed = is_open;
            }
        } else if is_named(LINES, name) {
            self.widen(Gap::Line);
        } else if is_named(CELLS, name) {
            self.widen(Gap::Space);
        }
    }

    /// Adds characters as HTML means them: white space in runs is one space.
    fn words(&mut self, words: &str) {
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let is_space = first.is_ascii_whitespace();
            let end =
                rest.find(|c: char| c.is_ascii_whitespace() != is_space).unwrap_or(rest.len());
            let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if is_space {
                self.space(piece)
            } else {
                self.word(piece)
            }
            rest = after;
        }
    }

    fn space(&mut self, space: &str) {
        self.widen(Gap::Space);
        let lines = space.bytes().filter(|&byte| byte == b'\n').count();
        if self.is_as_typed {
            (0..lines.min(2)).for_each(|_| self.line_break());
        } else if !self.has_lines && lines > 1 {
            self.widen(Gap::Paragraph);
        }
    }

    fn word(&mut self, word: &str) {
        let word = match word.strip_suffix("]]>") {
            Some(before) => before,
            None => word,
        };
        let is_start = self.text.is_empty() || self.gap >= Gap::Line;
        let word = if is_start { word.trim_start_matches(is_blank) } else { word };
        if word.is_empty() {
            return;
        }
        if self.gap >= Gap::Line {
            let kept = self.text.trim_end_matches(is_blank).len();
            self.text.truncate(kept);
        }
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.text.push_str(word);
        self.gap = Gap::None;
        self.is_break = false;
    }

    fn finish(mut self) -> String {
        let kept = self.text.trim_end_matches(is_blank).len();
        self.text.truncate(kept);
        self.text
    }
}

/// What fills an empty paragraph: no-break spaces and characters without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
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
