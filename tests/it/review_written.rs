//! What leaves in a press review, to the byte: no more of a text than was allowed, no header that a title made, nothing in a
//! page that a browser finds fault with.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::browser;
use crate::habits::{demo, on_demo};
use crate::review::{LIBRARY, PIER, archive, markdown, papers, review};
use crate::support::{Ran, root};

// --- No more than was allowed

/// A word as the review counts it at most: letters and digits between others.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The longest run of words of `text` that is in `output`.
fn longest_run(output: &[String], text: &[String]) -> usize {
    let mut longest = 0;
    for length in 1..=text.len() {
        let in_output: HashSet<&[String]> = output.windows(length).collect();
        match text.windows(length).any(|run| in_output.contains(run)) {
            true => longest = length,
            false => break,
        }
    }
    longest
}

/// So many words that are in no language.
fn nonsense(letter: char, count: usize) -> String {
    let words = (0..count).map(|number| format!("zz{letter}{number}"));
    words.collect::<Vec<_>>().join(" ")
}

/// What a review holds besides what it may hold: headlines, publishers, days and links, and our own words.
fn copied(output: &str, articles: &[Value]) -> Vec<String> {
    let mut output = output.to_owned();
    for article in articles {
        for field in ["headline", "url", "publisher"] {
            if let Some(text) = article[field].as_str() {
                output = output.replace(text, " \u{1} ");
            }
        }
    }
    output
        .split('\u{1}')
        .flat_map(|part| [words(part), vec!["\u{1}".to_owned()]].concat())
        .collect()
}

#[test]
fn without_text_no_longer_run_of_words_leaves_than_was_allowed() {
    let mut articles = papers();
    for (number, article) in articles.iter_mut().enumerate() {
        article["standfirst"] =
            json!(format!("What shipworm number {number} does to piles of old wood under water."));
        article["captions"] = json!([{ "caption": "The wharf as it stood before winter came.", "credit": "Ida Holm" }]);
    }
    articles.push(json!({ "publisher": "Tarrow Courier", "published": "2024-05-10", "body": format!("{LIBRARY}\n\nNo headline was \
        set for this one, because the desk had gone home.") }));
    articles.push(json!({ "publisher": "Tarrow Courier", "published": "2024-05-11", "headline": "消息",
        "body": "港口委员会星期一晚上投票决定关闭旧渡轮码头因为工程师发现四十根木桩中有十一根已被船蛆蛀穿" }));
    // Words that nothing else has: of these not one may leave by chance.
    articles.push(json!({ "publisher": "Tarrow Courier", "published": "2024-05-12", "standfirst": nonsense('s', 30),
        "headline": nonsense('h', 5), "body": format!("{}. {}", nonsense('b', 60), nonsense('c', 60)),
        "captions": [{ "caption": nonsense('p', 20) }] }));
    articles.push(json!({ "publisher": "Tarrow Courier", "published": "2024-05-13", "body": nonsense('n', 60) }));
    let workshop = archive("a.db", &articles);
    let remark =
        ["note", "add", "1#char=0,40", "see the board", "--by", "ana", "--archive", "a.db"];
    workshop.run(&remark).expect(0);
    for (most, asked) in
        [(0, &[][..]), (7, &["--words", "7"]), (5, &["--words", "5", "--summary", "quotes"])]
    {
        for format in ["html", "markdown", "mail"] {
            let mut arguments =
                vec!["--since", "2024", "--no-text", "--notes", "--every-copy", "--format", format];
            arguments.extend(asked);
            if format == "mail" {
                arguments.extend(["--to", "a@b.example"]);
            }
            let written = review(&workshop, &arguments).expect(0).stdout;
            let mut parts = vec![written.clone()];
            if format == "mail" {
                let message = mail_parser::MessageParser::new().parse(&written).unwrap();
                parts.push(message.body_text(0).unwrap().into_owned());
                parts.push(message.body_html(0).unwrap().into_owned());
            }
            for part in parts {
                let copied = copied(&part, &articles);
                for article in &articles {
                    let caption = article["captions"][0]["caption"].as_str().unwrap_or_default();
                    let texts =
                        [article["body"].as_str(), article["standfirst"].as_str(), Some(caption)];
                    for text in texts.into_iter().flatten() {
                        // Chinese is counted by the character.
                        let is_chinese = text.contains('港');
                        let spaced = |text: &str| {
                            words(&text.chars().flat_map(|c| [c, ' ']).collect::<String>())
                        };
                        let run = match is_chinese {
                            true => longest_run(&spaced(&part), &spaced(text)),
                            false => longest_run(&copied, &words(text)),
                        };
                        // Two English words may stand side by side in our own text as well.
                        let is_telling = is_chinese || text.starts_with("zz");
                        let allowed = if is_telling { most } else { most.max(2) };
                        assert!(run <= allowed, "{format} {most}: {run} words of {text}\n{part}");
                    }
                }
                assert!(!part.contains("Wal") && !part.contains("Ida Holm"), "{part}");
            }
        }
    }
    // The measure measures.
    let whole = markdown(&workshop, &["--since", "2024", "--every-copy"]);
    assert!(longest_run(&copied(&whole, &articles), &words(PIER)) > 20);
    // As many words as were asked for do leave.
    let seven = markdown(&workshop, &["--article", "4", "--no-text", "--words", "7"]);
    assert!(seven.contains("\nThe library of Port Maud will open…\n"), "{seven}");
}

// --- Mail, and what is hostile

/// What Python's `email` makes of a message; `None`, said why, where there is no Python.
pub fn seen_by_python(message: &str) -> Option<Value> {
    const LOOK: &str = "
import email, email.policy, json, sys
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(message.walk())
print(json.dumps({
    'defects': [str(d) for part in parts for d in part.defects] + [str(d) for h in message.values() for d in h.defects],
    'headers': message.keys(), 'subject': message['subject'], 'date': message['date'].datetime.isoformat(),
    'to': [[a.display_name, a.addr_spec] for a in message['to'].addresses], 'from': str(message['from'] or ''),
    'id': message['message-id'], 'types': [part.get_content_type() for part in parts],
    'plain': message.get_body(('plain',)).get_content(), 'html': message.get_body(('html',)).get_content()}))";
    let python = browser::found("python3")?;
    let mut child = Command::new(python)
        .args(["-c", LOOK])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
    Some(Ran::from(child.wait_with_output().unwrap()).expect(0).json())
}

#[test]
fn the_message_opens_in_pythons_reader_and_in_ours() {
    let workshop = archive("a.db", &papers());
    let mail = [
        "--since",
        "2024",
        "--format",
        "mail",
        "--to",
        "Zoë \"Z\" Ng <zoe@example.org>",
        "--to",
        "desk@example.org",
    ];
    let more = [
        "--from",
        "Press office <press@example.net>",
        "--title",
        "Überblick",
        "--intro",
        "Guten Morgen.",
    ];
    let message = review(&workshop, &[&mail[..], &more].concat()).expect(0).stdout;
    assert!(message.is_ascii() && !message.contains('\r'));
    assert!(message.lines().all(|line| line.len() <= 998 && line != "."));
    assert_eq!(review(&workshop, &[&mail[..], &more].concat()).stdout, message);
    let html = review(
        &workshop,
        &["--since", "2024", "--format", "html", more[2], more[3], more[4], more[5]],
    )
    .stdout;
    let other = review(&workshop, &[&mail[..], &["--words", "5"]].concat()).expect(0).stdout;
    let id =
        |text: &str| text.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
    assert_ne!(id(&other), id(&message));
    assert!(!other.contains("\nFrom:"), "{other}");
    if let Some(seen) = seen_by_python(&message) {
        assert_eq!(seen["defects"], json!([]), "{seen}");
        assert_eq!(
            seen["headers"],
            json!(["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"])
        );
        assert_eq!(seen["subject"], "Überblick");
        assert_eq!(seen["date"], "2026-01-02T03:04:05+00:00");
        assert_eq!(
            seen["to"],
            json!([["Zoë \"Z\" Ng", "zoe@example.org"], ["", "desk@example.org"]])
        );
        assert_eq!(seen["from"], "Press office <press@example.net>");
        assert!(seen["id"].as_str().unwrap().ends_with("@example.net>"), "{seen}");
        assert_eq!(seen["types"], json!(["multipart/alternative", "text/plain", "text/html"]));
        assert_eq!(seen["html"], html);
        let plain = seen["plain"].as_str().unwrap();
        assert!(plain.starts_with("Überblick\n\nMade on 2 January 2026: 2 stories."), "{plain}");
        assert!(
            plain.contains("\n  Agency: text of Reuters,") && plain.contains("Guten Morgen."),
            "{plain}"
        );
        let long = plain.lines().filter(|line| line.chars().count() > 72);
        assert!(
            long.into_iter().all(|line| line.trim().starts_with("cuttings:sha256:")),
            "{plain}"
        );
    }
    workshop.write("review.eml", &message);
    let read = workshop.run(&["read", "review.eml"]).expect(0).stdout;
    let headlines: Vec<Value> = read
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["body"].clone())
        .collect();
    let body = headlines.iter().map(|body| body.as_str().unwrap()).collect::<String>();
    assert!(body.contains("eleven of its forty piles"), "{read}");
}

const HOSTILE: [&str; 9] = [
    "Tolls\r\nBcc: everybody@example.org\r\n\r\n<b>body</b>",
    "</h3></article><script>alert(1)</script>",
    "\u{1b}[2J\u{1b}]0;title\u{7} wiped",
    "\u{202e}desrever si siht",
    "=cmd|'/c calc'!A0",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) `code` # no heading",
    "{{ 7*7 }} {% raw %} {# #} \" onmouseover=\"alert(1)",
    ".",
    "Ends with a very long word ",
];

#[test]
fn hostile_names_and_titles_are_text_in_every_format() {
    let long = "x".repeat(5_000);
    let articles: Vec<Value> = HOSTILE
        .iter()
        .enumerate()
        .map(|(number, hostile)| {
            let hostile = if number == 8 { format!("{hostile}{long}") } else { (*hostile).to_owned() };
            json!({
                "headline": hostile, "publisher": format!("Paper {number} {hostile}"), "authors": [format!("Ann {hostile}")],
                "published": "2024-05-07", "url": if number % 2 == 0 { "javascript:alert(1)" } else { "https://a.example/x?<b>" },
                "body": format!("Story {number} of {} begins {hostile} here.\n\n“Not {hostile},” Ruth Ellery said.", HOSTILE.len()),
            })
        })
        .collect();
    let workshop = archive("a.db", &articles);
    let subject = format!("News: {}", HOSTILE[0]);
    let title = HOSTILE[1..8].join(" ");
    for summary in ["lines", "quotes"] {
        let all = [
            "--since",
            "2024",
            "--title",
            &title,
            "--intro",
            HOSTILE[0],
            "--summary",
            summary,
            "--group",
            "publisher",
        ];
        let html = markdown(&workshop, &[&all[..], &["--format", "html"]].concat());
        for bad in [
            "<script",
            "<b>",
            "href=\"javascript",
            "href=\"https://a.example/x?<",
            "\u{202e}",
            "\u{1b}",
            "onmouseover=\"alert",
        ] {
            assert!(!html.contains(bad), "{bad} in\n{html}");
        }
        assert!(html.contains("&lt;script&gt;"));
        let text = markdown(&workshop, &all);
        for bad in [
            "<script",
            "](javascript",
            "](https://evil",
            "<b>",
            "\u{202e}",
            "\u{1b}",
            "\u{7}",
            "\r",
        ] {
            let unescaped = text.replace("\\<", "").replace("\\]", "");
            assert!(!unescaped.contains(bad), "{bad} in {summary}");
        }
        let mail = ["--format", "mail", "--to", "a@b.example", "--subject", &subject];
        let message = review(&workshop, &[&all[..], &mail].concat()).expect(0).stdout;
        assert!(message.lines().all(|line| line.len() <= 998 && line != "."));
        let head = message.split("\n\n").next().unwrap();
        let headers: Vec<&str> = head.lines().filter(|line| !line.starts_with(' ')).collect();
        let names: Vec<&str> = headers.iter().map(|line| line.split(':').next().unwrap()).collect();
        assert_eq!(
            names,
            ["To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"],
            "{head}"
        );
        if let Some(seen) = seen_by_python(&message) {
            assert_eq!(seen["defects"], json!([]), "{seen}");
            let subject = seen["subject"].as_str().unwrap();
            assert!(
                subject.starts_with("News: Tolls\\x0d Bcc: everybody@example.org"),
                "{subject}"
            );
            let plain = seen["plain"].as_str().unwrap();
            assert!(
                !plain.contains(['\u{1b}', '\u{202e}', '\u{7}']) && !plain.contains("\n.\n"),
                "{plain}"
            );
        }
        workshop.write("hostile.html", html);
        browser::check(&[workshop.path("hostile.html")]);
    }
}

#[test]
fn directions_and_huge_headlines_keep_to_themselves() {
    let headline = format!("שלום {}", "huge ".repeat(100));
    let article = json!({ "headline": headline, "publisher": "הארץ", "published": "2024-03-01", "body": LIBRARY });
    let workshop = archive("a.db", &[article]);
    for format in ["html", "markdown"] {
        let text = markdown(&workshop, &["--since", "2024", "--format", format]);
        // Whole over its entry, and its beginning in the contents.
        let huge = text.matches("huge").count();
        assert!((105..130).contains(&huge), "{huge} in\n{text}");
        let parted = text.matches("<bdi>הארץ</bdi>, 1 March 2024").count();
        assert_eq!(parted, if format == "html" { 2 } else { 0 });
    }
}

// --- Pages

#[test]
fn pages_have_no_fault_in_a_browser() {
    let workshop = archive("a.db", &papers());
    let mut files = Vec::new();
    for (name, arguments) in [
        ("lines.html", &["--since", "2024", "--notes"][..]),
        (
            "quotes.html",
            &["--since", "2024", "--summary", "quotes", "--group", "day", "--every-copy"],
        ),
        ("no-text.html", &["--since", "2024", "--no-text", "--group", "publisher"]),
        ("empty.html", &["--since", "2025"]),
    ] {
        review(&workshop, &[arguments, &["-o", name]].concat()).expect(0);
        files.push(workshop.path(name));
    }
    browser::check(&files);
}

/// The pictures in the documentation: after a change that was meant, `CUTTINGS_ACCEPT=1 cargo test --test it review` makes
/// them anew.
#[test]
fn the_pictures_of_the_documentation_are_small() {
    let folder = root().join("docs/documents");
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        let workshop = demo();
        on_demo(&workshop, &["review", "--since", "2024", "--words", "40", "-o", "review.html"])
            .expect(0);
        browser::pictures(&workshop.path("review.html"), &folder, "review");
    }
    let said = fs::read_to_string(root().join("docs/documents.md")).unwrap();
    for ending in ["390", "1280", "a4"] {
        let name = format!("review-{ending}.png");
        assert!(said.contains(&format!("](documents/{name})")), "{name}");
        let bytes = fs::metadata(folder.join(&name)).unwrap().len();
        assert!((5_000..200_000).contains(&bytes), "{name} has {bytes} bytes");
    }
}
