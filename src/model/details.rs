//! One article with everything that is known of it and where it came from: what `show` prints.

use serde::Serialize;

/// An article with all that `show` prints of it.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleDetails {
    pub article_id: i64,
    pub sha256: String,
    pub kind: String,
    pub headline: Option<String>,
    pub standfirst: Option<String>,
    pub byline: Option<String>,
    pub authors: Vec<String>,
    pub dateline: Option<String>,
    pub publisher: Option<String>,
    pub section: Option<String>,
    pub url: Option<String>,
    /// Other addresses at which the same text was seen.
    pub other_urls: Vec<String>,
    pub identifier: Option<String>,
    pub version: Option<i64>,
    /// `usable`, or why reports and searches leave it out: `withheld`, `canceled`, `replaced`.
    pub status: String,
    pub published: Option<String>,
    pub published_precision: Option<String>,
    pub published_original: Option<String>,
    pub modified: Option<String>,
    pub captured_at: Option<String>,
    pub language: Option<String>,
    pub reader: String,
    /// What found its names, quotations and roles; empty where that was before schema 9 and it found none.
    pub recogniser: String,
    pub ingested_at: String,
    pub body: String,
    /// What stands under its pictures, and who took them.
    pub captions: Vec<CaptionDetails>,
    pub mentions: Vec<MentionDetails>,
    pub quotes: Vec<QuoteDetails>,
    /// The reader's own.
    pub topics: Vec<String>,
    pub remarks: Vec<RemarkDetails>,
    pub captures: Vec<CaptureDetails>,
    pub revisions: Vec<RevisionDetails>,
    pub near_duplicates: Vec<NearDuplicateDetails>,
    /// Which rule set which field.
    pub origins: Vec<OriginDetails>,
}

/// A remark on the article, or on words in it.
#[derive(Clone, Debug, Serialize)]
pub struct RemarkDetails {
    pub remark: String,
    pub decided_at: String,
    pub decided_by: String,
    /// Where the words stand that it is on; `None`: it is on the article.
    pub field: Option<String>,
    pub start_char: Option<i64>,
    pub end_char: Option<i64>,
    pub words: Option<String>,
}

/// What stands under a picture, and who took it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaptionDetails {
    /// The field `caption-2` is the caption with number 2.
    pub number: i64,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// Where a field of the head comes from.
#[derive(Clone, Debug, Serialize)]
pub struct OriginDetails {
    pub field: String,
    pub rule: String,
}

/// Nearly the same text elsewhere. Shares from 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct NearDuplicateDetails {
    pub article_id: i64,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub headline: Option<String>,
    pub similarity: f64,
    pub containment: f64,
}

/// A mention, field by field and in the order of the text. Offsets are code points of its field's text.
#[derive(Clone, Debug, Serialize)]
pub struct MentionDetails {
    /// `headline`, `standfirst`, `body`, `caption-1`.
    pub field: String,
    pub start_char: i64,
    pub end_char: i64,
    pub surface_form: String,
    pub kind: String,
    pub name: String,
    pub rule: String,
    pub antecedent_start_char: Option<i64>,
    /// The field of the mention it rests on, where it is another one.
    pub antecedent_field: Option<String>,
    pub confidence: Option<f64>,
}

/// A quotation, in the order of the text.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteDetails {
    pub start_char: i64,
    pub end_char: i64,
    pub quote: String,
    /// Nobody can tell: `None`.
    pub speaker: Option<String>,
    /// The text's own words for the speaker: a name, `she`, `a spokesman for the port`.
    pub speaker_words: Option<String>,
    pub cue: Option<String>,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// A capture that holds the article.
#[derive(Clone, Debug, Serialize)]
pub struct CaptureDetails {
    pub sha256: String,
    pub format: String,
    pub media_type: String,
    pub byte_count: i64,
    pub sightings: Vec<SightingDetails>,
}

/// When and where a capture was seen.
#[derive(Clone, Debug, Serialize)]
pub struct SightingDetails {
    pub uri: String,
    pub seen_at: String,
    pub run_id: i64,
}

/// Another text of the same article.
#[derive(Clone, Debug, Serialize)]
pub struct RevisionDetails {
    pub article_id: i64,
    pub published: Option<String>,
    pub headline: Option<String>,
    pub reason: String,
}
