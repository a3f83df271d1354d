/* Which articles: asked once, and not at all where nothing is asked. */
wanted_articles (article_id) AS (
    SELECT articles.article_id
    FROM articles
    WHERE /* shared: articles */
      AND (:name IS NULL OR articles.article_id IN (SELECT article_id FROM named_in))
),
/* Of the whole archive, what is kept counted, less what is hidden. */
counted (entity_id, articles) AS (
    SELECT entity_id, sum(articles)
    FROM (
        SELECT entity_id, articles FROM name_totals WHERE kind = :other
        UNION ALL
        SELECT article_people.person_id, -1
        FROM (SELECT DISTINCT article_id FROM hidden_articles) AS left_out
        CROSS JOIN article_people ON article_people.article_id = left_out.article_id
        WHERE :other = 'person'
        UNION ALL
        SELECT article_organisations.organisation_id, -1
        FROM (SELECT DISTINCT article_id FROM hidden_articles) AS left_out
        CROSS JOIN article_organisations ON article_organisations.article_id = left_out.article_id
        WHERE :other = 'organisation'
        UNION ALL
        SELECT article_places.place_id, -1
        FROM (SELECT DISTINCT article_id FROM hidden_articles) AS left_out
        CROSS JOIN article_places ON article_places.article_id = left_out.article_id
        WHERE :other = 'place')
    WHERE :name IS NULL AND /* shared: nothing asked */
    GROUP BY entity_id
    HAVING sum(articles) > 0
    UNION ALL
    SELECT article_people.person_id, count(*)
    FROM wanted_articles CROSS JOIN article_people ON article_people.article_id = wanted_articles.article_id
    WHERE :other = 'person'
      AND NOT (:name IS NULL AND /* shared: nothing asked */)
    GROUP BY article_people.person_id
    UNION ALL
    SELECT article_organisations.organisation_id, count(*)
    FROM wanted_articles CROSS JOIN article_organisations ON article_organisations.article_id = wanted_articles.article_id
    WHERE :other = 'organisation'
      AND NOT (:name IS NULL AND /* shared: nothing asked */)
    GROUP BY article_organisations.organisation_id
    UNION ALL
    SELECT article_places.place_id, count(*)
    FROM wanted_articles CROSS JOIN article_places ON article_places.article_id = wanted_articles.article_id
    WHERE :other = 'place'
      AND NOT (:name IS NULL AND /* shared: nothing asked */)
    GROUP BY article_places.place_id
)
