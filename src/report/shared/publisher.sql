/* Which publisher a name means: the exact name or alias, else the same without capitals and accents, else the one
   whose name has these words. */
publishers_called (step, publisher_id) AS (
    SELECT min(CASE WHEN known.name = :publisher THEN 1 WHEN known.folded = :publisher_folded THEN 2 ELSE 3 END), known.publisher_id
    FROM (
        SELECT publishers.publisher_id, publishers.name, folded_names.folded
        FROM publishers JOIN folded_names ON folded_names.name = publishers.name
        UNION ALL
        SELECT aliases.publisher_id, aliases.name, folded_names.folded
        FROM aliases JOIN folded_names ON folded_names.name = aliases.name
        WHERE aliases.publisher_id IS NOT NULL) AS known
    WHERE known.name = :publisher
       OR (:publisher_folded <> '' AND instr(' ' || known.folded || ' ', ' ' || :publisher_folded || ' ') > 0)
    GROUP BY known.publisher_id
),
wanted_publishers (publisher_id) AS (
    SELECT publisher_id FROM (
        SELECT step, publisher_id, min(step) OVER () AS best, count(*) OVER () AS fitting FROM publishers_called)
    WHERE step = best AND (step < 3 OR fitting = 1)
)
