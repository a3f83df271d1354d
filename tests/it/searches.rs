//! `cuttings search` as people use it: the language that they type, names in any form, orders, what is said
//! where nothing is found, and texts that want to do harm.
//!
//! The answers to the queries over real articles were made without the program: by patterns over the raw
//! texts, written by hand for each query, and by reading what they found.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;

use crate::support::{Ran, Workshop, evaluation_data};

fn search(workshop: &Workshop, arguments: &[&str]) -> Ran {
    let words = arguments.iter().position(|word| *word == "--").unwrap_or(arguments.len());
    let (options, words) = arguments.split_at(words);
    workshop.run(&[&["search", "--archive", "a.db"], options, words].concat())
}

/// The numbers of the articles that are found, in their order.
fn numbers(workshop: &Workshop, arguments: &[&str]) -> Vec<i64> {
    let all = [&["--json", "--limit", "100000"], arguments].concat();
    let ran = search(workshop, &all).expect(0);
    let rows: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
    rows.iter().map(|row| row["article_id"].as_i64().unwrap()).collect()
}

fn said(workshop: &Workshop, arguments: &[&str]) -> String {
    let ran = search(workshop, arguments).expect(0);
    assert_eq!(ran.stdout, "");
    ran.stderr
}

/// What is asked of 146 news articles and 1,854 articles of an encyclopaedia, how many answer, and the first
/// of them (all, where they are no more than eight), by their place in the set.
#[rustfmt::skip]
const QUERIES: &[(&[&str], usize, &[i64])] = &[
    (&["--", "wildfire"], 2, &[44, 115]),
    (&["--", "COVID"], 17, &[97, 100, 106, 108, 113, 123, 125, 129]),
    (&["--", "volcano"], 11, &[137, 239, 352, 395, 988, 1119, 1189, 1278]),
    (&["--", "impeachment"], 7, &[76, 85, 89, 502, 910, 1439, 1477]),
    (&["--", "Brexit"], 2, &[39, 50]),
    (&["--", "bridges"], 36, &[54, 83, 137, 187, 259, 398, 517, 595]),
    (&["--", "earthquake tsunami"], 1, &[143]),
    (&["--", "court president Canada"], 1, &[132]),
    (&["--", "volcano island eruption"], 1, &[1635]),
    (&["--", "\"climate change\""], 12, &[6, 84, 136, 138, 140, 141, 142, 443]),
    (&["--", "“prime minister”"], 68, &[8, 17, 24, 34, 39, 44, 45, 47]),
    (&["--", "„prime minister“"], 68, &[8, 17, 24, 34, 39, 44, 45, 47]),
    (&["--", "«foreign minister»"], 5, &[40, 88, 912, 1131, 1579]),
    (&["--", "‘state of emergency’"], 5, &[45, 86, 90, 132, 1206]),
    (&["--", "'state of emergency'"], 5, &[45, 86, 90, 132, 1206]),
    (&["--", "»White House«"], 9, &[16, 31, 129, 132, 134, 142, 327, 853]),
    (&["--", "\"Supreme Court\" abortion"], 4, &[132, 136, 141, 142]),
    (&["--", "\"nobel prize\" -peace"], 2, &[69, 1522]),
    (&["--", "archaeolog*"], 19, &[6, 120, 182, 212, 360, 404, 717, 816]),
    (&["--", "\"world war\"* treaty"], 4, &[142, 889, 1314, 1461]),
    (&["--", "Constantinop*"], 1, &[1795]),
    (&["--", "tsunami OR typhoon"], 3, &[143, 925, 1820]),
    (&["--", "hurricane OR typhoon OR cyclone"], 14, &[30, 45, 47, 53, 90, 142, 221, 457]),
    (&["--", "museum Vienna OR Berlin"], 2, &[936, 1002]),
    (&["--", "Biden -Trump"], 4, &[104, 108, 110, 343]),
    (&["--", "Biden NOT Trump"], 4, &[104, 108, 110, 343]),
    (&["--", "Biden -(Trump OR Sanders)"], 1, &[343]),
    (&["--", "(rugby OR cricket) India"], 5, &[62, 249, 836, 1358, 1380]),
    (&["--", "(rugby OR cricket) -zealand -australia"], 18, &[62, 83, 127, 128, 249, 489, 586, 712]),
    (&["--", "eclipse AND moon"], 1, &[692]),
    (&["--", "Trump NEAR/3 impeachment"], 1, &[85]),
    (&["--", "queen NEAR/2 Victoria"], 4, &[137, 544, 1037, 1920]),
    (&["--", "volcano NEAR erupted"], 2, &[1635, 1995]),
    (&["--", "president NEAR/1 France"], 1, &[59]),
    (&["--", "headline:Trump"], 10, &[54, 68, 70, 85, 99, 106, 121, 134]),
    (&["--", "headline:\"supreme court\""], 1, &[41]),
    (&["--", "headline:(earthquake OR hurricane)"], 6, &[36, 45, 47, 53, 74, 143]),
    (&["--", "headline:kills"], 12, &[2, 3, 7, 13, 20, 32, 54, 55]),
    (&["--", "headline:fire -body:california"], 8, &[2, 3, 20, 31, 44, 83, 87, 117]),
    (&["--", "body:\"prime minister\" headline:mayor"], 1, &[8]),
    (&["--", "7:30"], 1, &[56]),
    (&["--", "sondermor"], 1, &[163]),
    (&["--", "walesa"], 3, &[494, 541, 1307]),
    (&["--", "lindenstrasse"], 1, &[817]),
    (&["--", "pilsudski"], 2, &[494, 1852]),
    (&["--", "sjaelland"], 2, &[1095, 1382]),
    (&["--", "kusadasi"], 1, &[305]),
    (&["--", "Bogota"], 1, &[1406]),
    (&["--", "sao paulo"], 8, &[44, 755, 870, 1097, 1568, 1614, 1676, 1826]),
    (&["--", "vice-president"], 29, &[1, 48, 104, 108, 109, 126, 129, 132]),
    (&["--", "co-founder"], 14, &[129, 132, 142, 164, 355, 420, 635, 992]),
    (&["--", "women's"], 17, &[60, 103, 137, 288, 435, 481, 501, 937]),
    (&["--", "King’s"], 4, &[341, 1129, 1160, 1861]),
    (&["--", "in\u{ad}dependence"], 116, &[48, 75, 129, 132, 137, 138, 142, 152]),
    (&["--", "Боровков"], 1, &[495]),
    (&["--", "Νικόλαος"], 1, &[207]),
    (&["--", "탕평"], 1, &[1742]),
    (&["--", "椎崎二郎"], 1, &[656]),
    (&["--", "ደቡብ"], 1, &[168]),
    (&["--since", "2020", "--", "Trump"], 17, &[89, 98, 99, 106, 109, 121, 126, 129]),
    (&["--until", "2019-03", "--", "Trump"], 3, &[1, 4, 11]),
    (&["--since", "2019-05", "--until", "2019-06", "--", "police"], 2, &[31, 32]),
    (&["--since", "2020-02", "--", "headline:coronavirus"], 2, &[96, 97]),
    (&["--person", "Joe Biden"], 12, &[85, 104, 108, 109, 110, 126, 129, 132]),
    (&["--person", "Nancy Pelosi"], 4, &[1, 84, 89, 132]),
    (&["--person", "O’Rourke"], 2, &[4, 78]),
    (&["--person", "pilsudski"], 2, &[494, 1852]),
    (&["--person", "Nancy Pelosi", "--", "Trump"], 4, &[1, 84, 89, 132]),
    (&["--person", "Merkel", "--person", "Putin"], 1, &[131]),
    (&["--person", "Boris Johnson", "--", "election"], 2, &[39, 50]),
    (&["--dated", "no", "--", "Wikipedia"], 1, &[1722]),];

/// The set: the first 2,000 lines of two files, one after the other.
fn two_thousand_articles() -> Option<String> {
    let data = evaluation_data()?;
    let mut lines = String::new();
    for name in ["corpora/text/wikinews_en_2019_2020.jsonl.zst", "names/docred.jsonl.zst"] {
        let output = Command::new("zstd").arg("-dc").arg(data.join(name)).output();
        match output {
            Ok(output) if output.status.success() => {
                lines.push_str(&String::from_utf8(output.stdout).unwrap());
            }
            _ => {
                crate::support::skipped!("zstd cannot unpack {name}");
                return None;
            }
        }
    }
    Some(lines.split_inclusive('\n').take(2_000).collect())
}

#[test]
fn queries_over_two_thousand_articles_find_what_people_find() {
    let Some(lines) = two_thousand_articles() else { return };
    assert!(QUERIES.len() >= 60);
    let workshop = Workshop::new();
    workshop.write("set.jsonl", &lines);
    workshop.run(&["init", "a.db"]).expect(0);
    workshop.run(&["ingest", "set.jsonl", "--archive", "a.db"]).expect(0);
    let mut wrong = String::new();
    for (arguments, count, first) in QUERIES {
        let mut found = numbers(&workshop, arguments);
        found.sort_unstable();
        if found.len() != *count || !found.starts_with(first) {
            writeln!(wrong, "{arguments:?}: {} {found:?}", found.len()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const MOON: &str = "HOUSTON, July 21 (Reuters) - President John F. Kennedy wanted men on the moon, and eight years later two of them walked there.\n\nKennedy had asked for it in 1961, the historian Ann Ng said.\n";
const MOON_TOO: &str = "SUVA, July 22 (Reuters) - The moon rose over the harbour of Suva as Ann Ng spoke.\n\nMinisters of the United Nations listened in the rain.\n";
const TWO_PETERS: &str = "WELLINGTON, March 5 (Reuters) - Foreign Minister Winston Peters met Gareth Peters, the ferry owner, on Tuesday.\n\nThey spoke of tolls under a full moon.\n";

#[test]
fn those_who_are_named_are_found_in_any_form_of_the_name() {
    let workshop =
        Workshop::with_archive(&[("a.txt", MOON), ("b.txt", MOON_TOO), ("c.txt", TWO_PETERS)]);
    workshop
        .run(&["person", "alias", "John F. Kennedy", "JFK", "--by", "ana", "--archive", "a.db"])
        .expect(0);
    let story = |words: &str| numbers(&workshop, &["--", words])[0];
    let (moon, suva, peters) = (story("walked"), story("rose"), story("ferry"));
    let found = |arguments: &[&str]| -> BTreeSet<i64> {
        numbers(&workshop, arguments).into_iter().collect()
    };
    for person in ["JFK", "jfk", "John F. Kennedy", "Kennedy", "john f kennedy"] {
        assert_eq!(found(&["--person", person, "--", "moon"]), [moon].into(), "{person}");
        assert_eq!(found(&["--person", person]), [moon].into(), "{person}");
    }
    assert_eq!(found(&["--person", "Ann Ng", "--", "moon"]), [moon, suva].into());
    assert_eq!(found(&["--person", "Ann Ng", "--person", "JFK"]), [moon].into());
    assert_eq!(found(&["--person", "Ann Ng", "--organisation", "United Nations"]), [suva].into());
    assert_eq!(found(&["--place", "Suva"]), [suva].into());
    assert_eq!(found(&["person=Ann Ng", "place=suva", "--", "rain"]), [suva].into());
    assert_eq!(found(&["--person", "Winston Peters", "--", "tolls"]), [peters].into());
    assert_eq!(found(&["--person", "Winston Peters", "--", "rain"]), [].into());
    // A surname that one has is taken, and said; one that several have is not guessed.
    let taken = search(&workshop, &["--person", "Kennedy"]).expect(0);
    assert!(taken.stderr.contains("taken to mean John F. Kennedy"), "{}", taken.stderr);
    let several = search(&workshop, &["--person", "Peters", "--", "moon"]).expect(65);
    assert!(several.stderr.contains("`Peters` means several"), "{}", several.stderr);
    let hint = several.stderr.split("`--person '").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(found(&["--person", hint, "--", "moon"]), [peters].into());
    let nobody = said(&workshop, &["--person", "Winstn Peters", "--", "moon"]);
    assert!(nobody.contains("no person `Winstn Peters`; nearest: Winston Peters"), "{nobody}");
    let without = said(&workshop, &["--person", "Ann Ng", "--", "ferry"]);
    assert!(without.contains("with --person Ann Ng"), "{without}");
    assert!(without.contains("1 article has it"), "{without}");
    let shown = search(&workshop, &["--person", "JFK"]).expect(0).stdout;
    assert!(shown.contains("wanted men on the moon"), "{shown}");
}

#[test]
fn what_cannot_be_searched_for_is_said_in_a_sentence() {
    let workshop = Workshop::with_archive(&[("a.txt", MOON)]);
    for (words, sentence) in [
        ("-moon", "only words to leave out"),
        ("moon OR -harbour", "OR joins words to find"),
        ("moon NEAR (a b)", "NEAR joins words or phrases"),
        ("", "nothing to search for"),
    ] {
        let ran = search(&workshop, &["--", words]).expect(2);
        assert!(ran.stderr.contains(sentence), "{words}: {}", ran.stderr);
    }
}

#[test]
fn what_is_not_found_is_said_for_phrases_fields_and_filters() {
    let workshop = Workshop::with_archive(&[
        (
            "a.json",
            r#"{"title": "Tolls to rise", "date": "2024-03-18", "text": "The foreign minister spoke of the harbour on Monday."}"#,
        ),
        (
            "b.json",
            r#"{"title": "Ice melts", "date": "2024-03-19", "text": "The harbour was open again, the pilots said on Tuesday."}"#,
        ),
    ]);
    for (arguments, expected) in [
        (
            &["--", "\"foreign minster\""][..],
            "no `foreign minster` in the archive; did you mean `foreign minister`?\n",
        ),
        (
            &["--", "\"minister pilots\""],
            "no article has `minister pilots` side by side; without quotes the words may stand apart\n",
        ),
        (&["--", "headline:harbuor"], "no `harbuor` in the archive; did you mean `harbour`?\n"),
        (
            &["--", "headline:harbour"],
            "no `harbour` in any headline; articles have it elsewhere: leave out `headline:`\n",
        ),
        (
            &["--since", "2030", "--", "harbour"],
            "nothing found for harbour with --since 2030-01-01: leave that out to search everything, 2 articles have it\n",
        ),
        (
            &["--since", "2030", "--", "harbour -minister"],
            "nothing found for harbour -minister with --since 2030-01-01: leave that out to search everything, 1 article has it\n",
        ),
    ] {
        assert_eq!(said(&workshop, arguments), expected);
    }
    assert_eq!(numbers(&workshop, &["--", "headline:tolls"]).len(), 1);
    assert_eq!(numbers(&workshop, &["--", "harbour (tolls OR ice) -melts"]).len(), 1);
}

/// More articles with a word than are ranked: none is lost, whichever way is taken.
#[test]
fn common_words_show_the_newest_and_the_same_articles_in_every_order() {
    let mut lines = String::new();
    for number in 0..5_300 {
        let (day, month, year) = (number % 28 + 1, number % 12 + 1, 2000 + number % 20);
        let rare = if number % 1_000 == 7 { " Rare lagoon." } else { "" };
        let date = match number % 50 {
            0 => String::new(),
            _ => format!("\"date\": \"{year}-{month:02}-{day:02}\", "),
        };
        let publisher = if number % 100 == 3 { "Small Paper" } else { "Great Paper" };
        writeln!(
            lines,
            "{{{date}\"source\": \"{publisher}\", \"title\": \"Note {number}\", \"text\": \"The number was {number}.{rare}\"}}"
        )
        .unwrap();
    }
    let workshop = Workshop::new();
    workshop.write("notes.jsonl", &lines);
    workshop.run(&["init", "a.db"]).expect(0);
    workshop.run(&["ingest", "notes.jsonl", "--archive", "a.db"]).expect(0);
    let day = |number: i64| -> Value {
        let sql = format!("SELECT earliest_on FROM articles WHERE article_id = {number}");
        let ran = workshop.run(&["query", "--sql", &sql, "--archive", "a.db", "--json"]).expect(0);
        serde_json::from_str::<Value>(&ran.stdout).unwrap()[0]["earliest_on"].clone()
    };
    let set = |order: &[&str]| -> BTreeSet<i64> {
        numbers(&workshop, &[order, &["--", "number"]].concat()).into_iter().collect()
    };
    let all: BTreeSet<i64> = (1..=5_300).collect();
    for order in [
        &[][..],
        &["--newest"],
        &["--order", "newest"],
        &["--order", "oldest"],
        &["--order", "rank"],
    ] {
        assert_eq!(set(order), all, "{order:?}");
    }
    // The newest come first where there are too many to rank, and that is said.
    let first = search(&workshop, &["--json", "--", "number"]).expect(0);
    assert!(first.stderr.contains("the newest first"), "{}", first.stderr);
    let rows: Vec<Value> = serde_json::from_str(&first.stdout).unwrap();
    let newest: Vec<i64> = rows.iter().map(|row| row["article_id"].as_i64().unwrap()).collect();
    assert_eq!(newest, numbers(&workshop, &["--newest", "--", "number"])[..20]);
    assert!(day(newest[0]).as_str().unwrap() >= "2019-12-01", "{}", day(newest[0]));
    let ranked = search(&workshop, &["--order", "rank", "--", "number"]).expect(0);
    assert_eq!(ranked.stderr, "");
    // Articles without a day come last in either order.
    for order in ["newest", "oldest"] {
        let found = numbers(&workshop, &["--order", order, "--", "number"]);
        assert_eq!(day(*found.last().unwrap()), Value::Null, "{order}");
        assert_ne!(day(found[0]), Value::Null, "{order}");
    }
    assert!(
        day(numbers(&workshop, &["--order", "oldest", "--", "number"])[0]).as_str()
            < Some("2000-03")
    );
    // Filters leave few enough to rank; a rare word beside the common one ranks.
    let small = numbers(&workshop, &["--publisher", "Small Paper", "--", "number"]);
    assert_eq!(small.len(), 53);
    assert_eq!(
        numbers(&workshop, &["--since", "2019", "--dated", "yes", "--", "number"]).len(),
        265
    );
    let rare = search(&workshop, &["--json", "--", "number lagoon"]).expect(0);
    assert_eq!(
        (serde_json::from_str::<Vec<Value>>(&rare.stdout).unwrap().len(), rare.stderr.as_str()),
        (6, "")
    );
    assert_eq!(numbers(&workshop, &["--", "number -lagoon"]).len(), 5_294);
}

#[test]
fn names_and_titles_that_want_to_do_harm_are_only_shown() {
    let long = "Zz".repeat(5_000);
    let texts = [
        r#"{"title": "</script><script>alert(1)</script>", "text": "The harbour board met Ann </script> Ng on Monday."}"#.to_owned(),
        r#"{"title": "Red \u001b[31malert\u001b[0m \u009b2J \u0007", "text": "The harbour \u001b]0;owned\u0007 was open, Ann Ng said."}"#.to_owned(),
        r#"{"title": "gnp.\u202eexe \u2066harbour", "text": "The harbour \u202e was open, Ann Ng said."}"#.to_owned(),
        format!(r#"{{"title": "{long} harbour", "byline": "By {long}", "source": "{long}", "text": "The harbour of {long} was open, Ann Ng said."}}"#),
        r#"{"title": "**harbour** \u0001\u0002 `x` '; DROP TABLE articles; --", "text": "The harbour was open, \"Ann\" Ng said."}"#.to_owned(),
    ];
    let named: Vec<(String, &str)> =
        texts.iter().enumerate().map(|(at, text)| (format!("{at}.json"), text.as_str())).collect();
    let files: Vec<(&str, &str)> =
        named.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let workshop = Workshop::with_archive(&files);
    assert_eq!(numbers(&workshop, &["--", "harbour"]).len(), 5);
    // JSON and CSV are whole; a title is one cell of them.
    let rows = search(&workshop, &["--json", "--", "harbour"]).expect(0).json();
    let titles: Vec<&str> =
        rows.as_array().unwrap().iter().filter_map(|row| row["headline"].as_str()).collect();
    assert!(titles.iter().any(|title| title.contains("</script>")), "{titles:?}");
    assert!(titles.iter().any(|title| title.len() > 10_000));
    let table = search(&workshop, &["--format", "csv", "--", "harbour"]).expect(0).stdout;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.records().map(Result::unwrap).count(), 5);
    // Each hit is two lines of the listing, whatever its title holds.
    let listing = search(&workshop, &["--", "harbour"]).expect(0).stdout;
    assert_eq!(listing.lines().count(), 10, "{listing:.2000}");
    // The same texts as words to search for.
    for words in [
        "</script><script>alert(1)</script>",
        "\u{1b}[31malert",
        "'; DROP TABLE articles; --",
        "\u{202e}exe",
        &long,
        "\"'; --\" OR 1=1",
        "$(rm)",
        "%s%n",
        "harbour\u{0}board",
    ] {
        let words = words.replace('\u{0}', " ");
        let ran = search(&workshop, &["--json", "--", &words]);
        assert_eq!(ran.code, 0, "{words}: {}", ran.stderr);
    }
    for person in
        ["</script>", "\u{1b}[31m", &long, "' OR 1=1 --", "\u{202e}", "#99999999999999999999"]
    {
        let ran = search(&workshop, &["--person", person, "--", "harbour"]).expect(0);
        assert_eq!(ran.stdout, "", "{person}");
    }
}
