/* title: Timeline of publishers
   description: How many articles of each publisher there are in each day, week, month or year: those who published most,
     and the others together. A week is named by its Monday. The last rows count articles whose day, month or year is
     not known.
   plot: stacked articles by period and publisher
   parameter: per — one count for each (day, week, month or year, default month)
   parameter: top — so many publishers of their own, the rest as `others` (number, default 8)
   parameter: name — only articles that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles
   parameter: limit — at most so many periods, the latest (number, default 400) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
/* By day first, or by the month or year that is known instead: `2024-03`, `2024`. */
by_day (day, publisher_id, articles, last_article_id) AS (
    SELECT coalesce(articles.published_on, articles.published), articles.publisher_id, count(*), max(articles.article_id)
    FROM articles
    WHERE /* shared: articles */
      AND (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
    GROUP BY 1, 2
),
counted (period, publisher_id, articles, last_article_id) AS MATERIALIZED (
    SELECT
        CASE
            WHEN :per = 'year' THEN substr(day, 1, 4)
            WHEN :per = 'month' AND length(day) >= 7 THEN substr(day, 1, 7)
            WHEN :per = 'week' AND length(day) = 10 THEN date(day, 'weekday 0', '-6 days')
            WHEN :per = 'day' AND length(day) = 10 THEN day
        END,
        publisher_id,
        sum(articles),
        max(last_article_id)
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
named (period, position, publisher, articles, last_article_id) AS (
    SELECT
        counted.period,
        coalesce(first_publishers.position, CASE WHEN counted.publisher_id IS NULL THEN :top + 2 ELSE :top + 1 END),
        coalesce(first_publishers.name, CASE WHEN counted.publisher_id IS NULL THEN 'no publisher' ELSE 'others' END),
        sum(counted.articles),
        max(counted.last_article_id)
    FROM counted
    LEFT JOIN first_publishers ON first_publishers.publisher_id = counted.publisher_id
    WHERE counted.period IS NULL OR counted.period IN (SELECT period FROM periods)
    GROUP BY 1, 2, 3
)
SELECT coalesce(period, 'no ' || CASE :per WHEN 'week' THEN 'day' ELSE :per END) AS period, publisher, articles, last_article_id
FROM named
ORDER BY named.period IS NULL, named.period, position;
