//! `CONTRIBUTING.md`, walked: every file and name on it is there, and a report and a word do what it says.

use std::collections::BTreeSet;
use std::fs;

use cuttings::format::FORMATS;
use cuttings::report::REPORTS;
use serde_json::json;

use crate::support::{Workshop, root};

const PAGE: &str = include_str!("../../CONTRIBUTING.md");

/// What stands between backquotes in running text, line by line.
fn spans() -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    let mut is_code = false;
    PAGE.lines().enumerate().filter_map(move |(number, line)| {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
            return None;
        }
        (!is_code).then(|| (number + 1, line.split('`').skip(1).step_by(2).collect()))
    })
}

/// Whether a span is a file or folder of the repository.
fn is_path(span: &str) -> bool {
    let is_named = ["src/", "tests/", "docs/", "fuzz/"].iter().any(|root| span.starts_with(root));
    (is_named || span.ends_with(".md")) && !span.contains(' ')
}

/// Whether a span is the name of something in a source file: `FORMATS`, `fn read`, `pub struct Cover`.
fn is_item(span: &str) -> bool {
    let mut words = span.split(' ').rev();
    let is_name = |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let last = words.next().unwrap_or_default();
    let is_declared = span.contains(' ')
        && words.all(|word| ["pub", "const", "fn", "struct"].contains(&word))
        && is_name(last);
    let is_constant = last == span && span.len() > 3 && is_name(span) && span != "NAME";
    is_declared || is_constant && !span.chars().any(char::is_lowercase)
}

#[test]
fn every_file_and_name_is_there() {
    let mut seen = 0;
    for (number, spans) in spans() {
        let paths: Vec<&str> = spans.iter().copied().filter(|span| is_path(span)).collect();
        let mut texts = String::new();
        for path in &paths {
            // Of a format, any will do: each has its case.
            let place = root().join(path.replace("NAME", "rtf"));
            assert!(place.exists(), "CONTRIBUTING.md:{number}: there is no {path}");
            if place.is_file() {
                texts += &fs::read_to_string(&place).unwrap();
            }
        }
        for item in spans.iter().filter(|span| is_item(span)) {
            assert!(texts.contains(item), "CONTRIBUTING.md:{number}: {item} is not in {paths:?}");
            seen += 1;
        }
        seen += paths.len();
    }
    assert!(seen >= 40, "only {seen} files and names were found");
}

#[test]
fn a_format_stands_wherever_the_steps_say() {
    let list = fs::read_to_string(root().join("src/format/mod.rs")).unwrap();
    let count = list.split("FORMATS: &[Format]").nth(1).unwrap().split("];").next().unwrap();
    assert_eq!(count.matches(",\n").count(), FORMATS.len());
    for format in FORMATS {
        let name = format.name;
        assert!(root().join("tests/corpus").join(name).is_dir(), "{name} has no case");
        for (file, sign) in [
            ("fuzz/Cargo.toml", format!("name = \"{name}\"")),
            ("docs/reference.md", format!("| `{name}` |")),
            ("tests/it/snapshots/it__docs__help.snap", name.to_owned()),
        ] {
            assert!(PAGE.contains(file), "CONTRIBUTING.md does not name {file}");
            let text = fs::read_to_string(root().join(file)).unwrap();
            assert!(text.contains(&sign), "{file} does not name {name}");
        }
    }
}

#[test]
fn a_report_works_as_one_s_own_and_then_needs_a_line() {
    let (_, block) = PAGE.split_once("```sql\n").unwrap();
    let sql = block.split("```").next().unwrap();
    let workshop = Workshop::with_archive(&[(
        "a.txt",
        "Penny Wong met Winston Peters in Suva on Monday.\n\nPenny Wong and Winston Peters then left for Apia.",
    )]);
    workshop.write(".config/cuttings/reports/coined.sql", sql);
    let asked = ["query", "coined", "least=1", "--archive", "a.db", "--json", "--quiet"];
    let rows = workshop.run(&asked).expect(0).json();
    let pair = [&rows[0]["name"], &rows[0]["other_name"]].map(|name| name.as_str().unwrap());
    assert_eq!(pair, ["Penny Wong", "Winston Peters"]);

    let listed: BTreeSet<String> = REPORTS.iter().map(|(name, _)| format!("{name}.sql")).collect();
    let files = fs::read_dir(root().join("src/report")).unwrap();
    let files: BTreeSet<String> = files
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sql"))
        .collect();
    assert_eq!(listed, files);
}

#[test]
fn every_word_of_the_table_is_an_entry_of_its_list() {
    let mut seen = 0;
    for (number, spans) in spans() {
        let [list, file, word] = spans.as_slice() else { continue };
        if !is_path(file) || list.chars().any(char::is_lowercase) {
            continue;
        }
        let text = fs::read_to_string(root().join(file)).unwrap();
        let (_, after) = text.split_once(&format!("const {list}: &")).unwrap();
        let entries = after.split("\n\n").next().unwrap();
        let is_entry = entries.contains(&format!("\"{word}\""))
            || entries.split_whitespace().any(|entry| entry == *word);
        assert!(is_entry, "CONTRIBUTING.md:{number}: `{word}` is not in {list} of {file}");
        seen += 1;
    }
    assert_eq!(seen, 8, "rows of the table");
}

#[test]
fn a_cue_is_an_entry_of_the_list_and_nothing_else() {
    let said = |verb: &str| {
        json!({"headline": format!("Ferries, {verb}"),
               "body": format!("The tolls will rise in spring. Kari Roe {verb}: “The crews were never asked.”\n\nRoe left at noon.")})
        .to_string()
    };
    let workshop = Workshop::with_archive(&[]);
    workshop.write("a.jsonl", [said("quipped"), said("blorfed")].join("\n"));
    workshop.run(&["ingest", "--archive", "a.db", "a.jsonl"]).expect(0);
    let asked = ["query", "quotes", "--archive", "a.db", "--json", "--quiet"];
    let rows = workshop.run(&asked).expect(0).json();
    let cues: Vec<&str> =
        rows.as_array().unwrap().iter().filter_map(|row| row["cue"].as_str()).collect();
    assert_eq!(cues, ["quipped"]);
}
