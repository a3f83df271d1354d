//! The evaluation corpora, unpacked, and what scorers have in common.
//!
//! An archive is unpacked once into the build's own folder for tests and found there by later runs, until
//! its size changes. Where the data or the tools to unpack them are absent, tests say so and pass.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use cuttings::format::{self, Format};
use rayon::prelude::*;
use serde_json::Value;
use walkdir::WalkDir;

use crate::support::evaluation_data;

static UNPACKING: Mutex<()> = Mutex::new(());

/// The folder that `corpora/<name>.tar.zst` unpacks to; `None`, said why, where there is none.
pub fn corpus(name: &str) -> Option<PathBuf> {
    unpacked(&evaluation_data()?.join(format!("corpora/{name}.tar.zst")))
}

/// The folder that an archive unpacks to; `None`, said why, where it cannot be.
pub fn unpacked(archive: &Path) -> Option<PathBuf> {
    let _one_at_a_time = UNPACKING.lock().unwrap_or_else(PoisonError::into_inner);
    let Ok(metadata) = archive.metadata() else {
        crate::support::skipped!("there is no {}", archive.display());
        return None;
    };
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpora");
    let name = archive.file_name()?.to_str()?.split('.').next()?;
    let folder = all.join(format!("{name}-{}", metadata.len()));
    if folder.is_dir() {
        return Some(folder);
    }
    fs::create_dir_all(&all).unwrap();
    // What is unpacked by halves must not be found by a later run.
    let unfinished = tempfile::tempdir_in(&all).unwrap();
    let outcome = Command::new("tar")
        .arg("--use-compress-program=zstd -d --long=27")
        .arg("-xf")
        .arg(archive)
        .arg("-C")
        .arg(unfinished.path())
        .output();
    match outcome {
        Ok(output) if output.status.success() => {
            fs::rename(unfinished.path(), &folder).unwrap();
            Some(folder)
        }
        Ok(output) => {
            let words = String::from_utf8_lossy(&output.stderr);
            crate::support::skipped!("{} cannot be unpacked: {words}", archive.display());
            None
        }
        Err(error) => {
            crate::support::skipped!("there is no tar ({error})");
            None
        }
    }
}

/// Every file of a folder, sorted, each by its path there and where it lies.
pub fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| (name_in(folder, &path), path))
        .collect()
}

/// The path of a file within a folder.
pub fn name_in(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_string_lossy().into_owned()
}

/// What `look` makes of each file, on all cores; a file at which it panics is named.
pub fn at_each<T: Send>(
    files: &BTreeMap<String, PathBuf>,
    look: impl Fn(&str, &[u8]) -> T + Sync,
) -> BTreeMap<String, T> {
    files
        .par_iter()
        .map(|(name, path)| {
            let bytes = fs::read(path).unwrap();
            let outcome = catch_unwind(AssertUnwindSafe(|| look(name, &bytes)));
            (name.clone(), outcome.unwrap_or_else(|_| panic!("at {name}")))
        })
        .collect()
}

/// The format of a file, by its first bytes and its name.
pub fn format_of(name: &str, bytes: &[u8]) -> Result<&'static Format, format::Refusal> {
    format::detect(bytes.get(..format::PREFIX).unwrap_or(bytes), Some(name))
}

/// A file of JSON. Truths written by Python may hold `NaN`.
pub fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap().replace(": NaN", ": null");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The string at a key, if it says something.
pub fn string<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// Its letters and digits only, so that markup, marks and blanks do not count.
pub fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// Holds differences against those that are explained: each as its file and field.
#[track_caller]
pub fn expect_differences(found: &[(String, &str, String)], explained: &[(&str, &str, &str)]) {
    let is_explained = |file: &str, field: &str| {
        explained.iter().any(|(known, of, _)| file.ends_with(known) && *of == field)
    };
    let unexplained: Vec<String> = found
        .iter()
        .filter(|(file, field, _)| !is_explained(file, field))
        .map(|(file, field, words)| format!("{file}: {field}: {words}"))
        .collect();
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for (file, field, why) in explained {
        let is_there = found.iter().any(|(name, of, _)| name.ends_with(file) && of == field);
        assert!(is_there, "{file}: {field} differs no more: {why}");
    }
}
