named_in (article_id) AS MATERIALIZED (
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
)
