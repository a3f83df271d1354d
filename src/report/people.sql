/* title: People
   description: Who is named, in how many articles, and how often.
   parameter: name — only those with this in one of their names (part of a name)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* Which articles: asked once, and not at all where nothing is asked. */
wanted_articles (article_id) AS (
    SELECT articles.article_id
    FROM articles
    WHERE /* shared: articles */
),
counted (person_id, articles, mentions) AS (
    SELECT person_id, count(*), sum(mention_count)
    FROM article_people
    WHERE (/* shared: nothing asked */
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
WHERE :name IS NULL
   OR counted.person_id IN (
       SELECT coalesce(people.merged_into_id, people.person_id)
       FROM folded_names CROSS JOIN people ON people.name = folded_names.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.person_id
       FROM folded_names CROSS JOIN aliases ON aliases.name = folded_names.name
       WHERE aliases.person_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name))
ORDER BY counted.articles DESC, counted.mentions DESC, people.name, people.key
LIMIT :limit;
