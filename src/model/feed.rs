//! A feed that is subscribed to: what a person said of it, and how fetching it went.

use serde::Serialize;

use super::FeedId;

/// What a person said of a feed. Instants are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feed {
    pub feed_id: FeedId,
    /// Where it is fetched from.
    pub url: String,
    /// What it calls itself, or what a list of subscriptions calls it.
    pub title: Option<String>,
    /// The page that it belongs to.
    pub site_url: Option<String>,
    /// The group that it is in; folders in folders with `/` between them.
    pub folder: Option<String>,
    /// Who publishes everything that comes from it.
    pub publisher: Option<String>,
    /// What everything that comes from it is about.
    pub topics: Vec<String>,
    /// Whether pages are fetched of entries that are only summaries.
    pub is_full_text: bool,
    /// How often a person wants it fetched.
    pub interval_minutes: Option<u32>,
    pub added_at: String,
    pub added_by: String,
    pub paused_at: Option<String>,
    pub paused_because: Option<String>,
}

/// How far a feed was read, and how fetching it went. Instants are RFC 3339 in UTC.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FeedState {
    pub next_check_at: String,
    /// As the server sent it.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// SHA-256 of the last body, as 64 digits.
    pub body_sha256: Option<String>,
    pub checked_at: Option<String>,
    pub succeeded_at: Option<String>,
    /// When it last had an entry that was new.
    pub new_at: Option<String>,
    pub status: Option<u16>,
    pub error: Option<String>,
    /// Errors in a row; 0 exactly where there is no `error`.
    pub error_count: u32,
    pub failing_since: Option<String>,
    /// Where permanent redirects lead, and how many fetches in a row said so.
    pub moved_to: Option<String>,
    pub moved_count: u32,
    pub entries_a_week: Option<f64>,
    /// In which hours of the day they come, as `ops::schedule` writes it.
    pub entries_by_hour: Option<String>,
    pub check_count: u32,
    pub unchanged_count: u32,
    pub new_entry_count: u32,
}
