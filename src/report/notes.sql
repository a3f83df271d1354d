/* title: Notes
   description: Remarks on articles and on words in them, the newest first, and whether the words still stand where they
     stood: one whose words are gone stays on record and is never moved to others.
   parameter: article — only on this article (number)
   parameter: by — only by this person (text)
   parameter: state — only those that stand so: article (it is on the whole article), words, words gone or article gone (text)
   parameter: since — written on this day (UTC) or later (first day)
   parameter: until — written on this day (UTC) or earlier (last day)
   parameter: limit — at most so many rows (number, default 50) */
WITH noted AS (
    SELECT
        ruling.decision_id, ruling.decided_at, ruling.decided_by, ruling.value AS note,
        articles.article_id, articles.headline, articles.publisher_id,
        coalesce(articles.published_on, articles.published) AS published_on,
        CASE WHEN ruling.surface_form IS NOT NULL THEN ifnull(ruling.field, 'body') END AS field,
        ruling.start_char, ruling.end_char, ruling.surface_form AS words,
        'cuttings:sha256:' || ruling.article_sha256 AS permalink,
        CASE ifnull(ruling.field, 'body')
            WHEN 'body' THEN articles.body
            WHEN 'headline' THEN articles.headline
            WHEN 'standfirst' THEN articles.standfirst
            ELSE (SELECT caption FROM article_captions
                  WHERE article_captions.article_id = articles.article_id AND 'caption-' || number = ruling.field)
        END AS text
    FROM decisions_in_force AS ruling
    LEFT JOIN articles ON articles.sha256 = ruling.article_sha256
    WHERE ruling.act = 'remark'
      AND (:article IS NULL OR articles.article_id = :article)
      AND (:by IS NULL OR ruling.decided_by = :by COLLATE NOCASE)
      AND (:since IS NULL OR ruling.decided_at >= :since)
      AND (:until IS NULL OR substr(ruling.decided_at, 1, 10) <= :until)
),
standing AS (
    SELECT noted.*, CASE
        WHEN article_id IS NULL THEN 'article gone'
        WHEN words IS NULL THEN 'article'
        WHEN substr(text, start_char + 1, end_char - start_char) = words THEN 'words'
        ELSE 'words gone'
    END AS state
    FROM noted
)
SELECT
    standing.decision_id,
    standing.decided_at,
    standing.decided_by,
    standing.note,
    standing.words,
    standing.state,
    standing.article_id,
    standing.published_on,
    publishers.name AS publisher,
    standing.headline,
    standing.field,
    standing.start_char,
    standing.permalink || ifnull('#char=' || standing.start_char || ',' || standing.end_char
        || CASE standing.field WHEN 'body' THEN '' ELSE '/field=' || standing.field END, '') AS permalink
FROM standing
LEFT JOIN publishers ON publishers.publisher_id = standing.publisher_id
WHERE :state IS NULL OR standing.state = :state
ORDER BY standing.decision_id DESC
LIMIT :limit;
