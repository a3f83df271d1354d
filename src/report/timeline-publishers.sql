/* title: Timeline of publishers
   description: How many articles of each publisher there are in each day, week, month or year: those who published most,
     and the others together. A week is named by its Monday. The last rows count articles whose day, month or year is
     not known.
   plot: stacked articles by period and publisher
   parameter: per — one count for each (day, week, month or year, default month)
   parameter: top — so many publishers of their own, the rest as `others` (number, default 8)
   parameters: those of articles
   parameter: limit — at most so many periods, the latest (number, default 400) */
WITH /* shared: publisher */,
/* By day first, or by the month or year that is known instead: `2024-03`, `2024`. */
by_day (day, publisher_id, articles) AS (
    SELECT coalesce(articles.published_on, articles.published), articles.publisher_id, count(*)
    FROM articles
    WHERE /* shared: articles */
    GROUP BY 1, 2
),
counted (period, publisher_id, articles) AS MATERIALIZED (
    SELECT
        CASE
            WHEN :per = 'year' THEN substr(day, 1, 4)
            WHEN :per = 'month' AND length(day) >= 7 THEN substr(day, 1, 7)
            WHEN :per = 'week' AND length(day) = 10 THEN date(day, 'weekday 0', '-6 days')
            WHEN :per = 'day' AND length(day) = 10 THEN day
        END,
        publisher_id,
        sum(articles)
    FROM by_day
    GROUP BY 1, 2
),
first_publishers (publisher_id, name, position) AS MATERIALIZED (
    SELECT whole.publisher_id, publishers.name, row_number() OVER (ORDER BY whole.articles DESC, publishers.name)
    FROM (SELECT publisher_id, sum(articles) AS articles FROM counted GROUP BY publisher_id) AS whole
    JOIN publishers ON publishers.publisher_id = whole.publisher_id
    ORDER BY 3
    LIMIT :top
),
periods (period) AS (
    SELECT DISTINCT period FROM counted WHERE period IS NOT NULL ORDER BY period DESC LIMIT :limit
),
named (period, position, publisher, articles) AS (
    SELECT
        counted.period,
        coalesce(first_publishers.position, CASE WHEN counted.publisher_id IS NULL THEN :top + 2 ELSE :top + 1 END),
        coalesce(first_publishers.name, CASE WHEN counted.publisher_id IS NULL THEN 'no publisher' ELSE 'others' END),
        sum(counted.articles)
    FROM counted
    LEFT JOIN first_publishers ON first_publishers.publisher_id = counted.publisher_id
    WHERE counted.period IS NULL OR counted.period IN (SELECT period FROM periods)
    GROUP BY 1, 2
)
SELECT coalesce(period, 'no ' || CASE :per WHEN 'week' THEN 'day' ELSE :per END) AS period, publisher, articles
FROM named
ORDER BY named.period IS NULL, named.period, position;
