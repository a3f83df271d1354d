//! The time: now, or what a test says.

use std::env;
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};

/// Names an RFC 3339 instant that stands for now; for tests and reproducible archives.
pub const NOW_VARIABLE: &str = "CUTTINGS_NOW";

/// The present instant. A variable that says none is refused at the start of every command (`check`).
pub fn now() -> DateTime<Utc> {
    told().ok().flatten().unwrap_or_else(|| instant(SystemTime::now()))
}

/// Fails where the variable is set and is not an instant: a test that took the real time for its own would prove nothing.
pub fn check() -> Result<(), String> {
    told().map(|_| ())
}

fn told() -> Result<Option<DateTime<Utc>>, String> {
    let Some(text) = env::var_os(NOW_VARIABLE) else { return Ok(None) };
    let text = text.to_string_lossy();
    DateTime::parse_from_rfc3339(&text)
        .map(|instant| Some(instant.to_utc()))
        .map_err(|error| format!("{NOW_VARIABLE} is no RFC 3339 instant: `{text}`: {error}"))
}

/// Not `Utc::now`, which panics where the clock stands before 1970, as on a machine without a battery.
fn instant(time: SystemTime) -> DateTime<Utc> {
    time.into()
}

/// An instant as a part of a file's name: `2024-03-18T091530Z`.
pub fn stamp(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H%M%SZ").to_string()
}

/// An instant as archives store it: `2024-03-18T09:15:30Z`.
pub fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_before_1970_is_read() {
        let time = SystemTime::UNIX_EPOCH - Duration::from_secs(86_400);
        assert_eq!(rfc3339(instant(time)), "1969-12-31T00:00:00Z");
        assert_eq!(stamp(instant(time)), "1969-12-31T000000Z");
    }
}
