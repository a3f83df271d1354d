//! When an article was published, as exactly as it says and no more.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

/// How much of a published time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The text names a day in two ways (`03/04/2024`): only the year is taken.
    Ambiguous,
    Year,
    Month,
    Day,
    Minute,
    Second,
}

impl Precision {
    pub const ALL: [Self; 6] =
        [Self::Ambiguous, Self::Year, Self::Month, Self::Day, Self::Minute, Self::Second];

    /// The word that stands in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }

    /// The precision of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.as_str() == name)
    }
}

/// A published time: what was printed, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Published {
    /// The words it was read from, as they stood.
    pub original: String,
    /// Local civil time, an ISO 8601 prefix as long as `precision`: `2024`, `2024-03`,
    /// `2024-03-18`, `2024-03-18T09:15`, `2024-03-18T09:15:30`.
    pub value: String,
    pub precision: Precision,
    /// Minutes east of UTC, where the text says so.
    pub offset_minutes: Option<i16>,
}

impl Published {
    /// The calendar day where it was published, if the text goes that far.
    pub fn day(&self) -> Option<NaiveDate> {
        (self.precision >= Precision::Day)
            .then(|| self.value.get(..10))
            .flatten()
            .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())
    }

    /// The instant in UTC, if both the time of day and the offset are known.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        let offset = self.offset_minutes?;
        let local = match self.precision {
            Precision::Minute => NaiveDateTime::parse_from_str(&self.value, "%Y-%m-%dT%H:%M"),
            Precision::Second => NaiveDateTime::parse_from_str(&self.value, "%Y-%m-%dT%H:%M:%S"),
            _ => return None,
        }
        .ok()?;
        Some((local - Duration::minutes(offset.into())).and_utc())
    }

    /// `value` with its offset, as machines read it: `2024-03-18T09:15:30+13:00`.
    pub fn iso(&self) -> String {
        match self.offset_minutes {
            Some(0) => format!("{}Z", self.value),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.unsigned_abs();
                format!("{}{sign}{:02}:{:02}", self.value, minutes / 60, minutes % 60)
            }
            None => self.value.clone(),
        }
    }
}
