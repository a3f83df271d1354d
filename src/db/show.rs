//! One article with all that is known of it.

use super::{Reader, Result};
use crate::model::{
    ArticleDetails, ArticleId, CaptionDetails, CaptureDetails, MentionDetails,
    NearDuplicateDetails, OriginDetails, QuoteDetails, RemarkDetails, RevisionDetails,
    SightingDetails, Value,
};

/// Shortest beginning of a SHA-256 that names an article or a capture.
pub const SHORTEST_PREFIX: usize = 6;

impl Reader {
    /// The articles that a text names: a row id, or the beginning of the SHA-256 of an article or
    /// of a capture. At most ten; none if it names none.
    pub fn find_articles(&self, text: &str) -> Result<Vec<ArticleId>> {
        if let Ok(id) = text.parse::<i64>() {
            let rows = self.rows(
                "SELECT article_id FROM articles WHERE article_id = :article",
                &[("article", Value::Integer(id))],
            )?;
            if !rows.is_empty() {
                return Ok(vec![ArticleId(id)]);
            }
        }
        let prefix = text.to_ascii_lowercase();
        if !(SHORTEST_PREFIX..=64).contains(&prefix.len())
            || !prefix.bytes().all(|b| b.is_ascii_hexdigit())
        {
            return Ok(Vec::new());
        }
        // `g` is what comes after every hexadecimal digit.
        let rows = self.rows(
            "SELECT article_id FROM articles WHERE sha256 >= :prefix AND sha256 < :prefix || 'g'
             UNION
             SELECT article_spans.article_id
             FROM captures
             JOIN article_spans ON article_spans.capture_id = captures.capture_id
             WHERE captures.sha256 >= :prefix AND captures.sha256 < :prefix || 'g'
               AND article_spans.article_id IS NOT NULL
             ORDER BY 1
             LIMIT 10",
            &[("prefix", Value::Text(prefix))],
        )?;
        Ok(rows.into_iter().map(|row| ArticleId(Cells::of(row).number())).collect())
    }

    /// `None` if there is no such article.
    pub fn article(&self, article: ArticleId) -> Result<Option<ArticleDetails>> {
        let given = [("article", Value::Integer(article.0))];
        let head = self.rows(
            "SELECT
                 articles.sha256, articles.kind, articles.headline, articles.standfirst, articles.byline,
                 articles.dateline, publishers.name, articles.section, articles.url, articles.identifier,
                 articles.version,
                 coalesce((SELECT min(reason) FROM hidden_articles WHERE article_id = :article), 'usable'),
                 articles.published, articles.published_precision, articles.published_original,
                 articles.modified, articles.captured_at, articles.language,
                 articles.reader, articles.recogniser, articles.ingested_at, articles.body
             FROM articles
             LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
             WHERE articles.article_id = :article",
            &given,
        )?;
        let Some(head) = head.into_iter().next() else { return Ok(None) };
        let mut cells = Cells::of(head);
        Ok(Some(ArticleDetails {
            article_id: article.0,
            sha256: cells.text(),
            kind: cells.text(),
            headline: cells.optional(),
            standfirst: cells.optional(),
            byline: cells.optional(),
            dateline: cells.optional(),
            publisher: cells.optional(),
            section: cells.optional(),
            url: cells.optional(),
            identifier: cells.optional(),
            version: cells.optional_number(),
            status: cells.text(),
            published: cells.optional(),
            published_precision: cells.optional(),
            published_original: cells.optional(),
            modified: cells.optional(),
            captured_at: cells.optional(),
            language: cells.optional(),
            reader: cells.text(),
            recogniser: cells.text(),
            ingested_at: cells.text(),
            body: cells.text(),
            captions: self.captions_of(article)?,
            authors: self.texts(
                "SELECT name FROM article_authors WHERE article_id = :article ORDER BY position",
                article,
            )?,
            mentions: self.mentions(article)?,
            quotes: self.quotes(article)?,
            topics: self.texts(
                "SELECT topic FROM article_topics WHERE article_id = :article ORDER BY topic",
                article,
            )?,
            remarks: self.remarks(article)?,
            captures: self.captures(article)?,
            revisions: self.revisions(article)?,
            near_duplicates: self.near_duplicates(article)?,
            origins: self.origins(article)?,
            other_urls: self.texts(
                "SELECT DISTINCT article_urls.url
                 FROM article_urls JOIN articles USING (article_id)
                 WHERE article_id = :article AND article_urls.canonical_url IS NOT articles.canonical_url
                 ORDER BY 1",
                article,
            )?,
        }))
    }

    fn captions_of(&self, article: ArticleId) -> Result<Vec<CaptionDetails>> {
        let rows = self.rows(
            "SELECT number, caption, credit FROM article_captions WHERE article_id = :article ORDER BY number",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                CaptionDetails {
                    number: cells.number(),
                    caption: cells.optional(),
                    credit: cells.optional(),
                }
            })
            .collect())
    }

    fn origins(&self, article: ArticleId) -> Result<Vec<OriginDetails>> {
        let rows = self.rows(
            "SELECT field, rule FROM field_origins WHERE article_id = :article ORDER BY field",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                OriginDetails { field: cells.text(), rule: cells.text() }
            })
            .collect())
    }

    fn near_duplicates(&self, article: ArticleId) -> Result<Vec<NearDuplicateDetails>> {
        let rows = self.rows(
            "WITH pairs (article_id, similarity, containment) AS (
                 SELECT other_article_id, similarity, containment FROM near_duplicates WHERE article_id = :article
                 UNION ALL
                 SELECT article_id, similarity, containment FROM near_duplicates WHERE other_article_id = :article
             )
             SELECT pairs.article_id, publishers.name, articles.published, articles.headline,
                 pairs.similarity, pairs.containment
             FROM pairs
             JOIN articles ON articles.article_id = pairs.article_id
             LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
             ORDER BY pairs.similarity DESC, pairs.article_id",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                NearDuplicateDetails {
                    article_id: cells.number(),
                    publisher: cells.optional(),
                    published: cells.optional(),
                    headline: cells.optional(),
                    similarity: cells.optional_real().unwrap_or_default(),
                    containment: cells.optional_real().unwrap_or_default(),
                }
            })
            .collect())
    }

    /// The one column of a query about an article.
    fn texts(&self, sql: &str, article: ArticleId) -> Result<Vec<String>> {
        let rows = self.rows(sql, &[("article", Value::Integer(article.0))])?;
        Ok(rows.into_iter().map(|row| Cells::of(row).text()).collect())
    }

    /// The notes of people on an article, in the order in which they were made.
    pub(super) fn remarks(&self, article: ArticleId) -> Result<Vec<RemarkDetails>> {
        let rows = self.rows(
            "SELECT remark, decided_at, decided_by, field, start_char, end_char, words
             FROM article_remarks WHERE article_id = :article ORDER BY decision_id",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                RemarkDetails {
                    remark: cells.text(),
                    decided_at: cells.text(),
                    decided_by: cells.text(),
                    field: cells.optional(),
                    start_char: cells.optional_number(),
                    end_char: cells.optional_number(),
                    words: cells.optional(),
                }
            })
            .collect())
    }

    fn quotes(&self, article: ArticleId) -> Result<Vec<QuoteDetails>> {
        let rows = self.rows(
            "SELECT quotes.start_char, quotes.end_char,
                 substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
                 coalesce(people.name, organisations.name, places.name),
                 substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
                 substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
                 quotes.rule, quotes.confidence
             FROM quotes
             JOIN articles ON articles.article_id = quotes.article_id
             LEFT JOIN people ON people.person_id = quotes.person_id
             LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
             LEFT JOIN places ON places.place_id = quotes.place_id
             WHERE quotes.article_id = :article
             ORDER BY quotes.start_char",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                QuoteDetails {
                    start_char: cells.number(),
                    end_char: cells.number(),
                    quote: cells.text(),
                    speaker: cells.optional(),
                    speaker_words: cells.optional(),
                    cue: cells.optional(),
                    rule: cells.text(),
                    confidence: cells.optional_real(),
                }
            })
            .collect())
    }

    fn mentions(&self, article: ArticleId) -> Result<Vec<MentionDetails>> {
        let rows = self.rows(
            "SELECT
                 mentions.field, mentions.start_char, mentions.end_char,
                 coalesce(mentions.surface_form, people.name, organisations.name, places.name),
                 CASE
                     WHEN mentions.person_id IS NOT NULL THEN 'person'
                     WHEN mentions.organisation_id IS NOT NULL THEN 'organisation'
                     ELSE 'place'
                 END,
                 coalesce(people.name, organisations.name, places.name),
                 mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence
             FROM mentions
             LEFT JOIN people ON people.person_id = mentions.person_id
             LEFT JOIN organisations ON organisations.organisation_id = mentions.organisation_id
             LEFT JOIN places ON places.place_id = mentions.place_id
             WHERE mentions.article_id = :article
             ORDER BY
                 CASE mentions.field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END,
                 length(mentions.field), mentions.field, mentions.start_char",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                MentionDetails {
                    field: cells.text(),
                    start_char: cells.number(),
                    end_char: cells.number(),
                    surface_form: cells.text(),
                    kind: cells.text(),
                    name: cells.text(),
                    rule: cells.text(),
                    antecedent_start_char: cells.optional_number(),
                    antecedent_field: cells.optional(),
                    confidence: cells.optional_real(),
                }
            })
            .collect())
    }

    fn captures(&self, article: ArticleId) -> Result<Vec<CaptureDetails>> {
        let rows = self.rows(
            "SELECT capture_id, sha256, format, media_type, byte_count
             FROM captures
             WHERE capture_id IN (
                 SELECT capture_id FROM articles WHERE article_id = :article
                 UNION
                 SELECT capture_id FROM article_spans WHERE article_id = :article)
             ORDER BY capture_id",
            &[("article", Value::Integer(article.0))],
        )?;
        let mut captures = Vec::with_capacity(rows.len());
        for row in rows {
            let mut cells = Cells::of(row);
            let capture = cells.number();
            captures.push(CaptureDetails {
                sha256: cells.text(),
                format: cells.text(),
                media_type: cells.text(),
                byte_count: cells.number(),
                sightings: self.sightings(capture)?,
            });
        }
        Ok(captures)
    }

    fn sightings(&self, capture: i64) -> Result<Vec<SightingDetails>> {
        let rows = self.rows(
            "SELECT uri, seen_at, run_id FROM sightings WHERE capture_id = :capture ORDER BY seen_at, uri",
            &[("capture", Value::Integer(capture))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                SightingDetails { uri: cells.text(), seen_at: cells.text(), run_id: cells.number() }
            })
            .collect())
    }

    /// The earlier and later texts of an article.
    pub(super) fn revisions(&self, article: ArticleId) -> Result<Vec<RevisionDetails>> {
        let rows = self.rows(
            "SELECT other.article_id, other.published, other.headline, min(revisions.reason)
             FROM revisions
             JOIN articles AS other ON other.article_id = revisions.other_article_id
             WHERE revisions.article_id = :article
             GROUP BY other.article_id
             ORDER BY other.article_id",
            &[("article", Value::Integer(article.0))],
        )?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                RevisionDetails {
                    article_id: cells.number(),
                    published: cells.optional(),
                    headline: cells.optional(),
                    reason: cells.text(),
                }
            })
            .collect())
    }
}

/// The cells of a row, one after the other. A cell of another type than expected, which STRICT
/// tables do not have, is empty.
pub(super) struct Cells(std::vec::IntoIter<Value>);

impl Cells {
    /// The cells of a row, from the first on.
    pub(super) fn of(row: Vec<Value>) -> Self {
        Self(row.into_iter())
    }

    /// The next cell, where it is a text.
    pub(super) fn optional(&mut self) -> Option<String> {
        match self.0.next() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The next cell as a text, empty where it is NULL.
    pub(super) fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    /// The next cell, where it is a whole number.
    pub(super) fn optional_number(&mut self) -> Option<i64> {
        match self.0.next() {
            Some(Value::Integer(number)) => Some(number),
            _ => None,
        }
    }

    /// The next cell as a whole number, 0 where it is NULL.
    pub(super) fn number(&mut self) -> i64 {
        self.optional_number().unwrap_or_default()
    }

    /// The next cell, where it is a number.
    pub(super) fn optional_real(&mut self) -> Option<f64> {
        match self.0.next() {
            Some(Value::Real(number)) => Some(number),
            Some(Value::Integer(number)) => Some(number as f64),
            _ => None,
        }
    }
}
