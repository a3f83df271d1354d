//! Forty behaviours of a server of feeds, good and bad, each with what is expected of a fetch.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::web::{Asked, Reply};

/// Two stories that no other feed has.
fn two() -> [u32; 2] {
    static NEXT: AtomicU32 = AtomicU32::new(100);
    let number = NEXT.fetch_add(10, Ordering::SeqCst);
    [number, number + 1]
}

/// A feed with these stories, each a number.
pub fn feed(stories: &[u32]) -> String {
    written(stories, |number| format!("<guid isPermaLink='false'>{number}</guid>"))
}

fn written(stories: &[u32], guid: impl Fn(u32) -> String) -> String {
    let mut text =
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>The Tide</title>\
        <link>https://tide.example/</link>"
            .to_owned();
    for number in stories {
        write!(
            text,
            "<item><title>Pier {number} of the harbour closes</title><link>https://tide.example/{number}</link>{}\
            <pubDate>Thu, 01 Jan 2026 0{}:00:00 GMT</pubDate><description>The harbour board voted on Monday \
            to close pier {number} for good, and its {number} boats have to leave.</description></item>",
            guid(*number),
            number % 10,
        )
        .unwrap();
    }
    text + "</channel></rss>"
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// How a server behaves, and what each fetch of its feed comes to: outcome, status, errors in a row, new entries, and
/// words of the reason.
pub struct Behaviour {
    pub name: &'static str,
    pub answer: Box<dyn Fn(&Asked) -> Reply + Send + Sync>,
    pub fetches: &'static [Fetch],
    pub scheme: &'static str,
}

/// Outcome, status, errors in a row, new entries, words of the reason.
pub type Fetch = (&'static str, Option<u16>, u32, u32, &'static str);

fn behaviour(
    name: &'static str,
    fetches: &'static [Fetch],
    answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> Behaviour {
    Behaviour { name, answer: Box::new(answer), fetches, scheme: "http" }
}

/// Always the same.
fn always(name: &'static str, fetches: &'static [Fetch], reply: Reply) -> Behaviour {
    behaviour(name, fetches, move |_| reply.clone())
}

const READ: Fetch = ("read", Some(200), 0, 2, "");
const UNCHANGED: Fetch = ("unchanged", Some(200), 0, 0, "");
const NOT_MODIFIED: Fetch = ("unchanged", Some(304), 0, 0, "");

/// Answers 304 to whoever brings the header back as it was given.
fn validated(
    header: &'static str,
    back: &'static str,
    value: &'static str,
) -> impl Fn(&Asked) -> Reply {
    let text = feed(&two());
    move |asked| match asked.header(back) {
        Some(told) if told == value => Reply::status(304),
        _ => Reply::ok(text.clone()).header(header, value),
    }
}

/// What ends well.
pub fn well() -> Vec<Behaviour> {
    let etag = |value| validated("ETag", "if-none-match", value);
    let ok = || Reply::ok(feed(&two()));
    let zstandard = zstd::encode_all(feed(&two()).as_bytes(), 3).unwrap();
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 5, 22)
        .write_all(feed(&two()).as_bytes())
        .unwrap();
    let mut all = vec![
        behaviour("a strong validator", &[READ, NOT_MODIFIED, NOT_MODIFIED], etag("\"v1\"")),
        behaviour("a weak validator", &[READ, NOT_MODIFIED], etag("W/\"v1\"")),
        behaviour("a validator against the rules", &[READ, NOT_MODIFIED], etag("v \"1\", n\u{e9}")),
        behaviour(
            "a date that is none",
            &[READ, NOT_MODIFIED],
            validated("Last-Modified", "if-modified-since", "Monday, about noon"),
        ),
        always(
            "wrong dates and lengths of time",
            &[READ, UNCHANGED],
            ok().header("Date", "today")
                .header("Expires", "0")
                .header("Cache-Control", "max-age=much")
                .header("Retry-After", "never"),
        ),
        always("no validators and the same body", &[READ, UNCHANGED, UNCHANGED], ok()),
        always("an empty feed", &[("read", Some(200), 0, 0, ""), UNCHANGED], Reply::ok(feed(&[]))),
        always("cookies", &[READ, UNCHANGED], ok().header("Set-Cookie", "a=b; Max-Age=9999999")),
        always("chunks", &[READ, UNCHANGED], ok().chunked()),
        always("no length", &[READ, UNCHANGED], ok().without_length()),
        always("gzip", &[READ, UNCHANGED], {
            Reply::ok(gzip(feed(&two()).as_bytes())).header("Content-Encoding", "gzip")
        }),
        always("br", &[READ], Reply::ok(brotli).header("Content-Encoding", "br")),
        always("zstd", &[READ], Reply::ok(zstandard).header("Content-Encoding", "zstd")),
        always("a wrong media type", &[READ], ok().header("Content-Type", "text/plain")),
        always("a lie about characters", &[READ], {
            ok().header("Content-Type", "text/xml; charset=utf-16")
        }),
    ];
    all.extend(changing());
    all.extend(moving());
    all
}

/// What changes from fetch to fetch.
fn changing() -> Vec<Behaviour> {
    const NOTHING_NEW: Fetch = ("read", Some(200), 0, 0, "");
    const ONE_NEW: Fetch = ("read", Some(200), 0, 1, "");
    let stories = two();
    let with = |fetches, then: fn([u32; 2], usize) -> Reply| {
        let stories = two();
        move |name| behaviour(name, fetches, move |asked| then(stories, asked.before))
    };
    let text = feed(&stories);
    vec![
        behaviour("validators that are not heeded", &[READ, UNCHANGED], move |asked| {
            Reply::ok(text.clone()).header("ETag", format!("\"{}\"", asked.before))
        }),
        with(&[READ, ONE_NEW, UNCHANGED], |[a, b], before| match before {
            0 => Reply::ok(feed(&[a, b])),
            _ => Reply::ok(feed(&[b + 1, a, b])),
        })("a new entry"),
        with(&[READ, NOTHING_NEW], |[a, b], before| match before {
            0 => Reply::ok(feed(&[a, b])),
            _ => Reply::ok(feed(&[a])),
        })("entries that go"),
        with(&[READ, NOTHING_NEW, UNCHANGED], |stories, before| match before {
            0 => Reply::ok(feed(&stories)),
            _ => Reply::ok(written(&stories, |_| String::new())),
        })("a feed that loses its guids"),
        with(&[READ, NOTHING_NEW, NOTHING_NEW], |stories, before| {
            Reply::ok(written(&stories, |number| format!("<guid>{number}-{before}</guid>")))
        })("guids that are new each time"),
        with(&[READ, NOTHING_NEW], |stories, before| {
            let built = format!("<lastBuildDate>{before}</lastBuildDate><item>");
            Reply::ok(feed(&stories).replacen("<item>", &built, 1))
        })("a build date that is new each time"),
    ]
}

/// What redirects.
fn moving() -> Vec<Behaviour> {
    const AGAIN: &[Fetch] = &[READ, UNCHANGED, UNCHANGED, UNCHANGED];
    let by = |name, redirect: fn(&Asked) -> Option<Reply>| {
        let text = feed(&two());
        behaviour(name, AGAIN, move |asked| {
            redirect(asked).unwrap_or_else(|| Reply::ok(text.clone()))
        })
    };
    vec![
        by("302", |asked| (asked.path == "/feed").then(|| Reply::to(302, "/there"))),
        by("303", |asked| (asked.path == "/feed").then(|| Reply::to(303, "/there"))),
        by("307 to where 301 leads on", |asked| match asked.path.as_str() {
            "/feed" => Some(Reply::to(307, "/between")),
            "/between" => Some(Reply::to(301, "/there")),
            _ => None,
        }),
        by("a chain of 301 and 308", |asked| match asked.path.as_str() {
            "/feed" => Some(Reply::to(301, "/between")),
            "/between" => Some(Reply::to(308, "/there")),
            _ => None,
        }),
        by("301 that does not agree with itself", |asked| {
            let to = format!("/there{}", asked.before % 2);
            (asked.path == "/feed").then(|| Reply::to(301, to))
        }),
    ]
}

/// What ends badly.
pub fn badly() -> Vec<Behaviour> {
    /// Two fetches that fail alike.
    macro_rules! failed {
        ($status:expr, $reason:literal) => {
            &[("failed", $status, 1, 0, $reason), ("failed", $status, 2, 0, $reason)]
        };
    }
    let ok = || Reply::ok(feed(&two()));
    let length = feed(&two()).len();
    let packed = gzip(feed(&two()).as_bytes());
    let gzipped = |body: &[u8]| Reply::ok(body).header("Content-Encoding", "gzip");
    let page = "<!doctype html><html><body><p>Please log in to read on.</p></body></html>";
    let mut all = vec![
        always("404", failed!(Some(404), "404 Not Found"), Reply::new(404, page)),
        always("401", failed!(Some(401), "401 Unauthorized"), Reply::status(401)),
        always("500", failed!(Some(500), "500 Internal Server Error"), Reply::new(500, page)),
        always("204", failed!(Some(204), "204"), Reply::status(204)),
        always("410", &[("gone", Some(410), 1, 0, "410 Gone")], Reply::new(410, "gone")),
        always("a web page", failed!(Some(200), "no feed but a web page"), Reply::ok(page)),
        always("nothing", failed!(Some(200), "there is no element in it"), Reply::ok("")),
        always("cut gzip", failed!(None, "it ends early"), gzipped(&packed[..packed.len() - 12])),
        always("no gzip", failed!(None, "it is damaged"), gzipped(feed(&two()).as_bytes())),
        always("a gzip bomb", failed!(None, "larger than"), gzipped(&gzip(&vec![0; 21_000_000]))),
        always("an unknown coding", failed!(None, "`rot13`"), {
            ok().header("Content-Encoding", "rot13")
        }),
        always("a length too large", failed!(None, "ends early"), ok().length(length + 9)),
        always("a length too small", failed!(None, "longer than"), ok().length(length - 9)),
        always("a cut", failed!(None, "ends early"), ok().cut(200)),
        always("cut chunks", failed!(None, "ends early"), ok().chunked().cut(200)),
        always("no end", failed!(None, "larger than"), Reply::ok(feed(&[1]).repeat(50)).endless()),
        always("no answer", failed!(None, "within 5 s"), Reply::silent()),
        always("a drip", failed!(None, "within 5 s"), ok().drip(Duration::from_millis(20))),
        always("a hang-up", failed!(None, "ends early"), Reply::hung_up()),
        always(
            "no HTTP",
            failed!(None, "does not speak HTTP"),
            Reply::raw("220 ftp ready\r\n\r\n"),
        ),
        always("a huge head", failed!(None, "head of the answer is too large"), {
            ok().header("X-Filler", "x".repeat(100_000))
        }),
        always("a circle", failed!(None, "in a circle"), Reply::to(301, "/feed")),
        always("a wall of cookies", failed!(None, "in a circle"), {
            Reply::to(302, "/feed").header("Set-Cookie", "consent=yes")
        }),
        behaviour("a chain without end", failed!(None, "more than 10 times"), |asked| {
            Reply::to(302, format!("{}x", asked.path))
        }),
        always("a redirect to nowhere", failed!(None, "does not say where to"), {
            Reply::status(301)
        }),
        always(
            "a redirect to a private address",
            failed!(None, "10.0.0.1 is a private address"),
            Reply::to(301, "http://10.0.0.1/feed"),
        ),
        always(
            "a redirect to the metadata of a cloud",
            failed!(None, "169.254.169.254 is an address of the local network only"),
            Reply::to(302, "http://169.254.169.254/latest/meta-data/"),
        ),
        always("a redirect to a file", failed!(None, "`file:` is neither"), {
            Reply::to(302, "file:///etc/passwd")
        }),
    ];
    let plain = always("a plain port", failed!(None, "no secure connection"), {
        Reply::raw("HTTP/1.1 400 Bad Request\r\n\r\n")
    });
    all.push(Behaviour { scheme: "https", ..plain });
    all
}
