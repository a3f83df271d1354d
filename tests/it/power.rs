//! Power cuts: what was written and not synced may be lost, in any part and any order, and the archive is
//! whole all the same, with everything in it that was acknowledged.
//!
//! A run is recorded by strace: every write, truncation and sync on the archive's files, with its bytes, and
//! every line that the program printed. From the record the files are made as a disk may hold them after a
//! cut at some moment: all that was synced before it, and of the rest each write whole, not at all, or up to
//! a sector of it.
//!
//! The short form makes 60 cuts; `CUTTINGS_LONG=1 cargo test --test it power` makes 1,000.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::crash::{expect_whole, is_long, strace_is_there};
use crate::support::{NOW, Numbers, Workshop, program};

/// What disks write as a whole, in bytes.
const SECTOR: usize = 512;

/// The archive's files; shared memory (`-shm`) is none, SQLite makes it anew.
const FILES: [&str; 3] = ["a.db", "a.db-wal", "a.db-journal"];

/// One step of a recorded run.
#[derive(Debug)]
enum Step {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: usize,
        length: usize,
    },
    Sync {
        file: usize,
    },
    Unlink {
        file: usize,
    },
    /// The program said that this article is stored.
    Acknowledged(i64),
}

impl Step {
    /// In words, without the bytes.
    fn told(&self) -> String {
        match self {
            Self::Write { file, at, bytes } => {
                format!("{} bytes to {} at {at}", bytes.len(), FILES[*file])
            }
            Self::Truncate { file, length } => format!("{} cut to {length}", FILES[*file]),
            Self::Sync { file } => format!("{} synced", FILES[*file]),
            Self::Unlink { file } => format!("{} removed", FILES[*file]),
            Self::Acknowledged(article) => format!("article {article} acknowledged"),
        }
    }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    if !strace_is_there() {
        return;
    }
    for mode in ["wal", "truncate"] {
        let workshop = Workshop::new();
        workshop.run(&["init", "--journal-mode", mode, "a.db"]).expect(0);
        for number in 0..12 {
            workshop.write(
                &format!("in/{number:02}.txt"),
                format!(
                    "SUVA, May {} (Reuters) - Foreign Minister Winston Peters met Penny Wong for round {number}.\n\n{}",
                    number + 1,
                    "Peters thanked Wong and the Pacific Islands Forum. ".repeat(8)
                ),
            );
        }
        let before: Vec<Option<Vec<u8>>> =
            FILES.iter().map(|name| fs::read(workshop.path(name)).ok()).collect();
        let mut steps = Vec::new();
        // Several runs, so that a log is written back, truncated and begun anew on the way.
        for number in 0..12 {
            steps.extend(recorded(&workshop, &format!("in/{number:02}.txt")));
        }
        let expected = workshop.digest("a.db");
        let cuts = if is_long() { 500 } else { 30 };
        let mut numbers = Numbers(11);
        for cut in 0..cuts {
            let at = numbers.below(steps.len() + 1);
            let after = Workshop::new();
            let acknowledged = write_disk(&steps[..at], &before, after.path(""), &mut numbers);
            let path = after.path("a.db");
            expect_whole(&path, &format!("{mode}, cut {cut} after step {at}"));
            let stored = rusqlite::Connection::open(&path).unwrap();
            for article in acknowledged {
                let there: bool = stored
                    .prepare("SELECT 1 FROM articles WHERE article_id = ?1")
                    .unwrap()
                    .exists([article])
                    .unwrap();
                let before_it: Vec<String> =
                    steps[at.saturating_sub(20)..at].iter().map(Step::told).collect();
                assert!(
                    there,
                    "{mode}, cut {cut} after step {at}: article {article} is lost; before it:\n{}",
                    before_it.join("\n")
                );
            }
            drop(stored);
            if cut % 10 == 0 {
                fs::create_dir(after.path("in")).unwrap();
                for entry in fs::read_dir(workshop.path("in")).unwrap() {
                    let entry = entry.unwrap();
                    fs::copy(entry.path(), after.path("in").join(entry.file_name())).unwrap();
                }
                for number in 0..12 {
                    let file = format!("in/{number:02}.txt");
                    after.run(&["ingest", "--archive", "a.db", &file]).expect(0);
                }
                assert_eq!(after.digest("a.db"), expected, "{mode}, cut {cut}: run again");
            }
        }
        println!("{mode}: {cuts} cuts in {} steps", steps.len());
    }
}

/// Ingests a file under strace.
fn recorded(workshop: &Workshop, file: &str) -> Vec<Step> {
    let log = workshop.path("strace.log");
    let status = Command::new("strace")
        .args(["-f", "-y", "-xx", "-s", "1000000", "-o"])
        .arg(&log)
        .args(["-e", "trace=pwrite64,fsync,fdatasync,ftruncate,unlink,write"])
        .arg(program())
        .args(["ingest", "--archive", "a.db", "--json", file])
        .current_dir(workshop.path(""))
        .env_clear()
        .env("HOME", workshop.path(""))
        .env("CUTTINGS_NOW", NOW)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let log = fs::read_to_string(log).unwrap();
    let mut steps = Vec::new();
    // A call that another thread's call came between is printed in two lines; it is done at the second.
    let mut unfinished: BTreeMap<&str, String> = BTreeMap::new();
    for line in log.lines() {
        let Some((process, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            unfinished.insert(process, begun.trim_end().to_owned());
        } else if call.starts_with("<... ") {
            steps.extend(unfinished.remove(process).and_then(|begun| step(workshop, &begun)));
        } else {
            steps.extend(step(workshop, call));
        }
    }
    steps
}

fn step(workshop: &Workshop, call: &str) -> Option<Step> {
    let (name, arguments) = call.split_once('(')?;
    if name == "unlink" {
        let path = hex(arguments.split('"').nth(1)?);
        return file_of(workshop, &path).map(|file| Step::Unlink { file });
    }
    let path = hex(arguments.split_once('<')?.1.split_once('>')?.0);
    let after = arguments.split_once('>')?.1;
    if name == "write" {
        let text = String::from_utf8(hex(after.split('"').nth(1)?)).ok()?;
        let line: serde_json::Value = serde_json::from_str(text.trim_end()).ok()?;
        return line["article_id"].as_i64().map(Step::Acknowledged);
    }
    let file = file_of(workshop, &path)?;
    let last_number = |text: &str| -> Option<usize> {
        let end = text.split(") =").next()?;
        end.rsplit(',').next()?.trim().parse().ok()
    };
    match name {
        "pwrite64" => {
            let bytes = hex(after.split('"').nth(1)?);
            Some(Step::Write { file, at: last_number(after.rsplit('"').next()?)?, bytes })
        }
        "ftruncate" => Some(Step::Truncate { file, length: last_number(after)? }),
        _ => Some(Step::Sync { file }),
    }
}

fn file_of(workshop: &Workshop, path: &[u8]) -> Option<usize> {
    let folder = workshop.path("").canonicalize().unwrap();
    let path = Path::new(std::str::from_utf8(path).ok()?);
    let name = path.strip_prefix(&folder).or_else(|_| path.strip_prefix(workshop.path(""))).ok()?;
    FILES.iter().position(|file| Path::new(file) == name)
}

/// Reads `\x61\x2e`.
fn hex(text: &str) -> Vec<u8> {
    text.split("\\x").filter_map(|digits| u8::from_str_radix(digits, 16).ok()).collect()
}

/// Writes the files as a disk may hold them when the power fails after these steps. Says which articles
/// had been acknowledged.
fn write_disk(
    steps: &[Step],
    before: &[Option<Vec<u8>>],
    folder: impl AsRef<Path>,
    numbers: &mut Numbers,
) -> Vec<i64> {
    let synced = |file: usize| {
        let is_sync = |step: &Step| matches!(step, Step::Sync { file: of } if *of == file);
        steps.iter().rposition(is_sync)
    };
    let mut acknowledged = Vec::new();
    let mut files: Vec<Option<Vec<u8>>> = before.to_vec();
    let last_sync: Vec<Option<usize>> = (0..FILES.len()).map(synced).collect();
    for (place, step) in steps.iter().enumerate() {
        let is_safe = |file: usize| last_sync[file].is_some_and(|sync| place < sync);
        match step {
            Step::Write { file, at, bytes } => {
                let kept = match numbers.below(4) {
                    _ if is_safe(*file) => bytes.len(),
                    0 => 0,
                    1 => numbers.below(bytes.len() / SECTOR + 1) * SECTOR,
                    _ => bytes.len(),
                };
                let content = files[*file].get_or_insert_with(Vec::new);
                if kept > 0 {
                    content.resize(content.len().max(at + kept), 0);
                    content[*at..at + kept].copy_from_slice(&bytes[..kept]);
                }
            }
            Step::Truncate { file, length } => {
                if is_safe(*file) || numbers.below(2) == 0 {
                    files[*file].get_or_insert_with(Vec::new).resize(*length, 0);
                }
            }
            Step::Unlink { file } => {
                if is_safe(*file) || numbers.below(2) == 0 {
                    files[*file] = None;
                }
            }
            Step::Sync { .. } => {}
            Step::Acknowledged(article) => acknowledged.push(*article),
        }
    }
    for (name, content) in FILES.iter().zip(files) {
        if let Some(content) = content {
            fs::write(folder.as_ref().join(name), content).unwrap();
        }
    }
    acknowledged
}
