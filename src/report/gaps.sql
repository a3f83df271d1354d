/* title: Silent publishers
   description: Publishers whose articles have stopped coming. What is usual is counted over the days before their last
     article, and a row is a silence in which at least `missing` articles would have come.
   parameter: until — silent up to this day (last day, default today)
   parameter: days — over how many days what is usual is counted (number, default 90)
   parameter: missing — only where at least this many articles are missing (number, default 5)
   parameter: publisher — only this publisher (publisher)
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
heard (publisher_id, last_on) AS MATERIALIZED (
    SELECT publisher_id, max(published_on)
    FROM articles
    WHERE publisher_id IS NOT NULL AND published_on <= :until
      AND (:publisher IS NULL OR publisher_id IN (SELECT publisher_id FROM wanted_publishers))
    GROUP BY publisher_id
),
usual (publisher_id, last_on, articles, days_with_any, per_day, days_silent) AS (
    SELECT heard.publisher_id, heard.last_on, count(*), count(DISTINCT articles.published_on),
        count(*) * 1.0 / max(:days, 1), CAST(julianday(:until) - julianday(heard.last_on) AS INTEGER)
    FROM heard
    CROSS JOIN articles ON articles.publisher_id = heard.publisher_id
        AND articles.published_on > date(heard.last_on, '-' || max(:days, 1) || ' days') AND articles.published_on <= heard.last_on
    GROUP BY heard.publisher_id, heard.last_on
)
SELECT
    publishers.name AS publisher,
    usual.articles,
    usual.days_with_any,
    round(usual.per_day, 2) AS per_day,
    usual.last_on,
    usual.days_silent,
    round(usual.per_day * usual.days_silent, 1) AS missing,
    (SELECT max(articles.article_id) FROM articles
     WHERE articles.publisher_id = usual.publisher_id AND articles.published_on = usual.last_on) AS last_article_id
FROM usual
JOIN publishers ON publishers.publisher_id = usual.publisher_id
WHERE usual.per_day * usual.days_silent >= :missing
  /* a paper that comes once a week is not silent on the sixth day */
  AND usual.days_silent > 2 * :days / usual.days_with_any
ORDER BY usual.per_day * usual.days_silent DESC, publishers.name
LIMIT :limit;
