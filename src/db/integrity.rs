//! Whether an archive is whole: SQLite's own checks, and the promises that only we know of.
//!
//! Findings are told, never mended here. What SQLite's `integrity_check` does not see is the reason for
//! this file: a full-text index that drifted, a mention whose words are not at its place, a capture with
//! unaccounted bytes, a table or trigger that somebody dropped. Changed bytes are found by hashing,
//! which the caller does with `for_each_capture` and `for_each_article`.

use rusqlite::{Connection, named_params};

use super::{Archive, Error, Result, articles, captures, migrate, row_hashes};
use crate::model::{ArticleId, Candidate, Rule, Sha256};

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
    pub const ALL: Self = Self { index: 0, of: 1 };
}

/// Findings of one check that are listed one by one; the rest is a number.
const LISTED: usize = 20;

/// Checks that are a query: each row it returns is a finding, told by its one column.
const QUERIES: [(&str, &str); 16] = [
    (
        "foreign keys",
        "SELECT printf('row %s of %s refers to a row of %s that is not there', rowid, \"table\", parent) FROM pragma_foreign_key_check",
    ),
    (
        "mentions at their place",
        "SELECT printf('article %d, mention at %d: its words are not there', mentions.article_id, start_char)
         FROM mentions JOIN articles USING (article_id)
         LEFT JOIN people USING (person_id) LEFT JOIN organisations USING (organisation_id) LEFT JOIN places USING (place_id)
         WHERE field = 'body' AND substr(body, start_char + 1, end_char - start_char)
            IS NOT coalesce(surface_form, people.name, organisations.name, places.name)",
    ),
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
        "quotes at their place",
        "SELECT printf('article %d, quote at %d: not in the text, or it overlaps the next', article_id, start_char)
         FROM (SELECT article_id, start_char, end_char, speaker_end_char, cue_end_char,
                lead(start_char) OVER (PARTITION BY article_id ORDER BY start_char) AS next FROM quotes)
         JOIN articles USING (article_id)
         WHERE max(end_char, ifnull(speaker_end_char, 0), ifnull(cue_end_char, 0)) > length(body) OR next < end_char",
    ),
    (
        "speakers are mentioned",
        "SELECT printf('article %d, quote at %d: its speaker is no mention', quotes.article_id, quotes.start_char)
         FROM quotes WHERE mention_start_char IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mentions
            WHERE mentions.article_id = quotes.article_id AND mentions.field = quotes.field
              AND mentions.start_char = quotes.mention_start_char)",
    ),
    (
        "roles are of people",
        "SELECT printf('article %d, role at %d: not in the text, or no person is mentioned at %d', roles.article_id, roles.start_char, person_start_char)
         FROM roles JOIN articles USING (article_id)
         WHERE roles.end_char > length(body) OR NOT EXISTS (SELECT 1 FROM mentions
            WHERE mentions.article_id = roles.article_id AND mentions.field = roles.field
              AND mentions.start_char = roles.person_start_char
              AND person_id IS NOT NULL)",
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
];

impl Archive {
    /// Every check that reads rows but not the stored bytes. `Err` only where checking itself fails;
    /// damage that stops a check is a finding.
    pub fn check(&self) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        self.collect(&mut findings, "pages", |connection| {
            // The pragma, not its table form: that cannot be told how many messages to give.
            let messages = rows(connection, "PRAGMA integrity_check(100)")?;
            Ok(messages.into_iter().filter(|message| message != "ok").collect())
        });
        self.collect(&mut findings, "schema", compare_schema);
        for (check, sql) in QUERIES {
            self.collect(&mut findings, check, |connection| rows(connection, sql));
        }
        self.collect(&mut findings, "row hashes", |connection| {
            if row_hashes::are_missing(connection)? {
                let due =
                    "not made since the schema was migrated; any command that writes makes them";
                return Ok(vec![due.to_owned()]);
            }
            let mut wrong = Vec::new();
            for guarded in row_hashes::ALL {
                wrong.extend(guarded.findings(connection)?);
            }
            Ok(wrong)
        });
        Ok(findings)
    }

    /// Whether the full-text index says what the articles say. Needs an archive open for writing: the
    /// check is spelt as an INSERT.
    pub fn check_search_index(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.collect(&mut findings, "search index", |connection| {
            match connection.execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)",
                [],
            ) {
                Ok(_) => Ok(Vec::new()),
                // The index is derived: its damage is not the archive's, and has its own cure.
                Err(error)
                    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) =>
                {
                    Ok(vec![
                        "it differs from the articles; `verify --repair` builds it anew".to_owned(),
                    ])
                }
                Err(error) => Err(error),
            }
        });
        findings
    }

    /// Makes the full-text index anew from the articles.
    pub fn rebuild_search_index(&mut self) -> Result<()> {
        self.connection
            .execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')", [])
            .map(|_| ())
            .map_err(|error| Error::from_sqlite(&self.path, error))
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

    /// Hands over the articles of a share with the candidate each was made from; `Err` where a row
    /// cannot even be read as one.
    pub fn for_each_article(
        &self,
        share: Share,
        mut take: impl FnMut(ArticleId, std::result::Result<Candidate, String>),
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
                take(
                    id,
                    articles::candidate(&self.connection, id, row)
                        .map_err(|error| error.to_string()),
                );
            }
            Ok(())
        };
        each().map_err(|error| Error::from_sqlite(&self.path, error))
    }

    fn collect(
        &self,
        findings: &mut Vec<Finding>,
        check: &'static str,
        run: impl FnOnce(&Connection) -> rusqlite::Result<Vec<String>>,
    ) {
        let mut details = match run(&self.connection) {
            Ok(details) => details,
            Err(error) => vec![format!("cannot be checked: {error}")],
        };
        let more = details.len().saturating_sub(LISTED);
        details.truncate(LISTED);
        if more > 0 {
            details.push(format!("and {more} more"));
        }
        findings.extend(details.into_iter().map(|detail| Finding { check, detail }));
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

/// Compares what the schema must hold with what is there; objects of the users' own are theirs.
fn compare_schema(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let expected = migrate::expected_schema()?;
    let mut statement =
        connection.prepare("SELECT sql FROM sqlite_master WHERE type = :type AND name = :name")?;
    let mut differences = Vec::new();
    for (kind, name, sql) in expected {
        let found: Vec<Option<String>> = statement
            .query_map(named_params! { ":type": kind, ":name": name }, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        match found.as_slice() {
            [] => differences.push(format!("the {kind} {name} is missing")),
            [now] if *now != sql => {
                differences.push(format!("the {kind} {name} is not as the migrations made it"))
            }
            _ => {}
        }
    }
    Ok(differences)
}
