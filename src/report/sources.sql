/* title: Who is quoted
   description: Who is quoted how often, and with which share of all quoted words: source by source, source by source in each
     publisher, or women and men. Somebody counts as a woman or a man only in articles that say so themselves where they
     quote: Ms, Mrs, Miss, she, or Mr, he. All others are unknown.
   parameter: per — one row for each (speaker, publisher or gender, default speaker)
   parameter: kind — only people, organisations or places (person, organisation or place)
   parameter: origin — only names that come from there (catalogue, automatic or ruled)
   parameters: those of articles
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* In the order in which their quotes are stored. */
asked (article_id, publisher_id) AS MATERIALIZED (
    SELECT articles.article_id, articles.publisher_id
    FROM articles INDEXED BY articles_by_period
    WHERE (:per = 'publisher' OR NOT (/* shared: nothing asked */))
      AND /* shared: articles */
    ORDER BY articles.article_id
),
/* What an article says of somebody holds for all that they say in it, unless it says both. One branch for the whole
   archive, which needs no article, and one for what is asked for. */
spoken AS (
    SELECT
        quotes.article_id,
        NULL AS publisher_id,
        quotes.person_id,
        quotes.organisation_id,
        quotes.place_id,
        count(*) AS quotes,
        sum(quotes.word_count) AS words,
        CASE WHEN min(quotes.speaker_gender) = max(quotes.speaker_gender) THEN min(quotes.speaker_gender) END AS gender
    FROM quotes
    WHERE :per <> 'publisher' AND /* shared: nothing asked */
      AND quotes.field = 'body'
      AND quotes.article_id NOT IN (SELECT article_id FROM hidden_articles)
    GROUP BY quotes.article_id, quotes.person_id, quotes.organisation_id, quotes.place_id
    UNION ALL
    SELECT
        asked.article_id,
        asked.publisher_id,
        quotes.person_id,
        quotes.organisation_id,
        quotes.place_id,
        count(*) AS quotes,
        sum(quotes.word_count) AS words,
        CASE WHEN min(quotes.speaker_gender) = max(quotes.speaker_gender) THEN min(quotes.speaker_gender) END AS gender
    FROM asked
    CROSS JOIN quotes ON quotes.article_id = asked.article_id AND quotes.field = 'body'
    GROUP BY asked.article_id, asked.publisher_id, quotes.person_id, quotes.organisation_id, quotes.place_id
),
sourced AS (
    SELECT
        article_id,
        CASE WHEN :per = 'publisher' THEN publisher_id END AS publisher_id,
        CASE
            WHEN person_id IS NOT NULL THEN 'person'
            WHEN organisation_id IS NOT NULL THEN 'organisation'
            WHEN place_id IS NOT NULL THEN 'place'
        END AS kind,
        person_id, organisation_id, place_id, quotes, words,
        CASE WHEN person_id IS NOT NULL THEN ifnull(gender, 'unknown') END AS gender
    FROM spoken
),
counted AS (
    SELECT
        publisher_id, kind,
        CASE WHEN :per <> 'gender' THEN person_id END AS person_id,
        CASE WHEN :per <> 'gender' THEN organisation_id END AS organisation_id,
        CASE WHEN :per <> 'gender' THEN place_id END AS place_id,
        CASE
            WHEN :per = 'gender' THEN max(gender)
            WHEN max(person_id) IS NULL THEN NULL
            WHEN count(DISTINCT nullif(gender, 'unknown')) = 1 THEN max(nullif(gender, 'unknown'))
            ELSE 'unknown'
        END AS gender,
        sum(quotes) AS quotes,
        count(DISTINCT article_id) AS articles,
        sum(words) AS words,
        max(article_id) AS last_article_id
    FROM sourced
    /* Who it is says of which kind. */
    GROUP BY publisher_id, kind, 3, 4, 5, CASE WHEN :per = 'gender' THEN ifnull(kind, '') || ' ' || ifnull(gender, '') END
),
shares AS (
    SELECT counted.*, round(100.0 * words / sum(words) OVER (PARTITION BY publisher_id), 1) AS share_of_words FROM counted
)
SELECT
    publishers.name AS publisher,
    coalesce(people.name, organisations.name, places.name, CASE WHEN shares.kind IS NULL THEN 'nobody named' END) AS speaker,
    shares.kind,
    shares.gender,
    shares.quotes,
    shares.articles,
    shares.words,
    shares.share_of_words,
    coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */) AS origin,
    shares.last_article_id
FROM shares
LEFT JOIN publishers ON publishers.publisher_id = shares.publisher_id
LEFT JOIN people ON people.person_id = shares.person_id
LEFT JOIN organisations ON organisations.organisation_id = shares.organisation_id
LEFT JOIN places ON places.place_id = shares.place_id
WHERE (:kind IS NULL OR shares.kind = :kind)
  AND (:origin IS NULL
    OR :origin = coalesce(/* shared: origin of people */, /* shared: origin of organisations */, /* shared: origin of places */))
ORDER BY CASE :per WHEN 'publisher' THEN publishers.name END, shares.words DESC, shares.quotes DESC, 2, shares.kind, shares.last_article_id
LIMIT :limit;
