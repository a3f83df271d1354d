/* title: Roles
   description: Who was called what, from when to when, and by how many papers.
   parameter: name — only this person (text)
   parameter: title — only titles with these words (text)
   parameter: since — only articles of this day or later (first day)
   parameter: until — only articles of this day or earlier (last day)
   parameter: once — count a story once, however many near-duplicates of it there are (yes or no, default no)
   parameter: limit — at most so many rows (number, default 50) */

/* Whom the name means: the exact name, else an alias, else either of them in other capitals (A to Z). */
WITH exact (step, kind, entity_id) AS (
    SELECT CASE form WHEN 'name' THEN 1 ELSE 2 END, kind, entity_id FROM names WHERE name = :name
),
/* One row where that found nothing, none otherwise: all names are gone through only then. */
otherwise (step) AS (
    SELECT 3 WHERE NOT EXISTS (SELECT 1 FROM exact)
),
wanted (kind, entity_id) AS (
    SELECT kind, entity_id FROM exact WHERE step = (SELECT min(step) FROM exact)
    UNION
    SELECT kind, entity_id FROM otherwise CROSS JOIN names WHERE name = :name COLLATE NOCASE
),
held AS (
    SELECT role_details.*
    FROM wanted CROSS JOIN role_details ON role_details.person_id = wanted.entity_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT role_details.* FROM role_details WHERE :name IS NULL
)
SELECT
    name,
    lower(title) AS title,
    held_in,
    count(DISTINCT article_id) AS articles,
    count(DISTINCT publisher) AS publishers,
    min(published_on) AS first_on,
    max(published_on) AS last_on
FROM held
WHERE (:title IS NULL OR instr(lower(title), lower(:title)) > 0)
  AND (:since IS NULL OR published_on >= :since)
  AND (:until IS NULL OR published_on <= :until)
  AND (:once = 'no' OR article_id NOT IN (SELECT article_id FROM repeats))
  AND article_id NOT IN (SELECT article_id FROM hidden_articles)
GROUP BY person_id, lower(title), held_in
ORDER BY articles DESC, name, 2, held_in
LIMIT :limit;
