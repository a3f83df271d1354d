//! What leaves an archive, as plain data: what `db` streams and `export` writes.
//!
//! A set is some of the articles and what belongs to them, all of one moment. What must stay true: nothing
//! in here needs the archive any more, so that an exporter is a function of what it is handed.

use super::{EntityKind, Hints, Value};

/// Which articles leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// All but those that are hidden, as in reports.
    Shown,
    /// All, hidden ones too, and captures that no article rests on.
    Everything,
    /// These, by their numbers.
    These(Vec<i64>),
}

/// One article with all that is said about it.
#[derive(Clone, Debug, Default)]
pub struct ExportedArticle {
    pub article_id: i64,
    pub sha256: String,
    pub kind: String,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub identifier: Option<String>,
    pub version: Option<i64>,
    pub section: Option<String>,
    pub headline: Option<String>,
    pub standfirst: Option<String>,
    pub byline: Option<String>,
    pub dateline: Option<String>,
    pub published: ExportedTime,
    pub published_on: Option<String>,
    pub published_at: Option<String>,
    pub modified: ExportedTime,
    pub captured_at: Option<String>,
    pub language: Option<String>,
    pub ingested_at: String,
    pub capture_sha256: String,
    pub media_type: String,
    pub body: String,
    pub authors: Vec<String>,
    pub topics: Vec<String>,
    pub captions: Vec<ExportedCaption>,
    pub mentions: Vec<ExportedMention>,
    pub quotes: Vec<ExportedQuote>,
    pub roles: Vec<ExportedRole>,
    /// The captures that it rests on and that hold no article outside the set; empty where nobody asked.
    pub captures: Vec<ExportedCapture>,
}

/// A time as an article gives it.
#[derive(Clone, Debug, Default)]
pub struct ExportedTime {
    /// As far as it is known: `2024`, `2024-03`, `2024-03-18`, `2024-03-18T09:30`.
    pub value: Option<String>,
    pub precision: Option<String>,
    pub offset_minutes: Option<i64>,
    pub original: Option<String>,
}

/// A caption as it leaves the archive.
#[derive(Clone, Debug)]
pub struct ExportedCaption {
    pub number: i64,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// Whom or what a name means.
#[derive(Clone, Debug)]
pub struct ExportedName {
    pub kind: EntityKind,
    /// The same in every archive.
    pub key: String,
    pub name: String,
    pub wikidata_id: Option<String>,
}

/// A mention as it leaves the archive.
#[derive(Clone, Debug)]
pub struct ExportedMention {
    pub field: String,
    pub start_char: i64,
    pub end_char: i64,
    pub surface_form: String,
    pub means: ExportedName,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// A quotation as it leaves the archive.
#[derive(Clone, Debug)]
pub struct ExportedQuote {
    pub field: String,
    pub start_char: i64,
    pub end_char: i64,
    pub speaker: Option<ExportedName>,
    /// Where the mention stands that says who spoke, in the same field.
    pub mention_start_char: Option<i64>,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// A role as it leaves the archive.
#[derive(Clone, Debug)]
pub struct ExportedRole {
    pub field: String,
    pub start_char: i64,
    pub end_char: i64,
    /// Where the mention of the person stands, in the same field.
    pub person_start_char: i64,
}

/// A person, organisation or place that is named in the set.
#[derive(Clone, Debug)]
pub struct ExportedEntity {
    pub id: i64,
    pub means: ExportedName,
    pub sort_name: Option<String>,
    pub description: Option<String>,
    pub country: Option<String>,
    pub origin: String,
    pub aliases: Vec<String>,
    /// In how many articles of the set it is named, and how often.
    pub articles: i64,
    pub mentions: i64,
}

/// Two that are named in the same articles of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoMention {
    pub one: (EntityKind, i64),
    pub other: (EntityKind, i64),
    pub articles: i64,
}

/// Bytes as they were received.
#[derive(Clone, Debug)]
pub struct ExportedCapture {
    pub sha256: String,
    pub format: String,
    pub format_given: bool,
    pub media_type: String,
    /// Zstandard frame of the bytes; `None` where they left with an earlier article.
    pub compressed: Option<Vec<u8>>,
    pub sightings: Vec<ExportedSighting>,
}

/// Where and when a capture was seen, and what was said of it then.
#[derive(Clone, Debug)]
pub struct ExportedSighting {
    pub uri: String,
    pub seen_at: String,
    pub hints: Hints,
}

/// A table of the schema, on its way to a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedTable {
    pub name: &'static str,
    pub columns: Vec<ExportedColumn>,
}

/// A column of a table as it leaves the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedColumn {
    pub name: String,
    pub kind: ColumnKind,
}

/// What the values of a column are; each may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Integer,
    Real,
    /// `2024-03-18`.
    Day,
    /// RFC 3339 in UTC.
    Instant,
}

/// Takes the tables of a set, each with its rows.
pub trait TableSink {
    fn table(&mut self, table: &ExportedTable) -> super::Flow;
    fn row(&mut self, values: &[Value]) -> super::Flow;
}

/// A report as a web page can run it: SQL with parameters by name, each of which may be an empty text.
#[derive(Clone, Debug, Default)]
pub struct CannedQuery {
    pub name: String,
    pub title: String,
    pub description: String,
    pub sql: String,
    pub parameters: Vec<String>,
}

/// A table or view as its description has it.
#[derive(Clone, Debug)]
pub struct DescribedTable {
    pub name: String,
    pub is_internal: bool,
    pub about: String,
    /// Names of columns, and what stands in each.
    pub columns: Vec<(String, String)>,
}
