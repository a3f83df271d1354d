//! Whom a name means, which days are meant, and what is said where nothing is found: the same in every
//! report, in search and in the commands that rule.

use std::collections::BTreeSet;

use cuttings::report::{self, ParameterKind};
use serde_json::Value;

use crate::fixture::Fixture;
use crate::support::{Ran, Workshop};

const FERRY: &str = "WELLINGTON, March 4 (Reuters) - Harbour Minister Tomas Brandvold met Ingrid Halloway on Monday.\n\n\
    \"The talks went well and we shall meet again,\" Brandvold said. Halloway agreed, and thanked Brandvold.\n";
const PIER: &str = "DUNEDIN, March 6 (Reuters) - Mr Brandvold was late again on Wednesday, and the people who waited for him on the long pier had nothing to eat.\n\n\
    \"We waited for three hours,\" a spokesman for the port said. Mr Brandvold did not answer.\n";
const NORTH: &str = "OSLO, March 7 (Reuters) - Søren Holmqvist, a fisherman, met Siobhan O'Neill in the Bahnhofstraße on Thursday.\n\n\
    Holmqvist said the in\u{ad}quiry was un\u{ad}fair, and O'Neill wel\u{200b}comed it.\n";

fn archive(stories: &[(&str, &str)]) -> Workshop {
    Workshop::with_archive(stories)
}

/// A report's rows, and what was said beside them.
fn asked(workshop: &Workshop, words: &[&str]) -> (Vec<Value>, String) {
    let arguments = [&["query"], words, &["--archive", "a.db", "--json"]].concat();
    let ran = workshop.run(&arguments).expect(0);
    let rows: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
    (rows, ran.stderr)
}

fn run(workshop: &Workshop, words: &[&str]) -> Ran {
    workshop.run(&[words, &["--archive", "a.db"]].concat())
}

fn names(rows: &[Value], column: &str) -> BTreeSet<String> {
    rows.iter().filter_map(|row| row[column].as_str().map(str::to_owned)).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Merged by a ruling, a name means whom it was merged into: in every report that takes one.
#[test]
fn a_merged_name_finds_whom_it_was_merged_into() {
    let workshop = archive(&[("ferry.txt", FERRY), ("pier.txt", PIER)]);
    let (before, said) = asked(&workshop, &["mentions", "name=Brandvold"]);
    assert_eq!(names(&before, "name"), set(&["Brandvold"]), "{before:?}");
    assert_eq!(
        said,
        "`Brandvold` stands alone in 1 article; it may also be Tomas Brandvold (person, 1 article)\n"
    );
    run(&workshop, &["person", "merge", "Brandvold", "Tomas Brandvold", "--by", "ana"]).expect(0);
    for report in ["mentions", "co-mentions", "quotes", "timeline", "roles", "decisions"] {
        let (merged, said) = asked(&workshop, &[report, "name=Brandvold"]);
        let (whole, _) = asked(&workshop, &[report, "name=Tomas Brandvold"]);
        assert!(!merged.is_empty(), "{report}");
        assert_eq!(merged, whole, "{report}");
        assert_eq!(said, "", "{report}: it is a name of his, and nothing is to be said");
    }
    let (rows, _) = asked(&workshop, &["mentions", "name=brandvold", "kind=person"]);
    assert_eq!(names(&rows, "name"), set(&["Tomas Brandvold"]));
    // And a chain of merges.
    run(&workshop, &["person", "merge", "Tomas Brandvold", "Ingrid Halloway", "--by", "ana"])
        .expect(0);
    let (rows, _) = asked(&workshop, &["mentions", "name=Brandvold"]);
    assert_eq!(names(&rows, "name"), set(&["Ingrid Halloway"]));
    run(&workshop, &["undo", "2", "--by", "ana"]).expect(0);
    run(&workshop, &["undo", "1", "--by", "ana"]).expect(0);
    let (after, _) = asked(&workshop, &["mentions", "name=Brandvold"]);
    assert_eq!(after, before);
    run(&workshop, &["verify"]).expect(0);
}

#[test]
fn a_surname_that_one_has_is_taken_and_said() {
    let workshop = archive(&[("ferry.txt", FERRY)]);
    let whole = asked(&workshop, &["mentions", "name=Ingrid Halloway"]).0;
    for typed in ["Halloway", "HALLOWAY", "hallo way", "Ingrid"] {
        let name = format!("name={typed}");
        let (rows, said) = asked(&workshop, &["mentions", &name]);
        if typed == "hallo way" {
            assert!(rows.is_empty() && said.contains("no `hallo way`"), "{said}");
            continue;
        }
        assert_eq!(rows, whole, "{typed}");
        let expected = format!("`{typed}` is taken to mean Ingrid Halloway (person, 1 article)\n");
        assert_eq!(said, expected);
        let quiet = run(&workshop, &["query", "mentions", &name, "--quiet"]).expect(0);
        assert_eq!(quiet.stderr, "");
    }
    // A command that rules takes it too, and says so.
    let ran =
        run(&workshop, &["person", "alias", "Halloway", "The Ferrywoman", "--by", "ana"]).expect(0);
    assert!(ran.stderr.contains("`Halloway` is taken to mean Ingrid Halloway"), "{}", ran.stderr);
    assert_eq!(asked(&workshop, &["mentions", "name=the ferrywoman"]).0.len(), whole.len());
    // A new name is no short form of a longer one.
    let shown = run(
        &workshop,
        &[
            "mention",
            "reassign",
            "1",
            &whole[0]["start_char"].to_string(),
            "person",
            "Ingrid",
            "--by",
            "ana",
            "--dry-run",
        ],
    )
    .expect(0);
    assert!(shown.stdout.contains("person Ingrid Halloway → person Ingrid\n"), "{}", shown.stdout);
}

/// Three capitals are the letters that a name's words begin with, where only one who is named has them.
#[test]
fn initials_mean_whom_they_are_of() {
    let one = "BERGEN, March 8 (Reuters) - Harbour Minister Jonas F. Halloway sold his boat on Friday.\n\n\
        \"It was a good boat,\" Jonas F. Halloway said.\n";
    let workshop = archive(&[("one.txt", one)]);
    let whole = asked(&workshop, &["mentions", "name=Jonas F. Halloway"]).0;
    assert_eq!(whole.len(), 2);
    let (rows, said) = asked(&workshop, &["mentions", "name=JFH"]);
    assert_eq!(rows, whole);
    assert_eq!(said, "`JFH` is taken to mean Jonas F. Halloway (person, 1 article)\n");
    let ran = run(&workshop, &["search", "boat", "--person", "JFH"]).expect(0);
    assert!(ran.stdout.contains("sold his"), "{}", ran.stdout);
    // Small letters are a word, two capitals say too little, and others are others.
    for typed in ["jfh", "JH", "JFK"] {
        let (rows, said) = asked(&workshop, &["mentions", &format!("name={typed}")]);
        assert!(rows.is_empty() && said.contains(&format!("no `{typed}`")), "{typed}: {said}");
    }
    let two = "OSLO, March 9 (Reuters) - The painter Jenny Frida Holm met nobody on Saturday, and Jenny Frida Holm went home.\n";
    workshop.write("in/two.txt", two);
    run(&workshop, &["ingest", "in"]).expect(0);
    let several = run(&workshop, &["query", "mentions", "name=JFH"]).expect(65);
    assert!(several.stderr.contains("Jenny Frida Holm"), "{}", several.stderr);
}

#[test]
fn several_are_listed_and_nothing_is_guessed() {
    let other = "BERGEN, March 8 (Reuters) - Olav Brandvold sold his boat on Friday, and Olav Brandvold bought another.\n";
    let third = "BERGEN, March 9 (Reuters) - The boat of Olav Brandvold sank on Saturday, said his neighbour Ann Ng.\n";
    let workshop = archive(&[("ferry.txt", FERRY), ("other.txt", other), ("third.txt", third)]);
    let listed = "`Brandvold` means several: Olav Brandvold (person #";
    for report in ["mentions", "co-mentions", "quotes", "timeline", "roles"] {
        let ran = run(&workshop, &["query", report, "name=Brandvold"]);
        assert_eq!(ran.code, 65, "{report}: {}", ran.stderr);
        assert!(ran.stdout.is_empty() && ran.stderr.contains(listed), "{report}: {}", ran.stderr);
        assert!(ran.stderr.contains(", 2 articles), Tomas Brandvold (person #"), "{}", ran.stderr);
    }
    let ran = run(&workshop, &["person", "show", "Brandvold"]);
    assert_eq!(ran.code, 65, "{}", ran.stderr);
    assert!(ran.stderr.contains(listed), "{}", ran.stderr);
    // What the hint says works.
    let hint = ran.stderr.split("name one by its number: '").nth(1).unwrap();
    let number = hint.split('\'').next().unwrap();
    let shown = run(&workshop, &["person", "show", number]).expect(0);
    assert!(shown.stdout.starts_with("name          Olav Brandvold"), "{}", shown.stdout);
    let (rows, said) = asked(&workshop, &["mentions", &format!("name={number}"), "kind=person"]);
    assert_eq!((names(&rows, "name"), said.as_str()), (set(&["Olav Brandvold"]), ""));
}

#[test]
fn what_nobody_is_called_gets_the_nearest_spellings() {
    let workshop = archive(&[("ferry.txt", FERRY)]);
    let (rows, said) = asked(&workshop, &["mentions", "name=Ingrid Haloway"]);
    assert!(rows.is_empty());
    assert_eq!(said, "no `Ingrid Haloway`; nearest: Ingrid Halloway (person, 1 article)\n");
    let (rows, said) = asked(&workshop, &["people", "name=halowa"]);
    assert!(rows.is_empty());
    assert_eq!(said, "nearest to `halowa`: Ingrid Halloway (person, 1 article)\n");
    for verb in [
        &["person", "show", "Ingrid Haloway"][..],
        &["person", "ignore", "Ingrid Haloway", "--by", "ana"],
    ] {
        let ran = run(&workshop, verb);
        assert_eq!(ran.code, 66, "{}", ran.stderr);
        let message = "no person `Ingrid Haloway`; nearest: Ingrid Halloway (person, 1 article)";
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
    run(&workshop, &["article", "tag", "1", "harbour", "--by", "ana"]).expect(0);
    let (rows, said) = asked(&workshop, &["articles", "publisher=Ruters", "topic=harbor"]);
    assert!(rows.is_empty());
    assert!(said.contains("no publisher `Ruters`; nearest: Reuters"), "{said}");
    assert!(said.contains("no topic `harbor`; nearest: harbour"), "{said}");
    assert_eq!(asked(&workshop, &["articles", "publisher=REUTERS", "topic=Harbour"]).0.len(), 1);
    let ran = run(&workshop, &["search", "ferry", "--publisher", "Ruters"]).expect(0);
    assert!(ran.stderr.contains("nearest: Reuters"), "{}", ran.stderr);
}

/// Letters without an accent to take away, apostrophes, soft hyphens and zero-width spaces make no
/// difference, in names or in search.
#[test]
fn spellings_fold_in_names_and_in_search() {
    let workshop = archive(&[("north.txt", NORTH), ("ferry.txt", FERRY)]);
    for typed in
        ["Søren Holmqvist", "soren holmqvist", "SOREN HOLMQVIST", "So\u{ad}ren Holm\u{200b}qvist"]
    {
        let (rows, said) = asked(&workshop, &["mentions", &format!("name={typed}")]);
        assert_eq!(names(&rows, "name"), set(&["Søren Holmqvist"]), "{typed}: {said}");
        assert_eq!(said, "", "{typed}");
    }
    for typed in ["siobhan oneill", "Siobhan O’Neill"] {
        let (rows, _) = asked(&workshop, &["mentions", &format!("name={typed}")]);
        assert_eq!(names(&rows, "name"), set(&["Siobhan O'Neill"]), "{typed}");
    }
    for (typed, found) in [
        ("soren", true),
        ("Søren", true),
        ("SØREN", true),
        ("bahnhofstrasse", true),
        ("Bahnhofstraße", true),
        ("oneill", true),
        ("O'Neill", true),
        ("o’neill", true),
        ("inquiry", true),
        ("unfair", true),
        ("welcomed", true),
        ("in\u{ad}quiry", true),
        ("\"soren holmqvist\"", true),
        ("therapist", false),
    ] {
        let ran = run(&workshop, &["search", typed, "--json"]).expect(0);
        let hits: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(hits.len() == 1, found, "{typed}: {hits:?} {}", ran.stderr);
    }
}

#[test]
fn a_word_that_nothing_has_gets_the_nearest_that_something_has() {
    let workshop = archive(&[("ferry.txt", FERRY), ("north.txt", NORTH)]);
    for (typed, said) in [
        (&["Halowey"][..], "no `Halowey` in the archive; did you mean `Halloway`?\n"),
        (&["Brandvold", "fishrman"], "no `fishrman` in the archive; did you mean `fisherman`?\n"),
        (&["zzyzx"], "no `zzyzx` in the archive\n"),
    ] {
        let ran = run(&workshop, &[&["search"], typed].concat()).expect(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", said));
    }
    // Each word is there, and no article has both.
    let ran = run(&workshop, &["search", "Halloway", "fisherman"]).expect(0);
    assert!(ran.stderr.contains("all the words must occur in one article"), "{}", ran.stderr);
    // An apostrophe that was left out, and two words that only stand side by side.
    let workshop = archive(&[(
        "tonga.txt",
        "TONGA, March 9 (Reuters) - The ship left Nuku\u{2bb}alofa on Saturday, and the rapids were high.\n",
    )]);
    assert!(run(&workshop, &["search", "nukualofa"]).expect(0).stdout.contains("Nuku"));
    assert!(run(&workshop, &["search", "Nuku'alofa"]).expect(0).stdout.contains("Nuku"));
    assert_eq!(run(&workshop, &["search", "therapids"]).expect(0).stdout, "");
}

/// Articles of which only the month, or only the year, is known, and one without any.
fn dated() -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    for (name, day) in [
        ("a", Some("2024-03-15")),
        ("b", Some("2024-03")),
        ("c", Some("2024")),
        ("d", None),
        ("e", Some("2023-12-31")),
    ] {
        let text = format!(
            "Harbour notes, letter {name}.\n\nTomas Brandvold wrote to the board about pier {name}, and the board wrote back to Tomas Brandvold.\n"
        );
        workshop.write(&format!("{name}.txt"), text);
        let file = format!("{name}.txt");
        let mut arguments =
            vec!["ingest", "--archive", "a.db", &file, "--publisher", "The Tide Table"];
        arguments.extend(day.iter().flat_map(|day| ["--published", day]));
        workshop.run(&arguments).expect(0);
    }
    workshop
}

#[test]
fn a_month_or_a_year_is_found_where_it_overlaps_and_never_made_a_day() {
    let workshop = dated();
    let days = |words: &[&str]| -> Vec<Option<String>> {
        let (rows, _) = asked(&workshop, &[&["articles"], words].concat());
        rows.iter().map(|row| row["published_on"].as_str().map(str::to_owned)).collect()
    };
    let some = |days: &[&str]| -> Vec<Option<String>> {
        days.iter().map(|day| Some((*day).to_owned())).collect()
    };
    assert_eq!(days(&["since=2024-03", "until=2024-03"]), some(&["2024-03-15", "2024-03", "2024"]));
    assert_eq!(days(&["since=2024-04"]), some(&["2024"]));
    assert_eq!(days(&["until=2024-02"]), some(&["2024", "2023-12-31"]));
    assert_eq!(days(&["since=2024-03-20", "until=2024-03-31"]), some(&["2024-03", "2024"]));
    assert_eq!(days(&["since=2025"]), []);
    // Without a day: by month, by year, and not at all.
    assert_eq!(days(&["dated=no"]), [Some("2024-03".to_owned()), Some("2024".to_owned()), None]);
    assert_eq!(days(&["dated=yes"]), some(&["2024-03-15", "2023-12-31"]));

    let counted = |per: &str| -> Vec<(String, i64)> {
        let (rows, _) =
            asked(&workshop, &["timeline", &format!("per={per}"), "name=Tomas Brandvold"]);
        rows.iter()
            .map(|row| {
                (row["period"].as_str().unwrap().to_owned(), row["articles"].as_i64().unwrap())
            })
            .collect()
    };
    let expected = |rows: &[(&str, i64)]| -> Vec<(String, i64)> {
        rows.iter().map(|(period, count)| ((*period).to_owned(), *count)).collect()
    };
    assert_eq!(counted("year"), expected(&[("2023", 1), ("2024", 3), ("no year", 1)]));
    assert_eq!(counted("month"), expected(&[("2023-12", 1), ("2024-03", 2), ("no month", 2)]));
    assert_eq!(counted("week"), expected(&[("2023-12-25", 1), ("2024-03-11", 1), ("no day", 3)]));
    assert_eq!(counted("day"), expected(&[("2023-12-31", 1), ("2024-03-15", 1), ("no day", 3)]));

    // Search takes the same days.
    let hits = |words: &[&str]| -> Vec<String> {
        let ran =
            run(&workshop, &[&["search", "pier", "--newest", "--format", "tsv"], words].concat())
                .expect(0);
        ran.stdout.lines().skip(1).map(|line| line.split('\t').nth(1).unwrap().to_owned()).collect()
    };
    assert_eq!(
        hits(&["--since", "2024-03", "--until", "2024-03"]),
        ["2024-03-15", "2024-03", "2024"]
    );
    assert_eq!(hits(&["--dated", "no"]), ["2024-03", "2024", ""]);
    assert_eq!(hits(&["--until", "-1y"]).len(), 4, "a year before 2 January 2026");
    assert_eq!(hits(&["--ingested-since", "today"]).len(), 5);
    assert_eq!(hits(&["--ingested-since", "2026-01-03"]).len(), 0);
}

#[test]
fn days_are_words_too() {
    let workshop = dated();
    for (words, count) in [
        (&["ingested-since=today"][..], 5),
        (&["ingested_since=yesterday"], 5),
        (&["ingested-since=-1d", "since=last year"], 0),
        (&["since=-3y"], 4),
        (&["until=last year"], 4),
        (&["since=2024-03-15T10:00:00+13:00", "dated=yes"], 1),
    ] {
        assert_eq!(asked(&workshop, &[&["articles"], words].concat()).0.len(), count, "{words:?}");
    }
    let ran = run(&workshop, &["query", "articles", "since=someday"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("`since` wants a day such as 2024-03-31, a month or a year, or yesterday"),
        "{}",
        ran.stderr
    );
}

/// What narrows one report narrows all of them; whatever does not is listed here, with the reason.
#[test]
fn every_report_takes_the_same() {
    const COMMON: [&str; 8] =
        ["since", "until", "ingested_since", "publisher", "topic", "dated", "once", "limit"];
    const EXCEPT: [(&str, &[&str], &str); 14] = [
        (
            "new-names",
            &["until", "ingested_since", "publisher", "topic", "dated"],
            "it compares its days with all before",
        ),
        ("seen", &["limit"], "it is the first and the last"),
        ("trends", &["dated"], "it compares days, and what has none is in neither period"),
        (
            "coverage",
            &["since", "until", "dated"],
            "it is of one year, and what has no month has no column",
        ),
        (
            "gaps",
            &["since", "ingested_since", "topic", "dated", "once"],
            "it is about a publisher's days, not its articles",
        ),
        ("stories", &["once"], "it is the repeats that it counts"),
        (
            "possible-duplicates",
            &["since", "until", "ingested_since", "publisher", "topic", "dated", "once"],
            "it is about names, not articles",
        ),
        (
            "decisions",
            &["ingested_since", "publisher", "topic", "dated", "once"],
            "its days are those of rulings",
        ),
        (
            "notes",
            &["ingested_since", "publisher", "topic", "dated", "once"],
            "its days are those of remarks",
        ),
        (
            "feeds",
            &["since", "until", "ingested_since", "topic", "dated", "once"],
            "it is about feeds, not articles",
        ),
        (
            "runs",
            &["ingested_since", "publisher", "topic", "dated", "once"],
            "its days are those of runs",
        ),
        (
            "problems",
            &["ingested_since", "publisher", "topic", "dated", "once"],
            "its days are those of runs",
        ),
        ("near-duplicates", &["once"], "it is the repeats that it shows"),
        ("revisions", &["once"], "two texts of one article are one story"),
    ];
    for report in report::all(None).0 {
        let except = EXCEPT
            .iter()
            .find(|(name, ..)| *name == report.name)
            .map_or(&[][..], |(_, except, _)| except);
        let has = |name: &str| report.parameters.iter().any(|parameter| parameter.name == name);
        for name in COMMON {
            assert_eq!(has(name), !except.contains(&name), "`{name}` of report `{}`", report.name);
        }
        for parameter in &report.parameters {
            let kind = &parameter.kind;
            match parameter.name.as_str() {
                "name" => assert!(
                    matches!(kind, ParameterKind::Name | ParameterKind::PartOfName),
                    "{}",
                    report.name
                ),
                "about" => assert_eq!(*kind, ParameterKind::NameOrWords, "{}", report.name),
                "words" => assert_eq!(*kind, ParameterKind::Words, "{}", report.name),
                "publisher" => assert_eq!(*kind, ParameterKind::Publisher, "{}", report.name),
                "topic" => assert_eq!(*kind, ParameterKind::Topic, "{}", report.name),
                "since" | "ingested_since" => {
                    assert_eq!(*kind, ParameterKind::FirstDay, "{}", report.name)
                }
                "until" => assert_eq!(*kind, ParameterKind::LastDay, "{}", report.name),
                _ => {}
            }
            if *kind == ParameterKind::Name {
                assert!(has("kind"), "report `{}` takes a name and no kind", report.name);
            }
        }
    }
}

/// A row of `query mentions` is what `mention reassign` takes; words before and after are whole.
#[test]
fn a_mention_can_be_handed_on() {
    let workshop = archive(&[("ferry.txt", FERRY)]);
    let (rows, _) = asked(&workshop, &["mentions", "name=Tomas Brandvold", "characters=12"]);
    let last = rows.last().unwrap();
    assert_eq!(
        (last["field"].as_str(), last["name"].as_str(), last["kind"].as_str()),
        (Some("body"), Some("Tomas Brandvold"), Some("person"))
    );
    assert_eq!(
        (last["before"].as_str(), last["surface_form"].as_str()),
        (Some("and thanked "), Some("Brandvold")),
        "{last}"
    );
    let said = rows.iter().find(|row| row["after"].as_str().unwrap().starts_with(" said")).unwrap();
    assert_eq!(
        (said["before"].as_str(), said["after"].as_str()),
        (Some("again,\" "), Some(" said.")),
        "{said}"
    );
    let (article, at) = (last["article_id"].to_string(), last["start_char"].to_string());
    run(
        &workshop,
        &["mention", "reassign", &article, &at, "person", "Olav Brandvold", "--by", "ana"],
    )
    .expect(0);
    let (rows, _) = asked(&workshop, &["mentions", "name=Olav Brandvold"]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["start_char"].to_string(), at);
    // `show` has the same number beside the name.
    let shown = run(&workshop, &["show", &article]).expect(0).stdout;
    let line = shown.lines().find(|line| line.starts_with("Olav Brandvold")).unwrap();
    assert!(line.ends_with(&format!("  {at}")), "{line}");
}

/// Nobody knows who that is, and the words of the text say more than nothing.
#[test]
fn a_speaker_nobody_knows_is_in_the_words_of_the_text() {
    let workshop = archive(&[("pier.txt", PIER)]);
    let (rows, _) = asked(&workshop, &["quotes"]);
    let row =
        rows.iter().find(|row| row["quote"].as_str().unwrap().starts_with("We waited")).unwrap();
    assert!(row["kind"].is_null() && row["rule"].as_str().is_some(), "{row}");
    let words = row["speaker"].as_str().unwrap();
    assert!(words.contains("spokesman"), "{row}");
    let shown = run(&workshop, &["show", "1"]).expect(0).stdout;
    let line = format!("at {}  {words}: “We waited", row["start_char"]);
    assert!(shown.contains(&line) && !shown.contains("somebody"), "{shown}");
}

/// A place in a headline is shown with its own words around it.
#[test]
fn mentions_of_other_fields_are_cut_from_their_text() {
    let fixture = Fixture::filled();
    let connection = rusqlite::Connection::open(&fixture.archive).unwrap();
    connection
        .execute_batch(
            "INSERT INTO mentions (article_id, field, start_char, end_char, place_id, rule)
             VALUES (1, 'headline', 16, 20, 1, 'catalogue-name'), (1, 'caption-2', 4, 8, 1, 'catalogue-name');
             INSERT INTO article_captions VALUES (1, 2, 'The Suva waterfront at dawn.', NULL);",
        )
        .unwrap();
    drop(connection);
    let shown =
        fixture.printed(&["query", "mentions", "name=Suva", "until=2024-03", "--format", "tsv"]);
    let rows: Vec<Vec<&str>> =
        shown.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let places: Vec<[&str; 5]> =
        rows.iter().map(|row| [row[3], row[4], row[7], row[8], row[9]]).collect();
    assert_eq!(
        places,
        [
            ["headline", "16", "Peters flies to ", "Suva", ""],
            [
                "body",
                "43",
                "Minister Winston Peters arrived in ",
                "Suva",
                " on Monday.  Mr Peters met the Pacific"
            ],
            ["caption-2", "4", "The ", "Suva", " waterfront at dawn."],
        ]
    );
    let page = fixture.printed(&["show", "1"]);
    assert!(
        page.lines().any(|line| line.starts_with("Suva ")
            && line.ends_with("16 --field headline, 43, 4 --field caption-2")),
        "{page}"
    );
}
