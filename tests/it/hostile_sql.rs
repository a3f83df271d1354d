//! Someone else's SQL: what is not a read is refused, what is too much is stopped, and afterwards
//! the archive and its folder are what they were.
//!
//! Everything runs through the program, because SQLite's memory limit is one for the whole process.

use std::time::{Duration, Instant};

use crate::fixture::Fixture;
use crate::support::Workshop;

/// How much longer than its limit a query may keep the program busy.
const OVERSHOOT: Duration = Duration::from_millis(500);

/// Refused at once, with exit status 65 and these words.
const REFUSED: &[(&str, &str)] = &[
    // Writes, plain and hidden.
    ("DELETE FROM articles", "query only reads: DELETE on articles is not allowed"),
    ("delete from articles where 1", "DELETE on articles"),
    ("INSERT INTO runs (command) VALUES ('x')", "INSERT on runs"),
    ("UPDATE articles SET headline = 'x'", "UPDATE on articles"),
    ("REPLACE INTO publishers (name, origin) VALUES ('x', 'automatic')", "is not allowed"),
    (
        "INSERT INTO publishers (name, origin) VALUES ('RNZ', 'automatic') ON CONFLICT DO UPDATE SET country = 'x'",
        "is not allowed",
    ),
    ("WITH a AS (SELECT 1) DELETE FROM articles", "DELETE on articles"),
    (
        "WITH a AS (SELECT 1) INSERT INTO publishers (name, origin) SELECT 'x', 'automatic' FROM a",
        "INSERT on publishers",
    ),
    ("WITH a AS (SELECT 1) UPDATE people SET name = 'x'", "UPDATE on people"),
    (
        "INSERT INTO publishers (name, origin) VALUES ('x', 'automatic') RETURNING name",
        "INSERT on publishers",
    ),
    ("DELETE FROM articles RETURNING article_id", "DELETE on articles"),
    ("/* SELECT */ DELETE FROM articles -- SELECT", "DELETE on articles"),
    ("-- SELECT 1\nDELETE FROM articles", "DELETE on articles"),
    ("EXPLAIN DELETE FROM articles", "DELETE on articles"),
    ("EXPLAIN QUERY PLAN UPDATE articles SET headline = 1", "UPDATE on articles"),
    ("DELETE FROM main.articles", "DELETE on articles"),
    ("DELETE FROM \"articles\"", "DELETE on articles"),
    ("DELETE FROM sqlite_master", "table sqlite_master may not be modified"),
    ("UPDATE sqlite_schema SET sql = ''", "table sqlite_master may not be modified"),
    ("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')", "INSERT on articles_fts"),
    ("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')", "INSERT on articles_fts"),
    (
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)",
        "INSERT on articles_fts",
    ),
    ("DELETE FROM articles_fts_data", "table articles_fts_data may not be modified"),
    // The schema.
    ("CREATE TABLE x (a)", "CREATE TABLE is not allowed"),
    ("CREATE TABLE x AS SELECT * FROM articles", "CREATE TABLE is not allowed"),
    ("CREATE TEMP TABLE x (a)", "CREATE TABLE is not allowed"),
    ("CREATE TEMPORARY TABLE x AS SELECT 1", "CREATE TABLE is not allowed"),
    ("CREATE VIEW x AS SELECT 1", "CREATE VIEW is not allowed"),
    ("CREATE TEMP VIEW x AS SELECT 1", "CREATE VIEW is not allowed"),
    ("CREATE INDEX x ON articles (headline)", "CREATE INDEX is not allowed"),
    (
        "CREATE TRIGGER x AFTER INSERT ON articles BEGIN SELECT 1; END",
        "CREATE TRIGGER is not allowed",
    ),
    (
        "CREATE TEMP TRIGGER x AFTER INSERT ON articles BEGIN SELECT 1; END",
        "CREATE TRIGGER is not allowed",
    ),
    ("CREATE VIRTUAL TABLE x USING fts5 (a)", "CREATE TABLE is not allowed"),
    (
        "CREATE VIRTUAL TABLE temp.x USING fts5vocab (main, articles_fts, row)",
        "CREATE TABLE is not allowed",
    ),
    ("DROP TABLE articles", "DROP TABLE is not allowed"),
    ("DROP TABLE articles_fts", "is not allowed"),
    ("DROP VIEW co_mentions", "DROP VIEW is not allowed"),
    ("DROP INDEX articles_by_day", "DROP INDEX is not allowed"),
    ("DROP TRIGGER captures_guard", "DROP TRIGGER is not allowed"),
    ("ALTER TABLE articles ADD COLUMN x", "ALTER"),
    ("ALTER TABLE articles RENAME TO y", "ALTER"),
    ("REINDEX", "REINDEX"),
    ("REINDEX articles_by_day", "REINDEX"),
    ("ANALYZE", "ANALYZE"),
    ("ANALYZE articles", "ANALYZE"),
    // Other files.
    ("ATTACH 'other.db' AS other", "ATTACH is not allowed"),
    ("ATTACH DATABASE ':memory:' AS other", "ATTACH is not allowed"),
    ("ATTACH '' AS other", "ATTACH is not allowed"),
    ("ATTACH 'file:other.db?mode=rwc' AS other", "ATTACH is not allowed"),
    ("ATTACH 'file::memory:?cache=shared' AS other", "ATTACH is not allowed"),
    ("ATTACH 'oth' || 'er.db' AS other", "ATTACH is not allowed"),
    ("ATTACH (SELECT 'other.db') AS other", ""),
    ("DETACH main", "DETACH is not allowed"),
    ("VACUUM", "VACUUM is not allowed"),
    ("VACUUM INTO 'copy.db'", "VACUUM INTO is not allowed"),
    ("VACUUM main INTO 'copy.db'", "VACUUM INTO is not allowed"),
    ("VACUUM INTO (SELECT 'copy.db')", "VACUUM INTO is not allowed"),
    // Functions that reach out.
    ("SELECT load_extension('x')", "the function load_extension is not allowed"),
    ("SELECT LOAD_EXTENSION('x', 'y')", "is not allowed"),
    ("SELECT fts3_tokenizer('simple')", "the function fts3_tokenizer is not allowed"),
    ("SELECT fts3_tokenizer('simple', x'00')", "is not allowed"),
    ("SELECT sqlite_log(1, 'x')", "the function sqlite_log is not allowed"),
    ("SELECT optimize(articles_fts) FROM articles_fts", "is not allowed"),
    ("SELECT writefile('out.txt', 'x')", "no such function: writefile"),
    ("SELECT readfile('/etc/passwd')", "no such function: readfile"),
    ("SELECT edit('x')", "no such function: edit"),
    ("SELECT * FROM fsdir('/')", "no such table"),
    ("SELECT * FROM sqlite_dbpage", "no such table"),
    ("SELECT * FROM csv('/etc/passwd')", "no such table"),
    // Pragmas that do something.
    ("PRAGMA writable_schema = ON", "PRAGMA writable_schema is not allowed"),
    ("PRAGMA query_only = OFF", "PRAGMA query_only is not allowed"),
    ("PRAGMA query_only", "PRAGMA query_only is not allowed"),
    ("PRAGMA hard_heap_limit = 1000", "PRAGMA hard_heap_limit is not allowed"),
    ("PRAGMA soft_heap_limit = 1000", "PRAGMA soft_heap_limit is not allowed"),
    ("PRAGMA journal_mode = DELETE", "PRAGMA journal_mode is not allowed"),
    ("PRAGMA journal_mode", "PRAGMA journal_mode is not allowed"),
    ("PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA wal_checkpoint is not allowed"),
    ("PRAGMA user_version = 9", "PRAGMA user_version is not allowed"),
    ("PRAGMA application_id = 9", "PRAGMA application_id is not allowed"),
    ("PRAGMA main.user_version(9)", "PRAGMA user_version is not allowed"),
    ("PRAGMA temp_store_directory = '/'", "is not allowed"),
    ("PRAGMA temp_store = FILE", "PRAGMA temp_store is not allowed"),
    ("PRAGMA mmap_size = 1000000", "PRAGMA mmap_size is not allowed"),
    ("PRAGMA trusted_schema = ON", "PRAGMA trusted_schema is not allowed"),
    ("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA locking_mode is not allowed"),
    ("PRAGMA busy_timeout = 0", "PRAGMA busy_timeout is not allowed"),
    ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys is not allowed"),
    ("PRAGMA schema_version = 1", "PRAGMA schema_version is not allowed"),
    ("PRAGMA optimize", "PRAGMA optimize is not allowed"),
    ("PRAGMA incremental_vacuum", "PRAGMA incremental_vacuum is not allowed"),
    ("PRAGMA encoding = 'UTF-16'", "PRAGMA encoding is not allowed"),
    ("PRAGMA data_store_directory = '/'", "is not allowed"),
    ("PRAGMA shrink_memory", "PRAGMA shrink_memory is not allowed"),
    ("PRAGMA nosuchpragma = 1", "PRAGMA nosuchpragma is not allowed"),
    // Transactions.
    ("BEGIN", "BEGIN is not allowed"),
    ("BEGIN IMMEDIATE", "BEGIN is not allowed"),
    ("COMMIT", "COMMIT is not allowed"),
    ("ROLLBACK", "ROLLBACK is not allowed"),
    ("SAVEPOINT x", "SAVEPOINT is not allowed"),
    ("RELEASE x", "RELEASE is not allowed"),
    // Not one statement.
    ("SELECT 1; SELECT 2", "query takes one statement, and there are several"),
    ("SELECT 1; DROP TABLE articles", "query takes one statement"),
    ("SELECT 1;;; DELETE FROM articles", "query takes one statement"),
    ("", "there is no SQL to run"),
    (" \n\t ", "there is no SQL to run"),
    (";", "there is no SQL to run"),
    ("-- nothing", "there is no SQL to run"),
    ("/* nothing */ ;", "there is no SQL to run"),
    ("/* open", "there is no SQL to run"),
    // Not SQL.
    ("SELEC 1", "near \"SELEC\": syntax error (line 1, column 1)"),
    ("SELECT\n  *\nFROM nowhere", "no such table: nowhere"),
    ("SELECT \"nosuchcolumn\" FROM articles", "no such column"),
    ("SELECT '", "unrecognized token"),
    ("\u{1b}[2J", ""),
    ("SELECT json('{')", "malformed JSON"),
    ("SELECT abs(-9223372036854775808)", "integer overflow"),
    ("SELECT * FROM articles_fts WHERE articles_fts MATCH '\"'", "unterminated string"),
    ("SELECT * FROM articles_fts WHERE articles_fts MATCH 'foo-bar'", "no such column: bar"),
    ("SELECT RAISE(ABORT, 'x')", "RAISE"),
    ("SELECT zeroblob(1000000000)", "a value longer than 10 MB"),
    ("SELECT randomblob(100000000)", "a value longer than 10 MB"),
    ("SELECT printf('%.*c', 900000000, 'x')", "a value longer than 10 MB"),
    ("SELECT hex(zeroblob(9000000))", "a value longer than 10 MB"),
    ("SELECT replace(printf('%.*c', 9000000, 'x'), 'x', 'xx')", "a value longer than 10 MB"),
    (
        "WITH RECURSIVE a (s) AS (SELECT 'x' UNION ALL SELECT s || s FROM a) SELECT length(s) FROM a",
        "a value longer than 10 MB",
    ),
    (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT group_concat(printf('%.*c', 100000, 'x')) FROM n",
        "a value longer than 10 MB",
    ),
    ("SELECT 'x' LIKE printf('%.*c', 300, '%')", "LIKE or GLOB pattern too complex"),
];

/// Stopped by the time limit (124) or by the memory limit (65).
const ENDLESS: &[&str] = &[
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000000) SELECT sum(i) FROM n",
    // Cross joins, plain and with heavy functions.
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) SELECT count(*) FROM n AS a, n AS b, n AS c, n AS d, n AS e",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT sum(length(hex(randomblob(4000000)))) FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n WHERE instr(printf('%.*c', 5000000 + i, 'a'), 'b')",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(replace(hex(zeroblob(4000000)), '00', '1')) FROM n",
    "SELECT count(*) FROM mention_details, mention_details, mention_details, mention_details, mention_details, mention_details, mention_details, mention_details",
    "SELECT count(*) FROM articles_fts AS a, articles_fts AS b, json_each('[1,2,3,4,5,6,7,8,9]') AS c, json_each('[1,2,3,4,5,6,7,8,9]') AS d, json_each('[1,2,3,4,5,6,7,8,9]') AS e, json_each('[1,2,3,4,5,6,7,8,9]') AS f, json_each('[1,2,3,4,5,6,7,8,9]') AS g, json_each('[1,2,3,4,5,6,7,8,9]') AS h, json_each('[1,2,3,4,5,6,7,8,9]') AS i",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT group_concat(printf('%.*c', 100000, 'x')) FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n WHERE printf('%.*c', 9000000 + i, 'a') LIKE '%a%a%a%a%a%a%a%a%a%b'",
    // Sorts and sets that do not fit.
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT i FROM n ORDER BY printf('%1000d', -i)",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) SELECT length(x) FROM (SELECT randomblob(4000000) AS x FROM n) ORDER BY x",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT count(*) FROM (SELECT DISTINCT printf('%0200d', i) FROM n)",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT printf('%0200d', i) AS s, count(*) FROM n GROUP BY s HAVING count(*) > 1",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT count(*) FROM (SELECT printf('%0200d', i) FROM n UNION SELECT printf('%0200d', -i) FROM n)",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT sum(x) FROM (SELECT count(*) OVER (PARTITION BY printf('%0200d', i)) AS x FROM n)",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT length(json_group_array(i)) FROM n",
    "WITH RECURSIVE n (i) AS MATERIALIZED (SELECT 1 UNION ALL SELECT i + 1 FROM n), m AS MATERIALIZED (SELECT printf('%0500d', i) AS s FROM n) SELECT count(*) FROM m AS a, m AS b",
];

/// What a person may well ask: it runs.
const ALLOWED: &[&str] = &[
    "SELECT 1",
    "select 1;",
    "SELECT 1; -- and nothing more",
    "/* first */ SELECT 1 /* last */ ;",
    "\u{feff}SELECT 1",
    "VALUES (1, 2), (3, 4)",
    "SELECT * FROM articles",
    "SELECT * FROM article_details",
    "SELECT * FROM mention_details WHERE name = 'Winston Peters'",
    "SELECT * FROM co_mentions WHERE name = 'Winston Peters'",
    "SELECT * FROM appearances",
    "SELECT * FROM revisions",
    "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'peters' ORDER BY rank",
    "SELECT rowid, highlight(articles_fts, 3, '[', ']'), bm25(articles_fts) FROM articles_fts WHERE articles_fts MATCH 'peters'",
    "SELECT snippet(articles_fts, -1, '[', ']', '…', 8) FROM articles_fts ('harbour')",
    "SELECT value FROM json_each('[1, 2, 3]')",
    "SELECT json_object('a', 1), '{\"a\": 2}' ->> 'a'",
    "SELECT name, type FROM pragma_table_info('articles')",
    "SELECT * FROM pragma_table_list",
    "PRAGMA table_info(articles)",
    "PRAGMA index_list('articles')",
    "PRAGMA foreign_key_list(articles)",
    "PRAGMA user_version",
    "PRAGMA page_count",
    "PRAGMA compile_options",
    "PRAGMA foreign_key_check",
    "PRAGMA integrity_check",
    "PRAGMA quick_check(1)",
    "SELECT name, sql FROM sqlite_master ORDER BY name",
    "SELECT count(*) FROM sqlite_schema",
    "SELECT name, sum(pgsize) FROM dbstat GROUP BY name",
    "EXPLAIN SELECT * FROM articles",
    "EXPLAIN QUERY PLAN SELECT * FROM articles WHERE published_on > '2024'",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n",
    "SELECT name, row_number() OVER (ORDER BY name) FROM people",
    "SELECT name, sum(mention_count) OVER (PARTITION BY kind ORDER BY name ROWS UNBOUNDED PRECEDING) FROM appearances",
    "SELECT count(*) FILTER (WHERE kind = 'person') FROM appearances",
    "SELECT strftime('%Y', published_on), count(*) FROM articles GROUP BY 1",
    "SELECT group_concat(name, '; ') FROM (SELECT name FROM people ORDER BY name)",
    "SELECT group_concat(name, '; ' ORDER BY name) FROM people",
    "SELECT length(zeroblob(1000000)), hex(x'00ff'), x'00ff'",
    "SELECT 9e999, -9e999, NULL, 1.5, 9223372036854775807",
    "SELECT CAST(x'ff41' AS TEXT)",
    "SELECT name FROM people UNION SELECT name FROM places EXCEPT SELECT 'x' ORDER BY 1",
    "SELECT one.name FROM people AS one FULL JOIN places AS two ON two.name = one.name",
    "SELECT 1 AS a, 2 AS a, 3 AS \"\"",
];

#[test]
fn what_is_not_a_read_is_refused() {
    let fixture = Fixture::filled();
    let before = fixture.state();
    let mut wrong = Vec::new();
    for (sql, words) in REFUSED {
        let started = Instant::now();
        let output = fixture.cuttings(&["query", "--sql", sql, "--timeout", "2"]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() != Some(65)
            || !message.contains(words)
            || !message.starts_with("error: ")
        {
            wrong.push(format!("{sql:?}: {:?} {message}", output.status.code()));
        }
        if started.elapsed() > Duration::from_secs(2) + OVERSHOOT {
            wrong.push(format!("{sql:?}: took {:?}", started.elapsed()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(fixture.state(), before);
}

#[test]
fn what_does_not_end_is_stopped() {
    let fixture = Fixture::filled();
    let before = fixture.state();
    let mut wrong = Vec::new();
    for sql in ENDLESS {
        let started = Instant::now();
        let output =
            fixture.cuttings(&["query", "--sql", sql, "--timeout", "1", "--format", "csv"]);
        let took = started.elapsed();
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_stopped = match output.status.code() {
            Some(124) => message.contains("stopped after 1 s") && message.contains("--timeout"),
            Some(65) => {
                message.contains("more memory than its limit")
                    || message.contains("longer than 10 MB")
            }
            _ => false,
        };
        println!("{took:?} {:?} {sql}", output.status.code());
        if !is_stopped {
            wrong.push(format!("{sql}: {:?} {message}", output.status.code()));
        }
        if took > Duration::from_secs(1) + OVERSHOOT {
            wrong.push(format!("{sql}: took {took:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(fixture.state(), before);
}

#[test]
fn reads_of_every_kind_are_allowed() {
    let fixture = Fixture::filled();
    let before = fixture.state();
    let mut wrong = Vec::new();
    for sql in ALLOWED {
        let output = fixture.cuttings(&["query", "--sql", sql, "--format", "jsonl"]);
        if !output.status.success() || !output.stderr.is_empty() || output.stdout.contains(&0) {
            wrong.push(format!("{sql}: {}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(fixture.state(), before);
}

/// What cannot be an argument of a program comes by standard input.
#[test]
fn sql_by_standard_input_is_bounded_too() {
    let fixture = Fixture::filled();
    let deep = |depth: usize| format!("SELECT {}1{}", "(".repeat(depth), ")".repeat(depth));
    let cases: [(Vec<u8>, i32, &str); 11] = [
        (b"SELECT 1".to_vec(), 0, ""),
        (b"SELECT 1\0; DROP TABLE articles".to_vec(), 65, "NUL"),
        (b"\0".to_vec(), 65, "NUL"),
        (b"SELECT '\xff'".to_vec(), 65, "not text in UTF-8"),
        (vec![b' '; 10_000_000], 65, "longer than 100000 bytes"),
        (
            format!("SELECT '{}'", "x".repeat(10_000_000)).into_bytes(),
            65,
            "longer than 100000 bytes",
        ),
        (deep(20_000).into_bytes(), 65, ""),
        (format!("SELECT {}1", "- ".repeat(40_000)).into_bytes(), 65, ""),
        (format!("SELECT 1{}", " + 1".repeat(20_000)).into_bytes(), 65, ""),
        (format!("SELECT 1{}", ", 1".repeat(20_000)).into_bytes(), 65, "too many columns"),
        (
            format!("SELECT 1{}", " UNION SELECT 1".repeat(5_000)).into_bytes(),
            65,
            "too many terms in compound SELECT",
        ),
    ];
    for (sql, status, words) in cases {
        let output =
            fixture.command(&["query", "--file", "-"]).write_stdin(sql.clone()).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        let start = String::from_utf8_lossy(&sql[..sql.len().min(40)]).into_owned();
        assert_eq!(output.status.code(), Some(status), "{start}: {message}");
        assert!(message.contains(words), "{start}: {message}");
    }
}

/// A value of a capture or an article that is longer than the limit spoils no question that does
/// not ask for it.
#[test]
fn large_captures_do_not_stand_in_the_way() {
    let fixture = Fixture::with(
        "INSERT INTO captures (sha256, format, format_given, reader_version, media_type, byte_count, body)
         VALUES ('aaaa000000000000000000000000000000000000000000000000000000000001', 'text', 0, 1, 'text/plain', 1, zeroblob(30000000));",
    );
    assert_eq!(
        fixture.printed(&[
            "query",
            "--sql",
            "SELECT format, byte_count FROM captures",
            "--format",
            "csv"
        ]),
        "format,byte_count\ntext,1\n"
    );
    let output = fixture.cuttings(&["query", "--sql", "SELECT body FROM captures"]);
    assert_eq!(output.status.code(), Some(65));
}

#[test]
fn only_an_archive_is_asked() {
    let fixture = Fixture::filled();
    std::fs::write(fixture.folder.path().join("text.db"), "hello, this is no database at all")
        .unwrap();
    std::fs::write(fixture.folder.path().join("nothing.db"), "").unwrap();
    rusqlite::Connection::open(fixture.folder.path().join("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE passwords (a)")
        .unwrap();
    for (path, status) in [
        ("text.db", 65),
        ("nothing.db", 65),
        ("other.db", 65),
        (".", 65),
        ("missing.db", 66),
        ("file:archive.db?mode=rwc", 66),
        (":memory:", 66),
    ] {
        let output = fixture.cuttings(&["query", "--sql", "SELECT 1", "--archive", path]);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{path}: {message}");
    }
    assert!(!fixture.folder.path().join("missing.db").exists());
}

#[test]
fn a_search_for_too_many_words_is_refused_before_it_starts() {
    let workshop = Workshop::with_archive(&[("one.txt", "Penny Wong met Winston Peters.\n")]);
    let words = |count: usize| (0..count).map(|number| format!("a{number}*")).collect::<Vec<_>>();
    let run = |query: &str| {
        let started = Instant::now();
        let ran = workshop.run(&["search", "--archive", "a.db", "--timeout", "1", "--fts", query]);
        (ran, started.elapsed())
    };
    let (ran, time) = run(&words(10_000).join(" OR "));
    let ran = ran.expect(65);
    assert!(ran.stderr.contains("at most 1000 words"), "{}", ran.stderr);
    assert!(time < Duration::from_secs(5), "{time:?}");
    let (ran, time) = run(&words(400).join(" OR "));
    ran.expect(0);
    assert!(time < Duration::from_secs(5), "{time:?}");
}
