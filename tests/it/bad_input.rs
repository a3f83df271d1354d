//! Bad input, case by case: bytes and encodings, files, dates and names. Each with its exit code, what is
//! said, and what is stored of it.

use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Ran, Workshop};

/// A story that any reader takes.
const STORY: &str =
    "Ruth Ellery met Winston Peters in Suva on Monday, and Peters thanked her for the talks.";

/// An input, how the ingest of it ends, what it says of it, and how many articles it leaves.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    code: i32,
    said: &'static str,
    articles: usize,
}

fn case(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    code: i32,
    said: &'static str,
    articles: usize,
) -> Case {
    Case { name, bytes: bytes.into(), code, said, articles }
}

/// Takes every case into an archive of its own, and holds what happened against what should.
fn check(cases: Vec<Case>) {
    let empty = Workshop::with_archive(&[]);
    let archive = fs::read(empty.path("a.db")).unwrap();
    for case in cases {
        let workshop = Workshop::new();
        workshop.write("a.db", &archive);
        workshop.write(case.name, &case.bytes);
        let ran = workshop.run(&["ingest", "--json", "--archive", "a.db", case.name]);
        assert_eq!(ran.code, case.code, "{}: {}{}", case.name, ran.stdout, ran.stderr);
        let told = told(&workshop, &ran);
        assert!(told.contains(case.said), "{}: {told}", case.name);
        assert_eq!(bodies(&workshop).len(), case.articles, "{}: {told}", case.name);
        let counts = ran.json();
        let count = |name: &str| counts[name].as_u64().unwrap();
        assert_eq!(
            count("seen"),
            count("stored")
                + count("duplicate")
                + count("revised")
                + count("refused")
                + count("skipped"),
            "{}",
            case.name
        );
        workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    }
}

/// Problems are told without a terminal too; warnings by `read`.
fn told(workshop: &Workshop, ran: &Ran) -> String {
    let problems = rows(workshop, "SELECT record, reason FROM problems");
    format!("{}{}", ran.stderr, Value::Array(problems))
}

fn rows(workshop: &Workshop, sql: &str) -> Vec<Value> {
    let ran =
        workshop.run(&["query", "--archive", "a.db", "--format", "json", "--sql", sql]).expect(0);
    ran.json().as_array().unwrap().clone()
}

fn bodies(workshop: &Workshop) -> Vec<String> {
    let found = rows(workshop, "SELECT body FROM articles ORDER BY article_id");
    found.iter().map(|row| row["body"].as_str().unwrap().to_owned()).collect()
}

fn utf_16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(bytes);
    mark.iter().copied().chain(units).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// Cases 1 to 5, 8 and 9 of what text can be.
#[test]
fn texts_of_every_encoding_are_stored_as_they_were_meant() {
    let empty = Workshop::with_archive(&[]);
    let archive = fs::read(empty.path("a.db")).unwrap();
    let accented =
        "The café in Suva, said José, was full when Winston Peters came to it on Monday night.";
    let windows: Vec<u8> =
        accented.chars().map(|c| if c == 'é' { 0xe9 } else { c as u8 }).collect();
    for (name, bytes, encoding, body) in [
        ("1-windows-1252.txt", windows, "windows-1252", accented.to_owned()),
        (
            "2-mark.txt",
            [b"\xef\xbb\xbf", accented.as_bytes()].concat(),
            "utf-8",
            accented.to_owned(),
        ),
        (
            "3-le.txt",
            utf_16(accented, b"\xff\xfe", u16::to_le_bytes),
            "utf-16le",
            accented.to_owned(),
        ),
        (
            "3-be.txt",
            utf_16(accented, b"\xfe\xff", u16::to_be_bytes),
            "utf-16be",
            accented.to_owned(),
        ),
        ("4-no-mark.txt", utf_16(accented, b"", u16::to_le_bytes), "utf-16le", accented.to_owned()),
        (
            "5-nul.txt",
            accented.replace("full", "fu\0ll").into(),
            "utf-8",
            accented.replace("full", "fu\u{fffd}ll"),
        ),
        (
            "8-escapes.txt",
            accented.replace("full", "\x1b]0;full\x07").into(),
            "utf-8",
            accented.replace("full", "\x1b]0;full\x07"),
        ),
        (
            "9-bidi.txt",
            accented.replace("full", "\u{202e}full").into(),
            "utf-8",
            accented.replace("full", "\u{202e}full"),
        ),
    ] {
        let workshop = Workshop::new();
        workshop.write("a.db", &archive);
        workshop.write(name, bytes);
        workshop.run(&["ingest", "--archive", "a.db", name]).expect(0);
        assert_eq!(bodies(&workshop), [body], "{name}");
        assert_eq!(
            rows(&workshop, "SELECT encoding FROM captures"),
            [json!({ "encoding": encoding })],
            "{name}"
        );
    }
    // A mark before JSON lines, which JSON itself does not know.
    let line = format!("\u{feff}{}\n", json!({ "text": STORY }));
    check(vec![case("2-mark.jsonl", line, 0, "", 1)]);
}

/// Cases 6, 7, 10 and 15 to 21 of what text can be.
#[test]
fn records_that_are_wrong_are_refused_alone() {
    let good = json!({ "text": STORY }).to_string();
    let beside = |bad: &str| format!("{good}\n{bad}\n").into_bytes();
    let mut long = good.clone().into_bytes();
    long.extend_from_slice(b"\n{\"text\": \"");
    long.resize(17 << 20, b'x');
    long.extend_from_slice(b"\"}\n");
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    check(vec![
        case("6-surrogate.jsonl", beside(r#"{"text": "\ud800"}"#), 3, "line 2", 1),
        case("7-control.jsonl", beside("{\"text\": \"a\u{1}b\"}"), 3, "line 2", 1),
        case("10-long.jsonl", long, 3, "line 2", 1),
        case("15-empty.txt", "", 0, "", 0),
        case("15-blank.txt", " \n\t\n", 0, "", 0),
        case("15-mark.txt", "\u{feff}", 0, "", 0),
        case(
            "16-long.md",
            format!("---\ntitle: {}\n---\n{STORY}", "x".repeat(70_000)),
            3,
            "65536",
            0,
        ),
        case("16-open.md", format!("---\n\n{STORY}\n"), 0, "", 1),
        case("17-alias.md", format!("---\na: &a [x, x]\ntitle: *a\n---\n{STORY}"), 3, "", 0),
        case(
            "18-deep.jsonl",
            beside(&format!("{{\"text\": \"a\", \"b\": {deep}}}")),
            3,
            "line 2",
            1,
        ),
        case(
            "19-twice.jsonl",
            beside(
                r#"{"text": "One day.", "url": "https://a.example", "url": "https://b.example"}"#,
            ),
            3,
            "url",
            1,
        ),
        case("20-number.jsonl", beside(r#"{"text": "One day.", "n": 1e999}"#), 3, "line 2", 1),
        case("20-nan.jsonl", beside(r#"{"text": "One day.", "n": NaN}"#), 3, "line 2", 1),
        case("21-two.jsonl", beside(&format!("{good} {good}")), 3, "line 2", 1),
        case("21-ends.jsonl", good.clone(), 0, "", 1),
        case("21-windows.jsonl", format!("{good}\r\n\r\n"), 0, "", 1),
        case("21-array.jsonl", format!("[{good}]"), 0, "", 1),
    ]);
    // A title that is `no` stays one, and a date that is none is none.
    let workshop = Workshop::with_archive(&[(
        "a.md",
        &format!("---\ntitle: no\ndate: 2024-02-30\n---\n{STORY}"),
    )]);
    assert_eq!(
        rows(&workshop, "SELECT headline, published FROM articles"),
        [json!({ "headline": "no", "published": null })]
    );
}

/// Cases 11 to 14 and 30 of what text can be: packed files.
#[test]
fn packed_files_are_opened_as_far_as_they_are_sound() {
    let story =
        |n: usize| json!({ "text": format!("{STORY} It was meeting number {n}.") }).to_string();
    let lines: String = (0..2_000).map(|n| story(n) + "\n").collect();
    let packed = gzip(lines.as_bytes());
    let members =
        [gzip(format!("{}\n", story(1)).as_bytes()), gzip(format!("{}\n", story(2)).as_bytes())]
            .concat();
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    bomb.write_all(b"{\"text\": \"").unwrap();
    for _ in 0..64 {
        bomb.write_all(&[b'x'; 1 << 20]).unwrap();
    }
    let record = |uri: &str, page: &str| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{page}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uri}>\r\nWARC-Date: 2024-03-18T09:15:30Z\r\n\
             WARC-Target-URI: https://lagoon.example/{uri}\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let warc = format!("{}{}", record("a", STORY), record("b", &STORY.replace("Suva", "Apia")));
    let cut = warc.len() - 60;
    check(vec![
        case("11-bomb.jsonl.gz", bomb.finish().unwrap(), 3, "", 0),
        case("12-members.jsonl.gz", members, 0, "", 2),
        case("13-cut.jsonl.gz", packed[..packed.len() - 8].to_vec(), 3, "", 2_000),
        case("14-twice.gz", gzip(&gzip(STORY.as_bytes())), 3, "packed twice", 0),
        case("story.txt.gz", gzip(STORY.as_bytes()), 0, "", 1),
        case("30-whole.warc", warc.clone(), 0, "", 2),
        case("30-cut.warc", warc.as_bytes()[..cut].to_vec(), 3, "", 1),
    ]);
}

/// Cases 22 to 29 of what text can be: pages, feeds and mail.
#[test]
fn pages_feeds_and_mail_that_are_hostile_are_survived() {
    let page = |inside: &str| {
        format!(
            "<!DOCTYPE html><html><head><title>Talks</title></head><body>{inside}</body></html>"
        )
    };
    let paragraphs: String = (0..8)
        .map(|n| format!("<p>{STORY} It was talk number {n} of the week, he said.</p>"))
        .collect();
    let deep = format!("{}{paragraphs}", "<div>".repeat(100_000));
    let feed = |head: &str, item: &str| {
        format!(
            "<?xml version=\"1.0\"?>{head}<rss version=\"2.0\"><channel><title>Lagoon</title><item><title>Talks</title>{item}</item></channel></rss>"
        )
    };
    let described = |text: &str| format!("<description>{text}</description>");
    let bomb = "<!DOCTYPE rss [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]>";
    let outside = "<!DOCTYPE rss [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>";
    let nested = (0..2_000).fold(String::from("\r\n"), |so_far, n| {
        format!(
            "Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n{so_far}\r\n--b{n}--\r\n"
        )
    });
    let mail = |date: &str| {
        format!(
            "Received: from a.example\r\nMessage-ID: <1@a.example>\r\nSubject: Talks\r\n{date}\r\n{STORY}\r\n"
        )
    };
    check(vec![
        case("22-deep.html", page(&deep), 0, "", 1),
        case(
            "23-script.html",
            page("<script>alert('Winston Peters said no to all of it')</script>"),
            3,
            "no article",
            0,
        ),
        case("24-bomb.rss", feed(bomb, &described(&format!("{STORY} &lol2;"))), 0, "", 1),
        case("25-outside.rss", feed(outside, &described(&format!("{STORY} &xxe;"))), 0, "", 1),
        case(
            "26-deep.rss",
            feed("", &format!("{}{}", "<a>".repeat(100_000), described(STORY))),
            0,
            "",
            0,
        ),
        case(
            "27-entities.rss",
            feed("", &described(&STORY.replace(" and ", "&nbsp;and&eacute; "))),
            0,
            "",
            1,
        ),
        case("28-date.eml", mail("Date: Thu, 32 Foo 2024 99:99:99 +9999\r\n"), 0, "", 1),
        case(
            "28-nested.eml",
            format!("Received: from a.example\r\nMIME-Version: 1.0\r\nSubject: x\r\n{nested}"),
            0,
            "",
            0,
        ),
        case(
            "29-from.mbox",
            format!(
                "From a@a.example Mon Mar  4 10:00:00 2024\n{}\nFrom here on the talks were about fish, said Ruth Ellery.\n\nFrom b@a.example Mon Mar  4 11:00:00 2024\n{}\n",
                mail("").replace("\r\n", "\n"),
                mail("").replace("\r\n", "\n").replace("Suva", "Apia")
            ),
            0,
            "",
            2,
        ),
    ]);
    for (name, bytes, present, absent) in [
        ("24.rss", feed(bomb, &described(&format!("{STORY} &lol2;"))), "Ruth Ellery", "lollol"),
        ("25.rss", feed(outside, &described(&format!("{STORY} &xxe;"))), "Ruth Ellery", "root:"),
        (
            "27.rss",
            feed("", &described(&STORY.replace(" and ", "&nbsp;and&eacute; "))),
            "andé",
            "&nbsp;",
        ),
        (
            "23.html",
            page(&format!("{paragraphs}<script>alert('stolen')</script>")),
            "Ruth Ellery",
            "alert",
        ),
    ] {
        let workshop = Workshop::with_archive(&[(name, bytes.as_str())]);
        let body = bodies(&workshop).concat();
        assert!(body.contains(present) && !body.contains(absent), "{name}: {body}");
    }
    // A date that is none is unknown, and the article stays.
    let workshop =
        Workshop::with_archive(&[("a.eml", &mail("Date: Thu, 32 Foo 2024 99:99:99 +9999\r\n"))]);
    assert_eq!(rows(&workshop, "SELECT published FROM articles"), [json!({ "published": null })]);
}

/// Cases 31 to 40: files.
#[test]
fn files_of_every_kind_are_taken_or_named() {
    let workshop = Workshop::with_archive(&[("one.txt", STORY)]);
    let folder = workshop.path("in");
    std::os::unix::fs::symlink(&folder, folder.join("loop")).unwrap();
    std::os::unix::fs::symlink(workshop.path("a.db"), folder.join("archive-link.txt")).unwrap();
    fs::hard_link(workshop.path("a.db"), folder.join("archive.txt")).unwrap();
    Command::new("mkfifo").arg(folder.join("pipe.txt")).status().unwrap();
    fs::create_dir(folder.join("folder.html")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"-odd \xff%\n\x1b name.txt");
    fs::write(folder.join(odd), STORY.replace("Suva", "Apia")).unwrap();
    fs::write(folder.join("x".repeat(251) + ".txt"), STORY.replace("Suva", "Nadi")).unwrap();
    fs::write(folder.join("same again.txt"), STORY).unwrap();
    // Whoever is root reads everything.
    fs::write(folder.join("locked.txt"), STORY.replace("Suva", "Lami")).unwrap();
    let counts = workshop.run(&["ingest", "--json", "--archive", "a.db", "in"]).expect(0).json();
    assert_eq!((&counts["stored"], &counts["refused"]), (&json!(3), &json!(0)), "{counts}");
    // The same bytes under another name: one article, two sightings.
    let seen = rows(
        &workshop,
        "SELECT count(*) AS n FROM sightings JOIN captures USING (capture_id) JOIN articles USING (capture_id) WHERE articles.body LIKE '%Suva%'",
    );
    assert_eq!(seen, [json!({ "n": 2 })]);
    // The same name with new bytes: another article, and the old one stays.
    workshop.write("in/one.txt", STORY.replace("Suva", "Alofi"));
    let counts =
        workshop.run(&["ingest", "--json", "--archive", "a.db", "in/one.txt"]).expect(0).json();
    assert_eq!(counts["stored"], 1);
    assert_eq!(bodies(&workshop).len(), 5);
    let addresses = rows(&workshop, "SELECT uri FROM sightings WHERE uri LIKE '%odd%'");
    assert!(
        addresses[0]["uri"].as_str().unwrap().ends_with("/-odd%20%FF%25%0A%1B%20name.txt"),
        "{addresses:?}"
    );
    for (arguments, code) in [
        (&["ingest", "--archive", "a.db", "gone.txt"][..], 66),
        (&["ingest", "--archive", "a.db", "in/pipe.txt"], 3),
        (&["ingest", "--archive", "a.db", "--", "-"], 0),
    ] {
        workshop.run(arguments).expect(code);
    }
    // Standard input that is closed or no text.
    let mut child = workshop
        .command(&["ingest", "--archive", "a.db", "-"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("binary"), "{ended:?}");
}

/// A saved page's furniture and a mail folder's unfinished messages are not read.
#[test]
fn what_programs_leave_beside_news_is_passed_over() {
    let workshop = Workshop::with_archive(&[]);
    let paragraphs: String = (0..8)
        .map(|n| format!("<p>{STORY} It was talk number {n} of the week, he said.</p>"))
        .collect();
    let page = format!(
        "<!DOCTYPE html><html><head><title>Talks</title></head><body><article><h1>Talks</h1>{paragraphs}</article></body></html>"
    );
    workshop.write("in/Talks.html", &page);
    workshop.write("in/Talks_files/frame.html", page.replace("Suva", "Apia"));
    let mail = |n: u32| {
        format!(
            "Received: from a.example\nMessage-ID: <{n}@a.example>\nSubject: Talks {n}\n\n{STORY} It was meeting {n}.\n"
        )
    };
    workshop.write("mail/cur/1.a.example:2,S", mail(1));
    workshop.write("mail/new/2.a.example", mail(2));
    workshop.write("mail/tmp/3.a.example", mail(3));
    let counts =
        workshop.run(&["ingest", "--json", "--archive", "a.db", "in", "mail"]).expect(0).json();
    assert_eq!(counts["stored"], 3, "{counts}");
    assert!(
        bodies(&workshop).iter().all(|body| !body.contains("Apia") && !body.contains("meeting 3"))
    );
}

/// Cases 41 to 48: dates.
#[test]
fn dates_say_no_more_than_they_can() {
    for (given, published, precision) in [
        ("0000-01-01", Value::Null, Value::Null),
        ("10000-01-01", Value::Null, Value::Null),
        ("1582-10-15", json!("1582-10-15"), json!("day")),
        ("1900-02-29", Value::Null, Value::Null),
        ("2038-01-19T03:14:08Z", json!("2038-01-19T03:14:08"), json!("second")),
        ("1710753330", json!("2024-03-18T09:15:30"), json!("second")),
        ("1710753330000", json!("2024-03-18T09:15:30"), json!("second")),
        ("18 March 2024 09:15 BST", json!("2024-03-18T09:15"), json!("minute")),
        ("Thursday", Value::Null, Value::Null),
        ("yesterday", Value::Null, Value::Null),
        ("3 hours ago", Value::Null, Value::Null),
        ("03/04/2024", json!("2024"), json!("ambiguous")),
        ("31 February 2024", Value::Null, Value::Null),
        ("18 March 2024 25:61", Value::Null, Value::Null),
        ("2999-12-31", json!("2999-12-31"), json!("day")),
    ] {
        let record = json!({ "text": STORY, "date": given }).to_string();
        let workshop = Workshop::with_archive(&[("a.json", &record)]);
        assert_eq!(
            rows(&workshop, "SELECT published, published_precision AS p FROM articles"),
            [json!({ "published": published, "p": precision })],
            "{given}"
        );
    }
    // What a person says of a date settles it, and stays said.
    let record = json!({ "text": STORY, "date": "03/04/2024" }).to_string();
    for (flag, day) in [("--dayfirst", "2024-04-03"), ("--monthfirst", "2024-03-04")] {
        let workshop = Workshop::with_archive(&[]);
        workshop.write("a.json", &record);
        workshop.run(&["ingest", flag, "--archive", "a.db", "a.json"]).expect(0);
        let day_of =
            || rows(&workshop, "SELECT published_on FROM articles")[0]["published_on"].clone();
        assert_eq!(day_of(), day);
        workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
        assert_eq!(day_of(), day, "after a rebuild");
    }
    // Neither the clock nor the zone of the machine matters.
    let digest = |zone: &str, now: &str| {
        let workshop = Workshop::with_archive(&[]);
        workshop.write("a.json", &record);
        let ran = workshop
            .command(&["ingest", "--archive", "a.db", "a.json"])
            .env("TZ", zone)
            .env("LC_ALL", "C")
            .env("CUTTINGS_NOW", now)
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(0));
        workshop.digest("a.db")
    };
    assert_eq!(
        digest("Pacific/Apia", "2026-01-02T03:04:05Z"),
        digest("UTC", "1999-01-02T03:04:05Z")
    );
}

/// Cases 49 to 53: names.
#[test]
fn names_that_look_alike_are_told_apart_and_found() {
    let workshop = Workshop::with_archive(&[
        (
            "a.txt",
            "Sean O'Neill met Anna Kestrel in Suva. O’Neill thanked Kestrel. SEAN O\u{2bc}NEILL left.\n",
        ),
        (
            "b.txt",
            "The writer \u{410}nna Kestrel came to Apia on Monday with Jose\u{301} Mart\u{ed}nez and stayed there.\n",
        ),
        (
            "c.txt",
            &format!(
                "{} said that Ludwig van der Berg and 100% of _ had come to Apia.\n",
                "Aaaa ".repeat(120)
            ),
        ),
    ]);
    for typed in ["O'Neill", "O’Neill", "o\u{2bc}neill"] {
        let ran =
            workshop.run(&["search", "--archive", "a.db", "--format", "json", typed]).expect(0);
        assert_eq!(ran.json().as_array().unwrap().len(), 1, "{typed}: {}", ran.stdout);
    }
    // A Cyrillic A makes another name, never the same person.
    let people =
        rows(&workshop, "SELECT name FROM people WHERE name LIKE '%Kestrel' ORDER BY name");
    assert!(people.len() <= 2 && people.contains(&json!({ "name": "Anna Kestrel" })), "{people:?}");
    let spellings = rows(&workshop, "SELECT count(*) AS n FROM people WHERE key LIKE 'sean one%'");
    assert_eq!(spellings, [json!({ "n": 1 })]);
    for typed in ["José", "Jose", "JOSÉ"] {
        let ran =
            workshop.run(&["search", "--archive", "a.db", "--format", "json", typed]).expect(0);
        assert_eq!(ran.json().as_array().unwrap().len(), 1, "{typed}");
    }
    let long = rows(&workshop, "SELECT max(end_char - start_char) AS n FROM mentions");
    assert!(long[0]["n"].as_i64().unwrap() <= 200, "{long:?}");
    let found =
        rows(&workshop, "SELECT count(*) AS n FROM people WHERE name IN ('%', '_', 'SELECT')");
    assert_eq!(found, [json!({ "n": 0 })]);
}
