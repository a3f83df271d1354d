//! What the head of an answer says about when to ask again.
//!
//! What must stay true: what cannot be read counts as not said. Every duration is relative to the `now` of the
//! caller and never negative. Sources: RFC 9110 (5.6.7 dates, 10.2.3 `Retry-After`), RFC 9111 (4.2.1 freshness).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, TimeDelta, Utc};

use super::answer::Fields;

/// Nobody is left alone for longer because a server says so. FreshRSS has the same limit.
const LONGEST_PAUSE: TimeDelta = TimeDelta::days(2);
/// What is fresh for longer is for ever. RFC 9111 has the same limit for numbers that are too large.
const LONGEST_FRESH: TimeDelta = TimeDelta::seconds(1 << 31);

/// How long the server wants to be left alone (`Retry-After`), at most two days. A date that is over is 0.
pub fn retry_after(fields: &Fields, now: DateTime<Utc>) -> Option<TimeDelta> {
    let value = fields.retry_after.as_deref()?.trim();
    let pause = match seconds(value) {
        Some(pause) => pause,
        None => http_date(value, now)?.signed_duration_since(now),
    };
    Some(pause.clamp(TimeDelta::zero(), LONGEST_PAUSE))
}

/// How long the answer stays fresh: by `Cache-Control`, else by `Expires` relative to `Date`. 0 where the server
/// wants to be asked each time; `None` where it says nothing that can be read.
///
/// `private` and `s-maxage` are for caches that many share, which this is not.
pub fn fresh_for(fields: &Fields, now: DateTime<Utc>) -> Option<TimeDelta> {
    by_cache_control(fields.cache_control.as_deref().unwrap_or_default())
        .or_else(|| by_expires(fields, now))
}

fn by_cache_control(value: &str) -> Option<TimeDelta> {
    let mut max_age = None;
    for directive in value.split(',') {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            // With names of fields it is about them alone.
            "no-store" => return Some(TimeDelta::zero()),
            "no-cache" if value.is_empty() => return Some(TimeDelta::zero()),
            "max-age" => max_age = max_age.or(seconds(value.trim().trim_matches('"'))),
            _ => {}
        }
    }
    max_age.map(|age| age.min(LONGEST_FRESH))
}

fn by_expires(fields: &Fields, now: DateTime<Utc>) -> Option<TimeDelta> {
    let value = fields.expires.as_deref()?.trim();
    // What servers write for "already over", though it is no date.
    if matches!(value, "0" | "-1") {
        return Some(TimeDelta::zero());
    }
    let expires = http_date(value, now)?;
    let said = fields.date.as_deref().and_then(|date| http_date(date, now));
    let fresh = expires.signed_duration_since(said.unwrap_or(now));
    Some(fresh.clamp(TimeDelta::zero(), LONGEST_FRESH))
}

/// A number of seconds, which may be larger than any number here.
fn seconds(text: &str) -> Option<TimeDelta> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok().and_then(TimeDelta::try_seconds).unwrap_or(LONGEST_FRESH))
}

/// A date in one of the three forms that HTTP has, or nearly: the day of the week is not asked, and a zone other
/// than GMT is understood. Two digits of a year mean the one that is not more than 50 years ahead.
pub fn http_date(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = without_weekday(text.trim());
    let forms = ["%d %b %Y %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%b %d %H:%M:%S %Y"];
    let (read, rest) =
        forms.iter().find_map(|form| NaiveDateTime::parse_and_remainder(text, form).ok())?;
    let offset = zone(rest.trim())?;
    let dated = match read.year() {
        0..100 => in_century(read, now)?,
        1900..10_000 => read,
        _ => return None,
    };
    Some(dated.and_local_timezone(offset).single()?.to_utc())
}

/// `Sun, `, `Sunday, ` and `Sun ` cut off.
fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let word = text.split([',', ' ']).next().unwrap_or_default();
    let start = word.get(..3).unwrap_or_default().to_ascii_lowercase();
    match DAYS.contains(&start.as_str()) {
        true => text.get(word.len()..).unwrap_or_default().trim_start_matches([',', ' ']),
        false => text,
    }
}

fn zone(text: &str) -> Option<FixedOffset> {
    match text {
        "" | "GMT" | "UTC" | "UT" | "Z" | "gmt" | "utc" => FixedOffset::east_opt(0),
        offset => offset.parse().ok(),
    }
}

/// A year of two digits as HTTP reads it: in this century, or in the last one where that is more than 50 years ahead.
fn in_century(read: NaiveDateTime, now: DateTime<Utc>) -> Option<NaiveDateTime> {
    let century = now.year() - now.year().rem_euclid(100);
    let near = |year: i32| read.with_year(year);
    let this = near(century + read.year());
    let limit = now.naive_utc().with_year(now.year() + 50);
    match (this, limit) {
        (Some(this), Some(limit)) if this > limit => near(century + read.year() - 100),
        (this, _) => this,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        at("2026-12-01T08:00:00Z")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn dates_have_three_forms_and_some_more() {
        for (text, date) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("Sun Nov  6 08:49:37 1994", Some("1994-11-06T08:49:37Z")),
            ("Sun Nov 16 08:49:37 1994", Some("1994-11-16T08:49:37Z")),
            // Not more than 50 years ahead, and more.
            ("Monday, 30-Nov-76 08:49:37 GMT", Some("2076-11-30T08:49:37Z")),
            ("Monday, 02-Dec-76 08:49:37 GMT", Some("1976-12-02T08:49:37Z")),
            ("Monday, 06-Nov-77 08:49:37 GMT", Some("1977-11-06T08:49:37Z")),
            ("Friday, 06-Nov-26 08:49:37 GMT", Some("2026-11-06T08:49:37Z")),
            ("Saturday, 01-Jan-00 00:00:00 GMT", Some("2000-01-01T00:00:00Z")),
            // What servers get wrong without leaving a doubt.
            ("Mon, 06 Nov 1994 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("06 Nov 1994 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("Sun, 6 Nov 1994 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("Sun, 06-Nov-1994 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("sun, 06 nov 1994 08:49:37 UTC", Some("1994-11-06T08:49:37Z")),
            ("Sun, 06 Nov 1994 08:49:37", Some("1994-11-06T08:49:37Z")),
            ("Sun, 06 Nov 1994 08:49:37 +0200", Some("1994-11-06T06:49:37Z")),
            ("Sun, 06 Nov 94 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
            ("Thu, 29 Feb 2024 08:49:37 GMT", Some("2024-02-29T08:49:37Z")),
            ("Wed, 29 Feb 2023 08:49:37 GMT", None),
            ("Sun, 31 Feb 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 25:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 CEST", None),
            ("Sun, 06 Foo 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 0994 08:49:37 GMT", None),
            ("Sun, 06 Nov 19940 08:49:37 GMT", None),
            ("Sun, 06 Nov -994 08:49:37 GMT", None),
            ("1994-11-06T08:49:37Z", None),
            ("Sun", None),
            ("Sonntag, 6. November", None),
            ("", None),
            ("né", None),
        ] {
            assert_eq!(http_date(text, now()), date.map(at), "{text}");
        }
    }

    #[test]
    fn a_server_asks_to_be_left_alone() {
        for (value, pause) in [
            ("0", Some(0)),
            ("120", Some(120)),
            (" 120 ", Some(120)),
            ("172801", Some(172_800)),
            ("1000000000", Some(172_800)),
            ("99999999999999999999999999", Some(172_800)),
            ("Tue, 01 Dec 2026 09:00:00 GMT", Some(3_600)),
            ("Tuesday, 01-Dec-26 09:00:00 GMT", Some(3_600)),
            ("Tue Dec  1 09:00:00 2026", Some(3_600)),
            ("Mon, 30 Nov 2026 09:00:00 GMT", Some(0)),
            ("Fri, 01 Jan 2027 09:00:00 GMT", Some(172_800)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let fields = Fields { retry_after: Some(value.to_owned()), ..Fields::default() };
            let pause = pause.map(TimeDelta::seconds);
            assert_eq!(retry_after(&fields, now()), pause, "{value}");
        }
        assert_eq!(retry_after(&Fields::default(), now()), None);
    }

    #[test]
    fn an_answer_stays_fresh() {
        let nine = "Tue, 01 Dec 2026 09:00:00 GMT";
        let half_past = "Tue, 01 Dec 2026 08:30:00 GMT";
        for (cache_control, expires, date, fresh) in [
            ("max-age=3600", "", "", Some(3_600)),
            ("public, MAX-AGE=\"60\", must-revalidate", "", "", Some(60)),
            ("private, max-age=60", "", "", Some(60)),
            ("s-maxage=9, max-age = 60", "", "", Some(60)),
            ("max-age=60, max-age=90", "", "", Some(60)),
            ("max-age=99999999999999999999", "", "", Some(1 << 31)),
            ("max-age=3600, no-cache", "", "", Some(0)),
            ("no-store", nine, "", Some(0)),
            ("no-cache=\"Set-Cookie\", max-age=60", "", "", Some(60)),
            // By the one that is read first.
            ("max-age=60", nine, "", Some(60)),
            ("max-age=soon", nine, "", Some(3_600)),
            ("private", nine, "", Some(3_600)),
            ("", nine, "", Some(3_600)),
            // A server whose clock is wrong counts by its own.
            ("", nine, half_past, Some(1_800)),
            ("", nine, "yesterday", Some(3_600)),
            ("", half_past, nine, Some(0)),
            ("", "Thu, 01 Jan 1970 00:00:00 GMT", "", Some(0)),
            ("", "0", "", Some(0)),
            ("", "-1", "", Some(0)),
            ("", "soon", "", None),
            ("private", "", "", None),
            ("", "", "", None),
        ] {
            let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let fields = Fields {
                cache_control: said(cache_control),
                expires: said(expires),
                date: said(date),
                ..Fields::default()
            };
            let fresh = fresh.map(TimeDelta::seconds);
            assert_eq!(fresh_for(&fields, now()), fresh, "{cache_control} {expires} {date}");
        }
    }
}
