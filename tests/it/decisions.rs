//! What people rule: it holds, it lasts, it is taken back without a trace, and it is there whole or
//! not at all.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::support::Workshop;

/// Three articles that name two men of one name, a person in two spellings, and a false name.
const ARTICLES: [(&str, &str); 3] = [
    (
        "one.txt",
        "WELLINGTON, March 4 (Reuters) - Harbour Minister Tomas Brandvold met Ingrid Maria Halloway on Monday.\n\n\
         Brandvold said the talks went well. Halloway agreed, and thanked Brandvold.\n",
    ),
    (
        "two.txt",
        "AUCKLAND, March 5 (Reuters) - Ingrid Halloway will stand for the board, she told reporters on Tuesday.\n\n\
         Halloway was met by Tomas Brandvold, a painter. Brandvold has painted her twice.\n",
    ),
    (
        "three.txt",
        "DUNEDIN, March 6 (Reuters) - The Tide Table was late again, said Tomas Brandvold of the port.\n\n\
         Mr Brandvold has complained before. The Pilot House said nothing.\n",
    ),
];

fn workshop() -> Workshop {
    Workshop::with_archive(&ARTICLES)
}

/// Runs a command on the archive as the curator Ana; what it ended with.
fn rule(workshop: &Workshop, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--by", "ana", "--archive", "a.db", "--json"]);
    workshop.run(&all).expect(0).json()
}

fn rows(workshop: &Workshop, sql: &str) -> Vec<Value> {
    let ran = workshop.run(&["query", "--sql", sql, "--archive", "a.db", "--format", "json"]);
    ran.expect(0).json().as_array().unwrap().clone()
}

fn count(workshop: &Workshop, sql: &str) -> i64 {
    rows(workshop, sql)[0]["n"].as_i64().unwrap()
}

fn mentions_of(workshop: &Workshop, name: &str) -> i64 {
    count(
        workshop,
        &format!(
            "SELECT count(*) AS n FROM mention_details WHERE name = '{name}' AND kind = 'person'"
        ),
    )
}

/// The archive says what it would say if everything were made anew.
fn is_settled(workshop: &Workshop) {
    let before = workshop.digest("a.db");
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before, "a rebuild says something else");
}

#[test]
fn a_merge_holds_and_is_undone_without_a_trace() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let (one, other) = ("Ingrid Maria Halloway", "Ingrid Halloway");
    let apart = (mentions_of(&workshop, one), mentions_of(&workshop, other));
    assert!(apart.0 >= 2 && apart.1 >= 2, "{apart:?}");
    let id_of = |name: &str| {
        count(&workshop, &format!("SELECT person_id AS n FROM people WHERE name = '{name}'"))
    };
    let ids = (id_of(one), id_of(other));

    let tried = rule(&workshop, &["person", "merge", one, other, "--dry-run"]);
    assert_eq!(tried["changes"].as_array().unwrap().len() as i64, apart.0);
    assert_eq!(workshop.digest("a.db"), before, "a dry run changed something");

    let ruled = rule(&workshop, &["person", "merge", one, other, "--because", "one woman"]);
    assert_eq!(ruled["decisions"].as_array().unwrap().len(), 1);
    assert_eq!(mentions_of(&workshop, one), 0);
    assert_eq!(mentions_of(&workshop, other), apart.0 + apart.1);
    is_settled(&workshop);
    // Also for what comes later, and for whoever asks by the old name.
    workshop.write(
        "later.txt",
        "NAPIER, March 7 (Reuters) - Ingrid Maria Halloway spoke on Thursday.\n\nHalloway left.\n",
    );
    workshop.run(&["ingest", "--archive", "a.db", "later.txt"]).expect(0);
    assert_eq!(mentions_of(&workshop, one), 0);
    let shown = rule_free(&workshop, &["person", "show", one]);
    assert_eq!(shown["name"], other);
    is_settled(&workshop);
    assert_eq!((id_of(one), id_of(other)), ids, "judged people keep their ids");

    let with_later = workshop.digest("a.db");
    let fresh = Workshop::with_archive(&[
        ARTICLES[0],
        ARTICLES[1],
        ARTICLES[2],
        (
            "later.txt",
            "NAPIER, March 7 (Reuters) - Ingrid Maria Halloway spoke on Thursday.\n\nHalloway left.\n",
        ),
    ]);
    rule(&workshop, &["undo", "1"]);
    assert_ne!(workshop.digest("a.db"), with_later);
    assert_eq!(workshop.digest("a.db"), fresh.digest("a.db"), "undone without a trace");
    is_settled(&workshop);
    let again = workshop.run(&["undo", "1", "--by", "ana", "--archive", "a.db"]).expect(1);
    assert!(again.stderr.contains("was taken back already"), "{}", again.stderr);
}

#[test]
fn a_ruling_writes_the_rows_that_it_changes_and_no_others() {
    let workshop = workshop();
    let all = count(&workshop, "SELECT count(*) AS n FROM mentions");
    // Told by triggers of people's own, which are theirs to have.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE my_log (event TEXT, surface_form TEXT);
             CREATE TRIGGER my_added AFTER INSERT ON mentions BEGIN
                INSERT INTO my_log VALUES ('added', new.surface_form); END;
             CREATE TRIGGER my_removed AFTER DELETE ON mentions BEGIN
                INSERT INTO my_log VALUES ('removed', old.surface_form); END;
             CREATE TRIGGER my_article AFTER UPDATE ON articles BEGIN
                INSERT INTO my_log VALUES ('article', NULL); END",
        )
        .unwrap();
    drop(connection);
    let events = |event: &str| {
        count(&workshop, &format!("SELECT count(*) AS n FROM my_log WHERE event = '{event}'"))
    };
    let merged = mentions_of(&workshop, "Ingrid Maria Halloway");
    let (one, other) = ("Ingrid Maria Halloway", "Ingrid Halloway");
    rule(&workshop, &["person", "merge", one, other, "--because", "one woman"]);
    // A shorter form that rests on the merged name is another row too.
    let (added, removed) = (events("added"), events("removed"));
    assert!(merged > 0 && (merged..all / 2).contains(&added), "{added} for {merged} of {all}");
    assert_eq!((removed, events("article")), (added, 0));
    is_settled(&workshop);
}

/// The same for a command that takes no name of a curator.
fn rule_free(workshop: &Workshop, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--archive", "a.db", "--json"]);
    workshop.run(&all).expect(0).json()
}

#[test]
fn homonyms_are_split_by_article() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let article =
        count(&workshop, "SELECT article_id AS n FROM articles WHERE body LIKE '%painter%'");
    let article = article.to_string();
    let (name, painter) = ("Tomas Brandvold", "Tomas Brandvold (painter)");
    let all = mentions_of(&workshop, name);
    let same = workshop
        .run(&[
            "person",
            "split",
            name,
            "--as",
            name,
            "--article",
            &article,
            "--by",
            "ana",
            "--archive",
            "a.db",
        ])
        .expect(2);
    assert!(same.stderr.contains("nobody could tell them apart"), "{}", same.stderr);
    rule(&workshop, &["person", "split", name, "--as", painter, "--article", &article]);
    let painted = mentions_of(&workshop, painter);
    assert!(painted >= 2);
    assert_eq!(mentions_of(&workshop, name), all - painted);
    is_settled(&workshop);
    rule(&workshop, &["undo", "1"]);
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn names_are_given_added_and_struck() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    rule(&workshop, &["person", "rename", "Tomas Brandvold", "Tómas Brandvold Jr"]);
    assert_eq!(mentions_of(&workshop, "Tomas Brandvold"), 0);
    assert!(mentions_of(&workshop, "Tómas Brandvold Jr") >= 6);
    is_settled(&workshop);
    rule(&workshop, &["organisation", "alias", "Reuters", "Pilot House"]);
    let pilot = "SELECT count(*) AS n FROM mention_details WHERE name = 'Reuters' AND surface_form = 'Pilot House'";
    assert_eq!(count(&workshop, pilot), 1);
    is_settled(&workshop);
    rule(&workshop, &["person", "ignore", "Ingrid Halloway"]);
    assert_eq!(mentions_of(&workshop, "Ingrid Halloway"), 0);
    is_settled(&workshop);
    rule(&workshop, &["undo", "2", "1", "3"]);
    assert_eq!(workshop.digest("a.db"), before);
    // A name of the catalogue, and the catalogue loaded again.
    rule(&workshop, &["organisation", "rename", "Reuters", "Reuters News"]);
    workshop.run(&["seed", "--archive", "a.db"]).expect(0);
    let named = "SELECT count(*) AS n FROM organisations WHERE name = 'Reuters News' AND former_name = 'Reuters'";
    assert_eq!(count(&workshop, named), 1);
    is_settled(&workshop);
    rule(&workshop, &["undo", "7"]);
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn single_mentions_are_reassigned_and_rejected() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let full = rows(
        &workshop,
        "SELECT article_id, start_char FROM mention_details JOIN articles USING (article_id)
         WHERE surface_form = 'Tomas Brandvold' AND articles.body LIKE '%painter%'",
    );
    let place = |row: &Value| [row["article_id"].to_string(), row["start_char"].to_string()];
    let [article, at] = place(&full[0]);
    rule(&workshop, &["mention", "reassign", &article, &at, "person", "Olav Brandvold"]);
    // Short forms that rest on it go with it.
    assert_eq!(mentions_of(&workshop, "Olav Brandvold"), 2);
    let ruled = "SELECT count(*) AS n FROM mentions WHERE rule = 'decision' AND confidence = 1.0";
    assert_eq!(count(&workshop, ruled), 1);
    is_settled(&workshop);
    rule(&workshop, &["mention", "reject", &article, &at]);
    assert_eq!(mentions_of(&workshop, "Olav Brandvold"), 0);
    is_settled(&workshop);
    rule(&workshop, &["undo", "2", "1"]);
    assert_eq!(workshop.digest("a.db"), before);
    let none =
        workshop.run(&["mention", "reject", &article, "9999", "--by", "ana", "--archive", "a.db"]);
    assert!(none.expect(66).stderr.contains("has no mention at 9999"));
}

#[test]
fn a_ruling_that_fits_nothing_is_kept_and_listed() {
    let workshop = workshop();
    let row = &rows(
        &workshop,
        "SELECT article_id, start_char FROM mention_details WHERE surface_form = 'Ingrid Halloway' LIMIT 1",
    )[0];
    let (article, at) = (row["article_id"].to_string(), row["start_char"].to_string());
    rule(&workshop, &["mention", "reject", &article, &at]);
    // As if a later recogniser saw no name there: the same place is ruled on twice.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "INSERT INTO decisions (decided_at, decided_by, act, article_sha256, start_char, end_char, surface_form)
             SELECT decided_at, decided_by, act, article_sha256, start_char, end_char, surface_form FROM decisions",
        )
        .unwrap();
    drop(connection);
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    let listed = rule_free(&workshop, &["decisions"]);
    let states: Vec<&str> =
        listed.as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["fits nothing", "in force"]);
}

#[test]
fn topics_and_remarks_are_the_reader_s_own() {
    let workshop = workshop();
    rule(&workshop, &["article", "tag", "1", "harbour"]);
    rule(&workshop, &["article", "tag", "2", "harbour"]);
    rule(&workshop, &["article", "untag", "1", "harbour"]);
    rule(&workshop, &["note", "add", "2", "compare with the draft"]);
    let tagged = rule_free(&workshop, &["query", "articles", "topic=harbour"]);
    assert_eq!(tagged.as_array().unwrap().len(), 1);
    let remark = rows(&workshop, "SELECT remark FROM article_remarks WHERE article_id = 2");
    assert_eq!(remark[0]["remark"], "compare with the draft");
    let shown = rule_free(&workshop, &["show", "2"]);
    assert_eq!(shown["topics"][0], "harbour");
    assert_eq!(shown["remarks"][0]["remark"], "compare with the draft");
    let page = workshop.run(&["show", "2", "--archive", "a.db"]).expect(0).stdout;
    assert!(page.contains("topics: harbour\nremark: compare with the draft\n"), "{page}");
    rule(&workshop, &["undo", "3"]);
    let tagged = rule_free(&workshop, &["query", "articles", "topic=harbour"]);
    assert_eq!(tagged.as_array().unwrap().len(), 2);
    let gone = workshop.run(&["article", "tag", "99", "x", "--by", "ana", "--archive", "a.db"]);
    assert!(gone.expect(66).stderr.contains("there is no article `99`"));
}

#[test]
fn what_is_distinct_is_not_proposed_again() {
    let workshop = workshop();
    let proposed = || {
        let pairs = rule_free(&workshop, &["query", "possible-duplicates", "kind=person"]);
        pairs.as_array().unwrap().len()
    };
    assert_eq!(proposed(), 1);
    rule(&workshop, &["person", "distinct", "Ingrid Halloway", "Ingrid Maria Halloway"]);
    assert_eq!(proposed(), 0);
    rule(&workshop, &["undo", "1"]);
    assert_eq!(proposed(), 1);
}

#[test]
fn a_decision_never_changes() {
    let workshop = workshop();
    rule(&workshop, &["article", "tag", "1", "harbour"]);
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    for sql in ["UPDATE decisions SET value = 'x'", "DELETE FROM decisions"] {
        assert!(
            connection.execute(sql, []).unwrap_err().to_string().contains("undo it by another one")
        );
    }
}

#[test]
fn rulings_go_to_another_archive_by_file() {
    let (here, there) = (workshop(), workshop());
    let row = &rows(
        &here,
        "SELECT article_id, start_char FROM mention_details WHERE surface_form = 'Brandvold' LIMIT 1",
    )[0];
    let (article, at) = (row["article_id"].to_string(), row["start_char"].to_string());
    rule(&here, &["person", "merge", "Ingrid Maria Halloway", "Ingrid Halloway"]);
    rule(&here, &["person", "alias", "Tomas Brandvold", "Tide Table"]);
    rule(&here, &["mention", "reject", &article, &at, "--because", "a ship, \"the Brandvold\""]);
    rule(&here, &["article", "tag", "2", "harbour; boats"]);
    rule(&here, &["undo", "2"]);
    for form in ["csv", "toml"] {
        let there = if form == "csv" { &there } else { &workshop() };
        let written =
            here.run(&["decisions", "export", "--format", form, "--archive", "a.db"]).expect(0);
        let file = format!("rulings.{form}");
        there.write(&file, &written.stdout);
        let tried = rule(there, &["decisions", "import", &file, "--dry-run"]);
        assert_eq!(tried["decisions"].as_array().unwrap().len(), 0);
        let made = rule(there, &["decisions", "import", &file]);
        assert_eq!(made["decisions"].as_array().unwrap().len(), 3);
        assert_eq!(there.digest("a.db"), here.digest("a.db"), "{form}");
        let again = rule(there, &["decisions", "import", &file]);
        assert_eq!(again["decisions"].as_array().unwrap().len(), 0);
    }
    let reason = "SELECT reason, decided_by FROM decisions WHERE act = 'reject'";
    assert_eq!(rows(&there, reason)[0]["reason"], "a ship, \"the Brandvold\"");
    // What is no ruling is refused alone.
    there.write("odd.csv", "act,kind,name,value\nalias,person,Tomas Brandvold,Tommy\nmarry,person,A,B\nalias,person,,B\n");
    let odd = there
        .run(&["decisions", "import", "odd.csv", "--by", "ana", "--archive", "a.db"])
        .expect(3);
    assert!(odd.stderr.contains("odd.csv:row 2: `marry` is no act"), "{}", odd.stderr);
    assert!(odd.stderr.contains("odd.csv:row 3: alias needs kind and name"), "{}", odd.stderr);
    is_settled(&there);
}

#[test]
fn the_catalogue_goes_out_and_in_by_file() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let written = workshop.run(&["catalogue", "export", "--archive", "a.db"]).expect(0);
    workshop.write("catalogue.csv", &written.stdout);
    workshop.run(&["catalogue", "import", "catalogue.csv", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before, "the same catalogue changed something");
    workshop.write(
        "own.toml",
        "[[row]]\nkind = 'organisation'\nname = 'Pilot House'\naliases = 'The Pilots; Pilots'\n\n[[row]]\nkind = 'ship'\nname = 'X'\n",
    );
    let odd = workshop.run(&["catalogue", "import", "own.toml", "--archive", "a.db"]).expect(3);
    assert!(odd.stderr.contains("own.toml:row 2: there is no kind `ship`"), "{}", odd.stderr);
    let named = "SELECT count(*) AS n FROM mention_details WHERE name = 'Pilot House' AND rule = 'catalogue-name'";
    assert_eq!(count(&workshop, named), 1);
    is_settled(&workshop);
}

#[test]
fn a_rebuild_says_what_it_would_change() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let compare = ["rebuild", "--compare", "--dry-run", "--archive", "a.db", "--json"];
    let same = workshop.run(&compare).expect(0).json();
    assert_eq!(same["changes"].as_array().unwrap().len(), 0);
    // As if an earlier recogniser had seen other things.
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "DELETE FROM mentions WHERE rule = 'title-surname';
             UPDATE mentions SET end_char = end_char - 1, surface_form = 'Tomas Brandvol'
             WHERE surface_form IS NULL AND person_id = (SELECT person_id FROM people WHERE name = 'Tomas Brandvold');
             UPDATE mentions SET person_id = (SELECT person_id FROM people WHERE name = 'Ingrid Halloway'), surface_form = 'Halloway'
             WHERE surface_form = 'Halloway' AND article_id = (SELECT min(article_id) FROM mentions)",
        )
        .unwrap();
    drop(connection);
    let changed = workshop.run(&compare).expect(0).json();
    let kinds: Vec<&str> = changed["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["change"].as_str().unwrap())
        .collect();
    for kind in ["gained", "moved", "resolved"] {
        assert!(kinds.contains(&kind), "{kind} is not among {kinds:?}");
    }
    workshop.run(&["rebuild", "--compare", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before);
}

/// One step of a curator.
#[derive(Clone, Debug)]
enum Step {
    Merge(usize, usize),
    Rename(usize, usize),
    Alias(usize, usize),
    Ignore(usize),
    Set(usize, usize),
    Tag(usize, bool),
    Hide(usize),
    Quote(usize, usize),
    Undo(usize),
    Rebuild,
}

const NAMES: [&str; 3] = ["Tomas Brandvold", "Ingrid Halloway", "Ingrid Maria Halloway"];
const NEW_NAMES: [&str; 3] = ["Halloway", "Tide Table", "Olav Brandvold"];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3usize, 0..3usize).prop_map(|(one, other)| Step::Merge(one, other)),
        (0..3usize, 0..3usize).prop_map(|(one, other)| Step::Rename(one, other)),
        (0..3usize, 0..3usize).prop_map(|(one, other)| Step::Alias(one, other)),
        (0..3usize).prop_map(Step::Ignore),
        (1..4usize, 0..SET.len()).prop_map(|(article, field)| Step::Set(article, field)),
        (1..4usize, any::<bool>()).prop_map(|(article, capitals)| Step::Tag(article, capitals)),
        (1..4usize).prop_map(Step::Hide),
        (0..2usize, 0..4usize).prop_map(|(quote, speaker)| Step::Quote(quote, speaker)),
        (1..8usize).prop_map(Step::Undo),
        Just(Step::Rebuild),
    ]
}

const SET: [&str; 6] = [
    "headline=Tolls for Tomas Brandvold",
    "publisher=RNZ",
    "published=2024-03-04",
    "url=https://rnz.co.nz/a",
    "byline=By Ingrid Halloway",
    "kind=summary",
];

/// Whatever is ruled, undone and rebuilt in whatever order: the archive says what a rebuild says, and
/// when all is taken back it says what it said at first. Steps that make no sense are refused.
#[test]
fn any_sequence_of_rulings_can_be_taken_back() {
    let said = "\"We shall not move from here today,\" Halloway told Tomas Brandvold. \"Nor will you, I think.\"\n";
    let template =
        Workshop::with_archive(&[ARTICLES[0], ARTICLES[1], ARTICLES[2], ("four.txt", said)]);
    let before = template.digest("a.db");
    let quotes: Vec<(String, String)> =
        rows(&template, "SELECT article_id, start_char FROM quotes ORDER BY start_char")
            .iter()
            .map(|row| (row["article_id"].to_string(), row["start_char"].to_string()))
            .collect();
    assert_eq!(quotes.len(), 2);
    let cases = if std::env::var_os("CUTTINGS_LONG").is_some() { 100 } else { 4 };
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 1..7), |steps| {
        let workshop = Workshop::new();
        std::fs::copy(template.path("a.db"), workshop.path("a.db")).unwrap();
        let curate = |arguments: &[&str]| {
            let mut all = arguments.to_vec();
            all.extend(["--by", "ana", "--archive", "a.db"]);
            workshop.run(&all)
        };
        for step in &steps {
            let ran = match step {
                Step::Merge(one, other) => curate(&["person", "merge", NAMES[*one], NAMES[*other]]),
                Step::Rename(one, new) => {
                    curate(&["person", "rename", NAMES[*one], NEW_NAMES[*new]])
                }
                Step::Alias(one, new) => curate(&["person", "alias", NAMES[*one], NEW_NAMES[*new]]),
                Step::Ignore(one) => curate(&["person", "ignore", NAMES[*one]]),
                Step::Set(article, field) => {
                    curate(&["article", "set", &article.to_string(), SET[*field]])
                }
                Step::Tag(article, capitals) => {
                    let topic = if *capitals { "SEA" } else { "Sea" };
                    curate(&["article", "tag", &article.to_string(), topic])
                }
                Step::Hide(article) => curate(&["article", "hide", &article.to_string()]),
                Step::Quote(quote, speaker) => {
                    let (article, at) = &quotes[*quote];
                    match NAMES.get(*speaker) {
                        Some(name) => curate(&["quote", "reassign", article, at, "person", name]),
                        None => curate(&["quote", "reject", article, at]),
                    }
                }
                Step::Undo(id) => curate(&["undo", &id.to_string()]),
                Step::Rebuild => workshop.run(&["rebuild", "--archive", "a.db"]),
            };
            let is_unknown =
                ran.code == 66 || (ran.code == 65 && ran.stderr.contains("means several"));
            prop_assert!(is_unknown || matches!(ran.code, 0 | 1), "{:?}: {}", step, ran.stderr);
        }
        let ruled = workshop.digest("a.db");
        workshop.run(&["verify", "--archive", "a.db"]).expect(0);
        workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
        prop_assert_eq!(&workshop.digest("a.db"), &ruled, "a rebuild says something else");
        let in_force =
            rows(&workshop, "SELECT decision_id FROM decisions_in_force ORDER BY 1 DESC");
        for row in in_force {
            curate(&["undo", &row["decision_id"].to_string()]).expect(0);
        }
        prop_assert_eq!(&workshop.digest("a.db"), &before, "not all was taken back");
        Ok(())
    });
    outcome.unwrap();
}
