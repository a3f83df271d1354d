/* title: Timeline
   description: How many articles there are in each day, week, month or year, all of them or those that name someone.
     A week is named by its Monday. The last row counts those that are left out, because their day, month or
     year is not known.
   plot: line articles by period
   parameter: per — one row for each (day, week, month or year, default month)
   parameter: name — only articles that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles
   parameter: limit — at most so many rows, the latest (number, default 1000) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
/* By day first, or by the month or year that is known instead: `2024-03`, `2024`. */
by_day (day, articles, last_article_id) AS (
    SELECT coalesce(articles.published_on, articles.published), count(*), max(articles.article_id)
    FROM articles
    WHERE /* shared: articles */
      AND (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
    GROUP BY 1
),
counted (period, articles, last_article_id) AS (
    SELECT
        CASE
            WHEN :per = 'year' THEN substr(day, 1, 4)
            WHEN :per = 'month' AND length(day) >= 7 THEN substr(day, 1, 7)
            WHEN :per = 'week' AND length(day) = 10 THEN date(day, 'weekday 0', '-6 days')
            WHEN :per = 'day' AND length(day) = 10 THEN day
        END,
        sum(articles),
        max(last_article_id)
    FROM by_day
    GROUP BY 1
)
SELECT period, articles, last_article_id
FROM (SELECT period, articles, last_article_id FROM counted WHERE period IS NOT NULL ORDER BY period DESC LIMIT :limit)
UNION ALL
SELECT 'no ' || CASE :per WHEN 'week' THEN 'day' ELSE :per END, articles, last_article_id FROM counted WHERE period IS NULL
ORDER BY period;
