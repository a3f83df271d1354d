//! Watches and news: what came in is told once, in every form of the name, each story once, and only what is new.

use serde_json::{Value, json};

use crate::support::{Ran, Workshop};

/// Runs the program at an instant.
pub fn at(workshop: &Workshop, now: &str, arguments: &[&str]) -> Ran {
    let mut command = workshop.command(arguments);
    command.env("CUTTINGS_NOW", now).env("CUTTINGS_ARCHIVE", "a.db").env("USER", "ana");
    Ran::from(command.output().unwrap())
}

/// Takes articles in at an instant.
pub fn take_in(workshop: &Workshop, now: &str, articles: &[Value]) {
    let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
    workshop.write("in.jsonl", lines);
    at(workshop, now, &["ingest", "in.jsonl"]).expect(0);
}

/// The news as they are told at an instant, in JSON.
fn news(workshop: &Workshop, now: &str, arguments: &[&str]) -> Value {
    let arguments = [&["news", "--format", "json"], arguments].concat();
    at(workshop, now, &arguments).expect(0).json()
}

/// The headlines that each watch tells.
fn headlines(news: &Value) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let watches = news["watches"].as_array().unwrap().iter();
    watches
        .map(|watch| {
            let stories = watch["stories"].as_array().unwrap().iter();
            (text(&watch["name"]), stories.map(|story| headline(story).to_owned()).collect())
        })
        .collect()
}

fn headline(story: &Value) -> &str {
    story["title"].as_str().unwrap_or_else(|| panic!("{story}"))
}

fn told<'t>(told: &[(&'t str, &[&'t str])]) -> Vec<(String, Vec<String>)> {
    told.iter()
        .map(|(name, headlines)| {
            ((*name).to_owned(), headlines.iter().map(|one| (*one).to_owned()).collect())
        })
        .collect()
}

fn sql(workshop: &Workshop, sql: &str) -> i64 {
    let archive = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    archive.query_row(sql, [], |row| row.get(0)).unwrap()
}

pub const WHARF: &str = "The harbour board of Tarrow voted on Monday night to close the old ferry wharf, after engineers \
    found that eleven of its forty piles had been eaten through by shipworm since the last survey.\n\n\
    Mayor Ruth Ellery said repairs would cost 3.4 million dollars, more than the ferry had earned in nine years. \
    “We looked at every way to keep it open and there was none,” Ruth Ellery said.\n\n\
    The ferry carries about 600 people a day between Tarrow and Port Maud. From July it will land at the fishing jetty, \
    where the district council is to build a shelter and widen the road.";
const LIBRARY: &str = "The library of Port Maud will open on Sundays from March, the district council said. Librarian Ana \
    Kestrel asked for two more staff and was given one and a half of them.\n\n“Mayor Ruth Ellery was kind,” Ana \
    Kestrel said. Ms Ellery did not answer.";
const BRIDGE: &str = "Engineers from Tarrow looked at the old road bridge over the Maud on Friday and found rust in nine of \
    its girders. The bridge stays open to cars, the council said, and lorries must take the road by the coast until spring.";

pub fn article(publisher: &str, day: &str, headline: &str, body: &str) -> Value {
    let slug: String = headline.to_lowercase().replace(' ', "-");
    json!({ "publisher": publisher, "published": day, "headline": headline, "body": body,
        "url": format!("https://{}.example/{slug}", publisher.to_lowercase().replace(' ', "-")) })
}

pub fn wharf() -> Value {
    article("Tarrow Courier", "2026-03-02", "Ferry wharf to close", WHARF)
}

fn library() -> Value {
    article("Maud Gazette", "2026-03-04", "Sunday reading", LIBRARY)
}

fn bridge() -> Value {
    article("Maud Gazette", "2026-03-05", "Rust in the bridge", BRIDGE)
}

const MONDAY: &str = "2026-03-02T06:00:00Z";
const TUESDAY: &str = "2026-03-03T06:00:00Z";
const WEDNESDAY: &str = "2026-03-04T06:00:00Z";
const THURSDAY: &str = "2026-03-05T06:00:00Z";
const FRIDAY: &str = "2026-03-06T06:00:00Z";

/// An archive that has a story of Monday, and these watches since Tuesday.
pub fn watching(watches: &[&[&str]]) -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    take_in(&workshop, MONDAY, &[wharf()]);
    for watch in watches {
        at(&workshop, TUESDAY, &[&["watch", "add"], *watch].concat()).expect(0);
    }
    workshop
}

#[test]
fn every_kind_of_watch_tells_what_is_new_and_once() {
    let workshop = watching(&[
        &["--person", "Ruth Ellery"],
        &["council", "--search", "district council"],
        &["rust", "--search", "girder*"],
        &["articles", "--report", "articles", "publisher=Maud Gazette"],
    ]);
    // What was there before is not told.
    assert_eq!(headlines(&news(&workshop, TUESDAY, &[])), []);
    take_in(&workshop, WEDNESDAY, &[library()]);
    take_in(&workshop, THURSDAY, &[bridge()]);
    let kept = news(&workshop, THURSDAY, &["--keep"]);
    let found = news(&workshop, THURSDAY, &[]);
    assert_eq!(kept, found, "--keep records nothing");
    assert_eq!(
        headlines(&found),
        told(&[
            ("Ruth Ellery", &["Sunday reading"]),
            ("articles", &[]),
            ("council", &["Sunday reading"]),
            ("rust", &["Rust in the bridge"]),
        ])
    );
    assert_eq!(found["watches"][1]["rows"]["rows"].as_array().unwrap().len(), 2, "{found}");
    let text = found.to_string();
    assert!(text.contains("Ms Ellery did not answer."), "by every form of the name: {text}");
    assert!(
        text.contains("found rust in nine of its girders."),
        "the sentence with the words: {text}"
    );
    assert_eq!(headlines(&news(&workshop, FRIDAY, &[])), []);
    at(&workshop, FRIDAY, &["news"]).expect(0);
    assert_eq!(at(&workshop, FRIDAY, &["news"]).stdout, "", "nothing new, and nobody watches");
    // From then on, whether or not it was told, and nothing of it is recorded.
    let again = news(
        &workshop,
        FRIDAY,
        &["--since", "2026-03-05", "--watch", "rust", "--watch", "council"],
    );
    assert_eq!(headlines(&again), told(&[("rust", &["Rust in the bridge"])]));
    assert_eq!(
        headlines(&news(&workshop, FRIDAY, &["--since", "24h", "--watch", "rust"])).len(),
        1
    );
    assert_eq!(headlines(&news(&workshop, FRIDAY, &["--since", "1h", "--watch", "rust"])).len(), 0);
    assert_eq!(sql(&workshop, "SELECT count(*) FROM tellings"), 1);
    at(&workshop, FRIDAY, &["verify"]).expect(0);
}

#[test]
fn organisations_places_and_topics_are_watched() {
    let workshop = Workshop::with_archive(&[]);
    let body = |town: &str| {
        format!(
            "The Pacific Islands Forum met in {town} on Friday to speak of tuna, and of who may catch how much of \
            it near {town} in the coming year, officials said after six hours of talks behind closed doors."
        )
    };
    let mut first = article("The Tide", "2026-03-02", "Tuna talks", &body("Suva"));
    take_in(&workshop, MONDAY, &[first.clone()]);
    for watch in [
        &["--organisation", "Pacific Islands Forum"][..],
        &["Suva", "--place", "Suva"],
        &["tuna", "--search", "tuna", "--topic", "Fish"],
    ] {
        at(&workshop, TUESDAY, &[&["watch", "add"], watch].concat()).expect(0);
    }
    first["topics"] = json!(["fish"]);
    first["headline"] = json!("Tuna again");
    first["url"] = json!("https://tide.example/2");
    first["body"] = json!(
        "Ships of the Pacific Islands Forum will count tuna off Apia from May, and every boat that is met is to show \
         what it has in its hold. Two of the ships are new, and one was a ferry until last year."
    );
    take_in(&workshop, WEDNESDAY, &[first]);
    assert_eq!(
        headlines(&news(&workshop, WEDNESDAY, &[])),
        told(&[("Pacific Islands Forum", &["Tuna again"]), ("tuna", &["Tuna again"])])
    );
}

#[test]
fn a_story_is_told_once_however_many_have_it() {
    let workshop = watching(&[&["--person", "Ruth Ellery"], &["pier", "--search", "shipworm"]]);
    let copy = |publisher: &str, headline: &str| {
        article(publisher, "2026-03-04", headline, &WHARF.replace("dollars", "pounds"))
    };
    // The story of Monday is known, so a copy of it is none.
    take_in(&workshop, WEDNESDAY, &[copy("Coast Weekly", "End of the wharf")]);
    let found = news(&workshop, WEDNESDAY, &["--keep"]);
    assert_eq!(headlines(&found), told(&[("Ruth Ellery", &[]), ("pier", &[])]));
    assert_eq!(found["watches"][0]["copies_of_told"], 1, "{found}");
    let printed = at(&workshop, WEDNESDAY, &["news", "--keep"]).expect(0).stdout;
    assert_eq!(printed, "", "that alone is no news");
    at(&workshop, WEDNESDAY, &["watch", "add", "port", "--search", "zzz OR maud"]).expect(0);

    let other = |publisher: &str| {
        article(
            publisher,
            "2026-03-05",
            &format!("{publisher} on the bridge"),
            &format!("{BRIDGE} Ruth Ellery was there, as {publisher} saw."),
        )
    };
    take_in(
        &workshop,
        THURSDAY,
        &[other("Coast Weekly"), other("Maud Gazette"), other("The Tide")],
    );
    let found = news(&workshop, THURSDAY, &[]);
    let watch = &found["watches"][0];
    assert_eq!(watch["stories"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(watch["stories"][0]["copies"].as_array().unwrap().len(), 2, "{found}");
    take_in(&workshop, FRIDAY, &[other("Evening Post"), library()]);
    let found = news(&workshop, FRIDAY, &["--watch", "Ruth Ellery"]);
    assert_eq!(headlines(&found), told(&[("Ruth Ellery", &["Sunday reading"])]));
    assert_eq!(found["watches"][0]["copies_of_told"], 1, "{found}");
    assert_eq!(headlines(&news(&workshop, FRIDAY, &["--watch", "Ruth Ellery"])), []);
}

#[test]
fn a_person_is_watched_under_the_names_of_those_merged_with_her() {
    let workshop = watching(&[&["--person", "Ruth Ellery"]]);
    let body =
        LIBRARY.replace("Mayor Ruth Ellery", "Mayor Ruth Harrow").replace("Ms Ellery", "Ms Harrow");
    take_in(
        &workshop,
        WEDNESDAY,
        &[article("Maud Gazette", "2026-03-04", "Sunday reading", &body)],
    );
    assert_eq!(headlines(&news(&workshop, WEDNESDAY, &[])), []);
    at(
        &workshop,
        WEDNESDAY,
        &["person", "merge", "Ruth Ellery", "Ruth Harrow", "--because", "married"],
    )
    .expect(0);
    let found = news(&workshop, WEDNESDAY, &[]);
    assert_eq!(headlines(&found), told(&[("Ruth Ellery", &["Sunday reading"])]));
    assert_eq!(found["watches"][0]["about"], "person Ruth Harrow");
    assert!(found.to_string().contains("Ms Harrow did not answer."), "{found}");
}

#[test]
fn quotations_titles_and_new_texts_are_told() {
    let workshop = watching(&[&["--person", "Ruth Ellery"]]);
    let body = WHARF
        .replace("Mayor Ruth Ellery", "Former Mayor Ruth Ellery")
        .replace("3.4 million", "4.1 million");
    let mut new = article("Tarrow Courier", "2026-03-02", "Ferry wharf to close", &body);
    new["headline"] = json!("Ferry wharf may close");
    take_in(&workshop, WEDNESDAY, &[new, library()]);
    let found = news(&workshop, WEDNESDAY, &[]);
    let watch = &found["watches"][0];
    let story = |headline: &str| {
        let stories = watch["stories"].as_array().unwrap();
        stories
            .iter()
            .find(|story| self::headline(story) == headline)
            .unwrap_or_else(|| panic!("{found}"))
    };
    // Another text of a story that was known is news, with what it changed.
    let revision = &story("Ferry wharf may close")["revision"];
    assert_eq!(revision["of_article"], 1, "{found}");
    let changes = revision["changes"].to_string();
    assert!(changes.contains("3.4 million") && changes.contains("4.1 million"), "{changes}");
    assert!(changes.contains("Ferry wharf to close"), "{changes}");
    let quotes = |headline: &str| story(headline)["quotes"].to_string();
    assert!(
        quotes("Ferry wharf may close").contains("every way to keep it open"),
        "by her: {found}"
    );
    assert!(quotes("Ferry wharf may close").contains("\"by_watched\":true"), "{found}");
    assert!(quotes("Sunday reading").contains("was kind"), "about her: {found}");
    assert!(quotes("Sunday reading").contains("\"by_watched\":false"), "{found}");
    let roles = watch["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 1, "{found}");
    assert!(roles[0]["title"].as_str().unwrap().eq_ignore_ascii_case("former mayor"), "{found}");
    let address = roles[0]["address"].as_str().unwrap();
    let shown = at(&workshop, WEDNESDAY, &["show", address]).expect(0).stdout;
    assert!(shown.contains("Ruth Ellery"), "{shown}");
}

#[test]
fn what_a_publisher_took_back_is_told() {
    let workshop = Workshop::with_archive(&[]);
    let item = |version: u32, status: &str, body: &str| {
        json!({
            "standard": {"name": "ninjs", "version": "3.1"}, "uri": "urn:wire.example:wharf",
            "version": version.to_string(), "type": "text", "pubStatus": status,
            "versionCreated": format!("2026-03-0{version}T05:00:00Z"),
            "headlines": [{"value": "Ferry wharf to close"}],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": body}]
        })
        .to_string()
    };
    workshop.write("1.json", item(1, "usable", WHARF));
    at(&workshop, MONDAY, &["ingest", "1.json"]).expect(0);
    at(&workshop, TUESDAY, &["watch", "add", "--person", "Ruth Ellery"]).expect(0);
    workshop.write("2.json", item(2, "canceled", "Kill: the story on the wharf is wrong."));
    at(&workshop, WEDNESDAY, &["ingest", "2.json"]);
    let found = news(&workshop, WEDNESDAY, &[]);
    assert_eq!(found["watches"][0]["withdrawals"][0]["status"], "canceled", "{found}");
    assert_eq!(found["watches"][0]["withdrawals"][0]["article"], 1, "{found}");
    assert_eq!(headlines(&news(&workshop, WEDNESDAY, &[])), [], "once");
}

#[test]
fn a_watch_is_paused_and_removed_and_stays_on_record() {
    let workshop = watching(&[&["--person", "Ruth Ellery"]]);
    let again = at(&workshop, TUESDAY, &["watch", "add", "--person", "Ellery"]).expect(1);
    assert!(again.stderr.contains("already: person Ruth Ellery"), "{}", again.stderr);
    at(&workshop, TUESDAY, &["watch", "pause", "Ruth Ellery"]).expect(0);
    at(&workshop, TUESDAY, &["watch", "pause", "Ruth Ellery"]).expect(1);
    take_in(&workshop, WEDNESDAY, &[library()]);
    assert_eq!(headlines(&news(&workshop, WEDNESDAY, &[])), []);
    at(&workshop, WEDNESDAY, &["watch", "resume", "ruth ellery"]).expect(0);
    assert_eq!(headlines(&news(&workshop, FRIDAY, &["--keep"])).len(), 1, "what came in meanwhile");
    let found = at(&workshop, FRIDAY, &["watch", "test", "Ruth Ellery", "--days", "7", "--json"])
        .expect(0)
        .json();
    assert_eq!(
        headlines(&found),
        told(&[("Ruth Ellery", &["Sunday reading", "Ferry wharf to close"])])
    );
    let shown = at(&workshop, FRIDAY, &["watch", "show", "Ruth Ellery", "--json"]).expect(0).json();
    assert_eq!((&shown["added_by"], &shown["told"]), (&json!("ana"), &json!(0)), "{shown}");
    at(&workshop, FRIDAY, &["watch", "remove", "Ruth Ellery", "--by", "bo"]).expect(0);
    at(&workshop, FRIDAY, &["watch", "show", "Ruth Ellery"]).expect(66);
    assert_eq!(headlines(&news(&workshop, FRIDAY, &[])), []);
    at(&workshop, FRIDAY, &["watch", "add", "--person", "Ruth Ellery"]).expect(0);
    assert_eq!(
        sql(
            &workshop,
            "SELECT count(*) FROM watches WHERE removed_by = 'bo' AND removed_at IS NOT NULL"
        ),
        1
    );
    let rows = at(&workshop, FRIDAY, &["watch", "list", "--json"]).expect(0).json();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    at(&workshop, FRIDAY, &["verify"]).expect(0);
}

#[test]
fn what_is_left_out_comes_next_time() {
    let workshop = watching(&[&["all", "--search", "tarrow OR maud"]]);
    take_in(&workshop, WEDNESDAY, &[library(), bridge()]);
    let found = news(&workshop, FRIDAY, &["--limit", "1"]);
    assert_eq!(headlines(&found), told(&[("all", &["Rust in the bridge"])]));
    assert_eq!(found["watches"][0]["left_out"], 1);
    // However long that takes.
    let later = "2026-05-01T06:00:00Z";
    assert_eq!(headlines(&news(&workshop, later, &[])), told(&[("all", &["Sunday reading"])]));
    assert_eq!(headlines(&news(&workshop, later, &[])), []);
}

#[test]
fn sources_that_fell_silent_and_feeds_that_fail_are_told() {
    let workshop = Workshop::with_archive(&[]);
    let story = |publisher: &str, day: u32, number: u32| {
        let mut words =
            (0..40).map(|word| format!("w{}", day * 7919 + number * 104_729 + word * 31));
        let body = words.by_ref().collect::<Vec<_>>().join(" ");
        article(
            publisher,
            &format!("2026-03-{day:02}"),
            &format!("{publisher} {day} {number}"),
            &body,
        )
    };
    for day in 2..=20 {
        let mut articles = vec![story("The Tide", day, 0), story("The Tide", day, 1)];
        if day <= 14 {
            articles.extend([story("Maud Gazette", day, 3), story("Maud Gazette", day, 4)]);
        }
        take_in(&workshop, &format!("2026-03-{day:02}T05:00:00Z"), &articles);
    }
    at(&workshop, "2026-03-02T06:00:00Z", &["watch", "add", "x", "--search", "xylophone"])
        .expect(0);
    assert_eq!(news(&workshop, "2026-03-15T06:00:00Z", &["--keep"])["silent"], json!([]));
    let now = "2026-03-20T06:00:00Z";
    let found = news(&workshop, now, &[]);
    let silent = found["silent"].as_array().unwrap();
    assert_eq!(silent.len(), 1, "{found}");
    assert_eq!(silent[0]["publisher"], "Maud Gazette");
    assert_eq!(silent[0]["last_at"], "2026-03-14T05:00:00Z");
    // It is worth a message when it begins, and not every hour.
    assert_eq!(at(&workshop, now, &["news"]).expect(0).stdout, "");

    let archive = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    archive
        .execute_batch(
            "INSERT INTO feeds (feed_id, url, added_at, added_by) VALUES
                 (1, 'https://a.example/feed', '2026-03-01T00:00:00Z', 'ana'),
                 (2, 'https://b.example/feed', '2026-03-01T00:00:00Z', 'ana'),
                 (3, 'https://c.example/feed', '2026-03-01T00:00:00Z', 'ana');
             INSERT INTO feed_states (feed_id, next_check_at, error, error_count, failing_since) VALUES
                 (1, '2026-03-21T00:00:00Z', 'status 500', 1, '2026-03-18T00:00:00Z'),
                 (2, '2026-03-21T00:00:00Z', 'status 404', 4, '2026-03-20T04:00:00Z'),
                 (3, '2026-03-21T00:00:00Z', 'status 503', 1, '2026-03-20T04:00:00Z');",
        )
        .unwrap();
    let failing = news(&workshop, now, &["--keep"])["failing"].clone();
    let errors: Vec<&str> =
        failing.as_array().unwrap().iter().filter_map(|one| one["error"].as_str()).collect();
    assert_eq!(errors, ["status 500", "status 404"]);
}

#[test]
fn whatever_a_watch_is_called_and_looks_for() {
    let workshop = watching(&[]);
    let add = |arguments: &[&str]| at(&workshop, TUESDAY, &[&["watch", "add"], arguments].concat());
    for name in [
        "'; DROP TABLE watches; --",
        "<script>alert(1)</script>",
        "Ellery=Ruth",
        "\u{202e}yrellE",
        "# a\n## b",
    ] {
        add(&[name, "--person", "Ruth Ellery"]).expect(0);
    }
    add(&["esc", "--search", "\u{1b}[31m ferry \" OR ( NEAR * -"]).expect(0);
    for (refused, code) in [
        (&["", "--person", "Ruth Ellery"][..], 2),
        (&["a\u{7}b", "--person", "Ruth Ellery"], 2),
        (&[&"x".repeat(201), "--person", "Ruth Ellery"], 2),
        (&["--search", "  "], 2),
        (&["--search", "-ferry"], 2),
        (&["long", "--search", &"ferry ".repeat(400)], 2),
        (&["--person", "Nobody Atall"], 66),
        (&["--report", "no-such-report"], 2),
        (&["--report", "people", "no=such"], 2),
        (&["a", "b", "--person", "Ruth Ellery"], 2),
        (&["a"], 2),
        (&["--person", "Ruth Ellery", "--search", "ferry"], 2),
    ] {
        add(refused).expect(code);
    }
    take_in(&workshop, WEDNESDAY, &[library()]);
    let page = at(&workshop, WEDNESDAY, &["news", "--keep", "--format", "html"]).expect(0).stdout;
    assert!(!page.contains("<script>alert") && page.contains("Sunday reading"), "{page}");
    let found = news(&workshop, WEDNESDAY, &[]);
    assert_eq!(found["watches"].as_array().unwrap().len(), 5, "{found}");
    at(&workshop, WEDNESDAY, &["verify"]).expect(0);
}

#[test]
fn a_watch_whose_report_went_is_named_and_the_others_tell() {
    let workshop = watching(&[&["--person", "Ruth Ellery"]]);
    let report = "/* title: Long ones\n   parameter: least — at least so long (number, default 10) */\n\
        SELECT article_id, headline FROM articles WHERE length(body) >= :least;";
    workshop.write(".config/cuttings/reports/long.sql", report);
    at(&workshop, TUESDAY, &["watch", "add", "--report", "long", "least=5"]).expect(0);
    take_in(&workshop, WEDNESDAY, &[library()]);
    let found = news(&workshop, WEDNESDAY, &["--keep"]);
    assert_eq!(found["watches"][1]["rows"]["rows"], json!([[2, "Sunday reading"]]), "{found}");
    std::fs::remove_file(workshop.path(".config/cuttings/reports/long.sql")).unwrap();
    let ran = at(&workshop, WEDNESDAY, &["news", "--format", "json"]).expect(3);
    assert_eq!(headlines(&ran.json()), told(&[("Ruth Ellery", &["Sunday reading"])]));
    assert!(ran.stderr.contains("watch `long` is left out"), "{}", ran.stderr);
}
