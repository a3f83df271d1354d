/* Nothing lost, nothing silent: what cannot be made again carries a hash of each row, every input that
   gives no article says why, and what a person had erased is remembered by its hash alone.

   Foreign keys name their columns, because Datasette fails on those that do not, and key columns stand
   first, because the integrity check of SQLite 3.40 reports a sound table where they do not. Both
   can only be said in CREATE TABLE: so each table with one is made anew under its name, and its rows
   move out and back in. Views, foreign keys and people's own objects go on meaning it. */

/* Row hashes cannot be worked out in SQL. As long as this stands, the program that opens the archive to
   write has still to do so, once, for every row that is there. */
INSERT INTO settings (name, value) VALUES ('row_hashes_missing', 'yes');

/* ---- received ------------------------------------------------------------------------------------- */

CREATE TABLE runs_before_v4 AS SELECT * FROM runs;
DROP TABLE runs;
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
    seen INTEGER NOT NULL GENERATED ALWAYS AS (stored + duplicate + revised + refused + skipped) VIRTUAL,
    /* over every cell above; see migrations/SCHEMA.md, "Row hashes" */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO runs (
    run_id, command, program_version, started_at, finished_at, exit_code, stored, duplicate, revised, refused,
    skipped
)
SELECT
    run_id, command, program_version, started_at, finished_at, exit_code, stored, duplicate, revised, refused,
    skipped
FROM runs_before_v4 ORDER BY run_id;
DROP TABLE runs_before_v4;

CREATE TABLE captures_before_v4 AS SELECT * FROM captures;
DROP TABLE captures;
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
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64),
    /* Zstandard frame of the bytes as they came; last, so that the columns above are read without it */
    body BLOB NOT NULL
) STRICT;
INSERT INTO captures (
    capture_id, sha256, format, format_given, reader_version, media_type, encoding, byte_count,
    text_byte_count, body
)
SELECT
    capture_id, sha256, format, format_given, reader_version, media_type, encoding, byte_count,
    text_byte_count, body
FROM captures_before_v4 ORDER BY capture_id;
DROP TABLE captures_before_v4;

CREATE TRIGGER captures_guard BEFORE DELETE ON captures
WHEN EXISTS (SELECT 1 FROM articles WHERE articles.capture_id = old.capture_id)
BEGIN
    SELECT raise(ABORT, 'a capture that holds articles is never deleted');
END;
CREATE TRIGGER captures_frozen BEFORE UPDATE OF sha256, byte_count, body ON captures
BEGIN
    SELECT raise(ABORT, 'a capture never changes');
END;

CREATE TABLE sightings_before_v4 AS SELECT * FROM sightings;
DROP TABLE sightings;
CREATE TABLE sightings (
    sighting_id INTEGER PRIMARY KEY,
    capture_id INTEGER NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
    uri TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    publisher_hint TEXT,
    published_hint TEXT,
    url_hint TEXT,
    /* how a person said that 03/04/2024 is to be read */
    date_order_hint TEXT CHECK (date_order_hint IN ('day-first', 'month-first')),
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO sightings (
    sighting_id, capture_id, uri, seen_at, run_id, publisher_hint, published_hint, url_hint, date_order_hint
)
SELECT
    sighting_id, capture_id, uri, seen_at, run_id, publisher_hint, published_hint, url_hint, date_order_hint
FROM sightings_before_v4 ORDER BY sighting_id;
DROP TABLE sightings_before_v4;

CREATE UNIQUE INDEX sightings_once ON sightings (
    capture_id, uri, ifnull(publisher_hint, ''), ifnull(published_hint, ''), ifnull(url_hint, ''), ifnull(date_order_hint, '')
);

CREATE TABLE problems_before_v4 AS SELECT * FROM problems;
DROP TABLE problems;
CREATE TABLE problems (
    problem_id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    uri TEXT NOT NULL,
    record TEXT,
    /* refused: it should have given an article; skipped: it rightly gave none */
    outcome TEXT NOT NULL CHECK (outcome IN ('refused', 'skipped')),
    reason TEXT NOT NULL,
    /* the bytes that were refused, where they were few enough to keep */
    capture_id INTEGER REFERENCES captures (capture_id) ON DELETE CASCADE,
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO problems (problem_id, run_id, uri, record, outcome, reason, capture_id)
SELECT problem_id, run_id, uri, record, 'refused', reason, capture_id
FROM problems_before_v4 ORDER BY problem_id;
DROP TABLE problems_before_v4;

CREATE UNIQUE INDEX problems_once ON problems (uri, ifnull(record, ''), reason, ifnull(capture_id, 0));
CREATE INDEX problems_by_capture ON problems (capture_id);

/* What a person had erased: it is refused when it comes again. `subject` says whether the SHA-256 is that of
   a capture's bytes or of an article's text. */
CREATE TABLE erasures (
    erasure_id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject IN ('capture', 'article')),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    erased_at TEXT NOT NULL,
    erased_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    /* over every cell above and the hash of the erasure before */
    row_sha256 TEXT CHECK (length(row_sha256) = 64),
    UNIQUE (subject, sha256)
) STRICT;

/* ---- articles ------------------------------------------------------------------------------------- */

CREATE TABLE publishers_before_v4 AS SELECT * FROM publishers;
DROP TABLE publishers;
CREATE TABLE publishers (
    publisher_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    country TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic')),
    /* of the catalogue: over every cell above, aliases and domains */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO publishers (publisher_id, name, country, origin)
SELECT publisher_id, name, country, origin
FROM publishers_before_v4 ORDER BY publisher_id;
DROP TABLE publishers_before_v4;

CREATE TABLE publisher_domains_before_v4 AS SELECT * FROM publisher_domains;
DROP TABLE publisher_domains;
CREATE TABLE publisher_domains (
    domain TEXT NOT NULL PRIMARY KEY,
    publisher_id INTEGER NOT NULL REFERENCES publishers (publisher_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO publisher_domains (domain, publisher_id)
SELECT domain, publisher_id
FROM publisher_domains_before_v4 ORDER BY domain;
DROP TABLE publisher_domains_before_v4;

CREATE TABLE articles_before_v4 AS SELECT * FROM articles;
DROP TABLE articles;
CREATE TABLE articles (
    article_id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    kind TEXT NOT NULL CHECK (kind IN ('article', 'digest', 'summary')),
    capture_id INTEGER NOT NULL REFERENCES captures (capture_id),
    part INTEGER NOT NULL CHECK (part >= 0),
    publisher_id INTEGER REFERENCES publishers (publisher_id),
    url TEXT,
    /* the address by which the page is known: no tracking parameters, no AMP or mobile edition */
    canonical_url TEXT,
    /* its publisher's own name for it, the same in every revision, and which revision this is */
    identifier TEXT,
    version INTEGER,
    section TEXT,
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
    /* when its publisher last changed it, in the same three ways */
    modified TEXT,
    modified_offset_minutes INTEGER,
    modified_precision TEXT CHECK (modified_precision IN ('ambiguous', 'year', 'month', 'day', 'minute', 'second')),
    modified_original TEXT,
    /* when somebody fetched or received it, where the capture says so */
    captured_at TEXT,
    language TEXT,
    reader TEXT NOT NULL,
    hint_count INTEGER NOT NULL DEFAULT 0,
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    ingested_at TEXT NOT NULL,
    /* over every field above that was read, and the body: damage to any of them shows */
    row_sha256 TEXT NOT NULL CHECK (length(row_sha256) = 64),
    /* last, so that the columns above are read without it */
    body TEXT NOT NULL,
    CHECK ((published IS NULL) = (published_precision IS NULL)),
    CHECK ((modified IS NULL) = (modified_precision IS NULL))
) STRICT;
INSERT INTO articles (
    article_id, sha256, kind, capture_id, part, publisher_id, url, canonical_url, identifier, version, section,
    headline, standfirst, byline, dateline, published, published_on, published_at, published_offset_minutes,
    published_precision, published_original, modified, modified_offset_minutes, modified_precision,
    modified_original, captured_at, language, reader, hint_count, run_id, ingested_at, row_sha256, body
)
SELECT
    article_id, sha256, kind, capture_id, part, publisher_id, url, canonical_url, identifier, version, section,
    headline, standfirst, byline, dateline, published, published_on, published_at, published_offset_minutes,
    published_precision, published_original, modified, modified_offset_minutes, modified_precision,
    modified_original, captured_at, language, reader, hint_count, run_id, ingested_at, row_sha256, body
FROM articles_before_v4 ORDER BY article_id;
DROP TABLE articles_before_v4;

CREATE INDEX articles_by_day ON articles (published_on, publisher_id);
CREATE INDEX articles_by_publisher ON articles (publisher_id, published_on);
CREATE INDEX articles_by_capture ON articles (capture_id);
CREATE INDEX articles_by_url ON articles (canonical_url) WHERE canonical_url IS NOT NULL;
CREATE INDEX articles_by_headline ON articles (headline, published_on, publisher_id) WHERE headline IS NOT NULL;
CREATE INDEX articles_summaries ON articles (canonical_url) WHERE kind = 'summary';
CREATE INDEX articles_by_identifier ON articles (identifier) WHERE identifier IS NOT NULL;
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

CREATE TABLE article_spans_before_v4 AS SELECT * FROM article_spans;
DROP TABLE article_spans;
CREATE TABLE article_spans (
    capture_id INTEGER NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
    start_byte INTEGER NOT NULL CHECK (start_byte >= 0),
    end_byte INTEGER NOT NULL CHECK (end_byte > start_byte),
    role TEXT NOT NULL,
    /* NULL: residue, a stretch that belongs to no article */
    article_id INTEGER REFERENCES articles (article_id),
    part INTEGER,
    PRIMARY KEY (capture_id, start_byte),
    CHECK ((article_id IS NULL) = (part IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO article_spans (capture_id, start_byte, end_byte, role, article_id, part)
SELECT capture_id, start_byte, end_byte, role, article_id, part
FROM article_spans_before_v4 ORDER BY capture_id, start_byte;
DROP TABLE article_spans_before_v4;

CREATE INDEX article_spans_by_article ON article_spans (article_id) WHERE article_id IS NOT NULL;

CREATE TABLE field_origins_before_v4 AS SELECT * FROM field_origins;
DROP TABLE field_origins;
CREATE TABLE field_origins (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO field_origins (article_id, field, rule)
SELECT article_id, field, rule
FROM field_origins_before_v4 ORDER BY article_id, field;
DROP TABLE field_origins_before_v4;

CREATE TABLE article_urls_before_v4 AS SELECT * FROM article_urls;
DROP TABLE article_urls;
CREATE TABLE article_urls (
    capture_id INTEGER NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    canonical_url TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    PRIMARY KEY (capture_id, part, canonical_url)
) STRICT, WITHOUT ROWID;
INSERT INTO article_urls (capture_id, part, article_id, url, canonical_url)
SELECT capture_id, part, article_id, url, canonical_url
FROM article_urls_before_v4 ORDER BY capture_id, part, canonical_url;
DROP TABLE article_urls_before_v4;

CREATE INDEX article_urls_by_article ON article_urls (article_id);
CREATE INDEX article_urls_by_url ON article_urls (canonical_url);

CREATE TABLE notices_before_v4 AS SELECT * FROM notices;
DROP TABLE notices;
CREATE TABLE notices (
    identifier TEXT NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
    version INTEGER,
    status TEXT NOT NULL CHECK (status IN ('withheld', 'canceled')),
    PRIMARY KEY (identifier, capture_id)
) STRICT, WITHOUT ROWID;
INSERT INTO notices (capture_id, identifier, version, status)
SELECT capture_id, identifier, version, status
FROM notices_before_v4 ORDER BY identifier, capture_id;
DROP TABLE notices_before_v4;

CREATE INDEX notices_by_capture ON notices (capture_id);

/* What stood under an article's pictures, in the order of the page, and who took them. */
CREATE TABLE article_captions (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    caption TEXT,
    credit TEXT,
    PRIMARY KEY (article_id, number),
    CHECK (caption IS NOT NULL OR credit IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE near_duplicates_before_v4 AS SELECT * FROM near_duplicates;
DROP TABLE near_duplicates;
CREATE TABLE near_duplicates (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    other_article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    similarity REAL NOT NULL CHECK (similarity BETWEEN 0 AND 1),
    containment REAL NOT NULL CHECK (containment BETWEEN 0 AND 1),
    PRIMARY KEY (article_id, other_article_id),
    CHECK (article_id < other_article_id)
) STRICT, WITHOUT ROWID;
INSERT INTO near_duplicates (article_id, other_article_id, similarity, containment)
SELECT article_id, other_article_id, similarity, containment
FROM near_duplicates_before_v4 ORDER BY article_id, other_article_id;
DROP TABLE near_duplicates_before_v4;

CREATE INDEX near_duplicates_by_other ON near_duplicates (other_article_id);

CREATE TABLE stories_before_v4 AS SELECT * FROM stories;
DROP TABLE stories;
CREATE TABLE stories (
    article_id INTEGER NOT NULL PRIMARY KEY REFERENCES articles (article_id) ON DELETE CASCADE,
    first_article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO stories (article_id, first_article_id)
SELECT article_id, first_article_id
FROM stories_before_v4 ORDER BY article_id;
DROP TABLE stories_before_v4;

CREATE INDEX stories_by_first ON stories (first_article_id);

/* ---- decided -------------------------------------------------------------------------------------- */

CREATE TABLE decisions_before_v4 AS SELECT * FROM decisions;
DROP TABLE decisions;
CREATE TABLE decisions (
    decision_id INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT,
    act TEXT NOT NULL CHECK (act IN (
        'merge', 'split', 'rename', 'alias', 'distinct', 'ignore', 'note',
        'reassign', 'reject', 'reassign-quote', 'reject-quote', 'set',
        'tag', 'untag', 'hide', 'unhide', 'remark', 'undo')),
    kind TEXT CHECK (kind IN ('person', 'organisation', 'place')),
    key TEXT,
    /* as it was called when this was decided */
    name TEXT,
    other_key TEXT,
    other_name TEXT,
    article_sha256 TEXT CHECK (length(article_sha256) = 64),
    /* which field of the article: the one to set, or the one that the span is in, where not the body */
    field TEXT,
    start_char INTEGER,
    end_char INTEGER,
    surface_form TEXT,
    /* the new name, the alias, the topic, the words of a note */
    value TEXT,
    undone_decision_id INTEGER REFERENCES decisions (decision_id),
    /* over every cell above and the hash of the decision before, so that one that goes missing shows */
    row_sha256 TEXT CHECK (length(row_sha256) = 64),
    CHECK ((act = 'undo') = (undone_decision_id IS NOT NULL)),
    CHECK ((kind IS NULL) = (key IS NULL) AND (key IS NULL) = (name IS NULL)),
    CHECK ((other_key IS NULL) = (other_name IS NULL)),
    CHECK (act NOT IN ('merge', 'split', 'rename', 'alias', 'distinct', 'ignore', 'note', 'reassign', 'reassign-quote') OR key IS NOT NULL),
    CHECK ((act IN ('merge', 'split', 'distinct')) = (other_key IS NOT NULL)),
    CHECK ((act IN ('rename', 'alias', 'note', 'set', 'tag', 'untag', 'remark')) = (value IS NOT NULL)),
    CHECK ((act IN ('split', 'reassign', 'reject', 'reassign-quote', 'reject-quote', 'set',
        'tag', 'untag', 'hide', 'unhide', 'remark')) = (article_sha256 IS NOT NULL)),
    CHECK ((act IN ('reassign', 'reject', 'reassign-quote', 'reject-quote')) = (surface_form IS NOT NULL)),
    CHECK (act <> 'set' OR field IS NOT NULL),
    CHECK ((surface_form IS NULL) = (start_char IS NULL) AND (start_char IS NULL) = (end_char IS NULL))
) STRICT;
INSERT INTO decisions (
    decision_id, decided_at, decided_by, reason, act, kind, key, name, other_key, other_name, article_sha256,
    start_char, end_char, surface_form, value, undone_decision_id
)
SELECT
    decision_id, decided_at, decided_by, reason, act, kind, key, name, other_key, other_name, article_sha256,
    start_char, end_char, surface_form, value, undone_decision_id
FROM decisions_before_v4 ORDER BY decision_id;
DROP TABLE decisions_before_v4;

CREATE UNIQUE INDEX decisions_undone_once ON decisions (undone_decision_id) WHERE undone_decision_id IS NOT NULL;
CREATE INDEX decisions_by_key ON decisions (key) WHERE key IS NOT NULL;
CREATE INDEX decisions_by_article ON decisions (article_sha256) WHERE article_sha256 IS NOT NULL;
CREATE TRIGGER decisions_frozen BEFORE UPDATE OF
    decision_id, decided_at, decided_by, reason, act, kind, key, name, other_key, other_name, article_sha256,
    field, start_char, end_char, surface_form, value, undone_decision_id
ON decisions
BEGIN
    SELECT raise(ABORT, 'a decision never changes: undo it by another one');
END;
CREATE TRIGGER decisions_guard BEFORE DELETE ON decisions
BEGIN
    SELECT raise(ABORT, 'a decision is never deleted: undo it by another one');
END;

CREATE TABLE unfit_decisions_before_v4 AS SELECT * FROM unfit_decisions;
DROP TABLE unfit_decisions;
CREATE TABLE unfit_decisions (
    decision_id INTEGER NOT NULL REFERENCES decisions (decision_id),
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    PRIMARY KEY (decision_id, article_id)
) STRICT, WITHOUT ROWID;
INSERT INTO unfit_decisions (decision_id, article_id)
SELECT decision_id, article_id
FROM unfit_decisions_before_v4 ORDER BY decision_id, article_id;
DROP TABLE unfit_decisions_before_v4;

CREATE INDEX unfit_decisions_by_article ON unfit_decisions (article_id);

/* ---- who ------------------------------------------------------------------------------------------ */

CREATE TABLE people_before_v4 AS SELECT * FROM people;
DROP TABLE people;
CREATE TABLE people (
    person_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT,
    description TEXT,
    country TEXT,
    wikidata_id TEXT CHECK (wikidata_id GLOB 'Q[1-9]*'),
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic')),
    /* the first ruling that made an automatic entry one of the catalogue */
    decision_id INTEGER REFERENCES decisions (decision_id),
    /* the name before a ruling changed it, where the catalogue gave one */
    former_name TEXT,
    /* whom all its mentions mean */
    merged_into_id INTEGER REFERENCES people (person_id),
    /* of the catalogue: over every cell above, and its aliases */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO people (
    person_id, key, name, sort_name, description, country, wikidata_id, origin, decision_id, former_name,
    merged_into_id
)
SELECT
    person_id, key, name, sort_name, description, country, wikidata_id, origin, decision_id, former_name,
    merged_into_id
FROM people_before_v4 ORDER BY person_id;
DROP TABLE people_before_v4;

CREATE INDEX people_by_name ON people (name);
CREATE INDEX people_merged ON people (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE organisations_before_v4 AS SELECT * FROM organisations;
DROP TABLE organisations;
CREATE TABLE organisations (
    organisation_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT,
    description TEXT,
    country TEXT,
    wikidata_id TEXT CHECK (wikidata_id GLOB 'Q[1-9]*'),
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic')),
    /* the first ruling that made an automatic entry one of the catalogue */
    decision_id INTEGER REFERENCES decisions (decision_id),
    /* the name before a ruling changed it, where the catalogue gave one */
    former_name TEXT,
    /* whom all its mentions mean */
    merged_into_id INTEGER REFERENCES organisations (organisation_id),
    /* of the catalogue: over every cell above, and its aliases */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO organisations (
    organisation_id, key, name, sort_name, description, country, wikidata_id, origin, decision_id, former_name,
    merged_into_id
)
SELECT
    organisation_id, key, name, sort_name, description, country, wikidata_id, origin, decision_id, former_name,
    merged_into_id
FROM organisations_before_v4 ORDER BY organisation_id;
DROP TABLE organisations_before_v4;

CREATE INDEX organisations_by_name ON organisations (name);
CREATE INDEX organisations_merged ON organisations (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE places_before_v4 AS SELECT * FROM places;
DROP TABLE places;
CREATE TABLE places (
    place_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT,
    description TEXT,
    country TEXT,
    wikidata_id TEXT CHECK (wikidata_id GLOB 'Q[1-9]*'),
    origin TEXT NOT NULL CHECK (origin IN ('catalogue', 'automatic')),
    /* the first ruling that made an automatic entry one of the catalogue */
    decision_id INTEGER REFERENCES decisions (decision_id),
    /* the name before a ruling changed it, where the catalogue gave one */
    former_name TEXT,
    /* whom all its mentions mean */
    merged_into_id INTEGER REFERENCES places (place_id),
    /* of the catalogue: over every cell above, and its aliases */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;
INSERT INTO places (
    place_id, key, name, sort_name, description, country, wikidata_id, origin, decision_id, former_name,
    merged_into_id
)
SELECT
    place_id, key, name, sort_name, description, country, wikidata_id, origin, decision_id, former_name,
    merged_into_id
FROM places_before_v4 ORDER BY place_id;
DROP TABLE places_before_v4;

CREATE INDEX places_by_name ON places (name);
CREATE INDEX places_merged ON places (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE aliases_before_v4 AS SELECT * FROM aliases;
DROP TABLE aliases;
CREATE TABLE aliases (
    alias_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'demonym')),
    person_id INTEGER REFERENCES people (person_id) ON DELETE CASCADE,
    organisation_id INTEGER REFERENCES organisations (organisation_id) ON DELETE CASCADE,
    place_id INTEGER REFERENCES places (place_id) ON DELETE CASCADE,
    publisher_id INTEGER REFERENCES publishers (publisher_id) ON DELETE CASCADE,
    /* the ruling that gave it */
    decision_id INTEGER REFERENCES decisions (decision_id),
    CHECK ((person_id IS NOT NULL) + (organisation_id IS NOT NULL)
         + (place_id IS NOT NULL) + (publisher_id IS NOT NULL) = 1)
) STRICT;
INSERT INTO aliases (
    alias_id, name, kind, person_id, organisation_id, place_id, publisher_id, decision_id
)
SELECT
    alias_id, name, kind, person_id, organisation_id, place_id, publisher_id, decision_id
FROM aliases_before_v4 ORDER BY alias_id;
DROP TABLE aliases_before_v4;

CREATE INDEX aliases_by_name ON aliases (name);
CREATE INDEX aliases_by_person ON aliases (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX aliases_by_organisation ON aliases (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX aliases_by_place ON aliases (place_id) WHERE place_id IS NOT NULL;
CREATE INDEX aliases_by_publisher ON aliases (publisher_id) WHERE publisher_id IS NOT NULL;

CREATE TABLE article_authors_before_v4 AS SELECT * FROM article_authors;
DROP TABLE article_authors;
CREATE TABLE article_authors (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 1),
    name TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (person_id),
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO article_authors (article_id, position, name, person_id)
SELECT article_id, position, name, person_id
FROM article_authors_before_v4 ORDER BY article_id, position;
DROP TABLE article_authors_before_v4;

CREATE INDEX article_authors_by_person ON article_authors (person_id);

CREATE TABLE mentions_before_v4 AS SELECT * FROM mentions;
DROP TABLE mentions;
CREATE TABLE mentions (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    /* where it stands: body, headline, standfirst, or a caption by its number, `caption-1` */
    field TEXT NOT NULL DEFAULT 'body' CHECK (field IN ('body', 'headline', 'standfirst') OR field GLOB 'caption-[1-9]*'),
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    surface_form TEXT,
    person_id INTEGER REFERENCES people (person_id),
    organisation_id INTEGER REFERENCES organisations (organisation_id),
    place_id INTEGER REFERENCES places (place_id),
    rule TEXT NOT NULL,
    /* start_char of the fuller mention it rests on. `verify` checks that it is there: as a foreign key
       it would want an index as large as the table, and without one storing a text with 22,000 mentions
       took 11.6 s instead of 0.04 s. */
    antecedent_start_char INTEGER,
    /* the field of that mention, where it is another one */
    antecedent_field TEXT,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    recogniser TEXT NOT NULL,
    PRIMARY KEY (article_id, field, start_char),
    CHECK ((person_id IS NOT NULL) + (organisation_id IS NOT NULL) + (place_id IS NOT NULL) = 1),
    CHECK (antecedent_field IS NULL OR antecedent_start_char IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO mentions (
    article_id, field, start_char, end_char, surface_form, person_id, organisation_id, place_id, rule,
    antecedent_start_char, confidence, recogniser
)
SELECT
    article_id, 'body', start_char, end_char, surface_form, person_id, organisation_id, place_id, rule,
    antecedent_start_char, confidence, recogniser
FROM mentions_before_v4 ORDER BY article_id, start_char;
DROP TABLE mentions_before_v4;

CREATE TABLE article_people_before_v4 AS SELECT * FROM article_people;
DROP TABLE article_people;
CREATE TABLE article_people (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES people (person_id),
    mention_count INTEGER NOT NULL CHECK (mention_count > 0),
    full_form TEXT,
    PRIMARY KEY (article_id, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO article_people (article_id, person_id, mention_count, full_form)
SELECT article_id, person_id, mention_count, full_form
FROM article_people_before_v4 ORDER BY article_id, person_id;
DROP TABLE article_people_before_v4;

CREATE INDEX article_people_by_person ON article_people (person_id, article_id, mention_count);

CREATE TABLE article_organisations_before_v4 AS SELECT * FROM article_organisations;
DROP TABLE article_organisations;
CREATE TABLE article_organisations (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    organisation_id INTEGER NOT NULL REFERENCES organisations (organisation_id),
    mention_count INTEGER NOT NULL CHECK (mention_count > 0),
    full_form TEXT,
    PRIMARY KEY (article_id, organisation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO article_organisations (article_id, organisation_id, mention_count, full_form)
SELECT article_id, organisation_id, mention_count, full_form
FROM article_organisations_before_v4 ORDER BY article_id, organisation_id;
DROP TABLE article_organisations_before_v4;

CREATE INDEX article_organisations_by_organisation ON article_organisations (organisation_id, article_id, mention_count);

CREATE TABLE article_places_before_v4 AS SELECT * FROM article_places;
DROP TABLE article_places;
CREATE TABLE article_places (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    place_id INTEGER NOT NULL REFERENCES places (place_id),
    mention_count INTEGER NOT NULL CHECK (mention_count > 0),
    full_form TEXT,
    PRIMARY KEY (article_id, place_id)
) STRICT, WITHOUT ROWID;
INSERT INTO article_places (article_id, place_id, mention_count, full_form)
SELECT article_id, place_id, mention_count, full_form
FROM article_places_before_v4 ORDER BY article_id, place_id;
DROP TABLE article_places_before_v4;

CREATE INDEX article_places_by_place ON article_places (place_id, article_id, mention_count);

CREATE TABLE quotes_before_v4 AS SELECT * FROM quotes;
DROP TABLE quotes;
CREATE TABLE quotes (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    /* where it stands, as in mentions */
    field TEXT NOT NULL DEFAULT 'body',
    /* the first character inside the mark */
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    /* the words that stand for the speaker: a name, `she`, `the minister` */
    speaker_start_char INTEGER,
    speaker_end_char INTEGER,
    /* the mention that says who that is */
    mention_start_char INTEGER,
    cue_start_char INTEGER,
    cue_end_char INTEGER,
    rule TEXT NOT NULL,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    /* the same for the same words, however they are cut, marked and capitalised; NULL for a few words */
    words_sha256 TEXT CHECK (length(words_sha256) = 64),
    recogniser TEXT NOT NULL,
    PRIMARY KEY (article_id, field, start_char),
    FOREIGN KEY (article_id, field, mention_start_char) REFERENCES mentions (article_id, field, start_char)
        DEFERRABLE INITIALLY DEFERRED,
    CHECK ((speaker_start_char IS NULL) = (speaker_end_char IS NULL)),
    CHECK ((cue_start_char IS NULL) = (cue_end_char IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO quotes (
    article_id, field, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char,
    cue_start_char, cue_end_char, rule, confidence, words_sha256, recogniser
)
SELECT
    article_id, 'body', start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char,
    cue_start_char, cue_end_char, rule, confidence, words_sha256, recogniser
FROM quotes_before_v4 ORDER BY article_id, start_char;
DROP TABLE quotes_before_v4;

CREATE INDEX quotes_by_words ON quotes (words_sha256) WHERE words_sha256 IS NOT NULL;

CREATE TABLE roles_before_v4 AS SELECT * FROM roles;
DROP TABLE roles;
CREATE TABLE roles (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    /* where it stands, as in mentions */
    field TEXT NOT NULL DEFAULT 'body',
    /* the words of the title */
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    /* the mention of the person who has it */
    person_start_char INTEGER NOT NULL,
    organisation_id INTEGER REFERENCES organisations (organisation_id),
    place_id INTEGER REFERENCES places (place_id),
    rule TEXT NOT NULL,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    recogniser TEXT NOT NULL,
    PRIMARY KEY (article_id, field, start_char, person_start_char),
    FOREIGN KEY (article_id, field, person_start_char) REFERENCES mentions (article_id, field, start_char)
        DEFERRABLE INITIALLY DEFERRED,
    CHECK (organisation_id IS NULL OR place_id IS NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO roles (
    article_id, field, start_char, end_char, person_start_char, organisation_id, place_id, rule, confidence,
    recogniser
)
SELECT
    article_id, 'body', start_char, end_char, person_start_char, organisation_id, place_id, rule, confidence,
    recogniser
FROM roles_before_v4 ORDER BY article_id, start_char, person_start_char;
DROP TABLE roles_before_v4;

CREATE INDEX roles_by_organisation ON roles (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX roles_by_place ON roles (place_id) WHERE place_id IS NOT NULL;

/* ---- views ---------------------------------------------------------------------------------------- */

/* Every mention, its place and its article. One branch for each kind, as in co_mentions and for the same reason. */
DROP VIEW mention_details;
CREATE VIEW mention_details AS
SELECT
    mentions.article_id, mentions.field, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, people.name) AS surface_form, 'person' AS kind, people.name, people.person_id AS entity_id,
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, mentions.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on, articles.body
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
    articles.headline, publishers.name, articles.published_on, articles.body
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
    articles.headline, publishers.name, articles.published_on, articles.body
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
    articles.headline, publishers.name AS publisher, articles.published_on, articles.body
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
    articles.headline, publishers.name, articles.published_on, articles.body
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
    articles.headline, publishers.name, articles.published_on, articles.body
FROM places
JOIN article_places ON article_places.place_id = places.place_id
JOIN quotes ON quotes.article_id = article_places.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
    AND mentions.start_char = quotes.mention_start_char
    AND mentions.place_id = places.place_id
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
    articles.headline, publishers.name, articles.published_on, articles.body
FROM quotes
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE quotes.mention_start_char IS NULL;

/* Who was what, when, by which paper. */
DROP VIEW role_details;
CREATE VIEW role_details AS
SELECT
    roles.article_id, roles.field, roles.start_char, roles.end_char,
    substr(articles.body, roles.start_char + 1, roles.end_char - roles.start_char) AS title,
    people.name, people.person_id,
    coalesce(organisations.name, places.name) AS held_in,
    CASE WHEN roles.organisation_id IS NOT NULL THEN 'organisation' WHEN roles.place_id IS NOT NULL THEN 'place' END AS held_in_kind,
    roles.rule, roles.person_start_char, roles.confidence, roles.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on, articles.body
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

/* Articles that a curator hid: the last ruling on an article says whether it is. */
CREATE VIEW article_hidings AS
SELECT articles.article_id, ruling.decided_at, ruling.decided_by, ruling.reason
FROM decisions_in_force AS ruling
JOIN articles ON articles.sha256 = ruling.article_sha256
WHERE ruling.act = 'hide'
  AND NOT EXISTS (
    SELECT 1 FROM decisions_in_force AS later
    WHERE later.article_sha256 = ruling.article_sha256
      AND later.act IN ('hide', 'unhide') AND later.decision_id > ruling.decision_id);

/* What reports and searches leave out. */
DROP VIEW hidden_articles;
CREATE VIEW hidden_articles AS
SELECT article_id, status AS reason FROM withdrawn_articles
UNION ALL
SELECT article_id, 'replaced' FROM replaced_summaries
UNION ALL
SELECT article_id, 'hidden' FROM article_hidings;
