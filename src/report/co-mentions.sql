/* title: Who turns up with a name
   description: Who and what is named in the same articles, most often first.
   parameter: name — whom, as people write it (text, required)
   parameter: kind — only one of that name: a person, an organisation or a place (person, organisation or place)
   parameter: other — only with a person, an organisation or a place (person, organisation or place)
   parameter: since — only articles of this day or later (first day)
   parameter: until — only articles of this day or earlier (last day)
   parameter: once — count a story once, however many near-duplicates of it there are (yes or no, default no)
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
named_in (article_id) AS (
    SELECT article_people.article_id
    FROM wanted CROSS JOIN article_people ON article_people.person_id = wanted.entity_id
    WHERE wanted.kind = 'person' AND (:kind IS NULL OR wanted.kind = :kind)
    UNION
    SELECT article_organisations.article_id
    FROM wanted CROSS JOIN article_organisations ON article_organisations.organisation_id = wanted.entity_id
    WHERE wanted.kind = 'organisation' AND (:kind IS NULL OR wanted.kind = :kind)
    UNION
    SELECT article_places.article_id
    FROM wanted CROSS JOIN article_places ON article_places.place_id = wanted.entity_id
    WHERE wanted.kind = 'place' AND (:kind IS NULL OR wanted.kind = :kind)
),
chosen (article_id, published_on) AS (
    SELECT articles.article_id, articles.published_on
    FROM named_in
    CROSS JOIN articles ON articles.article_id = named_in.article_id
    WHERE (:since IS NULL OR articles.published_on >= :since)
      AND (:until IS NULL OR articles.published_on <= :until)
      AND (:once = 'no' OR articles.article_id NOT IN (SELECT article_id FROM repeats))
      AND articles.article_id NOT IN (SELECT article_id FROM hidden_articles)
),
beside (kind, entity_id, articles, first_on, last_on) AS (
    SELECT 'person', article_people.person_id, count(*), min(chosen.published_on), max(chosen.published_on)
    FROM chosen CROSS JOIN article_people ON article_people.article_id = chosen.article_id
    WHERE :other IS NULL OR :other = 'person'
    GROUP BY article_people.person_id
    UNION ALL
    SELECT 'organisation', article_organisations.organisation_id, count(*), min(chosen.published_on), max(chosen.published_on)
    FROM chosen CROSS JOIN article_organisations ON article_organisations.article_id = chosen.article_id
    WHERE :other IS NULL OR :other = 'organisation'
    GROUP BY article_organisations.organisation_id
    UNION ALL
    SELECT 'place', article_places.place_id, count(*), min(chosen.published_on), max(chosen.published_on)
    FROM chosen CROSS JOIN article_places ON article_places.article_id = chosen.article_id
    WHERE :other IS NULL OR :other = 'place'
    GROUP BY article_places.place_id
)
SELECT
    coalesce(people.name, organisations.name, places.name) AS name,
    beside.kind,
    beside.articles,
    beside.first_on,
    beside.last_on
FROM beside
LEFT JOIN people ON beside.kind = 'person' AND people.person_id = beside.entity_id
LEFT JOIN organisations ON beside.kind = 'organisation' AND organisations.organisation_id = beside.entity_id
LEFT JOIN places ON beside.kind = 'place' AND places.place_id = beside.entity_id
WHERE NOT EXISTS (SELECT 1 FROM wanted WHERE wanted.kind = beside.kind AND wanted.entity_id = beside.entity_id
                  AND (:kind IS NULL OR wanted.kind = :kind))
ORDER BY beside.articles DESC, 1, 2, beside.entity_id
LIMIT :limit;
