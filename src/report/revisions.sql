/* title: Revisions
   description: Articles of which the archive holds another text: same page, same name given by its publisher, or same publisher, headline and day. What changed is
     said in short: characters, names and quotes that the other one has more or less; `diff` shows the words.
   parameter: article — only revisions of this article (number)
   parameters: those of articles but once
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* Articles that share with another one what may make them its revision, by an index on each: few, while comparing
   every article with every index would take as long as there are articles. */
shared AS (
    SELECT article_id FROM articles
    WHERE canonical_url IN (
        SELECT canonical_url FROM articles WHERE canonical_url IS NOT NULL GROUP BY canonical_url HAVING count(*) > 1)
    UNION
    SELECT article_id FROM articles
    WHERE identifier IN (SELECT identifier FROM articles WHERE identifier IS NOT NULL GROUP BY identifier HAVING count(*) > 1)
    UNION
    SELECT article_id FROM articles
    WHERE headline IN (
        SELECT headline FROM articles
        WHERE headline IS NOT NULL AND published_on IS NOT NULL AND publisher_id IS NOT NULL
        GROUP BY headline, published_on, publisher_id HAVING count(*) > 1)
),
found AS (
    SELECT min(article_id, other_article_id) AS article_id, max(article_id, other_article_id) AS other_article_id,
        group_concat(reason, ' and ') AS reasons
    FROM (
        SELECT article_id, other_article_id, reason FROM revisions
        WHERE :article IS NULL AND article_id < other_article_id AND article_id IN (SELECT article_id FROM shared)
        UNION ALL
        SELECT article_id, other_article_id, reason FROM revisions
        WHERE article_id = :article
        ORDER BY 3 DESC
    )
    GROUP BY 1, 2
),
chosen AS (
    SELECT found.*
    FROM found
    WHERE (/* shared: nothing asked but once */)
       OR EXISTS (
           SELECT 1 FROM articles
           WHERE articles.article_id IN (found.article_id, found.other_article_id)
             AND /* shared: articles but once */)
    ORDER BY found.article_id DESC, found.other_article_id DESC
    LIMIT :limit
)
SELECT
    one.article_id,
    other.article_id AS other_article_id,
    chosen.reasons,
    coalesce(one.published_on, one.published) AS published_on,
    coalesce(other.published_on, other.published) AS other_published_on,
    coalesce(one.headline, substr(one.body, 1, 80) || '…') AS headline,
    CASE WHEN other.headline IS NOT one.headline THEN other.headline END AS other_headline,
    length(other.body) - length(one.body) AS characters_more,
    (SELECT group_concat(name, ', ') FROM (
        SELECT name FROM appearances WHERE article_id = other.article_id
        EXCEPT SELECT name FROM appearances WHERE article_id = one.article_id)) AS named_only_in_other,
    (SELECT group_concat(name, ', ') FROM (
        SELECT name FROM appearances WHERE article_id = one.article_id
        EXCEPT SELECT name FROM appearances WHERE article_id = other.article_id)) AS named_only_here,
    (SELECT count(*) FROM quotes WHERE article_id = other.article_id) - (SELECT count(*) FROM quotes WHERE article_id = one.article_id) AS quotes_more
FROM chosen
CROSS JOIN articles AS one ON one.article_id = chosen.article_id
CROSS JOIN articles AS other ON other.article_id = chosen.other_article_id
ORDER BY one.article_id DESC, other.article_id DESC;
