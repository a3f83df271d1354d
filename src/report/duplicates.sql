/* title: Articles seen more than once
   description: The same text in several captures, or one capture from several places, most often seen first.
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
seen_twice (article_id) AS (
    SELECT article_id
    FROM article_spans
    WHERE article_id IS NOT NULL
    GROUP BY article_id
    HAVING min(capture_id) < max(capture_id)
    UNION
    SELECT article_spans.article_id
    FROM (SELECT capture_id FROM sightings GROUP BY capture_id HAVING min(uri) < max(uri)) AS copied
    CROSS JOIN article_spans ON article_spans.capture_id = copied.capture_id
    WHERE article_spans.article_id IS NOT NULL
),
held (article_id, capture_id) AS (
    SELECT DISTINCT seen_twice.article_id, article_spans.capture_id
    FROM seen_twice
    CROSS JOIN article_spans ON article_spans.article_id = seen_twice.article_id
)
SELECT
    articles.article_id,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    count(DISTINCT held.capture_id) AS captures,
    count(DISTINCT sightings.uri) AS places,
    min(sightings.uri) AS first_uri,
    max(sightings.uri) AS last_uri
FROM held
CROSS JOIN articles ON articles.article_id = held.article_id
LEFT JOIN sightings ON sightings.capture_id = held.capture_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE /* shared: articles */
GROUP BY articles.article_id
ORDER BY captures DESC, places DESC, articles.article_id
LIMIT :limit;
