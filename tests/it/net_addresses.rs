//! Where the client connects to, and to whom it shows what it knows: addresses that are refused, names that are looked up,
//! and logins.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use cuttings::net::{Accept, Allowed, Answer, Client, Error, Login, Names, Options, Request};

use crate::net::{FEED, client, get, limits, options};
use crate::web::{Asked, Reply, Web};

#[test]
fn only_public_addresses_of_the_web_are_asked() {
    for (url, scheme) in [
        ("file:///etc/passwd", "file"),
        ("ftp://127.0.0.1/feed", "ftp"),
        ("gopher://127.0.0.1:70/", "gopher"),
        ("data:text/xml,<rss/>", "data"),
        ("javascript:alert(1)", "javascript"),
        ("feed:https://a.example/", "feed"),
    ] {
        let error = get(url).unwrap_err();
        assert!(matches!(&error, Error::Scheme { scheme: s, .. } if s == scheme), "{error}");
        assert!(error.is_refusal() && !error.is_temporary());
    }
    for url in [
        "http://127.0.0.3/",
        "http://2130706435/",
        "http://0x7f.3/",
        "http://0177.0.0.3/",
        "http://１２７.0.0.3/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.3]/",
        "http://[::ffff:7f00:3]/",
        "http://[64:ff9b::7f00:3]/",
        "http://[fe80::1]/",
        "https://192.168.0.1/",
        "http://255.255.255.255/",
    ] {
        let error = get(url).unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{url} {error}");
    }
    for url in ["", "feed", "//a.example/", "http://", "http://a b/", "http://a.example:99999/"] {
        assert!(matches!(get(url), Err(Error::Address { .. })), "{url}");
    }
    // What is told of an address has no password in it.
    for url in [
        "http://user:s3cret@127.0.0.1/feed",
        "ftp://user:s3cret@127.0.0.1/feed",
        "http://user:s3cret@127.0.0.1:99999/feed",
    ] {
        let error = get(url).unwrap_err().to_string();
        assert!(!error.contains("s3cret"), "{error}");
    }
    let error = get("http://user@127.0.0.1/feed").unwrap_err();
    assert_eq!(error, Error::UserInAddress { url: "http://127.0.0.1/feed".to_owned() });
}

#[test]
fn a_redirect_is_checked_as_the_first_address_is() {
    let web =
        Web::start(|asked| Reply::to(301, asked.path.trim_start_matches('/').replace("%20", " ")));
    for (to, refused) in [
        ("http://127.0.0.9/", "127.0.0.9 is an address of this machine"),
        ("http://169.254.169.254/x", "169.254.169.254 is an address of the local network only"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1 is a private address"),
        ("file:///etc/passwd", "`file:` is neither `http:` nor `https:`"),
        ("ftp://127.0.0.1/", "`ftp:` is neither `http:` nor `https:`"),
        ("http://user:pass@127.0.0.1/", "a user name or password"),
    ] {
        let error = get(&web.url(&format!("/{to}"))).unwrap_err();
        assert!(error.is_refusal() && error.to_string().contains(refused), "{to}: {error}");
    }
}

/// Names that are looked up one answer after the other, the last again and again.
#[derive(Default)]
struct Told {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    asked: Mutex<Vec<String>>,
}

impl Told {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parsed = |list: &&[&str]| list.iter().map(|ip| ip.parse().unwrap()).collect();
        let answers = Mutex::new(answers.iter().map(parsed).collect());
        Arc::new(Self { answers, ..Self::default() })
    }
}

impl Names for Told {
    fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut answers = self.answers.lock().unwrap();
        match answers.len() {
            0 => Err(io::Error::other("no such name")),
            1 => Ok(answers[0].clone()),
            _ => Ok(answers.remove(0)),
        }
    }
}

fn named(names: &Arc<Told>, url: &str) -> Result<Answer, Error> {
    let client = Client::with_names(options(limits()), Arc::clone(names) as _).unwrap();
    client.get(&Request::new(url, Accept::Feed))
}

#[test]
fn a_name_is_looked_up_once_and_its_checked_address_used() {
    let web = Web::start(|_| Reply::ok(FEED));
    let url = format!("http://paper.example:{}/feed", web.port());
    // A name server that changes its mind: the second answer is never asked for.
    let names = Told::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    assert_eq!(named(&names, &url).unwrap().body, FEED.as_bytes());
    assert_eq!(*names.asked.lock().unwrap(), ["paper.example"]);
    let host = format!("paper.example:{}", web.port());
    assert_eq!(web.asked()[0].header("host"), Some(host.as_str()));
    // The other way round it is refused, and not asked again until it suits.
    let names = Told::new(&[&["10.0.0.1"], &["127.0.0.1"]]);
    let error = named(&names, &url).unwrap_err();
    assert_eq!(error.to_string(), "`paper.example` is refused: 10.0.0.1 is a private address");
    assert_eq!((names.asked.lock().unwrap().len(), web.asked().len()), (1, 1));
    // Of several addresses those that are refused are left out.
    let names = Told::new(&[&["10.0.0.1", "::1", "127.0.0.1"]]);
    assert_eq!(named(&names, &url).unwrap().body, FEED.as_bytes());
    for (answers, is_temporary) in [(&[&[][..]][..], true), (&[], true), (&[&["::1"]], false)] {
        let error = named(&Told::new(answers), &url).unwrap_err();
        assert_eq!(error.is_temporary(), is_temporary, "{error}");
    }
}

#[test]
fn each_hop_is_looked_up_anew() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/1" => Reply::to(301, "/2"),
        _ => Reply::ok(FEED),
    });
    let names = Told::new(&[&["127.0.0.1"], &["192.168.0.1"]]);
    let url = format!("http://paper.example:{}/1", web.port());
    let error = named(&names, &url).unwrap_err();
    assert_eq!(error.to_string(), "`paper.example` is refused: 192.168.0.1 is a private address");
    assert_eq!(*names.asked.lock().unwrap(), ["paper.example", "paper.example"]);
}

#[test]
fn a_host_may_be_allowed_by_its_name() {
    let web = Web::start(|_| Reply::ok(FEED));
    let allowed = Allowed::parse(&["paper.example"]).unwrap();
    let options = Options { allowed, ..options(limits()) };
    let client = Client::with_names(options, Told::new(&[&["127.0.0.1"]])).unwrap();
    for (host, is_allowed) in [
        ("paper.example", true),
        ("PAPER.example.", true),
        ("127.0.0.1", false),
        ("other.example", false),
    ] {
        let url = format!("http://{host}:{}/", web.port());
        assert_eq!(client.get(&Request::new(&url, Accept::Feed)).is_ok(), is_allowed, "{host}");
    }
}

#[test]
fn a_login_goes_to_its_own_origin_alone() {
    let other = Web::start_at("127.0.0.2", |_| Reply::ok(FEED));
    let away = other.url("/");
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/same" => Reply::to(301, "/end"),
        "/away" => Reply::to(301, away.clone()),
        _ => Reply::ok(FEED),
    });
    let basic = Login::basic("desk", "s3cret").unwrap();
    let key = Login::header("X-Api-Key", "s3cret").unwrap();
    for (login, header, value) in
        [(&basic, "authorization", "Basic ZGVzazpzM2NyZXQ="), (&key, "x-api-key", "s3cret")]
    {
        for path in ["/same", "/away"] {
            let url = web.url(path);
            let request = Request { login: Some(login), ..Request::new(&url, Accept::Feed) };
            client().get(&request).unwrap();
        }
        let sent = |web: &Web| -> Vec<Option<String>> {
            let of = |asked: &Asked| asked.header(header).map(str::to_owned);
            web.asked().iter().rev().take(3).map(of).collect()
        };
        assert_eq!(sent(&web), vec![Some(value.to_owned()); 3]);
        assert!(!other.asked().is_empty() && sent(&other).iter().all(Option::is_none));
    }
}

#[test]
fn a_login_does_not_come_back_from_elsewhere() {
    let first: Arc<Mutex<String>> = Arc::default();
    let to = Arc::clone(&first);
    let other = Web::start_at("127.0.0.2", move |_| Reply::to(302, to.lock().unwrap().clone()));
    let away = other.url("/");
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/start" => Reply::to(302, away.clone()),
        _ => Reply::ok(FEED),
    });
    *first.lock().unwrap() = web.url("/end");
    let login = Login::basic("desk", "s3cret").unwrap();
    let url = web.url("/start");
    client().get(&Request { login: Some(&login), ..Request::new(&url, Accept::Feed) }).unwrap();
    let sent: Vec<bool> =
        web.asked().iter().map(|asked| asked.header("authorization").is_some()).collect();
    assert_eq!(sent, [true, false]);
    assert_eq!(other.asked()[0].header("authorization"), None);
}
