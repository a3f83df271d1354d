//! `cuttings serve` in bad company: whatever an archive holds is text, and whoever may not ask is told so in the documented
//! way.

use std::io::Write;
use std::thread;

use dom_query::Document;
use serde_json::{Value, json};

use crate::browser;
use crate::served::{Served, heard};
use crate::serving::SAMPLES;
use crate::support::Workshop;

const HOSTILE: &str =
    "<script>alert(1)</script> \"><img src=x onerror=alert(2)> {{7*7}} \u{202e}moc";

/// An archive of somebody who means no good: markup in every field, a headline of 10 MB, and a table of 1,999 columns.
fn hostile_archive() -> Workshop {
    let long = "A".repeat(10_000_000);
    let json = |headline: &str, url: &str| {
        serde_json::json!({
            "headline": headline, "url": url, "publisher": HOSTILE, "published": "2024-03-01",
            "body": format!("Winston Peters met <b onclick=x>Penny Wong</b> in Suva. “No <script>tolls</script>,” said Winston Peters. {HOSTILE}"),
        })
        .to_string()
    };
    let workshop = Workshop::with_archive(&[
        ("1.json", &json(HOSTILE, "javascript:alert(1)")),
        ("2.json", &json(&long, "https://example.org/\"onmouseover=alert(3)")),
    ]);
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    for count in [200, 1_999] {
        let columns: Vec<String> =
            (0..count).map(|number| format!("'<i>{number}</i>' AS c{number}")).collect();
        let wide = format!("CREATE VIEW wide_{count} AS SELECT {}", columns.join(", "));
        connection.execute_batch(&wide).unwrap();
    }
    workshop
}

/// Every page of it.
const PAGES: [&str; 22] = [
    "",
    "search?q=tolls",
    "search?q=%3Cscript%3E&publisher=%22%3E%3Cscript%3E",
    "quotations",
    "publishers",
    "reports",
    "decide",
    "watching",
    "article/1",
    "article/2",
    "person?name=Winston+Peters",
    "person?name=%3Cscript%3Ealert(1)%3C/script%3E",
    "dossier?kind=person&name=Winston+Peters",
    "report/articles",
    "report/quotes?name=Winston+Peters",
    "report/timeline?per=month",
    "report/near?name=Winston+Peters",
    "sql?sql=SELECT+*+FROM+articles",
    "sql?sql=SELECT+*+FROM+wide_200",
    "sql?sql=SELECT+*+FROM+wide_1999",
    "open?permalink=%3Cscript%3E",
    "%3Cscript%3E",
];

/// Whatever a headline, a name or an address holds is text on every page.
#[test]
fn a_hostile_archive_is_text() {
    let workshop = hostile_archive();
    let served = Served::of(&workshop, &["--sql"]);
    for path in PAGES {
        let heard = served.get(path);
        assert!(matches!(heard.status, 200 | 300 | 400 | 404), "{path}: {}", heard.text());
        let text = heard.text();
        assert!(text.len() < 400_000, "{path}: {}", text.len());
        let page = Document::from(text.as_str());
        assert_eq!(page.select("script, img, iframe, object, embed, b").length(), 0, "{path}");
        for element in page.select("*").iter() {
            for attribute in element.attrs() {
                assert!(!attribute.name.local.starts_with("on"), "{path}: {attribute:?}");
            }
        }
        for link in page.select("a[href]").iter() {
            let href = link.attr("href").unwrap().to_string();
            let is_ours = href.starts_with(&served.base) || href.starts_with('#');
            assert!(is_ours || href.starts_with("https://example.org/"), "{path}: {href}");
        }
        assert!(!text.contains('\u{202e}'), "{path}");
    }
    let wide = |columns: usize| served.page(&format!("sql?sql=SELECT+*+FROM+wide_{columns}"));
    assert!(wide(200).contains("140 more columns are not shown"));
    assert!(wide(1_999).contains("too many columns in result set"));
    assert!(served.memory() < 250_000, "{} kB", served.memory());
}

/// The same in a browser: nothing runs, nothing is asked for, nothing breaks the policy, and nothing is wider than its box,
/// on the narrowest telephone either.
#[test]
fn a_hostile_archive_does_nothing_in_a_browser() {
    let workshop = hostile_archive();
    let served = Served::of(&workshop, &["--sql"]);
    let views = [(320, false), (1280, true)];
    let orders: Vec<Value> = PAGES
        .iter()
        .flat_map(|path| views.map(|(width, dark)| (path, width, dark)))
        .map(|(path, width, dark)| {
            json!({ "url": format!("{}{path}", served.address), "width": width, "dark": dark })
        })
        .collect();
    let Some(seen) = browser::look(&orders) else { return };
    let faults: Vec<String> = orders
        .iter()
        .zip(&seen)
        .filter_map(|(order, seen)| {
            let mut faults = browser::faults(seen);
            // What a browser says of a page that is not there is its own word.
            faults.retain(|fault| !fault.contains("the server responded with a status of 40"));
            (!faults.is_empty())
                .then(|| format!("{} at {}: {faults:#?}", order["url"], order["width"]))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_answer_has_its_headers() {
    let served = Served::of(&SAMPLES, &[]);
    for path in ["", "nothing", "article/1", "report/people/csv", "../../etc/passwd"] {
        let heard = served.get(path);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(heard.header(name), Some(value), "{path}: {name}");
        }
        let policy = heard.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.ends_with("form-action 'self'; frame-ancestors 'none'"), "{policy}");
    }
}

/// Requests that nobody means well, and how each is answered. `HOST` and `BASE` are put in.
const REQUESTS: [(&str, u16); 40] = [
    // Hosts.
    ("GET BASE/ HTTP/1.1\r\n\r\n", 400),
    ("GET BASE/ HTTP/1.1\r\nHost:\r\n\r\n", 421),
    ("GET BASE/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    ("GET BASE/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 421),
    ("GET BASE/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 421),
    ("GET BASE/ HTTP/1.1\r\nHost: HOST.evil.example\r\n\r\n", 421),
    ("GET BASE/ HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n", 400),
    ("GET BASE/ HTTP/1.1\r\nHost: user@HOST\r\n\r\n", 421),
    ("GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 421),
    ("GET BASE/ HTTP/1.0\r\n\r\n", 400),
    // Origins.
    ("GET BASE/ HTTP/1.1\r\nHost: HOST\r\nOrigin: null\r\n\r\n", 403),
    ("GET BASE/ HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.example\r\n\r\n", 403),
    ("GET BASE/ HTTP/1.1\r\nHost: HOST\r\nOrigin: https://HOST\r\n\r\n", 403),
    (
        "GET BASE/ HTTP/1.1\r\nHost: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n\r\n",
        403,
    ),
    (
        "GET BASE/ HTTP/1.1\r\nHost: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n\r\n",
        403,
    ),
    // Methods and bodies.
    ("POST BASE/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n", 405),
    ("PUT BASE/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    ("DELETE BASE/article/1 HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    ("OPTIONS BASE/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    ("TRACE BASE/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    ("CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    ("BREW BASE/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    ("GET BASE/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\n\r\nhello", 400),
    ("GET BASE/ HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (
        "GET BASE/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        400,
    ),
    // Tokens and paths.
    ("GET / HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET /0123456789abcdef0123456789abcdef/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASEx/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/../../../../etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/article/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/capture/..%5c..%5cx HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/article/%00 HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/article/%ff HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    ("GET BASE//etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
    ("GET BASE/search?q=%ff%fe HTTP/1.1\r\nHost: HOST\r\n\r\n", 200),
    ("GET BASE/search?show=99999999999 HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    // What is no HTTP.
    ("\0\0\0\0\r\n\r\n", 400),
    ("GET\r\n\r\n", 400),
    ("GET BASE/ HTTP/9.9\r\nHost: HOST\r\n\r\n", 400),
];

#[test]
fn hostile_requests_get_the_documented_answers() {
    let served = Served::of(&SAMPLES, &[]);
    let host = format!("127.0.0.1:{}", served.port);
    let faults: Vec<String> = REQUESTS
        .iter()
        .filter_map(|(request, expected)| {
            let request = request.replace("HOST", &host).replace("BASE", &served.base);
            let closing = request.replacen("\r\n", "\r\nConnection: close\r\n", 1);
            let heard = served.say(&closing);
            let leaks = heard.status == 404
                && !request.contains(&served.base)
                && heard.text().contains("a.db");
            (heard.status != *expected || leaks).then(|| {
                format!("{closing:?}: {} instead of {expected}: {}", heard.status, heard.text())
            })
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // And it is well.
    served.page("");
}

#[test]
fn heads_have_a_size() {
    let served = Served::of(&SAMPLES, &[]);
    let host = format!("Host: 127.0.0.1:{}\r\nConnection: close\r\n", served.port);
    let base = &served.base;
    let large = "x".repeat(100_000);
    let many: String = (0..500).map(|number| format!("X-{number}: y\r\n")).collect();
    for request in [
        format!("GET {base}/ HTTP/1.1\r\n{host}X-Large: {large}\r\n\r\n"),
        format!("GET {base}/search?q={large} HTTP/1.1\r\n{host}\r\n"),
        format!("GET {base}/ HTTP/1.1\r\n{host}{many}\r\n"),
    ] {
        let status = served.say(&request).status;
        // The connection may be gone before the answer is read.
        assert!(matches!(status, 0 | 400 | 414 | 431), "{status}");
    }
    let asked = format!("HEAD {base}/ HTTP/1.1\r\n{host}\r\n");
    let heard = served.say(&asked);
    assert_eq!((heard.status, heard.body.len()), (200, 0));
}

/// Clients that say nothing, or little, do not keep others out; so many at once are all answered, in bounded memory.
#[test]
fn slow_clients_and_many_at_once_do_no_harm() {
    let served = Served::of(&SAMPLES, &[]);
    let slow: Vec<_> = (0..30)
        .map(|_| {
            let mut stream = served.connect();
            stream.write_all(format!("GET {}/ HT", served.base).as_bytes()).unwrap();
            stream
        })
        .collect();
    served.page("");
    let (base, port) = (&served.base, served.port);
    let request = format!(
        "GET {base}/search?q=minister HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    );
    let statuses: Vec<u16> = thread::scope(|scope| {
        let clients: Vec<_> =
            (0..500).map(|_| scope.spawn(|| served.say(&request).status)).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    // Busy is an answer too, and says so.
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    assert!(statuses.iter().filter(|status| **status == 200).count() > 20, "{statuses:?}");
    // The slow ones were told, or hung up on.
    let told = heard(slow.into_iter().next().unwrap()).status;
    assert!(matches!(told, 0 | 400 | 408), "{told}");
    assert!(served.memory() < 400_000, "{} kB", served.memory());
}
