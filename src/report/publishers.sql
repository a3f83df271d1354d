/* title: Publishers
   description: Who published the articles, how many, from which day to which.
   parameter: name — only publishers whose name contains this (text)
   parameter: since — only articles of this day or later (first day)
   parameter: until — only articles of this day or earlier (last day)
   parameter: limit — at most so many rows (number, default 50) */
SELECT
    publishers.name,
    publishers.country,
    count(*) AS articles,
    min(articles.published_on) AS first_on,
    max(articles.published_on) AS last_on,
    publishers.origin
FROM articles
JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE (:name IS NULL OR instr(lower(publishers.name), lower(:name)) > 0)
  AND (:since IS NULL OR articles.published_on >= :since)
  AND (:until IS NULL OR articles.published_on <= :until)
GROUP BY publishers.publisher_id
ORDER BY articles DESC, publishers.name
LIMIT :limit;
