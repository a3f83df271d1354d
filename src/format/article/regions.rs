//! Regions that cover a capture, by construction.
//!
//! A reader walks its text from start to end and says of each stretch what it is; it cannot go
//! back, skip or overlap. What must stay true of the result: in order, no gap, nothing beyond the
//! text, and every draft owns a stretch.

use super::facts::Facts;
use super::lines::is_space;
use crate::model::{Draft, Reading, RecordProblem, Region, RegionRole};
use crate::text::decode::Decoded;

/// A capture being read.
pub struct Cover {
    drafts: Vec<Draft>,
    regions: Vec<Region>,
    /// First of `regions` that belongs to the article being read, if one comes of it.
    first_open: usize,
    position: usize,
    text_bytes: usize,
}

impl Cover {
    /// A text of that many bytes of which nothing has been said yet.
    pub fn new(text_bytes: usize) -> Self {
        Self { drafts: Vec::new(), regions: Vec::new(), first_open: 0, position: 0, text_bytes }
    }

    /// Up to where the text is accounted for.
    pub fn position(&self) -> usize {
        self.position
    }

    /// From the present position to `end`, the text is this. Nothing happens if `end` is not
    /// beyond the present position.
    pub fn mark(&mut self, end: usize, role: RegionRole) {
        let end = end.min(self.text_bytes);
        if end <= self.position {
            return;
        }
        // Residue goes on across the end of an article; what belongs to one does not.
        let may_go_on = self.regions.len() > self.first_open || !is_of_an_article(role);
        match self.regions.last_mut() {
            Some(last) if may_go_on && last.role == role && last.part.is_none() => last.end = end,
            _ => self.regions.push(Region { start: self.position, end, part: None, role }),
        }
        self.position = end;
    }

    /// What was marked since the last article ended is residue, whatever it looked like.
    pub fn leave_out(&mut self) {
        for region in self.regions.iter_mut().skip(self.first_open) {
            if is_of_an_article(region.role) && !SAID_ALONE.contains(&region.role) {
                region.role = RegionRole::Furniture;
            }
        }
        self.first_open = self.regions.len();
    }

    /// What stands up to `end` is of no article.
    pub fn skip(&mut self, end: usize) {
        self.mark(end, RegionRole::Furniture);
        self.leave_out();
    }

    /// What was marked since the last article ended is this article and the residue about it. An
    /// article without text is none: then it is all residue. Says whether it became one.
    pub fn article(&mut self, facts: Facts, body: String) -> bool {
        let open = self.regions.get(self.first_open..).unwrap_or_default();
        if body.is_empty() || !open.iter().any(|region| is_of_an_article(region.role)) {
            self.leave_out();
            return false;
        }
        let part = self.drafts.len() as u32;
        for region in self.regions.iter_mut().skip(self.first_open) {
            region.part = is_of_an_article(region.role).then_some(part);
        }
        let Facts { head, origins, topics, captions } = facts;
        self.drafts.push(Draft { part, head, origins, topics, body, captions });
        self.first_open = self.regions.len();
        true
    }

    /// The reading; what was not said of the text is furniture.
    pub fn finish(mut self, decoded: &Decoded) -> Reading {
        self.mark(self.text_bytes, RegionRole::Furniture);
        self.leave_out();
        Reading {
            drafts: self.drafts,
            regions: self.regions,
            text_bytes: self.text_bytes,
            encoding: decoded.encoding,
            warnings: decoded.warnings.clone(),
            ..Reading::default()
        }
    }
}

/// Adds a reading behind another, as if their texts stood one after the other.
pub fn append(reading: &mut Reading, mut other: Reading) {
    let parts = reading.drafts.len() as u32;
    for draft in &mut other.drafts {
        draft.part += parts;
    }
    for region in &mut other.regions {
        region.start += reading.text_bytes;
        region.end += reading.text_bytes;
        region.part = region.part.map(|part| part + parts);
    }
    reading.drafts.append(&mut other.drafts);
    reading.regions.append(&mut other.regions);
    reading.text_bytes += other.text_bytes;
    reading.warnings.append(&mut other.warnings);
    reading.problems.append(&mut other.problems);
    reading.notices.append(&mut other.notices);
}

/// A reading that says why it holds no article, where it holds none: in these words, unless its records
/// or its notices say more.
pub fn explained(mut reading: Reading, reason: impl FnOnce(&Reading) -> String) -> Reading {
    if reading.drafts.is_empty() && reading.problems.is_empty() && reading.notices.is_empty() {
        let reason = reason(&reading);
        reading.problems.push(RecordProblem::nothing_in_it(reason));
    }
    reading
}

/// The reading of a text without a single word; `None` where there are words.
pub fn blank(decoded: &Decoded) -> Option<Reading> {
    if !decoded.text.chars().all(is_space) {
        return None;
    }
    let reason = match decoded.text.trim_start_matches('\u{feff}') {
        "" if decoded.text.is_empty() => "empty",
        "" => "only a byte order mark",
        _ => "only white space",
    };
    let reading = Cover::new(decoded.text.len()).finish(decoded);
    Some(explained(reading, |_| reason.to_owned()))
}

/// Why a text with words is no article: what it consists of instead.
pub fn residue_alone(reading: &Reading) -> String {
    let has = |role: RegionRole| reading.regions.iter().any(|region| region.role == role);
    let found: Vec<&str> =
        RESIDUE.iter().filter(|(role, _)| has(*role)).map(|(_, words)| *words).collect();
    match found.split_last() {
        // White space is that too, so that it says something only where it is alone.
        None if has(RegionRole::Furniture) => {
            "no article text, only what stands around an article".to_owned()
        }
        None => "no text".to_owned(),
        Some((last, [])) => format!("no article text, only {last}"),
        Some((last, before)) => {
            format!("no article text, only {} and {last}", before.join(", "))
        }
    }
}

/// What is called by its name in residue too, because it says what a text without an article is.
const SAID_ALONE: &[RegionRole] = &[RegionRole::Metadata, RegionRole::Caption, RegionRole::Credit];

/// What residue is called where nothing else is there.
const RESIDUE: &[(RegionRole, &str)] = &[
    (RegionRole::Metadata, "facts about an article"),
    (RegionRole::Caption, "captions"),
    (RegionRole::Credit, "credits"),
    (RegionRole::Copyright, "a copyright line"),
    (RegionRole::Link, "links"),
];

/// Whether a stretch of that role belongs to an article; otherwise it is residue.
pub fn is_of_an_article(role: RegionRole) -> bool {
    use RegionRole as R;
    match role {
        R::Headline
        | R::Standfirst
        | R::Byline
        | R::Dateline
        | R::Body
        | R::Record
        | R::Metadata
        | R::Caption
        | R::Credit => true,
        R::Copyright | R::Link | R::Furniture => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RegionRole as R;

    fn regions(cover: Cover) -> Vec<(usize, usize, Option<u32>, RegionRole)> {
        let decoded = Decoded { text: String::new(), encoding: "utf-8", warnings: Vec::new() };
        let reading = cover.finish(&decoded);
        reading.regions.iter().map(|r| (r.start, r.end, r.part, r.role)).collect()
    }

    #[test]
    fn stretches_are_gap_free_and_owned() {
        let mut cover = Cover::new(30);
        cover.mark(3, R::Furniture);
        cover.mark(5, R::Headline);
        cover.mark(4, R::Body);
        cover.mark(9, R::Body);
        cover.mark(12, R::Body);
        cover.mark(15, R::Link);
        assert!(cover.article(Facts::default(), "text".to_owned()));
        cover.mark(20, R::Body);
        assert!(!cover.article(Facts::default(), String::new()));
        cover.mark(99, R::Link);
        assert_eq!(
            regions(cover),
            [
                (0, 3, None, R::Furniture),
                (3, 5, Some(0), R::Headline),
                (5, 12, Some(0), R::Body),
                (12, 15, None, R::Link),
                (15, 20, None, R::Furniture),
                (20, 30, None, R::Link),
            ]
        );
    }

    #[test]
    fn what_holds_no_article_says_what_it_holds() {
        let decoded =
            |text: &str| Decoded { text: text.to_owned(), encoding: "utf-8", warnings: Vec::new() };
        for (text, expected) in [
            ("", Some("empty")),
            ("\u{feff}", Some("only a byte order mark")),
            (" \r\n", Some("only white space")),
            ("\u{feff}\n", Some("only white space")),
            ("a", None),
        ] {
            let reading = blank(&decoded(text));
            let reason = reading.as_ref().map(|reading| reading.problems[0].reason.as_str());
            assert_eq!(reason, expected, "{text:?}");
        }
        let mut cover = Cover::new(9);
        cover.mark(3, R::Link);
        cover.mark(6, R::Copyright);
        let mut reading = cover.finish(&decoded("https:/©2"));
        assert_eq!(residue_alone(&reading), "no article text, only a copyright line and links");
        reading.problems.push(RecordProblem::refused("item 1", "no text"));
        assert_eq!(explained(reading, residue_alone).problems.len(), 1);
    }

    #[test]
    fn an_empty_text_has_no_region() {
        assert_eq!(regions(Cover::new(0)), []);
    }
}
