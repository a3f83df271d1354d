//! The words of an element.
//!
//! RSS puts HTML into its elements, escaped or not, without saying so; Atom says by `type` what it
//! puts there, and is not always right. So HTML is what is declared so or plainly is it, and what
//! was escaped once too often is read once more.

use super::tree::FeedElement;
use super::vocabulary::Vocabulary;
use crate::format::markup::{captions_of, decode_entities, is_html, text_of};
use crate::text::normalise;

/// The words of an element in one line.
pub fn line(document: &str, element: &FeedElement) -> Option<String> {
    one_line(&raw(document, element)?)
}

/// The characters of an element as they stand, white space aside: names that only programs read.
pub fn verbatim(element: &FeedElement) -> Option<String> {
    let line = normalise::comparable(&element.text).replace('\0', "\u{fffd}");
    (!line.is_empty()).then_some(line)
}

/// A field that may hold markup, in one line. `None` where it says nothing.
pub fn one_line(text: &str) -> Option<String> {
    let words = if is_html(text) { text_of(text) } else { decode_entities(text).into_owned() };
    let line: String = normalise::comparable(&words)
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{feff}' | '\u{200b}'))
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// The words of an element in paragraphs.
pub fn paragraphs(document: &str, element: &FeedElement) -> Option<String> {
    let is_html = match element.vocabulary {
        Vocabulary::Atom => declares_html(element),
        _ => true,
    };
    let raw = raw(document, element)?;
    if is_html { html_paragraphs(&raw) } else { plain_paragraphs(&raw) }
}

/// What stands under the pictures in an element.
pub fn captions(document: &str, element: &FeedElement) -> Vec<String> {
    raw(document, element).map(|raw| captions_of(&raw)).unwrap_or_default()
}

/// Running text out of HTML.
pub fn html_paragraphs(html: &str) -> Option<String> {
    stored(&text_of(html))
}

/// Running text out of what should have no markup.
pub fn plain_paragraphs(text: &str) -> Option<String> {
    if is_html(text) {
        return html_paragraphs(text);
    }
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    stored(&decode_entities(&lines.join("\n")))
}

fn stored(text: &str) -> Option<String> {
    let kept: String =
        normalise::stored(text).chars().filter(|&c| c == '\n' || !c.is_control()).collect();
    let text = kept.trim();
    text.chars().any(char::is_alphanumeric).then(|| text.to_owned())
}

/// The inside of an element as HTML or text, if it is any.
fn raw(document: &str, element: &FeedElement) -> Option<String> {
    if element.vocabulary == Vocabulary::Atom && !is_text(element) {
        return None;
    }
    if element.has_elements {
        return document.get(element.inside.clone()).map(str::to_owned);
    }
    Some(element.text.clone())
}

/// Whether an Atom element holds text of any kind, rather than a picture or another file.
fn is_text(element: &FeedElement) -> bool {
    let kind = element.tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let mode = element.tag.attribute("mode").unwrap_or_default();
    let is_textual = ["", "text", "html", "xhtml"].contains(&kind.trim())
        || kind.trim_start().starts_with("text/")
        || kind.contains("xhtml");
    is_textual && !mode.eq_ignore_ascii_case("base64") && element.tag.attribute("src").is_none()
}

/// Whether an Atom element says that it holds HTML.
fn declares_html(element: &FeedElement) -> bool {
    let kind = element.tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    kind.contains("html") || element.has_elements
}
