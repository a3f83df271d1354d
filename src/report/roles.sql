/* title: Roles
   description: Who was called what, from when to when, and by how many papers.
   parameter: name — only this person (name)
   parameter: kind — whom a name means here: always a person (person, default person)
   parameter: title — only titles with these words (text)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: publisher */,
held AS (
    SELECT role_details.*
    FROM wanted CROSS JOIN role_details ON role_details.person_id = wanted.entity_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT role_details.* FROM role_details WHERE :name IS NULL
)
SELECT
    held.name,
    lower(held.title) AS title,
    held.held_in,
    count(DISTINCT held.article_id) AS articles,
    count(DISTINCT held.publisher) AS publishers,
    min(coalesce(articles.published_on, articles.published)) AS first_on,
    max(coalesce(articles.published_on, articles.published)) AS last_on
FROM held
JOIN articles ON articles.article_id = held.article_id
WHERE /* shared: articles */
  AND (:title IS NULL OR instr(lower(held.title), lower(:title)) > 0)
GROUP BY held.person_id, lower(held.title), held.held_in
ORDER BY articles DESC, held.name, 2, held.held_in
LIMIT :limit;
