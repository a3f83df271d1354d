/* title: Roles
   description: Who was called what, from when to when, and by how many papers; of one person, the latest first.
   parameter: name — only this person (name)
   parameter: kind — whom a name means here: always a person (person, default person)
   parameter: title — only titles with these words (text)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: publisher */,
/* Asked once, and not at all where nothing is asked. */
wanted_articles (article_id) AS (
    SELECT articles.article_id
    FROM articles
    WHERE /* shared: articles */
),
/* An index has them in this order, of one person and of all. */
counted (person_id, title, organisation_id, place_id, articles) AS (
    SELECT roles.person_id, roles.title COLLATE NOCASE, roles.organisation_id, roles.place_id, count(DISTINCT roles.article_id)
    FROM wanted CROSS JOIN roles ON roles.person_id = wanted.entity_id
    WHERE wanted.kind = 'person'
      AND (:title IS NULL OR instr(lower(roles.title), lower(:title)) > 0)
      AND ((/* shared: nothing asked */
            AND roles.article_id NOT IN (SELECT article_id FROM hidden_articles))
        OR roles.article_id IN (SELECT article_id FROM wanted_articles))
    GROUP BY roles.person_id, roles.title COLLATE NOCASE, roles.organisation_id, roles.place_id
    UNION ALL
    SELECT roles.person_id, roles.title COLLATE NOCASE, roles.organisation_id, roles.place_id, count(DISTINCT roles.article_id)
    FROM roles INDEXED BY roles_by_person
    WHERE :name IS NULL AND roles.person_id IS NOT NULL
      AND (:title IS NULL OR instr(lower(roles.title), lower(:title)) > 0)
      AND ((/* shared: nothing asked */
            AND roles.article_id NOT IN (SELECT article_id FROM hidden_articles))
        OR roles.article_id IN (SELECT article_id FROM wanted_articles))
    GROUP BY roles.person_id, roles.title COLLATE NOCASE, roles.organisation_id, roles.place_id
),
/* Of one person all, of everybody those that come first. */
chosen AS (
    SELECT counted.*, people.name
    FROM counted CROSS JOIN people ON people.person_id = counted.person_id
    WHERE :origin IS NULL OR :origin = /* shared: origin of people */
    ORDER BY counted.articles DESC, people.name, lower(counted.title), counted.person_id, counted.organisation_id, counted.place_id
    LIMIT CASE WHEN :name IS NULL THEN :limit ELSE 9223372036854775807 END
),
/* When and where, of those that are shown. */
held AS (
    SELECT
        chosen.*,
        count(DISTINCT articles.publisher_id) AS publishers,
        min(coalesce(articles.published_on, articles.published)) AS first_on,
        max(coalesce(articles.published_on, articles.published)) AS last_on,
        max(articles.earliest_on) AS latest,
        max(articles.article_id) AS last_article_id
    FROM chosen
    CROSS JOIN roles ON roles.person_id = chosen.person_id AND roles.title = chosen.title COLLATE NOCASE
        AND roles.organisation_id IS chosen.organisation_id AND roles.place_id IS chosen.place_id
    CROSS JOIN articles ON articles.article_id = roles.article_id
    WHERE /* shared: articles */
    GROUP BY chosen.person_id, chosen.title, chosen.organisation_id, chosen.place_id, chosen.articles, chosen.name
)
SELECT
    held.name,
    lower(held.title) AS title,
    coalesce(organisations.name, places.name) AS held_in,
    held.articles,
    held.publishers,
    held.first_on,
    held.last_on,
    (SELECT /* shared: origin of people */ FROM people WHERE people.person_id = held.person_id) AS origin,
    held.last_article_id
FROM held
LEFT JOIN organisations ON organisations.organisation_id = held.organisation_id
LEFT JOIN places ON places.place_id = held.place_id
ORDER BY CASE WHEN :name IS NOT NULL THEN held.latest END DESC, held.articles DESC, held.name, lower(held.title), 3
LIMIT :limit;
