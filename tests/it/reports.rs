//! What reports answer, counted by hand on seven articles that are written for it.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::support::{Workshop, root};

/// Headline, text, publisher, day, section, address. Four and five are one story in two papers; six and seven
/// are two texts of one page.
const ARTICLES: [[&str; 6]; 7] = [
    [
        "Ferry talks open in Wellington",
        "Harbour Minister Tomas Brandvold met Ingrid Halloway in Wellington on Wednesday to talk about the ferry.\n\n\
         \"The ferry must sail before winter,\" Mr Brandvold said. \"Ingrid Halloway knows the harbour well,\" he said.\n\n\
         Ingrid Halloway, who speaks for the dockers, left without a word.",
        "The Tide",
        "2024-01-10",
        "Politics",
        "https://tide.example/1",
    ],
    [
        "Dockers wait for the ferry",
        "Ingrid Halloway told dockers in Dunedin that the ferry would not sail before spring, and that nobody had asked them.\n\n\
         \"Nobody asked the dockers about the ferry,\" Ms Halloway said.\n\n\
         The dockers in Dunedin have waited since the summer for an answer from the harbour office.",
        "The Tide",
        "2024-02-05",
        "Politics",
        "https://tide.example/2",
    ],
    [
        "Oslo looks at the ferry",
        "Tomas Brandvold flew to Oslo on Monday to look at a ferry that is for sale there, and at the yard that built it.\n\n\
         \"It is a fine ferry and a fair price,\" said Brandvold. The yard in Oslo would not name the price.",
        "Harbour Post",
        "2024-02-12",
        "World",
        "https://post.example/3",
    ],
    [
        "Ferry bought",
        "Tomas Brandvold bought the ferry in Oslo on Thursday, and Petra Lindqvist of the yard signed for the sellers after \
         a week of talks.\n\n\
         \"We are glad that she goes to a good harbour,\" Petra Lindqvist said. She said that the crew would be trained in \
         Oslo before the summer.",
        "Harbour Post",
        "2024-03-07",
        "World",
        "https://post.example/4",
    ],
    [
        "Ferry bought, again",
        "Tomas Brandvold bought the ferry in Oslo on Thursday, and Petra Lindqvist of the yard signed for the sellers after \
         a week of long talks.\n\n\
         \"We are glad that she goes to a good harbour,\" Petra Lindqvist said. She said that the crew would be trained in \
         Oslo before the summer.",
        "The Tide",
        "2024-03-08",
        "World",
        "https://tide.example/5",
    ],
    [
        "Halloway sails",
        "Ingrid Halloway sailed on the ferry from Wellington on Sunday, with Tomas Brandvold and a crew of nine from Oslo.\n\n\
         \"Tomas Brandvold kept his word,\" Halloway said in Wellington after the ferry had come back.",
        "The Tide",
        "2024-03-17",
        "Politics",
        "https://tide.example/6",
    ],
    [
        "Halloway sails at last",
        "Ingrid Halloway sailed on the ferry from Wellington on Sunday, with Petra Lindqvist and a crew of nine from Oslo.\n\n\
         The ferry came back to Wellington in the evening, an hour late, and nobody was sick.",
        "The Tide",
        "2024-03-17",
        "Politics",
        "https://tide.example/6",
    ],
];

/// An archive of them that all tests ask and none changes.
pub fn archive() -> &'static Workshop {
    static ARCHIVE: LazyLock<Workshop> = LazyLock::new(own_archive);
    &ARCHIVE
}

/// An archive of them, each with its number for its id.
pub fn own_archive() -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    let lines = ARTICLES.map(|[headline, body, publisher, published, section, url]| {
        json!({"headline": headline, "body": body, "publisher": publisher, "published": published,
               "section": section, "url": url})
        .to_string()
    });
    workshop.write("articles.jsonl", lines.join("\n"));
    workshop.run(&["ingest", "--archive", "a.db", "articles.jsonl"]).expect(0);
    workshop
}

fn asked(workshop: &Workshop, words: &[&str]) -> Vec<Value> {
    let arguments = [&["query"], words, &["--archive", "a.db", "--json", "--quiet"]].concat();
    workshop.run(&arguments).expect(0).json().as_array().unwrap().clone()
}

/// Some columns of each row, as they are printed.
fn columns(rows: &[Value], names: &[&str]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    };
    rows.iter()
        .map(|row| names.iter().map(|name| text(&row[*name])).collect::<Vec<_>>().join(" | "))
        .collect()
}

#[track_caller]
pub fn check(workshop: &Workshop, words: &[&str], names: &[&str], expected: &[&str]) {
    assert_eq!(columns(&asked(workshop, words), names), expected, "{words:?}");
}

#[test]
fn who_rises_and_falls() {
    let workshop = archive();
    let names = ["name", "articles", "articles_before", "change", "last_article_id"];
    // Articles four to seven against one of February, two and three.
    let march = ["trends", "since=2024-03", "until=2024-03-31", "kind=person"];
    check(
        workshop,
        &march,
        &names,
        &[
            "Petra Lindqvist | 3 | 0 | 3 | 7",
            "Tomas Brandvold | 3 | 1 | 2 | 6",
            "Ingrid Halloway | 2 | 1 | 1 | 7",
        ],
    );
    let places = ["trends", "since=2024-03", "until=2024-03-31", "kind=place"];
    check(
        workshop,
        &places,
        &names,
        &["Oslo | 4 | 1 | 3 | 7", "Wellington | 2 | 0 | 2 | 7", "Dunedin | 0 | 1 | -1 | 2"],
    );
    // Ten days up to the newest, the 17th: six and seven, and the 8th; before, from 27 February on: four.
    check(
        workshop,
        &["trends", "days=10", "kind=person"],
        &["name", "articles", "articles_before", "first_on", "last_on"],
        &[
            "Ingrid Halloway | 2 | 0 | 2024-03-08 | 2024-03-17",
            "Petra Lindqvist | 2 | 1 | 2024-03-08 | 2024-03-17",
            "Tomas Brandvold | 2 | 1 | 2024-03-08 | 2024-03-17",
        ],
    );
    check(workshop, &["trends", "days=10", "origin=catalogue"], &["name"], &["Oslo", "Wellington"]);
    check(
        workshop,
        &["trends", "days=10", "publisher=Harbour Post"],
        &["name", "change"],
        &["Oslo | -1", "Petra Lindqvist | -1", "Tomas Brandvold | -1"],
    );
}

#[test]
fn first_and_last_seen() {
    let workshop = archive();
    let names = ["seen", "published_on", "publisher", "article_id", "articles", "url"];
    check(
        workshop,
        &["seen", "name=Halloway"],
        &names,
        &[
            "first | 2024-01-10 | The Tide | 1 | 4 | https://tide.example/1",
            "last | 2024-03-17 | The Tide | 7 | 4 | https://tide.example/6",
        ],
    );
    check(
        workshop,
        &["seen", "name=Tomas Brandvold", "publisher=Harbour Post"],
        &["seen", "article_id", "articles"],
        &["first | 3 | 2", "last | 4 | 2"],
    );
    check(workshop, &["seen", "name=Tomas Brandvold", "until=2023"], &["seen"], &[]);
}

#[test]
fn who_said_what_about_whom() {
    let workshop = archive();
    let names = ["article_id", "speaker", "quote"];
    check(
        workshop,
        &["quotes", "about=Tomas Brandvold"],
        &names,
        &["6 | Ingrid Halloway | Tomas Brandvold kept his word,"],
    );
    check(
        workshop,
        &["quotes", "about=Halloway"],
        &names,
        &["1 | Tomas Brandvold | Ingrid Halloway knows the harbour well,"],
    );
    check(workshop, &["quotes", "about=Halloway", "name=Halloway"], &names, &[]);
    // Nobody's name: words inside the quotation, in whatever capitals.
    check(
        workshop,
        &["quotes", "about=THE DOCKERS"],
        &names,
        &["2 | Ingrid Halloway | Nobody asked the dockers about the ferry,"],
    );
    check(workshop, &["quotes", "about=winter", "publisher=Harbour Post"], &names, &[]);
    // Sellers are spoken of in an article, and in no quotation.
    check(workshop, &["quotes", "about=sellers"], &names, &[]);
    check(workshop, &["quotes", "words=fair price", "kind=person"], &["article_id"], &["3"]);
    check(workshop, &["quotes", "words=fair price", "kind=organisation"], &["article_id"], &[]);
}

/// Words between the marks: Brandvold 6 + 6 + 9, Lindqvist 10 + 10, Halloway 7 + 5.
#[test]
fn who_is_quoted() {
    let workshop = archive();
    let names = ["publisher", "speaker", "gender", "quotes", "articles", "words", "share_of_words"];
    check(
        workshop,
        &["sources"],
        &names,
        &[
            "- | Tomas Brandvold | man | 3 | 2 | 21 | 39.6",
            "- | Petra Lindqvist | unknown | 2 | 2 | 20 | 37.7",
            "- | Ingrid Halloway | woman | 2 | 2 | 12 | 22.6",
        ],
    );
    check(
        workshop,
        &["sources", "per=publisher"],
        &names,
        &[
            "Harbour Post | Petra Lindqvist | unknown | 1 | 1 | 10 | 52.6",
            "Harbour Post | Tomas Brandvold | unknown | 1 | 1 | 9 | 47.4",
            "The Tide | Ingrid Halloway | woman | 2 | 2 | 12 | 35.3",
            "The Tide | Tomas Brandvold | man | 2 | 1 | 12 | 35.3",
            "The Tide | Petra Lindqvist | unknown | 1 | 1 | 10 | 29.4",
        ],
    );
    // Only the articles that say `Mr` and `Ms` count: six calls her Halloway, and three calls him Brandvold.
    check(
        workshop,
        &["sources", "per=gender"],
        &["gender", "quotes", "words", "share_of_words"],
        &["unknown | 4 | 34 | 64.2", "man | 2 | 12 | 22.6", "woman | 1 | 7 | 13.2"],
    );
    check(
        workshop,
        &["sources", "once=yes"],
        &["speaker", "quotes"],
        &["Tomas Brandvold | 3", "Ingrid Halloway | 2", "Petra Lindqvist | 1"],
    );
    // The sum is that of all quotes, whatever they are asked by.
    for per in ["per=speaker", "per=publisher", "per=gender"] {
        let quotes: i64 = asked(workshop, &["sources", per])
            .iter()
            .map(|row| row["quotes"].as_i64().unwrap())
            .sum();
        assert_eq!(quotes, 7, "{per}");
    }
}

#[test]
fn coverage_by_month() {
    let workshop = own_archive();
    let names = ["name", "year", "total", "jan", "feb", "mar", "apr"];
    check(
        &workshop,
        &["coverage"],
        &names,
        &["The Tide | 2024 | 5 | 1 | 1 | 3 | -", "Harbour Post | 2024 | 2 | - | 1 | 1 | -"],
    );
    check(
        &workshop,
        &["coverage", "per=section"],
        &names,
        &["Politics | 2024 | 4 | 1 | 1 | 2 | -", "World | 2024 | 3 | - | 1 | 2 | -"],
    );
    check(
        &workshop,
        &["coverage", "per=place"],
        &names,
        &[
            "Oslo | 2024 | 5 | - | 1 | 4 | -",
            "Wellington | 2024 | 3 | 1 | - | 2 | -",
            "Dunedin | 2024 | 1 | - | 1 | - | -",
        ],
    );
    check(
        &workshop,
        &["coverage", "name=Petra Lindqvist"],
        &names,
        &["The Tide | 2024 | 2 | - | - | 2 | -", "Harbour Post | 2024 | 1 | - | - | 1 | -"],
    );
    workshop
        .run(&[
            "article",
            "tag",
            "1",
            "3",
            "--topic",
            "ferries",
            "--by",
            "ana",
            "--archive",
            "a.db",
        ])
        .expect(0);
    check(
        &workshop,
        &["coverage", "per=topic"],
        &names,
        &["no topic | 2024 | 5 | - | 1 | 4 | -", "ferries | 2024 | 2 | 1 | 1 | - | -"],
    );
    check(&workshop, &["coverage", "year=2023"], &names, &[]);
}

#[test]
fn stories_and_silences() {
    let workshop = archive();
    check(
        workshop,
        &["stories"],
        &["story_id", "articles", "publishers", "first_on", "last_on", "first_publisher"],
        &["4 | 2 | 2 | 2024-03-07 | 2024-03-08 | Harbour Post"],
    );
    check(workshop, &["stories", "name=Halloway"], &["story_id"], &[]);
    // The Tide: four days with articles and five articles in the 90 days up to 17 March, then 74 days of silence
    // until the end of May. 2 × 90 / 4 = 45 days without a word are still usual for it.
    let names = [
        "publisher",
        "articles",
        "days_with_any",
        "last_on",
        "days_silent",
        "missing",
        "last_article_id",
    ];
    check(
        workshop,
        &["gaps", "until=2024-05-30", "missing=3"],
        &names,
        &["The Tide | 5 | 4 | 2024-03-17 | 74 | 4.1 | 7"],
    );
    check(workshop, &["gaps", "until=2024-04-30", "missing=1"], &names, &[]);
    check(workshop, &["gaps", "until=2024-05-30", "missing=3", "publisher=harbour"], &names, &[]);
}

#[test]
fn words_near_a_name() {
    let workshop = archive();
    // `bought the ferry`: three words away. In article six the ferry comes four words before `with`.
    check(
        workshop,
        &["near", "name=Brandvold", "words=Ferry", "within=3"],
        &["article_id", "start_char", "side", "distance"],
        &["5 | 0 | after | 3", "4 | 0 | after | 3"],
    );
    check(
        workshop,
        &["near", "name=Brandvold", "words=the ferry", "within=6"],
        &["article_id", "side", "distance"],
        &["6 | before | 6", "5 | after | 2", "4 | after | 2", "1 | before | 6"],
    );
    // A part of a word is none.
    check(workshop, &["near", "name=Brandvold", "words=ferr", "within=9"], &["article_id"], &[]);
    check(
        workshop,
        &["words-near", "name=Brandvold", "within=4", "limit=4"],
        &["word", "times", "articles", "before", "after"],
        &[
            "halloway | 3 | 2 | 0 | 3",
            "oslo | 3 | 2 | 1 | 2",
            "bought | 2 | 2 | 0 | 2",
            "ferry | 2 | 2 | 0 | 2",
        ],
    );
}

#[test]
fn a_concordance_is_sorted_by_the_words_around_the_name() {
    let workshop = archive();
    let names = ["article_id", "start_char"];
    // after: ` and a crew`, ` bought` twice, ` flew`, ` kept`, ` met`, ` said` (1), `. The yard` (3)
    check(
        workshop,
        &["mentions", "name=Brandvold", "sort=right"],
        &names,
        &["6 | 68", "5 | 0", "4 | 0", "3 | 0", "6 | 116", "1 | 17", "1 | 146", "3 | 158"],
    );
    // before: none three times, `oslo.`, `minister`, `mr`, `said`, `with`
    check(
        workshop,
        &["mentions", "name=Brandvold", "sort=left"],
        &names,
        &["5 | 0", "4 | 0", "3 | 0", "1 | 17", "1 | 146", "6 | 116", "3 | 158", "6 | 68"],
    );
}

#[test]
fn what_changed_between_two_texts_of_a_page() {
    let workshop = archive();
    check(
        workshop,
        &["revisions"],
        &[
            "article_id",
            "other_article_id",
            "reasons",
            "other_headline",
            "characters_more",
            "named_only_in_other",
            "named_only_here",
            "quotes_more",
        ],
        &["6 | 7 | url | Halloway sails at last | -7 | Petra Lindqvist | Tomas Brandvold | -1"],
    );
    assert_eq!(asked(workshop, &["revisions", "article=7"]), asked(workshop, &["revisions"]));
}

#[test]
fn what_came_in() {
    let workshop = archive();
    let names = ["article_id", "publisher", "people"];
    check(
        workshop,
        &["arrivals", "limit=2"],
        &names,
        &[
            "7 | The Tide | Ingrid Halloway, Petra Lindqvist",
            "6 | The Tide | Ingrid Halloway, Tomas Brandvold",
        ],
    );
    check(workshop, &["arrivals", "ingested-since=2026-01-03"], &names, &[]);
    check(workshop, &["arrivals", "publisher=harbour"], &["article_id"], &["4", "3"]);
}

/// Where a number mixes names that people ruled on, names of the lists and names that were found, the row says so.
#[test]
fn where_names_come_from_is_shown_and_asked_for() {
    let workshop = own_archive();
    workshop
        .run(&[
            "person",
            "rename",
            "Petra Lindqvist",
            "Petra Lindkvist",
            "--by",
            "ana",
            "--archive",
            "a.db",
        ])
        .expect(0);
    let names = ["name", "origin", "articles", "last_article_id"];
    check(
        &workshop,
        &["people"],
        &names,
        &[
            "Tomas Brandvold | automatic | 5 | 6",
            "Ingrid Halloway | automatic | 4 | 7",
            "Petra Lindkvist | ruled | 3 | 7",
        ],
    );
    for (report, origin, expected) in [
        (&["people"][..], "ruled", &["Petra Lindkvist"][..]),
        (&["people"], "automatic", &["Tomas Brandvold", "Ingrid Halloway"]),
        (&["places"], "catalogue", &["Oslo", "Wellington", "Dunedin"]),
        (&["organisations"], "catalogue", &[]),
        (&["co-mentions", "name=Halloway"], "ruled", &["Petra Lindkvist"]),
        (&["trends", "days=10"], "ruled", &["Petra Lindkvist"]),
    ] {
        let origin = format!("origin={origin}");
        let words = [report, &[origin.as_str()]].concat();
        check(&workshop, &words, &["name"], expected);
    }
    check(
        &workshop,
        &["sources", "origin=ruled"],
        &["speaker", "words"],
        &["Petra Lindkvist | 20"],
    );
    check(
        &workshop,
        &["people", "publisher=Harbour Post"],
        &names,
        &["Tomas Brandvold | automatic | 2 | 4", "Petra Lindkvist | ruled | 1 | 4"],
    );
}

/// New questions with what narrows them, each with an answer among the seven articles.
const QUESTIONS: &[&[&str]] = &[
    &["trends", "days=10", "once=yes"],
    &["trends", "since=2024-03", "until=2024-03-31", "origin=automatic"],
    &["seen", "name=Halloway", "since=2024-02"],
    &["near", "name=Brandvold", "words=the ferry", "within=6"],
    &["words-near", "name=Halloway", "publisher=The Tide"],
    &["quotes", "about=Brandvold"],
    &["quotes", "about=dockers", "words=nobody"],
    &["quotes", "name=Halloway", "about=Brandvold", "until=2024"],
    &["quotes", "kind=person", "limit=2"],
    &["sources", "per=publisher", "since=2024-02"],
    &["sources", "per=gender", "kind=person"],
    &["roles", "name=Brandvold"],
    &["roles", "title=minister", "since=2024"],
    &["coverage", "per=place", "name=Halloway"],
    &["coverage", "per=section", "year=2024"],
    &["stories", "name=Petra Lindqvist"],
    &["gaps", "until=2024-05-30", "missing=1"],
    &["arrivals", "ingested-since=2020", "publisher=The Tide"],
    &["mentions", "name=Brandvold", "sort=left"],
    &["co-mentions", "name=Halloway", "origin=catalogue"],
    &["people", "origin=automatic", "once=yes"],
    &["people", "once=yes", "publisher=The Tide"],
    &["quotes-across", "since=2024-03"],
    &["revisions", "since=2024-03"],
];

/// The same rows in the stock shell, whatever narrows a report.
#[test]
fn the_stock_shell_answers_the_same() {
    let workshop = archive();
    for words in QUESTIONS {
        let ours = asked(workshop, words);
        assert!(!ours.is_empty(), "{words:?}");
        let sql = workshop
            .run(&[&["query", "--show-sql"], *words, &["--archive", "a.db"]].concat())
            .expect(0)
            .stdout;
        let Some(ran) = workshop.sqlite3("a.db", &sql) else { return };
        assert_eq!(ran.stderr, "", "{words:?}");
        assert_eq!(Value::Array(ours), ran.json(), "{words:?}");
    }
}

/// What the new reports print of the sample articles, read through by eye.
#[test]
fn reports_on_the_sample_archive() {
    let workshop = Workshop::with_archive(&[]);
    let samples = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", samples.to_str().unwrap()]).expect(0);
    let mut printed = String::new();
    for question in [
        "trends days=120 limit=6",
        "seen name=Peters",
        "near name=Peters words=minister within=4",
        "words-near name=Peters limit=6",
        "sources limit=6",
        "sources per=gender",
        "coverage year=2024",
        "coverage per=place year=2024 limit=4",
        "stories",
        "gaps until=2025 missing=1",
        "arrivals ingested-since=2020 limit=3",
        "quotes about=briefings",
        "mentions name=Peters sort=right characters=20 limit=4",
        "revisions",
        "roles name=Peters",
    ] {
        let words: Vec<&str> = question.split(' ').collect();
        let ran = workshop
            .run(&[&["query"], words.as_slice(), &["--archive", "a.db", "--quiet"]].concat())
            .expect(0);
        printed.push_str(&format!("$ cuttings query {question}\n{}\n", ran.stdout));
    }
    insta::assert_snapshot!(printed);
}
