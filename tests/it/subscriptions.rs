//! What is subscribed to: by address, by page and by list, changed, paused and ended; and what comes from it, held
//! against a server of our own.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Instant;

use crate::support::{Ran, Workshop};
use crate::web::{Asked, Reply, Web};

/// An archive whose owner may ask this machine.
pub fn workshop() -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    workshop.write(
        ".config/cuttings/config.toml",
        "archive = \"~/a.db\"\n[fetch]\ncontact = \"desk@paper.example\"\nallow = [\"127.0.0.1\"]\n",
    );
    workshop
}

/// A program that asks at an instant.
pub fn at(workshop: &Workshop, now: &str, arguments: &[&str]) -> Ran {
    let output =
        workshop.command(arguments).env("CUTTINGS_NOW", now).env("USER", "ana").output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn run(workshop: &Workshop, arguments: &[&str]) -> Ran {
    at(workshop, crate::support::NOW, arguments)
}

pub fn cell(workshop: &Workshop, sql: &str) -> String {
    let archive = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let value = archive.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    match value {
        rusqlite::types::Value::Null => "NULL".to_owned(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Real(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Blob(_) => "bytes".to_owned(),
    }
}

fn story(number: usize) -> String {
    format!(
        "The council of Harbour Ward {number} voted on Monday to raise the tolls on its bridge by a tenth, said \
         Ana Kestrel, who chairs it. Number {number} of its kind, the vote came after {number} hours of talks about \
         ferries, ramps and what the winter of {number} storms had done to the old piers."
    )
}

/// A feed of entries; `built` changes with each making.
fn feed(web: &str, entries: std::ops::Range<usize>, built: usize) -> String {
    let items: String = entries
        .rev()
        .map(|number| {
            format!(
                "<item><title>Tolls rise in ward {number}</title><link>{web}/{number}.html</link><guid>{number}</guid>\
                 <pubDate>Mon, {:02} Dec 2025 10:00:00 GMT</pubDate><description>{}</description></item>",
                1 + number % 28,
                story(number)
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Harbour Tide</title><link>{web}/</link>\
         <lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>"
    )
}

fn page(number: usize) -> String {
    format!(
        "<html><head><title>Tolls rise in ward {number}</title></head><body><article><h1>Tolls rise in ward {number}</h1>\
         <p>{}</p><p>More than the feed said: the ward of {number} will spend it on repairs, Kestrel said.</p>\
         <p>Nobody spoke against it in the end, though many had come to do so.</p></article></body></html>",
        story(number)
    )
}

/// A server with a feed of so many entries, which it makes anew each time, and their pages.
fn tide(count: Arc<AtomicUsize>) -> Web {
    let made = AtomicUsize::new(0);
    Web::start(move |asked: &Asked| {
        let host = format!("http://{}", asked.header("host").unwrap_or_default());
        match asked.path.as_str() {
            "/feed.xml" => {
                let built = made.fetch_add(1, Ordering::SeqCst);
                Reply::ok(feed(&host, 0..count.load(Ordering::SeqCst), built))
            }
            "/robots.txt" => Reply::ok("User-agent: *\nDisallow: /1.html\n"),
            "/news" => Reply::ok(
                "<html><head><link rel=alternate type='application/rss+xml' href='/feed.xml' title='Tide'>\
                 </head><body><p>News of the harbour.</p></body></html>",
            ),
            "/two" => Reply::ok(
                "<html><head><link rel=alternate type='application/rss+xml' href='/feed.xml' title='Tide'>\
                 <link rel=alternate type='application/atom+xml' href='/atom' title='Other'></head></html>",
            ),
            path => match path.trim_matches('/').trim_end_matches(".html").parse() {
                Ok(number) => Reply::ok(page(number)).header("Content-Type", "text/html"),
                Err(_) => Reply::status(404),
            },
        }
    })
}

#[test]
fn a_feed_is_subscribed_to_by_its_address_by_a_page_or_by_a_list() {
    let workshop = workshop();
    let web = tide(Arc::new(AtomicUsize::new(2)));
    let added = run(&workshop, &["feed", "add", &web.url("/news"), "--topic", "harbour", "--json"])
        .expect(0)
        .json();
    assert_eq!(added["feeds"][0]["url"], web.url("/feed.xml"));
    let again = run(&workshop, &["feed", "add", &web.url("/feed.xml"), "--json"]).expect(0).json();
    assert_eq!((again["added"].as_u64(), again["known"].as_u64()), (Some(0), Some(1)));
    let several = run(&workshop, &["feed", "add", &web.url("/two")]).expect(65);
    assert!(
        several.stderr.contains("names 2 feeds") && several.stderr.contains("/atom"),
        "{}",
        several.stderr
    );
    let missing = run(&workshop, &["feed", "add", &web.url("/gone")]).expect(74);
    assert!(missing.stderr.contains("404 Not Found"), "{}", missing.stderr);
    let none = run(&workshop, &["feed", "add", &web.url("/7.html")]).expect(65);
    assert!(none.stderr.contains("it names no feed"), "{}", none.stderr);
    for (wrong, why) in [
        ("ftp://a.example/feed", "http or https"),
        ("https://ana:secret@a.example/feed", "password"),
        ("no-such-file.opml", "web address"),
        ("file:///etc/passwd", "http or https"),
    ] {
        let ran = run(&workshop, &["feed", "add", wrong, "--unchecked"]).expect(2);
        assert!(ran.stderr.contains(why), "{wrong}: {}", ran.stderr);
    }
    workshop.write(
        "list.opml",
        "<opml version='2.0'><body><outline text='Pacific'><outline text='RNZ &amp; co' type='rss' xmlUrl='https://rnz.example/rss'/>\
         <outline text='Gone' xmlUrl='gopher://x.example/'/></outline><outline xmlUrl='https://atom.example/a'/></body></opml>",
    );
    let ran = run(&workshop, &["feed", "add", "list.opml", "--publisher", "The Tide"]).expect(0);
    assert!(ran.stderr.contains("gopher"), "{}", ran.stderr);
    let folder = cell(
        &workshop,
        "SELECT folder FROM feeds WHERE title = 'RNZ & co' AND publisher = 'The Tide'",
    );
    assert_eq!(folder, "Pacific");
    let list = run(&workshop, &["feed", "export"]).expect(0).stdout;
    workshop.write("again.opml", &list);
    let known = run(&workshop, &["feed", "add", "again.opml", "--json"]).expect(0).json();
    assert_eq!((known["added"].as_u64(), known["known"].as_u64()), (Some(0), Some(3)));
    assert!(list.contains("RNZ &amp; co") && list.contains("Pacific"), "{list}");
    // A list and one that is not there: the list is taken.
    let ran = run(&workshop, &["feed", "add", "list.opml", "nowhere.opml"]).expect(3);
    assert!(ran.stderr.contains("nowhere.opml: "), "{}", ran.stderr);
    run(&workshop, &["verify"]).expect(0);
}

#[test]
fn what_is_said_of_a_feed_is_changed_and_taken_back() {
    let workshop = workshop();
    for (number, url) in ["https://one.example/feed", "https://two.example/feed"].iter().enumerate()
    {
        let title = format!("Paper {number}");
        run(&workshop, &["feed", "add", url, "--unchecked", "--title", &title]).expect(0);
    }
    let ran = run(&workshop, &["feed", "show", "paper"]).expect(65);
    assert!(
        ran.stderr.contains("may mean 2 feeds") && ran.stderr.contains("1 Paper 0"),
        "{}",
        ran.stderr
    );
    run(&workshop, &["feed", "show", "papr 1"]).expect(66);
    run(
        &workshop,
        &[
            "feed",
            "edit",
            "one.example",
            "--publisher",
            "One",
            "--topic",
            "b",
            "--topic",
            "a",
            "--full-text",
            "--interval",
            "2h",
            "--folder",
            "X/Y",
        ],
    )
    .expect(0);
    let shown = run(&workshop, &["feed", "show", "#1", "--json"]).expect(0).json();
    assert_eq!(shown["feed"]["topics"], serde_json::json!(["a", "b"]));
    assert_eq!(
        (shown["feed"]["interval_minutes"].as_u64(), shown["feed"]["is_full_text"].as_bool()),
        (Some(120), Some(true))
    );
    run(
        &workshop,
        &[
            "feed",
            "edit",
            "1",
            "--no-topics",
            "--no-publisher",
            "--no-full-text",
            "--no-interval",
            "--topic",
            "c",
        ],
    )
    .expect(0);
    let shown = run(&workshop, &["feed", "show", "1", "--json"]).expect(0).json();
    assert_eq!(shown["feed"]["topics"], serde_json::json!(["c"]));
    assert!(shown["feed"]["publisher"].is_null() && shown["feed"]["interval_minutes"].is_null());
    let taken =
        run(&workshop, &["feed", "edit", "1", "--url", "https://two.example/feed"]).expect(1);
    assert!(taken.stderr.contains("feed 2 is fetched from there already"), "{}", taken.stderr);
    for wrong in
        [&["feed", "edit", "1", "--interval", "5m"][..], &["feed", "edit", "1", "--url", "x"]]
    {
        run(&workshop, wrong).expect(2);
    }
    run(&workshop, &["feed", "pause", "1", "--because", "on holiday"]).expect(0);
    let due = run(&workshop, &["fetch", "--dry-run", "--json"]).expect(0).json();
    assert_eq!(due["feeds"].as_array().unwrap().len(), 1);
    assert!(run(&workshop, &["feed", "show", "1"]).expect(0).stdout.contains("on holiday"));
    run(&workshop, &["feed", "resume", "1"]).expect(0);
    run(&workshop, &["feed", "remove", "1"]).expect(0);
    assert_eq!(
        cell(&workshop, "SELECT count(*) || ' ' || (SELECT count(*) FROM feed_states) FROM feeds"),
        "1 1"
    );
    run(&workshop, &["verify"]).expect(0);
}

#[test]
fn an_entry_is_taken_in_once_however_often_its_feed_is_made() {
    let workshop = workshop();
    let count = Arc::new(AtomicUsize::new(5));
    let web = tide(Arc::clone(&count));
    run(
        &workshop,
        &["feed", "add", &web.url("/feed.xml"), "--topic", "harbour", "--publisher", "The Tide"],
    )
    .expect(0);
    let first = at(&workshop, "2026-01-02T04:00:00Z", &["fetch", "--json"]).expect(0).json();
    assert_eq!(first["stored"], 5);
    let captures = cell(&workshop, "SELECT count(*) FROM captures");
    // Not due; then due, made anew, and nothing of it new.
    at(&workshop, "2026-01-02T04:05:00Z", &["fetch"]).expect(0);
    assert_eq!(web.count("/feed.xml"), 2);
    let same = at(&workshop, "2026-01-03T05:00:00Z", &["fetch", "--json"]).expect(0).json();
    assert_eq!((same["stored"].as_u64(), same["duplicate"].as_u64()), (Some(0), Some(5)));
    assert_eq!(cell(&workshop, "SELECT count(*) FROM captures"), captures);
    count.store(7, Ordering::SeqCst);
    let more = at(&workshop, "2026-01-04T06:00:00Z", &["fetch", "--json"]).expect(0).json();
    assert_eq!((more["stored"].as_u64(), more["duplicate"].as_u64()), (Some(2), Some(5)));
    assert_eq!(cell(&workshop, "SELECT new_entry_count FROM feed_states"), "7");
    assert_eq!(cell(&workshop, "SELECT count(*) FROM article_topics WHERE topic = 'harbour'"), "7");
    assert_eq!(
        cell(&workshop, "SELECT group_concat(DISTINCT publisher) FROM article_details"),
        "The Tide"
    );
    let agent = web.asked().last().unwrap().header("user-agent").unwrap().to_owned();
    assert!(agent.starts_with("cuttings/") && agent.ends_with("(+desk@paper.example)"), "{agent}");
    // The same entries from a file are no other articles.
    workshop.write("saved.xml", feed(&web.url(""), 0..7, 99));
    let saved = run(&workshop, &["ingest", "saved.xml", "--json"]).expect(0);
    let saved: serde_json::Value =
        serde_json::from_str(saved.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(saved["stored"], 0);
    run(&workshop, &["verify"]).expect(0);
    run(&workshop, &["verify", "--derived"]).expect(0);
    run(&workshop, &["rebuild"]).expect(0);
    assert_eq!(cell(&workshop, "SELECT count(*) FROM articles"), "7");
}

#[test]
fn the_page_of_a_summary_takes_its_place_where_robots_txt_lets_us() {
    let workshop = workshop();
    let web = tide(Arc::new(AtomicUsize::new(3)));
    run(&workshop, &["feed", "add", &web.url("/feed.xml"), "--full-text", "--topic", "harbour"])
        .expect(0);
    let ran = at(&workshop, "2026-01-02T04:00:00Z", &["fetch"]).expect(3);
    assert!(
        ran.stderr.contains("/1.html: its robots.txt does not let programs fetch it"),
        "{}",
        ran.stderr
    );
    assert_eq!((web.count("/robots.txt"), web.count("/1.html"), web.count("/2.html")), (1, 0, 1));
    let shown = cell(
        &workshop,
        "SELECT group_concat(kind, ' ') FROM (SELECT kind FROM articles
            WHERE article_id NOT IN (SELECT article_id FROM hidden_articles) ORDER BY kind)",
    );
    assert_eq!(shown, "article article summary");
    assert_eq!(cell(&workshop, "SELECT count(*) FROM article_topics WHERE topic = 'harbour'"), "5");
    assert_eq!(
        cell(&workshop, "SELECT DISTINCT captured_at FROM articles WHERE kind = 'article'"),
        "2026-01-02T04:00:00Z"
    );
    // Refused once, silent from then on.
    let again = at(&workshop, "2026-01-03T05:00:00Z", &["fetch"]).expect(0);
    assert_eq!((again.stderr.as_str(), web.count("/2.html")), ("", 1));
    run(&workshop, &["verify"]).expect(0);
    run(&workshop, &["verify", "--derived"]).expect(0);
    // A page that somebody names is fetched whatever robots.txt says to programs.
    let named =
        run(&workshop, &["fetch", &web.url("/1.html"), "--topic", "wards", "--json"]).expect(0);
    assert!(named.stdout.contains("\"stored\":1"), "{}", named.stdout);
    run(&workshop, &["fetch", &web.url("/no.html")]).expect(3);
    run(&workshop, &["fetch", &web.url("/no.html")]).expect(3);
    let of_feed = run(&workshop, &["fetch", &web.url("/two")]);
    assert_ne!(of_feed.code, 101);
}

#[test]
fn what_fails_is_named_once_and_shown_until_it_works_again() {
    let workshop = workshop();
    let is_down = Arc::new(AtomicUsize::new(1));
    let down = Arc::clone(&is_down);
    let web = Web::start(move |asked| match down.load(Ordering::SeqCst) {
        1 => Reply::status(500),
        _ => Reply::ok(feed(&format!("http://{}", asked.header("host").unwrap()), 0..2, 0)),
    });
    run(&workshop, &["feed", "add", &web.url("/feed"), "--unchecked", "--title", "Tide"]).expect(0);
    let first = at(&workshop, "2026-01-02T04:00:00Z", &["fetch", "--quiet"]).expect(3);
    assert!(first.stderr.contains("500 Internal Server Error"), "{}", first.stderr);
    let again = at(&workshop, "2026-01-03T08:00:00Z", &["fetch", "--quiet"]).expect(0);
    assert_eq!((again.stdout.as_str(), again.stderr.as_str()), ("", ""));
    let failing = run(&workshop, &["query", "feeds", "--json"]).expect(0).json();
    assert_eq!(failing[0]["errors"], 2, "{failing}");
    assert!(run(&workshop, &["status"]).expect(0).stdout.contains("1 cannot be fetched"));
    is_down.store(0, Ordering::SeqCst);
    at(&workshop, "2026-01-05T08:00:00Z", &["fetch", "--quiet"]).expect(0);
    assert_eq!(
        cell(&workshop, "SELECT error_count || ' ' || new_entry_count FROM feed_states"),
        "0 2"
    );
    // An alarm that counts fetches as imports.
    at(&workshop, "2026-01-05T09:00:00Z", &["status", "--max-age", "2h"]).expect(0);
    at(&workshop, "2026-01-05T12:00:00Z", &["status", "--max-age", "2h"]).expect(1);
}

#[test]
fn two_feeds_that_move_to_one_address_do_not_both_move() {
    let workshop = workshop();
    let web = Web::start(|asked| match asked.path.as_str() {
        "/there" => Reply::ok(feed("http://a.example", 0..2, 0)),
        _ => Reply::to(301, "/there"),
    });
    for path in ["/one", "/two"] {
        run(&workshop, &["feed", "add", "--unchecked", &web.url(path)]).expect(0);
    }
    for day in 2..6 {
        at(&workshop, &format!("2026-01-{day:02}T08:00:00Z"), &["fetch", "--all"]).expect(0);
    }
    let there = format!("SELECT count(*) FROM feeds WHERE url = '{}'", web.url("/there"));
    assert_eq!(cell(&workshop, &there), "1");
    let because = cell(&workshop, "SELECT max(paused_because) FROM feeds");
    assert!(because.starts_with("moved to ") && because.contains(", which is feed "), "{because}");
    run(&workshop, &["verify"]).expect(0);
}

#[test]
fn private_networks_are_asked_only_where_that_is_allowed() {
    let workshop = Workshop::with_archive(&[]);
    let web = tide(Arc::new(AtomicUsize::new(1)));
    let ran =
        run(&workshop, &["feed", "add", &web.url("/feed.xml"), "--archive", "a.db"]).expect(74);
    assert!(ran.stderr.contains("is refused: 127.0.0.1 is"), "{}", ran.stderr);
    run(&workshop, &["feed", "add", &web.url("/feed.xml"), "--unchecked", "--archive", "a.db"])
        .expect(0);
    run(&workshop, &["fetch", "--archive", "a.db"]).expect(3);
    assert!(web.asked().is_empty());
}

#[test]
fn passwords_are_told_to_their_server_and_kept_in_a_file_of_their_own() {
    let workshop = workshop();
    let web = Web::start(|asked| match asked.header("authorization") {
        // `desk:tide` in base64.
        Some("Basic ZGVzazp0aWRl") => Reply::ok(feed("http://a.example", 0..1, 0)),
        _ => Reply::status(401),
    });
    run(&workshop, &["feed", "add", &web.url("/in/feed"), "--unchecked"]).expect(0);
    run(&workshop, &["fetch"]).expect(3);
    let file = workshop.write(
        ".config/cuttings/credentials.toml",
        format!("[\"{}\"]\nuser = \"desk\"\npassword = \"tide\"\n", web.url("/in/")),
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let open = run(&workshop, &["fetch", "--all"]).expect(78);
    assert!(
        open.stderr.contains("can be read by others") && open.stderr.contains("chmod 600"),
        "{}",
        open.stderr
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    run(&workshop, &["fetch", "--all"]).expect(0);
    for name in ["a.db", "a.db-wal"] {
        let bytes = fs::read(workshop.path(name)).unwrap_or_default();
        assert!(!bytes.windows(12).any(|window| window == b"ZGVzazp0aWRl"), "{name}");
    }
    workshop.write(
        ".config/cuttings/credentials.toml",
        "[\"https://a.example/\"]\nuser = \"desk\"\npasword = \"hidden\"\n",
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let wrong = run(&workshop, &["fetch", "--all"]).expect(78);
    assert!(!wrong.stderr.contains("hidden"), "{}", wrong.stderr);
}

#[test]
fn a_host_has_one_connection_and_several_hosts_are_asked_at_once() {
    let workshop = workshop();
    // Requests that are being answered, of each host and of all: how many now, and how many at most.
    type Busy = Arc<Mutex<(usize, usize)>>;
    let begin = |busy: &Busy| {
        let mut now = busy.lock().unwrap();
        now.0 += 1;
        now.1 = now.1.max(now.0);
    };
    let all = Busy::default();
    let hosts: Vec<(Web, Busy)> = (0..4)
        .map(|_| {
            let (all, own) = (Arc::clone(&all), Busy::default());
            let of_host = Arc::clone(&own);
            let web = Web::start(move |_| {
                let both = [&all, &of_host];
                both.into_iter().for_each(begin);
                sleep(std::time::Duration::from_millis(60));
                both.into_iter().for_each(|busy| busy.lock().unwrap().0 -= 1);
                Reply::ok(feed("http://a.example", 0..1, 0))
            });
            (web, own)
        })
        .collect();
    let urls: Vec<String> = hosts
        .iter()
        .flat_map(|(web, _)| (0..5).map(|number| web.url(&format!("/{number}"))))
        .collect();
    let mut arguments = vec!["feed", "add", "--unchecked"];
    arguments.extend(urls.iter().map(String::as_str));
    run(&workshop, &arguments).expect(0);
    run(&workshop, &["fetch"]).expect(0);
    for (web, busy) in &hosts {
        assert_eq!((web.asked().len(), busy.lock().unwrap().1), (5, 1));
    }
    assert!(all.lock().unwrap().1 > 1, "hosts were asked one after another");
}

/// Kills `fetch` at many moments: nothing that a server sent is lost, and what was noted is in the archive.
#[test]
fn a_killed_fetch_loses_nothing() {
    let workshop = workshop();
    let count = Arc::new(AtomicUsize::new(1));
    let web = {
        let count = Arc::clone(&count);
        Web::start(move |asked| {
            let host = format!("http://{}", asked.header("host").unwrap_or_default());
            let entries = count.load(Ordering::SeqCst);
            let tag = format!("\"{entries}\"");
            match asked.path.as_str() {
                "/robots.txt" => Reply::status(404),
                path if path.ends_with(".html") => Reply::ok(page(7)),
                _ if asked.header("if-none-match") == Some(&tag) => Reply::status(304),
                _ => Reply::ok(feed(&host, 0..entries, entries)).header("ETag", tag),
            }
        })
    };
    let names: Vec<String> = (0..3).map(|number| web.url(&format!("/feed{number}"))).collect();
    let mut arguments = vec!["feed", "add", "--unchecked", "--interval", "15m"];
    arguments.extend(names.iter().map(String::as_str));
    run(&workshop, &arguments).expect(0);
    let started = Instant::now();
    run(&workshop, &["fetch", "--all"]).expect(0);
    let mut whole = started.elapsed();
    let trials = if std::env::var_os("CUTTINGS_LONG").is_some() { 200 } else { 20 };
    let mut killed = 0;
    for trial in 0..trials {
        count.fetch_add(1, Ordering::SeqCst);
        let mut child = workshop
            .command(&["fetch", "--all"])
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        sleep(whole.mul_f64(f64::from(trial * 37 % trials) / f64::from(trials) * 1.1));
        let is_running = child.try_wait().unwrap().is_none();
        killed += i32::from(is_running);
        whole = whole.mul_f64(if is_running { 1.01 } else { 0.95 });
        child.kill().unwrap();
        child.wait().unwrap();
        // What is noted as read is there: the tag that was kept is that of entries that were taken in.
        let noted = cell(
            &workshop,
            "SELECT coalesce(max(CAST(trim(etag, '\"') AS INTEGER)), 0) FROM feed_states",
        );
        let stored = cell(&workshop, "SELECT count(*) FROM articles");
        assert!(
            stored.parse::<usize>().unwrap() >= noted.parse().unwrap(),
            "trial {trial}: {stored} < {noted}"
        );
    }
    run(&workshop, &["fetch", "--all"]).expect(0);
    let expected = count.load(Ordering::SeqCst);
    assert_eq!(cell(&workshop, "SELECT count(*) FROM articles"), expected.to_string());
    run(&workshop, &["verify"]).expect(0);
    println!("{killed} of {trials} fetches were killed before they ended");
    assert!(killed * 3 > trials, "only {killed} of {trials} were killed while running");
}

/// The lines that the README shows for systemd, run as systemd and cron run them.
#[test]
fn the_readme_s_timers_run_with_nothing_but_a_home() {
    let readme = fs::read_to_string(crate::support::root().join("README.md")).unwrap();
    let starts: BTreeMap<&str, &str> = readme
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| ["ExecStart", "SuccessExitStatus", "OnCalendar"].contains(key))
        .collect();
    assert_eq!(starts.get("SuccessExitStatus"), Some(&"3 75"));
    let workshop = workshop();
    let cron = readme
        .lines()
        .filter(|line| line.contains("* * * /usr/local/bin/cuttings"))
        .map(|line| line.splitn(6, ' ').last().unwrap());
    let mut count = 0;
    workshop.write("in/one.txt", story(1));
    workshop.write(
        ".config/cuttings/config.toml",
        "[news]\nsend = [\"/bin/true\"]\nto = [\"desk@paper.example\"]\n",
    );
    for command in cron.chain(starts.get("ExecStart").copied()) {
        let command = command
            .replace("/usr/local/bin/cuttings", crate::support::program())
            .replace("/srv/clips/archive.db", workshop.path("a.db").to_str().unwrap())
            .replace("/srv/clips/incoming", workshop.path("in").to_str().unwrap());
        let output = std::process::Command::new("env")
            // What cron and systemd set, and no more.
            .args([
                "-i",
                &format!("HOME={}", workshop.path("").display()),
                "/bin/sh",
                "-c",
                &command,
            ])
            .current_dir("/")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{command}: {said}");
        assert!(
            output.stdout.is_empty() && said.is_empty(),
            "{command}: cron would send a mail: {output:?}"
        );
        count += 1;
    }
    assert!(count >= 5, "only {count} lines were found");
}
