//! How fast articles go in and how large they become, as one table.
//!
//! ```text
//! cargo bench --bench ingest                                 to 200,000 made articles, about a quarter of an hour
//! cargo bench --bench ingest -- --to 1000000                 on to a million, hours
//! cargo bench --bench ingest -- --last PATH                  and the same with the program of an earlier version
//! cargo bench --bench ingest -- --growth                     only the made articles
//! cargo bench --bench ingest -- --merge 20000                only how ten archives of that many made articles become one
//! ```
//!
//! Each figure is one of two in one run, because the ratio means more than either: against bare SQLite writing the same
//! rows (`floor`), against `sha256sum` reading the same bytes, against the first 20,000 articles, against the earlier
//! version, of a merge against one import of the same articles. The table that was measured last is kept in `benches/README.md`.

mod corpus;
mod floor;
mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use corpus::Corpus;
use run::{Cost, median_of_three, run};
use rusqlite::Connection;

/// Where the growth is looked at.
const STEPS: [u64; 9] =
    [20_000, 50_000, 100_000, 200_000, 250_000, 300_000, 400_000, 700_000, 1_000_000];

struct Given {
    to: u64,
    last: Option<PathBuf>,
    is_growth_only: bool,
    /// How many articles each of the archives has that are merged; nothing else is measured then.
    merge: Option<u64>,
}

fn main() {
    let given = given();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = Corpus::new(folder.path());
    let program = Path::new(env!("CARGO_BIN_EXE_cuttings"));
    println!("| what | measured | against | ratio |\n| --- | --- | --- | --- |");
    if let Some(each) = given.merge {
        return merge(program, folder.path(), &corpus, each);
    }
    if !given.is_growth_only {
        let archive = whole(program, folder.path(), &corpus);
        again(program, &archive, folder.path(), &corpus);
        upkeep(program, &archive, folder.path());
        ruling(program, folder.path(), &corpus);
    }
    growth(program, "", folder.path(), &corpus, given.to);
    if let Some(last) = &given.last {
        growth(last, "earlier version: ", folder.path(), &corpus, given.to);
    }
}

fn given() -> Given {
    let mut given = Given { to: 200_000, last: None, is_growth_only: false, merge: None };
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        if argument == "--growth" {
            given.is_growth_only = true;
            continue;
        }
        let value = arguments.next();
        match (argument.as_str(), value) {
            ("--to", Some(value)) => given.to = value.parse().expect("--to wants a number"),
            ("--last", Some(value)) => given.last = Some(value.into()),
            ("--merge", Some(value)) => {
                given.merge = Some(value.parse().expect("--merge wants a number"));
            }
            _ => panic!(
                "{argument}: it takes --to NUMBER, --last PROGRAM, --merge NUMBER and --growth"
            ),
        }
    }
    given
}

/// One line of the table.
fn row(what: &str, measured: String, against: String, ratio: f64) {
    println!("| {what} | {measured} | {against} | {ratio:.2} |");
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn costs(cost: Cost) -> String {
    format!("{:.2} s, {:.2} s of CPU", cost.wall.as_secs_f64(), cost.cpu.as_secs_f64())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// A number that one statement answers.
fn number(archive: &Path, sql: &str) -> u64 {
    let connection = Connection::open(archive).expect("the archive opens");
    connection.query_row(sql, [], |row| row.get(0)).expect("a number")
}

/// A new archive at this path. One that an earlier run left there is deleted.
fn made_archive(program: &Path, path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", text(path)));
    }
    run(program, &["init", text(path)]);
}

fn ingested(program: &Path, archive: &Path, input: &Path) -> Cost {
    run(program, &["ingest", "--archive", text(archive), text(input)])
}

/// How large the archive is beside its texts.
fn room(archive: &Path, what: &str) {
    let texts = number(archive, "SELECT sum(length(CAST(body AS BLOB))) FROM articles");
    let file = size(archive);
    row(
        &format!("size of the archive, {what}"),
        format!("{:.1} MB", file as f64 / 1e6),
        format!("{:.1} MB of text", texts as f64 / 1e6),
        file as f64 / texts as f64,
    );
}

/// A whole corpus into a new archive, against the floor.
fn whole(program: &Path, folder: &Path, corpus: &Corpus) -> PathBuf {
    let input = corpus.releases.clone().unwrap_or_else(|| corpus.made(0..5_000));
    let archive = folder.join("whole.db");
    let mut costs_of = || {
        made_archive(program, &archive);
        ingested(program, &archive, &input)
    };
    let cost = median_of_three(&mut costs_of);
    let floor = floor::floor(&archive, &folder.join("floor.db"));
    let articles = number(&archive, "SELECT count(*) FROM articles");
    let mentions = number(&archive, "SELECT count(*) FROM mentions");
    row(
        &format!("ingest of {articles} articles, {mentions} mentions"),
        costs(cost),
        format!("floor, {}", seconds(floor)),
        cost.wall.as_secs_f64() / floor.as_secs_f64(),
    );
    println!("| peak memory of it | {:.0} MB | | |", cost.peak as f64 / 1e6);
    room(&archive, "of that corpus");
    archive
}

/// What finding nothing new costs: one file of records, and as many files.
fn again(program: &Path, archive: &Path, folder: &Path, corpus: &Corpus) {
    let input = corpus.releases.clone().unwrap_or_else(|| corpus.made(0..5_000));
    let sums = |paths: &[&str]| median_of_three(|| run(Path::new("sha256sum"), paths));
    let cost = median_of_three(|| ingested(program, archive, &input));
    let sum = sums(&[text(&input)]);
    let ratio = |cost: Cost, sum: Cost| cost.wall.as_secs_f64() / sum.wall.as_secs_f64();
    row(
        "again, one file of records",
        costs(cost),
        format!("sha256sum, {}", costs(sum)),
        ratio(cost, sum),
    );

    let files = folder.join("files");
    fs::create_dir(&files).expect("a folder");
    let records = fs::read_to_string(&input).expect("the corpus is text");
    let mut paths = Vec::new();
    for (index, record) in records.lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(record).expect("a record");
        let body = record["text"].as_str().or(record["body"].as_str()).unwrap_or_default();
        let path = files.join(format!("{index:06}.txt"));
        fs::write(&path, body).expect("a file is written");
        paths.push(path);
    }
    let archive = folder.join("files.db");
    made_archive(program, &archive);
    ingested(program, &archive, &files);
    let cost = median_of_three(|| ingested(program, &archive, &files));
    let sum = sums(&paths.iter().map(|path| text(path)).collect::<Vec<_>>());
    row(
        &format!("again, {} files", paths.len()),
        costs(cost),
        format!("sha256sum, {}", costs(sum)),
        ratio(cost, sum),
    );
}

/// Looking after an archive, against filling it; and asking it something, against the stock shell.
fn upkeep(program: &Path, archive: &Path, folder: &Path) {
    let input = folder.join("backup.db");
    let rebuild = run(program, &["rebuild", "--archive", text(archive)]);
    let verify = run(program, &["verify", "--read-data", "--archive", text(archive)]);
    let backup = run(program, &["backup", "--archive", text(archive), text(&input)]);
    for (what, cost) in [("verify --read-data", verify), ("backup", backup)] {
        row(
            what,
            costs(cost),
            format!("rebuild, {}", costs(rebuild)),
            cost.wall.as_secs_f64() / rebuild.wall.as_secs_f64(),
        );
    }
    let sql = "SELECT count(*) FROM publishers";
    let query =
        median_of_three(|| run(program, &["query", "--archive", text(archive), "--sql", sql]));
    let shell = median_of_three(|| run(Path::new("sqlite3"), &["-readonly", text(archive), sql]));
    row(
        "start of query",
        seconds(query.wall),
        format!("sqlite3, {}", seconds(shell.wall)),
        query.wall.as_secs_f64() / shell.wall.as_secs_f64(),
    );
}

/// One ruling that reaches 2,000 articles, and taking it back.
fn ruling(program: &Path, folder: &Path, corpus: &Corpus) {
    let input = corpus.made(0..20_000);
    let archive = folder.join("ruling.db");
    made_archive(program, &archive);
    ingested(program, &archive, &input);
    let connection = Connection::open(&archive).expect("the archive opens");
    let named_in = |articles: i64| -> (String, u64) {
        let find = "SELECT name, articles FROM people
                    JOIN name_totals ON entity_id = person_id AND kind = 'person'
                    WHERE origin = 'automatic' ORDER BY abs(articles - ?1), person_id LIMIT 1";
        connection
            .query_row(find, [articles], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("somebody is named")
    };
    let ((name, reached), (into, _)) = (named_in(2_000), named_in(3));
    drop(connection);
    let merge =
        ["person", "merge", &name, &into, "--archive", text(&archive), "--because", "benchmark"];
    let cost = run(program, &merge);
    println!("| a ruling that reaches {reached} articles | {} | | |", costs(cost));
    let cost = run(program, &["undo", "1", "--archive", text(&archive), "--because", "benchmark"]);
    println!("| taking it back | {} | | |", costs(cost));
}

/// The archive grows step by step; what an article costs in each, against the first.
fn growth(program: &Path, what: &str, folder: &Path, corpus: &Corpus, to: u64) {
    let archive = folder.join("growth.db");
    made_archive(program, &archive);
    let mut first: Option<f64> = None;
    let mut from = 0;
    let mut peak = 0;
    for step in STEPS.into_iter().filter(|&step| step <= to) {
        let input = corpus.made(from..step);
        let cost = ingested(program, &archive, &input);
        fs::remove_file(&input).expect("a corpus can be removed");
        peak = peak.max(cost.peak);
        let each = |time: Duration| time.as_secs_f64() * 1e6 / (step - from) as f64;
        let first = *first.get_or_insert(each(cost.cpu));
        row(
            &format!("{what}{from} to {step} made articles"),
            format!("{:.0} µs an article, {:.0} µs of CPU", each(cost.wall), each(cost.cpu)),
            format!("{first:.0} µs of CPU"),
            each(cost.cpu) / first,
        );
        from = step;
    }
    println!("| {what}peak memory of it | {:.0} MB | | |", peak as f64 / 1e6);
    room(&archive, &format!("{what}of made articles"));
}

/// Ten archives become one, and one import of the same articles.
fn merge(program: &Path, folder: &Path, corpus: &Corpus, each: u64) {
    let at = |name: &str| folder.join(name);
    let inputs: Vec<PathBuf> =
        (0..10).map(|part| corpus.made(part * each..(part + 1) * each)).collect();
    let parts: Vec<PathBuf> = (0..10).map(|part| at(&format!("part-{part}.db"))).collect();
    for (part, input) in parts.iter().zip(&inputs) {
        made_archive(program, part);
        ingested(program, part, input);
    }
    let (merged, whole) = (at("merged.db"), at("whole.db"));
    let with = |words: &[&str], files: &[PathBuf]| {
        let files = files.iter().map(|file| text(file));
        let words: Vec<&str> = words.iter().copied().chain(files).collect();
        run(program, &words)
    };
    let merging = median_of_three(|| {
        made_archive(program, &merged);
        with(&["merge", text(&merged)], &parts)
    });
    let importing = median_of_three(|| {
        made_archive(program, &whole);
        with(&["ingest", "--archive", text(&whole)], &inputs)
    });
    let again = with(&["merge", text(&merged)], &parts);
    let digest = |archive: &Path| {
        let digest = Command::new(program)
            .args(["verify", "--digest", "--archive", text(archive)])
            .output()
            .expect("the digest is printed");
        digest.stdout
    };
    assert_eq!(digest(&merged), digest(&whole), "the two say something else");
    let count = number(&merged, "SELECT count(*) FROM articles");
    let against = format!("one import, {}", costs(importing));
    let ratio = |cost: Cost| cost.cpu.as_secs_f64() / importing.cpu.as_secs_f64();
    row(
        &format!("ten archives of {each} articles merged, {count} in all"),
        costs(merging),
        against.clone(),
        ratio(merging),
    );
    row("the same again", costs(again), against, ratio(again));
    println!(
        "peak memory: {:.0} MB, of the import {:.0} MB",
        merging.peak as f64 / 1e6,
        importing.peak as f64 / 1e6
    );
}
