/* title: Where fields come from
   description: Which rule set which part of how many articles, so that a rule that goes wrong is found.
     A rule is where the words stood and what that place was called: json-ld:datePublished.
   parameter: field — only this part: headline, published, authors … (text)
   parameter: rule — only rules that contain this (text)
   parameter: reader — only of this reader, with its version (text)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */
SELECT
    field_origins.field,
    field_origins.rule,
    articles.reader,
    count(*) AS articles,
    max(articles.article_id) AS last_article_id
FROM field_origins
JOIN articles ON articles.article_id = field_origins.article_id
WHERE /* shared: articles */
  AND (:field IS NULL OR field_origins.field = :field)
  AND (:rule IS NULL OR instr(field_origins.rule, :rule) > 0)
  AND (:reader IS NULL OR articles.reader = :reader)
GROUP BY field_origins.field, field_origins.rule, articles.reader
ORDER BY field_origins.field, articles DESC, field_origins.rule, articles.reader
LIMIT :limit;
