//! What holds of the rows of all reports: each can be opened, whom an article names narrows them, and names and titles that
//! want to do harm are text in every format.

use std::process::{Command, Stdio};

use cuttings::output::safe;
use cuttings::report::{self, ParameterKind};
use rusqlite::Connection;
use serde_json::Value;

use crate::fixture::Fixture;
use crate::reports::{archive, check, own_archive};
use crate::support::{Workshop, program};

/// Reports whose rows have no article, and what they are about instead.
const WITHOUT_ARTICLE: [(&str, &str); 3] = [
    ("feeds", "what is subscribed to"),
    ("runs", "what was done to the archive"),
    ("problems", "inputs that gave no article"),
];

#[test]
fn every_row_can_be_opened() {
    let fixture = Fixture::filled();
    let connection = Connection::open(&fixture.archive).unwrap();
    for report in report::all(None).0 {
        let statement = connection.prepare(&report.sql).unwrap();
        let names: Vec<&str> = statement.column_names().collect();
        let has_article =
            names.iter().any(|name| name.ends_with("article_id") || *name == "story_id");
        let is_known = WITHOUT_ARTICLE.iter().any(|(name, _)| *name == report.name);
        assert_ne!(has_article, is_known, "{}: {names:?}", report.name);
    }
}

/// The last of the articles that a row counts, of the seven that `reports` counts by hand.
#[test]
fn the_last_article_of_a_row_is_one_that_it_counts() {
    let workshop = archive();
    let last = |words: &[&str], names: &[&str], expected: &[&str]| {
        check(workshop, words, &[names, &["last_article_id"]].concat(), expected);
    };
    last(
        &["timeline"],
        &["period", "articles"],
        &["2024-01 | 1 | 1", "2024-02 | 2 | 3", "2024-03 | 4 | 7"],
    );
    last(
        &["timeline-people", "top=1"],
        &["period", "name", "articles"],
        &[
            "2024-01 | Tomas Brandvold | 1 | 1",
            "2024-02 | Tomas Brandvold | 1 | 3",
            "2024-03 | Tomas Brandvold | 3 | 6",
        ],
    );
    last(&["publishers"], &["name", "articles"], &["The Tide | 5 | 7", "Harbour Post | 2 | 4"]);
    last(&["coverage"], &["name", "total"], &["The Tide | 5 | 7", "Harbour Post | 2 | 4"]);
    last(
        &["coverage", "per=place"],
        &["name", "total"],
        &["Oslo | 5 | 7", "Wellington | 3 | 7", "Dunedin | 1 | 2"],
    );
    last(
        &["network"],
        &["name", "other", "articles"],
        &[
            "Tomas Brandvold | Ingrid Halloway | 2 | 6",
            "Tomas Brandvold | Petra Lindqvist | 2 | 5",
            "Ingrid Halloway | Petra Lindqvist | 1 | 7",
        ],
    );
    last(
        &["new-names", "since=2024-02", "kind=place"],
        &["name", "origin", "articles"],
        &["Oslo | catalogue | 5 | 7", "Dunedin | catalogue | 1 | 2"],
    );
}

/// Where a row is about a name, it says where that comes from, and that can be asked for.
#[test]
fn new_names_and_roles_say_where_a_name_comes_from() {
    let workshop = own_archive();
    let new = |origin: &str| {
        let names: &[&str] = match origin {
            "automatic" => &["Petra Lindqvist | person"],
            "catalogue" => &["Oslo | place"],
            _ => &[],
        };
        let origin = format!("origin={origin}");
        check(&workshop, &["new-names", "since=2024-02-10", &origin], &["name", "kind"], names);
    };
    ["automatic", "catalogue", "ruled"].iter().for_each(|origin| new(origin));
    let roles = |origin: &str, expected: &[&str]| {
        let origin = format!("origin={origin}");
        check(&workshop, &["roles", &origin], &["name", "title", "origin"], expected);
    };
    roles("automatic", &["Tomas Brandvold | minister | automatic"]);
    roles("ruled", &[]);
    let rename = ["person", "rename", "Tomas Brandvold", "Thomas Brandvold", "--by", "ana"];
    workshop.run(&[&rename[..], &["--archive", "a.db"]].concat()).expect(0);
    roles("automatic", &[]);
    roles("ruled", &["Thomas Brandvold | minister | ruled"]);
}

#[test]
fn articles_are_asked_for_by_whom_they_name() {
    let workshop = archive();
    check(workshop, &["articles", "name=Petra Lindqvist"], &["article_id"], &["7", "5", "4"]);
    check(workshop, &["articles", "name=halloway", "until=2024-02"], &["article_id"], &["2", "1"]);
    check(workshop, &["articles", "name=Halloway", "kind=digest"], &["article_id"], &[]);
    check(workshop, &["articles", "name=Nobody Atall"], &["article_id"], &[]);
    check(
        workshop,
        &["arrivals", "name=Petra Lindqvist", "limit=2"],
        &["article_id", "publisher"],
        &["7 | The Tide", "5 | The Tide"],
    );
    check(workshop, &["arrivals", "name=Dunedin", "kind=person"], &["article_id"], &[]);
    check(
        workshop,
        &["timeline-publishers", "name=Petra Lindqvist"],
        &["period", "publisher", "articles", "last_article_id"],
        &["2024-03 | The Tide | 2 | 7", "2024-03 | Harbour Post | 1 | 4"],
    );
}

/// What the hint says where a name means several narrows it down, in every report that takes one.
#[test]
fn the_hint_for_a_name_of_several_works() {
    let workshop = Workshop::with_archive(&[]);
    let records = [
        ("1", "Tomas Brandvold sold the ferry, said Ines Brandvold. \"It is a fair price,\" Ann Ng said."),
        ("2", "Ines Brandvold bought the ferry on Monday. \"It is a good ferry,\" Ann Ng said."),
    ]
    .map(|(headline, body)| serde_json::json!({"headline": headline, "body": body, "published": "2024-03-01"}).to_string());
    workshop.write("in.jsonl", records.join("\n"));
    workshop.run(&["ingest", "in.jsonl", "--archive", "a.db"]).expect(0);
    let mut tried = 0;
    for report in report::all(None).0 {
        for parameter in report
            .parameters
            .iter()
            .filter(|known| matches!(known.kind, ParameterKind::Name | ParameterKind::NameOrWords))
        {
            let ask = |more: &[&str]| {
                let words: &[&str] = if report.name == "near" { &["words=ferry"] } else { &[] };
                let all = [&["query", &report.name, "--archive", "a.db"], words, more].concat();
                workshop.run(&all)
            };
            let ran = ask(&[&format!("{}=Brandvold", parameter.name)]).expect(65);
            let hint = ran.stderr.split("say which, as in ").nth(1).unwrap().trim();
            let words: Vec<String> = hint.split("' ").map(|word| word.replace('\'', "")).collect();
            // A word that says no name goes with the one that does.
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            let name = format!("{}=Brandvold", parameter.name);
            if !words.iter().any(|word| word.starts_with(&format!("{}=", parameter.name))) {
                words.push(&name);
            }
            ask(&words).expect(0);
            tried += 1;
        }
    }
    assert!(tried > 12, "only {tried} parameters");
}

/// Articles whose heads say what nobody's should; all name one person and stand in one paper, as long as it is let.
fn hostile() -> Workshop {
    let long = "Zz".repeat(5_000);
    let texts: Vec<String> = [
        "</script><script>alert(1)</script>",
        "Red \u{1b}[31malert\u{1b}[0m \u{9b}2J \u{7}",
        "gnp.\u{202e}exe \u{2066}harbour",
        "=HYPERLINK(\"http://example.org\")",
        "'; DROP TABLE articles; --",
        "a | b\tc\nd \"quoted\", `ticks` **bold** [x](javascript:alert(1))",
        &long,
    ]
    .iter()
    .enumerate()
    .map(|(at, text)| {
        serde_json::json!({
            "headline": format!("{text} {at}"), "publisher": text, "byline": format!("By {text}"), "section": text,
            "published": format!("2024-03-0{}", at + 1), "url": format!("https://example.org/{at}"),
            "body": format!("Harbour Minister Ann Ng met {text} in Suva on day {at}.\n\n\"The harbour of {text} is open to all,\" Ann Ng said."),
        })
        .to_string()
    })
    .collect();
    let workshop = Workshop::with_archive(&[]);
    workshop.write("in.jsonl", texts.join("\n"));
    workshop.run(&["ingest", "--archive", "a.db", "--topic", "=1+1</b>", "in.jsonl"]).expect(0);
    workshop
}

#[test]
fn names_and_titles_that_want_to_do_harm_are_text_in_every_report() {
    let workshop = hostile();
    let has_script = Command::new("script").arg("--version").output().is_ok();
    let mut with_rows = 0;
    for report in report::all(None).0 {
        let words = match report.name.as_str() {
            "near" => vec!["near", "name=Ann Ng", "words=harbour"],
            "arrivals" => vec!["arrivals", "ingested-since=2020"],
            name if report.parameters.iter().any(|known| known.is_required) => {
                vec![name, "name=Ann Ng"]
            }
            name => vec![name],
        };
        let ask = |more: &[&str]| {
            let arguments = [&["query"], words.as_slice(), &["--archive", "a.db"], more].concat();
            workshop.run(&arguments).expect(0).stdout
        };
        let rows: Vec<Value> = serde_json::from_str(&ask(&["--json"])).unwrap();
        with_rows += usize::from(!rows.is_empty());
        // A cell of CSV is that of JSON, to the letter.
        let table = ask(&["--format", "csv", "--csv-safe=false"]);
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let names = table.headers().unwrap().clone();
        let cells: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(cells.len(), rows.len(), "{words:?}");
        for (row, cells) in rows.iter().zip(&cells) {
            for (name, cell) in names.iter().zip(cells) {
                let text = match &row[name] {
                    Value::String(text) => text.clone(),
                    Value::Null => String::new(),
                    other => other.to_string(),
                };
                assert_eq!(cell, text, "{words:?}: {name}");
            }
        }
        // A spreadsheet takes none for a formula, a row of Markdown is a line, and nothing steers a terminal.
        let safe_table = ask(&["--format", "csv"]);
        let mut safe_table = csv::Reader::from_reader(safe_table.as_bytes());
        let is_formula = |cell: &str| {
            cell.starts_with(['=', '+', '@'])
                || (cell.starts_with('-') && cell.parse::<f64>().is_err())
        };
        for cells in safe_table.records().map(Result::unwrap) {
            assert!(!cells.iter().any(is_formula), "{words:?}: {cells:?}");
        }
        assert_eq!(ask(&["--format", "markdown"]).lines().count(), rows.len() + 2, "{words:?}");
        if has_script {
            let line = words.iter().map(|word| format!(" '{word}'")).collect::<String>();
            let shown = Command::new("script")
                .args([
                    "-qec",
                    &format!("stty cols 100; {} query{line} --archive a.db", program()),
                    "/dev/null",
                ])
                .current_dir(workshop.path("."))
                .env("HOME", workshop.path("."))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let shown = String::from_utf8(shown.stdout).unwrap().replace("\r\n", "\n");
            assert_eq!(shown.chars().find(|c| safe::is_unsafe(*c)), None, "{words:?}");
        }
    }
    if !has_script {
        crate::support::skipped!("there is no `script`");
    }
    assert!(with_rows > 20, "only {with_rows} reports have rows");
}
