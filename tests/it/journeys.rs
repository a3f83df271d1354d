//! Four people use the program for an afternoon: what they type, and what it says.
//!
//! A journalist, a data person, an administrator and a librarian. Each step is one that somebody took and was
//! stopped at; the texts are the sample articles.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{NOW, Ran, Workshop, program, root};

/// Runs a command on `a.db` as somebody with a name.
fn run(workshop: &Workshop, arguments: &[&str]) -> Ran {
    let arguments = [arguments, &["--archive", "a.db"]].concat();
    Ran::from(workshop.command(&arguments).env("USER", "ana").output().unwrap())
}

/// The same with something piped in.
fn piped(workshop: &Workshop, arguments: &[&str], input: &str) -> Ran {
    let arguments = [arguments, &["--archive", "a.db"]].concat();
    let mut command = workshop.command(&arguments);
    command.env("USER", "ana").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    Ran::from(child.wait_with_output().unwrap())
}

/// The rows of a report or a statement.
fn rows(workshop: &Workshop, arguments: &[&str]) -> Vec<Value> {
    let ran = run(workshop, &[&["query"], arguments, &["--json"]].concat()).expect(0);
    ran.json().as_array().unwrap().clone()
}

fn texts(rows: &[Value], column: &str) -> Vec<String> {
    rows.iter().map(|row| row[column].as_str().unwrap_or_default().to_owned()).collect()
}

/// The number of the article with these words in it.
fn number(workshop: &Workshop, words: &str) -> String {
    let sql = format!(
        "SELECT article_id FROM articles WHERE instr(body, '{words}') ORDER BY length(body) LIMIT 1"
    );
    rows(workshop, &["--sql", &sql])[0]["article_id"].to_string()
}

fn sample(name: &str) -> String {
    fs::read_to_string(root().join("seeds/articles").join(name)).unwrap()
}

#[test]
fn a_journalist_pastes_asks_and_corrects() {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    // Some by file, some pasted.
    for name in
        ["newsletter-of-two.txt", "wire-starting-with-date.txt", "wire-without-headline.txt"]
    {
        workshop.write(&format!("clips/{name}"), sample(name));
    }
    run(&workshop, &["ingest", "clips"]).expect(0);
    for name in ["page-with-photo-caption.txt", "surname-only-in-headline.txt"] {
        piped(&workshop, &["ingest", "-"], &sample(name)).expect(0);
    }

    // Who stood in the picture is there, and said to be.
    let watts = rows(&workshop, &["mentions", "name=Tim Watts"]);
    assert_eq!(texts(&watts, "field"), ["caption-1"]);
    assert!(run(&workshop, &["search", "watts"]).expect(0).stdout.contains("Watts"));
    let found = run(&workshop, &["search", "watts", "kritenbrink", "--json"]).expect(0).json();
    assert_eq!(found[0]["article_id"].to_string(), number(&workshop, "Kritenbrink"));
    // The surname of a headline is who is named in the text below.
    let peters = rows(&workshop, &["mentions", "name=Winston Peters"]);
    assert!(texts(&peters, "field").contains(&"headline".to_owned()));

    // A surname is taken where one has it, and that is said.
    let ran = run(&workshop, &["query", "mentions", "name=Marles"]).expect(0);
    assert!(ran.stderr.contains("Richard Marles"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Richard Marles"), "{}", ran.stdout);
    // What nobody is called gets what is nearest.
    let ran = run(&workshop, &["query", "mentions", "name=Winston Petres"]).expect(0);
    assert!(ran.stderr.contains("Winston Peters"), "{}", ran.stderr);

    // A name that was merged finds whom it was merged into, everywhere.
    run(
        &workshop,
        &["person", "merge", "Mere Tautahi", "Petrus Oyelaran", "--because", "a pen name"],
    )
    .expect(0);
    for report in ["mentions", "quotes", "co-mentions", "timeline"] {
        let by_old = rows(&workshop, &[report, "name=Mere Tautahi", "limit=500"]);
        let by_new = rows(&workshop, &[report, "name=Petrus Oyelaran", "limit=500"]);
        assert!(report == "timeline" || !by_old.is_empty(), "{report}");
        assert_eq!(by_old, by_new, "{report}");
    }
    run(&workshop, &["undo", "1"]).expect(0);

    // One feature of the newsletter is from another paper; the other stays as it is.
    let drones = number(&workshop, "Kanbara said Japanese companies");
    let briefed = number(&workshop, "Collins would not put a date");
    run(&workshop, &["article", "set", &drones, "publisher=Kyodo News", "published=2024-04-05"])
        .expect(0);
    let publisher = |article: &str| -> Value {
        run(&workshop, &["show", article, "--json"]).expect(0).json()["publisher"].clone()
    };
    assert_eq!(publisher(&drones), "Kyodo News");
    assert_ne!(publisher(&briefed), "Kyodo News");

    // A quotation is printed as it is cited: words, speaker, day, paper.
    let ran = run(&workshop, &["query", "quotes", "name=Haruo Kanbara"]).expect(0);
    for part in [
        "Secrets need locks",
        "Haruo Kanbara",
        "2024-04-05",
        "Kyodo News",
        "Tokyo weighed as partner",
    ] {
        assert!(ran.stdout.contains(part), "{part}:\n{}", ran.stdout);
    }
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 100), "{}", ran.stdout);
    // Somebody else said it, and what is printed is what the command takes.
    let quote = &rows(&workshop, &["quotes", "name=Haruo Kanbara"])[0];
    let (article, at) = (quote["article_id"].to_string(), quote["start_char"].to_string());
    run(&workshop, &["quote", "reassign", &article, &at, "person", "Kurt Campbell"]).expect(0);
    assert!(
        texts(&rows(&workshop, &["quotes", "name=Kurt Campbell"]), "quote")
            .iter()
            .any(|said| said.contains("Secrets need locks"))
    );

    // All of it holds through a rebuild, and nothing is out of place.
    run(&workshop, &["rebuild"]).expect(0);
    assert_eq!(publisher(&drones), "Kyodo News");
    assert_eq!(texts(&rows(&workshop, &["mentions", "name=Tim Watts"]), "field"), ["caption-1"]);
    run(&workshop, &["verify", "--read-data"]).expect(0);
}

#[test]
fn a_data_person_takes_rows_to_other_tools() {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let samples = root().join("seeds/articles");
    run(&workshop, &["ingest", samples.to_str().unwrap()]).expect(0);
    // The name of the file says the format.
    run(
        &workshop,
        &["query", "mentions", "name=Winston Peters", "limit=500", "-o", "mentions.csv"],
    )
    .expect(0);
    let table = fs::read_to_string(workshop.path("mentions.csv")).unwrap();
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let header = table.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|known| known == name).unwrap();
    let (article, field, start, form) =
        (column("article_id"), column("field"), column("start_char"), column("surface_form"));
    // Every row is where it says.
    let mut checked = 0;
    for row in table.records() {
        let row = row.unwrap();
        let shown = run(&workshop, &["show", &row[article], "--json"]).expect(0).json();
        let text = match &row[field] {
            "body" | "headline" | "standfirst" => shown[&row[field]].as_str().unwrap().to_owned(),
            caption => {
                let number: usize = caption.trim_start_matches("caption-").parse().unwrap();
                shown["captions"][number - 1]["caption"].as_str().unwrap().to_owned()
            }
        };
        let start: usize = row[start].parse().unwrap();
        let words: String = text.chars().skip(start).take(row[form].chars().count()).collect();
        assert_eq!(words, &row[form]);
        checked += 1;
    }
    assert!(checked > 10, "{checked} rows");
    // Ids beside names, and no whole bodies.
    for view in ["mention_details", "quote_details", "co_mentions"] {
        let sql = format!("SELECT * FROM {view} LIMIT 1");
        let row = &rows(&workshop, &["--sql", &sql])[0];
        assert!(row.get("entity_id").is_some() && row.get("body").is_none(), "{view}: {row}");
    }
    // The stock shell says the same as the program.
    let sql = "SELECT count(*) AS n FROM co_mentions WHERE name = 'Penny Wong'";
    let ours = rows(&workshop, &["--sql", sql]);
    let Some(shell) = workshop.sqlite3("a.db", sql) else { return };
    assert_eq!(shell.expect(0).json().as_array().unwrap(), &ours);
}

#[test]
fn an_administrator_runs_it_from_cron() {
    // As `env -i` has it: not even a HOME.
    let workshop = Workshop::new();
    let bare = |arguments: &[&str]| {
        let mut command = std::process::Command::new(program());
        command.args(arguments).current_dir(workshop.path("")).env_clear().env("CUTTINGS_NOW", NOW);
        Ran::from(command.stdin(Stdio::null()).output().unwrap())
    };
    bare(&["init", "a.db"]).expect(0);
    workshop.write("incoming/one.txt", sample("wire-with-dateline.txt"));
    let import = ["ingest", "--quiet", "--wait", "0", "--archive", "a.db", "incoming"];
    for _ in 0..2 {
        let ran = bare(&import).expect(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    }
    // What cannot be read is named once, and not every hour.
    workshop.write("incoming/broken.json", "{\"headline\": ");
    assert!(bare(&import).expect(3).stderr.contains("broken.json"));
    assert_eq!(bare(&import).expect(0).stderr, "");
    bare(&["status", "--max-age", "26h", "--archive", "a.db"]).expect(0);
    bare(&["status", "--new-articles-within", "7d", "--archive", "a.db"]).expect(0);
    // A backup into a folder that is not there says what to do, and doing so works.
    let ran = bare(&["backup", "--archive", "a.db", "safe/copy.db"]);
    assert!(ran.code != 0 && ran.stderr.contains("mkdir"), "{}", ran.stderr);
    fs::create_dir(workshop.path("safe")).unwrap();
    bare(&["backup", "--archive", "a.db", "safe/copy.db"]).expect(0);
    fs::write(workshop.path("a.db"), "not an archive").unwrap();
    bare(&["verify", "--archive", "a.db"]).expect(65);
    bare(&["restore", "safe/copy.db", "--archive", "a.db", "--force"]).expect(0);
    bare(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

#[test]
fn a_librarian_brings_a_collection() {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    // 2,000 files in a tree that is named by paper and day, and says nothing else of either.
    for file in 0..2_000 {
        let paper = ["Harbour Post", "Lagoon Times", "Ridge Herald", "Bay Courier"][file % 4];
        let (month, day) = (1 + file / 4 % 12, 1 + file / 48 % 28);
        let text = format!(
            "The council of Port Kea met for the {file}th time and spoke about berth number {}. Nobody voted.\n",
            file * 7 % 1_000
        );
        workshop.write(&format!("tree/{paper}/2023-{month:02}-{day:02} item {file}.txt"), text);
    }
    let ran = run(
        &workshop,
        &["ingest", "--json", "--path", "{publisher}/{year}-{month}-{day}*", "tree"],
    )
    .expect(0);
    assert_eq!(ran.json()["stored"], 2_000);
    let counted = rows(
        &workshop,
        &[
            "--sql",
            "SELECT count(*) AS n, count(published_on) AS dated, count(DISTINCT publisher_id) AS papers FROM articles",
        ],
    );
    assert_eq!(counted[0], serde_json::json!({ "n": 2_000, "dated": 2_000, "papers": 4 }));
    let post = rows(
        &workshop,
        &["articles", "publisher=harbour post", "since=2023-02", "until=2023-02", "limit=1000"],
    );
    assert!(post.len() > 30 && texts(&post, "publisher").iter().all(|name| name == "Harbour Post"));

    // A table as spreadsheets save it, with topics of its own.
    workshop.write("old.csv", "Titel;Text;Tag;Thema\nFähre;Mayor Ann Lindqvist-Kea opened the ferry line to Port Kea on Friday.;2021-05-06;Ferries\n");
    run(
        &workshop,
        &["ingest", "old.csv", "--map", "headline=Titel,body=Text,published=Tag,topics=Thema"],
    )
    .expect(0);
    assert_eq!(texts(&rows(&workshop, &["articles", "topic=FERRIES"]), "headline"), ["Fähre"]);
    // Topics for all that a search finds, twice, in other capitals: ruled once.
    run(&workshop, &["article", "tag", "--search", "\"berth number 7\"", "--topic", "Berths"])
        .expect(0);
    let before = rows(&workshop, &["--sql", "SELECT count(*) AS n FROM decisions"]);
    run(&workshop, &["article", "tag", "--search", "\"berth number 7\"", "--topic", "BERTHS"])
        .expect(0);
    assert_eq!(rows(&workshop, &["--sql", "SELECT count(*) AS n FROM decisions"]), before);
    assert_eq!(rows(&workshop, &["articles", "topic=berths", "limit=100"]).len(), 2);

    // Rulings go out as a table, are looked through, and come into another archive.
    run(&workshop, &["person", "alias", "Ann Lindqvist-Kea", "the ferry mayor"]).expect(0);
    run(&workshop, &["decisions", "export", "-o", "rulings.csv"]).expect(0);
    let exported = fs::read_to_string(workshop.path("rulings.csv")).unwrap();
    workshop
        .write("more.csv", format!("{exported}rename,person,Nobody At All,,,,Somebody,,,,,,,,\n"));
    let names = exported.lines().next().unwrap().split(',').count();
    assert_eq!("rename,person,Nobody At All,,,,Somebody,,,,,,,,".split(',').count(), names);
    let refused = run(&workshop, &["decisions", "import", "more.csv"]).expect(3);
    assert!(refused.stderr.contains("Nobody At All"), "{}", refused.stderr);
    run(&workshop, &["verify"]).expect(0);
}
