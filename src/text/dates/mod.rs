//! Printed dates to published times.
//!
//! Pure and without a clock: a date that is only meant relative to some day ("Thursday",
//! "yesterday") is a date only against a recorded time (`relative`), and whether a date lies in the
//! future is the caller's question. What must stay true: the original stays as it stood, and nothing
//! is claimed that the text does not say; where `03/04/2024` may be read in two ways, only the year
//! is taken, unless the caller knows which way its source writes.

mod address;
mod ago;
mod copyright;
mod find;
mod moment;
mod numeric;
mod order;
mod relative;
mod tokens;
mod vocabulary;
mod words;
mod zones;

pub use address::of_address;
pub use copyright::{copyright_mark, copyright_year, day_in_year};
pub use find::find;
pub use order::{order_of_language, order_of_page, settle_order};
pub use relative::{is_ago, is_relative, relative};
pub use vocabulary::is_month_or_weekday;
pub use zones::is_zone;

use crate::model::{DayOrder, Published};

/// The longest text that is looked at, in bytes. The longest real one that was met is RFC 2822
/// with a comment, about 50, or JavaScript's with the zone in words, about 60.
const LONGEST: usize = 100;

/// Reads a date as papers, wires, web pages and feeds write it: ISO 8601 and RFC 3339 with and
/// without separators, RFC 2822, `18 March 2024`, `Mon, Mar. 18, 2024 9:15 a.m. EST`,
/// `18.03.2024`, `lundi 18 mars 2024 à 9h15` and so in the languages of `vocabulary`, `March 2024`,
/// `2024`, and Unix time in seconds, milliseconds or microseconds. The whole text must be a date;
/// labels such as `Published:` are the caller's to take off. A weekday is allowed and not checked:
/// papers get the weekday wrong more often than the day.
pub fn published(text: &str) -> Option<Published> {
    published_as(text, None)
}

/// The same where it is known which of day and month the source writes first; this settles only
/// what may be read both ways, so `13/04/2024` stays a day of April.
pub fn published_as(text: &str, order: Option<DayOrder>) -> Option<Published> {
    let original = text.trim();
    if original.len() > LONGEST || !original.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    numeric::from_digits(original)
        .or_else(|| numeric::from_iso(original))
        .or_else(|| words::from_words(original, order))?
        .published(original)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;

    fn check(text: &str, iso: &str, precision: Precision) {
        let read = published(text).unwrap_or_else(|| panic!("{text:?} is a date"));
        assert_eq!((read.iso().as_str(), read.precision), (iso, precision), "{text:?}");
        assert_eq!(read.original, text.trim());
    }

    #[test]
    fn dates_as_papers_and_programs_write_them() {
        use Precision::*;
        for (text, iso, precision) in [
            ("2024", "2024", Year),
            ("2024-03", "2024-03", Month),
            ("March 2024", "2024-03", Month),
            ("Sept. 2024", "2024-09", Month),
            ("2024-03-18", "2024-03-18", Day),
            (" 2024/03/18 ", "2024-03-18", Day),
            ("20240318", "2024-03-18", Day),
            ("18 March 2024", "2024-03-18", Day),
            ("March 18, 2024", "2024-03-18", Day),
            ("Monday, March 18th, 2024", "2024-03-18", Day),
            ("the 18th of March 2024", "2024-03-18", Day),
            ("18.03.2024", "2024-03-18", Day),
            ("3.4.2024", "2024-04-03", Day),
            ("18/03/2024", "2024-03-18", Day),
            ("03/18/2024", "2024-03-18", Day),
            ("03/03/2024", "2024-03-03", Day),
            ("18-Mar-2024", "2024-03-18", Day),
            ("03/04/2024", "2024", Ambiguous),
            ("03-04-2024 10:00", "2024", Ambiguous),
            ("2019-11-19 13:03:00", "2019-11-19T13:03:00", Second),
            ("2024-03-18T09:15", "2024-03-18T09:15", Minute),
            ("2024-03-18T09:15:30Z", "2024-03-18T09:15:30Z", Second),
            ("2024-03-18t09:15:30.123456+13:00", "2024-03-18T09:15:30+13:00", Second),
            ("2015-03-25T13:23:00.000+00:00", "2015-03-25T13:23:00Z", Second),
            ("2024-03-18T09:15:30-00:00", "2024-03-18T09:15:30", Second),
            ("2024-03-18 09:15:30 +0530", "2024-03-18T09:15:30+05:30", Second),
            ("2024-03-18 09:15 UTC", "2024-03-18T09:15Z", Minute),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", Second),
            ("20240318091530", "2024-03-18T09:15:30", Second),
            ("Mon, 18 Mar 2024 09:15:30 +1300", "2024-03-18T09:15:30+13:00", Second),
            ("Mon, 18 Mar 2024 09:15:30 -0500 (EST)", "2024-03-18T09:15:30-05:00", Second),
            ("Mon, 18 Mar 2024 09:15:30 -0000", "2024-03-18T09:15:30", Second),
            ("Mon Mar 18 09:15:30 NZDT 2024", "2024-03-18T09:15:30+13:00", Second),
            ("Mon, Mar. 18, 2024 9:15 a.m. EST", "2024-03-18T09:15-05:00", Minute),
            ("March 18, 2024 at 12:05 PM ET", "2024-03-18T12:05", Minute),
            ("9:15am, 18 March 2024", "2024-03-18T09:15", Minute),
            ("18 Mar 2024 9.15pm AEDT", "2024-03-18T21:15+11:00", Minute),
            ("Mon 18 Mar 2024 18.45 AEDT", "2024-03-18T18:45+11:00", Minute),
            ("18 March 2024 | 9am", "2024-03-18T09:00", Minute),
            ("0915 GMT, 18 March 2024", "2024-03-18T09:15Z", Minute),
            ("18 March 2024 1815 GMT", "2024-03-18T18:15Z", Minute),
            ("18 Mar 2024, 09:15 IST", "2024-03-18T09:15", Minute),
            ("March 18, 2024 09:15 GMT+13", "2024-03-18T09:15+13:00", Minute),
            ("1710724530", "2024-03-18T01:15:30Z", Second),
            ("1710724530123", "2024-03-18T01:15:30Z", Second),
            ("1710724530.5", "2024-03-18T01:15:30Z", Second),
            ("2038-01-19T03:14:08Z", "2038-01-19T03:14:08Z", Second),
            ("-100000000", "1966-10-31T14:13:20Z", Second),
            ("202403180915", "2024-03-18T09:15", Minute),
            ("1710724530123456", "2024-03-18T01:15:30Z", Second),
            ("20240318T091500Z", "2024-03-18T09:15:00Z", Second),
            ("20240318T091500+0100", "2024-03-18T09:15:00+01:00", Second),
            ("2024-03-18Z", "2024-03-18", Day),
            ("2024-03-18+01:00", "2024-03-18", Day),
            ("20240318T0915", "2024-03-18T09:15", Minute),
            ("2024-03-18T09:15:30.5Z[UTC]", "2024-03-18T09:15:30Z", Second),
            ("2024-03-18T09:15+01:00[Europe/Paris]", "2024-03-18T09:15+01:00", Minute),
            ("2024-03-18T24:00:00Z", "2024-03-19T00:00:00Z", Second),
            (
                "Mon Mar 18 2024 09:15:30 GMT+1300 (New Zealand Daylight Time)",
                "2024-03-18T09:15:30+13:00",
                Second,
            ),
            ("Mon, 18 Mar 2024 09:15:30 +0000 (Harbour mail)", "2024-03-18T09:15:30Z", Second),
            ("Mon Mar 18 09:15:30 +1300 2024", "2024-03-18T09:15:30+13:00", Second),
            ("Mon, 18 Mar 24 09:15:30 GMT", "2024-03-18T09:15:30Z", Second),
            ("18 March, 2024 | 10:15 AM", "2024-03-18T10:15", Minute),
            ("Mar 18 2024 10:15am ET", "2024-03-18T10:15", Minute),
            ("March 18, 2024 10:15 AM Eastern Daylight Time", "2024-03-18T10:15-04:00", Minute),
            ("March 18, 2024 12:00 a.m.", "2024-03-18T00:00", Minute),
            ("18 Mar 2024 09:15 BST", "2024-03-18T09:15", Minute),
            ("18 Mar 2024 09:15 UTC +1", "2024-03-18T09:15+01:00", Minute),
            ("Mar-18-2024", "2024-03-18", Day),
            ("18-Mar-24", "2024-03-18", Day),
            ("18 Mar '24", "2024-03-18", Day),
            ("18/03/24", "2024-03-18", Day),
            ("3/18/99", "1999-03-18", Day),
            ("18.3.24", "2024-03-18", Day),
            ("03/04/24", "2024", Ambiguous),
        ] {
            check(text, iso, precision);
        }
    }

    #[test]
    fn what_is_no_date_stays_none() {
        for text in [
            "",
            " ",
            "Thursday",
            "yesterday",
            "3 hours ago",
            "March 4",
            "Mon, March 18",
            "soon",
            "2024-02-30",
            "1900-02-29",
            "31 February 2024",
            "2024-03-18T25:61",
            "0000-01-01",
            "10000-01-01",
            "1399",
            "3000",
            "2024-13",
            "18/13/2024",
            "00/04/2024",
            "99",
            "12345",
            "Thu, 32 Foo 2024 99:99:99 +9999",
            "Mon, 18 Mar 2024 09:15:30 +9999",
            "AUKUS 2024",
            "In March 2024 ministers met",
            "9:15 a.m.",
            "2024 2025",
            "May",
            "None",
            "2024-03-18T",
            "March 18, 2024 13 am",
            "18 March",
            "24-03-18",
            "18/03/2",
            "do 2024",
            "out 2024",
            "kl 2024",
            "18 March 2024 24:30",
            "31.04.2024",
            "20240231",
            "2024-W12-1",
            "2024-03-18T09:15[x]",
            "Monday 2024 18 March 19",
            "٢٠٢٤",
        ] {
            assert_eq!(published(text), None, "{text:?}");
        }
        assert_eq!(published(&"2024 ".repeat(1000)), None);
    }

    #[test]
    fn languages_write_their_dates_so() {
        use Precision::*;
        for (text, iso, precision) in [
            ("18. März 2024", "2024-03-18", Day),
            ("Montag, den 18. März 2024", "2024-03-18", Day),
            ("Mo, 18.03.2024 09:15 Uhr", "2024-03-18T09:15", Minute),
            ("18.03.2024, 9.15 Uhr", "2024-03-18T09:15", Minute),
            ("18. Jänner 2024 um 9 Uhr", "2024-01-18T09:00", Minute),
            ("am 18.3.2024 um 24 Uhr", "2024-03-19T00:00", Minute),
            ("18.03.24 - 09:15 MEZ", "2024-03-18T09:15+01:00", Minute),
            ("März 2024", "2024-03", Month),
            ("lundi 18 mars 2024 à 9h15", "2024-03-18T09:15", Minute),
            ("1er avril 2024", "2024-04-01", Day),
            ("Le 18/03/2024 à 09:15", "2024-03-18T09:15", Minute),
            ("mar. 19 mars 2024", "2024-03-19", Day),
            ("18 févr. 2024 18 h 30", "2024-02-18T18:30", Minute),
            ("lun. 18 août 2025 à 18h", "2025-08-18T18:00", Minute),
            ("18 de marzo de 2024", "2024-03-18", Day),
            ("lunes, 18 de marzo de 2024 a las 9:15 h", "2024-03-18T09:15", Minute),
            ("mar, 19 mar 2024", "2024-03-19", Day),
            ("18 MAR 2024 - 09:15 CET", "2024-03-18T09:15+01:00", Minute),
            ("18 ago 2024 9:15 p. m.", "2024-08-18T21:15", Minute),
            ("1º de enero de 2024", "2024-01-01", Day),
            ("lunedì 18 marzo 2024, ore 9.15", "2024-03-18T09:15", Minute),
            ("18 Gennaio 2024 alle 9:15", "2024-01-18T09:15", Minute),
            ("18 set 2024", "2024-09-18", Day),
            ("segunda-feira, 18 de março de 2024 às 09h15", "2024-03-18T09:15", Minute),
            ("18/03/2024 09h15", "2024-03-18T09:15", Minute),
            ("03/04/2024 09h15", "2024-04-03T09:15", Minute),
            ("Le 03/04/2024 à 09:15", "2024-04-03T09:15", Minute),
            ("03/04/2024 9:15 am", "2024", Ambiguous),
            ("18 out. 2024", "2024-10-18", Day),
            ("maandag 18 maart 2024 om 9.15 uur", "2024-03-18T09:15", Minute),
            ("18 mrt. 2024", "2024-03-18", Day),
            ("do 14-03-2024 09:15", "2024-03-14T09:15", Minute),
            ("den 18 mars 2024 kl. 09.15", "2024-03-18T09:15", Minute),
            ("måndag 18 maj 2024", "2024-05-18", Day),
            ("18. marts 2024 kl. 9.15", "2024-03-18T09:15", Minute),
            ("lørdag 18. oktober 2025 kl 9", "2025-10-18T09:00", Minute),
            ("18. des. 2024", "2024-12-18", Day),
            ("18. maaliskuuta 2024", "2024-03-18", Day),
            ("to 14.3.2024 klo 9.15", "2024-03-14T09:15", Minute),
            ("maanantaina 18. maaliskuuta 2024", "2024-03-18", Day),
            ("18 marca 2024", "2024-03-18", Day),
            ("poniedziałek, 18 września 2023 r., godz. 9:15", "2023-09-18T09:15", Minute),
            ("pt., 15 paź 2024", "2024-10-15", Day),
            ("pondělí 18. března 2024", "2024-03-18", Day),
            ("18. 3. 2024 v 9:15", "2024-03-18T09:15", Minute),
            ("18. července 2024", "2024-07-18", Day),
            ("18 сентября 2021 г.", "2021-09-18", Day),
            ("Вторник, 19 марта 2024, 09:15", "2024-03-19T09:15", Minute),
            ("18 вересня 2021", "2021-09-18", Day),
            ("18 septembrie 2020", "2020-09-18", Day),
            ("18 Ekim 2020 18:28", "2020-10-18T18:28", Minute),
            ("2024. 03. 18. 9:15", "2024-03-18T09:15", Minute),
            ("2024. június 4.", "2024-06-04", Day),
            ("2024年3月18日 09時15分", "2024-03-18T09:15", Minute),
        ] {
            check(text, iso, precision);
        }
    }

    #[test]
    fn who_knows_the_order_settles_what_is_open() {
        use DayOrder::*;
        for (text, order, value) in [
            ("03/04/2024", Some(DayFirst), "2024-04-03"),
            ("03/04/2024", Some(MonthFirst), "2024-03-04"),
            ("03/04/2024", None, "2024"),
            ("03-04-2024 10:00", Some(MonthFirst), "2024-03-04T10:00"),
            ("3/4/24", Some(DayFirst), "2024-04-03"),
            ("13/04/2024", Some(MonthFirst), "2024-04-13"),
            ("04/13/2024", Some(DayFirst), "2024-04-13"),
            ("3.4.2024", Some(MonthFirst), "2024-04-03"),
            ("2024-03-04", Some(DayFirst), "2024-03-04"),
        ] {
            let read = published_as(text, order).map(|read| read.value);
            assert_eq!(read.as_deref(), Some(value), "{text:?} {order:?}");
        }
    }

    #[test]
    fn the_edges_of_calendars_and_counters_hold() {
        for (text, iso) in [
            ("0", None),
            ("0000-01-01T00:00:00Z", None),
            ("0001-01-01T00:00:00Z", None),
            ("10000-01-01", None),
            ("1582-10-10", Some("1582-10-10")),
            ("1900-02-29", None),
            ("2000-02-29", Some("2000-02-29")),
            ("2147483647", Some("2038-01-19T03:14:07Z")),
            ("2147483648", Some("2038-01-19T03:14:08Z")),
            ("4294967296", Some("2106-02-07T06:28:16Z")),
            ("-2147483649", Some("1901-12-13T20:45:51Z")),
            ("-1000000000000", Some("1938-04-24T22:13:20Z")),
            ("-1000000000001", Some("1938-04-24T22:13:19Z")),
            ("2147483648000", Some("2038-01-19T03:14:08Z")),
            ("99999999999999999999", None),
            ("2999-12-31", Some("2999-12-31")),
            ("31 Feb 2024", None),
            ("2024-03-18 25:61", None),
            ("2024-03-18T23:59:60Z", Some("2024-03-18T23:59:59Z")),
            ("2024-03-18T09:15-00:00", Some("2024-03-18T09:15")),
        ] {
            assert_eq!(published(text).map(|read| read.iso()).as_deref(), iso, "{text:?}");
        }
    }
}
