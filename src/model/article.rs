//! One published piece, and how a capture divides into pieces.

use serde::{Deserialize, Serialize};

use super::Published;

/// What kind of piece it is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum ArticleKind {
    #[default]
    Article,
    /// A newsletter's own words over the articles that it carries.
    Digest,
}

impl ArticleKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Digest => "digest",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Article, Self::Digest].into_iter().find(|kind| kind.as_str() == name)
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
    /// ISO 639-1 code, where a detector or the source is sure.
    pub language: Option<String>,
}

impl Head {
    /// How much is known: a point for each field that says something, and for a published time one
    /// more for each step of precision.
    pub fn known_facts(&self) -> usize {
        [&self.headline, &self.standfirst, &self.byline, &self.dateline, &self.publisher, &self.url, &self.language]
            .into_iter()
            .filter(|field| field.is_some())
            .count()
            + usize::from(!self.authors.is_empty())
            + self.published.as_ref().map_or(0, |published| 1 + published.precision as usize)
    }
}

/// An article as a reader hands it over: head and body, not yet stored.
///
/// `body` is the running text only (no headline, byline, dateline, caption or copyright line), in
/// NFC, paragraphs separated by a blank line or a line break as received, no U+0000.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Draft {
    /// Ordinal within its capture, from 0.
    pub part: u32,
    #[serde(flatten)]
    pub head: Head,
    pub body: String,
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
}
