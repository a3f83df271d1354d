/* title: Revisions
   description: Articles of which the archive holds another text: same page, same name given by its publisher, or same publisher, headline and day. `diff` says what changed.
   parameter: article — only revisions of this article (number)
   parameter: limit — at most so many rows (number, default 50) */
SELECT
    one.article_id,
    other.article_id AS other_article_id,
    found.reasons,
    one.published_on,
    other.published_on AS other_published_on,
    coalesce(one.headline, substr(one.body, 1, 80) || '…') AS headline,
    CASE WHEN other.headline IS NOT one.headline THEN other.headline END AS other_headline
FROM (
    SELECT min(article_id, other_article_id) AS article_id, max(article_id, other_article_id) AS other_article_id,
        group_concat(reason, ' and ') AS reasons
    FROM (
        SELECT article_id, other_article_id, reason FROM revisions
        WHERE :article IS NULL AND article_id < other_article_id
        UNION ALL
        SELECT article_id, other_article_id, reason FROM revisions
        WHERE article_id = :article
        ORDER BY 3 DESC
    )
    GROUP BY 1, 2
) AS found
JOIN articles AS one ON one.article_id = found.article_id
JOIN articles AS other ON other.article_id = found.other_article_id
ORDER BY one.article_id DESC, other.article_id DESC
LIMIT :limit;
