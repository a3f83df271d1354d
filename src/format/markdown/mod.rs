//! Markdown: front matter, then text with marks.
//!
//! Facts come from the front matter first; what it leaves open is looked for in the text, by the
//! same rules as in plain text. The body is what a reader sees: link targets, emphasis, images and
//! heading marks are taken out, nothing else. What must stay true: regions tell the bytes that
//! each part came from, marks included, although the body no longer has them.

mod front_matter;
mod marks;

use memchr::memmem;

use super::article::facts::Facts;
use super::article::regions::{self, Cover};
use super::{Format, Framing, Refusal, article, fields};
use crate::model::{Reading, Region, RegionRole};
use crate::text::decode;
use front_matter::FrontMatter;
use marks::Plain;

pub const FORMAT: Format = Format {
    name: "markdown",
    version: 8,
    media_type: "text/markdown",
    extensions: &["md", "markdown"],
    summary: "Markdown, with YAML (`---`) or TOML (`+++`) front matter or without",
    framing: Framing::Whole,
    sniff: looks_like,
    read,
};

/// Front matter, a heading on the first line, or a link. Emphasis alone is no sign: prose has
/// asterisks too.
fn looks_like(prefix: &[u8]) -> bool {
    let start = decode::without_mark(prefix);
    front_matter::may_open(start)
        || opens_with_heading(start)
        || memmem::find(prefix, b"](http").is_some()
}

fn opens_with_heading(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let level = start.iter().take_while(|&&byte| byte == b'#').count();
    (1..=6).contains(&level)
        && start.get(level) == Some(&b' ')
        && start.get(level + 1).is_some_and(|&byte| !matches!(byte, b'#' | b' ' | b'\n' | b'\r'))
}

/// Reads a Markdown text of any character set.
fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut decoded = decode::decode(bytes);
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    let source = std::mem::take(&mut decoded.text);
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let matter = front_matter::read(source.get(start..).unwrap_or_default()).map_err(Refusal)?;
    let FrontMatter { fields, length, warnings } = matter;
    decoded.warnings.extend(warnings);
    let known = fields::head(&fields, "front-matter");
    let plain = Plain::new(&source, start + length);

    let mut cover = Cover::new(plain.text.len());
    cover.mark(start, RegionRole::Furniture);
    cover.leave_out();
    cover.mark(start + length, RegionRole::Metadata);
    article::articles(&plain.text, &mut cover, known);
    let mut reading = cover.finish(&decoded);

    reading.text_bytes = source.len();
    for region in &mut reading.regions {
        region.start = plain.source(region.start);
        region.end = plain.source(region.end);
    }
    for draft in &mut reading.drafts {
        draft.body = marks::without_heading_marks(&draft.body);
        let mut facts = Facts {
            topics: Vec::new(),
            head: std::mem::take(&mut draft.head),
            origins: std::mem::take(&mut draft.origins),
            captions: std::mem::take(&mut draft.captions),
        };
        fields::tidy(&mut facts, &draft.body);
        let own = plain
            .captions
            .iter()
            .filter(|(place, _)| part_at(&reading.regions, *place) == Some(draft.part));
        for (_, caption) in own {
            facts.say_caption(Some(caption), None, "markdown:image");
        }
        (draft.head, draft.origins, draft.captions) = (facts.head, facts.origins, facts.captions);
    }
    Ok(regions::explained(reading, regions::residue_alone))
}

/// The article that a place of the source belongs to: whose stretch it is in, or stands next.
fn part_at(regions: &[Region], place: usize) -> Option<u32> {
    let of_articles = || regions.iter().filter(|region| region.part.is_some());
    let before = of_articles().rfind(|region| region.start <= place);
    before.or_else(|| of_articles().next())?.part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Draft, RegionRole as R};

    fn drafts(text: &str) -> Vec<Draft> {
        read(text.as_bytes()).unwrap().drafts
    }

    #[test]
    fn front_matter_tells_the_head_and_the_body_reads_as_text() {
        let text = "---\ntitle: No\nauthor: [Ann Ng, Cy Roe]\ndate: 2024-03-18\nsource: The Lagoon Times\n---\n\n# No\n\nThe **minister** said [no](https://a.example/no).\n\n## Why\n\n![boat](b.png)\nShe *would* not\\* say.\n";
        let drafts = drafts(text);
        let draft = &drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("No"));
        assert_eq!(draft.head.authors, ["Ann Ng", "Cy Roe"]);
        assert_eq!(draft.head.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-18"));
        assert_eq!(draft.head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(draft.body, "The minister said no.\n\nWhy\n\nShe would not* say.");
        let reading = read(text.as_bytes()).unwrap();
        let stretch =
            |role| reading.regions.iter().find(|r| r.role == role).map(|r| &text[r.start..r.end]);
        assert!(stretch(R::Metadata).unwrap().ends_with("---\n"));
        assert_eq!(stretch(R::Headline), Some("# No\n"));
        assert!(
            stretch(R::Body)
                .unwrap()
                .starts_with("The **minister** said [no](https://a.example/no).")
        );
    }

    #[test]
    fn a_heading_is_the_headline_where_front_matter_has_none() {
        let draft = &drafts(
            "# Tolls to *rise*\n\nBy [Ann Ng](https://a.example/ann)\n\nThe minister said no.\n",
        )[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(draft.body, "The minister said no.");
    }

    #[test]
    fn unclosed_front_matter_is_text() {
        let reading = read(b"---\ntitle: No\n\nThe minister said no.\n").unwrap();
        assert_eq!(reading.drafts[0].body.lines().last(), Some("The minister said no."));
        assert_eq!(reading.warnings, ["front matter is never closed: read as text"]);
    }
}
