//! Paragraphs that a page puts between the words of a speaker: a photo caption, `[CROSSTALK]`, a link.
//!
//! What must stay true: an aside is short, and known by how it begins or ends, so that no words of a
//! speaker are lost.

use super::reading::Reading;
use crate::names::tokens::Shape;

/// The longest aside, in tokens.
const LONGEST: usize = 60;
/// How far into an aside its credit may begin.
const LONGEST_CREDIT: usize = 8;

/// What an aside begins with, before a colon.
const OPENING: &str = "
    photo photos photograph picture pictured image caption video watch listen read related credit
    graphic illustration audio foto fotos bild grafik imagen vidéo immagine foto's beeld imagem crédit
    quelle lesen
";
/// What an aside is, without a colon: the whole paragraph.
const WHOLE: &str = "
    advertisement anzeige publicité publicidad publicidade pubblicità
";
/// Where a credit begins inside of a caption.
const CREDITS: &str = "
    photograph photo picture image credit foto bild getty reuters afp shutterstock
";

/// Whether the paragraph of that number is an aside.
pub fn is_aside(reading: &Reading, number: usize) -> bool {
    let Some(paragraph) = reading.paragraphs.get(number) else { return false };
    let (first, end) = (paragraph.first, paragraph.end);
    if end - first > LONGEST {
        return false;
    }
    is_bracketed(reading, first, end)
        || holds(reading, first, OPENING) && has_colon(reading, first, end)
        || end == first + 1 && holds(reading, first, WHOLE)
        || has_credit(reading, first, end)
}

/// `[CROSSTALK]`, `(Applause.)`.
fn is_bracketed(reading: &Reading, first: usize, end: usize) -> bool {
    let closes = |at: usize| reading.is_mark(at, &[']', ')']);
    reading.is_mark(first, &['[', '('])
        && (closes(end - 1) || end > first + 2 && closes(end - 2))
        && !(first + 1..end.saturating_sub(2)).any(closes)
}

/// `Photo:`, `READ MORE:`.
fn has_colon(reading: &Reading, first: usize, end: usize) -> bool {
    (first + 1..end.min(first + 4)).any(|at| reading.is_mark(at, &[':', '|']))
}

/// `The harbour on Monday. Photograph: Joan Ricci/Post`, `… on Monday (Getty)`: no mark of a sentence ends
/// it.
fn has_credit(reading: &Reading, first: usize, end: usize) -> bool {
    let last = reading.passage.tokens.get(end - 1);
    let bracket = reading.is_mark(end - 1, &[')']);
    if last.is_none_or(|last| last.shape == Shape::Mark) && !bracket {
        return false;
    }
    (first.max(end.saturating_sub(LONGEST_CREDIT))..end).any(|at| {
        holds(reading, at, CREDITS)
            && (reading.is_mark(at + 1, &[':', '/'])
                || at > first && reading.is_mark(at - 1, &['/', '(', '|', '©']))
    })
}

/// Whether a list has the word at a token.
fn holds(reading: &Reading, at: usize, list: &str) -> bool {
    let word = reading.passage.word(at).to_lowercase();
    list.split_whitespace().any(|own| own == word)
}
