//! The archive file: what may be opened, what is refused and how, what stays the same.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use crate::support::{Workshop, evaluation_data};

const STORY: &str = "WELLINGTON, March 4 (Reuters) - Foreign Minister Winston Peters met Penny Wong.\n\n\
    Peters said the talks went well. Wong agreed.\n";

#[test]
fn each_wrong_file_has_its_own_refusal() {
    let workshop = Workshop::new();
    workshop.write("text.db", "this is a text, long enough to be more than one hundred bytes, which is the length of the header of a database");
    workshop.write("empty.db", "");
    workshop.write("short.db", "SQLite format 3\0");
    fs::create_dir(workshop.path("folder.db")).unwrap();
    let other = rusqlite::Connection::open(workshop.path("other.db")).unwrap();
    other.execute_batch("PRAGMA application_id = 7; CREATE TABLE t (x)").unwrap();
    drop(other);
    let plain = rusqlite::Connection::open(workshop.path("plain.db")).unwrap();
    plain.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(plain);
    Command::new("mkfifo").arg(workshop.path("fifo.db")).status().unwrap();
    workshop.run(&["init", "newer.db"]).expect(0);
    let newer = rusqlite::Connection::open(workshop.path("newer.db")).unwrap();
    newer
        .execute_batch("INSERT INTO refinery_schema_history SELECT 99, 'later', applied_on, checksum FROM refinery_schema_history LIMIT 1")
        .unwrap();
    drop(newer);
    workshop.run(&["init", "stamped.db"]).expect(0);
    let stamped = rusqlite::Connection::open(workshop.path("stamped.db")).unwrap();
    stamped.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(stamped);
    workshop.write("in.txt", STORY);
    for (name, code, reason) in [
        ("gone.db", 66, "there is no such file"),
        ("text.db", 65, "it is not a SQLite database"),
        ("empty.db", 65, "it is empty"),
        ("short.db", 65, "it is not a SQLite database"),
        ("folder.db", 65, "it is a folder"),
        ("fifo.db", 65, "it is not a regular file"),
        ("other.db", 65, "it is a database of another application"),
        ("plain.db", 65, "it is a database of another application"),
        ("newer.db", 65, "it was made by a newer cuttings (schema 99; this program knows up to"),
        ("stamped.db", 65, "it was made by a newer cuttings (schema 99; this program knows up to"),
    ] {
        // Reading the FIFO ourselves would wait for ever.
        let content = || if name == "fifo.db" { None } else { fs::read(workshop.path(name)).ok() };
        let before = content();
        for command in [
            &["status"][..],
            &["verify"],
            &["verify", "--digest"],
            &["seed"],
            &["ingest", "in.txt"],
        ] {
            let arguments = [command, &["--archive", name]].concat();
            let ran = workshop.run(&arguments).expect(code);
            assert!(
                ran.stderr.contains(reason) && ran.stderr.contains(name),
                "{arguments:?}: {}",
                ran.stderr
            );
            assert!(
                !workshop.path(&format!("{name}.lock")).exists()
                    || ["newer.db", "stamped.db"].contains(&name),
                "{name}"
            );
        }
        assert_eq!(content(), before, "{name} was changed");
    }
    assert!(
        workshop
            .run(&["status", "--archive", "gone.db"])
            .stderr
            .contains("hint: make it with `cuttings init")
    );
}

#[test]
fn init_makes_and_never_overwrites() {
    let workshop = Workshop::new();
    let first = workshop.run(&["init", "a.db", "--json"]).expect(0).json();
    assert!(first["loaded"]["people"].as_u64().unwrap() > 1000);
    let before = fs::read(workshop.path("a.db")).unwrap();
    let again = workshop.run(&["init", "a.db"]).expect(1);
    assert!(again.stderr.contains("exists already"), "{}", again.stderr);
    assert_eq!(fs::read(workshop.path("a.db")).unwrap(), before);
    workshop.write("other.db", "SELECT 1; -- a text file that somebody keeps, of more than a hundred bytes, so that SQLite reads it as a header");
    workshop.run(&["init", "other.db"]).expect(65);
    workshop.write("empty.db", "");
    workshop.run(&["init", "empty.db"]).expect(0);
    workshop.run(&["verify", "--read-data", "--archive", "empty.db"]).expect(0);
}

#[test]
fn the_default_archive_is_made_on_first_use_and_says_so() {
    let workshop = Workshop::new();
    workshop.write("in.txt", STORY);
    let ran = workshop.run(&["ingest", "in.txt"]).expect(0);
    assert!(ran.stderr.starts_with("made archive `") && ran.stdout.is_empty(), "{}", ran.stderr);
    assert!(workshop.path(".local/share/cuttings/archive.db").exists());
    assert_eq!(workshop.run(&["ingest", "in.txt"]).expect(0).stderr, "");
}

#[test]
fn the_archive_is_named_by_option_then_variable_then_config() {
    let workshop = Workshop::new();
    for name in ["option.db", "variable.db", "config.db"] {
        workshop.run(&["init", name]).expect(0);
    }
    workshop.write(".config/cuttings/config.toml", "archive = \"~/config.db\"\n");
    let archive = |arguments: &[&str], variable: Option<&str>| {
        let mut command = workshop.command(arguments);
        command.envs(variable.map(|name| ("CUTTINGS_ARCHIVE", workshop.path(name))));
        let output = command.output().unwrap();
        let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        status["archive"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(archive(&["status", "--json"], None), "config.db");
    assert_eq!(archive(&["status", "--json"], Some("variable.db")), "variable.db");
    assert_eq!(
        archive(&["--archive", "option.db", "status", "--json"], Some("variable.db")),
        "option.db"
    );
    assert_eq!(archive(&["status", "--json", "--archive", "option.db"], None), "option.db");
    workshop.write(".config/cuttings/config.toml", "archiv = \"x\"\n");
    let ran = workshop.run(&["status"]).expect(78);
    assert!(ran.stderr.contains("unknown field `archiv`"), "{}", ran.stderr);
}

#[test]
fn no_home_needs_an_archive_by_name() {
    let workshop = Workshop::with_archive(&[]);
    let run = |arguments: &[&str]| workshop.command(arguments).env_clear().output().unwrap();
    let ran = run(&["status"]);
    assert_eq!(ran.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("name one with `--archive PATH`"));
    assert_eq!(run(&["status", "--archive", "a.db"]).status.code(), Some(0));
}

#[test]
fn a_name_that_looks_like_a_uri_is_a_name() {
    let workshop = Workshop::new();
    workshop.run(&["init", "file:a.db?mode=memory"]).expect(0);
    assert!(workshop.path("file:a.db?mode=memory").exists());
}

#[test]
fn the_same_inputs_again_change_nothing() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY), ("copy.txt", STORY)]);
    let digest = workshop.digest("a.db");
    let again = workshop.run(&["ingest", "--archive", "a.db", "in", "--json"]).expect(0).json();
    assert_eq!((again["seen"].as_u64(), again["duplicate"].as_u64()), (Some(2), Some(2)));
    assert_eq!(workshop.digest("a.db"), digest);
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let rows = |table: &str| -> i64 {
        connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!((rows("captures"), rows("articles"), rows("sightings")), (1, 1, 2));
}

#[test]
fn the_archives_own_files_are_never_taken() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    fs::hard_link(workshop.path("a.db"), workshop.path("link.db")).unwrap();
    let ran = workshop.run(&["ingest", "--archive", "a.db", ".", "--json"]).expect(0).json();
    assert_eq!(ran["refused"], 0);
    assert!(ran["skipped"].as_u64().unwrap() >= 2);
}

#[test]
fn verify_finds_what_somebody_changed() {
    let changes = [
        ("UPDATE articles SET headline = 'x'", "articles as stored"),
        (
            "DROP TRIGGER articles_fts_update; UPDATE articles SET body = body || 'x'",
            "search index",
        ),
        (
            "UPDATE mentions SET start_char = start_char + 1 WHERE start_char = (SELECT max(start_char) FROM mentions)",
            "mentions at their place",
        ),
        ("DELETE FROM article_spans WHERE start_byte = 0", "bytes accounted for"),
        (
            "DROP TRIGGER captures_frozen; UPDATE captures SET sha256 = substr(sha256, 2) || substr(sha256, 1, 1)",
            "captures as received",
        ),
        ("DROP INDEX articles_by_day", "schema"),
        ("UPDATE article_people SET mention_count = mention_count + 1", "summary of people"),
        ("DELETE FROM sightings", "captures were seen"),
        ("PRAGMA foreign_keys = off; DELETE FROM runs", "foreign keys"),
    ];
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    for (sql, check) in changes {
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(workshop.path(&format!("changed.db{suffix}")));
        }
        fs::copy(workshop.path("a.db"), workshop.path("changed.db")).unwrap();
        rusqlite::Connection::open(workshop.path("changed.db"))
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        let ran = workshop.run(&["verify", "--read-data", "--archive", "changed.db"]).expect(4);
        assert!(ran.stdout.contains(check), "{sql}: {}", ran.stdout);
    }
}

#[test]
fn verify_repairs_the_search_index_only_when_asked() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    rusqlite::Connection::open(workshop.path("a.db"))
        .unwrap()
        .execute_batch("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
        .unwrap();
    workshop.run(&["verify", "--archive", "a.db"]).expect(4);
    workshop.run(&["verify", "--archive", "a.db"]).expect(4);
    workshop.run(&["verify", "--repair", "--archive", "a.db"]).expect(0);
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
}

#[test]
fn flipped_bits_in_the_file_never_pass_for_sound_articles() {
    let workshop = Workshop::with_archive(&[
        ("one.txt", STORY),
        ("two.txt", &STORY.repeat(40).replace("4", "5")),
    ]);
    let sound = fs::read(workshop.path("a.db")).unwrap();
    let articles = |path: &str| -> Option<Vec<(String, Option<String>, String)>> {
        let connection = rusqlite::Connection::open(workshop.path(path)).ok()?;
        let mut statement = connection
            .prepare("SELECT sha256, published_original, body FROM articles ORDER BY article_id")
            .ok()?;
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .ok()?
            .collect::<Result<_, _>>()
            .ok()
    };
    let expected = articles("a.db");
    let mut changed = 0;
    // Every 97th byte from the 100th on: a few hundred places all over the file.
    for place in (100..sound.len()).step_by(sound.len() / 150) {
        let mut bytes = sound.clone();
        bytes[place] ^= 1 << (place % 8);
        workshop.write("flip.db", &bytes);
        let ran = workshop.run(&["verify", "--read-data", "--archive", "flip.db"]);
        assert!([0, 1, 4, 65].contains(&ran.code), "bit {place}: {ran:?}");
        if articles("flip.db") != expected {
            changed += 1;
            assert_ne!(ran.code, 0, "bit {place} changed an article and nobody noticed");
        }
        for suffix in ["-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(workshop.path(&format!("flip.db{suffix}")));
        }
    }
    println!("{changed} of about 150 flips changed what an article says; each was found");
}

#[test]
fn a_backup_is_a_whole_archive_and_overwrites_nothing() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    workshop.run(&["backup", "--archive", "a.db", "b.db"]).expect(0);
    assert_eq!(workshop.digest("b.db"), workshop.digest("a.db"));
    workshop.run(&["verify", "--read-data", "--archive", "b.db"]).expect(0);
    let ran = workshop.run(&["backup", "--archive", "a.db", "b.db"]).expect(1);
    assert!(ran.stderr.contains("exists already"), "{}", ran.stderr);
    assert!(!workshop.path("b.db.part").exists());
    fs::set_permissions(workshop.path("a.db"), fs::Permissions::from_mode(0o600)).unwrap();
    workshop.run(&["backup", "--archive", "a.db", "c.db"]).expect(0);
    assert_eq!(fs::metadata(workshop.path("c.db")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_backup_of_a_damaged_archive_is_refused() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    rusqlite::Connection::open(workshop.path("a.db"))
        .unwrap()
        .execute("UPDATE articles SET headline = 'x'", [])
        .unwrap();
    workshop.run(&["backup", "--archive", "a.db", "b.db"]).expect(4);
    assert!(!workshop.path("b.db").exists() && !workshop.path("b.db.part").exists());
}

#[test]
fn seeding_late_gives_what_seeding_first_gives() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let digest = workshop.digest("a.db");
    // As an older catalogue would have left it: one entry short, its alias and mentions with it.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "DELETE FROM aliases WHERE person_id = (SELECT person_id FROM people WHERE name = 'Winston Peters');
             UPDATE people SET origin = 'automatic', sort_name = NULL, description = NULL WHERE name = 'Winston Peters';
             UPDATE settings SET value = 'older' WHERE name = 'catalogue_sha256'",
        )
        .unwrap();
    drop(connection);
    assert_ne!(workshop.digest("a.db"), digest);
    let changed = workshop.run(&["seed", "--archive", "a.db", "--json"]).expect(0).json();
    assert_eq!(changed["changed"]["people"], 1);
    assert_eq!(workshop.digest("a.db"), digest);
}

#[test]
fn a_rebuild_changes_nothing_and_keeps_ids() {
    let workshop = Workshop::with_archive(&[
        ("one.txt", STORY),
        ("two.txt", "Anwar Ibrahim spoke in Kuala Lumpur on trade.\n"),
    ]);
    let ids = || -> Vec<(i64, String)> {
        let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
        let mut statement = connection.prepare("SELECT article_id, sha256 FROM articles UNION ALL SELECT person_id, key FROM people ORDER BY 1, 2").unwrap();
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    let (digest, before) = (workshop.digest("a.db"), ids());
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), digest);
    assert_eq!(ids(), before);
}

#[test]
fn the_stock_shell_reads_every_table_and_view() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let Some(ran) =
        workshop.sqlite3("a.db", "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    else {
        return;
    };
    let names: Vec<serde_json::Value> = serde_json::from_str(&ran.expect(0).stdout).unwrap();
    assert!(names.len() > 20);
    for name in names {
        let name = name["name"].as_str().unwrap();
        workshop.sqlite3("a.db", &format!("SELECT * FROM \"{name}\" LIMIT 3")).unwrap().expect(0);
    }
    let wrong = "SELECT count(*) AS n FROM mention_details JOIN articles USING (article_id) WHERE field = 'body' AND substr(body, start_char + 1, end_char - start_char) IS NOT surface_form";
    let mentions = "SELECT count(*) AS n FROM mention_details";
    let count =
        |sql| workshop.sqlite3("a.db", sql).unwrap().expect(0).json()[0]["n"].as_i64().unwrap();
    assert_eq!(count(wrong), 0);
    assert!(count(mentions) >= 4);
    shell_says_ok(&workshop, "a.db");
}

/// What people's own checks by cron ask: the integrity check of the shell that they have.
pub fn shell_says_ok(workshop: &Workshop, archive: &str) {
    let Some(check) = workshop.sqlite3(archive, "PRAGMA integrity_check") else { return };
    assert_eq!(
        check.expect(0).json(),
        serde_json::json!([{ "integrity_check": "ok" }]),
        "{archive}"
    );
}

#[test]
fn status_is_an_alarm_for_cron() {
    let workshop = Workshop::with_archive(&[]);
    let ran = workshop.run(&["status", "--archive", "a.db", "--max-age", "26h"]).expect(1);
    assert!(ran.stderr.contains("there was no successful import yet"), "{}", ran.stderr);
    workshop.write("in/one.txt", STORY);
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let fresh = workshop.run(&["status", "--archive", "a.db", "--max-age", "26h"]).expect(0);
    assert_eq!((fresh.stdout.as_str(), fresh.stderr.as_str()), ("", ""));
    let later = workshop
        .command(&["status", "--archive", "a.db", "--max-age", "26h"])
        .env("CUTTINGS_NOW", "2026-01-03T06:00:00Z")
        .output()
        .unwrap();
    assert_eq!(later.status.code(), Some(1));
    let full = workshop.run(&["status", "--archive", "a.db"]).expect(0);
    assert!(full.stdout.contains("articles      1 from 1 capture and"), "{}", full.stdout);
}

#[test]
fn a_clock_that_is_wrong_is_said_and_stops_nothing() {
    let workshop = Workshop::with_archive(&[]);
    let run = |now: &str, arguments: &[&str]| {
        let arguments = [arguments, &["--archive", "a.db"]].concat();
        crate::support::Ran::from(
            workshop.command(&arguments).env("CUTTINGS_NOW", now).output().unwrap(),
        )
    };
    let alarm = ["status", "--max-age", "26h"];
    workshop.write("in/one.txt", STORY);
    run("2038-01-19T03:14:08Z", &["ingest", "in"]).expect(0);
    let ran = run("2026-01-02T03:04:05Z", &alarm).expect(1);
    assert!(ran.stderr.contains("in the future"), "{}", ran.stderr);
    // The last one counts, whatever an earlier one said.
    run("1969-12-31T23:00:00Z", &["ingest", "in"]).expect(0);
    run("1969-12-31T23:30:00Z", &alarm).expect(0);
    run("2026-01-02T03:04:05Z", &alarm).expect(1);
    run("2026-01-02T03:04:05Z", &["status", "--max-age", "99999999d"]).expect(0);
    run("yesterday", &["status"]).expect(78);
    rusqlite::Connection::open(workshop.path("a.db"))
        .unwrap()
        .execute_batch("UPDATE runs SET finished_at = 'soon'")
        .unwrap();
    let ran = run("2026-01-02T03:04:05Z", &alarm).expect(1);
    assert!(ran.stderr.contains("no instant"), "{}", ran.stderr);
}

#[test]
fn what_stands_in_for_our_tables_is_refused_at_once() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let endless =
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n";
    let changes = [
        ("articles", format!("DROP TABLE articles; CREATE VIEW articles AS {endless}")),
        ("runs", format!("DROP TABLE runs; CREATE VIEW Runs AS {endless}")),
        (
            "hidden_articles",
            format!(
                "DROP VIEW hidden_articles; CREATE VIEW hidden_articles (article_id) AS {endless}"
            ),
        ),
        ("captures", "ALTER TABLE captures ADD COLUMN x TEXT AS (hex(zeroblob(1000)))".to_owned()),
    ];
    for (name, sql) in changes {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let _ = fs::remove_file(workshop.path(&format!("hostile.db{suffix}")));
        }
        fs::copy(workshop.path("a.db"), workshop.path("hostile.db")).unwrap();
        rusqlite::Connection::open(workshop.path("hostile.db"))
            .unwrap()
            .execute_batch(&format!("PRAGMA foreign_keys = off; {sql}"))
            .unwrap();
        for command in [
            &["status"][..],
            &["status", "--max-age", "1h"],
            &["show", "1"],
            &["search", "peters"],
            &["query", "people"],
            &["verify"],
            &["verify", "--digest"],
            &["backup", "b.db"],
            &["rebuild"],
            &["ingest", "in"],
        ] {
            let started = std::time::Instant::now();
            let ran = workshop.run(&[command, &["--archive", "hostile.db"]].concat()).expect(65);
            assert!(ran.stderr.contains(&format!("`{name}`")), "{command:?}: {}", ran.stderr);
            assert!(started.elapsed().as_secs() < 10, "{command:?} took {:?}", started.elapsed());
        }
        workshop.run(&["restore", "hostile.db", "--archive", "a.db"]).expect(65);
    }
    // What people add or drop is no reason to refuse.
    rusqlite::Connection::open(workshop.path("a.db"))
        .unwrap()
        .execute_batch(
            "DROP INDEX articles_by_day; ALTER TABLE articles ADD COLUMN mine TEXT;
             CREATE VIEW mine AS SELECT 1; CREATE INDEX mine_too ON articles (mine)",
        )
        .unwrap();
    workshop.run(&["status", "--archive", "a.db"]).expect(0);
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
}

/// A database as a program leaves it that is killed in its transaction: with a journal to roll back.
fn leave_half_a_transaction(workshop: &Workshop, name: &str, sql: &str) {
    let connection = rusqlite::Connection::open(workshop.path("live.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA cache_size = 1; BEGIN; {sql}")).unwrap();
    for suffix in ["", "-journal"] {
        let live = workshop.path(&format!("live.db{suffix}"));
        fs::copy(live, workshop.path(&format!("{name}{suffix}"))).unwrap();
    }
}

#[test]
fn a_transaction_that_was_killed_is_rolled_back_by_whoever_comes_next() {
    let workshop = Workshop::new();
    workshop.run(&["init", "live.db", "--journal-mode", "truncate"]).expect(0);
    workshop.write("in/one.txt", STORY);
    workshop.run(&["ingest", "--archive", "live.db", "in"]).expect(0);
    let digest = workshop.digest("live.db");
    for command in [&["status"][..], &["query", "people"], &["ingest", "in"], &["verify"]] {
        let sql = "UPDATE people SET name = name || ' x'; UPDATE aliases SET name = name || ' x'";
        leave_half_a_transaction(&workshop, "a #1%.db", sql);
        let journal = workshop.path("a #1%.db-journal");
        assert!(fs::metadata(&journal).unwrap().len() > 0);
        workshop.run(&[command, &["--archive", "a #1%.db"]].concat()).expect(0);
        assert_eq!(workshop.digest("a #1%.db"), digest, "{command:?}");
    }
    // Somebody else's is theirs to roll back.
    fs::remove_file(workshop.path("live.db")).unwrap();
    let other = rusqlite::Connection::open(workshop.path("live.db")).unwrap();
    other
        .execute_batch(
            "CREATE TABLE t (x);
             INSERT INTO t WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000)
             SELECT x FROM n",
        )
        .unwrap();
    drop(other);
    leave_half_a_transaction(&workshop, "other.db", "UPDATE t SET x = x + 1");
    let files =
        || ["other.db", "other.db-journal"].map(|name| fs::read(workshop.path(name)).unwrap());
    let before = files();
    for command in ["status", "seed"] {
        let ran = workshop.run(&[command, "--archive", "other.db"]).expect(65);
        assert!(ran.stderr.contains("another application"), "{}", ran.stderr);
    }
    assert_eq!(files(), before);
}

#[test]
fn a_full_standard_output_is_an_error_and_a_closed_one_is_not() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = workshop
        .command(&["status", "--archive", "a.db"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(74));
    let mut child =
        workshop.command(&["completions", "bash"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_record_that_sqlite_refuses_is_refused_alone() {
    let workshop = Workshop::with_archive(&[]);
    rusqlite::Connection::open(workshop.path("a.db"))
        .unwrap()
        .execute_batch(
            "CREATE TRIGGER mine BEFORE INSERT ON articles WHEN new.body LIKE '%poison%'
             BEGIN SELECT raise(ABORT, 'not this one'); END",
        )
        .unwrap();
    for (number, word) in ["good", "poison", "better"].iter().enumerate() {
        workshop
            .write(&format!("in/{number}.txt"), format!("Penny Wong called the talks {word}.\n"));
    }
    let ran = workshop.run(&["ingest", "--archive", "a.db", "in", "--json"]).expect(3);
    let summary = ran.json();
    assert_eq!((summary["stored"].as_u64(), summary["refused"].as_u64()), (Some(2), Some(1)));
    assert!(
        ran.stderr.contains("1.txt: cannot be stored") && ran.stderr.contains("not this one"),
        "{}",
        ran.stderr
    );
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

#[test]
fn a_file_size_limit_is_an_error_that_stores_nothing() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let digest = workshop.digest("a.db");
    for number in 0..40 {
        let text = format!(
            "Story {number} of a long evening in Suva.\n\n{}",
            "Sitiveni Rabuka spoke at length. ".repeat(4_000)
        );
        workshop.write(&format!("more/{number}.txt"), text);
    }
    let size = fs::metadata(workshop.path("a.db")).unwrap().len() / 1024;
    let ran = Command::new("bash")
        .arg("-c")
        .arg(format!("ulimit -f {size}; exec \"$0\" ingest --archive a.db more"))
        .arg(crate::support::program())
        .current_dir(workshop.path(""))
        .env_clear()
        .env("HOME", workshop.path(""))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(74), "{}", String::from_utf8_lossy(&ran.stderr));
    let partly = workshop.digest("a.db");
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    assert_eq!(partly, digest, "a batch that failed left something behind");
}

#[test]
fn the_seed_documents_go_in_when_they_are_there() {
    let Some(data) = evaluation_data() else { return };
    let workshop = Workshop::with_archive(&[]);
    let seeds = data.join("seeds");
    for entry in fs::read_dir(seeds).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            workshop.write(&format!("in/{name}"), fs::read(&path).unwrap());
        }
    }
    let ran = workshop.run(&["ingest", "--archive", "a.db", "in", "--json"]).expect(0).json();
    assert_eq!(ran["refused"], 0);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}
