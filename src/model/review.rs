//! A review of the press, as plain data: what `ops::review` puts together and `output` writes.
//!
//! What must stay true: nothing in here needs the archive any more, and of the articles' texts nothing is in here but
//! what was asked for, so that whoever writes it cannot copy more.

use super::{ExportedTime, Sha256};

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub title: String,
    pub intro: Option<String>,
    /// The day it was made on, in words: `2 January 2026`.
    pub made_on: String,
    /// What was chosen, as it was typed; `None` where articles were named one by one.
    pub asked: Option<String>,
    /// Nothing of the articles but headline, publisher, day, link and, where asked for, some words.
    pub is_without_text: bool,
    pub groups: Vec<ReviewGroup>,
    /// Stories that were found and are not shown, because no more were asked for.
    pub left_out: usize,
}

/// Entries under one heading; under none where they are not grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewGroup {
    pub name: Option<String>,
    pub entries: Vec<ReviewEntry>,
}

/// One story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewEntry {
    /// Its place in the review, from 1.
    pub number: usize,
    pub article_id: i64,
    pub permalink: String,
    pub title: ReviewTitle,
    pub publisher: Option<String>,
    /// As far as it is known, in words: `18 March 2024`, `March 2024`, `undated`.
    pub day: String,
    pub authors: Vec<String>,
    /// As the archive has it: whoever writes it down looks whether it is an address of the web.
    pub url: Option<String>,
    pub agency: Option<Agency>,
    pub summary: ReviewSummary,
    /// The user's own remarks.
    pub notes: Vec<ReviewNote>,
    /// The same story elsewhere, the earliest first.
    pub copies: Vec<ReviewCopy>,
    /// How many more of them there are.
    pub more_copies: usize,
}

/// What an article is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewTitle {
    Headline(String),
    /// It has no headline; these are the words it begins with.
    FirstWords(String),
    /// It has no headline, and no words of it were asked for.
    Nothing,
}

/// What is told of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewSummary {
    Nothing,
    /// How it begins.
    Lines(String),
    /// Who said what in it, and how many quotations more there are.
    Quotes(Vec<ReviewQuote>, usize),
}

/// A quotation in a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewQuote {
    /// With the marks it has in the text.
    pub words: String,
    pub speaker: Option<String>,
    /// As `show` and `cite` take it: `17#char=120,143`.
    pub address: String,
}

/// A remark that somebody wrote on the article. The words that it is on are not in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewNote {
    pub remark: String,
    pub by: String,
}

/// Whose text it is, where another paper prints an agency's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    pub name: String,
    /// Where the text says so.
    pub named_in: NamedIn,
    /// In this copy of the story; `None`: in the article itself.
    pub of_copy: Option<String>,
}

/// Where an agency is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedIn {
    Dateline,
    Byline,
}

impl NamedIn {
    /// As a review prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Byline => "byline",
        }
    }
}

/// The same story in another paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewCopy {
    pub article_id: i64,
    pub publisher: Option<String>,
    pub day: String,
    pub url: Option<String>,
}

/// What is known of an article before its text is read.
#[derive(Clone, Debug)]
pub struct PrintedArticle {
    pub article_id: i64,
    pub sha256: Sha256,
    /// The first article of its story; `None`: nobody else has it.
    pub story: Option<i64>,
    pub publisher: Option<String>,
    pub published: ExportedTime,
    /// The first day on which it may have been published.
    pub earliest_on: Option<String>,
    pub published_on: Option<String>,
    pub published_at: Option<String>,
    pub headline: Option<String>,
    pub byline: Option<String>,
    pub dateline: Option<String>,
    pub url: Option<String>,
    /// Code points of its text; counted only where articles of one story are compared.
    pub length: i64,
}

/// What a review reads of an article's text.
#[derive(Clone, Debug, Default)]
pub struct ReadArticle {
    pub beginning: String,
    /// Whether that is all of it.
    pub is_whole: bool,
    pub authors: Vec<String>,
    pub quotes: Vec<ReadQuote>,
    pub notes: Vec<ReviewNote>,
}

/// A quotation as it is read for a review.
#[derive(Clone, Debug)]
pub struct ReadQuote {
    pub start_char: i64,
    pub end_char: i64,
    /// At most as many characters as were asked for.
    pub words: String,
    pub speaker: Option<String>,
}

impl Review {
    /// The entries in their order.
    pub fn entries(&self) -> impl Iterator<Item = &ReviewEntry> {
        self.groups.iter().flat_map(|group| &group.entries)
    }
}
