//! What leaves: it comes back the same, holds what was chosen and nothing else, stands up to hostile names, and
//! is read by the tools that each format is for.
//!
//! The tools come from `tests/tools/install`; without them those tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use cuttings::export::{FORMATS, Form};
use cuttings::output::safe;
use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Ran, Workshop, root};

/// A program of `target/tools`; `None`, said why, where they are not installed.
fn python() -> Option<PathBuf> {
    let path = root().join("target/tools/bin/python");
    if path.exists() {
        return Some(path);
    }
    crate::support::skipped!("there is no {}; tests/tools/install makes it", path.display());
    None
}

/// The archive of the sample articles; one is hidden, one has a topic, and one decision is on a name.
static SAMPLES: LazyLock<Workshop> = LazyLock::new(|| {
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

fn export(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[&["export", "--archive", "a.db"], arguments].concat())
}

/// What a statement says, a row a line, its cells apart by `|`.
fn asked(workshop: &Workshop, sql: &str) -> Vec<String> {
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

fn count(workshop: &Workshop, sql: &str) -> u64 {
    asked(workshop, sql)[0].parse().unwrap()
}

/// Every format in a folder of its own, under the names that `tests/tools/exports.py` knows; each file with its bytes.
fn everything(workshop: &Workshop, folder: &str) -> BTreeMap<String, Vec<u8>> {
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
fn seen_by_tools(workshop: &Workshop, folder: &str, python: &Path) -> Value {
    let mut command = Command::new(python);
    command.arg(root().join("tests/tools/exports.py")).arg(workshop.path(folder));
    Ran::from(command.output().unwrap()).expect(0).json()
}

// --- There and back

/// Inputs of every format with what was said of some, refused ones among them.
fn of_every_format() -> Workshop {
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

// --- Hostile names

/// What breaks out of one format or another.
fn hostile_names() -> Vec<String> {
    vec![
        "</script><script>alert(1)</script>".to_owned(),
        "=HYPERLINK(\"http://x\",\"y\")".to_owned(),
        "@SUM(1+1)*cmd|' /C calc'!A0".to_owned(),
        "Ana\nER  - \nTY  - JOUR".to_owned(),
        "Ana\r\nWARC-Type: response".to_owned(),
        "]]> & <node id=\"x\"/> &amp; 'q'".to_owned(),
        "}} , note = {x}, @article{y, \\input{/etc/passwd}".to_owned(),
        "{{ { unbalanced % # _ $ ~ ^ \\".to_owned(),
        "evil \u{202e}gnp.exe\u{2066} \u{1b}[2J\u{7}\u{9b}31m".to_owned(),
        "T9\tPerson 0 3\tAna\n*\tEquiv T1 T2".to_owned(),
        "\u{fffe}\u{ffff}\u{1}\u{8}\u{b}\u{85}\u{2028}x".to_owned(),
        "Ö".repeat(5_000),
        "', (SELECT 1)); DROP TABLE people; --".to_owned(),
    ]
}

/// The samples with hostile words wherever words stand.
fn hostile() -> Workshop {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    // Triggers fold names, which no plain connection can.
    for (at, name) in hostile_names().iter().enumerate() {
        for (table, key, summary) in [
            ("people", "person_id", "article_people"),
            ("organisations", "organisation_id", "article_organisations"),
            ("places", "place_id", "article_places"),
        ] {
            let sql = format!(
                "UPDATE {table} SET name = ?1, description = ?1, key = key || ?1 WHERE {key} =
                 (SELECT {key} FROM {summary} GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT 1 OFFSET ?2)"
            );
            connection.execute(&sql, rusqlite::params![name, at as i64]).unwrap();
        }
        let article = at as i64 + 1;
        connection
            .execute(
                "UPDATE articles SET headline = ?1, standfirst = ?1, byline = ?1, dateline = ?1, section = ?1,
                    url = 'https://x.example/' || ?1, identifier = ?1 WHERE article_id = ?2",
                rusqlite::params![name, article],
            )
            .unwrap();
        connection
            .execute(
                "UPDATE article_authors SET name = ?1 WHERE article_id = ?2",
                rusqlite::params![name, article],
            )
            .unwrap();
        connection
            .execute(
                "INSERT INTO received_topics (capture_id, part, topic, article_id)
                 SELECT capture_id, part, ?1, article_id FROM articles WHERE article_id = ?2",
                rusqlite::params![name, article],
            )
            .unwrap();
        connection
            .execute("UPDATE publishers SET name = ?1 WHERE publisher_id = (SELECT publisher_id FROM articles WHERE article_id = ?2)",
                rusqlite::params![name, article])
            .unwrap();
    }
    connection.close().unwrap();
    workshop
}

#[test]
fn hostile_names_stay_text_in_every_format() {
    let workshop = hostile();
    let written = everything(&workshop, "out");
    let text = |name: &str| String::from_utf8(written[name].clone()).unwrap();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let names: BTreeSet<String> =
        asked(&workshop, "SELECT name FROM people JOIN article_people USING (person_id)")
            .into_iter()
            .collect();
    let present: Vec<String> =
        hostile_names().into_iter().filter(|name| names.contains(name)).collect();
    assert!(present.len() >= 8, "{present:?}");

    // Nothing that steers a terminal, ends a script or turns text round stands there as it is.
    for name in [
        "all.jsonl",
        "all.ftm.json",
        "all.gexf",
        "all.graphml",
        "all.csl.json",
        "all.ris",
        "all.bib",
        "all.jsonld",
        "metadata.json",
    ] {
        let text = text(name).replace("\r\n", "\n");
        let unsafe_one = text.chars().find(|character| safe::is_unsafe(*character));
        assert_eq!(unsafe_one, None, "{name}");
        if !name.ends_with(".ris") && !name.ends_with(".bib") {
            assert!(!text.contains("</script>"), "{name}");
        }
    }
    // In JSON every name comes out as it is.
    let people: BTreeSet<String> = text("all.ftm.json")
        .lines()
        .map(json)
        .filter(|entity| entity["schema"] == "Person")
        .map(|entity| entity["properties"]["name"][0].as_str().unwrap().to_owned())
        .collect();
    assert!(present.iter().all(|name| people.contains(name)), "{people:?}");
    for line in text("all.jsonl").lines() {
        assert!(json(line)["body"].is_string());
    }
    assert_eq!(json(&text("all.csl.json")).as_array().unwrap().len(), 24);
    assert!(json(&text("all.jsonld"))["total"].as_u64().unwrap() > 100);
    // In XML too, but for the characters that it cannot have.
    let plain = |name: &str| -> String {
        name.chars().map(|c| if matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
    };
    for name in ["all.gexf", "all.graphml"] {
        let text = text(name);
        let tree = roxmltree::Document::parse(&text).unwrap();
        let nodes: Vec<roxmltree::Node> = tree
            .descendants()
            .filter(|node| node.has_tag_name("node") || node.tag_name().name() == "node")
            .collect();
        let labels: BTreeSet<String> = nodes
            .iter()
            .map(|node| match node.attribute("label") {
                Some(label) => label.to_owned(),
                None => node
                    .children()
                    .find(|data| data.attribute("key") == Some("label"))
                    .unwrap()
                    .text()
                    .unwrap()
                    .to_owned(),
            })
            .collect();
        let of_two: Vec<String> = asked(
            &workshop,
            "SELECT name FROM people JOIN article_people USING (person_id) GROUP BY person_id HAVING count(*) >= 2",
        );
        assert!(
            !of_two.is_empty() && of_two.iter().all(|name| labels.contains(&plain(name))),
            "{name}: {labels:?}"
        );
    }
    // Lines stay lines.
    let ris = text("all.ris");
    assert_eq!(ris.split("\r\n").filter(|line| line.starts_with("TY  - ")).count(), 24);
    for line in ris.split("\r\n").filter(|line| !line.is_empty()) {
        let (tag, rest) = line.split_at(2);
        assert!(
            tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
                && rest.starts_with("  - "),
            "{line}"
        );
    }
    for entry in text("all.bib").split("\n\n").filter(|entry| !entry.is_empty()) {
        assert!(entry.starts_with("@article{"), "{entry}");
        let mut depth = 0;
        for character in entry.chars() {
            depth += match character {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            assert!(depth >= 0, "{entry}");
        }
        assert_eq!(depth, 0, "{entry}");
        assert!(!entry.contains("\\input"), "{entry}");
    }
    // A formula has its apostrophe, and every cell comes out.
    let mut reader = csv::Reader::from_reader(&written["csv/people.csv"][..]);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    for row in &rows {
        assert!(!row["name"].starts_with(['=', '@', '+']), "{}", row["name"]);
    }
    assert!(present.iter().all(|name| {
        rows.iter().any(|row| row["name"] == *name || row["name"].strip_prefix('\'') == Some(name))
    }));
    // No address takes a line of a head with it.
    let mut warc = String::new();
    std::io::Read::read_to_string(
        &mut flate2::read::MultiGzDecoder::new(&written["all.warc.gz"][..]),
        &mut warc,
    )
    .unwrap();
    assert!(!warc.contains("WARC-Type: response"));
}

#[test]
fn tools_take_hostile_names_for_text() {
    let Some(python) = python() else { return };
    let workshop = hostile();
    everything(&workshop, "out");
    let seen = seen_by_tools(&workshop, "out", &python);
    let gexf = &seen["all.gexf"];
    assert_eq!(gexf["nodes"], seen["all.graphml"]["nodes"]);
    assert_eq!(gexf["edges"], seen["all.graphml"]["edges"]);
    assert_eq!(seen["all.ris"].as_array().unwrap().len(), 24);
    assert_eq!(seen["all.bib"].as_array().unwrap().len(), 24);
    assert_eq!(seen["all.csl.json"]["items"].as_array().unwrap().len(), 24);
    assert_eq!(seen["brat"].as_array().unwrap().len(), 24);
    let names: BTreeSet<String> = asked(&workshop, "SELECT name FROM people").into_iter().collect();
    let of_parquet: BTreeSet<String> = seen["parquet"]["people"]["texts"]["name"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(of_parquet, names);
}

// --- The tools

#[test]
fn each_format_is_read_by_the_tools_that_it_is_for() {
    let Some(python) = python() else { return };
    everything(&SAMPLES, "tools");
    let seen = seen_by_tools(&SAMPLES, "tools", &python);
    let shown = "(SELECT article_id FROM articles WHERE article_id NOT IN (SELECT article_id FROM hidden_articles))";
    let articles = count(&SAMPLES, &format!("SELECT count(*) FROM {shown}"));
    let mentions =
        count(&SAMPLES, &format!("SELECT count(*) FROM mentions WHERE article_id IN {shown}"));
    assert!(articles > 20 && mentions > 300);

    // Networks: what networkx sees is what the view says.
    let pairs = format!(
        "SELECT min(name, other_name), max(name, other_name), count(DISTINCT article_id) || '.0' FROM co_mentions
         WHERE article_id IN {shown} AND (kind, entity_id) < (other_kind, other_entity_id)
         GROUP BY kind, entity_id, other_kind, other_entity_id HAVING count(DISTINCT article_id) >= 2"
    );
    let mut expected = asked(&SAMPLES, &pairs);
    let edges = |name: &str| -> Vec<String> {
        let edges = seen[name]["edges"].as_array().unwrap().iter().map(|edge| {
            let text = |at: usize| edge[at].as_str().unwrap().to_owned();
            format!("{}|{}|{:?}", text(0), text(1), edge[2].as_f64().unwrap())
        });
        let mut edges: Vec<String> = edges.collect();
        edges.sort();
        edges
    };
    expected.sort();
    assert!(expected.len() > 20);
    assert_eq!(edges("all.gexf"), expected);
    assert_eq!(edges("all.graphml"), expected);
    assert_eq!(seen["all.gexf"]["directed"], false);
    assert_eq!(seen["all.gexf"]["nodes"], seen["all.graphml"]["nodes"]);

    // A quotation has its words and its speaker.
    let spoken = format!(
        "SELECT count(*) FROM quotes WHERE article_id IN {shown} AND coalesce(person_id, organisation_id, place_id) IS NOT NULL"
    );
    let quoted = seen["csv"]["quotes"].as_array().unwrap();
    let named = quoted.iter().filter(|row| row["speaker"] != "").count() as u64;
    assert_eq!(named, count(&SAMPLES, &spoken));
    assert!(named > 5 && quoted.iter().all(|row| row["quote"] != ""), "{quoted:?}");

    // FollowTheMoney: nothing that was written was dropped.
    let ftm = &seen["all.ftm.json"];
    assert_eq!(ftm["dropped"], serde_json::json!({}));
    assert_eq!(ftm["schemas"]["Article"].as_u64(), Some(articles));
    assert_eq!(ftm["schemas"]["Mention"].as_u64(), Some(mentions));
    assert!(ftm["names"].as_array().unwrap().contains(&"Winston Peters".into()));

    // Bibliographies.
    let headline = asked(
        &SAMPLES,
        "SELECT headline FROM articles WHERE headline LIKE 'Japan and the Philippines agree%'",
    )[0]
    .clone();
    let one = |rows: &Value, field: &str| -> Value {
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len() as u64, articles);
        rows.iter()
            .find(|row| {
                row[field].as_str().is_some_and(|title| title.trim_matches(['{', '}']) == headline)
            })
            .unwrap()
            .clone()
    };
    let ris = one(&seen["all.ris"], "title");
    assert_eq!(
        (&ris["type_of_reference"], &ris["authors"][0], &ris["date"]),
        (&"NEWS".into(), &"Devereux-Kane, Orla".into(), &"2024/07/08/".into())
    );
    assert_eq!(
        (&ris["secondary_title"], &ris["year"]),
        (&"The Sample Gazette".into(), &"2024".into())
    );
    let bib = one(&seen["all.bib"], "title");
    assert_eq!(
        (&bib["author"], &bib["journal"], &bib["date"]),
        (
            &"Devereux-Kane, Orla and Kanbara, Haruo".into(),
            &"The Sample Gazette".into(),
            &"2024-07-08".into()
        )
    );
    let keys: BTreeSet<&str> = seen["all.bib"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["key"].as_str().unwrap())
        .collect();
    assert_eq!(keys.len() as u64, articles);
    let csl = one(&seen["all.csl.json"]["items"], "title");
    assert_eq!(csl["issued"]["date-parts"], serde_json::json!([[2024, 7, 8]]));
    let printed = seen["all.csl.json"]["printed"].to_string();
    assert!(
        printed.contains("Devereux-Kane, O. and Kanbara, H. (2024)") && printed.contains("8 July"),
        "{printed}"
    );

    // Annotations are at their words.
    let items = seen["all.jsonld"].as_array().unwrap();
    let quotes =
        count(&SAMPLES, &format!("SELECT count(*) FROM quotes WHERE article_id IN {shown}"));
    assert_eq!(items.len() as u64, mentions + quotes);
    let bodies: BTreeMap<String, String> =
        asked(&SAMPLES, "SELECT 'urn:sha256:' || sha256, body FROM articles")
            .into_iter()
            .map(|row| {
                row.split_once('|').map(|(urn, body)| (urn.to_owned(), body.to_owned())).unwrap()
            })
            .collect();
    for item in items {
        let Some(body) = bodies.get(item["target"]["source"].as_str().unwrap()) else { continue };
        let [place, words] = item["target"]["selector"].as_array().unwrap().as_slice() else {
            panic!("{item}")
        };
        let slice = |from: u64, to: u64| {
            body.chars().skip(from as usize).take((to - from) as usize).collect::<String>()
        };
        let (start, end) = (place["start"].as_u64().unwrap(), place["end"].as_u64().unwrap());
        assert_eq!(words["exact"].as_str(), Some(slice(start, end).as_str()));
        let around = format!(
            "{}{}{}",
            words["prefix"].as_str().unwrap(),
            slice(start, end),
            words["suffix"].as_str().unwrap()
        );
        assert!(body.contains(&around), "{item}");
    }
    let brat = seen["brat"].as_array().unwrap();
    assert_eq!(brat.len() as u64, articles);
    let kinds: u64 = brat
        .iter()
        .flat_map(|one| one["kinds"].as_array().unwrap())
        .filter(|kind| ["Person", "Organisation", "Place"].contains(&kind.as_str().unwrap()))
        .count() as u64;
    assert_eq!(kinds, mentions);
    let lines: Vec<&str> = brat
        .iter()
        .flat_map(|one| one["lines"].as_array().unwrap())
        .map(|line| line.as_str().unwrap())
        .collect();
    for beginning in ["*\tEquiv ", "R1\tSpeaker ", "N1\tReference T"] {
        assert!(lines.iter().any(|line| line.starts_with(beginning)), "{beginning}");
    }

    // A record that says what it is before each capture.
    let warc = seen["all.warc.gz"].as_array().unwrap();
    let captures = count(
        &SAMPLES,
        &format!(
            "SELECT count(DISTINCT capture_id) FROM article_spans WHERE article_id IN {shown}"
        ),
    );
    let of_kind = |kind: &str| warc.iter().filter(|record| record[0] == kind).count() as u64;
    assert_eq!(
        (of_kind("warcinfo"), of_kind("metadata"), of_kind("resource")),
        (1, captures, captures)
    );
}

#[test]
fn parquet_has_the_rows_and_types_of_the_tables() {
    let Some(python) = python() else { return };
    let workshop = of_every_format();
    fs::create_dir(workshop.path("out")).unwrap();
    export(&workshop, &["parquet", "--hidden", "-o", "out/parquet"]).expect(0);
    export(&workshop, &["csv", "--hidden", "-o", "out/csv"]).expect(0);
    let seen = seen_by_tools(&workshop, "out", &python);
    let tables = seen["parquet"].as_object().unwrap();
    assert_eq!(
        tables.keys().collect::<Vec<_>>(),
        seen["csv"].as_object().unwrap().keys().collect::<Vec<_>>()
    );
    assert!(tables.len() >= 17, "{:?}", tables.keys());
    for (name, table) in tables {
        let rows = count(&workshop, &format!("SELECT count(*) FROM {name}"));
        assert_eq!(table["rows"].as_u64(), Some(rows), "{name}");
        assert_eq!(seen["csv"][name].as_array().unwrap().len() as u64, rows, "{name}");
        assert_eq!(table["schema_version"], "10");
        let declared = asked(
            &workshop,
            &format!("SELECT name, type FROM pragma_table_xinfo('{name}') WHERE hidden <> 1"),
        );
        for column in declared {
            let (column, kind) = column.split_once('|').unwrap();
            let Some(found) = table["types"].get(column) else { continue };
            let expected = match kind {
                "INTEGER" => "BIGINT",
                "REAL" => "DOUBLE",
                _ if column.ends_with("_on") => "DATE",
                _ if column.ends_with("_at") && column != "captured_at" => {
                    "TIMESTAMP WITH TIME ZONE"
                }
                _ => "VARCHAR",
            };
            assert_eq!(found, expected, "{name}.{column}");
        }
    }
    assert!(tables["articles"]["rows"].as_u64().unwrap() > 100);
    let texts = |column: &str| {
        tables["articles"]["texts"][column]
            .as_array()
            .unwrap()
            .iter()
            .map(|text| text.as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("body"), asked(&workshop, "SELECT body FROM articles ORDER BY article_id"));
    assert_eq!(
        texts("headline"),
        asked(&workshop, "SELECT headline FROM articles ORDER BY article_id")
    );
}

#[test]
fn datasette_serves_the_archive_with_its_metadata() {
    let Some(python) = python() else { return };
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    export(&workshop, &["-o", "metadata.json"]).expect(0);
    let mut command = Command::new(python);
    command.arg(root().join("tests/tools/serve.py"));
    command.args([
        workshop.path("a.db"),
        "luxon".into(),
        workshop.path("metadata.json"),
        "Winston Peters".into(),
    ]);
    let answer = Ran::from(command.output().unwrap()).expect(0).json();
    assert_eq!(answer["failed"], serde_json::json!({}));
    assert!(!answer["found"].as_array().unwrap().is_empty());
    assert!(answer["labels"].as_array().unwrap().contains(&"Winston Peters".into()));
    let hidden = answer["hidden"].as_array().unwrap();
    for name in
        ["settings", "articles_fts_data", "near_duplicate_sketches", "refinery_schema_history"]
    {
        assert!(hidden.contains(&name.into()), "{name}");
    }
    // Every report is there, and says what it says here.
    let queries = answer["queries"].as_object().unwrap();
    let reports: BTreeSet<String> =
        cuttings::report::REPORTS.iter().map(|(name, _)| format!("report-{name}")).collect();
    assert_eq!(queries.keys().cloned().collect::<BTreeSet<_>>(), reports);
    let (known, _) = cuttings::report::all(None);
    for report in known {
        let rows = &queries[&format!("report-{}", report.name)];
        let takes = |name: &str| report.parameters.iter().any(|parameter| parameter.name == name);
        let mut arguments = vec!["query", &report.name, "--archive", "a.db", "--json"];
        // What depends on the day of the asking is asked elsewhere.
        if report
            .parameters
            .iter()
            .any(|parameter| matches!(parameter.default.as_deref(), Some("today" | "yesterday")))
        {
            continue;
        }
        let required = report.parameters.iter().any(|parameter| parameter.is_required);
        if !required {
            let ran = workshop.run(&arguments).expect(0).json();
            assert_eq!(
                rows[0].as_u64(),
                Some(ran.as_array().unwrap().len() as u64),
                "{}",
                report.name
            );
        }
        if takes("words") && required {
            continue;
        }
        if takes("name") {
            arguments.push("name=Winston Peters");
            let ran = workshop.run(&arguments).expect(0).json();
            assert_eq!(
                rows[1].as_u64(),
                Some(ran.as_array().unwrap().len() as u64),
                "{}",
                report.name
            );
        }
    }
    assert!(queries["report-mentions"][1].as_u64().unwrap() > 5);
    assert!(queries["report-words-near"][1].as_u64().unwrap() > 5);
}
