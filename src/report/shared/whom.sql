/* Whom a name means, by the rule of every command: the exact name or alias, one that a ruling gave first; else the
   same without capitals, accents and apostrophes; else the end of a name (a surname), else any other whole
   words of it, else the three letters that its words begin with (JFK), where only one who is named in an article has
   them. `#12` is the one with that id, `organisation #12` the organisation. */
called_whole (step, kind, entity_id) AS (
    SELECT
        CASE WHEN is_ruled THEN 1 WHEN form = 'name' THEN 2 WHEN form = 'alias' THEN 3 ELSE 4 END
        + CASE WHEN name = :name THEN 0 ELSE 4 END,
        kind, entity_id
    FROM names
    WHERE folded = :name_folded AND :name_folded <> '' AND (:kind IS NULL OR kind = :kind)
    UNION ALL
    SELECT 0, 'person', coalesce(merged_into_id, person_id) FROM people
    WHERE (:name GLOB '#[0-9]*' OR :name GLOB 'person #[0-9]*') AND person_id = CAST(substr(:name, instr(:name, '#') + 1) AS INTEGER)
      AND ifnull(:kind, 'person') = 'person'
    UNION ALL
    SELECT 0, 'organisation', coalesce(merged_into_id, organisation_id) FROM organisations
    WHERE (:name GLOB '#[0-9]*' OR :name GLOB 'organisation #[0-9]*')
      AND organisation_id = CAST(substr(:name, instr(:name, '#') + 1) AS INTEGER)
      AND ifnull(:kind, 'organisation') = 'organisation'
    UNION ALL
    SELECT 0, 'place', coalesce(merged_into_id, place_id) FROM places
    WHERE (:name GLOB '#[0-9]*' OR :name GLOB 'place #[0-9]*') AND place_id = CAST(substr(:name, instr(:name, '#') + 1) AS INTEGER)
      AND ifnull(:kind, 'place') = 'place'
),
/* All names are gone through only where nobody has this one whole, or perhaps nobody of that kind: one row then,
   and none otherwise. */
longer (step, name) AS MATERIALIZED (
    SELECT
        CASE
            WHEN substr(folded_names.folded, -1 - length(:name_folded)) = ' ' || :name_folded THEN 9
            WHEN instr(' ' || folded_names.folded || ' ', ' ' || :name_folded || ' ') > 0 THEN 10
            ELSE 11
        END,
        folded_names.name
    FROM (SELECT 1 WHERE :kind IS NOT NULL OR NOT EXISTS (SELECT 1 FROM folded_names WHERE folded = :name_folded)) AS otherwise
    CROSS JOIN folded_names
    WHERE (instr(folded_names.folded, nullif(:name_folded, '')) > 0
           AND instr(' ' || folded_names.folded || ' ', ' ' || :name_folded || ' ') > 0)
       OR (:name GLOB '[A-Z][A-Z][A-Z]'
           AND length(folded_names.folded) - length(replace(folded_names.folded, ' ', '')) = 2
           AND folded_names.folded GLOB
               substr(:name_folded, 1, 1) || '* ' || substr(:name_folded, 2, 1) || '* ' || substr(:name_folded, 3, 1) || '*')
),
called_shortly (step, kind, entity_id) AS (
    SELECT longer.step, 'person', people.person_id FROM longer CROSS JOIN people ON people.name = longer.name
    UNION ALL
    SELECT longer.step, 'organisation', organisations.organisation_id
    FROM longer CROSS JOIN organisations ON organisations.name = longer.name
    UNION ALL
    SELECT longer.step, 'place', places.place_id FROM longer CROSS JOIN places ON places.name = longer.name
    UNION ALL
    /* of one that was merged as well: whom it was merged into has its names as aliases */
    SELECT
        longer.step,
        CASE WHEN aliases.person_id IS NOT NULL THEN 'person' WHEN aliases.organisation_id IS NOT NULL THEN 'organisation' ELSE 'place' END,
        coalesce(aliases.person_id, aliases.organisation_id, aliases.place_id)
    FROM longer CROSS JOIN aliases ON aliases.name = longer.name
    WHERE aliases.kind = 'alias' AND aliases.publisher_id IS NULL
),
called (step, kind, entity_id) AS (
    SELECT min(step), kind, entity_id FROM (
        SELECT step, kind, entity_id FROM called_whole
        UNION ALL
        SELECT step, kind, entity_id FROM called_shortly
        WHERE (:kind IS NULL OR kind = :kind)
          AND CASE kind
              WHEN 'person' THEN EXISTS (SELECT 1 FROM article_people WHERE person_id = entity_id)
              WHEN 'organisation' THEN EXISTS (SELECT 1 FROM article_organisations WHERE organisation_id = entity_id)
              ELSE EXISTS (SELECT 1 FROM article_places WHERE place_id = entity_id)
          END)
    GROUP BY kind, entity_id
),
wanted (kind, entity_id) AS MATERIALIZED (
    SELECT kind, entity_id FROM (
        SELECT step, kind, entity_id, min(step) OVER () AS best, count(*) OVER (PARTITION BY step) AS fitting FROM called)
    WHERE step = best AND (step < 9 OR fitting = 1)
)
