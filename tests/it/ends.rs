//! How each input ends: one outcome for every record, with the article it gave or the reason why it gave none,
//! told by `ingest --json`, by `read` and by `query problems`; and how a run ends that is asked to stop.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cuttings::format::{Format, text};
use serde_json::Value;

use crate::support::Workshop;

const STORY: &str = "SUVA, May 2 (Reuters) - Foreign Minister Winston Peters met Penny Wong.\n\nPeters thanked Wong.\n";

/// The lines of `ingest --json`: one for each record, then the summary.
fn lines(stdout: &str) -> (Vec<Value>, Value) {
    let mut lines: Vec<Value> =
        stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = lines.pop().unwrap();
    (lines, summary)
}

#[test]
fn every_record_has_one_outcome_and_the_summary_is_their_sum() {
    let workshop = Workshop::with_archive(&[]);
    workshop.write("in/story.txt", STORY);
    workshop.write("in/again.txt", STORY);
    workshop.write("in/empty.txt", "");
    workshop.write("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    workshop.write("in/rows.jsonl", format!("{{\"body\":{STORY:?}}}\nnot json\n"));
    for time in 0..2 {
        let ran = workshop.run(&["ingest", "--archive", "a.db", "--json", "in"]);
        let (records, summary) = lines(&ran.stdout);
        assert_eq!(ran.code, if time == 0 { 3 } else { 0 }, "{ran:?}");
        assert_eq!(records.len() as u64, summary["seen"].as_u64().unwrap(), "{ran:?}");
        for outcome in ["stored", "duplicate", "revised", "refused", "skipped"] {
            let count = records.iter().filter(|record| record["outcome"] == outcome).count();
            assert_eq!(count as u64, summary[outcome].as_u64().unwrap(), "{outcome}: {ran:?}");
        }
        for record in &records {
            // An article or a reason, never both and never neither.
            assert_ne!(record["article_id"].is_null(), record["reason"].is_null(), "{record}");
            assert!(record["uri"].as_str().unwrap().starts_with("file:///"), "{record}");
        }
        let line = records.iter().find(|record| record["record"] == "line 2").unwrap();
        assert_eq!(line["outcome"], if time == 0 { "refused" } else { "skipped" });
    }
    // What gave no article is on record, and `read` says the same.
    let sql = "SELECT uri, outcome, reason FROM problems ORDER BY problem_id";
    let known = workshop.run(&["query", "--sql", sql, "--archive", "a.db", "--format", "csv"]);
    assert!(known.stdout.contains("empty.txt,skipped,"), "{}", known.stdout);
    assert!(known.stdout.contains("picture.png,refused,"), "{}", known.stdout);
    let read = workshop.run(&["read", "in"]).expect(3);
    for name in ["empty.txt: ", "picture.png: ", "rows.jsonl:line 2: "] {
        assert!(read.stderr.contains(name), "{name}: {}", read.stderr);
    }
}

#[test]
fn a_refused_file_that_is_named_is_refused_each_time() {
    let workshop = Workshop::with_archive(&[]);
    workshop.write("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    workshop.write("in/cut.pdf", "%PDF-1.7\n1 0 obj\n");
    let sweep = ["ingest", "--archive", "a.db", "in"];
    workshop.run(&sweep).expect(3);
    let quiet = workshop.run(&sweep).expect(0);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    for name in ["in/picture.png", "in/cut.pdf"] {
        // `cuttings ingest f && rm f` must not remove it.
        for _ in 0..2 {
            let ran = workshop.run(&["ingest", "--archive", "a.db", name]).expect(3);
            assert!(ran.stderr.contains(name), "{name}: {}", ran.stderr);
        }
    }
    workshop.run(&sweep).expect(0);
}

#[test]
fn a_reader_that_panics_refuses_one_capture() {
    let broken = Format { name: "broken", read: |_| panic!("a bug"), ..text::FORMAT };
    let refusal = broken.reading_of(b"x").unwrap_err();
    assert_eq!(refusal.0, "the reader of broken failed on it; please report this");
}

#[test]
fn a_signal_is_obeyed_inside_one_long_text() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let before = workshop.digest("a.db");
    let sentence = "Foreign Minister Winston Peters of New Zealand told the Pacific Islands Forum that \"we agree\". ";
    workshop.write("long.txt", format!("SUVA, May 3 (Reuters) - {}", sentence.repeat(200_000)));
    let mut child = workshop
        .command(&["ingest", "--archive", "a.db", "long.txt"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(2));
    assert!(child.try_wait().unwrap().is_none(), "the text is too short to be stopped in");
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let asked = Instant::now();
    // A second is promised; machines that test are busy.
    while child.try_wait().unwrap().is_none() {
        assert!(asked.elapsed() < Duration::from_secs(10), "the signal was not obeyed");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(child.wait().unwrap().code(), Some(143));
    println!("ended {:?} after the signal", asked.elapsed());
    assert_eq!(workshop.digest("a.db"), before);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}
