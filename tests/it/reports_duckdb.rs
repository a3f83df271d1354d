//! The canned reports over exported tables: DuckDB gives the rows that the archive gives, or says why it gives none.
//!
//! `tests/tools/install` installs DuckDB into `target/tools`; without it these tests say so and pass.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use cuttings::report;
use serde_json::Value;

use crate::habits::{demo, on_demo};
use crate::support::root;

/// How each report is asked, beside with nothing but what it needs. One that has no line is asked so alone.
const ASKED: &[&[&str]] = &[
    &["articles", "name=Winston Peters", "since=2024"],
    &["articles", "publisher=bloomberg"],
    &["people", "name=peters"],
    &["people", "since=2024-03", "until=2024-04", "once=yes"],
    &["mentions", "name=Winston Peters", "since=2024"],
    &["co-mentions", "name=Winston Peters", "other=place"],
    &["trends", "since=2024-04-01", "until=2024-06-30"],
    &["words-near", "name=Penny Wong"],
    &["quotes", "name=Mere Tautahi"],
    &["sources", "per=gender"],
    &["sources", "per=publisher"],
    &["timeline", "per=week"],
    &["timeline", "name=NATO", "per=day"],
    &["timeline-people", "per=week", "other=organisation"],
    &["network", "name=Winston Peters"],
    &["coverage", "year=2024", "per=place"],
    &["coverage", "year=2024", "per=topic"],
    &["gaps", "until=2025-01-01", "missing=0"],
    &["roles", "name=Winston Peters"],
];

/// What a report cannot be asked without.
fn needed(report: &report::Report) -> Vec<String> {
    let needed = report.parameters.iter().filter(|parameter| parameter.is_required);
    let value = |name: &str| match name {
        "words" => "treaty",
        "other" => "Penny Wong",
        _ => "Winston Peters",
    };
    needed.map(|parameter| format!("{}={}", parameter.name, value(&parameter.name))).collect()
}

/// Whether two cells say the same; a whole number may be written with a point, and what is computed may differ in the
/// last of its digits.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        _ => one == other,
    }
}

#[test]
fn duckdb_answers_as_the_archive_does() {
    let python = root().join("target/tools/bin/python");
    if !python.exists() {
        crate::support::skipped!("there is no {}; tests/tools/install makes it", python.display());
        return;
    }
    let workshop = demo();
    on_demo(&workshop, &["article", "tag", "21", "23", "--topic", "visits", "--by", "ottilie"])
        .expect(0);
    // Two texts of one page, and both reprints of a sample.
    let sample = root().join("seeds/articles/headline-in-capitals.txt");
    let sample = std::fs::read_to_string(sample).unwrap();
    for (name, line) in
        [("one.txt", "It was corrected on Monday."), ("two.txt", "It was corrected again.")]
    {
        workshop.write(name, format!("{sample}\n{line}\n"));
        let page = ["ingest", "--url", "https://lagoon.example/tolls", name];
        on_demo(&workshop, &page).expect(0);
    }
    on_demo(&workshop, &["export", "parquet", "-o", "tables"]).expect(0);
    let plain = report::all(None).0;
    let mut asked: Vec<Vec<String>> =
        plain.iter().map(|report| [vec![report.name.clone()], needed(report)].concat()).collect();
    asked.extend(ASKED.iter().map(|words| words.iter().map(|&word| word.to_owned()).collect()));
    let mut left_out = BTreeSet::new();
    let (mut questions, mut statements) = (Vec::new(), String::new());
    for words in &asked {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let query = [&["query"], &words[..]].concat();
        let shown =
            on_demo(&workshop, &[&query[..], &["--show-sql", "--dialect", "duckdb"]].concat());
        if shown.code == 65 {
            let reason = shown.stderr.lines().next().unwrap().rsplit_once(": ").unwrap().1;
            left_out.insert((words[0].to_owned(), reason.to_owned()));
            continue;
        }
        let statement = shown.expect(0).stdout;
        statements.push_str(&format!("{}\n", Value::from(statement)));
        let rows = on_demo(&workshop, &[&query[..], &["--json"]].concat()).expect(0).json();
        questions.push((words.join(" "), rows));
    }
    let known: BTreeSet<(String, String)> = report::duckdb::LEFT_OUT
        .iter()
        .map(|(name, reason)| ((*name).to_owned(), (*reason).to_owned()))
        .collect();
    assert_eq!(left_out, known);
    let mut child = Command::new(python)
        .arg(root().join("tests/tools/reports.py"))
        .arg(workshop.path("tables"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || pipe.write_all(statements.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), questions.len());
    let mut differences = Vec::new();
    let mut rows_compared = 0;
    let is_empty =
        |name: &str| questions.iter().any(|(asked, rows)| asked == name && rows[0].is_null());
    assert!(!["near-duplicates", "revisions", "stories", "unresolved"].into_iter().any(is_empty));
    for ((question, rows), answer) in questions.iter().zip(answers.lines()) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let (Some(rows), Some(found)) = (rows.as_array(), answer.as_array()) else {
            differences.push(format!("{question}: {answer}"));
            continue;
        };
        rows_compared += rows.len();
        if rows.len() != found.len() {
            differences.push(format!("{question}: {} rows, not {}", found.len(), rows.len()));
        }
        for (row, found) in rows.iter().zip(found) {
            let (row, found) = (row.as_object().unwrap(), found.as_object().unwrap());
            let are_same = row.len() == found.len()
                && row
                    .iter()
                    .all(|(name, cell)| found.get(name).is_some_and(|it| is_same(it, cell)));
            if !are_same {
                differences.push(format!("{question}: {found:?}, not {row:?}"));
                break;
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(rows_compared > 800, "{rows_compared}");
}
