//! Which number of a day printed in numbers comes first, where something else tells.
//!
//! What must stay true: a day that can be read in one way only stays, and the rule that gave a day says what settled it.

use super::published_as;
use crate::model::{DayOrder, Field, Head, Origins, Precision};

/// Languages in which papers everywhere print the number of a day before that of its month.
const DAY_FIRST: &[&str] =
    &["cs", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "no", "pl", "pt"];

/// The order of all papers in a language, by its code.
pub fn order_of(language: &str) -> Option<DayOrder> {
    DAY_FIRST.contains(&language).then_some(DayOrder::DayFirst)
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
