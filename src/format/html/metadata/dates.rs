//! When a page says it was published and changed.
//!
//! Candidates are gathered from every place that can say it, each with its rule, and the most
//! believed one that names a day wins; what names only a month or a year is taken where nothing
//! better is there. What must stay true: a date of change is never taken for the date of publication
//! while the page has one, and a date that lies after the capture is none.

use std::cell::OnceCell;

use chrono::NaiveDate;
use serde_json::Value;

use super::date_labels::{DateLabel, label_behind, label_of};
use super::json_ld::text_at;
use super::local_day::{self, Dated};
use super::page::{MarkedText, PageLine};
use super::printed_dates;
use super::signs::Sign;
use super::{Object, PageFacts, date_tags};
use crate::model::{DayOrder, Precision, Published};
use crate::text::dates;

/// The publication and the last change.
#[derive(Clone, Debug, Default)]
pub struct Times {
    pub published: Option<Dated>,
    pub modified: Option<Dated>,
}

/// Reads both times of a page.
pub fn times(facts: &PageFacts<'_>) -> Times {
    let judge = Judge { facts, order: OnceCell::new() };
    let modified = judge.modified();
    // A date of change stands in where it is the only date there is.
    let published = judge.published().or_else(|| modified.clone());
    Times { published, modified }
}

/// How many lines of a page are read for a date.
const MOST_LINES: usize = 500;

/// A line in which the label stands behind the date is no longer, in bytes.
const LONGEST_WITH_LABEL_BEHIND: usize = 240;

/// A line beside the article is no longer, in bytes.
const LONGEST_LABELLED: usize = 160;

/// How far into a paragraph its dateline goes, in bytes.
const DATELINE: usize = 25;

/// Elements that print the date, each with what it costs to be called so.
const PRINTED: &[(Sign, usize)] = &[(Sign::Time, 0), (Sign::Dated, 0), (Sign::Byline, 4)];

/// The cost up to which a line is as good as stated.
const NEAR: usize = 60;

struct Judge<'f, 'p> {
    facts: &'f PageFacts<'p>,
    order: OnceCell<Option<DayOrder>>,
}

impl Judge<'_, '_> {
    fn order(&self) -> Option<DayOrder> {
        *self.order.get_or_init(|| day_order(self.facts))
    }

    fn published(&self) -> Option<Dated> {
        let mut partial = None;
        // The most believed first.
        let sources: [fn(&Self) -> Option<Dated>; 11] = [
            Self::article,
            Self::stated_tags,
            Self::properties,
            Self::other_work,
            Self::print_near,
            Self::address,
            Self::loose_tags,
            Self::print_anywhere,
            Self::coins,
            Self::labelled_aside,
            Self::own_id,
        ];
        for source in sources {
            if let Some(dated) = source(self) {
                if dated.published.precision >= Precision::Day {
                    return Some(self.agreed(local_day::settled(dated, &self.evidence())));
                }
                partial = partial.or(Some(dated));
            }
        }
        partial
    }

    /// What tells the day that it was where the page was published.
    fn evidence(&self) -> local_day::Evidence {
        let stated = [Self::stated_tags, Self::properties, Self::loose_tags];
        local_day::Evidence {
            stated: stated.into_iter().filter_map(|source| source(self)).collect(),
            printed: self.printed_near(),
            address: self.address(),
        }
    }

    /// The day that two other places of the page agree on where it is more than a day off from the
    /// stated one, which nothing else supports: templates state the day a page was first made, or that
    /// of the file.
    fn agreed(&self, dated: Dated) -> Dated {
        let Some(day) = dated.published.day() else { return dated };
        let others = [
            self.stated_tags(),
            self.properties(),
            self.printed_near().into_iter().next(),
            self.address(),
        ];
        let others: Vec<(NaiveDate, Dated)> = others
            .into_iter()
            .flatten()
            .filter(|other| other.rule != dated.rule)
            .filter_map(|other| Some((other.published.day()?, other)))
            .collect();
        let is_near = |one: NaiveDate, other: NaiveDate| (one - other).num_days().abs() <= 1;
        if others.iter().any(|(other, _)| is_near(*other, day)) {
            return dated;
        }
        let agreed = others.iter().enumerate().find(|(place, (one, _))| {
            others.iter().skip(place + 1).any(|(other, _)| is_near(*one, *other))
        });
        agreed.map_or(dated, |(_, (_, agreed))| agreed.clone())
    }

    /// What is printed near the headline as the day of publication, the nearest first: the words
    /// alone, not what the elements state for machines.
    fn printed_near(&self) -> Vec<Dated> {
        let page = self.facts.page;
        let signs = [Sign::Published, Sign::Time, Sign::Dated, Sign::Byline];
        let marks = signs.iter().flat_map(|sign| page.marked(*sign));
        let marks = marks.filter(|mark| page.distance(mark.place) <= NEAR).filter_map(|mark| {
            let found = self.words(&mark.text, &[DateLabel::None, DateLabel::Published])?;
            let dated = Dated { published: found.published, rule: mark.rule.clone() };
            Some((page.distance(mark.place), dated))
        });
        let lines = page.lines.iter().filter(|line| !page.is_aside(line.zone())).take(MOST_LINES);
        let lines = lines
            .filter(|line| page.distance(line.place) <= NEAR)
            .filter_map(|line| self.line(line))
            .filter(|(cost, _)| *cost <= NEAR);
        let mut printed: Vec<(usize, Dated)> = marks.chain(lines).collect();
        printed.sort_by_key(|(cost, _)| *cost);
        printed.into_iter().map(|(_, dated)| dated).collect()
    }

    /// The first plausible date of a text, if the words before it are such a label.
    fn words(&self, text: &str, labels: &[DateLabel]) -> Option<printed_dates::PrintedDate> {
        let found = printed_dates::in_line(text, self.order())
            .into_iter()
            .find(|found| self.plausible(&found.published))?;
        let label = label_of(text.get(..found.range.start).unwrap_or_default());
        labels.contains(&label).then_some(found)
    }

    fn modified(&self) -> Option<Dated> {
        let facts = self.facts;
        let json = [facts.article, facts.work].into_iter().flatten();
        json.filter_map(|object| text_at(object, "dateModified"))
            .find_map(|text| self.read(text, "json-ld:dateModified"))
            .or_else(|| self.tags(date_tags::MODIFIED))
            .or_else(|| self.marks(Sign::Modified))
            .or_else(|| self.updated_in_print())
    }

    /// `Updated: 18 March 2024`, in an element called a date or in a line of its own.
    fn updated_in_print(&self) -> Option<Dated> {
        let page = self.facts.page;
        let marks = page.marked(Sign::Dated).map(|mark| (&mark.text, &*mark.rule));
        let lines = page.lines.iter().filter(|line| {
            !line.is_prose && page.distance(line.place) <= NEAR && !page.is_aside(line.zone())
        });
        let lines = lines.map(|line| (&line.text, "text:line"));
        marks.chain(lines).find_map(|(text, rule)| {
            let found = printed_dates::in_line(text, self.order()).into_iter().find(|found| {
                label_of(text.get(..found.range.start).unwrap_or_default()) == DateLabel::Modified
            })?;
            let rule = rule.to_owned();
            self.plausible(&found.published).then_some(Dated { published: found.published, rule })
        })
    }

    fn article(&self) -> Option<Dated> {
        self.of_object(self.facts.article?)
    }

    fn of_object(&self, object: &Object) -> Option<Dated> {
        ["datePublished", "dateCreated", "uploadDate"].into_iter().find_map(|property| {
            let rule = format!("json-ld:{property}");
            match object.get(property)? {
                Value::Number(number) => self.read(&number.to_string(), &rule),
                _ => self.read(text_at(object, property)?, &rule),
            }
        })
    }

    fn other_work(&self) -> Option<Dated> {
        self.of_object(self.facts.work?)
    }

    fn stated_tags(&self) -> Option<Dated> {
        self.tags(date_tags::PUBLISHED).or_else(|| self.parsely())
    }

    /// Parse.ly's older tag, with all of its facts in one JSON object.
    fn parsely(&self) -> Option<Dated> {
        let facts: Value = serde_json::from_str(self.facts.page.tags.get("parsely-page")?).ok()?;
        self.read(facts.get("pub_date")?.as_str()?, "meta:parsely-page")
    }

    fn loose_tags(&self) -> Option<Dated> {
        self.tags(date_tags::LOOSE).or_else(|| {
            let tags = self.facts.page.tags.names().filter(|name| {
                let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
                has(&["publi", "upload", "posted", "pubdate"])
                    && !has(&["modif", "update", "expir", "valid", "event", "publisher"])
            });
            tags.filter_map(|name| self.tags(&[name]))
                .find(|dated| dated.published.precision >= Precision::Day)
        })
    }

    fn tags(&self, names: &[&str]) -> Option<Dated> {
        let mut partial = None;
        for name in names {
            for content in self.facts.page.tags.all(name) {
                let Some(dated) = self.read(content, &format!("meta:{name}")) else { continue };
                if dated.published.precision >= Precision::Day {
                    return Some(dated);
                }
                partial = partial.or(Some(dated));
            }
        }
        partial
    }

    fn properties(&self) -> Option<Dated> {
        self.marks(Sign::Published)
    }

    fn address(&self) -> Option<Dated> {
        let day = self.facts.addresses().find_map(dates::of_address)?;
        self.plausible(&day).then(|| Dated { published: day, rule: "url:path".to_owned() })
    }

    /// What is printed near the headline. An address that names another day is believed before it:
    /// it never changes.
    fn print_near(&self) -> Option<Dated> {
        let near = self.print(NEAR)?;
        let address = self.address().filter(|address| {
            match (address.published.day(), near.published.day()) {
                (Some(address), Some(near)) => (address - near).num_days().abs() > 1,
                _ => false,
            }
        });
        Some(address.unwrap_or(near))
    }

    fn print_anywhere(&self) -> Option<Dated> {
        self.print(usize::MAX)
    }

    /// What is stated for reference managers: `rft.date=2024-03-18` of a COinS span.
    fn coins(&self) -> Option<Dated> {
        let mut parts = self.facts.page.coins.as_deref()?.split(['&', ';']);
        let date =
            parts.find_map(|part| part.trim_start_matches("amp;").strip_prefix("rft.date="))?;
        self.read(date, "coins:rft.date")
    }

    /// A line beside the article that says when it was published, by its own label.
    fn labelled_aside(&self) -> Option<Dated> {
        let lines = self.facts.page.lines.iter().take(MOST_LINES).filter(|line| !line.is_prose);
        lines.filter(|line| line.text.len() <= LONGEST_LABELLED).find_map(|line| {
            let found = self.words(&line.text, &[DateLabel::Published])?;
            Some(Dated { published: found.published, rule: "text:line".to_owned() })
        })
    }

    /// The day in the name that a program gave the page: `news20240318_k1001`.
    fn own_id(&self) -> Option<Dated> {
        let id = self.facts.page.own_id.as_deref()?;
        let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        self.read(digits.get(..end).filter(|digits| digits.len() == 8)?, "html:body/id")
    }

    /// The date printed nearest to the headline: a `time`, an element called a date, or a line that
    /// says when (`Published 18 March 2024`) or is nothing but a date.
    fn print(&self, most: usize) -> Option<Dated> {
        let page = self.facts.page;
        let marks = PRINTED.iter().flat_map(|&(sign, cost)| {
            page.marked(sign).map(move |mark| {
                let distance = page.distance(mark.place);
                let distance = if mark.rule == "time:pubdate" { distance / 4 } else { distance };
                (distance + cost, Some(mark), None)
            })
        });
        let lines = page.lines.iter().filter(|line| !page.is_aside(line.zone())).take(MOST_LINES);
        let lines = lines.map(|line| (page.distance(line.place), None, Some(line)));
        let mut best: Option<(usize, Dated)> = None;
        for (least, mark, line) in marks.chain(lines) {
            let bound = best.as_ref().map_or(most, |(known, _)| known.saturating_sub(1).min(most));
            // A label can bring a line nearer by a factor of four.
            if least / 4 > bound {
                continue;
            }
            let found = match (mark, line) {
                (Some(mark), _) => self.mark(mark).map(|dated| (least, dated)),
                (None, Some(line)) => self.line(line),
                (None, None) => None,
            };
            if let Some((cost, dated)) = found
                && cost <= bound
                && dated.published.precision >= Precision::Day
            {
                best = Some((cost, dated));
            }
        }
        best.map(|(_, dated)| dated)
    }

    fn line(&self, line: &PageLine) -> Option<(usize, Dated)> {
        let found = printed_dates::in_line(&line.text, self.order())
            .into_iter()
            .find(|found| self.plausible(&found.published))?;
        let before = line.text.get(..found.range.start).unwrap_or_default();
        let label = match label_of(before) {
            // `… wurde am 18. März 2024 um 9:15 Uhr veröffentlicht`
            DateLabel::None if line.text.len() <= LONGEST_WITH_LABEL_BEHIND => {
                label_behind(line.text.get(found.range.end..).unwrap_or_default())
            }
            label => label,
        };
        let rest = line.text.len() - (found.range.end - found.range.start);
        let distance = self.facts.page.distance(line.place);
        let cost = match label {
            DateLabel::Published => distance / 4,
            DateLabel::Modified => distance + 400,
            DateLabel::Other => return None,
            DateLabel::None if rest <= 40 => distance + 8,
            // A dateline: `Wellington, (18.03.2024). The minister …`
            DateLabel::None if line.is_prose && found.range.start <= DATELINE => distance + 20,
            DateLabel::None if line.is_prose => distance + 1000,
            DateLabel::None => distance + 200,
        };
        Some((cost, Dated { published: found.published, rule: "text:line".to_owned() }))
    }

    fn marks(&self, sign: Sign) -> Option<Dated> {
        let page = self.facts.page;
        let mut best: Option<(usize, Dated)> = None;
        for mark in page.marked(sign) {
            let Some(dated) = self.mark(mark) else { continue };
            if dated.published.precision < Precision::Day {
                continue;
            }
            let distance = page.distance(mark.place);
            if best.as_ref().is_none_or(|(known, _)| distance < *known) {
                best = Some((distance, dated));
            }
        }
        best.map(|(_, dated)| dated)
    }

    /// The date of a marked element: its value, else its text.
    fn mark(&self, mark: &MarkedText) -> Option<Dated> {
        mark.value
            .as_deref()
            .and_then(|value| self.read(value, &mark.rule))
            .filter(|dated| dated.published.precision >= Precision::Day)
            .or_else(|| {
                let labels: &[DateLabel] = match mark.sign {
                    Sign::Modified => &[DateLabel::None, DateLabel::Published, DateLabel::Modified],
                    _ => &[DateLabel::None, DateLabel::Published],
                };
                let found = self.words(&mark.text, labels)?;
                Some(Dated { published: found.published, rule: mark.rule.clone() })
            })
            .or_else(|| {
                let captured = self.facts.known.captured?;
                let published = dates::relative(&mark.text, captured)?;
                self.plausible(&published).then(|| Dated { published, rule: mark.rule.clone() })
            })
    }

    /// A text that should be a date, with its rule.
    fn read(&self, text: &str, rule: &str) -> Option<Dated> {
        let whole = dates::published_as(text, self.order())
            .filter(|date| !matches!(date.precision, Precision::Ambiguous));
        let published = match whole {
            Some(date) => date,
            None => printed_dates::of(text, self.order())?,
        };
        self.plausible(&published).then(|| Dated { published, rule: rule.to_owned() })
    }

    /// Whether a page can have been published then: not before there was a web, nor after it was
    /// fetched (with a day's grace for clocks east of the one that fetched it).
    fn plausible(&self, date: &Published) -> bool {
        let year: i32 = date.value.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
        if !(1995..=2099).contains(&year) {
            return false;
        }
        match (self.facts.known.captured.and_then(Published::day), date.day()) {
            (Some(captured), Some(day)) => day <= captured + chrono::Duration::days(1),
            _ => true,
        }
    }
}

/// Which order the dates in figures of this page have: as one of them shows, else as its language has it.
fn day_order(facts: &PageFacts<'_>) -> Option<DayOrder> {
    let lines = facts.page.lines.iter().map(|line| line.text.as_str());
    let shown = lines.take(400).find_map(printed_dates::order_shown);
    shown.or_else(|| facts.declared_language().and_then(dates::order_of_page))
}
