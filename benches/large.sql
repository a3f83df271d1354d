/* An archive of as many articles as the table `size` says, in plain SQL, the same every time: what reports, searches
   and other tools are measured on. Names come up as unevenly as in the news, a few often and most once or twice,
   and so do words. A body is 10 to 15 lines of 60 characters, and each line begins with the name that its mention
   means, so that places are known without reading. */
CREATE TEMP TABLE lines (line INTEGER PRIMARY KEY);
WITH RECURSIVE n (x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 14) INSERT INTO lines SELECT x FROM n;
CREATE TEMP TABLE numbers (number INTEGER PRIMARY KEY);
WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < (SELECT articles FROM size)) INSERT INTO numbers SELECT x FROM n;

/* How many there are of each kind, for as many articles; and what keeps the share of articles that have the most
   frequent name the same, a tenth, however many names there are. */
CREATE TEMP TABLE known (people INTEGER, organisations INTEGER, places INTEGER, often REAL);
INSERT INTO known SELECT articles * 3 / 10, articles / 10, articles / 40, 20000.0 / max(articles, 20000) FROM size;

/* 6,000 runs of words, drawn from 20,000 as unevenly as words are. */
CREATE TEMP TABLE words (rank INTEGER PRIMARY KEY, word TEXT);
INSERT INTO words
SELECT number, CASE number WHEN 1 THEN 'the' WHEN 2 THEN 'of' WHEN 3 THEN 'to' WHEN 4 THEN 'and' WHEN 5 THEN 'in' WHEN 6 THEN 'pacific'
    WHEN 7 THEN 'treaty' WHEN 8 THEN 'minister' ELSE
    substr('bdfghklmnprstvwz', 1 + number % 16, 1) || substr('aeiou', 1 + number / 16 % 5, 1)
    || substr('bdfghklmnprstvwz', 1 + number / 80 % 16, 1) || substr('aeiou', 1 + number / 1280 % 5, 1)
    || substr('bdfghklmnprstvwz', 1 + number / 6400 % 16, 1) END
FROM (WITH RECURSIVE n (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n WHERE number < 20000) SELECT number FROM n);
CREATE TEMP TABLE runs_of_words (number INTEGER PRIMARY KEY, text TEXT);
INSERT INTO runs_of_words
WITH RECURSIVE n (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM n WHERE number < 5999)
SELECT n.number, substr(printf('%-40s', group_concat(words.word, ' ')), 1, 40)
FROM n CROSS JOIN lines CROSS JOIN words
WHERE lines.line < 8
  AND words.rank = 1 + CAST(20000 * (((n.number * 7919 + lines.line * 104729 + n.number * lines.line * 31) % 100003) / 100003.0)
    * (((n.number * 7919 + lines.line * 104729 + n.number * lines.line * 31) % 100003) / 100003.0)
    * (((n.number * 7919 + lines.line * 104729 + n.number * lines.line * 31) % 100003) / 100003.0)
    * (((n.number * 7919 + lines.line * 104729 + n.number * lines.line * 31) % 100003) / 100003.0) AS INTEGER)
GROUP BY n.number;

INSERT INTO runs (run_id, command, program_version, started_at, finished_at, exit_code, stored)
SELECT 1, 'ingest', '0.1.0', '2024-06-01T06:00:00Z', '2024-06-01T06:01:00Z', 0, articles FROM size;
INSERT INTO publishers (publisher_id, name, origin)
SELECT number, printf('The Daily %03d', number), 'automatic' FROM numbers WHERE number <= 60;
INSERT INTO people (person_id, key, name, origin)
SELECT number, lower(name), name, 'automatic' FROM (
    SELECT number, CASE number WHEN 1 THEN 'Winston Peters' WHEN 2 THEN 'Penny Wong'
        ELSE printf('Given%02d Family%05d', number % 90, number) END AS name
    FROM numbers, known WHERE number <= known.people + 20);
INSERT INTO organisations (organisation_id, key, name, origin)
SELECT number, lower(name), name, 'automatic'
FROM (SELECT number, printf('Office %05d', number) AS name FROM numbers, known WHERE number <= known.organisations);
INSERT INTO places (place_id, key, name, origin)
SELECT number, lower(name), name, 'automatic'
FROM (SELECT number, printf('Port %04d', number) AS name FROM numbers, known WHERE number <= known.places);
INSERT INTO aliases (name, kind, person_id) SELECT printf('Alias%05d', person_id), 'alias', person_id FROM people WHERE person_id % 4 = 1;
UPDATE folded_names SET folded = lower(name);

/* Who stands at the beginning of each line: of five lines three have a person, one each an organisation and a place. */
CREATE TEMP TABLE named (article_id INTEGER, line INTEGER, kind TEXT, entity_id INTEGER, name TEXT, PRIMARY KEY (article_id, line)) WITHOUT ROWID;
INSERT INTO named
SELECT drawn.number, drawn.line, drawn.kind, drawn.entity_id, coalesce(people.name, organisations.name, places.name)
FROM (
    SELECT number, line, kind, 1 + CAST(entries * u * u * (often + (1 - often) * u) AS INTEGER) AS entity_id
    FROM (
        SELECT number, line, known.often,
            CASE line % 5 WHEN 3 THEN 'organisation' WHEN 4 THEN 'place' ELSE 'person' END AS kind,
            CASE line % 5 WHEN 3 THEN known.organisations WHEN 4 THEN known.places ELSE known.people END AS entries,
            ((number * 7919 + line * 104729 + number * line * 31) % 1000003) / 1000003.0 AS u
        FROM numbers CROSS JOIN lines CROSS JOIN known
        WHERE line < 10 + number % 6)) AS drawn
LEFT JOIN people ON drawn.kind = 'person' AND person_id = drawn.entity_id
LEFT JOIN organisations ON drawn.kind = 'organisation' AND organisation_id = drawn.entity_id
LEFT JOIN places ON drawn.kind = 'place' AND place_id = drawn.entity_id;

INSERT INTO captures (capture_id, sha256, format, format_given, reader_version, media_type, encoding, byte_count, text_byte_count, body)
SELECT number, printf('%064x', number), 'text', 0, 1, 'text/plain', 'utf-8', 900, 900, x'00' FROM numbers;
INSERT INTO sightings (capture_id, uri, seen_at, run_id)
SELECT number, printf('file:///clips/%d.txt', number), '2024-06-01T06:00:00Z', 1 FROM numbers;
INSERT INTO articles (article_id, sha256, kind, capture_id, part, publisher_id, url, canonical_url, identifier, section, headline, published,
    published_on, published_precision, published_original, language, reader, run_id, ingested_at, row_sha256, body)
SELECT number, printf('%064x', number), 'article', number, 0, 1 + number % 60,
    printf('https://daily%03d.example/%d', 1 + number % 60, number), printf('https://daily%03d.example/%d', 1 + number % 60, number - number % 200 / 199 * 120),
    CASE WHEN number % 100 < 2 THEN printf('story-%d', number / 100) END,
    CASE number % 8 WHEN 0 THEN 'World' WHEN 1 THEN 'Politics' WHEN 2 THEN 'Business' WHEN 3 THEN 'Sport' END,
    printf('Story %d of the Pacific', number),
    day, day, CASE WHEN day IS NOT NULL THEN 'day' END, day, 'en', 'text-1', 1, '2024-06-01T06:00:00Z', printf('%064x', number),
    (SELECT group_concat(printf('%-19s', name) || CASE line % 5
            WHEN 0 THEN ' said: “' || substr(text, 1, 31) || '”'
            WHEN 1 THEN ' met the minister, ' || substr(text, 1, 21)
            ELSE ' ' || substr(text, 1, 39) END || char(10), '')
     FROM (SELECT line, name, runs_of_words.text
           FROM named CROSS JOIN runs_of_words ON runs_of_words.number = CASE
               WHEN line = 0 THEN numbered.number % 4000 ELSE (numbered.number * 37 + line * 1009) % 6000 END
           WHERE named.article_id = numbered.number ORDER BY line))
FROM (SELECT number, CASE WHEN number % 50 > 0 THEN date('2020-01-01', (number * 37 % 1600) || ' days') END AS day FROM numbers) AS numbered;
INSERT INTO article_spans (capture_id, start_byte, end_byte, role, article_id, part)
SELECT number, 0, 900, 'article', number, 0 FROM numbers;
INSERT INTO field_origins (article_id, field, rule)
SELECT number, field, rule FROM (
    SELECT number, 'headline' AS field, printf('meta:%d', number % 9) AS rule FROM numbers
    UNION ALL SELECT number, 'published', printf('json-ld:%d', number % 11) FROM numbers
    UNION ALL SELECT number, 'publisher', printf('domain:%d', number % 3) FROM numbers
    UNION ALL SELECT number, 'body', 'paragraphs' FROM numbers);
INSERT INTO received_topics (capture_id, part, topic, article_id)
SELECT number, 0, printf('topic %d', number % 7), number FROM numbers WHERE number % 20 = 3;

INSERT INTO mentions (article_id, start_char, end_char, person_id, organisation_id, place_id, rule, confidence)
SELECT article_id, 60 * line, 60 * line + length(name),
    CASE kind WHEN 'person' THEN entity_id END, CASE kind WHEN 'organisation' THEN entity_id END, CASE kind WHEN 'place' THEN entity_id END,
    'full-name', 0.9
FROM named;
INSERT INTO article_people (article_id, person_id, mention_count)
SELECT article_id, entity_id, count(*) FROM named WHERE kind = 'person' GROUP BY 1, 2;
/* twenty people whom nobody knew before that month */
INSERT INTO article_people (article_id, person_id, mention_count)
SELECT article_id, known.people + 1 + article_id % 20, 1 FROM articles, known WHERE published_on BETWEEN '2024-03-01' AND '2024-03-31';
INSERT INTO article_organisations (article_id, organisation_id, mention_count)
SELECT article_id, entity_id, count(*) FROM named WHERE kind = 'organisation' GROUP BY 1, 2;
INSERT INTO article_places (article_id, place_id, mention_count)
SELECT article_id, entity_id, count(*) FROM named WHERE kind = 'place' GROUP BY 1, 2;
INSERT INTO name_totals (kind, entity_id, articles, mentions)
SELECT 'person', person_id, count(*), sum(mention_count) FROM article_people GROUP BY person_id
UNION ALL
SELECT 'organisation', organisation_id, count(*), sum(mention_count) FROM article_organisations GROUP BY organisation_id
UNION ALL
SELECT 'place', place_id, count(*), sum(mention_count) FROM article_places GROUP BY place_id;
INSERT INTO quotes (article_id, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char,
    person_id, organisation_id, place_id, cue_start_char, cue_end_char, rule, confidence, words_sha256, word_count, speaker_gender)
SELECT article_id, 60 * line + 27, 60 * line + 58, 60 * line, 60 * line + length(name), 60 * line,
    iif(kind = 'person', entity_id, NULL), iif(kind = 'organisation', entity_id, NULL), iif(kind = 'place', entity_id, NULL), 60 * line + 20, 60 * line + 24, 'name', 0.9,
    CASE WHEN line = 0 AND article_id % 10 = 7 THEN printf('%012x%052x', article_id % 4000, 0) WHEN article_id % 3 > 0 THEN printf('%012x%052x', 10000 + 15 * article_id + line, 0) END, 6,
    CASE entity_id % 5 WHEN 1 THEN 'woman' WHEN 2 THEN 'man' END
FROM named WHERE line % 5 = 0;
INSERT INTO roles (article_id, start_char, end_char, title, person_start_char, person_id, rule, confidence)
SELECT article_id, 60 * line + 28, 60 * line + 36, 'minister', 60 * line, entity_id, 'before', 0.9 FROM named WHERE line % 5 = 1;

INSERT INTO near_duplicates (article_id, other_article_id, similarity, containment)
SELECT number, number + 1, 0.5 + (number % 50) / 100.0, 0.9 FROM numbers WHERE number % 20 = 1;
INSERT INTO stories (article_id, first_article_id) SELECT article_id, article_id FROM near_duplicates UNION ALL SELECT other_article_id, article_id FROM near_duplicates;
DROP TABLE temp.named;
DROP TABLE temp.numbers;
DROP TABLE temp.lines;
DROP TABLE temp.words;
DROP TABLE temp.runs_of_words;
DROP TABLE temp.known;
