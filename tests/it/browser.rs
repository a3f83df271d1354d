//! Pages in headless Chromium, as anybody opens them: on a telephone and on a desk, light and dark, and printed.
//!
//! `tests/tools/browser.mjs` looks, with playwright-core and axe-core, which `tests/tools/install` puts into
//! `target/tools`; without these, Node or Chromium the tests that call `check` say so and pass. What must hold of every
//! page of ours: a policy, no word on the console, no error, nothing asked for, no wider than the window, and nothing that axe
//! finds against WCAG 2.2 AA.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::plots::{DRAWN, SAMPLES, hostile_reports};
use crate::support::{Ran, Workshop, root};

/// A program on the path; `None`, said why, where there is none.
pub fn found(program: &str) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file());
    if found.is_none() {
        crate::support::skipped!("there is no `{program}`");
    }
    found.map(|path| path.to_str().unwrap().to_owned())
}

/// What Chromium saw of pages; an order has `file` and `width`, and what else `browser.mjs` takes.
pub fn look(pages: &[Value]) -> Option<Vec<Value>> {
    let (chromium, node) = (found("chromium")?, found("node")?);
    let tools = root().join("target/tools");
    for package in ["playwright-core", "axe-core"] {
        let path = tools.join("node_modules").join(package);
        if !path.exists() {
            crate::support::skipped!(
                "there is no {}; tests/tools/install makes it",
                path.display()
            );
            return None;
        }
    }
    let order = json!({ "chromium": chromium, "tools": tools, "pages": pages });
    let seen = answer(&node, "browser.mjs", &order);
    assert_eq!(seen.len(), pages.len());
    Some(seen)
}

/// What a script of `tests/tools` answers to an order, one for each page.
pub fn answer(program: &str, script: &str, order: &Value) -> Vec<Value> {
    let mut child = Command::new(program)
        .arg(root().join("tests/tools").join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(order.to_string().as_bytes()).unwrap();
    let seen = Ran::from(child.wait_with_output().unwrap()).expect(0).json();
    seen.as_array().unwrap().clone()
}

/// Looks at files on a telephone and on a desk, light and dark, and fails on any fault. Whether there was a browser.
#[track_caller]
pub fn check(files: &[PathBuf]) -> bool {
    check_at(files, &[(390, false), (390, true), (1280, false), (1280, true)])
}

/// The same at other widths, each light or dark.
#[track_caller]
pub fn check_at(files: &[PathBuf], views: &[(u32, bool)]) -> bool {
    let pages: Vec<Value> = files
        .iter()
        .flat_map(|file| {
            views
                .iter()
                .map(move |(width, dark)| json!({ "file": file, "width": width, "dark": dark }))
        })
        .collect();
    let Some(seen) = look(&pages) else { return false };
    for (page, seen) in pages.iter().zip(&seen) {
        let faults = faults(seen);
        assert!(faults.is_empty(), "{page}: {faults:#?}");
    }
    true
}

/// What is wrong with a page that was looked at.
pub fn faults(seen: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for list in ["console", "errors", "policy", "asked", "axe"] {
        faults
            .extend(seen[list].as_array().unwrap().iter().map(|fault| format!("{list}: {fault}")));
    }
    if seen["over"] != 0 {
        faults.push(format!("{} pixels wider than the window", seen["over"]));
    }
    let policy = seen["policy_is_there"].as_str().unwrap_or_default();
    if !policy.starts_with("default-src 'none'; style-src 'sha256-") {
        faults.push(format!("its policy is `{policy}`"));
    }
    // The measure measured something.
    if seen["passed"].as_u64() < Some(5) {
        faults.push(format!("axe looked at {} rules", seen["passed"]));
    }
    faults
}

/// Pictures of a page for the documentation: `NAME-390.png`, `NAME-1280.png` (dark) and `NAME-a4.png` in a folder, the last of
/// the first printed page. Whether they were made.
pub fn pictures(file: &Path, folder: &Path, name: &str) -> bool {
    let python = root().join("target/tools/bin/python");
    if !python.exists() {
        crate::support::skipped!("there is no {}; tests/tools/install makes it", python.display());
        return false;
    }
    let at = |ending: &str| folder.join(format!("{name}-{ending}.png"));
    let scratch = tempfile::tempdir().unwrap();
    let pdf = scratch.path().join("page.pdf");
    let pages = [
        json!({ "file": file, "width": 390, "height": 844, "screenshot": at("390") }),
        json!({ "file": file, "width": 1280, "height": 900, "dark": true, "screenshot": at("1280"), "pdf": pdf }),
    ];
    if look(&pages).is_none() {
        return false;
    }
    let mut command = Command::new(python);
    command.arg(root().join("tests/tools/pictures.py")).args([
        at("390"),
        at("1280"),
        pdf,
        at("a4"),
    ]);
    Ran::from(command.output().unwrap()).expect(0);
    true
}

#[test]
fn plots_pages_have_no_fault() {
    let mut files = Vec::new();
    for report in DRAWN {
        let file = format!("browser-{report}.html");
        SAMPLES.run(&["query", report, "--archive", "a.db", "-o", &file, "--force"]).expect(0);
        files.push(SAMPLES.path(&file));
    }
    check(&files);
    let workshop = hostile_reports();
    let reports = ["bad-line", "bad-stacked", "bad-multiples", "bad-network"];
    let files = reports.map(|report| {
        let file = format!("{report}.html");
        workshop.run(&["query", report, "--archive", "a.db", "-o", &file]).expect(0);
        workshop.path(&file)
    });
    check(&files);
}

/// The measure itself: each fault is found.
#[test]
fn a_bad_page_is_found_out() {
    let workshop = Workshop::new();
    let file = workshop.write(
        "bad.html",
        "<!DOCTYPE html><meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; script-src 'unsafe-inline'\">\
         <img src='https://example.org/x.png'><script>console.warn('x'); nothing()</script><p style='color:#ccc'>pale</p>",
    );
    let Some(seen) = look(&[json!({ "file": file, "width": 390 })]) else { return };
    let found = faults(&seen[0]).join("\n");
    for fault in [
        "console: \"warning: x\"",
        "errors: \"ReferenceError",
        "policy: \"img-src",
        "policy: \"style-src",
        "axe: \"image-alt",
        "axe: \"document-title",
        "its policy is",
    ] {
        assert!(found.contains(fault), "{fault} is not in\n{found}");
    }
    let file = workshop.write(
        "wide.html",
        "<!DOCTYPE html><title>x</title><img src='https://example.org/x.png' alt=''>\
         <p style='width:3000px;color:#ccc'>pale</p>",
    );
    let seen = look(&[json!({ "file": file, "width": 390 })]).unwrap();
    let found = faults(&seen[0]).join("\n");
    for fault in ["asked: \"https://example.org/x.png\"", "pixels wider", "axe: \"color-contrast"] {
        assert!(found.contains(fault), "{fault} is not in\n{found}");
    }
}
