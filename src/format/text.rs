//! Plain text as papers, agencies, newsletters and press offices print it.
//!
//! The text is the capture's bytes in any character set; all else is `article`'s, as for every format.

use super::article::facts::Facts;
use super::article::regions::{self, Cover};
use super::{Format, Framing, article};
use crate::model::Reading;
use crate::text::decode;

pub const FORMAT: Format = Format {
    name: "text",
    version: 8,
    media_type: "text/plain",
    extensions: &["txt", "text"],
    summary: "plain text: newswire, pasted pages, press releases, newsletters of several articles",
    framing: Framing::Whole,
    sniff: |_| false,
    read: |bytes| Ok(read(bytes)),
};

/// Reads a text of any character set; one without words has no drafts.
pub fn read(bytes: &[u8]) -> Reading {
    let decoded = decode::decode(bytes);
    if let Some(blank) = regions::blank(&decoded) {
        return blank;
    }
    let mut cover = Cover::new(decoded.text.len());
    article::articles(&decoded.text, &mut cover, Facts::default());
    regions::explained(cover.finish(&decoded), regions::residue_alone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Draft, RegionRole};

    pub fn drafts(text: &str) -> Vec<Draft> {
        read(text.as_bytes()).drafts
    }

    #[test]
    fn nothing_is_a_reading_without_drafts() {
        for (text, regions) in [("", 0), (" \n\t\n", 1), ("\u{feff}", 1), ("\u{feff}\r\n", 1)] {
            let reading = read(text.as_bytes());
            assert_eq!((reading.drafts.len(), reading.regions.len()), (0, regions), "{text:?}");
            assert_eq!(reading.problems.len(), 1, "{text:?}");
            assert!(reading.regions.iter().all(|region| region.role == RegionRole::Furniture));
        }
    }

    #[test]
    fn a_headline_over_nothing_is_text() {
        let drafts = drafts("Harbour tolls to rise");
        assert_eq!(drafts.len(), 1);
        assert_eq!(
            (drafts[0].head.headline.as_deref(), drafts[0].body.as_str()),
            (None, "Harbour tolls to rise")
        );
    }

    #[test]
    fn residue_between_paragraphs_leaves_them_apart() {
        let text = "SUVA, March 4 (Reuters) - One paragraph of the story.\n\nRead More: Another\n\nTwo.\r\n\r\n©2024 Reuters";
        let drafts = drafts(text);
        assert_eq!(drafts[0].body, "One paragraph of the story.\n\nTwo.");
        assert_eq!(drafts[0].head.dateline.as_deref(), Some("SUVA, March 4 (Reuters) -"));
        assert_eq!(drafts[0].head.publisher.as_deref(), Some("Reuters"));
        let published = drafts[0].head.published.as_ref().unwrap();
        assert_eq!(
            (published.value.as_str(), published.original.as_str()),
            ("2024-03-04", "March 4, ©2024")
        );
    }
}
