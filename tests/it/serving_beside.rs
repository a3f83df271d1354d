//! `cuttings serve` while others work on the archive, and while it cannot be read: readers keep nobody waiting, and a page
//! says what is the matter and comes back by itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::released_schemas::old_archive;
use crate::served::{Heard, Served};
use crate::support::Workshop;

/// Readers do not keep an ingest waiting, and see what it stored.
#[test]
fn an_ingest_beside_it_is_unharmed() {
    let workshop = Workshop::with_archive(&[(
        "1.txt",
        "First story\n\nBy Ann Lee\n1 March 2024\n\nWinston Peters spoke in Suva.",
    )]);
    let served = Served::of(&workshop, &[]);
    thread::scope(|scope| {
        let reading = scope.spawn(|| {
            for _ in 0..20 {
                served.page("");
                served.page("search?q=suva");
            }
        });
        for number in 2..6 {
            let file = workshop.write(
                &format!("more/{number}.txt"),
                format!("Story {number}\n\nBy Ann Lee\n{number} March 2024\n\nPenny Wong spoke {number} times in Suva."),
            );
            workshop
                .run(&["ingest", "--archive", "a.db", "--wait", "1", file.to_str().unwrap()])
                .expect(0);
        }
        reading.join().unwrap();
    });
    assert!(served.page("search?q=suva").contains("5 articles"));
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
}

/// An archive that is not there, or of another version, is said so, and the page comes back by itself.
#[test]
fn an_archive_that_cannot_be_read_is_said_so() {
    let workshop = Workshop::with_archive(&[(
        "1.txt",
        "A story\n\n1 March 2024\n\nWinston Peters spoke in Suva.",
    )]);
    let served = Served::of(&workshop, &[]);
    served.page("");
    std::fs::rename(workshop.path("a.db"), workshop.path("b.db")).unwrap();
    let heard = served.get("");
    assert_eq!((heard.status, heard.header("retry-after")), (503, Some("5")));
    assert!(heard.text().contains("not there just now"), "{}", heard.text());
    std::fs::rename(workshop.path("b.db"), workshop.path("a.db")).unwrap();
    served.page("");
}

/// What is said where the archive cannot be read just now.
#[track_caller]
fn is_for_now(heard: &Heard, words: &str) {
    assert_eq!((heard.status, heard.header("retry-after")), (503, Some("5")), "{}", heard.text());
    assert!(heard.text().contains(words), "{}", heard.text());
}

/// While all is made anew each page is that of before or of after.
#[test]
fn a_rebuild_beside_it_is_unharmed() {
    let stories: Vec<(String, String)> = (1..40)
        .map(|number| {
            (
                format!("{number}.txt"),
                format!("Story {number}\n\nBy Ann Lee\n{} March 2024\n\nWinston Peters spoke {number} times in Suva.", number % 28 + 1),
            )
        })
        .collect();
    let stories: Vec<(&str, &str)> =
        stories.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let workshop = Workshop::with_archive(&stories);
    let served = Served::of(&workshop, &[]);
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut pages = 0;
            while !is_done.load(Ordering::Relaxed) || pages == 0 {
                assert!(served.page("search?q=suva").contains("39 articles"));
                assert!(served.page("person?name=Winston+Peters").contains("Winston Peters"));
                pages += 1;
            }
        });
        for _ in 0..3 {
            workshop.run(&["rebuild", "--archive", "a.db", "--wait", "1"]).expect(0);
        }
        is_done.store(true, Ordering::Relaxed);
        reading.join().unwrap();
    });
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
}

/// An older archive is not changed by looking at it; who writes migrates it, and the page is there.
#[test]
fn an_older_archive_waits_for_its_migration() {
    for version in [1, 9] {
        let workshop = Workshop::new();
        old_archive(&workshop.path("old.db"), version);
        let refused = workshop.run(&["serve", "--archive", "old.db"]).expect(65);
        assert!(refused.stderr.contains("older"), "{}", refused.stderr);
        // As where a backup is restored under it.
        workshop.run(&["init", "a.db"]).expect(0);
        let served = Served::of(&workshop, &[]);
        served.page("");
        for name in ["a.db-wal", "a.db-shm"] {
            let _ = std::fs::remove_file(workshop.path(name));
        }
        std::fs::rename(workshop.path("old.db"), workshop.path("a.db")).unwrap();
        let before = std::fs::read(workshop.path("a.db")).unwrap();
        is_for_now(&served.get(""), "of an older version");
        is_for_now(&served.get("search?q=suva"), "cuttings seed");
        assert_eq!(std::fs::read(workshop.path("a.db")).unwrap(), before);
        workshop.run(&["seed", "--archive", "a.db"]).expect(0);
        served.page("");
        served.page("article/1");
    }
}

#[test]
fn a_newer_archive_is_said_so() {
    let workshop = Workshop::with_archive(&[("1.txt", "A story\n\nWinston Peters spoke.")]);
    let served = Served::of(&workshop, &[]);
    served.page("");
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    is_for_now(&served.get(""), "of a newer version");
}

/// Who has the archive to themselves is waited for, and not for ever.
#[test]
fn a_locked_archive_is_said_so() {
    let workshop = Workshop::new();
    workshop.run(&["init", "--journal-mode", "truncate", "a.db"]).expect(0);
    let served = Served::of(&workshop, &[]);
    served.page("");
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection.execute_batch("BEGIN EXCLUSIVE").unwrap();
    is_for_now(&served.get("search?q=suva"), "being written");
    connection.execute_batch("COMMIT").unwrap();
    served.page("search?q=suva");
}
