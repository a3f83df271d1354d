/* title: Mentions of a name
   description: Every place where someone or something is named, with the words around it, whole words only.
     article_id, start_char and, where it is not the body, field are what `cuttings mention` takes.
   parameter: name — whom, as people write it (name, required)
   parameter: kind — only one of that name: a person, an organisation or a place (person, organisation or place)
   parameters: those of articles
   parameter: characters — how much of the text to show before and after (number, default 40)
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: publisher */,
found (article_id, field, start_char, end_char, surface_form, kind, name, rule) AS (
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
),
/* Chosen before any text is cut: it is read for the rows that are shown only. */
chosen AS (
    SELECT found.*, articles.earliest_on
    FROM found
    CROSS JOIN articles ON articles.article_id = found.article_id
    WHERE /* shared: articles */
    ORDER BY articles.earliest_on DESC, found.article_id DESC,
        CASE found.field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END,
        length(found.field), found.field, found.start_char
    LIMIT :limit
),
standing AS (
    SELECT
        chosen.*,
        CASE chosen.field
            WHEN 'body' THEN articles.body
            WHEN 'headline' THEN articles.headline
            WHEN 'standfirst' THEN articles.standfirst
            ELSE (SELECT caption FROM article_captions
                  WHERE article_captions.article_id = chosen.article_id AND 'caption-' || number = chosen.field)
        END AS text
    FROM chosen
    CROSS JOIN articles ON articles.article_id = chosen.article_id
),
/* One character more than is shown on each side: it tells whether the outermost word is whole. */
around AS (
    SELECT
        standing.*,
        replace(substr(text, max(start_char - :characters - 1, 0) + 1, min(start_char, :characters + 1)), char(10), ' ') AS wide_before,
        replace(substr(text, end_char + 1, :characters + 1), char(10), ' ') AS wide_after
    FROM standing
)
SELECT
    chosen.article_id,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    chosen.field,
    chosen.start_char,
    chosen.kind,
    chosen.name,
    CASE
        WHEN length(chosen.wide_before) <= :characters THEN chosen.wide_before
        WHEN instr(chosen.wide_before, ' ') = 0 THEN substr(chosen.wide_before, 2)
        ELSE substr(chosen.wide_before, instr(chosen.wide_before, ' ') + 1)
    END AS before,
    coalesce(chosen.surface_form, chosen.name) AS surface_form,
    CASE
        WHEN length(chosen.wide_after) <= :characters THEN chosen.wide_after
        WHEN instr(chosen.wide_after, ' ') = 0 THEN substr(chosen.wide_after, 1, :characters)
        ELSE rtrim(rtrim(chosen.wide_after, replace(chosen.wide_after, ' ', '')))
    END AS after,
    chosen.rule
FROM around AS chosen
CROSS JOIN articles ON articles.article_id = chosen.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY chosen.earliest_on DESC, chosen.article_id DESC,
    CASE chosen.field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END, length(chosen.field), chosen.field, chosen.start_char;
