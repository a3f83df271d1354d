/* title: Articles
   description: What is in the archive, newest day first, without what its publisher withdrew and summaries of what is
     there whole. An article of which only the month or year is known has that for its day.
   parameter: name — only articles that name this person, organisation or place (name)
   parameters: those of articles
   parameter: kind — only articles, only newsletters' own words, or only what feeds sum up (article, digest or summary)
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom as name */,
/* shared: named in as name */,
/* shared: publisher */,
/* Chosen before anything is shown: articles are read for those rows only. */
chosen (article_id, earliest_on) AS (
    SELECT articles.article_id, articles.earliest_on
    FROM articles
    WHERE /* shared: articles */
      AND (:kind IS NULL OR articles.kind = :kind)
      AND (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
    ORDER BY articles.earliest_on DESC, articles.article_id DESC
    LIMIT :limit
)
SELECT
    articles.article_id,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    articles.byline
FROM chosen
CROSS JOIN articles ON articles.article_id = chosen.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY chosen.earliest_on DESC, chosen.article_id DESC;
