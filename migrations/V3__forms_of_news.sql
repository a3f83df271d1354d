/* Every form in which news arrives: which rule found each part of an article, what a feed only sums up,
   what its publisher withdrew, what is nearly the same text, and what is another text of one page. */

/* ---- articles ------------------------------------------------------------------------------- */

/* SQLite cannot widen a CHECK or add a column before another, so the rows move out and back in. The
   table never changes its name: views, foreign keys and people's own objects go on meaning it. */
CREATE TABLE articles_before_v3 AS SELECT * FROM articles;
DROP TABLE articles;

CREATE TABLE articles (
    article_id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    kind TEXT NOT NULL CHECK (kind IN ('article', 'digest', 'summary')),
    capture_id INTEGER NOT NULL REFERENCES captures,
    part INTEGER NOT NULL CHECK (part >= 0),
    publisher_id INTEGER REFERENCES publishers,
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
    run_id INTEGER NOT NULL REFERENCES runs,
    ingested_at TEXT NOT NULL,
    /* over every field above that was read, and the body: damage to any of them shows */
    row_sha256 TEXT NOT NULL CHECK (length(row_sha256) = 64),
    /* last, so that the columns above are read without it */
    body TEXT NOT NULL,
    CHECK ((published IS NULL) = (published_precision IS NULL)),
    CHECK ((modified IS NULL) = (modified_precision IS NULL))
) STRICT;

/* The bare address is worked out when a capture is next read; until then it is the address as it came. */
INSERT INTO articles (article_id, sha256, kind, capture_id, part, publisher_id, url, canonical_url, headline,
    standfirst, byline, dateline, published, published_on, published_at, published_offset_minutes,
    published_precision, published_original, language, reader, hint_count, run_id, ingested_at, row_sha256, body)
SELECT article_id, sha256, kind, capture_id, part, publisher_id, url, url, headline,
    standfirst, byline, dateline, published, published_on, published_at, published_offset_minutes,
    published_precision, published_original, language, reader, hint_count, run_id, ingested_at, row_sha256, body
FROM articles_before_v3 ORDER BY article_id;
DROP TABLE articles_before_v3;

CREATE INDEX articles_by_day ON articles (published_on, publisher_id);
CREATE INDEX articles_by_publisher ON articles (publisher_id, published_on);
CREATE INDEX articles_by_capture ON articles (capture_id);
CREATE INDEX articles_by_url ON articles (canonical_url) WHERE canonical_url IS NOT NULL;
CREATE INDEX articles_by_headline ON articles (headline, published_on, publisher_id) WHERE headline IS NOT NULL;
/* the few rows that a page may take the place of */
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

/* Which rule set which field: where it stood and what it was called there, `json-ld:datePublished`. */
CREATE TABLE field_origins (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    field TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;

/* Every address at which an article's text was seen; the article's own row has one of them. Those of
   summaries are not here: an address in this table is one whose article the archive has. */
CREATE TABLE article_urls (
    capture_id INTEGER NOT NULL REFERENCES captures ON DELETE CASCADE,
    part INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    url TEXT NOT NULL,
    canonical_url TEXT NOT NULL,
    PRIMARY KEY (capture_id, part, canonical_url)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_urls_by_article ON article_urls (article_id);
CREATE INDEX article_urls_by_url ON article_urls (canonical_url);

/* A publisher's word that an article may not be shown, up to and including a version. */
CREATE TABLE notices (
    capture_id INTEGER NOT NULL REFERENCES captures ON DELETE CASCADE,
    identifier TEXT NOT NULL,
    version INTEGER,
    status TEXT NOT NULL CHECK (status IN ('withheld', 'canceled')),
    PRIMARY KEY (identifier, capture_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX notices_by_capture ON notices (capture_id);

/* How a person said that 03/04/2024 is to be read. */
ALTER TABLE sightings ADD COLUMN date_order_hint TEXT CHECK (date_order_hint IN ('day-first', 'month-first'));
DROP INDEX sightings_once;
CREATE UNIQUE INDEX sightings_once ON sightings (
    capture_id, uri, ifnull(publisher_hint, ''), ifnull(published_hint, ''), ifnull(url_hint, ''), ifnull(date_order_hint, '')
);

/* ---- nearly the same ------------------------------------------------------------------------ */

/* MinHash in bands: texts with a number in common may be near-duplicates. No foreign key, which would
   want an index as large as the table: numbers of an article that is gone only propose it in vain. */
CREATE TABLE near_duplicate_bands (
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;

/* Shares of runs of four words: in both texts over those in either, and over those in the shorter. */
CREATE TABLE near_duplicates (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    other_article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    similarity REAL NOT NULL CHECK (similarity BETWEEN 0 AND 1),
    containment REAL NOT NULL CHECK (containment BETWEEN 0 AND 1),
    PRIMARY KEY (article_id, other_article_id),
    CHECK (article_id < other_article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX near_duplicates_by_other ON near_duplicates (other_article_id);

/* Articles that near-duplicates join, each with the first of them: the earliest day. */
CREATE TABLE stories (
    article_id INTEGER NOT NULL PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    first_article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX stories_by_first ON stories (first_article_id);

/* ---- views ---------------------------------------------------------------------------------- */

/* Articles that tell again what another tells. */
CREATE VIEW repeats AS
SELECT article_id, first_article_id FROM stories WHERE article_id <> first_article_id;

/* Articles that their publisher withdrew. */
CREATE VIEW withdrawn_articles AS
SELECT articles.article_id, notices.status, notices.identifier, notices.version
FROM notices
/* CROSS: from the few notices to the articles, never the other way round */
CROSS JOIN articles ON articles.identifier = notices.identifier
WHERE notices.version IS NULL OR articles.version IS NULL OR articles.version <= notices.version;

/* What a feed says of an article that is in the archive itself. */
CREATE VIEW replaced_summaries AS
SELECT articles.article_id, articles.canonical_url
FROM articles
WHERE articles.kind = 'summary'
  AND EXISTS (SELECT 1 FROM article_urls WHERE article_urls.canonical_url = articles.canonical_url);

/* What reports and searches leave out. */
CREATE VIEW hidden_articles AS
SELECT article_id, status AS reason FROM withdrawn_articles
UNION ALL
SELECT article_id, 'replaced' FROM replaced_summaries;

DROP VIEW revisions;
/* Another text of the same article: same page, same name given by its publisher, or same publisher,
   headline and day. A feed's summary is no text of it. */
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
 AND other.publisher_id IS one.publisher_id
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
    articles.section,
    articles.url,
    articles.canonical_url,
    articles.identifier,
    articles.version,
    articles.published,
    articles.published_on,
    articles.published_at,
    articles.published_precision,
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
