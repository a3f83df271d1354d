/* The most named; names are read only of those who may be among them. Each later step names the one before it once or
   twice: SQLite makes a copy of everything below for each time. */
most_named (position, entity_id, name, articles) AS MATERIALIZED (
    SELECT
        row_number() OVER (ORDER BY ranked.articles DESC, coalesce(people.name, organisations.name, places.name), coalesce(people.key, organisations.key, places.key)),
        ranked.entity_id,
        coalesce(people.name, organisations.name, places.name),
        ranked.articles
    FROM (
        SELECT entity_id, articles, rank() OVER (ORDER BY articles DESC) AS position
        FROM counted
        WHERE :origin IS NULL OR entity_id IN (
            SELECT person_id FROM people WHERE :other = 'person' AND :origin = /* shared: origin of people */
            UNION ALL
            SELECT organisation_id FROM organisations WHERE :other = 'organisation' AND :origin = /* shared: origin of organisations */
            UNION ALL
            SELECT place_id FROM places WHERE :other = 'place' AND :origin = /* shared: origin of places */)
    ) AS ranked
    LEFT JOIN people ON :other = 'person' AND people.person_id = ranked.entity_id
    LEFT JOIN organisations ON :other = 'organisation' AND organisations.organisation_id = ranked.entity_id
    LEFT JOIN places ON :other = 'place' AND places.place_id = ranked.entity_id
    WHERE ranked.position <= :top
    ORDER BY 1
    LIMIT :top
)
