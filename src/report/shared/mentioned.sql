mentioned (article_id, field, start_char, end_char, surface_form, kind, name, rule) AS (
    SELECT mentions.article_id, mentions.field, mentions.start_char, mentions.end_char, mentions.surface_form, 'person', people.name, mentions.rule
    FROM wanted
    CROSS JOIN people ON people.person_id = wanted.entity_id
    CROSS JOIN article_people ON article_people.person_id = people.person_id
    CROSS JOIN mentions ON mentions.article_id = article_people.article_id AND mentions.person_id = people.person_id
    WHERE wanted.kind = 'person'
    UNION ALL
    SELECT mentions.article_id, mentions.field, mentions.start_char, mentions.end_char, mentions.surface_form, 'organisation', organisations.name, mentions.rule
    FROM wanted
    CROSS JOIN organisations ON organisations.organisation_id = wanted.entity_id
    CROSS JOIN article_organisations ON article_organisations.organisation_id = organisations.organisation_id
    CROSS JOIN mentions ON mentions.article_id = article_organisations.article_id AND mentions.organisation_id = organisations.organisation_id
    WHERE wanted.kind = 'organisation'
    UNION ALL
    SELECT mentions.article_id, mentions.field, mentions.start_char, mentions.end_char, mentions.surface_form, 'place', places.name, mentions.rule
    FROM wanted
    CROSS JOIN places ON places.place_id = wanted.entity_id
    CROSS JOIN article_places ON article_places.place_id = places.place_id
    CROSS JOIN mentions ON mentions.article_id = article_places.article_id AND mentions.place_id = places.place_id
    WHERE wanted.kind = 'place'
)
