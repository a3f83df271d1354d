/* title: Which words stand near a name
   description: The words that stand most often near somebody, by any form of the name, in the latest mentions. Words of
     one or two letters and those that say little (the, with, from) are left out.
   parameter: name — whom, as people write it (name, required)
   parameter: within — at most this many words before or after the name (number, default 8)
   parameter: mentions — how many mentions are read, the latest first (number, default 500)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH RECURSIVE /* shared: whom */,
/* shared: publisher */,
/* shared: mentioned */,
latest AS (
    SELECT mentioned.*
    FROM mentioned
    CROSS JOIN articles ON articles.article_id = mentioned.article_id
    WHERE mentioned.field = 'body' AND /* shared: articles */
    ORDER BY articles.earliest_on DESC, mentioned.article_id DESC, mentioned.start_char
    LIMIT :mentions
),
sides (article_id, start_char, side, around_text) AS (
    SELECT latest.article_id, latest.start_char, 'before',
        substr(articles.body, max(start_char - 16 * :within, 0) + 1, min(start_char, 16 * :within))
    FROM latest CROSS JOIN articles ON articles.article_id = latest.article_id
    UNION ALL
    SELECT latest.article_id, latest.start_char, 'after', substr(articles.body, end_char + 1, 16 * :within)
    FROM latest CROSS JOIN articles ON articles.article_id = latest.article_id
),
/* One word a step, from the name outwards. */
taken (article_id, start_char, side, step, word, rest) AS (
    SELECT article_id, start_char, side, 0, CAST(NULL AS TEXT), trim(/* shared: plain words */) FROM sides
    UNION ALL
    SELECT article_id, start_char, side, step + 1,
        CASE side
            WHEN 'after' THEN substr(rest, 1, instr(rest || ' ', ' ') - 1)
            ELSE substr(rest, length(rtrim(rest, replace(rest, ' ', ''))) + 1) END,
        CASE side
            WHEN 'after' THEN substr(rest, instr(rest || ' ', ' ') + 1)
            ELSE rtrim(rtrim(rest, replace(rest, ' ', ''))) END
    FROM taken
    WHERE step < :within AND rest <> ''
),
/* Nor are the words of the name itself. */
own_names (folded) AS MATERIALIZED (
    SELECT ifnull(group_concat(' ' || folded_names.folded || ' ', ''), '')
    FROM (
        SELECT people.name FROM wanted CROSS JOIN people ON people.person_id = wanted.entity_id WHERE wanted.kind = 'person'
        UNION ALL
        SELECT organisations.name FROM wanted CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
        WHERE wanted.kind = 'organisation'
        UNION ALL
        SELECT places.name FROM wanted CROSS JOIN places ON places.place_id = wanted.entity_id WHERE wanted.kind = 'place'
        UNION ALL
        SELECT aliases.name FROM wanted CROSS JOIN aliases ON aliases.person_id = wanted.entity_id WHERE wanted.kind = 'person'
        UNION ALL
        SELECT aliases.name FROM wanted CROSS JOIN aliases ON aliases.organisation_id = wanted.entity_id
        WHERE wanted.kind = 'organisation'
        UNION ALL
        SELECT aliases.name FROM wanted CROSS JOIN aliases ON aliases.place_id = wanted.entity_id WHERE wanted.kind = 'place') AS own
    CROSS JOIN folded_names ON folded_names.name = own.name
),
/* Words that say little. */
left_out (word) AS (
    VALUES ('about'), ('after'), ('again'), ('also'), ('and'), ('any'), ('are'), ('because'), ('been'), ('before'), ('being'), ('between'),
        ('but'), ('can'), ('could'), ('did'), ('does'), ('during'), ('each'), ('for'), ('from'), ('had'), ('has'), ('have'),
        ('having'), ('her'), ('here'), ('his'), ('how'), ('into'), ('its'), ('just'), ('more'), ('most'), ('not'), ('now'),
        ('off'), ('once'), ('only'), ('other'), ('our'), ('out'), ('over'), ('own'), ('she'), ('should'), ('some'), ('such'),
        ('than'), ('that'), ('the'), ('their'), ('them'), ('then'), ('there'), ('these'), ('they'), ('this'), ('those'), ('through'),
        ('too'), ('under'), ('until'), ('very'), ('was'), ('were'), ('what'), ('when'), ('where'), ('which'), ('while'), ('who'),
        ('whom'), ('why'), ('will'), ('with'), ('would'), ('you'), ('your'), ('him')
)
SELECT
    word,
    count(*) AS times,
    count(DISTINCT article_id) AS articles,
    sum(CASE side WHEN 'before' THEN 1 ELSE 0 END) AS before,
    sum(CASE side WHEN 'after' THEN 1 ELSE 0 END) AS after,
    max(article_id) AS last_article_id
FROM taken
WHERE length(word) > 2
  AND word NOT IN (SELECT word FROM left_out)
  AND instr((SELECT folded FROM own_names), ' ' || word || ' ') = 0
GROUP BY word
ORDER BY times DESC, articles DESC, word
LIMIT :limit;
