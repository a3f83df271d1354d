//! The day that a web address names.
//!
//! What must stay true: a number that is not a day of the calendar gives no day.

use super::published;
use crate::model::{Precision, Published};

/// The day that the path of an address names: `/2024/03/18/`, `/2024/mar/18/`, `2024-03-18`,
/// `20240318`.
pub fn of_address(address: &str) -> Option<Published> {
    let (_, rest) = address.split_once("://")?;
    let path = rest.split_once('/')?.1;
    let parts: Vec<&str> = path.split(['/', '?', '&', '=', '#']).collect();
    let slashed = parts.windows(3).find_map(|parts| {
        let [year, month, day] = parts else { return None };
        let day: String = day.chars().take_while(char::is_ascii_digit).collect();
        let is_year = year.len() == 4 && (1..=2).contains(&day.len());
        is_year.then(|| read(year, month, &day, &parts.join("/"))).flatten()
    });
    slashed.or_else(|| parts.iter().find_map(|part| in_part(part)))
}

/// A day inside one part of a path.
fn in_part(part: &str) -> Option<Published> {
    let words: Vec<&str> = part.split(['-', '_', '.', ',', ';']).collect();
    let spaced = words.windows(3).find_map(|words| {
        let [year, month, day] = words else { return None };
        let are_figures = year.len() == 4 && month.len() == 2 && day.len() == 2;
        are_figures.then(|| read(year, month, day, &words.join("-"))).flatten()
    });
    spaced.or_else(|| {
        words.iter().find_map(|word| {
            let digits = word.get(..8)?;
            let is_whole =
                word.get(8..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
            (is_whole && digits.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| read(digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?, digits))
                .flatten()
        })
    })
}

fn read(year: &str, month: &str, day: &str, original: &str) -> Option<Published> {
    let year = year.parse::<u32>().ok().filter(|year| (1995..=2099).contains(year))?;
    let plain = match month.parse::<u32>() {
        Ok(month) => format!("{year:04}-{month:02}-{:0>2}", day),
        Err(_) => format!("{day} {month} {year}"),
    };
    let published = published(&plain).filter(|date| date.precision == Precision::Day)?;
    Some(Published { original: original.to_owned(), ..published })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_days() {
        for (address, value) in [
            ("https://lagoon.example/2024/03/18/harbour", Some("2024-03-18")),
            ("https://lagoon.example/news/2024/mar/18/harbour", Some("2024-03-18")),
            ("https://lagoon.example/harbour-2024-03-18.html", Some("2024-03-18")),
            ("https://lagoon.example/20240318_harbour", Some("2024-03-18")),
            ("https://lagoon.example/2024/03/harbour", None),
            ("https://lagoon.example/2024/13/18/harbour", None),
            ("https://lagoon.example/story-20249999", None),
            ("https://lagoon.example/1710724530123", None),
            ("lagoon.example", None),
        ] {
            assert_eq!(
                of_address(address).as_ref().map(|day| day.value.as_str()),
                value,
                "{address}"
            );
        }
    }
}
