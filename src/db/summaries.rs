//! A feed's summary gives way to the article it is about.
//!
//! Must stay true: a summary has a row of its own exactly as long as no article of the same page is in
//! the archive, whichever came first. What gave way is remembered, so that it comes back when the
//! article goes.

use rusqlite::{Connection, named_params};

use crate::model::{ArticleId, ArticleKind, Candidate, CaptureId, Recognised, RegionRole};

/// Whether the archive has the article that a summary is about.
pub(super) fn is_replaced(
    connection: &Connection,
    candidate: &Candidate,
) -> rusqlite::Result<bool> {
    if candidate.draft.head.kind != ArticleKind::Summary {
        return Ok(false);
    }
    let Some(url) = &candidate.canonical_url else { return Ok(false) };
    connection
        .prepare_cached(
            "SELECT 1 FROM article_urls JOIN articles USING (article_id)
             WHERE article_urls.canonical_url = :url AND articles.sha256 <> :sha256 LIMIT 1",
        )?
        .exists(named_params! { ":url": url, ":sha256": candidate.sha256.to_string() })
}

/// Remembers the parts of a capture that became no article: those without an id.
pub(super) fn insert_replaced(
    connection: &Connection,
    capture: CaptureId,
    recognised: &Recognised,
    articles: &[Option<ArticleId>],
) -> rusqlite::Result<()> {
    for (candidate, article) in recognised.articles.iter().zip(articles) {
        if let (None, Some(url)) = (article, &candidate.canonical_url) {
            remember(connection, capture, candidate.draft.part, url)?;
        }
    }
    Ok(())
}

/// Notes the address of an article, and takes the summaries of that page out of their captures. Their
/// rows are the caller's to delete.
pub(super) fn replace(
    connection: &Connection,
    candidate: &Candidate,
    article: ArticleId,
    capture: CaptureId,
) -> rusqlite::Result<Vec<ArticleId>> {
    let head = &candidate.draft.head;
    let (Some(url), Some(printed)) = (&candidate.canonical_url, &head.url) else {
        return Ok(Vec::new());
    };
    if head.kind == ArticleKind::Summary {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached(
            "INSERT INTO article_urls (capture_id, part, article_id, url, canonical_url)
             VALUES (:capture, :part, :article, :printed, :url) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":capture": capture.0, ":part": candidate.draft.part, ":article": article.0,
            ":printed": printed, ":url": url,
        })?;
    let summaries: Vec<ArticleId> = connection
        .prepare_cached(
            "SELECT article_id FROM articles
             WHERE canonical_url = :url AND kind = 'summary' AND article_id <> :article",
        )?
        .query_map(named_params! { ":url": url, ":article": article.0 }, |row| {
            row.get(0).map(ArticleId)
        })?
        .collect::<rusqlite::Result<_>>()?;
    for summary in &summaries {
        let parts: Vec<(CaptureId, u32)> = connection
            .prepare_cached(
                "SELECT DISTINCT capture_id, part FROM article_spans WHERE article_id = :summary",
            )?
            .query_map(named_params! { ":summary": summary.0 }, |row| {
                Ok((CaptureId(row.get(0)?), row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (capture, part) in parts {
            remember(connection, capture, part, url)?;
        }
        connection
            .prepare_cached(
                "UPDATE article_spans SET article_id = NULL, part = NULL, role = :role
                 WHERE article_id = :summary",
            )?
            .execute(named_params! {
                ":summary": summary.0, ":role": RegionRole::Summary.as_str(),
            })?;
    }
    Ok(summaries)
}

fn remember(
    connection: &Connection,
    capture: CaptureId,
    part: u32,
    url: &str,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO replaced_summaries (capture_id, part, canonical_url)
             VALUES (:capture, :part, :url) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! { ":capture": capture.0, ":part": part, ":url": url })?;
    Ok(())
}
