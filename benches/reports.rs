//! How long reports and searches take on a large archive.
//!
//! `cargo bench --bench reports [-- ARTICLES [NAME...]]` makes an archive of ARTICLES articles (200,000 if not said, with
//! 2.5 million mentions) by `large.sql`, keeps it under `target/`, and asks every report, narrowed and not, and some
//! searches, and the news of fifty watches to which every article is new, each five times: the least CPU time counts, because the machine does other work too. Beside it stands
//! the time on the clock. What takes more than 100 ms is marked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use cuttings::db::{Archive, Only, Order, Reader, Search};
use cuttings::model::{
    Column, EntityKind, EntityName, Flow, RowSink, Sought, Value, Watch, WatchId,
};
use cuttings::ops::news::{self, AskedWatch, Since, Wanted};
use cuttings::report::{self, Given};
use cuttings::text::normalise::name_key;
use rusqlite::Connection;
use rustix::time::{ClockId, clock_gettime};

const LARGE: &str = include_str!("large.sql");

/// What a question may cost.
const BAR: Duration = Duration::from_millis(100);

const ROUNDS: usize = 5;

/// Reports with what narrows them, as they are typed; every report is asked as it stands besides.
const NARROWED: &[(&str, &[&str])] = &[
    ("articles", &["publisher=The Daily 007", "topic=topic 3"]),
    ("articles", &["once=yes"]),
    ("people", &["since=2023-06", "until=2023-12"]),
    ("people", &["once=yes"]),
    ("people", &["publisher=The Daily 007"]),
    ("people", &["name=family00"]),
    ("people", &["origin=ruled"]),
    ("organisations", &["since=2023-06"]),
    ("mentions", &["name=Winston Peters"]),
    ("mentions", &["name=Winston Peters", "since=2024", "sort=left"]),
    ("mentions", &["name=Given55 Family00055"]),
    ("co-mentions", &["name=Winston Peters"]),
    ("co-mentions", &["name=Winston Peters", "since=2023"]),
    ("co-mentions", &["name=Penny Wong", "other=person", "once=yes"]),
    ("trends", &["since=2023-11", "until=2023-12"]),
    ("trends", &["since=2023-01", "until=2023-12"]),
    ("seen", &["name=Winston Peters"]),
    ("near", &["name=Winston Peters", "words=treaty"]),
    ("near", &["name=Winston Peters", "words=the"]),
    ("words-near", &["name=Winston Peters"]),
    ("quotes", &["name=Winston Peters"]),
    ("quotes", &["words=treaty"]),
    ("quotes", &["about=Winston Peters"]),
    ("quotes", &["about=treaty"]),
    ("quotes", &["since=2023-01", "until=2023-03", "publisher=The Daily 007"]),
    ("quotes-across", &["since=2024"]),
    ("sources", &["since=2023-06", "until=2023-07"]),
    ("sources", &["per=gender", "publisher=The Daily 007"]),
    ("roles", &["name=Winston Peters"]),
    ("timeline", &["per=day"]),
    ("timeline", &["name=Winston Peters"]),
    ("timeline-people", &["name=Winston Peters", "since=2022"]),
    ("network", &["name=Winston Peters"]),
    ("coverage", &["per=place"]),
    ("coverage", &["per=section", "name=Winston Peters"]),
    ("stories", &["name=Winston Peters"]),
    ("new-names", &["since=2024-04"]),
    ("near-duplicates", &["since=2024"]),
    ("revisions", &["since=2024"]),
    ("origins", &["field=headline"]),
];

/// Searches in the words that people type, from the rarest to what stands in every article; since which day; and
/// whether the person who is named most must be in the article.
const SEARCHES: &[(&str, Option<&str>, bool)] = &[
    ("wunek", None, false),
    ("zanif genab", None, false),
    ("treaty", None, false),
    ("the", None, false),
    ("pacific treaty", None, false),
    ("the of to", None, false),
    ("\"pacific treaty\"", None, false),
    ("treat*", None, false),
    ("minister pacific treaty", None, false),
    ("fohad OR zanif", None, false),
    ("treaty -pacific", None, false),
    ("fohad NEAR/5 treaty", None, false),
    ("headline:story treaty", None, false),
    ("zanif", Some("2023-01-01"), false),
    ("treaty", Some("2024-01-01"), false),
    ("the", Some("2024-01-01"), false),
    ("treaty", None, true),
    ("the", None, true),
    ("zanif", Some("2023-01-01"), true),
    ("trety", None, false),
];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let articles: u32 =
        arguments.next().map_or(200_000, |number| number.parse().expect("a number of articles"));
    let only: Vec<String> = arguments.collect();
    let archive = archive(articles);
    let size = fs::metadata(&archive).map_or(0, |metadata| metadata.len());
    println!("{articles} articles, {:.0} MB, SQLite {}", size as f64 / 1e6, rusqlite::version());
    println!("{:>8} {:>8} {:>6}  question", "CPU ms", "wall ms", "rows");

    let (reports, _) = report::all(None);
    for report in &reports {
        let narrowed =
            NARROWED.iter().filter(|(name, _)| *name == report.name).map(|(_, words)| *words);
        let required = report.parameters.iter().any(|parameter| parameter.is_required);
        let as_it_stands = (!required).then_some(&[][..]);
        for words in as_it_stands.into_iter().chain(narrowed) {
            let question = [&[report.name.as_str()], words].concat().join(" ");
            if only.is_empty() || only.contains(&report.name) {
                measure(&question, || answer(&archive, report, words));
            }
        }
    }
    if only.is_empty() || only.iter().any(|name| name == "search") {
        let mut walls: Vec<Duration> = Vec::new();
        for (words, since, is_named) in SEARCHES {
            let since_said = since.map_or(String::new(), |day| format!(" --since {day}"));
            let person_said = if *is_named { " --person" } else { "" };
            let question = format!("search {words}{since_said}{person_said}");
            walls.push(measure(&question, || search(&archive, words, *since, *is_named)));
        }
        walls.sort_unstable();
        let p95 = walls[(walls.len() * 95).div_ceil(100) - 1];
        println!("{:>8} {:>8.0}         searches, 95 of 100 (wall)", "", p95.as_secs_f64() * 1e3);
    }
    if only.is_empty() || only.iter().any(|name| name == "news") {
        let watched = watched();
        measure(&format!("news of {} watches", watched.len()), || tell(&archive, &watched));
    }
}

/// What fifty watches look for: names from the most frequent on, and searches.
fn watched() -> Vec<Sought> {
    let named = |kind, key: String| Sought::Entity(EntityName { kind, name: key.clone(), key });
    let people = (3..=22).map(|at| at * at).map(|number| {
        named(EntityKind::Person, format!("given{:02} family{number:05}", number % 90))
    });
    let people = people.chain([named(EntityKind::Person, "winston peters".to_owned())]);
    let bodies =
        (1..=10).map(|number| named(EntityKind::Organisation, format!("office {number:05}")));
    let places = (1..=5).map(|number| named(EntityKind::Place, format!("port {number:04}")));
    let searches = SEARCHES.iter().filter(|(_, since, is_named)| since.is_none() && !is_named);
    let searches = searches.map(|(words, ..)| Sought::Search { words: (*words).to_owned() });
    people.chain(bodies).chain(places).chain(searches).collect()
}

/// The news of these watches, of all that is there; how many stories.
fn tell(archive: &Path, watched: &[Sought]) -> u64 {
    let reader = Reader::to_search(open(archive)).expect("a reader");
    let asked = watched.iter().enumerate().map(|(number, sought)| AskedWatch {
        watch: Watch {
            watch_id: WatchId(0),
            name: number.to_string(),
            sought: sought.clone(),
            topic: None,
            added_at: "2024-01-01T00:00:00Z".to_owned(),
            added_by: "bench".to_owned(),
            paused_at: None,
            told_until: None,
        },
        report: None,
    });
    let now = chrono::Utc::now();
    let since = Since::LastTold;
    let wanted = Wanted { watches: asked.collect(), since, now, limit: 50 };
    let told = news::compose(&reader, &wanted).expect("news").news;
    told.watches.iter().map(|watch| watch.stories.len() as u64).sum()
}

/// The archive of that size; it is made if it does not exist yet.
fn archive(articles: u32) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/large");
    let version = report_version();
    let path = folder.join(format!("{articles}-{version}.db"));
    if path.exists() {
        return path;
    }
    fs::create_dir_all(&folder).expect("a folder under target");
    let making = path.with_extension("making");
    let _ = fs::remove_file(&making);
    let made = Command::new(env!("CARGO_BIN_EXE_cuttings"))
        .arg("init")
        .arg(&making)
        .status()
        .expect("the program");
    assert!(made.success());
    let connection = Connection::open(&making).expect("the archive");
    connection
        .execute_batch(&format!(
            "PRAGMA synchronous = off; PRAGMA temp_store = memory; PRAGMA cache_size = -400000; PRAGMA foreign_keys = off;
             BEGIN; {EMPTIED} CREATE TEMP TABLE size AS SELECT {articles} AS articles; {LARGE} COMMIT;
             PRAGMA wal_checkpoint (truncate);"
        ))
        .expect("a large archive");
    connection.close().expect("a closed archive");
    fs::rename(&making, &path).expect("a renamed archive");
    path
}

/// What a new archive knows already would meet what is made.
const EMPTIED: &str = "DELETE FROM aliases; DELETE FROM publisher_domains; DELETE FROM publishers; DELETE FROM people;
    DELETE FROM organisations; DELETE FROM places; DELETE FROM runs;";

/// Changes with what is made and with the schema.
fn report_version() -> String {
    let schema = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"))
        .map_or(0, Iterator::count);
    let sha256 = cuttings::text::fingerprint::sha256(LARGE.as_bytes()).to_string();
    format!("{schema}-{}", &sha256[..8])
}

/// Prints what a question takes; its time on the clock.
fn measure(question: &str, mut ask: impl FnMut() -> u64) -> Duration {
    let (mut least, mut wall, mut rows) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..ROUNDS {
        let (started, clock) = (cpu(), Instant::now());
        rows = ask();
        least = least.min(cpu() - started);
        wall = wall.min(clock.elapsed());
        if least > Duration::from_secs(2) {
            break;
        }
    }
    let mark = if least > BAR { "*" } else { " " };
    println!(
        "{:>7.0}{mark} {:>8.0} {rows:>6}  {question}",
        least.as_secs_f64() * 1e3,
        wall.as_secs_f64() * 1e3
    );
    wall
}

/// CPU time of this process so far.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

fn answer(archive: &Path, report: &report::Report, words: &[&str]) -> u64 {
    let given: Vec<(String, String)> = words
        .iter()
        .filter_map(|word| word.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let today = chrono::Utc::now().date_naive();
    let values =
        report.values(&given, &Given { today, fold: name_key }).expect("parameters of the report");
    let reader = Reader::of(open(archive)).expect("a reader");
    reader.run(&report.sql, &values, Duration::from_secs(60), &mut Nowhere).expect("an answer")
}

fn search(archive: &Path, words: &str, since: Option<&str>, is_named: bool) -> u64 {
    let reader = Reader::to_search(open(archive)).expect("a reader");
    let spelt = reader.spelt(words).expect("an index").expect("words");
    let search = Search {
        expression: Some(spelt.expression),
        named: Some(if is_named { vec![(EntityKind::Person, 1)] } else { Vec::new() }),
        only: Only { since: since.map(str::to_owned), ..Only::default() },
        limit: 20,
        order: Order::Best,
        marks: ("**".to_owned(), "**".to_owned()),
    };
    reader.search(&search, Duration::from_secs(60), &mut Nowhere).expect("an answer").count
}

fn open(archive: &Path) -> Archive {
    Archive::open_to_read(archive).expect("the archive")
}

/// Rows that nobody prints.
struct Nowhere;

impl RowSink for Nowhere {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, _: &[Value]) -> Flow {
        Flow::Continue
    }
}
