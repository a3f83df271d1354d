//! What becomes of a value in a template: plain text of the format, whatever it holds.
//!
//! `askama.toml` names these by the endings of templates. In all of them what steers a terminal or turns text round
//! is shown as an escape (`output::safe`), and a value is on one line: a document's own lines are its template's.
//! A value may arrive in pieces, so each piece is escaped as if a line began with it.

use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::output::{safe, xml};

/// For pages: text between tags or in an attribute in quotation marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut to: W, text: &str) -> fmt::Result {
        to.write_str(&xml(text))
    }
}

/// For plain text: one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line;

impl Escaper for Line {
    fn write_escaped_str<W: Write>(&self, mut to: W, text: &str) -> fmt::Result {
        to.write_str(&on_one_line(text))
    }
}

/// For Markdown, as CommonMark and GitHub read it: no markup, no HTML, no link, no beginning of a heading, list, quotation
/// or fence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markdown;

impl Escaper for Markdown {
    fn write_escaped_str<W: Write>(&self, mut to: W, text: &str) -> fmt::Result {
        to.write_str(&markdown(text))
    }
}

/// Ends of lines, tabs and runs of spaces become one space: four spaces would begin a block of code.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in safe::for_terminal(text).chars() {
        match character {
            ' ' | '\n' | '\t' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.push(character),
        }
    }
    out
}

/// The text as Markdown that shows it.
pub fn markdown(text: &str) -> String {
    let line = on_one_line(text);
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = None;
    let mut rest = line.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let begins = line[..at].trim().is_empty();
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '@' | '^' => true,
            // Inside a word it is only an underscore.
            '_' => {
                !before.is_some_and(char::is_alphanumeric)
                    || !next.is_some_and(char::is_alphanumeric)
            }
            '#' | '+' | '-' | '=' | ':' => begins,
            '.' | ')' => begins || follows_a_number(&line[..at]) || line[..at].ends_with("www"),
            // GitHub makes a link of an address; where one is wanted, the template makes it.
            '/' => line[..at].ends_with(':') && next == Some('/'),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(character);
        before = Some(character);
    }
    out
}

/// Whether the line so far is the number of a list.
fn follows_a_number(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    #[derive(Template)]
    #[template(source = "<a title=\"{{ text }}\">{{ text }}</a>", ext = "html")]
    struct Page<'t> {
        text: &'t str,
    }

    #[derive(Template)]
    #[template(source = "{{ text }}", ext = "md")]
    struct Paragraph<'t> {
        text: &'t str,
    }

    #[derive(Template)]
    #[template(source = "{{ text }}", ext = "txt")]
    struct Plain<'t> {
        text: &'t str,
    }

    #[test]
    fn values_of_pages_are_text() {
        let shown = Page { text: "</a><script>\"'&\u{202e}\u{1b}[2J\nx" }.render().unwrap();
        let text = "&lt;/a&gt;&lt;script&gt;&quot;&#39;&amp;\\u{202e}\\x1b[2J x";
        assert_eq!(shown, format!("<a title=\"{text}\">{text}</a>"));
    }

    #[test]
    fn values_of_plain_text_are_a_line() {
        let shown = Plain { text: "a\r\nb\u{2028}c  \t d <&>" }.render().unwrap();
        assert_eq!(shown, "a\\x0d b\\u{2028}c d <&>");
    }

    #[test]
    fn values_of_markdown_are_text() {
        for (text, expected) in [
            ("Winston Peters", "Winston Peters"),
            ("2024-03-18", "2024-03-18"),
            ("it’s 5 - 3 = 2, snake_case", "it’s 5 - 3 = 2, snake_case"),
            ("# x", "\\# x"),
            ("  ## x", " \\## x"),
            ("\n\n- x", " \\- x"),
            ("+ x", "\\+ x"),
            ("1. x", "1\\. x"),
            ("12) x", "12\\) x"),
            ("> x", "\\> x"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("    code", " code"),
            ("```sh", "\\`\\`\\`sh"),
            ("~~~", "\\~\\~\\~"),
            ("**b** _i_", "\\*\\*b\\*\\* \\_i\\_"),
            ("[x](javascript:a)", "\\[x\\](javascript:a)"),
            ("![x](y)", "!\\[x\\](y)"),
            ("[x]: y", "\\[x\\]: y"),
            ("<b>", "\\<b\\>"),
            ("&copy;", "\\&copy;"),
            ("a|b", "a\\|b"),
            ("https://a.example", "https:\\//a.example"),
            ("see www.a.example", "see www\\.a.example"),
            ("a@b.example", "a\\@b.example"),
            ("\\\\", "\\\\\\\\"),
            ("\u{202e}", "\\\\u{202e}"),
        ] {
            assert_eq!(Paragraph { text }.render().unwrap(), expected, "{text:?}");
        }
    }

    /// The text that a reader of Markdown sees; `None` if there is anything but one paragraph of text.
    fn seen(markdown: &str) -> Option<String> {
        use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
        let mut text = String::new();
        for event in Parser::new_ext(
            markdown,
            Options::all() - Options::ENABLE_SMART_PUNCTUATION - Options::ENABLE_SUBSCRIPT,
        ) {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(words) => text.push_str(&words),
                _ => return None,
            }
        }
        Some(text)
    }

    proptest::proptest! {
        #[test]
        fn markdown_is_read_as_the_text_it_was(text in "\\PC*|([\\x00-\\x20#*+=_`~<>&|.)(0-9:;!^{}%$\\[\\]\"'/\\\\u{202e}-]|copy;|www|https|amp)*") {
            // A heading, a cell of a table or a quotation begins in another way than a line of its own.
            let line = on_one_line(&text);
            let shown = Paragraph { text: &text }.render().unwrap();
            proptest::prop_assert_eq!(seen(&shown), Some(line.trim_matches(' ').to_owned()), "{}", shown);
            let behind = seen(&format!("x {}", shown.trim_matches(' ')));
            proptest::prop_assert_eq!(behind, Some(format!("x {}", line.trim_matches(' ')).trim_matches(' ').to_owned()), "{}", shown);
        }

        #[test]
        fn no_value_leaves_its_line(text in "\\PC*|[\\x00-\\x20#*+=_`~<>&|.)0-9\u{202e}\u{2028}-]*") {
            for shown in [
                Page { text: &text }.render().unwrap(),
                Paragraph { text: &text }.render().unwrap(),
                Plain { text: &text }.render().unwrap(),
            ] {
                proptest::prop_assert!(!shown.chars().any(|c| safe::is_unsafe(c) || c == '\n'), "{}", shown);
            }
            let page = Page { text: &text }.render().unwrap();
            let parsed = roxmltree::Document::parse(&page).unwrap();
            proptest::prop_assert_eq!(parsed.root_element().attribute("title"), Some(parsed.root_element().text().unwrap_or_default()));
        }
    }
}
