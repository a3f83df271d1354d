//! Near-duplicates: articles that are nearly the same text become a pair.
//!
//! Articles that share a number of their MinHash bands are compared. Which stories the pairs make,
//! `stories` says.
//!
//! Must stay true: time and memory grow with what comes in, however much of it is alike. New bands wait
//! in memory until there are `MOST_WAITING` of them, then go in sorted, which touches each page of the
//! index once. A band proposes the first `MOST_OF_A_BAND` articles that have it, and an article is
//! compared with at most `MOST_COMPARED`, those that share the most bands with it. Up to these numbers
//! every pair is found in any order of arrival. Beyond them which pairs are kept depends on the order,
//! but the stories do not: in a group that large, each text is also like the first ones of the group.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, named_params};

use super::stories::{Stories, neighbours};
use crate::model::{ArticleId, Likeness};

/// Compares texts by twos, given by their places in the list; `None` for two that are no
/// near-duplicates.
pub type Compare = fn(&[String], &[(usize, usize)]) -> Vec<Option<Likeness>>;

/// Bands that wait, at 16 bytes each.
const MOST_WAITING: usize = 1 << 17;
/// Articles of one band that another one is compared with for it.
const MOST_OF_A_BAND: usize = 32;
/// Beyond it an article is one of so many that resemble each other that it is in their story anyway.
const MOST_COMPARED: usize = 64;
/// Bytes of text that are held to be compared, and at most two texts more.
const MOST_TEXT: usize = 8 << 20;

/// What a transaction has still to do about near-duplicates.
#[derive(Default)]
pub(super) struct Waiting {
    bands: Vec<(i64, ArticleId)>,
    stories: Stories,
}

impl Waiting {
    /// Takes a new article's bands.
    pub fn add(
        &mut self,
        connection: &Connection,
        compare: Compare,
        article: ArticleId,
        bands: &[i64],
    ) -> rusqlite::Result<()> {
        self.bands.extend(bands.iter().map(|&band| (band, article)));
        if self.bands.len() < MOST_WAITING { Ok(()) } else { self.flush(connection, compare) }
    }

    /// The article's head is another one now, and with it perhaps the day its story began.
    pub fn touch(&mut self, article: ArticleId) {
        self.stories.touch(article);
    }

    /// Forgets articles that are about to be deleted.
    pub fn forget(
        &mut self,
        connection: &Connection,
        articles: &BTreeSet<ArticleId>,
    ) -> rusqlite::Result<()> {
        for &article in articles {
            for neighbour in neighbours(connection, article)? {
                self.stories.touch(neighbour);
            }
        }
        self.stories.forget(articles);
        let ids: Vec<String> = articles.iter().map(|article| article.0.to_string()).collect();
        connection
            .prepare_cached(
                "DELETE FROM near_duplicate_bands
                 WHERE article_id IN (SELECT value FROM json_each(:articles))",
            )?
            .execute(named_params! { ":articles": format!("[{}]", ids.join(",")) })?;
        Ok(())
    }

    /// Gives every article whose story may have changed the story it belongs to.
    pub fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.stories.settle(connection)
    }

    /// Finds the near-duplicates of all articles taken so far.
    pub fn flush(&mut self, connection: &Connection, compare: Compare) -> rusqlite::Result<()> {
        let mut bands = std::mem::take(&mut self.bands);
        bands.sort_unstable();
        let proposed = proposed(connection, &bands)?;
        drop(bands);
        let mut pairs = Vec::new();
        for own in proposed.chunk_by(|one, next| one.0 == next.0) {
            let mut others: Vec<(Reverse<usize>, (ArticleId, ArticleId))> = own
                .chunk_by(|one, next| one == next)
                .filter_map(|same| Some((Reverse(same.len()), *same.first()?)))
                .collect();
            others.sort_unstable();
            pairs.extend(others.into_iter().take(MOST_COMPARED).map(|(_, pair)| pair));
        }
        drop(proposed);
        let mut rest = &pairs[..];
        while !rest.is_empty() {
            rest = self.compare(connection, compare, rest)?;
        }
        Ok(())
    }

    /// Compares as many of `pairs` as their texts may be held for, at least one, and returns the others.
    fn compare<'p>(
        &mut self,
        connection: &Connection,
        compare: Compare,
        pairs: &'p [(ArticleId, ArticleId)],
    ) -> rusqlite::Result<&'p [(ArticleId, ArticleId)]> {
        let mut held = Held::default();
        let (mut compared, mut places) = (Vec::new(), Vec::new());
        let mut rest = pairs;
        while let [(article, other), others @ ..] = rest
            && held.bytes < MOST_TEXT
        {
            let place = (held.place(connection, *article)?, held.place(connection, *other)?);
            // An article that is gone has no text; its bands only propose it in vain.
            if let (Some(one), Some(two)) = place {
                places.push((one, two));
                compared.push((*article, *other));
            }
            rest = others;
        }
        let mut insert = connection.prepare_cached(
            "INSERT INTO near_duplicates (article_id, other_article_id, similarity, containment)
             VALUES (:one, :other, :similarity, :containment) ON CONFLICT DO NOTHING",
        )?;
        for ((article, other), likeness) in compared.into_iter().zip(compare(&held.texts, &places))
        {
            let Some(likeness) = likeness else { continue };
            insert.execute(named_params! {
                ":one": article.0.min(other.0), ":other": article.0.max(other.0),
                ":similarity": likeness.similarity, ":containment": likeness.containment,
            })?;
            self.stories.join(article, other);
        }
        Ok(rest)
    }
}

/// Stores bands, which are in order, and returns who is to be compared with whom: once for each band
/// that two share, in order. Of each two the one whose bands go in later comes first.
fn proposed(
    connection: &Connection,
    bands: &[(i64, ArticleId)],
) -> rusqlite::Result<Vec<(ArticleId, ArticleId)>> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO near_duplicate_bands (band, article_id) VALUES (:band, :article)
         ON CONFLICT DO NOTHING",
    )?;
    let mut find = connection.prepare_cached(
        "SELECT article_id FROM near_duplicate_bands WHERE band = :band
         ORDER BY article_id LIMIT :most",
    )?;
    let mut proposed = Vec::new();
    for bucket in bands.chunk_by(|one, next| one.0 == next.0) {
        let Some(&(band, _)) = bucket.first() else { continue };
        let mut first: Vec<ArticleId> = find
            .query_map(named_params! { ":band": band, ":most": MOST_OF_A_BAND }, |row| {
                row.get("article_id").map(ArticleId)
            })?
            .collect::<rusqlite::Result<_>>()?;
        for &(_, article) in bucket {
            let others = first.iter().filter(|&&other| other != article);
            proposed.extend(others.map(|&other| (article, other)));
            if first.len() < MOST_OF_A_BAND {
                first.push(article);
            }
            insert.execute(named_params! { ":band": band, ":article": article.0 })?;
        }
    }
    proposed.sort_unstable();
    Ok(proposed)
}

/// Texts that are held to be compared, each once.
#[derive(Default)]
struct Held {
    texts: Vec<String>,
    bytes: usize,
    places: HashMap<ArticleId, Option<usize>>,
}

impl Held {
    /// The place of an article's text; `None` where there is no such article.
    fn place(
        &mut self,
        connection: &Connection,
        article: ArticleId,
    ) -> rusqlite::Result<Option<usize>> {
        if let Some(&place) = self.places.get(&article) {
            return Ok(place);
        }
        let text: Option<String> = connection
            .prepare_cached("SELECT body FROM articles WHERE article_id = :article")?
            .query_row(named_params! { ":article": article.0 }, |row| row.get("body"))
            .optional()?;
        let place = text.map(|text| {
            self.bytes += text.len();
            self.texts.push(text);
            self.texts.len() - 1
        });
        self.places.insert(article, place);
        Ok(place)
    }
}

/// Takes back everything found.
pub(super) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    for table in ["stories", "near_duplicates", "near_duplicate_bands"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}
