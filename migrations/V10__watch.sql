/* Watch: which feeds are fetched, what is watched, what was told, and rules that tag what comes in. */

/* ---- feeds ----------------------------------------------------------------------------------------- */

/* What is subscribed to. Words of a person but for `title` and `site_url`, which the feed says. */
CREATE TABLE feeds (
    feed_id INTEGER PRIMARY KEY,
    /* where it is fetched from; another one where its publisher moved it for good */
    url TEXT NOT NULL UNIQUE,
    title TEXT,
    /* the page that it belongs to */
    site_url TEXT,
    /* the group of a list of subscriptions that it is in; folders in folders with `/` between them */
    folder TEXT,
    /* facts about everything that comes from it, as `ingest` takes them; topics as a JSON array */
    publisher TEXT,
    topics TEXT NOT NULL DEFAULT '[]',
    /* 1: of an entry that is only a summary the page is fetched */
    is_full_text INTEGER NOT NULL DEFAULT 0 CHECK (is_full_text IN (0, 1)),
    /* how often a person wants it fetched; NULL: as often as it has something new */
    interval_minutes INTEGER CHECK (interval_minutes >= 15),
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    paused_at TEXT,
    /* `gone`: its publisher says that it is no more; otherwise the words of whoever paused it */
    paused_because TEXT,
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64),
    CHECK (paused_at IS NOT NULL OR paused_because IS NULL)
) STRICT;

/* How far it was read, and how fetching it went. */
CREATE TABLE feed_states (
    feed_id INTEGER NOT NULL PRIMARY KEY REFERENCES feeds (feed_id) ON DELETE CASCADE,
    next_check_at TEXT NOT NULL,
    /* as the server sent them, to be sent back */
    etag TEXT,
    last_modified TEXT,
    /* of the last body: the same one again is not read */
    body_sha256 TEXT CHECK (length(body_sha256) = 64),
    checked_at TEXT,
    succeeded_at TEXT,
    /* when it last had an entry that was new */
    new_at TEXT,
    /* what the server answered last; NULL where there was no answer */
    status INTEGER,
    error TEXT,
    error_count INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    /* where permanent redirects lead, and how many fetches in a row said so */
    moved_to TEXT,
    moved_count INTEGER NOT NULL DEFAULT 0,
    /* how many entries it usually has a week, by the days that they say */
    entries_a_week REAL,
    /* in which hours of the day (UTC) they come: 24 counts, in tenths */
    entries_by_hour TEXT,
    /* what was counted since it was added */
    check_count INTEGER NOT NULL DEFAULT 0,
    unchanged_count INTEGER NOT NULL DEFAULT 0,
    new_entry_count INTEGER NOT NULL DEFAULT 0,
    CHECK ((error_count = 0) = (error IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_states_by_next_check ON feed_states (next_check_at);

/* Hosts that asked to be left alone for a while (429, 503 with Retry-After). */
CREATE TABLE host_pauses (
    host TEXT NOT NULL PRIMARY KEY,
    until_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

/* Pages of entries that were only summaries. */
CREATE TABLE wanted_pages (
    url TEXT NOT NULL PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds (feed_id) ON DELETE CASCADE,
    wanted_at TEXT NOT NULL,
    /* NULL: nothing is to be done any more */
    next_try_at TEXT,
    try_count INTEGER NOT NULL DEFAULT 0,
    /* why the last try gave no page */
    reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX wanted_pages_by_feed ON wanted_pages (feed_id);

/* ---- watches --------------------------------------------------------------------------------------- */

/* What somebody wants to be told of. A row is never deleted: who ended a watch, and when, stands in it. */
CREATE TABLE watches (
    watch_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'place', 'search', 'report')),
    /* of a person, an organisation or a place, as in `decisions`: the same in every archive */
    key TEXT,
    entity_name TEXT,
    /* of a search: its words; of a report: its name */
    words TEXT,
    /* of a report: a JSON object */
    parameters TEXT,
    /* only articles on this topic */
    topic TEXT,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    paused_at TEXT,
    removed_at TEXT,
    removed_by TEXT,
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64),
    CHECK ((kind IN ('person', 'organisation', 'place')) = (key IS NOT NULL) AND (key IS NULL) = (entity_name IS NULL)),
    CHECK ((kind IN ('search', 'report')) = (words IS NOT NULL)),
    CHECK (kind = 'report' OR parameters IS NULL),
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX watches_by_name ON watches (name) WHERE removed_at IS NULL;

/* Each time that news were told. */
CREATE TABLE tellings (
    telling_id INTEGER PRIMARY KEY,
    told_at TEXT NOT NULL,
    /* `standard output`, `file`, or `command` where they were handed to one */
    told_to TEXT NOT NULL,
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64)
) STRICT;

/* What a watch was told of, by SHA-256: of an article its text, of a row of a report its cells, of a withdrawal its word
   and the article's SHA-256. */
CREATE TABLE told_items (
    watch_id INTEGER NOT NULL REFERENCES watches (watch_id),
    item_sha256 TEXT NOT NULL CHECK (length(item_sha256) = 64),
    /* NULL: it was there already when the watch began */
    telling_id INTEGER REFERENCES tellings (telling_id),
    PRIMARY KEY (watch_id, item_sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_items_by_telling ON told_items (telling_id);

/* Up to which instant a watch has been told of what came in. */
CREATE TABLE watch_marks (
    watch_id INTEGER NOT NULL PRIMARY KEY REFERENCES watches (watch_id),
    told_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

/* ---- rules ----------------------------------------------------------------------------------------- */

/* Which articles are tagged with a topic by themselves. A row is never deleted, as in `watches`. */
CREATE TABLE rules (
    rule_id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'place', 'search')),
    key TEXT,
    entity_name TEXT,
    words TEXT,
    /* 1: also what was there before the rule */
    is_over_all INTEGER NOT NULL CHECK (is_over_all IN (0, 1)),
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    removed_at TEXT,
    removed_by TEXT,
    /* over every cell above */
    row_sha256 TEXT CHECK (length(row_sha256) = 64),
    CHECK ((kind = 'search') = (words IS NOT NULL)),
    CHECK ((kind = 'search') = (key IS NULL) AND (key IS NULL) = (entity_name IS NULL)),
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
) STRICT;

/* What the rules in force say. Derived: a topic that a person gave or took away stands in `decisions`. */
CREATE TABLE rule_topics (
    article_id INTEGER NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    rule_id INTEGER NOT NULL REFERENCES rules (rule_id),
    PRIMARY KEY (article_id, rule_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_topics_by_rule ON rule_topics (rule_id);

/* Which article is about what: what was ruled, else what it came with, else what a rule says. */
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
    UNION ALL
    SELECT rule_topics.article_id, coalesce(topic_spellings.topic, rules.topic)
    FROM rule_topics JOIN rules USING (rule_id) LEFT JOIN topic_spellings ON topic_spellings.spelling = rules.topic
) AS received
JOIN articles ON articles.article_id = received.article_id
WHERE NOT EXISTS (
    SELECT 1 FROM ruled
    WHERE ruled.article_sha256 = articles.sha256 AND ruled.topic = received.topic);
