//! Which number of a day printed in numbers comes first, where the language of a text or a page tells.
//!
//! What must stay true: a day that can be read in one way only stays, and the rule that gave a day says what settled it.

use super::published_as;
use crate::model::{DayOrder, Field, Head, Origins, Precision};

/// Languages in which papers everywhere print the number of a day before that of its month.
const DAY_FIRST: &[&str] =
    &["cs", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "no", "pl", "pt"];

/// The order of all papers in a language, by its code: that of an article's text, which may be a guess and then is
/// trusted only where it is in the list.
pub fn order_of_language(language: &str) -> Option<DayOrder> {
    DAY_FIRST.contains(&language).then_some(DayOrder::DayFirst)
}

/// The order of a web page, by the tag with which it states its own language. That is no guess, and it often names the
/// country: of those only the United States print the month first. Bare `en` says nothing, and who states any other
/// language and still prints numbers with the year last prints the day first, whether it is in the list or not.
pub fn order_of_page(tag: &str) -> Option<DayOrder> {
    let tag = tag.to_ascii_lowercase();
    match tag.as_str() {
        "en-us" | "en_us" => Some(DayOrder::MonthFirst),
        short if short.len() <= 2 && short.starts_with("en") => None,
        _ => Some(DayOrder::DayFirst),
    }
}

/// Reads the days of a head that can be read in two ways in one of them, because of `why`.
pub fn settle_order(head: &mut Head, origins: &mut Origins, order: DayOrder, why: &str) {
    for (field, time) in
        [(Field::Published, &mut head.published), (Field::Modified, &mut head.modified)]
    {
        let settled = time
            .as_ref()
            .filter(|time| time.precision == Precision::Ambiguous)
            .and_then(|time| published_as(&time.original, Some(order)));
        if settled.is_some() {
            *time = settled;
            let rule = origins.of(field).unwrap_or_default();
            origins.set(field, format!("{rule}, {why}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_more_by_its_language_than_a_text() {
        for (tag, of_language, of_page) in [
            ("en", None, None),
            ("EN", None, None),
            ("en-US", None, Some(DayOrder::MonthFirst)),
            ("en_US", None, Some(DayOrder::MonthFirst)),
            ("en-GB", None, Some(DayOrder::DayFirst)),
            ("de", Some(DayOrder::DayFirst), Some(DayOrder::DayFirst)),
            ("ro", None, Some(DayOrder::DayFirst)),
            ("de-AT", None, Some(DayOrder::DayFirst)),
        ] {
            assert_eq!(
                (order_of_language(tag), order_of_page(tag)),
                (of_language, of_page),
                "{tag}"
            );
        }
    }
}
