//! A capture on its way into the archive: read, recognised, ready to be stored.

use super::{
    ArticleKind, Caption, Capture, DecisionId, Draft, EntityName, Head, Hints, Mention, Notice,
    Origins, Problem, ProblemOutcome, Quote, RecordProblem, Region, Role, Sha256, Sighting,
};

/// One capture with everything derived from it.
#[derive(Clone, Debug)]
pub struct Received {
    pub capture: Capture,
    /// Whether a person named the format.
    pub format_given: bool,
    /// Zstandard frame of the capture's bytes.
    pub compressed: Vec<u8>,
    pub media_type: &'static str,
    pub reader_version: u32,
    pub sighting: Sighting,
    /// Which record of the file it is, for a problem's sake: `line 12`.
    pub record: Option<String>,
    /// What the reader made of it, or why it could make nothing.
    pub reading: Result<Recognised, String>,
    /// What was odd but did not stop the reading.
    pub warnings: Vec<String>,
}

impl Received {
    /// Every record of the capture that gave no article, in the words of the archive.
    pub fn problems(&self) -> Vec<Problem> {
        let problem = |record: Option<&str>, outcome, reason: &str| {
            let record = match (self.record.as_deref(), record) {
                (Some(outer), Some(inner)) => Some(format!("{outer} {inner}")),
                (outer, inner) => outer.or(inner).map(str::to_owned),
            };
            Problem::new(self.sighting.file_uri().to_owned(), record, outcome, reason)
        };
        match &self.reading {
            Err(reason) => vec![problem(None, ProblemOutcome::Refused, reason)],
            Ok(recognised) => recognised
                .problems
                .iter()
                .map(|one| problem(one.record.as_deref(), one.outcome, &one.reason))
                .collect(),
        }
    }
}

/// A reading with its names recognised.
#[derive(Clone, Debug)]
pub struct Recognised {
    pub encoding: &'static str,
    /// Length of the capture's text in bytes of UTF-8, the measure of `regions`.
    pub text_bytes: usize,
    pub regions: Vec<Region>,
    /// One for each draft, in order of `part`.
    pub articles: Vec<Candidate>,
    /// Records within the capture that gave no article.
    pub problems: Vec<RecordProblem>,
    /// What its publisher withdrew.
    pub notices: Vec<Notice>,
}

/// A draft that may become, or take over, the article of its text.
///
/// Several captures can hold the same text under different heads. The archive keeps the best of
/// them by `Candidate::outranks`, which does not ask which came first.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub draft: Draft,
    /// SHA-256 of the normalised text: the article's identity.
    pub sha256: Sha256,
    /// The capture it stands in.
    pub capture_sha256: Sha256,
    /// Over draft, capture and hint count; see `text::fingerprint::row_sha256`.
    pub row_sha256: Sha256,
    /// How many facts of its head were given by a person.
    pub hint_count: usize,
    /// `draft.head.url` as pages are known by; see `text::urls`.
    pub canonical_url: Option<String>,
    /// When the capture says it was fetched or received, RFC 3339 in UTC, or the day.
    pub captured_at: Option<String>,
    /// Under which numbers near-duplicates are looked up; see `text::near`.
    pub sketch: Vec<u32>,
    /// The draft's authors as people, one for each of `draft.head.authors`.
    pub authors: Vec<EntityName>,
    /// The mentions in the draft's texts, those of one field together and in order.
    pub mentions: Vec<Mention>,
    pub quotes: Vec<Quote>,
    pub roles: Vec<Role>,
    /// Rulings on mentions of this article that found no such mention.
    pub unfit: Vec<DecisionId>,
    /// Topics that came with the capture: said when it was taken in, read off its path, or in a field of it.
    pub topics: Vec<String>,
    /// Which recogniser found them.
    pub recogniser: String,
    /// Which reader made the draft, `text-1`.
    pub reader: String,
}

/// What the row of an article keeps of the draft it was made from.
#[derive(Clone, Debug)]
pub struct StoredDraft {
    /// As in `Candidate`, but for its topics, which have a table of their own.
    pub draft: Draft,
    pub sha256: Sha256,
    pub capture_sha256: Sha256,
    pub row_sha256: Sha256,
    pub hint_count: usize,
    pub canonical_url: Option<String>,
    pub captured_at: Option<String>,
    pub recogniser: String,
    pub reader: String,
}

impl Candidate {
    /// Whether this draft is better than the stored one for their common text: more facts given by a person, then more
    /// of them read off a path, then the article rather than a feed's summary, then more facts known, then
    /// more captions, then, only so that the choice is the same in any order, the smaller. What is ruled of
    /// the text stands in both.
    pub fn outranks(&self, stored: &StoredDraft) -> bool {
        facts(&self.draft, self.hint_count)
            .cmp(&facts(&stored.draft, stored.hint_count))
            .then_with(|| {
                let own = tie_break(&self.draft, self.capture_sha256);
                own.cmp(&tie_break(&stored.draft, stored.capture_sha256)).reverse()
            })
            .is_gt()
    }
}

/// How much is known of a draft, the weightiest first.
fn facts(draft: &Draft, hint_count: usize) -> (usize, usize, bool, usize, usize) {
    let Draft { head, origins, captions, .. } = draft;
    let from_path = origins.iter().filter(|(_, rule)| *rule == Hints::FROM_PATH).count();
    let is_article = head.kind != ArticleKind::Summary;
    (hint_count, from_path, is_article, head.known_facts(), captions.len())
}

fn tie_break(draft: &Draft, capture: Sha256) -> (u32, &Head, &Origins, &str, &[Caption], Sha256) {
    let Draft { part, head, origins, body, captions, .. } = draft;
    (*part, head, origins, body, captions, capture)
}
