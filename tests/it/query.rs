//! Reports, as the program runs them and as the stock shell does.

use std::io::Write;
use std::process::{Command, Stdio};

use cuttings::db::sql_text;
use cuttings::output::FORMATS;
use cuttings::report;

use crate::fixture::Fixture;

/// The `sqlite3` of the system; `None`, with a word why, where there is none.
pub fn stock_shell() -> Option<&'static str> {
    let found = Command::new("sqlite3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if found.is_ok_and(|status| status.success()) {
        Some("sqlite3")
    } else {
        crate::support::skipped!("no stock sqlite3 shell");
        None
    }
}

/// Every report with something for the parameters it cannot do without.
fn reports() -> Vec<(String, Vec<String>)> {
    let (reports, broken) = report::all(None);
    assert_eq!(broken, []);
    reports
        .into_iter()
        .map(|report| {
            let required = report.parameters.iter().filter(|parameter| parameter.is_required);
            let given =
                required.map(|parameter| format!("{}=Winston Peters", parameter.name)).collect();
            (report.name, given)
        })
        .collect()
}

fn arguments<'a>(name: &'a str, given: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["query", name];
    arguments.extend(given.iter().map(String::as_str));
    arguments.extend(more);
    arguments
}

#[test]
fn every_header_describes_the_parameters_its_sql_takes() {
    for report in report::all(None).0 {
        let mut described = report.bound_names();
        let mut taken = sql_text::parameter_names(&report.sql);
        described.sort();
        taken.sort();
        assert_eq!(described, taken, "{}", report.name);
        assert!(!report.description.is_empty(), "{}", report.name);
    }
}

#[test]
fn every_report_runs_in_every_format() {
    for fixture in [Fixture::empty(), Fixture::filled()] {
        for (name, given) in reports() {
            for format in FORMATS {
                let shown = fixture.printed(&arguments(&name, &given, &["--format", format.name]));
                if format.name == "json" {
                    serde_json::from_str::<Vec<serde_json::Value>>(&shown).unwrap();
                }
            }
        }
    }
}

/// `--show-sql` gives SQL that the stock shell runs as it stands, with the same rows.
#[test]
fn the_stock_shell_gives_the_same_rows() {
    let Some(shell) = stock_shell() else { return };
    let fixture = Fixture::filled();
    let mut cases = reports();
    for (name, given) in [
        (
            "articles",
            vec!["since=2024-03", "until=2024-03", "publisher=radio new zealand", "limit=1"],
        ),
        ("articles", vec!["publisher=2024"]),
        ("people", vec!["name=peters", "since=2024-04"]),
        ("mentions", vec!["name=PIF", "characters=5"]),
        ("mentions", vec!["name=O'Neill"]),
        ("mentions", vec!["name=2024"]),
        ("mentions", vec!["name=WINSTON PETERS", "kind=person"]),
        ("co-mentions", vec!["name=Fijian"]),
        ("co-mentions", vec!["name=Suva", "other=person"]),
        ("timeline", vec!["per=week"]),
        ("timeline", vec!["per=day", "name=pif"]),
        ("timeline-publishers", vec!["per=week", "top=1"]),
        ("timeline-people", vec!["name=pif", "per=day", "since=2024-03"]),
        ("timeline-people", vec!["other=place", "top=1"]),
        ("network", vec!["name=suva", "links=1"]),
        ("network", vec!["other=place", "dated=yes"]),
        ("new-names", vec!["since=2024-04", "kind=place"]),
        ("revisions", vec!["article=4"]),
        ("problems", vec!["run=1"]),
    ] {
        cases.push((name.to_owned(), given.into_iter().map(str::to_owned).collect()));
    }
    let mut with_rows = 0;
    for (name, given) in cases {
        let ours = fixture.printed(&arguments(&name, &given, &["--format", "json"]));
        let ours: serde_json::Value = serde_json::from_str(&ours).unwrap();
        let sql = fixture.printed(&arguments(&name, &given, &["--show-sql"]));
        let mut child = Command::new(shell)
            .args(["-readonly", "-json"])
            .arg(&fixture.archive)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name} {given:?}");
        let theirs = String::from_utf8(output.stdout).unwrap();
        // The shell prints nothing at all for no rows.
        let theirs = if theirs.is_empty() { "[]".to_owned() } else { theirs };
        let theirs: serde_json::Value = serde_json::from_str(&theirs).unwrap();
        assert_eq!(ours, theirs, "{name} {given:?}");
        with_rows += usize::from(ours != serde_json::json!([]));
    }
    assert!(with_rows > 20, "only {with_rows} cases have rows");
}

#[test]
fn reports_answer_what_they_are_asked() {
    let fixture = Fixture::filled();
    let check = |arguments: &str, expected: &str| {
        let mut words = vec!["query"];
        words.extend(arguments.split('|'));
        words.extend(["--format", "csv"]);
        let shown = fixture.printed(&words);
        let rows: Vec<&str> = shown.lines().skip(1).collect();
        assert_eq!(rows.join("\n"), expected.trim(), "{arguments}");
    };
    check(
        "people",
        "Winston Peters,3,5,New Zealand politician,Q1,catalogue,4\nAnna Lee,1,1,,,automatic,4",
    );
    check("people|name=LEE", "Anna Lee,1,1,,,automatic,4");
    check(
        "people|until=2024-03|publisher=rnz",
        "Winston Peters,1,3,New Zealand politician,Q1,catalogue,1",
    );
    check("organisations", "Pacific Islands Forum,2,4,,,catalogue,2");
    check("places", "Suva,2,2,,,catalogue,4\nFiji,1,1,,,catalogue,4");
    check(
        "co-mentions|name=Pacific Islands Forum",
        "Winston Peters,person,2,2024-03-18,2024-03-19,catalogue,2\nSuva,place,1,2024-03-18,2024-03-18,catalogue,1",
    );
    // An alias, a demonym, and other capitals mean the same.
    check("co-mentions|name=PIF|other=place", "Suva,place,1,2024-03-18,2024-03-18,catalogue,1");
    check("co-mentions|name=pif|other=place", "Suva,place,1,2024-03-18,2024-03-18,catalogue,1");
    check(
        "co-mentions|name=Fijian|other=person",
        "Anna Lee,person,1,2024-04-01,2024-04-01,automatic,4\nWinston Peters,person,1,2024-04-01,2024-04-01,catalogue,4",
    );
    check("co-mentions|name=nobody", "");
    check(
        "mentions|name=anna lee|characters=5",
        "4,2024-04-01,RNZ,body,26,person,Anna Lee,,Anna Lee,,full-name",
    );
    check(
        "mentions|name=Suva|characters=0|kind=place|limit=1",
        "4,2024-04-01,RNZ,body,45,place,Suva,,Suva,,catalogue-name",
    );
    check("mentions|name=Suva|kind=person", "");
    check("timeline", "2024-03,2,2\n2024-04,2,5\nno month,1,3");
    check("timeline|per=week", "2024-03-18,2,2\n2024-04-01,2,5\nno day,1,3");
    check("timeline|per=year|dated=yes", "2024,4,5");
    check(
        "timeline|per=day|name=Winston Peters|since=2024-03-19",
        "2024-03-19,1,2\n2024-04-01,1,4",
    );
    check(
        "publishers",
        "Islands Business,FJ,2,2024-03-19,2024-03-19,catalogue,3\nRNZ,NZ,2,2024-03-18,2024-04-01,catalogue,4\n2024,,1,2024-04-02,2024-04-02,automatic,5",
    );
    check(
        "new-names|days=5",
        "Anna Lee,person,2024-04-01,1,automatic,4\nFiji,place,2024-04-01,1,catalogue,4",
    );
    check(
        "duplicates",
        "1,2024-03-18,RNZ,Peters flies to Suva,2,3,clips/copy of one.txt,more/three.txt",
    );
    check(
        "revisions",
        "1,4,url,2024-03-18,2024-04-01,Peters flies to Suva,'=Peters flies to Suva (updated),-105,\"Anna Lee, Fiji\",Pacific Islands Forum,-1",
    );
    check(
        "runs|limit=1",
        "2,cuttings ingest more,2024-04-02T06:00:00Z,2024-04-02T06:00:01Z,0,2,2,0,0,0,0,0.1.0",
    );
    check(
        "problems",
        "1,1,2024-03-20T06:00:00Z,refused,clips/broken.bin,,no reader for its bytes,cccc000000000000000000000000000000000000000000000000000000000004",
    );
}

/// A name's own index is where a report that takes a name begins.
#[test]
fn reports_of_a_name_use_its_index() {
    let fixture = Fixture::filled();
    for name in ["mentions", "co-mentions"] {
        let sql = fixture.printed(&["query", name, "name=Winston Peters", "--show-sql"]);
        let plan = fixture.printed(&[
            "query",
            "--format",
            "tsv",
            "--sql",
            &format!("EXPLAIN QUERY PLAN {sql}"),
        ]);
        for index in ["people_by_name", "aliases_by_name", "article_people_by_person"] {
            assert!(plan.contains(index), "{name} without {index}:\n{plan}");
        }
        // Nothing large is gone through: only rows of the statement's own, and the index of the few
        // summaries.
        let plan = plan.replace("SCAN articles USING COVERING INDEX articles_summaries", "");
        for table in
            ["mentions", "article_people", "article_organisations", "article_places", "articles"]
        {
            for line in plan.lines().filter(|line| line.contains("SCAN")) {
                assert_ne!(
                    line.split("SCAN ").nth(1).and_then(|rest| rest.split(' ').next()),
                    Some(table),
                    "{name}: {line}"
                );
            }
        }
    }
}

#[test]
fn wrong_usage_is_told() {
    let fixture = Fixture::filled();
    for (arguments, status, words) in [
        (&["query", "peple"][..], 2, "did you mean `people`?"),
        (&["query", "xyzzy"], 2, "`cuttings query --list`"),
        (&["query", "SELECT 1"], 2, "cuttings query --sql"),
        (&["query", "mentions"], 2, "report `mentions` needs `name`"),
        (&["query", "people", "nam=x"], 2, "report `people` has no parameter `nam`"),
        (&["query", "people", "limit"], 2, "`limit` is not a parameter"),
        (&["query", "people", "since=soon"], 2, "`since` wants a day"),
        (
            &["query", "--sql", "SELECT :from, :to", "from=1"],
            2,
            "query needs :from and :to; missing :to",
        ),
        (&["query", "--sql", "SELECT 1", "x=1"], 2, "query needs no parameters; unknown :x"),
        (&["query", "--sql", "SELECT :x", "--show-sql"], 2, "missing :x"),
        (&["query", "--sql", "SELECT :x", "x=1", "x=2"], 2, "given twice :x"),
        (&["query", "--sql", "SELECT ?", "x=1"], 2, "a parameter needs a name"),
        (&["query", "--sql", "SELECT ?1"], 2, "a parameter needs a name"),
        (
            &["query", "--sql", "SELECT 1", "--file", "x"],
            2,
            "`--sql` and `--file` do not go together",
        ),
        (&["query", "--file", "missing.sql"], 66, "missing.sql"),
        (&["query", "people", "--format", "xml"], 2, "it takes table, csv"),
        (&["query", "people", "--force"], 2, "--output"),
        (&["search"], 2, "nothing to search for"),
        (&["search", "( \" *"], 2, "nothing to search for"),
        (&["search", "--fts", " "], 2, "nothing to search for"),
        (&["search", "--fts", "foo-bar"], 65, "no such column: bar"),
        (&["search", "--fts", "\"open"], 65, "unterminated string"),
        (&["search", "x", "--since", "soon"], 2, "a day such as"),
        (&["show", "99"], 66, "there is no article `99`"),
        (&["show", "aaaa"], 66, "at least 6 digits"),
        (&["show", "aaaa00"], 2, "names several articles"),
    ] {
        let output = fixture.cuttings(arguments);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {message}");
        assert!(message.contains(words), "{arguments:?}: {message}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

/// `limit=5` is a number, and `name=2024` finds the name.
#[test]
fn parameters_are_what_they_look_like() {
    let fixture = Fixture::filled();
    for (sql, value, expected) in [
        ("SELECT count(*) FROM articles WHERE article_id <= :x", "2", "2"),
        ("SELECT count(*) FROM (SELECT 1 FROM articles LIMIT :x)", "2", "2"),
        (
            "SELECT count(*) FROM (SELECT 1 FROM articles GROUP BY capture_id HAVING count(*) >= :x)",
            "2",
            "2",
        ),
        ("SELECT count(*) FROM publishers WHERE name = :x", "2024", "1"),
        ("SELECT count(*) FROM people WHERE name LIKE :x", "20%", "1"),
        ("SELECT typeof(:x)", "5", "integer"),
        ("SELECT typeof(@x)", "-5", "integer"),
        ("SELECT typeof($x)", "0.25", "real"),
        ("SELECT typeof(:x)", "007", "text"),
        ("SELECT typeof(:x)", "+5", "text"),
        ("SELECT typeof(:x)", "1e5", "text"),
        ("SELECT typeof(:x)", "0.10", "text"),
        ("SELECT typeof(:x)", "-0", "text"),
        ("SELECT typeof(:x)", "-0.0", "text"),
        ("SELECT typeof(:x)", "nan", "text"),
        ("SELECT typeof(:x)", "inf", "text"),
        ("SELECT typeof(:x)", "", "text"),
        ("SELECT typeof(:x)", "99999999999999999999", "text"),
        ("SELECT typeof(:x)", "0.1234567890123456789", "text"),
        ("SELECT CAST(:x AS TEXT)", "12345.678", "12345.678"),
        ("SELECT :x || ''", "9223372036854775807", "9223372036854775807"),
        ("SELECT :x", "a=b", "a=b"),
    ] {
        let shown =
            fixture.printed(&["query", "--format", "tsv", "--sql", sql, &format!("x={value}")]);
        assert_eq!(shown.lines().nth(1), Some(expected), "{sql} {value}");
        // And the shell sees the same.
        if let Some(shell) = stock_shell() {
            let sql =
                fixture.printed(&["query", "--show-sql", "--sql", sql, &format!("x={value}")]);
            let output = Command::new(shell)
                .arg("-readonly")
                .arg(&fixture.archive)
                .arg(&sql)
                .output()
                .unwrap();
            assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), expected, "{sql}");
        }
    }
}

#[test]
fn files_are_made_whole_and_never_over_the_archive() {
    let fixture = Fixture::filled();
    let before = fixture.state();
    let rows = fixture.printed(&["query", "people", "--format", "csv"]);
    let file = fixture.folder.path().join("people.csv");

    fixture.printed(&["query", "people", "--format", "csv", "--output", "people.csv"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), rows);
    let output = fixture.cuttings(&["query", "places", "--output", "people.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`--force`"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), rows);
    fixture.printed(&["query", "places", "--output", "people.csv", "--force"]);
    assert_ne!(std::fs::read_to_string(&file).unwrap(), rows);

    // A query that fails half-way leaves the old file as it is, and none where there was none.
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 100000 OR i < 0";
    for name in ["people.csv", "new.csv"] {
        let kept = std::fs::read(&file).unwrap();
        let output = fixture.cuttings(&[
            "query",
            "--sql",
            endless,
            "--timeout",
            "1",
            "--output",
            name,
            "--force",
        ]);
        assert_eq!(output.status.code(), Some(124));
        assert_eq!(std::fs::read(&file).unwrap(), kept);
    }
    assert!(!fixture.folder.path().join("new.csv").exists());
    std::fs::remove_file(&file).unwrap();

    std::os::unix::fs::symlink(&fixture.archive, fixture.folder.path().join("link")).unwrap();
    std::fs::hard_link(&fixture.archive, fixture.folder.path().join("hard")).unwrap();
    for path in [
        "archive.db",
        "./archive.db",
        "link",
        "hard",
        "archive.db-wal",
        "archive.db-shm",
        "archive.db-journal",
    ] {
        let output = fixture.cuttings(&["query", "people", "--output", path, "--force"]);
        assert_eq!(output.status.code(), Some(2), "{path}");
    }
    std::fs::remove_file(fixture.folder.path().join("link")).unwrap();
    std::fs::remove_file(fixture.folder.path().join("hard")).unwrap();
    assert_eq!(
        fixture.cuttings(&["query", "people", "--output", "no/such/folder"]).status.code(),
        Some(66)
    );
    assert_eq!(fixture.state(), before);
}

#[test]
fn a_reader_that_closes_early_is_no_failure_and_a_full_disk_is_one() {
    let fixture = Fixture::filled();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) SELECT i FROM n";
    for format in FORMATS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cuttings"))
            .args(["query", "--sql", many, "--format", format.name, "--archive"])
            .arg(&fixture.archive)
            .env("HOME", fixture.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", format.name);
        assert!(
            output.stderr.is_empty(),
            "{}: {}",
            format.name,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    for arguments in [
        &["query", "people"][..],
        &["query", "people", "--format", "csv"],
        &["query", "--list"],
        &["query", "--sql", many],
        &["query", "people", "--show-sql"],
        &["search", "peters"],
        &["show", "1"],
        &["schema"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let status = Command::new(env!("CARGO_BIN_EXE_cuttings"))
            .args(arguments)
            .arg("--archive")
            .arg(&fixture.archive)
            .env("HOME", fixture.folder.path())
            .stdout(full)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(74), "{arguments:?}");
    }
}

#[test]
fn reports_of_ones_own() {
    let fixture = Fixture::filled();
    let folder = fixture.folder.path().join(".config/cuttings/reports");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in [
        (
            "mine.sql",
            "/* title: Mine\n   parameter: least — at least so many (number, default 2) */\nSELECT name FROM people WHERE person_id >= :least ORDER BY 1;",
        ),
        ("people.sql", "/* title: People */ SELECT 'mine'"),
        ("unfit.sql", "/* title: Unfit */ SELECT :x"),
        ("broken.sql", "SELECT 1"),
        ("writes.sql", "/* title: Writes */ DELETE FROM articles"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    assert_eq!(fixture.printed(&["query", "mine", "least=4", "--format", "csv"]), "name\n2024\n");
    assert!(!fixture.printed(&["query", "people"]).contains("mine"));
    let output = fixture.cuttings(&["query", "--list", "--format", "json"]);
    let list: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(list.len(), report::REPORTS.len() + 2);
    let mine = list.iter().find(|report| report["name"] == "mine").unwrap();
    assert_eq!(mine["parameters"][0]["default"], "2");
    assert!(mine["origin"].as_str().unwrap().ends_with("mine.sql"));
    let warnings = String::from_utf8_lossy(&output.stderr).into_owned();
    for name in ["people.sql", "unfit.sql", "broken.sql"] {
        assert!(warnings.contains(name), "{warnings}");
    }
    assert_eq!(warnings.lines().count(), 3, "{warnings}");
    assert_eq!(fixture.cuttings(&["query", "broken"]).status.code(), Some(65));
    assert_eq!(fixture.cuttings(&["query", "writes"]).status.code(), Some(65));
}

#[test]
fn quotes_and_roles_are_asked_by_name_topic_and_words() {
    let fixture = Fixture::filled();
    let rows = |words: &[&str]| -> Vec<serde_json::Value> {
        let mut arguments = vec!["query"];
        arguments.extend(words);
        arguments.extend(["--format", "json"]);
        let output = fixture.cuttings(&arguments);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(rows(&["quotes"]).len(), 2);
    let forum = rows(&["quotes", "name=PIF"]);
    assert_eq!(forum.len(), 1);
    assert_eq!(forum[0]["quote"], "speak about the harbour bridge");
    assert_eq!(
        (forum[0]["speaker"].as_str(), forum[0]["cue"].as_str()),
        (Some("Pacific Islands Forum"), Some("said"))
    );
    assert_eq!(rows(&["quotes", "words=HARBOUR"]).len(), 1);
    assert_eq!(rows(&["quotes", "topic=forum"]).len(), 1);
    assert_eq!(rows(&["quotes", "topic=tuna"]).len(), 0);
    assert_eq!(rows(&["quotes", "publisher=rnz"]).len(), 1);
    assert_eq!(rows(&["articles", "topic=forum"]).len(), 1);
    let roles = rows(&["roles", "name=Winston Peters"]);
    assert_eq!(roles.len(), 1);
    assert_eq!(
        (roles[0]["title"].as_str(), roles[0]["articles"].as_i64()),
        (Some("foreign minister"), Some(1))
    );
    assert_eq!(rows(&["roles", "title=president"]).len(), 0);
    assert_eq!(rows(&["decisions"])[0]["state"], "in force");
    // One quotation in two articles.
    let connection = rusqlite::Connection::open(&fixture.archive).unwrap();
    connection
        .execute_batch(
            "INSERT INTO quotes (article_id, start_char, end_char, mention_start_char, rule, words_sha256)
             SELECT 4, 15, 24, 0, 'name', words_sha256 FROM quotes WHERE article_id = 2",
        )
        .unwrap();
    drop(connection);
    let across = rows(&["quotes-across"]);
    assert_eq!(across.len(), 1);
    assert_eq!(
        (across[0]["articles"].as_i64(), across[0]["speaker"].as_str()),
        (Some(2), Some("Pacific Islands Forum"))
    );
    assert_eq!(across[0]["quote"], "speak about the harbour bridge", "the longest form");
    assert_eq!(rows(&["quotes-across", "since=2024-04-01"]).len(), 0);
}

#[test]
fn bare_surnames_are_listed_with_whom_they_may_mean() {
    let fixture = Fixture::with(
        "INSERT INTO runs (run_id, command, program_version, started_at) VALUES (1, 'x', '1', '2024-01-01T00:00:00Z');
         INSERT INTO captures (capture_id, sha256, format, format_given, reader_version, media_type, byte_count, body)
            VALUES (1, 'aaaa000000000000000000000000000000000000000000000000000000000001', 'text', 0, 1, 'text/plain', 1, x'28');
         INSERT INTO articles (article_id, sha256, kind, capture_id, part, reader, run_id, ingested_at, row_sha256, body) VALUES
            (1, 'bbbb000000000000000000000000000000000000000000000000000000000001', 'article', 1, 0, 'text-1', 1, '2024-01-01T00:00:00Z', 'bbbb000000000000000000000000000000000000000000000000000000000001', 'x'),
            (2, 'bbbb000000000000000000000000000000000000000000000000000000000002', 'article', 1, 1, 'text-1', 1, '2024-01-01T00:00:00Z', 'bbbb000000000000000000000000000000000000000000000000000000000001', 'y');
         INSERT INTO people (person_id, key, name, origin) VALUES (1, 'brandvold', 'Brandvold', 'automatic'),
            (2, 'tomas brandvold', 'Tomas Brandvold', 'automatic'), (3, 'anna brandvold', 'Anna Brandvold', 'automatic'),
            (4, 'hale', 'Hale', 'automatic'), (5, 'olav brandvold', 'Olav Brandvold', 'automatic');
         INSERT INTO article_people VALUES (1, 1, 2, NULL), (2, 1, 1, NULL), (1, 2, 1, NULL), (2, 2, 1, NULL), (1, 3, 1, NULL), (2, 4, 1, NULL);",
    );
    let output = fixture.cuttings(&["query", "unresolved", "--format", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let row = |at: usize| {
        let row = &rows[at];
        (
            row["name"].as_str().unwrap(),
            row["fuller_names"].as_i64().unwrap(),
            row["likeliest"].as_str(),
        )
    };
    assert_eq!(rows.len(), 2);
    // Olav Brandvold is named nowhere.
    assert_eq!(row(0), ("Brandvold", 2, Some("Tomas Brandvold")));
    assert_eq!(row(1), ("Hale", 0, None));
    // The most frequent are kept where few are asked for, of all articles and of some.
    for asked in ["limit=1", "limit=1 dated=no"] {
        let arguments = ["query", "unresolved", "--format", "json"];
        let arguments: Vec<&str> = arguments.into_iter().chain(asked.split(' ')).collect();
        let output = fixture.cuttings(&arguments);
        let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((rows.len(), rows[0]["name"].as_str()), (1, Some("Brandvold")), "{asked}");
    }
}
