//! Names and topics that were typed, as they are asked for.
//!
//! Whom a name means is `db::whom`'s rule; here is only what every question does with what was typed before it.

use super::Failed;
use crate::clock;
use crate::db::{self, AskedName, Reader, folded_topic};
use crate::model::Value;
use crate::report::{self, Given, Parameter, ParameterKind, Report};
use crate::text::normalise::name_key;

/// What the values of reports depend on.
pub fn given() -> Given {
    Given { today: clock::now().date_naive(), fold: name_key }
}

/// A name, as it is asked for.
pub fn asked(typed: &str) -> AskedName {
    AskedName { typed: typed.to_owned(), folded: name_key(typed) }
}

/// The first and the last day of what was typed for `name`: a day, a month, a year, so long ago. Fails where it is none.
pub fn days(name: &str, typed: &str) -> Result<(String, String), Failed> {
    let days = report::days(typed, given().today);
    let days = days.map(|(first, last)| (first.to_string(), last.to_string()));
    days.ok_or_else(|| {
        Failed::Usage(format!("`{name}` must be {}, not `{typed}`", report::WANTED_DAY))
    })
}

/// A topic as it is in use, whatever its capitals: SQL folds those of A to Z alone. Fails where the archive
/// cannot be read.
pub fn topic_in_use(reader: &Reader, typed: &str) -> db::Result<String> {
    let wanted = folded_topic(typed);
    let known = reader.topics()?.into_iter().find(|topic| folded_topic(topic) == wanted);
    Ok(known.unwrap_or_else(|| typed.to_owned()))
}

/// Puts topics as they are in use in the place of those that were typed, among a report's values. Fails where
/// the archive cannot be read.
pub fn with_topics_in_use(
    reader: &Reader,
    report: &Report,
    values: &mut [(String, Value)],
) -> db::Result<()> {
    for (name, value) in values {
        let is_topic =
            |known: &&Parameter| known.name == *name && known.kind == ParameterKind::Topic;
        if let Value::Text(typed) = value
            && report.parameters.iter().any(|known| is_topic(&known))
        {
            *typed = topic_in_use(reader, typed)?;
        }
    }
    Ok(())
}
