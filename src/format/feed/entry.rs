//! One entry of any feed, before it is a draft.

use crate::model::Published;

/// A value and the rule that found it, as in `Origins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T = String> {
    pub value: T,
    pub rule: String,
}

impl<T> Sourced<T> {
    /// A value, and the rule that found it.
    pub fn new(value: T, rule: impl Into<String>) -> Self {
        Self { value, rule: rule.into() }
    }
}

/// What an entry says. Texts are running text, markup read; lines are one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedEntry {
    pub headline: Option<Sourced>,
    /// Absolute, or relative to `base`.
    pub url: Option<Sourced>,
    /// What relative addresses are relative to, as far as the entry says.
    pub base: Option<String>,
    pub identifier: Option<Sourced>,
    pub published: Option<Sourced<Published>>,
    pub modified: Option<Sourced<Published>>,
    /// A date that could not be read.
    pub unread_date: Option<String>,
    /// Author lines, one for each element.
    pub authors: Option<Sourced<Vec<String>>>,
    pub publisher: Option<Sourced>,
    pub section: Option<Sourced>,
    pub language: Option<Sourced>,
    /// From an element that is for the whole text.
    pub full: Option<Sourced>,
    /// From an element that is for a description.
    pub summary: Option<Sourced>,
    /// What stands under the pictures in either of them.
    pub captions: Vec<String>,
    /// Captions and credits of pictures that come beside them.
    pub pictures: Vec<Picture>,
    /// Whether the summary may be the whole text: RSS has one element for both.
    pub summary_may_be_full: bool,
}

/// What a feed says of a picture: Media RSS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    pub caption: Option<String>,
    pub title: Option<String>,
    pub credit: Option<String>,
}

/// What a feed says of all its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    pub title: Option<Sourced>,
    /// The title, where it is plainly its publisher's name.
    pub name: Option<Sourced>,
    pub address: Option<String>,
    pub language: Option<Sourced>,
    /// Authors of every entry that names none.
    pub authors: Option<Sourced<Vec<String>>>,
}
