/* title: What came in
   description: Articles that were stored since yesterday, or since the day that is given, the latest first, with whom
     and what they name most.
   parameter: ingested_since — stored on this day (UTC) or later (first day, default yesterday)
   parameter: name — only articles that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles but ingested_since
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
chosen (article_id, ingested_at) AS (
    SELECT articles.article_id, articles.ingested_at
    FROM articles
    WHERE /* shared: articles */
      AND (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
    ORDER BY articles.ingested_at DESC, articles.article_id DESC
    LIMIT :limit
)
SELECT
    articles.article_id,
    articles.ingested_at,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    coalesce(articles.headline, substr(articles.body, 1, 80) || '…') AS headline,
    (SELECT group_concat(name, ', ') FROM (
        SELECT people.name
        FROM article_people CROSS JOIN people ON people.person_id = article_people.person_id
        WHERE article_people.article_id = chosen.article_id
        ORDER BY article_people.mention_count DESC, people.name LIMIT 3)) AS people,
    (SELECT group_concat(name, ', ') FROM (
        SELECT organisations.name
        FROM article_organisations CROSS JOIN organisations ON organisations.organisation_id = article_organisations.organisation_id
        WHERE article_organisations.article_id = chosen.article_id
        ORDER BY article_organisations.mention_count DESC, organisations.name LIMIT 3)) AS organisations,
    articles.url
FROM chosen
CROSS JOIN articles ON articles.article_id = chosen.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY chosen.ingested_at DESC, chosen.article_id DESC;
