/* Offices as data, and names found by one recogniser an article. */

/* ---- offices --------------------------------------------------------------------------------------- */

/* What people of the catalogue were, and when: by it `President Obama` and `Defence Minister Marles` are known.
   Entries have none until a catalogue that says so is loaded. */
CREATE TABLE offices (
    person_id INTEGER NOT NULL REFERENCES people (person_id) ON DELETE CASCADE,
    /* from 1, as the catalogue lists them */
    position INTEGER NOT NULL CHECK (position > 0),
    /* `Defence Minister of Australia` */
    office TEXT NOT NULL,
    /* the first and the last year; NULL where nobody says, or where it goes on */
    from_year INTEGER,
    until_year INTEGER,
    PRIMARY KEY (person_id, position),
    CHECK (until_year >= from_year)
) STRICT, WITHOUT ROWID;

/* ---- who found the names --------------------------------------------------------------------------- */

/* One recogniser finds all names, quotations and roles of an article: its name stands once in the article's row, not in
   each of theirs, which made a thirtieth of an archive. */
DROP VIEW mention_details;
DROP VIEW quote_details;
DROP VIEW role_details;
ALTER TABLE articles ADD COLUMN recogniser TEXT NOT NULL DEFAULT '';
UPDATE articles SET recogniser = coalesce(
    (SELECT max(mentions.recogniser) FROM mentions WHERE mentions.article_id = articles.article_id),
    (SELECT max(quotes.recogniser) FROM quotes WHERE quotes.article_id = articles.article_id),
    (SELECT max(roles.recogniser) FROM roles WHERE roles.article_id = articles.article_id),
    '');
ALTER TABLE mentions DROP COLUMN recogniser;
ALTER TABLE quotes DROP COLUMN recogniser;
ALTER TABLE roles DROP COLUMN recogniser;

/* The first twelve of 64 digits tell words apart as well, in a third of the room. */
DROP INDEX quotes_by_words;
CREATE INDEX quotes_by_words ON quotes (substr(words_sha256, 1, 12)) WHERE words_sha256 IS NOT NULL;

/* Every mention with the words around it, and its article. One branch for each kind, so that a name in
   WHERE reaches its index. */
CREATE VIEW mention_details AS
SELECT
    mentions.article_id, mentions.field, mentions.start_char, mentions.end_char,
    coalesce(mentions.surface_form, people.name) AS surface_form, 'person' AS kind, people.name, people.person_id AS entity_id,
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, articles.recogniser,
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
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, articles.recogniser,
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
    mentions.rule, mentions.antecedent_start_char, mentions.antecedent_field, mentions.confidence, articles.recogniser,
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

/* Who said what, when, in which paper. */
CREATE VIEW quote_details AS
SELECT
    quotes.article_id, quotes.field, quotes.start_char, quotes.end_char,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char) AS quote,
    people.name AS speaker, 'person' AS speaker_kind, people.person_id AS entity_id,
    substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char) AS speaker_words,
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char) AS cue,
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, articles.recogniser,
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
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, articles.recogniser,
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
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, articles.recogniser,
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
    quotes.rule, quotes.mention_start_char, quotes.confidence, quotes.words_sha256, articles.recogniser,
    articles.headline, publishers.name, articles.published_on
FROM quotes
JOIN articles ON articles.article_id = quotes.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE quotes.person_id IS NULL AND quotes.organisation_id IS NULL AND quotes.place_id IS NULL;

/* Who was what, when, by which paper. */
CREATE VIEW role_details AS
SELECT
    roles.article_id, roles.field, roles.start_char, roles.end_char,
    roles.title,
    people.name, people.person_id,
    coalesce(organisations.name, places.name) AS held_in, coalesce(roles.organisation_id, roles.place_id) AS held_in_id,
    CASE WHEN roles.organisation_id IS NOT NULL THEN 'organisation' WHEN roles.place_id IS NOT NULL THEN 'place' END AS held_in_kind,
    roles.rule, roles.person_start_char, roles.confidence, articles.recogniser,
    articles.headline, publishers.name AS publisher, articles.published_on
FROM people
JOIN roles ON roles.person_id = people.person_id
JOIN articles ON articles.article_id = roles.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN organisations ON organisations.organisation_id = roles.organisation_id
LEFT JOIN places ON places.place_id = roles.place_id;
