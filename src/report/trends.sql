/* title: Who rises and falls
   description: Who and what is named in more articles, or in fewer, than in the period of the same length before it, the
     greatest change first. The period ends on the newest day of the archive, or today if that is earlier.
   parameter: since — the first day of the period (first day)
   parameter: until — the last day of the period (last day)
   parameter: days — how long the period is, where `since` does not say (number, default 30)
   parameter: kind — only people, organisations or places (person, organisation or place)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles but since, until, dated
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
ending (last_on) AS (
    SELECT coalesce(:until, min(date('now'), (SELECT max(published_on) FROM articles)))
),
beginning (first_on, last_on) AS (
    SELECT coalesce(:since, date(last_on, '-' || (max(:days, 1) - 1) || ' days')), last_on FROM ending
),
period (before_on, first_on, last_on) AS MATERIALIZED (
    SELECT date(first_on, '-' || CAST(julianday(last_on) - julianday(first_on) + 1 AS INTEGER) || ' days'), first_on, last_on
    FROM beginning
),
printed (article_id, is_now) AS MATERIALIZED (
    SELECT articles.article_id, CASE WHEN articles.published_on >= period.first_on THEN 1 ELSE 0 END
    FROM period
    CROSS JOIN articles ON articles.published_on >= period.before_on AND articles.published_on <= period.last_on
    WHERE /* shared: articles but since, until, dated */
),
counted (kind, entity_id, articles, articles_before, last_article_id) AS (
    SELECT 'person', article_people.person_id, sum(is_now), sum(1 - is_now), max(printed.article_id)
    FROM printed CROSS JOIN article_people ON article_people.article_id = printed.article_id
    WHERE :kind IS NULL OR :kind = 'person'
    GROUP BY article_people.person_id
    UNION ALL
    SELECT 'organisation', article_organisations.organisation_id, sum(is_now), sum(1 - is_now), max(printed.article_id)
    FROM printed CROSS JOIN article_organisations ON article_organisations.article_id = printed.article_id
    WHERE :kind IS NULL OR :kind = 'organisation'
    GROUP BY article_organisations.organisation_id
    UNION ALL
    SELECT 'place', article_places.place_id, sum(is_now), sum(1 - is_now), max(printed.article_id)
    FROM printed CROSS JOIN article_places ON article_places.article_id = printed.article_id
    WHERE :kind IS NULL OR :kind = 'place'
    GROUP BY article_places.place_id
)
SELECT
    coalesce(people.name, organisations.name, places.name) AS name,
    counted.kind,
    counted.articles,
    counted.articles_before,
    counted.articles - counted.articles_before AS change,
    period.first_on,
    period.last_on,
    coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */) AS origin,
    counted.last_article_id
FROM counted
CROSS JOIN period
LEFT JOIN people ON counted.kind = 'person' AND people.person_id = counted.entity_id
LEFT JOIN organisations ON counted.kind = 'organisation' AND organisations.organisation_id = counted.entity_id
LEFT JOIN places ON counted.kind = 'place' AND places.place_id = counted.entity_id
WHERE counted.articles <> counted.articles_before
  AND (:origin IS NULL
    OR :origin = coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */))
ORDER BY abs(counted.articles - counted.articles_before) DESC, counted.articles DESC, 1, 2, counted.entity_id
LIMIT :limit;
