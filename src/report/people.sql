/* title: People
   description: Who is named, in how many articles, and how often.
   parameter: name — only names that contain this (text)
   parameter: since — only articles of this day or later (first day)
   parameter: until — only articles of this day or earlier (last day)
   parameter: publisher — only articles of this publisher (text)
   parameter: once — count a story once, however many near-duplicates of it there are (yes or no, default no)
   parameter: limit — at most so many rows (number, default 50) */

/* Which articles: asked once, and not at all where nothing is asked. */
WITH wanted_articles (article_id) AS (
    SELECT articles.article_id
    FROM articles
    WHERE (:since IS NULL OR articles.published_on >= :since)
      AND (:until IS NULL OR articles.published_on <= :until)
      AND (:publisher IS NULL OR articles.publisher_id IN (
          SELECT publisher_id FROM publishers WHERE name = :publisher COLLATE NOCASE
          UNION ALL
          SELECT publisher_id FROM aliases WHERE name = :publisher COLLATE NOCASE AND publisher_id IS NOT NULL))
      AND (:once = 'no' OR articles.article_id NOT IN (SELECT article_id FROM repeats))
      AND articles.article_id NOT IN (SELECT article_id FROM hidden_articles)
),
counted (person_id, articles, mentions) AS (
    SELECT person_id, count(*), sum(mention_count)
    FROM article_people
    WHERE (:since IS NULL AND :until IS NULL AND :publisher IS NULL AND :once = 'no'
           AND article_id NOT IN (SELECT article_id FROM hidden_articles))
       OR article_id IN (SELECT article_id FROM wanted_articles)
    GROUP BY person_id
)
SELECT
    people.name,
    counted.articles,
    counted.mentions,
    people.description,
    people.wikidata_id,
    people.origin
FROM counted
JOIN people ON people.person_id = counted.person_id
WHERE :name IS NULL OR instr(lower(people.name), lower(:name)) > 0
ORDER BY counted.articles DESC, counted.mentions DESC, people.name, people.key
LIMIT :limit;
