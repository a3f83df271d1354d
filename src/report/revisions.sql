/* title: Revisions
   description: Articles of which the archive holds another text: same address, or same publisher, headline and day.
   parameter: article — only revisions of this article (number)
   parameter: limit — at most so many rows (number, default 50) */
SELECT
    one.article_id,
    other.article_id AS other_article_id,
    found.reasons,
    one.published_on,
    other.published_on AS other_published_on,
    coalesce(one.headline, substr(one.body, 1, 80)) AS headline,
    CASE WHEN other.headline IS NOT one.headline THEN other.headline END AS other_headline
FROM (
    SELECT article_id, other_article_id, group_concat(reason, ' and ') AS reasons
    FROM (SELECT * FROM revisions ORDER BY reason DESC)
    WHERE article_id < other_article_id
      AND (:article IS NULL OR article_id = :article OR other_article_id = :article)
    GROUP BY article_id, other_article_id
) AS found
JOIN articles AS one ON one.article_id = found.article_id
JOIN articles AS other ON other.article_id = found.other_article_id
ORDER BY one.article_id DESC, other.article_id DESC
LIMIT :limit;
