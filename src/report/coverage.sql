/* title: Coverage by month
   description: How many articles of a year each publisher, section, place or topic has, month by month: of all, or of
     those that name someone. The year is the newest in which there are any.
   parameter: per — one row for each (section, publisher, place or topic, default publisher)
   parameter: year — which year (number)
   parameter: name — only articles that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles but since, until, dated
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
within (first_on, last_on) AS MATERIALIZED (
    SELECT year || '-01-01', year || '-12-31' FROM (
        SELECT coalesce(
            CASE WHEN :year IS NOT NULL THEN printf('%04d', :year) END,
            (SELECT substr(max(articles.published_on), 1, 4) FROM named_in CROSS JOIN articles ON articles.article_id = named_in.article_id),
            (SELECT substr(max(published_on), 1, 4) FROM articles WHERE :name IS NULL)
        ) AS year)
),
/* By the month that is known, though the day may not be. */
dated (article_id, month, publisher_id) AS (
    SELECT articles.article_id, CAST(substr(coalesce(articles.published_on, articles.published), 6, 2) AS INTEGER), articles.publisher_id
    FROM within
    CROSS JOIN articles ON articles.earliest_on >= within.first_on AND articles.earliest_on <= within.last_on
        AND length(coalesce(articles.published_on, articles.published)) >= 7
    WHERE (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
      AND /* shared: articles but since, until, dated */
),
counted (entity_id, words, month, articles, last_article_id) AS (
    SELECT
        CASE :per WHEN 'publisher' THEN dated.publisher_id WHEN 'place' THEN article_places.place_id END,
        CASE :per WHEN 'section' THEN articles.section WHEN 'topic' THEN topics.topic END,
        dated.month, count(*), max(dated.article_id)
    FROM dated
    LEFT JOIN articles ON :per = 'section' AND articles.article_id = dated.article_id
    LEFT JOIN article_places ON :per = 'place' AND article_places.article_id = dated.article_id
    LEFT JOIN (SELECT article_id, topic FROM article_topics WHERE :per = 'topic') AS topics ON topics.article_id = dated.article_id
    GROUP BY 1, 2, 3
)
SELECT
    coalesce(publishers.name, places.name, counted.words, 'no ' || :per) AS name,
    (SELECT substr(first_on, 1, 4) FROM within) AS year,
    sum(articles) AS total,
    sum(CASE month WHEN 1 THEN articles END) AS jan,
    sum(CASE month WHEN 2 THEN articles END) AS feb,
    sum(CASE month WHEN 3 THEN articles END) AS mar,
    sum(CASE month WHEN 4 THEN articles END) AS apr,
    sum(CASE month WHEN 5 THEN articles END) AS may,
    sum(CASE month WHEN 6 THEN articles END) AS jun,
    sum(CASE month WHEN 7 THEN articles END) AS jul,
    sum(CASE month WHEN 8 THEN articles END) AS aug,
    sum(CASE month WHEN 9 THEN articles END) AS sep,
    sum(CASE month WHEN 10 THEN articles END) AS oct,
    sum(CASE month WHEN 11 THEN articles END) AS nov,
    sum(CASE month WHEN 12 THEN articles END) AS dec,
    max(last_article_id) AS last_article_id
FROM counted
LEFT JOIN publishers ON :per = 'publisher' AND publishers.publisher_id = counted.entity_id
LEFT JOIN places ON :per = 'place' AND places.place_id = counted.entity_id
GROUP BY counted.entity_id, counted.words, publishers.name, places.name
ORDER BY total DESC, 1
LIMIT :limit;
