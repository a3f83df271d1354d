//! Whether an archive is whole: SQLite's own checks, and the promises that only we know of.
//!
//! Findings are told, never mended here. What SQLite's `integrity_check` does not see is the reason for
//! this file: a full-text index that drifted, a mention whose words are not at its place (`spans`), a
//! capture with unaccounted bytes, a table or trigger that somebody dropped (`foreign`), a changed cell
//! (`row_hashes`). Changed bytes are found by hashing, which the caller does with `for_each_capture` and
//! `for_each_article`.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use super::{
    Archive, Error, Result, articles, captures, edition, foreign, row_hashes, rule_topics,
    settings, spans, totals, unreadable,
};
use crate::model::{ArticleId, Rule, Sha256, StoredDraft};

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Which promise: the name of a check, the same from release to release.
    pub check: &'static str,
    /// What is wrong and where, with ids.
    pub detail: String,
}

/// One part of a whole, for a check that is spread over several nights: the rows whose id leaves
/// `index` when divided by `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub index: u64,
    pub of: u64,
}

impl Share {
    /// All articles.
    pub const ALL: Self = Self { index: 0, of: 1 };
}

/// An article as it is stored: what it was made from, and the columns that follow from that.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    pub made_from: StoredDraft,
    pub published_on: Option<String>,
    pub published_at: Option<String>,
}

/// Findings of one check that are listed one by one; the rest is a number.
const LISTED: usize = 20;

/// What was found, the first of each check one by one.
#[derive(Debug, Default)]
pub struct Found {
    findings: Vec<Finding>,
    counts: BTreeMap<&'static str, usize>,
}

impl Found {
    /// Adds a finding of a check.
    pub fn add(&mut self, check: &'static str, detail: String) {
        let count = self.counts.entry(check).or_default();
        *count += 1;
        if *count <= LISTED {
            self.findings.push(Finding { check, detail });
        }
    }

    /// Runs a check. Damage that stops it is a finding.
    fn run<T>(&mut self, check: &'static str, outcome: rusqlite::Result<T>) -> Option<T> {
        outcome.map_err(|error| self.add(check, format!("cannot be checked: {error}"))).ok()
    }

    /// Takes what other checks found.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        for (check, count) in other.counts {
            *self.counts.entry(check).or_default() += count;
        }
    }

    /// What was found, with a number for what was not listed one by one.
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings;
        for (check, count) in self.counts {
            if let Some(more) = count.checked_sub(LISTED).filter(|more| *more > 0) {
                findings.push(Finding { check, detail: format!("and {more} more") });
            }
        }
        findings
    }
}

const FOREIGN_KEYS: &str = "SELECT printf('row %s of %s refers to a row of %s that is not there', rowid, \"table\", parent) FROM pragma_foreign_key_check";

/// Names of which what is kept counted is not what the articles come to.
const NAMES_COUNTED_WRONGLY: &str =
    "SELECT printf('%s %d: named in %d articles, %d times; %d and %d are kept counted', kind, id, sum(a), sum(m), sum(ka), sum(km))
         FROM (
            SELECT kind, entity_id AS id, 0 AS a, 0 AS m, articles AS ka, mentions AS km FROM name_totals
            UNION ALL SELECT 'person', person_id, 1, mention_count, 0, 0 FROM article_people
            UNION ALL SELECT 'organisation', organisation_id, 1, mention_count, 0, 0 FROM article_organisations
            UNION ALL SELECT 'place', place_id, 1, mention_count, 0, 0 FROM article_places)
         GROUP BY kind, id HAVING sum(a) <> sum(ka) OR sum(m) <> sum(km)";

/// Checks that are a query: each row it returns is a finding, told by its one column.
const QUERIES: [(&str, &str); 21] = [
    (
        "mentions apart",
        "SELECT printf('article %d: the mentions at %d and %d overlap', article_id, start_char, next)
         FROM (SELECT article_id, start_char, end_char,
                lead(start_char) OVER (PARTITION BY article_id, field ORDER BY start_char) AS next FROM mentions)
         WHERE next < end_char",
    ),
    (
        "antecedents",
        "SELECT printf('article %d, mention at %d: rule %s without the mention it rests on', article_id, start_char, rule)
         FROM mentions
         WHERE (antecedent_start_char IS NULL AND rule IN (SELECT value FROM json_each(:rules_with_antecedent)))
            OR (antecedent_start_char IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mentions AS fuller
                WHERE fuller.article_id = mentions.article_id
                  AND fuller.field = coalesce(mentions.antecedent_field, mentions.field)
                  AND fuller.start_char = mentions.antecedent_start_char))",
    ),
    (
        "captions are joined",
        "SELECT printf('article %d: its column captions is not what article_captions has', article_id) FROM articles
         WHERE captions IS NOT (SELECT group_concat(coalesce(caption || char(10) || credit, caption, credit), char(10))
            FROM (SELECT caption, credit FROM article_captions
                WHERE article_captions.article_id = articles.article_id ORDER BY number))",
    ),
    (
        "quotes apart",
        "SELECT printf('article %d: the quotes at %d and %d overlap', article_id, start_char, next)
         FROM (SELECT article_id, start_char, end_char,
                lead(start_char) OVER (PARTITION BY article_id, field ORDER BY start_char) AS next FROM quotes)
         WHERE next < end_char",
    ),
    (
        "speakers are mentioned",
        "SELECT printf('article %d, quote at %d: its speaker is no mention', quotes.article_id, quotes.start_char)
         FROM quotes WHERE mention_start_char IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mentions
            WHERE mentions.article_id = quotes.article_id AND mentions.field = quotes.field
              AND mentions.start_char = quotes.mention_start_char
              AND mentions.person_id IS quotes.person_id AND mentions.organisation_id IS quotes.organisation_id
              AND mentions.place_id IS quotes.place_id)",
    ),
    (
        "roles are of people",
        "SELECT printf('article %d, role at %d: no person is mentioned at %d', roles.article_id, roles.start_char, person_start_char)
         FROM roles WHERE NOT EXISTS (SELECT 1 FROM mentions
            WHERE mentions.article_id = roles.article_id AND mentions.field = roles.field
              AND mentions.start_char = roles.person_start_char
              AND mentions.person_id = roles.person_id)",
    ),
    (
        "summary of people",
        "SELECT printf('article %d, person %d: %s mentions counted, %s stored', article_id, id, counted, stored) FROM (
            SELECT article_id, person_id AS id, sum(c) AS counted, sum(s) AS stored FROM (
                SELECT article_id, person_id, mention_count AS c, 0 AS s FROM article_people
                UNION ALL SELECT article_id, person_id, 0, 1 FROM mentions WHERE person_id IS NOT NULL)
            GROUP BY 1, 2) WHERE counted <> stored",
    ),
    (
        "summary of organisations",
        "SELECT printf('article %d, organisation %d: %s mentions counted, %s stored', article_id, id, counted, stored) FROM (
            SELECT article_id, organisation_id AS id, sum(c) AS counted, sum(s) AS stored FROM (
                SELECT article_id, organisation_id, mention_count AS c, 0 AS s FROM article_organisations
                UNION ALL SELECT article_id, organisation_id, 0, 1 FROM mentions WHERE organisation_id IS NOT NULL)
            GROUP BY 1, 2) WHERE counted <> stored",
    ),
    (
        "summary of places",
        "SELECT printf('article %d, place %d: %s mentions counted, %s stored', article_id, id, counted, stored) FROM (
            SELECT article_id, place_id AS id, sum(c) AS counted, sum(s) AS stored FROM (
                SELECT article_id, place_id, mention_count AS c, 0 AS s FROM article_places
                UNION ALL SELECT article_id, place_id, 0, 1 FROM mentions WHERE place_id IS NOT NULL)
            GROUP BY 1, 2) WHERE counted <> stored",
    ),
    (
        "bytes accounted for",
        "SELECT printf('capture %d: its spans do not cover its text of %s bytes without gap or overlap', capture_id, text_byte_count)
         FROM (SELECT captures.capture_id, text_byte_count,
                count(start_byte) AS spans, sum(end_byte - start_byte) AS covered,
                min(start_byte) AS first, max(end_byte) AS last
               FROM captures LEFT JOIN article_spans USING (capture_id) GROUP BY captures.capture_id)
         WHERE (text_byte_count IS NULL AND spans > 0)
            OR (text_byte_count > 0 AND (first IS NOT 0 OR last IS NOT text_byte_count OR covered IS NOT text_byte_count))",
    ),
    (
        "spans apart",
        "SELECT printf('capture %d: the spans at %d and %d overlap', capture_id, start_byte, next)
         FROM (SELECT capture_id, start_byte, end_byte,
                lead(start_byte) OVER (PARTITION BY capture_id ORDER BY start_byte) AS next FROM article_spans)
         WHERE next < end_byte",
    ),
    (
        "articles have a place",
        "SELECT printf('article %d: no span of capture %d is its own', article_id, capture_id) FROM articles
         WHERE NOT EXISTS (SELECT 1 FROM article_spans
            WHERE article_spans.article_id = articles.article_id AND article_spans.capture_id = articles.capture_id)",
    ),
    (
        "articles have a source",
        "SELECT printf('article %d: its reader %s is not that of capture %d', article_id, reader, capture_id)
         FROM articles JOIN captures USING (capture_id)
         WHERE reader IS NOT captures.format || '-' || captures.reader_version",
    ),
    (
        "articles came in once",
        "SELECT printf('article %d: no run %d took it in at %s', article_id, run_id, ingested_at) FROM articles
         WHERE NOT EXISTS (SELECT 1 FROM article_spans JOIN sightings USING (capture_id)
                WHERE article_spans.article_id = articles.article_id
                  AND sightings.run_id = articles.run_id AND sightings.seen_at = articles.ingested_at)
           AND NOT EXISTS (SELECT 1 FROM runs
                WHERE runs.run_id = articles.run_id AND ingested_at BETWEEN started_at AND finished_at)",
    ),
    (
        "times are whole",
        "SELECT printf('article %d: the columns of when it was %s contradict each other', article_id, what) FROM (
            SELECT article_id, 'published' AS what, published AS value, published_precision AS precision,
                published_original AS original, published_offset_minutes AS minutes FROM articles
            UNION ALL SELECT article_id, 'modified', modified, modified_precision, modified_original,
                modified_offset_minutes FROM articles)
         WHERE (value IS NULL AND (original IS NOT NULL OR minutes IS NOT NULL))
            OR length(value) <> CASE precision WHEN 'ambiguous' THEN 4 WHEN 'year' THEN 4 WHEN 'month' THEN 7
                WHEN 'day' THEN 10 WHEN 'minute' THEN 16 WHEN 'second' THEN 19 END",
    ),
    (
        "automatic entries",
        "SELECT printf('%s %d: an automatic entry has but a name', kind, id) FROM (
            SELECT 'person' AS kind, person_id AS id, origin, sort_name, description, country, wikidata_id, decision_id, former_name, merged_into_id FROM people
            UNION ALL SELECT 'organisation', organisation_id, origin, sort_name, description, country, wikidata_id, decision_id, former_name, merged_into_id FROM organisations
            UNION ALL SELECT 'place', place_id, origin, sort_name, description, country, wikidata_id, decision_id, former_name, merged_into_id FROM places
            UNION ALL SELECT 'publisher', publisher_id, origin, NULL, NULL, country, NULL, NULL, NULL, NULL FROM publishers)
         WHERE origin = 'automatic' AND coalesce(sort_name, description, country, wikidata_id, decision_id, former_name, merged_into_id) IS NOT NULL",
    ),
    (
        "captures were seen",
        "SELECT printf('capture %d: no sighting', capture_id) FROM captures
         WHERE NOT EXISTS (SELECT 1 FROM sightings WHERE sightings.capture_id = captures.capture_id)",
    ),
    (
        "erased is gone",
        "SELECT printf('capture %d was erased on %s and is there', capture_id, substr(erased_at, 1, 10))
         FROM erasures JOIN captures USING (sha256) WHERE subject = 'capture'
         UNION ALL
         SELECT printf('article %d was erased on %s and is there', article_id, substr(erased_at, 1, 10))
         FROM erasures JOIN articles USING (sha256) WHERE subject = 'article'",
    ),
    (
        "erasures are finished",
        "SELECT 'what was erased may still stand in free pages or in the log; `cuttings forget finish` overwrites them'
         FROM settings WHERE name = 'erasure_unfinished'",
    ),
    (
        "names are counted",
        NAMES_COUNTED_WRONGLY,
    ),
    (
        "folded names",
        "WITH used (name) AS (
            SELECT name FROM people UNION SELECT name FROM organisations UNION SELECT name FROM places
            UNION SELECT name FROM publishers UNION SELECT name FROM aliases)
         SELECT printf('the name `%s` cannot be looked up in other capitals', name)
         FROM used WHERE name NOT IN (SELECT name FROM folded_names)
         UNION ALL
         SELECT printf('`%s` is no name of anybody', name) FROM folded_names WHERE name NOT IN (SELECT name FROM used)",
    ),
];

impl Archive {
    /// Does `work` on one state of the archive, whoever writes meanwhile.
    pub fn at_one_moment<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let moment = self
            .connection
            .unchecked_transaction()
            .map_err(|error| Error::from_sqlite(&self.path, error))?;
        let outcome = work();
        drop(moment);
        outcome
    }

    /// The checks that any schema of ours allows; says which of its objects are people's own.
    pub fn check_file(&self, found: &mut Found, schema: i64) -> Vec<String> {
        // The pragma, not its table form: that cannot be told how many messages to give.
        let messages = rows(&self.connection, "PRAGMA integrity_check(100)");
        for message in found.run("pages", messages).unwrap_or_default() {
            if message != "ok" {
                found.add("pages", message);
            }
        }
        self.query(found, "foreign keys", FOREIGN_KEYS);
        let examined = foreign::examine(&self.connection, schema);
        let examined = found.run("schema", examined).unwrap_or_default();
        for detail in examined.findings {
            found.add("schema", detail);
        }
        examined.foreign
    }

    /// Every other check that reads rows but not the stored bytes.
    pub fn check_rows(&self, found: &mut Found) {
        let connection = &self.connection;
        let outcome = unreadable::find(connection, |detail| found.add("texts can be read", detail));
        found.run("texts can be read", outcome);
        // Of an edition without texts there are no words to compare with.
        if found.run("mentions at their place", edition::is_edition(connection)) == Some(false) {
            let outcome = spans::check(connection, found);
            found.run("mentions at their place", outcome);
        }
        for (check, sql) in QUERIES {
            self.query(found, check, sql);
        }
        self.check_rule_topics(found);
        self.check_row_hashes(found);
    }

    /// An edition without texts has the topics and not the rules.
    fn check_rule_topics(&self, found: &mut Found) {
        const CHECK: &str = "rules tag";
        let connection = &self.connection;
        if found.run(CHECK, edition::is_edition(connection)) == Some(false) {
            let outcome = rule_topics::findings(connection);
            for detail in found.run(CHECK, outcome).unwrap_or_default() {
                found.add(CHECK, detail);
            }
        }
    }

    fn check_row_hashes(&self, found: &mut Found) {
        const CHECK: &str = "row hashes";
        let connection = &self.connection;
        if found.run(CHECK, row_hashes::are_missing(connection)) != Some(false) {
            let due = "not made since the schema was migrated; any command that writes makes them";
            return found.add(CHECK, due.to_owned());
        }
        let outcomes = row_hashes::ALL
            .into_iter()
            .map(|guarded| guarded.findings(connection))
            .chain([settings::findings(connection)]);
        for outcome in outcomes {
            for detail in found.run(CHECK, outcome).unwrap_or_default() {
                found.add(CHECK, detail);
            }
        }
    }

    fn query(&self, found: &mut Found, check: &'static str, sql: &str) {
        for detail in found.run(check, rows(&self.connection, sql)).unwrap_or_default() {
            found.add(check, detail);
        }
    }

    /// Whether the full-text index says what the articles say; `None` where that cannot be asked without
    /// permission to write, because the check is spelt as an INSERT. It changes nothing.
    pub fn check_search_index(&self) -> Result<Option<Vec<Finding>>> {
        use rusqlite::ErrorCode as Code;
        let finding = |detail: String| Ok(Some(vec![Finding { check: "search index", detail }]));
        let outcome = self.connection.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)",
            [],
        );
        let Err(error) = outcome else { return Ok(Some(Vec::new())) };
        match error.sqlite_error_code() {
            // The index is derived: its damage is not the archive's, and has its own cure.
            Some(Code::DatabaseCorrupt) => {
                finding("it differs from the articles; `verify --repair` builds it anew".to_owned())
            }
            Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => Ok(None),
            Some(
                Code::DatabaseBusy | Code::DatabaseLocked | Code::SystemIoFailure | Code::DiskFull,
            ) => Err(Error::from_sqlite(&self.path, error)),
            _ => finding(format!("cannot be checked: {error}")),
        }
    }

    /// Makes the full-text index anew from the articles.
    pub fn rebuild_search_index(&mut self) -> Result<()> {
        self.connection
            .execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')", [])
            .map(|_| ())
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Counts anew in how many articles every name stands, where what is kept counted differs; says whether
    /// it did.
    pub fn recount_names(&mut self) -> Result<bool> {
        let mut recount = || -> rusqlite::Result<bool> {
            let transaction = self.connection.transaction()?;
            if !transaction.prepare(NAMES_COUNTED_WRONGLY)?.exists([])? {
                return Ok(false);
            }
            transaction.execute_batch(totals::RECOUNT)?;
            transaction.commit()?;
            Ok(true)
        };
        recount().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Hands over the captures of a share: id, name, byte count, Zstandard frame.
    pub fn for_each_capture(
        &self,
        share: Share,
        mut take: impl FnMut(i64, Option<Sha256>, u64, &[u8]),
    ) -> Result<()> {
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(
                "SELECT capture_id, sha256, byte_count, body FROM captures WHERE capture_id % :of = :index ORDER BY capture_id",
            )?;
            let mut rows =
                statement.query(named_params! { ":of": share.of, ":index": share.index })?;
            while let Some(row) = rows.next()? {
                let bytes = row.get_ref("body")?.as_blob()?;
                take(
                    row.get("capture_id")?,
                    captures::sha256(row, "sha256").ok(),
                    row.get("byte_count")?,
                    bytes,
                );
            }
            Ok(())
        };
        each().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Hands over the articles of a share; `Err` where a row cannot even be read as one.
    pub fn for_each_article(
        &self,
        share: Share,
        mut take: impl FnMut(ArticleId, std::result::Result<StoredArticle, String>),
    ) -> Result<()> {
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(
                "SELECT articles.*, publishers.name AS publisher, captures.sha256 AS capture_sha256
                 FROM articles LEFT JOIN captures USING (capture_id) LEFT JOIN publishers USING (publisher_id)
                 WHERE article_id % :of = :index ORDER BY article_id",
            )?;
            let mut rows =
                statement.query(named_params! { ":of": share.of, ":index": share.index })?;
            while let Some(row) = rows.next()? {
                let id = ArticleId(row.get("article_id")?);
                let stored = || -> rusqlite::Result<StoredArticle> {
                    Ok(StoredArticle {
                        made_from: articles::stored_draft(&self.connection, id, row)?,
                        published_on: row.get("published_on")?,
                        published_at: row.get("published_at")?,
                    })
                };
                take(id, stored().map_err(|error| error.to_string()));
            }
            Ok(())
        };
        each().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

fn rows(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    if let Some(parameter) = statement.parameter_index(":rules_with_antecedent")? {
        let rules: Vec<String> = Rule::ALL
            .into_iter()
            .filter(|rule| rule.needs_antecedent())
            .map(|rule| format!("\"{}\"", rule.as_str()))
            .collect();
        statement.raw_bind_parameter(parameter, format!("[{}]", rules.join(",")))?;
    }
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
    }
    Ok(found)
}
