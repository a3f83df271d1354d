/* title: Names that nobody could place
   description: People known by one word only, and how many fuller names they might be short for: whom a
     curator can merge, rename or ignore.
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* Of the whole archive, what is kept counted, less what is hidden; else article by article. */
counted (person_id, articles, mentions) AS (
    SELECT person_id, sum(articles), sum(mentions)
    FROM (
        SELECT entity_id AS person_id, articles, mentions FROM name_totals WHERE kind = 'person'
        UNION ALL
        SELECT article_people.person_id, -1, -article_people.mention_count
        FROM (SELECT DISTINCT article_id FROM hidden_articles) AS left_out
        CROSS JOIN article_people ON article_people.article_id = left_out.article_id)
    WHERE /* shared: nothing asked */
    GROUP BY person_id
    HAVING sum(articles) > 0
    UNION ALL
    SELECT article_people.person_id, count(*), sum(article_people.mention_count)
    FROM people
    CROSS JOIN article_people ON article_people.person_id = people.person_id
    CROSS JOIN articles ON articles.article_id = article_people.article_id
    WHERE people.origin = 'automatic' AND instr(people.name, ' ') = 0
      AND NOT (/* shared: nothing asked */)
      AND /* shared: articles */
    GROUP BY article_people.person_id
),
bare AS (
    SELECT people.person_id, people.key, people.name, counted.articles, counted.mentions
    FROM counted CROSS JOIN people ON people.person_id = counted.person_id
    WHERE people.origin = 'automatic' AND instr(people.name, ' ') = 0
    ORDER BY counted.articles DESC, people.name
    LIMIT :limit
),
/* The last word of a longer name: what is left when all before the last space is taken away. An index has it. */
candidates AS (
    SELECT bare.person_id, people.name,
        row_number() OVER (PARTITION BY bare.person_id ORDER BY name_totals.articles DESC, people.name) AS place,
        count(*) OVER (PARTITION BY bare.person_id) AS fuller_names
    FROM bare
    CROSS JOIN people ON replace(people.key, rtrim(people.key, replace(people.key, ' ', '')), '') = bare.key
    CROSS JOIN name_totals ON name_totals.kind = 'person' AND name_totals.entity_id = people.person_id
    WHERE instr(people.key, ' ') > 0 AND people.merged_into_id IS NULL
)
SELECT
    bare.name,
    bare.articles,
    bare.mentions,
    coalesce(candidates.fuller_names, 0) AS fuller_names,
    candidates.name AS likeliest,
    (SELECT max(article_people.article_id)
     FROM article_people CROSS JOIN articles ON articles.article_id = article_people.article_id
     WHERE article_people.person_id = bare.person_id
       AND /* shared: articles */) AS article_id
FROM bare LEFT JOIN candidates ON candidates.person_id = bare.person_id AND candidates.place = 1
ORDER BY bare.articles DESC, bare.name;
