//! What is shown of articles that came in: where they name somebody, what is said in them, and their texts.
//!
//! What must stay true: texts are read only of articles that are asked for by number, in groups of a fixed size, so
//! that memory does not grow with how many there are.

use std::collections::HashMap;
use std::time::Duration;

use rusqlite::{Row, named_params};

use super::entities::{self, Tables};
use super::news::Watched;
use super::search::listed;
use super::{Expression, Reader, Result};
use crate::model::{Column, EntityKind, Flow, RowSink, Value};

/// Texts that are read by one statement.
const TEXTS_AT_ONCE: usize = 100;

/// Their matches are marked in no time.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Where an article names somebody: code points of a field.
#[derive(Clone, Debug)]
pub struct NamedAt {
    pub article: i64,
    pub field: String,
    pub start_char: usize,
    pub end_char: usize,
}

/// A quotation in a body, by somebody or about them.
#[derive(Clone, Debug)]
pub struct QuoteAt {
    pub article: i64,
    pub start_char: usize,
    pub end_char: usize,
    pub speaker: Option<String>,
    /// The text's own words for the speaker.
    pub speaker_span: Option<(usize, usize)>,
    pub is_by_them: bool,
}

/// A title that an article gives somebody.
#[derive(Clone, Debug)]
pub struct TitleAt {
    pub article: i64,
    pub field: String,
    pub start_char: usize,
    pub end_char: usize,
    pub title: String,
}

impl Reader {
    /// Where these articles name somebody, each in the order in which it is read.
    pub fn named_at(&self, watched: &Watched, articles: &[i64]) -> Result<Vec<NamedAt>> {
        let Tables { id, .. } = entities::tables(watched.kind);
        self.asked(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT mentions.article_id, mentions.field, mentions.start_char, mentions.end_char
                     FROM json_each(:articles) AS asked
                     CROSS JOIN mentions ON mentions.article_id = asked.value
                     WHERE mentions.{id} IN (SELECT value FROM json_each(:ids))
                     ORDER BY mentions.article_id,
                         CASE field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END,
                         length(field), field, start_char"
                ))?
                .query_map(
                    named_params! { ":articles": listed(articles), ":ids": listed(&watched.ids) },
                    |row| {
                        Ok(NamedAt {
                            article: row.get(0)?,
                            field: row.get(1)?,
                            start_char: row.get(2)?,
                            end_char: row.get(3)?,
                        })
                    },
                )?
                .collect()
        })
    }

    /// The quotations in these articles by somebody, and those of others that name them.
    pub fn quotes_by_or_about(&self, watched: &Watched, articles: &[i64]) -> Result<Vec<QuoteAt>> {
        let Tables { id, .. } = entities::tables(watched.kind);
        self.asked(|connection| {
            connection
                .prepare_cached(&format!(
                    "WITH them (id) AS MATERIALIZED (SELECT value FROM json_each(:ids))
                     SELECT quotes.article_id, quotes.start_char, quotes.end_char,
                         coalesce(people.name, organisations.name, places.name),
                         quotes.speaker_start_char, quotes.speaker_end_char,
                         coalesce(quotes.{id} IN (SELECT id FROM them), 0) AS is_by_them
                     FROM json_each(:articles) AS asked
                     CROSS JOIN quotes ON quotes.article_id = asked.value AND quotes.field = 'body'
                     LEFT JOIN people ON people.person_id = quotes.person_id
                     LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
                     LEFT JOIN places ON places.place_id = quotes.place_id
                     WHERE is_by_them OR EXISTS (
                         SELECT 1 FROM mentions AS named
                         WHERE named.article_id = quotes.article_id AND named.field = quotes.field
                           AND named.start_char >= quotes.start_char AND named.start_char < quotes.end_char
                           AND named.{id} IN (SELECT id FROM them))
                     ORDER BY quotes.article_id, is_by_them DESC, quotes.start_char"
                ))?
                .query_map(
                    named_params! { ":articles": listed(articles), ":ids": listed(&watched.ids) },
                    quote_of,
                )?
                .collect()
        })
    }

    /// The titles that these articles give a person.
    pub fn titles_at(&self, watched: &Watched, articles: &[i64]) -> Result<Vec<TitleAt>> {
        if watched.kind != EntityKind::Person {
            return Ok(Vec::new());
        }
        self.asked(|connection| {
            connection
                .prepare_cached(
                    "SELECT roles.article_id, roles.field, roles.start_char, roles.end_char, roles.title
                     FROM json_each(:articles) AS asked
                     CROSS JOIN roles ON roles.article_id = asked.value
                     WHERE roles.person_id IN (SELECT value FROM json_each(:ids)) AND roles.title IS NOT NULL
                     ORDER BY roles.article_id, roles.field, roles.start_char",
                )?
                .query_map(
                    named_params! { ":articles": listed(articles), ":ids": listed(&watched.ids) },
                    |row| {
                        Ok(TitleAt {
                            article: row.get(0)?,
                            field: row.get(1)?,
                            start_char: row.get(2)?,
                            end_char: row.get(3)?,
                            title: row.get(4)?,
                        })
                    },
                )?
                .collect()
        })
    }

    /// The titles that all other articles give a person.
    pub fn titles_elsewhere(&self, watched: &Watched, articles: &[i64]) -> Result<Vec<String>> {
        self.asked(|connection| {
            connection
                .prepare_cached(
                    "SELECT DISTINCT roles.title
                     FROM json_each(:ids) AS asked
                     CROSS JOIN article_people ON article_people.person_id = asked.value
                     CROSS JOIN roles ON roles.article_id = article_people.article_id
                         AND roles.person_id = article_people.person_id
                     WHERE roles.title IS NOT NULL
                       AND roles.article_id NOT IN (SELECT value FROM json_each(:articles))",
                )?
                .query_map(
                    named_params! { ":articles": listed(articles), ":ids": listed(&watched.ids) },
                    |row| row.get(0),
                )?
                .collect()
        })
    }

    /// The bodies of these articles, by their numbers. Who asks takes care that they are not many.
    pub fn bodies(&self, articles: &[i64]) -> Result<HashMap<i64, String>> {
        let mut found = HashMap::with_capacity(articles.len());
        for part in articles.chunks(TEXTS_AT_ONCE) {
            let rows = self.asked(|connection| {
                connection
                    .prepare_cached(
                        "SELECT articles.article_id, articles.body FROM json_each(:articles) AS asked
                         CROSS JOIN articles ON articles.article_id = asked.value",
                    )?
                    .query_map(named_params! { ":articles": listed(part) }, |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect::<rusqlite::Result<Vec<(i64, String)>>>()
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// The bodies of these articles with marks before and after the words that a search found, by their numbers.
    pub fn bodies_marked(
        &self,
        words: &Expression,
        articles: &[i64],
        marks: [char; 2],
    ) -> Result<HashMap<i64, String>> {
        let [before, after] = marks.map(|mark| Value::Text(mark.to_string()));
        let mut found = Texts(HashMap::with_capacity(articles.len()));
        for part in articles.chunks(TEXTS_AT_ONCE) {
            self.run(
                "SELECT articles_fts.rowid, highlight(articles_fts, 3, :before, :after)
                 FROM json_each(:articles) AS asked
                 CROSS JOIN articles_fts ON articles_fts.rowid = asked.value AND articles_fts MATCH :query",
                &[
                    ("before".to_owned(), before.clone()),
                    ("after".to_owned(), after.clone()),
                    ("articles".to_owned(), Value::Text(listed(part))),
                    ("query".to_owned(), Value::Text(words.text())),
                ],
                TIME_LIMIT,
                &mut found,
            )?;
        }
        Ok(found.0)
    }
}

fn quote_of(row: &Row<'_>) -> rusqlite::Result<QuoteAt> {
    let span: (Option<usize>, Option<usize>) = (row.get(4)?, row.get(5)?);
    Ok(QuoteAt {
        article: row.get(0)?,
        start_char: row.get(1)?,
        end_char: row.get(2)?,
        speaker: row.get(3)?,
        speaker_span: span.0.zip(span.1),
        is_by_them: row.get(6)?,
    })
}

/// Takes a number and a text of each row.
struct Texts(HashMap<i64, String>);

impl RowSink for Texts {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        if let [Value::Integer(number), Value::Text(text)] = values {
            self.0.insert(*number, text.clone());
        }
        Flow::Continue
    }
}
