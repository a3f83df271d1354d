//! Several at once: writers, readers in the stock shell, first starts.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::Workshop;

fn story(number: usize) -> String {
    format!(
        "APIA, June 3 (Reuters) - Winston Peters met Penny Wong, round {number}.\n\nPeters thanked Wong.\n"
    )
}

#[test]
fn two_ingests_and_readers_at_once() {
    let workshop = Workshop::with_archive(&[]);
    let alone = Workshop::with_archive(&[]);
    for number in 0..60 {
        for shop in [&workshop, &alone] {
            shop.write(&format!("in/{number}.txt"), story(number));
        }
    }
    alone.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let mut writers: Vec<_> = (0..2)
        .map(|_| {
            workshop
                .command(&["ingest", "--archive", "a.db", "in"])
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut reads = 0;
    let deadline = Instant::now() + Duration::from_secs(60);
    while writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none()) {
        assert!(Instant::now() < deadline, "the writers do not end");
        let Some(ran) = workshop.sqlite3("a.db", "SELECT count(*) AS n FROM mention_details")
        else {
            return;
        };
        ran.expect(0);
        workshop.run(&["query", "people", "--archive", "a.db"]).expect(0);
        reads += 1;
    }
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    println!("{reads} reads in the stock shell and as many reports meanwhile");
    assert_eq!(workshop.digest("a.db"), alone.digest("a.db"));
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

#[test]
fn a_writer_that_may_not_wait_gives_up_with_75_and_names_the_holder() {
    let workshop = Workshop::with_archive(&[("one.txt", &story(1))]);
    let lock = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(workshop.path("a.db.lock"))
        .unwrap();
    lock.lock().unwrap();
    let ran =
        workshop.run(&["ingest", "--wait", "0", "--archive", "a.db", "in", "--json"]).expect(75);
    assert!(ran.stderr.contains("is locked by process "), "{}", ran.stderr);
    assert_eq!(ran.json()["exit"], 75);
    drop(lock);
    workshop.run(&["ingest", "--wait", "0", "--archive", "a.db", "in"]).expect(0);
}

#[test]
fn a_transaction_of_another_program_is_waited_for() {
    let workshop = Workshop::with_archive(&[]);
    workshop.write("in/one.txt", story(1));
    let other = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = workshop.run(&["ingest", "--wait", "1", "--archive", "a.db", "in"]).expect(75);
    assert!(ran.stderr.contains("another program"), "{}", ran.stderr);
    other.execute_batch("COMMIT").unwrap();
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
}

#[test]
fn an_open_reader_holds_up_no_writer() {
    let workshop = Workshop::with_archive(&[("one.txt", &story(1))]);
    let reader = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let count = || -> i64 {
        reader.query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).unwrap()
    };
    reader.execute_batch("BEGIN").unwrap();
    assert_eq!(count(), 1);
    workshop.write("in/two.txt", story(2));
    let started = Instant::now();
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    // The reader has what it began with, and the next one what was stored.
    assert_eq!(count(), 1);
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(count(), 2);
}

#[test]
fn four_first_starts_at_once() {
    let rounds = 40;
    for round in 0..rounds {
        let workshop = Workshop::new();
        workshop.write("one.txt", story(round));
        let starts: Vec<_> = (0..4)
            .map(|_| {
                workshop.command(&["ingest", "one.txt"]).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for start in starts {
            let output = start.wait_with_output().unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "round {round}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let status = workshop.run(&["status", "--json"]).expect(0).json();
        assert_eq!(status["holdings"]["articles"], 1, "round {round}");
    }
}

#[test]
fn the_line_in_the_crontab_runs_with_no_environment() {
    let readme = std::fs::read_to_string(crate::support::root().join("README.md")).unwrap();
    let line = readme
        .lines()
        .find(|line| line.trim_start().starts_with("15 * * * *"))
        .expect("the README shows a crontab line");
    let command = line.trim_start().trim_start_matches("15 * * * *").trim();
    let workshop = Workshop::with_archive(&[]);
    workshop.write("in/one.txt", story(1));
    // The crontab's own words, with the reader's places in them replaced by those of the test.
    let command = command
        .replace("/usr/local/bin/cuttings", crate::support::program())
        .replace("/srv/clips/archive.db", workshop.path("a.db").to_str().unwrap())
        .replace("/srv/clips/incoming", workshop.path("in").to_str().unwrap());
    for stored in [1, 0] {
        let output = std::process::Command::new("env")
            .args(["-i", "/bin/sh", "-c", &command])
            .current_dir("/")
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{command}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            output.stdout.is_empty() && output.stderr.is_empty(),
            "cron would send a mail: {output:?}"
        );
        let status = workshop.run(&["status", "--json", "--archive", "a.db"]).expect(0).json();
        assert_eq!(status["last_run"]["stored"], stored);
    }
}
