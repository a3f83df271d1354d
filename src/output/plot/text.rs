//! Text on its way into a picture: escaped by `output::markup`, measured, and cut where there is no room.
//!
//! Names come from anywhere. `xml` is the only way in. Widths are estimates, a little too wide rather than too narrow: which font
//! `sans-serif` is, only the reader's machine knows.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use crate::output::safe;

pub(super) use crate::output::xml;

/// Most characters of a name where it is given whole, in what shows on pointing at a mark.
const MOST_WHOLE: usize = 300;

/// More characters than this are no letter, but something piled up to run over its neighbours.
const MOST_PILED: usize = 8;

/// A name whole, as far as anybody reads.
pub(super) fn whole(text: &str) -> String {
    match text.char_indices().nth(MOST_WHOLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The width of text in letters of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|character| letter(character) * size).sum()
}

/// Parts of the size of the letters; of the widest sans-serif that are usual (DejaVu Sans, Verdana).
fn letter(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '|' | ':' | ';' | '!' | '’' => 0.34,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '/' | '·' => 0.42,
        'm' | 'M' | 'W' | 'w' | '@' | '%' | '…' | '—' => 0.97,
        '<' | '>' | '=' | '+' | '~' | '#' | '^' => 0.86,
        'A'..='Z' | '&' => 0.74,
        '0'..='9' => 0.64,
        _ => match character.width() {
            Some(0) => 0.0,
            Some(2) => 1.05,
            _ => 0.64,
        },
    }
}

/// The beginning of a text, as it will be shown, that fits the room; with `…` where that is not all.
pub(super) fn shortened(text: &str, size: f64, room: f64) -> String {
    let text = safe::for_terminal(text).replace(['\n', '\t'], " ");
    let mut kept = String::new();
    let mut used = 0.0;
    let mut rest = text.trim().graphemes(true).peekable();
    while let Some(grapheme) = rest.next() {
        let is_piled = grapheme.chars().count() > MOST_PILED;
        used += width(grapheme, size);
        let room = if rest.peek().is_some() { room - width("…", size) } else { room };
        if is_piled || used > room {
            let trimmed = kept.trim_end().len();
            kept.truncate(trimmed);
            kept.push('…');
            break;
        }
        kept.push_str(grapheme);
    }
    kept
}

/// A noun, in the plural unless there is one of it.
pub(super) fn plural(noun: &str, count: usize) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// Words with a capital at their start.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_with_a_sign() {
        assert_eq!(shortened("Winston Peters", 10.0, 200.0), "Winston Peters");
        assert_eq!(shortened("Winston Peters", 10.0, 60.0), "Winston…");
        assert_eq!(shortened("Winston Peters", 10.0, 0.0), "…");
        assert_eq!(shortened("", 10.0, 0.0), "");
        let piled = format!("Zo{}e", "\u{301}".repeat(5000));
        assert_eq!(shortened(&piled, 10.0, 200.0), "Z…");
        let long = "x".repeat(10_000);
        assert_eq!(whole(&long).chars().count(), MOST_WHOLE + 1);
        assert!(width(&shortened(&long, 10.0, 80.0), 10.0) <= 80.0);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_well_formed_xml(text in "\\PC*|[\\x00-\\x20<>&\"'\u{202e}\u{fffe}\u{ffff}]*") {
            for text in [xml(&text), xml(&shortened(&text, 10.0, 60.0)), xml(&whole(&text))] {
                let document = format!("<t a=\"{text}\" b='{text}'>{text}</t>");
                let parsed = roxmltree::Document::parse(&document).unwrap();
                let (found, attribute) = (parsed.root_element().text(), parsed.root_element().attribute("a"));
                proptest::prop_assert_eq!(found.unwrap_or_default(), attribute.unwrap());
                proptest::prop_assert!(!attribute.unwrap().chars().any(safe::is_unsafe));
            }
        }
    }
}
