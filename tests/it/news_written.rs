//! News as people get them: their text to the letter, their message in another reader of mail, their page in a browser.

use std::fs;
use std::path::PathBuf;

use cuttings::model::{
    FailingFeed, News, NewsChange, NewsQuote, NewsRevision, NewsRole, NewsRows, NewsStory,
    NewsWords, ReviewCopy, ReviewTitle, SilentSource, Value, WatchNews, Withdrawal,
};
use cuttings::output::document::mail::{Envelope, Mailbox};
use cuttings::output::document::news;
use serde_json::json;

use crate::browser;
use crate::review_written::seen_by_python;
use crate::support::{Workshop, root};

fn words(words: &str, address: &str) -> NewsWords {
    NewsWords { words: words.to_owned(), address: address.to_owned() }
}

fn story(article_id: i64, headline: &str, publisher: &str, url: &str) -> NewsStory {
    NewsStory {
        article_id,
        permalink: format!("cuttings:sha256:{article_id:064x}"),
        title: ReviewTitle::Headline(headline.to_owned()),
        publisher: Some(publisher.to_owned()),
        day: "30 November 2026".to_owned(),
        dated: "2026-11-30T05:40:00Z".to_owned(),
        url: Some(url.to_owned()),
        copies: Vec::new(),
        more_copies: 0,
        sentences: Vec::new(),
        more_sentences: 0,
        quotes: Vec::new(),
        more_quotes: 0,
        revision: None,
    }
}

fn copy(article_id: i64, publisher: &str, day: &str, url: Option<&str>) -> ReviewCopy {
    ReviewCopy {
        article_id,
        publisher: Some(publisher.to_owned()),
        day: day.to_owned(),
        url: url.map(str::to_owned),
    }
}

/// A story with copies and quotations.
fn closed_terminal() -> NewsStory {
    let quote = |words: &str, speaker: Option<&str>, is_by_watched, address: &str| NewsQuote {
        words: words.to_owned(),
        speaker: speaker.map(str::to_owned),
        is_by_watched,
        address: address.to_owned(),
    };
    NewsStory {
        copies: vec![
            copy(
                18,
                "Tarrow Courier",
                "30 November 2026",
                Some("https://courier.example/terminal"),
            ),
            copy(21, "Sund Post", "1 December 2026", None),
        ],
        more_copies: 3,
        sentences: vec![
            words(
                "The harbour board, chaired by Ruth Ellery, voted on Monday evening to close the old ferry terminal.",
                "17#char=0,99",
            ),
            words("Ms Ellery said that eleven of its forty piles were hollow.", "17#char=240,298"),
        ],
        more_sentences: 1,
        quotes: vec![
            quote(
                "“We cannot ask anybody to stand on that.”",
                Some("Ruth Ellery"),
                true,
                "17#char=301,342",
            ),
            quote("“Ellery has known it for a year.”", Some("Ida Holm"), false, "17#char=510,543"),
            quote("“Ask Ellery.”", None, false, "17#char=600,613"),
        ],
        ..story(
            17,
            "Board closes the old ferry terminal",
            "The Tide",
            "https://tide.example/terminal?a=1&b=2",
        )
    }
}

/// An article that says something else today.
fn dearer_tolls() -> NewsStory {
    let change = |field: &str, before: &str, after: &str| NewsChange {
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let revision = NewsRevision {
        of_article_id: 12,
        changes: vec![
            change("headline", "Tolls to rise", "Tolls to rise in spring"),
            change(
                "body",
                "The toll on the bridge over the sound will rise from two dollars to three on the first day of May, the \
                 board said, and again the year after.",
                "The toll on the bridge over the sound will rise from two dollars to four on the first day of April, the \
                 board said, and again the year after.",
            ),
            change("body", "", "Lorries pay twice as much."),
            change("body", "Nothing is decided about lorries.", ""),
        ],
        more_changes: 2,
    };
    NewsStory {
        revision: Some(revision),
        ..story(19, "Tolls to rise in spring", "Tarrow Courier", "https://courier.example/tolls")
    }
}

fn of_a_person() -> WatchNews {
    WatchNews {
        name: "Ellery".to_owned(),
        about: "person Ruth Ellery".to_owned(),
        stories: vec![closed_terminal(), dearer_tolls()],
        left_out: 4,
        copies_of_told: 2,
        roles: vec![NewsRole {
            person: "Ruth Ellery".to_owned(),
            title: "acting harbour master".to_owned(),
            publisher: Some("Sund Post".to_owned()),
            day: "1 December 2026".to_owned(),
            address: "21#char=14,35".to_owned(),
        }],
        withdrawals: vec![Withdrawal {
            article_id: 9,
            title: ReviewTitle::Headline("Ellery to resign".to_owned()),
            publisher: Some("Sund Post".to_owned()),
            day: "29 November 2026".to_owned(),
            status: "canceled".to_owned(),
        }],
        rows: None,
    }
}

fn of_a_report() -> WatchNews {
    let row = |name: &str, articles: i64, share: f64| {
        vec![
            Value::Text(name.to_owned()),
            Value::Integer(articles),
            Value::Real(share),
            Value::Null,
        ]
    };
    WatchNews {
        name: "new names at the port".to_owned(),
        about: "report new-names topic=port".to_owned(),
        stories: Vec::new(),
        left_out: 0,
        copies_of_told: 0,
        roles: Vec::new(),
        withdrawals: Vec::new(),
        rows: Some(NewsRows {
            columns: ["name", "articles", "share", "note"].map(str::to_owned).to_vec(),
            rows: vec![row("Ida Holm", 4, 0.25), row("דנה כהן", 1, 0.0625)],
            left_out: 1,
        }),
    }
}

fn sample() -> News {
    let unsigned = NewsStory {
        title: ReviewTitle::FirstWords("The wharf is to be mended before".to_owned()),
        publisher: None,
        day: "November 2026".to_owned(),
        url: None,
        sentences: vec![words("The wharf is to be mended before the winter.", "23#char=0,44")],
        ..story(23, "", "", "")
    };
    let wharf = WatchNews {
        name: "the wharf".to_owned(),
        about: "search wharf OR pier".to_owned(),
        stories: vec![unsigned],
        left_out: 0,
        copies_of_told: 0,
        roles: Vec::new(),
        withdrawals: Vec::new(),
        rows: None,
    };
    let silent = |publisher: &str, usual_per_day, last_at: &str, missing| SilentSource {
        publisher: publisher.to_owned(),
        usual_per_day,
        last_at: last_at.to_owned(),
        missing,
    };
    News {
        title: "News, 1 December 2026".to_owned(),
        made_at: "2026-12-01T07:00:00Z".to_owned(),
        since: "since 30 November 2026, 07:00 UTC".to_owned(),
        watches: vec![of_a_person(), of_a_report(), wharf],
        quiet: ["AUKUS", "Torvald Eikeland", "tolls"].map(str::to_owned).to_vec(),
        silent: vec![
            silent("Lagoon Times", 40.0, "2026-11-24T16:20:00Z", 264.4),
            silent("Fjord Weekly", 0.4, "2026-11-01T08:00:00Z", 12.0),
        ],
        failing: vec![FailingFeed {
            name: "Harbour Gazette".to_owned(),
            url: "https://gazette.example/feed.xml".to_owned(),
            error: "the server answered 503".to_owned(),
            error_count: 12,
            failing_since: "2026-11-29T22:05:00Z".to_owned(),
        }],
    }
}

/// Two watches alone, and nothing.
fn empty() -> News {
    let quiet = ["AUKUS", "tolls"].map(str::to_owned).to_vec();
    News { watches: Vec::new(), silent: Vec::new(), failing: Vec::new(), quiet, ..sample() }
}

// --- To the letter

#[test]
fn news_read_as_they_should() {
    let news = sample();
    insta::assert_snapshot!("news_plain", news::plain(&news).unwrap());
    insta::assert_snapshot!("news_markdown", news::markdown(&news).unwrap());
    insta::assert_snapshot!("news_atom", news::atom(&news, "tag:example.org,2026:news").unwrap());
    insta::assert_snapshot!("news_json", serde_json::to_string_pretty(&news::json(&news)).unwrap());
    let page = news::html(&news).unwrap();
    let body = page.split_once("<body>").unwrap().1;
    insta::assert_snapshot!("news_html", body);
}

#[test]
fn every_line_of_the_plain_text_is_short() {
    let text = news::plain(&sample()).unwrap();
    let long = text.lines().filter(|line| line.chars().count() > 72);
    let mut is_address = long.map(|line| line.trim_start().starts_with("cuttings:sha256:"));
    assert!(is_address.all(|is_address| is_address), "{text}");
}

// --- Mail

#[test]
fn the_message_opens_in_pythons_reader() {
    for news in [sample(), empty()] {
        let (plain, html) = (news::plain(&news).unwrap(), news::html(&news).unwrap());
        let envelope = Envelope {
            to: vec![Mailbox::parse("Zoë Ng <zoe@example.org>").unwrap()],
            from: Some(Mailbox::parse("press@example.net").unwrap()),
            subject: news.title.clone(),
            sent_at: 1_796_108_400,
        };
        let message = envelope.message(&plain, &html).unwrap();
        assert!(message.lines().all(|line| line.len() <= 998 && line != "."));
        let Some(seen) = seen_by_python(&message) else { return };
        assert_eq!(seen["defects"], json!([]), "{seen}");
        assert_eq!(seen["subject"], "News, 1 December 2026");
        assert_eq!(seen["date"], "2026-12-01T07:00:00+00:00");
        assert_eq!(seen["to"], json!([["Zoë Ng", "zoe@example.org"]]));
        assert_eq!(seen["types"], json!(["multipart/alternative", "text/plain", "text/html"]));
        assert_eq!(seen["plain"].as_str().unwrap().trim_end(), plain.trim_end());
        assert_eq!(seen["html"].as_str().unwrap().trim_end(), html.trim_end());
    }
}

// --- In a browser

/// Long words, writing from right to left, and a table that is wider than a telephone.
fn wide() -> News {
    let mut news = sample();
    let long = "unbreakable".repeat(900);
    let cell = |number: i64| Value::Text(format!("cell {number} שלום {}", "long".repeat(30)));
    news.watches[0].stories[0].title = ReviewTitle::Headline(format!("{long} עיתון הנמל"));
    news.watches[0].stories[0].sentences = vec![words(&format!("{long} שלום"), "17#char=0,9900")];
    news.watches[0].name = long.clone();
    news.watches[1].rows = Some(NewsRows {
        columns: (1..=14).map(|number| format!("column_{number}")).collect(),
        rows: (1..=30).map(|_| (1..=14).map(cell).collect()).collect(),
        left_out: 0,
    });
    news.failing[0].url = format!("https://gazette.example/{}", "path".repeat(500));
    news.silent[0].publisher = long.clone();
    news.quiet.push(long);
    news
}

#[test]
fn the_page_has_no_fault_in_a_browser() {
    let workshop = Workshop::new();
    let files: Vec<PathBuf> = [("full", sample()), ("empty", empty()), ("wide", wide())]
        .map(|(name, news)| workshop.write(&format!("{name}.html"), news::html(&news).unwrap()))
        .to_vec();
    browser::check(&files);
    browser::check_at(&files, &[(320, false), (320, true)]);
}

/// The pictures in the documentation: after a change that was meant, `CUTTINGS_ACCEPT=1 cargo test --test it news_written`
/// makes them anew.
#[test]
fn the_pictures_of_the_documentation_are_small() {
    let folder = root().join("docs/documents");
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        let workshop = Workshop::new();
        let page = workshop.write("news.html", news::html(&sample()).unwrap());
        browser::pictures(&page, &folder, "news");
    }
    let said = fs::read_to_string(root().join("docs/documents.md")).unwrap();
    for ending in ["390", "1280", "a4"] {
        let name = format!("news-{ending}.png");
        assert!(said.contains(&format!("](documents/{name})")), "{name}");
        let bytes = fs::metadata(folder.join(&name)).unwrap().len();
        assert!((5_000..200_000).contains(&bytes), "{name} has {bytes} bytes");
    }
}
