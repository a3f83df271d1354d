//! Journeys through `cuttings serve` in headless Chromium: each on a telephone and on a desk, light and dark, with no word
//! on the console, nothing asked of another server and nothing that axe finds against WCAG 2.2 AA.

use std::fs;

use serde_json::{Value, json};

use crate::browser;
use crate::served::Served;
use crate::serving::SAMPLES;
use crate::support::{Workshop, root};

/// A journey: its name, where it begins, what is done, and what is there in the end.
type Journey = (&'static str, &'static str, Vec<Value>, &'static str);

/// What somebody does; each ends where it says.
fn journeys() -> Vec<Journey> {
    let cited = SAMPLES.run(&["cite", "21#char=0,30", "--archive", "a.db", "--json"]).expect(0);
    let cited = cited.json()["permalink"].as_str().unwrap().to_owned();
    let click = |selector: &str| json!(["click", selector]);
    let fill = |selector: &str, text: &str| json!(["fill", selector, text]);
    vec![
        ("start", "", vec![], "text=Who rises and falls"),
        (
            "find a person",
            "",
            vec![
                fill(".top input", "minister"),
                click(".top button"),
                fill("#person", "Luxon"),
                click("main form button"),
            ],
            ".entry mark",
        ),
        ("read an article", "search?q=minister", vec![click(".entry h3 a")], "article a.name"),
        (
            "follow a name",
            "search?q=minister",
            vec![click(".entry h3 a"), click("article a.name.person")],
            "#companions",
        ),
        (
            "follow a companion",
            "person?name=Christopher+Luxon",
            vec![click("#companions ~ .rows td a")],
            "h1",
        ),
        ("narrow by a count", "search?q=minister", vec![click(".facets li a")], ".entry"),
        (
            "run a report with a parameter",
            "reports",
            vec![
                click("a:text-is('co-mentions')"),
                fill("#p-name", "Christopher Luxon"),
                click("main form button"),
            ],
            "main table",
        ),
        ("see a picture", "report/timeline?per=month", vec![], "main figure svg:visible"),
        (
            "read a quotation in its article",
            "quotations",
            vec![click(".entry .meta a:last-of-type")],
            "#quotations",
        ),
        ("see publishers", "", vec![click("text=Publishers")], "main table"),
        ("see what to decide", "", vec![click("text=To decide")], "main pre"),
        ("see what is watched", "", vec![click("text=Watching")], "text=Feeds"),
        (
            "open a citation",
            "",
            vec![fill(".top input", &cited), click(".top button")],
            "article mark#words",
        ),
        (
            "make a dossier",
            "person?name=Christopher+Luxon",
            vec![click("text=As a dossier")],
            "text=The words",
        ),
        (
            "ask in SQL",
            "sql",
            vec![
                fill("textarea", "SELECT name, article_id FROM mention_details LIMIT 3"),
                click("main form button"),
            ],
            "main table",
        ),
        ("miss a page", "nothing", vec![], "text=Not there"),
    ]
}

#[test]
fn journeys_have_no_fault() {
    let served = Served::of(&SAMPLES, &["--sql"]);
    let mut orders = Vec::new();
    let journeys = journeys();
    for (_, path, steps, end) in &journeys {
        for (width, dark) in [(390, false), (390, true), (1280, false), (1280, true)] {
            let steps = [steps.as_slice(), &[json!(["see", end])]].concat();
            orders.push(json!({
                "url": format!("{}{path}", served.address), "width": width, "dark": dark, "steps": steps,
            }));
        }
    }
    let Some(seen) = browser::look(&orders) else { return };
    let mut faults = Vec::new();
    for (at, (order, seen)) in orders.iter().zip(&seen).enumerate() {
        let mut found = browser::faults(seen);
        // What a browser says of a page that is not there is its own word.
        found.retain(|fault| !fault.contains("status of 404"));
        if !found.is_empty() {
            let (name, ..) = journeys[at / 4];
            faults.push(format!("{name} at {}: {found:#?}", order["width"]));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The same journeys without any script, which axe would be: each still ends where it says.
#[test]
fn journeys_need_no_script() {
    let served = Served::of(&SAMPLES, &["--sql"]);
    let orders: Vec<Value> = journeys()
        .into_iter()
        .map(|(_, path, steps, end)| {
            let steps = [steps.as_slice(), &[json!(["see", end])]].concat();
            json!({
                "url": format!("{}{path}", served.address), "width": 1280, "scripts": false, "steps": steps,
            })
        })
        .collect();
    let Some(seen) = browser::look(&orders) else { return };
    for (order, seen) in orders.iter().zip(&seen) {
        assert_eq!(seen["asked"], json!([]), "{order}");
    }
}

/// The narrowest telephone that there is has every page in its width.
#[test]
fn pages_fit_a_width_of_320() {
    let served = Served::of(&SAMPLES, &["--sql"]);
    let orders: Vec<Value> = journeys()
        .into_iter()
        .map(|(_, path, steps, end)| {
            let steps = [steps.as_slice(), &[json!(["see", end])]].concat();
            json!({ "url": format!("{}{path}", served.address), "width": 320, "steps": steps })
        })
        .collect();
    let Some(seen) = browser::look(&orders) else { return };
    for (order, seen) in orders.iter().zip(&seen) {
        assert_eq!(seen["over"], 0, "{order}");
    }
}

/// A dossier goes to paper: what is printed has the words, and nothing of the page around them.
#[test]
fn a_dossier_is_printed() {
    let served = Served::of(&SAMPLES, &[]);
    let scratch = Workshop::new();
    let pdf = scratch.path("dossier.pdf");
    let order = json!({
        "url": format!("{}person?name=Christopher+Luxon", served.address), "width": 1280, "pdf": pdf,
        "steps": [["click", "text=As a dossier"], ["see", "text=The words"]],
    });
    let Some(seen) = browser::look(&[order]) else { return };
    assert_eq!(browser::faults(&seen[0]), Vec::<String>::new());
    let read = scratch.run(&["read", "dossier.pdf"]).expect(0).stdout;
    assert!(read.contains("Christopher Luxon") && read.contains("The words"), "{read}");
    assert!(!read.contains("Quotations Publishers"), "{read}");
}

#[test]
fn keys_reach_the_page_in_its_order() {
    let served = Served::of(&SAMPLES, &[]);
    let order = json!({ "url": served.address, "width": 1280, "tabs": 3 });
    let Some(seen) = browser::look(&[order]) else { return };
    assert_eq!(seen[0]["focused"], json!(["To the page itself", "a.db", "Quotations"]));
}

/// The pictures in the documentation: after a change that was meant, `CUTTINGS_ACCEPT=1 cargo test --test it browsing`
/// makes them anew.
#[test]
fn the_pictures_of_the_documentation_are_small() {
    let folder = root().join("docs/serve");
    let pictures = [
        ("start", "", 1280, false),
        ("search", "search?q=minister", 1280, true),
        ("article", "article/21", 1280, false),
        ("article-narrow", "article/21", 390, true),
        ("person", "person?name=Christopher+Luxon", 390, false),
        ("report", "report/timeline?per=month", 1280, false),
    ];
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        let served = Served::of(&SAMPLES, &["--no-token"]);
        fs::create_dir_all(&folder).unwrap();
        let orders = pictures.map(|(name, path, width, dark)| {
            json!({
                "url": format!("{}{path}", served.address), "width": width, "height": 900, "dark": dark,
                "screenshot": folder.join(format!("{name}.png")),
            })
        });
        browser::look(&orders);
    }
    let said = fs::read_to_string(root().join("docs/serve.md")).unwrap();
    for (name, ..) in pictures {
        assert!(said.contains(&format!("](serve/{name}.png)")), "{name}");
        let bytes = fs::metadata(folder.join(format!("{name}.png"))).unwrap().len();
        assert!((5_000..200_000).contains(&bytes), "{name} has {bytes} bytes");
    }
}
