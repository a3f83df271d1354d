//! Styled paragraphs to drafts.
//!
//! The text of the capture is the paragraphs with blank lines between, captions and furniture last. What a style
//! tells (a title, headings) is believed before what the words look like; the rest is read by the
//! rules for plain text. What must stay true: regions cover exactly that text, and headings inside
//! an article do not divide it.

use std::ops::Range;

use super::properties::Properties;
use crate::format::article::facts::Facts;
use crate::format::article::regions::{self, Cover};
use crate::format::article::sections::{Section, SectionKind, between, gap_free, is_paragraph};
use crate::format::article::{self, date_lines, labels, lines, residue};
use crate::format::page::{Block, Page, Style};
use crate::format::{Refusal, exports};
use crate::model::{ArticleKind, Caption, Field, Reading, Region, RegionRole};
use crate::text::decode::Decoded;
use crate::text::{bylines, dates, normalise};

/// Fewer bytes under a heading are no article.
const SHORTEST_ARTICLE: usize = 120;
/// Above a headline there is nothing longer, in bytes.
const LONGEST_KICKER: usize = 160;
/// So many paragraphs may stand between a headline and what says that it is one.
const PARAGRAPHS_OF_A_HEAD: usize = 4;
/// Headings of fewer words are subheadings (`Background`) unless more speaks for them.
const FEWEST_WORDS: usize = 4;

/// What a document is by its paragraphs and properties. `rule` names where headings come from, as in
/// `docx:style/heading`.
pub fn reading(
    paragraphs: Vec<Block>,
    properties: &Properties,
    rule: &'static str,
    warnings: Vec<String>,
) -> Reading {
    let document = Document::new(paragraphs, properties, rule);
    if let Some(mut export) = document.export() {
        export.warnings.splice(..0, warnings);
        return export;
    }
    let mut cover = Cover::new(document.page.text.len());
    let starts = document.starts();
    let running = document.running;
    if starts.len() < 2 {
        document.single(running, &mut cover);
    } else {
        document.several(&starts, running, &mut cover);
    }
    document.mark_captions(&mut cover);
    let decoded = Decoded { text: String::new(), encoding: "utf-8", warnings };
    let mut reading = cover.finish(&decoded);
    document.give_captions(&mut reading);
    let is_single = reading.drafts.len() == 1;
    for draft in &mut reading.drafts {
        if is_single {
            properties.fill(draft);
        } else {
            properties.fill_shared(draft);
        }
    }
    regions::explained(reading, |reading| match reading.text_bytes {
        0 => "a document without text".to_owned(),
        _ => regions::residue_alone(reading),
    })
}

/// The reading of a document that may break off. Where it does so before any article, it is damaged and
/// not a document without one.
///
/// # Errors
/// It breaks off, and nothing of an article stands before.
pub fn whole_or_begun(reading: Reading, is_whole: bool) -> Result<Reading, Refusal> {
    if !is_whole && reading.drafts.is_empty() {
        return Err(Refusal("the document breaks off before the text of an article".to_owned()));
    }
    Ok(reading)
}

/// A document laid out.
struct Document {
    page: Page,
    paragraphs: Vec<Block>,
    /// How many of them are no furniture.
    running: usize,
    /// What stands under pictures, and before which of the paragraphs.
    captions: Vec<(usize, String)>,
    /// Where its headings come from.
    rule: &'static str,
}

impl Document {
    /// Its reading as the export of a press database, which gives its articles out as documents too.
    fn export(&self) -> Option<Reading> {
        let end = self.start(self.running);
        let (_, mut reading) = exports::read_text(self.page.text.get(..end)?)?;
        let length = self.page.text.len();
        if end < length {
            let role = RegionRole::Furniture;
            reading.regions.push(Region { start: end, end: length, part: None, role });
        }
        reading.text_bytes = length;
        Some(reading)
    }

    /// Lays the paragraphs out, furniture behind everything else. A heading is one line.
    fn new(paragraphs: Vec<Block>, properties: &Properties, rule: &'static str) -> Self {
        let (mut captions, mut apart, mut running) = (Vec::new(), Vec::new(), Vec::new());
        for paragraph in paragraphs {
            if lines::trimmed(&paragraph.words).is_empty() {
                continue;
            }
            if paragraph.role == Some(RegionRole::Caption) {
                captions.push((running.len(), paragraph.words.clone()));
            }
            if is_apart(&paragraph) { &mut apart } else { &mut running }.push(paragraph);
        }
        let has_title = running.iter().any(|paragraph| paragraph.heading().is_some());
        let title = properties.title_value().filter(|_| !has_title).map(folded);
        for paragraph in running.iter_mut().take(PARAGRAPHS_OF_A_HEAD) {
            // A title that stands in the properties too is one, however it is dressed.
            if paragraph.style() == Style::TEXT
                && title.as_ref().is_some_and(|title| *title == folded(&paragraph.words))
            {
                paragraph.set(Style::heading(0));
            }
        }
        let mut document = Self {
            running: running.len(),
            page: Page::default(),
            paragraphs: running,
            captions,
            rule,
        };
        document.paragraphs.append(&mut apart);
        for paragraph in &mut document.paragraphs {
            paragraph.words = match paragraph.style() {
                Style::TEXT | Style::CAPTION | Style::FURNITURE => {
                    normalise::stored(lines::trimmed(&paragraph.words))
                }
                _ => normalise::comparable(&paragraph.words),
            };
            document.page.push(paragraph);
        }
        document
    }

    fn words(&self, place: usize) -> &str {
        self.page.words(place)
    }

    fn level(&self, place: usize) -> Option<u8> {
        Some(self.paragraphs.get(place)?.heading()?.level)
    }

    /// Where a paragraph starts; the blank line before it belongs to the paragraph above.
    fn start(&self, place: usize) -> usize {
        self.page.start(place)
    }

    /// Says the captions that stand between the paragraphs `start..end`, and right behind the last of them.
    fn say_captions(&self, start: usize, end: usize, facts: &mut Facts) {
        let rule = match self.rule.rsplit_once('/') {
            Some((place, _)) => format!("{place}/caption"),
            None => format!("{}/caption", self.rule),
        };
        let own = |place: usize| (place > start || place == 0 && start == 0) && place <= end;
        let own = self.captions.iter().filter(|(place, _)| own(*place));
        for (_, words) in own {
            facts.say_caption(Some(words), None, rule.clone());
        }
    }

    /// Marks the captions behind the running text as what they are.
    fn mark_captions(&self, cover: &mut Cover) {
        for (place, paragraph) in self.paragraphs.iter().enumerate().skip(self.running) {
            if paragraph.role == Some(RegionRole::Caption) {
                let start = self.start(place);
                cover.mark(start, RegionRole::Furniture);
                cover.mark(start + paragraph.words.len(), RegionRole::Caption);
            }
        }
    }

    /// Gives each caption's stretch to the article that has the caption.
    fn give_captions(&self, reading: &mut Reading) {
        for region in reading
            .regions
            .iter_mut()
            .filter(|region| region.role == RegionRole::Caption && region.part.is_none())
        {
            let words = self.page.text.get(region.start..region.end).unwrap_or_default();
            let words = normalise::comparable(words);
            let has_it = |caption: &Caption| {
                let sides = [&caption.caption, &caption.credit];
                sides.into_iter().flatten().any(|side| words.contains(side.as_str()))
            };
            let own = reading.drafts.iter().find(|draft| draft.captions.iter().any(has_it));
            region.part = own.map(|draft| draft.part);
        }
    }

    /// The headings that open articles; fewer than two where the document is one article.
    fn starts(&self) -> Vec<usize> {
        let attested = self.attested_starts();
        if attested.len() >= 2 {
            return attested;
        }
        let running = self.running;
        let levels: Vec<u8> = (0..running).filter_map(|place| self.level(place)).collect();
        let mut counts = [0usize; 256];
        for &level in &levels {
            if let Some(count) = counts.get_mut(usize::from(level)) {
                *count += 1;
            }
        }
        let lowest = (0..=u8::MAX).find(|&level| counts.get(usize::from(level)) >= Some(&2));
        let Some(lowest) = lowest else { return Vec::new() };
        let opens =
            |&place: &usize| self.level(place) == Some(lowest) && !self.is_boilerplate(place);
        let starts: Vec<usize> = (0..running).filter(opens).collect();
        let bodies = between(&starts, running).filter(|range| {
            self.start(range.end).saturating_sub(self.start(range.start)) >= SHORTEST_ARTICLE
        });
        let mut counts: Vec<usize> =
            starts.iter().map(|&start| self.words(start).split_whitespace().count()).collect();
        counts.sort_unstable();
        let median = counts.get(counts.len() / 2).copied().unwrap_or_default();
        let is_under_a_title = levels.iter().any(|&level| level < lowest);
        // Subheadings of one article: under its title, or in so few words.
        if is_under_a_title || median < FEWEST_WORDS || bodies.count() * 3 < starts.len() * 2 {
            return Vec::new();
        }
        starts
    }

    /// The headings that an author line, a date or a dateline follows.
    fn attested_starts(&self) -> Vec<usize> {
        let running = self.running;
        let mut starts: Vec<usize> = Vec::new();
        for place in 0..running {
            if self.level(place).is_some() || !self.attests(self.words(place)) {
                continue;
            }
            let earliest = place.saturating_sub(PARAGRAPHS_OF_A_HEAD);
            let from = starts.last().map_or(earliest, |&last| earliest.max(last + 1));
            // A document's title is not the headline of its first article.
            let heading = (from..place)
                .filter_map(|place| self.level(place).map(|level| (level, place)))
                .min_by_key(|&(level, place)| (level == 0, level, std::cmp::Reverse(place)));
            let is_near = starts.last().is_some_and(|&last| place - last <= PARAGRAPHS_OF_A_HEAD);
            if let Some((_, heading)) = heading
                && !self.is_boilerplate(heading)
                && (!is_near || self.has_text(starts.last().copied(), heading))
            {
                starts.push(heading);
            }
        }
        starts
    }

    fn is_boilerplate(&self, heading: usize) -> bool {
        residue::is_boilerplate(self.words(heading))
    }

    /// Whether between two headings there is enough for an article.
    fn has_text(&self, from: Option<usize>, to: usize) -> bool {
        from.is_none_or(|from| self.start(to).saturating_sub(self.start(from)) >= SHORTEST_ARTICLE)
    }

    fn attests(&self, words: &str) -> bool {
        let line = words.lines().next().unwrap_or_default();
        bylines::is_byline(line)
            || date_lines::date_line(line).is_some()
            || date_lines::leading_date(line).is_some()
            || article::dateline::dateline(line).is_some_and(|found| found.is_certain)
    }

    /// Reads a document of several articles, which start at these headings.
    fn several(&self, starts: &[usize], running: usize, cover: &mut Cover) {
        let mut found: Vec<Section> =
            between(starts, running).map(|range| Section::article(range, ())).collect();
        let first = starts.first().copied().unwrap_or_default();
        let has_words =
            (0..first).any(|place| self.level(place).is_none() && is_paragraph(self.words(place)));
        if has_words {
            found.insert(0, Section::digest(0..first));
        }
        for section in gap_free(found, running) {
            let Range { start, end } = section.range;
            let mut known = Facts::default();
            match section.kind {
                SectionKind::Furniture => {}
                SectionKind::Digest => {
                    known.head.kind = ArticleKind::Digest;
                    self.article(start, end, known, cover);
                }
                SectionKind::Article(()) => self.article(start, end, known, cover),
            }
            cover.skip(self.start(end));
        }
    }

    fn single(&self, running: usize, cover: &mut Cover) {
        // The heading of the highest rank, unless running text stands above it.
        let heading = (0..running)
            .filter_map(|place| self.level(place).map(|level| (level, place)))
            .min()
            .map(|(_, place)| place)
            .filter(|&heading| {
                (0..heading).all(|place| self.words(place).len() <= LONGEST_KICKER)
                    && heading + 1 < running
            });
        let mut known = Facts::default();
        let Some(heading) = heading else {
            let end = self.start(running);
            let text = self.page.text.get(..end).unwrap_or_default();
            self.say_captions(0, running, &mut known);
            article::articles(text, cover, known);
            return;
        };
        self.say_captions(0, heading, &mut known);
        for place in 0..heading {
            let role = take_kicker(self.words(place), &mut known);
            cover.mark(self.start(place + 1), role);
        }
        self.article(heading, running, known, cover);
    }

    /// Reads the paragraphs `start..end` as one article whose headline stands first, if a heading
    /// does.
    fn article(&self, start: usize, end: usize, mut known: Facts, cover: &mut Cover) {
        self.say_captions(start, end, &mut known);
        let mut from = start;
        if self.level(from).is_some() {
            // One headline may be set in two paragraphs of the same style.
            let level = self.level(from);
            let mut headline = self.words(from).to_owned();
            while self.level(from + 1) == level && from + 2 < end {
                from += 1;
                headline = format!("{headline} {}", self.words(from));
            }
            from += 1;
            cover.mark(self.start(from), RegionRole::Headline);
            known.say(Field::Headline, headline, self.rule);
        }
        if known.head.headline.is_some() && from + 1 < end {
            let is_followed_by_head =
                self.attests(self.words(from + 1)) && !self.attests(self.words(from));
            let is_styled = self
                .paragraphs
                .get(from)
                .is_some_and(|paragraph| paragraph.style() == Style::SUBTITLE);
            if is_styled || self.level(from).is_some() && is_followed_by_head {
                known.say(Field::Standfirst, self.words(from), "text:standfirst");
                from += 1;
                cover.mark(self.start(from), RegionRole::Standfirst);
            }
        }
        let end = self.start(end);
        let text = self.page.text.get(..end).unwrap_or_default();
        if known.head.headline.is_some() {
            let lines = lines::lines(text, cover.position());
            article::parse(text, &lines, known).put(cover);
        } else {
            article::articles(text, cover, known);
        }
    }
}

/// Takes what a paragraph above the headline says.
fn take_kicker(words: &str, facts: &mut Facts) -> RegionRole {
    if let Some(published) = date_lines::date_line(words) {
        facts.say_published(published, "text:date");
        return RegionRole::Metadata;
    }
    if labels::take(words, facts) {
        return RegionRole::Metadata;
    }
    if facts.head.byline.is_none() && bylines::is_byline(words) {
        facts.say(Field::Byline, normalise::comparable(words), "text:byline");
        facts.say_authors(bylines::authors(words), "text:byline");
        return RegionRole::Byline;
    }
    if residue::role(words) == Some(RegionRole::Copyright) {
        if let Some(year) = dates::copyright_year(words) {
            facts.say_published(year, "text:copyright");
        }
        return RegionRole::Copyright;
    }
    if residue::is_masthead(words) {
        facts.say(Field::Publisher, normalise::comparable(words), "text:masthead");
    }
    RegionRole::Furniture
}

/// Whether a paragraph stands apart from the running text.
fn is_apart(paragraph: &Block) -> bool {
    matches!(paragraph.role, Some(RegionRole::Furniture | RegionRole::Caption))
}

/// As headings are compared: case and white space aside.
fn folded(text: &str) -> String {
    normalise::comparable(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The board will raise its tolls in spring, the chair said on Monday in the capital, after months of talks with the shipping lines.";

    fn read(paragraphs: &[(&str, Style)]) -> Reading {
        let paragraphs =
            paragraphs.iter().map(|&(text, style)| Block::styled(text, style)).collect();
        reading(paragraphs, &Properties::default(), "docx:style/heading", Vec::new())
    }

    fn headlines(reading: &Reading) -> Vec<Option<&str>> {
        reading.drafts.iter().map(|draft| draft.head.headline.as_deref()).collect()
    }

    #[test]
    fn a_database_export_in_a_document_is_cut_as_one() {
        let text = include_str!("../../../tests/corpus/nexis/classic-with-a-missing-document.txt");
        let mut paragraphs: Vec<Block> =
            text.lines().map(|line| Block::styled(line, Style::TEXT)).collect();
        paragraphs.push(Block::styled("Page 1", Style::FURNITURE));
        let found = reading(paragraphs, &Properties::default(), "docx:style/heading", Vec::new());
        assert!(found.drafts.len() >= 2, "{:?}", found.drafts);
        assert_eq!(found.problems.len(), 1);
        assert_eq!(found.regions.last().unwrap().end, found.text_bytes);
    }

    #[test]
    fn a_title_is_the_headline_and_what_stands_above_it_is_not_text() {
        let reading = read(&[
            ("Page 3", Style::FURNITURE),
            ("Monday, 4 March 2024", Style::TEXT),
            ("Harbour board", Style::TEXT),
            ("tolls to rise\nin spring", Style::heading(0)),
            ("By Ann Ng", Style::TEXT),
            (BODY, Style::TEXT),
            ("Why now", Style::heading(1)),
            (BODY, Style::TEXT),
            ("What next", Style::heading(1)),
            (BODY, Style::TEXT),
        ]);
        assert_eq!(headlines(&reading), [Some("tolls to rise in spring")]);
        let draft = &reading.drafts[0];
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(draft.head.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-04"));
        assert_eq!(draft.body, format!("{BODY}\n\nWhy now\n\n{BODY}\n\nWhat next\n\n{BODY}"));
        assert_eq!(draft.origins.of(Field::Headline), Some("docx:style/heading"));
        assert_eq!(reading.regions.last().map(|region| region.role), Some(RegionRole::Furniture));
    }

    #[test]
    fn a_caption_goes_with_the_article_that_it_stands_in() {
        let reading = read(&[
            ("Tolls to rise in spring", Style::heading(1)),
            (BODY, Style::TEXT),
            ("Ann Ng in Suva. Photo: Cy Roe/AAP", Style::CAPTION),
            ("Ice shuts the northern harbours", Style::heading(1)),
            ("The ice.", Style::CAPTION),
            (BODY, Style::TEXT),
            ("Page 1", Style::FURNITURE),
        ]);
        let captions: Vec<&[Caption]> =
            reading.drafts.iter().map(|draft| draft.captions.as_slice()).collect();
        let caption = |caption: &str, credit: Option<&str>| Caption {
            caption: Some(caption.to_owned()),
            credit: credit.map(str::to_owned),
        };
        assert_eq!(
            captions,
            [
                &[caption("Ann Ng in Suva.", Some("Photo: Cy Roe/AAP"))],
                &[caption("The ice.", None)],
            ]
        );
        assert_eq!(reading.drafts[0].origins.of(Field::Captions), Some("docx:style/caption"));
        assert!(reading.drafts.iter().all(|draft| draft.body == BODY));
        let parts: Vec<Option<u32>> = reading
            .regions
            .iter()
            .filter(|region| region.role == RegionRole::Caption)
            .map(|region| region.part)
            .collect();
        assert_eq!(parts, [Some(0), Some(1)]);
    }

    #[test]
    fn headings_with_author_lines_divide() {
        let reading = read(&[
            ("Press review, 4 March 2024", Style::heading(0)),
            ("Tolls", Style::heading(1)),
            ("By Ann Ng", Style::TEXT),
            (BODY, Style::TEXT),
            ("Ice", Style::heading(1)),
            ("By Cy Roe", Style::TEXT),
            (BODY, Style::TEXT),
        ]);
        assert_eq!(headlines(&reading), [Some("Tolls"), Some("Ice")]);
        assert_eq!(reading.drafts[1].head.authors, ["Cy Roe"]);
        assert_eq!(reading.drafts[1].body, BODY);
    }

    #[test]
    fn headings_of_few_words_do_not_divide_and_of_many_do() {
        let short = read(&[
            ("Background", Style::heading(1)),
            (BODY, Style::TEXT),
            ("Next steps", Style::heading(1)),
            (BODY, Style::TEXT),
        ]);
        assert_eq!(short.drafts.len(), 1);
        let long = read(&[
            ("Tolls to rise in spring", Style::heading(1)),
            (BODY, Style::TEXT),
            ("Ice shuts the northern harbours", Style::heading(1)),
            (BODY, Style::TEXT),
        ]);
        assert_eq!(
            headlines(&long),
            [Some("Tolls to rise in spring"), Some("Ice shuts the northern harbours")]
        );
    }
}
