/* Who said what, who was what, and what people ruled.

   Quotes and roles are derived like mentions and point at them, so that whoever a mention is found to
   mean spoke the words and held the office. Decisions are rulings of people: never changed, never
   deleted, undone by another one. */

/* ---- derived -------------------------------------------------------------------------------- */

CREATE TABLE quotes (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
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
    PRIMARY KEY (article_id, start_char),
    FOREIGN KEY (article_id, mention_start_char) REFERENCES mentions (article_id, start_char)
        DEFERRABLE INITIALLY DEFERRED,
    CHECK ((speaker_start_char IS NULL) = (speaker_end_char IS NULL)),
    CHECK ((cue_start_char IS NULL) = (cue_end_char IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX quotes_by_words ON quotes (words_sha256) WHERE words_sha256 IS NOT NULL;

CREATE TABLE roles (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    /* the words of the title */
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    /* the mention of the person who has it */
    person_start_char INTEGER NOT NULL,
    organisation_id INTEGER REFERENCES organisations,
    place_id INTEGER REFERENCES places,
    rule TEXT NOT NULL,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    recogniser TEXT NOT NULL,
    PRIMARY KEY (article_id, start_char, person_start_char),
    FOREIGN KEY (article_id, person_start_char) REFERENCES mentions (article_id, start_char)
        DEFERRABLE INITIALLY DEFERRED,
    CHECK (organisation_id IS NULL OR place_id IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX roles_by_organisation ON roles (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX roles_by_place ON roles (place_id) WHERE place_id IS NOT NULL;

/* ---- decided -------------------------------------------------------------------------------- */

/* Whom and what a ruling is about stands in words that mean the same in every archive and after every
   rebuild: kind and key, the article's SHA-256, the span and what stands there. */
CREATE TABLE decisions (
    decision_id INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT,
    act TEXT NOT NULL CHECK (act IN (
        'merge', 'split', 'rename', 'alias', 'distinct', 'ignore', 'note',
        'reassign', 'reject', 'tag', 'untag', 'remark', 'undo')),
    kind TEXT CHECK (kind IN ('person', 'organisation', 'place')),
    key TEXT,
    /* as it was called when this was decided */
    name TEXT,
    other_key TEXT,
    other_name TEXT,
    article_sha256 TEXT CHECK (length(article_sha256) = 64),
    start_char INTEGER,
    end_char INTEGER,
    surface_form TEXT,
    /* the new name, the alias, the topic, the words of a note */
    value TEXT,
    undone_decision_id INTEGER REFERENCES decisions,
    CHECK ((act = 'undo') = (undone_decision_id IS NOT NULL)),
    CHECK ((kind IS NULL) = (key IS NULL) AND (key IS NULL) = (name IS NULL)),
    CHECK ((other_key IS NULL) = (other_name IS NULL)),
    CHECK (act NOT IN ('merge', 'split', 'rename', 'alias', 'distinct', 'ignore', 'note', 'reassign') OR key IS NOT NULL),
    CHECK ((act IN ('merge', 'split', 'distinct')) = (other_key IS NOT NULL)),
    CHECK ((act IN ('rename', 'alias', 'note', 'tag', 'untag', 'remark')) = (value IS NOT NULL)),
    CHECK ((act IN ('split', 'reassign', 'reject', 'tag', 'untag', 'remark')) = (article_sha256 IS NOT NULL)),
    CHECK ((act IN ('reassign', 'reject')) = (surface_form IS NOT NULL)),
    CHECK ((surface_form IS NULL) = (start_char IS NULL) AND (start_char IS NULL) = (end_char IS NULL))
) STRICT;

CREATE UNIQUE INDEX decisions_undone_once ON decisions (undone_decision_id) WHERE undone_decision_id IS NOT NULL;
CREATE INDEX decisions_by_key ON decisions (key) WHERE key IS NOT NULL;
CREATE INDEX decisions_by_article ON decisions (article_sha256) WHERE article_sha256 IS NOT NULL;

CREATE TRIGGER decisions_frozen BEFORE UPDATE ON decisions
BEGIN
    SELECT raise(ABORT, 'a decision never changes: undo it by another one');
END;

CREATE TRIGGER decisions_guard BEFORE DELETE ON decisions
BEGIN
    SELECT raise(ABORT, 'a decision is never deleted: undo it by another one');
END;

/* Rulings on a span where today's recogniser sees no such mention: kept, and shown to the curator. */
CREATE TABLE unfit_decisions (
    decision_id INTEGER NOT NULL REFERENCES decisions,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (decision_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX unfit_decisions_by_article ON unfit_decisions (article_id);

/* decision_id: the first ruling that made an automatic entry one of the catalogue.
   former_name: the name before a ruling changed it, where the catalogue gave one.
   merged_into_id: whom all its mentions mean. */
ALTER TABLE people ADD COLUMN decision_id INTEGER REFERENCES decisions;
ALTER TABLE people ADD COLUMN former_name TEXT;
ALTER TABLE people ADD COLUMN merged_into_id INTEGER REFERENCES people;
ALTER TABLE organisations ADD COLUMN decision_id INTEGER REFERENCES decisions;
ALTER TABLE organisations ADD COLUMN former_name TEXT;
ALTER TABLE organisations ADD COLUMN merged_into_id INTEGER REFERENCES organisations;
ALTER TABLE places ADD COLUMN decision_id INTEGER REFERENCES decisions;
ALTER TABLE places ADD COLUMN former_name TEXT;
ALTER TABLE places ADD COLUMN merged_into_id INTEGER REFERENCES places;
ALTER TABLE aliases ADD COLUMN decision_id INTEGER REFERENCES decisions;

CREATE INDEX people_merged ON people (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX organisations_merged ON organisations (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX places_merged ON places (merged_into_id) WHERE merged_into_id IS NOT NULL;

/* ---- views ---------------------------------------------------------------------------------- */

/* Every quotation with its speaker, one branch for each kind of speaker, so that a speaker given in
   WHERE is looked up by name and only that speaker's articles are read. */
CREATE VIEW quote_details AS
SELECT
    quotes.article_id, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char) AS quote,
    people.name AS speaker, 'person' AS speaker_kind, people.person_id AS entity_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char) AS speaker_words,
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char) AS cue,
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on, articles.body
FROM people
JOIN article_people ON article_people.person_id = people.person_id
JOIN quotes ON quotes.article_id = article_people.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.start_char = quotes.mention_start_char
    AND mentions.person_id = people.person_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    quotes.article_id, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    organisations.name, 'organisation', organisations.organisation_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on, articles.body
FROM organisations
JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
JOIN quotes ON quotes.article_id = article_organisations.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.start_char = quotes.mention_start_char
    AND mentions.organisation_id = organisations.organisation_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    quotes.article_id, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char),
    places.name, 'place', places.place_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char),
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char),
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, quotes.recogniser,
    articles.headline, publishers.name, articles.published_on, articles.body
FROM places
JOIN article_places ON article_places.place_id = places.place_id
JOIN quotes ON quotes.article_id = article_places.article_id
JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.start_char = quotes.mention_start_char
    AND mentions.place_id = places.place_id
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
UNION ALL
SELECT
    quotes.article_id, quotes.start_char, quotes.end_char,
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
CREATE VIEW role_details AS
SELECT
    roles.article_id, roles.start_char, roles.end_char,
    substr(articles.body, roles.start_char + 1, roles.end_char - roles.start_char) AS title,
    people.name, people.person_id,
    coalesce(organisations.name, places.name) AS held_in,
    CASE WHEN roles.organisation_id IS NOT NULL THEN 'organisation' WHEN roles.place_id IS NOT NULL THEN 'place' END AS held_in_kind,
    roles.rule, roles.person_start_char, roles.confidence, roles.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on, articles.body
FROM people
JOIN article_people ON article_people.person_id = people.person_id
JOIN roles ON roles.article_id = article_people.article_id
JOIN mentions ON mentions.article_id = roles.article_id AND mentions.start_char = roles.person_start_char
    AND mentions.person_id = people.person_id
JOIN articles ON articles.article_id = roles.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN organisations ON organisations.organisation_id = roles.organisation_id
LEFT JOIN places ON places.place_id = roles.place_id;

/* Rulings in force: those that no later one undid. */
CREATE VIEW decisions_in_force AS
SELECT * FROM decisions
WHERE act <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM decisions AS later WHERE later.undone_decision_id = decisions.decision_id);

/* The reader's own topics: the last ruling on an article and a topic says whether it has it. */
CREATE VIEW article_topics AS
SELECT articles.article_id, ruling.value AS topic, ruling.decided_at, ruling.decided_by
FROM decisions_in_force AS ruling
JOIN articles ON articles.sha256 = ruling.article_sha256
WHERE ruling.act = 'tag'
  AND NOT EXISTS (
    SELECT 1 FROM decisions_in_force AS later
    WHERE later.article_sha256 = ruling.article_sha256 AND later.value = ruling.value
      AND later.act IN ('tag', 'untag') AND later.decision_id > ruling.decision_id);

CREATE VIEW article_remarks AS
SELECT articles.article_id, ruling.value AS remark, ruling.decided_at, ruling.decided_by
FROM decisions_in_force AS ruling
JOIN articles ON articles.sha256 = ruling.article_sha256
WHERE ruling.act = 'remark';
