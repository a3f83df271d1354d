//! `cuttings serve`: each page shows what it should, and leads to pages.

use std::sync::LazyLock;

use dom_query::Document;

use crate::served::Served;
use crate::support::{Workshop, root};

/// The sample articles.
pub static SAMPLES: LazyLock<Workshop> = LazyLock::new(|| {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    workshop
});

/// The first number of an article with these words in its headline.
fn article(words: &str) -> String {
    let found = SAMPLES.run(&["search", words, "--archive", "a.db", "--json", "--limit", "1"]);
    found.expect(0).json()[0]["article_id"].to_string()
}

/// The addresses that a page leads to on this server, without the token.
fn links(served: &Served, page: &str) -> Vec<String> {
    let document = Document::from(page);
    document
        .select("a[href]")
        .iter()
        .filter_map(|link| {
            let href = link.attr("href")?.to_string();
            Some(href.strip_prefix(&format!("{}/", served.base))?.to_owned())
        })
        .collect()
}

#[test]
fn each_page_shows_what_it_should() {
    let served = Served::of(&SAMPLES, &["--sql"]);
    for (path, expected) in [
        ("", &["What came in", "Who rises and falls"][..]),
        ("search?q=minister", &["<mark>", "Among them", "Publishers"]),
        ("search?q=bridgge", &["No article has"]),
        ("reports", &["timeline", "Who turns up with a name"]),
        ("report/timeline?per=year", &["<svg", "<table", "csv</a>"]),
        ("report/co-mentions", &["To be run it needs: name"]),
        ("publishers", &["<table"]),
        ("quotations", &["<blockquote", "by the rule"]),
        ("decide", &["Names that may be one", "cuttings person "]),
        ("watching", &["Nothing is watched", "Feeds"]),
        ("sql?sql=SELECT+count(*)+AS+c+FROM+articles", &["<td class=\"number\""]),
        ("sql?sql=DELETE+FROM+articles", &["query only reads: DELETE on articles is not allowed"]),
    ] {
        let page = served.page(path);
        for expected in expected {
            assert!(page.contains(expected), "{path}: no {expected} in {page}");
        }
    }
    assert_eq!(served.end(), Some(0));
}

#[test]
fn an_article_shows_names_quotations_and_its_captures() {
    let served = Served::of(&SAMPLES, &[]);
    let number = article("minister");
    let page = Document::from(served.page(&format!("article/{number}")).as_str());
    let named = page.select("article a.name");
    assert!(named.length() > 3);
    for kind in ["person", "place"] {
        assert!(page.select(&format!("article a.name.{kind}")).exists(), "{kind}");
    }
    assert!(page.select("#names ~ .rows tbody tr").length() > 2);
    assert!(page.select("article").attr("lang").is_some());
    // The text is there whole, in the order of its lines.
    let shown = SAMPLES.run(&["show", &number, "--archive", "a.db", "--json"]).expect(0).json();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select("article a.ref").remove();
    let text: String = page
        .select("article > p:not(.meta):not(.lead)")
        .iter()
        .map(|p| format!("{} ", p.text()))
        .collect();
    assert_eq!(words(&text), words(shown["body"].as_str().unwrap()));
    let capture = page.select("a[href*='/capture/']").attr("href").unwrap().to_string();
    let capture = served.get(capture.strip_prefix(&format!("{}/", served.base)).unwrap());
    assert_eq!(capture.status, 200);
    assert!(capture.header("content-disposition").unwrap().starts_with("attachment; filename="));
    assert_eq!(capture.header("content-type"), Some("application/octet-stream"));
    assert_eq!(capture.body.len().to_string(), shown["captures"][0]["byte_count"].to_string());
}

/// Every link of every page leads somewhere, two steps from the first.
#[test]
fn every_link_leads_to_a_page() {
    let served = Served::of(&SAMPLES, &[]);
    let mut known = vec![String::new()];
    let mut next = 0;
    while next < known.len() && next < 150 {
        let path = known[next].clone();
        next += 1;
        let heard = served.get(&path);
        assert!(matches!(heard.status, 200 | 300), "{path}: {} {}", heard.status, heard.text());
        if heard.header("content-type") != Some("text/html; charset=utf-8") {
            continue;
        }
        for link in links(&served, &heard.text()) {
            let link = link.split('#').next().unwrap().to_owned();
            if !known.contains(&link) {
                known.push(link);
            }
        }
    }
    assert!(next > 100, "{next}");
}

#[test]
fn people_have_pages_and_names_that_mean_several_are_not_guessed() {
    let people =
        SAMPLES.run(&["query", "people", "--archive", "a.db", "--json", "limit=1"]).expect(0);
    let name = people.json()[0]["name"].as_str().unwrap().to_owned();
    let served = Served::of(&SAMPLES, &[]);
    let page = served.page(&format!("person?name={}", name.replace(' ', "+")));
    for part in ["Roles", "Named with", "Said by them", "Articles"] {
        assert!(
            page.contains(&format!(
                "<h2 id=\"{}",
                match part {
                    "Named with" => "companions",
                    "Said by them" => "said",
                    "Roles" => "roles",
                    _ => "articles",
                }
            )),
            "{part}"
        );
    }
    let nobody = served.get("person?name=Nobody+Atall");
    assert_eq!(nobody.status, 404);
    assert!(nobody.text().contains("is called “Nobody Atall”"));
    let two = Workshop::with_archive(&[(
        "1.txt",
        "Harbour news\n\nBy Ann Writer\n1 March 2024\n\nJohn Marlow opened the bridge on Friday, said Mary Marlow, the mayor of the town. Mary Marlow thanked John Marlow.",
    )]);
    let served = Served::of(&two, &[]);
    let heard = served.get("person?name=Marlow");
    assert_eq!(heard.status, 300, "{}", heard.text());
    assert!(heard.text().contains("Which <bdi>Marlow</bdi>?"));
    for link in links(&served, &heard.text()).iter().filter(|link| link.starts_with("person?")) {
        assert_eq!(served.get(link).status, 200, "{link}");
    }
}

#[test]
fn permalinks_open_at_their_words() {
    let number = article("minister");
    let place = format!("{number}#char=10,40");
    let cited = SAMPLES.run(&["cite", &place, "--archive", "a.db", "--json"]).expect(0).json();
    let permalink = cited["permalink"].as_str().unwrap();
    let served = Served::of(&SAMPLES, &[]);
    let encoded: String = permalink.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for path in [format!("open?permalink={encoded}"), format!("search?q={encoded}")] {
        let mut heard = served.get(&path);
        for _ in 0..2 {
            if heard.status == 303 {
                let to = heard.header("location").unwrap().split('#').next().unwrap().to_owned();
                heard = served.get(to.strip_prefix(&format!("{}/", served.base)).unwrap());
            }
        }
        assert_eq!(heard.status, 200, "{}", heard.text());
        let page = Document::from(heard.text().as_str());
        let marked: String =
            page.select("article mark").iter().map(|mark| mark.text().to_string()).collect();
        assert_eq!(marked.chars().count(), 30, "{marked}");
        assert!(page.select("#words").exists());
        assert!(heard.text().contains(permalink));
    }
    let gone = format!("cuttings%3Asha256%3A{}", "0".repeat(64));
    assert_eq!(served.get(&format!("open?permalink={gone}")).status, 404);
    assert_eq!(served.get("open?permalink=x").status, 400);
    assert_eq!(served.get(&format!("article/{number}?at=5,99999999")).status, 404);
}

#[test]
fn rows_come_as_files() {
    let served = Served::of(&SAMPLES, &[]);
    let csv = served.get("report/people/csv?limit=3");
    assert_eq!(csv.header("content-disposition"), Some("attachment; filename=\"people.csv\""));
    let printed = ["query", "people", "--archive", "a.db", "limit=3", "--format", "csv"];
    assert_eq!(csv.text(), SAMPLES.run(&printed).expect(0).stdout);
    let json = served.get("report/people/json?limit=3");
    let rows: serde_json::Value = serde_json::from_str(&json.text()).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(served.get("report/people/xml").status, 404);
    assert_eq!(served.get("report/nothing").status, 404);
    assert_eq!(served.get("report/people?limit=many").status, 400);
    assert_eq!(served.get("sql?sql=SELECT+1").status, 404);
}

/// A text that is longer than a page comes in parts, which are the text; words are shown in the part that has them.
#[test]
fn a_long_text_comes_in_parts() {
    let paragraph =
        "Winston Peters said: “We keep harbour {} open,” and left Suva by the morning ferry.\n\n";
    let body: String =
        (0..5_000).map(|number| paragraph.replace("{}", &number.to_string())).collect();
    let story =
        serde_json::json!({ "headline": "A long day", "published": "2024-03-01", "body": body });
    let workshop = Workshop::with_archive(&[("1.json", &story.to_string())]);
    let served = Served::of(&workshop, &[]);
    let stored = workshop.run(&["show", "1", "--archive", "a.db", "--json"]).expect(0).json();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut path = "article/1".to_owned();
    let mut text = String::new();
    let mut parts = 0;
    loop {
        let shown = served.page(&path);
        assert!(shown.len() < 2_500_000, "{path} has {} bytes", shown.len());
        let page = Document::from(shown.as_str());
        // What is said of the part stands in its list of names and quotations, with its numbers in the whole.
        let quotations = page.select("li[id^='quotation-']").length();
        assert!((100..4_000).contains(&quotations), "{path}: {quotations}");
        page.select("article a.ref").remove();
        for line in page.select("article > p:not(.meta):not(.lead):not(.said)").iter() {
            text += &format!("{} ", line.text());
        }
        parts += 1;
        let after = page.select("p.said a").iter().find(|link| &*link.text() == "The part after");
        let Some(after) = after else { break };
        let href = after.attr("href").unwrap().to_string();
        path = href.strip_prefix(&format!("{}/", served.base)).unwrap().to_owned();
    }
    assert_eq!(parts, 3);
    assert_eq!(words(&text), words(stored["body"].as_str().unwrap()));
    let last = served.page("article/1?at=430000,430010");
    assert!(last.contains("part 3 of 3") && last.contains("<mark id=\"words\">"), "{last}");
    // A quotation is linked in the part that has it.
    let quotation = links(&served, &served.page("quotations?words=harbour+4900"));
    let quotation = quotation.iter().find(|link| link.contains("from=")).unwrap();
    let (path, place) = quotation.split_once('#').unwrap();
    assert!(served.page(path).contains(&format!("id=\"{place}\"")), "{quotation}");
    assert_eq!(served.get("article/1?from=last").status, 400);
}

/// Reports of people's own have pages as canned ones have, and those that are wrong are named.
#[test]
fn own_reports_have_pages() {
    let workshop = Workshop::with_archive(&[(
        "1.txt",
        "A story\n\n1 March 2024\n\nWinston Peters spoke in Suva.",
    )]);
    let report = "/* title: Who is <b>where</b>\n description: People and the day.\n parameter: who — the name (text, default Winston Peters) */\nSELECT name, article_id FROM mention_details WHERE name = :who";
    workshop.write(".config/cuttings/reports/where.sql", report);
    workshop.write(".config/cuttings/reports/broken.sql", "SELECT 1");
    let served = Served::of(&workshop, &[]);
    let page = served.page("reports");
    assert!(page.contains("report/where\"") && page.contains("broken.sql"), "{page}");
    assert!(page.contains("Who is &lt;b&gt;where") && !page.contains("<b>where"), "{page}");
    let page = served.page("report/where");
    assert!(page.contains("article/1\"") && page.contains("id=\"p-who\""), "{page}");
    assert!(served.page("report/where?who=Nobody").contains("Nothing."));
    assert!(served.get("report/where/csv").text().starts_with("name,article_id"));
}

#[test]
fn a_port_that_is_taken_is_said_so_and_tokens_may_be_left_out() {
    let served = Served::of(&SAMPLES, &["--no-token"]);
    assert_eq!(served.address, format!("http://127.0.0.1:{}/", served.port));
    served.page("search?q=minister");
    let port = served.port.to_string();
    let taken = SAMPLES.run(&["serve", "--archive", "a.db", "--port", &port]).expect(74);
    assert!(taken.stderr.contains("--port 0"), "{}", taken.stderr);
    SAMPLES.run(&["serve", "--archive", "none.db"]).expect(66);
}
