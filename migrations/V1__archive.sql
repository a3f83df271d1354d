/* The first schema: what was received, the articles in it, who is named in them, and a full-text index.

   Written in the dialect of SQLite 3.40, so that the stock shell of older systems can read and write
   every archive: no aggregate ORDER BY, no functions of our own, no newer FTS5 options. */

/* What the archive remembers about itself: journal_mode chosen at init, catalogue_sha256 of the
   starter knowledge last loaded. */
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

/* ---- received ------------------------------------------------------------------------------- */

CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    program_version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    exit_code INTEGER,
    stored INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    revised INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    seen INTEGER NOT NULL GENERATED ALWAYS AS (stored + duplicate + revised + refused + skipped) VIRTUAL
) STRICT;

CREATE TABLE captures (
    capture_id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    format TEXT NOT NULL,
    /* 1 where a person named the format; that outranks what its bytes look like */
    format_given INTEGER NOT NULL CHECK (format_given IN (0, 1)),
    reader_version INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    encoding TEXT,
    byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
    /* length of its text in UTF-8, the measure of article_spans; NULL where no reader could take it */
    text_byte_count INTEGER,
    /* Zstandard frame of the bytes as they came; last, so that the columns above are read without it */
    body BLOB NOT NULL
) STRICT;

CREATE TABLE sightings (
    sighting_id INTEGER PRIMARY KEY,
    capture_id INTEGER NOT NULL REFERENCES captures ON DELETE CASCADE,
    uri TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs,
    publisher_hint TEXT,
    published_hint TEXT,
    url_hint TEXT
) STRICT;

/* One row for each way of seeing it: hints are NULL more often than not, and NULLs are distinct to UNIQUE. */
CREATE UNIQUE INDEX sightings_once ON sightings (
    capture_id, uri, ifnull(publisher_hint, ''), ifnull(published_hint, ''), ifnull(url_hint, '')
);

CREATE TABLE problems (
    problem_id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs,
    uri TEXT NOT NULL,
    record TEXT,
    reason TEXT NOT NULL,
    /* the bytes that were refused, where they were few enough to keep */
    capture_id INTEGER REFERENCES captures ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX problems_once ON problems (uri, ifnull(record, ''), reason, ifnull(capture_id, 0));
CREATE INDEX problems_by_capture ON problems (capture_id);

/* ---- articles ------------------------------------------------------------------------------- */

CREATE TABLE publishers (
    publisher_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    country TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic'))
) STRICT;

CREATE TABLE publisher_domains (
    domain TEXT NOT NULL PRIMARY KEY,
    publisher_id INTEGER NOT NULL REFERENCES publishers ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
    article_id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    kind TEXT NOT NULL CHECK (kind IN ('article', 'digest')),
    capture_id INTEGER NOT NULL REFERENCES captures,
    part INTEGER NOT NULL CHECK (part >= 0),
    publisher_id INTEGER REFERENCES publishers,
    url TEXT,
    headline TEXT,
    standfirst TEXT,
    byline TEXT,
    dateline TEXT,
    published TEXT,
    published_on TEXT CHECK (published_on IS NULL OR published_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    published_at TEXT,
    published_offset_minutes INTEGER,
    published_precision TEXT CHECK (published_precision IN ('ambiguous', 'year', 'month', 'day', 'minute', 'second')),
    published_original TEXT,
    language TEXT,
    reader TEXT NOT NULL,
    hint_count INTEGER NOT NULL DEFAULT 0,
    run_id INTEGER NOT NULL REFERENCES runs,
    ingested_at TEXT NOT NULL,
    /* over every field above that was read, and the body: damage to any of them shows */
    row_sha256 TEXT NOT NULL CHECK (length(row_sha256) = 64),
    /* last, so that the columns above are read without it */
    body TEXT NOT NULL,
    CHECK ((published IS NULL) = (published_precision IS NULL))
) STRICT;

/* timelines, newest first, and what a publisher carried when: answered without touching a body */
CREATE INDEX articles_by_day ON articles (published_on, publisher_id);
CREATE INDEX articles_by_publisher ON articles (publisher_id, published_on);
CREATE INDEX articles_by_capture ON articles (capture_id);
/* another text of the same article */
CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL;
CREATE INDEX articles_by_headline ON articles (headline, published_on, publisher_id) WHERE headline IS NOT NULL;

CREATE TABLE article_spans (
    capture_id INTEGER NOT NULL REFERENCES captures ON DELETE CASCADE,
    start_byte INTEGER NOT NULL CHECK (start_byte >= 0),
    end_byte INTEGER NOT NULL CHECK (end_byte > start_byte),
    role TEXT NOT NULL,
    /* NULL: residue, a stretch that belongs to no article */
    article_id INTEGER REFERENCES articles,
    part INTEGER,
    PRIMARY KEY (capture_id, start_byte),
    CHECK ((article_id IS NULL) = (part IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX article_spans_by_article ON article_spans (article_id) WHERE article_id IS NOT NULL;

/* ---- who ------------------------------------------------------------------------------------ */

CREATE TABLE people (
    person_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT,
    description TEXT,
    country TEXT,
    wikidata_id TEXT CHECK (wikidata_id GLOB 'Q[1-9]*'),
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic'))
) STRICT;

CREATE TABLE organisations (
    organisation_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT,
    description TEXT,
    country TEXT,
    wikidata_id TEXT CHECK (wikidata_id GLOB 'Q[1-9]*'),
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic'))
) STRICT;

CREATE TABLE places (
    place_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT,
    description TEXT,
    country TEXT,
    wikidata_id TEXT CHECK (wikidata_id GLOB 'Q[1-9]*'),
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic'))
) STRICT;

/* reports take a name and look its row up */
CREATE INDEX people_by_name ON people (name);
CREATE INDEX organisations_by_name ON organisations (name);
CREATE INDEX places_by_name ON places (name);

CREATE TABLE aliases (
    alias_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'demonym')),
    person_id INTEGER REFERENCES people ON DELETE CASCADE,
    organisation_id INTEGER REFERENCES organisations ON DELETE CASCADE,
    place_id INTEGER REFERENCES places ON DELETE CASCADE,
    publisher_id INTEGER REFERENCES publishers ON DELETE CASCADE,
    CHECK ((person_id IS NOT NULL) + (organisation_id IS NOT NULL)
         + (place_id IS NOT NULL) + (publisher_id IS NOT NULL) = 1)
) STRICT;

CREATE INDEX aliases_by_name ON aliases (name);
CREATE INDEX aliases_by_person ON aliases (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX aliases_by_organisation ON aliases (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX aliases_by_place ON aliases (place_id) WHERE place_id IS NOT NULL;
CREATE INDEX aliases_by_publisher ON aliases (publisher_id) WHERE publisher_id IS NOT NULL;

CREATE TABLE article_authors (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 1),
    name TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_authors_by_person ON article_authors (person_id);

/* The largest table by far: clustered by article, no rowid, one index for each kind of entity, the
   surface form only where it is not the name itself. Measured against the plain form: 0.65 of the time
   to fill, four fifths of the size. */
CREATE TABLE mentions (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    surface_form TEXT,
    person_id INTEGER REFERENCES people,
    organisation_id INTEGER REFERENCES organisations,
    place_id INTEGER REFERENCES places,
    rule TEXT NOT NULL,
    /* start_char of the fuller mention it rests on */
    antecedent_start_char INTEGER,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    recogniser TEXT NOT NULL,
    PRIMARY KEY (article_id, start_char),
    FOREIGN KEY (article_id, antecedent_start_char) REFERENCES mentions (article_id, start_char)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CHECK ((person_id IS NOT NULL) + (organisation_id IS NOT NULL) + (place_id IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;

/* Who is in which article, both ways: what people ask most, answered without reading mentions.
   full_form: the fullest form of the name in that article, of an automatic entry, whose name is the
   greatest of them; NULL for a catalogue entry, whose name is given. */
CREATE TABLE article_people (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES people,
    mention_count INTEGER NOT NULL CHECK (mention_count > 0),
    full_form TEXT,
    PRIMARY KEY (article_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_organisations (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    organisation_id INTEGER NOT NULL REFERENCES organisations,
    mention_count INTEGER NOT NULL CHECK (mention_count > 0),
    full_form TEXT,
    PRIMARY KEY (article_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_places (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    place_id INTEGER NOT NULL REFERENCES places,
    mention_count INTEGER NOT NULL CHECK (mention_count > 0),
    full_form TEXT,
    PRIMARY KEY (article_id, place_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_people_by_person ON article_people (person_id, article_id, mention_count);
CREATE INDEX article_organisations_by_organisation ON article_organisations (organisation_id, article_id, mention_count);
CREATE INDEX article_places_by_place ON article_places (place_id, article_id, mention_count);

/* ---- search --------------------------------------------------------------------------------- */

/* content="articles", spelt so, is the form that Datasette and sqlite-utils detect. */
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    headline, standfirst, byline, body,
    content="articles", content_rowid="article_id",
    tokenize="porter unicode61 remove_diacritics 2 separators 'ʼ'"
);

CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, headline, standfirst, byline, body)
    VALUES (new.article_id, new.headline, new.standfirst, new.byline, new.body);
END;

CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, standfirst, byline, body)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.byline, old.body);
END;

CREATE TRIGGER articles_fts_update AFTER UPDATE OF headline, standfirst, byline, body ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, standfirst, byline, body)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.byline, old.body);
    INSERT INTO articles_fts (rowid, headline, standfirst, byline, body)
    VALUES (new.article_id, new.headline, new.standfirst, new.byline, new.body);
END;

/* ---- guards --------------------------------------------------------------------------------- */

/* The stock shell has foreign keys off: without these, one careless DELETE there leaves orphans. */
CREATE TRIGGER captures_guard BEFORE DELETE ON captures
WHEN EXISTS (SELECT 1 FROM articles WHERE articles.capture_id = old.capture_id)
BEGIN
    SELECT raise(ABORT, 'a capture that holds articles is never deleted');
END;

CREATE TRIGGER captures_frozen BEFORE UPDATE OF sha256, byte_count, body ON captures
BEGIN
    SELECT raise(ABORT, 'a capture never changes');
END;

/* ---- views ---------------------------------------------------------------------------------- */

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
    articles.url,
    articles.published,
    articles.published_on,
    articles.published_at,
    articles.published_precision,
    articles.published_original,
    articles.language,
    articles.ingested_at,
    captures.sha256 AS capture_sha256,
    articles.sha256 AS article_sha256,
    (SELECT min(uri) FROM sightings WHERE sightings.capture_id = articles.capture_id) AS seen_at_uri,
    (SELECT count(DISTINCT article_spans.capture_id) FROM article_spans WHERE article_spans.article_id = articles.article_id) AS capture_count,
    length(articles.body) AS body_chars,
    articles.body
FROM articles
JOIN captures USING (capture_id)
LEFT JOIN publishers USING (publisher_id);

/* Every mention, its place and its article. One branch for each kind, as in co_mentions and for the same reason. */
CREATE VIEW mention_details AS
SELECT
    mentions.article_id, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, people.name) AS surface_form, 'person' AS kind, people.name, people.person_id AS entity_id,
    mentions.rule, mentions.antecedent_start_char, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on, articles.body
FROM people
JOIN article_people ON article_people.person_id = people.person_id
JOIN mentions ON mentions.article_id = article_people.article_id AND mentions.person_id = people.person_id
JOIN articles ON articles.article_id = mentions.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    mentions.article_id, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, organisations.name), 'organisation', organisations.name, organisations.organisation_id,
    mentions.rule, mentions.antecedent_start_char, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name, articles.published_on, articles.body
FROM organisations
JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
JOIN mentions ON mentions.article_id = article_organisations.article_id AND mentions.organisation_id = organisations.organisation_id
JOIN articles ON articles.article_id = mentions.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    mentions.article_id, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, places.name), 'place', places.name, places.place_id,
    mentions.rule, mentions.antecedent_start_char, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name, articles.published_on, articles.body
FROM places
JOIN article_places ON article_places.place_id = places.place_id
JOIN mentions ON mentions.article_id = article_places.article_id AND mentions.place_id = places.place_id
JOIN articles ON articles.article_id = mentions.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id;

/* Every name that a person, organisation or place is looked up by, so that one question finds it. */
CREATE VIEW names AS
SELECT 'person' AS kind, person_id AS entity_id, name, 'name' AS form FROM people
UNION ALL
SELECT 'organisation', organisation_id, name, 'name' FROM organisations
UNION ALL
SELECT 'place', place_id, name, 'name' FROM places
UNION ALL
SELECT 'person', person_id, name, kind FROM aliases WHERE person_id IS NOT NULL
UNION ALL
SELECT 'organisation', organisation_id, name, kind FROM aliases WHERE organisation_id IS NOT NULL
UNION ALL
SELECT 'place', place_id, name, kind FROM aliases WHERE place_id IS NOT NULL;

CREATE VIEW appearances AS
SELECT article_people.article_id, 'person' AS kind, people.name, article_people.mention_count, people.person_id AS entity_id
FROM article_people JOIN people USING (person_id)
UNION ALL
SELECT article_organisations.article_id, 'organisation', organisations.name, article_organisations.mention_count, organisations.organisation_id
FROM article_organisations JOIN organisations USING (organisation_id)
UNION ALL
SELECT article_places.article_id, 'place', places.name, article_places.mention_count, places.place_id
FROM article_places JOIN places USING (place_id);

/* Who turns up with whom, a row for each article that names both. One branch for each pair of kinds,
   and no aggregate, so that a name given in WHERE is looked up in its own table's index and only that
   name's articles are read. */
CREATE VIEW co_mentions AS
SELECT 'person' AS kind, one.name, 'person' AS other_kind, other.name AS other_name, articles.article_id, articles.published_on
FROM people AS one JOIN article_people AS a USING (person_id)
JOIN article_people AS b ON b.article_id = a.article_id AND b.person_id <> a.person_id
JOIN people AS other ON other.person_id = b.person_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'person', one.name, 'organisation', other.name, articles.article_id, articles.published_on
FROM people AS one JOIN article_people AS a USING (person_id)
JOIN article_organisations AS b ON b.article_id = a.article_id
JOIN organisations AS other ON other.organisation_id = b.organisation_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'person', one.name, 'place', other.name, articles.article_id, articles.published_on
FROM people AS one JOIN article_people AS a USING (person_id)
JOIN article_places AS b ON b.article_id = a.article_id
JOIN places AS other ON other.place_id = b.place_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'organisation', one.name, 'person', other.name, articles.article_id, articles.published_on
FROM organisations AS one JOIN article_organisations AS a USING (organisation_id)
JOIN article_people AS b ON b.article_id = a.article_id
JOIN people AS other ON other.person_id = b.person_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'organisation', one.name, 'organisation', other.name, articles.article_id, articles.published_on
FROM organisations AS one JOIN article_organisations AS a USING (organisation_id)
JOIN article_organisations AS b ON b.article_id = a.article_id AND b.organisation_id <> a.organisation_id
JOIN organisations AS other ON other.organisation_id = b.organisation_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'organisation', one.name, 'place', other.name, articles.article_id, articles.published_on
FROM organisations AS one JOIN article_organisations AS a USING (organisation_id)
JOIN article_places AS b ON b.article_id = a.article_id
JOIN places AS other ON other.place_id = b.place_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'place', one.name, 'person', other.name, articles.article_id, articles.published_on
FROM places AS one JOIN article_places AS a USING (place_id)
JOIN article_people AS b ON b.article_id = a.article_id
JOIN people AS other ON other.person_id = b.person_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'place', one.name, 'organisation', other.name, articles.article_id, articles.published_on
FROM places AS one JOIN article_places AS a USING (place_id)
JOIN article_organisations AS b ON b.article_id = a.article_id
JOIN organisations AS other ON other.organisation_id = b.organisation_id
JOIN articles ON articles.article_id = a.article_id
UNION ALL
SELECT 'place', one.name, 'place', other.name, articles.article_id, articles.published_on
FROM places AS one JOIN article_places AS a USING (place_id)
JOIN article_places AS b ON b.article_id = a.article_id AND b.place_id <> a.place_id
JOIN places AS other ON other.place_id = b.place_id
JOIN articles ON articles.article_id = a.article_id;

/* Another text of the same article: same address, or same publisher, headline and day. */
CREATE VIEW revisions AS
SELECT one.article_id, other.article_id AS other_article_id, 'url' AS reason
FROM articles AS one
JOIN articles AS other ON other.url = one.url AND other.article_id <> one.article_id
UNION ALL
SELECT one.article_id, other.article_id, 'headline'
FROM articles AS one
JOIN articles AS other
  ON other.headline = one.headline
 AND other.published_on = one.published_on
 AND other.publisher_id = one.publisher_id
 AND other.article_id <> one.article_id
WHERE one.url IS NULL OR other.url IS NULL OR one.url <> other.url;
