//! A text too long to be read as one, in pieces.
//!
//! What must stay true: pieces end where no name can go on, at a blank line if there is one near, and the
//! places of what was found in them are those of the whole text.

use unicode_segmentation::GraphemeCursor;

use crate::model::{Mention, Quote, Role};

/// What was found in one piece.
pub struct FoundInPiece {
    pub mentions: Vec<Mention>,
    pub quotes: Vec<Quote>,
    pub roles: Vec<Role>,
}

/// Where the first piece of a text ends that is at most `most` bytes long: behind the last blank line in
/// its second half, else the last line end, else the last space, else between two characters.
pub fn end_of_piece(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    let end = text.floor_char_boundary(most);
    let half = text.floor_char_boundary(most / 2);
    let tail = text.get(half..end).unwrap_or_default();
    for border in ["\n\n", "\n", " "] {
        if let Some(place) = tail.rfind(border) {
            return half + place + border.len();
        }
    }
    // Without a space in a million bytes it is no prose; a character of several code points stays whole.
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => end,
        _ => cursor.prev_boundary(text, 0).ok().flatten().filter(|&at| at > half).unwrap_or(end),
    }
}

/// Moves what was found `chars` code points on.
pub fn shift(found: &mut FoundInPiece, chars: usize) {
    if chars == 0 {
        return;
    }
    let both = |span: &mut (usize, usize)| {
        span.0 += chars;
        span.1 += chars;
    };
    for mention in &mut found.mentions {
        mention.start_char += chars;
        mention.end_char += chars;
        if mention.antecedent_field.is_none() {
            mention.antecedent.iter_mut().for_each(|at| *at += chars);
        }
    }
    for quote in &mut found.quotes {
        quote.start_char += chars;
        quote.end_char += chars;
        quote.speaker_span.iter_mut().for_each(both);
        quote.speaker_mention.iter_mut().for_each(|at| *at += chars);
        quote.cue_span.iter_mut().for_each(both);
    }
    for role in &mut found.roles {
        role.start_char += chars;
        role.end_char += chars;
        role.person_mention += chars;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_at_the_widest_gap() {
        for (text, most, first) in [
            ("one two", 7, "one two"),
            ("one\n\ntwo three four", 9, "one\n\n"),
            ("one two\nthree four", 12, "one two\n"),
            ("one two three", 9, "one two "),
            ("onetwothreefour", 6, "onetwo"),
            ("éééééé", 5, "éé"),
            ("abcde\u{301}\u{301}f", 6, "abcd"),
        ] {
            assert_eq!(text.split_at(end_of_piece(text, most)).0, first, "{text:?}");
        }
    }
}
