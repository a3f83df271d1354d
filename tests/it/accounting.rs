//! What holds of every reading of any bytes; the fuzzer asks the same.
//!
//! Regions are in order, leave no gap and cover the text; every draft owns one, has a text, and says of
//! each of its fields which rule set it; a reading without a draft says why there is none.

use cuttings::format::{self, Cutting, Format, Framing, PieceContent};
use cuttings::model::{Caption, Field, Head, Reading};
use unicode_normalization::UnicodeNormalization;

/// Records of a file that are looked at: a few bytes can hold very many.
const MOST_RECORDS: usize = 1_000;

/// The captures of a file.
pub fn captures(format: &'static Format, bytes: &[u8]) -> Vec<(&'static Format, Vec<u8>)> {
    match format.framing {
        Framing::Whole => vec![(format, bytes.to_vec())],
        Framing::Lines => bytes
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
            .take(MOST_RECORDS)
            .map(|line| (format, line.to_vec()))
            .collect(),
        Framing::Records(cut) => {
            let source = Box::new(std::io::Cursor::new(bytes.to_vec()));
            cut(source, &Cutting::default())
                .take(MOST_RECORDS)
                .filter_map(|piece| match piece.content {
                    PieceContent::Record { bytes, format: Some(format) } => Some((format, bytes)),
                    PieceContent::Record { bytes, format: None } => {
                        format::detect(&bytes, Some(&piece.name)).ok().map(|format| (format, bytes))
                    }
                    _ => None,
                })
                // What a record is, if it holds records itself, its own format's cases show.
                .filter(|(found, _)| {
                    matches!(found.framing, Framing::Whole) || found.name == format.name
                })
                .collect()
        }
    }
}

/// Holds the readings of a file against the promises.
pub fn check_file(format: &'static Format, bytes: &[u8], context: &str) {
    for (format, bytes) in captures(format, bytes) {
        if let Ok(reading) = (format.read)(&bytes) {
            check(&reading, context);
        }
    }
}

/// Holds a reading against the promises.
pub fn check(reading: &Reading, context: &str) {
    let mut position = 0;
    for region in &reading.regions {
        assert_eq!(region.start, position, "{context}: a gap or an overlap");
        assert!(region.end > region.start, "{context}: an empty region");
        position = region.end;
        assert!(region.part.is_none_or(|part| (part as usize) < reading.drafts.len()), "{context}");
    }
    assert_eq!(position, reading.text_bytes, "{context}: the end is not accounted for");
    let is_silent = reading.drafts.is_empty() && reading.notices.is_empty();
    assert!(!is_silent || !reading.problems.is_empty(), "{context}: no article, and no word why");
    for problem in &reading.problems {
        check_reason(&problem.reason, context);
        assert!(problem.record.as_ref().is_none_or(|record| !record.is_empty()), "{context}");
    }
    for (place, draft) in reading.drafts.iter().enumerate() {
        assert_eq!(draft.part as usize, place, "{context}");
        assert!(!draft.body.trim().is_empty(), "{context}: an article without text");
        assert!(!draft.body.contains(['\0', '\r']), "{context}");
        assert!(reading.regions.iter().any(|region| region.part == Some(draft.part)), "{context}");
        for Caption { caption, credit } in &draft.captions {
            assert!(caption.is_some() || credit.is_some(), "{context}: a caption of nothing");
            for line in [caption, credit].into_iter().flatten() {
                let is_line = !line.trim().is_empty() && !line.contains(['\n', '\r', '\0']);
                assert!(is_line && line.nfc().eq(line.chars()), "{context}: {line:?}");
            }
        }
        for field in Field::ALL {
            let is_set = match field {
                Field::Captions => Some(!draft.captions.is_empty()),
                _ => is_set(&draft.head, field),
            };
            if let Some(is_set) = is_set {
                let rule = draft.origins.of(field);
                assert_eq!(is_set, rule.is_some(), "{context}: {} by {rule:?}", field.as_str());
            }
        }
    }
}

/// A reason is a sentence without a full stop, on one line.
pub fn check_reason(reason: &str, context: &str) {
    let is_one = !reason.trim().is_empty() && !reason.ends_with('.');
    assert!(is_one && !reason.contains(char::is_control), "{context}: {reason:?}");
}

/// Whether a field of the head says something; `None` for what is no field of the head.
fn is_set(head: &Head, field: Field) -> Option<bool> {
    Some(match field {
        Field::Headline => head.headline.is_some(),
        Field::Standfirst => head.standfirst.is_some(),
        Field::Byline => head.byline.is_some(),
        Field::Authors => !head.authors.is_empty(),
        Field::Dateline => head.dateline.is_some(),
        Field::Publisher => head.publisher.is_some(),
        Field::Url => head.url.is_some(),
        Field::Published => head.published.is_some(),
        Field::Modified => head.modified.is_some(),
        Field::Section => head.section.is_some(),
        Field::Identifier => head.identifier.is_some(),
        Field::Language => head.language.is_some(),
        Field::Body | Field::Captions | Field::Kind | Field::Topics => return None,
    })
}
