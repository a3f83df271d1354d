/* title: New names
   description: Who and what is named for the first time in the last days of the archive: in no dated article
     before. The last days are counted back from its newest day, or from today if that is earlier.
   parameter: days — how many days back (number, default 30)
   parameter: since — from this day on, instead of so many days back (first day)
   parameter: kind — only people, organisations or places (person, organisation or place)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameter: once — count a story once, however many near-duplicates of it there are (yes or no, default no)
   parameter: limit — at most so many rows (number, default 50) */
WITH start (day) AS (
    SELECT coalesce(:since, date(min(date('now'), max(published_on)), '-' || :days || ' days'))
    FROM articles
    WHERE published_on IS NOT NULL
),
recent (article_id, published_on) AS (
    SELECT articles.article_id, coalesce(articles.published_on, articles.published)
    FROM start
    /* latest_on, spelt out so that an index has it; nothing is known less exactly than by its year */
    CROSS JOIN articles ON articles.earliest_on >= date(start.day, '-366 days')
        AND coalesce(articles.published_on, articles.published || CASE length(articles.published) WHEN 4 THEN '-12-31' ELSE '-31' END) >= start.day
    WHERE (:once = 'no' OR articles.article_id NOT IN (SELECT article_id FROM repeats))
      AND articles.article_id NOT IN (SELECT article_id FROM hidden_articles)
),
named (kind, entity_id, articles, first_on, last_article_id) AS (
    SELECT 'person', article_people.person_id, count(*), min(recent.published_on), max(recent.article_id)
    FROM recent CROSS JOIN article_people ON article_people.article_id = recent.article_id
    WHERE :kind IS NULL OR :kind = 'person'
    GROUP BY article_people.person_id
    HAVING NOT EXISTS (
        SELECT 1 FROM article_people AS earlier CROSS JOIN articles ON articles.article_id = earlier.article_id
        WHERE earlier.person_id = article_people.person_id AND articles.latest_on < (SELECT day FROM start))
    UNION ALL
    SELECT 'organisation', article_organisations.organisation_id, count(*), min(recent.published_on), max(recent.article_id)
    FROM recent CROSS JOIN article_organisations ON article_organisations.article_id = recent.article_id
    WHERE :kind IS NULL OR :kind = 'organisation'
    GROUP BY article_organisations.organisation_id
    HAVING NOT EXISTS (
        SELECT 1 FROM article_organisations AS earlier CROSS JOIN articles ON articles.article_id = earlier.article_id
        WHERE earlier.organisation_id = article_organisations.organisation_id AND articles.latest_on < (SELECT day FROM start))
    UNION ALL
    SELECT 'place', article_places.place_id, count(*), min(recent.published_on), max(recent.article_id)
    FROM recent CROSS JOIN article_places ON article_places.article_id = recent.article_id
    WHERE :kind IS NULL OR :kind = 'place'
    GROUP BY article_places.place_id
    HAVING NOT EXISTS (
        SELECT 1 FROM article_places AS earlier CROSS JOIN articles ON articles.article_id = earlier.article_id
        WHERE earlier.place_id = article_places.place_id AND articles.latest_on < (SELECT day FROM start))
)
SELECT
    coalesce(people.name, organisations.name, places.name) AS name,
    named.kind,
    named.first_on,
    named.articles,
    coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */) AS origin,
    named.last_article_id
FROM named
LEFT JOIN people ON named.kind = 'person' AND people.person_id = named.entity_id
LEFT JOIN organisations ON named.kind = 'organisation' AND organisations.organisation_id = named.entity_id
LEFT JOIN places ON named.kind = 'place' AND places.place_id = named.entity_id
WHERE :origin IS NULL
   OR :origin = coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */)
ORDER BY named.first_on DESC, named.articles DESC, 1, 2, named.entity_id
LIMIT :limit;
