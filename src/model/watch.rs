//! What somebody wants to be told of, and which articles are tagged by themselves.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ArticleId, EntityName, RuleId, WatchId};

/// What is looked for in what comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Somebody or something that is named, in every form of the name. Called as it was when this was asked for.
    Entity(EntityName),
    /// Articles that a search finds, in the language of `cuttings search`.
    Search { words: String },
    /// Rows of a canned report.
    Report { report: String, parameters: BTreeMap<String, String> },
}

/// A watch. Instants are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    pub watch_id: WatchId,
    pub name: String,
    pub sought: Sought,
    /// Only articles on this topic.
    pub topic: Option<String>,
    pub added_at: String,
    pub added_by: String,
    pub paused_at: Option<String>,
    /// Up to when it has been told of what came in; `None`: never yet.
    pub told_until: Option<String>,
}

/// A rule: what it finds is on its topic. It looks for no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRule {
    pub rule_id: RuleId,
    pub topic: String,
    pub sought: Sought,
    /// Whether it is also of what was there before it.
    pub is_over_all: bool,
    pub added_at: String,
    pub added_by: String,
}

/// A rule as it is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    pub topic: String,
    pub sought: Sought,
    /// Whether it is also of what was there before it.
    pub is_over_all: bool,
    pub added_at: String,
    pub added_by: String,
}

/// What a rule tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tagged {
    /// How many articles.
    pub count: u64,
    /// The newest of them.
    pub newest: Vec<TaggedArticle>,
}

/// An article that a rule tags, in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaggedArticle {
    pub article_id: ArticleId,
    pub published_on: Option<String>,
    pub publisher: Option<String>,
    /// Its headline, else how it begins.
    pub headline: String,
}
