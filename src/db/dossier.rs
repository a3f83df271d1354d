//! What a dossier asks of the archive: which articles name somebody, and where the words stand that each claim rests on.
//!
//! Which articles are meant is the text that reports share (`report/shared`), so that a dossier counts as they do. What
//! must stay true: no body is read here. Of every article that names somebody one short row goes by; where words stand
//! is asked for those that are shown.

use std::time::Duration;

use super::entities::{self, Tables};
use super::show::Cells;
use super::{Reader, Result};
use crate::model::{
    ArticleId, Basis, Column, DossierAsked, EntityKind, Flow, OtherName, RemarkDetails, RowSink,
    Subject, Value, WordsAt, WordsSort,
};

const NAMED_IN: &str = include_str!("../report/shared/named_in.sql");
const ARTICLES: &str = include_str!("../report/shared/articles.sql");
const ORIGIN: &str = include_str!("../report/shared/origin.sql");

/// Somebody who is named in tens of thousands of articles takes a second.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Headline, standfirst, body, captions: as an article is read.
const READING_ORDER: &str = "CASE field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END, \
     length(field), field, start_char";

/// Whom a dossier is about, and of which articles.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub kind: EntityKind,
    pub id: i64,
    pub asked: &'a DossierAsked,
}

/// An article that names somebody.
#[derive(Clone, Debug)]
pub struct Naming {
    pub article: i64,
    /// As far as it is known: `2024-03-18`, `2024-03`, `2024`.
    pub day: Option<String>,
    pub publisher: Option<i64>,
}

/// A quotation: where it stands, and who said it.
#[derive(Clone, Debug)]
pub struct QuotedAt {
    pub at: WordsAt,
    pub speaker: Option<String>,
    /// The text's own words for the speaker, in the same field.
    pub speaker_span: Option<(usize, usize)>,
}

impl About<'_> {
    /// The tables `wanted`, `named_in` and, of the articles that are asked for, `chosen`.
    fn with(&self) -> String {
        format!(
            "WITH wanted (kind, entity_id) AS (SELECT :kind, :id),
             {NAMED_IN},
             wanted_publishers (publisher_id) AS (SELECT 1 WHERE 0),
             chosen (article_id, earliest_on, day, publisher_id) AS MATERIALIZED (
                 SELECT articles.article_id, articles.earliest_on, coalesce(articles.published_on, articles.published),
                     articles.publisher_id
                 FROM named_in CROSS JOIN articles ON articles.article_id = named_in.article_id
                 WHERE {ARTICLES})"
        )
    }

    fn tables(&self) -> Tables {
        entities::tables(self.kind)
    }

    fn values(&self) -> Vec<(String, Value)> {
        let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let once = if self.asked.once { "yes" } else { "no" };
        [
            ("kind", Value::Text(self.kind.as_str().to_owned())),
            ("id", Value::Integer(self.id)),
            ("since", text(&self.asked.since)),
            ("until", text(&self.asked.until)),
            ("dated", Value::Null),
            ("ingested_since", Value::Null),
            ("publisher", Value::Null),
            ("topic", Value::Null),
            ("once", Value::Text(once.to_owned())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

impl Reader {
    /// Who it is, as the archive knows it.
    pub fn subject(&self, kind: EntityKind, id: i64) -> Result<Option<Subject>> {
        let Tables { table, id: column, .. } = entities::tables(kind);
        let origin = ORIGIN.replace("entity_id", column).replace("entities", table);
        let given = [("id", Value::Integer(id))];
        let rows = self.rows(
            &format!(
                "SELECT name, description, wikidata_id, {origin} FROM {table} WHERE {column} = :id"
            ),
            &given,
        )?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let mut cells = Cells::of(row);
        let (name, description, wikidata_id) = (cells.text(), cells.optional(), cells.optional());
        let basis = Basis::by_name(&cells.text());
        let others = self.rows(
            &format!(
                "SELECT aliases.name, CASE WHEN aliases.decision_id IS NOT NULL THEN 'ruled' ELSE entities.origin END
                 FROM aliases JOIN {table} AS entities ON entities.{column} = aliases.{column}
                 WHERE aliases.{column} = :id AND aliases.kind = 'alias' AND aliases.name <> entities.name
                 ORDER BY aliases.name"
            ),
            &given,
        )?;
        let other_names = others
            .into_iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                OtherName { name: cells.text(), basis: Basis::by_name(&cells.text()) }
            })
            .collect();
        Ok(Some(Subject { kind, id, name, description, wikidata_id, basis, other_names }))
    }

    /// Hands on every article that names them, the newest first, those without a day last.
    pub fn naming(&self, about: About<'_>, mut take: impl FnMut(Naming)) -> Result<()> {
        let sql = format!(
            "{} SELECT article_id, day, publisher_id FROM chosen ORDER BY earliest_on DESC, article_id DESC",
            about.with()
        );
        self.each(&sql, &about.values(), |cells| {
            take(Naming {
                article: cells.number(),
                day: cells.optional(),
                publisher: cells.optional_number(),
            });
        })
    }

    /// How many articles that name them are hidden, and how many tell a story once more, of the time asked for.
    pub fn not_shown(&self, about: About<'_>) -> Result<(u64, u64)> {
        let dated = ARTICLES.split("AND (:dated").next().unwrap_or_default();
        let hidden = "articles.article_id IN (SELECT article_id FROM hidden_articles)";
        let sql = format!(
            "WITH wanted (kind, entity_id) AS (SELECT :kind, :id), {NAMED_IN}
             SELECT count(*) FILTER (WHERE {hidden}),
                 count(*) FILTER (WHERE NOT {hidden} AND articles.article_id IN (SELECT article_id FROM repeats))
             FROM named_in CROSS JOIN articles ON articles.article_id = named_in.article_id
             WHERE {dated}"
        );
        let mut values = about.values();
        values.retain(|(name, _)| ["kind", "id", "since", "until"].contains(&name.as_str()));
        let mut counted = (0, 0);
        self.each(&sql, &values, |cells| counted = (count(cells.number()), count(cells.number())))?;
        Ok(match about.asked.once {
            true => counted,
            false => (counted.0, 0),
        })
    }

    /// Where an article names them first, as it is read.
    pub fn first_mention(&self, about: About<'_>, article: i64) -> Result<Option<WordsAt>> {
        let rows = self.rows(
            &format!(
                "SELECT article_id, field, start_char, end_char, rule, confidence FROM mentions
                 WHERE article_id = :article AND {} = :id ORDER BY {READING_ORDER} LIMIT 1",
                about.tables().id
            ),
            &[("article", Value::Integer(article)), ("id", Value::Integer(about.id))],
        )?;
        Ok(rows.into_iter().next().map(|row| words_at(WordsSort::Mention, &mut Cells::of(row))))
    }

    /// Where an article names them and somebody else nearest to each other: the other's words, and theirs.
    pub fn named_together(
        &self,
        about: About<'_>,
        article: i64,
        kind: EntityKind,
        name: &str,
    ) -> Result<Option<(WordsAt, WordsAt)>> {
        let Tables { table, id, .. } = entities::tables(kind);
        let given = [
            ("article", Value::Integer(article)),
            ("id", Value::Integer(about.id)),
            ("name", Value::Text(name.to_owned())),
        ];
        let rows = self.rows(
            &format!(
                "SELECT article_id, field, start_char, end_char, rule, confidence, {of} IS :id FROM mentions
                 WHERE article_id = :article
                   AND ({of} = :id OR mentions.{id} IN (SELECT {id} FROM {table} WHERE {table}.name = :name))
                 ORDER BY {READING_ORDER}",
                of = about.tables().id
            ),
            &given,
        )?;
        let (mut theirs, mut others) = (Vec::new(), Vec::new());
        for row in rows {
            let mut cells = Cells::of(row);
            let at = words_at(WordsSort::Mention, &mut cells);
            if cells.number() == 1 { theirs.push(at) } else { others.push(at) }
        }
        let apart = |one: &WordsAt, other: &WordsAt| match one.field == other.field {
            true => one.start_char.abs_diff(other.start_char),
            false => usize::MAX,
        };
        // Each other one with the nearest of theirs; both are few, and in the order of the text.
        let pairs = others.iter().filter_map(|other| {
            let nearest = theirs.iter().min_by_key(|own| apart(own, other))?;
            Some((apart(nearest, other), other, nearest))
        });
        let nearest = pairs.min_by_key(|(apart, _, _)| *apart);
        Ok(nearest.map(|(_, other, own)| (other.clone(), own.clone())))
    }

    /// Where a person was first and last given a title.
    pub fn role_words(
        &self,
        about: About<'_>,
        title: &str,
        held_in: Option<&str>,
    ) -> Result<Option<(WordsAt, WordsAt)>> {
        let mut values = about.values();
        let held_in = held_in.map_or(Value::Null, |held_in| Value::Text(held_in.to_owned()));
        values.push(("title".to_owned(), Value::Text(title.to_owned())));
        values.push(("held_in".to_owned(), held_in));
        let sql = format!(
            "{}, held AS MATERIALIZED (
                 SELECT roles.article_id, roles.field, roles.start_char, roles.end_char, roles.rule, roles.confidence,
                     articles.earliest_on
                 FROM roles
                 CROSS JOIN articles ON articles.article_id = roles.article_id
                 LEFT JOIN organisations ON organisations.organisation_id = roles.organisation_id
                 LEFT JOIN places ON places.place_id = roles.place_id
                 WHERE roles.person_id = :id AND roles.title = :title COLLATE NOCASE
                   AND coalesce(organisations.name, places.name) IS :held_in AND {ARTICLES})
             SELECT * FROM (
                 SELECT * FROM held ORDER BY earliest_on IS NULL, earliest_on, article_id, {READING_ORDER} LIMIT 1)
             UNION ALL
             SELECT * FROM (SELECT * FROM held ORDER BY earliest_on DESC, article_id DESC, {READING_ORDER} LIMIT 1)",
            about.with()
        );
        let mut found = Vec::new();
        self.each(&sql, &values, |cells| found.push(words_at(WordsSort::Role, cells)))?;
        Ok(match found.as_slice() {
            [first, last] => Some((first.clone(), last.clone())),
            _ => None,
        })
    }

    /// What they said, the newest first, and how much there is of it. Who was ruled to speak need not be named.
    pub fn said_by(&self, about: About<'_>, limit: usize) -> Result<(u64, Vec<QuotedAt>)> {
        let id = about.tables().id;
        self.quotations(
            about,
            &format!(
                "quotes CROSS JOIN articles ON articles.article_id = quotes.article_id
                 WHERE quotes.{id} = :id AND {ARTICLES}"
            ),
            limit,
        )
    }

    /// Quotations of others that name them.
    pub fn said_about(&self, about: About<'_>, limit: usize) -> Result<(u64, Vec<QuotedAt>)> {
        let id = about.tables().id;
        self.quotations(
            about,
            &format!(
                "chosen AS articles CROSS JOIN quotes ON quotes.article_id = articles.article_id
                 WHERE quotes.{id} IS NOT :id AND EXISTS (
                     SELECT 1 FROM mentions AS named
                     WHERE named.article_id = quotes.article_id AND named.field = quotes.field
                       AND named.start_char >= quotes.start_char AND named.start_char < quotes.end_char
                       AND named.{id} = :id)"
            ),
            limit,
        )
    }

    fn quotations(
        &self,
        about: About<'_>,
        from: &str,
        limit: usize,
    ) -> Result<(u64, Vec<QuotedAt>)> {
        let sql = format!(
            "{}, wanted_quotes AS MATERIALIZED (
                 SELECT quotes.article_id, quotes.field, quotes.start_char, quotes.end_char, quotes.rule, quotes.confidence,
                     quotes.speaker_start_char, quotes.speaker_end_char, articles.earliest_on,
                     quotes.person_id, quotes.organisation_id, quotes.place_id
                 FROM {from} AND quotes.field = 'body')
             SELECT article_id, field, start_char, end_char, rule, confidence,
                 coalesce(people.name, organisations.name, places.name), speaker_start_char, speaker_end_char,
                 (SELECT count(*) FROM wanted_quotes)
             FROM wanted_quotes
             LEFT JOIN people ON people.person_id = wanted_quotes.person_id
             LEFT JOIN organisations ON organisations.organisation_id = wanted_quotes.organisation_id
             LEFT JOIN places ON places.place_id = wanted_quotes.place_id
             ORDER BY earliest_on DESC, article_id DESC, start_char
             LIMIT :limit",
            about.with()
        );
        let mut values = about.values();
        // One at least, for the count.
        let asked = i64::try_from(limit.max(1)).unwrap_or(i64::MAX);
        values.push(("limit".to_owned(), Value::Integer(asked)));
        let (mut total, mut found) = (0, Vec::new());
        self.each(&sql, &values, |cells| {
            let at = words_at(WordsSort::Quotation, cells);
            let speaker = cells.optional();
            let speaker_span = match (cells.optional_number(), cells.optional_number()) {
                (Some(start), Some(end)) => Some((place(start), place(end))),
                _ => None,
            };
            found.push(QuotedAt { at, speaker, speaker_span });
            total = count(cells.number());
        })?;
        found.truncate(limit);
        Ok((total, found))
    }

    /// What people wrote beside an article.
    pub fn remarks_on(&self, article: i64) -> Result<Vec<RemarkDetails>> {
        self.remarks(ArticleId(article))
    }

    /// How many remarks there are on them and on the articles that name them.
    pub fn count_remarks(&self, about: About<'_>) -> Result<u64> {
        let table = about.tables();
        let sql = format!(
            "{} SELECT (SELECT count(*) FROM chosen CROSS JOIN article_remarks USING (article_id))
                 + (SELECT count(*) FROM decisions_in_force
                    WHERE act = 'note' AND kind = :kind AND key = (SELECT key FROM {} WHERE {} = :id))",
            about.with(), table.table, table.id
        );
        let mut counted = 0;
        self.each(&sql, &about.values(), |cells| counted = count(cells.number()))?;
        Ok(counted)
    }

    /// Hands the cells of each row on.
    fn each(
        &self,
        sql: &str,
        values: &[(String, Value)],
        take: impl FnMut(&mut Cells),
    ) -> Result<()> {
        self.run(sql, values, TIME_LIMIT, &mut Each(take)).map(|_| ())
    }
}

fn words_at(sort: WordsSort, cells: &mut Cells) -> WordsAt {
    WordsAt {
        sort,
        article: cells.number(),
        field: cells.text(),
        start_char: place(cells.number()),
        end_char: place(cells.number()),
        rule: cells.text(),
        confidence: cells.optional_real(),
    }
}

/// The schema has no place before 0.
fn place(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

struct Each<F: FnMut(&mut Cells)>(F);

impl<F: FnMut(&mut Cells)> RowSink for Each<F> {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        (self.0)(&mut Cells::of(values.to_vec()));
        Flow::Continue
    }
}
