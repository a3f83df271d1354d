//! `derive` prints what `ingest` stores, row for row, whatever the input; and answers every record.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::Stdio;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{Ran, Workshop, root};

/// What `derive` makes of these paths.
fn derived(workshop: &Workshop, arguments: &[&str]) -> Vec<Value> {
    let ran = workshop.run(&[&["derive"], arguments].concat());
    assert!([0, 3].contains(&ran.code), "{}", ran.stderr);
    lines(&ran)
}

fn lines(ran: &Ran) -> Vec<Value> {
    let parsed = ran.stdout.lines().map(serde_json::from_str);
    parsed.collect::<Result<_, _>>().expect("each line is JSON")
}

/// `derive` of these records on standard input.
fn of_records(workshop: &Workshop, arguments: &[&str], records: &str) -> Ran {
    let mut child = workshop
        .command(&[&["derive"], arguments].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Dropped after writing, so that the program sees the end.
    let mut pipe = child.stdin.take().unwrap();
    let written = pipe.write_all(records.as_bytes());
    drop(pipe);
    let ran = Ran::from(child.wait_with_output().unwrap());
    written.unwrap();
    ran
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], |list| list)
}

/// The rows of a statement, each as an object.
fn rows(workshop: &Workshop, sql: &str) -> Vec<Value> {
    lines(
        &workshop.run(&["query", "--sql", sql, "--format", "jsonl", "--archive", "a.db"]).expect(0),
    )
}

/// Rows by what they belong to, in their order.
type Grouped = BTreeMap<String, Vec<Value>>;

/// The rows of a statement by their column `of`.
fn stored(workshop: &Workshop, sql: &str) -> Grouped {
    let mut grouped = Grouped::new();
    for mut row in rows(workshop, sql) {
        let of = row.as_object_mut().unwrap().remove("of").unwrap();
        grouped.entry(of.as_str().unwrap().to_owned()).or_default().push(row);
    }
    grouped
}

/// The columns of a statement that say whom a row means.
const WHOM: &str = "CASE WHEN person_id IS NOT NULL THEN 'person' WHEN organisation_id IS NOT NULL THEN 'organisation'
    WHEN place_id IS NOT NULL THEN 'place' END AS kind,
    coalesce(people.key, organisations.key, places.key) AS key";

const NAMED: &str =
    "LEFT JOIN people USING (person_id) LEFT JOIN organisations USING (organisation_id)
    LEFT JOIN places USING (place_id)";

/// `{"speaker": {…}}` as the columns `kind` and `key`.
fn whom(row: &Value, named: &str) -> Value {
    let mut row = row.clone();
    let object = row.as_object_mut().unwrap();
    let means = object.remove(named).unwrap();
    object.insert("kind".to_owned(), means["kind"].clone());
    object.insert("key".to_owned(), means["key"].clone());
    row
}

/// In the order of a table's key.
fn in_order(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(|row| {
        let number = |column: &str| row[column].as_i64().unwrap_or_default();
        (
            row["field"].as_str().unwrap_or_default().to_owned(),
            number("start_char"),
            number("person_start_char"),
        )
    });
    rows
}

#[track_caller]
fn same(table: &str, derived: &Grouped, stored: &Grouped) {
    let all: BTreeSet<&String> = derived.keys().chain(stored.keys()).collect();
    for of in all {
        assert_eq!(derived.get(of), stored.get(of), "{table} of {of}");
    }
}

#[test]
fn derive_prints_what_ingest_stores_row_for_row() {
    let workshop = Workshop::with_archive(&[]);
    let (corpus, seeds) = (root().join("tests/corpus"), root().join("seeds/articles"));
    let paths = [corpus.to_str().unwrap(), seeds.to_str().unwrap()];
    workshop.run(&[&["ingest", "--archive", "a.db"], &paths[..]].concat()).expect(3);
    let lines = derived(&workshop, &paths);

    // Which of several drafts of a text its article was made from, `outranks` says; the hash of its row tells it.
    let mut candidates: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut texts = BTreeSet::new();
    for article in lines.iter().flat_map(|line| list(line, "articles")) {
        candidates.insert(text(article, "row_sha256"), article);
        texts.insert(text(article, "sha256"));
    }
    let articles = rows(
        &workshop,
        "SELECT articles.*, publishers.name AS publisher FROM articles LEFT JOIN publishers USING (publisher_id)",
    );
    assert_eq!(articles.len(), texts.len());
    let mut chosen: BTreeMap<&str, &Value> = BTreeMap::new();
    for article in &articles {
        let derived = candidates
            .get(text(article, "row_sha256"))
            .unwrap_or_else(|| panic!("not derived: {article}"));
        let mut compared = 0;
        for (column, cell) in derived.as_object().unwrap() {
            if !cell.is_array() {
                assert_eq!(&article[column], cell, "{column} of {}", article["headline"]);
                compared += 1;
            }
        }
        assert!(compared > 28);
        chosen.insert(text(article, "sha256"), derived);
    }
    assert!(chosen.len() > 150, "{}", chosen.len());

    let of_articles = |rows_of: &dyn Fn(&Value) -> Vec<Value>| -> Grouped {
        let rows = chosen.iter().map(|(sha256, article)| ((*sha256).to_owned(), rows_of(article)));
        rows.filter(|(_, rows)| !rows.is_empty()).collect()
    };
    let mentions = of_articles(&|article| {
        let rows = list(article, "mentions").iter().map(|row| {
            let mut row = row.clone();
            row.as_object_mut().unwrap().remove("name");
            row
        });
        in_order(rows.collect())
    });
    same("mentions", &mentions, &stored(&workshop, &format!(
        "SELECT articles.sha256 AS of, field, start_char, end_char,
            coalesce(surface_form, people.name, organisations.name, places.name) AS surface_form, {WHOM}, rule,
            antecedent_start_char, antecedent_field, confidence
         FROM mentions JOIN articles USING (article_id) {NAMED} ORDER BY 1, field, start_char"
    )));
    let quotes = of_articles(&|article| {
        in_order(list(article, "quotes").iter().map(|row| whom(row, "speaker")).collect())
    });
    same("quotes", &quotes, &stored(&workshop, &format!(
        "SELECT articles.sha256 AS of, field, start_char, end_char, speaker_start_char, speaker_end_char,
            mention_start_char, {WHOM}, cue_start_char, cue_end_char, rule, confidence, words_sha256, word_count,
            speaker_gender
         FROM quotes JOIN articles USING (article_id) {NAMED} ORDER BY 1, field, start_char"
    )));
    let roles = of_articles(&|article| {
        let rows = list(article, "roles").iter().map(|row| {
            let mut row = whom(row, "held_in");
            let person = row.as_object_mut().unwrap().remove("person").unwrap();
            row["person"] = person["key"].clone();
            row
        });
        in_order(rows.collect())
    });
    same("roles", &roles, &stored(&workshop,
        "SELECT articles.sha256 AS of, field, start_char, person_start_char, end_char, title, people.key AS person,
            CASE WHEN organisation_id IS NOT NULL THEN 'organisation' WHEN place_id IS NOT NULL THEN 'place' END AS kind,
            coalesce(organisations.key, places.key) AS key, rule, confidence
         FROM roles JOIN articles USING (article_id) LEFT JOIN people USING (person_id)
            LEFT JOIN organisations USING (organisation_id) LEFT JOIN places USING (place_id)
         ORDER BY 1, field, start_char, person_start_char"
    ));
    let authors = of_articles(&|article| {
        let rows = list(article, "article_authors").iter().map(|row| {
            json!({ "position": row["position"], "name": row["name"], "key": row["person"]["key"] })
        });
        rows.collect()
    });
    same("article_authors", &authors, &stored(&workshop,
        "SELECT articles.sha256 AS of, position, article_authors.name, people.key FROM article_authors
         JOIN articles USING (article_id) JOIN people USING (person_id) ORDER BY 1, position"
    ));
    for (table, columns, order) in [
        ("field_origins", "field, rule", "article_id"),
        ("article_captions", "number, caption, credit", "number"),
    ] {
        let as_a_set = |rows: &[Value]| {
            let mut rows = rows.to_vec();
            rows.sort_by_key(|row| (row["field"].to_string(), row["number"].as_u64()));
            rows
        };
        let derived = of_articles(&|article| as_a_set(list(article, table)));
        let mut found = stored(
            &workshop,
            &format!(
                "SELECT articles.sha256 AS of, {columns} FROM {table} JOIN articles USING (article_id) ORDER BY 1, {order}"
            ),
        );
        found.values_mut().for_each(|rows| *rows = as_a_set(rows));
        same(table, &derived, &found);
    }
    let mut sketches = of_articles(&|article| list(article, "near_duplicate_sketches").to_vec());
    sketches.values_mut().for_each(|numbers| numbers.sort_by_key(Value::as_u64));
    let mut found = stored(
        &workshop,
        "SELECT articles.sha256 AS of, number FROM near_duplicate_sketches JOIN articles USING (article_id) ORDER BY 1, 2",
    );
    found.values_mut().for_each(|rows| {
        rows.iter_mut().for_each(|row| *row = row["number"].clone());
    });
    same("near_duplicate_sketches", &sketches, &found);
    entities_are_named_alike(&workshop, chosen.values().copied());
    captures_are_the_same(&workshop, &lines);
    problems_are_the_same(&workshop, &lines);

    // The catalogue of an archive without rulings is the one that comes with the program.
    let with_archive = derived_of(&workshop, &["--archive", "a.db"], &paths);
    assert_eq!(with_archive, lines);
}

fn derived_of(workshop: &Workshop, options: &[&str], paths: &[&str]) -> Vec<Value> {
    derived(workshop, &[options, paths].concat())
}

/// The name of an automatic entry is the greatest of the forms that texts have, and of any other the catalogue's.
fn entities_are_named_alike<'v>(workshop: &Workshop, articles: impl Iterator<Item = &'v Value>) {
    let mut names: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let mut met = |entity: &Value| {
        if !entity.is_null() {
            let of = (text(entity, "kind").to_owned(), text(entity, "key").to_owned());
            names.entry(of).or_default().insert(text(entity, "name").to_owned());
        }
    };
    for article in articles {
        list(article, "mentions").iter().for_each(&mut met);
        list(article, "quotes").iter().for_each(|row| met(&row["speaker"]));
        list(article, "article_authors").iter().for_each(|row| met(&row["person"]));
        list(article, "roles").iter().for_each(|row| met(&row["held_in"]));
    }
    let mut known = BTreeMap::new();
    for (kind, table) in
        [("person", "people"), ("organisation", "organisations"), ("place", "places")]
    {
        for row in rows(workshop, &format!("SELECT key, name, origin FROM {table}")) {
            known.insert((kind.to_owned(), text(&row, "key").to_owned()), row);
        }
    }
    assert!(names.len() > 300, "{}", names.len());
    for (entity, names) in &names {
        let stored = &known[entity];
        assert_eq!(names.last().map(String::as_str), stored["name"].as_str(), "{entity:?}");
        assert!(stored["origin"] == "automatic" || names.len() == 1, "{entity:?}: {names:?}");
    }
    let automatic = known.iter().filter(|(_, row)| row["origin"] == "automatic");
    for (entity, _) in automatic {
        assert!(names.contains_key(entity), "{entity:?} is not derived");
    }
}

fn captures_are_the_same(workshop: &Workshop, lines: &[Value]) {
    let mut spans = Grouped::new();
    let mut captures = Grouped::new();
    let mut parts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line["sha256"].is_string()) {
        let of = text(line, "sha256").to_owned();
        let columns = [
            "format",
            "format_given",
            "reader_version",
            "media_type",
            "encoding",
            "byte_count",
            "text_byte_count",
        ];
        let mut row: serde_json::Map<String, Value> =
            columns.map(|column| (column.to_owned(), line[column].clone())).into_iter().collect();
        row["format_given"] = u8::from(line["format_given"] == true).into();
        captures.insert(of.clone(), vec![Value::Object(row)]);
        spans.insert(of.clone(), list(line, "article_spans").to_vec());
        for article in list(line, "articles") {
            for url in list(article, "article_urls") {
                let row = format!("{of} {} {}", article["part"], text(url, "canonical_url"));
                parts.entry("article_urls").or_default().insert(row);
            }
            for topic in list(article, "received_topics") {
                let row = format!("{of} {} {}", article["part"], topic.as_str().unwrap());
                parts.entry("received_topics").or_default().insert(row);
            }
        }
        for notice in list(line, "notices") {
            let row = format!("{of} {} {}", text(notice, "identifier"), text(notice, "status"));
            parts.entry("notices").or_default().insert(row);
        }
    }
    spans.retain(|_, rows| !rows.is_empty());
    same("captures", &captures, &stored(workshop,
        "SELECT sha256 AS of, format, format_given, reader_version, media_type, encoding, byte_count, text_byte_count
         FROM captures"
    ));
    same("article_spans", &spans, &stored(workshop,
        "SELECT sha256 AS of, start_byte, end_byte, role, part FROM article_spans JOIN captures USING (capture_id)
         ORDER BY 1, start_byte"
    ));
    for (table, words) in [
        ("article_urls", "part || ' ' || canonical_url"),
        ("received_topics", "part || ' ' || topic"),
        ("notices", "identifier || ' ' || status"),
    ] {
        let found = rows(
            workshop,
            &format!(
                "SELECT sha256 || ' ' || {words} AS row FROM {table} JOIN captures USING (capture_id)"
            ),
        );
        let found: BTreeSet<String> = found.iter().map(|row| text(row, "row").to_owned()).collect();
        assert_eq!(parts.remove(table).unwrap_or_default(), found, "{table}");
    }
}

fn problems_are_the_same(workshop: &Workshop, lines: &[Value]) {
    let in_words = |row: &Value| {
        let record = row["record"].as_str().unwrap_or_default();
        format!("{} {record} {} {}", text(row, "uri"), text(row, "outcome"), text(row, "reason"))
    };
    let derived: BTreeSet<String> =
        lines.iter().flat_map(|line| list(line, "problems")).map(in_words).collect();
    let found = rows(workshop, "SELECT uri, record, outcome, reason FROM problems");
    let found: BTreeSet<String> = found.iter().map(in_words).collect();
    assert!(!found.is_empty());
    assert_eq!(derived, found);
}

/// What `extract` took for one person before it came through a reader.
#[test]
fn a_dateline_is_no_part_of_a_name() {
    let workshop = Workshop::new();
    let words =
        "WELLINGTON - Winston Peters said on Monday that the talks would go on. Peters left.";
    let record = json!({ "id": "a", "text": words }).to_string();
    let ran = of_records(&workshop, &[], &record).expect(0);
    let line = ran.json();
    assert_eq!((&line["id"], text(&line, "uri")), (&json!("a"), "stdin:#L1"));
    let article = &line["articles"][0];
    assert_eq!(text(article, "dateline"), "WELLINGTON -");
    let names: Vec<(&str, &str, &Value)> = list(article, "mentions")
        .iter()
        .map(|row| (text(row, "name"), text(row, "rule"), &row["antecedent_start_char"]))
        .collect();
    assert_eq!(
        names,
        [
            ("Winston Peters", "catalogue-name", &Value::Null),
            ("Winston Peters", "surname-after-full", &json!(0)),
        ]
    );
    assert_eq!(
        ran.stderr.trim(),
        "1 record, 1 capture: 1 article in 1 of them, 0 without; 0 problems (0 refused, 0 skipped)"
    );
    assert_eq!(of_records(&workshop, &["--quiet"], &record).expect(0).stderr, "");
}

#[test]
fn every_record_is_answered_in_order_and_a_bad_one_with_its_problem() {
    let workshop = Workshop::new();
    let story = "Harbour tolls to rise\n\nBy Ana Roa\n\nTolls rise in May, Minister Torvald Eikeland said.\n";
    let file = |more: Value| {
        let mut record = json!({ "bytes": STANDARD.encode(story), "name": "tolls.txt" });
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        record.to_string()
    };
    let mail = format!(
        "From a@b.example Mon Mar  4 09:00:00 2024\nFrom: a@b.example\nSubject: One\n\n{story}\n"
    );
    let records = [
        file(json!({ "id": { "n": [1.50] }, "publisher": "RNZ", "date": "2024-03-04", "language": "mi",
            "url": "https://www.rnz.co.nz/tolls" })),
        "not JSON".to_owned(),
        String::new(),
        json!({ "id": 3, "bytes": "!" }).to_string(),
        file(json!({ "id": 4, "date": "soon" })),
        file(json!({ "id": 5, "url": "tolls" })),
        file(json!({ "id": 6, "language": "English" })),
        file(json!({ "id": 7, "format": "papyrus" })),
        json!({ "id": 8, "format": "text" }).to_string(),
        json!({ "id": 9, "text": "" }).to_string(),
        json!({ "id": 10, "format": "html", "text": format!("<h1>Tolls</h1><p>{story}{story}</p>") }).to_string(),
        json!({ "id": 11, "bytes": STANDARD.encode(format!("{mail}{mail}")), "name": "x.mbox" }).to_string(),
        json!({ "id": 12, "title": "Tolls", "text": story, "format": "long read" }).to_string(),
    ];
    let ran = of_records(&workshop, &["--json"], &records.join("\n")).expect(3);
    let mut lines = lines(&ran);
    let summary = lines.pop().unwrap();
    let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
    let numbers: Vec<Value> = [3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12].map(Value::from).into();
    assert_eq!(ids[..2], [&json!({ "n": [1.5] }), &Value::Null]);
    assert!(ran.stdout.starts_with("{\"id\":{\"n\":[1.5]}"), "{}", ran.stdout);
    assert_eq!(ids[2..], numbers.iter().collect::<Vec<_>>());
    let article = &lines[0]["articles"][0];
    assert_eq!(text(article, "publisher"), "RNZ");
    assert_eq!((text(article, "published"), text(article, "language")), ("2024-03-04", "mi"));
    let origins: BTreeSet<String> = list(article, "field_origins")
        .iter()
        .map(|row| format!("{} {}", text(row, "field"), text(row, "rule")))
        .collect();
    for hint in ["publisher", "published", "url", "language"] {
        assert!(origins.contains(&format!("{hint} hint:{hint}")), "{origins:?}");
    }
    let reasons: Vec<&str> =
        lines[1..8].iter().map(|line| text(&line["problems"][0], "reason")).collect();
    for (reason, part) in reasons.iter().zip([
        "not valid JSON",
        "not base64",
        "`published`",
        "`url`",
        "`language`",
        "no `papyrus`",
        "neither `bytes` nor `text`",
    ]) {
        assert!(reason.contains(part), "{reason}");
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    }
    assert!(lines[1..9].iter().all(|line| list(line, "articles").is_empty()));
    assert_eq!(text(&lines[9], "format"), "html");
    let messages: Vec<&str> = lines[10..12].iter().map(|line| text(line, "uri")).collect();
    assert_eq!(messages, ["stdin:#L12/message-1", "stdin:#L12/message-2"]);
    // A field that has the name of ours and says something else is the record's own.
    assert_eq!((text(&lines[12], "format"), list(&lines[12], "articles").len()), ("jsonl", 1));
    for (count, number) in [
        ("records", 12),
        ("captures", 13),
        ("with_articles", 5),
        ("without", 8),
        ("again", 0),
        ("articles", 5),
        ("exit", 3),
    ] {
        assert_eq!(summary[count], number, "{count} in {summary}");
    }
}

/// A file gives the same rows by its path and by its bytes in a record.
#[test]
fn bytes_in_a_record_are_the_file() {
    let workshop = Workshop::new();
    let folder = root().join("tests/corpus/html");
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = STANDARD.encode(std::fs::read(&path).unwrap());
        let record = json!({ "bytes": bytes, "name": name }).to_string();
        let mut of_path = derived(&workshop, &[path.to_str().unwrap()]);
        let mut of_bytes = lines(&of_records(&workshop, &[], &record));
        for line in of_path.iter_mut().chain(&mut of_bytes) {
            line["uri"].take();
            list_mut(line, "problems").iter_mut().for_each(|problem| {
                problem["uri"].take();
                problem["record"].take();
            });
        }
        assert_eq!(of_bytes, of_path, "{name}");
        compared += 1;
        if compared == 8 {
            break;
        }
    }
    assert!(compared > 3);
}

fn list_mut<'v>(value: &'v mut Value, key: &str) -> &'v mut [Value] {
    value[key].as_array_mut().map_or(&mut [], |list| list)
}

#[test]
fn an_archive_lends_its_catalogue_its_rulings_and_its_erasures() {
    let workshop = Workshop::with_archive(&[
        ("one.txt", "Ferry returns\n\nThe ferry would sail again in May, Torvald Eikeland said.\n"),
        ("two.txt", "Bridge opens\n\nThe bridge at Ashford is open, Ottilie Brandwein said.\n"),
    ]);
    let before = std::fs::read(workshop.path("a.db")).unwrap();
    let names = |options: &[&str]| -> Vec<String> {
        let lines = derived(&workshop, &[options, &["in/one.txt"]].concat());
        let mentions = list(&lines[0]["articles"][0], "mentions");
        mentions.iter().map(|mention| text(mention, "name").to_owned()).collect()
    };
    assert_eq!(names(&[]), ["Torvald Eikeland"]);
    assert_eq!(names(&["--archive", "a.db"]), ["Torvald Eikeland"]);
    assert!(std::fs::read(workshop.path("a.db")).unwrap() == before, "the archive was written to");
    let ruled = |arguments: &[&str]| {
        let all = [arguments, &["--by", "ottilie", "--archive", "a.db"]].concat();
        workshop.run(&all).expect(0);
    };
    ruled(&["person", "rename", "Torvald Eikeland", "Torvald Olai Eikeland"]);
    assert_eq!(names(&["--archive", "a.db"]), ["Torvald Olai Eikeland"]);
    // An archive that is not named is not asked.
    let mut command = workshop.command(&["derive", "in/one.txt"]);
    let ran = Ran::from(command.env("CUTTINGS_ARCHIVE", workshop.path("a.db")).output().unwrap());
    assert_eq!(ran.json()["articles"][0]["mentions"][0]["name"], "Torvald Eikeland");
    ruled(&["forget", "article", "2", "--because", "a court order"]);
    let ran = workshop.run(&["derive", "in/two.txt", "--archive", "a.db"]).expect(3);
    assert!(ran.json()["problems"][0]["reason"].as_str().unwrap().starts_with("erased on"));
    workshop.write("none.db", "no archive");
    workshop.run(&["derive", "in/one.txt", "--archive", "none.db"]).expect(65);
    workshop.run(&["derive", "in/one.txt", "--archive", "missing.db"]).expect(66);
}

#[test]
fn nothing_in_is_nothing_out() {
    let workshop = Workshop::new();
    for records in ["", "\n \n"] {
        let ran = of_records(&workshop, &[], records).expect(0);
        assert_eq!(ran.stdout, "");
        assert!(ran.stderr.starts_with("0 records, 0 captures"), "{}", ran.stderr);
    }
}
