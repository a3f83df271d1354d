//! Full-text search.
//!
//! Words as people type them are never a syntax error (`search_language`); each is quoted before FTS5 sees
//! it, in every spelling that the index has (`spelling`). FTS5's own language is there for those who ask for
//! it. Which articles, and in what order, is settled first (`search_order`); their snippets are made
//! afterwards, so that a word that stands in every article costs no more than what is shown.

use std::time::{Duration, Instant};

use super::search_order::Asking;
use super::{AskedName, Error, Expression, Reader, Result};
use crate::model::{Column, EntityKind, Flow, RowSink, Value};

/// What to look for.
#[derive(Clone, Debug)]
pub struct Search {
    /// See `Reader::spelt`; `None`: all articles in which those are named.
    pub expression: Option<Expression>,
    /// All of them are named in the article; `None`: somebody whom no article names.
    pub named: Option<Vec<(EntityKind, i64)>>,
    pub only: Only,
    pub limit: u32,
    pub order: Order,
    /// Put before and after each match in a snippet.
    pub marks: (String, String),
}

/// Which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The best, unless too many answer for a rank to say anything: then the newest.
    Best,
    /// The best, whatever it costs.
    Rank,
    Newest,
    Oldest,
}

/// Which articles: as every report takes it. Days are whole ones: `2024-03-31`.
#[derive(Clone, Debug, Default)]
pub struct Only {
    pub since: Option<String>,
    pub until: Option<String>,
    pub ingested_since: Option<String>,
    pub publisher: Option<AskedName>,
    pub topic: Option<String>,
    /// With a day, or without.
    pub is_dated: Option<bool>,
    /// A story once, however many near-duplicates of it there are.
    pub once: bool,
}

/// What a search showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub count: u64,
    /// The newest instead of the best: too many answer to rank them.
    pub is_newest_for_best: bool,
}

/// Most words, and bytes, of a search in FTS5's own language. Each is looked up before the first row
/// comes, and between two of them nothing looks at the clock: 20,000 beginnings of words took six
/// seconds more than their limit.
const MOST_TERMS: usize = 1_000;
const MOST_BYTES: usize = 20_000;

/// Words in a snippet.
const SNIPPET_WORDS: i64 = 24;

/// Articles that are shown by one statement, so that the list of them stays a short value.
const SHOWN_AT_ONCE: usize = 10_000;

impl Reader {
    /// Hands on a row for each hit: article_id, published_on, publisher, headline, snippet.
    pub fn search(
        &self,
        search: &Search,
        time_limit: Duration,
        sink: &mut dyn RowSink,
    ) -> Result<Shown> {
        let query = check_length(search)?;
        let asking = Asking { reader: self, search, time_limit, started: Instant::now() };
        let mut answer = || -> Result<Shown> {
            let found = asking.found()?;
            let count = asking.show(&found.articles, query.as_deref(), sink)?;
            Ok(Shown { count, is_newest_for_best: found.is_newest_for_best })
        };
        answer().map_err(|error| of_search(error, query, time_limit))
    }

    /// The numbers of the articles that a search finds, in its order, as many as its limit says.
    pub fn found(&self, search: &Search, time_limit: Duration) -> Result<Vec<i64>> {
        let query = check_length(search)?;
        let asking = Asking { reader: self, search, time_limit, started: Instant::now() };
        let found = asking.found().map_err(|error| of_search(error, query, time_limit))?;
        Ok(found.articles)
    }

    /// How many articles answer an expression, all else left out; not counted beyond `most`.
    pub fn answering(&self, expression: &Expression, most: u32) -> Result<u64> {
        let rows = self.rows(
            "SELECT count(*) FROM (
                SELECT 1 FROM articles_fts WHERE articles_fts MATCH :query
                AND articles_fts.rowid NOT IN (SELECT article_id FROM hidden_articles) LIMIT :most)",
            &[("query", Value::Text(expression.text())), ("most", Value::Integer(most.into()))],
        )?;
        Ok(match rows.first().and_then(|row| row.first()) {
            Some(Value::Integer(count)) => u64::try_from(*count).unwrap_or_default(),
            _ => 0,
        })
    }
}

impl Asking<'_> {
    /// Hands on the articles in their order.
    fn show(&self, articles: &[i64], query: Option<&str>, sink: &mut dyn RowSink) -> Result<u64> {
        let mut all = Parts { sink, has_columns: false, is_over: false };
        let mut count = 0;
        // Run once even without articles, so that the columns are handed on.
        let parts = articles.chunks(SHOWN_AT_ONCE).chain(articles.is_empty().then_some(articles));
        for part in parts {
            let mut parameters = vec![("ids", Value::Text(listed(part)))];
            let sql = match query {
                Some(query) => {
                    let (before, after) = &self.search.marks;
                    parameters.extend([
                        ("query", Value::Text(query.to_owned())),
                        ("before", Value::Text(before.clone())),
                        ("after", Value::Text(after.clone())),
                        ("words", Value::Integer(SNIPPET_WORDS)),
                    ]);
                    WITH_SNIPPETS
                }
                None => WITH_BEGINNINGS,
            };
            count += self.run(sql, &parameters, &mut all)?;
            if all.is_over {
                break;
            }
        }
        Ok(count)
    }
}

/// The text of a search's expression, if it is not too long.
fn check_length(search: &Search) -> Result<Option<String>> {
    let query = search.expression.as_ref().map(Expression::text);
    query.map(|query| check_text(&query).map(|()| query)).transpose()
}

/// Refuses an expression in FTS5's language that is too long.
pub(super) fn check_text(query: &str) -> Result<()> {
    match query.len() > MOST_BYTES || terms(query) > MOST_TERMS {
        true => Err(Error::Refused(format!(
            "a search takes at most {MOST_TERMS} words in {MOST_BYTES} bytes"
        ))),
        false => Ok(()),
    }
}

/// What went wrong, said of the search.
fn of_search(error: Error, query: Option<String>, time_limit: Duration) -> Error {
    match (error, query) {
        (Error::Refused(reason), Some(query)) => {
            Error::Refused(format!("cannot search for `{query}`: {reason}"))
        }
        (Error::TimeLimit { .. }, _) => Error::TimeLimit { seconds: time_limit.as_secs() },
        (other, _) => other,
    }
}

/// Rows of several statements as those of one.
struct Parts<'s> {
    sink: &'s mut dyn RowSink,
    has_columns: bool,
    is_over: bool,
}

impl RowSink for Parts<'_> {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        if std::mem::replace(&mut self.has_columns, true) {
            return Flow::Continue;
        }
        let flow = self.sink.columns(columns);
        self.is_over = flow == Flow::Stop;
        flow
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        let flow = self.sink.row(values);
        self.is_over = flow == Flow::Stop;
        flow
    }
}

/// Numbers as a list in JSON.
pub(super) fn listed(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("[{}]", numbers.join(","))
}

/// How many words an expression has, however they are joined.
fn terms(query: &str) -> usize {
    query
        .split(|character: char| !character.is_alphanumeric())
        .filter(|term| !term.is_empty())
        .count()
}

/// What is shown of each hit, but for its snippet.
macro_rules! shown {
    () => {
        "SELECT
            articles.article_id,
            coalesce(articles.published_on, articles.published) AS published_on,
            publishers.name AS publisher,
            coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,"
    };
}

/// The second MATCH is for one row each.
const WITH_SNIPPETS: &str = concat!(
    shown!(),
    " snippet(articles_fts, -1, :before, :after, '…', :words) AS snippet
    FROM json_each(:ids) AS found
    CROSS JOIN articles_fts ON articles_fts.rowid = found.value AND articles_fts MATCH :query
    CROSS JOIN articles ON articles.article_id = found.value
    LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
    ORDER BY found.key"
);

const WITH_BEGINNINGS: &str = concat!(
    shown!(),
    " substr(articles.body, 1, 160) || CASE WHEN length(articles.body) > 160 THEN '…' ELSE '' END AS snippet
    FROM json_each(:ids) AS found
    CROSS JOIN articles ON articles.article_id = found.value
    LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
    ORDER BY found.key"
);
