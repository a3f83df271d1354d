/* An archive of 20,000 articles in plain SQL, the same every time: what tools are measured on. Names come up as
   unevenly as in the news, a few often and most once or twice. A body is 15 lines of 60 characters, and each line
   begins with the name that its mention means, so that places are known without reading. */
CREATE TEMP TABLE lines (line INTEGER PRIMARY KEY);
WITH RECURSIVE n (x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 14) INSERT INTO lines SELECT x FROM n;
CREATE TEMP TABLE numbers (number INTEGER PRIMARY KEY);
WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000) INSERT INTO numbers SELECT x FROM n;

INSERT INTO runs (run_id, command, program_version, started_at, finished_at, exit_code, stored)
VALUES (1, 'ingest', '0.1.0', '2024-06-01T06:00:00Z', '2024-06-01T06:01:00Z', 0, 20000);
INSERT INTO publishers (publisher_id, name, origin)
SELECT number, printf('The Daily %03d', number), 'automatic' FROM numbers WHERE number <= 60;
INSERT INTO people (person_id, key, name, origin)
SELECT number, lower(name), name, 'automatic' FROM (
    SELECT number, CASE number WHEN 1 THEN 'Winston Peters' WHEN 2 THEN 'Penny Wong'
        ELSE printf('Given%02d Family%04d', number % 90, number) END AS name
    FROM numbers WHERE number <= 6020);
INSERT INTO organisations (organisation_id, key, name, origin)
SELECT number, lower(name), name, 'automatic'
FROM (SELECT number, printf('Office %04d', number) AS name FROM numbers WHERE number <= 2000);
INSERT INTO places (place_id, key, name, origin)
SELECT number, lower(name), name, 'automatic'
FROM (SELECT number, printf('Port %03d', number) AS name FROM numbers WHERE number <= 500);
INSERT INTO aliases (name, kind, person_id) SELECT printf('Alias%04d', person_id), 'alias', person_id FROM people WHERE person_id % 4 = 1;

/* Who stands at the beginning of each line: of five lines three have a person, one each an organisation and a place. */
CREATE TEMP TABLE named (article_id INTEGER, line INTEGER, kind TEXT, entity_id INTEGER, name TEXT, PRIMARY KEY (article_id, line)) WITHOUT ROWID;
INSERT INTO named
SELECT drawn.number, drawn.line, drawn.kind, drawn.entity_id, coalesce(people.name, organisations.name, places.name)
FROM (
    SELECT number, line, kind, 1 + CAST(entries * u * u AS INTEGER) AS entity_id
    FROM (
        SELECT number, line,
            CASE line % 5 WHEN 3 THEN 'organisation' WHEN 4 THEN 'place' ELSE 'person' END AS kind,
            CASE line % 5 WHEN 3 THEN 2000 WHEN 4 THEN 500 ELSE 6000 END AS entries,
            ((number * 7919 + line * 104729 + number * line * 31) % 1000003) / 1000003.0 AS u
        FROM numbers CROSS JOIN lines)) AS drawn
LEFT JOIN people ON drawn.kind = 'person' AND person_id = drawn.entity_id
LEFT JOIN organisations ON drawn.kind = 'organisation' AND organisation_id = drawn.entity_id
LEFT JOIN places ON drawn.kind = 'place' AND place_id = drawn.entity_id;

INSERT INTO captures (capture_id, sha256, format, format_given, reader_version, media_type, encoding, byte_count, text_byte_count, body)
SELECT number, printf('%064x', number), 'text', 0, 1, 'text/plain', 'utf-8', 900, 900, x'00' FROM numbers;
INSERT INTO sightings (capture_id, uri, seen_at, run_id)
SELECT number, printf('file:///clips/%d.txt', number), '2024-06-01T06:00:00Z', 1 FROM numbers;
INSERT INTO articles (article_id, sha256, kind, capture_id, part, publisher_id, headline, published, published_on,
    published_precision, published_original, language, reader, run_id, ingested_at, row_sha256, body)
SELECT number, printf('%064x', number), 'article', number, 0, 1 + number % 60, printf('Story %d of the Pacific', number),
    day, day, CASE WHEN day IS NOT NULL THEN 'day' END, day, 'en', 'text-1', 1, '2024-06-01T06:00:00Z', printf('%064x', number),
    (SELECT group_concat(printf('%-19s', name) || CASE line % 5 WHEN 0 THEN ' said: “The pacific treaty is our word.”'
            ELSE printf(' met the minister, whose word was %-4d. ', (number + line * 37) % 1000) END || char(10), '')
     FROM (SELECT line, name FROM named WHERE named.article_id = number ORDER BY line))
FROM (SELECT number, CASE WHEN number % 50 > 0 THEN date('2020-01-01', (number * 37 % 1600) || ' days') END AS day FROM numbers);
INSERT INTO article_spans (capture_id, start_byte, end_byte, role, article_id, part)
SELECT number, 0, 900, 'article', number, 0 FROM numbers;

INSERT INTO mentions (article_id, start_char, end_char, person_id, organisation_id, place_id, rule, confidence, recogniser)
SELECT article_id, 60 * line, 60 * line + length(name),
    CASE kind WHEN 'person' THEN entity_id END, CASE kind WHEN 'organisation' THEN entity_id END, CASE kind WHEN 'place' THEN entity_id END,
    'full-name', 0.9, 'names-en-2'
FROM named;
INSERT INTO article_people (article_id, person_id, mention_count)
SELECT article_id, entity_id, count(*) FROM named WHERE kind = 'person' GROUP BY 1, 2;
/* twenty people whom nobody knew before that month */
INSERT INTO article_people (article_id, person_id, mention_count)
SELECT article_id, 6001 + article_id % 20, 1 FROM articles WHERE published_on BETWEEN '2024-03-01' AND '2024-03-31';
INSERT INTO article_organisations (article_id, organisation_id, mention_count)
SELECT article_id, entity_id, count(*) FROM named WHERE kind = 'organisation' GROUP BY 1, 2;
INSERT INTO article_places (article_id, place_id, mention_count)
SELECT article_id, entity_id, count(*) FROM named WHERE kind = 'place' GROUP BY 1, 2;
INSERT INTO quotes (article_id, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char,
    cue_start_char, cue_end_char, rule, confidence, recogniser)
SELECT article_id, 60 * line + 27, 60 * line + 58, 60 * line, 60 * line + length(name), 60 * line, 60 * line + 20, 60 * line + 24, 'name', 0.9, 'names-en-2'
FROM named WHERE line % 5 = 0;
INSERT INTO roles (article_id, start_char, end_char, person_start_char, rule, confidence, recogniser)
SELECT article_id, 60 * line + 28, 60 * line + 36, 60 * line, 'before', 0.9, 'names-en-2' FROM named WHERE line % 5 = 1;

INSERT INTO near_duplicates (article_id, other_article_id, similarity, containment)
SELECT number, number + 1, 0.5 + (number % 50) / 100.0, 0.9 FROM numbers WHERE number % 20 = 1;
INSERT INTO stories (article_id, first_article_id) SELECT article_id, article_id FROM near_duplicates UNION ALL SELECT other_article_id, article_id FROM near_duplicates;
DROP TABLE temp.named;
DROP TABLE temp.numbers;
DROP TABLE temp.lines;
