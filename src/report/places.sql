/* title: Places
   description: Which places are named, in how many articles, and how often.
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
counted (place_id, articles, mentions, last_article_id) AS (
    SELECT place_id, sum(articles), sum(mentions), NULL
    FROM (
        SELECT entity_id AS place_id, articles, mentions FROM name_totals WHERE kind = 'place'
        UNION ALL
        SELECT article_places.place_id, -1, -article_places.mention_count
        FROM left_out CROSS JOIN article_places ON article_places.article_id = left_out.article_id)
    WHERE /* shared: nothing asked but once */
    GROUP BY place_id
    HAVING sum(articles) > 0
    UNION ALL
    SELECT article_places.place_id, count(*), sum(article_places.mention_count), max(article_places.article_id)
    FROM wanted_articles CROSS JOIN article_places ON article_places.article_id = wanted_articles.article_id
    WHERE NOT (/* shared: nothing asked but once */)
    GROUP BY article_places.place_id
)
SELECT
    places.name,
    counted.articles,
    counted.mentions,
    places.description,
    places.wikidata_id,
    /* shared: origin of places */ AS origin,
    coalesce(counted.last_article_id, (
        SELECT max(article_id) FROM article_places
        WHERE article_places.place_id = places.place_id AND article_id NOT IN (SELECT article_id FROM left_out))) AS last_article_id
FROM counted
JOIN places ON places.place_id = counted.place_id
WHERE (:name IS NULL
   OR counted.place_id IN (
       SELECT coalesce(places.merged_into_id, places.place_id)
       FROM folded_names CROSS JOIN places ON places.name = folded_names.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.place_id
       FROM folded_names CROSS JOIN aliases ON aliases.name = folded_names.name
       WHERE aliases.place_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name)))
  AND (:origin IS NULL OR :origin = /* shared: origin of places */)
ORDER BY counted.articles DESC, counted.mentions DESC, places.name, places.key
LIMIT :limit;
