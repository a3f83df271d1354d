//! Every reader against the cases of its folder under `tests/corpus`.
//!
//! A case is a file as it would be dropped in, and beside it `<name>.expected.json`: what is read
//! of it and what each stretch of it is. `UPDATE_EXPECTED=1 cargo test` writes these files anew;
//! read the difference before committing it.

use std::fs;
use std::path::{Path, PathBuf};

use cuttings::format::{self, FORMATS, Format};
use cuttings::model::{Reading, RegionRole};
use cuttings::text::{decode, normalise};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::accounting;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// The cases of a format, sorted: their paths.
fn cases(format: &Format) -> Vec<PathBuf> {
    let folder = corpus().join(format.name);
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    cases.sort();
    cases
}

/// What a reading is, for people to compare: heads without what is absent, and each stretch by
/// its first words.
fn shown(bytes: &[u8], result: &Result<Reading, format::Refusal>) -> Value {
    let reading = match result {
        Ok(reading) => reading,
        Err(refusal) => return json!({ "refused": refusal.0 }),
    };
    let drafts: Vec<Value> = reading
        .drafts
        .iter()
        .map(|draft| {
            let mut value = serde_json::to_value(draft).unwrap();
            if let Value::Object(fields) = &mut value {
                fields.retain(|_, value| !value.is_null() && *value != json!([]));
            }
            value
        })
        .collect();
    // Where the capture's text is not simply its bytes, a stretch is shown by its length.
    let decoded = decode::decode(bytes).text;
    let text = (decoded.len() == reading.text_bytes).then_some(decoded);
    let regions: Vec<String> = reading
        .regions
        .iter()
        .map(|region| {
            let part = region.part.map_or("-".to_owned(), |part| part.to_string());
            let words: String =
                match text.as_deref().and_then(|text| text.get(region.start..region.end)) {
                    Some(words) => words.escape_debug().take(60).collect(),
                    None => format!("{} bytes", region.end - region.start),
                };
            format!("{part} {} {words}", region.role.as_str())
        })
        .collect();
    let problems: Vec<String> = reading
        .problems
        .iter()
        .map(|problem| match &problem.record {
            Some(record) => format!("{record}: {}", problem.reason),
            None => problem.reason.clone(),
        })
        .collect();
    json!({ "encoding": reading.encoding, "drafts": drafts, "regions": regions, "warnings": reading.warnings, "problems": problems })
}

/// The body of a draft is the text of its stretches, white space aside.
fn check_bodies(bytes: &[u8], reading: &Reading, context: &str) {
    let text = decode::decode(bytes).text;
    let squeezed = |text: &str| -> String {
        text.chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{fffd}')
            })
            .collect()
    };
    for draft in &reading.drafts {
        let stretches: String = reading
            .regions
            .iter()
            .filter(|region| region.part == Some(draft.part) && region.role == RegionRole::Body)
            .map(|region| squeezed(&normalise::stored(&text[region.start..region.end])))
            .collect();
        assert_eq!(squeezed(&draft.body), stretches, "{context}");
    }
}

#[test]
fn every_format_has_cases_and_reads_them_as_expected() {
    for format in FORMATS {
        let cases = cases(format);
        assert!(!cases.is_empty(), "no case for `{}`", format.name);
        for path in cases {
            let bytes = fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let detected = format::detect(&bytes, Some(&name)).unwrap();
            assert_eq!(detected.name, format.name, "{name}");
            let shown: Vec<Value> = accounting::captures(format, &bytes)
                .iter()
                .map(|(format, bytes)| {
                    let result = (format.read)(bytes);
                    if let Ok(reading) = &result {
                        accounting::check(reading, &name);
                    }
                    shown(bytes, &result)
                })
                .collect();
            let shown = serde_json::to_string_pretty(&shown).unwrap() + "\n";
            let expected = path.with_extension("expected.json");
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&expected, &shown).unwrap();
            }
            let wanted = fs::read_to_string(&expected).unwrap_or_default();
            assert_eq!(shown, wanted, "{name}: differs from {}", expected.display());
        }
    }
}

#[test]
fn every_case_belongs_to_a_format() {
    for entry in fs::read_dir(corpus()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        // The programs that make those cases which are no text.
        if name.ends_with(".py") {
            continue;
        }
        assert!(format::by_name(&name).is_some(), "tests/corpus/{name} is no format's folder");
    }
}

#[test]
fn the_same_bytes_are_the_same_format_under_any_name() {
    for format in FORMATS {
        for path in cases(format) {
            let bytes = fs::read(&path).unwrap();
            for name in
                [None, Some("a.txt"), Some("a.md"), Some("a.json"), Some("a.jsonl"), Some("a")]
            {
                let found = format::detect(&bytes, name).unwrap().name;
                assert_eq!(found, format.name, "{} as {name:?}", path.display());
            }
        }
    }
}

/// The five documents that the project started from. They are not ours to copy.
#[test]
fn the_first_documents_are_read_as_they_should_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/seeds");
    let Ok(entries) = fs::read_dir(&folder) else {
        crate::support::skipped!("{} is not there", folder.display());
        return;
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let readings: Vec<(Vec<u8>, Reading)> = paths
        .iter()
        .map(|path| {
            let bytes = fs::read(path).unwrap();
            let format =
                format::detect(&bytes, path.file_name().and_then(|name| name.to_str())).unwrap();
            let reading = (format.read)(&bytes).unwrap();
            accounting::check(&reading, &path.display().to_string());
            check_bodies(&bytes, &reading, &path.display().to_string());
            (bytes, reading)
        })
        .collect();
    let head = |document: usize, part: usize| &readings[document].1.drafts[part].head;
    let stretches = |document: usize, role: RegionRole| -> Vec<String> {
        let (bytes, reading) = &readings[document];
        let regions = reading.regions.iter().filter(|region| region.role == role);
        regions
            .map(|region| {
                String::from_utf8_lossy(&bytes[region.start..region.end]).trim().to_owned()
            })
            .collect()
    };
    let counts: Vec<usize> = readings.iter().map(|(_, reading)| reading.drafts.len()).collect();
    assert_eq!(counts, [1, 3, 1, 1, 1]);

    assert_eq!(
        (head(0, 0).headline.as_deref(), head(0, 0).dateline.as_deref()),
        (None, Some("(Bloomberg) --"))
    );
    assert_eq!(head(0, 0).publisher.as_deref(), Some("Bloomberg"));
    let published = head(0, 0).published.as_ref().unwrap();
    assert_eq!((published.iso().as_str(), published.day()), ("2024", None));
    assert_eq!(stretches(0, RegionRole::Link).len(), 1);

    assert_eq!(
        (head(1, 0).kind.as_str(), head(1, 0).headline.as_deref()),
        ("digest", Some("AUKUS Expands"))
    );
    assert_eq!(
        head(1, 1).headline.as_deref(),
        Some("New Zealand steps up interest in Aukus as Pacific security concerns grow")
    );
    assert_eq!(head(1, 1).authors, ["Eva Corlett"]);
    assert_eq!(
        head(1, 2).headline.as_deref(),
        Some("AUKUS eyes defense tech collaboration with Japan, report says")
    );
    assert_eq!(head(1, 2).authors, ["Kathleen Benoza", "Jesse Johnson"]);
    assert_eq!(stretches(1, RegionRole::Link), ["Read here", "Read here"]);

    assert_eq!(head(2, 0).headline, None);
    let captions = stretches(2, RegionRole::Caption);
    assert_eq!(captions.len(), 2);
    assert!(
        captions[0].starts_with("NATO's Indo-Pacific partners;")
            && captions[1].starts_with("Junko Kimura")
    );

    assert_eq!(
        head(3, 0).published.as_ref().map(|published| published.iso()).as_deref(),
        Some("2024-03-18")
    );
    assert_eq!(
        (head(3, 0).publisher.as_deref(), head(3, 0).dateline.as_deref()),
        (Some("Bloomberg"), Some("(Bloomberg) --"))
    );
    assert_eq!(stretches(3, RegionRole::Metadata), ["date 2024-03-18"]);

    assert!(
        head(4, 0)
            .headline
            .as_deref()
            .is_some_and(|headline| headline.ends_with("AUKUS - Reports"))
    );
    assert_eq!((head(4, 0).publisher.as_deref(), head(4, 0).published.as_ref()), (None, None));
}

/// Lines of every shape that a reader looks for, and of none.
fn line() -> impl Strategy<Value = String> {
    let shapes: &'static [&'static str] = &[
        "",
        "",
        " ",
        "\u{feff}",
        "Tolls to rise in spring",
        "# Tolls to rise",
        "By Ann Ng",
        "BY ANN NG AND CY ROE",
        "The board will raise its tolls in spring, the chair said on Monday in the capital.",
        "(Lagoon Wire) -- The board said no.",
        "SUVA, March 4 (Reuters) - The board said no.",
        "SUVA, March 4 (Reuters) -",
        "Read here",
        "Read More: Ice",
        "https://lagoon.example/a",
        "©2024 Lagoon",
        "----",
        "***",
        "---",
        "+++",
        "title: no",
        "date: 2024-03-18",
        " date 2024-03-18 (Reuters) -- The",
        "Monday, 4 March 2024",
        "1. Tolls to rise in spring",
        "Title: Tolls",
        "Source: The Lagoon Times",
        "ENDS",
        "Media contact: Ann Ng",
        "555 555 5555",
        "Related articles",
        "Photo: Ann Ng",
        "A; Ann Ng, Chair; Cy Roe, Secretary.",
        "[Read](https://lagoon.example/x)",
        "**Bold** and *it* and ![i](x)",
        "> quoted \\* text",
        "{\"text\": \"One.\"}",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"text\": \"SUVA (AP) — One.\\n\\n©2024 AP\"",
        "\u{301}e\u{301}",
        "(",
        "© (c) Copyright",
        "– Reuters",
        "((a@b.c))",
    ];
    prop_oneof![
        8 => proptest::sample::select(shapes).prop_map(str::to_owned),
        1 => "[ -~]{0,40}",
        1 => "\\PC{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_lines_are_accounted_for(lines in prop::collection::vec((line(), prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"])), 0..24)) {
        let text: String = lines.iter().flat_map(|(line, end)| [line.as_str(), end]).collect();
        for format in FORMATS {
            if let Ok(reading) = (format.read)(text.as_bytes()) {
                accounting::check(&reading, format.name);
                if format.name == "text" {
                    check_bodies(text.as_bytes(), &reading, "text");
                }
            }
        }
        let _ = format::detect(text.as_bytes(), Some("a.md"));
    }

    #[test]
    fn any_bytes_are_accounted_for(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in FORMATS {
            if let Ok(reading) = (format.read)(&bytes) {
                accounting::check(&reading, format.name);
            }
        }
        let _ = format::detect(&bytes, None);
    }
}
