/* The tables of `cuttings export parquet` as the reports ask for them, for DuckDB; run in the folder of the tables. Days and
   instants are texts here, as in an archive, and nothing is less than anything. Hidden articles have not left, so that none
   is hidden here. */
SET default_null_order = 'nulls_first_on_asc_last_on_desc';
CREATE VIEW publishers AS FROM 'publishers.parquet';
CREATE VIEW articles AS
SELECT * REPLACE (
    CAST(published_on AS VARCHAR) AS published_on,
    CAST(earliest_on AS VARCHAR) AS earliest_on,
    CAST(latest_on AS VARCHAR) AS latest_on,
    strftime(published_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS published_at,
    strftime(ingested_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS ingested_at)
FROM 'articles.parquet';
CREATE VIEW article_authors AS FROM 'article_authors.parquet';
CREATE VIEW article_captions AS FROM 'article_captions.parquet';
CREATE VIEW article_topics AS FROM 'article_topics.parquet';
CREATE VIEW near_duplicates AS FROM 'near_duplicates.parquet';
CREATE VIEW people AS FROM 'people.parquet';
CREATE VIEW organisations AS FROM 'organisations.parquet';
CREATE VIEW places AS FROM 'places.parquet';
CREATE VIEW aliases AS FROM 'aliases.parquet';
CREATE VIEW offices AS FROM 'offices.parquet';
CREATE VIEW mentions AS FROM 'mentions.parquet';
CREATE VIEW quotes AS FROM 'quotes.parquet';
CREATE VIEW roles AS FROM 'roles.parquet';
CREATE VIEW article_people AS FROM 'article_people.parquet';
CREATE VIEW article_organisations AS FROM 'article_organisations.parquet';
CREATE VIEW article_places AS FROM 'article_places.parquet';
CREATE VIEW decisions AS
SELECT * REPLACE (strftime(decided_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS decided_at)
FROM 'decisions.parquet';

/* Functions of SQLite. */
CREATE MACRO ifnull(one, other) AS coalesce(one, other);
CREATE MACRO julianday(day) AS epoch(CAST(day AS TIMESTAMP)) / 86400.0 + 2440587.5;
CREATE MACRO day_of(moment) AS
    CASE WHEN moment = 'now' THEN strftime(now() AT TIME ZONE 'UTC', '%Y-%m-%d')
    ELSE strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%d') END;
CREATE MACRO day_moved(day, distance) AS strftime(CAST(day AS DATE) + CAST(distance AS INTERVAL), '%Y-%m-%d');
CREATE MACRO monday_of(day) AS strftime(date_trunc('week', CAST(day AS DATE)), '%Y-%m-%d');

/* A name as names are compared, but for initials that stand apart (`J. K. Roa`), which an archive joins. */
CREATE MACRO folded_name(name) AS
    regexp_replace(trim(regexp_replace(replace(replace(replace(translate(
        regexp_replace(strip_accents(lower(name)), '[''’‘ʼ`.]', '', 'g'),
        'øłđı', 'oldi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '[^\p{L}\p{N}&+]+', ' ', 'g')), '^the ', '');

/* What an archive keeps beside the tables, and its views. */
CREATE VIEW hidden_articles AS SELECT article_id, 'hidden' AS reason FROM articles WHERE false;
CREATE VIEW articles_fts AS SELECT article_id AS rowid, headline, body FROM articles;
CREATE VIEW name_totals AS
SELECT 'person' AS kind, person_id AS entity_id, count(*) AS articles, sum(mention_count) AS mentions
FROM article_people GROUP BY person_id
UNION ALL
SELECT 'organisation', organisation_id, count(*), sum(mention_count) FROM article_organisations GROUP BY organisation_id
UNION ALL
SELECT 'place', place_id, count(*), sum(mention_count) FROM article_places GROUP BY place_id;
CREATE VIEW names_in_use AS
SELECT name FROM people UNION ALL SELECT name FROM organisations UNION ALL SELECT name FROM places
UNION ALL SELECT name FROM publishers UNION ALL SELECT name FROM aliases;
CREATE VIEW folded_names AS SELECT DISTINCT name, folded_name(name) AS folded FROM names_in_use;
CREATE VIEW names AS
SELECT
    'person' AS kind, coalesce(people.merged_into_id, people.person_id) AS entity_id, people.name, 'name' AS form,
    people.merged_into_id IS NOT NULL OR people.former_name IS NOT NULL OR people.decision_id IS NOT NULL AS is_ruled,
    folded_names.folded
FROM folded_names JOIN people ON people.name = folded_names.name
UNION ALL
SELECT
    'organisation', coalesce(organisations.merged_into_id, organisations.organisation_id), organisations.name, 'name',
    organisations.merged_into_id IS NOT NULL OR organisations.former_name IS NOT NULL OR organisations.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names JOIN organisations ON organisations.name = folded_names.name
UNION ALL
SELECT
    'place', coalesce(places.merged_into_id, places.place_id), places.name, 'name',
    places.merged_into_id IS NOT NULL OR places.former_name IS NOT NULL OR places.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names JOIN places ON places.name = folded_names.name
UNION ALL
SELECT
    'person', coalesce(people.merged_into_id, people.person_id), aliases.name, aliases.kind,
    people.merged_into_id IS NOT NULL OR aliases.decision_id IS NOT NULL, folded_names.folded
FROM folded_names JOIN aliases ON aliases.name = folded_names.name JOIN people ON people.person_id = aliases.person_id
UNION ALL
SELECT
    'organisation', coalesce(organisations.merged_into_id, organisations.organisation_id), aliases.name, aliases.kind,
    organisations.merged_into_id IS NOT NULL OR aliases.decision_id IS NOT NULL, folded_names.folded
FROM folded_names JOIN aliases ON aliases.name = folded_names.name
JOIN organisations ON organisations.organisation_id = aliases.organisation_id
UNION ALL
SELECT
    'place', coalesce(places.merged_into_id, places.place_id), aliases.name, aliases.kind,
    places.merged_into_id IS NOT NULL OR aliases.decision_id IS NOT NULL, folded_names.folded
FROM folded_names JOIN aliases ON aliases.name = folded_names.name JOIN places ON places.place_id = aliases.place_id;
CREATE VIEW appearances AS
SELECT article_people.article_id, 'person' AS kind, people.name, article_people.mention_count, people.person_id AS entity_id
FROM article_people JOIN people USING (person_id)
UNION ALL
SELECT article_organisations.article_id, 'organisation', organisations.name, article_organisations.mention_count,
    organisations.organisation_id
FROM article_organisations JOIN organisations USING (organisation_id)
UNION ALL
SELECT article_places.article_id, 'place', places.name, article_places.mention_count, places.place_id
FROM article_places JOIN places USING (place_id);
CREATE VIEW decisions_in_force AS
SELECT * FROM decisions
WHERE act <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM decisions AS later WHERE later.undone_decision_id = decisions.decision_id);
CREATE VIEW revisions AS
SELECT one.article_id, other.article_id AS other_article_id, 'url' AS reason
FROM articles AS one
JOIN articles AS other ON other.canonical_url = one.canonical_url AND other.article_id <> one.article_id
WHERE one.kind <> 'summary' AND other.kind <> 'summary'
UNION ALL
SELECT one.article_id, other.article_id, 'identifier'
FROM articles AS one
JOIN articles AS other
  ON other.identifier = one.identifier
 AND other.publisher_id IS NOT DISTINCT FROM one.publisher_id
 AND other.article_id <> one.article_id
WHERE (one.canonical_url IS NULL OR other.canonical_url IS NULL) AND one.kind <> 'summary' AND other.kind <> 'summary'
UNION ALL
SELECT one.article_id, other.article_id, 'headline'
FROM articles AS one
JOIN articles AS other
  ON other.headline = one.headline
 AND other.published_on = one.published_on
 AND other.publisher_id = one.publisher_id
 AND other.article_id <> one.article_id
WHERE (one.canonical_url IS NULL OR other.canonical_url IS NULL OR one.canonical_url <> other.canonical_url)
  AND one.kind <> 'summary' AND other.kind <> 'summary';

/* A story is what pairs of near-duplicates join; its first article is the one of the earliest day, then of the smallest
   SHA-256. */
CREATE VIEW stories AS
WITH RECURSIVE joined (article_id, other_article_id) AS (
    SELECT article_id, other_article_id FROM near_duplicates
    UNION ALL
    SELECT other_article_id, article_id FROM near_duplicates
),
reached (article_id, member_id) AS (
    SELECT article_id, article_id FROM joined
    UNION
    SELECT reached.article_id, joined.other_article_id FROM reached JOIN joined ON joined.article_id = reached.member_id
)
SELECT reached.article_id,
    first(member.article_id ORDER BY member.earliest_on IS NULL, member.earliest_on, member.sha256) AS first_article_id
FROM reached JOIN articles AS member ON member.article_id = reached.member_id
GROUP BY reached.article_id;
CREATE VIEW repeats AS SELECT article_id, first_article_id FROM stories WHERE article_id <> first_article_id;
