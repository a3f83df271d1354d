//! Near-duplicates: articles that are nearly the same text become a pair.
//!
//! Articles that share enough numbers of their sketches (`text::near`) are compared. Which stories the pairs
//! make, `stories` says.
//!
//! Must stay true: time and memory grow with what comes in, however much of it is alike. New numbers wait
//! in memory until there are `MOST_WAITING` of them, then go in sorted, which touches each page of the
//! table once. A number proposes the first `MOST_OF_A_NUMBER` articles that have it and as many that came last, and an
//! article is compared with at most `MOST_COMPARED`, those that share the most numbers with it. Up to these bounds
//! every pair is found in any order of arrival. Beyond them which pairs are kept depends on the order,
//! but the stories do not: in a group that large, each text is also like the first ones of the group. Those that came
//! last are for what a house puts under all that it writes: it is in thousands of texts, and a reprint comes soon.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, named_params};

use super::stories::{Stories, neighbours};
use crate::model::{ArticleId, Likeness};

/// Compares texts by twos, given by their places in the list; `None` for two that are no
/// near-duplicates.
pub type Compare = fn(&[String], &[(usize, usize)]) -> Vec<Option<Likeness>>;

/// How near-duplicates are found in texts.
#[derive(Clone, Copy)]
pub struct Nearness {
    /// The numbers under which a text is looked up.
    pub sketch: fn(&str) -> Vec<u32>,
    /// How many of them two texts share that are worth comparing.
    pub shared: usize,
    pub compare: Compare,
}

const INSERT: &str =
    "INSERT INTO near_duplicate_sketches (number, article_id) VALUES (:number, :article)
     ON CONFLICT DO NOTHING";

/// Numbers that wait, at 16 bytes each.
const MOST_WAITING: usize = 1 << 17;
/// How many of the first articles with a number another one is compared with, and how many of the last. Of 38,308
/// press releases the first alone found 3,935 of 4,731 pairs, and 162 releases lost their story.
const MOST_OF_A_NUMBER: usize = 32;
/// Beyond it an article is one of so many that resemble each other that it is in their story anyway.
const MOST_COMPARED: usize = 64;
/// Bytes of text that are held to be compared, and at most two texts more. Their shingles take five times as much.
const MOST_TEXT: usize = 2 << 20;

/// What a transaction has still to do about near-duplicates.
#[derive(Default)]
pub(super) struct Waiting {
    numbers: Vec<(u32, ArticleId)>,
    stories: Stories,
}

impl Waiting {
    /// Takes a new article's sketch.
    pub fn add(
        &mut self,
        connection: &Connection,
        nearness: Nearness,
        article: ArticleId,
        sketch: &[u32],
    ) -> rusqlite::Result<()> {
        self.numbers.extend(sketch.iter().map(|&number| (number, article)));
        if self.numbers.len() < MOST_WAITING { Ok(()) } else { self.flush(connection, nearness) }
    }

    /// The article's head is another one now, and with it perhaps the day its story began.
    pub fn touch(&mut self, article: ArticleId) {
        self.stories.touch(article);
    }

    /// Forgets articles that are about to be deleted, and still have their texts.
    pub fn forget(
        &mut self,
        connection: &Connection,
        nearness: Nearness,
        articles: &BTreeSet<ArticleId>,
    ) -> rusqlite::Result<()> {
        let mut others = Vec::new();
        for &article in articles {
            for neighbour in neighbours(connection, article)? {
                self.stories.touch(neighbour);
            }
            if !remove(connection, nearness, article)? {
                others.push(article.0.to_string());
            }
        }
        self.stories.forget(articles);
        if !others.is_empty() {
            let ids = format!("[{}]", others.join(","));
            connection
                .prepare_cached(
                    "DELETE FROM near_duplicate_sketches
                     WHERE article_id IN (SELECT value FROM json_each(:articles))",
                )?
                .execute(named_params! { ":articles": ids })?;
        }
        Ok(())
    }

    /// Gives every article whose story may have changed the story it belongs to.
    pub fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.stories.settle(connection)
    }

    /// Finds the near-duplicates of all articles taken so far.
    pub fn flush(&mut self, connection: &Connection, nearness: Nearness) -> rusqlite::Result<()> {
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.sort_unstable();
        let sharing = Sharing::store(connection, &numbers)?;
        drop(numbers);
        let pairs = sharing.pairs(nearness.shared);
        drop(sharing);
        let mut rest = &pairs[..];
        while !rest.is_empty() {
            rest = self.compare(connection, nearness.compare, rest)?;
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
            // An article that is gone has no text; its numbers only propose it in vain.
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

/// Removes the numbers of an article's sketch; whether all it has are gone. They are found by its text, because an
/// index by article would cost as much as the table: a text that another program changed has others.
fn remove(
    connection: &Connection,
    nearness: Nearness,
    article: ArticleId,
) -> rusqlite::Result<bool> {
    let text: Option<String> = connection
        .prepare_cached("SELECT body FROM articles WHERE article_id = :article")?
        .query_row(named_params! { ":article": article.0 }, |row| row.get(0))
        .optional()?;
    let mut delete = connection.prepare_cached(
        "DELETE FROM near_duplicate_sketches WHERE number = :number AND article_id = :article",
    )?;
    let Some(text) = text else { return Ok(false) };
    let mut are_all = true;
    for number in (nearness.sketch)(&text) {
        let removed = delete.execute(named_params! { ":number": number, ":article": article.0 })?;
        are_all &= removed == 1;
    }
    Ok(are_all)
}

/// Who has the same numbers as the articles that come in together.
#[derive(Default)]
struct Sharing {
    /// The articles of one number after the other: those that have it already, then those that come, in order.
    articles: Vec<ArticleId>,
    /// An article that comes, where in `articles` those of one of its numbers start, and where it stands itself.
    arrivals: Vec<(ArticleId, usize, usize)>,
}

impl Sharing {
    /// Stores numbers, which are in order.
    fn store(connection: &Connection, numbers: &[(u32, ArticleId)]) -> rusqlite::Result<Self> {
        let mut insert = connection.prepare_cached(INSERT)?;
        let mut known = Known::new(connection)?;
        let mut sharing = Self::default();
        for bucket in numbers.chunk_by(|one, next| one.0 == next.0) {
            let Some(&(number, _)) = bucket.first() else { continue };
            let start = sharing.articles.len();
            known.read(number, &mut sharing.articles)?;
            for &(_, article) in bucket {
                sharing.arrivals.push((article, start, sharing.articles.len()));
                sharing.articles.push(article);
                insert.execute(named_params! { ":number": number, ":article": article.0 })?;
            }
            // Nobody else has it.
            if sharing.articles.len() == start + 1 {
                sharing.articles.pop();
                sharing.arrivals.pop();
            }
        }
        sharing.arrivals.sort_unstable();
        Ok(sharing)
    }

    /// Whom an article is proposed to because of one of its numbers: the first that had it, and the last before it.
    fn others(&self, start: usize, place: usize) -> impl Iterator<Item = ArticleId> {
        let first = start..place.min(start + MOST_OF_A_NUMBER);
        let last = first.end.max(place.saturating_sub(MOST_OF_A_NUMBER))..place;
        [first, last]
            .into_iter()
            .flat_map(|places| self.articles.get(places).unwrap_or_default())
            .copied()
    }

    /// Who is to be compared with whom. Of each two the one whose numbers go in later comes first.
    fn pairs(&self, fewest_shared: usize) -> Vec<(ArticleId, ArticleId)> {
        let mut pairs = Vec::new();
        let mut proposed = Vec::new();
        for own in self.arrivals.chunk_by(|one, next| one.0 == next.0) {
            let Some(&(article, ..)) = own.first() else { continue };
            proposed.clear();
            for &(_, start, place) in own {
                proposed.extend(self.others(start, place).filter(|&other| other != article));
            }
            proposed.sort_unstable();
            let mut others: Vec<(Reverse<usize>, ArticleId)> = proposed
                .chunk_by(|one, next| one == next)
                .filter(|same| same.len() >= fewest_shared)
                .filter_map(|same| Some((Reverse(same.len()), *same.first()?)))
                .collect();
            others.sort_unstable();
            pairs.extend(others.into_iter().take(MOST_COMPARED).map(|(_, other)| (article, other)));
        }
        pairs
    }
}

/// Asks for the articles that have a number.
struct Known<'c> {
    first: CachedStatement<'c>,
    last: CachedStatement<'c>,
}

impl<'c> Known<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        let first = connection.prepare_cached(
            "SELECT article_id FROM near_duplicate_sketches WHERE number = :number
             ORDER BY article_id LIMIT :most",
        )?;
        let last = connection.prepare_cached(
            "SELECT article_id FROM near_duplicate_sketches WHERE number = :number AND article_id > :after
             ORDER BY article_id DESC LIMIT :most",
        )?;
        Ok(Self { first, last })
    }

    /// Adds the first that have a number, and the last of all others, in order.
    fn read(&mut self, number: u32, articles: &mut Vec<ArticleId>) -> rusqlite::Result<()> {
        let id = |row: &Row| row.get("article_id").map(ArticleId);
        let start = articles.len();
        let first = named_params! { ":number": number, ":most": MOST_OF_A_NUMBER };
        for article in self.first.query_map(first, id)? {
            articles.push(article?);
        }
        let end = articles.len();
        let Some(&after) = articles.get(start + MOST_OF_A_NUMBER - 1) else { return Ok(()) };
        let last =
            named_params! { ":number": number, ":after": after.0, ":most": MOST_OF_A_NUMBER };
        for article in self.last.query_map(last, id)? {
            articles.push(article?);
        }
        if let Some(last) = articles.get_mut(end..) {
            last.reverse();
        }
        Ok(())
    }
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

/// Whether no text waits for its sketch.
pub(super) fn is_filled(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .query_row("SELECT NOT EXISTS (SELECT 1 FROM texts_without_sketch)", [], |row| row.get(0))
}

/// Makes the sketches of an archive whose schema had none. The pairs that it has stay: what found them before
/// proposed the same.
pub(super) fn fill(connection: &Connection, nearness: Nearness) -> rusqlite::Result<()> {
    let mut read = connection.prepare(
        "SELECT articles.article_id, articles.body FROM texts_without_sketch
         JOIN articles ON articles.article_id = texts_without_sketch.article_id
         ORDER BY articles.article_id",
    )?;
    let mut rows = read.query([])?;
    let mut numbers: Vec<(u32, ArticleId)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (article, text) = (ArticleId(row.get(0)?), row.get_ref(1)?.as_str()?);
        numbers.extend((nearness.sketch)(text).into_iter().map(|number| (number, article)));
        if numbers.len() >= MOST_WAITING {
            insert(connection, &mut numbers)?;
        }
    }
    insert(connection, &mut numbers)?;
    connection.execute("DELETE FROM texts_without_sketch", [])?;
    Ok(())
}

/// Stores numbers in their order, and leaves none.
fn insert(connection: &Connection, numbers: &mut Vec<(u32, ArticleId)>) -> rusqlite::Result<()> {
    numbers.sort_unstable();
    let mut insert = connection.prepare_cached(INSERT)?;
    for (number, article) in numbers.drain(..) {
        insert.execute(named_params! { ":number": number, ":article": article.0 })?;
    }
    Ok(())
}

/// Takes back everything found.
pub(super) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    for table in ["stories", "near_duplicates", "near_duplicate_sketches", "texts_without_sketch"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}
