//! Full-text search.
//!
//! Words as people type them are never a syntax error: each is quoted before FTS5 sees it. FTS5's
//! own language is there for those who ask for it. Matches are chosen first and their snippets made
//! afterwards, so that a word that stands in every article costs no more than what is shown.

use std::time::Duration;

use super::{Error, Reader, Result};
use crate::model::{RowSink, Value};

/// What to look for. Days are whole ones: `2024-03-31`.
#[derive(Clone, Debug)]
pub struct Search {
    /// In FTS5's language; see `plain_words`.
    pub query: String,
    pub since: Option<String>,
    pub until: Option<String>,
    pub publisher: Option<String>,
    pub limit: u32,
    /// The newest first, instead of the best.
    pub is_newest_first: bool,
    /// Put before and after each match in a snippet.
    pub marks: (String, String),
}

/// Most words in one search: more is a text that was pasted by mistake.
const MOST_WORDS: usize = 100;

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
    #[error("more than {MOST_WORDS} words to search for")]
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
        let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let parameters = [
            ("query", Value::Text(search.query.clone())),
            ("since", text(&search.since)),
            ("until", text(&search.until)),
            ("publisher", text(&search.publisher)),
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
        "((:since IS NULL AND :until IS NULL AND :publisher IS NULL) OR articles_fts.rowid IN (
            SELECT articles.article_id
            FROM articles
            WHERE (:since IS NULL OR articles.published_on >= :since)
              AND (:until IS NULL OR articles.published_on <= :until)
              AND (:publisher IS NULL OR articles.publisher_id IN (
                  SELECT publisher_id FROM publishers WHERE name = :publisher COLLATE NOCASE
                  UNION ALL
                  SELECT publisher_id FROM aliases WHERE name = :publisher COLLATE NOCASE AND publisher_id IS NOT NULL))))"
    };
}

/// What is shown of each hit. The second MATCH is for one row each.
macro_rules! shown {
    () => {
        "SELECT
            articles.article_id,
            articles.published_on,
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
    "WITH hits (article_id, rank) AS MATERIALIZED (
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
    "WITH hits (article_id, published_on) AS MATERIALIZED (
        SELECT articles_fts.rowid, dated.published_on
        FROM articles_fts
        CROSS JOIN articles AS dated ON dated.article_id = articles_fts.rowid
        WHERE articles_fts MATCH :query AND ",
    wanted!(),
    " AND articles_fts.rowid NOT IN (SELECT article_id FROM hidden_articles)
        ORDER BY dated.published_on DESC, dated.article_id DESC
        LIMIT :limit
    ) ",
    shown!(),
    " ORDER BY hits.published_on DESC, hits.article_id DESC"
);

/// Words as typed, in FTS5's language: every word quoted, a phrase in quotes kept as one, a star at
/// the end kept as what it means. All of them must occur.
pub fn plain_words(typed: &str) -> std::result::Result<String, WordsError> {
    let mut query = String::with_capacity(typed.len() + 16);
    let mut count = 0;
    for (words, is_prefix) in words_and_phrases(typed) {
        // A word of signs only has no tokens: FTS5 would find nothing at all.
        if !words.chars().any(char::is_alphanumeric) {
            continue;
        }
        count += 1;
        if count > MOST_WORDS {
            return Err(WordsError::TooMany);
        }
        if !query.is_empty() {
            query.push(' ');
        }
        query.push('"');
        query.push_str(&words.replace('"', "\"\""));
        query.push_str(if is_prefix { "\"*" } else { "\"" });
    }
    if count == 0 { Err(WordsError::Nothing) } else { Ok(query) }
}

/// The words and quoted phrases of a text, each with whether a star ends it. A quote inside a word
/// is part of it; one that is never closed goes to the end.
fn words_and_phrases(typed: &str) -> Vec<(String, bool)> {
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
    fn words_are_quoted() {
        for (typed, expected) in [
            ("harbour bridge", Ok(r#""harbour" "bridge""#)),
            (r#""harbour bridge" suva"#, Ok(r#""harbour bridge" "suva""#)),
            ("harb*", Ok(r#""harb"*"#)),
            (r#""harbour bri"*"#, Ok(r#""harbour bri"*"#)),
            (r#""harbour bri*""#, Ok(r#""harbour bri"*"#)),
            (r#""never closed"#, Ok(r#""never closed""#)),
            (r#"a"b"#, Ok(r#""a""b""#)),
            ("foo-bar", Ok(r#""foo-bar""#)),
            ("O'Neill C++ -mayor $5m 50%", Ok(r#""O'Neill" "C++" "-mayor" "$5m" "50%""#)),
            ("AND OR NOT NEAR", Ok(r#""AND" "OR" "NOT" "NEAR""#)),
            ("headline:x", Ok(r#""headline:x""#)),
            ("fish & chips", Ok(r#""fish" "chips""#)),
            ("a\0b", Ok(r#""a" "b""#)),
            ("東京", Ok(r#""東京""#)),
            ("", Err(WordsError::Nothing)),
            (" \t\n", Err(WordsError::Nothing)),
            ("( ) \" * ** \"\" \0", Err(WordsError::Nothing)),
        ] {
            assert_eq!(plain_words(typed).as_deref(), expected.as_ref().map(|x| *x), "{typed:?}");
        }
        assert_eq!(plain_words(&"a ".repeat(10_000)), Err(WordsError::TooMany));
    }
}
