//! Dossiers: they count as reports do, each permalink opens at its words, nothing private or hidden is in them, and
//! whatever a name or a headline holds, a page and Markdown show it as text.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;

use cuttings::output::safe;
use dom_query::Document;
use serde_json::Value;

use crate::browser;
use crate::fixture::Fixture;
use crate::support::{Ran, Workshop, root};

/// The archive of the sample articles.
static SAMPLES: LazyLock<Workshop> = LazyLock::new(|| {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    workshop
});

fn dossier(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[&["dossier", "--archive", "a.db"], arguments].concat())
}

/// Its HTML.
fn page(workshop: &Workshop, arguments: &[&str]) -> String {
    dossier(workshop, &[arguments, &["--format", "html"]].concat()).expect(0).stdout
}

fn query(workshop: &Workshop, words: &[&str]) -> Vec<Value> {
    let arguments = [&["query"], words, &["--archive", "a.db", "--json", "limit=100000"]].concat();
    workshop.run(&arguments).expect(0).json().as_array().unwrap().clone()
}

/// The rows of the tables in a section, their cells' texts.
fn rows(page: &str, section: &str) -> Vec<Vec<String>> {
    let document = Document::from(page);
    let rows = document.select(&format!("section[aria-labelledby={section}] tbody tr"));
    let cells = |row: dom_query::Selection<'_>| {
        row.select("td, th").iter().map(|cell| cell.text().trim().to_string()).collect()
    };
    rows.iter().map(cells).collect()
}

#[test]
fn it_counts_as_reports_do() {
    for (name, kind) in [
        ("Winston Peters", "person"),
        ("Penny Wong", "person"),
        ("Mere Tautahi", "person"),
        ("AUKUS", "organisation"),
        ("New Zealand", "place"),
    ] {
        let (of, kind) = (format!("name={name}"), format!("kind={kind}"));
        let shown = page(&SAMPLES, &[name, &kind, "--limit", "1000"]);
        let ran = dossier(&SAMPLES, &[name, &kind, "-o", "counted.html", "--force", "--json"]);
        let counted = ran.expect(0).json();
        let timeline = query(&SAMPLES, &["timeline", &of, &kind]);
        let articles: i64 = timeline.iter().map(|row| row["articles"].as_i64().unwrap()).sum();
        assert_eq!(counted["articles"], articles, "{name}");
        let document = Document::from(shown.as_str());
        assert_eq!(document.select("#articles ~ ul > li").length(), articles as usize, "{name}");
        let months: Vec<Vec<String>> = timeline
            .iter()
            .filter(|row| !row["period"].as_str().unwrap().starts_with("no "))
            .map(|row| {
                vec![row["period"].as_str().unwrap().to_owned(), row["articles"].to_string()]
            })
            .collect();
        let shown_months: Vec<Vec<String>> =
            rows(&shown, "time").into_iter().map(|row| row[..2].to_vec()).collect();
        assert_eq!(shown_months, months, "{name}");
        let said = query(&SAMPLES, &["quotes", &of, &kind]);
        assert_eq!(counted["said"], said.len(), "{name}");
        let quoted = |section: &str| document.select(&format!("#{section} ~ .entry")).length();
        assert_eq!(quoted("said"), said.len(), "{name}");
        assert_eq!(quoted("about"), counted["about"].as_u64().unwrap() as usize, "{name}");
        if kind == "kind=person" {
            let roles = query(&SAMPLES, &["roles", &of]);
            let titles: Vec<String> = roles
                .iter()
                .map(|row| match row["held_in"].as_str() {
                    Some(place) => format!("{}, {place}", row["title"].as_str().unwrap()),
                    None => row["title"].as_str().unwrap().to_owned(),
                })
                .collect();
            let shown: Vec<String> =
                rows(&shown, "roles").into_iter().map(|row| row[0].clone()).collect();
            assert_eq!(shown, titles, "{name}");
        }
        for other in ["person", "organisation", "place"] {
            let named = query(&SAMPLES, &["co-mentions", &of, &kind, &format!("other={other}")]);
            let named: Vec<(String, String)> = named
                .iter()
                .take(15)
                .map(|row| (row["name"].as_str().unwrap().to_owned(), row["articles"].to_string()))
                .collect();
            let found: Vec<(String, String)> = rows(&shown, "companions")
                .into_iter()
                .map(|row| (row[0].clone(), row[2].clone()))
                .filter(|row| named.contains(row))
                .collect();
            assert_eq!(
                found.iter().collect::<BTreeSet<_>>(),
                named.iter().collect::<BTreeSet<_>>(),
                "{name}, {other}"
            );
        }
    }
}

#[test]
fn a_time_and_each_story_once_are_counted_as_reports_do() {
    for asked in [&["once=yes"][..], &["since=2024"], &["until=2024-03", "once=yes"]] {
        let mut arguments =
            vec!["New Zealand", "kind=place", "-o", "asked.html", "--force", "--json"];
        arguments
            .extend(asked.iter().map(|word| if *word == "once=yes" { "--once" } else { *word }));
        let counted = dossier(&SAMPLES, &arguments).expect(0).json();
        let of = [&["timeline", "name=New Zealand", "kind=place"], asked].concat();
        let articles: i64 =
            query(&SAMPLES, &of).iter().map(|row| row["articles"].as_i64().unwrap()).sum();
        assert!(articles > 0 && counted["articles"] == articles, "{asked:?}: {counted}");
    }
    // Of a story that is told twice one telling is shown, and it is said.
    let body = "Ana Kestrel opened the harbour bridge in Port Sorrow on Monday before a crowd of four hundred people, \
        and said that it had cost less than the ferry that it replaces. The bridge has two lanes and a path for walkers, \
        took three years to build and is open to lorries from next week. Tolls will be collected from June, the board said.";
    let article = |publisher: &str| {
        serde_json::json!({ "headline": "Bridge opens", "published": "2024-03-18", "publisher": publisher, "body": body })
            .to_string()
    };
    let (one, other) =
        (article("The Tide"), article("Harbour Post").replace("next week", "next Friday"));
    let workshop = Workshop::with_archive(&[("1.json", &one), ("2.json", &other)]);
    let all = dossier(&workshop, &["Ana Kestrel"]).expect(0).stdout;
    assert!(all.contains("Named in 2 articles of 2 publishers"), "{all}");
    let once = dossier(&workshop, &["Ana Kestrel", "--once"]).expect(0).stdout;
    assert!(once.contains("Named in 1 article of 1 publisher, each story once"), "{once}");
    assert!(once.contains("- 1 article that tells a story once more"), "{once}");
}

#[test]
fn an_edition_without_texts_has_no_words_to_show() {
    SAMPLES
        .run(&["export", "no-text", "--archive", "a.db", "-o", "no-text.db", "--force"])
        .expect(0);
    let ran = SAMPLES.run(&["dossier", "Winston Peters", "--archive", "no-text.db"]).expect(1);
    assert!(
        ran.stderr.contains("an edition without texts") && ran.stdout.is_empty(),
        "{}",
        ran.stderr
    );
}

/// What others said of somebody: the report finds the same by a name that is written in one way alone.
#[test]
fn quotations_about_somebody_are_those_that_name_them() {
    let workshop = Workshop::with_archive(&[(
        "a.json",
        r#"{"headline": "Tolls", "published": "2024-03-18", "publisher": "The Tide", "body": "The harbour board met on Monday in Wellington.\n\n\"Ana Kestrel has done enough,\" said Jo Wharton, who leads the board.\n\n\"I will not go,\" Ana Kestrel said later.\n\n\"It rains,\" Jo Wharton said."}"#,
    )]);
    let shown = page(&workshop, &["Ana Kestrel"]);
    let document = Document::from(shown.as_str());
    let quotations = |section: &str| -> Vec<String> {
        let entries = document.select(&format!("#{section} ~ .entry"));
        entries
            .iter()
            .map(|entry| entry.text().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    let about = quotations("about");
    assert_eq!(about.len(), 1, "{about:?}");
    assert!(
        about[0].contains("Ana Kestrel has done enough,")
            && about[0].contains("Jo Wharton, 2024-03-18, The Tide"),
        "{about:?}"
    );
    let said = quotations("said");
    assert!(
        said.len() == 1
            && said[0].contains("I will not go,")
            && said[0].contains("Ana Kestrel, 2024"),
        "{said:?}"
    );
    assert_eq!(document.select("#said ~ .entry mark").text().as_ref(), "I will not go,");
    let report = query(&workshop, &["quotes", "about=Ana Kestrel"]);
    assert_eq!(report.len(), 1);
}

#[test]
fn each_permalink_opens_at_its_words() {
    for name in ["Winston Peters", "Tuvalu"] {
        let text = dossier(&SAMPLES, &[name]).expect(0).stdout;
        let entries: Vec<&str> = text.split("\n### Words ").skip(1).collect();
        assert!(entries.len() > 20, "{}", entries.len());
        for (at, entry) in entries.iter().enumerate() {
            assert!(entry.starts_with(&format!("{}\n", at + 1)), "{entry}");
            let permalink = entry.split("\n`").nth(1).unwrap().split('`').next().unwrap();
            let passage = entry.split("\n> ").nth(1).unwrap().lines().next().unwrap();
            let marked: Vec<String> = passage
                .split("**")
                .skip(1)
                .step_by(2)
                .map(|words| words.replace('\\', ""))
                .collect();
            let ran = SAMPLES.run(&["show", permalink, "--archive", "a.db"]).expect(0);
            assert!(!ran.stderr.contains("note: the"), "{permalink}: {}", ran.stderr);
            let cited =
                SAMPLES.run(&["cite", permalink, "--archive", "a.db", "--json"]).expect(0).json();
            let exact = cited["words"]["exact"].as_str().unwrap();
            let exact = exact.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(marked.contains(&exact), "{marked:?} has no {exact:?}");
        }
        // Each number that is named is one of them.
        for number in text.split("](#words-").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            assert!((1..=entries.len()).contains(&number.parse().unwrap()), "{number}");
        }
    }
}

#[test]
fn the_same_archive_gives_the_same_bytes() {
    for format in ["html", "markdown"] {
        let one = dossier(&SAMPLES, &["Winston Peters", "--format", format]).expect(0).stdout;
        let other = dossier(&SAMPLES, &["Winston Peters", "--format", format]).expect(0).stdout;
        assert!(one == other && one.len() > 10_000, "{format}");
    }
    let file = |ending: &str| {
        let name = format!("bytes.{ending}");
        dossier(&SAMPLES, &["Winston Peters", "-o", &name, "--force"]).expect(0);
        fs::read_to_string(SAMPLES.path(&name)).unwrap()
    };
    assert!(
        file("html").starts_with("<!DOCTYPE html>") && file("md").starts_with("# Winston Peters\n")
    );
    let ran = dossier(&SAMPLES, &["Winston Peters", "-o", "bytes.html"]).expect(1);
    assert!(ran.stderr.contains("exists"), "{}", ran.stderr);
    let ran = dossier(&SAMPLES, &["Winston Peters", "-o", "bytes.docx"]).expect(2);
    assert!(ran.stderr.contains("`--format`"), "{}", ran.stderr);
    dossier(&SAMPLES, &["Winston Peters", "--json"]).expect(2);
}

#[test]
fn a_limit_is_kept_and_said() {
    let text = dossier(&SAMPLES, &["Winston Peters", "--limit", "1"]).expect(0).stdout;
    assert!(text.contains("- 5 older articles counted here and not listed."), "{text}");
    assert_eq!(
        text.split("\n## Articles\n")
            .nth(1)
            .unwrap()
            .split("\n## ")
            .next()
            .unwrap()
            .matches("\n- ")
            .count(),
        1
    );
    let ran = dossier(&SAMPLES, &["Winston Peters", "limit=0", "-o", "none.html", "--json"])
        .expect(0)
        .json();
    assert_eq!((&ran["articles"], &ran["left_out"]["articles"]), (&6.into(), &6.into()));
}

#[test]
fn nothing_in_a_time_is_a_page_that_says_so() {
    let page = page(&SAMPLES, &["Winston Peters", "since=2030"]);
    assert!(page.contains("since 2030-01-01") && page.contains("0 articles"), "{page}");
    assert_eq!(page.matches("<p>None.</p>").count(), 3, "{page}");
    let text = dossier(&SAMPLES, &["Winston Peters", "until=1999"]).expect(0).stdout;
    assert!(text.contains("published until 1999-12-31") && text.contains("\nNone.\n"), "{text}");
    // What is known of somebody whom no article names is on record all the same.
    let text = dossier(&SAMPLES, &["Ashley Moody"]).expect(0).stdout;
    assert!(text.contains("Named in 0 articles") && text.contains("(*catalogue*)"), "{text}");
}

#[test]
fn several_and_nobody_are_said() {
    let workshop = Workshop::with_archive(&[(
        "a.txt",
        "Ana Peters met Carl Peters in Wellington, the port board said on Monday.\n",
    )]);
    let ran = dossier(&workshop, &["Peters"]);
    assert!(ran.code == 65 || ran.code == 0, "{ran:?}");
    workshop
        .run(&["person", "alias", "Ana Peters", "AP", "--by", "ana", "--archive", "a.db"])
        .expect(0);
    workshop
        .run(&["person", "alias", "Carl Peters", "AP", "--by", "ana", "--archive", "a.db"])
        .expect(0);
    let ran = dossier(&workshop, &["AP"]).expect(65);
    assert!(
        ran.stderr.contains("means several: ") && ran.stderr.contains("Carl Peters (person #"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("hint: say which, as in '#"), "{}", ran.stderr);
    let ran = dossier(&workshop, &["Zxcvb Qwerty"]).expect(66);
    assert!(
        ran.stderr.contains("error: no `Zxcvb Qwerty`") && ran.stdout.is_empty(),
        "{}",
        ran.stderr
    );
    let ran = dossier(&SAMPLES, &["Tuvalu", "kind=person"]).expect(66);
    assert!(ran.stderr.contains("no person `Tuvalu`"), "{}", ran.stderr);
}

#[test]
fn what_is_private_or_hidden_is_left_out_and_said() {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    let run = |arguments: &[&str]| {
        workshop.run(&[arguments, &["--archive", "a.db", "--by", "ana"]].concat()).expect(0)
    };
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    run(&["person", "note", "Winston Peters", "heron-one"]);
    run(&["note", "add", "21", "heron-two"]);
    run(&["person", "alias", "Winston Peters", "Winnie", "--because", "so he is called"]);
    run(&["article", "hide", "4"]);
    for format in ["html", "markdown"] {
        let shown = dossier(&workshop, &["Winston Peters", "--format", format]).expect(0).stdout;
        assert!(!shown.contains("heron"), "{shown}");
        assert!(
            shown.contains("2 remarks of your own") && shown.contains("1 article that is hidden"),
            "{shown}"
        );
        assert!(shown.contains("5 articles") && shown.contains("Winnie"), "{shown}");
        assert!(shown.contains("so he is called") && shown.contains("in force"), "{shown}");
        let noted =
            dossier(&workshop, &["Winston Peters", "--format", format, "--notes"]).expect(0).stdout;
        assert!(noted.contains("heron-one") && noted.contains("heron-two"), "{noted}");
        assert!(!noted.contains("of your own"), "{noted}");
    }
    let text = dossier(&workshop, &["Winston Peters"]).expect(0).stdout;
    assert!(
        text.contains("Winston Peters (*catalogue*)") && text.contains("- Winnie (*ruled*)"),
        "{text}"
    );
    assert!(!text.contains("article 4\n"), "{text}");
}

#[test]
fn an_archive_that_may_only_be_read_is_enough() {
    SAMPLES.run(&["backup", "read-only.db", "--archive", "a.db"]).expect(0);
    let path = SAMPLES.path("read-only.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    let before = fs::read(&path).unwrap();
    let ran = SAMPLES.run(&["dossier", "Winston Peters", "--archive", "read-only.db"]).expect(0);
    assert_eq!(ran.stdout, dossier(&SAMPLES, &["Winston Peters"]).expect(0).stdout);
    assert!(fs::read(&path).unwrap() == before);
    let ran = SAMPLES.run(&[
        "dossier",
        "Winston Peters",
        "--archive",
        "read-only.db",
        "-o",
        "read-only.db",
        "--force",
        "--format",
        "html",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}

/// Articles, an alias, a reason and remarks that would be markup, and links that are none of the web.
fn hostile() -> Workshop {
    let bad = "</title></h1><script>alert(1)</script><img src=x onerror=alert(1)> \u{202e}evil\u{1b}[31m ![x](http://a.example/x.png) [y](javascript:alert(1)) `code` **b** | cell & &copy; =1+1";
    let article = |number: usize, url: &str| {
        let article = serde_json::json!({
            "headline": format!("{bad} {number} {}", "huge ".repeat(300)), "publisher": format!("<b>Tide</b> {bad}"),
            "published": format!("2024-0{number}-18"), "url": url, "authors": [bad],
            "body": format!("# {bad}\n\nMinister Ana Kestrel met Jo Wharton in Wellington.\n\n\"{bad} Ana Kestrel has {number} boats,\" said Jo Wharton.\n\n---\n\n> \"Not a word,\" Ana Kestrel said. {bad}"),
        });
        (format!("{number}.json"), article.to_string())
    };
    let articles = [
        article(1, "javascript:alert(1)"),
        article(2, "https://a.example/x?y=\"><script>&z=1"),
        article(3, "data:text/html,<script>alert(1)</script>"),
        article(4, "https://a.example/good?a=1&copy=2_[3](4)"),
    ];
    let files: Vec<(&str, &str)> =
        articles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let workshop = Workshop::with_archive(&files);
    let run = |arguments: &[&str]| {
        workshop
            .run(&[arguments, &["--archive", "a.db", "--by", "<i>ana</i> [x](y)"]].concat())
            .expect(0)
    };
    run(&["person", "alias", "Ana Kestrel", bad, "--because", bad]);
    run(&["person", "rename", "Jo Wharton", &format!("Jo {bad}")]);
    run(&["person", "note", "Ana Kestrel", bad]);
    run(&["note", "add", "1", bad]);
    workshop
}

#[test]
fn hostile_names_stay_text() {
    let workshop = hostile();
    let mut files = Vec::new();
    for name in ["Ana Kestrel", "Wellington", "Jo Wharton"] {
        let shown = page(&workshop, &[name, "--notes"]);
        assert_eq!(shown.chars().find(|c| safe::is_unsafe(*c)), None, "{name}");
        let document = Document::from(shown.as_str());
        let elements: BTreeSet<String> = document
            .select("*")
            .iter()
            .filter_map(|element| {
                element
                    .nodes()
                    .first()
                    .and_then(|node| node.node_name())
                    .map(|name| name.to_string())
            })
            .collect();
        for element in ["script", "img", "i", "b", "iframe", "object", "form", "base"] {
            assert!(!elements.contains(element), "{name}: <{element}>");
        }
        for link in document.select("[href]").iter() {
            let address = link.attr("href").unwrap();
            let is_ours = address.starts_with("#w")
                || [
                    "#who",
                    "#roles",
                    "#time",
                    "#companions",
                    "#said",
                    "#about",
                    "#articles",
                    "#left-out",
                    "#words",
                ]
                .contains(&address.as_ref());
            assert!(is_ours || address.starts_with("https://a.example/good"), "{name}: {address}");
            assert!(
                is_ours || link.attr("rel").as_deref() == Some("noreferrer noopener"),
                "{address}"
            );
        }
        for attribute in ["style", "onerror", "onclick", "src"] {
            assert_eq!(
                document.select(&format!("[{attribute}]")).length(),
                0,
                "{name}: {attribute}"
            );
        }
        // One is enough for the browser, which takes its time for so much.
        if name == "Ana Kestrel" {
            files.push(workshop.write("hostile.html", &shown));
        }
        as_markdown(&dossier(&workshop, &[name, "--notes"]).expect(0).stdout, name);
    }
    browser::check(&files);
}

/// A word of another direction turns nothing round but itself, and a huge headline is whole once.
#[test]
fn directions_and_huge_headlines_keep_to_themselves() {
    let headline = format!("שלום {}", "huge ".repeat(100));
    let article = serde_json::json!({ "headline": headline, "publisher": "הארץ", "published": "2024-03-01",
        "body": "Minister Ana Kestrel met Jo Wharton in Wellington on Monday." });
    let workshop = Workshop::with_archive(&[("1.json", &article.to_string())]);
    let shown = page(&workshop, &["Ana Kestrel"]);
    assert!(shown.contains("<bdi>הארץ</bdi>, <bdi>1 March 2024</bdi>"), "{shown}");
    assert!(shown.contains("<bdi>הארץ</bdi>, 2024-03-01, article 1"), "{shown}");
    let longest = |text: &str| text.matches("huge").count();
    let document = Document::from(shown.as_str());
    for entry in document.select("#words ~ ol > li").iter() {
        assert!((1..30).contains(&longest(&entry.text())), "{}", entry.text());
    }
    assert_eq!(longest(&document.select("#articles ~ ul > li").text()), 100);
}

/// Nothing in the Markdown is there that its template did not put there.
fn as_markdown(text: &str, name: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    assert_eq!(text.chars().find(|c| safe::is_unsafe(*c)), None, "{name}");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let known = [
        "Who it is",
        "Other names",
        "Rulings",
        "Your remarks",
        "Roles",
        "Time line",
        "Named with",
        "people",
        "organisations",
        "places",
        "Said by them",
        "Said about them",
        "Articles",
        "What is not here",
        "The words",
    ];
    let (mut heading, mut headings) = (None, 0);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{name}: {html}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("{name}: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => assert!(
                dest_url.starts_with("#words-")
                    || dest_url.starts_with("https://a.example/good?a=1&copy=2_%5B3%5D(4)"),
                "{name}: {dest_url}"
            ),
            Event::Start(Tag::CodeBlock(_)) | Event::Rule => {
                panic!("{name}: a block that is not ours")
            }
            Event::Code(code) => assert!(
                code.starts_with("cuttings:sha256:")
                    || *code == *"cuttings show"
                    || *code == *"--notes",
                "{name}: {code}"
            ),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => {
                let said = heading.take().unwrap();
                headings += 1;
                let is_ours =
                    headings == 1 || known.contains(&said.as_str()) || said.starts_with("Words ");
                assert!(is_ours, "{name}: {said}");
            }
            Event::Text(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    assert!(headings > 10, "{name}");
}

#[test]
fn pages_have_no_fault_in_a_browser() {
    let mut files = Vec::new();
    for name in ["Winston Peters", "AUKUS", "Tuvalu"] {
        let file = format!("browser-{}.html", name.replace(' ', "-"));
        dossier(&SAMPLES, &[name, "-o", &file, "--force"]).expect(0);
        files.push(SAMPLES.path(&file));
    }
    dossier(&SAMPLES, &["Winston Peters", "since=2030", "-o", "browser-none.html", "--force"])
        .expect(0);
    files.push(SAMPLES.path("browser-none.html"));
    browser::check(&files);
}

/// Of 20,000 articles a tenth name one person: few of them are read, and the line over time is there.
#[test]
fn a_name_in_many_articles_is_quick_and_bounded() {
    const LARGE: &str = concat!(
        "CREATE TEMP TABLE size AS SELECT 20000 AS articles;",
        include_str!("../../benches/large.sql"),
        "DROP TABLE temp.size;"
    );
    let large = Fixture::with(LARGE);
    let most = large.printed(&["query", "people", "--limit", "1", "--json"]);
    let most: Value = serde_json::from_str(&most).unwrap();
    let (name, articles) =
        (most[0]["name"].as_str().unwrap(), most[0]["articles"].as_u64().unwrap());
    assert!(articles > 1_500, "{most}");
    let before = std::time::Instant::now();
    let shown = large.printed(&["dossier", name, "kind=person", "--format", "html"]);
    let seconds = before.elapsed().as_secs_f64();
    println!("{name}, {articles} articles: {} bytes in {seconds:.2} s", shown.len());
    assert!(seconds < 20.0 && shown.len() < 1_000_000, "{} bytes in {seconds} s", shown.len());
    assert!(shown.contains(&format!("{articles} articles")) && shown.contains("<svg"), "{name}");
    let file = large.folder.path().join("large.html");
    fs::write(&file, shown).unwrap();
    browser::check(&[file]);
}

/// The pictures in the documentation: after a change that was meant, `CUTTINGS_ACCEPT=1 cargo test --test it dossier` makes
/// them anew.
#[test]
fn the_pictures_of_the_documentation_are_small() {
    let folder = root().join("docs/documents");
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        fs::create_dir_all(&folder).unwrap();
        dossier(&SAMPLES, &["Winston Peters", "-o", "picture.html", "--force"]).expect(0);
        browser::pictures(&SAMPLES.path("picture.html"), &folder, "dossier");
    }
    let said = fs::read_to_string(root().join("docs/documents.md")).unwrap();
    for ending in ["390", "1280", "a4"] {
        let name = format!("dossier-{ending}.png");
        assert!(said.contains(&format!("](documents/{name})")), "{name}");
        let bytes = fs::metadata(folder.join(&name)).unwrap().len();
        assert!((5_000..200_000).contains(&bytes), "{name} has {bytes} bytes");
    }
}
