/* title: Articles
   description: What is in the archive, newest day first, without what its publisher withdrew and summaries of what is there whole.
   parameter: since — published on this day or later (first day)
   parameter: until — published on this day or earlier (last day)
   parameter: publisher — published by this publisher (text)
   parameter: kind — only articles, only newsletters' own words, or only what feeds sum up (article, digest or summary)
   parameter: topic — tagged with this topic (text)
   parameter: once — show a story once, however many near-duplicates of it there are (yes or no, default no)
   parameter: limit — at most so many rows (number, default 50) */
SELECT
    articles.article_id,
    articles.published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    articles.byline
FROM articles
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
WHERE (:since IS NULL OR articles.published_on >= :since)
  AND (:until IS NULL OR articles.published_on <= :until)
  AND (:publisher IS NULL OR articles.publisher_id IN (
      SELECT publisher_id FROM publishers WHERE name = :publisher COLLATE NOCASE
      UNION ALL
      SELECT publisher_id FROM aliases WHERE name = :publisher COLLATE NOCASE AND publisher_id IS NOT NULL))
  AND (:kind IS NULL OR articles.kind = :kind)
  AND (:topic IS NULL OR articles.article_id IN (SELECT article_id FROM article_topics WHERE topic = :topic COLLATE NOCASE))
  AND (:once = 'no' OR articles.article_id NOT IN (SELECT article_id FROM repeats))
  AND articles.article_id NOT IN (SELECT article_id FROM hidden_articles)
ORDER BY articles.published_on DESC, articles.article_id DESC
LIMIT :limit;
