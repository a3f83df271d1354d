//! Killed at any moment, failing at any write: no acknowledged article lost, none half there, and
//! running again ends as if nothing had happened.
//!
//! The short form runs with the other tests. `CUTTINGS_LONG=1 cargo test --test it crash` tries 1,000
//! random moments instead of 100, and every failing write instead of some.

use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::{available_parallelism, scope, sleep};
use std::time::{Duration, Instant};

use cuttings::db::{Archive, Share};
use cuttings::ops::verify::{self, Depth};

use crate::support::{Numbers, Workshop, program};

/// Calls by which SQLite changes an archive.
const WRITES: &str = "pwrite64,fsync,fdatasync,ftruncate,unlink";

/// The files of an archive that is written to.
const FILES: [&str; 3] = ["a.db", "a.db-wal", "a.db-journal"];

/// Calls by which a command changes files of its own as well.
const CHANGES: &str = "pwrite64,fsync,fdatasync,ftruncate,unlink,rename,renameat2,linkat,unlinkat";

pub fn is_long() -> bool {
    std::env::var_os("CUTTINGS_LONG").is_some()
}

/// A workshop with an archive `a.db` as `init` left it, kept beside it as `new.db`, and stories in `in/`.
fn workshop(stories: usize) -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    for number in 0..stories {
        workshop.write(
            &format!("in/{number:03}.txt"),
            format!(
                "SUVA, May {} (Reuters) - Foreign Minister Winston Peters met Penny Wong for round {number}.\n\n{}",
                number % 28 + 1,
                "Peters thanked Wong and the Pacific Islands Forum. ".repeat(20)
            ),
        );
    }
    fs::copy(workshop.path("a.db"), workshop.path("new.db")).unwrap();
    workshop
}

fn start_over(workshop: &Workshop) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(workshop.path(&format!("a.db{suffix}")));
    }
    fs::copy(workshop.path("new.db"), workshop.path("a.db")).unwrap();
}

/// What must hold whenever one looks: whole in every respect.
pub fn expect_whole(path: &Path, when: &str) {
    let archive = Archive::open_to_write(path, Duration::from_secs(5), "test").unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    assert_eq!(verdict.findings, [], "{when}");
    archive.close().unwrap();
}

/// The same, and every article of `workshop` with its mentions.
fn expect_none_half(path: &Path, when: &str) {
    expect_whole(path, when);
    let connection = rusqlite::Connection::open(path).unwrap();
    let half: i64 = connection
        .query_row(
            "SELECT count(*) FROM articles WHERE NOT EXISTS (SELECT 1 FROM mentions WHERE mentions.article_id = articles.article_id)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(half, 0, "{when}: articles without their mentions");
}

fn articles(path: &Path) -> i64 {
    rusqlite::Connection::open(path)
        .unwrap()
        .query_row("SELECT count(*) FROM articles", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn kill_at_random_moments() {
    let workshop = workshop(40);
    let path = workshop.path("a.db");
    let started = Instant::now();
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let mut whole_run = started.elapsed();
    let expected = workshop.digest("a.db");
    let trials = if is_long() { 1_000 } else { 100 };
    let mut killed = 0;
    for trial in 0..trials {
        if trial % 4 == 0 {
            start_over(&workshop);
        }
        // Acknowledged: this run ended with success before the next is killed.
        let first = format!("in/{:03}.txt", trial % 40);
        workshop.run(&["ingest", "--archive", "a.db", &first]).expect(0);
        let acknowledged = articles(&path);
        let mut child = workshop
            .command(&["ingest", "--archive", "a.db", "in"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread evenly, in an order that the trial number scatters; from start-up to just past the end.
        sleep(whole_run.mul_f64(f64::from(trial * 37 % trials) / f64::from(trials) * 1.1));
        let is_running = child.try_wait().unwrap().is_none();
        killed += i32::from(is_running);
        // The machine gets busier and quieter: what a whole run takes is learnt on the way.
        whole_run = whole_run.mul_f64(if is_running { 1.01 } else { 0.95 });
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(articles(&path) >= acknowledged, "trial {trial}: an acknowledged article is lost");
        expect_none_half(&path, &format!("trial {trial}"));
        if trial % 4 == 3 {
            workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
            assert_eq!(workshop.digest("a.db"), expected, "trial {trial}");
        }
    }
    println!("{killed} of {trials} runs were killed before they ended");
    assert!(killed * 3 > trials, "only {killed} of {trials} were killed while running");
}

const INGEST: [&str; 6] = ["ingest", "--archive", "a.db", "--wait", "0", "in"];

/// Runs a command under strace with a fault at the `nth` write to the archive's files; `None` once
/// there are fewer writes than that. Says the exit code, -1 for a signal.
pub fn inject(workshop: &Workshop, arguments: &[&str], nth: usize, fault: &str) -> Option<i32> {
    inject_into(workshop, arguments, &FILES, WRITES, nth, fault)
}

/// The same at one of `calls` on these files, or on any where none is given.
fn inject_into(
    workshop: &Workshop,
    arguments: &[&str],
    files: &[&str],
    calls: &str,
    nth: usize,
    fault: &str,
) -> Option<i32> {
    inject_at(workshop, arguments, files, calls, &nth.to_string(), fault)
}

/// The same at the calls that `when` says, as strace writes it: `7`, or `7+` for the seventh and all after.
fn inject_at(
    workshop: &Workshop,
    arguments: &[&str],
    files: &[&str],
    calls: &str,
    when: &str,
    fault: &str,
) -> Option<i32> {
    let log = workshop.path("strace.log");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&log);
    for file in files {
        command.arg("-P").arg(workshop.path(file));
    }
    let status = command
        .args([
            "-e",
            &format!("trace={calls}"),
            "-e",
            &format!("inject={calls}:{fault}:when={when}"),
        ])
        .arg(program())
        .args(arguments)
        .current_dir(workshop.path(""))
        .env_clear()
        .env("HOME", workshop.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let hit = match fault.starts_with("signal") {
        true => !status.success(),
        false => fs::read_to_string(&log).unwrap_or_default().contains("(INJECTED)"),
    };
    hit.then(|| status.code().unwrap_or(-1))
}

/// How many of `calls` a command makes on these files when nothing stops it: each is a line of the log.
fn calls_made(workshop: &Workshop, arguments: &[&str], files: &[&str], calls: &str) -> usize {
    // The last call that strace can count to.
    let last = inject_at(workshop, arguments, files, calls, "65535", "error=EIO");
    assert_eq!(last, None, "{arguments:?} makes more calls than strace counts");
    let log = fs::read_to_string(workshop.path("strace.log")).unwrap();
    log.lines().filter(|line| line.contains('(') && !line.contains("resumed>")).count()
}

/// At which of a command's calls a fault is tried: each in the long form, about `few` of them else, spread from
/// the first to the last.
fn some_of(calls: usize, few: usize) -> impl Iterator<Item = usize> {
    (1..=calls).step_by(if is_long() { 1 } else { calls.div_ceil(few).max(1) })
}

pub fn strace_is_there() -> bool {
    let there = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok();
    if !there {
        crate::support::skipped!("strace is not installed");
    }
    there
}

#[test]
fn kill_at_every_write() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop(6);
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let expected = workshop.digest("a.db");
    let mut writes = 0;
    for nth in 1.. {
        start_over(&workshop);
        if inject(&workshop, &INGEST, nth, "signal=KILL").is_none() {
            break;
        }
        writes = nth;
        expect_none_half(&workshop.path("a.db"), &format!("killed at write {nth}"));
        workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
        assert_eq!(workshop.digest("a.db"), expected, "killed at write {nth}");
    }
    println!("killed at each of {writes} writes");
    assert!(writes >= 10, "only {writes} writes were seen: are these the calls that SQLite makes?");
}

/// Merge, undo and rebuild are there whole or not at all.
#[test]
fn kill_at_every_write_of_a_ruling() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop(6);
    let ruling = ["--by", "ana", "--archive", "a.db", "--wait", "0"];
    let merge = [&["person", "merge", "Penny Wong", "Winston Peters"][..], &ruling].concat();
    let undo = [&["undo", "1"][..], &ruling].concat();
    let rebuild = ["rebuild", "--archive", "a.db", "--wait", "0"].to_vec();
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    kill_each(&workshop, &[("merge", merge), ("undo", undo), ("rebuild", rebuild)]);
}

/// So are a field that is set, a quotation's speaker, topics, rules that tag and rulings from a file.
#[test]
fn kill_at_every_write_of_a_correction() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop(3);
    workshop.write("in/said.txt", "\"We shall not move from this pier today,\" Penny Wong said.\n");
    workshop.write(
        "rulings.csv",
        "act,kind,name,value\nalias,person,Penny Wong,Senator Pen\nrename,person,Winston Peters,W. Peters\n",
    );
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let ruling = ["--by", "ana", "--archive", "a.db", "--wait", "0"];
    let ruled = |words: &[&'static str]| [words, &ruling].concat();
    let fields = ["article", "set", "1", "2", "publisher=RNZ", "published=2024-05-01"];
    let commands = [
        ("set", ruled(&fields)),
        ("quote", ruled(&["quote", "reassign", "4", "1", "person", "Jane Newcomer"])),
        ("unknown", ruled(&["quote", "unknown", "4", "1"])),
        ("tag", ruled(&["article", "tag", "1", "2", "3", "--topic", "Sea"])),
        ("rule", ruled(&["rule", "add", "pier", "--when-search", "pier", "--over-all"])),
        ("rule removed", ruled(&["rule", "remove", "1"])),
        ("import", ruled(&["decisions", "import", "rulings.csv"])),
        ("undo", ruled(&["undo", "1", "3", "4"])),
    ];
    kill_each(&workshop, &commands);
}

/// Kills each command at its writes, of which some are left out in the short form, and goes on from what it
/// does whole.
fn kill_each(workshop: &Workshop, commands: &[(&str, Vec<&str>)]) {
    for (name, command) in commands {
        fs::copy(workshop.path("a.db"), workshop.path("new.db")).unwrap();
        let before = workshop.digest("a.db");
        workshop.run(command).expect(0);
        let after = workshop.digest("a.db");
        assert_eq!(before == after, *name == "rebuild");
        start_over(workshop);
        let writes = calls_made(workshop, command, &FILES, WRITES);
        let (mut kills, mut done) = (0, 0);
        for nth in some_of(writes, 12) {
            start_over(workshop);
            if inject(workshop, command, nth, "signal=KILL").is_none() {
                break;
            }
            kills += 1;
            expect_none_half(&workshop.path("a.db"), &format!("{name} killed at write {nth}"));
            let found = workshop.digest("a.db");
            assert!([&before, &after].contains(&&found), "{name} killed at write {nth}: between");
            done += usize::from(found == after);
        }
        println!("{name}: killed at {kills} of {writes} writes, {done} of them after it was done");
        assert!(kills >= 5, "{name} was killed at {kills} of {writes} writes only");
        start_over(workshop);
        workshop.run(command).expect(0);
    }
}

#[test]
fn fail_at_writes() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop(6);
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let expected = workshop.digest("a.db");
    start_over(&workshop);
    let writes = calls_made(&workshop, &INGEST, &FILES, WRITES);
    for error in ["ENOSPC", "EIO"] {
        let mut failed = 0;
        for nth in some_of(writes, 12) {
            start_over(&workshop);
            let Some(code) = inject(&workshop, &INGEST, nth, &format!("error={error}")) else {
                break;
            };
            failed += usize::from(code != 0);
            assert!([0, 74].contains(&code), "{error} at write {nth}: exit code {code}");
            expect_none_half(&workshop.path("a.db"), &format!("{error} at write {nth}"));
            workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
            assert_eq!(workshop.digest("a.db"), expected, "{error} at write {nth}");
        }
        println!("{error}: {failed} runs failed, and said so");
        assert!(failed > 0);
    }
}

/// A command that is killed at each of its writes: what was there before it, how it is called, and what must
/// hold afterwards.
struct Killed {
    name: &'static str,
    command: &'static [&'static str],
    /// Exit codes with which the same command may end when it is run once more.
    again: &'static [i32],
}

const KILLED: [Killed; 4] = [
    Killed { name: "migration", command: &["ingest", "--archive", "a.db", "in"], again: &[0] },
    Killed { name: "seed", command: &["seed", "--archive", "a.db"], again: &[0] },
    Killed { name: "init", command: &["init", "a.db"], again: &[0, 1] },
    Killed { name: "backup", command: &["backup", "--archive", "a.db", "b.db"], again: &[0, 1] },
];

/// The archive as it is before the command: `new.db` is copied to `a.db` before each try.
fn before(name: &str) -> Workshop {
    match name {
        "migration" => {
            let workshop = Workshop::new();
            for number in 0..3 {
                workshop.write(
                    &format!("in/{number}.txt"),
                    format!("Winston Peters spoke, {number}.\n"),
                );
            }
            crate::released_schemas::old_archive(&workshop.path("new.db"), 3);
            workshop
        }
        "init" => Workshop::new(),
        _ => {
            let workshop = workshop(4);
            workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
            if name == "seed" {
                // As an older program left it: one entry short.
                rusqlite::Connection::open(workshop.path("a.db"))
                    .unwrap()
                    .execute_batch(
                        "UPDATE people SET origin = 'automatic', sort_name = NULL, description = NULL, row_sha256 = NULL
                         WHERE name = 'Winston Peters';
                         DELETE FROM aliases WHERE person_id = (SELECT person_id FROM people WHERE name = 'Winston Peters');
                         UPDATE settings SET value = 'older' WHERE name = 'catalogue_sha256'",
                    )
                    .unwrap();
            }
            fs::copy(workshop.path("a.db"), workshop.path("new.db")).unwrap();
            workshop
        }
    }
}

/// Killed at any of their writes, run again: the same as if nothing had happened.
#[test]
fn kill_at_every_write_of_other_commands() {
    if !strace_is_there() {
        return;
    }
    // The long form of `init` alone is some 1,400 kills of seconds each.
    let workers = if is_long() { available_parallelism().map_or(1, NonZero::get) } else { 1 };
    for killed in &KILLED {
        let name = killed.name;
        let changes = Killing::new(killed).changes();
        let kills: usize = scope(|scope| {
            let tries = |worker| some_of(changes, 24).skip(worker).step_by(workers);
            let running: Vec<_> = (0..workers)
                .map(|worker| scope.spawn(move || Killing::new(killed).kill_at(tries(worker))))
                .collect();
            running.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        println!("{name}: killed at {kills} of {changes} changes");
        assert!(kills >= 12, "{name} was killed at {kills} of {changes} changes only");
    }
}

/// A command that is killed again and again, in a workshop of its own.
struct Killing {
    killed: &'static Killed,
    workshop: Workshop,
}

impl Killing {
    fn new(killed: &'static Killed) -> Self {
        Self { killed, workshop: before(killed.name) }
    }

    fn files(&self) -> &'static [&'static str] {
        if self.killed.name == "backup" { &[] } else { &FILES }
    }

    fn start_over(&self) {
        let workshop = &self.workshop;
        for entry in fs::read_dir(workshop.path("")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path.file_name().unwrap() != "new.db" {
                fs::remove_file(path).unwrap();
            }
        }
        if workshop.path("new.db").exists() {
            fs::copy(workshop.path("new.db"), workshop.path("a.db")).unwrap();
        }
    }

    /// How many changes it makes when nothing stops it.
    fn changes(&self) -> usize {
        self.start_over();
        calls_made(&self.workshop, self.killed.command, self.files(), CHANGES)
    }

    /// Kills it at each of these changes, and runs it again. How many kills there were.
    fn kill_at(&self, tries: impl Iterator<Item = usize>) -> usize {
        let Self { killed: Killed { name, command, again }, workshop } = self;
        self.start_over();
        workshop.run(command).expect(0);
        let expected = workshop.digest("a.db");
        let mut kills = 0;
        for nth in tries {
            self.start_over();
            let kill = inject_into(workshop, command, self.files(), CHANGES, nth, "signal=KILL");
            if kill.is_none() {
                break;
            }
            kills += 1;
            let context = format!("{name} killed at change {nth}");
            let ran = workshop.run(command);
            assert!(again.contains(&ran.code), "{context}: {ran:?}");
            expect_whole(&workshop.path("a.db"), &context);
            assert_eq!(workshop.digest("a.db"), expected, "{context}");
            if *name == "backup" {
                assert_eq!(workshop.digest("b.db"), expected, "{context}");
            }
        }
        kills
    }
}

/// Random faults in random commands, once or from then on: the command says so or is done, the archive is
/// whole, and running it again ends as if nothing had happened.
#[test]
fn random_faults_in_random_commands() {
    if !strace_is_there() {
        return;
    }
    let workshop = workshop(6);
    workshop.run(&["ingest", "--archive", "a.db", "in/000.txt", "in/001.txt"]).expect(0);
    fs::copy(workshop.path("a.db"), workshop.path("new.db")).unwrap();
    let commands: [&[&str]; 4] = [
        &INGEST,
        &["rebuild", "--archive", "a.db", "--wait", "0"],
        &["person", "alias", "Penny Wong", "P. Wong", "--by", "ana", "--archive", "a.db"],
        &["backup", "--archive", "a.db", "b.db"],
    ];
    let mut numbers = Numbers(7);
    let (mut failed, trials) = (0, if is_long() { 200 } else { 12 });
    for trial in 0..trials {
        let command = commands[numbers.below(commands.len())];
        start_over(&workshop);
        let _ = fs::remove_file(workshop.path("b.db"));
        workshop.run(command).expect(0);
        let expected = workshop.digest("a.db");
        start_over(&workshop);
        let _ = fs::remove_file(workshop.path("b.db"));
        let error = ["ENOSPC", "EIO"][numbers.below(2)];
        let ever_after = ["", "+"][numbers.below(2)];
        let nth = numbers.below(60) + 1;
        let fault = format!("error={error}");
        let when = format!("{nth}{ever_after}");
        let context = format!("trial {trial}: {error} at write {when} of {command:?}");
        let Some(code) = inject_at(&workshop, command, &FILES, WRITES, &when, &fault) else {
            continue;
        };
        assert!([0, 74].contains(&code), "{context}: exit code {code}");
        failed += usize::from(code != 0);
        expect_whole(&workshop.path("a.db"), &context);
        // A fault in the last step, behind the commit, is told too: then it is done, and a ruling that is made
        // twice is two rulings.
        if workshop.digest("a.db") != expected {
            let _ = fs::remove_file(workshop.path("b.db"));
            workshop.run(command).expect(0);
        }
        assert_eq!(workshop.digest("a.db"), expected, "{context}");
    }
    println!("random faults: {failed} of {trials} runs failed, and said so");
}

/// Less and less memory: the command fails or is ended by the system, and the archive is whole.
#[test]
fn less_and_less_memory() {
    let workshop = workshop(6);
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    let expected = workshop.digest("a.db");
    let (mut ended, mut done) = (0, 0);
    // From what hardly starts the program to what it needs, in KiB of address space.
    let steps: &[u64] = if is_long() {
        &[10, 20, 40, 60, 80, 100, 120, 160, 200, 300, 400, 600]
    } else {
        &[20, 80, 160, 400]
    };
    for mib in steps {
        start_over(&workshop);
        let script = format!("ulimit -v {}; exec {} {}", mib * 1024, program(), INGEST.join(" "));
        let status = Command::new("bash")
            .args(["-c", &script])
            .current_dir(workshop.path(""))
            .env_clear()
            .env("HOME", workshop.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        match status.success() {
            true => done += 1,
            false => ended += 1,
        }
        let context = format!("{mib} MiB: {status}");
        expect_whole(&workshop.path("a.db"), &context);
        workshop.run(&INGEST).expect(0);
        assert_eq!(workshop.digest("a.db"), expected, "{context}");
    }
    println!("memory: {ended} runs ended early, {done} were done");
    assert!(ended > 0 && done > 0);
}
