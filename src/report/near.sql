/* title: Words near a name
   description: Where words stand near somebody, by any form of the name, and how many words away. Capitals make no
     difference, and words are whole ones.
   parameter: name — whom, as people write it (name, required)
   parameter: words — the words, as they stand there (words, required)
   parameter: within — at most this many words away (number, default 10)
   parameter: mentions — how many mentions in articles that have the words are read, the latest first (number, default 1000)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: publisher */,
/* shared: mentioned */,
latest AS (
    SELECT mentioned.*, articles.earliest_on
    FROM mentioned
    CROSS JOIN articles ON articles.article_id = mentioned.article_id
    WHERE mentioned.article_id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words_query)
      AND /* shared: articles */
    ORDER BY articles.earliest_on DESC, mentioned.article_id DESC, mentioned.field, mentioned.start_char
    LIMIT :mentions
),
standing AS (
    SELECT
        latest.*,
        CASE latest.field
            WHEN 'body' THEN articles.body
            WHEN 'headline' THEN articles.headline
            WHEN 'standfirst' THEN articles.standfirst
            ELSE (SELECT caption FROM article_captions
                  WHERE article_captions.article_id = latest.article_id AND 'caption-' || number = latest.field)
        END AS text
    FROM latest
    CROSS JOIN articles ON articles.article_id = latest.article_id
),
/* As many characters as so many words may have. Most mentions go here, before any word is counted. */
sides (article_id, field, start_char, end_char, surface_form, kind, name, earliest_on, text, side, around_text) AS (
    SELECT article_id, field, start_char, end_char, surface_form, kind, name, earliest_on, text,
        'before', substr(text, max(start_char - 16 * :within, 0) + 1, min(start_char, 16 * :within))
    FROM standing
    UNION ALL
    SELECT article_id, field, start_char, end_char, surface_form, kind, name, earliest_on, text,
        'after', substr(text, end_char + 1, 16 * :within)
    FROM standing
),
plain AS (
    SELECT sides.*, /* shared: plain words */ AS words
    FROM sides
    WHERE instr(lower(around_text), lower(:words)) > 0
),
/* The words are marked by one sign, and what stands between the name and the nearest sign is kept. Spaces are doubled
   meanwhile, so that what ends with one and what begins with the next are both found. */
marked AS (
    SELECT plain.*, replace(
        replace(replace(words, ' ', '  '), ' ' || replace(lower(trim(:words)), ' ', '  ') || ' ', ' ' || char(1) || ' '),
        '  ', ' ') AS signs
    FROM plain
),
apart AS (
    SELECT marked.*, trim(CASE side
        WHEN 'after' THEN substr(signs, 1, instr(signs, char(1)) - 1)
        ELSE substr(signs, length(rtrim(signs, replace(signs, char(1), ''))) + 1) END) AS between_words
    FROM marked
    WHERE instr(signs, char(1)) > 0
),
measured AS (
    SELECT apart.*, CASE between_words WHEN '' THEN 1 ELSE 2 + length(between_words) - length(replace(between_words, ' ', '')) END AS distance
    FROM apart
),
/* min() also chooses the row that the other columns are of. */
nearest AS (
    SELECT article_id, field, start_char, end_char, surface_form, kind, name, earliest_on, text, side, min(distance) AS distance
    FROM measured
    WHERE distance <= :within
    GROUP BY article_id, field, start_char
    ORDER BY earliest_on DESC, article_id DESC, field, start_char
    LIMIT :limit
)
SELECT
    nearest.article_id,
    coalesce(articles.published_on, articles.published) AS published_on,
    publishers.name AS publisher,
    nearest.field,
    nearest.start_char,
    nearest.kind,
    nearest.name,
    nearest.side,
    nearest.distance,
    CASE WHEN start_char <= 60 THEN before ELSE substr(before, instr(before, ' ') + 1) END AS before,
    coalesce(nearest.surface_form, nearest.name) AS surface_form,
    CASE WHEN length(after) < 60 THEN after ELSE rtrim(rtrim(after, replace(after, ' ', ''))) END AS after,
    articles.headline,
    articles.url
FROM (
    /* whole words, as far as they fit */
    SELECT nearest.*,
        replace(substr(text, max(start_char - 60, 0) + 1, min(start_char, 60)), char(10), ' ') AS before,
        replace(substr(text, end_char + 1, 60), char(10), ' ') AS after
    FROM nearest) AS nearest
CROSS JOIN articles ON articles.article_id = nearest.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
ORDER BY nearest.earliest_on DESC, nearest.article_id DESC, nearest.field, nearest.start_char;
