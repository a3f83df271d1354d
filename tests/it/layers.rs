//! The table of who may use whom (DESIGN.md, section 4; `src/lib.rs`), held against the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each folder, and what of the crate it may name besides itself.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("text", &["model"]),
    ("format", &["model", "text"]),
    ("names", &["model", "text"]),
    ("db", &["model"]),
    ("report", &["model"]),
    ("output", &["model"]),
    ("export", &["model", "output"]),
    ("ops", &["model", "text", "format", "names", "db", "export"]),
    (
        "cli",
        &[
            "model", "text", "format", "names", "db", "ops", "report", "output", "export",
            "config", "clock",
        ],
    ),
];

/// What all formats share, and what of `format` it may name besides itself: never a format.
const SHARED_BY_FORMATS: [(&str, &[&str]); 2] = [("article", &[]), ("markup", &[])];

/// Words that may stand only in some folders: what it would mean for a folder to name them.
const ONLY_IN: [(&str, &[&str], &str); 7] = [
    ("rusqlite", &["db"], "SQL has one folder"),
    ("refinery", &["db"], "SQL has one folder"),
    ("println!", &["cli"], "only commands print"),
    ("eprintln!", &[], "`tell!` says it, also where nobody listens"),
    (
        "std::env",
        &["config.rs", "clock.rs", "main.rs"],
        "the environment has one reader; what was typed, another",
    ),
    (
        "std::fs",
        &["ops", "db", "cli", "output", "report", "config.rs"],
        "pure folders open no file",
    ),
    ("Utc::now", &["clock.rs"], "the time has one source"),
];

#[test]
fn folders_use_only_what_the_table_allows() {
    let mut offences = Vec::new();
    for (folder, allowed) in MAY_USE {
        for (path, code) in source_files(&root().join("src").join(folder)) {
            for used in uses(&code, "crate::") {
                if used != folder && !allowed.contains(&used.as_str()) {
                    offences.push(format!("{}: {folder} may not use {used}", path.display()));
                }
            }
        }
    }
    for (folder, allowed) in SHARED_BY_FORMATS {
        for (path, code) in source_files(&root().join("src/format").join(folder)) {
            for used in uses(&code, "crate::format::") {
                if used != folder && !allowed.contains(&used.as_str()) {
                    offences.push(format!("{}: {folder} may not use {used}", path.display()));
                }
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn every_folder_is_in_the_table() {
    let folders: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_dir()))
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = MAY_USE.iter().map(|(folder, _)| (*folder).to_owned()).collect();
    assert_eq!(folders, listed);
}

#[test]
fn some_words_stand_only_where_they_belong() {
    let mut offences = Vec::new();
    for (path, code) in source_files(&root().join("src")) {
        let place = path.strip_prefix(root().join("src")).unwrap();
        let top = place.components().next().unwrap().as_os_str().to_str().unwrap();
        for (word, places, why) in ONLY_IN {
            if !places.contains(&top) && contains_word(&code, word) {
                offences.push(format!("{}: `{word}`, but {why}", place.display()));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn main_is_short_and_every_file_says_what_it_is_for() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.lines().count() <= 40);
    let silent: Vec<PathBuf> = source_files(&root().join("src"))
        .into_iter()
        .chain(source_files(&root().join("tests")))
        .filter(|(path, _)| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// Rust files below a folder with their code: comments, and the tests at a file's foot, left out.
fn source_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let program = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code: String = program
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| [line, "\n"])
                .collect();
            files.push((path, code));
        }
    }
    files
}

/// The modules named behind a path, `crate::` for one: in `crate::x` and in `crate::{x, y}`.
fn uses(code: &str, path: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices(path) {
        let rest = &code[at + path.len()..];
        let word = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split(';').next().unwrap();
                let mut depth = 0;
                let mut start = 0;
                for (index, character) in list.char_indices() {
                    match character {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            used.insert(word(&list[start..index]));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            used.insert(word(&list[start..index]));
                            start = index + 1;
                        }
                        _ => {}
                    }
                }
            }
            None => {
                used.insert(word(rest));
            }
        }
    }
    used.remove("");
    used
}

fn contains_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|character| {
            character.is_alphanumeric() || character == '_' || character == ':'
        })
    })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_reader_of_use_lines_reads_them() {
    let code = "use crate::{db::{self, Archive}, model, text::dates};\nfn f() { crate::ops::g() }";
    let expected: BTreeSet<String> = ["db", "model", "ops", "text"].map(str::to_owned).into();
    assert_eq!(uses(code, "crate::"), expected);
    assert!(
        contains_word("x; println!(1)", "println!") && !contains_word("eprintln!(1)", "println!")
    );
}
