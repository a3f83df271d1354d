//! Which articles a search shows, and in what order.
//!
//! Going through the articles that have a word is cheap; ranking one costs thirty times as much, and
//! reading its day twenty times. So few are ranked: where many have the words, they rank nothing (bm25
//! weighs a word by how few have it), and the newest are shown. Of several words only those that few
//! articles have are ranked by, and the others must occur. What must stay true: the same articles are
//! found whichever way is taken; only their order depends on it.
//!
//! Measured on 200,000 articles, 26,870 with the word: to go through them 1 ms, to rank them 72 ms, to read
//! their days 61 ms.

use std::time::{Duration, Instant};

use rusqlite::named_params;

use super::search::{Order, Search, listed};
use super::{Error, Reader, Result};
use crate::model::{Column, EntityKind, Flow, RowSink, Value};

/// Where more articles answer, they are not ranked unless somebody insists.
const MOST_RANKED: usize = 5_000;

/// The same where somebody insists: their numbers must fit a value.
const MOST_RANKED_ON_REQUEST: usize = 1_000_000;

/// A word in more articles than that is not ranked by.
const MOST_WITH_WORD: usize = 30_000;

/// The number of newest articles that are looked up in the index one by one, when most articles have the
/// words and the newest of those are found soon.
const MOST_LOOKED_UP: usize = 250;

/// A search under way.
pub(super) struct Asking<'a> {
    pub reader: &'a Reader,
    pub search: &'a Search,
    pub time_limit: Duration,
    pub started: Instant,
}

/// The articles that are shown, in their order.
pub(super) struct Found {
    pub articles: Vec<i64>,
    /// The newest instead of the best.
    pub is_newest_for_best: bool,
}

/// Which articles have the words.
enum Matching {
    /// In the order of their numbers.
    These(Vec<i64>),
    /// Most articles have them, so they were not gone through.
    Most,
    /// No words are asked for.
    Any,
}

impl Asking<'_> {
    /// Runs a statement in the time that is left.
    pub fn run(
        &self,
        sql: &str,
        parameters: &[(&str, Value)],
        sink: &mut dyn RowSink,
    ) -> Result<u64> {
        let parameters: Vec<(String, Value)> =
            parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let left = self.time_limit.saturating_sub(self.started.elapsed());
        self.reader.run(sql, &parameters, left, sink)
    }

    /// The numbers that a statement gives, as long as `take` wants more.
    fn numbers(
        &self,
        sql: &str,
        parameters: &[(&str, Value)],
        take: impl FnMut(i64) -> Flow,
    ) -> Result<()> {
        self.run(sql, parameters, &mut Numbers(take))?;
        Ok(())
    }

    fn limit(&self) -> usize {
        self.search.limit as usize
    }

    /// The articles that match, in the order in which they are shown.
    pub fn found(&self) -> Result<Found> {
        let these = |articles| Ok(Found { articles, is_newest_for_best: false });
        let Some(named) = &self.search.named else { return these(Vec::new()) };
        let matching = match (self.matching()?, named.is_empty()) {
            (matching, true) => matching,
            (Matching::These(found), false) => Matching::These(self.naming(named, Some(found))?),
            (Matching::Any | Matching::Most, false) => Matching::These(self.naming(named, None)?),
        };
        let wants_best = self.search.expression.is_some()
            && matches!(self.search.order, Order::Best | Order::Rank);
        let found = match matching {
            Matching::Any => return these(self.in_order(|_| true, self.limit())?),
            Matching::Most => match self.newest_looked_up()? {
                Some(articles) => return Ok(Found { articles, is_newest_for_best: wants_best }),
                None => self.all_matching()?,
            },
            Matching::These(found) => found,
        };
        if self.search.order == Order::Rank && found.len() <= MOST_RANKED_ON_REQUEST
            || found.len() <= MOST_RANKED
        {
            let mut passing = self.passing(&found)?;
            if wants_best && let Some(ranked) = self.ranked(&passing)? {
                return these(ranked);
            }
            passing.truncate(self.limit());
            return Ok(Found { articles: passing, is_newest_for_best: wants_best });
        }
        let is_narrowed = wants_best && self.search.only.narrows();
        let most = if is_narrowed { self.limit().max(MOST_RANKED + 1) } else { self.limit() };
        let mut newest = self.in_order(|id| found.binary_search(&id).is_ok(), most)?;
        if is_narrowed
            && newest.len() <= MOST_RANKED
            && let Some(ranked) = self.ranked(&newest)?
        {
            return these(ranked);
        }
        newest.truncate(self.limit());
        Ok(Found { articles: newest, is_newest_for_best: wants_best })
    }

    fn query(&self) -> Option<String> {
        self.search.expression.as_ref().map(super::Expression::text)
    }

    /// The articles that have the words, unless most have them and the newest are wanted.
    fn matching(&self) -> Result<Matching> {
        let Some(query) = self.query() else { return Ok(Matching::Any) };
        let may_skip = self.search.named.as_ref().is_none_or(Vec::is_empty)
            && matches!(self.search.order, Order::Best | Order::Newest);
        let limit = self.limit();
        let mut found: Vec<i64> = Vec::new();
        let mut is_most = false;
        self.numbers(MATCHING, &[("query", Value::Text(query))], |id| {
            found.push(id);
            if may_skip && found.len() == MOST_RANKED + 1 {
                let first = found.first().copied().unwrap_or(id);
                let among = usize::try_from(id.abs_diff(first)).unwrap_or(usize::MAX);
                let looked_up = limit.saturating_mul(among) / found.len();
                is_most = looked_up <= MOST_LOOKED_UP / 2;
            }
            if is_most { Flow::Stop } else { Flow::Continue }
        })?;
        found.sort_unstable();
        Ok(if is_most { Matching::Most } else { Matching::These(found) })
    }

    fn all_matching(&self) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        let query = self.query().unwrap_or_default();
        self.numbers(MATCHING, &[("query", Value::Text(query))], |id| {
            found.push(id);
            Flow::Continue
        })?;
        found.sort_unstable();
        Ok(found)
    }

    /// Those of the articles, or all, in which all of these are named.
    fn naming(&self, named: &[(EntityKind, i64)], among: Option<Vec<i64>>) -> Result<Vec<i64>> {
        let mut found = match (among, &self.search.expression) {
            (Some(among), _) => Some(among),
            (None, Some(_)) => Some(self.all_matching()?),
            (None, None) => None,
        };
        for (kind, entity) in named {
            let sql = match kind {
                EntityKind::Person => NAMING_PERSON,
                EntityKind::Organisation => NAMING_ORGANISATION,
                EntityKind::Place => NAMING_PLACE,
            };
            let mut naming = Vec::new();
            self.numbers(sql, &[("entity", Value::Integer(*entity))], |id| {
                naming.push(id);
                Flow::Continue
            })?;
            naming.sort_unstable();
            found = Some(match found {
                None => naming,
                Some(found) => {
                    found.into_iter().filter(|id| naming.binary_search(id).is_ok()).collect()
                }
            });
        }
        Ok(found.unwrap_or_default())
    }

    /// What narrows the search, as parameters of the shared text.
    fn filter(&self) -> Vec<(&'static str, Value)> {
        let text =
            |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
        let yes_or_no = |yes: bool| Some(if yes { "yes" } else { "no" });
        let only = &self.search.only;
        let publisher = only.publisher.as_ref();
        vec![
            ("since", text(only.since.as_deref())),
            ("until", text(only.until.as_deref())),
            ("ingested_since", text(only.ingested_since.as_deref())),
            ("publisher", text(publisher.map(|asked| asked.typed.as_str()))),
            ("publisher_folded", text(publisher.map(|asked| asked.folded.as_str()))),
            ("topic", text(only.topic.as_deref())),
            ("dated", text(only.is_dated.and_then(yes_or_no))),
            ("once", text(yes_or_no(only.once))),
        ]
    }

    /// Those of the articles that nothing leaves out, in the order of their days.
    fn passing(&self, found: &[i64]) -> Result<Vec<i64>> {
        let mut parameters = self.filter();
        parameters.push(("ids", Value::Text(listed(found))));
        let sql = match self.search.order {
            Order::Oldest => PASSING_OLDEST,
            _ => PASSING_NEWEST,
        };
        let mut passing = Vec::new();
        self.numbers(sql, &parameters, |id| {
            passing.push(id);
            Flow::Continue
        })?;
        Ok(passing)
    }

    /// The first articles by their days that nothing leaves out and that `is_wanted`.
    fn in_order(&self, is_wanted: impl Fn(i64) -> bool, most: usize) -> Result<Vec<i64>> {
        let is_oldest_first = self.search.order == Order::Oldest;
        let mut found = Vec::new();
        // Articles without a day are last in either order.
        let statements: &[&str] = match is_oldest_first {
            true => &[" AND articles.earliest_on IS NOT NULL", " AND articles.earliest_on IS NULL"],
            false => &[""],
        };
        for which in statements {
            if found.len() >= most {
                break;
            }
            let order = if is_oldest_first { OLDEST_FIRST } else { NEWEST_FIRST };
            let sql = format!("{BY_DAY}{}{which}{order}", self.days());
            self.numbers(&sql, &self.filter(), |id| {
                if is_wanted(id) {
                    found.push(id);
                }
                if found.len() < most { Flow::Continue } else { Flow::Stop }
            })?;
        }
        Ok(found)
    }

    /// What the days that are asked for mean for the index: no article says less than its year.
    fn days(&self) -> &'static str {
        match (&self.search.only.since, &self.search.only.until) {
            (Some(_), Some(_)) => {
                " AND articles.earliest_on >= substr(:since, 1, 4) AND articles.earliest_on <= :until"
            }
            (Some(_), None) => " AND articles.earliest_on >= substr(:since, 1, 4)",
            (None, Some(_)) => " AND articles.earliest_on <= :until",
            (None, None) => "",
        }
    }

    /// The newest articles, each looked up in the index; `None` if too few of them have the words.
    fn newest_looked_up(&self) -> Result<Option<Vec<i64>>> {
        let newest = self.in_order(|_| true, MOST_LOOKED_UP)?;
        let query = self.query().unwrap_or_default();
        let look_up = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.reader.connection().prepare_cached(
                "SELECT 1 FROM articles_fts WHERE rowid = :id AND articles_fts MATCH :query",
            )?;
            let mut found = Vec::new();
            for &id in &newest {
                if found.len() < self.limit()
                    && statement.exists(named_params! { ":id": id, ":query": query })?
                {
                    found.push(id);
                }
            }
            Ok(found)
        };
        let found = look_up().map_err(|error| Error::from_sqlite(self.reader.path(), error))?;
        let is_all = found.len() >= self.limit() || newest.len() < MOST_LOOKED_UP;
        Ok(is_all.then_some(found))
    }

    /// The best of these articles, by those words that few articles have; `None` if every word is in many.
    fn ranked(&self, found: &[i64]) -> Result<Option<Vec<i64>>> {
        let Some(expression) = &self.search.expression else { return Ok(None) };
        let mut telling = Vec::new();
        for part in &expression.wanted {
            if self.is_rare(part)? {
                telling.push(part.clone());
            }
        }
        let query = match (telling.is_empty(), self.search.order) {
            (_, Order::Rank) => expression.text(),
            (true, _) => return Ok(None),
            (false, _) => telling.join(" AND "),
        };
        let parameters = [
            ("query", Value::Text(query)),
            ("ids", Value::Text(listed(found))),
            ("limit", Value::Integer(self.search.limit.into())),
        ];
        let mut ranked = Vec::new();
        self.numbers(BEST_FIRST, &parameters, |id| {
            ranked.push(id);
            Flow::Continue
        })?;
        Ok(Some(ranked))
    }

    fn is_rare(&self, part: &str) -> Result<bool> {
        let mut count = 0;
        self.numbers(MATCHING, &[("query", Value::Text(part.to_owned()))], |_| {
            count += 1;
            if count <= MOST_WITH_WORD { Flow::Continue } else { Flow::Stop }
        })?;
        Ok(count <= MOST_WITH_WORD)
    }
}

impl super::Only {
    /// Whether it leaves any article out.
    fn narrows(&self) -> bool {
        let Self { since, until, ingested_since, publisher, topic, is_dated, once } = self;
        since.is_some()
            || until.is_some()
            || ingested_since.is_some()
            || publisher.is_some()
            || topic.is_some()
            || is_dated.is_some()
            || *once
    }
}

/// Takes the numbers in the first column.
struct Numbers<F>(F);

impl<F: FnMut(i64) -> Flow> RowSink for Numbers<F> {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        match values.first() {
            Some(Value::Integer(number)) => (self.0)(*number),
            _ => Flow::Continue,
        }
    }
}

const MATCHING: &str = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :query";

const NAMING_PERSON: &str = "SELECT article_id FROM article_people WHERE person_id = :entity";
const NAMING_ORGANISATION: &str =
    "SELECT article_id FROM article_organisations WHERE organisation_id = :entity";
const NAMING_PLACE: &str = "SELECT article_id FROM article_places WHERE place_id = :entity";

const NEWEST_FIRST: &str = " ORDER BY articles.earliest_on DESC, articles.article_id DESC";
const OLDEST_FIRST: &str = " ORDER BY articles.earliest_on, articles.article_id";

/// All articles that nothing leaves out.
const BY_DAY: &str = concat!(
    "WITH ",
    include_str!("../report/shared/publisher.sql"),
    " SELECT articles.article_id FROM articles WHERE ",
    include_str!("../report/shared/articles.sql"),
);

macro_rules! passing {
    ($order:literal) => {
        concat!(
            "WITH ",
            include_str!("../report/shared/publisher.sql"),
            " SELECT articles.article_id FROM json_each(:ids) AS found
            CROSS JOIN articles ON articles.article_id = found.value WHERE ",
            include_str!("../report/shared/articles.sql"),
            $order
        )
    };
}

const PASSING_NEWEST: &str =
    passing!(" ORDER BY articles.earliest_on DESC, articles.article_id DESC");
const PASSING_OLDEST: &str =
    passing!(" ORDER BY articles.earliest_on IS NULL, articles.earliest_on, articles.article_id");

/// The plus keeps the list from being looked up one by one, for each of which all words are weighed again.
const BEST_FIRST: &str = "SELECT articles_fts.rowid FROM articles_fts
    WHERE articles_fts MATCH :query AND +articles_fts.rowid IN (SELECT value FROM json_each(:ids))
    ORDER BY articles_fts.rank, articles_fts.rowid
    LIMIT :limit";
