//! What `cuttings fetch` makes of forty behaviours of a server (`behaviours`), each with what is noted of the feed and
//! the exit code; and what it does with several feeds and hosts.

use std::sync::Arc;

use serde_json::Value;

use crate::behaviours::{Behaviour, badly, feed, well};
use crate::support::{Ran, Workshop};
use crate::web::{Asked, Reply, Web};

/// When the first fetch is; each one after it a day later.
fn day(run: usize) -> String {
    format!("2026-01-{:02}T08:00:00Z", run + 2)
}

const CONFIG: &str =
    "[fetch]\ncontact = \"clips@paper.example\"\nallow = [\"127.0.0.0/8\"]\ntimeout_seconds = 5\n";

fn workshop() -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    workshop.write(".config/cuttings/config.toml", CONFIG);
    workshop
}

fn run(workshop: &Workshop, arguments: &[&str]) -> Ran {
    Ran::from(workshop.command(arguments).env("USER", "ana").output().unwrap())
}

fn add(workshop: &Workshop, arguments: &[&str]) {
    let arguments = [&["feed", "add", "--archive", "a.db", "--unchecked"][..], arguments].concat();
    run(workshop, &arguments).expect(0);
}

/// Fetches as on the day of that run.
fn fetch(workshop: &Workshop, run: usize, arguments: &[&str]) -> Ran {
    let arguments = [&["fetch", "--archive", "a.db", "--json"][..], arguments].concat();
    let mut command = workshop.command(&arguments);
    // A proxy of the environment would be asked for addresses that were checked for us.
    command.env("CUTTINGS_NOW", day(run)).env("http_proxy", "http://127.0.0.1:9/");
    Ran::from(command.output().unwrap())
}

/// What was told of feeds, by their addresses.
fn told(ran: &Ran) -> Vec<Value> {
    let lines = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.filter(|value: &Value| value.get("next_check_at").is_some()).collect()
}

fn rows(workshop: &Workshop, sql: &str) -> Vec<Value> {
    let arguments = ["query", "--archive", "a.db", "--sql", sql, "--format", "jsonl"];
    let ran = workshop.run(&arguments).expect(0);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Fetches all of them as often as the one that is fetched most, and holds each to what is expected of it; `first` is
/// the exit code of the first fetch.
fn hold(behaviours: Vec<Behaviour>, first: i32) -> (Workshop, Vec<(&'static str, Web)>) {
    let workshop = workshop();
    let mut list = "<opml version='2.0'><head/><body>".to_owned();
    let (mut webs, mut expected) = (Vec::new(), Vec::new());
    for Behaviour { name, answer, fetches, scheme } in behaviours {
        // Each at a host of its own.
        let web = Web::start(answer);
        let url = web.url("/feed").replacen("http", scheme, 1);
        list.push_str(&format!("<outline type='rss' text='{name}' xmlUrl='{url}'/>"));
        webs.push((name, web));
        expected.push((name, url, fetches));
    }
    workshop.write("list.opml", list + "</body></opml>");
    add(&workshop, &["list.opml"]);
    for run in 0..expected.iter().map(|(.., fetches)| fetches.len()).max().unwrap() {
        // What was told once is no news: `query feeds` has it, and cron stays quiet.
        let ran = fetch(&workshop, run, &["--all"]).expect(if run == 0 { first } else { 0 });
        let told = told(&ran);
        let states = rows(
            &workshop,
            "SELECT title, status, error, error_count, failing_since, checked_at FROM feeds JOIN feed_states USING (feed_id)",
        );
        for (name, url, fetches) in &expected {
            let Some((outcome, status, errors, new, reason)) = fetches.get(run) else { continue };
            // A feed that moved for good has another address by now.
            let told = told.iter().find(|told| {
                let is_at = |url: &str| told["feed"].as_str() == Some(url);
                is_at(url) || is_at(&url.replace("/feed", "/there"))
            });
            let told = told.unwrap_or_else(|| panic!("{name}, fetch {run}: {}", ran.stdout));
            let found = (told["outcome"].as_str().unwrap(), told["status"].as_u64());
            let wanted = (*outcome, status.map(u64::from));
            assert_eq!(found, wanted, "{name}, fetch {run}: {told}");
            assert_eq!(told["new_entries"].as_u64(), Some(u64::from(*new)), "{name}, fetch {run}");
            let state = states.iter().find(|state| state["title"] == **name).unwrap();
            assert_eq!(state["status"], told["status"], "{name}, fetch {run}");
            assert_eq!(state["error_count"], *errors, "{name}, fetch {run}");
            assert_eq!(state["checked_at"], day(run), "{name}, fetch {run}");
            assert_eq!(state["error"], told["reason"], "{name}, fetch {run}");
            let words = told["reason"].as_str().unwrap_or_default();
            assert!(words.contains(reason), "{name}, fetch {run}: {words}");
            let since = if *errors > 0 { Value::from(day(0)) } else { Value::Null };
            assert_eq!(state["failing_since"], since, "{name}, fetch {run}");
            assert!(told["next_check_at"].as_str() > Some(&day(run)), "{name}, fetch {run}");
        }
    }
    (workshop, webs)
}

#[test]
fn what_ends_well() {
    let (workshop, webs) = hold(well(), 0);
    // Nothing of a cookie, and the same name each time.
    for (name, web) in &webs {
        for asked in web.asked() {
            assert_eq!(asked.header("cookie"), None, "{name}");
            let agent = asked.header("user-agent").unwrap();
            assert!(agent.starts_with("cuttings/") && agent.ends_with("(+clips@paper.example)"));
        }
    }
    // What is kept of a move for good, and what is not.
    for row in rows(
        &workshop,
        "SELECT title, url, moved_to, moved_count FROM feeds JOIN feed_states USING (feed_id)",
    ) {
        let name = row["title"].as_str().unwrap();
        let url = row["url"].as_str().unwrap();
        let moved = (row["moved_to"].as_str(), row["moved_count"].as_u64().unwrap());
        let (ending, to, count) = match name {
            "a chain of 301 and 308" => ("/there", None, 0),
            "301 that does not agree with itself" => ("/feed", Some("/there1"), 1),
            _ => ("/feed", None, 0),
        };
        assert!(url.ends_with(ending), "{name}: {url}");
        assert_eq!(moved.1, count, "{name}");
        assert!(moved.0.is_some() == to.is_some(), "{name}: {moved:?}");
        assert!(moved.0.unwrap_or_default().ends_with(to.unwrap_or_default()), "{name}: {moved:?}");
    }
    let (_, chain) = webs.iter().find(|(name, _)| *name == "a chain of 301 and 308").unwrap();
    // Three times from the start, and then at once where it has moved.
    assert_eq!((chain.count("/feed"), chain.count("/there")), (3, 4));
    // Each story is there once, whatever brought it: two of each server, one more of one, none of another.
    let count = rows(&workshop, "SELECT count(*) AS n FROM articles WHERE headline LIKE 'Pier %'");
    assert_eq!(count[0]["n"], 2 * webs.len() + 1 - 2);
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
}

#[test]
fn what_ends_badly() {
    let (workshop, webs) = hold(badly(), 3);
    let gone =
        rows(&workshop, "SELECT title, paused_because FROM feeds WHERE paused_at IS NOT NULL");
    assert_eq!(gone.len(), 1);
    assert_eq!((&gone[0]["title"], &gone[0]["paused_because"]), (&"410".into(), &"gone".into()));
    let (_, web) = webs.iter().find(|(name, _)| *name == "410").unwrap();
    assert_eq!(web.asked().len(), 1, "a feed that is gone is not asked again");
    // Each is a refused input with its reason, which `query problems` lists once.
    let problems = rows(&workshop, "SELECT uri, count(*) AS n FROM problems GROUP BY uri");
    assert!(problems.iter().all(|problem| problem["n"] == 1), "{problems:?}");
    assert_eq!(problems.len(), webs.len());
    assert_eq!(rows(&workshop, "SELECT count(*) AS n FROM articles")[0]["n"], 0);
    workshop.run(&["verify", "--archive", "a.db"]).expect(0);
}

#[test]
fn errors_back_off_and_a_success_ends_them() {
    let workshop = workshop();
    let web = Web::start(|asked| match asked.before {
        0 | 4.. => Reply::ok(feed(&[1, 2])).header("ETag", "\"v1\""),
        _ => Reply::status(500),
    });
    add(&workshop, &[&web.url("/feed"), "--interval", "15m"]);
    let mut waits = Vec::new();
    for (run, (code, errors)) in [(0, 0), (3, 1), (0, 2), (0, 3), (0, 0)].into_iter().enumerate() {
        fetch(&workshop, run, &["--all"]).expect(code);
        let state = &rows(
            &workshop,
            "SELECT *, unixepoch(next_check_at) - unixepoch(checked_at) AS wait FROM feed_states",
        )[0];
        assert_eq!(state["error_count"], errors, "{state}");
        // An error takes nothing away of what was known.
        assert_eq!(state["etag"], "\"v1\"");
        waits.push(state["wait"].as_i64().unwrap());
    }
    let state = &rows(&workshop, "SELECT * FROM feed_states")[0];
    assert_eq!((&state["error"], &state["failing_since"]), (&Value::Null, &Value::Null));
    assert!(waits[1] < waits[2] && waits[2] < waits[3], "{waits:?}");
    assert!(waits.iter().all(|wait| (900..=26 * 3600).contains(wait)), "{waits:?}");
}

#[test]
fn a_host_that_is_busy_is_left_alone() {
    for (status, retry_after, until) in [
        (429, Some("7200"), "2026-01-02T10:00:00Z"),
        (503, Some("Friday, 02-Jan-26 10:00:00 GMT"), "2026-01-02T10:00:00Z"),
        (429, Some("99999999999"), "2026-01-04T08:00:00Z"),
    ] {
        let workshop = workshop();
        let web = Web::start(move |_| match retry_after {
            Some(value) => Reply::status(status).header("Retry-After", value),
            None => Reply::status(status),
        });
        let other = Web::start(|_| Reply::ok(feed(&[1, 2])));
        for path in ["/1", "/2", "/3"] {
            add(&workshop, &[&web.url(path)]);
        }
        add(&workshop, &[&other.url("/feed")]);
        let ran = fetch(&workshop, 0, &["--all"]).expect(3);
        let mut outcomes: Vec<String> =
            told(&ran).iter().map(|told| told["outcome"].to_string()).collect();
        outcomes.sort();
        assert_eq!(outcomes, ["\"failed\"", "\"left\"", "\"left\"", "\"read\""]);
        assert_eq!((web.asked().len(), other.asked().len()), (1, 1));
        let pauses = rows(&workshop, "SELECT host, until_at FROM host_pauses");
        assert_eq!(pauses.len(), 1);
        assert_eq!(pauses[0]["until_at"], until, "{status} {retry_after:?}");
        assert_eq!(pauses[0]["host"], format!("127.0.0.1:{}", web.port()));
        // Also in another run of the same time, and also where one of its feeds is named.
        fetch(&workshop, 0, &["--all"]).expect(0);
        fetch(&workshop, 0, &[&web.url("/2")]).expect(0);
        assert_eq!((web.asked().len(), other.asked().len()), (1, 2));
        // And asked again when the time is over.
        fetch(&workshop, 3, &["--all"]).expect(0);
        assert_eq!(web.asked().len(), 2);
    }
}

#[test]
fn what_a_server_says_of_time_is_heeded() {
    let workshop = workshop();
    let at = |name: &str, value: &'static str| {
        let name = name.to_owned();
        move |_: &Asked| Reply::ok(feed(&[1, 2])).header(&name, value)
    };
    let webs = [
        (Web::start(at("Cache-Control", "max-age=36000")), 36_000),
        (Web::start(at("Expires", "Fri, 02 Jan 2026 18:00:00 GMT")), 36_000),
        // Never for longer than a day.
        (Web::start(at("Cache-Control", "max-age=31536000")), 86_400),
        (
            Web::start(|_| Reply::ok(feed(&[1, 2]).replacen("<item>", "<ttl>600</ttl><item>", 1))),
            36_000,
        ),
    ];
    for (web, _) in &webs {
        add(&workshop, &[&web.url("/feed"), "--interval", "15m"]);
    }
    fetch(&workshop, 0, &["--all"]).expect(0);
    let waits = rows(
        &workshop,
        "SELECT unixepoch(next_check_at) - unixepoch(checked_at) AS wait FROM feed_states ORDER BY feed_id",
    );
    for ((_, least), wait) in webs.iter().zip(&waits) {
        let wait = wait["wait"].as_i64().unwrap();
        // With up to a tenth more, so that not all are asked at the same time.
        assert!((*least..=least + least / 10 + 60).contains(&wait), "{wait}, not {least}");
    }
}

#[test]
fn characters_are_those_that_the_feed_says() {
    let latin = feed(&[1]).replace("utf-8", "iso-8859-1").replace("boats", "bo\u{e2}ts");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let workshop = workshop();
    let latin = Arc::new(latin);
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/utf-8" => Reply::ok(feed(&[2]).replace("boats", "bo\u{e2}ts"))
            .header("Content-Type", "application/rss+xml; charset=iso-8859-1"),
        _ => Reply::ok(latin.to_vec()).header("Content-Type", "text/xml; charset=utf-8"),
    });
    add(&workshop, &[&web.url("/utf-8"), &web.url("/latin")]);
    fetch(&workshop, 0, &[]).expect(0);
    let bodies = rows(&workshop, "SELECT body FROM articles");
    assert_eq!(bodies.len(), 2);
    for body in bodies {
        assert!(body["body"].as_str().unwrap().contains("bo\u{e2}ts"), "{body}");
    }
}

#[test]
fn what_is_no_address_of_the_web_is_refused_where_it_is_said() {
    let workshop = workshop();
    for url in ["file:///etc/passwd", "ftp://127.0.0.1/feed", "http://a:b@127.0.0.1/feed"] {
        run(&workshop, &["feed", "add", "--archive", "a.db", "--unchecked", url]).expect(2);
    }
    let web = Web::start(|_| Reply::ok(feed(&[1])));
    add(&workshop, &[&web.url("/feed")]);
    for (line, reason) in [
        ("allow = [\"localhost:80\"]", "a port is not wanted"),
        ("contact = \"two words\"", "fetch.contact"),
        ("timeout_seconds = 0", "fetch.timeout_seconds"),
    ] {
        workshop.write(".config/cuttings/config.toml", format!("[fetch]\n{line}\n"));
        let ran = fetch(&workshop, 0, &["--all"]).expect(78);
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    }
    assert!(web.asked().is_empty());
}

/// A feed whose stories are at its own host.
fn at_its_host(asked: &Asked) -> Reply {
    let host = format!("http://{}", asked.header("host").unwrap());
    Reply::ok(feed(&[1, 2]).replace("https://tide.example", &host))
}

fn page(asked: &Asked) -> Reply {
    let paragraph = "<p>The harbour board voted on Monday to close a pier for good. All boats have to leave it before \
        the end of the month, said the chair of the board after a long meeting.</p>";
    let path = &asked.path;
    let title = format!("Pier {} of the harbour closes", path.trim_start_matches('/'));
    Reply::ok(format!(
        "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{}</article></body></html>",
        paragraph.repeat(4)
    ))
}

fn pages(workshop: &Workshop) -> Vec<Value> {
    rows(workshop, "SELECT next_try_at, try_count, reason FROM wanted_pages ORDER BY url")
}

#[test]
fn a_robots_txt_that_cannot_be_had_now_puts_pages_off() {
    for status in [500, 503, 429] {
        let workshop = workshop();
        let web = Web::start(move |asked| match asked.path.as_str() {
            "/feed" => at_its_host(asked),
            "/robots.txt" if asked.before == 0 => Reply::status(status),
            "/robots.txt" => Reply::status(404),
            _ => page(asked),
        });
        add(&workshop, &[&web.url("/feed"), "--full-text"]);
        fetch(&workshop, 0, &[]).expect(3);
        assert_eq!(["/robots.txt", "/1", "/2"].map(|path| web.count(path)), [1, 0, 0]);
        let wanted = pages(&workshop);
        assert!(wanted.iter().all(|page| page["next_try_at"].is_string()), "{wanted:?}");
        let words = wanted[0]["reason"].as_str().unwrap();
        assert!(words.contains(&status.to_string()), "{words}");
        fetch(&workshop, 1, &[]).expect(0);
        assert_eq!(["/robots.txt", "/1", "/2"].map(|path| web.count(path)), [2, 1, 1]);
    }
}

#[test]
fn a_host_that_is_busy_keeps_its_pages_for_later() {
    let workshop = workshop();
    let web = Web::start(|asked| match asked.path.as_str() {
        "/feed" => at_its_host(asked),
        "/robots.txt" => Reply::status(404),
        "/1" if asked.before == 0 => Reply::status(429).header("Retry-After", "36000"),
        _ => page(asked),
    });
    add(&workshop, &[&web.url("/feed"), "--full-text"]);
    fetch(&workshop, 0, &[]).expect(3);
    assert_eq!(["/1", "/2"].map(|path| web.count(path)), [1, 0]);
    assert_eq!(
        rows(&workshop, "SELECT until_at FROM host_pauses")[0]["until_at"],
        "2026-01-02T18:00:00Z"
    );
    let wanted = pages(&workshop);
    assert_eq!(wanted[0]["next_try_at"], "2026-01-02T18:00:00Z");
    assert_eq!((&wanted[1]["try_count"], &wanted[1]["reason"]), (&0.into(), &Value::Null));
    fetch(&workshop, 1, &[]).expect(0);
    assert_eq!(["/1", "/2"].map(|path| web.count(path)), [2, 1]);
}

#[test]
fn a_page_may_not_lead_to_a_private_address() {
    let workshop = workshop();
    let web = Web::start(|asked| match asked.path.as_str() {
        "/feed" => at_its_host(asked),
        "/robots.txt" => Reply::to(301, "http://10.0.0.1/robots.txt"),
        _ => page(asked),
    });
    add(&workshop, &[&web.url("/feed"), "--full-text"]);
    fetch(&workshop, 0, &[]).expect(3);
    // Not even for the sake of politeness, and then nothing is known of what it would say.
    assert_eq!(["/robots.txt", "/1", "/2"].map(|path| web.count(path)), [1, 0, 0]);
    let away = Web::start(|_| Reply::to(302, "http://169.254.169.254/latest/meta-data/"));
    let ran = fetch(&workshop, 0, &[&away.url("/story")]).expect(3);
    assert!(
        ran.stdout.contains("169.254.169.254 is an address of the local network"),
        "{}",
        ran.stdout
    );
}
