(:words_query IS NULL OR articles.article_id IN (SELECT article_id FROM having_words) OR (SELECT count(*) FROM having_words) = 50000)
AND (:about IS NULL OR articles.article_id IN (SELECT article_id FROM telling)
    OR (SELECT count(*) FROM having_about) = 50000)
AND (:words IS NULL
    OR instr(lower(substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char)), lower(:words)) > 0)
AND (:about IS NULL
    OR instr(lower(substr(articles.body, quotes.start_char + 1, quotes.end_char - quotes.start_char)), lower(:about)) > 0
    OR EXISTS (
        SELECT 1 FROM mentions AS named
        WHERE named.article_id = quotes.article_id AND named.field = quotes.field
          AND named.start_char >= quotes.start_char AND named.start_char < quotes.end_char
          AND EXISTS (
            SELECT 1 FROM about_wanted
            WHERE about_wanted.entity_id = CASE about_wanted.kind
                WHEN 'person' THEN named.person_id WHEN 'organisation' THEN named.organisation_id ELSE named.place_id END)))
