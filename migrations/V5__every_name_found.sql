/* Every name found: what stood under pictures is kept with its article and found by a search, names in
   headlines, standfirsts and captions are mentions, and the views hand out the words around a mention
   instead of whole bodies. */

/* ---- articles ------------------------------------------------------------------------------------- */

/* What `article_captions` has, one caption or credit a line, for the full-text index: a search for one word
   of the body and one of a caption finds the article. Empty until the next rebuild. */
ALTER TABLE articles ADD COLUMN captions TEXT;

DROP TRIGGER articles_fts_insert;
DROP TRIGGER articles_fts_delete;
DROP TRIGGER articles_fts_update;
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    headline, standfirst, byline, body, captions,
    content="articles", content_rowid="article_id",
    tokenize="porter unicode61 remove_diacritics 2 separators 'ʼʻ'"
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, headline, standfirst, byline, body, captions)
    VALUES (new.article_id, new.headline, new.standfirst, new.byline, new.body, new.captions);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, standfirst, byline, body, captions)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.byline, old.body, old.captions);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF headline, standfirst, byline, body, captions ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, standfirst, byline, body, captions)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.byline, old.body, old.captions);
    INSERT INTO articles_fts (rowid, headline, standfirst, byline, body, captions)
    VALUES (new.article_id, new.headline, new.standfirst, new.byline, new.body, new.captions);
END;

/* ---- corrections and topics ----------------------------------------------------------------------- */

/* Who said a quotation, where that was ruled. The speaker need not be named in the article, so no mention
   can say it. */
ALTER TABLE quotes ADD COLUMN person_id INTEGER REFERENCES people (person_id);
ALTER TABLE quotes ADD COLUMN organisation_id INTEGER REFERENCES organisations (organisation_id);
ALTER TABLE quotes ADD COLUMN place_id INTEGER REFERENCES places (place_id)
    CHECK ((person_id IS NOT NULL) + (organisation_id IS NOT NULL) + (place_id IS NOT NULL) <= (mention_start_char IS NULL));
CREATE INDEX quotes_by_person ON quotes (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX quotes_by_organisation ON quotes (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX quotes_by_place ON quotes (place_id) WHERE place_id IS NOT NULL;

/* What was said of an input's topics, a JSON array, and what its path says, a JSON object. */
ALTER TABLE sightings ADD COLUMN topics_hint TEXT;
ALTER TABLE sightings ADD COLUMN path_hint TEXT;
DROP INDEX sightings_once;
CREATE UNIQUE INDEX sightings_once ON sightings (
    capture_id, uri, ifnull(publisher_hint, ''), ifnull(published_hint, ''), ifnull(url_hint, ''),
    ifnull(date_order_hint, ''), ifnull(topics_hint, ''), ifnull(path_hint, '')
);

/* Topics that came with a capture: said when it was taken in, read off its path, or in a field of it. */
CREATE TABLE received_topics (
    capture_id INTEGER NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    topic TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    PRIMARY KEY (capture_id, part, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX received_topics_by_article ON received_topics (article_id);

/* Spellings of a topic for which another one stands: capitals make no difference, so of all in use there is
   one that is shown, that of the first ruling, else the first by its code points. */
CREATE TABLE topic_spellings (
    spelling TEXT NOT NULL PRIMARY KEY,
    topic TEXT NOT NULL,
    CHECK (spelling <> topic)
) STRICT, WITHOUT ROWID;
INSERT INTO topic_spellings (spelling, topic)
SELECT value, shown FROM (
    SELECT DISTINCT ruling.value, (
        SELECT first.value FROM decisions_in_force AS first
        WHERE first.act IN ('tag', 'untag') AND lower(first.value) = lower(ruling.value)
        ORDER BY first.decision_id LIMIT 1) AS shown
    FROM decisions_in_force AS ruling WHERE ruling.act IN ('tag', 'untag'))
WHERE value <> shown;

/* What an article is about. The last ruling on an article and a topic decides; without a ruling, the topics that
   came with the article count. */
DROP VIEW article_topics;
CREATE VIEW article_topics AS
WITH ruled (article_sha256, topic, act, decision_id, decided_at, decided_by) AS (
    SELECT ruling.article_sha256, coalesce(topic_spellings.topic, ruling.value), ruling.act, ruling.decision_id,
        ruling.decided_at, ruling.decided_by
    FROM decisions_in_force AS ruling
    LEFT JOIN topic_spellings ON topic_spellings.spelling = ruling.value
    WHERE ruling.act IN ('tag', 'untag')
)
SELECT articles.article_id, ruled.topic, ruled.decided_at, ruled.decided_by
FROM ruled
JOIN articles ON articles.sha256 = ruled.article_sha256
WHERE ruled.act = 'tag'
  AND NOT EXISTS (
    SELECT 1 FROM ruled AS later
    WHERE later.article_sha256 = ruled.article_sha256 AND later.topic = ruled.topic
      AND later.decision_id > ruled.decision_id)
UNION ALL
SELECT DISTINCT received.article_id, received.topic, NULL, NULL
FROM (
    SELECT article_id, coalesce(topic_spellings.topic, received_topics.topic) AS topic
    FROM received_topics LEFT JOIN topic_spellings ON topic_spellings.spelling = received_topics.topic
) AS received
JOIN articles ON articles.article_id = received.article_id
WHERE NOT EXISTS (
    SELECT 1 FROM ruled
    WHERE ruled.article_sha256 = articles.sha256 AND ruled.topic = received.topic);

/* ---- views ---------------------------------------------------------------------------------------- */

/* Every mention with the words around it, and its article. One branch for each kind, so that a name in
   WHERE reaches its index. */
DROP VIEW mention_details;
CREATE VIEW mention_details AS
SELECT
    mentions.article_id, mentions.field, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, people.name) AS surface_form, 'person' AS kind, people.name, people.person_id AS entity_id,
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on,
    substr(CASE mentions.field
        WHEN 'body' THEN articles.body
        WHEN 'headline' THEN articles.headline
        WHEN 'standfirst' THEN articles.standfirst
        ELSE (SELECT caption FROM article_captions WHERE article_captions.article_id = mentions.article_id AND 'caption-' || number = mentions.field)
    END, max(mentions.start_char - 60, 0) + 1, min(mentions.start_char, 60)) AS before,
    substr(CASE mentions.field
        WHEN 'body' THEN articles.body
        WHEN 'headline' THEN articles.headline
        WHEN 'standfirst' THEN articles.standfirst
        ELSE (SELECT caption FROM article_captions WHERE article_captions.article_id = mentions.article_id AND 'caption-' || number = mentions.field)
    END, mentions.end_char + 1, 60) AS after
FROM people
JOIN article_people ON article_people.person_id = people.person_id
JOIN mentions ON mentions.article_id = article_people.article_id AND mentions.person_id = people.person_id
JOIN articles ON articles.article_id = mentions.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    mentions.article_id, mentions.field, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, organisations.name), 'organisation', organisations.name, organisations.organisation_id,
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name, articles.published_on,
    substr(CASE mentions.field
        WHEN 'body' THEN articles.body
        WHEN 'headline' THEN articles.headline
        WHEN 'standfirst' THEN articles.standfirst
        ELSE (SELECT caption FROM article_captions WHERE article_captions.article_id = mentions.article_id AND 'caption-' || number = mentions.field)
    END, max(mentions.start_char - 60, 0) + 1, min(mentions.start_char, 60)),
    substr(CASE mentions.field
        WHEN 'body' THEN articles.body
        WHEN 'headline' THEN articles.headline
        WHEN 'standfirst' THEN articles.standfirst
        ELSE (SELECT caption FROM article_captions WHERE article_captions.article_id = mentions.article_id AND 'caption-' || number = mentions.field)
    END, mentions.end_char + 1, 60)
FROM organisations
JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
JOIN mentions ON mentions.article_id = article_organisations.article_id AND mentions.organisation_id = organisations.organisation_id
JOIN articles ON articles.article_id = mentions.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    mentions.article_id, mentions.field, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, places.name), 'place', places.name, places.place_id,
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name, articles.published_on,
    substr(CASE mentions.field
        WHEN 'body' THEN articles.body
        WHEN 'headline' THEN articles.headline
        WHEN 'standfirst' THEN articles.standfirst
        ELSE (SELECT caption FROM article_captions WHERE article_captions.article_id = mentions.article_id AND 'caption-' || number = mentions.field)
    END, max(mentions.start_char - 60, 0) + 1, min(mentions.start_char, 60)),
    substr(CASE mentions.field
        WHEN 'body' THEN articles.body
        WHEN 'headline' THEN articles.headline
        WHEN 'standfirst' THEN articles.standfirst
        ELSE (SELECT caption FROM article_captions WHERE article_captions.article_id = mentions.article_id AND 'caption-' || number = mentions.field)
    END, mentions.end_char + 1, 60)
FROM places
JOIN article_places ON article_places.place_id = places.place_id
JOIN mentions ON mentions.article_id = article_places.article_id AND mentions.place_id = places.place_id
JOIN articles ON articles.article_id = mentions.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id;

/* Every quotation with its speaker, one branch for each kind of speaker, so that a speaker given in
   WHERE is looked up by name and only that speaker's articles are read. */
DROP VIEW quote_details;
CREATE VIEW quote_details AS
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char) AS quote,
    people.name AS speaker, 'person' AS speaker_kind, people.person_id AS entity_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char) AS speaker_words,
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char) AS cue,
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on
FROM people
JOIN article_people ON article_people.person_id = people.person_id
JOIN quotes ON quotes.article_id = article_people.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
    AND mentions.start_char = quotes.mention_start_char
    AND mentions.person_id = people.person_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    organisations.name, 'organisation', organisations.organisation_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM organisations
JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
JOIN quotes ON quotes.article_id = article_organisations.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
    AND mentions.start_char = quotes.mention_start_char
    AND mentions.organisation_id = organisations.organisation_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    places.name, 'place', places.place_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM places
JOIN article_places ON article_places.place_id = places.place_id
JOIN quotes ON quotes.article_id = article_places.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
    AND mentions.start_char = quotes.mention_start_char
    AND mentions.place_id = places.place_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
/* ruled */
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    people.name, 'person', people.person_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM people
JOIN quotes ON quotes.person_id = people.person_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
/* ruled */
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    organisations.name, 'organisation', organisations.organisation_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM organisations
JOIN quotes ON quotes.organisation_id = organisations.organisation_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
/* ruled */
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    places.name, 'place', places.place_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM places
JOIN quotes ON quotes.place_id = places.place_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    NULL, NULL, NULL,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM quotes
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE quotes.mention_start_char IS NULL
  AND quotes.person_id IS NULL AND quotes.organisation_id IS NULL AND quotes.place_id IS NULL;

/* Who was what, when, by which paper. */
DROP VIEW role_details;
CREATE VIEW role_details AS
SELECT
    roles.article_id, roles.field, roles.start_char, roles.end_char,
    substr(articles.body, roles.start_char + 1, roles.end_char - roles.start_char) AS title,
    people.name, people.person_id,
    coalesce(organisations.name, places.name) AS held_in, coalesce(roles.organisation_id, roles.place_id) AS held_in_id,
    CASE WHEN roles.organisation_id IS NOT NULL THEN 'organisation' WHEN roles.place_id IS NOT NULL THEN 'place' END AS held_in_kind,
    roles.rule, roles.person_start_char, roles.confidence, roles.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on
FROM people
JOIN article_people ON article_people.person_id = people.person_id
JOIN roles ON roles.article_id = article_people.article_id
JOIN mentions ON mentions.article_id = roles.article_id AND mentions.field = roles.field
    AND mentions.start_char = roles.person_start_char
    AND mentions.person_id = people.person_id
JOIN articles ON articles.article_id = roles.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN organisations ON organisations.organisation_id = roles.organisation_id
LEFT JOIN places ON places.place_id = roles.place_id;

/* Who turns up with whom, a row for each article that names both. One branch for each pair of kinds, and no
   aggregate, so that a name given in WHERE is looked up in its own table's index and only that name's articles
   are read. */
DROP VIEW co_mentions;
CREATE VIEW co_mentions AS
SELECT 'person' AS kind, one.name, one.person_id AS entity_id, 'person' AS other_kind, other.name AS other_name, other.person_id AS other_entity_id, articles.article_id, articles.published_on
FROM people AS one JOIN article_people AS a USING (person_id)
JOIN article_people AS b ON b.article_id = a.article_id AND b.person_id <> a.person_id
JOIN people AS other ON other.person_id = b.person_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'person', one.name, one.person_id, 'organisation', other.name, other.organisation_id, articles.article_id, articles.published_on
FROM people AS one JOIN article_people AS a USING (person_id)
JOIN article_organisations AS b ON b.article_id = a.article_id
JOIN organisations AS other ON other.organisation_id = b.organisation_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'person', one.name, one.person_id, 'place', other.name, other.place_id, articles.article_id, articles.published_on
FROM people AS one JOIN article_people AS a USING (person_id)
JOIN article_places AS b ON b.article_id = a.article_id
JOIN places AS other ON other.place_id = b.place_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'organisation', one.name, one.organisation_id, 'person', other.name, other.person_id, articles.article_id, articles.published_on
FROM organisations AS one JOIN article_organisations AS a USING (organisation_id)
JOIN article_people AS b ON b.article_id = a.article_id
JOIN people AS other ON other.person_id = b.person_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'organisation', one.name, one.organisation_id, 'organisation', other.name, other.organisation_id, articles.article_id, articles.published_on
FROM organisations AS one JOIN article_organisations AS a USING (organisation_id)
JOIN article_organisations AS b ON b.article_id = a.article_id AND b.organisation_id <> a.organisation_id
JOIN organisations AS other ON other.organisation_id = b.organisation_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'organisation', one.name, one.organisation_id, 'place', other.name, other.place_id, articles.article_id, articles.published_on
FROM organisations AS one JOIN article_organisations AS a USING (organisation_id)
JOIN article_places AS b ON b.article_id = a.article_id
JOIN places AS other ON other.place_id = b.place_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'place', one.name, one.place_id, 'person', other.name, other.person_id, articles.article_id, articles.published_on
FROM places AS one JOIN article_places AS a USING (place_id)
JOIN article_people AS b ON b.article_id = a.article_id
JOIN people AS other ON other.person_id = b.person_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'place', one.name, one.place_id, 'organisation', other.name, other.organisation_id, articles.article_id, articles.published_on
FROM places AS one JOIN article_places AS a USING (place_id)
JOIN article_organisations AS b ON b.article_id = a.article_id
JOIN organisations AS other ON other.organisation_id = b.organisation_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'place', one.name, one.place_id, 'place', other.name, other.place_id, articles.article_id, articles.published_on
FROM places AS one JOIN article_places AS a USING (place_id)
JOIN article_places AS b ON b.article_id = a.article_id AND b.place_id <> a.place_id
JOIN places AS other ON other.place_id = b.place_id
JOIN articles ON articles.article_id = a.article_id;

/* Articles that their publisher withdrew. CROSS: from the few notices to the articles, never the other way round; its
   condition in WHERE, because DuckDB knows no CROSS JOIN with ON. */
DROP VIEW withdrawn_articles;
CREATE VIEW withdrawn_articles AS
SELECT articles.article_id, notices.status, notices.identifier, notices.version
FROM notices
CROSS JOIN articles
WHERE articles.identifier = notices.identifier
  AND (notices.version IS NULL OR articles.version IS NULL OR articles.version <= notices.version);

/* ---- whom a name means ------------------------------------------------------------------------------ */

/* Every name of a person, organisation, place or publisher, and how it is compared: small letters, without
   accents, apostrophes and full stops. Triggers keep a row for each name that is in use; the program, which
   alone can fold a name, fills in what is NULL whenever it writes. */
CREATE TABLE folded_names (
    name TEXT NOT NULL PRIMARY KEY,
    folded TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX folded_names_by_folded ON folded_names (folded);
/* What a row is kept for. No DISTINCT, so that a name is looked up in the index of each table. */
CREATE VIEW names_in_use AS
SELECT name FROM people
UNION ALL SELECT name FROM organisations
UNION ALL SELECT name FROM places
UNION ALL SELECT name FROM publishers
UNION ALL SELECT name FROM aliases;
INSERT INTO folded_names (name) SELECT DISTINCT name FROM names_in_use;

CREATE TRIGGER people_name_insert AFTER INSERT ON people BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
END;
CREATE TRIGGER people_name_update AFTER UPDATE OF name ON people WHEN new.name <> old.name BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;
CREATE TRIGGER people_name_delete AFTER DELETE ON people BEGIN
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;

CREATE TRIGGER organisations_name_insert AFTER INSERT ON organisations BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
END;
CREATE TRIGGER organisations_name_update AFTER UPDATE OF name ON organisations WHEN new.name <> old.name BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;
CREATE TRIGGER organisations_name_delete AFTER DELETE ON organisations BEGIN
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;

CREATE TRIGGER places_name_insert AFTER INSERT ON places BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
END;
CREATE TRIGGER places_name_update AFTER UPDATE OF name ON places WHEN new.name <> old.name BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;
CREATE TRIGGER places_name_delete AFTER DELETE ON places BEGIN
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;

CREATE TRIGGER publishers_name_insert AFTER INSERT ON publishers BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
END;
CREATE TRIGGER publishers_name_update AFTER UPDATE OF name ON publishers WHEN new.name <> old.name BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;
CREATE TRIGGER publishers_name_delete AFTER DELETE ON publishers BEGIN
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;

CREATE TRIGGER aliases_name_insert AFTER INSERT ON aliases BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
END;
CREATE TRIGGER aliases_name_update AFTER UPDATE OF name ON aliases WHEN new.name <> old.name BEGIN
    INSERT INTO folded_names (name) SELECT new.name
    WHERE NOT EXISTS (SELECT 1 FROM folded_names WHERE name = new.name);
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;
CREATE TRIGGER aliases_name_delete AFTER DELETE ON aliases BEGIN
    DELETE FROM folded_names
    WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM names_in_use WHERE name = old.name);
END;

/* Every name that a person, organisation or place is looked up by, with whom it means in the end: one that
   was merged means whom it was merged into. CROSS: from the name to whoever has it, so that a folded name is looked
   up in its index. */
DROP VIEW names;
CREATE VIEW names AS
SELECT
    'person' AS kind, coalesce(people.merged_into_id, people.person_id) AS entity_id, people.name, 'name' AS form,
    people.merged_into_id IS NOT NULL OR people.former_name IS NOT NULL OR people.decision_id IS NOT NULL AS is_ruled,
    folded_names.folded
FROM folded_names
CROSS JOIN people ON people.name = folded_names.name
UNION ALL
SELECT
    'organisation', coalesce(organisations.merged_into_id, organisations.organisation_id), organisations.name, 'name',
    organisations.merged_into_id IS NOT NULL OR organisations.former_name IS NOT NULL OR organisations.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names
CROSS JOIN organisations ON organisations.name = folded_names.name
UNION ALL
SELECT
    'place', coalesce(places.merged_into_id, places.place_id), places.name, 'name',
    places.merged_into_id IS NOT NULL OR places.former_name IS NOT NULL OR places.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names
CROSS JOIN places ON places.name = folded_names.name
UNION ALL
SELECT
    'person', coalesce(people.merged_into_id, people.person_id), aliases.name, aliases.kind,
    people.merged_into_id IS NOT NULL OR aliases.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names
CROSS JOIN aliases ON aliases.name = folded_names.name
CROSS JOIN people ON people.person_id = aliases.person_id
UNION ALL
SELECT
    'organisation', coalesce(organisations.merged_into_id, organisations.organisation_id), aliases.name, aliases.kind,
    organisations.merged_into_id IS NOT NULL OR aliases.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names
CROSS JOIN aliases ON aliases.name = folded_names.name
CROSS JOIN organisations ON organisations.organisation_id = aliases.organisation_id
UNION ALL
SELECT
    'place', coalesce(places.merged_into_id, places.place_id), aliases.name, aliases.kind,
    places.merged_into_id IS NOT NULL OR aliases.decision_id IS NOT NULL,
    folded_names.folded
FROM folded_names
CROSS JOIN aliases ON aliases.name = folded_names.name
CROSS JOIN places ON places.place_id = aliases.place_id;

/* ---- days ------------------------------------------------------------------------------------------- */

/* The first and the last day on which an article can have been published: the same where the day is known,
   those of the month or year where only that is, NULL where nothing is. */
ALTER TABLE articles ADD COLUMN earliest_on TEXT GENERATED ALWAYS AS (
    CASE
        WHEN published_on IS NOT NULL THEN published_on
        WHEN published_precision = 'month' THEN published || '-01'
        WHEN published_precision IN ('year', 'ambiguous') THEN published || '-01-01'
    END
) VIRTUAL;
ALTER TABLE articles ADD COLUMN latest_on TEXT GENERATED ALWAYS AS (
    CASE
        WHEN published_on IS NOT NULL THEN published_on
        WHEN published_precision = 'month' THEN date(published || '-01', '+1 month', '-1 day')
        WHEN published_precision IN ('year', 'ambiguous') THEN published || '-12-31'
    END
) VIRTUAL;

/* Newest first, and everything that asks for days, publishers or what came lately: answered without reading an
   article. A computed column cannot be read from an index, so what it is computed from is there too. */
CREATE INDEX articles_by_period ON articles (earliest_on, publisher_id, ingested_at, published_on, published);

DROP VIEW article_details;
CREATE VIEW article_details AS
SELECT
    articles.article_id,
    articles.kind,
    articles.headline,
    articles.standfirst,
    articles.byline,
    (SELECT group_concat(name, '; ')
       FROM (SELECT name FROM article_authors WHERE article_authors.article_id = articles.article_id ORDER BY position)
    ) AS authors,
    articles.dateline,
    publishers.name AS publisher,
    articles.publisher_id,
    articles.section,
    articles.url,
    articles.canonical_url,
    articles.identifier,
    articles.version,
    articles.published,
    articles.published_on,
    articles.published_at,
    articles.published_precision,
    articles.earliest_on,
    articles.latest_on,
    articles.published_original,
    articles.modified,
    articles.captured_at,
    articles.language,
    articles.ingested_at,
    coalesce((SELECT min(reason) FROM hidden_articles WHERE hidden_articles.article_id = articles.article_id), 'usable') AS status,
    coalesce((SELECT first_article_id FROM stories WHERE stories.article_id = articles.article_id), articles.article_id) AS story_id,
    captures.sha256 AS capture_sha256,
    articles.sha256 AS article_sha256,
    (SELECT min(uri) FROM sightings WHERE sightings.capture_id = articles.capture_id) AS seen_at_uri,
    (SELECT count(DISTINCT article_spans.capture_id) FROM article_spans WHERE article_spans.article_id = articles.article_id) AS capture_count,
    length(articles.body) AS body_chars,
    articles.body
FROM articles
JOIN captures USING (capture_id)
LEFT JOIN publishers USING (publisher_id);
