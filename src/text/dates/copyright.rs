//! The year of a copyright line, and days that need one.

use super::moment::Moment;
use super::published;
use crate::model::{Precision, Published};

/// The year of a copyright line: `©2024 Bloomberg L.P.` gives 2024, and so does `Copyright
/// 2019-2024`. The original is the line from the mark to the year.
pub fn copyright_year(line: &str) -> Option<Published> {
    let start = copyright_mark(line)?;
    let rest = line.get(start..)?;
    let mut found = None;
    for (place, _) in rest.match_indices(|c: char| c.is_ascii_digit()).take(40) {
        let before = rest.get(..place).and_then(|text| text.chars().next_back());
        let digits =
            rest.get(place..place + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let after = rest.get(place + 4..).and_then(|text| text.chars().next());
        let alone = |neighbour: Option<char>| !neighbour.is_some_and(|c| c.is_alphanumeric());
        if let Some(year) = digits.and_then(|digits| digits.parse().ok())
            && alone(before)
            && alone(after)
            && (1900..=2999).contains(&year)
        {
            found = Some((place + 4, year));
        }
    }
    let (end, year) = found?;
    Moment { year, ..Moment::default() }.published(rest.get(..end)?.trim())
}

/// Where the copyright mark of a line starts: `©`, `(c)` before a year or a name, `Copyright`.
pub fn copyright_mark(line: &str) -> Option<usize> {
    let sign = line.find('©');
    let word = find_ignoring_case(line, "copyright");
    let letter = find_ignoring_case(line, "(c)").filter(|&place| {
        let rest = line.get(place + 3..).unwrap_or_default().trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit())
            || find_ignoring_case(rest, "copyright") == Some(0)
    });
    [sign, word, letter].into_iter().flatten().min()
}

/// A day that a dateline gives without its year (`March 4`) in a year that something else on the
/// page gives (`©2024`). Alone neither is a day. `None` where together they are none either.
pub fn day_in_year(day: &str, year: &Published) -> Option<Published> {
    let year_digits = year.value.get(..4)?;
    let whole = published(&format!("{} {year_digits}", day.trim().trim_end_matches(',')))?;
    (whole.precision == Precision::Day)
        .then(|| Published { original: format!("{}, {}", day.trim(), year.original), ..whole })
}

/// Where an ASCII word stands in a text, whatever its case. Byte offset.
fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copyright_lines_give_a_year() {
        for (line, value) in [
            ("©2024 Bloomberg L.P.", Some(("2024", "©2024"))),
            ("Copyright (c) 2019-2024 The Paper", Some(("2024", "Copyright (c) 2019-2024"))),
            ("(c) 2024 The Paper", Some(("2024", "(c) 2024"))),
            (
                "© Thomson Reuters 2024. All rights reserved.",
                Some(("2024", "© Thomson Reuters 2024")),
            ),
            ("All rights reserved", None),
            ("© Bloomberg", None),
            ("(c) the minister said in 2024", None),
            ("© 20245 files", None),
        ] {
            let read = copyright_year(line);
            let read = read.as_ref().map(|p| (p.value.as_str(), p.original.as_str()));
            assert_eq!(read, value, "{line:?}");
        }
    }

    #[test]
    fn a_dateline_day_needs_a_year_from_elsewhere() {
        let year = copyright_year("©2024 Reuters").unwrap();
        let day = day_in_year("March 4", &year).unwrap();
        assert_eq!((day.value.as_str(), day.original.as_str()), ("2024-03-04", "March 4, ©2024"));
        assert_eq!(day_in_year("Oct. 12", &year).unwrap().value, "2024-10-12");
        assert_eq!(day_in_year("Feb. 30", &year), None);
        assert_eq!(day_in_year("Monday", &year), None);
    }
}
