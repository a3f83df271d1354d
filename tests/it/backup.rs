//! Copies of an archive: whole, private, never over a file of somebody else's, and none left half made.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::support::{Workshop, program};

const STORY: &str = "WELLINGTON, March 4 (Reuters) - Foreign Minister Winston Peters met Penny Wong.\n\n\
    Peters said the talks went well. Wong agreed.\n";

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_backup_leaves_files_of_other_people_alone() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    workshop.write("b.db.part", "my notes");
    workshop.run(&["backup", "--archive", "a.db", "b.db"]).expect(0);
    assert_eq!(fs::read_to_string(workshop.path("b.db.part")).unwrap(), "my notes");
    assert_eq!(workshop.digest("b.db"), workshop.digest("a.db"));
    // A link to nothing is a name that is taken, too: what it leads to is not ours to make.
    symlink("elsewhere.db", workshop.path("c.db")).unwrap();
    let ran = workshop.run(&["backup", "--archive", "a.db", "c.db"]).expect(1);
    assert!(ran.stderr.contains("exists already"), "{}", ran.stderr);
    assert!(!workshop.path("elsewhere.db").exists());
}

#[test]
fn a_backup_goes_into_a_file_and_no_pipe() {
    let workshop = Workshop::with_archive(&[]);
    let ran = workshop.run(&["backup", "-", "--archive", "a.db"]).expect(2);
    assert!(ran.stderr.contains("cannot go to standard output"), "{}", ran.stderr);
    assert!(ran.stdout.is_empty() && !workshop.path("-").exists());
}

#[test]
fn two_backups_at_once_to_one_target_end_in_one_and_a_refusal() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    for round in 0..5 {
        let target = format!("out/{round}.db");
        fs::create_dir_all(workshop.path("out")).unwrap();
        let children: Vec<_> = (0..3)
            .map(|_| {
                workshop
                    .command(&["backup", "--archive", "a.db", &target])
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let mut codes: Vec<i32> = children
            .into_iter()
            .map(|child| child.wait_with_output().unwrap().status.code().unwrap())
            .collect();
        codes.sort_unstable();
        assert_eq!(codes, [0, 1, 1], "round {round}");
        assert_eq!(workshop.digest(&target), workshop.digest("a.db"));
    }
    // `digest` reads the copies, which leaves nothing beside them: they are not in WAL mode.
    assert_eq!(names(&workshop.path("out")), ["0.db", "1.db", "2.db", "3.db", "4.db"]);
}

#[test]
fn nothing_is_left_of_a_backup_that_a_full_disk_or_a_signal_ends() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    fs::create_dir(workshop.path("out")).unwrap();
    let size = fs::metadata(workshop.path("a.db")).unwrap().len() / 1024;
    let ran = Command::new("bash")
        .arg("-c")
        .arg(format!("ulimit -f {}; exec \"$0\" backup --archive a.db out/b.db", size / 2))
        .arg(program())
        .current_dir(workshop.path(""))
        .env_clear()
        .env("HOME", workshop.path(""))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(74), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(names(&workshop.path("out")), [""; 0]);

    let started = Instant::now();
    workshop.run(&["backup", "--archive", "a.db", "whole.db"]).expect(0);
    let whole_run = started.elapsed();
    let mut stopped = 0;
    for trial in 0..12 {
        let mut child = workshop
            .command(&["backup", "--archive", "a.db", "out/b.db"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // After the signals are listened to: before that there is nothing to leave behind.
        std::thread::sleep(whole_run.mul_f64(f64::from(trial) / 12.0));
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        let code = child.wait().unwrap().code();
        let left = names(&workshop.path("out"));
        match code {
            Some(0) => assert_eq!(left, ["b.db"], "trial {trial}"),
            _ => {
                assert!(matches!(code, Some(143) | None), "trial {trial}: {code:?}");
                assert_eq!(left, [""; 0], "trial {trial}");
                stopped += usize::from(code == Some(143));
            }
        }
        let _ = fs::remove_file(workshop.path("out/b.db"));
    }
    assert!(stopped > 0, "no backup was stopped on its way");
}

#[test]
fn what_a_killed_backup_left_goes_a_day_later_and_nothing_else_does() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let long_ago = SystemTime::now() - Duration::from_secs(2 * 86_400);
    let content = fs::read(workshop.path("a.db")).unwrap();
    for (name, content, is_old) in [
        ("out/.cuttings-aB3dE6.part", &content[..5_000], true),
        ("out/.cuttings-aB3dE6.part-journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 and so on", true),
        ("out/.cuttings-aB3dE7.part", &content[..5_000], false),
        ("out/.cuttings-notes1.part", b"my notes".as_slice(), true),
        ("out/.cuttings-my-notes.part", &content[..5_000], true),
    ] {
        let path = workshop.write(name, content);
        if is_old {
            fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
        }
    }
    workshop.run(&["backup", "--archive", "a.db", "out/b.db"]).expect(0);
    assert_eq!(
        names(&workshop.path("out")),
        [".cuttings-aB3dE7.part", ".cuttings-my-notes.part", ".cuttings-notes1.part", "b.db"]
    );
}

#[test]
fn keep_removes_the_oldest_copies_of_this_archive_and_nothing_else() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    fs::create_dir(workshop.path("out")).unwrap();
    let others = [
        ("out/a-notes.db", "my notes"),
        ("out/a-2020-01-01T000000Z.db", "a text of this name"),
        ("out/a-2020-01-01T000000Z.txt", "x"),
    ];
    for (name, text) in others {
        workshop.write(name, text);
    }
    let other = rusqlite::Connection::open(workshop.path("out/a-2020-01-02T000000Z.db")).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(other);
    let backup = |now: &str, arguments: &[&str]| {
        let arguments = [&["backup", "--archive", "a.db", "--json"], arguments].concat();
        let output = workshop.command(&arguments).env("CUTTINGS_NOW", now).output().unwrap();
        crate::support::Ran::from(output)
    };
    let days = ["2026-11-27", "2026-11-28", "2026-11-29"];
    for day in days {
        backup(&format!("{day}T10:15:00Z"), &["out", "--keep", "2"]).expect(0);
    }
    // Twice in one second, and a clock that went back: the new copy is never the one that goes.
    backup("2026-11-29T10:15:00Z", &["out/", "--keep", "9"]).expect(0);
    let dated = |folder: &Path| -> Vec<String> {
        names(folder).into_iter().filter(|name| name.starts_with("a-2026")).collect()
    };
    assert_eq!(
        dated(&workshop.path("out")),
        ["a-2026-11-28T101500Z.db", "a-2026-11-29T101500Z-2.db", "a-2026-11-29T101500Z.db"]
    );
    let ran = backup("2026-01-01T00:00:00Z", &["out", "--keep", "1"]).expect(0);
    assert_eq!(ran.json()["removed"].as_array().unwrap().len(), 3);
    assert_eq!(dated(&workshop.path("out")), ["a-2026-01-01T000000Z.db"]);
    assert_eq!(workshop.digest("out/a-2026-01-01T000000Z.db"), workshop.digest("a.db"));
    for (name, text) in others {
        assert_eq!(fs::read_to_string(workshop.path(name)).unwrap(), text);
    }
    assert!(
        workshop.path("out/a-2020-01-02T000000Z.db").exists(),
        "another application's database"
    );
    // The old ones stay where the new one fails its check.
    rusqlite::Connection::open(workshop.path("a.db"))
        .unwrap()
        .execute("UPDATE articles SET headline = 'x'", [])
        .unwrap();
    backup("2026-02-01T00:00:00Z", &["out", "--keep", "1"]).expect(4);
    assert_eq!(dated(&workshop.path("out")), ["a-2026-01-01T000000Z.db"]);
    backup("2026-02-01T00:00:00Z", &["b.db", "--keep", "1"]).expect(2);
    backup("2026-02-01T00:00:00Z", &["nowhere/", "--keep", "1"]).expect(66);
}

#[test]
fn a_copy_that_is_in_use_is_not_removed() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    fs::create_dir(workshop.path("out")).unwrap();
    for day in ["01", "02"] {
        workshop
            .command(&["backup", "--archive", "a.db", "out"])
            .env("CUTTINGS_NOW", format!("2025-01-{day}T00:00:00Z"))
            .status()
            .unwrap();
    }
    let used = rusqlite::Connection::open(workshop.path("out/a-2025-01-01T000000Z.db")).unwrap();
    used.pragma_update(None, "journal_mode", "wal").unwrap();
    used.execute_batch("CREATE TABLE mine (x)").unwrap();
    let ran = workshop.run(&["backup", "--archive", "a.db", "out", "--keep", "1"]).expect(0);
    assert!(ran.stderr.contains("was not removed"), "{}", ran.stderr);
    assert!(workshop.path("out/a-2025-01-01T000000Z.db").exists());
    assert!(!workshop.path("out/a-2025-01-02T000000Z.db").exists());
}

#[test]
fn what_is_made_is_private_and_what_is_there_keeps_its_mode() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    workshop.run(&["backup", "--archive", "a.db", "b.db"]).expect(0);
    workshop.run(&["ingest", "--archive", "c.db", "in"]).expect(66);
    workshop.run(&["init", "d.db", "--journal-mode", "truncate"]).expect(0);
    for name in ["a.db", "a.db.lock", "b.db", "d.db", "d.db.lock"] {
        assert_eq!(mode(&workshop.path(name)), 0o600, "{name}");
    }
    let shared = fs::Permissions::from_mode(0o664);
    fs::set_permissions(workshop.path("b.db"), shared).unwrap();
    workshop.run(&["seed", "--archive", "b.db"]).expect(0);
    // Whoever may write the archive may hold its lock.
    assert_eq!((mode(&workshop.path("b.db")), mode(&workshop.path("b.db.lock"))), (0o664, 0o664));
    let tighter = Command::new("bash")
        .arg("-c")
        .arg("umask 277; exec \"$0\" init e.db")
        .arg(program())
        .current_dir(workshop.path(""))
        .status()
        .unwrap();
    // The owner may not write: root may all the same.
    assert!(tighter.success() || tighter.code() == Some(77));
    assert_eq!(mode(&workshop.path("e.db")), 0o400);
}

#[test]
fn the_lock_empties_nothing() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let text = "an important text\n";
    let lock = workshop.path("a.db.lock");
    let important = workshop.write("important.txt", text);
    let commands: [&[&str]; 3] = [&["verify", "--repair"], &["ingest", "in"], &["seed"]];
    let refused = |reason: &str| {
        for command in commands {
            let ran = workshop.run(&[command, &["--archive", "a.db"]].concat()).expect(77);
            assert!(
                ran.stderr.contains("a.db.lock") && ran.stderr.contains(reason),
                "{command:?}: {}",
                ran.stderr
            );
            assert_eq!(fs::read_to_string(&important).unwrap(), text, "{command:?}");
        }
        fs::remove_file(&lock).unwrap();
    };
    fs::remove_file(&lock).unwrap();
    symlink("important.txt", &lock).unwrap();
    refused("a symbolic link");
    symlink("not-there.txt", &lock).unwrap();
    refused("a symbolic link");
    assert!(!workshop.path("not-there.txt").exists());
    fs::hard_link(&important, &lock).unwrap();
    refused("another name");
    fs::write(&lock, text).unwrap();
    refused("did not write");
    Command::new("mkfifo").arg(&lock).status().unwrap();
    refused("not a regular file");
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
    // Nor does making a new archive, where its own name is a link.
    symlink("important.txt.db", workshop.path("new.db")).unwrap();
    workshop.run(&["init", "new.db"]).expect(77);
    assert!(!workshop.path("important.txt.db").exists());
}

/// An archive of the first schema.
fn old_archive(workshop: &Workshop) {
    let root = crate::support::root();
    let connection = rusqlite::Connection::open(workshop.path("old.db")).unwrap();
    connection
        .execute_batch("PRAGMA application_id = 0x43555454; PRAGMA foreign_keys = off; BEGIN")
        .unwrap();
    for name in ["migrations/V1__archive.sql", "tests/archives/v1.sql"] {
        connection.execute_batch(&fs::read_to_string(root.join(name)).unwrap()).unwrap();
    }
    connection.execute_batch("PRAGMA user_version = 1; COMMIT").unwrap();
}

#[test]
fn the_copy_before_a_migration_is_new_or_the_same_to_the_last_row() {
    let workshop = Workshop::new();
    old_archive(&workshop);
    let old = fs::read(workshop.path("old.db")).unwrap();
    let start_over = || {
        for name in names(&workshop.path("")) {
            if name.starts_with("old.db") {
                fs::remove_file(workshop.path(&name)).unwrap();
            }
        }
        fs::write(workshop.path("old.db"), &old).unwrap();
    };
    let copies = || -> Vec<String> {
        names(&workshop.path("")).into_iter().filter(|name| name.contains(".pre-v")).collect()
    };
    let articles = |name: &str| -> String {
        rusqlite::Connection::open(workshop.path(name))
            .unwrap()
            .query_row("SELECT group_concat(body) FROM articles", [], |row| row.get(0))
            .unwrap()
    };
    let expected = articles("old.db");

    // New.
    workshop.run(&["seed", "--archive", "old.db"]).expect(0);
    let name = copies();
    assert_eq!(name.len(), 1, "{name:?}");
    let first = name[0].clone();
    assert_eq!(articles(&first), expected);
    assert_eq!(mode(&workshop.path(&first)), 0o600);
    let copy = fs::read(workshop.path(&first)).unwrap();

    // Of an attempt that did not succeed: taken.
    start_over();
    fs::write(workshop.path(&first), &copy).unwrap();
    let before = fs::metadata(workshop.path(&first)).unwrap();
    workshop.run(&["seed", "--archive", "old.db"]).expect(0);
    assert_eq!(copies(), [first.as_str()]);
    let after = fs::metadata(workshop.path(&first)).unwrap();
    assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));

    // Somebody's text; a copy with another text in the same number of rows; a link; a damaged one.
    let second = first.replacen("v2.db", "v2.2.db", 1);
    assert_ne!(first, second);
    for kind in ["text", "other rows", "link", "damage"] {
        start_over();
        let path = workshop.path(&first);
        match kind {
            "text" => fs::write(&path, "my notes").unwrap(),
            "link" => symlink("old.db", &path).unwrap(),
            "damage" => fs::write(&path, &copy[..copy.len() / 2]).unwrap(),
            _ => {
                fs::write(&path, &copy).unwrap();
                rusqlite::Connection::open(&path)
                    .unwrap()
                    .execute("UPDATE runs SET command = 'other'", [])
                    .unwrap();
            }
        }
        let there = fs::read(&path).unwrap();
        workshop.run(&["seed", "--archive", "old.db"]).expect(0);
        assert_eq!(copies(), [second.as_str(), first.as_str()], "{kind}");
        assert_eq!(articles(&second), expected, "{kind}");
        if kind != "link" {
            assert_eq!(fs::read(&path).unwrap(), there, "{kind}");
        }
    }
}

fn strace_is_there() -> bool {
    let there = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok();
    if !there {
        crate::support::skipped!("strace is not installed");
    }
    there
}

fn is_long() -> bool {
    std::env::var_os("CUTTINGS_LONG").is_some()
}

/// Runs the program under strace with a fault at the `nth` of some calls, of those to `files` where any
/// are named. The exit code, and whether the fault was met.
fn inject(
    workshop: &Workshop,
    arguments: &[&str],
    calls: &str,
    files: &[&str],
    nth: usize,
    fault: &str,
) -> (Option<i32>, bool) {
    let log = workshop.path("strace.log");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&log);
    for name in files {
        command.arg("-P").arg(workshop.path(name));
    }
    let code = command
        .args(["-e", &format!("trace={calls}"), "-e"])
        .arg(format!("inject={calls}:{fault}:when={nth}"))
        .arg(program())
        .args(arguments)
        .current_dir(workshop.path(""))
        .env_clear()
        .env("HOME", workshop.path(""))
        .env("CUTTINGS_NOW", crate::support::NOW)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .code();
    let is_met = match code {
        Some(_) => fs::read_to_string(&log).unwrap_or_default().contains("(INJECTED)"),
        // Killed, as was asked.
        None => true,
    };
    (code, is_met)
}

/// An archive of the first schema, brought up to date with a fault on the way: a full disk is called
/// one, a kill costs nothing, and the next try ends as if there had been no fault.
#[test]
fn a_migration_fails_and_is_killed_at_its_writes() {
    if !strace_is_there() {
        return;
    }
    let workshop = Workshop::new();
    old_archive(&workshop);
    let old = fs::read(workshop.path("old.db")).unwrap();
    let seed = ["seed", "--archive", "old.db", "--wait", "0"];
    let step = if is_long() { 1 } else { 97 };
    for fault in ["error=ENOSPC", "error=EIO", "signal=KILL"] {
        let mut failed = 0;
        for nth in (1..).step_by(step) {
            for name in names(&workshop.path("")) {
                if name.starts_with("old.db") {
                    fs::remove_file(workshop.path(&name)).unwrap();
                }
            }
            fs::write(workshop.path("old.db"), &old).unwrap();
            let calls = "pwrite64,fsync,fdatasync,ftruncate";
            let files = ["old.db", "old.db-wal", "old.db-journal"];
            let (code, is_met) = inject(&workshop, &seed, calls, &files, nth, fault);
            if !is_met {
                break;
            }
            failed += usize::from(code != Some(0));
            assert!(matches!(code, Some(0 | 74) | None), "{fault} at write {nth}: {code:?}");
            workshop.run(&seed).expect(0);
            workshop.run(&["verify", "--read-data", "--archive", "old.db"]).expect(0);
        }
        println!("{fault}: {failed} migrations failed");
        assert!(failed > 0);
    }
}

/// Killed at every step, a backup is there whole or not at all, and never takes the last copy with it.
#[test]
fn kill_at_every_step_of_a_backup() {
    if !strace_is_there() {
        return;
    }
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let digest = workshop.digest("a.db");
    fs::create_dir(workshop.path("kept")).unwrap();
    workshop
        .command(&["backup", "--archive", "a.db", "kept"])
        .env("CUTTINGS_NOW", "2025-01-01T00:00:00Z")
        .status()
        .unwrap();
    for (calls, step) in [
        ("openat,rename,renameat2,link,linkat,unlink,unlinkat,fsync", 7),
        ("pwrite64,fdatasync,ftruncate", 151),
    ] {
        let (mut kills, mut done) = (0, 0);
        for nth in (1..).step_by(if is_long() { 1 } else { step }) {
            let _ = fs::remove_dir_all(workshop.path("out"));
            fs::create_dir(workshop.path("out")).unwrap();
            let old = "a-2025-01-01T000000Z.db";
            fs::copy(workshop.path("kept").join(old), workshop.path("out").join(old)).unwrap();
            let backup = ["backup", "--archive", "a.db", "out", "--keep", "1"];
            let (code, _) = inject(&workshop, &backup, calls, &[], nth, "signal=KILL");
            if code.is_some() {
                break;
            }
            kills += 1;
            let there: Vec<String> = names(&workshop.path("out"))
                .into_iter()
                .filter(|name| name.starts_with("a-") && name.ends_with(".db"))
                .collect();
            assert!(!there.is_empty(), "killed at {nth} of {calls}: no copy is left");
            for name in &there {
                let found = workshop.digest(&format!("out/{name}"));
                assert_eq!(found, digest, "killed at {nth} of {calls}: {name}");
            }
            done += usize::from(there.iter().any(|name| name != old));
        }
        println!("{calls}: {kills} kills, {done} of them after it was done");
        assert!(kills >= 3, "only {kills} kills at {calls}");
    }
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}
