//! What articles that were found have in common: publishers, topics, years and people, each with how many.

use super::search::listed;
use super::show::Cells;
use super::{Reader, Result};
use crate::model::Value;

/// How often something occurs among some articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub name: String,
    pub articles: u64,
}

/// What some articles have in common, of each the most frequent first; years the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    pub publishers: Vec<Share>,
    pub topics: Vec<Share>,
    pub years: Vec<Share>,
    pub people: Vec<Share>,
}

impl Reader {
    /// Counts what the articles have, at most `most` of each.
    pub fn shares(&self, articles: &[i64], most: u32) -> Result<Shares> {
        let count = |sql: &str| -> Result<Vec<Share>> {
            let rows = self.rows(
                sql,
                &[("ids", Value::Text(listed(articles))), ("most", Value::Integer(most.into()))],
            )?;
            Ok(rows
                .into_iter()
                .map(|row| {
                    let mut cells = Cells::of(row);
                    let name = cells.text();
                    Share { name, articles: u64::try_from(cells.number()).unwrap_or_default() }
                })
                .collect())
        };
        Ok(Shares {
            publishers: count(
                "SELECT publishers.name, count(*) FROM json_each(:ids) AS found
                 CROSS JOIN articles ON articles.article_id = found.value
                 CROSS JOIN publishers ON publishers.publisher_id = articles.publisher_id
                 GROUP BY publishers.publisher_id ORDER BY 2 DESC, 1 LIMIT :most",
            )?,
            topics: count(
                "SELECT article_topics.topic, count(DISTINCT found.value) FROM json_each(:ids) AS found
                 CROSS JOIN article_topics ON article_topics.article_id = found.value
                 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most",
            )?,
            years: count(
                "SELECT substr(articles.published, 1, 4), count(*) FROM json_each(:ids) AS found
                 CROSS JOIN articles ON articles.article_id = found.value
                 WHERE articles.published IS NOT NULL
                 GROUP BY 1 ORDER BY 1 DESC LIMIT :most",
            )?,
            people: count(
                "SELECT people.name, count(*) FROM json_each(:ids) AS found
                 CROSS JOIN article_people ON article_people.article_id = found.value
                 CROSS JOIN people ON people.person_id = article_people.person_id
                 GROUP BY people.person_id ORDER BY 2 DESC, 1 LIMIT :most",
            )?,
        })
    }
}
