//! How fast articles go in, against the least that SQLite needs to write the same rows.
//!
//! `cargo bench --bench ingest [-- CORPUS.jsonl]` ingests a corpus with the program as a user would, then
//! copies every row of the resulting archive, read into memory first, into a new file with the same schema,
//! indexes, triggers and settings, by plain prepared statements: the floor. Both in one run, because the
//! ratio means more than either figure. A second ingest shows what finding nothing new costs.
//!
//! Without a corpus on the command line it takes the 38,682 press releases of the evaluation data beside
//! the repository, and without these makes 5,000 articles of the samples in `seeds/articles`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = corpus(folder.path());
    let archive = folder.path().join("archive.db");
    run(&archive, &["init"], &[archive.as_path()]);

    let (ingest, peak) = run(&archive, &["ingest"], &[corpus.as_path()]);
    let (again, _) = run(&archive, &["ingest"], &[corpus.as_path()]);
    let (floor, articles, mentions) = floor(&archive, &folder.path().join("floor.db"));

    let rate = |time: Duration| articles as f64 / time.as_secs_f64();
    let size = fs::metadata(&archive).map_or(0, |metadata| metadata.len());
    println!("articles                {articles:>10}");
    println!("mentions                {mentions:>10}");
    println!("archive                 {:>10.1} MB", size as f64 / 1e6);
    println!(
        "ingest                  {:>10.0} articles/s ({:.2} s)",
        rate(ingest),
        ingest.as_secs_f64()
    );
    println!(
        "floor, the same rows    {:>10.0} articles/s ({:.2} s)",
        rate(floor),
        floor.as_secs_f64()
    );
    println!(
        "ingest / floor          {:>10.2} of the floor's rate",
        floor.as_secs_f64() / ingest.as_secs_f64()
    );
    println!(
        "second ingest           {:>10.0} articles/s ({:.2} s)",
        rate(again),
        again.as_secs_f64()
    );
    println!("peak memory of ingest   {:>10.0} MB", peak as f64 / 1024.0);
}

/// Runs the program on an archive; its time, and its greatest resident size in KiB.
fn run(archive: &Path, command: &[&str], paths: &[&Path]) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cuttings"));
    child.args(command).args(paths).stdout(Stdio::null());
    if command != ["init"] {
        child.arg("--archive").arg(archive);
    }
    let mut child = child.spawn().expect("the program starts");
    let mut peak = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.split_whitespace().next());
        peak = resident.and_then(|text| text.parse().ok()).unwrap_or(peak).max(peak);
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            // Real corpora hold a record or two without text, which is exit code 3.
            assert!(matches!(status.code(), Some(0 | 3)), "{command:?} ended with {status}");
            return (started.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Writes the rows of `archive` anew; the time that took, and how many articles and mentions there are.
fn floor(archive: &Path, target: &Path) -> (Duration, usize, usize) {
    let source = Connection::open(archive).expect("the archive opens");
    let tables: Vec<String> = source
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'articles\\_fts%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY rowid")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .expect("the schema is readable");
    let read = |table: &String| -> (String, Vec<Vec<Value>>) {
        let mut statement =
            source.prepare(&format!("SELECT * FROM {table}")).expect("a table is readable");
        let names: Vec<String> =
            statement.column_names().map(str::to_owned).filter(|name| name != "seen").collect();
        let rows = statement
            .query_map([], |row| {
                names.iter().map(|name| row.get::<_, Value>(name.as_str())).collect()
            })
            .and_then(|rows| rows.collect::<rusqlite::Result<Vec<Vec<Value>>>>())
            .expect("rows are readable");
        let marks = vec!["?"; names.len()].join(", ");
        (format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", ")), rows)
    };
    let content: Vec<(String, Vec<Vec<Value>>)> =
        tables.iter().filter(|name| !name.starts_with("refinery")).map(read).collect();
    let count = |name: &str| {
        content
            .iter()
            .find(|(sql, _)| sql.starts_with(&format!("INSERT INTO {name} ")))
            .map_or(0, |(_, rows)| rows.len())
    };

    let connection = Connection::open(target).expect("a new file opens");
    connection
        .execute_batch(concat!(
            include_str!("../migrations/V1__archive.sql"),
            include_str!("../migrations/V2__quotes_roles_decisions.sql"),
            include_str!("../migrations/V3__forms_of_news.sql"),
        ))
        .expect("the schema is made");
    connection
        .execute_batch("PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA cache_size = -64000; PRAGMA foreign_keys = off;")
        .expect("the settings are taken");
    let started = Instant::now();
    connection.execute_batch("BEGIN IMMEDIATE").expect("a transaction begins");
    let mut opened = Instant::now();
    for (sql, rows) in &content {
        let mut statement = connection.prepare(sql).expect("an insert is prepared");
        for row in rows {
            statement.execute(params_from_iter(row)).expect("a row goes in");
            if opened.elapsed() > Duration::from_secs(1) {
                connection.execute_batch("COMMIT; BEGIN IMMEDIATE").expect("a batch commits");
                opened = Instant::now();
            }
        }
    }
    connection
        .execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("the last batch commits");
    (started.elapsed(), count("articles"), count("mentions"))
}

fn corpus(folder: &Path) -> PathBuf {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    if let Some(path) = named {
        return path.into();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let releases = root.join("../shared/eval/corpora/text/us_senate_press_releases.jsonl.zst");
    let path = folder.join("corpus.jsonl");
    let mut file = fs::File::create(&path).expect("a corpus can be made");
    if let Ok(packed) = fs::File::open(releases) {
        zstd::stream::copy_decode(packed, &mut file).expect("the releases unpack");
        return path;
    }
    println!("no evaluation data beside the repository: 5,000 articles made of the samples");
    let mut samples: Vec<String> = fs::read_dir(root.join("seeds/articles"))
        .expect("the samples are there")
        .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
        .collect();
    samples.sort();
    for number in 0..5_000 {
        let sample = samples.get(number % samples.len()).expect("there are samples");
        let record =
            serde_json::json!({ "id": number, "text": format!("{sample}\n\nCopy {number}.") });
        writeln!(file, "{record}").expect("a record is written");
    }
    path
}
