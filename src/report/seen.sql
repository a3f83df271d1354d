/* title: First and last seen
   description: When and where somebody was named first, and last, and in how many articles. Of which only the month or
     year is known counts as its last day for the first and as its first day for the last.
   parameter: name — whom, as people write it (name, required)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
chosen (article_id, earliest_on, latest_on) AS MATERIALIZED (
    SELECT articles.article_id, articles.earliest_on, articles.latest_on
    FROM named_in CROSS JOIN articles ON articles.article_id = named_in.article_id
    WHERE /* shared: articles */
),
ends (sort, seen, article_id) AS (
    SELECT 1, 'first', (SELECT article_id FROM chosen ORDER BY latest_on IS NULL, latest_on, article_id LIMIT 1)
    UNION ALL
    SELECT 2, 'last', (SELECT article_id FROM chosen ORDER BY earliest_on DESC, article_id DESC LIMIT 1)
)
SELECT
    ends.seen,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    articles.url,
    articles.article_id,
    (SELECT count(*) FROM chosen) AS articles
FROM ends
CROSS JOIN articles ON articles.article_id = ends.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY ends.sort;
