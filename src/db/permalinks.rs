//! What a permalink asks of the archive: an article by the SHA-256 of its text, the text of a field, and which other
//! articles have some words.

use super::show::Cells;
use super::{Error, Reader, Result};
use crate::model::{ArticleId, MentionField, Sha256, Value};

/// More articles than that with the same words are not looked through.
const MOST_ARTICLES: i64 = 100;

impl Reader {
    /// The article whose text has that SHA-256.
    pub fn article_of(&self, sha256: Sha256) -> Result<Option<ArticleId>> {
        let rows = self.rows(
            "SELECT article_id FROM articles WHERE sha256 = :sha256",
            &[("sha256", Value::Text(sha256.to_string()))],
        )?;
        Ok(rows.into_iter().next().map(|row| ArticleId(Cells::of(row).number())))
    }

    /// The SHA-256 of an article's text, by its number.
    pub fn sha256_of(&self, article: ArticleId) -> Result<Option<Sha256>> {
        let rows = self.rows(
            "SELECT sha256 FROM articles WHERE article_id = :article",
            &[("article", Value::Integer(article.0))],
        )?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        self.sha256(article, &Cells::of(row).text()).map(Some)
    }

    fn sha256(&self, article: ArticleId, hex: &str) -> Result<Sha256> {
        Sha256::from_hex(hex).ok_or_else(|| Error::Damaged {
            path: self.path().to_path_buf(),
            reason: format!("article {}: {hex:?} is not a SHA-256", article.0),
        })
    }

    /// When the article of that SHA-256 was erased, if it was: RFC 3339, UTC.
    pub fn erased_at(&self, sha256: Sha256) -> Result<Option<String>> {
        let rows = self.rows(
            "SELECT erased_at FROM erasures WHERE subject = 'article' AND sha256 = :sha256",
            &[("sha256", Value::Text(sha256.to_string()))],
        )?;
        Ok(rows.into_iter().next().map(|row| Cells::of(row).text()))
    }

    /// The SHA-256 of an article and the text of one of its fields; `None` if it has no such article or field.
    pub fn text_of(
        &self,
        article: ArticleId,
        field: MentionField,
    ) -> Result<Option<(Sha256, String)>> {
        let (text, number) = match field {
            MentionField::Body => ("body", 0),
            MentionField::Headline => ("headline", 0),
            MentionField::Standfirst => ("standfirst", 0),
            MentionField::Caption(number) => (
                "(SELECT caption FROM article_captions
                  WHERE article_captions.article_id = articles.article_id AND number = :number)",
                number,
            ),
        };
        let rows = self.rows(
            &format!(
                "SELECT sha256, {text} AS text FROM articles
                 WHERE article_id = :article AND :number IS NOT NULL AND {text} IS NOT NULL"
            ),
            &[("article", Value::Integer(article.0)), ("number", Value::Integer(number.into()))],
        )?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let mut cells = Cells::of(row);
        let (hex, text) = (cells.text(), cells.text());
        Ok(Some((self.sha256(article, &hex)?, text)))
    }

    /// The articles that have the words one after the other, the newest first: at most a hundred.
    pub fn articles_with(&self, words: &str) -> Result<Vec<ArticleId>> {
        if !words.chars().any(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let rows = self.rows(
            "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :phrase ORDER BY rowid DESC LIMIT :most",
            &[
                ("phrase", Value::Text(format!("\"{}\"", words.replace('"', " ")))),
                ("most", Value::Integer(MOST_ARTICLES)),
            ],
        )?;
        Ok(rows.into_iter().map(|row| ArticleId(Cells::of(row).number())).collect())
    }

    /// The other texts of an article that the archive holds.
    pub fn other_texts(&self, article: ArticleId) -> Result<Vec<ArticleId>> {
        Ok(self.revisions(article)?.into_iter().map(|other| ArticleId(other.article_id)).collect())
    }
}
