//! Other people's tools open an archive: Datasette, sqlite-utils, pandas, DuckDB and the stock shell.
//!
//! `tests/tools/install` installs them from PyPI into `target/tools`; without them these tests say so and pass. What the
//! page `docs/sql.md` asks is asked here, in three tools, of an archive with 20,000 articles.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::fixture::Fixture;
use crate::support::{Ran, Workshop, root};

const QUESTIONS: &str = include_str!("../../docs/sql.md");
const LARGE: &str = concat!(
    "CREATE TEMP TABLE size AS SELECT 20000 AS articles;",
    include_str!("../../benches/large.sql"),
    "DROP TABLE temp.size;"
);

/// Longer than any question may keep the processor.
const MOST_MILLISECONDS: f64 = 100.0;

/// A program of `target/tools`; `None`, said why, where they are not installed.
fn tool(name: &str) -> Option<PathBuf> {
    let path = root().join("target/tools/bin").join(name);
    if path.exists() {
        return Some(path);
    }
    crate::support::skipped!("there is no {}; tests/tools/install makes it", path.display());
    None
}

fn script(name: &str) -> PathBuf {
    root().join("tests/tools").join(name)
}

/// What a tool says, given `input`.
fn say(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    Ran::from(child.wait_with_output().unwrap())
}

/// An archive of the sample articles, with rulings of several kinds and a problem, so that few tables are empty.
fn sample() -> Workshop {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    let run = |arguments: &[&str], code: i32| {
        workshop.run(&[arguments, &["--archive", "a.db"]].concat()).expect(code)
    };
    run(&["ingest", seeds.to_str().unwrap()], 0);
    workshop.write("broken.json", "{\"headline\": ");
    run(&["ingest", "broken.json", seeds.to_str().unwrap()], 3);
    run(&["article", "tag", "1", "ferries", "--by", "ana"], 0);
    run(&["article", "hide", "2", "--by", "ana"], 0);
    workshop
}

#[test]
fn datasette_serves_every_table_and_view() {
    let Some(python) = tool("python") else { return };
    let workshop = sample();
    let mut command = Command::new(python);
    command.arg(script("serve.py")).arg(workshop.path("a.db")).arg("luxon");
    let answer = say(&mut command, "").expect(0).json();
    assert_eq!(answer["failed"], serde_json::json!({}));
    let names = |key: &str| -> Vec<&str> {
        answer[key].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
    };
    let documented: Vec<String> = workshop
        .run(&["query", "--archive", "a.db", "--json", "--sql",
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'articles_fts_%' AND name NOT LIKE 'sqlite_%'"])
        .expect(0)
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    let served = [names("tables"), names("views")].concat();
    for name in &documented {
        assert!(served.contains(&name.as_str()), "{name} is not served");
    }
    assert!(names("asked").len() > 2 * documented.len());
    // The search box and the links with labels are what people look for there.
    assert!(!answer["found"].as_array().unwrap().is_empty());
    assert!(names("labels").contains(&"Winston Peters"), "{}", answer["labels"]);
}

#[test]
fn sqlite_utils_reads_and_searches() {
    let (Some(python), Some(sqlite_utils)) = (tool("python"), tool("sqlite-utils")) else { return };
    let workshop = sample();
    let mut command = Command::new(python);
    command.arg(script("read.py")).arg(workshop.path("a.db")).arg("luxon");
    let answer = say(&mut command, "").expect(0).json();
    assert_eq!(answer["full_text"], "articles_fts");
    assert!(answer["read"].as_array().unwrap().len() > 40, "{answer}");
    assert!(!answer["found"].as_array().unwrap().is_empty());
    let mut command = Command::new(sqlite_utils);
    command.args(["search", "a.db", "articles", "luxon", "-c", "article_id"]);
    let found = say(command.current_dir(workshop.path(".")), "").expect(0).json();
    assert_eq!(found.as_array().unwrap().len(), answer["found"].as_array().unwrap().len());
}

/// The statements of the page, in their order.
fn questions() -> Vec<String> {
    let blocks = QUESTIONS.split("```sql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn twenty_questions_get_the_same_answer_in_three_tools() {
    let questions = questions();
    assert_eq!(questions.len(), 20);
    let Some(python) = tool("python") else { return };
    let large = Fixture::with(LARGE);
    let mut command = Command::new(python);
    command.arg(script("questions.py")).arg(&large.archive).arg(MOST_MILLISECONDS.to_string());
    let answers = say(&mut command, &serde_json::to_string(&questions).unwrap()).expect(0).json();
    let tools: Vec<&String> = answers.as_object().unwrap().keys().collect();
    assert_eq!(tools.len(), 3);
    let text = |value: &Value| match value {
        // DuckDB hands on what SQLite says as text.
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    for (number, question) in questions.iter().enumerate() {
        let answers = tools.iter().map(|tool| {
            let rows = answers[*tool][number]["rows"].as_array().unwrap();
            rows.iter()
                .map(|row| row.as_array().unwrap().iter().map(text).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        });
        let answers: Vec<_> = answers.collect();
        assert!(!answers[0].is_empty(), "question {} has no answer:\n{question}", number + 1);
        for (tool, answer) in tools.iter().zip(&answers) {
            assert_eq!(answer, &answers[0], "{tool}, question {}", number + 1);
        }
    }
    for (number, question) in questions.iter().enumerate() {
        let times: Vec<f64> =
            tools.iter().map(|tool| answers[*tool][number]["ms"].as_f64().unwrap()).collect();
        println!("question {}: {times:.1?} ms in {tools:?}", number + 1);
        assert!(times.iter().all(|time| *time < MOST_MILLISECONDS), "{times:?} ms:\n{question}");
    }
}

#[test]
fn our_own_program_answers_the_questions_as_well() {
    let large = Fixture::with(LARGE);
    for question in questions() {
        let ran = large.cuttings(&["query", "--json", "--sql", &question]);
        assert!(ran.status.success(), "{question}: {}", String::from_utf8_lossy(&ran.stderr));
        let rows: Value = serde_json::from_slice(&ran.stdout).unwrap();
        assert!(!rows.as_array().unwrap().is_empty(), "no rows: {question}");
    }
}

#[test]
fn duckdb_reads_tables_by_their_names() {
    let Some(python) = tool("python") else { return };
    let workshop = sample();
    let mut command = Command::new(python);
    command.arg(script("attach.py")).arg(workshop.path("a.db"));
    let answer = say(&mut command, "").expect(0).json();
    assert_eq!(answer["failed"], serde_json::json!({}));
    assert!(answer["read"].as_array().unwrap().len() > 25, "{answer}");
}
