/* title: People
   description: Who is named, in how many articles, and how often.
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
counted (person_id, articles, mentions, last_article_id) AS (
    SELECT person_id, sum(articles), sum(mentions), NULL
    FROM (
        SELECT entity_id AS person_id, articles, mentions FROM name_totals WHERE kind = 'person'
        UNION ALL
        SELECT article_people.person_id, -1, -article_people.mention_count
        FROM left_out CROSS JOIN article_people ON article_people.article_id = left_out.article_id)
    WHERE /* shared: nothing asked but once */
    GROUP BY person_id
    HAVING sum(articles) > 0
    UNION ALL
    SELECT article_people.person_id, count(*), sum(article_people.mention_count), max(article_people.article_id)
    FROM wanted_articles CROSS JOIN article_people ON article_people.article_id = wanted_articles.article_id
    WHERE NOT (/* shared: nothing asked but once */)
    GROUP BY article_people.person_id
)
SELECT
    people.name,
    counted.articles,
    counted.mentions,
    people.description,
    people.wikidata_id,
    /* shared: origin of people */ AS origin,
    coalesce(counted.last_article_id, (
        SELECT max(article_id) FROM article_people
        WHERE article_people.person_id = people.person_id AND article_id NOT IN (SELECT article_id FROM left_out))) AS last_article_id
FROM counted
JOIN people ON people.person_id = counted.person_id
WHERE (:name IS NULL
   OR counted.person_id IN (
       SELECT coalesce(people.merged_into_id, people.person_id)
       FROM folded_names CROSS JOIN people ON people.name = folded_names.name
       WHERE instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name
       UNION ALL
       SELECT aliases.person_id
       FROM folded_names CROSS JOIN aliases ON aliases.name = folded_names.name
       WHERE aliases.person_id IS NOT NULL
         AND (instr(folded_names.folded, nullif(:name_folded, '')) > 0 OR folded_names.name = :name)))
  AND (:origin IS NULL OR :origin = /* shared: origin of people */)
ORDER BY counted.articles DESC, counted.mentions DESC, people.name, people.key
LIMIT :limit;
