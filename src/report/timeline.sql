/* title: Timeline
   description: How many articles there are in each day, week or month, all of them or those that name someone.
     A week is named by its Monday. Articles without a day are left out.
   parameter: per — one row for each (day, week or month, default month)
   parameter: name — only articles that name this person, organisation or place (text)
   parameter: since — published on this day or later (first day)
   parameter: until — published on this day or earlier (last day)
   parameter: publisher — published by this publisher (text)
   parameter: once — count a story once, however many near-duplicates of it there are (yes or no, default no)
   parameter: limit — at most so many rows, the latest (number, default 1000) */

/* Whom the name means: the exact name, else an alias, else either of them in other capitals (A to Z). */
WITH exact (step, kind, entity_id) AS (
    SELECT CASE form WHEN 'name' THEN 1 ELSE 2 END, kind, entity_id FROM names WHERE name = :name
),
/* One row where that found nothing, none otherwise: all names are gone through only then. */
otherwise (step) AS (
    SELECT 3 WHERE NOT EXISTS (SELECT 1 FROM exact)
),
wanted (kind, entity_id) AS (
    SELECT kind, entity_id FROM exact WHERE step = (SELECT min(step) FROM exact)
    UNION
    SELECT kind, entity_id FROM otherwise CROSS JOIN names WHERE name = :name COLLATE NOCASE
),
named_in (article_id) AS (
    SELECT article_people.article_id
    FROM wanted CROSS JOIN article_people ON article_people.person_id = wanted.entity_id
    WHERE wanted.kind = 'person'
    UNION
    SELECT article_organisations.article_id
    FROM wanted CROSS JOIN article_organisations ON article_organisations.organisation_id = wanted.entity_id
    WHERE wanted.kind = 'organisation'
    UNION
    SELECT article_places.article_id
    FROM wanted CROSS JOIN article_places ON article_places.place_id = wanted.entity_id
    WHERE wanted.kind = 'place'
),
/* By day first: that is one walk along the index of days. */
by_day (published_on, articles) AS (
    SELECT published_on, count(*)
    FROM articles
    WHERE published_on IS NOT NULL
      AND (:since IS NULL OR published_on >= :since)
      AND (:until IS NULL OR published_on <= :until)
      AND (:publisher IS NULL OR publisher_id IN (
          SELECT publisher_id FROM publishers WHERE name = :publisher COLLATE NOCASE
          UNION ALL
          SELECT publisher_id FROM aliases WHERE name = :publisher COLLATE NOCASE AND publisher_id IS NOT NULL))
      AND (:name IS NULL OR article_id IN (SELECT article_id FROM named_in))
      AND (:once = 'no' OR article_id NOT IN (SELECT article_id FROM repeats))
      AND article_id NOT IN (SELECT article_id FROM hidden_articles)
    GROUP BY published_on
),
counted (period, articles) AS (
    SELECT
        CASE :per
            WHEN 'day' THEN published_on
            WHEN 'week' THEN date(published_on, 'weekday 0', '-6 days')
            ELSE substr(published_on, 1, 7)
        END,
        sum(articles)
    FROM by_day
    GROUP BY 1
    ORDER BY 1 DESC
    LIMIT :limit
)
SELECT period, articles
FROM counted
ORDER BY period;
