//! What came in of what is watched, as plain data: what `ops::news` puts together and `output` writes.
//!
//! What must stay true: nothing in here needs the archive any more; each story is in it once for each watch.

use super::{ReviewCopy, ReviewTitle, Value};

/// The whole of it.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// `News, 1 December 2026`
    pub title: String,
    /// Instant at which it was made, RFC 3339 in UTC.
    pub made_at: String,
    /// From when on, in words: `since 30 November 2026, 07:00 UTC`.
    pub since: String,
    /// Watches with something to tell, by name.
    pub watches: Vec<WatchNews>,
    /// Names of watches that have nothing to tell.
    pub quiet: Vec<String>,
    /// Publishers that usually have something and have nothing now, the longest silence first.
    pub silent: Vec<SilentSource>,
    /// Feeds that cannot be fetched, by name.
    pub failing: Vec<FailingFeed>,
}

/// What one watch found.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchNews {
    pub name: String,
    /// What it looks for, in words: `person Winston Peters`, `harbour AND bridge, topic aukus`.
    pub about: String,
    /// The newest first.
    pub stories: Vec<NewsStory>,
    /// Stories that were found and are not shown, because no more were asked for.
    pub left_out: usize,
    /// Further copies of stories that were told before.
    pub copies_of_told: usize,
    /// Titles of somebody watched that no earlier article gives them.
    pub roles: Vec<NewsRole>,
    /// What its publisher took back.
    pub withdrawals: Vec<Withdrawal>,
    /// Rows of a report.
    pub rows: Option<NewsRows>,
}

/// One story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsStory {
    pub article_id: i64,
    pub permalink: String,
    pub title: ReviewTitle,
    pub publisher: Option<String>,
    /// As far as it is known, in words: `18 March 2024`, `March 2024`, `undated`.
    pub day: String,
    /// RFC 3339, where the time of day is known, else the day, else when it came in.
    pub dated: String,
    pub url: Option<String>,
    /// The same story elsewhere, the earliest first.
    pub copies: Vec<ReviewCopy>,
    /// How many more of them there are.
    pub more_copies: usize,
    /// The sentences that name who is watched, or have the words that are; else how it begins.
    pub sentences: Vec<NewsWords>,
    pub more_sentences: usize,
    /// By who is watched, or about them.
    pub quotes: Vec<NewsQuote>,
    pub more_quotes: usize,
    /// Where it is another text of an article that was there before.
    pub revision: Option<NewsRevision>,
}

/// Words of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsWords {
    /// In one line.
    pub words: String,
    /// As `show` and `cite` take it: `17#char=120,143`.
    pub address: String,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsQuote {
    /// With the marks that it has in the text.
    pub words: String,
    pub speaker: Option<String>,
    /// Whether who is watched said it; else it names them.
    pub is_by_watched: bool,
    pub address: String,
}

/// What an article says now, and what it said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsRevision {
    /// The text before.
    pub of_article_id: i64,
    /// Paragraphs and parts of the head that changed, in order.
    pub changes: Vec<NewsChange>,
    pub more_changes: usize,
}

/// One thing that changed. One of the two is empty where something is new or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsChange {
    /// `headline`, `body` …
    pub field: String,
    pub before: String,
    pub after: String,
}

/// A title that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsRole {
    pub person: String,
    pub title: String,
    pub publisher: Option<String>,
    pub day: String,
    pub address: String,
}

/// An article that its publisher took back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub article_id: i64,
    pub title: ReviewTitle,
    pub publisher: Option<String>,
    pub day: String,
    /// `withheld` or `canceled`.
    pub status: String,
}

/// Rows of a report that were not told before.
#[derive(Clone, Debug, PartialEq)]
pub struct NewsRows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
    pub left_out: usize,
}

/// A publisher from whom nothing comes any more.
#[derive(Clone, Debug, PartialEq)]
pub struct SilentSource {
    pub publisher: String,
    /// How many articles usually come in a day.
    pub usual_per_day: f64,
    /// When the last one came in, RFC 3339 in UTC.
    pub last_at: String,
    /// How many would usually have come since.
    pub missing: f64,
}

/// A feed that cannot be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingFeed {
    pub name: String,
    pub url: String,
    pub error: String,
    pub error_count: u32,
    pub failing_since: String,
}
