//! What goes to the HTML parser: the page without the markup that would make parsing it slow.
//!
//! The parser's time grows with the square of the nesting depth and of the attributes of one tag, and
//! each paragraph opens again every formatting element that was left open before it. So elements that
//! lie too deep lose their tags (their text stays), long tags lose their last attributes, and programs,
//! style sheets and files written into an attribute, which are most of the bytes of many pages, lose
//! their content. The parser's memory grows with what it finds, some hundred bytes for each element and
//! for each mistake: so behind `MOST_MARKUP` pieces of markup the page is text alone. What must stay true: no
//! character of the page's text goes, time is linear in the page's length, and a page that nests like a
//! page people wrote is parsed as it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Elements deeper than this lose their tags. Real pages reach about 60.
const DEEPEST: usize = 256;
/// Formatting elements that may be open at a time.
const MOST_FORMATTING: usize = 24;
/// Attributes that a tag may have.
const MOST_ATTRIBUTES: usize = 128;
/// An attribute value that is a file of more bytes than this is emptied.
const LONGEST_FILE: usize = 256;
/// Tags, comments and angle brackets that are none of either, together. The longest pages that people
/// wrote have a tenth of it.
const MOST_MARKUP: usize = 250_000;
/// How far up the open elements an end tag looks for its start tag.
const REACH: usize = 1024;

/// The page as it is to be parsed.
pub fn parsable(html: &str) -> Cow<'_, str> {
    let mut scan = Scan {
        html,
        kept: 0,
        out: String::new(),
        open: Vec::new(),
        formatting: 0,
        depth: 0,
        markup: 0,
    };
    let mut at = 0;
    while let Some(offset) = html.get(at..).and_then(|rest| rest.find('<')) {
        at = scan.markup(at + offset);
    }
    scan.finish()
}

/// The page as readers without scripts see it, where that has paragraphs of its own: some blogs keep
/// their text there and in a script, and nowhere else.
pub fn without_scripts(html: &str) -> Option<String> {
    static NOSCRIPT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?is)<noscript(?:\s[^>]*)?>(.*?)</noscript\s*>").expect("a pattern of our own")
    });
    let mut has_paragraphs = false;
    let shown = NOSCRIPT.replace_all(html, |found: &Captures| {
        let inner = found.get(1).map_or("", |inner| inner.as_str());
        match inner.contains("<p>") || inner.contains("<p ") {
            true => {
                has_paragraphs = true;
                inner.to_owned()
            }
            false => String::new(),
        }
    });
    let shown = shown.into_owned();
    has_paragraphs.then_some(shown)
}

struct Scan<'t> {
    html: &'t str,
    /// Up to where the page has been copied or left out.
    kept: usize,
    out: String,
    open: Vec<Open<'t>>,
    formatting: usize,
    /// How many of `open` keep their tags.
    depth: usize,
    /// How much markup there was so far.
    markup: usize,
}

/// An element that has not ended.
#[derive(Clone, Copy)]
struct Open<'t> {
    name: &'t str,
    keeps_tag: bool,
    is_formatting: bool,
}

impl<'t> Scan<'t> {
    /// Looks at the markup that starts at `at`; gives where to go on.
    fn markup(&mut self, at: usize) -> usize {
        self.markup += 1;
        if self.markup > MOST_MARKUP {
            return self.text(at);
        }
        let rest = self.html.get(at..).unwrap_or_default();
        let bytes = rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') if rest.starts_with("<!--") => rest
                .get(4..)
                .and_then(|rest| rest.find("-->"))
                .map_or(self.html.len(), |end| at + end + 7),
            Some(b'/') => self.end_tag(at, rest),
            Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(at, rest),
            _ => at + 1,
        }
    }

    /// Leaves out a tag, and makes an angle bracket that is no tag a character reference.
    fn text(&mut self, at: usize) -> usize {
        let rest = self.html.get(at..).unwrap_or_default();
        let is_tag =
            matches!(rest.as_bytes().get(1), Some(b'!' | b'/' | b'?' | b'a'..=b'z' | b'A'..=b'Z'));
        let end = match is_tag {
            true => rest.find('>').map_or(self.html.len(), |end| at + end + 1),
            false => at + 1,
        };
        self.leave_out(at, end);
        self.out.push_str(if is_tag { " " } else { "&lt;" });
        end
    }

    fn start_tag(&mut self, at: usize, rest: &'t str) -> usize {
        let name = name_of(rest, 1);
        let Some(end) = self.attributes(at + 1 + name.len()) else { return self.html.len() };
        if RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            return self.raw_text(name, at, end);
        }
        let is_empty = rest.get(..end - at).is_some_and(|tag| tag.ends_with("/>"))
            && is_any(name, &["path", "use", "g", "rect", "circle", "svg"]);
        if is_empty || is_any(name, VOID) || is_any(name, SELF_ENDING) {
            return end;
        }
        let is_formatting = is_any(name, FORMATTING);
        let keeps_tag =
            self.depth < DEEPEST && !(is_formatting && self.formatting >= MOST_FORMATTING);
        if keeps_tag {
            self.depth += 1;
            self.formatting += usize::from(is_formatting);
        } else {
            self.leave_out(at, end);
        }
        self.open.push(Open { name, keeps_tag, is_formatting });
        end
    }

    fn end_tag(&mut self, at: usize, rest: &'t str) -> usize {
        let name = name_of(rest, 2);
        let end = rest.find('>').map_or(self.html.len(), |end| at + end + 1);
        let from = self.open.len().saturating_sub(REACH);
        let Some(place) = self
            .open
            .get(from..)
            .and_then(|open| open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)))
        else {
            return end;
        };
        let place = from + place;
        let Some(&found) = self.open.get(place) else { return end };
        if !found.keeps_tag {
            self.leave_out(at, end);
        }
        // The end of a formatting element leaves open what was opened in it.
        let closed: Vec<Open<'t>> = if found.is_formatting {
            vec![self.open.remove(place)]
        } else {
            self.open.drain(place..).collect()
        };
        for open in closed.iter().filter(|open| open.keeps_tag) {
            self.depth = self.depth.saturating_sub(1);
            self.formatting = self.formatting.saturating_sub(usize::from(open.is_formatting));
        }
        end
    }

    /// Goes over a tag's attributes from `at` on; gives the place behind the tag, or `None` where the
    /// page ends in it.
    fn attributes(&mut self, mut at: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let mut count = 0;
        let mut surplus = None;
        loop {
            while bytes.get(at)?.is_ascii_whitespace() || bytes.get(at) == Some(&b'/') {
                at += 1;
            }
            if bytes.get(at) == Some(&b'>') {
                if let Some(from) = surplus {
                    self.leave_out(from, at);
                }
                return Some(at + 1);
            }
            count += 1;
            if count > MOST_ATTRIBUTES {
                surplus.get_or_insert(at);
            }
            // A name may start with an equals sign.
            at += 1;
            while !matches!(bytes.get(at)?, b'=' | b'>' | b'/')
                && !bytes.get(at)?.is_ascii_whitespace()
            {
                at += 1;
            }
            let mut value = at;
            while bytes.get(value)?.is_ascii_whitespace() {
                value += 1;
            }
            if bytes.get(value) != Some(&b'=') {
                continue;
            }
            value += 1;
            while bytes.get(value)?.is_ascii_whitespace() {
                value += 1;
            }
            at = match bytes.get(value)? {
                quote @ (b'"' | b'\'') => {
                    let length = self.html.get(value + 1..)?.find(char::from(*quote))?;
                    if surplus.is_none()
                        && length > LONGEST_FILE
                        && is_file(bytes.get(value + 1..)?)
                    {
                        self.leave_out(value + 1, value + 1 + length);
                    }
                    value + length + 2
                }
                _ => {
                    let length = bytes
                        .get(value..)?
                        .iter()
                        .position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                    if surplus.is_none() && length > LONGEST_FILE && is_file(bytes.get(value..)?) {
                        self.leave_out(value, value + length);
                    }
                    value + length
                }
            };
        }
    }

    /// An element whose content is no markup: gives the place of its end tag.
    fn raw_text(&mut self, name: &str, at: usize, start: usize) -> usize {
        let rest = self.html.get(start..).unwrap_or_default();
        let end = start + end_of_raw(rest, name).unwrap_or(rest.len());
        let tag = self.html.get(at..start).unwrap_or_default();
        let is_program =
            name.eq_ignore_ascii_case("script") && !tag.to_ascii_lowercase().contains("json");
        if is_program || is_any(name, &["style", "noscript"]) {
            self.leave_out(start, end);
        }
        end
    }

    fn leave_out(&mut self, from: usize, to: usize) {
        if let Some(kept) = self.html.get(self.kept..from) {
            self.out.push_str(kept);
            self.kept = to;
        }
    }

    fn finish(mut self) -> Cow<'t, str> {
        if self.kept == 0 {
            return Cow::Borrowed(self.html);
        }
        self.out.push_str(self.html.get(self.kept..).unwrap_or_default());
        Cow::Owned(self.out)
    }
}

/// Whether an attribute's value is a file in itself (RFC 2397).
fn is_file(value: &[u8]) -> bool {
    value.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"data:"))
}

/// A tag's name, from its `from`th byte on.
fn name_of(tag: &str, from: usize) -> &str {
    let rest = tag.get(from..).unwrap_or_default();
    let length = rest
        .bytes()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        .unwrap_or(rest.len());
    rest.get(..length).unwrap_or_default()
}

/// Where `</name` starts.
fn end_of_raw(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += text.get(at..)?.find("</")?;
        if bytes
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        {
            return Some(at);
        }
        at += 2;
    }
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements whose content is text, whatever it looks like.
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// Elements without content.
const VOID: &[&str] = &[
    "br", "img", "input", "meta", "link", "hr", "area", "base", "col", "embed", "source", "track",
    "wbr", "param", "frame", "keygen", "bgsound", "basefont",
];

/// Elements that end by themselves where the next one starts, so that they do not nest.
const SELF_ENDING: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot",
    "colgroup", "rb", "rt", "rp", "rtc", "html", "head", "body",
];

/// The formatting elements of the HTML standard (13.2.4.2).
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_as_people_write_them_stay_as_they_are() {
        for html in [
            "<!doctype html><html><body class=\"a b\"><p>One <b>two</b> <p>three<br/><img src='x.png'></body></html>",
            "a < b and c > d <3 </ p>",
            "<script type=\"application/ld+json\">{\"a\": \"</p>\"}</script>",
            "<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>",
            "<!-- <div> --><title>a < b</title>",
            "<a href=\"?a=1&b=>\" title='\"'>é</a><div",
        ] {
            assert!(matches!(parsable(html), Cow::Borrowed(same) if same == html), "{html}");
        }
    }

    #[test]
    fn what_is_no_text_goes() {
        for (html, expected) in [
            ("<script>var a = '<p>';</script><p>b", "<script></script><p>b"),
            ("<STYLE>p{}</STYLE>a", "<STYLE></STYLE>a"),
            ("<noscript><div id=a></noscript><p>b", "<noscript></noscript><p>b"),
        ] {
            assert_eq!(parsable(html), expected);
        }
        let file = format!("<img src=\"data:image/png;base64,{}\" alt=x>", "QUJD".repeat(100));
        assert_eq!(parsable(&file), "<img src=\"\" alt=x>");
    }

    #[test]
    fn behind_too_much_markup_the_page_is_text() {
        let html = format!("{}<p>a</p><!-- b -->c << d</", "<p>x".repeat(MOST_MARKUP));
        let parsable = parsable(&html);
        assert_eq!(parsable.matches("<p>").count(), MOST_MARKUP);
        assert!(parsable.ends_with("x a  c &lt;&lt; d "), "{}", &parsable[parsable.len() - 40..]);
    }

    #[test]
    fn what_lies_too_deep_keeps_its_text() {
        let html = format!("{}a{}b", "<div>".repeat(600), "</div>".repeat(600));
        let expected = format!("{}a{}b", "<div>".repeat(DEEPEST), "</div>".repeat(DEEPEST));
        assert_eq!(parsable(&html), expected);
        let html = format!("{}a", "<font color=red>".repeat(100));
        assert_eq!(parsable(&html).matches("<font").count(), MOST_FORMATTING);
    }
}
