//! Who made a picture, in author lines and captions.

use super::starts_with_words;
use super::words::{FILMS, PICTURES, PICTURES_ELSEWHERE};

/// All words for pictures and films.
fn words() -> impl Iterator<Item = &'static &'static str> {
    PICTURES.iter().chain(PICTURES_ELSEWHERE).chain(FILMS)
}

/// Whether the words before a name say that it is of who made a picture or a film: `Photo` of `Photo: Ann Ng`.
pub fn is_of_a_picture(label: &str) -> bool {
    let lower = label.to_lowercase();
    lower.contains('©') || words().any(|word| lower.contains(word))
}

/// Whether a line is labelled as what belongs to a picture: `Image: Ann Ng`.
pub fn is_label_of_picture(line: &str) -> bool {
    line.split_once(':').is_some_and(|(label, _)| {
        PICTURES.iter().chain(PICTURES_ELSEWHERE).any(|word| word.eq_ignore_ascii_case(label))
    })
}

/// Whether a part of an author line says that the names behind it are of who made pictures or films.
pub(super) fn starts_with_picture(part: &str) -> bool {
    words().any(|word| starts_with_words(part, word))
}
