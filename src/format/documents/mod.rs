//! What the documents of office programs have in common.
//!
//! `package` opens what is a zip inside, `elements` walks its XML, `builder` collects paragraphs,
//! `properties` holds what a document
//! says about itself, and `paragraphs` turns styled paragraphs into drafts. What must stay true: no
//! reader of documents divides or names an article by rules of its own.

pub mod builder;
pub mod elements;
pub mod package;
pub mod paragraphs;
pub mod properties;

use super::{Format, docx, epub, odt, pdf, rtf};

const FORMATS: &[&Format] =
    &[&docx::FORMAT, &epub::FORMAT, &odt::FORMAT, &pdf::FORMAT, &rtf::FORMAT];

/// Whether a format is that of a document: what it refuses is damaged, and no page without an article.
pub fn is_document(format: &Format) -> bool {
    FORMATS.iter().any(|known| known.name == format.name)
}

/// Every reader of documents against damaged ones.
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::format::{Format, docx, epub, odt, pdf, rtf};

    const CASES: &[(Format, &[u8])] = &[
        (pdf::FORMAT, include_bytes!("../../../tests/corpus/pdf/newspaper-page.pdf")),
        (pdf::FORMAT, include_bytes!("../../../tests/corpus/pdf/press-release.pdf")),
        (docx::FORMAT, include_bytes!("../../../tests/corpus/docx/article.docx")),
        (odt::FORMAT, include_bytes!("../../../tests/corpus/odt/article.odt")),
        (epub::FORMAT, include_bytes!("../../../tests/corpus/epub/issue.epub")),
        (rtf::FORMAT, include_bytes!("../../../tests/corpus/rtf/release.rtf")),
    ];

    fn check(format: &Format, bytes: &[u8]) {
        let Ok(reading) = (format.read)(bytes) else { return };
        let mut position = 0;
        for region in &reading.regions {
            assert_eq!(region.start, position);
            position = region.end;
        }
        assert_eq!(position, reading.text_bytes);
    }

    #[test]
    fn documents_that_are_cut_short_are_read_or_refused() {
        for (format, bytes) in CASES {
            for part in 0..12 {
                check(format, &bytes[..bytes.len() * part / 12]);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn damaged_documents_are_read_or_refused(
            case in 0..CASES.len(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
            cut in prop::option::of((any::<prop::sample::Index>(), 0usize..64)),
        ) {
            let (format, bytes) = &CASES[case];
            let mut bytes = bytes.to_vec();
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if let Some((place, length)) = cut {
                let place = place.index(bytes.len());
                let end = (place + length).min(bytes.len());
                bytes.drain(place..end);
            }
            let _ = (format.sniff)(&bytes);
            check(format, &bytes);
        }
    }
}
