//! Full-text search.
//!
//! Words as people type them are never a syntax error: each is quoted before FTS5 sees it, in every
//! spelling that the index has (`spelling`). FTS5's own language is there for those who ask for it. Matches are chosen first and their snippets made
//! afterwards, so that a word that stands in every article costs no more than what is shown.

use std::time::Duration;

use super::{Asked, Error, Reader, Result};
use crate::model::{RowSink, Value};

/// What to look for.
#[derive(Clone, Debug)]
pub struct Search {
    /// In FTS5's language; see `Reader::spelt`.
    pub query: String,
    pub only: Only,
    pub limit: u32,
    /// The newest first, instead of the best.
    pub is_newest_first: bool,
    /// Put before and after each match in a snippet.
    pub marks: (String, String),
}

/// Which articles: as every report takes it. Days are whole ones: `2024-03-31`.
#[derive(Clone, Debug, Default)]
pub struct Only {
    pub since: Option<String>,
    pub until: Option<String>,
    pub ingested_since: Option<String>,
    pub publisher: Option<Asked>,
    pub topic: Option<String>,
    /// With a day, or without.
    pub is_dated: Option<bool>,
    /// A story once, however many near-duplicates of it there are.
    pub once: bool,
}

/// Most words, and bytes, of a search in FTS5's own language. Each is looked up before the first row
/// comes, and between two of them nothing looks at the clock: 20,000 beginnings of words took six
/// seconds more than their limit.
const MOST_TERMS: usize = 1_000;
const MOST_BYTES: usize = 20_000;

/// Words in a snippet.
const SNIPPET_WORDS: i64 = 24;

/// Why words cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    #[error("nothing to search for")]
    Nothing,
    #[error("more than 100 words to search for")]
    TooMany,
}

impl Reader {
    /// Hands on a row for each hit: article_id, published_on, publisher, headline, snippet.
    pub fn search(
        &self,
        search: &Search,
        time_limit: Duration,
        sink: &mut dyn RowSink,
    ) -> Result<u64> {
        if search.query.len() > MOST_BYTES || terms(&search.query) > MOST_TERMS {
            return Err(Error::Refused(format!(
                "a search takes at most {MOST_TERMS} words in {MOST_BYTES} bytes"
            )));
        }
        let sql = if search.is_newest_first { NEWEST_FIRST } else { BEST_FIRST };
        let text =
            |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
        let yes_or_no = |yes: bool| Some(if yes { "yes" } else { "no" });
        let Only { since, until, ingested_since, publisher, topic, is_dated, once } = &search.only;
        let parameters = [
            ("query", Value::Text(search.query.clone())),
            ("since", text(since.as_deref())),
            ("until", text(until.as_deref())),
            ("ingested_since", text(ingested_since.as_deref())),
            ("publisher", text(publisher.as_ref().map(|asked| asked.typed.as_str()))),
            ("publisher_folded", text(publisher.as_ref().map(|asked| asked.folded.as_str()))),
            ("topic", text(topic.as_deref())),
            ("dated", text(is_dated.and_then(yes_or_no))),
            ("once", text(yes_or_no(*once))),
            ("limit", Value::Integer(search.limit.into())),
            ("before", Value::Text(search.marks.0.clone())),
            ("after", Value::Text(search.marks.1.clone())),
            ("words", Value::Integer(SNIPPET_WORDS)),
        ];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value));
        self.run(sql, &parameters, time_limit, sink).map_err(|error| match error {
            Error::Refused(reason) => {
                Error::Refused(format!("cannot search for `{}`: {reason}", search.query))
            }
            other => other,
        })
    }
}

/// How many words an expression has, however they are joined.
fn terms(query: &str) -> usize {
    query
        .split(|character: char| !character.is_alphanumeric())
        .filter(|term| !term.is_empty())
        .count()
}

/// Which articles: asked only where something narrows the search.
macro_rules! wanted {
    () => {
        concat!(
            "((",
            include_str!("../report/shared/nothing_asked.sql"),
            ") OR articles_fts.rowid IN (SELECT articles.article_id FROM articles WHERE ",
            include_str!("../report/shared/articles.sql"),
            "))"
        )
    };
}

/// What is shown of each hit. The second MATCH is for one row each.
macro_rules! shown {
    () => {
        "SELECT
            articles.article_id,
            coalesce(articles.published_on, articles.published) AS published_on,
            publishers.name AS publisher,
            coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
            snippet(articles_fts, -1, :before, :after, '…', :words) AS snippet
        FROM hits
        CROSS JOIN articles_fts ON articles_fts.rowid = hits.article_id AND articles_fts MATCH :query
        CROSS JOIN articles ON articles.article_id = hits.article_id
        LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id"
    };
}

const BEST_FIRST: &str = concat!(
    "WITH ",
    include_str!("../report/shared/publisher.sql"),
    ", hits (article_id, rank) AS MATERIALIZED (
        SELECT articles_fts.rowid, articles_fts.rank
        FROM articles_fts
        WHERE articles_fts MATCH :query AND ",
    wanted!(),
    " AND articles_fts.rowid NOT IN (SELECT article_id FROM hidden_articles)
        ORDER BY articles_fts.rank, articles_fts.rowid
        LIMIT :limit
    ) ",
    shown!(),
    " ORDER BY hits.rank, hits.article_id"
);

const NEWEST_FIRST: &str = concat!(
    "WITH ",
    include_str!("../report/shared/publisher.sql"),
    ", hits (article_id, earliest_on) AS MATERIALIZED (
        SELECT articles_fts.rowid, dated.earliest_on
        FROM articles_fts
        CROSS JOIN articles AS dated ON dated.article_id = articles_fts.rowid
        WHERE articles_fts MATCH :query AND ",
    wanted!(),
    " AND articles_fts.rowid NOT IN (SELECT article_id FROM hidden_articles)
        ORDER BY dated.earliest_on DESC, dated.article_id DESC
        LIMIT :limit
    ) ",
    shown!(),
    " ORDER BY hits.earliest_on DESC, hits.article_id DESC"
);

/// The words and quoted phrases of a text, each with whether a star ends it. A quote inside a word
/// is part of it; one that is never closed goes to the end.
pub(super) fn words_and_phrases(typed: &str) -> Vec<(String, bool)> {
    let typed = typed.replace('\0', " ");
    let mut found = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (words, after) = match rest.strip_prefix('"') {
            Some(inside) => inside.split_once('"').unwrap_or((inside, "")),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        let (words, after, is_prefix) = match (words.strip_suffix('*'), after.strip_prefix('*')) {
            (Some(words), _) => (words.trim_end_matches('*'), after, true),
            (None, Some(after)) => (words, after, true),
            (None, None) => (words, after, false),
        };
        found.push((words.to_owned(), is_prefix));
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_stars_are_told_apart() {
        for (typed, expected) in [
            ("harbour bridge", &[("harbour", false), ("bridge", false)][..]),
            (r#""harbour bridge" suva"#, &[("harbour bridge", false), ("suva", false)]),
            ("harb*", &[("harb", true)]),
            (r#""harbour bri"*"#, &[("harbour bri", true)]),
            (r#""harbour bri*""#, &[("harbour bri", true)]),
            (r#""never closed"#, &[("never closed", false)]),
            (r#"a"b"#, &[("a\"b", false)]),
            ("O'Neill C++ -mayor", &[("O'Neill", false), ("C++", false), ("-mayor", false)]),
            ("a\0b", &[("a", false), ("b", false)]),
            (" \t\n", &[]),
        ] {
            let found = words_and_phrases(typed);
            let found: Vec<(&str, bool)> =
                found.iter().map(|(words, is_prefix)| (words.as_str(), *is_prefix)).collect();
            assert_eq!(found, expected, "{typed:?}");
        }
    }
}
