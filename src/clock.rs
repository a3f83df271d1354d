//! The time: now, or what a test says.

use std::env;

use chrono::{DateTime, SecondsFormat, Utc};

/// Names an RFC 3339 instant that stands for now; for tests and reproducible archives.
pub const NOW_VARIABLE: &str = "CUTTINGS_NOW";

/// The present instant, whole seconds.
pub fn now() -> DateTime<Utc> {
    env::var(NOW_VARIABLE)
        .ok()
        .and_then(|text| DateTime::parse_from_rfc3339(&text).ok())
        .map_or_else(Utc::now, |instant| instant.to_utc())
}

/// An instant as archives store it: `2024-03-18T09:15:30Z`.
pub fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
