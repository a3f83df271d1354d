//! Every fact can be corrected: what an article's head says, who said a quotation, what it is about. Each
//! ruling holds on what it is about and nothing else, lasts through a rebuild, and is undone without a trace.

use serde_json::Value;

use crate::support::{Ran, Workshop};

const DIGEST: &str = r#"[
    {"headline": "Boats idle", "publisher": "Lagoon Digest", "published": "2024-03-18",
     "body": "Penny Wong spoke in Perth of boats and of the sea that is between them."},
    {"headline": "Ships sail", "publisher": "Lagoon Digest",
     "body": "Richard Marles spoke in Darwin of ships and of what they cost to build."}]"#;

const STORY: &str = "Boats idle\n\nBy Ana Kestrel\n\n\
    SUVA, May 2 (Reuters) - Hemi Tawhara met Winston Peters. \"We shall not pay the toll, and we shall not move,\" Peters said.\n\n\
    \"It is not fair to anybody on the water,\" he said. \"Nor is it wise, as I said last year.\"\n";

pub fn workshop() -> Workshop {
    Workshop::with_archive(&[("digest.json", DIGEST), ("story.txt", STORY)])
}

pub fn run(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[arguments, &["--by", "ana", "--archive", "a.db"]].concat())
}

/// Runs a command on the archive as the curator Ana; what it ended with.
pub fn rule(workshop: &Workshop, arguments: &[&str]) -> Value {
    run(workshop, &[arguments, &["--json"]].concat()).expect(0).json()
}

fn rows(workshop: &Workshop, sql: &str) -> Vec<Value> {
    let ran = workshop.run(&["query", "--sql", sql, "--archive", "a.db", "--format", "json"]);
    ran.expect(0).json().as_array().unwrap().clone()
}

/// The first cell of each row.
pub fn cells(workshop: &Workshop, sql: &str) -> Vec<String> {
    let first = |row: &Value| match row.as_object().unwrap().values().next().unwrap() {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows(workshop, sql).iter().map(first).collect()
}

pub fn decisions(workshop: &Workshop) -> usize {
    rows(workshop, "SELECT decision_id FROM decisions").len()
}

/// The archive says what it would say if everything were made anew.
pub fn is_settled(workshop: &Workshop) {
    workshop.run(&["verify", "--derived", "--archive", "a.db"]).expect(0);
}

/// The same after it was made anew.
pub fn lasts(workshop: &Workshop) {
    let before = workshop.digest("a.db");
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), before, "a rebuild says something else");
    is_settled(workshop);
}

pub fn article(workshop: &Workshop, headline: &str) -> String {
    let sql =
        format!("SELECT article_id FROM articles WHERE headline = '{headline}' ORDER BY body");
    cells(workshop, &sql)[0].clone()
}

#[test]
fn a_field_is_set_on_one_article_alone_and_undone_without_a_trace() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let ships = article(&workshop, "Ships sail");
    let fields = ["publisher=radio new zealand", "published=18 March 2024", "byline=By Tom Ng"];
    let tried =
        run(&workshop, &[&["article", "set", &ships][..], &fields, &["--dry-run"]].concat());
    let told = tried.expect(0).stdout;
    assert!(told.contains(": publisher: Lagoon Digest → RNZ\n"), "{told}");
    assert!(told.contains(": published: nothing → 18 March 2024\n"), "{told}");
    assert_eq!(workshop.digest("a.db"), before, "a dry run changed something");

    let ruled = rule(&workshop, &[&["article", "set", &ships][..], &fields].concat());
    assert_eq!(ruled["decisions"].as_array().unwrap().len(), 3, "a ruling for each field");
    let all = "SELECT headline || ', ' || publisher || ', ' || ifnull(published_on, '-') || ', ' || ifnull(authors, '-')
               FROM article_details WHERE capture_sha256 = (SELECT capture_sha256 FROM article_details WHERE headline = 'Ships sail')
               ORDER BY headline";
    let set = ["Boats idle, Lagoon Digest, 2024-03-18, -", "Ships sail, RNZ, 2024-03-18, Tom Ng"];
    assert_eq!(cells(&workshop, all), set);
    let origins = rule_free(&workshop, &["show", &ships])["origins"].to_string();
    for origin in ["decision:1", "decision:2", "decision:3"] {
        assert!(origins.contains(origin), "{origins}");
    }
    lasts(&workshop);
    // What comes later does not take it back, and the same again is no new ruling.
    workshop.write("again.json", DIGEST.replace("Lagoon Digest", "Another"));
    workshop.run(&["ingest", "--archive", "a.db", "--publisher", "Third", "again.json"]).expect(0);
    assert_eq!(
        cells(&workshop, "SELECT publisher FROM article_details WHERE headline = 'Ships sail'"),
        ["RNZ"]
    );
    is_settled(&workshop);
    let again = rule(&workshop, &["article", "set", &ships, "publisher=RNZ"]);
    assert_eq!((again["needless"].as_u64(), decisions(&workshop)), (Some(1), 3));
    // The ruling before holds again where the last one is undone; an empty value takes a field away.
    rule(&workshop, &["article", "set", &ships, "publisher=Stuff", "headline="]);
    assert_eq!(
        cells(
            &workshop,
            "SELECT count(*) FROM article_details WHERE publisher = 'Stuff' AND headline IS NULL"
        ),
        ["1"]
    );
    is_settled(&workshop);
    rule(&workshop, &["undo", "4"]);
    assert_eq!(
        cells(
            &workshop,
            "SELECT count(*) FROM article_details WHERE publisher = 'RNZ' AND headline IS NULL"
        ),
        ["1"]
    );
    rule(&workshop, &["undo", "1", "2", "3", "5"]);
    let fresh = self::workshop();
    fresh.write("again.json", DIGEST.replace("Lagoon Digest", "Another"));
    fresh.run(&["ingest", "--archive", "a.db", "--publisher", "Third", "again.json"]).expect(0);
    assert_eq!(workshop.digest("a.db"), fresh.digest("a.db"));
    is_settled(&workshop);
}

fn rule_free(workshop: &Workshop, arguments: &[&str]) -> Value {
    workshop.run(&[arguments, &["--archive", "a.db", "--json"]].concat()).expect(0).json()
}

#[test]
fn what_follows_from_a_field_follows_from_the_ruling() {
    let body = "Penny Wong said that the board had met on Monday to talk about the toll, and that it would meet again \
        before the end of the month, when the harbour master would say what a new bridge might cost the town.";
    let reprint = body.replace("again before", "once more before");
    let workshop = Workshop::with_archive(&[
        ("page.json", &format!(r#"{{"headline": "Tolls", "body": "{body}"}}"#)),
        (
            "reprint.json",
            &format!(
                r#"{{"headline": "Tolls again", "published": "2024-03-20", "body": "{reprint}"}}"#
            ),
        ),
        (
            "feed.json",
            r#"{"kind": "summary", "url": "https://www.rnz.co.nz/tolls?utm_source=x", "body": "The board met, says Penny Wong."}"#,
        ),
    ]);
    let before = workshop.digest("a.db");
    let page = article(&workshop, "Tolls");
    let hidden = "SELECT reason FROM hidden_articles";
    assert!(cells(&workshop, hidden).is_empty());
    rule(
        &workshop,
        &["article", "set", &page, "url=http://rnz.co.nz/tolls/", "published=2024-03-18"],
    );
    assert_eq!(cells(&workshop, hidden), ["replaced"], "the summary gives way to the page");
    let of_page =
        "SELECT publisher || ' ' || canonical_url FROM article_details WHERE headline = 'Tolls'";
    assert_eq!(cells(&workshop, of_page), ["RNZ https://rnz.co.nz/tolls"]);
    // The first of a story is the earliest.
    let first = "SELECT first_article_id FROM stories GROUP BY 1";
    assert_eq!(cells(&workshop, first), std::slice::from_ref(&page));
    lasts(&workshop);
    rule(&workshop, &["article", "set", &page, "published=2024-03-22"]);
    assert_ne!(cells(&workshop, first), std::slice::from_ref(&page));
    rule(&workshop, &["article", "set", &page, "kind=summary"]);
    assert!(cells(&workshop, hidden).is_empty(), "a summary replaces none");
    is_settled(&workshop);
    rule(&workshop, &["undo", "4", "2", "1", "3"]);
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn what_a_field_cannot_say_is_refused() {
    let workshop = workshop();
    for (given, reason) in [
        ("published=05/04/2024", "may be read in two ways"),
        ("published=soon", "is not a date"),
        ("kind=essay", "is no kind; write article, digest or summary"),
        ("url=rnz.co.nz/a", "is no web address"),
        ("titel=No", "`titel` is no field that can be set"),
        ("body=No.", "`body` is no field that can be set"),
        ("language=English", "is no language"),
    ] {
        let refused = run(&workshop, &["article", "set", "1", given, "headline=Fine"]).expect(2);
        assert!(refused.stderr.contains(reason), "{given}: {}", refused.stderr);
    }
    assert!(run(&workshop, &["article", "set", "1"]).expect(2).stderr.contains("nothing to set"));
    assert!(
        run(&workshop, &["article", "set", "99", "headline=No"])
            .expect(66)
            .stderr
            .contains("no article `99`")
    );
    assert_eq!(decisions(&workshop), 0);
}

/// A ruling on a quotation, as a dry run.
fn rule_of_quote(workshop: &Workshop, words: &[&str]) -> Ran {
    let all = [&["quote"], words, &["--dry-run", "--by", "ana", "--archive", "a.db"]].concat();
    workshop.run(&all).expect(0)
}

#[test]
fn a_quotation_is_given_to_who_said_it() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let story = cells(&workshop, "SELECT DISTINCT article_id FROM quotes")[0].clone();
    let said = "SELECT ifnull(speaker, '-') || ' ' || rule FROM quote_details ORDER BY start_char";
    let at = cells(&workshop, "SELECT start_char FROM quotes ORDER BY 1");
    assert_eq!(
        cells(&workshop, said),
        ["Winston Peters name", "Winston Peters pronoun", "Winston Peters continued"]
    );
    // What would change is shown, and nothing changes.
    let tried = rule_of_quote(&workshop, &["reassign", &story, &at[1], "person", "Jane Newcomer"]);
    assert_eq!(tried.stdout.matches("person Winston Peters → person Jane Newcomer").count(), 2);
    assert!(tried.stderr.contains("2 quotations would change"), "{}", tried.stderr);
    let tried = rule_of_quote(&workshop, &["reject", &story, &at[2]]);
    assert!(tried.stdout.contains("“"), "{}", tried.stdout);
    assert!(tried.stdout.contains("person Winston Peters → nobody"), "{}", tried.stdout);
    assert_eq!(workshop.digest("a.db"), before);
    // By somebody whom the article does not name; what goes on from it goes with it.
    rule(&workshop, &["quote", "reassign", &story, &at[1], "person", "Jane Newcomer"]);
    assert_eq!(
        cells(&workshop, said),
        ["Winston Peters name", "Jane Newcomer decision", "Jane Newcomer continued"]
    );
    let words = "SELECT speaker_words || ' ' || cue FROM quote_details WHERE rule = 'decision'";
    assert_eq!(cells(&workshop, words), ["he said"]);
    assert_eq!(
        rule_free(&workshop, &["query", "quotes", "name=Jane Newcomer"]).as_array().unwrap().len(),
        2
    );
    assert_eq!(rule_free(&workshop, &["show", &story])["quotes"][1]["speaker"], "Jane Newcomer");
    assert_eq!(
        cells(
            &workshop,
            "SELECT count(*) FROM article_people JOIN people USING (person_id) WHERE name = 'Jane Newcomer'"
        ),
        ["0"]
    );
    lasts(&workshop);
    // Words that name another are not the speaker's.
    rule(&workshop, &["quote", "reassign", &story, &at[0], "organisation", "Reuters"]);
    let words = "SELECT count(*) FROM quote_details WHERE speaker = 'Reuters' AND speaker_words IS NULL AND cue IS NULL";
    assert_eq!(cells(&workshop, words), ["1"]);
    is_settled(&workshop);
    // A merge takes the quotations along, and so does its undoing.
    rule(&workshop, &["person", "merge", "Jane Newcomer", "Hemi Tawhara"]);
    assert_eq!(cells(&workshop, said)[1..], ["Hemi Tawhara decision", "Hemi Tawhara continued"]);
    is_settled(&workshop);
    rule(&workshop, &["undo", "3"]);
    assert_eq!(cells(&workshop, said)[1..], ["Jane Newcomer decision", "Jane Newcomer continued"]);
    rule(&workshop, &["person", "ignore", "Jane Newcomer"]);
    assert_eq!(cells(&workshop, said)[1], "- unattributed");
    is_settled(&workshop);
    rule(&workshop, &["undo", "5"]);
    rule(&workshop, &["quote", "reject", &story, &at[2]]);
    assert_eq!(cells(&workshop, said).len(), 2);
    is_settled(&workshop);
    rule(&workshop, &["undo", "7", "1", "2"]);
    assert_eq!(workshop.digest("a.db"), before);
    assert_eq!(cells(&workshop, "SELECT count(*) FROM people WHERE name = 'Jane Newcomer'"), ["0"]);
    let none = run(&workshop, &["quote", "reject", &story, "2"]).expect(66);
    assert!(none.stderr.contains("has no quotation at 2"), "{}", none.stderr);
}

/// Who said the words may be wrong and nobody know better.
#[test]
fn of_a_quotation_nobody_may_know_who_said_it() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let story = cells(&workshop, "SELECT DISTINCT article_id FROM quotes")[0].clone();
    let said = "SELECT ifnull(speaker, '-') || ' ' || rule FROM quote_details ORDER BY start_char";
    let at = cells(&workshop, "SELECT start_char FROM quotes ORDER BY 1");
    let tried = rule_of_quote(&workshop, &["unknown", &story, &at[1]]);
    assert_eq!(tried.stdout.matches("person Winston Peters → nobody").count(), 2);
    rule(&workshop, &["quote", "unknown", &story, &at[1], "--because", "Peters or his deputy"]);
    assert_eq!(
        cells(&workshop, said),
        ["Winston Peters name", "- decision", "- unattributed"],
        "what only goes on from it goes with it"
    );
    let shown = workshop.run(&["show", &story, "--archive", "a.db"]).expect(0).stdout;
    assert!(shown.contains(&format!("at {}  he: “It is not fair", at[1])), "{shown}");
    let made = &rule_free(&workshop, &["query", "decisions"])[0];
    assert_eq!(
        (made["act"].as_str(), made["name"].as_str(), made["state"].as_str()),
        (Some("reject-quote"), Some("Winston Peters"), Some("in force"))
    );
    lasts(&workshop);
    let again = rule(&workshop, &["quote", "unknown", &story, &at[1]]);
    assert_eq!((again["needless"].as_u64(), decisions(&workshop)), (Some(1), 1));
    // Words that name him are not those of an unknown speaker.
    rule(&workshop, &["quote", "unknown", &story, &at[0]]);
    let words = "SELECT ifnull(speaker_words, '-') FROM quote_details ORDER BY start_char";
    assert_eq!(cells(&workshop, words), ["-", "he", "-"]);
    is_settled(&workshop);
    // Somebody finds out.
    rule(&workshop, &["quote", "reassign", &story, &at[1], "person", "Jane Newcomer"]);
    assert_eq!(cells(&workshop, said)[1..], ["Jane Newcomer decision", "Jane Newcomer continued"]);
    rule(&workshop, &["quote", "reassign", &story, &at[1], "person", "Hemi Tawhara"]);
    assert_eq!(cells(&workshop, said)[1..], ["Hemi Tawhara decision", "Hemi Tawhara continued"]);
    is_settled(&workshop);
    rule(&workshop, &["undo", "4", "3", "2", "1"]);
    assert_eq!(workshop.digest("a.db"), before);
    let none = run(&workshop, &["quote", "unknown", &story, "2"]).expect(66);
    assert!(none.stderr.contains("has no quotation at 2"), "{}", none.stderr);
    rule(&workshop, &["person", "ignore", "Winston Peters"]);
    let nobody = run(&workshop, &["quote", "unknown", &story, &at[0]]).expect(66);
    assert!(nobody.stderr.contains("nobody is named as the speaker"), "{}", nobody.stderr);
}

#[test]
fn topics_fold_case_and_are_ruled_once() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let topics = "SELECT article_id || ' ' || topic FROM article_topics ORDER BY 1";
    rule(&workshop, &["article", "tag", "1", "2", "--topic", "Māori"]);
    let again = rule(&workshop, &["article", "tag", "1", "3", "--topic", "MĀORI"]);
    assert_eq!(
        (again["decisions"].as_array().unwrap().len(), again["needless"].as_u64()),
        (1, Some(1))
    );
    assert_eq!(
        cells(&workshop, topics),
        ["1 Māori", "2 Māori", "3 Māori"],
        "the spelling first used stays"
    );
    lasts(&workshop);
    assert_eq!(
        rule_free(&workshop, &["query", "articles", "topic=māori"]).as_array().unwrap().len(),
        rule_free(&workshop, &["query", "articles", "topic=MĀORI"]).as_array().unwrap().len(),
    );
    assert_eq!(
        rule_free(&workshop, &["search", "--topic", "MāORI", "peters"]).as_array().unwrap().len(),
        1
    );
    let sql = ["query", "articles", "topic=MĀORI", "--show-sql", "--archive", "a.db"];
    let sql = workshop.run(&sql).expect(0);
    assert!(!sql.stdout.contains("MĀORI"), "{}", sql.stdout);
    assert_eq!(
        rule_free(&workshop, &["query", "articles", "topic=māori"]).as_array().unwrap().len(),
        3
    );
    rule(&workshop, &["article", "untag", "2", "māori"]);
    let again = rule(&workshop, &["article", "untag", "2", "MĀORI"]);
    assert_eq!(again["needless"], 1);
    assert_eq!(cells(&workshop, topics), ["1 Māori", "3 Māori"]);
    // By search, and from standard input.
    rule(&workshop, &["article", "tag", "--search", "spoke sea", "--topic", "sea"]);
    assert_eq!(
        cells(
            &workshop,
            "SELECT headline FROM article_topics JOIN articles USING (article_id) WHERE topic = 'sea'"
        ),
        ["Boats idle"]
    );
    let table = workshop
        .run(&["query", "articles", "--format", "tsv", "--archive", "a.db"])
        .expect(0)
        .stdout;
    let tagged =
        piped(&workshop, &["article", "tag", "-", "--topic", "all"], &table).expect(0).json();
    assert_eq!(tagged["decisions"].as_array().unwrap().len(), 3);
    let odd = piped(&workshop, &["article", "tag", "-", "--topic", "all"], "headline\nTolls\n")
        .expect(65);
    assert!(odd.stderr.contains("`headline` is no number of an article"), "{}", odd.stderr);
    for (arguments, reason) in [
        (&["article", "tag", "1", "2"][..], "say it with `--topic 2`"),
        (&["article", "tag", "--topic", "x"], "which articles?"),
        (&["article", "tag", "1", "x", "--topic", "y"], "`x` is no number of an article"),
        (&["article", "tag", "1", "--topic", " - "], "is no topic"),
    ] {
        let refused = run(&workshop, arguments).expect(2);
        assert!(refused.stderr.contains(reason), "{arguments:?}: {}", refused.stderr);
    }
    let hidden = rule(&workshop, &["article", "hide", "1", "2", "1"]);
    assert_eq!(hidden["decisions"].as_array().unwrap().len(), 2);
    assert_eq!(rule(&workshop, &["article", "hide", "2"])["needless"], 1);
    is_settled(&workshop);
    let in_force = cells(&workshop, "SELECT decision_id FROM decisions_in_force ORDER BY 1 DESC");
    let undone: Vec<&str> = in_force.iter().map(String::as_str).collect();
    rule(&workshop, &[&["undo"][..], &undone].concat());
    assert_eq!(workshop.digest("a.db"), before);
}

fn piped(workshop: &Workshop, arguments: &[&str], input: &str) -> Ran {
    use std::io::Write;
    use std::process::Stdio;
    let arguments = [arguments, &["--by", "ana", "--archive", "a.db", "--json"]].concat();
    let mut child = workshop
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

/// The man and the firm: a name that a ruling on people merges, splits or ignores stays what it is where
/// another kind has it.
#[test]
fn a_ruling_on_people_changes_people_only() {
    let workshop = Workshop::with_archive(&[
        (
            "man.txt",
            "WASHINGTON, March 4 (Reuters) - Mr Ford signed the bill on Monday.\n\nFormer President Gerald Ford was there.\n",
        ),
        (
            "firm.txt",
            "DETROIT, March 5 (Reuters) - Ford and General Motors both build cars in Michigan, and shares in Ford rose 3 percent.\n",
        ),
        (
            "senator.txt",
            "WASHINGTON, March 6 (Reuters) - Mr Ford spoke to senators. The senators liked it.\n",
        ),
    ]);
    let before = workshop.digest("a.db");
    let others = "SELECT article_id || ' ' || start_char || ' ' || kind || ' ' || name || ' ' || rule FROM mention_details
                  WHERE kind <> 'person' ORDER BY 1";
    let firms = cells(&workshop, others);
    let of = |workshop: &Workshop, kind: &str, name: &str| {
        cells(
            workshop,
            &format!(
                "SELECT count(*) FROM mention_details WHERE kind = '{kind}' AND name = '{name}'"
            ),
        )[0]
        .clone()
    };
    assert_ne!(of(&workshop, "organisation", "Ford"), "0", "{firms:?}");
    assert_ne!(of(&workshop, "person", "Ford"), "0");
    for act in [
        &["person", "merge", "Ford", "Gerald Ford"][..],
        &["person", "split", "Ford", "--as", "Ford (senator)", "--article", "3"],
        &["person", "ignore", "Ford"],
        &["person", "distinct", "Ford", "Gerald Ford"],
        &["person", "note", "Ford", "who?"],
        &["person", "merge", "Gerald Ford", "Ford"],
        &["person", "rename", "Ford", "Ford of Nowhere"],
        &["person", "alias", "Ford", "Old Man Nowhere"],
    ] {
        rule(&workshop, act);
        assert_eq!(cells(&workshop, others), firms, "{act:?}");
        lasts(&workshop);
        let last = decisions(&workshop).to_string();
        rule(&workshop, &["undo", &last]);
        assert_eq!(workshop.digest("a.db"), before, "{act:?}");
    }
    // And the other way round.
    let people =
        "SELECT article_id || ' ' || start_char || ' ' || name || ' ' || rule FROM mention_details
                  WHERE kind = 'person' ORDER BY 1";
    let men = cells(&workshop, people);
    rule(&workshop, &["organisation", "merge", "Ford", "General Motors"]);
    assert_eq!(cells(&workshop, people), men);
    is_settled(&workshop);
}
