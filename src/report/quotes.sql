/* title: Quotes
   description: Who said what, when, and in which article, newest first. A speaker without a kind is in the text's own
     words, because nobody can tell who that is. article_id and start_char are what `cuttings quote` takes.
   parameter: name — only what this person, organisation or place said (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameter: about — only quotes that name this person, organisation or place, or have these words (name or words)
   parameter: words — only quotes with these words, as they stand there (words)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: whom as about */,
/* shared: publisher */,
said (article_id, start_char) AS (
    SELECT quotes.article_id, quotes.start_char
    FROM wanted CROSS JOIN quotes ON quotes.person_id = wanted.entity_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char
    FROM wanted CROSS JOIN quotes ON quotes.organisation_id = wanted.entity_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char
    FROM wanted CROSS JOIN quotes ON quotes.place_id = wanted.entity_id
    WHERE wanted.kind = 'place'
),
/* The articles that have the words, unless so many have them that reading their quotes is quicker. */
having_words (article_id) AS MATERIALIZED (
    SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words_query LIMIT 50000
),
having_about (article_id) AS MATERIALIZED (
    SELECT rowid FROM articles_fts WHERE articles_fts MATCH :about_query LIMIT 50000
),
/* The articles in which a quote can be about somebody: those that name them, or have the words. */
telling (article_id) AS MATERIALIZED (
    SELECT article_people.article_id
    FROM about_wanted CROSS JOIN article_people ON article_people.person_id = about_wanted.entity_id
    WHERE about_wanted.kind = 'person'
    UNION
    SELECT article_organisations.article_id
    FROM about_wanted CROSS JOIN article_organisations ON article_organisations.organisation_id = about_wanted.entity_id
    WHERE about_wanted.kind = 'organisation'
    UNION
    SELECT article_places.article_id
    FROM about_wanted CROSS JOIN article_places ON article_places.place_id = about_wanted.entity_id
    WHERE about_wanted.kind = 'place'
    UNION
    SELECT article_id FROM having_about
),
/* The newest, of somebody or of all; of all, days are gone through until there are enough,
   which is why the index is named: a sort of all quotes would come out as cheap. */
chosen (article_id, start_char, earliest_on) AS (
    SELECT * FROM (
        SELECT said.article_id, said.start_char, articles.earliest_on
        FROM said
        CROSS JOIN articles ON articles.article_id = said.article_id
        CROSS JOIN quotes ON quotes.article_id = said.article_id AND quotes.field = 'body' AND quotes.start_char = said.start_char
        WHERE :name IS NOT NULL
          AND /* shared: articles */
          AND /* shared: quote words */
        ORDER BY articles.earliest_on DESC, said.article_id DESC, said.start_char
        LIMIT :limit)
    UNION ALL
    SELECT * FROM (
        SELECT quotes.article_id, quotes.start_char, articles.earliest_on
        FROM articles INDEXED BY articles_by_period
        CROSS JOIN quotes ON quotes.article_id = articles.article_id AND quotes.field = 'body'
        WHERE :name IS NULL
          AND (:kind IS NULL OR CASE :kind
              WHEN 'person' THEN quotes.person_id
              WHEN 'organisation' THEN quotes.organisation_id
              ELSE quotes.place_id END IS NOT NULL)
          AND /* shared: articles */
          AND /* shared: quote words */
        ORDER BY articles.earliest_on DESC, articles.article_id DESC, quotes.start_char
        LIMIT :limit)
)
SELECT
    chosen.article_id,
    quotes.start_char,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(
        people.name, organisations.name, places.name,
        substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char)
    ) AS speaker,
    CASE
        WHEN people.person_id IS NOT NULL THEN 'person'
        WHEN organisations.organisation_id IS NOT NULL THEN 'organisation'
        WHEN places.place_id IS NOT NULL THEN 'place'
    END AS kind,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char) AS quote,
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char) AS cue,
    articles.headline,
    articles.url,
    quotes.rule,
    quotes.confidence
FROM chosen
CROSS JOIN quotes ON quotes.article_id = chosen.article_id AND quotes.field = 'body' AND quotes.start_char = chosen.start_char
CROSS JOIN articles ON articles.article_id = chosen.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN people ON people.person_id = quotes.person_id
LEFT JOIN organisations ON organisations.organisation_id = quotes.organisation_id
LEFT JOIN places ON places.place_id = quotes.place_id
ORDER BY chosen.earliest_on DESC, chosen.article_id DESC, chosen.start_char;
