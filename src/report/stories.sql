/* title: Stories
   description: What was printed more than once, nearly in the same words: a row for each story, the most printed first,
     with its first article. `near-duplicates` lists the articles of each.
   parameter: name — only stories that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles but once
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
counted (first_article_id, articles, publishers, first_on, last_on) AS (
    SELECT stories.first_article_id, count(*), count(DISTINCT articles.publisher_id),
        min(coalesce(articles.published_on, articles.published)), max(coalesce(articles.published_on, articles.published))
    FROM stories
    CROSS JOIN articles ON articles.article_id = stories.article_id
    WHERE (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
      AND /* shared: articles but once */
    GROUP BY stories.first_article_id
    HAVING count(*) > 1
    ORDER BY 2 DESC, 4 DESC, 1
    LIMIT :limit
)
SELECT
    counted.first_article_id AS story_id,
    counted.articles,
    counted.publishers,
    counted.first_on,
    counted.last_on,
    publishers.name AS first_publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    articles.url
FROM counted
CROSS JOIN articles ON articles.article_id = counted.first_article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY counted.articles DESC, counted.first_on DESC, counted.first_article_id;
