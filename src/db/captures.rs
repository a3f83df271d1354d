//! Captures, where they were seen, and how each divides into articles and residue.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::de::DeserializeOwned;

use super::row_hashes::{CAPTURES, SIGHTINGS};
use super::{Archive, Error, Result};
use crate::model::{
    ArticleId, CaptureId, CaptureRow, DayOrder, Hints, Notice, PathFacts, Received, Recognised,
    RunId, Sha256, Sighting, SpanRow,
};

/// What the archive knows of a capture before it is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCapture {
    pub capture_id: CaptureId,
    pub format: String,
    pub format_given: bool,
    pub reader_version: u32,
    /// Whether its bytes are accounted for; not so for one that was refused.
    pub is_read: bool,
}

/// A capture as it is taken out again, to be read anew.
#[derive(Clone, Debug)]
pub struct StoredCapture {
    pub capture_id: CaptureId,
    pub sha256: Sha256,
    pub format: String,
    pub format_given: bool,
    pub byte_count: u64,
    /// Zstandard frame of the bytes.
    pub compressed: Vec<u8>,
    /// Whether an article was made of it.
    pub has_articles: bool,
    /// Whether another program changed its row, or one that says where it was seen.
    pub is_changed: bool,
    pub sightings: Vec<StoredSighting>,
}

/// Where and when a capture was seen, as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSighting {
    pub sighting: Sighting,
    pub run: RunId,
    pub seen_at: String,
}

impl Archive {
    /// What is known of the capture of that name, and whether it was seen just so before.
    pub fn find_capture(
        &self,
        sha256: Sha256,
        sighting: &Sighting,
    ) -> Result<Option<(KnownCapture, bool)>> {
        let find = || -> rusqlite::Result<_> {
            let Some(known) = find(&self.connection, sha256)? else { return Ok(None) };
            let seen = find_sighting(&self.connection, known.capture_id, sighting)?.is_some();
            Ok(Some((known, seen)))
        };
        find().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Up to `limit` captures after `after`, in order of id, with their sightings in order.
    pub fn captures_after(&self, after: CaptureId, limit: usize) -> Result<Vec<StoredCapture>> {
        read_stored(
            &self.connection,
            "WHERE capture_id > :bound ORDER BY capture_id LIMIT :limit",
            after.0,
            limit,
        )
        .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// How many captures there are.
    pub fn capture_count(&self) -> Result<u64> {
        self.connection
            .query_row("SELECT count(*) FROM captures", [], |row| row.get(0))
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

/// Up to `limit` captures that a condition on `:bound` names, in order of id, with their sightings.
pub(super) fn read_stored(
    connection: &Connection,
    filter: &str,
    bound: i64,
    limit: usize,
) -> rusqlite::Result<Vec<StoredCapture>> {
    let sql = format!(
        "SELECT capture_id, sha256, format, format_given, byte_count, body,
            EXISTS (SELECT 1 FROM article_spans WHERE article_spans.capture_id = captures.capture_id
                AND article_id IS NOT NULL) AS has_articles
         FROM captures {filter}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let captures = statement
        .query_map(named_params! { ":bound": bound, ":limit": limit }, |row| {
            Ok(StoredCapture {
                capture_id: CaptureId(row.get("capture_id")?),
                sha256: sha256(row, "sha256")?,
                format: row.get("format")?,
                format_given: row.get("format_given")?,
                byte_count: row.get("byte_count")?,
                compressed: row.get("body")?,
                has_articles: row.get("has_articles")?,
                is_changed: false,
                sightings: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    captures
        .into_iter()
        .map(|capture| {
            let (sightings, are_right) = sightings(connection, capture.capture_id)?;
            let is_changed = !are_right || !CAPTURES.is_right(connection, capture.capture_id.0)?;
            Ok(StoredCapture { sightings, is_changed, ..capture })
        })
        .collect()
}

/// Where a capture was seen, and whether no other program changed that.
pub(super) fn sightings(
    connection: &Connection,
    capture: CaptureId,
) -> rusqlite::Result<(Vec<StoredSighting>, bool)> {
    let mut statement = connection.prepare_cached(
        "SELECT sighting_id, uri, publisher_hint, published_hint, url_hint, date_order_hint, topics_hint,
            path_hint, run_id, seen_at
         FROM sightings WHERE capture_id = :capture ORDER BY sighting_id",
    )?;
    let mut rows = statement.query(named_params! { ":capture": capture.0 })?;
    let (mut sightings, mut are_right) = (Vec::new(), true);
    while let Some(row) = rows.next()? {
        are_right &= SIGHTINGS.is_right(connection, row.get("sighting_id")?)?;
        let topics = read_cell(row, "topics_hint")?;
        let path = read_cell(row, "path_hint")?;
        are_right &= topics.is_some() && path.is_some();
        sightings.push(StoredSighting {
            sighting: Sighting {
                uri: row.get("uri")?,
                hints: Hints {
                    publisher: row.get("publisher_hint")?,
                    published: row.get("published_hint")?,
                    url: row.get("url_hint")?,
                    date_order: row
                        .get::<_, Option<String>>("date_order_hint")?
                        .and_then(|order| DayOrder::from_name(&order)),
                    topics: topics.unwrap_or_default(),
                    path: path.unwrap_or_default(),
                },
            },
            run: RunId(row.get("run_id")?),
            seen_at: row.get("seen_at")?,
        });
    }
    Ok((sightings, are_right))
}

/// Hints of several values are JSON in their cell, and nothing where there are none.
fn topics_cell(hints: &Hints) -> Option<String> {
    (!hints.topics.is_empty()).then(|| serde_json::json!(hints.topics).to_string())
}

fn path_cell(hints: &Hints) -> Option<String> {
    (hints.path != PathFacts::default()).then(|| serde_json::json!(hints.path).to_string())
}

/// What such a cell says; `None` where that cannot be read, so that another program wrote it.
fn read_cell<T: Default + DeserializeOwned>(
    row: &Row<'_>,
    name: &str,
) -> rusqlite::Result<Option<T>> {
    Ok(match row.get::<_, Option<String>>(name)? {
        Some(cell) => serde_json::from_str(&cell).ok(),
        None => Some(T::default()),
    })
}

/// What is known of the capture with that SHA-256; `None` if the archive has no such capture.
pub(super) fn find(
    connection: &Connection,
    sha256: Sha256,
) -> rusqlite::Result<Option<KnownCapture>> {
    connection
        .prepare_cached(
            "SELECT capture_id, format, format_given, reader_version,
                (SELECT count(*) FROM article_spans
                  WHERE article_spans.capture_id = captures.capture_id) > 0 AS is_read
             FROM captures WHERE sha256 = :sha256",
        )?
        .query_row(named_params! { ":sha256": sha256.to_string() }, |row| {
            Ok(KnownCapture {
                capture_id: CaptureId(row.get("capture_id")?),
                format: row.get("format")?,
                format_given: row.get("format_given")?,
                reader_version: row.get("reader_version")?,
                is_read: row.get("is_read")?,
            })
        })
        .optional()
}

/// The articles that a capture holds, in order of part.
pub(super) fn articles(
    connection: &Connection,
    capture: CaptureId,
) -> rusqlite::Result<Vec<ArticleId>> {
    connection
        .prepare_cached(
            "SELECT article_id FROM article_spans WHERE capture_id = :capture AND article_id IS NOT NULL
             GROUP BY part ORDER BY part",
        )?
        .query_map(named_params! { ":capture": capture.0 }, |row| row.get(0).map(ArticleId))?
        .collect()
}

/// Adds a capture that the archive does not have.
pub(super) fn insert(connection: &Connection, received: &Received) -> rusqlite::Result<CaptureId> {
    let row = received.row();
    let sha256 = row.sha256.to_string();
    connection
        .prepare_cached(
            "INSERT INTO captures (sha256, format, format_given, reader_version, media_type, encoding,
                byte_count, text_byte_count, row_sha256, body)
             VALUES (:sha256, :format, :format_given, :reader_version, :media_type, :encoding,
                :byte_count, :text_byte_count, :row_sha256, :body)",
        )?
        .execute(named_params! {
            ":sha256": sha256,
            ":format": row.format,
            ":format_given": row.format_given,
            ":reader_version": row.reader_version,
            ":media_type": row.media_type,
            ":encoding": row.encoding,
            ":byte_count": row.byte_count,
            ":text_byte_count": row.text_byte_count,
            ":row_sha256": row_hash(&row, &sha256),
            ":body": received.compressed,
        })?;
    Ok(CaptureId(connection.last_insert_rowid()))
}

/// Sets what a second reading found: its format, reader and measures. The bytes stay.
pub(super) fn update_reading(
    connection: &Connection,
    capture: CaptureId,
    received: &Received,
) -> rusqlite::Result<()> {
    let row = received.row();
    let sha256 = row.sha256.to_string();
    connection
        .prepare_cached(
            "UPDATE captures SET format = :format, format_given = :format_given, reader_version = :reader_version,
                media_type = :media_type, encoding = :encoding, text_byte_count = :text_byte_count,
                row_sha256 = :row_sha256
             WHERE capture_id = :capture",
        )?
        .execute(named_params! {
            ":format": row.format,
            ":format_given": row.format_given,
            ":reader_version": row.reader_version,
            ":media_type": row.media_type,
            ":encoding": row.encoding,
            ":text_byte_count": row.text_byte_count,
            ":row_sha256": row_hash(&row, &sha256),
            ":capture": capture.0,
        })?;
    Ok(())
}

/// The hash of a capture's row, worked out so that the two are written together: sealing it afterwards would write its
/// bytes a second time. In the order of `row_hashes::CAPTURES`.
fn row_hash(row: &CaptureRow, sha256: &str) -> String {
    fn text(text: &str) -> ValueRef<'_> {
        ValueRef::Text(text.as_bytes())
    }
    let number = |number: usize| ValueRef::Integer(number as i64);
    CAPTURES.hash(
        &[
            text(sha256),
            text(row.format),
            ValueRef::Integer(row.format_given.into()),
            ValueRef::Integer(row.reader_version.into()),
            text(row.media_type),
            row.encoding.map_or(ValueRef::Null, text),
            number(row.byte_count),
            row.text_byte_count.map_or(ValueRef::Null, number),
        ],
        None,
    )
}

/// The row that says that a capture was seen just so, and its instant.
pub(super) fn find_sighting(
    connection: &Connection,
    capture: CaptureId,
    sighting: &Sighting,
) -> rusqlite::Result<Option<(i64, String)>> {
    connection
        .prepare_cached(
            "SELECT sighting_id, seen_at FROM sightings WHERE capture_id = :capture AND uri = :uri
                AND ifnull(publisher_hint, '') = ifnull(:publisher, '')
                AND ifnull(published_hint, '') = ifnull(:published, '')
                AND ifnull(url_hint, '') = ifnull(:url, '')
                AND ifnull(date_order_hint, '') = ifnull(:date_order, '')
                AND ifnull(topics_hint, '') = ifnull(:topics, '')
                AND ifnull(path_hint, '') = ifnull(:path, '')",
        )?
        .query_row(
            named_params! {
                ":topics": topics_cell(&sighting.hints), ":path": path_cell(&sighting.hints),
                ":capture": capture.0, ":uri": sighting.uri,
                ":publisher": sighting.hints.publisher, ":published": sighting.hints.published,
                ":url": sighting.hints.url,
                ":date_order": sighting.hints.date_order.map(DayOrder::as_str),
            },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
}

/// Records where it was seen; the same sighting again is no second row.
pub(super) fn insert_sighting(
    connection: &Connection,
    capture: CaptureId,
    sighting: &Sighting,
    run: RunId,
    seen_at: &str,
) -> rusqlite::Result<()> {
    let inserted = connection
        .prepare_cached(
            "INSERT INTO sightings (capture_id, uri, seen_at, run_id, publisher_hint, published_hint, url_hint,
                date_order_hint, topics_hint, path_hint)
             VALUES (:capture, :uri, :seen_at, :run, :publisher, :published, :url, :date_order, :topics, :path)
             ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":capture": capture.0, ":uri": sighting.uri, ":seen_at": seen_at, ":run": run.0,
            ":publisher": sighting.hints.publisher, ":published": sighting.hints.published,
            ":url": sighting.hints.url,
            ":date_order": sighting.hints.date_order.map(DayOrder::as_str),
            ":topics": topics_cell(&sighting.hints), ":path": path_cell(&sighting.hints),
        })?;
    match inserted {
        0 => Ok(()),
        _ => SIGHTINGS.seal(connection, connection.last_insert_rowid()),
    }
}

/// Accounts for every byte of a capture: `articles` are the ids of its parts, in order.
pub(super) fn insert_spans(
    connection: &Connection,
    capture: CaptureId,
    recognised: &Recognised,
    articles: &[ArticleId],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO article_spans (capture_id, start_byte, end_byte, role, article_id, part)
         VALUES (:capture, :start, :end, :role, :article, :part)",
    )?;
    for SpanRow { start_byte, end_byte, role, part } in recognised.span_rows() {
        let article = part.and_then(|part| articles.get(part as usize));
        statement.execute(named_params! {
            ":capture": capture.0, ":start": start_byte, ":end": end_byte, ":role": role,
            ":article": article.map(|article| article.0), ":part": part,
        })?;
    }
    Ok(())
}

/// Stores what the publisher withdrew.
pub(super) fn insert_notices(
    connection: &Connection,
    capture: CaptureId,
    notices: &[Notice],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO notices (capture_id, identifier, version, status)
         VALUES (:capture, :identifier, :version, :status) ON CONFLICT DO NOTHING",
    )?;
    for notice in notices {
        statement.execute(named_params! {
            ":capture": capture.0, ":identifier": notice.identifier, ":version": notice.version,
            ":status": notice.status.as_str(),
        })?;
    }
    Ok(())
}

/// Reads a column of 64 hex digits.
pub(super) fn sha256(row: &Row<'_>, column: &str) -> rusqlite::Result<Sha256> {
    let text: String = row.get(column)?;
    Sha256::from_hex(&text).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            0,
            rusqlite::types::Type::Text,
            format!("{text:?} is not a SHA-256").into(),
        )
    })
}
