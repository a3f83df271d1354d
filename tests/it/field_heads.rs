//! What is read over stories of today's press: headline, kicker, standfirst, authors, paper and days; what is left out
//! of their text; and messages that were forwarded and pasted.
//!
//! Three tables: cases of our own in seven languages, made to a kind each (`tests/passages/heads.json`) and written as
//! people paste, unseen by who made the rules (`tests/passages/pastes.json`), and those of the field beside the
//! repository.

use std::fs;
use std::path::Path;

use cuttings::format;
use cuttings::model::{Draft, Published};
use serde::Deserialize;

use crate::accounting;
use crate::support::evaluation_data;

/// A text, and what must be read of it. What is not named is not looked at.
#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    #[serde(default, deserialize_with = "named")]
    headline: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    standfirst: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    byline: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    publisher: Option<Option<String>>,
    authors: Option<Vec<String>>,
    #[serde(default, deserialize_with = "named")]
    published: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    modified: Option<Option<String>>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

/// A field that is there, be it `null`: that must not be read.
fn named<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// The articles of a file, in its order.
fn drafts(bytes: &[u8], name: &str) -> Vec<Draft> {
    let Ok(format) = format::detect(bytes, Some(name)) else { return Vec::new() };
    accounting::captures(format, bytes)
        .iter()
        .filter_map(|(format, bytes)| {
            let reading = format.reading_of(bytes).ok()?;
            accounting::check(&reading, name);
            Some(reading.drafts)
        })
        .flatten()
        .collect()
}

/// A time as a table names it: as precise as there, its zone where that is named.
fn agrees(read: Option<&Published>, wanted: Option<&str>) -> bool {
    match (read, wanted) {
        (None, None) => true,
        (Some(read), Some(wanted)) => read.iso() == wanted || read.value == wanted,
        _ => false,
    }
}

#[test]
fn heads_days_and_forwards_of_our_own_are_read() {
    let cases = cases("heads.json");
    let forwards = cases.iter().filter(|case| case.name.starts_with("forward ")).count();
    assert!(forwards >= 30 && cases.len() - forwards >= 60, "{forwards} of {}", cases.len());
    assert_read(&cases);
}

#[test]
fn pastes_as_people_make_them_are_read() {
    let cases = cases("pastes.json");
    assert!(cases.len() >= 100, "{}", cases.len());
    assert_read(&cases);
}

fn cases(name: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn assert_read(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let drafts = drafts(case.text.as_bytes(), "case.txt");
        let [draft] = drafts.as_slice() else {
            wrong.push(format!("{}: {} articles", case.name, drafts.len()));
            continue;
        };
        let head = &draft.head;
        for (field, wanted, read) in [
            ("headline", &case.headline, &head.headline),
            ("standfirst", &case.standfirst, &head.standfirst),
            ("byline", &case.byline, &head.byline),
            ("publisher", &case.publisher, &head.publisher),
        ] {
            if let Some(wanted) = wanted
                && wanted != read
            {
                wrong.push(format!("{}: {field} {read:?}, not {wanted:?}", case.name));
            }
        }
        if let Some(authors) = &case.authors
            && *authors != head.authors
        {
            wrong.push(format!("{}: authors {:?}", case.name, head.authors));
        }
        for (field, wanted, read) in [
            ("published", &case.published, &head.published),
            ("modified", &case.modified, &head.modified),
        ] {
            if let Some(wanted) = wanted
                && !agrees(read.as_ref(), wanted.as_deref())
            {
                wrong.push(format!("{}: {field} {read:?}, not {wanted:?}", case.name));
            }
        }
        let lost = case.holds.iter().filter(|words| !draft.body.contains(words.as_str()));
        wrong.extend(lost.map(|words| format!("{}: lost {words:?}", case.name)));
        let left = case.without.iter().filter(|words| draft.body.contains(words.as_str()));
        wrong.extend(left.map(|words| format!("{}: left {words:?}", case.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What one article of a field case must be, where it matters.
#[derive(Clone, Copy, Default)]
struct Wanted {
    headline: Option<&'static str>,
    /// Whether it must have none.
    has_no_headline: bool,
    standfirst: Option<&'static str>,
    authors: Option<&'static [&'static str]>,
    publisher: Option<&'static str>,
    has_no_publisher: bool,
    published: Option<&'static str>,
    has_no_day: bool,
    modified: Option<&'static str>,
    is_summary: bool,
    starts: &'static str,
    holds: &'static [&'static str],
    without: &'static [&'static str],
}

const ANY: Wanted = Wanted {
    headline: None,
    has_no_headline: false,
    standfirst: None,
    authors: None,
    publisher: None,
    has_no_publisher: false,
    published: None,
    has_no_day: false,
    modified: None,
    is_summary: false,
    starts: "",
    holds: &[],
    without: &[],
};
const BERTH: Wanted = Wanted {
    headline: Some("Board shuts the ferry berth"),
    starts: "Colm Baird, 63, has run",
    ..ANY
};
const LOWRY: Option<&[&str]> = Some(&["Hanna Lowry"]);
const BOTH: Option<&[&str]> = Some(&["Hanna Lowry", "Piers Adeyemi"]);

/// The files of the field, each with the articles that are in it.
const FIELD: &[(&str, &[Wanted])] = &[
    (
        "115-headline-ends-in-stop.txt",
        &[Wanted {
            headline: Some("Stroud: ‘I never saw the letter.’"),
            authors: LOWRY,
            published: Some("2025-03-04"),
            ..ANY
        }],
    ),
    (
        "117-headline-no-10.txt",
        &[Wanted {
            headline: Some("No. 10 denies ferry deal"),
            authors: LOWRY,
            published: Some("2025-03-04"),
            ..ANY
        }],
    ),
    (
        "118-kicker-guest-essay.txt",
        &[Wanted { authors: LOWRY, published: Some("2025-03-04"), ..BERTH }],
    ),
    (
        "120-second-line-court.txt",
        &[Wanted { authors: Some(&[]), published: Some("2025-03-04"), ..BERTH }],
    ),
    (
        "122-date-published-updated.txt",
        &[Wanted { published: Some("2024-08-27"), modified: Some("2024-08-30"), ..BERTH }],
    ),
    ("124-date-reading-time.txt", &[Wanted { published: Some("2024-08-27"), ..BERTH }]),
    (
        "127-first-published-live.txt",
        &[Wanted {
            headline: Some("Election 2025 live: Stroud holds Skerry North"),
            authors: BOTH,
            published: Some("2025-06-05T19:00"),
            modified: Some("2025-06-06T04:22"),
            starts: "Colm Baird, 63",
            ..ANY
        }],
    ),
    (
        "128-furniture-lines.txt",
        &[Wanted {
            authors: LOWRY,
            without: &[
                "min read",
                "3h ago",
                "email",
                "Instagram",
                "shared by",
                "Most viewed",
                "Listen",
                "5 min",
                "subscriber",
            ],
            holds: &["Imelda Stroud says that she never saw it."],
            ..BERTH
        }],
    ),
    (
        "80-liveblog-paste.txt",
        &[Wanted {
            headline: Some("Election 2025 live: Stroud holds Skerry North as Labour loses council"),
            authors: BOTH,
            published: Some("2025-06-05T19:00"),
            modified: Some("2025-06-06T04:22"),
            without: &[
                "Key events",
                "3h ago",
                "Sign up",
                "Our morning email",
                "Enter your email",
                "Explore more",
            ],
            holds: &["with a majority of 212", "Thank you to everyone who voted."],
            ..ANY
        }],
    ),
    (
        "81-qa-interview.txt",
        &[Wanted {
            headline: Some(
                "‘Nobody rang. Nobody wrote’: the harbour master on the letter that went astray",
            ),
            standfirst: Some(
                "Colm Baird warned that the ferry berth would fail. He talks to Joan Ricci about rust, rage and retirement",
            ),
            authors: Some(&["Joan Ricci"]),
            published: Some("2025-03-08"),
            starts: "Colm Baird, 63",
            ..ANY
        }],
    ),
    (
        "82-op-ed.txt",
        &[Wanted {
            headline: Some("The ferry is not the problem. We are."),
            authors: Some(&["Amara Nwosu-Bell"]),
            published: Some("2025-03-09T05:00"),
            without: &["GUEST ESSAY", "letters@", "Bluesky", "Order Reprints"],
            ..ANY
        }],
    ),
    (
        "83-transcript.txt",
        &[Wanted {
            publisher: Some("ISN News"),
            published: Some("2025-03-09T11:02-04:00"),
            starts: "The following is a transcript",
            ..ANY
        }],
    ),
    (
        "84-explainer-list.txt",
        &[Wanted {
            headline: Some("Five things to know about the ferry row"),
            authors: Some(&["Piers Adeyemi"]),
            published: Some("2025-03-10"),
            starts: "1. What broke?",
            holds: &["With reporting by Joan Ricci and Davy Muir."],
            ..ANY
        }],
    ),
    (
        "88-embeds-inserts.txt",
        &[Wanted {
            headline: Some("Skerry Lines boss quit after row with Stroud, emails show"),
            authors: BOTH,
            publisher: Some("Skerry Media"),
            published: Some("2025-03-12T06:00"),
            modified: Some("2025-03-12T09:14"),
            without: &[
                "Instagram",
                "shared by",
                "Video:",
                "Edited by",
                "Advertisement",
                "Do you know more",
            ],
            holds: &["“Then go.”", "declined to comment"],
            ..ANY
        }],
    ),
    ("109-label-the-scoop.txt", &[Wanted { has_no_headline: true, has_no_publisher: true, ..ANY }]),
    (
        "106-paste-gmail-forward.txt",
        &[Wanted {
            headline: Some("Ferry berth: what the letter says"),
            published: Some("2025-08-14T18:02"),
            starts: "Colm Baird, 63",
            ..ANY
        }],
    ),
    (
        "108-paste-outlook-forward.txt",
        &[Wanted {
            headline: Some("Ferry berth: what the letter says"),
            published: Some("2025-08-14T18:02"),
            starts: "Colm Baird, 63",
            ..ANY
        }],
    ),
    (
        "49-forwarded-paste-headers.txt",
        &[Wanted {
            headline: Some("Lobby firm hires ex-minister"),
            authors: Some(&["Caitlin Osborne", "Daniel Lipsky"]),
            published: Some("2024-05-14T19:04:11"),
            without: &["Reply-To", "Sent from my"],
            ..ANY
        }],
    ),
    (
        "46-newsletter-digest-plain.txt",
        &[
            Wanted { published: Some("2025-03-04"), ..ANY },
            Wanted { headline: Some("Ferry berth shut"), published: Some("2025-03-04"), ..ANY },
            Wanted { headline: Some("Zelensky in Oslo"), published: Some("2025-03-04"), ..ANY },
            Wanted {
                headline: Some("And finally"),
                published: Some("2025-03-04"),
                without: &["Unsubscribe"],
                ..ANY
            },
        ],
    ),
    (
        "111-masthead-date.txt",
        &[
            Wanted {
                headline: Some("Ferry berth shut"),
                publisher: Some("The Morning Tide"),
                published: Some("2025-03-04"),
                ..ANY
            },
            Wanted {
                headline: Some("Zelensky in Oslo"),
                publisher: Some("The Morning Tide"),
                published: Some("2025-03-04"),
                ..ANY
            },
        ],
    ),
    (
        "47b-link-digest-second.txt",
        &[Wanted { published: Some("2024-02-13"), has_no_publisher: true, ..ANY }],
    ),
    (
        "112-proquest-credit.txt",
        &[Wanted {
            authors: LOWRY,
            published: Some("2025-03-04"),
            starts: "The harbour board voted on Tuesday",
            without: &["Credit"],
            ..ANY
        }],
    ),
    (
        "50-nexis-first-article.txt",
        &[
            Wanted { headline: Some("Ferry berth shut after cracks found"), authors: LOWRY, ..ANY },
            Wanted {
                published: Some("1999-12-15"),
                authors: Some(&["Jörn Seidl"]),
                starts: "Die Allianz rechnet",
                ..ANY
            },
        ],
    ),
    ("33b-byline-with-role-first.html", &[Wanted { authors: Some(&["Tahlia Roystone"]), ..ANY }]),
    (
        "64c-h1-br-second.html",
        &[Wanted { headline: Some("Ferry chair quits"), starts: "Imelda Stroud has", ..ANY }],
    ),
    (
        "65-html-paywall-lazy.html",
        &[Wanted {
            headline: Some("Board shuts ferry berth"),
            authors: LOWRY,
            published: Some("2025-03-04"),
            is_summary: true,
            without: &["£1 a week"],
            ..ANY
        }],
    ),
    ("105-feed-called-news.xml", &[Wanted { publisher: Some("Skerry Harbour News"), ..ANY }]),
    (
        "60b-pdf-folio-with-page-number.pdf",
        &[Wanted {
            publisher: Some("The Skerry Post"),
            published: Some("2025-03-04"),
            holds: &["closed, and the longest of the three.\n\nEngineers found"],
            ..ANY
        }],
    ),
    (
        "60c-press-release-right-header.pdf",
        &[Wanted {
            has_no_day: true,
            holds: &["said Imelda Stroud, who has led"],
            without: &["Page 1"],
            ..ANY
        }],
    ),
    (
        "60e-hyphens-second.pdf",
        &[Wanted {
            published: Some("2025-03-05"),
            holds: &["long-term", "cross-party", "so-called", "one-off"],
            ..ANY
        }],
    ),
    (
        "76-nbsp-softhyphen.txt",
        &[Wanted {
            authors: LOWRY,
            holds: &["the inquiry was unfair. Colm Baird welcomed it."],
            ..ANY
        }],
    ),
    ("89b-invisible.txt", &[Wanted { starts: "Colm Baird welcomed the inquiry", ..ANY }]),
    (
        "table.csv",
        &[
            Wanted { headline: Some("Harbour tolls rise"), ..ANY },
            Wanted { headline: Some("Talks end"), ..ANY },
            Wanted { headline: Some("Rain"), ..ANY },
        ],
    ),
    ("r3b.csv", &[Wanted { headline: Some("t0"), ..ANY }, Wanted { headline: Some("t1"), ..ANY }]),
];

/// What is wrong with an article.
fn faults(draft: &Draft, wanted: &Wanted) -> Vec<String> {
    let head = &draft.head;
    let mut faults = Vec::new();
    let mut text = |field: &str, wanted: Option<&str>, is_none: bool, read: Option<&str>| {
        if wanted.is_some() && wanted != read || is_none && read.is_some() {
            faults.push(format!("{field} {read:?}, not {wanted:?}"));
        }
    };
    text("headline", wanted.headline, wanted.has_no_headline, head.headline.as_deref());
    text("standfirst", wanted.standfirst, false, head.standfirst.as_deref());
    text("publisher", wanted.publisher, wanted.has_no_publisher, head.publisher.as_deref());
    if wanted.authors.is_some_and(|authors| authors != head.authors) {
        faults.push(format!("authors {:?}", head.authors));
    }
    for (wanted, read) in [(wanted.published, &head.published), (wanted.modified, &head.modified)] {
        if wanted.is_some() && !agrees(read.as_ref(), wanted) {
            faults.push(format!("{read:?}, not {wanted:?}"));
        }
    }
    if wanted.has_no_day && head.published.is_some() {
        faults.push(format!("published {:?}", head.published));
    }
    if wanted.is_summary && head.kind.as_str() != "summary" {
        faults.push(format!("a {}", head.kind.as_str()));
    }
    if !draft.body.starts_with(wanted.starts) {
        faults.push(format!("opens with {:.40?}", draft.body));
    }
    let lost = wanted.holds.iter().filter(|words| !draft.body.contains(**words));
    faults.extend(lost.map(|words| format!("lost {words:?}")));
    let left = wanted.without.iter().filter(|words| draft.body.contains(**words));
    faults.extend(left.map(|words| format!("left {words:?}")));
    faults
}

#[test]
fn heads_and_days_of_the_field_are_read() {
    let Some(folder) = evaluation_data().map(|data| data.join("field")) else { return };
    let mut wrong = Vec::new();
    for (name, wanted) in FIELD {
        let bytes = fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let drafts = drafts(&bytes, name);
        if drafts.len() != wanted.len() {
            let heads: Vec<_> = drafts.iter().map(|draft| &draft.head.headline).collect();
            wrong.push(format!("{name}: {} articles {heads:?}", drafts.len()));
        }
        for (draft, wanted) in drafts.iter().zip(wanted.iter()) {
            wrong.extend(faults(draft, wanted).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn feeds_of_the_field_have_their_days() {
    let Some(folder) = evaluation_data().map(|data| data.join("field")) else { return };
    let bytes = fs::read(folder.join("37-feed-dates.xml")).unwrap();
    let drafts = drafts(&bytes, "37-feed-dates.xml");
    let days: Vec<_> =
        drafts.iter().filter_map(|draft| draft.head.published.as_ref()?.value.get(..10)).collect();
    assert_eq!(
        days,
        [
            "2013-10-30",
            "2016-06-29",
            "2015-09-03",
            "2020-05-25",
            "2009-09-06",
            "2014-06-19",
            "2014-12-09"
        ]
    );
}
