//! An erasure that is killed at any write leaves the archive whole, or says that it has to be finished.

use std::fs;
use std::path::Path;
use std::time::Duration;

use cuttings::db::{Archive, Share};
use cuttings::ops::verify::{self, Depth};

use crate::crash::{inject, is_long, strace_is_there};
use crate::forget::{article, raw, rule_on_it, words_in, workshop};

fn expect_whole(path: &Path, when: &str) -> bool {
    let archive = Archive::open_to_write(path, Duration::from_secs(5), "test").unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    let (due, others): (Vec<_>, Vec<_>) =
        verdict.findings.into_iter().partition(|one| one.check == "erasures are finished");
    assert_eq!(others, [], "{when}");
    archive.close().unwrap();
    !due.is_empty()
}

#[test]
fn kill_at_every_write_of_an_erasure() {
    if !strace_is_there() {
        return;
    }
    for journal in ["wal", "truncate"] {
        let workshop = workshop(journal);
        rule_on_it(&workshop);
        let path = workshop.path("a.db");
        let kept = workshop.path("before.db");
        fs::copy(&path, &kept).unwrap();
        let start_over = || {
            for suffix in ["-wal", "-shm", "-journal"] {
                let _ = fs::remove_file(workshop.path(&format!("a.db{suffix}")));
            }
            fs::copy(&kept, &path).unwrap();
        };
        let secret = article(&workshop, "Zebulon");
        let command = [
            "forget",
            "article",
            &secret,
            "--because",
            "order",
            "--by",
            "ana",
            "--wait",
            "0",
            "--archive",
            "a.db",
        ];
        let before = workshop.digest("a.db");
        workshop.run(&command).expect(0);
        let after = workshop.digest("a.db");
        assert_ne!(before, after);
        let (mut writes, mut done, mut due) = (0, 0, 0);
        // Past the last write nothing is done to it, and the log of the calls tells how many there are.
        start_over();
        assert_eq!(inject(&workshop, &command, 60_000, "signal=KILL"), None);
        let all = fs::read_to_string(workshop.path("strace.log")).unwrap().lines().count();
        // Most of them copy pages; those that change rows come first, so the first are tried more closely.
        let points = if is_long() { all } else { 24 };
        for point in 0..points {
            let nth = match is_long() {
                true => point + 1,
                false => 1 + (all as f64 * (point as f64 / points as f64).powi(3)) as usize,
            };
            start_over();
            if inject(&workshop, &command, nth, "signal=KILL").is_none() {
                break;
            }
            writes += 1;
            let when = format!("{journal}, killed at write {nth}");
            let is_due = expect_whole(&path, &when);
            due += usize::from(is_due);
            let found = workshop.digest("a.db");
            assert!([&before, &after].contains(&&found), "{when}: between");
            // Whatever was left, the same command again comes to the same; the article may be gone by now.
            done += usize::from(found == after);
            let code = if found == after { 66 } else { 0 };
            workshop.run(&command).expect(code);
            assert_eq!(workshop.digest("a.db"), after, "{when}");
            assert_eq!(words_in(&raw(&path)), Vec::<&str>::new(), "{when}");
            assert!(!expect_whole(&path, &when), "{when}: not finished");
        }
        println!(
            "{journal}: killed at {writes} writes, {done} after the rows were gone, {due} before the bytes were"
        );
        assert!(
            writes >= 5 && done > 0 && due > 0 && done < writes,
            "{journal}: {writes} {done} {due}"
        );
    }
}
