/* title: Organisations
   description: Which organisations are named, in how many articles, and how often.
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
counted (organisation_id, articles, mentions) AS (
    SELECT organisation_id, count(*), sum(mention_count)
    FROM article_organisations
    WHERE (/* shared: nothing asked */
           AND article_id NOT IN (SELECT article_id FROM hidden_articles))
       OR article_id IN (SELECT article_id FROM wanted_articles)
    GROUP BY organisation_id
)
SELECT
    organisations.name,
    counted.articles,
    counted.mentions,
    organisations.description,
    organisations.wikidata_id,
    organisations.origin
FROM counted
JOIN organisations ON organisations.organisation_id = counted.organisation_id
WHERE :name IS NULL
   OR counted.organisation_id IN (
       SELECT coalesce(organisations.merged_into_id, organisations.organisation_id)
       FROM folded_names CROSS JOIN organisations ON organisations.name = folded_names.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.organisation_id
       FROM folded_names CROSS JOIN aliases ON aliases.name = folded_names.name
       WHERE aliases.organisation_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name))
ORDER BY counted.articles DESC, counted.mentions DESC, organisations.name, organisations.key
LIMIT :limit;
