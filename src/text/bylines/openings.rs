//! What stands before and between the names of an author line.
//!
//! What must stay true: words that may open a name as well, `Von` and `Di`, count in a text only before a
//! person's name.

use super::person::name_of;
use super::words::{
    JOINING, LABELS, PARTED_PREFIXES, PARTICLES, PERHAPS_JOINING, PREFIXES, PREFIXES_ELSEWHERE,
    PREFIXES_OF_FIELDS,
};
use super::{after_words, first_piece};

/// A line without what stands before its names.
pub(super) struct Prefixed<'l> {
    pub names: &'l str,
    /// Whether that was a word of another language, which in English may open a name.
    pub is_elsewhere: bool,
}

/// A line without `By` or its like; `None` if it does not start so.
pub(super) fn without_prefix(line: &str) -> Option<Prefixed<'_>> {
    // `/ By Ann Ng`, where a page had the paper in a line before.
    let line = line.trim_start_matches(['/', '|', '·', '•', ' ']);
    if let Some(names) = after_one(line, PREFIXES).or_else(|| after_label(line)) {
        return Some(Prefixed { names, is_elsewhere: false });
    }
    let names = after_one(line, PREFIXES_ELSEWHERE)?;
    let opens_name = names
        .split_whitespace()
        .next()
        .is_some_and(|word| PARTICLES.contains(&word.to_lowercase().as_str()));
    (!opens_name && name_of(&first_piece(names)).is_some())
        .then_some(Prefixed { names, is_elsewhere: true })
}

/// What follows `By`, `Von`, `Author:` or the like at the start of a line, whatever it is.
pub fn after_opening(line: &str) -> Option<&str> {
    after_one(line, PREFIXES)
        .or_else(|| after_label(line))
        .or_else(|| after_one(line, PREFIXES_ELSEWHERE))
}

/// The same of a line that a program says to be an author's: there labels need no colon.
pub fn after_opening_of_field(line: &str) -> Option<&str> {
    after_opening(line)
        .or_else(|| after_one(line, LABELS))
        .or_else(|| after_one(line, PREFIXES_OF_FIELDS))
}

/// A longer line of a page is no author line, in bytes.
const LONGEST_ON_A_PAGE: usize = 120;

/// Whether a line of a page opens as an author line does, be it with a day before the name.
pub fn may_open_a_byline(line: &str) -> bool {
    line.len() <= LONGEST_ON_A_PAGE
        && (after_opening_of_field(line).is_some() || after_one(line, PARTED_PREFIXES).is_some())
}

/// Whether words, in lower case, are what opens an author line and nothing more.
pub fn is_opening(words: &str) -> bool {
    [PREFIXES, PREFIXES_ELSEWHERE, LABELS].iter().any(|openings| openings.contains(&words))
}

/// Whether a word stands between two names: `and`, `y`, `en`.
pub fn joins_names(word: &str) -> bool {
    JOINING.contains(&word.to_lowercase().as_str()) || PERHAPS_JOINING.contains(&word)
}

fn after_one<'l>(line: &'l str, openings: &[&str]) -> Option<&'l str> {
    openings.iter().find_map(|opening| after_words(line, opening))
}

/// What follows a label and its colon.
fn after_label(line: &str) -> Option<&str> {
    let (label, names) = line.split_once(':')?;
    let names = names.trim_start();
    let is_label = LABELS.iter().any(|known| known.eq_ignore_ascii_case(label.trim_end()));
    (is_label && !names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_need_a_colon_except_in_fields() {
        for (line, names, of_field) in [
            ("By Ann Ng", Some("Ann Ng"), Some("Ann Ng")),
            ("Author: Ann Ng", Some("Ann Ng"), Some("Ann Ng")),
            ("Author Ann Ng", None, Some("Ann Ng")),
            ("Da Anna Sol", None, Some("Anna Sol")),
            ("Von Ines Roe", Some("Ines Roe"), Some("Ines Roe")),
            ("Authors meet in Suva", None, Some("meet in Suva")),
            ("Bypass opens", None, None),
            ("By", None, None),
        ] {
            assert_eq!(after_opening(line), names, "{line}");
            assert_eq!(after_opening_of_field(line), of_field, "{line}");
        }
        assert!(may_open_a_byline("Posted on Monday by Ann Ng"));
    }
}
