//! Dates that mean something only against a recorded time: `yesterday`, `3 hours ago`, `Thursday`.
//!
//! What must stay true: never against the clock of the machine; and as precise as the words and the
//! recorded time allow, no more. `3 hours ago` is any minute of an hour, so that only the day is
//! known, and at half past three not even that.

use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime};

use super::ago::{AGO, DAY_WORDS, LAST, NOW, ONE, PERIODS, Unit};
use super::moment::{Moment, number};
use super::vocabulary::{fold, weekday};
use super::words::{Words, parts};
use super::{LONGEST, published};
use crate::model::Published;

/// What a text such as `yesterday`, `gestern`, `3 hours ago`, `vor 2 Tagen`, `today 9:15`,
/// `Thursday` or `14 March` means where it was read at the time `against`: when the page was
/// fetched or the message received. A day of the week is the latest such day, a day without a year
/// the latest such date, that day itself included. `None` for what is no such text, or where
/// `against` has no day; also for whole dates, which `published` reads.
pub fn relative(text: &str, against: &Published) -> Option<Published> {
    let original = text.trim();
    if original.is_empty() || original.len() > LONGEST {
        return None;
    }
    let against = Recorded::new(against)?;
    let folded = fold(original);
    let folded = folded.trim_end_matches('.').replace([',', '(', ')', '|', '•', '·'], " ");
    let words: Vec<&str> = folded.split_whitespace().collect();
    from_ago(&words, &against)
        .or_else(|| from_now(&words, &against))
        .or_else(|| from_day_word(&words, &against))
        .or_else(|| from_weekday_or_date(&folded, &against))
        .and_then(|moment| moment.published(original))
}

/// The recorded time: the first and last minute that it may be.
struct Recorded {
    first: NaiveDateTime,
    last: NaiveDateTime,
    offset_minutes: Option<i16>,
}

impl Recorded {
    fn new(against: &Published) -> Option<Self> {
        let day = against.day()?;
        let time =
            against.value.get(11..16).and_then(|t| NaiveTime::parse_from_str(t, "%H:%M").ok());
        Some(match time {
            Some(time) => Self {
                first: day.and_time(time),
                last: day.and_time(time),
                offset_minutes: against.offset_minutes,
            },
            None => Self {
                first: day.and_time(NaiveTime::MIN),
                last: day.and_hms_opt(23, 59, 0)?,
                offset_minutes: None,
            },
        })
    }

    fn day(&self) -> NaiveDate {
        self.first.date()
    }
}

/// What is known of a time between two: the day, the month or the year, if it is one.
fn between(first: NaiveDate, last: NaiveDate) -> Option<Moment> {
    let is_one_year = first.year() == last.year();
    let is_one_month = is_one_year && first.month() == last.month();
    is_one_year.then(|| Moment {
        year: first.year(),
        month: is_one_month.then(|| first.month()),
        day: (first == last).then(|| first.day()),
        ..Moment::default()
    })
}

fn on(day: NaiveDate) -> Moment {
    Moment { year: day.year(), month: Some(day.month()), day: Some(day.day()), ..Moment::default() }
}

/// `3 hours ago`, `an hour ago`, `5m ago`, `vor 3 Stunden`, `il y a 3 heures`, `hace 3 horas`.
fn from_ago(words: &[&str], against: &Recorded) -> Option<Moment> {
    let (count, unit) = length_ago(words)?;
    before(against, count, unit)
}

/// Whether a text tells how long ago something was, or that it was just now, and nothing else: `3h ago`.
pub fn is_ago(text: &str) -> bool {
    let folded = fold(text.trim());
    let words: Vec<&str> = folded.split_whitespace().collect();
    length_ago(&words).is_some() || NOW.contains(&words.join(" ").as_str())
}

/// Whether a text means something only against a recorded time: `today 9:15`, `gestern`, `Thursday`.
pub fn is_relative(text: &str) -> bool {
    let noon = "2000-06-15T12:00";
    published(noon).is_some_and(|noon| relative(text, &noon).is_some())
}

/// The length of time that words count back.
fn length_ago(words: &[&str]) -> Option<(i64, Unit)> {
    let amount = AGO.iter().find_map(|&(before, after)| {
        let inner = words.strip_prefix(before)?.strip_suffix(after)?;
        (!inner.is_empty()).then_some(inner)
    })?;
    let (count, unit) = match amount {
        [both] => {
            let end = both.find(|c: char| !c.is_ascii_digit())?;
            (both.get(..end)?, both.get(end..)?)
        }
        [count, unit] => (*count, *unit),
        [_, count, unit] if amount.first() == Some(&"about") => (*count, *unit),
        _ => return None,
    };
    let count =
        if ONE.contains(&count) { 1 } else { number(count).filter(|&count| count < 5000)? };
    Some((i64::from(count), Unit::of(unit.trim_end_matches('.'))?))
}

/// The time that many whole units before: at least `count` of them, and not one more.
fn before(against: &Recorded, count: i64, unit: Unit) -> Option<Moment> {
    let earlier = |time: NaiveDateTime, length: Duration| time.checked_sub_signed(length);
    let months = |day: NaiveDate, count: i64| {
        day.checked_sub_months(Months::new(u32::try_from(count).ok()?))
    };
    match unit {
        Unit::Second | Unit::Minute => {
            let minutes = if unit == Unit::Minute { count } else { count / 60 };
            let last = earlier(against.last, Duration::minutes(minutes))?;
            if against.first == against.last {
                let time = last.time();
                return Some(Moment {
                    time: Some((
                        chrono::Timelike::hour(&time),
                        chrono::Timelike::minute(&time),
                        None,
                    )),
                    offset_minutes: against.offset_minutes,
                    ..on(last.date())
                });
            }
            between(earlier(against.first, Duration::minutes(minutes))?.date(), last.date())
        }
        Unit::Hour => {
            let first = earlier(against.first, Duration::minutes(count * 60 + 59))?;
            let last = earlier(against.last, Duration::hours(count))?;
            between(first.date(), last.date())
        }
        Unit::Day => Some(on(against.day().checked_sub_days(Days::new(count.unsigned_abs()))?)),
        Unit::Week => {
            let days = Days::new(count.unsigned_abs() * 7);
            let last = against.day().checked_sub_days(days)?;
            between(last.checked_sub_days(Days::new(6))?, last)
        }
        Unit::Month => {
            let first = months(against.day(), count + 1)?.succ_opt()?;
            between(first, months(against.day(), count)?)
        }
        Unit::Year => {
            let first = months(against.day(), (count + 1) * 12)?.succ_opt()?;
            between(first, months(against.day(), count * 12)?)
        }
    }
}

/// `just now`: within the last hour or so.
fn from_now(words: &[&str], against: &Recorded) -> Option<Moment> {
    let words = words.join(" ");
    NOW.contains(&words.as_str()).then(|| before(against, 0, Unit::Hour)).flatten()
}

/// `today`, `yesterday at 9:15`, `hier à 9h15`, `last month`.
fn from_day_word(words: &[&str], against: &Recorded) -> Option<Moment> {
    for &(name, days) in DAY_WORDS {
        let name: Vec<&str> = name.split(' ').collect();
        let Some(place) = words.windows(name.len()).position(|window| window == name.as_slice())
        else {
            continue;
        };
        let mut rest = words.to_vec();
        rest.drain(place..place + name.len());
        let day = against.day().checked_sub_days(Days::new(days))?;
        return at_time(on(day), &parts(&rest.join(" "), None)?);
    }
    let whole = words.join(" ");
    let day = against.day();
    match PERIODS.iter().find(|(names, _)| names.contains(&whole.as_str())).map(|(_, unit)| unit)? {
        Unit::Month => {
            let last = day.with_day(1)?.pred_opt()?;
            between(last.with_day(1)?, last)
        }
        Unit::Year => Some(Moment { year: day.year() - 1, ..Moment::default() }),
        _ => None,
    }
}

/// A day with the time of day that stands beside it, and nothing else beside it.
fn at_time(day: Moment, beside: &Words) -> Option<Moment> {
    let has_more = beside.year.is_some() || beside.month.is_some() || beside.day.is_some();
    let zone_without_time = beside.time.is_none() && beside.zone.is_some();
    (!has_more && !zone_without_time).then_some(Moment {
        time: beside.time,
        offset_minutes: beside.zone.flatten(),
        ..day
    })
}

/// `Thursday`, `on Thursday 9:15 am`, `last Thursday`, `14 March`.
fn from_weekday_or_date(folded: &str, against: &Recorded) -> Option<Moment> {
    if published(folded).is_some() {
        return None;
    }
    let is_last = |word: &&str| LAST.contains(word);
    let has_last = folded.split_whitespace().any(|word| is_last(&word));
    let rest: Vec<&str> = folded.split_whitespace().filter(|word| !is_last(word)).collect();
    let mut beside = parts(&rest.join(" "), None)?;
    let today = against.day();
    match beside {
        Words { year: None, month: Some(month), day: Some(day), .. } if !has_last => {
            // The 29th of February may be seven years back.
            let date = (0..9).find_map(|back| {
                NaiveDate::from_ymd_opt(today.year() - back, month, day)
                    .filter(|date| *date <= today)
            })?;
            (beside.month, beside.day) = (None, None);
            at_time(on(date), &beside)
        }
        Words { year: None, month: None, day: None, weekday: Some(wanted), .. } => {
            // Two letters are another day in another language.
            let is_named = rest.iter().any(|word| {
                let word = word.replace('.', "");
                word.len() >= 3 && weekday(&word) == Some(wanted)
            });
            let back = (today.weekday().num_days_from_monday() + 7 - wanted) % 7;
            let back = if has_last && back == 0 { 7 } else { back };
            let day = today.checked_sub_days(Days::new(u64::from(back)))?;
            is_named.then(|| at_time(on(day), &beside)).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_a_day_against_a_recorded_time() {
        // A Monday.
        let minute = published("2024-03-18T03:30:00+13:00").unwrap();
        for (text, iso) in [
            ("today", Some("2024-03-18")),
            ("Today 9:15", Some("2024-03-18T09:15")),
            ("today at 9:15 a.m. NZDT", Some("2024-03-18T09:15+13:00")),
            ("9:15 today", Some("2024-03-18T09:15")),
            ("Yesterday", Some("2024-03-17")),
            ("yesterday, 10:05 pm", Some("2024-03-17T22:05")),
            ("the day before yesterday", Some("2024-03-16")),
            ("gestern", Some("2024-03-17")),
            ("Heute, 9.15 Uhr", Some("2024-03-18T09:15")),
            ("hier à 9h15", Some("2024-03-17T09:15")),
            ("Aujourd’hui", Some("2024-03-18")),
            ("ayer", Some("2024-03-17")),
            ("ieri alle 9:15", Some("2024-03-17T09:15")),
            ("i går kl. 9.15", Some("2024-03-17T09:15")),
            ("eilen klo 9.15", Some("2024-03-17T09:15")),
            ("3 hours ago", Some("2024-03")),
            ("2 hours ago", Some("2024-03-18")),
            ("4 hrs ago", Some("2024-03-17")),
            ("an hour ago", Some("2024-03-18")),
            ("5m ago", Some("2024-03-18T03:25+13:00")),
            ("45 minutes ago", Some("2024-03-18T02:45+13:00")),
            ("vor 45 Minuten", Some("2024-03-18T02:45+13:00")),
            ("il y a 2 heures", Some("2024-03-18")),
            ("hace 2 días", Some("2024-03-16")),
            ("2 days ago", Some("2024-03-16")),
            ("vor 2 Tagen", Some("2024-03-16")),
            ("för 2 dagar sedan", Some("2024-03-16")),
            ("2 dni temu", Some("2024-03-16")),
            ("před 2 dny", Some("2024-03-16")),
            ("a week ago", Some("2024-03")),
            ("3 weeks ago", Some("2024-02")),
            ("2 months ago", None),
            ("1 month ago", Some("2024")),
            ("a year ago", None),
            ("last month", Some("2024-02")),
            ("last year", Some("2023")),
            ("just now", Some("2024-03-18")),
            ("Monday", Some("2024-03-18")),
            ("last Monday", Some("2024-03-11")),
            ("Thursday", Some("2024-03-14")),
            ("on Thursday at 9:15 pm", Some("2024-03-14T21:15")),
            ("Donnerstag", Some("2024-03-14")),
            ("jeudi dernier", Some("2024-03-14")),
            ("el jueves", Some("2024-03-14")),
            ("Tue", Some("2024-03-12")),
            ("mardi", Some("2024-03-12")),
            ("14 March", Some("2024-03-14")),
            ("Thu, Mar 14, 9:15 AM", Some("2024-03-14T09:15")),
            ("March 19", Some("2023-03-19")),
            ("29 February", Some("2024-02-29")),
            ("30 February", None),
            ("18 March 2024", None),
            ("2024", None),
            ("March", None),
            ("so", None),
            ("9:15", None),
            ("ago", None),
            ("hours ago", None),
            ("99999999999 days ago", None),
            ("tomorrow", None),
            ("soon", None),
            ("", None),
        ] {
            let read = relative(text, &minute);
            assert_eq!(read.as_ref().map(Published::iso).as_deref(), iso, "{text:?}");
            assert!(read.is_none_or(|read| read.original == text));
        }
    }

    #[test]
    fn a_recorded_day_tells_less_and_a_month_nothing() {
        let day = published("2024-03-18").unwrap();
        for (text, iso) in [
            ("yesterday 9:15", Some("2024-03-17T09:15")),
            ("3 hours ago", Some("2024-03")),
            ("5 minutes ago", Some("2024-03")),
            ("just now", Some("2024-03")),
        ] {
            assert_eq!(relative(text, &day).map(|read| read.iso()).as_deref(), iso, "{text:?}");
        }
        for against in ["2024-03", "2024", "03/04/2024"] {
            assert_eq!(relative("yesterday", &published(against).unwrap()), None);
        }
        let leap = published("2100-03-01").unwrap();
        assert_eq!(relative("29 Feb", &leap).unwrap().value, "2096-02-29");
    }
}
