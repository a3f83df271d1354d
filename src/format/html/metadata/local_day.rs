//! The day that it was where a page was published, for times that are stated in UTC.
//!
//! Many systems state every time in UTC: a story of half past eight in the evening of 1 March in New
//! York is stated as 2 March. The address and the printed line name the local day, and the printed
//! time of day tells the offset. What must stay true: the stated instant is never moved, only told in
//! the page's own zone, or cut down to the day where that zone is not known.

use chrono::{Duration, NaiveDate, NaiveDateTime, Timelike};

use crate::model::{Precision, Published};

/// A date and the rule that found it.
#[derive(Clone, Debug)]
pub struct Dated {
    pub published: Published,
    pub rule: String,
}

/// What else the page says of the day.
pub struct Evidence {
    /// Other times stated for machines.
    pub stated: Vec<Dated>,
    /// Printed dates, the most believed first.
    pub printed: Vec<Dated>,
    /// The day in the address.
    pub address: Option<Dated>,
}

/// Zones lie between twelve hours west and fourteen hours east of UTC.
const WEST: i64 = -12 * 60;
const EAST: i64 = 14 * 60;
/// Offsets are multiples of a quarter of an hour.
const STEP: i64 = 15;

/// A stated time with the local day, where it is in UTC and the page names the day beside; otherwise
/// as it was.
pub fn settled(dated: Dated, evidence: &Evidence) -> Dated {
    let Some(utc) = Utc::of(&dated.published) else { return dated };
    // The same instant stated with its offset.
    let exact = evidence.stated.iter().find(|other| {
        other.published.offset_minutes.is_some_and(|offset| offset != 0)
            && local(&other.published).is_some_and(|time| utc.offset_to(time).is_some())
            && other
                .published
                .instant()
                .is_some_and(|instant| (instant.naive_utc() - utc.time).num_minutes() == 0)
    });
    if let Some(exact) = exact {
        let rule = both(&dated.rule, &exact.rule);
        return Dated { published: exact.published.clone(), rule };
    }
    let named = || evidence.address.iter().chain(&evidence.printed);
    // One that names the stated day speaks for it, but against an address no printed one does: those
    // may be of other stories.
    let is_contradicted =
        evidence.address.as_ref().is_some_and(|address| utc.is_beside(&address.published));
    if !is_contradicted && named().any(|named| named.published.day() == Some(utc.day())) {
        return dated;
    }
    let nearest = evidence.address.iter().chain(evidence.printed.first());
    let Some(named) = nearest.into_iter().find(|named| utc.is_beside(&named.published)) else {
        return dated;
    };
    let timed = evidence.printed.iter().find(|other| {
        utc.is_beside(&other.published) && other.published.precision >= Precision::Minute
    });
    let published = match timed.and_then(|timed| Some((timed, local(&timed.published)?))) {
        Some((timed, time)) => match utc.offset_to(time) {
            Some(offset) => utc.told_at(offset, &dated.published),
            None => timed.published.clone(),
        },
        None => named.published.clone(),
    };
    Dated { published, rule: both(&dated.rule, &timed.unwrap_or(named).rule) }
}

/// The rule of what two places say together.
fn both(stated: &str, named: &str) -> String {
    format!("{stated}, {named}")
}

/// A time in UTC.
struct Utc {
    time: NaiveDateTime,
}

impl Utc {
    /// The time, if it is in UTC or names no zone.
    fn of(published: &Published) -> Option<Self> {
        if published.offset_minutes.is_some_and(|offset| offset != 0) {
            return None;
        }
        Some(Self { time: local(published)? })
    }

    fn day(&self) -> NaiveDate {
        self.time.date()
    }

    /// Whether a date names the day before or after, and there is a zone where it was that day.
    fn is_beside(&self, other: &Published) -> bool {
        let Some(day) = other.day() else { return false };
        let westernmost = (self.time + Duration::minutes(WEST)).date();
        let easternmost = (self.time + Duration::minutes(EAST)).date();
        day != self.day() && (westernmost..=easternmost).contains(&day)
    }

    /// The offset of the zone where it was that time, in minutes, if there can be such a zone.
    fn offset_to(&self, local: NaiveDateTime) -> Option<i16> {
        let minutes = |time: NaiveDateTime| time.with_second(0).unwrap_or(time);
        let offset = (minutes(local) - minutes(self.time)).num_minutes();
        let is_zone = (WEST..=EAST).contains(&offset) && offset % STEP == 0;
        is_zone.then(|| offset.try_into().ok()).flatten()
    }

    /// The same instant as the clocks of a zone show it.
    fn told_at(&self, offset: i16, stated: &Published) -> Published {
        let time = self.time + Duration::minutes(offset.into());
        let form = if stated.precision == Precision::Second {
            "%Y-%m-%dT%H:%M:%S"
        } else {
            "%Y-%m-%dT%H:%M"
        };
        Published {
            value: time.format(form).to_string(),
            offset_minutes: Some(offset),
            ..stated.clone()
        }
    }
}

/// The time of day and the day, as stated.
fn local(published: &Published) -> Option<NaiveDateTime> {
    let form = match published.precision {
        Precision::Minute => "%Y-%m-%dT%H:%M",
        Precision::Second => "%Y-%m-%dT%H:%M:%S",
        _ => return None,
    };
    NaiveDateTime::parse_from_str(&published.value, form).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::dates;

    fn dated(text: &str, rule: &str) -> Option<Dated> {
        dates::published(text).map(|published| Dated { published, rule: rule.to_owned() })
    }

    #[test]
    fn the_local_day_is_believed() {
        for (stated, other, printed, address, iso, rule) in [
            // The address alone names the day.
            ("2024-03-19T01:30:00Z", "", "", "2024-03-18", "2024-03-18", "json-ld:x, url:path"),
            ("2024-03-19T01:30:00", "", "", "2024-03-18", "2024-03-18", "json-ld:x, url:path"),
            // A printed day that is not the address's is of another story.
            (
                "2024-03-19T01:30:00Z",
                "",
                "19 March 2024",
                "2024-03-18",
                "2024-03-18",
                "json-ld:x, url:path",
            ),
            // The printed time tells the zone.
            (
                "2024-03-19T01:30:05Z",
                "",
                "18 March 2024 20:30",
                "2024-03-18",
                "2024-03-18T20:30:05-05:00",
                "json-ld:x, text:line",
            ),
            (
                "2024-03-18T22:00Z",
                "",
                "19 March 2024 11:00",
                "",
                "2024-03-19T11:00+13:00",
                "json-ld:x, text:line",
            ),
            // No zone has an offset of 26 minutes.
            (
                "2024-03-18T22:00Z",
                "",
                "19 March 2024 00:26",
                "",
                "2024-03-19T00:26",
                "json-ld:x, text:line",
            ),
            ("2024-03-18T22:00Z", "", "19 March 2024", "", "2024-03-19", "json-ld:x, text:line"),
            // The same instant is stated with its zone.
            (
                "2024-03-19T01:30:00Z",
                "2024-03-18T20:30:00-05:00",
                "",
                "",
                "2024-03-18T20:30:00-05:00",
                "json-ld:x, meta:x",
            ),
            // No zone is that far away, the address is of the stated day, or the zone is stated.
            ("2024-03-19T13:30:00Z", "", "", "2024-03-18", "2024-03-19T13:30:00Z", "json-ld:x"),
            ("2024-03-18T09:30:00Z", "", "", "2024-03-19", "2024-03-18T09:30:00Z", "json-ld:x"),
            (
                "2024-03-19T01:30:00Z",
                "",
                "18 March 2024",
                "2024-03-19",
                "2024-03-19T01:30:00Z",
                "json-ld:x",
            ),
            ("2024-03-19T01:30:00Z", "", "", "2024-03-16", "2024-03-19T01:30:00Z", "json-ld:x"),
            ("2024-03-19T01:30+01:00", "", "", "2024-03-18", "2024-03-19T01:30+01:00", "json-ld:x"),
            ("2024-03-19", "", "", "2024-03-18", "2024-03-19", "json-ld:x"),
        ] {
            let evidence = Evidence {
                stated: dated(other, "meta:x").into_iter().collect(),
                printed: dated(printed, "text:line").into_iter().collect(),
                address: dated(address, "url:path"),
            };
            let found = dated(stated, "json-ld:x").map(|dated| settled(dated, &evidence));
            let found = found.map(|dated| (dated.published.iso(), dated.rule));
            let expected = Some((iso.to_owned(), rule.to_owned()));
            assert_eq!(found, expected, "{stated} {other} {printed} {address}");
        }
    }
}
