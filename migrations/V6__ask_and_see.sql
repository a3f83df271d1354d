/* Ask and see: what reports count over a whole archive is kept where they can count it without reading a text. */

/* ---- quotes and roles ------------------------------------------------------------------------------ */

/* Who speaks stands in the quote's own row, whether a mention says so or a ruling, because every question about quotes
   asks it. The constraint that left it empty beside a mention is why the table is made anew. */
CREATE TABLE quotes_before_v6 AS
SELECT
    quotes.*, mentions.person_id AS mentioned_person_id, mentions.organisation_id AS mentioned_organisation_id,
    mentions.place_id AS mentioned_place_id
FROM quotes
LEFT JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
    AND mentions.start_char = quotes.mention_start_char;
DROP VIEW quote_details;
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
    /* the mention that says who that is; a speaker who was ruled need not be named in the article */
    mention_start_char INTEGER,
    /* who that is */
    person_id INTEGER REFERENCES people (person_id),
    organisation_id INTEGER REFERENCES organisations (organisation_id),
    place_id INTEGER REFERENCES places (place_id),
    cue_start_char INTEGER,
    cue_end_char INTEGER,
    rule TEXT NOT NULL,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    /* the same for the same words, however they are cut, marked and capitalised; NULL for a few words */
    words_sha256 TEXT CHECK (length(words_sha256) = 64),
    /* how many words are between the marks */
    word_count INTEGER,
    /* what the text says of the speaker by the way it names them there: she, Ms, Mrs, Miss, or he, Mr */
    speaker_gender TEXT CHECK (speaker_gender IN ('woman', 'man')),
    recogniser TEXT NOT NULL,
    PRIMARY KEY (article_id, field, start_char),
    FOREIGN KEY (article_id, field, mention_start_char) REFERENCES mentions (article_id, field, start_char)
        DEFERRABLE INITIALLY DEFERRED,
    CHECK ((speaker_start_char IS NULL) = (speaker_end_char IS NULL)),
    CHECK ((cue_start_char IS NULL) = (cue_end_char IS NULL)),
    CHECK ((person_id IS NOT NULL) + (organisation_id IS NOT NULL) + (place_id IS NOT NULL) <= 1)
) STRICT, WITHOUT ROWID;
INSERT INTO quotes (
    article_id, field, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char, person_id,
    organisation_id, place_id, cue_start_char, cue_end_char, rule, confidence, words_sha256, recogniser
)
SELECT
    article_id, field, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char,
    ifnull(person_id, mentioned_person_id), ifnull(organisation_id, mentioned_organisation_id),
    ifnull(place_id, mentioned_place_id), cue_start_char, cue_end_char, rule, confidence, words_sha256, recogniser
FROM quotes_before_v6 ORDER BY article_id, field, start_char;
DROP TABLE quotes_before_v6;
CREATE INDEX quotes_by_words ON quotes (words_sha256) WHERE words_sha256 IS NOT NULL;
CREATE INDEX quotes_by_person ON quotes (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX quotes_by_organisation ON quotes (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX quotes_by_place ON quotes (place_id) WHERE place_id IS NOT NULL;

/* The words of the title, and whose it is: what the mention says. */
ALTER TABLE roles ADD COLUMN title TEXT;
ALTER TABLE roles ADD COLUMN person_id INTEGER REFERENCES people (person_id);

/* Of rows that are there already: what their texts say. A rebuild counts words in the program's own way. */
UPDATE quotes SET (word_count, speaker_gender) = (
    SELECT
        length(words) - length(replace(words, ' ', '')) + 1,
        CASE
            WHEN speaker = 'she' OR speaker GLOB 'ms[ .]*' OR speaker GLOB 'mrs[ .]*' OR speaker GLOB 'miss *'
                OR title GLOB '*[^A-Za-z]Ms ' OR title GLOB '*[^A-Za-z]Ms. ' OR title GLOB '*[^A-Za-z]Mrs '
                OR title GLOB '*[^A-Za-z]Mrs. ' OR title GLOB '*[^A-Za-z]Miss ' THEN 'woman'
            WHEN speaker = 'he' OR speaker GLOB 'mr[ .]*'
                OR title GLOB '*[^A-Za-z]Mr ' OR title GLOB '*[^A-Za-z]Mr. ' THEN 'man'
        END
    FROM (
        SELECT
            trim(replace(substr(body, quotes.start_char + 1, quotes.end_char - quotes.start_char), char(10), ' ')) AS words,
            lower(substr(body, quotes.speaker_start_char + 1, min(quotes.speaker_end_char - quotes.speaker_start_char, 5))) AS speaker,
            ' ' || substr(body, max(quotes.speaker_start_char - 6, 0) + 1, min(quotes.speaker_start_char, 6)) AS title
        FROM articles WHERE articles.article_id = quotes.article_id))
WHERE field = 'body';
UPDATE roles SET
    title = (SELECT substr(articles.body, roles.start_char + 1, roles.end_char - roles.start_char)
             FROM articles WHERE articles.article_id = roles.article_id),
    person_id = (SELECT mentions.person_id FROM mentions
                 WHERE mentions.article_id = roles.article_id AND mentions.field = roles.field
                   AND mentions.start_char = roles.person_start_char);
CREATE INDEX roles_by_person ON roles (person_id, title COLLATE NOCASE, organisation_id, place_id);

/* Who said what, when, in which paper. */
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
JOIN quotes ON quotes.person_id = people.person_id
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
JOIN quotes ON quotes.organisation_id = organisations.organisation_id
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
WHERE quotes.person_id IS NULL AND quotes.organisation_id IS NULL AND quotes.place_id IS NULL;

/* Who was what, when, by which paper. */
DROP VIEW role_details;
CREATE VIEW role_details AS
SELECT
    roles.article_id, roles.field, roles.start_char, roles.end_char,
    roles.title,
    people.name, people.person_id,
    coalesce(organisations.name, places.name) AS held_in, coalesce(roles.organisation_id, roles.place_id) AS held_in_id,
    CASE WHEN roles.organisation_id IS NOT NULL THEN 'organisation' WHEN roles.place_id IS NOT NULL THEN 'place' END AS held_in_kind,
    roles.rule, roles.person_start_char, roles.confidence, roles.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on
FROM people
JOIN roles ON roles.person_id = people.person_id
JOIN articles ON articles.article_id = roles.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN organisations ON organisations.organisation_id = roles.organisation_id
LEFT JOIN places ON places.place_id = roles.place_id;

/* ---- how often a name is named ---------------------------------------------------------------------- */

/* In how many articles each person, organisation and place is named, and how often: the sum of `article_people` and its
   like, which triggers keep, whoever writes. */
CREATE TABLE name_totals (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'place')),
    entity_id INTEGER NOT NULL,
    articles INTEGER NOT NULL CHECK (articles > 0),
    mentions INTEGER NOT NULL,
    PRIMARY KEY (kind, entity_id)
) STRICT, WITHOUT ROWID;
INSERT INTO name_totals (kind, entity_id, articles, mentions)
SELECT 'person', person_id, count(*), sum(mention_count) FROM article_people GROUP BY person_id
UNION ALL
SELECT 'organisation', organisation_id, count(*), sum(mention_count) FROM article_organisations GROUP BY organisation_id
UNION ALL
SELECT 'place', place_id, count(*), sum(mention_count) FROM article_places GROUP BY place_id;

CREATE TRIGGER article_people_counted AFTER INSERT ON article_people BEGIN
    INSERT INTO name_totals (kind, entity_id, articles, mentions) VALUES ('person', new.person_id, 1, new.mention_count)
    ON CONFLICT (kind, entity_id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions;
END;
CREATE TRIGGER article_people_uncounted AFTER DELETE ON article_people BEGIN
    DELETE FROM name_totals WHERE kind = 'person' AND entity_id = old.person_id AND articles = 1;
    UPDATE name_totals SET articles = articles - 1, mentions = mentions - old.mention_count
    WHERE kind = 'person' AND entity_id = old.person_id;
END;
CREATE TRIGGER article_people_recounted AFTER UPDATE OF person_id, mention_count ON article_people BEGIN
    DELETE FROM name_totals WHERE kind = 'person' AND entity_id = old.person_id AND articles = 1;
    UPDATE name_totals SET articles = articles - 1, mentions = mentions - old.mention_count
    WHERE kind = 'person' AND entity_id = old.person_id;
    INSERT INTO name_totals (kind, entity_id, articles, mentions) VALUES ('person', new.person_id, 1, new.mention_count)
    ON CONFLICT (kind, entity_id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions;
END;

CREATE TRIGGER article_organisations_counted AFTER INSERT ON article_organisations BEGIN
    INSERT INTO name_totals (kind, entity_id, articles, mentions) VALUES ('organisation', new.organisation_id, 1, new.mention_count)
    ON CONFLICT (kind, entity_id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions;
END;
CREATE TRIGGER article_organisations_uncounted AFTER DELETE ON article_organisations BEGIN
    DELETE FROM name_totals WHERE kind = 'organisation' AND entity_id = old.organisation_id AND articles = 1;
    UPDATE name_totals SET articles = articles - 1, mentions = mentions - old.mention_count
    WHERE kind = 'organisation' AND entity_id = old.organisation_id;
END;
CREATE TRIGGER article_organisations_recounted AFTER UPDATE OF organisation_id, mention_count ON article_organisations BEGIN
    DELETE FROM name_totals WHERE kind = 'organisation' AND entity_id = old.organisation_id AND articles = 1;
    UPDATE name_totals SET articles = articles - 1, mentions = mentions - old.mention_count
    WHERE kind = 'organisation' AND entity_id = old.organisation_id;
    INSERT INTO name_totals (kind, entity_id, articles, mentions) VALUES ('organisation', new.organisation_id, 1, new.mention_count)
    ON CONFLICT (kind, entity_id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions;
END;

CREATE TRIGGER article_places_counted AFTER INSERT ON article_places BEGIN
    INSERT INTO name_totals (kind, entity_id, articles, mentions) VALUES ('place', new.place_id, 1, new.mention_count)
    ON CONFLICT (kind, entity_id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions;
END;
CREATE TRIGGER article_places_uncounted AFTER DELETE ON article_places BEGIN
    DELETE FROM name_totals WHERE kind = 'place' AND entity_id = old.place_id AND articles = 1;
    UPDATE name_totals SET articles = articles - 1, mentions = mentions - old.mention_count
    WHERE kind = 'place' AND entity_id = old.place_id;
END;
CREATE TRIGGER article_places_recounted AFTER UPDATE OF place_id, mention_count ON article_places BEGIN
    DELETE FROM name_totals WHERE kind = 'place' AND entity_id = old.place_id AND articles = 1;
    UPDATE name_totals SET articles = articles - 1, mentions = mentions - old.mention_count
    WHERE kind = 'place' AND entity_id = old.place_id;
    INSERT INTO name_totals (kind, entity_id, articles, mentions) VALUES ('place', new.place_id, 1, new.mention_count)
    ON CONFLICT (kind, entity_id) DO UPDATE SET articles = articles + 1, mentions = mentions + excluded.mentions;
END;

/* ---- indexes that reports need ----------------------------------------------------------------------- */

/* The last word of a name and its first letter, by which names that may be one are found. */
CREATE INDEX people_by_last_word ON people (replace(key, rtrim(key, replace(key, ' ', '')), ''), substr(key, 1, 1));
CREATE INDEX organisations_by_last_word ON organisations (replace(key, rtrim(key, replace(key, ' ', '')), ''), substr(key, 1, 1));
/* What came in since a day. */
CREATE INDEX articles_by_arrival ON articles (ingested_at);

/* ---- remarks at their words -------------------------------------------------------------------------- */

/* A remark may be on words. The constraint that kept it from that is why the table is made anew, as it stands. */
CREATE TABLE decisions_before_v6 AS SELECT * FROM decisions;
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
    CHECK (act NOT IN ('reassign', 'reject', 'reassign-quote', 'reject-quote') OR surface_form IS NOT NULL),
    CHECK (act IN ('reassign', 'reject', 'reassign-quote', 'reject-quote', 'remark') OR surface_form IS NULL),
    CHECK (act <> 'set' OR field IS NOT NULL),
    CHECK ((surface_form IS NULL) = (start_char IS NULL) AND (start_char IS NULL) = (end_char IS NULL))
) STRICT;
INSERT INTO decisions SELECT * FROM decisions_before_v6 ORDER BY decision_id;
DROP TABLE decisions_before_v6;
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

DROP VIEW article_remarks;
CREATE VIEW article_remarks AS
SELECT
    articles.article_id, ruling.value AS remark, ruling.decided_at, ruling.decided_by,
    CASE WHEN ruling.surface_form IS NOT NULL THEN ifnull(ruling.field, 'body') END AS field,
    ruling.start_char, ruling.end_char, ruling.surface_form AS words, ruling.decision_id
FROM decisions_in_force AS ruling
JOIN articles ON articles.sha256 = ruling.article_sha256
WHERE ruling.act = 'remark';
