//! An archive's content as lines in one order, for a digest that two archives share exactly when they
//! say the same.
//!
//! No row ids, no clocks, no runs, no paths: what was received (by hash), the articles and their captions, how captures
//! divide, who is named, quoted and called what where and by which rule, every entity by kind and key,
//! and what is ruled and in force, rules that tag among it. Near-duplicates are left out: they follow from the texts alone, and of
//! a story told more often than an article is compared with others, not every pair is kept.

use rusqlite::types::ValueRef;

use super::{Archive, Error, Result};

/// Each query's rows in a fixed order, its first column the kind of fact.
const FACTS: [&str; 17] = [
    "SELECT 'capture', sha256, byte_count, format, reader_version, encoding, text_byte_count
     FROM captures ORDER BY sha256",
    "SELECT 'article', sha256, row_sha256, reader, recogniser, published_on, published_at FROM articles ORDER BY sha256",
    // Which number a ruling has is no fact.
    "SELECT 'origin', articles.sha256, field, iif(rule GLOB 'decision:*', 'decision', rule)
     FROM articles JOIN field_origins USING (article_id) ORDER BY articles.sha256, field",
    "SELECT 'url', articles.sha256, article_urls.canonical_url
     FROM articles JOIN article_urls USING (article_id) GROUP BY 2, 3 ORDER BY 2, 3",
    "SELECT 'topic', articles.sha256, topic
     FROM article_topics JOIN articles USING (article_id) ORDER BY articles.sha256, topic",
    "SELECT 'notice', identifier, version, status, captures.sha256
     FROM notices JOIN captures USING (capture_id) ORDER BY identifier, captures.sha256",
    "SELECT 'author', articles.sha256, position, article_authors.name, people.key
     FROM articles JOIN article_authors USING (article_id) JOIN people USING (person_id)
     ORDER BY articles.sha256, position",
    "SELECT 'caption', articles.sha256, number, caption, credit
     FROM articles JOIN article_captions USING (article_id) ORDER BY articles.sha256, number",
    "SELECT 'span', captures.sha256, start_byte, end_byte, role, article_spans.part, articles.sha256
     FROM captures JOIN article_spans USING (capture_id) LEFT JOIN articles USING (article_id)
     ORDER BY captures.sha256, start_byte",
    "SELECT 'mention', articles.sha256, field, start_char, end_char,
        coalesce(surface_form, people.name, organisations.name, places.name),
        person_id IS NOT NULL, organisation_id IS NOT NULL, coalesce(people.key, organisations.key, places.key),
        rule, antecedent_start_char, antecedent_field, confidence
     FROM articles JOIN mentions USING (article_id)
     LEFT JOIN people USING (person_id)
     LEFT JOIN organisations USING (organisation_id)
     LEFT JOIN places USING (place_id)
     ORDER BY articles.sha256, field, start_char",
    "SELECT 'quote', articles.sha256, field, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char,
        cue_start_char, cue_end_char, rule, confidence, words_sha256, people.key, organisations.key, places.key
     FROM articles JOIN quotes USING (article_id) LEFT JOIN people USING (person_id)
     LEFT JOIN organisations USING (organisation_id) LEFT JOIN places USING (place_id)
     ORDER BY articles.sha256, field, start_char",
    "SELECT 'role', articles.sha256, field, start_char, end_char, person_start_char, organisations.key, places.key, rule, confidence
     FROM articles JOIN roles USING (article_id)
     LEFT JOIN organisations USING (organisation_id) LEFT JOIN places USING (place_id)
     ORDER BY articles.sha256, field, start_char, person_start_char",
    // What two people ruled alike, in archives that became one, is said once.
    "SELECT DISTINCT 'decision', act, kind, key, other_key, article_sha256, field, start_char, end_char, surface_form, value
     FROM decisions_in_force
     ORDER BY act, kind, key, other_key, article_sha256, field, start_char, end_char, surface_form, value",
    // Of feeds and watches nothing: they say what is looked for, and nothing of the articles.
    "SELECT DISTINCT 'rule', topic, kind, key, words, is_over_all FROM rules WHERE removed_at IS NULL
     ORDER BY topic, kind, key, words, is_over_all",
    "SELECT kind, key, name, sort_name, description, country, wikidata_id, origin, (
        SELECT group_concat(alias, '; ') FROM (
            SELECT aliases.kind || ' ' || aliases.name AS alias FROM aliases
            WHERE (entities.kind = 'person' AND aliases.person_id = entities.id)
               OR (entities.kind = 'organisation' AND aliases.organisation_id = entities.id)
               OR (entities.kind = 'place' AND aliases.place_id = entities.id)
            ORDER BY 1))
     FROM (
        SELECT 'person' AS kind, person_id AS id, key, name, sort_name, description, country, wikidata_id, origin FROM people
        UNION ALL
        SELECT 'organisation', organisation_id, key, name, sort_name, description, country, wikidata_id, origin FROM organisations
        UNION ALL
        SELECT 'place', place_id, key, name, sort_name, description, country, wikidata_id, origin FROM places
     ) AS entities ORDER BY kind, key",
    "SELECT 'office', people.key, position, office, from_year, until_year
     FROM offices JOIN people USING (person_id) ORDER BY people.key, position",
    "SELECT 'publisher', name, country, origin, (
        SELECT group_concat(domain, ' ') FROM (SELECT domain FROM publisher_domains
            WHERE publisher_domains.publisher_id = publishers.publisher_id ORDER BY domain))
     FROM publishers ORDER BY name",
];

impl Archive {
    /// Hands over every fact as bytes: columns apart by U+001F, facts by U+001E, NULL as U+0000.
    pub fn for_each_fact(&self, mut take: impl FnMut(&[u8])) -> Result<()> {
        let mut each = || -> rusqlite::Result<()> {
            // One moment for all the queries, whoever writes meanwhile.
            let transaction = self.connection.unchecked_transaction()?;
            for sql in FACTS {
                let mut statement = transaction.prepare(sql)?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    for column in 0..columns {
                        match row.get_ref(column)? {
                            ValueRef::Null => take(b"\0"),
                            ValueRef::Integer(number) => take(number.to_string().as_bytes()),
                            ValueRef::Real(number) => take(number.to_string().as_bytes()),
                            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => take(bytes),
                        }
                        take(b"\x1f");
                    }
                    take(b"\x1e");
                }
            }
            transaction.commit()
        };
        each().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}
