//! The addresses at which an article's text was seen.
//!
//! Must stay true: an address is here exactly if an article of that page, not a feed's summary of it, is
//! in a capture; views rest on it, and it does not matter which capture came first.

use rusqlite::{Connection, named_params};

use crate::model::{ArticleId, Candidate, CaptureId, UrlRow};

/// Notes where a capture saw an article.
pub(super) fn insert(
    connection: &Connection,
    candidate: &Candidate,
    article: ArticleId,
    capture: CaptureId,
) -> rusqlite::Result<()> {
    let Some(UrlRow { url, canonical_url }) = candidate.url_row() else { return Ok(()) };
    connection
        .prepare_cached(
            "INSERT INTO article_urls (capture_id, part, article_id, url, canonical_url)
             VALUES (:capture, :part, :article, :url, :canonical) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":capture": capture.0, ":part": candidate.draft.part, ":article": article.0,
            ":url": url, ":canonical": canonical_url,
        })?;
    Ok(())
}
