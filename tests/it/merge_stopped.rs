//! A merge that is killed or fails at any write: the archive is as it was before or as it is after, the other one is as
//! it was, and the same command again comes to the same end. An erasure that came from elsewhere may be done by itself.

use std::fs;

use crate::crash::{expect_whole, inject, is_long, strace_is_there};
use crate::support::Workshop;

const MERGE: [&str; 5] = ["merge", "a.db", "b.db", "--wait", "0"];

/// `a.db` with stories and rulings, kept beside it as `before.db`; `b.db` with others, some of them the same, and a
/// ruling that was made before those of `a.db`.
fn workshop(journal: &str) -> Workshop {
    let workshop = Workshop::new();
    for archive in ["a.db", "b.db"] {
        workshop.run(&["init", "--journal-mode", journal, archive]).expect(0);
    }
    for (archive, numbers) in [("a.db", 0..4), ("b.db", 2..6)] {
        for number in numbers {
            let name = format!("{archive}-in/{number}.txt");
            let text = format!(
                "Minister Winston Peters met Penny Wong for round {number}. Peters left.\n"
            );
            workshop.write(&name, text);
        }
        workshop.run(&["ingest", "--archive", archive, &format!("{archive}-in")]).expect(0);
    }
    for (archive, day, topic) in [("a.db", 3, "talks"), ("b.db", 2, "rounds")] {
        let mut tag = workshop.command(&[
            "article",
            "tag",
            "1",
            "--topic",
            topic,
            "--by",
            "ana",
            "--archive",
            archive,
        ]);
        tag.env("CUTTINGS_NOW", format!("2026-01-0{day}T00:00:00Z"));
        assert!(tag.status().unwrap().success());
    }
    workshop
}

fn keep(workshop: &Workshop) {
    fs::copy(workshop.path("a.db"), workshop.path("before.db")).unwrap();
}

fn start_over(workshop: &Workshop) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(workshop.path(&format!("a.db{suffix}")));
    }
    fs::copy(workshop.path("before.db"), workshop.path("a.db")).unwrap();
}

/// How many writes the command makes that nothing stops.
fn writes(workshop: &Workshop) -> usize {
    start_over(workshop);
    assert_eq!(inject(workshop, &MERGE, 60_000, "error=EIO"), None);
    let log = fs::read_to_string(workshop.path("strace.log")).unwrap();
    log.lines().filter(|line| line.contains('(') && !line.contains("resumed>")).count()
}

/// About `few` of them in the short form, spread from the first to the last.
fn some_of(writes: usize, few: usize) -> impl Iterator<Item = usize> {
    (1..=writes).step_by(if is_long() { 1 } else { writes.div_ceil(few).max(1) })
}

#[test]
fn kill_at_every_write_of_a_merge() {
    if !strace_is_there() {
        return;
    }
    for journal in ["wal", "truncate"] {
        let workshop = workshop(journal);
        keep(&workshop);
        let (before, other) = (workshop.digest("a.db"), workshop.digest("b.db"));
        workshop.run(&MERGE).expect(0);
        let after = workshop.digest("a.db");
        assert_ne!(before, after);
        let (mut kills, mut done) = (0, 0);
        for nth in some_of(writes(&workshop), 12) {
            start_over(&workshop);
            if inject(&workshop, &MERGE, nth, "signal=KILL").is_none() {
                break;
            }
            kills += 1;
            let when = format!("{journal}, killed at write {nth}");
            expect_whole(&workshop.path("a.db"), &when);
            let found = workshop.digest("a.db");
            assert!([&before, &after].contains(&&found), "{when}: between");
            done += usize::from(found == after);
            workshop.run(&MERGE).expect(0);
            assert_eq!(workshop.digest("a.db"), after, "{when}");
        }
        assert_eq!(workshop.digest("b.db"), other);
        println!("{journal}: killed at {kills} writes, {done} of them after it was done");
        assert!(kills >= 5 && done < kills, "{journal}: {kills} kills, {done} after it was done");
    }
}

#[test]
fn kill_at_every_write_of_a_merge_that_erases() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop("wal");
    keep(&workshop);
    workshop
        .run(&["forget", "article", "1", "--because", "order", "--by", "ana", "--archive", "b.db"])
        .expect(0);
    let before = workshop.digest("a.db");
    workshop.run(&MERGE).expect(0);
    let after = workshop.digest("a.db");
    let mut states = Vec::new();
    let writes = writes(&workshop);
    let mut kill_at = |nth| {
        start_over(&workshop);
        let is_killed = inject(&workshop, &MERGE, nth, "signal=KILL").is_some();
        let found = workshop.digest("a.db");
        states.extend(Some(found).filter(|found| is_killed && !states.contains(found)));
        workshop.run(&MERGE).expect(0);
        let when = format!("killed at write {nth}");
        assert_eq!(workshop.digest("a.db"), after, "{when}");
        expect_whole(&workshop.path("a.db"), &when);
        is_killed
    };
    // Most of the writes copy pages to write the file anew. How many there are differs by a few; at the last one all is
    // done.
    let tried = some_of(writes, 8).take_while(|nth| kill_at(*nth)).count();
    assert!(
        (1..=writes).rev().take(200).step_by(20).any(&mut kill_at),
        "not killed at its last writes"
    );
    println!("erasing: killed at {tried} of {writes} writes, {} states", states.len());
    // Between the two only what was erased is gone.
    assert!(states.contains(&before) && states.contains(&after) && states.len() <= 3, "{states:?}");
}

#[test]
fn fail_at_writes_of_a_merge() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop("wal");
    keep(&workshop);
    workshop.run(&MERGE).expect(0);
    let after = workshop.digest("a.db");
    let writes = writes(&workshop);
    for error in ["ENOSPC", "EIO"] {
        let mut failed = 0;
        for nth in some_of(writes, 8) {
            start_over(&workshop);
            let Some(code) = inject(&workshop, &MERGE, nth, &format!("error={error}")) else {
                break;
            };
            let when = format!("{error} at write {nth}");
            assert!([0, 74].contains(&code), "{when}: exit code {code}");
            failed += usize::from(code != 0);
            expect_whole(&workshop.path("a.db"), &when);
            workshop.run(&MERGE).expect(0);
            assert_eq!(workshop.digest("a.db"), after, "{when}");
        }
        println!("{error}: {failed} runs failed, and said so");
        assert!(failed > 0, "{error}");
    }
}
