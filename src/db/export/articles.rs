//! The articles of a set, each with all that was found in it, and the captures that go with them.
//!
//! What must stay true: one article is in memory at a time, and a capture leaves once, with the first article that rests
//! on it.

use rusqlite::{CachedStatement, Connection, Row, named_params};

use super::ExportSet;
use crate::db::{Result, captures};
use crate::model::{
    CaptureId, EntityKind, ExportedArticle, ExportedCaption, ExportedCapture, ExportedMention,
    ExportedName, ExportedQuote, ExportedRole, ExportedSighting, ExportedTime, Flow,
};

const ARTICLE: &str = "
    SELECT
        articles.article_id, articles.sha256, articles.kind, publishers.name AS publisher, articles.url,
        articles.identifier, articles.version, articles.section, articles.headline, articles.standfirst,
        articles.byline, articles.dateline, articles.published, articles.published_precision,
        articles.published_offset_minutes, articles.published_original, articles.published_on, articles.published_at,
        articles.modified, articles.modified_precision, articles.modified_offset_minutes, articles.modified_original,
        articles.captured_at, articles.language, articles.ingested_at, captures.sha256 AS capture_sha256,
        captures.media_type, articles.body
    FROM temp.chosen
    CROSS JOIN articles ON articles.article_id = chosen.article_id
    CROSS JOIN captures ON captures.capture_id = articles.capture_id
    LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
    ORDER BY chosen.position";

const MENTIONS: &str = "
    SELECT
        mentions.field, mentions.start_char, mentions.end_char, mentions.rule, mentions.confidence,
        coalesce(mentions.surface_form, people.name, organisations.name, places.name) AS surface_form,
        CASE WHEN mentions.person_id IS NOT NULL THEN 'person' WHEN mentions.organisation_id IS NOT NULL THEN 'organisation'
            ELSE 'place' END AS kind,
        coalesce(people.key, organisations.key, places.key) AS key,
        coalesce(people.name, organisations.name, places.name) AS name,
        coalesce(people.wikidata_id, organisations.wikidata_id, places.wikidata_id) AS wikidata_id
    FROM mentions
    LEFT JOIN people ON people.person_id = mentions.person_id
    LEFT JOIN organisations ON organisations.organisation_id = mentions.organisation_id
    LEFT JOIN places ON places.place_id = mentions.place_id
    WHERE mentions.article_id = :article
    ORDER BY mentions.field, mentions.start_char";

const QUOTES: &str = "
    SELECT
        quotes.field, quotes.start_char, quotes.end_char, quotes.mention_start_char, quotes.rule, quotes.confidence,
        CASE WHEN quotes.person_id IS NOT NULL THEN 'person' WHEN quotes.organisation_id IS NOT NULL THEN 'organisation'
            WHEN quotes.place_id IS NOT NULL THEN 'place' END AS kind,
        coalesce(people.key, organisations.key, places.key) AS key,
        coalesce(people.name, organisations.name, places.name) AS name,
        coalesce(people.wikidata_id, organisations.wikidata_id, places.wikidata_id) AS wikidata_id
    FROM quotes
    LEFT JOIN people ON people.person_id = quotes.person_id
    LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
    LEFT JOIN places ON places.place_id = quotes.place_id
    WHERE quotes.article_id = :article
    ORDER BY quotes.field, quotes.start_char";

const ROLES: &str = "
    SELECT field, start_char, end_char, person_start_char FROM roles
    WHERE article_id = :article ORDER BY field, start_char, person_start_char";

const CAPTIONS: &str = "
    SELECT number, caption, credit FROM article_captions WHERE article_id = :article ORDER BY number";

const AUTHORS: &str = "
    SELECT name FROM article_authors WHERE article_id = :article ORDER BY position";

const TOPICS: &str = "
    SELECT topic FROM article_topics WHERE article_id = :article ORDER BY topic";

/// The captures of an article that hold nothing outside the set; the one that it was read from first.
const CAPTURES_OF: &str = "
    SELECT
        captures.capture_id, captures.sha256, captures.format, captures.format_given, captures.media_type,
        EXISTS (SELECT 1 FROM temp.carried WHERE carried.capture_id = captures.capture_id) AS is_carried
    FROM (SELECT DISTINCT capture_id FROM article_spans WHERE article_id = :article) AS of_article
    CROSS JOIN captures ON captures.capture_id = of_article.capture_id
    WHERE NOT EXISTS (
        SELECT 1 FROM article_spans
        WHERE article_spans.capture_id = captures.capture_id AND article_spans.article_id IS NOT NULL
          AND article_spans.article_id NOT IN (SELECT article_id FROM temp.chosen))
    ORDER BY captures.capture_id <> (SELECT capture_id FROM articles WHERE article_id = :article), captures.capture_id";

const OTHER_CAPTURES: &str = "
    SELECT capture_id, sha256, format, format_given, media_type, 0 AS is_carried
    FROM captures
    WHERE capture_id NOT IN (SELECT capture_id FROM temp.carried)
    ORDER BY capture_id";

impl ExportSet {
    /// Every article of the set, those of one capture one after the other; with their captures where those
    /// are wanted, each of which leaves with the first article that rests on it.
    pub fn articles(
        &self,
        with_captures: bool,
        mut take: impl FnMut(&ExportedArticle) -> Flow,
    ) -> Result<()> {
        self.checked(|connection| {
            let mut statement = connection.prepare(ARTICLE)?;
            let mut parts = Parts::of(connection)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut article = head(row)?;
                parts.fill(&mut article)?;
                if with_captures {
                    article.captures = captures_of(connection, article.article_id)?;
                }
                if take(&article) == Flow::Stop {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Where everything leaves, the captures that did not leave with an article.
    pub fn other_captures(&self, mut take: impl FnMut(&ExportedCapture) -> Flow) -> Result<()> {
        if !self.is_everything {
            return Ok(());
        }
        self.checked(|connection| {
            let mut statement = connection.prepare(OTHER_CAPTURES)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if take(&capture(connection, row)?) == Flow::Stop {
                    break;
                }
            }
            Ok(())
        })
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<ExportedArticle> {
    Ok(ExportedArticle {
        article_id: row.get("article_id")?,
        sha256: row.get("sha256")?,
        kind: row.get("kind")?,
        publisher: row.get("publisher")?,
        url: row.get("url")?,
        identifier: row.get("identifier")?,
        version: row.get("version")?,
        section: row.get("section")?,
        headline: row.get("headline")?,
        standfirst: row.get("standfirst")?,
        byline: row.get("byline")?,
        dateline: row.get("dateline")?,
        published: ExportedTime {
            value: row.get("published")?,
            precision: row.get("published_precision")?,
            offset_minutes: row.get("published_offset_minutes")?,
            original: row.get("published_original")?,
        },
        published_on: row.get("published_on")?,
        published_at: row.get("published_at")?,
        modified: ExportedTime {
            value: row.get("modified")?,
            precision: row.get("modified_precision")?,
            offset_minutes: row.get("modified_offset_minutes")?,
            original: row.get("modified_original")?,
        },
        captured_at: row.get("captured_at")?,
        language: row.get("language")?,
        ingested_at: row.get("ingested_at")?,
        capture_sha256: row.get("capture_sha256")?,
        media_type: row.get("media_type")?,
        body: row.get("body")?,
        ..ExportedArticle::default()
    })
}

/// The questions about one article, prepared once.
struct Parts<'c> {
    authors: CachedStatement<'c>,
    topics: CachedStatement<'c>,
    captions: CachedStatement<'c>,
    mentions: CachedStatement<'c>,
    quotes: CachedStatement<'c>,
    roles: CachedStatement<'c>,
}

impl<'c> Parts<'c> {
    fn of(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            authors: connection.prepare_cached(AUTHORS)?,
            topics: connection.prepare_cached(TOPICS)?,
            captions: connection.prepare_cached(CAPTIONS)?,
            mentions: connection.prepare_cached(MENTIONS)?,
            quotes: connection.prepare_cached(QUOTES)?,
            roles: connection.prepare_cached(ROLES)?,
        })
    }

    fn fill(&mut self, article: &mut ExportedArticle) -> rusqlite::Result<()> {
        let of = article.article_id;
        article.authors = each(&mut self.authors, of, |row| row.get(0))?;
        article.topics = each(&mut self.topics, of, |row| row.get(0))?;
        article.captions = each(&mut self.captions, of, |row| {
            Ok(ExportedCaption {
                number: row.get("number")?,
                caption: row.get("caption")?,
                credit: row.get("credit")?,
            })
        })?;
        let mentions = each(&mut self.mentions, of, |row| {
            let Some(means) = name(row)? else { return Ok(None) };
            Ok(Some(ExportedMention {
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                end_char: row.get("end_char")?,
                surface_form: row.get("surface_form")?,
                means,
                rule: row.get("rule")?,
                confidence: row.get("confidence")?,
            }))
        })?;
        article.mentions = mentions.into_iter().flatten().collect();
        article.quotes = each(&mut self.quotes, of, |row| {
            Ok(ExportedQuote {
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                end_char: row.get("end_char")?,
                speaker: name(row)?,
                mention_start_char: row.get("mention_start_char")?,
                rule: row.get("rule")?,
                confidence: row.get("confidence")?,
            })
        })?;
        article.roles = each(&mut self.roles, of, |row| {
            Ok(ExportedRole {
                field: row.get("field")?,
                start_char: row.get("start_char")?,
                end_char: row.get("end_char")?,
                person_start_char: row.get("person_start_char")?,
            })
        })?;
        Ok(())
    }
}

fn each<T>(
    statement: &mut CachedStatement<'_>,
    article: i64,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    statement.query_map(named_params! { ":article": article }, read)?.collect()
}

/// Whom a row is about; `None` where it is about nobody.
pub(super) fn name(row: &Row<'_>) -> rusqlite::Result<Option<ExportedName>> {
    let kind: Option<String> = row.get("kind")?;
    let Some(kind) = kind.as_deref().and_then(EntityKind::by_name) else { return Ok(None) };
    Ok(Some(ExportedName {
        kind,
        key: row.get("key")?,
        name: row.get("name")?,
        wikidata_id: row.get("wikidata_id")?,
    }))
}

fn captures_of(connection: &Connection, article: i64) -> rusqlite::Result<Vec<ExportedCapture>> {
    let mut statement = connection.prepare_cached(CAPTURES_OF)?;
    let mut rows = statement.query(named_params! { ":article": article })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(capture(connection, row)?);
    }
    Ok(found)
}

/// One capture; its bytes only if they did not leave before, and they have left then.
fn capture(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<ExportedCapture> {
    let id: i64 = row.get("capture_id")?;
    let is_carried: bool = row.get("is_carried")?;
    let compressed = match is_carried {
        true => None,
        false => {
            connection
                .prepare_cached("INSERT INTO temp.carried (capture_id) VALUES (:id)")?
                .execute(named_params! { ":id": id })?;
            let mut body =
                connection.prepare_cached("SELECT body FROM captures WHERE capture_id = :id")?;
            Some(body.query_row(named_params! { ":id": id }, |row| row.get(0))?)
        }
    };
    let (sightings, _) = captures::sightings(connection, CaptureId(id))?;
    Ok(ExportedCapture {
        sha256: row.get("sha256")?,
        format: row.get("format")?,
        format_given: row.get("format_given")?,
        media_type: row.get("media_type")?,
        compressed,
        sightings: sightings
            .into_iter()
            .map(|seen| ExportedSighting {
                uri: seen.sighting.uri,
                seen_at: seen.seen_at,
                hints: seen.sighting.hints,
            })
            .collect(),
    })
}
