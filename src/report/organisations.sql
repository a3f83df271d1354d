/* title: Organisations
   description: Which organisations are named, in how many articles, and how often.
   parameter: name — only those with this in one of their names (part of a name)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* Which articles: asked once, and not at all where nothing is asked but `once`. */
wanted_articles (article_id) AS (
    SELECT articles.article_id
    FROM articles
    WHERE /* shared: articles */
),
left_out (article_id) AS (
    SELECT article_id FROM hidden_articles
    UNION
    SELECT article_id FROM repeats WHERE :once = 'yes'
),
/* Of the whole archive, what is kept counted, less what is left out. */
counted (organisation_id, articles, mentions, last_article_id) AS (
    SELECT organisation_id, sum(articles), sum(mentions), NULL
    FROM (
        SELECT entity_id AS organisation_id, articles, mentions FROM name_totals WHERE kind = 'organisation'
        UNION ALL
        SELECT article_organisations.organisation_id, -1, -article_organisations.mention_count
        FROM left_out CROSS JOIN article_organisations ON article_organisations.article_id = left_out.article_id)
    WHERE /* shared: nothing asked but once */
    GROUP BY organisation_id
    HAVING sum(articles) > 0
    UNION ALL
    SELECT article_organisations.organisation_id, count(*), sum(article_organisations.mention_count), max(article_organisations.article_id)
    FROM wanted_articles CROSS JOIN article_organisations ON article_organisations.article_id = wanted_articles.article_id
    WHERE NOT (/* shared: nothing asked but once */)
    GROUP BY article_organisations.organisation_id
)
SELECT
    organisations.name,
    counted.articles,
    counted.mentions,
    organisations.description,
    organisations.wikidata_id,
    /* shared: origin of organisations */ AS origin,
    coalesce(counted.last_article_id, (
        SELECT max(article_id) FROM article_organisations
        WHERE article_organisations.organisation_id = organisations.organisation_id AND article_id NOT IN (SELECT article_id FROM left_out))) AS last_article_id
FROM counted
JOIN organisations ON organisations.organisation_id = counted.organisation_id
WHERE (:name IS NULL
   OR counted.organisation_id IN (
       SELECT coalesce(organisations.merged_into_id, organisations.organisation_id)
       FROM folded_names CROSS JOIN organisations ON organisations.name = folded_names.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.organisation_id
       FROM folded_names CROSS JOIN aliases ON aliases.name = folded_names.name
       WHERE aliases.organisation_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name)))
  AND (:origin IS NULL OR :origin = /* shared: origin of organisations */)
ORDER BY counted.articles DESC, counted.mentions DESC, organisations.name, organisations.key
LIMIT :limit;
