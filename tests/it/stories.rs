//! One story in many forms: reprints, revisions, summaries, and what changed between them.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use cuttings::text::near;
use serde_json::{Value, json};

use crate::support::{Numbers, Workshop, evaluation_data};

/// A story of some length about a town and its people.
fn story() -> String {
    let paragraphs = [
        "The harbour board of Tarrow voted on Monday night to close the old ferry wharf, after engineers \
         found that eleven of its forty piles had been eaten through by shipworm since the last survey.",
        "Mayor Ruth Ellery said repairs would cost 3.4 million dollars, more than the ferry had \
         earned in nine years. \"We looked at every way to keep it open and there was none,\" Ellery said.",
        "The ferry carries about 600 people a day between Tarrow and Port Maud. From July it will land at \
         the fishing jetty, where the district council is to build a shelter and widen the road.",
        "Tom Basset, who has run the service since 2009, said the longer crossing would add twelve minutes \
         to each trip and some two tonnes of fuel to each week.",
        "Residents who crowded the hall asked why the survey had been put off twice. The district council \
         said that a report would be published before the end of the winter session.",
    ];
    paragraphs.join("\n\n")
}

fn record(fields: Value) -> String {
    fields.to_string()
}

/// The answer of a query as rows.
fn rows(workshop: &Workshop, arguments: &[&str]) -> Vec<Value> {
    let arguments = [&["query", "--archive", "a.db", "--format", "json"], arguments].concat();
    workshop.run(&arguments).expect(0).json().as_array().unwrap().clone()
}

/// The story, a reprint that was cut, one with another headline and other words, and another story.
fn reprints() -> [(&'static str, String); 4] {
    let whole = story();
    let cut: Vec<&str> = whole.split("\n\n").take(3).collect();
    let altered =
        whole.replace("voted", "decided").replace("dollars", "pounds").replace("eaten", "gnawed");
    let other = "The library of Port Maud will open on Sundays from March, the district council said. \
                 Librarian Ana Kestrel asked for two more staff and was given one and a half of them, and a \
                 new boiler, which the council hopes to have in place before the first frost comes.";
    let article = |publisher: &str, day: &str, headline: &str, body: &str| {
        record(
            json!({"publisher": publisher, "published": day, "headline": headline, "body": body}),
        )
    };
    [
        ("a.json", article("Tarrow Courier", "2024-05-07", "Ferry wharf to close", &whole)),
        (
            "b.json",
            article("Maud Gazette", "2024-05-08", "Shipworm shuts wharf", &cut.join("\n\n")),
        ),
        ("c.json", article("Coast Weekly", "2024-05-10", "End of the old wharf", &altered)),
        ("d.json", article("Maud Gazette", "2024-05-08", "Sunday reading", other)),
    ]
}

#[test]
fn a_story_is_counted_once_when_asked_and_every_reprint_stays_visible() {
    let files = reprints();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let workshop = Workshop::with_archive(&files);
    let found = rows(&workshop, &["near-duplicates"]);
    let headlines: Vec<&str> = found.iter().map(|row| row["headline"].as_str().unwrap()).collect();
    assert_eq!(headlines, ["Ferry wharf to close", "Shipworm shuts wharf", "End of the old wharf"]);
    assert!(found.iter().all(|row| row["story_id"] == found[0]["article_id"]), "{found:?}");
    assert_eq!(found[1]["containment"], 1.0);
    assert_eq!(rows(&workshop, &["articles"]).len(), 4);
    let once: BTreeSet<String> = rows(&workshop, &["articles", "--once"])
        .iter()
        .map(|row| row["headline"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(once, ["Ferry wharf to close".to_owned(), "Sunday reading".to_owned()].into());
    let articles_of = |arguments: &[&str]| -> i64 {
        let found = rows(&workshop, arguments);
        found.iter().find(|row| row["name"] == "Ruth Ellery").unwrap()["articles"].as_i64().unwrap()
    };
    for report in [&["people"][..], &["roles"], &["new-names", "since=2024"]] {
        let once = [report, &["once=yes"]].concat();
        assert_eq!((articles_of(report), articles_of(&once)), (3, 1), "{report:?}");
    }
    let shown = workshop.run(&["show", "1", "--archive", "a.db"]).expect(0);
    assert!(shown.stdout.contains("nearly the same: article 2"), "{}", shown.stdout);
    workshop.run(&["query", "runs", "--once", "--archive", "a.db"]).expect(2);
}

#[test]
fn stories_are_the_same_in_any_order_and_after_a_rebuild() {
    let files = reprints();
    let told = |order: &[usize], is_rebuilt: bool| -> Vec<Value> {
        let workshop = Workshop::with_archive(&[]);
        for &index in order {
            workshop.write(files[index].0, &files[index].1);
            workshop.run(&["ingest", "--archive", "a.db", files[index].0]).expect(0);
        }
        if is_rebuilt {
            workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
        }
        let sql = "SELECT one.sha256 AS one, first.sha256 AS first,
                (SELECT count(*) FROM near_duplicates) AS pairs,
                (SELECT count(*) FROM near_duplicate_sketches) AS numbers
             FROM stories JOIN articles AS one USING (article_id)
             JOIN articles AS first ON first.article_id = first_article_id ORDER BY 1";
        rows(&workshop, &["--sql", sql])
    };
    let expected = told(&[0, 1, 2, 3], false);
    assert_eq!(expected.len(), 3);
    assert_eq!(expected[0]["numbers"], 4 * 12);
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        assert_eq!(told(&order, false), expected, "{order:?}");
        assert_eq!(told(&order, true), expected, "{order:?} rebuilt");
    }
}

/// Each is compared with a part of the others only, which part depends on the order.
#[test]
fn a_story_told_very_often_is_one_in_any_order() {
    let told: Vec<String> = (0..150)
        .map(|number| {
            let day = format!("2024-05-{:02}", number % 28 + 1);
            let body = format!("{} This was print number {number} of the day.", story());
            record(json!({ "published": day, "headline": "Ferry wharf to close", "body": body }))
        })
        .collect();
    let stories = |order: &mut dyn Iterator<Item = usize>, at_once: usize| -> Vec<Value> {
        let workshop = Workshop::with_archive(&[]);
        let order: Vec<usize> = order.collect();
        for part in order.chunks(at_once) {
            let lines: Vec<&str> = part.iter().map(|&index| told[index].as_str()).collect();
            workshop.write("part.jsonl", lines.join("\n"));
            workshop.run(&["ingest", "--archive", "a.db", "part.jsonl"]).expect(0);
        }
        let sql = "SELECT first.sha256, count(*) AS articles FROM stories
             JOIN articles AS first ON first.article_id = first_article_id GROUP BY 1";
        rows(&workshop, &["--sql", sql])
    };
    let expected = stories(&mut (0..150), 150);
    assert_eq!(expected.len(), 1);
    assert_eq!(expected[0]["articles"], 150);
    assert_eq!(stories(&mut (0..150).rev(), 50), expected);
    assert_eq!(stories(&mut (0..150).map(|index| index * 7 % 150), 60), expected);
}

/// A house puts its texts together from paragraphs of which each is in many: no number of a sketch is rare.
#[test]
fn a_reprint_is_found_where_all_its_paragraphs_are_in_many_texts() {
    const PARAGRAPHS: usize = 20;
    let mut dice = Numbers(88_172_645);
    let stock: Vec<String> = (0..PARAGRAPHS)
        .map(|_| (0..30).map(|_| format!("w{}", dice.below(5_000))).collect::<Vec<_>>().join(" "))
        .collect();
    let mut chosen: Vec<BTreeSet<usize>> = Vec::new();
    while chosen.len() < 300 {
        let one: BTreeSet<usize> = (0..5).map(|_| dice.below(PARAGRAPHS)).collect();
        // Two texts that share three of five paragraphs are no near-duplicates.
        if one.len() == 5 && chosen.iter().all(|other| other.intersection(&one).count() <= 3) {
            chosen.push(one);
        }
    }
    let mut texts: Vec<String> = chosen
        .iter()
        .map(|one| one.iter().map(|&at| stock[at].as_str()).collect::<Vec<_>>().join(".\n\n"))
        .collect();
    let last = texts.last().unwrap().clone();
    texts.push(last.replacen("w", "and w", 1));
    let workshop = Workshop::with_archive(&[]);
    let lines: Vec<String> =
        texts.iter().map(|text| record(json!({ "headline": "Notice", "body": text }))).collect();
    workshop.write("notices.jsonl", lines.join("\n"));
    workshop.run(&["ingest", "--archive", "a.db", "notices.jsonl"]).expect(0);
    let sql = "SELECT count(*) AS n FROM articles
        UNION ALL SELECT article_id FROM near_duplicates UNION ALL SELECT other_article_id FROM near_duplicates";
    let found = rows(&workshop, &["--sql", sql]);
    let found: Vec<i64> = found.iter().map(|row| row["n"].as_i64().unwrap()).collect();
    assert_eq!(found, [301, 300, 301]);
}

#[test]
fn another_text_of_a_page_is_a_revision_and_diff_says_what_changed() {
    let workshop = Workshop::with_archive(&[]);
    let page = |url: &str, body: &str| {
        record(
            json!({"publisher": "Tarrow Courier", "url": url, "headline": "Ferry wharf to close", "body": body}),
        )
    };
    let corrected = story()
        .replace("eleven of its forty", "nineteen of its forty")
        .replace("Tom Basset, who", "Ana Kestrel, who")
        .replace("We looked at every way", "We went through every way");
    workshop.write(
        "first.json",
        page("https://www.courier.example/news/wharf/?utm_source=mail", &story()),
    );
    workshop.write(
        "spaces.json",
        page("https://courier.example/news/wharf", &story().replace(". ", ".  ")),
    );
    workshop.write("second.json", page("http://amp.courier.example/news/wharf#top", &corrected));
    let counts = |name: &str| {
        workshop.run(&["ingest", "--json", "--archive", "a.db", name]).expect(0).json()
    };
    assert_eq!(counts("first.json")["stored"], 1);
    // White space is no revision.
    assert_eq!(counts("spaces.json")["duplicate"], 1);
    assert_eq!(counts("second.json")["revised"], 1);
    let found = rows(&workshop, &["revisions"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["reasons"], "url");
    let ran = workshop.run(&["diff", "1", "2", "--archive", "a.db"]).expect(0).stdout;
    for line in [
        "--- article 1",
        "[-eleven-]{+nineteen+} of its forty",
        "[-Tom Basset,-]{+Ana Kestrel,+} who has run",
        "- Tom Basset (person): named 0 times, was 1",
        "+ Ana Kestrel (person): named 1 time, was 0",
        "- Ruth Ellery: “We looked at every way",
        "+ Ruth Ellery: “We went through every way",
    ] {
        assert!(ran.contains(line), "{line}\n{ran}");
    }
    // What did not change is left out, unless it is asked for.
    assert!(!ran.contains("about 600 people"), "{ran}");
    let whole = workshop.run(&["diff", "1", "2", "--whole", "--archive", "a.db"]).expect(0).stdout;
    assert!(whole.contains("about 600 people"), "{whole}");
    let same = workshop.run(&["diff", "1", "1", "--json", "--archive", "a.db"]).expect(0).json();
    assert_eq!((&same["head"], &same["names"]), (&json!([]), &json!([])));
    workshop.run(&["diff", "1", "99", "--archive", "a.db"]).expect(66);
}

#[test]
fn a_summary_gives_way_to_its_article_and_comes_back_when_that_goes() {
    let summary = record(json!({
        "kind": "summary", "url": "https://courier.example/news/wharf?utm_medium=rss",
        "headline": "Ferry wharf to close", "body": "Ruth Ellery says that the wharf cannot be mended."
    }));
    let article = record(json!({
        "url": "https://courier.example/news/wharf", "headline": "Ferry wharf to close", "body": story()
    }));
    let workshop = Workshop::with_archive(&[("summary.json", &summary)]);
    let shown = || -> Vec<Value> {
        let articles = rows(&workshop, &["articles"]);
        articles.iter().map(|row| row["article_id"].clone()).collect()
    };
    let found = |words: &str| {
        let ran =
            workshop.run(&["search", "--archive", "a.db", "--format", "json", words]).expect(0);
        ran.json().as_array().unwrap().len()
    };
    let ellery = || rows(&workshop, &["people", "name=Ruth Ellery"])[0]["articles"].clone();
    assert_eq!((shown(), found("mended"), ellery()), (vec![json!(1)], 1, json!(1)));
    workshop.write("article.json", &article);
    workshop.run(&["ingest", "--archive", "a.db", "article.json"]).expect(0);
    assert_eq!((shown(), found("mended"), ellery()), (vec![json!(2)], 0, json!(1)));
    let page = workshop.run(&["show", "1", "--archive", "a.db"]).expect(0).stdout;
    assert!(page.contains("replaced by the article itself"), "{page}");
    // It is no other text of the article either.
    assert_eq!(rows(&workshop, &["revisions"]), Vec::<Value>::new());
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(shown(), [json!(2)]);
    // Read as plain text, the other capture is no article of that page any more.
    workshop.run(&["ingest", "--format", "text", "--archive", "a.db", "article.json"]).expect(0);
    assert!(shown().contains(&json!(1)));
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

/// A copy as papers make them: cut at the end, a paragraph dropped, another headline, words changed.
fn altered(text: &str, kind: usize, dice: &mut Numbers) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let paragraphs: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    match kind {
        0 => words[..words.len() * (50 + dice.below(40)) / 100].join(" "),
        1 if paragraphs.len() > 4 => {
            let dropped = dice.below(paragraphs.len());
            let kept = paragraphs.iter().enumerate().filter(|(index, _)| *index != dropped);
            kept.map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
        }
        1 => words[words.len() / 6..].join(" "),
        2 => format!("Quite another headline over it\n\n{}", words[12..].join(" ")),
        _ => {
            let changed = |word: &str, other: &str| {
                if word.is_empty() { other.to_owned() } else { word.to_owned() }
            };
            let mut copy: Vec<String> = words.iter().map(|word| changed(word, "")).collect();
            for word in &mut copy {
                if dice.below(20) == 0 {
                    words[dice.below(words.len())].clone_into(word);
                }
            }
            copy.join(" ")
        }
    }
}

/// The lines of a compressed file of the evaluation data.
fn lines(tool: &str, path: &std::path::Path) -> Option<Vec<Value>> {
    let child = Command::new(tool).arg("-dc").arg(path).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        crate::support::skipped!("there is no {tool} to unpack {}", path.display());
        return None;
    };
    let lines = BufReader::new(child.stdout.take().unwrap()).split(b'\n');
    let found = lines.filter_map(|line| serde_json::from_slice(&line.unwrap()).ok()).collect();
    child.wait().unwrap();
    Some(found)
}

/// Which texts are looked at together, without an archive.
#[derive(Default)]
struct Sketches {
    texts: HashMap<u32, Vec<usize>>,
}

impl Sketches {
    fn add(&mut self, text: &str, index: usize) {
        for number in near::sketch(text) {
            self.texts.entry(number).or_default().push(index);
        }
    }

    fn proposed(&self, text: &str) -> Vec<usize> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for &other in
            near::sketch(text).iter().filter_map(|number| self.texts.get(number)).flatten()
        {
            *shared.entry(other).or_default() += 1;
        }
        shared
            .into_iter()
            .filter(|(_, shared)| *shared >= near::SHARED)
            .map(|(other, _)| other)
            .collect()
    }
}

#[test]
fn altered_copies_of_press_releases_are_found_and_nothing_else() {
    let Some(data) = evaluation_data() else { return };
    let path = data.join("corpora/text/us_senate_press_releases.jsonl.zst");
    let Some(records) = lines("zstd", &path) else { return };
    let mut texts: Vec<&str> = records
        .iter()
        .filter_map(|record| record["text"].as_str())
        .filter(|text| text.split_whitespace().count() >= 60)
        .collect();
    let mut dice = Numbers(88_172_645_463_325_252);
    for last in (1..texts.len()).rev() {
        texts.swap(last, dice.below(last + 1));
    }
    texts.truncate(10_000);
    let shingles: Vec<near::Shingles> =
        texts.iter().map(|text| near::Shingles::new(text)).collect();
    let mut sketches = Sketches::default();
    for (index, text) in texts.iter().enumerate() {
        sketches.add(text, index);
    }
    let proposed = Cell::new(0);
    let near_duplicates_of = |text: &str| -> BTreeSet<usize> {
        let own = near::Shingles::new(text);
        let others = sketches.proposed(text);
        proposed.set(proposed.get() + others.len());
        others
            .into_iter()
            .filter(|&other| near::near_duplicate(&own, &shingles[other]).is_some())
            .collect()
    };
    let (mut found, mut copies) = (0, 0);
    for copy in 0..500 {
        let original = dice.below(texts.len());
        let text = altered(texts[original], copy % 4, &mut dice);
        copies += 1;
        found += usize::from(near_duplicates_of(&text).contains(&original));
    }
    println!("{found} of {copies} altered copies found");
    assert!(found * 100 >= copies * 98, "{found} of {copies}");
    proposed.set(0);
    let pairs: Vec<(usize, usize)> = (0..texts.len())
        .flat_map(|one| near_duplicates_of(texts[one]).into_iter().map(move |other| (one, other)))
        .filter(|(one, other)| one < other)
        .collect();
    let apart = pairs.iter().filter(|(one, other)| in_order(texts[*one], texts[*other]) < 0.5);
    let apart = apart.count();
    println!(
        "{} pairs among {} releases, {apart} false; {:.2} texts were compared with one",
        pairs.len(),
        texts.len(),
        proposed.get() as f64 / texts.len() as f64 - 1.0
    );
    assert!(!pairs.is_empty() && apart * 100 <= pairs.len(), "{apart} of {}", pairs.len());
}

/// How much of the shorter text's words stand in the longer in the same order: what a reader would
/// call the same text, by other means than shingles.
fn in_order(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let same: usize = similar::capture_diff_slices(similar::Algorithm::Myers, &one, &other)
        .iter()
        .map(|op| match op {
            similar::DiffOp::Equal { len, .. } => *len,
            _ => 0,
        })
        .sum();
    same as f64 / one.len().min(other.len()) as f64
}

#[test]
fn known_copies_are_found_among_a_thousand_passages() {
    let Some(data) = evaluation_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let unpacked = Command::new("tar")
        .args(["--use-compress-program=zstd -d --long=27", "-xf"])
        .arg(data.join("corpora/neardup.tar.zst"))
        .arg("-C")
        .arg(folder.path())
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        crate::support::skipped!("tar and zstd cannot unpack the evaluation data");
        return;
    }
    let folder = folder.path().join("neardup/neardup/mccormick-minhash");
    let Some(passages) = lines("gzip", &folder.join("articles.jsonl.gz")) else { return };
    let truth: BTreeSet<(String, String)> = std::fs::read_to_string(folder.join("truth.tsv"))
        .unwrap()
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(one, other)| (one.min(other).to_owned(), one.max(other).to_owned()))
        .collect();
    let shingles: Vec<(String, near::Shingles)> = passages
        .iter()
        .map(|passage| {
            (
                passage["id"].as_str().unwrap().to_owned(),
                near::Shingles::new(passage["text"].as_str().unwrap()),
            )
        })
        .collect();
    let mut sketches = Sketches::default();
    let mut found = BTreeSet::new();
    for (index, (passage, (id, own))) in passages.iter().zip(&shingles).enumerate() {
        let text = passage["text"].as_str().unwrap();
        for other in sketches.proposed(text) {
            let (other_id, other) = &shingles[other];
            if near::near_duplicate(own, other).is_some() {
                found.insert((id.min(other_id).clone(), id.max(other_id).clone()));
            }
        }
        sketches.add(text, index);
    }
    assert_eq!(found, truth);
}

#[test]
fn what_an_agency_withdrew_is_left_out_and_a_later_version_is_not() {
    let item = |version: u32, status: &str, body: &str| {
        record(json!({
            "standard": {"name": "ninjs", "version": "3.1"}, "uri": "urn:wire.example:ferry", "version": version.to_string(),
            "type": "text", "pubStatus": status, "versionCreated": format!("2024-05-0{version}T09:00:00Z"),
            "headlines": [{"value": "Ferry line to buy two boats"}],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": body}]
        }))
    };
    let workshop = Workshop::with_archive(&[
        (
            "1.json",
            &item(
                1,
                "usable",
                "Mayor Ruth Ellery said that the ferry line would buy two boats next year.",
            ),
        ),
        ("2.json", &item(2, "canceled", "Kill: the story on the ferry line is wrong.")),
    ]);
    assert_eq!(rows(&workshop, &["articles"]), Vec::<Value>::new());
    let counts_in_reports = |workshop: &Workshop| {
        [
            &["people"][..],
            &["roles"],
            &["new-names", "since=2024"],
            &["mentions", "name=Ruth Ellery"],
        ]
        .map(|report| rows(workshop, report).len())
    };
    assert_eq!(counts_in_reports(&workshop), [0; 4]);
    let search = |workshop: &Workshop| {
        let ran =
            workshop.run(&["search", "--archive", "a.db", "--format", "json", "ferry"]).expect(0);
        ran.json().as_array().unwrap().len()
    };
    assert_eq!(search(&workshop), 0);
    // Nothing received is lost: it is there, and says what became of it.
    let shown = workshop.run(&["show", "1", "--archive", "a.db"]).expect(0).stdout;
    assert!(shown.contains("canceled by its publisher"), "{shown}");
    workshop.write(
        "3.json",
        item(
            3,
            "usable",
            "Mayor Ruth Ellery said that the ferry line would buy one boat next year.",
        ),
    );
    let counts =
        workshop.run(&["ingest", "--json", "--archive", "a.db", "3.json"]).expect(0).json();
    assert_eq!(counts["revised"], 1);
    assert_eq!((rows(&workshop, &["articles"]).len(), search(&workshop)), (1, 1));
    assert_eq!(counts_in_reports(&workshop), [1; 4]);
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!((rows(&workshop, &["articles"]).len(), search(&workshop)), (1, 1));
}
