//! Which articles the rules in force tag.
//!
//! An article is on a rule's topic where the rule is in force, reaches back to when the article came in, and finds it:
//! by who is named in it, or by the full-text index. A hidden article is tagged like any other: what hides it may go.
//!
//! What must stay true: after every commit the rows are what all rules say of all articles, as if each were asked anew.
//! So a batch asks of the articles that it stored or changed, and of all articles where the question itself may be
//! another one: a rule that is new, rulings on who is who, a rebuild, words of which the index has other spellings now
//! than when the batch began. An archive without rules costs one look at an empty table.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, named_params};

use super::WordsError;
use super::entities::tables;
use super::rules::{self, Tagging};
use super::spelling::expression_of;
use crate::model::{ArticleId, EntityName, RuleId};

/// What a transaction has still to do about rules.
#[derive(Default)]
pub(super) struct RulesAtWork {
    /// The searches of rules, as the index was when last looked at.
    searches: Searches,
    /// Whether any rule is in force.
    has_rules: bool,
    /// Rules to be asked of all articles.
    new: BTreeSet<RuleId>,
    /// Articles that were stored or changed.
    touched: BTreeSet<ArticleId>,
    /// Whether every rule is to be asked of all articles.
    is_all_touched: bool,
}

/// Searches in FTS5's language, or why the words cannot be searched for.
type Searches = BTreeMap<RuleId, Result<String, WordsError>>;

/// Of which articles a rule is asked.
#[derive(Clone, Copy)]
enum Over<'a> {
    All,
    These(&'a BTreeSet<ArticleId>),
}

/// A rule as it is asked.
struct Question {
    rule: RuleId,
    tagging: Tagging,
    is_over_all: bool,
    added_at: String,
}

impl RulesAtWork {
    /// At the beginning of a transaction.
    pub fn begin(connection: &Connection) -> rusqlite::Result<Self> {
        let questions = questions(connection)?;
        let searches = searches(connection, &questions)?;
        Ok(Self { searches, has_rules: !questions.is_empty(), ..Self::default() })
    }

    /// An article was stored, or says something else.
    pub fn touch(&mut self, article: ArticleId) {
        if self.has_rules {
            self.touched.insert(article);
        }
    }

    /// Who is who may be another for every article.
    pub fn touch_all(&mut self) {
        self.is_all_touched = true;
    }

    /// A rule was added.
    pub fn add(&mut self, rule: RuleId) {
        self.has_rules = true;
        self.new.insert(rule);
    }

    /// A rule was taken back.
    pub fn remove(&mut self, rule: RuleId) {
        self.new.remove(&rule);
        self.searches.remove(&rule);
    }

    /// Makes the rows what the rules say now, and says how many were wrong. To be called when the full-text index and
    /// the mentions are right.
    pub fn settle(&mut self, connection: &Connection) -> rusqlite::Result<usize> {
        let touched = std::mem::take(&mut self.touched);
        let is_all_touched = std::mem::take(&mut self.is_all_touched);
        let new = std::mem::take(&mut self.new);
        let mut wrong = match is_all_touched {
            // Nobody but another program leaves such rows.
            true => connection.execute(&format!("DELETE {OF_NO_RULE}"), [])?,
            false => 0,
        };
        if !self.has_rules {
            return Ok(wrong);
        }
        let questions = questions(connection)?;
        let searches = searches(connection, &questions)?;
        for question in &questions {
            let search = match searches.get(&question.rule).map(Result::as_deref) {
                // It was checked when the rule was made. What it said then stands, and `verify` tells.
                Some(Err(_)) => continue,
                Some(Ok(search)) => Some(search),
                None => None,
            };
            let is_another = searches.get(&question.rule) != self.searches.get(&question.rule);
            let over = match is_all_touched || is_another || new.contains(&question.rule) {
                true => Over::All,
                false => Over::These(&touched),
            };
            wrong += question.settle(connection, search, over)?;
        }
        self.searches = searches;
        Ok(wrong)
    }
}

impl Question {
    /// Makes the rows of this rule what it says of these articles; how many were wrong.
    fn settle(
        &self,
        connection: &Connection,
        search: Option<&str>,
        over: Over<'_>,
    ) -> rusqlite::Result<usize> {
        if matches!(over, Over::These(articles) if articles.is_empty()) {
            return Ok(0);
        }
        let stored = self.stored(connection, over)?;
        let found = self.found(connection, search, over)?;
        let mut delete = connection.prepare_cached(
            "DELETE FROM rule_topics WHERE article_id = :article AND rule_id = :rule",
        )?;
        for article in stored.difference(&found) {
            delete.execute(named_params! { ":article": article.0, ":rule": self.rule.0 })?;
        }
        let mut insert = connection.prepare_cached(
            "INSERT INTO rule_topics (article_id, rule_id) VALUES (:article, :rule)",
        )?;
        for article in found.difference(&stored) {
            insert.execute(named_params! { ":article": article.0, ":rule": self.rule.0 })?;
        }
        Ok(stored.symmetric_difference(&found).count())
    }

    /// Those of the articles that have a row.
    fn stored(
        &self,
        connection: &Connection,
        over: Over<'_>,
    ) -> rusqlite::Result<BTreeSet<ArticleId>> {
        let (first, last) = over.bounds();
        over.among(
            connection
                .prepare_cached(
                    "SELECT article_id FROM rule_topics
                     WHERE rule_id = :rule AND article_id BETWEEN :first AND :last",
                )?
                .query_map(
                    named_params! { ":rule": self.rule.0, ":first": first, ":last": last },
                    |row| row.get(0),
                )?,
        )
    }

    /// Those of the articles that the rule finds. `search` is that of a rule that searches.
    fn found(
        &self,
        connection: &Connection,
        search: Option<&str>,
        over: Over<'_>,
    ) -> rusqlite::Result<BTreeSet<ArticleId>> {
        let (first, last) = over.bounds();
        let (matching, subject) = match (&self.tagging, search) {
            (Tagging::Entity(entity), _) => (naming(entity), entity.key.as_str()),
            (Tagging::Search(_), Some(search)) => (MATCHING.to_owned(), search),
            (Tagging::Search(_), None) => return Ok(BTreeSet::new()),
        };
        over.among(
            connection
                .prepare_cached(&format!(
                    "SELECT found.article_id FROM ({matching}) AS found
                     CROSS JOIN articles ON articles.article_id = found.article_id
                     WHERE :is_over_all OR articles.ingested_at >= :added_at"
                ))?
                .query_map(
                    named_params! {
                        ":subject": subject, ":first": first, ":last": last,
                        ":is_over_all": self.is_over_all, ":added_at": self.added_at,
                    },
                    |row| row.get(0),
                )?,
        )
    }
}

impl Over<'_> {
    /// The least and the greatest number of them.
    fn bounds(self) -> (i64, i64) {
        match self {
            Self::All => (i64::MIN, i64::MAX),
            Self::These(articles) => (
                articles.first().map_or(i64::MAX, |article| article.0),
                articles.last().map_or(i64::MIN, |article| article.0),
            ),
        }
    }

    /// Those of the rows that are among them.
    fn among(
        self,
        rows: impl Iterator<Item = rusqlite::Result<i64>>,
    ) -> rusqlite::Result<BTreeSet<ArticleId>> {
        let is_one = |article: &ArticleId| match self {
            Self::All => true,
            Self::These(articles) => articles.contains(article),
        };
        let mut among = BTreeSet::new();
        for row in rows {
            among.extend(Some(ArticleId(row?)).filter(is_one));
        }
        Ok(among)
    }
}

/// Rows that no rule in force can have.
const OF_NO_RULE: &str =
    "FROM rule_topics WHERE rule_id NOT IN (SELECT rule_id FROM rules WHERE removed_at IS NULL)";

const MATCHING: &str = "SELECT rowid AS article_id FROM articles_fts
    WHERE articles_fts MATCH :subject AND rowid BETWEEN :first AND :last";

/// Articles that name somebody: the entry of that key, the one that it was merged into, and all that were merged
/// into either.
fn naming(entity: &EntityName) -> String {
    let tables = tables(entity.kind);
    let (table, id, in_articles) = (tables.table, tables.id, tables.in_articles);
    format!(
        "SELECT DISTINCT article_id FROM {in_articles}
         WHERE article_id BETWEEN :first AND :last AND {id} IN (
            WITH meant (id) AS (SELECT coalesce(merged_into_id, {id}) FROM {table} WHERE key = :subject)
            SELECT id FROM meant
            UNION SELECT {id} FROM {table} WHERE merged_into_id IN (SELECT id FROM meant))"
    )
}

fn questions(connection: &Connection) -> rusqlite::Result<Vec<Question>> {
    connection
        .prepare_cached("SELECT * FROM rules WHERE removed_at IS NULL ORDER BY rule_id")?
        .query_map([], |row| {
            Ok(Question {
                rule: RuleId(row.get("rule_id")?),
                tagging: rules::tagging(row)?,
                is_over_all: row.get("is_over_all")?,
                added_at: row.get("added_at")?,
            })
        })?
        .collect()
}

/// What the rules that search ask of the index as it is, or why that cannot be asked.
fn searches(connection: &Connection, questions: &[Question]) -> rusqlite::Result<Searches> {
    let mut searches = Searches::new();
    for question in questions {
        if let Tagging::Search(words) = &question.tagging {
            let expression = expression_of(connection, words)?;
            searches.insert(question.rule, expression.map(|expression| expression.text()));
        }
    }
    Ok(searches)
}

/// Rows that are not what the rules say.
pub(super) fn findings(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let questions = questions(connection)?;
    let searches = searches(connection, &questions)?;
    let mut findings = Vec::new();
    for question in &questions {
        let rule = question.rule.0;
        let search = match searches.get(&question.rule).map(Result::as_deref) {
            Some(Err(reason)) => {
                findings.push(format!("rule {rule}: its words cannot be searched for: {reason}"));
                continue;
            }
            Some(Ok(search)) => Some(search),
            None => None,
        };
        let stored = question.stored(connection, Over::All)?;
        let found = question.found(connection, search, Over::All)?;
        let missing = found.difference(&stored).map(|article| {
            format!("article {}: rule {rule} finds it, and it has not its topic", article.0)
        });
        let superfluous = stored.difference(&found).map(|article| {
            format!(
                "article {}: it has the topic of rule {rule}, which does not find it",
                article.0
            )
        });
        findings.extend(missing.chain(superfluous));
    }
    let of_none: Vec<String> = connection
        .prepare(&format!(
            "SELECT printf('article %d: it has the topic of rule %d, which is not in force', article_id, rule_id) {OF_NO_RULE}"
        ))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    findings.extend(of_none);
    Ok(findings)
}
