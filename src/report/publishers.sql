/* title: Publishers
   description: Who published the articles, how many, from which day to which.
   parameter: name — only publishers with this in one of their names (part of a name)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
counted (publisher_id, articles, first_on, last_on, last_article_id) AS (
    SELECT articles.publisher_id, count(*), min(coalesce(articles.published_on, articles.published)), max(coalesce(articles.published_on, articles.published)),
        max(articles.article_id)
    FROM articles
    WHERE /* shared: articles */
      AND articles.publisher_id IS NOT NULL
    GROUP BY articles.publisher_id
)
SELECT
    publishers.name,
    publishers.country,
    counted.articles,
    counted.first_on,
    counted.last_on,
    publishers.origin,
    counted.last_article_id
FROM counted
JOIN publishers ON publishers.publisher_id = counted.publisher_id
WHERE :name IS NULL
   OR counted.publisher_id IN (
       SELECT publishers.publisher_id
       FROM publishers JOIN folded_names ON folded_names.name = publishers.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.publisher_id
       FROM aliases JOIN folded_names ON folded_names.name = aliases.name
       WHERE aliases.publisher_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name))
ORDER BY counted.articles DESC, publishers.name
LIMIT :limit;
