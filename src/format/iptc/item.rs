//! One item of a news exchange, and how items become a reading.
//!
//! What must stay true: the first that says something for a field wins, and its rule with it; an item
//! that may not be shown gives a notice and no draft; an item that is a picture, a film or a package
//! is residue without being a problem; a text item without text is a problem.

use std::ops::Range;

use crate::format::article::facts::Facts;
use crate::format::article::regions::{self, Cover};
use crate::format::article::{self, lines};
use crate::format::fields;
use crate::model::{
    ArticleKind, Field, Notice, Precision, PublicationStatus, Published, Reading, RecordProblem,
    RegionRole,
};
use crate::text::decode::Decoded;
use crate::text::{bylines, dates, language, normalise};

/// Whether an item may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Usable,
    Embargoed,
    Gone(PublicationStatus),
}

impl Status {
    /// From `pubStatus`, `Status` or `management-status`: `stat:usable`, `Canceled`, `withheld`. An
    /// unknown word is `Usable`: the item was sent to be used.
    pub fn from_word(word: &str) -> Self {
        let word = word.rsplit(':').next().unwrap_or(word).trim().to_ascii_lowercase();
        match word.as_str() {
            "embargoed" => Self::Embargoed,
            "withheld" => Self::Gone(PublicationStatus::Withheld),
            "canceled" | "cancelled" | "deleted" => Self::Gone(PublicationStatus::Canceled),
            _ => Self::Usable,
        }
    }
}

/// What an item says of itself.
#[derive(Debug, Default)]
pub struct NewsItem {
    pub facts: Facts,
    pub body: String,
    pub version: Option<u32>,
    pub status: Status,
    /// Until when it may not be shown, as it stands.
    pub embargo: Option<String>,
    /// Where it was written, for want of a printed dateline; with its rule.
    pub located: Option<(String, &'static str)>,
    /// Whether it is a picture, a film, an event: what words it has are no article.
    pub is_medium: bool,
}

impl NewsItem {
    /// Says a field of words. An empty text says nothing, and what was said first stays.
    pub fn set(&mut self, field: Field, value: Option<String>, rule: &'static str) {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
        // Codes of one letter or two are no names.
        if field == Field::Section && value.trim().chars().count() < 3 {
            return;
        }
        match field {
            Field::Language => {
                if let Some(code) = language::declared(&value) {
                    self.facts.say(field, code, rule);
                }
            }
            _ => self.facts.say(field, normalise::comparable(&value), rule),
        }
    }

    /// Says a dateline, unless it is a machine's time in the place of one.
    pub fn set_dateline(&mut self, value: Option<String>, rule: &'static str) {
        let printed = value.filter(|value| {
            instant(value).is_none() && value.contains(|c: char| c.is_alphabetic())
        });
        self.set(Field::Dateline, printed, rule);
    }

    /// Says the author line, and the authors that it names.
    pub fn set_byline(&mut self, value: Option<String>, rule: &'static str) {
        let Some(value) = value else { return };
        self.facts.say_authors(bylines::authors(&value), rule);
        self.set(Field::Byline, Some(value), rule);
    }

    /// Says when it was published: of several times the first that is one, unless the next is the
    /// same day with its hour.
    pub fn set_published(&mut self, times: &[(Option<String>, &'static str)]) {
        if self.facts.head.published.is_some() {
            return;
        }
        let mut read =
            times.iter().filter_map(|(time, rule)| Some((instant(time.as_ref()?)?, *rule)));
        let Some(mut chosen) = read.next() else { return };
        if chosen.0.precision == Precision::Day
            && let Some(finer) = read
                .find(|(time, _)| time.precision > Precision::Day && time.day() == chosen.0.day())
        {
            chosen = finer;
        }
        self.facts.say_published(chosen.0, chosen.1);
    }

    /// Says when it was last changed, where that is later than the published time.
    /// Dispatches that carry the time of another clock are seconds before it.
    pub fn set_modified(&mut self, time: Option<String>, rule: &'static str) {
        let Some(time) = time.as_deref().and_then(instant) else { return };
        let is_later = self.facts.head.published.as_ref().is_none_or(|published| {
            match (published.instant(), time.instant()) {
                (Some(published), Some(time)) => time > published,
                _ => time.value > published.value,
            }
        });
        if is_later {
            self.facts.say_modified(time, rule);
        }
    }

    /// The text as every text is treated: dateline, credits and repeated head taken off it.
    fn finish(&mut self, body_rule: &'static str) {
        let mut known = std::mem::take(&mut self.facts);
        if self.body.trim().is_empty()
            && let Some(standfirst) = known.head.standfirst.clone()
        {
            known.forget(Field::Standfirst);
            known.head.kind = ArticleKind::Summary;
            self.body = standfirst;
        }
        // The item said which of its words are the standfirst; the body has none to look for.
        let text = normalise::stored(&self.body);
        let parsed = article::parse_without_standfirst(&text, &lines::lines(&text, 0), known);
        self.facts = parsed.facts;
        // The dash behind a dateline is an underscore in some wires.
        self.body =
            parsed.body.strip_prefix("_ ").map_or_else(|| parsed.body.clone(), str::to_owned);
        fields::tidy(&mut self.facts, &self.body);
        if let Some((place, rule)) = self.located.take() {
            self.set(Field::Dateline, Some(place), rule);
        }
        self.facts.head.version = self.version;
        self.facts.origins.set(Field::Body, body_rule);
    }
}

/// A time as these formats write it: any that papers print, and ISO 8601 without separators,
/// `20240318T091500+0100`.
pub fn instant(text: &str) -> Option<Published> {
    let text = text.trim();
    let Some((day, rest)) = text.split_once('T').filter(|(day, _)| day.len() == 8) else {
        return dates::published(text);
    };
    // Midnight without a zone is how programs write a day.
    let rest = if matches!(rest, "000000" | "0000") { "" } else { rest };
    if rest.is_empty() {
        return dates::published(day)
            .map(|published| Published { original: text.to_owned(), ..published });
    }
    let spaced = format!("{}-{}-{}T{rest}", day.get(..4)?, day.get(4..6)?, day.get(6..)?);
    dates::published(&spaced).map(|published| Published { original: text.to_owned(), ..published })
}

/// Types and classes of items that are no text, in ninjs and in the list `ninat`.
pub const MEDIA: &[&str] = &[
    "picture",
    "photo",
    "graphic",
    "audio",
    "video",
    "animation",
    "event",
    "planning",
    "component",
];

/// An address of the web, and nothing else.
pub fn web_address(text: Option<String>) -> Option<String> {
    text.filter(|text| {
        (text.starts_with("http://") || text.starts_with("https://"))
            && !text.contains(char::is_whitespace)
    })
}

/// The items of a capture, in their order there.
pub struct Items {
    cover: Cover,
    warnings: Vec<String>,
    problems: Vec<RecordProblem>,
    notices: Vec<Notice>,
    count: usize,
}

impl Items {
    /// Of a capture whose text has that many bytes.
    pub fn new(text_bytes: usize) -> Self {
        Self {
            cover: Cover::new(text_bytes),
            warnings: Vec::new(),
            problems: Vec::new(),
            notices: Vec::new(),
            count: 0,
        }
    }

    /// Takes an item that stands at `range` of the text; `body_rule` says where its text stood.
    pub fn take(&mut self, mut item: NewsItem, range: Range<usize>, body_rule: &'static str) {
        self.count += 1;
        let number = self.count;
        self.cover.mark(range.start, RegionRole::Furniture);
        self.cover.leave_out();
        let identifier = item.facts.head.identifier.clone();
        if let Status::Gone(status) = item.status {
            match identifier {
                Some(identifier) => {
                    self.notices.push(Notice { identifier, version: item.version, status });
                }
                None => {
                    let status = status.as_str();
                    self.skip(&format!("{status}, with no identifier that says which item it was"));
                }
            }
            self.leave_out(range.end);
            return;
        }
        if item.is_medium {
            self.skip("a picture, sound or film");
            self.leave_out(range.end);
            return;
        }
        item.finish(body_rule);
        if item.body.is_empty() {
            self.problem("no text");
            self.leave_out(range.end);
            return;
        }
        if item.status == Status::Embargoed || item.embargo.is_some() {
            let name = identifier.unwrap_or_else(|| format!("item {number}"));
            self.warnings.push(match &item.embargo {
                Some(until) => format!("`{name}` is embargoed until {until}"),
                None => format!("`{name}` is embargoed"),
            });
        }
        self.cover.mark(range.end, RegionRole::Record);
        self.cover.article(item.facts, item.body);
    }

    /// The item that comes next cannot be taken.
    pub fn refuse(&mut self, reason: &str, end: usize) {
        self.count += 1;
        self.problem(reason);
        self.leave_out(end);
    }

    /// Says something odd of the whole capture.
    pub fn warn(&mut self, warning: &str) {
        self.warnings.push(warning.to_owned());
    }

    /// Passes on a publisher's word about another item.
    pub fn notify(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// How many were taken, whatever came of them.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The reading of all items that were taken.
    pub fn finish(self, decoded: &Decoded) -> Reading {
        let mut reading = self.cover.finish(decoded);
        reading.warnings.extend(self.warnings);
        let reading = Reading { problems: self.problems, notices: self.notices, ..reading };
        regions::explained(reading, |_| "no news item in it".to_owned())
    }

    fn skip(&mut self, reason: &str) {
        self.problems.push(RecordProblem::skipped(format!("item {}", self.count), reason));
    }

    fn problem(&mut self, reason: &str) {
        self.problems.push(RecordProblem::refused(format!("item {}", self.count), reason));
    }

    fn leave_out(&mut self, end: usize) {
        self.cover.mark(end, RegionRole::Furniture);
        self.cover.leave_out();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_separators_are_read() {
        for (text, iso) in [
            ("20240318T091500+0100", Some("2024-03-18T09:15:00+01:00")),
            ("20240318T091500Z", Some("2024-03-18T09:15:00Z")),
            ("20240318T0915", Some("2024-03-18T09:15")),
            ("20240318", Some("2024-03-18")),
            ("20240318T000000", Some("2024-03-18")),
            ("20240318T", Some("2024-03-18")),
            ("2024-03-18T09:15:00.000Z", Some("2024-03-18T09:15:00Z")),
            ("20240230T091500Z", None),
            ("éééé1111T09", None),
            ("Thursday", None),
            ("", None),
        ] {
            assert_eq!(instant(text).map(|time| time.iso()).as_deref(), iso, "{text}");
            if let Some(time) = instant(text) {
                assert_eq!(time.original, text);
            }
        }
    }

    #[test]
    fn words_for_the_status_are_known_in_every_format() {
        for (word, status) in [
            ("stat:usable", Status::Usable),
            ("Usable", Status::Usable),
            ("stat:withheld", Status::Gone(PublicationStatus::Withheld)),
            ("Canceled", Status::Gone(PublicationStatus::Canceled)),
            ("embargoed", Status::Embargoed),
            ("", Status::Usable),
        ] {
            assert_eq!(Status::from_word(word), status, "{word}");
        }
    }

    #[test]
    fn a_day_gives_way_to_its_hour() {
        let mut item = NewsItem::default();
        item.set_published(&[
            (None, "a"),
            (Some("2024-03-18".to_owned()), "b"),
            (Some("2024-03-18T09:15Z".to_owned()), "c"),
        ]);
        assert_eq!(item.facts.origins.of(Field::Published), Some("c"));
        item.set_modified(Some("20240318T091500+0000".to_owned()), "d");
        assert_eq!(item.facts.head.modified.as_ref().map(Published::iso).as_deref(), None);
    }
}
