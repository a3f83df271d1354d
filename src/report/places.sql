/* title: Places
   description: Which places are named, in how many articles, and how often.
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
counted (place_id, articles, mentions) AS (
    SELECT place_id, count(*), sum(mention_count)
    FROM article_places
    WHERE (/* shared: nothing asked */
           AND article_id NOT IN (SELECT article_id FROM hidden_articles))
       OR article_id IN (SELECT article_id FROM wanted_articles)
    GROUP BY place_id
)
SELECT
    places.name,
    counted.articles,
    counted.mentions,
    places.description,
    places.wikidata_id,
    places.origin
FROM counted
JOIN places ON places.place_id = counted.place_id
WHERE :name IS NULL
   OR counted.place_id IN (
       SELECT coalesce(places.merged_into_id, places.place_id)
       FROM folded_names CROSS JOIN places ON places.name = folded_names.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.place_id
       FROM folded_names CROSS JOIN aliases ON aliases.name = folded_names.name
       WHERE aliases.place_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name))
ORDER BY counted.articles DESC, counted.mentions DESC, places.name, places.key
LIMIT :limit;
