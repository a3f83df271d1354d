/* latest_on and earliest_on, spelt out so that the index answers it without reading an article */
      (:since IS NULL OR coalesce(articles.published_on, articles.published || CASE length(articles.published) WHEN 4 THEN '-12-31' ELSE '-31' END) >= :since)
  AND (:until IS NULL OR coalesce(articles.published_on, articles.published || CASE length(articles.published) WHEN 4 THEN '-01-01' ELSE '-01' END) <= :until)
  AND (:dated IS NULL OR (articles.published_on IS NULL) = (:dated = 'no'))
  AND (:ingested_since IS NULL OR articles.ingested_at >= :ingested_since)
  AND (:publisher IS NULL OR articles.publisher_id IN (SELECT publisher_id FROM wanted_publishers))
  AND (:topic IS NULL OR articles.article_id IN (SELECT article_id FROM article_topics WHERE topic = :topic COLLATE NOCASE))
  AND (:once = 'no' OR articles.article_id NOT IN (SELECT article_id FROM repeats))
  AND articles.article_id NOT IN (SELECT article_id FROM hidden_articles)
