//! The client held against a server that does what servers do, and what none should.

use std::io::Write;
use std::net::{IpAddr, TcpListener};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use std::{io, thread};

use cuttings::net::{
    Accept, Allowed, Answer, Client, Error, Limits, Names, Options, Phase, Request, said,
};

use crate::web::{Asked, Reply, Web};

pub const FEED: &str = "<rss version=\"2.0\"><channel><title>Harbour</title></channel></rss>";
/// For what is to run out of time.
const SHORT: Duration = Duration::from_millis(300);
/// For what is not.
const LONG: Duration = Duration::from_secs(60);

pub fn limits() -> Limits {
    Limits {
        body_bytes: 100_000,
        resolve: LONG,
        connect: LONG,
        send: LONG,
        answer: LONG,
        body: LONG,
        overall: LONG,
    }
}

pub fn options(limits: Limits) -> Options {
    let allowed = Allowed::parse(&["127.0.0.1", "127.0.0.2", "127.0.0.77"]).unwrap();
    Options { user_agent: "cuttings/1 (+mailto:desk@paper.example)".to_owned(), allowed, limits }
}

pub fn client() -> Client {
    Client::new(options(limits())).unwrap()
}

pub fn get(url: &str) -> Result<Answer, Error> {
    client().get(&Request::new(url, Accept::Feed))
}

/// What is got of a server that answers everything so.
fn got(reply: Reply) -> Result<Answer, Error> {
    got_within(limits(), reply)
}

fn got_within(limits: Limits, reply: Reply) -> Result<Answer, Error> {
    let web = Web::start(move |_| reply.clone());
    let client = Client::new(options(limits)).unwrap();
    client.get(&Request::new(&web.url("/feed"), Accept::Feed))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 5, 22).write_all(bytes).unwrap();
    packed
}

#[test]
fn a_request_says_who_asks_and_what_is_known() {
    let web = Web::start(|_| Reply::status(304).header("ETag", "W/\"v2\""));
    let url = web.url("/feed?a=b#part");
    for etag in ["\"v1\"", "W/\"v1\"", "no quotes", "\"n\u{e9}\"", "\"a, b\""] {
        let request = Request {
            etag: Some(etag),
            last_modified: Some("Sun, 06 Nov 1994 08:49:37 +0000 or so"),
            ..Request::new(&url, Accept::Feed)
        };
        let answer = client().get(&request).unwrap();
        assert_eq!((answer.status, answer.body.len()), (304, 0));
        assert_eq!(answer.fields.etag.as_deref(), Some("W/\"v2\""));
        let asked = web.asked().pop().unwrap();
        assert_eq!(asked.path, "/feed?a=b");
        for (name, value) in [
            ("if-none-match", Some(etag)),
            ("if-modified-since", Some("Sun, 06 Nov 1994 08:49:37 +0000 or so")),
            ("user-agent", Some("cuttings/1 (+mailto:desk@paper.example)")),
            ("accept-encoding", Some("gzip, br, zstd")),
            ("connection", Some("close")),
            ("host", Some(format!("127.0.0.1:{}", web.port()).as_str())),
            ("authorization", None),
            ("cookie", None),
            ("referer", None),
        ] {
            assert_eq!(asked.header(name), value, "{name}");
        }
        assert!(asked.header("accept").unwrap().starts_with("application/atom+xml"));
    }
    client().get(&Request::new(&url, Accept::Page)).unwrap();
    let asked = web.asked().pop().unwrap();
    assert!(asked.header("accept").unwrap().starts_with("text/html"));
    assert_eq!((asked.header("if-none-match"), asked.header("if-modified-since")), (None, None));
}

#[test]
fn what_a_server_gave_brings_a_304() {
    let web = Web::start(|asked| match asked.header("if-none-match") {
        Some("W/\"v1\"") if asked.before > 0 => Reply::status(304),
        _ => Reply::ok(FEED).header("ETag", "W/\"v1\""),
    });
    let url = web.url("/feed");
    let first = client().get(&Request::new(&url, Accept::Feed)).unwrap();
    let etag = first.fields.etag.as_deref();
    let second = client().get(&Request { etag, ..Request::new(&url, Accept::Feed) }).unwrap();
    assert_eq!((first.status, second.status, second.body.len()), (200, 304, 0));
}

#[test]
fn what_a_head_says_is_kept_as_it_was_sent() {
    let answer = got(Reply::ok(FEED)
        .header("ETag", " W/\"a b\" ")
        .header("Last-Modified", "yesterday")
        .header("Cache-Control", "private")
        .header("cache-control", "max-age=60")
        .header("Expires", "0")
        .header("Date", "Tue, 01 Dec 2026 09:00:00 GMT")
        .header("Content-Type", "text/xml; charset=x")
        .header("Set-Cookie", "a=b"))
    .unwrap();
    assert_eq!(answer.body, FEED.as_bytes());
    let fields = answer.fields;
    assert_eq!(fields.etag.as_deref(), Some("W/\"a b\""));
    assert_eq!(fields.last_modified.as_deref(), Some("yesterday"));
    assert_eq!(fields.cache_control.as_deref(), Some("private, max-age=60"));
    assert_eq!(fields.expires.as_deref(), Some("0"));
    assert_eq!(fields.date.as_deref(), Some("Tue, 01 Dec 2026 09:00:00 GMT"));
    assert_eq!(fields.content_type.as_deref(), Some("text/xml; charset=x"));
    assert_eq!(fields.retry_after, None);
    // What could not be sent back as it was.
    let latin = b"HTTP/1.1 200 OK\r\nETag: \"n\xe9\"\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(got(Reply::raw(*latin)).unwrap().fields.etag, None);
}

#[test]
fn errors_of_servers_are_answers_without_a_body() {
    for status in [204, 400, 401, 403, 404, 410, 418, 451, 500, 502, 599] {
        let answer = got(Reply::new(status, if status == 204 { "" } else { "sorry" })).unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (status, &b""[..]));
    }
    let endless = got(Reply::new(500, "sorry ".repeat(1000)).endless()).unwrap();
    assert_eq!((endless.status, endless.body.len()), (500, 0));
}

#[test]
fn a_busy_server_says_when_to_come_back() {
    let now = "2026-12-01T08:00:00Z".parse().unwrap();
    for status in [429, 503] {
        for (value, seconds) in [("120", 120), ("Tue, 01 Dec 2026 08:02:00 GMT", 120)] {
            let answer = got(Reply::status(status).header("Retry-After", value)).unwrap();
            assert_eq!(answer.status, status);
            let pause = said::retry_after(&answer.fields, now).unwrap();
            assert_eq!(pause.num_seconds(), seconds);
        }
    }
}

#[test]
fn each_redirect_is_known_with_its_status() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/1" => Reply::to(301, "/2"),
        "/2" => Reply::to(308, "3?x=y z#part"),
        "/3?x=y%20z" => Reply::to(302, "./4"),
        "/4" => Reply::to(307, "//127.0.0.1:PORT/5".replace("PORT", port(asked))),
        "/5" => Reply::to(301, "/6"),
        "/6" => Reply::to(303, "/7").without_length(),
        _ => Reply::ok(FEED),
    });
    let url = web.url("/1");
    let request = Request { etag: Some("\"v1\""), ..Request::new(&url, Accept::Feed) };
    let answer = client().get(&request).unwrap();
    assert_eq!(answer.body, FEED.as_bytes());
    assert_eq!(answer.url.as_str(), web.url("/7"));
    let statuses: Vec<u16> = answer.hops.iter().map(|hop| hop.status).collect();
    assert_eq!(statuses, [301, 308, 302, 307, 301, 303]);
    assert_eq!(answer.hops[0].from.as_str(), url);
    assert!(answer.hops.windows(2).all(|pair| pair[0].to == pair[1].from));
    // For good only as far as the first redirect that is not.
    assert_eq!(answer.moved_to().unwrap().as_str(), web.url("/3?x=y%20z"));
    assert!(web.asked().iter().all(|asked| asked.header("if-none-match") == Some("\"v1\"")));
    assert_eq!(get(&web.url("/4")).unwrap().moved_to(), None);
    assert_eq!(get(&web.url("/7")).unwrap().hops, []);
}

fn port(asked: &Asked) -> &str {
    asked.header("host").unwrap().rsplit(':').next().unwrap()
}

#[test]
fn redirects_without_an_end_are_errors() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/self" => Reply::to(302, "/self").header("Set-Cookie", "seen=1"),
        "/part" => Reply::to(301, "/part#x"),
        "/a" => Reply::to(301, "/b"),
        "/b" => Reply::to(302, "/a"),
        "/nowhere" => Reply::status(302),
        "/empty" => Reply::to(301, ""),
        "/bad" => Reply::to(301, "http://"),
        "/other" => Reply::new(300, "choose").header("Location", "/self"),
        path => {
            let number: u32 = path.trim_start_matches('/').parse().unwrap();
            match number {
                0 => Reply::ok(FEED),
                _ => Reply::to(301, format!("/{}", number - 1)),
            }
        }
    });
    for path in ["/self", "/part", "/a", "/empty"] {
        let url = web.url(path);
        assert_eq!(get(&url), Err(Error::Loop { url: url.clone() }), "{path}");
    }
    assert_eq!(web.count("/self"), 1);
    assert_eq!(get(&web.url("/10")).unwrap().hops.len(), 10);
    assert_eq!(get(&web.url("/11")), Err(Error::TooManyHops { limit: 10 }));
    assert_eq!(get(&web.url("/nowhere")), Err(Error::NoTarget { status: 302 }));
    assert!(matches!(get(&web.url("/bad")), Err(Error::Address { .. })));
    assert_eq!(get(&web.url("/other")).unwrap().status, 300);
}

#[test]
fn cookies_are_not_sent_back() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/1" => Reply::to(302, "/2").header("Set-Cookie", "a=b"),
        _ => Reply::ok(FEED).header("Set-Cookie", "c=d"),
    });
    let client = client();
    for _ in 0..2 {
        client.get(&Request::new(&web.url("/1"), Accept::Feed)).unwrap();
    }
    assert_eq!(web.asked().len(), 4);
    assert!(web.asked().iter().all(|asked| asked.header("cookie").is_none()));
}

#[test]
fn packed_bodies_are_unpacked() {
    for (coding, body) in [
        ("gzip", gzip(FEED.as_bytes())),
        ("x-gzip", gzip(FEED.as_bytes())),
        ("br", brotli(FEED.as_bytes())),
        ("zstd", zstd::encode_all(FEED.as_bytes(), 3).unwrap()),
        ("identity", FEED.into()),
        ("gzip, br", brotli(&gzip(FEED.as_bytes()))),
    ] {
        let reply = Reply::ok(body).header("Content-Encoding", coding);
        for reply in [reply.clone(), reply.clone().chunked(), reply.without_length()] {
            assert_eq!(got(reply).unwrap().body, FEED.as_bytes(), "{coding}");
        }
    }
}

#[test]
fn what_cannot_be_unpacked_is_an_error() {
    let whole = gzip(FEED.as_bytes());
    let cut = Reply::ok(&whole[..whole.len() - 9]).header("Content-Encoding", "gzip");
    for reply in [cut.clone(), cut.clone().chunked(), cut.without_length()] {
        let reason = "it ends early".to_owned();
        assert_eq!(got(reply), Err(Error::Damaged { coding: "gzip", reason }));
    }
    let never_packed = Reply::ok(FEED).header("Content-Encoding", "gzip");
    assert!(matches!(got(never_packed), Err(Error::Damaged { coding: "gzip", .. })));
    let unknown = Reply::ok(FEED).header("Content-Encoding", "compress");
    assert_eq!(got(unknown), Err(Error::UnknownCoding { coding: "compress".to_owned() }));
}

#[test]
fn bodies_have_a_limit_as_sent_and_as_unpacked() {
    let exactly = vec![b'x'; 100_000];
    assert_eq!(got(Reply::ok(exactly.clone())).unwrap().body, exactly);
    let more = vec![b'x'; 100_001];
    let too_large = Err(Error::TooLarge { limit: 100_000 });
    let reply = Reply::ok(more.clone());
    for reply in [reply.clone(), reply.clone().chunked(), reply.without_length()] {
        assert_eq!(got(reply), too_large);
    }
    // Not waited for where the head says it.
    assert_eq!(got(Reply::ok("x").length(5_000_000_000)), too_large);
    assert_eq!(got(Reply::ok("x".repeat(1000)).endless()), too_large);
    let zeros = vec![0; 10_000_000];
    for (coding, body) in [
        ("gzip", gzip(&zeros)),
        ("br", brotli(&zeros)),
        ("zstd", zstd::encode_all(zeros.as_slice(), 3).unwrap()),
    ] {
        assert!(body.len() < 100_000);
        let bomb = Reply::ok(body).header("Content-Encoding", coding);
        assert_eq!(got(bomb), Err(Error::TooLargeUnpacked { limit: 100_000 }), "{coding}");
    }
}

#[test]
fn lengths_are_held_to_what_comes() {
    let length = FEED.len();
    assert_eq!(got(Reply::ok(FEED).length(length + 5)), Err(Error::Cut));
    assert_eq!(got(Reply::ok(FEED).cut(20)), Err(Error::Cut));
    assert_eq!(got(Reply::ok(FEED).chunked().cut(20)), Err(Error::Cut));
    assert_eq!(got(Reply::ok(FEED).length(length - 5)), Err(Error::Longer));
    assert_eq!(got(Reply::ok(FEED).length(0)), Err(Error::Longer));
    let behind = |text: &str| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        got(Reply::raw(format!("{head}{FEED}{text}")))
    };
    assert_eq!(behind("\r\n").unwrap().body, FEED.as_bytes());
    assert_eq!(behind("HTTP/1.1 200 OK\r\n\r\n"), Err(Error::Longer));
    for bad in [
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxyz\r\n0\r\n\r\n",
    ] {
        assert!(matches!(got(Reply::raw(bad)), Err(Error::Protocol { .. })), "{bad}");
    }
}

#[test]
fn slow_servers_run_out_of_time() {
    let timeout = |phase| Err(Error::Timeout { phase, seconds: 0 });
    let answer = Limits { answer: SHORT, ..limits() };
    assert_eq!(got_within(answer, Reply::silent()), timeout(Phase::Answer));
    assert_eq!(got_within(answer, Reply::ok(FEED).after(LONG)), timeout(Phase::Answer));
    let body = Limits { body: SHORT, ..limits() };
    let drip = Reply::ok(FEED.repeat(100)).drip(Duration::from_millis(20));
    for reply in [drip.clone(), drip.clone().chunked(), drip.clone().without_length()] {
        assert_eq!(got_within(body, reply), timeout(Phase::Body));
    }
    let overall = Limits { overall: SHORT, ..limits() };
    assert_eq!(got_within(overall, drip), timeout(Phase::Overall));
    assert_eq!(got_within(overall, Reply::silent()), timeout(Phase::Overall));
    // Each hop in time, and all together not.
    let web = Web::start(|asked| {
        let number: u32 = asked.path.trim_start_matches('/').parse().unwrap();
        Reply::to(302, format!("/{}", number + 1)).after(Duration::from_millis(60))
    });
    let client = Client::new(options(overall)).unwrap();
    let hops = client.get(&Request::new(&web.url("/0"), Accept::Feed));
    assert_eq!(hops, timeout(Phase::Overall));
}

#[test]
fn a_name_that_is_not_found_in_time_is_given_up() {
    struct Slow(Mutex<Receiver<()>>);
    impl Names for Slow {
        fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            self.0.lock().unwrap().recv().map_err(io::Error::other)?;
            Ok(Vec::new())
        }
    }
    let (_until_the_end, receiver) = mpsc::channel();
    let options = options(Limits { resolve: SHORT, ..limits() });
    let client = Client::with_names(options, Arc::new(Slow(Mutex::new(receiver)))).unwrap();
    let answer = client.get(&Request::new("http://paper.example/", Accept::Feed));
    assert_eq!(answer, Err(Error::Timeout { phase: Phase::Resolve, seconds: 0 }));
}

#[test]
fn what_is_no_http_is_an_error() {
    for (bytes, is_cut) in [
        ("", true),
        ("HTTP/1.1 200 OK\r\nContent-Le", true),
        ("SSH-2.0-OpenSSH_9.2\r\n\r\n", false),
        ("<html>hello</html>\r\n\r\n", false),
        ("HTTP/1.1 2000 OK\r\n\r\n", false),
        ("HTTP/9.9 200 OK\r\n\r\n", false),
        ("HTTP/1.1 200 OK\r\nbad header\r\n\r\n", false),
    ] {
        match got(Reply::raw(bytes)) {
            Err(Error::Cut) => assert!(is_cut, "{bytes}"),
            Err(Error::Protocol { .. }) => assert!(!is_cut, "{bytes}"),
            other => panic!("{bytes}: {other:?}"),
        }
    }
    assert_eq!(got(Reply::ok(FEED).header("X", "x".repeat(70_000))), Err(Error::HeadTooLarge));
    let endless = Reply::raw(format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(1_000_000)));
    assert_eq!(got(endless), Err(Error::HeadTooLarge));
    let mut many = Reply::ok(FEED);
    for number in 0..2_000 {
        many = many.header(&format!("X-{number}"), "y");
    }
    assert!(matches!(got(many), Err(Error::Protocol { .. })));
}

#[test]
fn old_and_unusual_answers_are_read() {
    for head in [
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Type: text/xml\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 Sch\u{f6}n\r\nX: \u{e9}\r\n\r\n",
    ] {
        let answer = got(Reply::raw(format!("{head}{FEED}")));
        assert_eq!(answer.unwrap().body, FEED.as_bytes(), "{head}");
    }
    let empty = got(Reply::ok("")).unwrap();
    assert_eq!((empty.status, empty.body.as_slice()), (200, &b""[..]));
    let chunked = got(Reply::ok(FEED.repeat(50)).chunked()).unwrap();
    assert_eq!(chunked.body, FEED.repeat(50).as_bytes());
    let slow = got(Reply::ok(FEED).drip(Duration::from_millis(1))).unwrap();
    assert_eq!(slow.body, FEED.as_bytes());
}

#[test]
fn no_connection_is_an_error_that_may_pass() {
    let web = Web::start(|_| Reply::ok(FEED));
    // Where no test has a server.
    let error = get(&format!("http://127.0.0.77:{}/", web.port())).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }) && error.is_temporary(), "{error}");
}

#[test]
fn a_connection_that_breaks_is_no_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // What was sent and is not read makes the system break the connection instead of closing it.
        stream.peek(&mut [0]).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>").unwrap();
    });
    assert_eq!(get(&url), Err(Error::Cut));
    server.join().unwrap();
}

#[test]
fn a_plain_port_makes_no_secure_connection() {
    let https = |web: &Web| web.url("/").replace("http:", "https:");
    let web = Web::start(|_| Reply::raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
    let error = get(&https(&web)).unwrap_err();
    assert!(matches!(error, Error::Tls { .. }) && !error.is_temporary(), "{error:?}");
    let web = Web::start(|_| Reply::hung_up());
    let error = get(&https(&web)).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }) && error.is_temporary(), "{error:?}");
}

#[test]
fn a_user_agent_that_no_header_can_hold_is_refused() {
    let options = Options { user_agent: "a\r\nHost: b".to_owned(), ..options(limits()) };
    assert!(matches!(Client::new(options), Err(Error::Header { .. })));
    let web = Web::start(|_| Reply::ok(FEED));
    let url = web.url("/");
    let request = Request { etag: Some("a\nb"), ..Request::new(&url, Accept::Feed) };
    assert!(matches!(client().get(&request), Err(Error::Header { .. })));
    assert_eq!(web.asked().len(), 0);
}

#[test]
fn threads_share_a_client() {
    let web = Web::start(|asked| Reply::ok(asked.path.clone()));
    let client = client();
    thread::scope(|scope| {
        for thread in 0..8 {
            let (client, web) = (&client, &web);
            scope.spawn(move || {
                for number in 0..20 {
                    let path = format!("/{thread}/{number}");
                    let url = web.url(&path);
                    let answer = client.get(&Request::new(&url, Accept::Feed)).unwrap();
                    assert_eq!(answer.body, path.as_bytes());
                }
            });
        }
    });
    assert_eq!(web.asked().len(), 160);
    assert!(web.most_connections() > 1);
}
