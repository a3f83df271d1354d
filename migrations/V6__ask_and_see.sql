/* Ask and see: what reports count over a whole archive is kept where they can count it without reading a text. */

/* ---- quotes and roles ------------------------------------------------------------------------------ */

/* How many words are between the marks, and what the text says of the speaker by the way it names them there: she, Ms,
   Mrs, Miss, or he, Mr. */
ALTER TABLE quotes ADD COLUMN word_count INTEGER;
ALTER TABLE quotes ADD COLUMN speaker_gender TEXT CHECK (speaker_gender IN ('woman', 'man'));

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
CREATE INDEX roles_by_person ON roles (person_id, lower(title), organisation_id, place_id);

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
