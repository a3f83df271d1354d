/* title: The same words in several articles
   description: Quotations that several articles carry, however they cut them, with who said them first where. A
     speaker without a kind is in the text's own words.
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* One branch for the whole archive, in the order of an index, and one for what is asked for. */
across (words_sha256, articles) AS (
    SELECT words_sha256, count(DISTINCT article_id)
    FROM quotes INDEXED BY quotes_by_words
    WHERE substr(words_sha256, 1, 12) IN (
        SELECT substr(words_sha256, 1, 12)
        FROM quotes INDEXED BY quotes_by_words
        WHERE words_sha256 IS NOT NULL AND field = 'body'
          AND /* shared: nothing asked */
          AND article_id NOT IN (SELECT article_id FROM hidden_articles)
        GROUP BY substr(words_sha256, 1, 12)
        HAVING min(article_id) < max(article_id))
      AND words_sha256 IS NOT NULL AND field = 'body'
      AND article_id NOT IN (SELECT article_id FROM hidden_articles)
    GROUP BY words_sha256
    HAVING min(article_id) < max(article_id)
    UNION ALL
    SELECT quotes.words_sha256, count(DISTINCT quotes.article_id)
    FROM articles CROSS JOIN quotes ON quotes.article_id = articles.article_id
    WHERE quotes.words_sha256 IS NOT NULL AND quotes.field = 'body'
      AND NOT (/* shared: nothing asked */)
      AND /* shared: articles */
    GROUP BY quotes.words_sha256
    HAVING count(DISTINCT quotes.article_id) > 1
    ORDER BY 2 DESC, 1
    LIMIT :limit
),
carried AS MATERIALIZED (
    SELECT quotes.*, across.articles, coalesce(articles.published_on, articles.published) AS published_on, articles.publisher_id
    FROM across
    CROSS JOIN quotes ON substr(quotes.words_sha256, 1, 12) = substr(across.words_sha256, 1, 12)
        AND quotes.words_sha256 = across.words_sha256 AND quotes.field = 'body'
    CROSS JOIN articles ON articles.article_id = quotes.article_id
    WHERE /* shared: articles */
),
spread AS (
    SELECT words_sha256, count(DISTINCT publisher_id) AS publishers, min(published_on) AS first_on, max(published_on) AS last_on
    FROM carried
    GROUP BY words_sha256
),
/* The longest form of the words, of the first article that has it. */
shown AS (
    SELECT carried.*, spread.publishers, spread.first_on, spread.last_on, row_number() OVER (
        PARTITION BY carried.words_sha256
        ORDER BY carried.end_char - carried.start_char DESC, carried.published_on, carried.article_id, carried.start_char) AS place
    FROM carried JOIN spread ON spread.words_sha256 = carried.words_sha256
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
    shown.articles,
    shown.publishers,
    shown.first_on,
    shown.last_on,
    publishers.name AS publisher,
    articles.headline,
    articles.url,
    shown.article_id,
    shown.start_char
FROM shown
JOIN articles ON articles.article_id = shown.article_id
LEFT JOIN publishers ON publishers.publisher_id = articles.publisher_id
LEFT JOIN people ON people.person_id = shown.person_id
LEFT JOIN organisations ON organisations.organisation_id = shown.organisation_id
LEFT JOIN places ON places.place_id = shown.place_id
WHERE shown.place = 1
ORDER BY shown.articles DESC, shown.first_on, quote;
