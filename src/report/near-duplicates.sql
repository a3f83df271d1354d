/* title: Near-duplicates
   description: Stories that were printed more than once, nearly in the same words: reprints and wire copies, the
     most printed first, each with how much it shares with the one of its story that is nearest to it. A story is
     chosen by any one article of it.
   parameter: article — only the story of this article (number)
   parameters: those of articles but once
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
wanted (first_article_id, articles) AS (
    SELECT stories.first_article_id, count(*)
    FROM stories
    WHERE (:article IS NULL OR stories.first_article_id IN (SELECT first_article_id FROM stories WHERE article_id = :article))
      AND ((/* shared: nothing asked but once */) OR stories.first_article_id IN (
          SELECT member.first_article_id
          FROM articles CROSS JOIN stories AS member ON member.article_id = articles.article_id
          WHERE /* shared: articles but once */))
    GROUP BY stories.first_article_id
),
pairs (article_id, other_article_id, similarity, containment) AS (
    SELECT article_id, other_article_id, similarity, containment FROM near_duplicates
    UNION ALL
    SELECT other_article_id, article_id, similarity, containment FROM near_duplicates
),
ranked (article_id, other_article_id, containment, similarity, place) AS (
    SELECT pairs.article_id, pairs.other_article_id, pairs.containment, pairs.similarity,
        row_number() OVER (PARTITION BY pairs.article_id ORDER BY pairs.similarity DESC, pairs.other_article_id)
    FROM wanted
    CROSS JOIN stories ON stories.first_article_id = wanted.first_article_id
    CROSS JOIN pairs ON pairs.article_id = stories.article_id
),
nearest (article_id, nearest_article_id, containment, similarity) AS (
    SELECT article_id, other_article_id, containment, similarity FROM ranked WHERE place = 1
)
SELECT
    stories.first_article_id AS story_id,
    stories.article_id,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    nearest.nearest_article_id,
    round(nearest.similarity, 2) AS similarity,
    round(nearest.containment, 2) AS containment
FROM wanted
CROSS JOIN stories ON stories.first_article_id = wanted.first_article_id
CROSS JOIN articles ON articles.article_id = stories.article_id
LEFT JOIN nearest ON nearest.article_id = stories.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY wanted.articles DESC, stories.first_article_id, articles.earliest_on IS NULL, articles.earliest_on, stories.article_id
LIMIT :limit;
