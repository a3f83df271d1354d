//! Rules that tag: what each finds, that it follows what is ruled and what comes and goes, that a person's word goes
//! before it, and that what the archive says of it is what asking anew would say.

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Ran, Workshop};

/// Names, places and words for every kind of rule; two spellings of a name, and one with an apostrophe.
const ARTICLES: [(&str, &str); 6] = [
    (
        "one.txt",
        "WELLINGTON, March 4 (Reuters) - Harbour Minister Tomas Brandvold met Ingrid Maria Halloway on Monday.\n\n\
         Brandvold said the talks went well. Halloway agreed, and thanked Brandvold.\n",
    ),
    (
        "two.txt",
        "AUCKLAND, March 5 (Reuters) - Ingrid Halloway will stand for the board, she told reporters on Tuesday.\n\n\
         Halloway was met by Penny Wong. The harbour bridge was closed.\n",
    ),
    (
        "three.txt",
        "SUVA, March 6 (Reuters) - Penny Wong opened the harbour bridge in Suva, Reuters said.\n",
    ),
    ("four.txt", "OSLO, March 7 (Reuters) - Søren Holm counted herring all day and all night.\n"),
    (
        "five.txt",
        "OSLO, March 8 (Reuters) - Soren Holm sold the herring for less than it cost him.\n",
    ),
    ("six.txt", "The ferry to Nuku'alofa was late again, and people waited for it in the rain.\n"),
];

const BEFORE: &str = "2026-01-01T00:00:00Z";
const LATER: &str = "2026-01-03T00:00:00Z";

fn run_at(workshop: &Workshop, now: &str, arguments: &[&str]) -> Ran {
    let arguments = [arguments, &["--archive", "a.db"]].concat();
    Ran::from(workshop.command(&arguments).env("CUTTINGS_NOW", now).output().unwrap())
}

/// Makes a rule as Ana, now; what it came to.
fn add(workshop: &Workshop, now: &str, arguments: &[&str]) -> Value {
    let all = [&["rule", "add"], arguments, &["--by", "ana", "--json"]].concat();
    run_at(workshop, now, &all).expect(0).json()
}

fn rule(workshop: &Workshop, arguments: &[&str]) {
    run_at(workshop, LATER, &[arguments, &["--by", "ana"]].concat()).expect(0);
}

fn texts(workshop: &Workshop, sql: &str) -> Vec<String> {
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The articles on a topic, by the names of their files, in order.
fn on(workshop: &Workshop, topic: &str) -> Vec<String> {
    texts(
        workshop,
        &format!(
            "SELECT DISTINCT replace(replace(uri, rtrim(uri, replace(uri, '/', '')), ''), '.txt', '') FROM article_topics JOIN articles USING (article_id)
             JOIN sightings USING (capture_id) WHERE topic = '{topic}' ORDER BY 1"
        ),
    )
}

fn number_of(workshop: &Workshop, name: &str) -> String {
    texts(
        workshop,
        &format!(
            "SELECT CAST(article_id AS TEXT) FROM articles JOIN sightings USING (capture_id) WHERE uri LIKE '%/{name}.txt'"
        ),
    )
    .remove(0)
}

/// What is stored is what asking every rule anew would give, also after everything is derived again.
fn is_settled(workshop: &Workshop) {
    let verified = run_at(workshop, LATER, &["verify", "--read-data", "--derived"]);
    assert_eq!((verified.code, verified.stdout.as_str()), (0, ""), "{}", verified.stderr);
    let before = workshop.digest("a.db");
    run_at(workshop, LATER, &["rebuild"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before, "a rebuild says something else");
}

#[test]
fn a_rule_of_each_kind_tags_what_comes_in() {
    let workshop = Workshop::with_archive(&ARTICLES[..1]);
    add(&workshop, LATER, &["bridges", "--when-search", "\"harbour bridge\" -suva"]);
    add(&workshop, LATER, &["topic=Wong", "--when-person", "Penny Wong"]);
    add(&workshop, LATER, &["agency", "--when-organisation", "Reuters"]);
    add(&workshop, LATER, &["fiji", "--when-place", "Suva"]);
    for (name, text) in ARTICLES {
        workshop.write(&format!("in/{name}"), text);
    }
    assert!(on(&workshop, "agency").is_empty(), "what was there before is not tagged");
    run_at(&workshop, "2026-01-04T00:00:00Z", &["ingest", "in"]).expect(0);
    assert_eq!(on(&workshop, "bridges"), ["two"]);
    assert_eq!(on(&workshop, "Wong"), ["three", "two"]);
    assert_eq!(on(&workshop, "agency"), ["three"]);
    assert_eq!(on(&workshop, "fiji"), ["three"]);
    is_settled(&workshop);
    let listed = run_at(&workshop, LATER, &["rule", "list", "--json"]).expect(0).json();
    let listed: Vec<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            format!(
                "{} {} {} {}",
                text("topic"),
                text("looks_for"),
                text("over_all"),
                row["articles"]
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            "bridges search \"harbour bridge\" -suva no 1",
            "Wong person Penny Wong no 2",
            "agency organisation Reuters no 1",
            "fiji place Suva no 1"
        ]
    );
    let runs = "SELECT command FROM runs WHERE exit_code = 0 ORDER BY run_id";
    assert_eq!(
        texts(&workshop, runs),
        ["init", "ingest", "rule", "rule", "rule", "rule", "ingest", "rebuild"]
    );
}

#[test]
fn over_all_is_what_was_there_too_and_a_rehearsal_changes_nothing() {
    let workshop = Workshop::with_archive(&ARTICLES);
    let before = workshop.digest("a.db");
    let arguments = ["herring", "--when-search", "soren herring", "--over-all"];
    let tried = add(&workshop, LATER, &[&arguments[..], &["--dry-run"]].concat());
    assert_eq!((&tried["tagged"], &tried["rule"]), (&Value::from(2), &Value::Null));
    assert_eq!(tried["newest"].as_array().unwrap().len(), 2);
    assert_eq!(workshop.digest("a.db"), before, "a rehearsal changed something");
    let told = run_at(
        &workshop,
        LATER,
        &[&["rule", "add"], &arguments[..], &["--by", "ana", "--dry-run"]].concat(),
    )
    .expect(0);
    assert_eq!(told.stdout.lines().count(), 2, "{}", told.stdout);
    assert!(
        told.stdout.starts_with("article 5: 2026-03-08") || told.stdout.starts_with("article ")
    );
    assert_eq!(told.stderr, "no rule was made: 2 articles would be tagged\n");
    let added = add(&workshop, LATER, &arguments);
    assert_eq!((&added["tagged"], &added["needless"]), (&Value::from(2), &Value::Bool(false)));
    assert_eq!(on(&workshop, "herring"), ["five", "four"]);
    assert_ne!(workshop.digest("a.db"), before);
    is_settled(&workshop);
    // The same once more, in other capitals.
    let again = add(&workshop, LATER, &["HERRING", "--when-search", "soren herring", "--over-all"]);
    assert_eq!((&again["rule"], &again["needless"]), (&added["rule"], &Value::Bool(true)));
    assert_eq!(texts(&workshop, "SELECT topic FROM rules"), ["herring"]);
}

#[test]
fn a_person_s_word_goes_before_a_rule() {
    let workshop = Workshop::with_archive(&ARTICLES);
    add(&workshop, LATER, &["Sea", "--when-search", "herring OR ferry", "--over-all"]);
    assert_eq!(on(&workshop, "Sea"), ["five", "four", "six"]);
    rule(&workshop, &["article", "untag", &number_of(&workshop, "six"), "sea"]);
    rule(&workshop, &["article", "tag", &number_of(&workshop, "one"), "SEA"]);
    let said = ["five", "four", "one"];
    assert_eq!(
        on(&workshop, "SEA").len() + on(&workshop, "Sea").len() + on(&workshop, "sea").len(),
        3
    );
    let topic = texts(&workshop, "SELECT DISTINCT topic FROM article_topics").remove(0);
    assert_eq!(on(&workshop, &topic), said);
    is_settled(&workshop);
    // For good: also where the rule is taken back and made anew.
    rule(&workshop, &["rule", "remove", "1"]);
    assert_eq!(on(&workshop, &topic), ["one"]);
    is_settled(&workshop);
    add(&workshop, LATER, &["Sea", "--when-search", "herring OR ferry", "--over-all"]);
    assert_eq!(on(&workshop, &topic), said);
    assert_eq!(texts(&workshop, "SELECT act FROM decisions ORDER BY 1"), ["tag", "untag"]);
    is_settled(&workshop);
}

#[test]
fn a_rule_on_somebody_follows_who_they_are_ruled_to_be() {
    let workshop = Workshop::with_archive(&ARTICLES);
    let (one, other) = ("Ingrid Maria Halloway", "Ingrid Halloway");
    add(&workshop, LATER, &["long", "--when-person", one, "--over-all"]);
    add(&workshop, LATER, &["short", "--when-person", other, "--over-all"]);
    let both = |long: &[&str], short: &[&str]| {
        assert_eq!((on(&workshop, "long"), on(&workshop, "short")), (owned(long), owned(short)));
        is_settled(&workshop);
    };
    both(&["one"], &["two"]);
    rule(&workshop, &["person", "merge", one, other]);
    both(&["one", "two"], &["one", "two"]);
    rule(&workshop, &["undo", "1"]);
    both(&["one"], &["two"]);
    rule(&workshop, &["person", "rename", one, "Maria Halloway"]);
    both(&["one"], &["two"]);
    rule(&workshop, &["person", "ignore", other]);
    both(&["one"], &[]);
    // They are still whom the rule is about when they come back.
    rule(&workshop, &["undo", "4"]);
    both(&["one"], &["two"]);
    // One mention after the other, because what is left is recognised anew each time.
    let place = "SELECT article_id || ' ' || start_char FROM mention_details
        WHERE name = 'Ingrid Halloway' AND field = 'body' ORDER BY article_id, start_char";
    let mut rejected = 0;
    while let Some(place) = texts(&workshop, place).first() {
        let (article, at) = place.split_once(' ').unwrap();
        rule(&workshop, &["mention", "reject", article, at]);
        rejected += 1;
        assert!(rejected < 9, "still at {place}");
    }
    assert!(rejected > 0);
    both(&["one"], &[]);
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Which spellings the index has says what a search asks for: `nukualofa` is `Nuku'alofa` as long as nobody writes it.
#[test]
fn the_order_of_inputs_makes_no_difference() {
    let more = [
        (
            "seven.txt",
            "SUVA, March 9 (Reuters) - Nukualofa is what the ferry line calls the town on its tickets.\n",
        ),
        (
            "eight.txt",
            "SUVA, March 10 (Reuters) - Ingrid Maria Halloway bought herring. Halloway ate the herring.\n",
        ),
    ];
    let files: Vec<(&str, &str)> = ARTICLES.into_iter().chain(more).collect();
    // Whether the rules are there first, and in which order the files come.
    let orders: [(bool, [usize; 8]); 4] = [
        (true, [0, 1, 2, 3, 4, 5, 6, 7]),
        (true, [5, 3, 0, 7, 6, 1, 4, 2]),
        (true, [6, 4, 7, 2, 5, 1, 3, 0]),
        (false, [7, 6, 5, 4, 3, 2, 1, 0]),
    ];
    let rules = |workshop: &Workshop, over_all: &[&str], now: &str| {
        for arguments in [
            &["town", "--when-search", "nukualofa"][..],
            &["fish", "--when-search", "caption:herring OR soren NEAR/3 holm"],
            &["wong", "--when-person", "Penny Wong"],
        ] {
            add(workshop, now, &[arguments, over_all].concat());
        }
    };
    let mut seen = Vec::new();
    for (number, (is_first, order)) in orders.into_iter().enumerate() {
        let workshop = Workshop::with_archive(&[]);
        if is_first {
            rules(&workshop, &["--over-all"], BEFORE);
        }
        for (step, file) in order.into_iter().enumerate() {
            let (name, text) = files[file];
            workshop.write(&format!("in/{name}"), text);
            // The first ones alone, the rest at once.
            if [0, 1, 3, 7].contains(&step) {
                workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
            }
        }
        if !is_first {
            rules(&workshop, &["--over-all"], LATER);
        }
        assert_eq!(on(&workshop, "town"), ["seven"], "order {number}");
        assert_eq!(on(&workshop, "fish"), ["five", "four"], "order {number}");
        seen.push(workshop.digest("a.db"));
        let verified = workshop.run(&["verify", "--archive", "a.db"]);
        assert_eq!((verified.code, verified.stdout.as_str()), (0, ""));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[test]
fn what_is_forgotten_is_on_no_topic_and_leaves_the_rule_as_it_would_have_been() {
    let workshop = Workshop::with_archive(&ARTICLES);
    workshop
        .write("in/seven.txt", "Nukualofa is what the ferry line calls the town on its tickets.\n");
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    add(&workshop, LATER, &["town", "--when-search", "nukualofa", "--over-all"]);
    assert_eq!(on(&workshop, "town"), ["seven"]);
    let seven = number_of(&workshop, "seven");
    rule(&workshop, &["forget", "article", &seven, "--because", "law"]);
    assert_eq!(on(&workshop, "town"), ["six"]);
    is_settled(&workshop);
    let six = number_of(&workshop, "six");
    rule(&workshop, &["forget", "article", &six, "--because", "law"]);
    assert!(texts(&workshop, "SELECT rule_id FROM rule_topics").is_empty());
    is_settled(&workshop);
}

#[test]
fn a_rule_is_taken_back_and_stays_on_record() {
    let workshop = Workshop::with_archive(&ARTICLES);
    let before = workshop.digest("a.db");
    add(&workshop, LATER, &["a", "--when-search", "herring", "--over-all"]);
    add(&workshop, LATER, &["b", "--when-place", "Suva", "--over-all"]);
    let both = workshop.digest("a.db");
    let gone = run_at(&workshop, LATER, &["rule", "remove", "1", "7", "--by", "ana"]).expect(66);
    assert!(gone.stderr.contains("there is no rule 7"), "{}", gone.stderr);
    assert_eq!(workshop.digest("a.db"), both, "all or none");
    let tried = ["rule", "remove", "1", "2", "--by", "ana", "--dry-run", "--json"];
    let tried = run_at(&workshop, LATER, &tried).expect(0).json();
    assert_eq!(tried["removed"][0]["tagged"], 2);
    assert_eq!(workshop.digest("a.db"), both, "a rehearsal changed something");
    rule(&workshop, &["rule", "remove", "1", "2", "1"]);
    assert_eq!(workshop.digest("a.db"), before);
    is_settled(&workshop);
    let again = run_at(&workshop, LATER, &["rule", "remove", "1", "--by", "ana"]).expect(1);
    assert!(again.stderr.contains("rule 1 was taken back already"), "{}", again.stderr);
    let kept = "SELECT topic || ' ' || removed_at || ' ' || removed_by FROM rules ORDER BY 1";
    assert_eq!(texts(&workshop, kept), [format!("a {LATER} ana"), format!("b {LATER} ana")]);
}

/// What somebody looks for stays where it is, and that is said; without texts no word of a search leaves.
#[test]
fn rules_stay_at_home() {
    let workshop = Workshop::with_archive(&ARTICLES);
    add(&workshop, LATER, &["sea", "--when-search", "herring OR quibblewort", "--over-all"]);
    add(&workshop, LATER, &["fiji", "--when-place", "Suva", "--over-all"]);
    let export = |format: &str, name: &str| {
        run_at(&workshop, LATER, &["export", format, "-o", name]).expect(0).stderr
    };
    let said = export("archive", "all.db");
    assert!(said.contains("the topics that they give to 3 of its articles"), "{said}");
    let of = |name: &str, sql: &str| -> i64 {
        let connection = Connection::open(workshop.path(name)).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(of("all.db", "SELECT count(*) FROM rules"), 0);
    assert_eq!(of("all.db", "SELECT count(*) FROM article_topics"), 0);
    // In JSON Lines and in tables the topics are those of the articles.
    export("jsonl", "all.jsonl");
    let lines = std::fs::read_to_string(workshop.path("all.jsonl")).unwrap();
    assert_eq!(lines.matches("\"sea\"").count(), 2, "{lines}");
    export("no-text", "bare.db");
    assert_eq!(of("bare.db", "SELECT count(*) FROM article_topics"), 3);
    assert_eq!(of("bare.db", "SELECT count(*) FROM rules WHERE words = ''"), 1);
    let bytes = std::fs::read(workshop.path("bare.db")).unwrap();
    assert!(!bytes.windows(11).any(|window| window == b"quibblewort"));
    workshop.run(&["verify", "--archive", "bare.db"]).expect(0);
}

#[test]
fn names_and_topics_are_taken_as_everywhere() {
    let workshop = Workshop::with_archive(&ARTICLES);
    let taken = run_at(
        &workshop,
        LATER,
        &["rule", "add", "men", "--when-person", "Brandvold", "--by", "ana"],
    )
    .expect(0);
    assert!(taken.stderr.contains("is taken to mean Tomas Brandvold"), "{}", taken.stderr);
    for (arguments, code) in [
        (&["rule", "add", "x", "--when-person", "Zebulon Quarrington"][..], 66),
        (&["rule", "add", "…", "--when-search", "herring"], 2),
        (&["rule", "add", "--when-search", "herring"], 2),
        (&["rule", "add", "x"], 2),
        (&["rule", "add", "x", "--when-search", "herring", "--when-place", "Suva"], 2),
        (&["rule", "add", "x", "--topic", "y", "--when-search", "herring"], 2),
    ] {
        run_at(&workshop, LATER, &[arguments, &["--by", "ana"]].concat()).expect(code);
    }
    assert_eq!(texts(&workshop, "SELECT topic FROM rules"), ["men"]);
    // The spelling of a rule stands for a topic that came with an article.
    let tagged = ["ingest", "--topic", "MEN", "late.txt"];
    workshop.write("late.txt", "The ferry came at last, and nobody was there to see it come in.\n");
    run_at(&workshop, LATER, &tagged).expect(0);
    assert_eq!(texts(&workshop, "SELECT DISTINCT topic FROM article_topics"), ["men"]);
}

/// Whatever is searched for, a rule is refused with a sentence or holds, and what comes in later comes in.
#[test]
fn hostile_words_are_words() {
    let workshop = Workshop::with_archive(&ARTICLES[..3]);
    let long = "harbour ".repeat(101);
    let many = "o".repeat(5_000);
    let brackets = "(".repeat(3_000);
    let mut made = 0;
    for words in [
        "\"",
        "'; DROP TABLE rules; --",
        "harbour AND",
        "NEAR(",
        "-",
        "* *",
        "a* OR \"b",
        "body:",
        "^harbour",
        "{headline body} : harbour",
        "\u{0}",
        "\u{1b}[31mharbour",
        "harbour\nbridge",
        "NOT harbour",
        "( harbour",
        "harbour NEAR/99999999999 bridge",
        "é̂",
        "ß",
        "\u{202e}egdirb",
        "headline:(harbour OR -bridge)",
        "",
        &long,
        &many,
        &brackets,
    ] {
        if words.contains('\0') {
            continue;
        }
        let all =
            ["rule", "add", "x", "--over-all", "--by", "ana", &format!("--when-search={words}")];
        let ran = run_at(&workshop, LATER, &all);
        assert!([0, 2].contains(&ran.code), "{words:?}: {} {}", ran.code, ran.stderr);
        assert_eq!(ran.stderr.is_empty(), ran.code == 0, "{words:?}: {}", ran.stderr);
        made += usize::from(ran.code == 0);
    }
    assert!(made >= 10, "only {made} rules were made");
    for (name, text) in ARTICLES {
        workshop.write(&format!("in/{name}"), text);
    }
    run_at(&workshop, LATER, &["ingest", "in"]).expect(0);
    is_settled(&workshop);
}

#[test]
fn verify_finds_what_another_program_did_to_rules() {
    let workshop = Workshop::with_archive(&ARTICLES);
    add(&workshop, LATER, &["sea", "--when-search", "herring", "--over-all"]);
    add(&workshop, LATER, &["fiji", "--when-place", "Suva", "--over-all"]);
    rule(&workshop, &["rule", "remove", "2"]);
    std::fs::copy(workshop.path("a.db"), workshop.path("whole.db")).unwrap();
    for (sql, finding) in [
        (
            "DELETE FROM rule_topics",
            "rules tag: article 1: rule 1 finds it, and it has not its topic",
        ),
        (
            "INSERT INTO rule_topics VALUES (3, 1)",
            "rules tag: article 3: it has the topic of rule 1, which does not find it",
        ),
        (
            "INSERT INTO rule_topics VALUES (3, 2)",
            "rules tag: article 3: it has the topic of rule 2, which is not in force",
        ),
        (
            "UPDATE rules SET words = 'ferry' WHERE rule_id = 1",
            "row hashes: rules 1: a cell was changed",
        ),
        (
            "UPDATE rules SET words = '-x' WHERE rule_id = 1",
            "rules tag: rule 1: its words cannot be searched for",
        ),
    ] {
        std::fs::copy(workshop.path("whole.db"), workshop.path("a.db")).unwrap();
        let connection = Connection::open(workshop.path("a.db")).unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        let found = run_at(&workshop, LATER, &["verify"]).expect(4).stdout;
        let finding = finding.replace("article 1:", "article ").replace("article 3:", "article ");
        let parts: Vec<&str> = finding.splitn(2, "article ").collect();
        assert!(parts.iter().all(|part| found.contains(part.trim())), "{sql}: {found}");
    }
    // What is derived is mended.
    std::fs::copy(workshop.path("whole.db"), workshop.path("a.db")).unwrap();
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    let sql = "DELETE FROM rule_topics; INSERT INTO rule_topics VALUES (1, 1), (1, 2)";
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let mended = run_at(&workshop, LATER, &["verify", "--repair"]).expect(0);
    assert_eq!(mended.stderr, "asked the rules anew which articles they tag\n");
    assert_eq!(on(&workshop, "sea"), ["five", "four"]);
    assert_eq!(run_at(&workshop, LATER, &["verify", "--repair"]).expect(0).stderr, "");
    std::fs::copy(workshop.path("whole.db"), workshop.path("a.db")).unwrap();
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    connection.execute_batch("UPDATE rules SET words = '-x' WHERE rule_id = 1").unwrap();
    drop(connection);
    // Words that cannot be searched for stop nothing: what the rule said stands, and it can be taken back.
    workshop.write(
        "in/late.txt",
        "The herring came at last, and nobody was there to see it come in.\n",
    );
    run_at(&workshop, LATER, &["ingest", "in"]).expect(0);
    assert_eq!(on(&workshop, "sea"), ["five", "four"]);
    rule(&workshop, &["rule", "remove", "1"]);
    assert!(on(&workshop, "sea").is_empty());
}
