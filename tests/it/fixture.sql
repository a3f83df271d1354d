INSERT INTO runs (run_id, command, program_version, started_at, finished_at, exit_code, stored, duplicate, refused) VALUES
    (1, 'cuttings ingest clips', '0.1.0', '2024-03-20T06:00:00Z', '2024-03-20T06:00:02Z', 3, 4, 1, 1),
    (2, 'cuttings ingest more', '0.1.0', '2024-04-02T06:00:00Z', '2024-04-02T06:00:01Z', 0, 2, 0, 0);

INSERT INTO captures (capture_id, sha256, format, format_given, reader_version, media_type, encoding, byte_count, text_byte_count, body) VALUES
    (1, 'aaaa000000000000000000000000000000000000000000000000000000000001', 'text', 0, 1, 'text/plain', 'UTF-8', 400, 400, x'28b52ffd'),
    (2, 'aaaa000000000000000000000000000000000000000000000000000000000002', 'newsletter', 0, 1, 'text/plain', 'UTF-8', 900, 900, x'28b52ffd'),
    (3, 'bbbb000000000000000000000000000000000000000000000000000000000003', 'text', 0, 1, 'text/plain', 'UTF-8', 410, 410, x'28b52ffd'),
    (4, 'cccc000000000000000000000000000000000000000000000000000000000004', 'unknown', 0, 1, 'application/octet-stream', NULL, 3, NULL, x'000102');

INSERT INTO sightings (capture_id, uri, seen_at, run_id) VALUES
    (1, 'clips/one.txt', '2024-03-20T06:00:00Z', 1),
    (1, 'clips/copy of one.txt', '2024-03-20T06:00:01Z', 1),
    (2, 'clips/letter.txt', '2024-03-20T06:00:01Z', 1),
    (3, 'more/three.txt', '2024-04-02T06:00:00Z', 2),
    (4, 'clips/broken.bin', '2024-03-20T06:00:01Z', 1);

INSERT INTO problems (run_id, uri, record, outcome, reason, capture_id) VALUES
    (1, 'clips/broken.bin', NULL, 'refused', 'no reader for its bytes', 4);

INSERT INTO publishers (publisher_id, name, country, origin) VALUES
    (1, 'RNZ', 'NZ', 'catalogue'),
    (2, 'Islands Business', 'FJ', 'catalogue'),
    (3, '2024', NULL, 'automatic');

INSERT INTO articles (article_id, sha256, kind, capture_id, part, publisher_id, url, headline, standfirst, byline, dateline,
        published, published_on, published_at, published_precision, published_original, language, reader, recogniser, run_id, ingested_at, row_sha256, body) VALUES
    (1, '1111000000000000000000000000000000000000000000000000000000000001', 'article', 1, 0, 1, 'https://example.org/one',
        'Peters flies to Suva', 'A short visit', 'By Jane Smith', 'SUVA',
        '2024-03-18', '2024-03-18', NULL, 'day', '18 March 2024', 'en', 'text/1', 'test/1', 1, '2024-03-20T06:00:00Z', '0000000000000000000000000000000000000000000000000000000000000000',
        'Foreign Minister Winston Peters arrived in Suva on Monday.

Mr Peters met the Pacific Islands Forum (PIF). Māori leaders and Peters spoke; the PIF did not.'),
    (2, '1111000000000000000000000000000000000000000000000000000000000002', 'article', 2, 0, 2, 'https://example.org/two',
        'Forum weighs harbour bridge', NULL, NULL, NULL,
        '2024-03-19', '2024-03-19', NULL, 'day', '2024-03-19', 'en', 'text/1', 'test/1', 1, '2024-03-20T06:00:01Z', '0000000000000000000000000000000000000000000000000000000000000000',
        'The Pacific Islands Forum said on Tuesday that Winston Peters would speak about the harbour bridge.'),
    (3, '2222000000000000000000000000000000000000000000000000000000000003', 'article', 2, 1, 2, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'en', 'text/1', 'test/1', 1, '2024-03-20T06:00:01Z', '0000000000000000000000000000000000000000000000000000000000000000',
        'A piece without a day | "quoted", =1+1 and an O''Neill.'),
    (4, '3333000000000000000000000000000000000000000000000000000000000004', 'article', 3, 0, 1, 'https://example.org/one',
        '=Peters flies to Suva (updated)', NULL, NULL, NULL,
        '2024-04-01', '2024-04-01', NULL, 'day', '1 April 2024', 'en', 'text/1', 'test/1', 2, '2024-04-02T06:00:00Z', '0000000000000000000000000000000000000000000000000000000000000000',
        'Winston Peters left Fiji. Anna Lee stayed in Suva.'),
    (5, '3333000000000000000000000000000000000000000000000000000000000005', 'article', 3, 1, 3, NULL,
        'Poison', NULL, NULL, NULL,
        '2024-04-02', '2024-04-02', NULL, 'day', NULL, NULL, 'text/1', 'test/1', 2, '2024-04-02T06:00:00Z', '0000000000000000000000000000000000000000000000000000000000000000',
        'A' || char(27) || '[2J' || char(155) || '31m' || char(8238) || 'evil' || char(8203) || char(917569) || ' Pe' || char(8204) || 'ters ' || char(13) || 'x');

INSERT INTO article_spans (capture_id, start_byte, end_byte, role, article_id, part) VALUES
    (1, 0, 400, 'body', 1, 0),
    (2, 0, 300, 'body', 2, 0), (2, 300, 310, 'residue', NULL, NULL), (2, 310, 900, 'body', 3, 1),
    (3, 0, 200, 'body', 4, 0), (3, 200, 300, 'body', 1, 1), (3, 300, 410, 'body', 5, 2);

INSERT INTO people (person_id, key, name, sort_name, description, country, wikidata_id, origin) VALUES
    (1, 'winston peters', 'Winston Peters', 'Peters, Winston', 'New Zealand politician', 'NZ', 'Q1', 'catalogue'),
    (2, 'jane smith', 'Jane Smith', NULL, NULL, NULL, NULL, 'automatic'),
    (3, 'anna lee', 'Anna Lee', NULL, NULL, NULL, NULL, 'automatic'),
    (4, '2024', '2024', NULL, NULL, NULL, NULL, 'automatic');
INSERT INTO organisations (organisation_id, key, name, sort_name, origin) VALUES
    (1, 'pacific islands forum', 'Pacific Islands Forum', NULL, 'catalogue');
INSERT INTO places (place_id, key, name, country, origin) VALUES
    (1, 'suva', 'Suva', 'FJ', 'catalogue'),
    (2, 'fiji', 'Fiji', 'FJ', 'catalogue');
INSERT INTO aliases (name, kind, person_id, organisation_id, place_id, publisher_id) VALUES
    ('PIF', 'alias', NULL, 1, NULL, NULL),
    ('Fijian', 'demonym', NULL, NULL, 2, NULL),
    ('Radio New Zealand', 'alias', NULL, NULL, NULL, 1);

INSERT INTO article_authors (article_id, position, name, person_id) VALUES (1, 1, 'Jane Smith', 2);

INSERT INTO mentions (article_id, start_char, end_char, surface_form, person_id, organisation_id, place_id, rule, antecedent_start_char, confidence) VALUES
    (1, 17, 31, NULL, 1, NULL, NULL, 'catalogue-name', NULL, NULL),
    (1, 43, 47, NULL, NULL, NULL, 1, 'catalogue-name', NULL, NULL),
    (1, 60, 69, 'Mr Peters', 1, NULL, NULL, 'title-surname', 17, 0.9),
    (1, 78, 99, NULL, NULL, 1, NULL, 'catalogue-name', NULL, NULL),
    (1, 101, 104, 'PIF', NULL, 1, NULL, 'acronym-in-brackets', 78, NULL),
    (1, 125, 131, 'Peters', 1, NULL, NULL, 'surname-after-full', 17, 0.8),
    (1, 143, 146, 'PIF', NULL, 1, NULL, 'acronym-in-brackets', 78, NULL),
    (2, 4, 25, NULL, NULL, 1, NULL, 'catalogue-name', NULL, NULL),
    (2, 47, 61, NULL, 1, NULL, NULL, 'catalogue-name', NULL, NULL),
    (4, 0, 14, NULL, 1, NULL, NULL, 'catalogue-name', NULL, NULL),
    (4, 20, 24, NULL, NULL, NULL, 2, 'catalogue-name', NULL, NULL),
    (4, 26, 34, NULL, 3, NULL, NULL, 'full-name', NULL, NULL),
    (4, 45, 49, NULL, NULL, NULL, 1, 'catalogue-name', NULL, NULL);

INSERT INTO article_people (article_id, person_id, mention_count)
    SELECT article_id, person_id, count(*) FROM mentions WHERE person_id IS NOT NULL GROUP BY 1, 2;
INSERT INTO article_organisations (article_id, organisation_id, mention_count)
    SELECT article_id, organisation_id, count(*) FROM mentions WHERE organisation_id IS NOT NULL GROUP BY 1, 2;
INSERT INTO article_places (article_id, place_id, mention_count)
    SELECT article_id, place_id, count(*) FROM mentions WHERE place_id IS NOT NULL GROUP BY 1, 2;

INSERT INTO quotes (article_id, start_char, end_char, speaker_start_char, speaker_end_char, mention_start_char, cue_start_char, cue_end_char, rule, confidence, words_sha256, word_count) VALUES
    (1, 132, 137, 125, 131, 125, NULL, NULL, 'name', 0.9, NULL, 1),
    (2, 68, 98, 4, 25, 4, 26, 30, 'organisation', 0.9, '4444000000000000000000000000000000000000000000000000000000000004', 5);
UPDATE quotes SET (person_id, organisation_id, place_id) = (
    SELECT person_id, organisation_id, place_id FROM mentions
    WHERE mentions.article_id = quotes.article_id AND mentions.start_char = quotes.mention_start_char);
INSERT INTO roles (article_id, start_char, end_char, title, person_start_char, person_id, organisation_id, place_id, rule, confidence) VALUES
    (1, 0, 16, 'Foreign Minister', 17, 1, NULL, NULL, 'before', 0.9);
INSERT INTO decisions (decided_at, decided_by, reason, act, article_sha256, value) VALUES
    ('2024-04-03T06:00:00Z', 'ana', 'for the dossier', 'tag', '1111000000000000000000000000000000000000000000000000000000000001', 'forum');
UPDATE articles SET canonical_url = url;
UPDATE folded_names SET folded = lower(name);
