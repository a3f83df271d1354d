//! What was pasted can be found: captions and credits, and names in headlines, standfirsts and captions.

use std::collections::BTreeMap;
use std::path::Path;

use cuttings::db::{Archive, Share};
use cuttings::model::{EntityKind, MentionField};
use cuttings::ops::verify::{self, Depth};
use serde_json::Value;

use crate::support::{NOW, Workshop, evaluation_data};

/// A page that opens with the caption of a group photo, in which four people stand who are nowhere else.
const GROUP: &str = "The lagoon forum's partners; Mere Tzelko, Samoa's Minister of Ports; Hans Oberlin, Secretary General of the forum; Ilse Brandvik, Norway's Minister of Fisheries; Joon Co, Korea's Minister of Oceans.

Foreign Minister Tomas Halden is to go to Suva next week for talks about the lagoon.

Halden told the forum on Monday that the talks would be long.

Cy Weller – Getty Images The old harbour of Suva with Ana Kestrel

They will go on in autumn.
";

/// A headline whose name the body does not have.
const RESIGNS: &str = r#"{"headline": "Jacinda Ardern resigns", "body": "The prime minister said on Thursday that she would leave in February. Nobody had expected it."}"#;

/// A headline with a short form of a name that the body has in full, and the other way round.
const BOTH_WAYS: &str = r#"{"headline": "Oberlin to meet Ilse Brandvik", "standfirst": "Talks with Brandvik are to last a week", "body": "Hans Oberlin will fly to Oslo on Monday. The ministry said that Brandvik would wait for him there.", "captions": [{"caption": "Oberlin in Oslo last year", "credit": "Photo: Cy Weller/AFP"}]}"#;

fn workshop() -> Workshop {
    Workshop::with_archive(&[
        ("a-group.txt", GROUP),
        ("b-resigns.json", RESIGNS),
        ("c-both.json", BOTH_WAYS),
    ])
}

fn article(workshop: &Workshop, words: &str) -> Value {
    let found = workshop.run(&["search", words, "--archive", "a.db", "--format", "json"]).expect(0);
    let id = found.json()[0]["article_id"].to_string();
    workshop.run(&["show", &id, "--json", "--archive", "a.db"]).expect(0).json()
}

/// Surface form, name, rule and what it rests on of each mention in a field.
fn named(article: &Value, field: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    article["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|mention| mention["field"] == field && mention["kind"] == "person")
        .map(|mention| {
            let rests = match (&mention["antecedent_field"], &mention["antecedent_start_char"]) {
                (_, Value::Null) => String::new(),
                (Value::Null, at) => format!(" at {at}"),
                (field, at) => format!(" at {} {at}", text(field)),
            };
            let (surface, name) = (text(&mention["surface_form"]), text(&mention["name"]));
            format!("{surface}={name} {}{rests}", text(&mention["rule"]))
        })
        .collect()
}

#[test]
fn people_of_a_caption_are_found_though_they_stand_nowhere_else() {
    let workshop = workshop();
    let article = article(&workshop, "Brandvik fisheries");
    let people: Vec<String> = named(&article, "caption-1")
        .iter()
        .map(|mention| mention.split('=').next().unwrap().to_owned())
        .collect();
    assert_eq!(people, ["Mere Tzelko", "Hans Oberlin", "Ilse Brandvik", "Joon Co"]);
    assert_eq!(article["captions"][1]["caption"], "The old harbour of Suva with Ana Kestrel");
    assert_eq!(article["captions"][1]["credit"], "Cy Weller – Getty Images");
    assert!(!article["body"].as_str().unwrap().contains("Getty"));
    // Photographers are like authors: no mention, and yet found by a search.
    assert!(!article["mentions"].to_string().contains("Weller"));
    let found = workshop.run(&["search", "weller getty", "--archive", "a.db"]).expect(0);
    assert!(found.stdout.contains("Getty"), "{}", found.stdout);
    for name in ["Joon Co", "Mere Tzelko"] {
        let report = ["query", "people", "--archive", "a.db", "--format", "csv"];
        assert!(workshop.run(&report).expect(0).stdout.contains(name), "{name}");
    }
}

#[test]
fn a_name_in_a_headline_is_a_mention() {
    let workshop = workshop();
    let article = article(&workshop, "ardern");
    assert_eq!(named(&article, "headline"), ["Jacinda Ardern=Jacinda Ardern catalogue-name"]);
    let page =
        workshop.run(&["show", &article["article_id"].to_string(), "--marks", "--archive", "a.db"]);
    assert!(page.expect(0).stdout.starts_with("[Jacinda Ardern] resigns\n"));
}

#[test]
fn short_forms_rest_on_the_fuller_mention_in_another_field() {
    let workshop = workshop();
    let article = article(&workshop, "oslo ministry");
    assert_eq!(
        named(&article, "headline"),
        [
            "Oberlin=Hans Oberlin surname-after-full at body 0",
            "Ilse Brandvik=Ilse Brandvik full-name"
        ]
    );
    assert_eq!(
        named(&article, "standfirst"),
        ["Brandvik=Ilse Brandvik surname-after-full at headline 16"]
    );
    assert_eq!(
        named(&article, "body"),
        [
            "Hans Oberlin=Hans Oberlin full-name",
            "Brandvik=Ilse Brandvik named-in-head at headline 16"
        ]
    );
    assert_eq!(named(&article, "caption-1"), ["Oberlin=Hans Oberlin surname-after-full at body 0"]);
    let path = workshop.path("a.db");
    let archive = Archive::open_to_read(&path).unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), false).unwrap();
    assert_eq!(verdict.findings, []);
    assert_eq!(verify::derived(&archive, &|| false).unwrap().unwrap().findings, []);
}

#[test]
fn rulings_on_mentions_work_in_every_field() {
    let workshop = workshop();
    let id = article(&workshop, "oslo ministry")["article_id"].to_string();
    let before = workshop.digest("a.db");
    let rule = |arguments: &[&str]| {
        let mut all = vec!["mention"];
        all.extend(arguments);
        all.extend(["--by", "ana", "--archive", "a.db"]);
        workshop.run(&all)
    };
    // What rests on it in other fields goes with it.
    rule(&["reject", &id, "20", "--field", "headline"]).expect(0);
    let after = article(&workshop, "oslo ministry");
    assert_eq!(named(&after, "headline").len(), 1);
    assert_eq!(named(&after, "standfirst"), [""; 0]);
    assert_eq!(named(&after, "body"), ["Hans Oberlin=Hans Oberlin full-name"]);
    workshop.run(&["undo", "1", "--by", "ana", "--archive", "a.db"]).expect(0);
    assert_eq!(named(&article(&workshop, "oslo ministry"), "body").len(), 2);
    rule(&["reassign", &id, "0", "person", "Grete Oberlin", "--field", "caption-1"]).expect(0);
    let after = article(&workshop, "oslo ministry");
    assert_eq!(named(&after, "caption-1"), ["Oberlin=Grete Oberlin decision"]);
    assert_eq!(named(&after, "body").len(), 2);
    let refused = rule(&["reject", &id, "0", "--field", "caption-7"]);
    assert!(refused.stderr.contains("no mention at 0 of its caption-7"), "{}", refused.stderr);
    assert_eq!(rule(&["reject", &id, "0", "--field", "credit"]).code, 2);
    // Through a rebuild, and through a file into another archive.
    let ruled = workshop.digest("a.db");
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), ruled);
    let written = workshop.run(&["decisions", "export", "--archive", "a.db"]).expect(0);
    assert!(written.stdout.contains("caption-1"), "{}", written.stdout);
    workshop.write("rulings.csv", &written.stdout);
    workshop.run(&["init", "b.db"]).expect(0);
    workshop.run(&["ingest", "in", "--archive", "b.db"]).expect(0);
    assert_eq!(workshop.digest("b.db"), before);
    let import = ["decisions", "import", "rulings.csv", "--by", "ana", "--archive", "b.db"];
    workshop.run(&import).expect(0);
    assert_eq!(workshop.digest("b.db"), ruled);
}

#[test]
fn a_changed_caption_is_found_and_an_erased_one_is_gone() {
    let workshop = workshop();
    let Some(_) = workshop.sqlite3("a.db", "SELECT 1") else { return };
    let change = |sql: &str| {
        let path = workshop.path("b.db");
        std::fs::copy(workshop.path("a.db"), &path).unwrap();
        let output = std::process::Command::new("sqlite3").arg(&path).arg(sql).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        workshop.run(&["verify", "--read-data", "--archive", "b.db", "--json"]).expect(4).stdout
    };
    for sql in [
        "UPDATE article_captions SET caption = 'Nobody' WHERE number = 1",
        "UPDATE article_captions SET credit = NULL WHERE caption IS NOT NULL AND credit IS NOT NULL",
        "DELETE FROM article_captions",
        "UPDATE articles SET captions = NULL",
    ] {
        assert!(change(sql).contains("captions are joined"), "{sql}");
    }
    // A change that is made in both places is found by the row's hash.
    let both = "UPDATE article_captions SET credit = 'Photo: Somebody/AFP' WHERE credit LIKE '%AFP';
        UPDATE articles SET captions = replace(captions, 'Photo: Cy Weller/AFP', 'Photo: Somebody/AFP')";
    assert!(change(both).contains("articles as stored"));
    let id = article(&workshop, "brandvik fisheries")["article_id"].to_string();
    workshop
        .run(&[
            "forget",
            "article",
            &id,
            "--because",
            "asked to",
            "--by",
            "ana",
            "--archive",
            "a.db",
        ])
        .expect(0);
    let bytes = std::fs::read(workshop.path("a.db")).unwrap();
    for words in ["Mere Tzelko", "with Ana Kestrel"] {
        assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words}");
    }
}

#[test]
fn of_one_text_with_several_captions_the_same_stand_in_any_order() {
    let one = |caption: &str| {
        format!(
            r#"{{"headline": "Tolls", "body": "The board will raise its tolls, Ann Ng said.", "captions": [{caption}]}}"#
        )
    };
    let texts = [one(r#""The old quay""#), one(r#""The new quay""#), one("")];
    let mut digests = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let workshop = Workshop::new();
        workshop.run(&["init", "a.db"]).expect(0);
        for at in order {
            workshop.write(&format!("{at}.json"), &texts[at]);
            workshop.run(&["ingest", &format!("{at}.json"), "--archive", "a.db"]).expect(0);
        }
        let shown = workshop.run(&["show", "1", "--json", "--archive", "a.db"]).expect(0).json();
        assert_eq!(shown["captions"].as_array().unwrap().len(), 1, "{shown}");
        digests.push(workshop.digest("a.db"));
    }
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "{digests:?}");
}

#[test]
fn a_paragraph_is_no_caption() {
    for paragraph in [
        "Getty Images said it would sue.",
        "The photo was taken by a passer-by, police said.",
        "Three ministers came: Ann Ng, of Ports; Cy Roe, who said no; and Di Poe, who was late.",
        "He told AFP that he would resign.",
    ] {
        let workshop = Workshop::new();
        let text =
            format!("Tolls to rise\n\nThe board said so on Monday.\n\n{paragraph}\n\nIt rains.\n");
        workshop.write("a.txt", text);
        let draft = workshop.run(&["read", "a.txt"]).expect(0).json();
        assert_eq!(draft["captions"], serde_json::json!([]), "{paragraph}");
        assert!(draft["body"].as_str().unwrap().contains(paragraph), "{paragraph}");
    }
}

/// The founding documents with marked names: every person is who the marks say, and the ministers of the
/// caption that the third of them opens with are there.
#[test]
fn people_of_the_founding_documents_are_who_they_are() {
    let Some(data) = evaluation_data() else { return };
    let seeds = data.join("seeds");
    let workshop = Workshop::with_archive(&[]);
    let folder = seeds.to_string_lossy().into_owned();
    workshop.run(&["ingest", &folder, "--archive", "a.db"]);
    let gold = std::fs::read_to_string(seeds.join("gold-000-001.json")).unwrap();
    let gold: Vec<Value> = serde_json::from_str(&gold).unwrap();
    let reader =
        cuttings::db::Reader::of(Archive::open_to_read(&workshop.path("a.db")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for document in &gold {
        let file = document["file"].as_str().unwrap();
        let found = people_in(&workshop, &reader, &seeds.join(file));
        let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
        for span in document["spans"].as_array().unwrap() {
            if span["type"] == "PER" {
                let text = |key: &str| span[key].as_str().unwrap().to_owned();
                *expected.entry((text("surface"), text("entity"))).or_default() += 1;
            }
        }
        for ((surface, name), count) in expected {
            checked += count;
            let key = (surface.to_lowercase(), name.clone());
            if found.get(&key).copied().unwrap_or_default() < count {
                wrong.push(format!("{file}: {surface}={name}, {count} times: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked}: {}", wrong.len(), wrong.join("\n"));
    let third = std::fs::read_dir(&seeds)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("/002_"))
        .unwrap();
    let found = people_in(&workshop, &reader, &third);
    for name in ["Tim Watts", "Kyoto Tsuji", "Jens Stoltenberg", "Winston Peters", "Taeyul Co"] {
        assert!(found.contains_key(&(name.to_lowercase(), name.to_owned())), "{name}: {found:?}");
    }
}

/// Words and name of every mention of a person in the articles of a file, in every field, and its authors
/// as they are printed.
fn people_in(
    workshop: &Workshop,
    reader: &cuttings::db::Reader,
    file: &Path,
) -> BTreeMap<(String, String), usize> {
    let sha256 = cuttings::text::fingerprint::sha256(&std::fs::read(file).unwrap());
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for article in reader.find_articles(&sha256.to_string()).unwrap() {
        let details = reader.article(article).unwrap().unwrap();
        let person = EntityKind::Person.as_str();
        for mention in details.mentions.iter().filter(|mention| mention.kind == person) {
            assert!(MentionField::by_name(&mention.field).is_some(), "{mention:?}");
            let key = (mention.surface_form.to_lowercase(), mention.name.clone());
            *found.entry(key).or_default() += 1;
        }
        for author in details.authors {
            *found.entry((author.to_lowercase(), author)).or_default() += 1;
        }
    }
    assert!(
        !found.is_empty(),
        "nobody in {} at {NOW}: {}",
        file.display(),
        workshop.digest("a.db")
    );
    found
}
