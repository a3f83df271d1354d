/* title: Names that nobody could place
   description: People known by one word only, and how many fuller names they might be short for: whom a
     curator can merge, rename or ignore.
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
bare AS (
    SELECT people.person_id, people.key, people.name, count(*) AS articles, sum(article_people.mention_count) AS mentions,
        max(article_people.article_id) AS article_id
    FROM people
    CROSS JOIN article_people ON article_people.person_id = people.person_id
    CROSS JOIN articles ON articles.article_id = article_people.article_id
    WHERE people.origin = 'automatic' AND instr(people.name, ' ') = 0
      AND /* shared: articles */
    GROUP BY people.person_id
    ORDER BY 3 DESC, people.name
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
    bare.article_id
FROM bare LEFT JOIN candidates ON candidates.person_id = bare.person_id AND candidates.place = 1
ORDER BY bare.articles DESC, bare.name;
