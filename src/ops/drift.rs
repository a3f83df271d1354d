//! Drift: a source that changed its form, seen by what its articles lack since.
//!
//! After a run, the share of its articles without a day, a headline or a publisher is laid beside that of the 20,000
//! before, for each format and each publisher in it. Must stay true: what is told is more than chance, since
//! who is warned of nothing stops reading warnings.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::db::{self, Archive, FieldCounts};
use crate::model::RunId;

/// Fewer articles on either side say nothing.
pub const FEWEST: u64 = 20;
/// A smaller difference between the shares is not worth a word.
const LEAST_DIFFERENCE: f64 = 0.1;
/// So many standard errors the shares are apart: by chance once in 700 times.
const LEAST_DEVIATIONS: f64 = 3.0;

/// What articles lack more often than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    pub format: String,
    /// `None`: of the format whoever published it.
    pub publisher: Option<String>,
    /// `day`, `headline` or `publisher`.
    pub missing: &'static str,
    pub without: u64,
    pub articles: u64,
    pub without_before: u64,
    pub articles_before: u64,
}

impl Drift {
    /// `html of RNZ: 12 of 100 articles have no day; before it was 1 of 100`.
    pub fn in_words(&self) -> String {
        let publisher =
            self.publisher.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
        format!(
            "{}{publisher}: {} of {} articles have no {}; before it was {} of {}",
            self.format,
            self.without,
            self.articles,
            self.missing,
            self.without_before,
            self.articles_before
        )
    }
}

/// How a run differs from what came before it. Fails where the archive cannot be read.
pub fn drift(archive: &Archive, run: RunId) -> db::Result<Vec<Drift>> {
    Ok(found(&archive.field_counts(run)?))
}

/// Articles of the run and before it.
type Both = [FieldCounts; 2];

fn found(counts: &[FieldCounts]) -> Vec<Drift> {
    let mut groups: BTreeMap<(&str, Option<&str>), Both> = BTreeMap::new();
    for one in counts {
        let of_publisher = one.publisher.as_deref();
        // Those without a publisher are in the format's own group alone.
        let keys = [Some(None), of_publisher.map(Some)];
        for key in keys.into_iter().flatten() {
            let [new, before] = groups.entry((&one.format, key)).or_default();
            let sum = if one.is_new { new } else { before };
            sum.articles += one.articles;
            sum.without_day += one.without_day;
            sum.without_headline += one.without_headline;
            sum.without_publisher += one.without_publisher;
        }
    }
    let mut drifts: Vec<Drift> = Vec::new();
    for (missing, of) in [
        ("day", (|counts| counts.without_day) as fn(&FieldCounts) -> u64),
        ("headline", |counts| counts.without_headline),
        ("publisher", |counts| counts.without_publisher),
    ] {
        let told = groups.iter().filter(|(_, [new, before])| is_more(new, before, of));
        let own: Vec<Drift> = told
            .map(|((format, publisher), [new, before])| Drift {
                format: (*format).to_owned(),
                publisher: publisher.map(str::to_owned),
                missing,
                without: of(new),
                articles: new.articles,
                without_before: of(before),
                articles_before: before.articles,
            })
            .collect();
        // Where it is a publisher's, the format as a whole is no second news.
        let is_of_publisher = |format: &str| {
            own.iter().any(|drift| drift.publisher.is_some() && drift.format == format)
        };
        drifts.extend(
            own.iter()
                .filter(|drift| drift.publisher.is_some() || !is_of_publisher(&drift.format))
                .cloned(),
        );
    }
    drifts
}

/// Whether a share has grown by more than chance: two proportions, with the error that they would have if
/// they were one.
fn is_more(new: &FieldCounts, before: &FieldCounts, of: fn(&FieldCounts) -> u64) -> bool {
    if new.articles < FEWEST || before.articles < FEWEST {
        return false;
    }
    let share = |counts: &FieldCounts| of(counts) as f64 / counts.articles as f64;
    let difference = share(new) - share(before);
    let all = (of(new) + of(before)) as f64 / (new.articles + before.articles) as f64;
    let each = 1.0 / new.articles as f64 + 1.0 / before.articles as f64;
    let error = (all * (1.0 - all) * each).sqrt();
    difference >= LEAST_DIFFERENCE && difference >= LEAST_DEVIATIONS * error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(
        publisher: Option<&str>,
        is_new: bool,
        articles: u64,
        without_day: u64,
    ) -> FieldCounts {
        FieldCounts {
            format: "html".to_owned(),
            publisher: publisher.map(str::to_owned),
            is_new,
            articles,
            without_day,
            ..FieldCounts::default()
        }
    }

    #[test]
    fn only_what_is_more_than_chance_is_told() {
        for (new, before, is_told) in [
            ((100, 12), (100, 1), true),
            ((100, 5), (100, 1), false),
            ((19, 19), (100, 1), false),
            ((100, 100), (19, 0), false),
            ((20, 3), (20, 0), false),
            ((20, 8), (20, 0), true),
            ((1000, 60), (1000, 10), false),
            ((100, 1), (100, 12), false),
            ((20, 0), (20, 0), false),
            ((50, 50), (50, 50), false),
        ] {
            let found =
                found(&[counts(None, true, new.0, new.1), counts(None, false, before.0, before.1)]);
            assert_eq!(!found.is_empty(), is_told, "{new:?} after {before:?}");
        }
    }

    #[test]
    fn a_publisher_s_drift_is_told_once_and_under_its_name() {
        let told = found(&[
            counts(Some("RNZ"), true, 40, 30),
            counts(Some("RNZ"), false, 40, 0),
            counts(Some("Stuff"), true, 40, 0),
            counts(Some("Stuff"), false, 40, 0),
        ]);
        let words: Vec<String> = told.iter().map(Drift::in_words).collect();
        assert_eq!(words, ["html of RNZ: 30 of 40 articles have no day; before it was 0 of 40"]);
    }
}
