//! How a text divides into articles: what text, mail and documents share of it.
//!
//! Each finds by signs of its own where articles start: `newsletter` in lines, `mail::items` in blocks,
//! `documents::paragraphs` in styled paragraphs. Here stands what follows from it, and what a headline in a list
//! looks like. What must stay true: sections are in order, without gap, and together they are everything.

use std::ops::Range;

use super::{labels, residue};

/// A run of lines, blocks or paragraphs, and what it is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<A = ()> {
    pub range: Range<usize>,
    pub kind: SectionKind<A>,
}

/// What a section is; `A` is what is known of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionKind<A = ()> {
    Article(A),
    /// The newsletter's own words.
    Digest,
    /// Of no article: a masthead without words of its own, a section's name between two articles.
    Furniture,
}

impl<A> Section<A> {
    /// A run that is an article.
    pub fn article(range: Range<usize>, known: A) -> Self {
        Self { range, kind: SectionKind::Article(known) }
    }

    /// A run that is the newsletter's own words.
    pub fn digest(range: Range<usize>) -> Self {
        Self { range, kind: SectionKind::Digest }
    }
}

/// From each start to the next one, and from the last to the end.
pub fn between(starts: &[usize], end: usize) -> impl Iterator<Item = Range<usize>> {
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end)
}

/// The sections that were found, with furniture wherever there is none.
pub fn gap_free<A>(found: Vec<Section<A>>, length: usize) -> Vec<Section<A>> {
    let mut sections: Vec<Section<A>> = Vec::with_capacity(found.len());
    let mut at = 0;
    let furniture = |range| Section { range, kind: SectionKind::Furniture };
    for section in found {
        if at < section.range.start {
            sections.push(furniture(at..section.range.start));
        }
        at = section.range.end;
        sections.push(section);
    }
    if at < length {
        sections.push(furniture(at..length));
    }
    sections
}

/// A paragraph of at least this many bytes is text; shorter ones may be anything.
const PARAGRAPH: usize = 60;

/// Whether words are a paragraph rather than a line of a head or a list: long, or a shorter sentence.
pub fn is_paragraph(words: &str) -> bool {
    words.len() >= PARAGRAPH
        || words.len() >= PARAGRAPH / 2 && words.ends_with(['.', '!', '?', '”', '"'])
}

/// A headline in a list without its number or bullet, and the web address behind it.
pub fn bare_title(words: &str) -> (&str, Option<&str>) {
    let words = enumerated(words).unwrap_or(words);
    if let Some(link) = residue::whole_link(words) {
        return link;
    }
    // `Headline <https://…>`, `Headline (https://…)`
    if let Some((title, rest)) = words.rsplit_once([' ', '\t']) {
        let address = rest.trim_matches(['<', '>', '(', ')', '[', ']']);
        if labels::is_url(address) {
            return (title.trim_end_matches([' ', ':', '-', '–', '—', '|']), Some(address));
        }
    }
    (words, None)
}

/// What follows the number or bullet of a list item.
pub fn enumerated(words: &str) -> Option<&str> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if (1..=2).contains(&digits) {
        words.get(digits..)?.strip_prefix(['.', ')', ':'])?
    } else {
        words.strip_prefix(['•', '●', '▪', '■', '◆', '*', '-', '–', '—', '→', '»', '>'])?
    };
    rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_found_is_furniture() {
        let starts = [2, 5];
        let found: Vec<Section> =
            between(&starts, 9).map(|range| Section::article(range.start..8, ())).collect();
        let found = vec![Section::digest(0..1), Section::article(2..4, ()), found[1].clone()];
        let shown: Vec<(Range<usize>, &str)> = gap_free(found, 9)
            .into_iter()
            .map(|section| {
                let kind = match section.kind {
                    SectionKind::Article(()) => "article",
                    SectionKind::Digest => "digest",
                    SectionKind::Furniture => "furniture",
                };
                (section.range, kind)
            })
            .collect();
        assert_eq!(
            shown,
            [
                (0..1, "digest"),
                (1..2, "furniture"),
                (2..4, "article"),
                (4..5, "furniture"),
                (5..8, "article"),
                (8..9, "furniture")
            ]
        );
    }
}
