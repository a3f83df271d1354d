//! Text in lines, measured as a terminal shows it: a Chinese character or an emoji takes two columns.
//!
//! Lines break between words, and between wide characters, which are written without spaces. A word
//! is never broken: an address that is cannot be copied. Where something is left out stands `…`.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.graphemes(true).map(UnicodeWidthStr::width).sum(),
    }
}

/// The pieces that stay whole, each with the space before it or without.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split(' ').flat_map(|word| {
        let mut starts = vec![0];
        if !word.is_ascii() {
            let mut was_wide = false;
            for (at, grapheme) in word.grapheme_indices(true) {
                let is_wide = grapheme.width() > 1;
                if at > 0 && is_wide && was_wide {
                    starts.push(at);
                }
                was_wide = is_wide;
            }
        }
        let ends = starts.clone().into_iter().skip(1).chain([word.len()]);
        let ranges: Vec<_> = starts.into_iter().zip(ends).collect();
        ranges.into_iter().map(move |(start, end)| (start == 0, &word[start..end]))
    })
}

/// Columns of the widest piece that stays whole.
pub(super) fn widest_piece(text: &str) -> usize {
    pieces(text).map(|(_, piece)| width(piece)).max().unwrap_or(0)
}

/// The text in lines of so many columns; at least one line, and longer ones only for a piece that is.
pub(super) fn broken(text: &str, room: usize) -> Vec<Cow<'_, str>> {
    if width(text) <= room {
        return vec![Cow::Borrowed(text)];
    }
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for (is_word, piece) in pieces(text) {
        let length = width(piece);
        let space = usize::from(is_word && used > 0);
        if used > 0 && used + space + length > room {
            lines.push(Cow::Owned(std::mem::take(&mut line)));
            used = 0;
        } else if space > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(piece);
        used += length;
    }
    lines.push(Cow::Owned(line));
    lines
}

/// The beginning of a text, within so many columns.
pub(super) fn beginning(text: &str, room: usize) -> Cow<'_, str> {
    kept(text, room, text.graphemes(true), |kept| format!("{}…", kept.concat()))
}

/// The end of a text, within so many columns.
pub(super) fn end(text: &str, room: usize) -> Cow<'_, str> {
    kept(text, room, text.graphemes(true).rev(), |mut kept| {
        kept.reverse();
        format!("…{}", kept.concat())
    })
}

fn kept<'t>(
    text: &'t str,
    room: usize,
    graphemes: impl Iterator<Item = &'t str>,
    whole: impl FnOnce(Vec<&str>) -> String,
) -> Cow<'t, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let kept = graphemes.take_while(|grapheme| {
        used += grapheme.width();
        used <= room
    });
    Cow::Owned(whole(kept.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_measured_as_they_are_shown() {
        for (text, room, expected) in [
            ("", 5, vec![""]),
            ("one two three", 7, vec!["one two", "three"]),
            ("one two three", 13, vec!["one two three"]),
            ("https://example.org/long x", 10, vec!["https://example.org/long", "x"]),
            ("東京東京東京 x", 8, vec!["東京東京", "東京 x"]),
            // A family is one emoji of two columns, whatever it is made of.
            ("👩\u{200d}👧 👩\u{200d}👧 x", 5, vec!["👩\u{200d}👧 👩\u{200d}👧", "x"]),
            ("e\u{301}e\u{301}e\u{301} x", 3, vec!["e\u{301}e\u{301}e\u{301}", "x"]),
        ] {
            assert_eq!(broken(text, room), expected, "{text}");
        }
    }

    #[test]
    fn what_is_cut_says_so_where_it_is_cut() {
        for (text, room, first, last) in [
            ("before the name", 8, "before …", "…he name"),
            ("short", 8, "short", "short"),
            ("東京東京東京", 6, "東京…", "…東京"),
            ("👩\u{200d}👧ab", 3, "👩\u{200d}👧…", "…ab"),
        ] {
            assert_eq!(beginning(text, room), first);
            assert_eq!(end(text, room), last);
            assert!(width(&beginning(text, room)) <= room && width(&end(text, room)) <= room);
        }
    }
}
