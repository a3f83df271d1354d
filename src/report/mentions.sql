/* title: Mentions of a name
   description: Every place where someone or something is named, with the words around it, whole words only.
     article_id, start_char and, where it is not the body, field are what `cuttings mention` takes.
   parameter: name — whom, as people write it (name, required)
   parameter: kind — look for the name only among people, organisations or places (person, organisation or place)
   parameters: those of articles
   parameter: sort — by day, or by the words before or after the name, of the latest that are shown (date, left or
     right, default date)
   parameter: characters — how much of the text to show before and after (number, default 40)
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* shared: publisher */,
/* shared: mentioned */,
/* Chosen before any text is cut: it is read for the rows that are shown only. */
chosen AS (
    SELECT mentioned.*, articles.earliest_on
    FROM mentioned
    CROSS JOIN articles ON articles.article_id = mentioned.article_id
    WHERE /* shared: articles */
    ORDER BY articles.earliest_on DESC, mentioned.article_id DESC,
        CASE mentioned.field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END,
        length(mentioned.field), mentioned.field, mentioned.start_char
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
        replace(substr(text, end_char + 1, :characters + 1), char(10), ' ') AS wide_after,
        rtrim(replace(lower(substr(text, max(start_char - 100, 0) + 1, min(start_char, 100))), char(10), ' '), ' ,.;:!?"“”()') AS words_before
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
/* From the name outwards: to the left, by the last word before it, then by the one before that. */
ORDER BY
    CASE :sort
        WHEN 'right' THEN ltrim(lower(chosen.wide_after), ' ,.;:!?"“”()')
        WHEN 'left' THEN replace(chosen.words_before, rtrim(chosen.words_before, replace(chosen.words_before, ' ', '')), '')
    END,
    CASE :sort WHEN 'left' THEN replace(
        rtrim(rtrim(chosen.words_before, replace(chosen.words_before, ' ', ''))),
        rtrim(rtrim(rtrim(chosen.words_before, replace(chosen.words_before, ' ', ''))), replace(chosen.words_before, ' ', '')), '')
    END,
    chosen.earliest_on DESC, chosen.article_id DESC,
    CASE chosen.field WHEN 'headline' THEN 1 WHEN 'standfirst' THEN 2 WHEN 'body' THEN 3 ELSE 4 END, length(chosen.field), chosen.field, chosen.start_char;
