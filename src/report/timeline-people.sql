/* title: Timeline of people
   description: How many articles there are in each day, week, month or year that name each of the most named people, or
     organisations or places. A week is named by its Monday. The last rows count articles whose day, month or year is not
     known.
   plot: multiples articles by period and name
   parameter: per — one count for each (day, week, month or year, default month)
   parameter: other — whom to count (person, organisation or place, default person)
   parameter: top — so many of them, the most named (number, default 12)
   parameter: name — only articles that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles
   parameter: limit — at most so many periods, the latest (number, default 400) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
/* shared: counted */,
/* shared: most named */,
named (position, name, article_id) AS (
    SELECT most_named.position, most_named.name, coalesce(article_people.article_id, article_organisations.article_id, article_places.article_id)
    FROM most_named
    LEFT JOIN article_people ON article_people.person_id = CASE :other WHEN 'person' THEN most_named.entity_id END
    LEFT JOIN article_organisations ON article_organisations.organisation_id = CASE :other WHEN 'organisation' THEN most_named.entity_id END
    LEFT JOIN article_places ON article_places.place_id = CASE :other WHEN 'place' THEN most_named.entity_id END
),
by_day (position, name, day, articles, last_article_id) AS (
    SELECT named.position, named.name, coalesce(articles.published_on, articles.published), count(*), max(articles.article_id)
    FROM named
    CROSS JOIN articles ON articles.article_id = named.article_id
    WHERE /* shared: articles */
      AND (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
    GROUP BY named.position, named.name, 3
),
by_period (position, name, period, articles, last_article_id) AS (
    SELECT
        position,
        name,
        CASE
            WHEN :per = 'year' THEN substr(day, 1, 4)
            WHEN :per = 'month' AND length(day) >= 7 THEN substr(day, 1, 7)
            WHEN :per = 'week' AND length(day) = 10 THEN date(day, 'weekday 0', '-6 days')
            WHEN :per = 'day' AND length(day) = 10 THEN day
        END,
        sum(articles),
        max(last_article_id)
    FROM by_day
    GROUP BY position, name, 3
)
SELECT
    coalesce(latest.period, 'no ' || CASE :per WHEN 'week' THEN 'day' ELSE :per END) AS period,
    latest.name,
    latest.articles,
    latest.last_article_id
FROM (SELECT *, dense_rank() OVER (ORDER BY period DESC) AS age FROM by_period) AS latest
WHERE latest.period IS NULL OR latest.age <= :limit
ORDER BY latest.period IS NULL, latest.period, latest.position;
