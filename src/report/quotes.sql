/* title: Quotes
   description: Who said what, when, and in which article, newest first. A speaker without a kind is in the text's own
     words, because nobody can tell who that is. article_id and start_char are what `cuttings quote` takes.
   parameter: name — only what this person, organisation or place said (name)
   parameter: kind — only one of that name: a person, an organisation or a place (person, organisation or place)
   parameter: words — only quotes with these words, as they stand there (text)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: publisher */,
/* Of somebody: only the articles that name them, and quotations that were ruled to be theirs. */
spoken (article_id, start_char, speaker, kind) AS (
    SELECT quotes.article_id, quotes.start_char, people.name, 'person'
    FROM wanted
    CROSS JOIN people ON people.person_id = wanted.entity_id
    CROSS JOIN article_people ON article_people.person_id = people.person_id
    CROSS JOIN quotes ON quotes.article_id = article_people.article_id AND quotes.field = 'body'
    CROSS JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char AND mentions.person_id = people.person_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, people.name, 'person'
    FROM wanted
    CROSS JOIN people ON people.person_id = wanted.entity_id
    CROSS JOIN quotes ON quotes.person_id = people.person_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, organisations.name, 'organisation'
    FROM wanted
    CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
    CROSS JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
    CROSS JOIN quotes ON quotes.article_id = article_organisations.article_id AND quotes.field = 'body'
    CROSS JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char AND mentions.organisation_id = organisations.organisation_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, organisations.name, 'organisation'
    FROM wanted
    CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
    CROSS JOIN quotes ON quotes.organisation_id = organisations.organisation_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, places.name, 'place'
    FROM wanted
    CROSS JOIN places ON places.place_id = wanted.entity_id
    CROSS JOIN article_places ON article_places.place_id = places.place_id
    CROSS JOIN quotes ON quotes.article_id = article_places.article_id AND quotes.field = 'body'
    CROSS JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char AND mentions.place_id = places.place_id
    WHERE wanted.kind = 'place'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, places.name, 'place'
    FROM wanted
    CROSS JOIN places ON places.place_id = wanted.entity_id
    CROSS JOIN quotes ON quotes.place_id = places.place_id
    WHERE wanted.kind = 'place'
    UNION ALL
    SELECT
        quotes.article_id, quotes.start_char, coalesce(people.name, organisations.name, places.name),
        CASE
            WHEN people.person_id IS NOT NULL THEN 'person'
            WHEN organisations.organisation_id IS NOT NULL THEN 'organisation'
            WHEN places.place_id IS NOT NULL THEN 'place'
        END
    FROM quotes
    LEFT JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char
    LEFT JOIN people ON people.person_id = coalesce(quotes.person_id, mentions.person_id)
    LEFT JOIN organisations ON organisations.organisation_id = coalesce(quotes.organisation_id, mentions.organisation_id)
    LEFT JOIN places ON places.place_id = coalesce(quotes.place_id, mentions.place_id)
    WHERE :name IS NULL AND quotes.field = 'body'
      AND (:kind IS NULL OR :kind = CASE
            WHEN people.person_id IS NOT NULL THEN 'person'
            WHEN organisations.organisation_id IS NOT NULL THEN 'organisation'
            WHEN places.place_id IS NOT NULL THEN 'place'
        END)
)
SELECT
    spoken.article_id,
    quotes.start_char,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(
        spoken.speaker,
        substr(articles.body, quotes.speaker_start_char + 1, quotes.speaker_end_char - quotes.speaker_start_char)
    ) AS speaker,
    spoken.kind,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char) AS quote,
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char) AS cue,
    articles.headline,
    articles.url,
    quotes.rule,
    quotes.confidence
FROM spoken
CROSS JOIN quotes ON quotes.article_id = spoken.article_id AND quotes.field = 'body' AND quotes.start_char = spoken.start_char
CROSS JOIN articles ON articles.article_id = spoken.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE /* shared: articles */
  AND (:words IS NULL OR instr(lower(substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char)), lower(:words)) > 0)
ORDER BY articles.earliest_on DESC, spoken.article_id DESC, spoken.start_char
LIMIT :limit;
