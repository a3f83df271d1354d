//! Articles: one row for each text, with the best head that was seen for it.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::captures::sha256;
use crate::model::{
    ArticleId, ArticleKind, Candidate, Caption, CaptionRow, CaptureId, Draft, Field, Head,
    OriginRow, Origins, Precision, Published, PublisherId, RunId, Sha256, StoredDraft,
};

/// The article of a text, with the draft it was made from.
pub(super) fn find(
    connection: &Connection,
    article: Sha256,
) -> rusqlite::Result<Option<(ArticleId, StoredDraft)>> {
    let found = connection
        .prepare_cached(
            "SELECT articles.*, publishers.name AS publisher, captures.sha256 AS capture_sha256
             FROM articles JOIN captures USING (capture_id) LEFT JOIN publishers USING (publisher_id)
             WHERE articles.sha256 = :sha256",
        )?
        .query_row(named_params! { ":sha256": article.to_string() }, |row| {
            let id = ArticleId(row.get("article_id")?);
            Ok((id, stored_draft(connection, id, row)?))
        })
        .optional()?;
    Ok(found)
}

/// Rebuilds the draft a row was made from. The row has the columns of `articles`, and
/// `publisher` and `capture_sha256`.
pub(super) fn stored_draft(
    connection: &Connection,
    id: ArticleId,
    row: &rusqlite::Row<'_>,
) -> rusqlite::Result<StoredDraft> {
    let published = time(row, "published")?;
    let kind: String = row.get("kind")?;
    Ok(StoredDraft {
        draft: Draft {
            part: row.get("part")?,
            head: Head {
                kind: ArticleKind::from_name(&kind).unwrap_or_default(),
                headline: row.get("headline")?,
                standfirst: row.get("standfirst")?,
                byline: row.get("byline")?,
                authors: authors(connection, id)?,
                dateline: row.get("dateline")?,
                publisher: row.get("publisher")?,
                url: row.get("url")?,
                published,
                modified: time(row, "modified")?,
                section: row.get("section")?,
                identifier: row.get("identifier")?,
                version: row.get("version")?,
                language: row.get("language")?,
            },
            origins: origins(connection, id)?,
            topics: Vec::new(),
            body: row.get("body")?,
            captions: captions(connection, id)?,
        },
        sha256: sha256(row, "sha256")?,
        capture_sha256: sha256(row, "capture_sha256")?,
        row_sha256: sha256(row, "row_sha256")?,
        hint_count: row.get("hint_count")?,
        canonical_url: row.get("canonical_url")?,
        captured_at: row.get("captured_at")?,
        recogniser: row.get("recogniser")?,
        reader: row.get("reader")?,
    })
}

/// A time from its columns: `NAME`, `NAME_precision`, `NAME_original`, `NAME_offset_minutes`.
fn time(row: &rusqlite::Row<'_>, name: &str) -> rusqlite::Result<Option<Published>> {
    let column = |part: &str| format!("{name}_{part}");
    let precision: Option<String> = row.get(column("precision").as_str())?;
    let Some(precision) = precision.as_deref().and_then(Precision::from_name) else {
        return Ok(None);
    };
    let original: Option<String> = row.get(column("original").as_str())?;
    Ok(Some(Published {
        original: original.unwrap_or_default(),
        value: row.get(name)?,
        precision,
        offset_minutes: row.get(column("offset_minutes").as_str())?,
    }))
}

fn origins(connection: &Connection, id: ArticleId) -> rusqlite::Result<Origins> {
    let mut origins = Origins::default();
    let mut statement = connection
        .prepare_cached("SELECT field, rule FROM field_origins WHERE article_id = :article")?;
    let mut rows = statement.query(named_params! { ":article": id.0 })?;
    while let Some(row) = rows.next()? {
        if let Some(field) = Field::by_name(&row.get::<_, String>("field")?) {
            origins.set(field, row.get::<_, String>("rule")?);
        }
    }
    Ok(origins)
}

fn authors(connection: &Connection, id: ArticleId) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT name FROM article_authors WHERE article_id = :article ORDER BY position",
        )?
        .query_map(named_params! { ":article": id.0 }, |row| row.get("name"))?
        .collect()
}

fn captions(connection: &Connection, id: ArticleId) -> rusqlite::Result<Vec<Caption>> {
    connection
        .prepare_cached(
            "SELECT caption, credit FROM article_captions WHERE article_id = :article ORDER BY number",
        )?
        .query_map(named_params! { ":article": id.0 }, |row| {
            Ok(Caption { caption: row.get("caption")?, credit: row.get("credit")? })
        })?
        .collect()
}

/// Where an article came in: its capture, and the run and time that are first to have seen it.
pub(super) struct Arrival<'a> {
    pub capture: CaptureId,
    pub run: RunId,
    pub seen_at: &'a str,
}

/// Adds an article, or gives the article of that text the head and body of a better candidate. When it first came in stays as it was.
///
/// An UPSERT, never REPLACE: that would delete the row behind the full-text index's back.
pub(super) fn upsert(
    connection: &Connection,
    candidate: &Candidate,
    publisher: Option<PublisherId>,
    arrival: &Arrival<'_>,
) -> rusqlite::Result<ArticleId> {
    let row = candidate.row();
    let id = connection
        .prepare_cached(
            "INSERT INTO articles (sha256, kind, capture_id, part, publisher_id, url, canonical_url,
                identifier, version, section, headline, standfirst, byline, dateline,
                published, published_on, published_at, published_offset_minutes, published_precision,
                published_original, modified, modified_offset_minutes, modified_precision,
                modified_original, captured_at, language, reader, hint_count, run_id, ingested_at,
                row_sha256, recogniser, body, captions)
             VALUES (:sha256, :kind, :capture, :part, :publisher, :url, :canonical_url,
                :identifier, :version, :section, :headline, :standfirst, :byline, :dateline,
                :published, :published_on, :published_at, :offset, :precision,
                :original, :modified, :modified_offset, :modified_precision,
                :modified_original, :captured_at, :language, :reader, :hint_count, :run, :ingested_at,
                :row_sha256, :recogniser, :body, :captions)
             ON CONFLICT (sha256) DO UPDATE SET
                kind = excluded.kind, capture_id = excluded.capture_id, part = excluded.part,
                publisher_id = excluded.publisher_id, url = excluded.url,
                canonical_url = excluded.canonical_url, identifier = excluded.identifier,
                version = excluded.version, section = excluded.section,
                modified = excluded.modified,
                modified_offset_minutes = excluded.modified_offset_minutes,
                modified_precision = excluded.modified_precision,
                modified_original = excluded.modified_original, captured_at = excluded.captured_at,
                headline = excluded.headline, standfirst = excluded.standfirst, byline = excluded.byline, dateline = excluded.dateline,
                published = excluded.published, published_on = excluded.published_on,
                published_at = excluded.published_at,
                published_offset_minutes = excluded.published_offset_minutes,
                published_precision = excluded.published_precision,
                published_original = excluded.published_original, language = excluded.language,
                reader = excluded.reader, hint_count = excluded.hint_count,
                row_sha256 = excluded.row_sha256,
                recogniser = excluded.recogniser, body = excluded.body, captions = excluded.captions
             RETURNING article_id",
        )?
        .query_row(
            named_params! {
                ":sha256": row.sha256.to_string(),
                ":kind": row.kind,
                ":capture": arrival.capture.0,
                ":part": row.part,
                ":publisher": publisher.map(|publisher| publisher.0),
                ":url": row.url,
                ":canonical_url": row.canonical_url,
                ":identifier": row.identifier,
                ":version": row.version,
                ":section": row.section,
                ":modified": row.modified,
                ":modified_offset": row.modified_offset_minutes,
                ":modified_precision": row.modified_precision,
                ":modified_original": row.modified_original,
                ":captured_at": row.captured_at,
                ":headline": row.headline,
                ":standfirst": row.standfirst,
                ":byline": row.byline,
                ":dateline": row.dateline,
                ":published": row.published,
                ":published_on": row.published_on,
                ":published_at": row.published_at,
                ":offset": row.published_offset_minutes,
                ":precision": row.published_precision,
                ":original": row.published_original,
                ":language": row.language,
                ":reader": row.reader,
                ":hint_count": row.hint_count,
                ":run": arrival.run.0,
                ":ingested_at": arrival.seen_at,
                ":row_sha256": row.row_sha256.to_string(),
                ":recogniser": row.recogniser,
                ":body": row.body,
                ":captions": row.captions,
            },
            |row| row.get("article_id").map(ArticleId),
        )?;
    insert_origins(connection, id, candidate)?;
    insert_captions(connection, id, candidate)?;
    Ok(id)
}

/// Whether the row of an article says what a candidate says.
pub(super) fn is_same(stored: &StoredDraft, candidate: &Candidate) -> bool {
    let StoredDraft { draft, sha256, capture_sha256, row_sha256, hint_count, .. } = stored;
    // Topics have tables of their own.
    let Draft { part, head, origins, topics: _, body, captions } = draft;
    let other = &candidate.draft;
    *sha256 == candidate.sha256
        && *capture_sha256 == candidate.capture_sha256
        && *row_sha256 == candidate.row_sha256
        && *hint_count == candidate.hint_count
        && stored.canonical_url == candidate.canonical_url
        && stored.captured_at == candidate.captured_at
        && stored.reader == candidate.reader
        && stored.recogniser == candidate.recogniser
        && (*part, head, origins) == (other.part, &other.head, &other.origins)
        && (body, captions) == (&other.body, &other.captions)
}

/// Makes the captions of an article these.
fn insert_captions(
    connection: &Connection,
    article: ArticleId,
    candidate: &Candidate,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM article_captions WHERE article_id = :article")?
        .execute(named_params! { ":article": article.0 })?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO article_captions (article_id, number, caption, credit)
         VALUES (:article, :number, :caption, :credit)",
    )?;
    for CaptionRow { number, caption, credit } in candidate.caption_rows() {
        statement.execute(named_params! {
            ":article": article.0, ":number": number, ":caption": caption, ":credit": credit,
        })?;
    }
    Ok(())
}

fn insert_origins(
    connection: &Connection,
    article: ArticleId,
    candidate: &Candidate,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM field_origins WHERE article_id = :article")?
        .execute(named_params! { ":article": article.0 })?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO field_origins (article_id, field, rule) VALUES (:article, :field, :rule)",
    )?;
    for OriginRow { field, rule } in candidate.origin_rows() {
        statement
            .execute(named_params! { ":article": article.0, ":field": field, ":rule": rule })?;
    }
    Ok(())
}

/// Deletes an article that has no names and no spans left.
pub(super) fn delete(connection: &Connection, id: ArticleId) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM articles WHERE article_id = :id")?
        .execute(named_params! { ":id": id.0 })?;
    Ok(())
}

/// Whether another article looks like an earlier text of this one; the rule of the view `revisions`.
pub(super) fn has_revision(
    connection: &Connection,
    id: ArticleId,
    candidate: &Candidate,
) -> rusqlite::Result<bool> {
    let head = &candidate.draft.head;
    if head.url.is_none() && head.identifier.is_none() && head.headline.is_none() {
        return Ok(false);
    }
    connection
        .prepare_cached("SELECT 1 FROM revisions WHERE article_id = :id LIMIT 1")?
        .exists(named_params! { ":id": id.0 })
}

/// The publisher of that name, made if there is none.
pub(super) fn publisher(connection: &Connection, name: &str) -> rusqlite::Result<PublisherId> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT publisher_id FROM publishers WHERE name = :name")?
        .query_row(named_params! { ":name": name }, |row| row.get("publisher_id"))
        .optional()?;
    if let Some(id) = found {
        return Ok(PublisherId(id));
    }
    connection
        .prepare_cached("INSERT INTO publishers (name, origin) VALUES (:name, 'automatic')")?
        .execute(named_params! { ":name": name })?;
    Ok(PublisherId(connection.last_insert_rowid()))
}

/// Removes publishers nobody curated and no article carries.
pub(super) fn remove_unused_publishers(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM publishers WHERE origin = 'automatic'
         AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.publisher_id = publishers.publisher_id)",
        [],
    )?;
    Ok(())
}
