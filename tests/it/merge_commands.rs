//! `cuttings merge` as people use it: what it lists, what stays out, what it refuses.

use std::fs;

use cuttings::db::Archive;

use crate::merge::rows;
use crate::order::WAIT;
use crate::support::{NOW, Ran, Workshop};

/// Two archives `a.db` and `b.db` of one story each, and one that both have.
fn two() -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    workshop.run(&["init", "b.db"]).expect(0);
    for (archive, name, text) in [
        ("a.db", "both", BOTH),
        ("b.db", "both", BOTH),
        ("a.db", "one", "Minister Torvald Eikeland opened the pier.\n"),
        ("b.db", "two", "Ottilie Brandwein, who paid for the pier, was not there.\n"),
    ] {
        let file = format!("{name}.txt");
        workshop.write(&file, text);
        workshop.run(&["ingest", "--archive", archive, &file]).expect(0);
    }
    workshop
}

const BOTH: &str = "The pier\n\nBy Ottilie Brandwein\n\n2024-03-18\n\nThe pier at Tarrow is open, Torvald Eikeland said.\n";

/// The program at an hour of a day, as somebody.
fn at_hour(workshop: &Workshop, hour: u32, arguments: &[&str]) -> Ran {
    let mut command = workshop.command(arguments);
    command.env("CUTTINGS_NOW", format!("2026-01-03T{hour:02}:00:00Z")).env("USER", "ana");
    Ran::from(command.output().unwrap())
}

fn sole(workshop: &Workshop, archive: &str, sql: &str) -> String {
    let connection = rusqlite::Connection::open(workshop.path(archive)).unwrap();
    connection
        .query_row(sql, [], |row| row.get::<_, Option<String>>(0))
        .unwrap()
        .unwrap_or_default()
}

#[test]
fn of_two_rulings_on_the_same_the_later_holds_and_both_are_listed() {
    let workshop = two();
    let set = |archive, hour, headline: &str| {
        let arguments = ["article", "set", "1", headline, "--archive", archive];
        at_hour(&workshop, hour, &arguments).expect(0);
    };
    at_hour(&workshop, 1, &["article", "tag", "1", "--topic", "piers", "--archive", "b.db"])
        .expect(0);
    set("a.db", 3, "headline=The pier opens");
    set("b.db", 2, "headline=A pier opens");
    let before = workshop.digest("a.db");
    let rehearsed = workshop.run(&["merge", "a.db", "b.db", "--dry-run"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before);
    let merged = workshop.run(&["merge", "a.db", "b.db"]).expect(0);
    assert_eq!(rehearsed.stdout, merged.stdout);
    let lines: Vec<&str> = merged.stdout.lines().collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    for words in
        ["conflict: ", "“A pier opens”", " in b.db gives way to ", "“The pier opens”", " in a.db"]
    {
        assert!(lines[0].contains(words), "{words} in {}", lines[0]);
    }
    assert_eq!(
        sole(&workshop, "a.db", "SELECT headline FROM articles WHERE article_id = 1"),
        "The pier opens"
    );
    // In the order in which they were made, each with its own words; what refers to one refers to it still.
    assert_eq!(
        sole(
            &workshop,
            "a.db",
            "SELECT group_concat(decision_id || value, ' ') FROM (SELECT * FROM decisions ORDER BY 1)"
        ),
        "1piers 2A pier opens 3The pier opens"
    );
    assert_eq!(
        sole(
            &workshop,
            "a.db",
            "SELECT rule FROM field_origins WHERE article_id = 1 AND field = 'headline'"
        ),
        "decision:3"
    );
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    workshop.run(&["verify", "--derived", "--archive", "a.db"]).expect(0);
    // The later one is taken back, and the earlier one holds.
    at_hour(&workshop, 4, &["undo", "3", "--archive", "a.db"]).expect(0);
    assert_eq!(
        sole(&workshop, "a.db", "SELECT headline FROM articles WHERE article_id = 1"),
        "A pier opens"
    );
    let again = workshop.run(&["merge", "a.db", "b.db", "--json"]).expect(0).json();
    assert_eq!((&again["decisions"], &again["conflicts"]), (&0.into(), &serde_json::json!([])));
}

#[test]
fn the_earlier_of_two_instants_is_when_it_was_seen() {
    let workshop = two();
    workshop.run(&["init", "c.db"]).expect(0);
    at_hour(&workshop, 0, &["ingest", "--archive", "c.db", "both.txt"]).expect(0);
    let sql = "SELECT seen_at || ' ' || ingested_at FROM articles JOIN sightings USING (capture_id) WHERE article_id = 1";
    workshop.run(&["merge", "c.db", "a.db", "b.db"]).expect(0);
    assert_eq!(sole(&workshop, "c.db", sql), format!("{NOW} {NOW}"));
    workshop.run(&["verify", "--read-data", "--archive", "c.db"]).expect(0);
}

#[test]
fn what_was_forgotten_in_one_comes_in_from_none() {
    let workshop = two();
    workshop.run(&["init", "c.db"]).expect(0);
    at_hour(&workshop, 1, &["note", "add", "1", "Ask Ottilie", "--archive", "a.db"]).expect(0);
    let forget = ["forget", "article", "1", "--because", "court order", "--archive", "b.db"];
    at_hour(&workshop, 2, &forget).expect(0);
    // It is in the other of the two that come in.
    let merged = workshop.run(&["merge", "c.db", "a.db", "b.db"]).expect(3);
    assert!(merged.stderr.contains("erased on 2026-01-03; it stays out"), "{}", merged.stderr);
    let count = "SELECT count(*) || ' ' || (SELECT count(*) FROM erasures) FROM articles";
    assert_eq!(sole(&workshop, "c.db", count), "2 2");
    let remarks = "SELECT count(*) || '' FROM decisions";
    assert_eq!(sole(&workshop, "c.db", remarks), "0");
    // It is in the one that takes in, with what was said of it.
    let rehearsed =
        workshop.run(&["merge", "a.db", "b.db", "--dry-run", "--json"]).expect(0).json();
    assert_eq!(rehearsed["erased"]["there"], 2);
    assert_eq!(sole(&workshop, "a.db", "SELECT count(*) || '' FROM articles"), "2");
    let merged = workshop.run(&["merge", "a.db", "b.db", "--json"]).expect(0).json();
    assert_eq!(merged["erased"]["tombstones"], 2);
    assert_eq!(sole(&workshop, "a.db", count), "2 2");
    assert_eq!(
        sole(&workshop, "a.db", "SELECT value FROM decisions WHERE act = 'remark'"),
        "[erased]"
    );
    let bytes = fs::read(workshop.path("a.db")).unwrap();
    assert!(!bytes.windows(11).any(|window| window == b"Ask Ottilie"), "its words are in the file");
    for archive in ["a.db", "c.db"] {
        workshop.run(&["verify", "--read-data", "--archive", archive]).expect(0);
    }
    assert_eq!(workshop.digest("a.db"), workshop.digest("c.db"));
    // Here it was forgotten, and it comes from elsewhere.
    let backup = two();
    let back = backup.path("a.db").display().to_string();
    workshop.run(&["merge", "a.db", &back]).expect(3);
    assert_eq!(workshop.digest("a.db"), workshop.digest("c.db"));
}

#[test]
fn damaged_captures_stay_out_and_are_named() {
    let workshop = two();
    let connection = rusqlite::Connection::open(workshop.path("b.db")).unwrap();
    let name: String = connection
        .query_row("SELECT sha256 FROM captures ORDER BY capture_id DESC LIMIT 1", [], |row| {
            row.get(0)
        })
        .unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER captures_frozen;
             UPDATE captures SET body = (SELECT body FROM captures AS first WHERE first.capture_id = 1) WHERE capture_id = 2",
        )
        .unwrap();
    connection.close().unwrap();
    let before = workshop.digest("a.db");
    let merged = workshop.run(&["merge", "a.db", "b.db"]).expect(4);
    let said = format!("capture {} of b.db: ", &name[..12]);
    assert!(merged.stderr.contains(&said), "{}", merged.stderr);
    assert_eq!(workshop.digest("a.db"), before, "nothing else is in it that is new");
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

#[test]
fn rulings_that_another_program_changed_are_not_taken() {
    let workshop = two();
    at_hour(&workshop, 1, &["article", "tag", "1", "--topic", "piers", "--archive", "b.db"])
        .expect(0);
    rusqlite::Connection::open(workshop.path("b.db"))
        .unwrap()
        .execute_batch("DROP TRIGGER decisions_frozen; UPDATE decisions SET value = 'bridges'")
        .unwrap();
    let before = workshop.digest("a.db");
    let refused = workshop.run(&["merge", "a.db", "b.db"]).expect(4);
    assert!(refused.stderr.contains("b.db` is damaged: decisions 1"), "{}", refused.stderr);
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn what_cannot_be_merged_is_refused_and_nothing_changes() {
    let workshop = two();
    fs::hard_link(workshop.path("b.db"), workshop.path("link.db")).unwrap();
    workshop.write("text.db", "no archive");
    crate::released_schemas::old_archive(&workshop.path("old.db"), 9);
    workshop.run(&["export", "no-text", "--archive", "b.db", "-o", "edition.db"]).expect(0);
    fs::copy(workshop.path("b.db"), workshop.path("seeds.db")).unwrap();
    rusqlite::Connection::open(workshop.path("seeds.db"))
        .unwrap()
        .execute_batch("UPDATE settings SET value = 'older' WHERE name = 'catalogue_sha256'")
        .unwrap();
    let before = workshop.digest("a.db");
    for (from, code, words) in [
        (&["a.db"][..], 2, "named twice"),
        (&["b.db", "b.db"], 2, "named twice"),
        (&["b.db", "link.db"], 2, "named twice"),
        (&["missing.db"], 66, "there is no such file"),
        (&["text.db"], 65, "not a SQLite database"),
        (&["old.db"], 65, "`cuttings seed --archive"),
        (&["edition.db"], 1, "an edition without texts"),
        (&["seeds.db"], 65, "`cuttings seed --archive"),
        (&[], 2, "only one archive is named"),
    ] {
        let ran = workshop.run(&[&["merge", "a.db"], from].concat()).expect(code);
        assert!(ran.stderr.contains(words), "{from:?}: {}", ran.stderr);
        assert_eq!(workshop.digest("a.db"), before, "{from:?}");
    }
    workshop.run(&["merge", "b.db", "--archive", "a.db"]).expect(0);
}

/// The archive of a part comes back to where it is from.
#[test]
fn what_an_export_parted_becomes_one_again() {
    let workshop = two();
    at_hour(&workshop, 1, &["article", "tag", "1", "--topic", "piers", "--archive", "a.db"])
        .expect(0);
    for (name, chosen) in [("one.db", "tarrow"), ("other.db", "eikeland NOT tarrow")] {
        let export = ["export", "archive", "--only", chosen, "--archive", "a.db", "-o", name];
        workshop.run(&export).expect(0);
        assert_ne!(workshop.digest(name), workshop.digest("a.db"));
    }
    workshop.run(&["init", "c.db"]).expect(0);
    workshop.run(&["merge", "c.db", "one.db", "other.db"]).expect(0);
    assert_eq!(workshop.digest("c.db"), workshop.digest("a.db"));
    let before = workshop.digest("a.db");
    let merged = workshop.run(&["merge", "a.db", "one.db", "--json"]).expect(0).json();
    assert_eq!((&merged["stored"], &merged["decisions"]), (&0.into(), &0.into()));
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn the_others_are_only_read_and_one_in_use_is_waited_for() {
    let workshop = two();
    let before = fs::read(workshop.path("b.db")).unwrap();
    let held = Archive::open_to_write(&workshop.path("a.db"), WAIT, "test").unwrap();
    let locked = workshop.run(&["merge", "a.db", "b.db", "--wait", "0"]).expect(75);
    assert!(locked.stderr.contains("is locked by"), "{}", locked.stderr);
    held.close().unwrap();
    workshop.run(&["merge", "a.db", "b.db"]).expect(0);
    assert_eq!(fs::read(workshop.path("b.db")).unwrap(), before);
}

// --- What people keep beside articles

#[test]
fn what_was_told_elsewhere_is_not_told_again() {
    let workshop = two();
    at_hour(&workshop, 1, &["watch", "add", "Money", "--search", "ferry", "--archive", "b.db"])
        .expect(0);
    workshop.write("ferry.txt", "The ferry sails\n\nOttilie Brandwein paid for the ferry.\n");
    at_hour(&workshop, 2, &["ingest", "--archive", "b.db", "ferry.txt"]).expect(0);
    fs::copy(workshop.path("b.db"), workshop.path("untold.db")).unwrap();
    let told = at_hour(&workshop, 3, &["news", "--archive", "b.db"]).expect(0);
    assert!(told.stdout.contains("Money"), "{}", told.stdout);
    for (other, is_told) in [("untold.db", false), ("b.db", true)] {
        let into = format!("into-{other}");
        fs::copy(workshop.path("a.db"), workshop.path(&into)).unwrap();
        at_hour(&workshop, 4, &["merge", &into, other]).expect(0);
        let news = at_hour(&workshop, 5, &["news", "--archive", &into]).expect(0);
        assert_eq!(!news.stdout.contains("Money"), is_told, "{other}: {}", news.stdout);
        workshop.run(&["verify", "--archive", &into]).expect(0);
    }
}

#[test]
fn catalogues_feeds_watches_and_rules_come_together() {
    let workshop = two();
    workshop.write(
        "ours.csv",
        "kind,name,aliases,description\nperson,Torvald Eikeland,T. Eikeland,Minister\n",
    );
    workshop.write("theirs.csv", "kind,name,aliases,description\nperson,Torvald Eikeland,Eikeland of Tarrow,Former minister\nperson,Ottilie Brandwein,,Donor\n");
    for (archive, file) in [("a.db", "ours.csv"), ("b.db", "theirs.csv")] {
        workshop.run(&["catalogue", "import", file, "--archive", archive]).expect(0);
    }
    let add = |archive, hour, words: &[&str]| {
        at_hour(&workshop, hour, &[words, &["--archive", archive]].concat()).expect(0);
    };
    add("b.db", 1, &["rule", "add", "piers", "--when-search", "pier", "--over-all"]);
    add("b.db", 1, &["rule", "add", "money", "--when-search", "paid", "--over-all"]);
    add("a.db", 1, &["watch", "add", "Pier", "--search", "pier"]);
    add("b.db", 1, &["watch", "add", "Pier", "--search", "pier AND paid"]);
    add("b.db", 1, &["watch", "add", "--person", "Ottilie Brandwein"]);
    // What both look for is looked for once, whatever it is called.
    add("a.db", 1, &["watch", "add", "Tarrow", "--search", "tarrow"]);
    add("b.db", 2, &["watch", "add", "The town", "--search", "tarrow"]);
    add("b.db", 1, &["feed", "add", "https://example.org/feed.xml", "--unchecked"]);
    let merged = workshop.run(&["merge", "a.db", "b.db"]).expect(0);
    for words in [
        "description stays `Minister`, elsewhere it is `Former minister`",
        "watch: `Pier` is called `Pier (2)` here",
    ] {
        assert!(merged.stdout.contains(words), "{words} in {}", merged.stdout);
    }
    let watches = "SELECT group_concat(name, '; ') FROM (SELECT name FROM watches ORDER BY 1)";
    assert_eq!(sole(&workshop, "a.db", watches), "Ottilie Brandwein; Pier; Pier (2); Tarrow");
    let aliases = "SELECT group_concat(name, '; ') FROM (SELECT aliases.name FROM aliases JOIN people USING (person_id)
        WHERE people.name = 'Torvald Eikeland' ORDER BY 1)";
    assert_eq!(sole(&workshop, "a.db", aliases), "Eikeland of Tarrow; T. Eikeland");
    let topics = "SELECT group_concat(topic || article_id, ' ') FROM (SELECT * FROM article_topics ORDER BY topic, article_id)";
    assert_eq!(sole(&workshop, "a.db", topics), "money3 piers1 piers2 piers3");
    assert_eq!(
        sole(&workshop, "a.db", "SELECT url FROM feeds JOIN feed_states USING (feed_id)"),
        "https://example.org/feed.xml"
    );
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    let before = rows(&workshop.path("a.db"));
    // Ended there, ended here.
    add("b.db", 2, &["rule", "remove", "2"]);
    add("b.db", 2, &["watch", "remove", "Ottilie Brandwein"]);
    let ended = workshop.run(&["merge", "a.db", "b.db", "--json"]).expect(0).json();
    assert_eq!(ended["watched"]["ended"], 2);
    assert_eq!(sole(&workshop, "a.db", topics), "piers1 piers2 piers3");
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
    assert_ne!(rows(&workshop.path("a.db")), before);
}

/// What becomes of each table, so that a new one is thought of.
const TABLES: [(&[&str], &str); 5] = [
    (&["captures", "sightings", "problems"], "comes in, and is derived from"),
    (&["decisions", "erasures"], "comes in, and is obeyed"),
    (
        &[
            "rules",
            "watches",
            "tellings",
            "told_items",
            "watch_marks",
            "feeds",
            "feed_states",
            "wanted_pages",
            "host_pauses",
        ],
        "comes in",
    ),
    (
        &[
            "people",
            "organisations",
            "places",
            "publishers",
            "publisher_domains",
            "aliases",
            "offices",
        ],
        "comes in where the lists have it, else it is derived",
    ),
    (&["settings", "runs", "refinery_schema_history"], "of one archive alone"),
];

#[test]
fn each_table_is_taken_over_or_derived() {
    let derived = [
        "articles",
        "field_origins",
        "article_urls",
        "notices",
        "article_captions",
        "received_topics",
        "topic_spellings",
        "near_duplicate_sketches",
        "texts_without_sketch",
        "near_duplicates",
        "stories",
        "article_spans",
        "folded_names",
        "name_totals",
        "article_authors",
        "mentions",
        "quotes",
        "roles",
        "article_people",
        "article_organisations",
        "article_places",
        "unfit_decisions",
        "rule_topics",
        "index_waits",
    ];
    let workshop = Workshop::with_archive(&[]);
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'articles_fts*' AND name NOT GLOB 'sqlite_*'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let known: Vec<&str> =
        TABLES.iter().flat_map(|(tables, _)| *tables).chain(&derived).copied().collect();
    for table in &tables {
        assert!(known.contains(&table.as_str()), "what becomes of {table} in a merge?");
    }
    assert_eq!(known.len(), tables.len());
}
