/* title: Names that may be one
   description: Pairs of people, and of organisations, whose names are alike, those first that also keep the
     same company. What is ruled to be distinct is left out.
   parameter: kind — only people or organisations (person or organisation)
   parameter: limit — at most so many rows (number, default 50) */
WITH
/* Those whose last word and first letter another one has, by an index on these. */
named AS (
    SELECT 'person' AS kind, people.person_id AS entity_id, people.key, people.name, name_totals.articles,
        substr(people.key, 1, instr(people.key, ' ') - 1) AS first_word, alike.last_word
    FROM (
        SELECT replace(people.key, rtrim(people.key, replace(people.key, ' ', '')), '') AS last_word, substr(people.key, 1, 1) AS initial
        FROM people
        WHERE ifnull(:kind, 'person') = 'person'
        GROUP BY 1, 2
        HAVING count(*) > 1) AS alike
    CROSS JOIN people ON replace(people.key, rtrim(people.key, replace(people.key, ' ', '')), '') = alike.last_word AND substr(people.key, 1, 1) = alike.initial
    CROSS JOIN name_totals ON name_totals.kind = 'person' AND name_totals.entity_id = people.person_id
    WHERE people.merged_into_id IS NULL AND instr(people.key, ' ') > 0
    UNION ALL
    SELECT 'organisation', organisations.organisation_id, organisations.key, organisations.name, name_totals.articles,
        substr(organisations.key, 1, instr(organisations.key, ' ') - 1), alike.last_word
    FROM (
        SELECT replace(organisations.key, rtrim(organisations.key, replace(organisations.key, ' ', '')), '') AS last_word, substr(organisations.key, 1, 1) AS initial
        FROM organisations
        WHERE ifnull(:kind, 'organisation') = 'organisation'
        GROUP BY 1, 2
        HAVING count(*) > 1) AS alike
    CROSS JOIN organisations ON replace(organisations.key, rtrim(organisations.key, replace(organisations.key, ' ', '')), '') = alike.last_word AND substr(organisations.key, 1, 1) = alike.initial
    CROSS JOIN name_totals ON name_totals.kind = 'organisation' AND name_totals.entity_id = organisations.organisation_id
    WHERE organisations.merged_into_id IS NULL AND instr(organisations.key, ' ') > 0
),
/* Compared are those with one last word and one first letter; of many, the most frequent 20. So the
   work grows with the names, not with their pairs. */
ranked AS (
    SELECT named.*,
        trim(substr(key, length(first_word) + 1, length(key) - length(first_word) - length(last_word))) AS middle,
        replace(replace(replace(replace(' ' || key || ' ', ' of ', ' '), ' the ', ' '), ' and ', ' '), ' for ', ' ') AS telling,
        row_number() OVER (
        PARTITION BY kind, last_word, substr(first_word, 1, 1) ORDER BY articles DESC, key) AS place
    FROM named
),
compared AS MATERIALIZED (SELECT *, substr(first_word, 1, 1) AS initial FROM ranked WHERE place <= 20),
alike AS (
    SELECT one.kind, one.entity_id, one.key, one.name, one.articles,
        other.entity_id AS other_id, other.key AS other_key, other.name AS other_name, other.articles AS other_articles,
        CASE
            /* `Department of Interior` and `… of the Interior`, a name and a longer one that begins with it */
            WHEN one.kind = 'organisation' THEN CASE
                WHEN one.telling = other.telling THEN 0.9
                WHEN instr(one.key, other.key) = 1 OR instr(other.key, one.key) = 1 THEN 0.7
                ELSE 0.3 END
            /* two middle names that differ are two people */
            WHEN one.middle <> '' AND other.middle <> '' AND substr(one.middle, 1, 1) <> substr(other.middle, 1, 1) THEN 0.3
            WHEN one.first_word = other.first_word THEN 0.9
            WHEN length(one.first_word) = 1 OR length(other.first_word) = 1 THEN 0.7
            WHEN substr(one.first_word, 1, 3) = substr(other.first_word, 1, 3) THEN 0.6
            ELSE 0.3
        END AS likeness
    FROM compared AS one
    JOIN compared AS other ON other.kind = one.kind AND other.last_word = one.last_word AND other.initial = one.initial
        AND (other.articles < one.articles OR (other.articles = one.articles AND other.key > one.key))
),
likely AS (
    SELECT * FROM alike
    WHERE likeness >= 0.6
      AND NOT EXISTS (
        SELECT 1 FROM decisions_in_force AS ruling
        WHERE ruling.act = 'distinct' AND ruling.kind = alike.kind
          AND ((ruling.key = alike.key AND ruling.other_key = alike.other_key)
            OR (ruling.key = alike.other_key AND ruling.other_key = alike.key)))
    ORDER BY likeness DESC, other_articles DESC, key, other_key
    LIMIT 4 * :limit
),
/* How many of those who turn up with the one turn up with the other too, looked up for likely pairs only. */
company AS (
    SELECT likely.*, CASE likely.kind
        WHEN 'person' THEN (SELECT count(*) FROM (
            SELECT beside.person_id FROM article_people AS own
            JOIN article_people AS beside ON beside.article_id = own.article_id AND beside.person_id <> own.person_id
            WHERE own.person_id = likely.entity_id
            INTERSECT
            SELECT beside.person_id FROM article_people AS own
            JOIN article_people AS beside ON beside.article_id = own.article_id AND beside.person_id <> own.person_id
            WHERE own.person_id = likely.other_id))
        ELSE (SELECT count(*) FROM (
            SELECT beside.person_id FROM article_organisations AS own
            JOIN article_people AS beside ON beside.article_id = own.article_id
            WHERE own.organisation_id = likely.entity_id
            INTERSECT
            SELECT beside.person_id FROM article_organisations AS own
            JOIN article_people AS beside ON beside.article_id = own.article_id
            WHERE own.organisation_id = likely.other_id))
        END AS shared_company
    FROM likely
)
SELECT
    kind,
    name,
    other_name,
    articles,
    other_articles,
    shared_company,
    round(likeness + 0.1 * min(shared_company, 5) / 5.0, 2) AS score,
    CASE kind
        WHEN 'person' THEN (SELECT max(article_id) FROM article_people WHERE person_id = entity_id)
        ELSE (SELECT max(article_id) FROM article_organisations WHERE organisation_id = entity_id) END AS last_article_id,
    CASE kind
        WHEN 'person' THEN (SELECT max(article_id) FROM article_people WHERE person_id = other_id)
        ELSE (SELECT max(article_id) FROM article_organisations WHERE organisation_id = other_id) END AS other_last_article_id
FROM company
ORDER BY score DESC, shared_company DESC, other_articles DESC, name, other_name
LIMIT :limit;
