//! Plots as they look: drawn in headless Chromium on a telephone, on a desk, light and dark, and on paper.
//!
//! `tests/tools/look.py` opens them; without Chromium or Python these tests say so and pass. That no text
//! lies outside its picture or upon other text is measured here; whether a picture is a good one, people
//! have to see: `docs/plots.md` has some.

use std::path::Path;

use serde_json::{Value, json};

use crate::browser::{answer, found};
use crate::plots::{DRAWN, SAMPLES, hostile_reports};
use crate::support::Workshop;

/// Smallest letters, in pixels of the screen.
const READABLE: f64 = 9.0;

/// How a file is looked at.
struct View {
    name: &'static str,
    width: u32,
    is_dark: bool,
    is_paper: bool,
}

const VIEWS: [View; 5] = [
    View { name: "telephone", width: 390, is_dark: false, is_paper: false },
    View { name: "telephone, dark", width: 390, is_dark: true, is_paper: false },
    View { name: "desk", width: 1280, is_dark: false, is_paper: false },
    View { name: "desk, dark", width: 1280, is_dark: true, is_paper: false },
    // A4 without its margins, at 96 pixels an inch.
    View { name: "paper", width: 673, is_dark: true, is_paper: true },
];

/// What Chromium saw of each file in each view.
fn look(workshop: &Workshop, files: &[String]) -> Option<Vec<Value>> {
    let (chromium, python) = (found("chromium")?, found("python3")?);
    let pages: Vec<Value> = files
        .iter()
        .flat_map(|file| {
            VIEWS.iter().map(|view| {
                json!({ "file": workshop.path(file), "width": view.width, "dark": view.is_dark,
                    "paper": view.is_paper, "touch": file.ends_with(".html") })
            })
        })
        .collect();
    let order = json!({ "chromium": chromium, "pages": pages });
    let seen = answer(&python, "look.py", &order);
    assert_eq!(seen.len(), files.len() * VIEWS.len());
    Some(seen)
}

/// Draws reports into files of both kinds.
fn drawn(workshop: &Workshop, archive: &Path, reports: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    for report in reports {
        for ending in ["svg", "html"] {
            let file = format!("looked-at-{report}.{ending}");
            let arguments =
                ["query", report, "--archive", archive.to_str().unwrap(), "-o", &file, "--force"];
            workshop.run(&arguments).expect(0);
            files.push(file);
        }
    }
    files
}

fn check(files: &[String], seen: &[Value], is_ours: bool) {
    for (at, seen) in seen.iter().enumerate() {
        let (file, view) = (&files[at / VIEWS.len()], &VIEWS[at % VIEWS.len()]);
        let what = format!("{file}, {}: {seen}", view.name);
        assert_eq!(seen["console"], json!([]), "{what}");
        assert_eq!(seen["asked"], json!([]), "{what}");
        // The page itself was seen, or nothing would be.
        assert_eq!(seen["loaded"], 1, "{what}");
        assert!(seen["wide"].as_i64() <= seen["window"].as_i64(), "{what}");
        assert!(seen["smallest"]["size"].as_f64().unwrap() >= READABLE, "{what}");
        assert_eq!(seen["outside"], json!([]), "{what}");
        if is_ours {
            assert_eq!(seen["upon"], json!([]), "{what}");
        }
        let pictures = seen["pictures"].as_array().unwrap();
        assert_eq!(pictures.len(), 1, "{what}");
        let expected = match (file.ends_with(".svg"), view.width < 600) {
            (true, _) => "p",
            (false, true) => "n",
            (false, false) => "w",
        };
        assert_eq!(pictures[0][0], expected, "{what}");
        assert!(
            pictures[0][1].as_i64().unwrap() > 1 && pictures[0][2].as_i64().unwrap() > 3,
            "{what}"
        );
        let ground =
            if view.is_dark && !view.is_paper { "rgb(21, 24, 28)" } else { "rgb(255, 255, 255)" };
        assert_eq!(seen["ground"], ground, "{what}");
        assert_eq!(seen["pdf_bytes"].is_number(), view.is_paper, "{what}");
    }
}

#[test]
fn plots_look_right_on_screens_and_on_paper() {
    let files = drawn(&SAMPLES, &SAMPLES.path("a.db"), &DRAWN);
    let Some(seen) = look(&SAMPLES, &files) else { return };
    check(&files, &seen, true);
}

#[test]
fn hostile_names_do_nothing_in_a_browser() {
    let workshop = hostile_reports();
    let reports = ["bad-line", "bad-stacked", "bad-multiples", "bad-network"];
    let files = drawn(&workshop, &workshop.path("a.db"), &reports);
    let Some(seen) = look(&workshop, &files) else { return };
    // Which font has which sign, and how wide it is there, is not ours to say.
    check(&files, &seen, false);
}

/// The measure itself: a page that does all that ours must not is found out.
#[test]
fn a_bad_page_is_found_out() {
    let workshop = Workshop::new();
    workshop.write(
        "bad.html",
        "<!DOCTYPE html><title>bad</title><img src='https://example.org/x.png'><script>console.log('x')</script>\
         <p style='font-size:5px;width:3000px'>small</p><svg class='x' viewBox='0 0 100 100' width='100'>\
         <rect class='ground' width='9' height='9'/><text x='90' y='50'>outside</text>\
         <text x='10' y='50'>upon</text><text x='12' y='51'>each other</text></svg>",
    );
    let Some(seen) = look(&workshop, &["bad.html".to_owned()]) else { return };
    let seen = &seen[0];
    assert_eq!(seen["asked"], json!(["https://example.org/x.png"]), "{seen}");
    assert!(seen["console"].as_array().is_some_and(|said| said.len() >= 2), "{seen}");
    assert!(
        seen["wide"].as_i64() > Some(390) && seen["smallest"]["size"].as_f64() < Some(READABLE),
        "{seen}"
    );
    assert!(
        !seen["outside"].as_array().unwrap().is_empty()
            && !seen["upon"].as_array().unwrap().is_empty(),
        "{seen}"
    );
}
