//! What is done every day: the scheduled import and its alarms, the demo, a page about somebody.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::habits::{demo, on_demo, one_article};
use crate::support::{Ran, Workshop};

// --- Cron

/// Holds the archive's lock while it lives.
fn holding_the_lock(workshop: &Workshop) -> std::process::Child {
    let child = workshop
        .command(&["ingest", "--archive", "a.db", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while workshop.run(&["seed", "--wait", "0", "--archive", "a.db"]).code != 75 {
        assert!(begun.elapsed() < Duration::from_secs(60), "the lock was never taken");
    }
    child
}

#[test]
fn a_scheduled_import_is_silent_where_another_is_at_it() {
    let workshop = one_article();
    let mut holder = holding_the_lock(&workshop);
    let import = ["ingest", "--quiet", "--wait", "0", "--archive", "a.db", "in"];
    let ran = workshop.run(&import).expect(75);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    // Without --quiet it is said, and with --json it is in the summary.
    let loud: Vec<&str> = import.iter().filter(|word| **word != "--quiet").copied().collect();
    assert!(workshop.run(&loud).expect(75).stderr.contains("ingest since"));
    let json = workshop.run(&[&import[..], &["--json"]].concat()).expect(75).json();
    assert_eq!(json["exit"].as_i64(), Some(75));
    holder.kill().unwrap();
    holder.wait().unwrap();
    // Any other failure is said whatever is asked for.
    assert!(
        !workshop
            .run(&["ingest", "--quiet", "--archive", "b.db", "in"])
            .expect(66)
            .stderr
            .is_empty()
    );
}

#[test]
fn an_import_that_brings_nothing_new_sets_off_the_alarm() {
    let workshop = one_article();
    let at = |now: &str, arguments: &[&str]| {
        let arguments = [arguments, &["--archive", "a.db"]].concat();
        Ran::from(workshop.command(&arguments).env("CUTTINGS_NOW", now).output().unwrap())
    };
    let later = "2026-01-12T03:04:05Z";
    // It ran and succeeded, and found what was there.
    at(later, &["ingest", "in"]).expect(0);
    let ran = at(later, &["status", "--max-age", "26h"]).expect(0);
    assert!(ran.stdout.is_empty() && ran.stderr.is_empty());
    at(later, &["status", "--new-articles-within", "11d"]).expect(0);
    let ran = at(later, &["status", "--new-articles-within", "7d"]).expect(1);
    assert!(
        ran.stderr.contains("the newest article came in at 2026-01-02T03:04:05Z"),
        "{}",
        ran.stderr
    );
    let both = ["status", "--max-age", "26h", "--new-articles-within", "7d", "--json"];
    assert_eq!(at(later, &both).expect(1).json()["exit"].as_i64(), Some(1));
    // Something comes in, and all is well.
    workshop.write(
        "in/two.txt",
        "A bridge\n\nThe bridge at Ashford was opened on Friday by its builders.\n",
    );
    at(later, &["ingest", "in"]).expect(0);
    at(later, &["status", "--new-articles-within", "7d"]).expect(0);
    let empty = Workshop::with_archive(&[]);
    let ran = empty.run(&["status", "--new-articles-within", "7d", "--archive", "a.db"]).expect(1);
    assert!(ran.stderr.contains("there was no article yet"), "{}", ran.stderr);
}

// --- The demo

#[test]
fn the_demo_shows_what_its_commands_print() {
    let workshop = Workshop::new();
    let shown = workshop.run(&["demo", "look here"]).expect(0).stdout;
    let commands: Vec<&str> =
        shown.lines().filter_map(|line| line.strip_prefix("$ cuttings ")).collect();
    assert_eq!(commands.len(), 6, "{shown}");
    assert!(shown.contains("$ export CUTTINGS_ARCHIVE='look here/archive.db'\n"), "{shown}");
    let archive = workshop.path("look here/archive.db");
    for command in commands.iter().filter(|command| **command != "status") {
        let line = format!("{} {command}", crate::support::program());
        let output = std::process::Command::new("/bin/sh")
            .args(["-c", &line])
            .env("CUTTINGS_ARCHIVE", &archive)
            .env("CUTTINGS_NOW", crate::support::NOW)
            .output()
            .unwrap();
        let printed = Ran::from(output).expect(0).stdout;
        assert!(!printed.trim().is_empty() && shown.contains(&printed), "{command}: {printed}");
        assert!(printed.lines().count() > 1, "{command} shows nothing: {printed}");
    }
}

#[test]
fn the_demo_touches_nothing_but_a_demo() {
    let workshop = Workshop::new();
    workshop.write("mine/notes.txt", "mine");
    let ran = workshop.run(&["demo", "mine"]).expect(1);
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    assert_eq!(std::fs::read_dir(workshop.path("mine")).unwrap().count(), 1);
    workshop.run(&["demo", "mine/notes.txt"]).expect(1);
    // One that is there stays as it is: what was ruled in it, too.
    let made = workshop.run(&["demo", "--json"]).expect(0).json();
    assert_eq!(made["archive"].as_str(), Some("cuttings-demo/archive.db"));
    on_demo(&workshop, &["article", "tag", "21", "visits", "--by", "ottilie"]).expect(0);
    let digest = workshop.digest("cuttings-demo/archive.db");
    workshop.run(&["demo"]).expect(0);
    assert_eq!(workshop.digest("cuttings-demo/archive.db"), digest);
    // In an empty folder, it is made.
    std::fs::create_dir(workshop.path("empty")).unwrap();
    workshop.run(&["demo", "--quiet", "empty"]).expect(0);
    assert!(workshop.path("empty/archive.db").exists());
    let ran = workshop.run(&["demo", "--archive", "mine.db"]).expect(2);
    assert!(ran.stderr.contains("an archive of its own"), "{}", ran.stderr);
}

// --- One page about somebody

#[test]
fn a_page_about_somebody_is_narrowed_and_fits() {
    let workshop = demo();
    let shown = on_demo(&workshop, &["person", "show", "Winston Peters"]).expect(0).stdout;
    for title in ["\ncalled\n", "\nrecent articles\n", "\nnamed with\n"] {
        assert!(shown.contains(title), "{shown}");
    }
    assert!(shown.lines().count() < 60, "{shown}");
    let json = |more: &[&str]| {
        on_demo(&workshop, &[&["person", "show", "Winston Peters", "--json"], more].concat())
            .expect(0)
            .json()
    };
    let all = json(&["limit=50"]);
    let recent = all["recent_articles"].as_array().unwrap();
    assert_eq!(recent.len() as u64, all["articles"].as_u64().unwrap());
    assert!(recent.iter().all(|article| !article["headline"].as_str().unwrap().is_empty()));
    let few = json(&["--limit", "2"]);
    for section in ["roles", "recent_articles", "co-mentions"] {
        assert!((1..=2).contains(&few[section].as_array().unwrap().len()), "{section}: {few}");
    }
    // As a word and as an option; nothing of the years after.
    assert_eq!(json(&["since=2025"]), json(&["--since", "2025"]));
    assert_eq!(json(&["since=2025"])["recent_articles"].as_array().unwrap().len(), 0);
    let ran = on_demo(&workshop, &["place", "show", "Wellington", "--since", "soon"]).expect(2);
    assert!(ran.stderr.contains("`since` wants a day"), "{}", ran.stderr);
    on_demo(&workshop, &["organisation", "show", "AUKUS", "until=2024"]).expect(0);
}
