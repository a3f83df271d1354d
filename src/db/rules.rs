//! Rules by which articles are on a topic by themselves: what a person said, kept as it was said.
//!
//! What must stay true: a row is never deleted, and its words never change; who took a rule back, and when,
//! stands in it. Which articles a rule in force tags is derived (`rule_topics`).

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::row_hashes::RULES;
use super::spelling::expression_of;
use super::topics::folded;
use super::{Archive, Batch, Error, Reader, Result, WordsError, search};
use crate::model::{
    ArticleId, EntityKind, EntityName, NewRule, RuleId, Sought, Tagged, TaggedArticle, TopicRule,
};

/// What stands in the columns of a rule.
pub(super) enum Tagging {
    Entity(EntityName),
    Search(String),
}

impl Archive {
    /// The rules in force, in the order in which they were made.
    pub fn topic_rules(&self) -> Result<Vec<TopicRule>> {
        in_force(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// The same, each with how many articles it tags.
    pub fn topic_rules_counted(&self) -> Result<Vec<(TopicRule, u64)>> {
        let read = || -> rusqlite::Result<Vec<(TopicRule, u64)>> {
            self.connection
                .prepare(
                    "SELECT *, (SELECT count(*) FROM rule_topics
                        WHERE rule_topics.rule_id = rules.rule_id) AS article_count
                     FROM rules WHERE removed_at IS NULL ORDER BY rule_id",
                )?
                .query_map([], |row| Ok((topic_rule(row)?, row.get("article_count")?)))?
                .collect()
        };
        read().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

impl Reader {
    /// The rules in force, in the order in which they were made.
    pub fn topic_rules(&self) -> Result<Vec<TopicRule>> {
        in_force(self.connection()).map_err(|error| Error::from_sqlite(self.path(), error))
    }
}

impl Batch<'_> {
    /// The rules in force, in the order in which they were made.
    pub fn topic_rules(&self) -> Result<Vec<TopicRule>> {
        in_force(&self.transaction).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Why these words are nothing that a rule can search for; `None`: they are.
    pub fn cannot_search(&self, words: &str) -> Result<Option<WordsError>> {
        let expression = expression_of(&self.transaction, words)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        match expression {
            Ok(expression) => search::check_text(&expression.text()).map(|()| None),
            Err(reason) => Ok(Some(reason)),
        }
    }

    /// Records a rule. Which articles it tags is settled before the commit. Fails also where it looks for a report,
    /// which tags nothing.
    pub fn add_rule(&mut self, rule: &NewRule) -> Result<RuleId> {
        let tagging = match &rule.sought {
            Sought::Entity(entity) => Tagging::Entity(entity.clone()),
            Sought::Search { words } => Tagging::Search(words.clone()),
            Sought::Report { report, .. } => {
                return Err(Error::Refused(format!("no rule can look for report `{report}`")));
            }
        };
        let path = self.path;
        let sqlite = |error| Error::from_sqlite(path, error);
        let id = insert(&self.transaction, rule, &tagging).map_err(sqlite)?;
        self.has_new_topics = true;
        self.rules.add(id);
        Ok(id)
    }

    /// Takes a rule back, with the topics that it gave. False: it is not in force.
    pub fn remove_rule(
        &mut self,
        rule: RuleId,
        removed_at: &str,
        removed_by: &str,
    ) -> Result<bool> {
        let path = self.path;
        let sqlite = |error| Error::from_sqlite(path, error);
        let was_in_force =
            remove(&self.transaction, rule, removed_at, removed_by).map_err(sqlite)?;
        self.has_new_topics |= was_in_force;
        self.rules.remove(rule);
        Ok(was_in_force)
    }

    /// Asks every rule of every article, and says whether any of the rows was wrong.
    pub fn ask_rules_anew(&mut self) -> Result<bool> {
        self.rules.touch_all();
        let wrong = self.rules.settle(&self.transaction);
        wrong.map(|wrong| wrong > 0).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// What a rule tags, with the newest of it, at most `most`. To be asked behind `settle_now`.
    pub fn tagged_by(&self, rule: RuleId, most: u32) -> Result<Tagged> {
        tagged_by(&self.transaction, rule, most)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }
}

/// The rule in force that says the same as a new one, if one does.
pub fn same_rule<'r>(rules: &'r [TopicRule], new: &NewRule) -> Option<&'r TopicRule> {
    let is_same_sought = |sought: &Sought| match (sought, &new.sought) {
        // What somebody was called when the rule was made says nothing.
        (Sought::Entity(one), Sought::Entity(other)) => {
            (one.kind, &one.key) == (other.kind, &other.key)
        }
        (one, other) => one == other,
    };
    rules.iter().find(|rule| {
        folded(&rule.topic) == folded(&new.topic)
            && rule.is_over_all == new.is_over_all
            && is_same_sought(&rule.sought)
    })
}

fn insert(connection: &Connection, rule: &NewRule, tagging: &Tagging) -> rusqlite::Result<RuleId> {
    let (kind, entity, words) = match tagging {
        Tagging::Entity(entity) => (entity.kind.as_str(), Some(entity), None),
        Tagging::Search(words) => (SEARCH, None, Some(words)),
    };
    connection.execute(
        "INSERT INTO rules (topic, kind, key, entity_name, words, is_over_all, added_at, added_by)
         VALUES (:topic, :kind, :key, :name, :words, :is_over_all, :added_at, :added_by)",
        named_params! {
            ":topic": rule.topic, ":kind": kind, ":key": entity.map(|entity| &entity.key),
            ":name": entity.map(|entity| &entity.name), ":words": words,
            ":is_over_all": rule.is_over_all, ":added_at": rule.added_at, ":added_by": rule.added_by,
        },
    )?;
    let id = connection.last_insert_rowid();
    RULES.seal(connection, id)?;
    Ok(RuleId(id))
}

fn remove(
    connection: &Connection,
    rule: RuleId,
    removed_at: &str,
    removed_by: &str,
) -> rusqlite::Result<bool> {
    // A row that another program changed must not come out of it sound.
    let is_right = connection
        .prepare("SELECT 1 FROM rules WHERE rule_id = :rule AND removed_at IS NULL")?
        .exists(named_params! { ":rule": rule.0 })?
        .then(|| RULES.is_right(connection, rule.0))
        .transpose()?;
    let Some(is_right) = is_right else { return Ok(false) };
    connection.execute(
        "UPDATE rules SET removed_at = :at, removed_by = :by WHERE rule_id = :rule",
        named_params! { ":rule": rule.0, ":at": removed_at, ":by": removed_by },
    )?;
    if is_right {
        RULES.seal(connection, rule.0)?;
    }
    connection.execute(
        "DELETE FROM rule_topics WHERE rule_id = :rule",
        named_params! { ":rule": rule.0 },
    )?;
    Ok(true)
}

/// The kind of a rule that searches; the others are the kinds of entities.
const SEARCH: &str = "search";

/// The rules in force, in the order in which they were made.
pub(super) fn in_force(connection: &Connection) -> rusqlite::Result<Vec<TopicRule>> {
    connection
        .prepare_cached("SELECT * FROM rules WHERE removed_at IS NULL ORDER BY rule_id")?
        .query_map([], topic_rule)?
        .collect()
}

fn topic_rule(row: &Row<'_>) -> rusqlite::Result<TopicRule> {
    let sought = match tagging(row)? {
        Tagging::Entity(entity) => Sought::Entity(entity),
        Tagging::Search(words) => Sought::Search { words },
    };
    Ok(TopicRule {
        rule_id: RuleId(row.get("rule_id")?),
        topic: row.get("topic")?,
        sought,
        is_over_all: row.get("is_over_all")?,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
    })
}

/// What a row of `rules` looks for.
pub(super) fn tagging(row: &Row<'_>) -> rusqlite::Result<Tagging> {
    let kind: String = row.get("kind")?;
    if kind == SEARCH {
        return row.get("words").map(Tagging::Search);
    }
    let Some(kind) = EntityKind::by_name(&kind) else {
        return Err(rusqlite::Error::InvalidColumnName(kind));
    };
    Ok(Tagging::Entity(EntityName { kind, key: row.get("key")?, name: row.get("entity_name")? }))
}

fn tagged_by(connection: &Connection, rule: RuleId, most: u32) -> rusqlite::Result<Tagged> {
    let count = connection.query_row(
        "SELECT count(*) FROM rule_topics WHERE rule_id = :rule",
        named_params! { ":rule": rule.0 },
        |row| row.get(0),
    )?;
    let newest = connection
        .prepare(
            "SELECT article_id, coalesce(published_on, published) AS published_on, publishers.name AS publisher,
                coalesce(headline, substr(body, 1, 80) || '…') AS headline
             FROM rule_topics JOIN articles USING (article_id) LEFT JOIN publishers USING (publisher_id)
             WHERE rule_id = :rule ORDER BY latest_on DESC NULLS LAST, articles.sha256 LIMIT :most",
        )?
        .query_map(named_params! { ":rule": rule.0, ":most": most }, |row| {
            Ok(TaggedArticle {
                article_id: ArticleId(row.get("article_id")?),
                published_on: row.get("published_on")?,
                publisher: row.get("publisher")?,
                headline: row.get("headline")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Tagged { count, newest })
}

/// The number of a rule that is or was there, and whether it is in force.
pub(super) fn find(connection: &Connection, rule: RuleId) -> rusqlite::Result<Option<bool>> {
    connection
        .prepare("SELECT removed_at IS NULL FROM rules WHERE rule_id = :rule")?
        .query_row(named_params! { ":rule": rule.0 }, |row| row.get(0))
        .optional()
}

impl Batch<'_> {
    /// Whether a rule is in force; `None`: there never was one of that number.
    pub fn rule_in_force(&self, rule: RuleId) -> Result<Option<bool>> {
        find(&self.transaction, rule).map_err(|error| Error::from_sqlite(self.path, error))
    }
}
