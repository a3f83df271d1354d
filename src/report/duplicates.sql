/* title: Articles seen more than once
   description: The same text in several captures, or one capture from several places, most often seen first.
   parameter: since — published on this day or later (first day)
   parameter: until — published on this day or earlier (last day)
   parameter: limit — at most so many rows (number, default 50) */
WITH held (article_id, capture_id) AS (
    SELECT DISTINCT article_id, capture_id FROM article_spans WHERE article_id IS NOT NULL
    UNION
    SELECT article_id, capture_id FROM articles
)
SELECT
    articles.article_id,
    articles.published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80)) AS headline,
    count(DISTINCT held.capture_id) AS captures,
    count(DISTINCT sightings.uri) AS places,
    min(sightings.uri) AS first_uri,
    max(sightings.uri) AS last_uri
FROM held
JOIN articles ON articles.article_id = held.article_id
LEFT JOIN sightings ON sightings.capture_id = held.capture_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE (:since IS NULL OR articles.published_on >= :since)
  AND (:until IS NULL OR articles.published_on <= :until)
GROUP BY articles.article_id
HAVING captures > 1 OR places > 1
ORDER BY captures DESC, places DESC, articles.article_id
LIMIT :limit;
