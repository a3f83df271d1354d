/* title: Quotes
   description: Who said what, when, and in which article, newest first.
   parameter: name — only what this person, organisation or place said (text)
   parameter: words — only quotes with these words, as they stand there (text)
   parameter: topic — only articles tagged with this topic (text)
   parameter: since — only articles of this day or later (first day)
   parameter: until — only articles of this day or earlier (last day)
   parameter: publisher — only articles of this publisher (text)
   parameter: once — show a story once, however many near-duplicates of it there are (yes or no, default no)
   parameter: limit — at most so many rows (number, default 50) */

/* Whom the name means: the exact name, else an alias, else either of them in other capitals (A to Z). */
WITH exact (step, kind, entity_id) AS (
    SELECT CASE form WHEN 'name' THEN 1 ELSE 2 END, kind, entity_id FROM names WHERE name = :name
),
/* One row where that found nothing, none otherwise: all names are gone through only then. */
otherwise (step) AS (
    SELECT 3 WHERE NOT EXISTS (SELECT 1 FROM exact)
),
wanted (kind, entity_id) AS (
    SELECT kind, entity_id FROM exact WHERE step = (SELECT min(step) FROM exact)
    UNION
    SELECT kind, entity_id FROM otherwise CROSS JOIN names WHERE name = :name COLLATE NOCASE
),
/* Of somebody: only the articles that name them, and quotations that were ruled to be theirs. */
spoken (article_id, start_char, speaker) AS (
    SELECT quotes.article_id, quotes.start_char, people.name
    FROM wanted
    CROSS JOIN people ON people.person_id = wanted.entity_id
    CROSS JOIN article_people ON article_people.person_id = people.person_id
    CROSS JOIN quotes ON quotes.article_id = article_people.article_id
    CROSS JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char AND mentions.person_id = people.person_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, people.name
    FROM wanted
    CROSS JOIN people ON people.person_id = wanted.entity_id
    CROSS JOIN quotes ON quotes.person_id = people.person_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, organisations.name
    FROM wanted
    CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
    CROSS JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
    CROSS JOIN quotes ON quotes.article_id = article_organisations.article_id
    CROSS JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char AND mentions.organisation_id = organisations.organisation_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, organisations.name
    FROM wanted
    CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
    CROSS JOIN quotes ON quotes.organisation_id = organisations.organisation_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, places.name
    FROM wanted
    CROSS JOIN places ON places.place_id = wanted.entity_id
    CROSS JOIN article_places ON article_places.place_id = places.place_id
    CROSS JOIN quotes ON quotes.article_id = article_places.article_id
    CROSS JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char AND mentions.place_id = places.place_id
    WHERE wanted.kind = 'place'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, places.name
    FROM wanted
    CROSS JOIN places ON places.place_id = wanted.entity_id
    CROSS JOIN quotes ON quotes.place_id = places.place_id
    WHERE wanted.kind = 'place'
    UNION ALL
    SELECT quotes.article_id, quotes.start_char, coalesce(people.name, organisations.name, places.name)
    FROM quotes
    LEFT JOIN mentions ON mentions.article_id = quotes.article_id AND mentions.field = quotes.field
        AND mentions.start_char = quotes.mention_start_char
    LEFT JOIN people ON people.person_id = coalesce(quotes.person_id, mentions.person_id)
    LEFT JOIN organisations ON organisations.organisation_id = coalesce(quotes.organisation_id, mentions.organisation_id)
    LEFT JOIN places ON places.place_id = coalesce(quotes.place_id, mentions.place_id)
    WHERE :name IS NULL
)
SELECT
    spoken.article_id,
    articles.published_on,
    publishers.name AS publisher,
    spoken.speaker,
    substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char) AS quote,
    substr(articles.body, quotes.cue_start_char + 1, quotes.cue_end_char - quotes.cue_start_char) AS cue,
    articles.headline,
    articles.url,
    quotes.rule,
    quotes.confidence
FROM spoken
CROSS JOIN quotes ON quotes.article_id = spoken.article_id AND quotes.start_char = spoken.start_char
CROSS JOIN articles ON articles.article_id = spoken.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE (:since IS NULL OR articles.published_on >= :since)
  AND (:until IS NULL OR articles.published_on <= :until)
  AND (:publisher IS NULL OR publishers.name = :publisher COLLATE NOCASE)
  AND (:topic IS NULL OR spoken.article_id IN (SELECT article_id FROM article_topics WHERE topic = :topic))
  AND (:words IS NULL OR instr(lower(substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char)), lower(:words)) > 0)
  AND (:once = 'no' OR spoken.article_id NOT IN (SELECT article_id FROM repeats))
  AND spoken.article_id NOT IN (SELECT article_id FROM hidden_articles)
ORDER BY articles.published_on DESC, spoken.article_id DESC, spoken.start_char
LIMIT :limit;
