//! What a review asks of the archive: heads of articles, the copies of their stories, and of those that are shown a
//! little of their texts.
//!
//! What must stay true: no more of a text is read than is shown, and that in parts, so that memory does not grow with
//! the archive; hidden articles are left out, as in reports.

use std::collections::HashMap;

use super::search::listed;
use super::show::Cells;
use super::{Error, Reader, Result};
use crate::model::{
    ExportedTime, PrintedArticle, ReadArticle, ReadQuote, ReviewNote, Sha256, Value,
};

/// Articles that are asked about at once: their numbers are one value.
const AT_ONCE: usize = 2_000;

/// Articles whose texts are read at once.
const TEXTS_AT_ONCE: usize = 100;

/// How much of each article's text is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOf {
    /// Code points of its beginning.
    pub beginning: usize,
    /// Code points of each quotation; 0: none are read.
    pub quotes: usize,
    pub notes: bool,
}

macro_rules! head {
    ($from:literal) => {
        head!($from, "articles.article_id NOT IN (SELECT article_id FROM hidden_articles)")
    };
    ($from:literal, $which:literal) => {
        concat!(
            "SELECT
                articles.article_id, articles.sha256, stories.first_article_id, publishers.name,
                articles.published, articles.published_precision, articles.published_original,
                articles.earliest_on, articles.published_on, articles.published_at,
                articles.headline, articles.byline, articles.dateline, articles.url,
                CASE WHEN stories.first_article_id IS NULL THEN 0 ELSE length(articles.body) END ",
            $from,
            " CROSS JOIN articles ON articles.article_id = found.article_id
            LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
            LEFT JOIN stories ON stories.article_id = articles.article_id
            WHERE ",
            $which,
            " ORDER BY found.key, articles.article_id"
        )
    };
}

const HEADS: &str = head!("FROM (SELECT key, value AS article_id FROM json_each(:ids)) AS found");

const ANY_HEAD: &str =
    head!("FROM (SELECT key, value AS article_id FROM json_each(:ids)) AS found", "true");

const COPIES: &str = head!(
    "FROM (
        SELECT asked.key, of_story.article_id
        FROM json_each(:ids) AS asked
        CROSS JOIN stories AS of_story ON of_story.first_article_id = asked.value) AS found"
);

const BEGINNINGS: &str = "
    SELECT articles.article_id, substr(articles.body, 1, :characters), length(articles.body) <= :characters
    FROM json_each(:ids) AS found CROSS JOIN articles ON articles.article_id = found.value";

const AUTHORS: &str = "
    SELECT article_authors.article_id, article_authors.name
    FROM json_each(:ids) AS found CROSS JOIN article_authors ON article_authors.article_id = found.value
    ORDER BY article_authors.article_id, article_authors.position";

const QUOTES: &str = "
    SELECT quotes.article_id, quotes.start_char, quotes.end_char,
        substr(articles.body, quotes.start_char + 1, min(quotes.end_char - quotes.start_char, :characters)),
        coalesce(people.name, organisations.name, places.name, replace(substr(articles.body,
            quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char), char(10), ' '))
    FROM json_each(:ids) AS found
    CROSS JOIN quotes ON quotes.article_id = found.value AND quotes.field = 'body'
    CROSS JOIN articles ON articles.article_id = quotes.article_id
    LEFT JOIN people ON people.person_id = quotes.person_id
    LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
    LEFT JOIN places ON places.place_id = quotes.place_id
    ORDER BY quotes.article_id, quotes.start_char";

const NOTES: &str = "
    SELECT article_id, remark, decided_by FROM article_remarks
    WHERE article_id IN (SELECT value FROM json_each(:ids)) ORDER BY article_id, decision_id";

impl Reader {
    /// These articles in this order, without those that are hidden or gone.
    pub fn printed(&self, articles: &[i64]) -> Result<Vec<PrintedArticle>> {
        self.heads(HEADS, articles)
    }

    /// Every article of these stories, by their first articles.
    pub fn printed_in_stories(&self, stories: &[i64]) -> Result<Vec<PrintedArticle>> {
        self.heads(COPIES, stories)
    }

    /// One article, hidden or not; `None` if it is gone.
    pub fn head_of(&self, article: i64) -> Result<Option<PrintedArticle>> {
        let rows = self.rows(ANY_HEAD, &[("ids", Value::Text(listed(&[article])))])?;
        rows.into_iter().next().map(|row| self.head(row)).transpose()
    }

    fn heads(&self, sql: &str, ids: &[i64]) -> Result<Vec<PrintedArticle>> {
        let mut heads = Vec::with_capacity(ids.len());
        for part in ids.chunks(AT_ONCE) {
            let rows = self.rows(sql, &[("ids", Value::Text(listed(part)))])?;
            for row in rows {
                heads.push(self.head(row)?);
            }
        }
        Ok(heads)
    }

    /// Of each of these articles so much of its text, by their numbers.
    pub fn read_articles(&self, articles: &[i64], of: ReadOf) -> Result<HashMap<i64, ReadArticle>> {
        let mut read: HashMap<i64, ReadArticle> = HashMap::with_capacity(articles.len());
        for part in articles.chunks(TEXTS_AT_ONCE) {
            self.read_part(&listed(part), of, &mut read)?;
        }
        Ok(read)
    }

    fn read_part(&self, ids: &str, of: ReadOf, read: &mut HashMap<i64, ReadArticle>) -> Result<()> {
        let number = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let ids = ("ids", Value::Text(ids.to_owned()));
        if of.beginning > 0 {
            for row in
                self.rows(BEGINNINGS, &[ids.clone(), ("characters", number(of.beginning))])?
            {
                let mut cells = Cells::of(row);
                let article = read.entry(cells.number()).or_default();
                article.beginning = cells.text();
                article.is_whole = cells.number() == 1;
            }
        }
        for row in self.rows(AUTHORS, std::slice::from_ref(&ids))? {
            let mut cells = Cells::of(row);
            read.entry(cells.number()).or_default().authors.push(cells.text());
        }
        if of.quotes > 0 {
            for row in self.rows(QUOTES, &[ids.clone(), ("characters", number(of.quotes))])? {
                let mut cells = Cells::of(row);
                read.entry(cells.number()).or_default().quotes.push(ReadQuote {
                    start_char: cells.number(),
                    end_char: cells.number(),
                    words: cells.text(),
                    speaker: cells.optional(),
                });
            }
        }
        if of.notes {
            for row in self.rows(NOTES, &[ids])? {
                let mut cells = Cells::of(row);
                let article = read.entry(cells.number()).or_default();
                article.notes.push(ReviewNote { remark: cells.text(), by: cells.text() });
            }
        }
        Ok(())
    }

    fn head(&self, row: Vec<Value>) -> Result<PrintedArticle> {
        let mut cells = Cells::of(row);
        let (article_id, hex) = (cells.number(), cells.text());
        let sha256 = Sha256::from_hex(&hex).ok_or_else(|| Error::Damaged {
            path: self.path().to_path_buf(),
            reason: format!("article {article_id}: {hex:?} is not a SHA-256"),
        })?;
        Ok(PrintedArticle {
            article_id,
            sha256,
            story: cells.optional_number(),
            publisher: cells.optional(),
            published: ExportedTime {
                value: cells.optional(),
                precision: cells.optional(),
                offset_minutes: None,
                original: cells.optional(),
            },
            earliest_on: cells.optional(),
            published_on: cells.optional(),
            published_at: cells.optional(),
            headline: cells.optional(),
            byline: cells.optional(),
            dateline: cells.optional(),
            url: cells.optional(),
            length: cells.number(),
        })
    }
}
