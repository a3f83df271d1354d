//! What leaves comes back the same, holds what was chosen and nothing else, and replaces nothing that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use cuttings::export::{FORMATS, Form};
use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Ran, Workshop, root};

/// A program of `target/tools`; `None`, said why, where they are not installed.
pub fn python() -> Option<PathBuf> {
    let path = root().join("target/tools/bin/python");
    if path.exists() {
        return Some(path);
    }
    crate::support::skipped!("there is no {}; tests/tools/install makes it", path.display());
    None
}

/// The archive of the sample articles; one is hidden, one has a topic, and one decision is on a name.
pub static SAMPLES: LazyLock<Workshop> = LazyLock::new(|| {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    let run =
        |arguments: &[&str]| workshop.run(&[arguments, &["--archive", "a.db"]].concat()).expect(0);
    run(&["ingest", seeds.to_str().unwrap()]);
    run(&["article", "tag", "1", "sea", "--by", "ana"]);
    run(&["article", "hide", "2", "--by", "ana"]);
    run(&["person", "alias", "Winston Peters", "Winnie", "--by", "ana"]);
    workshop
});

pub fn export(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[&["export", "--archive", "a.db"], arguments].concat())
}

/// What a statement says, a row a line, its cells apart by `|`.
pub fn asked(workshop: &Workshop, sql: &str) -> Vec<String> {
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let cell = |value: rusqlite::types::Value| match value {
        rusqlite::types::Value::Null => String::new(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Real(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Blob(_) => "blob".to_owned(),
    };
    let rows = statement.query_map([], |row| {
        let cells: rusqlite::Result<Vec<String>> =
            (0..columns).map(|at| row.get(at).map(cell)).collect();
        Ok(cells?.join("|"))
    });
    rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

pub fn count(workshop: &Workshop, sql: &str) -> u64 {
    asked(workshop, sql)[0].parse().unwrap()
}

/// Every format in a folder of its own, under the names that `tests/tools/exports.py` knows; each file with its bytes.
pub fn everything(workshop: &Workshop, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let out = folder;
    let folder = workshop.path(out);
    fs::create_dir(&folder).unwrap();
    for format in FORMATS {
        let name = match (format.form, format.name) {
            (Form::Folder, name) => format!("{out}/{name}"),
            // Those have tests of their own (`editions`).
            (Form::Archive, _) => continue,
            (Form::File, "datasette") => format!("{out}/metadata.json"),
            (Form::File, _) => format!("{out}/all.{}", format.endings[0]),
        };
        export(workshop, &[format.name, "-o", &name]).expect(0);
    }
    files(&folder)
}

/// Every file below a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// What the tools see of a folder.
pub fn seen_by_tools(workshop: &Workshop, folder: &str, python: &Path) -> Value {
    let mut command = Command::new(python);
    command.arg(root().join("tests/tools/exports.py")).arg(workshop.path(folder));
    Ran::from(command.output().unwrap()).expect(0).json()
}

// --- There and back

/// Inputs of every format with what was said of some, refused ones among them.
pub fn of_every_format() -> Workshop {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let corpus = root().join("tests/corpus");
    let folder = |name: &str| corpus.join(name).to_str().unwrap().to_owned();
    let ingest = |arguments: &[&str]| {
        let ran = workshop.run(&[&["ingest", "--archive", "a.db", "--quiet"], arguments].concat());
        assert!(matches!(ran.code, 0 | 3), "{}", ran.stderr);
    };
    ingest(&[corpus.to_str().unwrap()]);
    ingest(&["--publisher", "The Lagoon", "--topic", "sea; ships", &folder("text")]);
    ingest(&["--published", "2024-04-05", "--monthfirst", "--format", "text", &folder("markdown")]);
    ingest(&["--path", "{section}/{publisher}.*", &folder("markdown")]);
    workshop
}

#[test]
fn an_archive_that_left_comes_back_the_same() {
    let workshop = of_every_format();
    let formats = asked(&workshop, "SELECT DISTINCT format FROM captures");
    assert!(
        formats.len() > 15
            && count(&workshop, "SELECT count(*) FROM captures WHERE text_byte_count IS NULL") > 3
    );
    let hints = "SELECT count(*) FROM sightings WHERE coalesce(publisher_hint, published_hint, topics_hint, path_hint) IS NOT NULL";
    assert!(count(&workshop, hints) > 10);
    let digest = workshop.digest("a.db");
    for (name, format) in [("all.jsonl", "jsonl"), ("all.warc.gz", "warc")] {
        export(&workshop, &["--hidden", "-o", name]).expect(0);
        let archive = format!("{format}.db");
        workshop.run(&["init", &archive]).expect(0);
        let taken = workshop.run(&["ingest", "--archive", &archive, "--quiet", name]);
        // What was refused there is refused here.
        taken.expect(3);
        assert_eq!(workshop.digest(&archive), digest, "{name}");
        // Where it was seen first has come along.
        let connection = Connection::open(workshop.path(&archive)).unwrap();
        let uris = |connection: &Connection| -> Vec<String> {
            let mut statement =
                connection.prepare("SELECT DISTINCT uri FROM sightings ORDER BY 1").unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(uris(&connection), uris(&Connection::open(workshop.path("a.db")).unwrap()));
        workshop.run(&["verify", "--archive", &archive]).expect(0);
        // A second time there is nothing new.
        let again =
            workshop.run(&["ingest", "--archive", &archive, "--json", name]).expect(3).json();
        assert_eq!(
            (again["stored"].as_u64(), again["revised"].as_u64()),
            (Some(0), Some(0)),
            "{again}"
        );
        assert_eq!(workshop.digest(&archive), digest, "{name}, again");
    }
}

#[test]
fn what_is_the_same_there_is_written_the_same() {
    let first = everything(&SAMPLES, "first");
    assert!(first.len() > 50);
    let second = everything(&SAMPLES, "second");
    for (name, bytes) in &first {
        // How a frame of Parquet is made is the same too: no clock and no order of a hash table stands in it.
        assert_eq!(Some(bytes), second.get(name), "{name}");
    }
}

#[test]
fn a_line_by_its_fields_alone_comes_back_as_an_article() {
    let workshop = Workshop::with_archive(&[(
        "a.json",
        "{\"headline\": \"Talks in Suva\", \"standfirst\": \"Two days\", \"byline\": \"By Ana Kestrel\", \"published\": \"2024-05-02T09:30:00+12:00\",
          \"publisher\": \"The Lagoon\", \"url\": \"https://lagoon.example/a\", \"section\": \"Pacific\", \"topics\": [\"sea\"], \"kind\": \"article\",
          \"captions\": [{\"caption\": \"The harbour\", \"credit\": \"Ana Kestrel\"}], \"body\": \"Hemi Tāwhara met Winston Peters.\\n\\nPeters thanked him.\"}",
    )]);
    let line = export(&workshop, &["jsonl"]).expect(0).stdout;
    let mut fields: serde_json::Map<String, Value> = serde_json::from_str(&line).unwrap();
    assert!(fields.remove("cuttings_captures").is_some());
    let bare = Workshop::with_archive(&[("b.jsonl", &Value::Object(fields).to_string())]);
    let head = "SELECT articles.sha256, kind, headline, standfirst, byline, published, published_at, published_offset_minutes, section, url,
        publishers.name, body, captions, (SELECT group_concat(topic) FROM article_topics WHERE article_topics.article_id = articles.article_id)
        FROM articles LEFT JOIN publishers USING (publisher_id)";
    assert_eq!(asked(&bare, head), asked(&workshop, head));
    assert!(asked(&bare, head)[0].contains("2024-05-01T21:30:00Z"), "{:?}", asked(&bare, head));
}

#[test]
fn of_a_capture_with_more_only_the_chosen_articles_leave() {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let newsletter = root().join("seeds/articles/newsletter-of-two.txt");
    workshop.run(&["ingest", "--archive", "a.db", newsletter.to_str().unwrap()]).expect(0);
    let articles = asked(
        &workshop,
        "SELECT headline FROM articles WHERE kind = 'article' ORDER BY article_id",
    );
    assert_eq!(articles.len(), 2, "{articles:?}");
    let bodies =
        asked(&workshop, "SELECT body FROM articles WHERE kind = 'article' ORDER BY article_id");
    let only = format!("\"{}\"", articles[0]);
    for name in ["one.jsonl", "one.warc.gz"] {
        export(&workshop, &["--only", &only, "-o", name]).expect(0);
        let mut text = Vec::new();
        let bytes = fs::read(workshop.path(name)).unwrap();
        match name.ends_with(".gz") {
            true => std::io::Read::read_to_end(
                &mut flate2::read::MultiGzDecoder::new(&bytes[..]),
                &mut text,
            )
            .unwrap(),
            false => std::io::Read::read_to_end(&mut &bytes[..], &mut text).unwrap(),
        };
        let text = String::from_utf8(text).unwrap();
        let words = |body: &str| body.chars().take(40).collect::<String>();
        assert!(text.contains(&words(&bodies[0])), "{name}");
        assert!(!text.contains(&words(&bodies[1])) && !text.contains(&articles[1]), "{name}");
        assert!(!text.contains("zstd"), "{name}");
        let archive = format!("{name}.db");
        workshop.run(&["init", &archive]).expect(0);
        workshop.run(&["ingest", "--archive", &archive, name]).expect(0);
        let connection = Connection::open(workshop.path(&archive)).unwrap();
        let found: String = connection
            .query_row("SELECT group_concat(headline || body) FROM articles", [], |row| row.get(0))
            .unwrap();
        assert_eq!(found, format!("{}{}", articles[0], bodies[0]), "{name}");
    }
}

#[test]
fn a_capture_that_was_tampered_with_is_refused() {
    let workshop =
        Workshop::with_archive(&[("a.txt", "Talks in Suva\n\nHemi Tāwhara met Winston Peters.\n")]);
    let line = export(&workshop, &["jsonl"]).expect(0).stdout;
    let sha256 = asked(&workshop, "SELECT sha256 FROM captures")[0].clone();
    let changed = format!("{}{}", if sha256.starts_with('0') { '1' } else { '0' }, &sha256[1..]);
    for (name, text, reason) in [
        ("sha.jsonl", line.replace(&sha256, &changed), "not those of its SHA-256"),
        ("format.jsonl", line.replace("\"format\":\"text\"", "\"format\":\"wax\""), "format `wax`"),
    ] {
        workshop.write(name, &text);
        let fresh = format!("{name}.db");
        workshop.run(&["init", &fresh]).expect(0);
        let ran = workshop.run(&["ingest", "--archive", &fresh, name]).expect(3);
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    }
}

// --- What leaves

#[test]
fn hidden_articles_stay() {
    let hidden =
        asked(&SAMPLES, "SELECT sha256, body FROM articles WHERE article_id = 2")[0].clone();
    let (sha256, body) = hidden.split_once('|').unwrap();
    let beginning: String = body.chars().take(60).filter(|c| *c != '"').collect();
    let shown = asked(&SAMPLES, "SELECT sha256 FROM articles WHERE article_id = 3")[0].clone();
    for (name, bytes) in everything(&SAMPLES, "without") {
        let text = String::from_utf8_lossy(&bytes);
        // Rulings say on which article they are.
        if name != "csv/decisions.csv" {
            assert!(!text.contains(sha256), "{name}");
        }
        assert!(!text.contains(&beginning), "{name}");
    }
    for format in ["jsonl", "csl-json", "ftm", "web-annotation"] {
        let text = export(&SAMPLES, &[format]).expect(0).stdout;
        assert!(text.contains(&shown), "{format}");
        assert!(
            export(&SAMPLES, &[format, "--hidden"]).expect(0).stdout.contains(sha256),
            "{format}"
        );
    }
}

#[test]
fn a_search_chooses_as_search_does() {
    let ids = |arguments: &[&str]| -> BTreeSet<String> {
        let ran = SAMPLES.run(
            &[&["search", "--archive", "a.db", "--json", "--limit", "1000"], arguments].concat(),
        );
        let rows = ran.expect(0).json();
        let ids = rows.as_array().unwrap().iter().map(|row| row["article_id"].to_string());
        let list: Vec<String> = ids.collect();
        asked(
            &SAMPLES,
            &format!("SELECT sha256 FROM articles WHERE article_id IN ({})", list.join(",")),
        )
        .into_iter()
        .collect()
    };
    let exported = |arguments: &[&str]| -> BTreeSet<String> {
        let text = export(&SAMPLES, &[&["jsonl"], arguments].concat()).expect(0).stdout;
        text.lines()
            .map(|line| {
                serde_json::from_str::<Value>(line).unwrap()["sha256"].as_str().unwrap().to_owned()
            })
            .collect()
    };
    for (words, filters) in [
        ("luxon OR wong", vec![]),
        ("peters NOT japan", vec!["--since", "2024-03"]),
        ("headline:ports", vec![]),
        ("minister", vec!["--person", "Winston Peters", "--until", "2024-06"]),
    ] {
        let found = ids(&[&[words], &filters[..]].concat());
        assert!(!found.is_empty(), "{words}");
        assert_eq!(
            exported(&[&["--only", words], &filters[..]].concat()),
            found,
            "{words} {filters:?}"
        );
    }
    assert_eq!(exported(&["--topic", "sea"]).len(), 1);
    assert_eq!(exported(&["since=2024-07"]), exported(&["--since", "2024-07"]));
    let nothing = export(&SAMPLES, &["jsonl", "--only", "zzzzz"]).expect(0);
    assert!(
        nothing.stdout.is_empty() && nothing.stderr.contains("no article is found"),
        "{}",
        nothing.stderr
    );
    export(&SAMPLES, &["jsonl", "--only", "NOT tuna"]).expect(2);
    export(&SAMPLES, &["jsonl", "--hidden", "--only", "tuna"]).expect(2);
}

/// Rows of tables belong to the chosen articles: who is named in none of them is in no file.
#[test]
fn tables_of_a_selection_hold_nobody_else() {
    let folder = SAMPLES.path("chosen");
    let _ = fs::remove_dir_all(&folder);
    export(&SAMPLES, &["csv", "--only", "luxon", "-o", "chosen"]).expect(0);
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    };
    let articles: BTreeSet<String> =
        rows("articles").into_iter().map(|row| row["article_id"].clone()).collect();
    assert!((2..10).contains(&articles.len()));
    let people: BTreeSet<String> =
        rows("people").into_iter().map(|row| row["person_id"].clone()).collect();
    assert!(people.len() < 100 && people.len() as u64 > 2);
    for name in ["mentions", "quotes", "roles", "article_people", "article_authors"] {
        for row in rows(name) {
            assert!(articles.contains(&row["article_id"]), "{name}");
            let person = &row["person_id"];
            assert!(person.is_empty() || people.contains(person), "{name}: {person}");
        }
    }
    assert!(!rows("decisions").iter().any(|row| row["act"] == "hide"));
}

// --- Where it goes

#[test]
fn nothing_that_is_there_is_replaced() {
    let workshop =
        Workshop::with_archive(&[("a.txt", "Talks in Suva\n\nHemi Tāwhara met Winston Peters.\n")]);
    workshop.write("there.ris", "mine");
    workshop.write("full/mine.txt", "mine");
    fs::create_dir(workshop.path("empty")).unwrap();
    let exists = export(&workshop, &["-o", "there.ris"]).expect(1);
    assert!(exists.stderr.contains("`--force`"), "{}", exists.stderr);
    let full = export(&workshop, &["csv", "-o", "full"]).expect(1);
    assert!(full.stderr.contains("not empty"), "{}", full.stderr);
    export(&workshop, &["csv", "-o", "there.ris"]).expect(1);
    assert_eq!(fs::read(workshop.path("there.ris")).unwrap(), b"mine");
    assert_eq!(files(&workshop.path("full")).len(), 1);
    export(&workshop, &["-o", "there.ris", "--force"]).expect(0);
    assert!(fs::read_to_string(workshop.path("there.ris")).unwrap().starts_with("TY  - NEWS\r\n"));
    export(&workshop, &["csv", "-o", "empty"]).expect(0);
    export(&workshop, &["parquet", "-o", "new/"]).expect(0);
    assert!(
        workshop.path("empty/articles.csv").exists()
            && workshop.path("new/articles.parquet").exists()
    );
    export(&workshop, &["ris", "-o", "a.db", "--force"]).expect(2);
    export(&workshop, &["csv", "-o", "none/there/"]).expect(66);
    let left: Vec<String> = fs::read_dir(workshop.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".cuttings-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_format_is_told_or_read_off_the_name() {
    for (arguments, code, words) in [
        (&["csv"][..], 2, "-o folder/"),
        (&["-o", "x.txt"], 2, "does not say which format"),
        (&["-o", "x.json"], 2, "does not say which format"),
        (&["csv", "-o", "x", "--force"], 2, "never replaced"),
        (&["jsonl", "--json"], 2, "standard output"),
        (&["datasette", "--only", "x"], 2, "none to choose"),
        (&["wax"], 2, "wax"),
        (&["gexf", "--least", "0"], 2, "least"),
    ] {
        let ran = export(&SAMPLES, arguments).expect(code);
        assert!(
            ran.stderr.contains(words) || ran.stdout.contains(words),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
    for (name, beginning) in [
        ("told.gexf", "<?xml"),
        ("told.GraphML", "<?xml"),
        ("told.csl.json", "[\n{"),
        ("told.ftm.json", "{\"id\""),
        ("told.bib", "@article"),
        ("told.metadata.json", "{\n"),
    ] {
        export(&SAMPLES, &["-o", name, "--force"]).expect(0);
        assert!(fs::read_to_string(SAMPLES.path(name)).unwrap().starts_with(beginning), "{name}");
    }
    let dash = export(&SAMPLES, &["ris", "-o", "-"]).expect(0).stdout;
    assert_eq!(dash, export(&SAMPLES, &["ris"]).expect(0).stdout);
    let summary =
        export(&SAMPLES, &["ris", "-o", "told.ris", "--force", "--json"]).expect(0).json();
    let shown = count(
        &SAMPLES,
        "SELECT count(*) FROM articles WHERE article_id NOT IN (SELECT article_id FROM hidden_articles)",
    );
    assert_eq!(summary["articles"].as_u64(), Some(shown));
    let list = export(&SAMPLES, &[]).expect(0).stdout;
    let described = export(&SAMPLES, &["--json"]).expect(0).json();
    assert_eq!(described.as_array().unwrap().len(), FORMATS.len());
    for format in FORMATS {
        assert!(
            list.contains(&format!("{}\n    {}", format.name, format.about)),
            "{}",
            format.name
        );
    }
}
