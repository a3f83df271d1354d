//! A backup in the place of an archive: proven first, nothing lost, finished when it is run again.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Ran, Workshop, program};

const STORY: &str = "WELLINGTON, March 4 (Reuters) - Foreign Minister Winston Peters met Penny Wong.\n\n\
    Peters said the talks went well. Wong agreed.\n";
const LATER: &str = "SUVA, March 5 (Reuters) - Sitiveni Rabuka met Anwar Ibrahim in Suva.\n\nRabuka thanked Anwar.\n";

/// The instant of a test, as a part of a name.
const STAMP: &str = "2026-01-02T030405Z";

/// An archive `a.db` with two stories, and a backup `b.db` from when there was one.
fn workshop() -> Workshop {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    workshop.run(&["backup", "--archive", "a.db", "b.db"]).expect(0);
    workshop.write("in/two.txt", LATER);
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    workshop
}

fn restore(workshop: &Workshop, more: &[&str]) -> Ran {
    workshop.run(&[&["restore", "b.db", "--archive", "a.db", "--wait", "0"], more].concat())
}

fn aside(suffix: &str) -> String {
    format!("a.db.before-restore-{STAMP}.db{suffix}")
}

fn names(workshop: &Workshop) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(workshop.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("a.db"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_restore_puts_the_backup_in_place_and_keeps_what_was_there() {
    let workshop = workshop();
    let (old, new) = (workshop.digest("a.db"), workshop.digest("b.db"));
    assert_ne!(old, new);
    fs::set_permissions(workshop.path("a.db"), fs::Permissions::from_mode(0o640)).unwrap();
    let ran = restore(&workshop, &[]).expect(0);
    assert!(ran.stderr.contains(&aside("")), "{}", ran.stderr);
    assert_eq!((workshop.digest("a.db"), workshop.digest("b.db")), (new.clone(), new.clone()));
    assert_eq!(workshop.digest(&aside("")), old);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    assert_eq!(fs::metadata(workshop.path("a.db")).unwrap().mode() & 0o777, 0o640);
    // It is in the archive's story, and the journal is kept as before.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let last: (String, i64) = connection
        .query_row("SELECT command, exit_code FROM runs ORDER BY run_id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(last, ("restore".to_owned(), 0));
    let mode: String =
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    drop(connection);
    // Again, in the same second, and back to what was there at first.
    let ran =
        workshop.run(&["restore", &aside(""), "--archive", "a.db", "--json"]).expect(0).json();
    let second = format!("a.db.before-restore-{STAMP}.2.db");
    assert!(ran["moved_aside"].as_str().unwrap().ends_with(&second), "{ran}");
    assert_eq!((workshop.digest("a.db"), workshop.digest(&second)), (old, new));
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    assert!(!workshop.path("a.db.restoring").exists());
}

#[test]
fn the_log_of_the_old_file_goes_with_it() {
    let workshop = workshop();
    let new = workshop.digest("b.db");
    // A program that was killed with the archive open: its last rows are in the log only.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA wal_autocheckpoint = 0; CREATE TABLE mine (x); INSERT INTO mine VALUES (7)",
        )
        .unwrap();
    for suffix in ["", "-wal", "-shm"] {
        fs::copy(
            workshop.path(&format!("a.db{suffix}")),
            workshop.path(&format!("killed.db{suffix}")),
        )
        .unwrap();
    }
    drop(connection);
    workshop.run(&["restore", "b.db", "--archive", "killed.db"]).expect(0);
    assert_eq!(workshop.digest("killed.db"), new);
    workshop.run(&["verify", "--read-data", "--archive", "killed.db"]).expect(0);
    let old = workshop.path(&format!("killed.db.before-restore-{STAMP}.db"));
    let mine: i64 = rusqlite::Connection::open(old)
        .unwrap()
        .query_row("SELECT x FROM mine", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mine, 7);
}

#[test]
fn what_is_missing_or_damaged_is_restored_and_what_is_not_ours_is_not() {
    let workshop = workshop();
    let new = workshop.digest("b.db");
    let sound = fs::read(workshop.path("a.db")).unwrap();
    let start_over = |content: Option<&[u8]>| {
        for name in names(&workshop) {
            let _ = fs::remove_file(workshop.path(&name));
        }
        if let Some(content) = content {
            fs::write(workshop.path("a.db"), content).unwrap();
        }
    };
    start_over(None);
    let ran = restore(&workshop, &[]).expect(0);
    assert!(ran.stderr.contains("there was no archive before"), "{}", ran.stderr);
    assert_eq!(workshop.digest("a.db"), new);

    let mut damaged = sound.clone();
    damaged[4_096..].fill(0xa5);
    for content in [&damaged[..], &sound[..10_000], &[]] {
        start_over(Some(content));
        restore(&workshop, &[]).expect(0);
        assert_eq!(workshop.digest("a.db"), new);
        assert_eq!(fs::read(workshop.path(&aside(""))).unwrap(), content);
    }

    let garbage = [0x5a; 5_000];
    start_over(Some(&garbage));
    let ran = restore(&workshop, &[]).expect(65);
    assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
    assert_eq!(fs::read(workshop.path("a.db")).unwrap(), garbage);
    restore(&workshop, &["--force"]).expect(0);
    assert_eq!(workshop.digest("a.db"), new);
    assert_eq!(fs::read(workshop.path(&aside(""))).unwrap(), garbage);

    start_over(None);
    let other = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    other.execute_batch("CREATE TABLE passwords (x)").unwrap();
    drop(other);
    let before = fs::read(workshop.path("a.db")).unwrap();
    restore(&workshop, &["--force"]).expect(65);
    assert_eq!(fs::read(workshop.path("a.db")).unwrap(), before);
    assert_eq!(names(&workshop), ["a.db"]);

    start_over(None);
    symlink("b.db", workshop.path("a.db")).unwrap();
    restore(&workshop, &["--force"]).expect(65);
    start_over(None);
    fs::create_dir(workshop.path("a.db")).unwrap();
    restore(&workshop, &["--force"]).expect(65);
}

#[test]
fn a_backup_that_is_not_sound_changes_nothing() {
    let workshop = workshop();
    let before = fs::read(workshop.path("a.db")).unwrap();
    let sound = fs::read(workshop.path("b.db")).unwrap();
    let backup = |content: &[u8]| fs::write(workshop.path("b.db"), content).unwrap();
    let expect = |code: i32| {
        restore(&workshop, &[]).expect(code);
        assert_eq!(fs::read(workshop.path("a.db")).unwrap(), before);
        assert!(!workshop.path("a.db.restoring").exists());
        assert!(!workshop.path(&aside("")).exists());
    };
    rusqlite::Connection::open(workshop.path("b.db"))
        .unwrap()
        .execute("UPDATE articles SET headline = 'x'", [])
        .unwrap();
    expect(4);
    backup(b"a text, and not a database, that is long enough to be read as the header of one, a hundred bytes and more");
    expect(65);
    fs::remove_file(workshop.path("b.db")).unwrap();
    expect(66);
    backup(&sound);
    rusqlite::Connection::open(workshop.path("b.db"))
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    expect(65);
    workshop.run(&["restore", "a.db", "--archive", "a.db"]).expect(65);
}

#[test]
fn an_older_backup_is_brought_up_to_date() {
    let workshop = workshop();
    let root = crate::support::root();
    let old = rusqlite::Connection::open(workshop.path("old.db")).unwrap();
    old.execute_batch("PRAGMA application_id = 0x43555454; PRAGMA foreign_keys = off; BEGIN")
        .unwrap();
    for name in ["migrations/V1__archive.sql", "tests/archives/v1.sql"] {
        old.execute_batch(&fs::read_to_string(root.join(name)).unwrap()).unwrap();
    }
    old.execute_batch("PRAGMA user_version = 1; COMMIT").unwrap();
    drop(old);
    let before = fs::read(workshop.path("old.db")).unwrap();
    workshop.run(&["restore", "old.db", "--archive", "a.db"]).expect(0);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    assert_eq!(fs::read(workshop.path("old.db")).unwrap(), before);
    assert!(!workshop.path("a.db.restoring").exists());
    let restored = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let lacking = "SELECT (SELECT count(*) FROM folded_names WHERE folded IS NULL) + (SELECT count(*) FROM texts_without_sketch)";
    assert_eq!(restored.query_row(lacking, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn whoever_has_the_archive_open_keeps_it() {
    let workshop = workshop();
    let digest = workshop.digest("a.db");
    let reader = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let _: i64 = reader.query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).unwrap();
    let ran = restore(&workshop, &[]).expect(75);
    assert!(ran.stderr.contains("has it open"), "{}", ran.stderr);
    drop(reader);
    assert_eq!(workshop.digest("a.db"), digest);
    let writer = fs::File::options().write(true).open(workshop.path("a.db.lock")).unwrap();
    writer.lock().unwrap();
    restore(&workshop, &[]).expect(75);
    drop(writer);
    assert_eq!(workshop.digest("a.db"), digest);
    restore(&workshop, &[]).expect(0);
}

#[test]
fn a_folder_of_somebody_else_at_the_name_of_the_work_is_left_alone() {
    let workshop = workshop();
    let digest = workshop.digest("a.db");
    workshop.write("a.db.restoring/notes.txt", "my notes");
    restore(&workshop, &[]).expect(77);
    assert_eq!(fs::read_to_string(workshop.path("a.db.restoring/notes.txt")).unwrap(), "my notes");
    fs::remove_dir_all(workshop.path("a.db.restoring")).unwrap();
    workshop.write("a.db.restoring", "my notes");
    restore(&workshop, &[]).expect(77);
    assert_eq!(fs::read_to_string(workshop.path("a.db.restoring")).unwrap(), "my notes");
    assert_eq!(workshop.digest("a.db"), digest);
}

/// Killed before each of its calls that change a folder or a file: afterwards the name leads to the old
/// archive or the new one, or every command says how to finish; and run again it ends as it should.
#[test]
fn kill_at_every_step() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        crate::support::skipped!("strace is not installed");
        return;
    }
    let workshop = workshop();
    let (old, new) = (workshop.digest("a.db"), workshop.digest("b.db"));
    // With a log that matters, as a killed program leaves it.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA wal_autocheckpoint = 0; CREATE TABLE mine (x); INSERT INTO mine VALUES (7)",
        )
        .unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let kept = workshop.path(&format!("kept.db{suffix}"));
        fs::copy(workshop.path(&format!("a.db{suffix}")), kept).unwrap();
    }
    drop(connection);
    let start_over = || {
        for name in names(&workshop) {
            let path = workshop.path(&name);
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            } else {
                fs::remove_file(path).unwrap();
            }
        }
        for suffix in ["", "-wal", "-shm"] {
            let kept = workshop.path(&format!("kept.db{suffix}"));
            fs::copy(kept, workshop.path(&format!("a.db{suffix}"))).unwrap();
        }
    };
    let has_mine = |path: &Path| {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.query_row("SELECT x FROM mine", [], |row| row.get::<_, i64>(0)).is_ok()
    };
    let is_long = std::env::var_os("CUTTINGS_LONG").is_some();
    // Every step of the folder; of the writes into the new file, which nobody sees, only some. And
    // every step on a file system without second names.
    let no_links = "inject=link,linkat:error=EPERM";
    for (calls, step, more) in [
        ("link,linkat,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync", 1, ""),
        (
            "rename,renameat,renameat2,unlink,unlinkat,rmdir,fsync",
            if is_long { 1 } else { 3 },
            no_links,
        ),
        ("pwrite64,fdatasync,ftruncate,write", if is_long { 1 } else { 97 }, ""),
    ] {
        let (mut kills, mut unfinished, mut done) = (0, 0, 0);
        for nth in (1..).step_by(step) {
            start_over();
            let status = Command::new("strace")
                .args(["-f", "-qq", "-o", "/dev/null", "-e"])
                .arg(format!("trace={calls},link,linkat"))
                .arg("-e")
                .arg(format!("inject={calls}:signal=KILL:when={nth}"))
                .args(if more.is_empty() { vec![] } else { vec!["-e", more] })
                .arg(program())
                .args(["restore", "b.db", "--archive", "a.db", "--wait", "0"])
                .current_dir(workshop.path(""))
                .env_clear()
                .env("HOME", workshop.path(""))
                .env("CUTTINGS_NOW", crate::support::NOW)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            if status.success() {
                break;
            }
            kills += 1;
            let when = format!("killed at {nth} of {calls}");
            let has_name = workshop.path("a.db").exists() || !more.is_empty();
            assert!(has_name, "{when}: nothing has the name");
            let ran = workshop.run(&["verify", "--digest", "--archive", "a.db"]);
            if ran.code == 0 {
                let digest = ran.stdout.trim();
                assert!(digest == old || digest == new, "{when}: neither the old nor the new");
                assert_eq!(digest == old, has_mine(&workshop.path("a.db")), "{when}");
                done += usize::from(digest == new);
            } else {
                assert!(ran.stderr.contains("cuttings restore BACKUP"), "{when}: {}", ran.stderr);
                for command in [&["ingest", "in"][..], &["init"], &["status"], &["seed"]] {
                    let path = if command[0] == "init" { "a.db" } else { "--archive=a.db" };
                    workshop.run(&[command, &[path]].concat()).expect(65);
                }
                unfinished += 1;
            }
            restore(&workshop, &[]).expect(0);
            assert_eq!(workshop.digest("a.db"), new, "{when}");
            workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
            assert!(!workshop.path("a.db.restoring").exists(), "{when}");
            // The old archive is there once, with what was in its log.
            let asides: Vec<String> = names(&workshop)
                .into_iter()
                .filter(|name| name.contains("before-restore") && name.ends_with(".db"))
                .collect();
            let with_mine = asides.iter().filter(|name| has_mine(&workshop.path(name))).count();
            assert_eq!(with_mine, 1, "{when}: {asides:?}");
        }
        println!("{calls}: {kills} kills, {unfinished} to be finished, {done} after it was done");
        assert!(kills >= 5, "only {kills} kills at {calls}");
    }
}
