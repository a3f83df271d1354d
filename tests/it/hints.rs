//! What is said of inputs when they are taken in: by options, by their paths, by which field is what. It is
//! kept, it holds through a rebuild, and an option that says nothing is an error.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Workshop;

fn rows(workshop: &Workshop, sql: &str) -> Vec<String> {
    let ran = workshop.run(&["query", "--sql", sql, "--archive", "a.db", "--format", "json"]);
    let first = |row: &Value| match row.as_object().unwrap().values().next().unwrap() {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    ran.expect(0).json().as_array().unwrap().iter().map(first).collect()
}

fn ingest(workshop: &Workshop, arguments: &[&str]) -> crate::support::Ran {
    workshop.run(&[&["ingest", "--archive", "a.db"][..], arguments].concat())
}

fn lasts(workshop: &Workshop) {
    let before = workshop.digest("a.db");
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before, "a rebuild says something else");
    workshop.run(&["verify", "--derived", "--archive", "a.db"]).expect(0);
}

#[test]
fn paths_say_publisher_section_day_and_topic() {
    let workshop = Workshop::with_archive(&[]);
    workshop.write("tree/RNZ/2024-03-18 fish.txt", "Penny Wong spoke of fish in Perth.\n");
    workshop.write("tree/lagoon_times/2024-03-19.txt", "Penny Wong spoke of ships in Darwin.\n");
    workshop.write("tree/lagoon_times/notes.txt", "Penny Wong spoke of tolls in Suva.\n");
    workshop.write(
        "tree/Stuff/2024-03-20.json",
        r#"{"publisher": "Reuters", "published": "2024-03-20T09:15+13:00", "body": "Penny Wong spoke of boats."}"#,
    );
    let template = "{publisher}/{year}-{month}-{day}*";
    let ran = ingest(&workshop, &["--path", template, "--json", "tree"]).expect(0);
    assert!(ran.stderr.contains("--path does not fit 1 of 4 paths, such as `"), "{}", ran.stderr);
    assert_eq!(ran.json()["paths"]["unfit"], 1);
    let said = "SELECT body || ' ' || ifnull(publisher, '-') || ' ' || ifnull(published, '-') FROM article_details ORDER BY 1";
    let expected = [
        "Penny Wong spoke of boats. Stuff 2024-03-20T09:15",
        "Penny Wong spoke of fish in Perth. RNZ 2024-03-18",
        "Penny Wong spoke of ships in Darwin. lagoon times 2024-03-19",
        "Penny Wong spoke of tolls in Suva. - -",
    ];
    assert_eq!(rows(&workshop, said), expected);
    let by_path = "SELECT count(*) FROM field_origins WHERE rule = 'hint:path'";
    assert_eq!(rows(&workshop, by_path), ["5"]);
    lasts(&workshop);
    // What is said outright goes before it, also of a file that was there, and the day stays.
    ingest(&workshop, &["--path", template, "--publisher", "Bloomberg", "tree/RNZ"]).expect(0);
    assert_eq!(rows(&workshop, said)[1], "Penny Wong spoke of fish in Perth. Bloomberg 2024-03-18");
    lasts(&workshop);
    // On the members of an archive, and on a path that is named alone.
    let other = Workshop::with_archive(&[]);
    let mut tar = tar::Builder::new(Vec::new());
    let text = b"Penny Wong spoke of gulls.\n";
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_cksum();
    tar.append_data(&mut header, "World/RNZ/20240318-gulls.txt", &text[..]).unwrap();
    other.write("clips.tar", tar.into_inner().unwrap());
    other.write("Sea/RNZ/20240319.txt", "Penny Wong spoke of terns.\n");
    ingest(
        &other,
        &[
            "--path",
            "{section}/{publisher}/{year}{month}{day}*",
            "clips.tar",
            "Sea/RNZ/20240319.txt",
        ],
    )
    .expect(0);
    let said =
        "SELECT section || ' ' || publisher || ' ' || published_on FROM article_details ORDER BY 1";
    assert_eq!(rows(&other, said), ["Sea RNZ 2024-03-19", "World RNZ 2024-03-18"]);
    lasts(&other);
}

#[test]
fn topics_come_with_inputs_and_go_by_ruling() {
    let workshop = Workshop::with_archive(&[]);
    workshop.write("a.txt", "Penny Wong spoke of fish in Perth.\n");
    workshop.write("b/Sea/x.txt", "Penny Wong spoke of ships in Darwin.\n");
    ingest(&workshop, &["--topic", "aukus", "--topic", "Māori", "a.txt"]).expect(0);
    ingest(&workshop, &["--topic", "AUKUS", "--path", "{topic}/*", "b"]).expect(0);
    let topics = "SELECT article_id || ' ' || topic FROM article_topics ORDER BY 1";
    // Of spellings that came in, the first by its code points stands for all.
    assert_eq!(rows(&workshop, topics), ["1 AUKUS", "1 Māori", "2 AUKUS", "2 Sea"]);
    lasts(&workshop);
    let tag = |arguments: &[&str]| {
        workshop.run(&[arguments, &["--by", "ana", "--archive", "a.db"]].concat()).expect(0)
    };
    tag(&["article", "untag", "1", "MĀORI"]);
    tag(&["article", "tag", "2", "aukus"]);
    assert_eq!(
        rows(&workshop, topics),
        ["1 aukus", "2 Sea", "2 aukus"],
        "a ruling's spelling stands"
    );
    // The same again tonight does not bring back what was ruled away.
    ingest(&workshop, &["--topic", "aukus", "--topic", "Māori", "a.txt"]).expect(0);
    assert_eq!(rows(&workshop, topics), ["1 aukus", "2 Sea", "2 aukus"]);
    lasts(&workshop);
    tag(&["undo", "1", "2"]);
    assert_eq!(rows(&workshop, topics).len(), 4);
    // A topic that is said of what is there already.
    ingest(&workshop, &["--topic", "ships", "b/Sea/x.txt"]).expect(0);
    assert!(rows(&workshop, topics).contains(&"2 ships".to_owned()));
    lasts(&workshop);
    workshop
        .run(&["forget", "article", "2", "--because", "order", "--by", "ana", "--archive", "a.db"])
        .expect(0);
    assert_eq!(rows(&workshop, topics), ["1 Māori", "1 aukus"]);
}

#[test]
fn fields_of_json_are_mapped_and_stay_so() {
    let workshop = Workshop::with_archive(&[]);
    let record = |title: &str, text: &str| {
        format!(
            r#"{{"id": 7, "data": {{"title": "{title}", "text": "{text}"}}, "who": [{{"n": "Ana Roa"}}, {{"n": "Tom Ng"}}], "tags": ["Sea", "tolls"]}}"#
        )
    };
    let map = "headline=data.title,body=data.text,authors=who.n,topics=tags";
    let lines = format!(
        "{}\n{}\n",
        record("Tolls rise", "Penny Wong spoke of tolls."),
        record("Tolls fall", "Penny Wong spoke of ferries.")
    );
    workshop.write("r.jsonl", &lines);
    workshop.write(
        "r.json",
        format!("[{}, {{\"data\": 3}}]", record("Fish", "Penny Wong spoke of fish.")),
    );
    let ran = ingest(&workshop, &["--map", map, "r.jsonl", "r.json"]).expect(3);
    assert!(ran.stderr.contains("r.json:item 2: no text"), "{}", ran.stderr);
    let said = "SELECT headline || ' ' || authors || ' ' || (SELECT group_concat(topic) FROM article_topics WHERE article_topics.article_id = article_details.article_id)
                FROM article_details ORDER BY 1";
    let expected = [
        "Fish Ana Roa; Tom Ng Sea,tolls",
        "Tolls fall Ana Roa; Tom Ng Sea,tolls",
        "Tolls rise Ana Roa; Tom Ng Sea,tolls",
    ];
    assert_eq!(rows(&workshop, said), expected);
    lasts(&workshop);
    // The same again is the same capture; a table takes topics too.
    let again = ingest(&workshop, &["--map", map, "--json", "r.jsonl"]).expect(0).json();
    assert_eq!((again["stored"].as_u64(), again["duplicate"].as_u64()), (Some(0), Some(2)));
    workshop.write("t.csv", "Titel;Schlagwort;Text\nGulls;birds, Sea;Penny Wong spoke of gulls.\n");
    ingest(&workshop, &["--map", "headline=Titel,topics=Schlagwort,body=Text", "t.csv"]).expect(0);
    assert_eq!(
        rows(&workshop, "SELECT topic FROM article_topics WHERE topic = 'birds'"),
        ["birds"]
    );
    lasts(&workshop);
}

#[test]
fn an_option_that_says_nothing_is_an_error() {
    let workshop = Workshop::with_archive(&[]);
    workshop.write("a.txt", "Penny Wong spoke of fish in Perth.\n");
    workshop.write("r.json", r#"{"data": {"text": "Penny Wong spoke of tolls."}}"#);
    for (arguments, reason) in [
        (&["--published", "05/04/2024", "a.txt"][..], "`05/04/2024` may be read in two ways"),
        (&["--published", "soon", "a.txt"], "`soon` is not a date"),
        (&["--url", "rnz.co.nz/a", "a.txt"], "is no web address"),
        (&["--publisher", " - ", "a.txt"], "is no name"),
        (&["--topic", "-", "a.txt"], "is no topic"),
        (&["--path", "{paper}/*", "a.txt"], "there is no {paper}"),
        (&["--map", "titel=x", "a.txt"], "`titel` is no field"),
        (&["--map", "body=", "a.txt"], "write it as FIELD=COLUMN"),
        (&["--map", "body=x", "--format", "html", "a.txt"], "not to --format html"),
    ] {
        let refused = ingest(&workshop, arguments).expect(2);
        assert!(refused.stderr.contains(reason), "{arguments:?}: {}", refused.stderr);
        assert_eq!(rows(&workshop, "SELECT count(*) FROM captures"), ["0"], "{arguments:?}");
    }
    // What only the inputs can tell is told behind them.
    let useless = ingest(&workshop, &["--map", "body=x", "--json", "a.txt"]).expect(2);
    assert!(useless.stderr.contains("no input is one"), "{}", useless.stderr);
    assert_eq!(useless.json()["stored"], 1);
    let misspelt =
        ingest(&workshop, &["--map", "headline=data.titel,body=data.text", "r.json"]).expect(2);
    assert!(
        misspelt
            .stderr
            .contains("no input has a column or field `data.titel`; the first has `data.text`"),
        "{}",
        misspelt.stderr
    );
    let missing = ingest(&workshop, &["--map", "body=data.words", "r.json"]).expect(3);
    assert!(
        missing
            .stderr
            .contains("r.json: there is no field `data.words`; the fields are `data.text`"),
        "{}",
        missing.stderr
    );
    workshop.write("none/.keep", "");
    ingest(&workshop, &["--map", "body=x", "none"]).expect(0);
    // Said which way, the day is one.
    ingest(&workshop, &["--published", "05/04/2024", "--dayfirst", "a.txt"]).expect(0);
    assert_eq!(
        rows(&workshop, "SELECT published_on FROM articles WHERE body LIKE '%fish%'"),
        ["2024-04-05"]
    );
}

#[test]
fn drift_is_told_when_it_is_more_than_chance() {
    let workshop = Workshop::with_archive(&[]);
    let lines = |from: usize, count: usize, undated: usize| {
        let mut lines = String::new();
        for number in from..from + count {
            let date = if number - from < undated { "" } else { r#""published": "2024-03-18", "# };
            writeln!(lines, r#"{{{date}"headline": "Tolls {number}", "publisher": "RNZ", "body": "Penny Wong spoke of toll {number}."}}"#).unwrap();
        }
        lines
    };
    workshop.write("one.jsonl", lines(0, 40, 1));
    let first = ingest(&workshop, &["--json", "one.jsonl"]).expect(0);
    assert_eq!(first.json()["drift"], serde_json::json!([]));
    workshop.write("two.jsonl", lines(100, 40, 2));
    assert_eq!(ingest(&workshop, &["two.jsonl"]).expect(0).stderr, "", "by chance");
    workshop.write("three.jsonl", lines(200, 40, 30));
    let third = ingest(&workshop, &["--json", "three.jsonl"]).expect(0);
    let told = "drift: jsonl of RNZ: 30 of 40 articles have no day; before it was 3 of 80\n";
    assert_eq!(third.stderr, told);
    let drift = &third.json()["drift"][0];
    assert_eq!(
        (&drift["missing"], &drift["without"], &drift["articles_before"]),
        (&"day".into(), &30.into(), &80.into())
    );
    workshop.write("four.jsonl", lines(300, 40, 40));
    assert_eq!(ingest(&workshop, &["--quiet", "four.jsonl"]).expect(0).stderr, "");
}
