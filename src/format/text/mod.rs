//! Plain text as papers, agencies, newsletters and press offices print it.
//!
//! `lines` cuts the text, `newsletter` finds where articles start, `article` reads each of them
//! with the help of `labels`, `dateline` and `residue`; `facts` is a head in the making. What must stay
//! true: where a rule is in doubt the words stay in the body, and nothing of the text is unaccounted for.

pub mod article;
pub mod dateline;
pub mod facts;
pub mod labels;
pub mod lines;
pub mod newsletter;
pub mod residue;

use super::regions::{self, Cover};
use super::{Format, Framing, Refusal};
use crate::model::{ArticleKind, Field, Reading, RegionRole};
use crate::text::decode;
use facts::Facts;
use newsletter::{Section, SectionKind};

pub const FORMAT: Format = Format {
    name: "text",
    version: 5,
    media_type: "text/plain",
    extensions: &["txt", "text"],
    summary: "plain text: newswire, pasted pages, press releases, newsletters of several articles",
    framing: Framing::Whole,
    sniff: |_| false,
    read,
};

/// Reads a text of any character set. Never refuses: a text without words has no drafts.
pub fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    let mut cover = Cover::new(decoded.text.len());
    articles(&decoded.text, &mut cover, Facts::default());
    Ok(regions::explained(cover.finish(&decoded), regions::residue_alone))
}

/// Reads what lies beyond the cover's position as one article or several. `known` holds for all
/// of them, except that a headline or an author line can be only one article's.
pub(super) fn articles(text: &str, cover: &mut Cover, known: impl Into<Facts>) {
    let known = known.into();
    if cover.position() == 0 && text.starts_with('\u{feff}') {
        cover.mark('\u{feff}'.len_utf8(), RegionRole::Furniture);
        cover.leave_out();
    }
    let lines = lines::lines(text, cover.position());
    let is_described = known.head.headline.is_some() || known.head.byline.is_some();
    let sections = if is_described {
        vec![Section { start: 0, end: lines.len(), kind: SectionKind::Article }]
    } else {
        newsletter::sections(&lines)
    };
    let is_newsletter = sections.len() > 1;
    for section in sections {
        let lines = lines.get(section.start..section.end).unwrap_or_default();
        if section.kind == SectionKind::Furniture {
            if let Some(last) = lines.last() {
                cover.mark(last.end, RegionRole::Furniture);
            }
            cover.leave_out();
            continue;
        }
        let mut known = known.clone();
        if section.kind == SectionKind::Digest {
            known.head.kind = ArticleKind::Digest;
        }
        let article::Parsed { mut facts, body, stretches } = article::parse(text, lines, known);
        linked_headline(&mut facts);
        if is_newsletter
            && section.kind == SectionKind::Article
            && let Some(address) = address(lines)
        {
            facts.say(Field::Url, address, "text:read-link");
        }
        for (end, role) in stretches {
            cover.mark(end, role);
        }
        cover.article(facts, body);
    }
}

/// A headline in a list has a number, and one copied from a page may be a link.
fn linked_headline(facts: &mut Facts) {
    let Some(headline) = facts.head.headline.clone() else { return };
    let (title, address) = newsletter::bare_title(&headline);
    if title.is_empty() || title.len() == headline.len() {
        return;
    }
    if let Some(address) = address {
        facts.say(Field::Url, address, "text:headline");
    }
    facts.head.headline = Some(title.to_owned());
}

/// The address of one of several articles: that of its `Read here`, wherever it stands.
fn address(lines: &[lines::Line]) -> Option<String> {
    lines.iter().find_map(|line| residue::read_link(line.words).flatten()).map(str::to_owned)
}

/// Reads a text that is part of a record (a field of JSON) as one article: what `known` leaves open
/// of its head, and its body.
pub fn record(text: &str, known: Facts) -> (Facts, String) {
    let parsed = article::parse(text, &lines::lines(text, 0), known);
    (parsed.facts, parsed.body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Draft;

    pub fn drafts(text: &str) -> Vec<Draft> {
        read(text.as_bytes()).expect("text is never refused").drafts
    }

    #[test]
    fn nothing_is_a_reading_without_drafts() {
        for (text, regions) in [("", 0), (" \n\t\n", 1), ("\u{feff}", 1), ("\u{feff}\r\n", 1)] {
            let reading = read(text.as_bytes()).unwrap();
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
