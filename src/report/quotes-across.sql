/* title: The same words in several articles
   description: Quotations that several articles carry, however they cut them, with who said them first where. A
     speaker without a kind is in the text's own words.
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
carried AS (
    SELECT quotes.words_sha256, quotes.article_id, quotes.start_char, quotes.end_char, quotes.mention_start_char,
        quotes.speaker_start_char, quotes.speaker_end_char,
        quotes.person_id, quotes.organisation_id, quotes.place_id,
        coalesce(articles.published_on, articles.published) AS published_on, articles.publisher_id
    FROM quotes JOIN articles ON articles.article_id = quotes.article_id
    WHERE quotes.words_sha256 IS NOT NULL AND quotes.field = 'body'
      AND /* shared: articles */
),
across AS (
    SELECT words_sha256, count(DISTINCT article_id) AS articles, count(DISTINCT publisher_id) AS publishers,
        min(published_on) AS first_on, max(published_on) AS last_on
    FROM carried
    GROUP BY words_sha256
    HAVING count(DISTINCT article_id) > 1
    ORDER BY 2 DESC, words_sha256
    LIMIT :limit
),
/* The longest form of the words, of the first article that has it. */
shown AS (
    SELECT carried.*, row_number() OVER (
        PARTITION BY carried.words_sha256
        ORDER BY carried.end_char - carried.start_char DESC, carried.published_on, carried.article_id, carried.start_char) AS place
    FROM across JOIN carried ON carried.words_sha256 = across.words_sha256
)
SELECT
    coalesce(
        people.name, organisations.name, places.name,
        substr(articles.body, shown.speaker_start_char + 1, shown.speaker_end_char - shown.speaker_start_char)
    ) AS speaker,
    CASE
        WHEN people.person_id IS NOT NULL THEN 'person'
        WHEN organisations.organisation_id IS NOT NULL THEN 'organisation'
        WHEN places.place_id IS NOT NULL THEN 'place'
    END AS kind,
    substr(articles.body, shown.start_char + 1, shown.end_char - shown.start_char) AS quote,
    across.articles,
    across.publishers,
    across.first_on,
    across.last_on,
    publishers.name AS publisher,
    articles.headline,
    articles.url,
    shown.article_id,
    shown.start_char
FROM across
JOIN shown ON shown.words_sha256 = across.words_sha256 AND shown.place = 1
JOIN articles ON articles.article_id = shown.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN mentions ON mentions.article_id = shown.article_id AND mentions.field = 'body'
    AND mentions.start_char = shown.mention_start_char
LEFT JOIN people ON people.person_id = coalesce(shown.person_id, mentions.person_id)
LEFT JOIN organisations ON organisations.organisation_id = coalesce(shown.organisation_id, mentions.organisation_id)
LEFT JOIN places ON places.place_id = coalesce(shown.place_id, mentions.place_id)
ORDER BY across.articles DESC, across.first_on, quote;
