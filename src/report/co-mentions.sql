/* title: Who turns up with a name
   description: Who and what is named in the same articles, most often first, and from when to when.
   parameter: name — whom, as people write it (name, required)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameter: other — only with a person, an organisation or a place (person, organisation or place)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
chosen (article_id, published_on) AS MATERIALIZED (
    SELECT articles.article_id, coalesce(articles.published_on, articles.published)
    FROM named_in
    CROSS JOIN articles ON articles.article_id = named_in.article_id
    WHERE /* shared: articles */
),
beside (kind, entity_id, articles, first_on, last_on, last_article_id) AS (
    SELECT 'person', article_people.person_id, count(*), min(chosen.published_on), max(chosen.published_on), max(chosen.article_id)
    FROM chosen CROSS JOIN article_people ON article_people.article_id = chosen.article_id
    WHERE :other IS NULL OR :other = 'person'
    GROUP BY article_people.person_id
    UNION ALL
    SELECT 'organisation', article_organisations.organisation_id, count(*), min(chosen.published_on), max(chosen.published_on), max(chosen.article_id)
    FROM chosen CROSS JOIN article_organisations ON article_organisations.article_id = chosen.article_id
    WHERE :other IS NULL OR :other = 'organisation'
    GROUP BY article_organisations.organisation_id
    UNION ALL
    SELECT 'place', article_places.place_id, count(*), min(chosen.published_on), max(chosen.published_on), max(chosen.article_id)
    FROM chosen CROSS JOIN article_places ON article_places.article_id = chosen.article_id
    WHERE :other IS NULL OR :other = 'place'
    GROUP BY article_places.place_id
)
SELECT
    coalesce(people.name, organisations.name, places.name) AS name,
    beside.kind,
    beside.articles,
    beside.first_on,
    beside.last_on,
    coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */) AS origin,
    beside.last_article_id
FROM beside
LEFT JOIN people ON beside.kind = 'person' AND people.person_id = beside.entity_id
LEFT JOIN organisations ON beside.kind = 'organisation' AND organisations.organisation_id = beside.entity_id
LEFT JOIN places ON beside.kind = 'place' AND places.place_id = beside.entity_id
WHERE NOT EXISTS (SELECT 1 FROM wanted WHERE wanted.kind = beside.kind AND wanted.entity_id = beside.entity_id)
  AND (:origin IS NULL
    OR :origin = coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */))
ORDER BY beside.articles DESC, 1, 2, beside.entity_id
LIMIT :limit;
