//! The table of who may use whom (`src/lib.rs`), and other rules of the house, held against the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each folder, and what of the crate it may name besides itself.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("model", &[]),
    ("text", &["model"]),
    ("format", &["model", "text"]),
    ("names", &["model", "text"]),
    ("db", &["model"]),
    ("net", &["model"]),
    ("report", &["model"]),
    ("output", &["model"]),
    ("export", &["model", "output"]),
    ("ops", &["model", "text", "format", "names", "db", "net", "export"]),
    ("answer", &["model", "text", "db", "ops", "report", "config", "clock"]),
    (
        "mcp",
        &[
            "model", "text", "format", "names", "db", "net", "ops", "report", "output", "export",
            "answer", "config", "clock",
        ],
    ),
    (
        "serve",
        &[
            "model", "text", "format", "names", "db", "net", "ops", "report", "output", "export",
            "answer", "config", "clock",
        ],
    ),
    (
        "cli",
        &[
            "model", "text", "format", "names", "db", "net", "ops", "report", "output", "export",
            "answer", "mcp", "serve", "config", "clock",
        ],
    ),
];

/// What all formats share, and what of `format` it may name besides itself: never a format.
const SHARED_BY_FORMATS: [(&str, &[&str]); 2] = [("article", &[]), ("markup", &[])];

/// Words that may stand only in some folders: what it would mean for a folder to name them.
const ONLY_IN: [(&str, &[&str], &str); 11] = [
    ("rusqlite", &["db"], "SQL has one folder"),
    ("refinery", &["db"], "SQL has one folder"),
    ("ureq", &["net"], "the network has one folder"),
    ("axum", &["serve"], "pages have one folder"),
    ("tokio", &["serve"], "pages have one folder"),
    ("std::net", &["net", "serve"], "the network has one folder, and pages another"),
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

/// Circles of files in folders whose files should build on each other in one direction, each with what holds
/// it together. A folder within is one with the file that declares it.
const CIRCLES: [(&str, &[&str], &str); 5] = [
    (
        "db",
        &["backup", "connect", "edition", "migrate", "restore", "shape"],
        "opening migrates, migrating copies aside, and a copy is opened to be checked",
    ),
    ("db", &["integrity", "spans"], "one finding has one type"),
    ("db", &["search", "search_order"], "a search is asked in an order"),
    (
        "format",
        &["documents", "docx", "epub", "odt", "pdf", "rtf"],
        "`documents` lists the formats that it serves",
    ),
    ("format", &["wacz", "zip"], "a zip may be a web archive, and that is cut as a zip"),
];

#[test]
fn files_build_on_each_other_in_one_direction() {
    for folder in ["db", "format"] {
        let uses = uses_within(folder);
        let reached: BTreeMap<&String, BTreeSet<&String>> =
            uses.keys().map(|file| (file, reached(&uses, file))).collect();
        let circles: BTreeSet<Vec<&str>> = reached
            .iter()
            .filter(|(file, reached)| reached.contains(*file))
            .map(|(file, own)| {
                let circle = own.iter().filter(|other| reached[*other].contains(*file));
                circle.map(|other| other.as_str()).collect()
            })
            .collect();
        let known: BTreeSet<Vec<&str>> = CIRCLES
            .iter()
            .filter(|(of, ..)| *of == folder)
            .map(|(_, circle, _)| circle.to_vec())
            .collect();
        assert_eq!(circles, known, "{folder}");
    }
}

/// Each file of a folder with those of the same folder that it names. What the folder hands on by its `mod.rs`
/// is the folder's.
fn uses_within(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let place = root().join("src").join(folder);
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, code) in source_files(&place) {
        let inside = path.strip_prefix(&place).unwrap().with_extension("");
        let mut names: Vec<&str> = inside.iter().map(|name| name.to_str().unwrap()).collect();
        names.pop_if(|name| *name == "mod");
        let Some(file) = names.first() else { continue };
        let mut used = uses(&code, &format!("crate::{folder}::"));
        used.extend(uses(&code, &"super::".repeat(names.len())));
        used.remove(*file);
        all.entry((*file).to_owned()).or_default().extend(used);
    }
    let files: BTreeSet<String> = all.keys().cloned().collect();
    all.values_mut().for_each(|used| used.retain(|name| files.contains(name)));
    all
}

/// The files that one file leads to, by whatever way.
fn reached<'u>(uses: &'u BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'u String> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&String> = uses[from].iter().collect();
    while let Some(file) = next.pop() {
        if found.insert(file) {
            next.extend(&uses[file]);
        }
    }
    found
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
    let silent: Vec<PathBuf> = rust_files(&root().join("src"))
        .into_iter()
        .chain(rust_files(&root().join("tests")))
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// `cargo fmt` follows `mod` lines and does not look into macros: a file that only a macro declares is
/// compiled and never formatted.
#[test]
fn cargo_fmt_finds_every_file() {
    for folder in ["src", "tests/it"] {
        let files = rust_files(&root().join(folder));
        let declared: BTreeSet<PathBuf> =
            files.iter().flat_map(|(path, text)| children(path, text, |_| true)).collect();
        let roots = ["lib.rs", "main.rs"].map(|name| root().join(folder).join(name));
        let unseen: Vec<&PathBuf> = files
            .iter()
            .map(|(path, _)| path)
            .filter(|path| !declared.contains(*path) && !roots.contains(path))
            .collect();
        assert!(unseen.is_empty(), "no `mod` line outside a macro declares {unseen:?}");
    }
}

/// Who follows a comment to a file finds it. Names that end otherwise are mostly those of users' files.
#[test]
fn every_file_that_a_comment_names_is_there() {
    let mut here: Vec<PathBuf> = files(root());
    here.iter_mut().for_each(|path| *path = path.strip_prefix(root()).unwrap().to_owned());
    let mut missing = Vec::new();
    for path in here.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")) {
        let text = fs::read_to_string(root().join(path)).unwrap();
        for line in text.lines().filter(|line| line.trim_start().starts_with("//")) {
            let words = line.split(|c: char| !(c.is_alphanumeric() || "._-/".contains(c)));
            for word in words.map(|word| word.trim_end_matches('.').trim_start_matches("../")) {
                let ending = Path::new(word).extension().and_then(|ending| ending.to_str());
                let is_named = ending.is_some_and(|ending| ["rs", "md", "sql"].contains(&ending));
                if is_named && !here.iter().any(|path| path.ends_with(word)) {
                    missing.push(format!("{}: {word}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The files below a folder, hidden ones and what was built left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == "target" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found
}

/// Rust files below a folder with their text.
fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    files(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// Rust files below a folder with their code: comments and tests left out.
fn source_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let files = rust_files(folder);
    let tests: BTreeSet<PathBuf> = files
        .iter()
        .flat_map(|(path, text)| children(path, text, |above| above.ends_with(ONLY_TESTS)))
        .collect();
    files
        .into_iter()
        .filter(|(path, _)| !tests.contains(path))
        .map(|(path, text)| (path, code_of(&text)))
        .collect()
}

/// What stands above a module of tests.
const ONLY_TESTS: &str = "#[cfg(test)]\n";

/// The files that a file declares as modules, each by a line of its own, where what stands above the line
/// is `as_wanted`.
fn children(path: &Path, text: &str, as_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let folder = match path.file_stem().unwrap().to_str().unwrap() {
        "lib" | "main" | "mod" => path.parent().unwrap().to_owned(),
        _ => path.with_extension(""),
    };
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_declared =
            line.trim_end().strip_suffix(';').and_then(|line| line.split_once("mod "));
        if let Some((before, name)) = is_declared
            && (before.is_empty() || before.starts_with("pub"))
            && as_wanted(&text[..at])
        {
            let elsewhere = text[..at].trim_end().rsplit_once("#[path = \"");
            match elsewhere.and_then(|(_, place)| place.strip_suffix("\"]")) {
                Some(place) => found.push(path.with_file_name(place)),
                None => found
                    .extend([folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")]),
            }
        }
        at += line.len();
    }
    found
}

/// A text without comments, and without modules of tests and what declares them.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some((before, tests)) = rest.split_once("#[cfg(test)]\nmod ") {
        code.push_str(before);
        let line = tests.lines().next().unwrap();
        let end = if line.ends_with('{') { "\n}\n" } else { "\n" };
        rest = tests.split_once(end).map_or("", |(_, rest)| rest);
    }
    code.push_str(rest);
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
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
fn only_tests_are_left_out() {
    let text = "mod a;\n#[cfg(test)]\nmod tests;\n// A comment.\nuse b;\n#[cfg(test)]\nmod more {\n    use c;\n}\nuse d;\n";
    assert_eq!(code_of(text), "mod a;\nuse b;\nuse d;\n");
    let path = Path::new("src/x.rs");
    let tests = children(path, text, |above| above.ends_with(ONLY_TESTS));
    assert_eq!(tests, [Path::new("src/x/tests.rs"), Path::new("src/x/tests/mod.rs")]);
    assert_eq!(children(path, "    mod $module;\n        mod b;\n", |_| true), [] as [PathBuf; 0]);
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
