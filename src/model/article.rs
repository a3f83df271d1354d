//! One published piece, and how a capture divides into pieces.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::run::plain;
use super::{ProblemOutcome, Published};

/// What kind of piece it is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
/// What sort of text an article is.
#[serde(rename_all = "lowercase")]
pub enum ArticleKind {
    #[default]
    Article,
    /// A newsletter's own words over the articles that it carries.
    Digest,
    /// What a feed says of an article whose text it does not hold; the text takes its place.
    Summary,
}

impl ArticleKind {
    /// As the archive and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Digest => "digest",
            Self::Summary => "summary",
        }
    }

    /// The kind that is written so.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Article, Self::Digest, Self::Summary].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Everything about an article but its body. Absent means the text does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Head {
    pub kind: ArticleKind,
    pub headline: Option<String>,
    pub standfirst: Option<String>,
    /// The author line as printed: `BY KATHLEEN BENOZA AND JESSE JOHNSON`.
    pub byline: Option<String>,
    /// The authors' names, one each, in printed order and mixed case: `Kathleen Benoza`.
    pub authors: Vec<String>,
    /// Place, day and agency as printed: `WELLINGTON, March 4 (Reuters) -`.
    pub dateline: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<Published>,
    /// When its publisher last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Published>,
    /// The part of the paper it stood in: `Business`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Its publisher's own name for it, the same in every revision: a feed's `guid`, a NewsML or ninjs
    /// identifier, a message's `Message-ID`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Which revision of `identifier` it is, where its publisher counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// ISO 639-1 code, where a detector or the source is sure.
    pub language: Option<String>,
}

impl Head {
    /// How much is known: a point for each field that says something, and for a published time one
    /// more for each step of precision.
    pub fn known_facts(&self) -> usize {
        [
            &self.headline,
            &self.standfirst,
            &self.byline,
            &self.dateline,
            &self.publisher,
            &self.url,
            &self.section,
            &self.identifier,
            &self.language,
        ]
        .into_iter()
        .filter(|field| field.is_some())
        .count()
            + usize::from(!self.authors.is_empty())
            + usize::from(self.modified.is_some())
            + self.published.as_ref().map_or(0, |published| 1 + published.precision as usize)
    }
}

/// A part of an article that a reader finds, as in `field_origins.field`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    Headline,
    Standfirst,
    Byline,
    Authors,
    Dateline,
    Publisher,
    Url,
    Published,
    Modified,
    Section,
    Identifier,
    Language,
    Body,
    Captions,
    Kind,
    /// What the reader of the archive says it is about; no part of the head, and never ruled on as a field.
    Topics,
}

impl Field {
    pub const ALL: [Self; 16] = [
        Self::Headline,
        Self::Standfirst,
        Self::Byline,
        Self::Authors,
        Self::Dateline,
        Self::Publisher,
        Self::Url,
        Self::Published,
        Self::Modified,
        Self::Section,
        Self::Identifier,
        Self::Language,
        Self::Body,
        Self::Captions,
        Self::Kind,
        Self::Topics,
    ];

    /// Those that a ruling may set.
    pub const SETTABLE: [Self; 11] = [
        Self::Headline,
        Self::Standfirst,
        Self::Byline,
        Self::Authors,
        Self::Dateline,
        Self::Publisher,
        Self::Url,
        Self::Published,
        Self::Section,
        Self::Language,
        Self::Kind,
    ];

    /// As the archive and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Authors => "authors",
            Self::Dateline => "dateline",
            Self::Publisher => "publisher",
            Self::Url => "url",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Section => "section",
            Self::Identifier => "identifier",
            Self::Language => "language",
            Self::Body => "body",
            Self::Captions => "captions",
            Self::Kind => "kind",
            Self::Topics => "topics",
        }
    }

    /// The field that is written so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// Which rule set each field of a draft: where it stood and what it was called there, with a colon
/// between: `json-ld:datePublished`, `meta:article:published_time`, `rss:pubDate`, `text:dateline`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Origins(BTreeMap<Field, Cow<'static, str>>);

impl Origins {
    /// `field` was set by `rule`; an earlier rule for it is forgotten.
    pub fn set(&mut self, field: Field, rule: impl Into<Cow<'static, str>>) {
        self.0.insert(field, rule.into());
    }

    /// The rule that set `field`.
    pub fn of(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(AsRef::as_ref)
    }

    /// Forgets where a field came from.
    pub fn remove(&mut self, field: Field) {
        self.0.remove(&field);
    }

    /// Whether nothing is known of any field.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of `Field::ALL`.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(&field, rule)| (field, rule.as_ref()))
    }
}

/// What stands under a picture, and who took it. At least one of the two says something; each is one
/// line in NFC, without U+0000.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Caption {
    #[serde(default)]
    pub caption: Option<String>,
    #[serde(default)]
    pub credit: Option<String>,
}

impl Caption {
    /// All captions and credits of an article, each on a line: `articles.captions`. `None` for none.
    pub fn joined(captions: &[Self]) -> Option<String> {
        let lines: Vec<&str> = captions
            .iter()
            .flat_map(|one| [one.caption.as_deref(), one.credit.as_deref()])
            .flatten()
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// An article as a reader hands it over: head, body and captions, not yet stored.
///
/// `body` is the running text only (no headline, byline, dateline, caption or copyright line), in
/// NFC, paragraphs separated by a blank line or a line break as received, no U+0000.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Draft {
    /// Ordinal within its capture, from 0.
    pub part: u32,
    #[serde(flatten)]
    pub head: Head,
    #[serde(default, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
    /// What a field for topics says that the reader of the archive filled or named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    pub body: String,
    /// In the order of the page; number 1 is the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<Caption>,
}

/// What a stretch of a capture is. Residue belongs to no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RegionRole {
    Headline,
    Standfirst,
    Byline,
    Dateline,
    Body,
    /// A record that is one article whole, markup and fields included (JSON).
    Record,
    /// Front matter, a leading date line: facts about the article beside it.
    Metadata,
    /// A photo caption.
    Caption,
    /// Who took the photo.
    Credit,
    Copyright,
    /// `Read here`, `Read More: …`.
    Link,
    /// Anything else that is no article: mastheads, rules, blank lines, a byte order mark.
    Furniture,
}

impl RegionRole {
    pub const ALL: [Self; 12] = [
        Self::Headline,
        Self::Standfirst,
        Self::Byline,
        Self::Dateline,
        Self::Body,
        Self::Record,
        Self::Metadata,
        Self::Caption,
        Self::Credit,
        Self::Copyright,
        Self::Link,
        Self::Furniture,
    ];

    /// As the archive and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Body => "body",
            Self::Record => "record",
            Self::Metadata => "metadata",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Copyright => "copyright",
            Self::Link => "link",
            Self::Furniture => "furniture",
        }
    }
}

/// A stretch of a capture: bytes `start..end` of its text in UTF-8 (for a capture that came in
/// UTF-8, its own bytes), belonging to the draft `part`, or to none (residue).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Region {
    pub start: usize,
    pub end: usize,
    pub part: Option<u32>,
    pub role: RegionRole,
}

/// What a reader makes of a capture.
///
/// `regions` are in order, do not overlap, leave no gap, and cover `0..text_bytes`; every draft
/// owns at least one of them. `db` relies on it and a property test holds every reader to it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub drafts: Vec<Draft>,
    pub regions: Vec<Region>,
    /// Length in bytes of the capture's text in UTF-8.
    pub text_bytes: usize,
    /// Name of the character set it was received in, lower case (`utf-8`, `windows-1252`).
    pub encoding: &'static str,
    /// What was odd but did not stop the reading; one sentence each, lower case, no full stop.
    pub warnings: Vec<String>,
    /// Records within the capture of which no article was made; their bytes are residue. A reading
    /// without drafts has at least one, so that every input ends with a reason.
    pub problems: Vec<RecordProblem>,
    /// When somebody fetched or received it, where the capture itself says so: a WARC record's date, a
    /// message's. The only time against which a reader may read `yesterday`.
    pub captured: Option<Published>,
    /// What its publisher says of articles that may not or no longer be shown.
    pub notices: Vec<Notice>,
}

/// A publisher's word that an article is withheld or canceled; no draft is made of such an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// As in `Head::identifier`.
    pub identifier: String,
    /// Up to and including which version, where versions are counted.
    pub version: Option<u32>,
    pub status: PublicationStatus,
}

/// What IPTC's `pubStatus` calls an item that is not `usable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PublicationStatus {
    Withheld,
    Canceled,
}

impl PublicationStatus {
    /// As the archive and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Withheld => "withheld",
            Self::Canceled => "canceled",
        }
    }
}

/// A record of a capture of which no article was made, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordProblem {
    /// Which one: `item 3`; `None` for the capture as a whole.
    pub record: Option<String>,
    pub outcome: ProblemOutcome,
    /// One sentence, lower case, no full stop.
    pub reason: String,
}

impl RecordProblem {
    /// A record that should have given an article and could not.
    pub fn refused(record: impl Into<String>, reason: impl Into<String>) -> Self {
        let record = Some(record.into());
        Self { record, outcome: ProblemOutcome::Refused, reason: plain(&reason.into()) }
    }

    /// A record that rightly gives no article.
    pub fn skipped(record: impl Into<String>, reason: impl Into<String>) -> Self {
        let record = Some(record.into());
        Self { record, outcome: ProblemOutcome::Skipped, reason: plain(&reason.into()) }
    }

    /// A capture that rightly gives no article at all.
    pub fn nothing_in_it(reason: impl Into<String>) -> Self {
        Self { record: None, outcome: ProblemOutcome::Skipped, reason: plain(&reason.into()) }
    }
}
