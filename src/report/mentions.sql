/* title: Mentions of a name
   description: Every place where someone or something is named, with the words around it.
   parameter: name — whom, as people write it (text, required)
   parameter: kind — only one of that name: a person, an organisation or a place (person, organisation or place)
   parameter: since — only articles of this day or later (first day)
   parameter: until — only articles of this day or earlier (last day)
   parameter: characters — how much of the text to show before and after (number, default 40)
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
found (article_id, start_char, end_char, surface_form, kind, name, rule) AS (
    SELECT mentions.article_id, mentions.start_char, mentions.end_char, mentions.surface_form, 'person', people.name, mentions.rule
    FROM wanted
    CROSS JOIN people ON people.person_id = wanted.entity_id
    CROSS JOIN article_people ON article_people.person_id = people.person_id
    CROSS JOIN mentions ON mentions.article_id = article_people.article_id AND mentions.person_id = people.person_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT mentions.article_id, mentions.start_char, mentions.end_char, mentions.surface_form, 'organisation', organisations.name, mentions.rule
    FROM wanted
    CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
    CROSS JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
    CROSS JOIN mentions ON mentions.article_id = article_organisations.article_id AND mentions.organisation_id = organisations.organisation_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT mentions.article_id, mentions.start_char, mentions.end_char, mentions.surface_form, 'place', places.name, mentions.rule
    FROM wanted
    CROSS JOIN places ON places.place_id = wanted.entity_id
    CROSS JOIN article_places ON article_places.place_id = places.place_id
    CROSS JOIN mentions ON mentions.article_id = article_places.article_id AND mentions.place_id = places.place_id
    WHERE wanted.kind = 'place'
),
/* Chosen before any text is cut: the body is read for the rows that are shown only. */
chosen AS (
    SELECT found.*, articles.published_on
    FROM found
    CROSS JOIN articles ON articles.article_id = found.article_id
    WHERE (:kind IS NULL OR found.kind = :kind)
      AND (:since IS NULL OR articles.published_on >= :since)
      AND (:until IS NULL OR articles.published_on <= :until)
      AND (:once = 'no' OR found.article_id NOT IN (SELECT article_id FROM repeats))
      AND found.article_id NOT IN (SELECT article_id FROM hidden_articles)
    ORDER BY articles.published_on DESC, found.article_id DESC, found.start_char
    LIMIT :limit
)
SELECT
    chosen.article_id,
    chosen.published_on,
    publishers.name AS publisher,
    replace(substr(articles.body, max(chosen.start_char - :characters, 0) + 1, min(chosen.start_char, :characters)), char(10), ' ') AS before,
    coalesce(chosen.surface_form, chosen.name) AS surface_form,
    replace(substr(articles.body, chosen.end_char + 1, :characters), char(10), ' ') AS after,
    chosen.rule
FROM chosen
CROSS JOIN articles ON articles.article_id = chosen.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY chosen.published_on DESC, chosen.article_id DESC, chosen.start_char;
