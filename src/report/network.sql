/* title: Network
   description: Who is named in the same articles: of each of the most named people, or organisations or places, those
     with whom they turn up most often, and in how many articles each of the two is named.
   plot: network articles by name and other
   parameter: other — whom to take (person, organisation or place, default person)
   parameter: nodes — so many of them, the most named (number, default 60)
   parameter: links — of each, so many others, those named most often in the same articles (number, default 3)
   parameter: name — only articles that name this person, organisation or place (name)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles
   parameter: limit — at most so many pairs, the strongest (number, default 300) */
WITH /* shared: whom */,
/* shared: named in */,
/* shared: publisher */,
/* shared: counted */,
/* shared: most named as nodes */,
named (position, entity_id, articles, article_id) AS (
    SELECT
        most_named.position,
        most_named.entity_id,
        most_named.articles,
        coalesce(article_people.article_id, article_organisations.article_id, article_places.article_id)
    FROM most_named
    LEFT JOIN article_people ON article_people.person_id = CASE :other WHEN 'person' THEN most_named.entity_id END
    LEFT JOIN article_organisations ON article_organisations.organisation_id = CASE :other WHEN 'organisation' THEN most_named.entity_id END
    LEFT JOIN article_places ON article_places.place_id = CASE :other WHEN 'place' THEN most_named.entity_id END
),
asked (position, entity_id, articles, article_id) AS MATERIALIZED (
    SELECT position, entity_id, articles, article_id
    FROM named
    WHERE (:name IS NULL
           AND /* shared: nothing asked */
           AND article_id NOT IN (SELECT article_id FROM hidden_articles))
       OR article_id IN (SELECT article_id FROM wanted_articles)
    UNION ALL
    /* No row: it says that there may be many, without which SQLite makes no index for the pairs. */
    SELECT NULL, NULL, NULL, article_id FROM articles WHERE :nodes IS NULL
),
pairs (one, two, one_id, two_id, one_articles, two_articles, articles, last_article_id) AS (
    SELECT one.position, two.position, one.entity_id, two.entity_id, one.articles, two.articles, count(*), max(one.article_id)
    FROM asked AS one CROSS JOIN asked AS two ON two.article_id = one.article_id AND two.position > one.position
    GROUP BY one.position, two.position, one.entity_id, two.entity_id, one.articles, two.articles
),
/* Each pair from both sides, so that each of the two may choose those it is nearest to. */
chosen AS (
    SELECT
        pairs.*,
        row_number() OVER (PARTITION BY CASE side WHEN 1 THEN one ELSE two END ORDER BY articles DESC, CASE side WHEN 1 THEN two ELSE one END) AS nearness
    FROM pairs CROSS JOIN (SELECT 1 AS side UNION ALL SELECT 2)
),
shown AS (
    SELECT DISTINCT one, two, one_id, two_id, one_articles, two_articles, articles, last_article_id FROM chosen WHERE nearness <= :links
)
SELECT
    coalesce(people.name, organisations.name, places.name) AS name,
    coalesce(other_people.name, other_organisations.name, other_places.name) AS other,
    shown.articles AS articles,
    shown.one_articles AS name_articles,
    shown.two_articles AS other_articles,
    shown.last_article_id
FROM shown
LEFT JOIN people ON :other = 'person' AND people.person_id = shown.one_id
LEFT JOIN people AS other_people ON :other = 'person' AND other_people.person_id = shown.two_id
LEFT JOIN organisations ON :other = 'organisation' AND organisations.organisation_id = shown.one_id
LEFT JOIN organisations AS other_organisations ON :other = 'organisation' AND other_organisations.organisation_id = shown.two_id
LEFT JOIN places ON :other = 'place' AND places.place_id = shown.one_id
LEFT JOIN places AS other_places ON :other = 'place' AND other_places.place_id = shown.two_id
ORDER BY shown.articles DESC, shown.one, shown.two
LIMIT :limit;
