/* title: Revisions
   description: Articles of which the archive holds another text: same page, same name given by its publisher, or same publisher, headline and day. `diff` says what changed.
   parameter: article — only revisions of this article (number)
   parameters: those of articles but once
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */
SELECT
    one.article_id,
    other.article_id AS other_article_id,
    found.reasons,
    coalesce(one.published_on, one.published) AS published_on,
    coalesce(other.published_on, other.published) AS other_published_on,
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
WHERE (/* shared: nothing asked but once */)
   OR EXISTS (
       SELECT 1 FROM articles
       WHERE articles.article_id IN (one.article_id, other.article_id)
         AND /* shared: articles but once */)
ORDER BY one.article_id DESC, other.article_id DESC
LIMIT :limit;
