//! Press reviews: one entry a story, the copy that is wanted, in the order that is wanted; the same every time, and quick.
//! What they look like is in `review_written`.

use std::io::Write;
use std::process::Stdio;
use std::time::Instant;

use serde_json::{Value, json};

use cuttings::db::{Archive, ReadOf, Reader};

use crate::bounded;
use crate::habits::{demo, on_demo};
use crate::support::{Numbers, Ran, Workshop};

pub const PIER: &str = "The harbour board of Tarrow voted on Monday night to close the old ferry wharf, after engineers found \
    that eleven of its forty piles had been eaten through by shipworm since the last survey.\n\n\
    Mayor Ruth Ellery said repairs would cost 3.4 million dollars, more than the ferry had earned in nine years. \
    “We looked at every way to keep it open and there was none,” Ruth Ellery said.\n\n\
    The ferry carries about 600 people a day between Tarrow and Port Maud. From July it will land at the fishing jetty, \
    where the district council is to build a shelter and widen the road.";
const LONGER: &str = "\n\nTom Basset, who has run the service since 2009, said the longer crossing would add twelve minutes to \
    each trip and some two tonnes of fuel to each week.";
pub const LIBRARY: &str = "The library of Port Maud will open on Sundays from March, the district council said. Librarian Ana \
    Kestrel asked for two more staff and was given one and a half of them.\n\n“It is a start,” Ana Kestrel said.";

/// An agency's story in three papers, and a story of one of them.
pub fn papers() -> Vec<Value> {
    vec![
        json!({ "publisher": "Tarrow Courier", "published": "2024-05-08", "headline": "Ferry wharf to close",
            "body": PIER, "dateline": "TARROW, May 7 (Reuters) -", "url": "https://courier.example/wharf",
            "authors": ["Jo van der Wal"] }),
        json!({ "publisher": "Maud Gazette", "published": "2024-05-07", "headline": "Shipworm shuts wharf",
            "body": PIER.replace("dollars", "pounds"), "url": "https://gazette.example/wharf" }),
        json!({ "publisher": "Coast Weekly", "published": "2024-05-07", "headline": "End of the old wharf",
            "body": format!("{PIER}{LONGER}") }),
        json!({ "publisher": "Maud Gazette", "published": "2024-05-09T08:30", "headline": "Sunday reading",
            "body": LIBRARY, "url": "https://gazette.example/library" }),
    ]
}

pub fn archive(name: &str, articles: &[Value]) -> Workshop {
    let workshop = Workshop::new();
    ingest(&workshop, name, articles);
    workshop
}

fn ingest(workshop: &Workshop, name: &str, articles: &[Value]) {
    workshop.run(&["init", name]).expect(0);
    let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
    workshop.write(&format!("{name}.jsonl"), lines);
    workshop.run(&["ingest", "--archive", name, &format!("{name}.jsonl")]).expect(0);
}

pub fn review(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[&["review", "--archive", "a.db"], arguments].concat())
}

pub fn markdown(workshop: &Workshop, arguments: &[&str]) -> String {
    review(workshop, arguments).expect(0).stdout
}

/// The headlines of the entries, in their order.
fn titles(text: &str) -> Vec<String> {
    let heads = text.lines().filter_map(|line| line.strip_prefix("### "));
    heads
        .filter_map(|line| line.split_once(". "))
        .map(|(_, title)| title.trim_start_matches('[').split("](").next().unwrap().to_owned())
        .collect()
}

// --- One entry a story

#[test]
fn an_agencys_story_in_three_papers_is_one_entry() {
    let workshop = archive("a.db", &papers());
    let text = markdown(&workshop, &["--since", "2024"]);
    // Of two of the same day the longer one, and the others with their days and links.
    assert_eq!(titles(&text), ["Sunday reading", "End of the old wharf"]);
    assert!(text.contains("Coast Weekly, 7 May 2024. Article 3\n"), "{text}");
    let also = "Also in: [Maud Gazette, 7 May 2024](<https://gazette.example/wharf>) (article 2); \
                [Tarrow Courier, 8 May 2024](<https://courier.example/wharf>) (article 1).\n";
    assert!(text.contains(also), "{text}");
    let label = "**Agency:** text of Reuters, as the dateline of the copy in Tarrow Courier says\n";
    assert!(text.contains(label), "{text}");
    assert_eq!(text.matches("Agency:").count(), 1);
    // Nobody else has the other story.
    assert_eq!(text.matches("Also in:").count(), 1);
    let preferred = markdown(&workshop, &["--since", "2024", "--prefer", "tarrow courier"]);
    assert_eq!(titles(&preferred), ["Sunday reading", "Ferry wharf to close"]);
    assert!(
        preferred.contains("**Agency:** text of Reuters, as its dateline says\n"),
        "{preferred}"
    );
    assert!(preferred.contains("Tarrow Courier, 8 May 2024. By Jo van der Wal. Article 1\n"));
    let order = [
        "--since",
        "2024",
        "--prefer",
        "Nobody",
        "--prefer",
        "Gazette",
        "--prefer",
        "Tarrow Courier",
    ];
    let second = review(&workshop, &order).expect(0);
    let commas =
        review(&workshop, &["since=2024", "prefer=Nobody, gazette,Tarrow Courier"]).expect(0);
    assert_eq!(commas.stdout, second.stdout);
    assert_eq!(titles(&second.stdout), ["Sunday reading", "Shipworm shuts wharf"]);
    assert!(second.stderr.contains("no publisher `Nobody`"), "{}", second.stderr);
    let every = markdown(&workshop, &["--since", "2024", "--every-copy", "--order", "oldest"]);
    let expected =
        ["End of the old wharf", "Shipworm shuts wharf", "Ferry wharf to close", "Sunday reading"];
    assert_eq!(titles(&every), expected);
    // A copy is chosen among those that were asked for; the others are still named.
    let one = markdown(&workshop, &["--publisher", "Tarrow Courier"]);
    assert_eq!(titles(&one), ["Ferry wharf to close"]);
    assert!(one.contains("Also in: Coast Weekly, 7 May 2024 (article 3); [Maud Gazette"), "{one}");
}

#[test]
fn an_agency_is_never_guessed() {
    let label = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut articles = papers();
        change(&mut articles);
        let text =
            markdown(&archive("a.db", &articles), &["--since", "2024", "--prefer", "Coast Weekly"]);
        text.lines().find(|line| line.contains("Agency:")).map(str::to_owned)
    };
    // Copies that say different things say nothing.
    assert_eq!(label(&|articles| articles[1]["dateline"] = json!("TARROW (AFP) -")), None);
    // Nor does a paper that is the agency say of others whose text it is, without a tag.
    assert_eq!(
        label(&|articles| {
            articles[0]["dateline"] = Value::Null;
            articles[0]["publisher"] = json!("Reuters");
        }),
        None
    );
    // The agency itself needs no label.
    assert_eq!(
        label(&|articles| {
            articles[2]["publisher"] = json!("Reuters");
            articles[2]["dateline"] = json!("TARROW (Reuters) -");
            articles[0]["dateline"] = Value::Null;
        }),
        None
    );
    // An author line says it, and the catalogue has the agency's name.
    assert_eq!(
        label(&|articles| articles[2]["byline"] = json!("By Ann Ng, AP")).as_deref(),
        Some("**Agency:** text of Associated Press, as its byline says")
    );
}

#[test]
fn hidden_articles_are_in_no_review() {
    let workshop = archive("a.db", &papers());
    for article in ["2", "4"] {
        let hide =
            ["article", "hide", article, "--because", "x", "--by", "ana", "--archive", "a.db"];
        workshop.run(&hide).expect(0);
    }
    let text = markdown(&workshop, &["--since", "2024"]);
    assert_eq!(titles(&text), ["End of the old wharf"]);
    assert!(!text.contains("Maud Gazette"), "{text}");
    let named = review(&workshop, &["--article", "4", "--article", "1"]).expect(0);
    assert_eq!(titles(&named.stdout), ["Ferry wharf to close"]);
    assert_eq!(named.stderr, "article 4 is left out: it is hidden\n");
}

// --- Order and groups

#[test]
fn articles_stand_in_the_order_that_a_hand_gave() {
    let workshop = demo();
    let run = |arguments: &[&str]| on_demo(&workshop, &[&["review"], arguments].concat());
    let numbers = |text: &str| -> Vec<String> {
        let found = text.lines().filter_map(|line| line.rsplit_once("Article "));
        found.map(|(_, number)| number.to_owned()).collect()
    };
    let given =
        run(&["--article", "21", "--article", "2", "--article", "14", "--article", "2"]).expect(0);
    assert_eq!(numbers(&given.stdout), ["21", "2", "14"]);
    let newest =
        run(&["--article", "2", "--article", "21", "--article", "14", "--order", "newest"]);
    assert_eq!(numbers(&newest.expect(0).stdout), ["14", "21", "2"]);
    // A list of numbers, a table, and articles named otherwise.
    let permalink = run(&["--article", "2"]).expect(0).stdout;
    let permalink = permalink.split('`').nth(1).unwrap();
    for (list, expected) in [
        ("21\n\n2\n".to_owned(), ["21", "2"]),
        ("headline,article_id\n\"a, b\",2\nc,21\n".to_owned(), ["2", "21"]),
        (format!("{permalink}\n 21 \n"), ["2", "21"]),
    ] {
        workshop.write("list.txt", &list);
        assert_eq!(numbers(&run(&["--articles", "list.txt"]).expect(0).stdout), expected, "{list}");
    }
    let mut child = workshop
        .command(&["review", "--articles", "-", "--archive", "cuttings-demo/archive.db"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"14\n21\n").unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap()).expect(0);
    assert_eq!(numbers(&ran.stdout), ["14", "21"]);
    for (arguments, code, said) in [
        (&["--article", "99"][..], 66, "there is no article `99`"),
        (&["--articles", "nofile"], 66, "cannot read `nofile`"),
        (&[], 2, "which articles?"),
        (&["--article", "2", "--since", "2024"], 2, "either named or searched for"),
        (&["peters", "--order", "given"], 2, "nothing gives an order"),
        (&["--since", "2024", "--order", "rank"], 2, "no words to rank by"),
        (&["peters", "--format", "mail"], 2, "goes to nobody"),
        (&["peters", "--to", "a@b.example"], 2, "`--format mail`"),
        (
            &["peters", "--format", "mail", "--to", "a@b.example\nBcc: c@d.example"],
            2,
            "control character",
        ),
        (&["peters", "-o", "x.pdf"], 2, "`--format`"),
        (&["peters", "--json"], 2, "-o FILE"),
    ] {
        let ran = run(arguments).expect(code);
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn entries_stand_under_days_and_publishers() {
    let workshop = archive("a.db", &papers());
    let by_day = markdown(&workshop, &["--since", "2024", "--group", "day", "--every-copy"]);
    let headings: Vec<&str> = by_day.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## Contents", "## 9 May 2024", "## 8 May 2024", "## 7 May 2024"]);
    let order = ["--since", "2024", "--group", "publisher", "--order", "publisher", "--every-copy"];
    let by_publisher = markdown(&workshop, &order);
    let headings: Vec<&str> = by_publisher.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(
        headings,
        ["## Contents", "## Coast Weekly", "## Maud Gazette", "## Tarrow Courier"]
    );
    // Every line of the contents leads to an entry, and to each leads one.
    let links: Vec<&str> =
        by_day.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    let places: Vec<&str> =
        by_day.split("<a id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(links, places);
    assert_eq!(links, ["story-1", "story-2", "story-3", "story-4"]);
}

// --- What is told of each

#[test]
fn lines_end_with_a_sentence_and_quotations_have_their_speakers() {
    let workshop = archive("a.db", &papers());
    let lines = markdown(&workshop, &["--article", "4", "--words", "20"]);
    assert!(
        lines.contains("\nThe library of Port Maud will open on Sundays from March, the district council said.\n"),
        "{lines}"
    );
    let cut = markdown(&workshop, &["--article", "4", "--words", "10"]);
    assert!(cut.contains("\nThe library of Port Maud will open on Sundays from…\n"), "{cut}");
    let quotes = markdown(&workshop, &["--article", "4", "--summary", "quotes"]);
    assert!(quotes.contains("\n> “It is a start,”\n>\n> Ana Kestrel, 4#char="), "{quotes}");
    assert!(!quotes.contains("Sundays"), "{quotes}");
    let place = quotes.split("Kestrel, ").nth(1).unwrap().lines().next().unwrap();
    let shown = workshop.run(&["show", place, "--archive", "a.db"]).expect(0).stdout;
    assert!(
        shown.contains(">>>It is a start,<<<") || shown.contains(">>>“It is a start,”<<<"),
        "{shown}"
    );
    let none = markdown(&workshop, &["--article", "4", "--summary", "none"]);
    assert!(!none.contains("library of"), "{none}");
    // Without a headline its first words stand there, and it is said.
    let bare = json!({ "publisher": "Tarrow Courier", "body": LIBRARY, "published": "2024-05" });
    let workshop = archive("a.db", &[bare]);
    let text = markdown(&workshop, &["--since", "2024"]);
    assert!(
        text.contains(
            "### 1. The library of Port Maud will open on… (no headline; its first words)"
        ),
        "{text}"
    );
    assert!(text.contains("Tarrow Courier, May 2024."), "{text}");
    let text = markdown(&workshop, &["--since", "2024", "--no-text"]);
    assert!(text.contains("### 1. Article 1 (no headline)"), "{text}");
}

#[test]
fn remarks_and_topics_are_private() {
    let workshop = archive("a.db", &papers());
    let note = ["note", "add", "4#char=4,11", "ask the mayor", "--by", "ana", "--archive", "a.db"];
    workshop.run(&note).expect(0);
    let tag =
        ["article", "tag", "4", "--topic", "our campaign", "--by", "ana", "--archive", "a.db"];
    workshop.run(&tag).expect(0);
    for format in ["html", "markdown"] {
        let text = markdown(&workshop, &["library", "--format", format]);
        assert!(!text.contains("ask the mayor") && !text.contains("campaign"), "{text}");
        let text = markdown(&workshop, &["library", "--notes", "--format", format]);
        assert!(text.contains("Remark of") && text.contains("ask the mayor"), "{text}");
        let text = markdown(&workshop, &["--topic", "Our Campaign", "--format", format]);
        assert!(text.contains("topic Our Campaign"), "{text}");
    }
}

// --- Nothing found

#[test]
fn a_review_of_nothing_says_so_and_may_be_left_unwritten() {
    let workshop = archive("a.db", &papers());
    for (arguments, said) in [
        (&["--since", "2025"][..], "no article found for published since 1 January 2025\n"),
        (&["zyxwv"], "no `zyxwv` in the archive\n"),
        (
            &["wharf", "--publisher", "Coast Weekly", "--until", "2023"],
            "no article found for wharf, publisher Coast Weekly",
        ),
    ] {
        let ran = review(&workshop, arguments).expect(0);
        assert!(
            ran.stdout.contains("0 stories") && ran.stdout.contains("\nNo article was found.\n"),
            "{}",
            ran.stdout
        );
        assert!(ran.stderr.starts_with(said), "{}", ran.stderr);
        let ran =
            review(&workshop, &[arguments, &["--unless-empty", "--quiet"]].concat()).expect(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
        review(&workshop, &[arguments, &["--unless-empty", "-o", "x.html"]].concat()).expect(0);
        assert!(!workshop.path("x.html").exists());
    }
    let json = review(&workshop, &["wharf", "-o", "x.html", "--json"]).expect(0).json();
    assert_eq!(
        json,
        json!({ "schema": 1, "command": "review", "exit": 0, "format": "html", "output": "x.html", "stories": 1, "left_out": 0 })
    );
    let there = review(&workshop, &["wharf", "-o", "x.html"]).expect(1);
    assert!(there.stderr.contains("--force"), "{}", there.stderr);
    let few = review(&workshop, &["--since", "2024", "--limit", "1"]).expect(0);
    assert!(few.stdout.contains("\nNot shown: 1 more story.\n"), "{}", few.stdout);
    assert!(few.stderr.contains("1 story left out"), "{}", few.stderr);
}

#[test]
fn an_edition_without_texts_has_a_review_without_text() {
    let workshop = archive("full.db", &papers());
    let export = ["export", "no-text", "--headlines", "--archive", "full.db", "-o", "a.db"];
    workshop.run(&export).expect(0);
    let refused = review(&workshop, &["--since", "2024"]).expect(1);
    assert!(
        refused.stderr.contains("without texts") && refused.stderr.contains("`--no-text`"),
        "{refused:?}"
    );
    let text = markdown(&workshop, &["--since", "2024", "--no-text", "--words", "5"]);
    assert_eq!(titles(&text), ["Sunday reading", "End of the old wharf"]);
    // Without headlines too.
    workshop.run(&["export", "no-text", "--archive", "full.db", "-o", "b.db"]).expect(0);
    let text = workshop
        .run(&["review", "--since", "2024", "--no-text", "--archive", "b.db"])
        .expect(0)
        .stdout;
    assert!(
        text.contains("### 1. \\[article 4\\]\n") && !text.contains("Not an address"),
        "{text}"
    );
}

// --- The same every time, and quick

#[test]
fn it_does_not_matter_which_article_came_first() {
    let mut articles = papers();
    for number in 0..6 {
        articles.push(json!({ "publisher": "Maud Gazette", "published": "2024-05-07", "headline": format!("Notice {number}"),
            "body": format!("Notice number {number} of the district council is about street number {}.", number * 7) }));
    }
    let forth = archive("a.db", &articles);
    articles.reverse();
    let back = archive("a.db", &articles);
    let without_numbers = |text: String| -> String {
        let lines = text.lines().map(|line| {
            let line = line.split("Article ").next().unwrap().split("#char=").next().unwrap();
            let parts = line.split("(article ");
            let parts = parts
                .enumerate()
                .map(|(at, part)| if at == 0 { part } else { part.split_once(')').unwrap().1 });
            parts.collect::<String>()
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    for arguments in [
        &["--since", "2024"][..],
        &["--since", "2024", "--order", "oldest", "--every-copy"],
        &["--since", "2024", "--order", "publisher", "--prefer", "Coast Weekly"],
    ] {
        let one = markdown(&forth, arguments);
        assert_eq!(one, markdown(&forth, arguments));
        assert_eq!(
            without_numbers(one),
            without_numbers(markdown(&back, arguments)),
            "{arguments:?}"
        );
    }
}

#[test]
fn two_thousand_articles_take_little_time() {
    let mut dice = Numbers(88_172_645_463_325_252);
    let articles: Vec<Value> = (0..2_000)
        .map(|number| {
            let words: String =
                (0..120).map(|_| format!("w{:x} ", dice.below(1 << 30))).collect();
            json!({ "publisher": "Tarrow Courier", "published": format!("2024-05-{:02}", number % 28 + 1),
                "headline": format!("Story {number}"), "body": format!("Story {number} begins. {words}") })
        })
        .collect();
    let workshop = archive("a.db", &articles);
    let started = Instant::now();
    let text = markdown(&workshop, &["--since", "2024", "--words", "20"]);
    let took = started.elapsed();
    assert_eq!(titles(&text).len(), 2_000);
    println!("2,000 articles in {took:?}, {} bytes", text.len());
    assert!(took.as_secs() < 20, "{took:?}");
}

/// Of long texts no more is held than is shown: 24 articles of 300 kB are 7 MB.
#[test]
fn memory_does_not_grow_with_the_texts() {
    let peak = |words: usize| {
        let mut dice = Numbers(88_172_645_463_325_252);
        let articles: Vec<Value> = (0..24)
            .map(|number| {
                let words: String =
                    (0..words).map(|_| format!("w{:x} ", dice.below(1 << 30))).collect();
                json!({ "publisher": "Tarrow Courier", "published": "2024-05-07", "body": format!("Story {number}. {words}") })
            })
            .collect();
        let workshop = archive("a.db", &articles);
        let arguments = ["review", "--archive", "a.db", "--since", "2024", "-o", "x.html"];
        let taken = bounded::taken(&workshop, &arguments)?;
        assert!(workshop.path("x.html").exists());
        let reader = Reader::of(Archive::open_to_read(&workshop.path("a.db")).unwrap()).unwrap();
        let of = ReadOf { beginning: 50, quotes: 50, notes: false };
        let read = reader.read_articles(&[1, 2, 3], of).unwrap();
        assert!(
            read.len() == 3 && read.values().all(|read| read.beginning.len() <= 50),
            "{read:?}"
        );
        Some(taken.memory)
    };
    let (Some(short), Some(long)) = (peak(50), peak(32_000)) else {
        return crate::support::skipped!("the system does not tell what a process holds");
    };
    println!("{} kB for short texts, {} kB for long ones", short >> 10, long >> 10);
    assert!(long < short + (5 << 20), "{short} {long}");
}
