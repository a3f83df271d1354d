/* One reference to wanted, and not one for each kind: SQLite makes a copy of everything below for each. */
named_in (article_id) AS MATERIALIZED (
    SELECT DISTINCT coalesce(article_people.article_id, article_organisations.article_id, article_places.article_id)
    FROM wanted
    LEFT JOIN article_people ON article_people.person_id = CASE wanted.kind WHEN 'person' THEN wanted.entity_id END
    LEFT JOIN article_organisations ON article_organisations.organisation_id = CASE wanted.kind WHEN 'organisation' THEN wanted.entity_id END
    LEFT JOIN article_places ON article_places.place_id = CASE wanted.kind WHEN 'place' THEN wanted.entity_id END
)
