//! One invocation that wrote, and what it could not take.

use serde::Serialize;

use super::ArticleId;

/// What happened to each item seen. `seen` is always the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New articles.
    pub stored: u64,
    /// Articles that were there already.
    pub duplicate: u64,
    /// New articles that are another text of one already there.
    pub revised: u64,
    /// Records that could not be taken, each a problem.
    pub refused: u64,
    /// Records that rightly give no article, or were reported before, each a problem with its reason.
    pub skipped: u64,
}

impl Counts {
    /// How many records there were in all.
    pub fn seen(&self) -> u64 {
        self.stored + self.duplicate + self.revised + self.refused + self.skipped
    }

    /// Counts one record.
    pub fn add_one(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Stored => self.stored += 1,
            Outcome::Duplicate => self.duplicate += 1,
            Outcome::Revised => self.revised += 1,
            Outcome::Refused => self.refused += 1,
            Outcome::Skipped => self.skipped += 1,
        }
    }

    /// Adds the counts of another run.
    pub fn add(&mut self, other: Counts) {
        self.stored += other.stored;
        self.duplicate += other.duplicate;
        self.revised += other.revised;
        self.refused += other.refused;
        self.skipped += other.skipped;
    }
}

/// What became of one record of the inputs; each is counted under one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Stored,
    Duplicate,
    Revised,
    Refused,
    Skipped,
}

/// How one record of the inputs ended: which article it gave, or why it gave none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// As in `Problem::uri`.
    pub uri: String,
    pub record: Option<String>,
    pub outcome: Outcome,
    #[serde(rename = "article_id")]
    pub article: Option<ArticleId>,
    pub reason: Option<String>,
}

/// What became of a record that gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProblemOutcome {
    /// It should have given one: damaged, too large, of an unknown format.
    Refused,
    /// Rightly so: empty, a picture, a reply of two words, a page that only lists others.
    Skipped,
}

impl ProblemOutcome {
    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Skipped => "skipped",
        }
    }

    /// The outcome of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Refused, Self::Skipped].into_iter().find(|outcome| outcome.as_str() == name)
    }
}

/// An input record that gave no article, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// As in `Sighting::uri`, without the record.
    pub uri: String,
    /// Which record of it: `line 12`, `item 3`.
    pub record: Option<String>,
    pub outcome: ProblemOutcome,
    /// One sentence, lower case, no full stop.
    pub reason: String,
}

impl Problem {
    /// A problem in words that can be stored and printed, whatever the input put into them.
    pub fn new(uri: String, record: Option<String>, outcome: ProblemOutcome, reason: &str) -> Self {
        Self { uri, record: record.map(|record| plain(&record)), outcome, reason: plain(reason) }
    }
}

/// Words without control characters: of what is taken over from an input, such as the name of a media type,
/// a NUL would cut the text short in SQL, and a line break would end the line of a list.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// One row of `runs`.
#[derive(Clone, Debug, Serialize)]
pub struct RunRecord {
    pub run_id: super::RunId,
    pub command: String,
    pub started_at: String,
    pub finished_at: Option<String>,
    pub exit_code: Option<i64>,
    #[serde(flatten)]
    pub counts: Counts,
}
